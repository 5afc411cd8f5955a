"""Own tables as DataFrames and GeoDataFrames: read like files, every fault told."""

import contextlib
import json
import re
import warnings
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from shapely.geometry import LineString, Point
from typer.testing import CliRunner

import infmap
from infmap.cli import app
from infmap.errors import DataError, InfmapError, ReadingNote


def sites_frame(**columns):
    return pd.DataFrame(
        {
            "name": ["North", "South"],
            "system": ["9M729", "iskander-m"],
            "lon": [20.5, 25.0],
            "lat": [54.7, 46.0],
            **columns,
        }
    )


def test_a_frame_reads_as_its_csv_does(text_file):
    told = {"status": ["alleged", None], "first_reported": ["2018-02", None]}
    frame = sites_frame(**told, source_ids=["one; two", None])
    path = text_file("sites.csv", frame.to_csv(index=False))
    assert infmap.load(deployments=pd.read_csv(path)) == infmap.load(deployments=path)


@pytest.mark.parametrize("dtypes", ["numpy_nullable", "pyarrow"])
def test_a_frame_of_any_kind_of_column_reads_alike(text_file, dtypes):
    told = {"status": ["alleged", None], "first_reported": ["2018-02", None]}
    frame = sites_frame(**told, source_ids=["one; two", None])
    path = text_file("sites.csv", frame.to_csv(index=False))
    frame = pd.read_csv(path, dtype_backend=dtypes)
    assert infmap.load(deployments=frame) == infmap.load(deployments=path)
    as_categories = frame.astype({"name": "category", "system": "category"})
    assert infmap.load(deployments=as_categories) == infmap.load(deployments=path)


@pytest.mark.parametrize("empty", [None, np.nan, pd.NA, pd.NaT, "", " "], ids=repr)
def test_whatever_is_missing_is_an_empty_cell(empty):
    optional = sites_frame(first_reported=[empty, empty], status=[empty, "alleged"])
    rows = infmap.load(deployments=optional.astype({"status": object})).deployment_rows
    assert [row.first_reported for row in rows] == [None, None]
    assert [row.status for row in rows] == ["reported", "alleged"]
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=sites_frame(name=pd.Series(["North", empty], dtype=object)))
    assert str(caught.value) == "deployments: row 2 (index 1): name: is missing; write a value"


def test_an_empty_row_is_no_row(text_file):
    path = text_file("sites.csv", sites_frame().to_csv(index=False) + ",,,\n\n")
    assert infmap.load(deployments=sites_frame().reindex(range(4))) == infmap.load(
        deployments=sites_frame()
    )
    assert len(infmap.load(deployments=path).deployment_rows) == 2


@pytest.mark.parametrize(
    ("days", "texts"),
    [
        (pd.to_datetime(["2018-02-10", None]), ["2018-02-10", None]),
        ([date(2018, 2, 10), None], ["2018-02-10", None]),
        ([2018.0, None], ["2018", None]),
        ([2018, 2019], ["2018", "2019"]),
    ],
    ids=["timestamps", "dates", "years beside nothing", "years"],
)
def test_dates_may_be_dates_and_years_numbers(days, texts):
    cat = infmap.load(deployments=sites_frame(first_reported=days))
    assert [row.first_reported for row in cat.deployment_rows] == texts


def test_lists_may_be_lists_arrays_or_text():
    written = ["(2:one,two)", '[ "one", "two" ]']  # by GDAL, into formats without lists
    frame = sites_frame(source_ids=[np.array(["one", "two"]), "one; two"])
    assert infmap.load(deployments=frame.assign(source_ids=written)).deployment_rows == (
        infmap.load(deployments=frame).deployment_rows
    )
    cat = infmap.load(deployments=frame)
    assert [row.source_ids for row in cat.deployment_rows] == [("one", "two")] * 2


