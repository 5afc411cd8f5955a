"""The strokes of the page are those of Python, and lie where they should."""

from dataclasses import replace

import numpy as np
import pyproj
import pytest
import shapely
from page_steps import corners_of, drawn, switch, turn
from stroke_cases import KM, LOOKS, SOME_PAIRS, lit, made_of, strokes_of

import infmap
from infmap.analysis.rings import ring_specs
from infmap.analysis.strokes import rings_of
from infmap.geodesy import inverse
from infmap.looks.lines import PITCH
from infmap.looks.palette import DARK, LIGHT
from infmap.maps.content import LINE_WIDTH as PIXELS
from infmap.maps.packed import block_in, unpacked

pytestmark = pytest.mark.browser


MAP = ".leaflet-rings-pane path.ring"
PATHS = """(selector) => [...document.querySelectorAll(selector)].map((path) => [
  path.getAttribute("class").match(/ring-(\\S+) ring-(\\S+)/).slice(1).join(" "),
  path.getAttribute("d").split("M").filter(Boolean).map((line) =>
    line.match(/-?[0-9.]+/g).map(Number))])"""


def rings_on(page, selector):
    """Return the lines of each stroke on the page, as arrays of points, by whose and what it is."""
    found = {}
    for name, lines in page.evaluate(PATHS, selector):
        found.setdefault(name, []).extend(np.array(line).reshape(-1, 2) for line in lines)
    return found


def radius_of(points):
    """Return how far points lie from the middle of the circle that they are on."""
    x, y = points.T
    a, b, c = np.linalg.lstsq(
        np.column_stack([2 * x, 2 * y, np.ones(x.size)]), x**2 + y**2, rcond=None
    )[0]
    return np.sqrt(c + a**2 + b**2)


@pytest.mark.parametrize("zooms", [0, 1, 2])
def test_strokes_of_the_true_distance_map_lie_about_the_true_radius(open_page, cat, zooms):
    made = made_of(cat, [LOOKS[0], LOOKS[7], LOOKS[8]])
    html = infmap.make_map(made).get_root().render()
    page = open_page(html, "#site=shuya&theme=all&account=all&mode=true-distance")
    width = "document.querySelector('.true-map .limit-1000').getBoundingClientRect().width"
    for _ in range(zooms):
        before = page.evaluate(width)
        page.click(".true-map .leaflet-control-zoom-in")
        # Lines are drawn anew where the movement ends.
        page.wait_for_function(
            f"(before) => {width} > 1.5 * before && !document.querySelector('.leaflet-zoom-anim')",
            arg=before,
        )
    found = rings_on(page, ".true-map path.ring")
    radii = [radius_of(found[f"{stroke.look} {stroke.end}"][0]) for stroke in strokes_of(made)]
    limit = page.evaluate(
        """() => document.querySelector(".true-map path.limit-1000").getAttribute("d")
          .match(/-?[0-9.]+/g).map(Number)"""
    )
    true = radius_of(np.array(limit).reshape(-1, 2)) * KM / 1000
    assert np.diff(radii) == pytest.approx([PITCH * PIXELS] * 2, abs=0.1)
    assert np.mean(radii) == pytest.approx(true, abs=0.1)


def two_rings(cat, radii):
    """Return a page of two parties' figures."""
    made = made_of(cat, [LOOKS[0], LOOKS[4]])
    claims = (
        claim.model_copy(update={"up_to_km": km})
        for claim, km in zip(made.claim_rows, radii, strict=True)
    )
    return infmap.make_map(replace(made, claim_rows=tuple(claims))).get_root().render()


def test_strokes_stand_apart_only_where_they_would_touch(open_page, cat):
    """Where there is room each lies on its radius, and where there is none they make it."""
    pitch, lat = PITCH * PIXELS, cat.site("shuya").lat
    # At zoom 5 the two are a little farther from each other than they need.
    px_per_km = 256 * 2**5 / (2 * np.pi * 6378.137 * np.cos(np.radians(lat)))
    page = open_page(two_rings(cat, (1000, 1000 + 1.2 * pitch / px_per_km)))
    looks = [f"{account} most" for account, *_ in (LOOKS[0], LOOKS[4])]
    for zoom, inward, between in ((5, 0, 1.2), (3, 0.35, 1)):
        turn(page, f"site=shuya&view={zoom}/{lat}/41.39")
        limit = [np.reshape(line, (-1, 2)) for line in lines_of(page, "path.limit-1000")]
        inner, outer = (rings_on(page, MAP)[look] for look in looks)
        assert gap(inner, limit) == pytest.approx(inward * pitch, abs=0.25)
        assert gap(inner, outer) == pytest.approx(between * pitch, abs=0.25)
    switch(page, "True distance")
    found = rings_on(page, ".true-map path.ring")
    inner, outer = (radius_of(found[look][0]) for look in looks)
    assert outer - inner == pytest.approx(pitch, abs=0.1)


