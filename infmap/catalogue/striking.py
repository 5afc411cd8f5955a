"""Which figures are of a strike on the ground: the one place that decides it.

``page/model/striking.ts`` has the same for the page.
"""

from typing import TYPE_CHECKING

from infmap.catalogue.rows import Claim
from infmap.looks.words import ENGAGEMENT, NOT_STRIKE
from infmap.treaty import Measure

if TYPE_CHECKING:
    from infmap.catalogue import Catalogue


def strikes(cat: "Catalogue", claim: Claim) -> bool:
    """Return whether a figure says how far a system strikes targets on the ground.

    It does not where the system strikes none, nor where the figure is an engagement reach, which
    holds against targets in the air, in space or at sea.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [(str(claim.measure), strikes(cat, claim)) for claim in cat.claims_by_system["typhon-sm-6"]]
    [('engagement', False), ('assessed', True)]
    """
    return not is_engagement(claim) and cat.system_by_id[claim.system_id].strike


def is_engagement(claim: Claim) -> bool:
    """Return whether a figure holds against targets in the air, in space or at sea alone."""
    return claim.measure is Measure.ENGAGEMENT


def strike_claims(cat: "Catalogue", system_id: str) -> tuple[Claim, ...]:
    """Return a system's figures that are of a strike on the ground.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [len(strike_claims(cat, ident)) for ident in ("typhon-sm-6", "df-21d", "sm-3-ib")]
    [1, 0, 0]
    """
    return tuple(claim for claim in cat.claims_by_system[system_id] if strikes(cat, claim))


def is_strike_system(cat: "Catalogue", system_id: str) -> bool:
    """Return whether a system strikes targets on the ground.

    One of whose figures all are engagement reaches does not, whichever accounts are asked for.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [is_strike_system(cat, ident) for ident in ("typhon-sm-6", "df-21d", "sm-3-ib")]
    [True, False, False]
    """
    others = (row for row in cat.other_claim_rows if row.system_id == system_id)
    claims = [*cat.claims_by_system[system_id], *others]
    is_aimed_elsewhere = bool(claims) and all(map(is_engagement, claims))
    return cat.system_by_id[system_id].strike and not is_aimed_elsewhere


def why_not(cat: "Catalogue", claim: Claim) -> str:
    """Return in words why a figure is of no strike on the ground; empty where it is.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> figures = [cat.claims_by_system[ident][0] for ident in ("df-21d", "sm-3-ib", "ss-20")]
    >>> [why_not(cat, figure) for figure in figures]
    ['engagement only', 'not a strike system', '']
    """
    return "" if strikes(cat, claim) else why_none(cat, claim.system_id)


def why_none(cat: "Catalogue", system_id: str) -> str:
    """Return in words why a figure of a system is of no strike on the ground, where it is of none.

    Examples
    --------
    >>> import infmap
    >>> why_none(infmap.load(), "typhon-sm-6"), why_none(infmap.load(), "sm-3-ib")
    ('engagement only', 'not a strike system')
    """
    return ENGAGEMENT if cat.system_by_id[system_id].strike else NOT_STRIKE
