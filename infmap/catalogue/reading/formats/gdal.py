"""Reads a layer of a file in memory to a sheet with GDAL, which is kept from all other files.

GDAL picks a driver by the first bytes of a file, and some drivers fetch the files or addresses
that it names. So GDAL gets bytes in memory whose format was checked before, never a path, and the
driver that it used is checked afterwards.
"""

import os
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from infmap.catalogue.reading.faults import MOST_ROWS, Reading
from infmap.catalogue.reading.formats.projections import (
    FILE_NAMED,
    OUTSIDE_CRS,
    names_file,
    to_wgs84,
)
from infmap.catalogue.reading.sheet import TOLD, Place, Sheet
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import shorten
from infmap.io.alone import gdal_options

if TYPE_CHECKING:
    import pyarrow as pa

#: The longest text of a cell.
LONGEST_TEXT = 1_000_000
#: Options that keep GDAL from opening other files and the network.
_ISOLATION: dict[str, str | None] = {
    "CPL_DEBUG": "OFF",
    # In another thread than the one that loaded it, GDAL would print its errors itself.
    "CPL_LOG": os.devnull,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # where nothing listens
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    # The optimised Arrow readers read out of bounds if a FlatGeobuf lacks a geometry.
    "OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES",
    "OGR_GPKG_STREAM_BASE_IMPL": "YES",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": None,
    "OGR_SQLITE_PRAGMA": None,
    "SHAPE_ENCODING": None,
    "SHAPE_RESTORE_SHX": "NO",
}

_WGS84 = "EPSG:4326"
REPROJECT = "reproject it to WGS 84 (EPSG:4326) in a GIS and save it again"
SAVE_AGAIN = "save it again in a GIS, or export it as GeoJSON"

_GEOMETRIES = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}
_MAY_HOLD_ONE_POINT = {"MultiPoint", "GeometryCollection"}

T = TypeVar("T")


class _About(TypedDict):
    """The metadata of a layer."""

    #: Names of the columns.
    fields: list[str]
    #: Its reference system, or an empty text.
    crs: str


@dataclass(frozen=True)
class Opened:
    """A file in memory, and the driver that GDAL must read it with."""

    #: The file, or the files in a stored zip.
    data: bytes
    #: The name of the format with its article: ``a GeoPackage``.
    kind: str
    #: The only driver of GDAL that may read it.
    driver: str
    #: The encoding of its texts if it is not UTF-8.
    encoding: str | None = None


def layer_names(reading: Reading, opened: Opened) -> list[str] | None:
    """Return the names of the layers, or None after a fault."""
    import pyogrio

    def names_and_driver() -> tuple[list[str], str]:
        names = [str(name) for name, _ in pyogrio.list_layers(opened.data)]
        return names, str(pyogrio.read_info(opened.data, layer=0)["driver"]) if names else ""

    answer = _isolated(reading, opened, names_and_driver)
    if answer is None:
        return None
    names, driver = answer
    if driver and driver != opened.driver:
        reading.fault(None, None, f"is not {opened.kind}", f"GDAL reads it as {driver}", SAVE_AGAIN)
        return None
    if not names:
        reading.fault(None, None, "holds no table", None, "add a layer of points")
        return None
    return names


def read_layer(
    reading: Reading, opened: Opened, index: int, count: int | None = None
) -> Sheet | None:
    """Return a layer as a sheet, or None after a fault.

    Its rows may have been counted before.
    """
    import pyogrio
    from pyogrio import raw

    info = _isolated(reading, opened, lambda: pyogrio.read_info(opened.data, layer=index))
    if info is None:
        return None
    rows = int(info["features"]) if count is None else count
    if not reading.has_room(rows, max(1, len(info["fields"]))):
        return None

    def table() -> "tuple[_About, pa.Table, list[list[Any]]]":
        which = {"layer": index, "encoding": opened.encoding, "max_features": MOST_ROWS + 1}
        # Reading to Arrow stops silently at a row that cannot be read. This call raises an error.
        raw.read(opened.data, columns=[], read_geometry=False, return_fids=True, **which)
        about, read = raw.read_arrow(opened.data, **which)
        read.validate(full=True)
        return about, read, [column.to_pylist() for column in read.columns]

    answer = _isolated(reading, opened, table)
    if answer is None:
        return None
    about, read, columns = answer
    heads = [str(head).strip() for head in about["fields"]]
    if not reading.has_room(read.num_rows, max(1, len(heads))):
        return None
    if count is not None and read.num_rows < count:
        problem = f"breaks off after {read.num_rows:,} of {count:,} rows"
        reading.fault(None, None, problem, None, SAVE_AGAIN)
        return None
    cells = [[_plain(cell) for cell in column] for column in columns[: len(heads)]]
    if _has_too_long(reading, heads, cells):
        return None
    heads, cells = _without_binary(reading, heads, cells)
    places: list[Place] | None = None
    has_crs = True
    if read.num_columns > len(about["fields"]):
        positions = [_place_of(wkb) for wkb in columns[len(about["fields"])]]
        has_crs = bool(about["crs"])
        places = in_degrees(reading, positions, about["crs"]) if has_crs else positions
        if places is None:
            return None
    numbered = [
        (number, [column[number - 1] for column in cells]) for number in range(1, read.num_rows + 1)
    ]
    return Sheet(heads, numbered, places, typed=True, crs_said=has_crs)


