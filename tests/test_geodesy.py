"""Geodesics and range rings, judged by distance and never by another polygon."""

import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import examples

from infmap.errors import GeodesyError
from infmap.geodesy import (
    MAX_RANGE_KM,
    MIN_RANGE_KM,
    WGS84,
    destination,
    distance_km,
    inverse,
    range_band,
    range_ring,
)
from infmap.geodesy.curves import EAST, LAT, ROUGH_TERMS, TERMS, HalfRings
from reliability.ring_judge import MERCATOR_LAT, edges_of, is_on_frame, stray_km

KALININGRAD = (20.51, 54.71)
DEVESELU = (24.42, 44.08)
WARSAW = (21.01, 52.23)
REYKJAVIK = (-21.90, 64.15)
LONDON = (-0.1257, 51.5085)
BEIJING = (116.4, 39.9)

VERTEX_M = 2e-6
NEAR_POLE_M = 0.2  # how far a vertex may be moved that would be on a pole


# --- Judges ---------------------------------------------------------------------------------


def metres_from(lon, lat, lons, lats):
    """Distances in metres straight from pyproj, so that infmap does not judge itself."""
    lons, lats = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    return WGS84.inv(np.full_like(lons, lon), np.full_like(lats, lat), lons, lats)[2]


def length_on_parallel(edges, parallel):
    on_it = (edges[:, :, 1] == parallel).all(axis=1)
    return np.abs(np.diff(edges[on_it][:, :, 0], axis=1)).sum()


def assert_well_formed(area, edges):
    assert area.is_valid, shapely.is_valid_reason(area)
    assert area.geom_type in {"Polygon", "MultiPolygon"}
    assert not area.is_empty
    west, south, east, north = area.bounds
    assert west >= -180
    assert east <= 180
    assert south >= -90
    assert north <= 90
    for polygon in shapely.get_parts(area):
        assert polygon.exterior.is_ccw
        assert not any(hole.is_ccw for hole in polygon.interiors)
    cut = edges[is_on_frame(edges)]
    sides = [np.sort(np.sort(cut[(cut[:, :, 0] == x).all(axis=1)][:, :, 1])) for x in (-180, 180)]
    lengths = [np.diff(side, axis=1).sum() if side.size else 0 for side in sides]
    assert lengths[0] == pytest.approx(lengths[1], abs=1e-9), "the cut edges do not match"


def assert_outline_is_the_ring(lon, lat, range_km, tolerance_km, edges):
    vertices = edges.reshape(-1, 2)
    off_m = np.abs(metres_from(lon, lat, *vertices.T) - range_km * 1000)
    near_pole = np.abs(vertices[:, 1]) > 90 - 2e-6
    assert off_m[~near_pole].max(initial=0) < VERTEX_M
    assert off_m[near_pole].max(initial=0) < NEAR_POLE_M
    assert stray_km((lon, lat, range_km), edges) <= tolerance_km


def assert_holds_exactly_what_is_near(area, lon, lat, min_km, max_km, tolerance_km, seed=0):
    rng = np.random.default_rng(seed)
    lons = rng.uniform(-180, 180, 300)
    lats = np.degrees(np.arcsin(rng.uniform(-1, 1, 300)))
    distances = metres_from(lon, lat, lons, lats) / 1000
    # Places just inside and just outside, which random ones miss.
    for range_km in (min_km, max_km):
        steps = rng.choice([-8, -2, -1.1, 1.1, 2, 8], 120) * tolerance_km
        near_km = np.clip(range_km + steps, 0, 19_960)
        azimuths = rng.uniform(-180, 180, 120)
        near = WGS84.fwd(np.full(120, lon), np.full(120, lat), azimuths, near_km * 1000)
        lons, lats = np.append(lons, near[0]), np.append(lats, near[1])
        distances = np.append(distances, near_km)
    clear = np.abs(distances - max_km) > tolerance_km
    clear &= (np.abs(distances - min_km) > tolerance_km) | (min_km == 0)
    inside = (distances <= max_km) & (distances >= min_km)
    drawn = shapely.intersects_xy(area, lons, lats)
    wrong = clear & (drawn != inside)
    assert not wrong.any(), (lons[wrong][:3], lats[wrong][:3], distances[wrong][:3])
    return int(clear.sum())


