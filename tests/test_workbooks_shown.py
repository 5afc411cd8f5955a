"""What a sheet shows and its values do not say: number formats, merged cells, hidden rows."""

import io
import struct
import warnings
import zipfile
from datetime import date, datetime

import pytest

import infmap
from infmap.catalogue.reading.formats.workbooks.bounds import address
from infmap.catalogue.reading.formats.workbooks.cfb import with_stream
from infmap.catalogue.reading.formats.workbooks.looks import look_of
from infmap.catalogue.reading.heads import merged
from infmap.errors import DataError
from tests.workbook_files import (
    HIDDEN,
    KINDS,
    Layout,
    Shown,
    ods_of,
    record,
    xls,
    xls_stream,
    xlsx,
    xlsx_of,
    xlsx_styles,
)

HEADS = ["Site", "Lat", "Lon", "Range", "Reported"]


@pytest.fixture
def read(tmp_path):
    """Return a function that loads a workbook as the table named, and the lines that tell of it."""

    def load(data, table="deployments"):
        path = tmp_path / "book.xlsx"
        path.write_bytes(data)
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always", infmap.ReadingNote)
            cat = infmap.load(**{table: path})
        return cat, [str(note.message).replace(str(path), "book") for note in noted]

    return load


def refused(read, data, table="deployments"):
    with pytest.raises(DataError) as caught:
        read(data, table)
    return [line.partition("book.xlsx")[2] for line in str(caught.value).splitlines()]


def figure(cat):
    """Return both ends of the only figure of the file's own."""
    (row,) = (row for row in cat.claim_rows if row.account == "user")
    return row.at_least_km, row.up_to_km


def site(cat, name="North"):
    return next(row for row in cat.deployment_rows if row.site == name)


# --- Number formats ---------------------------------------------------------------------------

LOOKS = [
    ('0" mi"', 300, "300 mi", (None, 482.803)),
    ('#,##0" mi"', 1200, "1,200 mi", (None, 1931.213)),
    ('#,##0.0" nmi"', 270.25, "270.3 nmi", (None, 500.503)),
    ('#,##0" Meilen"', 1200, "1.200 Meilen", (None, 1931.213)),
    (r"0\ \n\m", 270, "270 nm", (None, 500.04)),
    ('0" mi"', 1.234, "1 mi", (None, 1.986)),
    ('[>=1000]0.0," thousand km";0" km"', 2500, "2.5 thousand km", (None, 2500)),
    ('[>=1000]0.0," thousand km";0" mi"', 500, "500 mi", (None, 804.672)),
    ('0,"km"', 500_000, "500km", (None, 500)),
    ('0" m"', 480_000, "480000 m", (None, 480)),
    ('0"+"', 500, "500+", (500, None)),
    ('"> "0', 500, "> 500", (500, None)),
    ('0.0E+00" mi"', 1200, "1.2E+03 mi", (None, 1931.213)),
    ('# ?/?" mi"', 1.5, "1 1/2 mi", (None, 2.414)),
    ('"300-"0', 500, "300-500", (300, 500)),
    ('0"-5"', 3, "3-5", (3, 5)),
    ('0"-700"', 500, "500-700", (500, 700)),
    ('0" ± 50"', 500, "500 ± 50", (450, 550)),
    ("#,##0,", 2_500_000, "2,500", (None, 2500)),
    ("0.0,", 2500, "2.5", (None, 2.5)),
    ('"<"0', 500, "<500", (None, 500)),
    ('[<500]"<500";0', 300, "<500", (None, 500)),
    ('[<500]"up to 500 km";0', 300, "up to 500 km", (None, 500)),
    # These say no more than the number.
    ('0" km"', 300, "300 km", (None, 300)),
    ('"~"0', 300, "~300", (None, 300)),
    ("0.00", 300, "300.00", (None, 300)),
    ("#,##0", 1200, "1,200", (None, 1200)),
    ("0%", 300, "30000%", (None, 300)),
    ("[$€-407] #,##0.00", 300, "€ 300,00", (None, 300)),
    ('#,##0" руб."', 300, "300 руб.", (None, 300)),  # noqa: RUF001
    ("+0;-0;0", 300, "+300", (None, 300)),
    ('_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', 1500, " 1,500 ", (None, 1500)),
    ("#,##0_);[Red](#,##0)", 1500, "1,500 ", (None, 1500)),
    ("#'##0", 1500, "1'500", (None, 1500)),
    (r"#\ ##0", 1500, "1 500", (None, 1500)),
    ("General;@", 300, "300", (None, 300)),
    ('"a text "@', 300, "300", (None, 300)),
    ("0.0E+00", 1200, "1.2E+03", (None, 1200)),
]


