"""Tables in every format: coverage, people and lists, as text or as a workbook."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from math import isfinite
from numbers import Integral
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard, cast

from infmap.analysis.reach import overall_reach
from infmap.arguments import checks_kinds, is_number, is_truth
from infmap.errors import InfmapError
from infmap.io.escaping import markdown_text
from infmap.io.formats import TableFormat, refuse_unreadable
from infmap.io.pieces import as_json, csv_pieces, is_missing, json_pieces
from infmap.looks.corrections import REPORT_WORDS, report_address
from infmap.looks.distances import Units, distance_text, head_in, is_misplaced, length_text
from infmap.looks.rows import Answer, CountryShare
from infmap.looks.words import YES_NO, countries_text, turns_km
from infmap.tables.given import Row, columns_asked, heads_and_rows
from infmap.treaty import LIMITS_KM

if TYPE_CHECKING:
    import pandas as pd

#: Metres: finer than any position is known.
DISTANCE_DECIMALS = 3
AZIMUTH_DECIMALS = 3
#: The columns of lengths that somebody stated: shown in another unit they keep the digits they had.
STATED = frozenset(
    {"at_least_km", "up_to_km", "range_km", "min_km", "max_km", "position_precision_km"}
)
#: What ends in ``_km`` and is no length.
_NO_LENGTH = ("per_km", "sq_km", "square_km")
#: A `Decimal` holds the decimals to show.
Cell: TypeAlias = str | int | Decimal | None


class Table(NamedTuple):
    """A table in words and numbers, ready for any format."""

    #: The name of a workbook's sheet.
    name: str
    columns: Sequence[str]
    #: One cell per column.
    lines: Iterable[Sequence[Cell]]
    #: The same for JSON, which keeps lists and objects.
    records: Iterable[Row]
    #: Where an error in each row is reported; read by the formats that have links.
    reports: Iterable[str]


@checks_kinds
def format_table(
    table: "pd.DataFrame | Sequence[Mapping[str, object]]",
    form: str = TableFormat.CSV,
    *,
    columns: str | Sequence[str] | None = None,
    name: str = "table",
    units: str = Units.KM,
) -> str | bytes:
    """Return a table in a format of ``--format``, every cell escaped for it.

    Parameters
    ----------
    table : DataFrame or sequence of mapping
        From `infmap.coverage`, `reach`, `exposure`, `screen` or `list_table`, a part of one of
        these, or any other. A column of geometries is left out. The levels of an index are written
        as columns in front, but not the numbers of rows that have no name.
    form : str, default "csv"
        ``table`` (plain text), ``csv``, ``json``, ``md``, ``html``, ``latex`` or ``xlsx``.
    columns : str or sequence of str, optional
        The columns to write, in this order, or one; by default all. An empty sequence of rows has
        none of its own.
    name : str, default "table"
        The name of a workbook's sheet.
    units : {"km", "mi", "nmi"}
        What ``table``, ``md``, ``html`` and ``latex`` show distances in: a column of numbers whose
        head ends in ``_km`` gets that unit's, as in ``distance_mi`` (but not ``per_km`` and
        ``sq_km``). The other formats are for programs and stay in kilometres.

    Returns
    -------
    str or bytes
        A workbook is bytes. JSON keeps lists and objects; the other formats write them short, or
        as the catalogue's own tables write them, so that infmap can read them back. The answers of
        a row of `coverage` are there a word of ``reach`` for each account, and three numbers:
        ``figures`` of systems that strike, ``figures_in_range``, ``figures_left_open``; `answers`
        has each. Of many countries five are named and the others counted.
        Distances are rounded to metres, or finer where rounding would cross a limit. Where the
        package says where errors are reported, ``md`` and ``html`` end in a column ``report``: the
        link of each row that is a party's figure.

    Raises
    ------
    InfmapError
        If it is no table, has a column twice, or not one that is asked for; there is no such
        format, a workbook cannot hold the table, a format for people is asked for more than 50,000
        rows, or one for programs in another unit than kilometres.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> table = infmap.coverage(cat, site="deveselu", band=(0, 200))
    >>> print(infmap.format_table(table[["target", "distance_km", "in_inf_band"]]))
    target,distance_km,in_inf_band
    Bucharest,140.235,no
    Sofia,177.409,no
    <BLANKLINE>
    >>> sites = infmap.list_table(cat.select(site="shuya"), "sites")
    >>> print(infmap.format_table(sites, "md", columns=["id", "systems"]))
    | id    | systems           |
    |:------|:------------------|
    | shuya | iskander-m; 9m729 |
    <BLANKLINE>
    >>> near = ["target", "distance_km"]
    >>> print(infmap.format_table(table, "md", columns=near, units="mi"))
    | target    | distance_mi   |
    |:----------|:--------------|
    | Bucharest | 87.138        |
    | Sofia     | 110.237       |
    <BLANKLINE>
    """
    text = table_pieces(table, form, columns=columns, name=name, units=units)
    return text if isinstance(text, bytes) else "".join(text)


def table_pieces(
    table: "pd.DataFrame | Sequence[Mapping[str, object]]",
    form: str = TableFormat.CSV,
    *,
    columns: str | Sequence[str] | None = None,
    name: str = "table",
    units: str = Units.KM,
) -> Iterable[str] | bytes:
    """Return what `format_table` does piece by piece: a long text need not be in memory."""
    from infmap.catalogue.values.units import read_units

    written, shown = TableFormat.named(form), read_units(units)
    if shown is not Units.KM and not written.is_for_people:
        raise InfmapError(
            f"{written} stays in km, for programs (units {shown}); write table, md, html or latex, "
            "or leave units out"
        )
    heads, rows = heads_and_rows(table)
    if written.is_for_people:
        refuse_unreadable(len(rows), written)
    if columns is not None:
        counted = [*COUNTED] if "accounts" in heads else []
        heads = columns_asked(columns, heads, counted, is_known=bool(heads))
    flat = _flat_heads(heads, rows)
    of_head = {head: shown if _is_shown_in(head, rows) else Units.KM for head in flat}
    names = [head_in(head, of_head[head]) if is_length(head) else head for head in flat]
    writers = [(head, _writer_of(head, of_head[head])) for head in flat]
    lines = (
        [write(row.cells.get(head), row) for head, write in writers] for row in map(_read, rows)
    )
    records = (
        {head: _value(head, row) for head in (row if columns is None else heads) if head in row}
        for row in rows
    )
    reports = map(report_address, rows)
    return _written(Table(name, names, lines, records, reports), written)


def _written(table: Table, form: TableFormat) -> Iterable[str] | bytes:
    if form is TableFormat.JSON:
        return json_pieces(iter(table.records))
    if form is TableFormat.CSV:
        return csv_pieces(table.columns, iter(table.lines))
    if form is TableFormat.XLSX:
        from infmap.tables.workbook import workbook_bytes

        return workbook_bytes(table.name, table.columns, table.lines)
    return [_text_for_people(table, form)]


def _text_for_people(table: Table, form: TableFormat) -> str:
    if form is TableFormat.LATEX:
        from infmap.tables.latex import latex_table

        return latex_table(table.columns, table.lines)
    lines = [["" if cell is None else str(cell) for cell in line] for line in table.lines]
    if form is TableFormat.TABLE:
        from infmap.tables.grid import Grid
        from infmap.tables.terminal import plain_text

        grid = Grid(*table.columns)
        grid.rows += lines
        return plain_text(grid)
    import pandas as pd

    is_html = form is TableFormat.HTML
    heads = map(_html_text, table.columns) if is_html else table.columns
    flat = pd.DataFrame(lines, columns=list(heads), dtype=str)
    flat = flat.map(_html_text if is_html else markdown_text)
    if any(reports := [*table.reports]):
        links = [*map(_html_link if is_html else _link, reports)]
        flat.insert(len(flat.columns), "report", links, allow_duplicates=True)
    if is_html:
        return str(flat.to_html(index=False, border=0, escape=False)) + "\n"
    return str(flat.to_markdown(index=False, disable_numparse=True)) + "\n"


def _html_text(text: str) -> str:
    return escape(text, quote=False)


def _html_link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{REPORT_WORDS}</a>' if address else ""


def _link(address: str) -> str:
    return f"[{REPORT_WORDS}]({address})" if address else ""


# --- What a cell says, by its column ---------------------------------------------------------


def is_length(head: str) -> bool:
    """Return whether a column's head says that it holds lengths in kilometres.

    Examples
    --------
    >>> is_length("nearest_km"), is_length("people_per_km"), is_length("km")
    (True, False, False)
    """
    return head.endswith("_km") and not head.endswith(_NO_LENGTH)


def _is_shown_in(head: str, rows: Sequence[Row]) -> bool:
    """Return whether a column can be shown in another unit: a caller's may hold any words."""
    values = (row.get(head) for row in rows)
    return not is_length(head) or all(is_missing(value) or is_number(value) for value in values)


