import contextlib
import itertools
import json
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from fastkml.validator import validate
from typer.testing import CliRunner

import infmap
from infmap.analysis.reach import Reach
from infmap.catalogue.bundled import DATA_VERSION
from infmap.catalogue.rows import Account
from infmap.cli import app
from infmap.errors import InfmapError, ReadingNote, UnknownIdError
from infmap.export import rings_bytes, side_layers
from infmap.export.kml import kml_bytes
from infmap.export.qgis import capitals_qml, coverage_qml, rings_qml
from infmap.io.formats import RingsFormat
from infmap.looks.lines import End
from infmap.looks.palette import LIGHT
from infmap.treaty import RangeBand

SUFFIXES = list(RingsFormat)
PROMISED = [
    *("site_id", "site", "system_id", "system", "account", "claimant", "bound", "range_km"),
    *("lon", "lat", "as_of", "status", "verdict", "source_id", "source"),
]


@pytest.fixture(scope="module")
def all_rings(cat):
    """The rings of every site of every theme."""
    return infmap.range_rings(cat)


@pytest.fixture(scope="module")
def rings(cat):
    return infmap.range_rings(cat, theme="debate")


@pytest.fixture(scope="module")
def beside(cat):
    """The layers beside the rings."""
    return side_layers(cat)


@pytest.fixture(scope="module")
def geopackage(all_rings, beside, tmp_path_factory):
    path = tmp_path_factory.mktemp("all") / "rings.gpkg"
    path.write_bytes(rings_bytes(all_rings, ".gpkg", beside))
    return path


@pytest.fixture(scope="module")
def kml(all_rings):
    return rings_bytes(all_rings, ".kml")


def write(rings, suffix, folder):
    path = folder / f"rings{suffix}"
    path.write_bytes(rings_bytes(rings, suffix))
    return path


def read_back(path):
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    if path.suffix == ".gpkg":
        return gpd.read_file(path, layer="rings")
    if path.suffix == ".kml":  # a layer a folder, every value a text
        # All at once, for GDAL reads a KML from its beginning whenever it is opened.
        names = [name.replace('"', r"\"") for name in gpd.list_layers(path)["name"]]
        every = " UNION ALL ".join(f'SELECT * FROM "{name}"' for name in names)
        numbers = dict.fromkeys(["range_km", "lon", "lat"], float)
        return gpd.read_file(path, sql=every).astype(numbers)
    return gpd.read_file(path)


def ogrinfo(*arguments):
    """Run GDAL's own reader; its absence is a skip on a desk and a failure in CI."""
    if shutil.which("ogrinfo") is None:
        if os.environ.get("CI"):
            pytest.fail("ogrinfo is missing; install Debian's gdal-bin")
        pytest.skip("no ogrinfo; install Debian's gdal-bin to run this test")
    return subprocess.run(["ogrinfo", *arguments], capture_output=True, text=True, check=True)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_rings_read_back_with_the_same_shapes_and_attributes(all_rings, tmp_path, suffix):
    back = read_back(write(all_rings, suffix, tmp_path))
    assert set(PROMISED) <= set(back.columns)
    for column in PROMISED:
        assert back[column].tolist() == all_rings[column].tolist()
    assert back.geometry.is_valid.all()
    assert back.crs.to_epsg() == 4326
    # A GeoPackage's polygons are multipolygons of one part.
    parts, rows = shapely.get_parts(back.geometry.to_numpy(), return_index=True)
    wanted, wanted_rows = shapely.get_parts(all_rings.geometry.to_numpy(), return_index=True)
    assert rows.tolist() == wanted_rows.tolist()
    assert shapely.equals_exact(parts, wanted, 1e-6).all()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_texts_that_would_do_something_are_held_as_texts(rings, tmp_path, suffix, hostile):
    columns = ["site", "system", "claimant", "source"]
    tricky = rings.head(len(hostile)).assign(**dict.fromkeys(columns, hostile))
    path = write(tricky, suffix, tmp_path)
    back = read_back(path)
    for column in columns:
        assert back[column].tolist() == hostile
    if suffix == ".kml":
        assert validate(file_to_validate=path)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml"])
def test_gdal_reads_every_layer_without_a_complaint(all_rings, beside, tmp_path, suffix):
    path = tmp_path / f"rings{suffix}"
    path.write_bytes(rings_bytes(all_rings, suffix, beside))
    summary = ogrinfo("-al", "-so", str(path))
    assert summary.stderr == ""
    assert ogrinfo("-al", "-geom=SUMMARY", str(path)).stderr == ""
    counts = [int(count) for count in re.findall(r"Feature Count: (\d+)", summary.stdout)]
    assert sum(counts[:1] if suffix == ".gpkg" else counts) == len(all_rings)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_rings_give_the_same_bytes(rings, suffix):
    assert rings_bytes(rings, suffix) == rings_bytes(rings, suffix)


