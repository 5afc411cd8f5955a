"""Membership and nearest sites, pair by pair against the geodesic."""

import os
import shutil
import subprocess
import sys
import tracemalloc
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from pyproj import Geod

import infmap
from infmap.errors import GeodesyError
from infmap.geodesy import WGS84
from infmap.proximity import blocks, count_within, nearest, nearest_site, pairs_within, within
from infmap.proximity.bounds import (
    LONGEST_CHORD_SQ,
    SLACK_M,
    bracket_m,
    dot_edges,
    unit_vectors,
    vector_bounds_m,
)
from infmap.proximity.nearest_site import NearestSite
from reliability.positions import scattered, wrapped

N = 10_000
MERIDIAN_KM = 20_003.9314  # half the meridian, to the longest geodesic there is
INF_BAND = (500.0, 5500.0)


@pytest.fixture(scope="session")
def compiled_afresh(tmp_path_factory):
    """Numba, with nothing compiled before: what it keeps does not follow imported formulas."""
    if find_spec("numba") is None:
        pytest.skip("numba is not installed")
    import numba

    numba.config.CACHE_DIR = str(tmp_path_factory.mktemp("numba"))


@pytest.fixture(params=["numpy", "numba"])
def engine(request, monkeypatch):
    if request.param == "numba":
        request.getfixturevalue("compiled_afresh")
    monkeypatch.setattr(blocks, "NUMBA_FROM_PAIRS", 0 if request.param == "numba" else 10**18)


def distances_km(site, lon, lat):
    return WGS84.inv(np.full(lon.size, site[0]), np.full(lon.size, site[1]), lon, lat)[2] / 1000


def uniform(rng, site):
    return scattered(rng, N)


def near_antipodal(rng, site):
    offset = 10 ** rng.uniform(-9, 1, (2, N)) * rng.choice([-1, 1], (2, N))
    return wrapped(site[0] + 180 + offset[0]), np.clip(offset[1] - site[1], -90, 90)


def polar(rng, site):
    lat = 90 - 10 ** rng.uniform(-12, 1.5, N) * rng.choice([0, 1, 1], N)
    return rng.uniform(-180, 180, N), lat * rng.choice([-1, 1], N)


def equatorial(rng, site):
    return rng.uniform(-180, 180, N), rng.choice([0, 1e-9, 1e-5, 0.1], N) * rng.uniform(-1, 1, N)


def meridional(rng, site):
    return wrapped(site[0] + rng.choice([0, 180, 1e-9], N)), rng.uniform(-90, 90, N)


def at_distances(rng, site, metres):
    lon, lat, _ = WGS84.fwd(
        np.full(N, site[0]), np.full(N, site[1]), rng.uniform(0, 360, N), np.maximum(metres, 0)
    )
    return lon, lat


def close(rng, site):
    return at_distances(rng, site, 10 ** rng.uniform(-6, 5, N) * rng.choice([0, 1, 1], N))


def near_an_edge(rng, site):
    edge_m = rng.choice([0.001, 0.3, 30, *INF_BAND, 10_000, 18_000], N) * 1000
    nearness_m = rng.choice([100, 100, 1, 1e-3, 1e-6], N)
    return at_distances(rng, site, edge_m + nearness_m * rng.uniform(-1, 1, N))


FAMILIES = [
    uniform,
    near_antipodal,
    polar,
    equatorial,
    meridional,
    close,
    near_an_edge,
]
SITES = {
    "europe": (20.51, 54.71),
    "antimeridian": (179.9, 51.4),
    "equator": (-60.0, 0.0),
    "pole": (10.0, 90.0),
    "near pole": (-135.0, -89.9999999),
}
BANDS = [
    INF_BAND,
    (0, 0),
    (0, 1e-6),
    (0, 0.001),
    (0.001, 0.3),
    (0, 30),
    (0.3, 10_000),
    (18_000, 19_990),
    (19_990, MERIDIAN_KM),
    (0, 30_000),
    (25_000, 30_000),
]


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_pair_is_as_the_geodesic_has_it(engine, family, site):
    lon, lat = family(np.random.default_rng(1), site)
    distance = distances_km(site, lon, lat)
    min_km, max_km = np.array(BANDS, dtype=float).T
    answers = within(
        np.full(len(BANDS), site[0]), np.full(len(BANDS), site[1]), lon, lat, min_km, max_km
    )
    expected = (distance >= min_km[:, np.newaxis]) & (distance <= max_km[:, np.newaxis])
    assert (answers != expected).sum() == 0


