"""What one block of places comes to: pure numbers in, pure numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from infmap.origins import Origins
from infmap.proximity import nearest as nearest_of
from infmap.screening.rings import SiteRings

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """The answer for a block of places, and what it adds to each ring.

    Attributes
    ----------
    nearest : ndarray of int
        Which site is nearest to each place; of equals the first.
    nearest_km : ndarray
        How far it is.
    on_all, on_some : ndarray of int
        By how many strike systems each place is reached, on all and on some accounts of each.
    ring_places, ring_weights : ndarray
        How many places lie within each ring, and the sum of their weights.
    """

    nearest: npt.NDArray[np.intp]
    nearest_km: Floats
    on_all: npt.NDArray[np.int16]
    on_some: npt.NDArray[np.int16]
    ring_places: npt.NDArray[np.int64]
    ring_weights: Floats


def measure(
    sites: Sequence[SiteRings],
    origins: Origins,
    lons: Floats,
    lats: Floats,
    weights: Floats | None,
) -> Block:
    """Return what a block of places comes to against every site.

    Parameters
    ----------
    sites : sequence of SiteRings
        From `site_rings`.
    origins : Origins
        The sites' positions, with their edges, as `Origins` wants them.
    lons, lats : ndarray, shape (n,)
        Places in degrees.
    weights : ndarray, shape (n,), optional
        What each place counts for; without it 0.
    """
    on_all = np.zeros(lons.size, dtype=np.int16)
    on_some = np.zeros(lons.size, dtype=np.int16)
    ring_places, ring_weights = [], []
    seen = origins.look(lons, lats)
    for number, site in enumerate(sites):
        if not site.edges_km.size:
            continue
        steps = seen.steps(number)
        on_all += site.on_all[steps]
        on_some += site.on_some[steps]
        within = np.cumsum(np.bincount(steps, minlength=site.edges_km.size + 1))
        ring_places.append(within[list(site.rings)])
        if weights is not None:
            sums = np.cumsum(np.bincount(steps, weights, minlength=site.edges_km.size + 1))
            ring_weights.append(sums[list(site.rings)])
    nearest, nearest_km = nearest_of(origins.lons, origins.lats, lons, lats)
    places = np.concatenate([np.zeros(0, dtype=np.int64), *ring_places])
    return Block(
        nearest=nearest,
        nearest_km=nearest_km,
        on_all=on_all,
        on_some=on_some,
        ring_places=places.astype(np.int64),
        ring_weights=np.concatenate([np.zeros(0), *ring_weights])
        if weights is not None
        else np.zeros(places.size),
    )
