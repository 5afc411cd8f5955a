"""Looks up countries by name in many languages, by short or former name, or by ISO code."""

import csv
from functools import lru_cache

from infmap.catalogue.bundled import COUNTRY_NAMES, data_path
from infmap.catalogue.names.ids import plain

#: A longer text is no country's name.
LONGEST = 100


def country_code(text: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of the country that a text names, or None.

    The text is a name in one of many languages, a short or former name, or an ISO code of two or
    three letters. Case, accents, hyphens and points do not matter. A similar name gives None, and
    so does a name of two countries.

    Examples
    --------
    >>> country_code("Deutschland"), country_code("UK"), country_code("Польша")
    ('DEU', 'GBR', 'POL')
    >>> country_code("Germny"), country_code("Korea")
    (None, None)
    """
    if len(text) > LONGEST:
        return None
    name = plain(text)
    return _codes().get(name) or _codes().get(name.removeprefix("the "))


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
def _codes() -> dict[str, str]:
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
