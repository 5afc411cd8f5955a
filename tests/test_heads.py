"""What the heads of other people's tables are read as, by the numbers and texts that come out."""

import csv
import io
import re
import warnings
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from sample import examples

import infmap
from infmap.catalogue.population import load_population
from infmap.catalogue.reading.detect import table_of
from infmap.catalogue.reading.holds import Content, Holds
from infmap.errors import DataError, ReadingNote

fixed = settings(max_examples=examples(150))

with (Path(__file__).parent / "data" / "heads.csv").open(encoding="utf-8", newline="") as table:
    HEADS = list(csv.DictReader(table))

#: Kilometres, by the unit that a head gives.
KM = {"km": 1.0, "mi": 1.609344, "nmi": 1.852, "m": 0.001, "ft": 0.0003048}
#: What each table must have, with a cell that is right.
NEEDED = {
    "sites": {"name": "A", "system": "9m729", "lon": "20", "lat": "54"},
    "systems": {"name": "Zeus"},
    "claims": {"system_id": "9m729", "account": "opponent", "claimant": "Them"},
    "places": {"name": "A", "lon": "20", "lat": "54"},
    "people": {"lon": "20", "lat": "54", "population": "7"},
}
ARGUMENTS = {
    "sites": "deployments",
    "systems": "systems",
    "claims": "claims",
    "places": "capitals",
}
#: What a column holds that is read as one of ours.
CELLS = {
    "lon": "12.5",
    "lat": "12.5",
    "lat,lon": "12.5, 30.25",
    "lon,lat": "12.5, 30.25",
    "name": "Camp",
    "system": "iskander-m",
    "country": "Mali",
    "first_reported": "2014-05",
    "until": "2014-05",
    "as_of": "2014-05",
    "claimant": "Ministry",
    "account": "independent",
    "measure": "assessed",
    "source_id": "Institute C, 2025",
    "designations": "Thunder",
    "iso_a3": "POL",
}
#: Metres enough for a ring.
NUMBER = "7000"
#: What is, or may be, the figure that each row of figures must have.
FIGURES = {"up_to_km", "at_least_km", "refused"}


def written(cells):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([cells, cells.values()])
    return text.getvalue()


