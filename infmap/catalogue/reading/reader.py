"""Reads a table to checked rows; reports all its faults at once, by row and field.

Every kind of table is read to records with infmap's columns, which the row models then check.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from infmap.catalogue.cells import fault_words, is_empty
from infmap.catalogue.columns import date_columns
from infmap.catalogue.names.ids import Known
from infmap.catalogue.publications import Source
from infmap.catalogue.reading.faults import Numbered, R, Reading, Record
from infmap.catalogue.reading.naming import Names, name_places, name_report, refuse_status_in_name
from infmap.catalogue.reading.own_exports import names_of_systems
from infmap.catalogue.reading.references import resolve
from infmap.catalogue.reading.reports import Systems, bring, reports
from infmap.catalogue.rows import Capital, Deployment, OwnDeployment, OwnSystem, Row
from infmap.catalogue.values.doubtful_dates import habit_of
from infmap.errors import shorten

#: The CSL type of a publication without one.
_DOCUMENT = "document"


def read_table(reading: Reading, model: type[R], *, system_ids: Known | None = None) -> Numbered[R]:
    """Return the checked rows of a table with their numbers; faults go to `reading`.

    With `system_ids`, names of systems are replaced by their ids.
    """
    records = _records(reading, model)
    names = Names("system" if model is OwnSystem else "place")
    if model is Capital:
        name_places(reading, records, names)
    for record in records:
        if model is OwnSystem and _is_named_by_id(reading, record):
            record.cells["name"] = record.cells.get("id")
        if model is OwnSystem and is_empty(record.cells.get("id")):
            record.cells["id"] = names.id_of(record.cells.get("name"), record.row)
            record.called = {**record.called, "id": record.called.get("name", "name")}
        if system_ids is not None and "system_id" in record.cells:
            _resolve_system(reading, record, system_ids)
    return checked(reading, records, model)


def _is_named_by_id(reading: Reading, record: Record) -> bool:
    """Return whether a system has no name of its own: what a known one leaves blank is infmap's."""
    if "name" not in record.cells:
        return True
    return is_empty(record.cells["name"]) and record.cells.get("id") in reading.systems.ids


def read_sources(reading: Reading) -> Numbered[Source]:
    """Return the checked rows of publications with their numbers; faults go to `reading`."""
    records = _records(reading, Source)
    for record in records:
        if reading.own and is_empty(record.cells.get("type")):
            record.cells["type"] = _DOCUMENT
    return checked(reading, records, Source)


def read_deployments(
    reading: Reading, system_ids: Known | None
) -> tuple[Numbered[OwnDeployment], dict[str, str]]:
    """Return the checked rows of deployments, and the systems that only these rows mention.

    Faults go to `reading`. With `system_ids`, names of systems are replaced by their ids. A row
    with a range may name an unknown system, or none.
    """
    model: type[Any] = OwnDeployment if reading.own else Deployment
    systems = Systems(system_ids or Known())
    reading.systems = systems.known
    records = _records(reading, model)
    if reading.rings is not None:
        systems.ringed = names_of_systems(reading.rings)
    if system_ids is not None:
        for record in records:
            bring(reading, record, systems)
        records = [report for record in records for report in reports(reading, record, systems)]
    ids: dict[str, int] = {}
    names = Names("site")
    for record in records:
        if reading.own:
            refuse_status_in_name(reading, record)
        name_report(record, ids, names)
    rows = checked(reading, records, model)
    _same_place(reading, rows, {record.row: record.called for record in records})
    return rows, systems.brought


def _records(reading: Reading, model: type[Row]) -> list[Record]:
    """Return the records of a table."""
    if not reading.own:
        # Most tables are infmap's own: the modules for a caller's tables are not imported.
        from infmap.catalogue.reading.bundled import bundled_records

        assert isinstance(reading.source, Path)
        return bundled_records(reading, reading.source, model)
    from infmap.catalogue.reading.strangers import strangers_records

    return strangers_records(reading, model)


