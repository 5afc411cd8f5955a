"""A verdict for one figure, by Articles II, III and VII, with both sides' position."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from infmap.treaty.terms import (
    END_OF_TREATY,
    ENTRY_INTO_FORCE,
    INF_BAND_KM,
    LISTED_SHORTER_RANGE,
    LISTED_TESTED_ONLY,
    PARTIES,
    SUSPENSION,
    Basing,
    Kind,
    Purpose,
    RangeBand,
    band_of,
    in_inf_band,
)


class Outcome(StrEnum):
    """The verdict in one word."""

    BANNED = "banned"
    EXEMPT = "exempt"
    BELOW = "below"
    ABOVE = "above"
    OUTSIDE = "outside"
    DISPUTED = "disputed"
    UNDETERMINED = "undetermined"
    NOT_STATED = "not stated"
    NOT_BOUND = "not bound"
    NOT_YET_IN_FORCE = "not yet in force"
    NO_LONGER_IN_FORCE = "no longer in force"


@dataclass(frozen=True)
class Verdict:
    """One judgement of one system on one figure.

    Attributes
    ----------
    outcome : Outcome
        The verdict in one word.
    range_class : RangeBand or None
        Where the figure lies; None where no figure settles it.
    article : str
        The article and paragraph relied on, such as ``II(6)``.
    reason : str
        Why, in one line.
    positions : tuple of (str, str)
        Who holds what, where the parties to the treaty disagreed.
    """

    outcome: Outcome
    range_class: RangeBand | None
    article: str
    reason: str
    positions: tuple[tuple[str, str], ...] = ()

    def _repr_html_(self) -> str:
        from infmap.notebook import verdict_html

        return verdict_html(self)


LAUNCHER_POSITIONS = (
    (
        "Russia",
        "The Mk 41 launcher, made to fire Tomahawk as well as SM-3, can do so on land too, so "
        "putting it there is putting launchers of ground-launched cruise missiles there.",
    ),
    (
        "United States",
        "Aegis Ashore can fire only interceptors, which VII(3) exempts; its launcher is not the "
        "one used on ships and lacks the software, fire control and support equipment for other "
        "missiles.",
    ),
)
UAV_POSITIONS = (
    (
        "Russia",
        "An armed drone is unmanned, self-propelled and held up by aerodynamic lift, the words of "
        "II(2), and by the notes of May 1988 it is a weapon-delivery vehicle.",
    ),
    (
        "United States",
        "A missile flies one way; a drone that returns and is used again is not one, and the "
        "treaty does not limit armed drones.",
    ),
)
TARGET_POSITIONS = (
    (
        "Russia",
        "Target missiles have the traits of banned missiles, so testing with them keeps alive "
        "their making and use.",
    ),
    (
        "United States",
        "Targets are boosters used for research and development only, to test other things than "
        "themselves, which VII(12) allows.",
    ),
)
ICBM_POSITIONS = (
    (
        "Critics",
        "Flights inside the band make it an intermediate-range missile, or a way around the "
        "treaty.",
    ),
    (
        "Its defenders",
        "It was flown beyond 5500 km, and the longest test decides (VII(4)): it is an ICBM.",
    ),
)


def verdict(
    *,
    kind: Kind | None,
    basing: Collection[Basing] = (),
    operators: Collection[str] = (),
    purpose: Purpose = Purpose.WEAPON_DELIVERY,
    treaty_listing: str = "",
    at_least_km: float | None = None,
    up_to_km: float | None = None,
    on: date | None = None,
) -> Verdict:
    """Return what the treaty said of a system if one party's figure for its range is right.

    Parameters
    ----------
    kind : Kind or None
        What the system is; None where it is not known, which leaves the figure alone to judge.
    basing : collection of Basing
        Where it is launched from. Empty means ground, for a kind that is ground-launched.
    operators : collection of str
        The states that hold it. Empty means a party to the treaty.
    purpose : Purpose
        What it is for.
    treaty_listing : str
        The type's name in Article III, or empty.
    at_least_km, up_to_km : float or None
        The figure as an interval, in kilometres: `up_to_km` alone is a maximum, `at_least_km`
        alone a lower bound with no maximum. For a GLBM the longest range tested, for a GLCM
        the distance to fuel exhaustion (Article VII(4)).
    on : date, optional
        The day of the verdict. Without it the treaty is judged as in force.

    Returns
    -------
    Verdict
        With its article, its reason in one line and, where disputed, both sides' position.

    References
    ----------
    INF Treaty, Articles I to III, VII and XV.

    Examples
    --------
    >>> v = verdict(kind=Kind.GLCM, up_to_km=480)
    >>> print(v.outcome, v.article)
    below II(6)
    >>> v = verdict(kind=Kind.GLCM, at_least_km=500)
    >>> print(v.outcome, "-", v.reason)
    banned - At least 500 km with no maximum given: inside the band from 500 km on.
    >>> print(verdict(kind=Kind.GLCM, up_to_km=2500, on=date(2020, 1, 1)).outcome)
    no longer in force
    """
    if operators and not PARTIES.intersection(operators):
        band = _single_band(at_least_km, up_to_km)
        who = " and ".join(operators)
        never = "was never a party" if len(operators) == 1 else "were never parties"
        return Verdict(Outcome.NOT_BOUND, band, "I", f"{who} {never}; only parties were bound.")
    judged = _judge(kind, frozenset(basing), purpose, treaty_listing, at_least_km, up_to_km)
    if on is not None and on < ENTRY_INTO_FORCE:
        reason = f"The treaty entered into force on 1 June 1988; from then on: {judged.outcome}."
        return Verdict(
            Outcome.NOT_YET_IN_FORCE, judged.range_class, "XVII", reason, judged.positions
        )
    if on is not None and on >= END_OF_TREATY:
        reason = f"The treaty ended on 2 August 2019; until then: {judged.outcome}."
        return Verdict(
            Outcome.NO_LONGER_IN_FORCE, judged.range_class, "XV", reason, judged.positions
        )
    if on is not None and on >= SUSPENSION:
        reason = f"{judged.reason} Both sides had suspended the treaty on 2 February 2019."
        return replace(judged, reason=reason)
    return judged


#: Kinds whose name says where they are launched from.
_BASED_BY_KIND = {Kind.GLBM, Kind.GLCM, Kind.SLBM, Kind.SLCM, Kind.ALCM, Kind.ICBM}


def not_stated(
    *,
    kind: Kind | None,
    basing: Collection[Basing],
    operators: Collection[str],
    at_least_km: float | None = None,
    up_to_km: float | None = None,
) -> Verdict | None:
    """Return that no verdict can be given where a row does not say enough, or None where it does.

    Parameters
    ----------
    kind, basing, operators, at_least_km, up_to_km
        As in `verdict`; here what is empty is not known.

    Returns
    -------
    Verdict or None
        Its reason says what is missing. A holder that was never a party needs nothing more.

    Examples
    --------
    >>> print(not_stated(kind=Kind.GLBM, basing=(), operators=(), up_to_km=4000).reason)
    The table does not state the operator, so no verdict is given.
    >>> not_stated(kind=None, basing=(), operators=("China",)) is None
    True
    """
    if operators and not PARTIES.intersection(operators):
        return None
    missing = [] if operators else ["operator"]
    missing += [] if kind is not None else ["kind"]
    missing += [] if basing or kind in _BASED_BY_KIND else ["basing"]
    if not missing:
        return None
    listed = " and ".join(filter(None, [", ".join(missing[:-1]), missing[-1]]))
    reason = f"The table does not state the {listed}, so no verdict is given."
    article = "I" if not operators else "II"
    return Verdict(Outcome.NOT_STATED, _single_band(at_least_km, up_to_km), article, reason)


def _judge(
    kind: Kind | None,
    basing: frozenset[Basing],
    purpose: Purpose,
    treaty_listing: str,
    at_least_km: float | None,
    up_to_km: float | None,
) -> Verdict:
    """Judge a system of a party while the treaty is in force."""
    band = _single_band(at_least_km, up_to_km)
    if treaty_listing:
        return _listed(treaty_listing)
    if kind is Kind.INTERCEPTOR:
        reason = "Made and tested solely to intercept objects that are not on the Earth's surface."
        return Verdict(Outcome.EXEMPT, band, "VII(3)", reason)
    if kind is Kind.LAUNCHER:
        reason = "The parties disagree whether this launcher counts as one of a banned missile."
        return Verdict(Outcome.DISPUTED, band, "VII(7), VII(8)", reason, LAUNCHER_POSITIONS)
    if purpose not in {Purpose.WEAPON_DELIVERY, Purpose.RESEARCH}:
        reason = "Carries no weapon, so it is not a weapon-delivery vehicle."
        return Verdict(Outcome.OUTSIDE, band, "II(1), II(2)", reason)
    if kind is Kind.UAV:
        reason = "The parties disagree whether an armed drone is a cruise missile."
        return Verdict(Outcome.DISPUTED, band, "II(2)", reason, UAV_POSITIONS)
    sea_or_air = kind in {Kind.SLBM, Kind.SLCM, Kind.ALCM}
    if sea_or_air or (basing and not basing & {Basing.GROUND_FIXED, Basing.GROUND_MOBILE}):
        reason = "Launched from sea or air; the treaty covers ground-launched missiles only."
        if kind is Kind.SLBM:
            reason = "Strategic and launched from sea: the subject of SALT, not of this treaty."
        return Verdict(Outcome.OUTSIDE, band, "II(1), II(2)", reason)
    if kind is Kind.TARGET:
        reason = "The parties disagree whether this target is a booster for research."
        return Verdict(Outcome.DISPUTED, band, "VII(12)", reason, TARGET_POSITIONS)
    if kind is Kind.ICBM:
        return _strategic(at_least_km, up_to_km)
    return _by_range(kind, at_least_km, up_to_km)


def _listed(treaty_listing: str) -> Verdict:
    """Judge a type named in the treaty, whatever figure is claimed for it."""
    if treaty_listing in LISTED_TESTED_ONLY:
        band, article = LISTED_TESTED_ONLY[treaty_listing], "Memorandum of Understanding"
    elif treaty_listing in LISTED_SHORTER_RANGE:
        band, article = RangeBand.SHORTER, "III(2)"
    else:
        band, article = RangeBand.INTERMEDIATE, "III(1)"
    reason = f"Named in the treaty as {treaty_listing}, so covered whatever range is claimed."
    return Verdict(Outcome.BANNED, band, article, reason)


def _strategic(at_least_km: float | None, up_to_km: float | None) -> Verdict:
    """Judge an ICBM: no matter for this treaty, unless a figure puts it inside the band."""
    farthest = up_to_km if up_to_km is not None else at_least_km
    band = _single_band(at_least_km, up_to_km)
    if farthest is not None and in_inf_band(farthest):
        reason = (
            f"Held to be an ICBM, but {farthest:g} km is inside the band; the longest test decides."
        )
        return Verdict(Outcome.DISPUTED, band, "VII(4)", reason, ICBM_POSITIONS)
    reason = "Strategic: the subject of SALT and START, not of this treaty."
    return Verdict(Outcome.OUTSIDE, band, "II(5)", reason)


def _by_range(kind: Kind | None, at_least_km: float | None, up_to_km: float | None) -> Verdict:
    """Judge a ground-launched missile by the figure alone."""
    if up_to_km is None and at_least_km is None:
        reason = "This party gives no figure, so the range decides nothing."
        return Verdict(Outcome.UNDETERMINED, None, "VII(4)", reason)
    if up_to_km is None:
        return _by_lower_bound(kind, at_least_km or 0.0)
    if at_least_km is None or at_least_km == up_to_km:
        return _by_figure(kind, up_to_km)
    low, high = _by_figure(kind, at_least_km), _by_figure(kind, up_to_km)
    if low.range_class is high.range_class:
        return high
    if low.outcome is high.outcome:
        reason = f"{at_least_km:g} to {up_to_km:g} km lies inside the band, in both classes."
        return Verdict(high.outcome, None, "II(5), II(6)", reason)
    reason = (
        f"{at_least_km:g} to {up_to_km:g} km lies on both sides of a limit: "
        f"{low.outcome} at the lower end, {high.outcome} at the upper."
    )
    return Verdict(Outcome.UNDETERMINED, None, "II(5), II(6)", reason)


def _by_figure(kind: Kind | None, range_km: float) -> Verdict:
    band = band_of(range_km)
    if band is RangeBand.BELOW:
        reason = f"{range_km:g} km is under the treaty's lower limit of 500 km."
        return Verdict(Outcome.BELOW, band, "II(6)", reason)
    if band is RangeBand.BEYOND:
        what = "a ballistic missile of this range is an ICBM" if kind is Kind.GLBM else "outside"
        reason = f"{range_km:g} km is over the treaty's upper limit of 5500 km: {what}."
        return Verdict(Outcome.ABOVE, band, "II(5)", reason)
    article = "II(6)" if band is RangeBand.SHORTER else "II(5)"
    edge = " on the edge, and both edges are" if range_km in INF_BAND_KM else ""
    reason = f"{range_km:g} km is{edge} inside the band: {band}."
    return Verdict(Outcome.BANNED, band, article, reason)


def _by_lower_bound(kind: Kind | None, at_least_km: float) -> Verdict:
    """Judge "beyond 500 km": the class stays open, the ban may not."""
    band = band_of(at_least_km)
    if band is RangeBand.BEYOND:
        return _by_figure(kind, at_least_km)
    if band is RangeBand.BELOW:
        reason = f"At least {at_least_km:g} km with no maximum given: the limit may be passed."
        return Verdict(Outcome.UNDETERMINED, None, "II(6)", reason)
    reason = (
        f"At least {at_least_km:g} km with no maximum given: inside the band from "
        f"{at_least_km:g} km on."
    )
    return Verdict(Outcome.BANNED, None, "II(5), II(6)", reason)


def _single_band(at_least_km: float | None, up_to_km: float | None) -> RangeBand | None:
    """Return the band that every range of an interval shares, if there is one."""
    if up_to_km is None:
        return None
    bands = {band_of(km) for km in (at_least_km, up_to_km) if km is not None}
    return bands.pop() if len(bands) == 1 else None
