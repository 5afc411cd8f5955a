"""Layers of GIS files read: KML, KMZ, GPX, GeoPackage, FlatGeobuf and Shapefile."""

import datetime as dt
import io
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import tracemalloc
from contextlib import closing
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layer_files import (
    SITES,
    flatgeobuf,
    gpkg,
    gpx,
    gpx_text,
    kml,
    kml_text,
    kmz,
    placemark,
    write_shapefile,
    zipped,
    zipped_shapefile,
)
from sample import examples
from typer.testing import CliRunner

import infmap
from infmap.catalogue.reading import faults
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats import archives, geopackages, layers
from infmap.catalogue.reading.sheet import TOLD
from infmap.cli import app
from infmap.errors import DataError

A_POINT = "<Placemark><name>A</name><Point><coordinates>{}</coordinates></Point></Placemark>"
#: How the files of other drivers of GDAL begin, each with the name of another file.
MARKERS = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer>'
    '</OGRVRTDataSource><gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" '
    'xsi:schemaLocation="http://a {}"/><rss><item/></rss><osm/><gpx/><VRTDataset/>'
)


@pytest.fixture
def opened():
    """Read a file, and return its sheets by part, the faults and the notes."""

    def read(function, given, name="FILE"):
        reading = Reading(Path(name))
        parts = function(reading, given)
        sheets = {part: call() for part, call in (parts or {}).items()}
        lines = [str(fault).replace(str(name), "FILE") for fault in reading.faults]
        assert parts is not None or lines, "nothing read, and nothing told"
        assert all(sheet is not None or lines for sheet in sheets.values())
        return sheets, lines, [str(note) for note in reading.notes]

    return read


@pytest.fixture
def sheet_of(opened):
    """Return the one sheet of a file without a fault."""

    def read(function, given):
        sheets, lines, _ = opened(function, given)
        assert lines == []
        (sheet,) = sheets.values()
        return sheet

    return read


@pytest.fixture
def fault_of(opened):
    """Return the one line that is told of a file that is not read."""

    def read(function, given):
        sheets, lines, _ = opened(function, given)
        assert [sheet for sheet in sheets.values() if sheet] == []
        (line,) = lines
        return line.removeprefix("FILE: ")

    return read


def column(sheet, head):
    place = sheet.heads.index(head)
    return [cells[place] for _, cells in sheet.rows]


KINDS = {
    "kml": (layers.kml_parts, lambda folder: kml(SITES)),
    "kmz": (layers.kmz_parts, lambda folder: kmz(SITES)),
    "gpx": (layers.gpx_parts, lambda folder: gpx(SITES)),
    "geopackage": (layers.geopackage_parts, lambda folder: gpkg(SITES)),
    "flatgeobuf": (layers.flatgeobuf_parts, lambda folder: flatgeobuf(SITES)),
    "zipped-shapefile": (
        layers.zipped_shapefile_parts,
        lambda folder: zipped_shapefile(SITES, folder),
    ),
    "shapefile": (layers.shapefile_parts, lambda folder: write_shapefile(folder, SITES)),
}
BYTES = [kind for kind in KINDS if kind != "shapefile"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_sites_are_read_of_each_kind(kind, sheet_of, tmp_path, capfd):
    function, make = KINDS[kind]
    sheet = sheet_of(function, make(tmp_path))
    assert column(sheet, "name") == ["North camp", "South camp", "Шуя"]
    assert column(sheet, "system") == ["9m729", "iskander-m", "9m729"]
    assert [number for number, _ in sheet.rows] == [1, 2, 3]
    assert sheet.places == [(10.2, 54.1), (25.0, 46.0), (41.387, 56.849)]
    assert (sheet.typed, sheet.crs_said, sheet.head_row) == (True, True, None)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:3035", "EPSG:4284"])
@pytest.mark.parametrize("kind", ["geopackage", "flatgeobuf", "zipped-shapefile"])
def test_positions_are_brought_to_wgs84_by_what_the_file_declares(kind, crs, sheet_of, tmp_path):
    make = {"geopackage": gpkg, "flatgeobuf": flatgeobuf}.get(
        kind, lambda rows, crs: zipped_shapefile(rows, tmp_path, crs=crs)
    )
    sheet = sheet_of(KINDS[kind][0], make(SITES, crs=crs))
    for (lon, lat), site in zip(sheet.places, SITES, strict=True):
        assert (lon, lat) == pytest.approx((site["lon"], site["lat"]), abs=1e-6)


@pytest.mark.parametrize("kind", ["geopackage", "flatgeobuf", "zipped-shapefile"])
def test_positions_without_a_reference_system_are_handed_on_as_they_are(kind, sheet_of, tmp_path):
    rows = [{"name": "A", "lon": 500_000.0, "lat": 6_000_000.0}]
    make = {"geopackage": gpkg, "flatgeobuf": flatgeobuf}.get(
        kind, lambda rows, crs: zipped_shapefile(rows, tmp_path, crs=crs)
    )
    sheet = sheet_of(KINDS[kind][0], make(rows, crs=None))
    assert (sheet.crs_said, sheet.places) == (False, [(500_000.0, 6_000_000.0)])


GEOMETRIES = {
    "MULTIPOINT ((20 55))": (20.0, 55.0),
    "MULTIPOINT ((20 55), (21 55))": "MultiPoint",
    "GEOMETRYCOLLECTION (POINT (20 55))": (20.0, 55.0),
    "GEOMETRYCOLLECTION (POINT (20 55), LINESTRING (1 1, 2 2))": "GeometryCollection",
    "POINT Z (20 55 7)": (20.0, 55.0),
    "MULTIPOINT Z ((20 55 7))": (20.0, 55.0),
    "POLYGON ((0 0, 1 0, 1 1, 0 0))": "Polygon",
    "LINESTRING (0 0, 1 1)": "LineString",
    "POINT EMPTY": None,
    "MULTIPOINT EMPTY": None,
    "": None,
}


@pytest.mark.parametrize("wkt", GEOMETRIES, ids=lambda wkt: wkt or "none")
def test_a_geometry_of_one_point_is_a_position_and_others_are_named(wkt, sheet_of):
    rows = [{"name": "A", "geometry": wkt, "lon": None}]
    sheet = sheet_of(layers.geopackage_parts, gpkg(rows, geometry_type="Unknown"))
    assert sheet.places == [GEOMETRIES[wkt]]


POINT = "<Point><coordinates>20,55</coordinates></Point>"
AREA = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates>"
    "</LinearRing></outerBoundaryIs></Polygon>"
)


