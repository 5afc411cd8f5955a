"""A suite tries a sample of a test's cases, the same each time; INFMAP_WHOLE=1 tries them all."""

import os
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

Case = TypeVar("Case")


def sampled(cases: Iterable[Case], count: int, always: Sequence[Case] = ()) -> list[Case]:
    """Return so many of the cases in their order: those that are always tried, others by lot."""
    every = list(cases)
    unknown = [case for case in always if case not in every]
    if unknown:
        raise ValueError(f"no cases: {unknown}")
    if os.environ.get("INFMAP_WHOLE") or count >= len(every):
        return every
    others = [case for case in every if case not in always]
    lot = random.Random(f"{count} {every}").sample(others, count - len(always))
    return [case for case in every if case in always or case in lot]