FRAME_FAULTS = {
    "row-and-index": (
        sites_frame(lon=["east", 5]).set_index(pd.Index([17, 18])),
        "deployments: row 1 (index 17): lon: not a number ('east'); write degrees such as 20.51",
    ),
    "index-of-text": (
        sites_frame(lon=[5, 999]).set_index("name", drop=False),
        "deployments: row 2 (index 'South'): lon: longitude must be within [-180, 180] degrees "
        "('999'); write degrees east of Greenwich",
    ),
    "index-on-two-lines": (
        sites_frame(lon=[5, 999]).set_index(pd.Index(["a", "b\nc"])),
        "deployments: row 2 (index 'b\\nc'): lon: longitude must be within [-180, 180] degrees "
        "('999'); write degrees east of Greenwich",
    ),
    "several-levels": (
        sites_frame(lon=[5, 999]).set_index(["name", "system"], drop=False),
        "deployments: row 2 (index ('South', 'iskander-m')): lon: longitude must be within "
        "[-180, 180] degrees ('999'); write degrees east of Greenwich",
    ),
    "infinite": (
        sites_frame(lon=[5, np.inf]),
        "deployments: row 2 (index 1): lon: not a finite number ('inf'); write a number such as "
        "500",
    ),
    "true-is-no-number": (
        sites_frame(lon=[True, False]).head(1),
        "deployments: row 1 (index 0): lon: not a number ('True'); write a number such as 500",
    ),
    "unknown-system": (
        sites_frame(system=["9m729", "iskandr-m"]),
        "deployments: row 2 (index 1): system: no system of this id or name ('iskandr-m'); did "
        "you mean iskander-m, iskander-e, iskander-k?",
    ),
    "two-places": (
        sites_frame(name="A", lat=54.7),
        "deployments: row 2 (index 1): name: stands in row 1 too, at another place (54.7, 20.5) "
        "('A'); name the two apart if they are two; if they are one, write 54.7, 20.5 for 54.7, 25",
    ),
    "missing-column": (
        sites_frame().drop(columns="system"),
        "deployments: system: column is missing ('name, lon, lat'); add a column system",
    ),
    "misspelt-column": (
        sites_frame().rename(columns={"lat": "Lattitude"}),
        "deployments: lat: column is missing ('name, system, lon, Lattitude'); rename 'Lattitude' "
        "to lat",
    ),
    "column-twice": (
        sites_frame()[["name", "system", "lon", "lat", "lat"]],
        "deployments: lat: column appears twice ('lat'); delete or rename one",
    ),
    "empty-rows-only": (
        sites_frame().map(lambda _: None),
        "deployments: has columns but no rows; add at least one row",
    ),
    "no-rows": (
        sites_frame().head(0),
        "deployments: has columns but no rows; add at least one row",
    ),
    "no-table": (
        [1, 2],
        "deployments: is no table ('list'); give a path, a DataFrame, a GeoDataFrame, a pyarrow "
        "Table or a list of dicts",
    ),
}


@pytest.mark.parametrize(("frame", "line"), FRAME_FAULTS.values(), ids=FRAME_FAULTS)
def test_a_faulty_frame_gets_one_line(frame, line):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=frame)
    assert str(caught.value) == line


def test_each_argument_is_named_in_its_faults():
    claims = pd.DataFrame(
        {"system_id": ["9m730"], "account": ["operator"], "claimant": ["MoD"], "up_to_km": [9]}
    )
    capitals = pd.DataFrame({"name": ["x"], "lon": ["east"], "lat": [0]})
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=sites_frame(lat=99), claims=claims, capitals=capitals)
    names = [str(fault).partition(":")[0] for fault in caught.value.faults]
    assert names == ["claims", "deployments", "deployments", "capitals"]
    with pytest.raises(DataError, match=r"^places: row 1 \(index 0\): lon: not a number"):
        infmap.load_places(capitals)
    systems = pd.DataFrame({"id": ["zeus"], "name": ["Zeus"], "range_km": ["2,500"]})
    with pytest.raises(DataError, match=r"^systems: row 1 \(index 0\): .*; write 2500 or 2.5$"):
        infmap.load(systems=systems)


def test_systems_and_claims_may_be_frames(cat):
    systems = pd.DataFrame(
        {"id": ["zeus", "hera"], "name": ["Zeus", "Hera"], "range_km": [5, None]}
    )
    claims = pd.DataFrame(
        {"system_id": ["Hera"], "account": ["operator"], "claimant": ["MoD"], "up_to_km": [480]}
    )
    read = infmap.load(
        systems=systems, claims=claims, deployments=sites_frame(system=["zeus", "Hera"])
    )
    figures = [(row.system_id, row.account, row.up_to_km) for row in read.claim_rows]
    assert figures[len(cat.claim_rows) :] == [("zeus", "user", 5), ("hera", "operator", 480)]


