"""Files to checked tables: every fault of every file at once, by file, row and field.

Rows count from 1: a CSV's header is row 1, a GeoJSON's first feature is row 1.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from infmap.catalogue.catalogue import Catalogue, suggestion
from infmap.catalogue.rows import (
    Account,
    Capital,
    Claim,
    Deployment,
    OwnSystem,
    Row,
    Source,
    System,
    slug,
)
from infmap.errors import DataError, Fault

R = TypeVar("R", bound=Row)

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
        shown = None if value is None else str(value)
        self.faults.append(Fault(str(self.path), row, column, problem, shown, remedy))


def data_path(name: str) -> Path:
    """Return where a bundled table lies: inside the installed package, or in the checkout."""
    installed = Path(str(files("infmap"))) / "data" / name
    return installed if installed.exists() else Path(__file__).parents[2] / "data" / name


def load(
    *,
    deployments: str | Path | None = None,
    systems: str | Path | None = None,
    claims: str | Path | None = None,
    capitals: str | Path | None = None,
) -> Catalogue:
    """Read the catalogue: infmap's own tables, or the caller's in their place.

    Parameters
    ----------
    deployments : path, optional
        GeoJSON of Points with the properties ``name`` and ``system`` (an id or a name); every
        other property of the bundled table may be given.
    systems : path, optional
        CSV with at least ``id`` and ``name``; ``range_km`` gives each system one figure, of
        account ``user``.
    claims : path, optional
        CSV of figures, in the columns of ``range_claims.csv``.
    capitals : path, optional
        CSV of places with at least ``name``, ``lon`` and ``lat``.

    Returns
    -------
    Catalogue

    Raises
    ------
    DataError
        With every fault of every file, one line each.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> cat.claims.query("system_id == '9m729' and account == 'operator'")["up_to_km"].item()
    480.0
    """
    readings: list[Reading] = []

    def reading(own: str | Path | None, bundled: str) -> Reading:
        readings.append(Reading(data_path(bundled) if own is None else Path(own)))
        return readings[-1]

    own_systems = systems is not None
    system_reading = reading(systems, "systems.csv")
    system_rows: tuple[System, ...] = read_csv(system_reading, OwnSystem if own_systems else System)
    capital_rows = read_csv(reading(capitals, "capitals.csv"), Capital)
    source_rows = read_sources(reading(None, "sources.json"))
    claim_rows: tuple[Claim, ...] = ()
    deployment_rows: tuple[Deployment, ...] = ()
    # What refers to systems waits until these are right: one slip there is not fifty here.
    if not system_reading.faults:
        names = _names(system_rows)
        claim_rows = read_csv(
            reading(claims, "range_claims.csv"),
            Claim,
            system_ids=names if claims is not None or not own_systems else None,
        )
        deployment_rows = read_deployments(
            reading(deployments, "deployments.geojson"),
            names if deployments is not None or not own_systems else None,
        )
    faults = [fault for file in readings for fault in file.faults]
    if faults:
        raise DataError(faults)
    if own_systems:
        known = {row.id for row in system_rows}
        own = tuple(_own_claim(row) for row in system_rows if _own_range(row))
        settled = {row.system_id for row in own}
        claim_rows = own + tuple(
            row for row in claim_rows if row.system_id in known and row.system_id not in settled
        )
        deployment_rows = tuple(row for row in deployment_rows if row.system_id in known)
    return Catalogue(system_rows, claim_rows, deployment_rows, capital_rows, source_rows)


def load_places(path: str | Path) -> tuple[Capital, ...]:
    """Read a caller's own list of places, to test in place of the capitals.

    Raises
    ------
    DataError
        With every fault of the file, one line each.
    """
    reading = Reading(Path(path))
    rows = read_csv(reading, Capital)
    if reading.faults:
        raise DataError(reading.faults)
    return rows


def read_csv(
    reading: Reading, model: type[R], *, system_ids: Mapping[str, str] | None = None
) -> tuple[R, ...]:
    """Read a CSV table; faults go to `reading`.

    `system_ids` maps every name that a system answers to, to its id; without it the ids stay
    as they are.
    """
    records = _csv_records(reading, model)
    for number, cells in records:
        if model is Capital and not cells.get("id"):
            cells["id"] = slug(str(cells.get("name") or "")) or "place"
        if system_ids is not None:
            text = cells.get("system_id", "")
            cells["system_id"] = _resolve(reading, number, "system_id", text, system_ids) or text
    return tuple(row for _, row in _checked(reading, records, model))


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


def read_deployments(reading: Reading, systems: Mapping[str, str] | None) -> tuple[Deployment, ...]:
    """Read a GeoJSON table of deployments; faults go to `reading`.

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
            cells["system_id"] = _resolve(reading, number, column, system, systems) or system
        _fill_ids(cells, number, ids)
        records.append(Record(number, cells))
    rows = _checked(reading, records, Deployment, called)
    _same_place(reading, rows)
    return tuple(row for _, row in rows)


def read_sources(reading: Reading) -> tuple[Source, ...]:
    """Read a CSL-JSON list of publications; faults go to `reading`."""
    items = _json(reading)
    if items is None:
        return ()
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        reading.fault(None, None, "not a list of CSL-JSON items", None, "export it as CSL JSON")
        return ()
    records = [Record(number, item) for number, item in enumerate(items, start=1)]
    return tuple(row for _, row in _checked(reading, records, Source))


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
) -> list[tuple[int, R]]:
    """Check every record; `called` says by row what the file calls a field."""
    rows: list[tuple[int, R]] = []
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


def _resolve(
    reading: Reading, number: int, column: str, text: str, systems: Mapping[str, str]
) -> str | None:
    """Return the id of the system meant, or note that there is none; the row model sees blanks."""
    if not text.strip():
        return None
    found = systems.get(text.strip().casefold())
    if found is None:
        remedy = suggestion(text, dict(systems))
        reading.fault(number, column, "no system of this id or name", text, remedy)
    return found


def _names(systems: Iterable[System]) -> dict[str, str]:
    """Return every name that a system answers to, folded, with its id; ids win."""
    rows = list(systems)
    names = {other.casefold(): row.id for row in rows for other in row.designations}
    names |= {row.name.casefold(): row.id for row in rows}
    return names | {row.id: row.id for row in rows}


def _own_range(system: System) -> float | None:
    return system.range_km if isinstance(system, OwnSystem) else None


def _own_claim(system: System) -> Claim:
    """Return the one figure of a user's own system."""
    return Claim(
        system_id=system.id,
        account=Account.USER,
        claimant="user",
        up_to_km=_own_range(system),
    )
