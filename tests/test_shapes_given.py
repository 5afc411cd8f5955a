"""Points as geopandas and databases hand them on: with heights, in plain tables, as WKB."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from shapely import set_srid
from shapely.geometry import LineString, Point, Polygon

import infmap
from infmap.errors import DataError

#: A compound reference system, that of its horizontal part, and a point in it.
COMPOUND = [
    ("EPSG:7415", "EPSG:28992", (155000, 463000)),
    ("EPSG:5555", "EPSG:25832", (691000, 5334000)),
    ("EPSG:25832+7837", "EPSG:25832", (691000, 5334000)),
    ("EPSG:9518", "EPSG:4326", (20.5, 54.7)),
    ("EPSG:4979", "EPSG:4326", (20.5, 54.7)),
]


def position(given: Any) -> tuple[float, float]:
    """Return where the first of some places is, to centimetres."""
    place = infmap.load_places(given)[0]
    return round(place.lon, 7), round(place.lat, 7)


def geojson(frame: gpd.GeoDataFrame, path: Path, name: str) -> None:
    """Write GeoJSON as it was before RFC 7946, with its reference system."""
    crs = {"type": "name", "properties": {"name": name}}
    path.write_text(
        json.dumps({**json.loads(frame.set_crs(None, allow_override=True).to_json()), "crs": crs})
    )


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(("crs", "flat", "at"), COMPOUND, ids=[crs for crs, *_ in COMPOUND])
def test_of_a_reference_system_with_heights_the_horizontal_part_counts(
    crs: str, flat: str, at: tuple[float, float], tmp_path: Path
) -> None:
    names = {"name": ["a"]}
    high = gpd.GeoDataFrame(names, geometry=[Point(*at, 10)], crs=crs)
    expected = position(gpd.GeoDataFrame(names, geometry=[Point(at)], crs=flat))
    assert position(high) == expected
    for suffix in ("gpkg", "shp", "fgb"):
        high.to_file(tmp_path / f"a.{suffix}")
    high.to_parquet(tmp_path / "a.parquet")
    geojson(high, tmp_path / "a.geojson", crs)
    for suffix in ("gpkg", "shp", "fgb", "parquet", "geojson"):
        assert position(tmp_path / f"a.{suffix}") == expected, suffix


def test_a_compound_system_may_be_named_by_its_urn(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[Point(691000, 5334000, 5)])
    geojson(frame, tmp_path / "a.geojson", "urn:ogc:def:crs,crs:EPSG::25832,crs:EPSG::7837")
    assert position(tmp_path / "a.geojson") == position(frame.set_crs("EPSG:25832"))


@pytest.mark.parametrize("crs", ["EPSG:5773", "EPSG:4978"])
def test_heights_alone_and_axes_through_the_earth_have_no_way(crs: str) -> None:
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[Point(1, 2)], crs=crs)
    with pytest.raises(DataError, match="its CRS has no way to WGS 84"):
        infmap.load_places(frame)


DEGREES = gpd.GeoDataFrame(
    {"name": ["a", "b"]}, geometry=[Point(20.5, 54.7, 3), Point(21.5, 55.7)], crs=4326
)
METRES = DEGREES.to_crs("EPSG:25834")


def _through_parquet(frame: gpd.GeoDataFrame, folder: Path) -> pd.DataFrame:
    frame.to_parquet(folder / "a.parquet")
    return pd.read_parquet(folder / "a.parquet")


PLAIN: dict[str, Callable[[Path], Any]] = {
    "DataFrame": lambda _: pd.DataFrame(DEGREES),
    "renamed": lambda _: pd.DataFrame(DEGREES.rename_geometry("where it is")),
    "in metres": lambda _: pd.DataFrame(METRES),
    "two": lambda _: pd.DataFrame(DEGREES.assign(other=METRES.geometry)),
    "records": lambda _: DEGREES.to_dict("records"),
    "records with SRID": lambda _: METRES.assign(
        geometry=set_srid(METRES.geometry.to_numpy(), 25834)
    ).to_dict("records"),
    "columns": lambda _: {"name": ["a", "b"], "geometry": [*DEGREES.geometry]},
    "objects": lambda _: pd.DataFrame({"name": ["a"], "geom": [Point(20.5, 54.7)]}, dtype=object),
    "WKB": lambda _: DEGREES.to_wkb(),
    "WKT": lambda _: DEGREES.to_wkt(),
    "Parquet by pandas": lambda folder: _through_parquet(DEGREES, folder),
    "Arrow": lambda folder: pa.Table.from_pandas(_through_parquet(DEGREES, folder)),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_points_are_read_in_a_table_of_any_kind(kind: str, tmp_path: Path) -> None:
    given = PLAIN[kind](tmp_path)
    before = given.copy() if isinstance(given, pd.DataFrame) else None
    assert position(given) == (20.5, 54.7)
    if before is not None:
        assert type(given) is pd.DataFrame
        assert given.equals(before)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (LineString([(0, 0), (1, 1)]), "is a LINESTRING and no point"),
        (Polygon([(0, 0), (1, 1), (1, 0)]), "is a POLYGON and no point"),
        (Point(), "is an empty point"),
        (Point(np.nan, np.nan), "is an empty point"),
        (Point(691000, 5334000), "is not in degrees"),
        (Point(20.5, 154.7), "latitude would be 154.7"),
    ],
    ids=str,
)
def test_a_shape_that_is_no_place_is_refused_as_text_or_bytes(shape: Any, told: str) -> None:
    for cell in (shape, shape.wkb):
        with pytest.raises(DataError, match=r"places: row 1 \(index 0\): geometry: ") as error:
            infmap.load_places([{"name": "a", "geometry": cell}])
        assert told in str(error.value)


def test_bytes_that_are_no_geometry_are_none() -> None:
    with pytest.raises(DataError, match="geometry: is no position"):
        infmap.load_places(pd.DataFrame({"name": ["a"], "geometry": [b"\x01\x02"]}))


TABLE = pa.table({"name": ["a"], "lon": [20.5], "lat": [54.7]})


class OfPandas:
    """What polars and others have."""

    def to_pandas(self) -> pd.DataFrame:
        return TABLE.to_pandas()


class OfArrow:
    """What gives a stream of Arrow."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return TABLE.__arrow_c_stream__(requested_schema)


class OfExchange:
    """What gives the older exchange of tables."""

    def __dataframe__(self, *given: Any, **named: Any) -> object:
        return TABLE.__dataframe__(*given, **named)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore:.*interchange.*")
@pytest.mark.parametrize("kind", [OfPandas, OfArrow, OfExchange])
def test_a_table_of_any_library_is_read(kind: type) -> None:
    assert position(kind()) == (20.5, 54.7)


class Failing:
    """What cannot say what it holds."""

    def to_pandas(self) -> pd.DataFrame:
        raise RuntimeError("no")


class Late:
    """What has not been computed yet, as polars' LazyFrame."""

    def collect(self) -> pd.DataFrame:
        return TABLE.to_pandas()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Failing(), "is no table ('Failing'); give a path, a DataFrame,"),
        (Late(), "is no table ('Late'); give what its collect() returns"),
        (pd.DataFrame, "is no table ('type'); give a path"),
        (pd.Series([1]), "is no table ('Series'); give a path"),
    ],
    ids=["failing", "late", "class", "series"],
)
def test_what_is_no_table_is_told_what_to_give(given: Any, told: str) -> None:
    with pytest.raises(DataError) as error:
        infmap.load(deployments=given)
    (line,) = str(error.value).splitlines()
    assert line.startswith(f"deployments: {told}")
