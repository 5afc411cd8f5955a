"""An engagement reach, against targets in the air, in space or at sea, is no strike anywhere."""

import json
import re
import shutil
from dataclasses import replace
from functools import cache

import pytest
from each import each
from typer.testing import CliRunner

import infmap
from infmap.analysis.answer import site_answer
from infmap.analysis.overlap import counting, heard, holders_on, tallies
from infmap.analysis.versus import versus_of
from infmap.catalogue.bundled import Table, data_path
from infmap.catalogue.rows import Account, Capital, Deployment
from infmap.catalogue.striking import is_strike_system, strike_claims, strikes
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.export import rings_bytes
from infmap.export.qgis import rings_qml
from infmap.figures import plot_map
from infmap.figures.discs import accounts_asked
from infmap.figures.texts import without_text
from infmap.looks.distances import Units
from infmap.maps.content import page_data
from infmap.maps.unscripted import unscripted
from infmap.report.brief import write_brief
from infmap.report.markdown import as_markdown
from infmap.screening.radii import ring_rows, site_rings
from infmap.story.states import read_state, split_state
from infmap.story.told import shown
from infmap.tables.exposure_view import exposure_view
from infmap.tables.terminal import plain_text
from infmap.treaty import Kind, Measure

CAT = infmap.load()
CLAIMS = [row for row in CAT.claim_rows if row.measure is Measure.ENGAGEMENT]
NAMES = [f"{row.system_id} {row.claimant}" for row in CLAIMS]
#: Those of what would strike the ground, if its figures were of that.
MISSILES = [row for row in CLAIMS if CAT.system_by_id[row.system_id].strike]
AT = {"lon": 121.0, "lat": 24.0}
HERE = Capital(id="here", name="Here", **AT)


def run(*words):
    return CliRunner().invoke(app, [*map(str, words)], env={"COLUMNS": "200"})


@cache
def camp_of(claims):
    """Return a catalogue of one camp near Taipei, whose systems have these figures alone."""
    reports = [
        Deployment(id=f"r-{k}", site_id="camp", site="Camp", system_id=system, **AT)
        for k, system in enumerate(dict.fromkeys(claim.system_id for claim in claims))
    ]
    return replace(CAT, claim_rows=claims, deployment_rows=tuple(reports))


def as_assessed(claim):
    return claim.model_copy(update={"measure": Measure.ASSESSED})


def told(cat):
    return site_answer(cat, cat.site("camp"))


def test_what_is_bundled_is_what_these_tests_are_of():
    assert {row.system_id for row in MISSILES} == {
        *("typhon-sm-6", "df-21d", "zolfaghar-basir", "abu-mahdi"),
    }
    others = {row.system_id for row in CLAIMS} - {row.system_id for row in MISSILES}
    assert {CAT.system_by_id[name].kind for name in others} == {Kind.INTERCEPTOR}
    assert {name for name in CAT.system_by_id if is_strike_system(CAT, name)} == {
        name
        for name, row in CAT.system_by_id.items()
        if row.strike and name not in ("df-21d", "zolfaghar-basir", "abu-mahdi")
    }


# --- Each bundled figure, alone at a camp of its own, in each medium --------------------------


@each(CLAIMS, NAMES)
def test_it_makes_no_reach_and_no_count(claim):
    cat = camp_of((claim,))
    rows = infmap.coverage_rows(cat, targets=[*CAT.capital_rows, HERE])
    assert {row["reach"] for row in rows} == {"none"}
    assert {entry["strike"] for row in rows for entry in row["accounts"]} == {False}
    # Whoever asks is told its answer.
    assert rows[0]["accounts"][0]["in_range"] is True
    assert rows[0]["accounts"][0]["margin_km"] == pytest.approx(claim.up_to_km or claim.at_least_km)
    answer = told(cat)
    assert (answer.by_account, answer.open_ended, answer.own_in_reach) == ({}, [], [])
    found = infmap.finding(cat, "camp")
    kind = CAT.system_by_id[claim.system_id].kind
    what = "interceptors" if kind is Kind.INTERCEPTOR else "missiles with engagement figures alone"
    assert found.title == f"Camp holds {what}; they are not counted as reach"
    assert (found.accounts, found.named) == ((), ())


