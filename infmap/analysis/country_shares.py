"""Which countries an area round a site touches, and how much of each lies within.

Polygons give the shares of area, and nothing else.
"""

from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.outlines import Country, read_countries
from infmap.geodesy import WGS84, range_band, range_ring
from infmap.looks.records import CountryShare

#: A millionth of Russia is 17 square kilometres, less than the outline is true to.
SHARE_DECIMALS = 6

# Edges this long, in degrees, are a straight line of the map and a geodesic at once: along the
# 49th parallel the two are 0.1 km apart.
_LONGEST_EDGE_DEG = 1.0

# Finer than a map needs: a kilometre round Estonia is 0.2 % of it.
_TOLERANCE_KM = 0.1


def country_shares(
    lon: float, lat: float, inner_km: float | None, outer_km: float | None
) -> list[CountryShare]:
    """Return the countries that lie within a ring or a band round a position, and how much of each.

    Parameters
    ----------
    lon, lat : float
        Degrees east and north.
    inner_km, outer_km : float or None
        The edges of the area, kilometres; None is no edge.

    Returns
    -------
    list of CountryShare
        ``iso_a3``, ``country`` and ``share``, the part of the country's own area that lies within:
        above 0 and up to 1, largest first.

    Examples
    --------
    >>> [(one["iso_a3"], one["share"]) for one in country_shares(20.5, 54.7, None, 200)][:2]
    [('LTU', 0.30942), ('POL', 0.16783)]
    """
    iso_a3 = {one.country: one.iso_a3 for one in _countries()}
    found: list[CountryShare] = [
        {"iso_a3": iso_a3[country], "country": country, "share": share}
        for country, share in _shares(lon, lat, inner_km, outer_km).items()
        if share > 0
    ]
    return sorted(found, key=lambda entry: (-entry["share"], entry["country"]))


def _shares(
    lon: float, lat: float, inner_km: float | None, outer_km: float | None
) -> dict[str, float]:
    if outer_km is None:
        # All the world but the inner ring: what is drawn of it is the ring.
        within = {} if inner_km is None else _shares(lon, lat, None, inner_km)
        return {
            one.country: round(1.0 - within.get(one.country, 0.0), SHARE_DECIMALS)
            for one in _countries()
        }
    if inner_km is None:
        area = range_ring(lon, lat, outer_km, tolerance_km=_TOLERANCE_KM)
    else:
        area = range_band(lon, lat, inner_km, outer_km, tolerance_km=_TOLERANCE_KM)
    shapely.prepare(area)
    shapes = np.array([one.shape for one in _countries()])
    touched = shapely.intersects(area, shapes)
    whole = shapely.covers(area, shapes)
    shares = {}
    for one, is_touched, is_whole in zip(_countries(), touched, whole, strict=True):
        if is_whole:
            shares[one.country] = 1.0
        elif is_touched:
            part = _area_m2(shapely.intersection(area, one.shape)) / _areas_m2()[one.country]
            shares[one.country] = round(min(part, 1.0), SHARE_DECIMALS)
    return shares


def _countries() -> tuple[Country, ...]:
    return read_countries(data_path(OUTLINES))


@lru_cache(maxsize=1)
def _areas_m2() -> dict[str, float]:
    """Return the area of each country."""
    return {one.country: _area_m2(one.shape) for one in _countries()}


def _area_m2(shape: BaseGeometry) -> float:
    """Return the geodesic area of what is drawn in longitude and latitude, square metres."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    drawn = shapely.orient_polygons(shapely.segmentize(parts, _LONGEST_EDGE_DEG))
    return float(sum(WGS84.geometry_area_perimeter(part)[0] for part in drawn))
