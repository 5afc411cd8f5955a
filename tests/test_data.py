"""Every row of the bundled tables: it can be read, it agrees with itself, and it has a source."""

import csv
import json
import re
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from shapely.ops import nearest_points

import infmap
from infmap.catalogue.bundled import data_path
from infmap.catalogue.dates import earliest_day, latest_day
from infmap.catalogue.rows import Account, Genre, Theme
from infmap.geodesy import distance_km
from infmap.treaty import Kind

CAT = infmap.load()
SOURCES = CAT.source_by_id

#: No site on a shore or an island lies farther from the simplified outline of its country.
SHORE_KM = 100.0


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
    assert row.genre is not None
    date = row.date.removeprefix("undated, read ")
    assert re.fullmatch(r"\d{4}(-\d{2}){0,2}", date)
    earliest_day(date)
    assert re.fullmatch(r"(https?://\S+)?", row.URL)


def test_sources_are_listed_by_their_ids():
    assert ids(CAT.source_rows) == sorted(ids(CAT.source_rows))


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
    land = COUNTRIES.get(site.country)
    assert land, f"{site.country}: no country of that name in countries.geojson"
    place = shapely.Point(site.lon, site.lat)
    if not land.covers(place):
        assert all("outside the simplified outline" in row.note for row in site.deployments)
        shore = nearest_points(land, place)[0]
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


@pytest.mark.parametrize("row", CAT.allegation_rows, ids=ids(CAT.allegation_rows))
def test_a_charge_stands_beside_its_answer(row):
    assert row.accuser
    assert row.charge
    assert row.answer
    assert row.article
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()
    assert set(row.system_id) <= CAT.system_by_id.keys()


@pytest.mark.parametrize("row", CAT.event_rows, ids=ids(CAT.event_rows))
def test_an_event_is_dated_and_sourced(row):
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()
    assert row.id.startswith(row.date)


def test_events_come_in_order():
    days = [earliest_day(row.date) for row in CAT.event_rows]
    assert days == sorted(days)


def test_the_treaty_record_of_eliminations_adds_up():
    counts = {row.treaty_listing: row.eliminated_count for row in CAT.system_rows}
    counts = {name: count for name, count in counts.items() if count}
    american = counts["Pershing II"] + counts["BGM-109G"] + counts["Pershing IA"]
    assert american == 846
    assert sum(counts.values()) - american == 1846
    assert sum(counts.values()) == 2692


@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_has_sites(theme):
    assert len(CAT.select(theme=theme).sites) >= 10


def test_the_catalogue_is_as_large_as_promised():
    assert len(CAT.system_rows) >= 45
    assert len(CAT.sites) >= 60
    assert len(CAT.claim_rows) >= 90
    assert len(CAT.allegation_rows) >= 12
    assert len(CAT.event_rows) >= 45


@pytest.mark.parametrize(
    "system",
    [
        *("9m729", "iskander-m", "iskander-k", "rs-26", "ss-23", "prsm", "typhon-sm-6"),
        *("oreshnik", "sm-3-ia", "sm-3-ib", "sm-3-iia"),
    ],
)
def test_a_disputed_system_has_more_than_one_partys_account(system):
    assert len({row.account for row in CAT.claims_by_system[system]}) >= 2


def test_every_system_has_a_figure_or_says_that_there_is_none():
    assert {row.id for row in CAT.system_rows} == {row.system_id for row in CAT.claim_rows}


def test_a_strategic_missile_is_judged_to_be_no_matter_of_this_treaty():
    strategic = [row for row in CAT.system_rows if row.kind in {Kind.ICBM, Kind.SLBM}]
    assert {row.kind for row in strategic} == {Kind.ICBM, Kind.SLBM}
    for system in strategic:
        verdicts = [CAT.verdict(claim) for claim in CAT.claims_by_system[system.id]]
        assert any("not of this treaty" in verdict.reason for verdict in verdicts)


@pytest.mark.parametrize("table", ["claims", "deployments", "capitals"])
def test_a_table_given_back_as_a_frame_is_read_as_it_was(table):
    assert infmap.load(**{table: getattr(CAT, table)}) == CAT


def test_the_systems_given_back_as_a_frame_are_read_as_they_were():
    rows = infmap.load(systems=CAT.systems).system_rows
    assert [row.model_dump(exclude={"range_km", "at_least_km"}) for row in rows] == [
        row.model_dump() for row in CAT.system_rows
    ]


with (Path(__file__).parent / "data" / "essay-index.csv").open(encoding="utf-8") as file:
    ESSAY = list(csv.DictReader(file))


@pytest.mark.parametrize("row", ESSAY, ids=[row["item"] for row in ESSAY])
def test_what_the_essay_names_can_be_shown(row):
    for where in row["where"].split("; "):
        what, _, ident = where.partition(":")
        assert what in {card["card"] for card in infmap.show(CAT, ident)}


@pytest.mark.parametrize(
    "rows",
    [CAT.system_rows, CAT.claim_rows, CAT.deployment_rows, CAT.allegation_rows, CAT.event_rows],
    ids=["systems", "claims", "deployments", "allegations", "events"],
)
def test_nine_in_ten_rows_cite_a_primary_document_or_a_reference_work(rows):
    def solid(row):
        cited = [row.source_id] if hasattr(row, "source_id") else row.source_ids
        return any(SOURCES[ident].genre in {Genre.PRIMARY, Genre.REFERENCE} for ident in cited)

    assert sum(map(solid, rows)) >= 0.9 * len(rows)


def test_every_source_is_cited_by_some_row():
    cited = {source for row in CAT.system_rows for source in row.source_ids}
    cited |= {row.source_id for row in CAT.claim_rows}
    cited |= {source for row in CAT.deployment_rows for source in row.source_ids}
    cited |= {source for row in CAT.capital_rows for source in row.source_ids}
    cited |= {source for row in CAT.allegation_rows for source in row.source_ids}
    cited |= {source for row in CAT.event_rows for source in row.source_ids}
    # What the outlines and the rules rest on is cited by the page itself.
    assert SOURCES.keys() - cited <= {"natural-earth", "inf-treaty"}
