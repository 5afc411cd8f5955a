"""The same table in every kind of file, dialect, head and unit: the same numbers come out."""

import csv
import io
import json
import re
import warnings
from functools import cache

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layer_files import flatgeobuf, gpkg, gpx, kml, kmz, write_shapefile, zipped_shapefile
from pyarrow import parquet
from sample import examples
from typer.testing import CliRunner
from workbook_files import ods, xls, xlsx

import infmap
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats import parquet as reading_parquet
from infmap.catalogue.rows import Claim
from infmap.catalogue.values.units import Unit
from infmap.cli import app
from infmap.errors import ReadingNote

SITES = [
    {"name": "North camp", "system": "9m729", "lon": 10.2, "lat": 54.1},
    {"name": "South camp", "system": "iskander-m", "lon": 25.0, "lat": 46.0},
    {"name": "Far camp", "system": "9m729", "lon": -179.5, "lat": -33.9},
]
HEADS = list(SITES[0])
ROWS = [list(site.values()) for site in SITES]


def texts(separator=",", encoding="utf-8", newline="\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=newline).writerows([HEADS, *ROWS])
    return text.getvalue().encode(encoding)


def frame(crs="EPSG:4326"):
    table = pd.DataFrame(SITES)
    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(table[["name", "system"]], geometry=points).to_crs(crs)


def features(crs=None):
    made = json.loads(frame().to_json(drop_id=True))
    return made["features"]


def geojson():
    return json.dumps({"type": "FeatureCollection", "features": features()}).encode()


def as_parquet(table):
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    return buffer.getvalue()


def geoparquet():
    buffer = io.BytesIO()
    frame().to_parquet(buffer)
    return buffer.getvalue()


BOOK = {"Notes": [["Read me"]], "Sites": [HEADS, *ROWS]}
FILES = {
    "sites.csv": texts(),
    "windows.csv": texts(newline="\r\n"),
    "semicolons.csv": texts(";").replace(b".", b","),
    "sites.tsv": texts("\t"),
    "bars.txt": texts("|"),
    "utf-16.txt": texts("\t", "utf-16"),
    "with-mark.csv": texts(encoding="utf-8-sig"),
    "sites.xlsx": xlsx({"Sites": [HEADS, *ROWS]}),
    "second-sheet.xlsx": xlsx(BOOK),
    "titled.xlsx": xlsx({"Sites": [["Sites, as of May"], [], HEADS, *ROWS]}),
    "sites.xls": xls({"Sites": [HEADS, *ROWS]}),
    "sites.ods": ods({"Sites": [HEADS, *ROWS]}),
    "sites.geojson": geojson(),
    "lines.geojsonl": "\n".join(map(json.dumps, features())).encode(),
    "marked.geojsons": "".join(f"\x1e{json.dumps(one)}\n" for one in features()).encode(),
    "records.json": json.dumps(SITES).encode(),
    "records.jsonl": "\n".join(map(json.dumps, SITES)).encode(),
    "sites.kml": kml(SITES),
    "sites.kmz": kmz(SITES),
    "sites.gpkg": gpkg(SITES),
    "mercator.gpkg": gpkg(SITES, crs="EPSG:3857"),
    "sites.fgb": flatgeobuf(SITES),
    "sites.parquet": as_parquet(pa.Table.from_pylist(SITES)),
    "geo.parquet": geoparquet(),
}


def coverage(option, given, site=()):
    arguments = ["coverage", option, str(given), *site, "--json"]
    result = CliRunner().invoke(app, arguments, prog_name="infmap")
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kinds")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    write_shapefile(folder, SITES)
    (folder / "shape.zip").write_bytes(zipped_shapefile(SITES, tmp_path_factory.mktemp("shape")))
    # GPX has a point's kind in words, and no column that a table would have.
    (folder / "sites.gpx").write_bytes(gpx(SITES))
    return folder


NAMES = [*FILES, "sites.shp", "shape.zip", "sites.gpx"]
#: Points that went through a projection are back within a micrometre or so, not to the last bit.
ROUNDED = {"mercator.gpkg"}


@pytest.fixture(scope="module")
def sites_json(written):
    return coverage("--deployments", written / "sites.csv")


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_sites_give_the_same_coverage_byte_for_byte(written, sites_json, name):
    found = coverage("--deployments", written / name)
    if name in ROUNDED:
        assert rounded(found) == rounded(sites_json)
    else:
        assert found == sites_json


@pytest.mark.thorough(but=9)
@pytest.mark.parametrize("name", NAMES)
def test_the_same_places_give_the_same_coverage_byte_for_byte(written, name):
    site = ("--site", "kaliningrad")
    found = coverage("--targets", written / name, site)
    expected = coverage("--targets", written / "sites.csv", site)
    assert (rounded(found) == rounded(expected)) if name in ROUNDED else (found == expected)


def rounded(text):
    return re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.3f}", text)


