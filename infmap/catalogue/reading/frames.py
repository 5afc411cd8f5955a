"""A caller's DataFrame to records: cells as plain Python, points as longitude and latitude.

The frame is only read. None, NaN, NaT and NA are all the empty cell.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from infmap.catalogue.reading.heads import header_fits
from infmap.catalogue.reading.inputs import Frame, Reading, Record
from infmap.catalogue.rows import Row

if TYPE_CHECKING:
    import geopandas as gpd

WGS84_CRS = "EPSG:4326"


def frame_records(reading: Reading, frame: Frame, model: type[Row]) -> list[Record]:
    """Return the rows of a frame; what is wrong goes to `reading`.

    Parameters
    ----------
    reading : Reading
        Takes the faults.
    frame : Frame
        What the caller gave, which may be no DataFrame at all.
    model : type of Row
        Of what table it is. Where that has positions, the points of a GeoDataFrame, brought to
        EPSG:4326, are its ``lon`` and ``lat``, whatever columns of these names say.
    """
    import geopandas as gpd
    import pandas as pd

    data = frame.data
    if not isinstance(data, pd.DataFrame):
        remedy = "give a path, a DataFrame or a GeoDataFrame"
        reading.fault(None, None, "is no table", type(data).__name__, remedy)
        return []
    if not reading.has_room(*data.shape):
        return []
    columns = {k: str(name).strip() for k, name in enumerate(data.columns)}
    points: list[Any] | None = None
    if (
        "lon" in model.model_fields
        and isinstance(data, gpd.GeoDataFrame)
        and data.active_geometry_name
    ):
        replaced = {data.active_geometry_name, "lon", "lat"}
        columns = {k: name for k, name in columns.items() if name not in replaced}
        points = _points(reading, data)
        if points is None:
            return []
    header = [*columns.values(), *(["lon", "lat"] if points is not None else [])]
    if not header_fits(reading, header, model):
        return []
    cells = [[_cell(value) for value in data.iloc[:, k].tolist()] for k in columns]
    records = []
    for k in range(len(data)):
        row = {name: column[k] for name, column in zip(columns.values(), cells, strict=True)}
        point = None if points is None else points[k]
        if point is None and all(cell is None for cell in row.values()):
            continue
        record = Record(k + 1, row)
        if points is None or _take_point(reading, record, point):
            records.append(record)
    if not records and not reading.faults:
        reading.fault(None, None, "has columns but no rows", None, "add at least one row")
    return records


def _points(reading: Reading, data: "gpd.GeoDataFrame") -> list[Any] | None:
    """Return the geometries in EPSG:4326, or None where nobody can say what they mean."""
    from pyproj.exceptions import CRSError, ProjError

    if data.crs is None:
        remedy = f'say which it is in, such as sites.set_crs("{WGS84_CRS}")'
        reading.fault(None, "geometry", "has no CRS", None, remedy)
        return None
    try:
        return list(data.geometry.to_crs(WGS84_CRS))
    except (CRSError, ProjError):
        remedy = f"give the points in {WGS84_CRS}"
        reading.fault(None, "geometry", "its CRS has no way to WGS 84", data.crs.name, remedy)
        return None


def _take_point(reading: Reading, record: Record, point: Any) -> bool:
    """Put a point into its record; what is none is a fault, with the record left out."""
    if point is not None and point.geom_type == "Point" and not point.is_empty:
        record.cells.update(lon=point.x, lat=point.y)
        return True
    kind = None if point is None else point.geom_type
    reading.fault(record.row, "geometry", "must be a Point", kind, "give each row one point")
    return False


def _cell(value: Any) -> Any:
    """Return a cell as plain Python."""
    import numpy as np
    import pandas as pd

    if isinstance(value, Decimal):
        return None if value.is_nan() else float(value)
    if isinstance(value, np.ndarray):
        return value.tolist()
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value
