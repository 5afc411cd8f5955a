"""Geodesics on WGS 84: distances, azimuths and range rings that are right as drawn.

Positions are longitude then latitude in degrees (EPSG:4326), azimuths degrees
clockwise from true north; lengths carry their unit in the name. Nothing here
knows a missile: numbers in, numbers and shapely geometries out. Scalars give a
result, arrays give arrays of results.

How a ring is made: `curves` turns it into a smooth function of azimuth from a few
exact geodesics, `vertices` places on it what the drawn line needs, and `frame`
cuts it at the antimeridian and closes it over the poles. `distances` is the rest.
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
    ring_line,
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
    "ring_line",
]