def test_every_geometry_of_a_geopackage_is_valid(geopackage):
    layers = gpd.list_layers(geopackage).dropna(subset="geometry_type")["name"]
    assert list(layers) == ["rings", "capitals", "coverage"]
    for layer in layers:
        assert gpd.read_file(geopackage, layer=layer).geometry.is_valid.all()


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


OWN = """name,lat,lon,missile,range_km,status
North camp,54.1,10.2,,1200,
North camp,54.1,10.2,Foo-1,500-700,alleged
South camp,50,10,Foo-1,,
South camp,50,10,9M729,600,
East camp,50,12,9M729,,
East camp,50,12,,>400,
"""


@pytest.mark.parametrize("suffix", [form.value for form in RingsFormat])
def test_own_ranges_and_own_missiles_come_back_from_their_rings(tmp_path, text_file, suffix):
    read = infmap.load(deployments=text_file("own.csv", OWN))
    rings = infmap.range_rings(read)
    path = tmp_path / f"rings{suffix}"
    path.write_bytes(rings_bytes(rings, suffix))
    with pytest.warns(ReadingNote) as said:
        again = infmap.load(deployments=path)
    named = ["site", "system_id", "status", "lon", "lat"]
    assert [[getattr(row, name) for name in named] for row in again.deployment_rows] == [
        [getattr(row, name) for name in named] for row in read.deployment_rows
    ]
    assert {row.id: row.name for row in again.system_rows} == {
        row.id: row.name for row in read.system_rows
    }
    pd.testing.assert_frame_equal(infmap.range_rings(again), rings)
    notes = {
        str(note.message).partition(": ")[2] for note in said if "layer" not in str(note.message)
    }
    assert notes == {"system_id: 'Foo-1' is no system of infmap's; taken as your own"}


STRANGE = [None, "", "foo", 7, 1.5, True, [], ["a"], {"a": 1}]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("strange", STRANGE, ids=repr)
def test_a_layer_of_rings_that_was_edited_is_read_or_refused(text_file, strange):
    read = infmap.load(deployments=text_file("own.csv", OWN))
    layer = json.loads(rings_bytes(infmap.range_rings(read), RingsFormat.GEOJSON))
    heads = {*layer["features"][0]["properties"]}
    for head in sorted(heads):
        for feature in (edited := json.loads(json.dumps(layer)))["features"]:
            feature["properties"][head] = strange
        path = text_file("edited.geojson", json.dumps(edited))
        for table in ("deployments", "claims"):
            with contextlib.suppress(InfmapError):
                infmap.load(**{table: path})
    check = CliRunner().invoke(app, ["check", str(path)])
    assert f"{path}: 6 rows, no fault; sites, by site, system_id, lon, lat" in check.stdout


@pytest.fixture
def camps():
    """Two sites of one name."""
    camp = {"name": "Camp", "system": "own", "lat": 50.0}
    return infmap.load(
        deployments=[
            {**camp, "id": "1", "site_id": "camp-east", "lon": 60.0},
            {**camp, "id": "2", "site_id": "camp-west", "lon": 10.0},
        ],
        systems=[{"id": "own", "name": "Own", "range_km": 800}],
        only_own=True,
    )


def test_each_site_has_a_folder_of_its_own_in_kml_whatever_its_name(camps):
    root = ElementTree.fromstring(rings_bytes(infmap.range_rings(camps), ".kml"))
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert [
        (folder.findtext("k:name", None, space), len(folder.findall("k:Placemark", space)))
        for folder in root.iterfind(".//k:Folder", space)
    ] == [("Camp (camp-east)", 1), ("Camp (camp-west)", 1)]


def test_a_name_of_two_sites_is_asked_back_wherever_one_is_named(camps):
    for ask in (
        lambda: infmap.make_map(camps, focus="Camp"),
        lambda: infmap.make_report(camps, focus="Camp"),
        lambda: infmap.plot_map(camps, focus="Camp"),
        lambda: infmap.coverage(camps, site="Camp"),
        lambda: infmap.finding(camps, "Camp"),
        lambda: infmap.doubt(camps, "Camp"),
    ):
        with pytest.raises(UnknownIdError) as asked:
            ask()
        assert str(asked.value) == ("site 'Camp' may be camp-east or camp-west; write one of these")


