"""Places with people: the table of cities, and grids of a caller's own."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from workbook_files import xlsx

from infmap.catalogue.population import load_population
from infmap.errors import DataError, ReadingNote

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def cities():
    return pq.read_table(DATA / "cities.parquet")


# The table of cities


def test_every_city_has_15_000_people_or_more_and_a_place_on_earth(cities):
    table = cities.to_pydict()
    assert cities.schema.names == ["name", "country", "iso_a3", "lon", "lat", "population"]
    assert min(table["population"]) >= 15_000
    assert max(map(abs, table["lon"])) <= 180
    assert max(map(abs, table["lat"])) <= 90
    assert all(map(str.strip, table["name"]))
    assert all(len(code) == 3 for code in table["iso_a3"])


def test_the_cities_are_sorted_and_credit_geonames(cities):
    keys = list(
        zip(*(cities.column(name).to_pylist() for name in ("iso_a3", "name", "lon")), strict=True)
    )
    assert keys == sorted(keys)
    assert b"GeoNames" in cities.schema.metadata[b"attribution"]
    assert b"CC BY 4.0" in cities.schema.metadata[b"licence"]
    assert (DATA / "cities.parquet").stat().st_size < 1_000_000


def test_cities_name_their_country_as_the_capitals_do(cities, cat):
    names = {row.iso_a3: row.country for row in cat.capital_rows}
    found = dict(zip(cities["iso_a3"].to_pylist(), cities["country"].to_pylist(), strict=True))
    assert {iso: name for iso, name in found.items() if iso in names} == {
        iso: name for iso, name in names.items() if iso in found
    }
    assert len(set(found) & set(names)) > 180


def test_the_cities_of_crimea_are_ukraines(cities):
    crimea = shapely.box(32.4, 44.3, 36.66, 46.2)
    inside = shapely.contains_xy(crimea, cities["lon"], cities["lat"])
    rows = cities.filter(pa.array(inside)).to_pylist()
    assert {one["iso_a3"] for one in rows} == {"UKR"}
    assert {"Simferopol", "Sevastopol", "Kerch"} <= {one["name"] for one in rows}


def test_quarters_of_a_city_are_not_counted_beside_it(cities):
    names = set(zip(cities["name"].to_pylist(), cities["iso_a3"].to_pylist(), strict=True))
    quarters = {("Brooklyn", "USA"), ("Obolon", "UKR"), ("Pest", "HUN"), ("Kreuzberg", "DEU")}
    assert not names & quarters
    assert {("New York City", "USA"), ("Kyiv", "UKR"), ("Budapest", "HUN")} <= names


def write(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_a_grid_of_ones_own_is_read_whatever_its_numbers_and_other_columns(tmp_path):
    file = write(
        tmp_path / "grid.parquet",
        cell=["a", "b"],
        year=[[2020], [2025]],
        population=pa.array([3, 4], pa.uint16()),
        lat=pa.array([1.5, -90], pa.float32()),
        lon=[180, -180],
    )
    grid = load_population(file)
    assert grid.people.tolist() == [3, 4]
    assert grid.lats.tolist() == [1.5, -90]
    assert grid.lons.tolist() == [180, -180]


def test_a_grid_of_several_batches_is_read_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("infmap.catalogue.population._BATCH_ROWS", 7)
    people = np.arange(100)
    file = tmp_path / "grid.parquet"
    table = pa.table({"lon": people * 1.0, "lat": people * 0.5, "population": people})
    pq.write_table(table, file, row_group_size=30)
    grid = load_population(file)
    assert grid.people.tolist() == people.tolist()
    assert grid.lons.tolist() == people.tolist()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.csv", "lon,lat,population\n1.5,2,3\n-4,5,6\n"),
        ("p.csv", "name;Länge;Breite;Einwohner\nA;1,5;2;3\nB;-4;5;6\n"),
        ("p.tsv", "Longitude\tLatitude\tPop.\n1.5\t2\t3\n-4\t5\t6\n"),
        ("p.json", '[{"lng": 1.5, "lat": 2, "people": 3}, {"lng": -4, "lat": 5, "people": 6}]'),
        ("p.xlsx", xlsx({"S": [["x"], ["lon", "lat", "pop"], [1.5, 2, 3], [-4, 5, 6]]})),
    ],
    ids=["csv", "semicolons in German", "tabs", "records", "workbook"],
)
def test_people_may_come_in_any_kind_of_table(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    grid = load_population(file)
    assert grid.lons.tolist() == [1.5, -4]
    assert grid.lats.tolist() == [2, 5]
    assert grid.people.tolist() == [3, 6]


def test_heads_of_a_grid_that_are_spelt_otherwise_are_read_and_said(tmp_path):
    file = write(tmp_path / "grid.parquet", Longitude=[1.0], Lat=[2.0], POP_MAX=[3.0])
    with pytest.warns(ReadingNote, match="Longitude read as lon; POP_MAX read as population$"):
        grid = load_population(file)
    assert (grid.lons[0], grid.lats[0], grid.people[0]) == (1, 2, 3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lon,lat,population\n1,2,many\n", ":2: population: not a number ('many'); "),
        ("lon,lat,population\n1,2,-3\n", ":2: population: "),
        ("lon,lat,population\n1,92,3\n", ":2: lat: latitude must be within [-90, 90] degrees ('92"),
        ("lon,lat,population\n1,2,\n", ":2: population: is missing; write a value"),
        ("lon,lat,Population (millions)\n1,2,3\n", ":1: population: column is missing "),
        ("lon,lat,density\n1,2,3\n", ":1: population: column is missing "),
        ("lon,lat,Population (%)\n1,2,3\n", ":1: population: column is missing "),
        ("lon,lat,% Einwohner\n1,2,3\n", ":1: population: column is missing "),
        ("lon,lat,population_density\n1,2,3\n", ":1: population: column is missing "),
        ("lon,lat,Pop. [\u2030]\n1,2,3\n", ":1: population: column is missing "),
    ],
)  # fmt: skip
def test_a_table_of_people_that_is_wrong_gets_one_line(tmp_path, text, line):
    file = tmp_path / "people.csv"
    file.write_text(text)
    with pytest.raises(DataError) as caught:
        load_population(file)
    assert str(caught.value).startswith(f"{file}{line}")
    assert "\n" not in str(caught.value)
    assert "rename" not in str(caught.value)  # which made people of millions and shares


SEVERAL = [
    ({"year": [2020, 2025]}, ":{}: year: is another than in row {}, of the same place ('2025'); "),
    ({"Stichtag": ["2020-12-31", "2021-12-31"]}, ":{}: Stichtag: is another than in row {}, of "),
    ({"sex": ["women", "men"]}, None),
    ({"year": [2020, 2020], "sex": ["women", "men"]}, None),
    ({"year": [None, None]}, None),
]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize(("columns", "line"), SEVERAL, ids=[" ".join(one) for one, _ in SEVERAL])
@pytest.mark.filterwarnings("ignore::infmap.ReadingNote")
def test_people_of_one_place_are_added_up_but_not_of_several_years(tmp_path, columns, line, suffix):
    file = tmp_path / f"people.{suffix}"
    rows = {"lon": [4.0, 1.5, 4.0, 1.5], "lat": [2.0] * 4, "population": [30, 1, 40, 2]}
    rows |= {head: [cells[0], *cells, cells[1]] for head, cells in columns.items()}
    if suffix == "csv":
        pd.DataFrame(rows).to_csv(file, index=False)
    else:
        write(file, **rows)
    if line is None:
        assert load_population(file).people.sum() == 73
        return
    with pytest.raises(DataError) as caught:
        load_population(file)
    second, first = (4, 2) if suffix == "csv" else (3, 1)
    assert str(caught.value).startswith(f"{file}{line.format(second, first)}")


def test_rows_of_one_place_are_told(tmp_path):
    (tmp_path / "people.csv").write_text("lon,lat,population\n1,2,3\n1,2,4\n")
    with pytest.warns(ReadingNote, match="1 row at the position of another; the people of all"):
        load_population(tmp_path / "people.csv")


def test_an_empty_grid_is_no_fault(tmp_path):
    none = pa.array([], pa.float64())
    file = write(tmp_path / "grid.parquet", lon=none, lat=none, population=none)
    assert len(load_population(file)) == 0


GOOD = {"lon": [1.0, 2.0], "lat": [1.0, 2.0], "population": [5.0, 6.0]}
BAD_GRIDS = {
    "nan": ({"population": [1.0, float("nan")]}, ":2: population: not a number in range"),
    "infinite": ({"population": [1.0, float("inf")]}, ":2: population: not a number in range"),
    "negative": ({"population": [-3.0, 1.0]}, ":1: population: not a number in range ('-3')"),
    "null": ({"lon": [1.0, None]}, ":2: lon: not a number in range ('no value')"),
    "out-of-bounds": ({"lat": [1.0, 91.0]}, ":2: lat: not a number in range ('91')"),
    "swapped": ({"lon": [1.0, 200.0]}, ":2: lon: not a number in range ('200')"),
    "text": ({"lat": ["1", "2"]}, ": lat: column must be numeric ('string')"),
    "nested": ({"lat": [[1.0], [2.0]]}, ": lat: column must be numeric"),
    "true": ({"population": [True, False]}, ": population: column must be numeric ('bool')"),
}


@pytest.mark.parametrize(("change", "line"), BAD_GRIDS.values(), ids=BAD_GRIDS)
def test_a_bad_cell_of_a_grid_gets_one_line_with_its_row(tmp_path, change, line):
    file = write(tmp_path / "grid.parquet", **(GOOD | change))
    with pytest.raises(DataError) as caught:
        load_population(file)
    assert str(caught.value).startswith(f"{file}{line}")
    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("wrong", [1, 2, 5, 6, 7, 40])
def test_all_bad_cells_of_a_grid_come_at_once(tmp_path, wrong):
    lats = [1.0] * 50 + [91.0] * wrong
    file = write(tmp_path / "grid.parquet", lat=lats, lon=[200.0, *lats[1:]], population=lats)
    with pytest.raises(DataError) as caught:
        load_population(file)
    first, *others = caught.value.faults
    assert (first.row, first.field, first.value) == (1, "lon", "200")
    singles = [fault.row for fault in others if fault.row]
    assert singles == [*range(51, 51 + (wrong if wrong <= 6 else 5))]
    if wrong > 6:
        (rest,) = (fault.problem for fault in others if not fault.row)
        assert rest == f"not a number in range, in {wrong - 5} more rows, 56 to {50 + wrong}"


def test_a_missing_column_gets_one_line(tmp_path):
    file = write(tmp_path / "grid.parquet", lon=[1.0], population=[1.0])
    with pytest.raises(DataError, match=r"^[^\n]*: lat: column is missing; give one column lat$"):
        load_population(file)


def test_a_column_given_twice_gets_one_line(tmp_path):
    file = tmp_path / "grid.parquet"
    column = pa.array([1.0])
    names = ["lon", "lat", "lat", "population"]
    pq.write_table(pa.Table.from_arrays([column] * 4, names=names), file)
    with pytest.raises(DataError, match=r"^[^\n]*: lat: column is there more than once[^\n]*$"):
        load_population(file)


@pytest.mark.parametrize("content", [b"", b"lon,lat\n1,2\n", b"PAR1 but not really PAR1"])
def test_a_file_that_is_not_parquet_gets_one_line(tmp_path, content):
    file = tmp_path / "grid.parquet"
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"^[^\n]*not Parquet that can be read[^\n]*$"):
        load_population(file)


def test_a_damaged_parquet_file_gets_one_line(tmp_path):
    noise = np.random.default_rng(0).random(9999)
    file = write(tmp_path / "grid.parquet", lon=noise, lat=noise, population=noise)
    content = bytearray(file.read_bytes())
    content[4:100] = bytes(96)
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"^[^\n]*not Parquet that can be read[^\n]*$"):
        load_population(file)


CORPUS = Path(__file__).parent / "data" / "corpora" / "grid"
BROKEN_GRIDS = {
    # What is read of such a file was once filled up with whatever lay in memory.
    "fewer-rows-than-it-says": "does not hold as many rows as it says ('20,000')",
    "row-group-of-fewer-rows": "does not hold as many rows as it says ('12,345')",
    "more-rows-than-it-says": "does not hold as many rows as it says ('100')",
    "less-than-no-rows": "does not hold as many rows as it says ('-1')",
    "a-million-million-rows": "holds more than 25,000,000 places ('1,000,000,000,000')",
    "heading-that-is-no-utf-8": "not Parquet that can be read",
    "people-without-end": "population: not a number in range ('1.7e+308')",
}


@pytest.mark.parametrize("name", BROKEN_GRIDS)
def test_a_grid_that_is_not_what_it_says_gets_a_line_a_fault(name):
    with pytest.raises(DataError) as caught:
        load_population(CORPUS / f"{name}.parquet")
    assert BROKEN_GRIDS[name] in str(caught.value)
    assert len(str(caught.value).splitlines()) == len(caught.value.faults)


def test_a_grid_may_have_just_as_many_places_as_there_is_room_for(tmp_path, monkeypatch):
    path = tmp_path / "grid.parquet"
    pq.write_table(pa.table({name: [1.0, 2.0] for name in ("lon", "lat", "population")}), path)
    monkeypatch.setattr("infmap.catalogue.population.MAX_PLACES", 2)
    assert len(load_population(path)) == 2
    monkeypatch.setattr("infmap.catalogue.population.MAX_PLACES", 1)
    with pytest.raises(DataError, match=r"holds more than 1 places \('2'\); cut it to the region"):
        load_population(path)


def test_a_path_that_no_file_can_have_gets_one_line():
    with pytest.raises(DataError, match=r"cannot be read .*check the path"):
        load_population("a\0b.parquet")