@pytest.mark.thorough(but=10)
@KINDS
@pytest.mark.parametrize(
    ("code", "value", "text", "ends"), LOOKS, ids=[look[0] + look[2] for look in LOOKS]
)
def test_a_number_is_read_as_its_format_shows_it(read, make, code, value, text, ends):
    ends = (None, value) if ends is None else ends
    cat, _ = read(make({"S": [["id", "Range"], ["zeus", Shown(value, code, text)]]}), "systems")
    assert figure(cat) == pytest.approx(ends, abs=0.001)


@KINDS
def test_a_unit_that_only_the_format_has_is_told(read, make):
    cells = [["id", "Range"], ["zeus", Shown(300, '0" mi"', "300 mi")]]
    assert "book:2: Range: '300 mi' read as 482.803 km" in read(make({"S": cells}), "systems")[1]


@KINDS
@pytest.mark.parametrize(
    ("code", "value", "text", "line"),
    [
        ("#,##0,", 2_500_000, "2,500", "B2: holds 2500000 and shows 2500; read as it shows"),
        ("0.0,", 2500, "2.5", "B2: holds 2500 and shows 2.5; read as it shows"),
        ('0,"km"', 500_000, "500km", "B2: holds 500000 and shows 500km; read as it shows"),
        ('"300-"0', 500, "300-500", "Range: '300-500' read as 300 to 500 km"),
        ('0" ± 50"', 500, "500 ± 50", "Range: '500 ± 50' read as 450 to 550 km"),
        ('"<"0', 500, "<500", "Range: '<500' read as 500 km, which is inside the treaty's band; "
         "for less write 499"),
    ],
)  # fmt: skip
def test_digits_that_a_format_adds_or_hides_are_told(read, make, code, value, text, line):
    cells = [["id", "Range"], ["zeus", Shown(value, code, text)]]
    assert read(make({"S": cells}), "systems")[1].count(f"book:2: {line}") == 1


@KINDS
@pytest.mark.parametrize(
    ("code", "text"), [("#,##0", "500"), ("0", "500"), ('0" km"', "500 km"), ("0.00", "500.00")]
)
def test_a_format_that_hides_nothing_is_not_told(read, make, code, text):
    cells = [["id", "Range"], ["zeus", Shown(500, code, text)]]
    assert not any("500" in line for line in read(make({"S": cells}), "systems")[1])


@pytest.mark.parametrize(
    ("hours", "text", "degrees"),
    [
        (54 + 20 / 60 + 51 / 3600, "54:20:51", 54.3475),
        (6 + 20 / 60 + 51 / 3600, "6:20:51", 6.3475),
        (24.0, "24:00:00", 24),
        (54.9, "54:54:00", 54.9),
        (72 + 5 / 60 + 7 / 3600, "72:05:07", 72.085278),
    ],
)
def test_degrees_that_excel_took_for_a_time_are_read_however_many(read, hours, text, degrees):
    row = ["North", Shown(hours / 24, "[h]:mm:ss", text), 20, 500]
    cat, lines = read(xlsx({"S": [HEADS[:4], row]}))
    assert site(cat).lat == pytest.approx(degrees, abs=1e-6)
    assert f"book:2: Lat: {text!r} read as {degrees:.8g}" in lines


