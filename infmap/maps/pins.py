"""folium's pins, drawn here, as folium's own load a font and an image from elsewhere."""

import re
from collections.abc import Mapping
from importlib.resources import files

from branca.colormap import LinearColormap

from infmap.io.escaping import script_json

#: The colours that folium names.
PIN_COLOURS = {
    "beige": "#ffcb92",
    "black": "#303030",
    "blue": "#38aadd",
    "cadetblue": "#436978",
    "darkblue": "#0067a3",
    "darkgreen": "#728224",
    "darkpurple": "#5b396b",
    "darkred": "#a23336",
    "gray": "#575757",
    "green": "#72b026",
    "lightblue": "#8adaff",
    "lightgray": "#a3a3a3",
    "lightgreen": "#bbf970",
    "lightred": "#ff8e7f",
    "orange": "#f69730",
    "pink": "#ff91ea",
    "purple": "#d252b9",
    "red": "#d63e2a",
    "white": "#fbfbfb",
}
#: Glyphs as SVG paths of 16 x 16, by their names in Bootstrap's font and in Font Awesome.
_DRAWN = {
    "info-sign info info-circle circle-info": (
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 3.6h2v2H7zM6 7h3v4h1v1.6H6V11h1V8.4H6z"
    ),
    "question-sign question question-circle circle-question": (
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM5.2 6.1a2.8 2.8 0 1 1 3.7 2.7v.9H7.1V7.4h.9"
        "a1 1 0 1 0-1-1.3zM7.1 10.8h1.8v1.8H7.1z"
    ),
    "exclamation-sign exclamation exclamation-circle circle-exclamation": (
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zM7 3.4h2v5.8H7zM7 10.6h2v2H7z"
    ),
    "warning-sign exclamation-triangle triangle-exclamation": (
        "M8 1 15.5 14.5H.5zM7.1 5.5h1.8v4.6H7.1zM7.1 11.2h1.8V13H7.1z"
    ),
    "cloud": "M4.5 13a3.5 3.5 0 0 1-.3-7A4.5 4.5 0 0 1 12.8 7 3 3 0 0 1 12.5 13z",
    "flag": "M3 1h1.6v14H3zM5.4 2c2.6-1.2 4.4 1.4 7.6.2v6.4c-3.2 1.2-5-1.4-7.6-.2z",
    "star": "M8 .8l2.2 4.6 5 .6-3.7 3.4 1 5L8 11.9l-4.5 2.5 1-5L.8 6l5-.6z",
    "home house": "M8 1.5 15 8h-2v6H9.6v-4H6.4v4H3V8H1z",
    "plus": "M6.6 2h2.8v4.6H14v2.8H9.4V14H6.6V9.4H2V6.6h4.6z",
    "minus": "M2 6.6h12v2.8H2z",
    "ok check": "M1.8 8.4 4 6.2l2.6 2.6L12 3.4l2.2 2.2-7.6 7.6z",
    "remove times xmark": (
        "M3.6 1.6 8 6l4.4-4.4 2 2L10 8l4.4 4.4-2 2L8 10l-4.4 4.4-2-2L6 8 1.6 3.6z"
    ),
    "record circle": "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
    "stop square": "M2.5 2.5h11v11h-11z",
    "flash bolt": "M9.5 1 3 9h4l-1 6 7-8.6H8.6z",
    "fire": (
        "M8.6.8c.4 3 4.6 4.6 4.6 8.9 0 3-2.2 5.5-5.2 5.5s-5.2-2.2-5.2-5.3"
        "C2.8 7.4 4.2 6 5 4.6c.2 1 .5 1.6 1.1 2C6.9 5 8.8 3.2 8.6.8z"
    ),
    "user": (
        "M8 1.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6zM2 14.5c0-4 2.6-5.8 6-5.8s6 1.8 6 5.8z"
    ),
    "heart": ("M8 14.3C3 10.3 1 8 1 5.3a3.5 3.5 0 0 1 7-1.2 3.5 3.5 0 0 1 7 1.2c0 2.7-2 5-7 9z"),
    "plane": (
        "M8 1c.8 0 1.2.9 1.2 2v2.6L15 9v1.6L9.2 9v3l1.8 1.4V15L8 14l-3 1v-1.6L6.8 12V9"
        "L1 10.6V9l5.8-3.4V3c0-1.1.4-2 1.2-2z"
    ),
    "rocket": (
        "M8 .8c2 1.6 2.8 3.8 2.8 6v3.6l2.2 2V15l-3.4-1.6H6.4L3 15v-2.6l2.2-2V6.8"
        "c0-2.2.8-4.4 2.8-6zM8 5a1.3 1.3 0 1 0 0 2.6A1.3 1.3 0 0 0 8 5z"
    ),
    "screenshot crosshairs": (
        "M7.2 1h1.6v1.6a5.5 5.5 0 0 1 4.6 4.6H15v1.6h-1.6a5.5 5.5 0 0 1-4.6 4.6V15"
        "H7.2v-1.6a5.5 5.5 0 0 1-4.6-4.6H1V7.2h1.6a5.5 5.5 0 0 1 4.6-4.6z"
        "M8 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 0 0 0-7.6z"
    ),
    "arrow-up": "M8 1.5 14 8h-3.6v6.5H5.6V8H2z",
}
GLYPHS = {name: path for names, path in _DRAWN.items() for name in names.split()}

#: The options that `folium.Icon` sets; others ask for something that is not drawn here.
_KNOWN = {"marker_color", "icon_color", "icon", "prefix", "extra_classes"}
_OWN = "draw another with folium.DivIcon(html=...)"


def pin_fault(options: Mapping[str, object]) -> str | None:
    """Return what of a `folium.Icon` cannot be drawn here and what to do, or None if all can.

    Examples
    --------
    >>> pin_fault({"marker_color": "red", "icon": "cloud", "icon_color": "white"})
    >>> pin_fault({"marker_color": "rouge"}).split(";")[0]
    "no pin of the colour 'rouge'"
    """
    colour = options.get("marker_color", "blue")
    if colour not in PIN_COLOURS:
        return f"no pin of the colour {colour!r}; choose of {', '.join(PIN_COLOURS)}, or {_OWN}"
    inner = options.get("icon_color", "white")
    if not _is_colour(inner):
        return f"no colour {inner!r}; write icon_color as a name of CSS's or as '#rrggbb'"
    glyph = str(options.get("icon", "")).removeprefix(f"{options.get('prefix', '')}-")
    if glyph and glyph not in GLYPHS:
        return f"no glyph {glyph!r}; choose of {', '.join(GLYPHS)}, or {_OWN}"
    unknown = sorted(options.keys() - _KNOWN)
    return f"a pin has no {unknown[0]}; leave it out, or {_OWN}" if unknown else None


def _is_colour(text: object) -> bool:
    name = str(text).lower()
    form = r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|(rgb|hsl)a?\([\d\s.,%/a-z]+\)"
    if name in PIN_COLOURS or re.fullmatch(form, name):
        return True
    try:
        LinearColormap([name, name])
    except ValueError:
        return False
    return not name.startswith("#")


def pins_script() -> str:
    """Return the script that makes folium's icon class draw these pins."""
    script = (files("infmap.maps") / "static" / "pins.js").read_text("utf-8")
    return f"{script}infmapPins.addPins({script_json(PIN_COLOURS)}, {script_json(GLYPHS)});"
