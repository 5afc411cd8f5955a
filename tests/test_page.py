"""The page as a person meets it, in Chromium, offline and with the clock stopped."""

from io import BytesIO

import numpy as np
import pyproj
import pytest
from page_steps import choose_site, corners_of, drawn
from PIL import Image
from sample import sampled

import infmap
from infmap.geodesy import inverse
from infmap.treaty import LIMITS_KM
from reliability import map_labels


def assert_clean(page):
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)], ids=["desk", "phone"])
def test_the_page_opens_without_a_request_or_a_complaint(open_page, page_html, width, height):
    page = open_page(page_html, width=width, height=height)
    page.locator("tr[data-capital=warsaw] button").click()
    choose_site(page, "deveselu")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_clean(page)


MERCATOR = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
#: Half the width of the world in Web Mercator.
HALF = 20037508.342789244


def on_screen(page, lons, lats, view):
    """Return where places lie on the screen: in the copy of the world nearest to the middle."""
    zoom, middle_lat, middle_lon = view
    frame = page.locator(".folium-map").bounding_box()
    metres = 2 * HALF / (256 * 2**zoom)
    x, y = MERCATOR.transform(lons, lats)
    x0, y0 = MERCATOR.transform(middle_lon, middle_lat)
    east = (x - x0 + HALF) % (2 * HALF) - HALF
    return np.column_stack(
        [
            frame["x"] + frame["width"] / 2 + east / metres,
            frame["y"] + frame["height"] / 2 - (y - y0) / metres,
        ]
    )


def on_earth(page, points, view):
    """Return the longitudes and latitudes of points of the screen."""
    zoom, middle_lat, middle_lon = view
    frame = page.locator(".folium-map").bounding_box()
    metres = 2 * HALF / (256 * 2**zoom)
    x0, y0 = MERCATOR.transform(middle_lon, middle_lat)
    x = x0 + (points[:, 0] - frame["x"] - frame["width"] / 2) * metres
    y = y0 - (points[:, 1] - frame["y"] - frame["height"] / 2) * metres
    return MERCATOR.transform(x, y, direction="INVERSE")


#: The middles of marks on the screen.
MIDDLES = """(selector) => {
  const marks = [...document.querySelectorAll(selector)].map((mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    return [mark.dataset.capital ?? mark.dataset.site, [left + width / 2, top + height / 2]];
  });
  return Object.fromEntries(marks);
}"""


EUROPE, SIBERIA, PACIFIC = (3, 50, 20), (4.25, 60, 100), (3, 10, 179)


@pytest.mark.parametrize("view", sampled([EUROPE, SIBERIA, PACIFIC], 0, always=[EUROPE, PACIFIC]))
def test_marks_and_rings_lie_where_pyproj_says(turn_page, page_html, cat, view):
    state = "/".join(map(str, view))
    fragment = f"#site=kapustin-yar&theme=all&doubt=off&projection=mercator&view={state}"
    page = turn_page(page_html, fragment)
    for kind, rows in (("capital", cat.capital_rows), ("site", cat.select(theme="all").sites)):
        found = page.evaluate(MIDDLES, f".folium-map .point[data-{kind}]")
        rows = [row for row in rows if row.id in found]
        assert len(rows) == len(found) > 90
        lons, lats = np.transpose([(row.lon, row.lat) for row in rows])
        middles = np.array([found[row.id] for row in rows])
        assert np.abs(middles - on_screen(page, lons, lats, view)).max() < 1.1
    site = cat.site("kapustin-yar")
    pixel_km = 2 * HALF / (256 * 2 ** view[0]) / 1000
    for limit in LIMITS_KM:
        corners = corners_of(page, f".leaflet-limits-pane .limit-{limit:g}")
        lons, lats = on_earth(page, corners, view)
        # Lines are cut a little outside the frame and at the world's last parallel.
        shown = np.abs(lats) < 84
        shown &= page_holds(page, corners)
        away, _ = inverse(site.lon, site.lat, (lons[shown] + 180) % 360 - 180, lats[shown])
        assert shown.sum() > 5 or limit < 5500
        assert np.abs(away - limit).max(initial=0) < 1.1 * pixel_km
    # Of what is hatched as outside the band all corners lie on its limits, or at the edge.
    corners = corners_of(page, ".leaflet-outside-pane path.outside")
    lons, lats = on_earth(page, corners, view)
    shown = (np.abs(lats) < 84) & page_holds(page, corners)
    away, _ = inverse(site.lon, site.lat, (lons[shown] + 180) % 360 - 180, lats[shown])
    off = np.abs(away[:, None] - [LIMITS_KM[0], LIMITS_KM[-1]])
    assert off.min(axis=1).max(initial=0) < 2 * pixel_km
    on_both = (off.min(axis=0, initial=np.inf) < 2 * pixel_km).all()
    assert on_both or view != EUROPE


