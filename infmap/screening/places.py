"""Tables of places larger than memory: which files there are, and how they are divided into tasks.

CSV and Parquet are streamed; any other table is short, and is read like all tables.
"""

import csv
import glob
import io
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.reading.faults import Note, Reading
from infmap.catalogue.reading.formats.delimited import (
    BrokenRowError,
    refuse_quoted_rows,
    rows_of,
    separator_of,
    stray_cell,
    what_is_broken,
)
from infmap.catalogue.reading.formats.geoarrow import has_geometry
from infmap.catalogue.reading.formats.kinds import Kind, kind_of
from infmap.catalogue.reading.formats.parquet import batches_of, open_parquet, other_rows
from infmap.catalogue.reading.formats.texts import BYTE_ORDER_MARKS, decoded, is_unmarked_utf16
from infmap.catalogue.reading.heads.grid import OF_ROWS, sheet_of
from infmap.catalogue.reading.opening import open_sheet, split_part
from infmap.catalogue.reading.positions import check_countries
from infmap.catalogue.reading.remarks import refuse_closing_sums
from infmap.catalogue.reading.sheet import Grid, Sheet
from infmap.catalogue.reading.strangers import check_rows
from infmap.catalogue.rows import Position, WeighedPosition
from infmap.errors import DataError, Fault, unread
from infmap.screening.cells import plain
from infmap.screening.columns import Columns, columns_of

if TYPE_CHECKING:
    import pyarrow as pa

#: Approximate rows of a part: as many as a killed run may have to repeat.
PART_ROWS = 1_000_000
#: Bytes read to find a text's header, and any file's kind.
HEAD_BYTES = 1 << 20
#: Each column is read, kept and written by itself, which takes time and memory.
MOST_COLUMNS = 2000
_TRIED_ROWS = 200
#: The suffixes of the files that are read in a folder.
STREAMED = {".csv", ".tsv", ".tab", ".txt", ".parquet"}


@dataclass(frozen=True)
class Task:
    """What one worker reads at once: some row groups of a Parquet file, or all of any other file.

    Attributes
    ----------
    number : int
        Its place in the order of the input.
    path : Path
    columns : Columns
        The columns of positions and weights in it.
    kind : Kind
    row_groups : tuple of int, or None
        For Parquet only; any other file can only be read from its start.
    rows : int or None
        How many rows, if the file says so.
    size : int
        Its approximate bytes of input, for the progress bar.
    """

    number: int
    path: Path
    columns: Columns
    kind: Kind
    row_groups: tuple[int, ...] | None
    rows: int | None
    size: int


def find_files(places: str | Path) -> list[Path]:
    """Return the files that a path, a folder or a glob means, in order.

    Raises
    ------
    DataError
        If there are none.
    """
    path = Path(places)
    # `os.path` answers no for a name that the system refuses; `Path` may raise.
    if os.path.isdir(path):
        files = [
            file
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in STREAMED and file.name[0] not in "._" and file.is_file()
        ]
    elif os.path.exists(path) or os.path.exists(split_part(path)[0]):
        files = [path]
    else:
        files = [Path(name) for name in sorted(glob.glob(str(places), recursive=True))]
    if not files:
        remedy = "give a table of places, such as a .csv or .parquet"
        raise file_fault(path, "no such file, nor a folder or pattern that holds one", remedy)
    return files


def plan_tasks(files: list[Path], weight: str | None = None) -> tuple[list[Task], list[str]]:
    """Divide files into tasks, the same for the same files, and return these with the notes.

    Raises
    ------
    DataError
        With what is wrong with the heads of every file.
    """
    tasks: list[Task] = []
    faults: list[Fault] = []
    notes: list[str] = []
    for path in files:
        reading = Reading(path)
        reading.most_columns = MOST_COLUMNS
        opened = _opened(reading, path, weight)
        faults += reading.faults
        notes += map(str, reading.notes)
        if opened is None or reading.faults:
            continue
        kind, columns = opened
        if kind is Kind.PARQUET:
            tasks += _parquet_tasks(path, columns, len(tasks))
        else:
            size = split_part(path)[0].stat().st_size
            tasks.append(Task(len(tasks), path, columns, kind, None, None, size))
    if faults:
        raise DataError(faults)
    return tasks, notes


