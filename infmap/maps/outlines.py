"""Outlines of countries as text: a character or two a number, and a shared border once."""

from collections.abc import Sequence
from functools import cache
from typing import Any

#: The digits, from 0: ASCII that JSON and HTML take as it is, but for the three marks below.
DIGITS = "".join(mark for mark in map(chr, range(0x21, 0x7F)) if mark not in '"&;<=>\\')
#: The digits from here on say that more of the number follows.
MORE = 79
#: What each digit of a number counts more than the one before it.
BASE = 8
BETWEEN_POLYGONS, BETWEEN_RINGS, BORDER = ";", " ", "="
#: A shorter part of a border is written anew in no more characters.
LEAST_SHARED = 3
#: Steps in a degree: Natural Earth's outlines are given to the hundredth.
STEPS = 100
#: The type of a geometry of several polygons.
MULTI = "MultiPolygon"

Position = tuple[int, int]


class Outlines:
    """Geometries to text, or text to geometries, in one order: each may point to those before."""

    def __init__(self) -> None:
        self._drawn: list[Position] = [(0, 0)]
        #: By two positions that stand behind each other, where the second stands.
        self._stands: dict[tuple[Position, Position], int] = {}

    def text(self, type: str, coordinates: Sequence[Any]) -> str:
        """Return the coordinates of a GeoJSON geometry as text.

        Examples
        --------
        >>> coast, inland = [[0, 0], [0, 1], [1, 1], [0, 0]], [[1, 1], [0, 1], [0, 2], [1, 1]]
        >>> outlines = Outlines()
        >>> [outlines.text("Polygon", [ring]) for ring in (coast, inland)]
        ['!!!x2x2!', '!!w2!!x2']
        """
        polygons = coordinates if type == MULTI else [coordinates]
        return BETWEEN_POLYGONS.join(
            BETWEEN_RINGS.join(self._ring_text(ring[:-1]) for ring in rings) for rings in polygons
        )

    def coordinates(self, type: str, text: str) -> list[Any]:
        """Return the coordinates that a text says."""
        polygons = [
            [self._ring(ring) for ring in rings.split(BETWEEN_RINGS)]
            for rings in text.split(BETWEEN_POLYGONS)
        ]
        return polygons if type == MULTI else polygons[0]

    def _ring_text(self, ring: Sequence[Sequence[float]]) -> str:
        line = [(round(lon * STEPS), round(lat * STEPS)) for lon, lat in ring]
        drawn, stands, begins = self._drawn, self._stands, len(self._drawn)
        text = ""
        while (done := len(drawn) - begins) < len(line):
            here = line[done]
            at = stands.get((line[done + 1], here)) if done + 1 < len(line) else None
            shared = 1 if at is None else _shared(line, done, drawn, at)
            if at is not None and shared >= LEAST_SHARED:
                text += BORDER + number_text(len(drawn) - at) + number_text(shared)
            else:
                shared = 1
                text += step_text(here[0] - drawn[-1][0]) + step_text(here[1] - drawn[-1][1])
            for position in line[done : done + shared]:
                if len(drawn) > begins:
                    stands[drawn[-1], position] = len(drawn)
                drawn.append(position)
        return text

    def _ring(self, text: str) -> list[list[float]]:
        drawn, begins, at = self._drawn, len(self._drawn), 0
        while at < len(text):
            is_border = text[at] == BORDER
            first, at = number_in(text, at + is_border)
            second, at = number_in(text, at)
            if is_border:
                drawn += drawn[len(drawn) - first :: -1][:second]
            else:
                drawn.append((drawn[-1][0] + _signed(first), drawn[-1][1] + _signed(second)))
        ring = [[lon / STEPS, lat / STEPS] for lon, lat in drawn[begins:]]
        return [*ring, [*ring[0]]]


def _shared(line: Sequence[Position], done: int, drawn: Sequence[Position], at: int) -> int:
    """Return how many positions of a line, from one on, lie on what was drawn, from one back."""
    most = min(len(line) - done, at + 1)
    return next((k for k in range(most) if drawn[at - k] != line[done + k]), most)


@cache
def step_text(value: int) -> str:
    """Return a number of either sign as digits: its lowest bit is the sign."""
    return number_text(~(value << 1) if value < 0 else value << 1)


def number_text(value: int) -> str:
    """Return a number from 0 as digits, the lowest first.

    Examples
    --------
    >>> number_text(7), number_text(1987), number_in(number_text(1987), 0)
    ('*', '{~6', (1987, 3))
    """
    text = ""
    while value >= MORE:
        more, digit = divmod(value - MORE, BASE)
        text, value = text + DIGITS[MORE + digit], more
    return text + DIGITS[value]


def number_in(text: str, at: int) -> tuple[int, int]:
    """Return the number that stands at a place of a text, and the place behind it."""
    value, scale, digit = 0, 1, MORE
    while digit >= MORE:
        digit = DIGITS.index(text[at])
        value, scale, at = value + scale * digit, scale * BASE, at + 1
    return value, at


def _signed(value: int) -> int:
    return ~(value >> 1) if value & 1 else value >> 1
