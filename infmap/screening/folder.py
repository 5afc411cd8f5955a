"""The output folder of a screening: its plan, leftover files, and the table of rings."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from math import fsum
from operator import itemgetter
from pathlib import Path

from infmap.catalogue.bundled import DATA_VERSION
from infmap.catalogue.reading.opening import split_part
from infmap.errors import DataError, InfmapError, unread
from infmap.io.files import PATH_FAULTS, in_one_line, write_whole
from infmap.io.pieces import csv_pieces
from infmap.looks.rows import ScreenedRing, StrikeRing
from infmap.screening.parts import OTHER_FOLDER, Job, read_sums
from infmap.screening.places import PART_ROWS

#: Identifies the screening in a folder; a run resumes only if its own plan is the same.
PLAN = "plan.json"
RINGS = "rings.csv"
RING_COLUMNS = [
    *("site_id", "site", "system_id", "system", "strike", "account", "claimant", "bound"),
    *("range_km", "places"),
]


def absolute(output: str | Path) -> Path:
    """Return the absolute path of the folder, valid wherever a worker runs."""
    path = Path(output)
    with in_one_line(path, OTHER_FOLDER):  # the working folder may be gone
        return path.absolute()


def keep_apart(job: Job, places: Path, files: list[Path]) -> None:
    """Check that the output folder holds no input, and does not lie in the input's folder."""
    with in_one_line(job.output, OTHER_FOLDER, faults=PATH_FAULTS):
        output = job.output.resolve()
    holds_input = any(path.resolve().is_relative_to(output) for path in files)
    if holds_input or (places.is_dir() and output.is_relative_to(places.resolve())):
        raise InfmapError(
            f"{job.output}: the places to screen lie there, or the other way round; choose a "
            "folder apart from them"
        )


def make_folder(job: Job) -> list[Path]:
    """Make the folder and that of its parts where missing; return the folders made."""
    wanted = job.output / "places"
    with in_one_line(job.output, OTHER_FOLDER):
        # To ask for a name that is too long is refused already.
        made = [folder for folder in (wanted, *wanted.parents) if not folder.exists()]
        wanted.mkdir(parents=True, exist_ok=True)
    return made


def open_folder(job: Job, plan: str) -> None:
    """Check that the folder is new or holds this very screening; delete unfinished parts."""
    path = job.output / PLAN
    with in_one_line(job.output, OTHER_FOLDER):
        if path.exists() and path.read_bytes() != plan.encode():
            raise InfmapError(
                f"{job.output}: holds a screening of other places, sites or options; choose "
                "another folder, or delete it"
            )
        others = any((job.output / "places").iterdir()) or (job.output / RINGS).exists()
        if not path.exists() and others:
            raise InfmapError(f"{job.output}: is not empty; choose another folder")
        clear_rest(job)
    write_whole(path, plan)


def clear_rest(job: Job) -> None:
    """Delete the hidden files of a run that was killed: unfinished parts, plan and rings."""
    parts = (job.output / "places").glob(".part-*")
    tables = (job.output.glob(f".{name}.????????") for name in (PLAN, RINGS))
    for unfinished in chain(parts, *tables):
        unfinished.unlink(missing_ok=True)


def withdraw(job: Job, made: Sequence[Path], *, keep_parts: bool = False) -> None:
    """Delete what a refused screening has written, and the folders that were made for it.

    If the input must be changed, no later run could resume with its parts. Else they are kept, and
    only what has no part yet is deleted.
    """
    with in_one_line(job.output, OTHER_FOLDER):
        if keep_parts and any((job.output / "places").iterdir()):
            return  # also for those that workers still write
        clear_rest(job)
        for part in (job.output / "places").glob("part-?????-?????.parquet"):
            part.unlink(missing_ok=True)
        (job.output / PLAN).unlink(missing_ok=True)
        remove_made(made)


def remove_made(made: Sequence[Path]) -> None:
    """Delete folders made for a screening if they are empty, inner ones first."""
    for folder in made:
        with suppress(OSError):  # it holds other files
            folder.rmdir()


def ring_columns(weight: str | None) -> list[str]:
    """Return the columns of the table of rings."""
    return RING_COLUMNS if weight is None else [*RING_COLUMNS, "weight"]


def write_rings(job: Job, rows: list[StrikeRing], parts: list[Path]) -> list[ScreenedRing]:
    """Write and return the table of rings: places and weight in each, over all parts."""
    sums = [read_sums(path) for path in parts]
    screened: list[ScreenedRing] = [
        {
            **row,
            "places": sum(part.places[number] for part in sums),
            "weight": fsum(part.weights[number] for part in sums)
            if job.weight is not None
            else None,
        }
        for number, row in enumerate(rows)
    ]
    columns = ring_columns(job.weight)
    lines = (itemgetter(*columns)(row) for row in screened)
    write_whole(job.output / RINGS, "".join(csv_pieces(columns, lines)))
    return screened


def plan(job: Job, rows: list[StrikeRing], files: list[Path]) -> str:
    """Return everything that decides the result, as text: a run resumes only if it is unchanged."""
    sites = repr([(site.id, site.lon, site.lat, site.edges_km.tolist(), site.on_all.tolist(),
                   site.on_some.tolist()) for site in job.sites])  # fmt: skip
    plan = {
        "data": DATA_VERSION,
        "sites": len(job.sites),
        "rings": len(rows),
        "digest": hashlib.sha256(f"{sites}{rows}".encode()).hexdigest(),
        "weight": job.weight,
        "part_rows": PART_ROWS,
        "input": [{"file": path.name, "sha256": _content(path)} for path in files],
    }
    return json.dumps(plan, indent=1, ensure_ascii=False) + "\n"


def _read_together(path: Path) -> list[Path]:
    if path.suffix.lower() != ".shp":
        return [path]
    from infmap.catalogue.reading.formats.shapefiles import shapefile_files

    return [*shapefile_files(path).values()]


def _content(path: Path) -> str:
    """Return the hash of all bytes that a table is read from: of a Shapefile its other files too.

    Neither size nor time would tell every change, and a copy has another time.
    """
    path, _ = split_part(path)
    digest = hashlib.sha256()
    try:
        for file in _read_together(path):
            with file.open("rb") as opened:
                digest.update(hashlib.file_digest(opened, "sha256").digest())
    except OSError as error:
        raise DataError([unread(path, error)]) from None
    return digest.hexdigest()
