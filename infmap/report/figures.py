"""The tables of figures: a row for each, a column for each group of places treated alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TypeAlias

from infmap.analysis.answer import Figure, SiteAnswer
from infmap.analysis.coverage import row_distance_words
from infmap.analysis.finding import Finding
from infmap.analysis.people import Counts, Limit, limits_of, people_within
from infmap.analysis.relations import relation_words
from infmap.catalogue.population import load_population
from infmap.looks.corrections import REPORT_WORDS, report_address
from infmap.looks.rows import CoverageRow
from infmap.looks.words import (
    ANSWERS,
    OWNERS,
    UNREAD,
    range_text,
    system_label,
)
from infmap.report.citations import Citations
from infmap.report.record import Line, Part, Run, Table, joined, line
from infmap.treaty import WITHOUT_TREATY, Verdict, articles_text, said_text

#: A figure's answer for the places of a group, as a sign; `ANSWERS` has the words.
SIGNS = {True: "\N{BLACK CIRCLE}", False: "\N{EN DASH}", None: "?"}
#: More groups than these are told in a second table.
MOST_GROUPS = 12
#: Two names stand at the heads of so few columns; one, or in still more none, at those of others.
FEW_HEADS, MOST_HEADS = 4, 8

#: The answers of all figures for a place, in their order.
Answers: TypeAlias = tuple[bool | None, ...]


@dataclass(frozen=True)
class Group:
    """Places that every figure treats alike, nearest first."""

    letter: str
    rows: tuple[CoverageRow, ...]
    answers: Answers

    @property
    def is_reached(self) -> bool:
        """Whether a figure has them in range."""
        return True in self.answers


def groups_of(answer: SiteAnswer) -> tuple[Group, ...]:
    """Return the groups of an answer's places, from the nearest.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> [len(group.rows) for group in groups_of(site_answer(cat, cat.site("kaliningrad")))]
    [2, 2, 193]
    """
    alike: dict[Answers, list[CoverageRow]] = {}
    for row in answer.rows:
        answers = tuple(entry["in_range"] for entry in row["accounts"] if entry["strike"])
        alike.setdefault(answers, []).append(row)
    return tuple(
        Group(_letter(k), tuple(rows), answers)
        for k, (answers, rows) in enumerate(alike.items())
        if answers
    )


def _letter(number: int) -> str:
    """Return the letter of a column, as spreadsheets have it.

    >>> _letter(0), _letter(26)
    ('A', 'AA')
    """
    before, at = divmod(number, len(ascii_uppercase))
    return (_letter(before - 1) if before else "") + ascii_uppercase[at]


class People:
    """How many people live in cities within a band or a party's figure, in millions, as text."""

    def __init__(self, answer: SiteAnswer) -> None:
        site = answer.site
        self._zones = limits_of(answer.bands)
        self._inside = [zone.name for zone in answer.bands.inside]
        limits = {limit for zone in self._zones.values() for limit in (zone.inner, zone.outer)}
        limits |= {_surely(figure) for figure in answer.figures}
        self._counts: Counts = people_within(site.lon, site.lat, load_population(), limits)

    @property
    def in_band(self) -> str:
        """How many live in the band."""
        return f"{sum(map(self._in_zone, self._inside)) / 1e6:.1f} million"

    def _in_zone(self, name: str) -> float:
        zone = self._zones[name]
        inner = 0.0 if zone.inner is None else self._counts[zone.inner][1]
        return self._counts[zone.outer][1] - inner

    def within(self, figure: Figure) -> str:
        """Return the millions that a figure surely has in range; empty where it has no ring."""
        return f"{self._counts[_surely(figure)][1] / 1e6:.1f}" if figure.rings else ""


def _surely(figure: Figure) -> Limit:
    """Return as far as a figure says yes: the nearer end of an interval, as for places."""
    return Limit(figure.claim.lower_end_km or 0.0, included=bool(figure.claim.lower_end_km))


