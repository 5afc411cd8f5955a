"""A table as read from a file of any kind: heads, and numbered rows of cells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

#: Longitude and latitude, degrees on WGS 84; or the type of another geometry, such as ``Polygon``;
#: or None for no geometry.
Place: TypeAlias = tuple[float, float] | str | None


@dataclass
class Grid:
    """Rows of cells as in a spreadsheet; the row of the heads is not known yet.

    Attributes
    ----------
    rows : list of (int, list)
        Each row that is not empty, with the number that a spreadsheet shows.
    separator : str
        The cell separator of a text; a comma for other files.
    typed : bool
        Whether cells may be numbers and dates, as in a workbook, or are all texts, as in a CSV.
    """

    rows: list[tuple[int, list[Any]]]
    separator: str = ","
    typed: bool = False


@dataclass
class Sheet:
    """A table whose heads are known.

    Attributes
    ----------
    heads : list of str
        As the file has them, without blanks at either end.
    rows : list of (int, list)
        The cells under the heads, perhaps fewer than these; each row with its number for reports.
        A cell without a value is None or a blank text.
    places : list of Place, optional
        The geometry of each row, where the kind of file has one.
    head_row : int, optional
        The number of the row that holds the heads, where a row does.
    separator : str
        As of `Grid`.
    typed : bool
        As of `Grid`.
    crs_said : bool
        Whether the file declares the reference system of `places`.
    dropped : frozenset of str
        Heads that the format adds by itself: never reported as unread.
    loose : bool
        Whether each row may have columns of its own, as in KML.
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


#: The sheets of a workbook or the layers of a file by name, each with the function that reads it.
#: The function returns None after a fault.
Parts: TypeAlias = dict[str, Callable[[], "Grid | Sheet | None"]]
