"""Range rings and bands as geometries whose drawn edges keep to a tolerance."""

from collections.abc import Callable
from typing import Any, overload

import numpy as np
import numpy.typing as npt
from shapely.geometry import MultiPolygon, Polygon

from infmap.errors import GeodesyError
from infmap.geodesy.arrays import Floats
from infmap.geodesy.curves import HalfRings
from infmap.geodesy.distances import broadcast, check_bounds, check_position
from infmap.geodesy.frame import Geometries, Runs, areas, trace_runs
from infmap.geodesy.vertices import SNAP_DEG, place_vertices

#: Largest ring drawn. Up to pi times the polar radius (19,970 km) a ring does not cross itself.
MAX_RANGE_KM = 19_900.0

#: Smallest ring drawn.
MIN_RANGE_KM = 0.1

#: How far a drawn outline may stray from the true ring by default.
DEFAULT_TOLERANCE_KM = 1.0

# The finest tolerance and the narrowest band. Below these a ring needs tens of thousands of
# vertices, to show more than is known of any range.
MIN_TOLERANCE_KM = 0.001
_MIN_BAND_KM = 0.01

# A small ring looks round at any tolerance: it has 36 vertices or more.
_TOLERANCE_SHARE_OF_RANGE = 0.005

# Vertices computed at a time: enough to keep numpy busy, few enough to stay in the cache.
_BLOCK = 40_000
_LEAST_VERTICES = 64


@overload
def range_ring(
    lon: float, lat: float, range_km: float, *, tolerance_km: float = ...
) -> Polygon | MultiPolygon: ...
@overload
def range_ring(
    lon: npt.ArrayLike, lat: npt.ArrayLike, range_km: npt.ArrayLike, *, tolerance_km: float = ...
) -> Any: ...
def range_ring(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    range_km: npt.ArrayLike,
    *,
    tolerance_km: float = DEFAULT_TOLERANCE_KM,
) -> Any:
    """Return the area within a geodesic distance of a position, or of each of many.

    The polygon is meant for maps in longitude and latitude or in Web Mercator: its
    planar interior is the area itself, whatever the ring goes round. It is cut at the
    antimeridian and closed over a pole it holds. It is a picture all the same: ask
    `distance_km` whether a place is within range.

    Parameters
    ----------
    lon, lat : array_like
        Centres, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    range_km : array_like
        Geodesic distances in kilometres, ``MIN_RANGE_KM`` to ``MAX_RANGE_KM``. All three
        broadcast. Many rings in one call take a tenth of the time of as many calls, and each
        is the same to the last bit.
    tolerance_km : float, default 1.0
        How far the drawn outline may be from the true ring, 0.001 or above. Edges are
        straight in longitude and latitude, or straight in Web Mercator; both are held
        to it (beyond 85.05 degrees, where Web Mercator ends, the former only). Rings
        of less than 200 times the tolerance are held to 0.5 % of their range instead.

    Returns
    -------
    Polygon or MultiPolygon, or ndarray of them
        Valid, exteriors anticlockwise and holes clockwise (RFC 7946), longitudes within
        ``[-180, 180]``. Edges that are no part of the ring have both ends at a longitude
        of exactly -180 or exactly 180, or at a latitude of exactly -90 or exactly 90; no
        edge of the ring has. Vertices of the ring are exact to a micrometre; only those
        nearer than 0.1 m to a pole are moved that far from it. A single geometry if all
        three arguments are scalars.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds.

    See Also
    --------
    range_band : The area between two distances.

    Examples
    --------
    The pole is inside, so the polygon reaches the upper edge of the map:

    >>> import shapely
    >>> from infmap.geodesy import range_ring
    >>> ring = range_ring(20.51, 54.71, 5500)
    >>> ring.geom_type, ring.bounds[3], shapely.contains_xy(ring, 21.01, 52.23)
    ('Polygon', 90.0, np.True_)

    Two distances from each of two sites:

    >>> range_ring([20.51, 24.42], [54.71, 44.08], [[500], [5500]]).shape
    (2, 2)
    """
    _check_ring(lon, lat, range_km, "range_km", tolerance_km)
    shape, (lons, lats, ranges_km) = broadcast(lon, lat, range_km)

    def draw(block: slice) -> Geometries:
        runs = _runs(lons[block], lats[block], ranges_km[block], tolerance_km)
        count = lons[block].size
        return areas(runs, np.arange(count), count)

    return _in_blocks(draw, shape, ranges_km, tolerance_km)