def figure_tables(
    answer: SiteAnswer, found: Finding, citations: Citations, people: People
) -> Iterator[Table]:
    """Yield the tables of an answer's figures; nothing if there are none.

    The heads follow the finding's order of names.
    """
    if not answer.figures:
        return
    groups = groups_of(answer)
    blocks = [groups[at : at + MOST_GROUPS] for at in range(0, len(groups), MOST_GROUPS)] or [()]
    for block in blocks:
        heads = _heads(answer, found, block)
        yield Table(
            "figures",
            f"Which {answer.place_word}s each figure has in range, and the treaty's verdict on it",
            (
                line("Figure"),
                line("Whose, when and how"),
                *heads,
                line("Million people"),
                line("Verdict, article"),
            ),
            (*_parts(answer, block, citations, people), _counts(answer, block)),
        )


def _heads(answer: SiteAnswer, found: Finding, groups: Sequence[Group]) -> Iterator[Line]:
    """Yield the head of each group's column: its letter, a place or two, how far they are."""
    told = {name: k for k, name in enumerate(found.accounts[-1].names if found.accounts else ())}
    for group in groups:
        names = sorted(
            (row["target"] for row in group.rows), key=lambda name: told.get(name, len(told))
        )
        shown = names[: 0 if len(groups) > MOST_HEADS else 1 if len(groups) > FEW_HEADS else 2]
        yield line(Run(group.letter, strong=True), ", ".join(shown), _span(answer, group))


def _span(answer: SiteAnswer, group: Group) -> str:
    """Return the distances of a group's places, from the nearest to the farthest."""
    near, far = (row_distance_words(group.rows[at], 0, answer.bands) for at in (0, -1))
    ends = (end.removesuffix(f" {answer.bands.units}") for end in dict.fromkeys((near, far)))
    return "\N{EN DASH}".join(ends)


def _parts(
    answer: SiteAnswer, groups: Sequence[Group], citations: Citations, people: People
) -> Iterator[Part]:
    """Yield the figures of each account, under its name."""
    strikes = [figure for figure in answer.figures if figure.strikes]
    at = {id(figure): k for k, figure in enumerate(strikes)}
    for account in dict.fromkeys(figure.claim.account for figure in sorted_by_account(answer)):
        rows = [
            (
                _figure(figure, answer),
                _whose(figure, citations),
                *_signs(figure, at.get(id(figure)), groups),
                line(people.within(figure)),
                _verdict(figure),
            )
            for figure in answer.figures
            if figure.claim.account == account
        ]
        yield Part(tuple(rows), line(Run(OWNERS[account], strong=True, account=str(account))))


def sorted_by_account(answer: SiteAnswer) -> list[Figure]:
    """Return an answer's figures in the order in which accounts are told."""
    order = [*OWNERS]
    return sorted(answer.figures, key=lambda figure: order.index(figure.claim.account))


def _figure(figure: Figure, answer: SiteAnswer) -> Line:
    words = _range_text(answer, figure)
    unread = f" ({UNREAD})" if figure.is_unread else ""
    return line(f"{system_label(figure.system.short_name)}, {words}{unread}")


def _whose(figure: Figure, citations: Citations) -> Line:
    claim = figure.claim
    words = ", ".join(
        filter(None, (claim.claimant, (claim.as_of or "")[:4], str(claim.measure or "")))
    )
    said = Run(words, notes=citations.numbers([claim.source_id]))
    report = report_address(claim.model_dump())
    return line(said, " ", Run(REPORT_WORDS, leads_to=report)) if report else (said,)


def _signs(figure: Figure, at: int | None, groups: Sequence[Group]) -> Iterator[Line]:
    """Yield a figure's answer for each group; that of no strike is empty."""
    for group in groups:
        if at is None:
            yield ()
        else:
            answer = group.answers[at]
            account = str(figure.claim.account) if answer else ""
            yield (Run(SIGNS[answer], account=account, said=ANSWERS[answer]),)


