"""The faults of a table come all at once: together they are those that each slip has alone."""

import json
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import examples

import infmap
from infmap.errors import DataError

#: Tables without a fault, by the argument of `load`: what each row has, `{}` its number.
TABLES = {
    "deployments": {
        **{"name": "Camp {}", "system": "9M729", "lat": "54.{}", "lon": "40.{}"},
        **{"country": "Russia", "first_reported": "2019-02", "source_id": "A, 2020"},
    },
    "systems": {"name": "Zeus {}", "operator": "Mali", "range_km": "900", "kind": "GLCM"},
    "claims": {
        **{"system_id": "9M729", "account": "opponent", "claimant": "Them {}"},
        **{"up_to_km": "900", "as_of": "2019-02"},
    },
    "capitals": {
        **{"name": "Town {}", "lat": "54.{}", "lon": "20.{}", "role": "capital"},
        **{"since": "1990", "country": "Mali"},
    },
}
#: Slips in heads: a column and what it is called instead, or "" and a column that is added.
HEADS = {
    "deployments": [
        *(("system", "sytem"), ("country", "contry"), ("first_reported", "first reportet")),
        *(("lat", "Lattitude"), ("", "Date of photograph"), ("", "Radar range (km)")),
    ],
    "systems": [("name", "nane"), ("operator", "operater"), ("", "Ferry range (km)")],
    "claims": [("account", "acount"), ("claimant", "claimnt"), ("", "min range (km)")],
    "capitals": [("lat", "Lattitude"), ("lon", "Longitute"), ("country", "contry")],
}
#: Slips in cells: a column and its cell. Each has a row of its own.
CELLS = {
    "deployments": [
        *(("lat", "954.6"), ("lon", "x"), ("system", "SM-3"), ("system", "Thunderbolt 9000")),
        *(("first_reported", "2019-13-01"), ("lon", ""), ("name", "")),
    ],
    "systems": [("range_km", "5 parsec"), ("kind", "flying"), ("range_km", "-1"), ("name", "")],
    "claims": [
        *(("system_id", "9M730"), ("account", "nobody"), ("up_to_km", "1.234,5.6")),
        *(("as_of", "May"), ("claimant", "")),
    ],
    "capitals": [("lat", "north"), ("lon", "720"), ("role", "king"), ("since", "?"), ("name", "")],
}
SLIPS = {
    table: [
        *(("head", *slip) for slip in HEADS[table]),
        *(("cell", *slip) for slip in CELLS[table]),
    ]
    for table in TABLES
}
ROWS = 8


def rows_with(table, slips):
    """Return the rows of a table with these slips; the nth slip in a cell is always in row n."""
    rows = [{head: cell.format(nth) for head, cell in TABLES[table].items()} for nth in range(ROWS)]
    for slip in slips:
        kind, column, wrong = slip
        if kind == "cell":
            rows[CELLS[table].index((column, wrong))][column] = wrong
    renamed = {column: wrong for kind, column, wrong in slips if kind == "head" and column}
    added = {wrong: "2018" for kind, column, wrong in slips if kind == "head" and not column}
    return [{renamed.get(head, head): cell for head, cell in row.items()} | added for row in rows]


def as_file(rows, kind, folder):
    frame = pd.DataFrame(rows)
    if kind == "frame":
        return frame
    path = folder / f"table.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    else:
        path.write_text(json.dumps(rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return what a table with some slips is refused for: row, field and problem of each fault."""
    folder = tmp_path_factory.mktemp("slips")

    @cache
    def told_of(table, kind, slips):
        try:
            infmap.load(**{table: as_file(rows_with(table, slips), kind, folder)})
        except DataError as error:
            return {(fault.row, fault.field, fault.problem) for fault in error.faults}
        return set()

    return told_of


MAY_BE_RANGE = ("head", "", "Radar range (km)")
UNKNOWN = ("cell", "system", "Thunderbolt 9000")


def together(slips):
    """Leave out what cannot be told: cells of a column whose head is not known."""
    renamed = [column for kind, column, _ in slips if kind == "head" and column]
    # With a range, a system that nobody knows is the caller's own.
    brought = [UNKNOWN] if MAY_BE_RANGE in slips else []
    return tuple(
        slip
        for slip in slips
        if slip[0] == "head" or (slip[1] not in renamed and slip not in brought)
    )


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", ["csv", "frame", "xlsx", "json"])
@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=examples(60))
@given(data=st.data())
def test_slips_are_told_together_as_each_alone(told, table, kind, data):
    slips = together(data.draw(st.lists(st.sampled_from(SLIPS[table]), unique=True, max_size=9)))
    alone = [told(table, kind, (slip,)) for slip in slips]
    assert all(alone), (slips, alone)
    assert told(table, kind, slips) == set().union(*alone)


def test_what_rows_say_together_is_told_beside_a_head_that_is_wrong(tmp_path):
    rows = rows_with("deployments", [("head", "", "Date of photograph")])
    rows[1] |= {"lat": rows[1]["lon"], "lon": rows[1]["lat"]}
    rows[3] |= {"name": rows[2]["name"]}
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=as_file(rows, "csv", tmp_path))
    head, swapped, twice = caught.value.faults
    assert (head.field, head.problem) == ("Date of photograph", "may be a date, and is not read")
    remedy = "swap lon and lat, or write Turkmenistan as the country if it lies there"
    assert (swapped.row, swapped.remedy) == (3, remedy)
    assert (twice.row, twice.field) == (5, "name")
    assert twice.problem.startswith("stands in row 4 too, at another place")


def test_an_own_system_is_not_unknown_beside_a_head_that_may_be_its_range(told):
    assert told("deployments", "csv", (UNKNOWN,)) == {(5, "system", "no system of this id or name")}
    assert told("deployments", "csv", (MAY_BE_RANGE, UNKNOWN)) == told(
        "deployments", "csv", (MAY_BE_RANGE,)
    )


@pytest.mark.parametrize("kind", ["csv", "frame", "xlsx", "json"])
@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("deployments", column) for column in ("name", "system", "lat", "lon")),
        *(("claims", column) for column in ("system_id", "account", "claimant")),
        *(("capitals", column) for column in ("lat", "lon")),
        ("systems", "name"),
    ],
)
def test_a_column_that_is_missing_is_told_once_and_not_in_each_row(tmp_path, table, column, kind):
    rows = [{**row, "name": "One"} if "name" in row else row for row in rows_with(table, ())]
    for row in rows:
        del row[column]
    with pytest.raises(DataError) as caught:
        infmap.load(**{table: as_file(rows, kind, tmp_path)})
    (fault,) = caught.value.faults
    assert (fault.field, fault.problem) == (column, "column is missing")


def test_places_of_one_name_are_not_one_place_where_nothing_says_where(tmp_path):
    rows = [{"name": "One", "country": "Mali"}] * 3
    with pytest.raises(DataError) as caught:
        infmap.load(capitals=as_file(rows, "csv", tmp_path))
    told = {(fault.field, fault.problem) for fault in caught.value.faults}
    assert told == {("lat", "column is missing"), ("lon", "column is missing")}
