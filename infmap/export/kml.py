"""Range rings as KML, which opens in Google Earth: a folder a site, a placemark a ring."""

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from infmap.looks.lines import End, line_of, ring_look
from infmap.looks.palette import LIGHT
from infmap.looks.words import END_WORDS, NOT_STRIKE

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry import MultiPolygon, Polygon

#: Of a ring, in pixels.
LINE_WIDTH = 2
KML = "http://www.opengis.net/kml/2.2"


def kml_bytes(rings: "gpd.GeoDataFrame") -> bytes:
    """Return rings as KML, styled by account; it has no dashes, so that names say the rest."""
    ElementTree.register_namespace("", KML)
    root = ElementTree.Element(f"{{{KML}}}kml")
    document = _element(root, "Document")
    _element(document, "name", "infmap: range rings")
    looks = [
        (ring_look(account, strike=strike), End(end))
        for account, strike, end in zip(
            rings["account"], rings["strike"], rings["ring_end"], strict=True
        )
    ]
    for look, end in dict.fromkeys(looks):
        style = _element(document, "Style", id=_style_id(look, end))
        line = _element(style, "LineStyle")
        _element(line, "color", _colour(LIGHT[look], 255))
        _element(line, "width", f"{LINE_WIDTH * line_of(look, end).width:g}")
        _element(_element(style, "PolyStyle"), "color", _colour(LIGHT["intermediate-range"], 20))
    for site, group in rings.groupby("site", sort=False):
        folder = _element(document, "Folder")
        _element(folder, "name", str(site))
        for row in group.to_dict("records"):
            placemark = _element(folder, "Placemark")
            look, end = ring_look(row["account"], strike=row["strike"]), End(row["ring_end"])
            says = END_WORDS[end] or "up to "
            name = f"{row['system']}: {says}{row['range_km']:g} km, {row['claimant']}"
            if not row["strike"]:
                name += f", {NOT_STRIKE}"
            _element(placemark, "name", name)
            _element(placemark, "styleUrl", f"#{_style_id(look, end)}")
            extended = _element(placemark, "ExtendedData")
            for column, value in row.items():
                if column != "geometry" and value is not None and value == value:
                    data = _element(extended, "Data", name=str(column))
                    _element(data, "value", str(value))
            _add_area(placemark, row["geometry"])
    ElementTree.indent(root, space=" ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _style_id(look: str, end: End) -> str:
    return look if end is End.MOST else f"{look}-{end}"


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
    """Return ``#rrggbb`` as KML has it: opacity, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{opacity:02x}{blue}{green}{red}"