@KINDS
def test_the_unit_of_a_format_stands_over_that_of_the_head(read, make):
    cells = [["id", "Range (mi)"], ["zeus", Shown(300, '0" km"', "300 km")], ["hera", 300]]
    cat, _ = read(make({"S": cells}), "systems")
    ends = [row.up_to_km for row in cat.claim_rows if row.account == "user"]
    assert ends == pytest.approx([300, 482.803], abs=0.001)


@KINDS
def test_a_format_counts_in_its_own_cells_alone(read, make):
    shown = Shown(300, '0" mi"', "300 mi")
    cells = [["id", "Range"], ["a", shown], ["b", 300], ["c", shown], ["d", 300]]
    cat, _ = read(make({"S": cells}), "systems")
    ends = [row.up_to_km for row in cat.claim_rows if row.account == "user"]
    assert ends == pytest.approx([482.803, 300, 482.803, 300], abs=0.001)


@KINDS
@pytest.mark.parametrize("unit", ["M", "sm"])
def test_a_unit_of_two_meanings_in_a_format_is_refused(read, make, unit):
    cells = [["id", "Range"], ["zeus", Shown(300, f'0" {unit}"', f"300 {unit}")]]
    (line,) = refused(read, make({"S": cells}), "systems")
    assert line.startswith(f":2: Range: {unit} is no unit that is read ('300 {unit}')")


@KINDS
@pytest.mark.parametrize("word", ["Mio.", "M", "млн", "k"])
def test_people_in_millions_are_no_people(make, word, tmp_path):
    path = tmp_path / "book.xlsx"
    count = Shown(5.2, f'0.0" {word}"', f"5,2 {word}")
    path.write_bytes(make({"S": [["lat", "lon", "population"], [54, 10, count]]}))
    with pytest.raises(DataError, match=f"population: .*'5.2 {word}'"):
        infmap.load_population(path)


@KINDS
def test_the_side_that_a_format_shows_counts(read, make):
    west = Shown(101.5, '0.0"° W"', "101.5° W")
    south = Shown(-20.25, '0.00" N";0.00" S"', "20.25 S")
    cat, _ = read(make({"S": [["Site", "Lat", "Lon", "Range km"], ["North", south, west, 500]]}))
    assert (site(cat).lat, site(cat).lon) == (-20.25, -101.5)


@KINDS
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('0" mi"', "-300 mi"),
        ('[>9]0" nmi";0" mi"', "-300 mi"),
        ('0" mi";(0" mi")', "(300 mi)"),
        ('0" mi";0" mi"', "300 mi"),
    ],
)
def test_a_number_below_zero_stays_one_whatever_shows_it(read, make, code, text):
    cells = [["id", "Range"], ["zeus", Shown(-300, code, text)]]
    (line,) = refused(read, make({"S": cells}), "systems")
    assert ":2: Range: cannot be negative ('-300" in line


@KINDS
def test_degrees_and_minutes_of_a_format_are_no_decimal_number(read, make):
    lat, lon = (Shown(v, '00"°"00"\'"', f"{v // 100:02}°{v % 100:02}'") for v in (5442, 130))
    cat, _ = read(make({"S": [["Site", "Lat", "Lon", "Range km"], ["North", lat, lon, 500]]}))
    assert (site(cat).lat, site(cat).lon) == (54.7, 1.5)


DAYS = [
    ("mmm yyyy", date(2019, 2, 1), "Feb 2019", "2019-02"),
    ("mmmm yyyy", date(2019, 2, 1), "février 2019", "2019-02"),
    ("mmm-yy", date(2019, 2, 1), "Feb-19", "2019-02"),
    ("mm/yyyy", date(2019, 1, 1), "01/2019", "2019-01"),
    ("yyyy", date(2019, 1, 1), "2019", "2019"),
    ("[$-409]mmm yyyy;@", datetime(2019, 2, 1, 12), "Feb 2019", "2019-02"),
    ("d mmm yyyy", date(2019, 2, 1), "1 Feb 2019", "2019-02-01"),
    ("dd.mm.yy", date(2019, 2, 1), "01.02.19", "2019-02-01"),
    ("yyyy-mm-dd", date(2019, 2, 19), "2019-02-19", "2019-02-19"),
]


