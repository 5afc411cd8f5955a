"""Slips of workbooks: numbers that became dates, and a second table below the first."""

from datetime import date

import pytest

import infmap
from infmap.errors import DataError
from tests.workbook_files import ods, xls, xlsx

KINDS = pytest.mark.parametrize("make", [xlsx, ods, xls], ids=["xlsx", "ods", "xls"])
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
