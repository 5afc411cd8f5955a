"""What folium users add to the page: drawn from the file, or refused by name."""

import re
import warnings
from io import BytesIO
from pathlib import Path

import branca.colormap
import folium
import folium.plugins
import numpy as np
import pytest
from folium.features import GeoJsonPopup, GeoJsonTooltip
from folium.raster_layers import ImageOverlay, VideoOverlay
from folium.template import Template
from folium.utilities import image_to_url
from PIL import Image
from sample import sampled

import infmap
from infmap.errors import InfmapError
from infmap.maps.additions import WAYS_OUT
from infmap.maps.pins import GLYPHS, PIN_COLOURS

DOT = np.array([[[255, 0, 255]]], np.uint8)
MAGENTA = image_to_url(DOT)
VIEW = (4.5, 50, 12)


def feature(name, geometry, **properties):
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def polygon(south, west, size=2):
    north, east = south + size, west + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


AREAS = {
    "type": "FeatureCollection",
    "features": [feature("Lower", polygon(44, 0)), feature("Upper", polygon(47, 0))],
}
POINTS = {
    "type": "FeatureCollection",
    "features": [feature("Point", {"type": "Point", "coordinates": [8, 44.5]}, colour="red")],
}


def map_of(cat, *added, view=VIEW):
    m = infmap.make_map(cat, theme="debate", view=view)
    for one in added:
        one.add_to(m)
    return m


def html_of(cat, *added):
    return map_of(cat, *added).get_root().render()


@pytest.fixture(scope="module")
def small(cat):
    """Of one site: a page that is soon made."""
    return cat.select(site="kaliningrad", theme="debate")


@pytest.fixture(scope="module")
def sealed(small):
    """A map that each test leaves as it was."""
    return infmap.make_map(small, theme="debate")


def policy_of(html):
    text = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    return {part.split()[0]: part.split()[1:] for part in text.split("; ")}


def point_of(page, lat, lon):
    frame = page.locator(".folium-map").bounding_box()
    x, y = page.evaluate(
        """([lat, lon]) => {
          const map = window[document.querySelector(".folium-map").id];
          const { x, y } = map.latLngToContainerPoint([lat, lon]);
          return [x, y];
        }""",
        [lat, lon],
    )
    return frame["x"] + x, frame["y"] + y


def fold_legend(page):
    page.evaluate("document.getElementById('legend').open = false")


def click(page, lat, lon, dy=0):
    x, y = point_of(page, lat, lon)
    page.mouse.click(x, y + dy)


def colour_at(page, lat, lon):
    x, y = point_of(page, lat, lon)
    shot = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    return Image.open(BytesIO(shot)).convert("RGB").getpixel((0, 0))


def is_magenta(colour):
    red, green, blue = colour
    return min(red, blue) - green > 80


def stands_at(page, selector, lat, lon, dx=0, dy=0):
    """Whether an element's box holds the place, or is `dx`, `dy` from doing so."""
    box = page.locator(selector).bounding_box()
    x, y = point_of(page, lat, lon)
    x, y = x + dx, y + dy
    return box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"]


def popup_text(page):
    return page.locator(".leaflet-popup-content").all_inner_texts()


def close_popup(page):
    page.locator(".leaflet-popup-close-button").click()
    page.locator(".leaflet-popup").wait_for(state="detached")


def assert_clean(page):
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


