"""The capitals and the outline of countries: complete, consistent, and true to their promises."""

import csv
import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, Point, shape
from shapely.ops import nearest_points

from tests.each import each

pytestmark = pytest.mark.data

DATA = Path(__file__).resolve().parents[1] / "data"
OUTLINE = DATA / "countries.geojson"
WGS84 = Geod(ellps="WGS84")

with (DATA / "capitals.csv").open(encoding="utf-8", newline="") as file:
    CAPITALS_OF_ANY_DAY = list(csv.DictReader(file))
CAPITALS = [row for row in CAPITALS_OF_ANY_DAY if not row["until"]]
FORMER = [row for row in CAPITALS_OF_ANY_DAY if row["until"]]
FEATURES = json.loads(OUTLINE.read_text(encoding="utf-8"))["features"]
PROPERTIES = [feature["properties"] for feature in FEATURES]
SHAPES = [shape(feature["geometry"]) for feature in FEATURES]
BY_NAME = {one["name"]: land for one, land in zip(PROPERTIES, SHAPES, strict=True)}
BY_ISO = {one["iso_a3"]: land for one, land in zip(PROPERTIES, SHAPES, strict=True)}
NAME_OF = {one["iso_a3"]: one["name"] for one in PROPERTIES}
NOTE_OF = {one["name"]: one["note"] for one in PROPERTIES}

CRIMEA = {
    "simferopol": (34.10, 44.95),
    "sevastopol": (33.55, 44.60),
    "kerch": (36.47, 45.35),
    "yalta": (34.15, 44.51),
    "isthmus": (33.70, 46.10),
}


def rings():
    """Yield every ring of the outline with its country's name, as written in the file."""
    for feature in FEATURES:
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        for part in parts if geometry["type"] == "MultiPolygon" else [parts]:
            for ring in part:
                yield feature["properties"]["name"], ring


def km_outside(lon, lat, land):
    """Return how far a place lies outside a shape: 0 within it, else at most this many km."""
    place = Point(lon, lat)
    if land.covers(place):
        return 0.0
    nearest = nearest_points(land, place)[0]
    return WGS84.inv(lon, lat, nearest.x, nearest.y)[2] / 1000


def intervals_at(lon, name):
    """Return the latitude intervals of a country on a meridian of the map's edge."""
    edges = shapely.get_parts(BY_NAME[name].intersection(LineString([(lon, -90), (lon, 90)])))
    lines = [edge for edge in edges if edge.geom_type == "LineString"]
    joined = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    return sorted((line.bounds[1], line.bounds[3]) for line in joined)


def capitals_where(**wanted):
    return [row for row in CAPITALS if all(row[key] == value for key, value in wanted.items())]


# Capitals


def test_capitals_have_the_columns_of_the_codebook():
    text = (DATA / "capitals.csv").read_bytes()
    assert text.startswith(
        b"id,name,country,iso_a3,lon,lat,role,since,until,un_status,nato_since,warsaw_pact_until,"
        b"source_ids,note\n"
    )
    assert b"\r" not in text


@pytest.mark.parametrize(
    ("un_status", "count"), [("member", 193), ("observer", 2), ("none", 2)], ids=lambda x: str(x)
)
def test_every_state_has_exactly_one_capital(un_status, count):
    states = [row["iso_a3"] for row in capitals_where(role="capital", un_status=un_status)]
    assert len(states) == len(set(states)) == count


def test_states_that_are_not_un_members_are_flagged_with_a_note():
    assert {row["iso_a3"] for row in capitals_where(un_status="observer")} == {"PSE", "VAT"}
    assert {row["iso_a3"] for row in capitals_where(un_status="none")} == {"TWN", "XKX"}
    assert all(row["note"] for row in CAPITALS if row["un_status"] != "member")


def test_a_seat_of_government_belongs_to_a_state_with_a_capital_and_says_why():
    states = {row["iso_a3"] for row in capitals_where(role="capital")}
    seats = capitals_where(role="seat-of-government")
    assert len(seats) + len(states) == len(CAPITALS)
    assert {row["iso_a3"] for row in seats} <= states
    assert all(row["note"] for row in seats)
    assert "the-hague" in {row["id"] for row in seats}


def test_capital_ids_are_unique_ascii_slugs():
    ids = [row["id"] for row in CAPITALS_OF_ANY_DAY]
    assert len(ids) == len(set(ids))
    assert [one for one in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", one)] == []


def test_thirty_two_states_are_in_nato_since_a_day_that_all_their_rows_share():
    since = {}
    for row in CAPITALS:
        since.setdefault(row["iso_a3"], set()).add(row["nato_since"])
    assert all(len(days) == 1 for days in since.values())
    days = [date.fromisoformat(day) for (day,) in since.values() if day]
    assert len(days) == 32
    assert days.count(date(1949, 8, 24)) == 12
    assert max(days) == date(2024, 3, 7)


def test_every_capital_names_its_sources():
    for row in CAPITALS_OF_ANY_DAY:
        sources = row["source_ids"].split("; ")
        assert sources[:2] == ["geonames", "un-members"]
        assert ("nato-members" in sources) == bool(row["nato_since"])
        assert ("warsaw-treaty" in sources) == bool(row["warsaw_pact_until"])
        assert ("world-factbook" in sources) == bool(row["since"] or row["until"])


def test_capitals_are_in_order_of_country():
    def plain(row):
        return row["country"].translate(str.maketrans("ôãéü", "oaeu")), row["role"]

    assert [plain(row) for row in CAPITALS] == sorted(plain(row) for row in CAPITALS)


@each(CAPITALS, [row["id"] for row in CAPITALS])
def test_a_capital_lies_in_its_country_and_both_files_name_it_alike(row):
    assert row["country"] == NAME_OF[row["iso_a3"]]
    assert km_outside(float(row["lon"]), float(row["lat"]), BY_ISO[row["iso_a3"]]) <= 10


# Outline


def test_features_have_the_properties_of_the_codebook_and_unique_names_and_codes():
    assert all(list(one) == ["name", "iso_a3", "note"] for one in PROPERTIES)
    names = [one["name"] for one in PROPERTIES]
    codes = [one["iso_a3"] for one in PROPERTIES if one["iso_a3"]]
    assert len(names) == len(set(names))
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)
    assert not [name for name in names if "." in name]