def assert_ring_is_right(lon, lat, range_km, tolerance_km=1.0, seed=0):
    """Check all that `range_ring` promises; return the points judged."""
    ring = range_ring(lon, lat, range_km, tolerance_km=tolerance_km)
    edges = edges_of(ring)
    assert_well_formed(ring, edges)
    assert_outline_is_the_ring(lon, lat, range_km, tolerance_km, edges[~is_on_frame(edges)])
    assert shapely.intersects_xy(ring, lon, lat)
    for pole in (-90, 90):
        held = metres_from(lon, lat, [lon], [pole])[0] / 1000 <= range_km
        assert length_on_parallel(edges, pole) == (360 if held else 0)

    return assert_holds_exactly_what_is_near(
        ring, lon, lat, 0, range_km, min(tolerance_km, 0.005 * range_km), seed
    )


def assert_band_is_right(lon, lat, min_km, max_km, tolerance_km=1.0, seed=0):
    """Check all that `range_band` promises; return the points judged."""
    band = range_band(lon, lat, min_km, max_km, tolerance_km=tolerance_km)
    edges = edges_of(band)
    assert_well_formed(band, edges)
    outline = edges[~is_on_frame(edges)]
    distances = metres_from(lon, lat, *outline[:, 0].T) / 1000
    outer = distances > (min_km + max_km) / 2
    assert_outline_is_the_ring(lon, lat, max_km, tolerance_km, outline[outer])
    assert_outline_is_the_ring(lon, lat, min_km, tolerance_km, outline[~outer])
    for pole in (-90, 90):
        pole_km = metres_from(lon, lat, [lon], [pole])[0] / 1000
        held = min_km < pole_km <= max_km
        assert length_on_parallel(edges, pole) == (360 if held else 0)
    tested_km = min(tolerance_km, (max_km - min_km) / 3)
    return assert_holds_exactly_what_is_near(band, lon, lat, min_km, max_km, tested_km, seed)


# --- Distance, azimuth, destination ---------------------------------------------------------

PUBLISHED = {
    # Tests of GeographicLib: https://geographiclib.sourceforge.io (test_geodesic.py), by name.
    "GeodSolve0 JFK to Paris": (-73.8, 40.6, 2.55, 49.01666667, 5_853_226, 0.5),
    "GeodSolve4 short": (0, 36.493349428792, 0.0000008, 36.49334942879201, 0.072, 5e-4),
    "GeodSolve6 near antipodal": (
        0,
        88.202499451857,
        179.981022032992859592,
        -88.202499451857,
        20_003_898.214,
        5e-4,
    ),
    "GeodSolve9 antipodal": (
        0,
        56.320923501171,
        179.664747671772880215,
        -56.320923501171,
        19_993_558.287,
        5e-4,
    ),
}


@pytest.mark.parametrize("case", PUBLISHED.values(), ids=PUBLISHED)
def test_distance_is_the_published_one(case):
    lon, lat, to_lon, to_lat, published_m, tolerance_m = case
    assert distance_km(lon, lat, to_lon, to_lat) * 1000 == pytest.approx(
        published_m, abs=tolerance_m
    )


def test_destination_is_the_published_one():
    # GeodSolve1 in GeographicLib's test_geodesic.py, to half a unit in the fifth place.
    lon, lat = destination(-73.77888889, 40.63972222, 53.5, 5850)
    assert lat == pytest.approx(49.01467, abs=0.5e-5)
    assert lon == pytest.approx(2.56106, abs=0.5e-5)


def test_deveselu_is_2003_km_from_london():
    assert distance_km(*DEVESELU, *LONDON) == pytest.approx(2003.3, abs=0.2)


lons = st.one_of(st.sampled_from([-180.0, 0.0, 180.0]), st.floats(-180, 180))
lats = st.one_of(st.sampled_from([-90.0, 0.0, 90.0]), st.floats(-90, 90))


