"""Columns of each table: which it may have, which it needs, and under what names."""

from functools import cache

from infmap.catalogue.date_cells import as_optional_date, as_partial_date
from infmap.catalogue.publications import Source, as_csl_date
from infmap.catalogue.rows import Capital, Deployment, OwnDeployment, OwnSystem, Row

#: Shorter column names that a user's own tables may use.
SHORT_NAMES: dict[type[Row], dict[str, str]] = {
    Deployment: {"site": "name", "system_id": "system"},
    OwnDeployment: {"site": "name", "system_id": "system"},
}
#: Columns that are filled in from the rest of the row if missing.
FILLED_IN: dict[type[Row], set[str]] = {
    Capital: {"id", "name"},
    Deployment: {"id", "site_id"},
    OwnDeployment: {"id", "site_id"},
    OwnSystem: {"id"},
    Source: {"type"},
}


def needed_columns(model: type[Row]) -> list[str]:
    """Return the required columns of a table, by their short names where they have one.

    Examples
    --------
    >>> needed_columns(Deployment)
    ['name', 'system', 'lon', 'lat']
    """
    short = SHORT_NAMES.get(model, {})
    return [
        short.get(name, name)
        for name, info in model.model_fields.items()
        if info.is_required() and name not in FILLED_IN.get(model, ())
    ]


def full_names(model: type[Row]) -> dict[str, str]:
    """Return the columns of a table that have a short name, by it.

    Examples
    --------
    >>> full_names(Deployment)
    {'name': 'site', 'system': 'system_id'}
    """
    return {short: name for name, short in SHORT_NAMES.get(model, {}).items()}


def known_columns(model: type[Row]) -> set[str]:
    """Return all column names that a table may have, short names included."""
    return {*model.model_fields, *SHORT_NAMES.get(model, {}).values()}


@cache
def date_columns(model: type[Row]) -> frozenset[str]:
    """Return the columns of a table that hold dates.

    Examples
    --------
    >>> sorted(date_columns(OwnDeployment))
    ['first_reported', 'until']
    """
    readers = (as_partial_date, as_optional_date, as_csl_date)
    return frozenset(
        name
        for name, info in model.model_fields.items()
        if any(getattr(one, "func", None) in readers for one in info.metadata)
    )


def missing_columns(header: list[str], model: type[Row]) -> list[str]:
    """Return the required columns that are not in a table's header."""
    full = full_names(model)
    return [name for name in needed_columns(model) if not {name, full.get(name)} & {*header}]


def fits_exactly(header: list[str], model: type[Row]) -> bool:
    """Return whether a header has every required column, no unknown one, and none twice."""
    columns = {*header}
    return (
        len(columns) == len(header)
        and columns <= known_columns(model)
        and not missing_columns(header, model)
    )
