"""QGIS styles inside a GeoPackage: its layers open in the colours of the map."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from infmap.analysis.reach import Reach
from infmap.analysis.rings import BAND_AREA
from infmap.catalogue.publications import HowRead
from infmap.catalogue.rows import Account, Role
from infmap.looks.lines import BAND_LINE, PITCH, End, RingLine, fixed_offsets, line_of, ring_look
from infmap.looks.palette import LIGHT
from infmap.looks.words import BAND_WORDS, NOT_STRIKE_FIGURE, UNREAD
from infmap.treaty import RangeBand

if TYPE_CHECKING:
    import geopandas as gpd

#: The geometry column of every layer, as GDAL names it; QGIS finds a style by it.
GEOMETRY_COLUMN = "geom"
#: Width of a ring's line, in millimetres.
LINE_WIDTH = 0.6
#: Hatching: distance and width of its lines in millimetres, and their angle, as on the page.
HATCH_STEP, HATCH_WIDTH, HATCH_ANGLE = 2.4, 0.18, 45
#: Out of 255: light, as the hatching of several figures overlaps.
HATCH_OPACITY = 115
#: The QGIS release of this form of QML; later releases read it too.
QML_VERSION = "3.22.0"
#: The table as QGIS creates it, so that QGIS can store its own styles beside ours.
LAYER_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256),
    f_table_name TEXT(256),
    f_geometry_column TEXT(256),
    styleName TEXT(30),
    styleQML TEXT,
    styleSLD TEXT,
    useAsDefault BOOLEAN,
    description TEXT,
    owner TEXT(30),
    ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""

#: The properties of one layer of a symbol, by QGIS's names; lengths in millimetres.
SymbolLayer = dict[str, str]

# The near end of an interval is the row after its far end. The expression checks that it is of the
# same figure, in case the layer was sorted or cut. An interval from 0 km has no near end.
_SAME_FIGURE = " AND ".join(
    f"attribute(@near, '{column}') IS \"{column}\""
    for column in ("site_id", "system_id", "account", "claimant", "source_id", "as_of")
)
#: What an interval leaves open: the area within its far end, less that within its near end.
LEFT_OPEN = (
    "with_variable('near', get_feature_by_id(@layer, $id + 1), "
    f"CASE WHEN attribute(@near, 'ring_end') = '{End.LOWER}' AND {_SAME_FIGURE} "
    "THEN difference($geometry, geometry(@near)) ELSE $geometry END)"
)
# The value that QGIS uses for all other values, and for no value.
_ALL_OTHERS = ""
#: Added to the words of a ring whose system strikes no targets on the ground.
NO_STRIKE = f", {NOT_STRIKE_FIGURE}"
#: Added to the words of a ring whose figure nobody read at its source.
NOT_READ = f", {UNREAD}"
_END_WORDS = {
    End.MOST: "up to",
    End.LOWER: "from (an interval's near end)",
    End.FAR: "to (an interval's far end)",
    End.OPEN: "at least (a lower bound)",
}
_REACH_WORDS = {
    Reach.ALL: "in reach on all accounts",
    Reach.SOME: "in reach on some accounts",
    Reach.UNKNOWN: "left open",
    Reach.NONE: "in reach on no account",
}
# A full mark and its left half, which QGIS calls the right half for a triangle. A cross has no
# inside: its half is one of its strokes.
_SHAPES: dict[RangeBand, tuple[SymbolLayer, SymbolLayer]] = {
    RangeBand.BELOW: ({"name": "circle"}, {"name": "semi_circle", "angle": "270"}),
    RangeBand.SHORTER: ({"name": "triangle"}, {"name": "right_half_triangle"}),
    RangeBand.INTERMEDIATE: ({"name": "square"}, {"name": "half_square"}),
    RangeBand.BEYOND: ({"name": "cross2"}, {"name": "line", "angle": "135"}),
}


@dataclass(frozen=True)
class Category:
    """One line of a layer's legend: the value, and the layers of its symbol from the bottom up."""

    value: str
    label: str
    symbol: Sequence[SymbolLayer]
    #: The colour of the hatching of what it leaves open, beneath all symbols.
    hatch: str | None = None


