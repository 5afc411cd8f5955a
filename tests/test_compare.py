"""`infmap compare` beside the difference of two tables of coverage."""

import itertools
import json
from datetime import date

import numpy as np
import pandas as pd
import pytest
from sample import examples
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import InfmapError, NothingLeftError, UnknownIdError

ACCOUNTS = ("operator", "opponent", "independent", "all")
DAYS = ("1987-12-08", "2018-10-20", "2026-11-01")
KEYS = ["site_id", "target_id"]


def run_cli(*words):
    """Return the exit status of a command, and what it printed."""
    result = CliRunner().invoke(app, words, env={"COLUMNS": "80"})
    return result.exit_code, result.stdout, result.stderr


def answers_of(cat, **only):
    """Return each place's reach by site, or nothing where the filters leave nothing."""
    try:
        table = infmap.coverage(cat, **only)
    except NothingLeftError:
        table = pd.DataFrame(columns=[*KEYS, "reach"])
    return table.set_index(KEYS)["reach"].to_dict()


def differing(lefts, rights):
    """Return what two tables say of each place of which they do not say the same."""
    pairs = {
        key: (lefts.get(key, "none"), rights.get(key, "none"))
        for key in dict.fromkeys([*lefts, *rights])
    }
    return {key: pair for key, pair in pairs.items() if len(set(pair)) > 1}


def found(table):
    return {
        (row.site_id, row.target_id): (row.left, row.right) for row in table.itertuples(index=False)
    }


def drawn_accounts(cat, count):
    random = np.random.default_rng(11)
    cases = [
        (pair, site.id, day)
        for pair in itertools.combinations(ACCOUNTS, 2)
        for site in cat.sites
        for day in (None, *DAYS)
    ]
    return [cases[k] for k in random.permutation(len(cases))[:count]]


def test_accounts_differ_where_their_tables_of_coverage_do(cat):
    compared, drawn = 0, examples(120)
    for (left, right), site, day in drawn_accounts(cat, drawn):
        only = {"site": site, "as_of": day}
        tables = [answers_of(cat, account=side, **only) for side in (left, right)]
        if not any(tables):
            with pytest.raises(NothingLeftError):
                infmap.compare(cat, left, right, **only)
            continue
        compared += 1
        assert found(infmap.compare(cat, left, right, **only)) == differing(*tables), (site, day)
    assert compared > drawn / 3


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("left", "right"), [*itertools.combinations(DAYS, 2)])
def test_days_differ_where_their_tables_of_coverage_do(cat, left, right):
    tables = [answers_of(cat, as_of=day) for day in (left, right)]
    assert found(infmap.compare(cat, left, right)) == differing(*tables)


def test_systems_differ_where_their_tables_of_coverage_do(cat):
    random = np.random.default_rng(12)
    ids = sorted({row.system_id for row in cat.deployment_rows})
    pairs = [*itertools.combinations(ids, 2)]
    for k in random.permutation(len(pairs))[: examples(25)]:
        tables = [answers_of(cat, system=side) for side in pairs[k]]
        assert found(infmap.compare(cat, *pairs[k])) == differing(*tables), pairs[k]


def test_sites_differ_by_place_and_the_row_is_the_left_ones(cat):
    pairs = [("kaliningrad", "shuya"), ("deveselu", "redzikowo"), ("shuya", "deveselu")]
    for left, right in pairs:
        tables = [
            {place: reach for (_, place), reach in answers_of(cat, site=side).items()}
            for side in (left, right)
        ]
        table = infmap.compare(cat, left, right)
        assert set(table["site_id"]) == {left}
        assert table["distance_km"].is_monotonic_increasing
        rows = {row.target_id: (row.left, row.right) for row in table.itertuples(index=False)}
        assert rows == differing(*tables)


def test_berlin_changes_hands_at_shuya_between_the_accounts(cat):
    table = infmap.compare(cat, "operator", "opponent", site="shuya").set_index("target")
    assert table.loc["Berlin", ["left", "right"]].tolist() == ["none", "some"]
    assert round(table.loc["Berlin", "distance_km"]) == 1853
    assert "Moscow" not in table.index
    turned = infmap.compare(cat, "opponent", "operator", site="shuya").set_index("target")
    assert turned.loc["Berlin", ["left", "right"]].tolist() == ["some", "none"]


def test_the_same_is_compared_however_it_is_named(cat):
    by_id = infmap.compare(cat, "9m729", "iskander-m")
    assert infmap.compare(cat, "SSC-8", "Iskander-M").equals(by_id)
    by_text = infmap.compare(cat, "2018-10-20", "2019-02-02")
    assert infmap.compare(cat, date(2018, 10, 20), "2 Feb 2019").equals(by_text)


