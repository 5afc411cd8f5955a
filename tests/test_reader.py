"""Own files read, and every fault of them told: CSV and GeoJSON."""

import csv
import itertools
import json
import re
import shutil
import warnings

import pandas as pd
import pytest
from sample import sampled
from workbook_files import xlsx

import infmap
from infmap.catalogue import gathering
from infmap.catalogue.bundled import Table, data_path
from infmap.catalogue.cells import slug
from infmap.catalogue.checking import check_files
from infmap.catalogue.names.countries import country_code
from infmap.errors import DataError, InfmapError, ReadingNote


def feature(lon=20.5, lat=54.7, **properties):
    point = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "properties": properties, "geometry": point}


@pytest.fixture
def sites_file(tmp_path):
    def write(*features):
        path = tmp_path / "mine.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return path

    return write


def faults_of(**files):
    with pytest.raises(DataError) as caught:
        infmap.load(**files)
    *_, path = files.values()
    return [line.replace(str(path), "FILE") for line in str(caught.value).splitlines()]


def notes_of(**files):
    """Return the catalogue of files, and how they were read, by the word FILE for the last."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        read = infmap.load(**files)
    *_, path = files.values()
    return read, [str(one.message).replace(str(path), "FILE") for one in caught]


def own_claims(read, cat):
    """Return the figures that stand beside infmap's."""
    bundled = {*cat.claim_rows}
    return [row for row in read.claim_rows if row not in bundled]


def test_own_sites_need_a_name_and_a_system(sites_file):
    cat = infmap.load(deployments=sites_file(feature(name="My site", system="Iskander-K")))
    (row,) = cat.deployment_rows
    assert (row.site_id, row.site, row.system_id) == ("my-site", "My site", "iskander-k")
    assert row.theme is None
    assert cat.select(theme="eliminated").sites


@pytest.mark.parametrize("system", ["9m729", "9M729", "ssc-8 screwdriver"])
def test_a_system_is_known_by_id_name_or_designation(sites_file, system):
    cat = infmap.load(deployments=sites_file(feature(name="x", system=system)))
    assert cat.deployment_rows[0].system_id == "9m729"


def test_two_systems_at_one_own_site_share_it(sites_file):
    path = sites_file(feature(name="A", system="9m729"), feature(name="A", system="iskander-m"))
    cat = infmap.load(deployments=path)
    assert [site.system_ids for site in cat.sites] == [("9m729", "iskander-m")]


def test_own_systems_may_be_as_small_as_one_range(sites_file, text_file, cat):
    systems = text_file("systems.csv", "id,name,range_km\nzeus,Zeus,1234.5\n")
    read = infmap.load(systems=systems, deployments=sites_file(feature(name="x", system="zeus")))
    (claim,) = own_claims(read, cat)
    assert (claim.account, claim.claimant, claim.up_to_km) == ("user", "user", 1234.5)
    entry = infmap.coverage(read).iloc[0]["accounts"][0]
    assert (entry["account"], entry["strike"]) == ("user", True)


def test_a_callers_figures_of_other_parties_stand_beside_the_range_of_the_system(text_file, cat):
    read = infmap.load(
        systems=text_file("systems.csv", "id,name,range_km\nown,Own,100\n"),
        claims=text_file(
            "claims.csv", "system_id,account,claimant,up_to_km\nown,opponent,Them,900\n"
        ),
        deployments=pd.DataFrame({"name": ["A"], "system": ["own"], "lon": [20.0], "lat": [54.0]}),
    )
    assert [(row.claimant, row.up_to_km) for row in own_claims(read, cat)] == [
        ("user", 100),
        ("Them", 900),
    ]


def test_an_id_comes_before_a_name_when_read_and_when_asked_for():
    cat = infmap.load(
        systems=pd.DataFrame(
            {
                "id": ["alpha", "beta"],
                "name": ["A", "B"],
                "designations": ["", "alpha;  Two  Words"],
            }
        ),
        deployments=pd.DataFrame(
            {
                "name": ["X", "Y"],
                "system": ["alpha", "two words"],
                "lon": [20.0, 30],
                "lat": [54.0, 50],
            }
        ),
    )
    assert [row.system_id for row in cat.deployment_rows] == ["alpha", "beta"]
    assert cat.select(system="alpha").sites[0].system_ids == ("alpha",)
    assert cat.select(system="Two words").sites[0].system_ids == ("beta",)


def test_own_systems_add_to_infmaps(text_file, cat):
    read = infmap.load(systems=text_file("systems.csv", "id,name,range_km\nzeus,Zeus,5\n"))
    assert read.system_rows[:-1] == cat.system_rows
    assert read.system_rows[-1].id == "zeus"
    assert read.deployment_rows == cat.deployment_rows
    assert read.claim_rows[:-1] == cat.claim_rows


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(text_file):
    systems = text_file("systems.csv", "\ufeffid,name,range_km\r\nzeus,Zeus,100\r\n".encode())
    assert infmap.load(systems=systems).system_rows[-1].id == "zeus"


@pytest.mark.parametrize("separator", [";", "\t"], ids=["semicolons", "tabs"])
def test_a_table_may_be_separated_otherwise(text_file, separator):
    rows = ["id", "name", "range_km"], ["zeus", "Zeus, the god", "1200"]
    systems = text_file("systems.csv", "".join(f"{separator.join(row)}\n" for row in rows))
    row = infmap.load(systems=systems).system_rows[-1]
    assert (row.id, row.name, row.range_km) == ("zeus", "Zeus, the god", 1200)


SYSTEM_FAULTS = {
    "text-range": (
        "id,name,range_km\nzeus,Zeus,far\n",
        "FILE:2: range_km: not a number ('far'); write a number such as 500, or leave the cell "
        "empty",
    ),
    "thousands-comma": (
        'id,name,range_km\nzeus,Zeus,"2,500"\n',
        "FILE:2: range_km: may be either of two numbers ('2,500'); write 2500 or 2.5",
    ),
    "negative-range": (
        "id,name,range_km\nzeus,Zeus,-5\n",
        "FILE:2: range_km: cannot be negative ('-5'); write 5, or leave it empty",
    ),
    "zero-range": (
        "id,name,range_km\nzeus,Zeus,0\n",
        "FILE:2: range_km: a range must be above 0 ('0'); write kilometres, such as 500",
    ),
    "beyond-every-ring": (
        "id,name,range_km\nzeus,Zeus,20000\n",
        "FILE:2: range_km: beyond the farthest ring that can be drawn ('20000'); "
        "write at most 19900 km",
    ),
    "not-finite": (
        "id,name,range_km\nzeus,Zeus,nan\n",
        "FILE:2: range_km: not a number ('nan'); write a number such as 500, or leave the cell "
        "empty",
    ),
    "missing-column": (
        "kind,range_km\nGLCM,5\n",
        "FILE:1: name: column is missing ('kind, range_km'); add a column name",
    ),
    "misspelt-column": (
        "id,name,rnage_km\nzeus,Zeus,5\n",
        "FILE:1: rnage_km: may be a range, and is not read; write its figures in kilometres under "
        "the head range_km, or delete it",
    ),
    "spelt-out-column": (
        "range_km,Name of it\n5,Zeus\n",
        "FILE:1: name: column is missing ('range_km, Name of it'); rename 'Name of it' to name",
    ),
    "semicolons-and-a-comma-of-either-kind": (
        "id;name;range_km\nzeus;Zeus;2,500\n",
        "FILE:2: range_km: may be either of two numbers ('2,500'); write 2500 or 2.5",
    ),
    "column-twice": (
        "id,name,name\nzeus,Zeus,5\n",
        "FILE:1: name: column appears twice ('name'); delete or rename one",
    ),
    "bad-id": (
        "id,name\nMy System,x\n",
        "FILE:2: id: an id has lower-case letters, digits and hyphens only ('My System'); "
        "write my-system",
    ),
    "id-twice": (
        "id,name\nzeus,x\nzeus,y\n",
        "FILE:3: id: appears twice ('zeus'); rename one; the other is row 2",
    ),
    "bad-kind": (
        "id,name,kind\nzeus,x,rocket\n",
        "FILE:2: kind: not one of the allowed words ('rocket'); write one of GLBM, GLCM, SLBM, "
        "ICBM, SLCM, ALCM, interceptor, UAV, launcher, target, boost-glide",
    ),
    "too-many-cells": (
        "id,name\nzeus,Zeus, the god\n",
        "FILE:2: has 3 cells under 2 columns; put texts that hold a comma in double quotes",
    ),
    "empty": ("", "FILE: the file is empty; write a header row and the rows"),
    "header-only": ("id,name\n", "FILE: has a header but no rows; add at least one row"),
    "not-utf-8": (
        "id,name\nzeus,Zeüs\n".encode("latin-1"),
        "FILE:2: name: not UTF-8: it may be 'Zeüs' in Windows-1252 or 'Zeьs' in Windows-1251; "
        "save the file as CSV UTF-8",
    ),
    "control-character": (
        "id,name\nzeus,Z\x1b[31m\n",
        "FILE:2: name: holds a control character ('Z\\x1b[31m'); remove it",
    ),
}


