"""Reads KML, KMZ and GPX to sheets: places saved in Google Earth or on a GPS receiver.

The XML is parsed with expat and not by GDAL. GDAL may take the start of an XML for another format
and fetch files that it names. It also replaces a placemark's name by a column called "name", and
texts of extensions by numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import Element

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.archives import open_archive
from infmap.catalogue.reading.formats.gdal import LONGEST_TEXT
from infmap.catalogue.reading.formats.xml import SAVE_PLACES, FullError, local, take_elements
from infmap.catalogue.reading.heads.meanings import split_unit
from infmap.catalogue.reading.heads.words import plain_words
from infmap.catalogue.reading.sheet import TOLD, Parts, Place, Sheet
from infmap.catalogue.values.degrees import AXES, EXAMPLES

_KML = re.compile(r"https?://(www\.)?((earth\.)?google\.com|opengis\.net)/kml/")
_GPX = re.compile(r"https?://(www\.)?topografix\.com/GPX/")
_NUMBER = re.compile(r"[-+]?(\d{1,20}(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?", re.ASCII)
WRITE_DEGREES = "write degrees, as in 20.5,54.7: longitude first"

#: The name of a field for people, beside the one for programs.
_SHOWN = "displayName"
_TAG = re.compile(r"<[^<>]*>")
#: A name that a program made and nobody reads, such as ``field_2``.
_MADE = re.compile(r"[A-Za-z]{0,6}[ _-]?\d+")
#: The head under which the name of the folder stands that a placemark lies in.
FOLDER = "Folder"
_KML_TEXTS = {"name", "description"}
#: Other elements of a placemark, with the heads that they get.
_KML_FIXED = {
    "address": "address",
    "phoneNumber": "phone_number",
    "Snippet": "snippet",
    "snippet": "snippet",
}
_KML_TIMES = {"when": "timestamp", "begin": "begin", "end": "end"}
_TIMES = {*_KML_TIMES.values(), "time"}
_KML_GEOMETRIES = {
    "Point": "Point",
    "LineString": "LineString",
    "LinearRing": "LineString",
    "Polygon": "Polygon",
    "Model": "Model",
    "Track": "Track",
    "MultiTrack": "Track",
}
_MIXED = "GeometryCollection"
_MANY = {"Point": "MultiPoint", "LineString": "MultiLineString", "Polygon": "MultiPolygon"}

#: Elements that a receiver writes by itself.
_GPX_FIXED = frozenset(
    (
        *("ele", "time", "magvar", "geoidheight", "link", "src", "sym", "type", "fix", "sat"),
        *("hdop", "vdop", "pdop", "ageofdgpsdata", "dgpsid"),
    )
)


def kml_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the placemarks of all folders of a KML as one part, or None after a fault.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.kml"))
    >>> kml = b"<kml><Placemark><name>A</name><Point><coordinates>20,55</coordinates></Point>"
    >>> sheet = kml_parts(reading, kml + b"</Placemark></kml>")["placemarks"]()
    >>> sheet.heads, sheet.rows, sheet.places
    (['name'], [(1, ['A'])], [(20.0, 55.0)])
    """
    table = _Table(reading, _KML_FIXED.values())
    links = 0
    folders: list[str] = []
    shown: dict[tuple[str, str], str] = {}

    def take_names(schema: Element) -> None:
        for field in schema:
            shown[schema.get("id", ""), _name_of(field)] = _head_of(field)

    def take(element: Element) -> None:
        nonlocal links
        if local(element.tag) == "Placemark":
            folder = next((name.strip() for name in reversed(folders) if name.strip()), "")
            cells = [*_placemark_cells(element, shown), (FOLDER, False, folder)]
            table.add(cells, _kml_place(reading, table.next_row, element))
        else:
            links += 1

    # A schema may stand behind the placemarks that refer to it.
    if b"displayName" in data:
        take_elements(Reading(reading.source), data, "kml", _KML, {"Schema"}, take_names)
    if not take_elements(
        reading, data, "kml", _KML, {"Placemark", "NetworkLink"}, take, folders=folders
    ):
        return None
    if not table.rows:
        if links:
            remedy = "open it in Google Earth and save the places"
            reading.fault(None, None, "holds only a link to another file", None, remedy)
        else:
            reading.fault(None, None, "holds no placemark", None, "add at least one place")
        return None
    if links:
        reading.note(None, None, "its links to other files are not followed")
    table.settle_folders()
    return table.parts("placemarks")


