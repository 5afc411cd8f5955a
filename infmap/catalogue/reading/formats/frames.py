"""Reads a table in memory to a sheet: cells as plain Python, points as longitude and latitude.

A DataFrame, a GeoDataFrame in any reference system, a list of dicts, a dict of columns, or a table
of pyarrow, polars or another library that hands it to pandas or Arrow. Points may be GeoArrow's in
any reference system. It is never changed. None, NaN, NaT and NA are empty cells; a geometry in a
cell is text, as a file has it.
"""

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from infmap.catalogue.reading.faults import Frame, Reading
from infmap.catalogue.reading.formats.geojson import sheet_of_objects
from infmap.catalogue.reading.formats.projections import (
    FILE_NAMED,
    WGS84_CRS,
    names_file,
    to_wgs84,
)
from infmap.catalogue.reading.sheet import Place, Sheet
from infmap.catalogue.values.geometry_texts import is_geometry
from infmap.catalogue.values.refused import RefusedError

if TYPE_CHECKING:
    import pandas as pd


def frame_sheet(reading: Reading, frame: Frame) -> Sheet | None:
    """Return a caller's table in memory as a sheet, or None after a fault.

    What a caller gives may be no table at all.
    """
    given = frame.data
    if isinstance(given, list | tuple) and given and all(isinstance(row, dict) for row in given):
        if not reading.has_room(len(given)):
            return None
        records = [
            (number, {name: _cell(cell) for name, cell in row.items()})
            for number, row in enumerate(given, start=1)
        ]
        return sheet_of_objects(records, None)
    import geopandas as gpd
    import pandas as pd

    shapes: list[Any] | None = None
    crs: Any = None
    if type(given).__module__.startswith("pyarrow"):
        opened = _of_arrow(reading, given)
        if opened is None:
            return None
        data, shapes, crs = opened
    else:
        data = _as_frame(given)
    if not isinstance(data, pd.DataFrame):
        remedy = "give a path, a DataFrame, a GeoDataFrame, a pyarrow Table or a list of dicts"
        for late in ("collect", "compute"):  # polars' and dask's own
            if callable(getattr(given, late, None)):
                remedy = f"give what its {late}() returns"
        reading.fault(None, None, "is no table", type(given).__name__, remedy)
        return None
    if not reading.has_room(*data.shape):
        return None
    columns = {k: _head(name) for k, name in enumerate(data.columns)}
    places: list[Place] | None = None
    has_crs = True
    if isinstance(data, gpd.GeoDataFrame) and data.active_geometry_name:
        geometry = data.columns.get_loc(data.active_geometry_name)
        columns.pop(geometry, None)
        shapes, crs = [*data.geometry], data.crs
    if shapes is not None:
        places_and_crs = _places(reading, shapes, crs)
        if places_and_crs is None:
            return None
        places, has_crs = places_and_crs
    cells = [[_cell(value) for value in _values(data.iloc[:, k])] for k in columns]
    heads = list(columns.values())
    for name, level in _levels(data):
        if name not in heads:
            heads.append(name)
            cells.append([_cell(value) for value in level])
    rows: list[tuple[int, list[Any]]] = []
    kept: list[Place] = []
    for k in range(len(data)):
        row = [column[k] for column in cells]
        place = None if places is None else places[k]
        if place is None and all(cell is None for cell in row):
            continue
        rows.append((k + 1, row))
        kept.append(place)
    if not rows:
        reading.fault(None, None, "has columns but no rows", None, "add at least one row")
        return None
    return Sheet(heads, rows, None if places is None else kept, crs_said=has_crs)


def _head(name: Any) -> str:
    """Return the head of a column; an empty one for None, NaN and NA, which name nothing."""
    return "" if _cell(name) is None else " ".join(str(name).split())


def _values(column: Any) -> list[Any]:
    """Return the values of a column; as texts if one is a day beyond Python's years."""
    try:
        values: list[Any] = column.tolist()
    except (OverflowError, ValueError):
        import pyarrow as pa

        values = pa.array(column).cast(pa.string()).to_pylist()
    return values


def _as_frame(given: Any) -> Any:
    """Return a table of any library or a dict of equal columns as a DataFrame, else the argument.

    A DataFrame keeps its only column of geometries, or that called ``geometry``, as a GeoDataFrame.
    """
    import geopandas as gpd
    import pandas as pd

    if isinstance(given, pd.DataFrame):
        shapes = [name for name, kind in given.dtypes.items() if str(kind) == "geometry"]
        name = shapes[0] if len(shapes) == 1 else "geometry"
        is_plain = not isinstance(given, gpd.GeoDataFrame) and shapes.count(name) == 1
        return gpd.GeoDataFrame(given, geometry=name) if is_plain else given
    if (
        isinstance(given, dict)
        and given
        and all(isinstance(column, list | tuple) for column in given.values())
    ):
        lengths = {len(column) for column in given.values()}
        return pd.DataFrame(given) if len(lengths) == 1 else given
    return _of_other_library(given)


