"""What is written at the rings of a map, and where: a label for each bundle of radii."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from infmap.analysis.strokes import Stroke
from infmap.figures.content import Content
from infmap.figures.lettering import Room, text_width
from infmap.figures.marks import accounts_asked
from infmap.figures.names import box_distance, meet
from infmap.figures.view import POINTS_PER_DEGREE, Box, View
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import length_text, length_words, limits_words
from infmap.looks.lines import End
from infmap.looks.words import END_WORDS, LOOK_WORDS, NOT_STRIKE, UNREAD, claimant_text
from infmap.treaty import Bands

LEADING = 1.16
#: Radii nearer than so many sizes of type on paper share a label.
_BUNDLE = 2.4
_STEP_DEG = 4
# Azimuths where labels are sought first: the innermost bundle's, the others', a limit's.
_INNER_DEG, _OUTER_DEG, _LIMIT_DEG = 0, 112, 200
_LIMIT_WORDS = {
    500.0: "the band begins",
    1000.0: "intermediate range begins",
    5500.0: "the treaty's band ends",
}
# So many claimants are named.
_MOST_NAMED = 2
# Costs: a degree off the wanted azimuth, another ring under the label, a mark that is near, and a
# label on the line or outside it rather than inside.
_PER_DEGREE, _HIDDEN, _NEAR_MARK, _ON_LINE, _OUTSIDE = 0.012, 1.6, 0.7, 0.2, 0.4
# Another stroke of its own bundle under the label.
_OVER_OWN = 0.5


@dataclass(frozen=True)
class Bundle:
    """Radii so near each other on paper that they have one label."""

    strokes: tuple[Stroke, ...]

    @property
    def km(self) -> float:
        """The largest radius."""
        return max(stroke.km for stroke in self.strokes)

    @property
    def radii(self) -> list[float]:
        """Its radii in kilometres, from the smallest."""
        return sorted({stroke.km for stroke in self.strokes})


class RingText(NamedTuple):
    """A label at a ring: its lines, the palette role of its colour, and its middle on paper."""

    lines: tuple[str, ...]
    role: str
    gid: str
    x: float
    y: float
    box: Box


def bundles(content: Content, view: View, size: float) -> list[Bundle]:
    """Return the rings of a map, those together whose labels would not fit between them."""
    found: list[list[Stroke]] = []
    last = -np.inf
    for ring in content.answer.rings:
        if not found or (ring.km - last) * view.points_per_km > _BUNDLE * size:
            found.append([])
        found[-1] += [*ring.strokes, *ring.more]
        last = ring.km
    return [Bundle(tuple(strokes)) for strokes in found]


def words_of(content: Content, bundle: Bundle) -> tuple[tuple[str, ...], str]:
    """Return the lines of a bundle's label, at most three, and the palette role of its colour."""
    strokes, radii = bundle.strokes, bundle.radii
    units = content.units
    ends = {stroke.end for stroke in strokes}
    if len(radii) == 1:
        start = END_WORDS[next(iter(ends))] if len(ends) == 1 else ""
        reach = f"{start}{length_words(radii[0], units)}"
    else:
        start = END_WORDS[End.OPEN] if ends == {End.OPEN} else ""
        low = length_text(radii[0], units)
        reach = f"{start}{low}\N{EN DASH}{length_words(radii[-1], units)}"
    systems = dict.fromkeys(
        content.short_name(spec.claim.system_id) for stroke in strokes for spec in stroke.specs
    )
    several = len({row.system.id for row in content.answer.reports}) > 1
    named = f": {', '.join(systems)}" if several and len(systems) <= _MOST_NAMED else ""
    looks = [*dict.fromkeys(stroke.look for stroke in strokes)]
    lines = [reach + named, _whose(content, strokes, looks)]
    lines += [line for line in (_note(content, strokes),) if line]
    return tuple(filter(None, lines)), looks[0] if len(looks) == 1 else "ink"


def limit_words(bands: Bands, km: float) -> str:
    """Return the label of a limit of the band.

    Examples
    --------
    >>> from infmap.treaty import TREATY_BANDS
    >>> limit_words(TREATY_BANDS, 5500)
    "5500 km: the treaty's band ends"
    """
    words = _LIMIT_WORDS.get(km, "") if bands.is_treatys else ""
    words = words or f"your band {'ends' if km == bands.edges_km[1] else 'begins'}"
    return f"{limits_words([km], bands.units)}: {words}"


def _whose(content: Content, strokes: Sequence[Stroke], looks: Sequence[str]) -> str:
    names = [
        *dict.fromkeys(
            claimant_text(spec.claim.claimant) for stroke in strokes for spec in stroke.specs
        )
    ]
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    if looks == ["not-strike"]:
        return f"{NOT_STRIKE}s"
    asked = accounts_asked(content.answer)
    if len(asked) > 1 and {*asked} <= {*looks}:
        return "every account"
    return " and ".join(words for look, words in LOOK_WORDS.items() if look in looks)


def _note(content: Content, strokes: Sequence[Stroke]) -> str:
    """Return what is to be known of a figure: that nobody read it, or that it was said later."""
    day = content.answer.cat.as_of
    dates = [spec.claim.as_of or "" for stroke in strokes for spec in stroke.specs]
    if day is not None and all(date[:10] > day.isoformat()[: len(date)] for date in dates):
        return f"said in {min(dates)[:4]}"
    return f"({UNREAD})" if all(stroke.unread for stroke in strokes) else ""


