"""What people mean by a name: of a place, a system, a site."""

import re
import subprocess
import sys
import warnings
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from sample import examples

import infmap
from infmap.catalogue.names import cities as gazetteer
from infmap.catalogue.names.ids import Known, match_id
from infmap.catalogue.names.near import nearest
from infmap.catalogue.names.spelling import folded, in_latin, plain
from infmap.errors import InfmapError, ReadingNote, UnknownIdError

DATA = Path(__file__).resolve().parents[1] / "data"
WGS84 = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A catalogue of a user's own: two sites and two places of one name, and a system."""
    folder = tmp_path_factory.mktemp("own")
    texts = {
        "sites.csv": "id,site_id,name,system,lon,lat\n"
        "a,camp-a,Camp,SSC-8,10,54\nb,camp-b,Camp,mine,11,50\n",
        "systems.csv": "id,name,range_km\nmine,Iskander-K,900\n",
        "places.csv": "name,lon,lat\nŁuków,22.4,51.9\nCamp,10,50\nCamp,11,51\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return infmap.load(
            deployments=folder / "sites.csv",
            systems=folder / "systems.csv",
            capitals=folder / "places.csv",
        )


def read(cat, target):
    """Return the place and what was told of it."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        place = cat.place(target)
    assert all(issubclass(one.category, ReadingNote) for one in told)
    return place, [str(one.message) for one in told]


# Questions that people ask

#: What they write: the id, the country's code, longitude and latitude.
ANSWERED = {
    "Warsaw": ("warsaw", "POL", 21.01, 52.23),
    "WARSAW": ("warsaw", "POL", 21.01, 52.23),
    "Warschau": ("warsaw", "POL", 21.01, 52.23),
    "Varsovie": ("warsaw", "POL", 21.01, 52.23),
    "Warszawa": ("warsaw", "POL", 21.01, 52.23),
    "Varshava": ("warsaw", "POL", 21.01, 52.23),
    "Βαρσοβία": ("warsaw", "POL", 21.01, 52.23),
    "华沙": ("warsaw", "POL", 21.01, 52.23),
    "Warsaw, Poland": ("warsaw", "POL", 21.01, 52.23),
    "Kiev": ("kyiv", "UKR", 30.52, 50.45),
    "Київ": ("kyiv", "UKR", 30.52, 50.45),
    "Киев": ("kyiv", "UKR", 30.52, 50.45),
    "Moskau": ("moscow", "RUS", 37.62, 55.75),
    "Москва": ("moscow", "RUS", 37.62, 55.75),
    "Praha": ("prague", "CZE", 14.42, 50.09),
    "北京": ("beijing", "CHN", 116.40, 39.91),
    "Pekin": ("beijing", "CHN", 116.40, 39.91),
    "برلين": ("berlin", "DEU", 13.41, 52.52),
    "서울": ("seoul", "KOR", 126.98, 37.57),
    "Washington, D.C.": ("washington", "USA", -77.04, 38.90),
    "Washington DC": ("washington", "USA", -77.04, 38.90),
    "London, UK": ("london", "GBR", -0.13, 51.51),
    "San Jose": ("san-jose", "CRI", -84.08, 9.93),
    "Germany": ("berlin", "DEU", 13.41, 52.52),
    "Deutschland": ("berlin", "DEU", 13.41, 52.52),
    "Allemagne": ("berlin", "DEU", 13.41, 52.52),
    "Германия": ("berlin", "DEU", 13.41, 52.52),
    "UK": ("london", "GBR", -0.13, 51.51),
    "USA": ("washington", "USA", -77.04, 38.90),
    "Burma": ("naypyidaw", "MMR", 96.13, 19.75),
    "the Netherlands": ("amsterdam", "NLD", 4.89, 52.37),
    "Bolivia": ("sucre", "BOL", -65.26, -19.03),
    "Taiwan": ("taipei", "TWN", 121.53, 25.05),
    "Kosovo": ("pristina", "XKX", 21.17, 42.67),
    "Georgia": ("tbilisi", "GEO", 44.83, 41.69),
    "Gdansk": ("gdansk", "POL", 18.65, 54.35),
    "Gdańsk, Poland": ("gdansk", "POL", 18.65, 54.35),
    "Danzig": ("gdansk", "POL", 18.65, 54.35),
    "Königsberg": ("kaliningrad", "RUS", 20.51, 54.71),
    "Koenigsberg": ("kaliningrad", "RUS", 20.51, 54.71),
    "Kaliningrad": ("kaliningrad", "RUS", 20.51, 54.71),
    "Leningrad": ("saint-petersburg", "RUS", 30.31, 59.94),
    "Bombay": ("mumbai", "IND", 72.88, 19.07),
    "Saigon": ("ho-chi-minh-city", "VNM", 106.63, 10.82),
    "New York": ("new-york-city", "USA", -74.01, 40.71),
    "NYC": ("new-york-city", "USA", -74.01, 40.71),
    "Munich": ("munich", "DEU", 11.58, 48.14),
    "München": ("munich", "DEU", 11.58, 48.14),
    "Muenchen": ("munich", "DEU", 11.58, 48.14),
    "Monaco di Baviera": ("munich", "DEU", 11.58, 48.14),
    "Sevastopol": ("sevastopol", "UKR", 33.53, 44.59),
    "Симферополь": ("simferopol", "UKR", 34.10, 44.95),
    "London, Canada": ("london-canada", "CAN", -81.23, 42.98),
    "Portland, Oregon": ("portland", "USA", -122.68, 45.52),
    "Springfield, IL": ("springfield", "USA", -89.64, 39.80),
    "Springfield, IL, USA": ("springfield", "USA", -89.64, 39.80),
    "Atlanta, Georgia": ("atlanta", "USA", -84.39, 33.75),
    "Hong Kong": ("hong-kong", "HKG", 114.18, 22.28),
    "Laayoune": ("laayoune", "ESH", -13.20, 27.14),
    "54.71N 20.51E": ("position", "", 20.51, 54.71),
    "52.23,21.01": ("position", "", 21.01, 52.23),
    "52.23 21.01": ("position", "", 21.01, 52.23),
    "52,23;21,01": ("position", "", 21.01, 52.23),
    "52°13'N 21°1'E": ("position", "", 21.02, 52.22),
    "POINT (21.01 52.23)": ("position", "", 21.01, 52.23),
    "geo:52.23,21.01": ("position", "", 21.01, 52.23),
    "34U EC 00560 86470": ("position", "", 21.01, 52.23),
}

#: What may be several or is none, and what the line must hold.
REFUSED = {
    "Birmingham": ["'Birmingham, United Kingdom'", "Alabama"],
    "Odessa": ["'Odessa, United States'", "'Odessa, Ukraine'"],
    "Salisbury": ["'Salisbury, Zimbabwe'", "'Salisbury, United Kingdom'"],
    "Springfield": ["'Springfield, Missouri'", "'Springfield, Illinois'"],
    "LA": ["'LA, United States'", "'Vientiane'"],
    "Gdansk, Germany": ["no 'Gdansk' in 'Germany'", "'Gdansk, Poland'"],
    "Gdansk, Narnia": ["no country or US state 'Narnia'", "'Gdansk, Poland'"],
    "Greenland": ["no capital of 'Greenland'", "lat,lon"],
    "Berln": ["did you mean berlin"],
    "Kalinigrad": ["did you mean Kaliningrad, Russia"],
    "Varsaw": ["did you mean warsaw"],
    "Qwrtzxy": ["no place 'Qwrtzxy'", "lat,lon"],
    "Korea": ["'Korea' may be South Korea or North Korea; write one of these"],
    "": ["blank"],
    "91,0": ["no such position"],
    "52,23,21,01": ["52.23 N, 21.01 E"],
    "95.5N 21E": ["latitude"],
}


@pytest.mark.parametrize("question", ANSWERED)
def test_a_question_has_its_answer(cat, question):
    ident, iso_a3, lon, lat = ANSWERED[question]
    place, _ = read(cat, question)
    assert (place.id, place.iso_a3) == (ident, iso_a3)
    assert WGS84.inv(place.lon, place.lat, lon, lat)[2] < 20_000


@pytest.mark.parametrize("question", REFUSED)
def test_what_is_no_place_or_several_is_refused_in_one_line_that_helps(cat, question):
    with pytest.raises(InfmapError) as error:
        cat.place(question)
    line = str(error.value)
    assert "\n" not in line
    assert [part for part in REFUSED[question] if part not in line] == []


def test_what_is_read_is_said_and_a_capital_under_its_own_name_needs_no_word(cat):
    for text in ("Warsaw", "warsaw", " WARSAW ", "54.71N 20.51E", "Warsaw, Poland", "London"):
        assert read(cat, text)[1] == [], text
    told = {
        "Königsberg": "'Königsberg' read as Kaliningrad, Russia (54.71N 20.51E)",
        "Kiev": "'Kiev' read as Kyiv, Ukraine (50.45N 30.52E)",
        "Germany": "'Germany' read as its capital, Berlin, Germany (52.52N 13.41E)",
        "Gdansk": "'Gdansk' read as Gdańsk, Poland (54.35N 18.65E)",
        "Lima, Ohio": "'Lima, Ohio' read as Lima, United States (40.74N 84.11W)",
    }
    for text, line in told.items():
        assert read(cat, text)[1] == [line]
    (said,) = read(cat, "San Jose")[1]
    assert said.startswith("'San Jose' read as San José, Costa Rica (9.93N 84.08W); also in ")
    assert "United States" in said
    assert ": write 'San Jose, United States'" in said


def test_every_remedy_names_the_place_that_it_is_for(cat):
    for name in ("Birmingham", "Odessa", "Springfield", "San Jose", "Salem", "Valencia"):
        cities = gazetteer.cities_named(name)
        assert len(cities) > 1
        for city in cities:
            text = gazetteer.written(name, city, cities).split("'")[1]
            place, _ = read(cat, text)
            assert WGS84.inv(place.lon, place.lat, city.lon, city.lat)[2] < 100, text


def test_every_capital_is_found_by_its_own_other_names(cat):
    table = pq.read_table(DATA / "city_names.parquet").to_pylist()
    bearers = {}
    for row in table:
        if row["capital"]:
            bearers.setdefault(row["name"], set()).add(row["capital"])
    assert len(bearers) > 7000
    outcome = {"found": 0, "asked": 0, "missed": 0, "other": []}
    for name, ids in bearers.items():
        try:
            place, _ = read(cat, name)
        except UnknownIdError as error:
            outcome["asked" if "may be" in str(error) else "missed"] += 1
            continue
        if place.id in ids:
            outcome["found"] += 1
        else:
            outcome["other"].append(name)
    assert outcome["found"] > 0.99 * len(bearers)
    assert outcome["asked"] < 60
    assert outcome["missed"] == 0
    assert len(outcome["other"]) < 20, outcome["other"]


def test_every_capital_and_every_country_is_found_by_its_name_without_accents(cat):
    capitals = {row.iso_a3: row.id for row in cat.capital_rows if row.role == "capital"}
    for row in cat.capital_rows:
        place = read(cat, plain(row.name).title())[0]
        assert place.id == row.id, row.name
        if row.role == "capital":
            assert read(cat, row.country)[0].id in {row.id, capitals[row.iso_a3]}, row.country


def test_every_bundled_city_is_found_by_its_name_or_asked_about(cat):
    cities = pq.read_table(DATA / "cities.parquet").to_pylist()
    asked, missed = 0, []
    for city in cities[::25]:
        try:
            place, _ = read(cat, f"{city['name']}, {city['country']}")
        except UnknownIdError as error:
            asked += 1
            missed += [city] if "may be" not in str(error) else []
            continue
        # Of several in one country, by far the largest is taken.
        assert place.country == city["country"]
        same = [one for one in gazetteer.cities_named(city["name"]) if one.is_own]
        compatriots = [one for one in same if one.iso_a3 == city["iso_a3"]]
        if len(compatriots) == 1 and not compatriots[0].capital:
            assert abs(place.lon - city["lon"]) < 0.1 or place.name != city["name"]
    assert missed == []
    assert asked < 0.1 * len(cities[::25])


def test_two_numbers_in_python_are_longitude_and_latitude(cat):
    for target in ((20.51, 54.71), [20.51, 54.71], shapely.Point(20.51, 54.71)):
        place = cat.place(target)
        assert (place.id, place.name) == ("position", "54.71N 20.51E")
    table = infmap.reach(cat, (20.51, 54.71), theme="debate")
    assert table.equals(infmap.reach(cat, "54.71,20.51", theme="debate"))


@pytest.mark.parametrize(
    "target",
    [(1,), (1, 2, 3), (200, 0), ("a", "b"), None, 5, len, shapely.Point(), {}, float("nan")],
    ids=repr,
)
def test_what_is_no_position_in_python_is_one_line(cat, target):
    with pytest.raises(InfmapError) as error:
        cat.place(target)
    assert "\n" not in str(error.value)


@settings(max_examples=examples(60))
@given(st.text(max_size=400))
def test_any_text_is_a_place_or_a_line(text):
    cat = infmap.load()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cat.place(text)
    except InfmapError as error:
        assert "\n" not in str(error)  # noqa: PT017
        assert str(error).isprintable()  # noqa: PT017


@pytest.mark.parametrize("text", ["x" * 10**6, "\x1b[2J", "a," * 5000, "Б" * 250, "\u202e" * 9])
def test_long_and_hostile_names_are_one_short_line(cat, text):
    for ask in (cat.place, cat.site, lambda name: cat.select(system=name)):
        with pytest.raises(InfmapError) as error:
            ask(text)
        line = str(error.value)
        assert len(line) < 800
        assert line.isprintable()


# Own places and sites


def test_own_places_go_first_and_two_of_one_name_are_asked_about(own):
    place, told = read(own, "lukow")
    assert (place.name, told) == ("Łuków", [])
    with pytest.raises(UnknownIdError, match="may be camp or camp-4; write one of these"):
        own.place("Camp")
    assert own.place("camp-4").lat == 51
    place, (told,) = read(own, "Kiev")
    assert (place.id, place.country) == ("kyiv", "Ukraine")
    assert told.startswith("'Kiev' read as Kyiv, Ukraine")
    assert read(own, "Germany")[0].name == "Berlin"


def test_two_own_sites_of_one_name_are_asked_about_with_their_ids(own):
    for ask in (own.site, lambda text: own.select(site=text)):
        with pytest.raises(UnknownIdError, match="site 'Camp' may be camp-a or camp-b; write one"):
            ask("Camp")
    assert own.site("camp b").id == "camp-b"


def test_an_own_system_goes_before_infmaps(own):
    assert own.select(system="Iskander-K").deployment_rows[0].system_id == "mine"
    assert own.site("camp-a").system_ids == ("9m729",)


# Systems


def test_a_system_is_found_by_every_name_however_it_is_joined(cat):
    several = 0
    for row in cat.system_rows:
        for name in (row.id, row.name, *row.designations):
            found = cat.known_systems.find(name)
            assert row.id in found or folded(name) in cat.system_by_id, name
            several += len(found) > 1
            joined = re.sub(r"(?<!\d)-|-(?!\d)", "", name)  # no number is made of two
            for text in (name.upper(), name.replace("-", " "), joined):
                assert cat.known_systems.find(text) == found, text
    assert several < 15  # SM-3, Typhon and the Mid-Range Capability


def test_a_system_is_found_by_the_first_words_of_a_name(cat):
    names = {
        "SSC-8": "9m729",
        "SS-26": "iskander-m",
        "SSC 7": "iskander-k",
        "9M 729": "9m729",
        "Pershing 1a": "pershing-ia",
        "Agni 2": "agni-ii",
        "R-12": "ss-4",
        "LRHW": "lrhw",
    }
    for text, ident in names.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            assert match_id(text, cat.known_systems, "system") == ident
    counted = 0
    for row in cat.system_rows:
        for name in (row.name, *row.designations):
            words = in_latin(name).split()
            for end in range(2, len(words)):
                found = cat.known_systems.find(" ".join(words[:end]))
                assert found == () or row.id in found or len(found) == 1, name
                counted += row.id in found
    assert counted > 50


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("9М729", "9m729"),
        ("SSС-8", "9m729"),  # of which one is Cyrillic
        ("СС-20", "ss-20"),
        ("Искандер-М", "iskander-m"),
        ("Орешник", "oreshnik"),
        ("Булава", "bulava"),
        ("Р-500", "iskander-k"),
    ],
)
def test_a_system_is_found_in_cyrillic_letters(cat, text, ident):
    assert cat.known_systems.find(text) == (ident,)


def test_a_name_of_several_systems_is_asked_about(cat):
    line = "system 'SM-3' may be sm-3-ia, sm-3-ib or sm-3-iia; write one of these"
    with pytest.raises(UnknownIdError) as error:
        cat.select(system="SM-3")
    assert str(error.value) == line
    with pytest.raises(UnknownIdError, match="may be iskander-e, iskander-k or iskander-m"):
        cat.select(system="Iskander")


def test_words_that_only_describe_are_no_name(cat):
    for text in ("medium range", "long-range", "US", "ballistic missile", "ground launched", "the"):
        assert cat.known_systems.find(text) == (), text


def test_the_first_words_are_said_and_a_whole_name_is_not(cat):
    with pytest.warns(ReadingNote, match="'SSC-8' read as 9m729"):
        cat.select(system="SSC-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in ("9M729", "9м729", "ssc 8 screwdriver", "Redzikowo", "NSF Deveselu"):
            assert cat.known_systems.find(text) or cat.site(text)


def test_cells_name_systems_as_the_command_line_does(tmp_path):
    table = tmp_path / "sites.csv"
    rows = ["SSC-8", "9М729", "Iskander M", "SS-26 / SSC-8"]
    text = "".join(f"S{n},{n},50,{cell}\n" for n, cell in enumerate(rows))
    table.write_text(f"name,lon,lat,system\n{text}", encoding="utf-8")
    with pytest.warns(ReadingNote) as told:
        mine = infmap.load(deployments=table)
    assert [site.system_ids for site in mine.sites] == [
        ("9m729",),
        ("9m729",),
        ("iskander-m",),
        ("iskander-m", "9m729"),
    ]
    assert any("'SSC-8' read as 9m729" in str(one.message) for one in told)
    table.write_text("name,lon,lat,system\nA,10,50,SM-3\n", encoding="utf-8")
    with pytest.raises(InfmapError) as error:
        infmap.load(deployments=table)
    assert str(error.value).endswith(
        "system: may be any of 3 ('SM-3'); write sm-3-ia, sm-3-ib or sm-3-iia"
    )


def test_a_row_with_a_range_keeps_a_system_that_is_only_begun_by_its_name(tmp_path):
    table = tmp_path / "sites.csv"
    table.write_text("name,lon,lat,system,range_km\nA,10,50,Iskander,700\n", encoding="utf-8")
    with pytest.warns(ReadingNote, match="taken as your own"):
        mine = infmap.load(deployments=table)
    assert mine.sites[0].system_ids == ("iskander",)


# Sites


@pytest.mark.parametrize(
    ("text", "ident"),
    [
        ("Kaliningrad Oblast", "kaliningrad"),
        ("NSF Deveselu", "deveselu"),
        ("Mirosławiec", "miroslawiec"),
        ("MIROSLAWIEC AIR BASE", "miroslawiec"),
        ("Greenham Common", "greenham-common"),
        ("Câmpia Turzii", "campia-turzii"),
        ("152nd Guards Missile Brigade", "chernyakhovsk"),
        ("Camp Redleg", "waldheide"),
        ("Crimea", "crimea"),
    ],
)
def test_a_site_is_found_by_any_of_its_names(cat, text, ident):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert cat.site(text).id == ident


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sevastopol", "did you mean crimea?"),
        ("Севастополь", "did you mean crimea?"),
        ("Simferopol", "did you mean crimea?"),
        ("Kalinigrad", "did you mean kaliningrad?"),
        ("Warsaw", "no site 'Warsaw'"),
        ("Deveselo", "did you mean deveselu?"),
    ],
)
def test_a_miss_of_a_site_helps(cat, text, words):
    with pytest.raises(UnknownIdError) as error:
        cat.site(text)
    assert words in str(error.value)


def test_show_knows_the_same_names(cat):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = {
            text: [(card["card"], card["id"]) for card in infmap.show(cat, text)]
            for text in ("SSC-8", "Kiev", "Germany", "NSF Deveselu", "Gdansk", "SM-3")
        }
    assert shown == {
        "SSC-8": [("system", "9m729")],
        "Kiev": [("capital", "kyiv")],
        "Germany": [("capital", "berlin")],
        "NSF Deveselu": [("site", "deveselu")],
        "Gdansk": [("place", "gdansk")],
        "SM-3": [("system", "sm-3-ia"), ("system", "sm-3-ib"), ("system", "sm-3-iia")],
    }


def test_a_map_opens_on_a_city_that_it_takes_up(cat):
    with pytest.warns(ReadingNote, match="Gdańsk, Poland"):
        page = infmap.make_map(cat, capital="Gdansk", theme="debate").get_root().render()
    assert "capital=gdansk" in page
    assert "Gdańsk" in page
    assert len(cat.capital_rows) == 208  # the catalogue stays as it was


# Near misses


@pytest.mark.parametrize(
    ("text", "names", "near"),
    [
        ("Moskau", ["roseau", "macau", "muscat"], []),
        ("Germany", ["tehran", "yerevan"], []),
        ("Berln", ["berlin", "dublin"], ["berlin"]),
        ("Derlin", ["berlin"], []),
        ("Praha", ["rabat"], []),
        ("Kalinigrad", ["kaliningrad"], ["kaliningrad"]),
        ("Tokio", ["tokyo"], ["tokyo"]),
        ("Bukarest", ["bucharest", "budapest"], ["bucharest"]),
        ("Iskandr", ["iskander"], ["iskander"]),
        ("9m730", ["9m729", "9k720"], ["9m729"]),
        ("ab", ["abc"], []),
        ("x" * 500, ["x" * 499], []),
    ],
)
def test_near_is_what_looks_and_sounds_alike(text, names, near):
    assert nearest(text, names)[: len(near) or 1] == near


def test_of_known_names_the_exact_one_goes_before_what_it_begins():
    known = Known({"tomahawk": [], "bgm": ["Tomahawk II"]}, {"other": ["Tomahawk"]})
    assert known.find("Tomahawk") == ("tomahawk",)
    assert Known({"bgm": ["Tomahawk II"]}, {"other": ["Tomahawk"]}).find("tomahawk") == ("other",)


# The tables


def test_the_names_are_folded_sorted_and_each_of_a_place():
    table = pq.read_table(DATA / "city_names.parquet")
    names = table["name"].to_pylist()
    assert (DATA / "city_names.parquet").stat().st_size < 1_000_000
    assert names == sorted(names)
    assert [name for name in names[::7] if plain(name) != name] == []
    cities = pq.read_table(DATA / "cities.parquet").to_pylist()
    rows = table.to_pylist()
    own = {row["city"]: row for row in rows if row["is_own"] and row["city"] is not None}
    assert own.keys() == set(range(len(cities)))
    for index, city in enumerate(cities):
        assert own[index]["name"] == plain(city["name"]) or own[index]["capital"], city
        assert bool(own[index]["state"]) == (city["iso_a3"] == "USA"), city
    capitals = {row["capital"] for row in rows if row["capital"]}
    assert capitals == {row.id for row in infmap.load().capital_rows}


def test_crimea_is_ukraines_by_every_name():
    for name in ("Sevastopol", "Севастополь", "Simferopol", "Kerch", "Yalta"):
        cities = gazetteer.cities_named(name)
        assert cities[0].country == "Ukraine", name


@pytest.mark.thorough
def test_nothing_of_it_is_read_at_start_up_or_for_a_name_of_the_catalogues():
    code = (
        "import sys; sys.argv = ['infmap', {!r}, *{!r}]; from infmap.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "bad = [name for name in ('gazetteer', 'country_names', 'near_names') "
        "if f'infmap.catalogue.{{name}}' in sys.modules] + ['rapidfuzz'] * "
        "('rapidfuzz' in sys.modules)\nprint('loaded:', bad, file=sys.stderr)"
    )
    for command, arguments in (
        ("coverage", ["--site", "deveselu"]),
        ("reach", ["Warsaw", "--site", "Deveselu"]),
        ("reach", ["52.2,21"]),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code.format(command, arguments)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert "loaded: []" in done.stderr, (command, done.stderr)


def test_a_letter_of_ascii_is_plain_as_it_is_beside_others():
    for text in (f"a{chr(code)}a" for code in range(128)):
        assert plain(f"{text} é") == f"{plain(text)} e"
    assert plain("A.B-c'd_e") == "ab cd e"


@pytest.mark.parametrize(
    ("city", "told"),
    [
        ("Baltiysk", "Baltiysk, Russia lies within that of kaliningrad: did you mean kaliningrad?"),
        ("Olsztyn", "known: "),  # 120 km away, and the site lies somewhere within 110 km
    ],
)
def test_a_city_is_no_site_and_lies_within_one_no_farther_than_that_is_known(cat, city, told):
    with pytest.raises(UnknownIdError) as refused:
        cat.site(city)
    assert str(refused.value).startswith(f"no site '{city}'; {told}")
