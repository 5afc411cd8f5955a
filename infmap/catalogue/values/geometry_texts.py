"""Parsers for points in the text formats of maps and databases.

Well-known text (WKT), hexadecimal well-known binary (WKB), GeoJSON, and ``geo:`` addresses. Each
format has a fixed order of longitude and latitude.
"""

import json
import math
import re
import struct
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

from infmap.catalogue.values.degrees import Position, decimal, is_on_earth, position_text
from infmap.catalogue.values.refused import RefusedError

if TYPE_CHECKING:
    import pyproj

#: The EPSG code of longitude and latitude on WGS 84, and 0 where a database has no code.
_DEGREES = {0, 4326}
#: Other codes of Web Mercator, with its EPSG code.
_EPSG_OF = {900913: 3857, 102100: 3857, 102113: 3857}
_MOST_JSON = 20_000
_JSON_REMEDY = 'write {"type": "Point", "coordinates": [lon, lat]} with numbers'
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_KINDS = (
    *("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"),
    *("GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE"),
    *("MULTISURFACE", "CURVE", "SURFACE", "POLYHEDRALSURFACE", "TIN", "TRIANGLE"),
)
_CENTRE = (
    "write a point in it: ST_PointOnSurface in PostGIS, Centroids in QGIS, "
    "representative_point() in geopandas"
)
#: URIs of reference systems before a point of WKT: WGS 84 with longitude first, and with latitude
#: first. Many programs write longitude first even under the second.
_LON_FIRST = re.compile(
    r"https?://www\.opengis\.net/def/crs/OGC/(?:1\.3|0)/CRS84"
    r"|https?://www\.wikidata\.org/entity/Q2",
    re.IGNORECASE,
)
_LAT_FIRST = re.compile(r"https?://www\.opengis\.net/def/crs/EPSG/[\d.]+/4326", re.IGNORECASE)


def is_geometry(text: str) -> bool:
    """Return whether a text has the form of a geometry, valid or not.

    Examples
    --------
    >>> is_geometry("POINT (10.2 54.1)"), is_geometry("Point Barrow 12")
    (True, False)
    """
    return any(pattern.fullmatch(text) for pattern, _ in _FORMS)


def geometry_position(text: str) -> Position | None:
    """Return the position of a point geometry, or None for a text that is no geometry.

    The text is WKT, hexadecimal WKB, GeoJSON or a ``geo:`` address, without blanks around it.
    Longitude and latitude are degrees on WGS 84. Raises `RefusedError` if the geometry is no point,
    is invalid or ambiguous.

    Examples
    --------
    >>> geometry_position("SRID=4326;POINT (10.2 54.1)"), geometry_position("Berlin")
    ((10.2, 54.1), None)
    """
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match)
    return None


def _wkt(match: re.Match[str]) -> Position:
    globe, srid, inside = match["globe"], match["srid"], match["inside"]
    if inside is None or "nan" in inside.casefold():
        raise RefusedError("is an empty point", "write where it is, or delete the row")
    pair = inside.strip().removeprefix("(").removesuffix(")")
    numbers = re.findall(_NUMBER, pair)
    if not re.fullmatch(rf"\s*{_NUMBER}(?:\s+{_NUMBER}){{1,3}}\s*", pair):
        if match["multi"]:
            _refuse_kind("MULTIPOINT")
        if len(numbers) == 2:
            x, y = map(float, numbers)
            return _in_either_order(x, y, "a comma stands between the numbers of the point")
        raise RefusedError("is not one point", "write POINT (lon lat), as in POINT (20.51 54.71)")
    x, y = map(float, numbers[:2])
    if globe and not _LON_FIRST.fullmatch(globe):
        if not _LAT_FIRST.fullmatch(globe):
            raise RefusedError(
                f"lies on {globe}, not on the Earth on WGS 84", "write degrees on WGS 84"
            )
        return _in_either_order(
            x, y, "has latitude first by its reference system, and seldom in use"
        )
    return in_degrees(x, y, int(srid) if srid else 0)


def _other_wkt(match: re.Match[str]) -> NoReturn:
    _refuse_kind(match["kind"].upper())


def _refuse_kind(kind: str) -> NoReturn:
    an = "an" if kind[:1] in "AEIOU" else "a"
    raise RefusedError(f"is {an} {kind} and no point", _CENTRE)


