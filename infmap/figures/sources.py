"""The publications that a figure rests on: in short at its foot, in full as a table."""

import re
from collections.abc import Iterable, Iterator, Sequence

from infmap.analysis.answer import SiteAnswer
from infmap.catalogue import Catalogue
from infmap.catalogue.publications import Source, csl_date
from infmap.errors import shorten
from infmap.looks.lists import first_of
from infmap.looks.words import READ_WORDS, claimant_text

#: Publishers who are better known by their letters.
_LETTERS = {
    "Arms Control Association": "ACA",
    "Associated Press": "AP",
    "CSIS Missile Defense Project": "CSIS",
    "Center for Strategic and International Studies": "CSIS",
    "Frankfurter Allgemeine Sonntagszeitung": "FAZ (Sunday)",
    "Frankfurter Allgemeine Zeitung": "FAZ",
    "General Staff of the Armed Forces of Ukraine": "Ukrainian General Staff",
    "International Institute for Strategic Studies": "IISS",
    "MoD of Russia": "Russian MoD",
    "Ministry of Defence of Russia": "Russian MoD",
    "National Air and Space Intelligence Center": "NASIC",
    "President of the Republic of Lithuania": "President of Lithuania",
    "Stiftung Haus der Geschichte der Bundesrepublik Deutschland": "Haus der Geschichte",
    "Stockholm International Peace Research Institute": "SIPRI",
    "US Department of State": "US State Dept",
    "US National Air and Space Intelligence Center": "NASIC",
    "US On-Site Inspection Agency": "US OSIA",
}
#: A publisher that passes on, quotes or translates another: the first of them is its author.
_PASSED_ON = re.compile(r" / |, (?:from|by|in|quoting) |, (?=[A-Z])| \(|; ")
_LONGEST = 48


def author_text(source: Source) -> str:
    """Return in a word or two who wrote a publication.

    Examples
    --------
    >>> row = Source(id="a", type="report", title="A", publisher="Associated Press / Time")
    >>> author_text(row), author_text(Source(id="b", type="book", title="Missiles"))
    ('AP', 'Missiles')
    """
    whole = source.publisher or source.container_title or source.title
    first = _PASSED_ON.split(whole, maxsplit=1)[0].strip() or whole
    return shorten(_LETTERS.get(first) or claimant_text(first) or first, _LONGEST)


def short_sources(cat: Catalogue, answers: Sequence[SiteAnswer], most: int | None = None) -> str:
    """Return the publications about some sites in a line: author and years, what was not read.

    Of each part `most` authors are named and the others counted.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load().select(site="mutlangen", as_of="1987-12-08")
    >>> short_sources(cat, [site_answer(cat, cat.site("mutlangen"))])[-57:]
    'Sentinel 1987; Military Publishing House 1984 (not read).'
    """
    where = "Site" if len(answers) == 1 else "Sites"
    parts = [
        (what, [*_by_author(cat, ids)])
        for what, ids in ((where, _of_sites(answers)), ("Ranges", _of_figures(answers)))
        if ids
    ]
    told = (
        f"{what}: {first_of(authors, most or len(authors), between='; ', least_more=2)}."
        for what, authors in parts
    )
    return " ".join(told) or "No source is given."


def source_table(cat: Catalogue, answers: Sequence[SiteAnswer]) -> list[dict[str, object]]:
    """Return the same publications in full, each once, for `infmap.format_table`.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> row = source_table(cat, [site_answer(cat, cat.site("shuya"))])[0]
    >>> list(row), row["used_for"]
    (['used_for', 'author', 'date', 'title', 'publisher', 'address', 'read'], 'site')
    """
    sites, figures = _of_sites(answers), _of_figures(answers)
    return [
        {
            "used_for": " and ".join(
                word for word, ids in (("site", sites), ("range", figures)) if ident in ids
            ),
            "author": author_text(source),
            "date": source.date,
            "title": source.title,
            "publisher": source.publisher or source.container_title,
            "address": source.URL,
            "read": cat.read_text(source),
        }
        for ident in dict.fromkeys([*sites, *figures])
        for source in [cat.source(ident)]
    ]


def _of_sites(answers: Iterable[SiteAnswer]) -> list[str]:
    rows = (report.row for answer in answers for report in answer.reports)
    return [*dict.fromkeys(ident for row in rows for ident in row.source_ids if ident)]


def _of_figures(answers: Iterable[SiteAnswer]) -> list[str]:
    ids = (figure.claim.source_id for answer in answers for figure in answer.figures)
    return [*dict.fromkeys(filter(None, ids))]


def _by_author(cat: Catalogue, ids: Iterable[str]) -> Iterator[str]:
    """Yield each author with the years of what is cited, the unread years last."""
    years: dict[tuple[str, bool], set[str]] = {}
    for source in map(cat.source, ids):
        years.setdefault((author_text(source), source.is_unread), set()).add(_year(source))
    for (author, is_unread), of_author in years.items():
        told = ", ".join(sorted(filter(None, of_author)))
        yield f"{author} {told}".rstrip() + (f" ({READ_WORDS['not']})" if is_unread else "")


def _year(source: Source) -> str:
    """Return the year of a publication; empty where it bears no date."""
    year = re.search(r"\d{4}", csl_date(source.issued))
    return year[0] if year else ""