@pytest.mark.parametrize(("text", "line"), SYSTEM_FAULTS.values(), ids=SYSTEM_FAULTS)
def test_a_faulty_table_gets_one_line(text_file, text, line):
    assert faults_of(systems=text_file("systems.csv", text)) == [line]


SITE_FAULTS = {
    "swapped-pair": (
        [feature(54.7, 120.5, name="x", system="9m729")],
        "FILE:1: lat: latitude must be within [-90, 90] degrees ('120.5'); swap lon and lat, "
        "if the two are swapped",
    ),
    "longitude": (
        [feature(200, 5, name="x", system="9m729")],
        "FILE:1: lon: longitude must be within [-180, 180] degrees ('200'); write -160 "
        "if it counts on eastward",
    ),
    "unknown-system": (
        [feature(name="x", system="iskandr-m")],
        "FILE:1: system: no system of this id or name ('iskandr-m'); did you mean iskander-m, "
        "iskander-e, iskander-k?",
    ),
    "unknown-system-in-capitals": (
        [feature(name="x", system="Iskandr-M")],
        "FILE:1: system: no system of this id or name ('Iskandr-M'); did you mean iskander-m, "
        "iskander-e, iskander-k?",
    ),
    "no-system": (
        [feature(name="x", system="9m729"), feature(name="y")],
        "FILE:2: system: is missing; write a value",
    ),
    "no-name": (
        [feature(name="x", system="9m729"), feature(system="9m729")],
        "FILE:2: name: is missing; write a value",
    ),
    "no-system-anywhere": (
        [feature(name="x")],
        "FILE: system: column is missing ('name'); add a column system",
    ),
    "no-name-anywhere": (
        [feature(system="9m729")],
        "FILE: name: column is missing ('system'); add a column name",
    ),
    # Where they are is in the geometry: nobody must add columns for it.
    "neither-anywhere": (
        [feature(colour="red")],
        "FILE: has none of the columns that it must have ('colour'); name the columns name, system",
    ),
    "bad-date": (
        [feature(name="x", system="9m729", first_reported="3/4/2018")],
        "FILE:1: first_reported: may be either of two days ('3/4/2018'); write 2018-04-03 "
        "(3 April 2018) or 2018-03-04 (March 4, 2018)",
    ),
    "no-name-but-null": (
        [feature(name=None, system="9m729")],
        "FILE:1: name: is missing; write a value",
    ),
    "true-is-no-name": (
        [feature(name=True, system="9m729")],
        "FILE:1: name: must be text ('True'); write it as text",
    ),
    "true-is-no-year": (
        [feature(name="x", system="9m729", first_reported=True)],
        "FILE:1: first_reported: must be text ('True'); write it as text",
    ),
    "no-such-day": (
        [feature(name="x", system="9m729", first_reported="2018-02-30")],
        "FILE:1: first_reported: not a date ('2018-02-30'); write YYYY-MM-DD, YYYY-MM or YYYY",
    ),
    "ends-before-it-begins": (
        [feature(name="x", system="9m729", first_reported="2019", until="2018")],
        "FILE:1: until lies before first_reported; swap the two, or correct one",
    ),
    "two-places": (
        [feature(name="x", system="9m729"), feature(21.5, name="x", system="iskander-m")],
        "FILE:2: name: stands in row 1 too, at another place (54.7, 20.5) ('x'); name the two "
        "apart if they are two; if they are one, write 54.7, 20.5 for 54.7, 21.5",
    ),
    "no-features": ([], "FILE: features: holds no feature; add at least one Point"),
    "a-line": (
        [feature(name="x", system="9m729") | {"geometry": {"type": "LineString"}}],
        "FILE:1: geometry: must be one Point ('LineString'); give each row one point",
    ),
    "an-area": (
        [feature(name="x", system="9m729") | {"geometry": {"type": "Polygon"}}],
        "FILE:1: geometry: must be one Point ('Polygon'); give its centre: in QGIS Vector > "
        "Geometry Tools > Centroids (or Point on Surface), in Python "
        "frame.set_geometry(frame.representative_point())",
    ),
    "several-points-in-one": (
        [
            feature(name="x", system="9m729")
            | {"geometry": {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}}
        ],
        "FILE:1: geometry: must be one Point ('MultiPoint'); give each point a row of its own",
    ),
    "a-number-past-all": (
        [feature(name="x", system="9m729", range_km=10**400)],
        f"FILE:1: range_km: not a finite number ('{'1' + '0' * 58}…'); write a number such as 500",
    ),
    "text-coordinate": (
        [feature("east", 5, name="x", system="9m729")],
        "FILE:1: lon: not a number ('east'); write a number such as 500",
    ),
    "true-is-no-number": (
        [feature(True, 5, name="x", system="9m729")],
        "FILE:1: lon: not a number ('True'); write a number such as 500",
    ),
}


@pytest.mark.parametrize(("features", "line"), SITE_FAULTS.values(), ids=SITE_FAULTS)
def test_a_faulty_site_gets_one_line(sites_file, features, line):
    assert faults_of(deployments=sites_file(*features)) == [line]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "FILE: the file is empty; write a FeatureCollection or a list"),
        (
            "{",
            "FILE:1: not JSON ('Expecting property name enclosed in double quotes'); mend the "
            "file at this line",
        ),
        (
            "[]",
            "FILE: is JSON, and neither GeoJSON nor a list of records; export a GeoJSON "
            "FeatureCollection of Points, or a list of objects with the columns",
        ),
        (
            '{"type": "Topology"}',
            "FILE: is JSON, and neither GeoJSON nor a list of records ('Topology'); export a "
            "GeoJSON FeatureCollection of Points, or a list of objects with the columns",
        ),
        ("[" * 100_000, "FILE: nested too deeply; give a plain FeatureCollection"),
    ],
    ids=["empty", "broken", "list", "other-json", "deep"],
)
def test_a_file_that_is_no_geojson_gets_one_line(text_file, text, line):
    assert faults_of(deployments=text_file("x.geojson", text)) == [line]


def test_a_missing_file_and_a_folder_get_one_line(tmp_path):
    assert faults_of(claims=tmp_path / "none.csv") == ["FILE: file not found; check the path"]
    assert faults_of(claims=tmp_path) == ["FILE: is a folder; give the path of a file"]


def test_all_faults_of_all_files_come_at_once(text_file):
    systems = text_file("systems.csv", "id,name,range_km\nzeus,,x\nhera,Hera,-1\n")
    capitals = text_file("capitals.csv", "name,lon,lat\nx,999,0\n")
    with pytest.raises(DataError) as caught:
        infmap.load(systems=systems, capitals=capitals)
    found = [(fault.row, fault.field) for fault in caught.value.faults]
    assert found == [(2, "range_km"), (2, "name"), (3, "range_km"), (2, "lon")]


def test_a_slip_in_the_systems_is_not_reported_again_by_all_that_use_them(sites_file, text_file):
    systems = text_file("systems.csv", "id,name,range_km\nhera,Hera,-1\n")
    sites = sites_file(feature(name="x", system="hera"), feature(name="y", system="hera"))
    with pytest.raises(DataError) as caught:
        infmap.load(systems=systems, deployments=sites)
    assert len(caught.value.faults) == 1


def test_claims_of_an_unknown_system_name_the_nearest(text_file):
    claims = text_file("c.csv", "system_id,account,claimant,up_to_km\n9m730,operator,MoD,480\n")
    (line,) = faults_of(claims=claims)
    assert line.startswith(
        "FILE:2: system_id: no system of this id or name ('9m730'); did you mean "
    )
    assert "9m729" in line


def test_claims_find_their_system_by_designation(text_file):
    claims = text_file(
        "c.csv", "system_id,account,claimant,up_to_km\nSSC-7 Southpaw,operator,x,9\n"
    )
    assert infmap.load(claims=claims).claim_rows[-1].system_id == "iskander-k"


def test_a_claim_whose_ends_cross_is_refused(text_file):
    claims = text_file(
        "c.csv",
        "system_id,account,claimant,at_least_km,up_to_km\n9m729,operator,MoD,500,480\n",
    )
    assert faults_of(claims=claims) == [
        "FILE:2: at_least_km is above up_to_km; swap the two, or leave one empty"
    ]


