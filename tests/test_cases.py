"""What people had on disk and what they were told, each a test named for what once went wrong.

The inputs lie in ``tests/data/cases``, a folder each. What is read is judged by the numbers that
come out on the command line, as a stranger would see them.
"""

import csv
import json
import shutil
from pathlib import Path

import pytest
from pyproj import Geod
from typer.testing import CliRunner

from infmap.cli import app

WGS84 = Geod(ellps="WGS84")
#: Of infmap's site there.
KALININGRAD = (21.25, 54.77)
CASES = Path(__file__).parent / "data" / "cases"


def run(*arguments):
    """Return what a command does: its exit status, and both streams without the folder's path."""
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


def said(result):
    return result.stderr.replace(f"{CASES}/", "")


def figures(*arguments):
    """Return by system the intervals that `reach` tells, of account user."""
    result = run("reach", "Paris", "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    return {
        (row["site_id"], one["system_id"]): (one["at_least_km"], one["up_to_km"])
        for row in json.loads(result.stdout)
        for one in row["accounts"]
        if one["account"] == "user"
    }


def coverage(*arguments):
    result = run("coverage", "--json", *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def near(km):
    return pytest.approx(km, rel=1e-6)


def test_01_a_range_under_a_head_of_several_words_is_lost():
    folder = CASES / "01-range-column-ignored"
    result = run("check", folder / "systems.csv", folder / "sites.csv")
    assert (result.exit_code, result.stdout.count("no fault")) == (0, 2)
    assert "Max range (km) read as range_km" in said(result)
    assert figures("--deployments", folder / "sites.csv", "--systems", folder / "systems.csv") == {
        ("north-camp", "9m729"): (None, 3000),
        ("south-camp", "own-rocket"): (None, 1200),
    }


@pytest.mark.parametrize(
    "head",
    ["max_range", "radius_km", "distance_km", "MaxRange", "RangeKM", "R_km", "maxrange", "reach"],
)
def test_01_heads_of_a_range_are_lost(tmp_path, head):
    path = tmp_path / "systems.csv"
    path.write_text(f"id,name,{head}\nown-rocket,Own rocket,1200\n")
    sites = CASES / "01-range-column-ignored" / "sites.csv"
    found = figures("--deployments", sites, "--systems", path)
    assert found == {("south-camp", "own-rocket"): (None, 1200)}


@pytest.mark.parametrize("head", ["range (foo)", "range class 2", "booster range", "Rnage"])
def test_01_a_column_that_could_be_a_range_is_passed_over(tmp_path, head):
    path = tmp_path / "systems.csv"
    path.write_text(f"id,name,{head}\nown-rocket,Own rocket,1200\n")
    result = run("check", path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path}:1: {head}: may be a range, and is not read")


def test_01_nobody_says_that_infmaps_figures_stand_in_place(tmp_path):
    path = tmp_path / "systems.csv"
    path.write_text("id,name\n9m729,9M729\n")
    assert "infmap's own figures are used for 9m729" in run("check", path).stderr


def test_02_a_figure_of_a_claim_is_lost():
    folder = CASES / "02-figure-column-of-claims-ignored"
    result = run("check", folder / "claims.csv")
    assert result.exit_code == 0
    assert "'300-500 mi' read as 482.803 to 804.672 km" in result.stderr
    rows = json.loads(
        run(
            "reach", "Paris", "--json", "--deployments", folder / "sites.csv", "--claims",
            folder / "claims.csv",
        ).stdout
    )  # fmt: skip
    own = [one for one in rows[0]["accounts"] if one["account"] == "user"]
    assert [(one["claimant"], one["at_least_km"], one["up_to_km"]) for one in own] == [
        ("Institute", near(482.8032), near(804.672)),
        ("Office", None, 1200),
    ]


@pytest.mark.parametrize(
    ("file", "km", "line"),
    [
        ("systems.csv", 482.8032, "range_mi read as miles: 300 mi is 482.8 km"),
        ("systems_nmi.csv", 555.6, "range_nmi read as nautical miles: 300 nmi is 555.6 km"),
        ("systems_m.csv", 480, "range_m read as metres: 480000 m is 480 km"),
    ],
)
def test_03_the_unit_of_a_head_is_lost_by_the_remedy(tmp_path, file, km, line):
    path = CASES / "03-unit-lost-by-the-rename" / file
    sites = tmp_path / "sites.csv"
    sites.write_text("name,system,lon,lat\nA,own-rocket,10,50\n")
    assert line in run("check", path).stderr
    found = figures("--deployments", sites, "--systems", path)
    assert found == {("a", "own-rocket"): (None, near(km))}


def test_03_the_units_of_both_ends_are_lost(tmp_path):
    path = CASES / "03-unit-lost-by-the-rename" / "claims.csv"
    sites = tmp_path / "sites.csv"
    sites.write_text("name,system,lon,lat\nA,9m729,10,50\n")
    found = figures("--deployments", sites, "--claims", path)
    assert found == {("a", "9m729"): (near(482.8032), near(804.672))}


def test_04_a_minimum_and_a_maximum_are_both_renamed_to_the_range(tmp_path):
    path = CASES / "04-min-and-max-both-renamed" / "systems.csv"
    sites = tmp_path / "sites.csv"
    sites.write_text("name,system,lon,lat\nA,own-rocket,10,50\n")
    assert "min_range_km: is not read: infmap draws no minimum range" in run("check", path).stderr
    found = figures("--deployments", sites, "--systems", path)
    assert found == {("a", "own-rocket"): (None, 480)}


def test_08_check_passes_what_map_refuses(tmp_path):
    folder = CASES / "08-check-passes-map-refuses"
    result = run("check", folder / "sites.csv", folder / "with_range.csv")
    assert result.exit_code == 0
    assert [line.partition("; ")[2] for line in result.stdout.splitlines()] == [
        "sites, by missiles, lon, lat",
        "sites, by range_km, lon, lat",
    ]
    assert "missiles read as system" in result.stderr
    cells = {
        (row["site_id"], one["system_id"])
        for row in json.loads(
            run("reach", "Paris", "--json", "--deployments", folder / "sites.csv").stdout
        )
        for one in row["accounts"]
    }
    assert {one for _, one in cells} == {"df-26", "df-21", "df-17"}
    assert {site for site, one in cells if one != "df-26"} == {"brigade-two"}
    assert figures("--deployments", folder / "with_range.csv") == {
        ("north-camp", "own-range-1200-km"): (None, 1200)
    }
    for name in ("sites.csv", "with_range.csv"):
        page = tmp_path / f"{name}.html"
        assert run("map", "--deployments", folder / name, "-o", page).exit_code == 0
        assert page.exists()


def test_08_a_misspelt_column_passes_as_a_place(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("name,sytem,lon,lat\nA,9m729,10,54\n")
    line = "system: column is missing ('name, sytem, lon, lat'); rename 'sytem' to system"
    for command in (["check"], ["coverage", "--deployments"]):
        result = run(*command, path)
        assert (result.exit_code, result.stderr) == (1, f"{path}:1: {line}\n")


@pytest.mark.parametrize("file", ["sites.kml", "sites.kmz"])
def test_09_kml_leads_nowhere(tmp_path, file):
    path = CASES / "09-kml-dead-end" / file
    result = run("coverage", "--targets", path, "--site", "kaliningrad", "--json")
    places = {row["target"]: row["distance_km"] for row in json.loads(result.stdout)}
    lon, lat = KALININGRAD
    for name, place in {"North camp": (10.2, 54.1), "South camp": (25.0, 46.0)}.items():
        assert places.pop(name) == pytest.approx(WGS84.inv(lon, lat, *place)[2] / 1000, abs=1e-3)
    assert places == {}
    page = tmp_path / "map.html"
    result = run("map", "--deployments", path, "-o", page)
    assert result.exit_code == 0
    assert "2: name: no system is stated for it; shown without figures" in result.stderr
    assert "South camp" in page.read_text("utf-8")


@pytest.mark.parametrize("file", ["sites.shp", "sites_shp.zip", "sites.fgb", "sites.dbf"])
def test_10_a_shapefile_is_called_utf_16(file):
    folder = CASES / "10-shapefile-called-utf16"
    result = run("check", folder / file)
    assert (result.exit_code, said(result)) == (0, "")
    assert "2 rows, no fault; sites, by system, geometry" in result.stdout
    rows = coverage("--deployments", folder / file, "--site", "north-camp")
    berlin = next(row for row in rows if row["target"] == "Berlin")
    assert berlin["distance_km"] == pytest.approx(276.6, abs=0.1)


def test_10_a_dbf_alone_asks_for_its_shp(tmp_path):
    path = shutil.copy(CASES / "10-shapefile-called-utf16" / "sites.dbf", tmp_path)
    result = run("check", path)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert ".shp" in result.stderr


@pytest.mark.parametrize("file", ["sites.gpkg", "places.geojson"])
def test_11_a_geopackage_is_sent_to_a_geojson_that_is_refused(file):
    path = CASES / "11-geopackage-to-geojson-refused" / file
    rows = coverage("--targets", path, "--site", "deveselu")
    assert {row["target"] for row in rows} in ({"Ramstein"}, {"North camp", "South camp"})


SCREENED = CASES / "12-screen-lines"


@pytest.mark.parametrize(
    "file", ["lng.csv", "semicolon.csv", "sites.xlsx", "renamed.csv", "places.geojson"]
)
def test_12_screen_reads_fewer_kinds_than_the_rest(tmp_path, file):
    result = run("screen", SCREENED / file, "-o", tmp_path / "out", "--site", "shuya")
    assert result.exit_code == 0, result.stderr
    assert run("check", SCREENED / file).exit_code == 0


def test_12_screen_has_words_and_rows_of_its_own(tmp_path):
    line = "lat: latitude must be within [-90, 90] degrees ('154.7'); swap lon and lat, if the two are swapped\n"  # noqa: E501
    for file in ("row.csv", "row_check.csv"):
        screened = run("screen", SCREENED / file, "-o", tmp_path / "out")
        checked = run("check", SCREENED / file)
        assert screened.stderr == checked.stderr == f"{SCREENED / file}:2: {line}"
    blank = run("screen", SCREENED / "blank.csv", "-o", tmp_path / "out", "--weight", "population")
    assert said(blank) == "12-screen-lines/blank.csv:3: population: is missing; write a value\n"


RANGES = {
    "2,500+ km": (2500, None),
    "1,500-2,000": (1500, 2000),
    "500-5,500 km": (500, 5500),
    "2,500 km (1,600 mi)": (None, 2500),
    "500 km[5]": (None, 500),
    "1,200 miles": (None, 1931.2128),
    "300 nautical miles": (None, 555.6),
    "1000-2000 miles": (1609.344, 3218.688),
    "2000 kilometres": (None, 2000),
    "2000 kilometers": (None, 2000),
    "less than 500": (None, 500),
    "more than 500 km": (500, None),
    "approx. 2500": (None, 2500),
    "~500-700": (500, 700),
    "between 500 and 700": (500, 700),
    "500 km (est.)": (None, 500),
    "500 +": (500, None),
    ">5,500": (5500, None),
}


def test_14_ranges_as_people_write_them_are_refused(tmp_path):
    lines = (CASES / "14-ranges-as-people-write-them" / "ranges.txt").read_text().splitlines()
    assert set(lines) == set(RANGES)
    with (tmp_path / "systems.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [["id", "name", "range"], *([f"s-{k}", f"S {k}", text] for k, text in enumerate(lines))]
        )
    with (tmp_path / "sites.csv").open("w", newline="") as file:
        rows = ([f"c{k}", f"s-{k}", 10 + k / 10, 50] for k in range(len(lines)))
        csv.writer(file).writerows([["name", "system", "lon", "lat"], *rows])
    result = run("check", tmp_path / "systems.csv")
    for text in lines:
        assert f"{text!r} read as " in result.stderr
    found = figures("--deployments", tmp_path / "sites.csv", "--systems", tmp_path / "systems.csv")
    assert found == {
        (f"c{k}", f"s-{k}"): tuple(None if km is None else near(km) for km in RANGES[text])
        for k, text in enumerate(lines)
    }


def test_14_a_number_of_two_meanings_is_refused_with_both(tmp_path):
    path = tmp_path / "systems.csv"
    path.write_text('id,name,range_km\ns,S,"2,500"\n')
    line = "range_km: may be either of two numbers ('2,500'); write 2500 or 2.5"
    assert run("check", path).stderr == f"{path}:2: {line}\n"


@pytest.mark.parametrize("file", ["geopoint.csv", "qgis.csv", "wikidata.csv", "xy.csv"])
def test_16_a_position_in_one_column_is_asked_for(file):
    path = CASES / "16-position-in-one-column" / file
    assert run("check", path).exit_code == 0
    row = next(row for row in coverage("--deployments", path) if row["target"] == "Berlin")
    assert row["distance_km"] == pytest.approx(276.6, abs=0.1)


def test_16_x_and_y_in_metres_are_read_as_degrees(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("X,Y,name,system\n1135458.8,7191240.1,North camp,9m729\n")
    result = run("check", path)
    assert result.exit_code == 1
    assert "reference system (CRS)" in result.stderr


def test_17_heads_of_other_schools_are_not_matched():
    folder = CASES / "17-head-not-matched"
    rows = coverage("--targets", folder / "cities.csv", "--site", "kaliningrad")
    assert [(row["target"], row["country"]) for row in rows] == [("Berlin", "Germany")]
    for file in ("sites.csv", "heads.geojson"):
        row = next(
            row for row in coverage("--deployments", folder / file) if row["target"] == "Berlin"
        )
        assert row["distance_km"] == pytest.approx(276.6, abs=0.1)


def test_18_a_point_of_one_is_refused_and_an_area_has_no_way():
    folder = CASES / "18-site-as-polygon"
    assert run("check", folder / "multipoint.geojson").exit_code == 0
    result = run("check", folder / "osm.geojson")
    assert result.exit_code == 1
    assert "1: geometry: must be one Point ('Polygon'); give its centre: in QGIS" in result.stderr


def test_19_records_are_checked_as_sources():
    path = CASES / "19-json-records" / "records.json"
    result = run("check", path)
    assert (result.exit_code, result.stdout.endswith("sites, by system, lon, lat\n")) == (0, True)
    row = next(row for row in coverage("--deployments", path) if row["target"] == "Berlin")
    assert row["distance_km"] == pytest.approx(276.6, abs=0.1)


def test_21_a_state_that_never_signed_is_banned(tmp_path):
    folder = CASES / "21-chinese-missile-banned"
    own = ["--systems", folder / "systems.csv", "--deployments", folder / "sites.csv"]
    result = run("show", "df-26", "--json", *own)
    card = json.loads(result.stdout)[0]
    assert {v["outcome"] for claim in card["claims"] for v in claim["verdicts"]} == {"not bound"}
    assert [claim["figure"] for claim in card["claims"] if claim["account"] == "user"] == [
        "up to 4000 km"
    ]
    assert "infmap's own figures for df-26 stand beside this one" in result.stderr
    systems, sites = tmp_path / "systems.csv", tmp_path / "sites.csv"
    systems.write_text("id,name,range_km\nmy-missile,My missile,4000\n")
    sites.write_text("name,system,lon,lat\nA,my-missile,117.9,30.7\n")
    result = run("show", "my-missile", "--json", "--systems", systems, "--deployments", sites)
    (claim,) = json.loads(result.stdout)[0]["claims"]
    (verdict,) = claim["verdicts"]
    assert verdict["outcome"] == "not stated"
    assert "operator" in verdict["reason"]


def test_24_a_refused_screening_stays_in_the_way_of_the_mended_one(tmp_path):
    path = Path(shutil.copy(CASES / "24-screen-after-mending" / "towns.csv", tmp_path))
    text = path.read_text()
    path.write_text(text.replace(",0\n", ",\n"))
    command = ["screen", path, "-o", tmp_path / "out", "--site", "shuya", "--weight", "population"]
    refused = run(*command)
    assert refused.exit_code == 1
    assert refused.stderr == f"{path}:3: population: is missing; write a value\n"
    assert not (tmp_path / "out").exists()
    path.write_text(text)
    assert run(*command).exit_code == 0
