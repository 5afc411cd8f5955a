"""Degrees and positions, in every style that people and programs write them."""

# ruff: noqa: RUF001 - letters and marks that look alike are the subject

import csv
import json
import re
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample import examples

from infmap.catalogue.values.coordinates import (
    looks_like_position,
    position_text,
    read_degrees,
    read_position,
)
from infmap.catalogue.values.refused import RefusedError

REPRODUCIBLE = settings(max_examples=examples(100))
with (Path(__file__).parent / "data" / "positions.csv").open(encoding="utf-8") as table:
    WRITTEN = list(csv.DictReader(table))
READ = [row for row in WRITTEN if not row["refused"]]
REFUSED = [row for row in WRITTEN if row["refused"]]

EDGES = [-180.0, -179.99, -0.01, 0.0, 179.99, 180.0]
LONS = st.one_of(st.floats(-180, 180), st.sampled_from(EDGES))
LATS = LONS.map(lambda degrees: degrees / 2)


def ids(row):
    return f"{row['asked']} {row['text']}"


def read(text, asked):
    """Return what is read of a text, as (lon, lat); of one coordinate the other is None."""
    if asked == "lon":
        return read_degrees(text, "lon"), None
    if asked == "lat":
        return None, read_degrees(text, "lat")
    return read_position(text, order=asked)


ORDERS = st.sampled_from(["lat,lon", "lon,lat"])


# --- The table ------------------------------------------------------------------------------


@pytest.mark.parametrize("row", READ, ids=ids)
def test_what_has_one_meaning_is_read(row):
    expected = tuple(float(row[axis]) if row[axis] else None for axis in ("lon", "lat"))
    for got, meant in zip(read(row["text"], row["asked"]), expected, strict=True):
        assert got == (meant if meant is None else pytest.approx(meant, abs=1e-12))


@pytest.mark.parametrize("row", REFUSED, ids=ids)
def test_what_has_none_or_two_is_refused_with_what_to_write(row):
    with pytest.raises(RefusedError) as error:
        read(row["text"], row["asked"])
    assert str(error.value) == row["refused"]


@pytest.mark.parametrize("row", [row for row in READ if "," in row["asked"]], ids=ids)
def test_every_position_looks_like_one(row):
    assert looks_like_position(row["text"]) or row["text"] == "12,5"


@pytest.mark.parametrize("row", [row for row in READ if "," not in row["asked"]], ids=ids)
def test_no_coordinate_looks_like_a_whole_position(row):
    assert not looks_like_position(row["text"])


# --- What only looks like it ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("", "Berlin", "Site 12", "5, 7 and 9", "12,5", "12.5", "1,234", "1,234.5", "1,2,3"),
        *("54 42 36 N", "Bay 12", "BAR 1980", "24 HRS", "12 Men", "Point 5", "9M729", "SSC-8"),
        *("S-300", "S-400, S-300", "Kapustin Yar 4, 12", "4th St, 5", "2018-02-10", "10.02.2018"),
        *("Route 5 N 12 E", "Camp 3d 4", "Lat Yare 5 lon 6", "12 N", "Triangle (north)", "33"),
        *("Tin City (Alaska)", "Polygon 2", "Empty Quarter", "0123456789abcdef" * 4),
    ],
)
def test_names_numbers_and_lists_do_not_look_like_positions(text):
    assert not looks_like_position(text)


@pytest.mark.parametrize(
    "text",
    [
        *("12.5, 13", "5, 7", "118.1,30.7", "54,1,10,2", "[10.2, 54.1]", "54.71 N, 20.51 O"),
        *("POLYGON ((0 0, 1 1, 0 1, 0 0))", "POINT EMPTY", "33UUP", "33U UP 12 34", "54.1 10.2"),
    ],
)
def test_positions_look_like_ones_though_they_be_refused(text):
    assert looks_like_position(text)


# --- Written in each style and read back ----------------------------------------------------


