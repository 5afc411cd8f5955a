"""The placing of names by cost: each beside its mark, over no other, none read as a neighbour's.

Every name has candidates: eight positions that touch its mark, then positions farther off at the
end of a line that leads to it. Those that would lie over something, over the frame or nearer
another mark are forbidden. The rest have a cost; two names never overlap. Names are placed in the
order of their weight, hardest first; a name that finds no room may move lighter ones, or drop them.
Nothing here is random: the same names give the same places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from infmap.figures.boxes import (
    box_distance,
    crossings,
    line_meets,
    lines_cross,
    meet,
    segment_distances,
)
from infmap.figures.lettering import Room
from infmap.figures.papers import MM
from infmap.figures.view import Box
from infmap.geodesy.arrays import Floats

# Of a line of text, in sizes of its type: above and below the middle of its capitals.
ABOVE, BELOW = 0.42, 0.54
# From a mark's edge to its name; from a name to another mark's edge at least, and if it is to read
# well; and with a leading line.
_GAP, _LEAST, _CLEAR, _CLEAR_LED = 0.45 * MM, 0.35 * MM, 0.9 * MM, 1.8 * MM
# How much nearer a name is its own mark than any other, at least.
_NEARER = 0.8
# Between two names.
_APART_X, _APART_Y = 1.6, 0.3
# From a leading line to other marks' edges, and to other names.
_LINE_CLEAR = 0.4 * MM
_LED_MM = (2.0, 3.5, 5.5, 8.0, 12.0, 18.0)
# The last is for the site's own name alone, which no map is without.
_MOST_LED_MM = 12.0
_DIRECTIONS = 16
# Costs: of the positions at the mark (right, left, four diagonals, above, below), of a leading
# line, of a millimetre of it, of a mark that is too near, and of a line under a name.
_AT_MARK = (0.0, 0.8, 1.4, 1.4, 1.9, 1.9, 1.7, 2.0)
_LED, _LED_PER_MM, _CROWDED, _CROSSED = 5.0, 0.7, 3.0, 0.6
# So many of the cheapest candidates of a name are tried.
_TRIED = 22


class Label(NamedTuple):
    """A name to be placed at a mark, in points of paper."""

    x: float
    y: float
    #: Radius of the mark.
    radius: float
    width: float
    #: Size of its type.
    size: float
    #: What it costs to leave it out.
    weight: float
    #: Whether its type tells it from the others, so that it and its line may be near other marks.
    is_apart: bool = False
    #: Whether a line may lead to it.
    may_be_led: bool = True


class Spot(NamedTuple):
    """Where a name is: the box of its letters, and the line that leads to it, if it has one."""

    box: Box
    line: Box | None = None
    cost: float = 0.0

    @property
    def baseline(self) -> float:
        """The height of the line on which its letters stand."""
        size = (self.box[3] - self.box[1]) / (ABOVE + BELOW)
        return self.box[1] + (BELOW - 0.32) * size


@dataclass(frozen=True)
class _Candidates:
    """Candidates of all labels, one after the other; `owner` is the label of each."""

    owner: np.ndarray
    boxes: Floats
    #: From the mark to the name; not a number without a leading line.
    lines: Floats
    costs: Floats

    def __getitem__(self, kept: np.ndarray) -> "_Candidates":
        return _Candidates(self.owner[kept], self.boxes[kept], self.lines[kept], self.costs[kept])


def place_names(
    labels: Sequence[Label],
    room: Room,
    marks: Floats | None = None,
    lines: Floats | None = None,
) -> list[Spot | None]:
    """Return where each name is placed, or None where there is no room.

    Parameters
    ----------
    labels : sequence of Label
        The names. Each has a mark; none may be nearer another's.
    room : Room
        The paper, and the boxes that are taken.
    marks : array, shape (n, 3), optional
        Further marks, that have no name: x, y and radius.
    lines : array, shape (n, 2), optional
        Points of lines that names had better not cover.

    Examples
    --------
    >>> room = Room(100, 40)
    >>> spots = place_names([Label(20, 20, 2, 30, 7, 1), Label(90, 20, 2, 30, 7, 1)], room)
    >>> [spot.box[0] > 20 for spot in spots]  # the second has no room on its right
    [True, True]
    >>> round(spots[1].box[2]) < 90
    True
    """
    if not labels:
        return []
    own = np.array([(label.x, label.y, label.radius) for label in labels])
    every = own if marks is None or not len(marks) else np.vstack([own, marks])
    apart = np.array([label.is_apart for label in labels])
    may_be_led = np.array([label.may_be_led for label in labels])
    weights = np.array([label.weight for label in labels])
    tried = _allowed(_candidates(labels), own, every, room, apart, may_be_led, weights)
    if lines is not None and len(lines):
        near = np.isnan(tried.lines[:, 0])
        tried.costs[near] += _CROSSED * crossings(tried.boxes[near], lines)
    tried = _cheapest(_needed(tried, len(labels)), len(labels))
    chosen = _Search(labels, tried).run()
    return [
        None
        if k < 0
        else Spot(
            _box(tried.boxes[k]),
            None if np.isnan(tried.lines[k, 0]) else _box(tried.lines[k]),
            float(tried.costs[k]),
        )
        for k in chosen
    ]


def _box(row: Floats) -> Box:
    left, bottom, right, top = map(float, row)
    return left, bottom, right, top


def _candidates(labels: Sequence[Label]) -> _Candidates:
    x, y, radius, wide, size, *_ = np.array(labels).T[:, :, None]
    gap = radius + _GAP
    up, down = ABOVE * size, BELOW * size
    # Middle of the capitals and left edge of each position at the mark.
    slant = 0.72 * gap
    lefts = np.hstack(
        [x + gap, x - gap - wide] + [x + slant] * 2 + [x - slant - wide] * 2 + [x - wide / 2] * 2
    )
    above, below = y + 0.5 * gap + down, y - 0.5 * gap - up
    middles = np.hstack([y, y, above, below, above, below, y + gap + down, y - gap - up])
    near = np.stack([lefts, middles - down, lefts + wide, middles + up], axis=2)
    turn = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    led = np.array(_LED_MM) * MM
    away = (radius[:, :, None] + led[None, None, :]) * np.ones((1, _DIRECTIONS, 1))
    east, north = np.cos(turn)[None, :, None], np.sin(turn)[None, :, None]
    x, y, wide, up, down, radius = (part[:, :, None] for part in (x, y, wide, up, down, radius))
    end_x, end_y = x + away * east, y + away * north
    # The line ends at the middle of the side that faces the mark, or at the letters' edge.
    left = np.where(east > 0.3, end_x, np.where(east < -0.3, end_x - wide, end_x - wide / 2))
    left = np.where(east > 0.3, left + 0.8, np.where(east < -0.3, left - 0.8, left))
    steep = np.abs(east) <= 0.3
    middle = np.where(steep, end_y + np.where(north > 0, down + 0.5, -up - 0.5), end_y)
    far = np.stack([left, middle - down, left + wide, middle + up], axis=3)
    start_x, start_y = x + radius * east, y + radius * north
    lines = np.stack(np.broadcast_arrays(start_x, start_y, end_x, end_y), axis=3)
    count = len(labels)
    far, lines = far.reshape(count, -1, 4), lines.reshape(count, -1, 4)
    mm = np.tile(_LED_MM, _DIRECTIONS)
    costs = np.hstack([_AT_MARK, _LED + _LED_PER_MM * mm])
    return _Candidates(
        np.repeat(np.arange(count), len(costs)),
        np.concatenate([near, far], axis=1).reshape(-1, 4),
        np.concatenate([np.full(near.shape, np.nan), lines], axis=1).reshape(-1, 4),
        np.tile(costs, count),
    )


def _allowed(
    every: _Candidates,
    own: Floats,
    marks: Floats,
    room: Room,
    apart: np.ndarray,
    may_be_led: np.ndarray,
    weights: Floats,
) -> _Candidates:
    """Return the candidates that are free of marks, taken boxes and the frame, with their cost."""
    left, bottom, right, top = every.boxes.T
    inside = (left > 2) & (bottom > 2) & (right < room.width - 2) & (top < room.height - 2)
    # Without those with a line for names that take none.
    free = np.isnan(every.lines[:, 0]) | may_be_led[every.owner]
    far = every.costs > _LED + _LED_PER_MM * _MOST_LED_MM
    free &= ~far | apart[every.owner]
    kept = every[np.asarray(inside & free)]
    if room.taken:
        taken = np.array(room.taken)
        over = meet(kept.boxes, taken, 1.0, 0.5)
        kept = kept[np.asarray(~over.any(axis=1))]
        led = ~np.isnan(kept.lines[:, 0])
        hit = np.zeros(len(kept.owner), bool)
        hit[led] = line_meets(kept.lines[led], taken).any(axis=1)
        kept = kept[~hit]
    # From the letters to every mark's edge; a mark's own name is measured apart.
    edge = box_distance(kept.boxes, marks[:, :2]) - marks[:, 2]
    mine = edge[np.arange(len(kept.owner)), kept.owner]
    # Marks that hide each other are one to the eye: it has the name of the heavier.
    apart_by = np.linalg.norm(own[:, None, :2] - marks[None, :, :2], axis=2)
    one = apart_by < own[:, 2:3]
    edge[one[kept.owner]] = np.inf
    # A name with a leading line reads as that mark's: the line touches it.
    led = ~np.isnan(kept.lines[:, 0])
    mine = np.where(led, 0.0, mine)
    centre = edge + marks[:, 2]
    own_centre = np.where(led, 0.0, mine + own[kept.owner, 2])
    nearest, nearest_centre = edge.min(axis=1), centre.min(axis=1)
    fine = nearest >= np.where(led, _CLEAR_LED, _LEAST)
    fine &= nearest_centre > own_centre + _NEARER
    fine |= apart[kept.owner] & (nearest >= _LEAST)
    at = np.flatnonzero(led & fine & ~apart[kept.owner])
    off = segment_distances(kept.lines[at], marks[:, :2]) - marks[:, 2]
    off[one[kept.owner[at]]] = np.inf
    line_edge = np.full(len(kept.owner), np.inf)
    line_edge[at] = off.min(axis=1)
    fine &= line_edge >= _LINE_CLEAR
    lighter = (weights[None, :] > weights[:, None]) & ~apart[None, :]
    hidden = (one[:, : len(own)] & lighter).any(axis=1)
    fine &= ~hidden[kept.owner]
    crowded = np.clip((_CLEAR - nearest) / _CLEAR, 0, 1)
    kept.costs[:] += np.where(led, 0.0, _CROWDED * crowded)
    return kept[fine]


def _needed(every: _Candidates, count: int) -> _Candidates:
    """Return the candidates without leading lines for names that have room at their mark."""
    near = np.isnan(every.lines[:, 0])
    boxes, owner = every.boxes[near], every.owner[near]
    clash = meet(boxes, boxes, _APART_X, _APART_Y)
    clash &= owner[:, None] != owner[None, :]
    has_room = np.zeros(count, bool)
    has_room[owner[~clash.any(axis=1)]] = True
    return every[near | ~has_room[every.owner]]


def _cheapest(every: _Candidates, count: int) -> _Candidates:
    """Return the cheapest candidates of each label, in their order."""
    order = np.lexsort((np.arange(len(every.owner)), every.costs, every.owner))
    owners = every.owner[order]
    first = np.searchsorted(owners, np.arange(count))
    rank = np.arange(len(owners)) - first[owners]
    return every[order[rank < _TRIED]]


class _Search:
    """The choice of a candidate for each label, so that no two clash."""

    def __init__(self, labels: Sequence[Label], tried: _Candidates) -> None:
        self.tried = tried
        self.weights = [label.weight for label in labels]
        count = len(labels)
        ends = np.searchsorted(tried.owner, np.arange(count + 1))
        self.own = [range(ends[k], ends[k + 1]) for k in range(count)]
        clash = meet(tried.boxes, tried.boxes, _APART_X, _APART_Y)
        led = np.flatnonzero(~np.isnan(tried.lines[:, 0]))
        if len(led):
            through = line_meets(tried.lines[led], tried.boxes)
            clash[led] |= through
            clash[:, led] |= through.T
            clash[np.ix_(led, led)] |= lines_cross(tried.lines[led])
        clash[tried.owner[:, None] == tried.owner[None, :]] = False
        self.rivals = [np.flatnonzero(row) for row in clash]
        self.costs = tried.costs.tolist()
        self.owner = tried.owner.tolist()
        self.chosen = [-1] * count
        #: How many chosen candidates clash with each candidate.
        self.taken = np.zeros(len(tried.owner), int)
        # Heaviest first; of one weight those with the fewest candidates that nothing else wants.
        ease = [sum(1 / (1 + len(self.rivals[k])) for k in own) for own in self.own]
        self.order = sorted(range(count), key=lambda k: (-self.weights[k], ease[k], k))

    def run(self) -> list[int]:
        for label in self.order:
            self._take(label, self._cheapest_free(label))
        for _ in range(4):
            moved = [self._improve(label) for label in self.order]
            if not any(moved):
                break
        return self.chosen

    def _take(self, label: int, candidate: int) -> None:
        before = self.chosen[label]
        if before >= 0:
            self.taken[self.rivals[before]] -= 1
        if candidate >= 0:
            self.taken[self.rivals[candidate]] += 1
        self.chosen[label] = candidate

    def _cheapest_free(self, label: int) -> int:
        return next((k for k in self.own[label] if not self.taken[k]), -1)

    def _cost(self, label: int) -> float:
        k = self.chosen[label]
        return (
            100.0 * self.weights[label] if k < 0 else self.costs[k] * min(1.0, self.weights[label])
        )

    def _improve(self, label: int) -> bool:
        """Move a name to a better place, with those in its way; return whether it moved."""
        before = self._cost(label)
        if before <= 0.5:
            return False
        for candidate in self.own[label]:
            if self.costs[candidate] * min(1.0, self.weights[label]) >= before - 0.05:
                break
            if self._push(label, candidate, before):
                return True
        return False

    def _push(self, label: int, candidate: int, before: float) -> bool:
        """Take a candidate if what is in its way finds other places, or is worth less."""
        rivals = {*self.rivals[candidate]} if self.taken[candidate] else set()
        in_way = [k for k, chosen in enumerate(self.chosen) if chosen >= 0 and chosen in rivals]
        old = {k: self.chosen[k] for k in (*in_way, label)}
        cost = before + sum(self._cost(k) for k in in_way)
        for k in in_way:
            self._take(k, -1)
        self._take(label, candidate)
        for k in sorted(in_way, key=lambda k: -self.weights[k]):
            self._take(k, self._cheapest_free(k))
        if self._cost(label) + sum(self._cost(k) for k in in_way) < cost - 0.01:
            return True
        for k in old:
            self._take(k, -1)
        for k, chosen in old.items():
            self._take(k, chosen)
        return False
