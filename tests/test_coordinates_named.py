"""Heads that name a coordinate and more, and numbers that are no degrees as they stand."""

import pytest

import infmap
from infmap.catalogue.reading.detect import table_of
from infmap.catalogue.reading.holds import Holds
from infmap.errors import DataError

#: Heads under which the numbers may be no degrees, or count the other way.
MORE = {
    "radians": ("Lat (rad)", "lon_rad"),
    "gon": ("Lat (gon)", "Lon (gon)"),
    "thousandfold": ("Lat x 1000", "Lon x 1000"),
    "ten millionth": ("latitudeE7", "longitudeE7"),
    "positive to the west": ("lat (South positive)", "Lon (West positive)"),
    "a letter of a side": ("lats", "lonw"),
    "of something": ("launch_lat", "launch_lon"),
    "numbered": ("Latitude 1", "Longitude 1"),
    "sides": ("N", "E"),
}
#: Heads of a whole position in an order that infmap does not know.
WHOLE = ["Coordinates (x,y)", "GPS (E, N)", "Koordinaten (L/B)", "N,E", "plus_code", "geohash"]
#: What stands beside a position, and the table that it makes.
BESIDE = {
    "": (Holds.PLACES, "capitals"),
    ",system": (Holds.SITES, "deployments"),
    ",range_km": (Holds.SITES, "deployments"),
}


def refusal(path, argument):
    with pytest.raises(DataError) as caught:
        infmap.load(**{argument: path})
    with pytest.raises(DataError) as checked:
        infmap.check([path])
    assert str(checked.value) == str(caught.value)
    return caught.value.faults


def table(text_file, heads, cells, beside):
    cells += {"": "", ",system": ",9m729", ",range_km": ",500"}[beside]
    return text_file("table.csv", f"name,{heads}{beside}\nA,{cells}\n")


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("datum", ["NAD27", "ED50", "Pulkovo 1942", "GCJ-02"])
def test_degrees_on_another_datum_are_to_be_converted(text_file, datum, beside):
    path = table(text_file, f"Lat ({datum}),Lon ({datum})", "54,10", beside)
    assert [fault.remedy for fault in refusal(path, BESIDE[beside][1])] == [
        f"convert '{head} ({datum})' to WGS 84 (EPSG:4326), and write degrees {side} as {axis}"
        for head, axis, side in (("Lon", "lon", "east"), ("Lat", "lat", "north"))
    ]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize(("lat", "lon"), MORE.values(), ids=MORE)
def test_no_remedy_moves_a_place(text_file, lat, lon, beside):
    path = table(text_file, f'"{lat}","{lon}"', "54,10", beside)
    holds, argument = BESIDE[beside]
    assert table_of(path).holds is holds
    remedies = [fault.remedy for fault in refusal(path, argument)]
    assert remedies == [
        f"rename '{head}' to {axis} if it holds degrees {side}, or write degrees {side} under the "
        f"head {axis}"
        for head, axis, side in ((lon, "lon", "east"), (lat, "lat", "north"))
    ]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize(("lat", "lon"), [("Lattitude", "Longitute"), ("latidude", "longtude")])
def test_a_misspelt_coordinate_is_renamed(text_file, lat, lon, beside):
    path = table(text_file, f"{lat},{lon}", "54,10", beside)
    faults = refusal(path, BESIDE[beside][1])
    assert [fault.remedy for fault in faults] == [
        f"rename '{lon}' to lon",
        f"rename '{lat}' to lat",
    ]


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("head", WHOLE)
def test_what_may_be_a_position_is_one_for_check(text_file, head, beside):
    path = table(text_file, f'"{head}"', '"54.1, 10.2"', beside)
    holds, argument = BESIDE[beside]
    assert table_of(path).holds is holds
    faults = refusal(path, argument)
    assert (head, "may be a position, and is not read") in {
        (fault.field, fault.problem) for fault in faults
    }


@pytest.mark.parametrize(
    "text",
    [
        'Missile,Range,Location\nOwn,500,"Plant 9, Omsk"',
        "Missile,Range (km),Late,Note\nOwn,500,2024,a",
        "Missile,Range,Länge (m),Breite (m)\nOwn,500,7.3,0.9",
        'Missile,Range,Size\nOwn,500,"7.3, 0.9"',
        "Missile,Range,Long name\nOwn,500,Our Own 2",
    ],
)
def test_other_columns_are_no_positions(text_file, text):
    assert table_of(text_file("table.csv", text + "\n")).holds is Holds.SYSTEMS


