"""Opens any table of a caller's, a file or a table in memory, and returns a sheet.

Each kind of file has a reader, which is imported only for a file of that kind.
"""

from collections.abc import Callable
from pathlib import Path

from infmap.catalogue.names.spelling import folded
from infmap.catalogue.reading.faults import CUT_IT, Frame, Reading
from infmap.catalogue.reading.formats.kinds import Kind, kind_of
from infmap.catalogue.reading.heads.grid import TITLE_ROWS, Models, fits, sheet_of
from infmap.catalogue.reading.holds import is_rather_another
from infmap.catalogue.reading.sheet import Grid, Parts, Sheet
from infmap.catalogue.rows import Row
from infmap.errors import shorten, unread

#: The largest text that is read. JSON may take thirty times its size in memory.
MOST_TEXT_BYTES = 20_000_000
#: The largest file of any other kind.
MOST_BYTES = 100_000_000
#: The separator between the path of a file and the name of a sheet or layer in it.
PART_MARK = "#"


def open_sheet(reading: Reading, *models: type[Row]) -> Sheet | None:
    """Return a caller's table with its heads, or None after a fault.

    Of several tables in a file, it is the one that a ``#name`` after the path names. Without a
    name, it is the first sheet of a workbook, or the only layer of a map file, that has the
    required columns of one of `models`. A sheet that rather is another table is the last choice.
    """
    if isinstance(reading.source, Frame):
        from infmap.catalogue.reading.formats.frames import frame_sheet

        return frame_sheet(reading, reading.source)
    path, part = split_part(reading.source)
    data = read_bytes(reading, path)
    if data is None:
        return None
    kind = kind_of(path, data)
    if isinstance(kind, tuple):
        reading.fault(None, None, kind[0], None, kind[1])
        return None
    if kind in {Kind.TEXT, Kind.JSON} and len(data) > MOST_TEXT_BYTES:
        problem = f"is larger than {MOST_TEXT_BYTES / 1e6:.0f} MB"
        reading.fault(None, None, problem, None, CUT_IT)
        return None
    parts = _parts(reading, kind, path, data, models)
    if parts is None:
        return None
    sheet = _chosen(reading, parts, part, kind, models)
    if sheet is not None and not reading.has_room(len(sheet.rows), len(sheet.heads)):
        return None
    if sheet is not None:
        reading.separator = sheet.separator
        sheet.loose = reading.loose = kind in {Kind.KML, Kind.KMZ, Kind.GPX}
    return sheet


def split_part(path: Path) -> tuple[Path, str | None]:
    """Return the path of a file, and the name of the sheet or layer after it.

    Examples
    --------
    >>> split_part(Path("book.xlsx#Sheet2"))
    (PosixPath('book.xlsx'), 'Sheet2')
    """
    try:
        if PART_MARK not in path.name or path.exists():
            return path, None
    except (OSError, ValueError):
        return path, None
    name, _, part = path.name.rpartition(PART_MARK)
    return (path.with_name(name), part) if name and part else (path, None)


