"""Which countries an area round a site touches, and which share of each lies within it.

Polygons are used for these shares alone.
"""

from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.outlines import Country, read_countries
from infmap.geodesy import WGS84, range_band, range_ring
from infmap.looks.rows import CountryShare

#: A millionth of Russia is 17 square kilometres: the outline is less accurate than that.
SHARE_DECIMALS = 6

# Longer edges are cut into pieces of so many degrees, on which the map's straight line and the
# geodesic nearly agree: along the 49th parallel they are 0.1 km apart.
_LONGEST_EDGE_DEG = 1.0

# Finer than a map needs: a kilometre round Estonia is 0.2 % of it.
_TOLERANCE_KM = 0.1


def country_shares(
    lon: float, lat: float, inner_km: float | None, outer_km: float | None
) -> list[CountryShare]:
    """Return the countries within a ring or a band round a position, and the share of each.

    An edge that is None is none. The part of a country's own area that lies within comes as
    ``share``, above 0 and up to 1, the largest first.

    Examples
    --------
    >>> country_shares(20.5, 54.7, None, 200)[0]
    {'iso_a3': 'LTU', 'country': 'Lithuania', 'share': 0.309854}
    """
    iso_a3 = {country.country: country.iso_a3 for country in _countries()}
    entries: list[CountryShare] = [
        {"iso_a3": iso_a3[name], "country": name, "share": share}
        for name, share in _shares(lon, lat, inner_km, outer_km).items()
        if share > 0
    ]
    return sorted(entries, key=lambda entry: (-entry["share"], entry["country"]))


def _shares(
    lon: float, lat: float, inner_km: float | None, outer_km: float | None
) -> dict[str, float]:
    if outer_km is None:
        # Without an outer edge the area is the world less the inner ring.
        within = {} if inner_km is None else _shares(lon, lat, None, inner_km)
        return {
            country.country: round(1.0 - within.get(country.country, 0.0), SHARE_DECIMALS)
            for country in _countries()
        }
    if inner_km is None:
        area = range_ring(lon, lat, outer_km, tolerance_km=_TOLERANCE_KM)
    else:
        area = range_band(lon, lat, inner_km, outer_km, tolerance_km=_TOLERANCE_KM)
    shapely.prepare(area)
    shapes = np.array([country.shape for country in _countries()])
    touched = shapely.intersects(area, shapes)
    whole = shapely.covers(area, shapes)
    shares = {}
    for country, is_touched, is_whole in zip(_countries(), touched, whole, strict=True):
        name = country.country
        if is_whole:
            shares[name] = 1.0
        elif is_touched:
            part = _area_m2(shapely.intersection(area, country.shape)) / _areas_m2()[name]
            shares[name] = round(min(part, 1.0), SHARE_DECIMALS)
    return shares


def _countries() -> tuple[Country, ...]:
    return read_countries(data_path(OUTLINES))


@lru_cache(maxsize=1)
def _areas_m2() -> dict[str, float]:
    """Return the area of each country, by its name."""
    return {country.country: _area_m2(country.shape) for country in _countries()}


def _area_m2(shape: BaseGeometry) -> float:
    """Return the geodesic area of a shape in longitude and latitude, in square metres."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    drawn = shapely.orient_polygons(shapely.segmentize(parts, _LONGEST_EDGE_DEG))
    return float(sum(WGS84.geometry_area_perimeter(part)[0] for part in drawn))
