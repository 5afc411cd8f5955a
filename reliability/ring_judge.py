"""Difficult range rings, and a judge of drawn rings that uses exact geodesics only.

It measures how far edges stray from the true ring, in longitude and latitude and in Web Mercator,
and how far vertices are off it. It tests whether the centre, the poles and places near and far are
inside when they should be. It can judge rings drawn by any program.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from infmap.geodesy import MAX_RANGE_KM, MIN_RANGE_KM, WGS84

MERCATOR_LAT = 85.0511287798

#: Places on an edge that are judged, as shares of its length; infmap itself tests others.
ALONG = np.linspace(0.0, 1.0, 17)[1:-1]

#: Longitude, latitude, range in kilometres.
Ring = tuple[float, float, float]


def hostile_rings(count: int, seed: int) -> list[Ring]:
    """Return difficult rings: across the antimeridian, around poles, just touching either."""
    rng = np.random.default_rng(seed)
    rings = []
    for _ in range(count):
        tiny = 10.0 ** -rng.uniform(0, 13)
        any_lon, any_lat = rng.uniform(-180, 180), rng.uniform(-90, 90)
        lon = rng.choice([any_lon, rng.choice([-180, 0, 180]), 180 - tiny, tiny - 180])
        lat = rng.choice([any_lat, any_lat, 90 - tiny, tiny - 90, tiny, -tiny, 0, 90, -90])
        pole = rng.choice([-90, 90])
        touching_km = rng.choice(
            [
                km_between((lon, lat), (0.0, pole)),
                km_between((lon, lat), (0.0, pole)),
                km_between((lon, lat), (lon, math.copysign(MERCATOR_LAT, pole))),
                km_to_antimeridian(lon, lat),
            ]
        )
        range_km = rng.choice(
            [
                math.exp(rng.uniform(math.log(MIN_RANGE_KM), math.log(MAX_RANGE_KM))),
                rng.uniform(MIN_RANGE_KM, MAX_RANGE_KM),
                touching_km + rng.choice([-1, 1]) * 10.0 ** -rng.uniform(2, 10),
                touching_km,
            ]
        )
        rings.append((float(lon), float(lat), float(np.clip(range_km, MIN_RANGE_KM, MAX_RANGE_KM))))
    return rings


def km_between(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the geodesic distance between two positions, each longitude and latitude."""
    return float(WGS84.inv(*start, *end)[2]) / 1000


def km_to_antimeridian(lon: float, lat: float) -> float:
    """Return the distance to the nearest point of the antimeridian."""
    south, north = -90.0, 90.0
    for _ in range(60):
        lower, upper = south + (north - south) / 3, north - (north - south) / 3
        if km_between((lon, lat), (180.0, lower)) < km_between((lon, lat), (180.0, upper)):
            north = upper
        else:
            south = lower
    return km_between((lon, lat), (180.0, south))


@dataclass
class Verdict:
    """Errors of areas: the farthest edge and vertex of each, and the faults of wrong areas."""

    strays_km: list[float] = field(default_factory=list)
    vertices_m: list[float] = field(default_factory=list)
    wrong: dict[Ring, list[str]] = field(default_factory=dict)


def judge(rings: Sequence[Ring], areas: Sequence[shapely.Geometry], tolerance_km: float) -> Verdict:
    """Judge the areas drawn for rings; places nearer to a ring than the tolerance do not count."""
    verdict = Verdict()
    for number, (ring, area) in enumerate(zip(rings, areas, strict=True)):
        edges = outline(area)
        verdict.strays_km.append(stray_km(ring, edges))
        points = edges.reshape(-1, 2)
        off_m = 1000 * np.abs(distances_km(ring, *points.T) - ring[2])
        near_pole = np.abs(points[:, 1]) > 90 - 2e-6  # held 0.1 m short of the pole
        off_m = np.where(near_pole, np.maximum(off_m - 0.2, 0.0), off_m)
        verdict.vertices_m.append(float(off_m.max(initial=0)))
        wrong = faults(ring, area, min(tolerance_km, 0.005 * ring[2]), number)
        if wrong:
            verdict.wrong[ring] = wrong
    return verdict