@given(lons, lats, lons, lats)
@settings(max_examples=examples(100))
def test_inverse_agrees_with_geographiclib(lon, lat, to_lon, to_lat):
    theirs = Geodesic.WGS84.Inverse(lat, lon, to_lat, to_lon)
    distance, azimuth = inverse(lon, lat, to_lon, to_lat)
    assert distance == pytest.approx(theirs["s12"] / 1000, abs=1e-9)
    assert 0 <= azimuth < 360
    if 1 < distance < 19_900:  # elsewhere many azimuths lead there
        ours_m = distance * 1000
        # Compared as a sideways distance at the far end, for an azimuth of a short way is vague.
        apart = math.radians((azimuth - theirs["azi1"] + 180) % 360 - 180)
        assert abs(apart) * min(ours_m, 6.4e6) < 1e-3


@given(lons, lats, st.floats(-720, 720), st.floats(0, 30_000))
@settings(max_examples=examples(100))
def test_destination_agrees_with_geographiclib(lon, lat, azimuth, kilometres):
    theirs = Geodesic.WGS84.Direct(lat, lon, azimuth, kilometres * 1000)
    to_lon, to_lat = destination(lon, lat, azimuth, kilometres)
    assert -180 <= to_lon <= 180
    assert metres_from(to_lon, to_lat, [theirs["lon2"]], [theirs["lat2"]])[0] < 1e-6


@given(lons, lats, st.floats(0, 359.99), st.floats(0.001, 19_900))
@settings(max_examples=examples(100))
def test_inverse_undoes_destination(lon, lat, azimuth, kilometres):
    there = destination(lon, lat, azimuth, kilometres)
    assert distance_km(lon, lat, *there) == pytest.approx(kilometres, abs=1e-9)


def test_distance_is_the_first_result_of_inverse():
    assert distance_km(*KALININGRAD, *WARSAW) == inverse(*KALININGRAD, *WARSAW)[0]


def test_scalars_give_floats():
    results = [*inverse(0, 1, 2, 3), distance_km(0, 1, 2, 3), *destination(0, 1, 2, 3)]
    assert {type(result) for result in results} == {float}


def test_a_column_of_sites_against_a_row_of_targets_gives_a_table():
    sites = np.array([KALININGRAD, DEVESELU])
    targets = np.array([WARSAW, LONDON, BEIJING])
    table, azimuths = inverse(sites[:, :1], sites[:, 1:], targets[:, 0], targets[:, 1])
    assert table.shape == azimuths.shape == (2, 3)
    for row, site in enumerate(sites):
        for column, target in enumerate(targets):
            assert (table[row, column], azimuths[row, column]) == inverse(*site, *target)


def test_empty_arrays_give_empty_arrays():
    distance, azimuth = inverse(np.empty(0), np.empty(0), 20.0, 50.0)
    assert distance.shape == azimuth.shape == (0,)


def test_arguments_are_left_as_they_were():
    lon, lat = np.array([20.0, 30.0]), np.array([50.0, 60.0])
    inverse(lon, lat, lat, lon)
    destination(lon, lat, lon, lat)
    assert lon.tolist() == [20.0, 30.0]
    assert lat.tolist() == [50.0, 60.0]


@pytest.mark.parametrize(
    ("to", "azimuth"),
    [((20, 60), 0), ((30, 50), 86.1), ((20, 40), 180), ((10, 50), 273.9)],
    ids=["north", "east", "south", "west"],
)
def test_azimuths_run_clockwise_from_north(to, azimuth):
    assert inverse(20, 50, *to)[1] == pytest.approx(azimuth, abs=0.1)


# --- Rings ----------------------------------------------------------------------------------

POLE_FROM_EQUATOR_KM = distance_km(0, 0, 0, 90)
KALININGRAD_TO_POLE_KM = distance_km(*KALININGRAD, 0, 90)

