"""Numbers without marks under a head that says degrees and minutes: 54.4236 may be 54°42'36"."""

import csv
import io
import random
import re

import pandas as pd
import pyarrow as pa
import pytest
from every_format import FORMATS, LAYERS, csv_of, written
from pyarrow import parquet
from sample import sampled
from typer.testing import CliRunner

import infmap
from infmap.catalogue.reading.heads.forms import form_of
from infmap.catalogue.reading.heads.meanings import Part, meaning_of
from infmap.catalogue.rows import OwnDeployment
from infmap.catalogue.values.coordinates import read_position
from infmap.catalogue.values.degrees import read_degrees
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.unmarked_degrees import Form, read_unmarked, refuse_unmarked
from infmap.cli import app
from infmap.errors import DataError, ReadingNote

#: Heads of latitude and longitude that say degrees, minutes and seconds.
SECONDS = [
    *[("Lat (DMS)", "Lon (DMS)"), ("lat_dms", "lon_dms"), ("Latitude DMS", "Longitude DMS")],
    *[("latdms", "londms"), ("dms_lat", "dms_lon"), ("LatDMS", "LonDMS"), ("LAT_DMS", "LONG_DMS")],
    *[("Lat deg min sec", "Lon deg min sec"), ("Latitude (d m s)", "Longitude (d m s)")],
    *[("lat_ddmmss", "lon_dddmmss"), ("Lat DD MM SS", "Lon DDD MM SS")],
    *[("Lat (DD°MM'SS\")", "Lon (DDD°MM'SS\")"), ("Lat (° ' \")", "Lon (° ' \")")],
    *[("Breite (GMS)", "Länge (GMS)"), ("Breite (Grad Minuten Sekunden)", "Länge DMS")],
    ("Breite (Grad, Minuten und Sekunden)", "Länge (Grad, Minuten und Sekunden)"),
    ("Latitude (degrés minutes secondes)", "Longitude (degrés, minutes et secondes)"),
    ("Latitud (grados minutos segundos)", "Longitud (grados, minutos y segundos)"),
    ("Широта (градусы минуты секунды)", "Долгота (градусы, минуты и секунды)"),
    ("Широта (ГМС)", "Долгота (ГМС)"),
    *[("Latitude (sexagesimal)", "Longitude (sexagesimal)"), ("Lat DMS WGS84", "Lon DMS WGS84")],
]  # fmt: skip
MINUTES = [
    *[("lat_dm", "lon_dm"), ("Lat (DDM)", "Lon (DDM)"), ("Lat deg min", "Lon deg min")],
    *[("Latitude (degrees decimal minutes)", "Longitude (degrees decimal minutes)")],
    *[("lat_ddmm", "lon_dddmm"), ("Lat DDMM.mmmm", "Lon DDDMM.mmmm"), ("Lat (° ')", "Lon (° ')")],
    *[("Lat deg.min", "Lon deg.min")],
    ("Широта (градусы минуты)", "Долгота (градусы минуты)"),
]  # fmt: skip
FORMS = {**dict.fromkeys(SECONDS, Form.SECONDS), **dict.fromkeys(MINUTES, Form.MINUTES)}
#: Heads of decimal degrees, or of pieces, bounds and other things.
PLAIN = [
    *("lat", "Latitude", "Lat (deg)", "lat_dd", "Breite (Grad)", "Decimal latitude", "Lat °"),
    *("lat_d", "Lat min", "lat_m", "Latitude minutes", "Lat (min)", "Lat sec", "Admin"),
    *("Широта, градусы", "Lat [°] 'WGS84'"),
]  # fmt: skip
NO_MARKS = "has no marks, and the head says "


def table(heads, *pairs):
    names = ["name", *heads, "range_km"]
    return names, [[f"Camp {k}", *pair, 500] for k, pair in enumerate(pairs)]


def faults_of(given, load="deployments"):
    with pytest.raises(DataError) as caught:
        infmap.load(**{load: given})
    return {(fault.row, fault.field): fault for fault in caught.value.faults}


def choices(fault):
    """Return what the remedy of a fault says to write."""
    assert fault.remedy.startswith("write ")
    return fault.remedy.removeprefix("write ").split(" or ")


def points(given):
    rows = infmap.load(deployments=given).deployment_rows
    return [(row.lat, row.lon) for row in rows if row.site.startswith("Camp")]


