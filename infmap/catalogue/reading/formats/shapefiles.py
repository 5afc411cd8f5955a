"""Reads a Shapefile, which is several files of one name, often in a zip, to a sheet.

GDAL gets a zip in memory with these files only, under a fixed name. Texts are decoded here: GDAL
would silently replace what it cannot decode by question marks.
"""

import codecs
import io
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from infmap.catalogue.reading.faults import CUT_IT, MOST_UNPACKED_BYTES, Reading
from infmap.catalogue.reading.formats.archives import Archive, open_archive
from infmap.catalogue.reading.formats.gdal import (
    REPROJECT,
    SAVE_AGAIN,
    Opened,
    layer_names,
    read_layer,
)
from infmap.catalogue.reading.formats.projections import FILE_NAMED, names_file
from infmap.catalogue.reading.sheet import Parts, Sheet

#: The files of a Shapefile that are read; any others are indices and descriptions.
_SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHP_HEAD_BYTES, _SHX_ENTRY_BYTES = 100, 8
_SHP_MAGIC, _SHP_VERSION = 9994, 1000
_DBF_HEAD_BYTES, _LANGUAGE_BYTE = 32, 29
#: The most bytes of a head in a .dbf: programs cut longer ones.
_HEAD_BYTES = 10
#: An encoding with a letter for every byte, from which the original bytes can be recovered.
_BYTE_FOR_BYTE = "ISO-8859-1"
SAVE_WITH_CPG = "save it with a .cpg file, or as GeoPackage"

#: The code page for the 30th byte of a .dbf; 0x57, "ANSI", depends on the writer's computer.
_CODE_PAGES = {
    page: f"cp{number}"
    for number, pages in {
        437: b"\x01\x0b\x0d\x0f\x11\x15\x18\x19\x1b",
        737: b"\x6a\x86",
        850: b"\x02\x0a\x0e\x10\x12\x14\x16\x1a\x1d\x25\x37",
        852: b"\x1f\x22\x23\x40\x64\x87",
        857: b"\x6b\x88",
        860: b"\x24",
        861: b"\x67",
        863: b"\x1c\x6c",
        865: b"\x08\x17\x66",
        866: b"\x26\x65",
        874: b"\x50\x7c",
        932: b"\x13\x7b",
        949: b"\x4e\x79",
        950: b"\x4f\x78",
        1250: b"\xc8",
        1251: b"\xc9",
        1252: b"\x03\x58\x59",
        1253: b"\xcb",
        1254: b"\xca",
        1257: b"\xcc",
    }.items()
    for page in pages
} | {0x4D: "gbk", 0x7A: "gbk"}


def shapefile_parts(reading: Reading, path: Path) -> Parts | None:
    """Return the layer of a Shapefile by name, or None after a fault.

    The path is that of the .shp, or of a file beside it.

    Examples
    --------
    >>> reading = Reading(Path("nowhere/sites.dbf"))
    >>> shapefile_parts(reading, Path("nowhere/sites.dbf"))
    >>> print(*reading.faults)
    nowhere/sites.dbf: is one file of a Shapefile; give the .shp, with this file beside it
    """
    siblings = shapefile_files(path)
    if ".shp" not in siblings:
        if path.suffix.lower() == ".shp":
            reading.fault(None, None, "file not found", None, "check the path")
        else:
            remedy = "give the .shp, with this file beside it"
            reading.fault(None, None, "is one file of a Shapefile", None, remedy)
        return None
    files: dict[str, bytes] = {}
    room = MOST_UNPACKED_BYTES
    for suffix, sibling in siblings.items():
        try:
            with sibling.open("rb") as file:
                files[suffix] = file.read(room + 1)
        except (OSError, ValueError, MemoryError):
            remedy = "check its permissions"
            reading.fault(None, None, "cannot be read", sibling.name, remedy)
            return None
        room -= len(files[suffix])
        if room < 0:
            problem = f"is larger than {MOST_UNPACKED_BYTES / 1e6:.0f} MB"
            reading.fault(None, None, problem, None, CUT_IT)
            return None
    return {siblings[".shp"].stem: lambda: _sheet(reading, files)}


