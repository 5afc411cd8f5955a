"""The series must be as near to `Geod.inv` as it says, pair by pair."""

import numpy as np
import pytest

from infmap.geodesy import WGS84
from infmap.proximity import series
from infmap.proximity.bounds import unit_vectors
from infmap.proximity.series import ROUNDING_M, distance_m
from reliability.positions import scattered, wrapped

N = 20_000


def polar(rng):
    lat = 90 - 10 ** rng.uniform(-12, 1.5, N) * rng.choice([0, 1, 1], N)
    return rng.uniform(-180, 180, N), lat * rng.choice([-1, 1], N)


def equatorial(rng):
    return rng.uniform(-180, 180, N), rng.choice([0, 1e-9, 1e-5, 0.1], N) * rng.uniform(-1, 1, N)


def at_distances(rng, here, metres):
    lon, lat, _ = WGS84.fwd(*here, rng.uniform(0, 360, N), metres)
    return np.asarray(lon), np.asarray(lat)


def uniform_pairs(rng):
    return scattered(rng, N), scattered(rng, N)


def polar_pairs(rng):
    return polar(rng), scattered(rng, N)


def pairs_at_the_poles(rng):
    return polar(rng), polar(rng)


def equatorial_pairs(rng):
    return equatorial(rng), scattered(rng, N)


def pairs_on_the_equator(rng):
    return equatorial(rng), equatorial(rng)


def meridional_pairs(rng):
    here = scattered(rng, N)
    return here, (wrapped(here[0] + rng.choice([0, 180, 1e-9], N)), rng.uniform(-90, 90, N))


def near_pairs(rng):
    here = scattered(rng, N)
    return here, at_distances(rng, here, 10 ** rng.uniform(3.1, 6, N))


def close_pairs(rng):
    here = scattered(rng, N)
    return here, at_distances(rng, here, 10 ** rng.uniform(-3, 3.2, N) * rng.choice([0, 1, 1], N))


def far_pairs(rng):
    here = scattered(rng, N)
    return here, at_distances(rng, here, rng.uniform(17e6, 19.3e6, N))


def near_antipodal_pairs(rng):
    here = scattered(rng, N)
    offset = 10 ** rng.uniform(-9, 1, (2, N)) * rng.choice([-1, 1], (2, N))
    return here, (wrapped(here[0] + 180 + offset[0]), np.clip(offset[1] - here[1], -90, 90))


FAMILIES = [
    uniform_pairs,
    polar_pairs,
    pairs_at_the_poles,
    equatorial_pairs,
    pairs_on_the_equator,
    meridional_pairs,
    near_pairs,
    close_pairs,
    far_pairs,
    near_antipodal_pairs,
]


def measured(pairs):
    here, there = pairs
    distance, error = distance_m(unit_vectors(*here), unit_vectors(*there))
    return np.abs(distance - WGS84.inv(*here, *there)[2]), error


@pytest.mark.parametrize("rounds", [1, 2, 3])
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_no_distance_is_farther_from_the_geodesic_than_it_says(family, rounds, monkeypatch):
    monkeypatch.setattr(series, "ROUNDS", rounds)
    off, error = measured(family(np.random.default_rng(1)))
    proved = np.isfinite(error)
    assert (off[proved] <= error[proved]).all()


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_truncation_and_rounding_stay_far_below_what_is_allowed_for_them(family, monkeypatch):
    # With one round more Newton's method has nothing left to miss.
    monkeypatch.setattr(series, "ROUNDS", 4)
    off, error = measured(family(np.random.default_rng(2)))
    assert (off[np.isfinite(error)] < ROUNDING_M / 10).all()


def test_hardly_a_random_pair_is_off_by_more_than_a_hundredth_of_a_millimetre():
    _, error = measured(uniform_pairs(np.random.default_rng(3)))
    assert (error > 1e-5).mean() < 0.05


@pytest.mark.parametrize("metres", [0, 0.001, 1000, 19_300e3, 20_003e3])
def test_nothing_is_promised_of_the_nearest_and_the_farthest_pairs(metres):
    rng = np.random.default_rng(4)
    here = scattered(rng, N)
    _, error = measured((here, at_distances(rng, here, np.full(N, float(metres)))))
    assert not np.isfinite(error).any()
