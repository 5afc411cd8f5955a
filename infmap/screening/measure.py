"""Measuring one block of places against all sites: numbers in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from infmap.geodesy.arrays import Floats
from infmap.proximity.bounds import unit_vectors
from infmap.proximity.cells import CELLS, COLUMNS, CellDiscs, cells_of
from infmap.proximity.nearest_site import NearestSite
from infmap.screening.radii import SiteRings

Counts = npt.NDArray[np.int64]
_Sums = TypeVar("_Sums", Counts, Floats)

#: Places measured at once: few enough to stay in the processor's cache, and enough to keep threads
#: from waiting for Python's global lock.
PLACES_AT_A_TIME = 32_768
#: Counts on some accounts are kept beside those on all in one number, times this.
_SOME = 1 << 16


@dataclass(frozen=True)
class Block:
    """The result for a block of places, and what it adds to the rings.

    Attributes
    ----------
    nearest : ndarray of int
        The site nearest to each place; of equally near ones the first.
    nearest_km : ndarray
        Its distance, rounded to the millimetre: no position in degrees is more precise.
    on_all, on_some : ndarray of int
        By how many strike systems each place is reached, on all and on some accounts of each.
    places, weights : ndarray
        How many places lie in each cell, and then in each disc that does not hold all of theirs,
        and the sums of their weights. The sums over all blocks go to `Measures.by_ring`.
    """

    nearest: npt.NDArray[np.intp]
    nearest_km: Floats
    on_all: npt.NDArray[np.int16]
    on_some: npt.NDArray[np.int16]
    places: Counts
    weights: Floats


class Measures:
    """Sites with their rings, prepared for any number of blocks of places.

    Parameters
    ----------
    sites : sequence of SiteRings
        From `site_rings`.
    """

    def __init__(self, sites: Sequence[SiteRings]) -> None:
        lons, lats = np.array([site.lon for site in sites]), np.array([site.lat for site in sites])
        edges = [site.edges_km.size for site in sites]
        edges_km = np.concatenate([np.empty(0), *(site.edges_km for site in sites)])
        self._discs = CellDiscs(np.repeat(lons, edges), np.repeat(lats, edges), edges_km)
        self._nearest = NearestSite(lons, lats)
        firsts = np.cumsum([0, *edges])
        self._rings = [
            first + ring for first, site in zip(firsts, sites, strict=False) for ring in site.rings
        ]
        # By how many systems fewer a place is reached outside each disc.
        losses = [-np.diff(site.on_all + _SOME * site.on_some.astype(float)) for site in sites]
        self._losses = np.concatenate([np.empty(0), *losses])
        reached = [whole @ self._losses for whole in self._discs.whole()]
        self._reached = np.concatenate(reached).astype(np.int32)

    def measure(self, lons: Floats, lats: Floats, weights: Floats | None) -> Block:
        """Return the result of a block of places for all sites.

        Parameters
        ----------
        lons, lats : ndarray, shape (n,)
            Places in degrees.
        weights : ndarray, shape (n,), optional
            The weight of each place; 0 if left out.
        """
        n_sums = CELLS + self._losses.size
        block = Block(
            nearest=np.empty(lons.size, np.intp),
            nearest_km=np.empty(lons.size),
            on_all=np.empty(lons.size, np.int16),
            on_some=np.empty(lons.size, np.int16),
            places=np.zeros(n_sums, np.int64),
            weights=np.zeros(n_sums),
        )
        for first in range(0, lons.size, PLACES_AT_A_TIME):
            rows = slice(first, first + PLACES_AT_A_TIME)
            lon, lat = lons[rows], lats[rows]
            places = unit_vectors(lon, lat)
            cells = cells_of(lon, lat)
            place, disc = self._discs.others(cells, lon, lat, places)
            reached = self._reached.take(cells)
            more = np.bincount(place, self._losses.take(disc), minlength=lon.size)
            reached += more.astype(np.int32)
            block.on_all[rows], block.on_some[rows] = reached % _SOME, reached // _SOME
            block.nearest[rows], block.nearest_km[rows] = self._nearest.to_the_millimetre(
                lon, lat, places, cells
            )
            block.places[:CELLS] += np.bincount(cells, minlength=CELLS)
            block.places[CELLS:] += np.bincount(disc, minlength=self._losses.size)
            if weights is not None:
                weight = weights[rows]
                block.weights[:CELLS] += np.bincount(cells, weight, minlength=CELLS)
                block.weights[CELLS:] += np.bincount(
                    disc, weight[place], minlength=self._losses.size
                )
        return block

    def by_ring(self, sums: _Sums) -> _Sums:
        """Return how much of the sums of blocks lies within each ring, site by site."""
        by_disc = sums[CELLS:].copy()
        # By einsum, which adds in the same order on every machine.
        for row, whole in zip(sums[:CELLS].reshape(-1, COLUMNS), self._discs.whole(), strict=True):
            by_disc += np.einsum("i,ij->j", row, whole)
        return by_disc[self._rings]
