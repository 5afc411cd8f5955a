"""Range rings for other programs: GeoJSON, GeoPackage, KML and GeoParquet."""

import io
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from infmap.catalogue import Catalogue
from infmap.catalogue.loading import DATA_VERSION
from infmap.errors import InfmapError, OutputError, shorten
from infmap.qgis import GEOMETRY_COLUMN, store_styles
from infmap.tables import account_text
from infmap.theme import LIGHT

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry import MultiPolygon, Polygon

#: About a decimetre: RFC 7946 advises no more.
GEOJSON_DECIMALS = 6
FORMATS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".kml": "KML",
    ".parquet": "GeoParquet",
}
#: Read without a warning by older GDAL and QGIS as well.
GEOPACKAGE_VERSION = "1.2"
#: What is written says the day of its data, not of the writing: the same input, the same bytes.
WRITTEN = f"{DATA_VERSION.replace('.', '-')}T00:00:00.000Z"
KML = "http://www.opengis.net/kml/2.2"


def rings_bytes(
    rings: "gpd.GeoDataFrame", suffix: str, layers: "Mapping[str, gpd.GeoDataFrame] | None" = None
) -> bytes:
    """Return rings as a file of the format that a suffix names.

    Parameters
    ----------
    rings : GeoDataFrame
        From `infmap.range_rings`; EPSG:4326, already cut at the antimeridian.
    suffix : str
        ``.geojson``, ``.gpkg``, ``.kml`` or ``.parquet``.
    layers : mapping of str to GeoDataFrame, optional
        What a GeoPackage holds beside the layer ``rings``, by layer name; see `side_layers`.

    Returns
    -------
    bytes
        GeoJSON after RFC 7946 (exteriors counter-clockwise, six decimals), a GeoPackage with
        QGIS styles, KML styled by account, or GeoParquet 1.1.

    Raises
    ------
    InfmapError
        If the suffix names no format.

    Examples
    --------
    >>> import infmap
    >>> rings = infmap.range_rings(infmap.load(), site="shuya", account="operator")
    >>> rings_bytes(rings, ".geojson")[:28]
    b'{"type": "FeatureCollection"'
    """
    form = FORMATS.get(suffix.lower())
    if form is None:
        raise InfmapError(
            f"no format for the suffix {suffix!r}; write .geojson, .gpkg, .kml or .parquet"
        )
    if form == "GeoJSON":
        return _geojson(rings)
    if form == "KML":
        return _kml(rings)
    if form == "GeoParquet":
        buffer = io.BytesIO()
        rings.to_parquet(buffer, schema_version="1.1.0")
        return buffer.getvalue()
    return _geopackage({"rings": rings, **(layers or {})})


def side_layers(cat: Catalogue) -> "dict[str, gpd.GeoDataFrame]":
    """Return what goes beside the rings into a GeoPackage: the capitals, and their coverage.

    Examples
    --------
    >>> import infmap
    >>> layers = side_layers(infmap.load().select(sites=["shuya"]))
    >>> {name: len(layer) for name, layer in layers.items()}
    {'capitals': 208, 'coverage': 208}
    """
    from infmap.coverage_table import coverage

    table = coverage(cat)
    capitals = cat.capitals.assign(source_ids=cat.capitals["source_ids"].map("; ".join))
    points = capitals.set_index("id").geometry.loc[table["target_id"]].reset_index(drop=True)
    words = table.assign(
        accounts=table["accounts"].map(lambda entries: "; ".join(map(account_text, entries)))
    )
    return {"capitals": capitals, "coverage": words.set_geometry(points, crs="EPSG:4326")}


def _geopackage(layers: "Mapping[str, gpd.GeoDataFrame]") -> bytes:
    """Write layers to a database; GDAL does so only to a file, and stamps it with a date."""
    import geopandas as gpd
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": WRITTEN})
    try:
        with tempfile.TemporaryDirectory(prefix="infmap-") as folder:
            path = Path(folder) / "infmap.gpkg"
            for name, layer in layers.items():
                gpd.GeoDataFrame(layer).to_file(
                    path,
                    layer=name,
                    driver="GPKG",
                    VERSION=GEOPACKAGE_VERSION,
                    GEOMETRY_NAME=GEOMETRY_COLUMN,
                )
            store_styles(path, layers, WRITTEN)
            _check_indexes(path, layers)
            return path.read_bytes()
    except (OSError, DataSourceError, DataLayerError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or shorten(" ".join(str(error).split()), 90)
        raise OutputError(
            f"{_temporary()}: a GeoPackage cannot be put together there ({reason}); make room, or "
            "set TMPDIR to another folder"
        ) from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _check_indexes(path: Path, layers: "Mapping[str, gpd.GeoDataFrame]") -> None:
    """See that each layer has its index: GDAL makes it last, and does not tell if it could not."""
    with closing(sqlite3.connect(path)) as database:
        for name, layer in layers.items():
            index = f'"rtree_{name}_{GEOMETRY_COLUMN}_rowid"'
            if database.execute(f"SELECT count(*) FROM {index}").fetchone() != (len(layer),):
                raise sqlite3.DatabaseError(f"the index of {name} is not whole")


def _temporary() -> str:
    """Return where temporary files go, if there is such a place."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return "temporary folder"


def _geojson(rings: "gpd.GeoDataFrame") -> bytes:
    import shapely

    rounded = rings.set_geometry(
        shapely.transform(rings.geometry.to_numpy(), lambda xy: xy.round(GEOJSON_DECIMALS))
    )
    # A member "crs" is no part of RFC 7946: longitude and latitude on WGS 84 are understood.
    return bytes(
        rounded.set_crs(None, allow_override=True).to_json(na="null", drop_id=True), "utf-8"
    )


def _kml(rings: "gpd.GeoDataFrame") -> bytes:
    """Return KML that opens in Google Earth: a folder a site, a placemark a ring."""
    ElementTree.register_namespace("", KML)
    root = ElementTree.Element(f"{{{KML}}}kml")
    document = _element(root, "Document")
    _element(document, "name", "infmap: range rings")
    for account in dict.fromkeys(rings["account"]):
        style = _element(document, "Style", id=account)
        line = _element(style, "LineStyle")
        _element(line, "color", _kml_colour(LIGHT.get(account, LIGHT["several"]), 255))
        _element(line, "width", "2")
        _element(
            _element(style, "PolyStyle"), "color", _kml_colour(LIGHT["intermediate-range"], 20)
        )
    for site, group in rings.groupby("site", sort=False):
        folder = _element(document, "Folder")
        _element(folder, "name", str(site))
        for row in group.to_dict("records"):
            placemark = _element(folder, "Placemark")
            end = "at least " if row["bound"] == "at_least" else "up to "
            name = f"{row['system']}: {end}{row['range_km']:g} km, {row['claimant']}"
            _element(placemark, "name", name)
            _element(placemark, "styleUrl", f"#{row['account']}")
            extended = _element(placemark, "ExtendedData")
            for column, value in row.items():
                if column != "geometry" and value is not None and value == value:
                    data = _element(extended, "Data", name=str(column))
                    _element(data, "value", str(value))
            _kml_area(placemark, row["geometry"])
    ElementTree.indent(root, space=" ")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _kml_area(placemark: ElementTree.Element, area: "Polygon | MultiPolygon") -> None:
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


def _kml_colour(colour: str, opacity: int) -> str:
    """Return ``#rrggbb`` as KML has it: opacity, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{opacity:02x}{blue}{green}{red}"
