"""Capitals by the day: whose capital a city was, and who belonged to which alliance."""

import csv
from datetime import date, timedelta

import pandas as pd
import pytest

import infmap
from infmap.analysis.coverage import coverage_rows
from infmap.catalogue.bundled import data_path
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.dates import latest_day
from infmap.errors import DataError, ReadingNote, UnknownIdError
from infmap.maps.content import page_data

CAT = infmap.load()
EVERY = {row.id: row for row in CAT.capitals_of_any_day}

#: By hand: how many capitals and seats there were, and of what stood, or stood not, some names.
DAYS = {
    # 130 members of the United Nations (Ukraine and Belarus apart), and 17 states outside.
    "1972-05-26": (
        147,
        5,
        "bonn east-berlin moscow-soviet-union prague-czechoslovakia belgrade-yugoslavia saigon "
        "aden-south-yemen lagos yangon zomba quezon-city abidjan-capital dar-es-salaam hanoi sanaa",
        "berlin moscow kyiv prague zagreb abuja astana manila lilongwe windhoek dili juba maputo",
    ),
    # 157 members, Ukraine and Belarus apart, and 15 states outside.
    "1987-12-08": (
        172,
        7,
        "bonn east-berlin moscow-soviet-union prague-czechoslovakia belgrade-yugoslavia lagos "
        "aden-south-yemen manila lilongwe yamoussoukro abidjan majuro kolonia yangon warsaw",
        "berlin bonn-seat moscow kyiv minsk tallinn prague bratislava ljubljana saigon windhoek "
        "palikir koror east-jerusalem ramallah",
    ),
    # 166 members, nine republics of the Soviet Union, three of Yugoslavia, eleven others.
    "1991-12-26": (
        189,
        8,
        "berlin bonn-seat moscow kyiv minsk chisinau tbilisi yerevan baku tashkent almaty bishkek "
        "dushanbe ashgabat tallinn riga vilnius ljubljana zagreb skopje belgrade-yugoslavia "
        "prague-czechoslovakia windhoek palikir abuja east-jerusalem",
        "bonn east-berlin moscow-soviet-union sarajevo astana lagos prague bratislava pristina",
    ),
    # Bosnia and Herzegovina more, and two states in the place of one.
    "1993-01-01": (
        191,
        8,
        "prague bratislava sarajevo belgrade-yugoslavia almaty sanaa bonn-seat",
        "prague-czechoslovakia aden aden-south-yemen asmara koror podgorica belgrade",
    ),
    # 193 members, two observers, two states outside.
    None: (
        197,
        11,
        "berlin moscow kyiv prague bratislava belgrade podgorica pristina ljubljana zagreb "
        "sarajevo skopje juba dili asmara windhoek ngerulmud majuro palikir sanaa aden astana "
        "abuja naypyidaw brasilia gitega dodoma ciudad-de-la-paz malabo",
        "bonn bonn-seat east-berlin moscow-soviet-union prague-czechoslovakia almaty lagos yangon "
        "belgrade-yugoslavia saigon koror kolonia bujumbura dar-es-salaam",
    ),
}


def of_day(day):
    return CAT.with_capitals_of(day and date.fromisoformat(day))


@pytest.mark.parametrize("day", DAYS)
def test_the_capitals_of_a_day_are_counted_and_named(day):
    capitals, seats, there, not_there = DAYS[day]
    rows = of_day(day).capital_rows
    roles = [row.role for row in rows]
    assert (roles.count("capital"), roles.count("seat-of-government")) == (capitals, seats)
    ids = {row.id for row in rows}
    assert set(there.split()) <= ids
    assert not set(not_there.split()) & ids
    assert set(not_there.split()) <= EVERY.keys()


def test_every_state_has_one_capital_on_every_day_of_its_time():
    days = [date(1972, 1, 1) + timedelta(weeks=k) for k in range(55 * 52)]
    for day in days:
        rows = [row for row in EVERY.values() if row.stands_on(day) and row.role == "capital"]
        countries = [row.country for row in rows]
        assert len(countries) == len(set(countries)), day
        places = [(row.lon, row.lat) for row in rows]
        # East Berlin and Berlin are one point, Moscow is, and never on one day.
        assert len(places) == len(set(places)), day


