"""The finding about a site: what is found, with names, and what each account has in reach.

A finding counts foreign places. Of each account it tells a span over that account's own figures;
what nobody read sets no number, and is told apart. ``page/model/finding.ts`` has the same rule.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from infmap.analysis.answer import Figure, SiteAnswer, site_answer
from infmap.analysis.cases import CASES
from infmap.analysis.counts import AccountCount
from infmap.analysis.headline import ALL, Found, for_sure, headline
from infmap.analysis.relations import Relation
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import ALL_THEMES
from infmap.catalogue.names.cities import people_at
from infmap.catalogue.values.date_texts import as_day
from infmap.errors import NothingLeftError
from infmap.looks.distances import Units
from infmap.looks.lists import first_of
from infmap.looks.rows import CoverageRow
from infmap.looks.sentences import count_text, number_text, shown_range
from infmap.looks.words import RELATION_WORDS, claimant_text, range_text, system_label

#: So many names stand in an account's sentence.
MOST_NAMES = 4
#: More figures than these are counted and not told.
MOST_SAID = 2
#: What no figure of an account, or not every one, gives.
NO_MAXIMUM, SOME_NO_MAXIMUM = "No maximum is named.", "Some name no maximum."


@dataclass(frozen=True)
class AccountFinding:
    """What one account, or all of them together, has in reach.

    Attributes
    ----------
    account : str
        ``operator``, ``opponent``, ``independent``, ``user``; or ``all``.
    who : str
        Who gives its figures, and what they say where there is one.
    fewest, most : int
        Foreign places in reach on every figure, and on one at least.
    or_more : bool
        Whether a figure names no maximum.
    sure, some : tuple of str
        The names of the places in reach on every figure, and of the others, most people first.
    sentence : str
        The same in words.
    unread : int
        How many figures were left out, as nobody read their source.
    parts : tuple of (str, tuple of str)
        The sentence in parts, with all the names of each: its words, and the names after them.
    longest : str
        Where its figures differ, the one that gives the most: who says it, and what.
    """

    account: str
    who: str
    fewest: int
    most: int
    or_more: bool
    sure: tuple[str, ...]
    some: tuple[str, ...]
    sentence: str
    unread: int
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    longest: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all the places in reach."""
        return (*self.sure, *self.some)

    @property
    def span(self) -> str:
        """How many, from the fewest to the most.

        Examples
        --------
        >>> AccountFinding("opponent", "", 22, 22, True, (), (), "", 0).span
        '22 or more'
        """
        return f"{self.number} or more" if self.or_more else self.number

    @property
    def number(self) -> str:
        """The same, without whether there may be more."""
        lowest = "" if self.fewest == self.most else f"{self.fewest}\N{EN DASH}"
        return f"{lowest}{self.most}"


@dataclass(frozen=True)
class Finding:
    """What is found about a site.

    Attributes
    ----------
    site_id : str
        Id of the site.
    title : str
        The finding in one sentence of at most 145 characters.
    deck : str
        What belongs to it: what is left out, and why.
    named : tuple of str
        The names of the places that the title names.
    accounts : tuple of AccountFinding
        One for each account that gives figures, then that of all of them if there are several, or
        if one is not all. Empty where no figure makes a number.
    """

    site_id: str
    title: str
    deck: str
    named: tuple[str, ...]
    accounts: tuple[AccountFinding, ...]

    def __repr__(self) -> str:
        """Return one line: a notebook and a log show it."""
        return f"<Finding: {self.title}>"


@checks_kinds
def finding(
    cat: Catalogue,
    site: str | Site | None = None,
    *,
    theme: str | None = None,
    account: str | Collection[str] | None = None,
    as_of: date | str | None = None,
) -> Finding:
    """Return what is found about a site: a headline with names, and a count for each account.

    Foreign capitals are counted, a state once, by its capital: neither the holder's nor the
    host's. Own places (``load(capitals=...)``) take the place of the capitals.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    site : str or Site, optional
        Id or name of a site; without it the catalogue's first.
    theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    Finding
        With ``title``, ``deck``, ``named`` and ``accounts``. If nothing is reported there in the
        theme or on the day, the title says so.

    Raises
    ------
    UnknownIdError
        If there is no such site, theme or account.

    Examples
    --------
    >>> import infmap
    >>> found = infmap.finding(infmap.load(), "shuya")
    >>> print(found.title)  # doctest: +NORMALIZE_WHITESPACE
    By Russia's figure the 9M729 at Shuya reaches no foreign capital; by the independent figure 40,
    among them Kyiv, Vilnius, Warsaw, Berlin
    >>> [(one.account, one.fewest, one.most) for one in found.accounts][:2]
    [('operator', 0, 0), ('opponent', 0, 22)]
    """
    return finding_of(answer_about(cat, site, theme=theme, account=account, as_of=as_of))


