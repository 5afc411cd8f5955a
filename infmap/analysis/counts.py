"""How many places lie in each band of a site, and how many foreign ones are in reach."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from infmap.analysis.nato import nato_of
from infmap.analysis.reach import Reach
from infmap.analysis.relations import Relation
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Capital, Role, are_capitals
from infmap.looks.records import CoverageRow


@dataclass(frozen=True)
class Counts:
    """The numbers of places around one site by band, and of foreign places in reach.

    Attributes
    ----------
    by_band, nato_by_band : Counter of str
        Keyed by `infmap.treaty.RangeBand`.
    reached : Counter of str
        Foreign places (neither the holder's nor the host's), keyed by `Reach`.
    nato_reached : int
        How many of them, on all accounts or on some, are in NATO.
    """

    by_band: Counter[str] = field(default_factory=Counter)
    nato_by_band: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    nato_reached: int = 0


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
    return row["reach"] in (Reach.ALL, Reach.SOME)


def second_seats(places: Sequence[Capital]) -> frozenset[str]:
    """Return the ids of seats of government: a state counts once, by its capital.

    Among a caller's own places every one counts.
    """
    if not are_capitals(places):
        return frozenset()
    return frozenset(row.id for row in places if row.role is Role.SEAT_OF_GOVERNMENT)


def site_counts(
    rows: Iterable[CoverageRow], cat: Catalogue, targets: Sequence[Capital] | None = None
) -> dict[str, Counts]:
    """Return the counts of each site, by its id.

    Parameters
    ----------
    rows : iterable of CoverageRow
        From `infmap.analysis.coverage.coverage_rows`.
    cat : Catalogue
        The catalogue of the rows; its date decides who was in NATO. Places whose state is unknown
        do not count as NATO's.
    targets : sequence of Capital, optional
        The places of the rows, if they are not the catalogue's capitals.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.coverage import coverage_rows
    >>> cat = infmap.load().select(site="kaliningrad")
    >>> site_counts(coverage_rows(cat), cat)["kaliningrad"].nato_by_band["shorter-range"]
    9
    """
    places = cat.capital_rows if targets is None else targets
    seats, nato = second_seats(places), nato_of(places, cat.as_of).members
    counted = [row for row in rows if row["target_id"] not in seats]
    of_site: dict[str, list[CoverageRow]] = {}
    for row in counted:
        of_site.setdefault(row["site_id"], []).append(row)
    return {site_id: _counts(rows_there, nato) for site_id, rows_there in of_site.items()}


def _counts(rows: Sequence[CoverageRow], nato: frozenset[str]) -> Counts:
    in_nato = [row for row in rows if row["target_id"] in nato]
    return Counts(
        Counter(row["band"] for row in rows),
        Counter(row["band"] for row in in_nato),
        Counter(row["reach"] for row in rows if is_reached(row) and is_foreign(row)),
        sum(is_reached(row) and is_foreign(row) for row in in_nato),
    )
