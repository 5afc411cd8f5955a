"""Tells heads of the start and the end of a period (``yr_start``), and cells of days and years."""

import re
from collections.abc import Sequence
from datetime import date

from infmap.catalogue.reading.heads.words import phrase_of, phrases, plain_words
from infmap.catalogue.values.date_texts import read_date
from infmap.catalogue.values.refused import RefusedError

#: The years in which a missile may have stood somewhere: under any head they are years.
YEARS = range(1940, 2061)
#: Words for a year, which end no others.
_YEARS = ("yr", "year", "jahr")


def end_of_period(words: Sequence[str]) -> str | None:
    """Return ``start`` or ``end`` if the words of a head name that of a period, and nothing else.

    They are a word for a day or a year and one for the end, apart or written as one.

    Examples
    --------
    >>> end_of_period(["yr", "start"]), end_of_period(["enddate"]), end_of_period(["yr", "built"])
    ('start', 'end', None)
    """
    words = phrase_of(words).split()
    if len(words) == 1:
        words = _apart(words[0])
    if len(words) != 2:
        return None
    for day, end in (words, words[::-1]):
        if day in phrases("day_or_year"):
            for name in ("start", "end"):
                if end in phrases(f"{name}_of_period"):
                    return name
    return None


def _apart(word: str) -> list[str]:
    """Return the two words of which one is made up, as ``startyr`` is, or the word alone."""
    for day in phrases("day_or_year"):
        for rest in (word.removesuffix(day), word.removeprefix(day)):
            if rest != word and rest in phrases("start_of_period") | phrases("end_of_period"):
                return [day, rest]
    return [word]


def may_end_period(words: Sequence[str]) -> bool:
    """Return whether the words of a head have one for the start or end of a period.

    Examples
    --------
    >>> may_end_period(["valid", "to"]), may_end_period(["notes"])
    (True, False)
    """
    return bool({*words} & (phrases("start_of_period") | phrases("end_of_period")))


def names_year(word: str) -> bool:
    """Return whether a word of a head is that of a date, perhaps with others, or a number, in one.

    Examples
    --------
    >>> names_year("yr1"), names_year("openedyr"), names_year("candidate")
    (True, True, False)
    """
    bare = re.sub(r"\d+$", "", word)
    return bare in phrases("dates") or bare.endswith(_YEARS)


def tells_when(cell: object) -> bool:
    """Return whether a cell is a day, a year or a period of the time of missiles, and no more.

    Examples
    --------
    >>> [tells_when(cell) for cell in (1987, "1976\u201388", "since Mar 2014", "12.04.2018")]
    [True, True, True, True]
    >>> [tells_when(cell) for cell in (2500, "2000 km", "Decree of 1999", "1987-91, 2 launchers")]
    [False, False, False, False]
    """
    if isinstance(cell, date):
        return cell.year in YEARS
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    words = re.findall(r"\d+|[^\W\d]+", " ".join(plain_words(text)))
    numbers = [int(word) for word in words if word.isdecimal()]
    years = [number for number in numbers if number in YEARS]
    others = [word for word in words if not word.isdecimal() and not _may_stand_beside(word)]
    return bool(years) and not others and all(number in years or number < 100 for number in numbers)


def _may_stand_beside(word: str) -> bool:
    """Return whether a word may stand beside a year: a month, or since, about, to the present."""
    if word in phrases("beside_a_year"):
        return True
    try:
        return read_date(f"{word} 2000").startswith("2000-")
    except RefusedError:
        return False


def names_service(words: Sequence[str]) -> bool:
    """Return whether a head has a word for the time in which something stands or is used.

    Examples
    --------
    >>> names_service(["in", "service"]), names_service(["phased", "out"]), names_service(["notes"])
    (True, True, False)
    """
    return bool({*words} & phrases("of_service"))


def is_span(cell: object) -> bool:
    """Return whether a cell names two years.

    Examples
    --------
    >>> is_span("1983 to 1987"), is_span("1983-87"), is_span("2009-10")
    (True, True, False)
    """
    years = [int(digits) for digits in re.findall(r"(?<!\d)\d{4}(?!\d)", str(cell))]
    if short := re.fullmatch(r"(\d\d)(\d\d) ?[\u2013-] ?(\d\d)", str(cell).strip()):
        years += [int(short[1] + short[3])] if int(short[3]) > max(int(short[2]), 12) else []
    return len(years) == 2 and all(year in YEARS for year in years)