def points(frame, crs="EPSG:4326"):
    geometry = gpd.points_from_xy(frame["lon"], frame["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(frame.drop(columns=["lon", "lat"]), geometry=geometry).to_crs(crs)


def test_points_in_degrees_are_taken_as_they_are():
    frame = sites_frame()
    assert infmap.load(deployments=points(frame)) == infmap.load(deployments=frame)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:3035", "EPSG:32634", "OGC:CRS84"])
def test_points_in_any_crs_are_brought_to_wgs_84(crs):
    rows = infmap.load(deployments=points(sites_frame(), crs)).deployment_rows
    assert [(row.lon, row.lat) for row in rows] == [
        pytest.approx((20.5, 54.7), abs=1e-7),
        pytest.approx((25.0, 46.0), abs=1e-7),
    ]


@pytest.mark.parametrize(
    "beside",
    [
        {"lon": None, "lat": "none"},
        {"lon": "20.51", "lat": 54.71},
        {"lat_deg": "54", "lat_min": "42", "lat_sec": "0"},
    ],
)
def test_the_point_counts_where_the_columns_beside_it_say_the_same_or_nothing(beside):
    frame = points(sites_frame())[:1].assign(**beside)
    (row,) = infmap.load(deployments=frame).deployment_rows
    assert (row.lon, row.lat) == (20.5, 54.7)


BESIDE = {
    "lon and lat": ({"lon": 99.0, "lat": 9.0}, ["lon: {} 20.5 ('99.0')", "lat: {} 54.7 ('9.0')"]),
    "one of them": ({"Longitude": 20.5, "Latitude": 54.6}, ["Latitude: {} 54.7 ('54.6')"]),
    "degrees and minutes": (
        {"lat_deg": "54", "lat_min": "24", "lat_sec": "0"},
        ["lat_deg: {} 54.7 ('54')"],
    ),
    "a position": ({"coords": "54.7, 21.5"}, ["coords: {} another position ('54.7, 21.5')"]),
    "two positions": (
        {"position": "54.7, 20.5", "wkt": "POINT (20 54)"},
        ["wkt: {} another position ('POINT (20 54)')"],
    ),
}


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("suffix", ["", "gpkg", "fgb", "shp", "geojson", "parquet"])
@pytest.mark.parametrize(("beside", "says"), BESIDE.values(), ids=BESIDE)
def test_what_contradicts_the_point_is_refused_in_every_format(cat, tmp_path, suffix, beside, says):
    columns = {head: [cell] for head, cell in {"name": "A", "system": "9m729", **beside}.items()}
    frame = gpd.GeoDataFrame(columns, geometry=[Point(20.5, 54.7)], crs="EPSG:4326")
    path = tmp_path / f"sites.{suffix or 'geojson'}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_file(path)
    for read in (
        lambda: infmap.load(deployments=path if suffix else frame),
        lambda: infmap.screen(cat, path, tmp_path / "out", site="shuya"),
    ):
        with pytest.raises(DataError) as refused:
            read()
        told = [str(fault).partition(": ")[2] for fault in refused.value.faults]
        told = [line.removeprefix("row 1 (index 0): ") for line in told]
        remedy = "; correct one, or delete the column"
        assert told == [line.format("the geometry says") + remedy for line in says]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("beside", "says"),
    [
        ("POINT (20.51 54.7)", None),
        ("POINT (21 54.7)", "position: geometry says another position ('54.7, 20.5')"),
    ],
    ids=["the same", "another"],
)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_two_whole_positions_of_a_row_must_agree(cat, tmp_path, suffix, beside, says):
    frame = pd.DataFrame({"name": ["A"], "position": ["54.7, 20.5"], "geometry": [beside]})
    path = tmp_path / f"places.{suffix}"
    frame.to_csv(path, index=False) if suffix == "csv" else frame.to_parquet(path)
    for read in (infmap.load_places, lambda path: infmap.screen(cat, path, tmp_path / "out")):
        if says is None:
            assert len(read(path))
            continue
        with pytest.raises(DataError, match=re.escape(says)) as refused:
            read(path)
        assert len(refused.value.faults) == 1


def test_the_geometry_may_go_by_another_name():
    frame = points(sites_frame()).rename_geometry("where").set_index("name", drop=False)
    assert infmap.load(deployments=frame) == infmap.load(deployments=sites_frame())


def test_a_geodataframe_without_geometry_has_its_columns():
    frame = gpd.GeoDataFrame(sites_frame())
    assert infmap.load(deployments=frame) == infmap.load(deployments=sites_frame())


def test_capitals_and_places_may_be_points():
    frame = pd.DataFrame({"name": ["The Office"], "lon": [4.9], "lat": [52.4]})
    assert infmap.load_places(points(frame, "EPSG:28992"))[0].lon == pytest.approx(4.9, abs=1e-5)
    assert infmap.load_places(points(frame)) == infmap.load_places(frame)
    cat = infmap.load(capitals=points(frame))
    assert [(row.id, row.lon) for row in cat.capital_rows] == [("the-office", 4.9)]


GEOMETRY_FAULTS = {
    "a-line": (
        points(sites_frame()).set_geometry(
            [Point(20, 54), LineString([(0, 0), (1, 1)])], crs="EPSG:4326"
        ),
        "deployments: row 2 (index 1): geometry: must be one Point ('LineString'); give each row "
        "one point",
    ),
    "no-point": (
        points(sites_frame()).set_geometry([None, Point(20, 54)], crs="EPSG:4326"),
        "deployments: row 1 (index 0): geometry: has no geometry; give it a Point, or delete the "
        "row",
    ),
    "nowhere": (
        points(sites_frame()).set_geometry([Point(0, 0), Point(0, 1e12)], crs="EPSG:3035"),
        "deployments: row 2 (index 1): geometry: lies outside its CRS; correct the point, or the "
        "CRS",
    ),
    "a-local-grid": (
        points(sites_frame()).set_crs('LOCAL_CS["my grid",UNIT["metre",1]]', allow_override=True),
        "deployments: geometry: its CRS has no way to WGS 84 ('my grid'); give the points in "
        "EPSG:4326",
    ),
}


@pytest.mark.parametrize(("frame", "line"), GEOMETRY_FAULTS.values(), ids=GEOMETRY_FAULTS)
def test_a_geometry_that_is_no_place_gets_one_line(frame, line):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=frame)
    assert str(caught.value) == line


