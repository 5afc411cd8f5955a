"""The rows of a task, read in batches, and what is said of rows that are wrong."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.delimited import BrokenRowError, rows_of, what_is_broken
from infmap.catalogue.reading.formats.kinds import Kind
from infmap.catalogue.reading.formats.parquet import ROWS_AT_ONCE, batches_of, open_parquet
from infmap.catalogue.reading.formats.texts import refuse_stray
from infmap.errors import DataError, Fault, reason_of
from infmap.screening.cells import plain
from infmap.screening.columns import (
    WrongRowsError,
    explain,
    is_plainly_right,
    read_numbers,
    wrong_rows,
)
from infmap.screening.places import MOST_COLUMNS, Task, file_fault, short_table

if TYPE_CHECKING:
    import pyarrow as pa

#: The most rows, and bytes, that are measured and written at once.
BATCH_ROWS, BATCH_BYTES = 65_536, 64 << 20
#: So many columns of numbers make batches of fewer bytes.
NARROW = 100
CSV_BLOCK_BYTES = 4 << 20
#: Rows of a text that Arrow does not read, taken at once.
PADDED_ROWS = 8192


class StrayByteError(Exception):
    """A cell of a text file has a byte that is not valid in its encoding."""

    def __init__(self, row: int, column: str | None, cell: str) -> None:
        super().__init__(cell)
        self.row = row
        self.column = column
        self.cell = cell


def read_batches(task: Task) -> "Iterator[pa.RecordBatch]":
    """Yield a task's rows in batches; a truncated file is a `DataError` of one line."""
    import pyarrow as pa

    try:
        if task.kind is Kind.PARQUET:
            yield from _parquet_batches(task)
        elif task.kind is Kind.TEXT:
            yield from _text_batches(task)
        else:
            yield from _sheet_batches(task)
    except (pa.ArrowException, OSError, UnicodeError) as error:
        if task.kind is Kind.TEXT:
            raise WrongRowsError from None
        problem = f"cannot be read ({reason_of(error)})"
        raise file_fault(task.path, problem, "write the file again") from None


def _parquet_batches(task: Task) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa

    file = open_parquet(task.path)
    types = file.schema_arrow.types
    # What may be text of any length, or very wide, is decoded a few rows at a time.
    narrow = len(types) <= NARROW and all(map(pa.types.is_primitive, types))
    at_once = BATCH_ROWS if narrow else ROWS_AT_ONCE
    waiting: list[pa.RecordBatch] = []
    rows, held = 0, 0
    for batch in batches_of(task.path, file, groups=task.row_groups, rows_at_once=at_once):
        waiting.append(batch)
        rows, held = rows + batch.num_rows, held + batch.nbytes
        if rows >= BATCH_ROWS or held >= BATCH_BYTES:
            yield from _as_one(waiting)
            waiting, rows, held = [], 0, 0
    yield from _as_one(waiting)