def page_holds(page, corners):
    """Return which points of the screen lie within the map."""
    frame = page.locator(".folium-map").bounding_box()
    low = np.array([frame["x"], frame["y"]])
    high = low + np.array([frame["width"], frame["height"]])
    return ((corners > low + 1) & (corners < high - 1)).all(axis=1)


def test_labels_never_lie_over_each_other(turn_page, page_html):
    page = turn_page(page_html, "")
    for site in ("kaliningrad", "shuya", "deveselu"):
        choose_site(page, site)
        assert page.locator("[data-label]").count() > 8
        assert page.evaluate(map_labels.CHECK) == []


def test_clicking_warsaw_on_the_map_shows_its_distance_azimuth_and_figures(
    turn_page, page_html, cat
):
    page = turn_page(page_html, "#site=kaliningrad")
    row = infmap.coverage(cat, site="kaliningrad").set_index("target_id").loc["warsaw"]
    page.evaluate("document.querySelector('.point[data-capital=warsaw]').click()")
    card = page.locator("#card")
    assert f"{row['distance_km']:.0f} km" in card.inner_text()
    assert f"{row['azimuth_deg']:.1f}°" in card.inner_text()
    # Each figure has its bar; its source stands with what is reported.
    assert card.locator(".ruler-row").count() > 2
    drawn(page)
    page.locator(".claims summary").first.click()
    assert "As of 20" in page.locator(".claims .citation").first.inner_text()


def test_clicking_a_site_on_the_map_moves_the_focus(turn_page, page_html):
    page = turn_page(page_html, "")
    page.evaluate("document.querySelector('.point[data-site=redzikowo]').click()")
    assert "Redzikowo" in page.locator("#headline").inner_text()
    assert page.locator(".site[aria-pressed=true]").inner_text().startswith("Redzikowo")


def test_the_table_sorts_and_filters(open_page, page_html):
    page = open_page(page_html, "#site=kaliningrad")
    # Of a row out of sight the browser lays out no words: they are read as they are written.
    places = "#capital-table tbody tr"
    first = "#capital-table thead + tbody tr:first-child th button"
    assert page.locator(first).text_content() == "Vilnius"
    page.locator("thead .number button").click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("km")
    assert page.locator(first).text_content() == "Wellington"
    page.get_by_role("button", name="Capital", exact=True).click()
    assert page.locator(first).text_content() == "Abidjan"
    page.get_by_label("NATO only").check()
    names = page.locator(f"{places} .country").all_text_contents()
    assert len(names) >= 32
    assert all(name.endswith("NATO") for name in names)
    page.locator("#capital-search").fill("pola")
    assert page.locator(f"{places} th button").all_text_contents() == ["Warsaw"]


def test_the_site_list_finds_by_system(open_page, page_html):
    page = open_page(page_html)
    page.locator("#site-search").fill("mq-9")
    shown = page.locator("#sites li:visible .site-name").all_inner_texts()
    assert len(shown) == 3
    assert "Larissa air base" in shown


