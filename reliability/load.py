"""Load: catalogues of thousands of sites, lists of hundreds of thousands of places."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import infmap
from infmap.maps.opening import MOST_SITES
from reliability import load_page
from reliability.outcome import Outcome
from reliability.positions import scattered

SITES = 10_000
PLACES = 200_000
SYSTEMS = 20
#: Limits on a piece of work.
MOST_SECONDS = 300
MOST_GB = 2.0
Work = Callable[[int, int, Path], None]


def run(size: float) -> list[Outcome]:
    """Return the outcomes of heavy work at a share of its size, each in its own process."""
    sites, places = max(50, int(SITES * size)), max(500, int(PLACES * size))
    lost = []
    for name in WORKS:
        start = time.monotonic()
        command = [sys.executable, "-m", "reliability.load", name, str(sites), str(places)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or time.monotonic() - start > MOST_SECONDS:
            lost.append(f"{name}: {time.monotonic() - start:.0f} s, {done.stderr[-500:]}")
    extent = f"{sites:,} sites x {places:,} places x {SYSTEMS} systems, below {MOST_GB:g} GB"
    return [
        Outcome("load", f"{extent}: {', '.join(WORKS)}", len(WORKS), tuple(lost)),
        load_page.run(own_sites(max(50, int(load_page.SITES * size)))),
    ]


def own_sites(count: int) -> infmap.Catalogue:
    """Return a catalogue of a user's own sites, spread over the globe."""
    lons, lats = scattered(np.random.default_rng(1), count)
    systems = pd.DataFrame(
        {
            "id": [f"missile-{k}" for k in range(SYSTEMS)],
            "name": [f"Missile {k}" for k in range(SYSTEMS)],
            "range_km": np.linspace(300, 6000, SYSTEMS),
        }
    )
    sites = pd.DataFrame(
        {
            "name": [f"Site {k}" for k in range(count)],
            "system": [f"missile-{k % SYSTEMS}" for k in range(count)],
            "lon": lons,
            "lat": lats,
        }
    )
    return infmap.load(deployments=sites, systems=systems)


def own_places(count: int) -> pd.DataFrame:
    """Return a list of places, spread over the globe."""
    lons, lats = scattered(np.random.default_rng(2), count)
    return pd.DataFrame({"name": [f"Place {k}" for k in range(count)], "lon": lons, "lat": lats})


def band_of_many(sites: int, places: int, _folder: Path) -> None:
    """Ask for the places within 20 km of every site."""
    targets = infmap.load_places(own_places(places))
    table = infmap.coverage(own_sites(sites), targets=targets, band=(0, 20))
    # A cap of 20 km is 2.46 millionths of the Earth.
    expected = sites * places * 2.46e-6
    assert abs(len(table) - expected) < 0.1 * expected + 30, (len(table), expected)
    assert (table["distance_km"] <= 20).all()


def all_of_many(sites: int, places: int, _folder: Path) -> None:
    """Ask for the table of all pairs, which fits in no memory."""
    if sites * places <= 10_000_000:
        return
    targets = infmap.load_places(own_places(places))
    refused(lambda: infmap.coverage(own_sites(sites), targets=targets), "screen")


def screen_many(sites: int, places: int, folder: Path) -> None:
    """Screen the places against every site and ring."""
    table = own_places(places)
    table.to_parquet(folder / "places.parquet")
    rings = infmap.screen(own_sites(sites), folder / "places.parquet", folder / "out")
    shares = rings["places"] / places
    # A cap of r km is (1 - cos(r / R)) / 2 of a sphere.
    expected = (1 - np.cos(rings["range_km"] / 6371.0)) / 2
    assert len(rings) == sites
    assert abs((shares - expected).mean()) < 0.01


def rings_of_many(sites: int, _places: int, _folder: Path) -> None:
    """Draw every ring."""
    rings = infmap.range_rings(own_sites(sites))
    assert len(rings) == sites
    assert rings.geometry.is_valid.all()


def too_many_on_a_page(sites: int, _places: int, _folder: Path) -> None:
    """Ask for a page of more sites than it can have."""
    count = max(sites, MOST_SITES + 1)
    refused(lambda: infmap.make_map(own_sites(count), theme="all"), "infmap rings")


def refused(ask: Callable[[], object], remedy: str) -> None:
    """Check that work is refused at once, with what to do instead."""
    said = ""
    try:
        ask()
    except infmap.InfmapError as error:
        said = str(error)
    assert remedy in said, said or "not refused"


#: Each piece of work by its name in the table.
WORKS: dict[str, Work] = {
    "coverage of a band": band_of_many,
    "coverage of all is refused": all_of_many,
    "screen": screen_many,
    "rings": rings_of_many,
    "a page of too many sites is refused": too_many_on_a_page,
}


def main() -> None:
    """Do a piece of work, and measure its memory."""
    name, sites, places = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        WORKS[name](sites, places, Path(folder))
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    assert peak_gb < MOST_GB, f"{peak_gb:.2f} GB"


if __name__ == "__main__":
    main()
