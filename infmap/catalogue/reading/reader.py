"""A table to checked rows: every fault of it at once, by row and field.

Whether it comes from a CSV, a GeoJSON or a caller's DataFrame, it becomes records, and the same
models check these.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from infmap.catalogue.cells import is_empty, slug
from infmap.catalogue.names import folded
from infmap.catalogue.reading.delimited import table_text, text_records
from infmap.catalogue.reading.geojson import note_repeated, parse_json, point_records
from infmap.catalogue.reading.inputs import Frame, Numbered, R, Reading, Record
from infmap.catalogue.reading.references import resolve
from infmap.catalogue.reading.texts import is_json, line_of_stray, read_text
from infmap.catalogue.rows import SHORT_NAMES, Capital, Deployment, Row, Source, known_columns
from infmap.errors import shorten


class _Names:
    """Ids made from names: what the Latin alphabet has no letters for is numbered by its row."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._by_name: dict[str, str] = {}
        self._taken: set[str] = set()

    def id_of(self, name: Any, row: int) -> str:
        """Return the id of a name, the same for the same name; what is no text has none."""
        name = name if isinstance(name, str) else ""
        key = folded(name)
        if key not in self._by_name:
            ident = slug(name) or f"{self._word}-{row}"
            if ident in self._taken and not name.isascii():
                ident = f"{ident}-{row}"
            self._taken.add(ident)
            self._by_name[key] = ident
        return self._by_name[key]


def read_table(
    reading: Reading, model: type[R], *, system_ids: Mapping[str, str] | None = None
) -> Numbered[R]:
    """Read a CSV or a DataFrame to rows with their numbers; faults go to `reading`.

    `system_ids` maps every name that a system answers to, to its id; without it the ids stay
    as they are.
    """
    records = _records(reading, model)
    names = _Names("place")
    called: dict[int, dict[str, str]] = {}
    for number, cells in records:
        if model is Capital and is_empty(cells.get("id")):
            cells["id"] = names.id_of(cells.get("name"), number)
            called[number] = {"id": "name"}
        if system_ids is not None:
            _resolve_system(reading, number, cells, system_ids)
    return _checked(reading, records, model, called)


def read_deployments(
    reading: Reading, system_ids: Mapping[str, str] | None
) -> Numbered[Deployment]:
    """Read deployments to rows with their numbers; faults go to `reading`.

    From a DataFrame, a CSV or a GeoJSON. `system_ids` maps every name that a system answers to, to
    its id; without it the ids stay as they are.
    """
    records = _records(reading, Deployment)
    called: dict[int, dict[str, str]] = {}
    ids: dict[str, int] = {}
    names = _Names("site")
    short = SHORT_NAMES[Deployment]
    for number, cells in records:
        called[number] = {column: own for column, own in short.items() if column not in cells}
        for column, own in called[number].items():
            if own in cells:
                cells[column] = cells[own]
        if system_ids is not None:
            shown = called[number].get("system_id")
            _resolve_system(reading, number, cells, system_ids, shown)
        _fill_ids(cells, number, ids, names)
    rows = _checked(reading, records, Deployment, called)
    _same_place(reading, rows, called)
    return rows


def read_sources(reading: Reading) -> Numbered[Source]:
    """Read a CSL-JSON list of publications to rows with their numbers; faults go to `reading`."""
    assert isinstance(reading.source, Path)
    text = read_text(reading, reading.source, line_of_stray)
    items = None if text is None else parse_json(reading, text)
    if reading.faults:
        return []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        reading.fault(None, None, "not a list of CSL-JSON items", None, "export it as CSL JSON")
        return []
    if not reading.has_room(len(items)):
        return []
    for number, item in enumerate(items, start=1):
        note_repeated(reading, number, item)
    records = [Record(number, item) for number, item in enumerate(items, start=1)]
    return _checked(reading, records, Source)


def _records(reading: Reading, model: type[Row]) -> list[Record]:
    """Return the rows of a table as it has them; only sites may come as GeoJSON."""
    source = reading.source
    if isinstance(source, Frame):
        # Most tables are files, and need none of what this loads.
        from infmap.catalogue.reading.frames import frame_records

        return frame_records(reading, source, model)
    text = table_text(reading, source, known_columns(model))
    if text is None:
        return []
    if model is Deployment and is_json(source, text):
        return point_records(reading, text)
    return text_records(reading, text, model)


