"""A story as every part of it knows it: sections of text, and what the map shows beside each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from infmap.catalogue.publications import Source
from infmap.maps.data import PageData


class Count(NamedTuple):
    """How many places one account's figures reach: what stands over the map.

    ``Count("0", "Russia's figures", "operator", "up to 480 km; Moscow, its own, is in range")``
    """

    number: str
    who: str
    #: The palette's name for its colour: an account, or ``all``.
    look: str
    says: str


class Table(NamedTuple):
    """What a step's map shows, as text: heads, rows of as many cells, and lines below."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """What the map shows beside a section."""

    #: The page's state, as its address has it.
    fragment: str
    day: date | None
    #: The finding in a sentence.
    title: str
    counts: tuple[Count, ...]
    table: Table
    #: The figure for paper, drawn when it is asked for: an ``<svg>`` element.
    draw: Callable[[], str]


@dataclass(frozen=True)
class Section:
    """A heading of the second level with its text."""

    #: Where it stands in the page: ``step-1``, ``step-2``, ...; ``part-1`` where it shows nothing.
    ident: str
    #: Of its heading, in the file.
    line: int
    heading: Markup
    words: Markup
    #: None where the heading gives no state: the map stays as it is.
    shown: Shown | None


@dataclass(frozen=True)
class Story:
    """A story, ready to be written."""

    title: str
    #: What stands between the title and the first section.
    lead: Markup
    sections: tuple[Section, ...]
    #: Footnotes, in the order of their numbers.
    notes: tuple[Markup, ...]
    #: The publications cited, in the order of their numbers, and how far each was read.
    sources: tuple[tuple[Source, str], ...]
    #: What the map is drawn from.
    data: PageData
    #: Where it comes from: version, data, credits.
    colophon: str

    @property
    def steps(self) -> tuple[Section, ...]:
        """The sections that turn the map."""
        return tuple(section for section in self.sections if section.shown is not None)
