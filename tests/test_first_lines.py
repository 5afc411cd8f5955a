"""The first lines that users of geopandas, folium and a newsroom type, knowing only the README."""

import csv
import io
import json
import re
import sqlite3
from pathlib import Path

import folium
import geopandas as gpd
import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from folium.plugins import Fullscreen, MarkerCluster
from shapely import Point
from typer.testing import CliRunner

import infmap
from infmap.cli import app


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    plt.close("all")


# --- A user of geopandas -------------------------------------------------------------------------


def test_reports_and_capitals_are_geodataframes_that_explore_and_plot(cat):
    assert isinstance(cat.deployments, gpd.GeoDataFrame)
    assert cat.deployments.crs == cat.capitals.crs == "EPSG:4326"
    assert cat.deployments.head()["geometry"].geom_type.eq("Point").all()
    assert "leaflet" in cat.deployments.explore().get_root().render()
    ax = cat.capitals.plot()
    assert ax.collections
    assert cat.deployments.to_crs(3035).total_bounds[2] > 1e6


def test_coverage_is_a_dataframe_to_filter_group_and_write(cat):
    table = infmap.coverage(cat, site="shuya")
    assert isinstance(table, pd.DataFrame)
    near = table.query("distance_km < 1000 and reach != 'none'")
    assert near["target"].tolist() == ["Moscow", "Minsk"]
    assert table.groupby("band")["target"].count()["shorter-range"] == 1
    assert table["distance_km"].dtype == table["azimuth_deg"].dtype == "float64"
    assert table["in_inf_band"].dtype == bool
    table.to_csv("table.csv", index=False)
    assert len(pd.read_csv("table.csv")) == len(table)
    table.drop(columns="accounts").to_parquet("table.parquet")


def test_a_table_merges_with_the_geometry_of_the_capitals(cat):
    table = infmap.coverage(cat, site="shuya")
    joined = cat.capitals.merge(table, left_on="id", right_on="target_id")
    assert isinstance(joined, gpd.GeoDataFrame)
    assert len(joined) == len(table)
    assert joined.plot("distance_km", legend=True).collections


def test_rings_are_layers_to_join_project_and_draw(cat):
    rings = infmap.range_rings(cat, site="shuya", system="9m729")
    assert rings.crs == "EPSG:4326"
    assert rings.is_valid.all()
    towns = gpd.GeoDataFrame(
        {"name": ["Minsk", "Lisbon"]}, geometry=[Point(27.57, 53.9), Point(-9.1, 38.7)], crs=4326
    )
    within = gpd.sjoin(towns, rings, predicate="within")
    assert set(within.query("name == 'Minsk'")["account"]) == {"opponent", "independent"}
    # Only those who speak of the whole band, 500 to 5500 km, hold Lisbon to be within it.
    assert set(within.query("name == 'Lisbon'")["range_km"]) == {5500}
    assert rings.to_crs("ESRI:54030").plot(column="account", alpha=0.2).collections
    biggest = rings.loc[rings["range_km"].idxmax()]
    assert biggest["claimant"]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".parquet"])
def test_what_is_exported_is_read_back_by_geopandas(cat, suffix):
    file = f"rings{suffix}"
    written = infmap.save_rings(cat.select(site="shuya"), file)
    layer = {"layer": "rings"} if suffix == ".gpkg" else {}
    read = gpd.read_parquet(file) if suffix == ".parquet" else gpd.read_file(file, **layer)
    assert len(read) >= len(written)
    assert read.crs == "EPSG:4326"
    if suffix == ".gpkg":
        assert set(gpd.list_layers(file)["name"]) >= {"rings", "capitals", "coverage"}
        with sqlite3.connect(file) as database:
            assert database.execute("select count(*) from capitals").fetchone()[0] > 190


def test_own_geodataframes_are_sites_and_places(cat):
    sites = gpd.GeoDataFrame(
        {"name": ["Camp"], "range_km": [1200]}, geometry=[Point(10.2, 54.1)], crs=4326
    ).to_crs(3857)
    own = infmap.load(deployments=sites, only_own=True)
    assert infmap.reach(own, "Berlin").iloc[0]["reach"] == "all"
    towns = cat.capitals.query("country == 'Germany'").to_crs(3035)
    assert infmap.coverage(own, targets=towns)["target"].tolist() == ["Berlin"]


# --- A user of folium ----------------------------------------------------------------------------


