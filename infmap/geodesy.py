"""Geodesics on WGS 84: distances, azimuths and range rings that are right as drawn.

Positions are longitude then latitude in degrees (EPSG:4326), azimuths degrees
clockwise from true north; lengths carry their unit in the name. Nothing here
knows a missile: numbers in, numbers and shapely geometries out.

How a ring is made. A ring is its own mirror image in the meridian of its centre,
so only the eastern half is traced, azimuths 0 to 180, as longitudes ``[0, 180]``
east of that meridian. Whether each end of the half lies on the centre's side of
the pole or past it is decided by the exact distance to that pole, and with it
everything else: walked anticlockwise the ring has its inside on the left, it is
cut where it crosses the antimeridian, and the loose ends are joined along the
frame of the world map with the inside still on the left. Poles, both poles, holes
and bands need no case of their own.
"""

from collections.abc import Callable
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon

from infmap.errors import GeodesyError

__all__ = [
    "DEFAULT_TOLERANCE_KM",
    "MAX_RANGE_KM",
    "MIN_RANGE_KM",
    "MIN_TOLERANCE_KM",
    "WGS84",
    "destination",
    "distance_km",
    "inverse",
    "range_band",
    "range_ring",
    "ring_line",
]

Floats: TypeAlias = npt.NDArray[np.float64]
_Ints: TypeAlias = npt.NDArray[np.intp]
_Marks: TypeAlias = tuple[tuple[int, float], ...]

#: The ellipsoid of every distance in infmap; geodesics after Karney (2013).
WGS84 = Geod(ellps="WGS84")

#: Largest ring drawn. Up to pi times the polar radius (19,970 km) a ring does not cross itself.
MAX_RANGE_KM = 19_900.0

#: Smallest ring drawn.
MIN_RANGE_KM = 0.1

#: How far a drawn outline may stray from the true ring unless asked otherwise.
DEFAULT_TOLERANCE_KM = 1.0

# The finest tolerance and the narrowest band: below these a ring takes tens of thousands of
# vertices to show what no range is known to.
MIN_TOLERANCE_KM = 0.001
_MIN_BAND_KM = 0.01

# A small ring stays round to the eye however coarse the tolerance: 36 vertices or more.
_TOLERANCE_SHARE_OF_RANGE = 0.005

# Edges are held to a little less than the tolerance, because they are tested at these
# fractions of their length only and the worst point may lie between two of them.
_TESTED_FRACTIONS = np.array([0.2, 0.5, 0.8]).reshape(3, 1)
_TESTED_SHARE = 0.9

_FIRST_AZIMUTHS_DEG = np.linspace(0.0, 180.0, 19)
_MOST_PIECES = 8
_LEAST_TURN_DEG = 1e-9  # never reached by a true ring: there so that splitting always ends
_MOST_STEPS = 60

# Web Mercator maps end here, and Leaflet draws what lies beyond on this parallel.
_MERCATOR_LAT = 85.0511287798

# A micrometre: vertices this close to the antimeridian or to _MERCATOR_LAT are put on it.
_SNAP_DEG = 1e-11

# A ring through a pole is held 0.1 m short of it: at the pole itself longitude means nothing,
# and latitude 90 is kept for the frame of the map.
_LAST_LAT = 90.0 - 1e-6

# Rows of a traced half ring.
_EAST, _LAT = 0, 1

# The frame of the world map, anticlockwise.
_WORLD = np.array([(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)])