def zipped_shapefile_parts(reading: Reading, data: bytes) -> Parts | None:
    """Return the Shapefiles of a zip archive by name, or None after a fault.

    Examples
    --------
    >>> reading = Reading(Path("sites.zip"))
    >>> zipped_shapefile_parts(reading, b"PK")
    >>> print(*reading.faults)
    sites.zip: is a damaged zip archive; pack it again as a plain zip
    """
    archive = open_archive(reading, data)
    if archive is None:
        return None
    groups: dict[str, dict[str, str]] = {}
    for name in archive.names:
        stem, suffix = str(PurePosixPath(name).with_suffix("")), PurePosixPath(name).suffix.lower()
        if suffix in _SUFFIXES:
            groups.setdefault(stem.lower(), {}).setdefault(suffix, name)
    whole = [names for names in groups.values() if ".shp" in names]
    if not whole:
        problem = "holds parts of a Shapefile and no .shp" if groups else "holds no Shapefile"
        remedy = "pack the .shp, .shx, .dbf, .prj and .cpg together"
        reading.fault(None, None, problem, None, remedy)
        return None
    stems = [PurePosixPath(names[".shp"]).stem for names in whole]
    return {
        stem if stems.count(stem) == 1 else names[".shp"]: _reader(reading, archive, names)
        for stem, names in zip(stems, whole, strict=True)
    }


def _reader(
    reading: Reading, archive: Archive, names: dict[str, str]
) -> Callable[[], Sheet | None]:
    """Return a function that unpacks and reads a Shapefile of an archive."""

    def read() -> Sheet | None:
        files: dict[str, bytes] = {}
        for suffix, name in names.items():
            unpacked = archive.unpack(reading, name)
            if unpacked is None:
                return None
            files[suffix] = unpacked
        return _sheet(reading, files)

    return read


def shapefile_files(path: Path) -> dict[str, Path]:
    """Return the files of a Shapefile that are read, by suffix: of one of them, those beside it."""
    beside = ((suffix, _beside(path, suffix)) for suffix in _SUFFIXES)
    return {suffix: file for suffix, file in beside if file is not None}


def _beside(path: Path, suffix: str) -> Path | None:
    if path.suffix.lower() == suffix and path.is_file():
        return path
    for written in (suffix, suffix.upper()):
        sibling = path.with_suffix(written)
        if sibling.is_file():  # reading a named pipe would never end
            return sibling
    return None


def _sheet(reading: Reading, files: dict[str, bytes]) -> Sheet | None:
    shp, dbf = files[".shp"], files.get(".dbf")
    if len(shp) < _SHP_HEAD_BYTES or _magic_and_version(shp) != (_SHP_MAGIC, _SHP_VERSION):
        reading.fault(None, None, "is no Shapefile", None, SAVE_AGAIN)
        return None
    if dbf is None:
        remedy = "put it beside the .shp: the names are in it"
        reading.fault(None, None, "its .dbf is missing", None, remedy)
        return None
    if not _is_whole_dbf(dbf):
        reading.fault(None, None, "its .dbf is damaged or breaks off", None, SAVE_AGAIN)
        return None
    index = files.get(".shx")
    if index is None:
        index = _index_of(shp)
    if index is None:
        reading.fault(None, None, "its .shx is missing", None, "put it beside the .shp")
        return None
    if not _points_into(index, shp):
        problem = "its .shp is damaged or breaks off, or its .shx is another's"
        reading.fault(None, None, problem, None, SAVE_AGAIN)
        return None
    if _rows_of(dbf) != (len(index) - _SHP_HEAD_BYTES) // _SHX_ENTRY_BYTES:
        problem = "its .dbf has other rows than its .shp"
        reading.fault(None, None, problem, None, "put the .dbf beside it that belongs to it")
        return None
    encoding = _declared_encoding(reading, files.get(".cpg"), dbf[_LANGUAGE_BYTE])
    if encoding == "":
        return None
    # GDAL opens a file that a reference system names as soon as it opens the layer.
    if names_file(files.get(".prj", b"").decode("latin-1")):
        reading.fault(None, None, FILE_NAMED, None, REPROJECT)
        return None
    packed = _packed({**files, ".shx": index})
    opened = Opened(packed, "a Shapefile", "ESRI Shapefile", _BYTE_FOR_BYTE)
    if layer_names(reading, opened) is None:
        return None
    sheet = read_layer(reading, opened, 0)
    return None if sheet is None else _decoded(reading, sheet, encoding)


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for suffix in (".shp", ".shx", ".dbf", ".prj"):
            if suffix in files:
                archive.writestr(f"layer{suffix}", files[suffix])
    return packed.getvalue()


def _magic_and_version(head: bytes) -> tuple[int, int]:
    """Return the first number and the version in the header of a .shp or .shx."""
    return int.from_bytes(head[:4], "big"), int.from_bytes(head[28:32], "little")


def _rows_of(dbf: bytes) -> int:
    return int.from_bytes(dbf[4:8], "little")


