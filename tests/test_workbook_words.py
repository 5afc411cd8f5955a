"""A number or day with words in its format is what the same text is in a CSV, read or refused."""

import csv
import itertools
import warnings
from datetime import date

import pytest

import infmap
from infmap.catalogue.reading.formats.workbooks.looks import look_of
from infmap.errors import DataError
from tests.sample import sampled
from tests.workbook_files import KINDS, Shown, ods, xls, xlsx

MAKERS = {"xlsx": xlsx, "ods": ods, "xls": xls}


def told(path, rows, table):
    """Return what a file is read as, or the lines that refuse it."""
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    else:
        path.write_bytes(MAKERS[path.suffix[1:]]({"S": rows}))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        try:
            if table == "population":
                return list(infmap.load_population(path).people)
            cat = infmap.load(**{table: path})
        except DataError as error:
            return [line.removeprefix(str(path)) for line in str(error).splitlines()]
    if table == "deployments":
        return [
            (row.lat, row.lon, row.first_reported, row.until, row.position_precision_km)
            for row in cat.deployment_rows
            if row.site == "North"
        ]
    return [(row.at_least_km, row.up_to_km) for row in cat.claim_rows if row.account == "user"]


#: What may stand before and behind a number.
BEFORE = ["", "R=", "mind. ", "min. ", "ca. ", "No. ", "up to ", "W ", "Ø ", "not ", "~", "> "]
BEHIND = [
    *("", " mi", " milles", " mi class", " mi?", " mi one-way", " mls", " verst", " M", " sm"),
    *("° O", "° W", " W (approx)", " W?", "° ouest", " E", "°", " E est.", " S", " N (approx)"),
    *(" km", " km (declared)", " (nautical)", " rounds", " class", "?", "+", "*", " [1]", "k"),
    *(" thousand", " people", " m", " ft", " x 10", " or 900", " in 1990", " лет", " 里"),
]
#: A table with a place for a number, and the number.
TABLES = {
    "range": ("systems", [["id", "Range"], ["zeus", ...]], 1500),
    "range of miles": ("systems", [["id", "Range (mi)"], ["zeus", ...]], 1500),
    "lat": ("deployments", [["Site", "Lat", "Lon", "Range km"], ["North", ..., 20, 500]], 54.5),
    "lon": ("deployments", [["Site", "Lat", "Lon", "Range km"], ["North", 54, ..., 500]], 4.49),
    "precision": (
        "deployments",
        [["Site", "Lat", "Lon", "Range km", "precision"], ["North", 54, 20, 500, ...]],
        5,
    ),
    "year": (
        "deployments",
        [["Site", "Lat", "Lon", "Range km", "Reported"], ["North", 54, 20, 500, ...]],
        2019,
    ),
    "people": ("population", [["lat", "lon", "population"], [54, 20, ...]], 1500),
}
CASES = [
    (name, before, behind, kind)
    for name in TABLES
    for before, behind in itertools.product(BEFORE, BEHIND)
    for kind in MAKERS
]
#: Those that were read as the number alone, without a word.
ALWAYS = [
    *(("range", "", behind, "xlsx") for behind in (" milles", " mi class", " mi?", " mi one-way")),
    *(("range", "", behind, "ods") for behind in (" mls", " verst")),
    ("range", "R=", " mi", "xls"),
    ("range", "mind. ", "", "xlsx"),
    ("lon", "", "° O", "xlsx"),
    ("lon", "", "° O", "ods"),
    ("lon", "", " W (approx)", "xls"),
]


def filled(rows, cell):
    return [[cell if given is ... else given for given in row] for row in rows]


@pytest.mark.thorough(but=32)
@pytest.mark.parametrize(("name", "before", "behind", "kind"), sampled(CASES, 120, ALWAYS))
def test_words_in_a_format_are_read_or_refused_as_in_a_text(tmp_path, name, before, behind, kind):
    table, rows, number = TABLES[name]
    text = f"{before}{number}{behind}".strip()
    places = "0.0#" if isinstance(number, float) else "0"
    shown = Shown(number, f'"{before}"{places}"{behind}"', text)
    told_of_text = told(tmp_path / "a.csv", filled(rows, text), table)
    assert told(tmp_path / f"a.{kind}", filled(rows, shown), table) == told_of_text


