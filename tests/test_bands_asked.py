"""Another band than the treaty's: every product tells places by it as coverage does."""

import csv
import io
import json
import re

import pytest
import shapely
from geographiclib.geodesic import Geodesic
from rich.console import Console
from sample import sampled

import infmap
from infmap.analysis.answer import site_answer
from infmap.catalogue.values.bands import bands_of
from infmap.errors import InfmapError
from infmap.maps.page import Page
from infmap.tables.coverage_view import coverage_view

BANDS = [(300, 3000), (0, 800), ("500 mi", "2000 mi")]
SITES = ["shuya", "kaliningrad", "deveselu"]
each = pytest.mark.parametrize("band", BANDS, ids=str)
at_each = pytest.mark.parametrize("site", SITES)


def inside(cat, site, band):
    """The places in a band, by an independent geodesic."""
    nearest, farthest = bands_of(band).edges_km
    at = cat.site(site)

    def km(place):
        return Geodesic.WGS84.Inverse(at.lat, at.lon, place.lat, place.lon)["s12"] / 1000

    return {place.id for place in cat.capital_rows if nearest <= km(place) <= farthest}


@each
@at_each
def test_coverage_lists_the_places_of_the_band_and_no_others(cat, site, band):
    rows = infmap.coverage_rows(cat, site=site, band=band)
    assert {row["target_id"] for row in rows} == inside(cat, site, band)
    assert all(row["in_band"] for row in rows)
    treatys = {row["target_id"]: row for row in infmap.coverage_rows(cat, site=site)}
    for row in rows:
        of_treaty = treatys[row["target_id"]]
        assert of_treaty["in_band"] == of_treaty["in_inf_band"] == row["in_inf_band"]
        assert row["band"] == of_treaty["band"]


@pytest.mark.parametrize("edge", ["nearest", "farthest"])
def test_a_place_exactly_at_an_edge_is_in_the_band(cat, edge):
    site = cat.site("shuya")
    places = [
        {"name": f"p{turn}", "lat": end["lat2"], "lon": end["lon2"]}
        for turn in range(0, 360, 60)
        for end in [Geodesic.WGS84.Direct(site.lat, site.lon, turn, 1e6)]
    ]
    rows = infmap.coverage_rows(cat, site="shuya", targets=places)
    for row in rows:
        km = row["distance_km"]
        own = (km, km + 500) if edge == "nearest" else (km - 500, km)
        found = infmap.coverage_rows(cat, site="shuya", targets=places, band=own)
        assert row["target"] in [one["target"] for one in found if one["in_band"]]
        assert bands_of(own).zone_of(km).is_inside
        farther = (own[0] + 0.001, own[1] - 0.001)
        without = infmap.coverage_rows(cat, site="shuya", targets=places, band=farther)
        assert row["target"] not in [one["target"] for one in without]


@each
@at_each
def test_the_brief_counts_the_places_of_the_band(cat, site, band):
    answer = site_answer(cat, cat.site(site), bands_of(band))
    expected = len(inside(cat, site, band) - answer.counted.second_seats)
    from infmap.report.brief import write_brief
    from infmap.report.record import plain

    (chapter,) = write_brief([answer]).chapters
    span = bands_of(band).span
    (said,) = [text for text in map(plain, chapter.reports) if "that is geography" in text]
    assert said.startswith(f"{expected} capital")
    assert f"at the distances of your band, {span}" in said
    assert said.endswith("Verdicts stay the treaty's, on 500 to 5500 km.")


@pytest.mark.thorough(but=3)
@each
@at_each
def test_the_page_has_the_places_of_the_band(cat, site, band):
    page = infmap.make_map(cat.select(site=site), focus=site, band=band).get_root()
    assert isinstance(page, Page)
    data = page.opened.data
    (of_site,) = [one for one in data["sites"] if one["id"] == site]
    bands = data["bands"]
    told = {
        place["id"]
        for place, digit in zip(data["capitals"], of_site["band"], strict=True)
        if bands[int(digit)] == "in-band"
    }
    today = {place.id for place in cat.capital_rows}
    assert told & today == inside(cat, site, band)
    assert bands_of(band).span in data["band_words"]["kicker"]
    assert bands_of(band).span in page.opened.description
    assert "Verdicts stay the treaty's" in data["band_words"]["shaded_means"]


@each
@at_each
def test_the_area_among_the_rings_holds_the_places_of_the_band(cat, site, band):
    # Drawn closely: an outline may stray by its tolerance.
    rings = infmap.range_rings(cat, site=site, band=band, tolerance_km=0.01)
    assert len(rings) == len(infmap.range_rings(cat, site=site)) + 1
    area = rings[rings["ring_end"] == "band"].iloc[0]
    assert area["system"] == f"your band, {bands_of(band).span}"
    found = {
        place.id
        for place in cat.capital_rows
        if shapely.contains_xy(area.geometry, place.lon, place.lat)
    }
    assert found == inside(cat, site, band)


