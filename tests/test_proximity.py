"""Membership and nearest sites, pair by pair against the geodesic."""

import tracemalloc

import numpy as np
import pytest
from pyproj import Geod
from sample import examples

from infmap.errors import GeodesyError
from infmap.geodesy import WGS84
from infmap.proximity import count_within, pairs_within
from infmap.proximity.bounds import (
    LONGEST_CHORD_SQ,
    SLACK_M,
    arc_bounds_m,
    coordinates,
    half_spaces,
    only_nearest,
    unit_vectors,
    vector_bounds_m,
)
from infmap.proximity.cells import CELLS, COLUMNS, CellDiscs, caps, cells_of
from infmap.proximity.discs import Discs
from infmap.proximity.nearest_site import NearestSite
from reliability.positions import scattered, wrapped

MERIDIAN_KM = 20_003.9314  # half the meridian, to the longest geodesic there is
INF_BAND = (500.0, 5500.0)
SITES = [(20.51, 54.71), (179.9, 51.4), (-60.0, 0.0), (10.0, 90.0), (-135.0, -89.9999999)]
BANDS = [
    INF_BAND,
    (0, 0),
    (0, 1e-6),
    (0, 0.001),
    (0.001, 0.3),
    (0, 30),
    (0.3, 10_000),
    (18_000, 19_900),
    (19_900, MERIDIAN_KM),
    (0, 30_000),
    (25_000, 30_000),
    (500, 500),
]


def distances_km(site, lon, lat):
    return WGS84.inv(np.full(lon.size, site[0]), np.full(lon.size, site[1]), lon, lat)[2] / 1000


def at_distances(rng, site, metres):
    here = np.full(metres.size, site[0]), np.full(metres.size, site[1])
    lon, lat, _ = WGS84.fwd(*here, rng.uniform(0, 360, metres.size), np.maximum(metres, 0))
    return np.asarray(lon), np.asarray(lat)


def hostile(rng, site, each):
    """Return places of all kinds, some of every kind, that are difficult for a site."""
    tiny = 10 ** rng.uniform(-9, 1, (2, each)) * rng.choice([-1, 1], (2, each))
    anywhere = rng.uniform(-180, 180, each)
    poles = 90 - 10 ** rng.uniform(-12, 1.5, each) * rng.choice([0, 1, 1], each)
    edges_m = rng.choice([0.001, 0.3, 30, *INF_BAND, 10_000, 18_000, 19_900], each) * 1000
    off_m = rng.choice([100, 100, 1, 1e-3, 1e-6], each) * rng.uniform(-1, 1, each)
    kinds = [
        scattered(rng, each),
        (wrapped(site[0] + 180 + tiny[0]), np.clip(tiny[1] - site[1], -90, 90)),
        (anywhere, poles * rng.choice([-1, 1], each)),
        (anywhere, rng.choice([0, 1e-9, 1e-5, 0.1], each) * rng.uniform(-1, 1, each)),
        (wrapped(site[0] + rng.choice([0, 180, 1e-9], each)), rng.uniform(-90, 90, each)),
        (rng.choice([-180, 180, -180 + 1e-12], each), rng.uniform(-90, 90, each)),
        at_distances(rng, site, 10 ** rng.uniform(-6, 5, each) * rng.choice([0, 1, 1], each)),
        at_distances(rng, site, edges_m + off_m),
    ]
    return np.concatenate(kinds, axis=1)


def edges_at(distance):
    """Return bands whose edges are distances to the last digit, or beside these."""
    return [
        (distance, 30_000),
        (np.nextafter(distance, np.inf), 30_000),
        (0, distance),
        (0, np.nextafter(distance, 0)),
    ]