def gallery():
    """One of each, a place for each; fresh ones, since an element belongs to one map."""
    group = folium.FeatureGroup("Group")
    folium.Marker([48, 21], popup="In a group").add_to(group)
    return {
        "marker": folium.Marker([52, 5], popup="Plain popup", tooltip="A tip"),
        "html": folium.Marker([52, 8], popup=folium.Popup("<b>Bold</b> word", max_width=200)),
        "lazy": folium.Marker([50, 2], popup=folium.Popup("Came late", lazy=True)),
        "show": folium.Marker([40, 8], popup=folium.Popup("Open at once", show=True)),
        "icon": folium.Marker(
            [57, 10], popup="Pin popup", icon=folium.Icon("red", icon_color="yellow", icon="cloud")
        ),
        "default icon": folium.Marker([45, 3], icon=folium.Icon()),
        "div": folium.Marker([54, 8], icon=folium.DivIcon(html='<i class="mine">Mine</i>')),
        "picture": folium.Marker([42, 3], icon=folium.CustomIcon(MAGENTA, icon_size=(20, 20))),
        "circle": folium.Circle([46, 9.5], radius=60_000, fill=True, popup="A circle"),
        "dot": folium.CircleMarker([43, 15.5], radius=12, fill=True, popup="A dot"),
        "line": folium.PolyLine([[49.5, 24.5], [49.5, 27]], weight=9, popup="A line"),
        "polygon": folium.Polygon([[45, 22], [47, 22], [46, 24]], fill=True, popup="A polygon"),
        "rectangle": folium.Rectangle([[45, 18.5], [46, 19.5]], fill=True, popup="A rectangle"),
        "areas": folium.GeoJson(
            AREAS,
            name="Areas",
            style_function=lambda f: {
                "color": "#c00" if f["properties"]["name"] == "Upper" else "#00c"
            },
            highlight_function=lambda f: {"color": "#0c0"},
            tooltip=GeoJsonTooltip(["name"], aliases=["Name of it"]),
            popup=GeoJsonPopup(["name"]),
        ),
        "points": folium.GeoJson(
            POINTS,
            marker=folium.Marker(icon=folium.Icon(icon="star")),
            style_function=lambda f: {"markerColor": f["properties"]["colour"]},
        ),
        "group": group,
        "array": ImageOverlay(DOT, [[39, 19.5], [41, 21.5]], name="Picture"),
        "tiles": folium.TileLayer(MAGENTA, attr="Mine", name="Tiles", overlay=True, show=False),
        "layers": folium.LayerControl(),
    }


def test_one_of_each_stands_in_one_map_where_it_belongs(open_page, cat):
    page = open_page(html_of(cat, *gallery().values()))
    fold_legend(page)
    assert page.locator(".leaflet-popup-content").all_inner_texts() == ["Open at once"]
    close_popup(page)
    # A pin's tip stands on its place.
    for lat, lon, above, text in [
        (52, 5, 20, "Plain popup"),
        (52, 8, 20, "Bold word"),
        (50, 2, 20, "Came late"),
        (57, 10, 20, "Pin popup"),
        (46, 9.5, 0, "A circle"),
        (43, 15.5, 0, "A dot"),
        (49.5, 25.7, 0, "A line"),
        (45.7, 22.7, 0, "A polygon"),
        (45.7, 19.2, 0, "A rectangle"),
        (48.5, 0.5, 0, "name Upper"),
        (48, 21, 20, "In a group"),
    ]:
        click(page, lat, lon, -above)
        assert [" ".join(shown.split()) for shown in popup_text(page)] == [text]
        close_popup(page)
    assert page.locator(".mine").all_inner_texts() == ["Mine"]
    assert stands_at(page, ".mine", 54, 8, dx=4, dy=4)
    assert page.locator(".added-pin").count() == 3
    assert stands_at(page, ".added-pin >> nth=0", 57, 10, dy=-5)
    fills = page.locator(".added-pin path").evaluate_all(
        "(p) => p.map((one) => one.getAttribute('fill'))"
    )
    red, blue, white = (PIN_COLOURS[name] for name in ("red", "blue", "white"))
    assert fills == [red, "yellow", blue, white, red, white]
    assert is_magenta(colour_at(page, 42, 3))
    assert is_magenta(colour_at(page, 40.3, 20.2))
    assert not is_magenta(colour_at(page, 41.3, 14.7))
    page.mouse.move(*point_of(page, 45, 1))
    assert "Name of it" in page.locator(".leaflet-tooltip").inner_text()
    strokes = page.locator(".leaflet-overlay-pane path.leaflet-interactive").evaluate_all(
        "(p) => p.map((one) => one.getAttribute('stroke'))"
    )
    assert strokes.count("#0c0") == strokes.count("#c00") == 1
    page.mouse.move(*point_of(page, 52, 5 - 0.01))
    page.locator(".leaflet-control-layers").hover()
    names = page.locator(".leaflet-control-layers label").all_inner_texts()
    assert [name.strip() for name in names if "macro" not in name] == [
        "Areas",
        "Group",
        "Picture",
        "Tiles",
    ]
    page.locator(".leaflet-control-layers label", has_text="Group").click()
    # Leaflet fades a tile in by the clock, which stands still, and takes its zero for never.
    page.clock.set_fixed_time(10_000)
    page.locator(".leaflet-control-layers label", has_text="Tiles").click()
    page.locator(".leaflet-tile:not(.leaflet-tile-loaded)").first.wait_for(state="detached")
    page.clock.set_fixed_time(20_000)
    page.locator(".leaflet-tile:not([style*='opacity: 1;'])").first.wait_for(state="detached")
    assert is_magenta(colour_at(page, 47, 14.7))
    assert page.evaluate("window[document.querySelector('.folium-map').id].getMaxZoom()") == 9
    assert_clean(page)


