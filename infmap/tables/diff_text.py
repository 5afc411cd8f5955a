"""What differs between two states of the tables, as a file: JSON, CSV, Markdown or a feed."""

from collections.abc import Iterable, Iterator, Sequence

from infmap.changes.record import KINDS, Diff, RowChange
from infmap.errors import printable
from infmap.io.escaping import markdown_text
from infmap.io.formats import DiffFormat, TableFormat, refuse_unreadable
from infmap.looks.lists import first_of
from infmap.tables.diff_words import (
    answers_sentence,
    apart,
    by_row,
    sentences,
    sites_of_both,
    title,
)
from infmap.tables.feeds import atom, json_feed

#: As many places of a site are named.
_NAMED = 12


def diff_text(diff: Diff, form: DiffFormat) -> str:
    """Return a diff in a format for a file.

    Raises `InfmapError` if a feed is asked for and the day is not known, or Markdown for more than
    50,000 changes.
    """
    if form.is_for_people:
        refuse_unreadable(len(diff.rows()), form)
    if form is DiffFormat.CSV:
        from infmap.tables.text import table_pieces

        columns = [*RowChange.__annotations__]
        return "".join(map(str, table_pieces(diff.rows(), TableFormat.CSV, columns=columns)))
    writers = {
        DiffFormat.JSON: Diff.to_json,
        DiffFormat.MD: markdown,
        DiffFormat.FEED: json_feed,
        DiffFormat.ATOM: atom,
    }
    return writers[form](diff)


def markdown(diff: Diff) -> str:
    """Return a section for a changelog, under a heading of the third level.

    Examples
    --------
    >>> print(markdown(Diff(old="2026.11.24", new="2026.11.28", day="", tables={})))
    ### 2026.11.28
    <BLANKLINE>
    2026.11.24 to 2026.11.28: no difference.
    <BLANKLINE>
    """
    return "\n\n".join([f"### {_told(diff.new)}", *_paragraphs(diff)]) + "\n"


def _told(text: str) -> str:
    """Return a text for Markdown: nothing was refused in the tables, and a terminal may show it."""
    return markdown_text(printable(" ".join(text.split())))


def _paragraphs(diff: Diff) -> Iterator[str]:
    if diff.is_same:
        yield f"{_told(title(diff))}: no difference."
        return
    changed = {name: table for name, table in diff.tables.items() if not table.is_same}
    yield f"{_told(title(diff))}."
    yield _grid(("table", *KINDS), [[name, *map(str, t.counts)] for name, t in changed.items()])
    for name, table in changed.items():
        yield f"#### {_told(name)}"
        yield from (f"{_told(sentence)}." for sentence in sentences(name, table))
        rows = [
            [row, cell.field, *apart(cell.old, cell.new)]
            for row, cells in by_row(table)
            for cell in cells
        ]
        if rows:
            yield _grid(("row", "field", "was", "is"), rows)
    yield "#### Answers"
    yield _told(answers_sentence(diff))
    if sites := sites_of_both(diff):
        yield _grid(
            ("site", "in reach", "came", "went", "otherwise"),
            [
                [
                    site.site.id,
                    f"{site.site.old}, now {site.site.new}",
                    *(first_of(row, _NAMED) for row in (site.came, site.went, site.otherwise)),
                ]
                for site in sites
            ],
        )
    if alone := diff.on_one_alone:
        yield _grid(
            ("site", "account", "in reach", "otherwise"),
            [[s.id, s.account, f"{s.old}, now {s.new}", str(s.places)] for s in alone],
        )


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_told(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
