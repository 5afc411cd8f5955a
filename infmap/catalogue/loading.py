"""Makes a catalogue of infmap's tables, and a caller's that add to them or replace them."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from infmap.arguments import checks_kinds
from infmap.catalogue.bundled import DATA_VERSION, OUTLINES, Table, data_path
from infmap.catalogue.gathering import ADDED, Gathered, gather, read_places, tell
from infmap.catalogue.reading.faults import Numbered, R, Reading, as_input
from infmap.catalogue.reading.positions import check_positions
from infmap.catalogue.rows import (
    Account,
    Capital,
    Claim,
    Deployment,
    OwnDeployment,
    OwnSystem,
    System,
)
from infmap.catalogue.selection import Catalogue
from infmap.errors import DataError, InfmapError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

    #: The types of a table that a caller may give.
    Given: TypeAlias = (
        "str | Path | pd.DataFrame | gpd.GeoDataFrame | pa.Table | list[dict[str, Any]]"
    )


@checks_kinds
def load(
    *,
    deployments: "Given | None" = None,
    systems: "Given | None" = None,
    claims: "Given | None" = None,
    capitals: "Given | None" = None,
    sources: "Given | None" = None,
    only_own: bool = False,
) -> Catalogue:
    """Read the catalogue: infmap's own tables, and the caller's added or in place of them.

    Parameters
    ----------
    deployments : path, DataFrame, GeoDataFrame, pyarrow Table or list of dict, optional
        Sites, in place of infmap's, each with a ``name``, a position and a ``system`` (ids or
        names) or a range of its own (``range_km``). Every other column of the bundled table may
        be given.
    systems : the same, optional
        Systems added to infmap's, with at least a ``name``; ``range_km`` gives each a figure of
        account ``user``. If infmap has a system of the same id, its row fills in the blanks.
    claims : the same, optional
        Figures added to infmap's, in the columns of ``range_claims.csv``.
    capitals : the same, optional
        Places in place of infmap's capitals, each with a position. ``country`` or ``iso_a3`` shows
        whether their states are in NATO. A place with an ``until`` is included only if a day is
        selected on which its row holds.
    sources : the same, optional
        Publications added to infmap's, in the fields of CSL-JSON; rows of the other tables cite
        them by ``id``.
    only_own : bool, default False
        Whether to leave out infmap's figures.

    Returns
    -------
    Catalogue

    Raises
    ------
    DataError
        With every fault of every table, one line each.

    Warns
    -----
    ReadingNote
        How an unusual cell or column was read, and what was ignored.

    Notes
    -----
    Files may be CSV, workbooks, GeoJSON, KML, GPX, GeoPackage, Shapefile, FlatGeobuf or Parquet:
    see the page on input formats. Tables in memory are checked as files are, and never changed;
    None, NaN and NaT are empty cells. The points of a GeoDataFrame, in any CRS, are the positions,
    and columns such as ``lon`` and ``lat`` must agree with them; heights are left out. A column of
    shapely points or of WKB is read in other tables too. Tables of polars and other libraries are
    read by way of Arrow.

    A table has at most 200,000 rows, 4 million cells and 1000 columns; a text file has at most
    20 MB, any other 100 MB, and 200 MB unpacked. `screen` reads any number of places.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> cat.claims.query("system_id == '9m729' and account == 'operator'")["up_to_km"].item()
    480.0
    >>> import pandas as pd
    >>> sites = pd.DataFrame({"name": ["My site"], "system": ["9M729"], "lon": 20, "lat": [54]})
    >>> infmap.load(deployments=sites).sites[0].system_ids
    ('9m729',)
    """
    own = {
        table: as_input(given, argument)
        for table, argument, given in (
            (Table.DEPLOYMENTS, "deployments", deployments),
            (Table.SYSTEMS, "systems", systems),
            (Table.CLAIMS, "claims", claims),
            (Table.CAPITALS, "capitals", capitals),
            (Table.SOURCES, "sources", sources),
        )
        if given is not None
    }
    read = gather(own)
    if read.faults:
        raise DataError(read.faults)
    cat = _put_together(own, read, only_own=only_own)
    tell(read.notes)
    return cat


def load_places(places: "Given | Sequence[Capital]") -> tuple[Capital, ...]:
    """Read a caller's own list of places, to test in place of the capitals.

    Parameters
    ----------
    places : path, DataFrame, GeoDataFrame, pyarrow Table or list of dict
        As the capitals of `load`. A list of `Capital` is returned as it is.

    Returns
    -------
    tuple of Capital

    Raises
    ------
    DataError
        With every fault of the table, one line each.

    Warns
    -----
    ReadingNote
        How a cell or column was read that has an unusual spelling.

    Examples
    --------
    >>> import infmap
    >>> import pandas as pd
    >>> office = pd.DataFrame({"name": ["The Office"], "lon": [4.9], "lat": [52.4]})
    >>> infmap.load_places(office)[0].id
    'the-office'
    """
    if isinstance(places, list | tuple) and all(isinstance(place, Capital) for place in places):
        return tuple(places)
    reading = Reading(as_input(places, "places"))
    rows = read_places(reading)
    check_positions(reading, rows, data_path(OUTLINES))
    if reading.faults:
        raise DataError(reading.faults)
    tell(reading.notes)
    return _unnumbered(rows)


def _put_together(own: Collection[Table], read: Gathered, *, only_own: bool) -> Catalogue:
    """Return the catalogue made of tables that have no fault."""
    rows = {table: _unnumbered(numbered) for table, numbered in read.tables.items()}
    ids = {row.id for row in rows[Table.SYSTEMS]}
    brought = [
        System(id=ident, name=name) for ident, name in read.brought.items() if ident not in ids
    ]
    systems = (*rows[Table.SYSTEMS], *brought)
    figures = (*_own_figures(read), *_unnumbered(read.own_rings), *_unnumbered(read.own_claims))
    if only_own and not figures:
        raise InfmapError(
            "only_own leaves infmap's figures out, and no table of yours has one; add claims, or a "
            "range to systems or sites (--claims, --systems)"
        )
    return Catalogue(
        system_rows=systems,
        claim_rows=_each_once(() if only_own else rows[Table.CLAIMS], figures),
        deployment_rows=tuple(_plain_report(row) for row in rows[Table.DEPLOYMENTS]),
        capital_rows=rows[Table.CAPITALS],
        source_rows=rows[Table.SOURCES],
        allegation_rows=rows[Table.ALLEGATIONS],
        event_rows=rows[Table.EVENTS],
        origin=_origin(own, only_own=only_own),
    ).with_capitals_of(None)


def _each_once(infmaps: tuple[Claim, ...], figures: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Return infmap's figures and a caller's once each: tables may repeat them, and each other's.

    A note makes no other figure of one.

    Examples
    --------
    >>> import infmap
    >>> figures = infmap.load().claim_rows[:3]
    >>> len(_each_once(figures, (figures[0].model_copy(update={"note": ""}),)))
    3
    """
    if not figures:
        return infmaps
    first: dict[tuple[object, ...], Claim] = {}
    for figure in (*infmaps, *figures):
        said = tuple(value for name, value in figure if name != "note")
        first.setdefault(said, figure)
    return (*first.values(),)


