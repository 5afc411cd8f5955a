"""The cells of a column of a batch: as floats, at once if they are plain, and what texts hold."""

from collections.abc import Callable
from typing import Any

import numpy as np

from infmap.catalogue.cells import is_empty
from infmap.catalogue.values.refused import RefusedError
from infmap.geodesy.arrays import Floats


def decoded(cells: Any) -> Any:
    """Return a column of categories as their values, and any other as it is."""
    import pyarrow as pa

    return cells.dictionary_decode() if pa.types.is_dictionary(cells.type) else cells


def has(cells: Any, pattern: str) -> "np.typing.NDArray[np.bool_]":
    """Return which cells of a column are texts that hold a pattern."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not _is_text(cells):
        return np.zeros(len(cells), dtype=bool)
    found = pc.fill_null(pc.match_substring_regex(cells, pattern), False)
    return np.asarray(np.from_dlpack(pc.cast(found, pa.uint8())), dtype=bool)


def has_comma(cells: Any) -> bool:
    """Return whether a comma may be in a column of texts: a quick look at all of its bytes."""
    letters = cells.buffers()[2] if _is_text(cells) else None
    return letters is not None and bool((np.frombuffer(letters, np.uint8) == ord(",")).any())


def filled(cells: Any) -> "np.typing.NDArray[np.bool_]":
    """Return which cells of a column hold something; of numbers NaN is nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = decoded(cells)
    if pa.types.is_floating(cells.type):
        return np.zeros(len(cells), dtype=bool)
    try:
        held = pc.is_valid(cells)
        if _is_text(cells):
            some = pc.not_equal(pc.utf8_trim_whitespace(cells), "")
            held = pc.and_(held, pc.fill_null(some, False))
        return np.asarray(np.from_dlpack(pc.cast(held, pa.uint8())), dtype=bool)
    except pa.ArrowException:
        return np.array([not is_empty(plain(cell)) for cell in cells], dtype=bool)


def _is_text(cells: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type))


def floats(cells: Any, read: Callable[[str], float], *, comma: bool = False) -> Floats:
    """Return a column as floats; other cells become NaN.

    If every cell is a plain number, all are read at once; with `comma`, a comma is a decimal point.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    given = cells
    try:
        if pa.types.is_boolean(cells.type) or pa.types.is_temporal(cells.type):
            return np.full(len(cells), np.nan)
        if comma and has_comma(cells):
            cells = pc.replace_substring(cells, ",", ".", max_replacements=1)
        values = pc.cast(cells, pa.float64())
        if values.null_count:
            values = pc.fill_null(values, np.nan)
        # Not by `to_numpy`, which imports pandas.
        return np.asarray(np.from_dlpack(values), dtype=float)
    except (pa.ArrowException, TypeError, ValueError):
        return np.array([_float(cell, read) for cell in given], dtype=float)


def _float(cell: Any, read: Callable[[str], float]) -> float:
    value = plain(cell)
    try:
        if isinstance(value, str):
            return read(value)
        return float("nan") if isinstance(value, bool) else float(value)
    except (RefusedError, TypeError, ValueError, OverflowError):
        return float("nan")


def plain(cell: Any) -> Any:
    """Return a cell as a Python value; some have none, such as text that is not UTF-8."""
    import pyarrow as pa

    try:
        return cell.as_py()
    except (pa.ArrowException, ValueError, OverflowError, KeyError):  # the last of a time zone
        return f"a {cell.type} that cannot be read"
