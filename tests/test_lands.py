"""Whether a place lies in the country of its row, by whatever name or code the row has for it.

The cases are every country's own cities: as they are none is refused, and swapped they are.
"""

import csv
import random
import re
from collections import defaultdict
from functools import cache

import pyarrow as pa
import pytest
import shapely
from lines_told import lines_told
from pyarrow import parquet
from sample import sampled
from typer.testing import CliRunner

from infmap.catalogue.bundled import CITIES, COUNTRY_NAMES, OUTLINES, data_path
from infmap.catalogue.names.territories import land_codes
from infmap.catalogue.outlines import read_countries
from infmap.catalogue.reading.lands import lands_of
from infmap.cli import app

with data_path(COUNTRY_NAMES).open(encoding="utf-8", newline="") as table:
    #: What each country is called, by its code.
    CALLED = {
        row["iso_a3"]: [*filter(None, (row["country"], *row["names"].split("; "))), row["iso_a2"]]
        for row in csv.DictReader(table)
    }
MOST_NAMES = max(map(len, CALLED.values()))
CITIES_OF_ALL = parquet.read_table(data_path(CITIES)).to_pylist()
#: Cities with what strangers called their countries, and what the outline is called.
STRANGERS = [
    *((52.2, 21.0, name, "Poland") for name in ("PL", "POL", "Polen", "Pologne", "Польша")),
    *((52.5, 13.4, name, "Germany") for name in ("Deutschland", "DE", "GDR", "DDR", "ФРГ")),
    *((54.7, 20.5, name, "Russia") for name in ("RU", "Russian Federation", "РФ", "USSR")),
    *((30.3, -87.2, name, "United States") for name in ("USA", "US", "United States of America")),
    *((53.8, -1.5, name, "United Kingdom") for name in ("UK", "GB", "Great Britain")),
    *((39.9, 32.8, name, "Türkiye") for name in ("Turkey", "TR", "Türkei")),
    *((50.1, 14.4, name, "Czechia") for name in ("Czech Republic", "CZ", "ČSSR")),
    (44.5, 18.7, "Yugoslavia", "Bosnia and Herzegovina"),
    (5.0, -52.7, "Guyane française", "France"),
]

#: What is told of the same tables, and of other things.
OTHERS = re.compile("not read: |is no state known here|operator: blank: ")


@pytest.fixture
def told(tmp_path, cat):
    """Return what is told of a table of rows, by every argument that takes it and by screening."""

    def tell(rows, head="name,lat,lon,country", by="capitals"):
        path, heads = tmp_path / "p.csv", head.split(",")
        if by == "deployments":
            heads, rows = [*heads, "system"], [[*row, "9m729"] for row in rows]
        if by == "parquet":
            path = tmp_path / "p.parquet"
            parquet.write_table(
                pa.table(dict(zip(heads, map(list, zip(*rows, strict=True)), strict=True))), path
            )
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([heads, *rows])
        told = lines_told(cat, path, "screen" if by == "parquet" else by)
        return [line.removeprefix(f"{path}:") for line in told if not OTHERS.search(line)]

    return tell


WAYS = ["capitals", "deployments", "screen", "parquet"]


@cache
def far_if_swapped():
    """Return a city of each country that lies 5 degrees or farther from it if swapped."""
    shapes = {country.iso_a3: country.shape for country in read_countries(data_path(OUTLINES))}
    found = {}
    for city in sorted(CITIES_OF_ALL, key=lambda city: -city["population"]):
        code, lon, lat = city["iso_a3"], city["lon"], city["lat"]
        if code in found or code not in shapes or abs(lon) > 90:
            continue
        shape = shapes[code]
        if shape.covers(shapely.Point(lon, lat)) and shape.distance(shapely.Point(lat, lon)) > 5:
            found[code] = city
    return found


@pytest.mark.parametrize("nth", sampled(range(MOST_NAMES), 3))
def test_a_swapped_pair_is_told_by_every_name_of_its_country(told, nth):
    cities = far_if_swapped()
    assert len(cities) > 120
    names = {code: CALLED[code][nth % len(CALLED[code])] for code in cities}
    rows = [(code, cities[code]["lon"], cities[code]["lat"], names[code]) for code in cities]
    lines = told(rows)
    rows_told = {int(line.split(":")[0]) for line in lines if "swap lon and lat" in line}
    missing = {*range(2, len(rows) + 2)} - rows_told
    assert not missing, [rows[row - 2] for row in missing]


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize(("lat", "lon", "name", "land"), STRANGERS)
def test_what_strangers_call_a_country_tells_a_swapped_pair(told, by, lat, lon, name, land):
    (line,) = told([["A", lon, lat, name]], by=by)
    assert re.search(rf"lon: lies .*, swapped it lies in {land} \('{lat:g}, {lon:g}'\)", line)
    assert "; swap lon and lat" in line
    assert told([["A", lat, lon, name]], by=by) == []


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("start", range(0, len(CITIES_OF_ALL), 2500))
def test_no_city_is_refused_by_a_name_of_its_country(told, start):
    draw = random.Random(start)
    cities = sampled(CITIES_OF_ALL[start : start + 2500], 400)
    rows = [
        [str(at), city["lat"], city["lon"], draw.choice(CALLED[city["iso_a3"]])]
        for at, city in enumerate(cities)
    ]
    assert [line for line in told(rows) if "swap" in line] == []


