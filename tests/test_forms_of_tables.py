"""A head of two rows, a row of units and a table on its side get one true line."""

import openpyxl
import pandas as pd
import pytest

import infmap
from infmap.catalogue.reading.detect import table_of
from infmap.errors import DataError

#: Heads in two rows, with the lower one as one row would have it.
TWO_ROWS = {
    "sites": (
        "Site,Position,,Range (km)\n,Lat,Lon,\nA,54,10,300",
        "such as Lat, Lon",
    ),
    "with units": (
        "Site,Position,,Range\n,Lat,Lon,nm\nA,54,10,300",
        "such as Lat, Lon, Range nm",
    ),
    "units": ("name,lat,lon,range\n,deg,deg,nm\nA,54,10,300", "lat deg, lon deg, range nm"),
    "units in brackets": ("name,lat,lon,range\n,(°),(°),(mi)\nA,54,10,300", "range (mi)"),
    "units and kinds": ("name,lat,lon,range\ntext,decimal,decimal,nm\nA,54,10,300", "range nm"),
    "coordinates": ("Base,Coordinates,,Missile\n,Latitude,Longitude,\nA,54,10,9m729", "Latitude"),
    "ends": ("name,lat,lon,Range (km),\n,,,low,high\nA,54,10,300,400", "Range (km) low, Range"),
}
ARGUMENTS = ["deployments", "systems", "claims", "capitals"]


def lines(argument, path):
    with pytest.raises(DataError) as caught:
        infmap.load(**{argument: path})
    return str(caught.value).splitlines()


@pytest.mark.parametrize("argument", ["deployments", "systems"])
@pytest.mark.parametrize(("text", "end"), TWO_ROWS.values(), ids=TWO_ROWS)
def test_a_row_that_belongs_to_the_head_is_refused_in_one_line(text_file, argument, text, end):
    path = text_file("table.csv", text + "\n")
    (line,) = lines(argument, path)
    assert line.startswith(f"{path}:2: belongs to the head")
    assert "write the head in one row, such as" in line
    assert end in line
    with pytest.raises(DataError) as checked:
        infmap.check([path])
    assert str(checked.value) == line


def test_a_merged_head_over_two_columns_is_one_of_two_rows(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Site", "Position", None], [None, "Lat", "Lon"], ["A", 54, 10]):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    book.active.merge_cells("A1:A2")
    path = tmp_path / "sites.xlsx"
    book.save(path)
    (line,) = lines("capitals", path)
    assert line.startswith(f"{path}:2: belongs to the head ('Lat Lon')")


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_a_table_on_its_side_is_refused_in_one_line(text_file, argument):
    text = "name,A,B\nlat,54,55\nlon,10,11\nrange_km,500,600\n"
    path = text_file("table.csv", text)
    (line,) = lines(argument, path)
    assert line.startswith(f"{path}: has its heads in the first column ('lat, lon, range_km')")
    with pytest.raises(DataError) as checked:
        infmap.check([path])
    assert str(checked.value) == line


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ("systems", "Name,Alpha,Beta\nRange (km),500,900\nPayload,1,2\nOperator,Russia,China\n"),
        ("systems", "Name,Alpha,Beta\nReichweite (km),500,900\n"),
        ("sources", "id,a-1,b-1\ntitle,X,Y\nissued,2019,2020\n"),
        (
            "claims",
            "system,9m729,Alpha\naccount,operator,operator\nclaimant,Them,Us\nrange,500,600\n",
        ),
    ],
)
def test_a_table_on_its_side_without_a_position_is_refused_too(text_file, argument, text):
    path = text_file("table.csv", text)
    rows = [line.split(",") for line in text.splitlines()]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    for given in (path, frame):
        (line,) = lines(argument, given)
        assert ": has its heads in the first column ('" in line
    with pytest.raises(DataError, match="has its heads in the first column"):
        infmap.check([path])


@pytest.mark.parametrize(
    ("argument", "text"),
    [
        ("systems", "name,range\nR,\nLong,500\n"),
        ("systems", "name\nNote\nReach\n"),
        ("systems", "name,country of origin\nHades,France\nReach,Note\n"),
        ("systems", "name,remark of mine\nX,500\nY,900\n"),
        ("deployments", "name,lat,lon,Foo,range\nType,54,10,1,500\nTitle,55,10,2,600\n"),
        ("systems", "name,range\nLong,\nHera,500\n"),
        ("systems", "name,range,unit\nZeus,,km\nHera,500,km\n"),
        ("capitals", "city,lat,lon,note\nLong,54,10,\nMin,55,10,km\n"),
        ("deployments", "name,lat,lon,range,unit\nA,54,10,500,nm\n"),
    ],
)
def test_a_first_row_of_few_words_is_a_row(text_file, argument, text):
    assert infmap.load(**{argument: text_file("table.csv", text)})


def test_a_unit_in_a_row_of_values_is_the_fault_of_its_cell(text_file):
    path = text_file("table.csv", "name,lat,lon,range\nA,54,10,nm\n")
    (line,) = lines("deployments", path)
    assert line.startswith(f"{path}:2: range: not a number ('nm')")


def test_pieces_of_json_are_no_heads(text_file):
    path = text_file("table.csv", '"""lon"": 20.5","""lat"": 54.7"\n"""lon"": 1","""lat"": 5"\n')
    (line,) = lines("capitals", path)
    assert line.startswith(f"{path}:1: the table has no header")


@pytest.mark.parametrize("lower", ["Name,Lat,Lon,nm", "name,Latitude,Longitude,(km)"])
def test_check_says_it_too_where_the_lower_row_alone_is_the_head_of_another_table(text_file, lower):
    path = text_file("table.csv", f"Site,Position,Position,Range\n{lower}\nA,54,10,500\n")
    (line,) = lines("deployments", path)
    assert line.startswith(f"{path}:2: belongs to the head")
    with pytest.raises(DataError) as checked:
        infmap.check([path])
    assert str(checked.value) == line


@pytest.mark.parametrize(
    "text",
    [
        'x: 1,"""lon"": 20.5","""lat"": 54.7"\nx: 2,"""lon"": 20.6","""lat"": 54.8"\n',
        "id name country lon lat role\nberlin Berlin Germany 13.4 52.5 x\n",
    ],
)
def test_what_only_holds_the_words_of_coordinates_is_no_table(text_file, text):
    assert table_of(text_file("table.txt", text)).holds is None
