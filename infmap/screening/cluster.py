"""The tasks on Dask's workers: the sites are sent once, and workers read the places themselves.

A run ends in one line if its scheduler is gone, has no worker, or if its workers die of a task. The
parts written until then stay, and the next run goes on with them.
"""

import logging
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic

from infmap.errors import InfmapError, reason_of, shorten
from infmap.screening.parts import Job, Progress, read_sums, run_task
from infmap.screening.places import Task

try:
    from distributed import Client, Future, KilledWorker, LocalCluster
    from distributed.utils import silence_logging_cmgr
except ImportError:
    raise InfmapError(
        "workers need Dask, which is not installed; pip install 'infmap[dask]'"
    ) from None

#: How often a lost task is tried again on another worker before the run fails.
RETRIES = 5
#: Seconds that a scheduler has to answer.
ANSWER_S = 10
#: Seconds without a finished task after which the scheduler is asked whether it is there.
LOOK_S = 3
#: Seconds that a scheduler may be without any worker: lost ones are often started again.
NO_WORKER_S = 60
_AGAIN = "run it again: it goes on with the parts that are done"


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
    # What goes wrong is told once, by the error.
    with silence_logging_cmgr(logging.CRITICAL + 1):
        try:
            with _deaf_to_interrupts():
                cluster = _local_cluster(workers) if scheduler is None else None
        except RuntimeError as error:
            raise InfmapError(
                f"workers do not start ({shorten(reason_of(error)).rstrip('.')}); a script calls "
                'screen with workers under if __name__ == "__main__":'
            ) from None
        try:
            client = Client(cluster or scheduler, timeout=ANSWER_S)
        except (OSError, ValueError) as error:
            raise InfmapError(
                f"{scheduler}: no Dask scheduler answers ({str(error).splitlines()[0]}); write "
                "tcp://host:port"
            ) from None
        try:
            return _Run(client, scheduler or "the local workers").parts(job, tasks, progress)
        finally:
            client.close(timeout=1)
            if cluster is not None:
                cluster.close()


class _Run:
    """A client's tasks on one scheduler, which is asked now and then whether it is still there."""

    def __init__(self, client: Client, name: str) -> None:
        self._client, self._name = client, name
        self._id = client.scheduler_info()["id"]
        self._worked = monotonic()
        self._done: SimpleQueue[Future[list[Path]]] = SimpleQueue()

    def parts(self, job: Job, tasks: list[Task], progress: Progress | None) -> list[Path]:
        """Return the parts of all tasks, in their order."""
        shared = self._share(job)
        by_key = {self._submit(shared, task): task for task in tasks}
        parts: dict[int, list[Path]] = {}
        lost: Counter[Task] = Counter()
        while by_key:
            future = self._next()
            task = by_key.pop(future)
            found = self._result(future)
            if found is None:
                lost[task] += 1
                if lost[task] > RETRIES:
                    raise InfmapError(f"{self._name}: keeps losing tasks; {_AGAIN}")
                # The worker that died may have been the last to hold the sites.
                by_key[self._submit(self._share(job), task)] = task
                continue
            parts[task.number] = found
            if progress is not None:
                progress.advance(sum(read_sums(path).rows for path in found), task.size)
        return [path for task in tasks for path in parts[task.number]]

    def _share(self, job: Job) -> "Future[Job]":
        """Give the sites to all workers; wait a moment for one to be there."""
        try:
            shared: Future[Job] = self._client.scatter(
                job, broadcast=True, hash=False, timeout=ANSWER_S
            )
            return shared
        except (OSError, CancelledError):  # OSError has Dask's time-outs
            self._look()
            raise self._no_worker() from None
        except Exception as error:  # Dask's bare words for what failed in a worker
            raise InfmapError(
                f"{self._name}: a worker cannot read the sites ({shorten(reason_of(error), 90)}); "
                "install the same infmap there"
            ) from None

    def _submit(self, shared: "Future[Job]", task: Task) -> "Future[list[Path]]":
        future = self._client.submit(run_task, shared, task, pure=False, retries=RETRIES)
        future.add_done_callback(self._done.put)
        return future

    def _next(self) -> "Future[list[Path]]":
        """Wait for a task that is done."""
        while True:
            try:
                return self._done.get(timeout=LOOK_S)
            except Empty:
                self._look()

    def _result(self, future: "Future[list[Path]]") -> list[Path] | None:
        """Return a task's parts, or None if it was lost with a worker; raise its error."""
        try:
            return future.result(timeout=ANSWER_S)
        except InfmapError:
            raise
        except KilledWorker as error:
            raise InfmapError(
                f"{self._name}: {error.allowed_failures + 1} workers died of one task; give each "
                f"more memory and {_AGAIN}"
            ) from None
        except (OSError, CancelledError):
            if future.status == "error":
                raise  # the task's own
            self._look()
            return None

    def _look(self) -> None:
        """Check that the scheduler is there, is the same one, and has workers."""
        try:
            ident, has_worker = self._client.sync(_state, self._client, callback_timeout=ANSWER_S)
        except Exception:  # whatever a closed or half-closed connection raises
            raise self._gone() from None
        if ident != self._id:
            raise self._gone()
        if has_worker:
            self._worked = monotonic()
        elif monotonic() - self._worked > NO_WORKER_S:
            raise self._no_worker()

    def _no_worker(self) -> InfmapError:
        return InfmapError(f"{self._name}: has no worker; start one and {_AGAIN}")

    def _gone(self) -> InfmapError:
        return InfmapError(f"{self._name}: the Dask scheduler no longer answers; {_AGAIN}")


async def _state(client: Client) -> tuple[str, bool]:
    """Return the id of a client's scheduler, and whether it has a worker."""
    assert client.scheduler is not None
    told = await client.scheduler.identity()
    return told["id"], bool(told["workers"])


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