def _in_either_order(x: float, y: float, problem: str) -> Position:
    """Return two numbers of unknown order, if only one order is within bounds.

    The remedy has letters for the axes, so that it does not depend on the order.
    """
    readings = [pair for pair in ((x, y), (y, x)) if is_on_earth(*pair)]
    if not readings:
        _refuse_place(x, y)
    if len({*readings}) == 1:
        return readings[0]
    lon_first, lat_first = (position_text(*pair) for pair in readings)
    raise RefusedError(
        problem,
        f"write {lon_first} if {decimal(x)} is the longitude, {lat_first} if it is the latitude",
    )


def _wkb(match: re.Match[str]) -> Position:
    try:
        return _point_of_wkb(bytes.fromhex(match["hex"]))
    except (struct.error, IndexError) as error:
        raise RefusedError(
            "is no whole geometry of WKB", "export it as text: ST_AsText in PostGIS"
        ) from error


def _point_of_wkb(data: bytes, srid: int = 0) -> Position:
    order = "<" if data[0] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", data, 1)
    start = 5
    if kind & 0x20000000:
        (srid,) = struct.unpack_from(f"{order}I", data, start)
        start += 4
    # PostGIS sets bits for height and measure; the ISO standard adds 1000, 2000 or 3000.
    thousands, base = divmod(kind & 0x1FFFFFFF, 1000)
    dimensions = 2 + bool(kind & 0x80000000) + bool(kind & 0x40000000)
    dimensions += {1: 1, 2: 1, 3: 2}.get(thousands, 0)
    if base == 4 and struct.unpack_from(f"{order}I", data, start) == (1,):
        return _point_of_wkb(data[start + 4 :], srid)
    if base != 1:
        _refuse_kind(_KINDS[base - 1] if 0 < base <= len(_KINDS) else "geometry of another kind")
    x, y, *_ = struct.unpack(f"{order}{dimensions}d", data[start:])
    if math.isnan(x) or math.isnan(y):
        raise RefusedError("is an empty point", "write where it is, or delete the row")
    return in_degrees(x, y, srid)


def _json(match: re.Match[str]) -> Position:
    value = _loaded(match[0])
    srid = _srid_of_json(value)
    geometry = value.get("geometry")
    if value.get("type") == "Feature" and isinstance(geometry, dict):
        value = geometry
    numbers = value.get("coordinates")
    kind = str(value.get("type", "Point" if numbers else "")).upper()
    if kind == "MULTIPOINT" and isinstance(numbers, list) and len(numbers) == 1:
        kind, numbers = "POINT", numbers[0]
    if kind != "POINT" and kind in _KINDS:
        _refuse_kind(kind)
    if not kind:
        folded = {key.casefold(): part for key, part in value.items()}
        lons = [folded[key] for key in ("lon", "lng", "long", "longitude", "x") if key in folded]
        lats = [folded[key] for key in ("lat", "latitude", "y") if key in folded]
        kind, numbers = "POINT", [*map(_as_number, lons[:1] + lats[:1])]
    if (
        kind != "POINT"
        or not isinstance(numbers, list)
        or not 2 <= len(numbers) <= 4
        or not all(isinstance(part, float) and math.isfinite(part) for part in numbers[:2])
    ):
        raise RefusedError("is no point of GeoJSON", _JSON_REMEDY)
    return in_degrees(numbers[0], numbers[1], srid)


def _as_number(part: object) -> object:
    """Return a coordinate that some portals write as a text as the number in it."""
    is_one = isinstance(part, str) and re.fullmatch(_NUMBER, part.strip())
    return float(str(part)) if is_one else part


def _loaded(text: str) -> dict[str, object]:
    """Return an object of JSON, or of Python's repr with its single quotes and round brackets."""
    if len(text) <= _MOST_JSON:
        for written in (text, text.translate(str.maketrans("'()", '"[]'))):
            try:
                value = json.loads(written, parse_int=float)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict):
                return value
    kind = re.search(r"""["']type["']\s*:\s*["']([A-Za-z]{1,30})["']""", text)
    if kind and kind[1].upper() in _KINDS[1:]:
        _refuse_kind(kind[1].upper())
    raise RefusedError("is no whole GeoJSON", _JSON_REMEDY)


def _srid_of_json(value: dict[str, object]) -> int:
    """Return the EPSG code of the reference system in GeoJSON or Esri JSON, or 0 without one."""
    esri, named = value.get("spatialReference"), value.get("crs")
    if isinstance(esri, dict):
        wkid = esri.get("latestWkid", esri.get("wkid"))
        if isinstance(wkid, float) and 0 <= wkid < 1e9:
            return int(wkid)
    if named is None and esri is None:
        return 0
    if re.search(r"CRS84\W*$", str(named)):
        return 0
    number = re.search(r"EPSG:+(?:[\d.]*:)?(\d{4,6})\b", str(named))
    if number:
        return int(number[1])
    raise RefusedError("names a reference system that is not known", "write degrees on WGS 84")