@overload
def inverse(lon: float, lat: float, to_lon: float, to_lat: float) -> tuple[float, float]: ...
@overload
def inverse(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> tuple[Any, Any]: ...
def inverse(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> tuple[Any, Any]:
    """Return the geodesic distance between positions and the azimuth at the first.

    Parameters
    ----------
    lon, lat : array_like
        Positions to measure from, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    to_lon, to_lat : array_like
        Positions to measure to. All four broadcast: ``(n, 1)`` against ``(m,)`` gives
        ``(n, m)``.

    Returns
    -------
    distance_km : float or ndarray
        Shortest distance on the WGS 84 ellipsoid, kilometres. A float if all four
        arguments are scalars.
    azimuth_deg : float or ndarray
        Direction of departure, degrees clockwise from true north, ``[0, 360)``. Between
        coincident positions it has no meaning.

    Raises
    ------
    GeodesyError
        If a position is not finite or out of bounds.

    See Also
    --------
    destination : The other way round.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.

    Examples
    --------
    >>> distance, azimuth = inverse(20.51, 54.71, 21.01, 52.23)  # Kaliningrad to Warsaw
    >>> print(f"{distance:.1f} km towards {azimuth:.1f} degrees")
    278.0 km towards 172.9 degrees
    """
    check_position(lon, lat)
    check_position(to_lon, to_lat)
    shape, (lons, lats, to_lons, to_lats) = _broadcast(lon, lat, to_lon, to_lat)
    azimuth_deg, _, distance_m = WGS84.inv(lons, lats, to_lons, to_lats)
    azimuth_deg = azimuth_deg % 360.0
    azimuth_deg[azimuth_deg == 360.0] = 0.0  # what -1e-15 % 360 gives
    return _shaped(distance_m / 1000.0, shape), _shaped(azimuth_deg, shape)


@overload
def distance_km(lon: float, lat: float, to_lon: float, to_lat: float) -> float: ...
@overload
def distance_km(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> Any: ...
def distance_km(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> Any:
    """Return the geodesic distance between positions, kilometres.

    The first of the two results of `inverse`, which says more about the arguments.

    Parameters
    ----------
    lon, lat : array_like
        Positions to measure from, degrees east and north.
    to_lon, to_lat : array_like
        Positions to measure to; all four broadcast.

    Returns
    -------
    float or ndarray
        Shortest distance on the WGS 84 ellipsoid, kilometres.

    Raises
    ------
    GeodesyError
        If a position is not finite or out of bounds.

    Examples
    --------
    >>> print(f"{distance_km(24.42, 44.08, -0.1257, 51.5085):.1f}")  # Deveselu to London
    2003.4
    >>> sites, targets = np.array([[20.51], [24.42]]), np.array([21.01, -0.1257, 116.4])
    >>> distance_km(sites, [[54.71], [44.08]], targets, [52.23, 51.5085, 39.9]).shape
    (2, 3)
    """
    return inverse(lon, lat, to_lon, to_lat)[0]


@overload
def destination(
    lon: float, lat: float, azimuth_deg: float, distance_km: float
) -> tuple[float, float]: ...
@overload
def destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_km: npt.ArrayLike
) -> tuple[Any, Any]: ...
def destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_km: npt.ArrayLike
) -> tuple[Any, Any]:
    """Return where a geodesic of a given azimuth and length ends.

    Parameters
    ----------
    lon, lat : array_like
        Positions of departure, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    azimuth_deg : array_like
        Directions of departure, degrees clockwise from true north; any finite number.
    distance_km : array_like
        Lengths in kilometres, 0 or above. All four broadcast.

    Returns
    -------
    lon, lat : float or ndarray
        Positions of arrival, degrees; longitudes in ``[-180, 180]``. Floats if all four
        arguments are scalars.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds.

    See Also
    --------
    inverse : The other way round.

    Examples
    --------
    >>> lon, lat = destination(20.51, 54.71, 90.0, 500.0)
    >>> print(f"{lon:.3f} {lat:.3f}")
    28.236 54.463
    """
    check_position(lon, lat)
    check_bounds(azimuth_deg, "azimuth_deg", -np.inf, np.inf, "degrees", "write degrees from north")
    check_bounds(
        distance_km, "distance_km", 0.0, np.inf, "km", "to go back, turn the azimuth by 180"
    )
    shape, (lons, lats, azimuths, kilometres) = _broadcast(lon, lat, azimuth_deg, distance_km)
    to_lon, to_lat, _ = WGS84.fwd(
        lons, lats, azimuths, kilometres * 1000.0, return_back_azimuth=False
    )
    return _shaped(to_lon, shape), _shaped(to_lat, shape)


def range_ring(
    lon: float, lat: float, range_km: float, *, tolerance_km: float = DEFAULT_TOLERANCE_KM
) -> Polygon | MultiPolygon:
    """Return the area within a geodesic distance of a position.

    The polygon is meant for maps in longitude and latitude or in Web Mercator: its
    planar interior is the area itself, whatever the ring goes round. It is cut at the
    antimeridian and closed over a pole it holds. It is a picture all the same: ask
    `distance_km` whether a place is within range.

    Parameters
    ----------
    lon, lat : float
        Centre, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    range_km : float
        Geodesic distance in kilometres, ``MIN_RANGE_KM`` to ``MAX_RANGE_KM``.
    tolerance_km : float, default 1.0
        How far the drawn outline may be from the true ring, 0.001 or above. Edges are
        straight in longitude and latitude, or straight in Web Mercator; both are held
        to it (beyond 85.05 degrees, where Web Mercator ends, the former only). Rings
        of less than 200 times the tolerance are held to 0.5 % of their range instead.

    Returns
    -------
    Polygon or MultiPolygon
        Valid, exteriors anticlockwise and holes clockwise (RFC 7946), longitudes within
        ``[-180, 180]``. Edges that are no part of the ring have both ends at a longitude
        of exactly -180 or exactly 180, or at a latitude of exactly -90 or exactly 90; no
        edge of the ring has. Vertices of the ring are exact to micrometres; only those
        nearer than 0.1 m to a pole are moved that far from it.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds.

    See Also
    --------
    ring_line : The ring without the cut edges, which is what a map strokes.
    range_band : The area between two distances.

    Examples
    --------
    The pole is inside, so the polygon reaches the upper edge of the map:

    >>> ring = range_ring(20.51, 54.71, 5500)
    >>> ring.geom_type, ring.bounds[3], shapely.contains_xy(ring, 21.01, 52.23)
    ('Polygon', 90.0, np.True_)
    """
    _check_ring(lon, lat, range_km, "range_km", tolerance_km)
    return _area(_ring_runs(lon, lat, range_km, tolerance_km))


def range_band(
    lon: float,
    lat: float,
    min_km: float,
    max_km: float,
    *,
    tolerance_km: float = DEFAULT_TOLERANCE_KM,
) -> Polygon | MultiPolygon:
    """Return the area between two geodesic distances from a position.

    Parameters
    ----------
    lon, lat : float
        Centre, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    min_km, max_km : float
        Inner and outer distance in kilometres, at least 0.01 apart, `max_km` up to
        ``MAX_RANGE_KM``. An inner distance of 0 leaves no hole: the band is the ring of
        `max_km`.
    tolerance_km : float, default 1.0
        As in `range_ring`. Bands of less than 3 times the tolerance are held to a third
        of their width instead, so that the two outlines never meet.

    Returns
    -------
    Polygon or MultiPolygon
        As `range_ring` returns it.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds, or if `min_km` is not below `max_km`.

    Examples
    --------
    >>> band = range_band(20.51, 54.71, 500, 5500)
    >>> shapely.contains_xy(band, [21.01, -0.1257], [52.23, 51.5085])  # Warsaw, London
    array([False,  True])
    """
    _check_ring(lon, lat, max_km, "max_km", tolerance_km)
    if min_km == 0:
        return _area(_ring_runs(lon, lat, max_km, tolerance_km))
    check_bounds(
        min_km, "min_km", MIN_RANGE_KM, MAX_RANGE_KM, "km", "write 0 for a band without a hole"
    )
    if round(max_km - min_km, 9) < _MIN_BAND_KM:
        raise GeodesyError(
            f"min_km must be at least {_MIN_BAND_KM} below max_km "
            f"(got {min_km:.12g} and {max_km:.12g}); are the two swapped?"
        )
    tolerance_km = min(tolerance_km, (max_km - min_km) / 3)
    outer = _ring_runs(lon, lat, max_km, tolerance_km)
    inner = _ring_runs(lon, lat, min_km, tolerance_km)
    return _area(outer + [run[::-1] for run in inner])


def ring_line(
    lon: float, lat: float, range_km: float, *, tolerance_km: float = DEFAULT_TOLERANCE_KM
) -> LineString | MultiLineString:
    """Return the ring at a geodesic distance from a position, as a map strokes it.

    The outline of `range_ring` without the edges along the antimeridian and the poles.

    Parameters
    ----------
    lon, lat, range_km, tolerance_km : float
        As in `range_ring`.

    Returns
    -------
    LineString or MultiLineString
        Anticlockwise around the centre. Closed if the ring does not cross the
        antimeridian; otherwise one line for each part between two crossings.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds.

    Examples
    --------
    >>> ring_line(20.51, 54.71, 500).is_closed, ring_line(20.51, 54.71, 5500).is_closed
    (True, False)
    """
    _check_ring(lon, lat, range_km, "range_km", tolerance_km)
    lines = [LineString(run) for run in _ring_runs(lon, lat, range_km, tolerance_km)]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)


# --- Tracing: where the vertices go ---------------------------------------------------------


def _ring_runs(lon: float, lat: float, range_km: float, tolerance_km: float) -> list[Floats]:
    """Return the ring, inside on the left, as runs of vertices between antimeridian crossings.

    Each run is an array of shape ``(n, 2)``; a ring that crosses nothing is one closed run.
    """
    lon, lat, range_km = float(lon), float(lat), float(range_km)
    # A western centre is the mirror image of an eastern one, for which the antimeridian can
    # cross the eastern half of the ring only.
    centre_lon = abs(lon)
    if centre_lon < _SNAP_DEG or 180.0 - centre_lon < _SNAP_DEG:
        centre_lon = round(centre_lon)
    antimeridian = 180.0 - centre_lon
    tolerance_km = min(tolerance_km, _TOLERANCE_SHARE_OF_RANGE * range_km)
    east, lats = _trace_half(lat, range_km, tolerance_km, antimeridian)[:, ::-1]

    # Anticlockwise: up the eastern half, parted at the antimeridian, and down the western.
    runs = []
    breaks = np.flatnonzero(east[1:-1] == antimeridian) + 1
    for first, last in zip([0, *breaks], [*breaks, len(east) - 1], strict=True):
        part = east[first : last + 1]
        beyond = part.max() > antimeridian
        lons = centre_lon + (part - 360.0 if beyond else part)
        lons[part == antimeridian] = -180.0 if beyond else 180.0
        runs.append(np.column_stack([lons, lats[first : last + 1]]))
    runs.append(np.column_stack([centre_lon - east, lats])[::-1])

    if lon < 0:
        runs = [run[::-1] * (-1.0, 1.0) + 0.0 for run in reversed(runs)]  # + 0.0: no -0.0
    return _join_touching(runs)


def _trace_half(lat: float, range_km: float, tolerance_km: float, antimeridian: float) -> Floats:
    """Return the eastern half of a ring, from its northern to its southern end.

    Rows are the longitude east of the centre's meridian and the latitude. Vertices stand where
    the drawn line needs them, and where it crosses `antimeridian` or leaves Web Mercator.
    """
    place = _half_ring(lat, range_km)
    marks = ((_EAST, antimeridian), (_LAT, _MERCATOR_LAT), (_LAT, -_MERCATOR_LAT))
    azimuths = _FIRST_AZIMUTHS_DEG
    points = _snap(place(azimuths), marks)
    fresh = np.ones(azimuths.size, dtype=bool)
    while fresh.any():
        edges = np.flatnonzero(fresh[:-1] | fresh[1:])
        strays_km = _strays_km(lat, range_km, points[:, edges], points[:, edges + 1])
        # The error of an edge falls with the square of its length.
        pieces = np.ceil(np.sqrt(strays_km / (_TESTED_SHARE * tolerance_km)))
        pieces = np.clip(pieces, 1, _MOST_PIECES).astype(int)
        pieces[azimuths[edges + 1] - azimuths[edges] < _LEAST_TURN_DEG] = 1
        split_after, split_azimuths = _split(azimuths, edges, pieces)
        # Crossings are looked for last, between neighbours so close that it takes few steps.
        cross_after, cross_azimuths, cross_points = _cross(
            place, azimuths, points, edges[pieces == 1], marks
        )
        at = np.concatenate([split_after, cross_after]) + 1
        new_points = np.hstack([_snap(place(split_azimuths), marks), cross_points])
        azimuths = np.insert(azimuths, at, np.concatenate([split_azimuths, cross_azimuths]))
        points = np.insert(points, at, new_points, axis=1)
        fresh = np.insert(np.zeros_like(fresh), at, True)
    return points


def _half_ring(lat: float, range_km: float) -> Callable[[Floats], Floats]:
    """Return the function that places azimuths from 0 to 180 on the eastern half of a ring."""
    _, _, to_poles_m = WGS84.inv([0.0, 0.0], [lat, lat], [0.0, 0.0], [90.0, -90.0])
    # Past a pole, the ring meets the meridian opposite the centre's.
    north_end, south_end = np.where(np.divide(to_poles_m, 1000.0) <= range_km, 180.0, 0.0)

    def place(azimuths: Floats) -> Floats:
        east, lats, _ = WGS84.fwd(
            np.zeros_like(azimuths),
            np.full_like(azimuths, lat),
            azimuths,
            np.full_like(azimuths, 1000.0 * range_km),
            return_back_azimuth=False,
        )
        east = np.abs(east)  # -180 is 180 here
        east[azimuths == 0.0] = north_end
        east[azimuths == 180.0] = south_end
        return np.stack([east, np.clip(lats, -_LAST_LAT, _LAST_LAT)])

    return place


def _snap(points: Floats, marks: _Marks) -> Floats:
    """Put the points within a micrometre of a mark on it."""
    for row, mark in marks:
        points[row, np.abs(points[row] - mark) <= _SNAP_DEG] = mark
    return points


def _strays_km(lat: float, range_km: float, starts: Floats, ends: Floats) -> Floats:
    """Return how far each drawn edge strays from the ring, kilometres.

    Between the two ends an edge is straight in longitude and latitude or, where the map
    reaches, in Web Mercator; at one longitude these differ by their latitude only.
    """
    east, lats = starts[:, None] + _TESTED_FRACTIONS * (ends - starts)[:, None]
    mercator_lats = lats.copy()
    on_map = np.maximum(np.abs(starts[_LAT]), np.abs(ends[_LAT])) <= _MERCATOR_LAT
    lower, upper = (np.arctanh(np.sin(np.radians(p[_LAT, on_map]))) for p in (starts, ends))
    heights = lower + _TESTED_FRACTIONS * (upper - lower)
    mercator_lats[:, on_map] = np.degrees(np.arcsin(np.tanh(heights)))

    to_lats = np.concatenate([lats, mercator_lats])
    origin = np.zeros_like(to_lats)
    _, _, distance_m = WGS84.inv(
        origin,
        np.full_like(to_lats, lat),
        np.concatenate([east, east]),
        to_lats,
        return_back_azimuth=False,
    )
    return np.asarray(np.abs(distance_m / 1000.0 - range_km).max(axis=0))


def _split(azimuths: Floats, edges: _Ints, pieces: _Ints) -> tuple[_Ints, Floats]:
    """Return the azimuths that part each edge into equal pieces, and the vertex each follows."""
    after, parts = (np.repeat(values, pieces - 1) for values in (edges, pieces))
    nth = np.arange(after.size) - np.searchsorted(after, after) + 1
    start = azimuths[after]
    return after, start + (azimuths[after + 1] - start) * nth / parts


def _cross(
    place: Callable[[Floats], Floats],
    azimuths: Floats,
    points: Floats,
    edges: _Ints,
    marks: _Marks,
) -> tuple[_Ints, Floats, Floats]:
    """Return where edges cross a mark: the vertex that each crossing follows, azimuth, point.

    One crossing of an edge at a time: any other is found between the new neighbours.
    """
    found: list[tuple[int, int, float]] = []
    for row, mark in marks:
        side = points[row] - mark
        crossed = side[edges] * side[edges + 1] < 0
        found += [(edge, row, mark) for edge in edges[crossed]]
        edges = edges[~crossed]
    if not found:
        return np.empty(0, dtype=np.intp), np.empty(0), np.empty((2, 0))
    after, rows, levels = (np.array(column) for column in zip(*found, strict=True))
    nth = np.arange(after.size)

    # False position, Illinois variant: the side that stays has its weight halved.
    old, new = azimuths[after], azimuths[after + 1]
    off_old, off_new = points[rows, after] - levels, points[rows, after + 1] - levels
    for _ in range(_MOST_STEPS):
        guess = new - off_new * (new - old) / (off_new - off_old)
        crossing = place(guess)
        off = crossing[rows, nth] - levels
        turned = off * off_new < 0
        old = np.where(turned, new, old)
        off_old = np.where(turned, off_new, off_old / 2)
        new, off_new = guess, off
        if np.all(np.abs(off) * np.cos(np.radians(crossing[_LAT])) <= _SNAP_DEG):
            break
    crossing[rows, nth] = levels
    return after, new, _snap(crossing, marks)


# --- Closing: runs to polygons --------------------------------------------------------------


def _join_touching(runs: list[Floats]) -> list[Floats]:
    """Return runs, given in order round the ring, joined where one starts as another ends."""
    joined = runs[:1]
    for run in runs[1:]:
        if np.array_equal(joined[-1][-1], run[0]):
            joined[-1] = np.concatenate([joined[-1], run[1:]])
        else:
            joined.append(run)
    if len(joined) > 1 and np.array_equal(joined[-1][-1], joined[0][0]):
        joined[0] = np.concatenate([joined.pop(), joined[0][1:]])
    return joined


def _area(runs: list[Floats]) -> Polygon | MultiPolygon:
    """Return the area to the left of all the runs."""
    closed = [run for run in runs if np.array_equal(run[0], run[-1])]
    opened = [run for run in runs if not np.array_equal(run[0], run[-1])]
    loops = closed + _link_along_frame(opened)
    shells = [loop for loop in loops if _is_anticlockwise(loop)]
    holes = [loop for loop in loops if not _is_anticlockwise(loop)]
    if len(shells) <= 1:
        # Without a shell, the area is all the world but the holes.
        return Polygon(*shells or [_WORLD], holes)
    polygons = []
    for shell in shells:
        outline = Polygon(shell)
        inside = [hole for hole in holes if shapely.contains_xy(outline, *hole[0])]
        polygons.append(Polygon(shell, inside))
    return MultiPolygon(polygons)


def _link_along_frame(runs: list[Floats]) -> list[Floats]:
    """Return the runs joined to closed loops, walking the frame of the map anticlockwise."""
    waiting = list(runs)
    loops = []
    while waiting:
        loop = [waiting.pop()]
        while True:
            here = _frame_position(loop[-1][-1])
            ahead = [(_frame_position(run[0]) - here) % 360.0 for run in [loop[0], *waiting]]
            nearest = int(np.argmin(ahead))
            loop.append(_corners(here, here + ahead[nearest]))
            if nearest == 0:
                break
            loop.append(waiting.pop(nearest - 1))
        loops.append(np.concatenate([*loop, loop[0][:1]]))
    return loops


def _frame_position(point: Floats) -> float:
    """Return how far along the frame a point is: 0 to 180 up the right, to 360 down the left."""
    lon, lat = point
    return float(90.0 + lat if lon > 0 else 270.0 - lat)


def _corners(start: float, end: float) -> Floats:
    """Return the corners of the map passed on the frame between two positions.

    They are the upper two or the lower two, never all four: a crossing of the antimeridian is
    a loose end on both sides of the map, so no walk passes a whole side.
    """
    if start < 180.0 < end:
        return _WORLD[2:]
    if start < 360.0 < end:
        return _WORLD[:2]
    return _WORLD[:0]


def _is_anticlockwise(loop: Floats) -> bool:
    """Tell whether a closed loop has its inside on the left in the plane of the map."""
    return bool(shapely.is_ccw(shapely.linearrings(loop)))


# --- Arguments ------------------------------------------------------------------------------


def _check_ring(
    lon: float, lat: float, range_km: float, range_name: str, tolerance_km: float
) -> None:
    check_position(lon, lat)
    check_bounds(
        range_km,
        range_name,
        MIN_RANGE_KM,
        MAX_RANGE_KM,
        "km",
        "write kilometres, as in 5500",
    )
    check_bounds(
        tolerance_km, "tolerance_km", MIN_TOLERANCE_KM, np.inf, "km", "write kilometres, as in 0.5"
    )


def check_position(lon: npt.ArrayLike, lat: npt.ArrayLike) -> None:
    check_bounds(lat, "latitude", -90.0, 90.0, "degrees", "is the pair swapped?")
    check_bounds(lon, "longitude", -180.0, 180.0, "degrees", "write 190 as -170")


def check_bounds(
    values: npt.ArrayLike, name: str, lower: float, upper: float, unit: str, remedy: str
) -> None:
    """Raise an error that shows the first value that is not finite or is out of bounds."""
    numbers = np.asarray(values)
    if numbers.dtype.kind not in "biufO":
        raise GeodesyError(f"{name} must be a number (got {values!r}); {remedy}")
    numbers = numbers.astype(np.float64)
    wrong = numbers[~((numbers >= lower) & (numbers <= upper) & np.isfinite(numbers))]
    if not wrong.size:
        return
    if np.isinf(lower):
        bounds = f"a finite number of {unit}"
    elif np.isinf(upper):
        bounds = f"a finite number of {unit}, {lower:g} or above"
    else:
        bounds = f"within [{lower:g}, {upper:g}] {unit}"
    raise GeodesyError(f"{name} must be {bounds} (got {wrong[0]:.12g}); {remedy}")


def _broadcast(*values: npt.ArrayLike) -> tuple[tuple[int, ...], list[Floats]]:
    """Return the common shape of the values, and each of them as a flat array of its own."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))
    return arrays[0].shape, [array.flatten() for array in arrays]


def _shaped(flat: Floats, shape: tuple[int, ...]) -> Any:
    return flat.reshape(shape) if shape else float(flat[0])
