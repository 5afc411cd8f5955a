"""One map on its axes: layer after layer, and room kept for labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from infmap.analysis.rings import DRAWN_DOUBT_KM
from infmap.catalogue.rows import Capital
from infmap.figures.content import ZONES, Content
from infmap.figures.land import all_land, borders, graticule
from infmap.figures.lettering import Room, overlap, runs_through, text_width
from infmap.figures.marks import FONT, hatch_look, mark_looks, site_look
from infmap.figures.strokes import draw_circle, draw_rings
from infmap.figures.view import Box, View
from infmap.geodesy import destination, distance_km
from infmap.geodesy.arrays import Floats
from infmap.looks.records import CoverageRow
from infmap.treaty import INF_BAND_TO_KM, LIMITS_KM, RangeBand

#: How far the close-up looks, and the extent from which a map is wide enough to need one.
CLOSE_UP_KM = 1_080.0
CLOSE_UP_FROM_KM = 2_500.0


@dataclass
class SiteMap:
    """One map on its axes: draws layer after layer and keeps account of the room for labels."""

    ax: Axes
    view: View
    content: Content
    text: float

    @cached_property
    def room(self) -> Room:
        """The paper that labels share."""
        return Room(self.view.width, self.view.height)

    def draw(self, *, close_up: bool, has_close_up: bool) -> None:
        """Draw all layers, from the sea up."""
        self._frame()
        self._land()
        self._zones()
        self._doubt()
        draw_rings(self.ax, self.view, self.content)
        self._scale()
        places = self._capitals()
        self._site(labelled=not has_close_up)
        self._ring_labels(CLOSE_UP_KM if has_close_up else 0.0)
        self._limit_labels(close_up=close_up)
        self._capital_labels(places, CLOSE_UP_KM if has_close_up else 0.0)

    def color(self, role: str) -> str:
        """Return the colour of a role of the palette."""
        return self.content.palette[role]

    def _frame(self) -> None:
        west, south, east, north = self.view.window
        self.ax.set(xlim=(west, east), ylim=(south, north), xticks=[], yticks=[])
        self.ax.set_aspect("equal")
        self.ax.set_facecolor(self.color("sea"))
        for spine in self.ax.spines.values():
            spine.set(color=self.color("quiet"), linewidth=0.5)

    def _land(self) -> None:
        # The fill is stroked in its own colour, or a seam would show at the antimeridian.
        path = self.view.area(all_land())
        if path is not None:
            color = self.color("land")
            self._patch(path, "land", facecolor=color, edgecolor=color, linewidth=0.2, zorder=1)
        self._lines(graticule(), "graticule", color=self.color("graticule"), linewidth=0.3)
        self._lines(borders(), "borders", color=self.color("border"), linewidth=0.4)

    def _lines(self, runs: Iterable[Floats], gid: str, **look: Any) -> None:
        pieces = self.view.lines(runs)
        if pieces:
            path = Path.make_compound_path(*(Path(piece) for piece in pieces))
            self._patch(
                path, gid, facecolor="none", zorder=1.5, edgecolor=look.pop("color"), **look
            )

    def _patch(self, path: Path, gid: str, **look: Any) -> None:
        self.ax.add_patch(PathPatch(path, gid=gid, **look))

    def _zones(self) -> None:
        for role, nearest, farthest, alpha in ZONES:
            path = self.view.disc(farthest, nearest)
            if path is not None:
                color = self.color(role)
                look = {"facecolor": color, "edgecolor": "none", "alpha": alpha, "zorder": 2}
                self._patch(path, f"zone-{role}", **look)
        # A limit under a ring of its radius would fill the gaps of the ring's dashes.
        for km in sorted(set(LIMITS_KM) - {ring.km for ring in self.content.answer.rings}):
            role = "limit-outer" if km == INF_BAND_TO_KM else "limit-inner"
            gid, color = f"limit-{km:g}", self.color(role)
            draw_circle(self.ax, self.view, km, gid, color=color, linewidth=0.7, zorder=2.5)

    def _doubt(self) -> None:
        km = self.view.site.position_precision_km
        path = self.view.disc(km) if km >= DRAWN_DOUBT_KM else None
        if path is not None:
            look = hatch_look(self.color("ink"), falling=True)
            self._patch(path, "doubt", alpha=0.6, zorder=2.6, **look)

    def _scale(self) -> None:
        site = self.view.site
        bound = self.view.extent_km * 0.42
        km = max(
            step
            for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
            if step <= max(bound, 1)
        )
        lons, lats = destination(site.lon, site.lat, np.array([90.0, 270.0]), km / 2)
        ends = self.view.project(lons, lats)
        length = float(np.linalg.norm(ends[0] - ends[1]) / self.view.per_point)
        words = f"{km:g} km" if self.view.azimuthal else f"{km:g} km at the site"
        size = self.text * 0.9
        width = max(length, text_width(words, size)) + 8
        box = (4.0, 4.0, 4.0 + width, 4.0 + size * 1.3 + 7)
        self.room.taken.append(box)
        self._plate(box)
        x = np.array([8.0, 8.0, 8.0 + length, 8.0 + length])
        y = np.array([9.5, 7.0, 7.0, 9.5])
        line = self._from_paper(np.column_stack([x, y]))
        bar = Line2D(*line.T, color=self.color("ink"), linewidth=0.8, solid_joinstyle="miter")
        bar.set(gid="scale-bar", zorder=8)
        self.ax.add_line(bar)
        self._write(words, 8.0, 9.0 + size * 0.65, size, "left", zorder=8, halo=False)

    def _plate(self, box: Box) -> None:
        corners = self._from_paper(np.array([box[:2], box[2:]]))
        wide, high = corners[1] - corners[0]
        paper = self.color("paper")
        self.ax.add_patch(
            Rectangle(
                corners[0], wide, high, facecolor=paper, edgecolor="none", alpha=0.85, zorder=7
            )
        )

    def _from_paper(self, points: Floats) -> Floats:
        return np.asarray(points * self.view.per_point + np.array(self.view.window[:2]))

    def _write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        ha: str,
        *,
        zorder: float = 6,
        weight: str = "normal",
        color: str | None = None,
        halo: bool = True,
        gid: str | None = None,
    ) -> None:
        """Write a line with its middle height at a point of paper."""
        at = self._from_paper(np.array([[x, y]]))[0]
        around = [withStroke(linewidth=1.6, foreground=self.color("land"))] if halo else []
        self.ax.text(
            at[0],
            at[1],
            text,
            ha=ha,
            va="center_baseline",
            fontsize=size,
            family=FONT,
            weight=weight,
            color=color or self.color("ink"),
            zorder=zorder,
            path_effects=around,
            gid=gid,
            parse_math=False,
            clip_on=True,
        )

    # --- Places and their labels

    @property
    def mark(self) -> float:
        """The size of a capital's mark, points."""
        return self.text * 0.62

    def _capitals(self) -> list[tuple[Capital, CoverageRow, float, float]]:
        """Draw the capitals in the window and return them with their place on paper."""
        pairs = self.content.capitals
        lons, lats = np.array([[place.lon, place.lat] for place, _ in pairs]).reshape(-1, 2).T
        paper = self.view.on_paper(self.view.project(lons, lats))
        near = distance_km(self.view.site.lon, self.view.site.lat, lons, lats) < self.view.cap_km
        kept: dict[tuple[str, str], list[Floats]] = {}
        places = []
        for (place, row), (x, y), is_near in zip(pairs, paper, near, strict=True):
            half = self.mark / 2 + 0.5
            box = (x - half, y - half, x + half, y + half)
            # What would peep out under the frame or the scale is left out.
            if not is_near or not self.room.holds(box) or overlap(box, self.room.taken[0]):
                continue
            kept.setdefault((row["band"], row["reach"]), []).append(np.array([x, y]))
            places.append((place, row, float(x), float(y)))
        self.room.taken += [
            (x - self.mark / 2, y - self.mark / 2, x + self.mark / 2, y + self.mark / 2)
            for _, _, x, y in places
        ]
        for (band, reach), points in kept.items():
            at = self._from_paper(np.array(points))
            for k, look in enumerate(mark_looks(band, reach, self.content.palette, self.mark)):
                gid = f"capitals-{band}-{reach}" + ("-dot" if k else "")
                self.ax.add_line(Line2D(*at.T, gid=gid, zorder=4.5 + k / 10, **look))
        return places

    def _site(self, *, labelled: bool) -> None:
        site = self.view.site
        at = self.view.project([site.lon], [site.lat])
        x, y = self.view.on_paper(at)[0]
        half = self.mark * 0.8
        self.room.taken.append((x - half, y - half, x + half, y + half))
        diamond = site_look(self.content.palette, self.mark * 1.25)
        self.ax.add_line(Line2D(*at.T, gid="site", zorder=5, **diamond))
        if labelled:
            # Its own name comes before all others, and stands free of the mark.
            name = site.name.split(" (")[0]
            self._label(name, x, y, half, self.text * 1.1, weight="bold", gid="label-site")

    def _label(
        self,
        text: str,
        x: float,
        y: float,
        clear: float,
        size: float,
        *,
        weight: str = "normal",
        color: str | None = None,
        gid: str | None = None,
    ) -> bool:
        """Write a label beside a point where there is room; return whether there was."""
        wide, high = text_width(text, size, weight), size * 1.05
        gap = clear + size * 0.2
        for ha, dx, dy in (
            ("left", gap, 0.0),
            ("right", -gap, 0.0),
            ("center", 0.0, gap + high * 0.45),
            ("center", 0.0, -gap - high * 0.45),
            ("left", gap * 0.7, high * 0.75),
            ("left", gap * 0.7, -high * 0.75),
            ("right", -gap * 0.7, high * 0.75),
            ("right", -gap * 0.7, -high * 0.75),
        ):
            left = x + dx - {"left": 0.0, "center": wide / 2, "right": wide}[ha]
            box = (left, y + dy - high / 2, left + wide, y + dy + high / 2)
            if self.room.has(box):
                self.room.taken.append(box)
                self._write(text, x + dx, y + dy, size, ha, weight=weight, color=color, gid=gid)
                return True
        return False

    def _capital_labels(
        self, places: Sequence[tuple[Capital, CoverageRow, float, float]], later_km: float
    ) -> None:
        """Name the capitals; those that the close-up names come last here."""

        def is_late(entry: tuple[Capital, CoverageRow, float, float]) -> bool:
            return bool(entry[1]["distance_km"] < later_km)

        for place, row, x, y in sorted(places, key=is_late):
            weight = "bold" if place.in_nato(self.content.answer.cat.as_of) else "normal"
            far = row["band"] == RangeBand.BEYOND
            color = self.color("quiet" if far else "ink")
            size = self.text * (0.85 if far else 1.0)
            self._label(
                place.name,
                x,
                y,
                self.mark / 2,
                size,
                weight=weight,
                color=color,
                gid="label-capital",
            )

    def _ring_labels(self, from_km: float) -> None:
        """Name each ring at its line; the small ones are left to the close-up."""
        rings = [ring for ring in self.content.answer.rings if ring.km > from_km]
        for k, ring in enumerate(rings):
            follower = rings[k + 1].km if k + 1 < len(rings) else np.inf
            gap = (follower - ring.km) * self.view.points_per_km
            # A ring close outside this one would run through a label put outside.
            side = -1.0 if gap < self.text * 2 else 1.0
            names = [(name, self.color(look)) for name, look in self.content.ring_names(ring)]
            self._along(names, ring.km, 40.0 + 65.0 * k, side, f"label-ring-{ring.km:g}")

    def _limit_labels(self, *, close_up: bool) -> None:
        drawn = {ring.km for ring in self.content.answer.rings}
        words = {
            500.0: "500 km: the band begins",
            1000.0: "1000 km: intermediate range begins",
            5500.0: "5500 km: the treaty's band ends",
        }
        for km in LIMITS_KM:
            if (km == INF_BAND_TO_KM) == close_up or km in drawn:
                continue
            if km != INF_BAND_TO_KM and not close_up and self.view.extent_km > CLOSE_UP_FROM_KM:
                continue
            side = 1.0 if close_up else -1.0
            lines = [(words[km], self.color("quiet"))]
            self._along(lines, km, 200.0, side, f"label-limit-{km:g}", bold=False)

    def _along(
        self,
        lines: Sequence[tuple[str, str]],
        km: float,
        azimuth: float,
        side: float,
        gid: str,
        *,
        bold: bool = True,
    ) -> None:
        """Write lines in their colours at a ring, at the first azimuth with room from one on."""
        weight = "bold" if bold else "normal"
        size = self.text * 0.95
        wide = max(text_width(text, size, weight) for text, _ in lines) + 4
        leading = size * 1.25
        high = size * 0.1 + leading * len(lines)
        site = self.view.site
        centre = self.view.on_paper(self.view.project([site.lon], [site.lat]))[0]
        points = self.view.on_paper(self.view.circle(km))
        others = [
            self.view.on_paper(self.view.circle(ring.km))
            for ring in self.content.answer.rings
            if ring.km != km
        ]
        best: tuple[int, float, float, Box] | None = None
        for turn in range(0, 360, 6):
            at = points[int(2 * (azimuth + turn)) % 720]
            if not np.isfinite(at).all():
                continue
            out = (at - centre) / max(float(np.linalg.norm(at - centre)), 1e-9)
            reach = min(wide / 2 / max(abs(out[0]), 1e-9), high / 2 / max(abs(out[1]), 1e-9)) + 1.5
            x, y = at + side * reach * out
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            # Of the free places the one that hides the fewest other rings, the first of equals.
            if self.room.has(box):
                crossed = sum(runs_through(other, box) for other in others)
                if best is None or crossed < best[0]:
                    best = (crossed, x, y, box)
        if best is not None:
            _, x, y, box = best
            self.room.taken.append(box)
            if bold:
                self._plate(box)
            for k, (text, color) in enumerate(lines):
                line = y + (len(lines) / 2 - 0.5 - k) * leading
                self._write(
                    text,
                    x,
                    line,
                    size,
                    "center",
                    zorder=7.5,
                    weight=weight,
                    color=color,
                    halo=not bold,
                    gid=gid,
                )
