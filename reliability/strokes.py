"""Rings of one radius: each pair of looks must be found in the pixels as two strokes."""

import random
from collections.abc import Iterator, Sequence

from matplotlib.figure import Figure

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue import Catalogue
from infmap.figures import figure_bytes
from infmap.figures.content import Content
from infmap.figures.marks import LINE_WIDTH as POINTS
from infmap.figures.marks import STYLES
from infmap.figures.strokes import draw_rings
from infmap.figures.view import view_maker
from infmap.looks.lines import PITCH, offsets
from reliability.outcome import Outcome
from tests.stroke_cases import KM, PAIRS, Look, lit, made_of, strokes_of

SEED = 1987
#: Style, and dots per inch.
LOOKED_AT = (("light", 150), ("grey", 150), ("light", 300))
#: How far off a share of a stroke may be, found in the pixels.
SLACK = 0.2
Pair = Sequence[Look]


def run(size: float) -> list[Outcome]:
    """Return the outcome of drawing each pair of looks in each style."""
    cat = infmap.load()
    pairs = some_pairs(max(8, round(len(PAIRS) * size)))
    lost = [
        line
        for style, dpi in LOOKED_AT
        for pair in pairs
        for line in pair_lost(cat, pair, style, dpi)
    ]
    extent = f"{len(pairs)} pairs of looks, {len(LOOKED_AT)} pictures of each"
    tried = len(pairs) * len(LOOKED_AT)
    return [Outcome("every pair of looks is two strokes in the pixels", extent, tried, tuple(lost))]


def some_pairs(count: int) -> list[Pair]:
    """Return a sample of the pairs of looks."""
    pairs = [pair.values[0] for pair in PAIRS]
    return random.Random(SEED).sample(pairs, min(count, len(pairs)))  # type: ignore[arg-type]


def pair_lost(cat: Catalogue, pair: Pair, style: str, dpi: int) -> Iterator[str]:
    """Yield a line for each stroke of a pair that is not found on bare paper.

    There nothing but the two strokes can be what is found.
    """
    made = made_of(cat, pair)
    site, palette = made.site("shuya"), STYLES[style]
    answer = site_answer(made, site)
    vars(answer)["intervals"] = ()
    content = Content(answer, palette)
    projection = view_maker(site, "equidistant")
    view = projection(projection.around(1000.0), 216.0, 216.0)
    figure = Figure(figsize=(3, 3), dpi=72)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set(xlim=view.window[::2], ylim=view.window[1::2])
    draw_rings(ax, view, content)
    data = figure_bytes(figure, ".png", dpi=dpi)
    scale = dpi / 72
    strokes = strokes_of(made)
    for stroke, beside in zip(strokes, offsets([0, 0], PITCH * POINTS), strict=True):
        radius = (KM * view.points_per_km + beside) * scale
        width = POINTS * stroke.line.width * scale
        dash = stroke.line.dash
        share = sum(dash[::2]) / sum(dash) if dash else 1.0
        share += 0.9 * stroke.line.is_dotted * len(dash) / 2 / (sum(dash) or 1)
        found = lit(data, [1.5 * dpi] * 2, radius, width * 0.5, palette[stroke.look])
        if abs(found - share) > SLACK:
            yield f"{pair} in {style} at {dpi} dpi: {stroke.name} is {found:.2f}, not {share:.2f}"
