"""The finding about a site: a headline with names, and what each account has in reach."""

import json
import re
import warnings
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.cases import CASES
from infmap.analysis.claimants import state_in
from infmap.analysis.finding import answer_about, finding_of
from infmap.analysis.headline import Found
from infmap.analysis.versus import versus_of
from infmap.catalogue.names.cities import people_at
from infmap.catalogue.rows import Role
from infmap.geodesy import distance_km
from infmap.looks.words import claimant_text
from infmap.maps.cases import case_data, opening_site
from infmap.maps.launched import launched
from infmap.maps.packed import block_in, unpacked
from infmap.maps.state import read_fragment
from infmap.report.record import plain

CASE = {case.name: case for case in CASES}


def found(cat, site, **only):
    return infmap.finding(cat, site, **only)


def by_account(one):
    return {account.account: account for account in one.accounts}


def own(sites, capitals=None, **tables):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        return infmap.load(deployments=sites, capitals=capitals, only_own=True, **tables)


def test_the_headline_tells_the_disagreement_with_names(cat):
    shuya = found(cat, "shuya")
    assert shuya.title == (
        "By Russia's figure the 9M729 at Shuya reaches no foreign capital; "
        "by the independent figure 40, among them Kyiv, Vilnius, Warsaw, Berlin"
    )
    assert shuya.named == ("Kyiv", "Vilnius", "Warsaw", "Berlin")
    spans = {name: one.span for name, one in by_account(shuya).items()}
    assert spans == {
        "operator": "0",
        "opponent": "0\N{EN DASH}22 or more",
        "independent": "40",
        "all": "0\N{EN DASH}40 or more",
    }


def test_counts_are_those_of_distances_worked_out_by_hand(cat):
    site = cat.site("shuya")
    abroad = [
        distance_km(site.lon, site.lat, row.lon, row.lat)
        for row in cat.capital_rows
        if row.role is not Role.SEAT_OF_GOVERNMENT and row.country != "Russia"
    ]
    accounts = by_account(found(cat, "shuya"))
    assert accounts["independent"].most == sum(km <= 2500 for km in abroad)
    # At least 2000 km is the opponents' farthest sure end, 500 km their nearest.
    assert accounts["opponent"].most == sum(km <= 2000 for km in abroad)
    assert accounts["opponent"].fewest == accounts["operator"].most == 0
    assert not any(km <= 500 for km in abroad)


def test_where_accounts_agree_that_is_said_once(cat):
    title = found(cat, "kaliningrad").title
    assert title.startswith("On every account the Iskander-M at Kaliningrad Oblast reaches 4 ")
    assert title.endswith(": Vilnius, Warsaw, Riga, Minsk")
    assert "On every account" not in found(cat, "kaliningrad").deck


def test_a_site_of_interceptors_has_no_reach_of_its_own(cat):
    deveselu = found(cat, "deveselu")
    assert deveselu.title.startswith("Deveselu holds interceptors; they are not counted as reach.")
    assert "Russia's claim" in deveselu.title
    assert deveselu.named == ("Moscow",)
    assert "km away" not in deveselu.deck
    before = found(cat, "deveselu", as_of="2016-05-20")
    assert before.title == "Deveselu holds interceptors; they are not counted as reach. " + (
        "Russia charges a breach over such launchers"
    )
    assert found(cat, "akita-araya").title.endswith("not counted as reach")
    assert not found(cat, "akita-araya").accounts


def test_a_charge_is_told_from_its_day_on(cat):
    site = cat.site("deveselu")
    early = replace(cat, allegation_rows=tuple(
        row.model_copy(update={"date": "2017-01"}) for row in cat.allegation_rows
    ))  # fmt: skip
    assert "charges" not in found(early, site.id, as_of="2016-05-20").title


def test_nothing_reported_says_on_which_day_or_in_which_part(cat):
    assert found(cat, "shuya", as_of="1987-12-08").title == (
        "Nothing is reported at Shuya on 1987-12-08"
    )
    assert found(cat, "shuya", theme="eliminated").title == (
        "Nothing is reported at Shuya in this part of the story"
    )
    # Of others something may be.
    one = cat.select(system="iskander-m")
    assert found(one, "shuya", as_of="1987-12-08").title == (
        "No Iskander-M is reported at Shuya on 1987-12-08"
    )
    assert found(cat, "shuya", as_of=date(1987, 12, 8)).accounts == ()