def distances_km(ring: Ring, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    """Return the distances of places from the centre of a ring."""
    centre = np.full(np.size(lons), ring[0]), np.full(np.size(lons), ring[1])
    return np.asarray(WGS84.inv(*centre, lons, lats)[2]) / 1000


def edges_of(geometry: shapely.Geometry) -> np.ndarray:
    """Return all edges of a geometry's lines, (n, 2 ends, 2)."""
    parts = shapely.get_parts(geometry)
    if parts[0].geom_type == "Polygon":
        parts = [ring for part in parts for ring in (part.exterior, *part.interiors)]
    lines = [shapely.get_coordinates(part) for part in parts]
    return np.concatenate([np.stack([line[:-1], line[1:]], axis=1) for line in lines])


def is_on_frame(edges: np.ndarray) -> np.ndarray:
    """Return which edges lie on the frame of the map, by exact comparison as in a renderer."""
    same = (edges[:, 0] == edges[:, 1]) & (np.abs(edges[:, 0]) == (180, 90))
    return np.asarray(same.any(axis=1))


def outline(area: shapely.Geometry) -> np.ndarray:
    """Return the edges of an area that are not on the frame of the map, (n, 2 ends, 2)."""
    edges = edges_of(area)
    return np.asarray(edges[~is_on_frame(edges)])


def stray_km(ring: Ring, edges: np.ndarray) -> float:
    """Return how far edges stray from the ring, drawn straight in either projection."""
    lons, lats = (edges[:, 0, k, None] + np.diff(edges[:, :, k]) * ALONG for k in (0, 1))
    # Leaflet draws positions beyond the map's end on its last parallel.
    drawn = (np.abs(edges[:, :, 1]) < MERCATOR_LAT - 1e-9).any(axis=1)
    ends = np.clip(edges[drawn, :, 1], -MERCATOR_LAT, MERCATOR_LAT)
    heights = np.arctanh(np.sin(np.radians(ends)))
    heights = heights[:, :1] + np.diff(heights) * ALONG
    to_lons = np.append(lons, lons[drawn])
    to_lats = np.append(lats, np.degrees(np.arcsin(np.tanh(heights))))
    return float(np.abs(distances_km(ring, to_lons, to_lats) - ring[2]).max(initial=0))


def faults(ring: Ring, area: shapely.Geometry, tolerance_km: float, seed: int) -> list[str]:
    """Return what is wrong with an area, except its edges."""
    lon, lat, range_km = ring
    lost = [] if area.is_valid else ["invalid"]
    for part in shapely.get_parts(area):
        if not part.exterior.is_ccw or any(hole.is_ccw for hole in part.interiors):
            lost.append("orientation")
    west, south, east, north = area.bounds
    if west < -180 or south < -90 or east > 180 or north > 90:
        lost.append("bounds")
    poles_km = distances_km(ring, np.zeros(2), np.array([-90.0, 90.0]))
    for pole, pole_km, reached in zip((-90, 90), poles_km, (south, north), strict=True):
        if (reached == pole) != (pole_km <= range_km):
            lost.append(f"pole {pole}")
    # The centre and 50 places, half of them near the ring.
    rng = np.random.default_rng(seed)
    near_km = np.clip(range_km + rng.uniform(-8, 8, 25) * tolerance_km, 0, 19_960)
    turns = rng.uniform(-180, 180, 25)
    near = WGS84.fwd(np.full(25, lon), np.full(25, lat), turns, 1000 * near_km)
    lons = np.concatenate([[lon], near[0], rng.uniform(-180, 180, 25)])
    lats = np.concatenate([[lat], near[1], np.degrees(np.arcsin(rng.uniform(-1, 1, 25)))])
    away_km = distances_km(ring, lons, lats)
    clear = np.abs(away_km - range_km) > 1.5 * tolerance_km
    wrong = clear & (shapely.intersects_xy(area, lons, lats) != (away_km <= range_km))
    return lost + ["places"] * bool(wrong.any())