def test_an_edge_that_equals_a_distance_is_included_and_its_neighbour_is_not(engine):
    site = (24.42, 44.08)
    lon, lat = scattered(np.random.default_rng(2), 200)
    for k, edge in enumerate(distances_km(site, lon, lat)):
        min_km = [edge, np.nextafter(edge, np.inf), 0, 0]
        max_km = [30_000, 30_000, edge, np.nextafter(edge, 0)]
        answers = within([site[0]] * 4, [site[1]] * 4, lon[k], lat[k], min_km, max_km)
        assert answers[:, 0].tolist() == [True, False, True, False]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_the_geodesic_lies_within_both_pairs_of_bounds(family):
    rng = np.random.default_rng(3)
    for site in (*SITES.values(), *zip(*scattered(rng, 5), strict=True)):
        lon, lat = family(rng, site)
        here, there = unit_vectors(site[0], site[1])[:, np.newaxis], unit_vectors(lon, lat)
        distance = distances_km(site, lon, lat) * 1000
        arc = 2 * np.arcsin(np.minimum(np.linalg.norm(here - there, axis=0) / 2, 1))
        shortest, longest = vector_bounds_m(np.repeat(here, N, axis=1), there)
        slack = SLACK_M / 100
        assert (WGS84.b * arc <= distance + slack).all()
        assert (distance <= WGS84.a * arc + slack).all()
        assert (shortest <= distance + slack).all()
        assert (distance <= longest + slack).all()


@pytest.mark.parametrize(
    ("km", "parts_per_million"), [(500, 8), (5500, 9), (10_000, 13), (18_000, 210)]
)
def test_the_second_bounds_are_as_close_as_stated(km, parts_per_million):
    rng = np.random.default_rng(4)
    lon, lat = scattered(rng, N)
    to_lon, to_lat, _ = WGS84.fwd(lon, lat, rng.uniform(0, 360, N), np.full(N, km * 1000.0))
    shortest, longest = vector_bounds_m(unit_vectors(lon, lat), unit_vectors(to_lon, to_lat))
    assert ((longest - shortest) / (km * 1000) * 1e6).max() < parts_per_million


def test_the_second_bounds_stop_short_of_the_antipode():
    u, v = unit_vectors([0.0, 179.0], [0.0, 0.0]).T
    shortest, longest = vector_bounds_m(u[:, np.newaxis], v[:, np.newaxis])
    assert np.sum((u - v) ** 2) > LONGEST_CHORD_SQ
    assert (shortest[0], longest[0]) == (-np.inf, np.inf)


def test_coincident_positions_are_no_distance_apart():
    shortest, longest = bracket_m(np.array([0.0]), np.array([0.5]), np.array([0.5]))
    assert 0 <= shortest[0] <= longest[0] < 1e-9


def test_a_dot_product_in_single_precision_is_off_by_less_than_the_edges_allow():
    rng = np.random.default_rng(5)
    u, v = unit_vectors(*scattered(rng, 1_000_000)), unit_vectors(*scattered(rng, 1_000_000))
    # Half the pairs nearly coincide, where the sum is longest and no part of it cancels.
    v[:, ::2] = u[:, ::2] + rng.normal(0, 1e-4, (3, 500_000))
    v /= np.linalg.norm(v, axis=0)
    dots = (u.astype("f4") * v.astype("f4")).sum(axis=0, dtype="f4")
    off = np.abs(dots - (u * v).sum(axis=0)).max()
    edges = dot_edges(np.array([0.0]), np.array([5500e3]))
    allowed = np.cos(5500e3 / WGS84.b) - edges.possible_from[0]
    assert off < allowed


def test_bounds_leave_less_than_a_pair_in_a_hundred_thousand_to_the_geodesic(engine, monkeypatch):
    measured = []
    inverse = Geod.inv

    def counted(self, lons, *rest, **options):
        measured.append(np.size(lons))
        return inverse(self, lons, *rest, **options)

    monkeypatch.setattr(Geod, "inv", counted)
    rng = np.random.default_rng(6)
    count_within(*scattered(rng, 100), *scattered(rng, 50_000), *INF_BAND)
    assert 0 < sum(measured) < 100 * 50_000 / 100_000


@pytest.fixture
def many_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "PLACES_AT_A_TIME", 1_000)
    monkeypatch.setattr(blocks, "_BLOCK_SITES", 7)
    monkeypatch.setattr(blocks, "SITES_AT_A_TIME", 3)


