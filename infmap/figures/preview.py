"""The picture that a link to a page shows: a finding in large letters beside the map."""

from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from infmap.analysis.finding import Finding
from infmap.analysis.headline import ALL
from infmap.figures.content import Content
from infmap.figures.faces import SANS
from infmap.figures.lettering import wrapped
from infmap.figures.map import SiteMap
from infmap.figures.papers import MapLook
from infmap.figures.view import Projection

#: In points, of which one is one pixel of the file.
WIDTH, HEIGHT, TEXT_WIDTH = 1200, 675, 430
MARGIN, TEXT, SMALL = 30, 19, 15
#: The headline is as large as it fits on so many lines.
LARGEST, MOST_LINES, LEADING = 34, 8, 1.22


def compose_preview(
    content: Content, found: Finding, make_view: Projection, extent_km: float
) -> Figure:
    """Return the figure: headline and counts on the left, the map on the right."""
    palette = content.palette
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), facecolor=palette["paper"], dpi=72)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((TEXT_WIDTH / WIDTH, 0, 1 - TEXT_WIDTH / WIDTH, 1), label="map")
    view = make_view(make_view.around(extent_km), WIDTH - TEXT_WIDTH, HEIGHT)
    SiteMap(ax, view, content, MapLook(SMALL, SMALL, 0.6, 1.6)).draw()
    top = float(MARGIN)

    def write(line: str, size: float, left: float = MARGIN, **look: Any) -> None:
        text = figure.text(left / WIDTH, 1 - top / HEIGHT, line, va="top", fontsize=size, **look)
        text.set(family=SANS, parse_math=False)

    inner = TEXT_WIDTH - 2 * MARGIN
    size = LARGEST
    while len(lines := wrapped(found.title, inner, size, "bold")) > MOST_LINES and size > TEXT:
        size -= 1
    for line in lines:
        write(line, size, fontweight="bold", color=palette["ink"])
        top += size * LEADING
    for one in found.accounts:
        top += TEXT * 0.9
        colour = palette["ink" if one.account == ALL else one.account]
        bar = (MARGIN / WIDTH, 1 - (top + TEXT) / HEIGHT)
        figure.add_artist(Rectangle(bar, 5 / WIDTH, TEXT / HEIGHT, color=colour))
        write(f"{one.account.capitalize()}: {one.span}", TEXT, MARGIN + 16, color=colour)
        top += TEXT
    top = HEIGHT - MARGIN - SMALL
    words = f"Foreign {content.answer.place_word}s in range, by whose figure. infmap"
    write(words, SMALL, color=palette["quiet"])
    return figure
