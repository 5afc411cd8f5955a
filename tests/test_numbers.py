"""Geodesics, rings and memberships against independent or exact ones: the campaign, small."""

import pytest

from infmap import proximity
from infmap.geodesy import inverse, range_ring
from reliability import numbers

SEED = 5


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("campaign", "count"),
    [
        (numbers.inverse_geodesics, 3_000),
        (numbers.direct_geodesics, 3_000),
        (numbers.rings, 300),
        (numbers.pairs, 700_000),
    ],
)
def test_nothing_is_lost(campaign, count):
    outcome = campaign(count, SEED)
    assert outcome.lost == ()
    assert outcome.tried >= 0.99 * count


def test_a_distance_two_micrometres_long_is_lost(monkeypatch):
    def longer(*args):
        distance_km, azimuth_deg = inverse(*args)
        return distance_km + 2e-9, azimuth_deg

    monkeypatch.setattr(numbers, "inverse", longer)
    assert len(numbers.inverse_geodesics(60, SEED).lost) == 60


def test_an_azimuth_two_nanoradians_aside_is_lost(monkeypatch):
    def turned(*args):
        distance_km, azimuth_deg = inverse(*args)
        return distance_km, azimuth_deg + 2e-7

    monkeypatch.setattr(numbers, "inverse", turned)
    assert len(numbers.inverse_geodesics(600, SEED).lost) > 400


def test_a_ring_of_a_kilometre_too_much_is_lost(monkeypatch):
    def wider(lon, lat, range_km, **options):
        return range_ring(lon, lat, range_km - 1, **options)

    hostile = [ring for ring in numbers.hostile_rings(60, SEED) if ring[2] > 2]
    monkeypatch.setattr(numbers, "hostile_rings", lambda count, seed: hostile)
    monkeypatch.setattr(numbers, "range_ring", wider)
    assert len(numbers.rings(60, SEED).lost) == len(hostile)


def test_a_membership_by_the_mean_sphere_is_lost(monkeypatch):
    def stretched(lon, lat, lons, lats, min_km, max_km):
        return pairs_within(lon, lat, lons, lats, 1.001 * min_km, 1.001 * max_km)

    pairs_within = proximity.pairs_within
    monkeypatch.setattr(proximity, "pairs_within", stretched)
    assert numbers.pairs(70_000, SEED).lost
