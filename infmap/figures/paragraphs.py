"""Paragraphs of several weights and colours, broken into lines and written on a sheet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from infmap.figures.faces import SANS, SERIF, Weight
from infmap.figures.lettering import text_width

#: A space that ends no line: it holds a name of two words together.
TIE = "\N{NO-BREAK SPACE}"
#: From the middle of a line to the foot of its letters, in sizes: half a capital's height.
_TO_BASELINE = 0.33


@dataclass(frozen=True)
class Run:
    """A piece of text in one weight and colour; without a colour it takes the paragraph's."""

    text: str
    weight: Weight = "normal"
    color: str | None = None


def tied(name: str) -> str:
    """Return a name that `set_runs` leaves on one line.

    Examples
    --------
    >>> len(tied("San Marino").split(" "))
    1
    """
    return TIE.join(name.split())


def set_runs(
    runs: Iterable[Run], width: float, size: float, *, serif: bool = False
) -> list[list[Run]]:
    """Return a paragraph broken into lines that print no wider than a width.

    Lines break at ordinary spaces, also between runs; names are held together by `tied`. A word
    wider than a line is split between letters.

    Lengths are points. Lines have no spaces at their ends, and ordinary spaces in names. Neighbours
    of one look are one run.

    Examples
    --------
    >>> names = [Run("Warsaw,", "semibold"), Run(" Minsk, "), Run(tied("San Marino"))]
    >>> for line in set_runs(names, 60, 8):
    ...     print([(run.text, run.weight) for run in line])
    [('Warsaw,', 'semibold'), (' Minsk,', 'normal')]
    [('San Marino', 'normal')]
    """
    lines: list[list[Run]] = [[]]
    for word in _words(runs, width, size, serif=serif):
        longer = _joined(lines[-1], word)
        if lines[-1] and _width(longer, size, serif=serif) > width:
            lines.append(_joined([], word))
        else:
            lines[-1] = longer
    return [[replace(run, text=run.text.replace(TIE, " ")) for run in line] for line in lines]


def _words(
    runs: Iterable[Run], width: float, size: float, *, serif: bool
) -> Iterable[tuple[bool, list[Run]]]:
    """Yield what no line breaks: whether a space comes before, and the pieces of each look."""
    spaced, word = False, list[Run]()
    for run in runs:
        for part in re.split(r"([ \t\n]+)", run.text):
            if part and not part.strip(" \t\n"):
                if word:
                    yield spaced, word
                spaced, word = True, []
            elif part:
                for piece in _split(part, run.weight, width, size, serif=serif):
                    if piece != part and word:
                        yield spaced, word
                        spaced, word = False, []
                    word.append(replace(run, text=piece))
    if word:
        yield spaced, word


def _split(part: str, weight: Weight, width: float, size: float, *, serif: bool) -> list[str]:
    wide = text_width(part, size, weight, serif=serif)
    if wide <= width:
        return [part]
    letters = max(1, int(len(part) * width / wide))
    return [part[start : start + letters] for start in range(0, len(part), letters)]


def _joined(line: Sequence[Run], word: tuple[bool, list[Run]]) -> list[Run]:
    spaced, pieces = word
    joined = list(line)
    for k, piece in enumerate(pieces):
        gap = " " if k == 0 and spaced and joined else ""
        last = joined[-1] if joined else None
        if last and (last.weight, last.color) == (piece.weight, piece.color):
            joined[-1] = replace(last, text=last.text + gap + piece.text)
        else:
            joined.append(replace(piece, text=gap + piece.text))
    return joined


def _width(line: Iterable[Run], size: float, *, serif: bool) -> float:
    return sum(text_width(run.text, size, run.weight, serif=serif) for run in line)


def numeral_width(text: str, size: float) -> float:
    """Return the printed width of a count, points."""
    return text_width(text, size, "semibold", serif=True)


def write_numeral(
    figure: Figure, text: str, left: float, top: float, size: float, *, color: str, gid: str
) -> None:
    """Write a count, large and in the serif, from its upper left corner."""
    runs = [[Run(text, "semibold")]]
    write_runs(figure, runs, left, top, size, leading=1.05, color=color, serif=True, gid=gid)


def write_runs(
    figure: Figure,
    lines: Iterable[Sequence[Run]],
    left: float,
    top: float,
    size: float,
    *,
    color: str,
    leading: float = 1.28,
    serif: bool = False,
    gid: str | None = None,
) -> float:
    """Write lines on a sheet, each run as one text.

    Lengths are points from the sheet's upper left corner, `leading` is in sizes; letters stand in
    the middle of a line's height. The first text has the id, those after it a number at its end.
    Returns where the last line ends.

    Examples
    --------
    >>> figure = Figure(figsize=(4, 3))
    >>> lines = set_runs([Run("Deveselu lies in Romania.")], 60, 8)
    >>> round(write_runs(figure, lines, 10, 10, 8, color="#222222"), 2), len(figure.texts)
    (30.48, 2)
    """
    wide, high = figure.get_size_inches() * 72
    family = SERIF if serif else SANS
    written = 0
    for line in lines:
        x, baseline = left, top + (leading / 2 + _TO_BASELINE) * size
        for run in line:
            # The space before a run moves it, and is not of its text.
            word = run.text.lstrip(" ")
            whole = text_width(run.text, size, run.weight, serif=serif)
            x += whole - text_width(word, size, run.weight, serif=serif)
            text = figure.text(x / wide, 1 - baseline / high, word, va="baseline")
            text.set(
                family=family,
                fontsize=size,
                fontweight=run.weight,
                color=run.color or color,
                parse_math=False,
            )
            if gid is not None:
                text.set_gid(f"{gid}-{written + 1}" if written else gid)
            x += text_width(word, size, run.weight, serif=serif)
            written += 1
        top += leading * size
    return top
