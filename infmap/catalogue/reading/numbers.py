"""What kind of number a cell holds, whatever its type."""

import math
from typing import Any

#: The columns of numbers that are neither degrees nor lengths.
COUNTS = {"population", "weight", "eliminated_count"}


def as_float(cell: Any) -> float | None:
    """Return the number in a cell, or None without one."""
    if isinstance(cell, str) and "_" in cell:  # Python's 1_000
        return None
    try:
        return float(cell)
    except (TypeError, ValueError, OverflowError):
        return None


def is_finite(number: float) -> bool:
    """Return whether a number is finite as a float."""
    try:
        return math.isfinite(number)
    except OverflowError:  # an integer too large for a float
        return False


def holds_numbers(name: str) -> bool:
    """Return whether one of infmap's columns holds numbers.

    Examples
    --------
    >>> holds_numbers("range_km"), holds_numbers("site")
    (True, False)
    """
    return name in {"lon", "lat"} | COUNTS or name.endswith("_km")