RINGS = {
    "Kaliningrad 500": (*KALININGRAD, 500),
    "Kaliningrad 2500": (*KALININGRAD, 2500),
    "Kaliningrad 5500, pole inside": (*KALININGRAD, 5500),
    "Deveselu 5500": (*DEVESELU, 5500),
    "Chukotka 1000, over the antimeridian": (177.5, 66.0, 1000),
    "Fiji 5500, west of the antimeridian": (178.4, -18.1, 5500),
    "Samoa 5500, east of the antimeridian": (-171.8, -13.8, 5500),
    "on the antimeridian, written 180": (180, 51.4, 2500),
    "on the antimeridian, written -180": (-180, 51.4, 2500),
    "on the antimeridian, pole inside": (180, 70, 5500),
    "on the meridian of Greenwich, pole inside": (0, 51.5, 5500),
    "on the meridian of Greenwich, both poles inside": (0, 10, 15_000),
    "North Pole 100 m": (0, 90, 0.1),
    "North Pole 5500": (0, 90, 5500),
    "North Pole 10000, named from 180": (180, 90, 10_000),
    "North Pole 19900": (77, 90, 19_900),
    "South Pole 2500": (-60, -90, 2500),
    "South Pole 15000": (12.3, -90, 15_000),
    "equator 10000": (0, 0, 10_000),
    "equator 19000": (40, 0, 19_000),
    "equator 19900": (-40, 0, 19_900),
    "equator 19900, antipode on the antimeridian": (0, 0, 19_900),
    "Sydney 19000": (151.2, -33.9, 19_000),
    "through the North Pole": (*KALININGRAD, KALININGRAD_TO_POLE_KM),
    "a metre short of the North Pole": (*KALININGRAD, KALININGRAD_TO_POLE_KM - 0.001),
    "a metre past the North Pole": (*KALININGRAD, KALININGRAD_TO_POLE_KM + 0.001),
    "through the North Pole from 180": (180, 54.71, KALININGRAD_TO_POLE_KM),
    "through the North Pole from Greenwich": (0, 54.71, KALININGRAD_TO_POLE_KM),
    "through both poles": (33, 0, POLE_FROM_EQUATOR_KM),
    "100 m": (*KALININGRAD, 0.1),
    "100 m on the antimeridian": (180, 0, 0.1),
    "100 m beside the antimeridian": (179.9999, 60, 0.1),
    "100 m over the pole": (10, 89.9995, 0.1),
    "touching the end of Web Mercator": (20, 60, distance_km(20, 60, 20, MERCATOR_LAT)),
}


@pytest.mark.parametrize("ring", RINGS.values(), ids=RINGS)
def test_named_ring_is_right(ring):
    assert_ring_is_right(*ring)


@pytest.mark.parametrize("tolerance_km", [0.05, 0.5, 5.0, 100.0])
def test_drawn_outline_stays_within_the_tolerance(tolerance_km):
    for ring in [(*KALININGRAD, 5500), (*DEVESELU, 5500), (178.4, -18.1, 9000)]:
        assert_ring_is_right(*ring, tolerance_km)


@st.composite
def rings(draw, least_km=MIN_RANGE_KM):
    """Centres and radii, drawn to places where rings go wrong."""
    tiny = st.integers(0, 13).map(lambda n: 10.0**-n)
    lon = draw(st.one_of(lons, st.builds(math.copysign, tiny.map(lambda e: 180 - e), lons)))
    lat = draw(st.one_of(lats, tiny, tiny.map(lambda e: 90 - e), tiny.map(lambda e: e - 90)))
    to_pole_km = distance_km(lon, lat, 0, draw(st.sampled_from([-90, 90])))
    near_pole = st.floats(-0.01, 0.01).map(lambda off_km: to_pole_km + off_km)
    any_size = st.floats(math.log(least_km), math.log(MAX_RANGE_KM)).map(math.exp)
    range_km = draw(st.one_of(any_size, st.floats(100, MAX_RANGE_KM), near_pole))
    return lon, lat, min(max(range_km, least_km), MAX_RANGE_KM)


@given(rings(), st.sampled_from([0.1, 1.0, 10.0]), st.integers(0, 1000))
@settings(max_examples=examples(100))
def test_any_ring_is_right(ring, tolerance_km, seed):
    assert_ring_is_right(*ring, tolerance_km, seed)


@given(rings(), st.lists(st.floats(0, math.pi), min_size=20, max_size=20))
@settings(max_examples=examples(100))
def test_curve_through_few_geodesics_is_the_ring_to_a_tenth_of_a_micrometre(ring, azimuths):
    _, lat, range_km = ring
    curve = HalfRings(np.array([lat]), np.array([range_km]))
    for terms, most_m in ((TERMS, 1e-7), (ROUGH_TERMS, 1e-2)):
        points = curve.points(np.zeros(20, dtype=np.intp), np.array(azimuths), terms=terms)
        off_m = np.abs(metres_from(0, lat, points[EAST], points[LAT]) - range_km * 1000)
        assert off_m[np.abs(points[LAT]) < 90 - 2e-6].max(initial=0) < most_m