def _as_one(batches: "list[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """Yield batches joined into one, if there are any."""
    import pyarrow as pa

    if batches:
        yield from pa.Table.from_batches(batches).combine_chunks().to_batches()


def _text_batches(task: Task) -> "Iterator[pa.RecordBatch]":
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    columns = task.columns
    # Everything as text, so that other columns pass through as written.
    types = {name: pa.string() for name in columns.heads}
    try:
        reader = arrow_csv.open_csv(
            task.path,
            read_options=arrow_csv.ReadOptions(
                block_size=CSV_BLOCK_BYTES,
                use_threads=False,
                skip_rows=columns.lines_above,
                column_names=list(columns.heads),
                encoding=columns.encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=columns.separator, newlines_in_values=True
            ),
            convert_options=arrow_csv.ConvertOptions(column_types=types, strings_can_be_null=False),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return  # a header without a row
        if "Expected" not in str(error):
            raise
        yield from _padded_batches(task, 0)
        return
    taken = 0
    try:
        for batch in reader:
            for start in range(0, batch.num_rows, BATCH_ROWS):
                yield batch.slice(start, BATCH_ROWS)
            taken += batch.num_rows
    except pa.ArrowInvalid as error:
        if "Expected" not in str(error):
            raise
        # A row's number of cells differs from the header's: missing ones count as blank.
        yield from _padded_batches(task, taken)


def _padded_batches(task: Task, taken: int) -> "Iterator[pa.RecordBatch]":
    """Yield the rows of a text after those taken, with short rows padded by blank cells."""
    import pyarrow as pa

    width = len(task.columns.heads)
    rows = islice(_all_rows(task), taken, None)
    while chunk := list(islice(rows, PADDED_ROWS)):
        if max(map(len, chunk)) > width:
            raise WrongRowsError
        cells = zip(*(row + [""] * (width - len(row)) for row in chunk), strict=True)
        columns = [pa.array(column, pa.string()) for column in cells]
        yield pa.RecordBatch.from_arrays(columns, list(task.columns.heads))


def _all_rows(task: Task) -> Iterator[list[str]]:
    """Yield the rows of a text below its header that are not empty lines, as Arrow does."""
    columns = task.columns
    encoding = "utf-16" if columns.encoding == "utf-16" else "utf-8-sig"
    with task.path.open(encoding=encoding, newline="") as file:
        for number, cells in enumerate(csv.reader(file, delimiter=columns.separator), start=1):
            if number > columns.head_row and cells:
                yield cells


def _sheet_batches(task: Task) -> "Iterator[pa.RecordBatch]":
    """Yield the rows of a short table of any kind, with positions as numbers."""
    columns = task.columns
    weight = None if columns.weight is None else columns.heads[columns.weight]
    reading = Reading(task.path)
    reading.most_columns = MOST_COLUMNS
    short = short_table(reading, weight)
    if short is None:
        raise file_fault(task.path, "was changed while it was read", "run it again")
    yield from short[0].to_batches(BATCH_ROWS)


def wrong(task: Task) -> DataError:
    """Return the faults of the rows of a task's file, worded as for every other table."""
    rows = _text_rows(task) if task.kind is Kind.TEXT else _wrong_parquet_rows(task)
    try:
        return explain(task.path, task.columns, rows)
    except BrokenRowError as error:
        fault = Fault(str(task.path), error.row, None, *what_is_broken(str(error)))
        return DataError([fault])
    except StrayByteError as error:
        reading = Reading(task.path)
        refuse_stray(reading, error.row, error.column, error.cell, "CSV UTF-8")
        return DataError(reading.faults)


def faults_of(task: Task) -> tuple[Fault, ...]:
    """Return the faults of the rows of a task's file, if it has any."""
    try:
        for batch in read_batches(task):
            read_numbers(batch, task.columns)
    except WrongRowsError:
        return wrong(task).faults
    except DataError as error:
        return error.faults
    return ()


def _text_rows(task: Task) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of a text below its header, numbered as in a spreadsheet."""
    columns = task.columns
    encoding = "utf-16" if columns.encoding == "utf-16" else "utf-8-sig"
    with task.path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        for number, cells in rows_of(file, columns.separator):
            for place, cell in enumerate(cells):
                if not cell.isprintable() and re.search("[\udc80-\udcff]", cell):
                    column = columns.heads[place] if place < len(columns.heads) else None
                    raise StrayByteError(number, column, cell)
            if number > columns.head_row and not is_plainly_right(cells, columns):
                yield number, list(cells)


def _wrong_parquet_rows(task: Task) -> Iterator[tuple[int, list[Any]]]:
    """Yield the faulty rows of a Parquet file, numbered from 1."""
    first = 1
    for batch in batches_of(task.path, open_parquet(task.path), rows_at_once=BATCH_ROWS):
        for row in wrong_rows(batch, task.columns):
            yield first + int(row), [plain(column[int(row)]) for column in batch.columns]
        first += batch.num_rows


def input_size(task: Task, batch: "pa.RecordBatch") -> int:
    """Return the approximate bytes of a batch in its file."""
    if task.rows:
        return int(task.size * batch.num_rows / task.rows)
    # The characters and a separator for each cell, without Arrow's offsets in memory.
    return int(batch.nbytes - 3 * batch.num_rows * batch.num_columns)