def place_ring_labels(
    content: Content, view: View, size: float, room: Room, marks: Floats
) -> Iterator[RingText]:
    """Yield the labels of a map's rings, each where it hides least; take their room.

    Parameters
    ----------
    content : Content
        The content of the map.
    view : View
        Its window.
    size : float
        Of the type, points.
    room : Room
        The paper, and the boxes that are taken; those of the labels are added.
    marks : array, shape (n, 3)
        Marks of capitals: x, y and radius.
    """
    groups = bundles(content, view, size)
    rings = {km: view.on_paper(view.circle(km)) for group in groups for km in group.radii}
    for nth, group in enumerate(groups):
        lines, role = words_of(content, group)
        inner, outer = rings[group.radii[0]], rings[group.radii[-1]]
        others = [points for km, points in rings.items() if km not in group.radii]
        wanted = _INNER_DEG if nth == 0 and len(groups) > 1 else _OUTER_DEG
        seek = _Seek(view, room, marks, others, wanted, size, len(group.strokes))
        gid = f"label-ring-{group.km:g}"
        label = seek.label(lines, role, gid, inner, outer)
        if label is None and len(lines) > 1:
            label = seek.label(lines[:1], role, gid, inner, outer)
        if label is not None:
            yield label


def place_at(
    lines: tuple[str, ...],
    role: str,
    km: float,
    view: View,
    size: float,
    room: Room,
    marks: Floats,
) -> RingText | None:
    """Return a label at a limit of the band; take its room."""
    ring = view.on_paper(view.circle(km))
    seek = _Seek(view, room, marks, (), _LIMIT_DEG, size)
    return seek.label(lines, role, f"label-limit-{km:g}", ring, ring)


@dataclass(frozen=True)
class _Seek:
    """The search for the free box at a ring that costs least."""

    view: View
    room: Room
    marks: Floats
    others: Sequence[Floats]
    wanted: int
    size: float
    #: Strokes side by side, which a label at the line keeps clear of.
    strokes: int = 1

    def label(
        self, lines: tuple[str, ...], role: str, gid: str, inner: Floats, outer: Floats
    ) -> RingText | None:
        """Return a label at its place, whose room is then taken; None where there is none."""
        wide = max(text_width(line, self.size, "semibold") for line in lines)
        high = self.size * (LEADING * (len(lines) - 1) + 1.0)
        at = self._middle(inner, outer, wide, high)
        if at is None:
            return None
        x, y = at
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        self.room.taken.append(box)
        return RingText(lines, role, gid, x, y, box)

    def _middle(
        self, inner: Floats, outer: Floats, wide: float, high: float
    ) -> tuple[float, float] | None:
        site = self.view.site
        centre = self.view.on_paper(self.view.project([site.lon], [site.lat]))[0]
        turns = np.arange(0, 360, _STEP_DEG)
        off = np.abs((turns - self.wanted + 180) % 360 - 180) * _PER_DEGREE
        middles, costs = [], []
        for ring, side, more in (
            (inner, -1.0, 0.0),
            (outer, 0.0, _ON_LINE),
            (outer, 1.0, _OUTSIDE),
        ):
            at = ring[turns * POINTS_PER_DEGREE]
            away = at - centre
            away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
            reach = np.minimum(
                wide / 2 / np.maximum(np.abs(away[:, 0]), 1e-9),
                high / 2 / np.maximum(np.abs(away[:, 1]), 1e-9),
            )
            # A rounded box: in a corner the label may come nearer the line.
            middles.append(at + side * (reach[:, None] * 0.94 + 1.2 + self.strokes) * away)
            costs.append(off + more)
        middle, cost = np.vstack(middles), np.hstack(costs)
        half = np.array([wide / 2, high / 2])
        with np.errstate(invalid="ignore"):
            boxes = np.hstack([middle - half, middle + half])
            fine = (boxes[:, :2] > 3).all(axis=1)
            fine &= (boxes[:, 2] < self.room.width - 3) & (boxes[:, 3] < self.room.height - 3)
        boxes, middle, cost = boxes[fine], middle[fine], cost[fine]
        if self.room.taken:
            free = ~meet(boxes, np.array(self.room.taken), 3.0, 1.5).any(axis=1)
            boxes, middle, cost = boxes[free], middle[free], cost[free]
        if len(self.marks) and len(boxes):
            edge = box_distance(boxes, self.marks[:, :2]) - self.marks[:, 2]
            cost = cost + _NEAR_MARK * (edge < 8).sum(axis=1)
            free = (edge > 1.5).all(axis=1)
            boxes, middle, cost = boxes[free], middle[free], cost[free]
        if not len(boxes):
            return None
        costs = [_HIDDEN] * len(self.others) + [_OVER_OWN * self.strokes] * 2
        for points, each in zip([*self.others, inner, outer], costs, strict=True):
            x, y = points.T
            hidden = (
                (x > boxes[:, :1]) & (x < boxes[:, 2:3]) & (y > boxes[:, 1:2]) & (y < boxes[:, 3:])
            ).any(axis=1)
            cost = cost + each * hidden
        best = int(np.argmin(cost))
        return float(middle[best, 0]), float(middle[best, 1])
