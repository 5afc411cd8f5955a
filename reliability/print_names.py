"""Names on printed maps: over nothing, in the frame, and each nearer its own mark than another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import infmap
from infmap.analysis.answer import SiteAnswer, site_answer
from infmap.analysis.reach import Reach
from infmap.figures.content import Content
from infmap.figures.crop import frame_of
from infmap.figures.map import SiteMap
from infmap.figures.marks import STYLES
from infmap.figures.papers import MM, SIZES, MapLook, Paper
from infmap.figures.view import view_maker
from infmap.figures.written import own_look
from reliability.outcome import Outcome

if TYPE_CHECKING:
    from infmap.catalogue import Catalogue

Box = tuple[float, float, float, float]
Floats = npt.NDArray[np.float64]
#: Of a line of type, in its sizes: how far letters reach above and below the base line.
ASCENT, DESCENT = 0.7, 0.2
#: In points: how far boxes that only touch may seem to overlap.
SLACK = 0.1


@dataclass(frozen=True)
class Written:
    """A line of text on a map, as it is printed: in points from the lower left."""

    text: str
    gid: str
    box: Box


def run(size: float) -> list[Outcome]:
    """Return the outcome of naming the capitals on every bundled site's map, at three sizes."""
    cat = infmap.load().select(theme="all")
    sites = [site.id for site in cat.sites][:: max(1, round(1 / size))]
    lost = [line for site in sites for line in of_site(cat, site)]
    return [
        Outcome(
            "names in print lie over nothing, nearest their own marks",
            f"{len(sites)} bundled sites, {len(SIZES)} sizes",
            len(sites) * len(SIZES),
            tuple(lost),
        )
    ]


def of_site(cat: "Catalogue", site: str, projection: str = "equidistant") -> Iterator[str]:
    """Yield a line for each name that is out of place on the maps of a site."""
    answer = site_answer(cat, cat.site(site))
    for paper in SIZES.values():
        for line in out_of_place(drawn(answer, paper, projection)):
            yield f"{site}, {paper.name}, {projection}: {line}"


def drawn(answer: SiteAnswer, paper: Paper, projection: str = "equidistant") -> SiteMap:
    """Return the map of a site as it stands on a paper, drawn by itself."""
    width, height = paper.map_width or paper.inner, paper.map_height
    look = MapLook(paper.names, paper.ring_labels, paper.stroke / MM, paper.mark / MM)
    with own_look():
        figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        FigureCanvasAgg(figure)
        ax = figure.add_axes((0, 0, 1, 1))
        made = view_maker(answer.site, projection)
        view = made(frame_of(answer, made), width, height)
        site_map = SiteMap(ax, view, Content(answer, STYLES["light"]), look)
        site_map.draw()
    return site_map


def out_of_place(site_map: SiteMap) -> Iterator[str]:
    """Yield a line for each name on a map that is out of place, as its artists tell."""
    words = [*written(site_map)]
    wide, high = site_map.view.width, site_map.view.height
    for word in words:
        left, bottom, right, top = word.box
        if left < 0 or bottom < 0 or right > wide or top > high:
            yield f"{word.text!r} is cut by the frame"
    for one, other in combinations(words, 2):
        if overlaps(one.box, other.box):
            yield f"{one.text!r} lies over {other.text!r}"
    yield from _not_nearest(site_map, words)
    yield from _not_told(site_map, words)


def written(site_map: SiteMap) -> Iterator[Written]:
    """Yield the lines of text on a map."""
    figure = site_map.ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    for text in site_map.ax.texts:
        extent = text.get_window_extent(renderer)
        base = float(site_map.ax.transData.transform(text.get_position())[1])
        size = float(text.get_fontsize())
        box = (extent.x0, base - DESCENT * size, extent.x0 + _wide(text), base + ASCENT * size)
        yield Written(text.get_text(), str(text.get_gid() or ""), box)


def _wide(text: Text) -> float:
    return _width(text.get_text(), float(text.get_fontsize()), str(text.get_fontweight()))


