"""Numbers without marks in a column that says degrees and minutes: 54.4236, meant as 54°42'36.

Such a number may be decimal degrees as well: it is read only where it can mean nothing else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from infmap.catalogue.values.degrees import Axis, Position, axis_of_side, in_plain_marks
from infmap.catalogue.values.footnote_marks import without_marks_of_position
from infmap.catalogue.values.refused import RefusedError

_NUMBER = re.compile(r"([+-]?)(\d+)(?:[.,](\d*))?")
_WORD = re.compile(r"[^\W\d_]+")
#: What may stand about two numbers beside letters.
_BETWEEN = re.compile(r"[\s,;/|()\[\].:=]*")
_LABELS = {"lat", "latitude", "lon", "long", "lng", "longitude", "breite", "länge"}
_MOST = {"lat": 90, "lon": 180}
#: A longer whole number has minutes in it.
_MOST_DIGITS = 3
_NO_MARKS = "has no marks, and the head says {}"


class Form(StrEnum):
    """What a head says that its coordinates are written in."""

    MINUTES = "degrees and minutes"
    SECONDS = "degrees, minutes and seconds"


@dataclass(frozen=True)
class _Number:
    """A number as it is written; `decimals` are the digits behind its point."""

    sign: str
    whole: str
    decimals: str
    side: str = ""

    def meanings(self, axis: Axis, form: Form) -> dict[float, str]:
        """Return what it may mean in degrees, each with the text that means this alone."""
        decimal = float(f"{self.whole}.{self.decimals or 0}")
        number = self.whole + (f".{self.decimals}" if self.decimals else "")
        found = {decimal: f"{self.sign}{number}°{self.side}"} if decimal <= _MOST[axis] else {}
        for degrees, minutes, seconds in self._parts(form):
            size = (int(degrees) * 3600 + float(minutes) * 60 + float(seconds)) / 3600
            if float(minutes) < 60 and float(seconds) < 60 and size <= _MOST[axis]:
                rest = f'{_short(seconds)}"' if float(seconds) else ""
                text = f"{self.sign}{degrees}°{_short(minutes)}'{rest}{self.side}"
                if not any(abs(size - other) < 1e-9 for other in found):
                    found[size] = text
        return found

    def _parts(self, form: Form) -> Iterator[tuple[str, str, str]]:
        """Yield degrees, minutes and seconds, as far as the digits may hold them."""
        whole, decimals = self.whole, self.decimals
        if decimals and len(whole) <= _MOST_DIGITS:
            for digits in self._in_pairs(form):
                if form is Form.SECONDS:
                    yield whole, digits[:2], f"{digits[2:4]}.{digits[4:]}"
                else:
                    yield whole, f"{digits[:2]}.{digits[2:]}", "0"
        if self.side:
            return  # three digits beside a letter are degrees
        if form is Form.SECONDS and len(whole) > _MOST_DIGITS + 1:
            yield whole[:-4], whole[-4:-2], f"{whole[-2:]}.{decimals}"
        if len(whole) >= _MOST_DIGITS and (form is Form.MINUTES or not decimals):
            yield whole[:-2], f"{whole[-2:]}.{decimals}", "0"

    def _in_pairs(self, form: Form) -> Iterator[str]:
        """Yield the decimals as two digits of minutes, then of seconds or of a minute's part.

        A single digit has lost a zero behind it, as numbers do, or stands without one before it.
        """
        yield self.decimals.ljust(4, "0")
        if len(self.decimals) == 1 or (len(self.decimals) == 3 and form is Form.SECONDS):
            yield f"{self.decimals[:-1]}0{self.decimals[-1]}".ljust(4, "0")


def _short(digits: str) -> str:
    """Return minutes or seconds without zeros at their end."""
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def read_unmarked(cell: Any, axis: Axis, form: Form) -> float | None:
    """Return the degrees of a number without marks; None for any other cell.

    Raises `RefusedError` if it may be decimal degrees or those of the form, or the latter alone.

    Examples
    --------
    >>> read_unmarked(54, "lat", Form.SECONDS), read_unmarked("54.71[2]", "lat", Form.SECONDS)
    (54.0, 54.71)
    >>> read_unmarked(54.4236, "lat", Form.SECONDS)
    Traceback (most recent call last):
    infmap.catalogue.values.refused.RefusedError: has no marks, and the head says degrees, minutes \
