"""No unit of a range is lost: in a cell, a column, a line above, a head that a format cut."""

import json

import geopandas as gpd
import pytest
from shapely.geometry import Point

import infmap
from infmap.errors import DataError

#: Tables that lack a range under a known head, by the argument that takes them.
TABLES = {
    "deployments": "name,lat,lon,system,{}\nA,54,10,9m729,{}\n",
    "systems": "name,{}\nZeus,{}\n",
    "claims": "system,account,claimant,up_to_km,{}\n9m729,independent,Z,9,{}\n",
}
SITES = "name,lat,lon,{}\nA,54,10,{}\n"
FEATURE = {
    "type": "Feature",
    "properties": {"name": "A", "range": 500},
    "geometry": {"type": "Point", "coordinates": [10, 54]},
}


def refusal(path, argument="deployments"):
    """Return the lines of a table's refusal, without the path."""
    with pytest.raises(DataError) as caught:
        infmap.load(**{argument: path})
    return [f"{fault.field}: {fault.problem}; {fault.remedy}" for fault in caught.value.faults]


def ranges(path):
    """Return the figures of a caller's sites."""
    claims = infmap.load(deployments=path).claim_rows
    return [claim.up_to_km for claim in claims if claim.account == "user"]


# --- A length with its unit ---


@pytest.mark.parametrize("argument", TABLES)
@pytest.mark.parametrize("cell", ["700 km", "400 mi", "300-500 nmi", "> 700 km", "700000 m"])
@pytest.mark.parametrize("head", ["Zasięg", "Estimate", "Schätzung", ""])
def test_a_length_as_long_as_a_range_is_not_lost_under_a_head_of_any_name(
    text_file, argument, head, cell
):
    path = text_file("table.csv", TABLES[argument].format(head, cell))
    name = "up_to_km" if argument == "claims" else "range_km"
    assert refusal(path, argument) == [
        f"{head or '(blank)'}: may be a range, and is not read; write its figures in kilometres "
        f"under the head {name}, or delete it"
    ]


@pytest.mark.parametrize("argument", TABLES)
@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("Length", "7.4 m"),
        ("Diameter", "0.5 m"),
        ("Flight altitude", "300 km"),
        ("Apogee", "1,400 km"),
        ("CEP", "30 m"),
        ("Distance to Moscow", "600 km"),
        ("Entfernung von Berlin", "600 km"),
        ("Body", "7.4 m"),
        ("Crew", "700"),
        ("Comment 2", "seen 700 km from here"),
        ("Top speed", "900 km/h"),
    ],
)
def test_a_length_of_another_thing_is_told_and_not_refused(text_file, argument, head, cell):
    text = TABLES[argument].format(head, f'"{cell}"')
    with pytest.warns(infmap.ReadingNote) as notes:
        infmap.load(**{argument: text_file("table.csv", text)})
    assert any(f"not read: {head}" in str(note.message) for note in notes)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("lower extent of range", "at_least_km"),
        ("upper extent of range", "up_to_km"),
        ("range of any kind", "up_to_km"),
        ("Range from Moscow", "up_to_km"),
    ],
)
def test_the_remedy_for_an_end_of_a_range_names_the_column_of_this_end(text_file, head, name):
    path = text_file("claims.csv", TABLES["claims"].format(head, "700"))
    (line,) = refusal(path, "claims")
    assert line.endswith(f"under the head {name}, or delete it")


@pytest.mark.parametrize(("head", "cell"), [("Estimate", "700 km"), ("Minimum range (km)", "700")])
def test_a_column_that_may_be_the_missing_range_gets_the_only_line(text_file, head, cell):
    text = TABLES["claims"].replace("up_to_km,", "").replace(",9,", ",").format(head, cell)
    (line,) = refusal(text_file("claims.csv", text), "claims")
    assert line.startswith(f"{head}: may be")


def test_a_distance_that_leads_to_nothing_named_may_be_a_range(text_file):
    path = text_file("table.csv", TABLES["systems"].format("Entfernung nach", "700 km"))
    assert [line.partition(",")[0] for line in refusal(path, "systems")] == [
        "Entfernung nach: may be a range"
    ]


@pytest.mark.parametrize("heads", ["", ",note", ",Minimum estimate,Maximum estimate"])
def test_figures_without_a_column_of_ranges_are_refused(text_file, heads):
    cells = ",500" * heads.count(",")
    text = f"system,account,claimant{heads}\n9m729,independent,Z{cells}\n"
    assert refusal(text_file("claims.csv", text), "claims") == [
        "up_to_km: column is missing; add a column up_to_km, or at_least_km"
    ]


# --- A column of units ---


@pytest.mark.parametrize("head", ["unit", "Units of measurement", "dist_unit", "Distance unit"])
def test_a_column_of_units_is_read_for_the_range(text_file, head):
    path = text_file("sites.csv", SITES.format(f"range,{head}", "500,nm"))
    assert ranges(path) == [pytest.approx(926)]


@pytest.mark.parametrize("unit", ["nm", "miles", "m"])
@pytest.mark.parametrize("head", ["km/nm", "measurement", "in", ""])
def test_a_column_of_units_under_another_head_is_refused(text_file, head, unit):
    path = text_file("sites.csv", SITES.format(f"range,{head}", f"500,{unit}"))
    assert refusal(path) == [
        f"{head or '(blank)'}: may be the unit of the range, and is not read; rename it to unit, "
        "or delete it"
    ]


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("range,measurement", "500,km"),
        ("range_mi,measurement", "310.6856,miles"),
        ("range,Length,Length unit", "500,7.4,m"),
        ("range,grade", "500,a"),
    ],
)
def test_a_column_that_changes_no_range_is_not_refused(text_file, heads, cells):
    path = text_file("sites.csv", SITES.format(heads, cells))
    assert ranges(path) == [pytest.approx(500)]


