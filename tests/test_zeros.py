"""A position of two zeros is none, in every table of places; a grid of people has a cell there."""

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import infmap
from infmap.errors import DataError

TOLD = "lon: lon and lat are 0, an empty position; write where it is, or delete the row"


def write(folder, kind, lon, lat):
    """Write a table of three places and their people, the second of them at (lon, lat)."""
    frame = pd.DataFrame(
        {
            "name": ["North", "Nowhere", "South"],
            "lon": [20.5, lon, 25.0],
            "lat": [54.7, lat, 46.0],
            "people": [5, 7, 9],
        }
    )
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