def test_kaliningrad_5500_holds_warsaw_reykjavik_and_the_pole_but_not_beijing():
    # Fails if the fill is the complement, or if the pole is left out.
    ring = range_ring(*KALININGRAD, 5500)
    held = shapely.contains_xy(ring, *np.transpose([WARSAW, REYKJAVIK, (0, 89.9), BEIJING]))
    assert held.tolist() == [True, True, True, False]
    assert ring.bounds[3] == 90


def test_ring_is_not_a_circle_on_a_sphere():
    # On the mean sphere the southernmost point is 20 km off.
    ring = range_ring(*KALININGRAD, 5500)
    spherical_lat = KALININGRAD[1] - math.degrees(5500 / 6371.0088)
    assert abs(ring.bounds[1] - spherical_lat) * 111 > 15
    assert metres_from(*KALININGRAD, [KALININGRAD[0]], [ring.bounds[1]])[0] == pytest.approx(
        5_500_000, abs=VERTEX_M
    )


def test_ring_that_touches_the_end_of_web_mercator_beside_the_antimeridian_is_valid():
    # Found by chance: the crossing of the antimeridian, a micrometre off the parallel's end,
    # was taken to cross that too, and the outline turned back on itself.
    assert range_ring(
        179.999999999, -6.847936612005867, 10206.46221951651, tolerance_km=50
    ).is_valid


def test_edge_that_is_bent_at_one_end_only_stays_within_the_tolerance():
    # Found by chance: near where the drawn ring has no curvature, an edge strayed the farthest
    # between the places it was tested at, by 1.05 tolerances.
    assert_ring_is_right(-179.99999988973323, -32.030752375325186, 9915.806270912866, 0.1)


def test_ring_without_the_pole_stays_below_it():
    ring = range_ring(*KALININGRAD, KALININGRAD_TO_POLE_KM - 0.001)
    assert ring.bounds[3] < 90


def test_ring_round_both_poles_is_the_world_but_a_piece_at_the_antipode():
    ring = range_ring(40, 0, 19_000)
    assert ring.geom_type == "Polygon"
    assert ring.bounds == (-180, -90, 180, 90)
    assert len(ring.interiors) == 1
    assert shapely.Polygon(ring.interiors[0]).contains(shapely.Point(-140, 0))


def test_ring_over_the_antimeridian_comes_in_two_parts():
    ring = range_ring(177.5, 66.0, 1000)
    (west, east) = sorted(part.bounds[0::2] for part in ring.geoms)
    assert west[0] == -180
    assert east[1] == 180
    assert west[1] < 0 < east[0]


def test_rings_east_and_west_are_mirror_images():
    east, west = range_ring(150, 50, 4000), range_ring(-150, 50, 4000)
    mirrored = shapely.transform(west, lambda points: points * (-1, 1))
    assert mirrored.normalize() == east.normalize()


@pytest.mark.parametrize(
    ("ring", "tolerance_km", "most"),
    [
        ((*KALININGRAD, 500), 1.0, 55),
        ((*KALININGRAD, 5500), 1.0, 135),
        ((*KALININGRAD, 5500), 0.5, 188),
        ((*DEVESELU, 5500), 0.5, 265),
        ((0, 90, 5500), 1.0, 40),
    ],
    ids=["K500", "K5500", "K5500 fine", "Deveselu fine", "round the pole"],
)
def test_ring_has_no_more_vertices_than_the_tolerance_needs(ring, tolerance_km, most):
    edges = edges_of(range_ring(*ring, tolerance_km=tolerance_km))
    assert np.count_nonzero(~is_on_frame(edges)) < most


def test_small_ring_is_round_however_coarse_the_tolerance():
    assert shapely.get_num_coordinates(range_ring(*KALININGRAD, 0.5, tolerance_km=50)) > 32


@pytest.mark.thorough
@given(st.lists(rings(), min_size=2, max_size=6), st.sampled_from([0.1, 1.0, 10.0]))
@settings(max_examples=examples(100))
def test_ring_of_many_is_the_same_to_the_last_bit_as_alone(some, tolerance_km):
    together = range_ring(*np.transpose(some), tolerance_km=tolerance_km)
    for ring, drawn in zip(some, together, strict=True):
        assert drawn.wkb == range_ring(*ring, tolerance_km=tolerance_km).wkb


