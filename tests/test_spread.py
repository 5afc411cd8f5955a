"""Coordinates that are spread over columns are read together or refused, never by degrees alone."""

# ruff: noqa: RUF001 - letters and marks that look alike are the subject

import json
import warnings

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner
from workbook_files import ods, xlsx

import infmap
from infmap.catalogue.population import load_population
from infmap.catalogue.reading.heads.pieces import Pieces
from infmap.catalogue.reading.joined import joined
from infmap.catalogue.values.refused import RefusedError
from infmap.cli import app
from infmap.errors import DataError, ReadingNote

#: Latitude and longitude on each side, in minutes and seconds that come out even.
POINTS = [(48.42, 21.36), (-53.17, -70.93), (0.51, -0.26), (-0.26, 179.51)]
#: Heads of a latitude and a longitude, each of degrees and side.
SIDES_ALONE = [
    ("Lat", "N/S", "Lon", "E/W"),
    ("Latitude", "NS", "Longitude", "EW"),
    ("Lat", "Lat dir", "Lon", "Lon dir"),
    ("lat", "lat_hemisphere", "lng", "lng_hemisphere"),
    ("GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef"),
    ("Breite", "N/S", "Länge", "O/W"),
    ("Latitude", "North/South", "Longitude", "East/West"),
    ("широта", "с/ю", "долгота", "в/з"),
]
#: The same with minutes and seconds.
MINUTES_AND_SECONDS = [
    ("Lat deg", "Lat min", "Lat sec", "NS", "Lon deg", "Lon min", "Lon sec", "EW"),
    ("LatD", "LatM", "LatS", "NS", "LonD", "LonM", "LonS", "EW"),
    ("latd", "latm", "lats", "latNS", "longd", "longm", "longs", "longEW"),
    ("lat_d", "lat_m", "lat_s", "lat_dir", "lon_d", "lon_m", "lon_s", "lon_dir"),
    ("Lat (°)", "Lat (')", 'Lat (")', "N/S", "Lon (°)", "Lon (')", 'Lon (")', "E/W"),
    ("Lat °", "Lat ′", "Lat ″", "N/S", "Lon °", "Lon ′", "Lon ″", "E/W"),
    tuple(f"Latitude{more}" for more in ("", " minutes", " seconds", " direction"))
    + tuple(f"Longitude{more}" for more in ("", " minutes", " seconds", " direction")),
    (
        "Breite Grad",
        "Breite Min",
        "Breite Sek",
        "N/S",
        "Länge Grad",
        "Länge Min",
        "Länge Sek",
        "EW",
    ),
]


