"""A table to checked rows: every fault of it at once, by row and field.

Whether it comes from a CSV, a GeoJSON or a caller's DataFrame, it becomes records, and the same
models check these.
"""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import ValidationError

from infmap.catalogue.catalogue import suggestion
from infmap.catalogue.frames import frame_records
from infmap.catalogue.inputs import Frame, Reading, Record
from infmap.catalogue.rows import Capital, Deployment, Row, Source, slug

R = TypeVar("R", bound=Row)
#: Checked rows with the number that a fault is reported by.
Numbered: TypeAlias = list[tuple[int, R]]

#: What a user's own tables may call these columns.
SHORT_NAMES: dict[type[Row], dict[str, str]] = {
    Deployment: {"site": "name", "system_id": "system"},
}
#: What is made from the rest of the row where it is not given.
FILLED_IN: dict[type[Row], set[str]] = {Capital: {"id"}, Deployment: {"id", "site_id"}}


def read_table(
    reading: Reading, model: type[R], *, system_ids: Mapping[str, str] | None = None
) -> Numbered[R]:
    """Read a CSV or a DataFrame to rows with their numbers; faults go to `reading`.

    `system_ids` maps every name that a system answers to, to its id; without it the ids stay
    as they are.
    """
    records = _records(reading, model)
    for number, cells in records:
        if model is Capital and not cells.get("id"):
            cells["id"] = slug(str(cells.get("name") or "")) or "place"
        if system_ids is not None:
            _resolve_cell(reading, number, cells, "system_id", system_ids)
    return _checked(reading, records, model)


def read_deployments(reading: Reading, systems: Mapping[str, str] | None) -> Numbered[Deployment]:
    """Read deployments to rows with their numbers; faults go to `reading`.

    From a DataFrame, a CSV (by its suffix) or else a GeoJSON. `systems` maps every name that a
    system answers to, to its id; without it the ids stay as they are.
    """
    records = _records(reading, Deployment)
    called: dict[int, dict[str, str]] = {}
    ids: dict[str, int] = {}
    short = SHORT_NAMES[Deployment]
    for number, cells in records:
        called[number] = {column: own for column, own in short.items() if column not in cells}
        for column, own in called[number].items():
            if own in cells:
                cells[column] = cells[own]
        if systems is not None:
            shown = called[number].get("system_id")
            _resolve_cell(reading, number, cells, "system_id", systems, shown)
        _fill_ids(cells, number, ids)
    rows = _checked(reading, records, Deployment, called)
    _same_place(reading, rows)
    return rows


def _records(reading: Reading, model: type[Row]) -> list[Record]:
    """Return the rows of a table as it has them, wherever it comes from."""

    def fits(header: list[str]) -> bool:
        return _header_fits(reading, header, model)

    source = reading.source
    if isinstance(source, Frame):
        return frame_records(reading, source, fits, with_points="lon" in model.model_fields)
    if model is Deployment and source.suffix.lower() != ".csv":
        return _point_records(reading)
    return _csv_records(reading, source, fits)


def _csv_records(reading: Reading, path: Path, fits: Callable[[list[str]], bool]) -> list[Record]:
    text = _text(reading, path)
    if text is None:
        return []
    lines = csv.reader(text.splitlines(keepends=True), strict=True)
    records: list[Record] = []
    header: list[str] | None = None
    try:
        for row in lines:
            if not any(cell.strip() for cell in row):
                continue
            if header is None:
                header = [cell.strip() for cell in row]
                if not fits(header):
                    return []
            elif len(row) > len(header):
                reading.fault(
                    lines.line_num,
                    None,
                    f"has {len(row)} cells under {len(header)} columns",
                    None,
                    "put texts that hold a comma in double quotes",
                )
            else:
                records.append(Record(lines.line_num, dict(zip(header, row, strict=False))))
    except csv.Error as error:
        reading.fault(lines.line_num, None, "not CSV", error, "check the quotes of this row")
        return []
    if header is None:
        reading.fault(None, None, "the file is empty", None, "write a header row and the rows")
    elif not records and not reading.faults:
        reading.fault(None, None, "has a header but no rows", None, "add at least one row")
    return records