def test_a_pin_has_its_colour_and_its_glyph(open_page, small):
    icon = folium.Icon("red", icon_color="yellow", icon="cloud")
    page = open_page(html_of(small, folium.Marker([57, 10], icon=icon)))
    drawn = page.locator(".added-pin path").evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('fill'), one.getAttribute('d')])"
    )
    assert [fill for fill, _ in drawn] == [PIN_COLOURS["red"], "yellow"]
    assert drawn[1][1] == GLYPHS["cloud"]


KINDS = [("icon",), ("points",), ("html", "layers"), ("areas", "tiles")]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("names", sampled(KINDS, 1, always=KINDS[-1:]))
def test_some_alone_find_all_that_they_need(open_page, cat, names):
    page = open_page(html_of(cat, *(gallery()[name] for name in names)))
    selector = {"icon": ".added-pin", "points": ".added-pin", "html": "img.leaflet-marker-icon"}
    marks = page.locator(selector.get(names[0], "path.leaflet-interactive:not(.ring-touch)"))
    assert marks.count() == (2 if "areas" in names else 1)
    assert_clean(page)


@pytest.mark.thorough
def test_pictures_from_elsewhere_are_seen_on_the_land_and_under_the_rings(browser, tmp_path, cat):
    group = folium.FeatureGroup("Deep").add_to(m := map_of(cat))
    folium.TileLayer("https://{s}.tiles.test/{z}/{x}/{y}.png", attr="Mine").add_to(group)
    folium.WmsTileLayer("https://wms.test/wms", "roads", fmt="image/png", transparent=True).add_to(
        m
    )
    ImageOverlay("https://image.test/a.png", [[44.5, -0.5], [46, 2]]).add_to(m)
    icon = folium.CustomIcon("http://icon.test:8080/i.png", icon_size=(30, 30))
    folium.Marker(
        [42, 3], icon=icon, popup='<img src="https://popup.test/p.png" width="9">'
    ).add_to(m)
    html = m.get_root().render()
    hosts = ["http://icon.test:8080", "https://*.tiles.test", "https://image.test"]
    hosts += ["https://popup.test", "https://wms.test"]
    assert policy_of(html)["img-src"] == ["data:", *hosts]
    assert [name for name, words in policy_of(html).items() if "http" in " ".join(words)] == [
        "img-src"
    ]
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    asked, complaints = [], []

    def answer(route):
        asked.append(route.request.url)
        colour = (255, 0, 255, 255 if "image.test" in route.request.url else 90)
        Image.new("RGBA", (256, 256), colour).save(body := BytesIO(), "PNG")
        route.fulfill(body=body.getvalue(), content_type="image/png")

    context.route(re.compile("https?:"), answer)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("#headline:not(:empty)")
    page.wait_for_load_state("networkidle")
    fold_legend(page)
    click(page, 42, 3)
    page.locator(".leaflet-popup-content img").wait_for()
    assert complaints == []
    for host in ("tiles.test", "wms.test", "image.test", "icon.test", "popup.test"):
        assert [address for address in asked if host in address], host
    close_popup(page)
    assert is_magenta(colour_at(page, 45.4, 0.4))
    red, green, blue = colour_at(page, 47, 1)  # land through two thin pictures
    assert 60 < min(red, blue) - green < 200
    heights = page.evaluate(
        """() => ["land", "pictures", "outside", "rings", "capitals"].map((name) =>
          Number(window[document.querySelector(".folium-map").id].getPane(name).style.zIndex))"""
    )
    assert heights == sorted(heights)
    panes = page.locator(".leaflet-tile, .leaflet-image-layer").evaluate_all(
        "(all) => [...new Set(all.map((one) => one.closest('.leaflet-pane').className))]"
    )
    assert panes == ["leaflet-pane leaflet-pictures-pane"]
    context.close()


