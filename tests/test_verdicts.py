"""What the treaty said, against its text as `tests/data/verdicts.csv` has it, written by hand."""

import csv
import doctest
import json
import re
from datetime import date
from pathlib import Path

import build_verdicts as build
import pytest
from page_steps import turn, violations
from test_maps import data_of
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.names.holders import state_called
from infmap.cli import app
from infmap.report.brief import write_brief
from infmap.report.record import plain
from infmap.treaty import (
    TURNING_DAYS,
    Basing,
    Kind,
    Measure,
    Outcome,
    Purpose,
    RangeBand,
    outcomes_text,
    verdict,
    verdicts,
)

TABLE = Path(__file__).parent / "data" / "verdicts.csv"
TURNS = [
    *("1987-12-08", "1988-06-01", "1989-12-01", "1991-06-01", "2019-02-02", "2019-08-02"),
]


def rows():
    lines = TABLE.read_text("utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ends(figure):
    """Return the two ends that a figure of the table has."""
    if not figure:
        return {}
    if figure.startswith(">="):
        return {"at_least_km": float(figure[2:])}
    low, _, high = figure.partition("-")
    return (
        {"at_least_km": float(low), "up_to_km": float(high)} if high else {"up_to_km": float(low)}
    )


def judged(row):
    return verdict(
        holder=row["holder"] or None,
        kind=Kind(row["kind"]) if row["kind"] else None,
        treaty_listing=row["listed"],
        purpose=Purpose(row["purpose"]) if row["purpose"] else Purpose.WEAPON_DELIVERY,
        basing=[Basing(word) for word in row["basing"].split("; ") if word],
        measure=Measure(row["measure"]) if row["measure"] else None,
        on=date.fromisoformat(row["day"]) if row["day"] else None,
        **ends(row["figure"]),
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: " ".join(filter(None, row.values())))
def test_a_verdict_is_what_the_treaty_says(row):
    found = judged(row)
    assert (found.outcome, found.article) == (row["outcome"], row["article"])
    assert found.reason.endswith(".")
    assert "\n" not in found.reason


def test_the_table_is_long_and_has_every_outcome_kind_basing_and_measure():
    table = rows()
    assert len(table) >= 200
    assert len({tuple(row.values()) for row in table}) == len(table)
    assert {row["outcome"] for row in table} == {*Outcome}
    assert {row["kind"] for row in table} == {*Kind, ""}
    assert {word for row in table for word in row["basing"].split("; ")} == {*Basing, ""}
    assert {row["measure"] for row in table} == {*Measure, ""}
    assert {row["purpose"] or Purpose.WEAPON_DELIVERY for row in table} == {*Purpose}
    assert all(row["article"] for row in table)


def test_the_words_of_the_outcomes_are_these():
    assert set(Outcome) == {
        *("banned", "exempt", "below", "above", "outside", "disputed", "undetermined"),
        *("not bound", "no treaty yet", "signed, not in force", "to be eliminated"),
        *("no longer in force", "not stated"),
    }


def test_nothing_changes_but_on_the_turning_days():
    assert [day.isoformat() for day in TURNING_DAYS] == TURNS
    for row in rows():
        found = [
            judged({**row, "day": day.fromordinal(day.toordinal() + shift).isoformat()})
            for day in TURNING_DAYS
            for shift in (-1, 0)
        ]
        # The day before a turning day is as the turning day before it.
        assert found[1:-1:2] == found[2::2]


def test_a_day_in_the_years_of_elimination_is_named_with_what_may_still_be_done():
    held = {"holder": "United States", "kind": Kind.GLBM, "on": date(1989, 6, 1)}
    intermediate = verdict(**held, treaty_listing="Pershing II").reason
    shorter = verdict(**held, treaty_listing="Pershing IA").reason
    assert "by 1 June 1991" in intermediate
    assert "by 1 December 1989" in shorter
    assert "VI(1)" in intermediate


def test_what_was_to_be_banned_is_said_before_and_after():
    missile = {"holder": "Russia", "kind": Kind.GLCM, "up_to_km": 2500}
    assert "banned, II(5)" in verdict(**missile, on=date(1988, 1, 1)).reason
    assert "banned, II(5)" in verdict(**missile, on=date(2020, 1, 1)).reason
    listed = {"holder": "Soviet Union", "kind": Kind.GLBM, "treaty_listing": "SS-20"}
    assert "to be eliminated, IV(1)" in verdict(**listed, on=date(1988, 1, 1)).reason
    assert "banned, III(1), IV(1)" in verdict(**listed, on=date(2020, 1, 1)).reason


def test_the_suspension_says_by_whom():
    missile = {"holder": "Russia", "kind": Kind.GLCM, "up_to_km": 2500}
    before, after = (verdict(**missile, on=date(2019, 2, day)).reason for day in (1, 2))
    assert "suspended" not in before
    assert re.search("United States had suspended .* Russia said", after)


def test_two_holders_get_two_verdicts_and_the_reason_says_whose():
    both = verdicts(
        holders=["Slovakia", "Soviet Union", "Bulgaria"], kind=Kind.GLBM, treaty_listing="SS-23"
    )
    assert outcomes_text(both) == "banned (Soviet Union); not bound (Slovakia, Bulgaria)"
    assert both[0].verdict.reason.startswith("In the hands of the Soviet Union: ")
    assert both[1].verdict.reason.startswith("Slovakia and Bulgaria were never parties")


def test_holders_that_get_the_same_are_not_told_apart():
    same = verdicts(holders=["Russia", "Belarus"], kind=Kind.GLCM, up_to_km=480)
    assert outcomes_text(same) == "below"
    assert "hands" not in same[0].verdict.reason


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *(("USSR", "Soviet Union"), ("СССР", "Soviet Union"), ("UdSSR", "Soviet Union")),
        *(("USA", "United States"), ("US", "United States"), ("Russian Federation", "Russia")),
        *(("Weißrussland", "Belarus"), ("GDR", "East Germany"), ("CHN", "CHN")),
        *(("Ansar Allah", "Houthi movement"), ("US Army", None), ("Ruritania", None)),
    ],
)
def test_a_party_is_bound_by_any_of_its_names(text, state):
    assert state_called(text) == state


