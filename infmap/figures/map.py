"""The map of one site: draws its layers and places its labels where there is room."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from infmap.analysis.rings import DRAWN_DOUBT_KM
from infmap.catalogue.rows import Capital
from infmap.figures.content import Content
from infmap.figures.land import all_land, borders, graticule
from infmap.figures.lettering import Room, overlap, runs_through, text_width
from infmap.figures.marks import FONT, hatch_look, mark_looks, site_look
from infmap.figures.strokes import draw_circle, draw_rings
from infmap.figures.view import POINTS_PER_DEGREE, Box, View
from infmap.geodesy import destination, distance_km
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import in_units, limits_words
from infmap.looks.records import CoverageRow
from infmap.treaty import Bands, Zone

#: Points of paper in a millimetre.
MM = 72 / 25.4
#: Extent of the close-up, and the extent from which a map is wide enough to need a close-up.
CLOSE_UP_KM = 1_080.0
CLOSE_UP_FROM_KM = 2_500.0

# Lengths the scale bar may have, in any unit, and its greatest length as a share of the width.
_SCALE_BAR = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_SCALE_BAR_SHARE = 0.2

# Azimuths at which the search for room begins: for the smallest ring, from there on for each
# further ring, and for a limit of the treaty. The search then goes clockwise in equal steps.
_FIRST_RING_LABEL_DEG = 40
_NEXT_RING_LABEL_DEG = 65
_LIMIT_LABEL_DEG = 200
_SEARCH_STEP_DEG = 6

_LIMIT_WORDS = {
    500.0: "the band begins",
    1000.0: "intermediate range begins",
    5500.0: "the treaty's band ends",
}


def _limit_words(bands: Bands, km: float) -> str:
    words = _LIMIT_WORDS.get(km, "") if bands.is_treatys else ""
    words = words or f"your band {'ends' if km == bands.edges_km[1] else 'begins'}"
    return f"{limits_words([km], bands.units)}: {words}"


@dataclass(frozen=True)
class TextStyle:
    """How a line of text on the map is printed."""

    #: In points.
    size: float
    color: str
    weight: str = "normal"
    zorder: float = 6
    halo: bool = True
    gid: str | None = None


class PlacedCapital(NamedTuple):
    """A capital, its row of coverage and its position on paper, points from the lower left."""

    capital: Capital
    row: CoverageRow
    x: float
    y: float


@dataclass(frozen=True)
class MapLook:
    """How a map is printed: sizes of type in points, of strokes and marks in millimetres."""

    #: Names of capitals.
    names: float = 7.0
    ring_labels: float = 6.5
    #: The width of a ring's line.
    stroke: float = 0.42
    #: The radius of a capital's mark.
    mark: float = 1.1
    #: Ids of the places that are named first; without it those in dispute.
    named: Collection[str] | None = None
    #: Whether it is the close-up of a larger map.
    close_up: bool = False


@dataclass
class SiteMap:
    """The map of one site on its axes."""

    ax: Axes
    view: View
    content: Content
    look: MapLook = MapLook()
    #: Ids of the places whose marks are drawn and which found no room for a name; after `draw`.
    unnamed: list[str] = field(default_factory=list)

    @property
    def text(self) -> float:
        """The size of ordinary labels, points."""
        return self.look.names

    @cached_property
    def room(self) -> Room:
        """The paper that labels share."""
        return Room(self.view.width, self.view.height)

    @cached_property
    def _rings_on_paper(self) -> list[tuple[float, Floats]]:
        """Each ring's range and its points, worked out once for all the labels that avoid it."""
        return [
            (ring.km, self.view.on_paper(self.view.circle(ring.km)))
            for ring in self.content.answer.rings
        ]

    def draw(self) -> None:
        """Draw all layers, from the sea up; then `unnamed` tells which places have no name."""
        has_close_up, close_up = False, self.look.close_up
        self._frame()
        self._land()
        self._zones()
        self._doubt()
        draw_rings(self.ax, self.view, self.content, self.look.stroke * MM)
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
        # Without an outline in its own colour, the land would show a gap at the antimeridian.
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
        # A patch added as such is measured, at length, for limits that are set already.
        self.ax.add_artist(PathPatch(path, gid=gid, **look))

    def _zones(self) -> None:
        for name, role, nearest, farthest, alpha in self.content.zones:
            path = self.view.disc(farthest, nearest)
            if path is not None:
                color = self.color(role)
                look = {"facecolor": color, "edgecolor": "none", "alpha": alpha, "zorder": 2}
                self._patch(path, f"zone-{name}", **look)
        # A limit under a ring of the same radius would fill the gaps between the ring's dashes.
        bands = self.content.bands
        for km in sorted(set(bands.limits_km) - {ring.km for ring in self.content.answer.rings}):
            role = "limit-outer" if km == bands.edges_km[1] else "limit-inner"
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
        units = self.content.units
        wide_km = self.view.width / self.view.points_per_km
        longest = max(in_units(wide_km * _SCALE_BAR_SHARE, units), 1)
        shown = max(length for length in _SCALE_BAR if length <= longest)
        km = shown * units.km
        lons, lats = destination(site.lon, site.lat, np.array([90.0, 270.0]), km / 2)
        ends = self.view.project(lons, lats)
        length = float(np.linalg.norm(ends[0] - ends[1]) / self.view.per_point)
        words = f"{shown:g} {units}{'' if self.view.azimuthal else ' at the site'}"
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
        style = TextStyle(size, self.color("ink"), zorder=8, halo=False)
        self._write(words, 8.0, 9.0 + size * 0.65, style, ha="left")

    def _plate(self, box: Box) -> None:
        """Draw a nearly opaque plate under text."""
        corners = self._from_paper(np.array([box[:2], box[2:]]))
        wide, high = corners[1] - corners[0]
        paper = self.color("paper")
        self.ax.add_patch(
            Rectangle(
                corners[0], wide, high, facecolor=paper, edgecolor="none", alpha=0.85, zorder=7
            )
        )

    def _from_paper(self, points: Floats) -> Floats:
        """Return points of paper as map coordinates."""
        return np.asarray(points * self.view.per_point + np.array(self.view.window[:2]))

    def _write(self, text: str, x: float, y: float, style: TextStyle, *, ha: str) -> None:
        """Write a line of text with its middle height at a point of paper."""
        at = self._from_paper(np.array([[x, y]]))[0]
        halo = [withStroke(linewidth=1.6, foreground=self.color("land"))] if style.halo else []
        self.ax.text(
            at[0],
            at[1],
            text,
            ha=ha,
            va="center_baseline",
            fontsize=style.size,
            family=FONT,
            weight=style.weight,
            color=style.color,
            zorder=style.zorder,
            path_effects=halo,
            gid=style.gid,
            parse_math=False,
            clip_on=True,
        )

    # --- Capitals, the site and the labels

    @property
    def mark(self) -> float:
        """The size of a capital's mark, points."""
        return 2 * self.look.mark * MM

    def _capitals(self) -> list[PlacedCapital]:
        """Draw the capitals in the window and return them."""
        pairs = self.content.capitals
        lons, lats = np.array([[capital.lon, capital.lat] for capital, _ in pairs]).reshape(-1, 2).T
        paper = self.view.on_paper(self.view.project(lons, lats))
        near = distance_km(self.view.site.lon, self.view.site.lat, lons, lats) < self.view.cap_km
        kept: dict[tuple[Zone, str], list[Floats]] = {}
        places = []
        for (capital, row), (x, y), is_near in zip(pairs, paper, near, strict=True):
            box = _box_about(x, y, self.mark + 1, self.mark + 1)
            # A mark that the frame or the scale bar would partly cover is left out.
            if not is_near or not self.room.holds(box) or overlap(box, self.room.taken[0]):
                continue
            zone = self.content.answer.zone_of(row)
            kept.setdefault((zone, row["reach"]), []).append(np.array([x, y]))
            places.append(PlacedCapital(capital, row, float(x), float(y)))
        self.room.taken += [_box_about(x, y, self.mark, self.mark) for _, _, x, y in places]
        for (zone, reach), points in kept.items():
            at = self._from_paper(np.array(points))
            looks = mark_looks(zone.look, reach, self.content.palette, self.mark)
            for nth, look in enumerate(looks):
                gid = f"capitals-{zone.name}-{reach}" + ("-dot" if nth else "")
                self.ax.add_line(Line2D(*at.T, gid=gid, zorder=4.5 + nth / 10, **look))
        return places

    def _site(self, *, labelled: bool) -> None:
        site = self.view.site
        at = self.view.project([site.lon], [site.lat])
        x, y = self.view.on_paper(at)[0]
        half = self.mark * 0.8
        self.room.taken.append(_box_about(x, y, 2 * half, 2 * half))
        diamond = site_look(self.content.palette, self.mark * 1.25)
        self.ax.add_line(Line2D(*at.T, gid="site", zorder=5, **diamond))
        if labelled:
            # The site's name is placed first, so that it always finds room.
            name, ink = site.name.split(" (")[0], self.color("ink")
            style = TextStyle(self.text * 1.1, ink, weight="bold", gid="label-site")
            self._label(name, x, y, half, style)

    def _label(self, text: str, x: float, y: float, clear: float, style: TextStyle) -> bool:
        """Write a label beside a point, `clear` points away from it, if there is room."""
        wide, high = text_width(text, style.size, style.weight), style.size * 1.05
        gap = clear + style.size * 0.2
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
                self._write(text, x + dx, y + dy, style, ha=ha)
                return True
        return False

    def _capital_labels(self, places: Sequence[PlacedCapital], later_km: float) -> None:
        """Name the capitals; those within `later_km`, which the close-up names, come last."""
        as_of = self.content.answer.cat.as_of
        for place in sorted(places, key=lambda place: place.row["distance_km"] < later_km):
            far = self.content.answer.zone_of(place.row).is_beyond
            style = TextStyle(
                self.text * (0.85 if far else 1.0),
                self.color("quiet" if far else "ink"),
                weight="bold" if place.capital.in_nato(as_of) else "normal",
                gid="label-capital",
            )
            if not self._label(place.capital.name, place.x, place.y, self.mark / 2, style):
                self.unnamed.append(place.capital.id)

    def _ring_labels(self, above_km: float) -> None:
        """Name each ring larger than `above_km` at its line; the close-up names the smaller."""
        rings = [ring for ring in self.content.answer.rings if ring.km > above_km]
        for nth, ring in enumerate(rings):
            next_km = rings[nth + 1].km if nth + 1 < len(rings) else np.inf
            gap = (next_km - ring.km) * self.view.points_per_km
            # If the next ring is close outside this ring, it would run through a label outside.
            outside = gap >= self.text * 2
            names = [(name, self.color(look)) for name, look in self.content.ring_names(ring)]
            gid = f"label-ring-{ring.km:g}"
            azimuth = _FIRST_RING_LABEL_DEG + _NEXT_RING_LABEL_DEG * nth
            ink = self.color("ink")
            style = TextStyle(self.text * 0.95, ink, weight="bold", zorder=7.5, halo=False, gid=gid)
            self._label_at_ring(names, ring.km, azimuth, style, outside=outside)

    def _limit_labels(self, *, close_up: bool) -> None:
        """Name the limits of the band, those within the close-up only there."""
        drawn = {ring.km for ring in self.content.answer.rings}
        bands = self.content.bands
        for km in bands.limits_km:
            is_near = km <= CLOSE_UP_KM
            if (not is_near and close_up) or km in drawn:
                continue
            if is_near and not close_up and self.view.width > 2 * CLOSE_UP_FROM_KM * self.view.points_per_km:
                continue
            quiet = self.color("quiet")
            style = TextStyle(self.text * 0.95, quiet, zorder=7.5, gid=f"label-limit-{km:g}")
            lines = [(_limit_words(bands, km), quiet)]
            self._label_at_ring(lines, km, _LIMIT_LABEL_DEG, style, outside=close_up)

    def _label_at_ring(
        self,
        lines: Sequence[tuple[str, str]],
        km: float,
        azimuth: int,
        style: TextStyle,
        *,
        outside: bool,
    ) -> None:
        """Write lines of text, each in its own colour, at a ring; without a halo, on a plate."""
        wide = max(text_width(text, style.size, style.weight) for text, _ in lines) + 4
        leading = style.size * 1.25
        high = style.size * 0.1 + leading * len(lines)
        middle = self._room_at_ring(km, azimuth, wide, high, outside=outside)
        if middle is None:
            return
        x, y = middle
        box = _box_about(x, y, wide, high)
        self.room.taken.append(box)
        if not style.halo:
            self._plate(box)
        for nth, (text, color) in enumerate(lines):
            line_y = y + (len(lines) / 2 - 0.5 - nth) * leading
            self._write(text, x, line_y, replace(style, color=color), ha="center")

    def _room_at_ring(
        self, km: float, azimuth: int, wide: float, high: float, *, outside: bool
    ) -> tuple[float, float] | None:
        """Return the middle of a free box that touches a ring, at the azimuth or clockwise of it.

        Of all free boxes the first of those that hide the fewest other rings is returned.
        """
        site = self.view.site
        centre = self.view.on_paper(self.view.project([site.lon], [site.lat]))[0]
        points = self.view.on_paper(self.view.circle(km))
        other_rings = [ring for ring_km, ring in self._rings_on_paper if ring_km != km]
        side = 1.0 if outside else -1.0
        middle, fewest_hidden = None, np.inf
        for turn in range(0, 360, _SEARCH_STEP_DEG):
            at = points[(azimuth + turn) % 360 * POINTS_PER_DEGREE]
            if not np.isfinite(at).all():
                continue
            out = (at - centre) / max(float(np.linalg.norm(at - centre)), 1e-9)
            reach = min(wide / 2 / max(abs(out[0]), 1e-9), high / 2 / max(abs(out[1]), 1e-9)) + 1.5
            x, y = at + side * reach * out
            box = _box_about(x, y, wide, high)
            if self.room.has(box):
                hidden = sum(runs_through(ring, box) for ring in other_rings)
                if hidden < fewest_hidden:
                    middle, fewest_hidden = (x, y), hidden
        return middle


def _box_about(x: float, y: float, wide: float, high: float) -> Box:
    """Return the box of a width and a height about its middle."""
    return (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