@pytest.mark.thorough
def test_few_cities_are_said_to_lie_elsewhere():
    """The outlines are coarse; by them nearly all cities lie where they do."""
    known = lands_of(data_path(OUTLINES))
    elsewhere = []
    by_code = defaultdict(list)
    for city in CITIES_OF_ALL:
        by_code[city["iso_a3"]].append(city)
    for code, own in by_code.items():
        if (land := known.get(code)) is not None:
            outside, _ = land.judged([row["lon"] for row in own], [row["lat"] for row in own])
            elsewhere += [row["name"] for row, is_out in zip(own, outside, strict=True) if is_out]
    assert {*elsewhere} <= {"San Andrés", "Melilla", "Smara", "Mapun"}


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize(
    ("lat", "lon", "names"),
    [
        (13.45, 144.79, ["Guam", "USA", "GUM"]),
        (64.2, -51.7, ["Greenland", "Denmark", "GRL", "DK"]),
        (5.0, -52.7, ["French Guiana", "France", "GUF"]),
        (-21.1, 55.5, ["Réunion", "France"]),
        (78.2, 15.6, ["Svalbard", "Norway", "SJM"]),
        (22.3, 114.2, ["Hong Kong", "China", "HKG"]),
        (25.0, 121.5, ["Taiwan", "TWN"]),
        (42.66, 21.17, ["Kosovo", "XKX", "Serbia"]),
        (9.56, 44.06, ["Somalia", "Somaliland"]),
        (35.3, 33.4, ["Cyprus", "Northern Cyprus"]),
        (44.6, 33.5, ["Ukraine", "Crimea", "Крым"]),
        (53.9, 25.3, ["Soviet Union", "Советский Союз", "SUN", "Belarus"]),
        (53.5, 12.7, ["East Germany", "DDR", "Germany (East)"]),
        (49.9, 7.3, ["West Germany", "FRG", "BRD"]),
        (44.5, 18.7, ["Yugoslavia", "YUG"]),
        (42.4, 19.3, ["Serbia and Montenegro", "SCG"]),
        (48.7, 19.1, ["Czechoslovakia", "ČSSR"]),
        (-4.3, 15.3, ["Zaire", "Congo-Kinshasa"]),
        (52.2, 21.0, ["", "Atlantis", "NATO", "Poland; Germany", "Korea"]),
    ],
)
def test_a_territory_or_former_state_is_no_contradiction(told, by, lat, lon, names):
    assert told([[f"{at}", lat, lon, name] for at, name in enumerate(names)], by=by) == []


#: Some of the lands of each state, where sites of its own may stand.
LANDS = {
    "Australia": ["Christmas Island", "Norfolk Island"],
    "Denmark": ["Faroe Islands"],
    "Finland": ["Åland"],
    "France": ["New Caledonia", "French Polynesia", "Saint Pierre and Miquelon"],
    "Netherlands": ["Aruba", "Curaçao", "Sint Maarten"],
    "New Zealand": ["Cook Islands", "Niue"],
    "UK": ["Falkland Islands", "Bermuda", "Jersey", "Isle of Man", "Montserrat", "Cayman Islands"],
    "USA": ["Northern Mariana Islands", "Puerto Rico", "American Samoa"],
}


def test_what_stands_on_the_land_of_a_state_overseas_is_no_contradiction(told):
    outlines = {one.country: one.shape.representative_point() for one in _outlines()}
    rows = [
        [land, outlines[land].y, outlines[land].x, state]
        for state, lands in LANDS.items()
        for land in lands
    ]
    assert told([*rows, ["Kralendijk", 12.15, -68.27, "Bonaire"]]) == []
    assert len(told([[*row[:3], "Poland"] for row in rows])) > 1


def _outlines():
    return read_countries(data_path(OUTLINES))


