r"""Parsers for positions: latitude and longitude in one text.

An ambiguous text is refused, and the remedy names both meanings. The text that a remedy says to
"write" is read as the meaning that it stands for.
"""

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any, Literal, TypeAlias

from infmap.catalogue.values.degrees import (
    LONGEST,
    SIGNED,
    Axis,
    Coordinate,
    Position,
    coordinate_of,
    decimal,
    in_plain_marks,
    is_on_earth,
    packed,
)
from infmap.catalogue.values.degrees import position_text as position_text
from infmap.catalogue.values.degrees import read_degrees as read_degrees
from infmap.catalogue.values.forms import forms_of, same_position
from infmap.catalogue.values.geometry_texts import geometry_position, is_geometry
from infmap.catalogue.values.grid_references import grid_position, is_grid_reference
from infmap.catalogue.values.refused import RefusedError

Order: TypeAlias = Literal["lat,lon", "lon,lat"]

_EXAMPLES = {
    "lat,lon": "write latitude and longitude, as in 54.71, 20.51",
    "lon,lat": "write longitude and latitude, as in 20.51, 54.71",
}
_ONE_LETTER = "one of two letters is missing"
_POINTED = r"[+-]?\d+(?:\.\d+)?"
#: Latitude, longitude and height; survey apps add the accuracy.
_HEIGHTS = (
    re.compile(rf"({_POINTED})( ?, ?)({_POINTED})\2{_POINTED}"),
    re.compile(rf"({SIGNED})( ?; ?)({SIGNED})\2{SIGNED}"),
    re.compile(r"([+-]?\d+[.,]\d+)( )([+-]?\d+[.,]\d+)(?: [+-]?\d+(?:[.,]\d+)?){1,2}"),
)
#: Latitude and longitude by ISO 6709, where the number of digits shows the minutes and seconds.
_ISO_6709 = re.compile(
    r"([+-])(\d\d(?:\d\d){0,2})((?:\.\d+)?)([+-])(\d{3}(?:\d\d){0,2})((?:\.\d+)?)"
    r"(?:[+-]\d+(?:\.\d+)?)?(?:CRS ?WGS_?84)?/?",
    re.IGNORECASE,
)
_LATS, _LONS = "latitude|lat|breite|широта|φ", "longitude|long|lng|lon|länge|laenge|долгота|λ"
_LABELLED = re.compile(
    rf"(?P<first>{_LATS}|{_LONS}|[xy](?= ?[:=]))\.? ?[:=]? ?(?P<a>[^:=]+?)[ ,;/]+"
    rf"(?P<second>{_LATS}|{_LONS}|[xy](?= ?[:=]))\.? ?[:=]? ?(?P<b>[^:=]+)",
    re.IGNORECASE,
)
#: Characters without width, which Wikipedia puts between the forms of a position.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BREAK = re.compile(r" ?[,;/|] ?| - | |(?<=[^\W\d_])(?=\d)|(?<=[\d°'\"])(?=[^\W\d_])")


def read_position(text: str, *, order: Order = "lat,lon") -> Position:
    """Return the position in a text.

    It is two coordinates, as `read_degrees` reads them, or a position by ISO 6709; a point of WKT,
    WKB or GeoJSON, or a ``geo:`` address; a reference to a square of the MGRS, read as its centre,
    or to a point of UTM. A height is ignored. `order` is that of two numbers without letters; all
    other forms have one of their own. Several forms that agree, beside a stroke or in brackets, are
    one position. Longitude and latitude are degrees on WGS 84, on the Earth. Raises `RefusedError`
    if the text is no position, or may be either of two.

    Examples
    --------
    >>> read_position("54.1, 10.2"), read_position("20.51E, 54.71N")
    ((10.2, 54.1), (20.51, 54.71))
    >>> read_position("Point(10.2 54.1)"), read_position("+54.71+020.51/")
    ((10.2, 54.1), (20.51, 54.71))
    """
    text = _UNSEEN.sub("", text)
    on_one_line = " ".join(text.split())
    for read in (geometry_position, grid_position):
        position = read(on_one_line)
        if position is not None:
            return position
    written = in_plain_marks(text)
    if labelled := _LABELLED.fullmatch(written):
        first, second = (_axis_of_label(labelled[name]) for name in ("first", "second"))
        if first != second:
            by_axis = {first: labelled["a"], second: labelled["b"]}
            pair = read_degrees(by_axis["lon"], "lon"), read_degrees(by_axis["lat"], "lat")
            return _on_earth(*pair, lettered=True)
    if iso := _ISO_6709.fullmatch(written):
        return _iso_6709(iso, order)
    try:
        return _pair(written, order)
    except _NoPairError:
        forms = forms_of(written, lambda form: _pair(form, order))
        if not forms:
            raise
        return same_position(forms)


