"""What a newcomer stumbled over in version 0.1.0: the line they typed, and what it says today.

A1 to A14 annoyed them, M1 to M7 they missed. What has tests of its own elsewhere is tried here by
the one line that they wrote.
"""

import json
import re
from pathlib import Path

import geopandas as gpd
import nbformat
import pandas as pd
import pytest
from shapely import Point
from typer.testing import CliRunner

import infmap
from infmap.cli import app

ROOT = Path(__file__).parents[1]
CAT = infmap.load()


@pytest.fixture
def says(tmp_path, monkeypatch):
    """Return what a command prints in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        result = CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")
        assert result.exit_code == 0, result.output
        return result.output

    return run


@pytest.fixture
def refuses(tmp_path, monkeypatch):
    """Return the one line with which a command refuses."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        result = CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")
        assert result.exit_code in (1, 2), result.output
        (line,) = result.stderr.strip().splitlines()
        return line

    return run


def test_a1_a_csv_for_a_spreadsheet_has_no_prose_and_each_figure_is_a_line_with_long(says):
    table = says("coverage", "--site", "shuya", "--format", "csv")
    assert max(map(len, table.splitlines())) < 260
    assert "shuya,minsk,Minsk,Belarus,933.645," in table
    assert "operator: none; opponent: some" in table
    long = says("reach", "Berlin", "--site", "shuya", "--long", "--format", "csv")
    assert len(long.splitlines()) > 10
    assert ",in_range,margin_km,source_id" in long.splitlines()[0]
    table = infmap.answers(CAT, "Berlin", site="shuya")
    assert len(table) == len(long.splitlines()) - 1


@pytest.mark.parametrize("suffix", [".shp", ".fgb", ".gpkg", ".kml", ".geojson", ".parquet"])
def test_a2_files_of_maps_are_read_and_not_refused_for_the_wrong_reason(says, suffix):
    places = gpd.GeoDataFrame({"name": ["Riga"]}, geometry=[Point(24.1, 56.95)], crs=4326)
    file = f"places{suffix}"
    if suffix == ".parquet":
        places.to_parquet(file)
    else:
        places.to_file(file, driver="KML" if suffix == ".kml" else None)
    told = says("coverage", "--targets", file, "--site", "shuya", "--format", "csv")
    assert "Riga" in told


def test_a2_a_table_of_x_and_y_is_read(says):
    Path("xy.csv").write_text("X,Y,name,system\n10,54,Camp,9m729\n")
    assert "X read as lon; Y read as lat" in says("check", "xy.csv")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Munich", "Munich, Germany"),
        ("New York", "New York"),
        ("Moskau", "Moscow, Russia"),
        ("Praha", "Prague"),
        ("Germany", "Berlin, Germany"),
        ("Kiev", "Kyiv, Ukraine"),
        ("Київ", "Kyiv, Ukraine"),
        ("Königsberg", "Kaliningrad"),
        ("Washington, D.C.", "Washington, United States"),
        ("London, UK", "London, United Kingdom"),
        # A4: positions as people write them.
        ("52.23 21.01", "52.23N 21.01E"),
        ("52.23N,21.01E", "52.23N 21.01E"),
        ("52°13'N 21°1'E", "52.2167N 21.0167E"),
        ("52,23;21,01", "52.23N 21.01E"),
    ],
)
def test_a3_a4_a_place_is_known_by_any_name_and_in_any_form(says, typed, place):
    assert f"What reaches {place}" in says("reach", typed, "--site", "shuya")


@pytest.mark.parametrize("name", ["SSC-8", "9M 729", "9m729"])
def test_a3_a_designation_is_a_name(says, name):
    assert "9M729 cruise missile" in says("show", name)
    assert "Shuya" in says("coverage", "--system", name, "--site", "shuya")


def test_a3_a_city_at_a_site_leads_to_the_site(refuses):
    assert "did you mean crimea?" in refuses("reach", "Berlin", "--site", "Sevastopol")


