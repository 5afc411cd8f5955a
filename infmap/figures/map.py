"""The map of one site: draws its layers, and names its rings and capitals where there is room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pyproj
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from infmap.analysis.rings import DRAWN_DOUBT_KM
from infmap.arguments import checks_kinds
from infmap.errors import InfmapError
from infmap.figures.content import Content
from infmap.figures.discs import MarkKind, Marks, marks_of
from infmap.figures.ground import Ground
from infmap.figures.lettering import Room, overlap, text_width
from infmap.figures.marks import MarkLook, hatch_look, site_look
from infmap.figures.names import Label, Spot, place_names
from infmap.figures.naming import (
    REACHED,
    PlacedCapital,
    alike,
    circles_of,
    face_of,
    name_weights,
)
from infmap.figures.papers import MM, MapLook
from infmap.figures.ring_labels import LEADING, Line, limit_words, place_at, place_ring_labels
from infmap.figures.strokes import draw_circle, draw_rings
from infmap.figures.view import Box, View
from infmap.geodesy.arrays import Floats
from infmap.looks.lines import PITCH

#: Extent of the close-up.
CLOSE_UP_KM = 1_080.0

# How far the halo of a label at a ring goes beyond its letters, points.
_RING_HALO = 0.45 * MM
_SITE_SIZE = 1.15

_CRS: "WeakKeyDictionary[Axes, pyproj.CRS]" = WeakKeyDictionary()


@checks_kinds
def map_crs(ax: Axes) -> pyproj.CRS:
    """Return the coordinates of a map, to draw more on it.

    Parameters
    ----------
    ax : Axes
        A map of `infmap.plot_map`, also one drawn into axes of the caller's.

    Returns
    -------
    pyproj.CRS
        What the map is projected to, in metres; ``EPSG`` codes keep their own unit.

    Raises
    ------
    InfmapError
        If the axes hold no map of infmap's.

    Examples
    --------
    >>> import geopandas as gpd, infmap
    >>> cat = infmap.load()
    >>> ax = infmap.plot_map(cat, focus="shuya", size="column")
    >>> mine = gpd.GeoDataFrame(geometry=gpd.points_from_xy([37.6], [55.8]), crs="EPSG:4326")
    >>> ax = mine.to_crs(infmap.map_crs(ax)).plot(ax=ax)
    >>> infmap.map_crs(ax).coordinate_operation.method_name
    'Azimuthal Equidistant'
    """
    if ax not in _CRS:
        raise InfmapError("these axes hold no map; give those that infmap.plot_map returned")
    return _CRS[ax]


@dataclass
class SiteMap:
    """The map of one site on its axes."""

    ax: Axes
    view: View
    content: Content
    look: MapLook = field(default_factory=MapLook)
    #: Boxes that nothing is written in, points from the lower left.
    reserved: Sequence[Box] = ()
    #: Ids of the places within reach that are marked and found no room for a name, after `draw`.
    unnamed: list[str] = field(default_factory=list)
    #: Where the names are, by the ids of their places, after `draw`.
    spots: dict[str, Spot] = field(default_factory=dict)

    @cached_property
    def room(self) -> Room:
        """The paper that labels share."""
        return Room(self.view.width, self.view.height, [*self.reserved])

    @cached_property
    def ground(self) -> Ground:
        """What it is drawn upon."""
        return Ground(self.ax, self.view, self.content.palette)

    @cached_property
    def marks(self) -> Marks:
        """How capitals are marked."""
        return marks_of(self.content, self.view)

    @property
    def radius(self) -> float:
        """The radius of a capital's mark, points."""
        return self.look.mark * MM

    def draw(self) -> None:
        """Draw all layers, from the sea up."""
        self.draw_ground()
        self.draw_names()

    def draw_ground(self) -> None:
        """Draw all but the names of places."""
        _CRS[self.ax] = self.view.crs
        self.ground.draw()
        if self.marks.kind is MarkKind.ZONES:
            self._zones()
        self._doubt()
        draw_rings(self.ax, self.view, self.content, self.look.stroke * MM)
        marks = circles_of(self._places, self.radius)
        size, units = self.look.ring_labels, self.content.units
        self.ground.scale_bar(units, size, self.room, marks, self.reserved)
        self._capitals()
        self._site()
        self._ring_labels()

    def _zones(self) -> None:
        for name, role, nearest, farthest, alpha in self.content.zones:
            color = self.content.palette[role]
            look = {"facecolor": color, "edgecolor": "none", "alpha": alpha, "zorder": 2}
            self.ground.patch(self.view.disc(farthest, nearest), f"zone-{name}", **look)
        for km in self._limits:
            role = "limit-outer" if km == self.content.bands.edges_km[1] else "limit-inner"
            gid, color = f"limit-{km:g}", self.content.palette[role]
            draw_circle(self.ax, self.view, km, gid, color=color, linewidth=0.7, zorder=2.5)

    @property
    def _limits(self) -> list[float]:
        """The band's limits, without those under a ring, between whose dashes they would show."""
        drawn = {ring.km for ring in self.content.answer.rings}
        return sorted({*self.content.bands.limits_km} - drawn)

    def _doubt(self) -> None:
        km = self.view.site.position_precision_km
        path = self.view.disc(km) if km >= DRAWN_DOUBT_KM else None
        if path is not None:
            look = hatch_look(self.content.palette["ink"], falling=True)
            self.ground.patch(path, "doubt", alpha=0.6, zorder=2.6, **look)

    # --- Capitals, the site and the labels

    @cached_property
    def _places(self) -> list[PlacedCapital]:
        """Return the capitals in the window, whose marks the frame does not cut."""
        pairs = self.content.capitals
        lons, lats = np.array([[capital.lon, capital.lat] for capital, _ in pairs]).reshape(-1, 2).T
        paper = self.view.on_paper(self.view.project(lons, lats))
        return [
            PlacedCapital(capital, row, float(x), float(y))
            for (capital, row), (x, y) in zip(pairs, paper, strict=True)
            if self.room.holds(_box_about(x, y, self.radius + 0.5))
            and not any(overlap(_box_about(x, y, self.radius), box) for box in self.reserved)
        ]

    def _capitals(self) -> None:
        """Mark the capitals: those of one look as one line of marks."""
        alike: dict[tuple[Any, ...], list[PlacedCapital]] = {}
        for place in self._places:
            alike.setdefault(self.marks.key(place.row), []).append(place)
        # In range above the others, where they crowd.
        for nth, (_, group) in enumerate(sorted(alike.items(), key=lambda item: -item[0][0])):
            at = self.ground.from_paper(np.array([(place.x, place.y) for place in group]))
            name = self.marks.gid(group[0].row)
            looks = self.marks.looks(group[0].row, 2 * self.radius)
            for part, look in enumerate(looks):
                order = 4.5 + nth / 100 + part / 2000
                gid = name if part == 0 else f"{name}-{part}"
                self.ax.add_artist(Line2D(*at.T, gid=gid, zorder=order, **look))

    @cached_property
    def _site_at(self) -> Floats:
        """Where the site is, as the map's coordinates."""
        return self.view.project([self.view.site.lon], [self.view.site.lat])

    def _site(self) -> None:
        """Mark the site."""
        at = self._site_at
        diamond: MarkLook = site_look(self.content.palette, 1.9 * self.radius)
        self.ax.add_artist(Line2D(*at.T, gid="site", zorder=5, **diamond))

    def _ring_labels(self) -> None:
        """Name the rings, then the limits of the band where it is drawn."""
        size = self.look.ring_labels
        site = self.view.on_paper(self._site_at)[0]
        marks = circles_of(self._places, self.radius)
        # The site's name comes later: room for it is kept beside its mark.
        wide = text_width(self._site_name, self.look.names * _SITE_SIZE, "bold")
        marks = np.vstack([marks, [*site, self.radius]])
        kept = (site[0], site[1] - size, site[0] + 2 * self.radius + wide, site[1] + size)
        self.room.taken.append(kept)
        pitch = PITCH * self.look.stroke * MM
        texts = [
            *place_ring_labels(
                self.content, self.view, size, self.room, marks, pitch, whose=self.look.whose
            )
        ]
        if self.marks.kind is MarkKind.ZONES:
            for km in self._limits:
                lines = (Line(limit_words(self.content.bands, km), "quiet"),)
                found = place_at(lines, km, self.view, size, self.room, marks)
                texts += [found] if found else []
        self.room.taken.remove(kept)
        for label in texts:
            top = label.box[3] - size * 0.78
            for nth, line in enumerate(label.lines):
                left = label.x - text_width(line.text, size, "semibold") / 2
                self.ground.write(
                    line.text,
                    left,
                    top - nth * LEADING * size,
                    size,
                    color=self.content.palette[line.role],
                    weight="semibold",
                    zorder=5.5,
                    gid=label.gid,
                    edge=_RING_HALO,
                )

    @property
    def _site_name(self) -> str:
        return self.view.site.name.split(" (")[0].split(", ")[0]

    def draw_names(self, beside: Sequence["SiteMap"] = ()) -> None:
        """Name the site and the capitals, those that matter most first.

        Maps of the same window `beside` get the same names in the same places.
        """
        size, maps = self.look.names, (self, *beside)
        weights = alike([one._weights for one in maps])
        asked = [place for place in self._places if weights.get(place.capital.id)]
        others = [place for place in self._places if not weights.get(place.capital.id)]
        (x, y), large = self.view.on_paper(self._site_at)[0], size * _SITE_SIZE
        wide = text_width(self._site_name, large, "bold")
        labels = [Label(x, y, self.radius * 1.35, wide, large, 100.0, is_apart=True)]
        for place in asked:
            wide = text_width(place.capital.name, size, face_of(place, self._day))
            weight = weights[place.capital.id]
            # A line to what nobody asks for would only cross the map.
            led = self.look.leaders and weight >= REACHED
            labels.append(Label(place.x, place.y, self.radius, wide, size, weight, may_be_led=led))
        rings = [
            self.view.on_paper(self.view.circle(ring.km))
            for one in maps
            for ring in one.content.answer.rings
        ]
        room = replace(self.room, taken=[box for one in maps for box in one.room.taken])
        lines = np.vstack(rings) if rings else None
        site, *spots = place_names(labels, room, circles_of(others, self.radius), lines)
        for one in maps:
            one._write_names(site, dict(zip((it.capital.id for it in asked), spots, strict=True)))

    @cached_property
    def _weights(self) -> dict[str, float]:
        return name_weights(self._places, self.marks, self.look.named, self._day)

    @property
    def _day(self) -> date | None:
        return self.content.answer.cat.as_of

    def _write_names(self, site: Spot | None, spots: Mapping[str, Spot | None]) -> None:
        """Write the names where they are placed."""
        size, palette = self.look.names, self.content.palette
        ink, quiet = palette["ink"], palette["quiet"]
        if site is not None:
            self.ground.lead(site, ink)
            self.ground.write(
                self._site_name, site.box[0], site.baseline, size * _SITE_SIZE,
                color=ink, weight="bold", gid="label-site", zorder=6.5,
            )  # fmt: skip
        for place in self._places:
            ident = place.capital.id
            if ident not in spots:
                continue
            spot = spots[ident]
            if spot is None:
                if self._weights[ident] >= REACHED:
                    self.unnamed.append(ident)
                continue
            self.spots[ident] = spot
            color = ink if self.marks.is_told(place.row) else quiet
            self.ground.lead(spot, color)
            self.ground.write(
                place.capital.name,
                spot.box[0],
                spot.baseline,
                size,
                color=color,
                weight=face_of(place, self._day),
                gid="label-capital",
            )


def _box_about(x: float, y: float, half: float) -> Box:
    """Return the square about a middle."""
    return (x - half, y - half, x + half, y + half)
