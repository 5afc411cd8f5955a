"""Options of the command line: formats by suffix, days, bands and launchers in words, slips."""

import datetime
import io
import json
import random
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import typer.main
from python_calamine import CalamineWorkbook
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.catalogue.focus import focus_of
from infmap.catalogue.values.bands import edges_of, read_band
from infmap.catalogue.values.date_texts import as_day
from infmap.catalogue.values.launchers import launcher_of, read_launcher
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import unit_of
from infmap.cli import COMMANDS, app
from infmap.cli.usage import UsageError
from infmap.errors import InfmapError, ReadingNote
from infmap.io.escaping import inert_cell
from infmap.io.formats import (
    CardFormat,
    FigureFormat,
    PageFormat,
    ReportFormat,
    RingsFormat,
    TableFormat,
)
from infmap.looks.listings import Listing
from infmap.tables.text import format_table
from infmap.tables.workbook import workbook_bytes

LONGEST_LINE = 200
REMEDY = re.compile(r"; (write|did you mean|put|infmap|known|name|choose)\b")


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


def params(kind):
    """Return every parameter of a kind in every command, with the command's name."""
    commands = typer.main.get_command(app).commands
    return [
        (name, param)
        for name in COMMANDS
        for param in commands[name].params
        if param.param_type_name == kind
    ]


def assert_one_line(result, code=None):
    assert result.stdout == ""
    assert result.stderr.endswith("\n")
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) <= LONGEST_LINE
    assert "Usage" not in result.stderr
    assert REMEDY.search(result.stderr), result.stderr
    assert result.exit_code in ((1, 2) if code is None else (code,))


# --- Formats by suffix ----------------------------------------------------------------------------