@pytest.mark.parametrize(
    ("inside", "place"),
    [
        (POINT, (20.0, 55.0)),
        ("<Point><coordinates>\n 20, 55, 0\n</coordinates></Point>", (20.0, 55.0)),
        ("<Point><altitudeMode>a</altitudeMode><coordinates/></Point>", None),
        (f"<MultiGeometry>{POINT}</MultiGeometry>", (20.0, 55.0)),
        (f"<MultiGeometry><MultiGeometry>{POINT}</MultiGeometry></MultiGeometry>", (20.0, 55.0)),
        (f"<MultiGeometry>{POINT}{POINT}</MultiGeometry>", "MultiPoint"),
        (f"<MultiGeometry>{POINT}{AREA}</MultiGeometry>", "GeometryCollection"),
        (f"<MultiGeometry>{AREA}{AREA}</MultiGeometry>", "MultiPolygon"),
        (AREA, "Polygon"),
        ("<gx:Track><gx:coord>1 2 3</gx:coord></gx:Track>", "Track"),
        ("<LookAt><longitude>1</longitude><latitude>2</latitude></LookAt>", None),
        ("", None),
    ],
)
def test_a_placemark_of_one_point_is_a_position_and_others_are_named(inside, place, sheet_of):
    data = kml_text(f"<Placemark><name>A</name>{inside}</Placemark>")
    assert sheet_of(layers.kml_parts, data).places == [place]


@pytest.mark.parametrize(
    "written", ["20,5,54,7", "20", "20;55", "20,55 21,56", "east,north", "1,inf"]
)
def test_coordinates_that_are_no_position_are_told_with_their_row(written, opened):
    _, lines, _ = opened(
        layers.kml_parts, kml_text(A_POINT.format("1,1") + A_POINT.format(written))
    )
    assert lines == [
        f"FILE:2: coordinates: is no position ({written!r}); "
        "write degrees, as in 20.5,54.7: longitude first"
    ]


GOOD = '<wpt lat="54.1" lon="10.2"><name>A</name></wpt>'
MISPLACED = {
    "commas.gpx": (
        gpx_text(GOOD + '<wpt lat="54,1" lon="10,2"><name>B</name></wpt>'),
        [
            "2: lon: not a number ('10,2'); write 10.2",
            "2: lat: not a number ('54,1'); write 54.1",
        ],
    ),
    "one missing.gpx": (
        gpx_text(GOOD + '<wpt lat="54.1"><name>B</name></wpt>'),
        ["2: lon: is missing; write degrees such as 20.51"],
    ),
    "commas.kml": (
        kml_text(A_POINT.format("10,2,54,1,0")),
        [
            "1: coordinates: is no position ('10,2,54,1,0'); "
            "write degrees, as in 20.5,54.7: longitude first"
        ],
    ),
    "no numbers.geojson": (
        b'{"type": "Feature", "properties": {"name": "B"}, '
        b'"geometry": {"type": "Point", "coordinates": [1]}}',
        [
            "1: geometry: is a Point without its two numbers ('[1]'); "
            'write "type": "Point" and [lon, lat]'
        ],
    ),
    "esri.json": (
        b'{"geometryType": "esriGeometryPoint", '
        b'"features": [{"attributes": {"name": "B"}, "geometry": {"x": 1, "y": 2}}]}',
        [
            " is Esri's JSON and no GeoJSON; export it as GeoJSON, "
            "from a service with f=geojson in its address"
        ],
    ),
}


@pytest.mark.parametrize("name", MISPLACED)
def test_what_is_no_position_is_told_once_and_as_it_is_written(tmp_path, name):
    data, lines = MISPLACED[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError) as refused:
        infmap.load_places(path)
    assert [str(fault).removeprefix(f"{path}:") for fault in refused.value.faults] == lines


def test_cells_are_plain_values_of_python(sheet_of):
    rows = [{"lon": 1.0, "lat": 2.0}, {"lon": 1.0, "lat": 2.0}]
    data = gpkg(
        [
            {
                **row,
                "count": pd.Series([n], dtype="Int64")[0],
                "share": share,
                "day": pd.Timestamp("2024-01-02"),
                "moment": pd.Timestamp("2024-01-02 03:04"),
                "armed": armed,
                "text": text,
            }
            for row, n, share, armed, text in zip(
                rows, [2**60 + 1, 4], [0.5, float("nan")], [True, False], ["a", None], strict=True
            )
        ]
    )
    sheet = sheet_of(layers.geopackage_parts, data)
    moment = dt.datetime(2024, 1, 2, 3, 4)
    assert sheet.heads == ["count", "share", "day", "moment", "armed", "text"]
    assert [
        [cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell for cell in cells]
        for _, cells in sheet.rows
    ] == [
        [2**60 + 1, 0.5, dt.date(2024, 1, 2), moment, True, "a"],
        [4, None, dt.date(2024, 1, 2), moment, False, None],
    ]
    assert [type(cell) for cell in sheet.rows[0][1]][:3] == [int, float, dt.date]


def test_what_is_not_a_number_is_no_value(sheet_of):
    table = pa.table({"share": [0.5, float("nan"), None]})
    file = io.BytesIO()
    pyogrio.write_arrow(table, file, driver="FlatGeobuf", layer="a", SPATIAL_INDEX="NO")
    sheet = sheet_of(layers.flatgeobuf_parts, file.getvalue())
    assert column(sheet, "share") == [0.5, None, None]
    assert sheet.places in (None, [None] * 3)


def test_a_row_without_a_position_stays_a_row(sheet_of, tmp_path):
    rows = [SITES[0], {"name": "nowhere", "system": "9m729", "lon": None}]
    for function, data in (
        (layers.geopackage_parts, gpkg(rows)),
        (layers.flatgeobuf_parts, flatgeobuf(rows)),
        (layers.zipped_shapefile_parts, zipped_shapefile(rows, tmp_path)),
        (layers.kml_parts, kml(rows)),
    ):
        sheet = sheet_of(function, data)
        assert column(sheet, "name") == ["North camp", "nowhere"]
        assert sheet.places == [(10.2, 54.1), None]


