"""Thousands of positions: evenly on the sphere, and where geodesics are difficult."""

import numpy as np

from infmap.geodesy.arrays import Floats

FAMILIES = [
    "random",
    "polar",
    "equatorial",
    "meridional",
    "coincident or close",
    "near-antipodal",
]


def positions(count: int, seed: int) -> tuple[Floats, ...]:
    """Return pairs of positions of every family in turn: lon, lat, to_lon, to_lat."""
    each = -(-count // len(FAMILIES))
    families = [positions_of(name, each, seed) for name in FAMILIES]
    return tuple(np.concatenate(column)[:count] for column in zip(*families, strict=True))


def positions_of(family: str, count: int, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return pairs of positions of one family: lon, lat, to_lon, to_lat in degrees."""
    rng = np.random.default_rng([seed, FAMILIES.index(family)])
    lon, lat = scattered(rng, count)
    to_lon, to_lat = scattered(rng, count)
    tiny = 10.0 ** rng.uniform(-12, 1, (2, count)) * rng.choice([-1, 0, 1], (2, count))
    if family == "polar":
        lat = np.copysign(90 - np.abs(tiny[0]), lat)
        to_lat = np.copysign(90 - np.abs(tiny[1]), to_lat)
    elif family == "equatorial":
        lat, to_lat = tiny * 1e-3
    elif family == "meridional":
        to_lon = wrapped(lon + rng.choice([0.0, 180.0, 1e-9], count))
    elif family == "coincident or close":
        to_lon, to_lat = wrapped(lon + tiny[0]), np.clip(lat + tiny[1], -90, 90)
    elif family == "near-antipodal":
        to_lon, to_lat = wrapped(lon + 180 + tiny[0]), np.clip(tiny[1] - lat, -90, 90)
    return lon, lat, to_lon, to_lat


def scattered(rng: np.random.Generator, count: int) -> tuple[Floats, Floats]:
    """Return random positions, evenly distributed on the sphere."""
    return rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))


def wrapped(lon: Floats) -> Floats:
    """Return longitudes within [-180, 180)."""
    return (lon + 180) % 360 - 180