def sexagesimal(degrees, digits, parts):
    """Return whole degrees, minutes and seconds as texts, the last part with so many decimals."""
    unit = 60 ** (parts - 1) * 10**digits
    whole, last = divmod(round(abs(degrees) * unit), unit)
    middle, last = divmod(last, 60 * 10**digits) if parts == 3 else (None, last)
    width = 2 + (digits + 1 if digits else 0)
    text = f"{last / 10**digits:0{width}.{digits}f}"
    return [f"{whole}"] + ([] if middle is None else [f"{middle:02d}"]) + [text]


def letter(degrees, axis):
    pair = ("S", "N") if axis == "lat" else ("W", "E")
    return pair[degrees >= 0]


def lettered(form, digits, parts):
    def write(degrees, axis):
        width = 2 if axis == "lat" else 3
        first, *rest = sexagesimal(degrees, digits, parts)
        return form.format(letter(degrees, axis), first.zfill(width), *rest)

    return write, 0.51 / 60 ** (parts - 1) / 10**digits


WORDS = {
    "de": {"N": "nördl. Breite", "S": "südl. Breite", "E": "östl. Länge", "W": "westl. Länge"},
    "ru": {"N": "с. ш.", "S": "ю. ш.", "E": "в. д.", "W": "з. д."},
    "uk": {"N": "пн. ш.", "S": "пд. ш.", "E": "сх. д.", "W": "зх. д."},
    "en": {"N": "north", "S": "south", "E": "east", "W": "west"},
    "fr": {"N": "nord", "S": "sud", "E": "est", "W": "ouest"},
}


def worded(language, form="{:.5f}° {}"):
    def write(degrees, axis):
        return form.format(abs(degrees), WORDS[language][letter(degrees, axis)])

    return write, 0.51e-5


#: How a coordinate is written, and how near to it that comes.
STYLES = {
    "decimal": (lambda degrees, _: f"{degrees:.6f}", 0.51e-6),
    "comma": (lambda degrees, _: f"{degrees:.6f}".replace(".", ","), 0.51e-6),
    "unicode-minus": (lambda degrees, _: f"{degrees:.6f}".replace("-", "\u2212"), 0.51e-6),
    "marked-sign": (lambda degrees, _: f"{degrees:.6f}°", 0.51e-6),
    "suffix": (lambda degrees, axis: f"{abs(degrees):.6f}{letter(degrees, axis)}", 0.51e-6),
    "prefix": (lambda degrees, axis: f"{letter(degrees, axis)}{abs(degrees):.6f}", 0.51e-6),
    "dms": lettered("{1}°{2}'{3}\"{0}", 0, 3),
    "dms-tenths": lettered("{1}° {2}′ {3}″ {0}", 1, 3),
    "dms-before": lettered("{0} {1}°{2}'{3}''", 2, 3),
    "dms-letters": lettered("{1}d{2}m{3}s{0}", 0, 3),
    "dms-words": lettered("{1} deg {2} min {3} sec {0}", 1, 3),
    "dms-dashes": lettered("{1}-{2}-{3}{0}", 0, 3),
    "dms-colons": lettered("{1}:{2}:{3}{0}", 3, 3),
    "dms-blanks": lettered("{1} {2} {3} {0}", 0, 3),
    "minutes": lettered("{1}°{2}'{0}", 3, 2),
    "minutes-gps": lettered("{0}{1} {2}", 3, 2),
    "packed": lettered("{1}{2}{3}{0}", 0, 3),
    "packed-tenths": lettered("{1}{2}{3}{0}", 1, 3),
    "packed-before": lettered("{0}{1}{2}{3}", 0, 3),
    "packed-minutes": lettered("{1}{2}{0}", 0, 2),
    **{f"words-{language}": worded(language) for language in WORDS},
}