def test_more_rings_than_are_worked_on_at_a_time_are_the_same_as_alone():
    rng = np.random.default_rng(0)
    centre_lons, centre_lats = rng.uniform(-180, 180, 1500), rng.uniform(-90, 90, 1500)
    ranges_km = rng.choice([0.1, 500, 5500, 15_000], 1500)
    drawn = range_ring(centre_lons, centre_lats, ranges_km)
    assert shapely.is_valid(drawn).all()
    for k in [0, 200, 700, 1499]:
        assert drawn[k].wkb == range_ring(centre_lons[k], centre_lats[k], ranges_km[k]).wkb


def test_two_sites_and_three_distances_give_a_table_of_rings():
    sites = np.array([KALININGRAD, DEVESELU])
    table = range_ring(sites[:, :1], sites[:, 1:], [500, 2500, 5500])
    assert table.shape == (2, 3)
    assert table[1, 2] == range_ring(*DEVESELU, 5500)


def test_no_sites_give_no_rings():
    for drawn in (range_ring([], [], 500), range_band([], [], 0, 500)):
        assert drawn.shape == (0,)


def test_numpy_numbers_of_single_precision_are_as_good_as_floats():
    ring = range_ring(np.float32(20.5), np.float32(54.5), np.float32(5500))
    assert ring.equals(range_ring(20.5, 54.5, 5500))


# --- Bands ----------------------------------------------------------------------------------

BANDS = {
    "Kaliningrad 500 to 5500, a hole": (*KALININGRAD, 500, 5500),
    "Kaliningrad 3900 to 4000, pole in the band": (*KALININGRAD, 3900, 4000),
    "Kaliningrad 4000 to 5500, pole in the hole": (*KALININGRAD, 4000, 5500),
    "Chukotka 500 to 5500, hole cut": (177.5, 66.0, 500, 5500),
    "on the antimeridian": (180, 0, 500, 5500),
    "both poles in the band": (30, 10, 5500, 15_000),
    "one pole in the hole, one in the band": (30, 50, 5500, 18_000),
    "both poles in the hole": (30, 10, 15_000, 18_000),
    "both poles in the hole, antipode on the antimeridian": (0, 10, 15_000, 18_000),
    "round the North Pole": (0, 90, 500, 5500),
    "no hole": (*KALININGRAD, 0, 5500),
    "ten metres wide": (*KALININGRAD, 499.99, 500),
    "hole through the pole": (*KALININGRAD, KALININGRAD_TO_POLE_KM, 5500),
    "outer ring through the pole": (*KALININGRAD, 500, KALININGRAD_TO_POLE_KM),
}


@pytest.mark.parametrize("band", BANDS.values(), ids=BANDS)
def test_named_band_is_right(band):
    assert_band_is_right(*band)


@given(rings(least_km=0.2), st.floats(0, 1), st.integers(0, 1000))
@settings(max_examples=examples(60))
def test_any_band_is_right(ring, share, seed):
    lon, lat, max_km = ring
    assert_band_is_right(lon, lat, max(0.1, share * (max_km - 0.02)), max_km, 1.0, seed)


def test_band_of_many_is_the_same_to_the_last_bit_as_alone():
    columns = np.transpose(list(BANDS.values()))
    for band, drawn in zip(BANDS.values(), range_band(*columns), strict=True):
        assert drawn.wkb == range_band(*band).wkb


def test_band_from_nothing_is_the_ring():
    assert range_band(*KALININGRAD, 0, 5500).equals(range_ring(*KALININGRAD, 5500))


def test_band_is_the_outer_ring_less_the_inner():
    outer, inner = range_ring(*KALININGRAD, 5500), range_ring(*KALININGRAD, 500)
    assert (
        range_band(*KALININGRAD, 500, 5500).normalize()
        == shapely.Polygon(outer.exterior, [inner.exterior]).normalize()
    )


def test_hole_of_a_band_in_two_parts_is_in_the_part_that_holds_it():
    band = range_band(170, 0, 500, 5500)
    assert sorted(len(part.interiors) for part in band.geoms) == [0, 1]
    assert not shapely.contains_xy(band, 170, 0)


