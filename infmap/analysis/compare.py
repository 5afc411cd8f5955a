"""What changes for each place between two accounts, two days, two systems or two sites."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias, Unpack

from infmap.analysis.coverage import coverage_rows
from infmap.analysis.reach import Reach
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import ALL_ACCOUNTS, Filters
from infmap.catalogue.names.given import name_of
from infmap.catalogue.names.ids import match_id
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.rows import Account, System
from infmap.catalogue.values.date_texts import as_day
from infmap.errors import CombinationError, InfmapError, NothingLeftError, UnknownIdError, shorten
from infmap.looks.rows import CompareRow, CoverageRow

#: A day, a system, a site, or the name of one or of an account.
Comparable: TypeAlias = str | date | Site | System


class Compared(StrEnum):
    """What can be compared: each is a filter of `Catalogue.select`."""

    ACCOUNT = "account"
    DAY = "day"
    SYSTEM = "system"
    SITE = "site"


@dataclass(frozen=True)
class Sides:
    """Two things of one kind to compare, each by its id, its account or its day."""

    what: Compared
    left: str
    right: str

    @property
    def are_things(self) -> bool:
        """Whether they are systems or sites, which belong to no one part of the story."""
        return self.what in (Compared.SYSTEM, Compared.SITE)

    @property
    def days(self) -> list[date]:
        """The two days, where days are compared."""
        is_of_days = self.what is Compared.DAY
        return [date.fromisoformat(side) for side in (self.left, self.right) if is_of_days]

    def filters(self, side: str) -> Filters:
        """Return the filter that keeps one side alone."""
        return {
            Compared.ACCOUNT: Filters(account=side),
            Compared.DAY: Filters(as_of=side),
            Compared.SYSTEM: Filters(system=side),
            Compared.SITE: Filters(site=side),
        }[self.what]


def sides_of(cat: Catalogue, left: Comparable, right: Comparable) -> Sides:
    """Return what two texts name: accounts, days, systems or sites, both of one kind.

    Raises `UnknownIdError` if one of them names nothing. Raises `InfmapError` if they are of two
    kinds, of several kinds both, or the same.

    Examples
    --------
    >>> import infmap
    >>> sides_of(infmap.load(), "operator", "Opponent")
    Sides(what=<Compared.ACCOUNT: 'account'>, left='operator', right='opponent')
    """
    left, right = (name_of(one) if isinstance(one, Site | System) else one for one in (left, right))
    lefts, rights = _meanings(cat, left), _meanings(cat, right)
    named = [repr(shorten(str(given))) for given in (left, right)]
    common = [what for what in lefts if what in rights]
    if not common:
        raise InfmapError(
            f"{named[0]} is {_kinds(lefts)} and {named[1]} {_kinds(rights)}; "
            "compare two accounts, two days, two systems or two sites"
        )
    if len(common) > 1:
        raise InfmapError(
            f"{' and '.join(named)} are each {_kinds(common)}; write ids of one kind, which infmap "
            "list sites and infmap list systems have"
        )
    sides = Sides(common[0], lefts[common[0]], rights[common[0]])
    if sides.left == sides.right:
        raise InfmapError(f"{' and '.join(named)} are one {sides.what}; compare it with another")
    return sides


def _meanings(cat: Catalogue, given: Comparable) -> dict[Compared, str]:
    """Return what a text may be, with its id, account or day for each."""
    found: dict[Compared, str] = {}
    if folded(given) in [*Account, ALL_ACCOUNTS]:
        return {Compared.ACCOUNT: folded(given)}
    with suppress(InfmapError):
        if day := as_day(given, "day"):
            return {Compared.DAY: day.isoformat()}
    with suppress(UnknownIdError):
        found[Compared.SYSTEM] = match_id(str(given), cat.known_systems, "system")
    try:
        found[Compared.SITE] = cat.site(str(given)).id
    except UnknownIdError:
        pass
    except NothingLeftError:
        # Of a system of that name no more is meant.
        if not found:
            raise
    if not found:
        asked = " and ".join(what for what, _ in cat.filters)
        left = f" is left by the filter by {asked}; leave it out, or write" if asked else "; write"
        raise UnknownIdError(
            f"no account, day, system or site {shorten(str(given))!r}{left} operator or opponent, "
            "a day as in 2019-02-10, or an id that infmap list systems or infmap list sites has"
        )
    return found


def _kinds(meanings: "Mapping[Compared, str] | list[Compared]") -> str:
    return " and ".join(f"{'an' if what is Compared.ACCOUNT else 'a'} {what}" for what in meanings)


@checks_kinds
def compare_rows(
    cat: Catalogue, left: Comparable, right: Comparable, **only: Unpack[Filters]
) -> list[CompareRow]:
    """Return the rows of `compare` as dicts, without the time that pandas takes to load.

    Parameters
    ----------
    cat, left, right
        As in `compare`.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`. What is compared is no filter as well.

    Returns
    -------
    list of CompareRow
        A row for each place whose answer differs, with the keys that are the columns of `compare`.

    Raises
    ------
    InfmapError
        As `compare` does.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.compare_rows(infmap.load(), "operator", "opponent", site="shuya")
    >>> [(row["target"], row["left"], row["right"]) for row in rows][:2]
    [('Minsk', 'none', 'some'), ('Kyiv', 'none', 'some')]
    """
    sides = sides_of(cat, left, right)
    (name,) = sides.filters(sides.left)
    is_cut = name in dict(cat.filters) or (sides.what is Compared.DAY and cat.as_of is not None)
    if is_cut or only.get(name) not in (None, "", ()):
        raise CombinationError(
            f"two {sides.what}s are compared already; leave out the filter by {sides.what}"
        )
    lefts, rights = (_rows_of(cat, sides, side, only) for side in (sides.left, sides.right))
    if lefts is None and rights is None:
        raise NothingLeftError
    order = {site.id: k for k, site in enumerate(cat.sites)}
    differing = (
        (row, reaches)
        for key, row in ((rights or {}) | (lefts or {})).items()
        if len(set(reaches := (_reach(lefts, key), _reach(rights, key)))) > 1
    )
    return sorted(
        (_row(row, *reaches) for row, reaches in differing),
        key=lambda row: (order[row["site_id"]], row["distance_km"]),
    )


def _row(row: CoverageRow, left: str, right: str) -> CompareRow:
    return {
        "site_id": row["site_id"],
        "target_id": row["target_id"],
        "target": row["target"],
        "country": row["country"],
        "distance_km": row["distance_km"],
        "left": left,
        "right": right,
    }


def _rows_of(
    cat: Catalogue, sides: Sides, side: str, only: Filters
) -> dict[tuple[str, str], CoverageRow] | None:
    """Return one side's rows by site and place; None where nothing is reported on that side.

    Raises `NothingLeftError` where another filter than the day leaves out a site or system.
    """
    asked: Filters = {**only, **sides.filters(side)}
    try:
        rows = coverage_rows(cat.select(**asked))
    except NothingLeftError:
        if sides.are_things:
            on_any_day: Filters = {**only, "as_of": None}
            if sides.what is Compared.SITE:
                # Which refuses by name what a filter left out.
                cat.select(**on_any_day).site(side)
            side_alone: Filters = {**asked, "as_of": None}
            cat.select(**side_alone)
        return None
    return {
        ("" if sides.what is Compared.SITE else row["site_id"], row["target_id"]): row
        for row in rows
    }


def _reach(rows: dict[tuple[str, str], CoverageRow] | None, key: tuple[str, str]) -> str:
    """Return a place's answer; where nothing is reported, nothing reaches it."""
    return rows[key]["reach"] if rows and key in rows else str(Reach.NONE)
