"""Every row of the bundled tables: it can be read, it agrees with itself, and it has a source."""

import csv
import json
import re
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape
from shapely.ops import nearest_points

import infmap
from infmap.analysis.coverage import coverage_rows, reach_rows
from infmap.analysis.reach import Reach
from infmap.analysis.rings import ring_specs
from infmap.catalogue.bundled import SOURCES_REACH, data_path
from infmap.catalogue.publications import Genre, HowRead
from infmap.catalogue.rows import Account, Theme
from infmap.catalogue.striking import strikes
from infmap.catalogue.values.dates import earliest_day, latest_day
from infmap.errors import InfmapError, NothingLeftError
from infmap.geodesy import distance_km
from infmap.treaty import PARTIES, Kind, in_inf_band
from tests.each import each

pytestmark = pytest.mark.data

CAT = infmap.load()
SOURCES = CAT.source_by_id
DATED = [row for row in CAT.source_rows if row.issued]

#: No site on a shore or an island lies farther from the simplified outline of its country.
SHORE_KM = 100.0


def ids(rows):
    return [row.id for row in rows]


@each(CAT.system_rows, ids(CAT.system_rows))
def test_a_system_says_whose_it_is_and_rests_on_a_source(row):
    assert row.operator
    assert row.kind is not None
    assert row.basing
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()


