"""Tests of every row of a table, each table in one item: a report of thousands costs seconds."""

from collections.abc import Callable, Iterable
from typing import Any


def each(rows: Iterable[Any], names: Iterable[Any]) -> Callable[..., Callable[[], None]]:
    """Try a test on each row, and tell all those at which it fails, by name.

    Parameters
    ----------
    rows : iterable
        What the test takes, one at a time.
    names : iterable
        What each of them is called in a report.
    """
    named = [*zip(names, rows, strict=True)]

    def of_all(test: Callable[[Any], None]) -> Callable[[], None]:
        def tried() -> None:
            lost = []
            for name, row in named:
                try:
                    test(row)
                except Exception as error:
                    lost.append(f"{name}: {type(error).__name__}: {error}")
            assert not lost, "\n".join(lost)

        assert named, f"{test.__name__} has no row"
        tried.__name__ = test.__name__
        return tried

    return of_all
