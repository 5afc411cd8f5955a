"""What was meant by a text that is no date of ours: it is said in the remedy, and never read.

Every day that it can mean is named.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from infmap.catalogue.dates import earliest_day

#: The names of the months, in the languages that tables come in; three letters are enough.
MONTHS = (
    "january januar jänner январь января",
    "february februar feber февраль февраля",
    "march märz mrz март марта",
    "april апрель апреля",
    "may mai май мая",
    "june juni июнь июня",
    "july juli июль июля",
    "august август августа",
    "september sept сентябрь сентября",
    "october oktober октябрь октября",
    "november ноябрь ноября",
    "december dezember декабрь декабря",
)
#: The day from which spreadsheets count.
SPREADSHEET_EPOCH = date(1899, 12, 30)
NOT_A_DATE = "not a date"
ANY_DATE = "write YYYY-MM-DD, YYYY-MM or YYYY"
_LONGEST = 40


def date_remedy(text: str) -> tuple[str, str]:
    """Return what is wrong with a text that is no date of ours, and what to write.

    Examples
    --------
    >>> date_remedy("13/4/2018")
    ('not a date', 'write 2018-04-13')
    >>> date_remedy("3/4/2018")[1]
    'write 2018-04-03 (3 April 2018) or 2018-03-04 (March 4, 2018)'
    """
    for pattern, remedy in _FORMS if len(text) <= _LONGEST else ():
        match = re.fullmatch(pattern, text.casefold().strip())
        found = match and remedy(*match.groups())
        if found:
            return found
    return NOT_A_DATE, ANY_DATE


def _write(*parts: str | int) -> tuple[str, str] | None:
    """Say to write this date, if there is such a day or month."""
    text = "-".join(f"{int(part):0{2 if k else 4}d}" for k, part in enumerate(parts))
    return (NOT_A_DATE, f"write {text}") if _exists(text) else None


def _exists(partial: str) -> bool:
    try:
        earliest_day(partial)
    except ValueError:
        return False
    return True


def _day_or_month_first(first: str, second: str, year: str) -> tuple[str, str] | None:
    british, american = (
        _write(year, month, day) for day, month in ((first, second), (second, first))
    )
    if british and american and british != american:
        earlier, later = (remedy.removeprefix("write ") for _, remedy in (british, american))
        remedy = (
            f"write {earlier} ({_spelt(earlier, '{d.day} {d:%B} {d.year}')}) or "
            f"{later} ({_spelt(later, '{d:%B} {d.day}, {d.year}')})"
        )
        return "may be either of two days", remedy
    return british or american


def _spelt(day: str, form: str) -> str:
    return form.format(d=earliest_day(day))


def _month_named(name: str, year: str, day: str | None = None) -> tuple[str, str] | None:
    month = _month(name)
    if month is None:
        return None
    return _write(year, month) if day is None else _write(year, month, day)


def _month(name: str) -> int | None:
    return next(
        (
            number
            for number, names in enumerate(MONTHS, start=1)
            if any(known.startswith(name) for known in names.split())
        ),
        None,
    )


def _counted(days: str) -> tuple[str, str]:
    meant = SPREADSHEET_EPOCH + timedelta(days=int(days))
    return "is a spreadsheet's number of a day", f"write {meant}, if that is the day"


def _short_year(name: str = "") -> tuple[str, str] | None:
    if name and _month(name) is None:
        return None
    return "has a year of two digits", f"write the year in full: {ANY_DATE.removeprefix('write ')}"


#: What Russian writes after a year.
_YEAR = r"\s*г\.?"  # noqa: RUF001
_TIME = r"(?:(?:,? |t)\d\d?:\d\d.*)?"
_NAME = r"([^\W\d_]{3,10})\.?"
#: Ways in which dates are written elsewhere, the strictest first.
_FORMS: tuple[tuple[str, Callable[..., tuple[str, str] | None]], ...] = (
    (rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}", _write),
    (r"(\d{4})(\d\d)(\d\d)", _write),
    (r"(\d{4})[/.-](\d{1,2})", _write),
    (r"(\d{1,2})[/.-](\d{4})", lambda month, year: _write(year, month)),
    (rf"(\d{{4}})(?:\.0+|{_YEAR})", _write),
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
