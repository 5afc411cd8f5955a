"""Where points lie by the outlines of countries: of one country, or of many at once.

The reader and `infmap screen` find the land that a row names here, by `Lands.get`.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from infmap.catalogue.names.spelling import folded
from infmap.catalogue.names.territories import former_name, land_codes, outline_of
from infmap.catalogue.outlines import Country, read_countries
from infmap.geodesy import range_ring
from infmap.geodesy.arrays import Flags, Floats, Ints

#: A point this near to a country's outline counts as inside: the outlines are simplified, and
#: leave out ships and islets.
OUTLINE_KM = 100.0
#: The same in degrees for a point that would be moved, which is told far faster: some 20 km.
_COAST_DEGREES = 0.2
#: More than the degrees of a meridian that `OUTLINE_KM` are anywhere.
_OUTLINE_DEGREES = 0.91
_NOWHERE = (np.nan,) * 4
#: GEOS makes what answers quickly at the first question, which two threads must not ask at once.
_ONE_AT_A_TIME = threading.RLock()


@dataclass(eq=False)
class Land:
    """The land of a state or territory, of one outline or several.

    Attributes
    ----------
    name : str
        What its first outline is called, or a former state.
    code : str
        The ISO code of its first outline, or an empty text.
    shapes : tuple
        The outlines.
    bounds : tuple of float
        West, south, east and north of all of them, with a margin for the coast.
    """

    name: str
    code: str
    shapes: tuple[BaseGeometry, ...]
    bounds: tuple[float, float, float, float]

    @cached_property
    def _shape(self) -> BaseGeometry:
        shape = self.shapes[0] if len(self.shapes) == 1 else shapely.union_all(self.shapes)
        shapely.prepare(shape)
        return shape

    @cached_property
    def _with_coast(self) -> BaseGeometry:
        shape = self._shape.buffer(_COAST_DEGREES, quad_segs=1)
        shapely.prepare(shape)
        return shape

    def judged(self, lons: Sequence[float] | Floats, lats: Sequence[float] | Floats) -> Flags:
        """Return in two rows which points lie outside it, and which of these inside if swapped."""
        lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
        with _ONE_AT_A_TIME:
            outside = ~shapely.intersects_xy(self._shape, lons, lats)
            outside[outside] = ~self._is_near(lons[outside], lats[outside])
            swapped = outside.copy()
            swapped[outside] = self.may_hold(lats[outside], lons[outside])
        return np.array([outside, swapped])

    def may_hold(self, lons: Floats | float, lats: Floats | float) -> Flags:
        """Return which points lie in it or off its coast, as a port does by a coarse outline."""
        with _ONE_AT_A_TIME:
            flags: Flags = shapely.intersects_xy(self._with_coast, lons, lats)
        return flags

    def _is_near(self, lons: Floats, lats: Floats) -> Flags:
        """Return which points are within `OUTLINE_KM`; where degrees settle it, no ring is made."""
        across = np.cos(np.radians(np.minimum(np.abs(lats) + _OUTLINE_DEGREES, 89.9)))
        degrees = np.hypot(_OUTLINE_DEGREES, _OUTLINE_DEGREES / across)
        near: Flags = shapely.dwithin(self._shape, shapely.points(lons, lats), degrees)
        near |= np.abs(lons) + degrees > 180
        for at in np.flatnonzero(near):
            near[at] = shapely.intersects(range_ring(lons[at], lats[at], OUTLINE_KM), self._shape)
        return near


class Lands:
    """The land of every state and territory that has an outline, by any name or code of it."""

    def __init__(self, countries: Sequence[Country]) -> None:
        self._countries = countries
        self._drawn = {country.iso_a3 or _key(country.country): country for country in countries}
        self._tree = shapely.STRtree([country.shape for country in countries])
        self._lands: dict[tuple[str, ...], Land] = {}
        self._land_called = lru_cache(maxsize=4096)(self._by_outlines)

    def get(self, *names: str) -> Land | None:
        """Return the land that the first known of some names or codes means, or None."""
        lands = (self._land_called(name) for name in names if name)
        return next((land for land in lands if land is not None), None)

    def _by_outlines(self, name: str) -> Land | None:
        codes = land_codes(name) or (_key(name),)
        # What is too small has no outline, and is not checked.
        keys = dict.fromkeys(map(outline_of, codes))
        drawn = tuple(key for key in keys if key in self._drawn)
        if not drawn:
            return None
        if drawn not in self._lands:
            first, *_ = countries = [self._drawn[key] for key in drawn]
            shapes = tuple(country.shape for country in countries)
            bounds = shapely.total_bounds(shapes) + _COAST_DEGREES * np.array([-1, -1, 1, 1])
            called = former_name(codes) or first.country
            self._lands[drawn] = Land(called, first.iso_a3, shapes, tuple(bounds.tolist()))
        return self._lands[drawn]

    def at(self, lons: Sequence[float], lats: Sequence[float]) -> list[Country | None]:
        """Return the country in whose outline each point lies, if any."""
        points, found = self._tree.query(shapely.points(lons, lats), predicate="intersects")
        first: dict[int, int] = {}
        for point, country in sorted(zip(points.tolist(), found.tolist(), strict=True)):
            first.setdefault(point, country)
        return [
            self._countries[first[place]] if place in first else None for place in range(len(lons))
        ]

    def may_be_swapped(self, lon: float, lat: float, *names: str) -> bool:
        """Return whether a swapped point lies in its country: a quick test."""
        land = self.get(*names)
        if land is None:
            return False
        west, south, east, north = land.bounds
        within = west <= lat <= east and south <= lon <= north
        return within and bool(land.may_hold(lat, lon))


def _key(name: str) -> str:
    """Return the key of an outline that has no code: its name in one word."""
    return folded(name).replace(" ", "-")


def swapped(lons: Floats, lats: Floats, lands: Sequence[Land | None], which: Ints) -> Flags:
    """Return which of many points lie in their country only if lon and lat are swapped.

    `which` has for each point the place of its country among `lands`, or -1. Nearly all points are
    settled by their country's bounds and outline, in which a swapped one would lie; whether a point
    is near its country takes far longer to tell.
    """
    bounds = [_NOWHERE if land is None else land.bounds for land in (*lands, None)]
    west, south, east, north = np.array(bounds)[which].T
    flags: Flags = (west <= lats) & (lats <= east) & (south <= lons) & (lons <= north)
    for place in np.unique(which[flags]):
        rows = np.flatnonzero(flags & (which == place))
        land = lands[place]
        assert land is not None
        flags[rows] = land.may_hold(lats[rows], lons[rows])
        rows = rows[flags[rows]]
        flags[rows] = land.judged(lons[rows], lats[rows])[1]
    return flags


def lands_of(outlines: Path) -> Lands:
    """Return the countries of a file of outlines, read once for all threads."""
    with _ONE_AT_A_TIME:
        return _lands_of(outlines)


@lru_cache(maxsize=1)
def _lands_of(outlines: Path) -> Lands:
    return Lands(read_countries(outlines))
