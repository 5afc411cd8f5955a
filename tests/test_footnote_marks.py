"""Marks of footnotes, as pages have them, change no head, position, number or day."""

import csv
import itertools
import json
import warnings

import pandas as pd
import pytest
from pyarrow import parquet

import infmap
from infmap.errors import DataError
from tests.sample import sampled
from tests.workbook_files import ods, xls, xlsx

MARKS = [
    *("[1]", "[12]", "[a]", "[c]", "[f]", "[note 2]", " [nb 1]", "[N 1]", "[lower-alpha 3]"),
    *("[Anm. 1]", "[прим. 1]", "[1][2]", "[1, 2]", "[citation needed]", "[when?]", "†", "‡"),
    *("*", " *", "¹", "¹²", "[a]†", "[Beleg fehlt]", "[réf. nécessaire]"),
]
#: Tables without marks, by the columns that get them.
TABLES = {
    "pair": [["Site", "Coordinates", "Range"], ["Camp", "54°42\u2032N 20°30\u2032E", "2,000 km"]],
    "decimal pair": [["Site", "Coordinates", "Range"], ["Camp", "54.7, 20.5", "2,000 km"]],
    "axes": [["Site", "Lat", "Lon", "Range km"], ["Camp", "54.7", "20.5", "500"]],
    "axes of sides": [
        ["Site", "Latitude", "Longitude", "Range"],
        ["Camp", "54°42\u2032N", "20.5°E", "5"],
    ],
    "pieces": [
        ["Site", "Lat deg", "Lat min", "Lat N/S", "Lon deg", "Lon min", "Lon E/W", "Range km"],
        ["Camp", "54", "42", "N", "20", "30", "W", "500"],
    ],
    "days": [
        ["Site", "Lat", "Lon", "Range km", "First reported", "Until"],
        ["Camp", "54.7", "20.5", "500", "2019-02", "10 May 2021"],
    ],
    "of the south": [["Site", "Position", "Range km"], ["Camp", "12.5 S, 77 W", "500"]],
}


def csv_of(rows, folder):
    path = folder / "a.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def workbook(make, kind):
    def made(rows, folder):
        path = folder / f"a.{kind}"
        path.write_bytes(make({"S": rows}))
        return path

    return made


def json_of(rows, folder):
    path = folder / "a.json"
    heads, *below = rows
    path.write_text(json.dumps([dict(zip(heads, row, strict=True)) for row in below]), "utf-8")
    return path


def frame_of(rows, _):
    heads, *below = rows
    return pd.DataFrame(below, columns=heads)


FORMS = {
    "csv": csv_of,
    "xlsx": workbook(xlsx, "xlsx"),
    "ods": workbook(ods, "ods"),
    "xls": workbook(xls, "xls"),
    "json": json_of,
    "frame": frame_of,
}


def own_rows(given):
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always", infmap.ReadingNote)
        cat = infmap.load(deployments=given)
    rows = [
        (
            row.site,
            row.lat,
            row.lon,
            row.first_reported,
            row.until,
            claim.at_least_km,
            claim.up_to_km,
        )
        for row in cat.deployment_rows
        if row.site == "Camp"
        for claim in cat.claims_by_system[row.system_id]
    ]
    return rows, [str(note.message) for note in noted]


def marked(rows, mark, heads):
    head, cells = rows
    return [[f"{name}{mark}" for name in head] if heads else head, [f"{c}{mark}" for c in cells]]


CASES = [*itertools.product(TABLES, MARKS, FORMS, [True, False])]


@pytest.mark.thorough(but=37)
@pytest.mark.parametrize(("table", "mark", "form", "heads"), sampled(CASES, 150))
def test_marks_change_nothing(tmp_path, table, mark, form, heads):
    rows = TABLES[table]
    expected, _ = own_rows(FORMS[form](rows, tmp_path))
    assert len(expected) == 1
    found, _ = own_rows(FORMS[form](marked(rows, mark, heads), tmp_path))
    assert found == expected


@pytest.mark.parametrize("mark", MARKS)
def test_what_is_read_without_its_mark_is_told(tmp_path, mark):
    _, told = own_rows(csv_of(marked(TABLES["pair"], mark, heads=False), tmp_path))
    cell = f"54°42\u2032N 20°30\u2032E{mark}"
    assert any(f"{cell!r} read as latitude 54.7, longitude 20.5" in line for line in told)


@pytest.mark.parametrize("mark", ["[1]", "[a]", "†", "¹", "[note 2]"])
@pytest.mark.parametrize(
    "pair",
    ["54.7{}, 20.5{}", "54°42\u2032N{} 20°30\u2032E{}", "54.7 N{}; 20.5 E", "54.7{} 20.5{}"],
)
def test_marks_behind_each_of_two_coordinates_change_nothing(tmp_path, mark, pair):
    cell = pair.format(mark, mark)
    rows, _ = own_rows(csv_of([["Site", "Position", "Range km"], ["Camp", cell, 500]], tmp_path))
    assert rows[0][1:3] == (54.7, 20.5)


