"""Write the tables of the page *Input formats* from what infmap reads.

Run with ``python scripts/build_input_formats.py``. Each head and each cell is read by infmap
itself, and the limits are those of the code. A test fails while the page is out of date.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import made_parts
from made_parts import with_parts
from pydantic import TypeAdapter, ValidationError

from infmap.catalogue import population
from infmap.catalogue.date_cells import RequiredDate
from infmap.catalogue.reading import faults, opening
from infmap.catalogue.reading.faults import MOST_UNPACKED_BYTES, Reading
from infmap.catalogue.reading.formats import archives, delimited
from infmap.catalogue.reading.formats.workbooks import bounds
from infmap.catalogue.reading.heads import checks
from infmap.catalogue.reading.heads.meanings import Part, meaning_of, shown_name
from infmap.catalogue.reading.holds import MODELS, Holds
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Row
from infmap.catalogue.values.coordinates import read_degrees, read_position
from infmap.catalogue.values.numbers import in_words, read_range
from infmap.catalogue.values.refused import NO_VALUE, RefusedError
from infmap.catalogue.values.units import Unit

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "how-to" / "input-formats.md"
CASES = ROOT / "tests" / "data"


# --- Kinds of file and limits ---------------------------------------------------------------


def mb(count: int) -> str:
    """Return bytes in words."""
    return f"{count / 1e6:.0f} MB"


def kinds() -> Iterator[Sequence[str]]:
    """Yield what is read, by what, and up to what size."""
    file, text = mb(opening.MOST_BYTES), mb(opening.MOST_TEXT_BYTES)
    packed = mb(MOST_UNPACKED_BYTES)
    entries = f"{archives.MOST_ENTRIES:,}"
    yield "kind", "suffixes", "read by", "limits, beside those of every table"
    yield (
        "text",
        "`.csv` `.tsv` `.tab` `.txt`",
        "Python's `csv`",
        f"{text}; {delimited.MOST_LETTERS_IN_A_CELL:,} characters a cell",
    )
    yield (
        "workbook",
        "`.xlsx` `.xlsm` `.xls` `.ods`",
        "python-calamine",
        f"{file}, {packed} unpacked, {bounds.MOST_LETTERS:,} characters a sheet; no "
        "formula is worked out, no macro run, no link followed",
    )
    yield "GeoJSON", "`.geojson` `.json`", "Python's `json`", f"{text}; points"
    yield "GeoJSONSeq", "`.geojsonl` `.geojsons` `.ndjson`", "Python's `json`", f"{text}; points"
    yield (
        "records of JSON",
        "`.json` `.jsonl`",
        "Python's `json`",
        f"{text}; a list of objects, or an object a line",
    )
    yield "KML", "`.kml`", "Python's `expat`", f"{file}; points; network links are not followed"
    yield (
        "KMZ",
        "`.kmz`",
        "Python's `zipfile` and `expat`",
        f"{file}, {packed} unpacked, {entries} files; only `doc.kml`, or the first `.kml`",
    )
    yield "GPX", "`.gpx`", "Python's `expat`", f"{file}; waypoints, not tracks and routes"
    yield (
        "GeoPackage",
        "`.gpkg`",
        "GDAL, by pyogrio",
        f"{file}, {packed} read out; no virtual table; points",
    )
    yield (
        "Shapefile",
        "`.shp`, with `.dbf` `.shx` `.prj` `.cpg` beside it",
        "GDAL, by pyogrio",
        f"{file}, {packed} with those beside it; points",
    )
    yield (
        "Shapefile in a zip",
        "`.zip`",
        "GDAL, by pyogrio",
        f"{file}, {packed} unpacked, {entries} files; points",
    )
    yield "FlatGeobuf", "`.fgb`", "GDAL, by pyogrio", f"{file}; points"
    yield (
        "Parquet, GeoParquet",
        "`.parquet`",
        "pyarrow, geopandas",
        f"{file}, {packed} unpacked; people by position: {population.MAX_PLACES:,} rows; "
        "`infmap screen`: none",
    )
    yield (
        "in Python",
        "",
        "pandas, geopandas, pyarrow",
        "DataFrame, GeoDataFrame, `pyarrow.Table`, list of dicts, dict of lists",
    )


def limits() -> str:
    """Return in a sentence how large any table may be."""
    return (
        f"A table has at most {faults.MOST_ROWS:,} rows, {faults.MOST_CELLS:,} cells and "
        f"{faults.MOST_COLUMNS:,} columns, whatever it comes in."
    )


# --- Heads ----------------------------------------------------------------------------------

#: What a table has beside the head that is looked at.
_BESIDE: dict[Holds, dict[str, object]] = {
    Holds.SITES: {"name": "North camp", "system": "9m729", "lon": 10.2, "lat": 54.1},
    Holds.SYSTEMS: {"id": "my-missile", "name": "My missile"},
    Holds.FIGURES: {
        "system_id": "9m729",
        "account": "opponent",
        "claimant": "Ministry B",
        "up_to_km": 800,
    },
    Holds.PLACES: {"name": "Ramstein", "lon": 7.6, "lat": 49.44},
    Holds.PEOPLE: {"lon": 7.6, "lat": 49.44, "population": 5000},
}
#: Table, head, and a cell under it.
HEADS: tuple[tuple[Holds, str, object], ...] = (
    (Holds.SITES, "Longitude", 10.2),
    (Holds.SITES, "LNG", 10.2),
    (Holds.SITES, "Länge [°]", 10.2),
    (Holds.SITES, "Долгота", 10.2),
    (Holds.SITES, "X", 10.2),
    (Holds.SITES, "Lat (WGS84)", 54.1),
    (Holds.SITES, "Breitengrad", 54.1),
    (Holds.SITES, "Latitud", 54.1),
    (Holds.SITES, "Coordinates", "54.1, 10.2"),
    (Holds.SITES, "LatLon", "54.1, 10.2"),
    (Holds.SITES, "lon_lat", "10.2, 54.1"),
    (Holds.SITES, "WKT", "POINT (10.2 54.1)"),
    (Holds.SITES, "MGRS", "32U PF 12345 67890"),
    (Holds.SITES, "Site Name", "North camp"),
    (Holds.SITES, "Standort", "North camp"),
    (Holds.SITES, "Пункт", "North camp"),
    (Holds.SITES, "Missile type", "9m729"),
    (Holds.SITES, "Waffensystem", "9m729"),
    (Holds.SITES, "Système d'arme", "9m729"),
    (Holds.SITES, "Ракетный комплекс", "9m729"),
    (Holds.SITES, "Host country", "Germany"),
    (Holds.SITES, "Reported since", "2024-05"),
    (Holds.SITES, "Depuis", "2024-05"),
    (Holds.SITES, "withdrawn", "2024-05"),
    (Holds.SITES, "Source URL", "Ministry B, 2024"),
    (Holds.SITES, "Uncertainty (m)", 2000),
    (Holds.SITES, "radius_km", 1200),
    (Holds.SITES, "Range (mi)", 745),
    (Holds.SYSTEMS, "MaxRange", 1200),
    (Holds.SYSTEMS, "Max range (km)", 1200),
    (Holds.SYSTEMS, "RangeKM", 1200),
    (Holds.SYSTEMS, "range_miles", 745),
    (Holds.SYSTEMS, "Range, nm", 650),
    (Holds.SYSTEMS, "range_m", 500000),
    (Holds.SYSTEMS, "Reichweite (km)", 1200),
    (Holds.SYSTEMS, "Portée maximale (km)", 1200),
    (Holds.SYSTEMS, "Alcance (millas náuticas)", 650),
    (Holds.SYSTEMS, "Дальность, км", 1200),
    (Holds.SYSTEMS, "NATO reporting name", "SSC-8"),
    (Holds.FIGURES, "Stated by", "Ministry B"),
    (Holds.FIGURES, "up_to", 800),
    (Holds.FIGURES, "at least (mi)", 300),
    (Holds.FIGURES, "Year", 2024),
    (Holds.PLACES, "City", "Ramstein"),
    (Holds.PLACES, "Nation", "Germany"),
    (Holds.PLACES, "ISO3", "DEU"),
    (Holds.PEOPLE, "Einwohnerzahl", 5000),
    (Holds.PEOPLE, "pop_max", 5000),
    (Holds.PEOPLE, "Stichtag", "2020-12-31"),
    # Not read, and told.
    (Holds.SITES, "Colour", "green"),
    (Holds.SITES, "Elevation (m)", 20),
    (Holds.SITES, "last_updated", "2024-05-03"),
    (Holds.SITES, "Brigade strength", 400),
    (Holds.SITES, "Distance to border (km)", 30),
    (Holds.SYSTEMS, "Payload (kg)", 450),
    (Holds.SYSTEMS, "Length (m)", 8),
    (Holds.SYSTEMS, "Min range (km)", 50),
    (Holds.SYSTEMS, "Speed", 900),
    (Holds.SYSTEMS, "Flight altitude (m)", 50),
    (Holds.SYSTEMS, "Diameter (m)", 0.5),
    (Holds.SYSTEMS, "Länge (m)", 8),
    (Holds.SYSTEMS, "Range class", "medium"),
    (Holds.SYSTEMS, "Warhead", "conventional"),
    (Holds.FIGURES, "Confidence", "high"),
    (Holds.PLACES, "Population", 5000),
    (Holds.PLACES, "Mayor", "somebody"),
    (Holds.PLACES, "Postcode", "66877"),
    (Holds.PEOPLE, "households", 2000),
    # Refused.
    (Holds.SITES, "Distance (km)", 1200),
    (Holds.SITES, "Easting", 391545),
    (Holds.SITES, "Lattitude", 54.1),
    (Holds.SITES, "sytem", "9m729"),
    (Holds.SITES, "Date of photograph", "2024-05-03"),
    (Holds.SITES, "contry", "Germany"),
    (Holds.SITES, "dist", 30),
    (Holds.SITES, "Radar range (km)", 300),
    (Holds.SITES, "Zasięg", "700 km"),
    (Holds.SITES, "Rechtswert", 3391545),
    (Holds.SITES, "first reportet", "2024-05"),
    (Holds.SITES, "Year built", 1970),
    (Holds.SITES, "Seen by satellite on", "2024-05-03"),
    (Holds.SYSTEMS, "range with booster", 1200),
    (Holds.SYSTEMS, "Rang (km)", 1200),
    (Holds.SYSTEMS, "operater", "Russia"),
    (Holds.SYSTEMS, "combat radius (km)", 1200),
    (Holds.SYSTEMS, "Ferry range (km)", 1200),
    (Holds.SYSTEMS, "Range 2 (km)", 1200),
    (Holds.FIGURES, "min range (km)", 500),
    (Holds.FIGURES, "measured", "tested"),
    (Holds.PLACES, "Longitute", 7.6),
)


#: What a table lacks where a head is not understood.
_IN_PLACE_OF = {
    "Easting": "lon",
    "Lattitude": "lat",
    "Longitute": "lon",
    "Rechtswert": "lon",
    "sytem": "system",
}


def heads_table() -> Iterator[Sequence[str]]:
    """Yield how each head is read."""
    yield "table", "head", "is read as"
    for table, head, cell in HEADS:
        yield str(table), code(head), head_read_as(table, head, cell)


def head_read_as(table: Holds, head: str, cell: object) -> str:
    """Return how infmap reads one head, in a table that lacks nothing else."""
    model = MODELS[table]
    meaning = meaning_of(head, model)
    meant = "" if meaning is None else shown_name(meaning.what, model)
    gone = {"lon", "lat"} if meaning and meaning.what in (Part.LAT_LON, Part.LON_LAT) else {meant}
    gone |= {_IN_PLACE_OF.get(head, "")}
    cells = {name: one for name, one in _BESIDE[table].items() if name not in gone} | {head: cell}
    reading = Reading(Path("table.csv"))
    sheet = Sheet([*cells], [(2, [*cells.values()])], head_row=1)
    layout = checks.lay_out(reading, sheet, model)
    if layout is None or reading.faults:
        fault = reading.faults[0]
        return f"refused: {fault.problem}; {fault.remedy}"
    place = sheet.heads.index(head)
    unit = layout.units.get(place, Unit.KM)
    shown = "" if unit is Unit.KM else f", {unit.plural}"
    if layout.position is not None and layout.position[0] == place:
        order = shown_name(layout.position[1], model)
        pair = isinstance(cell, str) and not any(map(str.isalpha, cell))
        return order if pair else "position"
    for column, at in layout.columns.items():
        if at == place:
            return f"`{shown_name(column, model)}`{shown}"
    for at, part in layout.figures:
        if at == place:
            return f"{figure_name(part, model)}{shown}"
    least = any("minimum" in note.text for note in reading.notes)
    return "not read: infmap draws no minimum range" if least else "not read, and said so"


def figure_name(part: Part, model: type[Row]) -> str:
    """Return what a figure is called."""
    name = shown_name(part, model)
    return "both ends of the figure" if name == "range" else f"`{name}`"


# --- Cells ----------------------------------------------------------------------------------


def rows_of(name: str) -> list[dict[str, str]]:
    """Return a table of cells, which tests hold to the code as well."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told_range(text: str, unit: str) -> str:
    """Return how a cell of a range is read."""
    try:
        return in_words(read_range(text, unit=next(one for one in Unit if one == unit)))
    except RefusedError as error:
        return f"refused: {error}"


