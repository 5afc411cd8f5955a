"""Joins a coordinate that stands in several cells to the text that one cell would hold."""

from collections.abc import Callable
from typing import Any

from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.heads.pieces import Pieces
from infmap.catalogue.values.degrees import Axis
from infmap.catalogue.values.footnote_marks import without_marks_of_position
from infmap.catalogue.values.refused import RefusedError

#: Marks that cells may have though their heads say the same.
_MARKS = "°º'′’\"″” "  # noqa: RUF001


def joined(place: int, pieces: Pieces, cell_at: Callable[[int], Any], axis: Axis) -> str | None:
    r"""Return a coordinate as one text, or None if all its cells are empty.

    Raises `RefusedError` if a cell is empty without which the others mean nothing: minutes before
    seconds, or the side of the earth.

    Examples
    --------
    >>> cells = [48, 25.0, "12", "N"]
    >>> joined(0, Pieces(1, 2, 3), cells.__getitem__, "lat")
    '48°25\'12"N'
    """
    degrees, minutes, seconds, side = (
        "" if at is None else plain_digits(cell_at(at))
        for at in (place, pieces.minutes, pieces.seconds, pieces.side)
    )
    if not (degrees or minutes or seconds or side):
        return None
    if not degrees or (seconds and not minutes):
        problem = "has no minutes before its seconds" if degrees else "has no degrees"
        raise RefusedError(problem, "write them, 0 if there are none")
    if pieces.side is not None and not side:
        sides = "N or S" if axis == "lat" else "E or W"
        raise RefusedError("does not say its side of the earth", f"write {sides} beside it")
    if not minutes:
        return degrees + side
    return f"{degrees}°{minutes}'" + (f'{seconds}"' if seconds else "") + side


def plain_digits(cell: Any) -> str:
    """Return a cell as text, without marks around it and, of a number, without an exponent."""
    if is_empty(cell):
        return ""
    if isinstance(cell, float):
        return f"{cell:.9f}".rstrip("0").rstrip(".")
    return without_marks_of_position(str(cell)).strip(_MARKS)
