"""Makes a workbook for each sheet of an XLS workbook that is safe to read.

An XLS is a stream of records in a compound file. The records of a sheet are measured, and the
stream is written to a new compound file in which all other sheets are cut to nothing.
"""

import struct
from collections.abc import Iterator
from functools import partial

from infmap.catalogue.reading.formats.workbooks.bounds import (
    Extent,
    Source,
    damaged,
    protected,
)
from infmap.catalogue.reading.formats.workbooks.cfb import streams, with_stream
from infmap.catalogue.reading.formats.workbooks.looks import Look, Looks
from infmap.catalogue.reading.formats.workbooks.zip import broken_refused
from infmap.catalogue.values.refused import RefusedError

_EOF, _BOF, _BOUND_SHEET, _PASSWORD = 0x000A, 0x0809, 0x0085, 0x002F
_TEXTS, _CONTINUE, _RECALCULATED = 0x00FC, 0x003C, 0x01C1
_CODE_PAGE = 0x0042
_FORMULA, _NUMBERS, _SHARED_TEXT, _RICH_TEXT = 0x0006, 0x00BD, 0x00FD, 0x00D6
_NUMBER, _LABEL, _FLAG, _SHORT_NUMBER = 0x0203, 0x0204, 0x0205, 0x027E
_STRING = 0x0207
_CELLS = {_FORMULA, _NUMBERS, _SHARED_TEXT, _RICH_TEXT, _NUMBER, _LABEL, _FLAG, _SHORT_NUMBER}
#: The records that the library needs. Any other record gets a kind that the library ignores.
_NEEDED_OF_SHEET = _CELLS | {_BOF, _EOF, _STRING, _CONTINUE}
_DATES_FROM_1904, _FORMAT, _STYLE = 0x0022, 0x041E, 0x00E0
_NEEDED_OF_ALL = {
    *(_BOF, _EOF, _BOUND_SHEET, _CODE_PAGE, _DATES_FROM_1904, _FORMAT, _STYLE, _TEXTS, _CONTINUE),
}
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
#: The bit of a row's flags that hides it.
_ROW_HIDDEN = 0x20
#: The only format without a code that shows a month without its day.
_MONTH = {17: "mmm-yy"}
_IGNORED = 0x0090
#: Larger numbers are no dates, and make some libraries fail.
_LAST_DAY, _NO_STYLE = 1e11, 0xFFFF
_BIFF8 = 0x0600
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def xls_sheets(data: bytes) -> list[Source]:
    """Return the worksheets of an XLS workbook in its order."""
    with broken_refused():
        held = streams(data, {"Workbook", "Book", "EncryptedPackage"})
        if "EncryptedPackage" in held:
            raise protected()
        stream = held.get("Workbook") or held.get("Book")
        if stream is None:
            raise RefusedError("is no workbook", "save the table as XLSX or CSV")
        return _Workbook(stream).sheets()


