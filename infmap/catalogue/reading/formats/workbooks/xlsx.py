"""Makes a workbook for each sheet of an XLSX or XLSM workbook that is safe to read.

The new workbook has the XML of the sheet, the shared texts and the styles, but no macros, links,
connections or embedded files.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache, partial

from infmap.catalogue.reading.faults import MOST_CELLS
from infmap.catalogue.reading.formats.workbooks.bounds import Extent, Source, damaged
from infmap.catalogue.reading.formats.workbooks.looks import Look, Looks
from infmap.catalogue.reading.formats.workbooks.zip import (
    Attributes,
    Package,
    broken_refused,
    local,
    xml_parser,
    zipped,
)
from infmap.catalogue.values.refused import RefusedError

#: Above the number of styles that any spreadsheet allows.
_MOST_STYLES = 1_000_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
#: The parts of the styles that hold number formats, fonts, those of cells, and others alike.
_STYLES = {"numFmts", "fonts", "cellXfs", "cellStyleXfs", "dxfs"}
#: The only format that has a number instead of a code and shows no day: ``mmm-yy``.
_MONTH = ("17", "mmm-yy")
_ADDRESS = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
#: The type of a cell with an error, which is replaced by that of a text so that it is not lost.
_ERROR_KIND = re.compile(rb"""(<(?:[\w.-]+:)?c\s[^<>]*?\bt\s*=\s*)(?:"e"|'e')""")
#: A cell with a style, and with a number that is too large for a date.
_NO_DAY = re.compile(
    rb"""(<(?:[\w.-]+:)?c\s[^<>]*?)\bs\s*=\s*(?:"\d+"|'\d+')"""
    rb"""([^<>]*>(?:<(?:[\w.-]+:)?f\b[^<>]*(?:/>|>[^<]*</(?:[\w.-]+:)?f>))?"""
    rb"""<(?:[\w.-]+:)?v>-?(?:\d{12,}|[\d.]+[eE]\+?\d))"""
)
_LONGEST_CELL = 1 << 20


def xlsx_sheets(package: Package) -> list[Source] | None:
    """Return the worksheets of an XLSX workbook in its order, or None for any other zip."""
    if "_rels/.rels" not in package:
        return None
    main = _related(package, "", "_rels/.rels", "officeDocument")
    if not main:
        return None
    workbook = next(iter(main.values()))
    if not workbook.endswith(".xml"):
        raise RefusedError("is a workbook in binary form", "save it as XLSX")
    folder, name = posixpath.split(workbook)
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    worksheets = _related(package, folder, relations, "worksheet")
    texts = next(iter(_related(package, folder, relations, "sharedStrings").values()), None)
    styles = next(iter(_related(package, folder, relations, "styles").values()), None)
    listed: list[tuple[str, bool, str]] = []
    settings = {"from_1904": False, "stale": False}

    def start(element: str, attributes: Attributes) -> None:
        kind = local(element)
        if kind == "sheet":
            part = next((v for k, v in attributes.items() if k != "id" and local(k) == "id"), "")
            shown = attributes.get("state", "visible") == "visible"
            if part in worksheets:
                listed.append((attributes.get("name", ""), not shown, worksheets[part]))
        elif kind == "workbookPr":
            settings["from_1904"] = _is_true(attributes.get("date1904"))
        elif kind == "calcPr":
            settings["stale"] = _is_true(attributes.get("fullCalcOnLoad"))

    package.parse_whole(workbook, start)
    return [
        Source(name, hidden, partial(_prepare, package, part, texts, styles, **settings))
        for name, hidden, part in listed
    ]


def _is_true(word: str | None) -> bool:
    return word in {"1", "true"}


def _related(package: Package, folder: str, relations: str, kind: str) -> dict[str, str]:
    """Return the parts of one kind in a file of relationships, by their ids."""
    parts: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        # Strict Open XML has other URIs for the types, with the same last segment.
        if local(element) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        if attributes.get("Type", "").rpartition("/")[2] == kind:
            target = posixpath.join("/" + folder, attributes.get("Target", ""))
            parts[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    package.parse_whole(relations, start)
    return parts


def _prepare(
    package: Package,
    part: str,
    texts: str | None,
    styles: str | None,
    *,
    from_1904: bool,
    stale: bool,
) -> tuple[bytes, Extent]:
    """Return a workbook with a single sheet, and the sheet's extent."""
    lengths: list[int] = []
    looks: dict[str, Look] = {}
    struck: set[str] = set()
    scan = _SheetScan(lengths, looks, struck, stale=stale)
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{from_1904:d}"/>'
        '<sheets><sheet name="sheet" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts: dict[str, Iterable[bytes]] = {
        "_rels/.rels": _relations(rId1=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": [workbook.encode()],
        "xl/_rels/workbook.xml.rels": _relations(
            rId1=("worksheet", "worksheets/sheet1.xml"),
            rId2=("styles", "styles.xml"),
            rId3=("sharedStrings", "sharedStrings.xml"),
        ),
    }
    if styles is not None and styles in package:
        parts["xl/styles.xml"] = _styles(package, styles, looks, struck)
    # Styles and shared texts come before the sheet, which is measured with them.
    if texts is not None and texts in package:
        parts["xl/sharedStrings.xml"] = _shared_texts(package, texts, lengths)
    parts["xl/worksheets/sheet1.xml"] = _readable(package.parse(part, scan.parser))
    return zipped(parts), scan.extent


