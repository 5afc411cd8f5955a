"""Long tables piece by piece, so that their text need not be in memory."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from types import SimpleNamespace

from infmap.io.escaping import inert_cell

#: Rows that are written at once.
ROWS_AT_ONCE = 1_000


def json_pieces(records: Iterator[Mapping[str, object]]) -> Iterator[str]:
    """Yield records as JSON, a list of objects."""
    from pydantic_core import to_json

    between = "["
    while rows := list(islice(records, ROWS_AT_ONCE)):
        yield between
        # The same as Python's `json`, ten times faster: that one indents in Python.
        yield to_json(rows, indent=1, fallback=str).decode()[1:-2]
        between = ","
    yield "\n]\n" if between == "," else "[]\n"


def csv_pieces(columns: Sequence[str], lines: Iterator[Iterable[object]]) -> Iterator[str]:
    """Yield lines as CSV, under a line of heads."""
    rows: list[str] = []
    # Python quotes a cell for the marks alone that end its rows: a bare \r would end one.
    writer = csv.writer(SimpleNamespace(write=rows.append), lineterminator="\r\n")
    all_lines = chain([columns], lines)
    while piece := [*islice(all_lines, ROWS_AT_ONCE)]:
        writer.writerows(
            [inert_cell(cell) if isinstance(cell, str) else cell for cell in line] for line in piece
        )
        yield "".join(row.removesuffix("\r\n") + "\n" for row in rows)
        rows.clear()
