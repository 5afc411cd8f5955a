"""Range rings drawn by infmap and by the usual methods, each as in its own documentation.

If a method gives no polygon, one is made of its vertices in their order, as its users do. Methods
that are not installed are left out and named.
"""

import json
import math
import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from measuring import Taken, here, time_taken
from postgis import connection

from infmap.geodesy import WGS84, range_ring
from reliability import page_module
from reliability.ring_judge import Ring, outline

NODE = Path(__file__).parent / "node"

Areas = list[shapely.Geometry | None]


@dataclass(frozen=True)
class RingPeer:
    """A method to draw rings.

    Attributes
    ----------
    name : str
        The method, with its number of vertices if that is chosen.
    draw : callable
        Returns the areas of rings, in their order; None where the peer refuses.
    most : int
        How many rings are timed together, so that a turn takes about a second.
    """

    name: str
    draw: Callable[[Sequence[Ring]], Areas]
    most: int = 1000

    def take(self, rings: Sequence[Ring]) -> Taken:
        """Return how long these rings take."""
        return time_taken(partial(self.draw, rings))

    def edges(self, rings: Sequence[Ring], areas: Areas) -> list[np.ndarray]:
        """Return the edges that are drawn as the ring of each area, shape (n, 2 ends, 2)."""
        return [outline(area) if area is not None else np.empty((0, 2, 2)) for area in areas]


# --- Python -----------------------------------------------------------------------------------


def infmap_at_once(rings: Sequence[Ring], tolerance_km: float) -> Areas:
    return list(range_ring(*np.transpose(rings), tolerance_km=tolerance_km))


def infmap_one_by_one(rings: Sequence[Ring]) -> Areas:
    return [range_ring(*ring) for ring in rings]


def geod_at_once(rings: Sequence[Ring], vertices: int) -> Areas:
    lons, lats, ranges_km = np.repeat(np.transpose(rings)[:, :, None], vertices, axis=2)
    azimuths = np.broadcast_to(np.linspace(0.0, -360.0, vertices), lons.shape)
    to_lons, to_lats, _ = WGS84.fwd(lons, lats, np.array(azimuths), 1000.0 * ranges_km)
    to_lons[:, -1], to_lats[:, -1] = to_lons[:, 0], to_lats[:, 0]
    return list(shapely.polygons(np.stack([to_lons, to_lats], axis=2)))


def geod_and_antimeridian(rings: Sequence[Ring], vertices: int) -> Areas:
    import antimeridian

    with warnings.catch_warnings():
        # It warns of rings that it regards as wound the wrong way round.
        warnings.simplefilter("ignore")
        return [antimeridian.fix_polygon(geod_at_once([ring], vertices)[0]) for ring in rings]


def cartopy_circle(rings: Sequence[Ring], n_samples: int) -> Areas:
    from cartopy.geodesic import Geodesic

    earth = Geodesic()
    return [
        shapely.Polygon(earth.circle(lon, lat, 1000.0 * range_km, n_samples=n_samples))
        for lon, lat, range_km in rings
    ]


def geopy_destinations(rings: Sequence[Ring], vertices: int) -> Areas:
    from geopy.distance import geodesic

    areas: Areas = []
    for lon, lat, range_km in rings:
        distance = geodesic(kilometers=range_km)
        bearings = np.linspace(0.0, 360.0, vertices, endpoint=False)
        ends = [distance.destination((lat, lon), bearing=bearing) for bearing in bearings]
        areas.append(shapely.Polygon([(end.longitude, end.latitude) for end in ends]))
    return areas


def buffer_in_aeqd(rings: Sequence[Ring], quad_segs: int) -> Areas:
    areas: Areas = []
    for lon, lat, range_km in rings:
        local = pyproj.CRS.from_dict({"proj": "aeqd", "lon_0": lon, "lat_0": lat, "datum": "WGS84"})
        to_degrees = pyproj.Transformer.from_crs(local, "EPSG:4326", always_xy=True)
        disc = shapely.Point(0.0, 0.0).buffer(1000.0 * range_km, quad_segs=quad_segs)
        areas.append(shapely.transform(disc, to_degrees.transform, interleaved=False))
    return areas


# --- PostGIS ----------------------------------------------------------------------------------


class PostgisPeer(RingPeer):
    """A method to draw rings in the server, which has its own processor time."""

    def take(self, rings: Sequence[Ring]) -> Taken:
        """Return how long these rings take, including the connection to the server."""
        return super().take(rings)._replace(processor_s=math.nan)


