r"""Parsers for one coordinate in degrees, and the form in which infmap prints it.

An ambiguous text is refused, and the remedy names both meanings. The text that a remedy says to
"write" is read as the meaning that it stands for.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NoReturn, TypeAlias

from infmap.catalogue.values.refused import RefusedError
from infmap.errors import InfmapError

Axis: TypeAlias = Literal["lon", "lat"]
AXES: tuple[Axis, Axis] = ("lon", "lat")
#: Longitude and latitude, degrees on WGS 84.
Position: TypeAlias = tuple[float, float]

#: What to write in place of a text that is no coordinate.
EXAMPLES = {
    "lat": "write degrees such as 54.71",
    "lon": "write degrees such as 20.51",
}
LONGEST = 120
_DECIMALS = 6
#: Characters that look alike, with the one that stands for them here.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00ba\u02da\u2218*", "\u00b0"),
        **dict.fromkeys("\u2018\u2019\u2032\u02b9\u00b4`\u2035", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\u02ba\u3003", '"'),
        "\uff0c": ",",
        "\uff0e": ".",
    }
)
_N = r"\d+(?:[.,]\d+)?"
#: The end of a unit: no letter follows but that of the hemisphere.
_END = r"(?:(?![^\W\d_])|(?=[nsewo]\b))"
#: 54d42m36s, as some programs write it, and words for the marks.
_LETTERED = re.compile(
    rf"(\d{{1,3}}) ?d ?({_N}) ?m{_END}(?: ?({_N})(?: ?(s){_END})?)?", re.IGNORECASE
)
_WORDED = (
    (re.compile(rf"(?<=\d) ?(?:degrees?|deg|grad|град(?:ус(?:ов|а)?)?|d)\.?{_END}"), "°"),  # noqa: RUF001
    (re.compile(rf"(?<=\d) ?(?:minutes?|min|минут[аы]?|мин)\.?{_END}"), "'"),
    (re.compile(rf"(?<=\d) ?(?:seconds?|sec|секунд[аы]?|сек)\.?{_END}"), '"'),
)
_DECIMAL = re.compile(r"(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?")
_MARKED = re.compile(rf"({_N}) ?°(?: ?({_N})(?:(?: ?' ?| )({_N}) ?\"?| ?')?)?")
_THREE = re.compile(r"(\d{1,3}) ?([:. -]) ?(\d{1,2}) ?\2 ?(\d{1,2}(?:[.,]\d+)?)")
_TWO = re.compile(r"(\d{1,3}) ?([: -]) ?(\d{1,2}(?:[.,]\d+)?)")
_HEAD, _TAIL = re.compile(r"[^\W\d_][^\d+°'\"-]*"), re.compile(r"[^\W\d_][^\d°'\"]*\Z")
SIGNED = r"[+-]?\d+(?:[.,]\d+)?"


def _sides() -> dict[str, str]:
    """Return the hemispheres by their names, written without points and blanks."""
    lats, lons = ("", "lat", "latitude", "breite", "br", "b"), ("", "long", "longitude", "länge")
    names = {
        "n": ("n north northern norte nord nördl nördlich nördliche nördlicher noerdl", lats),
        "s": ("s south southern sur sud süd südl südlich südliche südlicher sued suedl", lats),
        "e": ("e east eastern este est leste ost östl östlich östliche östlicher ö oestl", lons),
        "w": ("w west western oeste ouest ovest westl westlich westliche westlicher", lons),
    }
    sides = {
        name + of: side
        for side, (all_names, ofs) in names.items()
        for name in all_names.split()
        for of in ofs
    }
    sides |= {name + of: side for name, side in (("ö", "e"), ("w", "w")) for of in ("l", "lg")}
    russian = {
        "n": "с сш севш севернойшироты пнш",  # noqa: RUF001
        "s": "ю юш южш южнойшироты пдш",
        "e": "в вд востд восточнойдолготы схд е",  # noqa: RUF001
        "w": "з зд запд западнойдолготы зхд захд",
    }
    return {"o": "o"} | sides | {n: side for side, all_n in russian.items() for n in all_n.split()}


_SIDES = _sides()


def axis_of_side(text: str) -> Axis | None:
    """Return the axis of a side of the earth by its letter or name, or None for any other text.

    Examples
    --------
    >>> axis_of_side("S"), axis_of_side("ouest"), axis_of_side("up")
    ('lat', 'lon', None)
    """
    side = _SIDES.get(re.sub(r"[\s.:]", "", text.casefold()))
    return None if side is None else "lat" if side in "ns" else "lon"


@dataclass(frozen=True)
class Coordinate:
    """One coordinate as it is written: size, sign and hemisphere; O may be east or west."""

    size: float
    sign: str
    side: str
    plain: bool

    def meanings(self) -> tuple[tuple[Axis | None, float], ...]:
        """Return each possible axis (None without a letter) and degrees, one or two pairs."""
        if not self.side:
            return ((None, -self.size if self.sign == "-" else self.size),)
        axis: Axis = "lat" if self.side in "ns" else "lon"
        positive, negative = (axis, self.size), (axis, -self.size)
        if self.side == "o":
            return positive, negative
        if self.sign == "-" or (self.sign and self.side in "sw"):
            return negative, positive
        return (negative,) if self.side in "sw" else (positive,)


def read_degrees(text: str, axis: Axis) -> float:
    r"""Return the coordinate in a text, in degrees.

    It is decimal degrees with a point or a comma; degrees, minutes and seconds with their marks,
    with separators, or without any as in aviation; with the letter or word of the hemisphere on
    either side, or a sign. Bounds are checked beside a letter alone. Raises `RefusedError` if the
    text is no coordinate, is one of the other axis, or may be either of two.

    Examples
    --------
    >>> read_degrees("54°42'36\"N", "lat"), read_degrees("20,51 W", "lon")
    (54.71, -20.51)
    >>> read_degrees("02030E", "lon"), read_degrees("N54 42.600", "lat")
    (20.5, 54.71)
    """
    written = in_plain_marks(text)
    coordinate = coordinate_of(written)
    if coordinate is None:
        is_pair = re.fullmatch(rf"({SIGNED})(?: ?[;/] ?|, | )({SIGNED})", written)
        raise RefusedError(
            "not a number", _of_pair(is_pair[1], is_pair[2], axis) if is_pair else EXAMPLES[axis]
        )
    meant, value = coordinate.meanings()[0]
    meant = meant or axis
    where = "" if meant == axis else f"it in {meant} as "
    most, sides = (90, "north or south") if meant == "lat" else (180, "east or west")
    if coordinate.side and abs(value) > most:
        remedy = f"its letter says {sides}, where {most} is the most: look it up again"
        raise RefusedError("not a number", remedy)
    if coordinate.side == "o":
        east, west = decimal(value), decimal(-value)
        remedy = f"write {where}{east} if O is east (Ost), {west} if it is west (ouest)"
        raise RefusedError("not a number", remedy)
    if len(coordinate.meanings()) == 2:
        remedy = f"write {where}{decimal(value)} or {decimal(-value)}"
        raise RefusedError("not a number", f"{remedy}: a sign and a letter say it twice")
    if where:
        raise RefusedError("not a number", f"write {where}{decimal(value)}: the pair is swapped")
    return value


def _of_pair(first: str, second: str, axis: Axis) -> str:
    """Return what to write instead of two numbers in one cell, which may be degrees and minutes."""
    asked, other = ("latitude", "longitude") if axis == "lat" else ("longitude", "latitude")
    in_both = f"write the {asked} alone, and the {other} in its own column"
    remedy = f"two numbers stand in this cell: {in_both}"
    may_be_minutes = first.lstrip("+-").isdigit() and second[0].isdigit()
    if not may_be_minutes or float(second.replace(",", ".")) >= 60:
        return remedy
    return f"{remedy}, or {first}°{second}' if they are degrees and minutes"


def decimal(degrees: float) -> str:
    """Return degrees as text, rounded to six decimals (a tenth of a metre).

    Examples
    --------
    >>> decimal(20.5), decimal(-0.0)
    ('20.5', '0')
    """
    return f"{round(degrees, _DECIMALS) + 0.0:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def position_text(lon: float, lat: float) -> str:
    """Return a position as infmap prints it, with six decimals.

    `infmap.catalogue.values.coordinates.read_position` reads it in either order.

    Examples
    --------
    >>> position_text(20.51, 54.71), position_text(-77.05, -12)
    ('54.71 N, 20.51 E', '12 S, 77.05 W')
    """
    north, east = decimal(abs(lat)), decimal(abs(lon))
    return f"{north} {'S' if lat < 0 else 'N'}, {east} {'W' if lon < 0 else 'E'}"


def is_on_earth(lon: float, lat: float) -> bool:
    """Return whether a position is within bounds.

    Examples
    --------
    >>> is_on_earth(118.1, 30.7), is_on_earth(30.7, 118.1)
    (True, False)
    """
    return abs(lon) <= 180 and abs(lat) <= 90


def refuse_off_earth(lon: float, lat: float) -> None:
    """Raise an error if a position is out of bounds, or no number.

    It names both numbers: some write the latitude first, others the longitude.

    Examples
    --------
    >>> refuse_off_earth(142.5, 21)
    >>> refuse_off_earth(21, 142.5)
    Traceback (most recent call last):
    infmap.errors.InfmapError: no such position (lat 142.5, lon 21); write 21 N, 142.5 E if the \