@pytest.mark.parametrize("heads", FORMS, ids=str)
def test_a_plain_decimal_under_such_a_head_is_refused_with_both_meanings(tmp_path, heads):
    form = FORMS[heads]
    faults = faults_of(written(table(heads, ("54.4236", "20.3036")), "t.csv", tmp_path))
    assert {*faults} == {(2, head) for head in heads}
    of_form = {
        Form.SECONDS: ("54°42'36\"", "20°30'36\""),
        Form.MINUTES: ("54°42.36'", "20°30.36'"),
    }[form]
    for head, marked, number in zip(heads, of_form, ("54.4236", "20.3036"), strict=True):
        assert faults[2, head].problem == NO_MARKS + form
        assert choices(faults[2, head]) == [marked, f"{number}°"]


@pytest.mark.parametrize("heads", sampled([*FORMS], 6), ids=str)
def test_either_remedy_gives_what_it_stands_for(tmp_path, heads):
    faults = faults_of(written(table(heads, ("54.4236", "-20.3036")), "t.csv", tmp_path))
    pair = [choices(faults[2, head]) for head in heads]
    by_form = (54 + 42 / 60 + 36 / 3600, -(20 + 30 / 60 + 36 / 3600))
    if FORMS[heads] is Form.MINUTES:
        by_form = (54 + 42.36 / 60, -(20 + 30.36 / 60))
    for which, meant in ((0, by_form), (1, (54.4236, -20.3036))):
        made = table(heads, [one[which] for one in pair])
        with pytest.warns(ReadingNote):
            (read,) = points(written(made, "t.csv", tmp_path))
        assert read == pytest.approx(meant, abs=1e-9)


@pytest.mark.parametrize("head", PLAIN)
def test_no_other_head_says_minutes(head):
    assert form_of(head) is None


@pytest.mark.parametrize("name", [*FORMATS, "frame"])
def test_every_format_refuses_it(tmp_path, name):
    made = table(("Lat (DMS)", "Lon (DMS)"), (54.4236, 20.3036), (54.71, 20.61), (544236, 203036))
    first = 1 if name in {"frame", "t.json", "t.parquet"} else 2
    faults = faults_of(written(made, name, tmp_path))
    assert {*faults} == {(first + k, head) for k in (0, 2) for head in ("Lat (DMS)", "Lon (DMS)")}
    assert choices(faults[first, "Lat (DMS)"]) == ["54°42'36\"", "54.4236°"]
    assert choices(faults[first + 2, "Lat (DMS)"]) == ["54°42'36\""]


def test_a_column_beside_the_point_of_a_layer_is_held_to_it(tmp_path):
    made = ["name", "lat", "lon", "range_km", "lat_dms"], [["A", 54.71, 20.51, 500, 54.4236]]
    for name in LAYERS:
        ((_, field),) = faults_of(written(made, name, tmp_path))
        assert field == "lat_dms"


CLEAR = {
    "54°42'36\"N": 54.71, "54 42 36": 54.71, "54:42:36": 54.71, "544236N": 54.71, "N544236": 54.71,
    "54° 42.6'": 54.71, "54d42m36s": 54.71, "54.42.36": 54.71, "54.4236°": 54.4236,
    "54": 54.0, "54.0": 54.0, "54.00": 54.0, "-54": -54.0, "0": 0.0, "54N": 54.0, "54S": -54.0,
    "54.71": 54.71, "54,71": 54.71, "54.60": 54.6, "54.5961": 54.5961, "-54.90": -54.9,
    "54.71N": 54.71, "54.71 S": -54.71,
}  # fmt: skip


@pytest.mark.parametrize("cell", CLEAR)
def test_what_has_one_meaning_under_such_a_head_is_read(tmp_path, cell):
    made = table(("Lat (DMS)", "Lon (DMS)"), (cell, "20°30'36\"E"))
    with pytest.warns(ReadingNote):
        ((lat, _),) = points(written(made, "t.tsv", tmp_path))
    assert lat == pytest.approx(CLEAR[cell], abs=1e-9)


DOUBTFUL = {
    ("54.5", "lat"): ["54°50'", "54°05'", "54.5°"],
    ("54.7", "lat"): ["54°07'", "54.7°"],
    ("54.05", "lat"): ["54°05'", "54.05°"],
    ("54.423", "lat"): ["54°42'30\"", "54°42'03\"", "54.423°"],
    ("54.423659", "lat"): ["54°42'36.59\"", "54.423659°"],
    ("-54.4236", "lat"): ["-54°42'36\"", "-54.4236°"],
    ("54.4236N", "lat"): ["54°42'36\"N", "54.4236°N"],
    ("130.4236", "lon"): ["130°42'36\"", "130.4236°"],
    ("130", "lon"): ["1°30'", "130°"],
    ("5442", "lat"): ["54°42'"],
    ("12030", "lon"): ["1°20'30\"", "120°30'"],
    ("203036.5", "lon"): ["20°30'36.5\""],
    ("0203036", "lon"): ["020°30'36\""],
}


