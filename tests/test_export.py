import itertools
import json
from xml.etree import ElementTree

import geopandas as gpd
import pytest
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.export import rings_bytes

PROMISED = [
    *("site_id", "site", "system_id", "system", "account", "claimant", "bound", "range_km"),
    *("lon", "lat", "as_of", "status", "verdict", "source"),
]


@pytest.fixture(scope="module")
def rings(cat):
    return infmap.range_rings(cat, theme="debate")


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_rings_read_back_with_the_same_shapes_and_attributes(rings, tmp_path, suffix):
    path = tmp_path / f"rings{suffix}"
    path.write_bytes(rings_bytes(rings, suffix))
    back = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
    assert len(back) == len(rings)
    assert set(PROMISED) <= set(back.columns)
    for column in ("site_id", "claimant", "verdict", "range_km"):
        assert back[column].tolist() == rings[column].tolist()
    assert back.geometry.is_valid.all()
    assert back.crs.to_epsg() == 4326
    off = back.geometry.to_numpy()[:20], rings.geometry.to_numpy()[:20]
    assert all(
        one.equals_exact(other, 1e-6) or one.equals(other) for one, other in zip(*off, strict=True)
    )


def test_geojson_follows_rfc_7946(rings):
    collection = json.loads(rings_bytes(rings, ".geojson"))
    assert "crs" not in collection
    for feature in collection["features"]:
        parts = feature["geometry"]["coordinates"]
        for part in parts if feature["geometry"]["type"] == "MultiPolygon" else [parts]:
            for k, ring in enumerate(part):
                area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
                assert (area > 0) == (k == 0)
                assert all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in ring)
                assert all(round(lon, 6) == lon and round(lat, 6) == lat for lon, lat in ring)


def test_kml_is_named_styled_and_escaped(rings):
    hostile = rings.head(2).assign(site="R&D <b>", claimant="]]> & <script>")
    root = ElementTree.fromstring(rings_bytes(hostile, ".kml"))
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert root.find(".//k:Folder/k:name", space).text == "R&D <b>"
    assert "]]> & <script>" in root.find(".//k:Placemark/k:name", space).text
    styles = {f"#{style.get('id')}" for style in root.findall(".//k:Style", space)}
    assert {url.text for url in root.findall(".//k:styleUrl", space)} <= styles
    assert root.findall(".//k:LinearRing/k:coordinates", space)


def test_an_unknown_suffix_names_the_four(rings):
    with pytest.raises(InfmapError, match=r"write \.geojson, \.gpkg, \.kml or \.parquet"):
        rings_bytes(rings, ".shp")


def test_the_command_writes_the_file_whole(tmp_path):
    run = CliRunner().invoke
    path = tmp_path / "rings.geojson"
    result = run(app, ["rings", "--site", "shuya", "-o", str(path)])
    assert result.exit_code == 0
    assert result.stdout.endswith("rings of 1 sites\n")
    bad = run(app, ["rings", "-o", str(tmp_path / "rings.shp")])
    assert bad.exit_code == 1
    assert [one.name for one in tmp_path.iterdir()] == ["rings.geojson"]


def test_a_geopackage_holds_capitals_and_coverage_and_has_the_same_bytes(tmp_path):
    run = CliRunner().invoke
    paths = [tmp_path / "one.gpkg", tmp_path / "two.gpkg"]
    for path in paths:
        assert run(app, ["rings", "--site", "shuya", "-o", str(path)]).exit_code == 0
    assert set(gpd.list_layers(paths[0])["name"]) == {"rings", "capitals", "coverage"}
    coverage = gpd.read_file(paths[0], layer="coverage").set_index("target_id")
    assert coverage.loc["moscow", "reach"] == "all"
    assert "480 km" in coverage.loc["moscow", "accounts"]
    assert paths[0].read_bytes() == paths[1].read_bytes()
