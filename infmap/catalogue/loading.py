"""Which files make a catalogue: infmap's own tables, the caller's beside or in place of them."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

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

    #: What a table may be given as.
    Given: TypeAlias = (
        "str | Path | pd.DataFrame | gpd.GeoDataFrame | pa.Table | list[dict[str, Any]]"
    )


def load(
    *,
    deployments: "Given | None" = None,
    systems: "Given | None" = None,
    claims: "Given | None" = None,
    capitals: "Given | None" = None,
    sources: "Given | None" = None,
    only_own: bool = False,
) -> Catalogue:
    """Read the catalogue: infmap's own tables, with the caller's beside or in place of them.

    Parameters
    ----------
    deployments : path, DataFrame, GeoDataFrame, pyarrow Table or list of dict, optional
        Sites, in place of infmap's, each with a ``name``, a position and a ``system`` (an id or any
        name, or several) or a range of its own (``range_km``). Every other column of the bundled
        table may be given.
    systems : the same, optional
        Systems beside infmap's, with at least a ``name``; ``range_km`` gives each one figure, of
        account ``user``. What a row of an id that infmap knows leaves blank is infmap's.
    claims : the same, optional
        Figures beside infmap's, in the columns of ``range_claims.csv``.
    capitals : the same, optional
        Places in place of infmap's capitals, each with a position. Whether their states are in
        NATO is told by ``country`` or ``iso_a3``; one with an ``until`` is among them only on a
        day that is asked for.
    sources : the same, optional
        Publications beside infmap's, in the fields of CSL-JSON; rows of the other tables cite
        them by ``id``.
    only_own : bool, default False
        Whether infmap's figures are left out.

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
        How a table was read that can be written otherwise, and what was not read of it.

    Notes
    -----
    Files may be CSV, workbooks, GeoJSON, KML, GPX, GeoPackage, Shapefile, FlatGeobuf or Parquet:
    see the page on input formats. What is in memory is checked as a file would be and never
    changed; None, NaN and NaT are empty cells. The points of a GeoDataFrame, in any CRS, count,
    whatever columns ``lon`` and ``lat`` say.

    A table has at most 200,000 rows, 4 million cells and 1000 columns; a text file has at most
    20 MB, any other 100 MB, and 200 MB unpacked. `screen` reads places of any number.

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
        As the capitals of `load`; places that are read already stay as they are.

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
        How it was read, where it can be written otherwise.

    Examples
    --------
    >>> import infmap
    >>> import pandas as pd
    >>> office = pd.DataFrame({"name": ["The Office"], "lon": [4.9], "lat": [52.4]})
    >>> infmap.load_places(office)[0].id
    'the-office'
    """
    if isinstance(places, list | tuple) and all(isinstance(one, Capital) for one in places):
        return tuple(places)
    reading = Reading(as_input(places, "places"))
    rows = read_places(reading)
    check_positions(reading, rows, data_path(OUTLINES))
    if reading.faults:
        raise DataError(reading.faults)
    tell(reading.notes)
    return _bare(rows)


def _put_together(own: Collection[Table], read: Gathered, *, only_own: bool) -> Catalogue:
    """Return the catalogue of checked tables."""
    rows = {table: _bare(numbered) for table, numbered in read.tables.items()}
    ids = {row.id for row in rows[Table.SYSTEMS]}
    brought = [
        System(id=ident, name=name) for ident, name in read.brought.items() if ident not in ids
    ]
    systems = (*rows[Table.SYSTEMS], *brought)
    figures = (*_own_figures(read), *_bare(read.own_claims))
    if only_own and not figures:
        raise InfmapError(
            "only_own leaves infmap's figures out, and no table of yours has one; add claims, or a "
            "range to systems or sites (--claims, --systems)"
        )
    return Catalogue(
        system_rows=systems,
        # A figure of infmap's that is given back is there once.
        claim_rows=figures if only_own else (*dict.fromkeys((*rows[Table.CLAIMS], *figures)),),
        deployment_rows=tuple(_plain_report(row) for row in rows[Table.DEPLOYMENTS]),
        capital_rows=rows[Table.CAPITALS],
        source_rows=rows[Table.SOURCES],
        allegation_rows=rows[Table.ALLEGATIONS],
        event_rows=rows[Table.EVENTS],
        origin=_origin(own, only_own=only_own),
    ).with_capitals_of(None)


def _plain_report(row: Deployment) -> Deployment:
    """Return a report without the figure that a caller's row carried."""
    if not isinstance(row, OwnDeployment):
        return row
    return Deployment.model_construct(
        **{name: getattr(row, name) for name in Deployment.model_fields}
    )


def _own_figures(read: Gathered) -> list[Claim]:
    """Return the one figure of each system, or of each system of a site, that carries its own."""
    carriers: list[tuple[str, OwnSystem | OwnDeployment]] = [
        *((row.id, row) for _, row in read.own_systems),
        *(
            (row.system_id, row)
            for _, row in read.tables[Table.DEPLOYMENTS]
            if isinstance(row, OwnDeployment)
        ),
    ]
    claims: list[Claim] = []
    for system_id, row in carriers:
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
    """Return where a catalogue comes from, in words."""
    ours = f"infmap's data {DATA_VERSION}"
    if not own:
        return ours
    words = {table: table.partition(".")[0].replace("_", " ") for table in own}
    instead = [word for table, word in words.items() if table not in ADDED]
    added = [word for table, word in words.items() if table in ADDED]
    parts = [f"own {', '.join(instead)}"] if instead else []
    parts += [f"own {', '.join(added)} added"] if added else []
    parts += [f"the rest {ours}" + (" without its figures" if only_own else "")]
    return "; ".join(parts)


def _bare(rows: Numbered[R]) -> tuple[R, ...]:
    return tuple(row for _, row in rows)
