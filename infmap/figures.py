"""Maps for print: the rings of one site as SVG, PDF or PNG, drawn without a browser.

The map stands on the focus site: in its azimuthal equidistant view every ring is a circle and
every distance from the site is true. Under it, a close-up of the nearest thousand kilometres and
a key that names whose figure each ring is. Text is measured with the font that prints it, so
labels never collide; what finds no room is left out, the least important first.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path as FilePath
from typing import Any, TypeAlias

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextToPath

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.loading import DATA_VERSION, data_path
from infmap.catalogue.rows import Capital
from infmap.errors import InfmapError
from infmap.files import write_whole
from infmap.geodesy import destination, distance_km, range_band, range_ring
from infmap.membership import Reach, claims_at, site_coverage
from infmap.rings import Bound, RingSpec, ring_specs
from infmap.theme import LIGHT
from infmap.treaty import (
    INF_BAND_TO_KM,
    INTERMEDIATE_RANGE_ABOVE_KM,
    SHORTER_RANGE_FROM_KM,
    RangeBand,
)

__all__ = ["figure_bytes", "plot_map", "save_figure"]

Floats: TypeAlias = npt.NDArray[np.float64]
Box: TypeAlias = tuple[float, float, float, float]
ViewMaker: TypeAlias = Callable[[float, float, float], "_View"]

#: The palette for print without colour: bands run from dark to light, accounts differ in dash.
GREY = LIGHT | {
    "ink": "#000000",
    "quiet": "#404040",
    "line": "#d0d0d0",
    "sea": "#e4e4e4",
    "land": "#ffffff",
    "border": "#b4b4b4",
    "graticule": "#d2d2d2",
    "below-500": "#000000",
    "shorter-range": "#3a3a3a",
    "intermediate-range": "#6c6c6c",
    "beyond-5500": "#8c8c8c",
    "operator": "#000000",
    "opponent": "#2b2b2b",
    "independent": "#4a4a4a",
    "user": "#2b2b2b",
    "several": "#000000",
    "not-strike": "#777777",
    "limit-inner": "#8a8a8a",
    "limit-outer": "#8a8a8a",
}
STYLES = {
    "light": LIGHT
    | {"limit-inner": LIGHT["shorter-range"], "limit-outer": LIGHT["intermediate-range"]},
    "grey": GREY,
}

# Paths in an SVG carry a hundredth of a point, four thousandths of a millimetre, and no more.
_PATH_DATA = re.compile(rb' d="[^"]*"')
_LONG_DECIMAL = re.compile(rb"(\.\d\d)\d+")

FONT = "DejaVu Sans"  # comes with matplotlib: the same letters on every machine
PNG_DPI = 300
_MM = 72 / 25.4
_MARGIN_SHARE = 1.04
#: How far the close-up looks, and the extent from which a map is wide enough to need one.
CLOSE_UP_KM = 1_080.0
CLOSE_UP_FROM_KM = 2_500.0
#: Beyond this an azimuthal map is all edge.
MOST_EXTENT_KM = 15_500.0
_LIMITS_KM = (SHORTER_RANGE_FROM_KM, INTERMEDIATE_RANGE_ABOVE_KM, INF_BAND_TO_KM)
_ZONES = (
    ("shorter-range", SHORTER_RANGE_FROM_KM, INTERMEDIATE_RANGE_ABOVE_KM, 0.19),
    ("intermediate-range", INTERMEDIATE_RANGE_ABOVE_KM, INF_BAND_TO_KM, 0.12),
)
# A smaller doubt about the place would hide under the site's own mark.
_DRAWN_DOUBT_KM = 20.0
_AZIMUTHS = np.linspace(0.0, 360.0, 721)
_MERCATOR_LAT = 85.06
_WORLD_M = 4e7
# A fiftieth of a millimetre: the outlines are drawn no finer.
_PRINT_POINTS = 0.06
# Sizes of type, and the distance between its lines, as shares of the ordinary size.
_TITLE, _SMALL, _LEADING = 1.7, 0.85, 1.35

_DASHES: dict[str, Any] = {
    "operator": "-",
    "opponent": (0, (4.5, 2.2)),
    "independent": (0, (6, 2, 1, 2)),
    "user": "-",
    "several": "-",
    "not-strike": (0, (1, 1.6)),
}
_DOTTED = (0, (0.1, 2.2))
_MARKERS = {
    RangeBand.BELOW: "o",
    RangeBand.SHORTER: "^",
    RangeBand.INTERMEDIATE: "s",
    RangeBand.BEYOND: "x",
}


@dataclass(frozen=True)
class _Size:
    """One format of page: lengths in points, `text` the size of ordinary labels."""

    width: float
    map_height: float
    close_up_width: float
    close_up_height: float
    text: float
    margin: float
    #: The height of the whole, where the paper decides it; the key then stands beside the map.
    height: float | None = None
    map_width: float | None = None


_SIZES = {
    "column": _Size(88 * _MM, 88 * _MM, 88 * _MM, 66 * _MM, 5.6, 2),
    "page": _Size(180 * _MM, 146 * _MM, 92 * _MM, 82 * _MM, 6.6, 2),
    "slide": _Size(960, 430, 400, 196, 10, 18, height=540, map_width=500),
}


def plot_map(
    cat: Catalogue,
    *,
    focus: str | None = None,
    theme: str | None = None,
    account: str | None = None,
    as_of: date | None = None,
    projection: str = "equidistant",
    size: str = "page",
    style: str = "light",
    extent_km: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the map of one site: the treaty's band, the rings of each account, the capitals.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str, optional
        The site's id or name. Without it Kaliningrad, or the first site that the filters leave.
    theme, account, as_of
        As in `Catalogue.select`.
    projection : str, default "equidistant"
        ``equidistant`` or ``equal-area``, both azimuthal on the site, or the name of any
        projection that PROJ knows (``EPSG:3035``, ``+proj=lcc ...``).
    size : {"page", "column", "slide"}
        180 mm wide, 88 mm wide, or 960 by 540 points (16:9).
    style : {"light", "grey"}
        ``grey`` holds in print without colour.
    extent_km : float, optional
        How far from the site the map looks; by default past the band's outer edge.
    ax : Axes, optional
        Draw the map alone into this; without it a figure with close-up, key and sources.

    Returns
    -------
    Axes
        The map; its ``figure`` is what `save_figure` writes. Rings have the gid
        ``ring-<km>``, capitals ``capitals-<band>-<reach>``.

    Raises
    ------
    InfmapError
        If a name is unknown, nothing is left after the filters, or the projection is not one.

    Examples
    --------
    >>> import infmap
    >>> ax = infmap.plot_map(infmap.load(), focus="deveselu")
    >>> ax.get_title(loc="left"), ax.figure.get_size_inches()[0].round(2).item()
    ('Deveselu (NSF Deveselu)', 7.09)
    """
    paper = _choice(size, _SIZES, "size")
    palette = _choice(style, STYLES, "style")
    cat = cat.select(theme=theme, account=account, as_of=as_of)
    site = cat.first_site if focus is None else cat.site(focus)
    if extent_km is None:
        extent_km = INF_BAND_TO_KM
    elif not 0 < extent_km <= MOST_EXTENT_KM:
        raise InfmapError(f"extent_km must be above 0, at most {MOST_EXTENT_KM:g} ({extent_km:g})")
    content = _content(cat, site, palette)
    make_view = _view_maker(site, projection)
    # The caller's own rc settings are for the caller's charts; this look is infmap's.
    with mpl.rc_context(mpl.rcParamsDefault):
        if ax is not None:
            _draw_alone(ax, content, make_view, extent_km, paper)
            return ax
        return _compose(content, make_view, extent_km, paper)