def test_a_map_is_a_folium_map_to_add_to_and_to_save(cat):
    m = infmap.make_map(cat.select(site="deveselu"), focus="deveselu")
    assert isinstance(m, folium.Map)
    m.add_child(folium.Marker([44.4, 26.1], popup="Bucharest", tooltip="a tip"))
    folium.Marker([45, 25], popup="B", icon=folium.Icon(color="red", icon="info-sign")).add_to(m)
    folium.Circle([46, 24], radius=50_000, popup="C").add_to(m)
    folium.GeoJson(cat.capitals.head(3), name="capitals").add_to(m)
    group = folium.FeatureGroup(name="Mine").add_to(m)
    folium.CircleMarker([47, 27], radius=9).add_to(group)
    folium.LayerControl().add_to(m)
    m.fit_bounds([[40, 20], [50, 30]])
    m.save("map.html")
    m.save(Path("again.html"))
    page = Path("map.html").read_text("utf-8")
    assert page == Path("again.html").read_text("utf-8")
    for words in ("Bucharest", "a tip", "Mine"):
        assert words in page
    assert not re.search(r'<(script|link)[^>]+(src|href)="http', page)


def test_a_map_shows_itself_in_a_notebook(cat):
    m = infmap.make_map(cat.select(site="deveselu"))
    shown = m._repr_html_()
    assert "<iframe" in shown
    assert "srcdoc" in shown
    assert "SealedMap" in repr(m)
    # As folium's own maps do, it lies in a figure of a size that one chooses.
    figure = folium.Figure(width=700, height=500)
    figure.add_child(m)
    assert "iframe" in figure._repr_html_()


@pytest.mark.parametrize("plugin", [Fullscreen, MarkerCluster], ids=lambda one: one.__name__)
def test_what_needs_the_network_is_refused_by_name_with_what_to_do(cat, plugin):
    m = infmap.make_map(cat.select(site="deveselu"))
    with pytest.raises(infmap.InfmapError, match=rf"{plugin.__name__}: .* instead: [^\n]*\Z"):
        m.add_child(plugin()).save("map.html")
    assert not Path("map.html").exists()


def test_rings_go_onto_a_map_of_folium_itself(cat):
    m = folium.Map([55, 35], zoom_start=4, tiles=None)
    rings = infmap.range_rings(cat, site="shuya", system="9m729")
    folium.GeoJson(rings, tooltip=folium.GeoJsonTooltip(["claimant", "range_km"])).add_to(m)
    assert "CSIS Missile Threat" in m.get_root().render()


# --- A newsroom ----------------------------------------------------------------------------------


@pytest.fixture
def types():
    """Return what is printed for a line typed in a shell."""

    def run(line):
        result = CliRunner().invoke(app, line.split(), prog_name="infmap")
        assert result.exit_code == 0, result.output
        assert not result.stderr, result.stderr
        return result.stdout

    return run


@pytest.mark.thorough
def test_a_newsroom_gets_its_map_its_frame_its_picture_its_brief_and_its_table(types):
    assert "open it in a browser" in types("map -o map.html --focus shuya --site shuya")
    assert Path("map.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    frame = types("embed map.html")
    assert frame.startswith("<iframe src=")
    assert 'title="Within range of Shuya' in frame
    assert "written" in types("figure -o map.png --site shuya --size column --dpi 100")
    assert Path("map.png").read_bytes().startswith(b"\x89PNG")
    types("report -o brief.md --focus shuya")
    brief = Path("brief.md").read_text("utf-8")
    assert "Shuya" in brief
    assert "## Sources" in brief or "Sources" in brief
    rows = [*csv.DictReader(io.StringIO(types("coverage --site shuya --format csv")))]
    assert [row["target"] for row in rows if row["in_inf_band"] == "yes"][:2] == ["Minsk", "Kyiv"]
    assert types("coverage --site shuya -o table.xlsx").startswith("table.xlsx: 208 rows")
    (first, *_) = json.loads(types("reach Warsaw --site shuya --json"))
    assert first["site_id"] == "shuya"
    assert "Berlin" in types("compare operator opponent --site shuya")
    assert types("rings -o rings.geojson --site shuya").startswith("rings.geojson: ")


def test_a_table_for_a_chart_has_few_columns_by_pandas_or_by_the_shell(types, cat):
    table = infmap.reach(cat, "Warsaw", site=["shuya", "kaliningrad"])
    for form in ("csv", "md", "latex", "html"):
        told = infmap.format_table(table[["site_id", "distance_km", "reach"]], form)
        assert "figures" not in told
        assert len(told.splitlines()) >= 3