def test_pairs_and_counts_are_those_of_the_matrix(engine, many_blocks):
    rng = np.random.default_rng(7)
    sites, places = scattered(rng, 25), scattered(rng, 3_333)
    min_km, max_km = rng.choice([0, 500], 25), rng.choice([2000, 5500], 25)
    weights = rng.integers(0, 10_000_000, 3_333)
    matrix = within(*sites, *places, min_km, max_km)
    expected = [
        (distance >= low) & (distance <= high)
        for distance, low, high in zip(
            (distances_km(site, *places) for site in zip(*sites, strict=True)),
            min_km,
            max_km,
            strict=True,
        )
    ]
    np.testing.assert_array_equal(matrix, expected)
    site_index, place_index = pairs_within(*sites, *places, min_km, max_km)
    np.testing.assert_array_equal((site_index, place_index), np.nonzero(matrix))
    tally = count_within(*sites, *places, min_km, max_km, weights)
    np.testing.assert_array_equal(tally.places, matrix.sum(axis=1))
    np.testing.assert_array_equal(tally.sites, matrix.sum(axis=0))
    np.testing.assert_array_equal(tally.weight, matrix @ weights)


def test_sums_of_weights_are_the_same_to_the_last_bit_in_any_order(engine, many_blocks):
    rng = np.random.default_rng(8)
    sites, places, weights = scattered(rng, 5), scattered(rng, 9_999), 10 ** rng.normal(2, 3, 9_999)
    order = rng.permutation(9_999)
    one = count_within(*sites, *places, 0, 9000, weights).weight
    other = count_within(*sites, places[0][order], places[1][order], 0, 9000, weights[order]).weight
    assert one.tolist() == other.tolist()
    np.testing.assert_allclose(one, within(*sites, *places, 0, 9000) @ weights, rtol=1e-12)


def test_without_weights_every_place_weighs_one():
    tally = count_within(0, 0, [1, 2, 90], [0, 0, 0], 0, 1000)
    assert tally.places.tolist() == tally.weight.tolist() == [2]


def test_memory_is_that_of_a_block_and_not_of_the_pairs(engine):
    rng = np.random.default_rng(9)
    sites, places = scattered(rng, 480), scattered(rng, 100_000)
    count_within(*sites, places[0][:100], places[1][:100], *INF_BAND)  # compiled before
    tracemalloc.start()
    try:
        count_within(*sites, *places, *INF_BAND)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 480 * 100_000 / 2


def spread(rng, count):
    return scattered(rng, count)


