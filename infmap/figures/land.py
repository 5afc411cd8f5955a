"""Land and borders on a map: read once, cut to its window, and simplified for its size."""

from functools import cache
from typing import Any

import numpy as np
import shapely
from matplotlib.path import Path

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.outlines import read_countries
from infmap.figures.view import View


@cache
def _countries() -> Any:
    countries = read_countries(data_path(OUTLINES))
    return shapely.make_valid(np.array([country.shape for country in countries]))


@cache
def _polygons() -> Any:
    parts = shapely.get_parts(shapely.get_parts(_countries()))
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]


@cache
def _land() -> Any:
    """Return all land without borders, so that no gaps show between countries."""
    # Neighbours share their edges to the last digit, so these need only be left out.
    return shapely.get_parts(shapely.coverage_union_all(_polygons()))


@cache
def _borders() -> Any:
    """Return coasts and borders, each once, without edges that only close the map's frame."""
    rings = shapely.get_rings(_polygons())
    points, ring = shapely.get_coordinates(rings, return_index=True)
    at_frame = (np.abs(points[:, 0]) > 179.999) | (points[:, 1] < -89.9)
    kept = (ring[1:] == ring[:-1]) & ~(at_frame[1:] & at_frame[:-1])
    edges = np.hstack([points[:-1], points[1:]])[kept]
    # A border is an edge of two countries, which go round it in opposite directions.
    turned = edges[:, [2, 3, 0, 1]]
    is_turned = (edges[:, 0] > edges[:, 2]) | (
        (edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3])
    )
    edges = np.unique(np.where(is_turned[:, None], turned, edges), axis=0)
    merged = shapely.line_merge(
        shapely.multilinestrings(shapely.linestrings(edges.reshape(-1, 2, 2)))
    )
    return shapely.get_parts(merged)


def land_in(view: View) -> Path | None:
    """Return the land in a window as one path on the map."""
    return view.area(_land())


def borders_in(view: View) -> Path | None:
    """Return coasts and borders in a window as one path on the map."""
    return view.lines(_borders())
