"""Every row of the bundled tables: it can be read, it agrees with itself, and it has a source."""

import json
import re

import pytest
import shapely
from shapely.geometry import shape

import infmap
from infmap.catalogue.loading import data_path
from infmap.catalogue.rows import Account, Theme, earliest_day, latest_day
from infmap.geodesy import distance_km
from infmap.treaty import Kind

CAT = infmap.load()
SOURCES = CAT.source_by_id

#: Sites that stand for a region or lie on a shore that the simplified outline cuts short.
SHORE_KM = 10.0


def ids(rows):
    return [row.id for row in rows]


@pytest.mark.parametrize("row", CAT.system_rows, ids=ids(CAT.system_rows))
def test_a_system_says_whose_it_is_and_rests_on_a_source(row):
    assert row.operator
    assert row.kind is not None
    assert row.basing
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()


@pytest.mark.parametrize(
    "row",
    CAT.claim_rows,
    ids=[f"{row.system_id}-{row.claimant}-{k}" for k, row in enumerate(CAT.claim_rows)],
)
def test_a_claim_has_a_claimant_a_date_and_a_source(row):
    assert row.account is not Account.USER
    assert row.claimant
    assert row.measure is not None
    assert row.as_of is not None
    assert row.source_id in SOURCES
    if row.at_least_km is None and row.up_to_km is None:
        assert row.note


def test_no_claimant_gives_the_same_figure_twice():
    figures = [
        (row.system_id, row.claimant, row.at_least_km, row.up_to_km) for row in CAT.claim_rows
    ]
    assert len(figures) == len(set(figures))


@pytest.mark.parametrize("row", CAT.deployment_rows, ids=ids(CAT.deployment_rows))
def test_a_deployment_is_dated_placed_and_sourced(row):
    assert row.theme is not None
    assert row.first_reported or row.until
    assert row.reported_by
    assert row.country
    assert row.operator
    assert row.position_precision_km > 0
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()


@pytest.mark.parametrize("row", CAT.source_rows, ids=ids(CAT.source_rows))
def test_a_source_can_be_cited(row):
    assert row.title
    assert row.publisher
    assert re.fullmatch(r"\d{4}(-\d{2}){0,2}", row.date)
    earliest_day(row.date)
    assert re.fullmatch(r"(https?://\S+)?", row.URL)


def test_every_claim_and_report_lies_before_the_data_was_made():
    dates = [row.as_of for row in CAT.claim_rows if row.as_of]
    dates += [row.first_reported for row in CAT.deployment_rows if row.first_reported]
    assert all(earliest_day("1945") < latest_day(day) for day in dates)
    assert max(earliest_day(day) for day in dates) < earliest_day("2027")


COUNTRIES = {
    feature["properties"]["name"]: shape(feature["geometry"])
    for feature in json.loads(data_path("countries.geojson").read_text("utf-8"))["features"]
}


@pytest.mark.parametrize("site", CAT.sites, ids=ids(CAT.sites))
def test_a_site_lies_in_the_country_that_its_row_names(site):
    land = COUNTRIES[site.country]
    place = shapely.Point(site.lon, site.lat)
    if not land.covers(place):
        shore = shapely.ops.nearest_points(land, place)[0]
        assert distance_km(site.lon, site.lat, shore.x, shore.y) < SHORE_KM


def test_crimea_is_ukraine_under_russian_occupation():
    site = CAT.site("crimea")
    assert site.country == "Ukraine"
    assert "Russian occupation" in site.name
    assert COUNTRIES["Ukraine"].covers(shapely.Point(site.lon, site.lat))
    assert not COUNTRIES["Russia"].covers(shapely.Point(site.lon, site.lat))


def test_the_debate_holds_the_places_and_systems_of_the_dispute():
    debate = CAT.select(theme=Theme.DEBATE)
    sites = set(ids(debate.sites))
    assert {"kaliningrad", "chernyakhovsk", "crimea", "hmeimim", "deveselu", "redzikowo"} <= sites
    assert {"kapustin-yar", "kamyshlov", "mozdok", "shuya"} <= sites
    assert {"miroslawiec", "campia-turzii", "larissa", "sigonella"} <= sites
    systems = {row.system_id for row in debate.deployment_rows}
    assert {"iskander-m", "9m729", "sm-3-ib", "sm-3-iia", "aegis-ashore-mk41"} <= systems
    assert {"aegis-ashore-tomahawk", "mq-9", "mq-4c"} <= systems
    assert {"iskander-k", "tomahawk"} <= set(ids(CAT.system_rows))


def test_9m729_has_a_figure_on_every_account():
    figures = {
        row.account: (row.at_least_km, row.up_to_km)
        for row in reversed(CAT.claims_by_system["9m729"])
    }
    assert figures[Account.OPERATOR] == (None, 480)
    assert figures[Account.OPPONENT] == (500, None)
    assert figures[Account.INDEPENDENT][1] > 2000


def test_interceptors_have_an_engagement_reach_and_nothing_else_has():
    kinds = {row.id: row.kind for row in CAT.system_rows}
    for row in CAT.claim_rows:
        if row.up_to_km is not None or row.at_least_km is not None:
            assert (row.measure == "engagement") == (kinds[row.system_id] is Kind.INTERCEPTOR)


def test_every_source_is_cited_by_some_row():
    cited = {source for row in CAT.system_rows for source in row.source_ids}
    cited |= {row.source_id for row in CAT.claim_rows}
    cited |= {source for row in CAT.deployment_rows for source in row.source_ids}
    cited |= {source for row in CAT.capital_rows for source in row.source_ids}
    # What the outlines and the rules rest on is cited by the page itself.
    assert SOURCES.keys() - cited <= {"natural-earth", "inf-treaty"}
