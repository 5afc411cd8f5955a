"""Colours and marks of printed maps, in colour and in grey."""

from typing import Any

from infmap.analysis.reach import Reach
from infmap.analysis.strokes import Stroke
from infmap.looks.palette import LIGHT
from infmap.treaty import RangeBand

#: The palette for print without colour: bands run from dark to light, accounts differ in dash.
GREY = LIGHT | {
    "ink": "#000000",
    "quiet": "#404040",
    "line": "#d0d0d0",
    "sea": "#e4e4e4",
    "land": "#ffffff",
    "border": "#b4b4b4",
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
    "light": LIGHT
    | {"limit-inner": LIGHT["shorter-range"], "limit-outer": LIGHT["intermediate-range"]},
    "grey": GREY,
}
FONT = "DejaVu Sans"  # comes with matplotlib: the same letters on every machine
#: Of a ring, in points.
LINE_WIDTH = 1.2
_MARKERS = {
    RangeBand.BELOW: "o",
    RangeBand.SHORTER: "^",
    RangeBand.INTERMEDIATE: "s",
    RangeBand.BEYOND: "x",
}


def stroke_look(stroke: Stroke, palette: dict[str, str]) -> dict[str, Any]:
    """Return the look of a ring's line, the same on the map and in the key."""
    line = stroke.line
    return {
        "color": palette[stroke.look],
        "linestyle": (0, line.dash) if line.dash else "-",
        "linewidth": LINE_WIDTH * line.width,
        "dash_capstyle": "round" if line.is_dotted else "butt",
    }


def hatch_look(color: str, *, falling: bool = False) -> dict[str, Any]:
    """Return the look of what is left open: a figure's interval or, falling, the site's place."""
    return {
        "facecolor": "none",
        "edgecolor": color,
        "linewidth": 0,
        "hatch": "\\\\\\\\\\" if falling else "/////",
        "hatch_linewidth": 0.35,
    }


def mark_looks(band: str, reach: str, palette: dict[str, str], size: float) -> list[dict[str, Any]]:
    """Return the looks that make a capital's mark: its shape and, left open, a dot in it."""
    color, paper = palette[band], palette["paper"]
    filled = {"all": "full", "some": "left"}.get(reach, "full")
    look = {
        "linestyle": "none",
        "marker": _MARKERS[RangeBand(band)],
        "markersize": size * (0.7 if band == RangeBand.BEYOND else 1.0),
        "markeredgecolor": color,
        "markeredgewidth": 0.8,
        "snap": False,  # to whole dots: it would part the halves from their outline
        "markerfacecolor": color if reach in ("all", "some") else paper,
        "markerfacecoloralt": paper,
        "fillstyle": filled,
    }
    dot = {
        "linestyle": "none",
        "marker": "o",
        "markersize": size * 0.3,
        "markeredgewidth": 0,
        "markerfacecolor": color,
    }
    return [look, dot] if reach == Reach.UNKNOWN else [look]


def site_look(palette: dict[str, str], size: float) -> dict[str, Any]:
    """Return the look of the site's own mark."""
    return {
        "linestyle": "none",
        "marker": "D",
        "markersize": size,
        "markerfacecolor": palette["ink"],
        "markeredgecolor": palette["paper"],
        "markeredgewidth": 0.8,
    }
