"""Refuses years with another number behind them that may be a month and may be something else.

``2009/10`` may be a month or a span of years, ``2019.1`` a month, one that lost its zero, or a part
of a year. The other cells of its column may show which.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from infmap.catalogue.values.refused import RefusedError

_PAIR = re.compile(r"(\d{4})([-/\u2013])(\d{1,2})", re.ASCII)
_DECIMAL = re.compile(r"(\d{4})\.(\d+)", re.ASCII)
_YEARS = re.compile(r"(\d{4})[-/\u2013](\d{4})", re.ASCII)
_DAY = re.compile(r"\d{4}([-/])\d{1,2}\1\d{1,2}", re.ASCII)
#: A longer span of years is not written with its last two digits.
_LONGEST_SPAN = 20


@dataclass(frozen=True)
class Habit:
    """How a column writes dates, as far as its other cells show it."""

    #: The marks between a year and what can only be a month.
    of_months: frozenset[str] = frozenset()
    #: Those between a year and what can only be the end of a span.
    of_spans: frozenset[str] = frozenset()
    #: Whether it has numbers with decimals.
    decimals: bool = False


#: That of a date alone, and that of a number.
UNKNOWN, NUMBERS = Habit(), Habit(decimals=True)


@dataclass(frozen=True)
class _Pair:
    """A year and a shorter number behind it."""

    year: int
    mark: str
    number: str

    @property
    def is_month(self) -> bool:
        return 1 <= int(self.number) <= 12

    @property
    def last_year(self) -> int:
        """The year that the number is the end of."""
        step: int = 10 ** len(self.number)
        last = self.year - self.year % step + int(self.number)
        return last if last > self.year else last + step

    @property
    def is_iso(self) -> bool:
        return self.mark == "-" and len(self.number) > 1

    @property
    def is_short(self) -> bool:
        """Whether a span to its last year is one that people write so."""
        return self.last_year - self.year <= _LONGEST_SPAN

    @property
    def is_only_month(self) -> bool:
        """Whether no span is written so: in 2018/3 and 2009/03 the years would go back."""
        turns = self.last_year // 10 ** len(self.number) != self.year // 10 ** len(self.number)
        return self.is_month and turns and (len(self.number) == 1 or not self.is_short)

    @property
    def is_next_year(self) -> bool:
        return self.last_year == self.year + 1

    def may_be_span(self, habit: Habit) -> bool:
        """Return whether it may be a span of years in a column of this habit."""
        if self.mark in habit.of_spans:
            return self.is_short and not self.is_only_month
        return self.is_next_year and not self.is_iso and self.mark not in habit.of_months


def habit_of(cells: Iterable[Any]) -> Habit:
    """Return how a column writes its dates.

    Examples
    --------
    >>> habit_of(["2009/10", "2012/13"]).of_spans, habit_of(["2009/10", "2009/3"]).of_months
    (frozenset({'/'}), frozenset({'/'}))
    >>> habit_of(["2018.08", "2018.25"]).decimals, habit_of(["2018.08", "2018.11"]).decimals
    (True, False)
    """
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    pairs = [_pair(match) for text in texts if (match := _PAIR.fullmatch(text))]
    decimals = [match[2] for text in texts if (match := _DECIMAL.fullmatch(text))]
    days = [match[1] for text in texts if (match := _DAY.fullmatch(text))]
    return Habit(
        frozenset([*days, *(one.mark for one in pairs if one.is_only_month)]),
        frozenset(one.mark for one in pairs if one.is_next_year and not one.is_month),
        any(not _is_two_digits_of_month(digits) for digits in decimals),
    )


def _is_two_digits_of_month(digits: str) -> bool:
    return len(digits) == 2 and 1 <= int(digits) <= 12


def _pair(match: re.Match[str]) -> _Pair:
    return _Pair(int(match[1]), match[2], match[3])


def refuse_doubtful(text: str, habit: Habit = UNKNOWN) -> None:
    """Refuse a text that may be a month or something else, or is a span or a part of a year.

    Raises `RefusedError`, whose remedy says what to write for each meaning.

    Examples
    --------
    >>> refuse_doubtful("2009/03"), refuse_doubtful("2019.10"), refuse_doubtful("2009-10")
    (None, None, None)
    >>> refuse_doubtful("2018.5")
    Traceback (most recent call last):
    infmap.catalogue.values.refused.RefusedError: may be a month or a part of a year; write \
2018-05 if it is a month, 2018-07 if it is a part of the year
    """
    if match := _DECIMAL.fullmatch(text):
        _refuse_decimal(match[1], match[2], habit)
    if (match := _YEARS.fullmatch(text)) and match[1] < match[2]:
        _refuse_span(match[1], match[2])
    if match := _PAIR.fullmatch(text):
        pair = _pair(match)
        year, last = f"{pair.year:04d}", f"{pair.last_year:04d}"
        if not pair.is_month and pair.is_short:
            _refuse_span(year, last)
        if pair.is_month and pair.may_be_span(habit):
            month = f"{year}-{int(pair.number):02d}"
            raise RefusedError(
                "may be a month or a span of years",
                f"write {month} if it is a month, {year} or {last} if it is {year} to {last}",
            )


def _refuse_span(first: str, last: str) -> None:
    raise RefusedError("is a span of years", f"write one of them, {first} or {last}")


def _refuse_decimal(year: str, digits: str, habit: Habit) -> None:
    is_month = _is_two_digits_of_month(digits)
    if not int(digits) or (is_month and not habit.decimals):
        return
    months = [int(digits)] if is_month or len(digits) == 1 else []
    if digits == "1":
        months.append(10)  # a number has lost its zero
    part = f"{year}-{_month_of_part(digits):02d}"
    written = [f"{year}-{month:02d}" for month in months]
    if not written:
        raise RefusedError("is a year with decimals", f"write {part} if it is a part of the year")
    if written != [part]:
        raise RefusedError(
            "may be a month or a part of a year",
            f"write {' or '.join(written)} if it is a month, {part} if it is a part of the year",
        )


def _month_of_part(digits: str) -> int:
    """Return the month in which so many decimals of a year have gone by.

    Two and more may be rounded, as those of the twelfths by which R and Stata count months.

    Examples
    --------
    >>> [_month_of_part(digits) for digits in ("5", "083", "17", "999")]
    [7, 2, 3, 12]
    """
    places = len(digits)
    rounded = 0.5 * 10.0**-places if places > 1 else 0.0
    return min(int(12 * (int(digits) / 10**places + rounded)), 11) + 1
