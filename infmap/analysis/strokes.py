"""The strokes of each radius: a site's figures of the same range, drawn side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from infmap.analysis.rings import RingSpec
from infmap.looks.lines import DASHES, MOST_STROKES, End, RingLine, line_of, ring_look


@dataclass(frozen=True)
class Stroke:
    """One line at one radius: its palette name, its end, and the figures that it stands for."""

    km: float
    look: str
    end: End
    specs: tuple[RingSpec, ...]

    @property
    def name(self) -> str:
        """Its name among the strokes of a map.

        The end is left out for a maximum, the usual case.
        """
        return f"{self.km:g}-{self.look}" + ("" if self.end is End.MOST else f"-{self.end}")

    @property
    def line(self) -> RingLine:
        """The line that it is drawn with."""
        return line_of(self.look, self.end, unread=self.unread)

    @property
    def unread(self) -> bool:
        """Whether nobody read the source of any of its figures."""
        return all(spec.unread for spec in self.specs)


@dataclass(frozen=True)
class Ring:
    """One radius: its strokes from the inside out, and those that have no room."""

    km: float
    strokes: tuple[Stroke, ...]
    #: Named but not drawn: their account already has a stroke here.
    more: tuple[Stroke, ...] = ()


def rings_of(specs: Iterable[RingSpec]) -> list[Ring]:
    """Return the radii of a site's figures, the smallest first, each with its strokes.

    Figures of one account with the same end at one radius share a stroke.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.rings import ring_specs
    >>> cat = infmap.load()
    >>> rings = rings_of(ring_specs(cat, cat.site("shuya")))
    >>> rings[1].km, [stroke.name for stroke in rings[1].strokes][:2]
    (500.0, ['500-operator', '500-opponent'])
    """
    by_radius: dict[float, dict[tuple[str, End], list[RingSpec]]] = {}
    for spec in specs:
        look = ring_look(spec.claim.account, strike=spec.strike)
        by_radius.setdefault(spec.range_km, {}).setdefault((look, spec.end), []).append(spec)
    return [
        _ring(km, [Stroke(km, look, end, tuple(alike)) for (look, end), alike in by_look.items()])
        for km, by_look in sorted(by_radius.items())
    ]


def _ring(km: float, strokes: Iterable[Stroke]) -> Ring:
    in_order = sorted(strokes, key=_place)
    # First one stroke of each account, its lower bound if it has one; then others while they fit.
    firsts: dict[str, Stroke] = {}
    for stroke in in_order:
        if stroke.look not in firsts or stroke.end is End.OPEN:
            firsts[stroke.look] = stroke
    others = [stroke for stroke in in_order if stroke not in firsts.values()]
    drawn = [*firsts.values(), *others][:MOST_STROKES]
    return Ring(
        km,
        tuple(stroke for stroke in in_order if stroke in drawn),
        tuple(stroke for stroke in in_order if stroke not in drawn),
    )


def _place(stroke: Stroke) -> tuple[int, int]:
    return list(DASHES).index(stroke.look), list(End).index(stroke.end)


def intervals_of(specs: Iterable[RingSpec]) -> list[tuple[str, float, float]]:
    """Return the intervals to hatch: palette name, lower end and far end in kilometres.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.rings import ring_specs
    >>> cat = infmap.load()
    >>> intervals_of(ring_specs(cat, cat.site("shuya")))
    [('opponent', 500.0, 5500.0), ('opponent', 2000.0, 2350.0)]
    """
    return sorted(
        {
            (ring_look(spec.claim.account, strike=spec.strike), lower_km, spec.range_km)
            for spec in specs
            if spec.end is End.FAR and (lower_km := spec.claim.at_least_km) is not None
        }
    )
