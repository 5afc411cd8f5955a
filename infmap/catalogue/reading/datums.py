"""Reads the columns that say on which geodetic datum the coordinates of a row are.

Degrees are read as on WGS 84. Datums that differ from it by metres at most, as plates move, are
noted; of others, which may lie hundreds of metres from it, a row is refused.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Any

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.heads.words import phrases, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.errors import shorten


class Datum(Enum):
    """How a datum differs from WGS 84."""

    SAME = auto()
    #: By metres at most.
    NEAR = auto()
    #: By hundreds of metres, perhaps.
    OTHER = auto()
    #: Not a datum of degrees: a projection.
    PLANE = auto()


#: A longer text names no datum.
_LONGEST = 200
_CODE = re.compile(r"(?:epsg|srid|wkid)\W*(?:[\d.]+[:/])?:*(\d{4,6})\b", re.IGNORECASE)
_BARE_CODE = re.compile(r"\s*(\d{4,6})(?:\.0)?\s*")
#: Numbers that are a year before they are a code.
_YEARS = range(1000, 2200)
#: Those of datums that have their centre in the earth's, as of satellites.
_NEW_ELLIPSOIDS = {"GRS 1980", "WGS 84"}
_FAR = "which may lie hundreds of metres from WGS 84"
_REMEDY = (
    "convert lon and lat to WGS 84 (EPSG:4326) and write that, or delete the column if such a "
    "shift does not matter"
)


@lru_cache(maxsize=4096)
def datum_of(text: str) -> Datum | None:
    """Return how the datum that a text names differs from WGS 84; None if it names none.

    Examples
    --------
    >>> datum_of("WGS 84 (EPSG:4326)"), datum_of("ETRS89"), datum_of("4267"), datum_of("UTM 33N")
    (<Datum.SAME: 1>, <Datum.NEAR: 2>, <Datum.OTHER: 3>, <Datum.PLANE: 4>)
    >>> datum_of("2019-05-01"), datum_of("2019"), datum_of("unknown")
    (None, None, None)
    """
    if len(text) > _LONGEST:
        return None
    if bare := _BARE_CODE.fullmatch(text):
        return None if int(bare[1]) in _YEARS else _of_code(int(bare[1]))
    named = _named(text)
    coded = [_of_code(int(code)) for code in _CODE.findall(text)]
    all_named = [datum for datum in (named, *coded) if datum is not None]
    # Of several the one that differs most is told.
    return max(all_named, key=lambda datum: datum.value, default=None)


@cache
def _of_code(code: int) -> Datum | None:
    """Return the datum of a code of EPSG's."""
    if code == 4326:
        return Datum.SAME
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_epsg(code)
    except CRSError:
        return None
    if system.is_projected:
        return Datum.PLANE
    if not system.is_geographic or system.datum is None:
        return None
    named = _named(system.datum.name) or _named(system.name)
    is_new = system.ellipsoid is not None and system.ellipsoid.name in _NEW_ELLIPSOIDS
    return named or (Datum.NEAR if is_new else Datum.OTHER)


def _named(text: str) -> Datum | None:
    words = plain_words(text)
    joined = "".join(words)
    if {*words} & phrases("datum_plane"):
        return Datum.PLANE
    for datum, name in (
        (Datum.OTHER, "datum_other"),
        (Datum.NEAR, "datum_near"),
        (Datum.SAME, "datum_same"),
    ):
        if any(_begins_a_word(called, words, joined) for called in _joined(name)):
            return datum
    return None


@cache
def _joined(name: str) -> frozenset[str]:
    return frozenset(phrase.replace(" ", "") for phrase in phrases(name))


def _begins_a_word(called: str, words: list[str], joined: str) -> bool:
    """Return whether a name stands in a text from the beginning of a word on."""
    if called not in joined:
        return False
    starts = {sum(map(len, words[:at])) for at in range(len(words))}
    return any(joined.startswith(called, start) for start in starts)


def datums_in(sheet: Sheet, place: int) -> list[Datum]:
    """Return the datums that a column names in its first rows."""
    named = (datum_of(str(cell)) for cell in sheet.filled(place))
    return [datum for datum in named if datum is not None]


def is_refused(cell: Any) -> bool:
    """Return whether a cell names a datum on which degrees are refused.

    Examples
    --------
    >>> is_refused("NAD27"), is_refused("NAD83"), is_refused(None)
    (True, False, False)
    """
    return cell is not None and datum_of(str(cell)) is Datum.OTHER


def check_datums(
    reading: Reading, number: int, sheet: Sheet, layout: Layout, row: list[Any]
) -> None:
    """Refuse a row whose degrees are on a datum far from WGS 84; note one that is near it."""
    for head, cell, datum in _named_in(sheet, layout, row):
        shown = shorten(str(cell).strip())
        if layout.by_geometry and sheet.crs_said:
            if datum is Datum.OTHER:
                text = f"{shown!r}, but the point is read by the reference system of the file"
                reading.note(number, head, text, kind=f"datum {shown}")
        elif datum is Datum.OTHER:
            problem = f"names a datum {_FAR}"
            reading.fault(number, head, problem, shown, _REMEDY)
        elif datum is Datum.NEAR:
            text = f"{shown!r} read as WGS 84, from which it differs by metres at most"
            reading.note(number, head, text, kind=f"datum {shown}")
        elif datum is Datum.PLANE:
            text = f"{shown!r} is a projection: lon and lat are read as degrees on WGS 84"
            reading.note(number, head, text, kind=f"datum {shown}")


def _named_in(sheet: Sheet, layout: Layout, row: list[Any]) -> Iterator[tuple[str, Any, Datum]]:
    for place in layout.datums:
        cell = row[place] if place < len(row) else None
        datum = None if cell is None else datum_of(str(cell))
        if datum is not None:
            yield sheet.heads[place], cell, datum
