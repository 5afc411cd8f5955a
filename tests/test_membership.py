import datetime
import math
import tracemalloc

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

import infmap
from infmap.analysis import coverage
from infmap.analysis.answer import site_answers
from infmap.analysis.coverage import COVERAGE_COLUMNS, coverage_rows, reach_rows
from infmap.analysis.reach import Reach, in_range, margin_km, overall_reach
from infmap.catalogue.rows import Capital, Claim, Deployment
from infmap.errors import InfmapError, UnknownIdError
from infmap.geodesy import inverse, range_ring
from infmap.treaty import in_inf_band


def claim(at_least_km=None, up_to_km=None):
    return Claim(
        system_id="x",
        account="independent",
        claimant="x",
        at_least_km=at_least_km,
        up_to_km=up_to_km,
    )


@pytest.mark.parametrize(
    ("figure", "km", "answer"),
    [
        ((None, 480), 480, True),
        ((None, 480), 480.001, False),
        ((500, None), 500, True),
        ((500, None), 500.001, None),
        ((400, 500), 400, True),
        ((400, 500), 450, None),
        ((400, 500), 500, None),
        ((400, 500), 500.001, False),
        ((None, 0), 1, False),
        ((None, None), 1, None),
    ],
)
def test_a_claim_answers_in_three_values(figure, km, answer):
    assert in_range(claim(*figure), km) is answer


@pytest.mark.parametrize(
    ("figure", "margin"),
    [((None, 480), -20), ((500, None), 0), ((400, 500), 0), ((None, None), None)],
)
def test_the_margin_is_measured_from_the_upper_end_else_the_lower(figure, margin):
    assert margin_km(claim(*figure), 500) == margin


def entry(system, answer, *, strike=True):
    return {"system_id": system, "strike": strike, "in_range": answer}


@pytest.mark.parametrize(
    ("entries", "word"),
    [
        ([entry("a", True), entry("a", True)], Reach.ALL),
        ([entry("a", True), entry("b", False)], Reach.ALL),
        ([entry("a", True), entry("a", None)], Reach.SOME),
        ([entry("a", True), entry("a", False)], Reach.SOME),
        ([entry("a", None), entry("a", False)], Reach.UNKNOWN),
        ([entry("a", False), entry("b", False)], Reach.NONE),
        ([], Reach.NONE),
        ([entry("a", True, strike=False)], Reach.NONE),
        ([entry("a", True, strike=False), entry("b", None)], Reach.UNKNOWN),
    ],
)
def test_accounts_add_up_without_averaging(entries, word):
    assert overall_reach(entries) is word


def test_coverage_has_the_promised_columns(debate):
    table = infmap.coverage(debate)
    assert list(table.columns) == COVERAGE_COLUMNS
    assert len(table) == len(debate.sites) * len(debate.capital_rows)


def test_every_distance_is_within_a_metre_of_an_independent_library(debate):
    table = infmap.coverage(debate)
    sites = {site.id: site for site in debate.sites}
    capitals = {row.id: row for row in debate.capital_rows}
    for row in table.itertuples():
        site, capital = sites[row.site_id], capitals[row.target_id]
        line = Geodesic.WGS84.Inverse(site.lat, site.lon, capital.lat, capital.lon)
        assert row.distance_km == pytest.approx(line["s12"] / 1000, abs=0.001)
        if line["s12"] > 1:
            turn = (row.azimuth_deg - line["azi1"] + 180) % 360 - 180
            assert abs(turn) < 1e-6


