"""Reads all tables together: infmap's own, and a caller's that add to them or replace them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from infmap.catalogue.bundled import OUTLINES, Table, data_path
from infmap.catalogue.cells import slug
from infmap.catalogue.names.ids import Known
from infmap.catalogue.names.states import with_state
from infmap.catalogue.names.systems import known_systems
from infmap.catalogue.names.territories import land_codes
from infmap.catalogue.publications import Source
from infmap.catalogue.reading.faults import Input, Note, Numbered, Reading
from infmap.catalogue.reading.holders import tell_holders
from infmap.catalogue.reading.numbers import as_float
from infmap.catalogue.reading.own_exports import own_and_others
from infmap.catalogue.reading.positions import check_positions
from infmap.catalogue.reading.reader import read_deployments, read_sources, read_table
from infmap.catalogue.reading.references import check_quoted, check_sources, check_systems
from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Event,
    OwnDeployment,
    OwnSystem,
    System,
)
from infmap.errors import Fault, tell_reading
from infmap.looks.lists import listed

#: The tables that a caller's add to; any other is replaced by the caller's.
ADDED = (Table.SYSTEMS, Table.CLAIMS, Table.SOURCES)
#: Columns that a caller's system, where blank, takes from infmap's system of the same id.
_INHERITED = (
    "designations",
    "operator",
    "kind",
    "basing",
    "treaty_listing",
    "purpose",
    "eliminated_count",
    "source_ids",
    "note",
)
#: Those of them that decide a verdict, with the word for each.
_DECIDING = {"operator": "operator", "kind": "kind", "basing": "basing"}


@dataclass
class Gathered:
    """The rows read from all tables, with the faults and notes of each reading."""

    readings: dict[Table, Reading]
    tables: dict[Table, Numbered[Any]] = field(default_factory=dict)
    #: The rows of a caller's own tables that add to infmap's.
    own_systems: Numbered[OwnSystem] = field(default_factory=list)
    own_claims: Numbered[Claim] = field(default_factory=list)
    own_sources: Numbered[Source] = field(default_factory=list)
    #: The figures that come along with a caller's sites.
    own_rings: Numbered[Claim] = field(default_factory=list)
    #: Names of the systems that only a table of sites mentions, by id.
    brought: dict[str, str] = field(default_factory=dict)

    def rows(self, table: Table) -> Numbered[Any]:
        """Return the rows of a table's own file, without the bundled rows that they add to."""
        if not self.readings[table].own:
            return self.tables.get(table, [])
        own: dict[Table, Numbered[Any]] = {
            Table.SYSTEMS: self.own_systems,
            Table.CLAIMS: self.own_claims,
            Table.SOURCES: self.own_sources,
        }
        return own.get(table, self.tables.get(table, []))

    @property
    def faults(self) -> list[Fault]:
        """The faults of all tables."""
        return [fault for reading in self.readings.values() for fault in reading.faults]

    @property
    def notes(self) -> list[Note]:
        """The notes on how the tables were read."""
        return [note for reading in self.readings.values() for note in reading.notes]