def test_what_nobody_read_sets_no_number_and_is_told(cat):
    then = found(cat, "mutlangen", as_of="1987-12-08")
    assert [one.account for one in then.accounts] == ["independent"]
    assert "Not counted, as nobody read the source: Soviet Union, up to 2500 km." in then.deck
    only_unread = found(cat, "jelgava")
    assert only_unread.title.startswith("No figure that was read says how far the SSC-X-4")
    assert not only_unread.accounts


def test_a_claim_without_a_number_is_no_account_with_nothing_in_reach(cat):
    oreshnik = by_account(found(cat, "krichev"))
    assert "operator" not in oreshnik
    assert oreshnik["independent"].most > 0


def test_of_capitals_of_another_day_those_are_named(cat):
    then = found(cat, "mutlangen", as_of="1987-12-08")
    assert then.named == ("Warsaw", "Prague", "East Berlin", "Budapest")
    assert "Kyiv" not in then.accounts[0].names
    assert "Bonn, the host's own" in then.deck


def test_an_account_names_four_and_counts_the_others(cat):
    accounts = finding_of(site_answer(cat, cat.site("shuya"))).accounts
    long = [account for account in accounts if len(account.sure) + len(account.some) > 4]
    assert len(long) > 1
    for account in long:
        names = account.sure or account.some
        assert f"{', '.join(names[:4])} and {len(names) - 4} more." in account.sentence


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("account", [None, "operator", "opponent", "independent"])
@pytest.mark.parametrize("day", [None, "1987-12-08", "2019-08-02"])
def test_every_headline_is_short_and_names_whole_places_that_are_in_reach(cat, account, day):
    whole = {row.name for row in cat.capitals_of_any_day}
    some = cat.sites[:: 9 if account else 5]
    for site in some:
        one = found(cat, site.id, account=account, as_of=day)
        assert len(one.title) <= 145
        assert "…" not in one.title
        assert set(one.named) <= whole
        names = {name for column in one.accounts for name in column.names}
        assert set(one.named) <= names
        for column in one.accounts:
            assert (column.fewest, column.most) == (len(column.sure), len(column.names))


def test_the_four_names_are_those_with_the_most_people(cat):
    mozdok = by_account(found(cat, "mozdok"))["independent"]
    rows = {row.name: row for row in cat.capital_rows}
    people = [
        number or 0
        for number in people_at((rows[name].lon, rows[name].lat) for name in mozdok.names)
    ]
    thousands = [round(number / 1000) for number in people]
    assert thousands == sorted(thousands, reverse=True)
    assert thousands[0] > 5000


def test_own_places_are_places_and_own_figures_ones_own():
    cat = own(
        [{"name": "Camp, north", "lat": 54.7, "lon": 20.5, "range_km": 500}],
        [{"name": "Here", "lat": 55, "lon": 21}, {"name": "There", "lat": 10, "lon": 21}],
    )
    one = infmap.finding(cat)
    assert one.title == "By your own figure the missile at Camp, north reaches 1 place: Here"
    assert "capital" not in one.title + one.deck
    assert [(column.account, column.who) for column in one.accounts] == [
        ("user", "Your own: 500 km")
    ]


def test_names_of_any_length_leave_a_short_headline():
    long = "A camp with a name that fills more of a line than any newspaper has room for " * 3
    cat = own([{"name": long, "lat": 54.7, "lon": 20.5, "range_km": 500, "operator": long}])
    one = infmap.finding(cat)
    assert len(one.title) <= 145
    assert "what is reported here" in one.title


def test_a_launcher_that_nobody_reports_would_reach(cat):
    alone = launched(cat, {"lat": 54.7, "lon": 20.5, "range_km": 310})
    one = finding_of(site_answer(alone, alone.sites[0]), is_launcher=True)
    assert one.title == (
        "By your own figure a missile of 310 km at 54.70° N, 20.50° E would reach 2 capitals: "
        "Warsaw, Vilnius"
    )
    assert [column.who for column in one.accounts] == ["Your own: 310 km"]


