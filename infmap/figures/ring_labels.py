"""What is written at the rings of a map, and where: a label for each bundle of radii."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from infmap.analysis.claimants import said_later
from infmap.analysis.rings import RingSpec
from infmap.analysis.strokes import Stroke
from infmap.figures.boxes import NearLines, box_distance, line_distance, meet
from infmap.figures.content import Content
from infmap.figures.discs import accounts_asked
from infmap.figures.lettering import Room, runs_through, text_width
from infmap.figures.view import POINTS_PER_DEGREE, Box, View
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import Units, ends_words, length_text, length_words, limits_words
from infmap.looks.lines import End, ring_look
from infmap.looks.lists import first_of
from infmap.looks.words import END_WORDS, ENGAGEMENT, LOOK_WORDS, UNREAD, claimant_text
from infmap.treaty import Bands

LEADING = 1.16
_STEP_DEG = 4
# Azimuths where labels are sought first: the innermost bundle's, the others', a limit's.
_INNER_DEG, _OUTER_DEG, _LIMIT_DEG = 0, 112, 200
_LIMIT_WORDS = {
    500.0: "the band begins",
    1000.0: "intermediate range begins",
    5500.0: "the treaty's band ends",
}
# So many claimants or systems are named; a label has so many lines.
_MOST_NAMED, _MOST_LINES = 2, 3
# Maps narrower than this, in points, have short labels.
_BRIEF_WIDTH = 310
# Costs: a degree off the wanted azimuth, another ring under the label, a mark that is near, and a
# label on the line or outside it rather than inside.
_PER_DEGREE, _HIDDEN, _NEAR_MARK, _ON_LINE, _OUTSIDE = 0.012, 2.4, 0.7, 0.2, 0.4
_NEAR_NAME = 0.2
# A stroke of its own bundle under the label; another ring nearer than its own.
_OVER_OWN, _NEARER = 0.9, 2.0
# In points, from a label to its ring, and half of what each further stroke takes.
_GAP, _BESIDE = 1.8, 0.9


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


def bundles(content: Content, view: View, pitch: float) -> list[Bundle]:
    """Return the rings of a map, those together whose strokes stand side by side."""
    found: list[list[Stroke]] = []
    last = -np.inf
    for ring in content.answer.rings:
        if not found or (ring.km - last) * view.points_per_km > 2 * pitch:
            found.append([])
        found[-1] += [*ring.strokes, *ring.more]
        last = ring.km
    return [Bundle(tuple(strokes)) for strokes in found]


class Line(NamedTuple):
    """A line of a label, and the palette role of its colour."""

    text: str
    role: str


class RingText(NamedTuple):
    """A label at a ring: its lines, and its middle on paper."""

    lines: tuple[Line, ...]
    gid: str
    x: float
    y: float
    box: Box


def words_of(content: Content, strokes: Sequence[Stroke], *, brief: bool) -> tuple[Line, ...]:
    """Return the lines of a label; none where its intervals are labelled at their far end.

    In brief, for a small map, several figures share two lines.
    """
    groups: dict[tuple[str, bool, bool], list[RingSpec]] = {}
    for stroke in strokes:
        for spec in stroke.specs:
            key = spec.claim.system_id, spec.end is End.OPEN, _is_interval(spec)
            groups.setdefault(key, []).append(spec)
    if not groups:
        return ()
    several = len({report.system.id for report in content.answer.reports}) > 1
    if 1 < len(groups) <= _MOST_LINES and not brief:
        return tuple(
            Line(
                f"{_reach(specs, content.units)}: {_who(content, system, specs, several)}",
                _role(specs),
            )
            for (system, *_), specs in groups.items()
        )
    specs = [spec for group in groups.values() for spec in group]
    systems = dict.fromkeys(content.short_name(spec.claim.system_id) for spec in specs)
    named = f": {', '.join(systems)}" if several and len(systems) <= _MOST_NAMED else ""
    texts = [_reach(specs, content.units) + named, _whose(content, specs), _note(specs)]
    return tuple(Line(text, _role(specs)) for text in texts if text)


def _short_words(content: Content, strokes: Sequence[Stroke]) -> tuple[Line, ...]:
    """Return the lines of a label that tells kilometres alone, and what is to be known of them."""
    specs = [spec for stroke in strokes for spec in stroke.specs]
    if not specs:
        return ()
    years = {said_later(spec.claim.as_of, content.answer.cat.as_of) for spec in specs}
    year = years.pop().strip() if len(years) == 1 else ""
    texts = [_reach(specs, content.units), year, _note(specs)]
    return tuple(Line(text, _role(specs)) for text in texts if text)


def _who(content: Content, system: str, specs: Sequence[RingSpec], several: bool) -> str:
    name = f"{content.short_name(system)}, " if several else ""
    note = _note(specs)
    return f"{name}{_whose(content, specs)}{f' {note}' if note else ''}"


def _is_interval(spec: RingSpec) -> bool:
    return spec.end in (End.LOWER, End.FAR)


def _role(specs: Iterable[RingSpec]) -> str:
    """Return the palette role of figures: their account's; ink where they are of several."""
    looks = {ring_look(spec.claim.account, strike=spec.strike) for spec in specs}
    return looks.pop() if len(looks) == 1 else "ink"