def test_what_another_driver_of_gdal_takes_is_refused(fault_of, monkeypatch):
    real = pyogrio.read_info
    monkeypatch.setattr(pyogrio, "read_info", lambda *a, **o: {**real(*a, **o), "driver": "GML"})
    line = fault_of(layers.geopackage_parts, gpkg(SITES))
    assert line.startswith("is not a GeoPackage ('GDAL reads it as GML'); save it again")


def test_infmaps_own_kml_comes_back_as_what_it_was(cat, sheet_of, tmp_path):
    infmap.save_rings(cat, tmp_path / "rings.kml", site="shuya")
    sheet = sheet_of(layers.kml_parts, (tmp_path / "rings.kml").read_bytes())
    own = ["site_id", "site", "system_id", "system", "account", "claimant", "bound", "range_km"]
    assert sheet.heads[:11] == ["name", *own, "lon", "lat"]
    assert {*sheet.places} <= {"Polygon", "MultiPolygon"}
    assert {*column(sheet, "lon")} == {"41.387"}
    assert len(sheet.rows) == (tmp_path / "rings.kml").read_bytes().count(b"<Placemark>")


def test_infmaps_own_geopackage_has_its_layers_without_their_styles(cat, opened, tmp_path):
    infmap.save_rings(cat, tmp_path / "rings.gpkg", site="shuya")
    sheets, lines, _ = opened(layers.geopackage_parts, (tmp_path / "rings.gpkg").read_bytes())
    assert lines == []
    assert list(sheets) == ["rings", "capitals", "coverage"]
    assert {*column(sheets["rings"], "range_km")} >= {480.0, 500.0}
    assert all(isinstance(place, tuple) for place in sheets["capitals"].places)


# KML, KMZ and GPX


def test_placemarks_of_all_folders_stand_in_the_documents_order_under_all_heads(sheet_of):
    rows = [{"name": "A", "x": "1"}, {"name": "B", "y": "2"}, {"name": "C", "x": "3"}]
    data = kml_text(
        f"<Folder>{placemark(rows[0])}<Folder>{placemark(rows[1])}</Folder></Folder>"
        f"{placemark(rows[2])}"
    )
    sheet = sheet_of(layers.kml_parts, data)
    assert sheet.heads == ["name", "x", "y"]
    assert sheet.rows == [(1, ["A", "1", None]), (2, ["B", None, "2"]), (3, ["C", "3", None])]


def test_data_of_a_schema_and_of_another_namespace_are_columns_too(sheet_of):
    data = kml_text(
        '<Schema name="S" id="S"><SimpleField name="range_km" type="int"/></Schema>'
        '<Placemark><ExtendedData><SchemaData schemaUrl="#S"><SimpleData name="range_km">500'
        "</SimpleData></SchemaData><camp:system>9m729</camp:system></ExtendedData></Placemark>"
    )
    assert sheet_of(layers.kml_parts, data).rows == [(1, ["500", "9m729"])]


@pytest.mark.parametrize(
    ("own", "heads", "cells"),
    [("A", ["name"], ["A"]), ("B", ["name", "name"], ["A", "B"])],
    ids=["same", "another"],
)
def test_a_column_called_name_takes_no_placemarks_name_away(own, heads, cells, sheet_of):
    data = kml_text(
        "<Placemark><name>A</name><ExtendedData>"
        f'<Data name="name"><value>{own}</value></Data></ExtendedData></Placemark>'
    )
    sheet = sheet_of(layers.kml_parts, data)
    assert (sheet.heads, sheet.rows[0][1]) == (heads, cells)


def test_times_and_the_like_are_there_only_where_filled_and_are_nobodys_columns(sheet_of):
    stamp = "<TimeStamp><when>2024-01-02</when></TimeStamp><Snippet/><visibility>1</visibility>"
    sheet = sheet_of(layers.kml_parts, kml_text(f"<Placemark><name>A</name>{stamp}</Placemark>"))
    assert sheet.heads == ["name", "timestamp"]
    assert sheet.rows == [(1, ["A", dt.date(2024, 1, 2)])]
    assert sheet.dropped >= {"address", "snippet"}
    assert not sheet.dropped & {"name", "timestamp"}


def test_a_placemarks_span_of_time_is_a_reports_and_its_moment_is_told_as_not_read(tmp_path):
    spans = [("2016-03", "2017-08-01"), ("2018", None)]
    marks = "".join(
        f"<Placemark><name>S{k}</name><TimeSpan><begin>{begin}</begin>"
        + (f"<end>{end}</end>" if end else "")
        + "</TimeSpan><ExtendedData><Data name='missile'><value>9M729</value></Data></ExtendedData>"
        f"<Point><coordinates>2{k},58</coordinates></Point></Placemark>"
        for k, (begin, end) in enumerate(spans)
    )
    path = tmp_path / "sites.kml"
    path.write_bytes(kml_text(marks))
    rows = [row for site in infmap.load(deployments=path).sites for row in site.deployments]
    spans_read = [(row.first_reported, row.until) for row in rows if row.site in {"S0", "S1"}]
    assert spans_read == spans
    stamped = "<TimeStamp><when>2016-03-01</when></TimeStamp>"
    path.write_bytes(kml_text(marks.replace("<TimeSpan>", stamped + "<TimeSpan>", 1)))
    assert "not read: timestamp" in CliRunner().invoke(app, ["check", str(path)]).stderr


def test_html_and_scripts_stay_the_text_that_they_are(sheet_of, hostile):
    rows = [{"name": text, "description": text, "note": text} for text in hostile]
    html = "<b onclick='x'>9M729</b><script>alert(1)</script>"
    cdata = f"<Placemark><description><![CDATA[{html}]]></description></Placemark>"
    sheet = sheet_of(layers.kml_parts, kml_text("".join(map(placemark, rows)) + cdata))
    assert column(sheet, "name")[:-1] == hostile
    assert column(sheet, "note")[:-1] == hostile
    assert column(sheet, "description") == [*hostile, html]


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.opengis.net/kml/2.2",
        "http://earth.google.com/kml/2.1",
        "http://www.google.com/kml/ext/2.2",
    ],
)
def test_each_usual_namespace_of_kml_is_read(namespace, sheet_of):
    data = kml_text(A_POINT.format("1,2"), namespace=namespace)
    assert sheet_of(layers.kml_parts, data).places == [(1.0, 2.0)]


