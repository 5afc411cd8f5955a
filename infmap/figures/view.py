"""The view of a map: its projection, its window, and what can be drawn in it."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from matplotlib.path import Path

from infmap.catalogue import Site
from infmap.errors import InfmapError
from infmap.figures.antimeridian import joined
from infmap.figures.crop import Frame, bounds
from infmap.geodesy import destination, distance_km, range_band, range_ring
from infmap.geodesy.arrays import Floats
from infmap.io.alone import ALONE

Box: TypeAlias = tuple[float, float, float, float]
ViewMaker: TypeAlias = Callable[[Frame, float, float], "View"]
# Empty room about a circle that was asked for, as a share of its diameter on each side.
_ROUND_MARGIN = 0.02
#: Points of a circle in a degree of azimuth.
POINTS_PER_DEGREE = 2
_AZIMUTHS = np.linspace(0.0, 360.0, 360 * POINTS_PER_DEGREE + 1)
_MERCATOR_LAT = 85.06
_WORLD_M = 6.1e7
# A projection may have any unit; beyond this its points cannot be told apart.
_MOST_UNITS = 1e12
# In points: outlines are simplified by up to a twelfth of a millimetre, less than their line is
# wide, and islands smaller than a fifth are left out.
_PRINT_POINTS, _SPECK_POINTS = 0.22, 0.55
# Metres on the map within which points are one.
_GRID = 1.0
# Beyond this the antipode of the site tears an azimuthal map.
_FARTHEST_KM = 19_500.0


@dataclass(frozen=True)
class Projection:
    """The projection of a site's map. Called with a frame and a paper's size, it gives a view."""

    site: Site
    crs: pyproj.CRS
    transformer: pyproj.Transformer
    #: The projection in words.
    name: str
    #: Whether it is azimuthal and centred on the site, so that nothing needs cutting.
    azimuthal: bool
    #: Meridian opposite the map's middle, where a cylindrical or conic map is cut.
    cut_lon: float
    most_lat: float
    #: After how many units a cylindrical map begins anew in the east; 0 on others.
    period: float = 0.0

    def __call__(self, frame: Frame, width: float, height: float) -> "View":
        """Return the view of a frame, grown to the shape of a paper of a size in points.

        It stays within the world: beyond that a map would show nothing.
        """
        grown = frame.grown(width, height)
        return View(self, grown.within(self._world) if self._world else grown, width, height)

    @cached_property
    def _world(self) -> Frame | None:
        """The frame of the whole world, where the projection shows it."""
        if self.azimuthal:
            return None
        lats = np.linspace(-self.most_lat, self.most_lat, 61)
        lons = self.cut_lon + np.linspace(1e-6, 360 - 1e-6, 25)[:, None]
        lons, lats = np.broadcast_arrays((lons + 180) % 360 - 180, lats)
        points = self.project(lons.ravel(), lats.ravel())
        is_whole = np.isfinite(points).all() and np.abs(points).max() < _WORLD_M
        return bounds(points, 0.0) if is_whole else None

    def project(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> Floats:
        """Return map coordinates, shape (n, 2); not finite outside the projection."""
        x, y = self.transformer.transform(np.asarray(lons, float), np.asarray(lats, float))
        points = np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])
        points[~(np.abs(points) < _MOST_UNITS).all(axis=1)] = np.nan
        if self.period:
            # Everything on that side of the site that is nearer.
            points[:, 0] -= self.period * np.round((points[:, 0] - self._site_x) / self.period)
        return points

    @cached_property
    def _site_x(self) -> float:
        return float(self.transformer.transform(self.site.lon, self.site.lat)[0])

    @cached_property
    def circle(self) -> Callable[[float], Floats]:
        """A ring of so many kilometres as projected points, dense enough to be round in print."""
        return cache(self._circle)

    def _circle(self, km: float) -> Floats:
        site = self.site
        lons, lats = destination(site.lon, site.lat, _AZIMUTHS, km)
        points = self.project(lons, lats)
        points[np.abs(np.asarray(lats)) > self.most_lat] = np.nan
        points.flags.writeable = False  # shared by all that ask for it
        return points

    def around(self, km: float) -> Frame:
        """Return the frame of a circle about the site, with a little room about it."""
        return bounds(self.circle(km), _ROUND_MARGIN, self.site.name)


@dataclass(frozen=True)
class View:
    """A window on the projected world, and its size on paper in points."""

    projection: Projection
    #: Its edges in map coordinates, in the shape of the paper.
    window: Frame
    width: float
    height: float

    @property
    def site(self) -> Site:
        """The site that it is a map of."""
        return self.projection.site

    @property
    def crs(self) -> pyproj.CRS:
        """The coordinates of the map."""
        return self.projection.crs

    @property
    def name(self) -> str:
        """The projection in words."""
        return self.projection.name

    @property
    def azimuthal(self) -> bool:
        """Whether the projection is azimuthal and centred on the site."""
        return self.projection.azimuthal

    def project(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> Floats:
        """Return map coordinates, shape (n, 2); not finite outside the projection."""
        return self.projection.project(lons, lats)

    def circle(self, km: float) -> Floats:
        """Return a ring as projected points, dense enough to be round in print."""
        return self.projection.circle(km)

    @property
    def per_point(self) -> float:
        """Map units in a point of paper."""
        return self.window.width / self.width

    @cached_property
    def points_per_km(self) -> float:
        """Points of paper in a kilometre at the site."""
        lons, lats = destination(self.site.lon, self.site.lat, np.array([90.0, 270.0]), 0.5)
        ends = self.project(lons, lats)
        return float(np.linalg.norm(ends[0] - ends[1]) / self.per_point)

    def on_paper(self, points: Floats) -> Floats:
        """Return map coordinates as points of paper from the window's lower left."""
        return np.asarray((points - np.array(self.window[:2])) / self.per_point)

    @cached_property
    def cap_km(self) -> float:
        """How far from the site the world is drawn: beyond the window, but not where it is torn."""
        if self.azimuthal:
            return _FARTHEST_KM
        for cap_km in np.arange(self.farthest_km, 500.0, -500.0):
            lons, lats = destination(self.site.lon, self.site.lat, _AZIMUTHS, cap_km)
            shown = np.abs(np.asarray(lats)) <= self.projection.most_lat
            points = self.project(lons, lats)[shown]
            if np.isfinite(points).all() and np.abs(points).max(initial=0) < _WORLD_M:
                return float(cap_km)
        return 500.0

    @cached_property
    def farthest_km(self) -> float:
        """The greatest distance from the site within the window."""
        west, south, east, north = self.window
        x, y = np.meshgrid(np.linspace(west, east, 25), np.linspace(south, north, 25))
        inverse = self.projection.transformer.transform
        lons, lats = inverse(x.ravel(), y.ravel(), direction="INVERSE")
        on_globe = np.isfinite(lons) & (np.abs(lats) <= 90)
        lons, lats = (lons[on_globe] + 180) % 360 - 180, lats[on_globe]
        far_km = distance_km(self.site.lon, self.site.lat, lons, lats).max(initial=500.0)
        return float(min(_FARTHEST_KM, 1.05 * far_km))

    @cached_property
    def shown(self) -> Any:
        """The part of the world that is projected, as a polygon in longitude and latitude."""
        cap = range_ring(self.site.lon, self.site.lat, self.cap_km)
        if self.azimuthal:
            return cap
        most, cut = self.projection.most_lat, self.projection.cut_lon
        frame = shapely.box(-180, -most, 180, most)
        return cap.intersection(frame).difference(shapely.box(cut - 1e-6, -90, cut + 1e-6, 90))

    @cached_property
    def near(self) -> Any:
        """What is seen in the window lies in this polygon in longitude and latitude."""
        return range_ring(self.site.lon, self.site.lat, self.farthest_km, tolerance_km=20.0)

    def cut(self, geometries: Any) -> Any:
        """Return an array of geometries as they are projected, without what the window leaves out.

        Whole where they may be: only what leaves the shown part of the world is cut.
        """
        near = self.near
        shapely.prepare(near)
        seen = geometries[shapely.intersects(near, geometries)]
        shown = self.shown
        shapely.prepare(shown)
        whole = shapely.contains_properly(shown, seen)
        return np.concatenate([seen[whole], shapely.intersection(seen[~whole], shown)])

    def area(self, geometries: Any) -> Path | None:
        """Return an array of polygons in longitude and latitude as a path, with their holes."""
        parts = shapely.get_parts(shapely.get_parts(self.cut(np.atleast_1d(geometries))))
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
        is_seen = self.azimuthal and self._has_antimeridian
        parts = fine(joined(parts) if is_seen else parts)
        points = self.project(*shapely.get_coordinates(parts).T)
        if not np.isfinite(points).all():
            parts, points = self._finite(parts, points)
        west, _, east, _ = shapely.bounds(parts).T
        flat = shapely.set_coordinates(parts, points)
        if is_seen:
            # What goes round a pole is cut still.
            is_cut = (west < -179.999) & (east > 179.999)
            flat = np.append(
                flat[~is_cut], shapely.union_all(shapely.make_valid(flat[is_cut]), grid_size=_GRID)
            )
        return self.path(flat)

    @property
    def _has_antimeridian(self) -> bool:
        """Whether the antimeridian, or a pole, is seen."""
        lats = np.linspace(-90.0, 90.0, 721)
        x, y = self.project(np.full(len(lats), 180.0), lats).T
        west, south, east, north = self.seen
        return bool(((x > west) & (x < east) & (y > south) & (y < north)).any())

    def path(self, flat: Any) -> Path | None:
        """Return polygons in map coordinates as a path, as fine as it is printed."""
        return self._path(shapely.clip_by_rect(shapely.simplify(flat, self.light), *self.seen))

    def _finite(self, parts: Any, points: Floats) -> tuple[Any, Floats]:
        """Return polygons without the points that the projection does not show."""
        whole = np.isfinite(points).all(axis=1)
        _, part = shapely.get_coordinates(parts, return_index=True)
        bad = np.unique(part[~whole])
        kept = np.isin(part, bad, invert=True)
        return np.delete(parts, bad), points[kept]

    @property
    def seen(self) -> Box:
        """The window and a little more, so that lines at its edge are whole."""
        west, south, east, north = self.window
        more = 3 * self.per_point
        return west - more, south - more, east + more, north + more

    def _path(self, geometries: Any) -> Path | None:
        """Return polygons and lines on the map as one path, without specks."""
        parts = shapely.get_parts(geometries)
        west, south, east, north = shapely.bounds(parts).T
        parts = parts[np.maximum(east - west, north - south) > _SPECK_POINTS * self.per_point]
        is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
        rings = [*shapely.get_rings(shapely.orient_polygons(parts[is_area]))]
        rings += [*shapely.get_parts(parts[~is_area])]
        points, ring = shapely.get_coordinates(rings, return_index=True)
        if not len(points):
            return None
        codes = np.full(len(points), Path.LINETO, Path.code_type)
        starts = np.flatnonzero(np.diff(ring, prepend=-1))
        codes[starts] = Path.MOVETO
        closed = shapely.is_closed(rings) & (shapely.get_num_coordinates(rings) > 2)
        ends = np.append(starts[1:], len(points)) - 1
        codes[ends[closed]] = Path.CLOSEPOLY
        return Path(points, codes)

    def lines(self, runs: Any) -> Path | None:
        """Return an array of lines in longitude and latitude as a path, cut at the map's edges."""
        longest = np.inf if self.azimuthal else self.window.width / 4
        parts = shapely.get_parts(shapely.get_parts(fine(self.cut(runs))))
        parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
        coordinates, part = shapely.get_coordinates(parts, return_index=True)
        pieces = unbroken(self.project(*coordinates.T), longest, part)
        light = shapely.simplify([*map(shapely.LineString, pieces)], self.light)
        return self._path(shapely.clip_by_rect(light, *self.seen))

    def disc(self, km: float, hole_km: float = 0.0) -> Path | None:
        """Return the area within a distance, without a hole of a smaller distance."""
        pole_km = distance_km(self.site.lon, self.site.lat, 0.0, np.array([90.0, -90.0])).min()
        is_round = self.azimuthal or (self.projection.period and km < 0.9 * pole_km)
        if not is_round:
            return self.area(range_band(self.site.lon, self.site.lat, hole_km, km))
        rings = [Path(self.circle(km), closed=True)]
        if hole_km:
            rings.append(Path(self.circle(hole_km)[::-1], closed=True))
        return Path.make_compound_path(*rings)

    @property
    def light(self) -> float:
        """How far a vertex too fine for print may be left out."""
        return _PRINT_POINTS * self.per_point