def gather(own: Mapping[Table, Input], *, every_reference: bool = False) -> Gathered:
    """Read every table; with `every_reference`, check the sources cited in infmap's own too."""
    read = Gathered(
        {table: Reading(own.get(table) or data_path(table), own=table in own) for table in Table}
    )
    readings, tables = read.readings, read.tables
    bundled = {table: Reading(data_path(table), own=False) for table in ADDED}
    tables[Table.SYSTEMS] = _infmaps(bundled[Table.SYSTEMS], Table.SYSTEMS)
    tables[Table.SOURCES] = _infmaps(bundled[Table.SOURCES], Table.SOURCES)
    if Table.SYSTEMS in own:
        readings[Table.SYSTEMS].systems = _infmaps_systems()
        read.own_systems = read_table(readings[Table.SYSTEMS], OwnSystem)
        tables[Table.SYSTEMS] = _added_systems(readings[Table.SYSTEMS], read)
    if Table.SOURCES in own:
        read.own_sources = read_sources(readings[Table.SOURCES])
        tables[Table.SOURCES] = _added_sources(readings[Table.SOURCES], read)
    tables[Table.CAPITALS] = (
        read_places(readings[Table.CAPITALS])
        if Table.CAPITALS in own
        else _infmaps(readings[Table.CAPITALS], Table.CAPITALS)
    )
    tables[Table.EVENTS] = _infmaps(readings[Table.EVENTS], Table.EVENTS)
    for table in ADDED:
        if table not in own:
            readings[table] = bundled[table]
    cited = Known({row.id: () for _, row in tables[Table.SOURCES]})
    are_all_read = not readings[Table.SOURCES].faults
    if are_all_read and (every_reference or Table.SOURCES in own):
        check_quoted(readings[Table.SOURCES], read.rows(Table.SOURCES), cited)
    # Tables that refer to systems are read only if the systems have no fault, and sources looked up
    # only if all of them are read: one wrong id there would be reported for every row here.
    if not readings[Table.SYSTEMS].faults:
        _read_of_systems(own, read, bundled[Table.CLAIMS])
        if are_all_read:
            for table in Table:
                if table is not Table.SOURCES and (every_reference or table in own):
                    check_sources(readings[table], read.rows(table), cited)
            check_sources(readings[Table.DEPLOYMENTS], read.own_rings, cited)
        for table in own.keys() & {Table.DEPLOYMENTS, Table.CAPITALS}:
            check_positions(readings[table], tables[table], data_path(OUTLINES))
    return read


def _infmaps(reading: Reading, table: Table) -> Numbered[Any]:
    """Return the rows of one of infmap's tables, or of a caller's in its place, with its faults."""
    rows = None if reading.own else _read_once(table)
    return _read(reading, table) if rows is None else rows


@cache
def _read_once(table: Table) -> Numbered[Any] | None:
    """Return the rows of one of infmap's tables, read once in a process; None if one is faulty.

    Rows are never changed, and each reading makes tables of its own of them.
    """
    reading = Reading(data_path(table), own=False)
    rows = _read(reading, table)
    return None if reading.faults else rows


def _read(reading: Reading, table: Table) -> Numbered[Any]:
    """Read a table whose systems are infmap's."""
    if table is Table.SOURCES:
        return read_sources(reading)
    if table is Table.DEPLOYMENTS:
        return read_deployments(reading, _infmaps_systems())[0]
    if table is Table.CLAIMS:
        return read_table(reading, Claim, system_ids=_infmaps_systems())
    models = {
        Table.SYSTEMS: System,
        Table.CAPITALS: Capital,
        Table.EVENTS: Event,
        Table.ALLEGATIONS: Allegation,
    }
    return read_table(reading, models[table])


@cache
def _infmaps_systems() -> Known:
    return known_systems([row for _, row in _read_once(Table.SYSTEMS) or []])


def read_places(reading: Reading) -> Numbered[Capital]:
    """Return the capitals, or a caller's places with the columns on their states filled in."""
    rows = read_table(reading, Capital)
    if not reading.own:
        return rows
    return [(number, _with_state(reading, number, row)) for number, row in rows]


def _with_state(reading: Reading, number: int, row: Capital) -> Capital:
    from infmap.catalogue.names.countries import country_code

    by_name = country_code(row.country) if row.country else None
    by_code = country_code(row.iso_a3) if row.iso_a3 else None
    if by_name and by_code and by_code not in land_codes(row.country):
        remedy = f"write {by_name} if the country is right, or correct the country"
        problem = f"is the code of another state than {row.country}"
        reading.fault(number, "iso_a3", problem, row.iso_a3, remedy)
        return row
    if row.iso_a3 and not by_name and not land_codes(row.iso_a3):
        text = f"{row.iso_a3!r} is no code of a state that is known"
        reading.note(number, "iso_a3", text, kind="unknown codes")
    return with_state(row)


