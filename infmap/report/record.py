"""What a brief holds, in no format: pieces of text, tables, chapters with their pictures."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, TypeAlias

from infmap.analysis.finding import Finding
from infmap.catalogue.publications import Source
from infmap.errors import shorten

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Of a title in one line.
TITLE_LETTERS = 150
#: Dots an inch of a map that is no drawing: sharp in print at the width of a page.
PICTURE_DPI = 200

#: What the maps of several sites show, for those who do not see them.
OVERVIEW = "The maps of all sites on one scale, with what each account has in reach under each."
#: The headings of a brief's parts, in every format.
HEADINGS = {
    "sites": "The sites in brief",
    "reports": "What is reported there, and how sure",
    "figures": "Whose number, which {what}s, and what the treaty said of it",
    "charges": "Charges and answers",
    "method": "Method, and what this does not say",
    "sources": "Sources",
}


@dataclass(frozen=True)
class Run:
    """A piece of text in one look."""

    #: As it is read.
    text: str
    #: Whether it is set in bold.
    strong: bool = False
    #: Whose figure it is of, which has a colour; empty for none.
    account: str = ""
    #: The numbers of the sources that follow it.
    notes: tuple[int, ...] = ()
    #: What a sign means, for those who have the text read out.
    said: str = ""
    #: The web address that it leads to; its marks are percent-encoded.
    leads_to: str = ""


#: A sentence, a paragraph or a cell.
Line: TypeAlias = tuple[Run, ...]


def line(*parts: str | Run) -> Line:
    """Return a line of texts and runs; empty ones are left out.

    Examples
    --------
    >>> line("From ", Run("Riga", strong=True), "")
    (Run(text='From ', strong=False, account='', notes=(), said='', leads_to=''), \
Run(text='Riga', strong=True, account='', notes=(), said='', leads_to=''))
    """
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text or run.notes)


def plain(text: Line) -> str:
    """Return a line's words alone.

    Examples
    --------
    >>> plain(line("From ", Run("Riga", strong=True)))
    'From Riga'
    """
    return "".join(run.text for run in text)


def joined(parts: Iterable[Line], between: str = ", ") -> Line:
    """Return lines as one, with something between them.

    Examples
    --------
    >>> plain(joined([line("Riga"), line("Oslo")]))
    'Riga, Oslo'
    """
    runs: list[Run] = []
    for part in parts:
        runs += [Run(between), *part] if runs else part
    return tuple(runs)


@dataclass(frozen=True)
class Part:
    """Some rows of a table under a head of their own, or without one."""

    rows: tuple[tuple[Line, ...], ...]
    head: Line = ()


@dataclass(frozen=True)
class Table:
    """A table: a line for each cell."""

    #: What kind of table it is: ``sites``, ``figures`` or ``charges``.
    name: str
    #: What it tells, for those who do not see it.
    title: str
    #: The heads, whose runs stand under each other.
    columns: tuple[Line, ...]
    #: The rows; each has a cell for every column.
    parts: tuple[Part, ...]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The words of all rows."""
        return [tuple(map(plain, row)) for part in self.parts for row in part.rows]


class Picture:
    """A map, drawn when it is first asked for, in the one form that is asked for.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> Picture(Figure).png[1:4]
    b'PNG'
    """

    def __init__(self, draw: "Callable[[], Figure]") -> None:
        self._draw = draw

    @cached_property
    def _figure(self) -> "Figure":
        return self._draw()

    def svg(self, prefix: str) -> str:
        """Return it as a drawing for a page, with a prefix before every id."""
        from infmap.figures.inline import page_svg

        return page_svg(self._figure, prefix)

    @cached_property
    def png(self) -> bytes:
        """In dots."""
        from infmap.figures import figure_bytes

        return figure_bytes(self._figure, ".png", dpi=PICTURE_DPI)


@dataclass(frozen=True)
class Question:
    """Who would have to be right for one place to be in range: the question and its answer."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Chapter:
    """What a brief says of one site."""

    #: The site and its country.
    where: str
    #: What is found, as `infmap.finding` has it.
    found: Finding
    #: What its places are called: ``capital`` or ``place``.
    place_word: str
    #: The first lines: what is reported, then the names by whose figures, then what is unsure.
    summary: tuple[Line, ...]
    #: The map.
    picture: Picture | None = field(repr=False, compare=False)
    #: What the map shows, for those who do not see it.
    caption: str
    #: What is reported there, each with how sure it is.
    reports: tuple[Line, ...]
    #: About one place.
    question: Question | None
    #: What the signs in the tables of figures mean.
    key: Line
    #: A row for each party's figure, a column for each group of places that all figures treat
    #: alike.
    figures: tuple[Table, ...]
    #: The places of each group in reach, with their distances.
    groups: tuple[Line, ...]
    #: The reason for each verdict, and the sides' positions.
    reasons: tuple[Line, ...]
    #: Charges against answers.
    charges: Table | None
    #: Charges that an earlier chapter has told.
    told: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What is found, in one sentence."""
        return self.found.title

    def heading(self, part: str) -> str:
        """Return the heading of a part of it.

        Examples
        --------
        >>> HEADINGS["charges"]
        'Charges and answers'
        """
        return HEADINGS[part].format(what=self.place_word)


@dataclass(frozen=True)
class Brief:
    """A brief, ready to be set in a format; made by `infmap.make_report`.

    Attributes
    ----------
    title : str
        The finding about its site, or what it compares.
    chapters : tuple of Chapter
        One for each site.
    deck : str
        What the title's numbers are; empty where there is one chapter, or a picture that says it.
    sites : Table or None
        What each chapter found; None where there is one.
    overview : Picture or None
        The maps of several sites beside each other.
    method : tuple of str
        How it was worked out and what it does not say.
    sources : tuple of Source
        Cited by their number in this order, from 1.
    read : tuple of str
        How far each of them was read, in words; empty where nobody says.
    colophon : str
        Version of the data, the day, and licences.
    """

    title: str
    chapters: tuple[Chapter, ...]
    deck: str
    sites: Table | None
    overview: Picture | None = field(repr=False, compare=False)
    method: tuple[str, ...]
    sources: tuple[Source, ...]
    read: tuple[str, ...]
    colophon: str

    @property
    def kicker(self) -> str:
        """Where its sites are."""
        return "; ".join(chapter.where for chapter in self.chapters)

    @property
    def pictures(self) -> list[Picture]:
        """All its pictures, in their order."""
        every = (self.overview, *(chapter.picture for chapter in self.chapters))
        return [picture for picture in every if picture is not None]

    def __repr__(self) -> str:
        return f"<Brief: {shorten(self.title, TITLE_LETTERS)}>"

    def _repr_html_(self) -> str:
        """Return the brief's own page in a frame, whose style leaves the notebook's alone."""
        from infmap.maps.embed import frame
        from infmap.report.html import as_html

        return frame(f'srcdoc="{escape(as_html(self))}"', self.title)


def notes_text(notes: Sequence[int]) -> str:
    """Return the numbers of sources in brackets; empty for none.

    Examples
    --------
    >>> notes_text((1, 12)), notes_text(())
    ('[1, 12]', '')
    """
    return f"[{', '.join(map(str, notes))}]" if notes else ""