def test_a_feature_without_an_iso_code_carries_a_note():
    without = {one["name"] for one in PROPERTIES if one["iso_a3"] in ("", "XKX")}
    assert without == {"Kosovo", "Northern Cyprus", "Siachen Glacier", "Somaliland"}
    assert all(NOTE_OF[name] for name in without)


@pytest.mark.parametrize("place", CRIMEA.values(), ids=CRIMEA)
def test_crimea_is_in_ukraine_and_in_no_other_feature(place):
    covering = [n for n, land in BY_NAME.items() if land.covers(Point(place))]
    assert covering == ["Ukraine"]


def test_crimea_joins_the_rest_of_ukraine_with_no_border_between():
    mainland = max(shapely.get_parts(BY_NAME["Ukraine"]), key=lambda part: part.area)
    places = [Point(30.52, 50.45), *map(Point, CRIMEA.values())]
    assert all(mainland.covers(place) for place in places)
    assert len(mainland.interiors) == 0
    assert "Crimea, under Russian occupation since 2014" in NOTE_OF["Ukraine"]


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ((37.80, 48.00), "Ukraine"),
        ((20.51, 54.71), "Russia"),
        ((-13.20, 27.10), "Western Sahara"),
        ((41.10, 43.05), "Georgia"),
        ((29.60, 46.85), "Moldova"),
    ],
    ids=["donetsk", "kaliningrad", "laayoune", "sukhumi", "tiraspol"],
)
def test_a_disputed_or_detached_place_lies_where_the_notes_say(place, name):
    assert [n for n, land in BY_NAME.items() if land.covers(Point(place))] == [name]


@each(BY_NAME, BY_NAME)
def test_a_shape_is_valid_within_bounds_and_counterclockwise(name):
    land = BY_NAME[name]
    assert land.is_valid
    west, south, east, north = land.bounds
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 84
    for part in shapely.get_parts(land):
        assert part.exterior.is_ccw
        assert not any(hole.is_ccw for hole in part.interiors)


def test_no_two_shapes_overlap():
    tree = shapely.STRtree(SHAPES)
    pairs = tree.query(SHAPES, predicate="intersects").T.tolist()
    assert [(a, b) for a, b in pairs if a < b and SHAPES[a].intersection(SHAPES[b]).area > 0] == []


def test_neighbours_share_every_vertex_of_their_border():
    assert shapely.coverage_is_valid(SHAPES)


def test_land_has_no_gap_but_the_caspian_sea():
    land = shapely.union_all(SHAPES)
    holes = [hole for part in shapely.get_parts(land) for hole in part.interiors]
    assert [shapely.Polygon(hole).covers(Point(51, 42)) for hole in holes] == [True]


@pytest.mark.parametrize("name", ["Russia", "Fiji", "Antarctica"])
def test_a_country_cut_at_the_antimeridian_meets_itself_there(name):
    assert intervals_at(180, name) == intervals_at(-180, name) != []


def test_only_three_countries_touch_the_antimeridian():
    touching = {name for name, ring in rings() for lon, _ in ring if abs(lon) == 180}
    assert touching == {"Russia", "Fiji", "Antarctica"}


def test_antarctica_is_closed_along_the_pole():
    pole = BY_NAME["Antarctica"].intersection(LineString([(-180, -90), (180, -90)]))
    assert pole.length == 360
    assert BY_NAME["Antarctica"].covers(Point(0, -90))


def test_no_edge_runs_across_the_map():
    widest = max(abs(b[0] - a[0]) for _, ring in rings() for a, b in pairwise(ring))
    assert widest <= 30  # the border of Canada and the United States along 49 N is 28 degrees


def test_coordinates_lie_on_the_grid_and_no_ring_repeats_a_vertex():
    for _, ring in rings():
        assert ring[0] == ring[-1]
        assert all(a != b for a, b in pairwise(ring))
        assert all(round(number, 2) == number for vertex in ring for number in vertex)


@pytest.mark.parametrize(
    "name",
    ["Malta", "Singapore", "Maldives", "Tuvalu", "Nauru", "Monaco", "Vatican City", "San Marino"],
)
def test_the_smallest_states_can_be_seen(name):
    west, south, east, north = BY_NAME[name].bounds
    assert min(east - west, north - south) > 0.015


def test_the_outline_is_small_with_one_feature_a_line():
    text = OUTLINE.read_bytes()
    assert len(text) <= 500_000
    lines = text.decode().splitlines()
    assert len(lines) == len(FEATURES) + 2
    assert all(line.startswith('{"type":"Feature",') for line in lines[1:-1])
