"""People and countries in rings and bands, against counts and areas made in other ways."""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Transformer
from typer.testing import CliRunner

import infmap
from infmap.analysis.rings import ring_specs
from infmap.catalogue.population import Population
from infmap.catalogue.rows import Deployment
from infmap.cli import app
from infmap.errors import InfmapError
from infmap.geodesy import WGS84, range_ring
from infmap.io.formats import TableFormat
from infmap.looks.words import country_text
from infmap.tables.exposure_view import exposure_view
from infmap.tables.terminal import plain_text
from infmap.tables.text import format_table
from infmap.treaty import band_of

DATA = Path(__file__).resolve().parents[1] / "data"
BANDS = ["below-500", "shorter-range", "intermediate-range", "beyond-5500"]
runner = CliRunner()


@pytest.fixture(scope="module")
def cities():
    return pq.read_table(DATA / "cities.parquet")


@pytest.fixture(scope="module")
def outlines():
    features = json.loads((DATA / "countries.geojson").read_text("utf-8"))["features"]
    return {
        one["properties"]["name"]: shapely.from_geojson(json.dumps(one["geometry"]))
        for one in features
    }


@pytest.fixture(scope="module")
def kaliningrad(cat):
    return infmap.exposure(cat, site="kaliningrad")


def shares(row):
    return {entry["country"]: entry["share"] for entry in row["countries"]}


def people_at(*places):
    lons, lats, people = (np.array(column, dtype=float) for column in zip(*places, strict=True))
    return Population(lons, lats, people)


# People


@pytest.mark.parametrize("site_id", ["kaliningrad", "deveselu"])
def test_people_of_each_band_are_those_that_geographiclib_counts(cat, cities, site_id):
    site = cat.site(site_id)
    expected = dict.fromkeys(BANDS, (0, 0))
    # One in twelve: geographiclib measures one pair at a time.
    rows = cities.slice(0, cities.num_rows).to_pylist()[::12]
    for city in rows:
        km = (
            Geodesic.WGS84.Inverse(site.lat, site.lon, city["lat"], city["lon"], Geodesic.DISTANCE)[
                "s12"
            ]
            / 1000
        )
        band = BANDS[(km >= 500) + (km > 1000) + (km > 5500)]
        count, people = expected[band]
        expected[band] = (count + 1, people + city["population"])
    places = people_at(*((one["lon"], one["lat"], one["population"]) for one in rows))
    table = infmap.exposure(cat, site=site_id, population=places).query("area == 'band'")
    found = {row.band: (row.cities, row.people) for row in table.itertuples()}
    assert found == expected


def test_people_below_500_km_of_all_cities_are_those_counted_one_by_one(cat, cities, kaliningrad):
    site = cat.site("kaliningrad")
    inside = [
        city["population"]
        for city in cities.to_pylist()
        if WGS84.inv(site.lon, site.lat, city["lon"], city["lat"])[2] < 500_000
    ]
    row = kaliningrad.query("band == 'below-500'").iloc[0]
    assert (row["cities"], row["people"]) == (len(inside), sum(inside))
    assert row["people"] > 10_000_000


def test_the_four_bands_together_hold_every_city_once(kaliningrad, cities):
    bands = kaliningrad.query("area == 'band'")
    assert bands["band"].tolist() == BANDS
    assert bands["cities"].sum() == cities.num_rows
    assert bands["people"].sum() == sum(cities["population"].to_pylist())


def exactly(site, km):
    """Return a position at a distance to the last digit: one azimuth of many has it."""
    azimuths = np.linspace(0, 360, 4001)
    here = np.full(azimuths.size, site.lon), np.full(azimuths.size, site.lat)
    lons, lats, _ = WGS84.fwd(*here, azimuths, np.full(azimuths.size, 1000.0 * km))
    off = np.abs(WGS84.inv(*here, lons, lats)[2] / 1000 - km)
    return lons[off.argmin()], lats[off.argmin()]


def test_a_place_on_an_edge_is_in_the_band_that_the_treaty_puts_it_in(cat):
    kms = [499.9, 500, 1000, 1000.1, 5500, 5500.1]
    site = cat.site("shuya")
    places = people_at(*[(*exactly(site, km), 10**power) for power, km in enumerate(kms)])
    table = infmap.exposure(cat, site="shuya", population=places).query("area == 'band'")
    found = dict(zip(table["band"], table["people"], strict=True))
    assert found == {
        band: sum(10**power for power, km in enumerate(kms) if band_of(km) == band)
        for band in BANDS
    }


