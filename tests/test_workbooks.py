"""Workbooks to grids: the three kinds alike, nothing lost in silence, nothing that harms."""

import base64
import io
import random
import re
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import examples

from infmap.catalogue.reading.faults import MOST_CELLS, MOST_ROWS, Reading
from infmap.catalogue.reading.formats.archives import MOST_ENTRIES
from infmap.catalogue.reading.formats.workbooks import workbook_parts
from infmap.catalogue.reading.formats.workbooks.bounds import address
from infmap.catalogue.reading.formats.workbooks.cfb import streams, with_stream
from infmap.catalogue.reading.sheet import Grid
from tests.workbook_files import (
    KINDS,
    MAIN,
    OFFICE,
    PACKAGE,
    Error,
    Formula,
    ods,
    ods_of,
    record,
    xls,
    xls_stream,
    xlsx,
    xlsx_of,
    zip_of,
)

SAVE = "open the workbook, save it, and give it again"


def opened(data: bytes) -> tuple[dict[str, Grid | None], list[str]]:
    """Return every sheet of a workbook, and the faults."""
    reading = Reading(Path("book"))
    parts = workbook_parts(reading, data)
    sheets: dict[str, Any] = {name: read() for name, read in (parts or {}).items()}
    faults = [str(fault) for fault in reading.faults]
    assert (parts is not None and None not in sheets.values()) or faults
    assert all("\n" not in fault for fault in faults)
    return sheets, faults


def rows_of(data: bytes, name: str = "Sites") -> list[tuple[int, list[Any]]]:
    sheets, faults = opened(data)
    assert not faults
    grid = sheets[name]
    assert grid is not None
    assert grid.typed
    return grid.rows


def typed(rows: list[tuple[int, list[Any]]]) -> list[tuple[int, list[tuple[type, Any]]]]:
    """Return cells with their types: 1, 1.0 and True are equal in Python."""
    return [(number, [(type(cell), cell) for cell in cells]) for number, cells in rows]


# --- What cells are ---------------------------------------------------------------------------


@KINDS
def test_cells_are_read_for_what_they_are(make):
    cells = ["name", 2500, 2.5, True, False, date(2018, 2, 10), datetime(2018, 2, 10, 12, 30)]
    assert typed(rows_of(make({"Sites": [cells]}))) == typed([(1, cells)])


@KINDS
@pytest.mark.parametrize("text", ["Ä & <b>", "Кубинка", "=1+1", "007", " a ", "#REF!", "1\u202e2"])
def test_a_text_stays_as_it_is(make, text):
    assert rows_of(make({"Sites": [["x", text, "x"]]})) == [(1, ["x", text, "x"])]


@KINDS
@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NUM!", "#VALUE!"])
@pytest.mark.parametrize("of", [Error, lambda text: Formula("1/0", Error(text))], ids=["", "of"])
def test_an_error_is_its_text_wherever_it_stands(make, error, of):
    rows = [[None, of(error), "x"], ["y"], [None, None, None, of(error)]]
    read = [(1, [None, error, "x"]), (2, ["y"]), (3, [None, None, None, error])]
    assert rows_of(make({"Sites": rows})) == read
    assert rows_of(make({"Sites": [[None, of(error)]]})) == [(1, [error])]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#BLOCKED!"])
def test_errors_of_newer_spreadsheets_are_read_too(error):
    assert rows_of(xlsx({"Sites": [["x"], [Error(error)]]})) == [(1, ["x"]), (2, [error])]


def test_an_error_that_libreoffice_wrote_as_zero_is_an_error():
    cell = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    data = ods_of({"Sites": f"<table:table-row>{cell}</table:table-row>"})
    assert rows_of(data) == [(1, ["#DIV/0!"])]


