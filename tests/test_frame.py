"""Rings cut at the antimeridian, beside a slow tracing that walks one vertex at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import examples

from infmap.geodesy.curves import HalfRings
from infmap.geodesy.frame import trace_runs
from infmap.geodesy.vertices import Vertices, place_vertices


def traced(lon, clockwise, offsets, lats):
    """Return the runs of one ring as lists of points, from the vertices of its eastern half.

    `offsets` are degrees east of the centre, from the ring's northern end to its southern one.
    """
    centre = abs(lon)
    antimeridian = 180.0 - centre
    last = len(offsets) - 1
    # Clockwise: down the eastern half, up the western. A place is (half, vertex, side of the map).
    beyond = [max(offsets[k], offsets[k + 1]) > antimeridian for k in range(last)]
    steps = [("east", k, beyond[k]) for k in range(last)]
    steps += [("west", k, False) for k in reversed(range(last))]

    def point(half, k, is_beyond):
        if half == "west":
            return centre - offsets[k], lats[k]
        if offsets[k] == antimeridian:
            return (-180.0 if is_beyond else 180.0), lats[k]
        return centre + (offsets[k] - 360.0 * is_beyond), lats[k]

    edges = [
        (point(half, k, side), point(half, k + 1, side))[:: 1 if half == "east" else -1]
        for half, k, side in steps
    ]
    runs, run = [], [*edges[0]]
    for begin, end in edges[1:]:
        if begin != run[-1]:
            runs.append(run)
            run = [begin]
        run.append(end)
    if not runs and run[0] == run[-1]:
        runs = [run]
    elif runs and runs[0][0] == run[-1]:
        runs[0] = run[:-1] + runs[0]
    else:
        runs.append(run)
    if lon < 0:
        runs = [[(-x, y) for x, y in run] for run in runs]
    if (lon < 0) == clockwise:
        runs = [run[::-1] for run in runs]
    return runs


def as_set(runs):
    """Return runs so that they compare: a closed one may begin anywhere."""
    found = set()
    for run in runs:
        points = [(float(x) + 0.0, float(y)) for x, y in run]
        if points[0] == points[-1]:
            first = points.index(min(points[:-1]))
            points = points[first:-1] + points[: first + 1]
        found.add(tuple(points))
    return found


def runs_of(lons, clockwise, vertices):
    runs = trace_runs(np.array(lons), np.array(clockwise), vertices)
    by_ring = {k: [] for k in range(len(lons))}
    for ring, start, size in zip(runs.rings, runs.starts, runs.sizes, strict=True):
        by_ring[int(ring)].append(runs.coordinates[start : start + size].tolist())
    return by_ring


def compared(lons, lats, ranges_km, clockwise):
    lons = np.array(lons, dtype=float)
    tolerances = np.maximum(np.array(ranges_km) / 50, 0.1)
    halves = HalfRings(np.array(lats, dtype=float), np.array(ranges_km, dtype=float))
    vertices = place_vertices(halves, tolerances, 180.0 - abs(lons))
    found = runs_of(lons, clockwise, vertices)
    for k in range(lons.size):
        here = vertices.rings == k
        east, north, _ = vertices.points[:, here]
        slow = traced(lons[k], clockwise[k], east.tolist(), north.tolist())
        assert as_set(found[k]) == as_set(slow), (lons[k], lats[k], ranges_km[k], clockwise[k])
        assert len(found[k]) == len(slow)


def test_the_worked_example_is_traced_as_it_is_drawn():
    # The ring of the docstring: centre 170 E, crossing the antimeridian twice.
    points = np.array([[0.0, 10.0, 15.0, 10.0, 0.0], [20.0, 17.0, 10.0, 3.0, 0.0], [0.0] * 5])
    vertices = Vertices(np.zeros(5, dtype=int), np.zeros(5), points)
    assert runs_of([170.0], [True], vertices)[0] == [
        [[180.0, 3.0], [170.0, 0.0], [160.0, 3.0], [155.0, 10.0], [160.0, 17.0], [170.0, 20.0],
         [180.0, 17.0]],
        [[-180.0, 17.0], [-175.0, 10.0], [-180.0, 3.0]],
    ]  # fmt: skip


@pytest.mark.parametrize("clockwise", [False, True])
@pytest.mark.parametrize("lon", [0.0, 20.5, -20.5, 90.0, 179.0, -179.0, 180.0, -180.0])
@pytest.mark.parametrize("lat", [0.0, 54.7, -54.7, 85.0, -90.0, 90.0])
def test_rings_at_poles_and_antimeridian_are_cut_as_by_hand(lon, lat, clockwise):
    ranges_km = [500.0, 2500.0, 5500.0, 12_000.0, 19_000.0]
    many = len(ranges_km)
    compared([lon] * many, [lat] * many, ranges_km, [clockwise] * many)


@settings(max_examples=examples(60))
@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.floats(1, 19_900), st.booleans()),
        min_size=1,
        max_size=6,
    )
)
def test_any_rings_are_cut_as_by_hand(rings):
    compared(*map(list, zip(*rings, strict=True)))