@KINDS
@pytest.mark.parametrize(("code", "day", "text", "read_as"), DAYS, ids=[day[0] for day in DAYS])
def test_a_day_is_known_as_far_as_its_format_shows_it(read, make, code, day, text, read_as):
    row = ["North", 54.1, 10.2, 500, Shown(day, code, text)]
    cat, told = read(make({"S": [HEADS, row]}))
    assert site(cat).first_reported == read_as
    assert not any("holds" in line for line in told)


@KINDS
@pytest.mark.parametrize(
    ("code", "text", "read_as"), [("mmm yyyy", "Feb 2019", "2019-02"), ("yyyy", "2019", "2019")]
)
@pytest.mark.parametrize("day", [date(2019, 2, 17), date(2019, 2, 2), date(2019, 2, 1)])
def test_a_day_that_somebody_wrote_and_nobody_sees_is_told(read, make, code, text, read_as, day):
    row = ["North", 54.1, 10.2, 500, Shown(day, code, text)]
    cat, told = read(make({"S": [HEADS, row]}))
    assert site(cat).first_reported == read_as
    line = f"book:2: E2: holds {day} and shows {text}; read as it shows"
    assert (line in told) == (day.day > 1 or code == "yyyy")


def texts(*cells):
    """Return cells of an XLSX."""
    return "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)


def test_the_month_that_excel_has_without_a_code_shows_no_day(read):
    row = texts("North", "54", "10", "500 km") + '<c s="1"><v>43497</v></c>'
    rows = f"<row>{texts(*HEADS)}</row><row>{row}</row>"
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="17"/></cellXfs></styleSheet>'
    book = {"S": f"<sheetData>{rows}</sheetData>"}
    cat, _ = read(xlsx_of(book, parts={"xl/styles.xml": styles}))
    assert site(cat).first_reported == "2019-02"


def test_the_months_and_rows_of_numbers_of_an_xls_are_looked_at(read):
    # With this record the first style, that of numbers, is the month without a code.
    row = ["North", "54.1", "10.2", "500 km", 43497]
    month = record(0x00E0, struct.pack("<HHH14x", 0, 17, 0))
    cat, _ = read(xls({"S": [HEADS, row]}, extra=month))
    assert site(cat).first_reported == "2019-02"
    # Whole numbers beside each other are one record, with a style each.
    cells = struct.pack("<HH", 1, 1) + b"".join(
        struct.pack("<HI", style, number << 2 | 2) for style, number in ((0, 7), (3, 300))
    )
    heads = b"".join(
        record(0x00FD, struct.pack("<HHHI", row, column, 0, text))
        for row, column, text in ((0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 3))
    )
    body = heads + record(0x00BD, cells + struct.pack("<H", 2))
    texts = ["id", "Payload", "Range", "zeus"]
    stream = xls_stream({"S": body}, texts, codes=['0" mi"'])
    cat, _ = read(with_stream("Workbook", stream), "systems")
    assert figure(cat) == pytest.approx((None, 482.803), abs=0.001)


def test_formats_of_other_styles_are_not_taken_for_those_of_cells(read):
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0"/>'
        '<numFmt numFmtId="165" formatCode="0&quot; mi&quot;"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="165"/></cellStyleXfs><cellXfs><xf numFmtId="164"/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="164" formatCode="0&quot; mi&quot;"/></dxf></dxfs>'
        "</styleSheet>"
    )
    rows = f"<row>{texts('id', 'Range')}</row>"
    rows += f'<row>{texts("zeus")}<c s="0"><v>300</v></c></row>'
    book = {"S": f"<sheetData>{rows}</sheetData>"}
    cat, _ = read(xlsx_of(book, parts={"xl/styles.xml": styles}), "systems")
    assert figure(cat) == (None, 300)