def test_the_callers_frames_stay_as_they_are():
    lists = [["one"], ["two", "three"]]
    frame = points(sites_frame(source_ids=lists, note=["a  b", None]), "EPSG:3035")
    before = frame.copy(deep=True)
    infmap.load(deployments=frame)
    pd.testing.assert_frame_equal(frame, before)
    assert frame.crs == before.crs
    assert lists == [["one"], ["two", "three"]]


def test_a_catalogue_says_whose_tables_it_is_made_of(text_file):
    assert infmap.load().origin.startswith("infmap's data ")
    own = infmap.load(
        deployments=sites_frame(), capitals=text_file("p.csv", "name,lon,lat\nx,1,2\n")
    )
    assert own.origin.startswith("own deployments, capitals; the rest infmap's data ")


def test_a_site_with_two_countries_is_told_by_the_columns_of_the_table():
    sites = pd.DataFrame(
        {
            "name": ["A", "B"],
            "site_id": ["a", "a"],
            "system": ["9m729", "9m729"],
            "country": ["", "Poland"],
            "lon": [20.0, 20.0],
            "lat": [54.0, 54.0],
        }
    )
    assert [line.partition(": ")[2] for line in frame_faults(sites)] == [
        "row 2 (index 1): name: site a has another name in row 1 ('B'); write A, or give the row a "
        "site_id of its own",
        "row 2 (index 1): country: site a has another country in row 1 ('Poland'); leave it empty, "
        "or give the row a site_id of its own",
    ]


def frame_faults(sites):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=sites)
    return str(caught.value).splitlines()


# --- What has one meaning is read, and how is said --------------------------------------------


