"""How fast `infmap screen` measures places by the million, beside Geod.inv, and what workers add.

Run with ``python benchmarks/screening.py``. The whole command is timed on random places in a
Parquet file, 60 sites and all their rings, with a column summed in each ring: as a single process,
with one worker of Dask and with two. All outputs must be equal, byte for byte. Geod.inv takes some
of the same pairs in chunks on one core, and reads and writes nothing. All take turns. Processor
time is that of all cores, and hardly depends on other work on the machine. Memory is that of the
largest process; the workers have a scheduler besides. The floor is what nobody can save: pyarrow
reads the same columns and writes the same parts, and measures nothing.
"""

import argparse
import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from measuring import Taken, here, medians, number, print_table, process_taken, time_taken
from places import write_places
from pyarrow import parquet

import infmap
from infmap.geodesy import WGS84
from infmap.screening.batches import BATCH_ROWS

PLACES = 20_000_000
SITES = 60
ROUNDS = 3
#: Pairs in a call of Geod.inv.
CHUNK = 16_384
PEER_PAIRS = 1_000_000
PEER = "pyproj Geod.inv in chunks, one core"
FLOOR = "pyarrow's reading and writing"
ONE, TWO = "infmap screen --workers 1", "infmap screen --workers 2"


def geod_inv(places: Path) -> Callable[[], None]:
    table = parquet.ParquetFile(places).read_row_group(0, ["lon", "lat"])
    lons, lats = (np.resize(table[name].to_numpy(), PEER_PAIRS) for name in ("lon", "lat"))
    site = infmap.load().sites[0]

    def measure() -> None:
        for first in range(0, PEER_PAIRS, CHUNK):
            some = slice(first, first + CHUNK)
            lon, lat = np.full_like(lons[some], site.lon), np.full_like(lats[some], site.lat)
            WGS84.inv(lon, lat, lons[some], lats[some])

    return measure


def floor(places: Path, output: Path, copy: Path) -> Taken:
    """Return how long it takes to read the input and to write what a screening has written."""

    def read() -> None:
        for _ in parquet.ParquetFile(places).iter_batches(BATCH_ROWS, use_threads=False):
            pass

    def write(batches: list[pa.RecordBatch]) -> None:
        texts = ["nearest_site_id"]
        schema = batches[0].schema
        with parquet.ParquetWriter(copy, schema, compression="zstd", use_dictionary=texts) as part:
            for batch in batches:
                part.write_batch(batch)

    taken = [time_taken(read)]
    for path in sorted((output / "places").iterdir()):
        batches = list(parquet.ParquetFile(path).iter_batches(BATCH_ROWS))
        taken.append(time_taken(partial(write, batches)))
    return Taken(*map(sum, zip(*taken, strict=True)))


def screen(places: Path, output: Path, options: Sequence[str], peaks_mb: list[float]) -> Taken:
    """Return how long the command takes and append its peak memory; old output is deleted."""
    subprocess.run(["rm", "-rf", str(output)], check=True)
    sites = [f"--site={site.id}" for site in infmap.load().sites[:SITES]]
    command = ["-m", "infmap", "screen", str(places), "-o", str(output), "--weight", "people"]
    taken, peak_mb = process_taken([*command, *sites, *options])
    peaks_mb.append(peak_mb)
    return taken


def digest(output: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted((output / "places").iterdir()):
        whole.update(path.read_bytes())
    whole.update((output / "rings.csv").read_bytes())
    return whole.hexdigest()


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=float, default=PLACES, help=f"how many ({PLACES:,})")
    parser.add_argument("--quick", action="store_true", help="a tenth of the places, one round")
    options = parser.parse_args(argv)
    count = int(options.places / 10 if options.quick else options.places)
    ways: dict[str, Sequence[str]] = {"infmap screen": ()}
    if here("distributed"):
        ways |= {ONE: ("--workers", "1"), TWO: ("--workers", "2")}
    peaks_mb: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        places = Path(folder, "places.parquet")
        write_places(places, count, seed=1987)
        outputs = {
            name: Path(folder, f"out-{len(way)}{''.join(way)}") for name, way in ways.items()
        }
        takers: dict[str, Callable[[], Taken]] = {
            name: partial(screen, places, outputs[name], way, peaks_mb[name])
            for name, way in ways.items()
        }
        takers = {PEER: partial(time_taken, geod_inv(places)), **takers}
        takers[FLOOR] = partial(floor, places, outputs["infmap screen"], Path(folder, "copy"))
        taken = medians(takers, 1 if options.quick else ROUNDS)
        same = len({digest(output) for output in outputs.values()}) == 1
    floor_s = taken.pop(FLOOR).processor_s
    times = number(taken["infmap screen"].processor_s / floor_s)
    print(f"infmap takes {times} times the processor's {number(floor_s)} s of {FLOOR}.\n")
    each = {
        name: [whole / (PEER_PAIRS if name == PEER else SITES * count) for whole in taken[name]]
        for name in taken
    }
    print_table(
        ["by", "seconds", "million pairs a second", "ratio", "by processor time", "MB at most"],
        [
            [
                name,
                "" if name == PEER else number(taken[name].clock_s),
                number(1e-6 / clock_s),
                number(each[PEER][0] / clock_s),
                number(each[PEER][1] / processor_s),
                number(max(peaks_mb.get(name, [float("nan")]))),
            ]
            for name, (clock_s, processor_s) in each.items()
        ],
    )
    print(f"{count:,} places by {SITES} sites; the outputs are {'' if same else 'NOT '}the same.")
    if TWO in taken:
        gain = taken[ONE].clock_s / taken[TWO].clock_s
        print(f"Two workers are {number(gain)} times as fast as one.")


if __name__ == "__main__":
    main()