and seconds; write 54°42'36" or 54.4236°
    """
    number = _number(without_marks_of_position(_text(cell)))
    if number is None or (number.side and len(number.whole) > _MOST_DIGITS):
        return None
    of_side = axis_of_side(number.side)
    meanings = number.meanings(of_side or axis, form)
    decimal = float(f"{number.whole}.{number.decimals or 0}")
    if [*meanings] == [decimal]:
        if number.side:
            return None  # which its letter says more of
        return -decimal if number.sign == "-" else decimal
    if not meanings:
        return None  # out of bounds however it is meant
    written = " or ".join(_decimal_last([*meanings.values()]))
    raise RefusedError(_NO_MARKS.format(form), f"write {written}")


def refuse_unmarked(text: str, position: Position, form: Form) -> None:
    """Refuse two numbers without marks that were read as a position, if both may be of the form.

    Examples
    --------
    >>> refuse_unmarked("54.71, 20.3036", (20.3036, 54.71), Form.SECONDS)
    >>> refuse_unmarked("54.4236, 20.3036", (20.3036, 54.4236), Form.SECONDS)
    Traceback (most recent call last):
    infmap.catalogue.values.refused.RefusedError: has no marks, and the head says degrees, minutes \
and seconds; write 54°42'36" 20°30'36" or 54.4236° 20.3036°
    """
    numbers = _two_numbers(text)
    if numbers is None:
        return
    first = float(f"{numbers[0].whole}.{numbers[0].decimals or 0}")
    axes: tuple[Axis, Axis] = ("lat", "lon")
    if abs(first - abs(position[1])) > abs(first - abs(position[0])):
        axes = ("lon", "lat")
    both = [[*one.meanings(axis, form).values()] for one, axis in zip(numbers, axes, strict=True)]
    # The two are written in one way: where one can only be decimal, the other is.
    if any(
        len(meanings) == 1 and one.decimals.strip("0")
        for meanings, one in zip(both, numbers, strict=True)
    ) or all(len(meanings) == 1 for meanings in both):
        return
    count = max(map(len, both))
    # A comma between the two would stand like those between several ways to write it.
    written = [" ".join(one[min(at, len(one) - 1)] for one in both) for at in range(count)]
    raise RefusedError(_NO_MARKS.format(form), f"write {' or '.join(_decimal_last(written))}")


def _decimal_last(texts: list[str]) -> list[str]:
    """Return the texts of meanings with that of decimal degrees, the only one of them, at the end.

    Examples
    --------
    >>> _decimal_last(["54.5°", "54°50'"]), _decimal_last(["54°42'"])
    (["54°50'", '54.5°'], ["54°42'"])
    """
    return sorted(texts, key=lambda text: "'" not in text)


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return f"{cell:.9f}".rstrip("0").rstrip(".")
    is_number = isinstance(cell, int) and not isinstance(cell, bool)
    return str(cell) if is_number or isinstance(cell, str) else ""


def _number(text: str) -> _Number | None:
    written = in_plain_marks(text)
    found = _NUMBER.search(written)
    if found is None:
        return None
    before, behind = written[: found.start()].strip(), written[found.end() :].strip()
    side = before or behind
    if (before and behind) or (side and axis_of_side(side) is None):
        return None
    return _Number(found[1], found[2], found[3] or "", side)


def _two_numbers(text: str) -> tuple[_Number, _Number] | None:
    """Return two numbers with nothing about them but marks between, letters of sides and labels."""
    written = in_plain_marks(text)
    found = [*_NUMBER.finditer(written)]
    rest = _NUMBER.sub(" ", written)
    words = _WORD.findall(rest)
    is_plain = _BETWEEN.fullmatch(_WORD.sub(" ", rest)) is not None
    if len(found) != 2 or not is_plain:
        return None
    if not all(word.casefold() in _LABELS or axis_of_side(word) for word in words):
        return None
    first, second = (_Number(one[1], one[2], one[3] or "") for one in found)
    return first, second