@each(
    CAT.claim_rows,
    [f"{row.system_id}-{row.claimant}-{k}" for k, row in enumerate(CAT.claim_rows)],
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


@each(CAT.deployment_rows, ids(CAT.deployment_rows))
def test_a_deployment_is_dated_placed_and_sourced(row):
    assert row.theme is not None
    assert row.first_reported or row.until
    assert row.reported_by
    assert row.country
    assert row.operator
    assert row.position_precision_km > 0
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()


@each(CAT.source_rows, ids(CAT.source_rows))
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


@each(CAT.sites, ids(CAT.sites))
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
    assert {"miroslawiec", "campia-turzii", "larissa"} <= sites
    systems = {row.system_id for row in debate.deployment_rows}
    assert {"iskander-m", "9m729", "sm-3-ib", "sm-3-iia", "aegis-ashore-mk41"} <= systems
    assert {"aegis-ashore-tomahawk", "mq-9"} <= systems
    assert {"iskander-k", "tomahawk"} <= set(ids(CAT.system_rows))


def test_the_debate_ends_with_the_treaty_and_what_comes_after_begins_then():
    end = date(2019, 8, 2)
    for row in CAT.deployment_rows:
        begun = row.first_reported and earliest_day(row.first_reported)
        if row.theme is Theme.DEBATE:
            assert begun is not None
            assert begun < end, row.id
    late = {row.id for row in CAT.deployment_rows if row.theme is Theme.AFTER_INF}
    assert {
        *("crimea-iskander-m-2022", "crimea-iskander-m-2024", "campia-turzii-mq-9-2021"),
        *("redzikowo-sm-3-iia-2023", "redzikowo-sm-3-iia-2024", "larissa-mq-9-2022"),
        *("redzikowo-aegis-ashore-mk41-2023", "sigonella-mq-4c-2024"),
    } <= late


def test_what_was_given_up_for_germany_stood_as_a_plan_and_reaches_nobody_since():
    planned = CAT.select(site="mainz-kastel", as_of="2026-05-01")
    assert {row.status for row in planned.deployment_rows} == {"planned"}
    with pytest.raises(
        InfmapError, match=r"no deployment is left on 2026-11-28: .* 20\d\d.* to 2026"
    ):
        CAT.select(site="mainz-kastel", as_of="2026-11-28")


@pytest.mark.parametrize(
    ("capital", "site"),
    [
        *(("Tokyo", "kusong"), ("Seoul", "sangnam-ni"), ("Taipei", "alxa")),
        *(("Jerusalem", "semnan"), ("New Delhi", "korla")),
    ],
)
def test_a_capital_far_from_europe_is_in_reach_of_what_is_reported_near_it(capital, site):
    reached = {row["site_id"]: row["reach"] for row in reach_rows(CAT, capital)}
    assert reached[site] in {Reach.ALL, Reach.SOME}


def test_9m729_has_a_figure_on_every_account():
    figures = {
        row.account: (row.at_least_km, row.up_to_km)
        for row in reversed(CAT.claims_by_system["9m729"])
    }
    assert figures[Account.OPERATOR] == (None, 480)
    assert figures[Account.OPPONENT] == (500, 5500)
    assert figures[Account.INDEPENDENT][1] > 2000


#: Rows with a figure: the rules of the codebook speak of these.
FIGURES = [row for row in CAT.claim_rows if (row.at_least_km, row.up_to_km) != (None, None)]
FIGURE_IDS = [f"{row.system_id}-{row.claimant}-{k}" for k, row in enumerate(FIGURES)]
#: Words in a claimant that make a state of it: a government, its services, its own agencies. What
#: an institute, an expert or a paper is called has none of them.
STATE_WORDS = re.compile(
    r"\b(Army|Navy|Air Force|DoD|DNI|MoD|Ministry|Ministers?|ministers|Department|Staff|State"
    r"|Parks|Guards|NASIC|official|officials|intelligence|military|diplomat|government|senator"
    r"|TASS|RIA|IRNA|ISPR|state|Mission|Agency|Organisation|Research Service|Soviet Union|NATO"
    r"|maker|Iran|Russia|Putin)\b"
)
#: Independent, for all that their names hold such a word: who they are is said by the codebook.
NO_STATES = {
    "Army Recognition",
    "Army Technology",
    "Former East German officers",
    "Russian expert M. Vildanov",
    "Study of Russian nuclear weapons (US Army War College, ed.)",
}


@each(FIGURES, FIGURE_IDS)
def test_only_a_state_is_a_party_and_only_what_is_no_state_is_independent(row):
    speaks = bool(STATE_WORDS.search(row.claimant)) and row.claimant not in NO_STATES
    assert (row.account is not Account.INDEPENDENT) == speaks


@each(FIGURES, FIGURE_IDS)
def test_a_figure_is_measured_as_its_claimant_can_know_it(row):
    if row.measure == "tested":
        assert row.at_least_km is not None
        assert row.up_to_km is None
    if row.measure == "declared":
        assert row.account is Account.OPERATOR
    if row.account is Account.OPERATOR and row.measure == "assessed":
        # A holder's own agency or research service estimates, and says so.
        assert row.claimant in {
            *("RIA Novosti (Russia)", "Congressional Research Service (USA)"),
            "Sputnik (Russian state agency)",
        }


@each(CAT.claim_rows, range(len(CAT.claim_rows)))
def test_an_interval_is_what_was_said(row):
    ends = (row.at_least_km, row.up_to_km)
    note = row.note.lower()
    if "own band" in note or "breaks the treaty" in note or "violates the treaty" in note:
        assert ends == (500, 5500)
    if re.search(r"below 500 km|under 500 km", note):
        assert row.up_to_km == 499
        assert "entered as 499" in note
    # A class by name is no figure, and a launcher has no range.
    if re.search(
        r"called (a|an|intercontinental)\b|intermediate range; no|intermediate-range icbm", note
    ):
        assert ends == (None, None)
    if CAT.system_by_id[row.system_id].kind is Kind.LAUNCHER:
        assert ends == (None, None)


def test_a_denial_of_the_weapon_makes_no_ring_and_reaches_nothing():
    denials = [row for row in CAT.claim_rows if row.up_to_km == 0]
    assert [(row.system_id, row.account) for row in denials] == [
        ("aegis-ashore-tomahawk", Account.OPERATOR)
    ]
    denied = CAT.select(site="deveselu", system="aegis-ashore-tomahawk", account="operator")
    assert list(ring_specs(denied, denied.sites[0])) == []
    assert {row["reach"] for row in coverage_rows(denied)} == {Reach.NONE}


def test_an_interceptor_has_an_engagement_reach_and_no_strike_range():
    kinds = {row.id: row.kind for row in CAT.system_rows}
    for row in FIGURES:
        if kinds[row.system_id] is Kind.INTERCEPTOR:
            assert row.measure == "engagement"


def test_only_what_is_aimed_at_air_or_sea_has_an_engagement_reach():
    systems = CAT.system_by_id
    at_sea = {row.id for row in CAT.system_rows if _only_against_ships(row)}
    assert {"df-21d", "abu-mahdi"} <= at_sea
    for row in FIGURES:
        if row.system_id in at_sea:
            assert row.measure == "engagement"
        elif row.measure == "engagement" and systems[row.system_id].kind is not Kind.INTERCEPTOR:
            # A missile that is both says so, and its figure says against what it holds.
            assert "sea targets" in systems[row.system_id].note
            assert "sea targets" in row.note


def _only_against_ships(system):
    """Return whether a system is said to be aimed at ships, and not at land as well."""
    text = f"{system.name} {system.note}".lower()
    return "against ships" in text and "land" not in text


@each(CAT.allegation_rows, ids(CAT.allegation_rows))
def test_a_charge_stands_beside_its_answer(row):
    assert row.accuser
    assert row.charge
    assert row.answer
    assert row.article
    assert row.source_ids
    assert set(row.source_ids) <= SOURCES.keys()
    assert set(row.system_id) <= CAT.system_by_id.keys()


@each(CAT.event_rows, ids(CAT.event_rows))
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


#: Of the types that the treaty had eliminated, the event that tells of the last one.
LAST = {
    "1989-07-06-last-pershing-ia": {"pershing-ia"},
    "1989-10-27-last-soviet-shorter-range": {"ss-12", "ss-23"},
    "1991-05-01-last-glcm": {"bgm-109g"},
    "1991-05-06-last-pershing-ii": {"pershing-ii"},
    "1991-05-12-last-ss-20": {"ss-20"},
    "1991-06-01-eliminations-complete": {"ss-4", "ss-5", "ssc-x-4"},
}
OF_PARTIES = [
    row
    for row in CAT.deployment_rows
    if CAT.system_by_id[row.system_id].treaty_listing and {*CAT.holders_by(row)} & PARTIES
]


def test_every_type_that_the_treaty_names_has_the_event_of_its_last_one():
    told = {row.id for row in CAT.event_rows if re.match(r"Last .*destroyed", row.title)}
    assert told == {*LAST} - {"1991-06-01-eliminations-complete"}
    listed = [row.id for row in CAT.system_rows if row.treaty_listing]
    assert sorted(listed) == sorted(ident for types in LAST.values() for ident in types)


@each(OF_PARTIES, ids(OF_PARTIES))
def test_nothing_stands_longer_than_the_last_of_its_type(row):
    (event,) = (one for one in CAT.event_rows if row.system_id in LAST.get(one.id, ()))
    assert row.until
    assert latest_day(row.until) <= latest_day(event.date)
    # Where the day is that of the type, the row says whether it is the site's own too.
    if row.until == event.date:
        is_of_site = event.title.rpartition(", at ")[2].rpartition(" at ")[2].split(",")[0]
        assert is_of_site in row.site or "the end is a bound, that of the last" in row.note


PAST = [
    row
    for row in CAT.deployment_rows
    if row.until and latest_day(row.until) < max(earliest_day(one.date) for one in DATED)
]


@each(PAST, ids(PAST))
def test_what_is_no_more_is_told_to_have_ended(row):
    """But for a launch of a day, and for what a surer report of the same thing took over."""
    later = [
        one
        for one in CAT.site(row.site_id).deployments
        if one.system_id == row.system_id and one.first_reported
        if one.stands_on(latest_day(row.until)) and one is not row
    ]
    is_launch = re.search(r"launch", row.note, re.I) and row.until[:7] == row.first_reported[:7]
    assert row.status in {"ended", "cancelled"} or is_launch or later


@pytest.mark.parametrize("theme", list(Theme))
def test_every_theme_has_sites(theme):
    assert len(CAT.select(theme=theme).sites) >= 10


def test_the_catalogue_is_as_large_as_promised():
    assert len({row.system_id for row in FIGURES if _in_the_band(row)}) >= 105
    assert len(CAT.sites) >= 130
    assert len(CAT.claim_rows) >= 260
    assert len(CAT.allegation_rows) >= 12
    assert len(CAT.event_rows) >= 130


def _in_the_band(claim):
    """Return whether one end of a strike figure lies from 500 to 5500 km."""
    ends = (claim.at_least_km, claim.up_to_km)
    return strikes(CAT, claim) and any(end is not None and in_inf_band(end) for end in ends)


def test_most_systems_have_the_figure_of_the_holder_and_of_another():
    whose = [{claim.account for claim in rows} for rows in CAT.claims_by_system.values()]
    both = [one for one in whose if Account.OPERATOR in one and len(one) > 1]
    assert len(both) >= 60


@pytest.mark.parametrize(
    "system",
    [
        *("9m729", "iskander-m", "iskander-k", "rs-26", "ss-23", "prsm", "typhon-tomahawk"),
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


@each(ESSAY, [row["item"] for row in ESSAY])
def test_what_the_essay_names_can_be_shown(row):
    for where in row["where"].split("; "):
        what, _, ident = where.partition(":")
        assert what in {card["card"] for card in infmap.show(CAT, ident)}


def cited_by(row):
    return [row.source_id] if hasattr(row, "source_id") else list(row.source_ids)


READ = {HowRead.WHOLE, HowRead.PASSAGE}


def test_every_source_says_how_far_it_was_read():
    assert [row.id for row in CAT.source_rows if row.how_read is None] == []


def test_a_source_that_was_quoted_was_quoted_by_one_that_was_read():
    for row in CAT.source_rows:
        if row.quoted_by:
            assert SOURCES[row.quoted_by].how_read in READ, row.id


def test_how_far_the_sources_reach_is_the_day_of_the_newest():
    newest = max(row.date for row in CAT.source_rows if row.issued)
    day = date.fromisoformat(newest)
    assert f"{day.day} {day:%B %Y};" in SOURCES_REACH


def test_most_figures_rest_on_a_passage_that_was_read():
    read = [row for row in CAT.claim_rows if SOURCES[row.source_id].how_read in READ]
    assert len(read) >= 0.8 * len(CAT.claim_rows)


def test_a_figure_whose_source_was_not_read_says_so():
    unread = [row for row in CAT.claim_rows if SOURCES[row.source_id].how_read not in READ]
    assert [row for row in unread if "not seen" not in row.note] == []


@pytest.mark.parametrize(
    "table",
    ["systems", "range_claims", "deployments", "capitals", "allegations", "events", "sources"],
)
def test_the_codebook_says_how_far_the_sources_of_a_table_were_read(table):
    text = data_path("README.md").read_text("utf-8").partition(f"## `{table}.")[2]
    (line,) = re.findall(r"^Of (?:its|these) .*", text.partition("\n## ")[0], re.MULTILINE)
    rows = int(re.search(r"\((\d+) rows\)", text)[1])
    # Of the tables, the numbers before a percentage; of the sources, every number.
    parts = re.findall(r"(\d+) \(\d+%\)", line) or re.findall(r"\d+", line)
    assert sum(map(int, parts)) == rows


CITING = [*CAT.claim_rows, *CAT.deployment_rows, *CAT.allegation_rows, *CAT.event_rows]
#: Words by which an event says that somebody tells of it.
TELLING = re.compile(
    r"\b(by|says?|said|gives?|tells?|reports?|reported|announces?|claims?|declares?|calls?|names?"
    r"|counts?|complains?|confirms?|asks?|lists?|sees?|seeks?|shows?)\b",
    re.IGNORECASE,
)


@each(
    CITING,
    [getattr(row, "id", None) or f"{row.system_id}-{row.claimant}-{row.as_of}" for row in CITING],
)
def test_no_row_rests_on_the_press_alone_without_saying_whose_word_it_is(row):
    if any(SOURCES[ident].genre is not Genre.PRESS for ident in cited_by(row)):
        return
    whose = getattr(row, "claimant", "") or getattr(row, "reported_by", "")
    whose = whose or getattr(row, "accuser", "")
    assert whose or TELLING.search(f"{row.title} {row.note}")


def test_every_source_is_cited_by_some_row():
    cited = {source for row in CAT.system_rows for source in row.source_ids}
    cited |= {row.source_id for row in CAT.claim_rows}
    cited |= {source for row in CAT.deployment_rows for source in row.source_ids}
    cited |= {source for row in CAT.capitals_of_any_day for source in row.source_ids}
    cited |= {source for row in CAT.allegation_rows for source in row.source_ids}
    cited |= {source for row in CAT.event_rows for source in row.source_ids}
    cited |= {SOURCES[ident].quoted_by for ident in cited}
    # What the outlines and the rules rest on is cited by the page itself.
    assert SOURCES.keys() - cited <= {"natural-earth", "inf-treaty"}


@pytest.mark.parametrize(
    ("site", "day", "then"),
    [
        ("greenham-common", "1975-12-31", "reported 1983-11 to 1991-03; ask for another day"),
        ("kaliningrad", "1975-12-31", "reported since 2013-12-14; ask for another day"),
        # Between two reports, and of two the one that ends last begins first.
        ("cape-canaveral", "1999-12-31", "reported 1988-06-01 to 2024-12-12; ask for another day"),
        ("kansk", "1975-12-31", "reported 1987-11-01 to 1991-05-12; ask for another day"),
    ],
)
def test_a_day_without_a_report_is_told_the_days_with_one(site, day, then):
    with pytest.raises(InfmapError) as caught:
        CAT.select(site=site, as_of=day)
    told = f"no deployment is left on {day}: what is asked for is "
    assert str(caught.value) == told + then


@pytest.mark.parametrize(
    ("site", "day", "then"),
    [
        ("shuya", "2010-01-01", "Shuya, Ivanovo Oblast on 2010-01-01; it is reported since 2015"),
        ("Barnaul", "2000", "Barnaul on 2000-12-31; it is reported 1987-11-01 to 1991-05-12"),
        (
            "mutlangen",
            "1990-12-01",
            "Mutlangen, Schwäbisch Gmünd on 1990-12-01; it is reported 1983 to 1990-11",
        ),
        (
            "Mutlangen",
            "1982-12-31",
            "Mutlangen, Schwäbisch Gmünd on 1982-12-31; it is reported 1983",
        ),
    ],
)
def test_a_site_of_other_days_is_told_and_not_another_thing_of_its_name(site, day, then):
    cut = CAT.select(as_of=day)
    for ask in (infmap.show, lambda cat, text: cat.site(text)):
        with pytest.raises(NothingLeftError) as caught:
            ask(cut, site)
        assert str(caught.value).startswith(f"nothing is reported at {then}")
        assert str(caught.value).endswith("; ask for another day")
    # On its own days it is there, and what is no site is still found.
    assert cut.with_capitals_of(None).place("Shuya").country == "Russia"
    assert infmap.show(CAT.select(as_of="1988-07-01"), "mutlangen")[0]["card"] == "site"
    assert infmap.show(cut, "Warsaw")[0]["card"] == "capital"
