"""The scale bar of a map: how long it is, and where it hides least."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from infmap.figures.lettering import Room, overlap, text_width
from infmap.figures.view import Box, View
from infmap.geodesy import destination
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import Units, in_units

# Lengths that it may have, in any unit, and its greatest length as a share of the width.
_LENGTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_SHARE = 0.14


class ScaleBar(NamedTuple):
    """A scale bar: its words, its left end on paper and its length, points."""

    words: str
    x: float
    y: float
    length: float


def place_scale(
    view: View, units: Units, size: float, room: Room, marks: Floats, reserved: Sequence[Box] = ()
) -> ScaleBar:
    """Return the scale bar in the first corner that hides no mark, from the lower left.

    Lengths are points; what it takes is added to the room. Marks are rows of x, y and radius.
    """
    site = view.site
    wide_km = view.width / view.points_per_km
    longest = max(in_units(wide_km * _SHARE, units), 1)
    shown = max(length for length in _LENGTHS if length <= longest)
    lons, lats = destination(site.lon, site.lat, np.array([90.0, 270.0]), shown * units.km / 2)
    ends = view.project(lons, lats)
    length = float(np.linalg.norm(ends[0] - ends[1]) / view.per_point)
    words = f"{shown:g} {units}{'' if view.azimuthal else ' at the site'}"
    wide, high = max(length, text_width(words, size)) + 4, size + 7
    right, top = room.width - 3 - wide, room.height - 3 - high
    corners = [(x, y, x + wide, y + high) for y in (3.0, top) for x in (3.0, right)]
    boxes = [(x - far - 1, y - far - 1, x + far + 1, y + far + 1) for x, y, far in marks.tolist()]
    hidden = [
        sum(overlap(corner, box) for box in boxes)
        + 100 * any(overlap(corner, taken) for taken in reserved)
        for corner in corners
    ]
    box = corners[hidden.index(min(hidden))]
    room.taken.append(box)
    return ScaleBar(words, box[0] + 2, box[1] + 3, length)
