"""Splits rows of sites into one report per system, and adds systems that only these rows have.

A row may name several systems; or an unknown system with its range; or only a range.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from infmap.catalogue.cells import is_empty, slug, stray_problem
from infmap.catalogue.names.ids import Known
from infmap.catalogue.names.several import parts_of
from infmap.catalogue.reading.faults import Reading, Record
from infmap.catalogue.reading.references import of_both_names, resolve_several
from infmap.catalogue.values.refused import NO_VALUE
from infmap.errors import shorten
from infmap.looks.distances import Units, ends_words, length_words

#: What a range that no system has is called.
OWN_RANGE = "Own range "

#: The id of the system at a site without one.
NO_SYSTEM = "not-stated"
_FIGURE = {"range_km", "at_least_km"}


@dataclass
class Systems:
    """The systems that rows of sites may name."""

    #: The systems of the tables, by any name.
    known: Known
    #: The names of systems that only rows of sites mention, by id.
    brought: dict[str, str] = field(default_factory=dict)
    #: The names of the systems in a layer of rings, by id: it brings their figures too.
    ringed: Mapping[str, str] = field(default_factory=dict)
    _names: tuple[int, Known] = field(default=(-1, Known()), repr=False)

    @property
    def names(self) -> Known:
        """All names that a row may use; a name in a table wins."""
        count, names = self._names
        if count != len(self.brought):
            count = len(self.brought)
            names = self.known.with_more({ident: [name] for ident, name in self.brought.items()})
            self._names = count, names
        return names


def bring(reading: Reading, record: Record, systems: Systems) -> None:
    """Add the system that a row names to `systems`, if it is unknown and its range is there."""
    text = record.cells.get("system_id")
    if not isinstance(text, str) or not (_has_range(record) or text in systems.ringed):
        return
    if is_empty(text) or _is_no_value(text) or stray_problem(text):
        return
    known = systems.known
    if text in known or of_both_names(text, known):
        return
    parts = parts_of(text, known)
    is_list = any(mark in text for mark in ";\n\r|") or any(part in known for part in parts)
    if len(parts) > 1 and (is_list or all(map(known.find, parts))):
        return  # the range may be of any of them
    ident = slug(text) or f"system-{record.row}"
    if ident not in systems.brought:
        name = " ".join(systems.ringed.get(text, text).split())
        systems.brought[ident] = name
        if text not in systems.ringed or not name.startswith(OWN_RANGE):
            note = f"{shorten(name)!r} is no system of infmap's; taken as your own"
            reading.note(record.row, _column(record), note, kind="own system")


def reports(reading: Reading, record: Record, systems: Systems) -> list[Record]:
    """Return a record for each system that a row names, or one if it has only a range."""
    cells = record.cells
    text = cells.get("system_id")
    no_value = isinstance(text, str) and _is_no_value(text)
    if is_empty(text) or (no_value and _has_range(record)):
        _without_system(reading, record, systems)
        return [record]
    column = _column(record)
    if no_value:
        reading.fault(record.row, column, "stands for no value", text, "write a system")
        return [_refused(record)]
    if not isinstance(text, str | list | tuple):
        return [record]
    # A known name is found whatever unseen characters are in it; another becomes a system's own.
    is_new = _has_range(record) and text not in systems.names
    if is_new and isinstance(text, str) and (stray := stray_problem(text)):
        reading.fault(record.row, column, stray[0], text, stray[1])
        return [_refused(record)]
    if _has_range(record) and _names_several(text, systems):
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
        # Refused, so that the row model does not report the unknown name once more.
        return [_refused(record)]
    if len(ids) > 1 and isinstance(text, str):
        note = f"{text!r} read as {len(ids)} systems: {', '.join(str(ident) for ident in ids)}"
        reading.note(record.row, column, note, kind="systems")
    return [
        replace(record, cells={**cells, "system_id": ident}, refused={*record.refused})
        for ident in ids
    ]


def _names_several(cell: Any, systems: Systems) -> bool:
    """Return whether a cell names more than one system."""
    if not isinstance(cell, str):
        return len(cell) > 1
    names = systems.names
    is_one = cell in names or of_both_names(cell, names)
    return not is_one and len(parts_of(cell, names)) > 1


def _column(record: Record) -> str:
    return record.called.get("system_id", "system_id")


def _has_range(record: Record) -> bool:
    """Return whether a row has a range, even one that is refused."""
    is_filled = any(not is_empty(record.cells.get(name)) for name in _FIGURE)
    return is_filled or bool(record.refused & _FIGURE)


def _is_no_value(text: str) -> bool:
    return text.strip().casefold() in NO_VALUE


def _refused(record: Record) -> Record:
    record.refused.add("system_id")
    record.cells["system_id"] = "unknown"
    return record


def _without_system(reading: Reading, record: Record, systems: Systems) -> None:
    """Fill in the system of a row without one: made of its range, or the one for "not stated"."""
    cells = record.cells
    if record.refused & _FIGURE:
        _refused(record)  # the fault of its range is enough
    elif _has_range(record):
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
    """Return the id of the system that stands for a range alone, the same for equal ranges."""
    least, most = (cast("float | None", cells.get(end)) for end in ("at_least_km", "range_km"))
    if most is not None and least in (None, most):
        name = OWN_RANGE + length_words(most, Units.KM)
    else:
        at_least = "at least " if most is None else ""
        ends = [end for end in (least, most) if end is not None]
        name = f"{OWN_RANGE}{at_least}{ends_words(ends, Units.KM)}"
    ident = slug(name)
    brought.setdefault(ident, name)
    return ident