@pytest.mark.thorough
def test_a_click_on_the_map_says_where_it_was(open_page, cat):
    page = open_page(
        html_of(cat, folium.ClickForMarker("<b>Here</b> ${lat}"), folium.LatLngPopup())
    )
    click(page, 47, 3)
    assert popup_text(page)[0].startswith("Latitude: 4")
    close_popup(page)
    page.locator("img.leaflet-marker-icon").click()
    page.locator(".leaflet-popup-content b").wait_for()
    assert popup_text(page)[-1].startswith("Here 4")
    assert_clean(page)


@pytest.mark.thorough
def test_bounds_are_what_the_page_opens_on_but_for_a_link_that_has_a_view(open_page, cat):
    m = infmap.make_map(cat, theme="debate")
    m.fit_bounds([[40, 0], [44, 10]])
    html = m.get_root().render()
    west, east, south, north = (
        f"window[document.querySelector('.folium-map').id].getBounds().get{side}()"
        for side in ("West", "East", "South", "North")
    )
    page = open_page(html)
    # The map is as wide as the bounds: both are met but for the rounding of the fit.
    assert page.evaluate(west) == pytest.approx(0, abs=1e-9)
    assert page.evaluate(east) == pytest.approx(10, abs=1e-9)
    assert page.evaluate(south) < 40
    assert page.evaluate(north) > 44
    assert_clean(page)
    page = open_page(html, "#site=shuya&view=9/60.5/100")
    assert 98 < page.evaluate(west) < page.evaluate(east) < 102
    for _ in range(3):
        page.get_by_role("button", name="Zoom in").click(force=True)
    assert "view=9/" in page.url
    closer = page.get_by_role("button", name="Zoom in")
    assert closer.get_attribute("aria-disabled") == "true"


class Script(folium.MacroElement):
    """An addition of somebody's own."""

    def __init__(self, script):
        super().__init__()
        self._template = Template("{% macro script(this, kwargs) %}" + script + "{% endmacro %}")


@pytest.mark.thorough
def test_one_addition_that_fails_takes_no_other_with_it(open_page, cat):
    thrown = folium.Marker([50, 10], popup="Lost", pane="no such pane")
    page = open_page(
        html_of(
            cat,
            Script("throw Error('thrown');"),
            folium.Marker([52, 5], popup="First"),
            Script("this is no script ("),
            thrown,
            folium.Marker([52, 8], popup="Last"),
        )
    )
    assert page.locator("img.leaflet-marker-icon").count() == 2
    click(page, 52, 8, -20)
    assert popup_text(page) == ["Last"]
    page.locator("tr[data-capital=warsaw] button").click()
    assert page.locator("#card").is_visible()
    assert "thrown" in page.complaints
    assert len([told for told in page.complaints if "Unexpected" in told]) == 1