def own(tmp_path, operator, system_operator="Russia"):
    systems, sites = tmp_path / "systems.csv", tmp_path / "sites.csv"
    systems.write_text(
        "id,name,kind,basing,operator,range_km\n"
        f"my-missile,My missile,GLCM,ground-mobile,{system_operator},2000\n"
    )
    sites.write_text(f"name,system,lon,lat,operator\nA,my-missile,30,50,{operator}\n")
    return infmap.load(systems=systems, deployments=sites)


@pytest.mark.parametrize(
    ("operator", "system_operator", "outcome"),
    [
        ("", "Russia", "banned"),
        ("", "", "not stated"),
        ("China", "Russia", "not bound"),
        ("USSR", "China", "banned"),
        ("China; USA", "Russia", "banned (United States); not bound (China)"),
        ("Ruritania", "Russia", "not stated"),
        ("Ruritania; Russia", "Russia", "banned (Russia); not stated (Ruritania)"),
    ],
)
def test_the_holder_at_the_site_decides_then_the_systems_operators(
    tmp_path, operator, system_operator, outcome
):
    rings = infmap.range_rings(own(tmp_path, operator, system_operator))
    assert set(rings["verdict"]) == {outcome}


def test_a_verdict_is_asked_of_a_state_or_of_a_report(cat):
    figure = cat.claims_by_system["ss-23"][0]
    (report,) = cat.site("slovakia").deployments
    assert cat.verdict(figure, holder=report).outcome is Outcome.NOT_BOUND
    assert (
        cat.verdict(figure, holder=report.model_copy(update={"operator": ""})).outcome == "banned"
    )
    assert cat.verdict(figure, holder="DDR").reason.startswith("East Germany was never a party")
    assert cat.verdict(figure, holder="USSR", on="1989-10-27").outcome is Outcome.TO_BE_ELIMINATED
    assert cat.verdict(figure).reason.startswith("In the hands of the Soviet Union: ")


