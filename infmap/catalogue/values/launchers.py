"""Parsers for hypothetical launchers: a position, and a range or a system."""

import re
from typing import Any, TypeAlias

from infmap.arguments import is_truth
from infmap.catalogue.values.coordinates import read_position
from infmap.catalogue.values.degrees import Position, position_text
from infmap.catalogue.values.named import fields_of, in_order
from infmap.catalogue.values.numbers import (
    Range,
    in_words,
    is_converted,
    read_range,
    remedy_where,
)
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import InfmapError, shorten, tell_reading

#: Longitude, latitude, and a range in kilometres or the name of a system.
Launcher: TypeAlias = tuple[float, float, float | str]

_REMEDY = "write LAT,LON,RANGE, as in 52.2,21,1000 or 52.2,21,iskander-m"
_FIELDS = {"lat", "lon", "range_km", "system"}


def launcher_of(given: Any) -> Launcher:
    """Return the launcher of a tuple, mapping or text.

    A mapping, or a row of a table, has ``lat`` and ``lon``, and ``range_km`` or ``system``; a text
    is ``LAT,LON,RANGE``. Raises `InfmapError` if the value is none of these.

    Examples
    --------
    >>> launcher_of({"lat": 54.7, "lon": 20.5, "range_km": 500})
    (20.5, 54.7, 500.0)
    >>> launcher_of((20.5, 54.7, "iskander-m")), launcher_of("54.7N 20.5E, 500 km")
    ((20.5, 54.7, 'iskander-m'), (20.5, 54.7, 500.0))
    >>> launcher_of((20.5, 54.7, "500 km"))
    (20.5, 54.7, 500.0)
    """
    shown = shorten(repr(given))
    if isinstance(given, str):
        try:
            return read_launcher(given)
        except RefusedError as refused:
            raise InfmapError(f"pin: {refused.problem} ({shown}); {refused.remedy}") from None
    fields = fields_of(given)
    if fields is not None:
        if {*fields} - _FIELDS or not {"lat", "lon"} <= {*fields} or len(fields) != 3:
            raise InfmapError(
                f"a pin has lat, lon and either range_km or system (got {shown}); write "
                "{'lat': 54.7, 'lon': 20.5, 'range_km': 500}"
            )
        given = fields["lon"], fields["lat"], fields.get("range_km", fields.get("system"))
    try:
        lon, lat, reach = in_order(given)
        if any(map(is_truth, (lon, lat, reach))):
            raise TypeError
        return float(lon), float(lat), _told(reach) if isinstance(reach, str) else float(reach)
    except RefusedError as refused:
        raise InfmapError(f"pin: {refused.problem} ({shown}); {refused.remedy}") from None
    except (TypeError, ValueError):
        raise InfmapError(
            f"a pin is longitude, latitude and a range in km or a system (got {shown}); write "
            "{'lat': 54.7, 'lon': 20.5, 'range_km': 500}"
        ) from None


def read_launcher(text: str, what: str = "pin") -> Launcher:
    """Return the launcher in a text: its position, a comma or semicolon, and its range.

    The position is in any form that a table may have, two bare numbers being ``lat,lon``; the range
    in any unit, or the id or name of a system. `what` names the argument in the warning that
    another unit was converted. Raises `RefusedError` if the text is no launcher, or may be either
    of two.

    Examples
    --------
    >>> read_launcher("54.7,20.5,500 km"), read_launcher("-33.9; 18.4; 9m729")
    ((20.5, 54.7, 500.0), (18.4, -33.9, '9m729'))
    >>> read_launcher("54.7,20.5")
    Traceback (most recent call last):
    infmap.catalogue.values.refused.RefusedError: gives no range; write LAT,LON,RANGE, as in \
52.2,21,1000 or 52.2,21,iskander-m
    """
    readings: dict[Launcher, str] = {}
    positions: set[Position] = set()
    refusal = RefusedError("gives no position and range", _REMEDY)
    for gap in re.finditer("[,;]", text):
        try:
            position = read_position(text[: gap.start()])
        except RefusedError as refused:
            part = f"position {shorten(text[: gap.start()].strip())!r}"
            told = RefusedError(f"{part}: {refused.problem}", refused.remedy)
            refusal = refusal if positions else told
            continue
        # A third number may be a height: then a longer part of the text gives the same position.
        if position not in positions:
            positions.add(position)
            tail = text[gap.end() :].strip()
            try:
                reach = _reach(tail)
                # In 54,42,20,30 each comma may be that of a decimal, or stand between two values.
                if gap[0] == "," and re.match(r"\d+,(?!\d{3}\b)\d", tail):
                    raise RefusedError("has more commas than LAT,LON,RANGE", _REMEDY)
                readings[*position, reach] = tail
            except RefusedError as refused:
                refusal = refused
    if _is_position(text, without=positions):
        raise RefusedError("gives no range", _REMEDY)
    if not readings:
        raise refusal
    if len(readings) > 1:
        ways = " or ".join(
            f"{position_text(lon, lat)}; {tail}" for (lon, lat, _), tail in readings.items()
        )
        raise RefusedError("may be either of two launchers", f"write {ways}")
    [((lon, lat, _), tail)] = readings.items()
    return lon, lat, _told(tail, what)


def _is_position(text: str, *, without: set[Position]) -> bool:
    """Return whether a whole text is a position, and not one of those with a range after it."""
    try:
        return read_position(text) not in without
    except RefusedError:
        return False


def _told(text: str, what: str = "pin") -> float | str:
    """Return the range in a text, or the name of a system; a note says what was converted."""
    reach = _reach(text)
    if isinstance(reach, float) and is_converted(text):
        note = f"{what}: {text} read as {in_words(read_range(text))}"
        tell_reading(note)
    return reach


def _reach(text: str) -> float | str:
    """Return the range in a text, or the text itself if it may name a system."""
    try:
        read = read_range(text)
    except RefusedError as refused:
        if not text:
            raise RefusedError("gives no range", _REMEDY) from None
        # Iskander-M and 9m729 may name a system, but not 1,000 or 2.500 km.
        if re.search(r"[^\W\d_]", text) and not re.search(r"[,;]|^[\d.\s]+[^\W\d]*$", text):
            return text
        remedy = remedy_where(_is_one, refused, "write one range, such as 500 km")
        raise RefusedError(f"range {shorten(text)!r}: {refused.problem}", remedy) from None
    if read.up_to_km is None or not _is_one(read):
        raise RefusedError("a launcher has one range", _REMEDY)
    return read.up_to_km


def _is_one(read: Range) -> bool:
    """Return whether both ends of a range are the same."""
    return read.up_to_km is not None and read.at_least_km in (None, read.up_to_km)
