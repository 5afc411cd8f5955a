"""What Python says of small catalogues, for the tests of the page, is fresh and true."""

import csv
import io
import json
from pathlib import Path

import build_page_vectors as build
import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "data" / "page"


@pytest.fixture(scope="module")
def texts():
    return build.texts()


def content(name):
    return json.loads((FOLDER / name).read_text("utf-8"))


def answers(at_least_km, up_to_km):
    """Return the answers of a figure by distance."""
    rules = content("rules.json")
    pair = at_least_km, up_to_km
    (claim,) = [c for c in rules["claims"] if (c["at_least_km"], c["up_to_km"]) == pair]
    words = content("story.json")["data"]["answers"]
    digits = zip(rules["distances"], claim["in_range"], strict=True)
    return {km: words[int(digit)] for km, digit in digits}


def table(name, case, site):
    """Return a table for a spreadsheet, by the name of the place."""
    text = content(name)["cases"][case]["sites"][site]["csv"]
    rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    return {row[next(iter(row))]: row for row in rows}


def test_the_files_are_what_python_says_now(texts):
    assert {path.name for path in FOLDER.iterdir()} == set(texts)
    for name, text in texts.items():
        stale = f"tests/data/page/{name} is out of date; run python scripts/build_page_vectors.py"
        assert (FOLDER / name).read_text("utf-8") == text, stale
    assert sum(map(len, texts.values())) < 940_000


# Facts written by hand, not worked out by what the files were made with.


def test_a_figure_says_yes_up_to_its_lower_end_and_no_beyond_its_upper_one():
    assert answers(2000, 2350)[1999.96] == answers(2000, 2350)[2000] == "yes"
    assert answers(2000, 2350)[2000.04] == answers(2000, 2350)[2350] == "open"
    assert answers(2000, 2350)[2350.04] == "no"
    assert answers(None, 480)[480] == "yes"
    assert answers(None, 480)[480.04] == "no"
    assert answers(500, None)[500] == "yes"
    assert answers(500, None)[12345.67] == "open"
    assert {*answers(None, 0).values()} == {"no"}
    assert {*answers(None, None).values()} == {"open"}


def test_the_doubt_about_a_place_is_near_an_edge_within_five_kilometres():
    rules = content("rules.json")
    (claim,) = [c for c in rules["claims"] if c["at_least_km"] == 2000]
    near = {rules["distances"][k] for k in claim["near"]}
    assert {1995.001, 2000, 2004.999, 2345.001, 2354.999} <= near
    assert not {1995, 2005, 1994.999, 2345, 2355} & near
    limits = {rules["distances"][k] for k in rules["near_limit"]}
    assert {504.999, 995.001, 5500} <= limits
    assert not {505, 480, 2000} & limits


def test_the_limits_belong_to_the_bands_between_them():
    rules = content("rules.json")
    bands = dict(zip(rules["distances"], rules["bands"], strict=True))
    assert [bands[km] for km in (499.96, 500, 1000, 1000.04, 5500, 5500.04)] == [*"011223"]


@pytest.mark.parametrize(
    ("systems", "reach"),
    [
        ([["yes", "yes"]], "all"),
        ([["yes", "no"]], "some"),
        ([["yes", "open"]], "some"),
        ([["no", "open"]], "unknown"),
        ([["no", "no"], ["no", "no"]], "none"),
        ([["no", "no"], ["yes"]], "all"),
        ([["yes", "no"], ["open"]], "some"),
        ([], "none"),
    ],
)
def test_answers_add_up(systems, reach):
    assert [systems, reach] in content("rules.json")["reaches"]


def test_whose_capitals_are_is_as_the_reports_say():
    today = table("story.json", 0, "deveselu")
    assert {name: row["relation"] for name, row in today.items() if row["relation"] != "other"} == {
        "Bucharest": "host",
        "Washington": "holder",
        **dict.fromkeys(
            ["Sofia", "Prague", "Helsinki", "Berlin", "The Hague", "Warsaw", "Lisbon",
             "Bratislava", "Ankara"],
            "ally",
        ),
    }  # fmt: skip
    then = table("story.json", 3, "bischofswerda")
    assert then["East Berlin"]["relation"] == "host"
    assert then["Bonn"]["relation"] == "other"
    assert then["Warsaw"]["relation"] == "ally"
    assert table("story.json", 0, "crimea")["Kyiv"]["relation"] == "other"


def test_bonn_is_a_capital_in_1987_and_kyiv_is_none():
    places = {case["state"]["date"]: case["places"] for case in content("story.json")["cases"]}
    assert "bonn" in places["1987-12-08"]
    assert "kyiv" not in places["1987-12-08"]
    assert "kyiv" in places[None]
    assert "bonn" not in places[None]


def test_names_that_begin_formulas_are_inert_and_each_is_one_cell():
    rows = table("hostile.json", 0, "1-1")
    assert [*rows][:4] == ["'=1+1", "'-2", "'@SUM(A1)", "'\uff0btwo"]
    assert 'a "quoted", name' in rows
    assert len(rows) == 15
    assert {row["relation"] for row in rows.values()} == {"other"}
    assert "nato" not in rows["<b>bold</b>"]


def test_the_treaty_is_judged_on_the_day():
    every = reversed(content("story.json")["cases"])
    cases = {case["state"]["date"]: case for case in every}
    # Signed on 1987-12-08, in force from 1988-06-01, with three years to eliminate.
    for day, words in (
        ("1987-12-08", "signed, not in force"),
        ("1989-06-01", "to be eliminated"),
        (None, "banned"),
    ):
        (verdict,) = cases[day]["sites"]["mutlangen"]["verdicts"][0].values()
        assert verdict.startswith(words)
    after = cases["2024-11-21"]["sites"]["kapustin-yar"]["verdicts"]
    assert all("no longer in force" in text for one in after for text in one.values())


def test_every_kind_of_case_is_there():
    edges = content("edges.json")
    looks = {
        (look, end)
        for ring in edges["cases"][0]["sites"]["shuya"]["rings"]
        for look, end, *_ in ring[1]
    }
    rings = [
        ring
        for case in content("story.json")["cases"]
        for site in case["sites"].values()
        for ring in site["rings"]
    ]
    assert {unread for ring in rings for _, _, unread, _ in ring[1]} == {True, False}
    assert {end for _, end in looks} == {"most", "lower", "far", "open"}
    assert {look for look, _ in looks} == {"operator", "opponent", "independent", "not-strike"}
    rows = table("edges.json", 0, "shuya").values()
    assert {row["in_reach_on"] for row in rows} >= {"all accounts", "some accounts", "left open"}
    assert {row["near_edge"] for row in rows} == {row["near_band_edge"] for row in rows}
    launchers = content("launchers.json")["rows"]
    reaches = {reach for row in launchers if row["can_launch"] for reach in row["reach"]}
    assert reaches == {"all", "some", "unknown", "none"}
    assert any(row["near"] for row in launchers if row["can_launch"])
    assert {row["can_launch"] for row in launchers} == {True, False}
