import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

import infmap
from infmap.catalogue.rows import Claim
from infmap.errors import InfmapError, UnknownIdError
from infmap.geodesy import inverse, range_ring
from infmap.membership import (
    COVERAGE_COLUMNS,
    Reach,
    band_counts,
    in_range,
    margin_km,
    overall_reach,
)
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


def test_near_edge_counts_the_doubt_about_the_place(cat):
    table = infmap.coverage(cat, site="chernyakhovsk").set_index("target_id")
    site = cat.site("chernyakhovsk")
    for row in table.itertuples():
        margins = [one["margin_km"] for one in row.accounts if one["margin_km"] is not None]
        near = any(abs(margin) < site.position_precision_km + 5 for margin in margins)
        assert row.near_edge == near


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


def test_a_band_that_runs_backwards_is_refused(cat):
    with pytest.raises(InfmapError, match="write --band 500 5500"):
        infmap.coverage(cat, site="shuya", band=(5500, 500))


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
        ("91,0", "no such position"),
        ("nan,nan", "no such position"),
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
    table = infmap.coverage(cat, site="kaliningrad")
    today = band_counts(table, cat).iloc[0]
    bands = ["below-500", "shorter-range", "intermediate-range", "beyond-5500"]
    assert sum(today[band] for band in bands) == 197
    assert sum(today[f"{band} NATO"] for band in bands) == 32
    import datetime

    then = cat.select(as_of=datetime.date(2018, 10, 20))
    past = band_counts(infmap.coverage(then, site="kaliningrad"), then).iloc[0]
    assert sum(past[f"{band} NATO"] for band in bands) == 29