@pytest.mark.thorough
def test_as_many_formats_as_no_workbook_has_are_refused(read):
    codes = [Shown(k, f'0" mi{"i" * (k % 50)}{k}"', "1") for k in range(10_001)]
    lines = refused(read, xlsx({"S": [["id", "Range"], codes[:500], codes[500:]]}), "systems")
    assert any("holds more than 10,000 number formats" in line for line in lines)


# --- Merged cells -----------------------------------------------------------------------------

MERGED = [
    ["Site", "Lat", "Lon", "System", "Status", "Operator", "Since"],
    ["North", 54.1, 10.2, "9M729", "alleged", "Russia", 2018],
    ["South", 46, 25, "9M729", None, None, None],
    ["West", 52, 5, "9M729", None, None, None],
    ["East", 53, 6, "9M729", None, None, None],
]


@KINDS
def test_cells_merged_over_rows_hold_for_each_of_them(read, make):
    layout = Layout(merged=((2, 5, 4, 5), (2, 6, 3, 6), (2, 7, 4, 7)))
    cat, told = read(make({"S": MERGED}, layout=layout))
    rows = [site(cat, row[0]) for row in MERGED[1:]]
    assert [row.status for row in rows] == ["alleged"] * 3 + ["reported"]
    assert [row.first_reported for row in rows] == ["2018"] * 3 + [None]
    assert [row.operator for row in rows][:2] == ["Russia"] * 2
    line = "book: Status, Operator, Since: the value of merged cells read in each of their rows"
    assert told.count(line) == 1


@KINDS
def test_cells_merged_across_have_their_value_in_the_first_column(read, make):
    rows = [MERGED[0], ["North", 54.1, 10.2, "9M729", "alleged", None, None], *MERGED[2:]]
    cat, told = read(make({"S": rows}, layout=Layout(merged=((2, 5, 3, 7),))))
    assert site(cat, "South").status == "alleged"
    assert site(cat, "South").first_reported is None
    assert "book: Status: the value of merged cells read in each of their rows" in told


@KINDS
def test_merged_titles_and_heads_are_no_values_of_rows(read, make):
    rows = [["Sites of the seminar"], [], *MERGED]
    layout = Layout(merged=((1, 1, 2, 7), (3, 5, 5, 5)))
    cat, told = read(make({"S": rows}, layout=layout))
    assert [site(cat, name).status for name in ("North", "South")] == ["alleged", "reported"]
    assert not any("merged" in line for line in told)


@KINDS
def test_a_row_that_merged_cells_reach_and_nothing_else_is_no_row(read, make):
    rows = [*MERGED[:2], [None] * 7, *MERGED[3:]]
    cat, _ = read(make({"S": rows}, layout=Layout(merged=((2, 5, 5, 5),))))
    assert [site(cat, name).status for name in ("North", "West", "East")] == ["alleged"] * 3


@KINDS
def test_empty_cells_merged_beside_a_table_are_nothing(read, make):
    rows = [[None, *row] for row in MERGED]
    cat, told = read(make({"S": rows}, layout=Layout(merged=((2, 1, 3, 1), (3, 6, 4, 6)))))
    assert [site(cat, row[0]).first_reported for row in MERGED[1:]] == ["2018", None, None, None]
    assert not any("merged" in line for line in told)
    cat, _ = read(make({"S": rows}, layout=Layout(merged=((2, 6, 4, 6),))))
    assert [site(cat, row[0]).status for row in MERGED[1:]] == ["alleged"] * 3 + ["reported"]


@KINDS
def test_merged_cells_beyond_the_heads_are_told_once(read, make):
    rows = [["id", "Range"], ["zeus", 300, "a remark"], ["hera", 300]]
    (line,) = refused(read, make({"S": rows}, layout=Layout(merged=((2, 3, 3, 3),))), "systems")
    assert line.startswith(":2: has 3 cells under 2 columns")


