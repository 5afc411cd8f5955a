"""Millions of places, spread evenly over the globe: the same for the same seed."""

from pathlib import Path

import numpy as np

from reliability.positions import scattered

#: Rows in a row group.
GROUP_ROWS = 1_000_000


def write_places(path: Path, count: int, seed: int) -> None:
    """Write a Parquet file of places with their population."""
    import pyarrow as pa
    from pyarrow import parquet

    rng = np.random.default_rng(seed)
    schema = pa.schema([("lon", pa.float64()), ("lat", pa.float64()), ("people", pa.int64())])
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, count, GROUP_ROWS):
            rows = min(GROUP_ROWS, count - start)
            columns = [*scattered(rng, rows), rng.integers(0, 1000, rows)]
            writer.write_table(pa.table(columns, schema=schema))
