"""The heads of a table's columns: all that are needed, none misspelt, none twice.

A misspelt head would silently lose what its column holds.
"""

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from infmap.catalogue.reading.inputs import Frame, Reading
from infmap.catalogue.rows import SHORT_NAMES, Row, known_columns, missing_columns
from infmap.errors import shorten

#: What others call our columns; never read, but told.
OTHER_NAMES = {
    "lon": "lng long länge längengrad laenge laengengrad долгота longitud",
    "lat": "breite breitengrad широта latitud",
    "name": "bezeichnung ort standort название наименование имя место nom nombre",
    "system": "waffensystem система комплекс ракета missile système sistema",
    "system_id": "system waffensystem система комплекс ракета missile",
    "country": "land staat страна государство pays país",
    "range_km": "range reichweite reichweite_km дальность дальность_км",
    "up_to_km": "max max_km maximum bis до",
    "at_least_km": "min min_km minimum ab von от",
    "claimant": "angabe_von заявитель",
    "source_id": "source quelle источник",
    "note": "notes remark bemerkung anmerkung примечание remarque",
}
#: To tell what each head means takes time, and no table of sites has so many.
MOST_COLUMNS = 1000
#: Heads of columns with both coordinates in one cell.
PAIRS = {
    *("coordinates", "coordinate", "coords", "position", "location"),
    *("latlon", "lat/lon", "lat,lon", "lonlat", "lon/lat", "lon,lat"),
    *("koordinaten", "координаты"),
}


def header_fits(reading: Reading, header: list[str], model: type[Row], row: int = 1) -> bool:
    """Check a table's columns, with the number of the row that holds their heads."""
    where = None if isinstance(reading.source, Frame) else row
    if len(header) > MOST_COLUMNS:
        problem, remedy = f"has more than {MOST_COLUMNS:,} columns", "delete those not needed"
        reading.fault(where, None, problem, f"{len(header):,}", remedy)
        return False
    found = ", ".join(name or "(blank)" for name in header)
    absent = missing_columns(header, model)
    unknown = [name for name in dict.fromkeys(header) if name and name not in known_columns(model)]
    remedies = {name: _remedy(name, unknown) for name in absent}
    if len(unknown) == len({*header} - {""}) and not any(remedies.values()):
        remedy = f"name the columns {', '.join(absent)}"
        reading.fault(where, None, "has none of the columns that it must have", found, remedy)
        return False
    for name, remedy in remedies.items():
        reading.fault(where, name, "column is missing", found, remedy or f"add a column {name}")
    short = SHORT_NAMES.get(model, {})
    optional = [
        field
        for field in model.model_fields
        if field not in header and field not in absent and field not in short
    ]
    for name in unknown:
        near = next((field for field in optional if _plain(name) == field), None)
        near = near or next(iter(get_close_matches(name, optional, 1, 0.8)), None)
        near = near or next(iter(_translated(name, optional)), None)
        if near:
            reading.fault(where, name, "unknown column", name, f"rename it to {near}")
    for name, count in Counter(header).items():
        if name and count > 1:
            kind = "" if name in known_columns(model) else "column appears twice"
            remedy = "delete or rename one"
            reading.fault(where, name, "column appears twice", name, remedy, kind=kind)
    return not reading.faults


def _remedy(name: str, unknown: list[str]) -> str:
    """Return what to do for a column that is missing, or nothing where no head was meant."""
    meant = _nearest(name, unknown)
    if meant:
        return f"rename {shorten(meant)!r} to {name}"
    pair = next((head for head in unknown if head.casefold() in PAIRS), None)
    if pair and name in {"lon", "lat"}:
        return f"split {pair!r} into the columns lon and lat"
    return ""


def _nearest(name: str, heads: list[str]) -> str | None:
    """Return the head that was meant for a column: Lon and longitude for lon, nme for name."""
    heads = [head for head in heads if head.casefold() not in PAIRS]
    spelt_out = [head for head in heads if head.casefold().startswith(name)]
    translated = [head for head in heads if name in _translated(head, [name])]
    close = get_close_matches(name, heads, 1, 0.7)
    return next(iter(spelt_out or translated or close), None)


def _translated(head: str, columns: list[str]) -> list[str]:
    """Return which of the columns a head of another language or school means."""
    return [column for column in columns if _plain(head) in OTHER_NAMES.get(column, "").split()]


def _plain(head: str) -> str:
    """Return a head as a column's name would be written: ``range_km`` for ``Range (km)``."""
    return re.sub(r"\W+", "_", head.casefold()).strip("_")


def our_name(head: str, columns: Iterable[str]) -> str:
    """Return which of our columns a head that is spelt otherwise means, or the head.

    Examples
    --------
    >>> [our_name(head, ["system", "lon", "lat"]) for head in ("Sytem", "Longitude", "Breite")]
    ['system', 'lon', 'lat']
    """
    plain = _plain(head)
    if plain in {"longitude", "latitude"}:
        return plain[:3]
    translated = _translated(head, list(OTHER_NAMES))
    return next(iter(translated or get_close_matches(plain, columns, 1, 0.85)), plain)
