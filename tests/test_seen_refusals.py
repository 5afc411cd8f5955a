"""What is said of a faulty table, line by line, and of a name that is known, unknown or shared."""

import csv
import warnings

import pyarrow as pa
import pytest
from conftest import DATA, SEEN
from pyarrow import parquet
from typer.testing import CliRunner

import infmap
from infmap.catalogue.values.date_texts import read_date
from infmap.catalogue.values.launchers import read_launcher
from infmap.catalogue.values.numbers import in_words, read_range
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit
from infmap.cli import app
from infmap.errors import InfmapError, ReadingNote
from infmap.maps.addressed import refuse_unknown
from infmap.maps.opening import opened

PLACES = [
    *("Warsaw", "Danzig", "Варшава", "London", "London, Canada", "Paris, Texas", "Springfield"),
    *("Springfield, Illinois", "Germany", "DDR", "Kaliningrad", "Warsow", "Wien", "Vienna, Italy"),
    *(
        "Atlantis",
        "54.71,20.51",
        "54.71N 20.51E",
        "34U CE 1 2",
        "34U DF 53 50",
        "POINT (20.5 54.7)",
    ),
    *("SRID=4326;POINT (20.5 54.7)", "POINT (500 600)", "91,200", "95,20", "Santiago"),
    *("Kopenhaagen", "Tirrana", "Bagdhad", "Luksembourg", "Quito", "Kito", "Teheran", "Pekin"),
    *(
        "San Jose, Costa Rica",
        "Georgia",
        "Washington, D.C.",
        "Washington",
        "x" * 301,
        "x" * 300,
        "",
    ),
]
DATES = [
    *("2019", "2019-02", "2019-02-10", "10 Feb 2019", "Feb 10, 2019", "10.2.2019", "2/13/2019"),
    *("03/04/2019", "10 février 2019", "10. März 2019", "10 февраля 2019", "Q1 2019"),
    *("February 2019", "31 February 2019", "2019-13", "20190210", "soon", "", "1.1.19", "2019/2/3"),
    *("2019-02-10T12:00", "spring 2019", "05/2019", "May 2019", "1999-2001"),
]
LAUNCHERS = [
    *("54.71,20.51,500", "54.71,20.51,2500 km", "54.71N 20.51E, 300 mi", "54.71,20.51;500-5500"),
    *("54.71,20.51", "54.71,20.51,", "Kaliningrad,500", "54,71,20,51,500", "20.51,95.71,500"),
    *("54.71,20.51,0", "54.71,20.51,-5", "54.71,20.51,>500", "54.71,20.51,far", "1,2,3,4,5"),
    *("34U DF 53 50, 500", "", "54.71,20.51,2,500", "54.71,20.51,2.500", "54.71,20.51,30000"),
]


