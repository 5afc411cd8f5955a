"""How many people live within distances of a position.

They are counted by the geodesic distance of the place they live at, never by a drawn polygon.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from infmap.catalogue.population import Population
from infmap.proximity import count_within
from infmap.treaty import TREATY_BANDS, Bands


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


def limits_of(bands: Bands) -> dict[str, Zone]:
    """Return the limits of each zone, by its name, from the nearest out.

    Examples
    --------
    >>> limits_of(TREATY_BANDS)["below-500"]
    Zone(inner=None, outer=Limit(km=500.0, included=False))
    """
    limits = (Limit(km, included=bands.included(km)) for km in bands.limits_km)
    zones = (Zone(*ends) for ends in pairwise([None, *limits, None]))
    return {zone.name: limited for zone, limited in zip(bands.zones, zones, strict=True)}


#: The treaty's bands, from the nearest out.
BANDS = limits_of(TREATY_BANDS)


def people_within(lon: float, lat: float, places: Population, limits: set[Limit | None]) -> Counts:
    """Return how many places, with how many people, lie within each distance of a position.

    A limit of None is no limit.

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