@pytest.mark.parametrize("size", [1 << 18, 7])
def test_an_ods_that_is_written_in_lines_is_read_as_in_one(monkeypatch, size):
    monkeypatch.setattr("infmap.catalogue.reading.formats.workbooks.zip._CHUNK", size)
    spans = "<text:span>North</text:span> <text:span> camp</text:span>"
    cells = "".join(
        f'<table:table-cell table:formula="of:=A1>B1" office:value-type="string">{words}'
        "</table:table-cell><table:table-cell/><table:covered-table-cell/>"
        for words in (f"<text:p>{spans}</text:p>", "<text:p>></text:p>")
    )
    rows = f"<table:table-column/><table:table-row>{cells}</table:table-row>" * 3
    told = rows_of(ods_of({"Sites": rows}))
    assert told[2] == (3, ["North  camp", None, None, ">"])
    # Of GDAL each tag stands in a line, but for the text of a cell.
    for lines in ("\n", "\r\n\t"):
        table = re.sub("(?=<(?:/?table:|text:p))", lines, rows)
        assert rows_of(ods_of({"Sites": table})) == told


@KINDS
def test_an_empty_text_is_an_empty_cell(make):
    rows = [["x", "", "y", ""], ["", ""]]
    assert rows_of(make({"Sites": rows})) == [(1, ["x", None, "y"])]


@KINDS
def test_a_table_that_begins_at_c5_keeps_its_row_numbers_and_loses_the_empty_columns(make):
    rows = [*[[]] * 4, [None, None, "name", "km"], [], [None, None, "x", 500]]
    read = [(5, ["name", "km"]), (7, ["x", 500])]
    assert rows_of(make({"Sites": rows})) == read


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(-1e9, 1e9).filter(lambda number: not number.is_integer()),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text("abcäЖ €1#=", min_size=1, max_size=9).filter(lambda text: text.strip() == text),
    st.sampled_from([Error("#REF!"), Error("#N/A"), Formula("1+1", 2), Formula("A1", "text")]),
)


@settings(max_examples=examples(150))
@given(st.lists(st.lists(CELLS, max_size=5), max_size=6))
def test_the_three_kinds_give_the_same_grid(rows):
    def plain(cell):
        cell = cell.value if isinstance(cell, Formula) else cell
        return cell.text if isinstance(cell, Error) else cell

    cells = [[plain(cell) for cell in row] for row in rows]
    left = min((k for row in cells for k, cell in enumerate(row) if cell is not None), default=0)
    for row in cells:
        while row and row[-1] is None:
            row.pop()
    expected = typed([(k, row[left:]) for k, row in enumerate(cells, start=1) if row])
    for make in (xlsx, ods, xls):
        assert typed(rows_of(make({"Sites": rows}))) == expected, make


@pytest.mark.parametrize("number", [10**12 + 1, 123456789012.5, 1e200, -1e18 - 2**10, 7e15])
def test_a_number_too_large_for_a_day_is_a_number_whatever_its_style(number, capfd):
    cell = f'<c r="B1" s="1"><v>{number!r}</v></c><c r="C1" s="2"><f>A1</f><v>{number!r}</v></c>'
    data = xlsx_of({"Sites": f'<sheetData><row r="1">{cell}</row></sheetData>'})
    assert rows_of(data) == [(1, [number, number])]
    upper = struct.pack("<d", number)[4:]
    half = bytes([upper[0] & 0xFC]) + upper[1:]
    packed = struct.unpack("<d", bytes(4) + half)[0]
    where = struct.pack("<HHH", 0, 0, 1)
    records = record(0x0203, where + struct.pack("<d", number))
    records += record(0x027E, struct.pack("<HHH", 1, 0, 1) + half)
    records += record(0x00BD, struct.pack("<HHH", 2, 0, 1) + half + b"\2\0" + half + b"\1\0")
    data = with_stream("Workbook", xls_stream({"Sites": records}, []))
    assert rows_of(data) == [(1, [number]), (2, [packed]), (3, [packed] * 2)]
    assert capfd.readouterr() == ("", "")


def test_a_day_with_midnight_written_out_is_a_day():
    cell = '<table:table-cell office:value-type="date" office:date-value="2018-02-10T00:00:00"/>'
    data = ods_of({"Sites": f"<table:table-row>{cell}</table:table-row>"})
    assert typed(rows_of(data)) == typed([(1, [date(2018, 2, 10)])])