TEXTS = [
    "${alert(1)}",
    "{{ 7 * 7 }}",
    "{# gone #}{% raw %} {%",
    "R&D `tick` \"quote\" 'single' \\n C:\\new \\` $(document)",
    "line\u2028break",
    "</script><b>bold</b>",
    "<!-- <script>",
]


def test_hostile_text_is_shown_as_itself_or_as_html_and_runs_nothing(open_page, cat):
    m = map_of(cat)
    for k, text in enumerate(TEXTS):
        at = [58 - 2.6 * k, 0.5]
        safe = folium.Popup(text, parse_html=True, show=True, auto_pan=False)
        name = text.replace("<script>", "")  # as HTML, a script is refused
        folium.Marker(at, popup=safe, tooltip=folium.Tooltip(name, permanent=True)).add_to(m)
        area = {"type": "FeatureCollection", "features": [feature(name, polygon(40, 0), id=text)]}
        shown = GeoJsonTooltip(["name"], permanent=True)
        folium.GeoJson(area, name=name, tooltip=shown, style_function=lambda f: {}).add_to(m)
    folium.LayerControl(collapsed=False).add_to(m)
    html = m.get_root().render()
    assert html == m.get_root().render()
    page = open_page(html)
    told = [text.replace("\\`", "`") for text in TEXTS]
    assert page.locator(".leaflet-popup-content").all_inner_texts() == told
    as_html = [text for text in TEXTS if "<" not in text]
    tips = page.locator(".leaflet-tooltip").all_inner_texts()
    for text in as_html:
        assert len([tip for tip in tips if text.split("\\")[0] in tip]) == 2
        assert text in [
            name.strip() for name in page.locator(".leaflet-control-layers label").all_inner_texts()
        ]
    assert page.locator(".leaflet-tooltip b").count() == 2
    assert page.locator("#headline").inner_text()
    assert_clean(page)


def refused_plugins():
    """One of every plug-in whose scripts or styles come from elsewhere."""
    p = folium.plugins
    line, box = [[1, 2], [3, 4]], folium.TileLayer(MAGENTA, attr="x")
    group = folium.FeatureGroup("g")
    scale = branca.colormap.LinearColormap(["red", "blue"])
    return [
        p.AntPath(line),
        p.BeautifyIcon(),
        p.BoatMarker([1, 2]),
        p.CirclePattern(),
        p.Draw(),
        p.FastMarkerCluster([[1, 2]]),
        p.FeatureGroupSubGroup(group),
        p.Fullscreen(),
        p.Geocoder(),
        p.GroupedLayerControl({}),
        p.HeatMap([[1, 2]]),
        p.HeatMapWithTime([[[1, 2]]]),
        p.LocateControl(),
        p.MarkerCluster(name="Bases"),
        p.MeasureControl(),
        p.MiniMap(),
        p.MousePosition(),
        p.PolyLineFromEncoded("_p~iF~ps|U"),
        p.PolyLineOffset(line),
        p.PolyLineTextPath(folium.PolyLine(line), "text"),
        p.Realtime("https://x.test", start=False),
        p.Search(folium.GeoJson(AREAS)),
        p.SemiCircle([1, 2], 3, 4, 5),
        p.SideBySideLayers(box, box),
        p.StripePattern(),
        p.TagFilterButton([]),
        p.Terminator(),
        p.TimeSliderChoropleth(AREAS, {"a": {1: {}, 2: {}}}),
        p.TimestampedGeoJson(AREAS),
        p.TreeLayerControl(),
        folium.TopoJson({"objects": {"a": {"geometries": []}}}, "objects.a"),
        folium.RegularPolygonMarker([1, 2]),
        folium.Vega({"width": 1, "height": 1}),
        folium.features.VegaLite({"width": 1, "height": 1}),
        scale,
        folium.JavascriptLink("https://x.test/a.js"),
        folium.CssLink("https://x.test/a.css"),
        folium.IFrame("<p>"),
        folium.Figure(),
        VideoOverlay("https://x.test/a.webm", line),
        folium.FitOverlays(),
    ]