@pytest.mark.parametrize("letter", [*"abcdefghijklmnopqrstuvwxyz"])
def test_any_letter_is_a_footnote_behind_a_side_of_the_earth_or_the_name_of_a_column(
    tmp_path, letter
):
    mark = f"[{letter}]"
    heads = ["Site", "Position", "Range km"]
    heads = [f"{head}{mark}" if letter not in "k" else head for head in heads[:2]] + heads[2:]
    rows = [heads, ["Camp", f"54°42\u2032N{mark} 20°30\u2032E{mark}", 500]]
    assert own_rows(csv_of(rows, tmp_path))[0][0][:3] == ("Camp", 54.7, 20.5)


@pytest.mark.parametrize("mark", ["[1]", "[a]", "†", "[note 2]"])
@pytest.mark.parametrize("cell", ["54.7, 20.5{}", "[54.7, 20.5]{}", "54.7{}, 20.5{}"])
def test_marks_behind_a_pair_whose_head_says_its_order_change_nothing(tmp_path, mark, cell):
    rows = [["Site", f"latlon{mark}", "Range km"], ["Camp", cell.format(mark, mark), 500]]
    assert own_rows(csv_of(rows, tmp_path))[0][0][:3] == ("Camp", 54.7, 20.5)


PLACES = {
    "pair": [["code", "Coordinates", "people"], ["7", "54°42\u2032N 20°30\u2032E", "5200"]],
    "axes": [["code", "Lat", "Lon", "people"], ["7", "54.7", "20.5", "5,200,100"]],
    "pieces": [
        ["code", "Lat deg", "Lat min", "Lat N/S", "Lon deg", "Lon min", "Lon E/W", "people"],
        ["7", "54", "42", "N", "20", "30", "W", "5200"],
    ],
    "two": [["code", "Lat", "Lon", "Position", "people"], ["7", "54.7", "20.5", "54.7, 20.5", "9"]],
}


def screened(path, weight="people"):
    folder = path.parent / f"out{len([*path.parent.iterdir()])}"
    cat = infmap.load()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rings = infmap.screen(cat, path, folder, weight=weight, site="kaliningrad")
    table = parquet.read_table(folder / "places").to_pylist()
    return [row["nearest_km"] for row in table], [*rings["weight"]]


#: Raised digits behind a number of people may be a power.
OF_NUMBERS = [mark for mark in MARKS if not {*mark} & {*"¹²³"} and mark != "[1, 2]"]
SCREENED = [*itertools.product(PLACES, OF_NUMBERS, [True, False])]


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize(("table", "mark", "heads"), sampled(SCREENED, 20))
def test_marks_change_nothing_where_places_are_screened(tmp_path, table, mark, heads):
    rows = PLACES[table]
    expected = screened(csv_of(rows, tmp_path))
    assert screened(csv_of(marked(rows, mark, heads), tmp_path)) == expected


#: Cells and heads whose brackets or signs may be more than a footnote, and a word of the refusal.
MEANT = [
    (["Site", "Lat", "Lon", "Range km"], ["Camp", "54.7", "20.5[E]", "500"], "Lon"),
    (["Site", "Lat", "Lon", "Range km"], ["Camp", "54.7", "20.5[w]", "500"], "Lon"),
    (["Site", "Lat", "Lon", "Range km"], ["Camp", "54 [30]", "20.5", "500"], "Lat"),
    (["Site", "Position", "Range km"], ["Camp", "54, 20 [30]", "500"], "Position"),
    (["Site", "Position", "Range km"], ["Camp", "54.7, 20.5 [W]", "500"], "Position"),
    (["Site", "Position", "Range km"], ["Camp", "54.7 [north], 20.5", "500"], "Position"),
    (["Site", "Lat", "Lon", "Range[k]"], ["Camp", "54.7", "20.5", "500"], "Range"),
    (["Site", "Lat", "Lon", "Range (km²)"], ["Camp", "54.7", "20.5", "500"], ""),
]


@pytest.mark.parametrize(("heads", "cells", "field"), MEANT, ids=[str(case[1]) for case in MEANT])
def test_what_may_be_more_than_a_footnote_is_no_footnote(tmp_path, heads, cells, field):
    with pytest.raises(DataError) as caught:
        own_rows(csv_of([heads, cells], tmp_path))
    assert field in str(caught.value)


def test_a_unit_in_brackets_stays_the_unit(tmp_path):
    rows, _ = own_rows(
        csv_of([["Site", "Lat", "Lon", "Range [m]"], ["Camp", 54.7, 20.5, 500_000]], tmp_path)
    )
    assert rows[0][-1] == 500


@pytest.mark.parametrize("name", ["Pershing [II]", "Base [north]", "Unit [x-2]", "Camp [1987]"])
def test_a_name_keeps_what_is_no_footnote(tmp_path, name):
    path = csv_of([["Site", "Lat", "Lon", "Range km"], [name, 54.7, 20.5, 500]], tmp_path)
    assert infmap.load(deployments=path, only_own=True).sites[0].name == name


@pytest.mark.parametrize("mark", ["", "[1]", "[a]", "†"])
def test_a_swapped_pair_is_found_where_its_country_has_a_footnote(tmp_path, mark):
    rows = [["code", "Lat", "Lon", "Country"], ["7", "21", "52", f"Poland{mark}"]]
    with pytest.raises(DataError, match="swap lon and lat"):
        infmap.screen(infmap.load(), csv_of(rows, tmp_path), tmp_path / "out", site="kaliningrad")
