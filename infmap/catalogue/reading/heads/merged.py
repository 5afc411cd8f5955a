"""Gives the value of cells that are merged over several rows to each of these rows."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.layout import meanings_of
from infmap.catalogue.reading.sheet import Grid, Sheet
from infmap.catalogue.rows import Row
from infmap.errors import shorten
from infmap.looks.lists import first_of

#: Columns whose number for several rows may be that of all together.
_COUNTS = {"population", "eliminated_count"}
#: The most heads that the note names.
_NAMED = 12


def fill_merged(
    reading: Reading, sheet: Sheet, grid: Grid, start: int, models: Sequence[type[Row]]
) -> None:
    """Fill in the merged cells of the rows of a grid from `start` on, which are below its header.

    The file states the span, so that nothing is guessed, but for a count, which is refused. A row
    that has nothing but merged cells stays empty.
    """
    if not grid.merged:
        return
    counts = {
        place
        for model in models
        for place, meaning in enumerate(meanings_of(sheet, model))
        if meaning is not None and meaning.what in _COUNTS
    }
    numbers = [number for number, _ in grid.rows[start:]]
    rows = [row for _, row in grid.rows[start:]]
    upto: dict[int, int] = {}
    filled = set()
    for (first, place), last in sorted(grid.merged.items()):
        at = bisect_left(numbers, first)
        if numbers[at : at + 1] != [first] or not place < min(len(rows[at]), len(sheet.heads)):
            continue
        value = rows[at][place]
        if is_empty(value):
            continue
        # Of spans that overlap, as no spreadsheet has them, each row is filled once: hostile ones
        # would take hours.
        after = max(at + 1, bisect_right(numbers, upto.get(place, 0)))
        until = bisect_right(numbers, last)
        upto[place] = max(last, upto.get(place, 0))
        if after < until and place in counts:
            head = shorten(sheet.heads[place])
            problem = f"is one number for the merged rows {first} to {last}"
            reading.fault(first, head, problem, value, "write in each row its own number")
        for row in rows[after:until]:
            if _fill(row, place, value):
                filled.add(place)
    if filled:
        heads = [shorten(sheet.heads[place]) for place in sorted(filled)]
        text = "the value of merged cells read in each of their rows"
        reading.note(None, first_of(heads, _NAMED), text)


def _fill(row: list[Any], place: int, value: Any) -> bool:
    """Write a value into a row's cell; return False if another stands there."""
    row += [None] * (place + 1 - len(row))
    if not is_empty(row[place]):
        return False
    row[place] = value
    return True
