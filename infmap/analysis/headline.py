"""The finding about a site in one sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import NamedTuple, TypeAlias

from infmap.analysis.answer import Figure, Report, SiteAnswer
from infmap.analysis.claimants import said_later, state_in
from infmap.analysis.counts import REACHED, AccountCount, count_by_account, count_where
from infmap.catalogue.names.ids import listed
from infmap.catalogue.over import is_over, surest, told_status
from infmap.catalogue.reading.reports import OWN_RANGE
from infmap.catalogue.rows import Account, Allegation, Deployment, Status, System
from infmap.looks.lists import first_of
from infmap.looks.sentences import (
    article,
    count_text,
    possessive,
    shown_range,
    site_name,
    title_name,
)
from infmap.looks.words import claimant_text, system_label
from infmap.treaty import Kind


class _Verbs(NamedTuple):
    """The words for what one thing reaches, or several; what is held; and what is in range."""

    reaches: str
    reach: str
    holds: str
    is_: str
    are: str


#: The word for all accounts together.
ALL = "all"
MOST_LETTERS = 145
MOST_NAMES = 4
_HOLDS_NOW = _Verbs("reaches", "reach", "holds", "is", "are")
_NEVER_HELD = _Verbs("would reach", "would reach", "was to hold", "is", "are")
_VERBS = {
    Status.CONFIRMED: _HOLDS_NOW,
    Status.REPORTED: _HOLDS_NOW,
    Status.ALLEGED: _HOLDS_NOW,
    Status.PLANNED: _NEVER_HELD,
    Status.ENDED: _Verbs("reached", "reached", "held", "was", "were"),
    Status.CANCELLED: _NEVER_HELD,
}
#: What strikes nothing on the ground.
_HARMLESS = {
    Kind.INTERCEPTOR: "interceptors",
    Kind.LAUNCHER: "launchers",
    Kind.UAV: "unarmed drones",
    Kind.TARGET: "target missiles",
}
#: What would, were its figures not against targets in the air, in space or at sea alone.
_ENGAGING = "missiles with engagement figures alone"
#: Whose figures they are, but for the operator's.
_WHOSE = {
    Account.OPPONENT: ("the opponent's figure", "the opponents' figures"),
    Account.INDEPENDENT: ("the independent figure", "the independent figures"),
    Account.USER: ("your own figure", "your own figures"),
}

#: A figure of an account that gives none.
_NO_FIGURE = {
    Account.OPERATOR: "operator's figure",
    Account.OPPONENT: "opponent's figure",
    Account.INDEPENDENT: "independent figure",
    Account.USER: "figure of your own",
}
#: A name that is made of words.
_COMMON = re.compile(" [a-z]")

#: A headline, and the ids of the places in it.
Form: TypeAlias = tuple[str, tuple[str, ...]]


class _Subject(NamedTuple):
    """What reaches something."""

    words: str
    verb: str


@dataclass(frozen=True)
class Found:
    """What a headline tells: an answer, and what each account has in reach by it."""

    #: The answer.
    answer: SiteAnswer
    #: By account, in the order in which accounts are told, on the figures of every system.
    by_account: Mapping[str, AccountCount]
    #: Whether it is of a hypothetical launcher.
    is_launcher: bool = False

    @cached_property
    def counted(self) -> tuple[Figure, ...]:
        """The figures that make numbers: of strike systems, with a number that was read."""
        return tuple(
            figure
            for figure in self.answer.figures
            if figure.strikes and not figure.is_unread and figure.has_number
        )

    @cached_property
    def counts(self) -> dict[str, AccountCount]:
        """What each account has in reach; what lies beyond is told of the leading system."""
        alone = self._of_lead
        return {
            account: _ending_as(count, alone[account]) if account in alone else count
            for account, count in self.by_account.items()
        }

    @cached_property
    def compared(self) -> dict[str, AccountCount]:
        """Those of accounts that give figures of what a headline is of."""
        return {account: self.counts[account] for account in self._of_lead}

    @cached_property
    def together(self) -> AccountCount:
        """What all accounts together have in reach, as `coverage` has it of what was read."""
        rows, unread = self.answer.rows, self.answer.unread_sources
        every = count_where(rows, unread=unread, silent=True)
        if self.lead is None:
            return every
        alone = count_where(rows, lambda entry: entry["system_id"] == self.lead, unread)
        return _ending_as(every, alone)

    @cached_property
    def _of_lead(self) -> Mapping[str, AccountCount]:
        return self.by_account if self.lead is None else self._alone(self.lead)

    @cached_property
    def lead(self) -> str | None:
        """The id of the one strike system that makes what every account has in reach."""
        systems = [*dict.fromkeys(figure.claim.system_id for figure in self.counted)]
        if not systems:
            told = (report for report in self.answer.reports if report.strike)
            systems = [*dict.fromkeys(report.system.id for report in told)]
        fits = systems if len(systems) == 1 else [*filter(self._makes_all, systems)]
        return fits[0] if len(fits) == 1 else None

    def _makes_all(self, system_id: str) -> bool:
        alone = self._alone(system_id)
        return all(
            {*count.sure} == {*alone[account].sure} and {*count.some} == {*alone[account].some}
            if account in alone
            else not count.most
            for account, count in self.by_account.items()
        )

    def _alone(self, system_id: str) -> dict[str, AccountCount]:
        """Return what each account has in reach of one system."""
        return count_by_account(
            self.answer.rows,
            self.answer.unread_sources,
            lambda entry: entry["system_id"] == system_id,
        )

    def figures(self, account: str) -> list[Figure]:
        """Return the figures that make an account's numbers: those of the leading system.

        An account without one of these has its other figures.
        """
        own = [figure for figure in self.counted if account in (ALL, figure.claim.account)]
        led = [figure for figure in own if self.lead in (None, figure.claim.system_id)]
        return led or own

    def claimants(self, account: str) -> list[str]:
        """Return who gives these figures: the holder where it does so itself."""
        day = self.answer.cat.as_of
        names = (
            self._named(figure) + said_later(figure.claim.as_of, day)
            for figure in self.figures(account)
        )
        return [*dict.fromkeys(names)]

    @cached_property
    def operators(self) -> tuple[str, ...]:
        """What the operator's figures are called, in ever fewer words: the holder's, if they are.

        Of one other claimant they are called after it; several stand beside them.
        """
        figures = self.figures(Account.OPERATOR)
        noun = "figure" if len(figures) == 1 else "figures"
        theirs = f"the operator's {noun}"
        # The holder itself stands first.
        told = dict.fromkeys(map(self._named, figures))
        names = sorted(told, key=lambda name: name not in self.holders)
        if len(names) == 1:
            is_state = names[0] in self.holders
            the = "the " if not is_state and _COMMON.search(names[0]) else ""
            return f"{possessive(the + names[0])} {noun}", theirs
        some = (first_of(names, most) for most in (2, 1) if names)
        return *(f"{theirs} ({told})" for told in some), theirs

    def _named(self, figure: Figure) -> str:
        return self._state_of(figure) or claimant_text(figure.claim.claimant)

    def _state_of(self, figure: Figure) -> str:
        is_operators = figure.claim.account is Account.OPERATOR
        return state_in(figure.claim.claimant, self.holders) if is_operators else ""

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The one holder, if the operator's figures of every system are its own; else nobody."""
        figures = [one for one in self.counted if one.claim.account is Account.OPERATOR]
        is_own = len(self.holders) == 1 and all(map(self._state_of, figures))
        return self.holders if is_own else ()

    @cached_property
    def holders(self) -> tuple[str, ...]:
        """Who holds what the headline is of."""
        rows = (report.row for report in self.answer.reports if self._is_told(report))
        return tuple(
            dict.fromkeys(name for row in rows for name in self.answer.cat.holders_by(row))
        )

    @property
    def agrees(self) -> bool:
        """Whether every account says the same, and so do all of them together."""
        first, *others = self.compared.values()
        return all(_is_same(first, other) for other in (*others, self.together))

    @property
    def on_every_account(self) -> str:
        """How what all accounts together have in reach begins.

        It is called what `coverage` calls it only where unread figures change nothing.
        """
        whole = [{row["target_id"] for row in self.answer.foreign(reach)} for reach in REACHED]
        is_whole = whole == [{*self.together.sure}, {*self.together.some}]
        return "On every account" if is_whole else "On every account that was read"

    @property
    def is_past(self) -> bool:
        """Whether what it tells is over."""
        return not self.is_launcher and is_over(self._surest, self.answer.cat.as_of)

    @property
    def verbs(self) -> _Verbs:
        """The words for what the surest of these reports does, or did."""
        if self.is_launcher:
            return _NEVER_HELD
        return _verbs(self._surest, self.answer.cat.as_of)

    @property
    def _surest(self) -> Deployment:
        told = (report.row for report in self.answer.reports if self._is_told(report))
        return surest(told, self.answer.cat.as_of)

    def _is_told(self, report: Report) -> bool:
        return report.strike and self.lead in (None, report.system.id)

    @property
    def site_names(self) -> tuple[str, ...]:
        """The site's names for a headline; infmap's own have the region behind a comma."""
        name = site_name(self.answer.site.name)
        short = title_name(name)
        if self.answer.cat.tells_the_story or short == name:
            return (short,)
        return name, short

    @property
    def has_own(self) -> bool:
        """Whether any place is the holder's or the host's own."""
        return self.answer.has_own

    @property
    def noun(self) -> str:
        """What is counted: ``foreign capital``, or ``place`` where none is anybody's own."""
        word = self.answer.place_word
        return f"foreign {word}" if self.has_own else word

    @cached_property
    def harmless(self) -> list[Report]:
        """The reports of what strikes nothing, where no strike system is more than alleged."""
        reports = self.answer.reports
        other = [report for report in reports if not report.strike]
        strikes = {report.row.status for report in reports if report.strike}
        return other if strikes <= {Status.ALLEGED} else []


