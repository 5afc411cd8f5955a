"""The sheet of one site: title, deck, map, what each account has in reach, key and sources."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from infmap.analysis.finding import Finding
from infmap.figures.columns import AccountColumn, account_columns, set_columns
from infmap.figures.content import Content
from infmap.figures.crop import Frame, frame_of
from infmap.figures.faces import register
from infmap.figures.key import key_groups, set_key
from infmap.figures.lettering import wrapped
from infmap.figures.map import CLOSE_UP_KM, SiteMap
from infmap.figures.panel import draw_panel
from infmap.figures.papers import MM, MapLook, Paper
from infmap.figures.parts import (
    Head,
    Part,
    check_height,
    draw_ruled,
    foot_of,
    ruled_height,
    set_head,
)
from infmap.figures.texts import foot_lines, reports_text, sources_text
from infmap.figures.view import Projection, View, view_maker

#: The least height of a map, and how far a crop that is wide makes it lower.
LEAST_MAP, LOWEST = 34 * MM, 0.72


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

    Options are those of `infmap.plot_map`.
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

    @cached_property
    def frame(self) -> Frame:
        return frame_of(self.content.answer, self.projection, self.extent_km)

    @property
    def palette(self) -> dict[str, str]:
        return self.content.palette

    @cached_property
    def columns(self) -> list[AccountColumn]:
        short = self.paper.is_narrow
        return account_columns(self.content, self.found, self.paper.stroke, short=short)

    def head(self) -> Head:
        """Return title and deck."""
        # In a column the counts below say what the finding's own deck does.
        day = self.content.answer.cat.as_of
        when = f"On {day.isoformat()}." if day else ""
        told = when if self.paper.is_narrow or self.paper.is_told else self.found.deck
        words = " ".join(filter(None, [reports_text(self.content.answer), told]))
        return set_head(self.title, words, self.paper, is_tight=self.paper.is_narrow)

    def foot(self, view: View) -> Part:
        """Return the line of sources."""
        paper, answers = self.paper, [self.content.answer]
        if paper.is_narrow:
            lines = foot_lines(answers, view.name, paper.inner, paper.sources)
        else:
            lines = wrapped(sources_text(answers, view.name), paper.inner, paper.sources)
        return foot_of(lines, paper, self.palette)

    def key_part(self, view: View) -> list[Part]:
        """Return the key, if there is one."""
        if not self.key:
            return []
        paper = self.paper
        block = set_key(
            key_groups([self.content], [view], paper), paper.inner, paper.key,
            columns=not paper.is_narrow, leading=paper.leading + 0.12,
        )  # fmt: skip
        return [Part(block.height, partial(block.draw, palette=self.palette))]

    def stacked(self) -> Figure:
        """Return the sheet with everything below each other."""
        paper, frame, head = self.paper, self.frame, self.head()
        high = paper.map_height
        shape = paper.inner * frame.height / frame.width
        high = min(high, max(shape, high * LOWEST))
        # What stands below does not depend on the map's height, but for what is beyond it.
        view = self.projection(frame, paper.inner, high)
        is_listed = self.columns and not paper.is_told
        accounts = [set_columns(self.columns, paper, self.palette["ink"])] if is_listed else []
        ruled = [*self.key_part(view), self.foot(view)]
        above = paper.lists * 0.9
        rest = sum(part.height + above for part in accounts) + ruled_height(ruled, paper)
        near = paper.map_height * 0.7 + paper.lists if self.close_up else 0.0
        around = paper.margin + head.height + near + rest + paper.margin
        if paper.most_height is not None:
            high = max(min(high, paper.most_height - around), paper.map_height * LOWEST)
        if paper.height is not None:
            high = paper.height - around
            check_height(paper, high, around + LEAST_MAP, LEAST_MAP, "the map")
        figure = new_sheet(paper, around + high, self.palette)
        top = paper.margin + head.height
        ax = map_axes(figure, paper.margin, top, paper.inner, high)
        SiteMap(ax, self.projection(frame, paper.inner, high), self.content, map_look(paper)).draw()
        head.write(ax, paper.margin, self.palette)
        top += high
        if self.close_up:
            top += paper.lists
            self.draw_close_up(figure, ax, (paper.margin, top, paper.inner, near - paper.lists))
            top += near - paper.lists
        for part in accounts:
            part.draw(figure, paper.margin, top + above)
            top += above + part.height
        draw_ruled(figure, ruled, top, paper, self.palette)
        return figure

    def beside(self) -> Figure:
        """Return the sheet with accounts and key beside the map, as on a slide."""
        paper, frame, head = self.paper, self.frame, self.head()
        assert paper.map_width is not None
        assert paper.height is not None
        # Without accounts the words need less room.
        wide = paper.map_width if self.columns else paper.map_width * 1.14
        top = paper.margin * 0.8
        on_map = top + head.height
        foot = self.foot(self.projection(frame, wide, wide))
        bottom = paper.height - paper.margin * 0.7 - ruled_height([foot], paper)
        high = bottom - paper.sources - on_map
        check_height(paper, high, paper.height - high + LEAST_MAP, LEAST_MAP, "the map")
        figure = new_sheet(paper, paper.height, self.palette)
        near = wide * 0.36 if self.close_up else 0.0
        gap = paper.lists if self.close_up else 0.0
        view = self.projection(frame, wide - near - gap, high)
        ax = map_axes(figure, paper.margin, on_map, wide - near - gap, high)
        drawn = SiteMap(ax, view, self.content, map_look(paper))
        drawn.draw()
        if self.close_up:
            self.draw_close_up(figure, ax, (paper.margin + wide - near, on_map, near, high))
        head.write(ax, top, self.palette)
        left = paper.margin + wide + paper.lists * 1.6
        groups = key_groups([self.content], [view], paper) if self.key else []
        ids = {*drawn.unnamed}
        names = [row["target"] for row in self.content.answer.rows if row["target_id"] in ids]
        sentences = {one.account: one.sentence for one in self.found.accounts}
        draw_panel(
            figure, left, on_map, high, self.columns, sentences, names, groups, paper, self.palette
        )
        # A little nearer to the map than to the edge.
        draw_ruled(figure, [foot], bottom - paper.gap * 0.2, paper, self.palette)
        return figure

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


def compose_map(content: Content, paper: Paper) -> Figure:
    """Return the map of one site with its key and nothing else, as it stands in a brief."""
    made = view_maker(content.answer.site, "equidistant")
    frame = frame_of(content.answer, made)
    high = paper.map_height
    high = min(high, max(paper.inner * frame.height / frame.width, high * LOWEST))
    view = made(frame, paper.inner, high)
    groups = key_groups([content], [view], paper)
    below = set_key(groups, paper.inner, paper.key, columns=not paper.is_narrow)
    gap = paper.key * 0.8
    figure = new_sheet(paper, high + gap + below.height + 2 * paper.margin, content.palette)
    ax = map_axes(figure, paper.margin, paper.margin, paper.inner, high)
    SiteMap(ax, view, content, map_look(paper)).draw()
    below.draw(figure, paper.margin, paper.margin + high + gap, content.palette)
    return figure
