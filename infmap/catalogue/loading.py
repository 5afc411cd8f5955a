"""Which files make a catalogue: infmap's own tables, or the caller's in their place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infmap.catalogue.catalogue import Catalogue, suggestion
from infmap.catalogue.cells import SLUG
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
    Allegation,
    Capital,
    Claim,
    Event,
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


_NAMES = (
    "name its columns: id, name for systems; name, system, lon, lat for sites; system_id, account, "
    "claimant for figures; name, lon, lat for places"
)
#: What rows cite, in words.
SOURCE = "source of this id"
OUTLINES = "countries.geojson"


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
    from infmap.catalogue.positions import check_positions

    reading = Reading(as_input(places, "places"))
    rows = read_table(reading, Capital)
    check_positions(reading, rows, data_path(OUTLINES))
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
    from infmap.catalogue.telling import table_of

    own: dict[Table, Path] = {}
    faults: list[Fault] = []
    for path in map(Path, paths):
        table = table_of(path)
        if table is None:
            faults.append(Fault(str(path), None, None, "holds no table of infmap's", None, _NAMES))
            continue
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
    readings = {
        table: Reading(own.get(table) or data_path(table), own=table in own) for table in Table
    }

    def faults() -> list[Fault]:
        return [fault for reading in readings.values() for fault in reading.faults]

    own_systems = Table.SYSTEMS in own
    systems = _systems(readings[Table.SYSTEMS])
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
    tables: dict[Table, Numbered[Any]] = {
        Table.SYSTEMS: systems,
        Table.CLAIMS: claims,
        Table.DEPLOYMENTS: deployments,
        Table.CAPITALS: capitals,
        Table.ALLEGATIONS: allegations,
        Table.EVENTS: events,
    }
    cited = {row.id: row.id for _, row in sources}
    for table, rows in tables.items():
        if every_reference or table in own:
            _check_sources(readings[table], rows, cited)
    for table in own.keys() & {Table.DEPLOYMENTS, Table.CAPITALS}:
        from infmap.catalogue.positions import check_positions

        check_positions(readings[table], tables[table], data_path(OUTLINES))
    ids = {row.id for _, row in systems}
    figures = _own_figures(systems) if own_systems else []
    settled = {row.system_id for row in figures}
    cat = Catalogue(
        system_rows=_bare(systems),
        claim_rows=(
            *figures,
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


def _systems(reading: Reading) -> Numbered[System]:
    """Read the systems; a caller's own may carry a range each."""
    if not reading.own:
        return read_table(reading, System)
    from infmap.catalogue.own_systems import OwnSystem

    return list(read_table(reading, OwnSystem))


def _own_figures(systems: Numbered[System]) -> list[Claim]:
    from infmap.catalogue.own_systems import own_claims

    return own_claims(row for _, row in systems)


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
    """Check the sources that rows name: ids that are on file, or in a caller's table any text.

    A text in the form of an id that is on no file is refused in either: nobody could look it up.
    """
    for number, row in rows:
        column = "source_id" if isinstance(row, Claim) else "source_ids"
        named: str | Iterable[str] = getattr(row, column)
        for source in [named] if isinstance(named, str) else named:
            if not reading.own:
                resolve(reading, number, column, source, cited, SOURCE)
            elif source not in cited and "-" in source and SLUG.fullmatch(source):
                remedy = partial(_own_source, source, cited)
                reading.fault(number, column, f"no {SOURCE}", source, remedy)


def _own_source(text: str, cited: Mapping[str, str]) -> str:
    near = suggestion(text, dict(cited))
    if near.startswith("did you mean"):
        return f"{near} Or write the publication out"
    return "write the publication out, as in 'Institute C, Rockets of the world, 2025'"
