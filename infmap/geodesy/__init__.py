"""Geodesics on WGS 84: distances, azimuths and range rings that are right as drawn.

Positions are longitude then latitude in degrees (EPSG:4326), azimuths degrees
clockwise from true north; names of lengths end in their unit. Functions take numbers and
return numbers or shapely geometries: one result for scalars, an array for arrays.

How a ring is made: `curves` turns a few exact geodesics into a smooth function of
azimuth, `vertices` chooses the vertices of the drawn line, and `frame` cuts it at the
antimeridian and closes it over the poles. `distances` has distances and azimuths.
"""

from infmap.geodesy.distances import (
    WGS84,
    check_bounds,
    check_position,
    destination,
    distance_km,
    inverse,
)
from infmap.geodesy.polygons import (
    DEFAULT_TOLERANCE_KM,
    MAX_RANGE_KM,
    MIN_RANGE_KM,
    MIN_TOLERANCE_KM,
    range_band,
    range_ring,
)

__all__ = [
    "DEFAULT_TOLERANCE_KM",
    "MAX_RANGE_KM",
    "MIN_RANGE_KM",
    "MIN_TOLERANCE_KM",
    "WGS84",
    "check_bounds",
    "check_position",
    "destination",
    "distance_km",
    "inverse",
    "range_band",
    "range_ring",
]
