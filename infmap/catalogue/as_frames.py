"""Rows as the frames that pandas and geopandas know."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from infmap.catalogue.rows import Row

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def as_frame(rows: Sequence[Row], model: type[Row]) -> "pd.DataFrame":
    """Return a row a line, with the columns of the model where there are none too."""
    import pandas as pd

    return pd.DataFrame(
        [row.model_dump(mode="json") for row in rows], columns=list(model.model_fields)
    )


def with_points(frame: "pd.DataFrame") -> "gpd.GeoDataFrame":
    """Return a frame with a point for its longitude and latitude (EPSG:4326)."""
    import geopandas as gpd

    points = gpd.points_from_xy(frame["lon"].astype(float), frame["lat"].astype(float))
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")
