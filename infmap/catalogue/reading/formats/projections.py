"""Converts points of any reference system to longitude and latitude on WGS 84."""

import math
import re
from collections.abc import Sequence

from infmap.catalogue.reading.sheet import Place
from infmap.catalogue.values.geometry_texts import refuse_degrees
from infmap.catalogue.values.refused import RefusedError

WGS84_CRS = "EPSG:4326"
#: The problem of a reference system that names a file.
FILE_NAMED = "its reference system names a file or an operation that is not read"
#: Stands for a point that is outside its reference system.
OUTSIDE_CRS = "Point outside its CRS"
#: Parts of a reference system that name a grid file, or an operation of PROJ that opens one.
_NAMES_FILE = re.compile(
    r"grids(?!\s*=\s*@null\b)|PARAMETERFILE|\+init\b|\bfile\s*=|METHOD\s*\[\s*\"PROJ\b"
    r"|(difference|model|correction) file|\.(gsb|gtx|gvb|ct2|byn|los|las)\b",
    re.IGNORECASE,
)


def names_file(crs: str) -> bool:
    """Return whether the text of a reference system names a file that PROJ would open.

    Examples
    --------
    >>> names_file("+proj=longlat +nadgrids=/etc/passwd"), names_file("British National Grid")
    (True, False)
    """
    return _NAMES_FILE.search(crs) is not None


def to_wgs84(crs: object, points: Sequence[Place]) -> list[Place] | None:
    """Return points as longitude and latitude, or None if they cannot be converted to WGS 84.

    A point outside its reference system becomes `OUTSIDE_CRS`. Of a system with heights only what
    lies beneath them counts. Raises `RefusedError` if a projection is declared for plain degrees.

    Examples
    --------
    >>> [(lon, lat)] = to_wgs84("EPSG:3857", [(0.0, 0.0)])
    >>> abs(lon) < 1e-9 and abs(lat) < 1e-9
    True
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError

    if isinstance(crs, str) and names_file(crs):
        return None
    try:
        system = CRS.from_user_input(crs)
        if system.is_compound:  # its first part is the horizontal one
            system = system.sub_crs_list[0]
        if system.is_vertical or not (system.is_geographic or system.is_projected):
            return None
        refuse_degrees(system, points)  # type: ignore[arg-type]
        transformer = Transformer.from_crs(system, WGS84_CRS, always_xy=True)
        lons, lats = transformer.transform(
            [point[0] for point in points],  # type: ignore[index]
            [point[1] for point in points],  # type: ignore[index]
        )
    except RefusedError:
        raise
    except (CRSError, ProjError, ValueError, TypeError, OverflowError, MemoryError):
        return None
    return [
        (float(lon), float(lat)) if math.isfinite(lon) and math.isfinite(lat) else OUTSIDE_CRS
        for lon, lat in zip(lons, lats, strict=True)
    ]
