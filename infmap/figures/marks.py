"""Palettes and the looks of lines, areas and marks on printed maps."""

from typing import Literal, TypedDict

from matplotlib.path import Path

from infmap.analysis.reach import Reach
from infmap.analysis.strokes import Stroke
from infmap.looks.palette import LIGHT
from infmap.treaty import RangeBand

#: The palette for print without colour: farther bands are lighter, accounts differ in dashes.
GREY = LIGHT | {
    "ink": "#000000",
    "quiet": "#404040",
    "line": "#d0d0d0",
    "sea": "#e9e9e9",
    "land": "#ffffff",
    "border": "#c4c4c4",
    "graticule": "#d2d2d2",
    "below-500": "#000000",
    "shorter-range": "#3a3a3a",
    "intermediate-range": "#6c6c6c",
    "beyond-5500": "#8c8c8c",
    "operator": "#000000",
    "opponent": "#2b2b2b",
    "independent": "#4a4a4a",
    "user": "#2b2b2b",
    "not-strike": "#777777",
    "limit-inner": "#8a8a8a",
    "limit-outer": "#8a8a8a",
}
STYLES = {
    # Sea and borders are lighter than on the page: thin strokes and hatching lie on them.
    "light": LIGHT
    | {"sea": "#dfe9f0", "border": "#cfc7b6"}
    | {"limit-inner": LIGHT["shorter-range"], "limit-outer": LIGHT["intermediate-range"]},
    "grey": GREY,
}


class LineLook(TypedDict):
    """How matplotlib draws a ring's line."""

    color: str
    #: Solid, or the offset of the dashes and the lengths of dash and gap, in line widths.
    linestyle: Literal["-"] | tuple[float, tuple[float, ...]]
    #: In points.
    linewidth: float
    dash_capstyle: Literal["round", "butt"]
    alpha: float


class AreaLook(TypedDict, total=False):
    """How matplotlib draws an area, washed or hatched."""

    facecolor: str
    edgecolor: str
    #: In points, of the outline and of the hatch's lines.
    linewidth: float
    hatch: str
    hatch_linewidth: float
    #: From 0, invisible, to 1, opaque.
    alpha: float


class MarkLook(TypedDict, total=False):
    """How matplotlib draws a mark."""

    #: Marks are not joined.
    linestyle: Literal["none"]
    marker: str | Path
    #: In points, of the mark and of its outline.
    markersize: float
    markeredgewidth: float
    markeredgecolor: str
    snap: bool
    markerfacecolor: str
    #: The colour of the half that `fillstyle` leaves empty.
    markerfacecoloralt: str
    fillstyle: Literal["full", "left"]


#: Width of a ring's line, in points.
LINE_WIDTH = 1.2
_MARKERS = {
    RangeBand.BELOW: "o",
    RangeBand.SHORTER: "^",
    RangeBand.INTERMEDIATE: "s",
    RangeBand.BEYOND: "v",
}


def stroke_look(stroke: Stroke, palette: dict[str, str], width: float = LINE_WIDTH) -> LineLook:
    """Return the look of a ring's line, the same on the map and in the key; `width` in points."""
    line = stroke.line
    return {
        "color": palette[stroke.look],
        "linestyle": (0, line.dash) if line.dash else "-",
        "linewidth": width * line.width,
        "dash_capstyle": "round" if line.is_dotted else "butt",
        "alpha": line.opacity,
    }


def hatch_look(color: str, *, falling: bool = False) -> AreaLook:
    """Return the hatching of an uncertain area: a figure's interval or, falling, the site."""
    return {
        "facecolor": "none",
        "edgecolor": color,
        "linewidth": 0,
        "hatch": "\\\\\\\\\\" if falling else "/////",
        "hatch_linewidth": 0.35,
    }


def mark_looks(band: str, reach: str, palette: dict[str, str], size: float) -> list[MarkLook]:
    """Return the looks of a capital's mark: its shape, and a dot in it if its reach is unknown."""
    color, paper = palette[band], palette["paper"]
    look: MarkLook = {
        "linestyle": "none",
        "marker": _MARKERS[RangeBand(band)],
        "markersize": size * (0.7 if band == RangeBand.BEYOND else 1.0),
        "markeredgecolor": color,
        "markeredgewidth": 0.8,
        "snap": False,  # snapping to pixels would move the filled half off its outline
        "markerfacecolor": color if reach in ("all", "some") else paper,
        "markerfacecoloralt": paper,
        "fillstyle": "left" if reach == Reach.SOME else "full",
    }
    dot: MarkLook = {
        "linestyle": "none",
        "marker": "o",
        "markersize": size * 0.3,
        "markeredgewidth": 0,
        "markerfacecolor": color,
    }
    return [look, dot] if reach == Reach.UNKNOWN else [look]


def site_look(palette: dict[str, str], size: float) -> MarkLook:
    """Return the look of the site's mark."""
    return {
        "linestyle": "none",
        "marker": "D",
        "markersize": size,
        "markerfacecolor": palette["ink"],
        "markeredgecolor": palette["paper"],
        "markeredgewidth": 0.8,
    }
