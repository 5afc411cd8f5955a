"""Finds out whether a head says that its coordinates have minutes: ``Lat (DMS)``, ``lon_dm``."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from infmap.catalogue.reading.heads.words import phrases, plain_words
from infmap.catalogue.values.unmarked_degrees import Form

#: The marks of degrees and minutes, and perhaps of seconds, in one head.
_MARKS = re.compile(
    r"[°\u00ba][\sm\d.,/-]{0,6}['\u2032\u2019]([\ss\d.,/-]{0,8}[\"\u2033\u201d'\u2032\u2019])?",
    re.IGNORECASE,
)
#: Letters for the digits of degrees, minutes and seconds.
_DIGITS = {"degrees": "d{1,3}", "minutes": "m{1,6}", "seconds": "s{1,6}"}


@lru_cache(maxsize=4096)
def form_of(head: str) -> Form | None:
    """Return the form with minutes that a head says its coordinates have, or None.

    Examples
    --------
    >>> [form_of(head) for head in ("Lat (DMS)", "lon_dm", "Breite (Grad Minuten)", "Lat (deg)")]
    [<Form.SECONDS: 'degrees, minutes and seconds'>, <Form.MINUTES: 'degrees and minutes'>, \
<Form.MINUTES: 'degrees and minutes'>, None]
    """
    if marks := _MARKS.search(head):
        return Form.SECONDS if marks[1] else Form.MINUTES
    words = apart(plain_words(head))
    others = {*without_form(words)}
    said = [word for word in words if word not in others]
    if not said:
        return None
    has_seconds = any(_is_of("seconds", word) or word in phrases("seconds_form") for word in said)
    return Form.SECONDS if has_seconds else Form.MINUTES


def without_form(words: Sequence[str]) -> list[str]:
    """Return the words of a head without those that say a form with minutes.

    Examples
    --------
    >>> without_form(["lat", "dms"]), without_form(["lat", "deg", "min", "sec"])
    (['lat'], ['lat'])
    >>> without_form(["lat", "min"]), without_form(["lat", "deg"])
    (['lat', 'min'], ['lat', 'deg'])
    """
    words = apart(words)
    forms = _forms()
    said = {at for at, word in enumerate(words) if word in forms}
    run: list[int] = []
    kinds = ["degrees", "minutes", "seconds"]
    for at, word in enumerate(words):
        if word in phrases("between_pieces") and run:
            run.append(at)
        elif kinds and _is_of(kinds[0], word):
            run.append(at)
            del kinds[0]
    if len(kinds) <= 1:
        said |= {*run}
    # The decimals of NMEA's ddmm.mmmm are letters of their own.
    if said:
        said |= {at for at, word in enumerate(words) if re.fullmatch("m{2,6}|s{2,6}", word)}
    return [word for at, word in enumerate(words) if at not in said]


def apart(words: Sequence[str]) -> list[str]:
    """Return words with a coordinate and its form apart, where they are written as one.

    Examples
    --------
    >>> apart(["latdms"]), apart(["londonderry"])
    (['lat', 'dms'], ['londonderry'])
    """
    return [part for word in words for part in _parts(word)]


@cache
def _forms() -> frozenset[str]:
    return frozenset(phrases("minutes_form") | phrases("seconds_form"))


@cache
def _axes() -> tuple[str, ...]:
    return tuple(sorted(phrases("lat") | phrases("lon")))


def _parts(word: str) -> list[str]:
    forms = _forms()
    for axis in _axes():
        if word.removeprefix(axis) in forms and word.startswith(axis):
            return [axis, word.removeprefix(axis)]
        if word.removesuffix(axis) in forms and word.endswith(axis):
            return [word.removesuffix(axis), axis]
    return [word]


def _is_of(kind: str, word: str) -> bool:
    return word in phrases(f"{kind}_piece") or bool(re.fullmatch(_DIGITS[kind], word))
