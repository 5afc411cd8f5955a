"""How time and memory grow with places, sites, rings, figures and claims: a table and a plot.

Run with ``python benchmarks/growth.py [--largest 7] [--plot docs/images/growth.svg]``: up to
10^8 places by `infmap.screen` against 60 sites, up to 10^4 sites against a million places by
`infmap.proximity.count_within`, up to 10^5 rings in one call, a printed map of one site with up to
200 figures of its own, and coverage of up to 10^4 claims at a hundred sites. Each point is a
process of its own, so that its peak of memory is its own.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from places import write_places

from reliability.positions import scattered

if TYPE_CHECKING:
    from infmap import Catalogue

REPEATS = 3
SITES = 60


def catalogue_of(count: int) -> "Catalogue":
    """Return the bundled catalogue with only its first sites."""
    import infmap

    cat = infmap.load()
    return cat.select(site=[site.id for site in cat.sites[:count]])


def own_figures(sites: int, each: int) -> "Catalogue":
    """Return a catalogue of sites around the world, each with a system that has several figures."""
    import infmap

    return infmap.load(
        only_own=True,
        deployments=[
            {"name": f"Site {k}", "system": "own", "lon": 3.6 * k - 180, "lat": 50}
            for k in range(sites)
        ],
        systems=[{"id": "own", "name": "Own system"}],
        sources=[{"id": "own-source", "type": "document", "title": "Own source"}],
        claims=[
            {
                "system_id": "own",
                "account": "independent",
                "claimant": f"Claimant {k}",
                "up_to_km": 500 + 5_000 * k / each,
                "measure": "declared",
                "as_of": "2019-01-23",
                "source_id": "own-source",
            }
            for k in range(each)
        ],
    )


def measure(what: str, count: int, folder: Path) -> None:
    """Print the seconds and the peak memory of a piece of work."""
    rng = np.random.default_rng(1)
    if what == "places":
        import infmap

        cat = catalogue_of(SITES)
        start = time.perf_counter()
        infmap.screen(cat, folder / f"{count}.parquet", folder / "out", weight="people")
    elif what == "sites":
        from infmap.proximity import count_within

        lons, lats = scattered(rng, 1_000_000)
        site_lons, site_lats = scattered(rng, count)
        start = time.perf_counter()
        count_within(site_lons, site_lats, lons, lats, 500.0, 5500.0)
    elif what == "figures":
        import infmap

        cat = own_figures(1, count)
        start = time.perf_counter()
        infmap.save_figure(infmap.plot_map(cat, focus="site-0"), folder / f"{count}.svg")
    elif what == "claims":
        import infmap

        cat = own_figures(100, count // 100)
        start = time.perf_counter()
        infmap.coverage(cat)
    else:
        from infmap.geodesy import range_ring

        site_lons, site_lats = scattered(rng, count)
        start = time.perf_counter()
        range_ring(site_lons, site_lats, 2500.0)
    seconds = time.perf_counter() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, peak_mb]))


def point(what: str, count: int, folder: Path) -> tuple[float, float]:
    """Return the median seconds and the peak memory of a few runs, each in its own process."""
    taken = []
    for _ in range(REPEATS if count < 10_000_000 else 1):
        command = [sys.executable, __file__, "--measure", what, str(count), str(folder)]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        taken.append(json.loads(run.stdout))
        subprocess.run(["rm", "-rf", str(folder / "out")], check=True)
    return statistics.median(measured[0] for measured in taken), max(
        measured[1] for measured in taken
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=8, help="power of ten of the most places")
    parser.add_argument("--plot", type=Path, help="where to draw the growth (.svg or .png)")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, count, folder = options.measure
        measure(what, int(count), Path(folder))
        return
    counts = {
        "places": [10**power for power in range(4, options.largest + 1)],
        "sites": [1, 10, 100, 1_000, 10_000],
        "rings": [1, 10, 100, 1_000, 10_000, 100_000],
        "figures": [1, 10, 50, 100, 200],
        "claims": [100, 1_000, 10_000],
    }
    results: dict[str, list[tuple[int, float, float]]] = {}
    print("| what | how many | seconds | peak MB |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, sizes in counts.items():
            for count in sizes:
                if what == "places":
                    write_places(folder / f"{count}.parquet", count, seed=count)
                seconds, peak_mb = point(what, count, folder)
                results.setdefault(what, []).append((count, seconds, peak_mb))
                print(f"| {what} | {count} | {seconds:.3g} | {peak_mb:.0f} |", flush=True)
    if options.plot:
        draw(results, options.plot)


def draw(results: dict[str, list[tuple[int, float, float]]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        2, len(results), figsize=(3 * len(results), 5), layout="constrained", sharey="row"
    )
    for column, (what, points) in enumerate(results.items()):
        sizes, seconds, peaks = zip(*points, strict=True)
        for row, values, unit in ((0, seconds, "seconds"), (1, peaks, "peak MB")):
            ax = axes[row][column]
            ax.loglog(sizes, values, "o-", color="#0b5a8a", markersize=4)
            ax.grid(alpha=0.3)
            ax.set_xlabel(what)
            if unit == "peak MB":
                ax.set_ylim(100, 1000)
            if column == 0:
                ax.set_ylabel(unit)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


if __name__ == "__main__":
    main()
