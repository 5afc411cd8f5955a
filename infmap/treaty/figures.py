"""Verdicts from a range figure, for types that the treaty does not name (Article VII(4)).

For a ballistic missile the longest distance tested decides; a declared or assessed figure is only a
party's word. For a cruise missile the distance to fuel exhaustion decides: a test shows that it is
at least the distance flown, any other figure claims to be that distance.
"""

from infmap.looks.distances import Units, ends_words, length_words
from infmap.treaty.terms import INF_BAND_KM, Measure, RangeBand, band_of, in_inf_band
from infmap.treaty.verdicts import Outcome, Verdict

_NO_FIGURE = "This party gives no figure, so the range decides nothing."


def band_of_figure(at_least_km: float | None, up_to_km: float | None) -> RangeBand | None:
    """Return the band that contains the whole interval, or None.

    Examples
    --------
    >>> str(band_of_figure(None, 480)), band_of_figure(400, 500), band_of_figure(500, None)
    ('below-500', None, None)
    """
    if up_to_km is None:
        return None
    bands = {band_of(km) for km in (at_least_km, up_to_km) if km is not None}
    return bands.pop() if len(bands) == 1 else None


def figure_km(at_least_km: float | None, up_to_km: float | None) -> str:
    """Return a figure in words, to begin a sentence.

    Examples
    --------
    >>> figure_km(500, None), figure_km(None, 480), figure_km(2000, 2350)
    ('At least 500 km', '480 km', '2000 to 2350 km')
    >>> figure_km(None, 499.99999)
    '499.99999 km'
    """
    if up_to_km is None:
        assert at_least_km is not None
        return f"At least {length_words(at_least_km, Units.KM)}"
    if at_least_km is None or at_least_km == up_to_km:
        return length_words(up_to_km, Units.KM)
    return ends_words([at_least_km, up_to_km], Units.KM)


def judge_ballistic(
    at_least_km: float | None, up_to_km: float | None, measure: Measure | None
) -> Verdict:
    """Return the verdict on a ground-launched ballistic missile that the treaty does not name.

    Parameters
    ----------
    at_least_km, up_to_km : float or None
        The figure as an interval, in kilometres.
    measure : Measure or None
        How the figure was obtained; None if that is not stated.

    References
    ----------
    INF Treaty, Articles II(5), II(6) and VII(4).

    Examples
    --------
    >>> print(judge_ballistic(None, 500, Measure.TESTED).outcome)
    banned
    >>> print(judge_ballistic(None, 500, Measure.DECLARED).outcome)
    undetermined
    """
    if at_least_km is None and up_to_km is None:
        return Verdict(Outcome.UNDETERMINED, None, "VII(4)", _NO_FIGURE)
    figure, band = figure_km(at_least_km, up_to_km), band_of_figure(at_least_km, up_to_km)
    low = at_least_km if at_least_km is not None else up_to_km
    assert low is not None
    is_tested = measure is Measure.TESTED
    figure += " flown" if is_tested else ""
    if band_of(low) is RangeBand.BEYOND:
        sure = "whatever its shorter tests" if is_tested else "by this party's word, if so tested"
        reason = f"{figure} is over the upper limit of 5500 km: an ICBM, {sure}."
        return Verdict(Outcome.ABOVE, RangeBand.BEYOND, "II(5), VII(4)", reason)
    if up_to_km is None:
        leaves = (
            "leaves open whether the longest test is beyond 5500 km, as of an ICBM"
            if in_inf_band(low)
            else "leaves open whether the longest test reaches 500 km"
        )
        return Verdict(Outcome.UNDETERMINED, None, "VII(4)", f"{figure} {leaves}.")
    if band is RangeBand.BELOW:
        sure = (
            "if no test was longer"
            if is_tested
            else "by this party's word; the longest distance tested decides"
        )
        reason = f"{figure} is under the lower limit of 500 km, {sure}."
        return Verdict(Outcome.BELOW, band, "II(6), VII(4)", reason)
    if in_inf_band(low) and in_inf_band(up_to_km):
        if is_tested:
            reason = f"{figure} is {_place(low, up_to_km)}, if no test was longer."
            return Verdict(Outcome.BANNED, band, f"{_article(low, up_to_km)}, VII(4)", reason)
        place = _place(low, up_to_km)
    else:
        place = "on both sides of a limit"
    says = "which this figure does not give" if is_tested else "and this figure states no test"
    reason = f"{figure} is {place}, but the longest distance tested decides, {says}."
    return Verdict(Outcome.UNDETERMINED, band, "VII(4)", reason)


