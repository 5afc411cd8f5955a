"""Range rings for other programs: GeoJSON, GeoPackage, KML and GeoParquet."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Unpack

from infmap.analysis.rings import ring_layer, ring_rows
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.values.bands import Band
from infmap.export.geopackage import geopackage_bytes
from infmap.export.kml import kml_bytes
from infmap.io.files import write_whole
from infmap.io.formats import RingsFormat
from infmap.looks.words import accounts_text

if TYPE_CHECKING:
    import geopandas as gpd

    Layers: TypeAlias = Mapping[str, gpd.GeoDataFrame]

#: About a decimetre: RFC 7946 advises no more.
GEOJSON_DECIMALS = 6


def side_layers(cat: Catalogue, band: Band | None = None) -> "dict[str, gpd.GeoDataFrame]":
    """Return the layers of a GeoPackage beside the rings: the capitals, and their coverage.

    Examples
    --------
    >>> import infmap
    >>> layers = side_layers(infmap.load().select(site=["shuya"]))
    >>> {name: len(layer) for name, layer in layers.items()}
    {'capitals': 208, 'coverage': 208}
    """
    from infmap.analysis.coverage_table import coverage

    table = coverage(cat, band=band)
    capitals = cat.capitals.assign(source_ids=cat.capitals["source_ids"].map("; ".join))
    points = capitals.set_index("id").geometry.loc[table["target_id"]].reset_index(drop=True)
    words = table.assign(accounts=table["accounts"].map(accounts_text))
    return {"capitals": capitals, "coverage": words.set_geometry(points, crs="EPSG:4326")}


def geojson_bytes(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return records with a ``geometry`` as GeoJSON after RFC 7946."""
    import shapely

    features = [
        {
            "type": "Feature",
            "properties": {name: row[name] for name in row if name != "geometry"},
            "geometry": shapely.geometry.mapping(
                shapely.transform(row["geometry"], lambda xy: xy.round(GEOJSON_DECIMALS))
            ),
        }
        for row in rows
    ]
    # It has no member "crs": coordinates are always longitude and latitude on WGS 84.
    return f"{json.dumps({'type': 'FeatureCollection', 'features': features})}\n".encode()


def _geojson(rings: "gpd.GeoDataFrame", _: "Layers") -> bytes:
    known = rings.astype(object).where(rings.notna(), None)
    return geojson_bytes(known.to_dict("records"))


def _geoparquet(rings: "gpd.GeoDataFrame", _: "Layers") -> bytes:
    buffer = io.BytesIO()
    rings.to_parquet(buffer, schema_version="1.1.0")
    return buffer.getvalue()


#: The writer of each format.
WRITERS: dict[RingsFormat, Callable[["gpd.GeoDataFrame", "Layers"], bytes]] = {
    RingsFormat.GEOJSON: _geojson,
    RingsFormat.GEOPACKAGE: lambda rings, layers: geopackage_bytes({"rings": rings, **layers}),
    RingsFormat.KML: lambda rings, _: kml_bytes(rings),
    RingsFormat.GEOPARQUET: _geoparquet,
}
#: The formats whose files hold more layers than the rings.
LAYERED = {RingsFormat.GEOPACKAGE}


@checks_kinds
def save_rings(
    cat: Catalogue,
    path: str | Path,
    band: Band | None = None,
    **only: Unpack[Filters],
) -> "gpd.GeoDataFrame":
    """Write range rings for QGIS, Google Earth or ArcGIS by the suffix, whole or not at all.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    path : path
        Ends in ``.geojson``, ``.gpkg``, ``.kml`` or ``.parquet``. A GeoPackage holds the capitals
        and their coverage beside the rings, each with a style for QGIS.
    band : (float, float) or str, optional
        A band whose area is added for each site, as in `infmap.range_rings`; a GeoPackage's
        coverage then holds the places in it.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    GeoDataFrame
        The rings written, as of `infmap.range_rings`.

    Raises
    ------
    InfmapError
        If the suffix names no format, an id is unknown, nothing is left after the filters or the
        file cannot be written.

    References
    ----------
    RFC 7946 (GeoJSON), OGC 12-128 (GeoPackage), OGC 07-147r2 (KML 2.2), GeoParquet 1.1.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "rings.geojson")
    >>> len(infmap.save_rings(infmap.load(), path, system="9m729", account="operator"))
    4
    """
    return ring_layer(write_rings(cat, path, band, **only))


def write_rings(
    cat: Catalogue, path: str | Path, band: Band | None = None, **only: Unpack[Filters]
) -> list[dict[str, object]]:
    """Write what `save_rings` does and return its records, for GeoJSON without geopandas."""
    path = Path(path)
    form = RingsFormat.of(path.suffix)
    cat = cat.select(**only)
    rows = ring_rows(cat, band=band)
    if form is RingsFormat.GEOJSON:
        write_whole(path, geojson_bytes(rows))
    else:
        layers = side_layers(cat, band) if form in LAYERED else None
        write_whole(path, rings_bytes(ring_layer(rows), form, layers))
    return rows


def rings_bytes(rings: "gpd.GeoDataFrame", suffix: str, layers: "Layers | None" = None) -> bytes:
    """Return rings as a file of the format that a suffix names.

    Rings are in EPSG:4326, already cut at the antimeridian; `layers` are what a GeoPackage holds
    beside them, as `side_layers` has them. GeoJSON is after RFC 7946 (exteriors counter-clockwise,
    six decimals), a GeoPackage has QGIS styles, KML is styled by account, and GeoParquet is 1.1.
    Raises `InfmapError` if the suffix names no format.

    Examples
    --------
    >>> import infmap
    >>> rings = infmap.range_rings(infmap.load(), site="shuya", account="operator")
    >>> rings_bytes(rings, ".geojson")[:28]
    b'{"type": "FeatureCollection"'
    """
    return WRITERS[RingsFormat.of(suffix)](rings, layers or {})
