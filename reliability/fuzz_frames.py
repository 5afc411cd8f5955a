"""DataFrames and GeoDataFrames that a notebook might hold, and some that none should."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from infmap.catalogue.bundled import Table
from reliability.fuzz_mutate import TOKENS, any_text
from reliability.fuzz_seeds import OWN_SYSTEMS, PLACES, SITES_CSV, table

#: The argument of `infmap.load` that takes a table, and the table to begin with.
ARGUMENTS: dict[str, Callable[[], list[list[str]]]] = {
    "deployments": lambda: SITES_CSV,
    "systems": lambda: OWN_SYSTEMS,
    "claims": lambda: table(Table.CLAIMS),
    "capitals": lambda: PLACES,
}
#: A frame of more is not repeated again.
MOST_CELLS = 200
#: What a cell may hold.
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
DTYPES = [
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
    *(None, "EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32601", "EPSG:27700", "EPSG:4978"),
    *("EPSG:5703", "EPSG:4979", "OGC:CRS84", "ESRI:54030", "EPSG:2193", "IAU_2015:30100"),
    *("+proj=aeqd +lat_0=54 +lon_0=20", "+proj=geos +h=35785831", "+proj=ob_tran +o_proj=moll"),
    'LOCAL_CS["x",UNIT["m",1]]',
]  # fmt: skip


def hostile_frame(rng: Random) -> tuple[str, Any]:
    """Return an argument of `infmap.load`, and a frame to give for it."""
    argument = rng.choice(list(ARGUMENTS))
    if rng.random() < 0.03:
        return argument, rng.choice(VALUES[1:])
    header, *rows = ARGUMENTS[argument]()
    frame = pd.DataFrame(rows, columns=header, dtype=object)
    for name in ("lon", "lat"):
        if name in frame:
            frame[name] = frame[name].astype(float)
    for _ in range(rng.choice((1, 1, 2, 3))):
        frame = _or_as_it_was(rng.choice(_CHANGES), rng, frame)
    if "lon" in header and rng.random() < 0.4:
        frame = _or_as_it_was(_with_points, rng, frame)
    return argument, frame


def _or_as_it_was(change: Callable[[Random, Any], Any], rng: Random, frame: Any) -> Any:
    """Return a frame changed; what pandas itself refuses never comes to infmap."""
    try:
        return change(rng, frame)
    except Exception:
        return frame


def _change_cells(rng: Random, frame: Any) -> Any:
    at = rng.randrange(frame.shape[1])
    cells = [*frame.iloc[:, at]]
    for _ in range(rng.choice((1, 2))):
        cells[rng.randrange(len(cells))] = _value(rng)
    column = np.empty(len(cells), dtype=object)
    for k, cell in enumerate(cells):
        column[k] = cell
    return _with_column(frame, at, column)


def _change_column(rng: Random, frame: Any) -> Any:
    return _with_column(frame, rng.randrange(frame.shape[1]), _array(rng, len(frame)))


def _change_dtype(rng: Random, frame: Any) -> Any:
    at = rng.randrange(frame.shape[1])
    return _with_column(frame, at, frame.iloc[:, at].astype(rng.choice(DTYPES)))


def _with_column(frame: Any, at: int, column: Any) -> Any:
    parts = [frame.iloc[:, k] for k in range(frame.shape[1])]
    parts[at] = pd.Series(column, index=frame.index)
    changed = pd.concat(parts, axis=1)
    changed.columns = frame.columns
    return changed


def _array(rng: Random, rows: int) -> Any:
    values = [_value(rng)] * rows if rng.random() < 0.5 else [_value(rng) for _ in range(rows)]
    return pd.array(values, dtype=rng.choice(DTYPES))


def _value(rng: Random) -> Any:
    what = rng.random()
    if what < 0.7:
        return rng.choice(VALUES)
    return rng.choice(TOKENS) if what < 0.9 else any_text(rng)


def _change_names(rng: Random, frame: Any) -> Any:
    names = [*frame.columns]
    names[rng.randrange(len(names))] = rng.choice((*names, _value(rng), rng.choice(TOKENS)))
    changed = frame.copy()
    changed.columns = pd.Index(names, dtype=object)
    return changed


def _many_levels(rng: Random, frame: Any) -> Any:
    changed = frame.copy()
    if rng.random() < 0.5:
        changed.columns = pd.MultiIndex.from_tuples([(name, "x") for name in frame.columns])
    else:
        changed.index = pd.MultiIndex.from_tuples([(k, any_text(rng)) for k in range(len(frame))])
    return changed


def _change_index(rng: Random, frame: Any) -> Any:
    return frame.set_index(pd.Index([_value(rng) for _ in range(len(frame))], dtype=object))


def _repeat_column(rng: Random, frame: Any) -> Any:
    at = rng.randrange(frame.shape[1])
    times = rng.choice((1, 2, 500)) if frame.size < MOST_CELLS else 1
    return pd.concat([frame, *[frame.iloc[:, at]] * times], axis=1)


def _other_rows(rng: Random, frame: Any) -> Any:
    return rng.choice(
        (frame.iloc[:0], frame.iloc[:, :0], pd.DataFrame(), frame.T, frame.iloc[::-1],
         pd.concat([frame] * (400 if frame.size < MOST_CELLS else 2)))
    )  # fmt: skip


def _with_points(rng: Random, frame: Any) -> Any:
    points = [rng.choice(GEOMETRIES[:2] if rng.random() < 0.5 else GEOMETRIES) for _ in frame.index]
    crs = rng.choice(CRSES) if rng.random() < 0.7 else "EPSG:4326"
    name = rng.choice(("geometry", "geometry", "lon", "name", "g"))
    placed = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, index=frame.index), crs=crs)
    what = rng.random()
    if what < 0.1:
        return placed.drop(columns="geometry")
    if what < 0.2:
        return pd.concat([placed, placed[["geometry"]]], axis=1)
    return placed if name == "geometry" else placed.rename_geometry(name)


_CHANGES: list[Callable[[Random, Any], Any]] = [
    *[_change_cells] * 6,
    *(_change_column, _change_column, _change_dtype, _change_dtype, _change_names, _many_levels),
    *(_change_index, _repeat_column, _other_rows),
]
