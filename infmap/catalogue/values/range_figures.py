"""The figures of a cell, and the range that they make.

What the letters of a cell's tokens spell is held against a few shapes. Numbers that may be two,
such as 2.500, are tried both ways.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from infmap.catalogue.values.number_words import Token, digits, letters_of, values_of
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit

#: The smallest ring that can be drawn, and once around the Earth: nobody gives a farther range.
#: Rings end sooner, but 35.000 km is said of a missile, and not to be read as 35.
_SMALLEST_KM, _FARTHEST_KM = 0.1, 40_100.0
#: Two figures of one cell are the same range if they differ by no more: 2,500 km (1,600 mi).
_SAME_WITHIN = 0.1
_DIGITS_ALONE = "write digits alone, with a point before decimals"
_ONE = re.compile(
    r"[AS]*(?P<low>[GFn])?(?P<high>[LEx])?[AS]*N(?P<plus>P?)(?P<more>m?)(?P<less>l?)"
    r"K?-?U?(?P<plus_>P?)[AS]*(?P<more_>[mnG]?)(?P<less_>[lxL]?)[AS]*"
)
_TWO = re.compile(
    r"[AS]*(?:NK?U?[AS]*[-TES]|[FD][AS]*NK?U?[-TE]|B[AS]*NK?U?[-TE&]"
    r"|[Gn][AS]*NK?U?[-&,]?[ELx])[AS]*NK?-?U?[AS]*"
)
_GIVE_OR_TAKE = re.compile(r"[AS]*NK?U?MNK?U?[AS]*")
Ends = tuple[float | None, float | None]


class Figure(NamedTuple):
    """A part of a cell that has the shape of a range; each of its numbers may have two readings."""

    numbers: tuple[Token, ...]
    factors: tuple[int, ...]
    units: tuple[Unit | None, ...]
    sign: str = ""
    give_or_take: bool = False


class _Refusal(NamedTuple):
    """Why one way of reading a cell makes no range, and what to write."""

    problem: str
    writes: tuple[str, ...]


class _Trial(NamedTuple):
    """A cell read one way: what to write for that, and the range or why it is none."""

    writes: tuple[str, ...]
    outcome: Ends | _Refusal
    #: Whether its numbers that may be two are ranges that somebody gives.
    plausible: bool
    size: float

    @property
    def good(self) -> bool:
        return self.plausible and not isinstance(self.outcome, _Refusal)


def refused_with(problem: str, writes: Iterable[str], rest: str = "") -> RefusedError:
    """Return the refusal of a cell that can be mended in one or more ways.

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
    """Return the figures of a cell, the first of which counts; None for what has another shape.

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
            (inside if depth else outside).append([])
        else:
            (inside if depth else outside)[-1].append(token)
    parts = [
        [_figure(part) for part in parts if not _only_about(part)] for parts in (outside, inside)
    ]
    if depth or not parts[0] or None in parts[0] + parts[1]:
        return None
    known = [figure for figure in parts[0] if figure]
    shared = next((unit for figure in known for unit in figure.units if unit), None)
    known = [_in_unit(figure, shared) for figure in known]
    return known + [figure for figure in parts[1] if figure]


def _only_about(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and {*letters_of(tokens)} <= {*"AS"}


def _in_unit(figure: Figure, unit: Unit | None) -> Figure:
    return figure._replace(units=tuple(one or unit for one in figure.units))


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
    # 300-500 mi are miles at both ends, and so are 300 mi - 500; 2-3 thousand are so too.
    own = [next((token.unit for token in part if token.unit), None) for part in parts]
    shared = own[-1] or own[0]
    thousands = ["K" in letters_of(part) for part in parts]
    factors = [1000 if one or thousands[-1] else 1 for one in thousands]
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
    """Return the ends in kilometres that a cell gives, if there is but one way to read it.

    Numbers that may be two are all read the same way: with commas between thousands, or points.
    An end may be infinite.

    Examples
    --------
    >>> from infmap.catalogue.values.number_words import tokens_of
    >>> ends_of(figures_of(tokens_of("500-5,500")), Unit.KM, bare=False)
    (500.0, 5500.0)
    """
    numbers = [number for figure in figures for number in figure.numbers]
    if not all(map(values_of, numbers)):
        raise RefusedError("not a number", _DIGITS_ALONE)
    marks = {"," if "," in one.text else "." for one in numbers if len(values_of(one)) > 1}
    if len(marks) > 1:
        raise RefusedError("mixes two ways of writing numbers", _DIGITS_ALONE)
    trials = {mark: _trial(figures, mark, unit) for mark in ",."}
    told = [trials[","]]
    if marks:
        # The other numbers may show which mark is which: 0,5-2,500 km has its decimals by commas.
        shown = {"," if one.readings[1] is None else "." for one in numbers if None in one.readings}
        told = _possible(trials, marks.pop(), shown, bare=bare, alone=len(figures) == 1)
    told = sorted(told, key=lambda trial: -trial.size)
    refusals = [trial.outcome for trial in told if isinstance(trial.outcome, _Refusal)]
    ends = [trial.outcome for trial in told if not isinstance(trial.outcome, _Refusal)]
    if len(told) == 1 and ends:
        return ends[0]
    problem = "may be either of two numbers"
    if not ends:
        # Of two ways to read it neither makes a range: told is what both lack.
        problems = [one.problem for one in refusals]
        problem = problems[0] if len({*problems}) == 1 else problems[0].partition(",")[0]
    raise refused_with(problem, [write for trial in told for write in trial.writes])


def what_to_write(figures: list[Figure]) -> tuple[str, ...]:
    """Return what to write for figures whose numbers have one meaning each.

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
    """Return the one way in which a cell can be read, or both where neither can be ruled out.

    `mark` may stand between thousands or before decimals; `shown` is what stands between thousands
    by the cell's other numbers.
    """
    thousands, decimals = trials[mark], trials["." if mark == "," else ","]
    both = [thousands, decimals]
    if len(shown) == 1:
        first, other = trials[min(shown)], trials["." if shown == {","} else ","]
        if first.good:
            return [first]
        # 2.500 km (1553.4 mi): the second figure outweighs how it is spelt.
        return [other] if other.good and not alone else both
    if mark == "," and not bare:
        # With a unit, a sign or a second figure, a comma is that of thousands if it can be.
        if thousands.good:
            return [thousands]
        if isinstance(thousands.outcome, _Refusal):
            return [decimals] if decimals.good else [thousands]
        return both
    good = [trial for trial in both if trial.good]
    return good if mark == "." and len(good) == 1 else both