def test_days_are_counted_from_1904_where_the_workbook_says_so():
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="1"/><sheets>'
        '<sheet name="Sites" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    data = xlsx({"Sites": [[date(2018, 2, 10)]]}, parts={"xl/workbook.xml": workbook})
    assert rows_of(data) == [(1, [date(2022, 2, 11)])]
    old = xls({"Sites": [[date(2018, 2, 10)]]}, extra=record(0x0022, b"\1\0"))
    assert rows_of(old) == [(1, [date(2022, 2, 11)])]


def test_shared_texts_rich_texts_and_cells_without_addresses_are_read():
    texts = (
        f'<sst xmlns="{MAIN}" uniqueCount="2"><si><t>one</t></si>'
        "<si><r><t>two</t></r><r><t>three</t></r></si></sst>"
    )
    rows = (
        '<row><c t="s"><v>1</v></c><c/><c t="s"><v>0</v></c></row><row/>'
        '<row><c><v>1</v></c></row><row r="9"><c r="C9"><v>2</v></c><c><v>3</v></c></row>'
    )
    data = xlsx_of(
        {"Sites": f"<sheetData>{rows}</sheetData>"}, parts={"xl/sharedStrings.xml": texts}
    )
    read = [(1, ["twothree", None, "one"]), (3, [1]), (9, [None, None, 2, 3])]
    assert rows_of(data) == read


