"""The texts of a sheet beside its finding: what is reported there, and the line at its foot."""

from collections.abc import Sequence

from infmap.analysis.answer import SiteAnswer
from infmap.catalogue.bundled import DATA_VERSION
from infmap.catalogue.over import rank, standing_words, surest
from infmap.catalogue.rows import Account, Deployment
from infmap.figures.content import Content
from infmap.figures.lettering import wrapped
from infmap.figures.sources import short_sources
from infmap.looks.lists import first_of
from infmap.looks.sentences import count_text, site_name
from infmap.looks.words import ENGAGEMENT

#: So many systems of one status are named; the others are counted.
_MOST_SYSTEMS = 5
#: Lines of sources where there is little room.
_MOST_FOOT = 2


def reports_text(answer: SiteAnswer) -> str:
    """Return what is reported at a site, by status: a count makes no allegation a fact.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> reports_text(site_answer(cat, cat.site("shuya")))
    'At Shuya, Ivanovo Oblast: Iskander-M (reported); 9M729 (alleged).'
    """
    told = statuses_text(answer)
    there = f"At {site_name(answer.site.name)}: {told}." if told else ""
    return " ".join(filter(None, (there, answer.left_out_text)))


def statuses_text(answer: SiteAnswer) -> str:
    """Return the systems at a site with how sure they are, and what is over, the surest first.

    Of several reports of one system the surest is told.
    """
    content, day = Content(answer, {}), answer.cat.as_of
    reports: dict[str, list[Deployment]] = {}
    for report in answer.reports:
        reports.setdefault(content.short_name(report.system.id), []).append(report.row)
    told = {system: surest(rows, day) for system, rows in reports.items()}
    systems: dict[str, list[str]] = {}
    for system, row in sorted(told.items(), key=lambda one: rank(one[1], day)):
        systems.setdefault(standing_words(row, day), []).append(system)
    return "; ".join(
        f"{first_of(some, _MOST_SYSTEMS, least_more=2)} ({words})"
        for words, some in systems.items()
    )


def sources_text(
    answers: Sequence[SiteAnswer],
    projection_words: str,
    *,
    short: bool = False,
    most: int | None = None,
) -> str:
    """Return the line at a sheet's foot: sources in short, how it was drawn, whose outlines."""
    cat = answers[0].cat
    days = dict.fromkeys(str(answer.cat.as_of) for answer in answers if answer.cat.as_of)
    day = f"as of {' and '.join(days)}" if days else "reports of every date"
    if short:
        names = ", GeoNames" if cat.is_of_geonames else ""
        found = short_sources(cat, answers, most)
        return f"{found} Natural Earth{names}. infmap, data {DATA_VERSION}."
    names = "; capitals: GeoNames" if cat.is_of_geonames else ""
    return (
        f"{short_sources(cat, answers)} Rings: geodesic on WGS 84; {projection_words}. "
        f"Outlines: Natural Earth{names}. infmap, data {DATA_VERSION}, {day}."
    )


def without_text(answer: SiteAnswer, account: Account) -> str:
    """Return why an account has no count: a figure that nobody read makes none, nor a radar's.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> without_text(site_answer(cat, cat.site("deveselu")), Account.INDEPENDENT)
    'no figure of a strike system.'
    """
    own = [one for one in answer.figures if one.claim.account is account]
    strikes = [one for one in own if one.strikes]
    if any(one.is_unread for one in strikes):
        return f"{count_text(len(strikes), 'figure')} that nobody read, not counted."
    if strikes:
        return "no number given."
    if any(one.system.strike for one in own):
        return f"{ENGAGEMENT}."
    return "no figure of a strike system." if own else "no figure on file."


def balanced(lines: list[str], width: float, size: float) -> list[str]:
    """Return a title's lines made about equally long, so that none holds a single word."""
    whole = " ".join(lines)
    for share in (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        narrower = wrapped(whole, width * share, size, "semibold", serif=True)
        if len(narrower) == len(lines):
            return narrower
    return lines


def foot_lines(
    answers: Sequence[SiteAnswer], projection_words: str, width: float, size: float
) -> list[str]:
    """Return the short line at a foot in two lines: the last sources are counted, not named."""
    for most in (None, *range(12, 0, -1)):
        words = sources_text(answers, projection_words, short=True, most=most)
        if len(found := wrapped(words, width, size)) <= _MOST_FOOT:
            return found
    return found