@pytest.mark.parametrize("head", ["Radius (deg)", "Range (100 km)"])
def test_what_may_be_a_range_makes_sites_for_check(text_file, head):
    path = text_file("table.csv", f"name,lat,lon,{head}\nA,54,10,3\n")
    assert table_of(path).holds is Holds.SITES
    assert any("may be a range" in fault.problem for fault in refusal(path, "deployments"))


# --- The order of two numbers ---


@pytest.mark.parametrize("cell", ["[10.2, 54.1]", "10.2, 54.1", " [10.2,54.1] ", "[10.2 54.1]"])
@pytest.mark.parametrize("head", ["coords [lng,lat]", "Location (lon, lat)", "Long/Lat", "xy"])
def test_brackets_leave_the_order_to_a_head_that_says_it(text_file, head, cell):
    path = text_file("places.csv", f'name,"{head}"\nA,"{cell}"\n')
    (place,) = infmap.load(capitals=path).capital_rows
    assert (place.lon, place.lat) == (10.2, 54.1)


@pytest.mark.parametrize("head", ["coordinates", "location", "position"])
def test_brackets_have_either_order_under_a_head_that_does_not(text_file, head):
    path = text_file("places.csv", f'name,"{head}"\nA,"[10.2, 54.1]"\n')
    assert [fault.problem for fault in refusal(path, "capitals")] == ["may be either of two places"]


# --- Numbers that are no degrees ---


@pytest.mark.parametrize(
    ("lat", "lon", "axis", "remedy"),
    [
        ("54", "359.9", "lon", "write -0.1 if it counts on eastward"),
        ("54", "190", "lon", "write -170 if it counts on eastward"),
        ("54", "-190", "lon", "write degrees east of Greenwich"),
        ("54", "999", "lon", "write degrees east of Greenwich"),
        ("542051", "10", "lat", "write 54.3475 if it is 54°20'51\" without the marks"),
        ("-542051", "10", "lat", "write -54.3475 if it is 54°20'51\" without the marks"),
        ("5430", "10", "lat", "write 54.5 if it is 54°30' without the marks"),
        ("54", "1013000", "lon", "write 101.5 if it is 101°30'0\" without the marks"),
        ("546051", "10", "lat", "it looks like metres of a projection"),
        ("5819698", "10", "lat", "it looks like metres of a projection"),
        ("542051.5", "10", "lat", "it looks like metres of a projection"),
        ("1000", "10", "lat", "write 10 if it is 10°0' without the marks"),
        ("5459", "10", "lat", "write 54.983333 if it is 54°59' without the marks"),
        ("5460", "10", "lat", "it looks like metres of a projection"),
        ("545960", "10", "lat", "it looks like metres of a projection"),
        ("9000", "10", "lat", "write 90 if it is 90°0' without the marks"),
        ("10000", "10", "lat", "write 1 if it is 1°0'0\" without the marks"),
        ("9001", "10", "lat", "it looks like metres of a projection"),
        ("900001", "10", "lat", "it looks like metres of a projection"),
        ("54", "18001", "lon", "it looks like metres of a projection"),
        ("54", "18000", "lon", "write 180 if it is 180°0' without the marks"),
        ("54", "10130", "lon", "write 101.5 if it is 101°30', 1.025 if it is 1°1'30\" without"),
        ("54", "-10130", "lon", "write -101.5 if it is 101°30', -1.025 if it is 1°1'30\" without"),
        ("10130", "10", "lat", "write 1.025 if it is 1°1'30\" without the marks"),
        ("95 N", "10", "lat", "its letter says north or south, where 90 is the most"),
        ("9001N", "10", "lat", "its letter says north or south, where 90 is the most"),
        ("200 E", "10", "lat", "its letter says east or west, where 180 is the most"),
        ("54", "200 O", "lon", "its letter says east or west, where 180 is the most"),
        ("54", "360", "lon", "write 0 if it counts on eastward"),
        ("54", "361", "lon", "write degrees east of Greenwich"),
        ("180", "54", "lat", "swap lon and lat, if the two are swapped"),
        ("181", "54", "lat", "write degrees north of the equator"),
        ("120", "90", "lat", "swap lon and lat, if the two are swapped"),
        ("120", "91", "lat", "write degrees north of the equator"),
    ],
)
def test_a_number_out_of_bounds_is_told_by_what_it_may_be(text_file, lat, lon, axis, remedy):
    path = text_file("places.csv", f"name,lat,lon\nA,{lat},{lon}\n")
    (fault,) = refusal(path, "capitals")
    assert fault.field == axis
    assert fault.remedy.startswith(remedy)
    may_be_metres = not fault.value[-1].isalpha() and abs(float(fault.value)) >= 1000
    assert ("export the points in degrees" in fault.remedy) == may_be_metres
