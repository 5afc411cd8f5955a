"""Checks whether the points of a caller's table lie in the countries that it states.

No point is moved. A swapped pair is refused, and so are two zeros. A point outside its country is
only noted, since names and borders may be disputed.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.rows import Capital, Deployment, Position

if TYPE_CHECKING:
    from infmap.catalogue.reading.lands import Land, Lands

_Rows: TypeAlias = Sequence[tuple[int, Deployment | Capital | Position]]


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

    A country without an outline of this name is not checked. A point near a country's outline
    counts as inside.

    Outlines are only read where a row states a country.
    """
    stated = defaultdict(list)
    for number, row in rows:
        # Beyond 90 degrees east or west a longitude cannot be a latitude.
        if row.country and abs(row.lon) <= 90:
            stated[row.country].append((number, row))
    if stated:
        from infmap.catalogue.reading.lands import lands_of

        known = lands_of(outlines)
        for country, placed in stated.items():
            land = known.get(country)
            if land is not None:
                _check_country(reading, placed, land, known)


def _check_country(reading: Reading, rows: _Rows, land: "Land", known: "Lands") -> None:
    outside, swapped = land.judged([row.lon for _, row in rows], [row.lat for _, row in rows])
    for (number, row), is_outside, is_swapped in zip(rows, outside, swapped, strict=True):
        if not is_outside:
            continue
        where = known.at(row.lon, row.lat)
        lies = f"lies in {where}" if where else "lies outside every country"
        if is_swapped:
            reading.fault(
                number,
                "lon",
                f"{lies}, swapped it lies in {land.name}",
                f"{row.lon:g}, {row.lat:g}",
                "swap lon and lat",
                kind=f"lies in {land.name} only if lon and lat are swapped",
            )
        else:
            text = f"{row.lat:g}, {row.lon:g} {lies} by infmap's outlines, and not in {land.name}"
            reading.note(number, "country", text, kind=f"not in {land.name}")
