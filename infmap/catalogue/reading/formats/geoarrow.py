"""The points of an Arrow table, and their reference system: GeoArrow's, or GeoParquet's in memory.

Arrow keeps both beside the column, and a DataFrame made of the table has neither.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

#: The name of a column's type, and what it says of itself, in the metadata of its field.
_NAME, _SAYS = b"ARROW:extension:name", b"ARROW:extension:metadata"
_PREFIX = "geoarrow."


@dataclass(frozen=True)
class GeoColumn:
    """A column of geometries: its place in the table, how they are written, and where they are.

    Attributes
    ----------
    place : int
        Its number in the table.
    encoding : str
        Of GeoArrow, without its prefix: ``point``, ``wkb``, ``wkt`` or another.
    crs : object
        What it says of its reference system; None if nothing.
    """

    place: int
    encoding: str
    crs: object


def has_geometry(schema: "pa.Schema") -> bool:
    """Return whether a table says that it has geometries."""
    return b"geo" in (schema.metadata or {}) or any(
        _extension(field)[0].startswith(_PREFIX) for field in schema
    )


def geo_column(schema: "pa.Schema") -> GeoColumn | None:
    """Return the column of geometries, of several the main or else the first; None without one.

    Raises `ValueError` if what it says of itself cannot be read.
    """
    found = []
    try:
        about = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        for place, field in enumerate(schema):
            name, says = _extension(field)
            column = about.get("columns", {}).get(field.name)
            if column is not None:
                # GeoParquet without a word of it is in longitude and latitude on WGS 84.
                crs = column.get("crs", "OGC:CRS84")
                found.append(GeoColumn(place, column["encoding"].casefold(), crs))
            elif name.startswith(_PREFIX):
                crs = json.loads(says or "{}").get("crs")
                found.append(GeoColumn(place, name.removeprefix(_PREFIX), crs))
    except (AttributeError, KeyError) as error:
        raise ValueError("no such metadata") from error
    main = about.get("primary_column")
    return min(found, key=lambda column: schema.names[column.place] != main, default=None)


def _extension(field: "pa.Field") -> tuple[str, str]:
    """Return the name of a column's type and what it says, whether or not Arrow knows the type."""
    about = field.metadata or {}
    name, says = about.get(_NAME, b""), about.get(_SAYS, b"")
    if hasattr(field.type, "__arrow_ext_serialize__"):
        name, says = field.type.extension_name.encode(), field.type.__arrow_ext_serialize__()
    return name.decode("utf-8", "replace"), says.decode()


def shapes_of(column: "pa.ChunkedArray", encoding: str) -> Sequence[Any]:
    """Return the geometries of a column, None for an empty cell.

    Raises an error of shapely's if one is damaged, and `ValueError` if they are written in a way
    that is not read.
    """
    import pyarrow as pa
    import shapely

    if isinstance(column.type, pa.BaseExtensionType):
        column = pa.chunked_array(
            [chunk.storage for chunk in column.chunks], column.type.storage_type
        )
    cells = column.to_pylist()
    if encoding == "point":
        return [_point(cell) for cell in cells]
    if encoding not in {"wkb", "wkt"}:
        raise ValueError(encoding)
    read = shapely.from_wkb if encoding == "wkb" else shapely.from_wkt
    return [None if cell is None else read(cell) for cell in cells]


def _point(cell: Any) -> Any:
    import shapely

    if cell is None:
        return None
    x, y = (cell["x"], cell["y"]) if isinstance(cell, dict) else cell[:2]
    return shapely.Point(x, y) if x == x and y == y else shapely.Point()
