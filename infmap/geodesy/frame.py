"""Lines and areas on the world map, from the vertices of half rings.

Walked anticlockwise, a ring has its inside on the left. It is cut into runs where it crosses the
antimeridian. The loose ends of an area's runs are joined along the frame of the map, with the
inside still on the left. Rings around one or both poles, holes and bands need no special case.
"""

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from infmap.geodesy.arrays import Flags, Floats, Ints
from infmap.geodesy.vertices import Vertices

Geometries: TypeAlias = npt.NDArray[np.object_]

# The frame of the world map, anticlockwise.
_WORLD = np.array([(-180.0, -90.0), (180.0, -90.0), (180.0, 90.0), (-180.0, 90.0)])


class Runs(NamedTuple):
    """Runs of vertices between two crossings of the antimeridian, ring after ring.

    A ring that never crosses it is a single closed run, which ends with its first vertex.
    """

    rings: Ints
    starts: Ints
    sizes: Ints
    coordinates: Floats


def trace_runs(centre_lons: Floats, clockwise: Flags, vertices: Vertices) -> Runs:
    r"""Return whole rings, clockwise or anticlockwise, from their eastern halves.

    Only eastern halves have vertices; the western half is the mirror image. A western centre is
    the mirror image of an eastern one, so the antimeridian crosses the eastern half alone.

    Examples
    --------
    A ring around 170 E 10 N. Its eastern half, from north to south, has the vertices a to e, 0, 10,
    15, 10 and 0 degrees east of the centre; B to D are their mirror images. Two vertices, b and d,
    lie on the antimeridian, which is 10 degrees east of the centre::

              B---a---b|                  |b'
             /         |                  |  \
            C     x    |180 E        180 W|   c
             \         |                  |  /
              D---e---d|                  |d'

    Walked clockwise from a: ``a b``, then beyond the antimeridian ``b' c d'``, then ``d e D C B``
    and back to ``a``. At b and d the walk changes sides: b and b' are one place. These are seams.
    A ring is opened at its last seam, so that no run is parted: the two runs are
    ``d e D C B a b`` and ``b' c d'``.

    >>> eastern = np.array([[0.0, 10.0, 15.0, 10.0, 0.0], [20.0, 17.0, 10.0, 3.0, 0.0], [0.0] * 5])
    >>> of_one_ring = Vertices(np.zeros(5, dtype=int), np.zeros(5), eastern)
    >>> runs = trace_runs(np.array([170.0]), np.array([True]), of_one_ring)
    >>> runs.sizes.tolist(), runs.coordinates[runs.starts[1] :].tolist()
    ([7, 3], [[-180.0, 17.0], [-175.0, 10.0], [-180.0, 3.0]])
    """
    rings, _, (east, lats, _) = vertices
    centres = abs(centre_lons)
    antimeridians = (180.0 - centres)[rings]
    firsts = np.searchsorted(rings, np.arange(centres.size))
    lasts = np.append(firsts[1:], rings.size) - 1

    # The eastern half, where it crosses the antimeridian on both sides of the map.
    after = np.append(np.maximum(east[:-1], east[1:]) > antimeridians[:-1], False)
    before = np.append(False, after[:-1])
    before[firsts], after[lasts] = after[firsts], before[lasts]
    crossing = np.flatnonzero(before != after)
    eastern = np.insert(np.arange(rings.size), crossing, crossing)
    beyond = np.insert(after, crossing, before[crossing])
    lons = centres[rings[eastern]] + (east[eastern] - 360.0 * beyond)
    on_frame = np.flatnonzero(east[eastern] == antimeridians[eastern])
    lons[on_frame] = np.where(beyond[on_frame], -180.0, 180.0)

    # A loop is the eastern half going south, then the western half going north: clockwise. Where
    # the halves meet on the same side of the map, the second of the two vertices is left out.
    lons = np.append(lons, centres[rings] - east)
    crossings = np.bincount(rings[crossing], minlength=centres.size)
    starts = firsts + np.cumsum(crossings) - crossings
    turns = lasts - firsts + 1 + crossings
    parted_north = lons[starts] != lons[eastern.size + firsts]
    parted_south = lons[starts + turns - 1] != lons[eastern.size + lasts]
    lengths = turns + lasts - firsts - 1 + parted_north + parted_south

    # A seam follows a vertex if the next is the same place on the other side of the map.
    north, south = np.flatnonzero(parted_north), np.flatnonzero(parted_south)
    seam_rings = np.concatenate([rings[crossing], south, north])
    crossed = crossing + np.arange(crossing.size) - starts[rings[crossing]]
    seams = np.concatenate([crossed, turns[south] - 1, lengths[north] - 1])
    opening = lengths - 1
    opening[seam_rings] = seams
    closed = np.bincount(seam_rings, minlength=centres.size) == 0

    # Each loop, opened at a seam, is walked in the direction asked for.
    western = centre_lons < 0.0
    onward = western != clockwise  # a mirror image turns the other way
    sizes = lengths + closed
    offsets = np.cumsum(sizes) - sizes
    ring = np.repeat(np.arange(sizes.size), sizes)
    nth = np.arange(ring.size) - offsets[ring]
    nth = np.where(onward[ring], nth + (opening + 1)[ring], opening[ring] - nth)
    nth += np.where(nth < 0, lengths[ring], 0)
    nth -= np.where(nth >= lengths[ring], lengths[ring], 0)
    western_at = (eastern.size + lasts + parted_south - 1 + turns)[ring] - nth
    at = np.where(nth < turns[ring], starts[ring] + nth, western_at)
    coordinates = np.empty((ring.size, 2))
    # + 0.0: no -0.0
    coordinates[:, 0] = lons[at] * np.where(western, -1.0, 1.0)[ring] + 0.0
    coordinates[:, 1] = np.append(lats[eastern], lats)[at]
    walked = np.where(onward[seam_rings], 1, -1) * (seams - opening[seam_rings])
    run_starts = offsets[seam_rings] + walked % lengths[seam_rings]
    run_starts = np.sort(np.append(offsets[closed], run_starts))
    run_sizes = np.diff(run_starts, append=ring.size)
    return Runs(ring[run_starts], run_starts, run_sizes, coordinates)


