"""A year with another number behind it: a month, or a span of years, or a part of a year."""

import re
from datetime import date

import pytest
from every_format import FORMATS, LAYERS, csv_of, written

import infmap
from infmap.catalogue.values.date_texts import as_day, read_date
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import DataError, InfmapError, ReadingNote

YEARS = [*range(1955, 2031)]
HEADS = ["name", "lat", "lon", "range_km", "since"]
#: What a remedy says to write.
TO_WRITE = re.compile(r"\b\d{4}(?:-\d\d)?\b")


def outcome(text):
    """Return the date read, or the problem and the dates that the remedy says to write."""
    try:
        return read_date(text)
    except RefusedError as refused:
        return refused.problem, TO_WRITE.findall(refused.remedy)


def sites(*cells):
    return HEADS, [[f"Camp {k}", 54.0 + k, 25.0, 500, cell] for k, cell in enumerate(cells)]


def loaded(table, name, folder):
    with pytest.warns(ReadingNote):
        rows = infmap.load(deployments=written(table, name, folder)).deployment_rows
    return [row.first_reported for row in rows if row.site.startswith("Camp")]


def refusals(table, name, folder):
    """Return by row of the table what is wrong, and what to write."""
    with pytest.raises(DataError) as caught:
        infmap.load(deployments=written(table, name, folder))
    faults = caught.value.faults
    assert {fault.field for fault in faults} == {"since"}
    first = 1 if name in {"frame", "t.json", "t.parquet", *LAYERS} else 2
    return {fault.row - first: (fault.problem, fault.remedy) for fault in faults}


MONTH_OR_SPAN = "may be a month or a span of years"
MONTH_OR_PART = "may be a month or a part of a year"


@pytest.mark.parametrize("mark", ["/", "-", "\u2013"])
def test_two_digits_that_may_be_the_next_year_are_refused_with_both_meanings(mark):
    for year in YEARS:
        for number in range(100):
            text, month = f"{year}{mark}{number:02d}", f"{year}-{number:02d}"
            said = outcome(text)
            is_month, is_next = 1 <= number <= 12, (year + 1) % 100 == number
            if is_month and mark == "-":
                assert said == month  # ISO 8601
            elif is_month and is_next:
                both = [month, str(year), str(year + 1), str(year), str(year + 1)]
                assert said == (MONTH_OR_SPAN, both)
            elif is_month and mark == "/":
                assert said == month
            elif is_next:
                assert said == ("is a span of years", [str(year), str(year + 1)])
            else:
                assert not isinstance(said, str), text


@pytest.mark.parametrize("mark", ["/", "-"])
def test_one_digit_that_may_be_the_next_year_is_refused_with_both_meanings(mark):
    for year in YEARS:
        for number in range(1, 10):
            said = outcome(f"{year}{mark}{number}")
            if (year + 1) % 10 == number:
                both = [f"{year}-0{number}", *[str(year), str(year + 1)] * 2]
                assert said == (MONTH_OR_SPAN, both)
            else:
                assert said == f"{year}-0{number}"


def test_one_decimal_is_refused_with_every_meaning_and_two_are_a_month():
    for number in range(1, 10):
        problem, dates = outcome(f"2018.{number}")
        # So many tenths of a year of 365 days have gone by on this day.
        part = date.fromordinal(date(2018, 1, 1).toordinal() + int(36.5 * number))
        lost = ["2018-10"] if number == 1 else []
        assert problem == MONTH_OR_PART
        assert dates == [f"2018-{number:02d}", *lost, f"{part:%Y-%m}"]
    for number in range(1, 13):
        assert outcome(f"2018.{number:02d}") == f"2018-{number:02d}"
    assert outcome("2018.0") == outcome("2018.00") == "2018"


def test_more_decimals_are_a_part_of_a_year():
    for text, part in {
        "2018.25": 4,
        "2018.75": 10,
        "2018.50": 7,
        "2018.083": 2,
        "2018.9167": 12,
    }.items():
        assert outcome(text) == ("is a year with decimals", [f"2018-{part:02d}"])


def test_a_span_of_whole_years_is_refused_with_both_of_them():
    for mark in "/-\u2013":
        assert outcome(f"2009{mark}2011") == ("is a span of years", ["2009", "2011"])
        assert outcome(f"2011{mark}2009")[0] == "not a date"


@pytest.mark.parametrize("text", ["2009/10", "2018/9", "2019.1", "2018.5", "2012/13"])
def test_a_day_asked_for_is_refused_alike(text):
    with pytest.raises(
        InfmapError, match=rf"^as_of: (may be|is) a .* \('{text}'\); write (one of them, )?\d"
    ):
        as_day(text)


NUMBERS = {2019.1: ["2019-01", "2019-10", "2019-02"], 2018.5: ["2018-05", "2018-07"],
           2019.11: ["2019-11", "2019-02"], 2018.25: ["2018-04"]}  # fmt: skip


