"""How fast 1,000 sites by 150,000 places are sorted into a band of 500 to 5,500 km, how rightly.

Run with ``python benchmarks/membership.py``. All methods take turns in one process, `ROUNDS` times.
In its turn a method runs twice and the second run counts: a matrix of 150 MB in memory that the
system has not handed out before costs more than the work. Medians are printed, by the clock and by
the processor's time on all cores together, which other work on the machine does not lengthen.

infmap does all 150 million pairs; the others, which take too long, some of the same sites. The key
for right and wrong is Geod.inv. Peers that are not installed are left out (scikit-learn, scipy,
geopy; numba for infmap's own compiled path).
"""

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np

from infmap import proximity, proximity_blocks
from infmap.geodesy import WGS84

SITES, PLACES = 1_000, 150_000
MIN_KM, MAX_KM = 500.0, 5_500.0
ROUNDS = 5
KEY_SITES = 20
MEAN_RADIUS_KM = 6_371.0088

rng = np.random.default_rng(1987)


def scattered(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return random positions, even on the sphere."""
    return rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))


SITE_LON, SITE_LAT = scattered(SITES)
LON, LAT = scattered(PLACES)


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


def ours(from_pairs: int) -> Callable[[range], np.ndarray]:
    def run(sites: range) -> np.ndarray:
        proximity_blocks.NUMBA_FROM_PAIRS = from_pairs
        where = slice(sites.start, sites.stop)
        return proximity.within(SITE_LON[where], SITE_LAT[where], LON, LAT, MIN_KM, MAX_KM)

    return run


def ours_counted(from_pairs: int) -> Callable[[range], None]:
    def run(sites: range) -> None:
        proximity_blocks.NUMBA_FROM_PAIRS = from_pairs
        where = slice(sites.start, sites.stop)
        proximity.count_within(SITE_LON[where], SITE_LAT[where], LON, LAT, MIN_KM, MAX_KM)

    return run


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
    """Return the places that a tree found within the outer edge but not within the inner."""
    marks = np.zeros((len(sites), PLACES), bool)
    for row, within_max, within_min in zip(marks, far, near, strict=True):
        row[within_max] = True
        row[within_min] = False
    return marks


def ball_tree(sites: range) -> np.ndarray:
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.column_stack([LAT, LON])), metric="haversine")
    here = np.radians(np.column_stack([SITE_LAT, SITE_LON])[sites.start : sites.stop])
    edges = [tree.query_radius(here, km / MEAN_RADIUS_KM) for km in (MAX_KM, MIN_KM)]
    return marked(sites, *edges)


def ckd_tree(sites: range) -> np.ndarray:
    from scipy.spatial import cKDTree

    def chords(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        lon, lat = np.radians(lon), np.radians(lat)
        return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    tree = cKDTree(chords(LON, LAT))
    here = chords(SITE_LON, SITE_LAT)[sites.start : sites.stop]
    edges = [
        tree.query_ball_point(here, 2 * np.sin(km / MEAN_RADIUS_KM / 2)) for km in (MAX_KM, MIN_KM)
    ]
    return marked(sites, *edges)


def geopy_geodesic(count: int) -> None:
    from geopy.distance import geodesic

    for k in range(count):
        _ = MIN_KM <= geodesic((SITE_LAT[0], SITE_LON[0]), (LAT[k], LON[k])).km <= MAX_KM


def methods() -> Iterator[tuple[str, Callable[[], object], int, Callable[[range], object] | None]]:
    """Yield each method's name, its work, how many pairs that is, and how to check it."""
    never = 10**18
    few, some, all_sites = range(10), range(100), range(SITES)
    yield "pyproj Geod.inv, one core", lambda: geod_inv(few), 10 * PLACES, None
    yield "pyproj Geod.inv, two threads", lambda: geod_inv_in_two_threads(few), 10 * PLACES, None
    matrix, counts = ours(never), ours_counted(never)
    yield "infmap, numpy, one core", lambda: matrix(all_sites), SITES * PLACES, matrix
    yield "infmap, numpy, counts only", lambda: counts(all_sites), SITES * PLACES, None
    if find_spec("numba"):
        fast, fast_counts = ours(0), ours_counted(0)
        yield "infmap, numba, all cores", lambda: fast(all_sites), SITES * PLACES, fast
        yield "infmap, numba, counts only", lambda: fast_counts(all_sites), SITES * PLACES, None
    yield "numpy haversine (sphere)", lambda: haversine(few), 10 * PLACES, haversine
    if find_spec("sklearn"):
        yield "BallTree haversine (sphere)", lambda: ball_tree(some), 100 * PLACES, ball_tree
    if find_spec("scipy"):
        yield "cKDTree chord (sphere)", lambda: ckd_tree(some), 100 * PLACES, ckd_tree
    if find_spec("geopy"):
        yield "geopy geodesic, loop", lambda: geopy_geodesic(2_000), 2_000, None


def main() -> None:
    rows = list(methods())
    key = geod_inv(range(KEY_SITES))
    wrong = {
        name: int((np.asarray(check(range(KEY_SITES))) != key).sum())
        for name, _, _, check in rows
        if check is not None
    }
    rates: dict[str, list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        for name, work, pairs, _ in rows:
            work()
            wall, core = time.perf_counter(), time.process_time()
            work()
            taken = time.perf_counter() - wall, time.process_time() - core
            rates.setdefault(name, []).append((pairs / taken[0] / 1e6, pairs / taken[1] / 1e6))
    medians = {
        name: [statistics.median(column) for column in zip(*measured, strict=True)]
        for name, measured in rates.items()
    }
    base, core_base = medians["pyproj Geod.inv, one core"]
    print(f"{'':30} {'by the clock':>20}   {'by core time':>20}")
    print(f"{'method':30} {'M pairs/s':>12} {'ratio':>7}   {'M pairs/s':>12} {'ratio':>7}  wrong")
    for name, (rate, core) in medians.items():
        print(
            f"{name:30} {rate:12.4g} {rate / base:7.4g}   {core:12.4g} {core / core_base:7.4g}  "
            f"{wrong.get(name, '')}"
        )
    print(f"Wrong of {key.size:,} pairs; ratios to Geod.inv on one core.")
    infmap_rows = [name for name in wrong if name.startswith("infmap")]
    if len(infmap_rows) == 2:
        plain, compiled = ours(10**18)(range(SITES)), ours(0)(range(SITES))
        print(f"numpy and numba differ in {(plain != compiled).sum()} of {plain.size:,} pairs")


if __name__ == "__main__":
    main()
