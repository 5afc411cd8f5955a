"""Land and borders on a map: read once, cut to its window, and simplified for its size."""

from functools import cache
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.outlines import read_outlines
from infmap.figures.view import View


@cache
def _polygons() -> Any:
    return shapely.get_parts(read_outlines(data_path(OUTLINES)))


@cache
def _land() -> Any:
    """Return all land without borders, so that no gaps show between countries."""
    # Neighbours share their edges to the last digit, so these need only be left out.
    return shapely.get_parts(shapely.coverage_union_all(_polygons()))


@cache
def _borders(coasts: bool) -> Any:
    """Return borders, each once, and coasts too, without edges that only close the map's frame."""
    points, ring = shapely.get_coordinates(shapely.get_rings(_polygons()), return_index=True)
    at_frame = (np.abs(points[:, 0]) > 179.999) | (points[:, 1] < -89.9)
    # A border is an edge of two countries, which go round it in opposite directions.
    corner = np.unique(points.view(complex), return_inverse=True)[1].ravel()
    low, high = np.sort([corner[:-1], corner[1:]], axis=0)
    _, first, times = np.unique(low * len(points) + high, return_index=True, return_counts=True)
    once = np.isin(np.arange(len(low)), first if coasts else first[times > 1])
    kept = once & (ring[1:] == ring[:-1]) & ~(at_frame[1:] & at_frame[:-1])
    # A line is what is kept of a ring without a break.
    line = np.append(0, np.cumsum(~kept))
    in_line = np.append(kept, False) | np.append(False, kept)
    return shapely.linestrings(
        points[in_line], indices=np.unique(line[in_line], return_inverse=True)[1]
    )


def land_in(view: View) -> Path | None:
    """Return the land in a window as one path on the map."""
    return view.area(_land())


def borders_in(view: View, *, coasts: bool) -> Path | None:
    """Return borders in a window as one path on the map, and the coasts if they are asked for."""
    return view.lines(_borders(coasts))
