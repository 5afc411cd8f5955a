"""The tasks on the cores of this machine."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from infmap.screening.parts import Job, Progress, run_task
from infmap.screening.places import Task


def run_on_threads(job: Job, tasks: list[Task], progress: Progress | None) -> list[Path]:
    """Run all tasks on threads, and return their parts in the order of the input.

    Each core takes a task; if there are fewer tasks than cores, spare cores help to measure.
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
                stopped.set()  # the other tasks need not finish once one has failed
                raise

    return _aside(run_all, stop=stopped.set)


def _aside(work: Callable[[], list[Path]], *, stop: Callable[[], None]) -> list[Path]:
    """Return the result of some work, done in another thread; an interrupt stops it.

    Ctrl-C interrupts the main thread anywhere. Within a pool it could leave a lock held for good,
    and the workers waiting for it.
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
        outcome = answers.get()
    except BaseException:
        stop()
        if thread.ident is not None:  # it runs
            answers.get()
        raise
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome
