"""How fast 1,000 sites by 150,000 places are sorted into a band of 500 to 5,500 km, how rightly.

Run with ``python benchmarks/membership.py``. All methods take turns in one process, `ROUNDS` times.
In its turn a method runs twice and the second run counts: memory that the system has not handed
out before costs more than the work. Medians are printed, by the clock and by the processor's time
on all cores together, which other work on the machine does not lengthen.

infmap counts and lists the places of all 150 million pairs; the others are too slow and do some of
the same sites. Answers are compared with those of Geod.inv; counts by their differences. The peers
are those of `membership_peers` that are installed.
"""

import argparse
import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from measuring import Taken, medians, number, print_table, time_taken
from membership_peers import PEERS, Asked

from infmap import proximity
from infmap.geodesy import WGS84
from reliability.positions import scattered

SITES, PLACES = 1_000, 150_000
ROUNDS = 5
KEY_SITES = 20
GEOD_INV = "pyproj Geod.inv, one core"

rng = np.random.default_rng(1987)
ASKED = Asked(*scattered(rng, SITES), *scattered(rng, PLACES), 500.0, 5_500.0)


def geod_inv(asked: Asked) -> np.ndarray:
    marks = np.empty(asked.shape, bool)
    for row, site_lon, site_lat in zip(marks, asked.site_lon, asked.site_lat, strict=True):
        lon, lat = np.full_like(asked.lon, site_lon), np.full_like(asked.lat, site_lat)
        distance_km = WGS84.inv(lon, lat, asked.lon, asked.lat)[2] / 1000.0
        row[:] = (distance_km >= asked.min_km) & (distance_km <= asked.max_km)
    return marks


def geod_inv_in_two_threads(asked: Asked) -> np.ndarray:
    count = asked.shape[0]
    halves = [asked.some(range(count // 2)), asked.some(range(count // 2, count))]
    with ThreadPoolExecutor(2) as pool:
        return np.concatenate(list(pool.map(geod_inv, halves)))


def infmap_counts(asked: Asked) -> proximity.Tally:
    return proximity.count_within(*asked)


def infmap_pairs(asked: Asked) -> tuple[np.ndarray, np.ndarray]:
    return proximity.pairs_within(*asked)


def infmap_marks(asked: Asked) -> np.ndarray:
    marks = np.zeros(asked.shape, bool)
    marks[infmap_pairs(asked)] = True
    return marks


def wrong_marks(mark: Callable[[Asked], np.ndarray], asked: Asked, key: np.ndarray) -> int:
    return int((mark(asked) != key).sum())


def wrong_counts(asked: Asked, key: np.ndarray) -> int:
    tally = infmap_counts(asked)
    off = np.abs(tally.places - key.sum(axis=1)).sum() + np.abs(tally.sites - key.sum(axis=0)).sum()
    return int(off)


@dataclass(frozen=True)
class Method:
    """A method to test pairs.

    Attributes
    ----------
    wrong : callable, optional
        From what is asked of `KEY_SITES` sites, and the key, to the number of wrong pairs.
    in_process : bool
        Whether its work is this process's own, so that its processor time can be told.
    """

    name: str
    work: Callable[[Asked], object]
    asked: Asked
    wrong: Callable[[Asked, np.ndarray], int] | None = None
    in_process: bool = True


def methods(site_count: int) -> Iterator[Method]:
    """Yield the methods that are installed; infmap's own test this many sites."""
    few, whole = ASKED.some(range(10)), ASKED.some(range(site_count))
    yield Method(GEOD_INV, geod_inv, few)
    yield Method("pyproj Geod.inv, two threads", geod_inv_in_two_threads, few)
    yield Method("infmap, counts", infmap_counts, whole, wrong_counts)
    yield Method("infmap, pairs", infmap_pairs, whole, partial(wrong_marks, infmap_marks))
    for peer in PEERS:
        if peer.is_here():
            asked = ASKED.some(range(peer.sites), peer.places)
            # One that does a few places only is too slow for the key.
            wrong = partial(wrong_marks, peer.mark) if peer.places == PLACES else None
            yield Method(peer.name, peer.mark, asked, wrong, peer.in_process)


def take_again(work: Callable[[], object]) -> Taken:
    work()
    return time_taken(work)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a fifth of the sites, two rounds")
    options = parser.parse_args(argv)
    sites = SITES // 5 if options.quick else SITES
    tried = list(methods(sites))
    judged = ASKED.some(range(KEY_SITES))
    key = geod_inv(judged)
    taken = medians(
        {method.name: partial(take_again, partial(method.work, method.asked)) for method in tried},
        2 if options.quick else ROUNDS,
    )
    each = {
        method.name: [whole / np.prod(method.asked.shape) for whole in taken[method.name]]
        for method in tried
    }
    rows = []
    for method in tried:
        clock_s, processor_s = each[method.name]
        by_processor = each[GEOD_INV][1] / processor_s if method.in_process else math.nan
        wrong = f"{method.wrong(judged, key):,}" if method.wrong else ""
        rows.append(
            [
                method.name,
                number(1e-6 / clock_s),
                number(each[GEOD_INV][0] / clock_s),
                number(by_processor),
                "the key" if method.name == GEOD_INV else wrong,
            ]
        )
    columns = ["by", "million pairs a second", "ratio", "by processor time"]
    print_table([*columns, f"wrong of {key.size:,}"], rows)
    print(f"infmap sorted all {sites:,} sites by {PLACES:,} places, the others some of the sites.")


if __name__ == "__main__":
    main()