def rings_qml(rings: "gpd.GeoDataFrame") -> str:
    """Return the style of the rings: an outline by account, dotted where it is a lower bound.

    Lines of different accounts are offset, so that equal figures do not hide each other. Figures
    of no strike on the ground (interceptors, unarmed drones, engagement reaches) are thin and grey.
    A figure whose source nobody read is lighter. What an interval leaves open is hatched. No other
    area is filled, as hundreds of them overlap.

    Examples
    --------
    >>> import infmap
    >>> rings = infmap.range_rings(infmap.load(), site="shuya", account="operator")
    >>> 'label="operator: up to"' in rings_qml(rings)
    True
    """
    unread = rings["source_read"] == HowRead.NOT
    present = set(zip(rings["account"], rings["ring_end"], rings["strike"], unread, strict=True))
    kinds = [k for k in product(Account, End, (True, False), (False, True)) if k in present]
    looks = [(ring_look(account, strike=strike), end) for account, end, strike, _ in kinds]
    beside = fixed_offsets(looks)
    categories = [
        Category(
            f"{account} {end}{_more(strike, unread)}",
            f"{account}: {_END_WORDS[end]}{_more(strike, unread)}",
            [_outline(look[0], line_of(*look, unread=unread), beside[look])],
            hatch=_colour(look[0], HATCH_OPACITY) if end is End.FAR else None,
        )
        for (account, end, strike, unread), look in zip(kinds, looks, strict=True)
    ]
    in_band = rings["ring_end"] == BAND_AREA
    has_band = bool(in_band.any())
    if has_band:
        label = str(rings.loc[in_band, "system"].iloc[0])
        band = Category(BAND_AREA, label, [_outline(RangeBand.INTERMEDIATE, BAND_LINE, 0)])
        categories.append(band)
    words = (
        f"CASE WHEN strike THEN '' ELSE '{NO_STRIKE}' END || "
        f"CASE WHEN source_read = '{HowRead.NOT}' THEN '{NOT_READ}' ELSE '' END"
    )
    figure = f"account || ' ' || ring_end || {words}"
    value = f"CASE WHEN ring_end = '{BAND_AREA}' THEN ring_end ELSE {figure} END"
    return _qml(value if has_band else figure, "outline", categories)


def _more(strike: bool, unread: bool) -> str:
    return ("" if strike else NO_STRIKE) + (NOT_READ if unread else "")


def capitals_qml(capitals: "gpd.GeoDataFrame") -> str:
    """Return the style of the capitals: a star, hollow for a seat of government.

    Places without a role, such as a caller's own, are grey.
    """
    kinds = [
        (Role.CAPITAL, "capital", "ink"),
        (Role.SEAT_OF_GOVERNMENT, "seat of government", "paper"),
        (_ALL_OTHERS, "place", "quiet"),
    ]
    present = set(capitals["role"].fillna(_ALL_OTHERS))
    categories = [
        Category(
            role,
            label,
            [
                {
                    "name": "star",
                    "color": _colour(fill),
                    "outline_color": _colour("quiet" if fill == "quiet" else "ink"),
                    "outline_width": "0.3",
                    "size": "3",
                }
            ],
        )
        for role, label, fill in kinds
        if role in present
    ]
    return _qml("role", "marker", categories)


def coverage_qml(coverage: "gpd.GeoDataFrame") -> str:
    """Return the style of the coverage: shape and colour by band, filling by reach."""
    present = set(zip(coverage["band"], coverage["reach"], strict=True))
    categories = [
        Category(
            f"{band} {reach}", f"{BAND_WORDS[band]}, {_REACH_WORDS[reach]}", _mark(band, reach)
        )
        for band, reach in product(RangeBand, Reach)
        if (band, reach) in present
    ]
    return _qml("band || ' ' || reach", "marker", categories)


STYLES: dict[str, tuple[Callable[["gpd.GeoDataFrame"], str], str]] = {
    "rings": (
        rings_qml,
        "An outline by account, beside the others'; a lower bound is dotted, and what an interval "
        "leaves open is hatched.",
    ),
    "capitals": (capitals_qml, "A star, hollow for a seat of government."),
    "coverage": (
        coverage_qml,
        "Shape and colour by distance, filling by reach. A capital has a point for each site: "
        "filter by site_id.",
    ),
}


def store_styles(path: Path, layers: "Mapping[str, gpd.GeoDataFrame]", written: str) -> None:
    """Add styles to a GeoPackage; each becomes the default style of its layer.

    The file has no table ``layer_styles`` yet.
    """
    rows = [
        ("", "", name, GEOMETRY_COLUMN, name, STYLES[name][0](layer), "", 1, STYLES[name][1], "")
        for name, layer in layers.items()
        if name in STYLES
    ]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(LAYER_STYLES)
        database.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "update_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*row, written) for row in rows],
        )
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change, srs_id) "
            "VALUES ('layer_styles', 'attributes', 'layer_styles', ?, 0)",
            (written,),
        )


