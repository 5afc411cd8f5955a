"""Whose a place is, seen from a site: the holder's and the host's are never foreign."""

import warnings
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer, site_answers
from infmap.analysis.counts import REACHED
from infmap.analysis.coverage import coverage_rows
from infmap.analysis.reach import Reach
from infmap.analysis.relations import OCCUPIED_SINCE, relations
from infmap.catalogue.names.states import in_nato
from infmap.cli import app
from infmap.maps.content import page_data

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
    # East Germany was in the Pact until 24 September 1990, and in NATO never.
    ("demen", date(1990, 9, 1), "East Berlin", "holder"),
    ("demen", date(1990, 9, 1), "Prague", "ally"),
    ("demen", date(1990, 9, 1), "Moscow", "ally"),
    ("demen", date(1990, 9, 1), "Bonn", "other"),
    ("demen", date(1990, 9, 1), "Copenhagen", "other"),
    ("demen", date(1990, 9, 1), "London", "other"),
    ("demen", date(1990, 9, 24), "Warsaw", "ally"),
    ("demen", date(1990, 9, 25), "Warsaw", "other"),
    ("demen", date(1990, 9, 25), "East Berlin", "holder"),
    ("demen", date(1990, 9, 25), "Bonn", "other"),
    ("demen", date(1990, 10, 2), "Copenhagen", "other"),
    ("demen", date(1990, 10, 3), "Berlin", "holder"),
    ("demen", date(1990, 10, 3), "Bonn", "holder"),
    ("demen", date(1990, 10, 3), "Copenhagen", "other"),
    ("demen", None, "Berlin", "holder"),
    ("demen", None, "Copenhagen", "other"),
    # The host of the Soviet Union's missiles, whichever republic it was.
    ("lutsk", None, "Kyiv", "host"),
    ("lebedin", None, "Kyiv", "host"),
    ("sarny", None, "Kyiv", "host"),
    ("mozyr", None, "Minsk", "host"),
    ("voru", None, "Tallinn", "host"),
    ("saryozek", None, "Astana", "host"),
    ("milkovodne", None, "Kyiv", "other"),
    ("luhove", date(2024, 6, 1), "Kyiv", "other"),
    # Without a day, who joined after the end was no ally.
    ("mutlangen", None, "London", "ally"),
    ("mutlangen", None, "Warsaw", "other"),
    ("mutlangen", None, "Prague", "other"),
    ("mutlangen", None, "Sofia", "other"),
    ("mutlangen", None, "Berlin", "host"),
    ("bornholm", None, "Helsinki", "ally"),
    ("bornholm", None, "Stockholm", "other"),
    ("slovakia", None, "Bratislava", "holder"),
    ("slovakia", None, "Prague", "other"),
    ("slovakia", date(1999, 1, 1), "Prague", "other"),
    ("bulgaria", None, "Athens", "other"),
    ("bischofswerda", None, "Berlin", "host"),
    ("bischofswerda", None, "Warsaw", "other"),
]

#: The last day in the Pact of each state of the past, by hand; West Germany was in NATO.
LAST_IN_PACT = {
    "Soviet Union": "1991-07-01",
    "East Germany": "1990-09-24",
    "Czechoslovakia": "1991-07-01",
    "West Germany": "",
    "Yugoslavia": "",
    "South Yemen": "",
    "South Vietnam": "",
}
#: Days about every end of a state and of an alliance.
DAYS = [
    *("1975-04-30", "1975-05-01", "1987-12-08", "1990-05-22", "1990-09-24", "1990-09-25"),
    *("1990-10-02", "1990-10-03", "1991-07-01", "1991-07-02", "1991-12-25", "1991-12-26"),
    *("1993-01-01", "1999-03-12", "2006-06-05", "2019-02-01"),
]
CITIES = [
    {"name": "Gdynia", "country": "Poland", "lon": 18.5, "lat": 54.5},
    {"name": "Bristol", "country": "United Kingdom", "lon": -2.6, "lat": 51.5},
]


@pytest.mark.parametrize(("site", "day", "place", "relation"), CASES, ids=str)
def test_whose_a_place_is(cat, site, day, place, relation):
    then = cat.select(site=site, as_of=day)
    row = next(row for row in coverage_rows(then) if row["target"] == place)
    assert row["relation"] == relation


@pytest.fixture
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        yield


def camp(country, holder, until=None, capitals=None):
    """Return own tables with one camp of a holder's in a country."""
    rows = {"name": "Camp", "lon": 27.0, "lat": 50.5, "range_km": 600.0, "system": "Arrow"}
    row = rows | {"country": country, "operator": holder, "until": until}
    return infmap.load(deployments=[row], capitals=capitals)


def said_of(cat, names, day=None):
    cut = cat.select(as_of=day)
    rows = {row["target"]: row["relation"] for row in coverage_rows(cut)}
    return [rows[name] for name in names]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("holder", LAST_IN_PACT)