@KINDS
def test_a_count_of_merged_rows_may_be_that_of_all_and_is_refused(make, tmp_path):
    rows = [["lat", "lon", "population"], [54, 10, 1000], [55, 10, None], [56, 10, 2000]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(make({"S": rows}, layout=Layout(merged=((2, 3, 3, 3),))))
    with pytest.raises(DataError) as caught:
        infmap.load_population(path)
    assert str(caught.value).partition("book.xlsx")[2] == (
        ":2: population: is one number for the merged rows 2 to 3 ('1000'); "
        "write in each row its own number"
    )


def test_rows_are_filled_once_however_many_spans_reach_them(read, monkeypatch):
    filled = []
    fill_one = merged._fill

    def fill(row, place, value):
        filled.append(row[0])
        return fill_one(row, place, value)

    monkeypatch.setattr(merged, "_fill", fill)
    rows = [["id", "Range"], ["s0", 300], *[[f"s{k}", None] for k in range(1, 200)]]
    spans = tuple((2 + k, 2, 1_048_576, 2) for k in range(200))
    cat, _ = read(xlsx({"S": rows}, layout=Layout(merged=spans)), "systems")
    assert {row.up_to_km for row in cat.claim_rows if row.account == "user"} == {300}
    assert sorted(filled) == sorted(f"s{k}" for k in range(1, 200))


def test_a_span_of_more_rows_than_a_sheet_has_is_no_more_than_its_rows(read):
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    span = f' table:number-rows-spanned="{10**11}"'
    rows = [cell.format("", "id") + cell.format("", "Range")]
    rows.append(cell.format("", "zeus") + cell.format(span, "300 km"))
    rows.append(cell.format("", "hera") + "<table:covered-table-cell/>")
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    cat, _ = read(ods_of({"S": table}), "systems")
    ends = [row.up_to_km for row in cat.claim_rows if row.account == "user"]
    assert ends == [300, 300]


# --- Hidden rows and columns ------------------------------------------------------------------

ROWS = [["Site", "Lat", "Lon", "Range km", "Since"]]
ROWS += [[f"S{k}", 50 + k, 10, 500, 2018] for k in range(2, 9)]


@KINDS
def test_hidden_rows_are_read_and_told(read, make):
    cat, told = read(make({"S": ROWS}, layout=Layout(hidden_rows=(3,))))
    assert site(cat, "S3").lat == 53
    assert "book: row 3 is hidden in the sheet, and read like the others" in told


@KINDS
def test_many_hidden_rows_are_told_in_one_line(read, make):
    _, told = read(
        make({"S": [*ROWS, [], ["S9", 41, 10, 500]]}, layout=Layout(hidden_rows=(3, 4, 7, 9)))
    )
    lines = [line for line in told if "hidden" in line]
    assert lines == ["book: rows 3, 4, 7 are hidden in the sheet, and read like the others"]


@KINDS
def test_hidden_columns_are_read_and_told(read, make):
    # Some programs write a column twice.
    cat, told = read(make({"S": ROWS}, layout=Layout(hidden_columns=(4, 5, 5))))
    assert site(cat, "S3").first_reported == "2018"
    assert "book: columns D, E are hidden in the sheet, and read like the others" in told


def test_more_hidden_rows_than_a_line_holds_are_counted(read):
    rows = [ROWS[0], *[[f"S{k}", 50, k / 100, 500, 2018] for k in range(100)]]
    _, told = read(xlsx({"S": rows}, layout=Layout(hidden_rows=tuple(range(2, 102)))))
    (line,) = (line for line in told if "hidden" in line)
    assert "2, 3, 4" in line
    assert "and 88 more" in line


@KINDS
def test_what_is_hidden_and_empty_is_not_told(read, make):
    layout = Layout(hidden_rows=(9,), hidden_columns=(7,))
    assert not any("hidden" in line for line in read(make({"S": ROWS}, layout=layout))[1])


def test_columns_folded_away_in_an_ods_may_be_many(read):
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    columns += '<table:table-column table:visibility="collapse" table:number-columns-repeated="9"/>'
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("id", "name", "operator", "Range")
    )
    row = cells.replace("id", "zeus").replace("name", "Zeus").replace("operator", "Russia")
    rows = f"<table:table-row>{cells}</table:table-row>"
    rows += f"<table:table-row>{row.replace('Range', '500 km')}</table:table-row>"
    _, told = read(ods_of({"S": columns + rows}), "systems")
    assert "book: column D is hidden in the sheet, and read like the others" in told