@pytest.mark.parametrize("case", DOUBTFUL, ids=str)
def test_the_remedy_has_every_meaning_that_there_is(case):
    text, axis = case
    with pytest.raises(RefusedError) as refused:
        read_unmarked(text, axis, Form.SECONDS)
    assert refused.value.problem == NO_MARKS + "degrees, minutes and seconds"
    assert refused.value.remedy == "write " + " or ".join(DOUBTFUL[case])


@pytest.mark.parametrize(
    ("cell", "axis"),
    [
        ("999999", "lat"),
        ("1203036", "lat"),
        ("1903036", "lon"),
        ("95.4236", "lat"),
        ("90.5", "lat"),
    ],
)
def test_what_is_out_of_bounds_however_it_is_meant_is_told_as_that(tmp_path, cell, axis):
    assert read_unmarked(cell, axis, Form.SECONDS) is None
    pair = (cell, "20°30'") if axis == "lat" else ("54°42'", cell)
    path = written(table(("Lat (DMS)", "Lon (DMS)"), pair), "t.csv", tmp_path)
    (fault,) = faults_of(path).values()
    assert "must be within" in fault.problem
    said = lines_of(run("check", path), "must be within")
    assert said == lines_of(run("screen", path, "-o", tmp_path / "out"), "must be within")


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("axis", ["lat", "lon"])
def test_a_number_is_read_only_if_its_digits_are_no_minutes(form, axis):
    """Read against every number as its digits tell, and each remedy against what it says."""
    chance = random.Random(f"{form} {axis}")
    read_ones = refused_ones = 0
    for _ in range(3000):
        whole = chance.randrange(90 if axis == "lat" else 180)
        digits = "".join(chance.choices("0123456789", k=chance.randint(1, 6)))
        text = f"{chance.choice(['', '-'])}{whole}.{digits}"
        paddings = {digits.ljust(4, "0")}
        if len(digits) == 1 or (len(digits) == 3 and form is Form.SECONDS):
            paddings |= {f"{digits[:-1]}0{digits[-1]}".ljust(4, "0")}
        paddings = {
            one
            for one in paddings
            if int(one[:2]) < 60 and (form is Form.MINUTES or int(one[2:4]) < 60)
        }
        is_form = bool(paddings)
        short = form is Form.MINUTES and whole > 99 and whole % 100 < 60
        is_same = not digits.strip("0")
        try:
            value = read_unmarked(chance.choice([text, text.replace(".", ",")]), axis, form)
        except RefusedError as refused:
            refused_ones += 1
            assert (is_form and not is_same) or short, text
            *forms, decimal = refused.remedy.removeprefix("write ").split(" or ")
            assert read_degrees(decimal, axis) == pytest.approx(float(text))
            for one in paddings if not is_same else ():
                size = whole + int(one[:2]) / 60 + float(f"{one[2:4]}.{one[4:]}") / 3600
                if form is Form.MINUTES:
                    size = whole + float(f"{one[:2]}.{one[2:]}") / 60
                sizes = [abs(read_degrees(text, axis)) for text in forms]
                assert any(abs(size - other) < 1e-9 for other in sizes), text
            assert all((read_degrees(one, axis) < 0) == (text[0] == "-") for one in forms
                       if read_degrees(one, axis))  # fmt: skip
        else:
            read_ones += 1
            assert not (is_form and not is_same), text
            assert not short, text
            assert value == pytest.approx(float(text))
    assert min(read_ones, refused_ones) > 500


