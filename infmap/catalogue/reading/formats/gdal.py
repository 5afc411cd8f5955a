"""GDAL, shut in: one layer of a file in memory to a sheet.

A stranger's file is a stranger's program to GDAL: it looks for a driver by how a file begins, and
some drivers fetch what a file names. So it sees bytes in memory that were found to be what they
should, never a path, and the driver that took them is asked for afterwards.
"""

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from infmap.catalogue.reading.faults import MOST_ROWS, Reading
from infmap.catalogue.reading.formats.projections import FILE_NAMED, names_file
from infmap.catalogue.reading.sheet import Place, Sheet
from infmap.errors import shorten

if TYPE_CHECKING:
    import pyarrow as pa

#: A cell of more is no cell of a table.
LONGEST_TEXT = 1_000_000
#: GDAL opens nothing beside what it is given, and nothing on the net.
_SHUT_IN: dict[str, str | None] = {
    "CPL_DEBUG": "OFF",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # where nothing listens
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    # The faster ways to Arrow read on where a FlatGeobuf has no geometry, past what is theirs.
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
    """What GDAL says of a layer, beside its rows."""

    #: Names of the columns.
    fields: list[str]
    #: Its reference system, or nothing.
    crs: str


@dataclass(frozen=True)
class Opened:
    """Bytes that GDAL reads by one of the drivers named.

    Attributes
    ----------
    data : bytes
        The file, or the files in a stored zip.
    kind : str
        What it is, with its article: ``a GeoPackage``.
    driver : str
        The only driver of GDAL that may take it.
    encoding : str, optional
        Of its texts, where they are not UTF-8.
    """

    data: bytes
    kind: str
    driver: str
    encoding: str | None = None


def layer_names(reading: Reading, opened: Opened) -> list[str] | None:
    """Return the names of the layers, or None with the fault noted."""
    import pyogrio

    def names() -> tuple[list[str], str]:
        found = [str(name) for name, _ in pyogrio.list_layers(opened.data)]
        return found, str(pyogrio.read_info(opened.data, layer=0)["driver"]) if found else ""

    answer = _asked(reading, opened, names)
    if answer is None:
        return None
    found, driver = answer
    if driver and driver != opened.driver:
        reading.fault(None, None, f"is not {opened.kind}", f"GDAL reads it as {driver}", SAVE_AGAIN)
        return None
    if not found:
        reading.fault(None, None, "holds no table", None, "add a layer of points")
        return None
    return found


def read_layer(
    reading: Reading, opened: Opened, index: int, count: int | None = None
) -> Sheet | None:
    """Return one layer as a sheet, or None with the fault noted.

    Parameters
    ----------
    reading : Reading
        Takes the faults.
    opened : Opened
        The file.
    index : int
        The place of the layer in the file, from 0.
    count : int, optional
        How many rows it has, where that was counted.
    """
    import pyogrio
    from pyogrio import raw

    info = _asked(reading, opened, lambda: pyogrio.read_info(opened.data, layer=index))
    if info is None:
        return None
    rows = int(info["features"]) if count is None else count
    if not reading.has_room(rows, max(1, len(info["fields"]))):
        return None

    def table() -> "tuple[_About, pa.Table, list[list[Any]]]":
        which = {"layer": index, "encoding": opened.encoding, "max_features": MOST_ROWS + 1}
        # Alone, the way to Arrow ends without a word at a row that cannot be read; this raises.
        raw.read(opened.data, columns=[], read_geometry=False, return_fids=True, **which)
        about, read = raw.read_arrow(opened.data, **which)
        read.validate(full=True)
        return about, read, [column.to_pylist() for column in read.columns]

    answer = _asked(reading, opened, table)
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
    said = True
    if read.num_columns > len(about["fields"]):
        positions = [_place_of(wkb) for wkb in columns[len(about["fields"])]]
        said = bool(about["crs"])
        places = in_degrees(reading, positions, about["crs"]) if said else positions
        if places is None:
            return None
    numbered = [
        (number, [column[number - 1] for column in cells]) for number in range(1, read.num_rows + 1)
    ]
    return Sheet(heads, numbered, places, typed=True, crs_said=said)


def layer_reader(
    reading: Reading, opened: Opened, index: int, count: int | None = None
) -> Callable[[], Sheet | None]:
    """Return `read_layer`, to be called when the layer is wanted."""
    return lambda: read_layer(reading, opened, index, count)


def in_degrees(reading: Reading, places: list[Place], crs: str) -> list[Place] | None:
    """Return places with their positions brought to WGS 84, or None with the fault noted.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.shp"))
    >>> [(lon, lat)] = in_degrees(reading, [(2_226_389.8, 7_361_866.1)], "EPSG:3857")
    >>> print(f"{lon:.4f} {lat:.4f}")
    20.0000 55.0000
    """
    import numpy as np

    at = [index for index, place in enumerate(places) if isinstance(place, tuple)]
    xy = np.array([places[index] for index in at], dtype=float).reshape(-1, 2)
    if crs != _WGS84:
        if names_file(crs):
            reading.fault(None, None, FILE_NAMED, shorten(crs), REPROJECT)
            return None
        from pyproj import Transformer
        from pyproj.exceptions import ProjError

        try:
            transformer = Transformer.from_crs(crs, _WGS84, always_xy=True)
            xy = np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))
        except (ProjError, ValueError, OverflowError, MemoryError):
            problem = "there is no way from its reference system to WGS 84"
            reading.fault(None, None, problem, shorten(crs), REPROJECT)
            return None
    found = list(places)
    for index, (lon, lat) in zip(at, xy.tolist(), strict=True):
        if np.isfinite([lon, lat]).all():
            found[index] = (lon, lat)
            continue
        problem = "its position is none in its reference system"
        shown = "{:g}, {:g}".format(*places[index])  # type: ignore[misc]
        reading.fault(index + 1, None, problem, shown, f"mend it, or {REPROJECT}")
        found[index] = None
    return found


def _asked(reading: Reading, opened: Opened, ask: Callable[[], T]) -> T | None:
    """Return what GDAL answers, or None with the fault noted."""
    try:
        with _shut_in():
            return ask()
    # Cython, GDAL and Arrow raise a dozen kinds between them for a broken file; their words
    # name a file in memory, and not what is wrong.
    except Exception:
        reading.fault(None, None, f"is damaged, or not {opened.kind}", None, SAVE_AGAIN)
        return None


@contextmanager
def _shut_in() -> Iterator[None]:
    """Keep GDAL off the net, off other files, and silent."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in _SHUT_IN}
    pyogrio.set_gdal_config_options(_SHUT_IN)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, float) and cell != cell:
        return None
    return cell


def _has_too_long(reading: Reading, heads: list[str], cells: list[list[Any]]) -> bool:
    long = False
    for head, column in zip(heads, cells, strict=True):
        for number, cell in enumerate(column, start=1):
            if isinstance(cell, str) and len(cell) > LONGEST_TEXT:
                long = True
                reading.fault(number, head, "holds a text of more than 1 MB", None, "shorten it")
    return long


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
    """Return the position of a geometry that is one point, else its type's name.

    From its first bytes: shapely reads no line of a single point, and of such the name is wanted.
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
