"""Checks whether the points of a caller's table lie in the countries that it states.

No point is moved. A swapped pair is refused, and so are two zeros. A point outside its country is
only noted, since names and borders may be disputed; the note says if a sign seems lost.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from infmap.catalogue.names.territories import were_one
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.rows import Capital, Deployment, Position

if TYPE_CHECKING:
    from infmap.catalogue.reading.lands import Land, Lands

_Numbered: TypeAlias = tuple[int, Deployment | Capital | Position]
_Rows: TypeAlias = Sequence[_Numbered]


def refuse_zeros(reading: Reading, rows: _Rows) -> None:
    """Refuse positions of two zeros, which programs write for none: there is nothing but sea."""
    for number, row in rows:
        if row.lon == row.lat == 0:
            remedy = "write where it is, or delete the row"
            reading.fault(number, "lon", "lon and lat are 0, an empty position", None, remedy)


def check_positions(reading: Reading, rows: _Rows, outlines: Path) -> None:
    """Refuse positions of two zeros or swapped ones; note those outside their country."""
    refuse_zeros(reading, rows)
    check_countries(reading, rows, outlines)


def check_countries(reading: Reading, rows: _Rows, outlines: Path) -> None:
    """Refuse swapped positions; note those outside their country.

    The country is told by its name in any language or by its code, as `Lands.get` finds it: one
    that is not known, or has no outline, is not checked. A point near its outline counts as inside.

    Outlines are only read where a row states a country.
    """
    stated: dict[tuple[str, str], list[_Numbered]] = defaultdict(list)
    for number, row in rows:
        names = (row.country, "" if isinstance(row, Deployment) else row.iso_a3)
        if any(names):
            stated[names].append((number, row))
    if stated:
        from infmap.catalogue.reading.lands import lands_of

        known = lands_of(outlines)
        for names, placed in stated.items():
            land = known.get(*names)
            if land is not None:
                _check_country(reading, placed, land, known)


def _check_country(
    reading: Reading, rows: Sequence[_Numbered], land: "Land", known: "Lands"
) -> None:
    outside, swapped = land.judged([row.lon for _, row in rows], [row.lat for _, row in rows])
    found = [
        (number, row, is_swapped)
        for (number, row), is_outside, is_swapped in zip(rows, outside, swapped, strict=True)
        if is_outside
    ]
    where = known.at([row.lon for _, row, _ in found], [row.lat for _, row, _ in found])
    for (number, row, is_swapped), there in zip(found, where, strict=True):
        lies = f"lies in {there.country}" if there else "lies outside every country"
        if is_swapped:
            (now,) = known.at([row.lat], [row.lon])
            remedy = "swap lon and lat"
            if there and were_one(land.code, there.iso_a3):
                remedy += f", or write {there.country} as the country if it lies there"
            reading.fault(
                number,
                "lon",
                f"{lies}, swapped it lies in {now.country if now else land.name}",
                f"{row.lon:g}, {row.lat:g}",
                remedy,
                kind=f"lies in {land.name} only if lon and lat are swapped",
            )
        else:
            text = f"{row.lat:g}, {row.lon:g} {lies} by infmap's outlines, and not in {land.name}"
            text += _lost_sign(row.lon, row.lat, land)
            reading.note(number, "country", text, kind=f"not in {land.name}")


def _lost_sign(lon: float, lat: float, land: "Land") -> str:
    """Return the end of a note on a point that would lie in its country with another sign."""
    for new_lon, new_lat in ((-lon, lat), (lon, -lat), (-lon, -lat)):
        if land.may_hold(new_lon, new_lat):
            turned = [f"lon {new_lon:g}"] if new_lon != lon else []
            turned += [f"lat {new_lat:g}"] if new_lat != lat else []
            return f", where it would lie with {' and '.join(turned)}"
    return ""