def test_a_pole_at_exactly_the_inner_distance_is_not_in_the_band():
    # Found by chance: kilometres turned to metres had moved the pole to the other side.
    lat = 85.37269273214488
    band = range_band(180.0, lat, distance_km(180.0, lat, 0, 90), 19_000)
    assert band.bounds[3] < 90


# --- Errors ---------------------------------------------------------------------------------

ONE_RING = (20.0, 50.0, 500.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: range_ring(20.0, 142.5, 500),
            r"^latitude must be within \[-90, 90\] degrees \(got 142\.5\); is the pair swapped\?$",
        ),
        (
            lambda: range_ring(190, 50, 500),
            r"^longitude must be within \[-180, 180\] degrees \(got 190\); write 190 as -170$",
        ),
        (lambda: range_ring(180.0000001, 50, 500), r"longitude .* \(got 180\.0000001\)"),
        (lambda: range_ring(math.nan, 50, 500), r"longitude .* \(got nan\)"),
        (lambda: range_ring(20, math.inf, 500), r"latitude .* \(got inf\)"),
        (
            lambda: range_ring(20, 50, 20_000),
            r"^range_km must be within \[0\.1, 19900\] km \(got 20000\); write kilometres",
        ),
        (lambda: range_ring(20, 50, 0), r"range_km .* \(got 0\)"),
        (lambda: range_ring(20, 50, -5), r"range_km .* \(got -5\)"),
        (lambda: range_ring(20, 50, math.nan), r"range_km .* \(got nan\)"),
        (lambda: range_ring(20, 50, None), r"range_km .* \(got nan\)"),
        (lambda: range_ring(20, 50, "500"), r"range_km must be a number \(got '500'\)"),
        (
            lambda: range_ring(*ONE_RING, tolerance_km=0),
            r"^tolerance_km must be a finite number of km, 0\.001 or above \(got 0\)",
        ),
        (lambda: range_ring(*ONE_RING, tolerance_km=math.inf), r"tolerance_km .* \(got inf\)"),
        (lambda: range_ring(20, 50, 1e9), r"range_km .* \(got 1000000000\)"),
        (lambda: range_ring([20, 20], [50, 50], [500, 20_000]), r"range_km .* \(got 20000\)"),
        (
            lambda: range_band(20, 50, [0, 500, 900], [500, 600, 800]),
            r"min_km .* \(got 900 and 800\)",
        ),
        (lambda: range_band(20, 50, -5, 500), r"min_km .* \(got -5\); write 0 for a band"),
        (lambda: range_band(20, 50, 5500, 500), r"min_km .* \(got 5500 and 500\); .* swapped\?$"),
        (lambda: range_band(20, 50, 500, 500), r"min_km .* \(got 500 and 500\)"),
        (lambda: range_band(20, 50, 0.05, 500), r"min_km .* \(got 0\.05\); write 0 for a band"),
        (lambda: range_band(20, 50, math.nan, 500), r"min_km .* \(got nan\)"),
        (lambda: range_band(20, 50, 0, 19_901), r"max_km .* \(got 19901\)"),
        (lambda: inverse([20, 30], [50, 91], 0, 0), r"latitude .* \(got 91\)"),
        (lambda: distance_km(20, 50, [0, math.nan], 0), r"longitude .* \(got nan\)"),
        (lambda: destination(20, 50, math.inf, 1), r"azimuth_deg must be a finite number of deg"),
        (lambda: destination(20, 50, 0, -1), r"distance_km .* 0 or above \(got -1\)"),
    ],
    ids=[
        "latitude",
        "longitude",
        "longitude just beyond",
        "longitude NaN",
        "latitude infinite",
        "range too long",
        "range 0",
        "range negative",
        "range NaN",
        "range None",
        "range a string",
        "tolerance 0",
        "tolerance infinite",
        "line too long",
        "one range of many",
        "one band of many",
        "hole negative",
        "band swapped",
        "band empty",
        "hole too small",
        "hole NaN",
        "band too long",
        "one latitude of many",
        "one longitude of many",
        "azimuth infinite",
        "distance negative",
    ],
)
def test_error_says_what_is_required_and_what_was_got(call, message):
    with pytest.raises(GeodesyError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)
