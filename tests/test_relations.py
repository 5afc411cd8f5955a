"""Whose a place is, seen from a site: the holder's and the host's are never foreign."""

import warnings
from datetime import date

import pandas as pd
import pytest

import infmap
from infmap.analysis.answer import site_answer, site_answers
from infmap.analysis.counts import REACHED
from infmap.analysis.coverage import coverage_rows
from infmap.analysis.reach import Reach
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
    (answer,) = site_answers(rows, site)
    reached = [row for row in rows if row["reach"] in ("all", "some")]
    assert "moscow" in {row["target_id"] for row in reached}
    seats = {row.id for row in cat.capital_rows if row.role == "seat-of-government"}
    foreign = [
        row for row in reached if row["target_id"] not in seats and row["relation"] != "holder"
    ]
    assert len(answer.foreign(*REACHED)) == len(foreign) == 40
    assert answer.nato.count(answer.foreign(*REACHED)) == sum(
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


@pytest.mark.parametrize(("city", "capital"), [("Hamburg", "Berlin"), ("Gdańsk", "Warsaw")])
def test_a_city_by_name_relates_to_a_site_as_the_capital_of_its_state(cat, city, capital):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        rows = infmap.reach_rows(cat, city)
    of_capital = {row["site_id"]: row["relation"] for row in infmap.reach_rows(cat, capital)}
    assert {row["site_id"]: row["relation"] for row in rows} == of_capital
    assert "ally" in of_capital.values()


@pytest.mark.parametrize("site", ["shuya", "deveselu", "weissenfels", "kapustin-yar"])
def test_each_account_counts_what_a_catalogue_of_its_figures_alone_has_in_reach(cat, site):
    answer = site_answer(cat, cat.site(site))
    assert answer.by_account
    for account, count in answer.by_account.items():
        alone = cat.select(site=site, account=account)
        (of_it,) = site_answers(infmap.coverage_rows(alone), alone)
        surely, reached = of_it.foreign(Reach.ALL), of_it.foreign(*REACHED)
        assert (count.fewest, count.most) == (len(surely), len(reached))
        assert count.own == len(of_it.own_in_reach)
        assert count.allies == sum(row["relation"] == "ally" for row in reached)
        assert count.or_more == bool(of_it.open_ended)
