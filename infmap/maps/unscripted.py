"""What a page shows where scripts are switched off: its finding, a picture and a table."""

from typing import NamedTuple

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.counts import REACHED
from infmap.analysis.coverage import row_distance_text
from infmap.analysis.finding import AccountFinding, finding_of
from infmap.analysis.headline import ALL
from infmap.analysis.reach import overall_reach
from infmap.looks.rows import CoverageRow
from infmap.looks.words import ENGAGEMENT, claimant_text, range_text, system_label, whose_text
from infmap.maps.picture import picture_svg

#: More rows are counted and not told.
MOST_ROWS = 100
#: What an account's figures say of a place, by the value of `infmap.analysis.reach.Reach`.
SAYS = {"all": "in", "some": "in on some", "unknown": "left open", "none": "out"}


class Row(NamedTuple):
    """A place in reach on some figure: its names, its distance, a word for each account."""

    name: str
    country: str
    distance: str
    words: tuple[str, ...]


class Unscripted(NamedTuple):
    """The finding about a site, ready to be written: texts, and an ``<svg>`` element."""

    title: str
    deck: str
    counts: tuple[AccountFinding, ...]
    picture: str
    place: str
    unit: str
    #: The accounts that give figures, in the order of each row's words.
    accounts: tuple[str, ...]
    rows: tuple[Row, ...]
    #: How many more there are.
    more: int
    #: Each figure, with who gives it.
    figures: tuple[str, ...]


def unscripted(answer: SiteAnswer, *, is_launcher: bool = False) -> Unscripted:
    """Return what is told of a site without a script.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> told = unscripted(site_answer(cat, cat.site("shuya")))
    >>> told.accounts
    ('operator', 'opponent', 'independent')
    >>> told.rows[0]
    Row(name='Minsk', country='Belarus', distance='934', words=('out', 'in on some', 'in'))
    """
    found = finding_of(answer, is_launcher=is_launcher)
    accounts = tuple(one.account for one in found.accounts if one.account != ALL)
    reached = answer.foreign(*REACHED)
    return Unscripted(
        title=found.title,
        deck=found.deck,
        counts=found.accounts,
        picture=picture_svg(answer, found.title, found.named),
        place=answer.place_word,
        unit=str(answer.bands.units),
        accounts=accounts,
        rows=tuple(_row(answer, row, accounts) for row in reached[:MOST_ROWS]),
        more=max(0, len(reached) - MOST_ROWS),
        figures=tuple(_figure(answer, figure) for figure in answer.figures[:MOST_ROWS]),
    )


def _row(answer: SiteAnswer, row: CoverageRow, accounts: tuple[str, ...]) -> Row:
    words = (
        SAYS[overall_reach([one for one in row["accounts"] if one["account"] == account])]
        for account in accounts
    )
    distance = row_distance_text(row, 0, answer.bands)
    return Row(row["target"], row["country"], distance, tuple(words))


def _figure(answer: SiteAnswer, figure: Figure) -> str:
    claim = figure.claim
    said = range_text(claim.at_least_km, claim.up_to_km, answer.bands.units)
    whose = whose_text(claimant_text(claim.claimant), claim.account)
    marks = f", {figure.why_not}" if figure.why_not == ENGAGEMENT else ""
    return f"{system_label(figure.system.short_name)}, {said}, {whose}{marks}"