IN_MEMORY = {
    "DataFrame": pd.DataFrame(SITES),
    "DataFrame indexed by name": pd.DataFrame(SITES).set_index("name"),
    "GeoDataFrame": frame(),
    "list of dicts": SITES,
    "dict of columns": {head: [site[head] for site in SITES] for head in HEADS},
    "pyarrow Table": pa.Table.from_pylist(SITES),
}


@pytest.mark.parametrize("given", IN_MEMORY.values(), ids=IN_MEMORY)
def test_what_is_in_memory_gives_the_same_coverage(written, given):
    expected = infmap.coverage(infmap.load(deployments=written / "sites.csv"))
    found = infmap.coverage(infmap.load(deployments=given))
    pd.testing.assert_frame_equal(found, expected)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:3832", "EPSG:4258"])
def test_a_frame_of_any_reference_system_is_brought_to_wgs_84(crs):
    rows = infmap.load(deployments=frame(crs)).deployment_rows
    for row, site in zip(rows, SITES, strict=True):
        assert (row.lon, row.lat) == pytest.approx((site["lon"], site["lat"]), abs=1e-7)


@pytest.fixture(scope="module")
def screened(written, tmp_path_factory):
    """Screen a file, and return how far each place is."""

    def nearest_km(name):
        out = tmp_path_factory.mktemp("screened")
        infmap.screen(infmap.load().select(site="kaliningrad"), written / name, out)
        return parquet.read_table(out / "places").to_pandas().set_index("name")["nearest_km"]

    return cache(nearest_km)


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("name", NAMES)
def test_screen_reads_what_the_rest_reads(screened, name):
    pd.testing.assert_series_equal(screened(name), screened("sites.csv"), rtol=0, atol=1e-6)


# --- Heads, units, dialects and kinds, varied together ---

CASE = [str, str.upper, str.title, str.lower]
#: Words of a range, each with how it takes a unit.
RANGE_WORDS = [
    "range",
    "max range",
    "Maximum range",
    "reichweite",
    "portée",
    "alcance",
    "дальность",
    "reach",
]
AROUND = [
    "{word} ({unit})",
    "{word} [{unit}]",
    "{word}, {unit}",
    "{word}_{unit}",
    "{word} in {unit}",
]
UNITS = {
    Unit.KM: ["km", "kilometres", "км"],
    Unit.MI: ["mi", "miles"],
    Unit.NMI: ["nmi", "nautical miles", "naut miles"],
    Unit.M: ["m", "metres"],
    Unit.FT: ["ft", "feet"],
}
LON = [
    "lon",
    "Longitude",
    "lng",
    "long",
    "Länge",
    "Längengrad",
    "долгота",
    "longitud",
    "lon_deg",
    "X",
]
LAT = [
    "lat",
    "Latitude",
    "lat",
    "lat",
    "Breite",
    "Breitengrad",
    "широта",
    "latitud",
    "lat_deg",
    "Y",
]
NAME = ["name", "Site Name", "Standort", "nom", "название", "nombre", "Base"]


@st.composite
def tables(draw):
    unit = draw(st.sampled_from(list(UNITS)))
    word = draw(st.sampled_from(CASE))(draw(st.sampled_from(RANGE_WORDS)))
    spelt = draw(st.sampled_from(UNITS[unit]))
    head = draw(st.sampled_from(AROUND)).format(word=word, unit=spelt)
    position = draw(st.integers(0, len(LON) - 1))
    km = draw(st.integers(20, 9000))
    shown = round(km / unit.km)
    lon = draw(st.integers(-1799, 1799)) / 10
    lat = draw(st.integers(-899, 899)) / 10
    heads = [draw(st.sampled_from(NAME)), head, LAT[position], LON[position]]
    order = draw(st.permutations(range(4)))
    row = ["Camp", shown, lat, lon]
    kind = draw(st.sampled_from(["comma", "semicolon", "tab", "xlsx", "ods", "json", "frame"]))
    table = [[heads[k] for k in order], [row[k] for k in order]]
    return table, kind, shown * unit.km, lon, lat


