"""The same tasks on Dask's workers: the sites travel once, the places never pass through here."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infmap.errors import InfmapError
from infmap.screening.parts import Job, Progress, read_sums, run_task
from infmap.screening.places import Task

try:
    from distributed import Client, LocalCluster, as_completed
except ImportError:
    raise InfmapError(
        "workers need Dask, which is not installed; pip install 'infmap[dask]'"
    ) from None

#: How often a task is tried again on another worker before its loss is the run's.
RETRIES = 5


def run_on_cluster(
    job: Job,
    tasks: list[Task],
    progress: Progress | None,
    *,
    workers: int | None,
    scheduler: str | None,
) -> list[Path]:
    """Return the parts of all the tasks, in the order of the input, once the workers wrote them.

    Raises
    ------
    InfmapError
        If the scheduler does not answer, or a task fails.
    """
    if workers is not None and workers < 1:
        raise InfmapError(f"workers must be 1 or more (got {workers})")
    try:
        with _deaf_to_interrupts():
            cluster = _local_cluster(workers) if scheduler is None else None
        client = Client(cluster or scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise InfmapError(
            f"{scheduler}: no Dask scheduler answers ({str(error).splitlines()[0]}); write "
            "tcp://host:port"
        ) from None
    try:
        shared = client.scatter(job, broadcast=True)
        by_key = {}
        for task in tasks:
            future = client.submit(run_task, shared, task, pure=False, retries=RETRIES)
            by_key[future] = task
        parts: dict[int, list[Path]] = {}
        for future in as_completed(by_key):
            task = by_key[future]
            parts[task.number] = future.result()
            if progress is not None:
                progress.advance(
                    sum(read_sums(path).rows for path in parts[task.number]), task.size
                )
        return [path for task in tasks for path in parts[task.number]]
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


def _local_cluster(workers: int | None) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        # There is no dashboard, but the scheduler listens for one all the same. Its own port may be
        # another's, of which it would warn.
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=50,
    )


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, which a terminal sends to all of them.

    What is ignored here as they start they ignore; this process then hears it, and ends them.
    """
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # only the main thread may
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