def save_figure(figure: Axes | Figure, path: str | FilePath, *, dpi: float = PNG_DPI) -> None:
    """Write a figure as SVG, PDF or PNG by its suffix, whole or not at all.

    Parameters
    ----------
    figure : Axes or Figure
        From `plot_map`.
    path : path
        Ends in ``.svg``, ``.pdf`` or ``.png``.
    dpi : float, default 300
        Dots per inch of a PNG; the others are lines, without a resolution.

    Raises
    ------
    InfmapError
        If the suffix names no format or the file cannot be written.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "shuya.pdf")
    >>> infmap.save_figure(infmap.plot_map(infmap.load(), focus="shuya"), path)
    >>> path.read_bytes()[:5]
    b'%PDF-'
    """
    write_whole(path, figure_bytes(figure, FilePath(path).suffix, dpi=dpi))


def figure_bytes(figure: Axes | Figure, suffix: str, *, dpi: float = PNG_DPI) -> bytes:
    """Return a figure as the bytes of a file; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Axes or Figure
        From `plot_map`.
    suffix : str
        ``.svg``, ``.pdf`` or ``.png``.
    dpi : float, default 300
        Dots per inch of a PNG.

    Returns
    -------
    bytes

    Raises
    ------
    InfmapError
        If the suffix names no format, or `dpi` is out of bounds.

    Examples
    --------
    >>> import infmap
    >>> figure_bytes(plot_map(infmap.load(), size="column"), ".png", dpi=100)[1:4]
    b'PNG'
    """
    # No dates and no program names: they would make equal pictures unequal files.
    metadata: dict[str, dict[str, Any]] = {
        ".svg": {"Date": None, "Title": "infmap"},
        ".pdf": {"CreationDate": None, "Title": "infmap"},
        ".png": {"Software": None},
    }
    form = suffix.lower()
    if form not in metadata:
        raise InfmapError(f"no format for the suffix {suffix!r}; write .svg, .pdf or .png")
    if not 10 <= dpi <= 2400:
        raise InfmapError(f"dpi must be within 10 and 2400 (got {dpi:g}); print takes 300")
    whole = figure.get_figure(root=True)
    assert isinstance(whole, Figure)
    settings: dict[Any, Any] = {
        **mpl.rcParamsDefault,
        "svg.hashsalt": "infmap",
        # Letters as outlines: an SVG cannot carry the font its labels were measured with, and
        # with another font on the newspaper's machine they would run into each other.
        "svg.fonttype": "path",
        # Hinting widens letters by whole pixels, past what was measured.
        "text.hinting": "none",
        "pdf.fonttype": 42,  # TrueType, embedded: text stays text, for search and for editors
        "savefig.bbox": None,
    }
    buffer = io.BytesIO()
    with mpl.rc_context(settings):
        whole.savefig(buffer, format=form[1:], dpi=dpi, metadata=metadata[form])
    data = buffer.getvalue()
    return _PATH_DATA.sub(_short_path, data) if form == ".svg" else data


def _short_path(found: re.Match[bytes]) -> bytes:
    return _LONG_DECIMAL.sub(rb"\1", found[0])


def _choice(text: str, known: dict[str, Any], what: str) -> Any:
    if text not in known:
        raise InfmapError(f"no {what} {text!r}; write {', '.join(known)}")
    return known[text]


# --- What is drawn --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Ring:
    """One radius, with every figure that it stands for."""

    km: float
    specs: tuple[RingSpec, ...]
    strike: bool

    @property
    def look(self) -> str:
        """Whose ring it is: a key of the palette."""
        if not self.strike:
            return "not-strike"
        accounts = {str(spec.claim.account) for spec in self.specs}
        return accounts.pop() if len(accounts) == 1 else "several"

    @property
    def is_open(self) -> bool:
        """Whether it is a lower bound alone: no one names a maximum here."""
        return all(spec.claim.up_to_km is None for spec in self.specs)

    @property
    def is_lower_end(self) -> bool:
        """Whether it is only ever the lower end of a figure."""
        return all(spec.bound is Bound.AT_LEAST for spec in self.specs)

    def line_style(self, palette: dict[str, str]) -> dict[str, Any]:
        """Return the look of its line, the same on the map and in the key."""
        open_ended = self.is_open and self.strike
        thin = not self.strike or (self.is_lower_end and not open_ended)
        return {
            "color": palette[self.look],
            "linestyle": _DOTTED if open_ended else _DASHES[self.look],
            "linewidth": 0.8 if thin else 1.5 if open_ended else 1.2,
            "dash_capstyle": "round" if open_ended else "butt",
        }


