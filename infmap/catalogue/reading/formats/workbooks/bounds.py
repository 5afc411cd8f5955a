"""Measures a sheet of a workbook before it is read: its cells, and what values do not say.

The library for workbooks allocates the whole rectangle between the first and the last cell, so
that two cells in a file of two kilobytes can need half a terabyte. Too large a sheet is refused
here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from infmap.catalogue.reading.faults import CUT_IT, MOST_CELLS, MOST_ROWS
from infmap.catalogue.reading.formats.workbooks.looks import Look
from infmap.catalogue.values.refused import RefusedError

#: The last row and column of a sheet, in any kind of workbook.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
#: The most letters in all cells of a sheet: a text that is stored once may be in every cell.
MOST_LETTERS = 50_000_000

SAVE_AGAIN = "open it in a spreadsheet and save it again"


def protected() -> RefusedError:
    """Return the error for a workbook that is protected by a password."""
    return RefusedError("is protected by a password", "save it without")


def damaged(what: str = "") -> RefusedError:
    """Return the error for a damaged workbook."""
    return RefusedError(f"is damaged{what and f': {what}'}", SAVE_AGAIN)


@dataclass
class Extent:
    """The extent of a sheet's cells, and what the library does not say of them.

    Examples
    --------
    >>> extent = Extent()
    >>> extent.add(5, 3)
    >>> extent.add(7, 2, 9, 2)
    >>> extent.top, extent.left, extent.bottom, extent.right
    (5, 2, 9, 3)
    """

    #: The rectangle of all cells with a value, counted from 1; all 0 without a cell.
    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0
    #: The number of letters in all texts.
    letters: int = 0
    #: Rectangles of cells with an error such as ``#REF!``: top, left, bottom, right, error.
    errors: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    #: The cells with a formula but without its value.
    valueless: list[tuple[int, int]] = field(default_factory=list)
    #: The first and last row of cells whose number format says more than their values, by their
    #: first and last column and the format.
    looks: dict[tuple[int, int, Look], list[tuple[int, int]]] = field(default_factory=dict)
    #: The last row of cells that are merged over several, by the row and column of the first.
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    #: The first and last of rows and columns that spreadsheets do not show.
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    #: The first and last of rows in which a text or number is struck through.
    struck_rows: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: int, column: int, last_row: int = 0, last_column: int = 0) -> None:
        """Extend the rectangle to a cell or cells; refuse one beyond the limits of a sheet."""
        bottom, right = last_row or row, last_column or column
        if not (0 < row <= bottom <= LAST_ROW and 0 < column <= right <= LAST_COLUMN):
            raise damaged("a cell stands where no sheet has one")
        if not self.top:
            self.top, self.left = row, column
        elif row < self.top:
            self.top = row
        if column < self.left:
            self.left = column
        if bottom > self.bottom:
            self.bottom = bottom
        if right > self.right:
            self.right = right

    def add_look(self, look: Look, row: int, column: int, last_row: int, last_column: int) -> None:
        """Note the number format of a cell or cells; those below each other are noted together."""
        runs = self.looks.setdefault((column, last_column, look), [])
        first = runs.pop()[0] if runs and runs[-1][1] == row - 1 else row
        runs.append((first, last_row))

    def add_struck(self, row: int, last_row: int) -> None:
        """Note the rows of a cell that is struck through, once for all cells of a row."""
        if not self.struck_rows or self.struck_rows[-1][1] < last_row:
            self.struck_rows.append((row, last_row))

    def add_merged(self, row: int, column: int, last_row: int) -> None:
        """Note cells that are merged over several rows, if the first of them may hold a value."""
        if row < last_row and self.top <= row <= self.bottom and column <= self.right:
            self.merged[row, column] = last_row

    def add_letters(self, count: int) -> None:
        """Count the letters of a text; refuse the sheet if they are too many in all."""
        self.letters += count
        if self.letters > MOST_LETTERS:
            raise RefusedError(f"holds more than {MOST_LETTERS:,} characters", CUT_IT)

    def check(self) -> None:
        """Refuse a sheet with too large a rectangle."""
        rows = self.bottom - self.top + 1
        columns = self.right - self.left + 1
        if not self.top or (rows <= MOST_ROWS and rows * columns <= MOST_CELLS):
            return
        reach = f"{address(self.top, self.left)} to {address(self.bottom, self.right)}"
        most = f"{MOST_ROWS:,} rows" if rows > MOST_ROWS else f"{MOST_CELLS:,} cells"
        problem = f"reaches from {reach}, over more than {most}"
        raise RefusedError(problem, f"delete what stands far from the table, or {CUT_IT}")


@dataclass(frozen=True)
class Source:
    """A sheet that is not read yet."""

    #: Its name in the workbook.
    name: str
    #: Whether spreadsheets hide it.
    hidden: bool
    #: Returns the bytes of a new workbook that holds only this sheet, and the sheet's extent;
    #: raises `RefusedError`.
    prepare: Callable[[], tuple[bytes, Extent]]


def address(row: int, column: int) -> str:
    """Return the address of a cell, counted from 1.

    Examples
    --------
    >>> address(5, 3), address(1, 27), address(1048576, 16384)
    ('C5', 'AA1', 'XFD1048576')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
