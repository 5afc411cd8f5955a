"""Which files make a catalogue: infmap's own tables, or the caller's in their place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infmap.catalogue.bundled import DATA_VERSION, OUTLINES, Table, data_path
from infmap.catalogue.catalogue import Catalogue
from infmap.catalogue.names import by_name
from infmap.catalogue.reading.inputs import Input, Numbered, R, Reading, as_input
from infmap.catalogue.reading.positions import check_positions
from infmap.catalogue.reading.reader import read_deployments, read_sources, read_table
from infmap.catalogue.reading.references import check_sources, check_systems
from infmap.catalogue.rows import Account, Allegation, Capital, Claim, Event, OwnSystem, System
from infmap.errors import DataError, Fault

if TYPE_CHECKING:
    import pandas as pd

_NAMES = (
    "name its columns: id, name for systems; name, system, lon, lat for sites; system_id, account, "
    "claimant for figures; name, lon, lat for places"
)


def load(
    *,
    deployments: "str | Path | pd.DataFrame | None" = None,
    systems: "str | Path | pd.DataFrame | None" = None,
    claims: "str | Path | pd.DataFrame | None" = None,
    capitals: "str | Path | pd.DataFrame | None" = None,
) -> Catalogue:
    """Read the catalogue: infmap's own tables, or the caller's in their place.

    Parameters
    ----------
    deployments : path, DataFrame or GeoDataFrame, optional
        Sites, each with a ``name``, a ``system`` (an id or a name) and a position: a CSV or a
        DataFrame with ``lon`` and ``lat`` in degrees, a GeoJSON of Points, or a GeoDataFrame of
        points in any CRS. Every other column of the bundled table may be given.
    systems : path or DataFrame, optional
        A CSV or a DataFrame with at least ``id`` and ``name``; ``range_km`` gives each system
        one figure, of account ``user``.
    claims : path or DataFrame, optional
        Figures, in the columns of ``range_claims.csv``.
    capitals : path, DataFrame or GeoDataFrame, optional
        Places with at least ``name``, and ``lon`` and ``lat`` or (of a GeoDataFrame) points.

    Returns
    -------
    Catalogue

    Raises
    ------
    DataError
        With every fault of every table, one line each.

    Notes
    -----
    A DataFrame is checked as a file would be and never changed; None, NaN and NaT are empty
    cells. The points of a GeoDataFrame count, whatever columns ``lon`` and ``lat`` say.

    A table has at most 200,000 rows, 4 million cells and 1000 columns, a file 20 MB; `screen`
    reads places of any number.

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
        )
        if given is not None
    }
    tables, faults = _read(own)
    if faults:
        raise DataError(faults)
    return _put_together(own, tables)


def load_places(places: "str | Path | pd.DataFrame") -> tuple[Capital, ...]:
    """Read a caller's own list of places, to test in place of the capitals.

    Parameters
    ----------
    places : path, DataFrame or GeoDataFrame
        As the capitals of `load`.

    Returns
    -------
    tuple of Capital

    Raises
    ------
    DataError
        With every fault of the table, one line each.

    Examples
    --------
    >>> import infmap
    >>> import pandas as pd
    >>> office = pd.DataFrame({"name": ["The Office"], "lon": [4.9], "lat": [52.4]})
    >>> infmap.load_places(office)[0].id
    'the-office'
    """
    reading = Reading(as_input(places, "places"))
    rows = read_table(reading, Capital)
    check_positions(reading, rows, data_path(OUTLINES))
    if reading.faults:
        raise DataError(reading.faults)
    return _bare(rows)


def check(paths: str | Path | Sequence[str | Path] = ()) -> dict[str, int]:
    """Check tables in full: every cell, every id, every cited source.

    Parameters
    ----------
    paths : path or sequence of path, optional
        The caller's own files, told apart by their columns; without them infmap's own tables.

    Returns
    -------
    dict of str to int
        How many rows each file holds.

    Raises
    ------
    DataError
        With every fault of every file, one line each.

    Examples
    --------
    >>> import infmap
    >>> sorted(infmap.check().values())[-1] > 200
    True
    """
    from infmap.catalogue.reading.telling import table_of

    own: dict[Table, Path] = {}
    faults: list[Fault] = []
    for path in map(Path, [paths] if isinstance(paths, str | Path) else paths):
        table = table_of(path)
        if table is None:
            faults.append(Fault(str(path), None, None, "holds no table of infmap's", None, _NAMES))
            continue
        if table in own:
            problem = f"holds the same table as {own[table]}"
            faults.append(Fault(str(path), None, None, problem, None, "check one at a time"))
        own[table] = path
    tables, found = _read(own, every_reference=True)
    faults += [fault for fault in found if not own or fault.path in map(str, own.values())]
    if faults:
        raise DataError(faults)
    return {
        str(own.get(table, table)): len(tables[table]) for table in Table if not own or table in own
    }