@each(MISSILES, [f"{row.system_id} {row.claimant}" for row in MISSILES])
def test_were_it_assessed_it_would(claim):
    cat = camp_of((as_assessed(claim),))
    reaches = {row["target_id"]: row["reach"] for row in infmap.coverage_rows(cat)}
    assert reaches["taipei"] == "all"
    assert infmap.finding(cat, "camp").accounts[0].most > 0


@each(CLAIMS, NAMES)
def test_it_is_heard_in_no_count_of_all_sites_and_no_doubt(claim):
    cat = camp_of((claim,))
    assert (heard(cat, claim.system_id), counting(cat, claim.system_id)) == ([], [])
    assert (strike_claims(cat, claim.system_id), strikes(cat, claim)) == ((), False)
    assert holders_on(cat) == ()
    (holder, *_) = cat.holders(claim.system_id)
    found = infmap.overlap(cat, HERE.model_dump(), holder=holder)
    assert (found.every, found.some, found.of, found.rows) == (0, 0, 0, ())
    assert tallies(cat, holder=holder).of == 0
    with pytest.raises(InfmapError, match="no figure that was read says how far"):
        infmap.doubt(cat, "camp")
    (camp,) = site_rings(cat)
    assert {*camp.on_all.tolist(), *camp.on_some.tolist()} == {0}
    assert {row["strike"] for row in ring_rows(cat)} == {False}


@each(CLAIMS, NAMES)
def test_its_ring_is_drawn_as_an_interceptor_s_and_says_what_it_is(claim):
    cat = camp_of((claim,))
    why = "engagement only" if claim in MISSILES else "not a strike system"
    (ring,) = told(cat).rings
    assert [stroke.look for stroke in ring.strokes] == ["not-strike"]
    rings = infmap.range_rings(cat)
    assert rings["strike"].tolist() == [False]
    kml = rings_bytes(rings, ".kml").decode()
    assert "#not-strike" in kml
    assert ", not a strike figure" in kml
    assert f"#{claim.account}<" not in kml
    assert ", not a strike figure" in rings_qml(rings)
    table = infmap.exposure(cat, site="camp")
    assert table.loc[table["area"] == "ring", "strike"].tolist() == [False]
    assert accounts_asked(told(cat)) == ()
    assert {spec.why_not for spec in ring.strokes[0].specs} == {why}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("claim", [MISSILES[0], *CLAIMS], ids=[f"{NAMES[3]} first", *NAMES])
def test_its_map_in_print_has_it_in_the_key(claim):
    ax = plot_map(camp_of((claim,)), focus="camp")
    why = "engagement only" if claim in MISSILES else "not a strike system"
    words = " ".join(text.get_text() for text in ax.figure.texts)
    assert why in words
    assert ("not a strike system" in words) is (claim not in MISSILES)


@each(CLAIMS, NAMES)
def test_its_page_and_brief_say_so_too(claim):
    cat = camp_of((claim,))
    is_missile = claim in MISSILES
    static = unscripted(told(cat))
    assert (static.rows, static.counts) == ((), ())
    assert static.figures[0].endswith(", engagement only") is is_missile
    assert [row["measure"] for row in page_data(cat, "camp", "")["claims"]] == ["engagement"]
    brief = as_markdown(write_brief([told(cat)]), ())
    assert f"empty: {'engagement only' if is_missile else 'not a strike system'}." in brief
    assert re.findall(r"\| *[A-Z], ", brief) == []
    with pytest.raises(InfmapError, match=f"no launcher of {claim.system_id}, which "):
        infmap.make_map(cat, pin={**AT, "system": claim.system_id})


# --- Beside figures of a strike ----------------------------------------------------------------


