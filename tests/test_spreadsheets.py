"""Strangers' spreadsheets, a test a file, and what is told of many rows and of swapped pairs."""

import math
import re
from decimal import Decimal

import pandas as pd
import pytest
from typer.testing import CliRunner

import infmap
from infmap.catalogue.bundled import data_path
from infmap.catalogue.reading import lands
from infmap.cli import app
from infmap.errors import DataError, Fault
from reliability import agreement, spreadsheet_files, spreadsheets
from reliability.spreadsheets import FOLDER, Sheet, lost, lost_in_the_terminal, sheets

SHEETS = sheets()
REFUSED = [sheet for sheet in SHEETS if sheet.lines]
READ = [sheet for sheet in SHEETS if not sheet.lines]
SITES = {"name": ["A"], "system": ["9m729"], "lon": [20.51], "lat": [54.71]}


def names(sheet):
    return sheet.file


@pytest.mark.thorough(but=20)
@pytest.mark.parametrize("sheet", SHEETS, ids=names)
def test_a_strangers_spreadsheet_gets_its_lines_or_is_read(sheet):
    assert lost(sheet) == []


@pytest.mark.thorough(but=7)
@pytest.mark.parametrize("sheet", [*REFUSED[::8], *READ[::8]], ids=names)
def test_a_strangers_spreadsheet_gets_the_same_lines_in_a_terminal(sheet):
    assert lost_in_the_terminal(sheet) == []


def test_every_file_of_the_folder_is_tried():
    files = {
        str(path.relative_to(FOLDER))
        for path in FOLDER.glob("*/*")
        if path.name != ".gitattributes"
    }
    assert files == {sheet.file.partition("#")[0] for sheet in SHEETS}
    assert len(REFUSED) >= 100
    assert len(READ) >= 80


def test_the_binary_files_are_those_that_are_made():
    for name, data in spreadsheet_files.workbooks().items():
        assert (FOLDER / name).read_bytes() == spreadsheet_files.with_fixed_times(data), name


def test_a_line_that_differs_is_lost():
    wrong = Sheet("systems/id-twice.csv", "systems", ("FILE:4: something else; do it",))
    assert len(lost(wrong)) == 2
    assert len(lost_in_the_terminal(wrong)) == 2
    notes = ("FILE:2: lon: '4,14' read as 4.14", "FILE:2: lat: '51,95' read as 51.95")
    rotterdam, antwerp = {"name": "Rotterdam harbour"}, {"name": "Antwerp harbour"}
    file = "places/decimal-commas.csv", "places", ()
    assert lost(Sheet(*file, (rotterdam,), notes)) == []
    assert lost_in_the_terminal(Sheet(*file, (rotterdam,), notes)) == []
    assert len(lost(Sheet(*file, (antwerp,), notes))) == 1
    assert len(lost(Sheet(*file, (rotterdam,), notes[:1]))) == 2
    assert len(lost_in_the_terminal(Sheet(*file, (rotterdam,), notes[:1]))) == 2


def test_what_raises_anything_else_is_lost(monkeypatch):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr(infmap, "load", broken)
    (line,) = lost(Sheet("systems/id-twice.csv", "systems", check=False))
    assert line.endswith("ZeroDivisionError: ")
    assert spreadsheets.run(1 / len(SHEETS))[0].lost


# --- Positions ---


def faults_of(**columns):
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=pd.DataFrame(SITES | columns))
    return str(caught.value).splitlines()


def test_a_pair_swapped_in_a_frame_is_told_by_its_country():
    assert faults_of(lon=[54.71], lat=[20.51], country=["Russia"]) == [
        "deployments: row 1 (index 0): lon: lies in Saudi Arabia, swapped it lies in Russia "
        "('54.71, 20.51'); swap lon and lat"
    ]


def test_crimea_lies_in_ukraine():
    sites = pd.DataFrame(SITES | {"lon": [34.1], "lat": [44.95], "country": ["Ukraine"]})
    assert infmap.load(deployments=sites).sites[0].country == "Ukraine"


def test_no_bundled_point_is_taken_for_a_swapped_one():
    own = {"deployments": data_path("deployments.geojson"), "capitals": data_path("capitals.csv")}
    assert infmap.load(**own) == infmap.load()
    assert len(infmap.load_places(own["capitals"])) > 200


def test_outlines_are_read_only_where_a_row_states_a_country(monkeypatch):
    def never(_):
        raise AssertionError

    monkeypatch.setattr(lands, "lands_of", never)
    infmap.load()
    infmap.load(deployments=pd.DataFrame(SITES))
    with pytest.raises(AssertionError):
        infmap.load(deployments=pd.DataFrame(SITES | {"country": ["Russia"]}))


# --- Many rows ---