@pytest.mark.parametrize("capitals", [None, CITIES], ids=["capitals", "cities"])
def test_a_former_state_has_its_own_alliances_on_every_day(quiet, holder, capitals):
    names = ["Warsaw", "London"] if capitals is None else ["Gdynia", "Bristol"]
    cat = camp("Austria", holder, capitals=capitals)
    for day in DAYS:
        is_of_pact = day <= LAST_IN_PACT[holder]
        in_nato = holder == "West Germany"
        expected = ["ally" if is_of_pact or (in_nato and day >= "1999-03-12") else "other"]
        expected.append("ally" if in_nato else "other")
        assert said_of(cat, names, day) == expected, day
    assert said_of(cat, names) == ["ally" if holder == "West Germany" else "other"] * 2


@pytest.mark.thorough
def test_the_dates_of_former_states_are_those_that_the_page_has(quiet):
    for holder, last in LAST_IN_PACT.items():
        for cat in (camp("Austria", holder), camp("Austria", holder, capitals=CITIES)):
            for day in (None, "1987-12-08", "1990-10-01"):
                then = cat.with_capitals_of(day and date.fromisoformat(day))
                (told,) = page_data(then, then.first_site.id, "")["holders"].values()
                nato = "1955-05-06" if holder == "West Germany" else None
                assert (told["nato_since"], told["pact_until"]) == (nato, last or None)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("words", "name"),
    [
        *[("GDR", "East Germany"), ("DDR", "East Germany"), ("ГДР", "East Germany")],
        *[("FRG", "West Germany"), ("BRD", "West Germany")],
        *[("USSR", "Soviet Union"), ("Sowjetunion", "Soviet Union"), ("UdSSR", "Soviet Union")],
        *[("Tschechoslowakei", "Czechoslovakia"), ("Jugoslawien", "Yugoslavia")],
    ],
)
def test_a_former_state_is_known_in_any_words(quiet, words, name):
    for day in (None, "1987-12-08", "1990-09-25"):
        for pair in ((name, "Poland"), ("Poland", name), (name, "United States")):
            alike = [
                {row["target_id"]: row["relation"] for row in coverage_rows(cat.select(as_of=day))}
                for cat in (camp(*pair), camp(*(words if one == name else one for one in pair)))
            ]
            assert alike[0] == alike[1], (day, pair)


def test_a_former_state_is_the_host_under_its_own_name_and_its_successors(quiet):
    assert said_of(camp("West Germany", "United States"), ["Bonn"], "1987-12-08") == ["host"]
    assert said_of(camp("FRG", "United States"), ["Berlin", "London"]) == ["host", "ally"]
    east = camp("East Germany", "Soviet Union")
    assert said_of(east, ["East Berlin", "Bonn"], "1987-12-08") == ["host", "other"]
    assert said_of(east, ["Berlin"]) == ["host"]
    assert said_of(camp("Yugoslavia", "Yugoslavia"), ["Belgrade"], "1987-12-08") == ["holder"]


def test_germany_is_the_other_of_two_while_east_germany_stood(quiet, cat):
    for day, relation in (("1990-09-24", "other"), ("1990-10-15", "holder")):
        (row,) = infmap.reach_rows(cat, "Hamburg", site="demen", as_of=day)
        assert row["relation"] == relation
    (row,) = infmap.reach_rows(cat, "Pskov", site="waren", as_of="1987-12-08")
    assert row["relation"] == "holder"


#: Site, day, a place's country of today, what it is to the site, and whether it lay in NATO.
ON_FORMER_LAND = [
    ("zasimovichi", "1987-12-08", "Ukraine", "holder", False),
    ("zasimovichi", "1987-12-08", "Belarus", "host", False),
    ("zasimovichi", "1990-06-25", "LTU", "holder", False),
    ("bischofswerda", "1987-12-08", "Ukraine", "holder", False),
    ("bischofswerda", "1987-12-08", "Slovakia", "ally", False),
    ("hranice", "1987-12-08", "Slovakia", "host", False),
    ("hranice", "1987-12-08", "Slovenia", "other", False),
    ("mutlangen", "1987-12-08", "Estonia", "other", False),
    ("slovakia", "1993-01-01", "Czechia", "other", False),
    ("demen", "1990-10-02", "Germany", "other", None),
    ("demen", "1990-10-03", "Germany", "holder", True),
    ("zasimovichi", "1987-12-08", "Deutschland", "other", None),
    ("zasimovichi", "1987-12-08", "DDR", "ally", False),
    ("zasimovichi", "1987-12-08", "BRD", "other", True),
    ("mutlangen", "1987-12-08", "Germany", "other", None),
    ("mutlangen", "1987-12-08", "East Germany", "other", False),
    ("mutlangen", "1987-12-08", "BRD", "host", True),
    ("deveselu", "2019-02-01", "DDR", "ally", True),
    ("deveselu", "2019-02-01", "Ukraine", "other", False),
]


@pytest.mark.parametrize(("site", "day", "country", "relation", "nato"), ON_FORMER_LAND, ids=str)
def test_what_lies_on_a_former_states_land_was_its_own(
    quiet, cat, site, day, country, relation, nato
):
    table = [{"name": "Town", "country": country, "lon": 1.0, "lat": 50.0}]
    then = cat.select(site=site, as_of=day)
    (row,) = coverage_rows(then, targets=table)
    assert row["relation"] == relation
    (town,) = infmap.load_places(table)
    assert in_nato(town, date.fromisoformat(day)) is nato