def _verbs(row: Deployment, day: date | None) -> _Verbs:
    return _VERBS[told_status(row, day)]


def headline(found: Found, names: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the finding in one sentence, and the names of the places in it.

    Of all its forms the first that is short enough: names are left out, never cut.
    """
    forms = [*_forms(found, names)]
    fitting = (form for form in forms if len(form[0]) <= MOST_LETTERS)
    return next(fitting, forms[-1])


def _forms(found: Found, names: Mapping[str, str]) -> Iterator[Form]:
    answer = found.answer
    if not answer.reports:
        yield from _nothing(found)
    elif found.harmless:
        yield from _harmless(found, names)
    elif not found.counts:
        yield from _silent(found)
    else:
        *subjects, last = _subjects(found)
        # A shorter subject is better than a single name, that than figures of nobody, and these
        # than a site without its name.
        for operator, numbers in product(found.operators, ((4, 3, 2), (1, 0))):
            for subject, number in product(subjects, numbers):
                yield _reaches(found, subject, operator, names, number)
        for operator, number in product(found.operators, (4, 3, 2, 1, 0)):
            yield _reaches(found, last, operator, names, number)


def _nothing(found: Found) -> Iterator[Form]:
    cat = found.answer.cat
    part = any(what == "theme" for what, _ in cat.filters)
    when = " in this part of the story" if part else ""
    day = "" if cat.as_of is None else f" on {cat.as_of.isoformat()}"
    asked = [
        system_label(cat.system_by_id[ident].short_name)
        for ident in dict(cat.filters).get("system", ())
    ]
    what = f"No {listed(asked)}" if asked else "Nothing"
    for where in (*(f"at {name}" for name in found.site_names), "here"):
        yield f"{what} is reported {where}{when}{day}", ()


def _silent(found: Found) -> Iterator[Form]:
    """Yield the forms for a site of which no figure makes a number, by what figures there are."""
    strikes = [figure for figure in found.answer.figures if figure.strikes]
    asked = dict(found.answer.cat.filters).get("account", ())
    which = " or ".join(_NO_FIGURE[Account(account)] for account in asked) or "figure"
    read = " that was read" if any(figure.is_unread for figure in strikes) else " on file"
    for words, verb in _subjects(found):
        if strikes:
            yield f"No figure{read} says how far {words} {verb}", ()
        else:
            yield f"No {_of_strike(found, which)} is on file for {words}", ()


def _of_strike(found: Found, which: str) -> str:
    """Return that a strike figure is meant, where there are others of a strike system."""
    others = any(figure.system.strike for figure in found.answer.figures)
    return which.replace("figure", "strike figure") if others else which


def _subjects(found: Found) -> Iterator[_Subject]:
    """Yield what reaches something, in ever fewer words."""
    verbs = found.verbs
    site = found.answer.site
    if found.is_launcher:
        at = f"{_degrees(site.lat, 'NS')}, {_degrees(site.lon, 'EW')}"
        yield _Subject(f"{_launched(found)} at {at}", verbs.reaches)
        yield _Subject(f"a missile at {at}", verbs.reaches)
    elif found.lead:
        name = system_label(found.answer.cat.system_by_id[found.lead].short_name)
        # A range of the caller's own has no missile's name.
        name = "missile" if name.startswith(OWN_RANGE) else name
        for where in found.site_names:
            yield _Subject(f"the {name} at {where}", verbs.reaches)
        yield _Subject(f"the missile at {found.site_names[-1]}", verbs.reaches)
    else:
        for where in found.site_names:
            yield _Subject(f"the missiles at {where}", verbs.reach)
    yield _Subject("what is reported here", verbs.reaches)


def _launched(found: Found) -> str:
    system = found.answer.cat.system_by_id[found.answer.site.system_ids[0]]
    figures = found.figures(ALL)
    if figures and figures[0].claim.account is Account.USER and len(figures) == 1:
        claim = figures[0].claim
        return f"a missile of {shown_range(claim.at_least_km, claim.up_to_km)}"
    name = system_label(system.short_name)
    return f"{article(name)} {name}"


def _degrees(value: float, sides: str) -> str:
    return f"{abs(value):.2f}\N{DEGREE SIGN} {sides[value < 0]}"


def _reaches(
    found: Found, subject: _Subject, operator: str, names: Mapping[str, str], most: int
) -> Form:
    """Return what one account has in reach, against another that says otherwise."""
    counts = found.compared
    first, *others = counts
    words, verb = subject
    if others and found.agrees:
        said, named = _named(counts[first], names, most)
        number = _number(counts[first], found.noun)
        return f"{found.on_every_account} {words} {verb} {number}{said}", named
    whose = {account: _whose(found, account, operator) for account in counts}
    other = max(others, key=lambda one: counts[first].difference(counts[one]), default=None)
    if other is None:
        said, named = _named(counts[first], names, most)
        number = _number(counts[first], found.noun)
        return f"By {whose[first]} {words} {verb} {number}{said}", named
    farther = first if _span(counts[first]) > _span(counts[other]) else other
    said, named = _named(counts[farther], names, most)
    one, two = (said if account == farther else "" for account in (first, other))
    return (
        f"By {whose[first]} {words} {verb} {_number(counts[first], found.noun)}{one}; "
        f"by {whose[other]} {_number(counts[other])}{two}",
        named,
    )


def _whose(found: Found, account: str, operator: str) -> str:
    systems = [figure.claim.system_id for figure in found.figures(account)]
    count = found.counts[account]
    # Of two systems with one figure each neither reaches what both do.
    is_pair = len(systems) == 2 and len({*systems}) == 1 and count.fewest == count.most
    if account == Account.INDEPENDENT and is_pair:
        return "both independent figures"
    if account == Account.OPERATOR:
        return operator
    return _WHOSE[Account(account)][len(systems) != 1]


def _ending_as(count: AccountCount, other: AccountCount) -> AccountCount:
    """Return a count that leaves open what another does."""
    return replace(count, or_more=other.or_more, left_open=other.left_open)


def _span(count: AccountCount) -> tuple[int, int, bool]:
    return count.most, count.fewest, count.or_more


def _is_same(one: AccountCount, other: AccountCount) -> bool:
    ends = [({*count.sure}, {*count.some}, count.or_more) for count in (one, other)]
    return ends[0] == ends[1]


def _number(count: AccountCount, noun: str = "") -> str:
    """Return how many places, with their noun or, where that was said, without."""
    if not count.most:
        return (f"no {noun}" if noun else "none") + for_sure(count)
    more = " or more" if count.or_more else ""
    if count.fewest == count.most:
        return (count_text(count.most, noun) if noun else str(count.most)) + more
    return f"{count.fewest} to {f'{count.most} {noun}s' if noun else count.most}{more}"


def for_sure(count: AccountCount) -> str:
    """Return what is said behind "none" where figures leave a place open."""
    return " for sure" if count.or_more or count.left_open else ""


def _named(count: AccountCount, names: Mapping[str, str], most: int) -> Form:
    """Return the words that name some places, and their ids: those surely in reach come first."""
    named = (*count.sure, *count.some)[:most]
    if not named:
        return "", ()
    words = ", ".join(names[ident] for ident in named)
    is_all = len(named) == count.most
    return f"{': ' if is_all else ', among them '}{words}", named


def _harmless(found: Found, names: Mapping[str, str]) -> Iterator[Form]:
    """Yield the forms for a site that holds no strike system, or an alleged one alone."""
    reports = found.harmless
    day = found.answer.cat.as_of
    holds = _verbs(surest((report.row for report in reports), day), day).holds
    what = _what_it_is(reports[0].system)
    for site in (*found.site_names, "This site"):
        text = f"{site} {holds} {what}; they are not counted as reach"
        if what is None:
            text = f"{site} {holds} no strike system; nothing is counted as reach"
        yield from _with_charge(found, names, text)


def _with_charge(found: Found, names: Mapping[str, str], text: str) -> Iterator[Form]:
    """Yield it with what somebody alleges or charges, if that is on file."""
    farthest = max(found.counts.values(), key=_span, default=None)
    alleged = {report.system.id for report in found.answer.reports if report.strike}
    if farthest and farthest.most:
        charge = _charge(found, alleged)
        whose = f"On {possessive(charge.accuser)} claim" if charge else "As is alleged"
        number = _number(farthest, found.noun)
        for most in range(MOST_NAMES, -1, -1):
            said, named = _named(farthest, names, most)
            yield f"{text}. {whose} a missile there would reach {number}{said}", named
    elif charge := _charge(found, {report.system.id for report in found.harmless}):
        system = next(
            report.system for report in found.harmless if report.system.id in charge.system_id
        )
        # "Such drones", of unarmed ones.
        such = "missiles" if system.strike else _what_it_is(system) or "systems"
        yield f"{text}. {charge.accuser} charges a breach over such {such.split()[-1]}", ()
    yield text, ()


def _what_it_is(system: System) -> str | None:
    """Return what a system is that strikes nothing on the ground, by its kind or its figures."""
    if system.strike:
        return _ENGAGING
    return _HARMLESS.get(system.kind) if system.kind else None


def _charge(found: Found, systems: set[str]) -> Allegation | None:
    """Return the first charge about some systems."""
    return next((row for row in found.answer.charges if systems & {*row.system_id}), None)