def _fill_ids(cells: dict[str, Any], number: int, taken: dict[str, int], names: _Names) -> None:
    """Give a site its id from its name, and a report its id from site and system."""
    if is_empty(cells.get("site_id")):
        cells["site_id"] = names.id_of(cells.get("site"), number)
    if is_empty(cells.get("id")):
        system = cells.get("system_id")
        system = slug(system) if isinstance(system, str) else ""
        ident = f"{cells['site_id']}-{system}".strip("-")
        taken[ident] = taken.get(ident, 0) + 1
        cells["id"] = ident if taken[ident] == 1 else f"{ident}-{taken[ident]}"


def _same_place(
    reading: Reading, rows: Numbered[Deployment], called: Mapping[int, Mapping[str, str]]
) -> None:
    """Refuse one site at two places: its rings would be drawn from either by chance."""
    first: dict[str, tuple[int, Deployment]] = {}
    for number, row in rows:
        other_number, other = first.setdefault(row.site_id, (number, row))
        for column in ("lon", "lat", "position_precision_km", "site", "country"):
            if getattr(row, column) != getattr(other, column):
                shown, wanted = called[number].get(column, column), getattr(other, column)
                write = "leave it empty" if wanted == "" else f"write {wanted}"
                reading.fault(
                    number,
                    shown,
                    f"site {row.site_id} has another {shown} in row {other_number}",
                    getattr(row, column),
                    f"{write}, or give the row a site_id of its own",
                    kind=f"{shown} differs within a site",
                )


def _checked(
    reading: Reading,
    records: Iterable[Record],
    model: type[R],
    called: Mapping[int, Mapping[str, str]] | None = None,
) -> Numbered[R]:
    """Check every record; `called` says by row what the table calls a field."""
    rows: Numbered[R] = []
    seen: dict[str, int] = {}
    above: dict[str, tuple[int, Any]] = {}
    is_sheet = reading.own and isinstance(reading.source, Path) and not is_json(reading.source)
    context = {"separator": reading.separator}
    for number, cells in records:
        names = (called or {}).get(number, {})
        filled = {
            column: cell
            for column, cell in cells.items()
            if (cell.strip() if isinstance(cell, str) else cell is not None)
        }
        try:
            row = model.model_validate(filled, context=context)
        except ValidationError as error:
            for detail in error.errors():
                _note(reading, number, detail, names, _merged(cells, above))
        else:
            ident = getattr(row, "id", None)
            if ident is not None and seen.setdefault(ident, number) != number:
                column = names.get("id", "id")
                remedy = f"rename one; the other is row {seen[ident]}"
                reading.fault(number, column, "appears twice", getattr(row, column), remedy)
            rows.append((number, row))
        if is_sheet:
            above |= {column: (number, cell) for column, cell in filled.items()}
    return rows


def _merged(
    cells: Mapping[str, Any], above: Mapping[str, tuple[int, Any]]
) -> Mapping[str | None, tuple[int, Any]]:
    """Return the cells above that the blanks of a row may stand for.

    Cells are merged from the left: where the first is filled, what is blank is just missing.
    """
    first = next(iter(cells), None)
    return {
        column: found
        for column, found in above.items()
        if column != "id" and (first is None or is_empty(cells[first]))
    }


def _note(
    reading: Reading,
    number: int,
    detail: Any,
    called: Mapping[str, str],
    above: Mapping[str | None, tuple[int, Any]],
) -> None:
    """Turn one complaint of the row model's into a fault.

    `above` has by column the cell above that a blank stands for where cells were merged.
    """
    column = str(detail["loc"][0]) if detail["loc"] else None
    context = detail.get("ctx") or {}
    problem, remedy = context.get("problem"), context.get("remedy")
    value = detail["input"] if column is not None else None
    if detail["type"] == "missing":
        problem, remedy, value = "is missing", "write a value", None
        if column in above:
            row, cell = above[column]
            remedy = f"write {shorten(str(cell))!r} as in row {row}, or a value of its own"
    elif problem is None:
        problem, remedy = str(detail["msg"]).lower(), "correct the value"
    reading.fault(number, called.get(column or "", column), str(problem), value, str(remedy))


def _resolve_system(
    reading: Reading,
    number: int,
    cells: dict[str, Any],
    known: Mapping[str, str],
    shown: str | None = None,
) -> None:
    """Put a system's id in place of its name; `shown` is what the table calls the column."""
    text = cells.get("system_id")
    if isinstance(text, str) and text.strip():
        # What is unknown is one fault, and not another for being no well-formed id.
        found = resolve(reading, number, shown or "system_id", text, known)
        cells["system_id"] = found or slug(text) or "unknown"
