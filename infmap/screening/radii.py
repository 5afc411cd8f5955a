"""The rings of a catalogue as numbers: for each site, the distances at which an answer changes."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from infmap.analysis.reach import sure_reaches_km
from infmap.analysis.rings import RingSpec, ring_fields, ring_specs
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.striking import strike_claims
from infmap.looks.rows import StrikeRing


@dataclass(frozen=True)
class SiteRings:
    """One site: where it is, and the distances in kilometres at which an answer changes.

    Attributes
    ----------
    edges_km : ndarray
        The radii of its rings and of its systems' sure reach, each once, ascending.
    rings : tuple of int
        The edge of each ring, in the order of `ring_rows`.
    on_all, on_some : ndarray
        For each step between edges, how many strike systems reported at the site reach a place
        there on all and on some accounts.
    """

    id: str
    lon: float
    lat: float
    edges_km: npt.NDArray[np.float64]
    rings: tuple[int, ...]
    on_all: npt.NDArray[np.int16]
    on_some: npt.NDArray[np.int16]


def site_rings(cat: Catalogue) -> list[SiteRings]:
    """Return every site of a catalogue with the distances at which an answer changes.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load().select(site=["shuya"], system=["9m729"], account="operator")
    >>> (shuya,) = site_rings(cat)
    >>> shuya.edges_km.tolist(), shuya.on_all.tolist()
    ([480.0], [1, 0])
    """
    return [_site_rings(cat, site, list(ring_specs(cat, site))) for site in cat.sites]


def _site_rings(cat: Catalogue, site: Site, specs: list[RingSpec]) -> SiteRings:
    reaches = [
        sure_reaches_km(claims)
        for system in site.system_ids
        if (claims := strike_claims(cat, system))
    ]
    edges_km = np.unique(
        [*(spec.range_km for spec in specs), *(km for pair in reaches for km in pair if km > 0)]
    )
    # Between two edges no answer changes, so the farther edge stands for the whole step.
    steps_km = np.append(edges_km, np.inf)
    return SiteRings(
        id=site.id,
        lon=site.lon,
        lat=site.lat,
        edges_km=edges_km,
        rings=tuple(np.searchsorted(edges_km, [spec.range_km for spec in specs]).tolist()),
        on_all=_count(steps_km, (on_all for on_all, _ in reaches)),
        on_some=_count(steps_km, (on_some for _, on_some in reaches)),
    )


def _count(steps_km: npt.NDArray[np.float64], reaches_km: Iterable[float]) -> npt.NDArray[np.int16]:
    counts = np.zeros(steps_km.size, dtype=np.int16)
    for reach_km in reaches_km:
        counts += steps_km <= reach_km
    return counts


def ring_rows(cat: Catalogue) -> list[StrikeRing]:
    """Return the row of each ring, in the order of `SiteRings.rings`."""
    return [
        {**ring_fields(cat, spec), "strike": spec.strike}
        for site in cat.sites
        for spec in ring_specs(cat, site)
    ]