def test_a_spelt_out_head_is_read_and_said():
    frame = sites_frame().rename(columns={"lat": "Latitude", "lon": "Longitude"})
    with pytest.warns(
        ReadingNote, match="^deployments: Longitude read as lon; Latitude read as lat"
    ):
        read = infmap.load(deployments=frame)
    assert read.deployment_rows == infmap.load(deployments=sites_frame()).deployment_rows


def test_points_without_a_crs_are_degrees_where_they_can_be_and_that_is_said():
    frame = points(sites_frame()).set_crs(None, allow_override=True)
    said = "^deployments: geometry: no reference system is declared; read as degrees on WGS 84$"
    with pytest.warns(ReadingNote, match=said):
        read = infmap.load(deployments=frame)
    assert read == infmap.load(deployments=sites_frame())


def test_points_that_are_no_degrees_are_asked_for_their_crs():
    frame = points(sites_frame(), "EPSG:3857").set_crs(None, allow_override=True)
    with pytest.raises(DataError, match=r"^deployments: geometry: are no degrees, .*set_crs"):
        infmap.load(deployments=frame)


def test_how_a_cell_was_read_is_said_with_the_row_and_its_index():
    frame = sites_frame(range_km=["300 mi", None]).set_index(pd.Index([17, 18]))
    said = r"^deployments: row 1 \(index 17\): range_km: '300 mi' read as 482\.803 km$"
    with pytest.warns(ReadingNote, match=said):
        read = infmap.load(deployments=frame)
    assert read.claim_rows[-1].up_to_km == pytest.approx(482.8032)


def records(**columns):
    return sites_frame(**columns).to_dict("records")


def arrow(**columns):
    return pa.Table.from_pandas(sites_frame(**columns), preserve_index=False)


@pytest.mark.parametrize("made", [records, arrow], ids=["list of dicts", "pyarrow Table"])
def test_other_tables_in_memory_read_as_a_frame_does(made):
    told = {"status": ["alleged", None], "first_reported": ["2018-02", None], "range_km": [5, 6]}
    frame = sites_frame(**told)
    assert infmap.load(deployments=made(**told)) == infmap.load(deployments=frame)
    capitals = made()
    assert infmap.load_places(capitals) == infmap.load_places(sites_frame())


@pytest.mark.parametrize("made", [records, arrow], ids=["list of dicts", "pyarrow Table"])
def test_a_fault_and_a_note_of_a_row_of_other_tables_in_memory_are_lines(made):
    where = r"^deployments(?:: row |:){}(?: \(index {}\))?: "
    said = r"lon: longitude must be within [^;\n]*\('999.0'\); write degrees east of Greenwich$"
    with pytest.raises(DataError, match=where.format(2, 1) + said):
        infmap.load(deployments=made(lon=[5.0, 999.0]))
    with pytest.warns(ReadingNote, match=where.format(1, 0) + "system: .* 2 systems"):
        read = infmap.load(deployments=made(system=["9m729; iskander-m", "9m729"]))
    assert len(read.deployment_rows) == 3


def test_records_may_leave_keys_out_and_order_them_as_they_like():
    rows = [
        {"name": "North", "system": "9M729", "lon": 20.5, "lat": 54.7, "status": "alleged"},
        {"lat": 46.0, "lon": 25.0, "system": "iskander-m", "name": "South"},
    ]
    read = infmap.load(deployments=rows)
    assert read == infmap.load(deployments=sites_frame(status=["alleged", None]))


@pytest.mark.parametrize("given", [[], [1], ({},), {"name": ["A"]}.keys(), 5], ids=repr)
def test_what_is_no_table_in_memory_is_one_line(given):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=given)
    assert str(caught.value).startswith("deployments: ")
    assert str(caught.value).count("\n") == 0


def test_a_named_index_is_a_column_and_an_unnamed_one_is_none():
    frame = sites_frame().set_index("name")
    read = infmap.load(deployments=frame)
    assert read.deployment_rows == infmap.load(deployments=sites_frame()).deployment_rows
    with pytest.raises(DataError, match=r"^deployments: name: column is missing"):
        infmap.load(deployments=frame.rename_axis(None))


def test_several_systems_may_be_a_list():
    frame = sites_frame(system=[["9m729", "iskander-m"], ["9m729"]])
    read = infmap.load(deployments=frame)
    assert [row.system_id for row in read.deployment_rows] == ["9m729", "iskander-m", "9m729"]


