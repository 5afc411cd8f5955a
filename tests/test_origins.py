"""The filter must answer as `Geod.inv` does, for every pair."""

import numpy as np
import pytest

from infmap import proximity
from infmap.distance_bounds import unit_vectors
from infmap.geodesy import WGS84
from infmap.origins import A_KM, B_KM, Origins

EDGES_KM = [0.1, 0.3, 300, 480, 500, 1000, 2350, 5500, 10_000, 18_000, 19_900, 20_003.9]


def exact_km(lon, lat, lons, lats):
    return WGS84.inv(np.full(lons.size, lon), np.full(lons.size, lat), lons, lats)[2] / 1000


def family(name, rng, origins, count):
    """Return hostile places: longitudes and latitudes."""
    if name == "uniform":
        return rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))
    if name == "polar":
        lats = rng.choice([-1, 1], count) * (90 - 10.0 ** rng.uniform(-9, 0, count))
        return rng.uniform(-180, 180, count), lats
    if name == "equatorial":
        return rng.uniform(-180, 180, count), rng.normal(0, 1e-6, count)
    number = rng.integers(0, origins.lons.size, count)
    lons, lats = origins.lons[number], origins.lats[number]
    if name == "antipodal":
        spread = 10.0 ** rng.uniform(-9, 0, count)
        away = lons + 180 + rng.normal(0, 1, count) * spread
        return (away + 180) % 360 - 180, np.clip(-lats + rng.normal(0, 1, count) * spread, -90, 90)
    if name == "coincident":
        return lons, lats
    assert name == "edges"
    metres = 1000 * rng.choice(EDGES_KM, count) + rng.uniform(-100, 100, count)
    lons, lats, _ = WGS84.fwd(lons, lats, rng.uniform(0, 360, count), np.abs(metres))
    return np.asarray(lons), np.asarray(lats)


@pytest.fixture(scope="module")
def origins():
    rng = np.random.default_rng(11)
    lons = np.concatenate([[0, 0, 180, -180, 20.51, 20.51, 0], rng.uniform(-180, 180, 13)])
    lats = np.concatenate(
        [[90, -90, 0, 54, 54.71, 54.71, 0], np.degrees(np.arcsin(rng.uniform(-1, 1, 13)))]
    )
    return Origins(lons, lats, [EDGES_KM] * lons.size)


@pytest.mark.parametrize(
    "name", ["uniform", "polar", "equatorial", "antipodal", "coincident", "edges"]
)
def test_every_step_and_nearest_origin_is_that_of_the_exact_geodesic(origins, name):
    lons, lats = family(name, np.random.default_rng(23), origins, 20_000)
    seen = origins.look(lons, lats)
    distances = np.array(
        [
            exact_km(lon, lat, lons, lats)
            for lon, lat in zip(origins.lons, origins.lats, strict=True)
        ]
    )
    for number, row in enumerate(distances):
        assert (seen.steps(number) == np.searchsorted(EDGES_KM, row)).all(), number
    nearest, nearest_km = proximity.nearest(origins.lons, origins.lats, lons, lats)
    assert (nearest == distances.argmin(axis=0)).all()
    assert (nearest_km == distances.min(axis=0)).all()


def test_a_place_exactly_on_an_edge_is_within_it():
    (distance_km,) = exact_km(20.51, 54.71, np.array([21.01]), np.array([52.23]))
    just_less = np.nextafter(distance_km, 0)
    origins = Origins([20.51], [54.71], [[just_less, distance_km]])
    assert origins.look([21.01], [52.23]).steps(0).tolist() == [1]


def test_the_bound_holds_for_pairs_of_every_kind(origins):
    rng = np.random.default_rng(5)
    for name in ("uniform", "polar", "equatorial", "antipodal"):
        lons, lats = family(name, rng, origins, 5_000)
        there = unit_vectors(lons, lats)
        for number, here in enumerate(origins.vectors):
            across = np.linalg.norm(np.cross(here, there.T), axis=1)
            angle = np.arctan2(across, here @ there)
            s_km = exact_km(origins.lons[number], origins.lats[number], lons, lats)
            assert (s_km <= A_KM * angle * (1 + 1e-12) + 1e-9).all()
            assert (s_km >= B_KM * angle * (1 - 1e-12) - 1e-9).all()


def test_the_answers_do_not_depend_on_the_block(origins):
    lons, lats = family("uniform", np.random.default_rng(3), origins, 1_000)
    whole = origins.look(lons, lats)
    parts = [origins.look(lons[k : k + 37], lats[k : k + 37]) for k in range(0, 1_000, 37)]
    assert (np.concatenate([part.steps(4) for part in parts]) == whole.steps(4)).all()
    here = (origins.lons, origins.lats)
    near = [
        proximity.nearest(*here, lons[k : k + 37], lats[k : k + 37]) for k in range(0, 1_000, 37)
    ]
    whole_near = proximity.nearest(*here, lons, lats)
    assert (np.concatenate([part[0] for part in near]) == whole_near[0]).all()
