"""The systems that a row of sites names: one report each, and those that the rows bring along.

A row may name several systems, one that is in no table but carries its range, or none but a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from infmap.catalogue.cells import is_empty, slug
from infmap.catalogue.names.ids import Known
from infmap.catalogue.reading.faults import Reading, Record
from infmap.catalogue.reading.references import parts_of, resolve_several
from infmap.catalogue.values.refused import NO_VALUE
from infmap.errors import shorten

#: What stands at a site of which no system is said.
NO_SYSTEM = "not-stated"
_FIGURE = {"range_km", "at_least_km"}


@dataclass
class Systems:
    """The systems that rows of sites may name, by any of their names, and those they bring along.

    Attributes
    ----------
    known : Known
        The systems of the tables, by any name.
    brought : dict of str to str
        The systems that only rows of sites speak of: id and name.
    """

    known: Known
    brought: dict[str, str] = field(default_factory=dict)
    _names: tuple[int, Known] = field(default=(-1, Known()), repr=False)

    @property
    def names(self) -> Known:
        """Every name that a row may use: those of the tables before those that rows bring."""
        count, names = self._names
        if count != len(self.brought):
            count = len(self.brought)
            names = self.known.with_more({ident: [name] for ident, name in self.brought.items()})
            self._names = count, names
        return names


def bring(reading: Reading, record: Record, systems: Systems) -> None:
    """Take up the system that a row brings along: one of no table, whose range is here."""
    text = record.cells.get("system_id")
    if not isinstance(text, str) or not _carries(record) or _is_no_value(text):
        return
    parts = parts_of(text, systems.known)
    several = any(mark in text for mark in ";\n\r|") or any(part in systems.known for part in parts)
    if several and len(parts) > 1:
        return  # which of them the range is of is not said
    if text in systems.known:
        return
    ident = slug(text) or f"system-{record.row}"
    if ident not in systems.brought:
        told = f"{shorten(text.strip())!r} is no system of infmap's; taken as your own"
        reading.note(record.row, _column(record), told, kind="own system")
        systems.brought[ident] = " ".join(text.split())


def reports(reading: Reading, record: Record, systems: Systems) -> list[Record]:
    """Return a report for each system that a row names, or one for its range alone."""
    cells = record.cells
    text = cells.get("system_id")
    no_value = isinstance(text, str) and _is_no_value(text)
    if is_empty(text) or (no_value and _carries(record)):
        _without_system(reading, record, systems)
        return [record]
    column = _column(record)
    if no_value:
        reading.fault(record.row, column, "stands for no value", text, "write a system")
        return [_refused(record)]
    if not isinstance(text, str | list | tuple):
        return [record]
    if _carries(record) and _names_several(text, systems):
        reading.fault(
            record.row,
            column,
            "names several systems and gives one range",
            text,
            "give each system a row with its range",
        )
        return [_refused(record)]
    ids = resolve_several(reading, record.row, column, text, systems.names)
    if not ids:
        reading.fault(record.row, column, "names no system", str(text), "write a system")
    if not ids or None in ids:
        # What is unknown is one fault, and not another for being no well-formed id.
        return [_refused(record)]
    if len(ids) > 1 and isinstance(text, str):
        told = f"{text!r} read as {len(ids)} systems: {', '.join(str(ident) for ident in ids)}"
        reading.note(record.row, column, told, kind="systems")
    return [
        replace(record, cells={**cells, "system_id": ident}, refused={*record.refused})
        for ident in ids
    ]


def _names_several(given: Any, systems: Systems) -> bool:
    """Return whether a cell names more than one system."""
    if not isinstance(given, str):
        return len(given) > 1
    names = systems.names
    return given not in names and len([*filter(str.strip, parts_of(given, names))]) > 1


def _column(record: Record) -> str:
    return record.called.get("system_id", "system_id")


def _carries(record: Record) -> bool:
    """Return whether a row carries a range, be it one that is refused."""
    given = any(not is_empty(record.cells.get(name)) for name in _FIGURE)
    return given or bool(record.refused & _FIGURE)


def _is_no_value(text: str) -> bool:
    return text.strip().casefold() in NO_VALUE


def _refused(record: Record) -> Record:
    record.refused.add("system_id")
    record.cells["system_id"] = "unknown"
    return record


def _without_system(reading: Reading, record: Record, systems: Systems) -> None:
    """Give a row without a system the one that its range stands for, or say what is missing."""
    cells = record.cells
    if record.refused & _FIGURE:
        _refused(record)  # its range is told already
    elif _carries(record):
        cells["system_id"] = _range_system(cells, systems.brought)
    elif reading.loose:
        cells["system_id"] = NO_SYSTEM
        systems.brought.setdefault(NO_SYSTEM, "System not stated")
        text = "no system is stated for it; shown without figures"
        reading.note(record.row, record.called.get("site", "name"), text, kind="no system")
    elif "system_id" not in cells and "range_km" in record.called:
        column = record.called["range_km"]
        reading.fault(record.row, column, "is missing", None, "write a range such as 500")
        _refused(record)


def _range_system(cells: Mapping[str, object], brought: dict[str, str]) -> str:
    """Return the id of the system that a bare range stands for, the same for the same range."""
    least, most = cells.get("at_least_km"), cells.get("range_km")
    if least is None or least == most:
        name = f"Own range {most:g} km"
    elif most is None:
        name = f"Own range at least {least:g} km"
    else:
        name = f"Own range {least:g} to {most:g} km"
    ident = slug(name)
    brought.setdefault(ident, name)
    return ident