def postgis_buffer(rings: Sequence[Ring]) -> Areas:
    """Return the areas that the server draws; if it refuses, ask again for each half."""
    import psycopg

    question = """
        SELECT ST_AsBinary(ST_Buffer(ST_MakePoint(lon, lat)::geography, 1000 * km)::geometry)
        FROM unnest(%s::float8[], %s::float8[], %s::float8[]) AS ring (lon, lat, km)"""
    columns = [list(column) for column in zip(*rings, strict=True)]
    try:
        rows = connection().execute(question, columns).fetchall()
    except psycopg.Error:
        halves = [rings[: len(rings) // 2], rings[len(rings) // 2 :]]
        return [None] if len(rings) == 1 else [a for half in halves for a in postgis_buffer(half)]
    return [shapely.from_wkb(area) for (area,) in rows]


# --- JavaScript -------------------------------------------------------------------------------


@cache
def node() -> subprocess.Popen[str] | None:
    """Return Node with the peers that run in it, or print why there is none."""
    if shutil.which("node") is None:
        print("Node is not here: JavaScript's rows are left out.\n")
        return None
    for folder, needed in ((NODE, NODE / "node_modules"), (page_module.PAGE, page_module.ESBUILD)):
        if not needed.exists():
            print(f"JavaScript's rows are left out: npm ci --prefix {folder} brings them.\n")
            return None
    running = subprocess.Popen(
        ["node", NODE / "rings.cjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    print(
        json.dumps({"page": page_module.expression("earth/circle")}), file=running.stdin, flush=True
    )
    return running


@dataclass(frozen=True)
class NodePeer(RingPeer):
    """A method to draw rings in Node, timed there."""

    peer: str = ""
    steps: int | None = None

    def ask(self, rings: Sequence[Ring], *, keep: bool) -> dict[str, Any]:
        """Return Node's answer for these rings, with the drawn lines if they are kept."""
        running = node()
        assert running is not None
        assert running.stdin is not None
        assert running.stdout is not None
        asked = {"draw": self.peer, "steps": self.steps, "rings": rings, "keep": keep}
        print(json.dumps(asked), file=running.stdin, flush=True)
        answer: dict[str, Any] = json.loads(running.stdout.readline())
        return answer

    def take(self, rings: Sequence[Ring]) -> Taken:
        """Return how long these rings take in Node."""
        answer = self.ask(rings, keep=False)
        return Taken(answer["clock_s"], answer["processor_s"])

    def edges(self, rings: Sequence[Ring], areas: Areas) -> list[np.ndarray]:
        """Return the edges of the lines that go with the areas."""
        return [
            np.concatenate(
                [np.stack([line[:-1], line[1:]], axis=1) for line in map(np.array, lines)]
            )
            for lines in self.ask(rings, keep=True)["lines"]
        ]


def in_node(name: str, peer: str, steps: int | None = None) -> NodePeer:
    def draw(rings: Sequence[Ring]) -> Areas:
        return [
            shapely.MultiPolygon([(rims[0], rims[1:]) for rims in polygons])
            if len(polygons) > 1
            else shapely.Polygon(polygons[0][0], polygons[0][1:])
            for polygons in drawn.ask(rings, keep=True)["areas"]
        ]

    drawn = NodePeer(name, draw, peer=peer, steps=steps)
    return drawn


# --- All of them ------------------------------------------------------------------------------

#: The method to which all ratios refer: the best of the usual ones.
USUAL = "pyproj anticlockwise + antimeridian, n = 361"


def infmap_ways(tolerance_km: float) -> Iterator[RingPeer]:
    """Yield infmap's methods: at its own tolerance and at that of a peer."""
    for km in (1.0, tolerance_km):
        draw = partial(infmap_at_once, tolerance_km=km)
        yield RingPeer(f"infmap, all at once, {km:.2g} km", draw)
    yield RingPeer("infmap, one call a ring, 1 km", infmap_one_by_one, 500)
    if node() is not None:
        yield in_node("infmap's page, JavaScript", "page")


def usual_ways() -> Iterator[RingPeer]:
    """Yield the installed methods other than infmap's, `USUAL` first."""
    yield RingPeer(USUAL, partial(geod_and_antimeridian, vertices=361), 80)
    name = "pyproj anticlockwise + antimeridian, n = 181"
    yield RingPeer(name, partial(geod_and_antimeridian, vertices=181), 160)
    yield RingPeer("pyproj, all at once, not cut, n = 361", partial(geod_at_once, vertices=361))
    if here("cartopy"):
        for n in (64, 180, 361):
            draw = partial(cartopy_circle, n_samples=n)
            yield RingPeer(f"cartopy Geodesic.circle, n = {n}", draw, 500)
    if here("geopy"):
        for n, most in ((64, 300), (361, 60)):
            draw = partial(geopy_destinations, vertices=n)
            yield RingPeer(f"geopy destinations, n = {n}", draw, most)
    for quad_segs in (16, 90):
        draw = partial(buffer_in_aeqd, quad_segs=quad_segs)
        yield RingPeer(f"shapely buffer in AEQD, n = {4 * quad_segs}", draw, 50)
    if connection() is not None:
        # All rings: the server caches about a hundred projections, and few places share one.
        yield PostgisPeer("PostGIS ST_Buffer(geography)", postgis_buffer)
    if node() is not None:
        yield in_node("Turf circle, n = 64", "turf", 64)
        yield in_node("Turf circle, n = 361", "turf", 361)
        yield in_node("Leaflet.Geodesic, n = 24", "leaflet.geodesic", 24)
        yield in_node("Leaflet.Geodesic, n = 361", "leaflet.geodesic", 361)
        yield FOLIUM_CIRCLE


#: A folium.Circle is drawn by Leaflet itself in the browser.
FOLIUM_CIRCLE = in_node("Leaflet L.circle = folium.Circle", "leaflet.circle")
