"""The width of printed text, and the boxes that labels take on paper."""

import warnings
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags

from infmap.figures.faces import SANS, SERIF, WEIGHTS, Weight, faces_for
from infmap.figures.view import Box
from infmap.geodesy.arrays import Floats
from infmap.io.alone import ALONE

#: The size at which letters are measured, points.
_SCALE = 100.0


def text_width(text: str, size: float, weight: Weight = "normal", *, serif: bool = False) -> float:
    """Return the printed width of a line of text in points, the same at any resolution."""
    # Letters are measured at one size and scaled: a key that shrinks is not measured again. Words
    # are measured one by one, as a paragraph tries many lines of the same words.
    words = text.split(" ")
    width = sum(_width_at_scale(word, weight, serif) for word in words)
    for before, after in pairwise(words):
        width += _space(before[-1:], after[:1], weight, serif)
    return width * (size / _SCALE)


@cache
def _space(before: str, after: str, weight: Weight, serif: bool) -> float:
    """Return the width of a space between two letters, which may be set closer to it."""
    closer, farther = (f"{before} ", f" {after}"), (before, " ", after)
    return sum(_width_at_scale(piece, weight, serif) for piece in closer) - sum(
        _width_at_scale(piece, weight, serif) for piece in farther
    )


@cache
def _width_at_scale(text: str, weight: Weight, serif: bool) -> float:
    font = get_font([face.path for face in faces_for(SERIF if serif else SANS, WEIGHTS[weight])])
    font.set_size(_SCALE, 72)
    with ALONE, warnings.catch_warnings():
        # Of letters that no face has, a file tells when it is written.
        warnings.filterwarnings("ignore", "Glyph ")
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0] / 64)  # in its own units of a 64th


def runs_through(line: Floats, box: Box) -> bool:
    """Return whether a line has a point within a box."""
    x, y = line.T
    return bool(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any())


def overlap(first: Box, second: Box) -> bool:
    """Return whether two boxes overlap."""
    return (
        first[0] < second[2]
        and second[0] < first[2]
        and first[1] < second[3]
        and second[1] < first[3]
    )


def wrapped(
    text: str, width: float, size: float, weight: Weight = "normal", *, serif: bool = False
) -> list[str]:
    """Return a text broken into lines that print no wider than a width."""
    lines = [""]
    for word in text.split():
        # A word wider than a line is split between letters.
        share = width / max(text_width(word, size, weight, serif=serif), width)
        letters = max(1, int(len(word) * share))
        for start in range(0, len(word), letters):
            part = word[start : start + letters]
            longer = f"{lines[-1]} {part}".strip()
            if lines[-1] and text_width(longer, size, weight, serif=serif) > width:
                lines.append(part)
            else:
                lines[-1] = longer
    return lines


@dataclass
class Room:
    """A sheet of paper and the boxes taken on it; lengths in points."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def holds(self, box: Box) -> bool:
        """Return whether a box lies on the paper, clear of its edge."""
        return box[0] > 2 and box[1] > 2 and box[2] < self.width - 2 and box[3] < self.height - 2

    def has(self, box: Box) -> bool:
        """Return whether a box lies on the paper and overlaps no taken box."""
        return self.holds(box) and not any(overlap(box, taken) for taken in self.taken)
