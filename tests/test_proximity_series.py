"""The series must be as near to `Geod.inv` as it says, pair by pair."""

import numpy as np
import pytest

from infmap.geodesy import WGS84
from infmap.proximity import series
from infmap.proximity.bounds import unit_vectors
from infmap.proximity.series import ROUNDING_M, distance_m
from reliability.positions import FAMILIES, positions_of, scattered

N = 20_000


def at_distances(rng, metres):
    here = scattered(rng, N)
    lon, lat, _ = WGS84.fwd(*here, rng.uniform(0, 360, N), metres)
    return here, (np.asarray(lon), np.asarray(lat))


def pairs_of(kind, seed):
    """Return pairs of positions: here and there."""
    rng = np.random.default_rng(seed)
    if kind == "near":
        return at_distances(rng, 10 ** rng.uniform(3.1, 6, N))
    if kind == "close":
        return at_distances(rng, 10 ** rng.uniform(-3, 3.2, N) * rng.choice([0, 1, 1], N))
    if kind == "far":
        return at_distances(rng, rng.uniform(17e6, 19.3e6, N))
    here, _, there = kind.partition(" to ")
    return positions_of(here, N, seed)[:2], positions_of(there or here, N, seed)[2:]


KINDS = [*FAMILIES, "polar to random", "equatorial to random", "near", "close", "far"]


def measured(pairs):
    here, there = pairs
    distance, error = distance_m(unit_vectors(*here), unit_vectors(*there))
    return np.abs(distance - WGS84.inv(*here, *there)[2]), error


@pytest.mark.thorough(but=9)
@pytest.mark.parametrize("rounds", [1, 2, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_no_distance_is_farther_from_the_geodesic_than_it_says(kind, rounds, monkeypatch):
    monkeypatch.setattr(series, "ROUNDS", rounds)
    off, error = measured(pairs_of(kind, 1))
    proved = np.isfinite(error)
    assert (off[proved] <= error[proved]).all()


def test_pairs_computed_apart_come_to_what_they_come_to_together(monkeypatch):
    pairs = [unit_vectors(*here)[:, :201] for here in pairs_of("random", 4)]
    together = distance_m(*pairs)
    monkeypatch.setattr(series, "PAIRS_AT_ONCE", 100)
    np.testing.assert_array_equal(distance_m(*pairs), together)


@pytest.mark.parametrize("kind", KINDS)
def test_truncation_and_rounding_stay_far_below_what_is_allowed_for_them(kind, monkeypatch):
    # With one round more Newton's method has nothing left to miss.
    monkeypatch.setattr(series, "ROUNDS", 4)
    off, error = measured(pairs_of(kind, 2))
    assert (off[np.isfinite(error)] < ROUNDING_M / 10).all()


def test_hardly_a_random_pair_is_off_by_more_than_a_hundredth_of_a_millimetre():
    _, error = measured(pairs_of("random", 3))
    assert (error > 1e-5).mean() < 0.05


@pytest.mark.parametrize("metres", [0, 0.001, 1000, 19_300e3, 20_003e3])
def test_nothing_is_promised_of_the_nearest_and_the_farthest_pairs(metres):
    _, error = measured(at_distances(np.random.default_rng(4), np.full(N, float(metres))))
    assert not np.isfinite(error).any()
