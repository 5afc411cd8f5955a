"""Whether the points of a caller's table lie where its other columns say.

No point is moved: a pair that is swapped for certain is refused, and so is the empty one. One that
lies elsewhere than its country is told, since a name and a border may be drawn in several ways.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.rows import Capital, Deployment

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A point so near to its country's outline is in it: the outlines are simplified, and a ship or
#: an islet is drawn in none.
OUTLINE_KM = 100.0
#: Countries by their folded names: the name and the outline.
_Outlines: TypeAlias = "dict[str, tuple[str, BaseGeometry]]"
_Rows: TypeAlias = Sequence[tuple[int, Deployment | Capital]]


def check_positions(reading: Reading, rows: _Rows, outlines: Path) -> None:
    """Refuse positions that are empty or swapped by their country; tell those outside of it.

    A row whose country has no outline of this name is not judged, nor is one whose point lies
    in the country or within `OUTLINE_KM` of it.

    Parameters
    ----------
    reading : Reading
        Takes the faults.
    rows : sequence of (int, Deployment or Capital)
        Rows with their numbers.
    outlines : Path
        The countries' outlines, GeoJSON; only read where a row states a country.
    """
    for number, row in rows:
        if row.lon == row.lat == 0:
            remedy = "write where it is, or delete the row"
            reading.fault(number, "lon", "lon and lat are 0, an empty position", None, remedy)
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
        where = next((other for other, area in known.values() if area.covers(point)), "")
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
            told = f"{row.lat:g}, {row.lon:g} {lies} by infmap's outlines, and not in {name}"
            reading.note(number, "country", told, kind=f"not in {name}")


@lru_cache(maxsize=1)
def _by_name(path: Path) -> _Outlines:
    import shapely

    from infmap.catalogue.outlines import read_countries

    outlines = {one.country.casefold(): (one.country, one.shape) for one in read_countries(path)}
    for _, shape in outlines.values():
        shapely.prepare(shape)
    return outlines
