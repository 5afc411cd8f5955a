"""The cells of any table, in every format: what is missing is empty, and JSON is JSON."""

import datetime
import io
import json
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from infmap import InfmapError, format_table
from infmap.io.formats import TableFormat

NOTHING = [
    None,
    float("nan"),
    np.float32("nan"),
    pd.NaT,
    pd.NA,
    np.datetime64("NaT"),
    Decimal("NaN"),
]
#: A cell, what a text says of it, and what JSON holds.
CELLS: list[tuple[Any, str, Any]] = [
    (float("inf"), "Infinity", "Infinity"),
    (-np.inf, "-Infinity", "-Infinity"),
    (np.float32(0.1), "0.1", 0.1),
    (np.float64(2500), "2500", 2500),
    (np.int64(4), "4", 4),
    (np.bool_(True), "yes", True),
    (False, "no", False),
    (Decimal("1.50"), "1.50", 1.5),
    (10**40, str(10**40), 10**40),
    ([1, float("nan"), pd.NaT, float("inf")], "1; ; ; Infinity", [1, None, None, "Infinity"]),
    ((1, (2, np.int64(3))), "1; 2; 3", [1, [2, 3]]),
    (np.array([1.5, np.nan]), "1.5; ", [1.5, None]),
    ({"b", "a"}, "a; b", ["a", "b"]),
    ({"a": np.int64(3), 1: float("nan")}, '{"a": 3, "1": null}', {"a": 3, "1": None}),
    (pd.Timestamp("2019-02-10"), "2019-02-10 00:00:00", "2019-02-10T00:00:00"),
    (datetime.date(2019, 2, 10), "2019-02-10", "2019-02-10"),
    (b"\xff", "b'\\xff'", "b'\\xff'"),
    (1 + 2j, "(1+2j)", "(1+2j)"),
]


def sheet(table: Any) -> list[list[Any]]:
    """Return the cells of a workbook under its heads."""
    data = format_table(table, "xlsx")
    assert isinstance(data, bytes)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name("table").to_python(skip_empty_area=False)[1:]


def as_text(table: Any, form: str) -> str:
    """Return a table in a format of text."""
    text = format_table(table, form)
    assert isinstance(text, str)
    return text


def records(table: Any) -> Any:
    """Return what strict JSON holds."""
    return json.loads(as_text(table, "json"), parse_constant=pytest.fail)


@pytest.mark.parametrize("cell", NOTHING, ids=repr)
def test_what_is_missing_is_empty_in_every_format(cell: Any) -> None:
    rows = [{"a": "x", "b": cell, "c": 1}]
    for table in (rows, pd.DataFrame(rows)):
        assert records(table) == [{"a": "x", "b": None, "c": 1}]
        assert as_text(table, "csv") == "a,b,c\nx,,1\n"
        for form in ("md", "html", "latex", "table"):
            assert "na" not in as_text(table, form).casefold().replace("tabular", "")
        assert sheet(table) == [["x", "", 1]]


@pytest.mark.parametrize(("cell", "text", "held"), CELLS, ids=[text for _, text, _ in CELLS])
def test_a_cell_is_written_in_every_format(cell: Any, text: str, held: Any) -> None:
    rows = [{"a": cell}]
    assert records(rows) == [{"a": held}]
    assert pd.read_csv(io.StringIO(as_text(rows, "csv")), dtype=str)["a"].item() == text
    for form in TableFormat:
        assert format_table(rows, form)
    ((written,),) = sheet(rows)
    is_number = isinstance(held, int | float) and not isinstance(held, bool) and held < 10**15
    assert written == (held if is_number else text)


COLUMNS = [
    *("distance_km", "azimuth_deg", "margin_km", "min_km", "max_km", "accounts", "figures"),
    *("figures_in_range", "figures_left_open", "countries", "issued", "accessed"),
]


@pytest.mark.parametrize("head", COLUMNS)
def test_a_column_that_infmap_knows_may_hold_any_words(head: str) -> None:
    rows = [{head: "a word of mine"}]
    for form in ("csv", "md", "html", "table"):
        assert "a word of mine" in as_text(rows, form)
    assert records(rows) == rows
    assert sheet(rows) == [["a word of mine"]]


@pytest.mark.parametrize("kind", ["datetime64[ns]", "Int64", "boolean", "category", "string"])
def test_a_column_of_any_kind_may_lack_a_value(kind: str) -> None:
    given = pd.Series([None, None], dtype=kind)
    assert records(pd.DataFrame({"a": given})) == [{"a": None}, {"a": None}]
    assert as_text(pd.DataFrame({"b": [1, 2], "a": given}), "csv") == "b,a\n1,\n2,\n"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (pd.Series([1], name="x"), "0 1\\nName: x, dtype: int64"),
        (pd.Index([1]), "Index([1], dtype='int64')"),
        (np.array([1]), "array([1])"),
        (None, "None"),
    ],
)
def test_what_is_no_table_is_refused(given: Any, shown: str) -> None:
    with pytest.raises(InfmapError) as refused:
        format_table(given)
    told = " ".join(str(refused.value).split())
    assert told == f"no table ({shown}); give a DataFrame, or rows as dicts"


def test_no_format_is_refused_as_one() -> None:
    with pytest.raises(InfmapError, match=r"form must be text \(got None\)"):
        format_table([{"a": 1}], None)  # type: ignore[arg-type]


def test_every_column_of_lengths_follows_the_unit_and_no_other() -> None:
    table = pd.DataFrame(
        {
            "nearest_km": [160.9344, None, float("inf")],
            "range_km": [480.0, 500, None],
            "my_own_km": np.array([1.609344, 0, 16.09344], dtype="float32"),
            "people_per_km": [1.0, 2, 3],
            "area_sq_km": [1.0, 2, 3],
            "words_km": ["far", "near", ""],
        }
    )
    lines = as_text(table, "md").splitlines()
    assert "nearest_km" in lines[0]
    text = format_table(table, "md", units="mi")
    assert isinstance(text, str)
    head, _, *rows = (
        [cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()
    )
    assert head == [
        *("nearest_mi", "range_mi", "my_own_mi"),
        *("people_per_km", "area_sq_km", "words_km"),
    ]
    assert [row[0] for row in rows] == ["100.000", "", "Infinity"]
    assert [row[1] for row in rows] == ["298", "311", ""]
    assert [row[2] for row in rows] == ["1.000", "0.000", "10.000"]
    assert [row[3:] for row in rows] == [["1", "1", "far"], ["2", "2", "near"], ["3", "3", ""]]