def _reach(specs: Sequence[RingSpec], units: Units) -> str:
    """Return from the least to the greatest of figures; a lower bound begins with its word."""
    ends = {(spec.range_km, spec.end is End.OPEN) for spec in specs}
    if all(_is_interval(spec) for spec in specs):
        # Told whole at either end.
        ends |= {(spec.claim.lower_end_km or 0.0, False) for spec in specs}
        ends |= {(spec.claim.up_to_km or 0.0, False) for spec in specs}
    low, high = min(ends), max(ends)
    if low == high:
        return f"{END_WORDS[End.OPEN] if low[1] else ''}{length_words(low[0], units)}"
    if low[1] == high[1]:
        start = END_WORDS[End.OPEN] if low[1] else ""
        return start + ends_words([low[0], high[0]], units, "\N{EN DASH}")
    first, last = (
        f"{END_WORDS[End.OPEN] if is_open else ''}{length_text(km, units)}"
        for km, is_open in (low, high)
    )
    return f"{first}{', ' if low[0] == high[0] else ' to '}{last} {units}"


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


def _whose(content: Content, specs: Sequence[RingSpec]) -> str:
    day = content.answer.cat.as_of
    names = [
        *dict.fromkeys(
            claimant_text(spec.claim.claimant) + said_later(spec.claim.as_of, day) for spec in specs
        )
    ]
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    looks = {ring_look(spec.claim.account, strike=spec.strike) for spec in specs}
    asked = accounts_asked(content.answer)
    if len(asked) > 1 and {*asked} <= looks:
        return "every account"
    if len(looks) == 1 and "not-strike" not in looks:
        return first_of(names, 1)
    whys = dict.fromkeys(spec.why_not for spec in specs if not spec.strike)
    words = [word for look, word in LOOK_WORDS.items() if look in looks - {"not-strike"}]
    words += whys
    return (" and " if len(words) == 2 else ", ").join(words)


def _note(specs: Sequence[RingSpec]) -> str:
    """Return what is to be known of a figure: that it is no strike range, or nobody read it."""
    notes = [
        ENGAGEMENT if all(spec.why_not == ENGAGEMENT for spec in specs) else "",
        UNREAD if all(spec.unread for spec in specs) else "",
    ]
    said = ", ".join(filter(None, notes))
    return f"({said})" if said else ""


def place_ring_labels(
    content: Content,
    view: View,
    size: float,
    room: Room,
    marks: Floats,
    pitch: float,
    *,
    whose: bool = True,
) -> Iterator[RingText]:
    """Yield the labels of a map's rings, each where it hides least; take their room.

    `whose` labels tell systems and claimants. Lengths are points: marks are rows of x, y and
    radius, `pitch` is that between strokes side by side.
    """
    groups = bundles(content, view, pitch)
    brief = view.width < _BRIEF_WIDTH
    rings = {km: view.on_paper(view.circle(km)) for group in groups for km in group.radii}
    near = NearLines(rings)
    for nth, group in enumerate(groups):
        inner, outer = rings[group.radii[0]], rings[group.radii[-1]]
        # An interval has one label, at its far end if that is on the map.
        told = [
            stroke
            for stroke in group.strokes
            if stroke.end is not End.LOWER
            or not any(
                runs_through(rings[spec.claim.up_to_km or 0], (0, 0, view.width, view.height))
                for spec in stroke.specs
            )
        ]
        wanted = _INNER_DEG if nth == 0 and len(groups) > 1 else _OUTER_DEG
        seek = _Seek(view, room, marks, near, group.radii, wanted, size, len(group.strokes))
        gid = f"label-ring-{group.km:g}"
        if whose:
            tries = [words_of(content, told, brief=brief), words_of(content, told, brief=True)]
            tries += [tries[-1][:2], tries[-1][:1]]
        else:
            tries = [_short_words(content, told)]
        for lines in dict.fromkeys(filter(None, tries)):
            label = seek.label(lines, gid, inner, outer)
            if label is not None:
                yield label
                break