def _records(stream: bytes | bytearray, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and end of each record, up to the end of the sheet."""
    size = len(stream)
    while at + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        if at + length > size:
            raise damaged("it ends within a cell")
        yield kind, at, at + length
        if kind == _EOF:
            return
        at += length
    raise damaged("it ends within a sheet")


class _Workbook:
    """The stream of a workbook, and the list of its sheets."""

    def __init__(self, stream: bytes) -> None:
        self._stream = bytearray(stream)
        #: Name, whether it is hidden, and start of each worksheet.
        self._listed: list[tuple[str, bool, int]] = []
        self._starts: list[int] = []
        self._lengths: list[int] = []
        self._is_recalculated = False
        #: For each style what its number format says.
        self._looks: list[Look | None] = []
        self._read_globals()

    def sheets(self) -> list[Source]:
        """Return the worksheets."""
        return [
            Source(name, hidden, partial(self._prepare, start))
            for name, hidden, start in self._listed
        ]

    def _read_globals(self) -> None:
        stream = self._stream
        version, code_page = 0, 1252
        texts: list[bytes] = []
        codes, formats = dict(_MONTH), list[int]()
        previous = 0
        for kind, at, end in _records(stream, 0):
            if kind == _PASSWORD:
                raise protected()
            if kind == _BOF:
                version = struct.unpack_from("<H", stream, at)[0]
            elif kind == _CODE_PAGE:
                code_page = struct.unpack_from("<H", stream, at)[0]
            elif kind == _RECALCULATED:
                self._is_recalculated = True
            elif kind == _BOUND_SHEET:
                self._list(bytes(stream[at:end]), version, code_page)
            elif kind == _FORMAT:
                number, code = _number_format(bytes(stream[at:end]), version, code_page)
                codes[number] = code
            elif kind == _STYLE:
                formats.append(struct.unpack_from("<H", stream, at + 2)[0])
            elif kind == _TEXTS or (kind == _CONTINUE and previous == _TEXTS):
                texts.append(bytes(stream[at:end]))
            if kind not in _NEEDED_OF_ALL:
                struct.pack_into("<H", stream, at - 4, _IGNORED)
            if kind != _CONTINUE:
                previous = kind
        if texts:
            self._lengths = _text_lengths(texts)
        known = Looks()
        self._looks = [known.of(codes[number]) if number in codes else None for number in formats]

    def _list(self, record: bytes, version: int, code_page: int) -> None:
        start, hidden, kind, count = struct.unpack_from("<IBBB", record)
        if start + 4 > len(self._stream):
            raise damaged("it ends before a sheet")
        self._starts.append(start)
        if version < _BIFF8:
            name = _decoded(record[7 : 7 + count], code_page)
        elif record[7] & 1:
            name = record[8 : 8 + 2 * count].decode("utf-16-le", "replace")
        else:
            name = record[8 : 8 + count].decode("latin-1")
        if kind == 0:
            self._listed.append((name, hidden & 3 != 0, start))

    def _prepare(self, start: int) -> tuple[bytes, Extent]:
        """Return a compound file in which only this sheet has cells, and the sheet's extent."""
        stream = bytearray(self._stream)
        with broken_refused():
            extent = self._measured(stream, start)
            for sheet_start in self._starts:
                if sheet_start != start:
                    after = sheet_start + 4
                    after += struct.unpack_from("<H", stream, sheet_start + 2)[0]
                    if after + 4 > len(stream):
                        raise damaged("it ends before a sheet")
                    struct.pack_into("<H", stream, after, _EOF)
        return with_stream("Workbook", bytes(stream)), extent

    def _measured(self, stream: bytearray, start: int) -> Extent:
        """Return the extent of a sheet; change records that the library cannot read safely."""
        extent = Extent()
        for kind, at, end in _records(stream, start):
            _add_layout(extent, stream, kind, at)
            if kind not in _NEEDED_OF_SHEET:
                # One of these declares the size of the sheet, which the library would trust.
                struct.pack_into("<H", stream, at - 4, _IGNORED)
            if kind not in _CELLS:
                continue
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, end - 2)[0] if kind == _NUMBERS else column
            extent.add(row + 1, column + 1, row + 1, last + 1)
            for place in range(column, last + 1):
                style = struct.unpack_from("<H", stream, at + 4 + 6 * (place - column))[0]
                look = self._looks[style] if style < len(self._looks) else None
                if look is not None:
                    extent.add_look(look, row + 1, place + 1, row + 1, place + 1)
            if kind == _SHARED_TEXT:
                number = struct.unpack_from("<I", stream, at + 6)[0]
                extent.add_letters(self._lengths[number])
            elif kind in {_LABEL, _RICH_TEXT}:
                extent.add_letters(end - at)
            elif kind == _FLAG and stream[at + 7]:
                self._add_error(extent, row, column, stream[at + 6])
            elif kind in {_NUMBER, _SHORT_NUMBER, _NUMBERS}:
                _without_far_days(stream, kind, at, end)
            elif kind == _FORMULA:
                _without_far_days(stream, kind, at, end)
                # The formula itself is not needed: its length is set to 0.
                struct.pack_into("<H", stream, at + 20, 0)
                if stream[at + 12 : at + 14] == b"\xff\xff":
                    self._add_result(extent, row, column, stream[at + 6], stream[at + 8])
        return extent

    def _add_result(self, extent: Extent, row: int, column: int, kind: int, code: int) -> None:
        """Add the result of a formula that is no number."""
        if kind == 2:
            self._add_error(extent, row, column, code)
        elif kind == 3 and not self._is_recalculated:
            # An empty text, or no result at all unless the workbook says that it is recalculated.
            extent.valueless.append((row + 1, column + 1))

    @staticmethod
    def _add_error(extent: Extent, row: int, column: int, code: int) -> None:
        text = _ERRORS.get(code, "#ERROR!")
        extent.errors.append((row + 1, column + 1, row + 1, column + 1, text))


