"""Columns that say on which geodetic datum the coordinates are, in tables of sites and places."""

import json
import re

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
from lines_told import lines_told
from sample import sampled

from infmap.catalogue.reading.datums import Datum, datum_of
from infmap.catalogue.reading.heads.words import phrases

SAME = [
    "WGS84",
    "wgs 84",
    "WGS-84",
    "World Geodetic System 1984",
    "EPSG:4326",
    "4326",
    "GCS_WGS_1984",
]
SAME += [
    "WGS84 (EPSG:4326)",
    "urn:ogc:def:crs:EPSG::4326",
    "http://www.opengis.net/def/crs/EPSG/0/4326",
]
SAME += ["urn:ogc:def:crs:OGC:1.3:CRS84", "not recorded (forced WGS84)", "WGS84 (G1762)"]
NEAR = ["NAD83", "NAD 83", "NAD83(CSRS)", "North American Datum 1983", "ETRS89", "GDA94", "JGD2011"]
NEAR += ["EPSG:4258", "4269", "SIRGAS 2000", "CGCS2000", "ITRF2014", "PZ-90.11", "ПЗ-90.11"]
OTHER = ["NAD27", "NAD 27", "North American 1927", "ED50", "European Datum 1950", "Pulkovo 1942"]
OTHER += [
    "SK-42",
    "\u0421\u041a-42",
    "S-42",
    "Tokyo",
    "Tokyo Datum",
    "Bessel 1841",
    "OSGB36",
    "GCJ-02",
]
OTHER += ["BD-09", "EPSG:4267", "4230", "EPSG:4284", "SAD69", "CH1903", "Clarke 1866", "Potsdam"]
OTHER += ["NAD27 (converted to WGS84?)", "WGS84 (EPSG:4267)", "NAD27, EPSG:4326"]
PLANE = ["EPSG:3857", "UTM 33N", "WGS 84 / UTM zone 33N", "25832", "Gauss-Krüger zone 4"]
NONE = [
    "",
    "Escape",
    "unknown",
    "not recorded",
    "R43832",
    "2019",
    "2019-05-01",
    "12.05.2019",
    "May 2019",
]
NONE += ["43103", "ca. 1985", "1985-1987", "degrees", "EPSG:999999", "x" * 10**6, "\x00", "?"]
HEADS = ["datum", "Datum", "geodeticDatum", "geodetic datum", "crs", "SRS", "epsg", "EPSG code"]
HEADS += [
    "coordinate_system",
    "Coordinate Reference System",
    "spatial_reference",
    "Koordinatensystem",
]
HEADS += ["système de coordonnées", "Система координат", "horizontal datum", "srid"]
FAR = "names a datum which may lie hundreds of metres from WGS 84"
REMEDY = (
    "convert lon and lat to WGS 84 (EPSG:4326) and write that, or delete the column if such a "
    "shift does not matter"
)
METRES = "read as WGS 84, from which it differs by metres at most"


@pytest.mark.parametrize(
    ("texts", "datum"),
    [
        (SAME, Datum.SAME),
        (NEAR, Datum.NEAR),
        (OTHER, Datum.OTHER),
        (PLANE, Datum.PLANE),
        (NONE, None),
    ],
    ids=["same", "near", "other", "plane", "none"],
)
def test_a_datum_is_known_by_its_names_and_codes(texts, datum):
    assert {text[:50]: datum_of(text) for text in texts} == {text[:50]: datum for text in texts}


def test_no_name_of_a_datum_stands_in_two_tables():
    tables = [phrases(name) for name in ("datum_same", "datum_near", "datum_other", "datum_plane")]
    assert len(set().union(*tables)) == sum(map(len, tables))


@pytest.mark.thorough(but=38)
@pytest.mark.parametrize("code", sampled(range(4001, 5000), 150, always=[4326, 4258, 4267, 4230]))
def test_a_code_differs_from_wgs_84_as_far_as_pyproj_knows(code):
    """Of what pyproj moves without a grid by 30 metres or more, nothing is taken for WGS 84."""
    try:
        system = pyproj.CRS.from_epsg(code)
    except pyproj.exceptions.CRSError:
        assert datum_of(f"EPSG:{code}") is None
        return
    area = system.area_of_use
    if not system.is_geographic or area is None or len(system.axis_info) != 2:
        return
    west, south, east, north = area.bounds
    lon = (west + east) / 2 if west <= east else west
    try:
        moved = pyproj.Transformer.from_crs(system, 4326, always_xy=True).transform(
            lon, (south + north) / 2
        )
    except pyproj.exceptions.ProjError:
        return
    metres = pyproj.Geod(ellps="WGS84").inv(lon, (south + north) / 2, *moved)[2]
    if metres > 30:
        assert datum_of(f"EPSG:{code}") is Datum.OTHER, (system.name, metres)