@pytest.mark.parametrize(
    ("system", "first_reported", "until", "words"),
    [
        ("9m729", "2019-08-02", "", "banned, were the treaty in force"),
        ("9m729", "2019-08-01", "", "banned"),
        ("9m729", "2019", "2020", "banned"),
        ("9m729", "", "1988-05-31", "banned, were the treaty in force"),
        ("9m729", "1988-06-01", "1988-06-01", "banned"),
        ("9m729", "2001", "2001", "banned"),
        ("9m729", "", "", "banned"),
        ("ss-20", "1985", "1991-05-31", "banned, had it stayed"),
        ("ss-20", "1985", "1991-06", "banned"),
        ("ss-20", "1985", "1987-12-08", "banned, were the treaty in force"),
        ("ss-23", "1988-07", "1989-11-30", "banned, had it stayed"),
        ("ss-23", "1988-07", "1989-12-01", "banned"),
    ],
)
def test_without_a_day_a_verdict_that_never_held_says_what_it_hangs_on(
    tmp_path, system, first_reported, until, words
):
    file = tmp_path / "sites.csv"
    file.write_text(
        "id,name,system,lon,lat,operator,first_reported,until\n"
        f"a,A,{system},30,50,Soviet Union,{first_reported},{until}\n"
    )
    cat = infmap.load(deployments=file)
    *_, figure = (one for one in cat.claims_by_system[system] if one.up_to_km)
    (held,) = cat.verdicts(figure, at=cat.sites[0])
    assert (held.verdict.said, held.verdict.outcome) == (words, "banned")
    # On a day it is that day's, and of no site it is the figure's alone.
    assert "," not in cat.verdicts(figure, at=cat.sites[0], on="2010")[0].verdict.said
    assert cat.verdicts(figure, holder="Soviet Union")[0].verdict.said == "banned"


def test_two_reports_hold_what_either_held(tmp_path):
    file = tmp_path / "sites.csv"
    head = "id,name,system,lon,lat,operator,first_reported,until\n"
    rows = [f"{k},A,9m729,30,50,Russia,{days}\n" for k, days in enumerate(["2020,", "2018,2018"])]
    for some, words in ((rows[:1], "banned, were the treaty in force"), (rows, "banned")):
        file.write_text(head + "".join(some))
        cat = infmap.load(deployments=file)
        *_, figure = cat.claims_by_system["9m729"]
        assert cat.verdicts(figure, at=cat.sites[0])[0].verdict.said == words


# --- The page of the method -------------------------------------------------------------------


def test_the_method_tells_what_the_code_says_today():
    text = build.PAGE.read_text("utf-8")
    assert build.page(text) == text, "run python scripts/build_verdicts.py"


def test_the_method_says_which_paragraphs_were_not_read():
    text = build.PAGE.read_text("utf-8")
    assert "| VII(4)\\* |" in text
    assert "XVII\\*" in text
    assert doctest.testmod(build) == doctest.TestResults(failed=0, attempted=1)


def test_every_combination_of_the_tables_is_told(cat):
    told = {(row[4], row[5]) for row in build.in_force()}
    for claim in cat.claim_rows:
        for holders, found in cat.verdicts(claim):
            if found.outcome is not Outcome.NOT_BOUND:
                assert (str(found.outcome), build.marked(found.article)) in told, holders


# --- What a reader reads ----------------------------------------------------------------------


def shown(ident, width=200):
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(app, ["show", ident])
    assert result.exit_code == 0
    return result.stdout


def card(ident):
    return json.loads(CliRunner().invoke(app, ["show", ident, "--json"]).stdout)[0]


def found_in(ident):
    """Return what a card says of each figure: claimant, measure, holders, outcome, article."""
    return {
        (claim["claimant"], tuple(found["holders"]), found["outcome"], found["article"])
        for claim in card(ident)["claims"]
        for found in claim["verdicts"]
    }


ALLIES = ("East Germany", "Czechoslovakia", "Slovakia", "Bulgaria")
ALLIES_TEXT = ", ".join(ALLIES)


def test_what_stood_when_no_ban_held_is_told_so_wherever_its_verdict_stands(cat):
    for site, words in (
        ("laoag", "banned, were the treaty in force"),
        ("woensdrecht", "banned, were the treaty in force"),
        ("mutlangen", "banned, had it stayed"),
    ):
        assert f"{words}, " in " ".join(shown(site, 80).split())
        cut = cat.select(site=site)
        brief = write_brief([site_answer(cut, cut.site(site))])
        (chapter,) = brief.chapters
        told = [plain(row[-1]) for part in chapter.figures[0].parts for row in part.rows]
        assert any(one.startswith(f"{words}, ") for one in told)
        assert any(f", {words}, " in plain(one) for one in chapter.reasons)


