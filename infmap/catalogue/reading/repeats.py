"""Fills in cells that repeat the one above by a mark or a word: ditto marks, ``do.``, ``idem``."""

import re
from typing import Any

from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.sheet import Sheet
from infmap.errors import shorten

#: Marks between dashes or alone, and words that mean nothing else in a cell of their own.
_AGAIN = re.compile(
    r"[-\u2013\u2014]*\s?(?:[\"\u201c\u201d\u201e\u2033\u3003\u00bb]|,,)\s?[-\u2013\u2014]*"
    r"|do\.|d[ti]tt?o\.?|dto\.?|idem|ídem|id\.|ibid\.?|same(?: as above)?|as above|s\. ?o\."
    r"|(?:wie|siehe) oben|то же(?: самое)?|там же",
    re.IGNORECASE,
)
#: The columns without which a row of a long table is not measured.
_NUMBERS = ("lon", "lat", "weight")


def repeats_above(cell: Any) -> bool:
    """Return whether a cell says that it holds what the one above does.

    Examples
    --------
    >>> [repeats_above(cell) for cell in ('"', "-\u3003-", "do.", "ditto", "DO", "-", 5)]
    [True, True, True, True, False, False, False]
    """
    return isinstance(cell, str) and _AGAIN.fullmatch(cell.strip()) is not None


def fill_repeats(reading: Reading, sheet: Sheet, layout: Layout, *, whole: bool = True) -> None:
    """Write into each cell that repeats the one above what that holds, and note it.

    With no value above it is a fault. What is not read, and notes, stay as they are. Unless the
    rows are `whole`, those of a table without others between them, a position or a weight that
    repeats another is refused.
    """
    if not whole:
        for name in _NUMBERS:
            if name in layout.columns:
                _refuse_repeats(reading, sheet, layout.columns[name])
        return
    for place in _read_places(layout):
        head = sheet.heads[place]
        above: Any = None
        where = 0
        for number, row in sheet.rows:
            cell = row[place] if place < len(row) else None
            if not repeats_above(cell):
                above, where = cell, number
                continue
            if is_empty(above):
                remedy = "write the value itself"
                reading.fault(number, head, "repeats the cell above, which is empty", cell, remedy)
                reading.settled.add((number, head))
                continue
            row[place] = above
            text = (
                f"{str(cell).strip()!r} read as {shorten(str(above).strip())!r}, as in row {where}"
            )
            reading.note(number, head, text, kind="repeats the cell above")


def _read_places(layout: Layout) -> list[int]:
    """Return the places of what is read of a row, but for its note."""
    places = {*layout.columns.values(), *(place for place, _ in layout.figures)}
    for others in (*layout.again.values(), *layout.instead.values()):
        places |= {*others}
    places |= {place for place in (layout.unit, *(layout.position or ())[:1]) if place is not None}
    return sorted(places - {layout.columns.get("note")})


def _refuse_repeats(reading: Reading, sheet: Sheet, place: int) -> None:
    """Remove the rows that repeat the one above in a column, with a fault for each."""
    kept = []
    for number, row in sheet.rows:
        cell = row[place] if place < len(row) else None
        if repeats_above(cell):
            problem, remedy = "repeats the cell above", "write the value itself"
            reading.fault(number, sheet.heads[place], problem, cell, remedy)
        else:
            kept.append((number, row))
    sheet.rows[:] = kept