@pytest.mark.parametrize("style", STYLES)
@REPRODUCIBLE
@given(lon=LONS, lat=LATS)
def test_a_coordinate_of_any_style_is_read_to_its_precision(style, lon, lat):
    write, precision = STYLES[style]
    assert read_degrees(write(lon, "lon"), "lon") == pytest.approx(lon, abs=precision, rel=0)
    assert read_degrees(write(lat, "lat"), "lat") == pytest.approx(lat, abs=precision, rel=0)


@pytest.mark.thorough(but=7)
@pytest.mark.parametrize("style", STYLES)
@settings(REPRODUCIBLE, max_examples=examples(80))
@given(lon=LONS, lat=LATS, separator=st.sampled_from([", ", "; ", " ", " / "]))
def test_a_pair_of_any_style_is_read_to_its_precision(style, separator, lon, lat):
    write, precision = STYLES[style]
    text = separator.join((write(lat, "lat"), write(lon, "lon")))
    assert read_position(text) == pytest.approx((lon, lat), abs=precision, rel=0)
    assert looks_like_position(text)


@pytest.mark.parametrize(
    "style", ["suffix", "prefix", "dms", "dms-letters", "minutes", "packed", "words-ru"]
)
@settings(REPRODUCIBLE, max_examples=examples(50))
@given(lon=LONS, lat=LATS)
def test_letters_tell_the_order_whatever_it_is(style, lon, lat):
    write, precision = STYLES[style]
    swapped = f"{write(lon, 'lon')}, {write(lat, 'lat')}"
    for order in ("lat,lon", "lon,lat"):
        read_back = read_position(swapped, order=order)
        assert read_back == pytest.approx((lon, lat), abs=precision, rel=0)


def iso_6709(lon, lat, digits, parts):
    texts = []
    for degrees, width in ((lat, 2), (lon, 3)):
        first, *rest = sexagesimal(degrees, digits, parts)
        texts.append(("-" if degrees < 0 else "+") + first.zfill(width) + "".join(rest))
    return "".join(texts) + "/"


@REPRODUCIBLE
@given(lon=LONS, lat=LATS)
def test_iso_6709_is_read_by_its_number_of_digits(lon, lat):
    for digits, parts in ((0, 2), (3, 2), (0, 3), (2, 3)):
        precision = 0.51 / 60 ** (parts - 1) / 10**digits
        read_back = read_position(iso_6709(lon, lat, digits, parts))
        assert read_back == pytest.approx((lon, lat), abs=precision, rel=0)


@REPRODUCIBLE
@given(lon=LONS, lat=LATS)
def test_geometries_of_other_programs_are_read_to_the_last_digit(lon, lat):
    point = shapely.Point(lon, lat)
    high = shapely.Point(lon, lat, 12.5)
    texts = [
        *(
            shapely.to_wkb(
                shapely.set_srid(one, 4326), hex=True, include_srid=srid, byte_order=order
            )
            for one in (point, high)
            for srid in (False, True)
            for order in (0, 1)
        ),
        shapely.to_wkb(high, hex=True, flavor="iso"),
        json.dumps(shapely.geometry.mapping(point)),
        json.dumps({"type": "Feature", "geometry": shapely.geometry.mapping(high)}),
        str(shapely.geometry.mapping(point)),
        f"SRID=4326;POINT({lon!r} {lat!r})",
    ]
    for text in texts:
        assert read_position(text) == (lon, lat)
        assert looks_like_position(text)
    assert read_position(point.wkt) == pytest.approx((lon, lat), abs=1e-15, rel=1e-15)


@REPRODUCIBLE
@given(lon=LONS, lat=LATS)
@example(lon=-0.0, lat=-0.0)
@example(lon=-1e-9, lat=-1e-9)
def test_a_position_that_infmap_prints_is_read_back(lon, lat):
    for order in ("lat,lon", "lon,lat"):
        read_back = read_position(position_text(lon, lat), order=order)
        assert read_back == pytest.approx((lon, lat), abs=0.51e-6, rel=0)