def _verdict(figure: Figure) -> Line:
    return line(Run(said_text(figure.verdicts), strong=True), f", {articles_text(figure.verdicts)}")


def _counts(answer: SiteAnswer, groups: Sequence[Group]) -> Part:
    """Return the last row: how many places each group has."""
    nato = answer.nato
    counts = [
        f"{len(group.rows)} ({nato.count(group.rows)})" if nato.is_known else str(len(group.rows))
        for group in groups
    ]
    head = f"{answer.place_word.capitalize()}s in the group"
    rows = ((line(head), line("(NATO)" if nato.is_known else ""), *map(line, counts), (), ()),)
    return Part(rows if groups else ())


def key_line(answer: SiteAnswer) -> Line:
    """Return what the columns and their signs mean."""
    signs = ", ".join(f"{sign} {ANSWERS[said]}" for said, sign in SIGNS.items())
    # Those of a site may strike nothing for either reason.
    whys = " or ".join(dict.fromkeys(filter(None, (one.why_not for one in answer.figures))))
    return line(
        f"Each lettered column is a group of {answer.place_word}s that every figure treats alike, "
        f"headed by one or two of them and their distances in {answer.bands.units}: "
        f"{signs}{f'; empty: {whys}' if whys else ''}."
        f"{' Bold: NATO member.' if answer.nato.members else ''}"
    )


def group_lines(answer: SiteAnswer) -> Iterator[Line]:
    """Yield the places of each group that a figure has in range, with their distances."""
    members = answer.nato.members
    for group in groups_of(answer):
        if group.is_reached:
            places = joined(_place(answer, row, row["target_id"] in members) for row in group.rows)
            yield line(Run(f"{group.letter}:", strong=True), " ", *places, ".")


def _place(answer: SiteAnswer, row: CoverageRow, is_member: bool) -> Line:
    marks = ["near an edge"] if row["near_edge"] else []
    marks += filter(None, [relation_words(answer.cat, answer.site, row["relation"])])
    distance = row_distance_words(row, 0, answer.bands)
    return line(Run(row["target"], strong=is_member), f" ({'; '.join((distance, *marks))})")


def reasons(answer: SiteAnswer) -> Iterable[Line]:
    """Return the reason for each verdict and both sides' positions, each once.

    Those of a day without the treaty name no figure themselves, so that it is said of which they
    are where they differ.
    """
    judged = [
        (system_label(figure.system.short_name), _range_text(answer, figure), verdict)
        for figure in answer.figures
        for _, verdict in figure.verdicts
    ]
    ranges: dict[tuple[str, str, str], dict[str, None]] = {}
    for name, words, verdict in judged:
        ranges.setdefault((name, _ruling(verdict), verdict.reason), {})[words] = None
    reasons_of = Counter((name, ruling) for name, ruling, _ in ranges)
    said: dict[Line, None] = {}
    for name, _, verdict in judged:
        ruling = _ruling(verdict)
        those = ranges[name, ruling, verdict.reason]
        is_told = verdict.outcome not in WITHOUT_TREATY or reasons_of[name, ruling] == 1
        whose = name if is_told else f"{name} ({'; '.join(those)})"
        said[line(Run(f"{whose}, {ruling}:", strong=True), f" {verdict.reason}")] = None
        for who, what in verdict.positions:
            said[line(Run(f"{who}:", strong=True), f" {what}")] = None
    return [*said]


def _ruling(verdict: Verdict) -> str:
    return f"{verdict.said}, {verdict.article}"


def _range_text(answer: SiteAnswer, figure: Figure) -> str:
    """Return a figure in the brief's units, and in kilometres."""
    claim = figure.claim
    return range_text(claim.at_least_km, claim.up_to_km, answer.bands.units, with_km=True)
