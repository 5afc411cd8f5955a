"""hypothesis strategies for DataFrames and GeoDataFrames, plausible and strange."""

import datetime
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from hypothesis import strategies as st
from pydantic import BaseModel

from infmap.catalogue.bundled import Table
from infmap.catalogue.rows import Capital, Claim, Deployment, OwnSystem
from reliability.strategies import PLACES, SITES, SYSTEMS, Rows, bundled, rows_of, scalars, tokens

#: Arguments of `infmap.load` that take a table, with its rows and its bundled table.
TABLES: dict[str, tuple[type[BaseModel], Rows]] = {
    "deployments": (Deployment, SITES),
    "systems": (OwnSystem, SYSTEMS),
    "claims": (Claim, bundled(Table.CLAIMS)),
    "capitals": (Capital, PLACES),
}
#: Values of a cell.
VALUES: list[Any] = [
    *(None, pd.NA, pd.NaT, np.nan, float("inf"), -0.0, 0, 1, -1, 2018, 2018.0, 20.5, 1e308),
    *(10**18, 10**400, -(10**400), 2**63, True, False, 1 + 2j, complex("nan"), b"bytes", b"\xff"),
    *(np.float32(20.5), np.float16("nan"), np.int8(5), np.uint64(2**64 - 1), np.bool_(True)),
    *(np.longdouble("1e4000"), np.datetime64("2018-02-03"), np.datetime64("NaT"), np.str_("x")),
    *(np.datetime64("2018-02-03T01", "ns"), np.timedelta64(5, "D"), np.bytes_(b"x"), np.void(b"x")),
    *(np.array([1, 2]), np.array([]), np.array(5), np.array([["a"]], dtype=object), np.ma.masked),
    *(Decimal("20.5"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Fraction(1, 3)),
    *(datetime.date(2018, 2, 3), datetime.datetime(2018, 2, 3, 4), datetime.time(1)),
    *(datetime.datetime(2018, 2, 3, tzinfo=datetime.UTC), datetime.timedelta(5), datetime.date.min),
    *(pd.Timestamp("2018-02-03"), pd.Timestamp("2018-02-03", tz="Asia/Tokyo"), pd.Timestamp.min),
    *(pd.Timedelta("5D"), pd.Period("2018-02"), pd.Interval(0, 5), pd.Categorical(["a"])),
    *([], ["one", "two"], [None], [1, 2], (), ("a",), [[["deep"]]], {"a": 1}, {}, {1, 2}),
    *(frozenset(), range(3), object, object(), len, ..., NotImplemented, Exception("x"), slice(1)),
    *(memoryview(b"x"), lambda: None),
    *(shapely.Point(20.5, 54.7), shapely.Point(), shapely.box(0, 0, 1, 1)),
    *(pd.Series([1, 2]), pd.DataFrame({"a": [1]}), pd.Index([1]), pd.array([1, None])),
    *("9m729", "zeus", "kaliningrad", "operator", "2018-02-03", "a; b"),
]  # fmt: skip
DTYPES: list[Any] = [
    *("object", "string", "category", "float16", "float32", "float64", "complex128", "Int64"),
    *("int8", "uint8", "bool", "boolean", "Float32", "datetime64[ns]", "datetime64[s]"),
    *("timedelta64[ns]", "Sparse[float64]", "period[M]", "string[pyarrow]", "int64[pyarrow]"),
    *("double[pyarrow]", "bool[pyarrow]", "date32[pyarrow]", "timestamp[us][pyarrow]"),
]
GEOMETRIES = [
    *(None, shapely.Point(20.5, 54.7), shapely.Point(), shapely.Point(1, 2, 3)),
    *(shapely.Point(500, 99), shapely.Point(float("nan"), 1), shapely.Point(float("inf"), 1)),
    *(shapely.Point(1e300, -1e300), shapely.Point(-1e-300, 0)),
    *(shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1), shapely.MultiPoint([(1, 2)])),
    *(shapely.GeometryCollection(), shapely.Polygon()),
]  # fmt: skip
CRSES = [
    *(None, *["EPSG:4326"] * 5, "EPSG:3857", "EPSG:3035", "EPSG:32601", "EPSG:27700", "EPSG:4978"),
    *("EPSG:5703", "EPSG:4979", "OGC:CRS84", "ESRI:54030", "EPSG:2193", "IAU_2015:30100"),
    *("+proj=aeqd +lat_0=54 +lon_0=20", "+proj=geos +h=35785831", "+proj=ob_tran +o_proj=moll"),
    'LOCAL_CS["x",UNIT["m",1]]',
]  # fmt: skip

