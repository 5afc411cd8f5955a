"""A table as read from a file of any kind: heads, and numbered rows of cells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from infmap.catalogue.cells import is_empty

#: The number of rows that show what a column holds.
LOOKED_AT = 50
#: Longitude and latitude, degrees on WGS 84; or the type of another geometry, such as ``Polygon``;
#: or None for no geometry.
Place: TypeAlias = tuple[float, float] | str | None
#: In place of a geometry that is a fault already.
TOLD = "a fault that is told"


@dataclass
class Grid:
    """Rows of cells as in a spreadsheet; the row of the heads is not known yet."""

    #: Each row that is not empty, with the number that a spreadsheet shows.
    rows: list[tuple[int, list[Any]]]
    #: The cell separator of a text; a comma for other files.
    separator: str = ","
    #: Whether cells may be numbers and dates, as in a workbook, or are all texts, as in a CSV.
    typed: bool = False
    #: The last row of cells that are merged over several, by the row and place of the first.
    merged: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass
class Sheet:
    """A table whose heads are known."""

    #: As the file has them, without blanks at either end.
    heads: list[str]
    #: The cells under the heads, perhaps fewer than these; each row with its number for reports. A
    #: cell without a value is None or a blank text.
    rows: list[tuple[int, list[Any]]]
    #: The geometry of each row, where the kind of file has one.
    places: list[Place] | None = None
    #: The number of the row that holds the heads, where a row does.
    head_row: int | None = None
    #: As of `Grid`.
    separator: str = ","
    #: As of `Grid`.
    typed: bool = False
    #: Whether the file declares the reference system of `places`.
    crs_said: bool = True
    #: Heads that the format adds by itself: never reported as unread.
    dropped: frozenset[str] = field(default_factory=frozenset)
    #: Whether each row may have columns of its own, as in KML.
    loose: bool = False
    #: Heads that may have lost their end, as the format cuts long ones.
    cut: frozenset[str] = field(default_factory=frozenset)
    #: What the file says outside its table, such as the lines above its header.
    outside: str = ""

    def filled(self, place: int) -> list[Any]:
        """Return what a column holds in the first rows, without empty cells."""
        cells = (row[place] for _, row in self.rows[:LOOKED_AT] if place < len(row))
        return [cell for cell in cells if not is_empty(cell)]


#: The sheets of a workbook or the layers of a file by name, each with the function that reads it.
#: The function returns None after a fault.
Parts: TypeAlias = dict[str, Callable[[], "Grid | Sheet | None"]]
