"""Cases too many for every run: a seeded sample; all with WHOLE=1 in the environment.

Tests marked ``thorough`` are for a run of their own: they see again, slowly or in another medium,
what others see.
"""

import os
import random
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

import pytest

Case = TypeVar("Case")
WHOLE = bool(os.environ.get("WHOLE"))


def sampled(cases: Iterable[Case], count: int, always: Collection[Case] = ()) -> list[Case]:
    """Return some of the cases in their order, the same in every run.

    Parameters
    ----------
    cases : iterable
        All of them.
    count : int
        How many are drawn beside those that are always there.
    always : collection
        The hard ones.
    """
    cases = [*cases]
    assert all(case in cases for case in always), always
    if WHOLE:
        return cases
    others = [place for place, case in enumerate(cases) if case not in always]
    drawn = random.Random(24).sample(others, count)
    return [case for place, case in enumerate(cases) if case in always or place in drawn]


def examples(count: int) -> int:
    """Return how many examples hypothesis draws of so many: a quarter."""
    return count if WHOLE else count // 4


def thorough(items: Sequence[pytest.Item]) -> set[str]:
    """Return the names of the tests that are not for every run.

    Of a test marked ``thorough(but=3)``, three cases are.
    """
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("thorough"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left = set[str]()
    for several in cases.values():
        (mark, *_) = several[0].iter_markers("thorough")
        kept = random.Random(24).sample(several, min(mark.kwargs.get("but", 0), len(several)))
        left |= {item.nodeid for item in several} - {item.nodeid for item in kept}
    return left
