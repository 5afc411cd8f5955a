"""Strange input for every reader: it must return a catalogue, or refuse with a line per fault.

hypothesis draws inputs similar to what a reader takes, and shrinks an input that is lost. An input
is lost if it raises anything but an `InfmapError`, leaves a partial file when refused, takes more
than twenty seconds or a gigabyte, ends the process, or writes to standard error. To run a single
reader from another seed: ``python -m reliability.fuzz READER SEED INPUTS``.
`reliability.atheris_readers` fuzzes with bytes, guided by the lines of code that they reach.
"""

import faulthandler
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import traceback
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from hypothesis import given, seed, settings

from reliability import fuzz_page
from reliability.forked import forked
from reliability.outcome import Outcome
from reliability.readers import READERS, Reader, WrongError, try_input
from reliability.strategies import DRAWN

#: Inputs for each reader, at full size.
INPUTS = 1000
SEED = 1987
#: Readers tried at once.
AT_ONCE = 2
SECONDS = 20.0
MEMORY_BYTES = 1_000_000_000
#: Beyond this the process dies, before the machine does; mapped but unused memory counts too.
ADDRESS_BYTES = 6_000_000_000


def run(size: float) -> list[Outcome]:
    """Return the outcomes of all readers, at a share of the full number of inputs."""
    inputs = max(1, round(INPUTS * size))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(lambda name: campaign(name, inputs), READERS))
    return [*outcomes, fuzz_page.campaign(SEED, inputs)]


def campaign(
    name: str, inputs: int, *, module: str = "reliability.readers", seconds: float = SECONDS
) -> Outcome:
    """Return the outcome of one of a module's ``READERS``, run in its own process."""
    folder = Path(tempfile.mkdtemp(prefix=f"infmap-fuzz-{name}-"))
    fork = forked(partial(main, name, SEED, inputs, module=module, seconds=seconds, folder=folder))
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(stdout=subprocess.PIPE, stderr=said, check=False, **fork)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    dots, _, lost = done.stdout.decode().strip().partition("\n")
    if done.returncode and not lost:
        lost = f"the process died ({done.returncode}): {' '.join(words.split())[:300]}"
    if lost:
        lost = f"{name}: {lost}; the input is in {folder}"
    else:
        shutil.rmtree(folder)
    what = import_module(module).READERS[name].what
    return Outcome(what, f"seed {SEED}", dots.count("."), (lost,) if lost else ())


def attempt(reader: Reader, start: int, inputs: int, seconds: float, folder: Path) -> str:
    """Draw inputs and read them; return how the smallest lost input is lost, if any."""

    @seed(start)
    @settings(max_examples=inputs, **DRAWN)
    @given(reader.inputs)
    def read(given: Any) -> None:
        os.write(1, b".")
        before = os.fstat(2).st_size
        forget_peak()
        base = most_bytes()
        faulthandler.dump_traceback_later(seconds, exit=True)
        # For the reading alone: hypothesis, which remembers all inputs, may take more.
        resource.setrlimit(resource.RLIMIT_DATA, (held_bytes() + ADDRESS_BYTES, -1))
        try:
            try_input(reader, given, folder)
        finally:
            resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))
            faulthandler.cancel_dump_traceback_later()
        sys.stderr.flush()
        if os.fstat(2).st_size > before:
            raise WrongError(f"it says on standard error: {os.pread(2, 300, before)!r}")
        if most_bytes() - base > MEMORY_BYTES:
            # To read smaller inputs would take as much, again and again.
            print(f"\ntook {(most_bytes() - base) / 1e6:.0f} MB", flush=True)
            os._exit(1)

    try:
        read()
    except Exception as error:
        where = [f for f in traceback.extract_tb(error.__traceback__) if "/infmap/" in f.filename]
        at = f"{Path(where[-1].filename).name}:{where[-1].lineno}" if where else "?"
        drawn = " ".join(" ".join(getattr(error, "__notes__", [])).split())[:300]
        return f"{type(error).__name__} at {at}: {' '.join(str(error).split())[:300]} {drawn}"
    return ""


def forget_peak() -> None:
    """Let the peak memory of this process fall to what it has now, where the system can do so.

    What hypothesis took to draw an input would otherwise count as infmap's, or hide it.
    """
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def most_bytes() -> int:
    """Return the peak memory of this process since it was forgotten.

    In the resource usage, Linux would include the memory that its parent had at the start.
    """
    return _bytes("VmHWM")


def held_bytes() -> int:
    """Return what counts to the limit of this process's data."""
    return _bytes("VmData")


def _bytes(name: str) -> int:
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text().splitlines() if line.startswith(name))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(
    name: str,
    start: int | str = SEED,
    inputs: int | str = INPUTS,
    *,
    module: str = "reliability.readers",
    seconds: float = SECONDS,
    folder: Path | None = None,
) -> None:
    """Try a reader, print a dot for each input, and print how an input is lost, if any."""
    warnings.simplefilter("always")
    for hidden in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", hidden)
    kept = Path(folder or tempfile.mkdtemp(prefix=f"infmap-fuzz-{name}-"))
    reader = import_module(module).READERS[name]
    lost = attempt(reader, int(start), int(inputs), seconds, kept)
    print(f"\n{lost}", flush=True)
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
