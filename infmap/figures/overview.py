"""The sheet of all sites on a day: how many of a holder's deployments reach where."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from infmap.analysis.overlap import Tallies, Tally
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.bundled import DATA_VERSION
from infmap.figures.crop import MARGIN, bounds
from infmap.figures.ground import Ground
from infmap.figures.key import Group, Item, set_key
from infmap.figures.lettering import Room, text_width, wrapped
from infmap.figures.marks import MarkLook, site_look
from infmap.figures.names import Label, Spot, place_names
from infmap.figures.papers import Paper
from infmap.figures.paragraphs import Run, set_runs
from infmap.figures.parts import Part, draw_ruled, foot_of, ruled_height, set_head, text_part
from infmap.figures.sheet import map_axes, new_sheet
from infmap.figures.view import Projection, View, view_maker
from infmap.figures.written import describe
from infmap.geodesy import destination, distance_km
from infmap.geodesy.arrays import Floats
from infmap.looks.distances import Units
from infmap.looks.sentences import site_name, title_name

#: At most so many steps of one colour.
MOST_STEPS = 5
#: So many sites are named.
MOST_NAMED_SITES = 6
#: Of areas, through which the ground shines.
_OPACITY = 0.78
_AZIMUTHS = np.linspace(0.0, 360.0, 361)
_READINGS = {
    "every": ("On every account", "as far as the lowest figure of each"),
    "some": ("On some account", "as far as the highest figure of each"),
}


def steps_to(most: int) -> list[int]:
    """Return the least counts of at most five steps as wide as each other.

    The last has all that is more. ``page/model/overlap.ts`` has the same.

    Examples
    --------
    >>> steps_to(3), steps_to(9), steps_to(0)
    ([1, 2, 3], [1, 2, 4, 6, 8], [])
    """
    width = max(1, -(-most // MOST_STEPS))
    froms = [k + 1 if width == 1 else k * width or 1 for k in range(MOST_STEPS)]
    return [count for count in froms if count <= most]


def levels(rings: Iterable[Any]) -> list[Any]:
    """Return for each number the area that at least so many of some areas cover.

    Examples
    --------
    >>> left, right = shapely.box(0, 0, 2, 1), shapely.box(1, 0, 3, 1)
    >>> [area.area for area in levels([left, right])]
    [3.0, 1.0]
    """
    found: list[Any] = []
    for ring in rings:
        # From the deepest: what a ring shares with a level is of the next.
        shared = [shapely.intersection(level, ring) for level in found]
        found = [*found, shapely.Polygon()]
        for k, area in enumerate([ring, *shared]):
            found[k] = shapely.union(found[k], area)
        if not found[-1].area:
            found.pop()
    return found


def compose_overview(
    cat: Catalogue,
    found: Tallies,
    palette: dict[str, str],
    paper: Paper,
    units: Units,
    *,
    title: str,
) -> Figure:
    """Return the sheet of a holder's deployments on a day."""
    figure = _Sheet(cat, found, palette, paper, units, title).drawn()
    describe(figure, title, "Areas by how many deployments reach them, and capitals with counts.")
    return figure


