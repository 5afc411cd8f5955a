"""How the line of a range ring looks: one rule for the page, printed maps and layers.

A colour tells whose figure it is, as does a dash, for readers who see fewer colours and for print
in grey; dots tell that a party names no maximum. Each medium has a width of its own, and its own
words for a dash.
"""

from collections.abc import Collection
from dataclasses import dataclass

from infmap.rings import End

#: Lengths of dash and gap by whose ring it is, in widths of the line; none is an unbroken line.
DASHES: dict[str, tuple[float, ...]] = {
    "operator": (),
    "opponent": (4.5, 2.2),
    "independent": (6, 2, 1, 2),
    "user": (),
    "several": (),
    "not-strike": (1, 1.6),
}
DOTS = (0.1, 2.2)
THIN, PLAIN, BOLD = 0.6, 1.0, 1.3


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
        return self.dash == DOTS


def ring_look(accounts: Collection[str], *, strike: bool) -> str:
    """Return whose ring it is: a name in the palette.

    Parameters
    ----------
    accounts : collection of str
        Of the figures that the ring stands for.
    strike : bool
        Whether the system strikes targets on the ground.

    Examples
    --------
    >>> ring_look(["operator"], strike=True), ring_look(["operator", "user"], strike=True)
    ('operator', 'several')
    >>> ring_look(["operator"], strike=False)
    'not-strike'
    """
    if not strike:
        return "not-strike"
    one, *others = {str(account) for account in accounts}
    return "several" if others else one


def line_of(look: str, end: End) -> RingLine:
    """Return the line of a ring, by whose it is and what it says of the figure.

    A lower bound alone is dotted, whoever gives it; what strikes nothing, and the lower end of
    an interval, is thin.

    Examples
    --------
    >>> line_of("operator", End.MOST)
    RingLine(dash=(), width=1.0)
    >>> line_of("opponent", End.OPEN).is_dotted, line_of("not-strike", End.OPEN).width
    (True, 0.6)
    """
    is_open = end is End.OPEN
    is_thin = look == "not-strike" or end is End.LOWER
    return RingLine(
        dash=DOTS if is_open else DASHES[look],
        width=THIN if is_thin else BOLD if is_open else PLAIN,
    )
