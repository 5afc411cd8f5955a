"""Rows as DataFrames and GeoDataFrames."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Union, get_args, get_origin, get_type_hints

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


def frame_of(
    rows: Sequence[Mapping[str, object]], kind: type, columns: Sequence[str] | None = None
) -> "pd.DataFrame":
    """Return a DataFrame of rows of one type: its columns have their kinds without any row too.

    Examples
    --------
    >>> from infmap.looks.rows import CompareRow
    >>> none = frame_of([], CompareRow)
    >>> str(none["distance_km"].dtype), none["left"].dtype == frame_of([{"left": "a"}], CompareRow)[
    ...     "left"].dtype
    ('float64', True)
    """
    import pandas as pd

    hints = get_type_hints(kind)
    table = pd.DataFrame([*rows], columns=[*hints] if columns is None else [*columns])
    text = pd.Series([""]).dtype
    kinds: dict[str, object] = {}
    for column in table.columns:
        hint = hints[column]
        parts = {*(get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,))}
        of_one = parts - {NoneType}
        if of_one == {float} or parts == {int, NoneType}:
            kinds[column] = float
        elif parts in ({int}, {bool}):
            kinds[column] = hint
        elif of_one == {bool}:  # True, False or None
            kinds[column] = object
        elif not rows and all(isinstance(part, type) and issubclass(part, str) for part in of_one):
            kinds[column] = text
    return table.astype(kinds)


def _frame(rows: Sequence[Row], model: type[Row]) -> "pd.DataFrame":
    """Return a DataFrame of the rows, with all columns of the model even if there are no rows."""
    records = [row.model_dump(mode="json") for row in rows]
    return frame_of(records, model, [*model.model_fields])


def _points(frame: "pd.DataFrame") -> "gpd.GeoDataFrame":
    """Return a GeoDataFrame with points made from ``lon`` and ``lat`` (EPSG:4326)."""
    import geopandas as gpd

    from infmap.catalogue.layer import Layer

    points = gpd.points_from_xy(frame["lon"].astype(float), frame["lat"].astype(float))
    return Layer(frame, geometry=points, crs="EPSG:4326")
