"""Positions in lists of numbers: read in the order that their head says, else refused with both."""

import json
import warnings

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import infmap
from infmap.errors import DataError, ReadingNote

ROWS = [[54.1, 10.2], [-33.5, 70.25]]


def table(folder, kind, head, rows):
    names = [f"Place {k}" for k in range(len(rows))]
    if kind == "frame":
        return pd.DataFrame({"name": names, head: [tuple(row) for row in rows]})
    path = folder / f"places.{kind}"
    if kind == "parquet":
        parquet.write_table(pa.table({"name": names, head: rows}), path)
    else:
        records = [{"name": name, head: row} for name, row in zip(names, rows, strict=True)]
        path.write_text(json.dumps(records), "utf-8")
    return path


@pytest.mark.thorough(but=6)
@pytest.mark.parametrize("kind", ["json", "frame", "parquet"])
@pytest.mark.parametrize(
    ("head", "lat_first"),
    [
        *(("latlon", True), ("lat_lng", True), ("Latitude, Longitude", True), ("yx", True)),
        *(("lnglat", False), ("lon,lat", False), ("coordinates", False), ("geojson", False)),
    ],
)
def test_a_list_is_read_in_the_order_that_its_head_says(cat, tmp_path, kind, head, lat_first):
    given = table(tmp_path, kind, head, [row if lat_first else row[::-1] for row in ROWS])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        loaded = infmap.load(capitals=given)
    assert [[row.lat, row.lon] for row in loaded.capital_rows] == ROWS
    order = "latitude, longitude" if lat_first else "longitude, latitude"
    said = [str(note.message) for note in caught if "lists" in str(note.message)]
    assert [line.partition(": ")[2] for line in said] == [
        f"{head}: lists of numbers read as {order}"
    ]
    assert not any("'[" in str(note.message) for note in caught)
    if kind == "parquet":
        infmap.screen(cat.select(site="shuya"), given, tmp_path / "lists")
        plain = tmp_path / "plain.csv"
        pd.DataFrame(ROWS, columns=["lat", "lon"]).to_csv(plain, index=False)
        infmap.screen(cat.select(site="shuya"), plain, tmp_path / "plain")
        lists, one = (
            parquet.read_table(tmp_path / name / "places")["nearest_km"].to_pylist()
            for name in ("lists", "plain")
        )
        assert lists == one


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("kind", ["json", "frame", "parquet"])
@pytest.mark.parametrize("head", ["coords", "position", "location", "Koordinaten"])
def test_a_list_of_either_order_is_refused_with_both(cat, tmp_path, kind, head):
    given = table(tmp_path, kind, head, ROWS)
    either = "may be either of two places"
    with pytest.raises(DataError) as caught:
        infmap.load(capitals=given)
    lines = str(caught.value).splitlines()
    assert len(lines) == 2
    assert either in lines[0]
    assert lines[0].endswith("write 54.1 N, 10.2 E or 10.2 N, 54.1 E")
    if kind == "parquet":
        with pytest.raises(DataError, match=either):
            infmap.screen(cat, given, tmp_path / "out")


def test_a_list_that_can_have_one_order_alone_is_read(tmp_path):
    given = table(tmp_path, "json", "coords", [[118.1, 30.7], [30.7, 118.1], [30.7, 118.1, 5]])
    with pytest.warns(ReadingNote, match="read as latitude 30.7, longitude 118.1"):
        loaded = infmap.load(capitals=given)
    assert {(row.lat, row.lon) for row in loaded.capital_rows} == {(30.7, 118.1)}


@pytest.mark.parametrize(
    ("head", "cell", "line"),
    [
        (
            "latlon",
            [118.1, 30.7],
            "latitude would be 118.1 ('[118.1, 30.7]'); write 30.7 N, 118.1 E",
        ),
        ("coordinates", [30.7, 118.1], "latitude would be 118.1 ('[30.7, 118.1]'); write 30.7 N"),
        ("coords", [54.1], "no position ('[54.1]'); write latitude and longitude"),
        ("coords", ["54.1", None], "no position ("),
    ],
)
def test_what_is_no_position_gets_one_line(tmp_path, head, cell, line):
    with pytest.raises(DataError) as caught:
        infmap.load(capitals=table(tmp_path, "json", head, [cell]))
    (said,) = str(caught.value).splitlines()
    assert said.partition(f"{head}: ")[2].startswith(line)
