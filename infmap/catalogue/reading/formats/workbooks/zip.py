"""Unpacks the parts of a zipped workbook up to a limit, and parses their XML.

A part of XML that declares entities, or that is not UTF-8, is refused.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias
from xml.parsers import expat

from infmap.catalogue.reading.faults import MOST_UNPACKED_BYTES
from infmap.catalogue.reading.formats.archives import MOST_ENTRIES, is_crowded
from infmap.catalogue.reading.formats.workbooks.bounds import damaged, protected
from infmap.catalogue.values.refused import RefusedError

_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_UTF8 = {None, "utf-8", "utf8", "us-ascii", "ascii"}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    struct.error,
    LookupError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)

#: The names of an element's attributes, and their values.
Attributes: TypeAlias = dict[str, str]


@contextmanager
def broken_refused() -> Iterator[None]:
    """Replace the errors that a broken file raises by `damaged`."""
    try:
        yield
    except RefusedError:
        raise
    except _BROKEN:
        raise damaged() from None


class Package:
    """A zip whose parts are unpacked one by one, up to `MOST_UNPACKED_BYTES` in all."""

    def __init__(self, data: bytes) -> None:
        if is_crowded(data):
            raise RefusedError(f"holds more than {MOST_ENTRIES:,} parts", "save the sheet as CSV")
        with broken_refused():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._unpacked: dict[str, int] = {}
        for part in self._zip.infolist():
            # Of two parts with one name, different libraries read different ones.
            if part.filename in self._parts:
                raise damaged(f"it holds {part.filename} twice")
            self._parts[part.filename] = part

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part in chunks."""
        part = self._parts.get(name)
        if part is None:
            raise damaged(f"it lacks {name}")
        if part.flag_bits & _ENCRYPTED:
            raise protected()
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise damaged("it is compressed as no workbook is")
        before, unpacked = self._unpacked.get(name, 0), 0
        with broken_refused(), self._zip.open(part) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                self._unpacked[name] = max(before, unpacked)
                if sum(self._unpacked.values()) > MOST_UNPACKED_BYTES:
                    most = f"{MOST_UNPACKED_BYTES / 1e6:.0f} MB"
                    raise RefusedError(f"unpacks to more than {most}", "save the sheet as CSV")
                yield chunk

    def parse(self, name: str, parser: expat.XMLParserType) -> Iterator[bytes]:
        """Feed a part to a parser, and yield its bytes in chunks."""
        first = True
        for chunk in self.chunks(name):
            if first and (b"\0" in chunk[:4] or chunk[:2] in {b"\xff\xfe", b"\xfe\xff"}):
                raise damaged(f"{name} is not UTF-8")
            first = False
            with broken_refused():
                parser.Parse(chunk, False)
            yield chunk
        with broken_refused():
            parser.Parse(b"", True)

    def parse_whole(self, name: str, start: Callable[[str, Attributes], Any]) -> None:
        """Parse a part, and call `start` with each element's name and attributes."""
        parser = xml_parser()
        parser.StartElementHandler = start
        for _ in self.parse(name, parser):
            pass


def xml_parser() -> expat.XMLParserType:
    """Return a parser that refuses entities, and encodings other than UTF-8."""
    parser = expat.ParserCreate()

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if (encoding.lower() if encoding else None) not in _UTF8:
            raise damaged("a part of it is not UTF-8")

    def doctype(*_: Any) -> None:
        raise damaged("a part of it declares entities")

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    return parser


def local(name: str) -> str:
    """Return the name of an element or attribute without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def zipped(parts: dict[str, Iterable[bytes]]) -> bytes:
    """Return a new zip of parts, each given in pieces."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, pieces in parts.items():
            with archive.open(name, "w") as part:
                for piece in pieces:
                    part.write(piece)
    return file.getvalue()
