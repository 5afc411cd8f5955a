"""The page as a person meets it, in Chromium, offline and with the clock stopped."""

import json

import pytest

import infmap

pytestmark = pytest.mark.browser


def choose_site(page, site_id):
    page.evaluate("(id) => document.querySelector(`.point[data-site=${id}]`).click()", site_id)
    page.evaluate("new Promise(requestAnimationFrame)")


def data_of(page):
    return json.loads(page.locator("#infmap-data").text_content())


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


def test_the_rings_are_on_the_screen(open_page, page_html):
    page = open_page(page_html)
    frame = page.locator(".folium-map").bounding_box()
    on_screen = page.evaluate(
        """(frame) => [...document.querySelectorAll("path.ring, path.limit")].filter((path) => {
          const box = path.getBoundingClientRect();
          return box.width > 10 && box.left < frame.x + frame.width && box.right > frame.x
            && box.top < frame.y + frame.height && box.bottom > frame.y;
        }).length""",
        frame,
    )
    assert on_screen >= 4
    labels = page.locator(".label-ring").all_text_contents()
    assert any("Iskander-M, 500 km" in label for label in labels)


def test_labels_never_lie_over_each_other(open_page, page_html):
    page = open_page(page_html)
    for site in ("kaliningrad", "shuya", "deveselu"):
        choose_site(page, site)
        boxes = page.evaluate(
            """() => [...document.querySelectorAll(".label")].map((label) => {
              const { left, top, right, bottom } = label.getBoundingClientRect();
              return [left, top, right, bottom];
            })"""
        )
        assert len(boxes) > 20
        for i, (left, top, right, bottom) in enumerate(boxes):
            for west, north, east, south in boxes[i + 1 :]:
                apart = right <= west or east <= left or bottom <= north or south <= top
                assert apart


def test_clicking_warsaw_on_the_map_shows_its_distance_azimuth_and_sources(
    open_page, page_html, cat
):
    page = open_page(page_html)
    row = infmap.coverage(cat, site="kaliningrad").set_index("target_id").loc["warsaw"]
    page.evaluate("document.querySelector('.point[data-capital=warsaw]').click()")
    card = page.locator(".leaflet-popup .card")
    assert f"{row['distance_km']:.1f} km" in card.inner_text()
    assert f"{row['azimuth_deg']:.1f}°" in card.inner_text()
    card.locator("summary").first.click()
    assert "As of 20" in card.locator(".citation").first.inner_text()