def test_the_same_fault_in_thousands_of_rows_is_told_five_times_and_counted():
    rows = 5000
    lines = faults_of(
        **{name: [name] * rows for name in ("name", "system")}, lon=["x"] * rows, lat=[99] * rows
    )
    assert len(lines) == 3 * 5 + 3
    assert lines[-1] == (
        "deployments: lat: latitude must be within [-90, 90] degrees, in 4,995 more rows, 6 to "
        "5000; mend them like those above"
    )


def test_a_last_row_at_fault_is_told_and_not_counted():
    lines = faults_of(
        **{name: SITES[name] * 6 for name in ("name", "system", "lat")}, lon=["x"] * 6
    )
    assert [line.partition(": lon")[0] for line in lines] == [
        f"deployments: row {row} (index {row - 1})" for row in range(1, 7)
    ]


# --- What a frame may hold ---


def test_a_cell_that_is_no_value_at_all_is_one_line():
    assert faults_of(note=[pd.DataFrame({"a": [1]})])[0].startswith(
        "deployments: row 1 (index 0): note: must be text ("
    )


def test_numbers_of_a_database_are_numbers():
    sites = pd.DataFrame(SITES | {"lon": [Decimal("20.51")], "position_precision_km": [None]})
    assert infmap.load(deployments=sites).sites[0].lon == 20.51
    sites["position_precision_km"] = [Decimal("sNaN")]
    assert infmap.load(deployments=sites).sites[0].position_precision_km == 0


@pytest.mark.parametrize("name", [None, math.nan, pd.NA, pd.NaT, Decimal("NaN"), Decimal("sNaN")])
def test_a_column_that_is_called_nothing_at_all_has_no_name(name):
    sites = pd.DataFrame(SITES | {"lon": [20.51], "more": [None]})
    sites.columns = [*sites.columns[:-1], name]
    assert infmap.load(deployments=sites).sites[0].lon == 20.51


def test_a_year_of_two_digits_in_a_frame_is_no_year_of_the_first_century():
    assert "has a year of two digits ('87')" in faults_of(first_reported=[87])[0]


# --- Sources, and tables that are told apart ---


def test_load_and_check_agree_on_sources(tmp_path):
    head = "system_id,account,claimant,up_to_km,source_id\n"
    free = tmp_path / "free.csv"
    free.write_text(head + '9m729,operator,MoD,480,"Ministry A, press release, 3 May 2024"\n')
    assert infmap.check([free]) == {str(free): 1}
    assert infmap.load(claims=free).claim_rows[-1].source_id.startswith("Ministry A")
    slip = tmp_path / "slip.csv"
    slip.write_text(head + "9m729,operator,MoD,480,nato-2018-12-04-inx\n")
    told = []
    for read in (lambda: infmap.check([slip]), lambda: infmap.load(claims=slip)):
        with pytest.raises(DataError, match="no source of this id") as caught:
            read()
        told.append(str(caught.value))
    assert told[0] == told[1]


@pytest.mark.parametrize("rows", [1, 2])
def test_check_says_when_a_table_has_no_header(rows, tmp_path):
    path = tmp_path / "sites.csv"
    lines = ["North camp,9m729,20.51,54.71\n", "South camp,9m729,25,46\n"]
    path.write_text("".join(lines[:rows]))
    with pytest.raises(DataError, match=r"the table has no header .*; write a row above it"):
        infmap.check([path])


def test_check_says_when_a_file_is_no_table_of_ours(tmp_path):
    path = tmp_path / "birds.csv"
    path.write_text("bird,song\nrobin,sweet\n")
    with pytest.raises(DataError, match="holds no table of infmap's; name its columns: ") as fault:
        infmap.check([path])
    remedy = str(fault.value).partition("columns: ")[2]
    heads = dict(part.split(" for ")[::-1] for part in remedy.split("; "))
    assert [*heads] == ["systems", "sites", "figures", "places", "people", "sources"]
    cells = {"id": "zeus", "system": "9m729", "system_id": "9m729", "account": "operator"}
    cells |= dict.fromkeys(("lon", "lat", "population", "up_to_km"), "9")
    for kind in heads:
        row = [cells.get(head, "Zeus") for head in heads[kind].split(", ")]
        path.write_text(f"{heads[kind]}\n{','.join(row)}\n")
        assert CliRunner().invoke(app, ["check", str(path)]).stdout.split("; ")[1].startswith(kind)


# --- Check and the commands ---

#: Files of which two commands say different things, and why.
DISAGREED: dict[str, str] = {}


def _table(path):
    name = path.relative_to(agreement.DATA).as_posix()
    why = DISAGREED.get(name)
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(path, id=name, marks=marks)


