"""Numerical checks: geodesics against an independent library, range rings, band membership."""

import numpy as np
from geographiclib.geodesic import Geodesic

from infmap import proximity
from infmap.geodesy import WGS84, destination, inverse, range_ring
from infmap.geodesy.arrays import Floats
from reliability.outcome import Outcome
from reliability.positions import FAMILIES, positions, positions_of
from reliability.ring_judge import Ring, hostile_rings, judge

GEODESICS = 100_000
RINGS = 20_000
PAIRS = 20_000_000
SEED = 1987
MICROMETRE = 1e-6
NANORADIAN = 1e-9
SITES = 20
TOLERANCES_KM = (0.1, 1.0, 10.0)
BAND_KM = (500.0, 5500.0)


def run(size: float) -> list[Outcome]:
    """Return the outcomes for distances, rings and membership, at a share of the full size."""
    return [
        inverse_geodesics(int(GEODESICS * size)),
        direct_geodesics(int(GEODESICS * size)),
        rings(int(RINGS * size)),
        pairs(int(PAIRS * size)),
    ]


def inverse_geodesics(count: int, seed: int = SEED) -> Outcome:
    """Compare distances and azimuths with those of geographiclib, pair by pair.

    An azimuth must agree to a nanoradian. Between positions so close that a nanoradian is less
    than the last digit of a position, it must lead to a point within a micrometre.
    """
    lons, lats, to_lons, to_lats = positions(count, seed)
    distances_km, azimuths_deg = inverse(lons, lats, to_lons, to_lats)
    asked = Geodesic.DISTANCE | Geodesic.AZIMUTH | Geodesic.REDUCEDLENGTH
    lost = []
    for lon, lat, to_lon, to_lat, km, azimuth_deg in np.column_stack(
        [lons, lats, to_lons, to_lats, distances_km, azimuths_deg]
    ).tolist():
        true = Geodesic.WGS84.Inverse(lat, lon, to_lat, to_lon, asked)
        off_m = abs(1000 * km - true["s12"])
        off = np.radians(abs((azimuth_deg - true["azi1"] + 180) % 360 - 180))
        aside_m = off * abs(true["m12"])
        if off_m > MICROMETRE or (off > NANORADIAN and aside_m > MICROMETRE):
            lost.append(f"inverse({lon}, {lat}, {to_lon}, {to_lat}): {off_m} m, {off} rad")
    extent = f"{', '.join(FAMILIES)}: to a micrometre and a nanoradian"
    return Outcome("distance and azimuth against geographiclib", extent, count, tuple(lost))


def direct_geodesics(count: int, seed: int = SEED) -> Outcome:
    """Compare destinations with those of geographiclib, by the distance between the two."""
    rng = np.random.default_rng(seed)
    lons, lats, _, _ = positions(count, seed)
    azimuths_deg = rng.choice([0.0, 90.0, 180.0, 270.0, *rng.uniform(0, 360, 12)], count)
    ranges_km = rng.choice([1.0, 10.0 ** rng.uniform(-6, 0), 19_900.0, 20_003.9], count)
    ranges_km *= rng.uniform(0, 1, count)
    to_lons, to_lats = destination(lons, lats, azimuths_deg, ranges_km)
    lost = []
    for lon, lat, azimuth_deg, km, to_lon, to_lat in np.column_stack(
        [lons, lats, azimuths_deg, ranges_km, to_lons, to_lats]
    ).tolist():
        true = Geodesic.WGS84.Direct(lat, lon, azimuth_deg, 1000 * km)
        off_m = Geodesic.WGS84.Inverse(to_lat, to_lon, true["lat2"], true["lon2"])["s12"]
        if off_m > MICROMETRE:
            lost.append(f"destination({lon}, {lat}, {azimuth_deg}, {km}): {off_m} m")
    extent = "0 to 20,004 km along any azimuth: to a micrometre"
    return Outcome("destination against geographiclib", extent, count, tuple(lost))


def rings(count: int, seed: int = SEED) -> Outcome:
    """Judge difficult rings: their edges, vertices, validity and which places they contain."""
    hostile = hostile_rings(count, seed)
    lost = []
    for nth, tolerance_km in enumerate(TOLERANCES_KM):
        some: list[Ring] = hostile[nth :: len(TOLERANCES_KM)]
        areas = range_ring(*np.transpose(some), tolerance_km=tolerance_km)
        verdict = judge(some, areas, tolerance_km)
        for ring, stray_km, off_m in zip(some, verdict.strays_km, verdict.vertices_m, strict=True):
            faults = verdict.wrong.get(ring, [])
            faults += ["edge"] * (stray_km > min(tolerance_km, 0.005 * ring[2]))
            faults += ["vertex"] * (off_m > 2 * MICROMETRE)
            if faults:
                lost.append(f"range_ring{ring}, tolerance {tolerance_km} km: {', '.join(faults)}")
    extent = "0.1 to 19,900 km, on seams and poles: validity, edges, vertices, 53 places each"
    return Outcome("range rings against exact geodesics", extent, count, tuple(lost))


def pairs(count: int, seed: int = SEED) -> Outcome:
    """Compare band membership with exact geodesics, pair by pair."""
    lost: list[str] = []
    each = count // (len(FAMILIES) + 1) // SITES
    for site in range(SITES):
        families = [positions_of(name, each, seed + site) for name in FAMILIES]
        lon, lat = float(families[0][0][0]), float(families[0][1][0])
        near_edge = near_edges(lon, lat, each, seed + site)
        lons = np.concatenate([near_edge[0], *(family[2] for family in families)])
        lats = np.concatenate([near_edge[1], *(family[3] for family in families)])
        here = np.full(lons.size, lon), np.full(lons.size, lat)
        exact_km = WGS84.inv(*here, lons, lats)[2] / 1000
        expected = (exact_km >= BAND_KM[0]) & (exact_km <= BAND_KM[1])
        _, inside = proximity.pairs_within(lon, lat, lons, lats, *BAND_KM)
        wrong = np.setxor1d(inside, np.flatnonzero(expected))
        lost += [f"pairs_within({lon}, {lat}, {lons[k]}, {lats[k]})" for k in wrong]
    extent = "500 to 5500 km; the families above, and places within 100 m of an edge"
    tried = each * (len(FAMILIES) + 1) * SITES
    return Outcome("membership against exact geodesics", extent, tried, tuple(lost))


def near_edges(lon: float, lat: float, count: int, seed: int) -> tuple[Floats, Floats]:
    """Return places within 100 m of an edge of the band, down to a micrometre."""
    rng = np.random.default_rng(seed)
    off_m = rng.choice([100.0, 1.0, 1e-3, 1e-6], count) * rng.uniform(-1, 1, count)
    edges_m = 1000 * rng.choice(BAND_KM, count)
    here = np.full(count, lon), np.full(count, lat)
    lons, lats, _ = WGS84.fwd(*here, rng.uniform(0, 360, count), edges_m + off_m)
    return lons, lats