def test_a4_a_pin_in_python_names_its_numbers_and_a_point_is_a_place():
    page = infmap.make_map(CAT, pin={"lat": 52.2, "lon": 21, "range_km": 1000})
    assert "pin=21,52.2,1000" in page.get_root().render()
    there = infmap.reach(CAT, Point(21.01, 52.23), site="shuya")
    assert infmap.reach(CAT, (21.01, 52.23), site="shuya").equals(there)
    assert there.iloc[0]["distance_km"] == pytest.approx(1409.0, abs=0.1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["coverage", "--as-of", "2018-02-30"], "write YYYY-MM-DD, YYYY-MM or YYYY"),
        (["coverage", "--band", "500"], "write --band LOW HIGH"),
        (["coverage", "--format", "docx"], "write table, csv, json, md, html, latex or xlsx"),
        (["coverage", "--format", "xlsx"], "write it to a file, as in -o table.xlsx"),
        (["list", "site"], "did you mean sites?"),
        (["coverage", "--sites", "shuya"], "did you mean --site?"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_a5_a_slip_is_one_line_with_what_to_write(refuses, arguments, words):
    assert words in refuses(*arguments)


@pytest.mark.parametrize("day", ["2019", "2019-02", "25.02.2019", "10 Feb 2019"])
def test_a5_a_day_is_read_as_people_write_it(says, day):
    assert "Shuya" in says("coverage", "--site", "shuya", "--as-of", day)
    assert len(infmap.coverage(CAT, site="shuya", as_of=day))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("launcher", ["54.1,10.2,500mi", "54.1,10.2,500 km", "54.1N,10.2E,500km"])
def test_a6_a_launcher_has_its_range_in_any_unit(says, launcher):
    told = says("map", "--what-if", launcher, "--site", "shuya", "-o", "map.html")
    km = 804.672 if "mi" in launcher else 500
    assert f"pin=10.2,54.1,{km:g}" in Path("map.html").read_text("utf-8")
    assert "map.html: 1 site" in told


def test_a7_help_is_h_lists_have_formats_and_a_bare_coverage_fits_a_screen_or_two(says):
    assert "Usage: infmap" in says("-h")
    assert "--install-completion" in says("-h")
    assert says("list", "capitals", "--format", "csv").startswith("id,name,country")
    (site,) = json.loads(says("list", "sites", "--site", "shuya", "--json"))
    assert (site["lon"], site["lat"]) == (CAT.site("shuya").lon, CAT.site("shuya").lat)
    assert len(says("coverage").splitlines()) < 60


def test_a8_coverage_and_reach_say_the_same_where_there_is_no_figure_and_own_claims_add(says):
    mine = "system_id,account,claimant,up_to_km\n9m729,user,Me,1234\n"
    Path("mine.csv").write_text(mine)
    told = says("reach", "Warsaw", "--site", "shuya", "--claims", "mine.csv")
    assert "up to 1234 km" in told
    assert "Russian MoD" in told
    one = ["--site", "kaliningrad", "--claims", "mine.csv", "--only-own"]
    assert "no figure" in says("reach", "Warsaw", *one)
    assert re.search(r"Warsaw .*no figure", says("coverage", *one))


def test_a9_places_are_taken_alike_wherever_they_are_given(says):
    table = pd.DataFrame({"name": ["Munich"], "lon": [11.58], "lat": [48.14]})
    table.to_csv("places.csv", index=False)
    by_load = infmap.coverage(infmap.load(capitals=table), site="shuya")
    for given in (table, "places.csv", table.to_dict("records"), infmap.load_places(table)):
        by_call = infmap.coverage(CAT, site="shuya", targets=given)
        assert by_call["distance_km"].tolist() == by_load["distance_km"].tolist()
    assert "Places by distance" in says("coverage", "--capitals", "places.csv", "--site", "shuya")


def test_a10_a_frame_is_titled_by_its_state_and_a_state_that_is_not_there_is_refused(says, refuses):
    says("map", "--site", "shuya", "--site", "deveselu", "-o", "map.html")
    assert 'title="Within range of Shuya' in says("embed", "map.html#site=shuya")
    assert "known: deveselu, shuya" in refuses("embed", "map.html#site=nosuch")


def test_a11_a_layer_of_ones_own_lands_on_the_figure_and_a_file_has_its_title(tmp_path):
    ax = infmap.plot_map(CAT, focus="shuya")
    # The line of the how-to: a layer of one's own lands where the map has the place.
    (minsk,) = CAT.capitals.query("id == 'minsk'").to_crs(infmap.map_crs(ax)).geometry
    km = infmap.coverage(CAT, site="shuya").set_index("target_id").loc["minsk", "distance_km"]
    assert (minsk.x**2 + minsk.y**2) ** 0.5 == pytest.approx(km * 1000, rel=1e-6)
    drawn = [line for line in ax.lines if line.get_gid() == "capitals-shorter-range-some"]
    assert drawn[0].get_xydata()[0].tolist() == pytest.approx([minsk.x, minsk.y])
    infmap.save_figure(ax.figure, tmp_path / "map.svg")
    title = infmap.finding(CAT, "shuya").title
    assert f"<dc:title>{title}</dc:title>" in (tmp_path / "map.svg").read_text("utf-8")


def test_a12_notebooks_are_kept_with_what_they_show_and_objects_show_themselves():
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, 4).cells
        assert sum(bool(cell.get("outputs")) for cell in cells) >= 3, path.name
    shown = repr(infmap.make_map(CAT.select(site="shuya")))
    assert shown == "<SealedMap: Within range of Shuya, Ivanovo Oblast; 1 site>"
    assert hasattr(infmap.make_report(CAT, focus="shuya"), "_repr_html_")


