"""The layers and tables of a GeoPackage to sheets.

A GeoPackage is a database, and a database can hold queries that never end, and tables that are
other files. So it is read through under bounds by Python's SQLite before GDAL opens it.
"""

import re
import sqlite3
from contextlib import closing

from infmap.catalogue.reading.faults import MOST_ROWS, MOST_UNPACKED_BYTES, Reading
from infmap.catalogue.reading.formats.gdal import (
    REPROJECT,
    SAVE_AGAIN,
    Opened,
    layer_names,
    layer_reader,
)
from infmap.catalogue.reading.formats.projections import FILE_NAMED, names_file
from infmap.catalogue.reading.sheet import Parts
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import shorten

_REFERENCE_SYSTEMS = "gpkg_spatial_ref_sys"
#: One row of a database, its geometry included.
_LONGEST_ROW_BYTES = 50_000_000
#: How many thousands of steps of SQLite a file may take to be read through: a few seconds.
_MOST_KILOSTEPS = 50_000

_SQLITE = b"SQLite format 3\0"
_GEOPACKAGE_IDS = {b"GPKG", b"GP10", b"GP11"}
#: Tables of a GeoPackage that are about the others.
_ABOUT = re.compile(r"(gpkg|rtree|sqlite)_|layer_styles$|qgis_projects$", re.I)
_RTREE = re.compile(r'CREATE VIRTUAL TABLE\s+["\'\[]?rtree_[^(]*\sUSING\s+rtree\s*\(', re.I)
#: What a view may call: functions that make nothing long of something short.
_FUNCTIONS = frozenset(
    (
        *("abs", "avg", "cast", "coalesce", "count", "date", "datetime", "ifnull", "iif", "instr"),
        *("length", "like", "lower", "ltrim", "max", "min", "nullif", "round", "row_number"),
        *("rtrim", "strftime", "substr", "substring", "sum", "time", "total", "trim", "typeof"),
        "upper",
    )
)


def geopackage_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the layers and tables of a GeoPackage by name, or None with the fault noted.

    Parameters
    ----------
    reading : Reading
        Takes the faults.
    data : bytes
        The file.

    Returns
    -------
    Parts or None
        Without the tables of styles and the inner tables of the format.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.gpkg"))
    >>> geopackage_parts(reading, b"name;lon;lat")
    >>> print(*reading.faults)
    sites.gpkg: is no GeoPackage; save it again in a GIS, or export it as GeoJSON
    """
    if not data.startswith(_SQLITE) or len(data) < 100:
        reading.fault(None, None, "is no GeoPackage", None, SAVE_AGAIN)
        return None
    if data[68:72] not in _GEOPACKAGE_IDS:
        remedy = "export the layer as a GeoPackage, GeoJSON or CSV"
        reading.fault(None, None, "is an SQLite database and no GeoPackage", None, remedy)
        return None
    if b"\x02" in data[18:20]:
        # A log of changes beside the file is looked for then, and in memory there is none.
        data = data[:18] + b"\x01\x01" + data[20:]
        left = "a program had it open when it was copied: what that had not yet saved is not read"
        reading.note(None, None, left)
    try:
        counts = _rows_by_table(data)
    except RefusedError as refused:
        reading.fault(None, None, refused.problem, None, refused.remedy)
        return None
    except (sqlite3.Error, ValueError, OverflowError, MemoryError):
        reading.fault(None, None, "is damaged", None, SAVE_AGAIN)
        return None
    opened = Opened(data, "a GeoPackage", "GPKG")
    names = layer_names(reading, opened)
    if names is None:
        return None
    parts: Parts = {
        name: layer_reader(reading, opened, index, counts.get(name.lower()))
        for index, name in enumerate(names)
        if not _ABOUT.match(name)
    }
    if not parts:
        reading.fault(None, None, "holds no table", None, "add a layer of points")
    return parts or None


def _rows_by_table(data: bytes) -> dict[str, int]:
    """Return how many rows each table and view of a database gives, read through under bounds.

    A view may go on for ever, and rows may share what is long; what came to an end here comes to
    an end in GDAL. Virtual tables, which may be other files, are refused.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_ROW_BYTES)
        database.text_factory = bytes
        schema = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        ).fetchall()
        database.set_authorizer(_only_reading)
        steps = iter(range(_MOST_KILOSTEPS))
        database.set_progress_handler(lambda: next(steps, None) is None, 1000)
        room = MOST_UNPACKED_BYTES
        counts = {}
        for kind, raw, sql in schema:
            name, statement = raw.decode(), (sql or b"").decode().lstrip()
            if re.match(r"CREATE\s+VIRTUAL", statement, re.I):
                if not _RTREE.match(statement):
                    raise RefusedError(
                        f"holds a virtual table {shorten(name)!r}",
                        "export its layers to a new GeoPackage",
                    )
                continue
            is_view = kind == b"view"
            if name.lower().startswith("rtree_") and not is_view:
                continue
            count, room = _counted(database, name, room, is_view=is_view)
            counts[name.lower()] = count
        return counts


def _counted(
    database: sqlite3.Connection, name: str, room: int, *, is_view: bool
) -> tuple[int, int]:
    """Return how many rows a table gives, and how many bytes there is room for after them."""
    quoted = '"' + name.replace('"', '""') + '"'
    kind = "view" if is_view else "table"
    export = f"export the {kind} as a table of a new GeoPackage"
    count = 0
    try:
        for row in database.execute(f"SELECT * FROM {quoted}"):
            count += 1
            room -= sum(len(cell) for cell in row if isinstance(cell, bytes))
            # GDAL opens what a reference system names before anybody can ask of which it is.
            if name.lower() == _REFERENCE_SYSTEMS and any(map(_names_file, row)):
                raise RefusedError(FILE_NAMED, REPROJECT)
            if room < 0 or (is_view and count > MOST_ROWS):
                raise RefusedError(f"its {kind} {shorten(name)!r} is too long", export)
            if count > MOST_ROWS:
                break
    except sqlite3.Error as error:
        raise RefusedError(f"its {kind} {shorten(name)!r} cannot be read", export) from error
    return count, room


def _names_file(cell: object) -> bool:
    return isinstance(cell, bytes) and names_file(cell.decode("latin-1"))


def _only_reading(
    action: int, first: str | None, second: str | None, schema: str | None, inner: str | None
) -> int:
    """Allow SQLite to read, and to call what makes nothing long; not to recurse."""
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) or (
        action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