def test_moving_the_focus_recolours_the_capitals(open_page, page_html, cat):
    page = open_page(page_html)
    for site in ("kaliningrad", "deveselu"):
        choose_site(page, site)
        table = infmap.coverage(cat, site=site).set_index("target_id")
        marks = page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(".point[data-capital]")]
              .map((e) => [e.dataset.capital, [e.dataset.band, e.dataset.reach]]))"""
        )
        assert len(marks) == len(table)
        for capital, (band, reach) in marks.items():
            assert band == table.loc[capital, "band"]
            assert reach == table.loc[capital, "reach"][0]
    assert page.locator("#headline").inner_text().startswith("Deveselu")
    assert_clean(page)


def test_clicking_a_site_on_the_map_moves_the_focus(open_page, page_html):
    page = open_page(page_html)
    page.evaluate("document.querySelector('.point[data-site=redzikowo]').click()")
    assert page.locator("#headline").inner_text().startswith("Redzikowo")
    assert page.locator(".site[aria-pressed=true]").inner_text().startswith("Redzikowo")


def test_the_table_sorts_and_filters(open_page, page_html):
    page = open_page(page_html)
    places = "#capital-table tbody tr"
    first = f"{places}:first-child th button"
    assert page.locator(first).inner_text() == "Vilnius"
    page.get_by_role("button", name="Distance").click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Distance")
    assert page.locator(first).inner_text() == "Wellington"
    page.get_by_role("button", name="Capital", exact=True).click()
    assert page.locator(first).inner_text() == "Abidjan"
    page.get_by_label("NATO members only").check()
    names = page.locator(f"{places} .country").all_inner_texts()
    assert len(names) >= 32
    assert all(name.endswith("NATO") for name in names)
    page.locator("#capital-search").fill("pola")
    assert page.locator(f"{places} th button").all_inner_texts() == ["Warsaw"]


def test_the_site_list_finds_by_system(open_page, page_html):
    page = open_page(page_html)
    page.locator("#site-search").fill("mq-9")
    shown = page.locator("#sites li:visible .site-name").all_inner_texts()
    assert len(shown) == 3
    assert "Larissa air base" in shown


def test_every_figure_shows_its_verdict_and_source_on_a_click(open_page, page_html):
    page = open_page(page_html)
    choose_site(page, "shuya")
    figure = page.locator(".claims > li", has_text="Russian MoD").first
    assert "480 km" in figure.inner_text()
    assert "below · II(6)" in figure.inner_text()
    figure.locator("summary").click()
    assert "As of 2019-01-23" in figure.inner_text()


def test_the_5500_km_ring_runs_off_the_top_without_a_line_across_the_map(open_page, page_html):
    """On the whole world the ring's line is one curve a copy: no segment jumps across."""
    page = open_page(page_html)
    for _ in range(6):
        page.locator(".leaflet-control-zoom-out").click(force=True)
        page.wait_for_timeout(300)
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll("path.limit, path.ring, path.border")]
          .flatMap((path) => path.getAttribute("d").split("M").slice(1)
            .map((line) => line.split("L").map((p) => p.split(" ").map(Number)))
            .flatMap((line) => line.slice(1).map((p, i) => Math.abs(p[0] - line[i][0])))))"""
    )
    assert longest < 200


def pixel(page, x, y):
    from io import BytesIO

    shot = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    return BytesIO(shot).getvalue()


def test_there_is_no_stripe_at_the_antimeridian(open_page, cat):
    """With the focus at 180 degrees, the column of pixels there looks like its neighbours."""
    from infmap.catalogue.rows import Deployment

    row = Deployment(id="x", site_id="x", site="x", system_id="9m729", lon=180.0, lat=-25.0)
    own = infmap.Catalogue(
        cat.system_rows, cat.claim_rows, (row,), cat.capital_rows, cat.source_rows
    )
    page = open_page(infmap.make_map(own).get_root().render())
    # The page's policy lets no style into it but by its own script.
    page.evaluate(
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        # Hatching has lines of its own, wherever they fall.
        ".label,.point,.leader,.graticule,.legend,.caption,.interval{display:none!important}",
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
        colours = {pixel(page, middle + dx, frame["y"] + y) for dx in (-6, -2, -1, 0, 1, 2, 6)}
        assert len(colours) == 1


def test_hostile_text_shows_as_itself(open_page, hostile_html, hostile):
    page = open_page(hostile_html)
    for k, text in enumerate(hostile):
        page.locator(".site").nth(k).click()
        assert page.locator("#headline").inner_text() == text
        page.locator("#capital-table tbody button").first.click()
        assert page.locator(".leaflet-popup .card").count() == 1
    assert page.locator("img, b:text-is('bold'), a[href^='javascript']").count() == 0
    assert_clean(page)


def test_crimea_is_named_as_occupied_ukraine_on_the_page(open_page, page_html):
    page = open_page(page_html)
    choose_site(page, "crimea")
    assert page.locator("#headline").inner_text().replace("\n", " ") == (
        "Crimea (Ukraine, under Russian occupation)"
    )
    assert "Russian occupation" in page.locator(".label-focus").inner_text()
    assert "Ukrainian territory under Russian occupation" in page.locator("#colophon").inner_text()


def test_a_page_with_foliums_own_marker_shows_it(open_page, cat):
    import folium

    m = infmap.make_map(cat, theme="debate")
    folium.Marker([50, 10], tooltip="mine").add_to(m)
    page = open_page(m.get_root().render())
    assert page.locator("img.leaflet-marker-icon").count() == 1
    assert_clean(page)
