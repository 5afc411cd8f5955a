"""What the number format of a cell says, and its value alone does not.

The format ``0" mi"`` shows 300 as 300 mi, and ``mmm yyyy`` a day as its month. Such a cell is read
as the text that it shows, or refused as one; a format that only dresses a number changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from infmap.catalogue.reading.formats.workbooks.dressing import says_nothing, says_nothing_of_day
from infmap.catalogue.values.degrees import axis_of_side
from infmap.catalogue.values.refused import RefusedError

#: Above the number of number formats that any spreadsheet allows; each takes a while to look at.
_MOST_FORMATS = 10_000
#: Above the number of letters that spreadsheets show by a format, each of them escaped.
LONGEST = 1000
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<blank>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<number>General|Standard|[0#?.,]|E[+-])|(?P<end>;)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>) *(-?\d+(?:\.\d+)?)")
#: A blank or an apostrophe between thousands, as some countries write them.
_THOUSANDS = re.compile(r"""(?<=[#?0])(?:\\?[\s'\u2019]|"[\s'\u2019]")(?=[#?0]{3}(?![#?0]))""")
#: For these the literals between digits say nothing: scientific notation, and fractions.
_NO_PLACES = {"/", "E+", "E-"}
_MINUS = {*"-\u2212\u2010\u2011\u2012\u2013\u2014"}
#: How a day is written that is shown as a month, as a year, or whole.
_MONTH, _YEAR, _WHOLE = "%b %Y", "%Y", "%Y-%m-%d"
#: The letters of a format that stand for parts of a day or a time.
_PARTS_OF_DAYS = {*"ymdhs"}


class _Kind(Enum):
    """What a piece of a format is: the place of a digit, a text, or a letter with a meaning."""

    PLACE = "place"
    WORDS = "words"
    LETTER = "letter"


_Piece = tuple[_Kind, str]


@dataclass(frozen=True)
class _Section:
    """The part of a format that is for some of the numbers, such as those below zero."""

    #: The pieces in their order; a text is cut into its letters.
    pieces: tuple[_Piece, ...]
    #: How often a number is divided by a thousand before it is shown.
    thousands: int = 0
    #: For which numbers the section is, where it says so: a sign of comparison and a number.
    condition: tuple[str, float] | None = None
    #: Whether the section has a sign for numbers below zero: a minus, or brackets.
    has_sign: bool = False

    @property
    def is_for_days(self) -> bool:
        """Whether the section shows days or times."""
        letters = {piece.lower() for kind, piece in self.pieces if kind is _Kind.LETTER}
        return bool(letters & _PARTS_OF_DAYS)

    def words(self) -> tuple[str, str, str]:
        """Return what stands before the places of the digits, between them and behind them."""
        places = [k for k, (kind, _) in enumerate(self.pieces) if kind is _Kind.PLACE]
        first, last = (places[0], places[-1]) if places else (len(self.pieces),) * 2
        parts = self.pieces[:first], self.pieces[first:last], self.pieces[last:]
        before, between, behind = (
            "".join(piece for kind, piece in part if kind is not _Kind.PLACE) for part in parts
        )
        return before, between, behind

    def text(self, number: float) -> str:
        """Return the text that shows a number above zero, with all of its digits."""
        digits = f"{Decimal(repr(number)).scaleb(-3 * self.thousands):f}"
        whole, _, fraction = digits.partition(".")
        fraction = fraction.rstrip("0")
        # Three decimals might be taken for thousands.
        fraction = f".{fraction}{'0' * (len(fraction) == 3)}" if fraction else ""
        point = next(
            (k for k, piece in enumerate(self.pieces) if piece == (_Kind.PLACE, ".")), None
        )
        places = [
            k
            for k, (kind, piece) in enumerate(self.pieces[:point])
            if kind is _Kind.PLACE and piece != ","
        ]
        shown = []
        for k in range(len(self.pieces) - 1, -1, -1):
            kind, piece = self.pieces[k]
            if kind is not _Kind.PLACE:
                shown.append(piece)
            elif k in places:
                digit = whole if k == places[0] else whole[-1:]
                whole = whole[: len(whole) - len(digit)]
                shown.append((digit or "0" * (piece == "0")) + fraction)
                fraction = ""
        return "".join(reversed(shown)).strip()

    def says_more(self) -> bool:
        """Return whether a cell shows more than its number, or less.

        Words do that are not known to say nothing, whatever a reader makes of them.
        """
        if self.is_for_days:
            return False
        before, between, behind = self.words()
        if not any(kind is _Kind.PLACE for kind, _ in self.pieces):
            return not ({*before.strip()} <= _MINUS or says_nothing(before))
        return (
            self.thousands > 0
            or bool(between)
            or not (says_nothing(before) and says_nothing(behind))
        )

    def text_below_zero(self, size: float) -> str:
        """Return the text of a number below zero, by a section that is for these alone.

        A side of the earth, as in 20 W, stands for the sign.
        """
        text = self.text(size)
        sides = map(axis_of_side, re.findall(r"[^\W\d_]+", text))
        return text if any(sides) and not self.has_sign else f"-{text}"


@dataclass(frozen=True)
class _Day:
    """How a format shows a day: a part of it, and words around that part."""

    before: str
    form: str
    behind: str

    def text(self, day: date) -> str:
        return f"{self.before}{day.strftime(self.form)}{self.behind}".strip()


@dataclass(frozen=True, eq=False)
class Look:
    """A number format that says more than the values below it, or less.

    Examples
    --------
    >>> look_of('#,##0" mi"').shown(2500), look_of("mmm yyyy").shown(date(2019, 2, 1))
    ('2500 mi', 'Feb 2019')
    >>> look_of('"mind. "0').shown(500), look_of('"Q3 "yyyy').shown(date(2019, 7, 1))
    ('mind. 500', 'Q3 2019')
    >>> look_of('0.0" %"'), look_of("d mmm yyyy")
    (None, None)
    """

    #: How a day is shown, if otherwise than whole and alone.
    day: _Day | None
    #: The sections for numbers.
    sections: tuple[_Section, ...]
    #: Whether each section says more than its numbers.
    more: tuple[bool, ...]
    #: Whether the second section is for numbers below zero, which it shows without their sign.
    by_sign: bool

    def shown(self, value: Any) -> Any:
        """Return a value, or the text that the cell shows if that says otherwise."""
        if isinstance(value, date):
            return value if self.day is None else self.day.text(value)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
            return value
        at = self._section(value)
        if at is None or not self.more[at]:
            return value
        section = self.sections[at]
        if value < 0 and _is_below_zero(section, at, by_sign=self.by_sign):
            return section.text_below_zero(abs(value))
        return "-" * (value < 0) + section.text(abs(value))

    def drops(self, value: Any) -> bool:
        """Return whether the format hides what somebody wrote: a day, or the thousands of a number.

        The first day of a month or year is none: spreadsheets fill it in.
        """
        if isinstance(value, date):
            form = "" if self.day is None else self.day.form
            is_filled_in = value.day == 1 and (form != _YEAR or value.month == 1)
            return form in {_MONTH, _YEAR} and not is_filled_in
        at = self._section(value)
        return at is not None and self.sections[at].thousands > 0

    def _section(self, value: float) -> int | None:
        """Return the place of the section that a number is shown by."""
        if self.by_sign:
            at = 1 if value < 0 else 2 if value == 0 else 0
            return at if at < len(self.sections) else 0
        holds = (_holds(section.condition, value) for section in self.sections)
        return next((k for k, held in enumerate(holds) if held), None)


def _is_below_zero(section: _Section, at: int, *, by_sign: bool) -> bool:
    """Return whether a section is for numbers below zero alone."""
    sign, bound = section.condition or ("", 0.0)
    return (by_sign and at == 1) or (sign == "<" and bound <= 0) or (sign == "<=" and bound < 0)


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
    if len(code) > LONGEST:
        problem = f"holds a number format of more than {LONGEST:,} letters"
        raise RefusedError(problem, "save the sheet as CSV")
    sections: list[_Section] = []
    pieces: list[_Piece] = []
    condition = None
    for match in _TOKEN.finditer(_THOUSANDS.sub(",", code)):
        kind, token = match.lastgroup, match[0]
        if kind == "number":
            pieces.append((_Kind.PLACE, token))
        elif kind in {"quoted", "escaped"}:
            pieces += ((_Kind.WORDS, letter) for letter in match[kind])
        elif kind == "bracket":
            found = _CONDITION.fullmatch(match[kind].strip())
            condition = (found[1], float(found[2])) if found else condition
            if match[kind].startswith("$"):
                words = match[kind][1:].partition("-")[0]
                pieces += ((_Kind.WORDS, letter) for letter in words)
        elif kind == "other":
            # Of the letters a quarter alone is no part of a day.
            has_meaning = (token.isalpha() and token not in "qQ") or token == "@"
            pieces.append((_Kind.LETTER if has_meaning else _Kind.WORDS, token))
        elif kind == "end":
            sections.append(_section(pieces, condition))
            pieces, condition = [], None
    sections.append(_section(pieces, condition))
    # The last section is for texts where it has their sign, and so is a fourth.
    if len(sections) > 3 or (_Kind.LETTER, "@") in sections[-1].pieces:
        sections = sections[: min(len(sections) - 1, 3)]
    if not sections:
        return None
    day = _day(sections[0])
    by_sign = len(sections) > 1 and not any(section.condition for section in sections)
    sections = _without_signs(sections, by_sign=by_sign)
    more = tuple(section.says_more() for section in sections)
    return Look(day, tuple(sections), more, by_sign) if day or any(more) else None


def _section(pieces: list[_Piece], condition: tuple[str, float] | None) -> _Section:
    """Return a section of pieces; commas behind the last place of a digit divide."""
    places = [k for k, (kind, _) in enumerate(pieces) if kind is _Kind.PLACE]
    if not places:
        return _Section(tuple(pieces), condition=condition)
    first, last = places[0], places[-1] + 1
    inner = [piece.upper() for _, piece in pieces[first:last]]
    if _NO_PLACES & {*inner}:
        pieces = [*pieces[:first], (_Kind.PLACE, "0"), *pieces[last:]]
    numbers = "".join(piece for kind, piece in pieces if kind is _Kind.PLACE)
    commas = re.search(r"[0#?](,+)(?=\.|$)", numbers)
    return _Section(tuple(pieces), len(commas[1]) if commas else 0, condition)


def _without_signs(sections: Sequence[_Section], *, by_sign: bool) -> list[_Section]:
    """Return sections without the signs that only say which numbers each is for.

    That is a minus or brackets for those below zero, a plus for those above, and a dash for zero.
    """
    bare = []
    for at, section in enumerate(sections):
        if _is_below_zero(section, at, by_sign=by_sign):
            bare.append(_without_minus(section))
        elif by_sign and at == 2:
            bare.append(_without_first(section, _MINUS))
        else:
            bare.append(section)
    if by_sign and bare[1].has_sign:
        bare[0] = _without_first(bare[0], {"+"})
    return bare


def _without_minus(section: _Section) -> _Section:
    """Return a section without its minus, before or behind the number, or its brackets."""
    before, between, behind = section.words()
    if "(" in before and ")" in behind:
        at = len(section.pieces) - 1 - section.pieces[::-1].index((_Kind.WORDS, ")"))
        pieces = section.pieces[:at] + section.pieces[at + 1 :]
        section = _without_first(replace(section, pieces=pieces), {"("})
    elif before.strip()[:1] in _MINUS or (behind.strip()[:1] in _MINUS and not between):
        section = _without_first(section, _MINUS)
    else:
        return section
    return replace(section, has_sign=True)


def _without_first(section: _Section, signs: set[str]) -> _Section:
    at = next(
        (
            k
            for k, (kind, text) in enumerate(section.pieces)
            if kind is _Kind.WORDS and text in signs
        ),
        len(section.pieces),
    )
    return replace(section, pieces=section.pieces[:at] + section.pieces[at + 1 :])


def _day(section: _Section) -> _Day | None:
    """Return how a section shows a day, or None if it shows it whole and alone."""
    letters = "".join(piece.lower() for kind, piece in section.pieces if kind is _Kind.LETTER)
    parts = {*letters} & _PARTS_OF_DAYS
    form = _MONTH if parts == {"y", "m"} else _YEAR if parts == {"y"} else ""
    words = "".join(piece if kind is _Kind.WORDS else " " for kind, piece in section.pieces)
    if says_nothing_of_day(words):
        return _Day("", form, "") if form else None
    if not parts:
        is_alone = all(kind is _Kind.WORDS for kind, _ in section.pieces)
        return _Day(words, "", "") if is_alone else None
    at = [k for k, (kind, _) in enumerate(section.pieces) if kind is _Kind.LETTER]
    before, between, behind = (
        "".join(piece for kind, piece in part if kind is _Kind.WORDS)
        for part in (
            section.pieces[: at[0]],
            section.pieces[at[0] : at[-1]],
            section.pieces[at[-1] :],
        )
    )
    if not says_nothing_of_day(between):
        behind = f" {between.strip()}{behind}"
    return _Day(before, form or _WHOLE, behind)


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