def test_a13_explore_needs_nothing_more():
    rings = infmap.range_rings(CAT, site="shuya")
    assert "account" in rings.explore("account").get_root().render()


def test_a14_the_version_is_where_it_is_looked_for(says):
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", infmap.__version__)
    assert infmap.__version__ in says("--version")
    infmap.show_versions()


def test_m1_another_band_is_asked_for_and_counted(says):
    told = says("coverage", "--site", "shuya", "--band", "300", "1500", "--format", "csv")
    rows = [line.split(",") for line in told.splitlines()[1:]]
    assert rows
    assert all(300 <= float(row[4]) <= 1500 for row in rows)
    assert {row[8] for row in rows} == {"yes"}
    says("map", "--site", "shuya", "--band", "300", "1500", "-o", "map.html")


def test_m2_one_file_with_ranges_is_enough_and_a_workbook_does(says):
    table = pd.DataFrame(
        {"name": ["North", "South"], "lon": [10.2, 25.0], "lat": [54.1, 46.0], "range_km": 1200}
    )
    table.to_excel("sites.xlsx", index=False, engine="xlsxwriter")
    table.to_csv("sites.csv", index=False)
    told = [
        says("reach", "Berlin", "--deployments", file, "--only-own", "--format", "csv")
        for file in ("sites.csv", "sites.xlsx")
    ]
    assert told[0] == told[1]
    assert "north,berlin,Berlin,Germany," in told[0]
    assert "user: all" in told[0]


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["figure", "report"])
def test_m3_several_sites_come_into_one_figure_and_one_brief(says, command):
    file = "out.html" if command == "report" else "out.png"
    told = says(command, "--site", "shuya", "--site", "deveselu", "-o", file)
    assert told.startswith(f"{file}: ")
    assert Path(file).stat().st_size > 10_000


def test_m3_two_accounts_stand_beside_each_other(says):
    told = says("compare", "operator", "opponent", "--site", "shuya", "--format", "csv")
    assert "shuya,minsk,Minsk,Belarus,933.645,none,some" in told


def test_m4_a_basemap_that_is_not_known_is_told_by_names_that_are(refuses):
    line = refuses("map", "--tiles", "OSM", "-o", "map.html")
    assert "OpenStreetMap Mapnik" in line


def test_m5_m7_the_documentation_has_a_page_for_each_question():
    page = (ROOT / "docs/README.md").read_text("utf-8")
    for name in ("input-formats", "own-data", "figures", "embed", "quarto", "notebooks", "options"):
        assert f"how-to/{name}.md" in page
        assert (ROOT / f"docs/how-to/{name}.md").exists()
    own = (ROOT / "docs/how-to/own-data.md").read_text("utf-8")
    assert "--claims" in own
    words = (ROOT / "data/README.md").read_text("utf-8")
    assert "GLBM and GLCM are ground-launched ballistic and cruise missiles" in words


def test_m6_what_is_installed_names_its_licence_and_how_to_cite_it():
    from importlib.metadata import metadata

    told = metadata("infmap")
    # The code's, the tables', and that of the names of countries.
    assert told["License-Expression"] == "MIT AND CC-BY-4.0 AND Unicode-3.0"
    assert "version" in (ROOT / "CITATION.cff").read_text("utf-8")
