"""Whose a place is, seen from a site: the holder's and the host's are never foreign."""

from datetime import date

import pandas as pd
import pytest

import infmap
from infmap.analysis.counts import site_counts
from infmap.analysis.coverage import coverage_rows
from infmap.analysis.relations import relations

#: Site, day, place, and what its state is to the site: by the reports, written by hand.
CASES = [
    ("shuya", None, "Moscow", "holder"),
    ("shuya", None, "Warsaw", "other"),
    ("shuya", None, "Minsk", "other"),
    ("crimea", None, "Moscow", "holder"),
    ("crimea", None, "Kyiv", "other"),  # occupied territory has no host
    ("hmeimim", None, "Damascus", "host"),
    ("hmeimim", None, "Moscow", "holder"),
    ("hmeimim", None, "Ankara", "other"),
    ("deveselu", None, "Bucharest", "host"),
    ("deveselu", None, "Washington", "holder"),
    ("deveselu", None, "Warsaw", "ally"),
    ("deveselu", None, "Moscow", "other"),
    ("deveselu", None, "Kyiv", "other"),
    ("landsberg", date(1989, 6, 1), "Paris", "ally"),
    ("landsberg", date(1989, 6, 1), "Warsaw", "other"),  # a member since 1999
    ("landsberg", date(1989, 6, 1), "Moscow", "other"),
    ("mutlangen", date(1989, 6, 1), "Washington", "holder"),
    ("bischofswerda", date(1987, 12, 8), "Moscow", "holder"),
    ("bischofswerda", date(1987, 12, 8), "London", "other"),
    ("bischofswerda", date(1987, 12, 8), "Warsaw", "ally"),
    ("bischofswerda", date(1987, 12, 8), "East Berlin", "host"),
    ("bischofswerda", date(1987, 12, 8), "Bonn", "other"),
    ("hranice", date(1987, 12, 8), "Prague", "host"),
    ("mutlangen", date(1987, 12, 8), "East Berlin", "other"),
    ("mutlangen", date(1987, 12, 8), "Bonn", "host"),
    ("delingha", None, "Beijing", "holder"),
    ("delingha", None, "Tokyo", "other"),
    ("sulayyil", None, "Riyadh", "holder"),
]


@pytest.mark.parametrize(("site", "day", "place", "relation"), CASES, ids=str)
def test_whose_a_place_is(cat, site, day, place, relation):
    then = cat.select(site=site, as_of=day)
    row = next(row for row in coverage_rows(then) if row["target"] == place)
    assert row["relation"] == relation


def test_own_places_are_known_by_their_country_in_any_words(cat):
    frame = pd.DataFrame(
        {
            "name": ["Pskov base", "Gdansk", "Nowhere"],
            "country": ["Россия", "Polen", ""],
            "lon": [28.3, 18.65, 0.5],
            "lat": [57.8, 54.35, 50.0],
        }
    )
    places = infmap.load_places(frame)
    assert [*map(str, relations(cat, cat.site("shuya"), places))] == ["holder", "other", "other"]
    assert [*map(str, relations(cat, cat.site("deveselu"), places))] == ["other", "ally", "other"]


def test_of_own_sites_without_a_holder_nobody_is_one():
    own = pd.DataFrame({"name": ["Camp"], "lon": [20.5], "lat": [54.7], "range_km": [600.0]})
    rows = coverage_rows(infmap.load(deployments=own))
    assert {row["relation"] for row in rows} == {"other"}
    hosted = coverage_rows(infmap.load(deployments=own.assign(country="Russia")))
    assert {row["target"] for row in hosted if row["relation"] != "other"} == {"Moscow"}


def test_counts_of_reach_leave_out_the_holder_and_the_host(cat):
    site = cat.select(site="shuya", theme="debate")
    rows = coverage_rows(site)
    (counts,) = site_counts(rows, site).values()
    reached = [row for row in rows if row["reach"] in ("all", "some")]
    assert "moscow" in {row["target_id"] for row in reached}
    seats = {row.id for row in cat.capital_rows if row.role == "seat-of-government"}
    foreign = [
        row for row in reached if row["target_id"] not in seats and row["relation"] != "holder"
    ]
    assert counts.reached.total() == len(foreign) == 40
    assert counts.nato_reached == sum(
        bool(cat.capital(row["target_id"]).in_nato(None)) for row in foreign
    )


def test_near_a_limit_of_the_band_is_within_the_doubt_about_the_place(cat):
    for site in ("crimea", "shuya", "chita"):
        doubt = cat.site(site).position_precision_km + 5
        for row in coverage_rows(cat.select(site=site)):
            gaps = [abs(row["distance_km"] - limit) for limit in (500, 1000, 5500)]
            assert row["near_band_edge"] == (min(gaps) < doubt)


def test_on_a_day_of_its_own_what_ended_later_stands_as_reported(cat):
    ended = next(row for row in cat.deployment_rows if row.site_id == "mutlangen")
    assert ended.status == "ended"
    then = cat.select(site="mutlangen", as_of=date(1987, 12, 8))
    assert {row.status for row in then.deployment_rows} == {"reported"}
    assert {row.status for row in cat.select(site="mutlangen").deployment_rows} == {"ended"}
