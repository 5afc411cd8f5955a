"""All tables read together: infmap's own, and a caller's beside or in place of them."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infmap.catalogue.bundled import OUTLINES, Table, data_path
from infmap.catalogue.names.ids import Known
from infmap.catalogue.reading.faults import Input, Note, Numbered, Reading
from infmap.catalogue.reading.positions import check_positions
from infmap.catalogue.reading.reader import read_deployments, read_sources, read_table
from infmap.catalogue.reading.references import check_sources, check_systems
from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Event,
    OwnDeployment,
    OwnSystem,
    Source,
    System,
)
from infmap.catalogue.states import with_states
from infmap.errors import Fault, ReadingNote

#: The tables to which a caller's add.
ADDED = (Table.SYSTEMS, Table.CLAIMS, Table.SOURCES)
#: What a system's row of the caller's takes from infmap's of the same id, where it leaves it blank.
_TAKEN = (
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
#: What a verdict goes by.
_DECIDING = {"operator": "operator", "kind": "kind", "basing": "basing"}


@dataclass
class Gathered:
    """What was read of every table, with what is wrong and how it was read."""

    readings: dict[Table, Reading]
    tables: dict[Table, Numbered[Any]] = field(default_factory=dict)
    #: The rows of a caller's own tables that add to infmap's.
    own_systems: Numbered[OwnSystem] = field(default_factory=list)
    own_claims: Numbered[Claim] = field(default_factory=list)
    own_sources: Numbered[Source] = field(default_factory=list)
    #: Systems that rows of sites brought along, by id.
    brought: dict[str, str] = field(default_factory=dict)

    def rows(self, table: Table) -> Numbered[Any]:
        """Return the rows of a table as its file has them, without those that they add to."""
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
        """What is wrong with any table."""
        return [fault for reading in self.readings.values() for fault in reading.faults]

    @property
    def notes(self) -> list[Note]:
        """How the tables were read, where that is worth a line."""
        return [note for reading in self.readings.values() for note in reading.notes]


def gather(own: Mapping[Table, Input], *, every_reference: bool = False) -> Gathered:
    """Read every table; with `every_reference` a cited source must be on file as well."""
    read = Gathered(
        {table: Reading(own.get(table) or data_path(table), own=table in own) for table in Table}
    )
    readings, tables = read.readings, read.tables
    bundled = {table: Reading(data_path(table), own=False) for table in ADDED}
    tables[Table.SYSTEMS] = read_table(bundled[Table.SYSTEMS], System)
    tables[Table.SOURCES] = read_sources(bundled[Table.SOURCES])
    if Table.SYSTEMS in own:
        read.own_systems = read_table(readings[Table.SYSTEMS], OwnSystem)
        tables[Table.SYSTEMS] = _added_systems(readings[Table.SYSTEMS], read)
    if Table.SOURCES in own:
        read.own_sources = read_sources(readings[Table.SOURCES])
        tables[Table.SOURCES] = _added_sources(readings[Table.SOURCES], read)
    tables[Table.CAPITALS] = read_places(readings[Table.CAPITALS])
    tables[Table.EVENTS] = read_table(readings[Table.EVENTS], Event)
    for table in ADDED:
        if table not in own:
            readings[table] = bundled[table]
    # What refers to systems waits until these are right: one slip there is not fifty here.
    if not readings[Table.SYSTEMS].faults:
        _read_of_systems(own, read, bundled[Table.CLAIMS])
        cited = Known({row.id: () for _, row in tables[Table.SOURCES]})
        for table in Table:
            if table is not Table.SOURCES and (every_reference or table in own):
                check_sources(readings[table], read.rows(table), cited)
        for table in own.keys() & {Table.DEPLOYMENTS, Table.CAPITALS}:
            check_positions(readings[table], tables[table], data_path(OUTLINES))
    return read


def read_places(reading: Reading) -> Numbered[Capital]:
    """Return the capitals, or a caller's places with what is known of their states."""
    rows = read_table(reading, Capital)
    return with_states(reading, rows) if reading.own else rows


