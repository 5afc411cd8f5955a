"""Any table of a caller's is written with all that its rows are told by, or refused in one line."""

import csv
import io
import json

import numpy as np
import pandas as pd
import pytest

import infmap
from infmap.errors import InfmapError, UnknownIdError
from infmap.io.formats import TableFormat

CLAIMS = infmap.load().claims

#: What pandas makes of the claims, and what tells its first row from the others.
MADE = {
    "grouped": (CLAIMS.groupby("claimant")[["up_to_km"]].max(), ["claimant"]),
    "grouped by two": (
        CLAIMS.groupby(["account", "claimant"])[["up_to_km"]].max(),
        ["account", "claimant"],
    ),
    "counted": (pd.crosstab(CLAIMS["claimant"], CLAIMS["account"]), ["claimant"]),
    "pivoted": (
        CLAIMS.pivot_table(index="claimant", columns="account", values="up_to_km"),
        ["claimant"],
    ),
    "set": (CLAIMS.set_index("claimant"), ["claimant"]),
    "set and kept": (CLAIMS.set_index("claimant", drop=False), ["claimant"]),
    "described": (CLAIMS.describe(), ["index"]),
    "turned": (CLAIMS.head(3).T, ["index"]),
}


def cells(table, **options):
    return [*csv.DictReader(io.StringIO(infmap.format_table(table, **options)))]


@pytest.mark.parametrize("made", MADE)
def test_what_a_row_is_told_by_is_written(made):
    table, names = MADE[made]
    labels = [label if isinstance(label, tuple) else (label,) for label in table.index]
    assert [tuple(row[name] for name in names) for row in cells(table)] == labels
    records = json.loads(infmap.format_table(table, "json"))
    assert [tuple(row[name] for name in names) for row in records] == labels
    heads = infmap.format_table(table).partition("\n")[0].split(",")
    assert len(heads) == len({*heads})


@pytest.mark.parametrize("form", TableFormat)
def test_an_index_is_in_every_format(form):
    table = MADE["grouped"][0].head(3)
    told = infmap.format_table(table, form)
    assert told == infmap.format_table(table.reset_index(), form)


def test_the_numbers_of_rows_are_no_column():
    assert cells(CLAIMS.query("up_to_km > 5000")) == cells(
        CLAIMS.query("up_to_km > 5000").reset_index(drop=True)
    )


def test_heads_of_two_levels_are_in_one_line():
    table = pd.crosstab(CLAIMS["account"], [CLAIMS["measure"], CLAIMS["as_of"].isna()])
    assert {"account", "tested False", "assessed False"} <= {*cells(table)[0]}


def test_a_table_that_is_written_with_its_index_is_read_again(cat, tmp_path):
    file = tmp_path / "sites.csv"
    rows = pd.DataFrame(infmap.list_table(cat, "capitals"))
    file.write_text(infmap.format_table(rows.set_index("id")), "utf-8")
    assert infmap.load_places(file) == infmap.load_places(rows)


def test_what_is_no_number_is_an_empty_cell():
    odd = pd.DataFrame(
        {
            "a": pd.array([1, None], dtype="Int64"),
            "b": pd.array(["x", None], dtype="string"),
            "c": pd.to_datetime(["2019-02-02", None]),
            "d": [np.nan, 2.5],
        }
    )
    first, second = cells(odd)
    assert (first["a"], first["b"], first["d"]) == ("1", "x", "")
    assert [*second.values()] == ["", "", "", "2.5"]
    assert json.loads(infmap.format_table(odd, "json"))[1] == {
        "a": None,
        "b": None,
        "c": None,
        "d": 2.5,
    }


#: Tables and columns that are refused, and what is said of them.
REFUSED = {
    "a column twice": (CLAIMS[["claimant", "claimant"]], None, "(got claimant twice)"),
    "an index like a column": (
        CLAIMS.rename_axis("claimant"),
        None,
        "(got claimant twice); rename one",
    ),
    "a series": (CLAIMS["claimant"].value_counts(), None, "give a DataFrame, or rows as dicts"),
    "an unknown column": (CLAIMS, ["claiment"], "no column 'claiment'; did you mean claimant?"),
    "two unknown columns": (
        CLAIMS,
        ["up_to", "claiment"],
        "no column 'up_to'; did you mean up_to_km? no column 'claiment'; did you mean claimant?",
    ),
    "an unknown column of rows": ([{"a": 1}], ["b"], "no column 'b'; known: a"),
    "an unknown column of no rows": (CLAIMS.head(0), "zzz", "no column 'zzz'; known: account, "),
    "a column asked for twice": (CLAIMS, ["account", "account"], "(got account twice)"),
    "a set": (CLAIMS, {"claimant", "account"}, "columns in a set have no order"),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("form", TableFormat)
def test_a_table_that_would_lose_something_is_refused_in_one_line(case, form):
    table, columns, told = REFUSED[case]
    with pytest.raises(InfmapError) as refused:
        infmap.format_table(table, form, columns=columns)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert isinstance(refused.value, UnknownIdError) == told.startswith("no column")


def test_one_name_is_one_column():
    assert infmap.format_table(CLAIMS.head(2), columns="account") == "account\noperator\noperator\n"
    assert infmap.format_table([{"a": 1, "b": 2}], columns="b") == "b\n2\n"
    assert infmap.format_table([], columns="b") == "b\n"


def test_columns_are_asked_for_by_any_name_that_the_table_has(cat):
    rows = infmap.coverage(cat, site="shuya").head(1)
    assert [*cells(rows, columns=["target", "figures_in_range"])[0]] == [
        "target",
        "figures_in_range",
    ]
    grouped = MADE["grouped"][0]
    assert [*cells(grouped, columns=["up_to_km", "claimant"])[0]] == ["up_to_km", "claimant"]
    assert cells(pd.DataFrame({2019: [1]}), columns=[2019]) == [{"2019": "1"}]
