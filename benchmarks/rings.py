"""How fast range rings are drawn and how right they are, beside the best of the usual ways.

Run with ``python benchmarks/rings.py`` (needs ``antimeridian``). The usual way that comes nearest
is pyproj's vertices at even azimuths, walked anticlockwise and cut by antimeridian. Both are
judged by exact geodesics alone: how far edges stray from the true ring, drawn in longitude and
latitude and in Web Mercator, and whether the centre, the poles and places near and far are inside
when they should be. ``python benchmarks/rings.py hostile 20000 7`` judges 20,000 hostile rings
from seed 7 instead, at tolerances of 0.1, 1 and 10 km.
"""

import math
import statistics
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import antimeridian
import numpy as np
import shapely

from infmap.geodesy import MAX_RANGE_KM, MIN_RANGE_KM, WGS84, range_ring

RUNS = 5
SITES = 10_000
JUDGED = 400
PEER_SITES = 150
MERCATOR_LAT = 85.0511287798

#: Places on an edge that are judged, as shares of its length; the drawing code tests others.
ALONG = np.linspace(0.0, 1.0, 11)[1:-1]

Ring = tuple[float, float, float]


# --- What is drawn --------------------------------------------------------------------------


def peer_ring(lon: float, lat: float, range_km: float, vertices: int) -> shapely.Geometry:
    azimuths = np.linspace(0.0, -360.0, vertices)
    centre = np.full(vertices, lon), np.full(vertices, lat)
    lons, lats, _ = WGS84.fwd(*centre, azimuths, np.full(vertices, 1000.0 * range_km))
    lons[-1], lats[-1] = lons[0], lats[0]
    return antimeridian.fix_polygon(shapely.Polygon(np.column_stack([lons, lats])))


def peer_rings(rings: Sequence[Ring], vertices: int) -> list[shapely.Geometry]:
    return [peer_ring(*ring, vertices) for ring in rings]


def random_sites(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))


def hostile_rings(count: int, seed: int) -> list[Ring]:
    """Return rings where they go wrong: on seams, round poles, and just touching either."""
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


def km_between(place: tuple[float, float], other: tuple[float, float]) -> float:
    return float(WGS84.inv(*place, *other)[2]) / 1000


def km_to_antimeridian(lon: float, lat: float) -> float:
    south, north = -90.0, 90.0
    for _ in range(60):
        lower, upper = south + (north - south) / 3, north - (north - south) / 3
        if km_between((lon, lat), (180.0, lower)) < km_between((lon, lat), (180.0, upper)):
            north = upper
        else:
            south = lower
    return km_between((lon, lat), (180.0, south))


# --- The judge ------------------------------------------------------------------------------


@dataclass
class Verdict:
    """Errors of some areas: the farthest edge and vertex of each, and the faults of the wrong."""

    strays_km: list[float] = field(default_factory=list)
    vertices_m: list[float] = field(default_factory=list)
    wrong: dict[Ring, list[str]] = field(default_factory=dict)


def judge(rings: Sequence[Ring], areas: Sequence[shapely.Geometry], tolerance_km: float) -> Verdict:
    verdict = Verdict()
    for number, (ring, area) in enumerate(zip(rings, areas, strict=True)):
        edges = outline(area)
        verdict.strays_km.append(stray_km(ring, edges))
        points = edges.reshape(-1, 2)
        off_m = 1000 * np.abs(distances_km(ring, *points.T) - ring[2])
        near_pole = np.abs(points[:, 1]) > 90 - 2e-6  # held 0.1 m short of the pole
        off_m = np.where(near_pole, np.maximum(off_m - 0.2, 0.0), off_m)
        verdict.vertices_m.append(float(off_m.max(initial=0)))
        found = faults(ring, area, min(tolerance_km, 0.005 * ring[2]), number)
        if found:
            verdict.wrong[ring] = found
    return verdict