def test_no_state_is_without_a_capital_between_two():
    times = {}
    for row in EVERY.values():
        if row.role == "capital":
            times.setdefault(row.country, []).append(row)
    for country, rows in times.items():
        ends = [row for row in rows if row.until]
        for row in ends:
            if len(rows) == 1:
                assert country in {
                    *(
                        "East Germany",
                        "West Germany",
                        "Soviet Union",
                        "Czechoslovakia",
                        "Yugoslavia",
                    ),
                    *("South Vietnam", "South Yemen"),
                }
                continue
            next_day = latest_day(row.until) + timedelta(days=1)
            assert any(other.stands_on(next_day) for other in rows if other is not row), row


def test_select_leaves_the_capitals_of_the_day_and_without_one_todays():
    cut = CAT.select(as_of="1987-12-08")
    assert {row.id for row in cut.capital_rows} == {
        row.id for row in of_day("1987-12-08").capital_rows
    }
    assert "bonn" in set(cut.capitals["id"])
    assert "kyiv" not in {row["target_id"] for row in coverage_rows(cut)}
    assert len(CAT.select(theme="debate").capital_rows) == 208


def test_the_memberships_of_a_day_are_known():
    day = date(1987, 12, 8)
    rows = of_day("1987-12-08").capital_rows
    pact = {row.id for row in rows if row.in_warsaw_pact(day)}
    assert pact == {
        *("moscow-soviet-union", "warsaw", "east-berlin", "prague-czechoslovakia"),
        *("budapest", "bucharest", "sofia"),
    }
    nato = {row.country for row in rows if row.in_nato(day) and row.role == "capital"}
    assert len(nato) == 16
    assert "West Germany" in nato
    assert not nato & {row.country for row in rows if row.in_warsaw_pact(day)}


@pytest.mark.parametrize(
    ("ident", "day", "expected"),
    [
        ("east-berlin", date(1990, 9, 24), True),
        ("east-berlin", date(1990, 9, 25), False),
        ("warsaw", date(1991, 7, 1), True),
        ("warsaw", date(1991, 7, 2), False),
        ("warsaw", None, False),
        ("tirana", date(1987, 12, 8), False),
        ("vienna", date(1987, 12, 8), False),
    ],
)
def test_the_warsaw_pact_ends_on_its_day(ident, day, expected):
    assert EVERY[ident].in_warsaw_pact(day) is expected


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("Moscow", "1987-12-08", "moscow-soviet-union"),
        ("Moskau", "1987-12-08", "moscow-soviet-union"),
        ("Moscow", None, "moscow"),
        ("Germany", "1987-12-08", "bonn"),
        ("Germany", "1990-10-03", "berlin"),
        ("Bonn", "1991-12-26", "bonn-seat"),
        ("Alma-Ata", "1993-01-01", "almaty"),
        ("Berlin", "1987-12-08", "east-berlin"),
        ("Bonn", None, "bonn-germany"),
        ("Kyiv", "1987-12-08", "kyiv-ukraine"),
    ],
)
@pytest.mark.filterwarnings("ignore::infmap.ReadingNote")
def test_a_name_means_the_capital_of_the_day(text, day, found):
    assert of_day(day).place(text).id == found


def test_that_berlin_is_read_as_the_eastern_half_is_said():
    with pytest.warns(ReadingNote, match="Berlin"):
        of_day("1987-12-08").place("Berlin")


def test_a_state_that_was_none_on_the_day_has_no_capital_then():
    with pytest.raises(UnknownIdError, match="no capital of 'Ukraine'"):
        of_day("1987-12-08").place("Ukraine")


def test_places_of_ones_own_always_stand_unless_they_say_otherwise():
    frame = pd.DataFrame(
        {
            "name": ["Base", "Old base", "New base"],
            "country": ["Germany", "Germany", "Poland"],
            "lon": [7.6, 8.6, 21.0],
            "lat": [49.4, 49.9, 52.0],
            "since": ["", "", "2004"],
            "until": ["", "1992-06", ""],
        }
    )
    own = infmap.load(capitals=frame)
    assert [row.id for row in own.capital_rows] == ["base", "new-base"]
    early = own.select(as_of="1990-06-01")
    assert [row.id for row in early.capital_rows] == ["base", "old-base"]
    for targets in (frame, infmap.load_places(frame)):
        for cat in (own, early):
            told = {row["target_id"] for row in coverage_rows(cat, targets=targets)}
            assert told == {row.id for row in cat.capital_rows}
    bare = infmap.load(capitals=frame[["name", "lon", "lat"]])
    assert len(bare.select(as_of="1990-06-01").capital_rows) == 3
    with pytest.raises(DataError, match="until lies before since"):
        infmap.load(capitals=frame.assign(since="2005", until="2004"))
    # What is known of a state comes with the place, but not when its capital was one.
    poland = own.capital_rows[1]
    assert poland.warsaw_pact_until == "1991-07-01"
    assert (own.capital_rows[0].since, own.capital_rows[0].until) == (None, None)