def in_kind(folder, table, kind):
    heads, row = table
    if kind == "frame":
        return pd.DataFrame([row], columns=heads)
    if kind == "json":
        path = folder / "sites.json"
        path.write_text(json.dumps([dict(zip(heads, row, strict=True))]), "utf-8")
        return path
    if kind in {"xlsx", "ods"}:
        path = folder / f"sites.{kind}"
        path.write_bytes((xlsx if kind == "xlsx" else ods)({"Sites": [heads, row]}))
        return path
    separator = {"comma": ",", "semicolon": ";", "tab": "\t"}[kind]
    text = io.StringIO()
    cells = [str(cell).replace(".", ",") if separator == ";" else cell for cell in row]
    csv.writer(text, delimiter=separator).writerows([heads, cells])
    path = folder / "sites.csv"
    path.write_text(text.getvalue(), "utf-8")
    return path


@settings(
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=tables())
def test_heads_units_dialects_and_kinds_give_the_number_meant(tmp_path, made):
    table, kind, km, lon, lat = made
    if lon == lat == 0:
        return
    cat = infmap.load(deployments=in_kind(tmp_path, table, kind), only_own=True)
    (claim,) = cat.claim_rows
    (site,) = cat.sites
    assert claim.up_to_km == pytest.approx(km, rel=1e-9)
    assert (site.lon, site.lat) == (lon, lat)


def test_a_plain_table_says_nothing(written, recwarn):
    for name in ("sites.csv", "sites.xlsx", "sites.geojson", "sites.gpkg", "sites.parquet"):
        infmap.load(deployments=written / name)
    assert not [one for one in recwarn if issubclass(one.category, ReadingNote)]


# --- Which sheet or layer ---


def test_a_sheet_or_layer_is_named_behind_the_path(tmp_path, sites_json):
    other = [HEADS, ["Elsewhere", "9m729", 1.0, 2.0]]
    (tmp_path / "book.xlsx").write_bytes(xlsx({"First": other, "Second": [HEADS, *ROWS]}))
    assert coverage("--deployments", tmp_path / "book.xlsx#Second") == sites_json
    assert coverage("--deployments", tmp_path / "book.xlsx#second") == sites_json
    assert (
        json.loads(coverage("--deployments", tmp_path / "book.xlsx"))[0]["site_id"] == "elsewhere"
    )


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(xlsx({"First": [HEADS, *ROWS]}))
    with pytest.raises(
        infmap.InfmapError, match=r"no sheet of this name \('Third'\); write one of First"
    ):
        infmap.load(deployments=f"{path}#Third")


def test_a_file_whose_name_has_a_number_sign_is_that_file(tmp_path, sites_json):
    path = tmp_path / "sites#2.csv"
    path.write_bytes(FILES["sites.csv"])
    assert coverage("--deployments", path) == sites_json


# --- What infmap wrote ---


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml", "parquet"])
def test_infmaps_own_layers_come_back_as_what_they_were(tmp_path, suffix):
    cat = infmap.load().select(site=["shuya", "deveselu", "kapustin-yar"])
    path = tmp_path / f"rings.{suffix}"
    infmap.save_rings(cat, path)
    back = infmap.load(deployments=path, claims=path, only_own=True)
    drawn = {(site.id, site.lon, site.lat) for site in back.sites}
    assert drawn == {(site.id, site.lon, site.lat) for site in cat.sites}
    rings = infmap.range_rings(cat).to_dict("records")
    ringed = {row["system_id"] for row in rings}
    reports = {(row["site_id"], row["system_id"]) for row in rings}
    assert {(row.site_id, row.system_id) for row in back.deployment_rows} == reports
    assert len(reports) > len(drawn)
    figure = [name for name in Claim.model_fields if name != "note"]
    expected = {
        tuple(getattr(row, name) for name in figure)
        for row in cat.claim_rows
        if row.system_id in ringed and (row.at_least_km or row.up_to_km)
    }
    assert {tuple(getattr(row, name) for name in figure) for row in back.claim_rows} == expected
    assert expected