def _trial(figures: list[Figure], mark: str, unit: Unit) -> _Trial:
    """Read a cell with one mark between the thousands of all numbers that may be two."""
    measured, plausible = [], True
    for figure in figures:
        numbers = []
        for token, factor, own in zip(figure.numbers, figure.factors, figure.units, strict=True):
            values = token.readings if mark == "," else token.readings[::-1]
            number = factor * next(value for value in values if value is not None)
            inside = _SMALLEST_KM <= number * (own or unit).km <= _FARTHEST_KM
            plausible &= inside or len(values_of(token)) == 1
            numbers.append(number)
        measured.append(_measured(figure, numbers))
    size = sum(number for number, _ in measured[0])
    outcome = _outcome(figures, measured, unit)
    plain = (_written(figures[0], measured[0]),)
    writes = outcome.writes if isinstance(outcome, _Refusal) else plain
    return _Trial(writes, outcome, plausible, size)


#: The ends of a figure, each in the unit that it has in the cell.
_Measured = list[tuple[float, Unit | None]]


def _measured(figure: Figure, numbers: list[float]) -> _Measured:
    ends = list(zip(numbers, figure.units, strict=True))
    if not figure.give_or_take:
        return ends
    (middle, unit), (margin, its) = ends
    margin *= its.km / unit.km if its and unit else 1
    return [(middle - margin, unit), (middle + margin, unit)]


def _written(figure: Figure, measured: _Measured) -> str:
    """Return a figure as it can be written to be read in one way."""
    units = [f" {unit}" if unit else "" for _, unit in measured]
    numbers = [digits(number) for number, _ in measured]
    if len({*units}) == 1:
        return f"{figure.sign}{'-'.join(numbers)}{units[0]}"
    return "-".join(number + unit for number, unit in zip(numbers, units, strict=True))


def _outcome(figures: list[Figure], measured: list[_Measured], unit: Unit) -> Ends | _Refusal:
    """Return the ends of the first figure, or why the figures make no range."""
    kms = [[number * (own or unit).km for number, own in ends] for ends in measured]
    written = [_written(*each) for each in zip(figures, measured, strict=True)]
    for figure, ends, km in zip(figures, measured, kms, strict=True):
        if km[0] < 0:
            return _Refusal("its lower end is below 0", (f"<={_written(figure, ends[1:])}",))
        if km[0] > km[-1]:
            return _Refusal("its ends are reversed", (_written(figure, ends[::-1]),))
    for place in range(1, len(figures)):
        if not _same(figures, measured, kms, place) and not _ends_apart(figures, kms):
            both = (written[0], written[place])
            between: tuple[str, ...] = ()
            if figures[0].sign == figures[place].sign == "" and len(kms[0] + kms[place]) == 2:
                between = _between(measured[0][0], measured[place][0])
            return _Refusal(f"gives two figures, {both[0]} and {both[1]}", both + between)
    low, high = kms[0][0], kms[0][-1]
    if len(kms[0]) == 1:
        return (low, None) if figures[0].sign == ">=" else (None, high)
    return low, high


def _same(
    figures: list[Figure], measured: list[_Measured], kms: list[list[float]], place: int
) -> bool:
    """Return whether a figure is the first one in another unit, or says the same again."""
    first, other = kms[0], kms[place]
    if len(first) != len(other) or figures[place].sign not in {"", figures[0].sign}:
        return False
    if measured[0] == measured[place]:
        return True
    units = [{unit for _, unit in measured[one]} for one in (0, place)]
    return not units[0] & units[1] and all(map(_near, first, other))


def _ends_apart(figures: list[Figure], kms: list[list[float]]) -> bool:
    """Return whether each end is given again apart: 500 km (310 mi) to 600 km (370 mi)."""
    return [len(km) for km in kms] == [2, 1, 1] and all(
        figure.sign == "" and figure.units[0] not in {None, figures[0].units[0]} and _near(*ends)
        for figure, *ends in zip(figures[1:], kms[0], [kms[1][0], kms[2][0]], strict=True)
    )


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_WITHIN * max(one, other)


def _between(one: tuple[float, Unit | None], other: tuple[float, Unit | None]) -> tuple[str, ...]:
    if one[1] is not other[1]:
        return ()
    low, high = sorted((one[0], other[0]))
    return (f"{digits(low)}-{digits(high)}" + (f" {one[1]}" if one[1] else ""),)