def _read(
    own: Mapping[Table, Input], *, every_reference: bool = False
) -> tuple[dict[Table, Numbered[Any]], list[Fault]]:
    """Read every table; with `every_reference` a cited source must be on file as well."""
    readings = {
        table: Reading(own.get(table) or data_path(table), own=table in own) for table in Table
    }
    tables: dict[Table, Numbered[Any]] = {
        Table.SYSTEMS: _systems(readings[Table.SYSTEMS]),
        Table.CAPITALS: read_table(readings[Table.CAPITALS], Capital),
        Table.EVENTS: read_table(readings[Table.EVENTS], Event),
        Table.SOURCES: read_sources(readings[Table.SOURCES]),
    }
    # What refers to systems waits until these are right: one slip there is not fifty here.
    if not readings[Table.SYSTEMS].faults:
        _read_of_systems(own, readings, tables)
        cited = {row.id: row.id for _, row in tables[Table.SOURCES]}
        for table in Table:
            if table is not Table.SOURCES and (every_reference or table in own):
                check_sources(readings[table], tables[table], cited)
        for table in own.keys() & {Table.DEPLOYMENTS, Table.CAPITALS}:
            check_positions(readings[table], tables[table], data_path(OUTLINES))
    return tables, [fault for reading in readings.values() for fault in reading.faults]


def _read_of_systems(
    own: Mapping[Table, Input],
    readings: Mapping[Table, Reading],
    tables: dict[Table, Numbered[Any]],
) -> None:
    """Read the tables that speak of systems, by any name of theirs."""
    names = by_name({row.id: [row.name, *row.designations] for _, row in tables[Table.SYSTEMS]})

    def known(table: Table) -> Mapping[str, str] | None:
        # What infmap's own tables say of systems that the caller left out is dropped later.
        return None if Table.SYSTEMS in own and table not in own else names

    claims, deployments = readings[Table.CLAIMS], readings[Table.DEPLOYMENTS]
    tables[Table.CLAIMS] = read_table(claims, Claim, system_ids=known(Table.CLAIMS))
    tables[Table.DEPLOYMENTS] = read_deployments(deployments, known(Table.DEPLOYMENTS))
    tables[Table.ALLEGATIONS] = read_table(readings[Table.ALLEGATIONS], Allegation)
    check_systems(readings[Table.ALLEGATIONS], tables[Table.ALLEGATIONS], known(Table.ALLEGATIONS))


def _put_together(own: Collection[Table], tables: Mapping[Table, Numbered[Any]]) -> Catalogue:
    """Return the catalogue of checked tables, without what is said of systems left out."""
    rows = {table: _bare(numbered) for table, numbered in tables.items()}
    ids = {row.id for row in rows[Table.SYSTEMS]}
    figures = _own_claims(rows[Table.SYSTEMS])
    # A caller's one figure takes the place of infmap's, and stands beside the caller's others.
    replaced = set() if Table.CLAIMS in own else {row.system_id for row in figures}
    return Catalogue(
        system_rows=rows[Table.SYSTEMS],
        claim_rows=(
            *figures,
            *(row for row in rows[Table.CLAIMS] if row.system_id in ids - replaced),
        ),
        deployment_rows=tuple(row for row in rows[Table.DEPLOYMENTS] if row.system_id in ids),
        capital_rows=rows[Table.CAPITALS],
        source_rows=rows[Table.SOURCES],
        allegation_rows=rows[Table.ALLEGATIONS],
        event_rows=rows[Table.EVENTS],
        origin=_origin(own),
    )


def _systems(reading: Reading) -> Numbered[System]:
    """Read the systems; a caller's own may carry a range each."""
    return list(read_table(reading, OwnSystem)) if reading.own else read_table(reading, System)


def _origin(own: Collection[Table]) -> str:
    """Return where a catalogue comes from, in words."""
    ours = f"infmap's data {DATA_VERSION}"
    names = [table.partition(".")[0].replace("_", " ") for table in own]
    return f"own {', '.join(names)}; the rest {ours}" if names else ours


def _bare(rows: Numbered[R]) -> tuple[R, ...]:
    return tuple(row for _, row in rows)


def _own_claims(systems: Iterable[System]) -> list[Claim]:
    """Return the one figure of each system that carries a range of its own."""
    return [
        Claim(system_id=row.id, account=Account.USER, claimant="user", up_to_km=row.range_km)
        for row in systems
        if isinstance(row, OwnSystem) and row.range_km is not None
    ]
