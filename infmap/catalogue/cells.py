"""What one cell may hold: parsers and types for the fields of the row models.

A parser refuses a cell with what is wrong and what to write instead; the reader adds the file,
the row and the field. An unusual spelling with one meaning is read, and reported through the
context's ``tell``; an ambiguous one is refused.
"""

import json
import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from infmap.catalogue.values.letters import without_accents
from infmap.catalogue.values.refused import A_DATE, ANY_NUMBER, NO_DATE, NO_VALUE, RefusedError
from infmap.treaty import LISTED_TYPES

#: A number in plain decimal notation.
NUMBER = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: An error value of a spreadsheet, and a formula in place of its value.
SHEET_ERROR = r"#([^\W\d_]+[!?]|[^\W\d_]+/[^\W_]+[!?]?|NV|#{2,})|Err:\d{3}"
FORMULA = r"=\s*[-+(]*(\$?[A-Z]{1,3}\$?\d|[^\W\d_][\w.]*\(|\")"
_LEFTOVERS = frozenset("#=E")
#: The control characters that are white space in a cell of any kind.
_BLANKS = "\t\n\r"
#: Rings up to here can be drawn. Beyond, `infmap.geodesy` is asked, which takes time to load.
DRAWN_KM = 19_000.0
#: A coordinate above this is not in degrees but in metres of a projection.
FARTHEST_DEGREES = 1000.0


def fail(problem: str, remedy: str) -> NoReturn:
    """Refuse a value, with what is wrong and what to write instead."""
    raise PydanticCustomError(
        "fault", "{problem}; {remedy}", {"problem": problem, "remedy": remedy}
    )


def fault_words(detail: Any) -> tuple[str, str]:
    """Return the problem and remedy of one error of pydantic's."""
    if detail["type"] == "missing":
        return "is missing", "write a value"
    context = detail.get("ctx") or {}
    if "problem" in context:
        return str(context["problem"]), str(context["remedy"])
    return str(detail["msg"]).lower(), "correct the value"


def slug(text: str) -> str:
    """Return a short id made from a name.

    Examples
    --------
    >>> slug("My 2nd site (Köln)"), slug("Ørland")
    ('my-2nd-site-koln', 'orland')
    """
    return "-".join(re.findall(r"[a-z0-9]+", without_accents(text)))


