"""Places within the bands of many sites: which and how many; and the site nearest to a place."""

import threading
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from infmap.errors import GeodesyError
from infmap.geodesy import check_bounds, check_position
from infmap.geodesy.arrays import Flags, Floats, Ints
from infmap.proximity.blocks import PairBlocks, by_block
from infmap.proximity.bounds import unit_vectors
from infmap.proximity.nearest_site import NearestSite

#: More than anybody counts, and little enough that sums do not overflow.
MOST_WEIGHT = 1e290


class Tally(NamedTuple):
    """The counts that `count_within` returns.

    Attributes
    ----------
    places : ndarray of int, shape (n_sites,)
        Places within the band of each site.
    weight : ndarray of float, shape (n_sites,)
        Sum of their weights; their number if there are no weights.
    sites : ndarray of int, shape (n_places,)
        Sites whose band each place lies in.
    """

    places: Ints
    weight: Floats
    sites: npt.NDArray[np.int32]


def within(
    site_lons: npt.ArrayLike,
    site_lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    lats: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
) -> Flags:
    """Return which places lie within the band of each site.

    Parameters
    ----------
    site_lons, site_lats : array_like, shape (n_sites,)
        Sites, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    lons, lats : array_like, shape (n_places,)
        Places, likewise.
    min_km, max_km : array_like, scalar or shape (n_sites,)
        The band, geodesic distance in kilometres, both edges included.

    Returns
    -------
    ndarray of bool, shape (n_sites, n_places)
        Equal to `infmap.geodesy.distance_km` compared with the band, pair by pair: proved bounds
        decide most pairs, and the geodesic decides the rest.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds, or lengths do not agree.

    See Also
    --------
    pairs_within, count_within : Without the matrix.

    Notes
    -----
    With the central angle sigma on the auxiliary sphere of reduced latitudes, the distance is
    between b sigma and a sigma; see `infmap.proximity.bounds` for the proof and for the second,
    closer bounds.

    Examples
    --------
    >>> within(20.51, 54.71, [21.01, -0.1257, 116.4], [52.23, 51.5085, 39.9], 500, 5500)
    array([[False,  True, False]])
    """
    pairs = _pairs(site_lons, site_lats, lons, lats, min_km, max_km)
    matrix = np.empty((pairs.n_sites, pairs.n_places), dtype=bool)

    def keep(sites: slice, places: slice, marks: Flags) -> None:
        matrix[sites, places] = marks

    pairs.each(keep)
    return matrix


def pairs_within(
    site_lons: npt.ArrayLike,
    site_lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    lats: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
) -> tuple[Ints, Ints]:
    """Return the pairs of a site and a place within its band, as two arrays of indices.

    Parameters
    ----------
    site_lons, site_lats, lons, lats, min_km, max_km
        As in `within`.

    Returns
    -------
    site_index, place_index : ndarray of int
        In order of site, then place. Memory is that of the pairs found, not of all pairs.

    Raises
    ------
    GeodesyError
        As `within`.

    Examples
    --------
    >>> pairs_within(20.51, 54.71, [21.01, -0.1257, 116.4], [52.23, 51.5085, 39.9], 0, 5500)
    (array([0, 0]), array([0, 1]))
    """
    pairs = _pairs(site_lons, site_lats, lons, lats, min_km, max_km)

    def find(sites: slice, places: slice, marks: Flags) -> tuple[Ints, Ints]:
        site, place = np.nonzero(marks)
        return site + sites.start, place + places.start

    blocks = pairs.each(find)
    site_index = np.concatenate([np.empty(0, np.intp), *(site for site, _ in blocks)])
    place_index = np.concatenate([np.empty(0, np.intp), *(place for _, place in blocks)])
    order = np.argsort(site_index, kind="stable")
    return site_index[order], place_index[order]


def count_within(
    site_lons: npt.ArrayLike,
    site_lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    lats: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
) -> Tally:
    """Return the number and the total weight of the places within the band of each site.

    Parameters
    ----------
    site_lons, site_lats, lons, lats, min_km, max_km
        As in `within`.
    weights : array_like, shape (n_places,), optional
        The weight of each place, such as its population; 0 or above.

    Returns
    -------
    Tally
        ``places`` and ``weight`` by site, and ``sites`` by place. Weights are first rounded to a
        multiple of a power of two, 2**-52 of their total or finer. Sums of them are then exact,
        and the same to the last bit in any order. Whole numbers are summed exactly.

    Raises
    ------
    GeodesyError
        As `within`, or if a weight is negative or not finite.

    Examples
    --------
    >>> tally = count_within([20.51, 24.42], [54.71, 44.08], [21.01, -0.1257], [52.23, 51.5085],
    ...                      0, [5500, 1000], weights=[1_860_000, 8_900_000])
    >>> tally.places, tally.weight, tally.sites
    (array([2, 1]), array([10760000.,  1860000.]), array([2, 1], dtype=int32))
    """
    pairs = _pairs(site_lons, site_lats, lons, lats, min_km, max_km)
    exact = None if weights is None else _summable(weights, pairs.n_places)
    n_places = np.zeros(pairs.n_sites, dtype=np.intp)
    weight = np.zeros(pairs.n_sites)
    n_sites = np.zeros(pairs.n_places, dtype=np.int32)
    adding = threading.Lock()

    def count(sites: slice, places: slice, marks: Flags) -> None:
        n_sites[places] += np.add.reduce(marks.view(np.uint8), axis=0, dtype=np.uint8)
        counts = [np.count_nonzero(row) for row in marks]
        weighed = counts if exact is None else pairs.weigh(marks, exact[places])
        with adding:
            n_places[sites] += counts
            weight[sites] += weighed

    pairs.each(count)
    return Tally(n_places, weight, n_sites)


