"""How a ring is drawn: one rule for the page, figures, layers and brief.

Colour and dash both show whose figure it is; the dash serves colour-blind readers and grey print.
Dots show that the party names no maximum; their number in a group shows whose figure it is. Each
medium has its own line width, and its own way to write a dash.

A ring whose figures stand in publications that nobody read is lighter, whatever its line.

Figures of one radius are strokes side by side, so that none hides another; the middle of the bundle
lies on the true radius. ``page/model/strokes.ts`` does the
same on the page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """What a ring says of a party's figure: how far at most, an interval's ends, or no maximum."""

    MOST = "most"
    #: An interval: in range up to the lower end, left open from there to the far end.
    LOWER = "lower"
    FAR = "far"
    #: A lower bound alone: the party names no maximum.
    OPEN = "open"


#: Lengths of dashes and gaps by palette name, in line widths; an empty tuple is a solid line.
#: Strokes side by side follow this order, from the inside out.
DASHES: dict[str, tuple[float, ...]] = {
    "operator": (),
    "opponent": (4.5, 2.2),
    "independent": (6, 2, 1, 2),
    "user": (12, 1.8),
    "not-strike": (1, 1.6),
}
#: How many dots form a group, by palette name.
DOTS = {"operator": 2, "opponent": 1, "independent": 3, "user": 4, "not-strike": 1}
# In line widths: a dot, the gaps within and between groups, and the gap of single dots.
_DOT, _NEAR, _APART, _EVEN = 0.1, 1.9, 4.2, 2.2
THIN, PLAIN, BOLD = 0.6, 1.0, 1.3
#: Of a ring whose figures nobody read at their source.
UNREAD_OPACITY = 0.45
#: Distance between the middles of neighbouring strokes, in widths of a plain line.
PITCH = 1.5
#: The most strokes drawn at one radius: more would look like a band.
MOST_STROKES = 5


@dataclass(frozen=True)
class RingLine:
    """A line for any medium: dashes in line widths, its width relative to a plain line, opacity.

    Dots are round; other dashes have square ends.
    """

    dash: tuple[float, ...]
    width: float
    opacity: float = 1.0

    @property
    def is_dotted(self) -> bool:
        """Whether it stands for a lower bound alone."""
        return self.dash[:1] == (_DOT,)


#: The outline of a band: nobody's figure, so no account's dash.
BAND_LINE = RingLine((), PLAIN)


def ring_look(account: str, *, strike: bool) -> str:
    """Return a ring's name in the palette: its account, or ``not-strike``.

    Examples
    --------
    >>> ring_look("operator", strike=True), ring_look("operator", strike=False)
    ('operator', 'not-strike')
    """
    return str(account) if strike else "not-strike"


def line_of(look: str, end: End, *, unread: bool = False) -> RingLine:
    """Return the line of a stroke, by its palette name and the end of the figure that it draws.

    A lower bound alone is dotted. Rings of non-strike systems are thin, and so is the far end of an
    interval, where hatching shows what the figure leaves open. What nobody read is lighter.

    Examples
    --------
    >>> line_of("operator", End.MOST)
    RingLine(dash=(), width=1.0, opacity=1.0)
    >>> line_of("opponent", End.OPEN).is_dotted, line_of("opponent", End.FAR).width
    (True, 0.6)
    >>> line_of("operator", End.MOST, unread=True).opacity
    0.45
    """
    is_open = end is End.OPEN
    is_thin = look == "not-strike" or end is End.FAR
    return RingLine(
        dash=_dots(DOTS[look]) if is_open else DASHES[look],
        width=THIN if is_thin else BOLD if is_open else PLAIN,
        opacity=UNREAD_OPACITY if unread else 1.0,
    )


def _dots(together: int) -> tuple[float, ...]:
    if together == 1:
        return (_DOT, _EVEN)
    return (*(_DOT, _NEAR) * (together - 1), _DOT, _APART)


def offsets(radii: Sequence[float], pitch: float) -> list[float]:
    """Return how far outward each stroke is drawn from its radius, so that none hides another.

    Radii come from the inside out, in any unit of length; `pitch` is the least distance between
    strokes, in the same. Strokes that would touch form a bundle centred on the mean of their radii,
    which moves them as little as possible.

    Examples
    --------
    >>> offsets([40, 40, 40], 3), offsets([40, 80], 3), offsets([40, 41], 3)
    ([-3.0, 0.0, 3.0], [0.0, 0.0], [-1.0, 1.0])
    """
    # Pool adjacent violators: radii, less the room of the strokes inside them, must not fall.
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

    Outward, in pitches. Each account has one position; the opponent has two, so that its lower
    bounds do not hide its maxima.

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
