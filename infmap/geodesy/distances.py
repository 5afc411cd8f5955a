"""Distances, azimuths and destinations on WGS 84, after Karney (2013)."""

from typing import Any, overload

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from infmap.errors import GeodesyError
from infmap.geodesy.arrays import Floats

#: The ellipsoid of every distance in infmap; geodesics after Karney (2013).
WGS84 = Geod(ellps="WGS84")


@overload
def inverse(lon: float, lat: float, to_lon: float, to_lat: float) -> tuple[float, float]: ...
@overload
def inverse(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> tuple[Any, Any]: ...
def inverse(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> tuple[Any, Any]:
    """Return the geodesic distance between positions and the azimuth at the first.

    Parameters
    ----------
    lon, lat : array_like
        Positions to measure from, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    to_lon, to_lat : array_like
        Positions to measure to. All four broadcast: ``(n, 1)`` against ``(m,)`` gives
        ``(n, m)``.

    Returns
    -------
    distance_km : float or ndarray
        Shortest distance on the WGS 84 ellipsoid, kilometres. A float if all four
        arguments are scalars.
    azimuth_deg : float or ndarray
        Direction of departure, degrees clockwise from true north, ``[0, 360)``. Between
        coincident positions it has no meaning.

    Raises
    ------
    GeodesyError
        If a position is not finite or out of bounds.

    See Also
    --------
    destination : The position at a given azimuth and distance.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55.

    Examples
    --------
    >>> from infmap.geodesy import inverse
    >>> distance, azimuth = inverse(20.51, 54.71, 21.01, 52.23)  # Kaliningrad to Warsaw
    >>> print(f"{distance:.1f} km towards {azimuth:.1f} degrees")
    278.0 km towards 172.9 degrees
    """
    check_position(lon, lat)
    check_position(to_lon, to_lat)
    shape, (lons, lats, to_lons, to_lats) = broadcast(lon, lat, to_lon, to_lat)
    azimuth_deg, _, distance_m = WGS84.inv(lons, lats, to_lons, to_lats)
    azimuth_deg = azimuth_deg % 360.0
    azimuth_deg[azimuth_deg == 360.0] = 0.0  # what -1e-15 % 360 gives
    return _shaped(distance_m / 1000.0, shape), _shaped(azimuth_deg, shape)


@overload
def distance_km(lon: float, lat: float, to_lon: float, to_lat: float) -> float: ...
@overload
def distance_km(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> Any: ...
def distance_km(
    lon: npt.ArrayLike, lat: npt.ArrayLike, to_lon: npt.ArrayLike, to_lat: npt.ArrayLike
) -> Any:
    """Return the geodesic distance between positions, kilometres.

    The first of the two results of `inverse`, where the arguments are described in full.

    Parameters
    ----------
    lon, lat : array_like
        Positions to measure from, degrees east and north.
    to_lon, to_lat : array_like
        Positions to measure to; all four broadcast.

    Returns
    -------
    float or ndarray
        Shortest distance on the WGS 84 ellipsoid, kilometres.

    Raises
    ------
    GeodesyError
        If a position is not finite or out of bounds.

    Examples
    --------
    >>> from infmap.geodesy import distance_km
    >>> print(f"{distance_km(24.42, 44.08, -0.1257, 51.5085):.1f}")  # Deveselu to London
    2003.4
    >>> import numpy as np
    >>> sites, targets = np.array([[20.51], [24.42]]), np.array([21.01, -0.1257, 116.4])
    >>> distance_km(sites, [[54.71], [44.08]], targets, [52.23, 51.5085, 39.9]).shape
    (2, 3)
    """
    return inverse(lon, lat, to_lon, to_lat)[0]


@overload
def destination(
    lon: float, lat: float, azimuth_deg: float, distance_km: float
) -> tuple[float, float]: ...
@overload
def destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_km: npt.ArrayLike
) -> tuple[Any, Any]: ...
def destination(
    lon: npt.ArrayLike, lat: npt.ArrayLike, azimuth_deg: npt.ArrayLike, distance_km: npt.ArrayLike
) -> tuple[Any, Any]:
    """Return where a geodesic of a given azimuth and length ends.

    Parameters
    ----------
    lon, lat : array_like
        Positions of departure, degrees east ``[-180, 180]`` and north ``[-90, 90]``.
    azimuth_deg : array_like
        Directions of departure, degrees clockwise from true north; any finite number.
    distance_km : array_like
        Lengths in kilometres, 0 or above. All four broadcast.

    Returns
    -------
    lon, lat : float or ndarray
        Positions of arrival, degrees; longitudes in ``[-180, 180]``. Floats if all four
        arguments are scalars.

    Raises
    ------
    GeodesyError
        If a number is not finite or out of bounds.

    See Also
    --------
    inverse : The azimuth and distance between given positions.

    Examples
    --------
    >>> from infmap.geodesy import destination
    >>> lon, lat = destination(20.51, 54.71, 90.0, 500.0)
    >>> print(f"{lon:.3f} {lat:.3f}")
    28.236 54.463
    """
    check_position(lon, lat)
    check_bounds(azimuth_deg, "azimuth_deg", -np.inf, np.inf, "degrees", "write degrees from north")
    check_bounds(
        distance_km, "distance_km", 0.0, np.inf, "km", "to go back, turn the azimuth by 180"
    )
    shape, (lons, lats, azimuths, kilometres) = broadcast(lon, lat, azimuth_deg, distance_km)
    to_lon, to_lat, _ = WGS84.fwd(
        lons, lats, azimuths, kilometres * 1000.0, return_back_azimuth=False
    )
    return _shaped(to_lon, shape), _shaped(to_lat, shape)


def check_position(lon: npt.ArrayLike, lat: npt.ArrayLike) -> None:
    """Check that positions are finite and within bounds.

    Parameters
    ----------
    lon, lat : array_like
        Degrees east ``[-180, 180]`` and north ``[-90, 90]``.

    Raises
    ------
    GeodesyError
        With the first value that is not.

    Examples
    --------
    >>> from infmap.geodesy import check_position
    >>> check_position(20.51, 54.71)
    """
    check_bounds(lat, "latitude", -90.0, 90.0, "degrees", "is the pair swapped?")
    check_bounds(lon, "longitude", -180.0, 180.0, "degrees", "write 190 as -170")


def check_bounds(
    values: npt.ArrayLike, name: str, lower: float, upper: float, unit: str, remedy: str
) -> None:
    """Check that numbers are finite and within bounds.

    Parameters
    ----------
    values : array_like
    name, unit, remedy : str
        Parts of the error message: name, unit, and what to write instead.
    lower, upper : float
        Bounds, both included; an infinite bound does not limit.

    Raises
    ------
    GeodesyError
        With the first value that is not.

    Examples
    --------
    >>> from infmap.geodesy import check_bounds
    >>> check_bounds([5, -1], "range_km", 0, float("inf"), "km", "write 5")
    Traceback (most recent call last):
    infmap.errors.GeodesyError: range_km must be a finite number of km, 0 or above (got -1); write 5
    """
    try:
        numbers = np.asarray(values)
    except ValueError:  # rows of different lengths
        numbers = np.array("")
    if numbers.dtype.kind not in "biufO":
        raise GeodesyError(f"{name} must be a number (got {values!r}); {remedy}")
    numbers = numbers.astype(np.float64)
    wrong = numbers[~((numbers >= lower) & (numbers <= upper) & np.isfinite(numbers))]
    if not wrong.size:
        return
    if np.isinf(lower):
        bounds = f"a finite number of {unit}"
    elif np.isinf(upper):
        bounds = f"a finite number of {unit}, {lower:g} or above"
    else:
        bounds = f"within [{lower:g}, {upper:g}] {unit}"
    raise GeodesyError(f"{name} must be {bounds} (got {wrong[0]:.12g}); {remedy}")


def broadcast(*values: npt.ArrayLike) -> tuple[tuple[int, ...], list[Floats]]:
    """Return the common shape of the values, and each value as a flat copy of that shape."""
    try:
        arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in values))
    except ValueError:
        shapes = " and ".join(dict.fromkeys(str(np.shape(value)) for value in values))
        raise GeodesyError(
            f"arguments must go together (got shapes {shapes}); give one number, or as many each"
        ) from None
    return arrays[0].shape, [array.flatten() for array in arrays]


def _shaped(flat: Floats, shape: tuple[int, ...]) -> Any:
    return flat.reshape(shape) if shape else float(flat[0])
