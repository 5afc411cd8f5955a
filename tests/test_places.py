"""What is said of places: what they are called, and of NATO only where membership is known."""

import re
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import infmap
from infmap.analysis.answer import site_answer, site_answers
from infmap.analysis.coverage import coverage_rows
from infmap.analysis.nato import nato_of
from infmap.errors import DataError
from infmap.figures.content import Content
from infmap.figures.key import key_groups
from infmap.figures.marks import STYLES
from infmap.figures.papers import SIZES
from infmap.figures.view import view_maker
from infmap.maps.content import page_data
from infmap.report.brief import write_brief
from infmap.report.record import plain
from infmap.tables.coverage_view import coverage_view
from infmap.tables.terminal import plain_text

CAMP = pd.DataFrame({"name": ["Camp"], "lon": [20.5], "lat": [54.7], "range_km": [600.0]})
#: Each with the day that its state joined NATO: a year that encyclopedias give, or never.
NAMED = {
    "Gdansk": ("Poland", 18.65, 54.35, 1999),
    "Ramstein": ("BRD", 7.60, 49.44, 1955),
    "Tallinn port": ("EST", 24.75, 59.45, 2004),
    "Basel": ("Schweiz", 7.59, 47.56, None),
    "Minsk-2": ("Беларусь", 28.0, 53.9, None),
}
DAYS = [date(1990, 1, 1), date(2000, 1, 1), None]
KINDS = {
    "in NATO": ["Gdansk", "Ramstein", "Tallinn port"],
    "none in NATO": ["Basel", "Minsk-2"],
    "some": ["Gdansk", "Basel", "Tallinn port"],
}


def places(names, *, country=True):
    rows = [
        {"name": name, "lon": lon, "lat": lat, **({"country": state} if country else {})}
        for name, (state, lon, lat, _) in NAMED.items()
        if name in names
    ]
    return pd.DataFrame(rows)


def in_nato(name, day):
    year = NAMED[name][3]
    return year is not None and (day is None or year <= day.year)


def asked(frame, day):
    return infmap.load(deployments=CAMP, capitals=frame).select(as_of=day)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_of_places_with_a_country_nato_is_counted_by_the_day(kind, day):
    names = KINDS[kind]
    cat = asked(places(names), day)
    members = [name for name in names if in_nato(name, day)]
    nato = nato_of(cat.capital_rows, day)
    assert {row.name for row in cat.capital_rows if row.id in nato.members} == set(members)
    (answer,) = site_answers(coverage_rows(cat), cat)
    assert answer.nato.count(answer.rows) == len(members)

    table = plain_text(coverage_view(coverage_rows(cat), cat))
    assert "Places by distance from each site " in table
    assert "not known" not in table
    counts = re.search(r"^Camp" + r" +(\d)" * 7, table, re.MULTILINE).groups()
    reached = [name for name in names if name in ("Gdansk", "Tallinn port", "Minsk-2")]
    assert sum(map(int, counts[:4])) == len(names)
    assert [int(one) for one in counts[4:]] == [
        len(reached),
        0,
        sum(name in members for name in reached),
    ]

    (chapter,) = write_brief([site_answer(cat, cat.sites[0])]).chapters
    said = [*map(plain, chapter.reports)]
    inside = [row for row in coverage_rows(cat) if row["in_inf_band"]]
    allied = sum(row["target"] in members for row in inside)
    verb = (
        "place, {} of NATO members, lies" if len(inside) == 1 else "places, {} of NATO members, lie"
    )
    assert any(f"{len(inside)} {verb.format(allied)} at the" in text for text in said)
    for run in (run for line in (*chapter.summary, *chapter.groups) for run in line):
        assert run.text not in names or run.strong == (run.text in members)
    assert ("Bold: NATO" in key_text(cat)) == bool(members)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_of_places_without_a_country_nothing_is_said_of_nato(kind, day):
    cat = asked(places(KINDS[kind], country=False), day)
    table = plain_text(coverage_view(coverage_rows(cat), cat))
    assert table.startswith("Places by distance from each site ")
    brief = write_brief([site_answer(cat, cat.sites[0])])
    (chapter,) = brief.chapters
    said = [chapter.title, chapter.caption, *brief.method, chapter.heading("figures")]
    said += map(plain, (*chapter.summary, *chapter.reports, chapter.key, *chapter.groups))
    for part in chapter.figures:
        said += [part.title, *map(plain, part.columns), *(c for row in part.rows for c in row)]
    text = "\n".join([table, *said, key_text(cat)])
    for word in ("NATO", "apital", "Others", "not known"):
        assert word not in text
    assert "which places, and what" in chapter.heading("figures")


def test_of_how_many_places_the_state_is_not_known_is_said():
    both = pd.concat([places(["Gdansk", "Basel"]), places(["Ramstein"], country=False)])
    cat = asked(both, None)
    table = plain_text(coverage_view(coverage_rows(cat), cat))
    assert "Places by distance from each site (of 1 the state is not known)" in table
    (chapter,) = write_brief([site_answer(cat, cat.sites[0])]).chapters
    assert any(
        "2 places, 0 of NATO members (of 1 the state is not known), lie at" in plain(text)
        for text in chapter.reports
    )


