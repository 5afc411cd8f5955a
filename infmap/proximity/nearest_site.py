"""The site nearest to each of a block of places.

Proved bounds decide for nearly every place which site is nearest (`infmap.proximity.bounds`).
A series gives the distance (`infmap.proximity.series`), and `Geod.inv` where the series does not
settle the millimetre.
"""

import numpy as np

from infmap.errors import GeodesyError
from infmap.geodesy import WGS84
from infmap.geodesy.arrays import Floats, Ints
from infmap.proximity.bounds import (
    SLACK_M,
    nearest_dot,
    only_nearest,
    unit_vectors,
    vector_bounds_m,
)
from infmap.proximity.cells import caps
from infmap.proximity.discs import strips
from infmap.proximity.series import distance_m as series_distance_m

__all__ = ["NearestSite"]

#: Rounding error when a distance of up to half the Earth's circumference is in millimetres.
_ROUNDING_MM = 1e-4


class NearestSite:
    """Sites, to find the nearest of them to places.

    Parameters
    ----------
    site_lon, site_lat : ndarray, shape (n_sites,)
        Already checked; at least one.

    Raises
    ------
    GeodesyError
        If there is none.
    """

    def __init__(self, site_lon: Floats, site_lat: Floats) -> None:
        if not site_lon.size:
            raise GeodesyError("no site to be nearest (got 0 sites); give at least one")
        # Of several sites at the same position only the first is kept: the others are no nearer.
        _, kept = np.unique(np.stack([site_lon, site_lat]), axis=1, return_index=True)
        kept.sort()
        self._numbers = kept
        self._lon, self._lat = site_lon[kept], site_lat[kept]
        self._vectors = unit_vectors(self._lon, self._lat)
        self._vectors_32 = np.ascontiguousarray(self._vectors.T, dtype=np.float32)
        self._only = np.concatenate([only_nearest(self._vectors, *cap) for cap in caps()])

    def to_the_millimetre(
        self, lon: Floats, lat: Floats, places: Floats, cells: Ints
    ) -> tuple[Ints, Floats]:
        """Return the first of the nearest sites to each place, and its distance.

        Parameters
        ----------
        lon, lat : ndarray, shape (n,)
            Already checked. Memory grows with the number of places.
        places : ndarray, shape (3, n)
            The same positions from `unit_vectors`.
        cells : ndarray of int, shape (n,)
            Their cells from `cells_of`.

        Returns
        -------
        site : ndarray of int
        distance_km : ndarray
            Geodesic distance rounded to six decimals. Only what is almost halfway between two
            millimetres is measured by `Geod.inv`.
        """
        site = self._only.take(cells)
        left = np.flatnonzero(site < 0)
        site[left] = self._nearest(lon[left], lat[left], places.take(left, axis=1))
        distance_m, error_m = series_distance_m(self._vectors.take(site, axis=1), places)
        millimetres = distance_m * 1000.0
        off = np.abs(millimetres - np.rint(millimetres))
        left = np.flatnonzero(~(off < 0.5 - 1000.0 * error_m - _ROUNDING_MM))
        distance_m[left] = self._exact_m(site[left], lon[left], lat[left])
        return self._numbers[site], (distance_m / 1000.0).round(6)

    def _exact_m(self, site: Ints, lon: Floats, lat: Floats) -> Floats:
        _, _, distance_m = WGS84.inv(self._lon[site], self._lat[site], lon, lat)
        return np.asarray(distance_m)

    def _nearest(self, lon: Floats, lat: Floats, places: Floats) -> Ints:
        """Return the row of the first of the nearest sites to each place."""
        site, place = self._candidates(places)
        nearest = np.empty(lon.size, np.intp)
        nearest[place] = site
        rivals = np.bincount(place, minlength=lon.size)[place] > 1
        if rivals.any():
            site, place = self._closest(site[rivals], place[rivals], lon, lat, places)
            nearest[place] = site
        return nearest

    def _candidates(self, places: Floats) -> tuple[Ints, Ints]:
        """Return all pairs of a place and a site that the first bounds allow to be nearest."""
        n_places = places.shape[1]
        places_32 = places.astype(np.float32)
        rows, dots, test = strips(len(self._vectors_32), n_places)
        best = np.full(n_places, -np.inf, np.float32)
        for strip in rows:
            here = self._vectors_32[strip]
            some = np.matmul(here, places_32, out=dots[: len(here)])
            np.maximum(best, some.max(axis=0), out=best)
        enough = nearest_dot(best)
        pairs = []
        for strip in rows:
            here = self._vectors_32[strip]
            some = np.matmul(here, places_32, out=dots[: len(here)])
            near = np.greater_equal(some, enough, out=test[: len(here)])
            pairs.append(np.flatnonzero(near) + strip.start * n_places)
        site, place = np.divmod(np.concatenate(pairs), n_places)
        return site, place

    def _closest(
        self, site: Ints, place: Ints, lon: Floats, lat: Floats, places: Floats
    ) -> tuple[Ints, Ints]:
        """Return each place's closest site, from several candidates."""
        order = np.argsort(place, kind="stable")
        site, place = site[order], place[order]
        shortest_m, longest_m = vector_bounds_m(
            self._vectors.take(site, axis=1), places.take(place, axis=1)
        )
        firsts = _firsts(place)
        least_m = np.minimum.reduceat(longest_m, firsts)
        left = shortest_m <= np.repeat(least_m, np.diff(firsts, append=place.size)) + 2.0 * SLACK_M
        site, place = site[left], place[left]
        # The bounds nearly always leave a single site; if they leave more, measure them all.
        distance_m = np.zeros(site.size)
        several = np.bincount(place, minlength=lon.size)[place] > 1
        there = place[several]
        distance_m[several] = self._exact_m(site[several], lon[there], lat[there])
        order = np.lexsort((site, distance_m, place))
        firsts = order[_firsts(place[order])]
        return site[firsts], place[firsts]


def _firsts(places: Ints) -> Ints:
    """Return the index at which each place of a sorted array first occurs."""
    return np.flatnonzero(np.diff(places, prepend=-1))