def _geo(match: re.Match[str]) -> Position:
    rest = match["rest"] or ""
    crs = re.search(r";crs=([^;?]*)", rest, re.IGNORECASE)
    if crs and crs[1].casefold() != "wgs84":
        raise RefusedError(f"is on {crs[1]}", "write degrees on WGS 84")
    if re.search(r"[?&]q=", rest):
        raise RefusedError("is a search and no position", "write latitude and longitude in degrees")
    return in_degrees(float(match["lon"]), float(match["lat"]))


def in_degrees(x: float, y: float, srid: int = 0) -> Position:
    """Return longitude and latitude on WGS 84 of a point in a reference system."""
    if srid in _DEGREES:
        if not is_on_earth(x, y):
            _refuse_place(x, y)
        return x, y
    import pyproj

    problem, remedy = f"its reference system, SRID {srid}", "write degrees on WGS 84 (EPSG:4326)"
    try:
        system = pyproj.CRS.from_epsg(_EPSG_OF.get(srid, srid))
        if not (system.is_projected or system.is_geographic):
            raise RefusedError(f"{problem}, is no map's", remedy)
        refuse_degrees(system, [(x, y)])
        lon, lat = pyproj.Transformer.from_crs(system, 4326, always_xy=True).transform(x, y)
    except pyproj.exceptions.ProjError as error:
        raise RefusedError(f"{problem}, is not known", remedy) from error
    if not is_on_earth(lon, lat):
        raise RefusedError(f"{problem}, has no such point", remedy)
    return float(lon), float(lat)


def refuse_degrees(system: "pyproj.CRS", points: Sequence[tuple[float, float]]) -> None:
    """Refuse positions that are plainly degrees, though a projection is declared for them.

    They would all lie within two hundred metres of its origin. A projection without a code is
    somebody's own: it may have its origin among them, or count in kilometres.
    """
    if (
        system.is_projected
        and all(is_on_earth(x, y) for x, y in points)
        and any(x or y for x, y in points)
        and system.to_authority() is not None
    ):
        raise RefusedError(
            "a projection is declared for what are plainly degrees",
            "declare WGS 84 (EPSG:4326) for them, or correct the positions",
        )


def _refuse_place(x: float, y: float) -> NoReturn:
    if is_on_earth(y, x):
        raise RefusedError(f"latitude would be {decimal(y)}", f"write {position_text(y, x)}")
    raise RefusedError(
        "is not in degrees",
        "write degrees, or name the reference system, as in SRID=32633;POINT (391545 5819698)",
    )


_HEAD = r"(?:<(?P<globe>[^<>]{1,200})>\s*)?(?:SRID=(?P<srid>\d{1,6})\s*;\s*)?"
_OTHER_KINDS = "|".join(sorted(_KINDS[1:], key=len, reverse=True))
#: The pattern of each format, and the function that reads it; the first match counts.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Position]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL | re.ASCII), read)
    for pattern, read in (
        (
            rf"{_HEAD}(?P<multi>MULTI)?POINT\s*(?:ZM|Z|M)?\s*"
            r"(?:\((?P<inside>\s*\(?[-+.\d][-+.,\de\s]{0,150}\)?\s*|[\snan]{0,30})\)|EMPTY)",
            _wkt,
        ),
        (
            rf"{_HEAD}(?P<kind>{_OTHER_KINDS})\s*(?:ZM|Z|M)?\s*"
            rf"(?:EMPTY|\([\s(]*(?:(?:{_OTHER_KINDS}|POINT)\b|{_NUMBER}\s+[-+.\d]).*)",
            _other_wkt,
        ),
        (
            r"(?:\\x|0x)?(?P<hex>(?:01[0-9a-f]{4}00[02468ace]0|00[02468ace]000[0-9a-f]{4})"
            r"(?:[0-9a-f]{2}){8,})",
            _wkb,
        ),
        (r"""\{.*["'](?:coordinates|lat|latitude|y|geometries|geometry)["'].*\}?""", _json),
        (
            rf"geo:(?P<lat>{_NUMBER}),(?P<lon>{_NUMBER})(?:,{_NUMBER})?(?P<rest>[;?].*)?",
            _geo,
        ),
    )
)