def test_the_cases_are_of_infmaps_own_reports_and_stand(cat):
    cases = case_data(cat)
    assert [case["name"] for case in cases] == ["Kaliningrad", "Shuya", "Deveselu", "1987"]
    for case in cases:
        state = read_fragment(case["fragment"])
        one = found(cat, state["site"], theme=state["theme"], as_of=state.get("date"))
        assert "Nothing is reported" not in one.title
        ids = {row.id: row.name for row in cat.capitals_of_any_day}
        names = {name for column in one.accounts for name in column.names}
        assert {ids[ident] for ident in case["named"]} <= names
    assert [case["name"] for case in case_data(cat.select(site="shuya"))] == ["Shuya"]
    assert case_data(own([{"name": "shuya", "lat": 1, "lon": 2, "range_km": 5}])) == []


def test_a_page_opens_on_shuya_or_on_what_it_has(cat):
    assert infmap.make_map(cat).get_root().opened.data["first_site"] == "shuya"
    some = cat.select(system="ss-20")
    assert infmap.make_map(some).get_root().opened.data["first_site"] == some.first_site.id
    assert opening_site(cat.select(site="deveselu")).id == "deveselu"


@pytest.mark.thorough
def test_what_is_added_to_a_page_is_drawn_in_mercator(cat):
    import folium

    def opens_in(m):
        text = m.get_root().render()
        return unpacked(block_in(text))["projection"]

    some = cat.select(site="shuya")
    assert opens_in(infmap.make_map(some)) == "true-distance"
    m = infmap.make_map(some)
    folium.Marker((55, 37)).add_to(m)
    assert opens_in(m) == "mercator"
    assert opens_in(infmap.make_map(some, tiles="OpenStreetMap Mapnik")) == "mercator"


def test_claimants_are_short_and_not_cut(cat):
    shorts = {claimant_text(row.claimant) for row in cat.claim_rows}
    assert all(short.strip() and "(" not in short for short in shorts)
    assert claimant_text("UN Panel of Experts") == "UN Panel of Experts"
    assert claimant_text("Indian officials") == "Indian officials"
    assert claimant_text("US officials, by the press") == "US officials"


def test_the_files_of_the_page_hold_every_site_account_and_day(cat):
    path = Path(__file__).parent / "data" / "page" / "findings.json"
    cases = json.loads(path.read_text("utf-8"))["cases"]
    assert {case[0] for case in cases} == {site.id for site in cat.sites}
    assert {case[1] for case in cases} == {None, "1987-12-08", "2019-08-02"}
    assert {name for case in cases for name in case[2]} == {
        "all", "operator", "opponent", "independent"
    }  # fmt: skip


# --- What a sentence is about -----------------------------------------------------------------


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("day", [None, "1989-06-01", "2019-03-01"])
def test_what_is_left_open_is_told_of_the_figures_that_a_sentence_is_about(cat, day):
    seen = set()
    for site in cat.sites:
        answer = answer_about(cat, site.id, theme="all", as_of=day)
        told = Found(answer, answer.by_account)
        for one in finding_of(answer).accounts:
            figures = told.figures(one.account)
            ends = {figure.claim.up_to_km is None for figure in figures}
            words = {(True,): "No maximum is named.", (False, True): "Some name no maximum."}
            said = words.get(tuple(sorted(ends)), "")
            assert said in one.sentence, (site.id, one)
            assert ("maximum" in one.sentence, one.or_more) == (bool(said),) * 2, (site.id, one)
            assert one.who, (site.id, one)
            seen.add(said)
    assert len(seen) == 3 or day


def test_a_figure_of_another_missile_adds_no_more_to_it(cat):
    kalam = found(cat, "abdul-kalam", theme="all")
    assert kalam.title.startswith(
        "By India's figure the Agni-V at Abdul Kalam reaches 42 foreign capitals; by the opponents'"
    )
    assert by_account(kalam)["operator"].sentence == "Beijing, Dhaka, Seoul, Jakarta and 38 more."
    shuya = by_account(found(cat, "shuya"))["opponent"]
    assert shuya.sentence.endswith(" Some name no maximum.")


