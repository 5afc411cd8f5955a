"""Makes a workbook for each sheet of an ODS workbook that is safe to read.

All sheets of an ODS are in one part, which the library reads as a whole. With a workbook for each
sheet, too large a sheet does not prevent the others from being read.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from infmap.catalogue.cells import SHEET_ERROR
from infmap.catalogue.reading.formats.workbooks.bounds import (
    Extent,
    Source,
    damaged,
    protected,
)
from infmap.catalogue.reading.formats.workbooks.looks import Looks
from infmap.catalogue.reading.formats.workbooks.shown_texts import format_of_day, format_of_number
from infmap.catalogue.reading.formats.workbooks.zip import (
    Attributes,
    Package,
    local,
    xml_parser,
    zipped,
)
from infmap.catalogue.values.refused import RefusedError

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_PREFIXES = ("office", "table", "text", "style", "draw", "form", "script", "number", "fo")
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_CELLS = {"table:table-cell", "table:covered-table-cell"}
#: Elements with deleted tables and copies of other workbooks: no sheets of this one.
_IGNORED = {"table:tracked-changes", "table:dde-links"}
#: A comment on a cell, whose text is not the text of the cell.
_REMARK = "office:annotation"
_TEXT = "string"
#: What rows and columns are that nobody sees: folded away, or filtered.
_UNSEEN = {"collapse", "filter"}
#: White space around a cell, as GDAL writes it; the library takes a table with it for damaged.
_BETWEEN_CELLS = re.compile(
    rb"(<(?:/?table:(?:table-row|table-cell|covered-table-cell)|/text:p)\b[^<]*>)\s+(?=<|\Z)"
)
#: More than this without a tag is a text, and not held.
_LONG = 1 << 20
#: A longer text is no error value.
_LONGEST_ERROR = 40


def ods_sheets(package: Package) -> list[Source] | None:
    """Return the sheets of an ODS workbook in its order, or None for any other zip."""
    if "mimetype" not in package:
        return None
    if not b"".join(package.chunks("mimetype")).startswith(_MIMETYPE.encode()):
        return None
    if _MANIFEST in package:
        package.parse_whole(_MANIFEST, _refuse_encryption)
    scan = _Scan()
    for _ in package.parse(_CONTENT, scan.parser):
        pass
    return [
        Source(sheet.name, sheet.style in scan.hidden, partial(_prepare, package, sheet))
        for sheet in scan.sheets
    ]


def _refuse_encryption(element: str, _: Attributes) -> None:
    if local(element) == "encryption-data":
        raise protected()


class _Sheet:
    """A table of the content: its start and end there, and its extent."""

    def __init__(self, name: str, style: str, start: int) -> None:
        self.name = name
        self.style = style
        self.start = self.end = start
        self.extent = Extent()
        #: The reason why the sheet cannot be read, if there is one.
        self.refused: RefusedError | None = None


def _prepare(package: Package, sheet: _Sheet) -> tuple[bytes, Extent]:
    if sheet.refused:
        raise sheet.refused
    manifest = f'<manifest><file-entry media-type="{_MIMETYPE}" full-path="/"/></manifest>'
    parts: dict[str, Iterable[bytes]] = {
        "mimetype": [_MIMETYPE.encode()],
        _MANIFEST: [manifest.encode()],
        _CONTENT: _content(package, sheet),
    }
    return zipped(parts), sheet.extent


def _content(package: Package, sheet: _Sheet) -> Iterator[bytes]:
    """Yield the content part with a single sheet, in chunks."""
    spaces = "".join(f' xmlns:{prefix}="{_SPACE.format(prefix)}"' for prefix in _PREFIXES)
    yield f"<office:document-content{spaces}><office:body><office:spreadsheet>".encode()
    if sheet.end > sheet.start:
        yield from _closed_up(_slices(package.chunks(_CONTENT), sheet.start, sheet.end))
        yield b"</table:table>"
    yield b"</office:spreadsheet></office:body></office:document-content>"


def _slices(chunks: Iterable[bytes], start: int, end: int) -> Iterator[bytes]:
    at = 0
    for chunk in chunks:
        yield chunk[max(0, start - at) : max(0, end - at)]
        at += len(chunk)


def _closed_up(chunks: Iterable[bytes]) -> Iterator[bytes]:
    r"""Yield the XML of a table without white space between its cells, wherever it is cut.

    Examples
    --------
    >>> b"".join(_closed_up([b"<table:table-row>", b" <table:table-cell/>", b"\n<text:p> A"]))
    b'<table:table-row><table:table-cell/><text:p> A'
    """
    held = b""
    for chunk in chunks:
        held += chunk
        tag = max(held.rfind(b"<"), 0)
        cut = tag if tag or len(held) < _LONG else len(held)
        yield _BETWEEN_CELLS.sub(rb"\1", held[:cut])
        held = held[cut:]
    yield held


class _Scan:
    """Finds and measures the sheets of the content, without keeping their cells."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.hidden: set[str] = set()
        self._style = ""
        #: The styles of cells whose text is struck through.
        self._struck: set[str] = set()
        self._ignored = ""
        self._sheet: _Sheet | None = None
        self._looks = Looks()
        self._row = self._rows = 0
        self._column = self._columns = 0
        #: How many columns are declared so far.
        self._declared = 0
        self._cell: Attributes | None = None
        self._text: list[str] = []
        #: Whether the cell has a paragraph, as also a formula with an empty text as its value.
        self._has_text = False
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, element: str, attributes: Attributes) -> None:
        if self._ignored:
            return
        if element in _CELLS:
            self._start_cell(attributes)
        elif element == "table:table-row":
            self._row += self._rows
            self._rows = _repeats(attributes.get("table:number-rows-repeated"))
            self._column = self._columns = 0
            if attributes.get("table:visibility") in _UNSEEN and self._sheet is not None:
                rows = self._row, self._row + self._rows - 1
                self._sheet.extent.hidden_rows.append(rows)
        elif element == "table:table-column":
            first = self._declared + 1
            self._declared += _repeats(attributes.get("table:number-columns-repeated"))
            if attributes.get("table:visibility") in _UNSEEN and self._sheet is not None:
                self._sheet.extent.hidden_columns.append((first, self._declared))
        elif element == "table:table":
            self._start_sheet(attributes)
        elif element == "style:style":
            self._style = attributes.get("style:name", "")
        elif element == "style:table-properties":
            if attributes.get("table:display") == "false":
                self.hidden.add(self._style)
        elif element == "style:text-properties":
            if attributes.get("style:text-line-through-style", "none") != "none":
                self._struck.add(self._style)
        elif element == _REMARK:
            self._ignored = element
            self.parser.CharacterDataHandler = None
        elif element == "text:p":
            self._has_text = True
        elif element in _IGNORED:
            self._ignored = element

    def _start_sheet(self, attributes: Attributes) -> None:
        if self._sheet is not None:
            raise damaged("a sheet stands within a sheet")
        name = attributes.get("table:name", "")
        style = attributes.get("table:style-name", "")
        self._sheet = _Sheet(name, style, self.parser.CurrentByteIndex)
        self._row, self._rows, self._declared = 1, 0, 0

    def _start_cell(self, attributes: Attributes) -> None:
        self._column += self._columns or 1
        self._columns = _repeats(attributes.get("table:number-columns-repeated"))
        self._cell = attributes
        self._text.clear()
        self._has_text = False
        self.parser.CharacterDataHandler = self._text.append

    def _end(self, element: str) -> None:
        if self._ignored:
            if element == self._ignored:
                self._ignored = ""
                if element == _REMARK and self._cell is not None:
                    self.parser.CharacterDataHandler = self._text.append
        elif element in _CELLS:
            self.parser.CharacterDataHandler = None
            if self._sheet is not None and self._sheet.refused is None and self._cell is not None:
                try:
                    self._end_cell(self._sheet.extent, self._cell)
                except RefusedError as error:
                    self._sheet.refused = error
            self._cell = None
        elif element == "table:table" and self._sheet is not None:
            self._sheet.end = self.parser.CurrentByteIndex
            self.sheets.append(self._sheet)
            self._sheet = None

    def _end_cell(self, extent: Extent, cell: Attributes) -> None:
        kind = cell.get("office:value-type", "")
        is_formula = "table:formula" in cell
        if not kind and not is_formula:
            return
        bottom, right = self._row + self._rows - 1, self._column + self._columns - 1
        extent.add(self._row, self._column, bottom, right)
        spanned = _repeats(cell.get("table:number-rows-spanned"))
        extent.add_merged(self._row, self._column, self._row + spanned - 1)
        text = "".join(self._text)
        code = _format_of(kind, cell, text.strip())
        if text and cell.get("table:style-name") in self._struck:
            extent.add_struck(self._row, bottom)
        look = None if code is None else self._looks.of(code)
        if look is not None:
            extent.add_look(look, self._row, self._column, bottom, right)
        if kind == _TEXT:
            length = max(len(text), len(cell.get("office:string-value", "")))
            extent.add_letters(length * self._rows * self._columns)
        if not is_formula:
            return
        text = text.strip()
        if len(text) <= _LONGEST_ERROR and re.fullmatch(SHEET_ERROR, text):
            extent.errors.append((self._row, self._column, bottom, right, text))
        elif not kind and not self._has_text:
            extent.valueless.append((self._row, self._column))


def _format_of(kind: str, cell: Attributes, text: str) -> str | None:
    """Return the number format by which a cell shows its text, if that is more than its value."""
    if kind == "date":
        return format_of_day(cell.get("office:date-value", ""), text)
    try:
        return format_of_number(float(cell["office:value"]), text) if kind == "float" else None
    except (KeyError, ValueError):
        return None


def _repeats(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isdecimal() or len(text) > 12 or not int(text):
        raise damaged("a cell is repeated so often as no cell can be")
    return int(text)