def test_a_position_is_printed_as_a_person_writes_it():
    assert position_text(20.51, 54.71) == "54.71 N, 20.51 E"
    assert position_text(-77.05, -12.0) == "12 S, 77.05 W"
    assert position_text(-0.0, 0.0) == "0 N, 0 E"


# --- Reference systems and grids ------------------------------------------------------------


def to_system(code):
    return pyproj.Transformer.from_crs(4326, code, always_xy=True)


def from_system(code):
    return pyproj.Transformer.from_crs(code, 4326, always_xy=True)


@pytest.mark.parametrize("srid", [3857, 900913, 32633, 27700, 4258, 28992, 5041])
def test_a_named_reference_system_is_brought_to_wgs_84(srid):
    lon, lat = {27700: (-2.0, 53.0), 28992: (5.4, 52.1), 5041: (30.0, 88.0)}.get(srid, (10.2, 54.1))
    code = 3857 if srid == 900913 else srid
    x, y = to_system(code).transform(lon, lat)
    text = f"SRID={srid};POINT({float(x)!r} {float(y)!r})"
    assert read_position(text) == pytest.approx((lon, lat), abs=1e-6)
    assert read_position(
        shapely.to_wkb(shapely.set_srid(shapely.Point(x, y), srid), hex=True, include_srid=True)
    ) == pytest.approx((lon, lat), abs=1e-6)


def by_the_sphere(count, south, north, seed):
    rng = np.random.default_rng(seed)
    lats = np.degrees(np.arcsin(rng.uniform(*np.sin(np.radians([south, north])), count)))
    return zip(rng.uniform(-180, 180, count), lats, strict=True)


def metres_between(one, other):
    return pyproj.Geod(ellps="WGS84").inv(*one, *other)[2]


#: Letters of the columns of the grid's squares, three alphabets in turn, and of the rows, two.
COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
ROWS = ("ABCDEFGHJKLMNPQRSTUV", "FGHJKLMNPQRSTUVABCDE")


