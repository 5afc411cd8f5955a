"""Parts that every sheet has: the head with title and deck, and what stands under rules."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from infmap.errors import InfmapError
from infmap.figures.faces import SERIF
from infmap.figures.lettering import wrapped
from infmap.figures.papers import MM, Paper, on_sheet
from infmap.figures.paragraphs import Run, set_runs, write_runs
from infmap.figures.texts import balanced

#: From line to line, in sizes.
TITLE_LEADING, LEADING = 1.14, 1.28
#: Width of the rules between parts, points.
RULE = 0.18 * MM
#: A long title is set smaller, down to what is still a title, so that the map has room.
_LEAST_TITLE, _SMALLER, _TIGHT = 0.82, 0.98, 0.92
# Room above and below the deck, in its sizes.
_ABOVE_DECK, _BELOW_DECK = 0.35, 0.6


class Part(NamedTuple):
    """A part of a sheet: its height, and what draws it from a point's right and below."""

    height: float
    draw: Callable[[Figure, float, float], object]


#: A part that is left out.
NOTHING = Part(0.0, lambda _figure, _left, _top: None)


class Head(NamedTuple):
    """Title and deck in lines, and the title's size in points."""

    title: list[str]
    size: float
    deck: list[list[Run]]
    paper: Paper

    @property
    def _to_deck(self) -> float:
        return len(self.title) * self.size * TITLE_LEADING + self.paper.deck * _ABOVE_DECK

    @property
    def height(self) -> float:
        """From the top of the title to the map, points."""
        return self._to_deck + self.paper.deck * (len(self.deck) * LEADING + _BELOW_DECK)

    def write(self, ax: Axes, top: float, palette: dict[str, str]) -> None:
        """Write it from a height on; the title is the first map's, where a caller reads it."""
        figure = ax.get_figure(root=True)
        assert isinstance(figure, Figure)
        on_map = figure.get_figheight() * 72 * (1 - ax.get_position().y1)
        ax.set_title(
            "\n".join(self.title),
            loc="left",
            y=1.0,
            pad=on_map - top,
            va="top",
            fontsize=self.size,
            fontweight="semibold",
            color=palette["ink"],
            family=SERIF,
            linespacing=1.0,
            parse_math=False,
        )
        paper = self.paper
        write_runs(
            figure, self.deck, paper.margin, top + self._to_deck, paper.deck,
            color=palette["quiet"], gid="deck",
        )  # fmt: skip


def set_head(
    title: str, deck: str, paper: Paper, *, most_lines: int | None = None, is_tight: bool = False
) -> Head:
    """Return title and deck set for a sheet.

    The title is set smaller until it has `most_lines`, by default three in a column and two else;
    where it `is_tight`, at once if it has more than two.
    """
    most, size = most_lines or (3 if paper.is_narrow else 2), paper.title
    lines = wrapped(title, paper.inner, size, "semibold", serif=True)
    if is_tight and len(lines) > 2:
        size *= _TIGHT
        lines = wrapped(title, paper.inner, size, "semibold", serif=True)
    while len(lines) > most and size > paper.title * _LEAST_TITLE:
        size *= _SMALLER
        lines = wrapped(title, paper.inner, size, "semibold", serif=True)
    lines = balanced(lines, paper.inner, size)
    return Head(lines, size, set_runs([Run(deck)], paper.inner, paper.deck), paper)


def foot_of(lines: Sequence[str], paper: Paper, palette: dict[str, str]) -> Part:
    """Return the lines of sources at the foot of a sheet."""
    runs = [[Run(line)] for line in lines]
    return text_part(runs, paper.sources, paper.leading, color=palette["quiet"], gid="sources")


def text_part(
    lines: Sequence[Sequence[Run]], size: float, leading: float, *, color: str, gid: str
) -> Part:
    """Return lines of text as a part of a sheet."""

    def draw(figure: Figure, left: float, top: float) -> None:
        write_runs(figure, lines, left, top, size, leading=leading, color=color, gid=gid)

    return Part(len(lines) * size * leading, draw)


def check_height(
    paper: Paper, high: float, needed: float, least: float, what: str = "the maps", remedy: str = ""
) -> None:
    """Refuse a sheet's height that leaves a map less than its least."""
    if high < least:
        raise InfmapError(
            f"height_mm {(paper.height or 0.0) / MM:g} leaves no room for {what}; "
            f"write at least {needed / MM + 1:.0f}{remedy}"
        )


def ruled_height(parts: Iterable[Part], paper: Paper) -> float:
    """Return the height of parts, each under a rule."""
    return sum(part.height + paper.gap * 1.8 for part in parts)


def draw_ruled(
    figure: Figure, parts: Iterable[Part], top: float, paper: Paper, palette: dict[str, str]
) -> None:
    """Draw parts below each other from a height on, each under a rule."""
    for part in parts:
        top += paper.gap
        right = paper.width - paper.margin
        rule(figure, paper.margin, right, top, color=palette["line"], linewidth=RULE * 2)
        top += paper.gap * 0.8
        part.draw(figure, paper.margin, top)
        top += part.height


def rule(
    figure: Figure, left: float, right: float, top: float, gid: str | None = "rule", **look: Any
) -> None:
    """Draw a line from left to right on a sheet."""
    at = on_sheet(figure)
    figure.add_artist(Line2D([left, right], [top, top], transform=at, gid=gid, **look))