def test_places_of_ones_own_need_a_name_and_a_position(text_file, cat):
    places = infmap.load_places(text_file("p.csv", "name,lon,lat\nThe Office,4.9,52.4\n"))
    row = infmap.coverage(cat, site="kaliningrad", targets=places).iloc[0]
    assert (row["target_id"], row["target"]) == ("the-office", "The Office")


def test_systems_that_no_site_uses_ask_for_sites(text_file):
    cat = infmap.load(systems=text_file("systems.csv", "id,name,range_km\nzeus,Zeus,5\n"))
    with pytest.raises(InfmapError, match="give sites of your own"):
        infmap.coverage(cat, system="zeus")


def test_a_blank_cell_is_as_good_as_no_cell(sites_file, text_file):
    blank = feature(name="x", system="9m729", status="", first_reported=" ", note=None)
    bare = feature(name="x", system="9m729")
    rows = [infmap.load(deployments=sites_file(one)).deployment_rows for one in (blank, bare)]
    assert rows[0] == rows[1]
    systems = text_file("systems.csv", "id,name,purpose,range_km\nzeus,Zeus,,5\n")
    assert infmap.load(systems=systems).system_rows[0].purpose == "weapon-delivery"


SITES_CSV = """\
name,system,lon,lat,status,first_reported,source_ids
North,9M729,20.5,54.7,alleged,2018-02,one; two
South,iskander-m,25,46,,,
"""


def test_sites_may_come_as_csv(text_file):
    cat = infmap.load(deployments=text_file("sites.CSV", SITES_CSV))
    north, south = cat.deployment_rows
    assert (north.site_id, north.site, north.system_id) == ("north", "North", "9m729")
    assert (north.lon, north.lat, north.status) == (20.5, 54.7, "alleged")
    assert north.source_ids == ("one", "two")
    assert (south.status, south.first_reported, south.id) == ("reported", None, "south-iskander-m")


CSV_SITE_FAULTS = {
    "no-system-column": (
        "name,lon,lat\nx,1,2\n",
        "FILE:1: system: column is missing ('name, lon, lat'); add a column system",
    ),
    "longitude-misspelt": (
        "site,system,Longtitude,lat\nx,9m729,1,2\n",
        "FILE:1: lon: column is missing ('site, system, Longtitude, lat'); rename 'Longtitude' to "
        "lon",
    ),
    "misspelt-column": (
        "name,system,lon,lat,statuss\nx,9m729,1,2,alleged\n",
        "FILE:1: statuss: unknown column ('statuss'); rename it to status",
    ),
    "swapped-pair": (
        "name,system,lon,lat\nx,9m729,50,120\n",
        "FILE:2: lat: latitude must be within [-90, 90] degrees ('120'); swap lon and lat, "
        "if the two are swapped",
    ),
    "empty-name": (
        "name,system,lon,lat\n,9m729,20,54\n",
        "FILE:2: name: is missing; write a value",
    ),
    "unknown-system": (
        "name,system_id,lon,lat\nx,iskandr-m,20,54\n",
        "FILE:2: system_id: no system of this id or name ('iskandr-m'); did you mean iskander-m, "
        "iskander-e, iskander-k?",
    ),
    "two-places": (
        "name,system,lon,lat\nx,9m729,20,54\nx,iskander-m,21,54\n",
        "FILE:3: name: stands in row 2 too, at another place (54, 20) ('x'); name the two apart "
        "if they are two; if they are one, write 54, 20 for 54, 21",
    ),
}


@pytest.mark.parametrize(("text", "line"), CSV_SITE_FAULTS.values(), ids=CSV_SITE_FAULTS)
def test_a_faulty_csv_of_sites_gets_one_line(text_file, text, line):
    assert faults_of(deployments=text_file("sites.csv", text)) == [line]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("a.csv", "name,system,lon,lat\nx,9m729,1,2\ny,9m729,3,4\n", 2),
        ("b.csv", "name,system_id,lon,lat\nx,9m729,1,2\n", 1),
        ("c.csv", "name,lon,lat\nx,1,2\n", 1),
        ("d.csv", "id,name,range_km\nzeus,Zeus,5\n", 1),
        ("e.csv", "system_id,account,claimant,up_to_km\n9m729,operator,MoD,480\n", 1),
    ],
    ids=["sites", "sites by system_id", "places", "systems", "claims"],
)
def test_check_tells_tables_apart_by_their_columns(text_file, name, text, rows):
    path = text_file(name, text)
    assert infmap.check([path]) == {str(path): rows}


def test_check_counts_the_rows_of_the_file_and_no_others(text_file):
    systems = text_file("systems.csv", "id,name,range_km\nown,Own,100\n")
    claims = text_file("claims.csv", "system_id,account,claimant,up_to_km\nown,opponent,Them,9\n")
    assert infmap.check([systems, claims]) == {str(systems): 1, str(claims): 1}


def test_check_takes_a_csv_with_systems_for_sites_even_without_positions(text_file):
    path = text_file("sites.csv", "name,system\nx,9m729\n")
    with pytest.raises(DataError) as caught:
        infmap.check([path])
    assert [fault.field for fault in caught.value.faults] == ["lon", "lat"]


