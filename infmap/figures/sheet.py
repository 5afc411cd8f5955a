"""The sheet of one site: title, deck, map, what each account has in reach, key and sources."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from infmap.analysis.finding import Finding
from infmap.errors import InfmapError
from infmap.figures.columns import AccountColumn, account_columns, set_columns
from infmap.figures.content import Content
from infmap.figures.crop import Frame, frame_of
from infmap.figures.faces import SERIF, register
from infmap.figures.key import Block, key_groups, set_key
from infmap.figures.lettering import wrapped
from infmap.figures.map import CLOSE_UP_KM, SiteMap
from infmap.figures.panel import draw_panel
from infmap.figures.papers import MM, MapLook, Paper, on_sheet
from infmap.figures.paragraphs import Run, set_runs, write_runs
from infmap.figures.texts import balanced, foot_lines, reports_text, sources_text
from infmap.figures.view import Projection, View, view_maker

#: From line to line, in sizes.
TITLE_LEADING, LEADING = 1.14, 1.28
#: Width of the rules between parts, points.
RULE = 0.18 * MM
#: Lines of sources in a column.
MOST_FOOT = 2
#: The least height of a map, and how far a crop that is wide makes it lower.
LEAST_MAP, LOWEST = 34 * MM, 0.72


@dataclass(frozen=True)
class Part:
    """A part of a sheet: its height, the room above it, and what draws it from a height on."""

    height: float
    above: float
    draw: Callable[[Figure, float], object]
    #: Whether a rule stands above it.
    ruled: bool = False


def new_sheet(paper: Paper, height: float, palette: dict[str, str]) -> Figure:
    """Return an empty sheet of a height in points."""
    register()
    figure = Figure(figsize=(paper.width / 72, height / 72), facecolor=palette["paper"], dpi=72)
    FigureCanvasAgg(figure)
    return figure


def map_axes(
    figure: Figure, left: float, top: float, wide: float, high: float, label: str = "map"
) -> Axes:
    """Return new axes that fill a box of a sheet, in points from its upper left corner."""
    width, height = figure.get_size_inches() * 72
    rect = (left / width, 1 - (top + high) / height, wide / width, high / height)
    return figure.add_axes(rect, label=label)


def map_look(paper: Paper, **more: Any) -> MapLook:
    """Return how maps of a format are printed."""
    return MapLook(paper.names, paper.ring_labels, paper.stroke / MM, paper.mark / MM, **more)


def write_title(ax: Axes, lines: Sequence[str], size: float, above: float, color: str) -> None:
    """Write a sheet's title: it belongs to the map's axes, where a caller can read and change it.

    `above` is how far above the axes it begins, points.
    """
    ax.set_title(
        "\n".join(lines),
        loc="left",
        y=1.0,
        pad=above,
        va="top",
        fontsize=size,
        fontweight="semibold",
        color=color,
        family=SERIF,
        linespacing=1.0,
        parse_math=False,
    )


def compose(
    content: Content,
    found: Finding,
    projection: Projection,
    paper: Paper,
    *,
    extent_km: float | None = None,
    title: str | None = None,
    close_up: bool = False,
    key: bool = True,
) -> Figure:
    """Return the sheet of one site.

    Parameters
    ----------
    content : Content
        Of the map.
    found : Finding
        About its site.
    projection : Projection
        From `infmap.figures.view.view_maker`.
    paper : Paper
        Its format.
    extent_km : float, optional
        How far from the site the map extends; without it to the places in dispute.
    title : str, optional
        In place of the finding.
    close_up : bool, default False
        Whether a map of the nearest thousand kilometres stands beside or below the map.
    key : bool, default True
        Whether it has a key.
    """
    sheet = _Sheet(
        content, found, projection, paper, extent_km, title or found.title, close_up, key
    )
    return sheet.beside() if paper.is_beside else sheet.stacked()


@dataclass(frozen=True)
class _Sheet:
    content: Content
    found: Finding
    projection: Projection
    paper: Paper
    extent_km: float | None
    title: str
    close_up: bool
    key: bool

    @property
    def frame(self) -> Frame:
        return frame_of(self.content.answer, self.projection, self.extent_km)

    @property
    def palette(self) -> dict[str, str]:
        return self.content.palette

    @property
    def columns(self) -> list[AccountColumn]:
        short = self.paper.is_narrow
        return account_columns(self.content, self.found, self.paper.stroke, short=short)

    def head(self) -> tuple[list[str], float, list[list[Run]], float]:
        """Return title and deck in lines, the title's size, and the height of both."""
        paper, size = self.paper, self.paper.title
        title = wrapped(self.title, paper.inner, size, "semibold", serif=True)
        # A long title is set smaller, down to what is still a title, so that the map has room.
        if paper.is_narrow and len(title) > 2:
            size *= 0.92
            title = wrapped(self.title, paper.inner, size, "semibold", serif=True)
        while len(title) > (3 if paper.is_narrow else 2) and size > paper.title * 0.82:
            size *= 0.98
            title = wrapped(self.title, paper.inner, size, "semibold", serif=True)
        title = balanced(title, paper.inner, size)
        # In a column the counts below say what the finding's own deck does.
        day = self.content.answer.cat.as_of
        when = f"On {day.isoformat()}." if day else ""
        told = when if paper.is_narrow else self.found.deck
        words = " ".join(filter(None, [reports_text(self.content.answer), told]))
        deck = set_runs([Run(words)], paper.inner, paper.deck)
        high = len(title) * size * TITLE_LEADING + paper.deck * (0.35 + 0.6)
        return title, size, deck, high + len(deck) * paper.deck * LEADING

    def sources(self, view: View) -> Part:
        """Return the foot."""
        paper, size = self.paper, self.paper.sources
        answers = [self.content.answer]
        if paper.is_narrow:
            told = foot_lines(answers, view.name, paper.inner, size, MOST_FOOT)
            lines = [[Run(line)] for line in told]
        else:
            lines = set_runs([Run(sources_text(answers, view.name))], paper.inner, size)

        def draw(figure: Figure, top: float) -> None:
            quiet = self.palette["quiet"]
            write_runs(
                figure, lines, paper.margin, top, size,
                leading=paper.leading, color=quiet, gid="sources",
            )  # fmt: skip

        return Part(len(lines) * size * paper.leading, paper.gap, draw, ruled=True)

    def parts_below(self, view: View) -> list[Part]:
        """Return what stands below the map: columns, key and sources."""
        paper, parts = self.paper, list[Part]()
        if columns := self.columns:
            block = set_columns(columns, paper, self.palette["ink"])
            parts.append(
                Part(
                    block.height,
                    paper.lists * 0.9,
                    lambda fig, top: block.draw(fig, paper.margin, top),
                )
            )
        if self.key:
            groups = key_groups([self.content], [view], paper)
            set_up = set_key(
                groups, paper.inner, paper.key,
                columns=not paper.is_narrow, leading=paper.leading + 0.12,
            )  # fmt: skip
            parts.append(
                Part(
                    set_up.height,
                    paper.gap,
                    lambda fig, top: set_up.draw(fig, paper.margin, top, self.palette),
                    ruled=True,
                )
            )
        return [*parts, self.sources(view)]

    def stacked(self) -> Figure:
        """Return the sheet with everything below each other."""
        paper, frame = self.paper, self.frame
        title, size, deck, head = self.head()
        high = paper.map_height
        shape = paper.inner * frame.height / frame.width
        high = min(high, max(shape, high * LOWEST))
        # What stands below does not depend on the map's height, but for what is beyond it.
        parts = self.parts_below(self.projection(frame, paper.inner, high))
        rest = sum(part.height + part.above * (1.8 if part.ruled else 1) for part in parts)
        near = paper.map_height * 0.7 + paper.lists if self.close_up else 0.0
        around = paper.margin + head + near + rest + paper.margin
        if paper.most_height is not None:
            high = max(min(high, paper.most_height - around), paper.map_height * LOWEST)
        if paper.height is not None:
            high = paper.height - around
            if high < LEAST_MAP:
                raise InfmapError(
                    f"height_mm {paper.height / MM:g} leaves no room for the map; "
                    f"write at least {(around + LEAST_MAP) / MM + 1:.0f}"
                )
        figure = new_sheet(paper, around + high, self.palette)
        top = paper.margin + head
        ax = map_axes(figure, paper.margin, top, paper.inner, high)
        SiteMap(ax, self.projection(frame, paper.inner, high), self.content, map_look(paper)).draw()
        self.write_head(figure, ax, title, size, deck, head)
        top += high
        if self.close_up:
            top += paper.lists
            self.draw_close_up(figure, ax, (paper.margin, top, paper.inner, near - paper.lists))
            top += near - paper.lists
        for part in parts:
            top += part.above
            if part.ruled:
                rule(figure, paper.margin, paper.width - paper.margin, top, self.palette["line"])
                top += part.above * 0.8
            part.draw(figure, top)
            top += part.height
        return figure

    def beside(self) -> Figure:
        """Return the sheet with accounts and key beside the map, as on a slide."""
        paper, frame = self.paper, self.frame
        assert paper.map_width is not None
        assert paper.height is not None
        title, size, deck, head = self.head()
        # Without accounts the words need less room.
        wide = paper.map_width if self.columns else paper.map_width * 1.14
        top = paper.margin * 0.8 + head
        foot = self.sources(self.projection(frame, wide, wide))
        bottom = paper.height - paper.margin * 0.7 - foot.height - foot.above * 1.8
        high = bottom - paper.sources - top
        if high < LEAST_MAP:
            raise InfmapError(
                f"height_mm {paper.height / MM:g} leaves no room for the map; write at least "
                f"{(paper.height - high + LEAST_MAP) / MM + 1:.0f}"
            )
        figure = new_sheet(paper, paper.height, self.palette)
        near = wide * 0.36 if self.close_up else 0.0
        gap = paper.lists if self.close_up else 0.0
        view = self.projection(frame, wide - near - gap, high)
        ax = map_axes(figure, paper.margin, top, wide - near - gap, high)
        drawn = SiteMap(ax, view, self.content, map_look(paper))
        drawn.draw()
        if self.close_up:
            self.draw_close_up(figure, ax, (paper.margin + wide - near, top, near, high))
        self.write_head(figure, ax, title, size, deck, head)
        left = paper.margin + wide + paper.lists * 1.6
        groups = key_groups([self.content], [view], paper) if self.key else []
        ids = {*drawn.unnamed}
        names = [row["target"] for row in self.content.answer.rows if row["target_id"] in ids]
        sentences = {one.account: one.sentence for one in self.found.accounts}
        draw_panel(
            figure, left, top, high, self.columns, sentences, names, groups, paper, self.palette
        )
        rule(
            figure, paper.margin, paper.width - paper.margin,
            bottom + foot.above * 0.8, self.palette["line"],
        )  # fmt: skip
        foot.draw(figure, bottom + foot.above * 1.6)
        return figure

    def write_head(
        self, figure: Figure, ax: Axes, title: list[str], size: float,
        deck: list[list[Run]], head: float,
    ) -> None:  # fmt: skip
        """Write title and deck above the map."""
        paper = self.paper
        write_title(ax, title, size, head, self.palette["ink"])
        top = figure.get_figheight() * 72 * (1 - ax.get_position().y1) - head
        top += len(title) * size * TITLE_LEADING + paper.deck * 0.35
        write_runs(
            figure, deck, paper.margin, top, paper.deck, color=self.palette["quiet"], gid="deck"
        )

    def draw_close_up(
        self, figure: Figure, ax: Axes, box: tuple[float, float, float, float]
    ) -> None:
        """Draw the map of the nearest thousand kilometres, and its frame on the map."""
        near = self.projection(self.projection.around(CLOSE_UP_KM), *box[2:])
        close = map_axes(figure, *box, label="close-up")
        SiteMap(close, near, self.content, map_look(self.paper, close_up=True)).draw()
        west, south, east, north = near.window
        frame = Rectangle((west, south), east - west, north - south, fill=False)
        frame.set(edgecolor=self.palette["ink"], linewidth=0.5, zorder=3.8, gid="close-up-frame")
        ax.add_patch(frame)