# --- What stands outside the table ---


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("All ranges in nautical miles", "nmi"),
        ("Ranges (miles)", "mi"),
        ("Ranges in metres", "m"),
        ("Angaben in Seemeilen", "nmi"),
    ],
)
def test_a_line_above_that_names_a_unit_makes_ranges_without_one_doubtful(text_file, title, unit):
    path = text_file("sites.csv", f"{title},,,\n{SITES.format('Reach', '500')}")
    (line,) = refusal(path)
    assert line.startswith("Reach: may be in ")
    assert line.endswith(f"rename it to range_{unit}, or to range_km if it is in kilometres")


@pytest.mark.parametrize(
    ("title", "head", "cell"),
    [
        ("Ranges (miles)", "range_km", "500"),
        ("Ranges (miles)", "range", "500 km"),
        ("Ranges in km", "range", "500"),
        ("Ranges (miles)", "range,unit", "500,km"),
        ("Heights in feet", "range", "500"),
        ("Sites of 2024", "range", "500"),
    ],
)
def test_a_line_above_changes_nothing_where_the_unit_is_said(text_file, title, head, cell):
    assert ranges(text_file("sites.csv", f"{title},,,\n{SITES.format(head, cell)}")) == [500]


@pytest.mark.parametrize(
    "beside", [{"units": "nautical miles"}, {"metadata": {"unit": "nm"}}, {"note": "in miles"}]
)
def test_a_member_of_geojson_that_names_a_unit_is_a_line_above(text_file, beside):
    content = {"type": "FeatureCollection", **beside, "features": [FEATURE]}
    (line,) = refusal(text_file("sites.geojson", json.dumps(content)))
    assert "may be in" in line
    kilometres = {**content, **dict.fromkeys(beside, "km")}
    assert ranges(text_file("km.geojson", json.dumps(kilometres))) == [500]


# --- Heads that a Shapefile cut ---


def shapefile(tmp_path, head, cells):
    frame = gpd.GeoDataFrame(
        {"name": ["A"], head: cells}, geometry=[Point(10, 54)], crs="EPSG:4326"
    )
    path = tmp_path / "sites.shp"
    frame.to_file(path)
    return path


@pytest.mark.parametrize(
    "head",
    ["max_range_mi", "max_range_nmi", "Reichweite_mi", "Reichweite Seemeilen", "range in miles"],
)
def test_a_range_whose_unit_a_shapefile_may_have_cut_is_refused(tmp_path, head):
    (line,) = refusal(shapefile(tmp_path, head[:10], [500]))
    assert line.startswith(f"{head[:10]}: may have lost its unit")


@pytest.mark.parametrize(
    ("head", "cell"),
    [("range", 500), ("range_km", 500), ("max_rng_km", 500), ("max_range_", "500 km")],
)
def test_a_range_whose_unit_is_whole_is_read_from_a_shapefile(tmp_path, head, cell):
    assert ranges(shapefile(tmp_path, head, [cell])) == [500]


# --- Names of KML for people ---

PLACEMARK = (
    "<Placemark><name>A</name><ExtendedData>{}</ExtendedData>"
    "<Point><coordinates>10,54</coordinates></Point></Placemark>"
)


def kml(text_file, name, shown, *, schema=""):
    """Return a KML with 500 under a name, and the name for people beside it or in a schema."""
    said = "" if shown is None else f"<displayName>{shown}</displayName>"
    field = f'<Data name="{name}">{said}<value>500</value></Data>'
    fields = f'<Schema id="s"><SimpleField name="{name}">{said}</SimpleField></Schema>'
    if schema:
        field = (
            f'<SchemaData schemaUrl="#s"><SimpleData name="{name}">500</SimpleData></SchemaData>'
        )
    placemark = PLACEMARK.format(field)
    pieces = {"": placemark, "above": fields + placemark, "below": placemark + fields}
    text = (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{pieces[schema]}</Document></kml>'
    )
    return text_file("sites.kml", text)


@pytest.mark.parametrize("name", ["f1", "field_2", "Column 3", "4"])
@pytest.mark.parametrize("shown", ["Missile", "Waffensystem"])
def test_the_name_for_people_counts_where_the_other_is_a_letter_and_a_number(
    text_file, name, shown
):
    path = kml(text_file, name, shown)
    path.write_text(path.read_text().replace("<value>500<", "<value>9M729<"))
    (row,) = infmap.load(deployments=path).deployment_rows
    assert row.system_id == "9m729"


@pytest.mark.parametrize("schema", ["", "above", "below"])
@pytest.mark.parametrize(
    ("name", "shown", "km"),
    [
        ("Range", "Range (miles)", 804.672),
        ("r1", "Reach, nautical miles", 926),
        ("Range", "<![CDATA[<b>Range (mi)</b>]]>", 804.672),
        ("range_mi", "Reach", 804.672),
        ("range_km", "Range", 500),
        ("range", None, 500),
    ],
)
def test_the_unit_in_either_name_of_a_kml_field_is_kept(text_file, name, shown, km, schema):
    assert ranges(kml(text_file, name, shown, schema=schema)) == [pytest.approx(km)]


@pytest.mark.parametrize("shown", ["Range (nm)", "Range (km)"])
def test_two_names_of_a_kml_field_with_two_units_are_refused(text_file, shown):
    (line,) = refusal(kml(text_file, "range_mi", shown))
    assert line.startswith(f"range_mi ({shown}): may be a range, and is not read")


def test_a_kml_field_that_its_other_name_makes_another_thing_is_no_range(text_file):
    path = kml(text_file, "range", "Minimum range")
    with pytest.warns(infmap.ReadingNote, match="infmap draws no minimum range"):
        assert ranges(path) == []