def answer_about(
    cat: Catalogue,
    site: str | Site | None = None,
    *,
    theme: str | None = None,
    account: str | Collection[str] | None = None,
    as_of: date | str | None = None,
) -> SiteAnswer:
    """Return the answer that `finding` tells, also where nothing is reported there then.

    Examples
    --------
    >>> import infmap
    >>> answer = answer_about(infmap.load(), "shuya", as_of="1987-12-08")
    >>> answer.site.id, answer.figures
    ('shuya', ())
    """
    asked = cat.first_site if site is None else cat.site(site)
    day = as_day(as_of)
    alone = replace(cat, deployment_rows=asked.deployments)
    try:
        cut = alone.select(theme=theme, account=account, as_of=day)
    except NothingLeftError:
        there = cat if day is None else replace(cat.with_capitals_of(day), as_of=day)
        themes = () if theme in (None, ALL_THEMES) else (("theme", (str(theme),)),)
        there = replace(there, filters=(*there.filters, *themes))
        return site_answer(there, replace(asked, deployments=()))
    return site_answer(cut, cut.sites[0])


def finding_of(answer: SiteAnswer, *, is_launcher: bool = False) -> Finding:
    """Return the finding of an answer, or of one about a hypothetical launcher.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> finding_of(site_answer(cat, cat.site("deveselu"))).named[0]
    'Moscow'
    """
    if is_launcher:
        # What nobody reports is nobody's, and no place its holder's own.
        rows = ({**row, "relation": str(Relation.OTHER)} for row in answer.coverage)
        answer = replace(answer, coverage=cast("tuple[CoverageRow, ...]", tuple(rows)))
    places = _Places(answer)
    by_account = {account: places.sorted(count) for account, count in answer.by_account.items()}
    found = Found(answer, by_account, is_launcher)
    title, named = headline(found, places.names)
    is_one = len(by_account) == 1 and found.agrees
    every = {ALL: places.sorted(found.together)} if by_account and not is_one else {}
    accounts = [
        _account(found, places, account, count) for account, count in (found.counts | every).items()
    ]
    told = tuple(places.names[ident] for ident in named)
    return Finding(answer.site.id, title, " ".join(_deck(found)), told, tuple(accounts))


class _Places:
    """The names of an answer's places, and the order in which they are told."""

    def __init__(self, answer: SiteAnswer) -> None:
        rows = answer.rows
        position = {row.id: (row.lon, row.lat) for row in answer.counted.places}
        people = people_at(position[row["target_id"]] for row in rows)
        first = next(
            (case.named for case in CASES if case.site == answer.site.id),
            (),
        )
        rank = {ident: k - len(first) for k, ident in enumerate(first)}
        self.names = {row["target_id"]: row["target"] for row in rows}
        # The written order, then most people, then the nearest: rows are sorted by distance.
        self._order = {
            row["target_id"]: (rank.get(row["target_id"], 0), -round((number or 0) / 1000), k)
            for k, (row, number) in enumerate(zip(rows, people, strict=True))
        }

    def sorted(self, count: AccountCount) -> AccountCount:
        """Return a count with its places in the order in which they are told."""
        sure, some = (sorted(ids, key=self._order.__getitem__) for ids in (count.sure, count.some))
        return replace(count, sure=tuple(sure), some=tuple(some))


def _account(found: Found, places: _Places, account: str, count: AccountCount) -> AccountFinding:
    figures = [*found.figures(account)]
    sure, some = (tuple(places.names[ident] for ident in ids) for ids in (count.sure, count.some))
    parts = tuple(_parts(found, count, sure, some, figures))
    return AccountFinding(
        str(account),
        _who(found, account, figures),
        count.fewest,
        count.most,
        count.or_more,
        sure,
        some,
        " ".join(
            f"{words}{first_of(names, MOST_NAMES)}." if names else words for words, names in parts
        ),
        count.unread,
        parts,
        _longest(figures, found.answer.bands.units) if count.fewest < count.most else "",
    )


