"""Makes the ids and names that a caller's rows leave blank."""

import re
from collections.abc import Mapping
from typing import Any

from infmap.catalogue.cells import is_empty, slug
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.reading.faults import Reading, Record
from infmap.catalogue.reading.heads.words import phrase_of, phrases, plain_words
from infmap.errors import shorten

#: What stands in brackets, or after a dash or a comma, at the end of a name.
_BEHIND_NAME = re.compile(r"(?:[(\[]|\s[-\u2013\u2014]\s|,\s)([^()\[\],]+)[)\]]?\s*$")


class Names:
    """Makes ids from names; a name without Latin letters gets an id from its row number."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._by_name: dict[str, str] = {}
        self._taken: set[str] = set()

    def id_of(self, name: Any, row: int) -> str:
        """Return the id of a name, the same for equal names; any other cell counts as blank."""
        name = name if isinstance(name, str) else ""
        key = folded(name)
        if key not in self._by_name:
            ident = slug(name) or f"{self._word}-{row}"
            if ident in self._taken and not name.isascii():
                ident = f"{ident}-{row}"
            self._taken.add(ident)
            self._by_name[key] = ident
        return self._by_name[key]

    def new_id(self, name: Any, row: int) -> str:
        """Return an id that no other row has, even if the name is used twice."""
        ident = self.id_of(name, row)
        if f"taken {ident}" in self._taken:
            ident = f"{ident}-{row}"
        self._taken.add(f"taken {ident}")
        return ident


def name_places(reading: Reading, records: list[Record], names: Names) -> None:
    """Fill in the ids of places, and their names if the table has no names."""
    places_of: dict[str, dict[tuple[Any, Any], int]] = {}
    for record in records:
        cells = record.cells
        if "name" not in cells:
            cells["name"] = _position_name(cells)
        if not is_empty(cells.get("id")):
            continue
        record.called = {**record.called, "id": record.called.get("name", "name")}
        cells["id"] = names.new_id(cells.get("name"), record.row)
        if is_empty(cells.get("name")) or record.refused & {"lon", "lat"}:
            continue
        place = _as_key(cells.get("lon")), _as_key(cells.get("lat"))
        rows_at = places_of.setdefault(folded(cells["name"]), {})
        if place in rows_at:
            reading.fault(
                record.row,
                record.called["id"],
                f"is the same place as row {rows_at[place]}",
                cells["name"],
                "delete one",
                kind="is the same place as another row",
            )
        elif rows_at:
            reading.note(
                record.row,
                record.called["id"],
                f"{shorten(str(cells['name']))!r} is also the name of row "
                f"{next(iter(rows_at.values()))}, another place: both are read",
                kind="two places of one name",
            )
        rows_at.setdefault(place, record.row)


def _as_key(cell: Any) -> Any:
    """Return a cell as a hashable value."""
    return cell if isinstance(cell, int | float | str) else repr(type(cell))


def _position_name(cells: Mapping[str, object]) -> str | None:
    """Return the text of a position, as the name of a place without one."""
    lon, lat = cells.get("lon"), cells.get("lat")
    try:
        lon, lat = float(lon), float(lat)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return "a place"
    from infmap.catalogue.values.coordinates import position_text

    return position_text(lon, lat)


def refuse_status_in_name(reading: Reading, record: Record) -> None:
    """Refuse a name that says behind it that a site is gone, or planned, if no column does.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.csv"))
    >>> refuse_status_in_name(reading, Record(2, {"site": "South camp (closed in 2019)"}, {}))
    >>> refuse_status_in_name(reading, Record(3, {"site": "East camp (Russia)"}, {}))
    >>> [(fault.row, fault.problem) for fault in reading.faults]
    [(2, 'may say that nothing stands there now')]
    """
    name = record.cells.get("site")
    found = _BEHIND_NAME.search(name) if isinstance(name, str) else None
    stated = any(not is_empty(record.cells.get(column)) for column in ("status", "until"))
    if found is None or stated:
        return
    words = plain_words(found[1])
    if any(map(str.isdecimal, words)):
        beside = phrases("beside_a_year")
        words = [word for word in words if not word.isdecimal() and word not in beside]
    if phrase_of(words) in phrases("status_not"):
        reading.fault(
            record.row,
            record.called.get("site", "site"),
            "may say that nothing stands there now",
            name,
            "write ended or planned under the head status, or the name alone",
        )


def name_report(record: Record, taken: dict[str, int], names: Names) -> None:
    """Fill in the id of a site from its name, and the id of a report from site and system."""
    cells = record.cells
    called = {name: record.called.get(name, name) for name in ("site", "system_id")}
    if is_empty(cells.get("site_id")):
        cells["site_id"] = names.id_of(cells.get("site"), record.row)
        called["site_id"] = called["site"]
    if is_empty(cells.get("id")):
        system = cells.get("system_id")
        system = slug(system) if isinstance(system, str) else ""
        ident = f"{cells['site_id']}-{system}".strip("-")
        taken[ident] = taken.get(ident, 0) + 1
        cells["id"] = ident if taken[ident] == 1 else f"{ident}-{taken[ident]}"
        called["id"] = called["site"]
    record.called = {**record.called, **{k: v for k, v in called.items() if k != v}}