def _is_whole_dbf(dbf: bytes) -> bool:
    if len(dbf) < _DBF_HEAD_BYTES:
        return False
    head_bytes = int.from_bytes(dbf[8:10], "little")
    row_bytes = int.from_bytes(dbf[10:12], "little")
    return head_bytes >= _DBF_HEAD_BYTES and head_bytes + _rows_of(dbf) * row_bytes <= len(dbf)


def _index_of(shp: bytes) -> bytes | None:
    """Return a new .shx for a .shp, or None if its records are not numbered from 1 on."""
    entries = []
    at, number = _SHP_HEAD_BYTES, 1
    while at < len(shp):
        if at + 8 > len(shp):
            return None
        record_number, words = struct.unpack_from(">2I", shp, at)
        if record_number != number or at + 8 + 2 * words > len(shp):
            return None
        entries.append(struct.pack(">2I", at // 2, words))
        at, number = at + 8 + 2 * words, number + 1
    words = (_SHP_HEAD_BYTES + _SHX_ENTRY_BYTES * len(entries)) // 2
    return shp[:24] + struct.pack(">I", words) + shp[28:_SHP_HEAD_BYTES] + b"".join(entries)


def _points_into(shx: bytes, shp: bytes) -> bool:
    """Return whether the records of a .shx lie within the .shp, and are no longer than it in sum.

    Otherwise a .shx could list one area of 10 MB two hundred thousand times.
    """
    if len(shx) < _SHP_HEAD_BYTES or _magic_and_version(shx) != (_SHP_MAGIC, _SHP_VERSION):
        return False
    if 2 * int.from_bytes(shx[24:28], "big") != len(shx):
        return False
    if (len(shx) - _SHP_HEAD_BYTES) % _SHX_ENTRY_BYTES:
        return False
    total = _SHP_HEAD_BYTES
    for offset, words in struct.iter_unpack(">2I", shx[_SHP_HEAD_BYTES:]):
        total += 8 + 2 * words
        if 2 * offset < _SHP_HEAD_BYTES or 2 * offset + 8 + 2 * words > len(shp):
            return False
    return bool(total <= len(shp))


def _declared_encoding(reading: Reading, cpg: bytes | None, language: int) -> str | None:
    """Return the codec that the .cpg or else the .dbf declares; None without, "" after a fault."""
    declared = (cpg or b"").decode("latin-1").strip("\ufeffï»¿ \t\r\n\0")
    if not declared:
        return _CODE_PAGES.get(language)
    number = re.fullmatch(r"(?i)(?:cp|ansi|oem|windows)?[ -]*(\d{3,5})", declared)
    name = f"cp{number[1]}" if number else declared
    if name == "cp65001":
        name = "utf-8"
    elif number and number[1].startswith("8859"):  # as ArcGIS writes ISO 8859-5: 88595
        name = f"iso8859-{number[1][4:]}"
    elif name == "cp936":
        name = "gbk"
    try:
        codec = codecs.lookup(name)
        b"a".decode(codec.name)  # raises for a codec that is not for texts
    except (LookupError, ValueError):
        problem = "its .cpg names an encoding that is not known"
        reading.fault(None, None, problem, declared, "save it in UTF-8, or as GeoPackage")
        return ""
    return codec.name


def _decoded(reading: Reading, sheet: Sheet, encoding: str | None) -> Sheet | None:
    """Return a sheet with its texts decoded, or None after a fault."""
    codec = encoding or "utf-8"

    def decode(cell: Any, row: int | None = None, head: str | None = None) -> Any:
        if not isinstance(cell, str) or cell.isascii():
            return cell
        try:
            return cell.encode(_BYTE_FOR_BYTE).decode(codec)
        except UnicodeError:
            if encoding is None:
                problem = "its texts declare no encoding"
                reading.fault(None, None, problem, None, SAVE_WITH_CPG, kind=problem)
            else:
                problem = f"is not in {encoding}, the encoding that its file declares"
                reading.fault(row, head, problem, None, SAVE_WITH_CPG)
            return None

    heads = [decode(head) for head in sheet.heads]
    rows = [
        (number, [decode(cell, number, head) for head, cell in zip(heads, cells, strict=True)])
        for number, cells in sheet.rows
    ]
    cut = frozenset(
        head
        for head, stored in zip(heads, sheet.heads, strict=True)
        if len(stored) >= _HEAD_BYTES and head is not None
    )
    return None if reading.faults else replace(sheet, heads=heads, rows=rows, cut=cut)