@overload
def range_band(
    lon: float, lat: float, min_km: float, max_km: float, *, tolerance_km: float = ...
) -> Polygon | MultiPolygon: ...
@overload
def range_band(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
    *,
    tolerance_km: float = ...,
) -> Any: ...
def range_band(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
    *,
    tolerance_km: float = DEFAULT_TOLERANCE_KM,
) -> Any:
    """Return the area between two geodesic distances from a position, or from each of many.

    Parameters
    ----------
    lon, lat : array_like
        Centres, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    min_km, max_km : array_like
        Inner and outer distances in kilometres, at least 0.01 apart, `max_km` up to
        ``MAX_RANGE_KM``. An inner distance of 0 leaves no hole: the band is the ring of
        `max_km`. All four broadcast.
    tolerance_km : float, default 1.0
        As in `range_ring`. Bands of less than 3 times the tolerance are held to a third
        of their width instead, so that the two outlines never meet.

    Returns
    -------
    Polygon or MultiPolygon, or ndarray of them
        As `range_ring` returns them.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds, or if `min_km` is not below `max_km`.

    Examples
    --------
    >>> import shapely
    >>> from infmap.geodesy import range_band
    >>> band = range_band(20.51, 54.71, 500, 5500)
    >>> shapely.contains_xy(band, [21.01, -0.1257], [52.23, 51.5085])  # Warsaw, London
    array([False,  True])
    """
    _check_ring(lon, lat, max_km, "max_km", tolerance_km)
    remedy = "write 0 for a band without a hole"
    check_bounds(min_km, "min_km", 0.0, MAX_RANGE_KM, "km", remedy)
    shape, (lons, lats, mins_km, maxs_km) = broadcast(lon, lat, min_km, max_km)
    holed = mins_km != 0.0
    check_bounds(mins_km[holed], "min_km", MIN_RANGE_KM, MAX_RANGE_KM, "km", remedy)
    for inner_km, outer_km in zip(mins_km[holed], maxs_km[holed], strict=True):
        if round(outer_km - inner_km, 9) < _MIN_BAND_KM:
            raise GeodesyError(
                f"min_km must be at least {_MIN_BAND_KM} below max_km "
                f"(got {inner_km:.12g} and {outer_km:.12g}); are the two swapped?"
            )
    tolerances_km = np.where(holed, np.minimum(tolerance_km, (maxs_km - mins_km) / 3), tolerance_km)

    def draw(block: slice) -> Geometries:
        # Each band has its outer ring and, unless it has no hole, its inner ring, clockwise.
        band = np.repeat(np.arange(lons[block].size), 1 + holed[block])
        inner = np.append(False, band[1:] == band[:-1])
        at = band + block.start
        runs = _runs(
            lons[at], lats[at], np.where(inner, mins_km[at], maxs_km[at]), tolerances_km[at], inner
        )
        return areas(runs, band, lons[block].size)

    return _in_blocks(draw, shape, maxs_km, tolerances_km)


def _runs(
    lons: Floats,
    lats: Floats,
    ranges_km: Floats,
    tolerance_km: npt.ArrayLike,
    clockwise: npt.ArrayLike = False,
) -> Runs:
    """Return rings as runs of vertices between crossings of the antimeridian."""
    tolerances_km = _held_km(ranges_km, tolerance_km)
    # A centre within a micrometre of the prime meridian or the antimeridian is moved onto it.
    near = np.round(lons / 180.0) * 180.0
    lons = np.where(abs(lons - near) < SNAP_DEG, near, lons)
    vertices = place_vertices(HalfRings(lats, ranges_km), tolerances_km, 180.0 - abs(lons))
    return trace_runs(lons, np.broadcast_to(clockwise, lons.shape), vertices)


def _in_blocks(
    draw: Callable[[slice], Geometries],
    shape: tuple[int, ...],
    ranges_km: Floats,
    tolerances_km: npt.ArrayLike,
) -> Any:
    """Return the areas that `draw` returns, block by block, in an array of this shape."""
    vertices = np.pi * np.sqrt(ranges_km / (2.0 * _held_km(ranges_km, tolerances_km)))
    some = max(1, int(_BLOCK / np.max(vertices, initial=_LEAST_VERTICES)))
    drawn = np.empty(ranges_km.size, dtype=object)
    for start in range(0, drawn.size, some):
        block = slice(start, min(start + some, drawn.size))
        drawn[block] = draw(block)
    return drawn.reshape(shape) if shape else drawn[0]


def _held_km(ranges_km: Floats, tolerance_km: npt.ArrayLike) -> Floats:
    """Return the tolerance of each ring, finer for small rings."""
    return np.minimum(tolerance_km, _TOLERANCE_SHARE_OF_RANGE * ranges_km)


def _check_ring(
    lon: npt.ArrayLike,
    lat: npt.ArrayLike,
    range_km: npt.ArrayLike,
    range_name: str,
    tolerance_km: float,
) -> None:
    check_position(lon, lat)
    remedy = "write kilometres, as in 5500"
    check_bounds(range_km, range_name, MIN_RANGE_KM, MAX_RANGE_KM, "km", remedy)
    remedy = "write kilometres, as in 0.5"
    check_bounds(tolerance_km, "tolerance_km", MIN_TOLERANCE_KM, np.inf, "km", remedy)
