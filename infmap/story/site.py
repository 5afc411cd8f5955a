"""What the map of one site shows, in words."""

from collections.abc import Iterator, Sequence

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.counts import is_foreign
from infmap.analysis.coverage import row_distance_words
from infmap.analysis.finding import finding_of
from infmap.analysis.headline import ALL, Found
from infmap.analysis.reach import Reach
from infmap.analysis.versus import whose_figures
from infmap.catalogue import Catalogue
from infmap.looks.rows import CoverageRow
from infmap.looks.words import NOT_STRIKE, OWNERS, UNREAD, claimant_text, system_label
from infmap.story.answers import answer_in
from infmap.story.counts import capitalised, count_of, has_in_range, names, ranges
from infmap.story.record import Count, Table
from infmap.story.states import State

#: So many names stand in a line below a table; longer lists are not told twice.
MOST_NAMES = 6


def told_of_site(cat: Catalogue, state: State) -> tuple[str, list[Count], Table]:
    """Return the finding about a site, a count for each account, and a table of its figures."""
    answer = answer_in(cat, state)
    found = finding_of(answer)
    told = Found(answer, answer.by_account)
    counts = [
        count_of(told, one, whose_figures(one.account, told.holders), one.account)
        for one in found.accounts
        if one.account != ALL
    ]
    heads = ("Whose", "Figure", f"{capitalised(told.noun)}s in range")
    notes = filter(None, (found.deck, *_notes(answer)))
    return found.title, counts, Table(found.title, heads, (*_rows(answer),), (*notes,))


def _rows(answer: SiteAnswer) -> Iterator[tuple[str, ...]]:
    """Yield a row for each group of an account's figures that put the same places in range."""
    groups: dict[tuple[object, ...], tuple[list[Figure], list[CoverageRow]]] = {}
    order = [*OWNERS]
    for figure in sorted(answer.figures, key=lambda one: order.index(one.claim.account)):
        there = [row for row in answer.rows if is_foreign(row)]
        rows = [row for row in there if has_in_range(answer, row, [figure])]
        of = (figure.claim.account, _kind(figure), *(row["target_id"] for row in rows))
        groups.setdefault(of, ([], rows))[0].append(figure)
    before: dict[str, list[CoverageRow]] = {}
    for figures, rows in groups.values():
        who = ", ".join(dict.fromkeys(claimant_text(figure.claim.claimant) for figure in figures))
        cell = _reached(figures[0], rows, before)
        if figures[0].system.strike:
            before[who] = rows
        yield f"{OWNERS[figures[0].claim.account]}: {who}", _said(answer, figures), cell
    if not groups:
        yield "Nobody", "no figure is on file", "none"


def _kind(figure: Figure) -> tuple[bool, ...]:
    """Return what tells figures apart that put the same places in range."""
    return figure.system.strike, figure.is_unread, figure.names_no_maximum, figure.has_number


def _said(answer: SiteAnswer, figures: Sequence[Figure]) -> str:
    """Return what figures say, by system."""
    by_system: dict[str, list[Figure]] = {}
    for figure in figures:
        by_system.setdefault(system_label(figure.system.short_name), []).append(figure)
    return "; ".join(f"{label}: {ranges(answer, some)}" for label, some in by_system.items())


def _reached(figure: Figure, rows: list[CoverageRow], before: dict[str, list[CoverageRow]]) -> str:
    """Return what figures of a kind put in range; long lists that were told are called by whose."""
    if not figure.system.strike:
        return NOT_STRIKE
    if not figure.has_number:
        return "no number"
    number = f"{len(rows) or 'none'}"
    if figure.names_no_maximum:
        number += " or more" if rows else " for sure"
    if figure.is_unread:
        number += f" (not counted: {UNREAD})"
    fitting = [
        (whose, some)
        for whose, some in before.items()
        if len(some) > MOST_NAMES and all(row in rows for row in some)
    ]
    whose, told = max(fitting, key=lambda one: len(one[1]), default=("", []))
    listed = names([row for row in rows if row not in told])
    if told:
        listed = ", and ".join(filter(None, (f"the {len(told)} of {whose}", listed)))
    return f"{number}: {listed}" if listed else number


def _notes(answer: SiteAnswer) -> Iterator[str]:
    """Yield what is near, and what is left open."""
    if out := answer.foreign(Reach.NONE):
        away = row_distance_words(out[0], 0, answer.bands)
        yield f"Nearest out of range: {out[0]['target']}, {away}."
    if left_open := answer.foreign(Reach.UNKNOWN):
        yield f"Left open: {len(left_open)}, nearest {names(left_open, MOST_NAMES)}."
    if near := [row for row in answer.rows if row["near_edge"]]:
        yield f"So near a figure's edge that the position decides: {names(near)}."
