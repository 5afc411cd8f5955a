"""How fast 1,000 sites by 150,000 places are sorted into a band of 500 to 5,500 km, how rightly.

Run with ``python benchmarks/membership.py``. All methods take turns in one process, `ROUNDS` times.
In its turn a method runs twice and the second run counts: memory that the system has not handed
out before costs more than the work. Medians are printed, by the clock and by the processor's time
on all cores together, which other work on the machine does not lengthen.

infmap counts and lists the places of all 150 million pairs; the others are too slow and do some of
the same sites. Answers are compared with those of Geod.inv; counts by their differences. Peers that
are not installed are left out (scikit-learn, scipy, geopy, PostGIS).
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from measuring import Taken, here, medians, number, print_table, time_taken
from postgis import connection

from infmap import proximity
from infmap.geodesy import WGS84
from reliability.positions import scattered

SITES, PLACES = 1_000, 150_000
MIN_KM, MAX_KM = 500.0, 5_500.0
ROUNDS = 5
KEY_SITES = 20
MEAN_RADIUS_KM = 6_371.0088
GEOD_INV = "pyproj Geod.inv, one core"
POSTGIS = "PostGIS ST_DWithin, GiST index"

rng = np.random.default_rng(1987)


SITE_LON, SITE_LAT = scattered(rng, SITES)
LON, LAT = scattered(rng, PLACES)


def geod_inv(sites: range) -> np.ndarray:
    marks = np.empty((len(sites), PLACES), bool)
    for row, site in zip(marks, sites, strict=True):
        lon, lat = np.full(PLACES, SITE_LON[site]), np.full(PLACES, SITE_LAT[site])
        distance_km = WGS84.inv(lon, lat, LON, LAT)[2] / 1000.0
        row[:] = (distance_km >= MIN_KM) & (distance_km <= MAX_KM)
    return marks


def geod_inv_in_two_threads(sites: range) -> np.ndarray:
    half = len(sites) // 2
    with ThreadPoolExecutor(2) as pool:
        return np.concatenate(list(pool.map(geod_inv, [sites[:half], sites[half:]])))


def infmap_counts(sites: range) -> proximity.Tally:
    return proximity.count_within(*sites_of(sites), LON, LAT, MIN_KM, MAX_KM)


def infmap_pairs(sites: range) -> tuple[np.ndarray, np.ndarray]:
    return proximity.pairs_within(*sites_of(sites), LON, LAT, MIN_KM, MAX_KM)


def infmap_marks(sites: range) -> np.ndarray:
    return marks_of(sites, *infmap_pairs(sites))


def sites_of(sites: range) -> tuple[np.ndarray, np.ndarray]:
    where = slice(sites.start, sites.stop)
    return SITE_LON[where], SITE_LAT[where]


def marks_of(sites: range, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    marks = np.zeros((len(sites), PLACES), bool)
    marks[rows, columns] = True
    return marks


def haversine(sites: range) -> np.ndarray:
    lon, lat, cos_lat = np.radians(LON), np.radians(LAT), np.cos(np.radians(LAT))
    marks = np.empty((len(sites), PLACES), bool)
    for row, site in zip(marks, sites, strict=True):
        here = np.radians(SITE_LAT[site])
        half = np.sin((lat - here) / 2) ** 2
        half += np.cos(here) * cos_lat * np.sin((lon - np.radians(SITE_LON[site])) / 2) ** 2
        distance_km = 2 * MEAN_RADIUS_KM * np.arcsin(np.sqrt(half))
        row[:] = (distance_km >= MIN_KM) & (distance_km <= MAX_KM)
    return marks


def marked(sites: range, far: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return the places that a tree finds within the outer edge but not within the inner."""
    marks = np.zeros((len(sites), PLACES), bool)
    for row, within_max, within_min in zip(marks, far, near, strict=True):
        row[within_max] = True
        row[within_min] = False
    return marks


def ball_tree(sites: range) -> np.ndarray:
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.column_stack([LAT, LON])), metric="haversine")
    here = np.radians(np.column_stack(sites_of(sites)[::-1]))
    edges = [tree.query_radius(here, km / MEAN_RADIUS_KM) for km in (MAX_KM, MIN_KM)]
    return marked(sites, *edges)