@KINDS
@pytest.mark.parametrize(
    ("code", "text"),
    [
        *(('0" milles"', "300 milles"), ('0" mi?"', "300 mi?"), ('"mind. "0', "mind. 300")),
        *(('[<500]"short";0', "short"), ('"not known"', "not known"), ("-0", "-300")),
    ],
)
def test_a_refusal_shows_what_the_cell_shows(tmp_path, make, code, text):
    rows = filled(TABLES["range"][1], Shown(300, code, text))
    kind = next(kind for kind, maker in MAKERS.items() if maker is make)
    (line,) = told(tmp_path / f"a.{kind}", rows, "systems")
    assert line.startswith(":2: Range: ")
    assert f"({text!r})" in line


#: Formats that spreadsheets offer, or write by themselves: they dress a number and say nothing.
DRESSED = [
    *("0", "0.00", "#,##0", "#,##0.00", "0%", "0.00E+00", "# ?/?", "# ??/??", "General"),
    *("#,##0;-#,##0", "#,##0;[Red]-#,##0", "#,##0.00;[Red]#,##0.00", "0.00_ ;[Red]-0.00\\ "),
    *("#,##0_);(#,##0)", "#,##0.00_);[Red](#,##0.00)", "0_);[Red]\\(0\\)", "+0.0;-0.0;0.0"),
    r'_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-;_-* "-"??\ "€"_-;_-@_-',
    '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    *('_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "[$€-407] #,##0.00", "#,##0.00 [$₽-419]"),
    *("[Blue]0;[Red]-0;[Green]0", "[>=100][Green]0;[<0][Red]-0;0", "[<0](0);0", "0;0;0;@"),
    *("#'##0", r"#\ ##0.00", '#" "##0', "[$-409]#,##0.00", "000", "0000.00", "General;-General"),
    *("@", '"a text: "@', "0;-0;;@", '0.00" USD"', '0" руб."'),  # noqa: RUF001
]


@pytest.mark.parametrize("code", DRESSED)
@pytest.mark.parametrize("number", [12.5, -20.25, 0, 1500, -3])
def test_a_format_that_dresses_a_number_says_nothing(code, number):
    look = look_of(code)
    assert look is None or look.shown(number) == number


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('0.0" E";0.0" W"', -20.5, "20.5 W"),
        ('0.0" E";0.0" W"', 20.5, "20.5 E"),
        ('0.0" E";-0.0" W"', -20.5, "-20.5 W"),
        ('0.0" E";0.0" W (approx)"', -20.5, "20.5 W (approx)"),
        ('[<0]0.0"° W";0.0"° E"', -20.5, "20.5° W"),
        ('0" mi";(0" mi")', -300, "-300 mi"),
        ('0" mi";0" mi"', -300, "-300 mi"),
        ('0" mi";[Red]-0" mi"', -300, "-300 mi"),
        ('0" mi";0" mi-"', -300, "-300 mi-"),
        ("-0", 300, "-300"),
        ("0-", 300, "300-"),
        ("+0", 300, "+300"),
        ("(0)", 300, "(300)"),
        ('0;-0;"n/a"', 0, "n/a"),
        ('0;-0;"unknown"', 0, "unknown"),
        ('[=-999]"no data";0', -999, "no data"),
        ('0;"none"', -1, "none"),
        ("00\\-00", 5430, "54-30"),
        ("#,##0,", 2500, "2.5"),
    ],
)
def test_what_a_section_shows_is_what_is_read(code, number, text):
    shown = look_of(code).shown(number)
    assert shown.removeprefix("-") == text.removeprefix("-")
    assert shown.startswith("-") == text.startswith("-") or text in {"none", "no data"}


