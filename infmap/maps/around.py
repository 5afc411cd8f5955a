"""Places about a site by their distances: an answer is asked at few places, and holds between."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from infmap.analysis.reach import is_near


class Around:
    """Places about a site, from the nearest out.

    Examples
    --------
    >>> around = Around([1408.9, 505.0, 257.2], 7.0)
    >>> around.digits(lambda km: int(km > 500)), around.near([500, 5500])
    ('110', [1])
    """

    def __init__(self, distances_km: Sequence[float], doubt_km: float) -> None:
        self._numbers = sorted(range(len(distances_km)), key=distances_km.__getitem__)
        self._km = [distances_km[number] for number in self._numbers]
        self._doubt_km = doubt_km

    def digits(self, digit_of: Callable[[float], int]) -> str:
        """Return a digit for each place; one of them never comes back beyond another."""
        digits = [""] * len(self._km)
        at = 0
        while at < len(self._km):
            digit = digit_of(self._km[at])
            end = bisect_left(self._km, True, at, key=_is_other(digit_of, digit))
            for number in self._numbers[at:end]:
                digits[number] = str(digit)
            at = end
        return "".join(digits)

    def near(self, ends_km: Iterable[float]) -> list[int]:
        """Return the places that the doubt could move over one of these distances."""
        found: set[int] = set()
        for end_km in ends_km:
            at = bisect_left(self._km, end_km)
            for way in (range(at, len(self._km)), range(at - 1, -1, -1)):
                found.update(takewhile(self._is_near(end_km), way))
        return sorted(self._numbers[k] for k in found)

    def _is_near(self, end_km: float) -> Callable[[int], bool]:
        return lambda k: is_near([end_km], self._km[k], self._doubt_km)


def _is_other(digit_of: Callable[[float], int], digit: int) -> Callable[[float], bool]:
    return lambda km: digit_of(km) != digit
