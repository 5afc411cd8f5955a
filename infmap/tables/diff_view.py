"""The terminal view of ``infmap diff``."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.changes.record import KINDS, Diff, TableDiff
from infmap.errors import printable, shorten
from infmap.tables.blocks import Line
from infmap.tables.diff_words import (
    answers_sentence,
    apart,
    by_row,
    sentences,
    sites_of_both,
    title,
)
from infmap.tables.grid import Grid

#: Characters of a text before and after; the other formats have all of it.
_LETTERS = 120


def diff_view(diff: Diff) -> Group:
    """Return what differs: counts for each table, its rows, and sites that answer otherwise."""
    return Group(*_parts(diff))


def _parts(diff: Diff) -> Iterator[RenderableType]:
    if diff.is_same:
        yield Text(f"{title(diff)}: no difference")
        return
    grid = Grid("Table", *KINDS, right=KINDS, title=title(diff))
    changed = {name: table for name, table in diff.tables.items() if not table.is_same}
    for name, table in changed.items():
        grid.add_row(name, *map(str, table.counts))
    yield grid
    for name, table in changed.items():
        yield Text(f"\n{name}", style="bold")
        yield from _table(name, table)
    yield Text("\nAnswers", style="bold")
    yield Line(printable(answers_sentence(diff)), 0)
    if sites := sites_of_both(diff):
        heads = ("was", "is", "came", "went", "otherwise")
        answers = Grid("Site", *heads, right=heads, wrap=["Site"], title="Places in reach")
        for site in sites:
            places = (site.came, site.went, site.otherwise)
            numbers = [site.site.old, site.site.new, *map(len, places)]
            answers.add_row(printable(site.site.site), *map(str, numbers))
        yield answers
    if alone := diff.on_one_alone:
        counts = ("was", "is", "otherwise")
        what = "Places in reach on one account"
        by_account = Grid("Site", "Account", *counts, right=counts, wrap=["Site"], title=what)
        for one in alone:
            by_account.add_row(
                printable(one.site), one.account, str(one.old), str(one.new), str(one.places)
            )
        yield by_account


def _table(name: str, table: TableDiff) -> Iterator[RenderableType]:
    for sentence in sentences(name, table):
        yield Line(printable(sentence))
    for row, cells in by_row(table):
        yield Line(printable(row))
        for cell in cells:
            was, now = (printable(shorten(text, _LETTERS)) for text in apart(cell.old, cell.new))
            yield Line(f"{printable(cell.field)}: {was} → {now}", 4)
