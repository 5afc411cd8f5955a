"""The bytes of a file to text, in the encodings that say what they are: UTF-8, and UTF-16 marked.

Any other encoding would be a guess, and what is no text at all is named for what it is.
"""

import codecs
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from infmap.catalogue.reading.inputs import CUT_IT, Reading
from infmap.errors import shorten

#: What is read of a file at the most; of JSON that much may take thirty times as much memory.
MOST_BYTES = 20_000_000

#: Finds the first text with a stray byte: its row, its column and the text itself.
Locate: TypeAlias = Callable[[str], tuple[int | None, str | None, str]]

#: How files begin that are no text, what they are, and what to do with them.
_EXPORT = "open it and save the sheet as CSV UTF-8"
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook", _EXPORT),
    (b"%PDF", "is a PDF", "copy the table into a spreadsheet and save it as CSV UTF-8"),
    (b"\x1f\x8b", "is compressed with gzip", "unpack it"),
    (b"PAR1", "is Parquet", "give it as a DataFrame, or save it as CSV UTF-8"),
    (b"SQLite format 3", "is a database or a GeoPackage", "export the layer as GeoJSON or CSV"),
)
_ZIP = b"PK\x03\x04"
#: What a zip holds that is a workbook of an office suite or a bundle of a GIS.
_ZIPPED = (
    ("xl/workbook.xml", "is an Excel workbook", _EXPORT),
    ("content.xml", "is an OpenDocument sheet", _EXPORT),
    ("doc.kml", "is KMZ", "export the points as GeoJSON or CSV"),
)
#: Files of these names are JSON, or tables, however they begin.
_JSON = {".geojson", ".json"}
_TABLES = {".csv", ".tsv", ".tab", ".txt"}
#: A page is titled at its beginning.
_HEAD_CHARACTERS = 10_000
_SHOWN_CHARACTERS = 24
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_json(path: Path, text: str = "") -> bool:
    """Return whether a file is JSON by its name, or else by how it begins.

    Examples
    --------
    >>> is_json(Path("sites.geojson")), is_json(Path("sites.csv"), "{"), is_json(Path("a"), " {")
    (True, False, True)
    """
    suffix = path.suffix.lower()
    return suffix in _JSON or (suffix not in _TABLES and text.lstrip()[:1] in {"{", "["})


def read_text(reading: Reading, path: Path, locate: Locate) -> str | None:
    """Return the text of a file, or None with the fault noted.

    Parameters
    ----------
    reading : Reading
        Takes the fault.
    path : Path
        The file.
    locate : callable
        Given the text with its stray bytes as lone surrogates, says where the first stands.
    """
    form = "GeoJSON in UTF-8" if is_json(path) else "CSV UTF-8"
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        reading.fault(None, None, "file not found", None, "check the path")
        return None
    except IsADirectoryError:
        reading.fault(None, None, "is a folder", None, "give the path of a file")
        return None
    except (OSError, ValueError) as error:
        reading.fault(None, None, "cannot be read", error, "check the path and its permissions")
        return None
    kind = _kind(data)
    if kind is None and len(data) > MOST_BYTES:
        kind = f"is larger than {MOST_BYTES / 1e6:.0f} MB", CUT_IT
    if kind:
        reading.fault(None, None, kind[0], None, kind[1])
        return None
    text = _decoded(reading, data, locate, form)
    if text is not None and text.lstrip()[:1] == "<":
        title = re.search(r"<title[^>]*>([^<]*)", text[:_HEAD_CHARACTERS], re.IGNORECASE)
        shown = " ".join((title[1] if title else text[:60]).split())
        remedy = f"download the file itself, or export it as {form}"
        reading.fault(None, None, "is a web page or XML and no table", shown, remedy)
        return None
    return text


def _kind(data: bytes) -> tuple[str, str] | None:
    """Return what a file is that is no text, and what to do."""
    if data.startswith(_ZIP):
        import zipfile

        names: set[str] = set()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = {*archive.namelist()}
        except (zipfile.BadZipFile, ValueError, OSError):
            pass
        for name, kind, remedy in _ZIPPED:
            if name in names:
                return kind, remedy
        return "is a zip archive", "unpack it and give the table in it"
    return next((kind[1:] for kind in _KINDS if data.startswith(kind[0])), None)


def _decoded(reading: Reading, data: bytes, locate: Locate, form: str) -> str | None:
    remedy = f"save the file as {form}"
    if data.startswith(_BYTE_ORDER_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            reading.fault(None, None, "begins as UTF-16 and does not go on so", None, remedy)
            return None
    # Latin letters in UTF-16 have every other byte empty; no text in UTF-8 looks so.
    if max(data[:64:2].count(0), data[1:64:2].count(0)) > 16:
        reading.fault(None, None, "is UTF-16 without its byte order mark", None, remedy)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        row, column, found = locate(data.decode("utf-8-sig", "surrogateescape"))
        readings = " or ".join(
            f"{_around_stray(found, encoding)!r} in Windows-{encoding.removeprefix('cp')}"
            for encoding in ("cp1252", "cp1251")
        )
        reading.fault(row, column, f"not UTF-8: it may be {readings}", None, remedy)
    return None


def _around_stray(text: str, encoding: str) -> str:
    """Return the piece of a text round its first stray byte, read in an encoding."""
    at = re.search("[\udc80-\udcff]", text)
    start = max(0, at.start() - _SHOWN_CHARACTERS // 2) if at else 0
    piece = text[start : start + _SHOWN_CHARACTERS]
    data = piece.encode("utf-8", "surrogateescape")
    return shorten(data.decode(encoding, "replace"), _SHOWN_CHARACTERS)


def line_of_stray(text: str) -> tuple[int | None, str | None, str]:
    """Locate the first stray byte of a text by its line."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if re.search("[\udc80-\udcff]", line):
            return number, None, line.strip()
    return None, None, ""
