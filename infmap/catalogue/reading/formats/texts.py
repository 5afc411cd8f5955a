"""The bytes of a text to letters, in the encodings that say what they are.

UTF-8, and UTF-16 with its mark. Any other encoding would be a guess.
"""

import codecs
import io
import re
from collections.abc import Callable
from typing import TypeAlias

from infmap.catalogue.reading.faults import Reading
from infmap.errors import shorten

#: Finds the first text with a stray byte: its row, its column and the text itself.
Locate: TypeAlias = Callable[[str], tuple[int | None, str | None, str]]

_SHOWN_CHARACTERS = 24
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_unmarked_utf16(data: bytes) -> bool:
    """Return whether bytes look like UTF-16 that does not say so.

    Latin letters in UTF-16 have every other byte empty; no text in UTF-8 looks so.

    Examples
    --------
    >>> is_unmarked_utf16("name,lon,lat,system,note,country,x".encode("utf-16-le"))
    True
    """
    return max(data[:64:2].count(0), data[1:64:2].count(0)) > 16


def decoded(reading: Reading, data: bytes, locate: Locate, form: str) -> str | None:
    """Return the text that bytes hold, or None with the fault noted.

    Parameters
    ----------
    reading : Reading
        Takes the fault.
    data : bytes
        The whole file.
    locate : callable
        Given the text with its stray bytes as lone surrogates, says where the first stands.
    form : str
        As what to save the file, in the remedy.
    """
    remedy = f"save the file as {form}"
    if data.startswith(BYTE_ORDER_MARKS):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            reading.fault(None, None, "begins as UTF-16 and does not go on so", None, remedy)
            return None
    if is_unmarked_utf16(data):
        reading.fault(None, None, "is UTF-16 without its byte order mark", None, remedy)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        row, column, found = locate(data.decode("utf-8-sig", "surrogateescape"))
        refuse_stray(reading, row, column, found, form)
    return None


def refuse_stray(
    reading: Reading, row: int | None, column: str | None, found: str, form: str
) -> None:
    """Note a text with a byte that is none of UTF-8's, and what it may have been."""
    readings = " or ".join(
        f"{_around_stray(found, encoding)!r} in Windows-{encoding.removeprefix('cp')}"
        for encoding in ("cp1252", "cp1251")
    )
    reading.fault(row, column, f"not UTF-8: it may be {readings}", None, f"save the file as {form}")


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
