"""Range rings as KML for Google Earth: a folder for each site, a placemark for each ring."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from infmap.analysis.rings import BAND_AREA
from infmap.catalogue.publications import HowRead
from infmap.looks.distances import Units, length_words
from infmap.looks.lines import BAND_LINE, End, RingLine, line_of, ring_look
from infmap.looks.palette import LIGHT
from infmap.looks.words import END_WORDS, NOT_STRIKE_FIGURE, UNREAD
from infmap.treaty import RangeBand

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry import MultiPolygon, Polygon

#: Width of a ring's line, in pixels.
LINE_WIDTH = 2
#: Opacity of an area, out of 255. It is invisible, as a visible area would tint the lines beneath;
#: it is not 0, so that a click inside still selects the ring.
AREA_OPACITY = 1
#: The colour of the area of a band.
BAND_LOOK = str(RangeBand.INTERMEDIATE)
KML = "http://www.opengis.net/kml/2.2"


@dataclass(frozen=True)
class _Style:
    look: str
    end: End
    #: How many lines of other styles are drawn over it.
    depth: int
    unread: bool = False

    @property
    def id(self) -> str:
        end = "" if self.end is End.MOST else f"-{self.end}"
        under = f"-under-{self.depth}" if self.depth else ""
        return self.look + end + under + ("-unread" if self.unread else "")

    @property
    def line(self) -> RingLine:
        if self.look == BAND_LOOK:
            return BAND_LINE
        return line_of(self.look, self.end, unread=self.unread)

    @property
    def opacity(self) -> int:
        """Of the line, out of 255."""
        return round(255 * self.line.opacity)

    @property
    def width(self) -> float:
        """In pixels: a line's width wider, on each side, than the line over it."""
        return LINE_WIDTH * (self.line.width + 2 * self.depth)


def kml_bytes(rings: "gpd.GeoDataFrame") -> bytes:
    """Return rings as KML, styled by account.

    KML has neither dashes nor offset lines. Names say what dashes would; of rings with the same
    radius at a site, those beneath are wider.
    """
    ElementTree.register_namespace("", KML)
    root = ElementTree.Element(f"{{{KML}}}kml")
    document = _element(root, "Document")
    _element(document, "name", "infmap: range rings")
    folders = [
        (rows, _styles(rows))
        for _, group in rings.groupby("site_id", sort=False)
        for rows in [group.to_dict("records")]
    ]
    names = Counter(rows[0]["site"] for rows, _ in folders)
    for style in dict.fromkeys(style for _, styles in folders for style in styles):
        _add_style(document, style)
    for rows, styles in folders:
        folder = _element(document, "Folder")
        name, ident = rows[0]["site"], rows[0]["site_id"]
        _element(folder, "name", f"{name} ({ident})" if names[name] > 1 else str(name))
        for row, style in zip(rows, styles, strict=True):
            placemark = _element(folder, "Placemark")
            _element(placemark, "name", _name(row, style))
            _element(placemark, "styleUrl", f"#{style.id}")
            extended = _element(placemark, "ExtendedData")
            for column, value in row.items():
                if column != "geometry" and value is not None and value == value:
                    data = _element(extended, "Data", name=str(column))
                    _element(data, "value", str(value))
            _add_area(placemark, row["geometry"])
    ElementTree.indent(root, space=" ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _name(row: Mapping[Hashable, Any], style: _Style) -> str:
    if row["ring_end"] == BAND_AREA:
        return str(row["system"])
    says = END_WORDS[style.end] or "up to "
    name = f"{row['system']}: {says}{length_words(row['range_km'], Units.KM)}, {row['claimant']}"
    if not row["strike"]:
        name += f", {NOT_STRIKE_FIGURE}"
    return f"{name}, {UNREAD}" if style.unread else name


def _styles(rings: Sequence[Mapping[Hashable, Any]]) -> list[_Style]:
    """Return the style of each ring of a site; a later one is drawn over those before it."""
    over: dict[float, list[str]] = {}
    styles = []
    for ring in reversed(rings):
        if ring["ring_end"] == BAND_AREA:
            styles.append(_Style(BAND_LOOK, End.MOST, 0))
            continue
        looks = over.setdefault(ring["range_km"], [])
        look = ring_look(ring["account"], strike=ring["strike"])
        if look not in looks:
            looks.append(look)
        unread = ring["source_read"] == HowRead.NOT
        styles.append(_Style(look, End(ring["ring_end"]), looks.index(look), unread))
    return styles[::-1]


def _add_style(document: ElementTree.Element, style: _Style) -> None:
    element = _element(document, "Style", id=style.id)
    line = _element(element, "LineStyle")
    _element(line, "color", _colour(LIGHT[style.look], style.opacity))
    _element(line, "width", f"{style.width:g}")
    _element(_element(element, "PolyStyle"), "color", _colour(LIGHT[style.look], AREA_OPACITY))


def _add_area(placemark: ElementTree.Element, area: "Polygon | MultiPolygon") -> None:
    parts = list(getattr(area, "geoms", [area]))
    parent = _element(placemark, "MultiGeometry") if len(parts) > 1 else placemark
    for part in parts:
        polygon = _element(parent, "Polygon")
        for boundary, lines in (
            ("outerBoundaryIs", [part.exterior]),
            ("innerBoundaryIs", part.interiors),
        ):
            for line in lines:
                ring = _element(_element(polygon, boundary), "LinearRing")
                points = " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in line.coords)
                _element(ring, "coordinates", points)


def _element(
    parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{KML}}}{tag}", attributes)
    element.text = text
    return element


def _colour(colour: str, opacity: int) -> str:
    """Return ``#rrggbb`` in KML's order: opacity, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{opacity:02x}{blue}{green}{red}"
