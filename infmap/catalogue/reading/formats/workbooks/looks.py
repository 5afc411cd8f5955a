"""What the number format of a cell says, and its value alone does not.

The format ``0" mi"`` shows 300 as 300 mi, and ``mmm yyyy`` a day as its month. Such a cell is read
as the text that it shows; a format that only dresses a number changes nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from infmap.catalogue.values.degrees import read_degrees
from infmap.catalogue.values.numbers import read_range
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit

#: Above the number of number formats that any spreadsheet allows; each takes a while to look at.
_MOST_FORMATS = 10_000
#: The longest format that spreadsheets write.
_LONGEST = 255
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<blank>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<number>General|Standard|[0#?.,]|E[+-])|(?P<end>;)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>) *(-?\d+(?:\.\d+)?)")
#: For these the literals between digits say nothing: scientific notation, and fractions.
_NO_PLACES = {"/", "E+", "E-"}
#: Marks of a unit that may be either of two, and of millions: as texts they are read or refused.
_NOT_THE_NUMBER = {
    *("m", "м", "sm", "k", "mio", "mln", "million", "millions", "millionen", "млн"),
    *("mrd", "bn", "billion", "billions", "milliarden", "млрд"),
}
#: Numbers that show what a format says: beside others it has, such as 500 or ± 50, one may be
#: too small or too large to make a range.
_SAMPLES = (1, 12, 12_000)
#: How a day is written that is shown as a month, or as a year.
_MONTH, _YEAR = "%b %Y", "%Y"
_Readers: TypeAlias = tuple[Callable[[str], Any], ...]
#: The readers whose cells may say more than a number: of ranges in two units, as one of them may
#: be that of the format, and of both coordinates.
_READERS: tuple[_Readers, _Readers] = (
    (partial(read_range, unit=Unit.KM), partial(read_range, unit=Unit.MI)),
    (partial(read_degrees, axis="lat"), partial(read_degrees, axis="lon")),
)


@dataclass(frozen=True)
class _Section:
    """The part of a format that is for some of the numbers, such as those below zero."""

    #: The pieces in their order, and whether each holds the place of a digit.
    pieces: tuple[tuple[bool, str], ...]
    #: How often a number is divided by a thousand before it is shown.
    thousands: int = 0
    #: For which numbers the section is, where it says so: a sign of comparison and a number.
    condition: tuple[str, float] | None = None

    def text(self, number: float) -> str:
        """Return the text that shows a number above zero, with all of its digits."""
        digits = f"{Decimal(repr(number)).scaleb(-3 * self.thousands):f}"
        whole, _, fraction = digits.partition(".")
        fraction = fraction.rstrip("0")
        # Three decimals might be taken for thousands.
        fraction = f".{fraction}{'0' * (len(fraction) == 3)}" if fraction else ""
        point = next((k for k, piece in enumerate(self.pieces) if piece == (True, ".")), None)
        places = [
            k
            for k, (is_place, piece) in enumerate(self.pieces[:point])
            if is_place and piece != ","
        ]
        shown = []
        for k in range(len(self.pieces) - 1, -1, -1):
            is_place, piece = self.pieces[k]
            if not is_place:
                shown.append(piece)
            elif k in places:
                digit = whole if k == places[0] else whole[-1:]
                whole = whole[: len(whole) - len(digit)]
                shown.append((digit or "0" * (piece == "0")) + fraction)
                fraction = ""
        return "".join(reversed(shown)).strip()

    def says_more(self, *, below_zero: bool) -> bool:
        """Return whether a reader takes the text for something else than the number alone.

        Only degrees may be below zero, and are shown without their sign, as 20 W.
        """
        words = "".join(piece for is_place, piece in self.pieces if not is_place)
        if not self.thousands and words.strip(" .").casefold() in _NOT_THE_NUMBER:
            return True
        for readers in _READERS[below_zero:]:
            for sample in _SAMPLES:
                read = [_read(reader, self.text(sample)) for reader in readers]
                bare = [_read(reader, str(-sample if below_zero else sample)) for reader in readers]
                if any(value is not None for value in read) and read != bare:
                    return True
        return False


def _read(reader: Callable[[str], Any], text: str) -> Any:
    """Return what a reader makes of a text, or None where it refuses it."""
    try:
        value = reader(text)
    except RefusedError:
        return None
    if isinstance(value, float):
        return value
    return value.at_least_km, value.up_to_km, value.strict


@dataclass(frozen=True, eq=False)
class Look:
    """A number format that says more than the values below it, or less.

    Examples
    --------
    >>> look_of('#,##0" mi"').shown(2500), look_of("mmm yyyy").shown(date(2019, 2, 1))
    ('2500 mi', 'Feb 2019')
    >>> look_of('0.0" %"'), look_of("d mmm yyyy")
    (None, None)
    """

    #: The form of a day that is shown as a month or a year.
    day: str
    #: The sections for numbers.
    sections: tuple[_Section, ...]
    #: Whether each section says more than its numbers.
    more: tuple[bool, ...]
    #: Whether the second section is for numbers below zero, which it shows without their sign.
    by_sign: bool

    def shown(self, value: Any) -> Any:
        """Return a value, or the text that the cell shows if that says otherwise."""
        if isinstance(value, date):
            return value.strftime(self.day) if self.day else value
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
            return value
        at = self._section(value)
        if at is None or not self.more[at]:
            return value
        sign = "-" if value < 0 and not self.by_sign else ""
        return sign + self.sections[at].text(abs(value))

    def drops(self, value: Any) -> bool:
        """Return whether the format hides what somebody wrote: a day, or the thousands of a number.

        The first day of a month or year is none: spreadsheets fill it in.
        """
        if isinstance(value, date):
            return value.day > 1 or (self.day == _YEAR and value.month > 1)
        at = self._section(value)
        return at is not None and self.sections[at].thousands > 0

    def _section(self, value: float) -> int | None:
        """Return the place of the section that a number is shown by."""
        if self.by_sign:
            at = 1 if value < 0 else 2 if value == 0 else 0
            return at if at < len(self.sections) else 0
        holds = (_holds(section.condition, value) for section in self.sections)
        return next((k for k, held in enumerate(holds) if held), None)


def _holds(condition: tuple[str, float] | None, value: float) -> bool:
    if condition is None:
        return True
    sign, bound = condition
    return (
        ("<" in sign and value < bound)
        or (">" in sign and value > bound)
        or ("=" in sign and value == bound)
    )


def look_of(code: str) -> Look | None:
    """Return what a number format says, or None if its values say it all."""
    if len(code) > _LONGEST:
        return None
    sections: list[_Section] = []
    pieces: list[tuple[bool, str]] = []
    letters, condition = "", None
    day = ""
    for match in _TOKEN.finditer(code + ";"):
        kind, token = match.lastgroup, match[0]
        if kind == "number":
            pieces.append((True, token))
        elif kind in {"quoted", "escaped"}:
            pieces.append((False, match[kind]))
        elif kind == "bracket":
            found = _CONDITION.fullmatch(match[kind].strip())
            condition = (found[1], float(found[2])) if found else condition
            if match[kind].startswith("$"):
                pieces.append((False, match[kind][1:].partition("-")[0]))
        elif kind == "other":
            letters += token.lower()
            pieces.append((False, token))
        elif kind == "end":
            if not sections:
                day = _day(letters)
            sections.append(_section(pieces, condition))
            pieces, letters, condition = [], "", None
    by_sign = len(sections) > 1 and not any(section.condition for section in sections)
    more = tuple(
        section.says_more(below_zero=by_sign and k == 1) for k, section in enumerate(sections)
    )
    return Look(day, tuple(sections), more, by_sign) if day or any(more) else None


def _section(pieces: list[tuple[bool, str]], condition: tuple[str, float] | None) -> _Section:
    """Return a section of pieces; commas behind the last place of a digit divide."""
    places = [k for k, (is_place, _) in enumerate(pieces) if is_place]
    if not places:
        return _Section(tuple(pieces), condition=condition)
    first, last = places[0], places[-1] + 1
    inner = [piece.upper() for _, piece in pieces[first:last]]
    if _NO_PLACES & {*inner}:
        pieces = [*pieces[:first], (True, "0"), *pieces[last:]]
    numbers = "".join(piece for is_place, piece in pieces if is_place)
    commas = re.search(r"[0#?](,+)(?=\.|$)", numbers)
    return _Section(tuple(pieces), len(commas[1]) if commas else 0, condition)


def _day(letters: str) -> str:
    """Return the form of a day whose format has these letters, or "" if it shows the day."""
    shown = {*letters} & {*"ymdhs"}
    return _MONTH if shown == {"y", "m"} else _YEAR if shown == {"y"} else ""


class Looks:
    """The number formats of a workbook, each looked at once."""

    def __init__(self) -> None:
        self._looks: dict[str, Look | None] = {}

    def of(self, code: str) -> Look | None:
        """Return what a number format says, or None if its values say it all."""
        if code not in self._looks:
            if len(self._looks) >= _MOST_FORMATS:
                remedy = "save the sheet as CSV"
                raise RefusedError(f"holds more than {_MOST_FORMATS:,} number formats", remedy)
            self._looks[code] = look_of(code)
        return self._looks[code]


# --- ODS, whose cells have their text beside their value --------------------------------------

#: A text of nothing but a number.
_BARE = re.compile(r"[+\u2212-]?[\d\s.,'\u2019]*")
_AROUND = re.compile(r"(\D*?)([\u2212-]?)(\d.*\d|\d)(\D*)", re.DOTALL)
_DEGREES = re.compile("[°'\u2032\u2033\"]")
_THOUSANDS = (0, 1, 2)


def format_of_number(value: float, text: str) -> str | None:
    r"""Return a format that shows a number as a text does, or None if that is a number alone.

    Examples
    --------
    >>> format_of_number(1200, "1.200 mi"), format_of_number(500000, "500 km")
    ('0\\ \\m\\i', '0,\\ \\k\\m')
    >>> format_of_number(500000, "500"), format_of_number(500, "500") is None
    ('0,', True)
    """
    match = None if len(text) > _LONGEST else _AROUND.fullmatch(text)
    if match is None:
        return None
    before, minus, digits, after = match.groups()
    thousands = next((k for k in _THOUSANDS if _shows(digits, value, k)), None)
    if _BARE.fullmatch(text) and not thousands:
        return None
    if _DEGREES.search(digits):
        places = "".join("0" if mark.isdigit() else _escaped(mark) for mark in digits)
    elif thousands is not None or re.search("[/Ee]", digits):
        places = "0" + "," * (thousands or 0)
    else:  # beside the number the format has others, such as 300-500, or it shows others alone
        numbers = re.finditer(r"\d+(?:[.,]\d+)*", text)
        shown = [number for number in numbers if _shows(number[0], value, 0)]
        start, end = shown[-1].span() if shown else (len(text), len(text))
        before, places, after = text[:start], "0" if shown else "", text[end:]
    # A number below zero without its sign is shown by the second section.
    first = "0;" if value < 0 and not minus else ""
    return first + _escaped(before) + places + _escaped(after)


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" for letter in text)


def _shows(digits: str, value: float, thousands: int) -> bool:
    """Return whether digits are a number, divided by thousands and rounded."""
    bare = re.sub(r"[\s'\u2019]", "", digits)
    for group, point in (",.", ".,"):
        whole, _, fraction = bare.replace(group, "").partition(point)
        if f"{whole}{fraction}".isdecimal():
            off = abs(float(f"{whole}.{fraction or 0}") * 1000**thousands - abs(value))
            if off <= 0.5001 * 1000**thousands / 10 ** len(fraction):
                return True
    return False


def format_of_day(value: str, text: str) -> str | None:
    """Return the format of a day (``YYYY-MM-DD``) whose text has no more than month or year.

    Examples
    --------
    >>> format_of_day("2019-02-01", "Feb 19"), format_of_day("2019-01-01", "2019")
    ('mmm yyyy', 'yyyy')
    >>> format_of_day("2019-02-01", "1 Feb 2019") is None
    True
    """
    numbers = re.findall(r"\d+", text)
    year = next((shown for shown in (value[:4], value[2:4]) if shown in numbers), None)
    if year is None:
        return None
    # A year of two digits is the last of such numbers: 19 Feb 19.
    del numbers[len(numbers) - 1 - numbers[::-1].index(year)]
    is_named = re.search(r"[^\W\d_]{3}", text) is not None
    if not numbers:
        return "mmm yyyy" if is_named else "yyyy"
    is_month = len(numbers) == 1 and int(numbers[0]) == int(value[5:7])
    return "mmm yyyy" if is_month and not is_named else None