def test_the_oka_is_banned_in_soviet_hands_only():
    found = found_in("ss-23")
    assert {row[1:] for row in found} == {
        (("Soviet Union",), "banned", "III(2), V(1)"),
        (ALLIES, "not bound", "I"),
    }
    # Where a table has no room, lines say it of each figure; the table has a column of holders.
    for width in (80, 200):
        text = " ".join(shown("ss-23", width).split())
        told = f"banned, III(2), V(1) (held by Soviet Union); not bound, I (held by {ALLIES_TEXT})"
        assert text.count(told) == len({row[0] for row in found})
        assert "Slovakia and Bulgaria were never parties" in text
    assert "Held by" in shown("ss-23", 400)


def test_the_pershing_ia_is_banned_in_american_hands_only():
    assert {row[1:] for row in found_in("pershing-ia")} == {
        (("United States",), "banned", "III(2), V(1)"),
        (("West Germany",), "not bound", "I"),
    }


def test_a_declared_edge_does_not_ban_the_iskander():
    figures = {
        (claim["measure"], claim["up_to_km"]): claim["verdicts"][0]
        for claim in card("iskander-m")["claims"]
    }
    edge, below = figures["declared", 500.0], figures["declared", 480.0]
    assert (edge["outcome"], edge["article"]) == ("undetermined", "VII(4)")
    assert (below["outcome"], below["article"]) == ("below", "II(6), VII(4)")
    assert "states no test" in shown("iskander-m")


def test_an_interceptor_on_ships_is_outside_and_not_exempt():
    assert {row[1:] for row in found_in("sm-3-ia")} == {
        (("United States",), "outside", "II(1)"),
        (("Japan",), "not bound", "I"),
    }
    assert "exempt" not in shown("sm-3-ia")


def test_the_longest_test_makes_the_rs_26_an_icbm_and_its_short_ones_a_dispute():
    found = {(row[0], row[2]) for row in found_in("rs-26")}
    assert ("Pavel Podvig", "above") in found
    assert ("US officials, by the press", "disputed") in found
    assert "banned" not in {outcome for _, outcome in found}


def test_the_9m729_is_below_by_one_account_and_banned_by_the_others():
    found = {row[0]: row[2] for row in found_in("9m729")}
    assert found["Russian MoD"] == "below"
    assert found["US State Department"] == "banned"
    assert found["US DNI (D. Coats)"] == "banned"
    assert found["NATO foreign ministers"] == "banned"
    assert "to fuel exhaustion" in shown("9m729")


@pytest.mark.parametrize(
    ("site", "day", "outcome"),
    [
        ("slovakia", None, "not bound"),
        ("slovakia", "1995-06-01", "not bound"),
        ("slovakia", "2000-10-27", "not bound"),
        ("landsberg", "1987-06-01", "not bound"),
        ("landsberg", "1989-06-01", "not bound"),
        ("landsberg", "1990-06-01", "not bound"),
        ("mutlangen", "1987-06-01", "no treaty yet"),
        ("mutlangen", "1988-01-01", "signed, not in force"),
        ("mutlangen", "1989-06-01", "to be eliminated"),
        ("mutlangen", None, "banned"),
        ("bischofswerda", "1987-06-01", "no treaty yet"),
        ("bischofswerda", "1988-02-20", "signed, not in force"),
        ("bischofswerda", None, "banned"),
        ("demen", "1990-03-07", "not bound"),
        ("demen", "1990-11-30", "not bound"),
        ("demen", None, "not bound"),
    ],
)
def test_rings_brief_and_card_of_a_site_speak_of_who_holds_it_there(cat, site, day, outcome):
    cut = cat.select(site=site, as_of=day)
    assert set(infmap.range_rings(cut)["verdict"]) == {outcome}
    (chapter,) = write_brief([site_answer(cut, cut.site(site))]).chapters
    rows = [row for part in chapter.figures[0].parts for row in part.rows]
    verdicts = [verdict for *_, verdict in (map(plain, row) for row in rows) if verdict]
    assert len(verdicts) == len(rows) - 1 > 0  # the last row has the groups' sizes
    assert all(verdict.startswith(outcome) for verdict in verdicts)
    (found,) = (one for one in infmap.show(cut, site) if one["card"] == "site")
    assert {one["outcome"] for claim in found["claims"] for one in claim["verdicts"]} == {outcome}