def _opened(reading: Reading, path: Path, weight: str | None) -> tuple[Kind, Columns] | None:
    """Return the kind of a file and its columns, or None with the fault noted."""
    try:
        with split_part(path)[0].open("rb") as file:
            start = file.read(HEAD_BYTES)
    except (OSError, ValueError) as error:
        reading.pass_on([unread(path, error)])
        return None
    kind = kind_of(path, start) if not start.startswith(b"PK") else Kind.WORKBOOK
    if isinstance(kind, tuple):
        reading.fault(None, None, kind[0], None, kind[1])
        return None
    if kind is Kind.PARQUET or path.suffix.lower() == ".parquet":
        schema = open_parquet(path).schema_arrow
        if not has_geometry(schema):
            sheet = Sheet([str(name) for name in schema.names], _first_rows(path, schema, weight))
            columns = columns_of(reading, sheet, weight)
            if columns is not None and (columns.countries or columns.datums):
                rows = _some_rows(path, _TRIED_ROWS)
                _tell_examples(reading, replace(sheet, rows=rows), columns)
            return None if columns is None else (Kind.PARQUET, columns)
        kind = Kind.GEOPARQUET  # its points are unpacked by what reads every table
    if kind is Kind.TEXT:
        columns = _text_columns(reading, start, weight)
        return None if columns is None else (kind, columns)
    short = short_table(reading, weight)
    return None if short is None else (kind, short[1])


def _text_columns(reading: Reading, start: bytes, weight: str | None) -> Columns | None:
    """Return the columns of a text file, from its first bytes."""
    encoding = "utf-16" if start.startswith(BYTE_ORDER_MARKS) else "utf-8-sig"
    whole = len(start) < HEAD_BYTES
    if whole or is_unmarked_utf16(start):
        text = decoded(reading, start, lambda text: stray_cell(text, [Position]), "CSV UTF-8")
    else:
        text = start.decode(encoding, "surrogateescape")
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    if text is None:
        return None
    separator = separator_of(text, [Position])
    if not text.strip() or separator is None:
        reading.fault(None, None, "the file is empty", None, "write a header row and the rows")
        return None
    grid = Grid([], separator)
    try:
        for row in rows_of(text, separator):
            grid.rows.append(row)
            # With weights, all rows there may show whether the file has decimal commas.
            if weight is None and len(grid.rows) > _TRIED_ROWS:
                break
    except BrokenRowError as error:
        if whole or len(grid.rows) < 2:
            reading.fault(error.row, None, *what_is_broken(str(error)))
            return None
    if refuse_quoted_rows(reading, grid):
        return None
    sheet = sheet_of(reading, grid, [Position])
    if sheet is None:
        return None
    # All rows are read later, and what is wrong with one of these is told with all others.
    reading.leave(*OF_ROWS)
    columns = columns_of(reading, sheet, weight)
    if columns is None:
        return None
    _tell_examples(reading, sheet, columns)
    if whole and 0 not in columns.measured:
        rows = rows_of(text, separator)
        with suppress(BrokenRowError):  # told when the rows are read
            refuse_closing_sums(reading, (row for row in rows if row[0] > (sheet.head_row or 1)))
    if reading.faults:
        return None
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for _ in range(sheet.head_row or 1):
        next(lines)
    return replace(
        columns,
        separator=separator,
        encoding="utf-16" if encoding == "utf-16" else "utf-8",
        lines_above=lines.line_num,
        head_row=sheet.head_row or 1,
    )


def _first_rows(path: Path, schema: "pa.Schema", weight: str | None) -> list[tuple[int, list[Any]]]:
    """Return the first rows of a Parquet file, which show how it writes weights that are texts."""
    import pyarrow as pa

    if weight is None or all(map(pa.types.is_primitive, schema.types)):
        return []
    return _some_rows(path)


