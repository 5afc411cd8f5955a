"""The tasks on Dask's workers: the sites are sent once, and workers read the places themselves."""

import signal
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path

from infmap.errors import InfmapError
from infmap.screening.parts import Job, Progress, read_sums, run_task
from infmap.screening.places import Task

try:
    from distributed import Client, Future, LocalCluster, as_completed
except ImportError:
    raise InfmapError(
        "workers need Dask, which is not installed; pip install 'infmap[dask]'"
    ) from None

#: How often a lost task is tried again on another worker before the run fails.
RETRIES = 5
#: Seconds that a scheduler has to answer.
ANSWER_S = 10


def run_on_cluster(
    job: Job,
    tasks: list[Task],
    progress: Progress | None,
    *,
    workers: int | None,
    scheduler: str | None,
) -> list[Path]:
    """Run all tasks on the workers, and return their parts in the order of the input.

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
        client = Client(cluster or scheduler, timeout=ANSWER_S)
    except (OSError, ValueError) as error:
        raise InfmapError(
            f"{scheduler}: no Dask scheduler answers ({str(error).splitlines()[0]}); write "
            "tcp://host:port"
        ) from None
    try:
        shared = client.scatter(job, broadcast=True)

        def submit(task: Task) -> "Future[list[Path]]":
            return client.submit(run_task, shared, task, pure=False, retries=RETRIES)

        by_key = {submit(task): task for task in tasks}
        forgotten = dict.fromkeys(by_key.values(), 0)
        parts: dict[int, list[Path]] = {}
        waiting = as_completed(by_key)
        for future in waiting:
            task = by_key[future]
            try:
                parts[task.number] = future.result()
            except CancelledError:
                # The scheduler lost the task when a worker died. Parts already written stay.
                forgotten[task] += 1
                if forgotten[task] > RETRIES:
                    raise InfmapError("Dask's scheduler keeps losing tasks; run it again") from None
                again = submit(task)
                by_key[again] = task
                waiting.add(again)
                continue
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
        # The scheduler opens a port even without a dashboard, and would warn if its default one is
        # taken.
        dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=50,
    )


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that ignore Ctrl-C, which a terminal sends to all of them.

    They inherit that it is ignored here as they start; this process then hears it, and ends them.
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