def test_prefixed_xml_and_a_workbook_in_another_folder_are_read():
    data = zip_of(
        {
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" '
            f'Type="{OFFICE}/officeDocument" Target="/book/main.xml"/></Relationships>',
            "book/main.xml": f'<x:workbook xmlns:x="{MAIN}" xmlns:q="{OFFICE}"><x:sheets>'
            '<x:sheet name="Sites" sheetId="1" q:id="b"/></x:sheets></x:workbook>',
            "book/_rels/main.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" '
            f'Type="{OFFICE}/worksheet" Target="../sheets/a.xml"/></Relationships>',
            "sheets/a.xml": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2">'
            '<x:c r="B2"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        }
    )
    assert rows_of(data) == [(2, [7])]


@pytest.mark.parametrize(
    ("code_page", "encoding", "name"), [(1252, "cp1252", "Köln"), (1251, "cp1251", "Кубинка")]
)
def test_workbooks_of_excel_95_are_read(code_page, encoding, name):
    text = name.encode(encoding)
    cell = record(0x0204, struct.pack("<HHHH", 2, 1, 0, len(text)) + text)
    begin = struct.pack("<HHHH", 0x0500, 5, 0, 0)
    sheet = record(0x0809, begin) + cell + record(0x0203, bytes(14)) + record(0x000A)
    first = record(0x0809, begin) + record(0x0042, struct.pack("<H", code_page))
    at = len(first) + 4 + 7 + len(text) + 4
    first += record(0x0085, struct.pack("<IBBB", at, 0, 0, len(text)) + text) + record(0x000A)
    sheets = opened(with_stream("Book", first + sheet))[0]
    assert sheets == {name: Grid([(1, [0]), (3, [None, name])], typed=True)}


# --- Sheets -----------------------------------------------------------------------------------


@KINDS
def test_sheets_that_are_shown_come_first(make):
    sheets = {"A": [["a"]], "B <&": [["b"]], "Ж": [["c"]], "D": []}
    read, faults = opened(make(sheets, hidden=["A", "Ж"]))
    assert not faults
    assert list(read) == ["B <&", "D", "A", "Ж"]
    assert [grid.rows for grid in read.values() if grid] == [
        [(1, ["b"])],
        [],
        [(1, ["a"])],
        [(1, ["c"])],
    ]


def test_chart_and_macro_sheets_are_left_out():
    related = f'<Relationships xmlns="{PACKAGE}">' + "".join(
        f'<Relationship Id="rId{k}" Type="{OFFICE}/{kind}" Target="worksheets/sheet{k}.xml"/>'
        for k, kind in enumerate(["chartsheet", "worksheet", "xlMacrosheet"], start=1)
    )
    sheets = {"Chart": [["a"]], "Sites": [["b"]], "Macro": [["c"]]}
    parts = {"xl/_rels/workbook.xml.rels": related + "</Relationships>"}
    assert list(opened(xlsx(sheets, parts=parts))[0]) == ["Sites"]


def test_only_the_sheet_that_is_called_is_read():
    reading = Reading(Path("book"))
    data = xlsx_of({"Bad": "<sheetData><row><c r='!'/></row></sheetData>", "Good": "<sheetData/>"})
    parts = workbook_parts(reading, data)
    assert parts is not None
    assert not reading.faults
    assert parts["Good"]() is not None
    assert not reading.faults
    assert parts["Bad"]() is None
    assert "sheet 'Bad' is damaged" in str(reading.faults[0])


def test_tables_that_are_no_sheets_and_empty_ones_are_told_apart():
    content = zipfile.ZipFile(io.BytesIO(ods({"Sites": [["a"]]}))).read("content.xml").decode()
    row = f"<table:table-row>{ONE.format('')}</table:table-row>"
    aside = "".join(
        f'<table:{one}><table:table table:name="x">{row}</table:table></table:{one}>'
        for one in ("tracked-changes", "dde-links")
    )
    empty = '<table:table table:name="Empty"/>'
    content = content.replace("<office:spreadsheet>", f"<office:spreadsheet>{aside}{empty}")
    sheets, faults = opened(ods_of({}, parts={"content.xml": content}))
    assert not faults
    assert sheets == {"Empty": Grid([], typed=True), "Sites": Grid([(1, ["a"])], typed=True)}


def test_two_sheets_of_one_name_are_refused():
    table = '<table:table table:name="A"/>'
    content = f"<office:document-content>{table * 2}</office:document-content>"
    faults = opened(ods_of({}, parts={"content.xml": content}))[1]
    assert "two of its sheets have one name" in faults[0]


# --- Formulas ---------------------------------------------------------------------------------


@KINDS
def test_a_formula_with_its_value_is_read_by_it(make):
    cells = [2.5, "text", True, 3]
    rows = [[Formula("A1", cell) for cell in cells]]
    assert typed(rows_of(make({"Sites": rows}))) == typed([(1, cells)])


@KINDS
def test_a_formula_without_its_value_is_a_fault_at_its_cell(make):
    options = {"calculated": False} if make is xls else {}
    rows = [["name"], [None, "x", Formula("1+1")], [Formula("2+2")]]
    sheets, faults = opened(make({"Sites": rows}, **options))
    assert sheets == {"Sites": None}
    assert faults == [
        f"book:2: C2: is a formula without its value; {SAVE}",
        f"book:3: A3: is a formula without its value; {SAVE}",
    ]


def test_many_formulas_without_values_are_summed_up():
    faults = opened(xlsx({"Sites": [[Formula("1+1")] * 20] * 50}))[1]
    assert len(faults) == 6
    assert "994 more rows" in faults[-1] or "995 more rows" in faults[-1]


def test_a_formula_that_gives_the_empty_text_is_an_empty_cell():
    assert rows_of(xlsx({"Sites": [["x", Formula('""', "")]]})) == [(1, ["x"])]
    assert rows_of(xls({"Sites": [["x", Formula('""', "")]]})) == [(1, ["x"])]
    cell = '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
    assert rows_of(ods_of({"Sites": f"<table:table-row>{cell}</table:table-row>"})) == []


def test_a_zero_that_stands_for_a_value_is_no_value_where_all_is_to_be_worked_out():
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Sites" sheetId="1" r:id="rId1"/></sheets><calcPr fullCalcOnLoad="1"/>'
        "</workbook>"
    )
    rows = [[0, Formula("1+1", 0), Formula("1+1", 2)]]
    faults = opened(xlsx({"Sites": rows}, parts={"xl/workbook.xml": workbook}))[1]
    assert faults == [f"book:1: B1: is a formula without its value; {SAVE}"]
    assert rows_of(xlsx({"Sites": rows})) == [(1, [0, 0, 2])]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("", "book:1: A1: is a formula without its value"),
        (' office:value-type="float" office:value="0"', None),
    ],
    ids=["without its value", "an error"],
)
def test_a_remark_on_a_formula_is_not_its_value(value, told):
    remark = "<office:annotation><text:p>2024</text:p></office:annotation>"
    shown = "<text:p>#REF!</text:p>" if value else ""
    cell = f'<table:table-cell table:formula="of:=A2"{value}>{remark}{shown}</table:table-cell>'
    data = ods_of({"Sites": f"<table:table-row>{cell}</table:table-row>"})
    if told:
        assert opened(data)[1][0].startswith(told)
    else:
        assert rows_of(data) == [(1, ["#REF!"])]


