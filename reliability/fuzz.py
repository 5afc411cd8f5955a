"""Every reader against strange input: a catalogue or one line a fault, and never anything else.

An input is lost if it raises what is no `InfmapError`, takes more than ten seconds or a gigabyte,
ends the process or says anything on standard error. Inputs are numbered, and a number gives the
same input again: ``python -m reliability.fuzz READER NUMBER`` reads one, and shows what it raises.
"""

import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from reliability import fuzz_page
from reliability.fuzz_readers import READERS, try_input
from reliability.fuzz_worker import Found, input_of, outcomes
from reliability.outcome import Outcome

#: For each reader, at full size.
SECONDS = 60.0
#: Readers tried at once.
AT_ONCE = 2


def run(size: float) -> list[Outcome]:
    """Return what came of every reader, at a share of the full time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda name: campaign(name, SECONDS * size), READERS))
    return [*found, fuzz_page.fragments(SECONDS * size)]


def campaign(name: str, seconds: float, most: int | None = None) -> Outcome:
    """Return what came of one reader in so many seconds, or of so many inputs at most."""
    lost = []
    tried = 0
    start = time.monotonic()
    for found in outcomes(name):
        tried += 1
        if found.lost is not None and _is_lost(name, found):
            lost.append(f"{name} {found.number}: {found.lost}; {_kept(name, found.number)}")
        if time.monotonic() - start > seconds or tried == most:
            break
    extent = f"{time.monotonic() - start:.0f} s, {tried:,} inputs"
    return Outcome(READERS[name].what, extent, tried, tuple(lost))


def _is_lost(name: str, found: Found) -> bool:
    """Tell whether an input that took too long does so again; the machine may have been busy."""
    if not (found.lost or "").startswith("took more than"):
        return True
    again = outcomes(name, found.number)
    try:
        return next(again).lost is not None
    finally:
        again.close()  # type: ignore[attr-defined]


def _kept(name: str, number: int) -> str:
    """Return where a lost input is kept, or what it is."""
    given = input_of(name, number)
    if isinstance(given, bytes):
        folder = Path(tempfile.gettempdir()) / "infmap-fuzz"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}-{number}{READERS[name].suffix}"
        path.write_bytes(given)
        return str(path)
    return _described(given)


def _described(given: Any) -> str:
    """Return an input on one line; some cells of a frame have no words for themselves."""
    try:
        return " ".join(repr(given).split())[:300]
    except Exception as error:
        return f"{type(given).__name__} whose repr raises {type(error).__name__}"


def main(arguments: Iterable[str]) -> None:
    """Read one input, named by its reader and number, and let what it raises be seen."""
    name, number = arguments
    given: Any = input_of(name, int(number))
    print(_described(given))
    with tempfile.TemporaryDirectory() as folder:
        print(try_input(READERS[name], given, Path(folder)) or "no fault")


if __name__ == "__main__":
    main(sys.argv[1:])
