"""The vertices of drawn rings: as few as keep each edge within the tolerance.

The curvature of the drawn ring gives the density of vertices it needs. Vertices stand at equal
steps of the integral of this density. Then each edge is tested, and split if it strays too far.
"""

from typing import NamedTuple

import numpy as np

from infmap.geodesy.arrays import Flags, Floats, Ints
from infmap.geodesy.curves import DEG, EAST, LAT, ROUGH_TERMS, HalfRings
from infmap.geodesy.distances import WGS84

#: Web Mercator maps end here, and Leaflet draws what lies beyond on this parallel.
MERCATOR_LAT = 85.0511287798

#: A micrometre: vertices this close to a mark (`_MARKED_ROWS`) are moved onto it.
SNAP_DEG = 1e-11

# A tenth of that: how exactly crossings of a mark are found.
_FOUND_DEG = 1e-12

# Edges are planned for, and tested against, a little less than the tolerance: they are tested
# in a few places only and may stray a little further in between.
_AIMED_SHARE = 0.95
_TESTED_SHARE = 0.98
_TESTED_FRACTIONS = np.array([0.25, 0.5, 0.75]).reshape(-1, 1)
_TESTED_CLOSELY = np.linspace(0.0, 1.0, 9)[1:-1].reshape(-1, 1)

# Nearer to a pole than this many tolerances, the map's scale changes within a tolerance.
_NEAR_POLE_TOLERANCES = 32.0

# Half a ring is divided into this many steps, smaller where it passes close to a pole. The
# density is computed at their ends; it is at least one vertex to 10 degrees of azimuth.
_STEPS = 32
_LEAST_DENSITY = 18.0 / np.pi

_MOST_PIECES = 8
_LEAST_TURN = 1e-11  # no true ring needs shorter edges: this makes sure that splitting ends
_MOST_ROUNDS = 60

# The marks where a ring needs a vertex: the antimeridian and the two ends of Web Mercator. Each
# is a value in this row of the points.
_MARKED_ROWS = (EAST, LAT, LAT)

# A sum of steps this close to a whole number is that number, but for rounding.
_ROUNDING = 1e-9

# An edge between two equal vertices has no length to divide by.
_TINY = 1e-300

# From the ellipsoid's largest radius of curvature, so that no error is underestimated.
_KM_PER_DEG = float(WGS84.a**2 / WGS84.b / 1000.0 / DEG)


class Vertices(NamedTuple):
    """Vertices of half rings, ring after ring, each from its northern to its southern end."""

    rings: Ints
    azimuths: Floats
    points: Floats


def place_vertices(curves: HalfRings, tolerances_km: Floats, antimeridians: Floats) -> Vertices:
    """Return vertices that keep every edge within the tolerance of its ring.

    There is a vertex exactly where a ring crosses its antimeridian, given in degrees east of
    the centre, and where it leaves Web Mercator.
    """
    end_of_map = np.full_like(antimeridians, MERCATOR_LAT)
    marks = np.stack([antimeridians, end_of_map, -end_of_map])
    rings, azimuths = _first_azimuths(curves, tolerances_km)
    points = _snap(curves.points(rings, azimuths), marks[:, rings])
    vertices = Vertices(rings, azimuths, points)
    fresh = np.ones(rings.size, dtype=bool)
    edges = np.flatnonzero(rings[:-1] == rings[1:])
    while edges.size:
        # Crossings come first: the ends of an edge decide in which projections it is tested.
        after, azimuths, points = _cross(curves, vertices, edges, marks)
        if not after.size:
            strays_km = _strays_km(curves, tolerances_km, vertices, edges)
            after, azimuths = _split(vertices, edges, strays_km, tolerances_km)
            rings = vertices.rings[after]
            points = _snap(curves.points(rings, azimuths), marks[:, rings])
            fresh[:] = False
        vertices = Vertices(
            np.insert(vertices.rings, after + 1, vertices.rings[after]),
            np.insert(vertices.azimuths, after + 1, azimuths),
            np.insert(vertices.points, after + 1, points, axis=1),
        )
        fresh = np.insert(fresh, after + 1, True)
        within = vertices.rings[:-1] == vertices.rings[1:]
        edges = np.flatnonzero((fresh[:-1] | fresh[1:]) & within)
    return vertices