def _add_layout(extent: Extent, stream: bytearray, kind: int, at: int) -> None:
    """Note what a record of a sheet says of merged cells, or of hidden rows and columns."""
    if kind == _ROW:
        row, flags = struct.unpack_from("<H10xH", stream, at)
        if flags & _ROW_HIDDEN:
            extent.hidden_rows.append((row + 1, row + 1))
    elif kind == _COLUMNS:
        first, last, flags = struct.unpack_from("<HH4xH", stream, at)
        if flags & 1:
            extent.hidden_columns.append((first + 1, last + 1))
    elif kind == _MERGED:
        for k in range(struct.unpack_from("<H", stream, at)[0]):
            first, last, column = struct.unpack_from("<HHH", stream, at + 2 + 8 * k)
            extent.add_merged(first + 1, column + 1, last + 1)


def _number_format(record: bytes, version: int, code_page: int) -> tuple[int, str]:
    """Return the number of a number format, and its code."""
    if version < _BIFF8:
        return struct.unpack_from("<H", record)[0], _decoded(record[3 : 3 + record[2]], code_page)
    number, letters, flags = struct.unpack_from("<HHB", record)
    if flags & 1:
        return number, record[5 : 5 + 2 * letters].decode("utf-16-le", "replace")
    return number, record[5 : 5 + letters].decode("latin-1")


def _decoded(text: bytes, code_page: int) -> str:
    """Return a text of an old workbook; an unknown code page is read as Latin-1."""
    try:
        return text.decode(f"cp{code_page}", "replace")
    except LookupError:
        return text.decode("latin-1")


def _without_far_days(stream: bytearray, kind: int, at: int, end: int) -> None:
    """Remove the style from numbers that are too large for dates, in the stream itself."""
    if kind in {_NUMBER, _FORMULA}:
        numbers = [(at + 4, struct.unpack_from("<d", stream, at + 6)[0])]
    else:
        # Each cell has a style and the upper half of a number; its two lowest bits are flags.
        places = range(at + 4, end - 5, 6)
        packed = [struct.unpack_from("<I", stream, place + 2)[0] for place in places]
        halves = [0 if half & 2 else half & ~3 for half in packed]
        numbers = [
            (place, struct.unpack("<d", struct.pack("<II", 0, half))[0])
            for place, half in zip(places, halves, strict=True)
        ]
    for place, number in numbers:
        if not abs(number) < _LAST_DAY:
            struct.pack_into("<H", stream, place, _NO_STYLE)


def _text_lengths(pieces: list[bytes]) -> list[int]:
    """Return the length of each shared text in a record and its continuations."""
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    piece, at = 0, 8
    lengths = []
    for _ in range(count):
        if at >= len(pieces[piece]):
            piece, at = piece + 1, at - len(pieces[piece])
        letters, flags = struct.unpack_from("<HB", pieces[piece], at)
        at += 3
        lengths.append(letters)
        runs, extra = 0, 0
        if flags & 8:
            runs = struct.unpack_from("<H", pieces[piece], at)[0]
            at += 2
        if flags & 4:
            extra = struct.unpack_from("<I", pieces[piece], at)[0]
            at += 4
        while letters:
            width = 1 + (flags & 1)
            fit = min(letters, (len(pieces[piece]) - at) // width)
            letters -= fit
            at += fit * width
            if letters:
                # The text goes on in the next piece, which begins with flags for its letters.
                piece += 1
                flags, at = pieces[piece][0], 1
        at += 4 * runs + extra
        while piece + 1 < len(pieces) and at > len(pieces[piece]):
            at -= len(pieces[piece])
            piece += 1
    return lengths