def _added_systems(reading: Reading, read: Gathered) -> Numbered[Any]:
    """Return infmap's systems with the caller's among them, blanks filled from infmap's rows."""
    known = {row.id: row for _, row in read.tables[Table.SYSTEMS]}
    filled = {}
    for number, row in read.own_systems:
        bundled = known.get(row.id)
        if bundled is None:
            _tell_other_name(reading, number, row)
            filled[row.id] = row
            continue
        _refuse_anothers(reading, number, row, bundled)
        inherited = {
            name: getattr(bundled, name)
            for name in _INHERITED
            if name not in row.model_fields_set and getattr(bundled, name)
        }
        if row.name == row.id:
            inherited["name"] = bundled.name
        filled[row.id] = row.model_copy(update=inherited)
        deciding = [word for name, word in _DECIDING.items() if name in inherited]
        has_range = row.range_km is not None or row.at_least_km is not None
        if not has_range:
            text = f"infmap's own figures are used for {row.id}"
            text += f", and infmap's {listed(deciding)}" if deciding else ""
        else:
            text = f"infmap's own figures for {row.id} stand beside this one"
            text += (
                f"; {listed(deciding)} {'are' if len(deciding) > 1 else 'is'} infmap's"
                if deciding
                else ""
            )
        reading.note(number, "id", text, kind="known system")
    read.own_systems = [(number, filled[row.id]) for number, row in read.own_systems]
    kept = [(number, filled.pop(row.id, row)) for number, row in read.tables[Table.SYSTEMS]]
    return [*kept, *((number, row) for number, row in read.own_systems if row.id in filled)]


def _refuse_anothers(reading: Reading, number: int, row: OwnSystem, bundled: System) -> None:
    """Refuse a system whose name alone makes it infmap's, which only other states hold."""
    from infmap.catalogue.names.countries import country_code

    if reading.called.get("id", "id") != reading.called.get("name", "name"):
        return
    codes, infmaps = ([country_code(state) for state in one.operator] for one in (row, bundled))
    # A state that is gone has left its missiles to others.
    if not codes or not infmaps or None in (*codes, *infmaps) or {*codes} & {*infmaps}:
        return
    held_by = listed(bundled.operator, "and")
    ident = slug(f"{row.id} {row.operator[0]}")
    problem = f"is infmap's {bundled.name}, which {held_by} hold{'s' * (len(infmaps) == 1)}"
    remedy = f"write an id: one of your own, such as {ident}, or {bundled.id} if it is that one"
    reading.fault(number, "operator", problem, "; ".join(row.operator), remedy)


def _tell_other_name(reading: Reading, number: int, row: OwnSystem) -> None:
    """Note that a caller's own system has a name by which infmap knows another."""
    for name in (row.name, *row.designations):
        if len(ids := _infmaps_systems().find(name)) == 1:
            text = f"{name!r} names infmap's {ids[0]}; taken as a system of your own, {row.id}, "
            text += f"without infmap's figures: write {ids[0]} under id if it is that one"
            reading.note(number, "name", text, kind="other name")
            return


def _added_sources(reading: Reading, read: Gathered) -> Numbered[Any]:
    """Return infmap's publications and the caller's; refuse an id that infmap has for another."""
    known = {row.id: row for _, row in read.tables[Table.SOURCES]}
    added = []
    for number, row in read.own_sources:
        if row.id in known and row.title != known[row.id].title:
            problem = "is the id of a publication of infmap's"
            reading.fault(number, "id", problem, row.id, "give yours another id")
        elif row.id not in known:
            added.append((number, row))
    return [*read.tables[Table.SOURCES], *added]