def test_no_ring_of_kml_wholly_hides_that_of_another_account(cat):
    # Every theme, and a user's figure at Shuya that is the others' as well.
    everything = infmap.range_rings(cat.select(theme="all"))
    of_shuya = everything[everything["site_id"] == "shuya"]
    own = of_shuya[of_shuya["range_km"] == 500].head(1).assign(account="user", claimant="user")
    for rings in (everything, pd.concat([of_shuya, own]), pd.concat([own, of_shuya])):
        root = ElementTree.fromstring(rings_bytes(rings, ".kml"))
        space = {"k": "http://www.opengis.net/kml/2.2"}
        lines = {
            f"#{style.get('id')}": (
                style.findtext("k:LineStyle/k:color", None, space),
                float(style.findtext("k:LineStyle/k:width", None, space)),
            )
            for style in root.iterfind(".//k:Style", space)
        }
        shared = 0
        for folder in root.iterfind(".//k:Folder", space):
            drawn = {}
            for mark in folder.iterfind("k:Placemark", space):
                km = mark.findtext(".//k:Data[@name='range_km']/k:value", None, space)
                drawn.setdefault(km, []).append(lines[mark.findtext("k:styleUrl", None, space)])
            for one_radius in drawn.values():
                colours = {colour for colour, _ in one_radius}
                shared += len(colours) > 1
                assert {
                    colour
                    for at, (colour, width) in enumerate(one_radius)
                    if all(
                        width >= other + 2 for its, other in one_radius[at + 1 :] if its != colour
                    )
                } == colours
        assert shared


def test_the_areas_of_kml_do_not_stain_the_lines_beneath_them(all_rings, kml):
    root = ElementTree.fromstring(kml)
    space = {"k": "http://www.opengis.net/kml/2.2"}
    fills = [int(fill.text[:2], 16) for fill in root.iterfind(".//k:PolyStyle/k:color", space)]
    most = max(all_rings.groupby("site_id").size())
    assert fills
    assert (1 - max(fills) / 255) ** most > 0.85


def test_kml_is_valid_by_the_schema_of_kml_2_2(kml, tmp_path):
    path = tmp_path / "rings.kml"
    path.write_bytes(kml)
    assert validate(file_to_validate=path)
    path.write_text(path.read_text("utf-8").replace("styleUrl>", "styleURL>"), "utf-8")
    with pytest.raises(AssertionError, match="styleURL"):
        validate(file_to_validate=path)


def test_an_unknown_suffix_names_those_that_are_known(rings):
    with pytest.raises(InfmapError, match=re.escape(f"write {RingsFormat.suffixes()}")):
        rings_bytes(rings, ".shp")


def test_the_command_writes_the_file_whole(tmp_path):
    run = CliRunner().invoke
    path = tmp_path / "rings.geojson"
    result = run(app, ["rings", "--site", "shuya", "-o", str(path)])
    assert result.exit_code == 0
    assert result.stdout.endswith("rings of 1 site\n")
    bad = run(app, ["rings", "-o", str(tmp_path / "rings.shp")])
    assert bad.exit_code == 1
    assert [one.name for one in tmp_path.iterdir()] == ["rings.geojson"]


def test_a_geopackage_holds_capitals_and_coverage_and_has_the_same_bytes(tmp_path):
    run = CliRunner().invoke
    paths = [tmp_path / "one.gpkg", tmp_path / "two.gpkg"]
    for path in paths:
        assert run(app, ["rings", "--site", "shuya", "-o", str(path)]).exit_code == 0
    tables = {"rings", "capitals", "coverage", "layer_styles"}
    assert set(gpd.list_layers(paths[0])["name"]) == tables
    coverage = gpd.read_file(paths[0], layer="coverage").set_index("target_id")
    assert coverage.loc["moscow", "reach"] == "all"
    assert "480 km" in coverage.loc["moscow", "accounts"]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def query(path, sql):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


def symbols_by_value(qml):
    """Return for each value of a style's legend the properties of its symbol's layers."""
    renderer = ElementTree.fromstring(qml).find("renderer-v2")
    symbols = {
        symbol.get("name"): [
            {option.get("name"): option.get("value") for option in layer.iterfind("Option/Option")}
            for layer in symbol.iterfind("layer")
            if layer.get("class") != "GeometryGenerator"
        ]
        for symbol in renderer.iterfind("symbols/symbol")
    }
    return {
        category.get("value"): symbols[category.get("symbol")]
        for category in renderer.iterfind("categories/category")
    }


