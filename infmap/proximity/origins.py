"""How many of an origin's distances lie below that of each place: many places, a few origins.

Every answer is that of ``WGS84.inv(origin, place) / 1000 > edge_km`` in float64, for every edge of
every origin: a place exactly on an edge is within it. As in `infmap.proximity`, which has one band
per site, few pairs need a geodesic, since bounds decide the others (`infmap.proximity.bounds`):

1. With the central angle O between reduced positions, b O <= s <= a O for every pair, antipodes
   and poles included. So a dot product in float32, with its error allowed for, decides all pairs
   except those within a third of a percent of an edge.
2. The second bounds are a hundred-thousandth of the distance apart and hold up to 19,100 km.
   They decide nearly all of the rest.
3. `pyproj.Geod.inv` decides the remaining pairs.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from infmap.geodesy import WGS84
from infmap.geodesy.arrays import Flags, Floats, Ints
from infmap.proximity.blocks import SITES_AT_A_TIME, dot_products
from infmap.proximity.bounds import SLACK_M, dot_edges, unit_vectors, vector_bounds_m

__all__ = ["Origins", "View"]

Steps: TypeAlias = npt.NDArray[np.unsignedinteger]

#: Fills the row of an origin that has fewer edges than another: no place is so far.
_NO_EDGE_KM = 1e6


class Origins:
    """Positions to measure from, each with the distances (edges) that matter for it.

    Parameters
    ----------
    lons, lats : array_like, shape (m,)
        Degrees.
    edges_km : sequence of array_like
        For each origin its distances in kilometres, ascending, above 0.

    Examples
    --------
    >>> kaliningrad = Origins([20.51], [54.71], [[500.0, 5500.0]])
    >>> seen = kaliningrad.look([21.01, -0.1257], [52.23, 51.5085])  # Warsaw, London
    >>> seen.steps(0).tolist()
    [0, 1]
    """

    def __init__(
        self, lons: npt.ArrayLike, lats: npt.ArrayLike, edges_km: Sequence[npt.ArrayLike]
    ) -> None:
        edges = [np.asarray(some, dtype=np.float64) for some in edges_km]
        counts = np.array([some.size for some in edges], dtype=np.intp)
        # Rows are sorted by falling number of edges: the origins that have a j-th edge are then
        # the first rows.
        order = np.argsort(-counts, kind="stable")
        self.rows = np.empty_like(order)
        self.rows[order] = np.arange(order.size)
        self.counts = counts[order]
        self.lons = np.asarray(lons, dtype=np.float64)[order]
        self.lats = np.asarray(lats, dtype=np.float64)[order]
        self.edges_km = np.full((order.size, self.counts.max(initial=0)), _NO_EDGE_KM)
        for row, number in enumerate(order):
            self.edges_km[row, : edges[number].size] = edges[number]
        self.vectors = np.ascontiguousarray(unit_vectors(self.lons, self.lats).T)
        self.vectors_32 = self.vectors.astype(np.float32)
        within = dot_edges(np.zeros_like(self.edges_km), self.edges_km * 1000.0)
        self.sure_from, self.possible_from = within.sure_from, within.possible_from

    def look(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> "View":
        """Return the view on a block of places; its size decides the memory taken."""
        return View(self, np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64))


class View:
    """A block of places as seen from every origin; made by `Origins.look`.

    Attributes
    ----------
    vectors : ndarray, shape (3, n)
        The places as unit vectors, from `unit_vectors`.
    """

    def __init__(self, origins: Origins, lons: Floats, lats: Floats) -> None:
        self._origins = origins
        self._lons, self._lats = lons, lats
        self.vectors = unit_vectors(lons, lats)

    def steps(self, number: int) -> Steps:
        """Return, for each place, how many of an origin's edges its distance exceeds.

        A place exactly on an edge is within it.
        """
        steps: Steps = self._steps[self._origins.rows[number]]
        return steps

    @cached_property
    def _steps(self) -> Steps:
        """The steps of each place, by the rows of `Origins`."""
        n_rows, most = self._origins.edges_km.shape
        n_places = self._lons.size
        steps = np.zeros((n_rows, n_places), np.min_scalar_type(most))
        unsure = np.zeros((n_rows, n_places), bool)
        self._count_passed(steps, unsure)
        row, place = np.divmod(np.flatnonzero(unsure), n_places)
        steps[row, place] = self._measured_steps(row, place)
        return steps

    def _count_passed(self, steps: Steps, unsure: Flags) -> None:
        """Count the edges that the dot products prove passed; mark pairs that may pass more."""
        origins = self._origins
        places_32 = self.vectors.astype(np.float32)
        shape = (min(SITES_AT_A_TIME, len(steps)), self._lons.size)
        dots = np.empty(shape, np.float32)
        beyond, perhaps = np.empty(shape, bool), np.empty(shape, bool)
        for first in range(0, len(steps), SITES_AT_A_TIME):
            strip = slice(first, first + SITES_AT_A_TIME)
            vectors, counts = origins.vectors_32[strip], origins.counts[strip]
            dot_products(vectors, places_32, dots[: len(vectors)])
            for edge in range(counts.max()):
                n = np.count_nonzero(counts > edge)
                rows, column = slice(first, first + n), slice(edge, edge + 1)
                np.less(dots[:n], origins.possible_from[rows, column], out=beyond[:n])
                np.less(dots[:n], origins.sure_from[rows, column], out=perhaps[:n])
                steps[rows] += beyond[:n]
                unsure[rows] |= np.not_equal(beyond[:n], perhaps[:n], out=perhaps[:n])

    def _measured_steps(self, row: Ints, place: Ints) -> Ints:
        """Return the steps of pairs near an edge, from the second bounds or the geodesic."""
        origins = self._origins
        edges_m = origins.edges_km[row] * 1000.0
        shortest_m, longest_m = vector_bounds_m(origins.vectors[row].T, self.vectors[:, place])
        steps = _passed(shortest_m - SLACK_M, edges_m)
        left = np.flatnonzero(_passed(longest_m + SLACK_M, edges_m) > steps)
        distance_km = self._exact_km(row[left], place[left])
        steps[left] = _passed(distance_km, origins.edges_km[row[left]])
        return steps

    def _exact_km(self, row: Ints, place: Ints) -> Floats:
        origins = self._origins
        _, _, distance_m = WGS84.inv(
            origins.lons[row], origins.lats[row], self._lons[place], self._lats[place]
        )
        return np.asarray(distance_m) / 1000.0


def _passed(distance: Floats, edges: Floats) -> Ints:
    """Return for each distance how many edges of its row it exceeds."""
    passed: Ints = np.count_nonzero(edges < distance[:, np.newaxis], axis=1)
    return passed