class _Read(NamedTuple):
    """A row with the answers of the parties that it holds, which several cells tell of."""

    cells: Row
    #: None where the column of accounts holds something else.
    answers: list[Answer] | None
    #: Those of systems that strike, which are counted.
    striking: list[Answer]


def _read(row: Row) -> _Read:
    answers = _answers(row.get("accounts"))
    return _Read(row, answers, [answer for answer in answers or () if answer["strike"]])


def _writer_of(head: str, units: Units) -> Callable[[object, _Read], Cell]:
    """Return what writes a column's cell from its value and row, lists and objects in words."""
    worded = _WORDED.get(head)
    if worded is None and units is not Units.KM and is_length(head):
        worded = _stated if head in STATED else _margin
    if worded is None:
        return lambda value, _: _plain(value)
    return lambda value, row: worded(value, row, units)


def _plain(value: object) -> Cell:
    if type(value) is str or value is None:  # as most are
        return value
    if is_missing(value):
        return None
    if is_truth(value):
        return YES_NO[bool(value)]
    if isinstance(value, int | Integral):
        return int(value)
    if isinstance(value, float) or is_number(value):
        return Decimal(str(value).removesuffix(".0"))
    if isinstance(value, Decimal):
        return value
    flat = as_json(value)
    if isinstance(flat, list):
        return "; ".join("" if item is None else str(_plain(item)) for item in flat)
    return json.dumps(flat, ensure_ascii=False) if isinstance(flat, dict) else str(value)