def layer_reader(
    reading: Reading, opened: Opened, index: int, count: int | None = None
) -> Callable[[], Sheet | None]:
    """Return a function without arguments that calls `read_layer`."""
    return lambda: read_layer(reading, opened, index, count)


def in_degrees(reading: Reading, places: list[Place], crs: str) -> list[Place] | None:
    """Return places with their positions converted to WGS 84, or None after a fault.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.shp"))
    >>> [(lon, lat)] = in_degrees(reading, [(2_226_389.8, 7_361_866.1)], "EPSG:3857")
    >>> print(f"{lon:.4f} {lat:.4f}")
    20.0000 55.0000
    """
    if crs == _WGS84:
        return places
    if names_file(crs):
        reading.fault(None, None, FILE_NAMED, shorten(crs), REPROJECT)
        return None
    points = {index: place for index, place in enumerate(places) if isinstance(place, tuple)}
    try:
        moved = to_wgs84(crs, [*points.values()])
    except RefusedError as error:
        reading.fault(None, None, error.problem, shorten(crs), error.remedy)
        return None
    if moved is None:
        problem = "there is no way from its reference system to WGS 84"
        reading.fault(None, None, problem, shorten(crs), REPROJECT)
        return None
    converted = [*places]
    for index, place in zip(points, moved, strict=True):
        if place is OUTSIDE_CRS:
            problem = "its position is none in its reference system"
            shown = "{:g}, {:g}".format(*points[index])
            reading.fault(index + 1, None, problem, shown, f"mend it, or {REPROJECT}")
        converted[index] = TOLD if place is OUTSIDE_CRS else place
    return converted


def _isolated(reading: Reading, opened: Opened, call: Callable[[], T]) -> T | None:
    """Return the result of a call that uses GDAL, or None after a fault."""
    try:
        with _isolation():
            return call()
    # Cython, GDAL and Arrow raise many types for a broken file, and their messages do not help.
    except Exception:
        reading.fault(None, None, f"is damaged, or not {opened.kind}", None, SAVE_AGAIN)
        return None


@contextmanager
def _isolation() -> Iterator[None]:
    """Keep GDAL from the network, from other files, and silent."""
    with gdal_options(_ISOLATION), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, float) and cell != cell:
        return None
    return cell


def _has_too_long(reading: Reading, heads: list[str], cells: list[list[Any]]) -> bool:
    has_too_long = False
    for head, column in zip(heads, cells, strict=True):
        for number, cell in enumerate(column, start=1):
            if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
                has_too_long = True
                reading.fault(number, head, "holds a text of more than 1 MB", None, "shorten it")
    return has_too_long


def _without_binary(
    reading: Reading, heads: list[str], cells: list[list[Any]]
) -> tuple[list[str], list[list[Any]]]:
    kept = []
    for head, column in zip(heads, cells, strict=True):
        if any(isinstance(cell, bytes) for cell in column):
            reading.note(None, head, "holds pictures or other binary data; column not read")
        else:
            kept.append((head, column))
    return [head for head, _ in kept], [column for _, column in kept]


def _place_of(wkb: bytes | None) -> Place:
    """Return the coordinates of a geometry with a single point, or the type of any other.

    The bytes are read here, as shapely refuses some geometries, such as a line of a single point.
    """
    if not wkb:
        return None
    order = "<" if wkb[0] else ">"
    (code,) = struct.unpack_from(f"{order}I", wkb, 1)
    kind = _GEOMETRIES.get((code & 0xFFFF) % 1000, "other geometry")
    if kind == "Point":
        x, y = struct.unpack_from(f"{order}2d", wkb, 5)
        return None if x != x and y != y else (x, y)
    if kind in _MAY_HOLD_ONE_POINT:
        (held,) = struct.unpack_from(f"{order}I", wkb, 5)
        if held == 0:
            return None
        if held == 1 and isinstance(place := _place_of(wkb[9:]), tuple):
            return place
    return kind
