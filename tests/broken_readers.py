"""Readers that do what no reader of infmap's may do."""

import os
import sys
import time
from pathlib import Path

from hypothesis import strategies as st

from infmap.errors import InfmapError
from reliability.readers import Reader


def _raise(given: int, folder: Path) -> None:
    raise KeyError("a bug")


def _warn(given: int, folder: Path) -> None:
    print("a warning", file=sys.stderr)


def _grow(given: int, folder: Path) -> bytes:
    return b"x" * 1_200_000_000


def _die(given: int, folder: Path) -> None:
    os._exit(3)


def _hang(given: int, folder: Path) -> None:
    time.sleep(60)


def _leave(given: int, folder: Path) -> None:
    (folder / "output").touch()
    raise InfmapError("refused")


def _drawn(number: int) -> int:
    """Take more than a reader may take, and give it back before anything is read."""
    return len(b"x" * 1_200_000_000) and number


def _read(given: int, folder: Path) -> None:
    pass


READERS = {"draws": Reader("draws", st.integers().map(_drawn), _read)} | {
    name: Reader(name, st.integers(), read)
    for name, read in {
        "raises": _raise,
        "warns": _warn,
        "grows": _grow,
        "dies": _die,
        "hangs": _hang,
        "leaves-half": _leave,
    }.items()
}