@pytest.mark.parametrize("added", refused_plugins(), ids=lambda one: type(one).__name__)
def test_what_cannot_be_sealed_is_refused_by_name_wherever_it_hangs(sealed, added):
    group = folium.FeatureGroup("Later").add_to(sealed)
    group.add_child(added)
    kind = type(added)
    with pytest.raises(
        InfmapError, match=rf"^(folium|branca)[\w.]*\.{kind.__name__}\b.*; instead: "
    ) as fault:
        sealed.get_root().render()
    del sealed._children[group.get_name()]
    assert "\n" not in str(fault.value)


with warnings.catch_warnings(action="ignore"):  # folium's own, of the colour
    ROUGE = folium.Marker([50, 10], icon=folium.Icon("rouge"))


def image_in(html):
    return folium.Marker([50, 10], popup=html)


@pytest.mark.parametrize(
    ("added", "told"),
    [
        (
            ROUGE,
            r"folium.Icon in folium.Marker at 50, 10: no pin .* 'rouge'; choose of beige, .*Div",
        ),
        (
            folium.Marker([50, 10], icon=folium.Icon(icon="ship", prefix="fa")),
            r"folium.Icon in .*: no glyph 'ship'; choose of info-sign, .*folium.DivIcon",
        ),
        (folium.Marker([50, 10], icon=folium.Icon(icon_color="wihte")), "no colour 'wihte'"),
        (folium.Marker([50, 10], icon=folium.Icon(spin=True)), "a pin has no spin"),
        (
            folium.Marker([50, 10], popup=folium.Popup(folium.IFrame("<p>"))),
            r"folium.IFrame in folium.Popup in folium.Marker at 50, 10: a frame, .*max_width=",
        ),
        (
            image_in('<p><img src="logo.png">'),
            r"folium.Popup '<p><img src=\"logo.png\">': the picture 'logo.png' .*data:image/png.*https://",
        ),
        (image_in('<img srcset="a.png 1x">'), "the picture 'a.png'"),
        (image_in('<p style="background:url(a.png)">'), "the picture 'a.png'"),
        (image_in('<style>p{background:url("a.png")}</style>'), "the picture 'a.png'"),
        (image_in('<img src="file:///a.png">'), "the picture 'file:///a.png'"),
        (image_in('<img src="//x.test/a.png">'), "the picture '//x.test/a.png'"),
        (image_in('<img src="https://a;script-src">'), "a policy cannot name"),
        (image_in("<script>alert(1)</script>"), "its HTML has a script"),
        (image_in("<iframe src=x></iframe>"), "its HTML has a frame"),
        (image_in("<b onclick='go()'>x"), "its HTML has onclick="),
        (image_in("<a href=' java\nscript:go()'>x"), "an address that is a script"),
        (image_in("<form action='https://x.test'>"), "a form"),
        (image_in("<style>@import 'https://x.test/a.css'</style>"), "styles or fonts"),
        (
            folium.Marker([50, 10], tooltip="<img src=x onerror=alert(1)>"),
            "folium.Tooltip '<img .*onerror=",
        ),
        (
            folium.Marker([50, 10], icon=folium.DivIcon(html="<img src=x>")),
            "folium.DivIcon in folium.Marker at 50, 10",
        ),
        (folium.Popup("Mine"), r"^folium.Popup 'Mine': it belongs to .*; instead: folium.Marker"),
        (
            folium.GeoJson(
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "geometry": polygon(1, 2),
                            "properties": {"Ship to": 1},
                        }
                    ],
                },
                name="Ships",
                style_function=lambda _: {},
            ),
            r"folium.GeoJson 'Ships': its features are told apart by .*Ship to.*; instead: give",
        ),
        (folium.ClickForMarker("<script>"), "folium.ClickForMarker: its HTML has a script"),
        (folium.GeoJson(AREAS, name="<img src=x>"), "the picture 'x'"),
        (
            folium.TileLayer("tiles/{z}/{x}/{y}.png", attr="x", name="Own"),
            "folium.TileLayer 'Own': the picture 'tiles/",
        ),
        (
            folium.TileLayer(MAGENTA, attr="<script>", name="Own"),
            "folium.TileLayer 'Own': its HTML has a script",
        ),
        (
            folium.TileLayer(MAGENTA, attr="x", name="Own", error_tile_url="none.png"),
            "the picture 'none.png'",
        ),
        (
            folium.WmsTileLayer("/wms", "a", name="W"),
            "folium.*WmsTileLayer 'W': the picture '/wms'",
        ),
        (
            folium.plugins.FloatImage("logo.png"),
            "folium.plugins.FloatImage: the picture 'logo.png'",
        ),
        (folium.Element('<p><a href="#" onclick="x()">'), "folium.Element: its HTML has onclick="),
        (
            folium.GeoJson(
                POINTS,
                name="P",
                marker=folium.Marker(icon=folium.Icon()),
                style_function=lambda f: {"markerColor": "rouge"},
            ),
            "folium.GeoJson 'P': no pin of the colour 'rouge'",
        ),
        (
            folium.GeoJson(
                {"type": "FeatureCollection", "features": [feature("<img src=x>", polygon(1, 2))]},
                tooltip=GeoJsonTooltip(["name"]),
            ),
            "GeoJsonTooltip in folium.GeoJson: the picture 'x'",
        ),
    ],
)
def test_what_would_not_show_is_refused_with_a_way_out(sealed, added, told):
    holder = sealed.get_root().html if type(added) is folium.Element else sealed
    holder.add_child(added)
    with pytest.raises(InfmapError, match=told) as fault:
        sealed._repr_html_()
    del holder._children[added.get_name()]
    assert "\n" not in str(fault.value)