def test_of_germany_while_it_was_two_states_it_is_told_once_what_to_write(cat):
    def lines(*args):
        return CliRunner().invoke(app, [*args, "--site", "neu-ulm"]).stderr.splitlines()

    found = lines("reach", "Dresden", "--as-of", "1987-12-08")
    assert found[1:] == [
        "Dresden: Germany was two states on 1987-12-08, and such a place is counted as neither's; "
        "write Dresden, East Germany or Dresden, West Germany (in a table in the column country)"
    ]
    assert len(lines("reach", "Dresden, East Germany", "--as-of", "1987-12-08")) == 1


@pytest.mark.parametrize(("place", "most"), [("Kyiv", 0), ("Vilnius", 0), ("Brest, France", 22)])
def test_no_place_of_the_holders_land_of_the_day_is_among_what_reaches_it(quiet, cat, place, most):
    found = infmap.overlap(cat, place, holder="Soviet Union", as_of="1987-12-08")
    assert (found.some > 0, found.some <= most, found.of) == (most > 0, True, 22)


def test_an_occupier_is_who_holds_it_itself_from_the_month_on(quiet):
    def kyiv(holder, day=None, until=None):
        return said_of(camp("Ukraine", holder, until), ["Kyiv"], day)[0]

    assert kyiv("Soviet Union", until="1991-05") == "host"
    assert kyiv("Soviet Union") == kyiv("USSR", "1991-10-01") == "host"
    assert kyiv("Russia") == kyiv("Россия", "2014-02-01") == kyiv("Russia", "2019-02-01") == "other"
    assert kyiv("Russia", "2014-01-31") == kyiv("Russia", "1995-01-01") == "host"
    # Without a day: by the last one of what has ended.
    assert kyiv("Russia", until="2014-01-31") == kyiv("Russia", until="2010") == "host"
    assert kyiv("Russia", until="2014-02") == kyiv("Russia", until="2022") == "other"
    assert kyiv("Soviet Union; Russia") == "other"
    assert kyiv("United States") == "host"


def test_a_site_without_a_country_has_no_host(cat):
    site = replace(cat.site("deveselu"), country="")
    places = [cat.capital(name) for name in ("Bucharest", "Warsaw", "Moscow")]
    assert [*map(str, relations(cat, site, places))] == ["ally", "ally", "other"]
    nowhere = [places[0].model_copy(update={"country": "", "iso_a3": ""})]
    assert relations(cat, cat.site("deveselu"), nowhere) == ["ally"]
    assert relations(cat, site, nowhere) == ["ally"]


def test_the_page_has_the_last_day_of_an_alliance_known_to_the_month(quiet):
    place = {"name": "Gdynia", "country": "Poland", "lon": 18.5, "lat": 54.5}
    cat = camp("Austria", "Soviet Union", capitals=[place | {"warsaw_pact_until": "1991-07"}])
    (told,) = page_data(cat, cat.first_site.id, "")["capitals"]
    assert told["pact_until"] == "1991-07-31"
    assert said_of(cat, ["Gdynia"], "1991-07-01") == ["ally"]


def test_the_month_of_the_occupation_is_that_of_the_table_of_events(cat):
    (event,) = [row for row in cat.event_rows if row.id == "2014-02-crimea-occupied"]
    assert event.date == OCCUPIED_SINCE


def test_of_what_has_ended_allies_are_said_to_be_so_then_and_today(cat, tmp_path):
    def line(text, start):
        return next(one for one in text.splitlines() if one.lstrip().startswith(start))

    def table(*args):
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["coverage", *args]).stdout

    ended = table("--site", "mutlangen")
    assert line(ended, "London").rstrip().endswith("ally's, then and today")
    assert "ally" not in line(ended, "Warsaw")
    then = table("--site", "mutlangen", "--as-of", "1989-06-01")
    assert line(then, "London").rstrip().endswith("ally's")
    assert line(table("--site", "deveselu"), "London").rstrip().endswith("ally's")
    infmap.save_report(
        infmap.make_report(cat, site="mutlangen", target="London"), tmp_path / "brief.md"
    )
    brief = (tmp_path / "brief.md").read_text("utf-8").replace("*", "")
    assert "London (768 km; ally's, then and today)" in brief
    assert "Paris (547 km; ally's, then and today)" in brief
    assert "Warsaw (879 km)" in brief
    assert "London, ally's, then and today, is 768 km from" in brief


@pytest.mark.parametrize(
    ("day", "fewest", "most"),
    [("1990-09-01", 1, 4), ("1990-09-25", 1, 4), ("1990-10-02", 1, 4), ("1990-10-15", 1, 3)],
)
def test_of_demen_every_day_has_one_count(cat, day, fewest, most):
    cut = cat.select(site="demen", as_of=day)
    (answer,) = site_answers(coverage_rows(cut), cut)
    assert (len(answer.foreign(Reach.ALL)), len(answer.foreign(*REACHED))) == (fewest, most)


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