@dataclass(frozen=True)
class _Sheet:
    cat: Catalogue
    found: Tallies
    palette: dict[str, str]
    paper: Paper
    units: Units
    title: str

    # --- What is shown

    @property
    def readings(self) -> list[str]:
        """Both ways to count, or one where they come to the same."""
        is_same = all(row.every == row.some for row in self.found.rows)
        return ["every"] if is_same else ["every", "some"]

    @cached_property
    def sites(self) -> list[Site]:
        return [*{site.id: site for site, *_ in self.found.deployments}.values()]

    @cached_property
    def reached(self) -> list[Tally]:
        """The capitals that one reaches, those that most reach first."""
        return sorted((row for row in self.found.rows if row.some), key=lambda row: -row.some)

    @cached_property
    def steps(self) -> list[int]:
        lons, lats = [site.lon for site in self.sites], [site.lat for site in self.sites]
        at_sites = sum(
            (distance_km(site.lon, site.lat, lons, lats) <= km for site, km in self.ends("some")),
            np.zeros(len(lons), int),
        )
        return steps_to(max([*at_sites.tolist(), *(row.some for row in self.reached)], default=0))

    def ends(self, reading: str) -> list[tuple[Site, float]]:
        """Return how far each deployment reaches, by one way to count."""
        ends = (
            (site, low if reading == "every" else high)
            for site, low, high in self.found.deployments
        )
        return [(site, km) for site, km in ends if km]

    # --- The maps

    def _view(self, wide: float, high: float) -> View:
        """Return the window on sites and the capitals reached, centred on the sites."""
        lons, lats = np.radians([(site.lon, site.lat) for site in self.sites]).T
        x, y = (np.cos(lats) * np.cos(lons)).sum(), (np.cos(lats) * np.sin(lons)).sum()
        z = np.sin(lats).sum()
        lon, lat = np.degrees([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))]).round(1)
        middle = replace(self.sites[0], name="the sites", lon=float(lon), lat=float(lat))
        made = view_maker(middle, "equidistant")
        held = [(site.lon, site.lat) for site in self.sites]
        held += [(row.place.lon, row.place.lat) for row in self.reached]
        points = made.project(*np.array(held).T)
        if not self.reached:
            points = np.vstack([points, *(_ring(made, *end) for end in self.ends("some"))])
        return made(bounds(points, MARGIN), wide, high)

    def drawn(self) -> Figure:
        """Return the sheet, drawn."""
        paper, readings = self.paper, self.readings
        gap = paper.lists * 1.9
        wide = (paper.inner - gap * (len(readings) - 1)) / len(readings)
        high = wide if len(readings) > 1 else paper.map_height
        day = f"On {self.found.day}." if self.found.day else ""
        head, view = set_head(self.title, day, paper), self._view(wide, high)
        over = [self._over(reading, wide) for reading in readings]
        heads = max(part.height for part in over)
        ruled = [self._key(), self._foot()]
        top = paper.margin + head.height
        below = top + heads + high
        figure = new_sheet(paper, below + ruled_height(ruled, paper) + paper.margin, self.palette)
        for nth, reading in enumerate(readings):
            left = paper.margin + nth * (wide + gap)
            over[nth].draw(figure, left, top)
            label = "map-2" if nth else "map"
            ax = map_axes(figure, left, top + heads, wide, high, label)
            _Map(Ground(ax, view, self.palette), self, reading).draw()
        head.write(figure.axes[0], paper.margin, self.palette)
        draw_ruled(figure, ruled, below, paper, self.palette)
        return figure

    def _over(self, reading: str, wide: float) -> Part:
        bold, rest = _READINGS[reading]
        lines = set_runs([Run(bold, "bold"), Run(f" {rest}")], wide, self.paper.lists)
        size, gid = self.paper.lists, f"reading-{reading}"
        part = text_part(lines, size, 1.3, color=self.palette["ink"], gid=gid)
        return part._replace(height=part.height + size * 0.3)

    def _key(self) -> Part:
        ends = [*(count - 1 for count in self.steps[1:]), None]
        washes = [
            Item(
                f"{start} or more" if end is None else str(start) if end == start
                else f"{start}\N{EN DASH}{end}",
                wash={"facecolor": self.palette[f"step-{k + 1}"], "linewidth": 0},
            )
            for k, (start, end) in enumerate(zip(self.steps, ends, strict=True))
        ]  # fmt: skip
        marks = [
            Item("a capital, with how many reach it", (_dot(self.palette, self.paper.mark),)),
            Item("a site", (site_look(self.palette, self.paper.key * 0.8),)),
        ]
        items = [Item("", bold="Deployments that reach a place:"), *washes, *marks]
        block = set_key([Group("", items)], self.paper.inner, self.paper.key)
        return Part(block.height, partial(block.draw, palette=self.palette))

    def _foot(self) -> Part:
        day = f", as of {self.found.day}" if self.found.day else ""
        names = "; capitals: GeoNames" if self.cat.is_of_geonames else ""
        words = (
            "A deployment is one system at one place, as reported. Areas: geodesic on WGS 84; "
            "azimuthal equidistant projection on the middle of the sites. Outlines: Natural "
            f"Earth{names}. infmap, data {DATA_VERSION}{day}."
        )
        lines = wrapped(words, self.paper.inner, self.paper.sources)
        return foot_of(lines, self.paper, self.palette)


