"""A table as a workbook (XLSX): numbers as numbers, and texts as texts, never as formulas."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from math import isfinite

from infmap.errors import InfmapError, shorten

#: The format's limits: rows of a sheet with its head, and characters of a cell.
MOST_ROWS = 1_048_576
MOST_LETTERS = 32_767
#: A larger whole number would lose its last digits.
MOST_WHOLE = 10**15
#: Widths of columns in characters; wider ones push the others off the screen.
NARROWEST, WIDEST = 8, 60
#: The first day of a ZIP file's clock: the same table gives the same bytes.
CREATED = datetime(1980, 1, 1)


def workbook_bytes(
    name: str, columns: Sequence[str], lines: Iterable[Sequence[str | int | Decimal | None]]
) -> bytes:
    """Return a table as a workbook of one sheet, with a bold head that stays in view.

    The same table gives the same bytes. A cell is text, a number, or None for a blank. Raises
    `InfmapError` if a sheet cannot hold the table: with too many rows, too long a cell, or no name
    for one.

    Examples
    --------
    >>> from python_calamine import CalamineWorkbook
    >>> data = workbook_bytes("places", ["name", "km"], [["=1+1", Decimal("2.50")]])
    >>> CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("places").to_python()
    [['name', 'km'], ['=1+1', 2.5]]
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": CREATED})
    try:
        sheet = book.add_worksheet(name)
    except xlsxwriter.exceptions.InvalidWorksheetName:
        raise InfmapError(
            f"no name for a sheet of a workbook ({shorten(name)!r}); write up to 31 letters, none "
            "of them one of []:*?/\\, and no apostrophe at either end"
        ) from None
    bold = book.add_format({"bold": True})
    widths = [len(column) for column in columns]
    for k, column in enumerate(columns):
        sheet.write_string(0, k, column, bold)
    for row, line in enumerate(lines, start=1):
        if row >= MOST_ROWS:
            raise InfmapError(
                f"a sheet of a workbook holds {MOST_ROWS - 1:,} rows under its head; write .csv, "
                "or narrow the table"
            )
        for k, cell in enumerate(line):
            if cell is None or cell == "":
                continue
            if not isinstance(cell, str) and not _is_held(cell):
                cell = str(cell)
            if isinstance(cell, str):
                if len(cell) > MOST_LETTERS:
                    raise InfmapError(
                        f"a cell of a workbook holds {MOST_LETTERS:,} letters ({columns[k]} of row "
                        f"{row} has {len(cell):,}); write .csv"
                    )
                sheet.write_string(row, k, cell)
            else:
                sheet.write_number(row, k, cell)
            widths[k] = max(widths[k], len(str(cell)))
    for k, width in enumerate(widths):
        sheet.set_column(k, k, max(NARROWEST, min(width + 2, WIDEST)))
    sheet.freeze_panes(1, 0)
    book.close()
    return buffer.getvalue()


def _is_held(number: int | Decimal) -> bool:
    """Return whether a cell can hold a number: none that is infinite, or of too many digits."""
    return isfinite(number) and not (isinstance(number, int) and abs(number) > MOST_WHOLE)
