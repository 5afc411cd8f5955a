"""A screening from its input to its folder: planned, run part by part, gone on with, summed up."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import date
from functools import partial
from math import fsum
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from infmap.catalogue import Catalogue
from infmap.catalogue.bundled import DATA_VERSION
from infmap.errors import DataError, Fault, InfmapError, shorten
from infmap.files import PATH_FAULTS, held, in_one_line, write_whole
from infmap.screening.parts import ADDED, OTHER_FOLDER, Job, read_sums, run_task
from infmap.screening.places import PART_ROWS, POSITION, Task, column_names, find_files, plan_tasks
from infmap.screening.rings import ring_rows, site_rings

if TYPE_CHECKING:
    import pandas as pd

#: What a folder is the screening of; a run goes on only where this is the same.
PLAN = "plan.json"
RINGS = "rings.csv"
#: Each is read, kept and written for itself, which takes time and memory.
MOST_COLUMNS = 2000
RING_COLUMNS = [
    *("site_id", "site", "system_id", "system", "strike", "account", "claimant", "bound"),
    *("range_km", "places"),
]


class Progress(Protocol):
    """What a run tells of itself."""

    def start(self, size: int) -> None:
        """Take how many bytes of input there are."""

    def advance(self, rows: int, size: int) -> None:
        """Take how many rows, of about how many bytes, were measured since the last call."""


Runner: TypeAlias = Callable[[Job, list[Task], Progress | None], list[Path]]


def screen(
    cat: Catalogue,
    places: str | Path,
    output: str | Path,
    *,
    site: str | Sequence[str] = (),
    system: str | Sequence[str] = (),
    theme: str | None = None,
    account: str | None = None,
    as_of: date | None = None,
    weight: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> "pd.DataFrame":
    r"""Measure a table of places that may outgrow memory against every site and ring.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    places : path
        A CSV or Parquet file, a folder of them or a glob, with the columns ``lon`` and ``lat``
        in degrees and any others, which pass through (of CSV as text).
    output : path
        The folder to write. ``places/part-*.parquet`` hold the input's rows with
        ``nearest_site_id``, ``nearest_km`` and by how many strike systems at their sites each is
        reached on all and on some accounts (``reached_on_all``, ``reached_on_some``);
        ``rings.csv`` holds the returned table. A part is there whole or not at all, and a run
        that was killed goes on where it stood.
    site, system, theme, account, as_of
        As in `infmap.coverage`.
    weight : str, optional
        A column of numbers, such as a population, to sum within each ring.
    workers : int, optional
        Run on so many local processes of Dask's (``infmap[dask]``).
    scheduler : str, optional
        The address of a running Dask cluster, ``tcp://host:port``, which must see the same files.
    progress : Progress, optional
        Told how the run goes.

    Returns
    -------
    DataFrame
        A row a ring: ``site_id, site, system_id, system, strike, account, claimant, bound,
        range_km, places`` (how many lie within) and ``weight`` (their sum, if asked for).
        However it is run, the files are the same, byte for byte.

    Raises
    ------
    InfmapError
        If a row of the input is wrong, the folder holds another screening, or it cannot be
        written.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "places.csv").write_text("lon,lat,people\n21.01,52.23,1860281\n")
    >>> table = infmap.screen(infmap.load(), folder / "places.csv", folder / "out",
    ...                       site="kaliningrad", weight="people")
    >>> table.query("claimant == 'CSIS Missile Threat'")[["range_km", "places", "weight"]].values
    array([[5.000000e+02, 1.000000e+00, 1.860281e+06]])
    """
    cat = cat.select(sites=site, systems=system, theme=theme, account=account, as_of=as_of)
    if workers is not None and scheduler is not None:
        raise InfmapError("workers and scheduler are two ways to run; give one")
    run = _runner(workers, scheduler)
    files = find_files(places)
    for path in files:
        _check_columns(path, weight)
    tasks = plan_tasks(files)
    job = Job(tuple(site_rings(cat)), weight, _absolute(output))
    rows = ring_rows(cat)
    _keep_apart(job, Path(places), files)
    _make_folder(job)
    with held(job.output, wait=False):
        _open_folder(job, _plan(job, rows, files))
        if progress is not None:
            progress.start(sum(task.size for task in tasks))
        parts = run(job, tasks, progress)
        _clear_rest(job)  # of workers that were killed on the way
        return _write_rings(job, rows, parts)


def _write_rings(job: Job, rows: list[dict[str, Any]], parts: list[Path]) -> "pd.DataFrame":
    import pandas as pd

    sums = [read_sums(path) for path in parts]
    for number, row in enumerate(rows):
        row["places"] = sum(part.places[number] for part in sums)
        if job.weight is not None:
            row["weight"] = fsum(part.weights[number] for part in sums)
    table = pd.DataFrame(
        rows, columns=RING_COLUMNS if job.weight is None else [*RING_COLUMNS, "weight"]
    )
    write_whole(job.output / RINGS, table.to_csv(index=False, lineterminator="\n"))
    return table


def _runner(workers: int | None, scheduler: str | None) -> Runner:
    """Return what runs the tasks: this process, or Dask's, which must be installed for it."""
    if workers is None and scheduler is None:
        return _run_here
    from infmap.screening.cluster import run_on_cluster

    return partial(run_on_cluster, workers=workers, scheduler=scheduler)