OWN = {
    "deployments": [{"name": "Coast", "system": "coaster", "lat": 54.1, "lon": 10.2}],
    "systems": [{"id": "coaster", "name": "Antiship"}],
}
#: Figures that differ in one column alone, and a lower end that has no ring.
ALIKE = [
    {"system": "coaster", "account": "operator", "claimant": "A", **ends}
    for ends in (
        {"up_to_km": 400, "measure": "engagement"},
        {"up_to_km": 400, "measure": "tested"},
        {"up_to_km": 400, "as_of": "2019"},
        {"up_to_km": 500},
        {"at_least_km": 600},
        {"at_least_km": 0, "up_to_km": 900},
        {"at_least_km": 300, "up_to_km": 700},
    )
]


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "kml", "parquet"])
def test_figures_alike_come_back_from_a_layer_as_they_were(tmp_path, suffix):
    cat = infmap.load(**OWN, claims=ALIKE, only_own=True)
    path = tmp_path / f"rings.{suffix}"
    infmap.save_rings(cat, path, band=(300, 3000))
    back = infmap.load(systems=OWN["systems"], claims=path, only_own=True)
    assert {*back.claim_rows} == {*cat.claim_rows}
    assert len(back.claim_rows) == len(ALIKE)


@pytest.mark.parametrize("suffix", ["geojson", "kml", "parquet"])
@pytest.mark.parametrize("given", [(), ("claims",), ("systems",)])
def test_figures_of_ones_own_come_back_with_the_sites(cat, tmp_path, suffix, given):
    sites = [
        *(
            {**OWN["deployments"][0], "name": name, "lat": lat}
            for name, lat in (("A", 54), ("B", 55))
        ),
        {"name": "Camp", "lat": 50, "lon": 10, "range_km": 300},
        {"name": "Fort", "lat": 51, "lon": 10, "system": "9M729", "range_km": 350},
    ]
    own = infmap.load(deployments=sites, systems=OWN["systems"], claims=ALIKE, only_own=True)
    path = tmp_path / f"rings.{suffix}"
    infmap.save_rings(infmap.load(deployments=sites, systems=OWN["systems"], claims=ALIKE), path)
    tables = {"deployments": path, "claims": path, "systems": OWN["systems"]}
    back = infmap.load(**{name: tables[name] for name in ("deployments", *given)})
    assert {*back.claim_rows} == {*cat.claim_rows, *own.claim_rows}
    assert len(back.claim_rows) == len(cat.claim_rows) + len(ALIKE) + 2
    names = {"9m729": "9M729 cruise missile", "own-range-300-km": "Own range 300 km"}
    names["coaster"] = "Antiship"
    assert {
        row.system_id: back.system_by_id[row.system_id].name for row in back.deployment_rows
    } == names


@pytest.mark.parametrize("told", [True, False])
def test_other_figures_for_infmaps_systems_in_a_layer_of_sites_are_told(tmp_path, told):
    path = tmp_path / "rings.geojson"
    claims = [{"system": "9m729", "account": "independent", "claimant": "A", "up_to_km": 700}]
    infmap.save_rings(infmap.load(claims=claims), path, system="9m729", account="independent")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        infmap.load(deployments=path, **({} if told else {"claims": path}))
    lines = [str(one.message).partition(": ")[2] for one in caught if "not read with" in str(one)]
    line = "claimant: 'A': no figure of infmap's for 9m729, and not read with the sites; give the "
    assert lines == [line + "file as figures too (--claims)"] * told


@pytest.mark.parametrize("name", ["deployments", "claims"])
def test_a_figure_that_was_edited_at_one_site_alone_is_not_lost(tmp_path, name):
    path = tmp_path / "rings.geojson"
    sites = [{**OWN["deployments"][0], "name": one, "range_km": 400} for one in ("A", "B")]
    cat = infmap.load(deployments=sites)
    infmap.save_rings(cat, path)
    layer = json.loads(path.read_text("utf-8"))
    layer["features"][1]["properties"]["range_km"] = 500
    path.write_text(json.dumps(layer), "utf-8")
    systems = [{"id": "coaster", "name": "Coaster"}]
    back = infmap.load(**{name: path}, systems=systems)
    assert [row.up_to_km for row in back.claims_by_system["coaster"]] == [400, 500]