@each(MISSILES, [f"{row.system_id} {row.claimant}" for row in MISSILES])
def test_beside_a_strike_figure_that_one_alone_decides(claim):
    strike = claim.model_copy(
        update={"measure": Measure.ASSESSED, "up_to_km": 300.0, "at_least_km": None}
    )
    alone, both = camp_of((strike,)), camp_of((claim, strike))
    reaches = [[row["reach"] for row in infmap.coverage_rows(cat)] for cat in (alone, both)]
    assert reaches[0] == reaches[1]
    one, two = (infmap.finding(cat, "camp") for cat in (alone, both))
    assert (one.title, one.deck, one.accounts) == (two.title, two.deck, two.accounts)
    lows = [infmap.doubt(cat, "camp").high_km for cat in (alone, both)]
    assert lows == [300.0, 300.0]
    (camp,), (other,) = site_rings(alone), site_rings(both)
    assert camp.on_some.max() == other.on_some.max() == 1
    assert {*other.on_some[:-1][other.edges_km > 300].tolist()} <= {0}
    looks = {stroke.look for ring in told(both).rings for stroke in ring.strokes}
    assert looks == {str(claim.account), "not-strike"}


def test_who_filters_to_engagement_figures_alone_is_told_that_there_is_no_strike_figure():
    claim = next(row for row in MISSILES if row.system_id == "typhon-sm-6")
    strike = as_assessed(claim).model_copy(update={"account": "opponent"})
    cat = camp_of((claim, strike)).select(account="independent")
    assert is_strike_system(cat, "typhon-sm-6")
    assert infmap.finding(cat, "camp").title == (
        "No independent strike figure is on file for the Typhon with SM-6 at Camp"
    )
    whole = camp_of((claim, strike))
    versus = versus_of(whole, whole.site("camp"), "independent", "opponent")
    assert versus.left.reached == frozenset()
    assert versus.title.startswith("No independent figure makes a number; on the opponents'")


SITES = """site,system,lat,lon
Strait,df-21d,25,117
Coast,abu-mahdi,27,56
Island,typhon-sm-6,25,121
"""


