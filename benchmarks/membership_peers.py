"""Other ways to tell which places lie in a band of distances around sites.

Each returns a boolean matrix of sites by places, and imports what it needs in its turn: a peer
that is not installed is left out.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from postgis import connection

MEAN_RADIUS_KM = 6_371.0088


class Asked(NamedTuple):
    """Sites, places, and the band of distances between them, ends included."""

    site_lon: np.ndarray
    site_lat: np.ndarray
    lon: np.ndarray
    lat: np.ndarray
    min_km: float
    max_km: float

    @property
    def shape(self) -> tuple[int, int]:
        """How many sites, how many places."""
        return len(self.site_lon), len(self.lon)

    def some(self, sites: range, places: int | None = None) -> "Asked":
        """Return the same of some sites and the first places."""
        of, first = slice(sites.start, sites.stop), slice(places)
        return self._replace(
            site_lon=self.site_lon[of],
            site_lat=self.site_lat[of],
            lon=self.lon[first],
            lat=self.lat[first],
        )


def haversine(asked: Asked) -> np.ndarray:
    lon, lat, cos_lat = *np.radians([asked.lon, asked.lat]), np.cos(np.radians(asked.lat))
    marks = np.empty(asked.shape, bool)
    for row, here_lon, here_lat in zip(
        marks, np.radians(asked.site_lon), np.radians(asked.site_lat), strict=True
    ):
        half = np.sin((lat - here_lat) / 2) ** 2
        half += np.cos(here_lat) * cos_lat * np.sin((lon - here_lon) / 2) ** 2
        distance_km = 2 * MEAN_RADIUS_KM * np.arcsin(np.sqrt(half))
        row[:] = (distance_km >= asked.min_km) & (distance_km <= asked.max_km)
    return marks


def _of_trees(shape: tuple[int, int], far: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the places that a tree finds within the outer edge but not within the inner."""
    marks = np.zeros(shape, bool)
    for row, within_max, within_min in zip(marks, far, near, strict=True):
        row[within_max] = True
        row[within_min] = False
    return marks


def ball_tree(asked: Asked) -> np.ndarray:
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.column_stack([asked.lat, asked.lon])), metric="haversine")
    here = np.radians(np.column_stack([asked.site_lat, asked.site_lon]))
    far, near = (
        tree.query_radius(here, km / MEAN_RADIUS_KM) for km in (asked.max_km, asked.min_km)
    )
    return _of_trees(asked.shape, far, near)