def test_a_cell_too_long_is_refused_though_another_package_lifted_csvs_own_limit(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text(f'name,system,lon,lat\n"{"x" * 140_000}",9m729,20,54\n', "utf-8")
    limit = csv.field_size_limit(10**9)
    try:
        with pytest.raises(DataError) as refusal:
            infmap.load(deployments=path)
    finally:
        csv.field_size_limit(limit)
    assert str(refusal.value).startswith(f"{path}:2: a cell holds more than 131,072 characters")


# --- What has one meaning is read, and how is said --------------------------------------------

SYSTEM_READINGS = {
    "a-unit-in-the-cell": (
        "id,name,range_km\nzeus,Zeus,500 km\n",
        (None, 500),
        [],
    ),
    "another-unit-in-the-cell": (
        "id,name,range_km\nzeus,Zeus,300 miles\n",
        (None, 482.8032),
        ["FILE:2: range_km: '300 miles' read as 482.803 km"],
    ),
    "a-unit-in-the-head": (
        "id,name,Range (mi)\nzeus,Zeus,300\n",
        (None, 482.8032),
        ["FILE: Range (mi) read as miles: 300 mi is 482.8 km"],
    ),
    "a-plural-in-the-head": (
        "id,name,range_kms\nzeus,Zeus,5\n",
        (None, 5),
        ["FILE: range_kms read as range_km"],
    ),
    "an-interval": (
        "id,name,range_km\nzeus,Zeus,500-900 km\n",
        (500, 900),
        ["FILE:2: range_km: '500-900 km' read as 500 to 900 km"],
    ),
    "a-lower-end": (
        "id,name,range_km\nzeus,Zeus,>500\n",
        (500, None),
        ["FILE:2: range_km: '>500' read as at least 500 km"],
    ),
    "both-ends-in-columns": (
        "id,name,at_least_km,range_km\nzeus,Zeus,500,900\n",
        (500, 900),
        [],
    ),
    "a-minimum-range": (
        "id,name,min range (km),max range (km)\nzeus,Zeus,50,900\n",
        (None, 900),
        [
            "FILE: min range (km): is not read: infmap draws no minimum range",
        ],
    ),
    "one-range-in-two-units": (
        "id,name,range_km,range_mi\nzeus,Zeus,900,559\n",
        (None, 900),
        ["FILE: range_mi read as miles: 559 mi is 899.6 km"],
    ),
    "miles-before-the-kilometres-that-count": (
        "id,name,range_mi,range_km\nzeus,Zeus,310,500\n",
        (None, 500),
        ["FILE: range_mi read as miles: 310 mi is 498.9 km"],
    ),
    "a-blank-in-one-of-two-units": (
        "id,name,range_km,range_nmi\nzeus,Zeus,,100\n",
        (None, 185.2),
        ["FILE: range_nmi read as nautical miles: 100 nmi is 185.2 km"],
    ),
    "a-distance-of-a-system": (
        "id,name,distance_km\nzeus,Zeus,900\n",
        (None, 900),
        ["FILE: distance_km read as range_km"],
    ),
}


@pytest.mark.parametrize(("text", "ends", "notes"), SYSTEM_READINGS.values(), ids=SYSTEM_READINGS)
def test_a_range_with_one_meaning_is_read_and_said(text_file, cat, text, ends, notes):
    read, said = notes_of(systems=text_file("systems.csv", text))
    (claim,) = own_claims(read, cat)
    assert (claim.at_least_km, claim.up_to_km) == (
        ends[0] and pytest.approx(ends[0]),
        ends[1] and pytest.approx(ends[1]),
    )
    assert [line for line in said if "max range (km) read as" not in line] == notes


TOLD_ONCE = {
    "range": ("sites.csv", "name,lon,lat,range_km\nA,20,54,far\n", "2: range_km: not a number"),
    "position": (
        "sites.json",
        '[{"name": "A", "system": "9m729", "position": 5}]',
        "1: position: is no position ('5'); write latitude,longitude",
    ),
}


@pytest.mark.parametrize(("name", "text", "begin"), TOLD_ONCE.values(), ids=TOLD_ONCE)
def test_what_cannot_be_read_is_not_told_as_missing_too(text_file, name, text, begin):
    (line,) = faults_of(deployments=text_file(name, text))
    assert line.startswith(f"FILE:{begin}")


TWO_MEANINGS = {
    "two-units-that-do-not-agree": (
        "systems",
        "id,name,range_km,range_mi\nzeus,Zeus,900,900\n",
        "FILE:2: range_mi: says 1448.41 km, and range_km says 900 km ('900'); correct one, or "
        "delete one of the columns",
    ),
    "two-units-with-a-limit-of-the-treaty-between": (
        "systems",
        "id,name,range_mi,range_nmi\nzeus,Zeus,310,270\n",
        "FILE:2: range_nmi: says 500.04 km, and range_mi says 498.897 km ('270'); correct one, or "
        "delete one of the columns",
    ),
    "a-distance-of-a-site": (
        "deployments",
        "name,system,lon,lat,distance_km\nA,9m729,20,54,300\n",
        "FILE:1: distance_km: may be the range of what stands there, or a distance from elsewhere; "
        "rename it to range_km, or delete it",
    ),
    "a-minimum-of-a-figure": (
        "claims",
        "system_id,account,claimant,min range (km),up_to_km\n9m729,opponent,X,50,900\n",
        "FILE:1: min range (km): may be the lower end of the figure, or the nearest that the "
        "missile can hit; rename it to at_least_km, or delete it",
    ),
    "an-upper-end-under-the-lower": (
        "claims",
        "system_id,account,claimant,at_least_km\n9m729,opponent,X,<900\n",
        "FILE:2: at_least_km: says an upper end, under the head of the lower ('<900'); write it "
        "under up_to_km",
    ),
    "a-date-that-is-not-read": (
        "deployments",
        "name,system,lon,lat,date of photograph\nA,9m729,20,54,2014-02-03\n",
        "FILE:1: date of photograph: may be a date, and is not read; rename it to first_reported "
        "or until, or delete it",
    ),
    "two-ranges-of-one-system": (
        "deployments",
        "name,system,lon,lat,range_km\nA,Zeus,20,54,900\nB,Zeus,21,55,1000\n",
        "FILE:3: range_km: system zeus has another range in row 2 ('1000'); name the systems "
        "apart, or move one of the figures into a table of claims",
    ),
    "two-longitudes": (
        "deployments",
        "name,system,lon,lat,longitude\nA,9m729,20,54,21\n",
        "FILE:2: longitude: lon says 20 ('21'); correct one, or delete one of the columns",
    ),
    "a-second-position": (
        "capitals",
        'name,lon,lat,location\nA,20,54,"13.5, 12.5"\n',
        "FILE:2: location: lon and lat say another position ('13.5, 12.5'); correct one, or delete "
        "one of the columns",
    ),
    "the-same-place-twice": (
        "capitals",
        "name,lon,lat\nA,20,54\nB,21,55\nA,20,54\n",
        "FILE:4: name: is the same place as row 2 ('A'); delete one",
    ),
    "no-header": (
        "capitals",
        "A,54,20\nB,55,21\n",
        "FILE:1: the table has no header ('A, 54, 20'); write lon,lat in a row above it, as its "
        "cells are meant",
    ),
    "a-total": (
        "capitals",
        "name,lon,lat\nA,20,54\nTotal,,\n",
        "FILE:3: looks like a total row ('Total'); delete it",
    ),
    "a-heading-among-the-rows": (
        "deployments",
        "name,system,lon,lat\nNorth,,,\nA,9m729,20,54\n",
        "FILE:2: has its first cell filled alone ('North'); fill the row, or delete it",
    ),
    "the-header-once-more": (
        "capitals",
        "name,lon,lat\nA,20,54\nname,lon,lat\n",
        "FILE:3: is the header once more; delete the row",
    ),
    "metres": (
        "capitals",
        "name,x,y\nA,549000,5242000\n",
        "FILE: x, y: are no degrees, and the file does not say of which reference system (CRS) "
        "they are ('549000, 5242000'); export in degrees on WGS 84 (EPSG:4326), or as a "
        "GeoPackage or Shapefile with its CRS",
    ),
    "an-id-of-infmaps-publications": (
        "sources",
        "id,type,title\ncsis-missile-threat,report,My report\n",
        "FILE:2: id: is the id of a publication of infmap's ('csis-missile-threat'); give yours "
        "another id",
    ),
}


@pytest.mark.parametrize(("table", "text", "line"), TWO_MEANINGS.values(), ids=TWO_MEANINGS)
def test_what_has_two_meanings_or_none_gets_one_line(text_file, table, text, line):
    assert faults_of(**{table: text_file("table.csv", text)}) == [line]


def test_a_site_may_carry_its_range_in_one_file(text_file, cat):
    path = text_file("sites.csv", "name,lon,lat,range_km\nA,20,54,1200\nB,21,55,300\nC,22,55,300\n")
    read, said = notes_of(deployments=path)
    assert said == []
    ids = [row.system_id for row in read.deployment_rows]
    assert ids == ["own-range-1200-km", "own-range-300-km", "own-range-300-km"]
    assert [(row.system_id, row.account, row.up_to_km) for row in own_claims(read, cat)] == [
        ("own-range-1200-km", "user", 1200),
        ("own-range-300-km", "user", 300),
    ]
    entry = infmap.coverage(read, site="a").iloc[0]["accounts"][0]
    assert (entry["up_to_km"], entry["strike"]) == (1200, True)


def test_a_range_in_the_row_makes_a_system_of_a_name_that_infmap_does_not_know(text_file, cat):
    path = text_file(
        "sites.csv", "name,system,lon,lat,range_mi\nA,Zeus,20,54,100\nB,9M729,21,55,\n"
    )
    read, said = notes_of(deployments=path)
    assert [row.system_id for row in read.deployment_rows] == ["zeus", "9m729"]
    assert [row.name for row in read.system_rows if row.id == "zeus"] == ["Zeus"]
    (claim,) = own_claims(read, cat)
    assert (claim.system_id, claim.up_to_km) == ("zeus", pytest.approx(160.9344))
    assert "FILE:2: system: 'Zeus' is no system of infmap's; taken as your own" in said


@pytest.mark.parametrize("cell", ["", " ", "n/a"])
def test_a_range_beside_an_empty_cell_for_the_system_is_an_own_range(text_file, cell):
    text = f"name,system,lon,lat,range_km\nA,{cell},20,54,100\nB,9M729,21,55,\n"
    read, said = notes_of(deployments=text_file("sites.csv", text))
    assert [row.system_id for row in read.deployment_rows] == ["own-range-100-km", "9m729"]
    assert said == []


#: A row in which each cell has blanks where people break a line.
BLANKS = {
    "name": "North camp",
    "lat": "54° 30' N",
    "lon": " 20.5 E",
    "range": "2,500 km (1,600 mi) ",
    "system": "My own",
    "position_precision_km": " 5 km",
    "status": " confirmed ",
    "first_reported": "13 May 2019",
    "country": "Russia ",
}


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("blank", ["\n", "\r\n", "\t", " \n "])
@pytest.mark.parametrize("column", sorted({*BLANKS} - {"system"}))  # there it parts several
def test_a_break_of_a_line_in_a_cell_is_a_blank(tmp_path, column, blank):
    path = tmp_path / "sites.json"
    rows = []
    for cell in (BLANKS[column], BLANKS[column].replace(" ", blank)):
        path.write_text(json.dumps([BLANKS | {column: cell}]))
        read = notes_of(deployments=path)[0]
        rows.append((read.deployment_rows, [row for row in read.claim_rows if row.up_to_km]))
    assert rows[0] == rows[1]
    assert rows[0][0][0].lat == 54.5


@pytest.mark.parametrize("cell", ["300\n500", "2\t500", "2\n500 km"])
def test_a_break_of_a_line_joins_no_digits(tmp_path, cell):
    path = tmp_path / "sites.json"
    path.write_text(json.dumps([BLANKS | {"range": cell}]))
    assert faults_of(deployments=path) == [
        f"FILE:1: range: gives more than one figure ({cell!r}); write one, such as 500 km, or "
        "both ends, such as 500-600 km"
    ]


@pytest.mark.parametrize("column", BLANKS)
def test_another_control_character_in_a_cell_is_refused(tmp_path, column):
    path = tmp_path / "sites.json"
    path.write_text(json.dumps([BLANKS | {column: BLANKS[column] + "\x1b[0m"}]))
    (line,) = faults_of(deployments=path)
    assert line.startswith(f"FILE:1: {column}: holds a control character")


def test_a_known_system_beside_a_range_may_hold_an_unseen_character(tmp_path):
    path = tmp_path / "sites.json"
    path.write_text(json.dumps([BLANKS | {"system": "9M729\u200b"}]))
    (row,) = notes_of(deployments=path)[0].deployment_rows
    assert row.system_id == "9m729"


def test_a_system_of_ones_own_is_the_same_in_each_row_of_a_table(text_file):
    text = "name,system,lon,lat,range_km\nA,Zeus,20,54,100\nB,Zeus,21,55,\n"
    read = infmap.load(deployments=text_file("sites.csv", text))
    assert [row.system_id for row in read.deployment_rows] == ["zeus", "zeus"]


def test_a_range_stands_beside_infmaps_figures_of_a_known_system(text_file, cat):
    path = text_file("sites.csv", "name,system,lon,lat,range_km\nA,9m729,20,54,1200\n")
    read = infmap.load(deployments=path)
    (claim,) = own_claims(read, cat)
    assert (claim.system_id, claim.up_to_km) == ("9m729", 1200)
    assert len(read.claim_rows) == len(cat.claim_rows) + 1


@pytest.mark.parametrize(
    "cell",
    ["9M729; Iskander-M", "9M729 / Iskander-M", "9M729/Iskander-M", "9M729\nIskander-M",
     "9M729, Iskander-M", "9M729 and Iskander-M", "9M729 & Iskander-M", "9M729 + Iskander-M",
     "9M729 und Iskander-M", "9M729 и Iskander-M", "SSC-8 Screwdriver; Iskander-M"],
    ids=repr,
)  # fmt: skip
def test_several_systems_in_a_cell_are_as_many_reports(sites_file, cell):
    read, said = notes_of(deployments=sites_file(feature(name="A", system=cell)))
    assert [row.system_id for row in read.deployment_rows] == ["9m729", "iskander-m"]
    assert [site.system_ids for site in read.sites] == [("9m729", "iskander-m")]
    shown = cell.replace("\n", r"\n")
    assert said == [f"FILE:1: system: '{shown}' read as 2 systems: 9m729, iskander-m"]


def test_each_part_that_is_no_system_is_told_and_none_is_dropped(sites_file):
    path = sites_file(
        feature(name="A", system="9m729; zeuss; heraa"), feature(name="B", system="x")
    )
    lines = faults_of(deployments=path)
    assert [line.partition("; ")[0] for line in lines] == [
        "FILE:1: system: no system of this id or name ('zeuss')",
        "FILE:1: system: no system of this id or name ('heraa')",
        "FILE:2: system: no system of this id or name ('x')",
    ]


@pytest.mark.parametrize("cell", [";", " / ", "-", "n/a"], ids=repr)
def test_a_cell_that_names_no_system_is_one_fault_and_its_row_is_never_lost(text_file, cell):
    rows = f"name,system,lon,lat\nA,{cell},20,54\nB,9m729,21,55\n"
    (line,) = faults_of(deployments=text_file("sites.csv", rows))
    assert line.startswith("FILE:2: system: ")
    assert cell.strip() in line


def test_a_separator_alone_names_no_system(text_file):
    path = text_file("sites.csv", "name,system,lon,lat\nA,;,20,54\n")
    assert faults_of(deployments=path) == ["FILE:2: system: names no system (';'); write a system"]


@pytest.mark.parametrize("cell", ["-", "n/a", "?", "TBD", "Unknown", "nil", "unbekannt"], ids=repr)
def test_a_range_under_no_system_stands_for_itself(text_file, cell):
    rows = f"name,system,lon,lat,range_km\nA,{cell},20,54,300\nB,{cell},21,55,400\n"
    read = infmap.load(deployments=text_file("sites.csv", rows))
    ids = [row.system_id for row in read.deployment_rows]
    assert ids == ["own-range-300-km", "own-range-400-km"]


@pytest.mark.parametrize("systems", ["9m729; iskander-m", "9m729/iskander-m", "Zeus; Hera"])
def test_several_systems_with_one_range_are_refused(text_file, systems):
    path = text_file("sites.csv", f"name,system,lon,lat,range_km\nA,{systems},20,54,900\n")
    assert faults_of(deployments=path)[0] == (
        f"FILE:2: system: names several systems and gives one range ('{systems}'); give each "
        "system a row with its range"
    )


def test_a_row_without_a_range_or_a_system_is_told_by_a_head_that_the_table_has(text_file):
    (line,) = faults_of(
        deployments=text_file("sites.csv", "name,lon,lat,range_km\nA,20,54,300\nB,21,55,\n")
    )
    assert line.startswith("FILE:3: range_km: ")


RANGES_WITHOUT_UNIT = {
    "systems": ("name,range", "Zeus,300"),
    "claims": ("system_id,account,claimant,range", "9m729,user,X,300"),
    "deployments": ("name,system,lon,lat,range", "A,9m729,20,54,300"),
}
HEADS_OF_UNITS = ["unit", "units", "Range unit", "Einheit"]


@pytest.mark.parametrize(
    ("argument", "head", "unit"),
    sampled(itertools.product(RANGES_WITHOUT_UNIT, HEADS_OF_UNITS, ["mi", "miles", "nmi"]), 9),
)
def test_a_unit_in_a_column_of_its_own_is_read_and_said(text_file, cat, argument, head, unit):
    head_row, row = RANGES_WITHOUT_UNIT[argument]
    path = text_file("table.csv", f"{head_row},{head}\n{row},{unit}\n")
    read, said = notes_of(**{argument: path})
    km = 300 * (1.852 if unit == "nmi" else 1.609344)
    assert [claim.up_to_km for claim in own_claims(read, cat)] == [pytest.approx(km)]
    assert any(f"{head} read as the unit of the row's figure" in line for line in said)


@pytest.mark.parametrize(
    "rows",
    ["name,range (km),unit\nZeus,300,mi", "name,range,unit\nZeus,300 km,mi",
     "name,range,unit\nZeus,300,mi\nAres,300,", "name,range,unit\nZeus,300,furlongs"],
    ids=["the head says another", "the cell says another", "a row says none", "no unit"],
)  # fmt: skip
def test_a_unit_that_is_said_twice_or_nowhere_is_one_line(text_file, rows):
    (line,) = faults_of(systems=text_file("s.csv", f"{rows}\n"))
    assert "unit" in line


@pytest.mark.parametrize("unit", ["km", "kilometres"])
def test_a_column_that_says_kilometres_changes_nothing(text_file, cat, unit):
    read = infmap.load(systems=text_file("s.csv", f"name,range,unit\nZeus,300,{unit}\n"))
    assert [claim.up_to_km for claim in own_claims(read, cat)] == [300]


def test_a_system_may_go_by_its_id_alone(text_file, cat):
    read = infmap.load(systems=text_file("s.csv", "id,range_km\ndf-26,5\nzeus,6\n"))
    assert [(row.system_id, row.up_to_km) for row in own_claims(read, cat)] == [
        ("df-26", 5),
        ("zeus", 6),
    ]
    names = {row.id: row.name for row in read.system_rows}
    assert (names["df-26"], names["zeus"]) == ("DF-26", "zeus")


def test_two_systems_of_one_name_with_two_ranges_are_told(text_file):
    path = text_file("s.csv", "name,range_km\nZeus,300\nZeus,900\n")
    try:
        _, said = notes_of(systems=path)
    except DataError as error:
        said = [str(error)]
    assert any("Zeus" in line for line in said)


def test_what_is_not_read_is_named_once(text_file):
    path = text_file(
        "sites.csv", "name,system,lon,lat,colour,weather\nA,9m729,20,54,red,\nB,9m729,21,55,red,\n"
    )
    _, said = notes_of(deployments=path)
    assert said == ["FILE: not read: colour"]


def test_what_stands_above_the_header_is_told(text_file):
    path = text_file("places.csv", "Places of interest\n\nname,lon,lat\nA,20,54\n")
    read, said = notes_of(capitals=path)
    assert [(row.name, row.lon) for row in read.capital_rows] == [("A", 20)]
    assert said == [
        "FILE: row 3 read as the header; row 1 above it not read ('Places of interest')"
    ]


def test_decimal_commas_are_read_and_said(text_file):
    path = text_file("sites.csv", 'name,system,Longitude,lat\nx,9m729,"20,5","54,25"\n')
    read, said = notes_of(deployments=path)
    assert [(row.lon, row.lat) for row in read.deployment_rows] == [(20.5, 54.25)]
    assert said == [
        "FILE: Longitude read as lon",
        "FILE:2: Longitude: '20,5' read as 20.5",
        "FILE:2: lat: '54,25' read as 54.25",
    ]


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("coordinates", "54.25,20.5", "coordinates read as latitude, longitude"),
        ("lonlat", "20.5,54.25", "lonlat read as longitude, latitude"),
        ("coordinates", "54,20", "coordinates read as latitude, longitude"),
        ("geom", "POINT (20.5 54.25)", "(20.5 54.25)' read as latitude 54.25, longitude 20.5"),
        ("position", "54°15'N 20°30'E", "read as latitude 54.25, longitude 20.5"),
        ("mgrs", "34UDF6742211452", "'34UDF6742211452' read as latitude 54.249998"),
    ],
    ids=["lat,lon", "lon,lat", "whole degrees", "WKT", "DMS", "MGRS"],
)  # fmt: skip
def test_a_position_in_one_cell_is_read_and_said(text_file, head, cell, said):
    read, notes = notes_of(capitals=text_file("p.csv", f"name;{head}\nA;{cell}\n"))
    (row,) = read.capital_rows
    whole = "." not in cell and head == "coordinates"
    lon, lat = (20, 54) if whole else (20.5, 54.25)
    assert (row.lon, row.lat) == (pytest.approx(lon, abs=1e-4), pytest.approx(lat, abs=1e-4))
    assert said in "\n".join(notes)