def as_written(cell: str | dict[str, object]) -> str:
    """Return a text as it is, and an object of JSON as the text that a CSV has for it.

    Examples
    --------
    >>> as_written({"lat": 54.1, "lng": 10.2})
    '{"lat": 54.1, "lng": 10.2}'
    """
    if isinstance(cell, str):
        return cell

    def plain(part: Any) -> Any:  # numpy's numbers and arrays have a way to Python's own
        return part.tolist() if hasattr(part, "tolist") else str(part)

    return json.dumps(cell, default=plain, ensure_ascii=False)


def looks_like_position(text: str) -> bool:
    """Return whether a text has the form of a position, valid or not, and not of a name or number.

    True for two numbers within bounds that have decimals or more than a comma between them, two
    coordinates with letters or marks, a geometry, or a grid reference that cannot be a name.

    Examples
    --------
    >>> [looks_like_position(text) for text in ("12.5, 13", "POLYGON ((0 0, 1 1, 0 1))")]
    [True, True]
    >>> [looks_like_position(text) for text in ("Berlin", "Site 12", "5, 7 and 9", "12,5")]
    [False, False, False, False]
    """
    text = _UNSEEN.sub("", text)
    if not any(map(str.isdecimal, text)) and "EMPTY" not in text.upper():
        return False
    on_one_line = " ".join(text.split())
    if is_geometry(on_one_line) or is_grid_reference(on_one_line):
        return True
    written = in_plain_marks(text)
    labelled = _LABELLED.fullmatch(written)
    if labelled and _axis_of_label(labelled["first"]) != _axis_of_label(labelled["second"]):
        return _is_coordinate(labelled["a"]) and _is_coordinate(labelled["b"])
    if _ISO_6709.fullmatch(written):
        return True
    if re.fullmatch(r"[+-]?\d+((,\d*){1,2}| \d+|(,\d{3})+\.\d*)", written):
        return False
    try:
        _pair(written, "lat,lon")
    except _NoPairError:
        return bool(forms_of(written, lambda form: _pair(form, "lat,lon")))
    except RefusedError:
        return True
    return True


def _axis_of_label(label: str) -> Axis:
    return "lat" if re.fullmatch(f"{_LATS}|y", label, re.IGNORECASE) else "lon"


class _NoPairError(RefusedError):
    """A text that does not have the form of two coordinates."""


def _iso_6709(match: re.Match[str], order: Order) -> Position:
    lat = _packed_or_decimal(match[2], match[3], "n")
    lon = _packed_or_decimal(match[5], match[6], "e")
    signed = (-lon if match[4] == "-" else lon), (-lat if match[1] == "-" else lat)
    return _on_earth(*signed, lettered=True)


def _packed_or_decimal(digits: str, fraction: str, side: str) -> float:
    return float(digits + fraction) if len(digits) < 4 else packed(digits + fraction, side)


def has_height(text: str) -> bool:
    """Return whether a height follows latitude and longitude, which is not read.

    Examples
    --------
    >>> has_height("54.7, 20.5, 100"), has_height("54.7, 20.5")
    (True, False)
    """
    return _with_height(in_plain_marks(_UNSEEN.sub("", text)).strip("()[] ")) is not None


def _with_height(text: str) -> re.Match[str] | None:
    matches = (pattern.fullmatch(text) for pattern in _HEIGHTS)
    return next((m for m in matches if m and ("." in text or m[2] != ",")), None)