def _relations(**targets: tuple[str, str]) -> list[bytes]:
    related = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return [f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'.encode()]


def _readable(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the XML of a sheet, with errors as texts and too large numbers without a style."""
    rest = b""
    for chunk in chunks:
        whole = rest + chunk
        # Cut after a cell, or before a tag, or anywhere in a very long text.
        cut = whole.rfind(b"c>") + 2
        cut = max(0, whole.rfind(b"<")) if len(whole) - cut > _LONGEST_CELL else cut
        cut = len(whole) if len(whole) - cut > _LONGEST_CELL else cut
        yield _NO_DAY.sub(rb"\1\2", _ERROR_KIND.sub(rb'\1"str"', whole[:cut]))
        rest = whole[cut:]
    yield rest


def _check_counts(attributes: Attributes, most: int) -> None:
    """Refuse a declared count above `most`, for which the library would allocate memory."""
    for name in ("count", "uniqueCount"):
        if name in attributes:
            with broken_refused():
                if int(attributes[name]) > most:
                    raise damaged("it counts more than it can hold")


def _styles(
    package: Package, name: str, looks: dict[str, Look], struck: set[str]
) -> Iterator[bytes]:
    """Yield the XML of the styles, and add to `looks` those that say more than values do.

    Those whose text is struck through are added to `struck`.
    """
    elements = 0
    within = ""
    codes = dict([_MONTH])
    formats: list[tuple[str, str]] = []
    fonts = 0
    struck_fonts: set[str] = set()

    def start(element: str, attributes: Attributes) -> None:
        nonlocal elements, within, fonts
        elements += 1
        if elements > _MOST_STYLES:
            raise damaged("it holds more styles than a workbook can")
        _check_counts(attributes, _MOST_STYLES)
        kind = local(element)
        if kind in _STYLES:
            within = kind
        elif kind == "numFmt" and within == "numFmts":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif kind == "xf" and within == "cellXfs":
            formats.append((attributes.get("numFmtId", ""), attributes.get("fontId", "")))
        elif kind == "font" and within == "fonts":
            fonts += 1
        elif kind == "strike" and within == "fonts" and _is_true(attributes.get("val", "1")):
            struck_fonts.add(str(fonts - 1))

    parser = xml_parser()
    parser.StartElementHandler = start
    yield from package.parse(name, parser)
    known = Looks()
    for style, (number, font) in enumerate(formats):
        if font in struck_fonts:
            struck.add(str(style))
        look = known.of(codes[number]) if number in codes else None
        if look is not None:
            looks[str(style)] = look


def _shared_texts(package: Package, name: str, lengths: list[int]) -> Iterator[bytes]:
    """Yield the XML of the shared texts, and append the length of each text to `lengths`."""

    def start(element: str, attributes: Attributes) -> None:
        if local(element) == "si":
            lengths.append(0)
            if len(lengths) > MOST_CELLS:
                raise damaged("it holds more texts than a sheet has cells")
        elif local(element) == "sst":
            _check_counts(attributes, MOST_CELLS)

    def text(data: str) -> None:
        if lengths:
            lengths[-1] += len(data)

    parser = xml_parser()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    yield from package.parse(name, parser)


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _SheetScan:
    """Measures the extent of a sheet by its XML, without keeping its cells."""

    def __init__(
        self, lengths: list[int], looks: dict[str, Look], struck: set[str], *, stale: bool
    ) -> None:
        self.extent = Extent()
        self._struck = struck
        self._is_struck = False
        self._lengths = lengths
        self._looks = looks
        self._look: Look | None = None
        self._stale = stale
        self._row = self._cell_row = 0
        self._column = 0
        self._kind = ""
        self._is_formula = self._has_value = False
        self._text: list[str] = []
        self.parser = xml_parser()
        self.parser.StartElementHandler = self._before

    def _before(self, element: str, attributes: Attributes) -> None:
        kind = local(element)
        if kind == "sheetData":
            self.parser.StartElementHandler = self._start
            self.parser.EndElementHandler = self._end
        elif kind == "col" and _is_true(attributes.get("hidden")):
            first, last = (attributes.get(name, "") for name in ("min", "max"))
            if first.isdecimal() and last.isdecimal():
                self.extent.hidden_columns.append((int(first), int(last)))

    def _after(self, element: str, attributes: Attributes) -> None:
        if local(element) == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            ends = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
            if ends[0] and ends[1]:
                self.extent.add_merged(int(ends[0][2]), _column(ends[0][1]), int(ends[1][2]))

    def _start(self, element: str, attributes: Attributes) -> None:
        # For speed: this runs millions of times, and few workbooks have prefixes.
        element = local(element) if ":" in element else element
        if element == "c":
            self._start_cell(attributes)
        elif element in {"v", "is"}:
            self._has_value = element == "v"
            self.extent.add(self._cell_row, self._column)
            self.parser.CharacterDataHandler = self._text.append
        elif element == "f":
            self._is_formula = True
            self.parser.CharacterDataHandler = None
        elif element == "row":
            number = attributes.get("r")
            # A row without a number is the next one.
            self._row = self._row + 1 if number is None else _row_number(number)
            self._column = 0
            if _is_true(attributes.get("hidden")):
                self.extent.hidden_rows.append((self._row, self._row))

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._cell_row = self._row
            self._column += 1
        else:
            match = _ADDRESS.fullmatch(reference)
            if match is None:
                raise damaged("a cell stands where no sheet has one")
            self._column, self._cell_row = _column(match[1]), int(match[2])
        self._kind = attributes.get("t", "")
        self._look = self._looks.get(attributes.get("s", ""))
        self._is_struck = attributes.get("s", "") in self._struck
        self._is_formula = self._has_value = False
        self._text.clear()

    def _end(self, element: str) -> None:
        element = local(element) if ":" in element else element
        if element == "c":
            self._end_cell()
        elif element == "sheetData":
            self.parser.StartElementHandler = self._after
            self.parser.EndElementHandler = None

    def _end_cell(self) -> None:
        self.parser.CharacterDataHandler = None
        text = "".join(self._text)
        if self._look is not None and text:
            at = self._cell_row, self._column
            self.extent.add_look(self._look, *at, *at)
        if self._is_struck and text:
            self.extent.add_struck(self._cell_row, self._cell_row)
        if self._is_formula:
            # An empty text is a value too.
            has_text = self._kind == "str" and self._has_value
            # Some programs write 0 for all formulas, and a flag to calculate them on opening.
            if not has_text and (not text.strip() or (self._stale and text == "0")):
                self.extent.add(self._cell_row, self._column)
                self.extent.valueless.append((self._cell_row, self._column))
        if self._kind == "s" and text:
            number = int(text) if text.strip().isdecimal() else -1
            if not 0 <= number < len(self._lengths):
                raise damaged("a cell has a text that is not there")
            self.extent.add_letters(self._lengths[number])
        elif self._kind in {"str", "inlineStr"}:
            self.extent.add_letters(len(text))


def _row_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 7:
        raise damaged("a row stands where no sheet has one")
    return int(text)
