"""Workbooks made by hand, no larger than they must be: XLSX, ODS and XLS of the same cells.

A cell is None, a number, a text, a bool, a day, a time of a day, an `Error`, a `Formula`, or a
number or day that is `Shown` by a number format.
"""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import pytest

from infmap.catalogue.reading.formats.workbooks.bounds import address
from infmap.catalogue.reading.formats.workbooks.cfb import with_stream

Sheets = Mapping[str, list[list[Any]]]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HIDDEN = ' hidden="1"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Error(NamedTuple):
    """A cell that holds an error, such as ``#REF!``."""

    text: str


class Formula(NamedTuple):
    """A cell that holds a formula, and its value where that was worked out."""

    text: str
    value: Any = None


class Shown(NamedTuple):
    """A number or day with its number format, and the text that spreadsheets show."""

    value: Any
    code: str
    text: str


class Layout(NamedTuple):
    """What of every sheet is merged (top, left, bottom, right) or hidden, counted from 1."""

    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


PLAIN = Layout()


def codes_in(sheets: Sheets) -> list[str]:
    """Return the number formats of cells that are shown by one."""
    cells = (cell for rows in sheets.values() for row in rows for cell in row)
    return list(dict.fromkeys(cell.code for cell in cells if isinstance(cell, Shown)))


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def days(value: date) -> float:
    """Return a day as workbooks count it, the time of the day as its fraction."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86400


# --- XLSX -----------------------------------------------------------------------------------


def xlsx(
    sheets: Sheets,
    *,
    hidden: Iterable[str] = (),
    parts: Mapping[str, str] = {},
    layout: Layout = PLAIN,
) -> bytes:
    """Return an XLSX of sheets by name; `parts` are added or take the place of parts."""
    codes = codes_in(sheets)
    columns = "".join(f'<col min="{k}" max="{k}" hidden="1"/>' for k in layout.hidden_columns)
    merged = "".join(
        f'<mergeCell ref="{address(top, left)}:{address(bottom, right)}"/>'
        for top, left, bottom, right in layout.merged
    )
    sheet_xml = {
        name: (columns and f"<cols>{columns}</cols>")
        + "<sheetData>"
        + "".join(
            f'<row r="{k}"{HIDDEN if k in layout.hidden_rows else ""}>'
            + "".join(_xlsx_cell(cell, address(k, n), codes) for n, cell in enumerate(row, start=1))
            + "</row>"
            for k, row in enumerate(rows, start=1)
        )
        + "</sheetData>"
        + (merged and f"<mergeCells>{merged}</mergeCells>")
        for name, rows in sheets.items()
    }
    if codes:
        parts = {"xl/styles.xml": xlsx_styles(codes), **parts}
    return xlsx_of(sheet_xml, hidden, parts)


def xlsx_styles(codes: list[str]) -> str:
    """Return the styles of an XLSX: those of numbers, days and times of a day, then of codes."""
    listed = "".join(
        f'<numFmt numFmtId="{k}" formatCode={quoteattr(code)}/>'
        for k, code in enumerate(codes, start=164)
    )
    styles = "".join(f'<xf numFmtId="{k}"/>' for k in (0, 14, 22, *range(164, 164 + len(codes))))
    formats = listed and f"<numFmts>{listed}</numFmts>"
    count = 3 + len(codes)
    return (
        f'<styleSheet xmlns="{MAIN}">{formats}<cellXfs count="{count}">{styles}</cellXfs>'
        "</styleSheet>"
    )


def xlsx_of(
    sheets: Mapping[str, str], hidden: Iterable[str] = (), parts: Mapping[str, str] = {}
) -> bytes:
    """Return an XLSX of sheets given as the XML within ``<worksheet>``."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{k}" r:id="rId{k}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for k, name in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{k}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, len(sheets) + 1)
    )
    for kind in ("styles", "sharedStrings"):
        related += f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
    return zip_of(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}'
            "</Relationships>",
            "xl/styles.xml": xlsx_styles([]),
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>shared</t></si></sst>',
            **{
                f"xl/worksheets/sheet{k}.xml": f'<worksheet xmlns="{MAIN}">{x}</worksheet>'
                for k, x in enumerate(sheets.values(), start=1)
            },
            **parts,
        }
    )


