"""Slips of workbooks: numbers that became dates, and a second table below the first."""

from datetime import date

import pytest

import infmap
from infmap.errors import DataError
from tests.workbook_files import KINDS

HEADS = ["Site", "Lat", "Lon", "Range"]


def refused(folder, data):
    path = folder / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=path)
    return [line.partition("book.xlsx")[2] for line in str(caught.value).splitlines()]


@KINDS
@pytest.mark.parametrize(
    ("column", "such_as"),
    [(1, "degrees such as 54.71"), (2, "degrees such as 20.51"), (3, "a number such as 500")],
)
def test_a_number_that_became_a_date_is_told_as_one(make, tmp_path, column, such_as):
    row = ["North", 54.1, 10.2, 500]
    row[column] = date(2024, 2, 10)
    assert refused(tmp_path, make({"S": [HEADS, row]})) == [
        f":2: {HEADS[column]}: is a date and no number ('2024-02-10'); write {such_as} in a cell "
        "of the format Number or Text: the spreadsheet made a date of it"
    ]


@KINDS
def test_a_count_that_became_a_date_is_told_as_one(make, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make({"S": [["lat", "lon", "population"], [54, 10, date(2024, 2, 10)]]}))
    with pytest.raises(DataError, match="population: is a date and no number"):
        infmap.load_population(path)


SECONDS = {
    "other heads": ["System", "Operator", "Range km"],
    "the same heads in another order": ["Lat", "Lon", "Base", "Range km"],
    "one head again": ["Missile", "Range km"],
    "a head that is not known": ["System", "Colour", "Range km"],
    "figures": ["System", "Claimant", "Up to", "As of"],
}


@KINDS
@pytest.mark.parametrize("heads", SECONDS.values(), ids=SECONDS)
def test_a_table_below_another_is_told_in_one_line(make, tmp_path, heads):
    first = [["Base", "Lat", "Lon", "Range km"], ["A", 54.1, 10.2, 1200], ["B", "x", 11.2, 400]]
    second = [heads, ["My one", "Russia", 300], ["My two", "USA", 900]]
    first_line, line = refused(tmp_path, make({"S": [*first, [], *second]}))
    assert first_line.startswith(":3: Lat: not a number ('x')")
    assert line == (
        f":5: seems to be the header of another table ('{' '.join(heads)}'); put that table into "
        "a sheet or file of its own"
    )


def test_a_table_below_another_in_a_text_is_told_too(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text(
        "Base,Lat,Lon,Range km\nA,54.1,10.2,1200\n\nSystem,Operator,Range km,\nM,Russia,300,\n"
    )
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=path)
    (line,) = str(caught.value).splitlines()
    assert ":4: seems to be the header of another table" in line


@KINDS
def test_rows_of_words_are_no_headers(make, tmp_path):
    rows = [["id", "Name", "Kind", "Operator"], ["a", "Range", "GLCM", "Russia"], []]
    rows += [["b", "Latitude", "GLCM", "Russia"], ["c", "Operator", "GLCM", "USA"]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make({"S": rows}))
    cat = infmap.load(systems=path)
    names = {row.id: row.name for row in cat.system_rows}
    assert [names[ident] for ident in "abc"] == ["Range", "Latitude", "Operator"]


@KINDS
def test_a_row_with_a_number_is_no_header_whatever_its_words(make, tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make({"S": [["id", "Name", "Range km"], ["range", "Range km", 300]]}))
    cat = infmap.load(systems=path)
    assert [row.name for row in cat.system_rows if row.id == "range"] == ["Range km"]
