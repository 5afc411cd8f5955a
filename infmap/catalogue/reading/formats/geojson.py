"""Reads JSON to a sheet: GeoJSON, also with a feature per line, and lists of records.

A name that is twice in an object is refused: most readers would silently keep the last value only.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from infmap.catalogue.cells import FARTHEST_DEGREES
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.texts import decoded, line_of_stray
from infmap.catalogue.reading.sheet import TOLD, Place, Sheet
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import shorten

#: Names of WGS 84 in degrees: CRS84, and EPSG:4326 as older GeoJSON uses it.
WGS84_NAME = r"(?i)(.*[:/])?(CRS84|4326)"
#: A reference system by authority and code: no other text is looked up.
_CODE = r"(EPSG|OGC|ESRI|IGNF):[\w.]*:?\w+"
AUTHORITY = rf"(?i)(urn:ogc:def:crs:)?{_CODE}(\+\d+)?|urn:ogc:def:crs(,crs:{_CODE}){{2}}"
#: The types of objects in GeoJSON and TopoJSON.
_GEOJSON_TYPES = {
    *("FeatureCollection", "Feature", "Topology", "GeometryCollection", "Point", "MultiPoint"),
    *("LineString", "MultiLineString", "Polygon", "MultiPolygon"),
}
POINT = 'write "type": "Point" and [lon, lat]'
#: The mark before each text of a JSON text sequence (RFC 7464).
_RECORD_SEPARATOR = "\x1e"
_HEAD_LETTERS = 100


class _Object(dict[str, object]):
    """An object of a caller's file, with the names that are in it more than once."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    unique = _Object(pairs)
    if len(unique) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        unique.repeated = tuple(name for name, count in counts.items() if count > 1)
    return unique


def json_sheet(reading: Reading, data: bytes) -> Sheet | None:
    """Return the table in a JSON file, or None after a fault."""
    text = decoded(reading, data, line_of_stray, "UTF-8")
    content = None if text is None else parse_json(reading, text)
    if content is None:
        return None
    if isinstance(content, dict):
        note_repeated(reading, None, content)
    kind = content.get("type") if isinstance(content, dict) else None
    if kind == "Feature":
        content = {"type": "FeatureCollection", "features": [content]}
    if isinstance(content, dict) and isinstance(content.get("features"), list):
        return _features_sheet(reading, content)
    is_geojson = str(kind) in _GEOJSON_TYPES
    if isinstance(content, dict) and content and not is_geojson and not _is_nested(content):
        content = [content]
    if isinstance(content, list) and content and all(isinstance(item, dict) for item in content):
        if all(item.get("type") == "Feature" for item in content):
            return _features_sheet(reading, {"features": content})
        for number, record in enumerate(content, start=1):
            note_repeated(reading, number, record)
        return sheet_of_objects(list(enumerate(content, start=1)), None)
    problem = "is JSON, and neither GeoJSON nor a list of records"
    remedy = "export a GeoJSON FeatureCollection of Points, or a list of objects with the columns"
    reading.fault(None, None, problem, kind, remedy)
    return None


def _is_nested(content: dict[str, object]) -> bool:
    """Return whether an object holds objects or lists, and so is no record."""
    return any(isinstance(value, dict | list) for value in content.values())


def parse_json(reading: Reading, text: str) -> Any:
    """Return the content of a JSON text, or None after a fault.

    A text with an object per line gives a list of the objects.
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
    except ValueError as error:  # an integer with too many digits for Python
        reading.fault(None, None, "not JSON that can be read", error, "write shorter numbers")
    return None


def _parsed(reading: Reading, text: str) -> Any:
    return json.loads(text, object_pairs_hook=_object if reading.own else None)


def _parse_lines(reading: Reading, text: str) -> Any:
    objects = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip().lstrip(_RECORD_SEPARATOR).strip()
        if not bare:
            continue
        try:
            objects.append(_parsed(reading, bare))
        except json.JSONDecodeError as error:
            reading.fault(number, None, "not JSON", error.msg, "mend the file at this line")
            return None
        except (RecursionError, ValueError) as error:
            reading.fault(number, None, "not JSON that can be read", error, "mend this line")
            return None
    return objects


def note_repeated(reading: Reading, number: int | None, *objects: Any) -> None:
    """Report as faults the names that are more than once in an object."""
    for item in objects:
        for name in getattr(item, "repeated", ()):
            reading.fault(number, name, "appears twice", None, "delete one")


def sheet_of_objects(
    rows: list[tuple[int, dict[str, object]]], places: list[Place] | None
) -> Sheet:
    """Return numbered objects as a sheet with a row each; heads are in order of appearance."""
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
    if all(map(_is_esris, features)):
        remedy = "export it as GeoJSON, from a service with f=geojson in its address"
        reading.fault(None, None, "is Esri's JSON and no GeoJSON", None, remedy)
        return None
    rows: list[tuple[int, dict[str, object]]] = []
    places: list[Place] = []
    for number, feature in enumerate(features, start=1):
        properties = _properties(reading, number, feature)
        if properties is not None and isinstance(feature, dict):
            rows.append((number, properties))
            places.append(_place(reading, number, feature))
    in_wgs84 = _in_wgs84(reading, collection, places)
    if in_wgs84 is None or not rows:
        return None
    places, is_certain = in_wgs84
    sheet = sheet_of_objects(rows, places)
    sheet.crs_said = is_certain
    sheet.outside = " ".join(_texts_beside(collection))
    return sheet


def _is_esris(feature: object) -> bool:
    return isinstance(feature, dict) and "attributes" in feature and "properties" not in feature


def _texts_beside(members: dict[str, object]) -> Iterator[str]:
    """Yield the texts beside the features of a collection, each with its name."""
    for name, value in members.items():
        if isinstance(value, str) and name != "type":
            yield f"{name}: {value}"
        elif isinstance(value, dict) and name != "crs":
            yield from (f"{key}: {text}" for key, text in value.items() if isinstance(text, str))


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
    """Return the unconverted point of a feature, or the type of any other geometry."""
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
    if kind is None:
        reading.fault(number, "geometry", "has no type", None, POINT)
        return TOLD
    if kind != "Point":
        return shorten(str(kind))
    if isinstance(coordinates, list) and len(coordinates) >= 2:
        return coordinates[0], coordinates[1]
    reading.fault(number, "geometry", "is a Point without its two numbers", coordinates, POINT)
    return TOLD


def _in_wgs84(
    reading: Reading, collection: dict[str, object], places: list[Place]
) -> tuple[list[Place], bool] | None:
    """Return places on WGS 84, and whether they are in degrees for certain; None after a fault.

    Older files may name a reference system. By RFC 7946 any other file is in degrees, unless all
    of its numbers are too large.
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
    try:
        moved = to_wgs84(name, numbers) if known else None
    except RefusedError as error:
        reading.fault(None, "crs", error.problem, name, error.remedy)
        return None
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
