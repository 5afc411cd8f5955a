"""Which files make a catalogue: infmap's own tables, or the caller's in their place."""

import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from infmap.catalogue.catalogue import Catalogue
from infmap.catalogue.inputs import Input, Reading, as_input
from infmap.catalogue.reader import (
    Numbered,
    R,
    read_deployments,
    read_sources,
    read_table,
    resolve,
)
from infmap.catalogue.rows import (
    Account,
    Allegation,
    Capital,
    Claim,
    Event,
    OwnSystem,
    Row,
    System,
)
from infmap.errors import DataError, Fault

if TYPE_CHECKING:
    import pandas as pd

#: The day that the bundled tables were last revised; they change apart from the code.
DATA_VERSION = "2026.11.24"


class Table(StrEnum):
    """The tables, each by the file that holds it."""

    SYSTEMS = "systems.csv"
    CLAIMS = "range_claims.csv"
    DEPLOYMENTS = "deployments.geojson"
    CAPITALS = "capitals.csv"
    ALLEGATIONS = "allegations.csv"
    EVENTS = "events.csv"
    SOURCES = "sources.json"


def data_path(name: str) -> Path:
    """Return where a bundled table lies: inside the installed package, or in the checkout."""
    installed = Path(str(files("infmap"))) / "data" / name
    return installed if installed.exists() else Path(__file__).parents[2] / "data" / name


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
    cat, faults = _read(own)
    if faults:
        raise DataError(faults)
    return cat


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
    if reading.faults:
        raise DataError(reading.faults)
    return _bare(rows)


