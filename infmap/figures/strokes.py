"""The range rings of a figure: strokes side by side, offset from their circle in points."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.transforms import Affine2DBase, Transform

from infmap.figures.content import Content
from infmap.figures.marks import LINE_WIDTH, hatch_look, stroke_look
from infmap.figures.view import View, unbroken
from infmap.geodesy.arrays import Floats
from infmap.looks.lines import PITCH, offsets

# So much of the far end of an interval is on the map, or it is not hatched.
_LEAST_SEEN = 0.25


def draw_rings(ax: Axes, view: View, content: Content, width: float = LINE_WIDTH) -> None:
    """Draw the strokes of all rings side by side where they would overlap; hatch intervals.

    `width` is that of a plain line, points.
    """
    palette = content.palette
    for look, nearest, farthest in hatched(content, view):
        path = view.disc(farthest, nearest)
        if path is not None:
            gid = f"interval-{nearest:g}-{farthest:g}-{look}"
            ax.add_artist(PathPatch(path, gid=gid, zorder=2.7, **hatch_look(palette[look])))
    strokes = content.strokes
    radii = [stroke.km * view.points_per_km for stroke in strokes]
    for stroke, beside in zip(strokes, offsets(radii, PITCH * width), strict=True):
        style = stroke_look(stroke, palette, width)
        if stroke.look != "not-strike":
            halo = {"color": palette["land"], "linewidth": style["linewidth"] + 1.0}
            gid = f"halo-{stroke.name}"
            draw_circle(ax, view, stroke.km, gid, beside, alpha=0.8, zorder=3, **halo)
        draw_circle(ax, view, stroke.km, f"ring-{stroke.name}", beside, zorder=3.5, **style)


def hatched(content: Content, view: View) -> list[tuple[str, float, float]]:
    """Return the intervals that are hatched: those whose far end is seen on the map.

    Hatching that ends beyond the map would lie over everything else and show no end.
    """
    return [
        interval
        for interval in content.answer.intervals
        if _share_seen(view, interval[2]) >= _LEAST_SEEN
    ]


def _share_seen(view: View, km: float) -> float:
    """Return how much of a circle about the site lies in the window."""
    west, south, east, north = view.window
    x, y = view.circle(km).T
    return float(((x > west) & (x < east) & (y > south) & (y < north)).mean())


def draw_circle(
    ax: Axes, view: View, km: float, gid: str, beside: float = 0.0, **look: Any
) -> None:
    """Draw a circle about the site, or a line `beside` points outside it."""
    west, _, east, _ = view.window
    longest = np.inf if view.azimuthal else (east - west) / 4
    figure = ax.get_figure(root=True)
    assert figure is not None
    for piece in unbroken(view.circle(km), longest):
        # The circle runs clockwise, so its outside is on the left.
        place = ax.transData + Beside(beside, figure.dpi_scale_trans)
        ax.add_artist(Line2D(*piece.T, gid=gid, transform=place, **look))


class Beside(Transform):
    """Draw a line to the left of its data, at a distance in points.

    It follows the transform from data to pixels, so it works at every resolution and size.
    """

    input_dims = output_dims = 2

    def __init__(self, points: float, dpi_scale: Affine2DBase, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.points = points
        self._dpi_scale = dpi_scale
        self.set_children(dpi_scale)

    def transform_non_affine(self, values: Any) -> Any:
        """Return the pixels of the line beside a line of pixels."""
        line = np.asarray(values, float)
        if len(line) < 2 or not self.points:
            return line
        dots = self.points / 72 * self._dpi_scale.transform([1.0, 1.0])[0]
        return line + dots * left_of(line)


def left_of(line: Floats) -> Floats:
    """Return the unit vector to the left at each point of a line.

    Examples
    --------
    >>> import numpy as np
    >>> left_of(np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 2.0]])).tolist()
    [[-1.0, 0.0], [-1.0, 0.0], [-1.0, 0.0]]
    """
    closed = np.linalg.norm(line[0] - line[-1]) <= 1e-6 * np.ptp(line, axis=0).max()
    before, after = (line[-2:-1], line[1:2]) if closed else (line[:1], line[-1:])
    ahead = np.vstack([line[1:], after]) - np.vstack([before, line[:-1]])
    length = np.linalg.norm(ahead, axis=1, keepdims=True)
    normal = np.column_stack([-ahead[:, 1], ahead[:, 0]])
    return normal / np.where(length > 0, length, 1.0)