def test_own_sites_of_missiles_against_ships_reach_no_capital(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(SITES, "utf-8")
    result = run("reach", "Taipei", "--deployments", file, "--format", "json")
    reaches = {row["site_id"]: row["reach"] for row in json.loads(result.stdout)}
    assert reaches == {"strait": "none", "coast": "none", "island": "all"}
    long = run("reach", "Taipei", "--deployments", file, "--long", "--format", "csv").stdout
    said = [line.split(",") for line in long.splitlines()]
    strike, system = said[0].index("strike"), said[0].index("system_id")
    strikes_of = {(row[system], row[strike]) for row in said[1:]}
    assert {("df-21d", "no"), ("abu-mahdi", "no")} < strikes_of
    assert {answer for name, answer in strikes_of if name == "typhon-sm-6"} == {"yes", "no"}
    text = run("reach", "Taipei", "--deployments", file).stdout
    assert "in range (engagement only)" in text
    (first,) = [line for line in text.splitlines() if "Chinese government" in line]
    assert "engagement only" in first
    listed = run("coverage", "--deployments", file, "--site", "strait").stdout
    assert "no strike figure" in listed
    assert "Taipei" in listed
    # A figure of the reader's own is taken at its word.
    own = "site,system,lat,lon,range_km\nStrait,df-21d,25,117,1000\n"
    file.write_text(own, "utf-8")
    rows = json.loads(run("reach", "Taipei", "--deployments", file, "--format", "json").stdout)
    assert rows[0]["reach"] == "all"


def test_a_launcher_of_what_is_against_ships_alone_is_refused_in_a_line(tmp_path):
    page = tmp_path / "w.html"
    result = run("map", "--what-if", "25,117,df-21d", "-o", page)
    assert result.exit_code == 1
    assert not page.exists()
    assert "has only engagement figures, against targets in the air, in space or at sea" in (
        " ".join(result.stderr.split())
    )
    assert run("map", "--what-if", "25,117,typhon-sm-6", "-o", page).exit_code == 0
    assert "no capital" not in re.search("<title>.*?</title>", page.read_text("utf-8"))[0]


def test_a_measure_that_becomes_an_engagement_is_a_change_of_answers(tmp_path):
    for name in ("old", "new"):
        folder = tmp_path / name
        folder.mkdir()
        for table in Table:
            if (path := data_path(table)).exists():
                shutil.copy(path, folder / path.name)
    claims = tmp_path / "old" / Table.CLAIMS
    lines = claims.read_text("utf-8")
    claims.write_text(lines.replace("Reuters,200,,engagement", "Reuters,200,,assessed"), "utf-8")
    changed = infmap.diff(tmp_path / "old", tmp_path / "new")
    sites = {row.site_id for row in changed.answers}
    assert {"laoag", "luzon", "iwakuni", "bradshaw", "kanoya"} == sites
    assert {(row.old, row.new) for row in changed.answers} == {("unknown", "none")}


def test_the_bundled_sites_of_the_sm_6_say_what_its_figure_of_strike_says():
    bradshaw = infmap.finding(CAT, "bradshaw")
    assert bradshaw.title == (
        "By the independent figure the Typhon with SM-6 at Bradshaw Field Training Area "
        "reached no foreign capital"
    )
    assert [one.sentence for one in bradshaw.accounts] == ["None abroad."]
    text = run("reach", "16.5,121.5", "--site", "luzon", "--system", "typhon-sm-6").stdout
    answers = {
        line.split("km")[1].split()[0]: line for line in text.splitlines() if "Typhon" in line
    }
    assert len(answers) == 2
    assert "in range (engagement only)" in next(x for x in answers.values() if "Reuters" in x)
    assert "engagement" not in next(x for x in answers.values() if "Army Recognition" in x)


def sm_6(**changes):
    """Return the bundled engagement figure of the SM-6, and one of a strike by an opponent."""
    claim = next(row for row in MISSILES if row.system_id == "typhon-sm-6")
    strike = as_assessed(claim).model_copy(
        update={"account": Account.OPPONENT, "claimant": "Rival", "up_to_km": 300.0,
                "at_least_km": None}
    )  # fmt: skip
    return claim.model_copy(update=changes), strike


def test_a_system_without_figures_may_strike():
    bare = replace(CAT, claim_rows=())
    assert is_strike_system(bare, "df-21d")
    assert not is_strike_system(bare, "sm-3-ib")


@pytest.mark.parametrize(
    "changes",
    [{"source_id": "unread"}, {"at_least_km": None}],
    ids=["nobody read it", "it names no number"],
)
def test_a_finding_says_nothing_of_it(changes):
    (unread, *_) = [row.id for row in CAT.source_rows if row.is_unread]
    if "source_id" in changes:
        changes = {"source_id": unread}
    claim, strike = sm_6(**changes)
    other = as_assessed(claim).model_copy(update={"account": Account.OPERATOR, "up_to_km": 2000.0})
    one, two = (infmap.finding(camp_of(rows), "camp") for rows in (
        (strike, other), (claim, strike, other)))  # fmt: skip
    assert (one.title, one.deck, one.accounts) == (two.title, two.deck, two.accounts)


def test_a_figure_that_nobody_read_is_named_by_its_system_only_beside_other_strikes():
    (unread, *_) = [row.id for row in CAT.source_rows if row.is_unread]
    claim, strike = sm_6()
    ships = next(row for row in MISSILES if row.system_id == "df-21d")
    hidden = strike.model_copy(update={"source_id": unread, "claimant": "Other", "up_to_km": 350.0})
    deck = infmap.finding(camp_of((claim, strike, hidden, ships)), "camp").deck
    assert "Not counted, as nobody read the source: Other, up to 350 km." in deck


def test_cards_say_which_systems_strike():
    names = ("df-21d", "typhon-sm-6", "sm-3-ib", "abu-mahdi")
    (cards,) = zip(*(json.loads(run("show", name, "--json").stdout) for name in names), strict=True)
    said = {card["id"]: card["strike"] for card in cards}
    assert said == {"df-21d": False, "typhon-sm-6": True, "sm-3-ib": False, "abu-mahdi": False}


def test_in_place_of_a_count_stands_that_there_are_engagement_figures_alone():
    answer = told(camp_of(sm_6()))
    assert without_text(answer, Account.INDEPENDENT) == "engagement only."
    assert without_text(answer, Account.OPERATOR) == "no figure on file."
    assert without_text(answer, Account.OPPONENT) == "no number given."


def test_a_figure_in_print_says_it_at_the_ring_and_in_a_story_s_table():
    cat = camp_of(sm_6())
    ax = plot_map(cat, focus="camp")
    words = [text.get_text() for part in ax.figure.axes for text in part.texts]
    at = words.index("at least 200 km")
    assert words[at : at + 5] == [
        *("at least 200 km", "Reuters", "(engagement only)"),
        *("300 km", "Rival"),
    ]
    assert words.count("(engagement only)") == 1
    table = shown(cat, read_state(cat, split_state("site=camp"), Units.KM, []), "fig-").table
    (row,) = [row for row in table.rows if "Reuters" in row[0]]
    assert row[2] == "engagement only"


def test_who_would_have_to_be_right_is_asked_of_strike_figures_alone():
    cat = camp_of(sm_6())
    brief = as_markdown(infmap.make_report(cat, site="camp", target="Taipei"), [])
    asked = brief.partition("## Who would have to be right")[2].partition("\n## ")[0]
    assert "Rival" in asked
    assert "Reuters" not in asked
    # Its cells are empty beside those of the other.
    lines = [line for line in brief.splitlines() if line.startswith("| Typhon with SM-6")]
    (engaged,) = [line for line in lines if "Reuters" in line]
    (strike,) = [line for line in lines if "Rival" in line]
    signs = [
        len(re.findall("[\N{BLACK CIRCLE}?]|\N{EN DASH} ", line)) for line in (engaged, strike)
    ]
    assert signs == [0, 2]
    ships = next(row for row in MISSILES if row.system_id == "df-21d")
    alone = as_markdown(infmap.make_report(camp_of((ships,)), site="camp", target="Taipei"), [])
    assert "No figure is given of a strike system there, so that none decides it." in alone


def test_tables_for_people_mark_it():
    cat = camp_of(sm_6())
    view = plain_text(exposure_view(infmap.exposure(cat, site="camp"), cat))
    assert "Typhon with SM-6 (engagement only)" in view
    text = " ".join(run("coverage", "--site", "luzon").stdout.split())
    assert "at least 200 km (Reuters, engagement only)" in text
    assert "up to 500 km (Army Recognition)" in text


def test_two_accounts_of_engagement_figures_alone_say_what_stands_there():
    ships = [row for row in MISSILES if row.system_id == "df-21d"]
    cat = camp_of(tuple(ships))
    versus = versus_of(cat, cat.site("camp"), "operator", "opponent")
    assert versus.title == (
        "Camp holds missiles with engagement figures alone; they are not counted as reach"
    )
    assert versus.hands == ()


@pytest.mark.parametrize("account", ["operator", "opponent", "independent"])
def test_whether_a_system_strikes_does_not_hang_on_the_account_that_is_asked_for(account):
    for system in {claim.system_id for claim in MISSILES}:
        (whole,) = infmap.show(CAT, system)
        (card,) = infmap.show(CAT, system, account=account)
        assert {claim["account"] for claim in card["claims"]} <= {account}
        assert card["strike"] == whole["strike"], system


def test_a_launcher_of_a_system_without_a_figure_is_refused_in_a_line(cat):
    with pytest.raises(InfmapError, match=r"no launcher of 9m729, which has no figure; name an"):
        infmap.make_map(replace(cat, claim_rows=()), pin=(20.5, 54.7, "9m729"))