def nearest(
    site_lons: npt.ArrayLike,
    site_lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    lats: npt.ArrayLike,
) -> tuple[Ints, Floats]:
    """Return the site nearest to each place, and its distance.

    Parameters
    ----------
    site_lons, site_lats : array_like, shape (n_sites,)
        Sites, at least one; degrees east and north.
    lons, lats : array_like, shape (n_places,)
        Places.

    Returns
    -------
    site_index : ndarray of int, shape (n_places,)
        The first if several are equally near.
    distance_km : ndarray of float, shape (n_places,)
        Geodesic distance on WGS 84, kilometres, from the site to the place.

    Raises
    ------
    GeodesyError
        If a position is not finite or out of bounds, or there is no site.

    Examples
    --------
    >>> site, distance = nearest([20.51, 24.42], [54.71, 44.08], [21.01, 23.32], [52.23, 42.7])
    >>> site, distance.round()  # Kaliningrad to Warsaw, Deveselu to Sofia
    (array([0, 1]), array([278., 177.]))
    """
    site_lon, site_lat = _positions(site_lons, site_lats, "site")
    lon, lat = _positions(lons, lats, "place")
    site = NearestSite(site_lon, site_lat)
    index, distance = np.empty(lon.size, np.intp), np.empty(lon.size)

    def go(block: slice) -> None:
        places = unit_vectors(lon[block], lat[block])
        index[block], distance[block] = site.to(lon[block], lat[block], places)

    by_block(go, lon.size, threads=True)  # Geod.inv takes most of the time and releases the GIL
    return index, distance


# --- Arguments ------------------------------------------------------------------------------


def _pairs(
    site_lons: npt.ArrayLike,
    site_lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    lats: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
) -> PairBlocks:
    sites = _positions(site_lons, site_lats, "site")
    places = _positions(lons, lats, "place")
    return PairBlocks(*sites, *places, *_bands(min_km, max_km, sites[0].size))


def _positions(lons: npt.ArrayLike, lats: npt.ArrayLike, what: str) -> tuple[Floats, Floats]:
    check_position(lons, lats)
    lon = np.atleast_1d(np.ascontiguousarray(lons, dtype=np.float64))
    lat = np.atleast_1d(np.ascontiguousarray(lats, dtype=np.float64))
    if lon.ndim != 1 or lon.shape != lat.shape:
        raise GeodesyError(
            f"a {what} needs one longitude and one latitude (got shapes {lon.shape} and "
            f"{lat.shape}); give two lists of one length"
        )
    return lon, lat


def _bands(min_km: npt.ArrayLike, max_km: npt.ArrayLike, n_sites: int) -> tuple[Floats, Floats]:
    check_bounds(min_km, "min_km", 0.0, np.inf, "km", "write 0 for no inner edge")
    check_bounds(max_km, "max_km", 0.0, np.inf, "km", "write kilometres, as in 5500")
    try:
        low = np.broadcast_to(np.asarray(min_km, dtype=np.float64), (n_sites,))
        high = np.broadcast_to(np.asarray(max_km, dtype=np.float64), (n_sites,))
    except ValueError:
        raise GeodesyError(
            f"a band is one number for all sites or one a site (got {np.size(min_km)} min_km and "
            f"{np.size(max_km)} max_km for {n_sites} sites); give one or {n_sites}"
        ) from None
    wrong = np.flatnonzero(low > high)
    if wrong.size:
        raise GeodesyError(
            f"min_km must not be above max_km (got {low[wrong[0]]:.12g} and "
            f"{high[wrong[0]]:.12g}); are the two swapped?"
        )
    return low, high


def _summable(weights: npt.ArrayLike, n_places: int) -> Floats:
    """Return weights rounded so that every sum of them is exact."""
    remedy = "write 0 for a place that does not count"
    check_bounds(weights, "weight", 0.0, MOST_WEIGHT, "units", remedy)
    values = np.asarray(weights, dtype=np.float64)
    if values.shape != (n_places,):
        raise GeodesyError(
            f"weights go with places one to one (got shape {values.shape} for {n_places} places); "
            "give as many"
        )
    total = float(values.sum())
    # A total below the least step counts as 0.
    step = 2.0 ** max(np.ceil(np.log2(total)) - 52, -1022) if total > 0 else 1.0
    rounded: Floats = np.rint(values / step) * step
    return rounded