def test_a_layer_read_as_the_page_opens_a_legend_by_d3_and_jquery_are_refused(small, tmp_path):
    (path := tmp_path / "areas.json").write_text('{"type": "FeatureCollection", "features": []}')
    m = map_of(small, folium.GeoJson(str(path), embed=False, name="Areas"))
    with pytest.raises(InfmapError, match=r"folium\.GeoJson 'Areas': embed=False has"):
        m.save(tmp_path / "map.html")
    assert not (tmp_path / "map.html").exists()
    scaled = folium.Choropleth(
        AREAS, data={"Lower": 1.0, "Upper": 2.0}, key_on="feature.properties.name", name="People"
    )
    with pytest.raises(InfmapError, match=r"folium.Choropleth 'People': .*d3.*style_function"):
        html_of(small, scaled)
    m = map_of(small, marker := folium.Marker([50, 10]))
    m.keep_in_front(marker)
    with pytest.raises(InfmapError, match=r"SealedMap.*keep_in_front"):
        m.get_root().render()
    m = map_of(small)
    m.add_js_link("mine", "https://x.test/a.js")
    with pytest.raises(InfmapError, match=r"SealedMap: its scripts or styles come from x\.test"):
        m.get_root().render()
    assert "x.test" not in html_of(small)


def test_a_choropleth_of_one_colour_and_what_is_not_in_a_page_stay_as_they_are(small):
    assert "L.geoJson" in html_of(small, folium.Choropleth(AREAS))
    marker = folium.Marker([50, 10], popup="Mine", icon=folium.Icon())
    before = {**vars(marker)}, {**marker._children}
    html_of(small, marker)
    assert ({**vars(marker), "_parent": None}, {**marker._children}) == (
        {**before[0], "_parent": None},
        before[1],
    )
    assert "AwesomeMarkers" in folium.Map().add_child(marker).get_root().render()


