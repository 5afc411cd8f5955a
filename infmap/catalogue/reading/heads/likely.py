"""Tells what a head that is not read may mean all the same, by the words in it."""

from itertools import pairwise

from infmap.catalogue.reading.heads.meanings import DISTANCE, UNIT_WORDS, split_unit
from infmap.catalogue.reading.heads.periods import names_year
from infmap.catalogue.reading.heads.words import phrase_of, phrases, plain_words
from infmap.catalogue.values.units import Unit, unit_of

#: The side of the earth to which each coordinate counts.
SIDES = {"lon": "east", "lat": "north"}


def axes_named(head: str) -> set[str]:
    """Return the coordinate that a head names, if only beside other words; nothing of two.

    Examples
    --------
    >>> axes_named("launch_lat"), axes_named("latitudeE7"), axes_named("E"), axes_named("East wing")
    ({'lat'}, {'lat'}, {'lon'}, set())
    """
    words = {*plain_words(head)}
    sides = {axis for axis, side in SIDES.items() if words and words <= phrases(side)}
    axes = sides | {axis for axis in SIDES if words & phrases(axis)}
    return axes if len(axes) == 1 else set()


def names_position(head: str) -> bool:
    """Return whether a head names a whole position, if only beside other words.

    Examples
    --------
    >>> names_position("Koordinaten (L/B)"), names_position("N, E"), names_position("Notes")
    (True, True, False)
    """
    words = {*plain_words(head)}
    both = all(words & (phrases(axis) | phrases(side)) for axis, side in SIDES.items())
    return both or bool(words & phrases("position"))


def may_be_figure(head: str) -> bool:
    """Return whether an unread head may mean a range, by its words or a unit of length.

    Examples
    --------
    >>> may_be_figure("range with booster"), may_be_figure("Length (m)"), may_be_figure("Mass (kg)")
    (True, False, False)
    >>> may_be_figure("Im Dienst seit"), may_be_figure("L\u00e4nge (m)"), may_be_figure("Rnage (m)")
    (False, False, True)
    >>> may_be_figure("Menzil"), may_be_figure("\u5c04\u7a0b")
    (True, True)
    """
    from difflib import get_close_matches

    words = plain_words(head)
    if {*words} & phrases("minimum") or _is_distance_to(words):
        return False
    others = phrases("of_service") | phrases("no_range")
    long = {word for word in words if len(word) > 3 and word not in others}
    if any(get_close_matches(word, phrases("range"), 1, 0.8) for word in long):
        return True
    if {*words} & phrases("range_elsewhere"):
        return True
    if {*words} & phrases("no_range"):
        return False
    return split_unit(words)[1] is not None or phrase_of(words) in phrases("maximum")


def is_other_length(head: str) -> bool:
    """Return whether a head says that its lengths are of something else than a range.

    Examples
    --------
    >>> is_other_length("Flight altitude"), is_other_length("Distance to Moscow (km)")
    (True, True)
    >>> is_other_length("Zasięg"), is_other_length("Distance (km)")
    (False, False)
    """
    words = plain_words(head)
    return bool({*words} & phrases("no_range")) or _is_distance_to(words)


def _is_distance_to(words: list[str]) -> bool:
    """Return whether a head names what its distances lead to, or start from."""
    words, _ = split_unit(words)
    return any(
        first in DISTANCE and second in phrases("leading_to")
        for first, second in pairwise(words[:-1])
    )


def units_named(text: str) -> list[Unit]:
    """Return the units other than kilometres that a text names, in order.

    Those of short lengths are left out where the text speaks of no range: they are of heights.

    Examples
    --------
    >>> units_named("All ranges in nautical miles"), units_named("Sites, heights in feet, 2024")
    ([<Unit.NMI: 'nmi'>], [])
    """
    words = plain_words(text)
    named: list[Unit] = []
    while words:
        count = next((n for n in range(UNIT_WORDS, 0, -1) if unit_of(" ".join(words[:n]))), 0)
        unit = unit_of(" ".join(words[:count]))
        is_long = unit in {Unit.MI, Unit.NMI} or says_range(text)
        if unit is not None and unit is not Unit.KM and is_long:
            named.append(unit)
        words = words[count or 1 :]
    return named


def says_range(head: str) -> bool:
    """Return whether an unread head has a word for a range that is no word for a distance.

    Examples
    --------
    >>> says_range("Range ('000 km)"), says_range("Distance to coast (km)")
    (True, False)
    """
    words = {*plain_words(head)}
    is_least = words & phrases("minimum")
    return bool(words & phrases("range") - DISTANCE - {"r", "radio"}) and not is_least


def may_be_date(head: str) -> bool:
    """Return whether an unread head may mean the dates of reports or figures, not of the file.

    Examples
    --------
    >>> may_be_date("Date of photograph"), may_be_date("last_updated"), may_be_date("last_yr")
    (True, False, True)
    """
    words = {*plain_words(head)}
    return any(map(names_year, words)) and not is_of_file(words)


def is_of_file(words: set[str]) -> bool:
    """Return whether a date under a head of these words is that of the table, or of a row of it.

    What was last done may have been done to the file, if more is said than a year.

    Examples
    --------
    >>> is_of_file({"last", "updated"}), is_of_file({"last", "yr"}), is_of_file({"retired"})
    (True, False, False)
    """
    named = words & phrases("of_the_file")
    rest = {word for word in words if not names_year(word)}
    return bool(named - ({"last"} if rest == {"last"} else set()))