def _some_rows(path: Path, most: int | None = None) -> list[tuple[int, list[Any]]]:
    """Return the first rows of a Parquet file: of its first batch, or at most so many."""
    try:
        batch = next(batches_of(path, open_parquet(path)), None)
    except DataError:
        return []  # it is told where the rows are read
    batch = None if batch is None else batch.slice(0, most)
    columns = [] if batch is None else [map(plain, column) for column in batch.columns]
    return list(enumerate(map(list, zip(*columns, strict=True)), start=1))


def _tell_examples(reading: Reading, sheet: Sheet, columns: Columns) -> None:
    """Note for each column how the first cell was read that could be written more plainly."""
    trial = Reading(reading.source)
    trial.separator = sheet.separator
    tried = replace(sheet, rows=sheet.rows[:_TRIED_ROWS])
    rows = check_rows(trial, tried, columns.layout, Position)
    check_countries(trial, rows, data_path(OUTLINES))
    for fault in trial.faults:
        if fault.row is None and columns.plane:  # of the whole table: unknown projection
            reading.pass_on([fault])
    told: dict[str | None, Note] = {}
    for note in trial.notes:
        told.setdefault(note.field, note)
    for field, note in told.items():
        rest = "; such rows below are not told" if field == "country" else ", and the like below"
        reading.note(note.row, field, note.text + rest)


def _parquet_tasks(path: Path, columns: Columns, first: int) -> list[Task]:
    size = path.stat().st_size
    metadata = open_parquet(path).metadata
    rows_of_group = [metadata.row_group(k).num_rows for k in range(metadata.num_row_groups)]
    if min(rows_of_group, default=0) < 0 or sum(rows_of_group) != metadata.num_rows:
        raise other_rows(path, metadata.num_rows)
    tasks: list[Task] = []
    groups: list[int] = []
    rows = 0
    for group, held in enumerate(rows_of_group):
        groups.append(group)
        rows += held
        if rows >= PART_ROWS or group == len(rows_of_group) - 1:
            share = round(size * rows / max(1, metadata.num_rows))
            number = first + len(tasks)
            tasks.append(Task(number, path, columns, Kind.PARQUET, tuple(groups), rows, share))
            groups, rows = [], 0
    return tasks


def short_table(reading: Reading, weight: str | None) -> "tuple[pa.Table, Columns] | None":
    """Return any other table with its positions as numbers, or None with the faults noted."""
    import pyarrow as pa

    sheet = open_sheet(reading, Position)
    columns = None if sheet is None else columns_of(reading, sheet, weight)
    if sheet is None or columns is None:
        return None
    layout = replace(columns.layout, by_geometry=columns.lon is None and columns.position is None)
    model = Position if weight is None else WeighedPosition
    rows = check_rows(reading, sheet, layout, model, whole=True)
    check_countries(reading, rows, data_path(OUTLINES))
    if reading.faults:
        return None
    cells = {
        head: [row[place] if place < len(row) else None for _, row in sheet.rows]
        for place, head in enumerate(sheet.heads)
    }
    cells |= {"lon": [row.lon for _, row in rows], "lat": [row.lat for _, row in rows]}
    if columns.weight is not None:
        cells[sheet.heads[columns.weight]] = [getattr(row, "weight", None) for _, row in rows]
    table = pa.table({head: _column(cells[head]) for head in cells})
    heads = table.column_names
    lon, lat = heads.index("lon"), heads.index("lat")
    return table, Columns(tuple(heads), lon, lat, weight=columns.weight)


def _column(cells: list[Any]) -> "pa.Array":
    """Return cells as a column of one type; cells of several types become text."""
    import pyarrow as pa

    try:
        return pa.array(cells)
    except (pa.ArrowException, TypeError, OverflowError):
        return pa.array([None if cell is None else str(cell) for cell in cells])


def file_fault(path: Path, problem: str, remedy: str) -> DataError:
    """Return the error for a file as a whole."""
    return DataError([Fault(str(path), None, None, problem, None, remedy)])