def test_rows_without_a_number_are_hidden_too(read):
    rows = f"<row>{texts('id', 'Range')}</row><row{HIDDEN}>{texts('zeus', '500 km')}</row>"
    _, told = read(xlsx_of({"S": f"<sheetData>{rows}</sheetData>"}), "systems")
    assert "book: row 2 is hidden in the sheet, and read like the others" in told


# --- Rows that are struck through ---------------------------------------------------------------


def xlsx_struck(strike, rows=(3,)):
    """Return an XLSX of `ROWS` in which a font with an element for its strike is that of rows."""
    heads, *cells = (
        f'<row r="{k}">'
        + "".join(
            f'<c r="{address(k, n)}" s="{3 if k in rows else 0}" t="str"><v>{cell}</v></c>'
            for n, cell in enumerate(row, start=1)
        )
        + "</row>"
        for k, row in enumerate(ROWS, start=1)
    )
    styles = xlsx_styles([]).replace(
        "<cellXfs",
        f'<fonts count="2"><font/><font>{strike}<sz val="11"/></font></fonts><cellXfs',
    )
    styles = styles.replace("</cellXfs>", '<xf numFmtId="0" fontId="1"/></cellXfs>')
    sheet = f"<sheetData>{heads}{''.join(cells)}</sheetData>"
    return xlsx_of({"S": sheet}, parts={"xl/styles.xml": styles})


def ods_struck(line, rows=(3,)):
    """Return an ODS of `ROWS` in which a style with this line through is that of rows."""
    table = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="{"ce2" if k in rows else "ce1"}" '
            f'office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for k, row in enumerate(ROWS, start=1)
    )
    made = ods_of({"S": table})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml").decode()
    styles = '<style:style style:name="ce1"><style:text-properties/></style:style>'
    styles += f'<style:style style:name="ce2"><style:text-properties{line}/></style:style>'
    first = "<office:automatic-styles>"
    return ods_of({"S": table}, parts={"content.xml": content.replace(first, first + styles)})


LINE = ' style:text-line-through-style="{}"'
STRUCK = [
    *((xlsx_struck, strike) for strike in ("<strike/>", '<strike val="1"/>')),
    (ods_struck, LINE.format("solid")),
]
WHOLE = [
    *((xlsx_struck, strike) for strike in ("", '<strike val="0"/>', "<b/>")),
    *((ods_struck, line) for line in ("", LINE.format("none"))),
]


@pytest.mark.parametrize(("make", "how"), STRUCK)
def test_rows_struck_through_are_read_and_told(read, make, how):
    cat, told = read(make(how, rows=(3, 5)))
    assert site(cat, "S3").lat == 53
    assert "book: rows 3, 5 are struck through in the sheet, and read like the others" in told


@pytest.mark.parametrize(("make", "how"), WHOLE)
def test_of_rows_that_are_not_struck_through_nothing_is_told(read, make, how):
    _, told = read(make(how))
    assert not any("struck" in line for line in told)


# --- Number formats that are cut off ------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        *(('0" mi', "300 mi"), ('0" mi\\"', "300 mi\\"), ("0\\", "300\\"), ("General\\", "300\\")),
        *((code, 300) for code in ('"', ";", '0;"')),
    ],
)
def test_a_number_format_that_is_cut_off_is_read_as_far_as_it_goes(code, shown):
    look = look_of(code)
    assert (300 if look is None else look.shown(300)) == shown


def test_a_workbook_whose_number_format_is_cut_off_is_read(read):
    rows = [HEADS, ["North", 54, 20, Shown(300, '0" mi', "300 mi"), 2018]]
    cat, _ = read(xlsx({"S": rows}))
    assert figure(cat) == (None, pytest.approx(482.803, abs=0.001))