def grid_square(lon, lat):
    """Return zone, band and square of a place of ordinary zones, and its metres: pyproj's UTM."""
    zone = int((lon + 180) // 6) + 1
    system = (32600 if lat >= 0 else 32700) + zone
    east, north = to_system(system).transform(lon, lat)
    band = "CDEFGHJKLMNPQRSTUVWX"[min(19, int((lat + 80) // 8))]
    column = COLUMNS[(zone - 1) % 3][int(east // 100_000) - 1]
    row = ROWS[(zone - 1) % 2][int(north // 100_000) % 20]
    return zone, band, column + row, east, north, system


def test_squares_of_the_grid_lie_where_utm_says_they_do():
    for lon, lat in by_the_sphere(200, -80, 56, seed=16):
        zone, band, square, east, north, system = grid_square(lon, lat)
        for digits in (1, 0):
            parts = [f"{int(metres % 100_000 // 1e4)}"[:digits] for metres in (east, north)]
            with pytest.raises(RefusedError, match="no point") as caught:
                read_position(f"{zone}{band}{square}{''.join(parts)}")
            said = re.search("centre, (.*?), which may be (.*) km off", caught.value.remedy)
            off_km = metres_between(read_position(said[1]), (lon, lat)) / 1000
            assert off_km < int(said[2]) < 72
        for digits in (5, 4, 3, 2):
            size = 10 ** (5 - digits)
            parts = [f"{int(metres % 100_000 // size):0{digits}d}" for metres in (east, north)]
            centre = [metres // size * size + size / 2 for metres in (east, north)]
            expected = from_system(system).transform(*centre)
            for text in (
                f"{zone}{band}{square}{''.join(parts)}",
                f"{zone:02d}{band} {square} {' '.join(parts)}".lower(),
            ):
                assert metres_between(read_position(text), expected) < 1.5, text
                assert looks_like_position(text)


def test_squares_of_the_poles_lie_where_ups_says_they_do():
    # Either pole lies 2,000,000 m east and north of its grid's origin, where these squares meet.
    inverse = {code: from_system(code) for code in (32661, 32761)}
    rng = np.random.default_rng(7)
    for square, corner, code in (
        ("ZAH", (20, 20), 32661),
        ("YZG", (19, 19), 32661),
        ("BAN", (20, 20), 32761),
        ("AZM", (19, 19), 32761),
    ):
        for east, north in rng.integers(0, 100_000, (50, 2)):
            metres = corner[0] * 100_000 + east + 0.5, corner[1] * 100_000 + north + 0.5
            expected = inverse[code].transform(*metres)
            got = read_position(f"{square}{east:05d}{north:05d}")
            assert metres_between(got, expected) < 1, square


def test_the_wide_zones_of_norway_and_svalbard_have_their_squares():
    to_utm = to_system(32632)
    east, north = to_utm.transform(5.32, 60.39)
    text = f"32VKN{int(east % 100_000):05d}{int(north % 100_000):05d}"
    lon, lat = read_position(text)
    assert metres_between((lon, lat), (5.32, 60.39)) < 1.5


@pytest.mark.parametrize("text", ["31XDM12345678", "33TUP1234567890", "32XMG1212"])
def test_a_square_that_its_zone_does_not_have_is_refused(text):
    with pytest.raises(RefusedError, match="there is no square"):
        read_position(text)


def test_utm_is_read_by_its_band_or_its_half_of_the_earth():
    for lon, lat in by_the_sphere(200, -80, 72, seed=4):
        zone, band, _, east, north, _ = grid_square(lon, lat)
        letters = {band, "N"} if lat >= 0 else {band}
        for each in letters - {"S"}:
            for text in (
                f"{zone}{each} {east:.1f} {north:.1f}",
                f"UTM {zone}{each} {east:.0f}mE {north:.0f}mN",
            ):
                assert metres_between(read_position(text), (lon, lat)) < 1, text
        if lat < 0 and not 32 <= grid_lat_north(zone, east, north) <= 40:
            assert metres_between(read_position(f"{zone}S {east:.1f} {north:.1f}"), (lon, lat)) < 1


def grid_lat_north(zone, east, north):
    return from_system(32600 + zone).transform(east, north)[1]


# --- Remedies -------------------------------------------------------------------------------


def followed(remedy, asked):
    """Return everything that a remedy says to write, each with what it is then asked for."""
    assert remedy.startswith("write ")
    text = re.sub(r": (?:a sign|the pair) .*$", "", remedy.removeprefix("write "))
    if moved := re.match(r"it in (lon|lat) as ", text):
        text, asked = text[moved.end() :], moved[1]
    parts = re.split(r" or | if [^,]*(?:, (?=[-+\d])|$)", text)
    return [(part, asked) for part in parts if part]


def meanings(text, asked):
    with pytest.raises(RefusedError) as error:
        read(text, asked)
    return [read(*one) for one in followed(error.value.remedy, asked)]


@REPRODUCIBLE
@given(lon=LONS, lat=LATS)
def test_whoever_follows_a_remedy_for_degrees_gets_the_right_number(lon, lat):
    east, north = abs(lon), abs(lat)
    near = {"abs": 0.51e-6, "rel": 0}
    for written, asked, meant in (
        (f"{north:.6f}S", "lon", [(None, -north)]),
        (f"{east:.6f}W", "lat", [(-east, None)]),
        (f"{east:.6f} O", "lon", [(east, None), (-east, None)]),
        (f"-{north:.6f} N", "lat", [(None, -north), (None, north)]),
    ):
        got = meanings(written, asked)
        assert len(got) == len(meant)
        for each, expected in zip(got, meant, strict=True):
            for value, number in zip(each, expected, strict=True):
                assert value == (None if number is None else pytest.approx(number, **near))


@REPRODUCIBLE
@given(degrees=st.integers(10, 99), minutes=st.integers(0, 59))
def test_whoever_follows_the_remedy_for_a_missing_nought_gets_the_right_number(degrees, minutes):
    got = meanings(f"{degrees}{minutes:02d}E", "lon")
    assert got == [(pytest.approx(degrees + minutes / 60), None)]


@REPRODUCIBLE
@given(
    lon=st.one_of(st.floats(90.001, 180), st.floats(-180, -90.001)),
    lat=LATS,
    order=ORDERS,
)
def test_whoever_follows_the_remedy_for_a_swapped_pair_gets_the_place(lon, lat, order):
    swapped = f"{lon:.6f}, {lat:.6f}" if order == "lat,lon" else f"{lat:.6f}, {lon:.6f}"
    for text in (swapped, f"POINT ({lat:.6f} {lon:.6f})"):
        (got,) = meanings(text, order)
        assert got == pytest.approx((lon, lat), abs=1.1e-6, rel=0)


@REPRODUCIBLE
@given(
    one=st.integers(1, 899),
    other=st.integers(-899, -1),
    order=ORDERS,
)
def test_whoever_follows_a_remedy_for_two_places_can_have_either(one, other, order):
    x, y = one / 10, other / 10
    for text in (
        f"[{x}, {y}]",
        f"POINT ({x}, {y})",
        f"<http://www.opengis.net/def/crs/EPSG/0/4326> Point({x} {y})",
    ):
        assert {*meanings(text, order)} == {(x, y), (y, x)}
    lon, lat = (y, x) if order == "lat,lon" else (x, y)
    with_commas = f"{x:.1f},{y:.1f}".replace(".", ",")
    assert meanings(with_commas, order) == [(lon, lat)]


def test_whoever_follows_the_remedy_for_s_in_utm_can_have_either():
    north = from_system(32633).transform(391545, 3819698)
    south = from_system(32733).transform(391545, 3819698)
    both = meanings("33S 391545 3819698", "lat,lon")
    assert len(both) == 2
    assert max(map(metres_between, both, (north, south))) < 0.2


# --- Hostile texts --------------------------------------------------------------------------

PIECES = [
    *"0123456789NSEWOnsewdm°'\"′″.,;:/-+()[]{}<> \u00a0\u2212\udc80\x00СВ²٣",
    *("POINT", "MULTI", "SRID=", "4326", "geo:", '{"type":', '"coordinates"', "33UUP", "ZAH"),
    *("UTM", "lat", "nan", "99999999999", "0101000000", "e999", "EMPTY", "POLYGON", " Breite"),
]
ODD = st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=60))


@settings(REPRODUCIBLE, max_examples=examples(500))
@given(text=ODD)
def test_no_text_is_too_odd_to_be_refused(text):
    looks_like_position(text)
    for asked in ("lon", "lat", "lat,lon", "lon,lat"):
        with suppress(RefusedError):
            lon, lat = read(text, asked)
            assert all(value is None or np.isfinite(value) for value in (lon, lat))
            assert "," not in asked or (abs(lon) <= 180 and abs(lat) <= 90)


@pytest.mark.parametrize(
    "text",
    [
        "POINT (" + "1 " * 100_000,
        "POLYGON ((" + "1 2, " * 100_000,
        "GEOMETRYCOLLECTION(" * 20_000 + "POINT(1 2)",
        '{"coordinates":' + "[" * 9_000,
        '{"coordinates":' + "[" * 500_000,
        '{"type":"Point","coordinates":[1' + "0" * 9_000 + ",2]}",
        "0101000000" + "00" * 100_000,
        "33UUP" + "1" * 100_000,
        "N" * 100_000 + "5",
        "1 " * 100_000,
        "1,1" * 30,
        "5'N" * 35,
        "SRID=" + "9" * 5_000 + ";POINT(1 2)",
        "{'lat'" * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_a_long_text_is_refused_at_once(text):
    began = time.monotonic()
    looks_like_position(text)
    for asked in ("lat", "lat,lon"):
        with pytest.raises(RefusedError):
            read(text, asked)
    assert time.monotonic() - began < 1
