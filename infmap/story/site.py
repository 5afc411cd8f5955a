"""What the map of one site shows, in words."""

from collections.abc import Iterator, Sequence

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.claimants import said_later
from infmap.analysis.counts import is_foreign
from infmap.analysis.coverage import row_distance_words
from infmap.analysis.doubt import DOUBTED_KM, Certainty, doubt
from infmap.analysis.finding import finding_of
from infmap.analysis.headline import ALL, Found
from infmap.analysis.reach import Reach
from infmap.analysis.versus import whose_figures
from infmap.catalogue import Catalogue
from infmap.looks.distances import length_words
from infmap.looks.rows import CoverageRow
from infmap.looks.sentences import capitalised
from infmap.looks.words import OWNERS, POSITIONS_DECIDE, UNREAD, claimant_text, system_label
from infmap.story.answers import answer_in
from infmap.story.counts import count_of, has_in_range, names, ranges
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
        count_of(told, one, whose_figures(one.account, told.speakers), one.account)
        for one in found.accounts
        if one.account != ALL
    ]
    heads = ("Whose", "Figure", f"{capitalised(told.noun)}s in range")
    doubted = (*_doubted(answer, state),) or (*_near_edge(answer),)
    notes = filter(None, (found.deck, *_notes(answer), *doubted))
    return found.title, counts, Table(found.title, heads, (*_rows(answer),), (*notes,))


def _rows(answer: SiteAnswer) -> Iterator[tuple[str, ...]]:
    """Yield a row for each group of an account's figures that put the same places in range."""
    groups: dict[tuple[str, ...], tuple[list[Figure], list[CoverageRow]]] = {}
    order = [*OWNERS]
    for figure in sorted(answer.figures, key=lambda one: order.index(one.claim.account)):
        foreign = (row for row in answer.rows if is_foreign(row))
        rows = [row for row in foreign if has_in_range(answer, row, [figure])]
        ids = (row["target_id"] for row in rows)
        of = (figure.claim.account, _number(figure, len(rows)), *ids)
        groups.setdefault(of, ([], rows))[0].append(figure)
    before: dict[str, list[CoverageRow]] = {}
    for (_, number, *_), (figures, rows) in groups.items():
        day = answer.cat.as_of
        who = ", ".join(
            dict.fromkeys(
                claimant_text(figure.claim.claimant) + said_later(figure.claim.as_of, day)
                for figure in figures
            )
        )
        listed = _names(rows, before) if figures[0].strikes else ""
        cell = f"{number}: {listed}" if listed else number
        if listed:
            before[who] = rows
        yield f"{OWNERS[figures[0].claim.account]}: {who}", _said(answer, figures), cell
    if not groups:
        yield "Nobody", "no figure is on file", "none"


def _number(figure: Figure, number: int) -> str:
    """Return how many places a figure puts in range, and how sure that is."""
    if not figure.strikes:
        return figure.why_not
    if not figure.has_number:
        return "no number"
    claim = figure.claim
    is_open = figure.names_no_maximum or (claim.lower_end_km or 0) < (claim.up_to_km or 0)
    sure = " or more" if figure.names_no_maximum and number else " for sure" if is_open else ""
    unread = f" (not counted: {UNREAD})" if figure.is_unread else ""
    return f"{number or 'none'}{sure}{unread}"


def _said(answer: SiteAnswer, figures: Sequence[Figure]) -> str:
    """Return what figures say, by system."""
    by_system: dict[str, list[Figure]] = {}
    for figure in figures:
        by_system.setdefault(system_label(figure.system.short_name), []).append(figure)
    return "; ".join(f"{label}: {ranges(answer, some)}" for label, some in by_system.items())


def _names(rows: list[CoverageRow], before: dict[str, list[CoverageRow]]) -> str:
    """Return the names of places; long lists that were told before are called by whose."""
    fitting = [
        (whose, some)
        for whose, some in before.items()
        if len(some) > MOST_NAMES and all(row in rows for row in some)
    ]
    whose, told = max(fitting, key=lambda one: len(one[1]), default=("", []))
    others = names([row for row in rows if row not in told])
    return ", and ".join(filter(None, (f"the {len(told)} of {whose}" if told else "", others)))


def _notes(answer: SiteAnswer) -> Iterator[str]:
    """Yield the nearest place out of range, and what is left open."""
    if out := answer.foreign(Reach.NONE):
        away = row_distance_words(out[0], 0, answer.bands)
        yield f"Nearest out of range: {out[0]['target']}, {away}."
    if left_open := answer.foreign(Reach.UNKNOWN):
        yield f"Left open: {len(left_open)}, nearest {names(left_open, MOST_NAMES)}."


def _near_edge(answer: SiteAnswer) -> Iterator[str]:
    if near := [row for row in answer.rows if row["near_edge"]]:
        decide = POSITIONS_DECIDE.format(what=answer.place_word)
        yield f"So near a figure's edge that {decide}: {names(near)}."


def _doubted(answer: SiteAnswer, state: State) -> Iterator[str]:
    """Yield what is sure wherever the launchers stand, where the map draws that doubt."""
    precision_km = answer.site.position_precision_km
    is_drawn = precision_km and state.words.get(
        "doubt", "on" if precision_km > DOUBTED_KM else "off"
    )
    if is_drawn != "on" or not answer.by_account:
        return
    sure = {row.target_id: row.certainty for row in doubt(answer.cat, answer.site.id).rows}
    foreign = [row for row in answer.rows if is_foreign(row)]
    every = "every number given" if answer.silent else "every figure"
    within = length_words(precision_km, answer.bands.units)
    is_past = Found(answer, answer.by_account).is_past
    stand, depends = ("stood", "depended") if is_past else ("stand", "depends")
    for certainty, words in (
        (Certainty.IN, f"In range on {every} wherever within {within} the launchers {stand}"),
        (Certainty.DEPENDS, f"Where it {depends} on the place, within {within}, or on the figure"),
    ):
        some = [row for row in foreign if sure[row["target_id"]] is certainty]
        told = names(some, MOST_NAMES) or "none"
        yield f"{words}: {f'{len(some)}, ' if some else ''}{told}."
