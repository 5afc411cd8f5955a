"""Readers for the layers of GIS files, one function for each kind of file."""

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.gdal import (
    REPROJECT,
    SAVE_AGAIN,
    Opened,
    layer_names,
    layer_reader,
)
from infmap.catalogue.reading.formats.geopackages import geopackage_parts
from infmap.catalogue.reading.formats.placemarks import gpx_parts, kml_parts, kmz_parts
from infmap.catalogue.reading.formats.projections import FILE_NAMED, names_file
from infmap.catalogue.reading.formats.shapefiles import shapefile_parts, zipped_shapefile_parts
from infmap.catalogue.reading.sheet import Parts

__all__ = [
    "flatgeobuf_parts",
    "geopackage_parts",
    "gpx_parts",
    "kml_parts",
    "kmz_parts",
    "shapefile_parts",
    "zipped_shapefile_parts",
]

_FLATGEOBUF = b"fgb\x03fgb"
#: GDAL's own limit. It makes the last of the four bytes of the size a zero, which stops drivers
#: that search the start of a file for words.
_LARGEST_HEAD_BYTES = 10_000_000


def flatgeobuf_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the layer of a FlatGeobuf by name, or None after a fault.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.fgb"))
    >>> flatgeobuf_parts(reading, b"fgb")
    >>> print(*reading.faults)
    sites.fgb: is no FlatGeobuf; save it again in a GIS, or export it as GeoJSON
    """
    head_size = int.from_bytes(data[8:12], "little")
    if not data.startswith(_FLATGEOBUF) or not 0 < head_size <= _LARGEST_HEAD_BYTES:
        reading.fault(None, None, "is no FlatGeobuf", None, SAVE_AGAIN)
        return None
    # GDAL opens a file that a reference system names as soon as it opens the layer.
    if names_file(data[12 : 12 + head_size].decode("latin-1")):
        reading.fault(None, None, FILE_NAMED, None, REPROJECT)
        return None
    opened = Opened(data, "a FlatGeobuf", "FlatGeobuf")
    names = layer_names(reading, opened)
    if names is None:
        return None
    return {name or "layer": layer_reader(reading, opened, k) for k, name in enumerate(names)}
