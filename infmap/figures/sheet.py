"""The layout of a printed sheet: map, close-up, key and sources."""

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from infmap.catalogue.bundled import DATA_VERSION
from infmap.figures.content import Content
from infmap.figures.key import (
    Item,
    Placed,
    count_rings,
    draw_key,
    key_rows,
    set_key,
    with_rings,
)
from infmap.figures.lettering import wrapped
from infmap.figures.map import CLOSE_UP_FROM_KM, CLOSE_UP_KM, MapLook, SiteMap
from infmap.figures.marks import FONT, stroke_look
from infmap.figures.view import Box, Projection
from infmap.looks.words import LOOK_WORDS

_MM = 72 / 25.4
# Text sizes and the distance between lines, as multiples of the ordinary text size.
_TITLE, _SMALL, _LEADING = 1.7, 0.85, 1.35


@dataclass(frozen=True)
class Paper:
    """A page format: lengths in points, `text` the size of ordinary labels."""

    width: float
    map_height: float
    close_up_width: float
    close_up_height: float
    text: float
    margin: float
    #: The height of the page, if it is fixed; the key is then beside the map.
    height: float | None = None
    map_width: float | None = None


SIZES = {
    "column": Paper(88 * _MM, 88 * _MM, 88 * _MM, 66 * _MM, 5.6, 2),
    "page": Paper(180 * _MM, 146 * _MM, 92 * _MM, 82 * _MM, 6.6, 2),
    "slide": Paper(960, 430, 400, 196, 10, 18, height=540, map_width=500),
}


def _reports_line(content: Content) -> str:
    """Return the line on what is reported at the site: each system with its statuses."""
    cat = content.answer.cat
    systems = "; ".join(
        f"{content.short_name(system)} ({', '.join(words)})"
        for system, words in content.answer.site.statuses.items()
    )
    when = f"on {cat.as_of.isoformat()}" if cat.as_of else "here, at any date"
    return f"Reported {when}: {systems}"


def _source_line(content: Content, projection_words: str) -> str:
    site, cat = content.answer.site, content.answer.cat
    cited = {source for row in site.deployments for source in row.source_ids}
    cited |= {figure.claim.source_id for figure in content.answer.figures} - {""}
    when = f"as of {cat.as_of.isoformat()}" if cat.as_of else "reports of every date"
    sources = "No source is given."
    if cited:
        sources = f"Sources: {len(cited)} publications, see infmap show {site.id}."
    return (
        f"Rings: geodesic on WGS 84; {projection_words}. Outlines: Natural Earth"
        f"{'; capitals: GeoNames' if cat.is_of_geonames else ''}. {sources} "
        f"Data {DATA_VERSION}, {when}."
    )


@dataclass(frozen=True)
class _Sheet:
    """The positions of all parts: boxes as left, top, width and height in points."""

    width: float
    height: float
    map_box: Box
    close_up_box: Box
    key_box: Box
    key_size: float
    key: list[Placed]
    foot: float

    def axes(self, figure: Figure, box: Box, label: str) -> Axes:
        """Return new axes that fill a box."""
        left, top, wide, high = box
        bottom = 1 - (top + high) / self.height
        rect = (left / self.width, bottom, wide / self.width, high / self.height)
        return figure.add_axes(rect, label=label)

    def write(self, figure: Figure, lines: list[str], top: float, size: float, **look: Any) -> None:
        """Write lines under each other from the sheet's left margin."""
        for k, line in enumerate(lines):
            y = 1 - (top + (k + 0.5) * size * _LEADING) / self.height
            x = self.map_box[0] / self.width
            text = figure.text(x, y, line, va="center_baseline", fontsize=size, family=FONT, **look)
            text.set_parse_math(False)


def _arrange(
    paper: Paper, rows: list[list[Item]], head: float, foot: float, *, close_up: bool
) -> _Sheet:
    """Return the layout: close-up and key beside the map on a slide, else below it."""
    margin, gap, key_size = paper.margin, paper.text * 1.4, paper.text * 0.95
    inner = paper.width - 2 * margin
    map_wide = paper.map_width or inner
    map_box = (margin, head, map_wide, paper.map_height)
    close_high = paper.close_up_height if close_up else 0.0
    after_close = head + close_high + (gap if close_up else 0.0)
    if paper.height is not None:
        left = margin + map_wide + gap
        wide = paper.width - margin - left
        room = paper.height - foot - after_close
        key, key_high = set_key(rows, wide, key_size)
        while key_high > room and key_size > paper.text * 0.5:
            key_size *= 0.96
            key, key_high = set_key(rows, wide, key_size)
        rings = count_rings(rows)
        while key_high > room and rings > 1:
            rings -= 1
            key, key_high = set_key(with_rings(rows, rings), wide, key_size)
        close_box = (left, head, wide, close_high)
        key_box = (left, after_close, wide, key_high)
        return _Sheet(paper.width, paper.height, map_box, close_box, key_box, key_size, key, foot)
    down = paper.map_height + gap
    close_box = (margin, head + down, min(paper.close_up_width, inner), close_high)
    # In a column the close-up is as wide as the map, so the key goes below it.
    stacked = not close_up or paper.close_up_width > inner / 2 + 10 * paper.text
    aside = 0.0 if stacked else paper.close_up_width + gap
    top = (after_close if stacked else head) + down
    key, key_high = set_key(rows, inner - aside, key_size)
    key_box = (margin + aside, top, inner - aside, key_high)
    height = max(top + key_high, head + down + close_high) + gap / 2 + foot
    return _Sheet(paper.width, height, map_box, close_box, key_box, key_size, key, foot)