def ckd_tree(asked: Asked) -> np.ndarray:
    from scipy.spatial import cKDTree

    def unit_vectors(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        lon, lat = np.radians(lon), np.radians(lat)
        return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    tree = cKDTree(unit_vectors(asked.lon, asked.lat))
    here = unit_vectors(asked.site_lon, asked.site_lat)
    far, near = (
        tree.query_ball_point(here, 2 * np.sin(km / MEAN_RADIUS_KM / 2))
        for km in (asked.max_km, asked.min_km)
    )
    return _of_trees(asked.shape, far, near)


def s2(asked: Asked) -> np.ndarray:
    import spherely

    places = spherely.points(asked.lon, asked.lat)
    sites = spherely.points(asked.site_lon, asked.site_lat)
    distance_km = np.array([spherely.distance(site, places) for site in sites]) / 1000
    return (distance_km >= asked.min_km) & (distance_km <= asked.max_km)


def vincenty(asked: Asked) -> np.ndarray:
    import geodistpy

    places = np.column_stack([asked.lat, asked.lon])
    sites = zip(asked.site_lat, asked.site_lon, strict=True)
    distance_km = np.array([geodistpy.geodist_to_many(site, places, metric="km") for site in sites])
    return (distance_km >= asked.min_km) & (distance_km <= asked.max_km)


def geopy_loop(asked: Asked) -> np.ndarray:
    from geopy.distance import geodesic

    places = list(zip(asked.lat, asked.lon, strict=True))
    sites = zip(asked.site_lat, asked.site_lon, strict=True)
    return np.array(
        [
            [asked.min_km <= geodesic(site, place).km <= asked.max_km for place in places]
            for site in sites
        ]
    )


def _table(lon: np.ndarray, lat: np.ndarray) -> Any:
    import pyarrow as pa

    return pa.table({"id": np.arange(len(lon)), "lon": lon, "lat": lat})


def duckdb_spatial(asked: Asked) -> np.ndarray:
    """Mark by the distance on the spheroid; the extension comes from a package, as a file."""
    import duckdb
    import duckdb_extension_spatial

    folder = Path(duckdb_extension_spatial.__file__).parent
    (extension,) = folder.rglob("spatial.duckdb_extension")
    base = duckdb.connect()
    base.execute(f"LOAD '{extension}'")
    base.register("site", _table(asked.site_lon, asked.site_lat))
    base.register("place", _table(asked.lon, asked.lat))
    # Its points are latitude first.
    pairs = base.execute(
        """SELECT site.id AS site, place.id AS place FROM site, place
        WHERE ST_Distance_Spheroid(ST_Point2D(site.lat, site.lon), ST_Point2D(place.lat, place.lon))
        BETWEEN ? AND ?""",
        [1000 * asked.min_km, 1000 * asked.max_km],
    ).fetchnumpy()
    return _of_pairs(asked.shape, pairs["site"], pairs["place"])


def sedona_db(asked: Asked) -> np.ndarray:
    import pyarrow as pa
    import sedonadb

    base = sedonadb.connect()
    base.create_data_frame(_table(asked.site_lon, asked.site_lat)).to_view("site")
    base.create_data_frame(_table(asked.lon, asked.lat)).to_view("place")
    pairs = pa.table(
        base.sql(
            f"""SELECT site.id AS site, place.id AS place FROM site JOIN place ON
            ST_Distance(ST_GeogPoint(site.lon, site.lat), ST_GeogPoint(place.lon, place.lat))
            BETWEEN {1000 * asked.min_km} AND {1000 * asked.max_km}"""
        )
    )
    return _of_pairs(asked.shape, *(pairs[name].to_numpy() for name in pairs.schema.names))


def post_gis(asked: Asked) -> np.ndarray:
    """Mark by ST_DWithin, with the index that it uses; the tables are made once for the places."""
    server = connection()
    server.execute("DROP TABLE IF EXISTS site")
    _copy(server, "site", asked.site_lon, asked.site_lat)
    if server.execute("SELECT to_regclass('pg_temp.place')").fetchone() == (None,):
        _copy(server, "place", asked.lon, asked.lat)
        server.execute("CREATE INDEX ON place USING gist (at)")
        server.execute("ANALYZE place")
    pairs = server.execute(
        """SELECT site.id, place.id FROM site JOIN place ON ST_DWithin(site.at, place.at, %s)
        AND NOT ST_DWithin(site.at, place.at, %s)""",
        (1000 * asked.max_km, 1000 * asked.min_km),
    ).fetchall()
    return _of_pairs(asked.shape, *np.transpose(pairs))


def _copy(server: Any, table: str, lon: np.ndarray, lat: np.ndarray) -> None:
    server.execute(f"CREATE TEMP TABLE {table} (id int, at geography(Point))")
    with server.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for ident, (east, north) in enumerate(zip(lon, lat, strict=True)):
            copy.write_row((ident, f"SRID=4326;POINT({east!s} {north!s})"))


def _of_pairs(shape: tuple[int, int], rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    marks = np.zeros(shape, bool)
    marks[rows, columns] = True
    return marks


class Peer(NamedTuple):
    """Another way to mark.

    Attributes
    ----------
    sites, places : int
        How many of the sites and places it does in its turn: what takes it about a second.
    in_process : bool
        Whether its work is this process's own, so that its processor time can be told.
    """

    name: str
    needs: tuple[str, ...]
    mark: Callable[[Asked], np.ndarray]
    sites: int
    places: int = 150_000
    in_process: bool = True

    def is_here(self) -> bool:
        """Return whether it is installed; print a line if it is not."""
        if self.mark is post_gis:
            return connection() is not None
        missing = [module for module in self.needs if find_spec(module) is None]
        if missing:
            print(f"{self.name} is left out: {missing[0]} is not here.\n")
        return not missing


PEERS = (
    Peer("numpy haversine (sphere)", (), haversine, 10),
    Peer("scikit-learn BallTree, haversine (sphere)", ("sklearn",), ball_tree, 100),
    Peer("scipy cKDTree, chord (sphere)", ("scipy",), ckd_tree, 100),
    Peer("spherely, S2 (sphere)", ("spherely",), s2, 10),
    Peer("SedonaDB ST_Distance(geography) (sphere)", ("sedonadb",), sedona_db, 100),
    Peer(
        "DuckDB ST_Distance_Spheroid",
        ("duckdb", "duckdb_extension_spatial"),
        duckdb_spatial,
        5,
    ),
    Peer("geodistpy, Vincenty by numba", ("geodistpy",), vincenty, 10),
    Peer("geopy geodesic, loop", ("geopy",), geopy_loop, 1, 2_000),
    Peer("PostGIS ST_DWithin, GiST index", ("psycopg",), post_gis, 5, in_process=False),
)