values = st.sampled_from(VALUES) | st.datetimes() | st.decimals() | scalars | tokens


@st.composite
def frame_near(draw: st.DrawFn, rows: Rows) -> Any:
    """Return a frame with a few strange changes, except those that pandas refuses."""
    header, *body = rows
    frame = pd.DataFrame(body, columns=header, dtype=object)
    for name in {"lon", "lat"} & {*header}:
        frame[name] = pd.to_numeric(frame[name], errors="coerce")
    changes = [*[_cells] * 5, *[_column] * 3, *[_labels] * 2, _lines, _points]
    for change in draw(st.lists(st.sampled_from(changes), min_size=1, max_size=3)):
        with suppress(Exception):
            frame = draw(change(frame))
    return frame


def frames() -> st.SearchStrategy[tuple[str, Any]]:
    """Return arguments of `infmap.load` with their values."""
    return st.one_of(
        *[st.tuples(st.just(name), (st.just(rows) | rows_of(model)).flatmap(frame_near))
          for name, (model, rows) in TABLES.items()],
        st.tuples(st.sampled_from([*TABLES]), st.sampled_from(VALUES[1:])),
    )  # fmt: skip


@st.composite
def _cells(draw: st.DrawFn, frame: Any) -> Any:
    at = draw(st.integers(0, frame.shape[1] - 1))
    column = np.empty(len(frame), dtype=object)
    column[:] = frame.iloc[:, at]
    for row in draw(st.sets(st.integers(0, len(frame) - 1), min_size=1, max_size=2)):
        column[row] = draw(values)
    return _with_column(frame, at, column)


@st.composite
def _column(draw: st.DrawFn, frame: Any) -> Any:
    at = draw(st.integers(0, frame.shape[1] - 1))
    column = frame.iloc[:, at] if draw(st.booleans()) else [draw(values)] * len(frame)
    return _with_column(frame, at, pd.array(column, dtype=draw(st.sampled_from(DTYPES))))


def _with_column(frame: Any, at: int, column: Any) -> Any:
    parts = [frame.iloc[:, k] for k in range(frame.shape[1])]
    parts[at] = pd.Series(column, index=frame.index)
    return pd.concat(parts, axis=1).set_axis(frame.columns, axis=1)


@st.composite
def _labels(draw: st.DrawFn, frame: Any) -> Any:
    """Return a frame with other labels of columns or rows, or with two levels of labels."""
    axis = draw(st.sampled_from([0, 1, 1]))
    labels = [*frame.axes[axis]]
    if draw(st.integers(0, 4)) == 0:
        levels = pd.MultiIndex.from_tuples([(label, draw(values)) for label in labels])
        return frame.set_axis(levels, axis=axis)
    labels[draw(st.integers(0, len(labels) - 1))] = draw(st.sampled_from(labels) | values)
    return frame.set_axis(pd.Index(labels, dtype=object), axis=axis)


@st.composite
def _lines(draw: st.DrawFn, frame: Any) -> Any:
    """Return a frame with other rows or columns: none, more, or transposed."""
    at = draw(st.integers(0, frame.shape[1] - 1))
    some = 400 if frame.size < 200 else 2
    many = pd.concat([frame] * some)
    wide = pd.concat([frame, *[frame.iloc[:, at]] * some], axis=1)
    others = [frame.iloc[:0], frame.iloc[:, :0], pd.DataFrame(), frame.T, frame.iloc[::-1]]
    return draw(st.sampled_from([many, wide, *others]))


@st.composite
def _points(draw: st.DrawFn, frame: Any) -> Any:
    few = draw(st.lists(st.just(GEOMETRIES[1]) | st.sampled_from(GEOMETRIES), min_size=1))
    points = gpd.GeoSeries((few * len(frame))[: len(frame)], index=frame.index)
    placed = gpd.GeoDataFrame(frame, geometry=points, crs=draw(st.sampled_from(CRSES)))
    without, twice = placed.drop(columns="geometry"), [placed, placed[["geometry"]]]
    name = draw(st.sampled_from(["geometry", "geometry", "lon", "name", "g"]))
    renamed = placed if name == "geometry" else placed.rename_geometry(name)
    return draw(st.sampled_from([renamed, renamed, without, pd.concat(twice, axis=1)]))
