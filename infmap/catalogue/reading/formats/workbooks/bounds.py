"""What a sheet of a workbook holds, told before it is read: how far it reaches, and its errors.

A reader of workbooks makes room for the whole rectangle between the first and the last cell, so
that two cells in a file of two kilobytes can ask for half a terabyte. Here the cells are counted
first, and what does not fit is refused in one line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from infmap.catalogue.reading.faults import CUT_IT, MOST_CELLS, MOST_ROWS
from infmap.catalogue.values.refused import RefusedError

#: The last row and column of a sheet, in any kind of workbook.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
#: A sheet whose texts are longer in sum is refused: a text that is stored once may stand in every
#: cell.
MOST_LETTERS = 50_000_000

SAVE_AGAIN = "open it in a spreadsheet and save it again"


def protected() -> RefusedError:
    """Return the refusal of a workbook that only its password opens."""
    return RefusedError("is protected by a password", "save it without")


def damaged(what: str = "") -> RefusedError:
    """Return the refusal of a file that is not what it claims to be."""
    return RefusedError(f"is damaged{what and f': {what}'}", SAVE_AGAIN)


@dataclass
class Extent:
    """How far the cells of a sheet reach, and what its reader would lose of them.

    Attributes
    ----------
    top, left, bottom, right : int
        The rectangle of all cells with a value, counted from 1; all 0 before the first.
    letters : int
        How long the texts are in sum.
    errors : list of (int, int, int, int, str)
        The cells that hold an error such as ``#REF!``, as rectangles: top, left, bottom, right.
    valueless : list of (int, int)
        The cells that hold a formula and not its value.

    Examples
    --------
    >>> extent = Extent()
    >>> extent.add(5, 3)
    >>> extent.add(7, 2, 9, 2)
    >>> extent.top, extent.left, extent.bottom, extent.right
    (5, 2, 9, 3)
    """

    top: int = 0
    left: int = 0
    bottom: int = 0
    right: int = 0
    letters: int = 0
    errors: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    valueless: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: int, column: int, last_row: int = 0, last_column: int = 0) -> None:
        """Take in a cell, or a rectangle of cells; one that no sheet has is refused."""
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

    def add_letters(self, count: int) -> None:
        """Take in a text; what is too long in sum is refused at once."""
        self.letters += count
        if self.letters > MOST_LETTERS:
            raise RefusedError(f"holds more than {MOST_LETTERS:,} characters", CUT_IT)

    def check(self) -> None:
        """Refuse a sheet that reaches too far to be read."""
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
    """A sheet before it is read.

    Attributes
    ----------
    name : str
        As the workbook has it.
    hidden : bool
        Whether a spreadsheet does not show it.
    prepare : callable
        Returns the bytes of a workbook that holds only this sheet and nothing oversized, and the
        extent of the sheet; raises `RefusedError`.
    """

    name: str
    hidden: bool
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
