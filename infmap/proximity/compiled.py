"""The loops of `infmap.proximity`, compiled. Imported only if numba is installed.

They use the same bounds and formulas and give the same answers; pairs that the bounds do not decide
go to the same exact geodesic. The loops release the GIL, so that threads share the work.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numba import njit

from infmap.proximity.bounds import LONGEST_CHORD_SQ, SLACK_M, bracket_m

__all__ = ["GROUP", "mark", "weigh"]

#: Places tested before a check whether any of them is undecided; in most groups none is.
GROUP = 64

_F = TypeVar("_F", bound=Callable[..., Any])


def _compiled(**options: Any) -> Callable[[_F], _F]:
    """Compile a function when it is first called, and keep the result for the next process."""

    def compile_one(function: _F) -> _F:
        try:
            compiled: _F = njit(nogil=True, cache=True, error_model="numpy", **options)(function)
        except RuntimeError:  # there is no folder for the cache
            compiled = njit(nogil=True, error_model="numpy", **options)(function)
        return compiled

    return compile_one


_bracket_m = njit(bracket_m)


@_compiled()
def _decide(chord_sq: float, z_1: float, z_2: float, min_m: float, max_m: float) -> int:
    """Return 1 for inside the band, 0 for outside, -1 if the second bounds do not decide."""
    if chord_sq > LONGEST_CHORD_SQ:
        return -1
    shortest, longest = _bracket_m(chord_sq, z_1, z_2)
    if shortest > max_m + SLACK_M or longest < min_m - SLACK_M:
        return 0
    if longest < max_m - SLACK_M and shortest > min_m + SLACK_M:
        return 1
    return -1


@_compiled()
def mark(
    sites: Any,
    sites_32: Any,
    edges: Any,
    min_m: Any,
    max_m: Any,
    places: Any,
    groups: Any,
    out: Any,
) -> Any:
    """Write for each pair whether it is within the band; return the undecided pairs.

    Parameters
    ----------
    sites, sites_32 : ndarray, shape (n, 3)
        Unit vectors in float64 and float32.
    edges : tuple of ndarray, shape (n,)
        From `dot_edges`.
    min_m, max_m : ndarray, shape (n,)
        The bands, metres.
    places : ndarray, shape (3, m)
        Unit vectors in float64.
    groups : ndarray of float32, shape (m / GROUP rounded up, 3, GROUP)
        The same in float32 by groups, the last group padded.
    out : ndarray of bool, shape (n, len(groups), GROUP)
        The result is written here.

    Returns
    -------
    site, place : ndarray of int
        Pairs that only the exact geodesic can decide.
    """
    n_places = places.shape[1]
    undecided = np.empty((2, 1024), np.intp)
    n_undecided = 0
    left_open = np.empty(GROUP, np.bool_)
    for i in range(sites.shape[0]):
        x, y, z = sites_32[i, 0], sites_32[i, 1], sites_32[i, 2]
        sure_from, sure_to = edges[0][i], edges[1][i]
        possible_from, possible_to = edges[2][i], edges[3][i]
        for k in range(groups.shape[0]):
            unsure = False
            for m in range(GROUP):
                dot = x * groups[k, 0, m] + y * groups[k, 1, m] + z * groups[k, 2, m]
                sure = (dot >= sure_from) & (dot <= sure_to)
                possible = (dot >= possible_from) & (dot <= possible_to)
                out[i, k, m] = sure
                unsure |= sure != possible
            if not unsure:
                continue
            for m in range(GROUP):
                dot = x * groups[k, 0, m] + y * groups[k, 1, m] + z * groups[k, 2, m]
                possible = (dot >= possible_from) & (dot <= possible_to)
                left_open[m] = possible != out[i, k, m]
            for m in range(min(GROUP, n_places - k * GROUP)):
                if not left_open[m]:
                    continue
                j = k * GROUP + m
                chord_sq = 0.0
                for axis in range(3):
                    chord_sq += (sites[i, axis] - places[axis, j]) ** 2
                answer = _decide(chord_sq, sites[i, 2], places[2, j], min_m[i], max_m[i])
                out[i, k, m] = answer == 1
                if answer < 0:
                    if n_undecided == undecided.shape[1]:
                        longer = np.empty((2, 2 * n_undecided), np.intp)
                        longer[:, :n_undecided] = undecided
                        undecided = longer
                    undecided[0, n_undecided], undecided[1, n_undecided] = i, k * GROUP + m
                    n_undecided += 1
    return undecided[0, :n_undecided], undecided[1, :n_undecided]


@_compiled(fastmath={"reassoc"})
def weigh(marks: Any, weights: Any, out: Any) -> None:
    """Write for each row the sum of its marked weights; exact, so the order is free."""
    for i in range(marks.shape[0]):
        row = marks[i]
        total = 0.0
        for j in range(row.size):
            total += weights[j] * row[j]
        out[i] = total
