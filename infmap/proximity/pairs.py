"""Places within the bands of many sites: which, and how many."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from infmap.errors import GeodesyError
from infmap.geodesy import check_bounds, check_position
from infmap.geodesy.arrays import Floats, Ints
from infmap.proximity.discs import Discs, curve_order

#: More than anybody counts, and little enough that sums do not overflow.
MOST_WEIGHT = 1e290

# Pairs in a block: fewer make blocks too small for their overhead, and more make caps too wide to
# tell much. The blocks of a few sites are bounded by what the cache holds.
_BLOCK_PAIRS = 1 << 19
_BLOCK_PLACES = (512, 16_384)
# From so many sites on, places are sorted, so that caps are small.
_SORTED_FROM = 50
# Sites in a block, which bound its marks to 16 MB.
_BLOCK_SITES = 1 << 14
# Marks of sites by all places kept at a time while pairs are listed.
_LISTED = 1 << 26


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
    site_lons, site_lats : array_like, shape (n_sites,)
        Sites, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    lons, lats : array_like, shape (n_places,)
        Places, likewise.
    min_km, max_km : array_like, scalar or shape (n_sites,)
        The band, geodesic distance in kilometres, both edges included.

    Returns
    -------
    site_index, place_index : ndarray of int
        In order of site, then place: the pairs whose `infmap.geodesy.distance_km` is in the band.
        Memory is that of the pairs found, not of all pairs.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds, or lengths do not agree.

    See Also
    --------
    count_within : Counts, without the pairs.

    Notes
    -----
    With the central angle sigma on the auxiliary sphere of reduced latitudes, the distance is
    between b sigma and a sigma; see `infmap.proximity.bounds` for the proof and for the second,
    closer bounds.

    Examples
    --------
    >>> from infmap.proximity import pairs_within
    >>> pairs_within(20.51, 54.71, [21.01, -0.1257, 116.4], [52.23, 51.5085, 39.9], 0, 5500)
    (array([0, 0]), array([0, 1]))
    """
    sites, lon, lat = _checked(site_lons, site_lats, lons, lats, min_km, max_km)
    # Counted first, the pairs need no memory but their own.
    counts = count_within(site_lons, site_lats, lons, lats, min_km, max_km).places
    site_index = np.repeat(np.arange(counts.size), counts)
    place_index = np.empty_like(site_index)
    height = max(1, min(len(sites.lon), _LISTED // max(1, lon.size)))
    marks = np.empty((height, lon.size), bool)
    listed = 0
    for some in _slices(len(sites.lon), height):
        n = some.stop - some.start
        # Around places in no order a cap is wide, however few they are: fewer blocks cost less.
        for held in sites.discs(some).over(lon, lat, _block_size(-(-n // 2))):
            outer, inner = held.matrix(slice(0, n)), held.matrix(slice(n, 2 * n))
            np.greater(outer, inner, out=marks[:n, held.block])
        for row in marks[:n]:
            found = np.flatnonzero(row)
            place_index[listed : listed + found.size] = found
            listed += found.size
    return site_index, place_index


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
        As in `pairs_within`.
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
        As `pairs_within`, or if a weight is negative or not finite.

    Examples
    --------
    >>> from infmap.proximity import count_within
    >>> tally = count_within([20.51, 24.42], [54.71, 44.08], [21.01, -0.1257], [52.23, 51.5085],
    ...                      0, [5500, 1000], weights=[1_860_000, 8_900_000])
    >>> tally.places, tally.weight, tally.sites
    (array([2, 1]), array([10760000.,  1860000.]), array([2, 1], dtype=int32))
    """
    sites, lon, lat = _checked(site_lons, site_lats, lons, lats, min_km, max_km)
    exact = np.zeros(lon.size) if weights is None else _summable(weights, lon.size)
    order = curve_order(lon, lat) if len(sites.lon) >= _SORTED_FROM else slice(None)
    lon, lat, exact = lon[order], lat[order], exact[order]
    n_places = np.zeros(len(sites.lon), np.intp)
    weight = np.zeros(len(sites.lon))
    n_sites = np.zeros(lon.size, np.int32)
    for some in _slices(len(sites.lon), _BLOCK_SITES):
        discs = sites.discs(some)
        n = some.stop - some.start
        for held in discs.over(lon, lat, _block_size(n)):
            outer, inner = held.by_place((0, n, 2 * n))
            n_sites[held.block] += outer
            n_sites[held.block] -= inner
            places = held.by_disc()
            n_places[some] += places[:n] - places[n:]
            if weights is not None:
                weighed = held.weigh(exact[held.block])
                weight[some] += weighed[:n] - weighed[n:]
    if weights is None:
        weight += n_places
    by_place = np.empty_like(n_sites)
    by_place[order] = n_sites
    return Tally(n_places, weight, by_place)


def _block_size(n_sites: int) -> int:
    return int(np.clip(_BLOCK_PAIRS // n_sites, *_BLOCK_PLACES))


# --- Arguments ------------------------------------------------------------------------------


class _Sites(NamedTuple):
    """Positions with their bands, checked."""

    lon: Floats
    lat: Floats
    min_km: Floats
    max_km: Floats

    def discs(self, some: slice) -> Discs:
        """Return the outer discs of some sites, then their inner discs, which the bands leave out.

        Nearer than an edge means within the next smaller float.
        """
        lon, lat, min_km, max_km = (column[some] for column in self)
        inner_km = np.where(min_km > 0.0, np.nextafter(min_km, 0.0), -1.0)
        return Discs(np.tile(lon, 2), np.tile(lat, 2), np.concatenate([max_km, inner_km]))


def _slices(count: int, size: int) -> list[slice]:
    return [slice(first, min(first + size, count)) for first in range(0, count, size)]


def _checked(
    site_lons: npt.ArrayLike,
    site_lats: npt.ArrayLike,
    lons: npt.ArrayLike,
    lats: npt.ArrayLike,
    min_km: npt.ArrayLike,
    max_km: npt.ArrayLike,
) -> tuple[_Sites, Floats, Floats]:
    lon, lat = _positions(site_lons, site_lats, "site")
    return _Sites(lon, lat, *_bands(min_km, max_km, lon.size)), *_positions(lons, lats, "place")


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
