"""Parsers for numbers and ranges in many spellings; an ambiguous one is refused."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from infmap.catalogue.values.footnote_marks import without_marks_of_number
from infmap.catalogue.values.number_words import (
    NUMBER,
    PLAIN,
    Token,
    check_length,
    digits,
    in_plain_signs,
    is_strict,
    letters_of,
    plain_number,
    readings_of,
    tokens_of,
    values_of,
    without_remarks,
)
from infmap.catalogue.values.range_figures import ends_of, figures_of, refused_with, what_to_write
from infmap.catalogue.values.refused import ANY_NUMBER, NO_VALUE, RefusedError
from infmap.catalogue.values.units import Unit
from infmap.looks.distances import Units, length_text

_DATE = re.compile(
    r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d?)?(?:[T ].*)?|\d\d?([./-])\d\d?\1(?:19|20)?\d\d"
    r"|(?:19|20)\d\d([./])\d\d?\2\d\d?"
)


@dataclass(frozen=True)
class Range:
    """A range in kilometres: a single figure, an interval or a bound."""

    #: The lower end, where one is given.
    at_least_km: float | None
    #: The upper end, or the single figure; None where no maximum is given.
    up_to_km: float | None
    #: Whether the cell was a bare number of kilometres, which needs no note.
    plain: bool
    #: Whether the cell leaves the number itself out, as "less than 500" does.
    strict: bool = field(default=False, compare=False)


def read_number(text: str, *, comma: bool = False) -> float:
    """Return the number in a text, with any marks for thousands and decimals.

    `comma` says that its table has decimal commas, where a point before three digits may also
    separate thousands. The number is finite.
    Raises `RefusedError` if the text is no number, or may be either of two.

    Examples
    --------
    >>> read_number("2 500"), read_number("1.234,5"), read_number("1,234,567"), read_number("0,5")
    (2500.0, 1234.5, 1234567.0, 0.5)
    >>> read_number("2,500")
    Traceback (most recent call last):
        ...
    infmap.catalogue.values.refused.RefusedError: may be either of two numbers; write 2500 or 2.5
    """
    check_length(text)
    if (number := plain_number(text)) is not None:
        return number
    bare = without_marks_of_number(in_plain_signs(text).strip())
    match = re.fullmatch(rf"([+-]?)({NUMBER})\.?", bare)
    values = {value for value in readings_of(match[2]) if value is not None} if match else set()
    if match is None or not values:
        raise RefusedError("not a number", _number_remedy(text))
    numbers = [-value if match[1] == "-" else value for value in sorted(values, reverse=True)]
    if not all(map(math.isfinite, numbers)):
        raise RefusedError("not a finite number", ANY_NUMBER)
    if len(numbers) == 2 and ("," in match[2] or comma):
        raise refused_with("may be either of two numbers", map(digits, numbers))
    return min(numbers, key=abs)


def has_decimal_comma(text: str) -> bool:
    """Return whether a text is a number that has a decimal comma, or points between thousands.

    Examples
    --------
    >>> [has_decimal_comma(text) for text in ("54,35", "1.246.309", "470.907", "470,907", "0.5")]
    [True, True, False, False, False]
    """
    if "," not in text and text.count(".") < 2:
        return False
    try:
        bare = without_marks_of_number(in_plain_signs(text).strip())
        match = re.fullmatch(rf"[+-]?({NUMBER})", bare)
    except RefusedError:
        return False
    with_commas, with_points = readings_of(match[1]) if match else (None, None)
    return with_commas is None and with_points is not None


def read_range(text: str, *, unit: Unit = Unit.KM) -> Range:
    """Return the range in a cell: a figure, an interval or a bound, in any unit.

    The cell separator of the table makes no difference here: 2.500 km is always ambiguous, as it
    hardly ever means 2500 metres and often 2500 km. Raises `RefusedError` if the cell gives no
    range, or may give either of two.

    `unit` is that of the column, for cells that give none. Ends are in kilometres; whether a ring
    can be drawn for them is not checked.

    Examples
    --------
    >>> for cell in ["2,500+ km", "500-5,500 km", "300 nautical miles", "2,500 km (1,600 mi)"]:
    ...     print(in_words(read_range(cell)))
    at least 2500 km
    500 to 5500 km
    555.6 km
    2500 km
    >>> try:
    ...     read_range("2.500 km")
    ... except RefusedError as error:
    ...     print(error)
    may be either of two numbers; write 2500 km or 2.5 km
    """
    check_length(text)
    if text.strip().casefold() in NO_VALUE:
        raise RefusedError("stands for no value", "leave the cell empty")
    if text.strip().casefold().startswith("0x"):  # a hexadecimal number
        raise RefusedError("not a number", f"{ANY_NUMBER}, or leave the cell empty")
    plain = unit is Unit.KM and bool(PLAIN.fullmatch(text.strip()))
    if (number := plain_number(text)) is not None and text.strip()[0] not in "+-":
        return Range(None, number * unit.km, plain)
    text = in_plain_signs(text)
    if _DATE.fullmatch(text.strip()):
        raise RefusedError("is a date", "write a range such as 500")
    tokens = without_remarks(tokens_of(text))
    figures = figures_of(tokens)
    if figures is None:
        raise _not_read(tokens)
    low, high = ends_of(figures, unit, bare=len(tokens) == 1)
    if any(end is not None and not math.isfinite(end) for end in (low, high)):
        raise RefusedError("not a finite number", ANY_NUMBER)
    return Range(low, high, plain, is_strict(tokens))


def is_converted(text: str) -> bool:
    """Return whether a range is given in another unit than kilometres.

    Examples
    --------
    >>> is_converted("300 mi"), is_converted("500 km"), is_converted("500-600")
    (True, False, False)
    """
    return first_unit(text) is not Unit.KM


def first_unit(text: str) -> Unit:
    """Return the unit that a range is given in, kilometres where it gives none.

    Only the first one counts: a second figure repeats the first, as in 500 km (310 mi).

    Examples
    --------
    >>> print(first_unit("300-3000 nautical miles"))
    nmi
    """
    units = (token.unit for token in tokens_of(in_plain_signs(text)) if token.unit)
    return next(units, Unit.KM)


def remedy_where(is_taken: Callable[[Range], bool], refused: RefusedError, otherwise: str) -> str:
    """Return what to do about a refused range where there is no cell, and not any range is taken.

    It is the refusal's own remedy, unless that leaves something empty or names a range that would
    be refused in its turn.

    Examples
    --------
    >>> refused = RefusedError("may be either of two numbers", "write 2500 or 2.5")
    >>> remedy_where(lambda read: read.at_least_km is None, refused, "write 500")
    'write 2500 or 2.5'
    >>> remedy_where(lambda read: read.at_least_km is not None, refused, "write 500-600")
    'write 500-600'
    """
    remedy = refused.remedy.partition(", or leave")[0]
    if remedy.startswith("leave"):
        return otherwise
    for way in re.split(r", (?:or )?| or |\bas |^write ", remedy):
        try:
            if not is_taken(read_range(way)):
                return otherwise
        except RefusedError:  # a word of the remedy
            continue
    return remedy


def in_words(range_: Range) -> str:
    """Return a range in words, for messages.

    Examples
    --------
    >>> in_words(read_range("300 mi")), in_words(Range(500, None, plain=False))
    ('482.803 km', 'at least 500 km')
    """
    low, high = range_.at_least_km, range_.up_to_km
    if high is None:
        return "no figure" if low is None else f"at least {_rounded(low)} km"
    if low is None or low == high:
        return f"{_rounded(high)} km"
    return f"{_rounded(low)} to {_rounded(high)} km"


def _rounded(km: float) -> str:
    return length_text(km, Units.KM) if km < 999_999.5 else f"{km:.0f}"


# --- Refusals ---------------------------------------------------------------------------------


def _not_read(tokens: list[Token]) -> RefusedError:
    """Return the error for a cell that matches no pattern of a range."""
    letters = letters_of(tokens)
    unknown = [token.text for token in tokens if token.letter in "?Wwy"]
    if letters[:1] in {"-", "P"} and (figures := figures_of(tokens[1:])) and not figures[0].sign:
        numbers = figures[0].numbers
        if len(figures) == 1 and all(len(values_of(number)) == 1 for number in numbers):
            written = what_to_write(figures)
            if letters[0] == "-":
                return refused_with("cannot be negative", written, ", or leave it empty")
            if len(numbers) == 1:
                return refused_with(
                    "may be a figure or a lower bound", [*written, f">={written[0]}"]
                )
    if letters[:1] == "-":
        return RefusedError("cannot be negative", "write a number such as 500, or leave it empty")
    if "N" not in letters:
        return RefusedError("not a number", f"{ANY_NUMBER}, or leave the cell empty")
    if letters.count("U") > letters.count("N"):
        return RefusedError("gives more than one unit", "write one, as in 500 km")
    behind = re.fullmatch(r"[^NU]*NK?([?W])[^NU]*", letters)
    if behind and (word := tokens[behind.start(1)].text)[0].isalpha():
        return RefusedError(f"{word} is no unit that is read", "write km, mi, nmi, m, ft or yd")
    if letters.count("N") > 1:
        return RefusedError(
            "gives more than one figure",
            "write one, such as 500 km, or both ends, such as 500-600 km",
        )
    problem = f"holds {unknown[0]}, which is not read" if unknown else "not a range that is read"
    return RefusedError(problem, "write it as 500 km, 500-600 km or >500 km")


def _number_remedy(text: str) -> str:
    """Return the remedy for a text that is no number: the single number in it, if it has one."""
    tokens = tokens_of(in_plain_signs(text))
    match = re.fullmatch(r"[AS]*(-?)(N)U?[AS]*", letters_of(tokens))
    kilometres = all(token.unit in {None, Unit.KM} for token in tokens)
    values = values_of(tokens[match.start(2)]) if match and kilometres else set()
    if match is None or len(values) != 1 or not math.isfinite(min(values)):
        return ANY_NUMBER
    return f"write {digits(-min(values) if match[1] else min(values))}"
