"""Parsers for dates in many spellings.

An ambiguous date is refused, and the remedy names each day that it may mean.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from infmap.catalogue.values.dates import earliest_day, is_partial_date, latest_day
from infmap.catalogue.values.doubtful_dates import UNKNOWN, Habit, refuse_doubtful
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import InfmapError, shorten, tell_reading

#: The names of the months in several languages, without accents. The first three letters are
#: enough if no other month begins with them.
MONTHS = (
    "january januar janner janvier enero январь января",
    "february februar feber fevrier febrero февраль февраля",
    "march marz mars marzo март марта",
    "april avril abril апрель апреля",
    "may mai mayo май мая",
    "june juni juin junio июнь июня",
    "july juli juillet julio июль июля",
    "august aout agosto август августа",
    "september septembre septiembre sept сентябрь сентября",
    "october oktober octobre octubre октябрь октября",
    "november novembre noviembre ноябрь ноября",
    "december dezember decembre diciembre декабрь декабря",
)
#: Day 0 of the day numbers of spreadsheets.
SPREADSHEET_EPOCH = date(1899, 12, 30)
NOT_A_DATE = "not a date"
ANY_DATE = "write YYYY-MM-DD, YYYY-MM or YYYY"
#: Words for a day that depends on the clock: results could not be reproduced.
OF_A_CLOCK = {"today", "now", "yesterday", "tomorrow", "heute", "jetzt"}
_LONGEST = 40


def read_date(text: str, habit: Habit = UNKNOWN) -> str:
    """Return the day, month or year that a text means, as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.

    `habit` is that of its column. Raises `RefusedError` if the text is no date, or may be either of
    two.

    Examples
    --------
    >>> read_date("13/4/2018"), read_date("3 апреля 2018"), read_date("Feb 2018")
    ('2018-04-13', '2018-04-03', '2018-02')
    >>> read_date("31/4/2018")
    Traceback (most recent call last):
    infmap.catalogue.values.refused.RefusedError: not a date; write YYYY-MM-DD, YYYY-MM or YYYY
    """
    refuse_doubtful(text.strip(), habit)
    for pattern, read in _FORMS if len(text) <= _LONGEST else ():
        match = re.fullmatch(pattern, _plain(text))
        partial = match and read(*match.groups())
        if partial:
            return partial
    raise RefusedError(NOT_A_DATE, ANY_DATE)


def as_day(given: Any, what: str = "as_of") -> date | None:
    """Return the day of a date, a datetime or a text.

    A text may be any date that a table may hold. A month or year means its last day, and a warning
    says so. `what` names the argument in messages. Raises `InfmapError` if the value is of another
    type or NaT, or the text is no date or ambiguous.

    Examples
    --------
    >>> print(as_day(datetime(2018, 2, 3, 12, 30)), as_day("10 Feb 2019"))
    2018-02-03 2019-02-10
    """
    if isinstance(given, str):
        return _day_of_text(given.strip(), what)
    if isinstance(given, datetime) and given == given:  # False for NaT
        return given.date()
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    raise InfmapError(
        f"{what} must be a day (got {shorten(repr(given))}); write '2018-02-03' or "
        "datetime.date(2018, 2, 3)"
    )


def _day_of_text(text: str, what: str) -> date:
    shown = f"({shorten(text)!r})"
    if text.casefold() in OF_A_CLOCK:
        raise InfmapError(f"{what}: there is no clock {shown}; write the day, as in 2019-02-10")
    try:
        read = text if is_partial_date(text) else read_date(text)
    except RefusedError as refused:
        raise InfmapError(f"{what}: {refused.problem} {shown}; {refused.remedy}") from None
    day = latest_day(read)
    if read != day.isoformat():
        of = "month" if "-" in read else "year"
        note = f"{what} {text} read as {day}, the last day of that {of}"
        tell_reading(note)
    return day


def _plain(text: str) -> str:
    """Return a text in lower case without accents, except the breve of the Russian short i."""
    letters = unicodedata.normalize("NFKD", text.casefold().strip())
    kept = (letter for letter in letters if not unicodedata.combining(letter) or letter == "\u0306")
    return unicodedata.normalize("NFC", "".join(kept))


def _date(*parts: str | int) -> str | None:
    """Return a date of year, month and day as far as given, or None if it does not exist."""
    text = "-".join(f"{int(part):0{2 if k else 4}d}" for k, part in enumerate(parts))
    return text if is_partial_date(text) else None


def _day_or_month_first(first: str, second: str, year: str) -> str | None:
    british, american = (
        _date(year, month, day) for day, month in ((first, second), (second, first))
    )
    if british and american and british != american:
        raise RefusedError(
            "may be either of two days",
            f"write {british} ({_spelt(british, '{d.day} {d:%B} {d.year}')}) or "
            f"{american} ({_spelt(american, '{d:%B} {d.day}, {d.year}')})",
        )
    return british or american


def _spelt(day: str, form: str) -> str:
    return form.format(d=earliest_day(day))


def _month_named(name: str, year: str, day: str | None = None) -> str | None:
    month = _month(name)
    if month is None:
        return None
    return _date(year, month) if day is None else _date(year, month, day)


def _month(name: str) -> int | None:
    """Return the number of the month that alone begins with a name, or None."""
    numbers = [
        number
        for number, names in enumerate(MONTHS, start=1)
        if any(known.startswith(name) for known in names.split())
    ]
    return numbers[0] if len(numbers) == 1 else None


def _refuse_day_number(days: str) -> str:
    day = SPREADSHEET_EPOCH + timedelta(days=int(days))
    raise RefusedError("is a spreadsheet's number of a day", f"write {day}, if that is the day")


def _refuse_short_year(name: str = "") -> str | None:
    if name and _month(name) is None:
        return None
    raise RefusedError(
        "has a year of two digits", f"write the year in full: {ANY_DATE.removeprefix('write ')}"
    )


#: The Russian "year", which follows a year, and its abbreviation.
_YEAR = r"\s*(?:г\.?|год[ау]?)"  # noqa: RUF001
_TIME = r"(?:(?:,? |t)\d\d?:\d\d.*)?"
_NAME = r"([^\W\d_]{3,10})\.?"
#: The ending of an ordinal, and what may stand between the day, the month and the year.
_NTH = r"st|nd|rd|th|er|o"
_OF = r"(?:,? (?:of |del? )?|-|)"
#: Spellings of dates, the strictest first, and the function that reads each.
_FORMS: tuple[tuple[str, Callable[..., str | None]], ...] = (
    (rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", _date),
    (r"(\d{4})(\d\d)(\d\d)", _date),
    (r"(\d{4})[/.-](\d{1,2})", _date),
    (r"(\d{1,2})[/.-](\d{4})", lambda month, year: _date(year, month)),
    (rf"(\d{{4}})(?:\.0+|{_YEAR})", _date),
    (rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_TIME}", _day_or_month_first),
    (rf"{_NAME}{_OF}(\d{{4}})(?:{_YEAR})?", _month_named),
    (rf"(\d{{4}})[ -]?{_NAME}", lambda year, name: _month_named(name, year)),
    (
        rf"(?:the )?(\d{{1,2}})(?:\.|{_NTH})?{_OF}{_NAME}{_OF}(\d{{4}})(?:{_YEAR})?",
        lambda day, name, year: _month_named(name, year, day),
    ),
    (
        rf"{_NAME} (\d{{1,2}})(?:{_NTH})?,? (\d{{4}})",
        lambda name, day, year: _month_named(name, year, day),
    ),
    (r"([2-6]\d{4})(?:\.\d+)?", _refuse_day_number),
    (r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", _refuse_short_year),
    (rf"(?:\d{{1,2}}\.?[ -])?{_NAME}[ -]?['\u2019]?\d{{2}}", _refuse_short_year),
    (r"['\u2019]?\d\d", _refuse_short_year),
)
