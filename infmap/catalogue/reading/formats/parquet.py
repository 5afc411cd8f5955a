"""Opens Parquet and GeoParquet: in batches whatever their length, or within limits as a sheet."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from infmap.catalogue.reading.faults import CUT_IT, MOST_ROWS, MOST_UNPACKED_BYTES, Frame, Reading
from infmap.catalogue.reading.formats.frames import frame_sheet
from infmap.catalogue.reading.formats.projections import FILE_NAMED, names_file
from infmap.catalogue.reading.sheet import Sheet
from infmap.errors import DataError, Fault, reason_of, unread

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

#: Rows decoded at once: a long text stored once in a file may be repeated in each of them.
ROWS_AT_ONCE = 1024


def open_parquet(path: Path, data: bytes | None = None) -> "ParquetFile":
    """Return a Parquet file, or its bytes, open; what cannot be read is a `DataError`.

    Examples
    --------
    >>> open_parquet(Path("none.parquet"))
    Traceback (most recent call last):
    infmap.errors.DataError: none.parquet: file not found; check the path
    """
    from pyarrow.parquet import ParquetFile

    if data is None:
        try:
            path.open("rb").close()
        except (OSError, ValueError) as error:
            raise DataError([unread(path, error)]) from None
    with _in_one_line(path):
        file = ParquetFile(path if data is None else io.BytesIO(data))
        assert file.schema_arrow.names is not None  # read here, as they may not be UTF-8
    return file


def batches_of(
    path: Path,
    file: "ParquetFile",
    *,
    groups: Sequence[int] | None = None,
    columns: list[str] | None = None,
    rows_at_once: int = ROWS_AT_ONCE,
) -> "Iterator[pa.RecordBatch]":
    """Yield a file's rows, all or those of some row groups; damage is a `DataError`."""
    about = file.metadata
    rows = about.num_rows
    if groups is not None:
        rows = sum(about.row_group(group).num_rows for group in groups)
    left = rows
    with _in_one_line(path):
        for batch in file.iter_batches(rows_at_once, groups, columns, use_threads=False):
            left -= batch.num_rows
            if left < 0:
                break
            yield batch
    if left:
        raise other_rows(path, rows)


def other_rows(path: Path, rows: int) -> DataError:
    """Return the error for a file with another number of rows: pyarrow has none for it."""
    problem = "does not hold as many rows as it says"
    return DataError([Fault(str(path), None, None, problem, f"{rows:,}", "write the file again")])


@contextmanager
def _in_one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # Arrow raises many types for a damaged or an encrypted file
        problem, remedy = "not Parquet that can be read", "write the file again"
        fault = Fault(str(path), None, None, problem, reason_of(error), remedy)
        raise DataError([fault]) from None


def parquet_sheet(reading: Reading, data: bytes) -> Sheet | None:
    """Return the table in a Parquet file, or None after a fault."""
    path = Path(reading.name)
    try:
        with open_parquet(path, data) as file:
            if not reading.has_room(file.metadata.num_rows, file.metadata.num_columns):
                return None
            table = _unpacked(reading, path, file)
        if table is None:
            return None
        if names_file((table.schema.metadata or {}).get(b"geo", b"").decode("utf-8", "replace")):
            reading.fault(None, "geometry", FILE_NAMED, None, "write the points in EPSG:4326")
            return None
        # GEOS and PROJ raise many types too, and some invalid texts only when cells are read.
        with _in_one_line(path):
            return frame_sheet(reading, Frame(reading.name, _frame(table, data)))
    except DataError as error:
        reading.pass_on(error.faults)
        return None


def _unpacked(reading: Reading, path: Path, file: "ParquetFile") -> "pa.Table | None":
    import pyarrow as pa

    batches, rows, held = [], 0, 0
    for batch in batches_of(path, file):
        batches.append(batch)
        rows, held = rows + batch.num_rows, held + batch.nbytes
        if held > MOST_UNPACKED_BYTES or rows > MOST_ROWS:
            problem = f"takes more than {MOST_UNPACKED_BYTES / 1e6:.0f} MB unpacked"
            reading.fault(None, None, problem, None, CUT_IT)
            return None
    return pa.Table.from_batches(batches, schema=file.schema_arrow)


def _frame(table: "pa.Table", data: bytes) -> object:
    """Return a GeoDataFrame if the file is a GeoParquet, else its table without pandas' index."""
    if b"geo" not in (table.schema.metadata or {}):
        return table.replace_schema_metadata(None)
    import geopandas as gpd

    return gpd.read_parquet(io.BytesIO(data))