def test_figures_of_infmaps_in_a_layer_are_no_second_ones(cat, tmp_path):
    path = tmp_path / "rings.geojson"
    infmap.save_rings(cat, path, site=["shuya", "deveselu"])
    assert infmap.load(claims=path).claim_rows == cat.claim_rows


def test_a_layer_that_does_not_say_how_figures_were_obtained_is_asked_about(tmp_path):
    path = tmp_path / "rings.geojson"
    infmap.save_rings(infmap.load(), path, site="deveselu", system="sm-3-ib")
    path.write_text(path.read_text("utf-8").replace('"measure"', '"other"'), "utf-8")
    problem = "strike: may say which figures are of no strike, and is not read; write engagement"
    with pytest.raises(infmap.InfmapError, match=problem):
        infmap.load(claims=path)


@pytest.mark.parametrize("only_own", [True, False])
def test_a_figure_that_two_tables_of_the_callers_give_is_one(only_own):
    systems = [{"id": "coaster", "name": "Antiship", "range_km": 400}]
    claims = [
        {"system": "coaster", "account": "user", "claimant": "user", "up_to_km": 400, "note": note}
        for note in ("", "by hand")
    ]
    cat = infmap.load(systems=systems, claims=claims, only_own=only_own)
    assert [row.up_to_km for row in cat.claims_by_system["coaster"]] == [400]


@pytest.mark.parametrize("name", ["deployments", "systems", "claims", "capitals"])
def test_the_frames_of_a_catalogue_come_back(cat, name):
    back = infmap.load(**{name: getattr(cat, name)})
    rows = f"{name.removesuffix('s')}_rows"
    fields = set(type(getattr(cat, rows)[0]).model_fields)

    def dumped(which):
        return {row.model_dump_json(include=fields) for row in getattr(which, rows)}

    assert dumped(back) >= dumped(cat)


def test_of_a_parquet_file_no_more_is_held_than_there_is_room_for(tmp_path, monkeypatch):
    long_text = pa.DictionaryArray.from_arrays([0] * 50, ["x" * 50_000]).cast(pa.string())
    path = tmp_path / "a.parquet"
    path.write_bytes(as_parquet(pa.table({"name": long_text})))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(reading_parquet, "MOST_UNPACKED_BYTES", 2_000_000)
    reading = Reading(path)
    assert reading_parquet.parquet_sheet(reading, path.read_bytes()) is None
    (line,) = map(str, reading.faults)
    assert "takes more than 2 MB unpacked" in line


BAD_PARQUET = {
    "cut short": lambda content: content[: len(content) // 2],
    "no footer": lambda content: b"PAR1" + content[4:-8] + bytes(8),
    "pages of zeros": lambda content: content[:4] + bytes(96) + content[100:],
}


@pytest.mark.parametrize("spoil", BAD_PARQUET.values(), ids=BAD_PARQUET)
def test_a_parquet_file_that_cannot_be_read_has_one_line_wherever_it_is_given(tmp_path, spoil):
    path = tmp_path / "places.parquet"
    numbers = [float(number) for number in range(40)]
    names = [f"place {number}" for number in range(40)]
    table = pd.DataFrame({"lon": numbers, "lat": numbers, "population": numbers, "name": names})
    table.to_parquet(path, compression=None)
    path.write_bytes(spoil(path.read_bytes()))
    cat = infmap.load()
    lines = set()
    for read in (
        lambda: infmap.load_population(path),
        lambda: infmap.load_places(path),
        lambda: infmap.screen(cat, path, tmp_path / "out"),
    ):
        with pytest.raises(infmap.InfmapError) as caught:
            read()
        lines.add(str(caught.value))
    (line,) = lines
    assert "not Parquet that can be read (" in line
    assert line.endswith("; write the file again")


def test_an_encrypted_parquet_file_is_named_as_such(tmp_path):
    path = tmp_path / "places.parquet"
    path.write_bytes(b"PARE" + bytes(40) + b"PARE")
    with pytest.raises(infmap.InfmapError, match=r"is an encrypted Parquet file; write it without"):
        infmap.load_places(path)
