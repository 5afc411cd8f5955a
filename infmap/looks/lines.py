"""How a ring is drawn: one rule for the page, figures, layers, brief.

A colour tells whose figure it is, as does a dash, for readers who see fewer colours and for print
in grey; dots tell that a party names no maximum, and by how many stand together again whose figure
it is. Each medium has a width of its own, and its own words for a dash.

Figures of one radius lie on one circle. None is drawn over another: they are strokes side by side,
of which the middle lies on the true radius. The page has the same in ``strokes.js``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """What a ring says of a party's figure: how far at most, an interval's ends, or no maximum."""

    MOST = "most"
    #: Of an interval: surely up to the lower end, left open from there to the far one.
    LOWER = "lower"
    FAR = "far"
    #: A lower bound alone: the party names no maximum.
    OPEN = "open"


#: Lengths of dash and gap by whose ring it is, in widths of the line; none is an unbroken line.
#: Their order is that of strokes side by side, from the inside out.
DASHES: dict[str, tuple[float, ...]] = {
    "operator": (),
    "opponent": (4.5, 2.2),
    "independent": (6, 2, 1, 2),
    "user": (12, 1.8),
    "not-strike": (1, 1.6),
}
#: How many dots stand together, by whose lower bound it is.
DOTS = {"operator": 2, "opponent": 1, "independent": 3, "user": 4, "not-strike": 1}
_DOT, _NEAR, _APART = 0.1, 1.9, 4.2
_EVEN = 2.2
THIN, PLAIN, BOLD = 0.6, 1.0, 1.3
#: From the middle of a stroke to that of the next, in widths of a plain line.
PITCH = 1.5
#: A bundle of more strokes than these would be taken for a band.
MOST_STROKES = 5


@dataclass(frozen=True)
class RingLine:
    """A line as any medium draws it: dashes in widths of the line, its own width in the medium's.

    Dots are round; every other dash has square ends.
    """

    dash: tuple[float, ...]
    width: float

    @property
    def is_dotted(self) -> bool:
        """Whether it stands for a lower bound alone."""
        return self.dash[:1] == (_DOT,)


def ring_look(account: str, *, strike: bool) -> str:
    """Return whose ring it is: a name in the palette.

    Parameters
    ----------
    account : str
        Of the figure.
    strike : bool
        Whether the system strikes targets on the ground.

    Examples
    --------
    >>> ring_look("operator", strike=True), ring_look("operator", strike=False)
    ('operator', 'not-strike')
    """
    return str(account) if strike else "not-strike"


def line_of(look: str, end: End) -> RingLine:
    """Return the line of a stroke, by whose it is and what it says of the figure.

    A lower bound alone is dotted, whoever gives it. What strikes nothing is thin, and so is the
    far end of an interval: up to there the figure leaves it open, which is for hatching to tell.

    Examples
    --------
    >>> line_of("operator", End.MOST)
    RingLine(dash=(), width=1.0)
    >>> line_of("opponent", End.OPEN).is_dotted, line_of("opponent", End.FAR).width
    (True, 0.6)
    """
    is_open = end is End.OPEN
    is_thin = look == "not-strike" or end is End.FAR
    return RingLine(
        dash=_dots(DOTS[look]) if is_open else DASHES[look],
        width=THIN if is_thin else BOLD if is_open else PLAIN,
    )


def _dots(together: int) -> tuple[float, ...]:
    if together == 1:
        return (_DOT, _EVEN)
    return (*(_DOT, _NEAR) * (together - 1), _DOT, _APART)


def offsets(radii: Sequence[float], pitch: float) -> list[float]:
    """Return how far outward each stroke is drawn from its radius, so that none hides another.

    Parameters
    ----------
    radii : sequence of float
        Of strokes as they are drawn, from the inside out: in pixels, points, millimetres.
    pitch : float
        From one stroke to the next at the least, in the same.

    Returns
    -------
    list of float
        Strokes that would touch are a bundle, whose middle lies on the middle of their radii; it
        moves them by as little as there is.

    Examples
    --------
    >>> offsets([40, 40, 40], 3), offsets([40, 80], 3), offsets([40, 41], 3)
    ([-3.0, 0.0, 3.0], [0.0, 0.0], [-1.0, 1.0])
    """
    # Less the room that those inside it take, places must not fall: where they do, they are pooled.
    pools: list[list[float]] = []
    for k, radius in enumerate(radii):
        pool = [radius - k * pitch]
        while pools and _mean(pools[-1]) > _mean(pool):
            pool = pools.pop() + pool
        pools.append(pool)
    places = [_mean(pool) for pool in pools for _ in pool]
    return [
        place + k * pitch - radius
        for k, (place, radius) in enumerate(zip(places, radii, strict=True))
    ]


def fixed_offsets(lines: Iterable[tuple[str, End]]) -> dict[tuple[str, End], float]:
    """Return offsets for a medium whose lines do not know which others share their radius.

    Parameters
    ----------
    lines : iterable of (str, End)
        By whose they are, and what they say: all that the medium holds.

    Returns
    -------
    dict
        Outward, in pitches: a place for each account, two for the opponent's, so that what it
        gives as a lower bound does not lie over what it gives as a maximum.

    Examples
    --------
    >>> lines = [("independent", End.MOST), ("operator", End.MOST), ("operator", End.OPEN)]
    >>> list(fixed_offsets(lines).values()), list(fixed_offsets(lines[:1]).values())
    ([0.5, -0.5, -0.5], [0.0])
    """
    lines = list(lines)
    places = sorted({_slot(*line) for line in lines})
    return {line: places.index(_slot(*line)) - (len(places) - 1) / 2 for line in lines}


def _slot(look: str, end: End) -> tuple[int, bool]:
    return list(DASHES).index(look), look == "opponent" and end is End.OPEN


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
