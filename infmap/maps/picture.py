"""A small map of a site as SVG, for where a page has no script to draw its own."""

import html
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.counts import REACHED
from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.outlines import read_countries
from infmap.geodesy import inverse
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import length_words
from infmap.looks.lines import PITCH, offsets
from infmap.looks.sentences import title_name
from infmap.maps.content import LINE_WIDTH

WIDTH, HEIGHT = 560, 380
#: Room around the outermost ring, as a share of its radius.
MARGIN = 1.1
#: How far the map reaches at most, in kilometres.
MOST_KM = 6000.0
#: Outlines with a corner beyond are left out: on this map they would lie around all of it.
RIM_KM = 14_000.0
#: Corners that lie nearer to a line are left out, in pixels, and islands smaller than this many.
FINENESS, LEAST_PX = 1.2, 8
#: Half the side of a place's mark, in pixels, and how many of them a small map bears.
MARK, MOST_MARKS = 2, 300
#: Of a word, in pixels; a letter is as wide as most.
LINE_HEIGHT, LETTER_WIDTH = 13, 6.5
#: Where a word stands: its middle, its foot, the word.
Word: TypeAlias = tuple[float, float, str]


def picture_svg(answer: SiteAnswer, title: str, named: tuple[str, ...] = ()) -> str:
    """Return a map of true distances about a site: land, rings, places in reach.

    It takes its colours and lines from the page's style.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> svg = picture_svg(site_answer(cat, cat.site("shuya")), "Within range of Shuya")
    >>> svg.startswith("<svg "), svg.count('class="ring ')
    (True, 12)
    """
    scale = HEIGHT / 2 / extent_km(answer)
    lines = [
        f'<rect class="mini-sea" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<path class="mini-land" d="{_land(answer, scale)}"/>',
        *_rings(answer, scale),
    ]
    by_id = {capital.id: capital for capital, _ in answer.places}
    capitals = [by_id[row["target_id"]] for row in answer.foreign(*REACHED)[:MOST_MARKS]]
    positions = np.array([(one.lon, one.lat) for one in capitals]).reshape(-1, 2)
    spots = _project(answer, scale, positions)
    lines += _marks(spots)
    words = [(WIDTH / 2, HEIGHT / 2 - 8, title_name(answer.site.name))]
    words += [
        (x, y - MARK - 3, capital.name)
        for capital, (x, y) in zip(capitals, spots, strict=True)
        if capital.name in named
    ]
    words += _distances(answer, scale)
    lines.append(f'<circle class="mini-site" cx="{WIDTH // 2}" cy="{HEIGHT // 2}" r="4"/>')
    lines += [
        f'<text class="mini-name" x="{x:.0f}" y="{y:.0f}">{_inert(word)}</text>'
        for x, y, word in _apart(words)
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" text-anchor="middle" role="img" '
        f'aria-label="{_inert(title)}">{"".join(lines)}</svg>'
    )


def _inert(text: str) -> str:
    """Return a text that is neither markup nor a template's."""
    return html.escape(text).replace("{", "&#123;")


def _apart(words: Iterable[Word]) -> Iterator[Word]:
    """Yield the words that do not lie on an earlier one."""
    taken: list[tuple[float, float, float]] = []
    for x, y, word in words:
        half = len(word) * LETTER_WIDTH / 2
        if all(
            abs(y - other_y) >= LINE_HEIGHT or abs(x - other_x) >= half + other_half
            for other_x, other_y, other_half in taken
        ):
            taken.append((x, y, half))
            yield x, y, word


def extent_km(answer: SiteAnswer) -> float:
    """Return how far a map of a site reaches: over its rings, as the page's does.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> cat = infmap.load()
    >>> round(extent_km(site_answer(cat, cat.site("shuya"))))
    2750
    """
    near, far = answer.bands.edges_km
    # Who says no more than that it lies in the band has drawn the band.
    farthest = max((ring.km for ring in answer.rings if ring.km != far), default=far)
    return min(MOST_KM, MARGIN * max(near, farthest))


def _project(answer: SiteAnswer, scale: float, corners: Floats) -> Floats:
    """Return positions on the map in pixels: distance and direction from the site are true."""
    distance, azimuth = inverse(answer.site.lon, answer.site.lat, corners[:, 0], corners[:, 1])
    turn = np.radians(azimuth)
    radius = scale * distance
    return np.column_stack([WIDTH / 2 + radius * np.sin(turn), HEIGHT / 2 - radius * np.cos(turn)])


def _marks(spots: Floats) -> Iterator[str]:
    if len(spots):
        side = 2 * MARK
        data = "".join(f"M{x - MARK:.0f} {y - MARK:.0f}h{side}v{side}h-{side}z" for x, y in spots)
        yield f'<path class="mini-place" d="{data}"/>'


def _land(answer: SiteAnswer, scale: float) -> str:
    """Return the outlines of the countries as the data of a path, in whole pixels."""
    countries = [country.shape for country in read_countries(data_path(OUTLINES))]
    parts = shapely.get_parts(
        shapely.transform(countries, lambda corners: _project(answer, scale, corners))
    )
    away = np.abs(shapely.bounds(parts) - [WIDTH / 2, HEIGHT / 2] * 2).max(axis=1)
    near = shapely.make_valid(parts[away < scale * RIM_KM])
    land = shapely.union_all(shapely.clip_by_rect(near, 0, 0, WIDTH, HEIGHT))
    shown = shapely.simplify(land, FINENESS)
    data = []
    for part in shapely.get_parts(shown):
        if part.geom_type != "Polygon" or part.area < LEAST_PX:
            continue
        for ring in (part.exterior, *part.interiors):
            corners = np.rint(np.asarray(ring.coords)[:-1]).astype(int).tolist()
            steps = [f"{x - u} {y - v}" for (u, v), (x, y) in pairwise(corners) if (x, y) != (u, v)]
            if len(steps) > 1:
                data.append(
                    f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-")
                )
    return "".join(data)


def _rings(answer: SiteAnswer, scale: float) -> Iterator[str]:
    """Yield the strokes of the rings from the inside out, each with the palette's line."""
    strokes = [stroke for ring in answer.rings for stroke in ring.strokes]
    radii = [scale * stroke.km for stroke in strokes]
    outward = offsets(radii, PITCH * LINE_WIDTH)
    for stroke, radius, offset in zip(strokes, radii, outward, strict=True):
        unread = " ring-unread" if stroke.unread else ""
        yield (
            f'<circle class="ring ring-{stroke.look} ring-{stroke.end}{unread}" '
            f'cx="{WIDTH / 2:.0f}" cy="{HEIGHT / 2:.0f}" r="{radius + offset:.1f}"/>'
        )


def _distances(answer: SiteAnswer, scale: float) -> Iterator[Word]:
    """Yield how far each ring reaches, below it, the farthest first."""
    for ring in reversed(answer.rings):
        y = HEIGHT / 2 + scale * ring.km + LINE_HEIGHT
        if y < HEIGHT:
            yield WIDTH / 2, y, length_words(ring.km, answer.bands.units)