def test_each_state_that_came_of_another_has_the_land_that_it_had_in_it(told):
    union = {
        *("Armenia", "Azerbaijan", "Belarus", "Estonia", "Georgia", "Kazakhstan", "Kyrgyzstan"),
        *("Latvia", "Lithuania", "Moldova", "Russia", "Tajikistan", "Turkmenistan", "Ukraine"),
        "Uzbekistan",
    }
    balkans = {"Bosnia and Herzegovina", "Croatia", "Kosovo", "Montenegro", "North Macedonia"}
    balkans |= {"Serbia", "Slovenia"}
    outlines = {one.country: one.shape.representative_point() for one in _outlines()}
    for state, lands in (("USSR", union), ("Yugoslavia", balkans)):
        rows = [[land, outlines[land].y, outlines[land].x, state] for land in sorted(lands)]
        assert told(rows) == []
    (line,) = told([["A", 46.8, 29.6, "Transnistria"], ["B", 52.2, 21.0, "Transnistria"]])
    assert line.endswith("and not in Moldova")


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("by", ["capitals", "screen", "parquet"])
@pytest.mark.parametrize(
    ("country", "code"),
    [("Atlantis", "POL"), ("", "POL"), ("Polska", "POL"), ("Polska", "XXX"), ("PL", "")],
)
def test_of_a_country_and_its_code_either_is_enough(told, by, country, code):
    head = "name,lat,lon,country,iso_a3"
    (line,) = told([["A", 21.0, 52.2, country, code]], head, by)
    assert line.endswith("swapped it lies in Poland ('52.2, 21'); swap lon and lat")
    assert told([["A", 52.2, 21.0, country, code]], head, by) == []


@pytest.mark.parametrize("by", WAYS)
def test_a_code_alone_is_a_country(told, by):
    (line,) = told([["A", 21.0, 52.2, "POL"]], "name,lat,lon,iso_a3", by)
    assert "swapped it lies in Poland" in line


def test_a_territory_may_have_its_own_code_beside_its_state(told):
    head = "name,lat,lon,country,iso_a3"
    assert told([["A", 64.2, -51.7, "Denmark", "GRL"]], head) == []
    (line,) = told([["A", 64.2, -51.7, "Norway", "GRL"]], head)
    assert "is the code of another state than Norway" in line


@pytest.mark.thorough(but=16)
@pytest.mark.parametrize("by", WAYS)
@pytest.mark.parametrize(
    ("lat", "lon", "country", "says"),
    [
        (37, 127, "Poland", "lies in South Korea by infmap's outlines, and not in Poland"),
        (40, -100, "Polen", "lies in United States by infmap's outlines, and not in Poland"),
        (44.6, 33.5, "Russia", "lies in Ukraine by infmap's outlines, and not in Russia"),
        (48.2, 16.4, "USSR", "lies in Austria by infmap's outlines, and not in Soviet Union"),
        (38.9, 77.04, "USA", "not in United States, where it would lie with lon -77.04"),
        (33.9, 151, "AU", "not in Australia, where it would lie with lat -33.9"),
        (33.4, 70.7, "Chile", "not in Chile, where it would lie with lon -70.7 and lat -33.4"),
        (37, -127, "ROK", "outlines, and not in South Korea, where it would lie with lon 127"),
    ],
)
def test_a_place_elsewhere_is_read_and_said_with_the_sign_that_is_lost(
    told, by, lat, lon, country, says
):
    (line,) = told([["A", float(lat), float(lon), country]], by=by)
    assert f" country: {lat:g}, {lon:g} lies " in line
    assert line.removesuffix("; such rows below are not told").endswith(says)


@pytest.mark.parametrize(
    ("lat", "lon", "country", "remedy"),
    [
        (45.96, 63.3, "Russia", "swap lon and lat, or write Kazakhstan as the country if it lies"),
        (40.8, 43.8, "RUS", "swap lon and lat, or write Armenia as the country if it lies there"),
        (21.0, 52.2, "Poland", "swap lon and lat"),
    ],
)
def test_a_base_abroad_in_what_was_one_state_may_be_meant(told, lat, lon, country, remedy):
    (line,) = told([["A", lat, lon, country]])
    assert f"; {remedy}" in line
    assert line.endswith("if it lies there" if "write" in remedy else "swap lon and lat")


def test_of_a_swapped_site_no_distance_is_told(tmp_path):
    path = tmp_path / "sites.csv"
    rows = "name,{},country,system\nKaliningrad,{},RU,Iskander-M\n"
    words = ["reach", "Warsaw", "--deployments", str(path)]
    path.write_text(rows.format("lat,lon", "20.5,54.7"), "utf-8")
    refused = CliRunner().invoke(app, words)
    assert (refused.exit_code, "swapped it lies in Russia" in refused.output) == (1, True)
    path.write_text(rows.format("lat,lon", "54.7,20.5"), "utf-8")
    read = CliRunner().invoke(app, words)
    assert (read.exit_code, " 277.0 " in read.output) == (0, True)


def test_every_code_of_a_land_is_a_code_of_today():
    states = ["USA", "UK", "France", "USSR", "Yugoslavia", "ČSSR", "DDR", "Australia", "China"]
    states += ["Netherlands", "Denmark", "Norway", "New Zealand", "Finland", "SCG", "South Vietnam"]
    for state in states:
        codes = land_codes(state)
        assert codes, state
        assert {*codes} <= CALLED.keys(), state
