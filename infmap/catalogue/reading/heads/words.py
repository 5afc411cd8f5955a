"""The vocabulary for heads of a caller's tables, read from ``words.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypedDict, cast

from infmap.catalogue.publications import Source
from infmap.catalogue.rows import Capital, Claim, OwnDeployment, OwnSystem, Person, Row
from infmap.catalogue.values.footnote_marks import without_marks_of_head

#: The section of ``words.toml`` for each table.
_TABLES: dict[type[Row], str] = {
    OwnDeployment: "sites",
    OwnSystem: "systems",
    Claim: "figures",
    Capital: "places",
    Person: "people",
    Source: "sources",
}
#: The boundary between two words that are written as one, as in camelCase.
_CAMEL = re.compile(r"(?<=[^\W\d_])(?=[A-Z\u0410-\u042f][a-z\u0430-\u044f])|"
                    r"(?<=[a-z\u0430-\u044f])(?=[A-Z\u0410-\u042f])")  # fmt: skip


def plain_words(head: str) -> list[str]:
    """Return the words of a head in lower case, without accents, punctuation and footnote marks.

    A sign of percent is a word: a share is not what it is a share of.

    Examples
    --------
    >>> plain_words("MaxRange (km)"), plain_words("Länge [°]"), plain_words("RangeKM")
    (['max', 'range', 'km'], ['lange'], ['range', 'km'])
    >>> plain_words("Population (%)")
    ['population', '%']
    """
    return [*_plain_words(head)]


@lru_cache(maxsize=128)  # for each rule about a head asks for its words
def _plain_words(head: str) -> tuple[str, ...]:
    unmarked = without_marks_of_head(head)
    letters = unicodedata.normalize("NFKD", _CAMEL.sub(" ", unmarked).casefold())
    kept = (
        letter
        for letter in letters
        if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf"
    )
    return tuple(re.findall(r"[^\W_]+|[%\u2030]", "".join(kept)))


class _Words(TypedDict):
    """The content of ``words.toml``: texts of phrases separated by commas."""

    #: By table, then by infmap's column.
    tables: dict[str, dict[str, str]]
    #: By name of the set.
    words: dict[str, str]


@cache
def _words() -> _Words:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    return cast(_Words, tomllib.loads(text))


@cache
def _joining() -> frozenset[str]:
    return frozenset(word.strip() for word in _words()["words"]["joining"].split(","))


def phrase_of(words: Sequence[str]) -> str:
    """Return words as a phrase, without articles and prepositions: ``nom site``.

    Examples
    --------
    >>> phrase_of(["nom", "du", "site"]), phrase_of(["de"])
    ('nom site', 'de')
    """
    return " ".join(word for word in words if word not in _joining()) or " ".join(words)


def _phrases(text: str) -> list[str]:
    return [phrase_of(plain_words(phrase)) for phrase in text.split(",")]


@cache
def phrases_of(model: type[Row]) -> dict[str, tuple[str, int]]:
    """Return the column and rank of each phrase in a table; the lowest rank is the best word.

    Examples
    --------
    >>> phrases_of(OwnDeployment)["raketentyp"][0]
    'system_id'
    """
    columns: dict[str, tuple[str, int]] = {}
    for field, text in _words()["tables"].get(_TABLES.get(model, ""), {}).items():
        for rank, phrase in enumerate(_phrases(text)):
            columns.setdefault(phrase, (field, rank))
    return columns


@cache
def phrases(name: str) -> frozenset[str]:
    """Return a set of phrases by its name in the section ``words``.

    Examples
    --------
    >>> "langengrad" in phrases("lon"), "длина" in phrases("no_range")
    (True, True)
    """
    return frozenset(_phrases(_words()["words"][name]))