@pytest.mark.parametrize("name", [*FORMATS, *LAYERS, "frame"])
def test_a_number_is_no_month_in_any_format(tmp_path, name):
    said = refusals(sites(2018.0, *NUMBERS), name, tmp_path)
    assert {row: TO_WRITE.findall(remedy) for row, (_, remedy) in said.items()} == dict(
        enumerate(NUMBERS.values(), start=1)
    )


@pytest.mark.parametrize("name", ["t.xlsx", "t.ods", "frame", "t.parquet"])
def test_a_number_that_is_a_year_or_the_same_month_either_way_is_read(tmp_path, name):
    assert loaded(sites(2018.0, 2019.01), name, tmp_path) == ["2018", "2019-01"]


READ = {
    "months of one column": (["2009/10", "2009/03"], ["2009-10", "2009-03"]),
    "months of one digit": (["2009/10", "2018/9", "2018/3"], ["2009-10", "2018-09", "2018-03"]),
    "days of one column": (["2009/10", "2009/10/03"], ["2009-10", "2009-10-03"]),
    "points": (["2019.10", "2019.01", "2019"], ["2019-10", "2019-01", "2019"]),
    "ISO": (["2009-10", "2012-11", "2013"], ["2009-10", "2012-11", "2013"]),
    "ISO beside another form": (["2009-10", "05/2018"], ["2009-10", "2018-05"]),
}


@pytest.mark.parametrize("what", READ)
@pytest.mark.parametrize("name", ["t.csv", "frame"])
def test_the_other_cells_of_a_column_may_show_a_month(tmp_path, what, name):
    cells, dates = READ[what]
    if what == "ISO":
        cells, dates = [*cells, "May 2018"], [*dates, "2018-05"]  # so that something is told
    assert loaded(sites(*cells), name, tmp_path) == dates


REFUSED = {
    "spans": (["2009/10", "2012/13", "2009/03"], {0: MONTH_OR_SPAN, 1: "is a span of years"}),
    "spans of hyphens": (["2009-10", "2012-13", "2018"],
                         {0: MONTH_OR_SPAN, 1: "is a span of years"}),
    "longer spans": (["2003/07", "2012/13"], {0: MONTH_OR_SPAN, 1: "is a span of years"}),
    "both": (["2009/10", "2009/3", "2012/13"], {0: MONTH_OR_SPAN, 2: "is a span of years"}),
    "decimals": (["2018.08", "2018.25", "2018"], {0: MONTH_OR_PART, 1: "is a year with decimals"}),
    "a lost zero": (["2019.1", "2019.11"], {0: MONTH_OR_PART, 1: MONTH_OR_PART}),
    "a year as a number": (["2019.11", "2018.0"], {0: MONTH_OR_PART}),
    "another mark": (["2009/10", "2009-03"], {0: MONTH_OR_SPAN}),
    "the next year alone": (["2009/10", "2009"], {0: MONTH_OR_SPAN}),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("name", ["t.csv", "frame"])
def test_the_other_cells_of_a_column_may_show_that_it_is_none(tmp_path, what, name):
    cells, problems = REFUSED[what]
    said = refusals(sites(*cells), name, tmp_path)
    assert {row: problem for row, (problem, _) in said.items()} == problems


def test_what_a_remedy_says_to_write_is_read_so(tmp_path):
    cells = ["2009/10", "2019.1", "2018.5", "2012/13", "2018.25"]
    for row, (_, remedy) in refusals(sites(*cells), "t.csv", tmp_path).items():
        for text in TO_WRITE.findall(remedy):
            alone = sites(text)
            (tmp_path / "s.csv").write_bytes(csv_of(alone))
            with pytest.warns(ReadingNote):
                read = infmap.load(deployments=tmp_path / "s.csv").deployment_rows[-1]
            assert read.first_reported == text, row


@pytest.mark.parametrize(("option", "heads"), [
    ("claims", ["system", "claimant", "account", "up_to_km", "as_of"]),
    ("capitals", ["name", "lat", "lon", "since"]),
    ("capitals", ["name", "lat", "lon", "until"]),
])  # fmt: skip
def test_every_column_of_dates_is_held_to_it(tmp_path, option, heads):
    cells = {"name": "A", "lat": 54, "lon": 20, "since": 2019.1, "until": 2019.1, "as_of": 2019.1,
             "system": "9m729", "claimant": "B", "account": "user", "up_to_km": 5}  # fmt: skip
    table = heads, [[cells[head] for head in heads]]
    with pytest.raises(DataError, match=f"{heads[-1]}: may be a month or a part of a year"):
        infmap.load(**{option: written(table, "t.xlsx", tmp_path)})


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.json"])
def test_the_date_of_a_publication_is_held_to_it(tmp_path, name):
    table = ["id", "title", "issued"], [["a-2018", "A", 2018.5]]
    with pytest.raises(DataError, match=r"issued: may be a month or a part of a year"):
        infmap.load(sources=written(table, name, tmp_path))