def is_empty(value: Any) -> bool:
    """Return whether a cell is None or a text of blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


# --- Texts ----------------------------------------------------------------------------------


def as_text(value: Any) -> str:
    """Return a text with its white space collapsed to single spaces."""
    if not isinstance(value, str):
        if isinstance(value, float) and math.isnan(value):
            fail("is NaN, which is no text", "leave it out, or write null")
        fail("must be text", "write it as text")
    text = " ".join(value.split())
    if text[:1] in _LEFTOVERS or not text.isprintable():
        _refuse_strays(text)
        if not text.isprintable():
            fail("holds a control character", "remove it")
    return text


def stray_problem(text: str) -> tuple[str, str] | None:
    """Return the problem and remedy of a spreadsheet error, a formula or an unseen character.

    Tabs and the breaks of lines are white space.

    Examples
    --------
    >>> stray_problem("#REF!")
    ("is a spreadsheet's error", 'mend the formula, and save its value')
    """
    text = text.strip()
    if text[:1] in _LEFTOVERS:
        if re.fullmatch(SHEET_ERROR, text):
            return "is a spreadsheet's error", "mend the formula, and save its value"
        if re.match(FORMULA, text):
            return "is a formula and not its value", "paste the value in its place"
    if not text.isprintable():
        for character in text:
            category = unicodedata.category(character)
            if category == "Cf":
                name = unicodedata.name(character, "unnamed")
                return f"holds an unseen character ({name})", "remove it"
            if category == "Cc" and character not in _BLANKS:
                return "holds a control character", "remove it"
    return None


def _refuse_strays(text: str) -> None:
    problem = stray_problem(text)
    if problem:
        fail(*problem)


def as_required_text(value: Any) -> str:
    """Return a text that is not empty."""
    return as_text(value) or fail("is empty", "write a value")


def as_id(value: Any) -> str:
    """Return a well-formed id."""
    text = as_required_text(value)
    if not SLUG.fullmatch(text):
        better = slug(text)
        remedy = f"write {better}" if better else "use a to z, 0 to 9 and hyphens"
        fail("an id has lower-case letters, digits and hyphens only", remedy)
    return text


def as_list(value: Any) -> tuple[str, ...]:
    """Return the texts of a list, or of a text separated by semicolons or as GDAL writes lists."""
    if isinstance(value, str):
        value = _of_gdal(value) or value.split(";")
    if value is None:
        return ()
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        fail("must be a list of texts", 'separate them with "; "')
    return tuple(text for text in map(as_text, value) if text)


def _of_gdal(text: str) -> list[str] | None:
    """Return a list that GDAL wrote into a format without lists; None for any other text.

    Examples
    --------
    >>> _of_gdal("(2:a,b)"), _of_gdal('[ "a", "b" ]'), _of_gdal("(2: in part)"), _of_gdal("[a]")
    (['a', 'b'], ['a', 'b'], None, None)
    """
    if match := re.fullmatch(r"\((\d+):(.*)\)", text):
        items = match[2].split(",")
        return items if str(len(items)) == match[1] else None
    try:
        items = json.loads(text) if text.startswith("[") else None
    except (ValueError, RecursionError):
        return None
    return items if isinstance(items, list) and all(isinstance(one, str) for one in items) else None


def as_listing(value: Any) -> str:
    """Return a type that the treaty names, or an empty text."""
    text = "" if is_empty(value) else as_text(value)
    if text and text not in LISTED_TYPES:
        fail("not a type named in the treaty", f"write one of {', '.join(sorted(LISTED_TYPES))}")
    return text


def as_word(choices: type[StrEnum]) -> Callable[[Any], StrEnum]:
    """Return a parser for the words of an enumeration, in any case."""
    words = {choice.lower(): choice for choice in choices}

    def parse(value: Any) -> StrEnum:
        word = words.get(as_text(value).lower())
        return word or fail("not one of the allowed words", f"write one of {', '.join(choices)}")

    return parse


def as_word_or_none(choices: type[StrEnum]) -> Callable[[Any], StrEnum | None]:
    """Return a parser for the words of an enumeration, or None for an empty cell."""
    parse = as_word(choices)
    return lambda value: None if is_empty(value) else parse(value)


def as_words(choices: type[StrEnum]) -> Callable[[Any], tuple[StrEnum, ...]]:
    """Return a parser for lists of the words of an enumeration."""
    parse = as_word(choices)
    return lambda value: tuple(parse(item) for item in as_list(value))


def tell(info: ValidationInfo, text: str, kind: str) -> None:
    """Report how a cell in an unusual spelling was read."""
    if info.context and "tell" in info.context:
        info.context["tell"](info.field_name, text, kind)


# --- Numbers --------------------------------------------------------------------------------


def as_number(value: Any, info: ValidationInfo) -> float:
    """Return a finite number."""
    if isinstance(value, str):
        text = value.strip()
        if info.context is None and NUMBER.fullmatch(text):
            value = float(text)
        else:
            value = _read_number(text, info)
    if isinstance(value, date):
        fail(A_DATE, f"{ANY_NUMBER} {NO_DATE}")
    if isinstance(value, bool) or not isinstance(value, int | float):
        fail("not a number", ANY_NUMBER)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        fail("not a finite number", ANY_NUMBER)
    return number


def _read_number(text: str, info: ValidationInfo) -> float:
    """Return the number in a text; an ambiguous text is refused."""
    from infmap.catalogue.values.numbers import read_number

    _refuse_strays(text)
    context = info.context or {}
    try:
        number = read_number(text, comma=context.get("comma", False))
    except RefusedError as error:
        fail(error.problem, error.remedy)
    if not is_as_usual(text, context.get("separator", ",")):
        tell(info, f"{text!r} read as {number:.10g}", "number")
    return number


def is_as_usual(text: str, separator: str) -> bool:
    """Return whether a number's spelling is usual in a table with this cell separator.

    A table separated by semicolons usually has decimal commas.

    Examples
    --------
    >>> is_as_usual("20,5", ";"), is_as_usual("20,5", ","), is_as_usual("20.5", ",")
    (True, False, True)
    """
    text = text.strip()
    return bool(NUMBER.fullmatch(text.replace(",", ".", 1) if separator == ";" else text))


def as_range_km(value: Any, info: ValidationInfo) -> float:
    """Return a distance in kilometres that a ring can be drawn for, or 0."""
    km = as_number(value, info)
    if km < 0:
        fail("cannot be negative", f"write {-km:g}, or leave it empty")
    if km > DRAWN_KM:
        from infmap.geodesy import MAX_RANGE_KM

        if km > MAX_RANGE_KM:
            fail("beyond the farthest ring that can be drawn", f"write at most {MAX_RANGE_KM:g} km")
    return km


def as_optional_range_km(value: Any, info: ValidationInfo) -> float | None:
    """Return a range in kilometres, or None for an empty cell; 0 stands for no reach at all."""
    if holds_nothing(value):
        return None
    km = as_range_km(value, info)
    if 0 < km < 1:
        from infmap.geodesy import MIN_RANGE_KM

        if km < MIN_RANGE_KM:
            fail("below the smallest ring that can be drawn", f"write {MIN_RANGE_KM:g} km or more")
    return km


def as_optional_positive_range_km(value: Any, info: ValidationInfo) -> float | None:
    """Return a range above 0 kilometres, or None for an empty cell."""
    km = as_optional_range_km(value, info)
    if km == 0:
        fail("a range must be above 0", "write kilometres, such as 500")
    return km


def as_distance_km(value: Any, info: ValidationInfo) -> float:
    """Return a distance in kilometres, 0 for an empty cell."""
    return 0.0 if holds_nothing(value) else as_range_km(value, info)


def as_optional_count(value: Any, info: ValidationInfo) -> int | None:
    """Return a whole number, or None for an empty cell."""
    if holds_nothing(value):
        return None
    number = as_number(value, info)
    if number < 0 or number != int(number):
        fail("not a whole number", "write a count such as 846")
    return int(number)


#: Far above the world's population, and small enough that sums do not overflow.
MOST_PEOPLE = 1e11


def as_people(value: Any, info: ValidationInfo) -> float:
    """Return a number of people."""
    number = as_number(value, info)
    if not 0 <= number <= MOST_PEOPLE:
        fail("not a number of people", "write people, 0 to 100 billion")
    return number


def as_weight(value: Any, info: ValidationInfo) -> float:
    """Return the weight of a place in a sum."""
    from infmap.proximity.pairs import MOST_WEIGHT

    number = as_number(value, info)
    if not 0 <= number <= MOST_WEIGHT:
        fail("cannot be summed", f"write a number, 0 to {MOST_WEIGHT:g}")
    return number


def as_longitude(value: Any, info: ValidationInfo) -> float:
    """Return degrees east."""
    lon = as_number(value, info)
    if abs(lon) > 180:
        remedy = "write degrees east of Greenwich"
        if 180 < lon <= 360:
            remedy = f"write {lon - 360:.10g} if it counts on eastward"
        fail("longitude must be within [-180, 180] degrees", _unprojected(lon, remedy, 180))
    return lon


def as_latitude(value: Any, info: ValidationInfo) -> float:
    """Return degrees north."""
    lat = as_number(value, info)
    if abs(lat) > 90:
        lon = info.data.get("lon")
        swapped = abs(lat) <= 180 and lon is not None and abs(lon) <= 90
        remedy = (
            "swap lon and lat, if the two are swapped"
            if swapped
            else "write degrees north of the equator"
        )
        fail("latitude must be within [-90, 90] degrees", _unprojected(lat, remedy, 90))
    return lat


def _unprojected(value: float, remedy: str, most: int) -> str:
    """Return the remedy for a coordinate that is out of bounds, by what else it may be."""
    if abs(value) < FARTHEST_DEGREES:
        return remedy
    plane = "export the points in degrees (EPSG:4326)"
    readings = []
    for size, seconds in ((abs(value), None), divmod(abs(value), 100)):
        degrees, minutes = divmod(size, 100)
        decimal = degrees + minutes / 60 + (seconds or 0) / 3600
        is_whole = value == int(value) and (seconds is None or abs(value) >= 10_000)
        if is_whole and minutes < 60 and (seconds or 0) < 60 and decimal <= most:
            marks = f"{degrees:.0f}\u00b0{minutes:.0f}'"
            marks += "" if seconds is None else f'{seconds:.0f}"'
            readings.append(f"{math.copysign(decimal, value):.8g} if it is {marks}")
    if not readings:
        return f"it looks like metres of a projection: {plane}"
    return f"write {', '.join(readings)} without the marks; if it is metres, {plane}"


def holds_nothing(value: Any) -> bool:
    """Return whether a cell is empty; refuse words such as "n/a"."""
    if is_empty(value):
        return True
    if isinstance(value, str) and value.strip().casefold() in NO_VALUE:
        fail("stands for no value", "leave the cell empty")
    return False


Id = Annotated[str, BeforeValidator(as_id)]
Text = Annotated[str, BeforeValidator(as_required_text)]
OptionalText = Annotated[
    str, BeforeValidator(lambda value: "" if value is None else as_text(value))
]
Texts = Annotated[tuple[str, ...], BeforeValidator(as_list)]
Longitude = Annotated[float, BeforeValidator(as_longitude)]
Latitude = Annotated[float, BeforeValidator(as_latitude)]
OptionalRangeKm = Annotated[float | None, BeforeValidator(as_optional_range_km)]
OptionalPositiveRangeKm = Annotated[float | None, BeforeValidator(as_optional_positive_range_km)]
DistanceKm = Annotated[float, BeforeValidator(as_distance_km)]
People = Annotated[float, BeforeValidator(as_people)]
Weight = Annotated[float, BeforeValidator(as_weight)]
OptionalCount = Annotated[int | None, BeforeValidator(as_optional_count)]
TreatyListing = Annotated[str, BeforeValidator(as_listing)]