@each
def test_the_figure_shades_the_band_alone_and_names_its_edges(cat, band):
    ax = infmap.plot_map(cat, focus="shuya", band=band)
    figure = ax.figure
    gids = {artist.get_gid() for artist in figure.findobj() if artist.get_gid()}
    assert {gid for gid in gids if gid.startswith("zone-")} == {"zone-in-band"}
    marks = {gid.split("-")[1] for gid in gids if gid.startswith("capitals-")}
    assert marks <= {"below", "in", "beyond"}
    text = " ".join(one.get_text() for one in figure.findobj() if hasattr(one, "get_text"))
    bands = bands_of(band)
    assert f"{bands.span} (your band)" in text
    assert f"{bands.edges_km[1]:.12g} km: your band ends" in text
    assert "Verdicts stay the treaty's, on 500 to 5500 km." in text
    assert "the treaty's band ends" not in text


def test_the_treatys_band_asked_for_is_the_treatys(cat):
    asked = infmap.make_map(cat.select(site="shuya"), band="500-5500").get_root()
    plain = infmap.make_map(cat.select(site="shuya")).get_root()
    assert asked.render() == plain.render()


def test_a_place_near_an_edge_of_the_band_is_said_to_be(cat):
    def near(bands):
        rows = site_answer(cat, cat.site("shuya"), bands).rows
        return {row["target_id"] for row in rows if row["near_band_edge"]}

    assert "dublin" in near(bands_of((300, 3000)))
    assert "dublin" not in near(bands_of(None))


def test_no_distance_is_rounded_over_an_edge_of_the_band(cat):
    # A place whose distance is rounded up, over an edge just beyond it.
    place = next(
        row
        for row in infmap.coverage_rows(cat, site="shuya", band=(2000, 2900))
        if round(row["distance_km"], 1) > row["distance_km"] + 0.02
    )
    edge = place["distance_km"] + 0.01
    rows = infmap.coverage_rows(cat, site="shuya", band=(100, edge))
    view = coverage_view(rows, cat.select(site="shuya"), bands=bands_of((100, edge)), in_band=True)
    file = io.StringIO()
    Console(file=file, width=200).print(view)
    shown = re.search(rf"{place['target']} +{place['country']} +([\d.]+)", file.getvalue())
    assert shown is not None
    assert float(shown[1]) <= edge


def test_a_table_has_both_bands(cat):
    rows = infmap.coverage_rows(cat, site="shuya", band=(0, 800))
    columns = [*infmap.CoverageRow.__annotations__]
    told = list(csv.DictReader(io.StringIO(infmap.format_table(rows, columns=columns))))
    assert {row["in_band"] for row in told} == {"yes"}
    assert "no" in {row["in_inf_band"] for row in told}
    assert all(row["in_band"] is True for row in json.loads(infmap.format_table(rows, "json")))


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".kml", ".parquet"])
def test_every_format_of_rings_has_the_area(cat, tmp_path, suffix):
    path = tmp_path / f"rings{suffix}"
    infmap.save_rings(cat, path, band=(300, 3000), site="shuya")
    assert b"your band, 300 to 3000 km" in path.read_bytes()


@pytest.mark.parametrize("band", [(300, 300), (0, 20_000), (0.05, 300), (3000, 300)])
@pytest.mark.parametrize("make", [infmap.plot_map, infmap.make_report, infmap.make_map])
def test_a_band_that_cannot_be_drawn_is_refused_in_one_line(cat, make, band):
    with pytest.raises(InfmapError, match=r"^a band .*write [\d.]+-[\d.]+$"):
        make(cat, band=band)


@pytest.mark.parametrize("mode", sampled(["focus", "true-distance"], 1))
def test_a_reader_of_the_page_sees_the_band(open_page, cat, mode):
    html = infmap.make_map(cat.select(site="shuya"), band=(300, 3000), mode=mode).get_root()
    page = open_page(html.render())
    deck, reported, key = (
        page.locator(part).inner_text() for part in ("#deck", "#reported", "#key-line")
    )
    counted = site_answer(cat, cat.site("shuya"), bands_of((300, 3000))).by_band["in-band"]
    assert f"{counted} capitals lie 300 to 3000 km away" in deck
    assert "300 to 3000 km is your band; verdicts stay the treaty's, on 500 to 5500 km" in reported
    assert "outside the band of 300 to 3000 km" in key
    page.locator("#key-line").click()
    assert "300 to 3000 km (your band)" in page.locator("#legend-body").inner_text()
    assert page.locator("path.outside").count() >= 1
    assert page.locator("path.limit-300").count() >= 1
    assert page.locator("path.limit-1000").count() == 0
    # The ruler of a place hatches what is not of the band.
    page.locator("#capital-table").get_by_role("button", name="Moscow").click()
    assert page.locator(".ruler-outside").first.bounding_box()["width"] > 0


def test_a_site_without_a_place_in_the_band_is_counted_with_none(cat):
    cut = cat.select(theme="after-inf")
    rows = infmap.coverage_rows(cut, band=(0, 300))
    console = Console(width=200, file=io.StringIO())
    console.print(coverage_view(rows, cut, bands=bands_of((0, 300)), in_band=True))
    lines = console.file.getvalue().splitlines()
    for site in cut.sites:
        (line,) = (line for line in lines if line.startswith((f"{site.name} ", f"{site.name}:")))
        seats = {row.id for row in cut.capital_rows if row.role == "seat-of-government"}
        there = [row for row in rows if row["site_id"] == site.id and row["target_id"] not in seats]
        assert int(line.removeprefix(site.name).split()[-4]) == len(there)
