"""How notebooks show infmap's objects: small HTML in the notebook's own colours.

It has no script and makes no request. Every text is escaped, for MathJax too. Cells are in words;
a tooltip shows the value itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from infmap.io.html import templates
from infmap.looks.distances import distance_text
from infmap.looks.lists import first_of
from infmap.looks.words import (
    BAND_CLASSES,
    BAND_WORDS,
    REACH_WORDS,
    YES_NO,
    account_text,
    reach_text,
    turns_km,
)

if TYPE_CHECKING:
    import pandas as pd

    from infmap.catalogue import Catalogue
    from infmap.treaty import Verdict

TEMPLATES = files("infmap.notebook") / "templates"
ENV = templates("infmap.notebook")

#: The columns whose values are codes, with the words for them.
WORDS: dict[str, Mapping[Any, str]] = {
    "band": BAND_WORDS,
    "in_inf_band": YES_NO,
    "in_band": YES_NO,
    "reach": REACH_WORDS,
    "near_edge": YES_NO,
    "near_band_edge": YES_NO,
}
#: A tenth of a kilometre and of a degree, as in the terminal.
ROUNDED = {"distance_km", "azimuth_deg"}
#: How many rows are shown of a table longer than pandas' ``display.max_rows``.
HEAD_ROWS = 20
NAMED_SITES = 6
#: A text longer than this may run over several lines.
LONG_TEXT = 30


def catalogue_html(cat: "Catalogue") -> str:
    """Return an overview of a catalogue: its tables, how long they are, and its sites.

    Examples
    --------
    >>> import infmap
    >>> "infmap&#39;s data" in catalogue_html(infmap.load())
    True
    """
    dates = [row.date for row in cat.event_rows]
    return _render(
        "catalogue",
        about=cat.about,
        sites=cat.sites,
        named=first_of([site.id for site in cat.sites], NAMED_SITES),
        tables=[
            (
                "deployments",
                len(cat.deployment_rows),
                _counts(r.status for r in cat.deployment_rows),
            ),
            ("systems", len(cat.system_rows), _counts(row.kind for row in cat.system_rows)),
            ("claims", len(cat.claim_rows), _counts(row.account for row in cat.claim_rows)),
            ("capitals", len(cat.capital_rows), _counts(row.role for row in cat.capital_rows)),
            ("allegations", len(cat.allegation_rows), ""),
            ("events", len(dates), " to ".join(dict.fromkeys([*dates[:1], *dates[-1:]]))),
            ("sources", len(cat.source_rows), _counts(row.genre for row in cat.source_rows)),
        ],
    )


def verdict_html(verdict: "Verdict") -> str:
    """Return a verdict as HTML: outcome, article, reason and both sides' positions.

    Examples
    --------
    >>> from infmap.treaty import Kind, verdict
    >>> below = verdict(holder="Russia", kind=Kind.GLCM, up_to_km=480)
    >>> "<strong>below</strong>" in verdict_html(below)
    True
    """
    band = verdict.range_class and BAND_CLASSES[verdict.range_class]
    return _render("verdict", verdict=verdict, band=band)


@dataclass(frozen=True)
class Cell:
    """One cell of a table in words."""

    text: str
    #: The value itself, where the words hide it.
    value: str = ""
    #: The details that the text sums up.
    lines: tuple[str, ...] = ()
    #: How it is set: ``n`` a number, ``text`` a text of any length, or neither.
    kind: str = ""


def coverage_html(
    table: "pd.DataFrame", limits_km: Sequence[float], *, max_rows: int | None
) -> str:
    """Return a coverage table, or a part of one, with its accounts, bands and reach in words.

    Other columns are shown as they are. Of a table longer than `max_rows` only the first rows are
    shown; no rounded distance crosses a limit.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.coverage(infmap.load(), site="shuya", system="9m729")
    >>> html = coverage_html(table, (500, 1000, 5500), max_rows=60)
    >>> "20 of 208 rows" in html, "9m729, Russian MoD (operator)" in html
    (True, True)
    """
    whole = not max_rows or len(table) <= max_rows
    head = table if whole else table.iloc[: min(HEAD_ROWS, max_rows or 0)]
    columns = [
        [_cell(str(name), value) for value in head.iloc[:, k].tolist()]
        for k, name in enumerate(head.columns)
    ]
    names = [*head.columns]
    accounts = head["accounts"].tolist() if "accounts" in names else [None] * len(head)
    if "reach" in names:
        place = names.index("reach")
        columns[place] = [*map(_reach_cell, columns[place], accounts)]
    if "distance_km" in names:
        columns[names.index("distance_km")] = [
            _distance_cell(km, entries, limits_km)
            for km, entries in zip(head["distance_km"].tolist(), accounts, strict=True)
        ]
    return _render(
        "coverage",
        corner=" ".join(str(name) for name in table.index.names if name is not None),
        header=[str(name) for name in table.columns],
        rows=[
            (str(label), cells) for label, *cells in zip(head.index.tolist(), *columns, strict=True)
        ],
        shown=len(head),
        total=len(table),
    )


def _cell(column: str, value: Any) -> Cell:
    if column == "accounts" and isinstance(value, list):
        return _accounts_cell(value)
    if isinstance(value, str | bool) and value in WORDS.get(column, {}):
        return Cell(WORDS[column][value], value=str(value))
    if isinstance(value, float):
        text = f"{value:.1f}" if column in ROUNDED else f"{value:g}"
        return Cell("" if value != value else text, kind="n")
    text = "" if value is None else str(value)
    if isinstance(value, int):
        return Cell(text, kind="n")
    return Cell(text, kind="text" if len(text) > LONG_TEXT else "")


def _distance_cell(km: Any, accounts: Any, limits_km: Sequence[float]) -> Cell:
    """Return the cell of a distance, rounded without crossing a limit or a figure's end."""
    if not isinstance(km, float) or km != km:
        return _cell("distance_km", km)
    try:
        turns = turns_km(accounts or (), limits_km)
    except (KeyError, TypeError):
        turns = {*limits_km}
    return Cell(distance_text(km, 1, turns), kind="n")


def _reach_cell(cell: Cell, accounts: Any) -> Cell:
    """Return the cell of a place's reach; it says so if the site has no figure."""
    nothing = isinstance(accounts, list) and not accounts and cell.value in REACH_WORDS
    return replace(cell, text=reach_text(cell.value, accounts)) if nothing else cell


def _accounts_cell(entries: Sequence[Any]) -> Cell:
    """Return every party's answer in words, under a count of the answers if there are several.

    Anything else that a user has put into the column is shown unchanged.
    """
    lines = []
    for entry in entries:
        try:
            lines.append(account_text(entry))
        except (KeyError, TypeError, ValueError):
            lines.append(str(entry))
    if len(lines) < 2:
        return Cell("".join(lines), kind="text")
    return Cell(
        _counts(line.rpartition(": ")[2] for line in lines), lines=tuple(lines), kind="text"
    )


def _counts(words: Iterable[object]) -> str:
    """Return how often each word occurs, the most frequent first; None is not counted."""
    counts = Counter(str(word) for word in words if word is not None).most_common()
    return ", ".join(f"{count} {word}" for word, count in counts)


def _render(name: str, **content: Any) -> str:
    return ENV.get_template(f"{name}.html.j2").render(style=_style(), **content)


@cache
def _style() -> Markup:
    return Markup((TEMPLATES / "notebook.css").read_text("utf-8"))