def _first_azimuths(curves: HalfRings, tolerances_km: Floats) -> tuple[Ints, Floats]:
    """Return the azimuths that the density of vertices asks for, and the ring of each."""
    grid = _grid(curves, tolerances_km)
    density = _density(curves, tolerances_km, grid)
    steps = np.diff(grid, axis=1)
    in_steps = (density[:, :-1] + density[:, 1:]) * steps / 2.0
    passed = np.zeros_like(grid)
    np.cumsum(in_steps, axis=1, out=passed[:, 1:])
    counts = np.ceil(passed[:, -1:] - _ROUNDING)
    passed = np.minimum(passed * (counts / passed[:, -1:]), counts)
    passed[:, -1:] = counts

    # Vertex k of a ring stands in the step in which the integral of its density passes k.
    passed_before, passed_after = passed[:, :-1].ravel(), passed[:, 1:].ravel()
    in_step = np.diff(np.ceil(passed), axis=1).astype(np.intp).ravel()
    step = np.repeat(np.arange(in_step.size), in_step)
    ring = step // _STEPS
    ends = np.cumsum(counts.astype(np.intp))
    k = np.arange(step.size) - np.append(0, ends[:-1])[ring]
    share = (k - passed_before[step]) / (passed_after - passed_before)[step]
    # The density is linear within a step, and its integral a parabola.
    here, there = density[:, :-1].ravel()[step], density[:, 1:].ravel()[step]
    area = share * (here + there)
    part = area / (here + np.sqrt(here * here + (there - here) * area))
    azimuths = grid[:, :-1].ravel()[step] + part * steps.ravel()[step]
    return np.insert(ring, ends, np.arange(ends.size)), np.insert(azimuths, ends, np.pi)


