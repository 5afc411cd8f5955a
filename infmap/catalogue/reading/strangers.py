"""Reads a caller's table to records: opens it, matches its heads and converts its cells."""

import re
from typing import Any, cast

from infmap.catalogue.cells import is_empty
from infmap.catalogue.columns import date_columns, full_names, needed_columns
from infmap.catalogue.reading.faults import Numbered, R, Reading, Record
from infmap.catalogue.reading.heads.checks import lay_out
from infmap.catalogue.reading.heads.grid import is_row
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.numbers import holds_numbers, is_finite
from infmap.catalogue.reading.opening import open_sheet
from infmap.catalogue.reading.own_exports import undone
from infmap.catalogue.reading.positions import refuse_zeros
from infmap.catalogue.reading.records import records_of
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import OwnSystem, Position, Row
from infmap.errors import shorten

#: The first word of a row with totals, alone or with others after it.
TOTALS = {"total", "totals", "sum", "summe", "gesamt", "insgesamt", "итого", "всего", "\u03c3"}
TOTALS |= {"subtotal", "totaux", "totale", "razem", "suma", "ogółem", "toplam", "celkem"}
#: A row that lacks this many of the required cells may be a heading or a remark.
_FEW = 2


def strangers_records(reading: Reading, model: type[Row]) -> list[Record]:
    """Return the records of a caller's table; faults go to `reading`."""
    sheet = open_sheet(reading, model)
    if sheet is None:
        return []
    sheet = undone(sheet, model)
    layout = lay_out(reading, sheet, model)
    if layout is None:
        return []
    reading.in_cells = sheet.head_row is not None
    if reading.in_cells:
        _leave_out_remarks(reading, sheet, layout, model)
    _write_numbers_out(sheet, layout, model)
    return records_of(reading, sheet, layout, model)


def check_rows(reading: Reading, sheet: Sheet, layout: Layout, model: type[R]) -> Numbered[R]:
    """Return the checked rows of a table whose heads are matched; faults go to `reading`."""
    from infmap.catalogue.reading.reader import checked

    if sheet.head_row is not None:
        sheet.rows[:] = [row for row in sheet.rows if is_row(reading, sheet, *row)]
        _leave_out_remarks(reading, sheet, layout, model)
    rows = checked(reading, records_of(reading, sheet, layout, model), model)
    # A table with weights may be a grid, which has a cell there.
    if model is Position:
        refuse_zeros(reading, cast("Numbered[Position]", rows))
    return rows


def _leave_out_remarks(reading: Reading, sheet: Sheet, layout: Layout, model: type[Row]) -> None:
    """Remove the rows of totals and remarks from a sheet, with a fault for each."""
    full = full_names(model)
    needed = [
        layout.columns[full.get(name, name)]
        for name in needed_columns(model)
        if full.get(name, name) in layout.columns
    ]
    if layout.position is not None:
        needed.append(layout.position[0])
    kept = []
    for number, row in sheet.rows:
        empty = [place for place in needed if place >= len(row) or is_empty(row[place])]
        filled = [_text(cell) for cell in row if not is_empty(cell)]
        first = filled[0] if filled else ""
        alone = len(filled) == 1 and bool(row) and not is_empty(row[0])
        # A system needs its name alone, which is then where the word stands.
        if (empty or model is OwnSystem) and _is_total(first):
            reading.fault(number, None, "looks like a total row", first, "delete it")
        elif (len(empty) >= _FEW or (len(sheet.heads) > _FEW and empty)) and alone:
            remedy = "fill the row, or delete it"
            reading.fault(number, None, "has its first cell filled alone", first, remedy)
        else:
            kept.append((number, row))
    sheet.rows[:] = kept


def _is_total(text: str) -> bool:
    """Return whether a row whose first filled cell has this text adds up other rows.

    Examples
    --------
    >>> [_is_total(text) for text in ("Total (2 sites)", "Sub-total:", "Grand Forks", "Summit")]
    [True, True, False, False]
    """
    words = re.findall(r"\w+", text.casefold().replace("sub-total", "subtotal"))
    return not TOTALS.isdisjoint(words[: 2 if words[:1] == ["grand"] else 1])


def _text(cell: Any) -> str:
    return shorten(" ".join(str(cell).split()))


def _write_numbers_out(sheet: Sheet, layout: Layout, model: type[Row]) -> None:
    """Convert numbers in columns of texts to text: a name of digits is often stored as a number.

    In a column of dates one with decimals stays a number: as text it would be a month.
    """
    dates = date_columns(model)
    texts = [
        (place, name in dates)
        for name, first in layout.columns.items()
        if not holds_numbers(name) and name in model.model_fields
        for place in (first, *layout.instead.get(name, ()))
    ]
    for _, row in sheet.rows:
        for place, is_date in texts:
            if place < len(row) and not (is_date and _has_decimals(row[place])):
                row[place] = _written_out(row[place])


def _has_decimals(cell: Any) -> bool:
    return isinstance(cell, float) and not cell.is_integer()


def _written_out(cell: Any) -> Any:
    """Return a number as a CSV would have it, whatever type a column with gaps gives it."""
    if isinstance(cell, list | tuple):
        return [*map(_written_out, cell)]
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not is_finite(cell):
        return cell
    return str(int(cell)) if cell == int(cell) else str(cell)
