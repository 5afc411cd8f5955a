"""Checks whether the points of a caller's table lie in the countries that it states.

No point is moved. A swapped pair is refused, and so are two zeros. A point outside its country is
only noted, since names and borders may be disputed.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.rows import Capital, Deployment, Position

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A point this near to a country's outline counts as inside: the outlines are simplified, and
#: leave out ships and islets.
OUTLINE_KM = 100.0
#: Countries by their folded names: the name and the outline.
_Outlines: TypeAlias = "dict[str, tuple[str, BaseGeometry]]"
_Rows: TypeAlias = Sequence[tuple[int, Deployment | Capital]]


def refuse_zeros(
    reading: Reading, rows: Sequence[tuple[int, Deployment | Capital | Position]]
) -> None:
    """Refuse positions of two zeros, which programs write for none: there is nothing but sea."""
    for number, row in rows:
        if row.lon == row.lat == 0:
            remedy = "write where it is, or delete the row"
            reading.fault(number, "lon", "lon and lat are 0, an empty position", None, remedy)


def check_positions(reading: Reading, rows: _Rows, outlines: Path) -> None:
    """Refuse positions of two zeros or swapped ones; note those outside their country.

    A country without an outline of this name is not checked. A point within `OUTLINE_KM` of a
    country counts as inside.

    Outlines are only read where a row states a country.
    """
    refuse_zeros(reading, rows)
    stated = defaultdict(list)
    for number, row in rows:
        # Beyond 90 degrees east or west a longitude cannot be a latitude.
        if row.country and abs(row.lon) <= 90:
            stated[row.country.casefold()].append((number, row))
    if stated:
        known = _by_name(outlines)
        for country, placed in stated.items():
            if country in known:
                _check_country(reading, placed, country, known)


def _check_country(reading: Reading, rows: _Rows, country: str, known: _Outlines) -> None:
    import shapely

    from infmap.geodesy import range_ring

    name, outline = known[country]
    lons, lats = [row.lon for _, row in rows], [row.lat for _, row in rows]
    inside_if_swapped = shapely.covers(outline, shapely.points(lats, lons))
    covered = shapely.covers(outline, shapely.points(lons, lats))
    for (number, row), within, swapped in zip(rows, covered, inside_if_swapped, strict=True):
        if within or shapely.intersects(range_ring(row.lon, row.lat, OUTLINE_KM), outline):
            continue
        point = shapely.Point(row.lon, row.lat)
        where = next((country for country, area in known.values() if area.covers(point)), "")
        lies = f"lies in {where}" if where else "lies outside every country"
        if swapped:
            reading.fault(
                number,
                "lon",
                f"{lies}, swapped it lies in {name}",
                f"{row.lon:g}, {row.lat:g}",
                "swap lon and lat",
                kind=f"lies in {name} only if lon and lat are swapped",
            )
        else:
            text = f"{row.lat:g}, {row.lon:g} {lies} by infmap's outlines, and not in {name}"
            reading.note(number, "country", text, kind=f"not in {name}")


@lru_cache(maxsize=1)
def _by_name(path: Path) -> _Outlines:
    import shapely

    from infmap.catalogue.outlines import read_countries

    outlines = {
        country.country.casefold(): (country.country, country.shape)
        for country in read_countries(path)
    }
    for _, shape in outlines.values():
        shapely.prepare(shape)
    return outlines