def test_a_kml_in_an_encoding_that_it_declares_is_read(sheet_of):
    text = kml([SITES[2]]).decode().replace("UTF-8", "windows-1251")
    assert column(sheet_of(layers.kml_parts, text.encode("cp1251")), "name") == ["Шуя"]


LINK = "<NetworkLink><Link><href>http://127.0.0.1:{}/</href></Link></NetworkLink>"
LAUGHS = '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
KML_FAULTS = {
    "link": (kml_text(LINK), "holds only a link to another file; open it in Google Earth and"),
    "nothing": (kml_text(""), "holds no placemark; add"),
    "doctype": (kml_text(A_POINT, before="<!DOCTYPE kml>"), "holds a DOCTYPE; delete it"),
    "laughs": (kml_text("<name>&b;</name>", before=LAUGHS), "holds a DOCTYPE; delete it"),
    "external": (
        kml_text("&x;", before='<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "holds a DOCTYPE; delete it",
    ),
    "entity": (kml_text("<name>&nbsp;</name>"), "is no KML that can be read, from line 1 on ("),
    "broken": (kml(SITES)[:-20], "is no KML that can be read, from line 1 on ("),
    "deep": (kml_text("<Folder>" * 5000 + "</Folder>" * 5000), "is nested too deeply"),
    "pieces": (
        kml_text(f"<Placemark>{'<a/>' * 100_001}</Placemark>"),
        "holds a place of too many pieces",
    ),
    "root": (b"<gml/>", "is XML and no KML; export the places as KML or GeoJSON"),
    "namespace": (kml_text("", namespace="http://www.opengis.net/gml"), "is XML and no KML"),
    "web page": (b"<html><body>KML</body></html>", "is XML and no KML"),
    "encoding": (b'<?xml version="1.0" encoding="ebcdic-7"?><kml/>', "is in an encoding that"),
    "empty": (b"", "is no KML that can be read"),
}


@pytest.mark.parametrize("case", KML_FAULTS)
def test_a_kml_that_is_not_read_says_why_in_a_line(case, fault_of):
    data, line = KML_FAULTS[case]
    assert fault_of(layers.kml_parts, data).startswith(line)


def test_places_beside_a_link_are_read_and_the_link_is_told(opened):
    _, lines, notes = opened(layers.kml_parts, kml_text(LINK + A_POINT.format("1,2")))
    assert (lines, notes) == ([], ["FILE: its links to other files are not followed"])


def test_the_main_file_of_a_kmz_is_doc_kml_else_the_first(sheet_of):
    first, second = kml(SITES[:1]), kml(SITES[1:2])
    hidden = {"__MACOSX/a.kml": b"\0", ".hidden/b.kml": b"\0"}
    both = zipped({**hidden, "files/a.kml": first, "doc.kml": second})
    assert column(sheet_of(layers.kmz_parts, both), "name") == ["South camp"]
    assert column(sheet_of(layers.kmz_parts, zipped({**hidden, "z.KML": first})), "name") == [
        "North camp"
    ]


def test_a_kmz_of_too_many_files_is_refused(fault_of):
    crowd = {f"{k}.txt": b"" for k in range(10_000)}
    line = fault_of(layers.kmz_parts, zipped({**crowd, "doc.kml": kml(SITES)}))
    assert line == "holds more than 10,000 files; pack only the table in it"


TOO_MUCH = "unpacks to more than 10 MB ('doc.kml'); pack only the table in it"
FALSE_SIZE = "cannot be unpacked ('doc.kml'); pack it again as a plain zip"


@pytest.mark.parametrize(("size", "line"), [(20_000_005, TOO_MUCH), (10, FALSE_SIZE)])
def test_an_archive_that_unpacks_to_too_much_is_refused(size, line, monkeypatch, fault_of):
    monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 10_000_000)
    bomb = zipped({"doc.kml": b"<kml>" + b" " * 20_000_000})
    assert len(bomb) < 100_000
    told = bomb.replace(struct.pack("<I", 20_000_005), struct.pack("<I", size))
    assert fault_of(layers.kmz_parts, told) == line


def test_of_an_archive_no_more_is_held_than_there_is_room_for(monkeypatch, fault_of):
    monkeypatch.setattr(archives, "MOST_UNPACKED_BYTES", 1_000_000)
    bomb = zipped({"doc.kml": bytes(50_000_000)})
    tracemalloc.start()
    try:
        assert fault_of(layers.kmz_parts, bomb).startswith("unpacks to more than 1 MB")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_locked_archive_is_told_so(fault_of):
    data = bytearray(zipped({"doc.kml": kml(SITES)}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert fault_of(layers.kmz_parts, bytes(data)).startswith("is locked with a password")


def test_waypoints_have_what_is_filled_and_their_extensions(sheet_of):
    sheet = sheet_of(
        layers.gpx_parts,
        gpx_text(
            '<wpt lat="55" lon="20"><ele>3</ele><time>2024-01-02T03:04:00Z</time><name>A</name>'
            '<cmt>c</cmt><desc>d</desc><sym/><link href="http://a/"><text>t</text></link>'
            "<extensions><ogr:system>9m729</ogr:system><g:More><g:Depth>3</g:Depth></g:More>"
            '</extensions></wpt><trk><trkseg><trkpt lat="1" lon="1"/></trkseg></trk>'
        ),
    )
    assert sheet.heads == ["ele", "time", "name", "cmt", "desc", "link", "system", "Depth"]
    moment = dt.datetime(2024, 1, 2, 3, 4, tzinfo=dt.UTC)
    assert sheet.rows == [(1, ["3", moment, "A", "c", "d", "http://a/", "9m729", "3"])]
    assert sheet.places == [(20.0, 55.0)]
    assert {"ele", "link"} <= sheet.dropped
    assert not {"name", "desc", "system"} & sheet.dropped


def faults_of_file(path):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=path)
    return str(caught.value).replace(str(path), "FILE").splitlines()


@pytest.mark.parametrize(
    ("attributes", "lines"),
    [
        ('lat="54,1" lon="10,2"', ["lon: not a number ('10,2'); write 10.2",
                                   "lat: not a number ('54,1'); write 54.1"]),
        ('lat="54.1" lon="east"', ["lon: not a number ('east'); write degrees such as 20.51"]),
        ('lat="54.1"', ["lon: is missing; write degrees such as 20.51"]),
        ('lat="1.054,1" lon="10"', ["lat: not a number ('1.054,1'); write degrees such as 54.71"]),
    ],
)  # fmt: skip
def test_a_wrong_coordinate_of_a_gpx_is_told_under_its_own_name(tmp_path, attributes, lines):
    path = tmp_path / "places.gpx"
    path.write_bytes(gpx_text(f"<wpt {attributes}><name>Camp</name></wpt>"))
    assert faults_of_file(path) == [f"FILE:1: {line}" for line in lines]


def test_a_wrong_position_of_a_kml_is_told_once(tmp_path):
    path = tmp_path / "places.kml"
    point = "<Point><coordinates>east,54</coordinates></Point>"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Camp</name>'
        f"{point}</Placemark></Document></kml>"
    )
    assert faults_of_file(path) == [
        "FILE:1: coordinates: is no position ('east,54'); write degrees, as in 20.5,54.7: "
        "longitude first"
    ]