def _pair(written: str, order: Order) -> Position:
    """Return the only position that the two coordinates in a text can mean."""
    brackets = re.fullmatch(r"([(\[]) ?(.*?) ?[)\]]", written)
    bracket, text = (brackets[1], brackets[2]) if brackets else ("", written)
    if match := _with_height(text):
        text = f"{match[1]}; {match[3]}"
    readings: dict[Position, bool] = {}
    with_commas: list[Position] = []
    refusal: RefusedError = _NoPairError("no position", _EXAMPLES[order])
    for left, separator, right in _splits(text):
        try:
            first, second = coordinate_of(left), coordinate_of(right)
            if first is None or second is None:
                continue
            positions = _readings(first, second, order, bracket == "[")
        except RefusedError as error:
            if isinstance(refusal, _NoPairError):
                refusal = error
            continue
        if separator == "," and "," in left + right:
            with_commas += positions
        else:
            readings |= positions
    on_earth = [pair for pair in readings if is_on_earth(*pair)]
    if len(on_earth) == 1:
        return on_earth[0]
    if on_earth:
        raise RefusedError("may be either of two places", _either(on_earth, order))
    for pair, lettered in readings.items():
        return _on_earth(*pair, lettered=lettered)
    if with_commas:
        if height := re.fullmatch(r"([+-]?\d+),([+-]?\d+),[+-]?\d+", text):
            with_commas.append(_as_position(float(height[1]), float(height[2]), order))
        remedy = _either([pair for pair in with_commas if is_on_earth(*pair)], order)
        raise RefusedError("commas stand between the numbers, and may stand in them", remedy)
    if refusal.problem == _ONE_LETTER and _is_coordinate(text):
        raise _NoPairError("one coordinate and no position", _EXAMPLES[order])
    raise refusal


def _is_coordinate(text: str) -> bool:
    try:
        return coordinate_of(text) is not None
    except RefusedError:
        return True


def _either(pairs: list[Position], order: Order) -> str:
    written = " or ".join(dict.fromkeys(position_text(*pair) for pair in pairs))
    return f"write {written}" if written else _EXAMPLES[order]


def _splits(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield both parts of a text, and the separator, for each place that may separate them."""
    if len(text) <= LONGEST:
        for gap in _BREAK.finditer(text):
            left, right = text[: gap.start()], text[gap.end() :]
            if left and right:
                yield left, gap[0], right
                # Between numbers without letters a dash may also be a minus.
                if gap[0] == " - " and not re.search(r"[^\W\d_]", text):
                    yield left, " ", f"-{right}"


def _readings(
    first: Coordinate, second: Coordinate, order: Order, bracketed: bool
) -> dict[Position, bool]:
    """Return the positions that two coordinates can mean, and whether letters show their order."""
    # Square brackets may be those of GeoJSON, with longitude first.
    orders: list[Order] = [order, "lon,lat", "lat,lon"] if bracketed else [order]
    readings: dict[Position, bool] = {}
    for (axis_1, degrees_1), (axis_2, degrees_2) in product(first.meanings(), second.meanings()):
        if axis_1 is None and axis_2 is None:
            for possible in orders:
                readings[_as_position(degrees_1, degrees_2, possible)] = False
            continue
        if axis_1 == axis_2:
            raise _NoPairError(f"both are {axis_1}", "write one lat and one lon")
        without_letter = first if axis_1 is None else second
        if None in {axis_1, axis_2} and not without_letter.sign:
            raise _NoPairError(_ONE_LETTER, "write N or S, and E or W")
        by_letters: Order = "lon,lat" if axis_1 == "lon" or axis_2 == "lat" else "lat,lon"
        readings[_as_position(degrees_1, degrees_2, by_letters)] = True
    return readings


def _as_position(first: float, second: float, order: Order) -> Position:
    return (first, second) if order == "lon,lat" else (second, first)


def _on_earth(lon: float, lat: float, *, lettered: bool) -> Position:
    """Return a position; refuse it if it is out of bounds."""
    if abs(lat) > 90:
        if not lettered and abs(lat) <= 180 and abs(lon) <= 90:
            remedy = f"write {position_text(lat, lon)}"
        elif max(abs(lon), abs(lat)) >= 1000:
            remedy = "it looks like metres of a projection: write degrees (EPSG:4326)"
        else:
            remedy = "latitude runs from -90 to 90: look it up again"
        raise RefusedError(f"latitude would be {decimal(lat)}", remedy)
    if abs(lon) > 180:
        remedy = "longitude runs from -180 to 180: look it up again"
        if 180 < lon < 360:
            remedy = f"write {position_text(lon - 360, lat)} if it counts on eastward"
        raise RefusedError(f"longitude would be {decimal(lon)}", remedy)
    return lon, lat
