"""Many places against a few origins: exact on WGS 84 at nearly the cost of a dot product.

The bound is the first of `infmap.distance_bounds`: with the central angle O between the reduced
positions, b O <= s <= a O for every pair, antipodes and poles included. So the cosine of O, one
dot product, proves most pairs nearer or farther than a given distance; `pyproj.Geod.inv` settles
the rest, which lie within a third of a percent of it. Nothing else is assumed, so the answers are
those of `Geod.inv` for every pair. Beside `infmap.proximity`, which has one band a site, here each
origin has many edges and each place learns between which two it lies.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from infmap.distance_bounds import unit_vectors
from infmap.geodesy import WGS84

Floats = npt.NDArray[np.float64]
Steps = npt.NDArray[np.int16]
Numbers = npt.NDArray[np.intp]

A_KM, B_KM = WGS84.a / 1000.0, WGS84.b / 1000.0

#: More than the rounding of a dot product of unit vectors (a few units in the sixteenth place)
#: and of the cosine of a bound.
SLACK = 1e-14
#: Cells of the table that turns a cosine into a step: fine enough that few hold an edge.
CELLS = 1 << 14
UNSURE = -1


class Origins:
    """Positions to measure from, each with the distances at which something changes.

    Parameters
    ----------
    lons, lats : array_like, shape (m,)
        Degrees.
    edges_km : sequence of array_like
        For each origin its distances in kilometres, rising.

    Examples
    --------
    >>> kaliningrad = Origins([20.51], [54.71], [[500.0, 5500.0]])
    >>> seen = kaliningrad.look([21.01, -0.1257], [52.23, 51.5085])  # Warsaw, London
    >>> seen.steps(0).tolist()
    [0, 1]
    """

    def __init__(
        self, lons: npt.ArrayLike, lats: npt.ArrayLike, edges_km: Sequence[npt.ArrayLike]
    ) -> None:
        self.lons = np.asarray(lons, dtype=np.float64)
        self.lats = np.asarray(lats, dtype=np.float64)
        self.edges_km = [np.asarray(edges, dtype=np.float64) for edges in edges_km]
        self.vectors = unit_vectors(self.lons, self.lats).T.copy()
        self.surely_in = [_cosines(edges / A_KM, SLACK) for edges in self.edges_km]
        self.surely_out = [_cosines(edges / B_KM, -SLACK) for edges in self.edges_km]
        self.tables = [
            _table(near, far) for near, far in zip(self.surely_in, self.surely_out, strict=True)
        ]

    def look(self, lons: npt.ArrayLike, lats: npt.ArrayLike) -> "View":
        """Return the view on a block of places; its size decides the memory taken."""
        return View(self, np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64))


class View:
    """A block of places as seen from every origin; made by `Origins.look`."""

    def __init__(self, origins: Origins, lons: Floats, lats: Floats) -> None:
        self._origins = origins
        self._lons, self._lats = lons, lats
        self._cosines = origins.vectors @ unit_vectors(lons, lats)

    def _exact_km(self, number: int, places: Numbers) -> Floats:
        origins = self._origins
        _, _, metres = WGS84.inv(
            np.broadcast_to(origins.lons[number], places.shape),
            np.broadcast_to(origins.lats[number], places.shape),
            self._lons[places],
            self._lats[places],
            return_back_azimuth=False,
        )
        return np.asarray(metres) / 1000.0

    def steps(self, number: int) -> Steps:
        """Return, for each place, how many of an origin's edges its distance exceeds.

        A place exactly on an edge is within it.
        """
        origins = self._origins
        cosines = self._cosines[number]
        table = origins.tables[number]
        steps: Steps = table.take(((cosines + 1.0) * (CELLS / 2)).astype(np.int32))
        unsure = np.flatnonzero(steps == UNSURE)
        if unsure.size:
            # Cosines fall as distances rise: count the edges that are surely passed, and those
            # that may be.
            near = cosines[unsure]
            passed = _below(origins.surely_out[number], near)
            perhaps = _below(origins.surely_in[number], near)
            steps[unsure] = passed
            open_ = perhaps > passed
            places = unsure[open_]
            distances_km = self._exact_km(number, places)
            steps[places] = np.searchsorted(origins.edges_km[number], distances_km, side="left")
        return steps


def _cosines(angles: Floats, slack: float) -> Floats:
    """Return the cosines of bounds with their slack; -2, below every cosine, from pi on."""
    return np.where(angles < np.pi, np.cos(np.minimum(angles, np.pi)) + slack, -2.0)


def _below(bounds: Floats, cosines: Floats) -> Steps:
    """Return how many bounds, which fall, each cosine is below."""
    return np.searchsorted(-bounds, -cosines, side="left").astype(np.int16)


def _table(surely_in: Floats, surely_out: Floats) -> Steps:
    """Return the step of each cell of cosines, `UNSURE` where a bound lies in or beside it."""
    # One cell more at the end: rounding may put a cosine a little above 1.
    edges: Floats = np.arange(CELLS + 3, dtype=np.float64) * (2.0 / CELLS) - 1.0
    lower, upper = edges[:-1] - 1e-12, edges[1:] + 1e-12
    fewest, most = _below(surely_out, upper), _below(surely_in, lower)
    return np.where(fewest == most, fewest, UNSURE).astype(np.int16)