@pytest.mark.parametrize(
    ("geometry", "line"),
    [
        ({"x": 10.2, "y": 54.1}, "has no type; "),
        ({"type": "Point", "coordinates": [1]}, "is a Point without its two numbers ('[1]'); "),
    ],
)
def test_a_wrong_geometry_of_a_geojson_is_told_once(tmp_path, geometry, line):
    path = tmp_path / "places.geojson"
    properties = {"name": "Camp", "system": "9M729"}
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    write = 'write "type": "Point" and [lon, lat]'
    assert faults_of_file(path) == [f"FILE:1: geometry: {line}{write}"]


@pytest.mark.parametrize("geometry", [{"x": 10.2, "y": 54.1}, {"rings": [[[1, 2]]]}, None])
def test_esris_json_is_told_as_that(tmp_path, geometry):
    path = tmp_path / "places.json"
    features = [{"attributes": {"name": "Camp"}, "geometry": geometry}]
    path.write_text(json.dumps({"geometryType": "esriGeometryPoint", "features": features}))
    assert faults_of_file(path) == [
        "FILE: is Esri's JSON and no GeoJSON; export it as GeoJSON, from a service with f=geojson "
        "in its address"
    ]


def test_a_gpx_of_tracks_alone_is_told_so(fault_of):
    data = gpx_text("<trk><name>a walk</name></trk>")
    assert fault_of(layers.gpx_parts, data) == ("holds no waypoint; save the places as waypoints")


# Shapefiles


def test_any_file_of_a_shapefile_stands_for_its_shp(opened, sheet_of, tmp_path):
    path = write_shapefile(tmp_path, SITES)
    for suffix in (".dbf", ".shx", ".prj", ".cpg"):
        assert len(sheet_of(layers.shapefile_parts, path.with_suffix(suffix)).rows) == 3
    path.unlink()
    _, lines, _ = opened(layers.shapefile_parts, path.with_suffix(".dbf"))
    assert lines == ["FILE: is one file of a Shapefile; give the .shp, with this file beside it"]


def test_siblings_in_capitals_are_found(sheet_of, tmp_path):
    path = write_shapefile(tmp_path, SITES)
    for sibling in tmp_path.iterdir():
        sibling.rename(sibling.with_suffix(sibling.suffix.upper()))
    sheet = sheet_of(layers.shapefile_parts, path.with_suffix(".SHP"))
    assert column(sheet, "name")[2] == "Шуя"


def test_a_shapefile_without_its_index_is_read_by_its_records(sheet_of, tmp_path):
    data = zipped_shapefile(SITES, tmp_path, without=[".shx"])
    sheet = sheet_of(layers.zipped_shapefile_parts, data)
    assert sheet.places[1] == (25.0, 46.0)


def test_a_shapefile_without_what_it_needs_says_what(fault_of, tmp_path):
    without_names = zipped_shapefile(SITES, tmp_path, without=[".dbf"])
    assert fault_of(layers.zipped_shapefile_parts, without_names) == (
        "its .dbf is missing; put it beside the .shp: the names are in it"
    )
    without_shapes = zipped_shapefile(SITES, tmp_path, without=[".shp"])
    assert fault_of(layers.zipped_shapefile_parts, without_shapes).startswith(
        "holds parts of a Shapefile and no .shp; pack the .shp, "
    )
    path = write_shapefile(tmp_path, SITES)
    path.with_suffix(".shx").unlink()
    shp = bytearray(path.read_bytes())
    shp[103] = 9  # the first record is not the first
    path.write_bytes(shp)
    assert fault_of(layers.shapefile_parts, path) == ("its .shx is missing; put it beside the .shp")


@pytest.mark.parametrize(
    ("encoding", "cpg"),
    [
        *(("cp1251", "1251"), ("cp1251", "ANSI 1251"), ("cp1251", "CP1251")),
        *(("iso8859-5", "88595"), ("cp866", "OEM 866")),
        *(("utf-8", "65001"), ("utf-8", "UTF-8\r\n"), ("utf-8", "\ufeffUTF-8")),
    ],
)
def test_texts_are_read_in_the_encoding_that_the_cpg_declares(encoding, cpg, sheet_of, tmp_path):
    path = write_shapefile(tmp_path, SITES, encoding=encoding)
    path.with_suffix(".cpg").write_text(cpg, encoding="utf-8")
    assert column(sheet_of(layers.shapefile_parts, path), "name")[2] == "Шуя"


def without_cpg(path, language=0):
    path.with_suffix(".cpg").unlink(missing_ok=True)
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    dbf[29] = language
    path.with_suffix(".dbf").write_bytes(dbf)
    return path


@pytest.mark.parametrize(
    ("encoding", "language"), [("cp1251", 0xC9), ("cp866", 0x65), ("utf-8", 0), ("utf-8", 0x57)]
)
def test_without_a_cpg_the_dbf_declares_or_utf8_shows(encoding, language, sheet_of, tmp_path):
    path = without_cpg(write_shapefile(tmp_path, SITES, encoding=encoding), language)
    assert column(sheet_of(layers.shapefile_parts, path), "name")[2] == "Шуя"


@pytest.mark.parametrize("language", [0, 0x57])
def test_texts_of_an_encoding_that_nothing_declares_are_refused(language, fault_of, tmp_path):
    path = without_cpg(write_shapefile(tmp_path, SITES, encoding="cp1251"), language)
    assert fault_of(layers.shapefile_parts, path) == (
        "its texts declare no encoding; save it with a .cpg file, or as GeoPackage"
    )


