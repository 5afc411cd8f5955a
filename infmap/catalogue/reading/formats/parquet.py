"""Reads Parquet and GeoParquet to a sheet, with limits of memory."""

import io
from typing import TYPE_CHECKING

from infmap.catalogue.reading.faults import CUT_IT, MOST_ROWS, MOST_UNPACKED_BYTES, Frame, Reading
from infmap.catalogue.reading.formats.frames import frame_sheet
from infmap.catalogue.reading.formats.projections import FILE_NAMED, names_file
from infmap.catalogue.reading.sheet import Sheet

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS_AT_ONCE = 1024


def parquet_sheet(reading: Reading, data: bytes) -> Sheet | None:
    """Return the table in a Parquet file, or None after a fault."""
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(io.BytesIO(data)) as file:
            if not reading.has_room(file.metadata.num_rows, file.metadata.num_columns):
                return None
            table = _unpacked(reading, file)
        if table is None:
            return None
        if names_file((table.schema.metadata or {}).get(b"geo", b"").decode("utf-8", "replace")):
            reading.fault(None, "geometry", FILE_NAMED, None, "write the points in EPSG:4326")
            return None
        # Inside the try block: some invalid texts raise only when their cells are read.
        return frame_sheet(reading, Frame(reading.name, _frame(table, data)))
    except Exception as error:  # Arrow, GEOS and PROJ raise many types for invalid metadata
        reason = " ".join(str(error).split())
        reading.fault(None, None, "not Parquet that can be read", reason, "write the file again")
        return None


def _unpacked(reading: Reading, file: "pa.parquet.ParquetFile") -> "pa.Table | None":
    import pyarrow as pa

    batches, rows, held = [], 0, 0
    for batch in file.iter_batches(_ROWS_AT_ONCE, use_threads=False):
        batches.append(batch)
        rows, held = rows + batch.num_rows, held + batch.nbytes
        if held > MOST_UNPACKED_BYTES or rows > MOST_ROWS:
            problem = f"takes more than {MOST_UNPACKED_BYTES / 1e6:.0f} MB unpacked"
            reading.fault(None, None, problem, None, CUT_IT)
            return None
    if rows != file.metadata.num_rows:
        problem = "does not hold as many rows as it says"
        reading.fault(None, None, problem, f"{file.metadata.num_rows:,}", "write the file again")
        return None
    return pa.Table.from_batches(batches, schema=file.schema_arrow)


def _frame(table: "pa.Table", data: bytes) -> object:
    """Return a DataFrame, or a GeoDataFrame if the file is a GeoParquet."""
    if b"geo" not in (table.schema.metadata or {}):
        return table.to_pandas(ignore_metadata=True)
    import geopandas as gpd

    return gpd.read_parquet(io.BytesIO(data))
