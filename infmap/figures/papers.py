"""The formats of print: how large a sheet is, and how large its type, marks and strokes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, Transform

#: Points in a millimetre.
MM = 72 / 25.4
#: No type is smaller, in points.
LEAST_TYPE = 6.0


@dataclass(frozen=True)
class Paper:
    """A page format: lengths and sizes of type in points."""

    #: What it is asked for by.
    name: str
    #: Of the sheet, and of what it leaves free at its edges.
    width: float
    margin: float
    #: Usual height of the map; a sheet of a given height gives the map what the rest leaves.
    map_height: float
    #: Type of the sheet. The title and the numerals of the counts are set in the serif.
    title: float
    deck: float
    numeral: float
    lists: float
    key: float
    sources: float
    #: Type on the map.
    names: float
    ring_labels: float
    #: Width of a ring's stroke, and radius of a capital's mark.
    stroke: float
    mark: float
    #: Of a sheet that has one, and where the words stand beside the map.
    height: float | None = None
    #: Where the words stand beside the map.
    map_width: float | None = None
    #: Of a sheet whose map gives way to its words, as far as a map can.
    most_height: float | None = None
    #: From line to line in lists, in sizes.
    leading: float = 1.28
    #: Whether who is in range is told beside the sheet, which then lists no names.
    is_told: bool = False

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def gap(self) -> float:
        """Room above and below a rule between parts."""
        return self.key * (0.55 if self.is_narrow else 0.9)

    @property
    def is_beside(self) -> bool:
        """Whether the words stand beside the map, as on a slide."""
        return self.map_width is not None

    @property
    def is_narrow(self) -> bool:
        """Whether it is too narrow for columns side by side."""
        return self.width < 120 * MM

    def of_height(self, height: float | None) -> "Paper":
        """Return the same format with a height of its own, in points.

        Examples
        --------
        >>> SIZES["column"].of_height(300).height, SIZES["column"].of_height(None).height
        (300, None)
        """
        return self if height is None else replace(self, height=height)


SIZES = {
    "column": Paper(
        "column", 88 * MM, 1, 61 * MM, most_height=119 * MM, leading=1.17,
        title=11.5, deck=7.4, numeral=11.5, lists=6.3, key=6.1, sources=6,
        names=6, ring_labels=6, stroke=0.32 * MM, mark=0.8 * MM,
    ),
    "page": Paper(
        "page", 180 * MM, 1, 122 * MM,
        title=16, deck=9, numeral=21, lists=7.3, key=6.8, sources=6.2,
        names=7, ring_labels=6.5, stroke=0.42 * MM, mark=1.1 * MM,
    ),
    "slide": Paper(
        "slide", 960, 28, 140 * MM,
        title=30, deck=15, numeral=40, lists=14, key=11.5, sources=9,
        names=11, ring_labels=10.5, stroke=0.6 * MM, mark=1.6 * MM,
        height=540, map_width=618,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class MapLook:
    """How a map is printed: sizes of type in points, of strokes and marks in millimetres."""

    #: Names of capitals.
    names: float = 7.0
    ring_labels: float = 6.5
    #: The width of a ring's line.
    stroke: float = 0.42
    #: The radius of a capital's mark.
    mark: float = 1.1
    #: Ids of the places that are named before others; without it those within reach.
    named: Collection[str] | None = None
    #: Whether it is the close-up of a larger map.
    close_up: bool = False
    #: Whether the labels of rings tell whose figure of what they are.
    whose: bool = True
    #: Whether a name may stand away from its mark, with a line to it.
    leaders: bool = True


def on_sheet(figure: Figure) -> Transform:
    """Return the transform of points from a sheet's upper left corner, as artists take it."""
    wide, high = figure.get_size_inches() * 72
    return Affine2D().scale(1 / wide, -1 / high).translate(0, 1) + figure.transFigure