def test_a_pair_of_numbers_is_longitude_and_latitude_by_geojsons_name():
    frame = (
        sites_frame().drop(columns=["lon", "lat"]).assign(coordinates=[(20.5, 54.7), [25.0, 46.0]])
    )
    with pytest.warns(ReadingNote, match="lists of numbers read as longitude, latitude"):
        read = infmap.load(deployments=frame)
    assert [(row.lon, row.lat) for row in read.deployment_rows] == [(20.5, 54.7), (25.0, 46.0)]


@pytest.mark.parametrize("kind", ["frame", "records", "json", "parquet", "xlsx", "geojson", "gpkg"])
def test_a_number_in_a_column_of_texts_is_its_text_as_in_a_csv(tmp_path, kind):
    frame = pd.DataFrame(
        {
            "id": [1, 2],
            "name": [17.0, 18.5],
            "note": [np.nan, 3.0],
            "first_reported": [2018.0, np.nan],
            "range_km": [500, 600],
            "lon": [20.5, 25.0],
            "lat": [54.7, 46.0],
        }
    )
    given = path = tmp_path / f"sites.{kind}"
    if kind == "frame":
        given = frame
    elif kind == "records":
        given = frame.to_dict("records")
    elif kind == "json":
        path.write_text(frame.to_json(orient="records"))
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "xlsx":
        frame.to_excel(path, index=False, engine="xlsxwriter")
    else:
        points(frame).to_file(path)
    rows = infmap.load(deployments=given).deployment_rows
    told = [(row.id, row.site_id, row.site, row.note, row.first_reported) for row in rows]
    assert told == [("1", "17", "17", "", "2018"), ("2", "18-5", "18.5", "3", None)]


def test_numbers_in_a_list_of_texts_are_their_texts():
    site = {"name": "A", "system": [5, "9M729"], "lon": 20.5, "lat": 54.7}
    with pytest.raises(DataError, match=r"system: no system of this id or name \('5'\)"):
        infmap.load(deployments=[site])
    systems = [{"id": "own", "name": "Own", "designations": [9, 12.5], "range_km": 500}]
    (own,) = (row for row in infmap.load(systems=systems).system_rows if row.id == "own")
    assert own.designations == ("9", "12.5")
    place = {"system": "9M729", "lon": 20.5, "lat": 54.7}
    rows = infmap.load(deployments=[{"name": 7, **place}, {"site": 8, **place}]).deployment_rows
    assert [row.site for row in rows] == ["7", "8"]


@pytest.mark.parametrize("cell", [True, {"a": 1}, float("inf")], ids=str)
def test_what_is_no_text_is_no_name(cell):
    site = {"name": cell, "system": "9M729", "lon": 20.5, "lat": 54.7}
    with pytest.raises(DataError, match=r"row 1 .*name: must be text .*; write it as text$"):
        infmap.load(deployments=[site])


OBJECTS = {
    "GeoJSON": {"type": "Point", "coordinates": [20.5, 54.7]},
    "a feature": {"type": "Feature", "geometry": {"type": "Point", "coordinates": [20.5, 54.7]}},
    "by axis": {"lat": 54.7, "lng": 20.5},
    "as texts": {"latitude": "54.7", "longitude": "20.5", "human_address": '{"city": "O\'Neill"}'},
    "Esri's": {"x": 20.5, "y": 54.7, "spatialReference": {"wkid": 4326}},
}


@pytest.mark.thorough(but=10)
@pytest.mark.parametrize("head", ["location", "geometry"])
@pytest.mark.parametrize("kind", ["records", "frame", "json", "parquet"])
@pytest.mark.parametrize("cell", OBJECTS.values(), ids=OBJECTS)
def test_an_object_that_is_a_position_is_read_as_its_text_is(cat, tmp_path, cell, kind, head):
    records = [{"name": "A", head: cell}, {"name": "B", head: cell | {"more": 1}}]
    given = path = tmp_path / f"places.{kind}"
    if kind in {"records", "frame"}:
        given = records if kind == "records" else pd.DataFrame(records)
    elif kind == "json":
        path.write_text(json.dumps(records))
    else:
        pd.DataFrame(records).to_parquet(path)
    (row, _) = infmap.load_places(given)
    assert (row.lon, row.lat) == (20.5, 54.7)
    if given is path:
        infmap.screen(cat, path, tmp_path / "out", site="kaliningrad")
        (part,) = (tmp_path / "out" / "places").glob("*.parquet")
        assert (parquet.read_table(part)["nearest_km"].to_numpy() < 50).all()
        check = CliRunner().invoke(app, ["check", str(path)])
        assert f"2 rows, no fault; places, by {head}" in check.stdout


