"""What filters leave of each table, and which filters a table has none of."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Unpack

from infmap.catalogue import Catalogue
from infmap.catalogue.asked import (
    Filters,
    accounts_asked,
    filters_given,
    ids_asked,
    kinds_asked,
    states_asked,
)
from infmap.catalogue.names.countries import country_code
from infmap.catalogue.names.given import names_asked
from infmap.catalogue.names.holders import state_called
from infmap.catalogue.names.ids import listed, match_id
from infmap.catalogue.names.territories import land_codes
from infmap.catalogue.rows import Capital, Deployment, System
from infmap.catalogue.selection import of_accounts
from infmap.errors import CombinationError, NothingLeftError
from infmap.looks.listings import Listing

_OF_REPORTS = ("site", "system", "operator", "kind", "country", "theme", "as_of")
#: The filters that say something of the rows of a table.
FITTING: dict[Listing, tuple[str, ...]] = {
    Listing.SITES: _OF_REPORTS,
    Listing.SYSTEMS: _OF_REPORTS,
    Listing.CLAIMS: (*_OF_REPORTS, "account"),
    Listing.CAPITALS: ("country", "as_of"),
    Listing.CITIES: ("country",),
    Listing.ALLEGATIONS: _OF_REPORTS,
    Listing.EVENTS: _OF_REPORTS,
    Listing.SOURCES: (*_OF_REPORTS, "account"),
}
#: Filters that a row of systems answers by itself; the others ask where it is reported.
_OF_A_SYSTEM = {"system", "operator", "kind", "account"}


def refuse_unfit(what: str, only: Filters, fitting: Collection[str]) -> None:
    """Raise `CombinationError` for filters that say nothing of what is asked for.

    Examples
    --------
    >>> refuse_unfit("capitals", {"country": "Germany", "site": None}, ("country", "as_of"))
    >>> refuse_unfit("capitals", {"site": "shuya", "theme": "debate"}, ("country", "as_of"))
    Traceback (most recent call last):
    infmap.errors.CombinationError: site and theme say nothing of capitals; write country or \
as_of, or no filter
    """
    words = {"as_of": "day"}
    unfit = [words.get(name, name) for name in filters_given(only) if name not in fitting]
    if unfit:
        *most, last = fitting
        fit = f"{', '.join(most)} or {last}" if most else last
        raise CombinationError(
            f"{listed(unfit, 'and')} {'says' if len(unfit) == 1 else 'say'} nothing of {what}; "
            f"write {fit}, or no filter"
        )


@dataclass(frozen=True)
class Left:
    """A catalogue that filters have cut, and the systems that they leave, by id."""

    cat: Catalogue
    systems: frozenset[str]
    #: Those left on other days too: a charge may come before the first report.
    on_any_day: frozenset[str]
    #: The filters but the day, by name.
    names: frozenset[str]


def left_by(cat: Catalogue, **only: Unpack[Filters]) -> Left:
    """Return what filters leave, those by which the catalogue was cut before among them.

    By system, operator and kind alone a system stays that is reported nowhere. Raises
    `NothingLeftError` if nothing stays.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> sorted(left_by(cat, site="kaliningrad").systems)
    ['bastion-oniks', 'iskander-m']
    >>> "babur" in left_by(cat, operator="Pakistan").systems
    True
    """
    given = filters_given(only)
    names = frozenset([*(name for name, _ in cat.filters), *given]) - {"as_of"}
    has_day = bool(cat.as_of or "as_of" in given)
    if names <= _OF_A_SYSTEM and not has_day:
        cut = _cut_by_rows(cat, given)
        systems = frozenset(row.id for row in cut.system_rows if _passes(cut, row))
        if not systems:
            raise NothingLeftError
        return Left(cut, systems, systems, names)
    cut = cat.select(**given)
    reported = frozenset(row.system_id for row in cut.deployment_rows)
    every = frozenset(row.id for row in cat.system_rows)
    return Left(cut, reported, reported if names - {"account"} else every, names)


def _cut_by_rows(cat: Catalogue, given: Filters) -> Catalogue:
    """Return a catalogue cut by filters that a row of systems answers."""
    holders = chain(
        *(row.operator for row in cat.system_rows), *map(cat.holders_by, cat.deployment_rows)
    )
    found: dict[str, tuple[str, ...]] = {
        "system": ids_asked(
            given.get("system"), lambda name: match_id(name, cat.known_systems, "system"), "system"
        ),
        "operator": states_asked(given.get("operator"), holders, "operator"),
        "kind": tuple(map(str, kinds_asked(given.get("kind")))),
        "account": accounts_asked(given.get("account")),
    }
    cut = replace(
        of_accounts(cat, found["account"]),
        filters=(*cat.filters, *((name, ids) for name, ids in found.items() if ids)),
    )
    by_id = cat.system_by_id
    reports = tuple(row for row in cat.deployment_rows if _passes(cut, by_id[row.system_id], row))
    return replace(cut, deployment_rows=reports)


def _passes(cat: Catalogue, system: System, report: Deployment | None = None) -> bool:
    """Return whether a system, or one report of it, passes the catalogue's filters."""
    if report is not None:
        holders = {*cat.holders_by(report)}
    else:
        reports = (row for row in cat.deployment_rows if row.system_id == system.id)
        holders = {*system.operator, *chain(*map(cat.holders_by, reports))}
    of_it: dict[str, set[Any]] = {
        "system": {system.id},
        "operator": holders,
        "kind": {str(system.kind)},
    }
    return all(of_it[name] & {*ids} for name, ids in cat.filters if name in of_it)


def capitals_left(cat: Catalogue, **only: Unpack[Filters]) -> tuple[Capital, ...]:
    """Return the capitals of a day and of countries, or what a caller has in their place.

    Raises `NothingLeftError` if none is left.

    Examples
    --------
    >>> import infmap
    >>> [row.id for row in capitals_left(infmap.load(), country="Germany", as_of="1988-06-01")]
    ['east-berlin', 'bonn']
    """
    if only.get("as_of"):
        cat = cat.with_capitals_of(only["as_of"])
    if not (asked := filters_given(only).get("country")):
        return cat.capital_rows
    present = [row.country or row.iso_a3 for row in cat.capitals_of_any_day]
    if not any(present):
        raise NothingLeftError("none of these places has a country; leave the country out")
    wanted = states_asked(asked, filter(None, present), "country")
    # Bonn is of West Germany, which is Germany by its code; and both had its land.
    names = names_asked(asked, "country")
    codes = {country_code(name) for name in (*names, *wanted)} - {None}
    of_today = {country_code(state_called(name) or "") for name in names}
    rows = tuple(
        row
        for row in cat.capital_rows
        if (row.country or row.iso_a3) in wanted
        or row.iso_a3 in codes
        or ((land := land_codes(row.country)) and of_today.issuperset(land))
    )
    if not rows:
        day = "at present" if cat.as_of is None and not only.get("as_of") else "on that day"
        raise NothingLeftError(
            f"no place of {listed(wanted)} is on file {day}; ask for a day on which it stood"
        )
    return rows