# The numbers lie on, before and after the ends of blocks of places and of lists of marks.
@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("count", [1, 512, 513, 16_385])
def test_every_pair_is_as_the_geodesic_has_it(count):
    rng = np.random.default_rng(count)
    positions = [*SITES, *zip(*scattered(rng, 6), strict=True)]
    each = -(-count // (8 * len(positions)))
    places = np.concatenate([hostile(rng, site, each) for site in positions], axis=1)
    lon, lat = rng.permutation(places, axis=1)[:, :count]
    sites, expected = [], []
    for site in positions:
        km = distances_km(site, lon, lat)
        bands = [*BANDS, *(band for edge in rng.choice(km, 22) for band in edges_at(edge))]
        sites += [(*site, *band) for band in bands]
        expected += [(km >= low) & (km <= high) for low, high in bands]
    site_lon, site_lat, min_km, max_km = np.transpose(sites)
    weights = rng.integers(0, 10_000_000, count)

    tally = count_within(site_lon, site_lat, lon, lat, min_km, max_km, weights)
    np.testing.assert_array_equal(tally.sites, np.sum(expected, axis=0))
    np.testing.assert_array_equal(tally.places, np.sum(expected, axis=1))
    np.testing.assert_array_equal(tally.weight, [weights[row].sum() for row in expected])
    few = count_within(site_lon[:9], site_lat[:9], lon, lat, min_km[:9], max_km[:9])
    np.testing.assert_array_equal(few.sites, np.sum(expected[:9], axis=0))
    pairs = pairs_within(site_lon, site_lat, lon, lat, min_km, max_km)
    np.testing.assert_array_equal(pairs, np.nonzero(expected))


def test_more_discs_than_a_byte_counts_are_counted():
    rng = np.random.default_rng(31)
    lon, lat = scattered(rng, 2_000)
    edges_km = np.arange(1, 1001) * 20.0
    discs = Discs(np.full(1000, 20.51), np.full(1000, 54.71), edges_km)
    steps = [1000 - next(held.by_place([0, 1000])) for held in discs.over(lon, lat, 77)]
    expected = np.searchsorted(edges_km, distances_km((20.51, 54.71), lon, lat))
    np.testing.assert_array_equal(np.concatenate(steps), expected)


def on_lines(rng, count):
    """Places on and beside the lines of whole degrees, poles and the antimeridian among them."""
    lon, lat = rng.integers(-180, 181, count) * 1.0, rng.integers(-90, 91, count) * 1.0
    lon[::3] = np.nextafter(lon[::3], rng.choice([-180.0, 180.0], lon[::3].size))
    lat[::2] = np.nextafter(lat[::2], rng.choice([-90.0, 90.0], lat[::2].size))
    lon[::5], lat[::7] = rng.uniform(-180, 180, lon[::5].size), rng.uniform(-90, 90, lat[::7].size)
    return lon, lat


def test_every_place_lies_in_the_cap_of_its_cell():
    rng = np.random.default_rng(32)
    lon, lat = np.concatenate([on_lines(rng, 50_000), scattered(rng, 50_000)], axis=1)
    cells = cells_of(lon, lat)
    assert ((cells >= 0) & (cells < CELLS)).all()
    assert abs(cells // COLUMNS - 89.5 - lat).max() <= 0.5 + 1e-12
    middles, cosines = (np.concatenate(parts, axis=-1) for parts in zip(*caps(), strict=True))
    dots = np.einsum("ij,ij->j", unit_vectors(lon, lat), middles[:, cells])
    angles = np.arccos(np.minimum(dots, 1)) - np.arccos(cosines[cells])
    assert angles.max() < 1e-6
    assert np.arccos(cosines).max() < np.radians(0.71)  # no more than half a diagonal


@pytest.mark.parametrize("places", [on_lines, scattered])
def test_discs_by_cells_hold_the_places_that_the_geodesic_has_in_them(places):
    rng = np.random.default_rng(33)
    lon, lat = places(rng, 3_000)
    positions = [*SITES, *zip(*scattered(rng, 6), strict=True)]
    discs, expected = [], []
    for site in positions:
        km = distances_km(site, lon, lat)
        edges_km = [-1, 0, 1, 500, 5500, 19_990, 20_100, *rng.choice(km, 5)]
        edges_km += [*np.nextafter(rng.choice(km, 5), 0)]
        discs += [(*site, edge_km) for edge_km in edges_km]
        expected += [km <= edge_km for edge_km in edges_km]
    discs = CellDiscs(*np.transpose(discs))
    cells = cells_of(lon, lat)
    held = np.concatenate(list(discs.whole()))[cells]
    place, disc = discs.others(cells, lon, lat, unit_vectors(lon, lat))
    assert not held[place, disc].any()
    held[place, disc] = True
    np.testing.assert_array_equal(held.T, expected)


def test_few_geodesics_are_measured_for_discs_by_cells(measured):
    rng = np.random.default_rng(34)
    lon, lat = scattered(rng, 50_000)
    discs = CellDiscs(*scattered(rng, 150), rng.uniform(100, 6000, 150))
    discs.others(cells_of(lon, lat), lon, lat, unit_vectors(lon, lat))
    assert sum(measured) < 50_000 / 1000


def test_the_only_nearest_site_is_nearest_to_all_places_of_a_cap():
    rng = np.random.default_rng(35)
    sites = np.concatenate([scattered(rng, 60), crowded(rng, 4)], axis=1)
    lon, lat = np.concatenate([way(rng, examples(20_000)) for way in (on_lines, scattered)], axis=1)
    only = np.concatenate([only_nearest(unit_vectors(*sites), *cap) for cap in caps()])
    only = only[cells_of(lon, lat)]
    known = np.flatnonzero(only >= 0)
    assert 0.7 * lon.size < known.size < lon.size
    km = np.array([distances_km(site, lon[known], lat[known]) for site in sites.T])
    np.testing.assert_array_equal(km.argmin(axis=0), only[known])


def test_the_geodesic_lies_within_all_bounds():
    rng = np.random.default_rng(3)
    for site in (*SITES, *zip(*scattered(rng, 5), strict=True)):
        lon, lat = hostile(rng, site, 5_000)
        here, there = unit_vectors(site[0], site[1])[:, np.newaxis], unit_vectors(lon, lat)
        distance = distances_km(site, lon, lat) * 1000
        arc = 2 * np.arcsin(np.minimum(np.linalg.norm(here - there, axis=0) / 2, 1))
        shortest, longest = vector_bounds_m(np.repeat(here, lon.size, axis=1), there)
        slack = SLACK_M / 100
        assert (WGS84.b * arc <= distance + slack).all()
        assert (distance <= WGS84.a * arc + slack).all()
        assert (shortest <= distance + slack).all()
        assert (distance <= longest + slack).all()


def test_no_place_of_a_block_is_nearer_or_farther_than_its_cap_says():
    rng = np.random.default_rng(14)
    sites = [*SITES, *zip(*scattered(rng, 20), strict=True)]
    # An arccosine is off by centimetres where two positions nearly coincide.
    sites += zip(*at_distances(rng, SITES[0], 10 ** rng.uniform(-3, 0, 50)), strict=True)
    blocks = [([0, 180], [0, 0]), ([0, 0], [90, -90]), ([20.51], [54.71]), ([5, 6], [-90, 90])]
    blocks += [at_distances(rng, site, 10 ** rng.uniform(-3, 7.3, 50)) for site in sites]
    for site in sites:
        vector = unit_vectors([site[0]], [site[1]]).T
        for lon, lat in blocks:
            ((shortest,),), ((longest,),) = arc_bounds_m(vector, unit_vectors(lon, lat), [0])
            metres = distances_km(site, np.array(lon), np.array(lat)) * 1000
            assert shortest - SLACK_M <= metres.min() <= metres.max() <= longest + SLACK_M


def test_a_cap_is_as_close_as_its_places_allow():
    lon, lat = at_distances(np.random.default_rng(15), (0, 0), np.full(90, 100e3))
    site = unit_vectors([30.0], [0.0]).T
    ((shortest,),), ((longest,),) = arc_bounds_m(site, unit_vectors(lon, lat), [0])
    km = distances_km((30.0, 0.0), lon, lat)
    assert 0.98 * km.min() < shortest / 1000 < longest / 1000 < 1.02 * km.max()


@pytest.mark.parametrize(
    ("km", "parts_per_million"), [(500, 8), (5500, 9), (10_000, 13), (18_000, 210)]
)
def test_the_second_bounds_are_as_close_as_stated(km, parts_per_million):
    rng = np.random.default_rng(4)
    lon, lat = scattered(rng, 10_000)
    to_lon, to_lat, _ = WGS84.fwd(lon, lat, rng.uniform(0, 360, 10_000), np.full(10_000, km * 1e3))
    shortest, longest = vector_bounds_m(unit_vectors(lon, lat), unit_vectors(to_lon, to_lat))
    assert ((longest - shortest) / (km * 1000) * 1e6).max() < parts_per_million


def test_the_second_bounds_stop_short_of_the_antipode_and_are_0_where_positions_coincide():
    u, v = unit_vectors([0.0, 10.0], [0.0, 20.0]), unit_vectors([179.0, 10.0], [0.0, 20.0])
    assert np.sum((u - v) ** 2, axis=0)[0] > LONGEST_CHORD_SQ
    shortest, longest = vector_bounds_m(u, v)
    assert (shortest[0], longest[0]) == (-np.inf, np.inf)
    assert 0 <= shortest[1] <= longest[1] < 1e-9


def test_unit_vectors_are_right_to_a_few_units_of_the_last_place():
    rng = np.random.default_rng(16)
    lon, lat = hostile(rng, SITES[0], 20_000)
    turn, climb = (np.radians(degrees.astype(np.longdouble)) for degrees in (lon, lat))
    across, up = np.cos(climb), np.sin(climb) * WGS84.b / WGS84.a
    size = np.hypot(across, up)
    true = np.stack([across * np.cos(turn), across * np.sin(turn), up]) / size
    assert np.abs(unit_vectors(lon, lat) - true).max() < 2e-15


@pytest.mark.parametrize(
    ("km", "open_km"),
    [(0, 10), (1, 10), (100, 1), (500, 0.2), (5500, 0.3), (15_000, 3), (19_000, 30)],
)
def test_what_is_surely_in_a_disc_or_out_of_it_is_so_and_the_rest_is_near_its_edge(km, open_km):
    rng = np.random.default_rng(km)
    for site in (*SITES, *zip(*scattered(rng, 5), strict=True)):
        count = examples(20_000)
        beside = km * 1e3 + 10 ** rng.uniform(-6, 7, count) * rng.choice([-1, 1], count)
        places = [
            hostile(rng, site, examples(2_000)),
            at_distances(rng, site, np.minimum(beside, 20e6)),
        ]
        lon, lat = np.concatenate(places, axis=1)
        weights = half_spaces(unit_vectors([site[0]], [site[1]]), np.array([km * 1e3]))
        (sums,) = weights @ coordinates(unit_vectors(lon, lat))
        distance = distances_km(site, lon, lat)
        assert (distance[sums >= 1] <= km).all()
        assert (distance[sums < 0] > km).all()
        assert np.abs(distance[(sums >= 0) & (sums < 1)] - km).max(initial=0) < open_km


@pytest.fixture
def measured(monkeypatch):
    """Return a list of how many geodesics each call measures."""
    numbers = []
    inverse = Geod.inv

    def counted(self, lons, *rest, **options):
        numbers.append(np.size(lons))
        return inverse(self, lons, *rest, **options)

    monkeypatch.setattr(Geod, "inv", counted)
    return numbers


@pytest.mark.parametrize("function", [count_within, pairs_within])
def test_bounds_leave_less_than_a_pair_in_a_hundred_thousand_to_the_geodesic(function, measured):
    rng = np.random.default_rng(6)
    function(*scattered(rng, 100), *scattered(rng, 50_000), *INF_BAND)
    assert 0 < sum(measured) < 100 * 50_000 / 100_000


def test_sums_of_weights_are_the_same_to_the_last_bit_in_any_order():
    rng = np.random.default_rng(8)
    sites, places, weights = (
        scattered(rng, 60),
        scattered(rng, 9_999),
        10 ** rng.normal(2, 3, 9_999),
    )
    order = rng.permutation(9_999)
    one = count_within(*sites, *places, 0, 9000, weights).weight
    other = count_within(*sites, places[0][order], places[1][order], 0, 9000, weights[order]).weight
    assert one.tolist() == other.tolist()
    km = np.array([distances_km(site, *places) for site in zip(*sites, strict=True)])
    np.testing.assert_allclose(one, (km <= 9000) @ weights, rtol=1e-12)


def test_without_weights_every_place_weighs_one():
    tally = count_within(0, 0, [1, 2, 90], [0, 0, 0], 0, 1000)
    assert tally.places.tolist() == tally.weight.tolist() == [2]


def test_memory_is_that_of_a_block_and_not_of_the_pairs():
    rng = np.random.default_rng(9)
    sites, places = scattered(rng, 480), scattered(rng, 100_000)
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


def nearest(sites, lon, lat):
    return NearestSite(*sites).to_the_millimetre(
        lon, lat, unit_vectors(lon, lat), cells_of(lon, lat)
    )


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("arrangement", [spread, crowded, mirrored, round_the_poles])
@pytest.mark.parametrize("count", [1, 4, 50])
def test_the_nearest_site_is_the_first_of_those_at_the_least_distance(arrangement, count):
    rng = np.random.default_rng(10)
    sites = arrangement(rng, count)
    lon, lat = hostile(rng, (sites[0][0], sites[1][0]), examples(5_000))
    lon[:100], lat[:100] = 0.0, 0.0  # as far from all the mirrored sites
    here = [np.repeat(degrees[:, np.newaxis], lon.size, axis=1) for degrees in sites]
    metres = WGS84.inv(*here, *np.broadcast_arrays(lon, lat, here[0])[:2])[2]
    site_index, distance_km = nearest(sites, lon, lat)
    np.testing.assert_array_equal(site_index, metres.argmin(axis=0))
    np.testing.assert_array_equal(distance_km, (metres.min(axis=0) / 1000).round(6))


def test_to_the_millimetre_few_distances_are_measured(measured):
    rng = np.random.default_rng(12)
    nearest(scattered(rng, 60), *scattered(rng, 50_000))
    assert 0 < sum(measured) < 50_000 / 30


def test_a_distance_right_between_two_millimetres_is_rounded_as_the_geodesic_is():
    rng = np.random.default_rng(13)
    millimetres = rng.integers(10**6, 10**10, 20_000) + 0.5
    lon, lat = at_distances(rng, (20.51, 54.71), millimetres / 1000)
    _, distance_km = nearest((np.array([20.51]), np.array([54.71])), lon, lat)
    np.testing.assert_array_equal(distance_km, distances_km((20.51, 54.71), lon, lat).round(6))


def test_no_places_and_no_sites_are_no_work():
    assert [len(part) for part in pairs_within([1], [2], [], [], 0, 1)] == [0, 0]
    assert [len(part) for part in pairs_within([], [], [1], [2], 0, 1)] == [0, 0]
    assert count_within([1], [2], [], [], 0, 1, []).weight.tolist() == [0]
    assert count_within([], [], [1], [2], 0, 1, [5]).sites.tolist() == [0]
    assert not list(Discs(*np.ones((3, 2))).over(np.empty(0), np.empty(0), 9))
    (held,) = Discs(*np.empty((3, 0))).over(np.ones(2), np.ones(2), 9)
    assert next(held.by_place([0, 0])).tolist() == [0, 0]


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
@pytest.mark.parametrize("function", [pairs_within, count_within])
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
        nearest((np.empty(0), np.empty(0)), np.zeros(1), np.zeros(1))
