"""The page in use: the keyboard, going back, what is open, and one view after another."""

import json
import re
from urllib.parse import unquote

import pytest
from page_steps import drawn, fragment_of, go_back, headline, still, switch, turn, until

import infmap
from infmap.looks.corrections import figure_name
from infmap.looks.words import claimant_text
from infmap.maps.packed import block_in, unpacked


@pytest.fixture(scope="module")
def every_theme(cat):
    return infmap.make_map(cat, theme="all").get_root().render()


def test_the_link_to_the_map_leaves_the_state_as_it_is(open_page, page_html):
    page = open_page(page_html, "#site=shuya&account=operator&date=2019-02-10")
    before = fragment_of(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    drawn(page)
    assert page.evaluate("document.activeElement.id") == "stage"
    assert fragment_of(page) == before
    assert "Shuya" in headline(page)


def test_an_open_card_follows_the_account_and_the_site(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&capital=warsaw")
    card = page.locator("#card")
    assert "In range if " in card.inner_text()
    rows = card.locator(".ruler-row").count()
    switch(page, "Operator")
    assert "In range if " not in card.inner_text()
    assert card.locator(".ruler-row").count() < rows
    switch(page, "All")
    page.locator(".site", has_text="Luga").click()
    assert "from Luga" in card.inner_text()
    switch(page, "All sites")
    card.wait_for(state="hidden")


def test_a_card_that_was_closed_stays_closed(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&capital=warsaw")
    page.get_by_role("button", name="Close").click()
    assert "capital=" not in fragment_of(page)
    switch(page, "Operator")
    assert not page.locator("#card").is_visible()


def test_the_headline_says_what_the_figures_leave_open(open_page, every_theme, cat):
    page = open_page(every_theme, "#site=lewis-mcchord&theme=after-inf")
    table = infmap.coverage(cat, site="lewis-mcchord", theme="after-inf")
    assert (table["reach"] == "unknown").sum() > 100
    # Of the figure it is said once, and not of each capital.
    assert page.locator("#headline, #deck, .account-says").all_inner_texts()
    said = " ".join(page.locator("#headline, .account-says").all_inner_texts())
    assert "None abroad for sure. Some name no maximum." in said


def test_the_headline_says_how_many_are_reached_and_by_whose_figures(turn_page, page_html):
    page = turn_page(page_html, "")
    for fragment, words in {
        "site=shuya": r"reaches no foreign capital; by the independent figure 40, among them",
        "site=shuya&account=operator": r"By the operator's figures \(.* reach no foreign capital",
        "site=what-if&pin=21,52,9m729": r"would reach \d+ capitals?",
        "site=what-if&pin=-30,-40,100": r"would reach no capital",
    }.items():
        turn(page, fragment)
        assert re.search(words, headline(page)), headline(page)
    turn(page, "site=shuya")
    assert "Not counted: Moscow, the holder's own." in page.locator("#deck").inner_text()


def test_the_buttons_of_the_map_zoom_about_the_site_and_lead_back(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    middle = """() => { const { left, top, width, height } =
      document.querySelector(".point.is-focus").getBoundingClientRect();
      return [left + width / 2, top + height / 2]; }"""
    before = page.evaluate(middle)
    assert "view=" not in fragment_of(page)
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
        still(page)
    assert page.evaluate(middle) == pytest.approx(before, abs=2)
    assert "view=" in fragment_of(page)
    page.get_by_role("button", name="Back to the first view").click()
    drawn(page)
    assert "view=" not in fragment_of(page)
    assert page.evaluate(middle) == pytest.approx(before, abs=2)


def test_what_reaches_a_capital_is_marked_by_its_own_band(turn_page, page_html, cat):
    page = turn_page(page_html, "#capital=warsaw")
    table = infmap.reach(cat, "Warsaw", theme="debate").set_index("site_id")
    data = unpacked(block_in(page_html))
    names = {site["name"]: site["id"] for site in data["sites"]}
    rows = page.locator(".reach-list li").all()
    assert len(rows) == len(table)
    for row in rows:
        # What is over says so behind its name.
        name = row.locator("button > span").first.inner_text().removesuffix(": cancelled")
        classes = row.locator("svg").get_attribute("class")
        assert f"mark-{table.loc[names[name], 'band']}" in classes


def test_an_address_makes_no_launcher_of_what_strikes_nothing(turn_page, page_html):
    page = turn_page(page_html, "#site=what-if&pin=21,52.2,aegis-ashore-mk41")
    assert "Shuya" in headline(page)
    for system in ("sm-3-iia", "constructor"):
        turn(page, f"site=what-if&pin=21,52.2,{system}")
        assert "Shuya" in headline(page)
    turn(page, "site=what-if&pin=21,52.2,9m729")
    assert page.locator(".stamp").is_visible()


def test_the_form_lists_every_system_that_an_address_may_name(turn_page, page_html):
    page = turn_page(page_html, "")
    data = unpacked(block_in(page_html))
    page.get_by_role("button", name="Drop a launcher").click()
    listed = page.eval_on_selector_all("#pin-system option", "all => all.map((one) => one.value)")
    claims = [claim for claim in data["claims"] if claim["measure"] != "engagement"]
    figures = {claim["system_id"] for claim in claims}
    strike = {name for name, row in data["systems"].items() if row["strike"]}
    assert set(listed) - {""} == figures & strike


@pytest.mark.thorough
def test_an_address_without_a_theme_opens_where_the_site_is(open_page, page_html, cat):
    page = open_page(page_html, "#site=greenham-common")
    assert page.locator("#theme").input_value() == "all"
    assert page.locator("#reported h3").count() > 0
    html = infmap.make_map(cat, theme="eliminated").get_root().render()
    page = open_page(html, "#capital=warsaw")
    assert page.locator("#theme").input_value() == "eliminated"


def test_the_overview_is_not_stamped_hypothetical(turn_page, page_html):
    page = turn_page(page_html, "#site=what-if&pin=21,52.2,1000")
    assert page.locator(".stamp").is_visible()
    switch(page, "All sites")
    assert not page.locator(".stamp").is_visible()


def test_a_step_back_is_drawn_once(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    page.locator(".site", has_text="Luga").click()
    page.evaluate(
        """() => {
          window.drawn = 0;
          new MutationObserver(() => { window.drawn += 1; })
            .observe(document.getElementById("headline"), { childList: true });
        }"""
    )
    go_back(page)
    assert "Shuya" in headline(page)
    assert page.evaluate("window.drawn") == 1


def test_a_movement_of_the_map_is_no_step_to_go_back(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    page.locator(".site", has_text="Luga").click()
    drawn(page)
    steps = page.evaluate("history.length")
    for _ in range(2):
        before = fragment_of(page)
        page.get_by_role("button", name="Zoom in").click()
        until(page, f"location.hash !== {json.dumps(before)}")
        still(page)
    assert "view=" in fragment_of(page)
    assert page.evaluate("history.length") == steps
    go_back(page)
    assert "Shuya" in headline(page)


def test_the_question_is_empty_again_where_no_capital_is_chosen(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    question = page.get_by_label("What reaches this capital")
    question.fill("Berlin")
    question.press("Enter")
    assert "Berlin" in page.locator(".reach-sum").inner_text()
    go_back(page)
    assert question.input_value() == ""
    question.fill("Berlin")
    question.press("Enter")
    page.get_by_role("button", name="Clear").press("Enter")
    assert question.input_value() == ""
    assert page.evaluate("document.activeElement.getAttribute('list')") == "capital-names"


def test_without_its_launcher_the_page_is_where_it_was(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    page.get_by_role("button", name="Drop a launcher").click()
    page.locator(".site", has_text="Luga").click()
    assert "Luga" in headline(page)
    # Not by the pointer: the map goes to Luga, and the launcher's mark moves away beneath it.
    page.locator(".pin").dispatch_event("click")
    page.locator(".stamp").wait_for()
    page.get_by_role("button", name="Take the launcher away").click()
    assert "Luga" in headline(page)


def test_a_site_is_found_by_what_others_call_its_missile(open_page, page_html):
    page = open_page(page_html)
    page.locator("#site-search").fill("SSC-8")
    shown = [row for row in page.locator("#sites li").all() if row.is_visible()]
    assert shown
    assert all(re.search("9M729", row.inner_text()) for row in shown)


def test_all_sites_are_listed_with_what_each_part_of_the_story_has_there(open_page, page_html):
    page = open_page(page_html, "#mode=overview&theme=debate")
    page.locator("#site-search").fill("Oreshnik")
    told = {row.inner_text() for row in page.locator("#sites li").all() if row.is_visible()}
    (there,) = (text for text in told if "Kapustin Yar" in text)
    assert "9M729" in there
    assert "Oreshnik" in there


def test_a_site_of_another_part_of_the_story_is_found_in_two_actions(open_page, page_html, cat):
    page = open_page(page_html)
    page.locator("#site-search").fill("Hyunmoo-2C")
    assert page.locator("#sites li:visible").count() == 0
    page.get_by_role("button", name="more in other parts of the story").click()
    there = {site.name for site in cat.sites if "hyunmoo-2c" in site.system_ids}
    assert set(page.locator("#sites li:visible .site-name").all_inner_texts()) == there
    assert there
    assert page.locator("#theme").input_value() == "all"


def test_a_card_is_closed_on_a_phone_too(open_page, page_html):
    page = open_page(page_html, "#site=shuya&capital=warsaw", width=390, height=844)
    page.get_by_role("button", name="Close").click(timeout=5000)
    page.locator("#card").wait_for(state="hidden")


def test_printing_opens_what_is_reported_and_leaves_it_as_it_was(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    open_ones = """() => [...document.querySelectorAll("#reported details, #legend")]
      .map((one) => one.open)"""
    page.locator("#reported details summary").first.click()
    before = page.evaluate(open_ones)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert all(page.evaluate(open_ones))
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(open_ones) == before
    assert any(before)
    assert not all(before)


def test_a_mark_is_filled_by_the_reach(open_page, made_up):
    page = open_page(infmap.make_map(made_up, focus="north-camp").get_root().render())
    marks = page.evaluate(
        """() => [...document.querySelectorAll(".point[data-reach], #capital-table .row-mark")]
          .map((place) => [
            place.dataset.reach ?? /reach-(\\w+)/.exec(place.innerHTML)[1],
            [...place.querySelectorAll(".mark > :not(.mark-halo)")]
              .map((one) => one.getAttribute("class")).filter(Boolean).join(),
          ])"""
    )
    assert {tuple(one) for one in marks} == {
        ("all", "mark-shape"),
        ("some", "mark-shape,mark-half"),
        ("unknown", "mark-shape,mark-dot"),
    }
    turn(page, "site=south-camp")
    # Where no figure says anything, no mark says that a place is out.
    assert page.locator(".point[data-reach]").count() == 0
    assert page.locator(".point .counted .mark-shape").count() == len(made_up.capital_rows)


@pytest.mark.thorough
def test_each_figure_says_where_an_error_in_it_is_reported_if_anywhere(
    open_page, page_html, debate, monkeypatch
):
    where = "https://example.org/new?of='data'&<b>"
    monkeypatch.setattr("infmap.looks.corrections.address", lambda: f"{where}#top")
    html = infmap.make_map(debate, focus="shuya").get_root().render()
    page = open_page(html, "#site=shuya&capital=berlin")
    figures = page.locator("#reported .claims > li")
    links = figures.get_by_role("link", name="Report an error in this figure")
    figures.locator("summary").first.focus()
    page.keyboard.press("Enter")
    links.first.wait_for()
    # Past the source and its button.
    for _ in range(3):
        page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.href")
    folded = page.locator("#card").get_by_text("Report an error in a figure")
    folded.click()
    on_card = page.locator("#card li a")
    on_card.first.wait_for()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    rows = {figure_name(row.model_dump()): row for row in debate.claims_at(debate.site("shuya"))}
    start = "?of=%27data%27&%3Cb%3E&title="
    for some in (links, on_card):
        told = [link.evaluate("one => new URL(one.href).search") for link in some.all()]
        names = [unquote(one.removeprefix(start)) for one in told]
        assert sorted(names) == sorted(rows)
        assert all(one.startswith(start) and not {*one} & {*" ,"} for one in told)
    assert focused.endswith(links.first.evaluate("one => new URL(one.href).search"))
    for name, link in zip(names, on_card.all(), strict=True):
        assert link.inner_text().split(", ")[-1] in claimant_text(rows[name].claimant)
    assert page.complaints == []
    other = open_page(page_html, "#site=shuya&capital=berlin")
    assert other.locator("#reported .claims > li").count() == figures.count()
    assert other.locator(".ruler-row").count() > 0
    for part in ("#reported .claims", "#card"):
        assert other.locator(part).get_by_text("Report an error").count() == 0


def test_every_source_leads_to_its_address(turn_page, page_html, cat):
    page = turn_page(page_html, "")
    addresses = {row.URL for row in cat.source_rows}
    found = page.eval_on_selector_all(
        "#source-list a", "all => all.map((one) => one.getAttribute('href'))"
    )
    assert len(found) > 50
    assert set(found) <= addresses


PUT_APART = """(mark) => {
  document.querySelector("#apart")?.remove();
  const box = document.createElement("div");
  box.id = "apart";
  box.style = "position:fixed;z-index:9999;left:0;top:0;width:40px;height:20px;background:#fff";
  box.append(mark.cloneNode(true));
  document.body.append(box);
}"""


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("site", ["krichev", "abdul-kalam", "shuya"])
def test_no_two_entries_of_a_key_look_alike(open_page, every_theme, site):
    page = open_page(every_theme, f"#site={site}&theme=all")
    entries = page.locator("#key-line .key-entry")
    looks = {}
    for k in range(entries.count()):
        words = entries.nth(k).inner_text()
        # Each in one place, as a browser draws a mark otherwise between its pixels.
        entries.nth(k).locator("svg").evaluate(PUT_APART)
        picture = page.screenshot(clip={"x": 0, "y": 0, "width": 40, "height": 20})
        assert looks.setdefault(picture, words) == words
    assert len(looks) == entries.count() > 3


@pytest.mark.parametrize("place", ["dushanbe", "paris", "reykjavik", "kabul", "warsaw"])
def test_the_tip_of_a_mark_is_on_the_map_whole(turn_page, page_html, place):
    page = turn_page(page_html, "#site=shuya", width=1400, height=900)
    still(page)
    mark = page.locator(f".folium-map .point[data-capital={place}]").bounding_box()
    page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    until(page, "document.querySelector('.leaflet-tooltip')")
    drawn(page)
    tip, frame = (page.locator(of).bounding_box() for of in (".leaflet-tooltip", ".folium-map"))
    for start, length in (("x", "width"), ("y", "height")):
        assert frame[start] <= tip[start]
        assert tip[start] + tip[length] <= frame[start] + frame[length]
    # No name lies over it.
    seen = page.evaluate(
        "() => ['tooltip', 'labels'].map((name) =>"
        " +getComputedStyle(document.querySelector(`.leaflet-${name}-pane`)).zIndex)"
    )
    assert seen[0] > seen[1]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    ("fragment", "is_told"),
    [
        ("mode=overview&projection=mercator&date=1989-01-01", False),
        ("mode=overview&projection=mercator&date=2014-01-31", False),
        ("mode=overview&projection=mercator&date=2014-03-01", True),
        ("site=crimea&projection=true-distance&date=2018-06-01", True),
        ("site=shuya&projection=globe&date=2018-06-01", True),
    ],
)
def test_crimea_is_told_occupied_on_the_days_of_the_occupation(
    open_page, every_theme, fragment, is_told
):
    page = open_page(every_theme, f"#theme=all&{fragment}")
    still(page)
    told = page.locator(".label-land").all_inner_texts()
    assert bool(told) is is_told
    assert all("Russian occupation" in " ".join(words.split()) for words in told)


def test_why_rings_look_stretched_is_told_where_they_do(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&projection=mercator")
    words = page.get_by_text("this projection (Web Mercator)")
    assert words.is_visible()
    for projection in ("true-distance", "globe"):
        turn(page, f"site=shuya&projection={projection}")
        assert not words.is_visible()


def test_on_a_phone_stamp_buttons_and_name_of_a_launcher_stand_apart(turn_page, page_html):
    place = "#site=what-if&pin=37.6,55.7,9m729&units=nmi"
    page = turn_page(page_html, place, width=390, height=844)
    still(page)
    boxes = [page.locator(of).first.bounding_box() for of in (".stamp", ".map-buttons", NAME)]
    for k, one in enumerate(boxes):
        for other in boxes[:k]:
            apart = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
            above = (
                one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]
            )
            assert apart or above


#: The name of the site in focus, on the map.
NAME = ".label-focus"