# --- Bounds -----------------------------------------------------------------------------------

FAR_XLSX = {
    "corners": '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "leftwards": '<row r="1"><c r="XFD1"><v>1</v></c></row><row r="300"><c r="A300"><v>1</v></c>'
    "</row>",
    "column": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD300"><v>1</v></c></row>',
    "rows": f'<row r="1"><c><v>1</v></c></row><row r="{MOST_ROWS + 1}"><c><v>1</v></c></row>',
    "beyond": '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZ9999999"><v>1</v></c></row>',
    "wrapping": '<row r="4294967299"><c r="ZZZZZZZZ4294967299"><v>1</v></c></row>',
    "zero": '<row r="0"><c r="A0"><v>1</v></c></row>',
    "implied": f'<row><c><v>1</v></c></row><row r="300">{"<c/>" * 16383}<c><v>1</v></c></row>',
    "formula": '<row r="1"><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><f>A1</f></c>'
    "</row>",
}


@pytest.mark.parametrize("rows", FAR_XLSX.values(), ids=FAR_XLSX)
def test_an_xlsx_sheet_that_reaches_too_far_is_refused_beside_one_that_is_read(rows):
    data = xlsx_of(
        {
            "Far": f"<sheetData>{rows}</sheetData>",
            "Sites": '<sheetData><row><c t="s"><v>0</v></c></row></sheetData>',
        }
    )
    sheets, faults = opened(data)
    assert sheets["Far"] is None
    assert len([fault for fault in faults if "sheet 'Far'" in fault]) == 1
    assert sheets["Sites"] == Grid([(1, ["shared"])], typed=True)