def test_both_edges_of_the_band_asked_for_are_inside(cat):
    site = cat.site("deveselu")
    # Due south along the meridian, where a second measure gives back the same number.
    south = [WGS84.fwd(site.lon, site.lat, 180, 1000 * km)[:2] for km in (300, 700, 1500)]
    places = people_at(*((lon, lat, 1) for lon, lat in south))
    kms = [WGS84.inv(site.lon, site.lat, lon, lat)[2] / 1000 for lon, lat in south]
    for nearest, farthest, count in [
        (kms[0], kms[1], 2),
        (np.nextafter(kms[0], np.inf), kms[1], 1),
        (kms[0], np.nextafter(kms[1], 0), 1),
    ]:
        table = infmap.exposure(cat, site="deveselu", band=(nearest, farthest), population=places)
        assert table.query("area == 'band'")["cities"].item() == count


def test_without_people_every_count_is_nought(cat):
    nobody = Population(*(np.empty(0) for _ in range(3)))
    table = infmap.exposure(cat, site="shuya", population=nobody)
    assert not table["cities"].any()
    assert not table["people"].any()
    assert all(table["countries"].map(len))


# Rings


def test_there_is_a_ring_for_each_drawn_end_of_each_figure_then_the_bands(cat):
    table = infmap.exposure(cat, site="shuya")
    site = cat.select(site="shuya").sites[0]
    rings = table.query("area == 'ring'")
    assert [tuple(row) for row in rings[["claimant", "bound", "max_km"]].to_numpy()] == [
        (spec.claim.claimant, str(spec.bound), spec.range_km) for spec in ring_specs(cat, site)
    ]
    assert table["area"].tolist() == ["ring"] * len(rings) + ["band"] * 4
    assert set(rings["min_km"]) == {0.0}


def test_an_interceptors_reach_is_told_apart_from_a_strike_systems(cat):
    table = infmap.exposure(cat, site="deveselu")
    strike = dict(zip(table["system_id"], table["strike"], strict=True))
    assert strike["sm-3-ib"] is False
    assert strike[""] is None
    view = plain_text(exposure_view(table, cat.select(site="deveselu")))
    assert "SM-3 Block IB (not a strike system)" in view


# Countries


def equal_area_km2(shape, steps=40):
    """Return the planar area in EPSG:6933, of edges drawn fine first."""
    project = Transformer.from_crs("EPSG:4326", "EPSG:6933", always_xy=True).transform
    fine = shapely.segmentize(shape, 1 / steps)
    return shapely.transform(fine, project, interleaved=False).area / 1e6


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("site_id", ["kaliningrad", "crimea"])
def test_a_share_of_area_is_that_of_an_equal_area_projection(cat, outlines, site_id):
    site = cat.site(site_id)
    table = infmap.exposure(cat, site=site_id)
    rows = {row["band"]: shares(row) for row in table.to_dict("records")}
    for band, inner, outer in [
        ("below-500", None, 500),
        ("shorter-range", 500, 1000),
        ("intermediate-range", 1000, 5500),
    ]:
        area = range_ring(site.lon, site.lat, outer, tolerance_km=0.02)
        if inner:
            area -= range_ring(site.lon, site.lat, inner, tolerance_km=0.02)
        assert len(rows[band]) > 5
        for country, land in outlines.items():
            expected = equal_area_km2(area & land) / equal_area_km2(land)
            assert rows[band].get(country, 0) == pytest.approx(expected, abs=0.0005), country


def test_the_area_of_an_outline_is_that_of_an_equal_area_projection(outlines):
    from infmap.analysis.country_shares import _areas_m2

    for country, area_m2 in _areas_m2().items():
        expected = equal_area_km2(outlines[country])
        assert area_m2 / 1e6 == pytest.approx(expected, rel=0.005), country


def test_a_country_wholly_within_has_the_share_1_and_says_100_percent(kaliningrad):
    row = kaliningrad.query("band == 'below-500'").iloc[0]
    assert shares(row)["Lithuania"] == 1
    assert "Lithuania 100 %" in map(country_text, row["countries"])
    assert 0.5 < shares(row)["Poland"] < 1


def test_the_bands_share_out_every_country_and_the_last_is_what_is_left(kaliningrad, outlines):
    total = dict.fromkeys(outlines, 0.0)
    for row in kaliningrad.query("area == 'band'").to_dict("records"):
        for country, share in shares(row).items():
            total[country] += share
    assert total == pytest.approx(dict.fromkeys(outlines, 1.0), abs=1e-4)


def test_countries_come_by_share_and_none_has_nought(kaliningrad):
    for countries in kaliningrad["countries"]:
        found = [entry["share"] for entry in countries]
        assert found == sorted(found, reverse=True)
        assert 0 < found[-1] <= found[0] <= 1


def test_rings_round_crimea_touch_ukraine_first(cat):
    row = infmap.exposure(cat, site="crimea", band=(0, 100)).iloc[-1]
    assert row["countries"][0]["country"] == "Ukraine"
    assert "Russia" not in shares(row)