def _same_place(
    reading: Reading, rows: Numbered[OwnDeployment], called: Mapping[int, Mapping[str, str]]
) -> None:
    """Refuse rows that give a site another place, precision, name or country than before."""
    first_rows: dict[str, tuple[int, Deployment]] = {}
    for number, row in rows:
        first_number, first = first_rows.setdefault(row.site_id, (number, row))
        names = called.get(number, {})
        if (row.lon, row.lat) != (first.lon, first.lat):
            place = f"{first.lat:g}, {first.lon:g}"
            reading.fault(
                number,
                names.get("site", "site"),
                f"stands in row {first_number} too, at another place ({place})",
                row.site,
                f"name the two apart if they are two; if they are one, write {place} for "
                f"{row.lat:g}, {row.lon:g}",
                kind=f"{names.get('site', 'site')} stands at several places",
            )
            continue
        for column in ("position_precision_km", "site", "country"):
            if getattr(row, column) != getattr(first, column):
                shown, wanted = names.get(column, column), getattr(first, column)
                write = f"write {_as_written(wanted)}" if wanted else "leave it empty"
                reading.fault(
                    number,
                    shown,
                    f"site {row.site_id} has another {shown} in row {first_number}",
                    _as_written(getattr(row, column)),
                    f"{write}, or give the row a site_id of its own",
                    kind=f"{shown} differs within a site",
                )


def _as_written(value: str | float) -> str:
    """Return a value of a row as a table has it: 5, not 5.0."""
    return str(value).removesuffix(".0") if isinstance(value, float) else value


def _resolve_system(reading: Reading, record: Record, known: Known) -> None:
    """Replace a system's name by its id."""
    text = record.cells.get("system_id")
    if isinstance(text, str) and text.strip():
        shown = record.called.get("system_id", "system_id")
        ident = resolve(reading, record.row, shown, text, known)
        if ident is None:
            record.refused.add("system_id")
        record.cells["system_id"] = ident or "unknown"


# --- Checking -------------------------------------------------------------------------------


def checked(reading: Reading, records: Iterable[Record], model: type[R]) -> Numbered[R]:
    """Return the rows of records that pass the checks of their model; faults go to `reading`."""
    rows: Numbered[R] = []
    seen: dict[str, int] = {}
    above: dict[str, tuple[int, Any]] = {}
    context: dict[str, object] = {"separator": reading.separator, "comma": reading.comma}
    if reading.own:
        records = [*records]
        reading.called = records[0].called if records else {}
        context["habits"] = {
            name: habit_of(record.cells.get(name) for record in records)
            for name in date_columns(model)
        }
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


def _tell(reading: Reading, record: Record, column: str, text: str, kind: str) -> None:
    reading.note(record.row, record.called.get(column, column), text, kind=kind)


def _merged(
    cells: Mapping[str, object], above: Mapping[str, tuple[int, Any]]
) -> Mapping[str | None, tuple[int, Any]]:
    """Return the filled cells above, which blank cells of a row may repeat if cells are merged.

    Cells are merged from the left: if the first cell is filled, blank ones are just missing.
    """
    first = next(iter(cells), None)
    return {
        column: numbered_cell
        for column, numbered_cell in above.items()
        if column != "id" and (first is None or is_empty(cells[first]))
    }


def _note(
    reading: Reading,
    record: Record,
    detail: Any,
    above: Mapping[str | None, tuple[int, Any]],
) -> None:
    """Report an error of the row model as a fault.

    `above` has for each column the cell above that a blank may repeat if cells are merged.
    """
    column = str(detail["loc"][0]) if detail["loc"] else None
    if column in record.refused:
        return
    problem, remedy = fault_words(detail)
    value = record.written.get(column or "", detail["input"]) if column is not None else None
    if detail["type"] == "missing":
        value = None
        if column in above:
            row, cell = above[column]
            remedy = f"write {shorten(str(cell))!r} as in row {row}, or a value of its own"
    shown = record.called.get(column or "", column)
    reading.fault(record.row, shown, problem, value, remedy)