def test_styled_cells_without_a_value_far_out_are_no_cells():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    data = xlsx_of({"Sites": f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'})
    assert rows_of(data) == [(1, [1])]


def test_a_sheet_may_begin_in_its_last_row():
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert rows_of(xlsx_of({"Sites": f"<sheetData>{rows}</sheetData>"})) == [(1048576, [1])]


ONE = '<table:table-cell office:value-type="float" office:value="1"{}/>'


@pytest.mark.parametrize(
    ("rows", "columns"), [(1048576, 16384), (MOST_ROWS + 1, 1), (1, 400_000_000), (10**11, 1)]
)
def test_an_ods_sheet_that_repeats_too_much_is_refused_beside_one_that_is_read(rows, columns):
    cell = ONE.format(f' table:number-columns-repeated="{columns}"')
    far = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    near = f"<table:table-row>{ONE.format('')}</table:table-row>"
    sheets, faults = opened(ods_of({"Far": far, "Sites": near}))
    assert sheets["Far"] is None
    assert len(faults) == 1
    assert "sheet 'Far'" in faults[0]
    assert sheets["Sites"] == Grid([(1, [1])], typed=True)


def test_an_xls_sheet_that_reaches_too_far_is_refused_beside_one_that_is_read():
    far = record(0x0203, bytes(14)) + record(0x0203, b"\xff\xff\xff\0" + bytes(10))
    beyond = record(0x0203, b"\0\0\xff\xff" + bytes(10))
    lie = record(0x0200, b"\0\0\0\0\xff\xff\xff\xff\0\0\xff\xff\0\0") + record(0x0203, bytes(14))
    stream = xls_stream({"Far": far, "Beyond": beyond, "Sites": lie}, [])
    sheets, faults = opened(with_stream("Workbook", stream))
    assert sheets == {"Far": None, "Beyond": None, "Sites": Grid([(1, [0])], typed=True)}
    assert len(faults) == 2


def test_a_text_that_stands_once_and_is_shown_everywhere_is_refused():
    text, cells = "x" * 32_000, '<c t="s"><v>0</v></c>' * 2_000
    data = xlsx_of(
        {"Sites": f"<sheetData><row>{cells}</row></sheetData>"},
        parts={"xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si></sst>"},
    )
    assert "holds more than 50,000,000 characters" in opened(data)[1][0]
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="2000">'
    row = f"<table:table-row>{cell}<text:p>{text}</text:p></table:table-cell></table:table-row>"
    assert "holds more than 50,000,000 characters" in opened(ods_of({"Sites": row}))[1][0]


def test_an_old_text_that_is_shown_everywhere_is_refused():
    cells = b"".join(record(0x00FD, struct.pack("<HHHI", k, 0, 0, 0)) for k in range(20_000))
    stream = xls_stream({"Sites": cells}, ["x" * 4_000])
    faults = opened(with_stream("Workbook", stream))[1]
    assert "holds more than 50,000,000 characters" in faults[0]


def test_names_and_formulas_of_an_xls_are_not_looked_at(capfd):
    formula = record(0x0006, bytes(6) + struct.pack("<dHIH", 2.0, 0, 0, 0xFFFF))
    stream = xls_stream({"Sites": formula}, [], extra=record(0x0018) + record(0x0017))
    assert rows_of(with_stream("Workbook", stream)) == [(1, [2])]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("xl/sharedStrings.xml", '<sst uniqueCount="4000000000"><si><t>a</t></si></sst>'),
        ("xl/styles.xml", '<styleSheet><cellXfs count="4000000000"><xf/></cellXfs></styleSheet>'),
        ("xl/styles.xml", '<styleSheet a="&gt;"><numFmts count="99999999999"/></styleSheet>'),
    ],
    ids=["texts", "styles", "formats"],
)
def test_a_count_that_lies_is_refused(part, xml):
    sheet = '<sheetData><row><c t="s" s="0"><v>0</v></c></row></sheetData>'
    assert "counts more than it can hold" in opened(xlsx_of({"A": sheet}, parts={part: xml}))[1][0]


def test_a_zip_of_many_parts_is_refused():
    data = zip_of({f"{k}": "" for k in range(MOST_ENTRIES * 2)})
    faults = opened(data)[1]
    assert faults == ["book: holds more than 10,000 parts; save the sheet as CSV"]


def test_a_part_that_stands_twice_is_refused():
    file = io.BytesIO(xlsx({"Sites": [["a"]]}))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert "holds xl/workbook.xml twice" in opened(file.getvalue())[1][0]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_entities_are_refused(part):
    xml = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert "declares entities" in opened(xlsx({"A": [["x"]]}, parts={part: xml}))[1][0]


def bombs() -> tuple[bytes, bytes]:
    """Return an XLSX whose sheet unpacks to 600 MB, and one that says it were short."""
    file = io.BytesIO(xlsx_of({"Other": "<sheetData/>"}))
    related = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        'Target="worksheets/bomb.xml"/></Relationships>'
    )
    parts = {"xl/_rels/workbook.xml.rels": related}
    file = io.BytesIO(xlsx_of({"Bomb": "<sheetData/>"}, parts=parts))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("xl/worksheets/bomb.xml", "w", force_zip64=False) as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(60):
                part.write(b" " * 10_000_000)
        size = archive.getinfo("xl/worksheets/bomb.xml").file_size
    data = file.getvalue()
    return data, data.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