def said_of(text, read):
    """Return a line: a text, and what it is read as or why it is refused, with what was told."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ReadingNote)
        try:
            outcome = read(text)
        except (InfmapError, RefusedError) as error:
            outcome = f"refused: {error}"
    return " | ".join([str(text), str(outcome), *(str(one.message) for one in told)])


@pytest.mark.parametrize("name", ["sites", "systems", "claims", "capitals"])
def test_each_fault_of_a_table_is_said_as_was_read_before(reads_as, monkeypatch, name):
    monkeypatch.chdir(SEEN)
    result = CliRunner().invoke(app, ["check", f"faulty-{name}.csv"])
    assert result.exit_code == 1
    reads_as(result.output, f"faulty-{name}.txt")


def test_a_place_is_found_or_refused_as_was_read_before(cat, reads_as):
    def found(text):
        place = cat.place(text)
        return f"{place.id}: {place.name}, {place.country}, {place.lon:.5f} {place.lat:.5f}"

    reads_as("\n".join(said_of(text, found) for text in PLACES), "places.txt")


def test_a_date_is_read_or_refused_as_was_read_before(reads_as):
    reads_as("\n".join(said_of(text, read_date) for text in DATES), "dates.txt")


def test_a_launcher_is_read_or_refused_as_was_read_before(reads_as):
    reads_as("\n".join(said_of(text, read_launcher) for text in LAUNCHERS), "launchers.txt")


def test_a_range_is_read_or_refused_as_was_read_before(reads_as):
    with (DATA / "cells.csv").open(encoding="utf-8", newline="") as file:
        cells = [(row["text"], Unit(row["unit"])) for row in csv.DictReader(file)]
    lines = [
        said_of(text, lambda text, unit=unit: in_words(read_range(text, unit=unit)))
        for text, unit in cells
    ]
    reads_as("\n".join(lines), "ranges.txt")


def test_a_band_is_taken_or_refused_as_was_read_before(made_up, reads_as):
    bands = [
        *("500-5500 km", "300mi-600mi", "500", "far", "600-500", ">500", "500 km - far"),
        *((0, 350), (350, 350), (600, 500), (-1, 5), (5, 6, 7), (0, "far"), 500),
    ]

    def asked(band):
        table = infmap.coverage(made_up, site="west-camp", band=band)
        return ", ".join(table["target"]) or "nothing"

    reads_as("\n".join(said_of(band, asked) for band in bands), "bands.txt")


@pytest.mark.parametrize("what", ["system", "site", "theme", "account", "as_of"])
def test_what_is_asked_for_and_is_not_there_is_said_as_was_read_before(made_up, reads_as, what):
    asked = {
        "system": ["9m792", "iskander", "A-1 ballistic missile", "SS-99", "herons", "Pershing"],
        "site": ["north camp", "North", "camp", "Kaliningrad", "nowhere", "x" * 90],
        "theme": ["debates", "all", "cold war"],
        "account": ["opponents", "operator", "nobody"],
        "as_of": ["03/04/2019", "soon", "2019", "10 Feb 2019", "2014", "2022-01"],
    }
    lines = [
        said_of(text, lambda text: [one.id for one in made_up.select(**{what: text}).sites])
        for text in asked[what]
    ]
    reads_as("\n".join(lines), f"asked-{what}.txt")


def test_what_is_told_of_how_a_table_was_read_is_what_was_read_before(reads_as, text_file):
    table = "Name;Lat;Long;Range (mi);Since;Colour\nA;54,7;20° 30' E;1500;3 May 2019;red\n"
    path = text_file("sites.csv", table)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ReadingNote)
        infmap.load(deployments=path, only_own=True)
    lines = [str(one.message).replace(str(path.parent), "...") for one in told]
    reads_as("\n".join(lines), "notes.txt")


@pytest.mark.parametrize("lon", ["far", "20.5"])
def test_what_is_wrong_or_unknown_many_times_is_said_once_and_counted(reads_as, text_file, lon):
    columns = [f"colour {k}" for k in range(15)]
    rows = [[f"Camp {k}", "9m729", lon, f"54.{k}", *columns] for k in range(9)]
    head = ["site", "system", "lon", "lat", *columns]
    path = text_file("sites.csv", "".join(",".join(row) + "\n" for row in [head, *rows]))
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == (lon == "far")
    reads_as(result.output.replace(str(path.parent), "..."), f"many-{lon}.txt")


def grid(folder, **columns):
    path = folder / "grid.parquet"
    table = {"lon": [20.0], "lat": [54.0], "population": [5.0]} | columns
    parquet.write_table(pa.table(table), path)
    return infmap.load_population(path)


def camps(*days):
    """Return a catalogue of one site, with a report for each of some days."""
    camp = {"name": "Camp", "system": "9m729", "lon": 20.5, "lat": 54.7}
    place = {"name": "Place", "lon": 9, "lat": 9}
    return infmap.load(deployments=[camp | one for one in days], capitals=[place])


def between(folder, old, new):
    """Return what differs between two states of one table."""
    for name, text in (("old", old), ("new", new)):
        (folder / name).mkdir()
        (folder / name / "systems.csv").write_text(text)
    return infmap.diff(folder / "old", folder / "new")


def applied(folder, **wrong):
    """Apply a diff of which something is wrong."""
    made = between(folder, "id,name\na,A\n", "id,name\na,B\n")
    table = made.tables["systems.csv"].model_copy(update=wrong)
    return made.model_copy(update={"tables": {"systems.csv": table}}).apply(folder / "old")


#: What is asked of Python and cannot be done, by what is wrong with it.
ASKED_OF_PYTHON = {
    "people east of all": lambda cat, folder: grid(folder, lon=[200.0]),
    "people north of all": lambda cat, folder: grid(folder, lat=[-91.0]),
    "fewer people than none": lambda cat, folder: grid(folder, population=[-1.0]),
    "people in words": lambda cat, folder: grid(folder, population=["many"]),
    "people of no file": lambda cat, folder: infmap.load_population(5),
    "a day between two reports": lambda cat, folder: camps(
        {"until": "1990"}, {"first_reported": "2000"}
    ).select(as_of="1995"),
    "a map of two accounts": lambda cat, folder: infmap.make_map(
        cat, account=["operator", "opponent"]
    ),
    "a view in words": lambda cat, folder: infmap.make_map(cat, view="near"),
    "an id in no Latin letter": lambda cat, folder: infmap.load(
        systems=[{"id": "Зевс", "name": "Zeus"}]
    ),
    "a genre of no kind": lambda cat, folder: infmap.load(
        sources=[{"id": "a", "type": "report", "title": "A", "genre": "blog"}]
    ),
    "a check of no file": lambda cat, folder: infmap.check(5),
    "a capital that is none": lambda cat, folder: cat.capital("Toronto"),
    "a state without a capital": lambda cat, folder: cat.place("Antarctica"),
    "a diff of another state": lambda cat, folder: applied(folder, old_sha256="0"),
    "a diff that leads elsewhere": lambda cat, folder: applied(folder, new_sha256="0"),
    "a table in half a quote": lambda cat, folder: between(folder, 'id\n"a', "id\na\n"),
    "a comparison with nobody": lambda cat, folder: refuse_unknown(
        "map.html", opened(camps({})).data, "mode=compare&left=operator&right=nobody"
    ),
}


def test_what_cannot_be_done_is_said_as_was_read_before(reads_as, made_up, tmp_path_factory):
    lines = []
    for name, ask in ASKED_OF_PYTHON.items():
        folder = tmp_path_factory.mktemp("asked")
        told = said_of(name, lambda _, ask=ask, folder=folder: ask(made_up, folder))
        lines.append(told.replace(str(folder), "..."))
    reads_as("\n".join(lines), "asked-of-python.txt")
