"""How many people live within distances of a position.

They are counted by the geodesic distance of the place they live at, never by a drawn polygon.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from infmap.catalogue.population import Population
from infmap.proximity import count_within
from infmap.treaty import BAND_ENDS, RangeBand


@dataclass(frozen=True)
class Limit:
    """A distance, and whether a place exactly there is within it."""

    km: float
    included: bool = True


@dataclass(frozen=True)
class Zone:
    """What lies within the outer limit and not within the inner; None is no limit."""

    inner: Limit | None
    outer: Limit | None


Counts: TypeAlias = dict[Limit | None, tuple[int, float]]


_ENDS = [None, *(Limit(*end) for end in BAND_ENDS.values() if end[0] != float("inf")), None]
#: The treaty's bands, from the nearest out.
BANDS: dict[RangeBand, Zone] = {
    band: Zone(inner, outer)
    for band, (inner, outer) in zip(BAND_ENDS, pairwise(_ENDS), strict=True)
}


def people_within(lon: float, lat: float, places: Population, limits: set[Limit | None]) -> Counts:
    """Return how many places, with how many people, lie within each distance of a position.

    Parameters
    ----------
    lon, lat : float
        Degrees east and north.
    places : Population
        Where people are.
    limits : set of Limit or None
        Distances; None is no limit.

    Returns
    -------
    dict of Limit or None to (int, float)
        Places and people.

    Examples
    --------
    >>> import numpy as np
    >>> places = Population(np.array([20.0, 30.0]), np.array([54.0, 54.0]), np.array([5.0, 7.0]))
    >>> people_within(20, 54, places, {Limit(100.0)})[Limit(100.0)]
    (1, 5.0)
    """
    counts: Counts = {None: (len(places), float(places.people.sum()))}
    known = [limit for limit in limits if limit is not None]
    # Nearer than a limit means within the next smaller float.
    edges_km = [limit.km if limit.included else np.nextafter(limit.km, 0.0) for limit in known]
    near = count_within(
        np.full(len(known), lon), np.full(len(known), lat), places.lons, places.lats,
        0.0, edges_km, places.people,
    )  # fmt: skip
    within = zip(near.places.tolist(), near.weight.tolist(), strict=True)
    return counts | dict(zip(known, within, strict=True))
