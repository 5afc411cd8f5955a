"""Where points lie by the outlines of countries: of one country, or of many at once."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from infmap.catalogue.outlines import read_countries
from infmap.geodesy import range_ring
from infmap.geodesy.arrays import Flags, Floats, Ints

#: A point this near to a country's outline counts as inside: the outlines are simplified, and
#: leave out ships and islets.
OUTLINE_KM = 100.0
#: More than the degrees of a meridian that these are anywhere.
_OUTLINE_DEGREES = 0.91
_NOWHERE = (np.nan,) * 4
#: GEOS makes what answers quickly at the first question, which two threads must not ask at once.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Land:
    """A country with its outline."""

    name: str
    shape: BaseGeometry

    def judged(self, lons: Sequence[float] | Floats, lats: Sequence[float] | Floats) -> Flags:
        """Return in two rows which points lie outside it, and which of these inside if swapped."""
        lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        outside = ~shapely.contains_xy(self.shape, lons, lats)  # the fastest, and settles most
        outside[outside] = ~shapely.covers(self.shape, shapely.points(lons[outside], lats[outside]))
        outside[outside] = ~self._is_near(lons[outside], lats[outside])
        swapped = outside.copy()
        swapped[outside] = shapely.covers(self.shape, shapely.points(lats[outside], lons[outside]))
        return np.array([outside, swapped])

    def _is_near(self, lons: Floats, lats: Floats) -> Flags:
        """Return which points are within `OUTLINE_KM`; where degrees settle it, no ring is made."""
        across = np.cos(np.radians(np.minimum(np.abs(lats) + _OUTLINE_DEGREES, 89.9)))
        degrees = np.hypot(_OUTLINE_DEGREES, _OUTLINE_DEGREES / across)
        near: Flags = shapely.dwithin(self.shape, shapely.points(lons, lats), degrees)
        near |= np.abs(lons) + degrees > 180
        for at in np.flatnonzero(near):
            near[at] = shapely.intersects(range_ring(lons[at], lats[at], OUTLINE_KM), self.shape)
        return near


class Lands:
    """The countries that have an outline, by name."""

    def __init__(self, lands: Sequence[Land]) -> None:
        self._lands = {_folded(land.name): land for land in lands}
        self._bounds = {key: land.shape.bounds for key, land in self._lands.items()}

    def get(self, name: str) -> Land | None:
        """Return the country of a name, or None."""
        return self._lands.get(_folded(name))

    def at(self, lon: float, lat: float) -> str:
        """Return the name of the country that a point lies in, or an empty text."""
        point = shapely.Point(lon, lat)
        for key, land in self._lands.items():
            if _is_within(self._bounds[key], lon, lat) and land.shape.covers(point):
                return land.name
        return ""

    def may_be_swapped(self, lon: float, lat: float, name: str) -> bool:
        """Return whether a swapped point lies within the bounds of its country: a quick test."""
        return _is_within(self._bounds.get(_folded(name), _NOWHERE), lat, lon)

    def swapped(self, lons: Floats, lats: Floats, names: Sequence[str], which: Ints) -> Flags:
        """Return which of many points lie in their country only if lon and lat are swapped.

        `which` has for each point the place of its country among the names, or -1. Nearly all
        points are settled by their country's bounds, in which a swapped one would lie.
        """
        bounds = [self._bounds.get(_folded(name), _NOWHERE) for name in [*names, ""]]
        west, south, east, north = np.array(bounds)[which].T
        swapped: Flags = (west <= lats) & (lats <= east) & (south <= lons) & (lons <= north)
        for place in np.unique(which[swapped]):
            rows = np.flatnonzero(swapped & (which == place))
            land = self._lands[_folded(names[place])]
            with _ONE_AT_A_TIME:
                swapped[rows] = land.judged(lons[rows], lats[rows])[1]
        return swapped


def _is_within(bounds: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = bounds
    return west <= lon <= east and south <= lat <= north


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def lands_of(outlines: Path) -> Lands:
    """Return the countries of a file of outlines, read once for all threads."""
    with _ONE_AT_A_TIME:
        return _lands_of(outlines)


@lru_cache(maxsize=1)
def _lands_of(outlines: Path) -> Lands:
    lands = [Land(country.country, country.shape) for country in read_countries(outlines)]
    for land in lands:
        shapely.prepare(land.shape)
    return Lands(lands)