def test_the_page_has_for_every_day_and_holder_what_the_rings_have(cat, page_html):
    data = data_of(page_html)
    days = data["verdict_days"]
    assert days[1:] == TURNS
    for site in cat.sites:
        (there,) = (one for one in data["sites"] if one["id"] == site.id)
        for index in there["claims"]:
            claim = data["claims"][index]
            row = next(
                one
                for one in cat.claims_by_system[claim["system_id"]]
                if (one.claimant, one.as_of, one.up_to_km, one.at_least_km)
                == (claim["claimant"], claim["as_of"], claim["up_to_km"], claim["at_least_km"])
            )
            holders = {
                name
                for report in there["deployments"]
                if report["system_id"] == claim["system_id"]
                for name in report["holders"]
            }
            assert holders == {*cat.holders(claim["system_id"], site)}
            for holder in holders:
                for place, day in enumerate([None, *days]):
                    shown_as = data["verdicts"][claim["verdicts"][holder][place]]
                    found = cat.verdict(row, holder=holder, on=day)
                    assert (shown_as["outcome"], shown_as["reason"]) == (
                        found.outcome,
                        found.reason,
                    )


def test_every_outcome_has_a_look_on_the_page(page_html):
    styled = set(re.findall(r"\.verdict-([a-z-]+)", page_html))
    classes = {re.sub(r"\W+", "-", word) for word in Outcome} - {"not-stated"}
    assert styled == classes


@pytest.mark.thorough
def test_the_page_speaks_of_who_holds_it_at_the_site_on_the_day(open_page, page_html):
    page = open_page(page_html)

    def said(site, day):
        turn(page, f"site={site}&date={day}&theme=all")
        assert day in page.locator("#kicker").inner_text()
        return {text.partition(" · ")[0] for text in page.locator(".verdict").all_inner_texts()}

    assert said("slovakia", "1995-06-01") == {"not bound"}
    assert said("landsberg", "1989-06-01") == {"not bound"}
    assert said("mutlangen", "1988-01-01") == {"signed, not in force"}
    assert said("mutlangen", "1989-06-01") == {"to be eliminated"}
    assert said("saryozek", "1989-10-01") == {"to be eliminated"}
    assert page.complaints == []


def test_the_page_tells_two_holders_of_one_site_apart(open_page, tmp_path):
    cat = own(tmp_path, "China; Soviet Union")
    page = open_page(infmap.make_map(cat).get_root().render())
    chips = page.locator(".claims .verdict").all_inner_texts()
    assert chips == ["not bound · I (China)", "banned · II(5) (Soviet Union)"]
    page.locator(".claims summary").first.click()
    text = page.locator(".claims").first.inner_text()
    assert "If this figure is right (Soviet Union): 2000 km is inside the band" in text
    assert "\nChina was never a party" in text


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_outcome_can_be_read_on_the_page(open_page, page_html, scheme):
    page = open_page(page_html, scheme=scheme)
    page.locator(".verdicts").first.evaluate(
        """(chips, words) => chips.append(...words.map((word) => {
          const chip = document.createElement("span");
          chip.className = `verdict verdict-${word.replace(/\\W+/g, "-")}`;
          chip.textContent = word;
          return chip;
        }))""",
        [str(word) for word in Outcome],
    )
    assert page.locator(".verdict-signed-not-in-force").is_visible()
    assert violations(page, ".verdicts") == []


def test_the_class_of_a_listed_type_is_the_treatys_whatever_is_claimed():
    for name, band in {"SS-23": RangeBand.SHORTER, "SSC-X-4": RangeBand.INTERMEDIATE}.items():
        found = verdict(holder="Russia", kind=Kind.GLBM, treaty_listing=name, up_to_km=9000)
        assert found.range_class is band
