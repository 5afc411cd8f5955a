"""Timing in turns, medians, and tables in Markdown, for all benchmarks."""

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import NamedTuple

from tabulate import tabulate

#: Shortest turn, so that other work on the machine affects quick methods as well.
LEAST_SECONDS = 0.2


class Taken(NamedTuple):
    """The time that work took.

    Attributes
    ----------
    clock_s : float
        Seconds by the clock.
    processor_s : float
        Seconds of the processor, of all cores together, which other work on the machine does not
        lengthen; NaN if a process that cannot be measured did the work.
    """

    clock_s: float
    processor_s: float


def time_taken(work: Callable[[], object]) -> Taken:
    """Return how long a piece of work takes in this process."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - clock, time.process_time() - processor)


#: Waits for a process in one that is itself small: what a process held at most is never told below
#: what the process held that started it.
WATCH = """
import json, os, subprocess, sys, time
start = time.perf_counter()
run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(run.pid, 0)
took, code = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
print(json.dumps([code, took, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def process_taken(arguments: Sequence[str]) -> tuple[Taken, float]:
    """Return how long the interpreter takes with these arguments, and its peak in MB."""
    command = [sys.executable, "-c", WATCH, sys.executable, *arguments]
    watched = subprocess.run(command, check=True, capture_output=True, text=True)
    code, clock_s, processor_s, peak_kb = json.loads(watched.stdout)
    if code:
        raise subprocess.CalledProcessError(code, list(arguments))
    return Taken(clock_s, processor_s), peak_kb / 1024


def turn(take: Callable[[], Taken]) -> Taken:
    """Return the mean time of a piece of work, repeated until the turn is long enough."""
    taken = [take()]
    while sum(sample.clock_s for sample in taken) < LEAST_SECONDS:
        taken.append(take())
    return Taken(*map(statistics.fmean, zip(*taken, strict=True)))


def medians(takers: Mapping[str, Callable[[], Taken]], rounds: int) -> dict[str, Taken]:
    """Return the median time of each taker.

    All take turns, round by round: other work on the machine then slows all of them alike, and
    the ratios of their times stay fair.
    """
    taken: dict[str, list[Taken]] = {name: [] for name in takers}
    for _ in range(rounds):
        for name, take in takers.items():
            taken[name].append(turn(take))
    return {
        name: Taken(*map(statistics.median, zip(*turns, strict=True)))
        for name, turns in taken.items()
    }


def here(*modules: str) -> bool:
    """Return whether these modules are installed; print a line if they are not."""
    missing = [module for module in modules if find_spec(module) is None]
    for module in missing:
        print(f"{module} is not here: its rows are left out.\n")
    return not missing


def number(value: float, digits: int = 3) -> str:
    """Return a number to a few significant digits, in plain decimals if that is short.

    >>> [number(value) for value in (35234.0, 12.345, 0.01234, 1.2e-11, math.nan)]
    ['35,200', '12.3', '0.0123', '1.2e-11', '']
    """
    if math.isnan(value):
        return ""
    rounded = float(f"{value:.{digits}g}")
    if 0 < abs(rounded) < 1e-4:
        return f"{rounded:.{digits}g}"
    return f"{rounded:,.10f}".rstrip("0").rstrip(".")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown: the first column is words, the rest are numbers."""
    table = tabulate(
        list(rows),
        headers=list(columns),
        tablefmt="pipe",
        disable_numparse=True,
        colalign=["left", *["right"] * (len(columns) - 1)],
    )
    print(table, end="\n\n", flush=True)
