"""Rows as DataFrames and GeoDataFrames."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from infmap.catalogue.publications import Source
from infmap.catalogue.rows import Allegation, Capital, Claim, Deployment, Event, Row, System

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


class AsFrames:
    """Base for a class with tables of rows: each table as a DataFrame, named without ``_rows``."""

    system_rows: tuple[System, ...]
    claim_rows: tuple[Claim, ...]
    deployment_rows: tuple[Deployment, ...]
    capital_rows: tuple[Capital, ...]
    source_rows: tuple[Source, ...]
    allegation_rows: tuple[Allegation, ...]
    event_rows: tuple[Event, ...]

    @cached_property
    def systems(self) -> "pd.DataFrame":
        """One row per system."""
        return _frame(self.system_rows, System)

    @cached_property
    def claims(self) -> "pd.DataFrame":
        """One row per figure of a party for a system."""
        return _frame(self.claim_rows, Claim)

    @cached_property
    def deployments(self) -> "gpd.GeoDataFrame":
        """One row per report of a system at a site, with its point (EPSG:4326)."""
        return _points(_frame(self.deployment_rows, Deployment))

    @cached_property
    def capitals(self) -> "gpd.GeoDataFrame":
        """One row per capital, with its point (EPSG:4326)."""
        return _points(_frame(self.capital_rows, Capital))

    @cached_property
    def allegations(self) -> "pd.DataFrame":
        """One row per charge, with its answer."""
        return _frame(self.allegation_rows, Allegation)

    @cached_property
    def events(self) -> "pd.DataFrame":
        """One row per dated event."""
        return _frame(self.event_rows, Event)

    @cached_property
    def sources(self) -> "pd.DataFrame":
        """One row per publication."""
        return _frame(self.source_rows, Source)


def _frame(rows: Sequence[Row], model: type[Row]) -> "pd.DataFrame":
    """Return a DataFrame of the rows, with all columns of the model even if there are no rows."""
    import pandas as pd

    return pd.DataFrame(
        [row.model_dump(mode="json") for row in rows], columns=list(model.model_fields)
    )


def _points(frame: "pd.DataFrame") -> "gpd.GeoDataFrame":
    """Return a GeoDataFrame with points made from ``lon`` and ``lat`` (EPSG:4326)."""
    import geopandas as gpd

    from infmap.catalogue.layer import Layer

    points = gpd.points_from_xy(frame["lon"].astype(float), frame["lat"].astype(float))
    return Layer(frame, geometry=points, crs="EPSG:4326")