def told_position(text: str, asked: str) -> str:
    """Return how a cell of a coordinate, or of a position, is read."""
    try:
        if asked in ("lon", "lat"):
            return f"{read_degrees(text, asked):.6f}".rstrip("0").rstrip(".")  # type: ignore[arg-type]
        lon, lat = read_position(text, order=asked)  # type: ignore[arg-type]
    except RefusedError as error:
        return f"refused: {error}"
    return " ".join(f"{one:.6f}".rstrip("0").rstrip(".") for one in (lat, lon))


def told_date(text: str) -> str:
    """Return how a cell of a date is read."""
    try:
        return TypeAdapter(RequiredDate).validate_python(text)
    except ValidationError as error:
        return f"refused: {error.errors()[0]['msg']}"


def ranges(*, refused: bool) -> Iterator[Sequence[str]]:
    """Yield the cells that give a range, or those that are refused."""
    yield ("refused as", "the cell") if refused else ("read as", "the cell")
    found = [
        (told_range(row["text"], row["unit"]), under(row["text"], row["unit"], "km"))
        for row in rows_of("cells.csv")
    ]
    yield from grouped(found, refused=refused)


def degrees(*, refused: bool) -> Iterator[Sequence[str]]:
    """Yield the cells that give one coordinate, or those that are refused."""
    yield ("refused as", "the cell") if refused else ("read as", "the cell")
    found = [
        (told_position(row["text"], row["asked"]), under(row["text"], row["asked"], "lat"))
        for row in rows_of("positions.csv")
        if row["asked"] in ("lon", "lat") and row["text"]
    ]
    yield from grouped(found, refused=refused)


