"""Reads the states of a caller's rows: several holders in a cell, and names of no state known."""

import re
from collections.abc import Mapping

from infmap.catalogue.names.holders import names_in, state_called
from infmap.catalogue.names.ids import listed
from infmap.catalogue.reading.faults import Numbered, Reading, Record
from infmap.catalogue.rows import OwnDeployment, OwnSystem, System
from infmap.errors import shorten

#: What people write between two holders, besides a semicolon.
_BETWEEN = re.compile(r"\s*(?:[,/|&\n]|\band\b|\bund\b|\bet\b|\bи\b)\s*")


def tell_states(reading: Reading, record: Record) -> None:
    """Separate a row's holders, and note each country or holder that is no state known.

    Of such a one no relation to other states is known, its own capital counts as a foreign one,
    and it was bound by no treaty.
    """
    for name in ("country", "operator"):
        text = record.cells.get(name)
        if not isinstance(text, str) or not text.strip():
            continue
        shown = record.called.get(name, name)
        parts = _BETWEEN.split(text.strip())
        several = name == "operator" and len(parts) > 1 and not state_called(text)
        if several and all(map(state_called, parts)):
            record.cells[name] = "; ".join(parts)
            note = f"{shorten(text.strip())!r} read as {len(parts)} holders"
            reading.note(record.row, shown, note, kind="holders")
            continue
        for part in names_in(text) if name == "operator" else (text.strip(),):
            if state_called(part) is None:
                note = f"{shorten(part)!r} is no state known here; no capital counts as its own"
                reading.note(record.row, shown, note, kind=f"no state known: {shorten(part)}")


def tell_holders(
    reading: Reading, rows: Numbered[OwnDeployment], system_by_id: Mapping[str, System]
) -> None:
    """Note where a row's state or holder holds no such system by infmap's table.

    A missile of one name may be several states' own, and its verdict is the holder's.
    """
    from infmap.catalogue.names.countries import country_code

    for number, row in rows:
        system = system_by_id.get(row.system_id)
        said = names_in(row.operator) or ((row.country,) if row.country else ())
        if system is None or not said or not system.operator:
            continue
        here, codes = (list(map(country_code, states)) for states in (said, system.operator))
        # Of a state that is gone the table has no border of today's.
        if {*here} & {*codes} or None in (*here, *codes):
            continue
        held_by = listed(system.operator, "and")
        if row.operator and isinstance(system, OwnSystem):
            continue
        if row.operator:
            note = f"{shorten(row.operator)}: infmap's {row.system_id}, whose figures are used, is "
            note += f"held by {held_by}; name it otherwise if it is another missile"
            reading.note(number, "operator", note, kind=f"{row.system_id} of {row.operator}")
            continue
        note = f"blank: {row.system_id} in {shorten(row.country)} is taken as held by {held_by}"
        note += "; write who holds it there, if another"
        reading.note(number, "operator", note, kind=f"holder of {row.system_id} in {row.country}")
