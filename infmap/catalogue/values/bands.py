"""Parsers for bands of distance, such as 500-5500 km."""

from typing import TypeAlias

from infmap.arguments import is_truth, shown
from infmap.catalogue.values.named import in_order
from infmap.catalogue.values.numbers import (
    Range,
    first_unit,
    in_words,
    is_converted,
    read_range,
    remedy_where,
)
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit
from infmap.errors import InfmapError, tell_reading
from infmap.geodesy import MAX_RANGE_KM, MIN_RANGE_KM
from infmap.looks.distances import Units, limit_text
from infmap.treaty import TREATY_BANDS, Bands, own_bands

#: Two distances, or a text such as ``500-5500 km``; by name they are ``min_km`` and ``max_km``.
Band: TypeAlias = str | tuple[float | str, float | str]

#: A narrower band cannot be drawn: its outlines would meet.
NARROWEST_KM = 0.1
#: How a band is written in Python and on the command line.
_AS_IN = "500-5500"
_REMEDY = f"write both its edges, as in {_AS_IN}"


def read_band(text: str, what: str = "band") -> tuple[float, float]:
    """Return the edges of a band in kilometres, the nearer first.

    The text gives two distances in any unit and any form that a table may have; a unit at one of
    them alone is that of both. A warning, in which `what` names the argument, says that another
    unit was converted. Raises `RefusedError` if the text does not give two distances, or is
    ambiguous.

    Examples
    --------
    >>> read_band("500 to 5500 km"), read_band("500..5500"), read_band("500km-5500")
    ((500.0, 5500.0), (500.0, 5500.0), (500.0, 5500.0))
    """
    try:
        read = read_range(text)
    except RefusedError as refused:
        raise RefusedError(refused.problem, remedy_where(_has_edges, refused, _REMEDY)) from None
    if read.at_least_km is None or read.up_to_km is None:
        raise RefusedError("gives one edge of a band", _REMEDY)
    if is_converted(text):
        tell_reading(f"{what} {text} read as {in_words(read)}")
    return read.at_least_km, read.up_to_km


def is_band(text: str) -> bool:
    """Return whether one text gives both edges of a band.

    Examples
    --------
    >>> is_band("500-5500"), is_band("500 km")
    (True, False)
    """
    try:
        read = read_range(text)
    except RefusedError:
        return False
    return _has_edges(read)


def _has_edges(read: Range) -> bool:
    return None not in (read.at_least_km, read.up_to_km)


def edges_of(band: Band) -> tuple[float, float]:
    """Return the edges of a band in kilometres, the nearer first; refuse an invalid band.

    Examples
    --------
    >>> edges_of((500, 5500)), edges_of("500 to 5500 km"), edges_of(("500 km", "5500 km"))
    ((500.0, 5500.0), (500.0, 5500.0), (500.0, 5500.0))
    """
    try:
        nearest, farthest = _both_edges(band)
    except RefusedError as refused:
        raise InfmapError(f"band: {refused.problem} ({shown(band)}); {refused.remedy}") from None
    except (TypeError, ValueError):
        raise InfmapError(
            f"a band is two distances in km (got {shown(band)}); write {_AS_IN}"
        ) from None
    if min(nearest, farthest) < 0:
        raise InfmapError(
            f"no edge of a band is below 0 km ({_got(nearest, farthest)}); write {_AS_IN}"
        )
    if not nearest <= farthest:
        raise InfmapError(
            f"a band runs from the nearer to the farther edge ({_got(nearest, farthest)}); "
            f"write {_AS_IN}"
        )
    return nearest, farthest


def bands_of(band: Band | None) -> Bands:
    """Return what distances are told by: the band asked for, or the treaty's where there is none.

    Examples
    --------
    >>> bands_of(None).span, bands_of("300-3000").span
    ('500 to 5500 km', '300 to 3000 km')
    """
    return TREATY_BANDS if band is None else own_bands(*edges_of(band))


def drawn_bands(band: Band | None) -> Bands:
    """Return what distances are told by, of a band that is drawn; refuse one that cannot be.

    Examples
    --------
    >>> drawn_bands("0-800 km").limits_km
    (800.0,)
    """
    bands = bands_of(band)
    nearest, farthest = bands.edges_km
    if farthest - nearest < NARROWEST_KM or not MIN_RANGE_KM <= farthest <= MAX_RANGE_KM:
        raise InfmapError(
            f"a band that is drawn is {NARROWEST_KM:g} km wide or more and ends at "
            f"{MIN_RANGE_KM:g} to {MAX_RANGE_KM:g} km ({_got(nearest, farthest)}); write "
            f"{_AS_IN}"
        )
    if 0 < nearest < MIN_RANGE_KM:
        raise InfmapError(
            f"a band that is drawn begins at 0 or from {MIN_RANGE_KM:g} km on ({_got(nearest)}); "
            f"write 0-{limit_text(farthest, Units.KM)}"
        )
    return bands


def _got(*edges_km: float) -> str:
    return f"got {' '.join(limit_text(km, Units.KM) for km in edges_km)}"


def _both_edges(band: Band) -> tuple[float, float]:
    if isinstance(band, str):
        return read_band(band)
    near, far = in_order(band, "min_km", "max_km")
    if is_truth(near) or is_truth(far) or near != near or far != far:
        raise TypeError
    try:
        return float(near), float(far)
    except ValueError:
        _refuse_number_beside_unit(near, far)
        # The text of both ends may have the unit at one end only.
        return read_band(f"{near}-{far}")


def _refuse_number_beside_unit(near: float | str, far: float | str) -> None:
    """Refuse a number, which is in kilometres, beside a text in another unit, which may be its."""
    for number, text in ((near, far), (far, near)):
        if isinstance(number, str) or not isinstance(text, str):
            continue
        unit = first_unit(text)
        if unit is not Unit.KM:
            shown_number = f"{number:.12g}"
            raise RefusedError(
                f"{shown_number} may be in km, or in {unit} as the other edge",
                f"write '{shown_number} km' or '{shown_number} {unit}'",
            )
