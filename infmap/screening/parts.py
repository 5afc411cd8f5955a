"""One part of a screening: read, measured and written, with its sums for the rings inside."""

import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from infmap.io.files import in_one_line, taking_the_place_of
from infmap.screening.batches import input_size, read_batches, wrong
from infmap.screening.columns import WrongRowsError, read_numbers
from infmap.screening.measure import Block, Measures
from infmap.screening.memory import keep_freed_memory
from infmap.screening.places import PART_ROWS, Task
from infmap.screening.radii import SiteRings

if TYPE_CHECKING:
    import pyarrow as pa

#: The columns that a screening adds to each place.
ADDED = ("nearest_site_id", "nearest_km", "reached_on_all", "reached_on_some")
#: The key in a part's own file for its sums for the rings, so that neither exists alone.
SUMS_KEY = b"infmap.analysis.rings"
#: The remedy if a screening cannot be written.
OTHER_FOLDER = "choose another folder"


class Progress(Protocol):
    """Reports of how far a run is."""

    def start(self, size: int) -> None:
        """Take how many bytes of input there are."""

    def advance(self, rows: int, size: int) -> None:
        """Take how many rows, of about how many bytes, were measured since the last call."""


@dataclass(frozen=True)
class Job:
    """What to measure, the same for every task: it holds the sites, but no places."""

    sites: tuple[SiteRings, ...]
    weight: str | None
    output: Path

    @cached_property
    def measures(self) -> Measures:
        """The sites as they are measured by, prepared once for all tasks of a process."""
        return Measures(self.sites)

    def part_path(self, task: Task, number: int) -> Path:
        """Return the path of a task's part with this number."""
        return self.output / "places" / f"part-{task.number:05d}-{number:05d}.parquet"


@dataclass(frozen=True)
class Sums:
    """What parts add to the rings: the number of places and the sum of their weights, by ring."""

    rows: int
    places: tuple[int, ...]
    weights: tuple[float, ...]


def run_task(
    job: Job,
    task: Task,
    *,
    threads: int = 1,
    done: Callable[[int, int], object] = lambda rows, size: None,
) -> list[Path]:
    """Write a task's parts that do not exist yet; return the paths of all its parts.

    Parameters
    ----------
    job : Job
    task : Task
    threads : int
        How many batches are measured at once; 1 leaves the other cores to other tasks.
    done : callable
        Called after each batch with its number of rows and their approximate bytes of input.
    """
    keep_freed_memory()
    try:
        return _write_parts(job, task, threads, done)
    except WrongRowsError:
        raise wrong(task) from None


def _write_parts(
    job: Job, task: Task, threads: int, done: Callable[[int, int], object]
) -> list[Path]:
    batches = read_batches(task)
    paths: list[Path] = []
    # A Parquet task is one part; any other file is cut into parts as it is read.
    whole = task.row_groups is not None
    while True:
        path = job.part_path(task, len(paths))
        if whole and is_done(path):
            done(task.rows or 0, task.size)
            return [path]
        part = _take(batches, None if whole else PART_ROWS)
        first = next(part, None)
        if first is None:
            return paths
        if is_done(path):
            for batch in chain([first], part):
                done(batch.num_rows, input_size(task, batch))
        else:
            _write_part(job, task, chain([first], part), path, threads, done)
        paths.append(path)
        if whole:
            return paths


def _take(batches: "Iterator[pa.RecordBatch]", rows: int | None) -> "Iterator[pa.RecordBatch]":
    taken = 0
    while rows is None or taken < rows:
        batch = next(batches, None)
        if batch is None:
            return
        taken += batch.num_rows
        yield batch


def _write_part(
    job: Job,
    task: Task,
    batches: "Iterator[pa.RecordBatch]",
    path: Path,
    threads: int,
    done: Callable[[int, int], object],
) -> None:
    """Write one part under a hidden name, and rename it once it is complete."""
    from pyarrow import parquet

    rows, places, weights = 0, np.zeros(1, np.int64), np.zeros(1)
    with (
        in_one_line(path, OTHER_FOLDER),
        taking_the_place_of(path) as hidden,
        ExitStack() as open_files,
    ):
        writer = None
        for batch, block in _measured(task, job.measures, batches, threads):
            table = _with_answers(job, batch, block)
            if writer is None:
                writer = open_files.enter_context(
                    parquet.ParquetWriter(
                        hidden,
                        table.schema,
                        use_dictionary=_texts(table.schema),
                        compression="zstd",
                    )
                )
            writer.write_table(table)
            rows += batch.num_rows
            places, weights = places + block.places, weights + block.weights
            done(batch.num_rows, input_size(task, batch))
        assert writer is not None
        sums = {
            "rows": rows,
            "places": job.measures.by_ring(places).tolist(),
            "weights": job.measures.by_ring(weights).tolist(),
        }
        writer.add_key_value_metadata({SUMS_KEY: json.dumps(sums)})


def _measured(
    task: Task,
    measures: Measures,
    batches: "Iterator[pa.RecordBatch]",
    threads: int,
) -> "Iterator[tuple[pa.RecordBatch, Block]]":
    """Yield each batch with its result, in order, while a few are measured at a time."""

    def answer(batch: "pa.RecordBatch") -> "tuple[pa.RecordBatch, Block]":
        kept, lons, lats, weights = read_numbers(batch, task.columns)
        return kept, measures.measure(lons, lats, weights)

    if threads == 1:
        yield from map(answer, batches)
        return
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Any] = deque()
        for batch in batches:
            waiting.append(pool.submit(answer, batch))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _with_answers(job: Job, batch: "pa.RecordBatch", block: Block) -> "pa.Table":
    import pyarrow as pa

    ids = [site.id.encode() for site in job.sites]
    ends = np.cumsum([0, *map(len, ids)], dtype=np.int32)
    names = pa.StringArray.from_buffers(len(ids), pa.py_buffer(ends), pa.py_buffer(b"".join(ids)))
    nearest = names.take(_column(block.nearest))
    table = pa.Table.from_batches([batch])
    answers = (nearest, *map(_column, (block.nearest_km, block.on_all, block.on_some)))
    for name, column in zip(ADDED, answers, strict=True):
        table = table.append_column(name, column)
    return table


def _column(numbers: Any) -> "pa.Array":
    """Return numbers as a column of the same memory, without pandas, which `pa.array` imports."""
    import pyarrow as pa

    kind = pa.from_numpy_dtype(numbers.dtype)
    return pa.Array.from_buffers(kind, numbers.size, [None, pa.py_buffer(numbers)])


def _texts(schema: Any) -> list[str]:
    """Return the columns to store with a dictionary: texts, as numbers do not get smaller."""
    import pyarrow as pa

    return [field.name for field in schema if pa.types.is_string(field.type)]


def is_done(path: Path) -> bool:
    """Return whether a part is there and can be read: a failing disk may have damaged it."""
    import pyarrow as pa

    try:
        return read_sums(path).rows >= 0
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError):
        return False


def read_sums(path: Path) -> Sums:
    """Return what a part adds to the rings."""
    from pyarrow import parquet

    sums = json.loads(parquet.read_metadata(path).metadata[SUMS_KEY])
    return Sums(sums["rows"], tuple(sums["places"]), tuple(sums["weights"]))
