"""Reads a caller's table to records: opens it, matches its heads and converts its cells."""

from typing import Any, cast

from infmap.catalogue.columns import date_columns
from infmap.catalogue.reading.faults import Numbered, R, Reading, Record
from infmap.catalogue.reading.heads.checks import lay_out
from infmap.catalogue.reading.heads.grid import is_row
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.numbers import holds_numbers, is_finite
from infmap.catalogue.reading.opening import open_sheet
from infmap.catalogue.reading.own_exports import is_of_rings, undone
from infmap.catalogue.reading.positions import refuse_zeros
from infmap.catalogue.reading.records import records_of
from infmap.catalogue.reading.remarks import leave_out_remarks
from infmap.catalogue.reading.repeats import fill_repeats
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import OwnDeployment, Position, Row


def strangers_records(reading: Reading, model: type[Row]) -> list[Record]:
    """Return the records of a caller's table; faults go to `reading`."""
    sheet = reading.rings or open_sheet(reading, model)
    if sheet is None:
        return []
    if model is OwnDeployment and is_of_rings(sheet):
        reading.rings = sheet
    sheet = undone(sheet, model)
    layout = lay_out(reading, sheet, model)
    if layout is None:
        return []
    reading.in_cells = sheet.head_row is not None
    if reading.in_cells:
        leave_out_remarks(reading, sheet, layout, model)
    fill_repeats(reading, sheet, layout)
    _write_numbers_out(sheet, layout, model)
    return records_of(reading, sheet, layout, model)


def check_rows(
    reading: Reading, sheet: Sheet, layout: Layout, model: type[R], *, whole: bool = False
) -> Numbered[R]:
    """Return the checked rows of a table whose heads are matched; faults go to `reading`.

    `whole` says that no rows of the table are missing.
    """
    from infmap.catalogue.reading.reader import checked

    if sheet.head_row is not None:
        sheet.rows[:] = [row for row in sheet.rows if is_row(reading, sheet, *row)]
        leave_out_remarks(reading, sheet, layout, model)
    fill_repeats(reading, sheet, layout, whole=whole)
    rows = checked(reading, records_of(reading, sheet, layout, model), model)
    # A table with weights may be a grid, which has a cell there.
    if model is Position:
        refuse_zeros(reading, cast("Numbered[Position]", rows))
    return rows


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
