"""The readers under a fuzzer that sees which lines an input reaches, and goes on from there.

``pip install atheris`` (Linux, Python 3.11 and later), then ``python -m reliability.atheris_readers
READER --seconds 60``. It begins with the seeds in ``tests/data/corpora/READER``; what it finds lost
is written into the folder it is run in, as ``crash-*``, ``timeout-*`` or ``oom-*``. An input that
teaches something belongs into the corpora, under a name that says what.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["infmap"]):
    import infmap
    from infmap.catalogue.gathering import tell
    from infmap.catalogue.names.ids import Known
    from infmap.catalogue.reading.faults import Reading
    from infmap.catalogue.reading.reader import read_deployments, read_sources, read_table
    from infmap.catalogue.rows import Capital, Claim, OwnSystem
    from infmap.errors import DataError, InfmapError
    from infmap.screening.batches import read_batches, wrong
    from infmap.screening.columns import WrongRowsError
    from infmap.screening.places import plan_tasks
    from reliability.readers import READERS, check_lines, noted
    from reliability.strategies_files import CORPORA, KINDS

OPTIONS = ["-timeout=10", "-rss_limit_mb=1500", "-max_len=6000", "-print_final_stats=1"]


@cache
def systems() -> Known:
    """Return the bundled systems by any name."""
    return Known(infmap.load().system_names)


def _path(reading: Reading) -> Path:
    assert isinstance(reading.source, Path)
    return reading.source


def _screened(reading: Reading) -> None:
    for task in plan_tasks([_path(reading)])[0]:
        try:
            for batch in read_batches(task):
                assert batch.num_columns
        except WrongRowsError:
            raise wrong(task) from None


#: The function that reads a reader's file alone: to read a whole catalogue takes far longer.
PARTS: dict[str, Callable[[Reading], Any]] = {
    "geojson": lambda reading: read_deployments(reading, systems()),
    "deployments": lambda reading: read_deployments(reading, systems()),
    "systems": partial(read_table, model=OwnSystem),
    "claims": lambda reading: read_table(reading, Claim, system_ids=systems()),
    "capitals": partial(read_table, model=Capital),
    "places": partial(read_table, model=Capital),
    "sources": lambda reading: [row.citation for _, row in read_sources(reading)],
    "grid": lambda reading: infmap.load_population(_path(reading)),
    "screen-csv": _screened,
    "screen-parquet": _screened,
    **dict.fromkeys(KINDS, lambda reading: read_deployments(reading, systems())),
}


def main() -> None:
    """Fuzz the reader that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", choices=PARTS)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    systems()
    with tempfile.TemporaryDirectory() as learnt, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"input{READERS[options.reader].suffix}"
        limits = [*OPTIONS, f"-max_total_time={options.seconds}"]
        corpora = [learnt, str(CORPORA / options.reader)]
        atheris.Setup([sys.argv[0], *limits, *corpora], partial(_try, options.reader, path))
        atheris.Fuzz()


def _try(name: str, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    reading = Reading(path)
    with noted():
        try:
            PARTS[name](reading)
            if reading.faults:
                raise DataError(reading.faults)
            tell(reading.notes)
        except InfmapError as error:
            check_lines(error)


if __name__ == "__main__":
    main()