def test_an_object_that_may_be_a_position_is_never_left_unread(tmp_path):
    path = tmp_path / "places.json"
    path.write_text('[{"name": "A", "spot": {"lat": 54.7, "lon": 20.5}, "range_km": 500}]')
    check = CliRunner().invoke(app, ["check", str(path)])
    assert check.exit_code == 1
    assert "spot: may be a position, and is not read" in check.stderr


BEYOND = {
    "days": pa.array([10_000_000], pa.int32()).cast(pa.date32()),
    "seconds": pa.array([2**60]).cast(pa.timestamp("s")),
    "lengths of time": pa.array([2**60]).cast(pa.duration("s")),
}


@pytest.mark.parametrize("column", ["name", "first_reported", "lon", "other"])
@pytest.mark.parametrize("name", BEYOND)
def test_what_python_has_no_date_for_is_read_or_refused_in_lines(name, column):
    row = {"name": ["A"], "system": ["9m729"], "lon": [20.0], "lat": [54.0]}
    frame = pd.DataFrame(row | {column: pd.arrays.ArrowExtensionArray(BEYOND[name])})
    indexed = frame.drop(columns=column)
    # An older pandas cannot set such a column as index itself: it asks Python for the dates.
    indexed.index = pd.Index(frame[column].array, name=column)
    for given in (frame, indexed):
        for table in ("deployments", "systems", "claims", "capitals"):
            with contextlib.suppress(InfmapError):
                infmap.load(**{table: given})
        with contextlib.suppress(InfmapError):
            infmap.format_table(given)


# --- What a table in memory says beside its columns ---------------------------------------------


@pytest.mark.parametrize(
    ("zone", "day", "said"),
    [
        (None, "2019-03-01", []),
        ("Europe/Berlin", "2019-03-01", []),
        ("UTC", "2019-02-28", ["'2019-02-28 23:00+00:00' read as 2019-02-28"]),
    ],
)
def test_the_day_of_a_moment_is_that_of_its_zone_and_told_where_another_zone_has_another(
    zone, day, said
):
    moments = pd.to_datetime(["2019-03-01", "2019-03-01"])
    if zone:
        moments = moments.tz_localize("Europe/Berlin").tz_convert(zone)
    frame = sites_frame().assign(first_reported=moments)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        read = infmap.load(deployments=frame)
    assert {row.first_reported for row in read.deployment_rows} == {day}
    told = [str(one.message).partition("first_reported: ")[2] for one in caught]
    assert told == said * len(frame)


@pytest.mark.parametrize(
    ("index", "unread"),
    [
        (["a", "b"], "index"),
        (["a", 7], "index"),
        (pd.MultiIndex.from_tuples([("a", 1), ("b", 2)]), "index"),
        (pd.Index(["a", "b"], name="code"), "code"),
        ([5, 9], None),
        ([0.5, float("nan")], None),
        (pd.to_datetime(["2019-03-01", "2019-03-02"]), "index"),
    ],
)
def test_an_index_without_a_name_is_told_unless_it_only_counts(index, unread):
    frame = pd.DataFrame({"lon": [20.5, 10.0], "lat": [54.7, 54.1]}, index=index)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        infmap.load_places(frame)
    told = [str(one.message) for one in caught]
    assert told == ([f"places: not read: {unread}"] if unread else [])


@pytest.mark.parametrize("name", [None, float("nan"), pd.NA])
def test_a_column_that_nothing_names_is_told_as_one_without_a_head(name):
    frame = pd.DataFrame([["A", 20.5, 54.7, 300]], columns=["name", "lon", "lat", name])
    with pytest.warns(ReadingNote, match="^places: not read: a column without a head$"):
        infmap.load_places(frame)