def test_a_band_from_nothing_holds_the_site_itself(cat):
    site = cat.site("deveselu")
    places = people_at((site.lon, site.lat, 5))
    row = infmap.exposure(cat, site="deveselu", band=(0, 500), population=places).iloc[-1]
    assert (row["min_km"], row["max_km"], row["cities"], row["people"]) == (0.0, 500.0, 1, 5)


def test_a_band_without_an_end_holds_every_place_and_warns_of_nothing(cat):
    row = infmap.exposure(cat, site="deveselu", band=(0, float("inf"))).iloc[-1]
    assert math.isnan(row["max_km"])
    assert row["cities"] == len(infmap.load_population())


@pytest.mark.parametrize(
    ("band", "line"),
    [
        ((9.0, 1.0), "a band runs from the nearer to the farther edge"),
        ((5.0, 5.0), "a band runs from the nearer to the farther edge"),
        ((-1.0, 5.0), "no edge of a band is below 0 km"),
        ((float("nan"), 5.0), "a band is two distances in km"),
    ],
)
def test_a_band_that_is_none_gets_one_line(cat, band, line):
    with pytest.raises(InfmapError, match=rf"^{line}[^\n]*$"):
        infmap.exposure(cat, site="shuya", band=band)


# The command and its formats


def run(*arguments):
    return runner.invoke(app, ["coverage", "--site", "shuya", *map(str, arguments)])


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("csv", "site_id,site,area,band,system_id,"),
        ("json", '"countries": ['),
        ("md", "| site_id"),
        ("html", "<table"),
        ("latex", r"\begin{longtable}"),
        ("table", "People in cities of 15,000 and more only (GeoNames), not the population."),
    ],
)
def test_every_format_is_written_to_a_file_as_to_the_screen(tmp_path, form, mark):
    file = tmp_path / "table"
    shown = run("--targets", "cities", "--format", form)
    assert shown.exit_code == 0
    assert mark in shown.stdout
    assert run("--targets", "cities", "--format", form, "-o", file).exit_code == 0
    assert file.read_text() == shown.stdout


def test_json_has_countries_as_objects_and_no_number_that_is_none(cat):
    rows = json.loads(run("--targets", "cities", "--json").stdout, parse_constant=pytest.fail)
    assert rows[-1]["max_km"] is None
    assert rows[0]["countries"][0].keys() == {"iso_a3", "country", "share"}
    assert isinstance(rows[0]["people"], int)


def test_a_grid_is_counted_by_the_command(tmp_path):
    file = tmp_path / "grid.parquet"
    pq.write_table(pa.table({"lon": [41.0], "lat": [56.8], "population": [7.25]}), file)
    rows = json.loads(run("--targets", file, "--json").stdout)
    assert {(row["cities"], row["people"]) for row in rows if row["area"] == "ring"} == {(1, 7)}
    assert "People as the given grid has them." in run("--targets", file).stdout


def test_a_grid_that_is_not_there_gets_one_line_and_exit_1():
    result = run("--targets", "none.parquet")
    assert result.exit_code == 1
    assert result.stderr == "none.parquet: file not found; check the path\n"


def test_a_csv_of_places_is_tested_as_before(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("name,lon,lat\nHere,40,57\n")
    rows = json.loads(run("--targets", file, "--json").stdout)
    assert [row["target"] for row in rows] == ["Here"]


@pytest.mark.thorough
def test_names_from_the_data_are_text_in_every_format(cat, hostile):
    rows = tuple(
        Deployment(
            id=f"h-{k}",
            site_id=f"h-{k}",
            site=text,
            country=text,
            system_id="9m729",
            lon=10 + k,
            lat=50,
        )
        for k, text in enumerate([*hostile, "=1+1"])
    )
    claims = tuple(row.model_copy(update={"claimant": hostile[4]}) for row in cat.claim_rows)
    own = infmap.Catalogue(cat.system_rows, claims, rows, cat.capital_rows, cat.source_rows)
    nobody = Population(*(np.empty(0) for _ in range(3)))
    table = infmap.exposure(own, population=nobody)
    html = format_table(table, TableFormat.HTML)
    assert "<img" not in html
    assert "<script" not in html
    assert "</script" not in html
    assert ",'=1+1," in format_table(table, TableFormat.CSV)
    assert r"\<img src=x" in format_table(table, TableFormat.MD)
    assert r"R\&D" in format_table(table, TableFormat.LATEX)
    assert json.loads(format_table(table, TableFormat.JSON))[0]["site"] == hostile[0]
    assert hostile[0] in plain_text(exposure_view(table, own))


def test_help_loads_neither_numbers_nor_parquet():
    code = (
        "import sys, infmap.cli; "
        "print([m for m in ('numpy', 'pyarrow', 'shapely', 'pandas') if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"