DATED = [
    *(('"Q3 "yyyy', "Q3 2019"), ('"before "yyyy', "before 2019"), ('yyyy"?"', "2019?")),
    *(('"ca. "yyyy', "ca. 2019"), ('yyyy" or later"', "2019 or later"), ('"~"yyyy', "~2019")),
    *(('mmm yyyy" (planned)"', "Jul 2019 (planned)"), ('yyyy"-2020"', "2019-2020")),
    *(('"summer "yyyy', "summer 2019"), ('yyyy"s"', "2019s"), ('"FY "yyyy', "FY 2019")),
    *(('"since "mmm yyyy', "since Jul 2019"), ('"not before "yyyy', "not before 2019")),
    *(('"after "yyyy-mm-dd', "after 2019-07-01"), ('yyyy-mm-dd"?"', "2019-07-01?")),
]


@KINDS
@pytest.mark.parametrize(("code", "text"), DATED, ids=[text for _, text in DATED])
def test_words_in_the_format_of_a_day_are_read_or_refused_as_in_a_text(tmp_path, make, code, text):
    table, rows, _ = TABLES["year"]
    kind = next(kind for kind, maker in MAKERS.items() if maker is make)
    lines = told(tmp_path / f"a.{kind}", filled(rows, Shown(date(2019, 7, 1), code, text)), table)
    assert lines == told(tmp_path / "a.csv", filled(rows, text), table)
    assert f"({text!r})" in lines[0]


def test_words_within_a_day_are_shown_behind_it():
    look = look_of('mmm" or later in "yyyy')
    assert look.shown(date(2019, 7, 1)) == "Jul 2019 or later in"


#: Formats of days in the languages of spreadsheets, and what they show.
PLAIN_DAYS = [
    ('d" de "mmmm" de "yyyy', "1 de julio de 2019", "2019-07-01"),
    ('dd.mm.yyyy "г."', "01.07.2019 г.", "2019-07-01"),  # noqa: RUF001
    (r"[$-FC19]dd\ mmmm\ yyyy\ \г\.;@", "01 июля 2019 г.", "2019-07-01"),  # noqa: RUF001
    ('yyyy"年"m"月"d"日"', "2019年7月1日", "2019-07-01"),
    ('yyyy"年"m"月"', "2019年7月", "2019-07"),
    ('yyyy"년"\\ m"월"\\ d"일"', "2019년 7월 1일", "2019-07-01"),
    ('"den "d. mmmm yyyy', "den 1. juli 2019", "2019-07-01"),
    ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "Monday, July 01, 2019", "2019-07-01"),
    ("ddd d mmm yyyy", "ma 1 heinä 2019", "2019-07-01"),
    ("mmmm yyyy", "heinäkuu 2019", "2019-07"),
    ("mmmm yyyy", "กรกฎาคม 2019", "2019-07"),
    ("m/d/yyyy h:mm AM/PM", "7/1/2019 12:00 AM", "2019-07-01"),
    ('yyyy-mm-dd"T"hh:mm:ss"Z"', "2019-07-01T00:00:00Z", "2019-07-01"),
    ("[$-409]d\\-mmm\\-yyyy;@", "1-Jul-2019", "2019-07-01"),
    ('"("ddd") "yyyy/mm/dd', "(Mon) 2019/07/01", "2019-07-01"),
]


@KINDS
@pytest.mark.parametrize(("code", "text", "day"), PLAIN_DAYS, ids=[case[1] for case in PLAIN_DAYS])
def test_the_formats_of_days_in_many_languages_say_nothing_more(tmp_path, make, code, text, day):
    table, rows, _ = TABLES["year"]
    kind = next(kind for kind, maker in MAKERS.items() if maker is make)
    shown = Shown(date(2019, 7, 1), code, text)
    ((*_, reported, _, _),) = told(tmp_path / f"a.{kind}", filled(rows, shown), table)
    assert reported == day
