"""Dates known to the year, month or day: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

import re
from calendar import monthrange
from datetime import date

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def earliest_day(partial: str) -> date:
    """Return the first day that a date given to the year, month or day can mean.

    Examples
    --------
    >>> print(earliest_day("2018-02"))
    2018-02-01
    """
    year, month, day = _date_parts(partial)
    return date(year, 1 if month is None else month, 1 if day is None else day)


def is_partial_date(text: str) -> bool:
    """Return whether a text is a day, month or year that exists, as ISO 8601 has it.

    Examples
    --------
    >>> is_partial_date("2018-02"), is_partial_date("2018-02-30"), is_partial_date("Feb 2018")
    (True, False, False)
    """
    try:
        earliest_day(text)
    except ValueError:
        return False
    return True


def is_by(partial: str, day: date | None) -> bool:
    """Return whether a date is, or may be, a day or one before it; any is without a day.

    Examples
    --------
    >>> is_by("2018-02", date(2018, 2, 1)), is_by("2018-02", date(2018, 1, 31)), is_by("2018", None)
    (True, False, True)
    """
    return day is None or earliest_day(partial) <= day


def latest_day(partial: str) -> date:
    """Return the last day that a date given to the year, month or day can mean.

    Examples
    --------
    >>> print(latest_day("2016-02"))
    2016-02-29
    """
    year, month, day = _date_parts(partial)
    month = 12 if month is None else month
    return date(year, month, monthrange(year, month)[1] if day is None else day)


def _date_parts(partial: str) -> tuple[int, int | None, int | None]:
    match = PARTIAL_DATE.fullmatch(partial)
    if match is None:
        raise ValueError(partial)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    return year or 0, month, day
