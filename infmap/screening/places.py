"""Tables of places that outgrow memory: which parts they fall into, and reading them in batches."""

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infmap.errors import DataError, Fault

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows of a part, about: what a killed run may have to do again.
PART_ROWS = 1_000_000
#: Rows measured and written at once, fewer where they hold more than so many bytes.
BATCH_ROWS, BATCH_BYTES = 65_536, 64 << 20
#: Rows unpacked at once: a long text that a file holds once may stand in each of them.
UNPACKED_ROWS = 1024
CSV_BLOCK_BYTES = 4 << 20
POSITION = ("lon", "lat")
#: A damaged file may say that it holds more rows than it does, and be read without complaint.
OTHER_ROWS = "does not hold as many rows as it says"


@dataclass(frozen=True)
class Task:
    """What one worker reads in one go: some row groups of a Parquet file, or a whole CSV file.

    Attributes
    ----------
    number : int
        Its place in the order of the input.
    path : Path
    row_groups : tuple of int, or None
        None for CSV, which can only be read from its start.
    rows : int or None
        How many rows, where the file says so.
    size : int
        About how many bytes of the input it is, for the progress bar.
    """

    number: int
    path: Path
    row_groups: tuple[int, ...] | None
    rows: int | None
    size: int


def find_files(places: str | Path) -> list[Path]:
    """Return the files that a path, a folder or a glob means, in order.

    Raises
    ------
    DataError
        If there are none, or one is neither CSV nor Parquet.
    """
    path = Path(places)
    # Of a name that no system takes, `os.path` says that there is none.
    if os.path.isdir(path):
        found = [
            one
            for one in sorted(path.rglob("*"))
            if _is_table(one) and not _is_hidden(one) and one.is_file()
        ]
    elif os.path.exists(path):
        found = [path]
    else:
        found = [Path(one) for one in sorted(glob.glob(str(places), recursive=True))]
    if not found:
        raise _fault(
            path, "no such file, nor a folder or pattern that holds one", "give a .csv or .parquet"
        )
    for one in found:
        if not _is_table(one):
            raise _fault(one, "neither CSV nor Parquet by its suffix", "write .csv or .parquet")
    return found


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in {".csv", ".parquet"}


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "_"))


def plan_tasks(files: list[Path]) -> list[Task]:
    """Return the tasks that the files fall into: always the same for the same files."""
    tasks: list[Task] = []
    for path in files:
        size = path.stat().st_size
        if path.suffix.lower() == ".csv":
            tasks.append(Task(len(tasks), path, None, None, size))
            continue
        metadata = _open_parquet(path).metadata
        rows_of = [metadata.row_group(k).num_rows for k in range(metadata.num_row_groups)]
        if min(rows_of, default=0) < 0 or sum(rows_of) != metadata.num_rows:
            raise _fault(path, OTHER_ROWS, "write it again")
        groups: list[int] = []
        rows = 0
        for group, held in enumerate(rows_of):
            groups.append(group)
            rows += held
            if rows >= PART_ROWS or group == len(rows_of) - 1:
                share = round(size * rows / max(1, metadata.num_rows))
                tasks.append(Task(len(tasks), path, tuple(groups), rows, share))
                groups, rows = [], 0
    return tasks


def read_batches(task: Task) -> "Iterator[pa.RecordBatch]":
    """Yield a task's rows in batches; a file that breaks off is a `DataError` of one line."""
    import pyarrow as pa

    try:
        if task.row_groups is None:
            yield from _csv_batches(task.path)
        else:
            yield from _parquet_batches(task)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _fault(
            task.path, f"cannot be read ({_one_line(error)})", "write the file again"
        ) from None


def _parquet_batches(task: Task) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    file = _open_parquet(task.path)
    unpacked = file.iter_batches(
        UNPACKED_ROWS, row_groups=list(task.row_groups or ()), use_threads=False
    )
    found = 0
    waiting: list[pa.RecordBatch] = []
    rows, held = 0, 0
    for batch in unpacked:
        waiting.append(batch)
        rows, held = rows + batch.num_rows, held + batch.nbytes
        if rows >= BATCH_ROWS or held >= BATCH_BYTES:
            yield from _as_one(waiting)
            found += rows
            waiting, rows, held = [], 0, 0
    yield from _as_one(waiting)
    if found + rows != task.rows:
        raise _fault(task.path, OTHER_ROWS, "write it again")


def _as_one(batches: "list[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Yield batches put together, where there are any."""
    import pyarrow as pa

    if batches:
        yield from pa.Table.from_batches(batches).combine_chunks().to_batches()


def input_size(task: Task, batch: "pa.RecordBatch") -> int:
    """Return about how many bytes of its file a batch was."""
    if task.rows:
        return int(task.size * batch.num_rows / task.rows)
    # The letters and one separator each, without the offsets that the columns keep in memory.
    return int(batch.nbytes - 3 * batch.num_rows * batch.num_columns)


def column_names(path: Path) -> list[str]:
    """Return the names of a file's columns."""
    if path.suffix.lower() == ".csv":
        return _csv_columns(path)
    return list(_open_parquet(path).schema_arrow.names)


def _csv_columns(path: Path) -> list[str]:
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return next(csv.reader(file), [])
    except (OSError, ValueError, csv.Error) as error:
        raise _fault(path, f"cannot be read ({_one_line(error)})", "write it as UTF-8") from None


def _csv_batches(path: Path) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa
    from pyarrow import csv

    # Everything as text: what is not a position passes through as it was written.
    types = {name: pa.string() for name in _csv_columns(path)}
    reader = csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=CSV_BLOCK_BYTES, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=types, strings_can_be_null=False),
    )
    for batch in reader:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            yield batch.slice(start, BATCH_ROWS)


def _open_parquet(path: Path) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
        assert file.schema_arrow.names is not None  # read here: they may be no UTF-8
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise _fault(path, f"is no Parquet file ({_one_line(error)})", "write it again") from None
    return file


def numbers(
    batch: "pa.RecordBatch", column: str, lower: float, upper: float, path: Path, first_row: int
) -> Any:
    """Return a column of a batch as floats, within bounds.

    Raises
    ------
    DataError
        With the first row that is empty, not a number or out of bounds.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = batch.column(column)
    try:
        values = np.asarray(
            pc.cast(cells, pa.float64()).to_numpy(zero_copy_only=False), dtype=float
        )
    except (pa.ArrowException, TypeError, ValueError):
        values = np.array([_number(cell) for cell in cells])
    wrong = np.flatnonzero(~((values >= lower) & (values <= upper)))
    if wrong.size:
        row = int(wrong[0])
        bounds = f"{lower:g} to {upper:g}"
        problem = "is not a number" if np.isnan(values[row]) else f"is not within {bounds}"
        remedy = f"write a number, {bounds}"
        value = str(_plain(cells[row]))
        raise DataError([Fault(str(path), first_row + row, column, problem, value, remedy)])
    return values


def _number(cell: Any) -> float:
    try:
        return float(_plain(cell))
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _plain(cell: Any) -> Any:
    """Return a cell as Python has it; some have no such form, as text that is no UTF-8."""
    import pyarrow as pa

    try:
        return cell.as_py()
    except (pa.ArrowException, ValueError, OverflowError, KeyError):  # the last of a time zone
        return f"a {cell.type} that cannot be read"


def _fault(path: Path, problem: str, remedy: str) -> DataError:
    return DataError([Fault(str(path), None, None, problem, None, remedy)])


def _one_line(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return " ".join(text.split())[:200]
