"""The verdict on a system, from its holder, the day, its basing, its kind and a range figure.

These are judged in this order: the treaty binds no state that is not a party, holds only while it
is in force, and does not limit what is launched from sea or air.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from infmap.looks.distances import Units, length_words
from infmap.looks.lists import listed
from infmap.treaty.figures import band_of_figure, figure_km, judge_ballistic, judge_cruise
from infmap.treaty.positions import (
    GLIDER_POSITIONS,
    ICBM_POSITIONS,
    LAUNCHER_POSITIONS,
    TARGET_POSITIONS,
    UAV_POSITIONS,
)
from infmap.treaty.terms import (
    END_OF_TREATY,
    ENTRY_INTO_FORCE,
    INTERMEDIATE_RANGE_GONE,
    LISTED_SHORTER_RANGE,
    LISTED_TESTED_ONLY,
    PARTIES,
    SHORTER_RANGE_GONE,
    SIGNATURE,
    SUSPENSION,
    Basing,
    Kind,
    Measure,
    Purpose,
    RangeBand,
    band_of,
    in_inf_band,
)
from infmap.treaty.verdicts import Held, Outcome, Verdict

_GROUND = {Basing.GROUND_FIXED, Basing.GROUND_MOBILE}
#: Kinds whose definition says where they are launched from.
_FROM_GROUND = {Kind.GLBM, Kind.GLCM, Kind.ICBM}
_FROM_SEA_OR_AIR = {Kind.SLBM, Kind.SLCM, Kind.ALCM}
_CRUISE = {Kind.GLCM, Kind.SLCM, Kind.ALCM, Kind.UAV}
#: States whose names take "the" in a sentence.
_WITH_ARTICLE = {"United States", "Soviet Union", "United Kingdom", "Netherlands", "Philippines"}
_SUSPENDED = (
    "The United States had suspended its obligations from 2 February 2019; Russia said that day "
    "that it did so too (decree of 4 March, law of 3 July)."
)


def verdict(
    *,
    holder: str | None,
    kind: Kind | None,
    basing: Collection[Basing] = (),
    purpose: Purpose = Purpose.WEAPON_DELIVERY,
    treaty_listing: str = "",
    at_least_km: float | None = None,
    up_to_km: float | None = None,
    measure: Measure | None = None,
    on: date | None = None,
) -> Verdict:
    """Return the treaty's verdict on a system in a state's hands, if a given figure is right.

    Parameters
    ----------
    holder : str or None
        The state that holds the system, not always its maker; None if not known.
    kind : Kind or None
        What the system is; None if not known.
    basing : collection of Basing
        Where it is launched from. Empty means as the kind says, or not known.
    purpose : Purpose
        What it is for.
    treaty_listing : str
        The type's name in Article III or the Memorandum of Understanding, or empty.
    at_least_km, up_to_km : float or None
        The figure as an interval, in kilometres: `up_to_km` alone is a maximum, `at_least_km`
        alone a lower bound with no maximum.
    measure : Measure or None
        How the figure was obtained; None if not known.
    on : date, optional
        The day of the verdict. Without it, the treaty counts as in force and its eliminations as
        complete.

    Returns
    -------
    Verdict
        With its article, its reason in one line and, if disputed, the position of both sides.

    References
    ----------
    INF Treaty, Articles I to VII, XV and XVII.

    Examples
    --------
    >>> v = verdict(holder="Russia", kind=Kind.GLCM, up_to_km=480)
    >>> print(v.outcome, v.article)
    below II(6)
    >>> pershing = {"kind": Kind.GLBM, "treaty_listing": "Pershing IA", "on": date(1989, 6, 1)}
    >>> print(verdict(holder="United States", **pershing).outcome)
    to be eliminated
    >>> print(verdict(holder="West Germany", **pershing).outcome)
    not bound
    """
    if holder is not None and holder not in PARTIES:
        return _not_bound([holder], at_least_km, up_to_km)
    missing = [] if holder is not None else ["operator"]
    missing += [] if kind is not None else ["kind"]
    missing += [] if basing or kind in _FROM_GROUND | _FROM_SEA_OR_AIR else ["basing"]
    if missing:
        reason = f"The table does not state the {listed(missing)}, so no verdict is given."
        article = "I" if holder is None else "II"
        band = band_of_figure(at_least_km, up_to_km)
        return Verdict(Outcome.NOT_STATED, band, article, reason)

    def in_force(day: date | None) -> Verdict:
        assert kind is not None
        launched = frozenset(basing)
        return _in_force(
            kind, launched, purpose, treaty_listing, at_least_km, up_to_km, measure, day
        )

    if on is not None and on < ENTRY_INTO_FORCE:
        then = in_force(ENTRY_INTO_FORCE)
        signed = on >= SIGNATURE
        begun = "is signed" if signed else "was not signed before 8 December 1987"
        reason = f"The treaty {begun}; in force from 1 June 1988, it says: {_named(then)}."
        outcome = Outcome.SIGNED if signed else Outcome.NO_TREATY_YET
        return replace(then, outcome=outcome, article="XVII", reason=reason)
    if on is not None and on >= END_OF_TREATY:
        then = in_force(END_OF_TREATY - timedelta(days=1))
        reason = f"The treaty ended on 2 August 2019; in force it would say: {_named(then)}."
        return replace(then, outcome=Outcome.NO_LONGER_IN_FORCE, article="XV", reason=reason)
    judged = in_force(on)
    if on is not None and on >= SUSPENSION:
        return replace(judged, reason=f"{judged.reason} {_SUSPENDED}")
    return judged


def verdicts(
    *,
    holders: Collection[str],
    kind: Kind | None,
    basing: Collection[Basing] = (),
    purpose: Purpose = Purpose.WEAPON_DELIVERY,
    treaty_listing: str = "",
    at_least_km: float | None = None,
    up_to_km: float | None = None,
    measure: Measure | None = None,
    on: date | None = None,
) -> tuple[Held, ...]:
    """Return the verdicts on a system, grouped by holder: the parties to the treaty come first.

    Parameters
    ----------
    holders : collection of str
        The states that hold the system. Empty means not known.
    kind, basing, purpose, treaty_listing, at_least_km, up_to_km, measure, on
        As in `verdict`.

    Returns
    -------
    tuple of Held
        A single verdict, or one for the parties and one for the other states.

    Examples
    --------
    >>> both = verdicts(holders=["Bulgaria", "Soviet Union"], kind=Kind.GLBM,
    ...                 treaty_listing="SS-23")
    >>> [(held.holders, str(held.verdict.outcome)) for held in both]
    [(('Soviet Union',), 'banned'), (('Bulgaria',), 'not bound')]
    """
    bound = tuple(name for name in dict.fromkeys(holders) if name in PARTIES)
    others = tuple(name for name in dict.fromkeys(holders) if name not in PARTIES)
    judgements = []
    if bound or not others:
        judged = verdict(
            holder=bound[0] if bound else None,
            kind=kind,
            basing=basing,
            purpose=purpose,
            treaty_listing=treaty_listing,
            at_least_km=at_least_km,
            up_to_km=up_to_km,
            measure=measure,
            on=on,
        )
        if others:
            judged = replace(judged, reason=f"In the hands of {_called(bound)}: {judged.reason}")
        judgements.append(Held(bound, judged))
    if others:
        judgements.append(Held(others, _not_bound(others, at_least_km, up_to_km)))
    return tuple(judgements)


def _named(then: Verdict) -> str:
    return f"{then.outcome}, {then.article}"


def _called(names: Collection[str]) -> str:
    return listed(f"the {name}" if name in _WITH_ARTICLE else name for name in names)


def _not_bound(
    holders: Collection[str], at_least_km: float | None, up_to_km: float | None
) -> Verdict:
    never = "was never a party" if len(holders) == 1 else "were never parties"
    who = _called(holders)
    reason = f"{who[0].upper()}{who[1:]} {never}; only parties were bound."
    return Verdict(Outcome.NOT_BOUND, band_of_figure(at_least_km, up_to_km), "I", reason)


def _in_force(
    kind: Kind,
    basing: frozenset[Basing],
    purpose: Purpose,
    treaty_listing: str,
    at_least_km: float | None,
    up_to_km: float | None,
    measure: Measure | None,
    on: date | None,
) -> Verdict:
    """Judge a system of a party while the treaty is in force."""
    band = band_of_figure(at_least_km, up_to_km)
    if (elsewhere := _from_sea_or_air(kind, basing, band)) is not None:
        return elsewhere
    if treaty_listing:
        return _by_name(treaty_listing, on)
    if (by_kind := _by_kind(kind, purpose, band)) is not None:
        return by_kind
    if up_to_km == 0:
        reason = "This party denies any such missile there, which leaves nothing to limit."
        return Verdict(Outcome.OUTSIDE, band, _definition(kind), reason)
    if kind is Kind.ICBM:
        return _strategic(at_least_km, up_to_km, measure)
    if kind is Kind.BOOST_GLIDE:
        return _glider(at_least_km, up_to_km)
    judge = judge_cruise if kind in _CRUISE else judge_ballistic
    return judge(at_least_km, up_to_km, measure)


def _definition(kind: Kind) -> str:
    """Return the article that defines systems of this kind."""
    if kind is Kind.LAUNCHER:
        return "II(3), II(4)"
    return "II(2)" if kind in _CRUISE else "II(1)"


def _from_sea_or_air(
    kind: Kind, basing: frozenset[Basing], band: RangeBand | None
) -> Verdict | None:
    """Judge a system that is not launched from the ground; return None for all others."""
    from_ground = basing & _GROUND
    if kind in _FROM_SEA_OR_AIR and from_ground:
        reason = (
            "A missile for sea or air that is launched on land is outside only on a fixed launcher "
            "used for tests alone."
        )
        return Verdict(Outcome.UNDETERMINED, band, "VII(11)", reason)
    # A drone that is based "air" takes off from an airfield: whether that is ground launch is part
    # of the dispute.
    if from_ground or (kind is Kind.UAV and Basing.AIR in basing):
        return None
    if kind in _FROM_GROUND and not basing:
        return None
    what = "launchers on land" if kind is Kind.LAUNCHER else "ground-launched missiles"
    reason = f"Launched from sea or air; the treaty covers {what} only."
    if kind is Kind.SLBM:
        reason = (
            "Strategic and launched from sea: the subject of SALT and START, not of this treaty."
        )
    return Verdict(Outcome.OUTSIDE, band, _definition(kind), reason)


def _by_name(treaty_listing: str, on: date | None) -> Verdict:
    """Judge a type that the treaty names; its range does not matter."""
    if treaty_listing in LISTED_TESTED_ONLY:
        band, named = LISTED_TESTED_ONLY[treaty_listing], "MoU"
    elif treaty_listing in LISTED_SHORTER_RANGE:
        band, named = RangeBand.SHORTER, "III(2)"
    else:
        band, named = RangeBand.INTERMEDIATE, "III(1)"
    is_shorter = band is RangeBand.SHORTER
    gone = SHORTER_RANGE_GONE if is_shorter else INTERMEDIATE_RANGE_GONE
    day = "1 December 1989" if is_shorter else "1 June 1991"
    article = "V(1)" if is_shorter else "IV(1)"
    where = "the Memorandum of Understanding" if named == "MoU" else named
    by = f"Named in {where} as {treaty_listing}, whatever range is claimed: "
    by += f"to be eliminated by {day}"
    if on is not None and on < gone:
        reason = f"{by}; until then it may be held, but not made or flight-tested (VI(1))."
        return Verdict(Outcome.TO_BE_ELIMINATED, band, article, reason)
    return Verdict(Outcome.BANNED, band, f"{named}, {article}", f"{by}, banned from then on.")


def _by_kind(kind: Kind, purpose: Purpose, band: RangeBand | None) -> Verdict | None:
    """Return the verdict if kind and purpose decide it whatever the range, else None."""
    if kind is Kind.INTERCEPTOR or (purpose is Purpose.INTERCEPTION and kind is Kind.GLBM):
        reason = "Made and tested solely to intercept objects that are not on the Earth's surface."
        return Verdict(Outcome.EXEMPT, band, "VII(3)", reason)
    if kind is Kind.LAUNCHER:
        reason = (
            "A launcher counts if its type was tested with, contained or launched a missile for "
            "launch from the ground; of this one the parties disagree."
        )
        return Verdict(Outcome.DISPUTED, band, "VII(7), VII(8)", reason, LAUNCHER_POSITIONS)
    if kind is Kind.TARGET:
        reason = "The parties disagree whether this target is a booster for research."
        return Verdict(Outcome.DISPUTED, band, "VII(12)", reason, TARGET_POSITIONS)
    if purpose is Purpose.RESEARCH and kind is not Kind.UAV:
        reason = (
            "A booster for research is allowed on conditions that no figure settles: other stages, "
            "tests of other things, few fixed launchers at declared sites."
        )
        return Verdict(Outcome.UNDETERMINED, band, "VII(12)", reason)
    if purpose is Purpose.INTERCEPTION:
        reason = "VII(3) exempts ballistic interceptors; of others the treaty says nothing."
        return Verdict(Outcome.UNDETERMINED, band, "VII(3)", reason)
    if purpose is not Purpose.WEAPON_DELIVERY:
        reason = "Carries no weapon, so it is not a weapon-delivery vehicle."
        return Verdict(Outcome.OUTSIDE, band, _definition(kind), reason)
    if kind is Kind.UAV:
        reason = "The parties disagree whether an armed drone is a cruise missile."
        return Verdict(Outcome.DISPUTED, band, "II(2)", reason, UAV_POSITIONS)
    return None


def _strategic(
    at_least_km: float | None, up_to_km: float | None, measure: Measure | None
) -> Verdict:
    """Judge an ICBM: outside the treaty, unless a figure puts it inside the band."""
    low = at_least_km if at_least_km is not None else up_to_km
    band = band_of_figure(at_least_km, up_to_km)
    subject = "the subject of SALT and START, not of this treaty"
    if low is not None and band_of(low) is RangeBand.BEYOND:
        figure = figure_km(at_least_km, up_to_km)
        reason = f"{figure}, over the upper limit of 5500 km, is an ICBM's range: {subject}."
        article = "II(5), VII(4)" if measure is Measure.TESTED else "II(5)"
        return Verdict(Outcome.ABOVE, RangeBand.BEYOND, article, reason)
    if band is RangeBand.BELOW:
        return judge_ballistic(at_least_km, up_to_km, measure)
    # A lower bound does not contradict an ICBM, unless it is the distance of a test.
    flown = low if measure is Measure.TESTED else None
    within = up_to_km if up_to_km is not None else flown
    if within is not None and in_inf_band(within):
        reason = (
            f"Held to be an ICBM, but {length_words(within, Units.KM)} is inside the band; the "
            "longest test decides."
        )
        return Verdict(Outcome.DISPUTED, band, "VII(4)", reason, ICBM_POSITIONS)
    return Verdict(Outcome.OUTSIDE, band, "II(5)", f"Strategic by its kind: {subject}.")


def _glider(at_least_km: float | None, up_to_km: float | None) -> Verdict:
    """Judge a boost-glide vehicle: undetermined within the band, clear outside it."""
    band = band_of_figure(at_least_km, up_to_km)
    low = at_least_km if at_least_km is not None else up_to_km
    if low is not None and band_of(low) is RangeBand.BEYOND:
        reason = f"{figure_km(at_least_km, up_to_km)} is over the upper limit of 5500 km."
        return Verdict(Outcome.ABOVE, RangeBand.BEYOND, "II(5)", reason)
    if band is RangeBand.BELOW:
        reason = f"{figure_km(at_least_km, up_to_km)} is under the lower limit of 500 km."
        return Verdict(Outcome.BELOW, band, "II(6)", reason)
    reason = "Whether a boost-glide vehicle is a ballistic or a cruise missile is an open question."
    return Verdict(Outcome.UNDETERMINED, band, "II(1), II(2)", reason, GLIDER_POSITIONS)