def told(cat, path, by):
    lines = lines_told(cat, path, by)
    return [re.sub(rf"^{re.escape(str(path))}:? ?", "", line) for line in lines]


WAYS = ["deployments", "capitals", "screen"]
KINDS = ["csv", "xlsx", "json", "parquet"]


def write(folder, kind, head, cells):
    frame = pd.DataFrame(
        {
            "name": [f"Camp {at}" for at in range(len(cells))],
            "system": ["9m729"] * len(cells),
            "lat": [54.0 + at for at in range(len(cells))],
            "lon": [20.0] * len(cells),
            head: cells,
        }
    )
    path = folder / f"rows.{kind}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "xlsx":
        frame.to_excel(path, index=False)
    elif kind == "json":
        path.write_text(json.dumps(frame.to_dict("records"), ensure_ascii=False), "utf-8")
    else:
        frame.to_parquet(path, index=False)
    return path


def without_ignored(lines):
    """Return lines without what a table of places says of the systems in it."""
    return [line for line in lines if line != "not read: system"]


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("head", HEADS)
def test_wgs_84_is_read_and_nothing_said(cat, tmp_path, head, kind, by):
    for cells in (["WGS84", "WGS 84"], ["EPSG:4326", ""], [SAME[-1], "unknown"]):
        assert without_ignored(told(cat, write(tmp_path, kind, head, cells), by)) == []


@pytest.mark.thorough(but=24)
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("head", HEADS)
def test_a_datum_far_from_wgs_84_is_refused_by_row(cat, tmp_path, head, kind, by):
    path = write(tmp_path, kind, head, ["WGS84", "NAD27", "NAD83"])
    (line,) = without_ignored(line for line in told(cat, path, by) if METRES not in line)
    row = 2 if kind in {"json", "parquet"} else 3
    assert line == f"{row}: {head}: {FAR} ('NAD27'); {REMEDY}"


@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("ETRS89", METRES),
        ("EPSG:25832", "is a projection: lon and lat are read as degrees on WGS 84"),
    ],
)
def test_a_datum_near_wgs_84_or_a_projection_is_read_and_said(cat, tmp_path, by, cell, says):
    for kind in KINDS:
        (line,) = without_ignored(told(cat, write(tmp_path, kind, "datum", [cell]), by))
        assert f": datum: '{cell}' {says}" in line


@pytest.mark.parametrize("cell", ["2019-05-01", "12.05.2019", "2019", "Mai 2019"])
def test_a_datum_that_is_a_date_is_one(cat, tmp_path, cell):
    (line,) = told(cat, write(tmp_path, "csv", "Datum", [cell]), "deployments")
    assert "may be a date, and is not read; rename it to first_reported or until" in line


def test_a_remedy_that_is_followed_is_read(cat, tmp_path):
    path = write(tmp_path, "csv", "datum", ["NAD27"])
    assert REMEDY in told(cat, path, "deployments")[0]
    path.write_text(path.read_text("utf-8").replace("NAD27", "WGS 84 (EPSG:4326)"), "utf-8")
    assert told(cat, path, "deployments") == []


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
def test_what_a_layer_declares_is_taken_before_a_column(tmp_path, cat, kind):
    path = tmp_path / f"rows.{kind}"
    layer = {"name": ["Camp"], "system": ["9m729"], "datum": ["NAD27"]}
    gpd.GeoDataFrame(layer, geometry=gpd.points_from_xy([20.0], [54.0]), crs=4326).to_file(path)
    (line,) = told(cat, path, "deployments")
    says = "datum: 'NAD27', but the point is read by the reference system of the file"
    assert line == f"1: {says}"


def test_far_down_a_long_table_a_datum_is_refused(cat, tmp_path):
    frame = pd.DataFrame({"lat": 54.0, "lon": 20.0, "datum": ["WGS84"] * 70_000})
    frame.loc[69_998, "datum"] = "Tokyo"
    for kind, row in (("csv", 70_000), ("parquet", 69_999)):
        path = tmp_path / f"long.{kind}"
        frame.to_csv(path, index=False) if kind == "csv" else frame.to_parquet(path, index=False)
        assert told(cat, path, "screen") == [f"{row}: datum: {FAR} ('Tokyo'); {REMEDY}"]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize("cells", [[4267, 4326], [4267.0, None], ["4267", "4326"]])
def test_codes_may_be_numbers(cat, tmp_path, by, cells):
    for kind in KINDS:
        path = write(tmp_path, kind, "epsg", cells)
        (line,) = without_ignored(told(cat, path, by))
        assert f": epsg: {FAR} ('4267" in line
        path.unlink()
        assert without_ignored(told(cat, write(tmp_path, kind, "epsg", [4326, None]), by)) == []
