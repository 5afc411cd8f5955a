"""The coordinates of a batch as floats: of one column each, of several, or two in one cell.

A blank cell is NaN. One that is refused is `REFUSED`, which is within no bounds and agrees with
nothing; `infmap.screening.columns.explain` says what is wrong with it.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.heads.forms import form_of
from infmap.catalogue.reading.heads.layout import SAME_DEGREES
from infmap.catalogue.reading.heads.meanings import Part
from infmap.catalogue.reading.heads.pieces import Pieces
from infmap.catalogue.reading.joined import joined
from infmap.catalogue.reading.numbers import as_float
from infmap.catalogue.reading.points import degrees_in, position_in
from infmap.catalogue.values.coordinates import as_written
from infmap.catalogue.values.degrees import Axis
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.unmarked_degrees import Form, read_unmarked
from infmap.geodesy.arrays import Floats
from infmap.screening.cells import filled, floats, plain

if TYPE_CHECKING:
    import pyarrow as pa

REFUSED = 1e9


def degrees_of(
    batch: "pa.RecordBatch", place: int, head: str, axis: Axis, pieces: Pieces | None
) -> Floats:
    """Return a column of degrees, with what belongs to them in other columns, as floats."""
    form = form_of(head)
    if pieces is None and form is None:
        # A comma in degrees can only be a decimal comma.
        cells = batch.column(place)
        degrees = floats(cells, partial(_degree, axis=axis), comma=True)
        wrong = np.isnan(degrees)
        if wrong.any():
            degrees = np.where(wrong & filled(cells), REFUSED, degrees)
        return degrees
    places = (place,) if pieces is None else (place, *pieces.places)
    rows = zip(*(batch.column(at) for at in places), strict=True)
    held = (dict(zip(places, map(plain, cells), strict=True)) for cells in rows)
    return np.array([_read(cells, place, axis, pieces, form) for cells in held], dtype=float)


def _read(
    cells: dict[int, Any], place: int, axis: Axis, pieces: Pieces | None, form: Form | None
) -> float:
    """Return the degrees of a row."""
    try:
        cell: Any = joined(place, pieces, cells.__getitem__, axis) if pieces else cells[place]
        if is_empty(cell):
            return float("nan")
        unmarked = None if form is None else read_unmarked(cell, axis, form)
        if unmarked is not None:
            return unmarked
        if isinstance(cell, str):
            return degrees_in(cell, axis) if pieces else _degree(cell, axis)
        return REFUSED if isinstance(cell, bool) else float(cell)
    except (RefusedError, TypeError, ValueError, OverflowError):
        return REFUSED


def _degree(text: str, axis: Axis) -> float:
    number = as_float(text)
    return degrees_in(text, axis) if number is None else number


def pairs_of(cells: Any, head: str, order: Part) -> tuple[Floats, Floats]:
    """Return the longitudes and latitudes of a column of positions."""
    pairs = np.full((len(cells), 2), np.nan)
    for row, cell in enumerate(cells):
        value = plain(cell)
        if is_empty(value) or value != value:
            continue
        pairs[row] = REFUSED
        try:
            if isinstance(value, str | dict):
                pairs[row] = position_in(as_written(value), head, order)
            elif isinstance(value, list):
                pairs[row] = position_in(value, head, order)
        except (RefusedError, TypeError, ValueError):
            continue
    return pairs[:, 0], pairs[:, 1]


def agree(others: Floats, own: Floats) -> "np.typing.NDArray[np.bool_]":
    """Return where a second column of a coordinate agrees, or is blank.

    Examples
    --------
    >>> agree(np.array([54.71, float("nan"), REFUSED]), np.array([54.7, 54.7, 54.7])).tolist()
    [True, True, False]
    """
    gap = np.abs(others - own)
    same: np.typing.NDArray[np.bool_] = np.minimum(gap, np.abs(gap - 360)) <= SAME_DEGREES
    return same | np.isnan(others)
