"""A table to checked rows: every fault of it at once, by row and field.

Whatever it comes from, it becomes records under our own columns, and the same models check these.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from infmap.catalogue.cells import is_empty
from infmap.catalogue.names.ids import Known
from infmap.catalogue.reading.faults import Numbered, R, Reading, Record
from infmap.catalogue.reading.naming import Names, name_places, name_report
from infmap.catalogue.reading.references import resolve
from infmap.catalogue.reading.reports import Systems, bring, reports
from infmap.catalogue.rows import (
    Capital,
    Deployment,
    OwnDeployment,
    OwnSystem,
    Row,
    Source,
)
from infmap.errors import shorten

#: A type of CSL for a publication of which none is said.
_DOCUMENT = "document"


def read_table(reading: Reading, model: type[R], *, system_ids: Known | None = None) -> Numbered[R]:
    """Read a table to rows with their numbers; faults go to `reading`.

    `system_ids` has the systems by any name; without it the ids stay as they are.
    """
    records = _records(reading, model)
    names = Names("place")
    if model is Capital:
        name_places(reading, records, names)
    for record in records:
        if model is OwnSystem and "name" not in record.cells:
            record.cells["name"] = record.cells.get("id")
        if model is OwnSystem and is_empty(record.cells.get("id")):
            record.cells["id"] = names.id_of(record.cells.get("name"), record.row)
            record.called = {**record.called, "id": record.called.get("name", "name")}
        if system_ids is not None and "system_id" in record.cells:
            _resolve_system(reading, record, system_ids)
    return checked(reading, records, model)


def read_sources(reading: Reading) -> Numbered[Source]:
    """Read publications to rows with their numbers; faults go to `reading`."""
    records = _records(reading, Source)
    for record in records:
        if reading.own and is_empty(record.cells.get("type")):
            record.cells["type"] = _DOCUMENT
    return checked(reading, records, Source)


def read_deployments(
    reading: Reading, system_ids: Known | None
) -> tuple[Numbered[OwnDeployment], dict[str, str]]:
    """Read deployments to rows with their numbers, and the systems that rows brought along.

    Faults go to `reading`. `system_ids` has the systems by any name; without it the ids stay as
    they are. A row that carries a range may name a system that is in no
    table, or none.
    """
    model: type[Any] = OwnDeployment if reading.own else Deployment
    systems = Systems(system_ids or Known())
    reading.systems = systems.known
    records = _records(reading, model)
    if system_ids is not None:
        for record in records:
            bring(reading, record, systems)
        records = [report for record in records for report in reports(reading, record, systems)]
    ids: dict[str, int] = {}
    names = Names("site")
    for record in records:
        name_report(record, ids, names)
    rows = checked(reading, records, model)
    _same_place(reading, rows, {record.row: record.called for record in records})
    return rows, systems.brought


def _records(reading: Reading, model: type[Row]) -> list[Record]:
    """Return the rows of a table under our columns."""
    if not reading.own:
        # Most tables are infmap's own, and need none of what reads a stranger's.
        from infmap.catalogue.reading.bundled import bundled_records

        assert isinstance(reading.source, Path)
        return bundled_records(reading, reading.source, model)
    from infmap.catalogue.reading.strangers import strangers_records

    return strangers_records(reading, model)


def _same_place(
    reading: Reading, rows: Numbered[OwnDeployment], called: Mapping[int, Mapping[str, str]]
) -> None:
    """Refuse one site at two places: its rings would be drawn from either by chance."""
    first: dict[str, tuple[int, Deployment]] = {}
    for number, row in rows:
        other_number, other = first.setdefault(row.site_id, (number, row))
        names = called.get(number, {})
        if (row.lon, row.lat) != (other.lon, other.lat):
            place = f"{other.lat:g}, {other.lon:g}"
            reading.fault(
                number,
                names.get("site", "site"),
                f"stands in row {other_number} too, at another place ({place})",
                row.site,
                f"name the two apart if they are two; if they are one, write {place} for "
                f"{row.lat:g}, {row.lon:g}",
                kind=f"{names.get('site', 'site')} stands at several places",
            )
            continue
        for column in ("position_precision_km", "site", "country"):
            if getattr(row, column) != getattr(other, column):
                shown, wanted = names.get(column, column), getattr(other, column)
                write = "leave it empty" if wanted == "" else f"write {wanted}"
                reading.fault(
                    number,
                    shown,
                    f"site {row.site_id} has another {shown} in row {other_number}",
                    getattr(row, column),
                    f"{write}, or give the row a site_id of its own",
                    kind=f"{shown} differs within a site",
                )


def _resolve_system(reading: Reading, record: Record, known: Known) -> None:
    """Put a system's id in place of its name."""
    text = record.cells.get("system_id")
    if isinstance(text, str) and text.strip():
        shown = record.called.get("system_id", "system_id")
        found = resolve(reading, record.row, shown, text, known)
        if found is None:
            record.refused.add("system_id")
        record.cells["system_id"] = found or "unknown"


# --- Checking -------------------------------------------------------------------------------


def checked(reading: Reading, records: Iterable[Record], model: type[R]) -> Numbered[R]:
    """Check every record against the model of its row."""
    rows: Numbered[R] = []
    seen: dict[str, int] = {}
    above: dict[str, tuple[int, Any]] = {}
    context: dict[str, object] = {"separator": reading.separator}
    for record in records:
        number, called = record.row, record.called
        filled = {
            column: cell
            for column, cell in record.cells.items()
            if (cell.strip() if isinstance(cell, str) else cell is not None)
        }
        if reading.own:
            context["tell"] = partial(_tell, reading, record)
        try:
            row = model.model_validate(filled, context=context if reading.own else None)
        except ValidationError as error:
            for detail in error.errors():
                _note(reading, record, detail, _merged(record.cells, above))
        else:
            ident = getattr(row, "id", None)
            if ident is not None and seen.setdefault(ident, number) != number:
                column = called.get("id", "id")
                remedy = f"rename one; the other is row {seen[ident]}"
                shown = record.cells.get(column, ident) if column == "name" else ident
                reading.fault(number, column, "appears twice", shown, remedy)
            if not record.refused:
                rows.append((number, row))
        if reading.in_cells:
            above |= {column: (number, cell) for column, cell in filled.items()}
    return rows


def _tell(reading: Reading, record: Record, column: str, told: str, kind: str) -> None:
    reading.note(record.row, record.called.get(column, column), told, kind=kind)


def _merged(
    cells: Mapping[str, object], above: Mapping[str, tuple[int, Any]]
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
    record: Record,
    detail: Any,
    above: Mapping[str | None, tuple[int, Any]],
) -> None:
    """Turn one complaint of the row model's into a fault.

    `above` has by column the cell above that a blank stands for where cells were merged.
    """
    column = str(detail["loc"][0]) if detail["loc"] else None
    if column in record.refused:
        return
    context = detail.get("ctx") or {}
    problem, remedy = context.get("problem"), context.get("remedy")
    value = record.written.get(column or "", detail["input"]) if column is not None else None
    if detail["type"] == "missing":
        problem, remedy, value = "is missing", "write a value", None
        if column in above:
            row, cell = above[column]
            remedy = f"write {shorten(str(cell))!r} as in row {row}, or a value of its own"
    elif problem is None:
        problem, remedy = str(detail["msg"]).lower(), "correct the value"
    shown = record.called.get(column or "", column)
    reading.fault(record.row, shown, str(problem), value, str(remedy))
