"""Reads the layers and tables of a GeoPackage to sheets.

A GeoPackage is a database, which may hold endless queries, and virtual tables that open other
files. So Python's SQLite reads it in full with limits before GDAL opens it.
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
#: The largest row of a database, with its geometry.
_LONGEST_ROW_BYTES = 50_000_000
#: The most steps of SQLite to read a file, in thousands: a few seconds.
_MOST_KILOSTEPS = 50_000

_SQLITE = b"SQLite format 3\0"
_GEOPACKAGE_IDS = {b"GPKG", b"GP10", b"GP11"}
#: Tables of a GeoPackage with metadata, indices and styles.
_ABOUT = re.compile(r"(gpkg|rtree|sqlite)_|layer_styles$|qgis_projects$", re.I)
_RTREE = re.compile(r'CREATE VIRTUAL TABLE\s+["\'\[]?rtree_[^(]*\sUSING\s+rtree\s*\(', re.I)
#: Functions that a view may call: none of them makes a long text of a short one.
_FUNCTIONS = frozenset(
    (
        *("abs", "avg", "cast", "coalesce", "count", "date", "datetime", "ifnull", "iif", "instr"),
        *("length", "like", "lower", "ltrim", "max", "min", "nullif", "round", "row_number"),
        *("rtrim", "strftime", "substr", "substring", "sum", "time", "total", "trim", "typeof"),
        "upper",
    )
)


def geopackage_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the layers and tables of a GeoPackage by name, or None after a fault.

    Tables of metadata, indices and styles are left out.

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
        # SQLite would look for a write-ahead log beside the file; in memory there is none.
        data = data[:18] + b"\x01\x01" + data[20:]
        text = "a program had it open when it was copied: what that had not yet saved is not read"
        reading.note(None, None, text)
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
    """Return the number of rows of each table and view of a database, after reading all of them.

    A view may be endless, and rows may repeat one long text. What ends here ends in GDAL too.
    Virtual tables are refused, since they may open other files.
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
    """Return the number of rows of a table, and the bytes of room that are left after it."""
    quoted = '"' + name.replace('"', '""') + '"'
    kind = "view" if is_view else "table"
    export = f"export the {kind} as a table of a new GeoPackage"
    count = 0
    try:
        for row in database.execute(f"SELECT * FROM {quoted}"):
            count += 1
            room -= sum(len(cell) for cell in row if isinstance(cell, bytes))
            # GDAL opens a file that a reference system names as soon as it opens the layer.
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
    """Allow SQLite to read and to call `_FUNCTIONS`; deny all else, also recursion."""
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ) or (
        action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
