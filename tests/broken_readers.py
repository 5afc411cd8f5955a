"""A reader that does all that no reader of infmap's may do, one thing an input."""

import os
import sys
import time

from reliability.fuzz_readers import Reader


def misbehave(number, folder):
    match number:
        case 1:
            raise KeyError("a bug")
        case 2:
            print("a warning", file=sys.stderr)
        case 3:
            return b"x" * 1_200_000_000
        case 4:
            os._exit(3)
        case 5:
            time.sleep(60)


def number_of(rng):
    """Return the number that an input's random numbers were made from; below 0 it is harmless."""
    return NUMBERS.get(rng.random(), 0)


def _numbers():
    from random import Random

    return {Random(f"broken {number}").random(): number for number in range(7)}


NUMBERS = _numbers()
READERS = {"broken": Reader("a broken reader", number_of, misbehave)}