PAIRS = {
    "54.4236, 20.3036": "54°42'36\" 20°30'36\" or 54.4236° 20.3036°",
    "54.4236,20.3036": "54°42'36\" 20°30'36\" or 54.4236° 20.3036°",
    "54.4236 20.3036": "54°42'36\" 20°30'36\" or 54.4236° 20.3036°",
    "(54.4236; 20.3036)": "54°42'36\" 20°30'36\" or 54.4236° 20.3036°",
    "54,4236; -20,3036": "54°42'36\" -20°30'36\" or 54.4236° -20.3036°",
    "54.4236, 20": "54°42'36\" 20° or 54.4236° 20°",
    "lat 54.4236 lon 20.3036": "54°42'36\" 20°30'36\" or 54.4236° 20.3036°",
}
ONE_MEANING = [
    *("54.71, 20.3036", "54.4236, 20.71", "54, 20", "54°42'36\"N 20°30'36\"E", "544236N 0203036E"),
    *("54.4236° 20.3036°", "POINT (20.3036 54.4236)", "54 42 36 N 20 30 36 E", "34U DF 53 50"),
]


@pytest.mark.parametrize("head", ["Coordinates (DMS)", "position dms", "Koordinaten (GMS)"])
@pytest.mark.parametrize("cell", PAIRS)
def test_two_numbers_in_a_cell_are_refused_with_both_places(tmp_path, head, cell):
    made = ["name", head, "range_km"], [["Camp 0", cell, 500]]
    (fault,) = faults_of(written(made, "t.tsv", tmp_path)).values()
    assert (fault.field, fault.remedy) == (head, f"write {PAIRS[cell]}")
    for text, of_form in zip(choices(fault), (True, False), strict=True):
        lat, lon = (54.71, 20.51) if of_form else (54.4236, 20.3036)
        lon = {True: lon, False: 20}["20.3" in cell or "20,3" in cell]
        assert [abs(one) for one in read_position(text)] == pytest.approx([lon, lat])


@pytest.mark.parametrize("cell", ONE_MEANING)
def test_two_numbers_of_one_meaning_are_read(tmp_path, cell):
    made = ["name", "Coordinates (DMS)", "range_km"], [["Camp 0", cell, 500]]
    with pytest.warns(ReadingNote):
        ((lat, lon),) = points(written(made, "t.tsv", tmp_path))
    assert (lon, lat) == pytest.approx(read_position(cell))


def test_longitude_first_is_told_longitude_first():
    with pytest.raises(
        RefusedError, match=re.escape("write 120°30' 5°30' or 120°03' 5°03' or 120.3° 5.3°")
    ):
        refuse_unmarked("120.3, 5.3", (120.3, 5.3), Form.SECONDS)
    with pytest.raises(
        RefusedError, match=re.escape("write 5°30' 120°30' or 5°03' 120°03' or 5.3° 120.3°")
    ):
        refuse_unmarked("5.3, 120.3", (120.3, 5.3), Form.SECONDS)


# --- The same lines in every command -------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], prog_name="infmap")


def lines_of(result, words="; write"):
    assert result.exit_code == 1, result.output
    return sorted(line for line in result.stderr.splitlines() if words in line)


HEADS_SCREENED = [("Lat (DMS)", "Lon (DMS)"), ("lat_dm", "lon_dm"), ("Широта (ГМС)", "Долгота DMS")]
CELLS = [
    *(("54.4236", "20.3036"), ("54", "20"), ("54°42'36\"", "20°30'36\""), ("54.4236N", "20.71")),
    *(("544236", "203036"), ("54.71", "130"), ("-54.5", "-20.5"), ("54.4236°", "20.3036°")),
]


def as_parquet(made, path, kind):
    heads, rows = made
    cells = [*zip(*rows, strict=True)]
    if kind is float:
        cells[1:3] = [[float(one) for one in column] for column in cells[1:3]]
    parquet.write_table(pa.table(dict(zip(heads, map(list, cells), strict=True))), path)
    return path


@pytest.mark.parametrize("heads", HEADS_SCREENED, ids=str)
@pytest.mark.parametrize("kind", ["csv", "parquet of texts"])
def test_screen_says_the_lines_that_check_says(tmp_path, monkeypatch, heads, kind):
    monkeypatch.chdir(tmp_path)
    made = table(heads, *CELLS)
    path = tmp_path / ("t.csv" if kind == "csv" else "t.parquet")
    if kind == "csv":
        path.write_bytes(csv_of(made))
    else:
        as_parquet(made, path, str)
    said = lines_of(run("screen", path, "-o", "out"))
    assert said == lines_of(run("check", path))
    assert len(said) == 8 if heads[0] != "lat_dm" else len(said) > 6
    assert not (tmp_path / "out").exists()


