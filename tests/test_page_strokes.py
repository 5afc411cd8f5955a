"""The strokes of the page are those of Python, and lie where they should."""

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pyproj
import pytest
import shapely
from page_steps import corners_of, drawn, turn
from sample import sampled
from stroke_cases import KM, LOOKS, SOME_PAIRS, lit, made_of, strokes_of

import infmap
from infmap.analysis.rings import ring_specs
from infmap.analysis.strokes import rings_of
from infmap.geodesy import inverse
from infmap.looks.lines import PITCH
from infmap.looks.palette import DARK, LIGHT
from infmap.maps.content import LINE_WIDTH as PIXELS
from infmap.maps.packed import block_in, unpacked

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


@pytest.fixture(scope="module")
def made_page(cat):
    """Return the catalogue of figures of some looks, by their numbers, and its page."""

    @cache
    def page_of(*numbers):
        made = made_of(cat, [LOOKS[k] for k in numbers])
        return made, infmap.make_map(made).get_root().render()

    return page_of


@pytest.mark.parametrize("zoom", sampled([3.5, 4.5, 5.5], 2))
def test_strokes_of_true_distances_lie_about_the_true_radius(turn_page, made_page, zoom):
    made, html = made_page(0, 7, 8)
    state = f"#site=shuya&theme=all&account=all&projection=true-distance&view={zoom}/56.849/41.387"
    page = turn_page(html, state)
    found = rings_on(page, MAP)
    radii = [radius_of(found[f"{stroke.look} {stroke.end}"][0]) for stroke in strokes_of(made)]
    true = radius_of(np.vstack(lines_of(page, "path.limit-1000"))) * KM / 1000
    assert np.diff(radii) == pytest.approx([PITCH * PIXELS] * 2, abs=0.1)
    assert np.mean(radii) == pytest.approx(true, abs=0.1)
    assert true == pytest.approx(KM * 256 * 2**zoom / (2 * np.pi * 6378.137), abs=0.1)


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
        turn(page, f"site=shuya&projection=mercator&view={zoom}/{lat}/41.39")
        limit = lines_of(page, "path.limit-1000")
        inner, outer = (rings_on(page, MAP)[look] for look in looks)
        assert gap(inner, limit) == pytest.approx(inward * pitch, abs=0.25)
        assert gap(inner, outer) == pytest.approx(between * pitch, abs=0.25)
    turn(page, "site=shuya&projection=true-distance&fit=band")
    found = rings_on(page, MAP)
    inner, outer = (radius_of(found[look][0]) for look in looks)
    assert outer - inner == pytest.approx(pitch, abs=0.1)


def lines_of(page, selector):
    """Return the corners of the lines of a path on the map, in pixels of its layer."""
    lines = page.evaluate(
        """(selector) => document.querySelector(`.folium-map ${selector}`).getAttribute("d")
          .split("M").filter(Boolean).map((line) => line.match(/-?[0-9.]+/g).map(Number))""",
        selector,
    )
    return [np.reshape(line, (-1, 2)) for line in lines]


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
        line = corners_of(page, f".leaflet-rings-pane path.ring-{LOOKS[ring][0]}")
        assert shapely.box(*box).distance(shapely.LineString(line)) < 12


#: The corners of outlines on the screen, which are written as steps from one to the next.
OUTLINES = """() => [...document.querySelectorAll("path.land:not([hidden])")].flatMap((path) => {
  const matrix = path.getScreenCTM();
  return path.getAttribute("d").split("M").slice(1).flatMap((line) => {
    let [x, y] = [0, 0];
    const numbers = line.match(/-?[0-9.]+/g).map(Number);
    return numbers.flatMap((step, k) => {
      if (k % 2 === 0) { x += step; return []; }
      y += step;
      const point = new DOMPoint(x, y).matrixTransform(matrix);
      return [[point.x, point.y]];
    });
  });
})"""

#: The middles of capitals' marks on the screen, if they are seen.
MARKS = """() => Object.fromEntries([...document.querySelectorAll(".point[data-capital]")]
  .filter((mark) => mark.style.display !== "none").map((mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    return [mark.dataset.capital, [left + width / 2, top + height / 2]];
  }))"""