@pytest.mark.parametrize(
    ("left", "right", "only", "words"),
    [
        ("operator", "2018-10-20", {}, "'operator' is an account and '2018-10-20' a day; compare"),
        ("shuya", "9m729", {}, "'shuya' is a site and '9m729' a system; compare two"),
        ("shuya", "Shuya", {}, "'shuya' and 'Shuya' are one site; compare it with another"),
        ("atlantis", "shuya", {}, "no account, day, system or site 'atlantis'; write operator"),
        ("operator", "opponent", {"account": "independent"}, "leave out the filter by account"),
        ("2018-10-20", "2019-02-02", {"as_of": "2018"}, "leave out the filter by day"),
    ],
)
def test_what_cannot_be_compared_is_said_with_a_way_out(cat, left, right, only, words):
    with pytest.raises(InfmapError) as told:
        infmap.compare(cat, left, right, **only)
    assert words in str(told.value)
    assert isinstance(told.value, UnknownIdError) == words.startswith("no account")


def test_the_command_counts_and_lists_what_changes_hands():
    code, out, err = run_cli("compare", "operator", "opponent", "--site", "shuya")
    assert (code, err) == (0, "")
    lines = [line.rstrip() for line in out.splitlines()]
    many = "196 capitals and 11 seats of government"
    assert " ".join(lines[:2]) == f"operator against opponent: {many} with another answer"
    assert lines[2] == "Shuya, Ivanovo Oblast, Russia"
    assert lines[3].split() == ["Capital", "Country", "km", "operator", "opponent"]
    berlin = next(line for line in lines if line.startswith("Berlin"))
    assert berlin.split(maxsplit=3)[2:] == ["1852.9", "no account  some accounts"]
    code, out, _ = run_cli("compare", "operator", "opponent")
    shuya = next(line for line in out.splitlines() if line.startswith("Shuya"))
    assert shuya.split()[-3:] == ["0", "22", "174"]


def test_the_command_gives_the_rows_of_the_function(cat):
    code, out, _ = run_cli("compare", "SSC-8", "Iskander-M", "--json")
    rows = json.loads(out)
    assert code == 0
    assert list(rows[0]) == [
        *("site_id", "target_id", "target", "country", "distance_km", "left", "right")
    ]
    table = infmap.compare(cat, "9m729", "iskander-m")
    assert [(row["site_id"], row["target_id"], row["left"], row["right"]) for row in rows] == [
        *zip(table["site_id"], table["target_id"], table["left"], table["right"], strict=True)
    ]


def test_the_command_sees_the_debate_unless_a_thing_is_named():
    _, out, _ = run_cli("compare", "operator", "opponent", "--json")
    assert "laoag" not in {row["site_id"] for row in json.loads(out)}
    _, out, _ = run_cli("compare", "typhon-tomahawk", "typhon-sm-6", "--json")
    assert "laoag" in {row["site_id"] for row in json.loads(out)}
    code, _, err = run_cli("compare", "operator", "opponent", "--account", "operator")
    assert code == 2
    assert "leave out the filter by account" in err


def test_how_a_day_was_read_is_told_once():
    _, _, told = run_cli("compare", "2018", "2019", "--site", "shuya")
    assert told.splitlines() == [
        f"day {year} read as {year}-12-31, the last day of that year" for year in (2018, 2019)
    ]


def test_a_capital_of_one_day_alone_is_no_capital_on_the_other_and_changes_no_hands(cat):
    days = ["1988-06-01", "1993-01-01"]
    every = infmap.compare_rows(cat, *days, theme="all")
    on = [
        {row.id for row in cat.select(as_of=day).capital_rows if row.role == "capital"}
        for day in days
    ]
    (_, told, _), (_, one, _) = (
        run_cli("compare", *days, *only) for only in (["--theme", "all"], ["--site", "albion"])
    )
    # The missile stood there on both days, and every figure of it says the same of them.
    assert " ".join(one.split()).startswith(
        f"{days[0]} against {days[1]}: no capital with another answer; "
        "19 capitals and 1 seat of government of one day alone"
    )
    lines = {line.split("  ")[0]: line for line in one.splitlines()}
    assert "no capital    all accounts" in lines["Kyiv"]
    assert "all accounts  no capital" in lines["East Berlin"]
    assert "no account" not in one
    for site in ("mutlangen", "bulgaria", "albion"):
        reached = [
            tuple(row[side] in ("all", "some") for side in ("left", "right"))
            for row in every
            if row["site_id"] == site and row["target_id"] in on[0] & on[1]
        ]
        counts = [reached.count((True, False)), reached.count((False, True))]
        row = next(line for line in told.splitlines() if line.startswith(cat.site(site).name[:8]))
        assert [int(word) for word in row.split()[-3:-1]] == counts


def test_all_accounts_are_called_so(cat):
    _, told, _ = run_cli("compare", "all", "operator", "--site", "shuya")
    assert told.startswith("all accounts against operator: ")