def positions(*, refused: bool) -> Iterator[Sequence[str]]:
    """Yield the cells that give a whole position, or those that are refused."""
    yield ("refused as", "the cell") if refused else ("latitude and longitude", "the cell")
    found = [
        (told_position(row["text"], row["asked"]), under(row["text"], row["asked"], "lat,lon"))
        for row in rows_of("positions.csv")
        if row["asked"] not in ("lon", "lat") and row["text"]
    ]
    yield from grouped(found, refused=refused)


#: Days as people write them.
DATES = (
    *("2024-05-03", "2024-05", "2024", "20240503", "2024/5/3", "2024-05-03T14:30:00", "05/2024"),
    *("13/4/2018", "4/13/2018", "13.04.2018", "3 May 2024", "May 3, 2024", "May 2024", "Mai 2024"),
    *("3. Mai 2024", "3 mai 2024", "3 мая 2024", "3 мая 2024 г.", "mayo 2024", "2018.0"),  # noqa: RUF001
    *("3/4/2018", "03.04.2018", "43103", "3/4/18", "May 24", "31/4/2018", "spring 2024"),
    *("2024/05", "2009/10", "2012/13", "2019.10", "2019.1", "2018.5", "2018.25"),
)


def dates() -> Iterator[Sequence[str]]:
    """Yield days as they are read, or refused."""
    yield "read as", "the cell"
    found = [(told_date(text), code(text)) for text in DATES]
    yield from grouped(found, refused=False)
    yield from grouped(found, refused=True)