def _of_other_library(given: Any) -> Any:
    """Return what tells pandas or Arrow of its columns as a DataFrame, else the argument."""
    import pandas as pd
    import pyarrow as pa

    if isinstance(given, type):
        return given
    try:
        if hasattr(given, "to_pandas"):
            return given.to_pandas()
        if hasattr(given, "__arrow_c_stream__"):
            return pa.table(given).to_pandas()
        if hasattr(given, "__dataframe__"):
            return pd.api.interchange.from_dataframe(given)
    except Exception:  # of any library
        return given
    return given


def _of_arrow(reading: Reading, given: Any) -> tuple[Any, list[Any] | None, Any] | None:
    """Return a table of Arrow's as a DataFrame, with its geometries and their CRS where it has any.

    None after a fault. What is no table is returned as it is.
    """
    import pyarrow as pa
    from pyproj import CRS
    from pyproj.exceptions import CRSError
    from shapely.errors import ShapelyError

    from infmap.catalogue.reading.formats.geoarrow import geo_column, shapes_of

    if isinstance(given, pa.RecordBatch):
        given = pa.Table.from_batches([given])
    if not isinstance(given, pa.Table):
        return given, None, None
    problem, shown = "says of itself what cannot be read", None
    try:
        column = geo_column(given.schema)
        if column is None:
            return given.to_pandas(), None, None
        said = column.crs if isinstance(column.crs, str) else json.dumps(column.crs)
        if names_file(said):
            reading.fault(None, "geometry", FILE_NAMED, None, f"write the points in {WGS84_CRS}")
            return None
        problem, shown = "its CRS has no way to WGS 84", said
        crs = None if column.crs is None else CRS.from_user_input(column.crs)
        problem, shown = "holds geometries that are not read", column.encoding
        shapes = [*shapes_of(given.column(column.place), column.encoding)]
    except (ValueError, TypeError, pa.ArrowException, CRSError, ShapelyError):
        reading.fault(None, "geometry", problem, shown, f"give the points in {WGS84_CRS}")
        return None
    return given.remove_column(column.place).to_pandas(), shapes, crs


def _levels(data: "pd.DataFrame") -> list[tuple[str, list[Any]]]:
    """Return the levels of an index that are columns: those with a name, and all but numbers.

    Numbers without a name only count the rows. Texts without one are what ``from_dict`` makes of
    names: a column like any other, told if it is not read.
    """
    levels = (data.index.get_level_values(k) for k in range(data.index.nlevels))
    named = [(level.name, _values(level)) for level in levels]
    return [
        ("index" if name is None else str(name), values)
        for name, values in named
        if name is not None or not all(isinstance(value, int | float) for value in values)
    ]


def _places(reading: Reading, shapes: list[Any], crs: Any) -> tuple[list[Place], bool] | None:
    """Return each geometry as a place on WGS 84, and whether it has a CRS; None at a fault.

    Without a CRS the coordinates are returned as they are.
    """
    places = [_place(shape) for shape in shapes]
    points = [place for place in places if isinstance(place, tuple)]
    if crs is None:
        return places, False
    if crs == WGS84_CRS:
        return places, True
    try:
        moved = to_wgs84(crs, points)
    except RefusedError as error:
        reading.fault(None, "geometry", error.problem, crs.name, error.remedy)
        return None
    if moved is None:
        remedy = f"give the points in {WGS84_CRS}"
        problem = "its CRS has no way to WGS 84"
        reading.fault(None, "geometry", problem, crs.name, remedy)
        return None
    following = iter(moved)
    return [next(following) if isinstance(place, tuple) else place for place in places], True


def _place(shape: Any) -> Place:
    """Return the coordinates of a geometry with a single point, or the type of any other."""
    if shape is None or shape.is_empty:
        return None
    while shape.geom_type in {"MultiPoint", "GeometryCollection"} and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    return (shape.x, shape.y) if shape.geom_type == "Point" else str(shape.geom_type)


def _cell(value: Any) -> Any:
    """Return a cell as plain Python."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return None if value != value else value
    import numpy as np
    import pandas as pd
    from shapely import get_srid
    from shapely.geometry.base import BaseGeometry

    if isinstance(value, Decimal):
        return None if value.is_nan() else float(value)
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, bytes):
        written = value.hex()
        return written if is_geometry(written) else value
    if isinstance(value, BaseGeometry):
        srid = get_srid(value)
        return f"SRID={srid};{value.wkt}" if srid else value.wkt
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