def test_every_band_and_reach_follows_from_its_row(debate):
    for row in infmap.coverage(debate).itertuples():
        assert row.in_inf_band == in_inf_band(row.distance_km)
        strikes = [one for one in row.accounts if one["strike"]]
        for one in row.accounts:
            low = one["up_to_km"] if one["at_least_km"] is None else one["at_least_km"]
            expected = None
            if low is not None and row.distance_km <= low:
                expected = True
            elif one["up_to_km"] is not None and row.distance_km > one["up_to_km"]:
                expected = False
            assert one["in_range"] is expected
        systems = {one["system_id"] for one in strikes}
        answers = {s: [o["in_range"] for o in strikes if o["system_id"] == s] for s in systems}
        if any(all(answer is True for answer in found) for found in answers.values()):
            assert row.reach == "all"
        elif any(True in found for found in answers.values()):
            assert row.reach == "some"
        elif any(None in found for found in answers.values()):
            assert row.reach == "unknown"
        else:
            assert row.reach == "none"


def test_a_sphere_would_put_london_within_2000_km_of_deveselu(cat):
    row = infmap.coverage(cat, site="deveselu").set_index("target_id").loc["london"]
    assert row["distance_km"] == pytest.approx(2003.3, abs=0.2)


def test_interceptors_launchers_and_unarmed_drones_never_make_a_reach(cat):
    for system in ("sm-3-ib", "sm-3-iia", "aegis-ashore-mk41", "mq-4c"):
        table = infmap.coverage(cat, system=system)
        assert set(table["reach"]) == {"none"}
        assert not any(one["strike"] for accounts in table["accounts"] for one in accounts)


def test_a_denied_reach_reaches_not_even_its_own_site(cat):
    site = cat.site("deveselu")
    here = Capital(id="here", name="Here", lon=site.lon, lat=site.lat)
    (row,) = coverage_rows(cat.select(site="deveselu"), targets=[here])
    denied = [one for one in row["accounts"] if one["up_to_km"] == 0]
    assert [one["in_range"] for one in denied] == [False]


def test_near_edge_counts_the_doubt_about_the_place(cat):
    table = infmap.coverage(cat, site="chernyakhovsk").set_index("target_id")
    site = cat.site("chernyakhovsk")
    for row in table.itertuples():
        ends = [one[end] for one in row.accounts for end in ("at_least_km", "up_to_km")]
        near = any(
            abs(end - row.distance_km) < site.position_precision_km + 5
            for end in ends
            if end is not None
        )
        assert row.near_edge == near


def test_the_lower_end_of_an_interval_is_an_edge_too(cat):
    row = infmap.coverage(cat, site="kapustin-yar").set_index("target_id").loc["budapest"]
    assert row["distance_km"] == pytest.approx(1999.9, abs=0.1)
    assert {(one["at_least_km"], one["up_to_km"]) for one in row["accounts"]} >= {(2000.0, 2350.0)}
    assert row["near_edge"]


def test_bands_count_the_places_asked_for_and_not_the_capitals_of_the_same_name(cat):
    site = cat.select(site="kaliningrad")
    places = [
        Capital(id="paris", name="Paris", country="USA", lon=-95.55, lat=33.66),
        Capital(id="the-hague", name="The Hague", lon=4.31, lat=52.08, nato_since="1949-04-04"),
    ]
    (answer,) = site_answers(coverage_rows(site, targets=places), site, places)
    assert answer.by_band.total() - answer.by_band["below-500"] == 2
    assert answer.nato.count(row for row in answer.rows if row["in_inf_band"]) == 1


@pytest.mark.parametrize("range_km", [480, 500, 1000, 2500, 5500, 12000, 19000])
def test_the_drawn_ring_agrees_with_the_distance_at_every_capital(debate, range_km):
    lons = np.array([row.lon for row in debate.capital_rows])
    lats = np.array([row.lat for row in debate.capital_rows])
    for site in debate.sites:
        ring = range_ring(site.lon, site.lat, range_km)
        distances, _ = inverse(site.lon, site.lat, lons, lats)
        clear = np.abs(distances - range_km) > 1.0
        drawn = shapely.contains_xy(ring, lons, lats)
        np.testing.assert_array_equal(drawn[clear], (distances <= range_km)[clear])


