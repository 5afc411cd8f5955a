"""Heads of the start and end of a period, in words and abbreviations: read, or refused by name."""

import itertools
import json
import warnings
from datetime import date

import pandas as pd
import pytest

import infmap
from infmap.errors import DataError, NothingLeftError
from tests.sample import sampled
from tests.workbook_files import xlsx

DAYS = ["yr", "year", "date", "dt", "jahr", "année", "ano", "год"]
STARTS = ["start", "begin", "beg", "from", "first", "since", "beginn", "début", "inicio"]
ENDS = ["end", "to", "until", "till", "thru", "through", "closed", "stop", "ende", "fin"]
FORMS = {
    "yr_start": "{day}_{end}",
    "start_yr": "{end}_{day}",
    "Yr Start": "{Day} {End}",
    "startyr": "{end}{day}",
    "YrStart": "{Day}{End}",
    "START_YR": "{END}_{DAY}",
    "start.yr [a]": "{end}.{day}[a]",
}
CASES = [*itertools.product(DAYS, [*STARTS, *ENDS], FORMS)]
ALWAYS = [
    *(("yr", end, form) for end in ("start", "end", "from", "to") for form in FORMS),
]
SITE = {"name": "Camp", "lat": 54.5, "lon": 20.5, "range_km": 500}


def head_of(day, end, form):
    return FORMS[form].format(
        day=day, end=end, Day=day.title(), End=end.title(), DAY=day.upper(), END=end.upper()
    )


def period(given):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        cat = infmap.load(deployments=given, only_own=True)
    return cat.deployment_rows[0].first_reported, cat.deployment_rows[0].until


@pytest.mark.parametrize(("day", "end", "form"), sampled(CASES, 100, ALWAYS))
def test_the_start_and_end_of_a_period_are_read(day, end, form):
    read = period([{**SITE, head_of(day, end, form): "1990"}])
    assert read == (("1990", None) if end in STARTS else (None, "1990"))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("yr_start", "yr_end"),
        ("start_yr", "end_yr"),
        ("yr_from", "yr_to"),
        ("startdate", "enddate"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "geojson", "frame"])
def test_a_site_stands_in_its_years_alone_whatever_holds_it(tmp_path, start, end, form):
    row = {**SITE, "name": "Camp", start: 1984, end: 1988}
    path = tmp_path / f"sites.{form}"
    given = path
    if form == "csv":
        path.write_text("\n".join([",".join(row), ",".join(map(str, row.values()))]) + "\n")
    elif form == "xlsx":
        path.write_bytes(xlsx({"S": [[*row], [*row.values()]]}))
    elif form == "json":
        path.write_text(json.dumps([row]))
    elif form == "geojson":
        feature = {"type": "Feature", "properties": row}
        feature["geometry"] = {"type": "Point", "coordinates": [20.5, 54.5]}
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    else:
        given = pd.DataFrame([row])
    assert period(given) == ("1984", "1988")
    cat = infmap.load(deployments=given, only_own=True)
    assert len(cat.select(as_of="1986-06-01").sites) == 1
    for day in ("1983-06-01", "1989-06-01"):
        with pytest.raises(NothingLeftError, match="reported 1984 to 1988"):
            cat.select(as_of=day)


@pytest.mark.parametrize(
    "head",
    [
        *("yr_built", "built_yr", "opened_yr", "openedyr", "yr_last", "last_year", "yr1", "year2"),
        *(
            "dt",
            "yr",
            "dt_photo",
            "active_from",
            "active_to",
            "valid_from",
            "valid_to",
            "ser_start",
        ),
    ],
)
def test_a_head_that_may_be_a_date_is_refused_by_name(head):
    with pytest.raises(DataError) as caught:
        period([{**SITE, head: "1990"}])
    (line,) = str(caught.value).splitlines()
    assert f"{head}: may be a date, and is not read" in line
    assert "rename it to first_reported or until" in line


@pytest.mark.parametrize(
    ("head", "value"),
    [
        *(("last_updated", "1990-01-01"), ("dt_updated", "1990-01-01"), ("candidate", "7")),
        *(
            ("Distance to coast (km)", "1990"),
            ("from", "1990"),
            ("age_yrs", "20"),
            ("valid_to", "x"),
        ),
        *(("last_edited_date", "2020-01-01"), ("road to", "12"), ("endemic", "1990")),
    ],
)
def test_other_heads_are_read_or_left_as_before(head, value):
    assert period([{**SITE, head: value}])[1] is None