def fine(geometries: Any) -> Any:
    """Return geometries without edges of more than a degree, which would not bend on a map."""
    return shapely.segmentize(geometries, 1.0)


def unbroken(points: Floats, longest: float, part: npt.ArrayLike = 0) -> list[Floats]:
    """Return lines in pieces, cut between parts, at points off the map and at leaps across it."""
    leap = np.linalg.norm(np.diff(points, axis=0), axis=1)
    ends = (
        np.flatnonzero(~(leap <= longest) | (np.diff(np.broadcast_to(part, len(points))) != 0)) + 1
    )
    pieces = (piece[np.isfinite(piece).all(axis=1)] for piece in np.split(points, ends))
    return [piece for piece in pieces if len(piece) > 1]


def view_maker(site: Site, projection: str) -> Projection:
    """Return the projection of a site's map, which makes views of frames.

    Raises `InfmapError` if there is no such projection, or it does not show the site.
    """
    codes = {"equidistant": "aeqd", "equal-area": "laea"}
    names = {"equidistant": "equidistant", "equal-area": "equal-area (Lambert)"}
    azimuthal = projection in codes
    text = projection
    if azimuthal:
        text = f"+proj={codes[projection]} +lat_0={site.lat} +lon_0={site.lon} +datum=WGS84"
    try:
        with ALONE, warnings.catch_warnings():
            # PROJ still draws projections that it warns are out of date.
            warnings.simplefilter("ignore", FutureWarning)
            crs = pyproj.CRS.from_user_input(text)
        transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    except (pyproj.exceptions.ProjError, UnicodeEncodeError) as error:
        raise InfmapError(_no_projection(projection)) from error
    if not (crs.is_projected or crs.is_geographic) or crs.is_vertical:
        raise InfmapError(_no_projection(projection))
    pole = transformer.transform(site.lon, 90.0)
    most_lat = 90.0 if azimuthal or np.abs(pole).max() < 3e7 else _MERCATOR_LAT
    cut_lon = (_middle_lon(crs) + 360.0) % 360.0 - 180.0
    period = 0.0 if azimuthal else _period(transformer, cut_lon)
    if period:
        cut_lon = (site.lon + 360.0) % 360.0 - 180.0
    is_there = np.isfinite(transformer.transform(site.lon, site.lat)).all()
    if not is_there or abs(site.lat) > most_lat:
        raise InfmapError(
            f"the projection {projection!r} does not show {site.name}; name the site with focus, "
            "or take equidistant"
        )
    name = f"projection: {crs.name if crs.name != 'unknown' else projection}"
    if azimuthal:
        name = f"azimuthal {names[projection]} projection on the site"
    return Projection(site, crs, transformer, name, azimuthal, cut_lon, most_lat, period)


def _period(transformer: pyproj.Transformer, cut_lon: float) -> float:
    """Return how wide the world is on a cylindrical map, in its units; 0 on others."""
    lons = cut_lon + np.array([90.0, 180.0, 270.0])
    east, north = np.broadcast_arrays((lons + 180) % 360 - 180, [[0.0], [45.0], [-70.0]])
    x, y = (np.array(part) for part in transformer.transform(east, north))
    if not np.isfinite(x).all() or not np.isfinite(y).all():
        return 0.0
    quarter = float(x[0, 1] - x[0, 0])
    even = np.abs(np.diff(x, axis=1) - quarter).max() < 1e-6 * abs(quarter)
    level = np.abs(np.diff(y, axis=1)).max() < 1e-6 * abs(quarter)
    return 4 * quarter if even and level else 0.0


def _no_projection(text: str) -> str:
    shown = " ".join(text.split())[:60]
    return (
        f"no projection {shown!r}; write equidistant, equal-area, "
        "or a map projection that PROJ knows, such as EPSG:3035"
    )


def _middle_lon(crs: pyproj.CRS) -> float:
    operation = crs.coordinate_operation
    for param in operation.params if operation else ():
        if param.name.startswith("Longitude of"):
            return float(param.value)
    return 0.0