def place_at(
    lines: tuple[Line, ...],
    km: float,
    view: View,
    size: float,
    room: Room,
    marks: Floats,
) -> RingText | None:
    """Return a label at a limit of the band; take its room."""
    ring = view.on_paper(view.circle(km))
    seek = _Seek(view, room, marks, NearLines({}), (), _LIMIT_DEG, size)
    return seek.label(lines, f"label-limit-{km:g}", ring, ring)


@dataclass(frozen=True)
class _Seek:
    """The search for the free box at a ring that costs least."""

    view: View
    room: Room
    marks: Floats
    rings: NearLines
    own_km: Sequence[float]
    wanted: int
    size: float
    #: Strokes side by side, which a label at the line keeps clear of.
    strokes: int = 1

    def label(
        self, lines: tuple[Line, ...], gid: str, inner: Floats, outer: Floats
    ) -> RingText | None:
        """Return a label at its place, whose room is then taken; None where there is none."""
        wide = max(text_width(line.text, self.size, "semibold") for line in lines)
        high = self.size * (LEADING * (len(lines) - 1) + 1.0)
        at = self._middle(inner, outer, wide, high)
        if at is None:
            return None
        x, y = at
        box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        self.room.taken.append(box)
        return RingText(lines, gid, x, y, box)

    def _middle(
        self, inner: Floats, outer: Floats, wide: float, high: float
    ) -> tuple[float, float] | None:
        site = self.view.site
        centre = self.view.on_paper(self.view.project([site.lon], [site.lat]))[0]
        turns = np.arange(0, 360, _STEP_DEG)
        off = np.abs((turns - self.wanted + 180) % 360 - 180) * _PER_DEGREE
        middles, costs = [], []
        for ring, side, more in (
            (inner, -1, 0.0),
            (outer, 0, _ON_LINE),
            (outer, 1, _OUTSIDE),
        ):
            out = ring[turns * POINTS_PER_DEGREE] - centre
            radius = np.linalg.norm(out, axis=1)
            away = out / np.maximum(radius, 1e-9)[:, None]
            clear = _GAP + _BESIDE * (self.strokes - 1)
            far = _from_centre(np.abs(away), radius + side * clear, side, wide, high)
            middles.append(centre + far[:, None] * away)
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
            # A name may go beside a mark.
            cost = cost + _NEAR_NAME * (edge < 3.5 * self.size).sum(axis=1)
            free = (edge > 1.5).all(axis=1)
            boxes, middle, cost = boxes[free], middle[free], cost[free]
        if not len(boxes):
            return None
        own = [inner] if inner is outer else [inner, outer]
        # Strokes side by side lie on both sides of the true radius.
        beside = _BESIDE * (self.strokes - 1)
        to_own = np.min([line_distance(boxes, ring) for ring in own], axis=0) - beside
        cost = cost + _OVER_OWN * self.strokes * (to_own <= 0)
        # A label nearer another ring would be read as that one's.
        to_others = self.rings.distances(boxes, to_own + 1.5, but=self.own_km)
        beside_it = np.where(to_others < to_own[:, None] + 1.5, _NEARER, 0.0)
        cost = cost + np.where(to_others == 0, _HIDDEN, beside_it).sum(axis=1)
        best = int(np.argmin(cost))
        return float(middle[best, 0]), float(middle[best, 1])


def _from_centre(away: Floats, radius: Floats, side: int, wide: float, high: float) -> Floats:
    """Return how far from a circle's centre a box's middle is, so that it touches it there.

    Inside the farthest corner lies on the circle, outside the nearest point does. Not a number
    where the box is larger than the circle.
    """
    a, b = np.maximum(away, 1e-9).T
    if side == 0:
        return radius
    half = (a * wide + b * high) / 2
    corner = (wide**2 + high**2) / 4 - radius**2
    with np.errstate(invalid="ignore"):
        root = np.sqrt(half**2 - corner)
        if side < 0:
            far = root - half
            return np.where(far > 0, far, np.nan)
        far = half + root
        far = np.where(far * b < high / 2, (radius + wide / 2) / a, far)
        return np.asarray(np.where(far * a < wide / 2, (radius + high / 2) / b, far))