def test_words_in_full_come_before_abbreviations():
    assert period([{**SITE, "yr_start": "1980", "first_reported": "1990"}])[0] == "1990"


@pytest.mark.parametrize("table", ["deployments", "systems"])
def test_a_lower_end_above_the_upper_is_refused_in_one_line(table):
    row = {**SITE, "at_least_km": 1990}
    with pytest.raises(DataError) as caught:
        infmap.load(**{table: [row if table == "deployments" else {"name": "Zeus", **row}]})
    (line,) = str(caught.value).splitlines()
    assert "at_least_km: is above range_km ('1990 km, 500 km'); swap the two" in line


@pytest.mark.parametrize(
    "head",
    [
        *("Retired", "Stationed", "In service", "Service entry", "IOC", "Phased out", "Era"),
        *("Mise en service", "Außerdienststellung", "Stationierung", "En servicio", "Retrait"),
        *("Im Dienst seit", "Dienst bis"),
    ],
)
@pytest.mark.parametrize("value", ["1990", "1987-1991", "since Mar 2018", "2018-03-01", 1990])
def test_days_under_a_head_of_service_are_not_left_unread(head, value):
    with pytest.raises(DataError, match=f"{head}: may be a date, and is not read"):
        period([{**SITE, head: value}])


@pytest.mark.parametrize(
    "values",
    [
        *(
            [date(2018, 3, 1)],
            [pd.Timestamp(2018, 3, 1)],
            ["1987-1991"],
            ["since 2018"],
            ["1990", "1984", "1987"],
            [1990, 1984, 1987],
        ),
        *(["1960s", "1970s"], ["12.04.2018", "2018"], ["c. 1960", "1987"], ["1984\u2013present"]),
    ],
)
def test_a_column_of_days_and_years_alone_is_not_left_unread_whatever_its_head(values):
    rows = [
        {**SITE, "name": f"Camp {at}", "lat": 50 + at, "Foo": value}
        for at, value in enumerate(values)
    ]
    with pytest.raises(DataError, match="Foo: may be a date, and is not read"):
        infmap.load(deployments=rows, only_own=True)


@pytest.mark.parametrize(
    "values",
    [
        *(["1990"], ["1990", "2000"], ["1990", "2000", "2500"], ["1990", "1984", "Decree of 1999"]),
        *(
            ["1990, 450"],
            [date(1812, 6, 24)],
            ["24", "12", "6"],
            ["North", "1990", "1984"],
            ["1.5", "2000"],
        ),
    ],
)
@pytest.mark.parametrize("head", ["Foo", "Elevation", "Number", "Updated"])
def test_other_numbers_are_left_unread_as_before(head, values):
    rows = [
        {**SITE, "name": f"Camp {at}", "lat": 50 + at, head: value}
        for at, value in enumerate(values)
    ]
    assert len(infmap.load(deployments=rows, only_own=True).sites) == len(values)


@pytest.mark.parametrize(
    ("head", "values"), [("Updated", ["2018-03-01"]), ("Elevation", ["1990", "1984", "1987"])]
)
def test_days_of_the_file_and_heights_are_left_unread(head, values):
    rows = [
        {**SITE, "name": f"Camp {at}", "lat": 50 + at, head: value}
        for at, value in enumerate(values)
    ]
    assert len(infmap.load(deployments=rows, only_own=True).sites) == len(values)


def test_one_year_under_a_head_of_service_is_enough():
    rows = [{**SITE, "name": f"Camp {at}", "lat": 50 + at} for at in range(3)]
    for row, value in zip(rows, ("yes", "1990", "no longer"), strict=True):
        row["In service"] = value
    with pytest.raises(DataError, match="In service: may be a date, and is not read"):
        infmap.load(deployments=rows, only_own=True)


def test_figures_of_a_missile_may_tell_when_it_served():
    row = {"system": "9M729", "account": "operator", "claimant": "Ministry A", "range_km": 480}
    cat = infmap.load(claims=[{**row, "as_of": "2019-01-23", "In service": "2017"}])
    assert "Ministry A" in {claim.claimant for claim in cat.claim_rows}


def test_missiles_have_days_of_their_own():
    own = {"id": "zeus", "name": "Zeus", "range_km": 1200, "In service": "1987-1991"}
    assert infmap.load(systems=[own]).system_by_id["zeus"].name == "Zeus"