def test_a_wrong_or_unknown_cpg_is_told(opened, tmp_path):
    path = write_shapefile(tmp_path, SITES, encoding="cp1251")
    for cpg, line in (
        ("UTF-8", "FILE:3: name: is not in utf-8, the encoding that its file declares; save it"),
        ("Klingon", "FILE: its .cpg names an encoding that is not known ('Klingon'); save it"),
        ("hex", "FILE: its .cpg names an encoding that is not known ('hex'); save it"),
    ):
        path.with_suffix(".cpg").write_text(cpg)
        _, lines, _ = opened(layers.shapefile_parts, path)
        assert [told[: len(line)] for told in lines] == [line]


def test_each_shapefile_of_an_archive_is_a_part(opened, tmp_path):
    files = {}
    for name, rows in (("North", SITES[:1]), ("South", SITES[1:])):
        path = write_shapefile(tmp_path, rows, name=name)
        for sibling in tmp_path.glob(f"{name}.*"):
            files[f"data/{sibling.name}"] = sibling.read_bytes()
        files[f"__MACOSX/data/._{path.name}"] = b"\0"
    files["readme.txt"] = b"hello"
    sheets, lines, _ = opened(layers.zipped_shapefile_parts, zipped(files))
    assert lines == []
    assert {name: len(sheet.rows) for name, sheet in sheets.items()} == {"North": 1, "South": 2}


def test_rows_that_share_a_record_are_refused(fault_of, tmp_path):
    path = write_shapefile(tmp_path, SITES)
    shx = bytearray(path.with_suffix(".shx").read_bytes())
    whole = struct.pack(">2I", 50, (path.stat().st_size - 108) // 2)
    path.with_suffix(".shx").write_bytes(shx[:100] + whole * 3)
    assert fault_of(layers.shapefile_parts, path).startswith("its .shp is damaged or breaks off")


def test_a_dbf_of_another_shapefile_is_told(fault_of, tmp_path):
    path, other = (
        write_shapefile(tmp_path, rows, name=name)
        for name, rows in (("a", SITES), ("b", SITES[:2]))
    )
    path.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    assert fault_of(layers.shapefile_parts, path).startswith(
        "its .dbf has other rows than its .shp"
    )


# Databases


def database(tmp_path, *statements, rows=SITES):
    """Return a GeoPackage of the sites after some statements of SQL."""
    path = tmp_path / "sites.gpkg"
    path.write_bytes(gpkg(rows, SPATIAL_INDEX="NO"))
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path.read_bytes()


AS_LAYER = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
    "VALUES ('seen', 'attributes', 'seen')"
)


def test_a_view_is_read_as_a_table(opened, tmp_path):
    data = database(tmp_path, "CREATE VIEW seen AS SELECT upper(name) AS n FROM sites", AS_LAYER)
    sheets, lines, _ = opened(layers.geopackage_parts, data)
    assert lines == []
    assert column(sheets["seen"], "n")[:2] == ["NORTH CAMP", "SOUTH CAMP"]
    assert sheets["seen"].places is None
    assert len(sheets["sites"].rows) == 3


FOR_EVER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
CROSS = ", ".join(f"sites AS s{k}" for k in range(30))


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        (f"CREATE VIEW seen AS {FOR_EVER}", "its view 'seen' cannot be read; export the view"),
        ("CREATE VIEW seen AS SELECT hex(zeroblob(1000000000)) FROM sites", "its view 'seen' c"),
        ("CREATE VIEW seen AS SELECT load_extension('x')", "its view 'seen' cannot be read"),
        (f"CREATE VIEW seen AS SELECT s0.name FROM {CROSS}", "its view 'seen' is too long"),
        (f"CREATE VIEW seen AS SELECT count(*) FROM {CROSS}", "its view 'seen' cannot be read"),
        ("CREATE VIRTUAL TABLE seen USING fts4(a)", "holds a virtual table 'seen'; export its"),
    ],
    ids=["for-ever", "bomb", "extension", "cross", "work", "virtual"],
)
def test_a_view_without_an_end_and_a_virtual_table_are_refused(statement, line, fault_of, tmp_path):
    told = fault_of(layers.geopackage_parts, database(tmp_path, statement, AS_LAYER))
    assert told.startswith(line)


def test_a_trigger_and_a_spatial_index_do_no_harm(sheet_of, tmp_path):
    trigger = "CREATE TRIGGER t AFTER UPDATE ON sites BEGIN SELECT load_extension('x'); END"
    assert len(sheet_of(layers.geopackage_parts, database(tmp_path, trigger)).rows) == 3
    assert len(sheet_of(layers.geopackage_parts, gpkg(SITES, SPATIAL_INDEX="YES")).rows) == 3


def test_a_geopackage_that_a_program_had_open_is_read_and_told(opened, tmp_path):
    data = bytearray(gpkg(SITES))
    data[18:20] = b"\x02\x02"
    sheets, lines, notes = opened(layers.geopackage_parts, bytes(data))
    assert lines == []
    assert len(sheets["sites"].rows) == 3
    assert notes == [
        "FILE: a program had it open when it was copied: what that had not yet saved is not read"
    ]


def test_a_database_that_is_no_geopackage_is_told_so(fault_of, tmp_path):
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sites (name)")
    told = fault_of(layers.geopackage_parts, path.read_bytes())
    assert told.startswith("is an SQLite database and no GeoPackage")


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        (
            "CREATE TABLE texts AS SELECT hex(zeroblob(600000)) AS text",
            "its table 'texts' is too long; export the table as a table of a new GeoPackage",
        ),
        (
            "CREATE VIEW pairs AS SELECT a.name || :long FROM sites a, sites b",
            "its view 'pairs' is too long; export the view as a table of a new GeoPackage",
        ),
    ],
)
def test_of_a_database_no_more_is_read_than_there_is_room_for(
    statement, line, monkeypatch, fault_of, tmp_path
):
    data = database(tmp_path, statement.replace(":long", "'" + "x" * 300_000 + "'"))
    monkeypatch.setattr(geopackages, "MOST_UNPACKED_BYTES", 1_000_000)
    assert fault_of(layers.geopackage_parts, data) == line


