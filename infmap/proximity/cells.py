"""The cells of a degree of longitude and latitude, and what is the same for all places in one.

Places by the million share their cells. Which discs hold all of a cell, and which none of it, is
decided once (`infmap.proximity.bounds`, equation 6). A place then needs to be looked at only for
the discs whose edge may pass through its cell: one in two hundred, where there are many.

A cell lies in the cap around its middle, the vector of its middle longitude and latitude, that
holds its corners. For along a meridian the dot product with the middle is a sine of the reduced
latitude, which has no minimum between two ends where it is positive; and along a parallel it falls
with the difference of longitude.
"""

from collections.abc import Iterator

import numpy as np

from infmap.geodesy.arrays import Flags, Floats, Ints
from infmap.proximity.bounds import cap_bounds_m, coordinates, unit_vectors
from infmap.proximity.discs import SURE, SURE_BITS, Discs

__all__ = ["CELLS", "COLUMNS", "CellDiscs", "caps", "cells_of"]

_ROWS = 180
#: Cells in a row, from 180 degrees west.
COLUMNS = 360
#: How many cells there are.
CELLS = _ROWS * COLUMNS


def cells_of(lons: Floats, lats: Floats) -> Ints:
    """Return the cell of each place, row by row from the South Pole.

    Examples
    --------
    >>> cells_of(np.array([-180.0, 180.0]), np.array([-90.0, 90.0])).tolist()
    [0, 64799]
    """
    # A sum that is rounded up to the next cell is 1e-13 degrees from it: its cap holds it as well.
    cells = np.minimum(lats + 90.0, _ROWS - 1).astype(np.intp)
    cells *= COLUMNS
    cells += np.minimum(lons + 180.0, COLUMNS - 1).astype(np.intp)
    return cells


def caps() -> Iterator[tuple[Floats, Floats]]:
    """Yield the middles of the caps of each row, and the cosines of their angles."""
    lons = np.arange(COLUMNS) - 179.5
    for south in range(-90, 90):
        middles = unit_vectors(lons, np.full(COLUMNS, south + 0.5))
        corners = unit_vectors([-180.0, -180.0], [south, south + 1.0])
        yield middles, np.full(COLUMNS, min(middles[:, 0] @ corners))


class CellDiscs(Discs):
    """Discs, to find which of them hold many more places than there are cells.

    Parameters
    ----------
    lons, lats, km
        As of `Discs`.

    Examples
    --------
    >>> discs = CellDiscs(np.full(2, 20.51), np.full(2, 54.71), np.array([520.0, 1600.0]))
    >>> warsaw_cracow = np.array([21.01, 19.94]), np.array([52.23, 50.06])
    >>> cells = cells_of(*warsaw_cracow)
    >>> np.concatenate(list(discs.whole()))[cells].tolist()
    [[True, True], [False, True]]
    >>> discs.others(cells, *warsaw_cracow, unit_vectors(*warsaw_cracow))  # Cracow: 518 km
    (array([1]), array([0]))
    """

    def __init__(self, lons: Floats, lats: Floats, km: Floats) -> None:
        super().__init__(lons, lats, km)
        centres, centre = np.unique(self._vectors, axis=0, return_inverse=True)
        centre = centre.ravel()  # numpy 2.0.0 gives it two dimensions
        self._whole, numbers, discs = [], [], []
        for cap in caps():
            bounds_m = cap_bounds_m(centres, *cap)
            whole, some = self._decided(*(side_m.take(centre, axis=1) for side_m in bounds_m))
            self._whole.append(np.packbits(whole, axis=1))
            cell, disc = np.divmod(np.flatnonzero(some), max(1, km.size))
            numbers.append(np.bincount(cell, minlength=COLUMNS))
            discs.append(disc.astype(np.int32))
        # The open discs of all cells, one after another.
        self._open, self._numbers = np.concatenate(discs), np.concatenate(numbers)
        self._firsts = np.cumsum(self._numbers) - self._numbers

    def whole(self) -> Iterator[Flags]:
        """Yield which discs hold all of each cell of a row, one row a cell, row by row."""
        for row in self._whole:
            yield np.unpackbits(row, axis=1, count=self._km.size).view(bool)

    def others(self, cells: Ints, lons: Floats, lats: Floats, places: Floats) -> tuple[Ints, Ints]:
        """Return the pairs of a place and a disc that holds it, but not all of its cell.

        Parameters
        ----------
        cells : ndarray of int, shape (n,)
            From `cells_of`.
        lons, lats : ndarray, shape (n,)
            Already checked.
        places : ndarray, shape (3, n)
            The same positions from `unit_vectors`.
        """
        numbers = self._numbers.take(cells)
        place = np.repeat(np.arange(cells.size), numbers)
        skipped = self._firsts.take(cells) - (np.cumsum(numbers) - numbers)
        disc = self._open.take(np.repeat(skipped, numbers) + np.arange(place.size)).astype(np.intp)
        weighed = coordinates(places.take(place, axis=1))
        sums = np.einsum("ij,ij->j", self._weights.T.take(disc, axis=1), weighed)
        held = sums >= SURE
        unsure = np.flatnonzero(sums.view(np.uint32) < SURE_BITS)
        held[unsure] = self._near_an_edge(disc[unsure], place[unsure], lons, lats, places)
        return place[held], disc[held]