def test_a_geopackage_has_the_table_of_styles_that_qgis_looks_for(geopackage):
    columns = [row[1] for row in query(geopackage, "PRAGMA table_info(layer_styles)")]
    assert columns == [
        *("id", "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column"),
        *("styleName", "styleQML", "styleSLD", "useAsDefault", "description", "owner", "ui"),
        "update_time",
    ]
    listed = "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
    assert query(geopackage, listed) == [("attributes",)]
    found = query(
        geopackage,
        "SELECT g.table_name, s.useAsDefault, s.update_time FROM gpkg_geometry_columns g "
        "JOIN layer_styles s ON s.f_table_catalog = '' AND s.f_table_schema = '' "
        "AND s.f_table_name = g.table_name AND s.f_geometry_column = g.column_name",
    )
    day = DATA_VERSION.replace(".", "-")
    assert sorted(found) == [
        (layer, 1, f"{day}T00:00:00.000Z") for layer in ("capitals", "coverage", "rings")
    ]


@pytest.mark.parametrize("layer", ["rings", "capitals", "coverage"])
def test_a_style_has_a_symbol_for_each_value_of_its_layer(geopackage, layer):
    [(qml,)] = query(
        geopackage, f"SELECT styleQML FROM layer_styles WHERE f_table_name = '{layer}'"
    )
    root = ElementTree.fromstring(qml)
    assert root.tag == "qgis"
    renderer = root.find("renderer-v2")
    assert renderer.get("type") == "categorizedSymbol"
    # The expression means the same in SQL.
    values = {
        value for (value,) in query(geopackage, f"SELECT {renderer.get('attr')} FROM {layer}")
    }
    symbols = symbols_by_value(qml)
    assert set(symbols) == values
    assert all(symbols.values())


def test_rings_are_drawn_by_account_and_dotted_where_a_lower_bound():
    every = pd.DataFrame(
        itertools.product(Account, End, [True, False]), columns=["account", "ring_end", "strike"]
    ).assign(source_read="whole")
    symbols = symbols_by_value(rings_qml(every))
    assert all(
        (LIGHT["not-strike"] in rgb(symbols[value])) == ("not" in value) for value in symbols
    )
    dashes = set()
    for account, end in itertools.product(Account, End):
        [outline] = symbols[f"{account} {end}"]
        assert rgb([outline]) == LIGHT[account]
        assert outline["line_color"].endswith(",255")
        assert (outline["capstyle"] == "round") == (end is End.OPEN)
        dash = outline["customdash"] if outline["use_custom_dash"] == "1" else None
        dashes.add((dash, outline["line_width"]))
    # Three kinds of line by each account: one that is wide, one that is thin, dots.
    assert len(dashes) == 3 * len(Account)


def test_a_ring_on_a_source_that_nobody_read_is_lighter_in_layers_and_says_so(tmp_path):
    cat = infmap.load()
    rings = infmap.range_rings(cat, system="ss-23")
    unread = set(rings.loc[rings["source_read"] == "not", "claimant"])
    assert unread == {"US DoD"} < set(rings["claimant"])
    symbols = symbols_by_value(rings_qml(rings))
    lighter = {value for value, [line] in symbols.items() if line["line_color"].endswith(",115")}
    assert lighter == {"opponent most, source not read"} == {v for v in symbols if "read" in v}
    kml = kml_bytes(rings).decode()
    says = {name for name in re.findall("<name>(.*)</name>", kml) if "source not read" in name}
    assert says
    assert all("US DoD" in name for name in says)
    lines = dict(re.findall(r'<Style id="(.*?)">\s*<LineStyle>\s*<color>(..)', kml))
    assert {name: opacity == "73" for name, opacity in lines.items()} == {
        name: name.endswith("-unread") for name in lines
    }
    assert set(lines.values()) == {"ff", "73"}


def test_accounts_are_drawn_beside_each_other_in_qgis_from_the_inside_out():
    every = pd.DataFrame(
        itertools.product(Account, [End.MOST, End.OPEN]), columns=["account", "ring_end"]
    )
    symbols = symbols_by_value(rings_qml(every.assign(strike=True, source_read="")))
    offset = {value: -float(outline["offset"]) for value, [outline] in symbols.items()}
    in_order = [
        *("operator most", "opponent most", "opponent open", "independent most", "user most"),
    ]
    places = [offset[value] for value in in_order]
    assert np.diff(places) == pytest.approx([0.9] * 4)
    assert np.mean(places) == pytest.approx(0)
    # Of one account there is nothing to stand beside.
    alone = every[every["account"] == "independent"].assign(strike=True, source_read="")
    assert {outline["offset"] for [outline] in symbols_by_value(rings_qml(alone)).values()} <= {
        "0",
        "-0",
    }


