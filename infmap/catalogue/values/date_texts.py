"""Days as people write them: read where there is one day that they can mean, else refused.

Every day that a text can mean is named.
"""

import re
import unicodedata
import warnings
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from infmap.catalogue.values.dates import PARTIAL_DATE, earliest_day, latest_day
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import InfmapError, ReadingNote, shorten

#: The names of the months in the languages that tables come in, without accents; three letters
#: are enough where no other month begins so.
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
#: The day from which spreadsheets count.
SPREADSHEET_EPOCH = date(1899, 12, 30)
NOT_A_DATE = "not a date"
ANY_DATE = "write YYYY-MM-DD, YYYY-MM or YYYY"
#: What means another day tomorrow, and so another answer from the same words.
OF_A_CLOCK = {"today", "now", "yesterday", "tomorrow", "heute", "jetzt"}
_LONGEST = 40


def read_date(text: str) -> str:
    """Return the day, month or year that a text means, as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.

    Raises
    ------
    RefusedError
        If it is no date, or may be either of two days.

    Examples
    --------
    >>> read_date("13/4/2018"), read_date("3 апреля 2018"), read_date("Feb 2018")
    ('2018-04-13', '2018-04-03', '2018-02')
    >>> read_date("31/4/2018")
    Traceback (most recent call last):
    infmap.catalogue.values.refused.RefusedError: not a date; write YYYY-MM-DD, YYYY-MM or YYYY
    """
    for pattern, read in _FORMS if len(text) <= _LONGEST else ():
        match = re.fullmatch(pattern, _plain(text))
        found = match and read(*match.groups())
        if found:
            return found
    raise RefusedError(NOT_A_DATE, ANY_DATE)


def as_day(given: Any, what: str = "as_of") -> date | None:
    """Return the day that a caller means by a date, a moment of it, or a text.

    Parameters
    ----------
    given : date, datetime, str or None
        A text is read as a date of a table is. Of a month or a year its last day is meant, which
        is said.
    what : str, default "as_of"
        What it is given for, for the message.

    Raises
    ------
    InfmapError
        If it is none of these, as a missing value of pandas', or the text is no date or may be
        either of two.

    Examples
    --------
    >>> print(as_day(datetime(2018, 2, 3, 12, 30)), as_day("10 Feb 2019"))
    2018-02-03 2019-02-10
    """
    if isinstance(given, str):
        return _day_read(given.strip(), what)
    if isinstance(given, datetime) and given == given:  # NaT is not
        return given.date()
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    raise InfmapError(
        f"{what} must be a day (got {shorten(repr(given))}); write '2018-02-03' or "
        "datetime.date(2018, 2, 3)"
    )


def _day_read(text: str, what: str) -> date:
    told = f"({shorten(text)!r})"
    if text.casefold() in OF_A_CLOCK:
        raise InfmapError(f"{what}: there is no clock {told}; write the day, as in 2019-02-10")
    try:
        read = text if PARTIAL_DATE.fullmatch(text) and _exists(text) else read_date(text)
    except RefusedError as refused:
        raise InfmapError(f"{what}: {refused.problem} {told}; {refused.remedy}") from None
    day = latest_day(read)
    if read != day.isoformat():
        of = "month" if "-" in read else "year"
        note = f"{what} {text} read as {day}, the last day of that {of}"
        warnings.warn(note, ReadingNote, stacklevel=2)
    return day


def _plain(text: str) -> str:
    """Return a text in small letters without accents, but with the Russian short i."""
    letters = unicodedata.normalize("NFKD", text.casefold().strip())
    bare = "".join(one for one in letters if not unicodedata.combining(one) or one == "\u0306")
    return unicodedata.normalize("NFC", bare)


def _date(*parts: str | int) -> str | None:
    """Return a date, if there is such a day or month."""
    text = "-".join(f"{int(part):0{2 if k else 4}d}" for k, part in enumerate(parts))
    return text if _exists(text) else None


def _exists(partial: str) -> bool:
    try:
        earliest_day(partial)
    except ValueError:
        return False
    return True


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
    """Return the month that a name or its beginning means, where that is one."""
    found = [
        number
        for number, names in enumerate(MONTHS, start=1)
        if any(known.startswith(name) for known in names.split())
    ]
    return found[0] if len(found) == 1 else None


def _counted(days: str) -> str:
    meant = SPREADSHEET_EPOCH + timedelta(days=int(days))
    raise RefusedError("is a spreadsheet's number of a day", f"write {meant}, if that is the day")


def _short_year(name: str = "") -> str | None:
    if name and _month(name) is None:
        return None
    raise RefusedError(
        "has a year of two digits", f"write the year in full: {ANY_DATE.removeprefix('write ')}"
    )


#: What Russian writes after a year.
_YEAR = r"\s*г\.?"  # noqa: RUF001
_TIME = r"(?:(?:,? |t)\d\d?:\d\d.*)?"
_NAME = r"([^\W\d_]{3,10})\.?"
#: Ways in which dates are written elsewhere, the strictest first.
_FORMS: tuple[tuple[str, Callable[..., str | None]], ...] = (
    (rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", _date),
    (r"(\d{4})(\d\d)(\d\d)", _date),
    (r"(\d{4})[/.-](\d{1,2})", _date),
    (r"(\d{1,2})[/.-](\d{4})", lambda month, year: _date(year, month)),
    (rf"(\d{{4}})(?:\.0+|{_YEAR})", _date),
    (rf"(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}){_TIME}", _day_or_month_first),
    (rf"{_NAME}[ -]?(\d{{4}})", _month_named),
    (rf"(\d{{4}})[ -]?{_NAME}", lambda year, name: _month_named(name, year)),
    (
        rf"(\d{{1,2}})\.?[ -]?{_NAME}[ -]?(\d{{4}})(?:{_YEAR})?",
        lambda day, name, year: _month_named(name, year, day),
    ),
    (
        rf"{_NAME} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})",
        lambda name, day, year: _month_named(name, year, day),
    ),
    (r"([2-6]\d{4})(?:\.\d+)?", _counted),
    (r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", _short_year),
    (rf"(?:\d{{1,2}}\.?[ -])?{_NAME}[ -]?['\u2019]?\d{{2}}", _short_year),
    (r"['\u2019]?\d\d", _short_year),
)
