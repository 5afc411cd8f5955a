"""What is read of positions and days in their rarer forms, or why they are refused."""

import pytest
from test_seen_refusals import said_of

from infmap.catalogue.values.coordinates import read_position
from infmap.catalogue.values.date_texts import MONTHS, as_day, read_date
from infmap.catalogue.values.degrees import _SIDES, read_degrees

GEOMETRIES = [
    *("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"),
    *("GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE"),
    *("MULTISURFACE", "CURVE", "SURFACE", "POLYHEDRALSURFACE", "TIN", "TRIANGLE"),
]
POSITIONS = [
    *("90, 0", "-90, 180", "90.5, 0", "lat 54.71 lon 20.51", "Latitude: 54.71, Longitude: 20.51"),
    *("Lng: 20.51; Lat: 54.71", "φ 54.71 λ 20.51", "широта 54.71 долгота 20.51", "x=20.5 y=54.7"),
    *("54 42 36, 20 30 36", "54:42, 20:30", "54-42 N 20-30 E", "54,71 20,51", "54,71,20,51"),
    *(
        "Breite 54,71; Länge 20,51",
        "lat. 54.71 long. 20.51",
        "y=54.7 x=20.5",
        "Laenge 20.5 Lat 54.7",
    ),
    *("λ 20.51 φ 54.71", "5430 n.Br. 2030 ö.L.", "5430 n.Br. 02030 ö.Lg."),
    *("48,2° n. Br. 16,37° ö. L.", "40° n.Br. 8° w.Lg.", "54d42m36s N, 20d30m36s E"),
    *("54d42m36S, 20d30m36S", "54d42m36S 20d30m36E", "N 54d42m, E 20d30m", "54d42m36s, 20d30m"),
    *("N 54 42 E 20 30", "54°42'N 20°30'E", "544236N 0203036E", "5442N02030E", "54.71 / 20.51"),
    *("1000, 20", "20, 999", "SRID=5773;POINT (20 54)"),
    *("+20.51, 54.71 N", "-20.51 W, 54.71", "POINT (20.5, 54.7)", "31X FA 50 50", "31U FA 50 50"),
    *("32V KN 50 50", "37X EH 50 50", "33U 100000 5400000", "33N 391545 819698", "54, 360"),
    *(f"SRID={code};POINT (2283163 7300000)" for code in (3857, 900913, 102100, 102113)),
    *("54, 200", "POINT (20.123456, 54.7)"),
    '{"x": 391545, "y": 5819698, "spatialReference": {"wkid": 32633}}',
    '{"type": "Point", "coordinates": [20.5, 54.7]}',
    '{"type": "GeometryCollection", "geometries": []}',
    '{"type": "CircularString", "coordinates": [[20.5, 54.7], [21, 55], [22, 54]]}',
    *(f"{kind} ((20 54, 21 54, 21 55, 20 54))" for kind in GEOMETRIES),
    *(f'{{"type": "{kind.title()}", "coordinates": [20, 54]}}' for kind in GEOMETRIES),
]
DAYS = [
    *("43506", "2019.0", "2019 Feb", "2019-February", "10 Foo 2019", "10-Feb-2019", "2019 год"),
    *("2019", "2019-02", "2019-13", "2019-02-30", "2019-2-3", "today", "Heute", "JETZT"),
    *("10 Foo 19", "Foo 19", "Feb 19", "10 Feb '19", "'19", "19", "10.2.19", "43506.5"),
    *("February 10th, 2019", "the 10th of February 2019", "2019年2月10日"),
    *(
        "1er mars 2019",
        "12 de marzo de 2019",
        "1º de marzo de 2019",
        "marzo de 2019",
        "3rd May 2019",
    ),
    *(
        "23 января 2019 года",
        "январь 2019 года",
        "2019 года",
        "3 May, 2019",
        "12 del marzo del 2019",
    ),
    *("31st April 2019", "1st 2019", "de mayo 2019", "3 de 2019", "May de 3 2019"),
    *("2018.55", "2018.5", "2000/20", "2000/21", "2011/12", "2009/12", "2019/19", "60000"),
    *("yesterday", "Tomorrow", "now", "2019-02-10T12:00:00.000000000+00:00"),
    *("2019-02-10 12:30", "2019-02-10T25:00", "12/31/2018", "31/12/2018", "2018-365"),
]


@pytest.mark.parametrize("order", ["lat,lon", "lon,lat"])
def test_a_position_is_read_or_refused_as_was_read_before(reads_as, order):
    def found(text):
        return "{:.6f} {:.6f}".format(*read_position(text, order=order))

    name = f"positions-{order.replace(',', '-')}.txt"
    reads_as("\n".join(said_of(text, found) for text in POSITIONS), name)


def test_a_day_is_read_or_refused_as_was_read_before(reads_as):
    lines = [said_of(text, read) for text in DAYS for read in (read_date, as_day)]
    reads_as("\n".join(lines), "days.txt")


@pytest.mark.parametrize("axis", ["lat", "lon"])
def test_every_name_of_a_hemisphere_is_read_as_was_read_before(reads_as, axis):
    lines = [said_of(f"12.5 {name}", lambda text: read_degrees(text, axis)) for name in _SIDES]
    reads_as("\n".join(sorted(lines)), f"hemispheres-{axis}.txt")


def test_every_name_of_a_month_is_read_as_was_read_before(reads_as):
    names = [name for month in MONTHS for name in month.split()]
    lines = [said_of(f"3 {one} 2019", read_date) for name in names for one in (name, name[:3])]
    reads_as("\n".join(lines), "months.txt")
