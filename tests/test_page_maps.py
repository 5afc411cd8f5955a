"""Two sides, all sites and doubt on the map: it shows what Python says, place by place."""

import math
from functools import partial
from itertools import product

import numpy as np
import pytest
from page_steps import corners_of, drawn, fragment_of, still, turn, until
from pyproj import Geod
from sample import sampled

import infmap
from reliability import map_areas

DAY = "2026-05-24"
#: The line between two sides, and where it is.
LINE = """() => {
  const { left, width } = document.querySelector(".divider").getBoundingClientRect();
  return left + width / 2;
}"""
#: The marks of capitals that are seen: the place, what it says, whose side's it is, and where.
MARKS = """() => [...document.querySelectorAll(".point[data-capital]")].flatMap((mark) => {
  const { left, top, width, height } = mark.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const isRight = mark.closest(".leaflet-capitals-b-pane") !== null;
  const cut = mark.closest(".leaflet-pane").style.clipPath;
  const map = mark.closest(".folium-map").getBoundingClientRect();
  const isOn = x > map.left && x < map.right && y > map.top && y < map.bottom;
  const { capital, reach } = mark.dataset;
  return isOn ? [{ capital, reach, isRight, cut: cut !== "", x }] : [];
})"""


def reaches(cat, **asked):
    table = infmap.coverage(cat, site="shuya", **asked)
    return dict(zip(table["target_id"], table["reach"], strict=True))


def line_of(page):
    return page.evaluate(LINE)


@pytest.mark.parametrize("projection", ["true-distance", "mercator", "globe"])
def test_each_side_of_the_line_has_its_own_accounts_marks(turn_page, whole, cat, projection):
    fragment = "#site=shuya&mode=compare&left=operator&right=opponent"
    page = turn_page(whole, f"{fragment}&projection={projection}")
    sides = [reaches(cat, account=account) for account in ("operator", "opponent")]
    seen = page.evaluate(MARKS)
    assert len(seen) > 60
    for mark in seen:
        assert mark["cut"]
        assert mark["reach"] == sides[mark["isRight"]][mark["capital"]], mark


