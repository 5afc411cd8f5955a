"""Rows as the frames that pandas and geopandas know."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Deployment,
    Event,
    Row,
    Source,
    System,
)

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


class AsFrames:
    """For a class with tables of rows: each as a frame too, under its name without ``_rows``."""

    system_rows: tuple[System, ...]
    claim_rows: tuple[Claim, ...]
    deployment_rows: tuple[Deployment, ...]
    capital_rows: tuple[Capital, ...]
    source_rows: tuple[Source, ...]
    allegation_rows: tuple[Allegation, ...]
    event_rows: tuple[Event, ...]

    @cached_property
    def systems(self) -> "pd.DataFrame":
        """One row a system."""
        return _frame(self.system_rows, System)

    @cached_property
    def claims(self) -> "pd.DataFrame":
        """One row a party's figure for one system."""
        return _frame(self.claim_rows, Claim)

    @cached_property
    def deployments(self) -> "gpd.GeoDataFrame":
        """One row a report of one system at one site, with its point (EPSG:4326)."""
        return _points(_frame(self.deployment_rows, Deployment))

    @cached_property
    def capitals(self) -> "gpd.GeoDataFrame":
        """One row a capital, with its point (EPSG:4326)."""
        return _points(_frame(self.capital_rows, Capital))

    @cached_property
    def allegations(self) -> "pd.DataFrame":
        """One row a charge and its answer."""
        return _frame(self.allegation_rows, Allegation)

    @cached_property
    def events(self) -> "pd.DataFrame":
        """One row a dated event."""
        return _frame(self.event_rows, Event)

    @cached_property
    def sources(self) -> "pd.DataFrame":
        """One row a publication."""
        return _frame(self.source_rows, Source)


def _frame(rows: Sequence[Row], model: type[Row]) -> "pd.DataFrame":
    """Return a row a line, with the columns of the model where there are none too."""
    import pandas as pd

    return pd.DataFrame(
        [row.model_dump(mode="json") for row in rows], columns=list(model.model_fields)
    )


def _points(frame: "pd.DataFrame") -> "gpd.GeoDataFrame":
    """Return a frame with a point for its longitude and latitude (EPSG:4326)."""
    import geopandas as gpd

    points = gpd.points_from_xy(frame["lon"].astype(float), frame["lat"].astype(float))
    return gpd.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")
