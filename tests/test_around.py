"""Places about a site: what is asked at a few of them is what each would answer."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infmap.analysis.reach import is_near
from infmap.maps.around import Around

DISTANCES = st.lists(st.integers(0, 40).map(float), max_size=40)
ENDS = st.lists(st.integers(0, 40).map(float), max_size=4)


@given(DISTANCES, ENDS)
def test_each_place_has_the_digit_of_its_own_distance(distances, limits):
    def digit_of(km):
        return sum(km > limit for limit in limits)

    assert Around(distances, 0).digits(digit_of) == "".join(map(str, map(digit_of, distances)))


@given(DISTANCES, ENDS, st.integers(0, 6))
def test_near_are_those_that_lie_nearer_than_the_doubt(distances, ends, doubt_km):
    near = [k for k, km in enumerate(distances) if is_near(ends, km, doubt_km)]
    assert Around(distances, doubt_km).near(ends) == near


@pytest.mark.parametrize("places", [1, 100, 10_000])
def test_few_places_are_asked(places):
    asked = []

    def digit_of(km):
        asked.append(km)
        return 3 - sum(km > limit for limit in (10, 500))

    digits = Around([float(km) for km in range(places)], 0).digits(digit_of)
    assert len(asked) <= 3 + 3 * places.bit_length()
    assert all(one >= other for one, other in pairwise(digits))