def _xlsx_cell(cell: Any, at: str, codes: list[str]) -> str:
    formula = ""
    if isinstance(cell, Shown):
        number = days(cell.value) if isinstance(cell.value, date) else cell.value
        return f'<c r="{at}" s="{3 + codes.index(cell.code)}"><v>{number!r}</v></c>'
    if isinstance(cell, Formula):
        formula = f"<f>{escape(cell.text)}</f>"
        cell = cell.value
        if cell is None:
            return f'<c r="{at}">{formula}<v/></c>'
        if isinstance(cell, str):
            return f'<c r="{at}" t="str">{formula}<v>{escape(cell)}</v></c>'
    if cell is None:
        return ""
    if isinstance(cell, Error):
        return f'<c r="{at}" t="e">{formula}<v>{cell.text}</v></c>'
    if isinstance(cell, bool):
        return f'<c r="{at}" t="b">{formula}<v>{cell:d}</v></c>'
    if isinstance(cell, date):
        style = 2 if isinstance(cell, datetime) else 1
        return f'<c r="{at}" s="{style}">{formula}<v>{days(cell)!r}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{at}">{formula}<v>{cell!r}</v></c>'


# --- ODS ------------------------------------------------------------------------------------

ODS = "application/vnd.oasis.opendocument.spreadsheet"
#: What LibreOffice writes after the last cell of a row, and after the last row.
REST_OF_ROW = '<table:table-cell table:number-columns-repeated="16000"/>'
REST_OF_SHEET = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


def ods(sheets: Sheets, *, hidden: Iterable[str] = (), layout: Layout = PLAIN) -> bytes:
    """Return an ODS of sheets by name, with the empty cells that LibreOffice writes."""
    unseen = ' table:visibility="{}"'
    columns = "".join(
        f"<table:table-column{unseen.format('collapse') if k in layout.hidden_columns else ''}/>"
        for k in range(1, max(layout.hidden_columns, default=0) + 1)
    )
    tables = {
        name: columns
        + "".join(
            f"<table:table-row{unseen.format('filter') if k in layout.hidden_rows else ''}>"
            + "".join(_ods_cell(cell, k, n, layout) for n, cell in enumerate(row, start=1))
            + f"{REST_OF_ROW}</table:table-row>"
            for k, row in enumerate(rows, start=1)
        )
        + REST_OF_SHEET
        for name, rows in sheets.items()
    }
    return ods_of(tables, hidden)


def ods_of(
    tables: Mapping[str, str], hidden: Iterable[str] = (), parts: Mapping[str, str] = {}
) -> bytes:
    """Return an ODS of sheets given as the XML within ``<table:table>``."""
    spaces = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text", "style")
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("seen", "true"), ("unseen", "false"))
    )
    body = "".join(
        f"<table:table table:name={quoteattr(name)} "
        f'table:style-name="{"unseen" if name in hidden else "seen"}">{table}</table:table>'
        for name, table in tables.items()
    )
    return zip_of(
        {
            "mimetype": ODS,
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content{spaces}><office:automatic-styles>{styles}"
            "</office:automatic-styles><office:body><office:spreadsheet>"
            f"{body}</office:spreadsheet></office:body></office:document-content>",
            **parts,
        }
    )


def _ods_cell(cell: Any, row: int = 0, column: int = 0, layout: Layout = PLAIN) -> str:
    formula = spans = shown = ""
    for top, left, bottom, right in layout.merged:
        if (row, column) == (top, left):
            spans = (
                f' table:number-rows-spanned="{bottom - top + 1}"'
                f' table:number-columns-spanned="{right - left + 1}"'
            )
        elif top <= row <= bottom and left <= column <= right and cell is None:
            return "<table:covered-table-cell/>"
    if isinstance(cell, Shown):
        cell, shown = cell.value, cell.text
    if isinstance(cell, Formula):
        formula = f" table:formula={quoteattr(f'of:={cell.text}')}"
        cell = cell.value
        if cell is None:
            return f"<table:table-cell{formula}/>"
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, Error):
        formula = formula or ' table:formula="of:=1"'
        kind, text = 'string" office:string-value="', cell.text
    elif isinstance(cell, bool):
        kind, text = f'boolean" office:boolean-value="{str(cell).lower()}', str(cell).upper()
    elif isinstance(cell, date):
        kind, text = f'date" office:date-value="{cell.isoformat()}', str(cell)
    elif isinstance(cell, str):
        kind, text = "string", cell
    else:
        kind, text = f'float" office:value="{cell!r}', str(cell)
    return (
        f'<table:table-cell{formula}{spans} office:value-type="{kind}">'
        f"<text:p>{escape(shown or text)}</text:p></table:table-cell>"
    )


# --- XLS ------------------------------------------------------------------------------------

_ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36}
_ERROR_CODES |= {"#N/A": 42}


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def xls(
    sheets: Sheets,
    *,
    hidden: Iterable[str] = (),
    calculated: bool = True,
    extra: bytes = b"",
    layout: Layout = PLAIN,
) -> bytes:
    """Return an XLS (BIFF8) of sheets by name; `extra` stands among the first records."""
    texts: list[str] = []
    codes = codes_in(sheets)
    before = b"".join(
        record(0x007D, struct.pack("<HHHHHH", k - 1, k - 1, 2000, 0, 1, 0))
        for k in layout.hidden_columns
    ) + b"".join(
        record(0x0208, struct.pack("<HHHHHHHH", k - 1, 0, 9, 300, 0, 0, 0x0120, 0))
        for k in layout.hidden_rows
    )
    spans = b"".join(
        struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1)
        for top, left, bottom, right in layout.merged
    )
    after = record(0x00E5, struct.pack("<H", len(layout.merged)) + spans) if spans else b""
    bodies = [before + _xls_sheet(rows, texts, codes) + after for rows in sheets.values()]
    stream = xls_stream(
        dict(zip(sheets, bodies, strict=True)), texts, hidden, calculated, extra, codes
    )
    return with_stream("Workbook", stream)


def xls_stream(
    bodies: Mapping[str, bytes],
    texts: list[str],
    hidden: Iterable[str] = (),
    calculated: bool = True,
    extra: bytes = b"",
    codes: Sequence[str] = (),
) -> bytes:
    """Return the stream of an XLS from the records of its sheets."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + extra
    if calculated:
        begin += record(0x01C1, bytes(8))
    for k, code in enumerate(codes, start=164):
        begin += record(0x041E, struct.pack("<HHB", k, len(code), 1) + code.encode("utf-16-le"))
    for number_format in (0, 14, 22, *range(164, 164 + len(codes))):
        begin += record(0x00E0, struct.pack("<HHH14x", 0, number_format, 0))
    shared = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    end = record(0x00FC, struct.pack("<II", len(texts), len(texts)) + shared) + record(0x000A)
    lengths = [4 + 8 + 2 * len(name) for name in bodies]
    at = len(begin) + sum(lengths) + len(end)
    listed, sheets = b"", b""
    for name, body in bodies.items():
        sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
        sheet += body + record(0x000A)
        data = struct.pack("<IBBBB", at + len(sheets), name in hidden, 0, len(name), 1)
        listed += record(0x0085, data + name.encode("utf-16-le"))
        sheets += sheet
    return begin + listed + end + sheets


def _xls_sheet(rows: list[list[Any]], texts: list[str], codes: list[str]) -> bytes:
    return b"".join(
        _xls_cell(cell, k, n, texts, codes)
        for k, row in enumerate(rows)
        for n, cell in enumerate(row)
        if cell is not None
    )


def _xls_cell(cell: Any, row: int, column: int, texts: list[str], codes: list[str]) -> bytes:
    style = 2 if isinstance(cell, datetime) else 1 if isinstance(cell, date) else 0
    if isinstance(cell, Shown):
        style, cell = 3 + codes.index(cell.code), cell.value
    where = struct.pack("<HHH", row, column, style)
    if isinstance(cell, Formula):
        return _xls_formula(cell.value, where)
    if isinstance(cell, bool):
        return record(0x0205, where + bytes([cell, 0]))
    if isinstance(cell, Error):
        return record(0x0205, where + bytes([_ERROR_CODES[cell.text], 1]))
    if isinstance(cell, str):
        texts.append(cell)
        return record(0x00FD, where + struct.pack("<I", len(texts) - 1))
    number = days(cell) if isinstance(cell, date) else cell
    return record(0x0203, where + struct.pack("<d", number))


def _xls_formula(value: Any, where: bytes) -> bytes:
    after = b""
    if value is None or value == "":
        result = b"\3\0\0\0\0\0\xff\xff"
    elif isinstance(value, str):
        result = b"\0\0\0\0\0\0\xff\xff"
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        after = record(0x0207, text)
    elif isinstance(value, bool):
        result = bytes([1, 0, value, 0, 0, 0, 255, 255])
    elif isinstance(value, Error):
        result = bytes([2, 0, _ERROR_CODES[value.text], 0, 0, 0, 255, 255])
    else:
        result = struct.pack("<d", value)
    # The formula itself is 1+1.
    formula = bytes([0x1E, 1, 0, 0x1E, 1, 0, 0x03])
    return (
        record(0x0006, where + result + struct.pack("<HIH", 0, 0, len(formula)) + formula) + after
    )


#: Each test with a function that makes a workbook of rows, of every kind.
KINDS = pytest.mark.parametrize("make", [xlsx, ods, xls], ids=["xlsx", "ods", "xls"])
