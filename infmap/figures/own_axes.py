"""The map of one site in a caller's own axes, with a short key in a corner."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

from infmap.figures.content import Content
from infmap.figures.crop import frame_of
from infmap.figures.faces import SANS, register
from infmap.figures.key import ring_items
from infmap.figures.lettering import text_width, wrapped
from infmap.figures.map import SiteMap
from infmap.figures.papers import LEAST_TYPE, Paper
from infmap.figures.sheet import map_look
from infmap.figures.texts import foot_lines
from infmap.figures.view import Box, Projection
from infmap.looks.sentences import site_name


def draw_alone(
    ax: Axes,
    content: Content,
    projection: Projection,
    paper: Paper,
    *,
    extent_km: float | None = None,
    title: str | None = None,
    key: bool = True,
) -> None:
    """Draw the map into a caller's axes: a title, a key in a corner, sources as the label below."""
    register()
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    wide, _ = _size(ax, figure)
    ink, quiet = content.palette["ink"], content.palette["quiet"]
    words = wrapped(title or site_name(content.answer.site.name), wide, paper.deck, "semibold")
    # The title in the middle: that of a caller, set in any way, takes its place.
    ax.set_title(
        "\n".join(words), fontsize=paper.deck, fontweight="semibold", family=SANS, color=ink,
        parse_math=False,
    )  # fmt: skip
    # A label of the axes: what lays out a caller's figure leaves room for it.
    foot = foot_lines([content.answer], projection.name, wide, LEAST_TYPE)
    ax.set_xlabel(
        "\n".join(foot), fontsize=LEAST_TYPE, family=SANS, color=quiet,
        gid="sources", parse_math=False,
    )  # fmt: skip
    ax.set(xticks=[], yticks=[])
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()  # a layout is known once it was drawn
    wide, high = _size(ax, figure)
    view = projection(frame_of(content.answer, projection, extent_km), wide, high)
    size = max(paper.ring_labels, LEAST_TYPE)
    items = [item for item in ring_items([content], [view], paper) if item.is_line and key]
    reserved: tuple[Box, ...] = ()
    if items:
        across = max(text_width(item.text, size) for item in items) + size * 5
        down = len(items) * size * 1.45 + size * 1.2
        reserved = ((wide - across, high - down, wide, high),)
    SiteMap(ax, view, content, map_look(paper), reserved).draw()
    if items:
        handles = [Line2D([], [], label=item.text, **item.looks[0]) for item in items]
        legend = ax.legend(
            handles=handles, loc="upper right", prop=FontProperties(family=SANS, size=size),
            borderaxespad=0.3, borderpad=0.4, handlelength=2.7, handletextpad=0.6,
            labelspacing=0.25, framealpha=0.9, edgecolor="none",
        )  # fmt: skip
        legend.set_zorder(9)


def _size(ax: Axes, figure: Figure) -> tuple[float, float]:
    """Return the width and height of axes on paper, points."""
    ax.apply_aspect()
    box = ax.get_position()
    wide, high = figure.get_size_inches() * 72 * (box.width, box.height)
    return float(wide), float(high)