def _point_records(reading: Reading) -> list[Record]:
    cells = {
        number: _point_cells(reading, number, feature)
        for number, feature in enumerate(_features(reading), start=1)
    }
    return [Record(number, found) for number, found in cells.items() if found is not None]


def read_sources(reading: Reading) -> Numbered[Source]:
    """Read a CSL-JSON list of publications to rows with their numbers; faults go to `reading`."""
    items = _json(reading)
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        reading.fault(None, None, "not a list of CSL-JSON items", None, "export it as CSL JSON")
        return []
    records = [Record(number, item) for number, item in enumerate(items, start=1)]
    return _checked(reading, records, Source)


def _text(reading: Reading, path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        reading.fault(None, None, "file not found", None, "check the path")
    except IsADirectoryError:
        reading.fault(None, None, "is a folder", None, "give the path of a file")
    except UnicodeDecodeError as error:
        at = f"byte 0x{error.object[error.start]:02x} at position {error.start}"
        reading.fault(None, None, "not UTF-8", at, "save the file as UTF-8")
    except (OSError, ValueError) as error:
        reading.fault(None, None, "cannot be read", error, "check the path and its permissions")
    return None


def _json(reading: Reading) -> Any:
    assert isinstance(reading.source, Path)
    text = _text(reading, reading.source)
    if text is None:
        return None
    if not text.strip():
        reading.fault(None, None, "the file is empty", None, "write a FeatureCollection or a list")
        return None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        reading.fault(error.lineno, None, "not JSON", error.msg, "mend the file at this line")
    except RecursionError:
        reading.fault(None, None, "nested too deeply", None, "give a plain FeatureCollection")
    return None


def _features(reading: Reading) -> list[Any]:
    collection = _json(reading)
    if collection is None:
        return []
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        kind = collection.get("type") if isinstance(collection, dict) else None
        remedy = "export the sites as a GeoJSON FeatureCollection of Points"
        reading.fault(None, None, "not a GeoJSON FeatureCollection", kind, remedy)
        return []
    if not features:
        reading.fault(None, "features", "holds no site", None, "add at least one Point")
    return features


def _point_cells(reading: Reading, number: int, feature: Any) -> dict[str, Any] | None:
    """Return a feature's properties with its point as ``lon`` and ``lat``."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind != "Point" or not isinstance(coordinates, list) or len(coordinates) < 2:
        reading.fault(
            number,
            "geometry",
            "a site must be a Point",
            kind,
            'write "type": "Point" and [lon, lat]',
        )
        return None
    if not isinstance(properties, dict):
        reading.fault(number, "properties", "missing", None, 'write "name" and "system"')
        return None
    return {**properties, "lon": coordinates[0], "lat": coordinates[1]}


def _fill_ids(cells: dict[str, Any], number: int, taken: dict[str, int]) -> None:
    """Give a site its id from its name, and a report its id from site and system."""
    if not cells.get("site_id"):
        cells["site_id"] = slug(str(cells.get("site") or "")) or f"site-{number}"
    if not cells.get("id"):
        ident = f"{cells['site_id']}-{slug(str(cells.get('system_id') or ''))}".strip("-")
        taken[ident] = taken.get(ident, 0) + 1
        cells["id"] = ident if taken[ident] == 1 else f"{ident}-{taken[ident]}"


def _same_place(reading: Reading, rows: Iterable[tuple[int, Deployment]]) -> None:
    """Refuse one site at two places: its rings would be drawn from either by chance."""
    first: dict[str, tuple[int, Deployment]] = {}
    for number, row in rows:
        other_number, other = first.setdefault(row.site_id, (number, row))
        for column in ("lon", "lat", "position_precision_km", "site", "country"):
            if getattr(row, column) != getattr(other, column):
                reading.fault(
                    number,
                    column,
                    f"site {row.site_id} has another {column} in row {other_number}",
                    getattr(row, column),
                    f"write {getattr(other, column)}, or give the row a site_id of its own",
                )


def _header_fits(reading: Reading, header: list[str], model: type[Row]) -> bool:
    """Check a table's columns; a misspelt one would silently lose what it holds."""
    row = None if isinstance(reading.source, Frame) else 1
    found = ", ".join(name or "(blank)" for name in header)
    if len(header) == 1 and any(mark in found for mark in ";\t"):
        reading.fault(row, None, "is not separated by commas", found, "save it as CSV with commas")
        return False
    short = SHORT_NAMES.get(model, {})
    known = {*model.model_fields, *short.values()}
    missing = [
        short.get(name, name)
        for name, info in model.model_fields.items()
        if info.is_required()
        and name not in FILLED_IN.get(model, ())
        and not {name, short.get(name)} & {*header}
    ]
    unknown = [name for name in header if name not in known]
    for name in missing:
        meant = _nearest(name, unknown)
        remedy = f"rename {meant!r} to {name}" if meant else f"add a column {name}"
        reading.fault(row, name, "column is missing", found, remedy)
    for name in unknown:
        absent = [field for field in model.model_fields if field not in header]
        near = get_close_matches(name, [field for field in absent if field not in missing], 1, 0.8)
        if near:
            reading.fault(row, name, "unknown column", name, f"rename it to {near[0]}")
    for name in dict.fromkeys(name for name in header if name and header.count(name) > 1):
        reading.fault(row, name, "column appears twice", name, "delete or rename one")
    return not reading.faults


def _nearest(name: str, columns: list[str]) -> str | None:
    """Return the column that was meant for another: Lon and longitude for lon, nme for name."""
    spelt_out = [column for column in columns if column.casefold().startswith(name)]
    return next(iter(spelt_out or get_close_matches(name, columns, 1, 0.7)), None)


def _checked(
    reading: Reading,
    records: Iterable[Record],
    model: type[R],
    called: Mapping[int, Mapping[str, str]] | None = None,
) -> Numbered[R]:
    """Check every record; `called` says by row what the table calls a field."""
    rows: Numbered[R] = []
    seen: dict[str, int] = {}
    for number, cells in records:
        try:
            row = model.model_validate(_filled(cells))
        except ValidationError as error:
            for detail in error.errors():
                _note(reading, number, detail, (called or {}).get(number, {}))
            continue
        ident = getattr(row, "id", None)
        if ident is not None and seen.setdefault(ident, number) != number:
            remedy = f"rename one; the other is row {seen[ident]}"
            reading.fault(number, "id", "appears twice", ident, remedy)
        rows.append((number, row))
    return rows


def _filled(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells that hold something: an empty one is as good as none."""
    return {
        column: cell
        for column, cell in cells.items()
        if cell is not None and not (isinstance(cell, str) and not cell.strip())
    }


def _note(reading: Reading, number: int, detail: Any, called: Mapping[str, str]) -> None:
    """Turn one complaint of the row model's into a fault."""
    column = str(detail["loc"][0]) if detail["loc"] else None
    context = detail.get("ctx") or {}
    problem, remedy = context.get("problem"), context.get("remedy")
    value = detail["input"] if column is not None else None
    if detail["type"] == "missing":
        problem, remedy, value = "is missing", "write a value", None
    elif problem is None:
        problem, remedy = str(detail["msg"]).lower(), "correct the value"
    reading.fault(number, called.get(column or "", column), str(problem), value, str(remedy))


def _resolve_cell(
    reading: Reading,
    number: int,
    cells: dict[str, Any],
    column: str,
    known: Mapping[str, str],
    shown: str | None = None,
) -> None:
    """Put the id in place of the name in a cell; `shown` is what the table calls the column."""
    text = cells.get(column)
    if isinstance(text, str) and text.strip():
        # What is unknown is one fault, and not another for being no well-formed id.
        found = resolve(reading, number, shown or column, text, known)
        cells[column] = found or slug(text) or "unknown"


def resolve(
    reading: Reading,
    number: int,
    column: str,
    text: str,
    known: Mapping[str, str],
    what: str = "system of this id or name",
) -> str | None:
    """Return the id that a cell means, or note that there is none; blanks are the models' matter.

    `known` maps every folded name to its id.
    """
    if not text.strip():
        return None
    found = known.get(text.strip().casefold())
    if found is None:
        reading.fault(number, column, f"no {what}", text, suggestion(text, dict(known)))
    return found
