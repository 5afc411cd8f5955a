"""Distances in the unit that a reader asked for: kilometres, miles or nautical miles.

Everything is decided in kilometres, and only what a person reads is converted. A rounded number
must not say the opposite of what was decided: where it would, the kilometres stand beside it.
Limits that are whole in kilometres alone, such as the treaty's, keep them in brackets.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Self

from infmap.looks.limits import LIMITS_KM
from infmap.looks.lists import listed


class LengthUnit(StrEnum):
    """A unit of length, which is the text of its symbol.

    Attributes
    ----------
    km : float
        Its length in kilometres, exact by definition.
    plural : str
        Its name in a sentence.

    """

    km: float
    plural: str

    def __new__(cls, symbol: str, km: float, plural: str) -> Self:
        """Make a unit that is the text of its symbol."""
        unit = str.__new__(cls, symbol)
        unit._value_ = symbol
        unit.km = km
        unit.plural = plural
        return unit


class Units(LengthUnit):
    """A unit that distances are shown in.

    Examples
    --------
    >>> print(Units.NMI, Units.NMI.km, Units.NMI.plural)
    nmi 1.852 nautical miles
    """

    KM = "km", 1.0, "kilometres"
    MI = "mi", 1.609344, "miles"
    NMI = "nmi", 1.852, "nautical miles"


#: From here on lengths are whole numbers; shorter ones have two digits.
WHOLE_FROM = 10
#: More decimals than any position has; a conversion has no end of them.
MOST_DECIMALS = 9


def in_units(km: float, units: Units) -> float:
    """Return a length in another unit.

    Examples
    --------
    >>> in_units(1609.344, Units.MI), in_units(1852, Units.NMI), in_units(480, Units.KM)
    (1000.0, 1000.0, 480.0)
    """
    return km / units.km


def head_in(head: str, units: Units) -> str:
    """Return the head of a column of kilometres with the unit that its numbers are shown in.

    Examples
    --------
    >>> head_in("distance_km", Units.MI), head_in("Margin km", Units.NMI), head_in("km", Units.KM)
    ('distance_mi', 'Margin nmi', 'km')
    """
    return f"{head.removesuffix(Units.KM)}{units}" if head.endswith(Units.KM) else head


def length_text(km: float, units: Units, turns_km: Iterable[float] = ()) -> str:
    """Return a stated length as a number: a figure, a limit, or how well a position is known.

    It has more digits where rounding would put it on another side of a limit of the treaty, or of
    what stands beside it (`turns_km`). Where no number of digits does, in a unit in which the limit
    is rounded too, `length_words` has the kilometres.

    Examples
    --------
    >>> length_text(480, Units.MI), length_text(5500, Units.NMI), length_text(1, Units.MI)
    ('298', '2970', '0.62')
    >>> length_text(2000.5, Units.KM), length_text(499.99999, Units.KM)
    ('2000.5', '499.99999')
    >>> length_text(499.9, Units.MI), length_text(500, Units.MI), length_text(501.5, Units.MI)
    ('310.6', '311', '312')
    """
    short = _short(km, units)
    turns = [turn for turn in (*LIMITS_KM, *turns_km) if _is_near(km, turn)]
    if _is_told_apart(short, km, turns, units):
        return short
    longer = (_longer(km, units, more) for more in range(1, MOST_DECIMALS + 3))
    return next((text for text in longer if _is_told_apart(text, km, turns, units)), short)


def _short(km: float, units: Units) -> str:
    if units is Units.KM:
        return f"{km:g}"
    length = in_units(km, units)
    return f"{length:.0f}" if abs(length) >= WHOLE_FROM else f"{float(f'{length:.2g}'):g}"


def _longer(km: float, units: Units, more: int) -> str:
    """Return a length with more digits than the six, or the decimals, of the short form."""
    return f"{km:.{6 + more}g}" if units is Units.KM else f"{in_units(km, units):.{more}f}"


def _is_near(km: float, turn_km: float) -> bool:
    """Return whether rounding may bring two lengths together, in any unit."""
    return abs(km - turn_km) < 2


def _is_told_apart(text: str, km: float, turns_km: Iterable[float], units: Units) -> bool:
    shown = float(text)
    return all(_side(shown, _as_shown(turn, units)) == _side(km, turn) for turn in turns_km)


def _as_shown(turn_km: float, units: Units) -> float:
    """Return a limit as it is read: as it is in kilometres, else rounded."""
    return turn_km if units is Units.KM else float(_short(turn_km, units))


def _needs_km(km: float, units: Units) -> bool:
    """Return whether a stated length is told apart from a limit in kilometres alone."""
    turns = [turn for turn in LIMITS_KM if _is_near(km, turn)]
    return not _is_told_apart(length_text(km, units), km, turns, units)


def length_words(
    km: float, units: Units, *, with_km: bool = False, turns_km: Iterable[float] = ()
) -> str:
    """Return a stated length with its unit, and where asked for or needed in kilometres as well.

    Examples
    --------
    >>> length_words(480, Units.MI), length_words(480, Units.MI, with_km=True)
    ('298 mi', '298 mi (480 km)')
    >>> length_words(480, Units.KM, with_km=True), length_words(500.1, Units.MI)
    ('480 km', '311 mi (500.1 km)')
    """
    return ends_words([km], units, with_km=with_km, turns_km=turns_km)


def ends_words(
    ends_km: Sequence[float],
    units: Units,
    joint: str = " to ",
    *,
    with_km: bool = False,
    turns_km: Iterable[float] = (),
) -> str:
    """Return the ends of a figure in words, as `length_words` returns one length.

    Examples
    --------
    >>> ends_words([2000, 2350], Units.KM), ends_words([499.9, 1000.1], Units.NMI)
    ('2000 to 2350 km', '269.9 to 540.01 nmi')
    >>> ends_words([480, 500.1], Units.MI)
    '298 to 311 mi (480 to 500.1 km)'
    """
    turns = tuple(turns_km)
    number, in_km = (
        joint.join(length_text(km, unit, turns) for km in ends_km) for unit in (units, Units.KM)
    )
    needs_km = with_km or any(_needs_km(km, units) for km in ends_km)
    return _beside(f"{number} {units}", in_km, needs_km and units is not Units.KM)


def limits_words(limits_km: Sequence[float], units: Units, joint: str = "to") -> str:
    """Return the limits of a band in words, with as many digits as they have.

    Limits that are not whole in the unit keep their kilometres in brackets.

    Examples
    --------
    >>> limits_words([500, 5500], Units.KM), limits_words([500, 5500], Units.MI)
    ('500 to 5500 km', '311 to 3418 mi (500 to 5500 km)')
    >>> limits_words([482.8032, 4828.032], Units.MI), limits_words([482.8032], Units.KM)
    ('300 to 3000 mi', '482.8032 km')
    >>> limits_words([500, 1000, 5500], Units.NMI, "or")
    '270, 540 or 2970 nmi (500, 1000 or 5500 km)'
    """
    in_km = listed([f"{km:.12g}" for km in limits_km], joint)
    if units is Units.KM:
        return f"{in_km} km"
    shown = listed([limit_text(km, units) for km in limits_km], joint)
    return _beside(f"{shown} {units}", in_km, not all(_is_whole(km, units) for km in limits_km))


def limit_text(km: float, units: Units) -> str:
    """Return the limit of a band as a number.

    Examples
    --------
    >>> limit_text(482.8032, Units.KM), limit_text(482.8032, Units.MI), limit_text(500, Units.MI)
    ('482.8032', '300', '311')
    """
    return f"{km:.12g}" if units is Units.KM else length_text(km, units)


def bracketed(text: str, note: str) -> str:
    """Return a text with a note in brackets, in those that it ends with if it has them.

    Examples
    --------
    >>> bracketed("500 to 1000 km", "shorter-range"), bracketed("311 mi (500 km)", "your band")
    ('500 to 1000 km (shorter-range)', '311 mi (500 km; your band)')
    """
    return f"{text[:-1]}; {note})" if text.endswith(")") else f"{text} ({note})"


def distance_text(
    km: float, decimals: int, turns_km: Iterable[float], units: Units = Units.KM
) -> str:
    """Return a distance rounded to `decimals`, or to more where rounding would cross a limit.

    `km` is a distance, or the margin of a figure over one. `turns_km` are the limits that rounding
    must not cross: those of the bands, and the ends of figures. Where the limit's own rounding puts
    it on the other side of the distance, the kilometres follow in brackets.

    Examples
    --------
    >>> distance_text(1746.3, 0, [500]), distance_text(499.7, 0, [500])
    ('1746', '499.7')
    >>> distance_text(480.04, 1, [480]), distance_text(-0.2, 0, [0])
    ('480.04', '-0.2')
    >>> distance_text(1746.3, 0, [500], Units.MI), distance_text(479.7, 0, [480], Units.MI)
    ('1085', '298.1 (479.7 km)')
    """
    number, beside = _distance(km, decimals, [*turns_km], units)
    return number + beside


def distance_words(km: float, decimals: int, turns_km: Iterable[float], units: Units) -> str:
    """Return a distance as `distance_text` does, with its unit.

    Examples
    --------
    >>> distance_words(1746.3, 0, [500], Units.KM), distance_words(479.7, 0, [480], Units.MI)
    ('1746 km', '298.1 mi (479.7 km)')
    """
    number, beside = _distance(km, decimals, [*turns_km], units)
    return f"{number} {units}{beside}"


def is_misplaced(km: float, stated_km: float, units: Units) -> bool:
    """Return whether a stated length, once rounded, lies on the other side of a distance.

    Examples
    --------
    >>> is_misplaced(500.2, 500, Units.MI), is_misplaced(501, 500, Units.MI)
    (True, False)
    >>> is_misplaced(500.2, 500, Units.KM), is_misplaced(1234.569, 1234.5688, Units.KM)
    (False, True)
    """
    if not _is_near(km, stated_km):
        return False
    return _side(in_units(km, units), float(length_text(stated_km, units))) != _side(km, stated_km)


def _distance(km: float, decimals: int, turns_km: Sequence[float], units: Units) -> tuple[str, str]:
    """Return a distance as a number, and what follows its unit."""
    number = _rounded(km, decimals, turns_km, units)
    if not any(is_misplaced(km, turn, units) for turn in turns_km):
        return number, ""
    return number, f" ({_rounded(km, decimals, turns_km, Units.KM)} km)"


def _rounded(km: float, decimals: int, turns_km: Sequence[float], units: Units) -> str:
    text = f"{in_units(km, units):.{decimals}f}"
    shown = float(text)

    def is_true(turn: float) -> bool:
        side = _side(km, turn)
        if units is Units.KM:
            return _side(shown, turn) == side
        # The limit has no end of decimals, but the reader sees it rounded.
        if _side(shown, round(in_units(turn, units), decimals)) != side:
            return False
        is_seen = not is_misplaced(km, turn, units)
        return not is_seen or _side(shown, float(length_text(turn, units))) == side

    if decimals >= MOST_DECIMALS and units is not Units.KM:
        return text
    return text if all(map(is_true, turns_km)) else _rounded(km, decimals + 1, turns_km, units)


def _side(length: float, other: float) -> int:
    return (length > other) - (length < other)


def _is_whole(km: float, units: Units) -> bool:
    length = in_units(km, units)
    return abs(length - round(length)) < 1e-9 * max(length, 1)


def _beside(text: str, in_km: str, with_km: bool) -> str:
    return f"{text} ({in_km} km)" if with_km else text