def key_text(cat):
    content = Content(site_answer(cat, cat.sites[0]), STYLES["light"])
    projection = view_maker(cat.sites[0], "equidistant")
    view = projection(projection.around(3000.0), 300.0, 300.0)
    groups = key_groups([content], [view], SIZES["page"])
    items = [item.bold + item.text for group in groups for item in group.items]
    return "\n".join([*(group.head for group in groups), *items])


@pytest.mark.parametrize(
    "cell",
    ["Germany", "germany", "Deutschland", "DE", "DEU", "Allemagne", "Германия", "Федеративна "],
)
def test_a_state_is_known_by_any_name_and_code(cell):
    frame = pd.DataFrame({"name": ["Base"], "country": [cell], "lon": [7.6], "lat": [49.4]})
    (row,) = infmap.load_places(frame)
    known = cell != "Федеративна "
    assert (row.in_nato(None), row.iso_a3) == ((True, "DEU") if known else (None, ""))
    assert row.country == cell.strip()


def test_a_code_alone_brings_the_country_and_one_that_contradicts_it_is_refused():
    frame = pd.DataFrame({"name": ["Base"], "iso_a3": ["POL"], "lon": [18.6], "lat": [54.3]})
    (row,) = infmap.load_places(frame)
    assert (row.country, row.nato_since) == ("Poland", "1999-03-12")
    with pytest.raises(DataError) as caught:
        infmap.load_places(frame.assign(country="Germany"))
    assert str(caught.value) == (
        "places: row 1 (index 0): iso_a3: is the code of another state than Germany ('POL'); "
        "write DEU if the country is right, or correct the country"
    )


def test_what_a_row_says_of_its_state_stays():
    frame = pd.DataFrame(
        {
            "name": ["Base", "Isle"],
            "country": ["Poland", "Greenland"],
            "nato_since": ["2001", ""],
            "lon": [18.6, -51.7],
            "lat": [54.3, 64.2],
        }
    )
    base, isle = infmap.load_places(frame)
    assert base.nato_since == "2001"
    # A territory is no state of its own, and its membership not told.
    assert isle.in_nato(None) is None


def test_places_are_capitals_only_where_every_one_is():
    cat = infmap.load()
    assert page_data(cat, "shuya", "")["place"] == "capital"
    rows = cat.capitals[["id", "name", "country", "role", "lon", "lat"]]
    assert page_data(infmap.load(capitals=rows), "shuya", "")["place"] == "capital"
    one = rows.head(1).assign(id="ramstein", name="Ramstein", role=None, lon=7.6, lat=49.44)
    mixed = infmap.load(capitals=pd.concat([rows, one.assign(country="Germany")]))
    assert page_data(mixed, "shuya", "")["place"] == "place"
    assert repr(mixed).count("209 places")


def test_the_card_of_a_place_calls_it_a_place():
    cat = infmap.load(capitals=places(NAMED))
    assert infmap.show(cat, "Ramstein")[0]["card"] == "place"
    assert infmap.show(infmap.load(), "Warsaw")[0]["card"] == "capital"


def test_among_places_a_seat_of_government_counts_like_any_other():
    rows = infmap.load().capitals[["id", "name", "country", "role", "lon", "lat"]]
    pair = rows[rows["country"] == "Netherlands"]
    site = infmap.load(capitals=pair).select(site="shuya")
    (answer,) = site_answers(coverage_rows(site), site)
    assert answer.by_band["intermediate-range"] == 1
    mixed = pd.concat([pair, rows.head(1).assign(id="x", name="X", role=None, lon=4.0, lat=52.0)])
    site = infmap.load(capitals=mixed.assign(country="Netherlands")).select(site="shuya")
    (answer,) = site_answers(coverage_rows(site), site)
    assert answer.by_band["intermediate-range"] == 3


def test_targets_are_whatever_capitals_are(tmp_path):
    cat = infmap.load().select(site="kaliningrad")
    frame = places(NAMED)
    frame.to_csv(tmp_path / "places.csv", index=False)
    points = gpd.GeoDataFrame(
        frame.drop(columns=["lon", "lat"]),
        geometry=shapely.points(frame["lon"], frame["lat"]),
        crs="EPSG:4326",
    )
    points.to_file(tmp_path / "places.gpkg")
    given = {
        "frame": frame,
        "points": points,
        "records": frame.to_dict("records"),
        "path": tmp_path / "places.csv",
        "text": str(tmp_path / "places.csv"),
        "layer": tmp_path / "places.gpkg",
        "read": infmap.load_places(frame),
    }
    first = infmap.coverage(cat, targets=frame)
    assert len(first) == len(NAMED)
    for what, one in given.items():
        assert infmap.coverage(cat, targets=one).equals(first), what
        if what != "read":
            loaded = infmap.load(capitals=one).select(site="kaliningrad")
            assert infmap.coverage(loaded)["distance_km"].tolist() == first["distance_km"].tolist()
