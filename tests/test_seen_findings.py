"""What is found at infmap's sites, in the sentences that a reader meets first."""

from itertools import combinations

import infmap
from infmap.analysis.versus import versus_of
from infmap.catalogue.rows import Account
from infmap.errors import InfmapError

#: Sides that are compared at each site.
PAIRS = [*combinations([Account.OPERATOR, Account.OPPONENT, Account.INDEPENDENT], 2)]


def findings(cat):
    """Yield the lines of each site's finding."""
    for site in cat.sites:
        found = infmap.finding(cat, site.id, theme="all")
        yield f"{site.id}: {found.title}"
        yield f"  {found.deck}"
        for one in found.accounts:
            yield f"  {one.account}, {one.who}: {one.sentence} {one.longest}"


def comparisons(cat):
    """Yield what changes hands at every third site, and what is left open there."""
    for site in cat.sites[::3]:
        for left, right in PAIRS:
            try:
                found = versus_of(cat, site, left, right)
            except InfmapError as error:
                yield f"{site.id}: {error}"
                continue
            yield f"{site.id}: {found.title}"
            yield from (f"  {side.account}: {found.whose(side)}" for side in found.sides)
            for side in found.sides:
                yield from (f"  {one.says}, {one.number}" for one in found.left_open(side))


def test_each_site_is_told_as_was_read_before(cat, reads_as):
    reads_as("\n".join(findings(cat)), "findings.txt")


def test_what_changes_hands_is_told_as_was_read_before(cat, reads_as):
    reads_as("\n".join(comparisons(cat)), "versus.txt")
