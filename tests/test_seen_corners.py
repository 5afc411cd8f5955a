"""What a reader reads at the edges of outputs: captions, notes, links, styles and refusals."""

import json
import re
import shutil
import sqlite3
import warnings
import zipfile
from contextlib import closing
from datetime import date
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from typer.testing import CliRunner

import infmap
from infmap.analysis.relations import SUCCESSORS, States
from infmap.cli import app
from infmap.errors import DataError, ReadingNote
from infmap.export import rings_bytes
from infmap.looks.corrections import REPORT_WORDS
from infmap.looks.palette import DARK, LIGHT
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown
from infmap.story.document import story_text
from infmap.story.reading import read_story
from infmap.treaty.bands import TREATY_BANDS

DATA = Path(__file__).resolve().parents[1] / "data"


def told(tmp_path, text, name="sites.csv", *more):
    """Return what `infmap check` says of a table, without its path."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = CliRunner().invoke(app, ["check", str(path), *more])
    return [line.replace(str(path), "FILE") for line in result.stderr.splitlines()]


def test_the_zones_of_the_band_have_short_names():
    assert [zone.short for zone in TREATY_BANDS.zones] == [
        *("below 500", "500 to 1000", "1000 to 5500", "beyond"),
    ]


def test_every_colour_is_one(cat):
    for palette in (LIGHT, DARK):
        assert [name for name, colour in palette.items() if not _is_colour(colour)] == []


def _is_colour(text):
    return re.fullmatch(r"#[0-9a-f]{6}", text)


def test_a_former_state_is_followed_by_one_that_has_a_capital_today(cat):
    states = States(cat)
    capitals = {row.iso_a3 for row in cat.capital_rows if not row.until}
    assert {former: states.keys(former)[1] for former in SUCCESSORS} == {
        "Soviet Union": "RUS",
        "West Germany": "DEU",
        "East Germany": "DEU",
        "Czechoslovakia": "CZE",
    }
    assert capitals >= {states.keys(former)[1] for former in SUCCESSORS}


# --- Tables ----------------------------------------------------------------------------------


def test_two_accounts_that_answer_alike_are_told_so():
    same = infmap.compare(infmap.load(), "2019-03-01", "2019-03-02", site="shuya")
    assert len(same) == 0
    said = CliRunner().invoke(app, ["compare", "2019-03-01", "2019-03-02", "--site", "shuya"])
    assert said.stdout.strip().endswith("the same answer for every capital.")
    assert "2019-03-01 against 2019-03-02" in " ".join(said.stdout.split())


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_link_to_report_an_error_is_one_of_its_format(monkeypatch, form):
    address = "https://a.example/new"
    monkeypatch.setattr("infmap.looks.corrections.address", lambda: address)
    row = {"system_id": "one", "account": "operator", "claimant": "b"}
    text = infmap.format_table([row], form)
    if form == "md":
        assert f"[{REPORT_WORDS}]({address}?title=" in text
        assert "<a" not in text
    else:
        assert f">{REPORT_WORDS}</a>" in text
        assert "](" not in text


# --- Briefs ----------------------------------------------------------------------------------


@pytest.mark.thorough
def test_a_brief_on_several_sites_begins_with_a_picture_of_all(cat):
    for sites, pictures in ((["shuya"], 1), (["shuya", "deveselu"], 3)):
        brief = infmap.make_report(cat, site=sites)
        assert (brief.overview is not None) == (len(sites) > 1)
        assert as_html(brief).count("<svg") == pictures


def test_a_brief_says_that_no_figure_of_a_strike_system_decides(cat):
    brief = infmap.make_report(cat, site="redzikowo", system="sm-3-iia", target="minsk")
    said = " ".join(re.sub(r"<[^>]+>", " ", as_html(brief)).split())
    assert "No figure is given of a strike system there, so that none decides it." in said
    assert "none decides it." in as_markdown(brief, [])


@pytest.mark.thorough
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="no pandoc")
def test_the_styles_of_a_word_file_are_numbers_where_word_wants_numbers(cat, tmp_path):
    brief = infmap.make_report(cat, site=["shuya", "deveselu"])
    infmap.save_report(brief, tmp_path / "brief.docx")
    with zipfile.ZipFile(tmp_path / "brief.docx") as file:
        styles = file.read("word/styles.xml").decode()
        text = file.read("word/document.xml").decode()
    levels = re.findall(r'<w:outlineLvl w:val="([^"]*)"', styles)
    assert {"0", "1", "2"} <= {*levels}
    assert all(map(str.isdigit, levels))
    headings = {
        unescape(re.sub(r"<[^>]+>", "", paragraph)): level
        for paragraph in text.split("</w:p>")
        for level in re.findall(r'<w:pStyle w:val="Heading(\d)"', paragraph)
    }
    assert {chapter.title: headings.get(chapter.title) for chapter in brief.chapters} == {
        chapter.title: "2" for chapter in brief.chapters
    }
    assert headings[brief.title] == "1"


# --- Layers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("band", [None, (600, 700)])
def test_qgis_finds_a_look_for_every_row_of_the_layer_of_rings(made_up, tmp_path, band):
    rings = infmap.range_rings(made_up, band=band)
    path = tmp_path / "rings.gpkg"
    path.write_bytes(rings_bytes(rings, ".gpkg"))
    with closing(sqlite3.connect(path)) as database:
        styles = dict(database.execute("SELECT f_table_name, styleQML FROM layer_styles"))
        style = styles["rings"]
        expression = unescape(re.search(r'<renderer-v2[^>]* attr="([^"]*)"', style)[1])
        values = {value for (value,) in database.execute(f"SELECT {expression} FROM rings")}
    looks = {unescape(value) for value in re.findall(r'<category[^>]* value="([^"]*)"', style)}
    assert values
    assert values <= looks


# --- Stories ---------------------------------------------------------------------------------


def story(tmp_path, text, cat):
    path = tmp_path / "story.md"
    path.write_text(text, "utf-8")
    return read_story(path, cat)


def test_a_holder_without_a_deployment_today_is_told_with_who_has_one(cat, tmp_path):
    with pytest.raises(DataError) as refused:
        story(tmp_path, "# T\n\n## S {mode=overview holder=Bulgaria}\n\nWords.\n", cat)
    assert "Bulgaria has no deployment today; write " in str(refused.value)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("sides", "head"),
    [
        ("left=operator right=opponent site=shuya", "In range on"),
        ("left=shuya right=deveselu", "In range of"),
    ],
)
def test_a_comparison_in_a_story_says_whose_reach_it_is(cat, tmp_path, sides, head):
    text = f"# T\n\n## S {{mode=compare {sides} date=2019-01-01}}\n\nWords.\n"
    said = story_text(story(tmp_path, text, cat))
    heads = re.findall(r"In range (?:on|of)\b", re.sub(r"<[^>]+>", " ", said))
    assert {*heads} == {head}


# --- What changed ----------------------------------------------------------------------------


def test_a_diff_counts_the_sites_that_came_went_and_answer_otherwise(tmp_path):
    for state, left_out in (("old", ["shuya", "deveselu"]), ("new", ["redzikowo"])):
        shutil.copytree(DATA, tmp_path / state)
        path = tmp_path / state / "deployments.geojson"
        layer = json.loads(path.read_text("utf-8"))
        layer["features"] = [
            one for one in layer["features"] if one["properties"]["site_id"] not in left_out
        ]
        path.write_text(json.dumps(layer), "utf-8")
    told = repr(infmap.diff(tmp_path / "old", tmp_path / "new"))
    assert re.search(
        r"; on all accounts together 0 of \d+ sites of both answer otherwise, 2 came, 1 went", told
    )


# --- Refusals --------------------------------------------------------------------------------


def test_a_range_below_0_is_told_what_to_write():
    frame = pd.DataFrame({"id": ["a"], "name": ["A"], "range_km": [-480.5]})
    with pytest.raises(DataError, match=r"cannot be negative .*; write 480\.5, or leave it empty"):
        infmap.load(systems=frame)


def test_a_cell_that_is_nan_is_told_what_to_write(tmp_path):
    row = '[{"name": "A", "system": "9M729", "lon": 20, "lat": 54, "note": NaN}]'
    assert told(tmp_path, row, "sites.json") == [
        "FILE:1: note: is NaN, which is no text ('nan'); leave it out, or write null"
    ]


@pytest.mark.parametrize("label", ["north", pd.Timestamp("2019-02-10"), ("a", 1), 7])
def test_a_row_of_a_frame_is_told_by_its_label(label):
    index = pd.Index([label], tupleize_cols=False)
    frame = pd.DataFrame({"name": ["A"], "lat": [99.0], "lon": [20.0]}, index=index)
    with pytest.raises(DataError) as refused:
        infmap.load_places(frame)
    shown = repr(label) if isinstance(label, str) else str(label)
    assert shown in str(refused.value)
    assert "Timestamp" not in str(refused.value)


def test_a_row_whose_label_is_a_day_beyond_pythons_years_is_told_by_its_place():
    days = pa.array([10**7, 10**7 + 1], pa.int32()).cast(pa.date32())
    frame = pd.DataFrame({"name": ["A", "B"], "lat": [54.0, 99.0], "lon": [20.0, 20.0]})
    frame.index = pd.Index(pd.arrays.ArrowExtensionArray(days))
    with pytest.raises(DataError, match=r"^places: row 2 \(index 1\): lat: "):
        infmap.load_places(frame)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (True, "not a number ('True')"),
        (date(2019, 2, 10), "is a date and no number ('2019-02-10')"),
        ([5], "not a number ('[5]')"),
    ],
)
def test_a_precision_that_is_no_length_is_told_as_it_stands(cell, said):
    row = {"site": "A", "system": "9M729", "lat": 54.5, "lon": 20.5, "precision_km": cell}
    with pytest.raises(DataError) as refused:
        infmap.load(deployments=[row])
    assert f"precision_km: {said}; write a number" in str(refused.value)


def test_a_file_of_several_layers_is_told_how_to_name_one(tmp_path):
    import geopandas as gpd

    points = gpd.GeoDataFrame(
        {"name": ["A"], "system": ["9M729"]}, geometry=gpd.points_from_xy([20], [54]), crs=4326
    )
    path = tmp_path / "map.gpkg"
    for layer in ("first", "second"):
        points.to_file(path, layer=layer)
    (line,) = told(tmp_path, path.read_bytes(), "map.gpkg")
    assert line == (
        "FILE: has 2 layers that can be meant ('first, second'); "
        "name one behind the path, as in #first"
    )


def test_a_layer_of_areas_is_told_to_give_points_and_is_no_table_of_systems(tmp_path):
    ring = [[20, 54], [21, 54], [21, 55], [20, 54]]
    area = {"type": "Polygon", "coordinates": [ring]}
    layer = {"type": "Feature", "properties": {"name": "A"}, "geometry": area}
    (line,) = told(tmp_path, json.dumps(layer), "map.geojson")
    assert line.startswith("FILE:1: geometry: must be one Point ('Polygon'); give its centre")


def test_a_column_of_a_workbook_without_a_head_is_told(tmp_path):
    book = openpyxl.Workbook()
    for row in (["name", None, "system", "lat", "lon"], ["A", "x", "9M729", 54, 20]):
        book.active.append(row)
    path = tmp_path / "sites.xlsx"
    book.save(path)
    lines = told(tmp_path, path.read_bytes(), "sites.xlsx")
    assert "FILE: not read: a column without a head" in lines


def test_a_labelled_position_off_the_earth_is_not_told_that_it_is_swapped(tmp_path):
    lines = told(tmp_path, 'name,position,system\nA,"lat 95, lon 20",9M729\n')
    assert len(lines) == 1
    assert "swapped" not in lines[0]
    assert "95" in lines[0]


def test_the_newer_number_of_a_reference_system_counts():
    geometry = '{"x": 1113194.9, "y": 7170156.3, "spatialReference": {"wkid": 999999, %s}}'
    frame = pd.DataFrame({"name": ["A"], "position": [geometry % '"latestWkid": 3857']})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReadingNote)
        (place,) = infmap.load_places(frame)
    assert (place.lon, place.lat) == pytest.approx((10, 54), abs=0.1)