@dataclass(frozen=True)
class _Content:
    """All that a map of one site shows, whatever its scale."""

    cat: Catalogue
    site: Site
    palette: dict[str, str]
    rings: tuple[_Ring, ...]
    #: Each capital with its row of the coverage table, in the order in which labels find room.
    capitals: tuple[tuple[Capital, dict[str, Any]], ...]

    def ring_name(self, ring: _Ring) -> str:
        """Return what stands at a ring: system and kilometres."""
        names = list(dict.fromkeys(self.short_name(spec.claim.system_id) for spec in ring.specs))
        names = names[:2] if len(names) <= 2 else [names[0], f"{len(names) - 1} more"]
        least = "at least " if ring.is_open else ""
        return f"{' / '.join(names)}, {least}{ring.km:g} km"

    def short_name(self, system_id: str) -> str:
        """Return a system's name without what stands in brackets and what it is a kind of."""
        name = self.cat.system_by_id[system_id].short_name
        return name.removesuffix(" cruise missile").removesuffix(" ballistic missile")

    def claimants(self, ring: _Ring) -> str:
        """Return everyone who gives this radius, by system and account."""
        groups: dict[str, list[str]] = {}
        for spec in ring.specs:
            claim, text = spec.claim, self.short_name(spec.claim.system_id)
            if spec.bound is Bound.AT_LEAST:
                ends = f"{claim.at_least_km:g} to {claim.up_to_km or 0:g} km"
                text += " at least" if claim.up_to_km is None else f" ({ends})"
            who = f"{claim.claimant} ({claim.account})"
            group = groups.setdefault(text, [])
            if who not in group:
                group.append(who)
        return "; ".join(f"{system}: {', '.join(who)}" for system, who in groups.items())


def _content(cat: Catalogue, site: Site, palette: dict[str, str]) -> _Content:
    by_km: dict[float, list[RingSpec]] = {}
    for spec in ring_specs(cat, site):
        by_km.setdefault(spec.range_km, []).append(spec)
    rings = []
    for km, specs in sorted(by_km.items()):
        # At one radius a missile's figure says more than an interceptor's.
        strike = any(cat.system_by_id[spec.claim.system_id].strike for spec in specs)
        rings.append(_Ring(km, tuple(specs), strike))
    places = cat.capital_rows
    pairs = list(zip(places, site_coverage(cat, site, places), strict=True))
    order = [Reach.ALL, Reach.SOME, Reach.UNKNOWN, Reach.NONE]
    pairs.sort(
        key=lambda pair: (
            pair[1]["band"] == RangeBand.BEYOND,
            order.index(pair[1]["reach"]),
            not pair[0].in_nato(cat.as_of),
            pair[1]["distance_km"],
        )
    )
    return _Content(cat, site, palette, tuple(rings), tuple(pairs))


