"""A file to checked rows: every fault of it at once, by file, row and field.

Rows count from 1: a CSV's header is row 1, a GeoJSON's first feature is row 1.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic import ValidationError

from infmap.catalogue.catalogue import suggestion
from infmap.catalogue.rows import Capital, Deployment, Row, Source, slug
from infmap.errors import Fault

R = TypeVar("R", bound=Row)
#: Checked rows with the number that a fault is reported by.
Numbered: TypeAlias = list[tuple[int, R]]

#: What a user's own deployments may call these columns.
SHORT_NAMES = {"site": "name", "system_id": "system"}


class Record(NamedTuple):
    """A row as the file has it: its number, and its cells by field."""

    row: int
    cells: dict[str, Any]


@dataclass
class Reading:
    """One file being read: its name for messages, and the faults found so far."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(
        self, row: int | None, column: str | None, problem: str, value: object, remedy: str
    ) -> None:
        """Note one thing that is wrong."""
        shown = None if value in (None, "") else str(value)
        self.faults.append(Fault(str(self.path), row, column, problem, shown, remedy))


def read_csv(
    reading: Reading, model: type[R], *, system_ids: Mapping[str, str] | None = None
) -> Numbered[R]:
    """Read a CSV table to rows with their numbers; faults go to `reading`.

    `system_ids` maps every name that a system answers to, to its id; without it the ids stay
    as they are.
    """
    records = _csv_records(reading, model)
    for number, cells in records:
        if model is Capital and not cells.get("id"):
            cells["id"] = slug(str(cells.get("name") or "")) or "place"
        if system_ids is not None:
            text = cells.get("system_id", "")
            cells["system_id"] = resolve(reading, number, "system_id", text, system_ids) or text
    return _checked(reading, records, model)


def _csv_records(reading: Reading, model: type[Row]) -> list[Record]:
    text = _text(reading)
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
                if not _header_fits(reading, header, model):
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


def read_deployments(reading: Reading, systems: Mapping[str, str] | None) -> Numbered[Deployment]:
    """Read a GeoJSON table of deployments to rows with their numbers; faults go to `reading`.

    `systems` maps every name that a system answers to, to its id; without it the ids stay
    as they are.
    """
    features = _features(reading)
    records: list[Record] = []
    called: dict[int, dict[str, str]] = {}
    ids: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        cells = _point_cells(reading, number, feature)
        if cells is None:
            continue
        called[number] = {column: own for column, own in SHORT_NAMES.items() if column not in cells}
        for column, own in called[number].items():
            if own in cells:
                cells[column] = cells[own]
        system = cells.get("system_id")
        if systems is not None and isinstance(system, str):
            column = called[number].get("system_id", "system_id")
            cells["system_id"] = resolve(reading, number, column, system, systems) or system
        _fill_ids(cells, number, ids)
        records.append(Record(number, cells))
    rows = _checked(reading, records, Deployment, called)
    _same_place(reading, rows)
    return rows


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


def _text(reading: Reading) -> str | None:
    path = reading.path
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
    text = _text(reading)
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
    """Check a CSV's columns; a misspelt one would silently lose what it holds."""
    required = [name for name, info in model.model_fields.items() if info.is_required()]
    if model is Capital:
        required.remove("id")
    missing = [name for name in required if name not in header]
    unknown = [name for name in header if name not in model.model_fields]
    found = ", ".join(name or "(blank)" for name in header)
    for name in missing:
        near = get_close_matches(name, unknown, n=1, cutoff=0.7)
        remedy = f"rename {near[0]!r} to {name}" if near else f"add a column {name}"
        reading.fault(1, name, "column is missing", found, remedy)
    for name in unknown:
        absent = [field for field in model.model_fields if field not in header]
        near = get_close_matches(name, [field for field in absent if field not in missing], 1, 0.8)
        if near:
            reading.fault(1, name, "unknown column", name, f"rename it to {near[0]}")
    for name in {name for name in header if name and header.count(name) > 1}:
        reading.fault(1, name, "column appears twice", name, "delete or rename one")
    return not reading.faults


def _checked(
    reading: Reading,
    records: Iterable[Record],
    model: type[R],
    called: Mapping[int, Mapping[str, str]] | None = None,
) -> Numbered[R]:
    """Check every record; `called` says by row what the file calls a field."""
    rows: Numbered[R] = []
    seen: dict[str, int] = {}
    for number, cells in records:
        try:
            row = model.model_validate(cells)
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