def kmz_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the placemarks of the main KML in a KMZ, as `kml_parts` does.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.kmz"))
    >>> kmz_parts(reading, b"PK")
    >>> print(*reading.faults)
    sites.kmz: is a damaged zip archive; pack it again as a plain zip
    """
    archive = open_archive(reading, data)
    if archive is None:
        return None
    inside = [name for name in archive.names if name.lower().endswith(".kml")]
    if not inside:
        reading.fault(None, None, "holds no .kml", None, SAVE_PLACES)
        return None
    main = min(inside, key=lambda name: name.lower() != "doc.kml")
    kml = archive.unpack(reading, main)
    return None if kml is None else kml_parts(reading, kml)


def gpx_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the waypoints of a GPX as one part, or None after a fault.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("walk.gpx"))
    >>> gpx_parts(reading, b"<gpx><trk><name>a walk</name></trk></gpx>")
    >>> print(*reading.faults)
    walk.gpx: holds no waypoint; save the places as waypoints
    """
    table = _Table(reading, _GPX_FIXED)

    def take(element: Element) -> None:
        table.add(_waypoint_cells(element), _gpx_place(reading, table.next_row, element))

    if not take_elements(reading, data, "gpx", _GPX, {"wpt"}, take):
        return None
    if not table.rows:
        reading.fault(None, None, "holds no waypoint", None, "save the places as waypoints")
        return None
    return table.parts("waypoints")