@pytest.mark.thorough
def test_none_is_for_sure_where_a_figure_leaves_places_open(cat):
    for site in cat.sites:
        for one in found(cat, site.id, theme="all").accounts:
            if one.account == "all" or one.most:
                continue
            answer = answer_about(cat, site.id, theme="all", account=one.account)
            told = Found(answer, answer.by_account)
            ids = {figure.claim.system_id for figure in told.figures(one.account)}
            left_open = [
                row
                for row in answer.rows
                for entry in row["accounts"]
                if entry["system_id"] in ids
                and entry["in_range"] is None
                and entry["strike"]
                and entry["at_least_km"]
                and not cat.is_unread(_claim_of(answer, entry))
                and row["relation"] not in ("holder", "host")
            ]
            assert ("None abroad for sure." in one.sentence) is bool(left_open), (site.id, one)
    laoag = found(cat, "laoag", theme="all")
    assert laoag.title.endswith("by the opponent's figure none for sure")
    assert by_account(laoag)["opponent"].sentence == "None abroad for sure."
    assert by_account(laoag)["operator"].sentence.startswith("Hanoi")
    assert by_account(found(cat, "shuya"))["operator"].sentence == "None abroad."


def _claim_of(answer, entry):
    return next(
        figure.claim
        for figure in answer.figures
        if (figure.claim.system_id, figure.claim.claimant, figure.claim.source_id)
        == (entry["system_id"], entry["claimant"], entry["source_id"])
    )


@pytest.mark.parametrize(
    ("site", "only", "title", "who"),
    [
        ("laoag", {}, "By Raytheon's figure ", "Raytheon: 1609 km"),
        ("xinyang", {}, "By Reference News' figure ", "Reference News: 3000 to 4000 km"),
        (
            "crimea",
            {"as_of": "2018-01-01"},
            "By the operator's figures (TASS, Russian senator V. Bondarev) ",
            "TASS (2023), Russian senator V. Bondarev",
        ),
        ("jena-forst", {}, "On every account ", "Soviet Union, KBM"),
        ("shuya", {}, "By Russia's figure ", "Russia: 480 km"),
        ("deveselu", {}, "Deveselu holds ", "United States: 0 km"),
        ("abdul-kalam", {"theme": "all"}, "By India's figure ", "India: 5000 km"),
    ],
)
def test_a_state_is_given_only_the_figures_that_it_gives_itself(cat, site, only, title, who):
    one = found(cat, site, **only)
    assert one.title.startswith(title)
    assert by_account(one)["operator"].who == who


def test_a_claimant_of_several_words_has_its_article():
    tables = {
        "systems": [{"id": "x", "name": "X", "operator": "Ruritania", "kind": "GLBM"}],
        "claims": [
            {"system_id": "x", "account": "operator", "claimant": who, "up_to_km": 600}
            for who in ("Ruritania state museum",)
        ],
    }
    sites = [{"site": "A", "system": "x", "lon": 20, "lat": 50, "operator": "Ruritania"}]
    assert found(own(sites, **tables), "a").title.startswith(
        "By the Ruritania state museum's figure the X at A reaches"
    )


def test_whose_figures_are_compared_is_told_alike(cat):
    sides = versus_of(cat, cat.site("crimea"), "opponent", "operator")
    assert sides.title.startswith("Between the opponents' figures and the operator's figures, ")


@pytest.mark.parametrize(
    ("many", "begins"),
    [(1, "Between Ruritania's figures and the opponents' figures, "),
     (15, "Between operator and opponent, ")],
)  # fmt: skip
def test_a_holder_of_too_many_words_is_compared_as_the_operator(many, begins):
    who = " ".join(["Ruritania"] * many)
    told = [("operator", who, 480), ("opponent", "State B", 2500)]
    claims = [
        {"system_id": "x", "account": account, "claimant": claimant, "up_to_km": km}
        for account, claimant, km in told
    ]
    systems = [{"id": "x", "name": "X", "operator": who, "kind": "GLBM"}]
    sites = [{"site": "A", "system": "x", "lon": 20, "lat": 50, "operator": who}]
    cat = own(sites, systems=systems, claims=claims)
    title = versus_of(cat, cat.first_site, "operator", "opponent").title
    assert re.fullmatch(rf"{begins}\d+ capitals change hands", title)


def test_what_was_said_after_the_day_shown_has_its_year(cat):
    then, today = (
        by_account(found(cat, "shuya", as_of=day)) for day in ("2019-03-01", "2026-01-01")
    )
    assert then["independent"].who == "CSIS (2025): 2500 km"
    assert today["independent"].who == "CSIS: 2500 km"
    assert then["operator"].who == "Russia: 480 km"


