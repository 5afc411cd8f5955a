"""What is read of positions and days in their rarer forms, or why they are refused."""

import pytest
from test_seen_refusals import said_of

from infmap.catalogue.values.coordinates import read_position
from infmap.catalogue.values.date_texts import as_day, read_date

GEOMETRIES = [
    *("POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"),
    *("GEOMETRYCOLLECTION", "CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE"),
    *("MULTISURFACE", "CURVE", "SURFACE", "POLYHEDRALSURFACE", "TIN", "TRIANGLE"),
]
POSITIONS = [
    *("90, 0", "-90, 180", "90.5, 0", "lat 54.71 lon 20.51", "Latitude: 54.71, Longitude: 20.51"),
    *("Lng: 20.51; Lat: 54.71", "φ 54.71 λ 20.51", "широта 54.71 долгота 20.51", "x=20.5 y=54.7"),
    *("54 42 36, 20 30 36", "54:42, 20:30", "54-42 N 20-30 E", "54,71 20,51", "54,71,20,51"),
    *("N 54 42 E 20 30", "54°42'N 20°30'E", "544236N 0203036E", "5442N02030E", "54.71 / 20.51"),
    '{"x": 391545, "y": 5819698, "spatialReference": {"wkid": 32633}}',
    '{"type": "Point", "coordinates": [20.5, 54.7]}',
    '{"type": "GeometryCollection", "geometries": []}',
    '{"type": "CircularString", "coordinates": [[20.5, 54.7], [21, 55], [22, 54]]}',
    *(f"{kind} ((20 54, 21 54, 21 55, 20 54))" for kind in GEOMETRIES),
]
DAYS = [
    *("43506", "2019.0", "2019 Feb", "2019-February", "10 Foo 2019", "10-Feb-2019", "2019 год"),
    *("February 10th, 2019", "the 10th of February 2019", "2019年2月10日"),
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
