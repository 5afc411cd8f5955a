"""What was meant by a cell that holds no number: it is said in the remedy, and never read."""

import re
from typing import Literal

#: What a number is of; it tells what was meant by a text that is none.
Quantity = Literal["number", "range", "lon", "lat"]
ANY_NUMBER = "write a number such as 500"

#: Other units than kilometres that ranges are given in, in kilometres.
LENGTHS_KM = {
    "m": 0.001,
    "м": 0.001,
    "mi": 1.609344,
    "mile": 1.609344,
    "miles": 1.609344,
    "nmi": 1.852,
    "nm": 1.852,
}
#: What a sign of the hemisphere says: of which column it is, and whether degrees are negative.
HEMISPHERES = {
    "n": ("lat", 1),
    "s": ("lat", -1),
    "e": ("lon", 1),
    "w": ("lon", -1),
    "с.ш.": ("lat", 1),  # noqa: RUF001
    "ю.ш.": ("lat", -1),
    "в.д.": ("lon", 1),
    "з.д.": ("lon", -1),
}
_LONGEST = 60
_DECIMALS = 6
#: Spaces and marks that stand between thousands: thin ones, apostrophes.
_GROUPING = r"[\s\u00a0\u2009\u202f'\u2019]"
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_PLAIN = r"\d+(?:[.,]\d+)?"
#: What stands behind minutes and seconds: straight, curly and proper marks.
_MINUTE = r"['\u2018\u2019\u2032:]"
_SECOND = r"(?:[\"\u201d\u2033]|''|\u2019\u2019|\u2032\u2032)"
_DEGREES = (
    r"(?P<before>[nsewo])?(?P<sign>-)?(?P<deg>\d{1,3}(?:\.\d+)?)"
    r"(?:[°º˚:*](?:(?P<min>\d{1,2}(?:\.\d+)?)"
    rf"(?:{_MINUTE}(?:(?P<sec>\d{{1,2}}(?:\.\d+)?){_SECOND}?)?)?)?)?"
    r"(?P<after>[nsewo]|[сюзв]\.[шд]\.)?"
)
_SPACED_DEGREES = r"([nsew]?) ?(\d{1,3}) (\d{1,2}) (\d{1,2}(?:\.\d+)?) ?([nsew]?)"
#: How ranges are said that are no one number.
_KM = r"\s*(?:km|км)?"
_NUMBER = r"(\d+(?:\.\d+)?)"
_INTERVAL = rf"{_NUMBER}{_KM}\s*(?:-|\u2014|to|bis|до|\.\.+)\s*{_NUMBER}{_KM}"
_OVER = r"(?:>=?|≥|over|above|beyond|at least|über|свыше|более)"
_LOWER_BOUND = rf"{_OVER}\s*{_NUMBER}{_KM}|{_NUMBER}\+{_KM}"
_UPPER_BOUND = rf"(?:<=?|≤|up to|bis|до)\s*{_NUMBER}{_KM}"
_WITH_UNIT = rf"{_NUMBER}\s*([^\W\d]+)\.?"
_ABOUT = rf"(?i)\s*(~|≈|ca?\.?|circa|about|около)\s*{_PLAIN}{_KM}\s*"
_TWO = rf"\s*[+-]?{_PLAIN}\s*[,;/]\s*[+-]?{_PLAIN}\s*"


def remedy(text: str, what: Quantity) -> str:
    """Return what to write for a text that is no number, by what it should be a number of.

    Examples
    --------
    >>> remedy("500 km", "range"), remedy("20.51W", "lon")
    ('write 500', 'write -20.51')
    """
    if what == "number":
        return number_remedy(text)
    return range_remedy(text) if what == "range" else degrees_remedy(text, what)


def number_remedy(text: str) -> str:
    """Return what to write for a text that is no number, as far as it can be told.

    Examples
    --------
    >>> number_remedy("2,500")
    'write 2500'
    >>> number_remedy("1.234,5 km")
    'write 1234.5'
    """
    if len(text) > _LONGEST:
        return ANY_NUMBER
    bare = re.sub(
        r"(km|км)$", "", re.sub(_GROUPING, "", text.translate(_MINUS)), flags=re.IGNORECASE
    )
    for pattern, number in (
        (r"-?\d{1,3}(,\d{3})+(\.\d+)?", bare.replace(",", "")),
        (r"-?\d{1,3}(\.\d{3})+,\d+", bare.replace(".", "").replace(",", ".")),
        (r"-?\d{1,3}(\.\d{3}){2,}", bare.replace(".", "")),
        (r"-?\d+,\d+", bare.replace(",", ".")),
        (r"-?\d+(\.\d+)?", bare),
    ):
        if re.fullmatch(pattern, bare):
            return f"write {number}"
    if re.fullmatch(_ABOUT, text):
        return f"write {_number_in(text)}, and say in note that it is approximate"
    if re.fullmatch(_TWO, text):
        return "two numbers stand in this cell: write each in its own column"
    return ANY_NUMBER