@pytest.mark.parametrize(
    ("site", "only", "title"),
    [
        ("sulayyil", {"account": "operator"}, "No operator's figure is on file for the DF-3A at"),
        (
            "sulayyil",
            {"account": ["operator", "opponent"]},
            "No operator's figure or opponent's figure is on file for the DF-3A at",
        ),
        ("landsberg", {"as_of": "1989-06-01"}, "No figure that was read says how far the Pershing"),
        (
            "krichev",
            {"account": "operator"},
            "No figure on file says how far the Oreshnik at Krichev-6 former airfield reaches",
        ),
    ],
)
def test_no_number_has_its_reason(cat, site, only, title):
    assert found(cat, site, **only).title.startswith(title)


def test_figures_that_nobody_read_are_told_with_their_missile_where_there_are_several(cat):
    kalam = found(cat, "abdul-kalam", theme="all").deck
    assert "NASIC on the Agni-I, at least 900 km; NASIC on the Agni-III, at least 3200 km" in kalam
    assert "source: CSIS, up to 740 km." in found(cat, "landsberg", as_of="1989-06-01").deck


def test_a_brief_says_what_is_sure_of_a_place_that_is_known_badly(cat):
    cut = cat.select(site="crimea", as_of="2018-01-01")
    text = "\n".join(map(plain, infmap.make_report(cut, focus="crimea").chapters[0].summary))
    assert (
        "Known to no better than 170 km: no foreign capital is surely in range; "
        "for 3 it depends on place or figure."
    ) in text
    shuya = infmap.make_report(cat, focus="shuya").chapters[0].summary
    assert "Known to no better" not in "\n".join(map(plain, shuya))


ADJECTIVES = {
    **{"Chinese": "China", "French": "France", "German": "Germany", "Turkish": "Türkiye"},
    **{"Soviet": "Soviet Union", "East German": "East Germany", "British": "United Kingdom"},
    **{"Ukrainian": "Ukraine", "Iranian": "Iran", "Israeli": "Israel", "Indian": "India"},
}


@pytest.mark.parametrize(
    ("claimant", "state", "said"),
    [
        ("US Air Force", "United States", "United States"),
        ("US Air Force museum", "United States", ""),
        ("Indian officials", "India", "India"),
        ("Indian officials, by PTI", "India", ""),
        *((f"{word} Foreign Ministry", state, state) for word, state in ADJECTIVES.items()),
    ],
)
def test_nobody_else_is_a_state(claimant, state, said):
    assert state_in(claimant, [state]) == said


@pytest.mark.thorough
def test_a_headline_sets_no_account_against_another_missile(cat):
    for site in cat.sites:
        answer = answer_about(cat, site.id, theme="all")
        told = Found(answer, answer.by_account)
        title = finding_of(answer).title
        for account in {*told.counts} - {*told.compared}:
            assert f"the {account}" not in title, title


def test_what_is_left_open_among_all_sites_is_told(cat):
    rows = infmap.overlap(cat, (21, 52.2), holder="Russia").rows
    assert sum(row.left_open for row in rows)
    for row in rows:
        ends = [
            (claim.at_least_km, claim.up_to_km)
            for claim in cat.claims_by_system[row.system_id]
            if not cat.is_unread(claim)
        ]
        beyond = [high for low, high in ends if low is not None and low < row.distance_km]
        is_open = any(high is None or high >= row.distance_km for high in beyond)
        assert row.left_open is (row.reading == "none" and is_open), row


def test_an_account_of_another_missile_alone_is_no_answer_to_this_one():
    tables = {
        "systems": [{"id": name, "name": name.upper(), "kind": "GLBM"} for name in "xy"],
        "claims": [
            {"system_id": "x", "account": "operator", "claimant": "M", "up_to_km": 900},
            {"system_id": "y", "account": "independent", "claimant": "N", "up_to_km": 1},
        ],
    }
    sites = [{"site": "A", "system": name, "lon": 20, "lat": 50} for name in "xy"]
    one = found(own(sites, **tables), "a")
    assert one.title.startswith("By M's figure the X at A reaches ")
    assert "independent" not in one.title
    assert by_account(one)["independent"].who == "N: 1 km"