def _moment(text: str) -> date | datetime | str:
    """Return a date, a datetime if it has a time of day, or any other text as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == time() else moment


class _Table:
    """Rows of a file without fixed columns: each cell may add a column.

    The key of a column is its name and whether a person named it so: a placemark may have a name
    and a column called "name". If the two never differ, they are merged.
    """

    def __init__(self, reading: Reading, *fixed: Iterable[str]) -> None:
        self.rows: list[dict[tuple[str, bool], Any]] = []
        self._places: list[Place] = []
        self._reading = reading
        self._dropped = frozenset(name for names in fixed for name in names)
        self._columns: dict[tuple[str, bool], None] = {}

    @property
    def next_row(self) -> int:
        return len(self.rows) + 1

    def add(self, cells: Iterable[tuple[str, bool, str]], place: Place) -> None:
        """Add a row of cells: name of the column, whether a person named it so, and text."""
        row: dict[tuple[str, bool], Any] = {}
        for name, own, text in cells:
            written = text.strip()
            if not written:
                continue
            if len(written) > LONGEST_TEXT:
                problem = "holds a text of more than 1 MB"
                self._reading.fault(self.next_row, name, problem, None, "shorten it")
                continue
            key = (name, own)
            if key in row and row[key] != written:
                written = f"{row[key]}; {written}"
            row[key] = _moment(written) if not own and name in _TIMES else written
        self._columns.update(dict.fromkeys(row))
        self.rows.append(row)
        self._places.append(place)
        if not self._reading.has_room(len(self.rows), max(1, len(self._columns))):
            raise FullError

    def settle_folders(self) -> None:
        """Leave out the folders beside a column that a person named so.

        One that holds all places tells none of them apart, and is not reported as unread.
        """
        folders = {row.get((FOLDER, False)) for row in self.rows}
        if (FOLDER, True) in self._columns:
            self._columns.pop((FOLDER, False), None)
        elif len(folders) == 1:
            self._dropped |= {FOLDER}

    def parts(self, name: str) -> Parts:
        """Return the rows as the only part of a file."""
        for key in [key for key in self._columns if key[1]]:
            fixed = (key[0], False)
            if fixed in self._columns and all(
                row.get(key, row.get(fixed)) == row.get(fixed, row.get(key)) for row in self.rows
            ):
                for row in self.rows:
                    if key in row:
                        row[fixed] = row.pop(key)
                del self._columns[key]
        sheet = Sheet(
            [head for head, _ in self._columns],
            [
                (number, [row.get(key) for key in self._columns])
                for number, row in enumerate(self.rows, start=1)
            ],
            self._places,
            typed=True,
            dropped=self._dropped,
        )
        return {name: lambda: sheet}


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _placemark_cells(
    placemark: Element, shown: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, bool, Any]]:
    for child in placemark:
        kind = local(child.tag)
        if kind in _KML_TEXTS:
            yield kind, False, _text(child)
        elif kind in _KML_FIXED:
            yield _KML_FIXED[kind], False, _text(child)
        elif kind in {"TimeStamp", "TimeSpan"}:
            for moment in child:
                if local(moment.tag) in _KML_TIMES:
                    yield _KML_TIMES[local(moment.tag)], False, _text(moment)
        elif kind == "ExtendedData":
            yield from _extended_cells(child, shown)


def _name_of(element: Element) -> str:
    return element.get("name", "").strip()


def _head_of(field: Element) -> str:
    """Return the head of a field: the name for people, if it says a unit or more than the other.

    Any says more than a letter and a number.
    """
    name = _name_of(field)
    texts = (_TAG.sub(" ", _text(child)) for child in field if local(child.tag) == _SHOWN)
    shown = " ".join(next(texts, "").split()) or name
    unit, other = (split_unit(plain_words(text))[1] for text in (name, shown))
    if unit is not None and unit is not other:
        return f"{name} ({shown})" if other is not None else name
    says_more = _MADE.fullmatch(name) or {*plain_words(name)} < {*plain_words(shown)}
    return shown if says_more or other is not unit else name


def _extended_cells(
    extended: Element, shown: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, bool, str]]:
    for child in extended:
        kind = local(child.tag)
        if kind == "Data":
            for value in child:
                if local(value.tag) == "value":
                    yield _head_of(child), True, _text(value)
        elif kind == "SchemaData":
            schema = child.get("schemaUrl", "").rpartition("#")[2]
            for value in child:
                if local(value.tag) == "SimpleData":
                    name = _name_of(value)
                    yield shown.get((schema, name), name), True, _text(value)
        else:
            yield from ((name, True, text) for name, text in _leaves(child))


def _leaves(element: Element) -> Iterator[tuple[str, str]]:
    """Yield names and texts of the elements without children."""
    for part in element.iter():
        if not len(part):
            yield local(part.tag), part.text or ""


def _waypoint_cells(waypoint: Element) -> Iterator[tuple[str, bool, str]]:
    for child in waypoint:
        kind = local(child.tag)
        if kind == "extensions":
            yield from ((name, True, text) for name, text in _leaves(child) if len(child))
        elif kind == "link":
            yield kind, False, child.get("href", "")
        else:
            yield kind, False, _text(child)


def _kml_place(reading: Reading, row: int, placemark: Element) -> Place:
    geometries = [geometry for child in placemark for geometry in _geometries(child)]
    kinds = [_KML_GEOMETRIES[local(geometry.tag)] for geometry in geometries]
    if not kinds:
        return None
    if kinds == ["Point"]:
        return _kml_position(reading, row, geometries[0])
    if len(kinds) == 1:
        return kinds[0]
    return _MANY.get(kinds[0], _MIXED) if len({*kinds}) == 1 else _MIXED


def _geometries(element: Element) -> Iterator[Element]:
    """Yield an element if it is a geometry, or the geometries in a collection."""
    if local(element.tag) == "MultiGeometry":
        for child in element:
            yield from _geometries(child)
    elif local(element.tag) in _KML_GEOMETRIES:
        yield element


def _kml_position(reading: Reading, row: int, point: Element) -> Place:
    written = " ".join(_text(child) for child in point if local(child.tag) == "coordinates").strip()
    if not written:
        return None
    # "20.5, 54.7, 0" is read too. "20,5,54,7" is refused for its four numbers.
    numbers = [part.strip() for part in written.split(",")]
    if len(numbers) in {2, 3}:
        lon, lat = numbers[:2]
        if _NUMBER.fullmatch(lon) and _NUMBER.fullmatch(lat):
            return float(lon), float(lat)
    reading.fault(row, "coordinates", "is no position", written, WRITE_DEGREES)
    return TOLD


def _gpx_place(reading: Reading, row: int, waypoint: Element) -> Place:
    lon, lat = (waypoint.get(axis, "").strip() for axis in AXES)
    if _NUMBER.fullmatch(lon) and _NUMBER.fullmatch(lat):
        return float(lon), float(lat)
    for axis, text in zip(AXES, (lon, lat), strict=True):
        with_point = text.replace(",", ".")
        if not text:
            reading.fault(row, axis, "is missing", None, EXAMPLES[axis])
        elif not _NUMBER.fullmatch(text):
            remedy = f"write {with_point}" if _NUMBER.fullmatch(with_point) else EXAMPLES[axis]
            reading.fault(row, axis, "not a number", text, remedy)
    return TOLD
