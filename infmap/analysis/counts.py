"""Which places count at a site, and how many of them each account has in reach."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from infmap.analysis.nato import Nato, nato_of
from infmap.analysis.reach import Reach, overall_reach
from infmap.analysis.relations import Relation
from infmap.catalogue.rows import Capital, Role, are_capitals, place_word
from infmap.looks.records import CoverageRow

REACHED = (Reach.ALL, Reach.SOME)


@dataclass(frozen=True)
class Counted:
    """The places asked for: what they are called, which of them count, which lie in NATO.

    Examples
    --------
    >>> import infmap
    >>> counted = Counted(infmap.load().capital_rows, date(1998, 1, 1))
    >>> counted.word, "warsaw" in counted.nato.members, "the-hague" in counted.second_seats
    ('capital', False, True)
    """

    places: Sequence[Capital]
    day: date | None

    @property
    def word(self) -> str:
        """What they are called: ``capital`` or ``place``."""
        return place_word(self.places)

    @cached_property
    def second_seats(self) -> frozenset[str]:
        """The ids of seats of government: a state counts once, by its capital.

        Among a caller's own places every one counts.
        """
        if not are_capitals(self.places):
            return frozenset()
        return frozenset(row.id for row in self.places if row.role is Role.SEAT_OF_GOVERNMENT)

    @cached_property
    def nato(self) -> Nato:
        """Those that count, by their state's membership on the day."""
        return nato_of((row for row in self.places if row.id not in self.second_seats), self.day)


@dataclass(frozen=True)
class AccountCount:
    """How many places one account has in reach: a span over its own figures.

    Attributes
    ----------
    fewest, most : int
        Foreign places (neither the holder's nor the host's) in reach of some system on every figure
        that the account gives of it, and on one at least.
    or_more : bool
        Whether a figure names no maximum, so that the most is a lower bound.
    allies, own : int
        How many of the most are the holder's allies; and the holder's and host's own places.
    unread : int
        How many figures of the account were left out, as nobody read their source.
    """

    fewest: int
    most: int
    or_more: bool
    allies: int
    own: int
    unread: int = 0


def is_foreign(row: CoverageRow) -> bool:
    """Return whether a place belongs neither to the holder of the systems nor to the host.

    Examples
    --------
    >>> is_foreign({"relation": "ally"}), is_foreign({"relation": "host"})
    (True, False)
    """
    return row["relation"] not in (Relation.HOLDER, Relation.HOST)


def is_reached(row: CoverageRow) -> bool:
    """Return whether a place is in reach of a strike system, on some account at least.

    Examples
    --------
    >>> is_reached({"reach": "some"}), is_reached({"reach": "unknown"})
    (True, False)
    """
    return row["reach"] in REACHED


def count_by_account(
    rows: Sequence[CoverageRow], unread: Collection[str] = ()
) -> dict[str, AccountCount]:
    """Return what each account that gives figures of strike systems has in reach of one site.

    Parameters
    ----------
    rows : sequence of CoverageRow
        Of one site.
    unread : collection of str
        Ids of the sources that nobody read: their figures make no number, and an account without
        others has none.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.coverage_rows(infmap.load(), site="shuya", system="9m729")
    >>> counts = count_by_account(rows)
    >>> counts["operator"].most, counts["opponent"].or_more
    (0, True)
    """
    # Every row of a site has the same figures.
    every = [entry for row in rows[:1] for entry in row["accounts"] if entry["strike"]]
    figures = [entry for entry in every if entry["source_id"] not in unread]
    left_out = Counter(entry["account"] for entry in every if entry["source_id"] in unread)
    open_ended = {
        entry["account"]
        for entry in figures
        if entry["up_to_km"] is None and entry["at_least_km"] is not None
    }
    return {
        account: _count(
            rows, account, unread, or_more=account in open_ended, left=left_out[account]
        )
        for account in dict.fromkeys(entry["account"] for entry in figures)
    }


def _count(
    rows: Sequence[CoverageRow], account: str, unread: Collection[str], *, or_more: bool, left: int
) -> AccountCount:
    def reach_of(row: CoverageRow) -> Reach:
        return overall_reach(
            [
                entry
                for entry in row["accounts"]
                if entry["account"] == account and entry["source_id"] not in unread
            ]
        )

    reached = [(row, reach) for row in rows if (reach := reach_of(row)) in REACHED]
    foreign = [(row, reach) for row, reach in reached if is_foreign(row)]
    return AccountCount(
        fewest=sum(reach is Reach.ALL for _, reach in foreign),
        most=len(foreign),
        or_more=or_more,
        allies=sum(row["relation"] == Relation.ALLY for row, _ in foreign),
        own=len(reached) - len(foreign),
        unread=left,
    )
