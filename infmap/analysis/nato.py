"""Which places lie in NATO on a day; those whose state is unknown are kept apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from infmap.catalogue.names.states import in_nato
from infmap.catalogue.rows import Capital
from infmap.looks.rows import CoverageRow


@dataclass(frozen=True)
class Nato:
    """Ids of places in NATO, of places outside it, and of places whose state is unknown.

    Examples
    --------
    >>> import infmap
    >>> nato = nato_of(infmap.load().capital_rows, date(1998, 1, 1))
    >>> "berlin" in nato.members, "warsaw" in nato.members, nato.unknown
    (True, False, frozenset())
    """

    members: frozenset[str]
    others: frozenset[str]
    unknown: frozenset[str]

    @property
    def is_known(self) -> bool:
        """Whether the state of any place is known."""
        return bool(self.members or self.others)

    def count(self, rows: Iterable[CoverageRow]) -> int:
        """Return how many places of these rows are members."""
        return sum(row["target_id"] in self.members for row in rows)

    @property
    def unknown_text(self) -> str:
        """How many places have an unknown state, in words; empty where none has.

        Examples
        --------
        >>> none = frozenset()
        >>> Nato(frozenset({"a"}), none, frozenset({"b"})).unknown_text
        'of 1 the state is not known'
        >>> Nato(none, none, frozenset({"b"})).unknown_text
        ''
        """
        if not (self.is_known and self.unknown):
            return ""
        return f"of {len(self.unknown)} the state is not known"


def nato_of(places: Iterable[Capital], day: date | None) -> Nato:
    """Return which places lie in NATO, on a day or (without one) by the latest data."""
    ids: dict[bool | None, set[str]] = {True: set(), False: set(), None: set()}
    for row in places:
        ids[in_nato(row, day)].add(row.id)
    return Nato(*(frozenset(ids[answer]) for answer in (True, False, None)))