@pytest.mark.thorough
def test_the_same_additions_give_the_same_bytes_and_no_id_of_the_readers_changes(small):
    html = html_of(small, *gallery().values())
    assert html == html_of(small, *gallery().values())
    m = map_of(small, *gallery().values())
    assert m.get_root().render() == m.get_root().render() == html
    name = f"file_{'0123456789abcdef' * 2}.png"
    assert name in html_of(small, folium.Marker([50, 10], popup=name))


@pytest.mark.thorough
def test_every_part_has_a_script_of_its_own_that_the_policy_names(small):
    html = html_of(small, *gallery().values())
    assert html.count("<script>") == len(policy_of(html)["script-src"])
    plain = html_of(small, folium.Marker([50, 10]), folium.Marker([51, 10], popup="One"))
    assert plain.count("<script>") == html_of(small).count("<script>") + 3
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {*policy_of(plain)["script-src"]}


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(
    ("added", "any_style"),
    [
        (folium.Marker([50, 10], popup="Mine", tooltip="Mine", icon=folium.Icon()), False),
        (folium.Marker([50, 10], popup=folium.Popup("<b>", parse_html=True)), False),
        (folium.GeoJson(AREAS, tooltip=GeoJsonTooltip(["name"], style="color:red")), False),
        (ImageOverlay(DOT, [[1, 2], [3, 4]]), False),
        (folium.Marker([50, 10], popup="<style>b{color:red}</style><b>Mine</b>"), False),
        (folium.Marker([50, 10], popup='<b style="color:red">Mine</b>'), True),
        (folium.Marker([50, 10], tooltip=folium.Tooltip("Mine", style="color:red")), True),
        (folium.Marker([50, 10], icon=folium.DivIcon(html='<b style="color:red">')), True),
        (folium.Marker([50, 10], popup=folium.Popup(folium.Html("Mine", width=90))), True),
    ],
)
def test_style_may_stand_anywhere_only_where_an_addition_brings_such(small, added, any_style):
    policy = policy_of(html_of(small, added))
    assert ("'unsafe-inline'" in policy["style-src"]) == any_style


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://tile.test/{z}/{x}/{y}.png", "https://tile.test"),
        ("https://{s}.tile.test/{z}.png", "https://*.tile.test"),
        ("https://tiles-{s}.tile.test/{z}.png", "https://*.tile.test"),
        ("http://user:word@Tile.test:81/a", "http://tile.test:81"),
        ("https://bücher.test/a.png", "https://xn--bcher-kva.test"),
    ],
)
def test_a_host_is_named_as_a_policy_names_it(small, address, host):
    layer = folium.TileLayer(address, attr="Mine")
    assert policy_of(html_of(small, layer))["img-src"] == ["data:", host]


def test_the_documentation_names_all_that_is_drawn_and_all_that_has_a_way_out():
    page = (Path(__file__).parents[1] / "docs/how-to/embed.md").read_text("utf-8")
    named = {name for line in page.splitlines() for name in re.findall(r"`([\w.-]+)`", line)}
    drawn = {"Marker", "Popup", "Tooltip", "Circle", "CircleMarker", "PolyLine", "Polygon"}
    drawn |= {"Rectangle", "GeoJson", "GeoJsonTooltip", "GeoJsonPopup", "FeatureGroup", "Icon"}
    drawn |= {"LayerControl", "DivIcon", "CustomIcon", "TileLayer", "WmsTileLayer", "FitBounds"}
    assert drawn | WAYS_OUT.keys() <= named
    # Of a glyph's names one in each font at least.
    paths = {GLYPHS[name] for name in named & GLYPHS.keys()}
    assert paths == set(GLYPHS.values())
