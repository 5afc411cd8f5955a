"""Strangers' spreadsheets, a test a file, and what is told of many rows and of swapped pairs."""

import subprocess
import sys
from decimal import Decimal

import pandas as pd
import pytest

import infmap
from infmap.catalogue.bundled import data_path
from infmap.catalogue.cells import DRAWN_KM
from infmap.catalogue.reading import positions
from infmap.errors import DataError
from infmap.geodesy import MAX_RANGE_KM
from reliability import spreadsheets
from reliability.spreadsheets import FOLDER, Sheet, lost, lost_in_the_terminal, sheets

SHEETS = sheets()
REFUSED = [sheet for sheet in SHEETS if sheet.lines]
SITES = {"name": ["A"], "system": ["9m729"], "lon": [20.51], "lat": [54.71]}


def names(sheet):
    return sheet.file


@pytest.mark.parametrize("sheet", SHEETS, ids=names)
def test_a_strangers_spreadsheet_gets_its_lines_or_is_read(sheet):
    assert lost(sheet) == []


@pytest.mark.parametrize("sheet", REFUSED[::8], ids=names)
def test_a_strangers_spreadsheet_gets_the_same_lines_in_a_terminal(sheet):
    assert lost_in_the_terminal(sheet) == []


def test_every_file_of_the_folder_is_tried():
    files = {
        str(path.relative_to(FOLDER))
        for path in FOLDER.glob("*/*")
        if path.name != ".gitattributes"
    }
    assert files == {sheet.file for sheet in SHEETS}
    assert len(REFUSED) >= 100


def test_a_line_that_differs_is_lost():
    wrong = Sheet("systems/id-twice.csv", "systems", ("FILE:4: something else; do it",))
    assert len(lost(wrong)) == 2
    assert len(lost_in_the_terminal(wrong)) == 2
    read = Sheet("places/semicolons.csv", "places", (), ({"name": "Antwerp harbour"},))
    assert len(lost(read)) == 1


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

    monkeypatch.setattr(positions, "_by_name", never)
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


def test_a_year_of_two_digits_in_a_frame_is_no_year_of_the_first_century():
    assert "has a year of two digits ('87')" in faults_of(first_reported=[87])[0]


# --- Sources, and tables that are told apart ---


def test_load_and_check_agree_on_sources(tmp_path):
    head = "system_id,account,claimant,up_to_km,source_id\n"
    free = tmp_path / "free.csv"
    free.write_text(head + '9m729,operator,MoD,480,"Ministry A, press release, 3 May 2024"\n')
    assert infmap.check([free]) == {str(free): 1}
    assert infmap.load(claims=free).claim_rows[0].source_id.startswith("Ministry A")
    slip = tmp_path / "slip.csv"
    slip.write_text(head + "9m729,operator,MoD,480,nato-2018-12-04-inx\n")
    told = []
    for read in (lambda: infmap.check([slip]), lambda: infmap.load(claims=slip)):
        with pytest.raises(DataError, match="no source of this id") as caught:
            read()
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_check_says_when_a_file_is_no_table_of_ours(tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text("North camp,9m729,20.51,54.71\n")
    with pytest.raises(DataError, match="holds no table of infmap's; name its columns"):
        infmap.check([path])


def test_a_remedy_that_takes_time_is_found_only_for_what_is_told(monkeypatch):
    asked = []

    def suggest(text, _):
        asked.append(text)
        return "ask"

    monkeypatch.setattr("infmap.catalogue.reading.references.suggestion", suggest)
    rows = 50
    columns = {name: SITES[name] * rows for name in ("name", "lon", "lat")}
    faults_of(**columns, system=[f"none-{k}" for k in range(rows)])
    assert len(asked) == 6


# --- Cold start ---


def test_the_bundled_tables_are_read_without_the_geographic_libraries():
    heavy = ("numpy", "shapely", "pyproj", "pandas")
    code = f"import sys, infmap; infmap.load(); print([m for m in {heavy} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "[]\n"


def test_a_range_that_is_not_asked_of_the_geodesics_can_be_drawn():
    assert DRAWN_KM < MAX_RANGE_KM