#: Reads workbooks in a process of its own: its faults, and what it took at the most.
MEASURE = """
import base64, re, sys
from pathlib import Path
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.workbooks import workbook_parts
for line in sys.stdin:
    reading = Reading(Path("book"))
    for read in (workbook_parts(reading, base64.b64decode(line)) or {}).values():
        read()
    print(reading.faults[0] if reading.faults else "read")
# The peak of this program alone: `getrusage` has that of what started it, too.
print(int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise elsewhere")
def test_no_bomb_takes_much_memory():
    cell = ONE.format(' table:number-columns-repeated="16384"')
    repeated = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    far = record(0x0203, bytes(14)) + record(0x0203, b"\xff\xff\xff\xff" + bytes(10))
    books = [
        *bombs(),
        *(xlsx_of({"A": f"<sheetData>{rows}</sheetData>"}) for rows in FAR_XLSX.values()),
        ods_of({"A": repeated}),
        with_stream("Workbook", xls_stream({"A": far}, [])),
    ]
    lines = b"\n".join(base64.b64encode(data) for data in books)
    run = subprocess.run([sys.executable, "-c", MEASURE], input=lines, capture_output=True)
    *told, megabytes = run.stdout.decode().splitlines()
    assert run.returncode == 0, run.stderr.decode()
    assert not run.stderr
    assert len(told) == len(books)
    assert "read" not in told
    assert "unpacks to more than 200 MB" in told[0]
    assert "is damaged" in told[1]
    assert int(megabytes) < 400


def test_a_full_sheet_at_the_limit_is_read():
    columns = 40
    rows = MOST_CELLS // columns // 100
    cells = ONE.format(f' table:number-columns-repeated="{columns}"')
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'
    assert len(rows_of(ods_of({"Sites": row}))) == rows


# --- What is no workbook, or no whole one -----------------------------------------------------


def encrypted_zip() -> bytes:
    data = bytearray(xlsx({"Sites": [["a"]]}))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


PASSWORDS = {
    "xlsx": with_stream("EncryptedPackage", b"x"),
    "xls": xls({"Sites": [["a"]]}, extra=record(0x002F, b"\1\0" + bytes(52))),
    "ods": ods_of(
        {"Sites": ""},
        parts={
            "META-INF/manifest.xml": '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/>'
            "</m:file-entry></m:manifest>"
        },
    ),
    "zip": encrypted_zip(),
}


@pytest.mark.parametrize("data", PASSWORDS.values(), ids=PASSWORDS)
def test_a_password_is_told(data):
    assert opened(data)[1] == ["book: is protected by a password; save it without"]


NO_WORKBOOKS = {
    "zip": (zip_of({"a.txt": "a"}), "is a zip and no workbook"),
    "text": (b"name;lon", "is no workbook"),
    "nothing": (b"", "is no workbook"),
    "document": (with_stream("WordDocument", b"x"), "is no workbook"),
    "xlsb": (
        zip_of(
            {
                "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{OFFICE}'
                '/officeDocument" Target="xl/workbook.bin"/></Relationships>'
            }
        ),
        "is a workbook in binary form",
    ),
    "no sheets": (xlsx_of({}), "is a workbook without a sheet"),
    "no ods sheets": (ods_of({}), "is a workbook without a sheet"),
    "no part": (
        xlsx({"A": []}, parts={"xl/_rels/workbook.xml.rels": "<Relationships>"}),
        "is damaged",
    ),
}


@pytest.mark.parametrize(("data", "told"), NO_WORKBOOKS.values(), ids=NO_WORKBOOKS)
def test_what_is_no_workbook_is_told_in_one_line(data, told):
    sheets, faults = opened(data)
    assert not sheets
    assert len(faults) == 1
    assert told in faults[0]


SAMPLE = {"Sites": [["name", "km", "day"], ["x", 2.5, date(2018, 2, 10)], ["y", Error("#N/A")]]}


@KINDS
def test_a_workbook_that_is_cut_off_is_one_line_or_a_grid(make, capfd):
    data = make(SAMPLE)
    for end in sorted(random.Random(7).sample(range(len(data)), 200)):
        opened(data[:end])
    assert capfd.readouterr() == ("", "")


@KINDS
def test_a_workbook_with_wrong_bytes_is_one_line_or_a_grid(make, capfd):
    data = make(SAMPLE)
    chance = random.Random(7)
    for _ in range(400):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(data))] = chance.choice([0, 1, 255, chance.randrange(256)])
        opened(bytes(broken))
    assert capfd.readouterr() == ("", "")


def test_records_of_an_xls_may_be_anything(capfd):
    stream = next(iter(streams(xls(SAMPLE), {"Workbook"}).values())).rstrip(b"\0")
    chance = random.Random(7)
    for _ in range(800):
        broken = bytearray(stream)
        for _ in range(chance.randint(1, 4)):
            broken[chance.randrange(len(broken))] = chance.choice([0, 255, chance.randrange(256)])
        opened(with_stream("Workbook", bytes(broken)))
    assert capfd.readouterr() == ("", "")


def test_a_panic_of_the_reader_is_one_line(monkeypatch):
    import python_calamine

    class PanicException(BaseException):
        """As pyo3 raises it."""

    def panic(_):
        raise PanicException("index out of bounds")

    class Book:
        from_filelike = staticmethod(panic)

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Book)
    assert "sheet 'Sites' is damaged" in opened(xlsx(SAMPLE))[1][0]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_who_stops_the_program_is_not_held_up(monkeypatch, stop):
    import python_calamine

    class Book:
        @staticmethod
        def from_filelike(_):
            raise stop

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", Book)
    with pytest.raises(stop):
        opened(xlsx(SAMPLE))


#: Notes what a process opens, asks for or starts while it reads workbooks.
WATCH = """
import base64, sys
from pathlib import Path
import python_calamine
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.formats.workbooks import workbook_parts
books = [base64.b64decode(line) for line in sys.stdin]
def read_all():
    for book in books:
        reading = Reading(Path("book"))
        for read in (workbook_parts(reading, book) or {}).values():
            assert read() is not None
        assert not reading.faults