def _read_of_systems(own: Mapping[Table, Input], read: Gathered, bundled_claims: Reading) -> None:
    """Read the tables that refer to systems, by id or by name."""
    readings, tables = read.readings, read.tables
    names = _infmaps_systems()
    if Table.SYSTEMS in own:
        names = known_systems([row for _, row in tables[Table.SYSTEMS]])
    # Infmap's own rows name systems by id: a designation in a caller's table takes none of them.
    tables[Table.CLAIMS] = _infmaps(bundled_claims, Table.CLAIMS)
    if Table.DEPLOYMENTS in own:
        rows, read.brought = read_deployments(readings[Table.DEPLOYMENTS], names)
    else:
        rows = _infmaps(readings[Table.DEPLOYMENTS], Table.DEPLOYMENTS)
    tables[Table.DEPLOYMENTS] = rows
    names = names.with_more({ident: [name] for ident, name in read.brought.items()})
    if Table.CLAIMS in own:
        read.own_claims = read_table(readings[Table.CLAIMS], Claim, system_ids=names)
        _tell_denials(readings[Table.CLAIMS], read.own_claims)
    tables[Table.ALLEGATIONS] = _infmaps(readings[Table.ALLEGATIONS], Table.ALLEGATIONS)
    check_systems(readings[Table.ALLEGATIONS], tables[Table.ALLEGATIONS], names)
    if Table.DEPLOYMENTS in own:
        read.own_rings = _figures_of_rings(readings[Table.DEPLOYMENTS], read, names)
        _check_ranges(readings[Table.DEPLOYMENTS], rows)
        system_by_id = {row.id: row for _, row in tables[Table.SYSTEMS]}
        tell_holders(readings[Table.DEPLOYMENTS], rows, system_by_id)


def _figures_of_rings(reading: Reading, read: Gathered, names: Known) -> Numbered[Claim]:
    """Return the figures of a caller's own in a layer of rings read as sites; tell of others.

    Of infmap's systems its own figures are used, whatever those of the layer were made of.
    """
    if reading.rings is None or reading.faults:
        return []
    infmaps = {row.id for _, row in _read_once(Table.SYSTEMS) or []}
    again = Reading(reading.source)
    again.rings, others = own_and_others(reading.rings, infmaps)
    known: set[tuple[object, ...]] = {
        (row.system_id, row.account, row.claimant, end, km)
        for _, row in (*read.tables[Table.CLAIMS], *read.own_claims)
        for end, km in (("up_to", row.up_to_km), ("at_least", row.at_least_km))
    }
    for number, cells in others:
        said = (str(cells.get(name)) for name in ("system_id", "account", "claimant", "bound"))
        figure = (*said, as_float(cells.get("range_km")))
        if figure not in known:
            known.add(figure)  # the layer has it again at each site
            text = f"no figure of infmap's for {cells.get('system_id')}, and not read with the "
            text += "sites; give the file as figures too (--claims)"
            reading.note(number, "claimant", f"{cells.get('claimant')!r}: {text}", kind="rings")
    rows = read_table(again, Claim, system_ids=names) if again.rings.rows else []
    reading.pass_on(again.faults)
    return rows


def _tell_denials(reading: Reading, rows: Numbered[Claim]) -> None:
    """Note each figure of 0, which others write for one that they do not know."""
    for number, row in rows:
        if row.up_to_km == 0:
            text = "0 read as a denial that the weapon is there; leave it empty if it is unknown"
            reading.note(number, "up_to_km", text, kind="denials")


def _check_ranges(reading: Reading, rows: Numbered[OwnDeployment]) -> None:
    """Refuse rows of sites that give one system different ranges: a range belongs to a system."""
    first: dict[str, tuple[int, OwnDeployment]] = {}
    for number, row in rows:
        if row.range_km is None and row.at_least_km is None:
            continue
        given = row.at_least_km if row.range_km is None else row.range_km
        first_number, earlier = first.setdefault(row.system_id, (number, row))
        if (row.at_least_km, row.range_km) != (earlier.at_least_km, earlier.range_km):
            reading.fault(
                number,
                "range_km",
                f"system {row.system_id} has another range in row {first_number}",
                f"{given:.15g}",
                "name the systems apart, or move one of the figures into a table of claims",
                kind="a system has several ranges",
            )


def tell(notes: Iterable[Note]) -> None:
    """Warn of each note on how tables were read."""
    for note in notes:
        tell_reading(str(note))