def distances_km(ring: Ring, lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    centre = np.full(np.size(lons), ring[0]), np.full(np.size(lons), ring[1])
    return WGS84.inv(*centre, lons, lats)[2] / 1000


def outline(area: shapely.Geometry) -> np.ndarray:
    """Return the edges of an area that are not on the frame of the map, (n, 2 ends, 2)."""
    rings = [r for part in shapely.get_parts(area) for r in (part.exterior, *part.interiors)]
    lines = [shapely.get_coordinates(ring) for ring in rings]
    edges = np.concatenate([np.stack([line[:-1], line[1:]], axis=1) for line in lines])
    on_frame = (edges[:, 0] == edges[:, 1]) & (np.abs(edges[:, 0]) == (180, 90))
    return edges[~on_frame.any(axis=1)]


def stray_km(ring: Ring, edges: np.ndarray) -> float:
    """Return how far edges stray from the ring, straight in either drawing."""
    lons, lats = (edges[:, 0, k, None] + np.diff(edges[:, :, k]) * ALONG for k in (0, 1))
    drawn = (np.abs(edges[:, :, 1]) < MERCATOR_LAT - 1e-9).any(axis=1)
    ends = np.clip(edges[drawn, :, 1], -MERCATOR_LAT, MERCATOR_LAT)
    heights = np.arctanh(np.sin(np.radians(ends)))
    heights = heights[:, :1] + np.diff(heights) * ALONG
    to_lons = np.append(lons, lons[drawn])
    to_lats = np.append(lats, np.degrees(np.arcsin(np.tanh(heights))))
    return float(np.abs(distances_km(ring, to_lons, to_lats) - ring[2]).max(initial=0))


def faults(ring: Ring, area: shapely.Geometry, tolerance_km: float, seed: int) -> list[str]:
    """Return what is wrong with an area, its edges aside."""
    lon, lat, range_km = ring
    found = [] if area.is_valid else ["invalid"]
    for part in shapely.get_parts(area):
        if not part.exterior.is_ccw or any(hole.is_ccw for hole in part.interiors):
            found.append("orientation")
    west, south, east, north = area.bounds
    if west < -180 or south < -90 or east > 180 or north > 90:
        found.append("bounds")
    poles_km = distances_km(ring, np.zeros(2), np.array([-90.0, 90.0]))
    for pole, pole_km, reached in zip((-90, 90), poles_km, (south, north), strict=True):
        if (reached == pole) != (pole_km <= range_km):
            found.append(f"pole {pole}")
    # The centre, and 50 places, half of them near the ring.
    rng = np.random.default_rng(seed)
    near_km = np.clip(range_km + rng.uniform(-8, 8, 25) * tolerance_km, 0, 19_960)
    turns = rng.uniform(-180, 180, 25)
    near = WGS84.fwd(np.full(25, lon), np.full(25, lat), turns, 1000 * near_km)
    lons = np.concatenate([[lon], near[0], rng.uniform(-180, 180, 25)])
    lats = np.concatenate([[lat], near[1], np.degrees(np.arcsin(rng.uniform(-1, 1, 25)))])
    away_km = distances_km(ring, lons, lats)
    clear = np.abs(away_km - range_km) > 1.5 * tolerance_km
    wrong = clear & (shapely.intersects_xy(area, lons, lats) != (away_km <= range_km))
    return found + ["places"] * bool(wrong.any())


# --- The two reports ------------------------------------------------------------------------


def rings_per_second(draw: Callable[[], object], count: int) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        draw()
        times.append(time.perf_counter() - start)
    return count / statistics.median(times)


def speed() -> None:
    print(
        f"{'':44}{'rings/s':>8}{'times n=181':>13}{'n=361':>7}{'vertices':>10}"
        f"{'edge km, median':>17}{'worst':>9}{'wrong':>12}"
    )
    lons, lats = random_sites(SITES, 1)
    for range_km in (500.0, 2500.0, 5500.0):
        judged = [(*site, range_km) for site in zip(lons[:JUDGED], lats[:JUDGED], strict=True)]
        peers: dict[int, float] = {}
        # At 1 km the peer's worst edge is the worse by far; held to the peer's median, no edge
        # is worse than half of the peer's.
        tolerances_km = [1.0]
        for n in (181, 361):
            some = judged[:PEER_SITES]
            peers[n] = rings_per_second(partial(peer_rings, some, n), len(some))
            areas = peer_rings(judged, n)
            name = f"{range_km:.0f} km, peer, n = {n}"
            tolerances_km.append(report(name, peers[n], peers, judged, areas))
        for tolerance_km in tolerances_km:
            for count in (1000, SITES):
                sites = lons[:count], lats[:count]
                draw = partial(range_ring, *sites, range_km, tolerance_km=tolerance_km)
                rate = rings_per_second(draw, count)
                areas = range_ring(*np.transpose(judged), tolerance_km=tolerance_km)
                name = f"{range_km:.0f} km, infmap, {tolerance_km:.2g} km, {count} at once"
                report(name, rate, peers, judged, areas)


def report(
    name: str,
    rate: float,
    peers: dict[int, float],
    judged: Sequence[Ring],
    areas: Sequence[shapely.Geometry],
) -> float:
    """Print a row, and return the median over the rings of the farthest that an edge strays."""
    # Places nearer than 15 km to the ring do not count against either.
    verdict = judge(judged, areas, 10.0)
    size = shapely.get_num_coordinates(np.array(areas)).mean()
    median_km = statistics.median(verdict.strays_km)
    print(
        f"{name:44}{rate:8.0f}{rate / peers[181]:13.0f}{rate / peers.get(361, rate):7.0f}"
        f"{size:10.0f}{median_km:17.3f}{max(verdict.strays_km):9.3f}"
        f"{f'{len(verdict.wrong)} of {len(judged)}':>12}",
        flush=True,
    )
    return median_km


def hostile(count: int, seed: int) -> None:
    rings = hostile_rings(count, seed)
    wrong: dict[tuple[float, ...], list[str]] = {}
    worst_share, worst_m, vertices = 0.0, 0.0, 0
    for nth, tolerance_km in enumerate((0.1, 1.0, 10.0)):
        some = rings[nth::3]
        areas = range_ring(*np.transpose(some), tolerance_km=tolerance_km)
        verdict = judge(some, areas, tolerance_km)
        for ring, stray, off_m in zip(some, verdict.strays_km, verdict.vertices_m, strict=True):
            share = stray / min(tolerance_km, 0.005 * ring[2])
            worst_share, worst_m = max(worst_share, share), max(worst_m, off_m)
            found = verdict.wrong.get(ring, [])
            found += [f"edge at {share:.3f} of the tolerance"] * (share > 1)
            found += [f"vertex {off_m:.1e} m off"] * (off_m > 2e-6)
            if found:
                wrong[*ring, tolerance_km] = found
        vertices += int(shapely.get_num_coordinates(areas).sum())
    for case, found in wrong.items():
        print(case, *found)
    print(
        f"{count} hostile rings, seed {seed}: {len(wrong)} wrong; {vertices / count:.0f} vertices a"
        f" ring, worst {1e6 * worst_m:.2f} um off; worst edge at {worst_share:.3f} of its tolerance"
    )


def main() -> None:
    warnings.simplefilter("ignore")  # antimeridian's, of rings that it takes to be the wrong way
    if sys.argv[1:2] == ["hostile"]:
        hostile(int(sys.argv[2]), int(sys.argv[3]))
    else:
        speed()


if __name__ == "__main__":
    main()
