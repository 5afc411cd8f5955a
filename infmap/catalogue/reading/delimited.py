"""The text of a CSV to records, as spreadsheets write it: with commas, semicolons or tabs.

The header row alone decides which of them separates the cells. Rows are numbered as the
spreadsheet shows them: blank ones count, and a cell of several lines is one row.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.inputs import Reading, Record
from infmap.catalogue.reading.texts import is_json, line_of_stray, read_text
from infmap.catalogue.rows import (
    Deployment,
    Row,
    fits_exactly,
    known_columns,
    missing_columns,
    needed_columns,
)
from infmap.errors import shorten

#: What may stand between cells, and its name.
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
#: So far down a header is looked for, to tell what stands above it.
TITLE_ROWS = 20
#: How the row begins that sums up the rows above it.
TOTALS = {"total", "totals", "sum", "summe", "gesamt", "insgesamt", "итого", "всего", "\u03c3"}
#: A row that lacks so many of the needed cells may be a heading or a remark.
_FEW = 2
_BLANK = " \r\n,;\t"


class Head:
    """The header of a table: its row, its cells, and what separates them."""

    def __init__(self, row: int, cells: list[str], separator: str) -> None:
        self.row = row
        self.cells = [cell.strip() for cell in cells]
        self.separator = separator

    @property
    def cut(self) -> list[str]:
        """The cells, or the pieces of a header that stands in quotes as one cell."""
        return self.cells if len(self.cells) > 1 else re.split("[,;\t]", self.cells[0])


#: As `csv` has it unless told otherwise: what is longer is a quote that was never closed.
MOST_LETTERS_IN_A_CELL = 131_072


class _BrokenRowError(Exception):
    """A row that is not CSV."""

    def __init__(self, row: int, error: csv.Error) -> None:
        super().__init__(str(error))
        self.row = row


def table_text(reading: Reading, path: Path, columns: set[str]) -> str | None:
    """Return the text of a file that may be a CSV, or None with the fault noted."""

    def locate(text: str) -> tuple[int | None, str | None, str]:
        return line_of_stray(text) if is_json(path, text) else _stray_cell(text, columns)

    return read_text(reading, path, locate)


def text_records(reading: Reading, text: str, model: type[Row]) -> list[Record]:
    """Return the rows of the text of a CSV; what is wrong goes to `reading`."""
    if text.lstrip()[:1] in {"{", "["}:
        remedy = "save the table as CSV"
        remedy = f"name it .geojson, or {remedy}" if model is Deployment else remedy
        reading.fault(None, None, "is JSON and not CSV", None, remedy)
        return []
    head = find_head(text, known_columns(model))
    if head is None:
        return _without_head(reading, text)
    reading.separator = head.separator
    if not _head_fits(reading, text, head, model):
        return []
    records: list[Record] = []
    try:
        for number, cells in islice(_rows(text, head.separator), 1, None):
            record = _record(reading, number, cells, head)
            if record is not None:
                records.append(record)
            if not reading.has_room(len(records), len(head.cells)):
                return []
    except _BrokenRowError as error:
        reading.fault(error.row, None, *_broken(str(error)))
    if reading.own:
        records = _without_remarks(reading, records, model)
    if not records and not reading.faults:
        reading.fault(None, None, "has a header but no rows", None, "add at least one row")
    return records


def find_head(text: str, columns: set[str]) -> Head | None:
    r"""Return the first row that holds something, cut where it gives the most of the columns.

    Examples
    --------
    >>> head = find_head("\n;;\nid;name, in full\n1;x\n", {"id", "name"})
    >>> head.row, head.cells, head.separator
    (3, ['id', 'name, in full'], ';')
    """
    heads = []
    for separator in SEPARATORS:
        try:
            number, cells = next(_rows(text, separator), (0, []))
        except _BrokenRowError:
            continue
        if cells:
            heads.append(Head(number, cells, separator))
    return max(
        heads, key=lambda head: (len(columns & {*head.cells}), len(head.cells)), default=None
    )


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with its number."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise _BrokenRowError(number, error) from None
        # The reader's own limit is one for the whole process, and other packages turn it off.
        if any(len(cell) > MOST_LETTERS_IN_A_CELL for cell in cells):
            raise _BrokenRowError(number, csv.Error("larger than field limit"))
        if not _is_blank("".join(cells)):
            yield number, cells


def _is_blank(text: str) -> bool:
    return not text.strip(_BLANK) and not text.strip().strip(_BLANK)


def _without_head(reading: Reading, text: str) -> list[Record]:
    if _is_blank(text):
        reading.fault(None, None, "the file is empty", None, "write a header row and the rows")
    else:
        reading.fault(1, None, *_broken("the header cannot be told"))
    return []


def _broken(error: str) -> tuple[str, str | None, str]:
    """Return problem, value and remedy of a row that is not CSV."""
    if "field limit" in error:
        most = f"{MOST_LETTERS_IN_A_CELL:,}"
        remedy = "shorten it, or close the quote that it begins with"
        return f"a cell holds more than {most} characters", None, remedy
    if "unexpected end" in error:
        remedy = 'close it, or write a quote within a text as ""'
        return "a quote is opened in this row and never closed", None, remedy
    if "expected after" in error:
        remedy = 'write a quote within a text as "", and the whole text in quotes'
        return "a text goes on after its closing quote", None, remedy
    return "not CSV", error, "check the quotes of this row"


def _head_fits(reading: Reading, text: str, head: Head, model: type[Row]) -> bool:
    if fits_exactly(head.cells, model):
        return True
    from infmap.catalogue.reading.heads import header_fits

    absent = missing_columns(head.cells, model)
    if absent:
        below = [one for one in rows_below(text) if not missing_columns(one.cells, model)]
        if below:
            reading.fault(
                head.row,
                None,
                f"is no header; the header is row {below[0].row}",
                " ".join(filter(None, head.cells)),
                "delete the rows above it",
            )
            return False
        if head.cut != head.cells and missing_columns(head.cut, model) != absent:
            remedy = "take away the quotes round each row"
            reading.fault(head.row, None, "stands in quotes as one cell", head.cells[0], remedy)
            return False
    return header_fits(reading, head.cells, model, head.row)


def rows_below(text: str) -> list[Head]:
    """Return the rows below the first, a few, in every cut: one may be the header."""
    found = []
    for separator in SEPARATORS:
        try:
            for number, cells in islice(_rows(text, separator), 1, TITLE_ROWS):
                found.append(Head(number, cells, separator))
        except _BrokenRowError:
            continue
    return found


def _record(reading: Reading, number: int, cells: list[str], head: Head) -> Record | None:
    if len(cells) > len(head.cells):
        remedy = f"put texts that hold a {SEPARATORS[head.separator]} in double quotes"
        if _is_blank("".join(cells[len(head.cells) :])):
            remedy += ", or delete the empty cells at the end"
        reading.fault(
            number,
            None,
            f"has {len(cells)} cells under {len(head.cells)} columns",
            None,
            remedy,
            kind="has more cells than there are columns",
        )
        return None
    if reading.own and [cell.strip() for cell in cells] == head.cells:
        reading.fault(number, None, "is the header once more", None, "delete the row")
        return None
    return Record(number, dict(zip(head.cells, cells, strict=False)))


def _without_remarks(reading: Reading, records: list[Record], model: type[Row]) -> list[Record]:
    """Leave out what is no row but a total or a remark, with a fault each."""
    kept = []
    for record in records:
        cells = [cell.strip() for cell in record.cells.values()]
        empty = [name for name in needed_columns(model) if is_empty(record.cells.get(name, "x"))]
        first = next(filter(None, cells), "")
        if empty and first.casefold().rstrip(" :.") in TOTALS:
            reading.fault(record.row, None, "looks like a total row", first, "delete it")
        elif len(empty) >= _FEW and cells[0] and not any(cells[1:]):
            remedy = "fill the row, or delete it"
            reading.fault(record.row, None, "has its first cell filled alone", first, remedy)
        else:
            kept.append(record)
    return kept


def _stray_cell(text: str, columns: set[str]) -> tuple[int | None, str | None, str]:
    """Return where the first cell with a stray byte stands, and the cell."""
    head = find_head(text, columns)
    if head is None:
        return None, None, text
    try:
        for number, cells in _rows(text, head.separator):
            for place, cell in enumerate(cells):
                if re.search("[\udc80-\udcff]", cell):
                    under = head.cells[place] if place < len(head.cells) else ""
                    column = under if number != head.row and under.isprintable() else ""
                    return number, column or None, cell.strip()
    except _BrokenRowError:
        pass
    return None, None, shorten(text)