def under(text: str, column: str, usual: str) -> str:
    """Return a cell as code, with the unit or order of its column where that is not the usual."""
    shown = code(text)
    return shown if column == usual else f"{shown} (under `{column}`)"


def grouped(found: Iterable[tuple[str, str]], *, refused: bool) -> Iterator[Sequence[str]]:
    """Yield what comes out the same once, with every way to write it."""
    kept = [(told, cell) for told, cell in found if told.startswith("refused: ") is refused]
    first = {told: k for k, (told, _) in reversed([*enumerate(kept)])}
    kept.sort(key=lambda one: first[one[0]])
    for told, group in groupby(kept, lambda one: one[0]):
        yield told.removeprefix("refused: "), " · ".join(cell for _, cell in group)


# --- The page -------------------------------------------------------------------------------


def code(text: str) -> str:
    """Return a text as code for a cell of a table, with what cannot be seen named."""
    unseen = sorted(
        {
            unicodedata.name(one, "unnamed").lower()
            for one in text
            if one != " " and (one.isspace() or unicodedata.category(one) in ("Cf", "Zs"))
        }
    )
    shown = "".join(one for one in text if unicodedata.category(one) != "Cf").replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    told = f" (with a {' and a '.join(unseen)})" if unseen else ""
    return f"{fence}{pad}{shown}{pad}{fence}{told}"


def table(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table of Markdown, each cell as it reads."""
    return made_parts.table([*map(plain, row)] for row in rows)


def plain(cell: str) -> str:
    """Return a cell whose text stands for itself: what is not code has no marks."""
    parts = re.split(r"(``.+?``|`[^`]+`)", cell)
    parts[::2] = [re.sub(r"([<>\[\]*_])", r"\\\1", part).replace("|", "\\|") for part in parts[::2]]
    return "".join(parts)


def made() -> dict[str, str]:
    """Return each part of the page that is made here."""
    return {
        "kinds": table(kinds()),
        "limits": limits(),
        "heads": table(heads_table()),
        "ranges": table(ranges(refused=False)),
        "ranges refused": table(ranges(refused=True)),
        "degrees": table(degrees(refused=False)),
        "degrees refused": table(degrees(refused=True)),
        "positions": table(positions(refused=False)),
        "positions refused": table(positions(refused=True)),
        "dates": table(dates()),
        "no value": ", ".join(code(word) for word in sorted(NO_VALUE)),
    }


def page(written: str) -> str:
    """Return the page with its made parts as they are now."""
    return with_parts(written, __file__, made())


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
