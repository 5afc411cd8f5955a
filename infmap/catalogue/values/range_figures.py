"""The parser for ranges: from the tokens of a cell to its figures, and to the ends of the range.

The string of the tokens' letters is matched against a few patterns. If a cell has ambiguous
numbers, such as 2.500, it is read in both ways.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from infmap.catalogue.values.number_words import Token, digits, letters_of, values_of
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit
from infmap.treaty.terms import band_of

#: The smallest ring that can be drawn, and the circumference of the Earth: a reading outside is
#: implausible. The largest ring is smaller, but 35.000 km, as some say of a missile, is not 35.
_SMALLEST_KM, _FARTHEST_KM = 0.1, 40_100.0
#: The largest relative difference of two figures for one range: 2,500 km (1,600 mi).
_SAME_WITHIN = 0.1
#: The same where they lie in two bands of the treaty: 500 km (310 mi), and not 300 mi (500 km).
_SAME_ACROSS = 0.01
#: Of two figures for one range the one in these units counts, wherever it stands: the other may be
#: rounded over a limit of the treaty, which is in kilometres.
METRIC = {Unit.KM, Unit.M}
_REVERSED = "its ends are reversed"
_DIGITS_ALONE = "write digits alone, with a point before decimals"
#: A hyphen before a unit, as in 500-km. One at the end may have lost an upper end: 500-.
_HYPHEN = "(?:-(?=U))?"
_ONE = re.compile(
    r"[AS]*(?P<low>[GFn])?(?P<high>[LEx])?[AS]*N(?P<plus>P?)(?P<more>m?)(?P<less>l?)"
    rf"K?{_HYPHEN}U?(?P<plus_>P?)A*(?:-(?=m))?(?P<more_>[mnG]?)(?P<less_>[lxL]?)A*"
)
_TWO = re.compile(
    r"[AS]*(?:NK?U?[AS]*[-TES]|[FD][AS]*NK?U?[-TE]|B[AS]*NK?U?[-TE&]"
    rf"|[Gn][AS]*NK?U?[-&,]?[ELx])[AS]*NK?{_HYPHEN}U?A*"
)
_GIVE_OR_TAKE = re.compile(r"[AS]*NK?U?MNK?U?[AS]*")
Ends = tuple[float | None, float | None]


class Figure(NamedTuple):
    """A part of a cell that matches a pattern of a range; its numbers may be ambiguous."""

    numbers: tuple[Token, ...]
    factors: tuple[int, ...]
    units: tuple[Unit | None, ...]
    sign: str = ""
    give_or_take: bool = False


class _Refusal(NamedTuple):
    """Why a reading of a cell gives no range, and what to write instead."""

    problem: str
    writes: tuple[str, ...]
    #: Whether it gives two figures that differ by no more than rounding may make them.
    only_rounded: bool = False


class _Trial(NamedTuple):
    """A reading of a cell: what to write for it, and its range or the refusal."""

    writes: tuple[str, ...]
    outcome: Ends | _Refusal
    #: Whether the values of all ambiguous numbers are possible ranges.
    plausible: bool
    size: float

    @property
    def good(self) -> bool:
        """Whether it may be what was meant, even if it is refused for its rounding."""
        refused = isinstance(self.outcome, _Refusal) and not self.outcome.only_rounded
        return self.plausible and not refused

    @property
    def is_reversed(self) -> bool:
        return isinstance(self.outcome, _Refusal) and self.outcome.problem == _REVERSED


def refused_with(problem: str, writes: Iterable[str], rest: str = "") -> RefusedError:
    """Return the error for a cell, whose remedy lists the texts that could replace it.

    Examples
    --------
    >>> refused_with("may be either of two numbers", ["2500", "2.5"]).remedy
    'write 2500 or 2.5'
    """
    *others, last = dict.fromkeys(writes)
    return RefusedError(
        problem, f"write {', '.join(others)} or {last}{rest}" if others else f"write {last}{rest}"
    )


# --- Tokens to figures ------------------------------------------------------------------------


def figures_of(tokens: list[Token]) -> list[Figure] | None:
    """Return the figures of a cell, the first of which counts; None if it matches no pattern.

    Examples
    --------
    >>> from infmap.catalogue.values.number_words import tokens_of
    >>> [figure.sign for figure in figures_of(tokens_of("over 500 km (310 mi)"))]
    ['>=', '']
    """
    if whole := _figure(tokens):
        return [whole]
    outside: list[list[Token]] = [[]]
    inside: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if token.letter in "()":
            depth += 1 if token.letter == "(" else -1
            if token.letter == "(":
                inside.append([])
            if depth not in {0, 1}:
                return None
        elif token.letter in "/,;=&O":
            parts = inside if depth else outside
            if token.letter != "O" or len(parts) == 1 or parts[-1]:  # 300 mi, or 482 km
                parts.append([])
        else:
            (inside if depth else outside)[-1].append(token)
    read = [
        [_figure(part) for part in parts if not _only_about(part)] for parts in (outside, inside)
    ]
    if depth or not read[0] or None in read[0] + read[1]:
        return None
    figures = [figure for figure in read[0] if figure]
    shared = next((unit for figure in figures for unit in figure.units if unit), None)
    figures = [
        figure._replace(units=tuple(unit or shared for unit in figure.units)) for figure in figures
    ]
    return figures + [figure for figure in read[1] if figure]


def _only_about(tokens: Sequence[Token]) -> bool:
    """Return whether there are no tokens but words for "about"."""
    return bool(tokens) and {*letters_of(tokens)} <= {*"AS"}


def _figure(tokens: Sequence[Token]) -> Figure | None:
    letters = letters_of(tokens)
    sign = ""
    if match := _ONE.fullmatch(letters):
        lower = any(match[name] for name in ("low", "plus", "more", "plus_", "more_"))
        upper = any(match[name] for name in ("high", "less", "less_"))
        if lower and upper:
            return None
        sign = ">=" if lower else "<=" if upper else ""
    else:
        match = _GIVE_OR_TAKE.fullmatch(letters) or _TWO.fullmatch(letters)
    if match is None:
        return None
    places = [place for place, letter in enumerate(letters) if letter == "N"]
    parts = [tokens[a:b] for a, b in zip(places, [*places[1:], None], strict=True)]
    # In 300-500 mi and 300 mi - 500 both ends are miles; in 2-3 thousand both are thousands.
    own = [next((token.unit for token in part if token.unit), None) for part in parts]
    shared = own[-1] or own[0]
    thousands = ["K" in letters_of(part) for part in parts]
    factors = [1000 if is_thousands or thousands[-1] else 1 for is_thousands in thousands]
    values = [values_of(tokens[place]) for place in places]
    if thousands[-1] and not thousands[0] and not max(values[0]) < min(values[-1], default=0):
        return None  # 500 - 2 thousand
    return Figure(
        tuple(tokens[place] for place in places),
        tuple(factors),
        tuple(unit or shared for unit in own),
        sign,
        match.re is _GIVE_OR_TAKE,
    )


# --- Figures to a range -----------------------------------------------------------------------


def ends_of(figures: list[Figure], unit: Unit, *, bare: bool) -> Ends:
    """Return the ends of a cell's range in kilometres; refuse the cell if it is ambiguous.

    All ambiguous numbers of a cell are read in the same way: with commas between thousands, or
    with points. An end may be infinite.

    Examples
    --------
    >>> from infmap.catalogue.values.number_words import tokens_of
    >>> ends_of(figures_of(tokens_of("500-5,500")), Unit.KM, bare=False)
    (500.0, 5500.0)
    """
    numbers = [number for figure in figures for number in figure.numbers]
    if not all(map(values_of, numbers)):
        raise RefusedError("not a number", _DIGITS_ALONE)
    marks = {"," if "," in token.text else "." for token in numbers if len(values_of(token)) > 1}
    if len(marks) > 1:
        raise RefusedError("mixes two ways of writing numbers", _DIGITS_ALONE)
    trials = {mark: _trial(figures, mark, unit) for mark in ",."}
    possible = [trials[","]]
    if marks:
        # The other numbers may show which mark is which: 0,5-2,500 km has decimal commas.
        shown = {
            "," if token.readings[1] is None else "." for token in numbers if None in token.readings
        }
        possible = _possible(trials, marks.pop(), shown, bare=bare, alone=len(figures) == 1)
    possible = sorted(possible, key=lambda trial: -trial.size)
    problems = [trial.outcome.problem for trial in possible if isinstance(trial.outcome, _Refusal)]
    ends = [trial.outcome for trial in possible if not isinstance(trial.outcome, _Refusal)]
    if len(possible) == 1 and ends:
        return ends[0]
    problem = "may be either of two numbers"
    if not ends:
        # No reading gives a range. If their problems differ, only the common start is told.
        problem = problems[0] if len({*problems}) == 1 else problems[0].partition(",")[0]
    raise refused_with(problem, [write for trial in possible for write in trial.writes])


def what_to_write(figures: list[Figure]) -> tuple[str, ...]:
    """Return what to write for figures without ambiguous numbers.

    Examples
    --------
    >>> from infmap.catalogue.values.number_words import tokens_of
    >>> what_to_write(figures_of(tokens_of("over 500 km")))
    ('>=500 km',)
    """
    return _trial(figures, ",", Unit.KM).writes


def _possible(
    trials: dict[str, _Trial], mark: str, shown: set[str], *, bare: bool, alone: bool
) -> list[_Trial]:
    """Return the only possible reading of a cell, or both if neither can be ruled out.

    `mark` may separate thousands or decimals; `shown` holds the marks that separate thousands in
    the cell's other numbers.
    """
    thousands, decimals = trials[mark], trials["." if mark == "," else ","]
    readings = [thousands, decimals]
    if len(shown) == 1:
        as_shown, opposite = trials[min(shown)], trials["." if shown == {","} else ","]
        if as_shown.good:
            return [as_shown]
        # In 2.500 km (1553.4 mi) the second figure shows the value of the first.
        return [opposite] if opposite.good and not alone else readings
    if alone and thousands.is_reversed and decimals.good:
        # 1,000-900 km has its ends reversed more likely than it is 1 to 900 km.
        return readings
    if mark == "," and not bare:
        # Beside a unit, a sign or a second figure, a comma separates thousands if possible.
        if thousands.good:
            return [thousands]
        if isinstance(thousands.outcome, _Refusal):
            return [decimals] if decimals.good else [thousands]
        return readings
    good = [trial for trial in readings if trial.good]
    return good if mark == "." and len(good) == 1 else readings


def _trial(figures: list[Figure], mark: str, unit: Unit) -> _Trial:
    """Read a cell with `mark` between the thousands of all ambiguous numbers."""
    measured, plausible = [], True
    for figure in figures:
        numbers = []
        for token, factor, own in zip(figure.numbers, figure.factors, figure.units, strict=True):
            values = token.readings if mark == "," else token.readings[::-1]
            number = factor * next(value for value in values if value is not None)
            is_possible = _SMALLEST_KM <= number * (own or unit).km <= _FARTHEST_KM
            plausible &= is_possible or len(values_of(token)) == 1
            numbers.append(number)
        measured.append(_measured(figure, numbers))
    size = sum(number for number, _ in measured[0])
    figures, measured = _ends_joined(figures, measured)
    counts = _counting(measured, unit)
    outcome = _outcome(figures, measured, unit, counts)
    plain = (_written(figures[0], measured[counts or 0]),)
    writes = outcome.writes if isinstance(outcome, _Refusal) else plain
    return _Trial(writes, outcome, plausible, size)


#: The ends of a figure, each with its unit in the cell.
_Measured = list[tuple[float, Unit | None]]


def _measured(figure: Figure, numbers: list[float]) -> _Measured:
    ends = list(zip(numbers, figure.units, strict=True))
    if not figure.give_or_take:
        return ends
    (middle, unit), (margin, margin_unit) = ends
    margin *= margin_unit.km / unit.km if margin_unit and unit else 1
    return [(middle - margin, unit), (middle + margin, unit)]


def _written(figure: Figure, measured: _Measured) -> str:
    """Return an unambiguous text for a figure."""
    units = [f" {unit}" if unit else "" for _, unit in measured]
    numbers = [digits(number) for number, _ in measured]
    if len({*units}) == 1:
        return f"{figure.sign}{'-'.join(numbers)}{units[0]}"
    return "-".join(number + unit for number, unit in zip(numbers, units, strict=True))


def _ends_joined(
    figures: list[Figure], measured: list[_Measured]
) -> tuple[list[Figure], list[_Measured]]:
    """Join what repeats each end in another unit: 500 km (310 mi) to 600 km (370 mi)."""
    if [len(ends) for ends in measured] != [2, 1, 1] or any(one.sign for one in figures):
        return figures, measured
    (low, unit), (high, unit_) = ends = measured[1] + measured[2]
    is_repeated = unit is unit_ and unit not in {None, figures[0].units[0]} and low < high
    return (figures[:2], [measured[0], ends]) if is_repeated else (figures, measured)


def _counting(measured: list[_Measured], unit: Unit) -> int | None:
    """Return the place of the figure that counts if they are one, or None if none is metric."""
    return next(
        (
            place
            for place, ends in enumerate(measured)
            if {own or unit for _, own in ends} <= METRIC
        ),
        None,
    )


def _outcome(
    figures: list[Figure], measured: list[_Measured], unit: Unit, counts: int | None
) -> Ends | _Refusal:
    """Return the ends of the figure that counts, or the refusal if the figures give no range."""
    kms = [[number * (own or unit).km for number, own in ends] for ends in measured]
    written = [_written(*pair) for pair in zip(figures, measured, strict=True)]
    for figure, ends, km in zip(figures, measured, kms, strict=True):
        if km[0] < 0:
            return _Refusal("its lower end is below 0", (f"<={_written(figure, ends[1:])}",))
        if km[0] > km[-1]:
            return _Refusal(_REVERSED, (_written(figure, ends[::-1]),))
    main = counts or 0
    across = 0.0 if counts is None else _SAME_ACROSS
    for place in range(len(figures)):
        if not _same(figures, measured, kms, (main, place), across):
            one, other = sorted((main, place))
            pair = (written[one], written[other])
            interval: tuple[str, ...] = ()
            if figures[one].sign == figures[other].sign == "" and len(kms[one] + kms[other]) == 2:
                interval = _interval(measured[one][0], measured[other][0])
            rounded = _same(figures, measured, kms, (main, place), _SAME_WITHIN)
            problem = f"gives two figures, {pair[0]} and {pair[1]}"
            return _Refusal(problem, pair + interval, rounded)
    low, high = kms[main][0], kms[main][-1]
    if len(kms[main]) == 1:
        return (low, None) if figures[0].sign == ">=" else (None, high)
    return low, high


def _same(
    figures: list[Figure],
    measured: list[_Measured],
    kms: list[list[float]],
    pair: tuple[int, int],
    across: float,
) -> bool:
    """Return whether two figures, by their places, are one, in the same or in another unit.

    `across` is the largest relative difference of two that lie in two bands of the treaty.
    """
    one, other = pair
    signs = {figures[place].sign for place in pair}
    if len(kms[one]) != len(kms[other]) or not signs <= {"", figures[0].sign}:
        return False
    if measured[one] == measured[other]:
        return True
    units, other_units = ({unit for _, unit in measured[place]} for place in pair)
    return not units & other_units and all(
        _near(km, other_km, across) for km, other_km in zip(kms[one], kms[other], strict=True)
    )


def _near(first_km: float, second_km: float, across: float) -> bool:
    within = _SAME_WITHIN if band_of(first_km) == band_of(second_km) else across
    return abs(first_km - second_km) <= within * max(first_km, second_km)


def _interval(
    first: tuple[float, Unit | None], second: tuple[float, Unit | None]
) -> tuple[str, ...]:
    """Return the text of the interval between two numbers of one unit; empty if units differ."""
    if first[1] is not second[1]:
        return ()
    low, high = sorted((first[0], second[0]))
    return (f"{digits(low)}-{digits(high)}" + (f" {first[1]}" if first[1] else ""),)
