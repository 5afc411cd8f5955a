"""Layers as a GeoPackage, with styles for QGIS: the same input, the same bytes."""

import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from infmap.catalogue.bundled import DATA_VERSION
from infmap.errors import OutputError, reason_of, shorten
from infmap.export.qgis import GEOMETRY_COLUMN, store_styles
from infmap.io.alone import gdal_options

if TYPE_CHECKING:
    import geopandas as gpd

#: Older GDAL and QGIS read this version without a warning.
GEOPACKAGE_VERSION = "1.2"
#: The time stamp is the day of the data, not of the writing.
WRITTEN = f"{DATA_VERSION.replace('.', '-')}T00:00:00.000Z"


def geopackage_bytes(layers: "Mapping[str, gpd.GeoDataFrame]") -> bytes:
    """Return layers as the bytes of a GeoPackage, which GDAL can only write to a file."""
    import geopandas as gpd
    from pyogrio.errors import DataLayerError, DataSourceError

    try:
        with (
            gdal_options({"OGR_CURRENT_DATE": WRITTEN}),
            tempfile.TemporaryDirectory(prefix="infmap-") as folder,
        ):
            path = Path(folder) / "infmap.gpkg"
            for name, layer in layers.items():
                gpd.GeoDataFrame(layer).to_file(
                    path,
                    layer=name,
                    driver="GPKG",
                    VERSION=GEOPACKAGE_VERSION,
                    GEOMETRY_NAME=GEOMETRY_COLUMN,
                )
            store_styles(path, layers, WRITTEN)
            _check_indexes(path, layers)
            return path.read_bytes()
    except (OSError, DataSourceError, DataLayerError, sqlite3.Error) as error:
        reason = shorten(reason_of(error), 90)
        raise OutputError(
            f"{_temporary()}: a GeoPackage cannot be put together there ({reason}); make room, or "
            "set TMPDIR to another folder"
        ) from None


def _check_indexes(path: Path, layers: "Mapping[str, gpd.GeoDataFrame]") -> None:
    """Check that each layer has its whole spatial index: GDAL does not report a failure."""
    with closing(sqlite3.connect(path)) as database:
        for name, layer in layers.items():
            index = f'"rtree_{name}_{GEOMETRY_COLUMN}_rowid"'
            if database.execute(f"SELECT count(*) FROM {index}").fetchone() != (len(layer),):
                raise sqlite3.DatabaseError(f"the index of {name} is not whole")


def _temporary() -> str:
    """Return the folder of temporary files, or a word for it if there is none."""
    try:
        return tempfile.gettempdir()
    except OSError:
        return "temporary folder"