def test_the_table_itself_can_be_given_back():
    with data_path("capitals.csv").open(encoding="utf-8", newline="") as file:
        given = infmap.load(capitals=list(csv.DictReader(file)))
    assert given.capital_rows == CAT.capital_rows
    assert given.other_capital_rows == CAT.other_capital_rows


def test_the_page_holds_the_capitals_of_every_day_with_their_days():
    data = page_data(CAT.select(site="waldheide"), "waldheide", "")
    rows = {row["id"]: row for row in data["capitals"]}
    assert rows.keys() == EVERY.keys()
    assert (rows["bonn"]["from_day"], rows["bonn"]["to_day"]) == (None, "1990-10-02")
    assert (rows["kyiv"]["from_day"], rows["kyiv"]["to_day"]) == ("1991-08-24", None)
    assert rows["palikir"]["from_day"] == "1989-11-01"
    assert rows["kolonia"]["to_day"] == "1989-10-31"
    (site,) = data["sites"]
    assert len(site["band"]) == len(EVERY)
    assert {len(answers) for answers in site["in_range"]} == {len(EVERY)}


def test_a_map_of_a_day_opens_on_a_capital_of_that_day():
    page = infmap.make_map(CAT, theme="all", as_of="1987-12-08", capital="Bonn")
    assert "capital=bonn&" in page.get_root().render().replace("\\u0026", "&") + "&"


def test_a_capital_without_days_stands_always():
    place = Capital(id="x", name="X", lon=0, lat=0)
    assert place.stands_on(None)
    assert place.stands_on(date(1900, 1, 1))


@pytest.mark.parametrize(
    ("day", "ident"),
    [
        ("1990-10-02", "bonn"),
        ("1990-10-03", "bonn-seat"),
        ("1999-08-31", "bonn-seat"),
        ("1991-12-25", "moscow-soviet-union"),
        ("1991-12-26", "moscow"),
        ("1989-10-31", "kolonia"),
        ("1989-11-01", "palikir"),
    ],
)
def test_the_first_and_the_last_day_belong_to_a_capitals_time(day, ident):
    pair = next(
        two
        for two in (
            {"bonn", "bonn-seat"},
            {"moscow-soviet-union", "moscow"},
            {"kolonia", "palikir"},
        )
        if ident in two
    )
    assert {row.id for row in of_day(day).capital_rows} & pair == {ident}


@pytest.mark.parametrize("day", [day for day in DAYS if day])
def test_no_half_of_a_divided_country_is_called_by_the_name_of_the_whole(day):
    """Vietnam and Yemen were not read about: the north of each has the whole's name."""
    countries = {row.country for row in of_day(day).capital_rows}
    halves = {name for name in countries if name.startswith(("East ", "West ", "South ", "North "))}
    wholes = {name.partition(" ")[2] for name in halves} & countries
    assert wholes <= {"Vietnam", "Yemen", "Korea"}
    assert ("West Germany" in countries) == ("East Germany" in countries)


@pytest.mark.parametrize(
    ("text", "day", "told"),
    [
        ("Berlin", "1988-03-01", "read as East Berlin, East Germany (52.52N 13.41E)"),
        ("Berlin", "1990-10-02", "read as East Berlin, East Germany (52.52N 13.41E)"),
        ("Moskau", "1991-12-25", "read as Moscow, Soviet Union (55.75N 37.62E)"),
        ("Moskau", "1991-12-26", "read as Moscow, Russia (55.75N 37.62E)"),
        ("Germany", "1988-03-01", "read as its capital, Bonn, West Germany (50.73N 7.10E)"),
        ("Prag", "1992-12-31", "read as Prague, Czechoslovakia (50.09N 14.42E)"),
    ],
)
def test_a_name_is_told_as_it_is_called_on_the_day(text, day, told):
    with pytest.warns(ReadingNote) as notes:
        place = of_day(day).place(text)
    assert [str(note.message) for note in notes] == [f"{text!r} {told}"]
    assert f"{place.name}, {place.country}" in told