def _day(value: object, _row: _Read, _units: Units) -> Cell:
    from infmap.catalogue.publications import csl_date

    return csl_date(value) if isinstance(value, Mapping) else _plain(value)


def _flat_heads(heads: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """Return the columns of a table without lists: counts of the answers follow ``accounts``."""
    # The rows are of one kind; those of an empty table are taken for rows of coverage.
    if "accounts" not in heads or not all(
        _answers(row.get("accounts")) is not None for row in rows[:1]
    ):
        return [*heads]
    counts = [head for head in COUNTED if head not in heads]
    after = heads.index("accounts") + 1
    return [*heads[:after], *counts, *heads[after:]]


def _accounts(value: object, row: _Read, _units: Units) -> Cell:
    if row.answers is None:
        return _plain(value)
    by_account: dict[str, list[Answer]] = {}
    for answer in row.striking:
        by_account.setdefault(answer["account"], []).append(answer)
    return "; ".join(f"{account}: {overall_reach(of)}" for account, of in by_account.items())


def _count_of(*counted: bool | None) -> Callable[[object, _Read, Units], Cell]:
    """Return a cell that counts the striking systems' figures with one of these answers."""

    def cell(value: object, row: _Read, _units: Units) -> Cell:
        if value is not None or row.answers is None:
            return _plain(value)
        return sum(answer["in_range"] in counted for answer in row.striking)

    return cell


def _countries(value: object, _row: _Read, _units: Units) -> Cell:
    if not _are_all(value, CountryShare.__annotations__):
        return _plain(value)
    return countries_text(cast("list[CountryShare]", value))


def _distance(value: object, row: _Read, units: Units) -> Cell:
    if not _is_number(value):
        return _plain(value)
    return _number(_distance_text(value, row.cells, row.answers, units))


def _margin(value: object, _: _Read, units: Units) -> Cell:
    return _number(_margin_text(value, units)) if _is_number(value) else _plain(value)


def _azimuth(value: object, _row: _Read, _units: Units) -> Cell:
    return Decimal(f"{value:.{AZIMUTH_DECIMALS}f}") if _is_number(value) else _plain(value)


def _stated(value: object, row: _Read, units: Units) -> Cell:
    """Return a figure or a limit, with its kilometres where rounding says too much."""
    if not _is_number(value):
        return _plain(value)
    km, text = row.cells.get("distance_km"), length_text(value, units)
    is_off = _is_number(km) and is_misplaced(km, value, units)
    return f"{text} ({length_text(value, Units.KM)} km)" if is_off else _number(text)


def _number(text: str) -> Cell:
    """Return a number to be written with its decimals; one with its kilometres is words."""
    return text if " " in text else Decimal(text)


#: Columns that a table without lists has beside ``accounts``: how many figures there are.
COUNTED: dict[str, Callable[[object, _Read, Units], Cell]] = {
    "figures": _count_of(True, False, None),
    "figures_in_range": _count_of(True),
    "figures_left_open": _count_of(None),
}
_WORDED: dict[str, Callable[[object, _Read, Units], Cell]] = {
    **COUNTED,
    "distance_km": _distance,
    "margin_km": _margin,
    "azimuth_deg": _azimuth,
    "accounts": _accounts,
    "min_km": _stated,
    "max_km": _stated,
    "countries": _countries,
    "issued": _day,
    "accessed": _day,
}


def _value(head: str, row: Row) -> object:
    """Return a value of a row for JSON: unchanged, but with numbers rounded as in a cell."""
    value = row[head]
    if isinstance(value, float) and isfinite(value):
        if head == "distance_km":
            return float(_distance_text(value, row, _answers(row.get("accounts"))))
        if head == "margin_km":
            return float(_margin_text(value))
        return round(value, AZIMUTH_DECIMALS) if head == "azimuth_deg" else value
    answers = _answers(value) if head == "accounts" else None
    return as_json(value) if answers is None else [_rounded(answer) for answer in answers]


def _rounded(answer: Answer) -> Answer:
    margin = answer["margin_km"]
    if margin is None:
        return answer
    return {**answer, "margin_km": float(_margin_text(margin))}


def _distance_text(
    km: float, row: Row, answers: list[Answer] | None, units: Units = Units.KM
) -> str:
    """Return a distance, rounded without crossing a limit that matters to the row."""
    # In long form the row itself is a figure's.
    own = [row.get(end) for end in ("at_least_km", "up_to_km")]
    turns = {*turns_km(answers or [], LIMITS_KM), *(end for end in own if _is_number(end))}
    return distance_text(km, DISTANCE_DECIMALS, turns, units)


def _margin_text(km: float, units: Units = Units.KM) -> str:
    return distance_text(km, DISTANCE_DECIMALS, [0], units)


def _answers(value: object) -> list[Answer] | None:
    """Return the answers of the parties, or None where the column holds something else."""
    return cast("list[Answer]", value) if _are_all(value, Answer.__annotations__) else None


def _are_all(value: object, fields: Mapping[str, object]) -> bool:
    """Return whether a value is a list of records with these fields."""
    return isinstance(value, list) and all(
        isinstance(item, dict) and item.keys() >= fields.keys() for item in value
    )


def _is_number(value: object) -> TypeGuard[float]:
    return (type(value) is float or is_number(value)) and isfinite(value)
