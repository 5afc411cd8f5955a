"""Parsers for grid references: the Military Grid Reference System (MGRS), and UTM."""

import math
import re
import warnings
from collections.abc import Callable

from infmap.catalogue.values.degrees import Position, is_on_earth, position_text
from infmap.catalogue.values.geometry_texts import in_degrees
from infmap.catalogue.values.refused import RefusedError
from infmap.io.alone import ALONE

#: The letters of the latitude bands, 8 degrees each from 80 south; X has 12 degrees.
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
#: West and east ends of the zones in Norway and Svalbard, which are not 6 degrees wide.
_ODD_ZONES = {
    (31, "V"): (0, 3),
    (32, "V"): (3, 12),
    (31, "X"): (0, 9),
    (33, "X"): (9, 21),
    (35, "X"): (21, 33),
    (37, "X"): (33, 42),
}
_KM_PER_DEGREE = 111.3
#: The largest square whose centre passes for a point.
_COARSEST_M = 1000
#: Maps draw the grid of a zone up to this far into the next zone.
_OVERLAP_KM = 40.0


def is_grid_reference(text: str) -> bool:
    """Return whether a text has the form of a grid reference, valid or not.

    ``BAY 12`` or ``24 HRS`` is taken for a name, although the grid has squares of these names.

    Examples
    --------
    >>> is_grid_reference("33U UP 12345 67890"), is_grid_reference("Bay 12")
    (True, False)
    """
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read is not _mgrs or not _is_like_a_name(match)
    return False


def grid_position(text: str) -> Position | None:
    """Return the position of a grid reference, or None for a text that is none.

    The text is MGRS or UTM, without blanks around it. Longitude and latitude are degrees on WGS 84:
    for a square of the grid, its centre. Raises `RefusedError` if the grid has no such square or
    point, the square is larger than 1 km, or the reference is ambiguous.

    Examples
    --------
    >>> [round(degrees, 2) for degrees in grid_position("33U UP 12345 67890")]
    [12.46, 48.44]
    >>> print(grid_position("Berlin"))
    None
    """
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match)
    return None


def _is_like_a_name(match: re.Match[str]) -> bool:
    digits = len(match["east"]) + len(match["north"])
    if match["polar"]:
        return digits < 6
    return digits == 0 and (" " in match[0] or not match[0].isupper())


def _mgrs(match: re.Match[str]) -> Position:
    zone = match["polar"] or f"{int(match['zone'])}{match['band']}"
    square = f"{zone.upper()}{match['square'].upper()}"
    east, north = match["east"], match["north"]
    if not north:
        east, north = east[: len(east) // 2], east[len(east) // 2 :]
    if len(east) != len(north) or len(east) > 5:
        raise RefusedError(
            "a grid reference has as many digits east as north, 5 at the most",
            "write it as in 33U UP 12345 67890",
        )
    # All versions of mgrs agree on references to whole metres, so that of the centre is used.
    size = 10 ** (5 - len(east))
    metres = "".join(f"{int(part or 0) * size + size // 2:05d}" for part in (east, north))
    # mgrs warns of a point outside its band. The band is checked below instead.
    with ALONE, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        from mgrs import MGRS  # type: ignore[import-untyped]
        from mgrs.core import MGRSError  # type: ignore[import-untyped]

        try:
            lat, lon = MGRS().toLatLon(square + metres)
        except (MGRSError, ValueError) as error:
            raise RefusedError(f"there is no square {square}", "check its letters") from error
    if not (is_on_earth(lon, lat) and (match["polar"] or _is_near_zone(match, lon, lat, size))):
        raise RefusedError(f"there is no square {square}", "check its letters")
    if size > _COARSEST_M:
        raise RefusedError(
            f"is a square of {size // 1000} km, no point",
            f"write it with 4 digits or more, or its centre, {position_text(lon, lat)}, "
            f"which may be {math.ceil(size * math.sqrt(0.5) / 1000)} km off",
        )
    return lon, lat


def _is_near_zone(match: re.Match[str], lon: float, lat: float, size_m: float) -> bool:
    """Return whether a square's centre lies in its zone and band, or within the overlap."""
    zone, band = int(match["zone"]), match["band"].upper()
    west, east = _ODD_ZONES.get((zone, band), (6 * zone - 186, 6 * zone - 180))
    outside = max(0.0, abs((lon - (west + east) / 2 + 180) % 360 - 180) - (east - west) / 2)
    outside_km = outside * math.cos(math.radians(lat)) * _KM_PER_DEGREE
    return outside_km <= _OVERLAP_KM + size_m / 1000 and _is_in_band(lat, band, size_m / 1000)


def _is_in_band(lat: float, band: str, slack_km: float) -> bool:
    south = 8 * _BANDS.index(band) - 80
    slack = slack_km / _KM_PER_DEGREE
    return south - slack <= lat <= south + (12 if band == "X" else 8) + slack


def _utm(match: re.Match[str]) -> Position:
    zone, letter = int(match["zone"]), match["band"].upper()
    east, north = float(match["east"]), float(match["north"])
    if not (1 <= zone <= 60 and 1e5 <= east < 1e6 and 0 <= north <= 1e7):
        raise RefusedError("is no position of UTM", "write latitude and longitude in degrees")
    northern = in_degrees(east, north, 32600 + zone)
    southern = in_degrees(east, north, 32700 + zone)
    if letter == "S":
        # S is a band of the Mediterranean, or stands for the southern hemisphere.
        if not _is_in_band(northern[1], "S", 1):
            return southern
        raise RefusedError(
            "may be either of two places",
            f"write {position_text(*northern)} if S is the band of 32 to 40 north, "
            f"{position_text(*southern)} if it is the south",
        )
    lon, lat = northern if letter >= "N" else southern
    if letter != "N" and not _is_in_band(lat, letter, 1):
        raise RefusedError(
            f"does not lie in band {letter}",
            f"write {position_text(lon, lat)} if the numbers are right",
        )
    return lon, lat


#: The pattern of each format, and the function that reads it; the first match counts.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Position]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL | re.ASCII), read)
    for pattern, read in (
        (
            r"(?:MGRS:?\s*)?(?:(?P<zone>0?[1-9]|[1-5]\d|60)\s*(?P<band>[C-HJ-NP-X])|"
            r"(?P<polar>[ABYZ]))\s*(?P<square>[A-HJ-NP-Z]{2})"
            r"\s*(?P<east>\d{0,10})\s*(?P<north>\d{0,5})",
            _mgrs,
        ),
        (
            r"(?:UTM:?\s*)?(?:zone\s*)?(?P<zone>\d{1,2})\s*(?P<band>[C-HJ-NP-X])[\s,;]\s*"
            r"(?:E\s*)?(?P<east>0?\d{6}(?:\.\d+)?)\s*(?:m?\s*E)?[\s,;]\s*"
            r"(?:N\s*)?(?P<north>\d{1,8}(?:\.\d+)?)\s*(?:m?\s*N)?",
            _utm,
        ),
    )
)