def ckd_tree(sites: range) -> np.ndarray:
    from scipy.spatial import cKDTree

    def chords(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        lon, lat = np.radians(lon), np.radians(lat)
        return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    tree = cKDTree(chords(LON, LAT))
    here = chords(*sites_of(sites))
    edges = [
        tree.query_ball_point(here, 2 * np.sin(km / MEAN_RADIUS_KM / 2)) for km in (MAX_KM, MIN_KM)
    ]
    return marked(sites, *edges)


def geopy_geodesic(count: int) -> None:
    from geopy.distance import geodesic

    for k in range(count):
        _ = MIN_KM <= geodesic((SITE_LAT[0], SITE_LON[0]), (LAT[k], LON[k])).km <= MAX_KM


def postgis_tables() -> None:
    """Write sites and places to the server, the places with the index that ST_DWithin uses."""
    for table, lons, lats in (("site", SITE_LON, SITE_LAT), ("place", LON, LAT)):
        connection().execute(f"CREATE TEMP TABLE {table} (id int, at geography(Point))")
        with connection().cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for ident, (lon, lat) in enumerate(zip(lons, lats, strict=True)):
                copy.write_row((ident, f"SRID=4326;POINT({lon!s} {lat!s})"))
    connection().execute("CREATE INDEX ON place USING gist (at)")
    connection().execute("ANALYZE place")


def postgis_within(sites: range, select: str) -> list[tuple[int, ...]]:
    """Return which places lie in the band, from the server's geodesic on the spheroid."""
    question = f"""
        SELECT {select} FROM site JOIN place ON ST_DWithin(site.at, place.at, %s)
        AND NOT ST_DWithin(site.at, place.at, %s) WHERE site.id >= %s AND site.id < %s"""
    bounds = (1000 * MAX_KM, 1000 * MIN_KM, sites.start, sites.stop)
    pairs: list[tuple[int, ...]] = connection().execute(question, bounds).fetchall()
    return pairs


def postgis_marks(sites: range) -> np.ndarray:
    rows, columns = np.transpose(postgis_within(sites, "site.id, place.id"))
    return marks_of(sites, rows - sites.start, columns)


def wrong_marks(mark: Callable[[range], np.ndarray], key: np.ndarray) -> int:
    return int((mark(range(KEY_SITES)) != key).sum())


def wrong_counts(key: np.ndarray) -> int:
    tally = infmap_counts(range(KEY_SITES))
    off = np.abs(tally.places - key.sum(axis=1)).sum() + np.abs(tally.sites - key.sum(axis=0)).sum()
    return int(off)


@dataclass(frozen=True)
class Method:
    """A method to test pairs: its work, its number of pairs, and its number of wrong pairs.

    Attributes
    ----------
    wrong : callable, optional
        From the key to the number of wrong pairs.
    """

    name: str
    work: Callable[[], object]
    pairs: int
    wrong: Callable[[np.ndarray], int] | None = None


def methods(site_count: int) -> Iterator[Method]:
    """Yield the methods that are installed; infmap's own test this many sites."""
    few, some, all_sites = range(10), range(100), range(site_count)
    all_pairs = site_count * PLACES
    yield Method(GEOD_INV, partial(geod_inv, few), 10 * PLACES)
    two_threads = partial(geod_inv_in_two_threads, few)
    yield Method("pyproj Geod.inv, two threads", two_threads, 10 * PLACES)
    marks_off = partial(wrong_marks, infmap_marks)
    yield Method("infmap, counts", partial(infmap_counts, all_sites), all_pairs, wrong_counts)
    yield Method("infmap, pairs", partial(infmap_pairs, all_sites), all_pairs, marks_off)
    yield sphere("numpy haversine", haversine, few)
    if here("sklearn"):
        yield sphere("scikit-learn BallTree, haversine", ball_tree, some)
    if here("scipy"):
        yield sphere("scipy cKDTree, chord", ckd_tree, some)
    if here("geopy"):
        yield Method("geopy geodesic, loop", partial(geopy_geodesic, 2_000), 2_000)
    if connection() is not None:
        postgis_tables()
        count_five = partial(postgis_within, range(5), "count(*)")
        yield Method(POSTGIS, count_five, 5 * PLACES, partial(wrong_marks, postgis_marks))


def sphere(name: str, mark: Callable[[range], np.ndarray], sites: range) -> Method:
    work = partial(mark, sites)
    return Method(f"{name} (sphere)", work, len(sites) * PLACES, partial(wrong_marks, mark))


def take_again(work: Callable[[], object]) -> Taken:
    work()
    return time_taken(work)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a fifth of the sites, two rounds")
    options = parser.parse_args(argv)
    sites = SITES // 5 if options.quick else SITES
    tried = list(methods(sites))
    key = geod_inv(range(KEY_SITES))
    wrong = {method.name: f"{method.wrong(key):,}" for method in tried if method.wrong}
    taken = medians(
        {method.name: partial(take_again, method.work) for method in tried},
        2 if options.quick else ROUNDS,
    )
    each = {method.name: [whole / method.pairs for whole in taken[method.name]] for method in tried}
    print_table(
        [
            "by",
            "million pairs a second",
            "ratio",
            "by processor time",
            f"wrong of {key.size:,}",
        ],
        [
            [
                name,
                number(1e-6 / clock_s),
                number(each[GEOD_INV][0] / clock_s),
                # The server does PostGIS's work.
                "" if name == POSTGIS else number(each[GEOD_INV][1] / processor_s),
                wrong.get(name, "the key" if name == GEOD_INV else ""),
            ]
            for name, (clock_s, processor_s) in each.items()
        ],
    )
    print(f"infmap sorted all {sites:,} sites by {PLACES:,} places, the others some of the sites.")


if __name__ == "__main__":
    main()