def test_every_figure_shows_its_verdict_and_source_on_a_click(turn_page, page_html):
    page = turn_page(page_html, "")
    choose_site(page, "shuya")
    figure = page.locator(".claims > li", has_text="Russian MoD").first
    assert "480 km" in figure.inner_text()
    assert "below · II(6)" in figure.inner_text()
    figure.locator("summary").click()
    assert "As of 2019-01-23" in figure.inner_text()


def test_the_5500_km_ring_runs_off_the_top_without_a_line_across_the_map(turn_page, page_html):
    """On the whole world the ring's line is one curve a copy: no segment jumps across."""
    page = turn_page(page_html, "")
    page.evaluate("(hash) => { window.location.hash = hash; }", "projection=mercator&view=2/40/20")
    drawn(page)
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("path.limit, path.ring")]
          .flatMap((path) => path.getAttribute("d").split("M").slice(1)
            .map((line) => line.split("L").map((p) => p.split(" ").map(Number)))
            .flatMap((line) => line.slice(1).map((p, i) => Math.abs(p[0] - line[i][0])))))"""
    )
    assert longest < 200


def pixels(page, x, y, width):
    """Return the colours of a row of pixels of the screen."""
    shot = page.screenshot(clip={"x": x, "y": y, "width": width, "height": 1})
    return np.asarray(Image.open(BytesIO(shot)).convert("RGB"))[0]


def test_there_is_no_stripe_at_the_antimeridian(open_page, cat):
    """With the focus at 180 degrees, the column of pixels there looks like its neighbours."""
    from infmap.catalogue.rows import Deployment

    row = Deployment(id="x", site_id="x", site="x", system_id="9m729", lon=180.0, lat=-25.0)
    own = infmap.Catalogue(
        cat.system_rows, cat.claim_rows, (row,), cat.capital_rows, cat.source_rows
    )
    page = open_page(infmap.make_map(own).get_root().render(), "#projection=mercator&fit=band")
    # The page's policy lets no style into it but by its own script.
    page.evaluate(
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        # Hatching has lines of its own, wherever they fall.
        ".label,.point,.leader,.graticule,.interval,.outside{display:none!important}",
    )
    frame = page.locator(".folium-map").bounding_box()
    middle = frame["x"] + frame["width"] / 2
    for lat in (-50, -40, -31, -27, -23, -10, 5):
        x, y = page.evaluate(
            """(lat) => {
              const map = window[document.querySelector(".folium-map").id];
              const point = map.latLngToContainerPoint([lat, 180]);
              return [point.x, point.y];
            }""",
            lat,
        )
        assert x == pytest.approx(middle - frame["x"], abs=1)
        row = pixels(page, middle - 6, frame["y"] + y, 13)
        assert len({*map(tuple, row[[0, 4, 5, 6, 7, 8, 12]].tolist())}) == 1


def test_hostile_text_shows_as_itself(open_page, hostile_html, hostile):
    page = open_page(hostile_html)
    for k, text in enumerate(hostile):
        page.locator(".site").nth(k).click()
        assert text.strip() in page.locator("#kicker").inner_text()
        page.locator("#capital-table tbody button").first.click()
        assert page.locator("#card").is_visible()
    assert page.locator("img, b:text-is('bold'), a[href^='javascript']").count() == 0
    assert_clean(page)


def test_crimea_is_named_as_occupied_ukraine_on_the_page(turn_page, page_html):
    page = turn_page(page_html, "")
    choose_site(page, "crimea")
    said = page.locator("#kicker, #headline").all_inner_texts()
    assert "Crimea (Ukraine, under Russian occupation)" in " ".join(said)
    assert "Russian occupation" in " ".join(page.locator(".label").all_text_contents())
    assert "Ukrainian territory under Russian occupation" in page.locator("#colophon").inner_text()


def test_a_page_with_foliums_own_marker_shows_it(open_page, cat):
    import folium

    m = infmap.make_map(cat, theme="debate")
    folium.Marker([50, 10], tooltip="mine").add_to(m)
    page = open_page(m.get_root().render())
    assert page.locator("img.leaflet-marker-icon").count() == 1
    assert_clean(page)
