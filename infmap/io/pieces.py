"""Long tables piece by piece, so that their text need not be in memory."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from numbers import Integral, Number, Real
from types import SimpleNamespace

from infmap.io.escaping import inert_cell

#: Rows that are written at once.
ROWS_AT_ONCE = 200


def json_pieces(records: Iterator[Mapping[str, object]]) -> Iterator[str]:
    """Yield records as JSON, a list of objects."""
    from pydantic_core import to_json

    between = "["
    while rows := list(islice(records, ROWS_AT_ONCE)):
        yield between
        # The same as Python's `json`, ten times faster: that one indents in Python.
        told = to_json(rows, indent=1, fallback=_as_plain, inf_nan_mode="null")
        yield told.decode()[1:-2]
        between = ","
    yield "\n]\n" if between == "," else "[]\n"


def as_json(value: object) -> object:
    """Return a value as JSON knows it: without what Python alone calls a number or nothing.

    What is missing is None, an infinite number a text; arrays and sets are lists.

    Examples
    --------
    >>> as_json({1: (float("nan"), float("inf"), Decimal("2.5"))})
    {'1': [None, 'Infinity', 2.5]}
    """
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:  # as most are
        return value
    if isinstance(value, Mapping):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(as_json, value), key=str)
    if isinstance(value, list | tuple):
        return [*map(as_json, value)]
    if is_missing(value):
        return None
    if isinstance(value, Real | Decimal) and not isinstance(value, Integral):
        # By its text, or a number of 32 bits would get digits that it does not have.
        number = float(str(value)) if _is_of_numpy(value) else float(value)
        return number if isfinite(number) else str(Decimal(number))
    if hasattr(value, "tolist"):  # numpy's, pandas' and pyarrow's own
        plain = value.tolist()
        return str(value) if type(plain) is kind else as_json(plain)
    return str(value) if isinstance(value, bytes | complex) else value


def _as_plain(value: object) -> object:
    """Return as what JSON knows an object that its writer does not, in its own text if as none."""
    plain = as_json(value)
    return str(value) if type(plain) is type(value) else plain


def is_missing(value: object) -> bool:
    """Return whether a value is one of those that stand for none: None, NaN, NaT and NA.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(0), is_missing("")
    (True, False, False)
    """
    if type(value) is float:
        return value != value
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return (isinstance(value, Number) or _is_of_numpy(value)) and bool(value != value)


def _is_of_numpy(value: object) -> bool:
    """Return whether a value is a scalar of numpy, which is not imported for this."""
    return getattr(value, "shape", None) == ()


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