def read_bytes(reading: Reading, path: Path) -> bytes | None:
    """Return the bytes of a file, or None after a fault."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reading.pass_on([unread(path, error)])
        return None
    if len(data) > MOST_BYTES:
        reading.fault(None, None, f"is larger than {MOST_BYTES / 1e6:.0f} MB", None, CUT_IT)
        return None
    return data


def _parts(reading: Reading, kind: Kind, path: Path, data: bytes, models: Models) -> Parts | None:
    """Return the tables of a file by name; the name is empty if the kind of file has only one."""
    if kind is Kind.TEXT:
        from infmap.catalogue.reading.formats.delimited import grid_of

        return {"": lambda: grid_of(reading, data, models)}
    if kind is Kind.JSON:
        from infmap.catalogue.reading.formats.geojson import json_sheet

        return {"": lambda: json_sheet(reading, data)}
    if kind is Kind.PARQUET:
        from infmap.catalogue.reading.formats.parquet import parquet_sheet

        return {"": lambda: parquet_sheet(reading, data)}
    if kind is Kind.WORKBOOK:
        from infmap.catalogue.reading.formats.workbooks import workbook_parts

        return workbook_parts(reading, data)
    from infmap.catalogue.reading.formats import layers

    if kind is Kind.SHAPEFILE:
        return layers.shapefile_parts(reading, path)
    readers: dict[Kind, Callable[[Reading, bytes], Parts | None]] = {
        Kind.KML: layers.kml_parts,
        Kind.KMZ: layers.kmz_parts,
        Kind.GPX: layers.gpx_parts,
        Kind.GEOPACKAGE: layers.geopackage_parts,
        Kind.FLATGEOBUF: layers.flatgeobuf_parts,
        Kind.ZIPPED_SHAPEFILE: layers.zipped_shapefile_parts,
    }
    return readers[kind](reading, data)


def _chosen(
    reading: Reading, parts: Parts, part: str | None, kind: Kind, models: Models
) -> Sheet | None:
    """Return the table of a file that `part` names, or else the one that fits the models."""
    what = "sheet" if kind is Kind.WORKBOOK else "layer"
    names = ", ".join(shorten(name) for name in parts)
    if part is not None:
        name = next((name for name in parts if folded(name) == folded(part)), None)
        if name is None or not name:
            problem = f"has no {what} of this name" if names else f"has no {what}s"
            remedy = f"write one of {names}" if names else f"leave out {PART_MARK}{part}"
            reading.fault(None, None, problem, part, remedy)
            return None
        return _sheet(reading, parts[name](), models)
    if len(parts) == 1:
        return _sheet(reading, next(iter(parts.values()))(), models)
    return _fitting(reading, parts, what, models)


def _fitting(reading: Reading, parts: Parts, what: str, models: Models) -> Sheet | None:
    """Return the table that has the required columns: in a workbook the first such sheet.

    A sheet of sites has the columns of one of systems too: it is that only if no other is.
    """
    tried: dict[str, tuple[Sheet | None, Reading]] = {}
    for name, open_part in parts.items():
        sheet = _sheet(reading, open_part(), models)
        # Only the faults and notes of the chosen part are reported.
        tried[name] = sheet, reading.put_aside()
        is_meant = sheet and fits(sheet, models) and not is_rather_another(sheet, models)
        if what == "sheet" and is_meant:
            break
    sheets = {name: sheet for name, (sheet, _) in tried.items() if sheet is not None}
    by_model = ([name for name in sheets if fits(sheets[name], [model])] for model in models)
    fitting = next(filter(None, by_model), [])
    if what == "sheet":
        meant = [name for name in fitting if not is_rather_another(sheets[name], models)]
        fitting = [*meant, *fitting][:1]
    if len(fitting) > 1:
        reading.fault(
            None,
            None,
            f"has {len(fitting)} {what}s that can be meant",
            ", ".join(fitting),
            f"name one behind the path, as in {PART_MARK}{fitting[0]}",
        )
        return None
    filled = [name for name, (sheet, _) in tried.items() if sheet is not None and sheet.rows]
    wrong = [name for name, (_, aside) in tried.items() if aside.faults]
    chosen = next(iter([*fitting, *filled, *wrong]), None)
    if chosen is None:
        reading.fault(None, None, f"has no {what} with a table", ", ".join(parts), "add the rows")
        return None
    not_read = ", ".join(shorten(name) for name in parts if name != chosen)
    reading.note(None, None, f"{what} {shorten(chosen)} read; not read: {not_read}")
    sheet, aside = tried[chosen]
    reading.take(aside)
    return sheet


def _sheet(reading: Reading, table: Grid | Sheet | None, models: Models) -> Sheet | None:
    """Return a table as a sheet; the header of a grid is looked for."""
    if not isinstance(table, Grid):
        return table
    number, widest = max(
        ((number, len(row)) for number, row in table.rows[:TITLE_ROWS]),
        key=lambda row: row[1],
        default=(None, 0),
    )
    if not reading.has_columns(widest, number):
        return None
    return sheet_of(reading, table, models)
