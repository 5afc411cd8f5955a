"""How much of the world a map shows: the window of one site, and one scale for several."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.reach import Reach
from infmap.analysis.strokes import Stroke
from infmap.errors import InfmapError
from infmap.geodesy.arrays import Floats
from infmap.looks.lines import End
from infmap.looks.rows import CoverageRow

if TYPE_CHECKING:
    from infmap.figures.view import Projection

#: Beyond this the edge of an azimuthal map is too distorted.
MOST_EXTENT_KM = 15_500.0
#: Empty room about what a map must show, as a share of its size.
MARGIN = 0.08
# At least, as a share of its longer side.
_LEAST_MARGIN = 0.02
# So many places are shown, however far they are.
_LEAST_PLACES = 4
# A projection may have any unit; in a smaller window its points cannot be told apart.
_LEAST_UNITS = 1e-9


class Frame(NamedTuple):
    """A window on the projected world: its edges in the projection's own unit, mostly metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """From the west to the east edge."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """From the south to the north edge."""
        return self.north - self.south

    def scale(self, width: float, height: float) -> float:
        """Return how many units a point of paper stands for, if the frame just fits on it.

        Examples
        --------
        >>> Frame(0, 0, 600, 200).scale(100, 100)
        6.0
        """
        return max(self.width / width, self.height / height)

    def at_scale(self, scale: float, width: float, height: float) -> "Frame":
        """Return the frame about the same middle that fills a paper at a scale.

        Examples
        --------
        >>> Frame(0, 0, 600, 200).at_scale(6, 100, 100)
        Frame(west=0.0, south=-200.0, east=600.0, north=400.0)
        """
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        wide, high = scale * width / 2, scale * height / 2
        return Frame(x - wide, y - high, x + wide, y + high)

    def grown(self, width: float, height: float) -> "Frame":
        """Return the least frame about the same middle that has the shape of a paper."""
        return self.at_scale(self.scale(width, height), width, height)

    def within(self, world: "Frame") -> "Frame":
        """Return the frame moved, and if it must be made smaller, to lie within another.

        Examples
        --------
        >>> Frame(0, 80, 20, 120).within(Frame(-180, -90, 180, 90))
        Frame(west=0.0, south=50.0, east=20.0, north=90.0)
        """
        share = min(1.0, world.width / self.width, world.height / self.height)
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        wide, high = share * self.width / 2, share * self.height / 2
        x = min(max(x, world.west + wide), world.east - wide)
        y = min(max(y, world.south + high), world.north - high)
        return Frame(x - wide, y - high, x + wide, y + high)


def bounds(points: Floats, margin: float, name: str = "the site") -> Frame:
    """Return the frame of points on the map, with a margin as a share of its size on each side.

    Raises `InfmapError` if no point is on the map, or they cannot be told apart.
    """
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points) or np.ptp(points, axis=0).max() < _LEAST_UNITS:
        raise InfmapError(
            f"the projection does not show the surroundings of {name}; "
            "take equidistant, or one made for the region"
        )
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    least = _LEAST_MARGIN * max(east - west, north - south) * (margin > 0)
    x, y = max(margin * (east - west), least), max(margin * (north - south), least)
    return Frame(float(west - x), float(south - y), float(east + x), float(north + y))


def frame_of(answer: SiteAnswer, projection: "Projection", extent_km: float | None = None) -> Frame:
    """Return the window of a site's map.

    Parameters
    ----------
    answer : SiteAnswer
        The answer about the site.
    projection : Projection
        From `infmap.figures.view.view_maker`.
    extent_km : float, optional
        How far from the site the map extends on every side. Without it the map holds the site, the
        nearest ring and the places in dispute, not the largest ring. Where nothing is in dispute,
        it holds the rings of strike systems; and always the four nearest places.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.figures.view import view_maker
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("shuya"))
    >>> frame = frame_of(answer, view_maker(answer.site, "equidistant"))
    >>> round(frame.width / 1000), round(frame.height / 1000)  # the largest ring is 2500 km
    (5260, 3590)
    """
    if extent_km is not None or not answer.bands.is_treatys:
        return projection.around(min(extent_km or answer.bands.edges_km[1], MOST_EXTENT_KM))
    held = [*answer.foreign(Reach.SOME)] or _left_open(answer)
    circles_km = _circles_km(answer, held)
    site = answer.site
    held = [*held, *answer.foreign(Reach.ALL), *answer.rows[:_LEAST_PLACES]]
    position = {place.id: (place.lon, place.lat) for place in answer.counted.places}
    lons, lats = np.array(
        [(site.lon, site.lat), *(position[row["target_id"]] for row in held)], float
    ).T
    circles = [projection.circle(km) for km in circles_km]
    return bounds(np.vstack([projection.project(lons, lats), *circles]), MARGIN, site.name)


def _circles_km(answer: SiteAnswer, held: Sequence[CoverageRow]) -> list[float]:
    """Return the rings that a map holds whole: all, or the nearest if places are in dispute.

    What strikes nothing on the ground widens no window, nor does how far a figure leaves it open.
    """
    farthest_km = max((row["distance_km"] for row in held), default=0.0)
    rings = [
        ring.km
        for ring in answer.rings
        if ring.km <= farthest_km or any(_sets_window(stroke) for stroke in ring.strokes)
    ]
    return rings[:1] if held else rings


def _sets_window(stroke: Stroke) -> bool:
    return stroke.look != "not-strike" and stroke.end is not End.FAR


def _left_open(answer: SiteAnswer) -> list[CoverageRow]:
    """Return the places between the ends of a figure that gives both."""
    ends = [(low, high) for _, low, high in answer.intervals]
    return [
        row
        for row in answer.foreign(Reach.UNKNOWN)
        if any(low < row["distance_km"] <= high for low, high in ends)
    ]


def union(frames: Sequence[Frame]) -> Frame:
    """Return the least frame that holds all of some of one projection.

    Examples
    --------
    >>> union([Frame(0, 0, 6, 2), Frame(1, -1, 3, 1)])
    Frame(west=0, south=-1, east=6, north=2)
    """
    west, south, east, north = zip(*frames, strict=True)
    return Frame(min(west), min(south), max(east), max(north))


def one_scale(frames: Sequence[Frame], width: float, height: float) -> list[Frame]:
    """Return frames of one scale, that of the largest, each in the shape of a paper.

    Examples
    --------
    >>> one_scale([Frame(0, 0, 600, 200), Frame(0, 0, 100, 100)], 100, 100)[1]
    Frame(west=-250.0, south=-250.0, east=350.0, north=350.0)
    """
    scale = max(frame.scale(width, height) for frame in frames)
    return [frame.at_scale(scale, width, height) for frame in frames]
