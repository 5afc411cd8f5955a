"""Detects the kind of a file by its first bytes, and by its suffix for texts."""

import io
import re
import zipfile
from enum import Enum
from pathlib import Path


class Kind(Enum):
    """The kinds of file that tables are read from."""

    TEXT = "CSV"
    JSON = "JSON"
    WORKBOOK = "workbook"
    KML = "KML"
    KMZ = "KMZ"
    GPX = "GPX"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    ZIPPED_SHAPEFILE = "zipped Shapefile"
    FLATGEOBUF = "FlatGeobuf"
    PARQUET = "Parquet"
    GEOPARQUET = "GeoParquet"


#: The remedy for a file of any other kind.
READ = (
    "give a CSV, a workbook (XLSX, XLS, ODS), GeoJSON, KML, KMZ, GPX, GeoPackage, Shapefile, "
    "FlatGeobuf or Parquet"
)
_OLE2 = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_SHAPE = b"\x00\x00\x27\x0a"
_MAGIC = (
    (_OLE2, Kind.WORKBOOK),
    (b"PAR1", Kind.PARQUET),
    (b"SQLite format 3\x00", Kind.GEOPACKAGE),
    (b"fgb\x03fgb", Kind.FLATGEOBUF),
)
#: First bytes of files that are not read, with problem and remedy.
_NOT_READ = (
    (b"%PDF", "is a PDF", "copy the table into a spreadsheet and save it"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it"),
    (b"BZh", "is compressed with bzip2", "unpack it"),
    (b"\xfd7zXZ", "is compressed with xz", "unpack it"),
    (b"7z\xbc\xaf", "is a 7-Zip archive", "unpack it and give the table in it"),
    (b"Rar!", "is a RAR archive", "unpack it and give the table in it"),
    (b"PARE", "is an encrypted Parquet file", "write it without encryption"),
    (b"ARROW1", "is an Arrow (Feather) file", "save it as Parquet"),
    (b"\x89PNG", "is a picture", READ),
    (b"\xff\xd8\xff", "is a picture", READ),
    (b"II*\x00", "is a picture", READ),
    (b"\x89HDF", "is an HDF5 file", "save the table as Parquet or CSV"),
)
#: The files beside a .shp, which may be given in its place.
BESIDE_SHAPE = {".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx"}
#: The number of bytes that show the kind of a text.
_HEAD = 4096


def kind_of(path: Path, data: bytes) -> Kind | tuple[str, str]:
    """Return the kind of a file, or problem and remedy for a file that is not read.

    Of the path only the suffix is used, where the bytes do not show the kind.

    Examples
    --------
    >>> kind_of(Path("a.csv"), b"name,lon")
    <Kind.TEXT: 'CSV'>
    >>> kind_of(Path("a.csv"), b"%PDF-1.7")[0]
    'is a PDF'
    """
    suffix = path.suffix.lower()
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(_SHAPE) or suffix in BESIDE_SHAPE:
        return Kind.SHAPEFILE
    if data.startswith(_ZIP):
        return _zipped(data)
    for magic, problem, remedy in _NOT_READ:
        if data.startswith(magic):
            return problem, remedy
    root = _root(data[:_HEAD])
    if root == "kml":
        return Kind.KML
    if root == "gpx":
        return Kind.GPX
    return Kind.JSON if suffix in JSON_SUFFIXES or _begins_as_json(suffix, data) else Kind.TEXT


#: Suffixes of JSON, and of tables as texts, whatever the first bytes are.
JSON_SUFFIXES = {".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".topojson"}
_TEXT_SUFFIXES = {".tsv", ".tab", ".txt"}


def _begins_as_json(suffix: str, data: bytes) -> bool:
    if suffix in _TEXT_SUFFIXES:
        return False
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
    return start[:1] == b"{" or re.match(rb"\[\s*[{\]]", start) is not None


def _root(start: bytes) -> str:
    """Return the name of an XML's root element without prefix; an empty text for other files."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start.decode(encoding, "ignore").encode()
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    element = re.search(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)", start)
    return element[1].decode("ascii", "ignore").lower() if element else ""


def _zipped(data: bytes) -> Kind | tuple[str, str]:
    """Return the kind of a zip archive, or problem and remedy."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return "is a damaged zip archive", "write the file again"
    if {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & {*names}:
        return Kind.WORKBOOK
    visible = [name.lower() for name in names if not name.startswith("__MACOSX")]
    if any(name.endswith(".shp") for name in visible):
        return Kind.ZIPPED_SHAPEFILE
    if any(name.endswith(".kml") for name in visible):
        return Kind.KMZ
    if "word/document.xml" in names:
        return "is a Word document", "copy the table into a spreadsheet and save it"
    return "is a zip archive", "unpack it and give the table in it"
