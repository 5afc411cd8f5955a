"""What the heads of other people's tables mean, by the words of ``words.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TypedDict, cast

from infmap.catalogue.rows import (
    Capital,
    Claim,
    OwnDeployment,
    OwnSystem,
    Person,
    Row,
    Source,
)

#: The sections of the words, each of a table.
_TABLES: dict[type[Row], str] = {
    OwnDeployment: "sites",
    OwnSystem: "systems",
    Claim: "figures",
    Capital: "places",
    Person: "people",
    Source: "sources",
}
#: A capital within a word begins another.
_CAMEL = re.compile(r"(?<=[^\W\d_])(?=[A-Z\u0410-\u042f][a-z\u0430-\u044f])|"
                    r"(?<=[a-z\u0430-\u044f])(?=[A-Z\u0410-\u042f])")  # fmt: skip


#: What refers to a note below the table.
_FOOTNOTE = re.compile(r"\[(?:note )?\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079*\u2020\u2021]+$")


def plain_words(head: str) -> list[str]:
    """Return the words of a head as they are compared.

    Examples
    --------
    >>> plain_words("MaxRange (km)"), plain_words("Länge [°]"), plain_words("RangeKM")
    (['max', 'range', 'km'], ['lange'], ['range', 'km'])
    """
    unmarked = _FOOTNOTE.sub("", head)
    letters = unicodedata.normalize("NFKD", _CAMEL.sub(" ", unmarked).casefold())
    return re.findall(r"[^\W_]+", "".join(one for one in letters if _counts(one)))


def _counts(character: str) -> bool:
    """Return whether a character counts: accents and unseen marks do not."""
    return not unicodedata.combining(character) and unicodedata.category(character) != "Cf"


class _Words(TypedDict):
    """What ``words.toml`` holds: phrases with commas between them, by what they mean."""

    #: By the table, then by our own column.
    tables: dict[str, dict[str, str]]
    #: By the name of a set.
    words: dict[str, str]


@cache
def _words() -> _Words:
    text = files(__package__).joinpath("words.toml").read_text("utf-8")
    return cast(_Words, tomllib.loads(text))


@cache
def _joining() -> frozenset[str]:
    return frozenset(one.strip() for one in _words()["words"]["joining"].split(","))


def phrase_of(words: Sequence[str]) -> str:
    """Return words as a phrase, without those that join: ``nom site`` for ``nom du site``.

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
    """Return what each phrase means in a table: the column, and how early the phrase counts.

    Examples
    --------
    >>> phrases_of(OwnDeployment)["raketentyp"][0]
    'system_id'
    """
    found: dict[str, tuple[str, int]] = {}
    for field, text in _words()["tables"].get(_TABLES.get(model, ""), {}).items():
        for rank, phrase in enumerate(_phrases(text)):
            found.setdefault(phrase, (field, rank))
    return found


@cache
def phrases(name: str) -> frozenset[str]:
    """Return a set of phrases by its name in the section ``words``.

    Examples
    --------
    >>> "langengrad" in phrases("lon"), "длина" in phrases("no_range")
    (True, True)
    """
    return frozenset(_phrases(_words()["words"][name]))