def areas(runs: Runs, area_of_rings: Ints, count: int) -> Geometries:
    """Return `count` areas: an area is everything to the left of all of its rings.

    The rings of an area follow each other, in the order of the areas.
    """
    area = area_of_rings[runs.rings]
    following, corner = _along_frame(runs, area)
    # A loop has the number of its first run; its other runs are sorted by their steps from there.
    loop, here = np.arange(area.size), np.arange(area.size)
    for _ in range(_most_per_owner(area) - 1):
        here = following[here]
        loop = np.minimum(loop, here)
    steps, here = np.zeros_like(loop), loop.copy()
    for _ in range(_most_per_owner(area) - 1):
        away = here != np.arange(area.size)
        steps += away
        here = np.where(away, following[here], here)
    order = np.lexsort((steps, loop))

    sizes = runs.sizes[order]
    pieces = sizes + np.where(corner[order] >= 0, 2, 0)
    of = np.repeat(np.arange(order.size), pieces)
    nth = np.arange(of.size) - (np.cumsum(pieces) - pieces)[of]
    past = nth - sizes[of]
    corners = runs.coordinates.shape[0] + corner[order][of] + past
    at = np.where(past < 0, runs.starts[order][of] + nth, corners)
    loops, nth_loop = np.unique(loop, return_inverse=True)
    outlines = shapely.linearrings(
        np.concatenate([runs.coordinates, _WORLD])[at], indices=nth_loop[order][of]
    )
    return _polygons(outlines, area[loops], count)


def _along_frame(runs: Runs, area: Ints) -> tuple[Ints, Ints]:
    """Return for each run the run that follows along the frame, and the first corner passed or -1.

    The following run is that which starts nearest ahead, anticlockwise. A closed run follows
    itself.
    """
    following, corner = np.arange(area.size), np.full(area.size, -1)
    first = runs.coordinates[runs.starts]
    last = runs.coordinates[runs.starts + runs.sizes - 1]
    opened = np.flatnonzero((first != last).any(axis=1))
    if not opened.size:
        return following, corner
    begin, end = _frame_position(first[opened]), _frame_position(last[opened])
    reach = _most_per_owner(area) - 1
    others = np.arange(opened.size)[:, None] + np.arange(-reach, reach + 1)
    inside = (others >= 0) & (others < opened.size)
    others = np.where(inside, others, 0)
    inside &= area[opened][others] == area[opened][:, None]
    ahead = np.where(inside, (begin[others] - end[:, None]) % 360.0, np.inf)
    nearest = np.argmin(ahead, axis=1)[:, None]
    following[opened] = opened[np.take_along_axis(others, nearest, axis=1)[:, 0]]
    # The corners passed are the upper two or the lower two, never all four: a crossing of the
    # antimeridian is a loose end on both sides of the map, so no walk passes a whole side.
    to = end + np.take_along_axis(ahead, nearest, axis=1)[:, 0]
    corner[opened[(end < 180.0) & (to > 180.0)]] = 2
    corner[opened[(end >= 180.0) & (to > 360.0)]] = 0
    return following, corner


def _frame_position(points: Floats) -> Floats:
    """Return how far along the frame points are: 0 to 180 up the right, to 360 down the left."""
    lons, lats = points.T
    return np.asarray(np.where(lons > 0.0, 90.0 + lats, 270.0 - lats))


def _most_per_owner(owners: Ints) -> int:
    return int(np.bincount(owners).max())


def _polygons(outlines: Geometries, area: Ints, count: int) -> Geometries:
    """Return areas from their outlines: exteriors are anticlockwise, holes are clockwise."""
    is_shell = shapely.is_ccw(outlines)
    shells, shell_area = outlines[is_shell], area[is_shell]
    holes, hole_area = outlines[~is_shell], area[~is_shell]
    # An area without an exterior is the whole world except the holes.
    bare = np.flatnonzero(np.bincount(shell_area, minlength=count) == 0)
    shells = np.append(shells, np.full(bare.size, shapely.linearrings(_WORLD)))
    shell_area = np.append(shell_area, bare)
    order = np.argsort(shell_area, kind="stable")
    shells, shell_area = shells[order], shell_area[order]

    hole_shell = np.searchsorted(shell_area, hole_area)
    for hole in np.flatnonzero(np.bincount(shell_area)[hole_area] > 1):
        candidates = np.flatnonzero(shell_area == hole_area[hole])
        inside = shapely.contains_xy(
            shapely.polygons(shells[candidates]), *shapely.get_coordinates(holes[hole])[0]
        )
        hole_shell[hole] = candidates[inside][0]
    polygon = np.append(np.arange(shells.size), hole_shell)
    order = np.argsort(polygon, kind="stable")
    polygons = shapely.polygons(np.append(shells, holes)[order], indices=polygon[order])
    return _gathered(polygons, shell_area, count)


def _gathered(parts: Geometries, owners: Ints, count: int) -> Geometries:
    """Return the polygon of each owner, or a MultiPolygon if it has several parts."""
    gathered = np.empty(count, dtype=object)
    several = (np.bincount(owners, minlength=count) > 1)[owners]
    gathered[owners[~several]] = parts[~several]
    if several.any():
        many, nth = np.unique(owners[several], return_inverse=True)
        gathered[many] = shapely.multipolygons(parts[several], indices=nth)
    return gathered
