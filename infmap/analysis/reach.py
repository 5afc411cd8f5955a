"""Whether a place is within reach: on one party's figure, and on all of them together.

Membership is decided by the geodesic distance on WGS 84, never by a drawn polygon. Every
party's figure is kept apart: a claim is an interval, and where it leaves a distance open the
answer is None, not a guess.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum

from infmap.catalogue.rows import Claim
from infmap.catalogue.sites import Site
from infmap.looks.rows import Answer

#: Added to the site's own precision, since a capital has an extent but is stored as one point.
EDGE_ALLOWANCE_KM = 5.0


class Reach(StrEnum):
    """Whether a site's strike systems reach a place."""

    ALL = "all"
    SOME = "some"
    UNKNOWN = "unknown"
    NONE = "none"


def in_range(claim: Claim, distance_km: float) -> bool | None:
    """Return whether one party's figure puts a distance in range.

    An end of 0 km commits to no reach: "0 to 500 km" leaves the site itself open too.

    A claim is an interval: its lower end is `at_least_km`, or `up_to_km` where that stands alone.
    True up to the lower end, False beyond the upper, None where the claim is silent.

    Examples
    --------
    >>> claim = Claim(system_id="9m729", account="opponent", claimant="USA", at_least_km=500)
    >>> in_range(claim, 480), in_range(claim, 2000)
    (True, None)
    """
    if claim.up_to_km == 0:
        return False  # it denies any reach
    if claim.lower_end_km and distance_km <= claim.lower_end_km:
        return True
    if claim.up_to_km is not None and distance_km > claim.up_to_km:
        return False
    return None


def margin_km(claim: Claim, distance_km: float) -> float | None:
    """Return how far the figure reaches beyond a distance; negative falls short.

    Measured from the upper end of the claim, else from the lower; None without a figure.

    Examples
    --------
    >>> claim = Claim(system_id="9m729", account="operator", claimant="Russia", up_to_km=480)
    >>> margin_km(claim, 500)
    -20.0
    """
    end = claim.up_to_km if claim.up_to_km is not None else claim.at_least_km
    return None if end is None else end - distance_km


def edges_km(claim: Claim) -> set[float]:
    """Return the distances at which a figure's answer changes: the ends of its interval.

    Examples
    --------
    >>> edges_km(Claim(system_id="9m729", account="opponent", claimant="USA", at_least_km=500))
    {500.0}
    """
    return {end_km for end_km in (claim.at_least_km, claim.up_to_km) if end_km}  # not at 0


def doubt_km(site: Site) -> float:
    """Return how far a distance from a site may be off.

    Examples
    --------
    >>> import infmap
    >>> doubt_km(infmap.load().site("deveselu"))
    7.0
    """
    return site.position_precision_km + EDGE_ALLOWANCE_KM


def is_near(ends_km: Iterable[float], distance_km: float, within_km: float) -> bool:
    """Return whether a distance is so near one of these that a doubt could move it across.

    Examples
    --------
    >>> is_near([500, 5500], 506, 10), is_near([500, 5500], 510, 10)
    (True, False)
    """
    return any(abs(end_km - distance_km) < within_km for end_km in ends_km)


def overall_reach(accounts: Collection[Answer]) -> Reach:
    """Return the overall reach of a site's strike systems for one place.

    ``all`` if some system is in range on every account of it, ``some`` if one is on at least one
    account, ``unknown`` if no account says yes and one leaves it open.

    Examples
    --------
    >>> yes = {"system_id": "9m729", "strike": True, "in_range": True}
    >>> print(overall_reach([yes, {**yes, "in_range": None}]))
    some
    """
    by_system: dict[str, list[bool | None]] = {}
    for entry in accounts:
        if entry["strike"]:
            by_system.setdefault(entry["system_id"], []).append(entry["in_range"])
    answers = [answer for system in by_system.values() for answer in system]
    if any(all(system) for system in by_system.values()):
        return Reach.ALL
    if any(answers):
        return Reach.SOME
    return Reach.UNKNOWN if None in answers else Reach.NONE


def sure_reaches_km(claims: Iterable[Claim]) -> tuple[float, float]:
    """Return how far a system surely reaches on all accounts of it, and on at least one.

    Each figure says yes up to its lower end; 0 is nowhere.

    Examples
    --------
    >>> import infmap
    >>> sure_reaches_km(infmap.load().claims_by_system["9m729"])
    (480.0, 2500.0)
    """
    lows = [claim.lower_end_km for claim in claims]
    known = [low for low in lows if low is not None]
    return (min(known) if known and len(known) == len(lows) else 0.0), max(known, default=0.0)
