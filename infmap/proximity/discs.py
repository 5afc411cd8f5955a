"""Which of many discs hold each of many places: the loop behind `infmap.proximity`.

A disc is all places no farther from its centre than so many kilometres; a band is one disc less
another. Every answer is that of ``WGS84.inv(centre, place) / 1000 <= km`` in float64. Few pairs
need a geodesic, since proved bounds decide the others (`infmap.proximity.bounds`):

1. A cap around a block of places tells which discs hold all of them, and which none.
2. A weighted sum in float32 decides all other pairs except those within some hundred metres of an
   edge.
3. The second bounds decide nearly all of the rest.
4. `pyproj.Geod.inv` decides the remaining pairs.
"""

from collections.abc import Iterator, Sequence
from operator import sub
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from infmap.geodesy import WGS84
from infmap.geodesy.arrays import Flags, Floats, Ints, SingleFloats
from infmap.proximity.bounds import (
    SLACK_M,
    arc_bounds_m,
    coordinates,
    half_spaces,
    unit_vectors,
    vector_bounds_m,
)

__all__ = ["SURE", "SURE_BITS", "Discs", "Held", "curve_order", "strips"]

Counts: TypeAlias = npt.NDArray[np.unsignedinteger]

# Weighted sums computed together: half a megabyte stays in the cache. OpenBLAS splits larger
# products among threads. That takes twice the work for no less time, and many times as long if
# another process occupies a core.
_PRODUCTS = 1 << 17

# Halvings of longitude and latitude: a cell of the curve is a number of 16 bits, which are sorted
# in linear time.
_CURVE_LEVELS = 8

# Marks of blocks that are prepared together.
_MARKS = 1 << 24

#: From this sum of `half_spaces` on, a place is surely in a disc.
SURE = np.float32(1.0)
#: Taken as whole numbers, just the sums that are not sure, from 0 up to 1, are below this: a sign
#: makes a number large.
SURE_BITS = SURE.view(np.uint32)


class Held(NamedTuple):
    """Which discs hold the places of a block.

    Attributes
    ----------
    block : slice
        The block.
    places : ndarray, shape (3, n_places)
        Its places, from `unit_vectors`.
    whole : ndarray of bool, shape (n_discs,)
        Discs that hold every place.
    open : ndarray of int
        Discs that may hold some of the places, ascending; all others hold all or none.
    marks : ndarray of bool, shape (len(open), n_places)
        Which places each of these holds; until the next block is asked for.
    """

    block: slice
    places: Floats
    whole: Flags
    open: Ints
    marks: Flags

    def by_place(self, bounds: Sequence[int]) -> Iterator[Counts]:
        """Yield how many discs hold each place, of the discs between one bound and the next."""
        marks = self.marks.view(np.uint8)
        rows = self.open.searchsorted(bounds).tolist()
        numbers = np.min_scalar_type(max(map(sub, bounds[1:], bounds)))
        for first, last, discs in zip(rows, rows[1:], map(slice, bounds, bounds[1:]), strict=False):
            everywhere = numbers.type(np.count_nonzero(self.whole[discs]))
            yield np.add.reduce(marks[first:last], axis=0, dtype=numbers) + everywhere

    def matrix(self, discs: slice) -> Flags:
        """Return which of consecutive discs hold which places, as long as `marks` last."""
        rows = self._rows(discs)
        if rows.stop - rows.start == discs.stop - discs.start:
            return self.marks[rows]
        matrix = np.empty((discs.stop - discs.start, self.marks.shape[1]), bool)
        matrix[:] = self.whole[discs, np.newaxis]
        matrix[self.open[rows] - discs.start] = self.marks[rows]
        return matrix

    def by_disc(self) -> Ints:
        """Return how many places each disc holds."""
        numbers: Ints = self.whole * self.marks.shape[1]
        numbers[self.open] = np.add.reduce(self.marks.view(np.uint8), axis=1, dtype=np.uint32)
        return numbers

    def weigh(self, weights: Floats) -> Floats:
        """Return the sum of the weights of the places that each disc holds."""
        sums: Floats = self.whole * weights.sum()
        sums[self.open] = np.einsum("ij,j->i", self.marks, weights)
        return sums

    def _rows(self, discs: slice) -> slice:
        return slice(*self.open.searchsorted((discs.start, discs.stop)).tolist())