def _grid(curves: HalfRings, tolerances_km: Floats) -> Floats:
    """Return azimuths in steps, smaller where a ring passes close to a pole, shape (n, m).

    There its longitude changes by half a circle within a small change of azimuth: the distance
    from the pole over the radius of the ring.
    """
    radius_km = WGS84.b / 1000.0 * np.sin(curves.ranges_km / (WGS84.b / 1000.0))
    from_poles_km = np.maximum(abs(curves.to_poles_km - curves.ranges_km), 0.1 * tolerances_km)
    widths = (from_poles_km / radius_km)[:, :, None]
    along = np.linspace(0.0, 1.0, _STEPS // 2 + 1)
    halves = widths * np.sinh(along * np.arcsinh(np.pi / 2.0 / widths))
    halves[:, :, -1] = np.pi / 2.0
    north, south = halves
    return np.concatenate([north, np.pi - south[:, -2::-1]], axis=1)


def _density(curves: HalfRings, tolerances_km: Floats, grid: Floats) -> Floats:
    """Return how many vertices a radian of azimuth needs, at each azimuth of the grid."""
    rings = np.repeat(np.arange(grid.shape[0]), grid.shape[1])
    points = curves.points(rings, grid.ravel(), terms=ROUGH_TERMS).reshape(3, *grid.shape)
    # Beyond its ends a half ring continues as its mirror image.
    before, after = points[:, :, 1:2].copy(), points[:, :, -2:-1].copy()
    before[EAST] = 2.0 * points[EAST, :, :1] - before[EAST]
    after[EAST] = 2.0 * points[EAST, :, -1:] - after[EAST]
    lined_up = np.concatenate([before, points, after], axis=2)
    on_map = abs(points[LAT]) < MERCATOR_LAT
    bows_km = _bows_km(lined_up[:, :, :-2], lined_up[:, :, 2:], points, on_map)
    steps = np.diff(grid, axis=1)
    steps = np.concatenate([steps[:, :1], steps, steps[:, -1:]], axis=1)
    # How far an edge bows off its ring grows with the square of its length.
    aimed_km = _AIMED_SHARE * tolerances_km[:, None]
    in_two_steps = abs(bows_km).max(axis=0) / aimed_km
    density = np.sqrt(in_two_steps / (4.0 * steps[:, :-1] * steps[:, 1:]))
    return np.asarray(np.maximum(density, _LEAST_DENSITY))


def _bows_km(starts: Floats, ends: Floats, middles: Floats, on_map: Flags) -> Floats:
    """Return how far points of rings are to the right (left: below 0) of straight edges.

    The first axis is the projection: longitude and latitude, then Web Mercator (0 off its map).
    """
    shrink = np.cos(middles[LAT] / DEG)
    (east, north, up), (east_end, north_end, up_end) = middles - starts, ends - starts
    flat = east * north_end - east_end * north
    flat /= np.sqrt(np.maximum((shrink * east_end) ** 2 + north_end**2, _TINY))
    mercator = on_map * (east * up_end - east_end * up)
    mercator /= np.sqrt(np.maximum(east_end**2 + up_end**2, _TINY))
    return np.asarray(_KM_PER_DEG * shrink * np.stack([flat, mercator]))


def _strays_km(
    curves: HalfRings,
    tolerances_km: Floats,
    vertices: Vertices,
    edges: Ints,
) -> Floats:
    """Return how far each drawn edge strays from its ring, kilometres."""
    rings, azimuths, points = vertices
    ring, start, turn = rings[edges], azimuths[edges], azimuths[edges + 1] - azimuths[edges]
    starts, ends = points.take(edges, axis=1), points.take(edges + 1, axis=1)
    farthest = np.maximum(abs(starts[LAT]), abs(ends[LAT]))
    on_map = farthest <= MERCATOR_LAT
    places = (start + _TESTED_FRACTIONS * turn).ravel()
    middles = curves.points(np.tile(ring, len(_TESTED_FRACTIONS)), places, terms=ROUGH_TERMS)
    middles = middles.reshape(3, -1, edges.size)
    bows_km = _bows_km(starts[:, None], ends[:, None], middles, on_map)
    strays_km = np.asarray(np.maximum(abs(bows_km).max(axis=(0, 1)), _between_km(bows_km)))
    near_pole = _KM_PER_DEG * (90.0 - farthest) < _NEAR_POLE_TOLERANCES * tolerances_km[ring]
    if near_pole.any():
        strays_km[near_pole] = _measured_strays_km(
            curves, ring[near_pole], starts[:, near_pole], ends[:, near_pole]
        )
    return strays_km


def _between_km(bows_km: Floats) -> Floats:
    """Return how far edges stray between the places tested, which are the second axis.

    A bow is 0 at both ends of its edge. So at the share ``t`` of the edge it is ``t (1 - t)``
    times a parabola through three places. If an edge is bent at one end and straight at the
    other, it strays farthest between the places tested.
    """
    first, second, third = bows_km[:, 0], bows_km[:, 1], bows_km[:, 2]
    sooner = 2.0 * first + 3.0 * second - third / 1.5
    later = 2.0 * third + 3.0 * second - first / 1.5
    return np.asarray(0.375 * 0.625 * np.maximum(abs(sooner), abs(later)).max(axis=0))


def _measured_strays_km(curves: HalfRings, rings: Ints, starts: Floats, ends: Floats) -> Floats:
    """Return how far edges stray from their rings, from exact distances to the centres."""
    east, lats, heights = starts[:, None] + _TESTED_CLOSELY * (ends - starts)[:, None]
    on_map = np.maximum(abs(starts[LAT]), abs(ends[LAT])) <= MERCATOR_LAT
    to_lats = np.concatenate([lats, np.where(on_map, _mercator_lat(heights), lats)])
    origin = np.zeros_like(to_lats)
    _, _, distance_m = WGS84.inv(
        origin,
        np.broadcast_to(curves.lats[rings], to_lats.shape).copy(),
        np.concatenate([east, east]),
        to_lats,
        return_back_azimuth=False,
    )
    return np.asarray(abs(distance_m / 1000.0 - curves.ranges_km[rings]).max(axis=0))


def _split(
    vertices: Vertices, edges: Ints, strays_km: Floats, tolerances_km: Floats
) -> tuple[Ints, Floats]:
    """Return the azimuths that split edges which stray too far, and the vertex each follows."""
    rings, azimuths, _ = vertices
    start, turn = azimuths[edges], azimuths[edges + 1] - azimuths[edges]
    # The error of an edge is proportional to the square of its length.
    pieces = np.ceil(np.sqrt(strays_km / (_TESTED_SHARE * tolerances_km[rings[edges]])))
    pieces = np.where(turn < _LEAST_TURN, 1, np.clip(pieces, 1, _MOST_PIECES)).astype(np.intp)
    of, parts = np.repeat(np.arange(edges.size), pieces - 1), np.repeat(pieces, pieces - 1)
    nth = np.arange(of.size) - np.searchsorted(of, of) + 1
    return edges[of], start[of] + turn[of] * nth / parts


def _cross(
    curves: HalfRings, vertices: Vertices, edges: Ints, marks: Floats
) -> tuple[Ints, Floats, Floats]:
    """Return where edges cross a mark: the vertex that each crossing follows, azimuth, point.

    Of each edge only one crossing is returned; the next call finds a further one.
    """
    rings, azimuths, points = vertices
    mark_of = np.full(edges.size, -1)
    for mark, row in enumerate(_MARKED_ROWS):
        side = points[row] - marks[mark, rings]
        mark_of[side[edges] * side[edges + 1] < 0.0] = mark
    crossed = mark_of >= 0
    after, mark_of = edges[crossed], mark_of[crossed]
    ring, rows = rings[after], np.array(_MARKED_ROWS)[mark_of]
    levels = marks[mark_of, ring]
    crossing_azimuths, crossings = np.empty(after.size), np.empty((3, after.size))

    # False position (regula falsi), Illinois variant: halve the weight of the end that stays.
    old, new = azimuths[after], azimuths[after + 1]
    off_old, off_new = points[rows, after] - levels, points[rows, after + 1] - levels
    sought = np.arange(after.size)
    for _ in range(_MOST_ROUNDS):
        if not sought.size:
            break
        guess = new - off_new * (new - old) / (off_new - off_old)
        crossing = curves.points(ring[sought], guess)
        crossing_azimuths[sought], crossings[:, sought] = guess, crossing
        off = crossing[rows[sought], np.arange(sought.size)] - levels[sought]
        turned = off * off_new < 0.0
        old, off_old = np.where(turned, new, old), np.where(turned, off_new, off_old / 2.0)
        new, off_new = guess, off
        # Each crossing stops on its own, or a ring would depend on the rings computed with it.
        left = abs(off) * np.cos(crossing[LAT] / DEG) > _FOUND_DEG
        sought, old, new, off_old, off_new = (v[left] for v in (sought, old, new, off_old, off_new))
    crossings[rows, np.arange(after.size)] = levels
    return after, crossing_azimuths, _snap(crossings, marks[:, ring])


def _snap(points: Floats, marks: Floats) -> Floats:
    """Move points within a micrometre of a mark onto it."""
    for mark, row in zip(marks, _MARKED_ROWS, strict=True):
        near = abs(points[row] - mark) <= SNAP_DEG
        points[row, near] = mark[near]
    return points


def _mercator_lat(heights: Floats) -> Floats:
    """Return the latitudes of northings on a Web Mercator map."""
    return np.asarray(DEG * np.arctan(np.sinh(heights / DEG)))
