"""The filter must answer as `Geod.inv` does, for every pair."""

import numpy as np
import pytest

from infmap import proximity
from infmap.geodesy import WGS84
from infmap.proximity.bounds import unit_vectors
from infmap.proximity.origins import Origins, View
from reliability.positions import scattered, wrapped

EDGES_KM = [0.1, 0.3, 300, 480, 500, 1000, 2350, 5500, 10_000, 18_000, 19_900, 20_003.9]


def exact_km(lon, lat, lons, lats):
    return WGS84.inv(np.full(lons.size, lon), np.full(lons.size, lat), lons, lats)[2] / 1000


def family(name, rng, origins, count):
    """Return hostile places: longitudes and latitudes."""
    if name == "uniform":
        return scattered(rng, count)
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
        return wrapped(away), np.clip(-lats + rng.normal(0, 1, count) * spread, -90, 90)
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
    return Places(lons, lats)


class Places:
    """Positions as `family` wants them, with edges that are not the same for all."""

    def __init__(self, lons, lats):
        self.lons, self.lats = lons, lats
        self.edges_km = [EDGES_KM[k % 5 :: 1 + k % 3] for k in range(lons.size)]
        self.edges_km[7] = []
        self.looked = Origins(lons, lats, self.edges_km)


@pytest.mark.parametrize(
    "name", ["uniform", "polar", "equatorial", "antipodal", "coincident", "edges"]
)
def test_every_step_and_nearest_origin_is_that_of_the_exact_geodesic(origins, name):
    lons, lats = family(name, np.random.default_rng(23), origins, 20_000)
    seen = origins.looked.look(lons, lats)
    distances = np.array(
        [
            exact_km(lon, lat, lons, lats)
            for lon, lat in zip(origins.lons, origins.lats, strict=True)
        ]
    )
    for number, row in enumerate(distances):
        assert (seen.steps(number) == np.searchsorted(origins.edges_km[number], row)).all(), number
    nearest, nearest_km = proximity.nearest(origins.lons, origins.lats, lons, lats)
    assert (nearest == distances.argmin(axis=0)).all()
    assert (nearest_km == distances.min(axis=0)).all()


def test_hardly_a_pair_is_measured(origins, monkeypatch):
    measured = []
    exact = View._exact_km

    def counted(self, row, place):
        measured.append(row.size)
        return exact(self, row, place)

    monkeypatch.setattr(View, "_exact_km", counted)
    lons, lats = family("uniform", np.random.default_rng(29), origins, 50_000)
    origins.looked.look(lons, lats).steps(0)
    edges = sum(len(some) for some in origins.edges_km)
    assert 0 < sum(measured) < 50_000 * edges / 1_000


def test_more_edges_than_a_byte_counts_are_counted():
    edges_km = np.arange(1, 1001) * 20.0
    lons, lats = np.random.default_rng(31).uniform(-90, 90, (2, 2_000))
    steps = Origins([20.51], [54.71], [edges_km]).look(lons, lats).steps(0)
    assert (steps == np.searchsorted(edges_km, exact_km(20.51, 54.71, lons, lats))).all()


def test_no_places_have_no_steps():
    seen = Origins([20.51, 0], [54.71, 0], [[500], []]).look([], [])
    assert [seen.steps(number).size for number in (0, 1)] == [0, 0]


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
        for number, here in enumerate(unit_vectors(origins.lons, origins.lats).T):
            across = np.linalg.norm(np.cross(here, there.T), axis=1)
            angle = np.arctan2(across, here @ there)
            s_km = exact_km(origins.lons[number], origins.lats[number], lons, lats)
            assert (s_km <= WGS84.a / 1000 * angle * (1 + 1e-12) + 1e-9).all()
            assert (s_km >= WGS84.b / 1000 * angle * (1 - 1e-12) - 1e-9).all()


def test_the_answers_do_not_depend_on_the_block(origins):
    lons, lats = family("uniform", np.random.default_rng(3), origins, 1_000)
    whole = origins.looked.look(lons, lats)
    parts = [origins.looked.look(lons[k : k + 37], lats[k : k + 37]) for k in range(0, 1_000, 37)]
    assert (np.concatenate([part.steps(4) for part in parts]) == whole.steps(4)).all()
    here = (origins.lons, origins.lats)
    near = [
        proximity.nearest(*here, lons[k : k + 37], lats[k : k + 37]) for k in range(0, 1_000, 37)
    ]
    whole_near = proximity.nearest(*here, lons, lats)
    assert (np.concatenate([part[0] for part in near]) == whole_near[0]).all()