def true_distance(lon, lat):
    """Return a function to the plane, in radii of the equator, and whether a place is seen."""
    plane = pyproj.Proj(proj="aeqd", lat_0=lat, lon_0=lon, ellps="WGS84")

    def project(lons, lats):
        x, y = plane(lons, lats)
        return np.column_stack([x, y]) / 6378137, np.full(np.size(x), True)

    return project


def globe(lon, lat):
    """Do the same for the sphere of the reduced latitudes, seen from far away."""

    def vectors(lons, lats):
        lam, beta = np.radians(lons), np.arctan((1 - 1 / 298.257223563) * np.tan(np.radians(lats)))
        around = np.cos(beta)
        return np.column_stack([around * np.cos(lam), around * np.sin(lam), np.sin(beta)])

    (up,) = vectors([lon], [lat])
    east = np.array([-np.sin(np.radians(lon)), np.cos(np.radians(lon)), 0])

    def project(lons, lats):
        found = vectors(lons, lats)
        return found @ np.column_stack([east, np.cross(up, east)]), found @ up > 0

    return project


@pytest.fixture(scope="module")
def coasts(page_html):
    """Return the corners of all countries on the page."""
    rings = [
        np.array(ring.coords)
        for country in unpacked(block_in(page_html))["countries"]["features"]
        for polygon in shapely.get_parts(shapely.geometry.shape(country["geometry"]))
        for ring in [polygon.exterior, *polygon.interiors]
    ]
    return np.vstack(rings)


PLANES = {"true-distance": true_distance, "globe": globe}
#: In the middle of the land, and on either side of the antimeridian.
LANDS = list(product(PLANES, ["shuya", "kurils", "pmrf"]))


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("projection", "site_id"),
    sampled(LANDS, 0, always=[("globe", "kurils"), ("true-distance", "pmrf")]),
)
def test_land_and_marks_lie_where_they_should(
    turn_page, page_html, cat, coasts, projection, site_id
):
    site = cat.site(site_id)
    view = f"3/{site.lat}/{site.lon}"
    state = f"#site={site_id}&theme=all&mode=focus&projection={projection}&view={view}"
    page = turn_page(page_html, state)
    project = PLANES[projection](site.lon, site.lat)
    frame = page.locator(".folium-map").bounding_box()
    middle = [frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2]
    radius = 256 * 2**3 / (2 * np.pi)

    def on_screen(lons, lats):
        flat, is_seen = project(lons, lats)
        return middle + flat * [radius, -radius], is_seen

    marks = page.evaluate(MARKS)
    rows = [row for row in cat.with_capitals_of(None).capital_rows]
    places, are_seen = on_screen([row.lon for row in rows], [row.lat for row in rows])
    assert {row.id for row, is_seen in zip(rows, are_seen, strict=True) if is_seen} == {*marks}
    assert len(marks) > 30
    for row, place in zip(rows, places, strict=True):
        if row.id in marks:
            assert marks[row.id] == pytest.approx(place, abs=1.5), row.id
    outline, is_seen = on_screen(*coasts.T)
    land = np.array(page.evaluate(OUTLINES))
    # Near the rim an outline is cut, or drawn in parts.
    land = land[np.hypot(*(land - middle).T) < 0.98 * radius]
    assert len(land) > 2500
    near = shapely.STRtree(shapely.points(outline[is_seen]))
    _, off = near.query_nearest(shapely.points(land), return_distance=True)
    assert off.max() < 1.5


