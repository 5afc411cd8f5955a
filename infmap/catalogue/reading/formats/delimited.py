"""Reads the text of a CSV, in any dialect of the spreadsheets, to a grid.

The heads decide which character separates cells. Rows are numbered as a spreadsheet shows them:
blank rows count, and a row with a cell of several lines counts once.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from infmap.catalogue.columns import fits_exactly
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.texts import decoded
from infmap.catalogue.reading.heads.grid import COMMON_TABLES
from infmap.catalogue.reading.heads.meanings import meaning_of
from infmap.catalogue.reading.sheet import Grid
from infmap.catalogue.rows import Row
from infmap.errors import shorten

#: The possible separators of cells.
SEPARATORS = (",", ";", "\t", "|")
#: The number of rows at the top in which the header is looked for.
_HEAD_ROWS = 20
#: A wider row is no header.
_MOST_SCORED = 2000
#: The default limit of `csv`: a longer cell is due to a quote that is never closed.
MOST_LETTERS_IN_A_CELL = 131_072
_BLANK = " \r\n,;\t|"
_SEPARATOR = re.compile("[,;\t|]")
#: The fewest heads that make a header of words: a title may hold one of them.
_FEWEST = 2
#: The part of a web page in which its title is looked for.
_TITLE_CHARACTERS = 10_000


class BrokenRowError(ValueError):
    """A row that is not CSV."""

    def __init__(self, row: int, error: csv.Error) -> None:
        super().__init__(str(error))
        self.row = row


def grid_of(reading: Reading, data: bytes, models: Sequence[type[Row]]) -> Grid | None:
    """Return the rows of a CSV, or None after a fault."""
    text = decoded(reading, data, lambda text: stray_cell(text, models), "CSV UTF-8")
    if text is None:
        return None
    if text.lstrip()[:1] == "<":
        _refuse_markup(reading, text)
        return None
    if _is_blank(text):
        reading.fault(None, None, "the file is empty", None, "write a header row and the rows")
        return None
    separator = separator_of(text, models)
    if separator is None:
        reading.fault(1, None, *what_is_broken("the header cannot be told"))
        return None
    grid = Grid([], separator)
    try:
        for number, cells in rows_of(text, separator):
            grid.rows.append((number, cells))
            if not reading.has_room(len(grid.rows) - 1, len(grid.rows[0][1])):
                return None
    except BrokenRowError as error:
        reading.fault(error.row, None, *what_is_broken(str(error)))
        return None
    return None if reading.own and refuse_quoted_rows(reading, grid) else grid


def refuse_quoted_rows(reading: Reading, grid: Grid) -> bool:
    """Refuse a table whose rows, or whose header, each stand in quotes as a single cell.

    A line above a header may be one cell too: it is a title. Tables of any kind are told alike.
    """
    rows = [(number, [cell for cell in cells if cell.strip()]) for number, cells in grid.rows]
    tried = rows[:_HEAD_ROWS]
    whole = [(number, cells[0]) for number, cells in tried if len(cells) == 1]
    header = next((row for row in whole if _columns_in(row[1]) >= _FEWEST), None)
    if len(whole) == len(tried):  # no row has cells: all are in quotes, or there is one column
        header = header or next((row for row in whole[:1] if _SEPARATOR.search(row[1])), None)
    elif any(_most_columns(cells) >= _FEWEST for _, cells in tried if len(cells) > 1):
        return False
    if header is None:
        return False
    remedy = "take away the quotes round each row"
    reading.fault(header[0], None, "stands in quotes as one cell", header[1], remedy)
    return True


def _columns_in(line: str) -> int:
    """Return how many columns the cells of a header name that stands in one cell."""
    return max(_most_columns(line.split(separator)) for separator in SEPARATORS)


def _most_columns(cells: list[str]) -> int:
    return max(_score(cells, model)[0] for model in COMMON_TABLES)


def separator_of(text: str, models: Sequence[type[Row]]) -> str | None:
    r"""Return the separator that gives a header with the most known heads, or None.

    Examples
    --------
    >>> from infmap.catalogue.rows import System
    >>> separator_of("\n;;\nid;name, in full\n1;x\n", [System])
    ';'
    """
    best: tuple[tuple[int, int], str] | None = None
    for separator in SEPARATORS:
        try:
            heads = [cells for _, cells in islice(rows_of(text, separator), _HEAD_ROWS)]
        except BrokenRowError:
            heads = _whole_rows(text, separator)
        if not heads:
            continue
        if any(fits_exactly([cell.strip() for cell in heads[0]], model) for model in models):
            return separator
        score = max(_score(cells, model) for cells in heads for model in models)
        if best is None or score > best[0]:
            best = score, separator
    return None if best is None else best[1]


def _whole_rows(text: str, separator: str) -> list[list[str]]:
    """Return the rows above the first broken one."""
    rows = []
    try:
        for _, cells in islice(rows_of(text, separator), _HEAD_ROWS):
            rows.append(cells)
    except BrokenRowError:
        pass
    return rows


def _score(cells: list[str], model: type[Row]) -> tuple[int, int]:
    """Return how many columns the cells of a header mean, and how many cells there are."""
    if len(cells) > _MOST_SCORED:
        return 0, len(cells)
    columns = {
        meaning.what for cell in cells if (meaning := meaning_of(" ".join(cell.split()), model))
    }
    return len(columns), len(cells)


def rows_of(text: str | Iterable[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a text or its lines that are not blank, each with its number."""
    lines = io.StringIO(text, newline="") if isinstance(text, str) else text
    rows = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise BrokenRowError(number, error) from None
        # The limit of `csv` itself is global, and other packages may raise it.
        if any(len(cell) > MOST_LETTERS_IN_A_CELL for cell in cells):
            raise BrokenRowError(number, csv.Error("larger than field limit"))
        if not _is_blank("".join(cells)):
            yield number, cells


def _is_blank(text: str) -> bool:
    return not text.strip(_BLANK) and not text.strip().strip(_BLANK)


def what_is_broken(error: str) -> tuple[str, str | None, str]:
    """Return the problem, value and remedy for an error of `csv`."""
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


def _refuse_markup(reading: Reading, text: str) -> None:
    title = re.search(r"<title[^>]*>([^<]*)", text[:_TITLE_CHARACTERS], re.IGNORECASE)
    shown = " ".join((title[1] if title else text[:60]).split())
    remedy = "download the file itself, or save the table as CSV, XLSX or GeoJSON"
    reading.fault(None, None, "is a web page or XML and no table", shown, remedy)


def stray_cell(text: str, models: Sequence[type[Row]]) -> tuple[int | None, str | None, str]:
    """Return row, column and text of the first cell with a byte that is not UTF-8."""
    separator = separator_of(text, models)
    if separator is None:
        return None, None, text
    head: tuple[int, list[str]] | None = None
    try:
        for number, cells in rows_of(text, separator):
            head = head or (number, [cell.strip() for cell in cells])
            for place, cell in enumerate(cells):
                if re.search("[\udc80-\udcff]", cell):
                    name = head[1][place] if place < len(head[1]) else ""
                    column = name if number != head[0] and name.isprintable() else ""
                    return number, column or None, cell.strip()
    except BrokenRowError:
        pass
    return None, None, shorten(text)
