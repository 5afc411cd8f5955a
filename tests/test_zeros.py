"""Positions that are none, in every table of places: two zeros, and a pair that is swapped.

A grid of people has a cell at two zeros.
"""

import re

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import infmap
from infmap.errors import DataError

TOLD = "lon: lon and lat are 0, an empty position; write where it is, or delete the row"


SWAPPED = "lies in Saudi Arabia, swapped it lies in Poland ('52.2, 21'); swap lon and lat"


def write(folder, kind, lon, lat, country=None):
    """Write a table of three places and their people, the second of them at (lon, lat)."""
    frame = pd.DataFrame(
        {
            "name": ["North", "Nowhere", "South"],
            "lon": [20.5, lon, 25.0],
            "lat": [54.7, lat, 46.0],
            "people": [5, 7, 9],
        }
    )
    if country is not None:
        frame["Land"] = ["", country, None]
    path = folder / f"places.{kind.rpartition(' ')[2]}"
    if kind == "csv":
        frame.to_csv(path, index=False)
    elif kind == "quoted csv":
        frame.astype(str).to_csv(path, index=False, sep=";", quoting=1)
    elif kind == "decimals of csv":
        path.write_text(frame.astype(str).to_csv(index=False, sep=";").replace(".", ","), "utf-8")
    elif kind == "position in csv":
        frame["position"] = frame["lat"].astype(str) + ", " + frame["lon"].astype(str)
        frame.drop(columns=["lat", "lon"]).to_csv(path, index=False)
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "texts of parquet":
        parquet.write_table(pa.Table.from_pandas(frame.astype(str)), path)
    elif kind == "xlsx":
        frame.to_excel(path, index=False, engine="xlsxwriter")
    else:
        points = gpd.points_from_xy(frame["lon"], frame["lat"], crs=4326)
        layer = gpd.GeoDataFrame(frame.drop(columns=["lon", "lat"]), geometry=points)
        layer.to_parquet(path) if kind == "geo parquet" else layer.to_file(path)
    return path


KINDS = ["csv", "quoted csv", "decimals of csv", "position in csv", "parquet", "texts of parquet"]
KINDS += ["xlsx", "geo parquet", "geojson", "gpkg"]


@pytest.mark.parametrize("kind", KINDS)
def test_two_zeros_are_no_place_to_load_or_to_screen(cat, tmp_path, kind):
    path = write(tmp_path, kind, 0.0, 0.0)
    for read in (
        lambda: infmap.load_places(path),
        lambda: infmap.screen(cat, path, tmp_path / "out", site="shuya"),
    ):
        with pytest.raises(DataError) as refused:
            read()
        (fault,) = refused.value.faults
        assert str(fault).endswith(TOLD)
        assert fault.row == (2 if kind.endswith(("parquet", "geojson", "gpkg")) else 3)
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough(but=6)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", [(0.0, 5.0), (5.0, 0.0)], ids=["on the meridian", "on the equator"])
def test_one_zero_is_a_place(cat, tmp_path, kind, at):
    path = write(tmp_path, kind, *at)
    assert [(row.lon, row.lat) for row in infmap.load_places(path)][1] == at
    assert len(infmap.screen(cat, path, tmp_path / "out", site="shuya"))


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("kind", KINDS)
def test_a_grid_has_a_cell_at_two_zeros(cat, tmp_path, kind):
    path = write(tmp_path, kind, 0.0, 0.0)
    infmap.screen(cat, path, tmp_path / "out", site="shuya", weight="people")
    parts = (tmp_path / "out" / "places").glob("*.parquet")
    assert sum(parquet.read_metadata(part).num_rows for part in parts) == 3


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_people_may_be_counted_at_two_zeros(tmp_path, kind):
    path = write(tmp_path, kind, 0.0, 0.0)
    assert infmap.load_population(path).people.tolist() == [5, 7, 9]


@pytest.mark.thorough(but=6)
@pytest.mark.parametrize("weight", [{}, {"weight": "people"}], ids=["places", "grid"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_swapped_pair_is_told_by_its_country_to_load_and_to_screen(cat, tmp_path, kind, weight):
    path = write(tmp_path, kind, 52.2, 21.0, "poland")
    for read in (
        lambda: infmap.load_places(path),
        lambda: infmap.screen(cat, path, tmp_path / "out", site="shuya", **weight),
    ):
        with pytest.raises(DataError) as refused:
            read()
        (fault,) = refused.value.faults
        assert str(fault).endswith(f"lon: {SWAPPED}")
        assert fault.row == (2 if kind.endswith(("parquet", "geojson", "gpkg")) else 3)
    assert not (tmp_path / "out").exists()


@pytest.mark.thorough(but=6)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (21.0, 52.2, "Poland"),
        (52.2, 21.0, "Atlantis"),
        (38.9, 38.5, "T\u00fcrkiye"),
        (38.0, 41.4, "T\u00fcrkiye"),
    ],
    ids=["inside", "unknown country", "inside either way", "at sea, near it"],
)
def test_what_is_not_known_to_be_swapped_is_measured(cat, tmp_path, kind, lon, lat, country):
    path = write(tmp_path, kind, lon, lat, country)
    infmap.screen(cat, path, tmp_path / "out", site="shuya")
    (part,) = (tmp_path / "out" / "places").glob("*.parquet")
    assert parquet.read_table(part).num_rows == 3


@pytest.mark.parametrize(
    ("lon", "lat", "country", "says"),
    [
        (38.0, 42.5, "T\u00fcrkiye", "lies outside every country, swapped it lies in T\u00fcrkiye"),
        (60.0, 97.3, "Russia", "latitude must be within [-90, 90] degrees"),
    ],
    ids=["farther out at sea", "out of bounds"],
)
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_by_its_country_a_place_is_judged_within_bounds(
    cat, tmp_path, kind, lon, lat, country, says
):
    path = write(tmp_path, kind, lon, lat, country)
    with pytest.raises(DataError, match=re.escape(says)) as refused:
        infmap.screen(cat, path, tmp_path / "out", site="shuya")
    assert len(refused.value.faults) == 1


def rows_of_countries(names, lons, lats):
    return pa.table({"lon": lons, "lat": lats, "country": names})


@pytest.mark.parametrize("as_written", [lambda names: names, pa.Array.dictionary_encode])
def test_far_down_a_long_table_a_swapped_pair_is_told(cat, tmp_path, as_written):
    count = 70_000
    names = pa.array(["T\u00fcrkiye", "Russia", None, "Poland"] * (count // 4))
    # A place of each that would lie in its country swapped as well, or nearly.
    lons, lats = [38.9, 60.1, 10.0, 21.0] * (count // 4), [38.5, 55.0, 10.0, 52.2] * (count // 4)
    lons[-1], lats[-1] = lats[-1], lons[-1]
    table = rows_of_countries(as_written(names), lons, lats)
    parquet.write_table(table, tmp_path / "places.parquet")
    with pytest.raises(DataError) as refused:
        infmap.screen(cat, tmp_path / "places.parquet", tmp_path / "out", site="shuya")
    assert str(refused.value).endswith(f"places.parquet:{count}: lon: {SWAPPED}")


@pytest.mark.parametrize("countries", [[7, 8, 9], [[b"x"], None, []], [True, None, False]])
def test_a_country_that_is_no_text_tells_nothing(cat, tmp_path, countries):
    table = rows_of_countries(pa.array(countries), [52.2] * 3, [21.0] * 3)
    parquet.write_table(table, tmp_path / "places.parquet")
    assert len(infmap.screen(cat, tmp_path / "places.parquet", tmp_path / "out", site="shuya"))