def crowded(rng, count):
    """Sites within metres of each other, half of them in one place."""
    lon, lat = 20.51 + rng.normal(0, 1e-4, count), 54.71 + rng.normal(0, 1e-4, count)
    lon[count // 2 :], lat[count // 2 :] = lon[0], lat[0]
    return lon, lat


def mirrored(rng, count):
    return np.resize([10.0, -10, 10, -10], count), np.resize([20.0, 20, -20, -20], count)


def round_the_poles(rng, count):
    return rng.uniform(-180, 180, count), rng.choice([-1, 1], count) * (
        90 - 10 ** rng.uniform(-7, 0, count)
    )


@pytest.mark.parametrize("arrangement", [spread, crowded, mirrored, round_the_poles])
@pytest.mark.parametrize("count", [1, 4, 50])
def test_the_nearest_site_is_the_first_of_those_at_the_least_distance(arrangement, count):
    rng = np.random.default_rng(10)
    sites = arrangement(rng, count)
    here = (sites[0][0], sites[1][0])
    lon, lat = np.concatenate(
        [family(rng, here) for family in (uniform, near_antipodal, polar, equatorial, close)],
        axis=1,
    )
    lon[:100], lat[:100] = 0.0, 0.0  # as far from all the mirrored sites
    distance = np.array([distances_km(site, lon, lat) for site in zip(*sites, strict=True)])
    site_index, distance_km = nearest(*sites, lon, lat)
    np.testing.assert_array_equal(site_index, distance.argmin(axis=0))
    np.testing.assert_array_equal(distance_km, distance.min(axis=0))


@pytest.mark.parametrize("arrangement", [spread, crowded, mirrored, round_the_poles])
def test_to_the_millimetre_nearest_is_the_rounded_geodesic(arrangement):
    rng = np.random.default_rng(11)
    sites = arrangement(rng, 50)
    here = (sites[0][0], sites[1][0])
    lon, lat = np.concatenate([family(rng, here) for family in FAMILIES], axis=1)
    exact_index, exact_km = nearest(*sites, lon, lat)
    site_index, distance_km = NearestSite(*sites).to_the_millimetre(
        lon, lat, unit_vectors(lon, lat)
    )
    np.testing.assert_array_equal(site_index, exact_index)
    np.testing.assert_array_equal(distance_km, exact_km.round(6))


def test_to_the_millimetre_few_distances_are_measured(monkeypatch):
    measured = []
    exact = NearestSite._exact_m

    def counted(self, site, lon, lat):
        measured.append(site.size)
        return exact(self, site, lon, lat)

    monkeypatch.setattr(NearestSite, "_exact_m", counted)
    rng = np.random.default_rng(12)
    lon, lat = scattered(rng, 50_000)
    NearestSite(*scattered(rng, 60)).to_the_millimetre(lon, lat, unit_vectors(lon, lat))
    assert 0 < sum(measured) < 50_000 / 30


def test_a_distance_right_between_two_millimetres_is_measured(monkeypatch):
    # Half a millimetre as exactly as a float has it, and as far off as the error goes.
    site = NearestSite(np.array([20.51]), np.array([54.71]))
    lon, lat = scattered(np.random.default_rng(13), 3)
    exact = np.array([1e6 + 0.0005, 1e6 + 0.0005 + 0.9e-6, 1e6 + 0.0005 - 0.9e-6])
    monkeypatch.setattr(NearestSite, "_exact_m", lambda *_: exact)
    monkeypatch.setattr(
        nearest_site, "series_distance_m", lambda *_: (exact + 1e-7, np.full(3, 1e-6))
    )
    _, distance_km = site.to_the_millimetre(lon, lat, unit_vectors(lon, lat))
    assert distance_km.tolist() == (exact / 1000).round(6).tolist()


def test_no_places_are_no_work(engine):
    assert within([1, 2], [3, 4], [], [], 0, 1).shape == (2, 0)
    assert within([], [], [1], [2], 0, 1).shape == (0, 1)
    assert [len(part) for part in pairs_within([1], [2], [], [], 0, 1)] == [0, 0]
    assert count_within([1], [2], [], [], 0, 1, []).weight.tolist() == [0]
    assert [len(part) for part in nearest([1], [2], [], [])] == [0, 0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 95, [0], [0], 0, 1), r"latitude must be within \[-90, 90\] degrees \(got 95\)"),
        ((0, 0, [0, 1], [0], 0, 1), r"a place needs one longitude and one latitude"),
        (([[0]], [[0]], [0], [0], 0, 1), r"a site needs one longitude and one latitude"),
        ((0, 0, [0], [np.nan], 0, 1), r"latitude must be .* \(got nan\)"),
        ((0, 0, [0], [0], -1, 1), r"min_km must be .* \(got -1\)"),
        ((0, 0, [0], [0], 0, np.inf), r"max_km must be .* \(got inf\)"),
        ((0, 0, [0], [0], 5500, 500), r"min_km must not be above max_km .* swapped\?"),
        (([0, 1], [0, 1], [0], [0], [0, 1, 2], 5), r"got 3 min_km and 1 max_km for 2 sites"),
    ],
)
@pytest.mark.parametrize("function", [within, pairs_within, count_within])
def test_bad_numbers_get_one_line(function, arguments, message):
    with pytest.raises(GeodesyError, match=message) as raised:
        function(*arguments)
    assert "\n" not in str(raised.value)


def test_weights_must_be_one_a_place_and_not_negative():
    with pytest.raises(GeodesyError, match=r"got shape \(1,\) for 2 places"):
        count_within(0, 0, [0, 1], [0, 1], 0, 1, [1])
    with pytest.raises(GeodesyError, match=r"weight must be .* \(got -3\)"):
        count_within(0, 0, [0, 1], [0, 1], 0, 1, [1, -3])


def test_the_nearest_of_no_sites_is_an_error():
    with pytest.raises(GeodesyError, match="give at least one"):
        nearest([], [], [0], [0])


def test_where_nothing_can_be_written_numba_compiles_without_keeping_it(tmp_path):
    pytest.importorskip("numba")
    package = tmp_path / "package"
    shutil.copytree(
        Path(infmap.__file__).parent,
        package / "infmap",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    # Where a file is, there can be no folder, whoever asks; permissions would not stop root.
    (package / "infmap" / "proximity" / "__pycache__").touch()
    nowhere = tmp_path / "nowhere"
    nowhere.touch()
    code = """
from infmap import proximity
from infmap.proximity import blocks
blocks.NUMBA_FROM_PAIRS = 0
print(infmap.__file__)
print(proximity.within(20.51, 54.71, [21.01, -0.1257, 116.4], [52.23, 51.5085, 39.9], 500, 5500))
print(proximity.count_within(20.51, 54.71, [21.01], [52.23], 0, 500, [1860281]).weight)
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import infmap" + code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1",
             "HOME": str(nowhere), "XDG_CACHE_HOME": str(nowhere), "LOCALAPPDATA": str(nowhere)},
        cwd=tmp_path, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == [
        str(package / "infmap" / "__init__.py"),
        "[[False  True False]]",
        "[1860281.]",
    ]