def test_places_need_no_names(text_file):
    places = infmap.load_places(text_file("p.csv", "lon,lat\n4.9,52.4\n-77.01,-38.9\n"))
    assert [(row.name, row.lon, row.lat) for row in places] == [
        ("52.4 N, 4.9 E", 4.9, 52.4),
        ("38.9 S, 77.01 W", -77.01, -38.9),
    ]
    assert len({row.id for row in places}) == 2


def test_two_places_of_one_name_are_two_and_said(text_file):
    path = text_file("p.csv", "name,lon,lat\nA,20,54\nA,21,55\n")
    read, said = notes_of(capitals=path)
    assert [(row.id, row.lon) for row in read.capital_rows] == [("a", 20), ("a-3", 21)]
    assert said == ["FILE:3: name: 'A' is also the name of row 2, another place: both are read"]


def test_a_country_that_the_position_contradicts_is_said_and_no_fault(text_file):
    path = text_file("p.csv", "name,lon,lat,country\nA,4.9,52.4,Spain\nB,4.9,52.4,Netherlands\n")
    _, said = notes_of(capitals=path)
    assert said == [
        "FILE:2: country: 52.4, 4.9 lies in Netherlands by infmap's outlines, and not in Spain"
    ]


@pytest.mark.parametrize(
    ("head", "cell"),
    [("precision (m)", "500"), ("uncertainty_km", "0.5"), ("Genauigkeit (m)", "500"),
     ("position_precision_km", "0.5")],
)  # fmt: skip
def test_a_precision_is_brought_to_kilometres(text_file, head, cell):
    path = text_file("sites.csv", f"name,system,lon,lat,{head}\nA,9m729,20,54,{cell}\n")
    assert infmap.load(deployments=path).deployment_rows[0].position_precision_km == 0.5