def test_filters_narrow_the_table(cat):
    table = infmap.coverage(cat, site="shuya", system="9m729", account="operator")
    assert {one["claimant"] for row in table["accounts"] for one in row} == {"Russian MoD"}
    inside = infmap.coverage(cat, site="shuya", band=(500, 5500))
    assert inside["in_inf_band"].all()


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("band", [(5500, 500), (-1, 500), (math.nan, 500), (0, math.nan)], ids=str)
def test_a_band_that_runs_backwards_is_refused(cat, band):
    with pytest.raises(InfmapError, match="write 500-5500"):
        infmap.coverage(cat, site="shuya", band=band)


def test_the_tables_are_made_of_the_rows(debate):
    assert infmap.coverage(debate).to_dict("records") == coverage_rows(debate)
    assert infmap.reach(debate, "Warsaw").to_dict("records") == reach_rows(debate, "Warsaw")


def test_rows_are_cut_by_the_filters_and_hold_a_callers_places(cat, debate):
    home = {"targets": [{"name": "Home", "lon": 20, "lat": 52}], "band": (0, 2000)}
    assert infmap.coverage_rows(cat, theme="debate", **home) == coverage_rows(debate, **home)
    assert {row["target"] for row in coverage_rows(debate, **home)} == {"Home"}
    assert infmap.reach_rows(cat, "Warsaw", theme="debate") == reach_rows(debate, "Warsaw")


@pytest.fixture(scope="module")
def all_rows(cat):
    return coverage_rows(cat)


@pytest.mark.parametrize(
    "band",
    [(0, 0), (0, 300), (500, 1000), (500, 5500), (19_000, 20_100), (0, math.inf), 2 * (math.inf,)],
    ids=str,
)
def test_a_band_keeps_the_rows_that_lie_in_it(cat, all_rows, band):
    least, most = band
    rows = [row for row in all_rows if least <= row["distance_km"] <= most]
    found = coverage_rows(cat, band=band)
    assert [as_without_a_band(row) for row in found] == [as_without_a_band(row) for row in rows]
    assert all(row["in_band"] for row in found)


def as_without_a_band(row):
    """Return a row but for what goes by the band that is asked for."""
    return {**row, "in_band": None, "near_band_edge": None}