def compose(content: Content, make_view: Projection, extent_km: float, paper: Paper) -> Axes:
    """Return the map's axes on a sheet with the close-up, the key and the sources."""
    palette, text = content.palette, paper.text
    inner = paper.width - 2 * paper.margin
    close_up = extent_km >= CLOSE_UP_FROM_KM
    view = make_view(make_view.around(extent_km), paper.map_width or inner, paper.map_height)
    title = wrapped(content.answer.site.name, inner, text * _TITLE, "bold")
    reports = wrapped(_reports_line(content), inner, text)
    sources = wrapped(_source_line(content, view.name), inner, text * _SMALL)
    below_title = paper.margin + len(title) * text * _TITLE * _LEADING
    head = below_title + len(reports) * text * _LEADING + text * 0.5
    foot = len(sources) * text * _SMALL * _LEADING + paper.margin
    sheet = _arrange(paper, key_rows(content, view, text), head, foot, close_up=close_up)

    size = (sheet.width / 72, sheet.height / 72)
    figure = Figure(figsize=size, facecolor=palette["paper"], dpi=72)
    FigureCanvasAgg(figure)
    ax = sheet.axes(figure, sheet.map_box, "map")
    SiteMap(ax, view, content, MapLook(text)).draw()
    if close_up:
        near = make_view(make_view.around(CLOSE_UP_KM), *sheet.close_up_box[2:])
        close = sheet.axes(figure, sheet.close_up_box, "close-up")
        SiteMap(close, near, content, MapLook(text, close_up=True)).draw()
        _draw_frame(ax, near.window, palette["ink"])
    key = sheet.axes(figure, sheet.key_box, "key")
    key.set(xlim=(0, sheet.key_box[2]), ylim=(sheet.key_box[3], 0))
    key.set_axis_off()
    draw_key(key, sheet.key, sheet.key_size, palette)

    # The title belongs to the map's axes, so that a caller can read it there.
    pad = head - below_title + text * 0.4
    ax.set_title(
        "\n".join(title),
        loc="left",
        pad=pad,
        fontsize=text * _TITLE,
        fontweight="bold",
        color=palette["ink"],
        family=FONT,
        parse_math=False,
    )
    quiet = palette["quiet"]
    sheet.write(figure, reports, below_title, text, color=quiet, gid="reports")
    top = sheet.height - foot
    sheet.write(figure, sources, top, text * _SMALL, color=quiet, gid="sources")
    return ax


def _draw_frame(ax: Axes, window: Box, color: str) -> None:
    """Draw on the map the frame of the close-up."""
    west, south, east, north = window
    frame = Rectangle((west, south), east - west, north - south, fill=False, gid="close-up-frame")
    frame.set(edgecolor=color, linewidth=0.5, zorder=3.8)
    ax.add_patch(frame)


def draw_alone(
    ax: Axes,
    content: Content,
    make_view: Projection,
    extent_km: float,
    paper: Paper,
) -> None:
    """Draw the map into a caller's axes, with a short legend and the sources below."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    ax.apply_aspect()
    box = ax.get_position()
    wide, high = figure.get_size_inches() * 72 * (box.width, box.height)
    text = paper.text
    view = make_view(make_view.around(extent_km), float(wide), float(high))
    SiteMap(ax, view, content, MapLook(text)).draw()
    ax.set_title(
        content.answer.site.name, loc="left", fontweight="bold", family=FONT, parse_math=False
    )
    handles = [
        Line2D([], [], label=label, **stroke_look(stroke, content.palette))
        for stroke in content.strokes
        for label in [f"{content.stroke_name(stroke)}: {LOOK_WORDS[stroke.look]}"]
    ]
    if handles:
        font = FontProperties(family=FONT, size=text)
        ax.legend(handles=handles, loc="upper right", prop=font).set_zorder(9)
    words = wrapped(_source_line(content, view.name), float(wide), text * 0.85)
    ax.annotate(
        "\n".join(words),
        (0, 0),
        xytext=(0, -text * 0.6),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=text * 0.85,
        family=FONT,
        color=content.palette["quiet"],
        gid="sources",
        parse_math=False,
        annotation_clip=False,
    )