class Discs:
    """Discs, to find which of them hold places.

    Parameters
    ----------
    lons, lats : ndarray, shape (n_discs,)
        Centres in degrees, already checked.
    km : ndarray, shape (n_discs,)
        Distances. A disc below 0 holds nothing.

    Examples
    --------
    >>> discs = Discs(np.full(2, 20.51), np.full(2, 54.71), np.array([500.0, 5500.0]))
    >>> warsaw_london = np.array([21.01, -0.1257]), np.array([52.23, 51.5085])
    >>> for held in discs.over(*warsaw_london, size=2):
    ...     print(*held.by_place([0, 1, 2]))
    [1 0] [1 1]
    """

    def __init__(self, lons: Floats, lats: Floats, km: Floats) -> None:
        self._lons, self._lats, self._km, self._m = lons, lats, km, km * 1000.0
        self._vectors = np.ascontiguousarray(unit_vectors(lons, lats).T)
        self._weights = half_spaces(self._vectors.T, self._m)

    def over(self, lons: Floats, lats: Floats, size: int) -> Iterator[Held]:
        """Yield which discs hold the places, block by block.

        Parameters
        ----------
        lons, lats : ndarray, shape (n,)
            Already checked.
        size : int
            Places in a block; memory grows with it.
        """
        # Blocks are prepared together, as a call of numpy costs more than a small block.
        span = size * max(1, _MARKS // max(1, size * self._km.size))
        # One room for the marks of all blocks: to hand out memory costs more than the work.
        room = np.empty(self._km.size * min(span, lons.size), bool)
        for first in range(0, lons.size, span):
            some = slice(first, first + span)
            yield from self._hold(first, lons[some], lats[some], size, room)

    def _hold(
        self, first: int, lons: Floats, lats: Floats, size: int, room: Flags
    ) -> Iterator[Held]:
        places = unit_vectors(lons, lats)
        weighed = coordinates(places)
        starts = np.arange(0, lons.size, size)
        shortest_m, longest_m = arc_bounds_m(self._vectors, places, starts)
        whole, some = self._decided(shortest_m, longest_m)
        held, unsure, used = [], [], 0
        for start, holding, maybe in zip(starts.tolist(), whole, some, strict=True):
            block = slice(start, min(start + size, lons.size))
            discs, n_places = np.flatnonzero(maybe), block.stop - start
            marks = room[used : used + discs.size * n_places].reshape(discs.size, n_places)
            pair = self._mark(discs, weighed[:, block], marks)
            row, place = np.divmod(pair, n_places)
            unsure.append((pair + used, discs[row], place + start))
            where = slice(first + start, first + block.stop)
            held.append(Held(where, places[:, block], holding, discs, marks))
            used += marks.size
        pair, disc, place = np.concatenate(unsure, axis=1)
        room[pair] = self._near_an_edge(disc, place, lons, lats, places)
        yield from held

    def _decided(self, shortest_m: Floats, longest_m: Floats) -> tuple[Flags, Flags]:
        """Return which discs hold all between these distances, and which may hold but some."""
        whole = longest_m < self._m - SLACK_M
        return whole, ~whole & (shortest_m <= self._m + SLACK_M)

    def _mark(self, discs: Ints, weighed: SingleFloats, marks: Flags) -> Ints:
        """Mark which places some discs surely hold, and return the pairs that are not sure."""
        rows, sums, test = strips(*marks.shape)
        unsure = [np.empty(0, np.intp)]
        for strip in rows:
            weights = self._weights.take(discs[strip], axis=0)
            n = len(weights)
            np.matmul(weights, weighed, out=sums[:n])
            np.greater_equal(sums[:n], SURE, out=marks[strip])
            np.less(sums[:n].view(np.uint32), SURE_BITS, out=test[:n])
            unsure.append(np.flatnonzero(test[:n]) + strip.start * marks.shape[1])
        return np.concatenate(unsure)

    def _near_an_edge(
        self, disc: Ints, place: Ints, lons: Floats, lats: Floats, places: Floats
    ) -> Flags:
        """Return which pairs are in, from the second bounds or the geodesic."""
        edge_m = self._m[disc]
        shortest_m, longest_m = vector_bounds_m(self._vectors[disc].T, places[:, place])
        inside: Flags = longest_m < edge_m - SLACK_M
        left = np.flatnonzero(~inside & (shortest_m <= edge_m + SLACK_M))
        disc, place = disc[left], place[left]
        _, _, distance_m = WGS84.inv(self._lons[disc], self._lats[disc], lons[place], lats[place])
        inside[left] = np.asarray(distance_m) / 1000.0 <= self._km[disc]
        return inside


def strips(n_rows: int, n_places: int) -> tuple[list[slice], SingleFloats, Flags]:
    """Return rows to be multiplied with places together, and arrays for products and for flags.

    Arrays that are used again spare the system from handing out memory.
    """
    height = max(1, min(n_rows, _PRODUCTS // max(1, n_places)))
    rows = [slice(first, min(first + height, n_rows)) for first in range(0, n_rows, height)]
    return rows, np.empty((height, n_places), np.float32), np.empty((height, n_places), bool)


def curve_order(lons: Floats, lats: Floats) -> Ints:
    """Return an order in which places that follow each other are neighbours: along Hilbert's curve.

    Examples
    --------
    >>> curve_order(np.array([-170.0, 170.0, -160.0]), np.array([-80.0, 80.0, -70.0])).tolist()
    [0, 2, 1]
    """
    cells = np.zeros((1, 1), np.intp)
    for _ in range(_CURVE_LEVELS):
        cells = np.block(
            [
                [cells.T, cells + cells.size],
                [cells[::-1, ::-1].T + 3 * cells.size, cells + 2 * cells.size],
            ]
        )
    last = len(cells) - 1
    column = np.minimum((lons + 180.0) * (len(cells) / 360.0), last).astype(np.intp)
    row = np.minimum((lats + 90.0) * (len(cells) / 180.0), last).astype(np.intp)
    return np.argsort(cells.astype(np.uint16)[column, row], kind="stable")