def check(paths: Sequence[str | Path] = ()) -> dict[str, int]:
    """Check tables in full: every cell, every id, every cited source.

    Parameters
    ----------
    paths : sequence of path, optional
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
    own: dict[Table, Path] = {}
    faults: list[Fault] = []
    for path in map(Path, paths):
        table = _table_of(path)
        if table in own:
            problem = f"holds the same table as {own[table]}"
            faults.append(Fault(str(path), None, None, problem, None, "check one at a time"))
        own[table] = path
    cat, found = _read(own, every_reference=True)
    faults += [fault for fault in found if not own or fault.path in map(str, own.values())]
    if faults:
        raise DataError(faults)
    rows = {
        Table.SYSTEMS: cat.system_rows,
        Table.CLAIMS: cat.claim_rows,
        Table.DEPLOYMENTS: cat.deployment_rows,
        Table.CAPITALS: cat.capital_rows,
        Table.ALLEGATIONS: cat.allegation_rows,
        Table.EVENTS: cat.event_rows,
        Table.SOURCES: cat.source_rows,
    }
    return {
        str(own.get(table, table)): len(found)
        for table, found in rows.items()
        if not own or table in own
    }


def _read(
    own: Mapping[Table, Input], *, every_reference: bool = False
) -> tuple[Catalogue, list[Fault]]:
    """Read every table; with `every_reference` a cited source must be on file as well."""
    readings = {table: Reading(own.get(table) or data_path(table)) for table in Table}

    def faults() -> list[Fault]:
        return [fault for reading in readings.values() for fault in reading.faults]

    own_systems = Table.SYSTEMS in own
    systems: Numbered[System] = list(
        read_table(readings[Table.SYSTEMS], OwnSystem if own_systems else System)
    )
    capitals = read_table(readings[Table.CAPITALS], Capital)
    events = read_table(readings[Table.EVENTS], Event)
    sources = read_sources(readings[Table.SOURCES])
    # What refers to systems waits until these are right: one slip there is not fifty here.
    if readings[Table.SYSTEMS].faults:
        return Catalogue((), (), (), (), ()), faults()
    names = _names(row for _, row in systems)

    def known(table: Table) -> Mapping[str, str] | None:
        # What infmap's own tables say of systems that the caller left out is dropped below.
        return None if own_systems and table not in own else names

    claims = read_table(readings[Table.CLAIMS], Claim, system_ids=known(Table.CLAIMS))
    deployments = read_deployments(readings[Table.DEPLOYMENTS], known(Table.DEPLOYMENTS))
    allegations = read_table(readings[Table.ALLEGATIONS], Allegation)
    _check_systems(readings[Table.ALLEGATIONS], allegations, known(Table.ALLEGATIONS))
    if every_reference:
        cited = {row.id: row.id for _, row in sources}
        _check_sources(readings[Table.SYSTEMS], systems, cited)
        _check_sources(readings[Table.CLAIMS], claims, cited)
        _check_sources(readings[Table.DEPLOYMENTS], deployments, cited)
        _check_sources(readings[Table.CAPITALS], capitals, cited)
        _check_sources(readings[Table.ALLEGATIONS], allegations, cited)
        _check_sources(readings[Table.EVENTS], events, cited)
    ids = {row.id for _, row in systems}
    own_claims = [_own_claim(row) for _, row in systems if _own_range(row)]
    settled = {row.system_id for row in own_claims}
    cat = Catalogue(
        system_rows=_bare(systems),
        claim_rows=(
            *own_claims,
            *(row for row in _bare(claims) if row.system_id in ids - settled),
        ),
        deployment_rows=tuple(row for row in _bare(deployments) if row.system_id in ids),
        capital_rows=_bare(capitals),
        source_rows=_bare(sources),
        allegation_rows=_bare(allegations),
        event_rows=_bare(events),
        origin=_origin(own),
    )
    return cat, faults()


def _origin(own: Collection[Table]) -> str:
    """Return where a catalogue comes from, in words."""
    ours = f"infmap's data {DATA_VERSION}"
    names = [table.partition(".")[0].replace("_", " ") for table in own]
    return f"own {', '.join(names)}; the rest {ours}" if names else ours


def _bare(rows: Numbered[R]) -> tuple[R, ...]:
    return tuple(row for _, row in rows)


def _names(systems: Iterable[System]) -> dict[str, str]:
    """Return every name that a system answers to, folded, with its id; ids win."""
    rows = list(systems)
    names = {other.casefold(): row.id for row in rows for other in row.designations}
    names |= {row.name.casefold(): row.id for row in rows}
    return names | {row.id: row.id for row in rows}


def _check_systems(
    reading: Reading, allegations: Numbered[Allegation], names: Mapping[str, str] | None
) -> None:
    for number, row in allegations if names is not None else []:
        for system in row.system_id:
            resolve(reading, number, "system_id", system, names or {})


def _check_sources(reading: Reading, rows: Numbered[R], cited: Mapping[str, str]) -> None:
    for number, row in rows:
        column = "source_id" if isinstance(row, Claim) else "source_ids"
        named: str | Iterable[str] = getattr(row, column)
        for source in [named] if isinstance(named, str) else named:
            resolve(reading, number, column, source, cited, "source of this id")


def _own_range(system: Row) -> float | None:
    return system.range_km if isinstance(system, OwnSystem) else None


def _own_claim(system: System) -> Claim:
    """Return the one figure of a user's own system."""
    return Claim(
        system_id=system.id,
        account=Account.USER,
        claimant="user",
        up_to_km=_own_range(system),
    )


def _table_of(path: Path) -> Table:
    """Tell by its content which table a file holds; what cannot be read is told by its name."""
    if path.name in set(Table):
        return Table(path.name)
    if path.suffix.lower() in {".geojson", ".json"}:
        return Table.SOURCES if _is_list(path) else Table.DEPLOYMENTS
    columns = _columns(path)
    for marks, table in (
        ({"charge"}, Table.ALLEGATIONS),
        ({"claimant"}, Table.CLAIMS),
        ({"system"}, Table.DEPLOYMENTS),
        ({"system_id", "lon"}, Table.DEPLOYMENTS),
        ({"lon"}, Table.CAPITALS),
        ({"title"}, Table.EVENTS),
    ):
        if marks <= columns:
            return table
    return Table.SYSTEMS


def _is_list(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_text("utf-8-sig")), list)
    except (OSError, ValueError, RecursionError):
        return False


def _columns(path: Path) -> set[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {cell.strip() for cell in next(csv.reader(file), [])}
    except (OSError, ValueError, csv.Error):
        return set()