@pytest.mark.parametrize("projection", ["mercator", "true-distance", "globe"])
def test_the_band_is_plain_and_what_lies_outside_it_hatched(turn_page, page_html, cat, projection):
    """Whether the area that is hatched holds each capital, by the page's own path."""
    site = cat.site("kurils")
    state = f"#site=kurils&theme=all&doubt=off&projection={projection}&fit=band"
    page = turn_page(page_html, state)
    hatched = page.evaluate(
        """() => {
          const path = document.querySelector(".leaflet-outside-pane path.outside");
          const inverse = path.getScreenCTM().inverse();
          const frame = document.querySelector(".folium-map").getBoundingClientRect();
          return Object.fromEntries([...document.querySelectorAll(".point[data-capital]")]
            .filter((mark) => mark.style.display !== "none").flatMap((mark) => {
              const { left, top, width, height } = mark.getBoundingClientRect();
              const [x, y] = [left + width / 2, top + height / 2];
              const isIn = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
              const point = new DOMPoint(x, y).matrixTransform(inverse);
              return isIn ? [[mark.dataset.capital, path.isPointInFill(point)]] : [];
            }));
        }"""
    )
    rows = [row for row in cat.with_capitals_of(None).capital_rows if row.id in hatched]
    away, _ = inverse(site.lon, site.lat, [row.lon for row in rows], [row.lat for row in rows])
    assert len(rows) > 10
    for row, km in zip(rows, away, strict=True):
        # At the globe's very rim a mark may stand half beside it.
        if min(abs(km - 500), abs(km - 5500)) > 60 and km < 9500:
            assert hatched[row.id] == (not 500 < km < 5500), (row.id, km)


@pytest.mark.parametrize("zoom", sampled([3, 5, 7], 2))
def test_strokes_of_the_map_lie_about_the_true_ring_at_every_zoom(turn_page, made_page, zoom):
    _, html = made_page(0)
    both, html_of_both = made_page(0, 7)
    state = f"#site=shuya&theme=all&account=all&mode=focus&projection=mercator&view={zoom}/64/41.39"
    (alone,) = rings_on(turn_page(html, state), MAP).values()
    page = turn_page(html_of_both, state)
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


def test_every_figure_of_shuya_has_a_line_and_a_name_on_the_page(turn_page, page_html, cat):
    page = turn_page(page_html, "#site=shuya&theme=debate&account=all&mode=focus")
    drawn = rings_on(page, MAP)
    labels = " ".join(page.locator(".label-ring").all_text_contents())
    for spec in ring_specs(cat, cat.site("shuya")):
        assert f"{spec.claim.account} {spec.end}" in drawn
    # Both ends of an interval stand at its far one, and what stands close together is counted.
    for words in ("at least 2000 km", "2000 to 2350 km, FAZ", "480 to 500 km, "):
        assert words in labels
    counts = page.evaluate(PATHS, MAP)
    assert len(counts) == sum(
        len(ring.strokes) for ring in rings_of(ring_specs(cat, cat.site("shuya")))
    )
    assert page.complaints == []


def test_a_stroke_says_whose_it_is_when_pointed_at(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&theme=debate&account=all&mode=true-distance")
    tips = set()
    box = page.locator(".folium-map").bounding_box()
    middle = page.locator(".point.is-focus").bounding_box()
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    for far in range(20, int(min(box["width"], box["height"]) / 2), 2):
        page.mouse.move(x + far * 0.8, y - far * 0.6)
        tips |= {*page.locator(".leaflet-tooltip").all_text_contents()}
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


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_look_is_found_in_the_pixels_of_the_page(open_page, cat, scheme):
    palette = {"light": LIGHT, "dark": DARK}[scheme]
    pairs = sampled(SOME_PAIRS[scheme == "dark" :: 4], 4)
    catalogues = [made_of(cat, pair.values[0]) for pair in pairs]
    page = open_page(infmap.make_map(gathered(cat, catalogues)).get_root().render(), scheme=scheme)
    # Rings alone, on bare paper, whatever is drawn when.
    page.evaluate(
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        ".folium-map :not(.ring, .ring *, :has(.ring)), .map-buttons{visibility:hidden!important}",
    )
    for k, (pair, made) in enumerate(zip(pairs, catalogues, strict=True)):
        turn(page, f"site=camp-{k}&theme=all&account=all&mode=true-distance&fit=band")
        frame = page.locator(".folium-map").bounding_box()
        shot = page.locator(".folium-map").screenshot()
        # A mark stands on a whole pixel, rings do not.
        limit = corners_of(page, "path.limit-1000")
        middle = (limit.min(axis=0) + limit.max(axis=0)) / 2 - [frame["x"], frame["y"]]
        found = rings_on(page, MAP)
        for stroke in strokes_of(made):
            radius = radius_of(found[f"{stroke.look} {stroke.end}"][0])
            share = lit(shot, middle, radius, PIXELS * 0.8, palette[stroke.look])
            assert share > 0.15, (pair.id, stroke.name, share)
