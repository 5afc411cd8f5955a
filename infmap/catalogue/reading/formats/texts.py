"""Decodes texts in UTF-8, or in UTF-16 with a byte order mark.

Any other encoding would be a guess.
"""

import codecs
import io
import re
from collections.abc import Callable
from typing import TypeAlias

from infmap.catalogue.reading.faults import Reading
from infmap.errors import shorten

#: Returns row, column and text of the first cell or line with a byte that is not UTF-8.
Locate: TypeAlias = Callable[[str], tuple[int | None, str | None, str]]

_SHOWN_CHARACTERS = 24
BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_unmarked_utf16(data: bytes) -> bool:
    """Return whether bytes look like UTF-16 without a byte order mark.

    Every other byte of Latin letters in UTF-16 is 0, unlike in any text in UTF-8.

    Examples
    --------
    >>> is_unmarked_utf16("name,lon,lat,system,note,country,x".encode("utf-16-le"))
    True
    """
    return max(data[:64:2].count(0), data[1:64:2].count(0)) > 16


def decoded(reading: Reading, data: bytes, locate: Locate, form: str) -> str | None:
    """Return the decoded text of a file, or None after a fault.

    `locate` finds the first stray byte in a text in which stray bytes are lone surrogates; `form`
    is what to save the file as, for the remedy.
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
        row, column, stray = locate(data.decode("utf-8-sig", "surrogateescape"))
        refuse_stray(reading, row, column, stray, form)
    return None


def refuse_stray(
    reading: Reading, row: int | None, column: str | None, text: str, form: str
) -> None:
    """Refuse a text with a byte that is not UTF-8; the fault shows it in other encodings."""
    readings = " or ".join(
        f"{_around_stray(text, encoding)!r} in Windows-{encoding.removeprefix('cp')}"
        for encoding in ("cp1252", "cp1251")
    )
    reading.fault(row, column, f"not UTF-8: it may be {readings}", None, f"save the file as {form}")


def _around_stray(text: str, encoding: str) -> str:
    """Return the part of a text around its first stray byte, decoded with an encoding."""
    stray = re.search("[\udc80-\udcff]", text)
    start = max(0, stray.start() - _SHOWN_CHARACTERS // 2) if stray else 0
    piece = text[start : start + _SHOWN_CHARACTERS]
    data = piece.encode("utf-8", "surrogateescape")
    return shorten(data.decode(encoding, "replace"), _SHOWN_CHARACTERS)


def line_of_stray(text: str) -> tuple[int | None, str | None, str]:
    """Return number and text of the first line with a stray byte; there is no column."""
    for number, line in enumerate(io.StringIO(text), start=1):
        if re.search("[\udc80-\udcff]", line):
            return number, None, line.strip()
    return None, None, ""