def judge_cruise(
    at_least_km: float | None, up_to_km: float | None, measure: Measure | None
) -> Verdict:
    """Return the verdict on a ground-launched cruise missile that the treaty does not name.

    Parameters
    ----------
    at_least_km, up_to_km, measure
        As in `judge_ballistic`.

    References
    ----------
    INF Treaty, Articles II(5), II(6) and VII(4).

    Examples
    --------
    >>> print(judge_cruise(None, 480, Measure.DECLARED).outcome)
    below
    >>> print(judge_cruise(None, 480, Measure.TESTED).outcome)
    undetermined
    """
    if at_least_km is None and up_to_km is None:
        return Verdict(Outcome.UNDETERMINED, None, "VII(4)", _NO_FIGURE)
    low = at_least_km if at_least_km is not None else up_to_km
    assert low is not None
    if measure is Measure.TESTED:
        return _flown(low)
    figure, band = figure_km(at_least_km, up_to_km), band_of_figure(at_least_km, up_to_km)
    if band_of(low) is RangeBand.BEYOND:
        reason = f"{figure} is over the treaty's upper limit of 5500 km, if flown {_SPENT}."
        return Verdict(Outcome.ABOVE, RangeBand.BEYOND, "II(5)", reason)
    if up_to_km is None:
        if not in_inf_band(low):
            reason = f"{figure} with no maximum given: the limit of 500 km may be passed."
            return Verdict(Outcome.UNDETERMINED, None, "VII(4)", reason)
        reason = f"{figure} is inside the band, if flown {_SPENT}, unless it goes beyond 5500 km."
        return Verdict(Outcome.BANNED, None, _article(low, None), reason)
    if band is RangeBand.BELOW:
        reason = f"{figure} is under the treaty's lower limit of 500 km, if flown {_SPENT}."
        return Verdict(Outcome.BELOW, band, "II(6)", reason)
    if in_inf_band(low) and in_inf_band(up_to_km):
        reason = f"{figure} is {_place(low, up_to_km)}, if flown {_SPENT}."
        return Verdict(Outcome.BANNED, band, _article(low, up_to_km), reason)
    reason = f"{figure} is on both sides of a limit: the distance {_SPENT} decides."
    return Verdict(Outcome.UNDETERMINED, None, "VII(4)", reason)


#: How far a cruise missile is to be flown for its range, by VII(4).
_SPENT = "to fuel exhaustion"


def _flown(km: float) -> Verdict:
    """Judge a cruise missile by a test: its range is at least the distance flown."""
    flown = f"{length_words(km, Units.KM)} flown"
    if band_of(km) is RangeBand.BEYOND:
        reason = f"{flown} is over the treaty's upper limit of 5500 km."
        return Verdict(Outcome.ABOVE, RangeBand.BEYOND, "II(5), VII(4)", reason)
    if band_of(km) is RangeBand.BELOW:
        reason = f"{flown} is under 500 km, but its range is the distance {_SPENT}, maybe longer."
        return Verdict(Outcome.UNDETERMINED, None, "VII(4)", reason)
    reason = (
        f"{flown} shows a range of at least as much {_SPENT}: inside the band, unless it goes "
        "beyond 5500 km."
    )
    return Verdict(Outcome.BANNED, None, f"{_article(km, None)}, VII(4)", reason)


def _article(low_km: float, high_km: float | None) -> str:
    """Return the article of the range class, or both articles if the figure leaves it open."""
    if band_of(low_km) is RangeBand.INTERMEDIATE:
        return "II(5)"
    is_shorter = high_km is not None and band_of(high_km) is RangeBand.SHORTER
    return "II(6)" if is_shorter else "II(5), II(6)"


def _place(low_km: float, high_km: float) -> str:
    """Return where a figure within the band lies, in words."""
    if band_of(low_km) is not band_of(high_km):
        return "inside the band, in both classes"
    if {low_km, high_km} & {*INF_BAND_KM}:
        return f"on the edge, which is inside the band ({band_of(high_km)})"
    return f"inside the band ({band_of(high_km)})"
