"""JSON to a table: GeoJSON, also a feature a line, records, and a list of publications.

It is read strictly: a name that stands twice in one object would silently lose a value, and the
last one counts for most readers.
"""

import json
import re
from collections import Counter
from typing import Any, cast

from infmap.catalogue.cells import FARTHEST_DEGREES
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.texts import decoded, line_of_stray
from infmap.catalogue.reading.sheet import Place, Sheet
from infmap.errors import shorten

#: How the names of WGS 84 in degrees end: of CRS84, and of EPSG:4326 as GeoJSON writes it.
WGS84_NAME = r"(?i)(.*[:/])?(CRS84|4326)"
#: A reference system by its authority and number: no other text is looked up.
AUTHORITY = r"(?i)(urn:ogc:def:crs:)?(EPSG|OGC|ESRI|IGNF):[\w.]*:?\w+"
#: What an object of GeoJSON or its kin says that it is.
_GEOJSON_TYPES = {
    *("FeatureCollection", "Feature", "Topology", "GeometryCollection", "Point", "MultiPoint"),
    *("LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}
POINT = 'write "type": "Point" and [lon, lat]'
#: What marks the beginning of a text in a sequence of them (RFC 7464).
_RECORD_SEPARATOR = "\x1e"
_HEAD_LETTERS = 100


class _Object(dict[str, object]):
    """An object of a caller's file, with the names that stand twice in it."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        found.repeated = tuple(name for name, count in counts.items() if count > 1)
    return found


def json_sheet(reading: Reading, data: bytes) -> Sheet | None:
    """Return the table that a JSON file holds, or None with the fault noted."""
    text = decoded(reading, data, line_of_stray, "UTF-8")
    found = None if text is None else parse_json(reading, text)
    if found is None:
        return None
    if isinstance(found, dict):
        note_repeated(reading, None, found)
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "Feature":
        found = {"type": "FeatureCollection", "features": [found]}
    if isinstance(found, dict) and isinstance(found.get("features"), list):
        return _features_sheet(reading, found)
    is_geojson = str(kind) in _GEOJSON_TYPES
    if isinstance(found, dict) and found and not is_geojson and not _holds_more(found):
        found = [found]
    if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
        if all(one.get("type") == "Feature" for one in found):
            return _features_sheet(reading, {"features": found})
        return _records_sheet(reading, found)
    problem = "is JSON, and neither GeoJSON nor a list of records"
    remedy = "export a GeoJSON FeatureCollection of Points, or a list of objects with the columns"
    reading.fault(None, None, problem, kind, remedy)
    return None


def _holds_more(found: dict[str, object]) -> bool:
    """Return whether an object is no record, since it holds objects."""
    return any(isinstance(value, dict | list) for value in found.values())


def parse_json(reading: Reading, text: str) -> Any:
    """Return what a JSON text holds, or None with the fault noted.

    Objects of a line each are a list of them.
    """
    if not text.strip():
        reading.fault(None, None, "the file is empty", None, "write a FeatureCollection or a list")
        return None
    try:
        return _parsed(reading, text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" or _RECORD_SEPARATOR in text[:_HEAD_LETTERS]:
            return _parse_lines(reading, text)
        reading.fault(error.lineno, None, "not JSON", error.msg, "mend the file at this line")
    except RecursionError:
        reading.fault(None, None, "nested too deeply", None, "give a plain FeatureCollection")
    except ValueError as error:  # what Python will not take for an integer
        reading.fault(None, None, "not JSON that can be read", error, "write shorter numbers")
    return None


def _parsed(reading: Reading, text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object if reading.own else None)


def _parse_lines(reading: Reading, text: str) -> Any:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip().lstrip(_RECORD_SEPARATOR).strip()
        if not bare:
            continue
        try:
            found.append(_parsed(reading, bare))
        except json.JSONDecodeError as error:
            reading.fault(number, None, "not JSON", error.msg, "mend the file at this line")
            return None
        except (RecursionError, ValueError) as error:
            reading.fault(number, None, "not JSON that can be read", error, "mend this line")
            return None
    return found


def note_repeated(reading: Reading, number: int | None, *objects: Any) -> None:
    """Note the names that stand twice in an object."""
    for found in objects:
        for name in getattr(found, "repeated", ()):
            reading.fault(number, name, "appears twice", None, "delete one")


def _records_sheet(reading: Reading, records: list[dict[str, object]]) -> Sheet | None:
    """Return a list of objects as a table: a row each, under all their names."""
    for number, record in enumerate(records, start=1):
        note_repeated(reading, number, record)
    rows = [(number, record) for number, record in enumerate(records, start=1)]
    return sheet_of_objects(rows, None)


def sheet_of_objects(
    rows: list[tuple[int, dict[str, object]]], places: list[Place] | None
) -> Sheet:
    """Return numbered objects as a table, their names in the order in which they come up."""
    heads = list(dict.fromkeys(name for _, row in rows for name in row))
    return Sheet(
        [" ".join(str(head).split()) for head in heads],
        [(number, [row.get(head) for head in heads]) for number, row in rows],
        places,
    )


def _features_sheet(reading: Reading, collection: dict[str, object]) -> Sheet | None:
    features = cast("list[object]", collection["features"])
    if not reading.has_room(len(features)):
        return None
    if not features:
        reading.fault(None, "features", "holds no feature", None, "add at least one Point")
        return None
    rows: list[tuple[int, dict[str, object]]] = []
    places: list[Place] = []
    for number, feature in enumerate(features, start=1):
        properties = _properties(reading, number, feature)
        if properties is not None and isinstance(feature, dict):
            rows.append((number, properties))
            places.append(_place(reading, number, feature))
    said = _in_wgs84(reading, collection, places)
    if said is None or not rows:
        return None
    sheet = sheet_of_objects(rows, said[0])
    sheet.crs_said = said[1]
    return sheet


def _properties(reading: Reading, number: int, feature: object) -> dict[str, object] | None:
    if isinstance(feature, dict) and feature.get("type") == "FeatureCollection":
        remedy = "put its features straight into the outer one"
        reading.fault(number, None, "is a FeatureCollection within another", None, remedy)
        return None
    if not isinstance(feature, dict):
        reading.fault(number, None, "is no Feature", type(feature).__name__, POINT)
        return None
    properties = feature.get("properties")
    note_repeated(reading, number, feature, feature.get("geometry"), properties)
    if properties is None and isinstance(feature.get("geometry"), dict):
        properties = {}
    if not isinstance(properties, dict):
        reading.fault(number, "properties", "missing", None, 'write "name" and "system"')
        return None
    return properties


def _place(reading: Reading, number: int, feature: dict[str, object]) -> Place:
    """Return the point of a feature as it stands there, or the word for another geometry."""
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return None
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        inner = geometry.get("geometries")
        if isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], dict):
            return _place(reading, number, {"geometry": inner[0]})
    coordinates = geometry.get("coordinates")
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = "Point", coordinates[0]
    if kind != "Point":
        return shorten(str(kind))
    if isinstance(coordinates, list) and len(coordinates) >= 2:
        return coordinates[0], coordinates[1]
    reading.fault(number, "geometry", "is a Point without its two numbers", coordinates, POINT)
    return None


def _in_wgs84(
    reading: Reading, collection: dict[str, object], places: list[Place]
) -> tuple[list[Place], bool] | None:
    """Return points in degrees, by the system that older files name, and whether one is named.

    RFC 7946 has WGS 84 alone, so what is silent is in degrees, but for numbers that never are.
    """
    numbers: list[Any] = [place for place in places if _is_pair(place)]
    if "crs" not in collection or collection["crs"] is None:
        plane = [max(map(abs, pair)) >= FARTHEST_DEGREES for pair in numbers]
        return places, not plane or not all(plane)
    crs = collection["crs"]
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if isinstance(name, str) and re.fullmatch(WGS84_NAME, name):
        return places, True
    from infmap.catalogue.reading.formats.projections import to_wgs84

    known = isinstance(name, str) and re.fullmatch(AUTHORITY, name)
    moved = to_wgs84(name, numbers) if known else None
    if moved is None:
        remedy = "export the points in degrees on WGS 84 (EPSG:4326)"
        reading.fault(None, "crs", "is no reference system with a way to WGS 84", name, remedy)
        return None
    following = iter(moved)
    return [next(following) if _is_pair(place) else place for place in places], True


def _is_pair(place: Place) -> bool:
    return isinstance(place, tuple) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in place
    )
