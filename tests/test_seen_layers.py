"""What a GIS shows of the rings of a few made-up sites: names, colours, widths, dashes, values."""

import csv
import re
import sqlite3
import tempfile
from contextlib import closing
from itertools import product
from xml.etree import ElementTree

import pandas as pd
import pytest

import infmap
from infmap.analysis.reach import Reach
from infmap.catalogue.rows import Role
from infmap.errors import OutputError
from infmap.export import rings_bytes, side_layers
from infmap.export.qgis import capitals_qml, coverage_qml
from infmap.treaty import RangeBand


@pytest.mark.parametrize(
    ("suffix", "band"), [*product([".kml", ".geojson"], [[], ["--band", "300", "900"]])]
)
def test_rings_are_named_and_coloured_as_was_read_before(
    infmap_says, reads_as, tmp_path, suffix, band
):
    path = tmp_path / f"rings{suffix}"
    infmap_says("rings", "--site", "north-camp", *band, "-o", str(path))
    # Where the lines run is for other tests; here the first two points of each say enough.
    text = path.read_text("utf-8").replace('{"type": "Feature"', '\n{"type": "Feature"')
    text = re.sub(r"(<coordinates>\S+ \S+) [^<]*", r"\1 ...", text)
    text = re.sub(r'("coordinates": \[+[^\]]+\]), .*?\]\]+', r"\1, ...", text)
    reads_as(text, f"rings{'-of-a-band' if band else ''}{suffix}.txt")


def test_qgis_draws_layers_as_was_read_before(infmap_says, reads_as, tmp_path):
    path = tmp_path / "rings.gpkg"
    infmap_says("rings", "-o", str(path))
    with closing(sqlite3.connect(path)) as database:
        styles = database.execute(
            "SELECT f_table_name, description, styleQML FROM layer_styles ORDER BY f_table_name"
        ).fetchall()
    reads_as("\n".join(f"{name}: {about}\n{qml}" for name, about, qml in styles), "styles.qml.txt")


def test_qgis_marks_every_kind_of_place_as_was_read_before(reads_as):
    places = pd.DataFrame([*product(RangeBand, Reach)], columns=["band", "reach"])
    styles = [coverage_qml(places), capitals_qml(pd.DataFrame({"role": [*Role, None]}))]
    lines = []
    for root in map(ElementTree.fromstring, styles):
        labels = [one.get("label") for one in root.iter("category")]
        for label, symbol in zip(labels, root.find("renderer-v2/symbols"), strict=True):
            marks = [
                {one.get("name"): one.get("value") for one in layer.find("Option")}
                for layer in symbol
            ]
            lines += [label, *(f"  {', '.join(map(': '.join, one.items()))}" for one in marks)]
    reads_as("\n".join(lines), "marks.txt")


def test_the_coverage_in_a_geopackage_is_that_of_the_band_asked_for(infmap_says, tmp_path):
    path = tmp_path / "rings.gpkg"
    band = ("--site", "north-camp", "--band", "300", "900")
    infmap_says("rings", *band, "-o", str(path))
    with closing(sqlite3.connect(path)) as database:
        places = [target for (target,) in database.execute("SELECT target FROM coverage")]
    listed = csv.DictReader(infmap_says("coverage", *band, "--format", "csv").splitlines())
    assert places == [row["target"] for row in listed]


def test_a_geopackage_that_finds_no_room_is_refused_in_one_line(made_up, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError) as refused:
        rings_bytes(infmap.range_rings(made_up), ".gpkg", side_layers(made_up))
    assert str(refused.value) == (
        f"{tmp_path / 'gone'}: a GeoPackage cannot be put together there (No such file or "
        "directory); make room, or set TMPDIR to another folder"
    )


def test_a_geopackage_without_any_folder_for_it_is_refused_in_one_line(made_up, monkeypatch):
    def nowhere():
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    with pytest.raises(OutputError) as refused:
        rings_bytes(infmap.range_rings(made_up), ".gpkg")
    assert str(refused.value).startswith(
        "temporary folder: a GeoPackage cannot be put together there (No usable temporary "
    )


def test_a_table_of_no_rings_has_the_columns_of_one_with_some(made_up):
    none = infmap.range_rings(made_up, account="user")
    assert len(none) == 0
    assert list(none.columns) == list(infmap.range_rings(made_up).columns)