#: What each command writes, with the arguments that make it quick.
ONE = ("--site", "deveselu")
#: Lists that a site says nothing of.
PLACES = (Listing.CAPITALS, Listing.CITIES)
WRITTEN = {
    "coverage": (TableFormat, ("coverage", *ONE)),
    "people": (TableFormat, ("coverage", *ONE, "--targets", "cities", "--band", "0-300")),
    "reach": (TableFormat, ("reach", "Warsaw", *ONE)),
    **{
        f"list {what}": (TableFormat, ("list", str(what), *(() if what in PLACES else ONE)))
        for what in Listing
    },
    "show": (CardFormat, ("show", "deveselu")),
    "map": (PageFormat, ("map", *ONE)),
    "rings": (RingsFormat, ("rings", *ONE)),
    "figure": (FigureFormat, ("figure", *ONE, "--size", "column")),
    "report": (ReportFormat, ("report", *ONE)),
    "embed": (PageFormat, ("embed", "page.html")),
    "story": (PageFormat, ("story", "story.md")),
}
#: Those that take a second.
SLOW = {"figure", "report", "list cities"}
SUFFIXES = sorted(
    {form.suffix for formats, _ in WRITTEN.values() for form in formats}
    | {".docx", ".tsv", ".xls", ".ods", ".htm", ".shp", ".gif", ".zip", ".x"}
)
TRIED = [
    (what, form.suffix)
    for what, (formats, _) in WRITTEN.items()
    for form in random.Random(what).sample(list(formats), 1 if what in SLOW else len(formats))
]
#: How a file of each suffix begins.
MARKS = {
    ".xlsx": b"PK",
    ".json": (b"[", b"{"),
    ".html": b"<",
    ".tex": b"% Needs in the preamble:",
    ".md": (b"|", b"#", b"---"),
    ".svg": b"<?xml",
    ".pdf": b"%PDF",
    ".png": b"\x89PNG",
    ".gpkg": b"SQLite",
    ".kml": b"<?xml",
    ".geojson": b"{",
    ".parquet": b"PAR1",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize(("what", "suffix"), TRIED, ids=lambda one: str(one))
def test_the_suffix_chooses_the_format(folder, what, suffix):
    if what == "embed":
        run("map", *ONE, "-o", "page.html")
    (folder / "story.md").write_text("# T\n\n## S {site=deveselu}\n")
    upper = suffix.upper() if suffix in (".json", ".kml") else suffix
    file = folder / f"out{upper}"
    result = run(*WRITTEN[what][1], "-o", file.name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{file.name}: ")
    assert result.stdout.count("\n") == 1
    data = file.read_bytes()
    assert data.lstrip().startswith(MARKS.get(suffix, b""))
    if suffix == ".csv":
        assert data.count(b"\n") > 1
        assert b"," in data.splitlines()[0]
    if suffix == ".txt":
        assert data.decode() == run(*WRITTEN[what][1]).stdout


@pytest.mark.parametrize("what", WRITTEN)
def test_a_suffix_that_cannot_be_written_is_refused_before_the_work(folder, monkeypatch, what):
    (folder / "page.html").write_text("a page")
    monkeypatch.setattr("infmap.load", lambda *_, **__: pytest.fail("worked in vain"))
    monkeypatch.setattr("infmap.embed_snippet", lambda *_, **__: pytest.fail("worked in vain"))
    formats, arguments = WRITTEN[what]
    known = {form.suffix for form in formats}
    for suffix in {*SUFFIXES, ""} - known - {".htm", ".json" if what == "rings" else ""} | {""}:
        result = run(*arguments, "-o", f"out{suffix}")
        assert_one_line(result, 1)
        for form in formats:
            assert form.suffix in result.stderr
        assert [path.name for path in folder.iterdir()] == ["page.html"]


TABLES = [arguments for formats, arguments in WRITTEN.values() if formats is TableFormat][:4]


@pytest.mark.thorough(but=12)
@pytest.mark.parametrize("arguments", TABLES, ids=" ".join)
@pytest.mark.parametrize("form", TableFormat)
def test_a_format_and_a_suffix_agree_or_are_refused_with_both(folder, arguments, form):
    assert run(*arguments, "--format", form, "-o", "bare").exit_code == 0
    assert run(*arguments, "--format", form, "-o", f"same{form.suffix}").exit_code == 0
    same = [(folder / name).read_bytes() for name in ("bare", f"same{form.suffix}")]
    assert same[0] == same[1]
    before = sorted(folder.iterdir())
    for other in set(TableFormat) - {form}:
        result = run(*arguments, "--format", form, "-o", f"out{other.suffix}")
        assert_one_line(result, 2)
        assert f"{form} is asked for" in result.stderr
        assert f"out{other.suffix} is another format; write out{form.suffix}" in result.stderr
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("arguments", TABLES, ids=" ".join)
def test_json_and_another_format_are_refused_together(folder, arguments):
    assert_one_line(run(*arguments, "--json", "--format", "csv"), 2)
    assert_one_line(run(*arguments, "--json", "-o", "out.csv"), 2)
    assert_one_line(run(*arguments, "--format", "xlsx"), 2)
    assert list(folder.iterdir()) == []
    both = run(*arguments, "--json", "--format", "json")
    assert both.stdout == run(*arguments, "--json").stdout


def test_a_card_is_asked_for_as_json_or_named_so(folder):
    assert run("show", "shuya", "--json", "-o", "bare").exit_code == 0
    assert run("show", "shuya", "-o", "card.json").stdout == "card.json: 1 card\n"
    assert (folder / "bare").read_text() == (folder / "card.json").read_text()
    assert_one_line(run("show", "shuya", "--json", "-o", "card.txt"), 2)


@pytest.mark.parametrize("word", ["CSV", ".csv", "tex", "txt", "latex", "table", "Json", "xlsx"])
def test_a_format_is_also_named_by_its_suffix(word):
    assert TableFormat.named(word).suffix[1:] in {"csv", "tex", "txt", "json", "xlsx"}


def test_what_was_written_is_counted(folder):
    count = len(json.loads(run("coverage", *ONE, "--json").stdout))
    assert run("coverage", *ONE, "-o", "t.csv").stdout == f"t.csv: {count} rows\n"
    assert (folder / "t.csv").read_text().count("\n") == count + 1
    assert run("reach", "Warsaw", *ONE, "-o", "t.md").stdout == "t.md: 1 row\n"


def test_a_snippet_never_takes_the_place_of_its_page(folder):
    run("map", *ONE, "-o", "page.html")
    before = (folder / "page.html").read_bytes()
    assert_one_line(run("embed", "page.html#site=deveselu", "-o", "page.html"), 1)
    assert (folder / "page.html").read_bytes() == before
    assert run("embed", "page.html", "-o", "snippet.html").exit_code == 0
    assert (folder / "snippet.html").read_text() == run("embed", "page.html").stdout


def test_a_folder_and_a_device_are_no_suffix(folder):
    (folder / "there.csv").mkdir()
    assert "is a folder" in run("coverage", *ONE, "-o", "there.csv").stderr
    assert run("coverage", *ONE, "-o", "/dev/null").exit_code == 0
    assert run("coverage", *ONE, "--format", "xlsx", "-o", "/dev/null").stdout == ""


# --- Workbooks ------------------------------------------------------------------------------------


def sheet_of(data, name):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == [name]
    return book.get_sheet_by_name(name).to_python()


TABULAR = ["coverage", "people", "reach", *map("list {}".format, Listing)]


@pytest.mark.parametrize("what", sampled(TABULAR, 4, {"coverage", "people"}))
def test_a_workbook_has_the_cells_of_the_csv_with_numbers_as_numbers(folder, what):
    _, arguments = WRITTEN[what]
    run(*arguments, "-o", "t.xlsx")
    run(*arguments, "-o", "t.csv")
    name = what.removeprefix("list ")
    head, *rows = sheet_of((folder / "t.xlsx").read_bytes(), name)
    told = pd.read_csv(folder / "t.csv", dtype=str, keep_default_na=False)
    records = json.loads(run(*arguments, "--json").stdout)
    assert head == list(told)
    assert len(rows) == len(told) == len(records)
    for row, cells, record in zip(rows, told.to_numpy().tolist(), records, strict=True):
        for column, cell, text in zip(head, row, cells, strict=True):
            value = record.get(column)
            if column.startswith("figures"):  # counted for a table without lists
                assert isinstance(cell, float)
                assert float(text) == cell
            elif isinstance(value, int | float) and not isinstance(value, bool):
                assert isinstance(cell, float)
                assert cell == pytest.approx(value)
                assert float(text) == pytest.approx(value)
            else:
                assert isinstance(cell, str)
                # A text that a spreadsheet would take for a formula has a mark in a CSV alone.
                assert text == inert_cell(cell)


def test_a_workbook_has_a_bold_head_that_stays_in_view(cat):
    rows = json.loads(run("reach", "Warsaw", *ONE, "--json").stdout)
    data = format_table(rows, TableFormat.XLSX, name="reach")
    assert data == format_table(rows, TableFormat.XLSX, name="reach")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'topLeftCell="A2" activePane="bottomLeft" state="frozen"' in sheet
        # No clock: the same table is the same bytes at any hour.
        days = re.findall(r"\d{4}-\d\d-\d\dT", book.read("docProps/core.xml").decode())
        assert set(days) == {"1980-01-01T"}
        assert "<b/>" in book.read("xl/styles.xml").decode()
        assert re.search(r'<c r="A1" s="1"', sheet)
        assert "<f>" not in sheet
        columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
        assert columns[-1][1] == str(len(rows[0]) + 3)  # the counts of figures
        widths = [float(width) for *_, width in columns]
        assert all(8 <= width <= 62 for width in widths)
        assert {info.date_time[:3] for info in book.infolist()} == {(1980, 1, 1)}


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://x.example", "{=1}", "a\x00\x07b", "1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_workbook_is_a_text(text):
    data = format_table([{"id": text}], TableFormat.XLSX, name="sites")
    [[_], [cell]] = sheet_of(data, "sites")
    assert isinstance(cell, str)
    assert cell == text or not text.isprintable()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert not [name for name in book.namelist() if name.endswith(".rels") and "sheet" in name]


def test_what_no_workbook_holds_is_refused(monkeypatch):
    with pytest.raises(InfmapError, match=r"a cell of a workbook .* 32,767 letters .* write .csv"):
        workbook_bytes("a", ["note"], [["x" * 32_768]])
    monkeypatch.setattr("infmap.tables.workbook.MOST_ROWS", 3)
    assert workbook_bytes("a", ["n"], [[1], [2]])
    with pytest.raises(InfmapError, match=r"a sheet of a workbook holds 2 rows .* write .csv"):
        workbook_bytes("a", ["n"], [[1], [2], [3]])


READ_BACK = {
    "sites": "--deployments",
    "systems": "--systems",
    "claims": "--claims",
    "capitals": "--capitals",
    "sources": "--sources",
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".json"])
@pytest.mark.parametrize("what", READ_BACK)
def test_a_list_is_read_back_by_the_option_that_takes_it(folder, what, suffix):
    file = f"{what}{suffix}"
    debate = () if what in PLACES else ("--theme", "debate")
    run("list", what, *debate, "-o", file)
    checked = run("check", file)
    assert checked.exit_code == 0, checked.stderr
    listed = run("list", what, READ_BACK[what], file, "--json")
    assert listed.exit_code == 0, listed.stderr
    own = {row.get("id") for row in json.loads(run("list", what, *debate, "--json").stdout)}
    assert own <= {row.get("id") for row in json.loads(listed.stdout)}


def test_sites_are_listed_with_their_position(cat):
    site = cat.site("deveselu")
    text = run("list", "sites", *ONE).stdout
    assert f"{site.lon:g}" in text
    assert f"{site.lat:g}" in text
    rows = json.loads(run("list", "capitals", "--json").stdout)
    assert [row["id"] for row in rows] == [row.id for row in cat.capital_rows]


# --- Given twice ----------------------------------------------------------------------------------

SINGLE = [
    (name, param)
    for name, param in params("option")
    if not (param.multiple or param.is_flag or param.name == "help")
]


@pytest.mark.parametrize(("command", "param"), SINGLE, ids=[f"{c} {p.opts[-1]}" for c, p in SINGLE])
def test_an_option_of_one_value_is_never_given_twice(folder, command, param):
    values = [["1"] * param.nargs, ["2"] * param.nargs]
    for first, second in (values, [values[0]] * 2, values[::-1]):
        for name, again in zip(param.opts, reversed(param.opts), strict=True):
            result = run(command, name, *first, again, *second)
            assert_one_line(result, 2)
            both = f"({' '.join(first)}, {' '.join(second)})"
            assert f"{again} is given twice {both}; write it once" in result.stderr
            equals = run(command, f"{name}={first[0]}", *first[1:], again, *second)
            assert equals.stderr == result.stderr
    assert list(folder.iterdir()) == []


def test_the_options_of_every_command_are_tried():
    assert {name for name, _ in SINGLE} >= set(COMMANDS) - {"new"}
    several = {param.name for _, param in params("option") if param.multiple}
    assert several == {"site", "system", "account", "operator", "kind", "country"}


def test_several_accounts_are_taken_together(cat):
    both = json.loads(
        run("coverage", "--site", "shuya", "--account", "operator", "--account", "opponent",
            "--json").stdout
    )  # fmt: skip
    assert {entry["account"] for entry in both[0]["accounts"]} == {"operator", "opponent"}
    table = infmap.coverage(cat, site="shuya", account=["operator", "opponent"], theme="debate")
    assert [row["reach"] for row in both] == table["reach"].tolist()
    assert len(cat.select(account=["operator", "Opponent", "operator"]).claim_rows) == sum(
        row.account in ("operator", "opponent") for row in cat.claim_rows
    )
    assert cat.select(account=["operator", "all"]).claim_rows == cat.claim_rows
    assert cat.select(account=[]).claim_rows == cat.claim_rows
    with pytest.raises(InfmapError, match="no account 'x'"):
        cat.select(account=["operator", "x"])
    rings = infmap.range_rings(cat, site="shuya", account=("operator", "independent"))
    assert set(rings["account"]) == {"operator", "independent"}


@pytest.mark.thorough
def test_a_page_opens_on_one_account(folder, cat):
    result = run("map", "--account", "operator", "--account", "opponent", "-o", "m.html")
    assert_one_line(result, 2)
    assert "operator, opponent" in result.stderr
    assert list(folder.iterdir()) == []
    one = infmap.make_map(cat, account=["operator"]).get_root().render()
    assert one == infmap.make_map(cat, account="operator").get_root().render()


@pytest.mark.thorough
def test_a_brief_of_several_sites_drops_none_in_silence(folder, cat):
    result = run("report", "--site", "shuya", "--site", "mutlangen", "-o", "out.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("out.md: Foreign capitals in range: 0 to 40 or more at Shuya, ")
    several = cat.select(site=["shuya", "mutlangen"])
    assert [one.found.site_id for one in infmap.make_report(several).chapters] == [
        "shuya",
        "mutlangen",
    ]
    with pytest.raises(InfmapError, match=r"^nothing is left at Mutlangen.* and theme .debate"):
        infmap.make_report(several.select(theme="debate"))


def test_a_site_that_is_named_or_left_alone_is_the_one_drawn(cat):
    several = cat.select(site=["shuya", "deveselu"])
    assert focus_of(several, "deveselu", "a figure").id == "deveselu"
    assert focus_of(several.select(site="deveselu"), None, "a figure").id == "deveselu"
    assert focus_of(cat.select(site=["shuya", "Shuya"]), None, "a figure").id == "shuya"
    assert focus_of(cat, None, "a figure") == cat.first_site


# --- Words for days, bands, launchers and positions -----------------------------------------------

DAYS = {
    "2019-02-10": "2019-02-10",
    "10 Feb 2019": "2019-02-10",
    "February 10, 2019": "2019-02-10",
    "10 февраля 2019": "2019-02-10",
    "20190210": "2019-02-10",
    " 2019-02-10 ": "2019-02-10",
    "13.02.2019": "2019-02-13",
    "13/2/2019": "2019-02-13",
    "2019-02-10T12:30": "2019-02-10",
}
LAST_DAYS = {
    "2018": ("2018-12-31", "year"),
    "2018-02": ("2018-02-28", "month"),
    "2016-02": ("2016-02-29", "month"),
    "Feb 2016": ("2016-02-29", "month"),
    "12/2018": ("2018-12-31", "month"),
}
NO_DAYS = {
    "today": "there is no clock ('today'); write the day",
    "Now": "there is no clock",
    "10.02.2019": "write 2019-02-10 (10 February 2019) or 2019-10-02 (October 2, 2019)",
    "2/10/2019": "may be either of two days",
    "2019-02-30": "not a date",
    "10.2.19": "has a year of two digits",
    "soon": "not a date",
    "": "not a date",
    "43506": "is a spreadsheet's number of a day",
}


@pytest.mark.parametrize("text", [*DAYS, *LAST_DAYS])
def test_a_day_is_read_as_a_tables_dates_are(cat, text):
    written, of = LAST_DAYS.get(text) or (DAYS[text], "")
    day = datetime.date.fromisoformat(written)
    said = f"--as-of {text} read as {day}, the last day of that {of}\n" if of else ""
    result = run("coverage", "--site", "shuya", "--theme", "all", "--as-of", text, "--json")
    assert (result.exit_code, result.stderr) == (0, said)
    expected = cat.select(site="shuya", as_of=day)
    assert len(json.loads(result.stdout)[0]["accounts"]) == len(
        expected.claims_at(expected.sites[0])
    )
    assert as_day(text) == day
    assert cat.select(as_of=text).as_of == day


@pytest.mark.parametrize("text", NO_DAYS)
@pytest.mark.parametrize(
    "command",
    [("coverage", "--as-of"), ("list", "sites", "--as-of"), ("diff", ".", ".", "--json", "--day")],
)
def test_what_is_no_day_or_two_is_refused_in_one_line(folder, cat, text, command):
    result = run(*command, text)
    assert_one_line(result, 2)
    assert result.stderr.startswith(f"{command[-1]}: ")
    assert NO_DAYS[text] in result.stderr
    assert list(folder.iterdir()) == []
    with pytest.raises(InfmapError, match=r"^as_of: "):
        cat.select(as_of=text)


def test_a_day_in_python_is_text_date_or_timestamp(cat):
    day = datetime.date(2018, 2, 10)
    moments = [day, "2018-02-10", "10 Feb 2018", pd.Timestamp("2018-02-10"),
               datetime.datetime(2018, 2, 10, 12)]  # fmt: skip
    tables = [infmap.coverage(cat, site="kaliningrad", as_of=one) for one in moments]
    assert all(table.equals(tables[0]) for table in tables)
    claim = cat.claims_by_system["9m729"][1]
    assert cat.verdict(claim, on="2020") == cat.verdict(claim, on=datetime.date(2020, 12, 31))
    with pytest.warns(ReadingNote, match="^as_of 2018 read as 2018-12-31, the last day of that"):
        cat.select(as_of="2018")
    for wrong in (2018, pd.NaT, 20180210.0):
        with pytest.raises(InfmapError, match=r"as_of must be a day .* write '2018-02-03'"):
            cat.select(as_of=wrong)


MILES = 1.609344
BANDS = {
    ("500", "5500"): (500, 5500),
    ("500km", "5500km"): (500, 5500),
    ("500 km", "5500 km"): (500, 5500),
    ("500", "5500km"): (500, 5500),
    ("500-5500",): (500, 5500),
    ("500..5500",): (500, 5500),
    ("500\u20135500",): (500, 5500),
    ("500 to 5500 km",): (500, 5500),
    ("between 500 and 5500 km",): (500, 5500),
    ("500-5,500",): (500, 5500),
    ("0", "200"): (0, 200),
    ("0-200",): (0, 200),
    ("5500", "inf"): (5500, float("inf")),
    ("1e3", "2e3"): (1000, 2000),
    ("300mi", "3000mi"): (300 * MILES, 3000 * MILES),
    ("300-3000 mi",): (300 * MILES, 3000 * MILES),
    ("300", "3000 nmi"): (300 * 1.852, 3000 * 1.852),
    ("300", "3000mi"): (300 * MILES, 3000 * MILES),
    ("300mi", "3000"): (300 * MILES, 3000 * MILES),
    ("500km", "2000mi"): (500, 2000 * MILES),
}
NO_BANDS = {
    ("500",): "--band needs 2 values (got 1); write --band LOW HIGH",
    (): "--band needs 2 values (got 0)",
    ("500", "--json"): "--band needs 2 values (got 1)",
    ("9", "1"): "a band runs from the nearer to the farther edge (got 9 1); write 500-5500",
    ("9-1",): "--band needs 2 values",
    ("9km", "1km"): "its ends are reversed",
    ("near", "far"): "--band: not a number ('near far')",
    ("500", "x"): "--band: ",
    ("-5", "10"): "no edge of a band is below 0 km",
    ("nan", "5"): "a band is two distances",
    ("500-5500", "5600"): "'5600' is one too many",
    ("2.500 km", "5.500 km"): "--band: ",
}


@pytest.mark.parametrize("words", BANDS, ids=" ".join)
def test_a_band_is_one_word_or_two_in_any_unit(cat, words):
    near, far = BANDS[words]
    result = run("coverage", *ONE, "--band", *words, "--json")
    assert result.exit_code == 0, result.stderr
    assert bool(result.stderr) is (near not in (0, 500, 1000, 5500))
    if result.stderr:
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith(f"--band {'-'.join(words)} read as {near:.6g} to ")
    ids = [row["target_id"] for row in json.loads(result.stdout)]
    expected = infmap.coverage(cat, site="deveselu", theme="debate", band=(near, far))
    assert ids == expected["target_id"].tolist()
    assert 0 < len(ids) < len(cat.capital_rows)
    given = words if len(words) == 2 else words[0]
    assert infmap.coverage(cat, site="deveselu", theme="debate", band=given).equals(expected)


@pytest.mark.parametrize("unit", ["mi", "nautical miles", "ft", "yards", "морских миль"])
@pytest.mark.parametrize("first", [True, False], ids=["number first", "text first"])
def test_a_number_beside_another_unit_is_refused_with_both_meanings(unit, first):
    number, text = (500, f"9000000 {unit}") if first else (5_000_000, f"1 {unit}")
    band = (number, text) if first else (text, number)
    with pytest.raises(InfmapError, match=r"may be in km, or in \w+ as the other edge") as caught:
        edges_of(band)
    km, other = re.findall(r"'([\d.]+ \w+)'", str(caught.value).rpartition("; write ")[2])
    whole = (0 if first else 1, number)
    for said, factor in ((km, 1), (other, unit_of(unit).km)):
        edges = edges_of((said, text) if first else (text, said))
        assert edges[whole[0]] == pytest.approx(number * factor)
        assert edges[1 - whole[0]] == pytest.approx(float(text.split()[0]) * unit_of(unit).km)


def test_a_number_beside_kilometres_is_in_kilometres():
    assert edges_of((500, "3000 km")) == edges_of(("500 km", 3000)) == (500, 3000)
    assert edges_of((500, "3000")) == (500, 3000)


def test_the_help_tells_how_a_unit_at_one_edge_is_read():
    for command in ("coverage", "map", "figure", "report", "rings"):
        said = " ".join(run(command, "--help").stdout.replace("\u2502", " ").split())
        assert "A unit at one edge holds for both; without one it is km." in said, command


@pytest.mark.parametrize("words", NO_BANDS, ids=" ".join)
def test_what_is_no_band_is_refused_in_one_line(words):
    result = run("coverage", *ONE, "--band", *words)
    assert_one_line(result)
    assert NO_BANDS[words] in result.stderr


def test_a_band_of_people_takes_the_same_words(cat):
    table = infmap.exposure(cat, site="deveselu", band="0-100 mi")
    assert table.iloc[-1]["max_km"] == pytest.approx(100 * MILES)
    with pytest.raises(InfmapError, match=r"^band: gives one edge .*; write both its edges"):
        infmap.exposure(cat, site="deveselu", band="500")
    with pytest.raises(RefusedError):
        read_band("up to 500 km")


#: Longitude, latitude, range and the unit's words on standard error.
LAUNCHERS = {
    "54.7,20.5,500": (20.5, 54.7, 500.0),
    "54.7, 20.5, 500 km": (20.5, 54.7, 500.0),
    "54.7N 20.5E, 300 km": (20.5, 54.7, 300.0),
    "20.5E 54.7N; 300 km": (20.5, 54.7, 300.0),
    "54\u00b042'N 20\u00b030'E, 500": (20.5, 54.7, 500.0),
    "54,7; 20,5; 500": (20.5, 54.7, 500.0),
    "POINT(20.5 54.7), 500": (20.5, 54.7, 500.0),
    "54.7,20.5,iskander-m": (20.5, 54.7, "iskander-m"),
    "54.7,20.5,9M729": (20.5, 54.7, "9M729"),
    "54.7,20.5,SS-26 Stone": (20.5, 54.7, "SS-26 Stone"),
    "-33.9,18.4,500": (18.4, -33.9, 500.0),
    "33.9S 18.4E, 500": (18.4, -33.9, 500.0),
    "54.7,20.5,1 500": (20.5, 54.7, 1500.0),
    "54.7N, 20.5E, 1,500 km": (20.5, 54.7, 1500.0),
    "54.7,20.5,500 km (310 mi)": (20.5, 54.7, 500.0),
}
IN_OTHER_UNITS = {
    "54.7,20.5,300mi": (20.5, 54.7, 300 * MILES),
    "54.7,20.5,270 nautical miles": (20.5, 54.7, 270 * 1.852),
}
NO_LAUNCHERS = {
    "here": "no position",
    "": "gives no position and range",
    "54.7,20.5": "gives no range",
    "54.7N 20.5E": "gives no",
    "54.7,20.5,": "gives no range",
    "54.7,20.5,1,500": "range '1,500': may be either of two numbers",
    "54.7,20.5,120,500": "may be either of two numbers",
    "54.7,20.5,2.500 km": "write 2500 km or 2.5 km",
    "54.7,20.5,-5": "cannot be negative",
    "54.7,20.5,300-500": "a launcher has one range",
    "54.7,20.5,>300": "a launcher has one range",
    "54.7,20.5,500 furlongs": "furlongs is no unit",
    "95,20,500": "latitude would be 95",
    "[20.5,54.7],500": "write 20.5 N, 54.7 E or 54.7 N, 20.5 E",
    "20,54, 7; 7": "write 20 N, 54 E; 7; 7 or 20.54 N, 7 E; 7",
    "54.7,20.5,nosuch": "no system 'nosuch'",
    "54.7,20.5,0": "a launcher's range is",
}


@pytest.mark.parametrize("text", [*LAUNCHERS, *IN_OTHER_UNITS])
def test_a_launcher_is_a_position_and_a_range_in_any_words(folder, text):
    meant = {**LAUNCHERS, **IN_OTHER_UNITS}[text]
    assert read_launcher(text) == pytest.approx(meant) if isinstance(meant[2], float) else meant
    lon, lat, reach = read_launcher(text)
    assert (lon, lat, reach) == (*map(pytest.approx, meant[:2]), meant[2])
    assert launcher_of(text) == read_launcher(text)


@pytest.mark.parametrize("given", [{"lat": 1}, {"lat": 1, "lon": 2, "reach": 3}, (1, 2), "Narnia"])
def test_a_pin_that_is_none_is_told_with_what_was_given(given):
    with pytest.raises(infmap.InfmapError) as refused:
        launcher_of(given)
    assert f"({given!r})" in str(refused.value) or f"(got {given!r})" in str(refused.value)
    assert "; " in str(refused.value)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("text", sampled([*LAUNCHERS, *IN_OTHER_UNITS], 3, IN_OTHER_UNITS))
def test_a_launcher_in_any_words_is_on_the_map(folder, text):
    meant = {**LAUNCHERS, **IN_OTHER_UNITS}[text]
    lon, lat, _ = read_launcher(text)
    result = run("map", *ONE, "--what-if", text, "-o", "m.html")
    assert result.exit_code == 0, result.stderr
    pin = f"pin={lon:g},{lat:g},"
    assert pin in (folder / "m.html").read_text("utf-8")
    said = result.stderr.splitlines()
    assert len(said) == (text in IN_OTHER_UNITS)
    if said:
        assert said[0].startswith("--what-if: ")
        assert f"read as {meant[2]:.6g} km" in said[0]


@pytest.mark.parametrize("text", NO_LAUNCHERS)
def test_what_is_no_launcher_is_refused_in_one_line(folder, cat, text):
    result = run("map", "--what-if", text, "-o", "m.html")
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) <= LONGEST_LINE
    assert NO_LAUNCHERS[text] in result.stderr
    assert result.exit_code in (1, 2)
    assert list(folder.iterdir()) == []
    with pytest.raises(InfmapError):
        infmap.make_map(cat, pin=text)


@pytest.mark.thorough
def test_a_pin_in_python_names_its_parts(cat):
    def page(pin):
        return infmap.make_map(cat, pin=pin).get_root().render()

    ranged, named = page((20.5, 54.7, 500)), page((20.5, 54.7, "iskander-m"))
    assert page({"lat": 54.7, "lon": 20.5, "range_km": 500}) == ranged
    assert page({"lon": 20.5, "system": "Iskander-M", "lat": 54.7}) == named
    assert page("54.7,20.5,500 km") == ranged != named


WRONG_PINS = [
    {},
    {"lat": 54.7, "lon": 20.5},
    {"lat": 54.7, "lon": 20.5, "range_km": 500, "system": "9m729"},
    {"lat": 54.7, "lng": 20.5, "range_km": 500},
    {"lat": 54.7, "lon": "x", "range_km": 500},
    {"lat": 54.7, "lon": 20.5, "range_km": None},
    (20.5, 54.7),
    (20.5, 54.7, 500, 600),
    (20.5, 99.0, 500),
    5,
]


@pytest.mark.parametrize("pin", WRONG_PINS, ids=str)
def test_a_pin_that_is_none_is_refused(cat, pin):
    with pytest.raises(InfmapError, match=r"; write "):
        infmap.make_map(cat, pin=pin)


@pytest.mark.parametrize("words", [["-33.9,18.4"], ["--", "-33.9,18.4"], ["\u221233.9,18.4"]])
@pytest.mark.parametrize("before", [True, False])
def test_a_southern_position_is_no_option(words, before):
    options = ["--site", "deveselu", "--json"]
    # Behind "--" there are no options.
    arguments = [*options, *words] if before or "--" in words else [*words, *options]
    result = run("reach", *arguments)
    assert result.exit_code == 0, result.stderr
    [row] = json.loads(result.stdout)
    assert row["target"] == "33.9S 18.4E"


def test_a_southern_view_and_launcher_are_no_options(folder):
    result = run("map", "--view", 3, -33, 18, "--what-if", "-33.9,18.4,500", "-o", "m.html")
    assert result.exit_code == 0, result.stderr
    page = (folder / "m.html").read_text("utf-8")
    assert "pin=18.4,-33.9,500\\u0026view=3/-33/18" in page


# --- Usage ----------------------------------------------------------------------------------------

MISUSED = {
    ("fly",): "no command 'fly'; write one of map, coverage, ",
    ("mapp",): "no command 'mapp'; did you mean map?",
    ("Coverage",): "no command 'Coverage'; did you mean coverage?",
    ("--frob",): "no option '--frob'; infmap --help lists them",
    ("--versoin",): "no option '--versoin'; did you mean --version?",
    ("--site", "shuya"): "no option '--site'",
    ("map", "--fokus", "shuya"): "no option '--fokus'; did you mean --focus?",
    ("map", "--FOCUS", "shuya"): "no option '--FOCUS'; did you mean --focus?",
    ("map", "--what_if", "1"): "no option '--what_if'; did you mean --what-if?",
    ("map", "-focus", "shuya"): "no option '-focus'; did you mean --focus?",
    ("map", "\u2013focus", "shuya"): "no option '\u2013focus'; did you mean --focus?",
    ("map", "\u2014focus=shuya"): "did you mean --focus?",
    ("map", "-f", "shuya"): "no option '-f'; infmap map --help lists them",
    ("coverage", "--zzz"): "no option '--zzz'; infmap coverage --help lists them",
    ("coverage", "--as"): "did you mean --as-of?",
    ("map", "--focus"): "--focus needs a value; write --focus ID",
    ("map", "--focus", "--open"): "--focus needs a value",
    ("map", "-o"): "-o needs a value; write -o FILE",
    ("map", "--view", "3", "50"): "--view needs 3 values (got 2); write --view ZOOM LAT LON",
    ("map", "--view", "3", "--open", "5"): "--view needs 3 values (got 1)",
    ("map", "--view", "a", "50", "20"): "--view: not a number ('a')",
    ("map", "--open=yes"): "--open takes no value ('yes'); write --open alone",
    ("map", "shuya"): "'shuya' is one too many: infmap map takes no word but options",
    ("reach",): "TARGET is missing; write infmap reach TARGET",
    ("reach", "Warsaw", "Berlin"): "'Berlin' is one too many: infmap reach takes TARGET",
    ("show",): "ID is missing; write infmap show ID",
    ("list",): "TABLE is missing; write infmap list TABLE",
    ("list", "site"): "no table 'site'; did you mean sites?",
    ("list", "places"): "no table 'places'; ",
    ("rings",): "--output is missing; write infmap rings -o FILE",
    ("figure",): "--output is missing; write infmap figure -o FILE",
    ("report",): "--output is missing; write infmap report -o FILE",
    ("screen",): "PLACES is missing; write infmap screen PLACES -o FOLDER",
    ("screen", "x.csv"): "--output is missing; write infmap screen PLACES -o FOLDER",
    ("screen", "x", "-o", "y", "--workers", "two"): "--workers: not a whole number ('two')",
    ("figure", "-o", "a.png", "--dpi", "fine"): "--dpi: not a number ('fine')",
    ("coverage", "--format", "xml"): "no format 'xml'; write table, csv, json, ",
    ("coverage", "--format"): "--format needs a value; write --format FORMAT",
    ("coverage", "--format", "xlsx"): "a workbook is not printed; write it to a file",
    ("embed",): "MAP.html is missing; write infmap embed MAP.html",
    ("story",): "FILE.md is missing; write infmap story FILE.md",
    ("story", "a.md", "-o", "a.html", "--theme", "all"): "no option '--theme'; ",
    ("new",): "FILE is missing; write infmap new FILE",
}


@pytest.mark.parametrize("arguments", MISUSED, ids=" ".join)
def test_wrong_usage_is_one_line_with_a_remedy(folder, arguments):
    result = run(*arguments)
    assert_one_line(result, 2)
    assert MISUSED[arguments] in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_hostile_and_endless_words_stay_one_short_line(folder, command):
    for word in ("--" + "x" * 500, "--\x1b[2J", "--a\nb", "-\x07", "--\u202eabc=1"):
        assert_one_line(run(command, word), 2)
    assert_one_line(run(command, "--\x1b[2J", "x"), 2)
    result = run("x" * 500)
    assert_one_line(result, 2)


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_without_its_value_says_what_it_takes(folder, command):
    for name, param in params("option"):
        if name == command and not param.is_flag:
            result = run(command, max(param.opts, key=len))
            assert_one_line(result, 2)
            assert result.stderr.endswith(f"{max(param.opts, key=len)} {param.metavar}\n")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_h_is_help_wherever_it_stands(command):
    words = [command] if command else []
    asked = run(*words, "-h")
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert asked.stdout.startswith(f"Usage: infmap {command}".rstrip())
    assert run(*words, "--help").stdout == asked.stdout
    if command:
        assert run(command, "--sources", "x", "-h").exit_code in (0, 2)
        assert run(command, "a", "b", "c", "-h").stdout == asked.stdout


def test_infmap_alone_says_what_there_is():
    result = run()
    assert result.exit_code == 2
    for command in COMMANDS:
        assert command in result.stderr


def test_a_flag_may_be_said_again():
    assert run("list", "sites", "--json", "--json").stdout == run("list", "sites", "--json").stdout


def test_words_stand_in_any_order():
    straight = run("reach", "Warsaw", "--site", "shuya", "--json")
    assert straight.exit_code == 0
    for words in (["--json", "--site", "shuya", "Warsaw"], ["--site=shuya", "Warsaw", "--json"],
                  ["--site", "shuya", "--json", "--", "Warsaw"]):  # fmt: skip
        assert run("reach", *words).stdout == straight.stdout


def test_the_file_may_stand_right_behind_its_letter(folder):
    assert run("list", "sites", "-oout.csv").stdout.startswith("out.csv: ")
    assert run("list", "sites", "-o=more.csv").stdout.startswith("more.csv: ")
    assert sorted(path.name for path in folder.iterdir()) == ["more.csv", "out.csv"]


def test_what_typer_complains_of_is_a_family_of_its_public_errors():
    assert issubclass(typer.BadParameter, UsageError)
    assert UsageError.__name__ == "UsageError"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("infmap co", "coverage"),
        ("infmap coverage --ban", "--band"),
        ("infmap list ", "capitals"),
        ("infmap reach Warsaw --format ", "xlsx"),
    ],
)
def test_a_shell_can_complete_commands_options_and_tables(monkeypatch, words, found):
    environment = {
        "_INFMAP_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    done = CliRunner().invoke(app, [], prog_name="infmap", env=environment)
    assert found in done.stdout.split()


# --- No figure ------------------------------------------------------------------------------------


def test_a_site_without_a_figure_is_told_in_the_same_words_everywhere(folder):
    Path("sites.csv").write_text("name,system,lon,lat\nCamp,Own,20,54\nOther,9m729,21,55\n")
    Path("systems.csv").write_text("id,name\nown,Own\n")
    own = ("--deployments", "sites.csv", "--systems", "systems.csv")
    row = next(
        line
        for line in run("coverage", *own, "--site", "Camp").stdout.splitlines()
        if line.startswith("Berlin ")
    )
    assert row.rstrip().endswith("no figure")
    reach = next(
        line for line in run("reach", "Berlin", *own).stdout.splitlines() if line.startswith("Camp")
    )
    assert reach.rstrip().endswith("no figure")
    assert "no account" not in run("coverage", *own, "--site", "Camp").stdout
    both = run("coverage", *own).stdout
    assert "\n  No figure.\n" in both
    [answer] = json.loads(run("reach", "Berlin", *own, "--site", "Camp", "--json").stdout)
    assert (answer["reach"], answer["accounts"]) == ("none", [])
    table = infmap.coverage(
        infmap.load(deployments="sites.csv", systems="systems.csv"), site="Camp"
    )
    assert ">no figure<" in table._repr_html_()
    assert "no account" not in table._repr_html_()


def test_of_interceptors_alone_it_is_said_that_none_strikes():
    text = run("coverage", "--site", "redzikowo", "--account", "independent").stdout
    assert "no strike figure" in text
    assert "no account" not in text
    assert "no account" in run("coverage", "--site", "shuya", "--account", "operator").stdout