# --- Own tables add to infmap's -----------------------------------------------------------------


def test_a_row_of_a_known_id_takes_what_it_leaves_blank_and_says_so(text_file, cat):
    read, said = notes_of(systems=text_file("s.csv", "id,name,note\ndf-26,DF-26,mine\n"))
    (mine,) = [row for row in read.system_rows if row.id == "df-26"]
    (ours,) = [row for row in cat.system_rows if row.id == "df-26"]
    assert (mine.operator, mine.kind, mine.basing) == (ours.operator, ours.kind, ours.basing)
    assert (mine.note, mine.designations) == ("mine", ours.designations)
    assert [row.id for row in read.system_rows] == [row.id for row in cat.system_rows]
    assert read.claim_rows == cat.claim_rows
    (line,) = said
    assert line.startswith("FILE:2: id: infmap's own figures are used for df-26")
    assert all(word in line for word in ("operator", "kind", "basing"))


def test_a_row_of_a_known_id_may_leave_its_name_blank_and_no_other(text_file, cat):
    text = "id,name,range_km\ndf-26,,3000\nmine,Mine,500\n"
    read, _ = notes_of(systems=text_file("s.csv", text))
    names = [row.name for row in cat.system_rows if row.id == "df-26"]
    assert [row.name for row in read.system_rows if row.id == "df-26"] == names
    (fault,) = faults_of(systems=text_file("s.csv", text.replace("df-26", "df-2600")))
    assert fault.startswith("FILE:2: name: is missing")


def test_a_system_without_latin_letters_is_called_one_by_its_id(text_file):
    read = infmap.load(systems=text_file("s.csv", "name,range_km\n北极星,3000\n"))
    assert read.system_rows[-1].id == "system-2"


def test_what_a_row_of_a_known_id_says_counts_before_infmaps(text_file, cat):
    path = text_file("s.csv", "id,name,operator,range_km\ndf-26,DF-26,Russia,3000\n")
    read, said = notes_of(systems=path)
    (mine,) = [row for row in read.system_rows if row.id == "df-26"]
    assert mine.operator == ("Russia",)
    (claim,) = own_claims(read, cat)
    assert (claim.system_id, claim.up_to_km) == ("df-26", 3000)
    (line,) = said
    assert line.startswith("FILE:2: id: infmap's own figures for df-26 stand beside this one")
    assert "operator" not in line


def test_own_claims_add_to_infmaps(text_file, cat):
    path = text_file("c.csv", "system_id,account,claimant,up_to_km\n9m729,opponent,Them,900\n")
    read = infmap.load(claims=path)
    assert read.claim_rows[: len(cat.claim_rows)] == cat.claim_rows
    assert [row.up_to_km for row in own_claims(read, cat)] == [900]
    assert read.origin.startswith("own range claims added; the rest infmap's data ")


def test_only_own_leaves_infmaps_figures_out_and_nothing_else(text_file, cat):
    path = text_file("c.csv", "system_id,account,claimant,up_to_km\n9m729,opponent,Them,900\n")
    read = infmap.load(claims=path, only_own=True)
    assert [row.up_to_km for row in read.claim_rows] == [900]
    assert read.deployment_rows == cat.deployment_rows
    assert "without its figures" in read.origin
    with pytest.raises(InfmapError, match="no table of yours has one; add claims"):
        infmap.load(only_own=True)
    with pytest.raises(InfmapError, match="no table of yours has one; add claims"):
        infmap.load(systems=text_file("s.csv", "id,name\nzeus,Zeus\n"), only_own=True)


def test_own_publications_add_to_infmaps_and_are_cited_by_their_ids(text_file, cat):
    sources = text_file("sources.csv", "id,title,publisher\nmine-1,My report,Me\n")
    text = "system_id,account,claimant,up_to_km,source_id\n9m729,opponent,Them,900,mine-1\n"
    claims = text_file("claims.csv", text)
    read = infmap.load(claims=claims, sources=sources)
    assert read.source_rows[:-1] == cat.source_rows
    assert (read.source_rows[-1].id, read.source_rows[-1].type) == ("mine-1", "document")
    (line,) = faults_of(claims=claims)
    assert line.startswith("FILE:2: source_id: no source of this id ('mine-1'); write the ")


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        ({"date-parts": [["2019", "3"]]}, "2019-03"),
        ({"date-parts": [[2019, 3, 1], [2019, 4]]}, "2019-03-01 to 2019-04"),
        ({"raw": "2019-03"}, "2019-03"),
        ({"literal": "Spring 2020"}, "Spring 2020"),
        ({"date-parts": [[1987]], "season": "1"}, "spring 1987"),
        ({"date-parts": [[1987]], "season": "Michaelmas", "circa": "false"}, "Michaelmas 1987"),
        ({"date-parts": [[1987]], "circa": 1}, "about 1987"),
        ({"date-parts": [[]], "raw": ""}, ""),
        ({"date-parts": [[2019], [2019, 13]]}, None),
        ({"date-parts": [[2019]], "season": 7}, None),
        ({"literal": ["2019"]}, None),
        ({"circa": True}, None),
        ({"day": "Monday"}, None),
        ({"literal": ""}, ""),
    ],
)
def test_a_date_of_a_publication_is_told_as_csl_has_it_or_refused(issued, told):
    given = [{"id": "mine-1", "title": "A", "issued": issued, "accessed": issued}]
    if told is None:
        with pytest.raises(DataError) as caught:
            infmap.load(sources=given)
        assert str(caught.value).count("not a CSL date") == 2
        return
    row = infmap.load(sources=given).source_by_id["mine-1"]
    assert row.citation == ", ".join(filter(None, ["A", told]))