two are swapped
    """
    if is_on_earth(lon, lat):
        return
    remedy = "write a lat of -90 to 90 and a lon of -180 to 180"
    if is_on_earth(lat, lon):
        remedy = f"write {position_text(lat, lon)} if the two are swapped"
    raise InfmapError(f"no such position (lat {lat:g}, lon {lon:g}); {remedy}")


def in_plain_marks(text: str) -> str:
    """Return a text with a single form of each mark and digit, and with single blanks.

    Examples
    --------
    >>> in_plain_marks("54*  30''")
    '54° 30"'
    """
    if len(text) > 2 * LONGEST:
        return "?"
    text = " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    return re.sub(r" ?(''|\")", '"', text)


def coordinate_of(written: str) -> Coordinate | None:
    """Return the coordinate in a text, or None for any other text; refuse an invalid coordinate.

    Examples
    --------
    >>> coordinate_of("20.5 W").meanings(), coordinate_of("Berlin")
    ((('lon', -20.5),), None)
    """
    if len(written) > LONGEST:
        return None
    text = _lettered(written).casefold()
    for pattern, mark in _WORDED:
        text = pattern.sub(mark, text)
    head, tail = _HEAD.match(text), _TAIL.search(text)
    if head and (tail is None or tail.start() == 0 or head.end() == len(text)):
        tail = None
    body = text[head.end() if head else 0 : tail.start() if tail else len(text)].strip()
    names = [re.sub(r"[\s.:]", "", part[0]) for part in (head, tail) if part]
    if len(names) > 1 or not all(name in _SIDES for name in names):
        return None
    side = _SIDES[names[0]] if names else ""
    sign = body[:1] if body[:1] in {"+", "-"} else ""
    size, plain = _size(body[len(sign) :].strip(), side) or (None, False)
    return None if size is None else Coordinate(size, sign, side, plain and not side)


def _lettered(text: str) -> str:
    """Return a text with 54d42m36s in marks; refuse a capital S that may be seconds or south."""
    match = _LETTERED.search(text)
    if match is None:
        return text
    if match[4] == "S" and not re.search(r"[^\W\d_]", text[: match.start()] + text[match.end() :]):
        size = _sexagesimal(*match.group(1, 2, 3))
        remedy = f"write {decimal(size)} if S is seconds, {decimal(-size)} if it is south"
        raise RefusedError("may be either of two numbers", remedy)
    marks = f"{match[1]}°{match[2]}'" + (f'{match[3]}"' if match[3] else "")
    return f"{text[: match.start()]}{marks}{text[match.end() :]}"


def _size(body: str, side: str) -> tuple[float, bool] | None:
    """Return the degrees of a text without sign and letter, and whether they are decimal."""
    if _DECIMAL.fullmatch(body):
        whole = re.match(r"\d*", body)
        if side and whole and len(whole[0]) > 3:
            return packed(body, side), False
        if side and "e" in body:
            return None
        number = _float(body)
        if not math.isfinite(number):
            raise RefusedError("not a finite number", "write degrees such as 20.51")
        return number, True
    if match := _MARKED.fullmatch(body):
        return _sexagesimal(match[1], match[2], match[3]), False
    if match := _THREE.fullmatch(body):
        return _sexagesimal(match[1], match[3], match[4]), False
    if (match := _TWO.fullmatch(body)) and (side or match[2] == ":"):
        return _sexagesimal(match[1], match[3], None), False
    return None


def packed(body: str, side: str) -> float:
    """Return the degrees of DDMM or DDMMSS (latitude), DDDMM or DDDMMSS (longitude).

    Examples
    --------
    >>> packed("5430", "n"), packed("0203000", "e")
    (54.5, 20.5)
    """
    digits, fraction = re.fullmatch(r"(\d+)(.*)", body).groups()  # type: ignore[union-attr]
    width = 2 if side in "ns" else 3
    if len(digits) == width + 1 and width == 3:
        letter = side.upper()
        size = _sexagesimal(digits[:2], digits[2:] + fraction, None)
        raise RefusedError(
            "not degrees, minutes and seconds",
            f"write 0{body}{letter} if it is {decimal(size)} degrees",
        )
    if len(digits) not in {width + 2, width + 4}:
        _refuse_sexagesimal()
    degrees, minutes, seconds = digits[:width], digits[width : width + 2], digits[width + 2 :]
    if seconds:
        return _sexagesimal(degrees, minutes, seconds + fraction)
    return _sexagesimal(degrees, minutes + fraction, None)


def _sexagesimal(degrees: str, minutes: str | None, seconds: str | None) -> float:
    d, m, s = map(_float, (degrees, minutes, seconds))
    parts = [part for part in (degrees, minutes, seconds) if part is not None]
    if m >= 60 or s >= 60 or any(re.search(r"[.,]", part) for part in parts[:-1]):
        _refuse_sexagesimal()
    # A single division rounds once: 54 42 36 gives 54.71 and not the next float.
    return (d * 3600 + m * 60 + s) / 3600 if minutes else d


def _refuse_sexagesimal() -> NoReturn:
    raise RefusedError(
        "not degrees, minutes and seconds", "minutes and seconds run to 59: look it up again"
    )


def _float(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0.0
