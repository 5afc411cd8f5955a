"""What a count and a table of a step are made of."""

from collections.abc import Sequence

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.counts import is_foreign
from infmap.analysis.finding import AccountFinding
from infmap.analysis.headline import Found
from infmap.looks.distances import ends_words
from infmap.looks.lists import first_of
from infmap.looks.rows import CoverageRow
from infmap.looks.sentences import capitalised
from infmap.looks.words import range_text
from infmap.story.record import Count


def count_of(told: Found, one: AccountFinding, whose: str, look: str) -> Count:
    """Return what stands over the map of one account, or of all of them.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.finding import answer_about, finding_of
    >>> answer = answer_about(infmap.load(), "shuya", account="operator")
    >>> told = Found(answer, answer.by_account)
    >>> count_of(told, finding_of(answer).accounts[0], "Russia's figures", "operator").says
    '3 figures, 480 to 500 km. Foreign capitals in range; not counted: Moscow'
    """
    figures = told.figures(one.account)
    own = [
        row["target"]
        for row in told.answer.rows
        if not is_foreign(row) and has_in_range(told.answer, row, figures)
    ]
    aside = f"; not counted: {', '.join(own)}" if own else ""
    says = f"{_span(told.answer, figures)}. {capitalised(told.noun)}s in range{aside}"
    return Count(one.span, capitalised(whose), look, says)


def has_in_range(answer: SiteAnswer, row: CoverageRow, figures: Sequence[Figure]) -> bool:
    """Return whether one of some of an answer's figures puts a place in range."""
    entries = zip(answer.figures, row["accounts"], strict=True)
    return any(entry["in_range"] and any(one is each for each in figures) for one, entry in entries)


def ranges(answer: SiteAnswer, figures: Sequence[Figure]) -> str:
    """Return what figures say, each range once, from the shortest."""
    claims = sorted(
        (figure.claim for figure in figures),
        key=lambda claim: (claim.lower_end_km or 0, claim.up_to_km or 0),
    )
    units = answer.bands.units
    said = (range_text(claim.at_least_km, claim.up_to_km, units) for claim in claims)
    return ", ".join(dict.fromkeys(said))


def _span(answer: SiteAnswer, figures: Sequence[Figure]) -> str:
    """Return what figures say: of several the ends up to which they say yes."""
    said, units = ranges(answer, figures), answer.bands.units
    if ", " not in said:
        return said
    claims = [figure.claim for figure in figures]
    low, *_, high = sorted(claim.lower_end_km or 0 for claim in claims)
    leaves_open = any(claim.up_to_km is None or claim.up_to_km > high for claim in claims)
    more = " and more" if leaves_open else ""
    span = ends_words([low, high] if low < high else [high], units)
    return f"{len(claims)} figures, {span}{more}"


def names(rows: Sequence[CoverageRow], most: int | None = None) -> str:
    """Return the first names, and how many more there are; without a most all of them."""
    return first_of([row["target"] for row in rows], len(rows) if most is None else most)