def test_binary_columns_are_left_out_and_told(opened, tmp_path):
    data = database(
        tmp_path, "ALTER TABLE sites ADD photo BLOB", "UPDATE sites SET photo = x'00ff'"
    )
    sheets, lines, notes = opened(layers.geopackage_parts, data)
    assert (lines, sheets["sites"].heads) == ([], ["name", "system"])
    assert notes == ["FILE: photo: holds pictures or other binary data; column not read"]


# Reference systems

LOCAL = 'LOCAL_CS["site grid",LOCAL_DATUM["here",32767],UNIT["metre",1]]'


@pytest.mark.parametrize(
    ("prj", "line"),
    [
        (LOCAL, "there is no way from its reference system to WGS 84"),
        ("@@@", None),
    ],
    ids=["local", "nonsense"],
)
def test_a_reference_system_that_leads_nowhere_is_told(prj, line, opened, tmp_path):
    path = write_shapefile(tmp_path, SITES)
    path.with_suffix(".prj").write_text(prj)
    sheets, lines, _ = opened(layers.shapefile_parts, path)
    if line is None:  # as if there were none
        assert sheets["sites"].crs_said is False
    else:
        assert lines[0].startswith(f"FILE: {line}")


def test_a_position_outside_its_projection_is_told_with_its_row(opened):
    rows = [*SITES, {"name": "far", "system": None, "lon": 1e300, "lat": 1.0}]
    data = gpkg(rows, crs=None)
    with pytest.MonkeyPatch.context() as patch:
        real = pyogrio.raw.read_arrow

        def as_mercator(*args, **options):
            about, table = real(*args, **options)
            return {**about, "crs": "EPSG:3035"}, table

        patch.setattr("pyogrio.raw.read_arrow", as_mercator)
        sheets, lines, _ = opened(layers.geopackage_parts, data)
    assert [line.split(" (")[0] for line in lines] == [
        "FILE:4: its position is none in its reference system"
    ]
    assert sheets["sites"].places[3] == TOLD


# Bounds


@pytest.mark.parametrize("kind", BYTES)
def test_more_rows_than_there_is_room_for_are_refused(kind, fault_of, tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "MOST_ROWS", 2)
    function, make = KINDS[kind]
    assert fault_of(function, make(tmp_path)).startswith("holds more than 2 rows; cut it to")


@pytest.mark.parametrize("kind", ["kml", "geopackage", "flatgeobuf"])
def test_a_text_of_more_than_a_megabyte_is_refused(kind, opened):
    rows = [{"name": "A" * 1_000_001, "lon": 1.0, "lat": 2.0}]
    make = {"kml": kml, "geopackage": gpkg, "flatgeobuf": flatgeobuf}[kind]
    _, lines, _ = opened(KINDS[kind][0], make(rows))
    assert lines == ["FILE:1: name: holds a text of more than 1 MB; shorten it"]


def test_gdal_is_left_as_it_was(sheet_of):
    pyogrio.set_gdal_config_options({"GDAL_PAM_ENABLED": True, "SHAPE_ENCODING": "CP1251"})
    try:
        sheet_of(layers.geopackage_parts, gpkg(SITES))
        assert pyogrio.get_gdal_config_option("GDAL_PAM_ENABLED") is True
        assert pyogrio.get_gdal_config_option("SHAPE_ENCODING") == "CP1251"
        assert pyogrio.get_gdal_config_option("GDAL_HTTP_PROXY") is None
    finally:
        pyogrio.set_gdal_config_options({"GDAL_PAM_ENABLED": None, "SHAPE_ENCODING": None})


# Hostile files

READ_IN_A_CHILD = """
import sys
from pathlib import Path
from infmap.catalogue.reading.formats import layers
from infmap.catalogue.reading.faults import Reading

import encodings.cp437, pandas, pyarrow, pyogrio, pyogrio.raw, pyproj  # open files of their own

seen = []
sys.addaudithook(lambda event, args: seen.append((event, args)))
for path in sorted(Path(sys.argv[1]).iterdir()):
    function = getattr(layers, path.name.split("-")[0])
    reading = Reading(path)
    data = path.read_bytes()
    seen.clear()
    parts = function(reading, data)
    sheets = [call() for call in (parts or {}).values()]
    told = [str(fault).removeprefix(f"{path}: ") for fault in reading.faults]
    print(path.name, len(sheets[0].rows) if sheets and sheets[0] else told[0][:60], sep="|")
    for event, args in seen:
        ours = event == "open" and ".venv" not in str(args[0]) and "proj" not in str(args[0])
        if event.startswith(("socket.", "subprocess", "os.system")) or ours:
            print(path.name, event, args, sep="|")
"""