# --- Projection -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _View:
    """A window on the projected world, and the size in points at which it is shown."""

    site: Site
    transformer: pyproj.Transformer
    #: The projection in words.
    name: str
    #: Whether it stands on the site, so that nothing needs cutting.
    azimuthal: bool
    #: Meridian opposite the map's middle, where a cylindrical or conic map is cut.
    cut_lon: float
    most_lat: float
    extent_km: float
    width: float
    height: float

    def project(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> Floats:
        """Return map coordinates, shape (n, 2); not finite where the map does not reach."""
        x, y = self.transformer.transform(np.asarray(lons, float), np.asarray(lats, float))
        points = np.column_stack([np.atleast_1d(x), np.atleast_1d(y)])
        points[~np.isfinite(points).all(axis=1)] = np.nan
        return points

    def circle(self, km: float) -> Floats:
        """Return a ring as projected points, dense enough to be round in print."""
        site = self.site
        lons, lats = destination(site.lon, site.lat, _AZIMUTHS, km)
        points = self.project(lons, lats)
        points[np.abs(np.asarray(lats)) > self.most_lat] = np.nan
        return points

    @cached_property
    def window(self) -> Box:
        """West, south, east and north edge in map coordinates, in the shape of the paper."""
        points = self.circle(self.extent_km)
        if np.isnan(points).all():
            raise InfmapError(
                f"the projection does not show the surroundings of {self.site.name}; "
                "take equidistant, or one made for the region"
            )
        (west, south), (east, north) = np.nanmin(points, axis=0), np.nanmax(points, axis=0)
        x, y = (west + east) / 2, (south + north) / 2
        scale = _MARGIN_SHARE * max((east - west) / self.width, (north - south) / self.height) / 2
        return (
            float(x - scale * self.width),
            float(y - scale * self.height),
            float(x + scale * self.width),
            float(y + scale * self.height),
        )

    @property
    def per_point(self) -> float:
        """Map units in a point of paper."""
        return (self.window[2] - self.window[0]) / self.width

    def on_paper(self, points: Floats) -> Floats:
        """Return map coordinates as points of paper from the window's lower left."""
        return np.asarray((points - np.array(self.window[:2])) / self.per_point)

    @cached_property
    def cap_km(self) -> float:
        """How far from the site the land is drawn: past the window, short of the tearing."""
        if self.azimuthal:
            corner = np.hypot(self.width, self.height) / min(self.width, self.height)
            return float(min(19_500.0, self.extent_km * _MARGIN_SHARE * corner * 1.25))
        for cap_km in np.arange(self._farthest_km, 500.0, -500.0):
            lons, lats = destination(self.site.lon, self.site.lat, _AZIMUTHS, cap_km)
            shown = np.abs(np.asarray(lats)) <= self.most_lat
            points = self.project(lons, lats)[shown]
            if np.isfinite(points).all() and np.abs(points).max(initial=0) < _WORLD_M:
                return float(cap_km)
        return 500.0

    @property
    def _farthest_km(self) -> float:
        """How far from the site anything in the window is; beyond it lies what may tear."""
        west, south, east, north = self.window
        x, y = np.meshgrid(np.linspace(west, east, 25), np.linspace(south, north, 25))
        lons, lats = self.transformer.transform(x.ravel(), y.ravel(), direction="INVERSE")
        on_globe = np.isfinite(lons) & (np.abs(lats) <= 90)
        lons, lats = (lons[on_globe] + 180) % 360 - 180, lats[on_globe]
        far_km = distance_km(self.site.lon, self.site.lat, lons, lats).max(initial=self.extent_km)
        return float(min(19_500.0, 1.05 * far_km))

    @cached_property
    def shown(self) -> Any:
        """The part of the world that is projected, as a polygon in longitude and latitude."""
        cap = range_ring(self.site.lon, self.site.lat, self.cap_km)
        if self.azimuthal:
            return cap
        frame = shapely.box(-180, -self.most_lat, 180, self.most_lat)
        return cap.intersection(frame).difference(
            shapely.box(self.cut_lon - 1e-6, -90, self.cut_lon + 1e-6, 90)
        )

    def area(self, geometry: Any) -> Path | None:
        """Return polygons in longitude and latitude as one path on the map, holes as holes."""
        clipped = shapely.segmentize(geometry.intersection(self.shown), 1.0)
        rings = []
        for polygon in _parts(clipped, "Polygon"):
            polygon = shapely.orient_polygons(polygon)
            for ring in (polygon.exterior, *polygon.interiors):
                points = self.project(*np.asarray(ring.coords).T)
                points = points[np.isfinite(points).all(axis=1)]
                if len(points) > 3:
                    points = self._light(points)
                if len(points) > 3:
                    rings.append(Path(points, closed=True))
        return Path.make_compound_path(*rings) if rings else None

    def lines(self, runs: Iterable[Floats]) -> list[Floats]:
        """Return lines in longitude and latitude as lines on the map, broken where it ends."""
        result = []
        west, _, east, _ = self.window
        longest = np.inf if self.azimuthal else (east - west) / 4
        for run in runs:
            line = shapely.LineString(run).intersection(self.shown)
            for part in _parts(shapely.segmentize(line, 1.0), "LineString"):
                pieces = _unbroken(self.project(*np.asarray(part.coords).T), longest)
                result += [self._light(piece) for piece in pieces]
        return result

    def _light(self, points: Floats) -> Floats:
        """Return a line without the vertices that print cannot show."""
        line = shapely.LineString(points).simplify(_PRINT_POINTS * self.per_point)
        return np.asarray(line.coords)


def _parts(geometry: Any, kind: str) -> list[Any]:
    """Return the parts of one kind: an intersection also leaves points and slivers."""
    if geometry.geom_type == "GeometryCollection":
        return [part for whole in geometry.geoms for part in _parts(whole, kind)]
    return [part for part in shapely.get_parts(geometry) if part.geom_type == kind]


def _unbroken(points: Floats, longest: float) -> list[Floats]:
    """Return the pieces of a line between its gaps: points off the map, and leaps across it."""
    leap = np.linalg.norm(np.diff(points, axis=0), axis=1)
    ends = np.flatnonzero(~(leap <= longest)) + 1
    pieces = (piece[np.isfinite(piece).all(axis=1)] for piece in np.split(points, ends))
    return [piece for piece in pieces if len(piece) > 1]


def _view_maker(site: Site, projection: str) -> ViewMaker:
    """Return what makes a view of an extent, width and height."""
    codes = {"equidistant": "aeqd", "equal-area": "laea"}
    names = {"equidistant": "equidistant", "equal-area": "equal-area (Lambert)"}
    azimuthal = projection in codes
    text = projection
    if azimuthal:
        text = f"+proj={codes[projection]} +lat_0={site.lat} +lon_0={site.lon} +datum=WGS84"
    try:
        crs = pyproj.CRS.from_user_input(text)
        transformer = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        raise InfmapError(_no_projection(projection)) from error
    if not (crs.is_projected or crs.is_geographic) or crs.is_vertical:
        raise InfmapError(_no_projection(projection))
    pole = transformer.transform(site.lon, 90.0)
    most_lat = 90.0 if azimuthal or np.abs(pole).max() < 3e7 else _MERCATOR_LAT
    cut_lon = (_middle_lon(crs) + 360.0) % 360.0 - 180.0
    if not np.isfinite(transformer.transform(site.lon, site.lat)).all():
        raise InfmapError(f"the projection {projection!r} does not show {site.name}")
    name = f"projection: {crs.name if crs.name != 'unknown' else projection}"
    if azimuthal:
        name = f"azimuthal {names[projection]} projection on the site"
    return lambda extent_km, width, height: _View(
        site, transformer, name, azimuthal, cut_lon, most_lat, extent_km, width, height
    )


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


@cache
def _countries() -> tuple[Any, ...]:
    features = json.loads(data_path("countries.geojson").read_text("utf-8"))["features"]
    return tuple(shapely.make_valid(shapely.geometry.shape(f["geometry"])) for f in features)


@cache
def _land() -> Any:
    """Return all land as one, so that no seam shows between neighbours."""
    return shapely.union_all(_countries())


@cache
def _borders() -> tuple[Floats, ...]:
    """Return the outlines without the edges that only close a polygon at the map's frame."""
    runs = []
    for country in _countries():
        for part in _parts(country, "Polygon"):
            for ring in (part.exterior, *part.interiors):
                points = np.asarray(ring.coords)
                at_frame = (np.abs(points[:, 0]) > 179.999) | (points[:, 1] < -89.9)
                edges = np.flatnonzero(at_frame[1:] & at_frame[:-1]) + 1
                runs += [run for run in np.split(points, edges) if len(run) > 1]
    return tuple(runs)


def _graticule() -> list[Floats]:
    """Return meridians and parallels, every ten degrees."""
    lats = np.linspace(-80, 80, 161)
    lons = np.linspace(-180, 180, 361)
    meridians = [np.column_stack([np.full(161, lon), lats]) for lon in range(-180, 180, 10)]
    parallels = [np.column_stack([lons, np.full(361, lat)]) for lat in range(-80, 90, 10)]
    return meridians + parallels


# --- Drawing one map ------------------------------------------------------------------------


@cache
def _text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide a line of text prints, points; outlines, so at any resolution."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    return float(TextToPath().get_text_width_height_descent(text, font, ismath=False)[0])


@dataclass
class _Map:
    """One map on its axes: draws layer after layer and keeps account of the room for labels."""

    ax: Axes
    view: _View
    content: _Content
    text: float
    taken: list[Box] = field(default_factory=list)

    def draw(self, *, close_up: bool, has_close_up: bool) -> None:
        """Draw all layers, from the sea up."""
        self._frame()
        self._land()
        self._zones()
        self._doubt()
        for ring in self.content.rings:
            self._ring(ring)
        self._scale()
        places = self._capitals()
        self._site(labelled=not has_close_up)
        self._ring_labels(CLOSE_UP_KM if has_close_up else 0.0)
        self._limit_labels(close_up=close_up)
        self._capital_labels(places, CLOSE_UP_KM if has_close_up else 0.0)

    def color(self, role: str) -> str:
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
        path = self.view.area(_land())
        if path is not None:
            color = self.color("land")
            self._patch(path, "land", facecolor=color, edgecolor=color, linewidth=0.2, zorder=1)
        self._lines(_graticule(), "graticule", color=self.color("graticule"), linewidth=0.3)
        self._lines(_borders(), "borders", color=self.color("border"), linewidth=0.4)

    def _lines(self, runs: Iterable[Floats], gid: str, **look: Any) -> None:
        pieces = self.view.lines(runs)
        if pieces:
            path = Path.make_compound_path(*(Path(piece) for piece in pieces))
            self._patch(
                path, gid, facecolor="none", zorder=1.5, edgecolor=look.pop("color"), **look
            )

    def _patch(self, path: Path, gid: str, **look: Any) -> None:
        self.ax.add_patch(PathPatch(path, gid=gid, **look))

    def _disc(self, km: float, hole_km: float = 0.0) -> Path | None:
        """Return the area within a distance, without the part within a smaller one."""
        site = self.view.site
        if not self.view.azimuthal:
            return self.view.area(range_band(site.lon, site.lat, hole_km, km))
        rings = [Path(self.view.circle(km), closed=True)]
        if hole_km:
            rings.append(Path(self.view.circle(hole_km)[::-1], closed=True))
        return Path.make_compound_path(*rings)

    def _zones(self) -> None:
        for role, nearest, farthest, alpha in _ZONES:
            path = self._disc(farthest, nearest)
            if path is not None:
                color = self.color(role)
                look = {"facecolor": color, "edgecolor": "none", "alpha": alpha, "zorder": 2}
                self._patch(path, f"zone-{role}", **look)
        # A limit under a ring of its radius would fill the gaps of the ring's dashes.
        for km in sorted(set(_LIMITS_KM) - {ring.km for ring in self.content.rings}):
            role = "limit-outer" if km == INF_BAND_TO_KM else "limit-inner"
            self._circle(km, f"limit-{km:g}", color=self.color(role), linewidth=0.7, zorder=2.5)

    def _doubt(self) -> None:
        km = self.view.site.position_precision_km
        path = self._disc(km) if km >= _DRAWN_DOUBT_KM else None
        if path is not None:
            ink = self.color("ink")
            self._patch(path, "doubt", facecolor=ink, edgecolor="none", alpha=0.12, zorder=2.6)

    def _circle(self, km: float, gid: str, **look: Any) -> None:
        west, _, east, _ = self.view.window
        points = self.view.circle(km)
        longest = np.inf if self.view.azimuthal else (east - west) / 4
        for piece in _unbroken(points, longest):
            self.ax.add_line(Line2D(*piece.T, gid=gid, **look))

    def _ring(self, ring: _Ring) -> None:
        style = ring.line_style(self.content.palette)
        if ring.strike:
            halo = {"color": self.color("land"), "linewidth": style["linewidth"] + 1.0}
            self._circle(ring.km, f"halo-{ring.km:g}", alpha=0.8, zorder=3, **halo)
        self._circle(ring.km, f"ring-{ring.km:g}", zorder=3.5, **style)

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
        width = max(length, _text_width(words, size)) + 8
        box = (4.0, 4.0, 4.0 + width, 4.0 + size * 1.3 + 7)
        self.taken.append(box)
        self._plate(box)
        x = np.array([8.0, 8.0, 8.0 + length, 8.0 + length])
        y = np.array([9.5, 7.0, 7.0, 9.5])
        line = self._from_paper(np.column_stack([x, y]))
        look: dict[str, Any] = {"color": self.color("ink"), "linewidth": 0.8, "zorder": 8}
        self.ax.add_line(Line2D(*line.T, gid="scale-bar", solid_joinstyle="miter", **look))
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

    def _inside(self, box: Box) -> bool:
        view = self.view
        return box[0] > 2 and box[1] > 2 and box[2] < view.width - 2 and box[3] < view.height - 2

    def _free(self, box: Box) -> bool:
        return self._inside(box) and not any(_overlap(box, other) for other in self.taken)

    @property
    def mark(self) -> float:
        """The size of a capital's mark, points."""
        return self.text * 0.62

    def _capitals(self) -> list[tuple[Capital, dict[str, Any], float, float]]:
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
            if not is_near or not self._inside(box) or _overlap(box, self.taken[0]):
                continue
            kept.setdefault((row["band"], row["reach"]), []).append(np.array([x, y]))
            places.append((place, row, float(x), float(y)))
        self.taken += [
            (x - self.mark / 2, y - self.mark / 2, x + self.mark / 2, y + self.mark / 2)
            for _, _, x, y in places
        ]
        for (band, reach), points in kept.items():
            at = self._from_paper(np.array(points))
            for k, look in enumerate(_mark_looks(band, reach, self.content.palette, self.mark)):
                gid = f"capitals-{band}-{reach}" + ("-dot" if k else "")
                self.ax.add_line(Line2D(*at.T, gid=gid, zorder=4.5 + k / 10, **look))
        return places

    def _site(self, *, labelled: bool) -> None:
        site = self.view.site
        at = self.view.project([site.lon], [site.lat])
        x, y = self.view.on_paper(at)[0]
        half = self.mark * 0.8
        self.taken.append((x - half, y - half, x + half, y + half))
        diamond = _site_look(self.content.palette, self.mark * 1.25)
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
        wide, high = _text_width(text, size, weight), size * 1.05
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
            if self._free(box):
                self.taken.append(box)
                self._write(text, x + dx, y + dy, size, ha, weight=weight, color=color, gid=gid)
                return True
        return False

    def _capital_labels(
        self, places: Sequence[tuple[Capital, dict[str, Any], float, float]], later_km: float
    ) -> None:
        """Name the capitals; those that the close-up names come last here."""

        def is_late(entry: tuple[Capital, dict[str, Any], float, float]) -> bool:
            return bool(entry[1]["distance_km"] < later_km)

        for place, row, x, y in sorted(places, key=is_late):
            weight = "bold" if place.in_nato(self.content.cat.as_of) else "normal"
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
        rings = [ring for ring in self.content.rings if ring.km > from_km]
        for k, ring in enumerate(rings):
            follower = rings[k + 1].km if k + 1 < len(rings) else np.inf
            gap = (follower - ring.km) * 1000 / self.view.per_point
            # A ring close outside this one would run through a label put outside.
            side = -1.0 if gap < self.text * 2 else 1.0
            color = self.color(ring.look)
            text = self.content.ring_name(ring)
            self._along(text, ring.km, 40.0 + 65.0 * k, side, color, f"label-ring-{ring.km:g}")

    def _limit_labels(self, *, close_up: bool) -> None:
        drawn = {ring.km for ring in self.content.rings}
        words = {
            500.0: "500 km: the band begins",
            1000.0: "1000 km: intermediate range begins",
            5500.0: "5500 km: the treaty's band ends",
        }
        for km in _LIMITS_KM:
            if (km == INF_BAND_TO_KM) == close_up or km in drawn:
                continue
            if km != INF_BAND_TO_KM and not close_up and self.view.extent_km > CLOSE_UP_FROM_KM:
                continue
            text = words[km]
            self._along(
                text,
                km,
                200.0,
                1.0 if close_up else -1.0,
                self.color("quiet"),
                f"label-limit-{km:g}",
                bold=False,
            )

    def _along(
        self,
        text: str,
        km: float,
        azimuth: float,
        side: float,
        color: str,
        gid: str,
        *,
        bold: bool = True,
    ) -> None:
        """Write a label at a ring's line, at the first azimuth with room from one on."""
        weight = "bold" if bold else "normal"
        size = self.text * 0.95
        wide, high = _text_width(text, size, weight) + 4, size * 1.35
        centre = self.view.on_paper(self.view.project([self.view.site.lon], [self.view.site.lat]))[
            0
        ]
        points = self.view.on_paper(self.view.circle(km))
        others = [
            self.view.on_paper(self.view.circle(ring.km))
            for ring in self.content.rings
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
            if self._free(box):
                crossed = sum(_runs_through(other, box) for other in others)
                if best is None or crossed < best[0]:
                    best = (crossed, x, y, box)
        if best is not None:
            _, x, y, box = best
            self.taken.append(box)
            if bold:
                self._plate(box)
            self._write(
                text,
                x,
                y,
                size,
                "center",
                weight=weight,
                color=color,
                halo=not bold,
                zorder=7.5,
                gid=gid,
            )


def _runs_through(line: Floats, box: Box) -> bool:
    x, y = line.T
    return bool(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).any())


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _mark_looks(
    band: str, reach: str, palette: dict[str, str], size: float
) -> list[dict[str, Any]]:
    """Return the looks that make a capital's mark: its shape and, left open, a dot in it."""
    color, paper = palette[band], palette["paper"]
    filled = {"all": "full", "some": "left"}.get(reach, "full")
    look = {
        "linestyle": "none",
        "marker": _MARKERS[RangeBand(band)],
        "markersize": size * (0.7 if band == RangeBand.BEYOND else 1.0),
        "markeredgecolor": color,
        "markeredgewidth": 0.8,
        "snap": False,  # to whole dots: it would part the halves from their outline
        "markerfacecolor": color if reach in ("all", "some") else paper,
        "markerfacecoloralt": paper,
        "fillstyle": filled,
    }
    dot = {
        "linestyle": "none",
        "marker": "o",
        "markersize": size * 0.3,
        "markeredgewidth": 0,
        "markerfacecolor": color,
    }
    return [look, dot] if reach == Reach.UNKNOWN else [look]


def _site_look(palette: dict[str, str], size: float) -> dict[str, Any]:
    return {
        "linestyle": "none",
        "marker": "D",
        "markersize": size,
        "markerfacecolor": palette["ink"],
        "markeredgecolor": palette["paper"],
        "markeredgewidth": 0.8,
    }


# --- The sheet: map, close-up, key, sources -------------------------------------------------


@dataclass(frozen=True)
class _Item:
    """One entry of the key: a sample and its words."""

    text: str
    looks: tuple[dict[str, Any], ...] = ()
    #: A line is sampled from one end to the other, a mark once.
    is_line: bool = False
    wash: tuple[str, float] | None = None
    bold: bool = False


def _key(content: _Content, view: _View, size: float) -> list[list[_Item]]:
    """Return the key's paragraphs: entries that follow each other on a line while they fit."""
    palette = content.palette

    def mark(text: str, band: RangeBand, reach: Reach) -> _Item:
        return _Item(text, tuple(_mark_looks(band, reach, palette, size * 0.72)))

    rows = [[_Item("Rings: whose figure", bold=True)]]
    for ring in content.rings:
        on_map = _runs_through(view.circle(ring.km), view.window)
        beyond = "" if on_map else ", beyond this map"
        drone = "" if ring.strike else ", no strike range"
        text = f"{ring.km:g} km{beyond}{drone}. {content.claimants(ring)}"
        rows.append([_Item(text, (ring.line_style(palette),), is_line=True)])
    if not content.rings:
        rows.append([_Item("No figure is on file for what is reported here.")])
    if any(ring.is_open and ring.strike for ring in content.rings):
        rows.append([_Item("Dotted: a lower bound; no maximum is given.")])
    rows.append([_Item("Shaded: the treaty's band, not the reach of what is here", bold=True)])
    rows.append(
        [
            _Item("500 to 1000 km (shorter-range)", wash=(palette["shorter-range"], 0.3)),
            _Item("to 5500 km (intermediate-range)", wash=(palette["intermediate-range"], 0.25)),
        ]
    )
    rows.append([_Item("Capitals: km from the site (names in bold: NATO)", bold=True)])
    rows.append(
        [
            mark("below 500", RangeBand.BELOW, Reach.ALL),
            mark("500 to 1000", RangeBand.SHORTER, Reach.ALL),
            mark("1000 to 5500", RangeBand.INTERMEDIATE, Reach.ALL),
            mark("beyond", RangeBand.BEYOND, Reach.NONE),
        ]
    )
    rows.append([_Item("Within reach of what is reported here, on", bold=True)])
    rows.append(
        [
            mark("all accounts", RangeBand.INTERMEDIATE, Reach.ALL),
            mark("some", RangeBand.INTERMEDIATE, Reach.SOME),
            mark("left open", RangeBand.INTERMEDIATE, Reach.UNKNOWN),
            mark("none", RangeBand.INTERMEDIATE, Reach.NONE),
        ]
    )
    doubt = content.site.position_precision_km
    site = _Item("the site", (_site_look(palette, size * 0.9),))
    place = [site]
    if doubt >= _DRAWN_DOUBT_KM:
        place.append(_Item(f"it may be up to {doubt:g} km off", wash=(palette["ink"], 0.2)))
    rows.append(place)
    return rows


@dataclass(frozen=True)
class _Placed:
    """A line of the key where it goes: points from the upper left."""

    x: float
    y: float
    text: str
    item: _Item
    first: bool


def _wrapped(text: str, width: float, size: float, weight: str = "normal") -> list[str]:
    """Return a text broken into lines that print no wider than a width."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _text_width(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _set_key(rows: list[list[_Item]], width: float, size: float) -> tuple[list[_Placed], float]:
    """Return the key's lines in their places, and its height."""
    placed: list[_Placed] = []
    step, y = size * 1.4, size * 0.8
    for row in rows:
        x = 0.0
        if row[0].bold and placed:
            y += size * 0.45
        for item in row:
            weight = "bold" if item.bold else "normal"
            indent = (size * 3.4 if item.is_line else size * 1.9) if _has_sample(item) else 0.0
            lines = _wrapped(item.text, width - indent, size, weight)
            wide = indent + max(_text_width(line, size, weight) for line in lines)
            if x and x + wide > width:
                x, y = 0.0, y + step
            for k, line in enumerate(lines):
                placed.append(_Placed(x, y + k * step, line, item, k == 0))
            y += (len(lines) - 1) * step
            x += wide + size * 1.3
        y += step
    return placed, y - step + size


def _has_sample(item: _Item) -> bool:
    return bool(item.looks) or item.wash is not None


def _draw_key(ax: Axes, placed: list[_Placed], size: float, palette: dict[str, str]) -> None:
    for entry in placed:
        item = entry.item
        indent = (size * 3.4 if item.is_line else size * 1.9) if _has_sample(item) else 0.0
        ax.text(
            entry.x + indent,
            entry.y,
            entry.text,
            fontsize=size,
            family=FONT,
            parse_math=False,
            va="center_baseline",
            weight="bold" if item.bold else "normal",
            color=palette["ink"],
        )
        if not entry.first:
            continue
        if item.wash is not None:
            color, alpha = item.wash
            corner = (entry.x, entry.y - size * 0.45)
            ax.add_patch(
                Rectangle(corner, size * 1.4, size * 0.9, facecolor=color, alpha=alpha, linewidth=0)
            )
        for look in item.looks:
            xs = [entry.x, entry.x + size * 2.8] if item.is_line else [entry.x + size * 0.7]
            ax.add_line(Line2D(xs, [entry.y] * len(xs), **look))


def _reports_line(content: _Content) -> str:
    """Return what is reported at the site, each system with the words of its reports."""
    cat = content.cat
    statuses: dict[str, dict[str, None]] = {}
    for row in content.site.deployments:
        name = content.short_name(row.system_id)
        statuses.setdefault(name, {})[str(row.status)] = None
    systems = "; ".join(f"{name} ({', '.join(words)})" for name, words in statuses.items())
    when = f"on {cat.as_of.isoformat()}" if cat.as_of else "here, at any date"
    return f"Reported {when}: {systems}"


def _source_line(content: _Content, projection_words: str) -> str:
    site, cat = content.site, content.cat
    cited = {source for row in site.deployments for source in row.source_ids}
    cited |= {claim.source_id for claim in claims_at(cat, site) if claim.source_id}
    bundled = any("geonames" in place.source_ids for place in cat.capital_rows)
    when = f"as of {cat.as_of.isoformat()}" if cat.as_of else "reports of every date"
    sources = "No source is given."
    if cited:
        sources = f"Sources: {len(cited)} publications, see infmap show {site.id}."
    return (
        f"Rings: geodesic on WGS 84; {projection_words}. Outlines: Natural Earth"
        f"{'; capitals: GeoNames' if bundled else ''}. {sources} Data {DATA_VERSION}, {when}."
    )


@dataclass(frozen=True)
class _Sheet:
    """Where everything stands: boxes as left, top, width and height in points."""

    width: float
    height: float
    map_box: Box
    close_up_box: Box
    key_box: Box
    key_size: float
    key: list[_Placed]
    foot: float

    def axes(self, figure: Figure, box: Box, label: str) -> Axes:
        """Return new axes that fill a box."""
        left, top, wide, high = box
        bottom = 1 - (top + high) / self.height
        rect = (left / self.width, bottom, wide / self.width, high / self.height)
        return figure.add_axes(rect, label=label)

    def write(self, figure: Figure, lines: list[str], top: float, size: float, **look: Any) -> None:
        """Write lines under each other from the sheet's left margin."""
        for k, line in enumerate(lines):
            y = 1 - (top + (k + 0.5) * size * _LEADING) / self.height
            x = self.map_box[0] / self.width
            font: dict[str, Any] = {"fontsize": size, "family": FONT, "parse_math": False}
            figure.text(x, y, line, va="center_baseline", **font, **look)


def _arrange(
    paper: _Size, rows: list[list[_Item]], head: float, foot: float, *, close_up: bool
) -> _Sheet:
    """Return the places of map, close-up and key: beside each other on a slide, else below."""
    margin, gap, key_size = paper.margin, paper.text * 1.4, paper.text * 0.95
    inner = paper.width - 2 * margin
    map_wide = paper.map_width or inner
    map_box = (margin, head, map_wide, paper.map_height)
    close_high = paper.close_up_height if close_up else 0.0
    after_close = head + close_high + (gap if close_up else 0.0)
    if paper.height is not None:
        left = margin + map_wide + gap
        wide = paper.width - margin - left
        room = paper.height - foot - after_close
        key, key_high = _set_key(rows, wide, key_size)
        while key_high > room and key_size > paper.text * 0.5:
            key_size *= 0.96
            key, key_high = _set_key(rows, wide, key_size)
        close_box = (left, head, wide, close_high)
        key_box = (left, after_close, wide, key_high)
        return _Sheet(paper.width, paper.height, map_box, close_box, key_box, key_size, key, foot)
    down = paper.map_height + gap
    close_box = (margin, head + down, min(paper.close_up_width, inner), close_high)
    # On a column the close-up is as wide as the map, and the key comes under it.
    stacked = not close_up or paper.close_up_width > inner / 2 + 10 * paper.text
    aside = 0.0 if stacked else paper.close_up_width + gap
    top = (after_close if stacked else head) + down
    key, key_high = _set_key(rows, inner - aside, key_size)
    key_box = (margin + aside, top, inner - aside, key_high)
    height = max(top + key_high, head + down + close_high) + gap / 2 + foot
    return _Sheet(paper.width, height, map_box, close_box, key_box, key_size, key, foot)


def _compose(content: _Content, make_view: ViewMaker, extent_km: float, paper: _Size) -> Axes:
    """Return the map's axes on a sheet with the close-up, the key and the sources."""
    palette, text = content.palette, paper.text
    inner = paper.width - 2 * paper.margin
    close_up = extent_km >= CLOSE_UP_FROM_KM
    view = make_view(extent_km, paper.map_width or inner, paper.map_height)
    title = _wrapped(content.site.name, inner, text * _TITLE, "bold")
    reports = _wrapped(_reports_line(content), inner, text)
    sources = _wrapped(_source_line(content, view.name), inner, text * _SMALL)
    below_title = paper.margin + len(title) * text * _TITLE * _LEADING
    head = below_title + len(reports) * text * _LEADING + text * 0.5
    foot = len(sources) * text * _SMALL * _LEADING + paper.margin
    sheet = _arrange(paper, _key(content, view, text), head, foot, close_up=close_up)

    size = (sheet.width / 72, sheet.height / 72)
    figure = Figure(figsize=size, facecolor=palette["paper"], dpi=72)
    FigureCanvasAgg(figure)
    ax = sheet.axes(figure, sheet.map_box, "map")
    _Map(ax, view, content, text).draw(close_up=False, has_close_up=close_up)
    if close_up:
        near = make_view(CLOSE_UP_KM, *sheet.close_up_box[2:])
        close = sheet.axes(figure, sheet.close_up_box, "close-up")
        _Map(close, near, content, text).draw(close_up=True, has_close_up=False)
        _draw_frame(ax, near.window, palette["ink"])
    key = sheet.axes(figure, sheet.key_box, "key")
    key.set(xlim=(0, sheet.key_box[2]), ylim=(sheet.key_box[3], 0))
    key.set_axis_off()
    _draw_key(key, sheet.key, sheet.key_size, palette)

    # The title belongs to the axes, so that whoever holds them finds it; it stands at the top.
    pad = head - below_title + text * 0.4
    font: dict[str, Any] = {
        "fontsize": text * _TITLE,
        "fontweight": "bold",
        "color": palette["ink"],
    }
    ax.set_title("\n".join(title), loc="left", pad=pad, family=FONT, parse_math=False, **font)
    quiet = palette["quiet"]
    sheet.write(figure, reports, below_title, text, color=quiet, gid="reports")
    top = sheet.height - foot
    sheet.write(figure, sources, top, text * _SMALL, color=quiet, gid="sources")
    return ax


def _draw_frame(ax: Axes, window: Box, color: str) -> None:
    """Show on the map what the close-up holds."""
    west, south, east, north = window
    frame = Rectangle((west, south), east - west, north - south, fill=False, gid="close-up-frame")
    frame.set(edgecolor=color, linewidth=0.5, zorder=3.8)
    ax.add_patch(frame)


def _draw_alone(
    ax: Axes,
    content: _Content,
    make_view: ViewMaker,
    extent_km: float,
    paper: _Size,
) -> None:
    """Draw the map into a caller's axes, with a short legend and the sources under it."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    ax.apply_aspect()
    box = ax.get_position()
    wide, high = figure.get_size_inches() * 72 * (box.width, box.height)
    text = paper.text
    view = make_view(extent_km, float(wide), float(high))
    _Map(ax, view, content, text).draw(close_up=False, has_close_up=False)
    ax.set_title(content.site.name, loc="left", fontweight="bold", family=FONT, parse_math=False)
    handles = [
        Line2D([], [], label=f"{ring.km:g} km: {ring.look}", **ring.line_style(content.palette))
        for ring in content.rings
    ]
    if handles:
        font = FontProperties(family=FONT, size=text)
        ax.legend(handles=handles, loc="upper right", prop=font).set_zorder(9)
    words = _wrapped(_source_line(content, view.name), float(wide), text * 0.85)
    ax.annotate(
        "\n".join(words),
        (0, 0),
        xytext=(0, -text * 0.6),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=text * 0.85,
        family=FONT,
        color=content.palette["quiet"],
        gid="sources",
        parse_math=False,
        annotation_clip=False,
    )
