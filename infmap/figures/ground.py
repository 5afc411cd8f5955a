"""The ground of a map: sea, land and borders in its window, and what is written upon them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from infmap.figures.faces import SANS, Weight
from infmap.figures.land import borders_in, land_in
from infmap.figures.lettering import Room
from infmap.figures.names import Spot
from infmap.figures.papers import MM
from infmap.figures.scale import place_scale
from infmap.figures.view import Box, View
from infmap.figures.written import halo
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import Units

# How far a halo goes beyond letters, and widths of lines, points.
_HALO, _LEADER, _BORDER = 0.4 * MM, 0.14 * MM, 0.14 * MM


@dataclass(frozen=True)
class Ground:
    """The ground of a map on its axes."""

    #: The axes.
    ax: Axes
    #: Its window.
    view: View
    #: Its colours by role.
    palette: Mapping[str, str]

    def draw(self) -> None:
        """Draw sea, land and borders, and the frame."""
        west, south, east, north = self.view.window
        self.ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
        self.ax.set_aspect("equal")
        self.ax.set_facecolor(self.palette["sea"])
        for spine in self.ax.spines.values():
            spine.set(color=self.palette["quiet"], linewidth=0.18 * MM)
        # Beneath what a caller draws on the map, which has an order of 1.
        border = {"edgecolor": self.palette["border"], "linewidth": _BORDER}
        # Where the world is cut, land has edges that are no coast; without an outline in its own
        # colour it shows a gap there.
        is_whole, color = self.view.azimuthal, self.palette["land"]
        outline = border if is_whole else {"edgecolor": color, "linewidth": 0.2}
        self.patch(land_in(self.view), "land", facecolor=color, zorder=0.5, **outline)
        borders = borders_in(self.view, coasts=not is_whole)
        self.patch(borders, "borders", facecolor="none", zorder=0.6, **border)

    def patch(self, path: Path | None, gid: str, **look: Any) -> None:
        """Draw an area, if there is one."""
        # A patch added as such is measured, at length, for limits that are set already.
        if path is not None:
            self.ax.add_artist(PathPatch(path, gid=gid, **look))

    def from_paper(self, points: Floats) -> Floats:
        """Return points of paper as map coordinates."""
        return np.asarray(points * self.view.per_point + np.array(self.view.window[:2]))

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        color: str,
        weight: Weight = "normal",
        zorder: float = 6,
        gid: str | None = None,
        edge: float = _HALO,
    ) -> None:
        """Write a line of text from a point of its base line on paper."""
        at = self.from_paper(np.array([[x, y]]))[0]
        written = self.ax.text(
            at[0],
            at[1],
            text,
            ha="left",
            va="baseline",
            fontsize=size,
            family=SANS,
            weight=weight,
            color=color,
            zorder=zorder,
            gid=gid,
            parse_math=False,
            clip_on=True,
        )
        halo(written, self.palette["land"], edge)

    def lead(self, spot: Spot, color: str) -> None:
        """Draw the line from a mark to its name, where the name stands away from it."""
        if spot.line is not None:
            line = self.from_paper(np.array([spot.line[:2], spot.line[2:]]))
            leader = Line2D(*line.T, color=color, linewidth=_LEADER, zorder=4.4, gid="leader")
            self.ax.add_artist(leader)

    def scale_bar(
        self, units: Units, size: float, room: Room, marks: Floats, reserved: Sequence[Box] = ()
    ) -> None:
        """Draw the scale bar where it hides least, as `place_scale` finds."""
        bar = place_scale(self.view, units, size, room, marks, reserved)
        x, y, length = bar.x, bar.y, bar.length
        points = np.array([(x, y + 2.5), (x, y), (x + length, y), (x + length, y + 2.5)])
        ink, line = self.palette["ink"], self.from_paper(points)
        drawn = Line2D(*line.T, color=ink, linewidth=0.8, solid_joinstyle="miter")
        drawn.set(gid="scale-bar", zorder=8)
        self.ax.add_artist(drawn)
        self.write(bar.words, x, y + 2.6, size, color=ink, zorder=8)
