"""What kind of file a table is in: told by how its bytes begin, and by its suffix for texts."""

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


#: What is read, for those who gave something else.
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
#: How files begin that hold no table that is read, what they are, and what to do with them.
_OTHERS = (
    (b"%PDF", "is a PDF", "copy the table into a spreadsheet and save it"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it"),
    (b"BZh", "is compressed with bzip2", "unpack it"),
    (b"\xfd7zXZ", "is compressed with xz", "unpack it"),
    (b"7z\xbc\xaf", "is a 7-Zip archive", "unpack it and give the table in it"),
    (b"Rar!", "is a RAR archive", "unpack it and give the table in it"),
    (b"ARROW1", "is an Arrow (Feather) file", "save it as Parquet"),
    (b"\x89PNG", "is a picture", READ),
    (b"\xff\xd8\xff", "is a picture", READ),
    (b"II*\x00", "is a picture", READ),
    (b"\x89HDF", "is an HDF5 file", "save the table as Parquet or CSV"),
)
#: The files beside a .shp; given alone they lead to it.
BESIDE_SHAPE = {".shx", ".dbf", ".prj", ".cpg", ".qpj", ".sbn", ".sbx"}
#: So much of an XML is looked at to tell what it is.
_HEAD = 4096


def kind_of(path: Path, data: bytes) -> Kind | tuple[str, str]:
    """Return the kind of a file, or what is wrong with it and what to do.

    Parameters
    ----------
    path : Path
        Its name; only the suffix counts, and only for what its bytes do not tell.
    data : bytes
        What it holds.

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
    for magic, problem, remedy in _OTHERS:
        if data.startswith(magic):
            return problem, remedy
    root = _root(data[:_HEAD])
    if root == "kml":
        return Kind.KML
    if root == "gpx":
        return Kind.GPX
    return Kind.JSON if suffix in JSON_SUFFIXES or _begins_as_json(suffix, data) else Kind.TEXT


#: Files of these names are JSON, or tables, however they begin.
JSON_SUFFIXES = {".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".topojson"}
_TEXT_SUFFIXES = {".tsv", ".tab", ".txt"}


def _begins_as_json(suffix: str, data: bytes) -> bool:
    if suffix in _TEXT_SUFFIXES:
        return False
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
    return start[:1] == b"{" or re.match(rb"\[\s*[{\]]", start) is not None


def _root(start: bytes) -> str:
    """Return the name of an XML's first element, without its prefix; nothing if it is no XML."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start.decode(encoding, "ignore").encode()
    if not start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return ""
    found = re.search(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)", start)
    return found[1].decode("ascii", "ignore").lower() if found else ""


def _zipped(data: bytes) -> Kind | tuple[str, str]:
    """Return what a zip archive holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        return "is a damaged zip archive", "write the file again"
    whole = {*names}
    if "xl/workbook.xml" in whole or "xl/workbook.bin" in whole or "content.xml" in whole:
        return Kind.WORKBOOK
    shown = [name.lower() for name in names if not name.startswith("__MACOSX")]
    if any(name.endswith(".shp") for name in shown):
        return Kind.ZIPPED_SHAPEFILE
    if any(name.endswith(".kml") for name in shown):
        return Kind.KMZ
    if "word/document.xml" in whole:
        return "is a Word document", "copy the table into a spreadsheet and save it"
    return "is a zip archive", "unpack it and give the table in it"