def lines_of(page, selector):
    """Return the corners of the lines of a path on the map, in pixels of its layer."""
    return page.evaluate(
        """(selector) => document.querySelector(`.folium-map ${selector}`).getAttribute("d")
          .split("M").filter(Boolean).map((line) => line.match(/-?[0-9.]+/g).map(Number))""",
        selector,
    )


def test_a_ring_has_its_name_beside_it(open_page, cat):
    page = open_page(two_rings(cat, (1000, 2000)), "#site=shuya")
    drawn(page)
    names = page.evaluate(
        """() => [...document.querySelectorAll(".label-ring")].map((label) => {
          const { left, right, top, bottom } = label.getBoundingClientRect();
          return [label.textContent, left, top, right, bottom];
        })"""
    )
    assert len(names) == 2
    for words, *box in names:
        ring = 0 if "Claimant 0" in words else 4
        line = corners_of(page, f".folium-map path.ring-{LOOKS[ring][0]}")
        assert shapely.box(*box).distance(shapely.LineString(line)) < 12


def test_land_and_marks_of_the_true_distance_map_lie_where_pyproj_says(open_page, page_html, cat):
    page = open_page(page_html, "#site=shuya&mode=true-distance")
    site = cat.site("shuya")
    plane = pyproj.Proj(proj="aeqd", lat_0=site.lat, lon_0=site.lon, ellps="WGS84", units="km")
    limit = corners_of(page, "#true-map path.limit-1000")
    middle = (limit.min(axis=0) + limit.max(axis=0)) / 2
    px_per_km = np.ptp(limit[:, 1]) / 2000

    def on_screen(lonlats):
        return middle + np.column_stack(plane(*np.transpose(lonlats))) * [px_per_km, -px_per_km]

    rows = cat.with_capitals_of(None).capital_rows
    away, _ = inverse(site.lon, site.lat, [row.lon for row in rows], [row.lat for row in rows])
    places = on_screen(
        [(row.lon, row.lat) for row, km in zip(rows, away, strict=True) if km < 12e3]
    )
    marks = page.evaluate(
        """() => [...document.querySelectorAll("#true-map .mark")].map((mark) => {
          const { left, top, width, height } = mark.getBoundingClientRect();
          return [left + width / 2, top + height / 2];
        })"""
    )
    assert len(marks) == len(places) > 100
    assert np.abs(np.array(marks) - places).max() < 1.5
    countries = unpacked(block_in(page_html))["countries"]["features"]
    outlines = [
        np.array(ring)
        for country in countries
        for polygon in shapely.get_parts(shapely.geometry.shape(country["geometry"]))
        for ring in [polygon.exterior.coords]
    ]
    vertices = shapely.MultiPoint(on_screen(np.vstack(outlines)))
    land = corners_of(page, "#true-map path.true-land")
    # Of what reaches out of the frame, its edge is drawn instead.
    land = land[np.abs(land - middle).max(axis=1) < 4000 * px_per_km]
    assert len(land) > 500
    assert shapely.distance(shapely.points(land), vertices).max() < 1.5


@pytest.mark.parametrize("zoom", [3, 5, 7])
def test_strokes_of_the_map_lie_about_the_true_ring_at_every_zoom(open_page, cat, zoom):
    kinds = [LOOKS[0], LOOKS[7]]
    one, both = made_of(cat, kinds[:1]), made_of(cat, kinds)
    state = f"#site=shuya&theme=all&account=all&mode=focus&view={zoom}/64/41.39"
    html = infmap.make_map(one).get_root().render()
    (alone,) = rings_on(open_page(html, state), MAP).values()
    page = open_page(infmap.make_map(both).get_root().render(), state)
    found = rings_on(page, MAP)
    inner, outer = (found[f"{stroke.look} {stroke.end}"] for stroke in strokes_of(both))
    assert gap(inner, outer) == pytest.approx(PITCH * PIXELS, abs=0.2)
    for lines in (inner, outer):
        assert gap(lines, alone) == pytest.approx(PITCH * PIXELS / 2, abs=0.2)


