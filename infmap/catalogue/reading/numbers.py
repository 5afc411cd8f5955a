"""What kind of number a cell holds, whatever its type."""

import math
from typing import Any


def as_float(cell: Any) -> float | None:
    """Return the number in a cell, or None without one."""
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
