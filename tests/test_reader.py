"""Own files read, and every fault of them told: CSV and GeoJSON."""

import csv
import json

import pandas as pd
import pytest

import infmap
from infmap.errors import DataError, InfmapError


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
    (path,) = files.values()
    return [line.replace(str(path), "FILE") for line in str(caught.value).splitlines()]


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


def test_own_systems_may_be_as_small_as_one_range(sites_file, text_file):
    systems = text_file("systems.csv", "id,name,range_km\nzeus,Zeus,1234.5\n")
    cat = infmap.load(systems=systems, deployments=sites_file(feature(name="x", system="zeus")))
    (claim,) = cat.claim_rows
    assert (claim.account, claim.claimant, claim.up_to_km) == ("user", "user", 1234.5)
    entry = infmap.coverage(cat).iloc[0]["accounts"][0]
    assert (entry["account"], entry["strike"]) == ("user", True)


def test_a_callers_figures_of_other_parties_stand_beside_the_range_of_the_system(text_file):
    cat = infmap.load(
        systems=text_file("systems.csv", "id,name,range_km\nown,Own,100\n"),
        claims=text_file(
            "claims.csv", "system_id,account,claimant,up_to_km\nown,opponent,Them,900\n"
        ),
        deployments=pd.DataFrame({"name": ["A"], "system": ["own"], "lon": [20.0], "lat": [54.0]}),
    )
    assert [(row.claimant, row.up_to_km) for row in cat.claim_rows] == [
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


def test_own_systems_leave_out_what_they_do_not_name(text_file):
    cat = infmap.load(systems=text_file("systems.csv", "id,name\n9m729,9M729\n"))
    assert {row.system_id for row in cat.deployment_rows} == {"9m729"}
    assert {row.system_id for row in cat.claim_rows} == {"9m729"}
    assert len(cat.claim_rows) > 3


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(text_file):
    systems = text_file("systems.csv", "\ufeffid,name,range_km\r\nzeus,Zeus,100\r\n".encode())
    assert infmap.load(systems=systems).system_rows[0].id == "zeus"


@pytest.mark.parametrize("separator", [";", "\t"], ids=["semicolons", "tabs"])
def test_a_table_may_be_separated_otherwise(text_file, separator):
    rows = ["id", "name", "range_km"], ["zeus", "Zeus, the god", "1200"]
    systems = text_file("systems.csv", "".join(f"{separator.join(row)}\n" for row in rows))
    (row,) = infmap.load(systems=systems).system_rows
    assert (row.id, row.name, row.range_km) == ("zeus", "Zeus, the god", 1200)


SYSTEM_FAULTS = {
    "text-range": (
        "id,name,range_km\nzeus,Zeus,far\n",
        "FILE:2: range_km: not a number ('far'); write a number such as 500",
    ),
    "thousands-comma": (
        'id,name,range_km\nzeus,Zeus,"2,500"\n',
        "FILE:2: range_km: not a number ('2,500'); write 2500",
    ),
    "unit": (
        "id,name,range_km\nzeus,Zeus,500 km\n",
        "FILE:2: range_km: not a number ('500 km'); write 500",
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
        "write at most 19900",
    ),
    "not-finite": (
        "id,name,range_km\nzeus,Zeus,nan\n",
        "FILE:2: range_km: not a number ('nan'); write a number such as 500",
    ),
    "missing-column": (
        "id,range_km\nzeus,5\n",
        "FILE:1: name: column is missing ('id, range_km'); add a column name",
    ),
    "misspelt-column": (
        "id,name,range_kms\nzeus,Zeus,5\n",
        "FILE:1: range_kms: unknown column ('range_kms'); rename it to range_km",
    ),
    "spelt-out-column": (
        "id,Name of it\nzeus,Zeus\n",
        "FILE:1: name: column is missing ('id, Name of it'); rename 'Name of it' to name",
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
        "ICBM, SLCM, ALCM, interceptor, UAV, launcher, target",
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
        "FILE:1: lat: latitude must be within [-90, 90] degrees ('120.5'); is the pair swapped? "
        "Write lon, then lat",
    ),
    "longitude": (
        [feature(200, 5, name="x", system="9m729")],
        "FILE:1: lon: longitude must be within [-180, 180] degrees ('200'); write degrees east of "
        "Greenwich",
    ),
    "unknown-system": (
        [feature(name="x", system="iskandr-m")],
        "FILE:1: system: no system of this id or name ('iskandr-m'); did you mean iskander-m, "
        "iskander-k?",
    ),
    "unknown-system-in-capitals": (
        [feature(name="x", system="Iskandr-M")],
        "FILE:1: system: no system of this id or name ('Iskandr-M'); did you mean iskander-m, "
        "iskander-k?",
    ),
    "no-system": ([feature(name="x")], "FILE:1: system: is missing; write a value"),
    "no-name": ([feature(system="9m729")], "FILE:1: name: is missing; write a value"),
    "bad-date": (
        [feature(name="x", system="9m729", first_reported="3/4/2018")],
        "FILE:1: first_reported: may be either of two days ('3/4/2018'); write 2018-04-03 "
        "(3 April 2018) or 2018-03-04 (March 4, 2018)",
    ),
    "no-name-but-null": (
        [feature(name=None, system="9m729")],
        "FILE:1: name: is missing; write a value",
    ),
    "a-number-for-a-name": (
        [feature(name=17, system="9m729")],
        "FILE:1: name: must be text ('17'); write it as text, in quotes",
    ),
    "true-is-no-year": (
        [feature(name="x", system="9m729", first_reported=True)],
        "FILE:1: first_reported: must be text ('True'); write it as text, in quotes",
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
        "FILE:2: lon: site x has another lon in row 1 ('21.5'); write 20.5, or give the row a "
        "site_id of its own",
    ),
    "no-features": ([], "FILE: features: holds no site; add at least one Point"),
    "a-line": (
        [{"type": "Feature", "properties": {}, "geometry": {"type": "LineString"}}],
        'FILE:1: geometry: a site must be a Point (\'LineString\'); write "type": "Point" and '
        "[lon, lat]",
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
            "FILE: not a GeoJSON FeatureCollection; export the sites as a GeoJSON "
            "FeatureCollection of Points",
        ),
        (
            '{"type": "Topology"}',
            "FILE: not a GeoJSON FeatureCollection ('Topology'); export the sites as a GeoJSON "
            "FeatureCollection of Points",
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
    assert found == [(2, "name"), (2, "range_km"), (3, "range_km"), (2, "lon")]


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
    assert infmap.load(claims=claims).claim_rows[0].system_id == "iskander-k"


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
        infmap.coverage(cat)


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
    "longitude-spelt-out": (
        "site,system,Longitude,lat\nx,9m729,1,2\n",
        "FILE:1: lon: column is missing ('site, system, Longitude, lat'); rename 'Longitude' to "
        "lon",
    ),
    "misspelt-column": (
        "name,system,lon,lat,statuss\nx,9m729,1,2,alleged\n",
        "FILE:1: statuss: unknown column ('statuss'); rename it to status",
    ),
    "swapped-pair": (
        "name,system,lon,lat\nx,9m729,50,120\n",
        "FILE:2: lat: latitude must be within [-90, 90] degrees ('120'); is the pair swapped? "
        "Write lon, then lat",
    ),
    "decimal-comma": (
        'name,system,lon,lat\nx,9m729,"20,5",54\n',
        "FILE:2: lon: not a number ('20,5'); write 20.5",
    ),
    "empty-name": (
        "name,system,lon,lat\n,9m729,20,54\n",
        "FILE:2: name: is missing; write a value",
    ),
    "unknown-system": (
        "name,system_id,lon,lat\nx,iskandr-m,20,54\n",
        "FILE:2: system_id: no system of this id or name ('iskandr-m'); did you mean iskander-m, "
        "iskander-k?",
    ),
    "two-places": (
        "name,system,lon,lat\nx,9m729,20,54\nx,iskander-m,21,54\n",
        "FILE:3: lon: site x has another lon in row 2 ('21.0'); write 20.0, or give the row a "
        "site_id of its own",
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
    claims = text_file("claims.csv", "system_id,account,claimant\nown,opponent,Them\n")
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