def options_of(layer):
    return {one.get("name"): one.get("value") for one in layer.iterfind("Option/Option")}


def test_qgis_hatches_what_each_account_s_interval_leaves_open_and_nothing_else():
    every = pd.DataFrame(
        itertools.product(Account, End, [True, False]), columns=["account", "ring_end", "strike"]
    ).assign(source_read="whole")
    renderer = ElementTree.fromstring(rings_qml(every)).find("renderer-v2")
    # All that is of the first level is drawn before all of the next.
    assert renderer.get("symbollevels") == "1"
    symbols = {one.get("name"): one for one in renderer.iterfind("symbols/symbol")}
    categories = list(renderer.iterfind("categories/category"))
    assert len(categories) == len(every)
    for category in categories:
        account, end, *rest = category.get("value").replace(",", "").split(" ", 2)
        layers = symbols[category.get("symbol")].findall("layer")
        assert layers[-1].get("class") == "SimpleLine"
        assert layers[-1].get("pass") == "1"
        if end != End.FAR:
            assert len(layers) == 1
            continue
        area, _ = layers
        assert area.get("class") == "GeometryGenerator"
        assert area.get("pass") == "0"
        assert options_of(area)["SymbolType"] == "Fill"
        assert "difference($geometry, geometry(@near))" in options_of(area)["geometryModifier"]
        pattern = area.find("symbol[@type='fill']/layer[@class='LinePatternFill']")
        assert options_of(pattern)["angle"] == "45"
        line = options_of(pattern.find("symbol[@type='line']/layer[@class='SimpleLine']"))
        assert rgb([line]) == LIGHT["not-strike" if rest else account]
        # Thin and light, or one would take it for a line of its own.
        assert int(line["line_color"].split(",")[-1]) < 128
        assert 10 * float(line["line_width"]) < float(options_of(pattern)["distance"])


def test_a_style_without_intervals_hatches_nothing(rings):
    qml = rings_qml(rings[rings["account"] == "operator"])
    assert "LinePatternFill" not in qml
    assert 'symbollevels="0"' in qml


def test_the_near_end_of_an_interval_follows_its_far_end_where_qgis_looks_for_it(geopackage):
    [(qml,)] = query(geopackage, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'rings'")
    made = ElementTree.fromstring(qml).find(".//Option[@name='geometryModifier']").get("value")
    assert "get_feature_by_id(@layer, $id + 1)" in made
    # The condition means the same in SQL.
    condition = re.search("WHEN (.*) THEN", made)[1]
    condition = re.sub(r"attribute\(@near, '(\w+)'\)", r"near.\1", condition)
    condition = re.sub(r'"(\w+)"', r"far.\1", condition)
    joined = query(
        geopackage,
        "SELECT far.fid, near.site_id || near.system_id || near.source_id || near.claimant = "
        "far.site_id || far.system_id || far.source_id || far.claimant AND "
        "near.range_km < far.range_km FROM rings far JOIN rings near ON near.fid = far.fid + 1 "
        f"WHERE far.ring_end = 'far' AND {condition}",
    )
    far = query(geopackage, "SELECT fid, 1 FROM rings WHERE ring_end = 'far'")
    assert joined == far != []


def rgb(symbol):
    red, green, blue, _ = map(int, symbol[0]["line_color"].split(","))
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_no_two_bands_and_reaches_look_alike():
    every = pd.DataFrame(itertools.product(RangeBand, Reach), columns=["band", "reach"])
    symbols = symbols_by_value(coverage_qml(every))
    assert len(symbols) == len(RangeBand) * len(Reach)
    assert len({json.dumps(symbol) for symbol in symbols.values()}) == len(symbols)
    assert len({symbols[f"{band} none"][0]["name"] for band in RangeBand}) == len(RangeBand)


def test_places_without_a_role_are_drawn_too(cat):
    symbols = symbols_by_value(capitals_qml(cat.capitals.head(3).assign(role=None)))
    assert list(symbols) == [""]  # every other value
    assert len(symbols_by_value(capitals_qml(cat.capitals))) == 2


def test_a_ring_of_what_strikes_nothing_is_grey_in_kml_and_says_so(cat):
    text = rings_bytes(infmap.range_rings(cat, system="sm-3-iia"), ".kml").decode()
    assert "#not-strike</styleUrl>" in text
    assert "#independent</styleUrl>" not in text
    assert "not a strike figure</name>" in text
