"""A process that reads one strange input after another, and the one that watches over it."""

import multiprocessing
import os
import resource
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from reliability.fuzz_readers import READERS, Reader, try_input

#: Where the readers are.
MODULE = "reliability.fuzz_readers"
SECONDS = 10.0
MEMORY_BYTES = 1_000_000_000
#: Beyond this the worker dies, before the machine does; what was mapped and not used counts here.
ADDRESS_BYTES = 6_000_000_000
#: A process needs so long to start and to read what is sound.
START_SECONDS = 120.0


@dataclass(frozen=True)
class Found:
    """What came of one input: nothing, or how it was lost."""

    number: int
    lost: str | None


def input_of(name: str, number: int, readers: Mapping[str, Reader] = READERS) -> Any:
    """Return the input of a reader that has this number: the same whenever it is asked for."""
    return readers[name].make(Random(f"{name} {number}"))


def work(name: str, module: str, first: int, connection: Connection) -> None:
    """Read inputs from a number on and tell of each, until the memory that one took is too much."""
    _show_warnings()
    readers = import_module(module).READERS
    reader = readers[name]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        for number in range(3):
            _lost(reader, input_of(name, -1 - number, readers), Path(folder), said)
        base = most_bytes()
        resource.setrlimit(resource.RLIMIT_DATA, (base + ADDRESS_BYTES, -1))
        number = first
        while True:
            given = input_of(name, number, readers)
            connection.send(None)
            lost = _lost(reader, given, Path(folder), said)
            grown = most_bytes() - base
            if grown > MEMORY_BYTES:
                lost = lost or f"took {grown / 1e6:.0f} MB"
            connection.send(Found(number, lost))
            if grown > MEMORY_BYTES:
                return
            number += 1


def _show_warnings() -> None:
    """Show each warning that a person would see, however often it comes."""
    warnings.simplefilter("always")
    for hidden in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", hidden)


def _lost(reader: Reader, given: Any, folder: Path, said: Any) -> str | None:
    before = os.fstat(said.fileno()).st_size
    try:
        try_input(reader, given, folder)
    except BaseException as error:
        where = [frame for frame in traceback.extract_tb(error.__traceback__) if "infmap" in
                 frame.filename]  # fmt: skip
        at = f"{Path(where[-1].filename).name}:{where[-1].lineno}" if where else "?"
        text = " ".join(str(error).split())[:300]
        return f"{type(error).__name__} at {at}: {text}"
    sys.stderr.flush()
    if os.fstat(said.fileno()).st_size > before:
        words = os.pread(said.fileno(), 300, before).decode("utf-8", "replace")
        return f"on stderr: {' '.join(words.split())}"
    return None


def most_bytes() -> int:
    """Return the most memory that this process ever had.

    Linux counts for it, in its resource usage, what its parent had when it was made.
    """
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def outcomes(
    name: str, first: int = 0, *, module: str = MODULE, seconds: float = SECONDS
) -> Iterator[Found]:
    """Yield what came of each input of a reader, in order and without end.

    The worker that hangs, dies or has taken too much is ended, and another goes on after the
    input. The readers are those that a module calls ``READERS``.
    """
    number = first
    while True:
        for found in _of_one_worker(name, module, number, seconds):
            yield found
            number = found.number + 1


def _of_one_worker(name: str, module: str, first: int, seconds: float) -> Iterator[Found]:
    """Yield what came of each input that one worker read, up to the one that it did not survive."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=work, args=(name, module, first, there), daemon=True)
    worker.start()
    there.close()
    number = first
    try:
        while here.poll(START_SECONDS) and here.recv() is None:  # an input is ready
            if not here.poll(seconds):
                yield Found(number, f"took more than {seconds:g} s")
                return
            found = here.recv()
            yield found
            number = found.number + 1
        raise RuntimeError(f"the worker for {name} makes no input")
    except EOFError:
        worker.join()
        if worker.exitcode:
            yield Found(number, f"the process died ({worker.exitcode})")
    finally:
        worker.kill()
        worker.join()
        here.close()