@pytest.mark.parametrize("column", ["source_id", "source_ids"])
@pytest.mark.parametrize(
    ("cited", "remedy"),
    [
        ("Mine-1", "mine-1"),
        ("mine-1, p. 12", "mine-1"),
        ("MINE-1 (p. 12)", "mine-1"),
        ("mine-1 pp. 3-4", "mine-1"),
        ("[@mine-1]", "mine-1"),
        ("mine-1, inf-treaty", "mine-1; inf-treaty"),
        ("Mine, report 1 of 2024, pp. 3-4", None),
        ("GeoNames, 2024", None),
        ("https://example.org/mine-1", None),
    ],
)
def test_ids_of_publications_beside_other_words_are_no_citation(text_file, column, cited, remedy):
    sources = text_file("sources.csv", "id,title,publisher\nmine-1,My report,Me\n")
    if column == "source_id":
        head, row = "system,account,claimant,up_to_km,source_id\n", "9m729,opponent,Them,900,"
        option, remedy = "claims", remedy and "one of " * (";" in remedy) + remedy
    else:
        head, row, option = "name,system,lon,lat,source_ids\n", "A,9m729,20,54,", "deployments"
    own = {"sources": sources, option: text_file("own.csv", f'{head}{row}"{cited}"\n')}
    if remedy is None:
        infmap.load(**own)
        return
    (fault,) = faults_of(**own)
    told = f"FILE:2: {column}: is not the id of a source alone ('{cited}'); write {remedy}, and "
    assert fault.startswith(told)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("some", "not one of the allowed words ('some'); write whole, the passage, not, or quoted"),
        ("quoted by", "not one of the allowed words ('quoted by'); write whole"),
        ("quoted by mine-2", "no source of this id ('mine-2'); did you mean mine-1?"),
        ("quoted by mine-1", "quoted by itself ('quoted by mine-1'); write the id of the source"),
    ],
)
def test_how_far_a_publication_was_read_is_said_in_these_words(text_file, said, line):
    sources = text_file("sources.csv", f"id,title,read\nmine-1,My report,{said}\n")
    (fault,) = faults_of(sources=sources)
    assert fault.startswith(f"FILE:2: read: {line}")


def test_a_publication_that_is_refused_is_not_told_again_where_it_is_cited(text_file):
    faulty = "mine-1,One,Me,some\nmine-2,Two,Me,quoted by mine-1\n"
    sources = text_file("sources.csv", f"id,title,publisher,read\n{faulty}")
    sites = text_file("sites.csv", "name,system,lon,lat,source_ids\nA,9m729,20,54,mine-1\n")
    with pytest.raises(DataError, match=r":2: read: not one of the allowed words") as caught:
        infmap.check([sites, sources])
    assert len(caught.value.faults) == 1


def test_nor_where_a_figure_that_comes_with_the_sites_cites_it(text_file, tmp_path):
    head = "system,account,claimant,range_km,as_of,source_id\n"
    own = {
        "deployments": text_file("d.csv", "name,system,lon,lat\nCamp,Mine,20,54\n"),
        "systems": text_file("s.csv", "id,name\nmine,Mine\n"),
        "claims": text_file("c.csv", f"{head}mine,operator,Me,480,2019,my-1\n"),
    }
    sources = text_file("sources.csv", "id,title,publisher,read\nmy-1,One,Me,whole\n")
    layer = tmp_path / "rings.geojson"
    infmap.range_rings(infmap.load(sources=sources, **own)).to_file(layer, driver="GeoJSON")
    with pytest.raises(DataError) as unknown:
        infmap.load(deployments=layer)
    assert "no source of this id" in str(unknown.value)
    sources.write_text(sources.read_text().replace("whole", "some"))
    with pytest.raises(DataError, match=r":2: read: not one of the allowed words") as caught:
        infmap.load(deployments=layer, sources=sources)
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize(
    ("said", "how", "by"),
    [
        *(("", None, ""), ("Whole", "whole", ""), ("the passage", "the passage", "")),
        *(("not", "not", ""), ("Quoted by inf-treaty", "quoted", "inf-treaty")),
    ],
)
def test_how_far_a_publication_was_read_may_be_said_or_left_blank(text_file, said, how, by):
    sources = text_file("sources.csv", f"id,title,read\nmine-1,My report,{said}\n")
    row = infmap.load(sources=sources).source_by_id["mine-1"]
    assert (row.how_read, row.quoted_by) == (how, by)


@pytest.mark.parametrize("parts", [[[2018, 13]], [["May", 2018]], [[2018, 2, 10, 5]], [2018]])
def test_what_is_no_day_of_a_publication_is_told_how_one_is_written(text_file, parts):
    row = {"id": "mine-1", "type": "report", "title": "T", "issued": {"date-parts": parts}}
    (fault,) = faults_of(sources=text_file("sources.json", json.dumps([row])))
    assert fault.startswith("FILE:1: issued: not a CSL date (")
    assert fault.endswith('; write {"date-parts": [[2018, 2, 10]]}')


def test_check_reads_own_source_ids_with_the_file_of_sources(text_file):
    sources = text_file("sources.csv", "id,title,publisher\nmine-1,My report,Me\n")
    sites = text_file("sites.csv", "name,system,lon,lat,source_ids\nA,9m729,20,54,mine-1\n")
    assert infmap.check([sites, sources]) == {str(sites): 1, str(sources): 1}
    with pytest.raises(DataError, match=r"source_ids: no source of this id \('mine-1'\)"):
        infmap.check([sites])


def test_check_reads_several_files_of_one_kind(text_file):
    systems = [
        text_file(f"systems-{k}.csv", f"id,name,range_km\nown-{k},Own,{k}00\n") for k in (1, 2)
    ]
    places = [text_file(f"places-{k}.csv", f"name,lon,lat\nA,2{k},54\n") for k in (1, 2)]
    sites = text_file("sites.csv", "name,system,lon,lat\nA,own-2,20,54\nB,own-2,21,55\n")
    assert infmap.check([*places, *systems]) == {str(path): 1 for path in [*places, *systems]}
    # The system of the sites is in the second of the files.
    assert infmap.check([*systems, sites])[str(sites)] == 2
    broken = text_file("broken.csv", "name,lon,lat\nA,200,54\n")
    with pytest.raises(DataError) as caught:
        infmap.check([places[0], broken, places[1]])
    assert [fault.path for fault in caught.value.faults] == [str(broken)]


def test_check_counts_the_rows_of_the_file_and_not_the_reports(text_file):
    path = text_file("sites.csv", "name,system,lon,lat\nA,9m729; iskander-m,20,54\n")
    assert infmap.check([path]) == {str(path): 1}


HOLDS = {
    "sites": ("name,system,lon,lat\nA,9m729,20,54\n", ("system", "lon", "lat")),
    "sites with their range": ("name,lat,lon,radius\nA,54,20,300\n", ("radius", "lon", "lat")),
    "sites with one position": ('Name,Missile,Coords\nA,9m729,"54.5,20"\n', ("Missile", "Coords")),
    "systems": ("Missile,Range (km)\nZeus,300\n", ("Missile", "Range (km)")),
    "figures": ("system,side,who,range\n9m729,opponent,X,300\n", ("who",)),
    "places": ("Stadt,Länge,Breite\nA,20,54\n", ("Länge", "Breite")),
    "people": ("lng,lat,pop\n20,54,300\n", ("pop", "lng", "lat")),
    "sources": ("id,title,publisher\nmine,Mine,Me\n", ("title", "publisher")),
    "events": ("id,title,date\na,A,12 mai 2019\n", ("title", "date")),
    "allegations": (
        "id,accuser,accused,system_id,charge,answer,date\na,X,Y,9M729,C,No,2019\n",
        ("charge",),
    ),
}


@pytest.mark.parametrize(("text", "by"), HOLDS.values(), ids=HOLDS)
def test_check_says_what_it_took_a_file_for(text_file, request, text, by):
    (told,) = check_files(text_file("table.csv", text))
    assert told.holds == request.node.callspec.id.partition(" ")[0]
    assert (told.by, told.rows) == (by, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id,title,date\na,A,soon\n", "2: date: not a date ('soon'); write YYYY-MM-DD"),
        ("id,title,date\na,A,2019\na,B,2019\n", "3: id: appears twice ('a'); rename one"),
        ("id,title,date,source_ids\na,A,2019,mine-1\n", "2: source_ids: no source of this id"),
        (
            "id,accuser,accused,system_id,charge,answer,date\na,X,Y,zeuss,C,No,2019\n",
            "2: system_id: no system of this id or name ('zeuss')",
        ),
    ],
)
def test_check_reads_the_rows_of_a_table_that_no_option_takes(text_file, text, line):
    path = text_file("table.csv", text)
    with pytest.raises(DataError) as caught:
        infmap.check([path])
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"{path}:{line}")


