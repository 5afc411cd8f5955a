"""Looks up countries by name in many languages, by short or former name, or by ISO code."""

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from infmap.catalogue.bundled import COUNTRY_NAMES, data_path
from infmap.catalogue.names.spelling import plain

T = TypeVar("T")
#: A longer text is no country's name.
LONGEST = 100


#: The letters of flags, two of which are the code of a country.
_FLAGS = {0x1F1E6 + k: ord("a") + k for k in range(26)}
_SHORTENED = {"rep": "republic", "fed": "federation", "dem": "democratic"}
#: What an official name says before the country's own: Federal Republic of.
_FORM = re.compile(
    "(?:(?:federal|federative|islamic|arab|bolivarian|plurinational|socialist) )*"
    "(?:republic|kingdom|state|sultanate|principality|commonwealth|union|emirate) of (?:the )?"
)
#: Korea (North), Korea, North, Soviet Union (USSR).
_TWO_PARTS = re.compile(r"(?P<first>[^(),]+)(?:,\s|(?P<bracket>\s?\())(?P<second>[^(),]+)\)?")


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of the country that a text names, or None.

    The text is a name in one of many languages, a short, official or former name, or an ISO code of
    two or three letters. Case, accents, hyphens and points do not matter. A similar name gives
    None, and so does a name of two countries.

    Examples
    --------
    >>> country_code("Deutschland"), country_code("UK"), country_code("Польша")
    ('DEU', 'GBR', 'POL')
    >>> country_code("Republic of Poland"), country_code("Korea (North)")
    ('POL', 'PRK')
    >>> country_code("Germny"), country_code("Korea")
    (None, None)
    >>> country_code("\U0001f1f7\U0001f1fa")  # a flag
    'RUS'
    """
    return meant(text, codes_by_name())


def meant(text: str, of: Mapping[str, T]) -> T | None:
    """Return what a table of plain names has for a text as people write it; None if it has nothing.

    What stands in brackets may belong to the name, repeat it, or remark on it; if it names another,
    the text is ambiguous.

    Examples
    --------
    >>> table = {"ussr": "Soviet Union", "soviet union": "Soviet Union", "russia": "Russia"}
    >>> meant("Soviet Union (USSR)", table), meant("USSR (Russia)", table)
    ('Soviet Union', None)
    """
    if len(text) > LONGEST:
        return None
    name = plain(text) or plain(text.translate(_FLAGS))
    whole = " ".join(_SHORTENED.get(word, word) for word in name.removeprefix("the ").split())
    for way in (name, name.removeprefix("the "), whole, _FORM.sub("", whole, count=1)):
        if way in of:
            return of[way]
    if (parts := _TWO_PARTS.fullmatch(text.strip())) is None:
        return None
    joined = plain(f"{parts['second']} {parts['first']}")
    if joined in of or not parts["bracket"]:
        return of.get(joined)
    first, second = meant(parts["first"], of), meant(parts["second"], of)
    return first if second in {None, first} else None


def countries_with(text: str) -> list[str]:
    """Return the countries whose names have the words of a text among theirs.

    Examples
    --------
    >>> countries_with("Korea"), countries_with("Kor")
    (['South Korea', 'North Korea'], [])
    """
    words = plain(text)
    if not words or len(text) > LONGEST:
        return []
    return [row["country"] for row in _rows() if f" {words} " in f" {plain(row['country'])} "]


@lru_cache(maxsize=1)
def _rows() -> list[dict[str, str]]:
    with data_path(COUNTRY_NAMES).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def codes_by_name() -> dict[str, str]:
    """Return the codes of countries by name and code; a name wins over an equal code."""
    codes: dict[str, str] = {}
    rows = _rows()
    for row in rows:
        for name in (row["country"], *row["names"].split("; ")):
            codes.setdefault(plain(name), row["iso_a3"])
    for row in rows:
        for code in (row["iso_a3"], row["iso_a2"]):
            codes.setdefault(plain(code), row["iso_a3"])
    return codes
