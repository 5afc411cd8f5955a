"""Cases too many for every run: a seeded sample; all with WHOLE=1 in the environment."""

import os
import random
from collections.abc import Collection, Iterable
from typing import TypeVar

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