def rule(figure: Figure, left: float, right: float, top: float, color: str) -> None:
    """Draw a fine rule across a sheet."""
    line = Line2D([left, right], [top, top], transform=on_sheet(figure), linewidth=RULE * 2)
    line.set(color=color, gid="rule")
    figure.add_artist(line)


def compose_map(
    content: Content, paper: Paper, projection: Projection | None = None, *, key: bool = True
) -> Figure:
    """Return the map of one site with its key and nothing else, as it stands in a brief.

    Parameters
    ----------
    content : Content
        Of the map.
    paper : Paper
        Its width, and the height of the map.
    projection : Projection, optional
        By default azimuthal equidistant on the site.
    key : bool, default True
        Whether it has a key.
    """
    made = projection or view_maker(content.answer.site, "equidistant")
    frame = frame_of(content.answer, made)
    high = paper.map_height
    high = min(high, max(paper.inner * frame.height / frame.width, high * LOWEST))
    view = made(frame, paper.inner, high)
    below = Block([], 0.0, paper.key)
    if key:
        groups = key_groups([content], [view], paper)
        below = set_key(groups, paper.inner, paper.key, columns=not paper.is_narrow)
    gap = paper.key * 0.8
    figure = new_sheet(paper, high + gap + below.height + 2 * paper.margin, content.palette)
    ax = map_axes(figure, paper.margin, paper.margin, paper.inner, high)
    SiteMap(ax, view, content, map_look(paper)).draw()
    below.draw(figure, paper.margin, paper.margin + high + gap, content.palette)
    return figure