#: A tenth of the files, and those that are known to disagree; the campaign tries all.
SOME_TABLES = [
    path
    for k, path in enumerate(agreement.files())
    if k % 10 == 0 or path.relative_to(agreement.DATA).as_posix() in DISAGREED
]


@pytest.mark.thorough(but=6)
@pytest.mark.parametrize("path", [_table(path) for path in SOME_TABLES])
def test_check_and_the_commands_never_disagree_on_a_file(path):
    assert agreement.disagreements(path) == []


def test_commands_that_disagree_are_told(tmp_path, monkeypatch):
    path = tmp_path / "places.csv"
    path.write_text("name,lon,lat\nA,20.5,54.7\n")
    assert agreement.disagreements(path) == []
    monkeypatch.setattr("infmap.catalogue.checking.gather", _gathers_nothing)
    told = agreement.disagreements(path)
    assert [line.partition(": check")[0] for line in told] == [
        "places.csv (places): coverage --site shuya --targets",
        "places.csv (places): coverage --site shuya --capitals",
        "places.csv (places): screen",
    ][: len(told)]
    assert len(told) >= 2


def _gathers_nothing(own, **_):
    (path,) = own.values()
    raise DataError([Fault(str(path), 2, "name", "is wrong", "A", "write another")])


SHAPES = {
    "short-rows": "name,lon,lat,note\nA,20.5,54.7\nB,21,54,x\n",
    "blank-rows": "name,lon,lat\n\nA,20.5,54.7\n,,\n",
    "quoted-lines": 'name,lon,lat\n"A\nB",20.5,54.7\n',
    "title": "Table 1\n\nname;lon;lat\nA;20,5;54,7\n",
    "degrees": "name,lat,lon\nA,54°42'N,20E\n",
    "mgrs": "name,MGRS\nA,34U DF 68436 62344\n",
    "one-cell": 'name,coordinates\nA,"54.7, 20.5"\n',
    "wkt": "name,wkt\nA,POINT (20.5 54.7)\n",
    "swapped": "name,lat,lon\nA,154.7,20.5\n",
    "no-number": "name,lon,lat\nA,east,54.7\nB,20.5,?\n",
    "total-row": "name,lon,lat\nA,20.5,54.7\nTotal,,\n",
    "no-rows": "name,lon,lat\n",
    "metres": "name,X,Y\nA,468436,6062344\n",
}


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=name) for name, text in SHAPES.items()],
)
def test_check_and_the_commands_never_disagree_on_the_shape_of_a_text(text, tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(text, "utf-8")
    assert agreement.disagreements(path) == []


# --- Remedies ---

#: A table with a head that is refused or read, and the kilometres of its unit; 300 stand there.
MILE, NAUTICAL = 1.609344, 1.852
REMEDIES = [
    ("systems", "Max range (mi)", MILE),
    ("systems", "reach (nmi)", NAUTICAL),
    ("systems", "reach of it (nmi)", NAUTICAL),
    ("systems", "radius of action [miles]", MILE),
    ("systems", "combat radius nm", NAUTICAL),
    ("systems", "Range (sm)", NAUTICAL),
    ("systems", "Portée (milles)", NAUTICAL),
    ("systems", "reach of it", 1.0),
    ("systems", "Dalnost (km)", 1.0),
    ("claims", "least (nmi)", NAUTICAL),
    ("claims", "min range (km)", 1.0),
    ("claims", "min range (miles)", MILE),
    ("deployments", "Radius (mi)", MILE),
    ("deployments", "distance (km)", 1.0),
    ("deployments", "distance (mi)", MILE),
    ("deployments", "Distance_nm", NAUTICAL),
]


@pytest.mark.parametrize(
    ("table", "head", "km"),
    [pytest.param(*case, id=" ".join(case[:2])) for case in REMEDIES],
)
def test_a_remedy_for_a_head_followed_to_the_letter_gives_the_right_number(table, head, km):
    cells = {
        "systems": {"id": "zeus", "name": "Zeus"},
        "claims": {"system_id": "9m729", "account": "user", "claimant": "X", "up_to_km": 5000},
        "deployments": {"name": "A", "system": "9m729", "lon": 20.5, "lat": 54.7},
    }[table]
    number = 300.0
    for _ in range(3):
        try:
            cat = infmap.load(**{table: pd.DataFrame([{**cells, head: number}])})
        except DataError as error:
            told = str(error)
            if found := re.search(r"rename (?:'[^']*'|it) to (\w+)", told):
                head = found[1]
            elif found := re.search(r"write its figures in kilometres under the head (\w+)", told):
                head, number = found[1], 300 * km
        else:
            break
    own = [row for row in cat.claim_rows if row.account == "user"]
    assert [row.at_least_km or row.up_to_km for row in own] == [pytest.approx(300 * km)]
