"""What may be a position or a range is refused by what checks a table as by what takes it."""

import pytest
from typer.testing import CliRunner

import infmap
from infmap.catalogue.reading.detect import table_of
from infmap.catalogue.reading.holds import Holds
from infmap.cli import app
from infmap.errors import DataError

#: Tables with what is not read of a site, and what its fault says.
SITES = {
    "Site,Zone,Easting,Northing,Missile,Range (km)\nA,33U,391545,5819698,Own,1200": (
        "Easting and Northing do not say which projection"
    ),
    "Name;Hochwert;Rechtswert;Reichweite\nA;5819698;391545;500": (
        "Hochwert and Rechtswert do not say which projection"
    ),
    'Missile,Where,Range (km)\nOwn,"54.1° N, 10.2° E",1200': "Where: may be a position",
    "Missile,Grid,Range (km)\nOwn,33UUP9154519698,1200": "Grid: may be a position",
    "Site,Lat,Lon,Range ('000 km)\nA,54,10,1.2": "Range ('000 km): may be a range",
    "Site,Lat,Lon,Range (100 km)\nA,54,10,12": "Range (100 km): may be a range",
    "Ort;Breite;Länge;Reichweite (Tkm)\nA;54;10;12": "Reichweite (Tkm): may be a range",
    "Site,Latitude (°S),Longitude (°W),Range (km)\nA,53,70,1300": (
        "'Longitude (°W)' may hold degrees of that side"
    ),
    "Site,Lat S,Lon W,Missile\nA,53,70,Own": "'Lat S' may hold degrees of that side",
}
PLACES = {
    "City,Easting,Northing\nA,391545,5819698": "Easting and Northing do not say",
    "City,Lat S,Lon E\nA,53,70": "'Lat S' may hold degrees of that side",
    'City,Where\nA,"54.1 N, 10.2 E"': "Where: may be a position",
}
ALL = [
    *((text, fault, Holds.SITES, "deployments") for text, fault in SITES.items()),
    *((text, fault, Holds.PLACES, "capitals") for text, fault in PLACES.items()),
]


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(("text", "fault", "holds", "argument"), ALL)
def test_check_and_the_command_say_the_same_lines(
    text_file, tmp_path, text, fault, holds, argument
):
    path = text_file("table.csv", text + "\n")
    assert table_of(path).holds is holds
    with pytest.raises(DataError) as caught:
        infmap.load(**{argument: path})
    assert fault in str(caught.value)
    checked = CliRunner().invoke(app, ["check", str(path)])
    page = ["map", f"--{argument}", str(path), "-o", str(tmp_path / "page.html")]
    drawn = CliRunner().invoke(app, page)
    assert (checked.exit_code, drawn.exit_code) == (1, 1)
    assert checked.output == drawn.output


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("City,Lat,Lon,Distance (km)\nA,54,10,3", Holds.PLACES),
        ("City,Lat,Lon,Distance to coast (km)\nA,54,10,3", Holds.PLACES),
        ("City,Lat,Lon,Minimum range ('000 km)\nA,54,10,3", Holds.PLACES),
        ("City,Lat,Lon,Range\nA,54,10,300", Holds.SITES),
        ("City,Lat,Lon,Elevation (m)\nA,54,10,3", Holds.PLACES),
        ("City,Lat,Lon,Min range (km)\nA,54,10,3", Holds.PLACES),
        ('Missile,Range,Size\nOwn,500,"7.3, 0.9"', Holds.SYSTEMS),
        ('Missile,Range,Maker\nOwn,500,"Plant 9, Omsk"', Holds.SYSTEMS),
    ],
)
def test_other_columns_do_not_make_sites(text_file, text, holds):
    assert table_of(text_file("table.csv", text + "\n")).holds is holds


@pytest.mark.parametrize(
    "head", ["Site", "Installation", "site_name", "Garrison", "Stützpunkt", "Base", "база", "sitio"]
)
def test_places_are_named_by_a_head_of_sites_too(text_file, head):
    path = text_file("places.csv", f"{head},lat,lon,country\nRamstein,49.44,7.6,Germany\n")
    (place,) = infmap.load(capitals=path).capital_rows
    assert place.name == "Ramstein"
