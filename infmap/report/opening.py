"""The first lines of a chapter: what is reported, who is in reach by whose figures, what is unsure.

Everything here is told by the one finding; nothing is counted anew.
"""

from collections.abc import Collection, Iterator

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.counts import is_foreign
from infmap.analysis.doubt import DOUBTED_KM, Certainty, doubt
from infmap.analysis.finding import AccountFinding, Finding
from infmap.analysis.headline import ALL, Found
from infmap.analysis.reach import Reach
from infmap.looks.distances import Units, length_words, limits_words
from infmap.looks.sentences import count_text, number_text
from infmap.looks.words import OWNERS, POSITIONS_DECIDE
from infmap.report.record import Line, Run, joined, line
from infmap.treaty import TREATY_BANDS

#: Whose the names are that were told before.
SAME = {
    "operator": "of the operator",
    "opponent": "of the opponents",
    "independent": "of the independent ones",
    "user": "of yours",
}
#: Lists of more names than these are not told twice.
MOST_TWICE = 6


def opening(answer: SiteAnswer, found: Finding) -> tuple[Line, ...]:
    """Return the first lines of a chapter.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.analysis.finding import finding_of
    >>> from infmap.report.record import plain
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("kaliningrad"))
    >>> plain(opening(answer, finding_of(answer))[2])
    'Opponents (Ukrainian General Staff: 500 km): 4. Vilnius, Warsaw, Riga, Minsk.'
    """
    lines = (_reported(answer, found), *_accounts(answer, found), _unsure(answer))
    return tuple(filter(None, lines))


def _reported(answer: SiteAnswer, found: Finding) -> Line:
    systems = "; ".join(
        f"{answer.cat.system_by_id[system].short_name} ({', '.join(words)})"
        for system, words in answer.site.statuses(answer.cat.as_of).items()
    )
    there = f"Reported there: {systems}." if systems else ""
    return line(" ".join(filter(None, (there, answer.left_out_text, found.deck))))


def _accounts(answer: SiteAnswer, found: Finding) -> Iterator[Line]:
    """Yield what each account has in reach, with all names."""
    nato = answer.nato_names
    told: list[AccountFinding] = []
    for one in found.accounts:
        if one.account != ALL:
            yield _account(one, told, nato, in_km=answer.bands.units is Units.KM)
            told.append(one)


def _account(
    one: AccountFinding, told: list[AccountFinding], nato: Collection[str], *, in_km: bool
) -> Line:
    """Return an account's sentence with all names; its figure is in kilometres or left out."""
    whose = OWNERS[one.account]
    who = one.who if in_km else one.who.rpartition(": ")[0] or one.who
    who = who.removeprefix(whose).removeprefix(": ")
    lead = f"{whose}{f' ({who})' if who else ''}: {one.span}."
    parts = [line(Run(lead, strong=True, account=one.account))]
    for words, names in one.parts:
        listed = _names(names, told, nato, is_first=not words)
        parts.append(line(words, *listed, ".") if names else line(words))
    return joined(parts, " ")


def _names(
    names: tuple[str, ...],
    told: list[AccountFinding],
    nato: Collection[str],
    *,
    is_first: bool,
) -> Line:
    """Return names; those that another account has named all are called that account's."""
    fitting = (one for one in reversed(told) if len(one.names) > MOST_TWICE)
    same = next((one for one in fitting if {*one.names} <= {*names}), None)
    others = [name for name in names if same is None or name not in same.names]
    listed = [line(Run(name, strong=name in nato)) for name in others]
    if same is not None:
        first = f"{'All' if is_first else 'all'} {len(same.names)} {SAME[same.account]}"
        listed.insert(0, line(f"{first}, and" if listed else first))
        return line(*listed[0], " " if others else "", *joined(listed[1:]))
    return joined(listed)


def _unsure(answer: SiteAnswer) -> Line:
    """Return what the position decides, and what no figure does."""
    said = [*_doubted(answer)]
    decide = POSITIONS_DECIDE.format(what=answer.place_word)
    near = [row["target"] for row in answer.rows if row["near_edge"]]
    if near:
        said.append(f"So near a figure's edge that {decide}: {', '.join(near)}.")
    limits = [row["target"] for row in answer.rows if row["near_band_edge"]]
    if limits:
        bands = answer.bands
        said.append(
            f"So near {limits_words(bands.limits_km, bands.units, 'or')} that {decide} "
            f"on which side of the limit: {', '.join(limits)}."
        )
    left_open = sum(row["reach"] == Reach.UNKNOWN for row in answer.rows)
    if open_ended := len(answer.open_ended):
        name, whose = ("figure names", "its") if open_ended == 1 else ("figures name", "their")
        said.append(
            f"{open_ended} {name} no maximum: beyond {whose} lower bound nothing is decided."
        )
    elif left_open:
        said.append(f"Left open by the figures: {left_open}.")
    return line(" ".join(said))


def _doubted(answer: SiteAnswer) -> Iterator[str]:
    """Yield what is sure wherever the launcher stands, of a place that is known badly."""
    precision_km = answer.site.position_precision_km
    if precision_km <= DOUBTED_KM or not answer.by_account:
        return
    found = doubt(answer.cat, answer.site.id)
    foreign = {row["target_id"] for row in answer.rows if is_foreign(row)}
    told = [row.certainty for row in found.rows if row.target_id in foreign]
    sure, unsure = told.count(Certainty.IN), told.count(Certainty.DEPENDS)
    told_by = Found(answer, answer.by_account)
    is_or_are = told_by.verbs.is_ if sure < 2 else told_by.verbs.are
    depends = "depended" if told_by.is_past else "depends"
    on = "the place" if found.low_km == found.high_km else "place or figure"
    within = length_words(precision_km, answer.bands.units)
    by = "by every number given " if answer.silent else ""
    yield (
        f"Known to no better than {within}: {by}"
        f"{number_text(sure, told_by.noun)} {is_or_are} surely in range; "
        f"for {unsure or 'none'} it {depends} on {on}."
    )


def geography(answer: SiteAnswer, people: str) -> Line:
    """Return how many places lie in the band, which is no reach."""
    inside = [row for row in answer.rows if row["in_band"]]
    count = count_text(len(inside), answer.place_word)
    nato = answer.nato
    if nato.is_known:
        unknown = nato.unknown_text
        count += f", {nato.count(inside)} of NATO members{f' ({unknown})' if unknown else ''},"
    lies, bands = "lies" if len(inside) == 1 else "lie", answer.bands
    whose = "that the treaty's ban covered" if bands.is_treatys else "of your band"
    at = f"at the distances {whose}, {bands.span}"
    stays = (
        ""
        if bands.is_treatys
        else f" Verdicts stay the treaty's, on {TREATY_BANDS.in_units(bands.units).span}."
    )
    return line(
        f"{count} {lies} {at}, and {people} people in cities; that is geography, not reach.{stays}"
    )