def _who(found: Found, account: str, figures: list[Figure]) -> str:
    """Return who gives an account's figures; and what they say, if that is one thing."""
    if account == ALL:
        return count_text(len(figures), "figure")
    names = found.claimants(account)
    if account == "user" and (found.is_launcher or names == ["user"]):
        names = ["Your own"]
    units = found.answer.bands.units
    said = {
        shown_range(figure.claim.at_least_km, figure.claim.up_to_km, units): None
        for figure in figures
    }
    who = first_of(names, 2)
    return f"{who}: {next(iter(said))}" if len(said) == 1 and len(names) == 1 else who


def _longest(figures: list[Figure], units: Units) -> str:
    """Return the figure of several that surely reaches farthest, a lower bound before others."""
    claims = [figure.claim for figure in figures if figure.claim.lower_end_km]
    if len(claims) < 2:
        return ""
    far = max(claims, key=lambda claim: (claim.lower_end_km or 0, claim.up_to_km is None))
    return f"{claimant_text(far.claimant)}, {range_text(far.at_least_km, far.up_to_km, units)}"


def _parts(
    found: Found,
    count: AccountCount,
    sure: tuple[str, ...],
    some: tuple[str, ...],
    figures: list[Figure],
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not count.most:
        yield f"None{' abroad' if found.has_own else ''}{for_sure(count)}.", ()
    if sure:
        yield f"On every figure{_of_one(figures)}: " if len(figures) > 1 else "", sure
    if some:
        yield "On some: " if len(figures) > 1 else "", some
    if count.or_more:
        is_every = all(figure.names_no_maximum for figure in figures)
        yield NO_MAXIMUM if is_every else SOME_NO_MAXIMUM, ()
    if count.unread:
        yield f"{count_text(count.unread, 'figure')} that nobody read not counted.", ()


def _deck(found: Found) -> Iterator[str]:
    answer = found.answer
    if found.counts and not found.harmless:
        if not found.agrees:
            yield _on_every_account(found)
        within = sum(answer.zone_of(row).is_inside for row in answer.rows)
        verb = "lies" if within == 1 else "lie"
        unknown = answer.nato.unknown_text if within else ""
        away = f"away ({unknown})." if unknown else "away."
        yield f"{count_text(within, answer.place_word)} {verb} {answer.bands.span} {away}"
    unread = [figure for figure in answer.figures if figure.strikes and figure.is_unread]
    if unread:
        yield f"Not counted, as nobody read the source: {_said(unread, found)}."
    if answer.own_in_reach and not found.harmless:
        own = (f"{row['target']}, {RELATION_WORDS[row['relation']]}" for row in answer.own_in_reach)
        yield f"Not counted: {'; '.join(own)}."
    if answer.reports and answer.cat.as_of is not None:
        yield f"As it stood on {answer.cat.as_of.isoformat()}."
    elif found.counts and found.is_past and answer.place_word == "capital":
        yield "Counted are the capitals of today."


def _on_every_account(found: Found) -> str:
    count = found.together
    sure = number_text(count.fewest, found.noun)
    more = "more " if count.fewest else ""
    some = f", {len(count.some)} {more}on some" if count.some else ""
    every = f"{found.on_every_account}{_of_one(found.figures(ALL))}"
    silent = len(found.answer.silent)
    names = f"; {count_text(silent, 'figure')} {'names' if silent == 1 else 'name'} no number"
    verb = found.verbs.is_ if count.fewest <= 1 else found.verbs.are
    return f"{every} {sure} {verb} in range{some}{names if silent else ''}."


def _of_one(figures: list[Figure]) -> str:
    """Return that of several systems one is enough: all its figures agree, not those of others."""
    return " of one system" if len({figure.claim.system_id for figure in figures}) > 1 else ""


def _said(figures: list[Figure], found: Found) -> str:
    """Return who says what, if they are few: of which missile, where there are several."""
    strikes = {figure.system.id for figure in found.answer.figures if figure.strikes}
    said = dict.fromkeys(
        f"{claimant_text(figure.claim.claimant)}"
        f"{f' on the {system_label(figure.system.short_name)}' if len(strikes) > 1 else ''}, "
        f"{range_text(figure.claim.at_least_km, figure.claim.up_to_km)}"
        for figure in figures
    )
    return "; ".join(said) if len(said) <= MOST_SAID else count_text(len(figures), "figure")