def gap(lines, others):
    """Return how far the vertices of some lines are from others, most often."""
    whole = shapely.MultiLineString([line for line in others if len(line) > 1])
    points = np.vstack([line for line in lines if len(line) > 1])
    return np.median(shapely.distance(shapely.points(points), whole))


def test_every_figure_of_shuya_has_a_line_and_a_name_on_the_page(open_page, page_html, cat):
    page = open_page(page_html, "#site=shuya&theme=debate&account=all&mode=focus")
    drawn = rings_on(page, MAP)
    labels = " ".join(page.locator(".label-ring").all_text_contents())
    for spec in ring_specs(cat, cat.site("shuya")):
        assert f"{spec.claim.account} {spec.end}" in drawn
    for words in ("9M729, at least 2000 km", "9M729, from 2000 km", "9M729, at least 500 km"):
        assert words in labels
    counts = page.evaluate(PATHS, MAP)
    assert len(counts) == sum(
        len(ring.strokes) for ring in rings_of(ring_specs(cat, cat.site("shuya")))
    )
    assert page.complaints == []


def test_a_stroke_says_whose_it_is_when_pointed_at(open_page, page_html):
    page = open_page(page_html, "#site=shuya&theme=debate&account=all&mode=true-distance")
    tips = set()
    box = page.locator(".true-map").bounding_box()
    middle = page.locator(".true-map .site-mark").bounding_box()
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    for far in range(20, int(min(box["width"], box["height"]) / 2), 2):
        page.mouse.move(x + far * 0.8, y - far * 0.6)
        tips |= {*page.locator(".true-map .leaflet-tooltip").all_text_contents()}
    told = " ".join(tips)
    for words in (
        "at least 2000 kmUS intelligence",
        "from 2000 kmWestern intelligence official, by FAZ",
        "at least 500 kmUS DNI",
    ):
        assert words in told, told


def gathered(cat, catalogues):
    """Return one catalogue of many of one site each; the site of number k is ``camp-k``."""
    systems, claims, reports = [], [], []
    for k, made in enumerate(catalogues):
        systems += [one.model_copy(update={"id": f"{k}-{one.id}"}) for one in made.system_rows]
        claims += [
            one.model_copy(update={"system_id": f"{k}-{one.system_id}"}) for one in made.claim_rows
        ]
        reports += [
            one.model_copy(
                update={
                    "id": f"{k}-{one.id}",
                    "system_id": f"{k}-{one.system_id}",
                    "site_id": f"camp-{k}",
                }
            )
            for one in made.deployment_rows
        ]
    return replace(
        cat,
        system_rows=tuple(systems),
        claim_rows=tuple(claims),
        deployment_rows=tuple(reports),
        capital_rows=cat.capital_rows[:2],
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_look_is_found_in_the_pixels_of_the_page(open_page, cat, scheme):
    palette = {"light": LIGHT, "dark": DARK}[scheme]
    pairs = SOME_PAIRS[scheme == "dark" :: 4]
    catalogues = [made_of(cat, pair.values[0]) for pair in pairs]
    page = open_page(infmap.make_map(gathered(cat, catalogues)).get_root().render(), scheme=scheme)
    for k, (pair, made) in enumerate(zip(pairs, catalogues, strict=True)):
        turn(page, f"site=camp-{k}&theme=all&account=all&mode=true-distance")
        # Rings alone, on bare paper.
        page.evaluate(
            """() => document.querySelectorAll(".true-map path:not(.ring), .legend, "
              + ".true-map .leaflet-marker-pane, .true-map .leaflet-control-container")
              .forEach((element) => { element.style.visibility = "hidden"; })"""
        )
        frame = page.locator(".true-map").bounding_box()
        shot = page.locator(".true-map").screenshot()
        site = page.evaluate(
            """() => {
              const mark = document.querySelector(".true-map .site-mark");
              const { left, top, width, height } = mark.getBoundingClientRect();
              return [left + width / 2, top + height / 2];
            }"""
        )
        middle = [site[0] - frame["x"], site[1] - frame["y"]]
        found = rings_on(page, ".true-map path.ring")
        for stroke in strokes_of(made):
            radius = radius_of(found[f"{stroke.look} {stroke.end}"][0])
            share = lit(shot, middle, radius, PIXELS * 0.8, palette[stroke.look])
            assert share > 0.15, (pair.id, stroke.name, share)
