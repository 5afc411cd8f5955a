"""Measuring one block of places against all sites: numbers in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from infmap.geodesy.arrays import Floats, Ints
from infmap.proximity.bounds import unit_vectors
from infmap.proximity.cells import CELLS, COLUMNS, CellDiscs, cells_of
from infmap.proximity.nearest_site import NearestSite
from infmap.screening.radii import SiteRings

Counts = npt.NDArray[np.int64]
_Sums = TypeVar("_Sums", Counts, Floats)

# Both counts of systems are kept in one number: those on all accounts below this bit.
_SOME = 16


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
        losses = [
            -np.diff(site.on_all + (site.on_some.astype(np.int32) << _SOME)) for site in sites
        ]
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
        places = unit_vectors(lons, lats)
        cells = cells_of(lons, lats)
        place, disc = self._discs.others(cells, lons, lats, places)
        more = np.bincount(place, self._losses.take(disc), minlength=lons.size)
        reached = self._reached.take(cells) + more.astype(np.int32)
        nearest, nearest_km = self._nearest.to_the_millimetre(lons, lats, places, cells)
        if weights is None:
            weights = np.zeros(lons.size)
        return Block(
            nearest,
            nearest_km,
            (reached & ((1 << _SOME) - 1)).astype(np.int16),
            (reached >> _SOME).astype(np.int16),
            self._sums(cells, disc),
            self._sums(cells, disc, weights, weights[place]),
        )

    def _sums(
        self,
        cells: Ints,
        discs: Ints,
        of_cells: Floats | None = None,
        of_discs: Floats | None = None,
    ) -> npt.NDArray[Any]:
        """Return how many times each cell, then each disc, is named, or the sums of weights."""
        return np.concatenate(
            [
                np.bincount(cells, of_cells, minlength=CELLS),
                np.bincount(discs, of_discs, minlength=self._losses.size),
            ]
        )

    def by_ring(self, sums: _Sums) -> _Sums:
        """Return how much of the sums of blocks lies within each ring, site by site."""
        by_disc = sums[CELLS:].copy()
        # By einsum, which adds in the same order on every machine.
        for row, whole in zip(sums[:CELLS].reshape(-1, COLUMNS), self._discs.whole(), strict=True):
            by_disc += np.einsum("i,ij->j", row, whole)
        return by_disc[self._rings]
