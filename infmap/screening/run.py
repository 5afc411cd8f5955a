"""A screening from its input to its folder: planned, run part by part, resumed, summed up."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing import current_process
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Unpack

from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.frames import frame_of
from infmap.errors import CombinationError, DataError, Fault, InfmapError, tell_reading
from infmap.io.files import locked
from infmap.looks.rows import ScreenedRing
from infmap.screening.batches import faults_of
from infmap.screening.folder import (
    absolute,
    clear_rest,
    keep_apart,
    make_folder,
    open_folder,
    plan,
    remove_made,
    ring_columns,
    withdraw,
    write_rings,
)
from infmap.screening.parts import ADDED, Job, Progress
from infmap.screening.places import Task, find_files, plan_tasks
from infmap.screening.radii import ring_rows, site_rings
from infmap.screening.threads import run_on_threads

if TYPE_CHECKING:
    import pandas as pd

#: If one file is wrong, the others are checked too if all together have fewer bytes than this.
LOOKED_THROUGH_BYTES = 100_000_000


Runner: TypeAlias = Callable[[Job, list[Task], Progress | None], list[Path]]


@checks_kinds
def screen(
    cat: Catalogue,
    places: str | Path,
    output: str | Path,
    *,
    weight: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
    **only: Unpack[Filters],
) -> "pd.DataFrame":
    r"""Measure a table of places that may outgrow memory against every site and ring.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    places : path
        A table with a position: a CSV or Parquet file of any length, a folder of them or a glob,
        or any other kind of file that infmap reads, of up to 200,000 rows. Its other columns pass
        through (of CSV as text). A position of two zeros is refused as an empty one, but not in a
        table with a `weight`, which may be a grid; so is one that lies in the country of its row
        only if longitude and latitude are swapped.
    output : path
        The folder to write. ``places/part-*.parquet`` hold the input's rows with
        ``nearest_site_id``, ``nearest_km`` and by how many strike systems at their sites each is
        reached on all and on some accounts (``reached_on_all``, ``reached_on_some``);
        ``rings.csv`` holds the returned table. A part is written in full or not at all, and a run
        that was killed resumes where it stopped.
    weight : str, optional
        A column of numbers, such as a population, to sum within each ring.
    workers : int, optional
        The number of local Dask processes to run on (``infmap[dask]``). Each runs a script again
        that calls this, but for what stands under ``if __name__ == "__main__":``, where the call
        belongs.
    scheduler : str, optional
        The address of a running Dask cluster, ``tcp://host:port``, which must see the same files.
    progress : Progress, optional
        Told how the run goes.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    DataFrame
        A row for each ring: ``site_id, site, system_id, system, strike, account, claimant, bound,
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
    >>> table = table.query("system_id == 'iskander-m' and claimant == 'CSIS Missile Threat'")
    >>> table[["range_km", "places", "weight"]].values
    array([[5.000000e+02, 1.000000e+00, 1.860281e+06]])
    """
    rings = screened(
        cat.select(**only),
        places,
        output,
        weight=weight,
        workers=workers,
        scheduler=scheduler,
        progress=progress,
    )
    return frame_of(rings, ScreenedRing, ring_columns(weight))


def screened(
    cat: Catalogue,
    places: str | Path,
    output: str | Path,
    *,
    weight: str | None,
    workers: int | None,
    scheduler: str | None,
    progress: Progress | None,
) -> list[ScreenedRing]:
    """Return the rows of `screen`, for what needs no DataFrame: to import pandas takes a while."""
    if workers is not None and scheduler is not None:
        raise CombinationError("workers and scheduler are two ways to run; give one")
    run = _runner(workers, scheduler)
    files = find_files(places)
    job = Job(tuple(site_rings(cat)), weight, absolute(output))
    keep_apart(job, Path(places), files)
    tasks, notes = plan_tasks(files, weight)
    _check_columns(tasks)
    rows = ring_rows(cat)
    made = make_folder(job)
    with locked(job.output, wait=False):
        try:
            open_folder(job, plan(job, rows, files))
        except InfmapError:
            remove_made(made)
            raise
        for note in notes:
            tell_reading(note)
        if progress is not None:
            progress.start(sum(task.size for task in tasks))
        try:
            parts = run(job, tasks, progress)
        except InfmapError as error:
            if not isinstance(error, DataError):
                withdraw(job, made, keep_parts=True)
                raise
            withdraw(job, made)
            raise DataError([*error.faults, *_of_other_files(error, tasks)]) from None
        clear_rest(job)  # of workers that were killed
        return write_rings(job, rows, parts)


def _runner(workers: int | None, scheduler: str | None) -> Runner:
    """Return the function that runs the tasks: in this process, or on Dask if asked for."""
    if workers is None and scheduler is None:
        return run_on_threads
    if workers is not None and getattr(current_process(), "_inheriting", False):
        # A script that is run again by a worker that it started: nothing here is to be done twice.
        raise SystemExit(1)
    from infmap.screening.cluster import run_on_cluster

    return partial(run_on_cluster, workers=workers, scheduler=scheduler)


def _of_other_files(error: DataError, tasks: list[Task]) -> list[Fault]:
    """Return the faults of the other files of a screening, if these are quick to check."""
    told = {fault.path for fault in error.faults}
    others = {task.path: task for task in tasks if str(task.path) not in told}
    if sum(task.size for task in tasks) > LOOKED_THROUGH_BYTES:
        return []
    return [fault for task in others.values() for fault in faults_of(task)]


def _check_columns(tasks: list[Task]) -> None:
    faults = []
    for path, heads in {task.path: task.columns.heads for task in tasks}.items():
        for name, count in Counter(heads).items():
            if count > 1:
                problem = "more than one such column"
                faults.append(Fault(str(path), None, name, problem, None, "rename all but one"))
        for name in ADDED:
            if name in heads:
                problem = "is a column that screening adds"
                faults.append(Fault(str(path), None, name, problem, None, "rename it"))
    if faults:
        raise DataError(faults)