def test_both_edges_of_a_band_are_in_it(debate):
    rows = coverage_rows(debate)
    for row in rows[:: len(rows) // 20]:
        edge = row["distance_km"]
        inside = coverage_rows(debate, band=(edge, edge))
        assert as_without_a_band(row) in [as_without_a_band(one) for one in inside]
        outside = coverage_rows(debate, band=(math.nextafter(edge, math.inf), edge + 100))
        assert as_without_a_band(row) not in [as_without_a_band(one) for one in outside]


def test_no_places_are_no_rows(debate):
    assert coverage_rows(debate, targets=[]) == []
    assert coverage_rows(debate, targets=[], band=(0, 500)) == []


def spread_over_the_globe(count):
    """Return positions evenly spread by area, on a spiral from pole to pole."""
    at = np.arange(count)
    lons = (at * 137.50776405 + 180) % 360 - 180
    return lons.tolist(), np.degrees(np.arcsin((2 * at + 1) / count - 1)).tolist()


@pytest.fixture(scope="module")
def many(cat):
    """Two thousand sites and twenty thousand places: forty million pairs."""
    sites = tuple(
        Deployment(id=f"s-{k}", site_id=f"s-{k}", site="S", system_id="9m729", lon=lon, lat=lat)
        for k, (lon, lat) in enumerate(zip(*spread_over_the_globe(2_000), strict=True))
    )
    places = [
        Capital(id=f"p-{k}", name="P", lon=-lon, lat=lat)
        for k, (lon, lat) in enumerate(zip(*spread_over_the_globe(20_000), strict=True))
    ]
    return infmap.Catalogue(cat.system_rows, cat.claim_rows, sites, (), ()), places


def test_more_rows_than_a_table_holds_are_refused_before_any_is_made(many, monkeypatch):
    monkeypatch.setattr(coverage, "site_coverage", lambda *_: pytest.fail("a row was made"))
    own, places = many
    figures = len(own.claims_by_system["9m729"])
    with pytest.raises(InfmapError) as refusal:
        infmap.coverage(own, targets=places)
    assert str(refusal.value) == (
        f"a table of sites and places holds 2,500,000 answers, one for each figure and place (got "
        f"{figures * 40_000_000:,}); narrow them by site, system or band, or take infmap "
        "screen for a long table of places"
    )
    with pytest.raises(InfmapError, match="narrow the band"):
        infmap.coverage(own, targets=places, band=(0, 15_000))
    # Few enough pairs, but not for each figure.
    monkeypatch.setattr(coverage, "MOST_ANSWERS", 2_000 * 20 * figures - 1)
    with pytest.raises(InfmapError, match=f"got {2_000 * 20 * figures:,}"):
        infmap.coverage(own, targets=places[:20])


@pytest.mark.thorough
def test_a_narrow_band_of_many_pairs_is_measured_where_it_lies(many):
    own, places = many
    lons = np.array([place.lon for place in places])
    lats = np.array([place.lat for place in places])
    tracemalloc.start()
    rows = coverage_rows(own, targets=places, band=(0, 30))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    expected = set()
    for site in own.sites:
        near = np.abs(lats - site.lat) < 0.5  # 55 km of latitude
        distances, _ = inverse(site.lon, site.lat, lons[near], lats[near])
        expected |= {(site.id, f"p-{k}") for k in np.flatnonzero(near)[distances <= 30]}
    assert len(expected) > 100
    assert {(row["site_id"], row["target_id"]) for row in rows} == expected
    assert len(rows) == len(expected)
    # All pairs' distances alone would be 320 MB.
    assert peak < 100e6


def test_reach_turns_the_question_round(cat):
    table = infmap.reach(cat, "Warsaw", theme="debate")
    assert table["distance_km"].is_monotonic_increasing
    assert set(table["target_id"]) == {"warsaw"}
    same = infmap.coverage(cat, site="kaliningrad").set_index("target_id").loc["warsaw"]
    row = table.set_index("site_id").loc["kaliningrad"]
    assert row["distance_km"] == same["distance_km"]
    assert row["accounts"] == same["accounts"]


def test_reach_takes_a_bare_position(cat):
    row = infmap.reach(cat, "51.5085,-0.1257", site="deveselu").iloc[0]
    assert row["target"] == "51.5085N 0.1257W"
    assert row["distance_km"] == pytest.approx(2003.3, abs=0.2)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("Warsow", "did you mean warsaw"),
        ("91,0", r"no such position \(lat 91, lon 0\); write 0 N, 91 E if the two are swapped"),
        ((0, 91), r"no such position \(lat 91, lon 0\); write 0 N, 91 E if the two are swapped"),
        ("nan,nan", r"no such position \(lat nan, lon nan\); write a lat of -90 to 90"),
    ],
)
def test_a_target_that_is_nowhere_is_named(cat, target, words):
    with pytest.raises(InfmapError, match=words):
        infmap.reach(cat, target)


def test_unknown_ids_name_the_nearest(cat):
    with pytest.raises(UnknownIdError, match="did you mean kaliningrad"):
        infmap.coverage(cat, site="kaliningrat")
    with pytest.raises(UnknownIdError, match="did you mean iskander"):
        infmap.coverage(cat, system="iskandr-m")
    with pytest.raises(UnknownIdError, match="no theme 'war'"):
        infmap.coverage(cat, theme="war")


def test_counts_take_a_state_once_and_nato_by_the_day(cat):
    def counts_on(day):
        then = cat.select(site="kaliningrad", as_of=day)
        (answer,) = site_answers(coverage_rows(then), then)
        return answer

    today, past = counts_on(None), counts_on(datetime.date(2018, 10, 20))
    assert today.by_band.total() == 197
    assert today.nato.count(today.rows) == 32
    assert past.nato.count(past.rows) == 29