def two_readings(text: str, separator: str) -> tuple[str, str] | None:
    """Return the two numbers that ``2,500`` can be in a table, or None where it is but one.

    In a table separated by commas a comma between digits can only be that of thousands: it would
    not stand in a country that writes decimals so.

    Examples
    --------
    >>> two_readings("2,500", ";")
    ('2500', '2.5')
    >>> two_readings("2,50", ";") or two_readings("0,500", ";") or two_readings("2,500", ",")
    """
    if separator == "," or not re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", text):
        return None
    if "." in text and separator != ";":
        return None
    whole, thousandths = re.split("[.,]", text)
    return whole + thousandths, f"{float(f'{whole}.{thousandths}'):g}"


def range_remedy(text: str) -> str:
    """Return what to write for a range that is no number: an interval, a bound or another unit.

    Examples
    --------
    >>> range_remedy("500-600 km")
    "write 500 as a claim's at_least_km and 600 as its up_to_km"
    >>> range_remedy("270 nmi")
    'write 500.04, which is that in kilometres'
    """
    if len(text) > _LONGEST:
        return ANY_NUMBER
    folded = re.sub(_GROUPING, " ", text.casefold().translate(_MINUS)).strip()
    if match := re.fullmatch(_INTERVAL, folded):
        return f"write {match[1]} as a claim's at_least_km and {match[2]} as its up_to_km"
    if match := re.fullmatch(_LOWER_BOUND, folded):
        return f"write {match[1] or match[2]} as a claim's at_least_km, without an up_to_km"
    if match := re.fullmatch(_UPPER_BOUND, folded):
        return f"write {match[1]} as a claim's up_to_km"
    match = re.fullmatch(_WITH_UNIT, folded)
    if match and match[2] in LENGTHS_KM:
        return f"write {float(match[1]) * LENGTHS_KM[match[2]]:g}, which is that in kilometres"
    return number_remedy(text)


def degrees_remedy(text: str, column: str) -> str:
    r"""Return what to write for degrees that are no number, in the column ``lon`` or ``lat``.

    Examples
    --------
    >>> degrees_remedy("54°42'36\"N", "lat")
    'write 54.71'
    >>> degrees_remedy("20.51W", "lon")
    'write -20.51'
    >>> degrees_remedy("54.71N", "lon")
    'write it in lat as 54.71: the pair is swapped'
    """
    if len(text) > _LONGEST:
        return ANY_NUMBER
    spaced = " ".join(text.casefold().translate(_MINUS).split())
    bare = re.sub(r"\s", "", re.sub(_SPACED_DEGREES, r"\1\2°\3'\4\5", spaced))
    match = re.fullmatch(_DEGREES, bare.replace(",", "."))
    # Digits with a comma alone are a number of another country's.
    if match is None or re.fullmatch(r"-?[\d.,]*", bare):
        return number_remedy(text)
    minutes, seconds = float(match["min"] or 0), float(match["sec"] or 0)
    if minutes >= 60 or seconds >= 60 or (match["before"] and match["after"]):
        return number_remedy(text)
    value = float(match["deg"]) + minutes / 60 + seconds / 3600
    letter = match["before"] or match["after"]
    if match["sign"] and letter:
        return f"write {_decimal(-value)} or {_decimal(value)}: a sign and a letter say it twice"
    if letter == "o":
        east, west = _decimal(value), _decimal(-value)
        return f"write {east} if O is east (Ost), {west} if it is west (ouest)"
    meant, sign = HEMISPHERES.get(letter or "", (column, -1 if match["sign"] else 1))
    if meant != column:
        return f"write it in {meant} as {_decimal(sign * value)}: the pair is swapped"
    return f"write {_decimal(sign * value)}"


def _decimal(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _number_in(text: str) -> str:
    found = re.search(_PLAIN, text)
    return number_remedy(found[0]).removeprefix("write ") if found else text
