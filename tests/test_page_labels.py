"""What lies on the page's map: names, the words of rings, and marks that tell what they are."""

import json

import pytest
from page_steps import drawn, fragment_of, turn
from sample import sampled

from reliability import map_labels
from reliability.openings import WINDOWS, scattered

SHUYA = "#site=shuya&theme=debate"
TIP = ".leaflet-tooltip"


def test_words_lie_over_nothing_wherever_an_own_site_lies(browser):
    assert list(map_labels.of_own(browser, scattered(5), WINDOWS[::3])) == []


def test_rings_are_named_on_their_arcs_in_every_projection(browser):
    sites = sampled(["shuya", "kaliningrad", "deveselu", "mutlangen"], 1, always=["kaliningrad"])
    assert list(map_labels.of_bundled(browser, sites, WINDOWS[:1])) == []


@pytest.mark.thorough
def test_the_check_of_words_sees_what_is_out_of_place(open_page, page_html):
    page = open_page(page_html, SHUYA)
    drawn(page)
    assert page.evaluate(map_labels.CHECK) == []
    moved = """([selector, x, y]) => document.querySelectorAll(selector).forEach((one) => {
      one.style.translate = `${x}px ${y}px`;
    })"""
    for selector, x, y, told in [
        (".label-arcs g", 0, 60, "off its ring"),
        (".label-capital", 0, 9, "over a mark"),
        (".label-capital", -300, 0, "hangs over the map's edge"),
        (".is-focus .site-mark", 3000, 0, "the site in focus is hidden"),
    ]:
        page.evaluate(moved, [selector, x, y])
        assert any(told in line for line in page.evaluate(map_labels.CHECK))
        page.evaluate(moved, [selector, 0, 0])
    page.evaluate(
        """() => { const names = [...document.querySelectorAll(".label-capital")];
          names[1].style.transform = names[0].style.transform; }"""
    )
    assert any('lies over "' in line for line in page.evaluate(map_labels.CHECK))


def test_the_site_and_the_headlines_places_are_named(turn_page, page_html):
    page = turn_page(page_html, SHUYA)
    drawn(page)
    names = page.locator("[data-label]").evaluate_all("(all) => all.map((e) => e.dataset.label)")
    assert {"Shuya", "Kyiv", "Vilnius", "Warsaw", "Berlin"} <= set(names)


def test_a_line_leads_from_the_site_to_the_chosen_capital(turn_page, page_html):
    page = turn_page(page_html, SHUYA)
    way = "path.way:not(.way-halo)"
    assert not page.locator(way).get_attribute("d")
    for projection in map_labels.PROJECTIONS:
        turn(page, f"{SHUYA[1:]}&capital=berlin&projection={projection}")
        drawn(page)
        ends = page.evaluate(
            """(way) => {
              const path = document.querySelector(way);
              const middle = (selector) => {
                const { x, y, width, height } =
                  document.querySelector(selector).getBoundingClientRect();
                return [x + width / 2, y + height / 2];
              };
              return [
                [".is-focus .site-mark", 0],
                [".point[data-capital=berlin] .mark", path.getTotalLength()],
              ].map(([selector, at]) => {
                const end = path.getPointAtLength(at);
                const on = new DOMPoint(end.x, end.y).matrixTransform(path.getScreenCTM());
                const [x, y] = middle(selector);
                return Math.hypot(on.x - x, on.y - y);
              });
            }""",
            way,
        )
        assert max(ends) < 2
        assert page.locator(".point.is-chosen .chosen-ring").count() == 1


def test_every_mark_tells_its_name_to_who_points_at_it(turn_page, page_html):
    page = turn_page(page_html, f"{SHUYA}&units=mi")
    page.hover(".point[data-capital=kyiv]")
    assert page.locator(TIP).inner_text().split("\n") == ["Kyiv, Ukraine", "627 mi"]
    page.mouse.move(5, 5)
    page.locator(TIP).wait_for(state="detached")
    # A row of the table tells where its place is.
    marks = page.locator(".folium-map .point").count()
    assert marks > 200


def test_arrows_lead_from_mark_to_mark_and_enter_chooses(turn_page, page_html):
    page = turn_page(page_html, SHUYA)
    assert page.locator(".folium-map .point[tabindex='0']").count() == 1
    page.locator(".is-focus").focus()
    assert page.locator(TIP).inner_text().startswith("Shuya")
    page.keyboard.press("ArrowLeft")
    assert page.locator(TIP).inner_text().startswith("Moscow, Russia")
    assert page.evaluate("document.activeElement.ariaLabel") == "Moscow"
    page.keyboard.press("Enter")
    drawn(page)
    assert "capital=moscow" in fragment_of(page)
    page.locator(".is-focus").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('folium-map')")


def test_a_finger_between_marks_is_asked_which_it_means(browser, tmp_path, page_html):
    path = tmp_path / "page.html"
    path.write_text(page_html, "utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{path.as_uri()}{SHUYA}")
    page.wait_for_selector("#headline:not(:empty)")
    drawn(page)
    # Nothing is near Astana, and a finger need not be exact.
    box = page.locator(".point[data-capital=astana]").bounding_box()
    page.touchscreen.tap(box["x"] + 8, box["y"] + 24)
    drawn(page)
    assert "capital=astana" in fragment_of(page)
    turn(page, SHUYA[1:])
    drawn(page)
    box = page.locator(".point[data-capital=tallinn]").bounding_box()
    page.touchscreen.tap(box["x"] + 8, box["y"] + 8)
    drawn(page)
    assert "capital=" not in fragment_of(page)
    offered = page.locator(".card-list button").all_inner_texts()
    assert len(offered) > 1
    assert any("Tallinn" in words for words in offered)
    assert any("Helsinki" in words for words in offered)
    context.close()


def test_the_focus_is_a_mark_in_leaflets_own_pane(turn_page, page_html):
    page = turn_page(page_html, SHUYA)
    for projection in map_labels.PROJECTIONS:
        turn(page, f"{SHUYA[1:]}&projection={projection}")
        drawn(page)
        [site] = page.locator(".leaflet-marker-pane > .is-focus").evaluate_all(
            "(all) => all.map((one) => one.dataset.site)"
        )
        assert site == "shuya"


def test_words_on_the_map_are_not_read_out(open_page, page_html):
    page = open_page(page_html, SHUYA)
    drawn(page)
    hidden = """() => [...document.querySelectorAll("[data-label]")]
      .every((one) => one.closest("[aria-hidden=true]"))"""
    assert page.evaluate(hidden)
    roles = page.locator(".folium-map .point[role]").evaluate_all(
        "(all) => all.map((one) => [one.role ?? one.getAttribute('role'), one.ariaLabel])"
    )
    assert json.loads(json.dumps(roles)) == [["button", "Shuya, Ivanovo Oblast"]]