def _plain_report(row: Deployment) -> Deployment:
    """Return a report without the range that a caller's row may have."""
    if not isinstance(row, OwnDeployment):
        return row
    return Deployment.model_construct(
        **{name: getattr(row, name) for name in Deployment.model_fields}
    )


def _own_figures(read: Gathered) -> list[Claim]:
    """Return the claims made from the ranges in a caller's rows of systems and sites."""
    with_ranges: list[tuple[str, OwnSystem | OwnDeployment]] = [
        *((row.id, row) for _, row in read.own_systems),
        *(
            (row.system_id, row)
            for _, row in read.tables[Table.DEPLOYMENTS]
            if isinstance(row, OwnDeployment)
        ),
    ]
    claims: list[Claim] = []
    for system_id, row in with_ranges:
        if row.range_km is None and row.at_least_km is None:
            continue
        claim = Claim(
            system_id=system_id,
            account=Account.USER,
            claimant="user",
            at_least_km=row.at_least_km,
            up_to_km=row.range_km,
        )
        if claim not in claims:
            claims.append(claim)
    return claims


def _origin(own: Collection[Table], *, only_own: bool) -> str:
    """Return whose tables a catalogue is made of, in words."""
    bundled = f"infmap's data {DATA_VERSION}"
    if not own:
        return bundled
    words = {table: table.partition(".")[0].replace("_", " ") for table in own}
    replacing = [word for table, word in words.items() if table not in ADDED]
    added = [word for table, word in words.items() if table in ADDED]
    parts = [f"own {', '.join(replacing)}"] if replacing else []
    parts += [f"own {', '.join(added)} added"] if added else []
    parts += [f"the rest {bundled}" + (" without its figures" if only_own else "")]
    return "; ".join(parts)


def _unnumbered(rows: Numbered[R]) -> tuple[R, ...]:
    return tuple(row for _, row in rows)
