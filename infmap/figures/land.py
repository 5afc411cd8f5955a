"""Land, borders and graticule, in longitude and latitude."""

from functools import cache
from typing import Any

import numpy as np
import shapely

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.outlines import read_countries
from infmap.figures.view import parts_of
from infmap.geodesy.arrays import Floats


@cache
def _countries() -> tuple[Any, ...]:
    return tuple(
        shapely.make_valid(country.shape) for country in read_countries(data_path(OUTLINES))
    )


@cache
def all_land() -> Any:
    """Return all land as a single geometry, so that no gaps show between countries."""
    return shapely.union_all(_countries())


@cache
def borders() -> tuple[Floats, ...]:
    """Return the borders, without the edges that only close a polygon at the map's frame."""
    runs = []
    for country in _countries():
        for part in parts_of(country, "Polygon"):
            for ring in (part.exterior, *part.interiors):
                points = np.asarray(ring.coords)
                at_frame = (np.abs(points[:, 0]) > 179.999) | (points[:, 1] < -89.9)
                edges = np.flatnonzero(at_frame[1:] & at_frame[:-1]) + 1
                runs += [run for run in np.split(points, edges) if len(run) > 1]
    return tuple(runs)


def graticule() -> list[Floats]:
    """Return meridians and parallels, every ten degrees."""
    lats = np.linspace(-80, 80, 161)
    lons = np.linspace(-180, 180, 361)
    meridians = [np.column_stack([np.full(161, lon), lats]) for lon in range(-180, 180, 10)]
    parallels = [np.column_stack([lons, np.full(361, lat)]) for lat in range(-80, 90, 10)]
    return meridians + parallels
