"""Who said something: a state itself, or somebody in it; and when, if that was later."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from infmap.catalogue.values.dates import earliest_day, is_by
from infmap.looks.words import claimant_text

if TYPE_CHECKING:
    from infmap.catalogue import Catalogue
    from infmap.catalogue.rows import Allegation

#: What speaks for a state: its government, its forces, those who hold an office in it.
_ORGAN = re.compile(
    r"\b(?:MoD|DoD|Ministry|Minister|Department|Defense Agency|Mission|[Gg]overnment|President"
    r"|[Oo]fficials?|[Dd]iplomats?|[Dd]elegation|Army|Navy|Air Force|Staff|Guards|military)\b"
    r"(?! museum)"
)
#: What is called a state's, where it does not begin with the state's name.
_OF = {
    "China": "Chinese",
    "East Germany": "East German",
    "France": "French",
    "Germany": "German",
    "Soviet Union": "Soviet",
    "Türkiye": "Turkish",
    "Ukraine": "Ukrainian",
    "United Kingdom": "British",
    "United States": "US",
}


def state_in(claimant: str, states: Iterable[str]) -> str:
    """Return which of some states gives a figure itself; empty where it is somebody else.

    A maker, a newspaper, an agency or a member of parliament is not the state, nor is an official
    without a name whom others quote.

    Examples
    --------
    >>> state_in("Russian MoD", ["Russia"]), state_in("Russia (V. Putin)", ["Belarus", "Russia"])
    ('Russia', 'Russia')
    >>> state_in("US State Department", ["United States"]), state_in("Indian officials", ["India"])
    ('United States', 'India')
    >>> others = "TASS (Russian state agency)", "Russian senator V. Bondarev", "Officials, by RBK"
    >>> [state_in(claimant, ["Russia"]) for claimant in others]
    ['', '', '']
    >>> state_in("Australian Department of Defence", ["United States"])
    ''
    """
    told = claimant_text(claimant)
    whole, *passed_on = re.split(r", (?:by|from) ", claimant, maxsplit=1)
    is_office = _ORGAN.search(whole) and told not in passed_on
    for state in filter(None, states):
        begun = re.escape(_OF.get(state, state))
        if told == state or (is_office and re.search(rf"\b{begun}", whole)):
            return state
    return ""


def said_later(as_of: str | None, day: date | None) -> str:
    """Return the year of what nobody had said on the day shown, in brackets.

    Examples
    --------
    >>> said_later("2025-10-31", date(2019, 3, 1)), said_later("2019", date(2019, 3, 1))
    (' (2025)', '')
    """
    return f" ({as_of[:4]})" if as_of and day and earliest_day(as_of) > day else ""


def charges_about(cat: "Catalogue", systems: Collection[str]) -> "list[Allegation]":
    """Return the charges about any of these systems that were made by the catalogue's day.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [row.id for row in charges_about(cat, ["ss-23"])]
    ['us-ss-23']
    >>> charges_about(cat.select(as_of="1990-01-01"), ["ss-23"])
    []
    """
    return [
        row
        for row in cat.allegation_rows
        if not {*systems}.isdisjoint(row.system_id) and is_by(row.date, cat.as_of)
    ]