def _outline(look: str, line: RingLine, beside: float) -> SymbolLayer:
    """Return a ring's line, offset outward by `beside` strokes."""
    width = LINE_WIDTH * line.width
    return {
        "line_color": _colour(look, round(255 * line.opacity)),
        "line_width": f"{width:g}",
        "line_width_unit": "MM",
        "line_style": "solid",
        "use_custom_dash": "1" if line.dash else "0",
        "customdash": ";".join(f"{length * width:.3g}" for length in line.dash) or "5;2",
        "customdash_unit": "MM",
        "capstyle": "round" if line.is_dotted else "flat",
        "joinstyle": "round",
        # For areas QGIS counts the offset inward, whatever the direction of the outline.
        "offset": f"{-beside * PITCH * LINE_WIDTH:.3g}",
        "offset_unit": "MM",
    }


def _mark(band: RangeBand, reach: Reach) -> list[SymbolLayer]:
    """Return a capital's mark: full if in reach on all accounts, half on some, dot if left open."""
    whole, half = _SHAPES[band]
    is_cross = band == RangeBand.BEYOND
    look = {
        "color": _colour(band),
        "outline_color": _colour(band),
        "outline_width": "0.4",
        "size": "2" if is_cross else "3",
    }
    full = look | ({"outline_width": "0.9"} if is_cross else {})
    hollow = look | {"color": _colour("paper")}
    if reach == Reach.ALL:
        return [full | whole]
    if reach == Reach.SOME:
        return [hollow | whole, full | half]
    if reach == Reach.UNKNOWN:
        return [hollow | whole, look | {"name": "circle", "size": "1.2", "outline_style": "no"}]
    return [hollow | whole]


def _qml(attribute: str, kind: str, categories: Sequence[Category]) -> str:
    """Return a style that draws each value of an attribute with a symbol of its own."""
    symbol_class, symbol_type, geometry = {
        "outline": ("SimpleLine", "fill", "2"),  # QGIS's "Outline: Simple Line"
        "marker": ("SimpleMarker", "marker", "0"),
    }[kind]
    is_hatched = any(category.hatch for category in categories)
    root = ElementTree.Element("qgis", version=QML_VERSION, styleCategories="Symbology")
    renderer = ElementTree.SubElement(
        root,
        "renderer-v2",
        type="categorizedSymbol",
        attr=attribute,
        enableorderby="0",
        # Draw all hatching before any line, not feature by feature.
        symbollevels="1" if is_hatched else "0",
    )
    lines = ElementTree.SubElement(renderer, "categories")
    symbols = ElementTree.SubElement(renderer, "symbols")
    for number, category in enumerate(categories):
        ElementTree.SubElement(
            lines,
            "category",
            value=category.value,
            label=category.label,
            symbol=str(number),
            render="true",
        )
        symbol = _symbol(symbols, str(number), symbol_type)
        if category.hatch:
            _add_hatch(symbol, category.hatch)
        for properties in category.symbol:
            _layer(symbol, symbol_class, properties, level=int(is_hatched))
    ElementTree.SubElement(root, "layerGeometryType").text = geometry
    ElementTree.indent(root, space=" ")
    return ElementTree.tostring(root, encoding="unicode")


def _add_hatch(symbol: ElementTree.Element, colour: str) -> None:
    """Hatch what a ring leaves open: a generated area filled with lines."""
    made = {"geometryModifier": LEFT_OPEN, "SymbolType": "Fill", "units": "MapUnit"}
    area = _symbol(_layer(symbol, "GeometryGenerator", made), "area", "fill")
    pattern = {"angle": str(HATCH_ANGLE), "distance": str(HATCH_STEP), "distance_unit": "MM"}
    line = _symbol(_layer(area, "LinePatternFill", pattern), "hatch", "line")
    width = {"line_width": str(HATCH_WIDTH), "line_width_unit": "MM"}
    _layer(line, "SimpleLine", {"line_color": colour, **width})


def _symbol(parent: ElementTree.Element, name: str, kind: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, "symbol", name=name, type=kind, alpha="1")


def _layer(
    symbol: ElementTree.Element, symbol_class: str, properties: SymbolLayer, level: int = 0
) -> ElementTree.Element:
    layer = ElementTree.SubElement(
        symbol,
        "layer",
        {"class": symbol_class, "enabled": "1", "locked": "0", "pass": str(level)},
    )
    options = ElementTree.SubElement(layer, "Option", type="Map")
    for name, value in sorted(properties.items()):
        ElementTree.SubElement(options, "Option", name=name, value=value, type="QString")
    return layer


def _colour(role: str, opacity: int = 255) -> str:
    """Return a palette colour in QGIS's order: red, green, blue, opacity."""
    colour = LIGHT[role]
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + f",{opacity}"