def _run_here(job: Job, tasks: list[Task], progress: Progress | None) -> list[Path]:
    """Return the parts of all the tasks, in the order of the input, once they are there.

    Each core takes a task of its own; those to spare, where tasks are few, measure for the others.
    """
    cores = os.cpu_count() or 1
    at_once = max(1, min(cores, len(tasks)))
    telling, stopped = threading.Lock(), threading.Event()

    def done(rows: int, size: int) -> None:
        if stopped.is_set():
            raise CancelledError
        if progress is not None:
            with telling:
                progress.advance(rows, size)

    run = partial(run_task, job, threads=max(1, cores // at_once), done=done)

    def run_all() -> list[Path]:
        with ThreadPoolExecutor(at_once) as pool:
            try:
                return [path for parts in pool.map(run, tasks) for path in parts]
            except BaseException:
                stopped.set()  # what runs beside a task that failed need not come to its end
                raise

    return _aside(run_all, stop=stopped.set)


def _aside(work: Callable[[], list[Path]], *, stop: Callable[[], None]) -> list[Path]:
    """Return what some work comes to, done in a thread of its own; an interrupt stops it.

    Ctrl-C strikes the main thread wherever it is. In the middle of a pool's locks it would leave
    one locked for good, and the workers waiting for it.
    """
    answers: SimpleQueue[list[Path] | BaseException] = SimpleQueue()

    def answer() -> None:
        try:
            answers.put(work())
        except BaseException as error:
            answers.put(error)

    thread = threading.Thread(target=answer)
    try:
        thread.start()
        found = answers.get()
    except BaseException:
        stop()
        if thread.ident is not None:  # it runs
            answers.get()
        raise
    if isinstance(found, BaseException):
        raise found
    return found


def _check_columns(path: Path, weight: str | None) -> None:
    names = column_names(path)
    if len(names) > MOST_COLUMNS:
        problem = f"has more than {MOST_COLUMNS:,} columns"
        remedy = "write it again with those that you need"
        raise DataError([Fault(str(path), None, None, problem, f"{len(names):,}", remedy)])
    for name in (*POSITION, *([weight] if weight else [])):
        if names.count(name) != 1:
            problem = "no such column" if name not in names else "more than one such column"
            known = f"the table has {', '.join(map(shorten, names[:12]))}"
            raise DataError([Fault(str(path), None, name, problem, None, known)])
    for name in ADDED:
        if name in names:
            raise DataError(
                [Fault(str(path), None, name, "is a column that screening adds", None, "rename it")]
            )


def _absolute(output: str | Path) -> Path:
    path = Path(output)
    with in_one_line(path, OTHER_FOLDER):  # the working folder may be gone
        return path.absolute()


def _keep_apart(job: Job, places: Path, files: list[Path]) -> None:
    """See that the folder holds no input, and that the input's folder would not hold the output."""
    with in_one_line(job.output, OTHER_FOLDER, faults=PATH_FAULTS):
        output = job.output.resolve()
    holds_input = any(path.resolve().is_relative_to(output) for path in files)
    if holds_input or (places.is_dir() and output.is_relative_to(places.resolve())):
        raise InfmapError(
            f"{job.output}: the places to screen lie there, or the other way round; choose a "
            "folder apart from them"
        )


def _make_folder(job: Job) -> None:
    with in_one_line(job.output, OTHER_FOLDER):
        (job.output / "places").mkdir(parents=True, exist_ok=True)


def _open_folder(job: Job, plan: str) -> None:
    """See that the folder is new or holds this very screening, and clear what broke off."""
    path = job.output / PLAN
    with in_one_line(job.output, OTHER_FOLDER):
        _clear_rest(job)
        if path.exists() and path.read_bytes() != plan.encode():
            raise InfmapError(
                f"{job.output}: holds a screening of other places, sites or options; choose "
                "another folder, or delete it"
            )
        if not path.exists() and any((job.output / "places").iterdir()):
            raise InfmapError(f"{job.output}: is not empty; choose another folder")
    write_whole(path, plan)


def _clear_rest(job: Job) -> None:
    """Delete the hidden beginnings of parts that were never finished."""
    for rest in (job.output / "places").glob(".part-*"):
        rest.unlink(missing_ok=True)


def _plan(job: Job, rows: list[dict[str, Any]], files: list[Path]) -> str:
    """Return what decides the answer, as text: a changed input must not be gone on with."""
    sites = repr([(site.id, site.lon, site.lat, site.edges_km.tolist(), site.on_all.tolist(),
                   site.on_some.tolist()) for site in job.sites])  # fmt: skip
    plan = {
        "data": DATA_VERSION,
        "sites": len(job.sites),
        "rings": len(rows),
        "digest": hashlib.sha256(f"{sites}{rows}".encode()).hexdigest(),
        "weight": job.weight,
        "part_rows": PART_ROWS,
        "input": [
            {"file": path.name, "bytes": path.stat().st_size, "modified": path.stat().st_mtime_ns}
            for path in files
        ],
    }
    return json.dumps(plan, indent=1, ensure_ascii=False) + "\n"