@pytest.fixture
def server():
    """A server on this machine that counts what is asked of it."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815 -- as http.server calls it

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Counting) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        running.asked = asked
        yield running
        running.shutdown()
        thread.join()


GRIDS = (
    'GEOGCS["a",DATUM["a",SPHEROID["a",6378137,298]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],'
    'EXTENSION["PROJ4","+proj=longlat +ellps=WGS84 +nadgrids={} +no_defs"]]'
)


def hostile_files(folder, target):
    """Return files that name another file, each as the function that reads it and its bytes."""
    marked = MARKERS.format(target, target)
    comment = f"<!-- {marked.replace('--', '')} -->"
    texts = f"<Placemark><description><![CDATA[{marked}]]></description></Placemark>"
    word = "opengis.net/gml OGRVRTDataSource PDS_VERSION_ID"
    point = A_POINT.format("20,55")
    yield "kml_parts-comment", kml_text(comment + point)
    yield "kml_parts-before", kml_text(point, before=comment)
    yield "kml_parts-cdata", kml_text(texts)
    yield "kml_parts-words", kml_text(f"<name>{word}</name>{point}")
    yield (
        "kml_parts-namespaces",
        kml_text(point).replace(
            b"<Document>", b'<Document xmlns:gml="http://www.opengis.net/gml">'
        ),
    )
    yield (
        "kml_parts-link",
        kml_text(f"<NetworkLink><Link><href>{target}</href></Link></NetworkLink>"),
    )
    yield (
        "kml_parts-model",
        kml_text(f"<Placemark><Model><Link><href>{target}</href></Link></Model></Placemark>"),
    )
    yield (
        "kmz_parts-words",
        zipped({"doc.kml": kml_text(comment + point), "a.vrt": marked.encode()}),
    )
    yield "gpx_parts-comment", gpx_text(f'{comment}<wpt lat="1" lon="2"><name>{word}</name></wpt>')
    yield "geopackage_parts-text", gpkg(SITES)[:100] + marked.encode()
    yield "flatgeobuf_parts-text", flatgeobuf(SITES)[:8] + b"\0\1\0\0" + marked.encode() * 9
    beside = {"a.vrt": marked, "a.gml": marked, "a.kml": marked, "a.csv": "a,b\n", "a.qix": marked}
    plain = folder / "plain"
    plain.mkdir()
    whole = {one.name: one.read_bytes() for one in write_shapefile(plain, SITES).parent.iterdir()}
    yield "zipped_shapefile_parts-beside", zipped({**whole, **beside})
    yield "zipped_shapefile_parts-text", zipped({**whole, "sites.shp": marked})
    yield "zipped_shapefile_parts-grids", zipped({**whole, "sites.prj": GRIDS.format(target)})
    yield "geopackage_parts-virtual", with_virtual_table(folder, target)
    yield (
        "geopackage_parts-grids",
        database(
            folder,
            "UPDATE gpkg_spatial_ref_sys SET organization = 'none', organization_coordsys_id = 0, "
            f"definition = '{GRIDS.format(target)}' WHERE srs_id = 4326",
        ),
    )


def with_virtual_table(folder, target):
    """Return a GeoPackage whose schema names a module that Python's SQLite does not have."""
    return database(
        folder,
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_master VALUES ('table', 'seen', 'seen', 0, "
        f"'CREATE VIRTUAL TABLE seen USING VirtualOGR(''{target}'')')",
        AS_LAYER,
    )


READ_THOUGH_HOSTILE = {
    "kml_parts-before",
    "kml_parts-cdata",
    "kml_parts-comment",
    "kml_parts-model",
    "kml_parts-namespaces",
    "kml_parts-words",
    "kmz_parts-words",
    "gpx_parts-comment",
    "zipped_shapefile_parts-beside",
}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", ["pipe", "address", "vsicurl"])
def test_what_a_hostile_file_names_is_neither_opened_nor_asked_for(kind, server, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # who opens it waits for ever
    address = f"http://127.0.0.1:{server.server_port}/a.gml"
    target = {"pipe": str(pipe), "address": address, "vsicurl": f"/vsicurl/{address}"}[kind]
    folder = tmp_path / "files"
    folder.mkdir()
    for name, data in hostile_files(tmp_path, target):
        (folder / name).write_bytes(data)
    told = subprocess.run(
        [sys.executable, "-c", READ_IN_A_CHILD, str(folder)],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.stderr == ""
    lines = [line.split("|") for line in told.stdout.splitlines()]
    assert [line for line in lines if len(line) != 2] == []
    outcome = dict(lines)
    assert {name for name, read in outcome.items() if read.isdigit()} == READ_THOUGH_HOSTILE
    assert len(outcome) == len(list(folder.iterdir()))
    assert server.asked == []


@cache
def shapefile_siblings(crs="EPSG:4326"):
    with tempfile.TemporaryDirectory() as folder:
        path = write_shapefile(Path(folder), SITES, crs=crs)
        return {one.name: one.read_bytes() for one in sorted(path.parent.iterdir())}


@cache
def whole(kind):
    """Return a function and a whole file, of a Shapefile one of its files; and what it lies in."""
    if kind.startswith("sites."):
        siblings = shapefile_siblings("EPSG:3035" if kind == "sites.prj" else "EPSG:4326")
        return (
            layers.zipped_shapefile_parts,
            siblings[kind],
            lambda damaged: zipped({**siblings, kind: damaged}),
        )
    function, make = KINDS[kind]
    made = zipped(shapefile_siblings()) if kind == "zipped-shapefile" else make(None)
    if kind == "kmz":
        return function, kml(SITES), lambda damaged: zipped({"doc.kml": damaged})
    return function, made, lambda damaged: damaged


DAMAGED = [*BYTES, "sites.shp", "sites.shx", "sites.dbf", "sites.prj", "sites.cpg"]
damages = st.tuples(
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=5),
    st.booleans(),
)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_gives_sheets_or_a_line_and_nothing_else(kind, capfd):
    function, data, wrap = whole(kind)

    @settings(max_examples=examples(120))
    @given(damages)
    def told_or_read(damage):
        length, flips, cut = damage
        damaged = bytearray(data[: int(length * len(data))] if cut else data)
        for share, mask in flips:
            if damaged:
                damaged[int(share * len(damaged))] ^= mask
        reading = Reading(Path("FILE"))
        parts = function(reading, wrap(bytes(damaged)))
        sheets = [call() for call in (parts or {}).values()]
        assert reading.faults or (sheets and all(sheets))
        for sheet in filter(None, sheets):
            assert all(len(cells) == len(sheet.heads) for _, cells in sheet.rows)
            assert sheet.places is None or len(sheet.places) == len(sheet.rows)
        assert all("\n" not in str(fault) for fault in reading.faults)

    told_or_read()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", ["kml", "gpx", "geopackage", "flatgeobuf", "shapefile"])
def test_no_file_that_breaks_off_is_read_as_whole(kind, opened, tmp_path):
    """Each length of a text; of a binary file every 97th, and the last few bytes."""
    function, data, wrap = whole("sites.dbf" if kind == "shapefile" else kind)
    step = 1 if kind in {"kml", "gpx"} else 97
    for length in [*range(0, len(data) - 8, step), *range(len(data) - 8, len(data) - 1)]:
        reading = Reading(Path("FILE"))
        parts = function(reading, wrap(data[:length]))
        sheets = [call() for call in (parts or {}).values()]
        complete = [sheet for sheet in sheets if sheet and len(sheet.rows) == len(SITES)]
        assert reading.faults or complete, f"cut after {length} of {len(data)} bytes"


IN_A_THREAD = """
import sys, threading, infmap, pyogrio

def read():
    try:
        infmap.load_places(sys.argv[1])
    except infmap.InfmapError as error:
        print(error)

thread = threading.Thread(target=read)
thread.start()
thread.join()
"""


def test_what_gdal_says_of_a_damaged_file_is_not_printed_by_another_thread(tmp_path):
    path = tmp_path / "places.fgb"
    whole = flatgeobuf(SITES)
    path.write_bytes(whole[:-288] + b"\xf0\xff\xff\x7f" + whole[-284:])
    command = [sys.executable, "-c", IN_A_THREAD, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")