def test_screen_refuses_numbers_of_a_parquet_file_and_reads_what_has_one_meaning(tmp_path):
    heads = ("Lat (DMS)", "Lon (DMS)")
    path = as_parquet(table(heads, (54.4236, 20.3036)), tmp_path / "t.parquet", float)
    assert len(lines_of(run("screen", path, "-o", tmp_path / "out"))) == 2
    path = as_parquet(table(heads, (54.71, 20.61), (54, 20)), tmp_path / "u.parquet", float)
    result = run("screen", path, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr


def test_screen_refuses_a_pair_and_measures_clear_ones(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(csv_of((["name", "Coordinates (DMS)"], [["A", "54.4236, 20.3036"]])))
    said = lines_of(run("screen", path, "-o", tmp_path / "out"))
    assert said == lines_of(run("check", path))
    assert "54°42'36\" 20°30'36\" or 54.4236° 20.3036°" in said[0]
    path.write_bytes(csv_of(table(("Lat (DMS)", "Lon (DMS)"), ("54°42'36\"", "20°30'36\""))))
    assert run("screen", path, "-o", tmp_path / "out").exit_code == 0
    part = next((tmp_path / "out").glob("**/*.parquet"))
    row = pd.read_parquet(part).iloc[0]
    (nearest,) = infmap.load_places(str(path))
    assert (nearest.lat, nearest.lon) == pytest.approx((54.71, 20.51))
    assert row["Lat (DMS)"] == "54°42'36\""


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("cell", ["abc", "n/a", "54.4236", "20.5 E"])
def test_a_second_column_that_cannot_be_read_is_refused_by_screen_too(tmp_path, cell):
    path = tmp_path / "t.csv"
    made = (["name", "lat", "lon", "Latitude DMS"], [["A", "54.71", "20.51", cell]])
    path.write_bytes(csv_of(made))
    said = lines_of(run("screen", path, "-o", tmp_path / "out"))
    assert said == lines_of(run("check", path))
    assert len(said) == 1
    for blank in ("", "  "):
        made[1][0][-1] = blank
        path.write_bytes(csv_of(made))
        assert run("screen", path, "-o", tmp_path / f"out{len(blank)}").exit_code == 0


def test_a_side_in_a_column_of_its_own_changes_nothing(tmp_path):
    heads = ["name", "Lat (DMS)", "N/S", "Lon (DMS)", "E/W", "range_km"]
    made = heads, [["Camp 0", "54.4236", "N", "20.3036", "W", 500]]
    faults = faults_of(written(made, "t.csv", tmp_path))
    assert {*faults} == {(2, "Lat (DMS)"), (2, "Lon (DMS)")}
    made = heads, [["Camp 0", "54°42'36\"", "N", "20°30'36\"", "W", 500]]
    with pytest.warns(ReadingNote):
        assert points(written(made, "t.tsv", tmp_path)) == [pytest.approx((54.71, -20.51))]


def test_a_head_of_another_side_stays_one():
    assert meaning_of("Longitude West (DMS)", OwnDeployment).what is Part.OTHER_SIDE
    assert meaning_of("Lat deg min sec", OwnDeployment).what == "lat"
    assert meaning_of("Lat min", OwnDeployment) is None or (
        meaning_of("Lat min", OwnDeployment).what != "lat"
    )


def test_the_bounds_of_a_coordinate_in_degrees_are_no_minutes(tmp_path):
    heads = ["name", "lat", "lon", "range_km", "lat_deg_min", "lat_deg_max"]
    made = heads, [["Camp 0", 54.71, 20.51, 500, 54.1, 54.9]]
    with pytest.warns(ReadingNote, match="not read: lat_deg_min, lat_deg_max"):
        assert points(written(made, "t.csv", tmp_path)) == [(54.71, 20.51)]


def test_the_line_fits_a_csv_that_is_written_as_it_says(tmp_path):
    """A mark of seconds in a cell of a CSV ends no quote."""
    text = "name,Lat (DMS),Lon (DMS),range_km\nCamp 0,54°42'36\",20°30'36\",500\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert [*csv.reader(io.StringIO(text))][1][1] == "54°42'36\""
    with pytest.warns(ReadingNote):
        assert points(tmp_path / "t.csv") == [pytest.approx((54.71, 20.51))]


def test_a_head_of_many_words_is_looked_at_once(monkeypatch):
    from infmap.catalogue.reading.heads import forms

    asked = []
    whole = forms.without_form
    monkeypatch.setattr(forms, "without_form", lambda words: asked.append(1) or whole(words))
    assert forms.form_of("many words of a head that is none, " * 40) is None
    assert asked == [1]