def test_the_line_cuts_marks_and_rings_of_both_sides_at_one_place(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare&left=operator&right=independent")
    cuts = """() => [...document.querySelectorAll(".leaflet-pane")].filter((pane) =>
      pane.style.clipPath && pane.childElementCount).map((pane) => {
        const corners = pane.style.clipPath.match(/-?[0-9.]+px/g).map(parseFloat);
        const left = pane.getBoundingClientRect().left;
        const [west, east] = [corners[0] + left, corners[2] + left];
        return [pane.className, west, east];
      })"""
    divider = page.locator(".divider")
    divider.focus()
    for key in ("ArrowRight", "PageUp", "PageUp", "ArrowLeft"):
        page.keyboard.press(key)
        drawn(page)
        found = page.evaluate(cuts)
        assert len(found) > 8
        for name, west, east in found:
            edge = west if "-b-pane" in name else east
            assert edge == pytest.approx(line_of(page), abs=1), name
    assert "view=" not in fragment_of(page)


def test_the_line_goes_by_keys_and_by_pointer(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare")
    divider = page.get_by_role("slider", name="Line between A and B")
    now = partial(divider.get_attribute, "aria-valuenow")
    divider.focus()
    steps = [
        ("Home", "0"),
        ("PageUp", "10"),
        ("ArrowRight", "12"),
        ("ArrowLeft", "10"),
        ("End", "100"),
    ]
    for key, value in steps:
        page.keyboard.press(key)
        assert now() == value
    for _ in range(5):
        page.keyboard.press("PageDown")
    handle = page.locator(".divider-handle").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    before = line_of(page)
    page.mouse.move(x + 4, y)
    page.mouse.down()
    page.mouse.move(x + 104, y - 80, steps=5)
    page.mouse.up()
    # Taken beside its middle, the line does not jump.
    assert line_of(page) == pytest.approx(before + 100, abs=1)
    assert "view=" not in fragment_of(page)


def test_no_name_lies_across_the_line(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare&left=independent&right=opponent")
    page.locator(".divider").focus()
    for key in ("Home", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp"):
        page.keyboard.press(key)
        # Names are laid when the line has rested; this timer of the page ends behind that one.
        page.evaluate("() => new Promise((done) => setTimeout(done, 180))")
        drawn(page)
        line = line_of(page)
        boxes = page.evaluate(
            """() => [...document.querySelectorAll(".label")].map((label) => {
              const { left, right } = label.getBoundingClientRect();
              return [label.dataset.label, left, right]; })"""
        )
        assert boxes
        for words, left, right in boxes:
            assert right < line - 4 or left > line + 4, (words, left, right, line)


def test_a_side_has_its_rings_and_the_others_as_hairlines(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare&left=operator&right=independent")
    count = lambda selector: page.locator(selector).count()  # noqa: E731
    assert count(".leaflet-rings-pane .ring-operator") == 2
    assert count(".leaflet-rings-pane .ring-independent") == 0
    assert count(".leaflet-rings-b-pane .ring-independent") == 2
    assert count(".leaflet-rings-b-pane .ring-operator") == 0
    assert count(".leaflet-hairlines-pane .fade-independent") == 2
    assert count(".leaflet-hairlines-b-pane .fade-operator") == 2
    # The area that B reaches for sure is 2500 km wide.
    wash, ring = (
        np.ptp(corners_of(page, selector), axis=0)
        for selector in (".wash-independent", ".leaflet-rings-b-pane .ring-independent")
    )
    assert wash == pytest.approx(ring, abs=3)


def test_two_sites_are_both_marked_and_named(turn_page, whole):
    page = turn_page(whole, "#mode=compare&left=shuya&right=kaliningrad&projection=mercator")
    drawn(page)
    focused = "() => [...document.querySelectorAll('.point.is-focus')].map((e) => e.dataset.site)"
    assert sorted(page.evaluate(focused)) == ["kaliningrad", "shuya"]
    named = "() => [...document.querySelectorAll('.label-focus')].map((e) => e.dataset.label)"
    assert sorted(page.evaluate(named)) == ["Kaliningrad Oblast", "Shuya"]


def test_a_phone_has_a_map_for_each_side_and_no_line(open_page, whole, cat):
    page = open_page(
        whole, "#site=shuya&mode=compare&left=operator&right=independent", width=390, height=844
    )
    drawn(page)
    assert page.locator(".divider").count() == 0
    heads = page.locator(".chart-head").all_inner_texts()
    assert [head.split(":")[0] for head in heads] == ["A Operator", "B Independent"]
    maps = [page.locator(".folium-map:not(.twin)"), page.locator(".folium-map.twin")]
    places = []
    for one, account in zip(maps, ("operator", "independent"), strict=True):
        wanted = reaches(cat, account=account)
        found = one.locator(".point[data-capital]").evaluate_all(
            """(marks) => marks.map((mark) => {
              const [at, map] = [mark, mark.closest(".folium-map")]
                .map((one) => one.getBoundingClientRect());
              const { capital, reach } = mark.dataset;
              return [capital, reach, at.left - map.left, at.top - map.top];
            })"""
        )
        assert {capital: reach for capital, reach, _, _ in found} == wanted
        places.append({capital: (x, y) for capital, _, x, y in found})
    # One camera.
    for capital, at in places[0].items():
        assert places[1][capital] == pytest.approx(at, abs=1.5), capital


def test_paper_has_both_sides_whole(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare&left=operator&right=independent")
    before = fragment_of(page)
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    drawn(page)
    boxes = [page.locator(name).bounding_box() for name in (".folium-map:not(.twin)", ".twin")]
    ring = page.locator(".twin .ring-independent").last.bounding_box()
    assert boxes[0]["height"] == pytest.approx(boxes[1]["height"], abs=1)
    assert ring["y"] > boxes[1]["y"]
    assert ring["y"] + ring["height"] < boxes[1]["y"] + boxes[1]["height"]
    assert page.locator(".divider").count() == 0
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    drawn(page)
    assert page.locator(".divider").count() == 1
    assert fragment_of(page) == before


def test_moving_the_line_takes_less_than_a_frame(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare&left=opponent&right=independent")
    taken = page.evaluate(
        """() => { const divider = document.querySelector(".divider"); const taken = [];
          for (let k = 0; k < 80; k += 1) {
            const key = k % 2 ? "ArrowLeft" : "ArrowRight";
            const start = performance.now();
            divider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            document.body.getBoundingClientRect();
            taken.push(performance.now() - start);
          }
          return taken; }"""
    )
    assert np.median(taken) < 16


def test_outlines_of_doubt_lie_where_python_says(turn_page, whole, cat):
    page = turn_page(whole, "#site=kaliningrad&projection=true-distance")
    said = infmap.doubt(cat, "kaliningrad")
    assert (said.inner_km, said.outer_km) == (370, 610)
    # A second map that has been shown before keeps its lines, unseen.
    seen = ".folium-map:not(.twin) .leaflet"
    ring = np.ptp(corners_of(page, f"{seen}-rings-pane .ring-independent"), axis=0).max() / 2
    for name, km in {"in": said.inner_km, "out": said.outer_km, "place": 110}.items():
        radius = np.ptp(corners_of(page, f"{seen}-limits-pane .outline-{name}"), axis=0) / 2
        # Its stroke stands beside its circle by a few pixels.
        assert radius == pytest.approx([ring * km / 500] * 2, abs=6 * km / 500), name
    marks = page.evaluate(MARKS)
    depends = {mark["capital"] for mark in marks if mark["reach"] == "depends"}
    assert depends == {"minsk", "stockholm", "tallinn", "copenhagen", "berlin"}
    words = page.locator("[data-label].label-doubt").evaluate_all(
        "(all) => all.map((e) => e.dataset.label)"
    )
    assert {word.split()[-2] for word in words} == {"110", "370", "610"}


def test_a_lower_bound_has_no_surely_outside(turn_page, whole):
    page = turn_page(whole, "#site=kapustin-yar&doubt=on&account=opponent")
    outline = ".leaflet-limits-pane .outline-"
    assert page.locator(".leaflet-doubt-pane .depends").count() == 1
    assert page.locator(f"{outline}out").count() == 0
    turn(page, "site=kaliningrad&doubt=off")
    assert page.locator(f"{outline}in, .leaflet-doubt-pane .depends").count() == 0
    turn(page, "site=kaliningrad")
    assert page.locator(f"{outline}in").count() == 1


AREAS = list(product(map_areas.PROJECTIONS, map_areas.COUNTS))


@pytest.mark.parametrize(("projection", "count"), sampled(AREAS, 2, always=[("globe", "some")]))
def test_areas_are_as_deep_as_python_counts(turn_page, whole, cat, projection, count):
    page = turn_page(whole, f"#site=shuya&mode=overview&projection={projection}&count={count}")
    view = map_areas.View("Russia", DAY, projection, count)
    compared, lost = map_areas.compared(page, cat, view, 100)
    assert lost == []
    assert compared > 50


def test_the_rim_of_an_area_stays_in_its_place_when_the_map_is_near(turn_page, whole, cat):
    # 2500 km from Shuya, between the azimuths at which a rim seen from afar has its corners.
    shuya, found = cat.site("shuya"), set()
    for azimuth in (262.5, 277.5, 292.5):
        lon, lat, back = Geod(ellps="WGS84").fwd(shuya.lon, shuya.lat, azimuth, 2_500_000)
        state = f"mode=overview&projection=mercator&count=some&view=8/{lat}/{lon}"
        page = turn_page(whole, f"#site=shuya&{state}&holder=Russia&date={DAY}")
        drawn(page)
        size = page.evaluate(
            """() => { const { clientWidth, clientHeight } = document.querySelector(".folium-map");
              return [clientWidth, clientHeight]; }"""
        )
        outward = math.radians(back + 180)
        way = [math.sin(outward), -math.cos(outward)]
        asked = [[0.5 + px * way[k] / size[k] for k in (0, 1)] for px in (-5, 5)]
        froms = page.evaluate(map_areas.LEAST)
        for at_lon, at_lat, step in page.evaluate(map_areas.STEPS, asked):
            number = infmap.overlap(cat, (at_lon, at_lat), holder="Russia", as_of=DAY).some
            assert step == sum(number >= least for least in froms), (azimuth, at_lon, at_lat)
            found.add(step)
    assert len(found) > 1


def test_both_readings_stand_side_by_side_with_one_camera(turn_page, whole, cat):
    page = turn_page(whole, "#site=shuya&mode=overview")
    drawn(page)
    for name, reading in ((".folium-map:not(.twin)", "every"), (".folium-map.twin", "some")):
        found = page.locator(name).locator("[data-capital=vilnius]").get_attribute("data-count")
        said = infmap.overlap(cat, "vilnius", holder="Russia", as_of=DAY)
        assert int(found) == getattr(said, reading)
    at = """(name) => { const map = document.querySelector(name).getBoundingClientRect();
      const mark = document.querySelector(`${name} [data-capital=vilnius]`).getBoundingClientRect();
      return [mark.left - map.left, mark.top - map.top]; }"""
    first, second = (page.evaluate(at, name) for name in (".folium-map:not(.twin)", ".twin"))
    assert first == pytest.approx(second, abs=1)
    # What moves one moves the other.
    for name, way, stands in (
        (".twin", -1, [first[0] - 80, first[1] - 40]),
        (".folium-map:not(.twin)", 1, first),
    ):
        box = page.locator(name).bounding_box()
        page.mouse.move(box["x"] + 200, box["y"] + 300)
        page.mouse.down()
        page.mouse.move(box["x"] + 200 + 80 * way, box["y"] + 300 + 40 * way, steps=4)
        # A map that is let go of in its motion moves on.
        page.wait_for_timeout(300)
        page.mouse.up()
        still(page)
        moved = [page.evaluate(at, one) for one in (".folium-map:not(.twin)", ".twin")]
        assert moved[0] == pytest.approx(moved[1], abs=1)
        assert moved[0] == pytest.approx(stands, abs=8)
    assert page.get_attribute(".twin", "aria-label").startswith("Map: On some account")


def test_a_place_that_is_clicked_is_asked_for_on_either_map(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=overview")
    for name in (".folium-map:not(.twin)", ".twin"):
        box = page.locator(name).bounding_box()
        page.mouse.click(box["x"] + 30, box["y"] + 90)
        drawn(page)
        assert "at=" in fragment_of(page)
        assert page.locator(f"{name} .asked-ring").count() == 1
        turn(page, "site=shuya&mode=overview")
    assert page.locator(".asked-ring").count() == 0
    page.locator(".folium-map:not(.twin)").focus()
    page.keyboard.press("Enter")
    drawn(page)
    assert "at=" in fragment_of(page)


def test_two_holders_are_never_on_one_map(turn_page, whole):
    page = turn_page(whole, "#mode=overview&date=1987-12-08&holder=United%20States&count=some")
    # A second map that has been shown before keeps its marks, unseen.
    sites = """() => [...document.querySelectorAll(".folium-map:not(.twin) .point[data-site]")]
      .map((one) => one.dataset.site)"""
    american = set(page.evaluate(sites))
    turn(page, "mode=overview&date=1987-12-08&holder=Soviet%20Union&count=some")
    soviet = set(page.evaluate(sites))
    assert american
    assert soviet
    assert not american & soviet


def test_no_view_complains(turn_page, whole):
    page = turn_page(whole, "#site=shuya&mode=compare")
    for fragment in (
        "site=shuya&mode=overview",
        "site=shuya&mode=overview&projection=globe",
        "site=kaliningrad",
        "site=kaliningrad&mode=compare&left=2013-01-01&right=2019-08-02",
        "site=kapustin-yar&mode=compare&left=9m729&right=iskander-m",
        "site=shuya",
    ):
        turn(page, fragment)
        drawn(page)
    assert page.complaints == []


@pytest.mark.parametrize("lon", [179, -179])
def test_worlds_stand_side_by_side_where_the_map_goes_on(turn_page, whole, lon):
    page = turn_page(whole, f"#site=luga&projection=mercator&view=2/20/{lon}")
    drawn(page)
    lefts = page.evaluate(
        """() => [...document.querySelectorAll(".folium-map:not(.twin) .leaflet-land-pane path")]
          .map((path) => path.getBoundingClientRect()).filter(({ width }) => width)
          .map(({ left }) => left).toSorted((one, other) => one - other)"""
    )
    assert len(lefts) == 2
    assert lefts[1] - lefts[0] == pytest.approx(256 * 2**2, abs=1)


@pytest.mark.parametrize("view", sampled(["3/56/80", "1.5/50/30"], 1))
def test_land_is_there_as_soon_as_it_is_seen(open_page, whole, view):
    land = """() => [...document.querySelectorAll(".leaflet-land-pane path")]
      .map((one) => one.getAttribute("d")?.length).filter((length) => length > 10)"""
    page = open_page(whole, "#site=luga")
    drawn(page)
    [near] = page.evaluate(land)
    page.get_by_role("button", name="Zoom out").click()
    drawn(page)
    [zoomed] = page.evaluate(land)
    # A map that still zooms draws all of it for a link as well.
    still(page)
    turn(page, "site=redzikowo")
    turn(page, "site=luga")
    [again] = page.evaluate(land)
    turn(page, f"site=luga&view={view}")
    [moved] = page.evaluate(land)
    assert near == again < zoomed == moved


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "fragment", ["site=redzikowo", "site=luga&projection=mercator", "site=luga&projection=globe"]
)
def test_a_link_ends_a_zoom_of_the_map_on_its_way(turn_page, whole, fragment):
    place = """() => {
      const { left, top } = document.querySelector(".point.is-focus").getBoundingClientRect();
      const [land] = [...document.querySelectorAll(".leaflet-land-pane path")]
        .map((path) => path.getBoundingClientRect().width).filter((width) => width);
      return [left, top, land].map(Math.round);
    }"""
    page = turn_page(whole, f"#{fragment}")
    still(page)
    at = page.evaluate(place)
    turn(page, "site=luga")
    page.evaluate(
        """async (fragment) => {
          document.querySelector('[aria-label="Zoom out"]').click();
          const moves = () => document.querySelector(".leaflet-zoom-anim");
          while (!moves()) await new Promise(requestAnimationFrame);
          location.hash = fragment;
        }""",
        fragment,
    )
    still(page, 25)
    assert page.evaluate(place) == at


#: What is drawn in the panes of rings, from the bottom up: whose and where, and what it says.
DRAWN = """() => ["outside", "intervals", "limits", "halos", "fades", "rings"].map((pane) =>
  [...document.querySelectorAll(`.leaflet-${pane}-pane path`)].map((path) =>
    `${path.getAttribute("class")} ${path.getAttribute("d")}`))"""


def test_what_is_kept_of_rings_is_what_a_page_opened_anew_draws(open_page, tabs, whole):
    page = open_page(whole, "#site=shuya&account=operator&view=3.5/55/40")
    fragments = (
        "site=shuya&account=opponent",
        "site=shuya",
        "site=shuya&date=2018-06-01",
        "site=deveselu&account=independent",
        "site=deveselu&projection=mercator",
        "mode=overview",
        "site=shuya&account=opponent",
    )
    tried = sampled(range(len(fragments)), 0, always=[0, 4])
    for k, fragment in enumerate(fragments):
        address = f"{fragment}&view=3.5/55/40"
        turn(page, address)
        if k not in tried:
            continue
        anew = open_page(whole, f"#{address}")
        drawn(anew)
        assert page.evaluate(DRAWN) == anew.evaluate(DRAWN)
        tabs.give_back(anew)
    ring = page.locator(".ring-touch").last
    ring.dispatch_event("mouseover", {"clientX": 900, "clientY": 400})
    assert "km" in page.locator(".leaflet-tooltip").inner_text()


def test_outlines_are_those_of_the_projection_and_keep_their_width(turn_page, whole):
    # Of the worlds side by side those that are on the screen.
    seen = """() => [...document.querySelectorAll("path.border")]
      .filter((one) => one.checkVisibility()).map((one) => getComputedStyle(one).vectorEffect)"""
    for projection, copies in (
        ("mercator", 1),
        ("globe", 1),
        ("mercator&view=1/0/0", 3),
        ("true-distance", 1),
        ("mercator&view=4/60/178", 2),
    ):
        page = turn_page(whole, f"#site=shuya&projection={projection}")
        assert page.evaluate(seen) == ["non-scaling-stroke"] * copies


def test_marks_are_painted_together_and_not_each_for_itself(turn_page, whole):
    page = turn_page(whole, "")
    turn(page, "site=crimea")
    drawn(page)
    styles = "marks => marks.map(mark => mark.style.transform)"
    places = page.locator(".leaflet-marker-icon").evaluate_all(styles)
    assert len(places) > 100
    assert not [place for place in places if "3d" in place]


@pytest.mark.thorough
def test_the_areas_of_each_map_are_painted_once_in_a_change(open_page, whole):
    page = open_page(whole, "#mode=overview")
    drawn(page)
    page.evaluate("""() => {
      const { prototype } = CanvasRenderingContext2D;
      const { putImageData } = prototype;
      window.painted = 0;
      prototype.putImageData = function (...given) {
        window.painted += 1;
        putImageData.apply(this, given);
      };
    }""")
    turn(page, "mode=overview&holder=United+States")
    drawn(page)
    assert page.evaluate("window.painted") == 2
    # Who comes back to them finds them as they were left.
    turn(page, "site=shuya")
    drawn(page)
    turn(page, "mode=overview&holder=United+States")
    drawn(page)
    assert page.evaluate("window.painted") == 2
    assert page.locator(".areas:visible").count() == 2
    turn(page, "mode=overview&holder=Russia")
    drawn(page)
    assert page.evaluate("window.painted") == 4
    # In the dark they have other tints.
    page.emulate_media(color_scheme="dark")
    until(page, "window.painted > 4")
    drawn(page)
    assert page.evaluate("window.painted") == 6


def test_paper_has_the_areas_of_its_own_map(open_page, whole):
    page = open_page(whole, "#mode=overview")
    drawn(page)
    share = """() => document.querySelector(".areas").offsetWidth /
      document.querySelector(".folium-map").offsetWidth"""
    beside = page.evaluate(share)
    printed = page.evaluate(
        f"() => {{ dispatchEvent(new Event('beforeprint')); return ({share})() }}"
    )
    assert printed == pytest.approx(beside, abs=0.01)


def test_one_map_of_all_sites_says_which_count_it_has(open_page, whole):
    page = open_page(whole, "#mode=overview", width=390, height=844)
    drawn(page)
    chosen = page.locator(".choice-count select")
    assert chosen.locator("option").all_inner_texts() == ["Every", "Some"]
    assert chosen.input_value() == "every"
    assert page.locator(".chart-head").first.inner_text().startswith("On every account")
    chosen.select_option("some")
    drawn(page)
    assert page.locator(".chart-head").first.inner_text().startswith("On some account")
    page.set_viewport_size({"width": 1400, "height": 900})
    turn(page, "mode=overview")
    switch = page.locator(".choice-count label")
    assert [one for one in switch.all_inner_texts() if one] == ["Every", "Some", "Both"]
    assert page.locator(".choice-count input:checked").get_attribute("value") == "both"
