"""Measuring one block of places against all sites: numbers in, numbers out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from infmap.geodesy.arrays import Floats
from infmap.proximity.discs import Discs, Held
from infmap.proximity.nearest_site import NearestSite
from infmap.screening.radii import SiteRings

Counts = npt.NDArray[np.int64]

#: Places measured at once: few enough to stay in the processor's cache, and enough to keep threads
#: from waiting for Python's global lock.
PLACES_AT_A_TIME = 32_768
#: The most combinations of steps counted together, so that their tables stay in the cache.
COMBINATIONS = 4_096


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
        How many places lie at each combination of steps, and the sum of their weights. The sums
        over all blocks go to `Measures.by_ring`.
    """

    nearest: npt.NDArray[np.intp]
    nearest_km: Floats
    on_all: npt.NDArray[np.int16]
    on_some: npt.NDArray[np.int16]
    places: Counts
    weights: Floats


class _Group:
    """A few sites whose steps are combined in one number, so that they are counted at once."""

    def __init__(self, sites: Sequence[SiteRings]) -> None:
        self.sites = sites
        self.shape = tuple(site.on_all.size for site in sites)
        self.size = prod(self.shape)
        on_all, on_some = np.zeros(1, np.int32), np.zeros(1, np.int32)
        for site in sites:
            on_all = np.add.outer(on_all, site.on_all).ravel()
            on_some = np.add.outer(on_some, site.on_some).ravel()
        # Both counts in one number, for a single look-up.
        self.reached = (on_all + (on_some << 16))[::-1].copy()

    def combinations(self, within: Iterator[npt.NDArray[np.unsignedinteger]]) -> Counts:
        """Return the combination of steps of each place.

        Takes of each of its sites how many edges each place is within.
        """
        codes = next(within).astype(np.min_scalar_type(self.size))
        for site in self.sites[1:]:
            codes *= site.on_all.size
            codes += next(within)
        return codes.astype(np.intp)


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
        self._discs = Discs(np.repeat(lons, edges), np.repeat(lats, edges), edges_km)
        self._nearest = NearestSite(lons, lats)
        # Each site's edges are consecutive discs.
        self._bounds = [0, *np.cumsum([count for count in edges if count]).tolist()]
        self._groups = [_Group(some) for some in _grouped(sites)]
        ends = np.cumsum([group.size for group in self._groups])
        self._parts = [
            slice(end - group.size, end) for end, group in zip(ends, self._groups, strict=True)
        ]

    def measure(self, lons: Floats, lats: Floats, weights: Floats | None) -> Block:
        """Return the result of a block of places for all sites.

        Parameters
        ----------
        lons, lats : ndarray, shape (n,)
            Places in degrees.
        weights : ndarray, shape (n,), optional
            The weight of each place; 0 if left out.
        """
        size = sum(group.size for group in self._groups)
        block = Block(
            nearest=np.empty(lons.size, np.intp),
            nearest_km=np.empty(lons.size),
            on_all=np.empty(lons.size, np.int16),
            on_some=np.empty(lons.size, np.int16),
            places=np.zeros(size, np.int64),
            weights=np.zeros(size),
        )
        for held in self._discs.over(lons, lats, PLACES_AT_A_TIME):
            rows = held.block
            self._count(held, None if weights is None else weights[rows], block)
            block.nearest[rows], block.nearest_km[rows] = self._nearest.to_the_millimetre(
                lons[rows], lats[rows], held.places
            )
        return block

    def _count(self, held: Held, weights: Floats | None, block: Block) -> None:
        """Add some places to a block: which rings they lie in."""
        reached = np.zeros(held.places.shape[1], np.int32)
        within = held.by_place(self._bounds)
        for group, part in zip(self._groups, self._parts, strict=True):
            codes = group.combinations(within)
            reached += group.reached.take(codes)
            block.places[part] += np.bincount(codes, minlength=group.size)
            if weights is not None:
                block.weights[part] += np.bincount(codes, weights, minlength=group.size)
        block.on_all[held.block] = reached & 0xFFFF
        block.on_some[held.block] = reached >> 16

    def by_ring(self, sums: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """Return how much of the sums of blocks lies within each ring, site by site."""
        rings = [np.zeros(0, sums.dtype)]
        for group, part in zip(self._groups, self._parts, strict=True):
            by_step = sums[part][::-1].reshape(group.shape)
            for axis, site in enumerate(group.sites):
                by_edge = by_step.sum(axis=tuple({*range(by_step.ndim)} - {axis}))
                rings.append(np.cumsum(by_edge)[list(site.rings)])
        return np.concatenate(rings)


def _grouped(sites: Sequence[SiteRings]) -> Iterator[list[SiteRings]]:
    """Yield sites that have edges, in groups of few enough combinations."""
    group: list[SiteRings] = []
    size = 1
    for site in sites:
        if not site.edges_km.size:
            continue
        size *= site.on_all.size
        if group and size > COMBINATIONS:
            yield group
            group, size = [], site.on_all.size
        group.append(site)
    if group:
        yield group