def _added_systems(reading: Reading, read: Gathered) -> Numbered[Any]:
    """Return infmap's systems with the caller's among them, blanks filled from infmap's rows."""
    known = {row.id: row for _, row in read.tables[Table.SYSTEMS]}
    filled = {}
    for number, row in read.own_systems:
        other = known.get(row.id)
        if other is None:
            filled[row.id] = row
            continue
        taken = {
            name: getattr(other, name)
            for name in _TAKEN
            if name not in row.model_fields_set and getattr(other, name)
        }
        if row.name == row.id:
            taken["name"] = other.name
        filled[row.id] = row.model_copy(update=taken)
        deciding = [word for name, word in _DECIDING.items() if name in taken]
        figures = row.range_km is None and row.at_least_km is None
        words = [*deciding, *(["figures"] if figures else [])]
        if figures:
            text = f"infmap's own figures are used for {row.id}"
            text += f", and infmap's {_listed(deciding)}" if deciding else ""
        else:
            text = f"infmap's own figures for {row.id} stand beside this one"
            text += (
                f"; {_listed(deciding)} {'are' if len(deciding) > 1 else 'is'} infmap's"
                if deciding
                else ""
            )
        if words or not figures:
            reading.note(number, "id", text, kind="known system")
    read.own_systems = [(number, filled[row.id]) for number, row in read.own_systems]
    kept = [(number, filled.pop(row.id, row)) for number, row in read.tables[Table.SYSTEMS]]
    return [*kept, *((number, row) for number, row in read.own_systems if row.id in filled)]


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def _added_sources(reading: Reading, read: Gathered) -> Numbered[Any]:
    """Return infmap's publications with the caller's, whose ids must be their own."""
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
    """Read the tables that speak of systems, by any name of theirs."""
    readings, tables = read.readings, read.tables
    mine = {row.id: [row.name, *row.designations] for _, row in read.own_systems}
    others = {
        row.id: [row.name, *row.designations]
        for _, row in tables[Table.SYSTEMS]
        if row.id not in mine
    }
    # A name that the caller gives a system of their own is theirs before it is infmap's.
    names = Known(mine, others)
    tables[Table.CLAIMS] = read_table(bundled_claims, Claim, system_ids=names)
    rows, read.brought = read_deployments(readings[Table.DEPLOYMENTS], names)
    tables[Table.DEPLOYMENTS] = rows
    if Table.CLAIMS in own:
        names = names.with_more({ident: [name] for ident, name in read.brought.items()})
        read.own_claims = read_table(readings[Table.CLAIMS], Claim, system_ids=names)
    tables[Table.ALLEGATIONS] = read_table(readings[Table.ALLEGATIONS], Allegation)
    check_systems(readings[Table.ALLEGATIONS], tables[Table.ALLEGATIONS], names)
    if Table.DEPLOYMENTS in own:
        _check_ranges(readings[Table.DEPLOYMENTS], rows)


def _check_ranges(reading: Reading, rows: Numbered[OwnDeployment]) -> None:
    """Refuse two ranges of one system in rows of sites: a figure is of a system, not of a site."""
    first: dict[str, tuple[int, OwnDeployment]] = {}
    for number, row in rows:
        if row.range_km is None and row.at_least_km is None:
            continue
        other_number, other = first.setdefault(row.system_id, (number, row))
        mine, theirs = (row.at_least_km, row.range_km), (other.at_least_km, other.range_km)
        if mine != theirs:
            reading.fault(
                number,
                "range_km",
                f"system {row.system_id} has another range in row {other_number}",
                row.range_km,
                "name the systems apart, or put the figures into a table of claims",
                kind="a system has several ranges",
            )


def tell(notes: Iterable[Note]) -> None:
    """Tell the caller how tables were read: a warning a line."""
    for note in notes:
        warnings.warn(str(note), ReadingNote, stacklevel=3)