def test_a_workbook_with_titles_and_totals_is_read_by_its_rows(text_file):
    rows = [
        ["Sites of interest"],
        [],
        ["Name", "System", "Lng", "Lat", "Range (mi)"],
        ["A", "Zeus", 20.5, 54.5, 100],
        ["B", "9M729", 21.5, 55.5, None],
    ]
    path = text_file("book.xlsx", xlsx({"Notes": [["By me"]], "Sites": rows}))
    read, said = notes_of(deployments=path)
    assert [row.system_id for row in read.deployment_rows] == ["zeus", "9m729"]
    assert [row.lon for row in read.deployment_rows] == [20.5, 21.5]
    assert said[:2] == [
        "FILE: sheet Sites read; not read: Notes",
        "FILE: row 3 read as the header; row 1 above it not read ('Sites of interest')",
    ]
    assert faults_of(
        deployments=text_file(
            "total.xlsx", xlsx({"Sites": [*rows, ["Total", None, None, None, 100]]})
        )
    ) == ["FILE:6: looks like a total row ('Total'); delete it"]


# --- infmap's own tables ----------------------------------------------------------------------


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    """A copy of infmap's tables, to be spoilt, in place of them."""
    for table in Table:
        shutil.copy(data_path(table), tmp_path)
    monkeypatch.setattr(gathering, "data_path", lambda name: tmp_path / name)
    kept = (gathering._read_once, gathering._infmaps_systems)
    for once in kept:
        once.cache_clear()
    yield tmp_path
    for once in kept:
        once.cache_clear()


def test_infmaps_own_tables_are_read_once_and_a_callers_each_time(data_folder, text_file):
    first = infmap.load()
    for path in data_folder.iterdir():
        path.unlink()
    assert infmap.load() == first
    sites = text_file("sites.csv", "name,system,lon,lat\nA,9m729,20.5,54.7\n")
    assert [row.site for row in infmap.load(deployments=sites).deployment_rows] == ["A"]
    text_file("sites.csv", "name,system,lon,lat\nB,9m729,20.5,54.7\n")
    assert [row.site for row in infmap.load(deployments=sites).deployment_rows] == ["B"]
    assert infmap.load() == first


def test_a_fault_in_infmaps_own_tables_is_told_each_time(data_folder):
    (data_folder / Table.EVENTS).unlink()
    for _ in range(2):
        with pytest.raises(DataError, match=r"cannot be read .* install infmap again") as caught:
            infmap.load()
        assert len(caught.value.faults) == 1


@pytest.mark.parametrize("name", ["9M729", "SSC-8 (9M729)", "my own, SSC-8"])
def test_a_callers_system_of_a_known_name_takes_no_row_of_infmaps_and_is_told(text_file, cat, name):
    first, _, other = name.partition(", ")
    systems = text_file("s.csv", f"id,name,designations,range_km\nmine,{first},{other},700\n")
    own, (line,) = notes_of(systems=systems)
    (claim,) = own_claims(own, cat)
    assert (claim.system_id, claim.up_to_km) == ("mine", 700)
    assert own.claim_rows == (*cat.claim_rows, claim)
    assert own.deployment_rows == cat.deployment_rows
    assert line.startswith(f"FILE:2: name: '{other or first}' names infmap's 9m729; taken as a ")
    assert line.endswith("without infmap's figures: write 9m729 under id if it is that one")
    assert infmap.load() == cat
    systems.write_text(systems.read_text().replace("mine,", "9m729,", 1))
    _, (followed,) = notes_of(systems=systems)
    assert followed.startswith("FILE:2: id: infmap's own figures for 9m729 stand beside this one")


def of_one_name(cat):
    """Return infmap's systems that present states hold, each with a state that holds none."""
    for row in cat.system_rows:
        if row.operator and all(map(country_code, row.operator)) and slug(row.name) == row.id:
            yield row, next(state for state in ("Chad", "Fiji") if state not in row.operator)


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize("known", range(60))
def test_a_missile_that_another_state_calls_alike_is_not_taken_for_infmaps(text_file, cat, known):
    row, state = [*of_one_name(cat)][known]
    path = text_file("s.csv", f"name,operator,range_km\n{row.name},{state},35\n")
    with pytest.raises(InfmapError) as refused:
        infmap.load(systems=path)
    assert f"2: operator: is infmap's {row.name}, which " in str(refused.value)
    mine = re.search(r"such as (\S+), or", str(refused.value))[1]
    for ident, figures in ((mine, [35]), (row.id, None)):
        path.write_text(f"id,name,operator,range_km\n{ident},{row.name},{state},35\n")
        read, _ = notes_of(systems=path)
        rows = [claim.up_to_km for claim in read.claim_rows if claim.system_id == ident]
        assert rows == (figures or rows)
    sites = text_file("d.csv", f"name,system,operator,lat,lon\nCamp,{row.id},{state},26,56\n")
    _, (line,) = notes_of(deployments=sites)
    assert line.startswith(f"FILE:2: operator: {state}: infmap's {row.id}, whose figures are used,")


def test_a_publications_journal_is_cited_whatever_the_file_is(text_file):
    row = {"id": "smith", "title": "On ranges", "issued": {"date-parts": [[2019]]}}
    files = {
        "s.json": json.dumps([{**row, "container-title": "Survival"}]),
        "s.csv": "id,title,Publication Title,issued\nsmith,On ranges,Survival,2019\n",
        "t.csv": "id,title,container-title,issued\nsmith,On ranges,Survival,2019\n",
    }
    for name, text in files.items():
        read, _ = notes_of(sources=text_file(name, text))
        (source,) = [one for one in read.source_rows if one.id == "smith"]
        assert source.citation == "On ranges, Survival, 2019"


SITES = [("Site", "Missile", "Lat", "Lon"), ("Camp", "Mine", 54.1, 10.2)]
SYSTEMS = [("Missile", "Range (km)"), ("Mine", 700)]
FIGURES = [("Missile", "Account", "Claimant", "Range (km)"), ("9M729", "opponent", "B", 900)]
PLACES = [("Name", "Lat", "Lon"), ("Kiel", 54.3, 10.1)]
NAMED = [("id", "name", "range_km", "kind"), ("mine", "Mine", 700, "GLCM")]
SOURCES = [("id", "title", "publisher"), ("mine-1", "My report", "Me")]


@pytest.mark.parametrize(
    ("argument", "sheets", "read"),
    [
        ("systems", {"S": SITES, "Y": SYSTEMS}, "Y"),
        ("systems", {"F": FIGURES, "Y": SYSTEMS}, "Y"),
        ("systems", {"Y": SYSTEMS, "S": SITES, "F": FIGURES}, "Y"),
        ("systems", {"S": SITES, "F": FIGURES, "A": SYSTEMS, "B": SYSTEMS}, "A"),
        ("claims", {"S": SITES, "Y": SYSTEMS, "F": FIGURES}, "F"),
        ("capitals", {"S": SITES, "P": PLACES}, "P"),
        ("capitals", {"Y": SYSTEMS, "S": SITES}, "S"),
        ("capitals", {"S": SITES, "T": SITES}, "S"),
        ("systems", {"P": PLACES, "Y": SYSTEMS}, "Y"),
        ("sources", {"N": NAMED, "P": PLACES, "Q": SOURCES, "O": SOURCES}, "Q"),
        ("sources", {"P": PLACES, "N": NAMED}, "N"),
        ("systems", {"Q": SOURCES, "N": NAMED}, "N"),
    ],
)
def test_a_sheet_that_rather_is_another_table_is_the_last_choice(tmp_path, argument, sheets, read):
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        for name, rows in sheets.items():
            pd.DataFrame(rows).to_excel(book, sheet_name=name, index=False, header=False)
    _, (chosen, *_) = notes_of(**{argument: path})
    others = ", ".join(name for name in sheets if name != read)
    assert chosen == f"FILE: sheet {read} read; not read: {others}"


def test_a_callers_own_tables_mean_their_system_by_a_known_name(text_file):
    systems = text_file("systems.csv", "id,name,range_km\nmine,9M729,700\n")
    sites = text_file("sites.csv", "name,lon,lat,system\nCamp,10.2,54.1,9M729\n")
    own = infmap.load(systems=systems, deployments=sites)
    assert [row.system_id for row in own.deployment_rows] == ["mine"]


@pytest.mark.parametrize("name", ["Iskander", "Zeus", "9M7290"])
def test_a_callers_system_of_no_one_known_name_is_not_told(text_file, name):
    _, said = notes_of(systems=text_file("s.csv", f"name,range_km\n{name},700\n"))
    assert said == []