@dataclass(frozen=True)
class _Map:
    """One of the maps, by one way to count."""

    ground: Ground
    sheet: _Sheet
    reading: str

    def draw(self) -> None:
        """Draw the ground, the areas, and the marks with their names."""
        ground, sheet, view = self.ground, self.sheet, self.ground.view
        ground.draw()
        rings = [shapely.Polygon(_ring(view.projection, *end)) for end in sheet.ends(self.reading)]
        found = [*levels(rings), shapely.Polygon()]
        starts = [count for count in sheet.steps if count < len(found)]
        for k, (count, more) in enumerate(zip(starts, [*starts[1:], len(found)], strict=True)):
            # Without the next step: the ground shines through each alike.
            path = view.path(shapely.difference(found[count - 1], found[more - 1]))
            look = {"edgecolor": sheet.palette["paper"], "linewidth": 0.4, "alpha": _OPACITY}
            color = sheet.palette[f"step-{k + 1}"]
            ground.patch(path, f"reach-{count}", facecolor=color, zorder=0.7, **look)
        self._names()

    def _names(self) -> None:
        ground, sheet, view = self.ground, self.sheet, self.ground.view
        paper, radius = sheet.paper, sheet.paper.mark * 0.6
        room = Room(view.width, view.height)
        rows = [row for row in sheet.reached if getattr(row, self.reading)]
        at = view.on_paper(
            view.project([row.place.lon for row in rows], [row.place.lat for row in rows])
        )
        stand = view.on_paper(
            view.project([site.lon for site in sheet.sites], [site.lat for site in sheet.sites])
        )
        marks = np.column_stack([np.vstack([at, stand]), np.full(len(at) + len(stand), radius)])
        ground.scale_bar(sheet.units, paper.ring_labels, room, marks)
        labels = [
            Label(x, y, radius, self._width(row), paper.names, 10.0 + getattr(row, self.reading))
            for row, (x, y) in zip(rows, at, strict=True)
        ]
        named = sheet.sites if len(sheet.sites) <= MOST_NAMED_SITES else []
        words = [title_name(site_name(site.name)) for site in named]
        labels += [
            Label(x, y, radius * 1.6, text_width(name, paper.names, "bold"), paper.names, 100.0)
            for name, (x, y) in zip(words, stand, strict=False)
        ]
        spots = place_names(labels, room, marks[len(labels) :])
        ink = sheet.palette["ink"]
        for row, spot in zip(rows, spots, strict=False):
            if spot is not None:
                ground.lead(spot, ink)
                self._name(row, spot)
        for name, spot in zip(words, spots[len(rows) :], strict=True):
            if spot is not None:
                ground.lead(spot, ink)
                ground.write(
                    name, spot.box[0], spot.baseline, paper.names, color=ink, weight="bold"
                )
        points = ground.from_paper(at)
        dots = Line2D(*points.T, gid="capitals", zorder=4, **_dot(sheet.palette, radius))
        ground.ax.add_artist(dots)
        look = site_look(sheet.palette, 3.0 * radius)
        sites = Line2D(*ground.from_paper(stand).T, gid="site", zorder=5, **look)
        ground.ax.add_artist(sites)

    def _width(self, row: Tally) -> float:
        size, number = self.sheet.paper.names, str(getattr(row, self.reading))
        return text_width(f"{row.place.name} ", size) + text_width(number, size, "bold")

    def _name(self, row: Tally, spot: Spot) -> None:
        size, left, color = self.sheet.paper.names, spot.box[0], self.sheet.palette["ink"]
        self.ground.write(row.place.name, left, spot.baseline, size, color=color)
        left += text_width(f"{row.place.name} ", size)
        number = str(getattr(row, self.reading))
        self.ground.write(number, left, spot.baseline, size, color=color, weight="bold")


def _ring(projection: Projection, site: Site, km: float) -> Floats:
    """Return how far a site's deployment reaches, as points on the map."""
    return projection.project(*destination(site.lon, site.lat, _AZIMUTHS, km))


def _dot(palette: dict[str, str], radius: float) -> MarkLook:
    return {
        "linestyle": "none",
        "marker": "o",
        "markersize": 2 * radius,
        "markeredgecolor": palette["paper"],
        "markeredgewidth": 0.5,
        "snap": False,
        "markerfacecolor": palette["ink"],
    }
