"""Which places count at a site, and how many of them each account has in reach."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from infmap.analysis.nato import Nato, nato_of
from infmap.analysis.reach import Reach, overall_reach
from infmap.analysis.relations import Relation
from infmap.catalogue.rows import Account, Capital, Role, are_capitals, place_word
from infmap.looks.rows import Answer, CoverageRow
from infmap.looks.sentences import count_text, number_text

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

    def text(self, ids: Collection[str]) -> str:
        """Return how many of them some are: seats of government are told apart.

        Examples
        --------
        >>> import infmap
        >>> Counted(infmap.load().capital_rows, None).text(["paris", "amsterdam", "the-hague"])
        '2 capitals and 1 seat of government'
        """
        seats = sum(ident in self.second_seats for ident in ids)
        if not seats:
            return number_text(len(ids), self.word)
        counted = number_text(len(ids) - seats, self.word)
        return f"{counted} and {count_text(seats, 'seat')} of government"

    @cached_property
    def nato(self) -> Nato:
        """Those that count, by their state's membership on the day."""
        return nato_of((row for row in self.places if row.id not in self.second_seats), self.day)


@dataclass(frozen=True)
class AccountCount:
    """How many places one account has in reach: a span over its own figures."""

    #: The ids of foreign places (neither the holder's nor the host's) in reach of some system on
    #: every figure that the account gives of it; and of those on one figure at least.
    sure: tuple[str, ...]
    some: tuple[str, ...]
    #: Whether a figure names no maximum, so that the most is a lower bound.
    or_more: bool
    #: How many of the most are the holder's allies; and the holder's and host's own places.
    allies: int
    own: int
    #: How many figures of the account were left out, as nobody read their source.
    unread: int = 0
    #: How many foreign places are in reach on none of the figures, and left open by one.
    left_open: int = 0

    @property
    def fewest(self) -> int:
        """How many places are in reach on every figure."""
        return len(self.sure)

    @property
    def most(self) -> int:
        """How many are in reach on one figure at least."""
        return len(self.sure) + len(self.some)

    def difference(self, other: "AccountCount") -> int:
        """Return by how many places two counts differ at their ends."""
        return abs(self.fewest - other.fewest) + abs(self.most - other.most)


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
    rows: Sequence[CoverageRow],
    unread: Collection[str] = (),
    is_asked: Callable[[Answer], bool] = lambda _: True,
) -> dict[str, AccountCount]:
    """Return what each account that gives figures of strike systems has in reach of one site.

    Figures in `unread` sources, and those without a number, make none: an account without others is
    left out. Accounts come in their order: the operator's, opponents', independent ones, the
    caller's.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.coverage_rows(infmap.load(), site="shuya", system="9m729")
    >>> counts = count_by_account(rows)
    >>> counts["operator"].most, counts["opponent"].or_more
    (0, True)
    """
    # Every row of a site has the same figures.
    every = [entry for row in rows[:1] for entry in row["accounts"]]
    counted = {entry["account"] for entry in every if is_asked(entry) and _counts(entry, unread)}

    def count(account: str) -> AccountCount:
        return count_where(
            rows, lambda entry: entry["account"] == account and is_asked(entry), unread
        )

    return {account: count(account) for account in Account if account in counted}


def count_where(
    rows: Sequence[CoverageRow],
    is_asked: Callable[[Answer], bool] = lambda _: True,
    unread: Collection[str] = (),
    *,
    silent: bool = False,
) -> AccountCount:
    """Return what some of a site's figures have in reach, those of strike systems that were read.

    With `silent`, those too that name no number: what they leave open is not sure, as in `reach`.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.coverage_rows(infmap.load(), site="shuya")
    >>> count_where(rows).fewest, count_where(rows).most  # The Hague too
    (0, 41)
    """
    # Every row of a site has the same figures, in one order: each is looked at once.
    every = enumerate(rows[0]["accounts"] if rows else ())
    asked = [(k, entry) for k, entry in every if is_asked(entry)]
    counted = [(k, entry) for k, entry in asked if _counts(entry, unread, silent=silent)]
    reaches = [(row, overall_reach([row["accounts"][k] for k, _ in counted])) for row in rows]
    reached = [(row, reach) for row, reach in reaches if reach in REACHED]
    foreign = [(row, reach) for row, reach in reached if is_foreign(row)]
    return AccountCount(
        sure=tuple(row["target_id"] for row, reach in foreign if reach is Reach.ALL),
        some=tuple(row["target_id"] for row, reach in foreign if reach is Reach.SOME),
        or_more=any(
            entry["up_to_km"] is None and entry["at_least_km"] is not None for _, entry in counted
        ),
        allies=sum(row["relation"] == Relation.ALLY for row, _ in foreign),
        own=len(reached) - len(foreign),
        unread=sum(entry["strike"] and entry["source_id"] in unread for _, entry in asked),
        left_open=sum(reach is Reach.UNKNOWN and is_foreign(row) for row, reach in reaches),
    )


def _counts(entry: Answer, unread: Collection[str], *, silent: bool = False) -> bool:
    """Return whether a figure makes a number: a strike system's, with a number that was read."""
    speaks = silent or (entry["at_least_km"], entry["up_to_km"]) != (None, None)
    return entry["strike"] and entry["source_id"] not in unread and speaks