@cache
def _width(text: str, size: float, weight: str) -> float:
    """Return a width as matplotlib sets it without hinting, measured apart from infmap."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    from infmap.figures.faces import SANS

    path = TextPath((0, 0), text, size, prop=FontProperties(family=[*SANS], weight=weight))
    return float(path.get_extents().x1)


def overlaps(one: Box, other: Box) -> bool:
    """Return whether two boxes overlap by more than they may seem to."""
    return (
        one[0] + SLACK < other[2]
        and other[0] + SLACK < one[2]
        and one[1] + SLACK < other[3]
        and other[1] + SLACK < one[3]
    )


def marks(site_map: SiteMap) -> Floats:
    """Return where the marks of capitals are, shape (n, 2), as they are drawn."""
    found = [
        site_map.ax.transData.transform(np.column_stack(line.get_data()))
        for line in site_map.ax.lines
        if str(line.get_gid()).startswith("capitals-")
    ]
    return np.unique(np.round(np.vstack(found), 3), axis=0) if found else np.empty((0, 2))


def _leaders(site_map: SiteMap) -> list[Floats]:
    return [
        site_map.ax.transData.transform(np.column_stack(line.get_data()))
        for line in site_map.ax.lines
        if line.get_gid() == "leader"
    ]


def _not_nearest(site_map: SiteMap, words: Sequence[Written]) -> Iterator[str]:
    every, leaders = marks(site_map), _leaders(site_map)
    places = {place.name: place for place, _ in site_map.content.capitals}
    radius = site_map.radius
    for word in words:
        if word.gid != "label-capital":
            continue
        place = places[word.text]
        own = site_map.ax.transData.transform(site_map.view.project([place.lon], [place.lat]))[0]
        apart = np.linalg.norm(every - own, axis=1)
        if not len(apart) or apart.min() > 0.01:
            yield f"{word.text!r} has no mark"
            continue
        # Marks that hide each other are one to the eye.
        others = every[apart > radius]
        if not len(others):
            continue
        nearest = min(distance(word.box, mark) for mark in others)
        mine = distance(word.box, own)
        # A line from the mark to the name belongs to the name.
        led = [
            line
            for line in leaders
            if abs(np.linalg.norm(line[0] - own) - radius) < 0.1
            and distance(word.box, line[1]) < 2.5
        ]
        if led:
            mine = radius
            for line in led:
                points = line[0] + (line[1] - line[0]) * np.linspace(0, 1, 50)[:, None]
                off = np.linalg.norm(points[:, None] - others[None], axis=2).min()
                if off < radius:
                    yield f"the line to {word.text!r} runs over another mark"
                crossed = [
                    other.text
                    for other in words
                    if other is not word and any(distance(other.box, at) == 0 for at in points)
                ]
                if crossed:
                    yield f"the line to {word.text!r} runs through {crossed}"
        if nearest <= mine:
            yield f"{word.text!r} is {mine:.1f} pt from its mark and {nearest:.1f} from another"
        if nearest < radius:
            yield f"{word.text!r} lies over a mark"


def _not_told(site_map: SiteMap, words: Sequence[Written]) -> Iterator[str]:
    """Yield the capitals in dispute that are neither named, nor told to be unnamed."""
    named = {word.text for word in words if word.gid == "label-capital"}
    answer, view = site_map.content.answer, site_map.view
    position = {place.id: (place.lon, place.lat) for place in answer.counted.places}
    for row in answer.foreign(Reach.SOME):
        x, y = view.on_paper(view.project(*np.transpose([position[row["target_id"]]])))[0]
        if not (0 < x < view.width and 0 < y < view.height):
            yield f"{row['target']} is in dispute and not on the map"
        elif row["target"] not in named and row["target_id"] not in site_map.unnamed:
            yield f"{row['target']} is in dispute, and neither named nor told to be unnamed"
    if not any(word.gid == "label-site" for word in words):
        yield "the site has no name"


def distance(box: Box, at: Floats) -> float:
    """Return the distance from a box to a point."""
    left, bottom, right, top = box
    x, y = float(at[0]), float(at[1])
    return float(np.hypot(max(left - x, x - right, 0.0), max(bottom - y, y - top, 0.0)))
