"""Reads the sheets of XLSX, XLSM, XLS and ODS workbooks to grids.

A workbook may be malicious. Each sheet is measured first (`bounds`), and then read from a new
workbook that holds nothing but this sheet: no macro is run, no link is followed.
"""

import io
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.workbooks.bounds import Extent, Source, address, damaged
from infmap.catalogue.reading.formats.workbooks.cfb import SIGNATURE
from infmap.catalogue.reading.formats.workbooks.looks import Look
from infmap.catalogue.reading.formats.workbooks.ods import ods_sheets
from infmap.catalogue.reading.formats.workbooks.xls import xls_sheets
from infmap.catalogue.reading.formats.workbooks.xlsx import xlsx_sheets
from infmap.catalogue.reading.formats.workbooks.zip import Package
from infmap.catalogue.reading.sheet import Grid, Parts
from infmap.catalogue.values.refused import RefusedError
from infmap.looks.lists import first_of

_ZIP = b"PK"
_VALUELESS = "is a formula without its value"
#: Floats are exact for all integers up to here.
_MOST_EXACT = 2**53
#: The most hidden rows that a note names.
_NAMED = 12


def workbook_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the sheets of a workbook by name, each as a function that reads it.

    Visible sheets come in the order of the workbook, then hidden ones. Each function returns a
    `Grid`, or None after a fault; None in place of the dict, after a fault, if the workbook cannot
    be opened.

    Notes
    -----
    Numbers become int or float, dates `date`, dates with a time `datetime`, checkboxes bool,
    errors texts such as ``#REF!``, and empty cells None; a number or date whose format says more
    or less than its value becomes the text that the cell shows. Empty columns on the left are left
    out; of merged cells the first has the value, and the grid says which rows they span. Hidden
    rows and columns are read, and noted, and so are rows that are struck through.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.xlsx"))
    >>> workbook_parts(reading, b"PK, but no zip") is None
    True
    >>> print(reading.faults[0])
    sites.xlsx: is damaged; open it in a spreadsheet and save it again
    """
    try:
        sheets = _sheets(data)
        if not sheets:
            raise RefusedError("is a workbook without a sheet", "save the table in a sheet of it")
        parts: Parts = {}
        for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
            if sheet.name in parts:
                raise damaged("two of its sheets have one name")
            parts[sheet.name] = partial(_read, reading, sheet)
    except RefusedError as error:
        reading.fault(None, None, error.problem, None, error.remedy)
        return None
    return parts


def _sheets(data: bytes) -> list[Source]:
    if data.startswith(SIGNATURE):
        return xls_sheets(data)
    if not data.startswith(_ZIP):
        raise RefusedError("is no workbook", "save the table as XLSX, ODS or CSV")
    package = Package(data)
    sheets = xlsx_sheets(package)
    if sheets is None:
        sheets = ods_sheets(package)
    if sheets is None:
        raise RefusedError("is a zip and no workbook", "save the table as XLSX, ODS or CSV")
    return sheets


def _read(reading: Reading, sheet: Source) -> Grid | None:
    """Return the cells of a sheet, or None after a fault."""
    try:
        workbook, extent = sheet.prepare()
        extent.check()
        for row, column in extent.valueless:
            remedy = "open the workbook, save it, and give it again"
            reading.fault(row, address(row, column), _VALUELESS, None, remedy, kind=_VALUELESS)
        if extent.valueless:
            return None
        return _grid(reading, workbook, extent) if extent.top else Grid([], typed=True)
    except RefusedError as error:
        reading.fault(None, None, f"sheet {sheet.name!r} {error.problem}", None, error.remedy)
        return None


def _grid(reading: Reading, workbook: bytes, extent: Extent) -> Grid:
    """Return the cells of the only sheet in a workbook that has any, errors filled in."""
    top, left, cells = _cells(workbook)
    rows = {top + k: [None] * left + [_plain(cell) for cell in row] for k, row in enumerate(cells)}
    for (first, last, look), runs in extent.looks.items():
        for number in (number for run in runs for number in range(run[0], run[1] + 1)):
            row = rows.get(number, [])
            for place in range(first - 1, min(last, len(row))):
                row[place] = _as_shown(reading, row[place], look, number, place + 1)
    for first, start, last, end, text in extent.errors:
        for number in range(first, last + 1):
            row = rows.setdefault(number, [])
            row += [None] * (end - len(row))
            row[start - 1 : end] = [text] * (end - start + 1)
    filled = {
        number: places
        for number, row in rows.items()
        if (places := [k for k, cell in enumerate(row) if cell is not None])
    }
    start = min((places[0] for places in filled.values()), default=0)
    _tell_hidden(reading, extent, filled)
    return Grid(
        [(number, rows[number][start : filled[number][-1] + 1]) for number in sorted(filled)],
        typed=True,
        merged={
            (row, column - 1 - start): last
            for (row, column), last in extent.merged.items()
            if column > start
        },
    )


def _as_shown(reading: Reading, cell: Any, look: Look, row: int, column: int) -> Any:
    """Return a cell as its number format shows it; a day or thousands that it hides are told."""
    shown = look.shown(cell)
    if isinstance(shown, str) and not isinstance(cell, str) and look.drops(cell):
        held = f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell
        text = f"holds {held} and shows {shown}; read as it shows"
        reading.note(row, address(row, column), text, kind="not shown")
    return shown


def _tell_hidden(reading: Reading, extent: Extent, filled: Mapping[int, Sequence[int]]) -> None:
    """Note the rows and columns with values that spreadsheets hide, or show struck through."""
    columns = sorted({place + 1 for places in filled.values() for place in places})
    for what, how, held, hidden, name in (
        ("row", "hidden", sorted(filled), extent.hidden_rows, str),
        ("column", "hidden", columns, extent.hidden_columns, lambda at: address(0, at)[:-1]),
        ("row", "struck through", sorted(filled), extent.struck_rows, str),
    ):
        found: list[int] = []
        upto = 0
        for first, last in sorted(hidden):
            start = bisect_left(held, max(first, upto + 1))
            found += held[start : bisect_right(held, last, lo=start)]
            upto = max(upto, last)
        if found:
            names = first_of([*map(name, found)], _NAMED)
            are = f"s {names} are" if len(found) > 1 else f" {names} is"
            text = f"{what}{are} {how} in the sheet, and read like the others"
            reading.note(None, None, text)


def _cells(workbook: bytes) -> tuple[int, int, list[list[Any]]]:
    """Return the number of the first row, the number of columns left out, and the cells."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        # Only an XLS still has several sheets, and all but one of them are empty.
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is not None:
                return sheet.start[0] + 1, sheet.start[1], sheet.to_python()
    except Exception:
        # A broken file raises errors of many kinds.
        raise damaged("its cells cannot be read") from None
    except BaseException as error:
        # A panic of the Rust library is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged("its cells cannot be read") from None
    return 1, 0, []


def _plain(cell: Any) -> Any:
    """Return a cell in the type that the row models expect."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, float):
        is_whole = math.isfinite(cell) and cell.is_integer() and abs(cell) <= _MOST_EXACT
        return int(cell) if is_whole else cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, timedelta) and cell >= timedelta():
        # More hours than a day has: degrees, minutes and seconds, taken for a time.
        minutes, seconds = divmod(round(cell.total_seconds(), 3), 60)
        return f"{minutes // 60:.0f}:{minutes % 60:02.0f}:{seconds:06.3f}".removesuffix(".000")
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell if isinstance(cell, int | date) else str(cell)