read_all()
def watch(event, arguments):
    if event.split(".")[0] in {"open", "socket", "subprocess", "os", "urllib", "import", "exec"}:
        print(event, arguments)
sys.addaudithook(watch)
read_all()
"""


def test_nothing_is_opened_beyond_the_bytes():
    external = (
        f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="b" Type="{OFFICE}/externalLink" Target="http://127.0.0.1/a.xlsx" '
        'TargetMode="External"/>'
        f'<Relationship Id="c" Type="{OFFICE}/connections" Target="connections.xml"/>'
        "</Relationships>"
    )
    parts = {
        "xl/_rels/workbook.xml.rels": external,
        "xl/vbaProject.bin": "Sub Auto_Open()",
        "xl/connections.xml": '<connections><connection sourceFile="/etc/passwd"/></connections>',
    }
    sheets = {"Sites": [["x", Formula("'http://127.0.0.1/[a.xlsx]A'!A1", 2)]]}
    books = [xlsx(sheets, parts=parts), ods(sheets), xls(sheets)]
    lines = b"\n".join(base64.b64encode(data) for data in books)
    run = subprocess.run([sys.executable, "-c", WATCH], input=lines, capture_output=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


# --- Compound files, addresses ----------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 4096, 4097, 70_000, 8_000_000, 17_000_000])
def test_a_stream_comes_out_of_a_compound_file_as_it_went_in(size):
    stream = random.Random(size).randbytes(size)
    held = streams(with_stream("Workbook", stream), {"Workbook"})["Workbook"]
    assert held[:size] == stream
    assert not held[size:].strip(b"\0")


def test_a_compound_file_whose_sectors_go_in_a_ring_is_refused():
    data = bytearray(with_stream("Workbook", bytes(4096)))
    # The table is the first sector; the stream begins in the third and has eight of them.
    struct.pack_into("<I", data, 512 + 4 * 9, 2)
    assert "is damaged" in opened(bytes(data))[1][0]


def test_a_large_compound_file_is_read_by_the_reader_of_workbooks():
    filler = record(0x0090, bytes(8000)) * 1000
    stream = xls_stream({"Sites": filler + record(0x0203, bytes(14))}, [])
    assert rows_of(with_stream("Workbook", stream)) == [(1, [0])]


@given(st.integers(1, 16384))
@settings(max_examples=examples(100))
def test_addresses_count_columns_as_spreadsheets_do(column):
    letters = address(1, column)[:-1]
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    assert number == column