def read(path, table):
    """Return the one row of a table, its own figure where it brings one, and what is said."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        if table == "people":
            people = load_population(path)
            row, figure = {"population": people.people[0]}, None
        else:
            loaded = infmap.load(**{ARGUMENTS[table]: path})
            rows = {
                "sites": loaded.deployment_rows,
                "systems": loaded.system_rows[-1:],
                "claims": loaded.claim_rows[-1:],
                "places": loaded.capital_rows,
            }[table]
            (one,) = rows
            row = one.model_dump()
            figures = [claim for claim in loaded.claim_rows if claim.account == "user"]
            figure = one if table == "claims" else next(iter(figures), None)
    return row, figure, [str(one.message) for one in caught]


def table_with(head, reads_as, table, number=NUMBER):
    """Return a table where a head stands for what it is read as, or beside all that is needed."""
    instead = {"lat,lon": {"lat", "lon"}, "lon,lat": {"lat", "lon"}}.get(reads_as, {reads_as})
    if reads_as == "refused":
        instead = {"population"} if table == "people" else {head[:3].lower()} & {"lon", "lat"}
        number = CELLS["lon"] if instead & {"lon", "lat"} else number
    cells = {name: cell for name, cell in NEEDED[table].items() if name not in instead}
    if table == "claims" and reads_as not in FIGURES:
        cells["up_to_km"] = NUMBER
    return {**cells, head: CELLS.get(reads_as, number)}


def values(reads_as, unit, row, figure):
    """Return what came out under one of our columns, and what should have."""
    km = float(NUMBER) * KM.get(unit or "km", 1.0)
    match reads_as:
        case "lat,lon":
            return (row["lat"], row["lon"]), (12.5, 30.25)
        case "lon,lat":
            return (row["lat"], row["lon"]), (30.25, 12.5)
        case "lon" | "lat":
            return row[reads_as], 12.5
        case "range_km" | "up_to_km":
            return (figure.at_least_km, figure.up_to_km), (None, pytest.approx(km))
        case "at_least_km":
            return (figure.at_least_km, figure.up_to_km), (pytest.approx(km), None)
        case "position_precision_km":
            return row[reads_as], pytest.approx(km)
        case "population":
            return row[reads_as], float(NUMBER)
        case "designations":
            return row[reads_as], (CELLS[reads_as],)
        case _:
            name = {"name": "site", "system": "system_id"}.get(reads_as, reads_as)
            return row.get(name, row.get(reads_as)), CELLS[reads_as]


IDS = [f"{one['table']}-{one['head']}" for one in HEADS]


@pytest.mark.thorough(but=80)
@pytest.mark.parametrize("case", HEADS, ids=IDS)
def test_a_head_is_read_or_refused_as_the_table_says(text_file, case):
    table, head, reads_as = case["table"], case["head"], case["reads_as"]
    cells = table_with(head, reads_as, table)
    path = text_file("table.csv", written(cells))
    if reads_as == "refused":
        with pytest.raises(DataError) as caught:
            read(path, table)
        (line,) = str(caught.value).splitlines()
        assert line.startswith(f"{path}:1: ")  # the head, and not what stands under it
        assert head in line
        return
    row, figure, said = read(path, table)
    if reads_as == "not read":
        del cells[head]
        assert (row, figure) == read(text_file("bare.csv", written(cells)), table)[:2]
        assert any(head in line and "not read" in line for line in said)
        return
    came, should = values(reads_as, case["unit"], row, figure)
    assert came == should
    plain = head.casefold().replace(" ", "_")
    assert plain in {reads_as, "system_id"} or any(head in line for line in said) or said == []


def test_the_table_holds_many_heads_of_both_kinds():
    known = [case for case in HEADS if case["reads_as"] not in {"not read", "refused"}]
    assert len(HEADS) >= 60
    assert len(known) * 2 >= len(HEADS)
    assert len(HEADS) - len(known) >= 30
    assert len({(case["table"], case["head"]) for case in HEADS}) == len(HEADS)


# --- Heads put together -----------------------------------------------------------------------

RANGES = {
    "English": ["range", "max range", "maximum range", "operational range", "radius", "reach"],
    "German": ["Reichweite", "max. Reichweite", "maximale Reichweite"],
    "French": ["portée", "portée maximale", "rayon d'action", "rayon de portée", "portée de tir"],
    "Russian": ["дальность", "максимальная дальность", "дальность полёта", "радиус действия"],
    "Spanish": ["alcance", "alcance máximo", "radio", "radio de alcance", "alcance de tiro"],
}
AXES = {
    "English": ("longitude", "latitude"),
    "short": ("lon", "lat"),
    "German": ("Längengrad", "Breitengrad"),
    "geographers": ("geogr. Länge", "geogr. Breite"),
    "Russian": ("долгота", "широта"),
    "Spanish": ("longitud", "latitud"),
}
SYSTEMS = ["system", "missile", "missile type", "weapon system", "Raketentyp", "Waffensystem",
           "système d'armes", "тип ракеты", "комплекс", "sistema de armas"]  # fmt: skip
UNITS = {
    "km": ["km", "kms", "kilometres", "kilometers", "км"],
    "mi": ["mi", "miles", "statute miles", "millas"],
    "nmi": ["nmi", "nm", "nautical miles", "naut. miles", "Seemeilen", "мор. миль"],
    "m": ["m", "metres", "meters"],
}
AROUND = ["{} ({})", "{} [{}]", "{}, {}", "{} {}", "{}_{}", "{}/{}", "{} in {}", "{} - {}"]


def camel(text):
    first, *rest = text.replace(".", "").replace("'", " ").split()
    return first.lower() + "".join(word[:1].upper() + word[1:] for word in rest)


def snake(text):
    return "_".join(text.lower().replace(".", "").replace("'", " ").split())


CASES = [str, str.lower, str.upper, str.title, camel, snake, lambda text: f"  {text} "]


@st.composite
def range_heads(draw):
    """Return a head of a range in a unit, and the kilometres of that unit."""
    word = draw(st.sampled_from(RANGES[draw(st.sampled_from(sorted(RANGES)))]))
    unit = draw(st.sampled_from([None, *UNITS]))
    case = draw(st.sampled_from(CASES))
    if unit is None:
        return case(word), 1.0
    spelt = draw(st.sampled_from(UNITS[unit]))
    around = draw(st.sampled_from(AROUND))
    # A capital M is metres or nautical miles: it stands in the table of heads.
    spelt = spelt if spelt == "m" else draw(st.sampled_from([str, str.upper]))(spelt)
    return around.format(case(word).strip(), spelt), KM[unit]


@st.composite
def axis_heads(draw):
    """Return a head for each coordinate in one manner."""
    words = AXES[draw(st.sampled_from(sorted(AXES)))]
    case = draw(st.sampled_from(CASES))
    mark = draw(st.sampled_from(["{}", "{} (deg)", "{} [°]", "{} WGS84", "{}, degrees", "{}_dd"]))
    return tuple(mark.format(case(word)) for word in words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("heads")


@fixed
@given(head=range_heads(), table=st.sampled_from(["sites", "systems", "claims"]))
@example(head=("Reichweite in km", 1.0), table="sites")
@example(head=("дальность, мор. миль", 1.852), table="claims")
def test_a_range_is_read_in_the_unit_of_its_head_whatever_the_manner(folder, head, table):
    text, km = head
    (folder / "table.csv").write_text(written({**NEEDED[table], text: NUMBER}), "utf-8")
    _, figure, _ = read(folder / "table.csv", table)
    assert (figure.at_least_km, figure.up_to_km) == (None, pytest.approx(7000 * km))


@fixed
@given(
    heads=axis_heads(),
    swapped=st.booleans(),
    separator=st.sampled_from([",", ";", "\t"]),
    lon=st.floats(-180, 180).map(lambda value: round(value, 6)),
    lat=st.floats(-90, 90).map(lambda value: round(value, 6)),
)
def test_coordinates_are_read_by_their_heads_in_either_order(
    folder, heads, swapped, separator, lon, lat
):
    assume(lon or lat)  # no place is at 0, 0
    (lon_head, lat_head) = (head.replace(separator, "") for head in heads)
    columns = [(lon_head, f"{lon:.6f}"), (lat_head, f"{lat:.6f}")]
    columns = [("name", "A"), *(reversed(columns) if swapped else columns)]
    lines = (separator.join(cells) for cells in zip(*columns, strict=True))
    (folder / "places.csv").write_text("\n".join(lines), "utf-8")
    row, _, _ = read(folder / "places.csv", "places")
    assert (row["lon"], row["lat"]) == (lon, lat)


@fixed
@given(
    word=st.sampled_from(SYSTEMS),
    case=st.sampled_from(CASES),
    figure=range_heads(),
    axes=axis_heads(),
    order=st.permutations(range(5)),
)
def test_a_whole_table_of_sites_is_read_whatever_its_heads(folder, word, case, figure, axes, order):
    head, km = figure
    columns = [("Name", "A"), (case(word), "9M729"), (axes[0], "20.5"), (axes[1], "54.25"),
               (head, NUMBER)]  # fmt: skip
    (folder / "sites.csv").write_text(written(dict(columns[place] for place in order)), "utf-8")
    row, found, _ = read(folder / "sites.csv", "sites")
    assert (row["system_id"], row["lon"], row["lat"]) == ("9m729", 20.5, 54.25)
    assert found.up_to_km == pytest.approx(7000 * km)
    assert infmap.check([folder / "sites.csv"]) == {str(folder / "sites.csv"): 1}


# --- A remedy followed to the letter gives the right number -----------------------------------


def renamed(error, cells):
    """Return a table with the heads as the lines of an error say, or None where they say none."""
    told = [re.search(r"rename (?:it|'(.+?)') to (\w+)", str(one.remedy)) for one in error.faults]
    named = {}
    for fault, found in zip(error.faults, told, strict=True):
        if found:
            named.setdefault(found[1] or fault.field, found[2])
    return {named.get(head, head): cell for head, cell in cells.items()} if named else None


@pytest.mark.parametrize(
    "head",
    ["coordinates (lon, lat)", "Coordinates (long/lat)", "Position (longitude, latitude)",
     "lon_lat_coordinates", "Coords lon lat", "coordinates (lat, lon)", "Position (lat/long)",
     "lat_lon_coordinates", "xy", "XY coordinates", "where"],
)  # fmt: skip
def test_a_position_is_never_turned_round_by_following_a_remedy(text_file, head):
    lon_first = not head.lower().replace("position", "").startswith(("coordinates (lat", " (lat"))
    lon_first = lon_first and not head.startswith("lat_") and head != "where"
    cells = {"name": "A", head: "20.5,54.7" if lon_first else "54.7,20.5"}
    for attempt in range(3):
        try:
            row, _, _ = read(text_file(f"{attempt}.csv", written(cells)), "places")
        except DataError as error:
            cells = renamed(error, cells)
            if cells is None:
                return
        else:
            assert (row["lon"], row["lat"]) == (20.5, 54.7)
            return


@pytest.mark.parametrize("table", ["systems", "sites", "claims"])
@pytest.mark.parametrize(
    ("head", "end"),
    [("range_low", "lower"), ("lower range", "lower"), ("Range from", "lower"),
     ("range_high", "upper"), ("upper range", "upper"), ("Range to", "upper")],
)  # fmt: skip
def test_an_end_of_a_range_is_never_made_the_other_by_following_a_remedy(
    text_file, table, head, end
):
    cells = {**NEEDED[table], head: NUMBER}
    for attempt in range(3):
        try:
            _, figure, _ = read(text_file(f"{attempt}.csv", written(cells)), table)
        except DataError as error:
            under = re.search(r"under the head (\w+)", str(error))
            if under:
                cells = {under[1] if name == head else name: cell for name, cell in cells.items()}
            else:
                cells = renamed(error, cells)
            if cells is None:
                return
        else:
            ends = (figure.at_least_km, figure.up_to_km)
            assert ends == ((7000, None) if end == "lower" else (None, 7000))
            return


@pytest.mark.parametrize("head", ["Title", "Titel", "Titre", "Título", "Заголовок"])
def test_a_table_of_publications_is_known_by_a_title_in_each_language(tmp_path, head):
    path = tmp_path / "own.csv"
    path.write_text(f"{head},publisher\nA,B\n", encoding="utf-8")
    assert table_of(path) == Content(Holds.SOURCES, (head, "publisher"))


def test_a_table_of_systems_is_told_with_all_heads_that_show_it(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("id,name,range,kind,basing\nzeus,Zeus,300,glcm,ground\n")
    assert table_of(path) == Content(Holds.SYSTEMS, ("id", "name", "range", "kind", "basing"))
