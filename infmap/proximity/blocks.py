"""The loops behind `infmap.proximity`: which pairs of a site and a place lie within a band."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TypeVar

import numpy as np

from infmap.geodesy import WGS84
from infmap.geodesy.arrays import Flags, Floats, Ints, SingleFloats
from infmap.proximity.bounds import SLACK_M, DotEdges, dot_edges, unit_vectors, vector_bounds_m

__all__ = [
    "NUMBA_FROM_PAIRS",
    "PLACES_AT_A_TIME",
    "SITES_AT_A_TIME",
    "PairBlocks",
    "by_block",
    "dot_products",
]

_T = TypeVar("_T")

#: Places in a block. With the sites of a block they make 4 MB of marks.
PLACES_AT_A_TIME = 16_384

#: Sites whose dot products are computed together: 1 MB of products stays in the cache.
SITES_AT_A_TIME = 16

# Sites in a block: at most 255, so that a byte can count the sites that reach a place.
_BLOCK_SITES = 240

# Sites multiplied in one call. OpenBLAS splits larger products among threads. That takes twice
# the work for no less time, and many times as long if another process occupies a core.
_PRODUCT_SITES = 4

#: From this many pairs on, numba is used if installed. It loads in half a second, once per
#: process, and compiles in a few seconds, once per machine.
NUMBA_FROM_PAIRS = 100_000_000


def by_block(go: Callable[[slice], _T], n_places: int, *, threads: bool) -> list[_T]:
    """Return what a function returns for each block of places, in order."""
    firsts = range(0, n_places, PLACES_AT_A_TIME)
    blocks = [slice(first, min(first + PLACES_AT_A_TIME, n_places)) for first in firsts]
    if not threads or len(blocks) < 2:
        return [go(block) for block in blocks]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(go, blocks))


class PairBlocks:
    """All pairs of a site with a band and a place, compared block by block.

    Parameters
    ----------
    site_lon, site_lat, min_km, max_km : ndarray, shape (n_sites,)
        Already checked.
    lon, lat : ndarray, shape (n_places,)
        Already checked.
    """

    def __init__(
        self,
        site_lon: Floats,
        site_lat: Floats,
        lon: Floats,
        lat: Floats,
        min_km: Floats,
        max_km: Floats,
    ) -> None:
        self.site_lon, self.site_lat, self.lon, self.lat = site_lon, site_lat, lon, lat
        self.min_km, self.max_km = min_km, max_km
        self.n_sites, self.n_places = site_lon.size, lon.size
        self.compiled = (
            self.n_sites * self.n_places >= NUMBA_FROM_PAIRS and find_spec("numba") is not None
        )
        self._sites = np.ascontiguousarray(unit_vectors(site_lon, site_lat).T)
        self._sites_32 = self._sites.astype(np.float32)
        self._min_m, self._max_m = min_km * 1000.0, max_km * 1000.0
        self._edges = dot_edges(self._min_m, self._max_m)

    def each(self, visit: Callable[[slice, slice, Flags], _T]) -> list[_T]:
        """Call `visit` with the sites, the places and the marks of each block.

        Returns
        -------
        list
            What the calls returned, in order of places, then sites. Compiled work calls `visit`
            from several threads at once, but from a single thread for the same places.
        """

        def go(places: slice) -> list[_T]:
            return self._visit_places(places, visit)

        results = by_block(go, self.n_places, threads=self.compiled)
        return [result for of_places in results for result in of_places]

    def _visit_places(self, of: slice, visit: Callable[[slice, slice, Flags], _T]) -> list[_T]:
        places = unit_vectors(self.lon[of], self.lat[of])
        places_32 = places.astype(np.float32)
        mark = self._mark_compiled if self.compiled else self._mark
        results = []
        for first in range(0, self.n_sites, _BLOCK_SITES):
            sites = slice(first, min(first + _BLOCK_SITES, self.n_sites))
            marks, site, place = mark(sites, places, places_32)
            marks[site, place] = self._measure(site + first, place + of.start)
            results.append(visit(sites, of, marks))
        return results

    def weigh(self, marks: Flags, weights: Floats) -> Floats:
        """Return for each row of marks the sum of the weights of its marked places."""
        if not self.compiled:
            return np.array([np.einsum("i,i->", row, weights) for row in marks])
        from infmap.proximity.compiled import weigh

        sums = np.empty(len(marks))
        weigh(np.ascontiguousarray(marks), weights, sums)
        return sums

    def _mark(
        self, sites: slice, places: Floats, places_32: SingleFloats
    ) -> tuple[Flags, Ints, Ints]:
        """Return the marks of a block, and the pairs in it that the bounds do not decide."""
        n_places = places.shape[1]
        marks = np.empty((sites.stop - sites.start, n_places), bool)
        shape = (min(SITES_AT_A_TIME, len(marks)), n_places)
        dots, test = np.empty(shape, np.float32), np.empty(shape, bool)
        possible = np.empty(shape, bool)
        left = []
        for first in range(0, len(marks), SITES_AT_A_TIME):
            sure = marks[first : first + SITES_AT_A_TIME]
            n = len(sure)
            strip = slice(sites.start + first, sites.start + first + n)
            edges = DotEdges(*(edge[strip, np.newaxis] for edge in self._edges))
            dot_products(self._sites_32[strip], places_32, out=dots[:n])
            np.greater_equal(dots[:n], edges.sure_from, out=sure)
            sure &= np.less_equal(dots[:n], edges.sure_to, out=test[:n])
            np.greater_equal(dots[:n], edges.possible_from, out=possible[:n])
            possible[:n] &= np.less_equal(dots[:n], edges.possible_to, out=test[:n])
            np.not_equal(possible[:n], sure, out=test[:n])
            left.append(np.flatnonzero(test[:n]) + first * n_places)
        site, place = np.divmod(np.concatenate(left), n_places)
        inside, outside = self._decide(site + sites.start, places[:, place])
        marks[site, place] = inside
        still_open = ~(inside | outside)
        return marks, site[still_open], place[still_open]

    def _decide(self, site: Ints, there: Floats) -> tuple[Flags, Flags]:
        """Return which pairs the second bounds prove inside, and which outside."""
        shortest_m, longest_m = vector_bounds_m(self._sites[site].T, there)
        min_m, max_m = self._min_m[site], self._max_m[site]
        inside = (longest_m < max_m - SLACK_M) & (shortest_m > min_m + SLACK_M)
        outside = (shortest_m > max_m + SLACK_M) | (longest_m < min_m - SLACK_M)
        return inside, outside

    def _mark_compiled(
        self, sites: slice, places: Floats, places_32: SingleFloats
    ) -> tuple[Flags, Ints, Ints]:
        """Return the same as `_mark`, from compiled loops."""
        from infmap.proximity.compiled import GROUP, mark

        n_places = places.shape[1]
        n_groups = -(-n_places // GROUP)
        padded = np.zeros((3, n_groups * GROUP), np.float32)
        padded[:, :n_places] = places_32
        marks = np.empty((sites.stop - sites.start, n_groups, GROUP), bool)
        site, place = mark(
            self._sites[sites],
            self._sites_32[sites],
            tuple(edge[sites] for edge in self._edges),
            self._min_m[sites],
            self._max_m[sites],
            places,
            np.ascontiguousarray(padded.reshape(3, n_groups, GROUP).swapaxes(0, 1)),
            marks,
        )
        return marks.reshape(len(marks), -1)[:, :n_places], site, place

    def _measure(self, site: Ints, place: Ints) -> Flags:
        """Return whether each pair is within the band, from the exact geodesic."""
        _, _, distance_m = WGS84.inv(
            self.site_lon[site], self.site_lat[site], self.lon[place], self.lat[place]
        )
        distance_km = distance_m / 1000.0
        inside: Flags = (distance_km >= self.min_km[site]) & (distance_km <= self.max_km[site])
        return inside


def dot_products(sites: SingleFloats, places: SingleFloats, out: SingleFloats) -> SingleFloats:
    """Write and return the dot products of sites (rows) and places (columns).

    Examples
    --------
    >>> dot_products(np.eye(3, dtype="f4"), np.ones((3, 2), "f4"), np.empty((3, 2), "f4")).sum()
    np.float32(6.0)
    """
    for first in range(0, len(sites), _PRODUCT_SITES):
        some = slice(first, first + _PRODUCT_SITES)
        np.matmul(sites[some], places, out=out[some])
    return out