def pieces(degrees, sides, *, seconds):
    """Return degrees, minutes and perhaps seconds as numbers, and the side."""
    whole = round(abs(degrees) * 3600)
    side = sides[degrees < 0]
    if seconds:
        return [whole // 3600, whole % 3600 // 60, whole % 60, side]
    return [abs(degrees), side]


def cells(lat, lon, *, seconds):
    return [*pieces(lat, "NS", seconds=seconds), *pieces(lon, "EW", seconds=seconds)]


def table(heads, *, seconds, **more):
    """Return columns with the points, after a name for each and other columns."""
    rows = [cells(*point, seconds=seconds) for point in POINTS]
    named = {"name": [f"Place {k}" for k in range(len(rows))], **more}
    return named | {head: [row[k] for row in rows] for k, head in enumerate(heads)}


def written(folder, kind, columns):
    """Return a table as a file of some kind, or as an object."""
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    path = folder / f"table.{kind}"
    if kind == "frame":
        return pd.DataFrame(columns)
    if kind == "csv":
        pd.DataFrame(columns).to_csv(path, index=False)
    elif kind == "json":
        path.write_text(json.dumps(rows), "utf-8")
    elif kind == "parquet":
        parquet.write_table(pa.table(columns), path)
    else:
        book = {"xlsx": xlsx, "ods": ods}[kind]
        path.write_bytes(book({"Sheet": [list(columns), *(list(row.values()) for row in rows)]}))
    return path


def read(**tables):
    """Return what a table is read as, and what is said of it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNote)
        loaded = infmap.load(**tables)
    return loaded, [str(note.message).partition(": ")[2] for note in caught]


def places_of(rows):
    return [(row.lat, row.lon) for row in rows]


def refused(**tables):
    with pytest.raises(DataError) as caught:
        infmap.load(**tables)
    return str(caught.value).splitlines()


ALL = [(heads, False) for heads in SIDES_ALONE] + [(heads, True) for heads in MINUTES_AND_SECONDS]
NEAR = [(pytest.approx(lat, abs=1e-9), pytest.approx(lon, abs=1e-9)) for lat, lon in POINTS]


@pytest.mark.parametrize(("heads", "seconds"), ALL)
@pytest.mark.parametrize("kind", ["csv", "frame"])
def test_places_lie_where_all_columns_together_say(tmp_path, heads, seconds, kind):
    loaded, said = read(capitals=written(tmp_path, kind, table(heads, seconds=seconds)))
    assert places_of(loaded.capital_rows) == NEAR
    half = len(heads) // 2
    told = "; ".join(
        f"{', '.join(axis)} read together as {name}"
        for axis, name in ((heads[:half], "lat"), (heads[half:], "lon"))
    )
    assert said == [told]


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "ods", "parquet", "frame"])
@pytest.mark.parametrize(("heads", "seconds"), [ALL[0], ALL[len(SIDES_ALONE)]])
def test_sites_do_in_a_table_of_any_kind(tmp_path, kind, heads, seconds):
    columns = table(heads, seconds=seconds, **{"Range (km)": [1200] * len(POINTS)})
    loaded, said = read(deployments=written(tmp_path, kind, columns))
    assert places_of(loaded.deployment_rows) == NEAR
    assert sum("read together as" in line for line in said) == 1
    assert not any("not read" in line for line in said)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("kind", ["csv", "parquet", "json", "xlsx"])
@pytest.mark.parametrize(("heads", "seconds"), [ALL[2], ALL[len(SIDES_ALONE) + 3]])
def test_places_that_are_screened_do(cat, tmp_path, kind, heads, seconds):
    path = written(tmp_path, kind, table(heads, seconds=seconds))
    plain = pd.DataFrame(POINTS, columns=["lat", "lon"])
    plain.to_csv(tmp_path / "plain.csv", index=False)
    site = cat.select(site="shuya")
    with pytest.warns(ReadingNote, match="read together as lat"):
        infmap.screen(site, path, tmp_path / "spread")
    infmap.screen(site, tmp_path / "plain.csv", tmp_path / "one")
    spread, one = (
        parquet.read_table(tmp_path / name / "places").to_pandas() for name in ("spread", "one")
    )
    assert list(spread["nearest_km"]) == pytest.approx(list(one["nearest_km"]), abs=1e-5)


def test_decimal_degrees_beside_the_pieces_must_agree_with_them(tmp_path):
    heads = MINUTES_AND_SECONDS[2]
    columns = table(heads, seconds=True)
    columns |= {"lat": [lat for lat, _ in POINTS], "lon": [lon for _, lon in POINTS]}
    loaded, _ = read(capitals=written(tmp_path, "csv", columns))
    assert places_of(loaded.capital_rows) == POINTS
    columns["lat"] = [-lat for lat, _ in POINTS]
    lines = refused(capitals=written(tmp_path, "csv", columns))
    assert len(lines) == len(POINTS)
    assert "says -48.42" in lines[0]


# --- What the heads do not say plainly ---

UNSAID = {
    "Lat,Min,Sec,Dir,Lon,Min.1,Sec.1,Dir.1\n53,10,12,S,70,55,48,W": (
        "Min, Sec, Dir, Min.1, Sec.1, Dir.1: may be pieces of the coordinates, and are not read"
    ),
    "Lat,Lat min,Lon,Lon min\n53,10,70,55": (
        "Lat min, Lon min: may be pieces of the coordinates, and are not read"
    ),
    "Lat,Lat sec,Lon\n53,10,70": "Lat sec: may be a piece of the coordinates, and is not read",
    "Lat,Lon,Hemisphere\n53,70,SW": (
        "Hemisphere: may be a piece of the coordinates, and is not read"
    ),
    "Lat,A,Lon,B\n53,S,70,W": "A, B: may be pieces of the coordinates, and are not read",
    "Lat,N/S,Lat dir,Lon\n53,S,S,70": (
        "N/S, Lat dir: may be pieces of the coordinates, and are not read"
    ),
}


@pytest.mark.parametrize(("text", "line"), UNSAID.items())
def test_pieces_are_never_left_out(text_file, tmp_path, text, line):
    path = text_file("sites.csv", text + "\n")
    remedy = "write each coordinate in one cell, such as 48°25'12\"N, or delete "
    (said,) = refused(capitals=path)
    assert said.partition(": ")[2].startswith(f"{line}; {remedy}")
    ran = CliRunner().invoke(app, ["check", str(path)])
    assert (ran.exit_code, line in ran.output) == (1, True)
    ran = CliRunner().invoke(app, ["screen", str(path), "-o", str(tmp_path / "out")])
    assert (ran.exit_code, line in ran.output) == (1, True)


def test_nor_are_those_of_a_parquet_table(cat, tmp_path):
    columns = {"lat": [53.0], "lat_min": [10.0], "lon": [70.0], "people": [5]}
    path = written(tmp_path, "parquet", columns)
    with pytest.raises(DataError, match="lat_min: may be a piece of the coordinates"):
        infmap.screen(cat, path, tmp_path / "out")
    with pytest.raises(DataError, match="lat_min: not read together with degrees; write each"):
        load_population(path)
    path = written(tmp_path, "parquet", {**columns, "lat_max": [54.0]})
    assert load_population(path).lats.tolist() == [53.0]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("53,,70,W", "Lat: does not say its side of the earth ('53'); write N or S beside it"),
        ("53,S,70,", "Lon: does not say its side of the earth ('70'); write E or W beside it"),
        ("53,E,70,W", "Lat: not a number ('53E'); write it in lon as 53: the pair is swapped"),
        ("-53,S,70,W", "Lat: not a number ('-53S'); write -53 or 53: a sign and a letter say"),
        (",S,70,W", "Lat: has no degrees; write them, 0 if there are none"),
        ("53,up,70,W", "Lat: not a number ('53up'); write degrees such as 54.71"),
        ("53,S,70,O", "Lon: not a number ('70O'); write 70 if O is east (Ost), -70 if it is west"),
        (",,70,W", "Lat: is missing"),
    ],
)
def test_a_row_whose_pieces_mean_nothing_gets_one_line(text_file, row, line):
    (said,) = refused(capitals=text_file("p.csv", f"Lat,N/S,Lon,E/W\n1,S,2,W\n{row}\n"))
    assert said.partition("p.csv:3: ")[2].startswith(line)


def test_a_row_that_is_screened_gets_the_same_line(cat, text_file, tmp_path):
    path = text_file("p.csv", "Lat,N/S,Lon,E/W\n1,S,2,W\n53,,70,W\n")
    with pytest.raises(DataError) as caught:
        infmap.screen(cat, path, tmp_path / "out")
    assert str(caught.value).endswith(
        "p.csv:3: Lat: does not say its side of the earth ('53'); write N or S beside it"
    )


def test_a_sign_in_a_column_of_its_own_is_refused(text_file):
    text = "Lat,Lat sign,Lon,Lon sign\n53,-,70,+\n"
    assert len(refused(capitals=text_file("p.csv", text))) == 2


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ([48, 25.0, "12", "N"], "48°25'12\"N"),
        (["48°", "25'", "", " S "], "48°25'S"),
        ([1e-05, None, None, '"W"'], "0.00001W"),
        ([None, " ", "", None], None),
    ],
)
def test_cells_are_joined_to_what_one_cell_would_hold(row, text):
    assert joined(0, Pieces(1, 2, 3), row.__getitem__, "lat") == text


def test_minus_zero_degrees_keep_their_sign():
    assert joined(0, Pieces(1), [-0.0, 30].__getitem__, "lat") == "-0°30'"


def test_seconds_without_minutes_are_refused():
    with pytest.raises(RefusedError, match="has no minutes before its seconds"):
        joined(0, Pieces(1, 2), [48, "", 12].__getitem__, "lat")


def test_packed_minutes_are_said(text_file):
    loaded, said = read(capitals=text_file("p.csv", "Lat,N/S,Lon,E/W\n4825,S,02030,E\n"))
    assert places_of(loaded.capital_rows) == [(pytest.approx(-48 - 25 / 60), 20.5)]
    assert any("'4825S' read as -48.416667" in line for line in said)


# --- What only looks like it ---


@pytest.mark.parametrize(
    ("more", "cell"),
    [
        ("lat_min,lat_max,lon_min,lon_max", "53,55,9,11"),
        ("Active", "N"),
        ("lat_m,lon_m", "50,60"),
        ("Lat ref,Lon ref", "GPS,GPS"),
        ("Direction", "uphill"),
        ("Pop class,Min,Max", "S1,3,4"),
    ],
)
def test_other_columns_are_told_as_unread(text_file, more, cell):
    loaded, said = read(capitals=text_file("p.csv", f"lat,lon,{more}\n54,10,{cell}\n"))
    assert places_of(loaded.capital_rows) == [(54, 10)]
    assert said == [f"not read: {more.replace(',', ', ')}"]


def test_a_head_with_both_sides_may_be_the_coordinate_itself(text_file):
    loaded, _ = read(capitals=text_file("p.csv", "Lat (N/S),Lon (E/W)\n54S,10W\n"))
    assert places_of(loaded.capital_rows) == [(-54, -10)]
