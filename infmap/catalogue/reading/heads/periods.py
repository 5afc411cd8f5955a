"""Tells the heads of the start and the end of a period, also if abbreviated: ``yr_start``."""

import re
from collections.abc import Sequence

from infmap.catalogue.reading.heads.words import phrase_of, phrases

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
