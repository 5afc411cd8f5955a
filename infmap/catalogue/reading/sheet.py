"""A table as its file has it, whatever kind of file that is: heads, and numbered rows of cells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

#: Longitude and latitude, degrees on WGS 84; or the word for a geometry that is no point, such as
#: ``Polygon``; or None for none at all.
Place: TypeAlias = tuple[float, float] | str | None


@dataclass
class Grid:
    """Rows of cells as a spreadsheet shows them; one of them holds the heads.

    Attributes
    ----------
    rows : list of (int, list)
        Each row that holds something, with the number that the spreadsheet shows.
    separator : str
        What stands between the cells of a text; a comma for what is no text.
    typed : bool
        Whether cells are numbers and days, as in a workbook, or all texts, as in a CSV.
    """

    rows: list[tuple[int, list[Any]]]
    separator: str = ","
    typed: bool = False


@dataclass
class Sheet:
    """A table with its heads told.

    Attributes
    ----------
    heads : list of str
        As the file has them, without blanks at either end.
    rows : list of (int, list)
        Cells under the heads, which may be fewer than these; each row with the number that a
        fault tells. A cell without a value is None or a blank text.
    places : list of Place, optional
        The geometry of each row, where the kind of file has one.
    head_row : int, optional
        The number of the row that holds the heads, where a row does.
    separator : str
        As of `Grid`.
    typed : bool
        As of `Grid`.
    crs_said : bool
        Whether `places` are degrees by the file's own word; False where it declares no reference
        system.
    dropped : frozenset of str
        Heads that the format brings and nobody wrote: never told as unread.
    loose : bool
        Whether the kind of file leaves it to each row which columns it has, as KML does.
    """

    heads: list[str]
    rows: list[tuple[int, list[Any]]]
    places: list[Place] | None = None
    head_row: int | None = None
    separator: str = ","
    typed: bool = False
    crs_said: bool = True
    dropped: frozenset[str] = field(default_factory=frozenset)
    loose: bool = False


#: The sheets of a workbook or the layers of a file by name, each read when called; what is called
#: may note a fault and return None.
Parts: TypeAlias = dict[str, Callable[[], "Grid | Sheet | None"]]
