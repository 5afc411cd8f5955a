"""What people are told of two states of the tables, for the terminal, Markdown and feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from operator import attrgetter, eq

from infmap.analysis.counts import REACHED
from infmap.changes.matching import named
from infmap.changes.record import AnswerChange, Cell, Diff, SiteChange, TableDiff
from infmap.looks.sentences import capitalised

#: Words of a long text that stand before and behind what differs.
_AROUND = 3


def title(diff: Diff) -> str:
    """Return which states they are."""
    return f"{diff.old} to {diff.new}"


def by_row(table: TableDiff) -> list[tuple[str, list[Cell]]]:
    """Return the changed cells of each row, without those of columns that came or went."""
    return [(row, [*cells]) for row, cells in groupby(table.plainly_changed, attrgetter("id"))]


def sentences(name: str, table: TableDiff) -> list[str]:
    """Return what is told of a table at once: its columns, and the rows that came or went.

    Examples
    --------
    >>> came = {"added": [{"id": "a"}, {"id": "b"}], "columns_added": ["read"]}
    >>> kinds = ["columns_withdrawn", "changed", "renamed", "withdrawn", "moved", "edits"]
    >>> sentences("events.csv", TableDiff(**came, **{kind: [] for kind in kinds}))
    ['Columns added: read', 'Added: a, b']
    """
    between = (
        "; " if any(", " in named(name, row) for row in table.added + table.withdrawn) else ", "
    )
    lists = {
        "Columns added": table.columns_added,
        "Columns withdrawn": table.columns_withdrawn,
        "Added": [named(name, row) for row in table.added],
        "Withdrawn": [named(name, row) for row in table.withdrawn],
        "Renamed": [f"{row.old} is {row.new}" for row in table.renamed],
    }
    found = [f"{head}: {between.join(items)}" for head, items in lists.items() if items]
    return found or ([] if table.changed else ["The same rows, written otherwise"])


def apart(old: str, new: str) -> tuple[str, str]:
    """Return two texts without what they share, but for some words around; a blank one is told.

    Examples
    --------
    >>> apart("", "480")
    ('(blank)', '480')
    >>> apart("one two three four five 6 seven", "one two three four five six seven")
    ('… three four five 6 seven', '… three four five six seven')
    """
    words = [text.split(" ") for text in (old, new)]
    begin = _shared(*words)
    end = _shared(*(part[begin:][::-1] for part in words))
    told = [_cut(part, begin - _AROUND, len(part) - end + _AROUND) for part in words]
    return told[0] or "(blank)", told[1] or "(blank)"


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two lists begin with alike."""
    return sum(takewhile(bool, map(eq, one, other)))


def _cut(words: Sequence[str], begin: int, end: int) -> str:
    kept = " ".join(words[max(begin, 0) : end])
    return f"{'… ' if begin > 0 else ''}{kept}{' …' if end < len(words) else ''}"


@dataclass(frozen=True)
class SiteWords:
    """A site of both states with places whose answer differs, by their names."""

    site: SiteChange
    came: list[str]
    went: list[str]
    otherwise: list[str]


def sites_of_both(diff: Diff) -> list[SiteWords]:
    """Return the sites of both states that answer otherwise."""
    places: dict[str, list[AnswerChange]] = {}
    for answer in diff.answers:
        places.setdefault(answer.site_id, []).append(answer)
    return [
        _site(site, places[site.id])
        for site in diff.sites
        if site.old is not None and site.new is not None
    ]


def _site(site: SiteChange, answers: Sequence[AnswerChange]) -> SiteWords:
    kinds: dict[tuple[bool, bool], list[str]] = {}
    for answer in answers:
        kinds.setdefault((answer.old in REACHED, answer.new in REACHED), []).append(answer.target)
    otherwise = kinds.get((True, True), []) + kinds.get((False, False), [])
    return SiteWords(site, kinds.get((False, True), []), kinds.get((True, False), []), otherwise)


def answers_sentence(diff: Diff) -> str:
    """Return how many sites answer otherwise, or why that is not known, as a sentence."""
    return f"{capitalised(diff.answers_text)}."
