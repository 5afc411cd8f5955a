"""A GeoJSON FeatureCollection of Points to records, and JSON read strictly.

A name that stands twice in one object would silently lose a value; the last one counts for most
readers.
"""

import json
import re
from collections import Counter
from typing import Any

from infmap.catalogue.reading.inputs import Reading, Record

#: How the names of WGS 84 in degrees end: of CRS84, and of EPSG:4326 as GeoJSON writes it.
WGS84_NAME = r"(?i)(.*[:/])?(CRS84|4326)"
POINT = 'write "type": "Point" and [lon, lat]'


class _Object(dict[str, Any]):
    """An object of a caller's file, with the names that stand twice in it."""

    repeated: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        found.repeated = tuple(name for name, count in counts.items() if count > 1)
    return found


def parse_json(reading: Reading, text: str) -> Any:
    """Return what a JSON text holds, or None with the fault noted."""
    if not text.strip():
        reading.fault(None, None, "the file is empty", None, "write a FeatureCollection or a list")
        return None
    try:
        return json.loads(text, object_pairs_hook=_object if reading.own else None)
    except json.JSONDecodeError as error:
        reading.fault(error.lineno, None, "not JSON", error.msg, "mend the file at this line")
    except RecursionError:
        reading.fault(None, None, "nested too deeply", None, "give a plain FeatureCollection")
    except ValueError as error:  # what Python will not take for an integer
        reading.fault(None, None, "not JSON that can be read", error, "write shorter numbers")
    return None


def point_records(reading: Reading, text: str) -> list[Record]:
    """Return the features of a FeatureCollection of Points, each with its ``lon`` and ``lat``."""
    return [
        Record(number, cells)
        for number, feature in enumerate(_features(reading, text), start=1)
        if (cells := _point_cells(reading, number, feature)) is not None
    ]


def note_repeated(reading: Reading, number: int | None, *objects: Any) -> None:
    """Note the names that stand twice in an object."""
    for found in objects:
        for name in getattr(found, "repeated", ()):
            reading.fault(number, name, "appears twice", None, "delete one")


def _features(reading: Reading, text: str) -> list[Any]:
    collection = parse_json(reading, text)
    if reading.faults:
        return []
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        kind = collection.get("type") if isinstance(collection, dict) else None
        remedy = "export the sites as a GeoJSON FeatureCollection of Points"
        reading.fault(None, None, "not a GeoJSON FeatureCollection", kind, remedy)
        return []
    note_repeated(reading, None, collection)
    if not _in_degrees(reading, collection) or not reading.has_room(len(features)):
        return []
    if not features:
        reading.fault(None, "features", "holds no site", None, "add at least one Point")
    return features


def _in_degrees(reading: Reading, collection: dict[str, Any]) -> bool:
    """Check the coordinate system that older files name; RFC 7946 has WGS 84 alone."""
    if "crs" not in collection:
        return True
    crs = collection["crs"]
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    if isinstance(name, str) and re.fullmatch(WGS84_NAME, name):
        return True
    remedy = "export the points in degrees on WGS 84 (EPSG:4326)"
    reading.fault(None, "crs", "is not WGS 84 in degrees", name, remedy)
    return False


def _point_cells(reading: Reading, number: int, feature: Any) -> dict[str, Any] | None:
    """Return a feature's properties with its point as ``lon`` and ``lat``."""
    if isinstance(feature, dict) and feature.get("type") == "FeatureCollection":
        remedy = "put its features straight into the outer one"
        reading.fault(number, None, "is a FeatureCollection within another", None, remedy)
        return None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    properties = feature.get("properties") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    note_repeated(reading, number, feature, geometry, properties)
    if kind != "Point" or not isinstance(coordinates, list) or len(coordinates) < 2:
        reading.fault(number, "geometry", "a site must be a Point", kind, POINT)
        return None
    if not isinstance(properties, dict):
        reading.fault(number, "properties", "missing", None, 'write "name" and "system"')
        return None
    return {**properties, "lon": coordinates[0], "lat": coordinates[1]}
