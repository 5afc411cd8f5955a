"""Where things stand on the page's first screen, and what the keyboard and paper make of it."""

import json
import random
import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from page_steps import drawn, headline, printed, still, turn, until
from sample import sampled

import infmap

#: The finding of every site, account and some days, as Python has it.
FINDINGS = Path(__file__).parent / "data" / "page" / "findings.json"
#: The sizes that count: a desk, a small one, a frame in an article, a phone.
SIZES = [(1400, 900), (1024, 768), (800, 500), (390, 844)]
FEW_SIZES = sampled(SIZES, 1, always=[(390, 844)])
#: Each in two states: as it opens, and with a place chosen.
SCREENS = list(product(SIZES, ["#site=shuya", "#site=shuya&capital=berlin"]))

#: Of elements: their words, and whether all of each is on the screen with nothing over it; of
#: marks, which may touch their neighbours, nothing over their middle.
SEEN = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  const inside = width > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  const middle = [(left + right) / 2, (top + bottom) / 2];
  const corners = element.matches(".point") ? [] : [[left + 2, top + 2], [right - 2, bottom - 2]];
  const spots = [middle, ...corners];
  const uncovered = spots.every(([x, y]) => {
    const over = document.elementFromPoint(x, y);
    return over && (element.contains(over) || over.contains(element)
      || over.closest("label") === element.closest("label") && over.closest("label"));
  });
  return {words: element.textContent.trim(), seen: Boolean(inside && uncovered)};
})"""


@pytest.mark.parametrize(("size", "fragment"), sampled(SCREENS, 2, always=SCREENS[-1:]))
def test_the_first_screen_has_the_finding_with_four_names_and_every_count(
    open_page, page_html, cat, size, fragment
):
    width, height = size
    page = open_page(page_html, fragment, width=width, height=height)
    [headline] = page.evaluate(SEEN, "#headline")
    names = [row.name for row in cat.capitals_of_any_day if row.name in headline["words"]]
    assert headline["seen"]
    assert len(names) >= 4
    counts = page.evaluate(SEEN, ".account-count b")
    assert len(counts) == 4
    assert all(count["seen"] and re.match(r"\d", count["words"]) for count in counts), counts
    accounts = page.evaluate(SEEN, ".account-name")
    assert [row["words"] for row in accounts] == ["Operator", "Opponent", "Independent", "All"]
    assert all(row["seen"] for row in accounts)
    assert page.evaluate("window.scrollY") == 0


@pytest.mark.parametrize(("width", "height"), FEW_SIZES)
def test_the_chosen_place_and_the_site_stay_in_view_beside_the_card(
    turn_page, page_html, width, height
):
    page = turn_page(page_html, "#site=shuya&capital=berlin", width=width, height=height)
    still(page)
    for selector in (".point.is-focus", ".folium-map .point[data-capital=berlin]"):
        [mark] = page.evaluate(SEEN, selector)
        assert mark["seen"], selector
    [name] = page.evaluate(SEEN, "#card-name")
    assert name == {"words": "Berlin", "seen": True}


def test_twelve_rows_of_the_table_are_seen_and_no_column_is_cut(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    rows = page.evaluate(SEEN, "#capital-table tbody tr")
    assert sum(row["seen"] for row in rows) >= 12
    assert len(rows) > 200
    panel = "document.getElementById('panel')"
    assert page.evaluate(f"{panel}.scrollWidth <= {panel}.clientWidth")
    assert (
        page.evaluate(
            "[...document.querySelectorAll('#capital-table thead :is(th, button)')]"
            ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
        )
        == []
    )


def test_a_name_and_its_country_are_elements_of_their_own(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    row = page.locator("#capital-table tr[data-capital=berlin]")
    assert row.locator("button").inner_text() == "Berlin"
    assert row.locator(".country").inner_text().startswith("Germany")


#: Of what is on the screen of the finding: how many lines its headline has, its words, the words
#: that are cut or stand outside their column, and the sizes of the little maps.
FOUND = """() => {
  const headline = document.getElementById("headline");
  const range = document.createRange();
  range.selectNodeContents(headline);
  const box = (element) => element.getBoundingClientRect();
  const all = (selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility({visibilityProperty: true}));
  const isSeen = (element) => box(element).top >= 0 && box(element).bottom <= innerHeight;
  const isOutside = (element) => box(element).right > box(element.closest(".account")).right + 1
    || element.scrollWidth > element.clientWidth + 1 && element.clientWidth
    || element.scrollHeight > element.clientHeight + 2 && element.clientHeight;
  return {
    lines: new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size,
    words: [headline, ...all(".account-says, .account-names, .sure-names")].filter(isSeen)
      .map((element) => element.textContent).join("; "),
    cut: all(".account span:not(.unseen)").filter(isOutside)
      .map((element) => element.textContent),
    maps: [...new Set(all(".account-map svg").map((svg) =>
      `${Math.round(box(svg).width)} x ${Math.round(box(svg).height)}`))],
    rest: isSeen(document.getElementById("map-frame")),
  };
}"""
ACCOUNTS = ("all", "operator", "opponent", "independent")
DAYS = (None, "2019-02-10", "1987-12-08")


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_first_screen_has_three_lines_of_headline_four_names_and_no_word_cut(
    turn_page, page_html, cat, width, height
):
    rows = json.loads(FINDINGS.read_text("utf-8"))["cases"]
    longest = sorted((len(title), *row[:2]) for row in rows[::3] for title in row[2].values())
    drawn_by = random.Random(width)
    states = [(site, None, "all") for *_, site, _ in longest[-2:]]
    for _ in range(10):
        states.append((drawn_by.choice(cat.sites).id, drawn_by.choice(DAYS), "all"))
        states.append((drawn_by.choice(cat.sites).id, None, drawn_by.choice(ACCOUNTS)))
    page = turn_page(page_html, "#site=shuya", width=width, height=height)
    for site, day, account in sampled(states, 3, always=states[:2]):
        fragment = f"#site={site}&theme=all&account={account}" + (f"&date={day}" if day else "")
        turn(page, fragment)
        seen = page.evaluate(FOUND)
        assert 1 <= seen["lines"] <= 3, (fragment, seen)
        assert seen["cut"] == [], fragment
        assert len(seen["maps"]) <= 1, (fragment, seen["maps"])
        assert seen["rest"], fragment
        accounts = infmap.finding(cat, site, as_of=day).accounts
        names = {name for one in accounts for name in (*one.sure, *one.some)}
        told = [name for name in names if name in seen["words"]]
        assert len(told) >= min(4, max((one.most for one in accounts), default=0)), fragment


@pytest.mark.parametrize(("width", "height"), sampled(SIZES, 1, always=SIZES[2:]))
def test_no_number_of_the_ruler_stands_on_another(turn_page, page_html, width, height):
    page = turn_page(
        page_html, "#site=deveselu&theme=all&capital=moscow", width=width, height=height
    )
    spans = page.evaluate(
        """[...document.querySelectorAll(".ruler-axis > span, .ruler-unit")]
        .map((one) => one.getBoundingClientRect()).filter(({width}) => width)
        .map(({left, right}) => [left, right])"""
    )
    assert bool(spans) == ((width, height) != (800, 500))
    for (_, end), (start, _) in pairwise(sorted(spans)):
        assert end <= start + 0.5
    assert all(end <= width for _, end in spans)


@pytest.mark.parametrize(("width", "height"), FEW_SIZES)
def test_in_forced_colours_what_is_chosen_is_seen(turn_page, page_html, width, height):
    page = turn_page(page_html, "#site=shuya&capital=berlin", width=width, height=height)
    page.emulate_media(forced_colors="active")
    looks = page.evaluate(
        """[...document.querySelectorAll(".account")].map((one) => [
          getComputedStyle(one).outlineStyle, one.querySelector("input").checked])"""
    )
    grounds = page.evaluate(
        """[...document.querySelectorAll("#capital-table tbody tr")].map((row) => [
          getComputedStyle(row.querySelector("th")).backgroundColor, row.className])"""
    )
    page.emulate_media(forced_colors="none")
    assert sum(checked for _, checked in looks) == 1
    assert all((style == "solid") == checked for style, checked in looks)
    chosen = {ground for ground, name in grounds if "is-chosen" in name}
    assert len(chosen) == 1
    assert not chosen & {ground for ground, name in grounds if "is-chosen" not in name}


@pytest.mark.thorough
def test_names_are_printed_where_the_map_stands_on_paper(open_page, page_html):
    page = open_page(page_html, "#site=shuya")
    gap = page.evaluate(
        """() => {
          window.dispatchEvent(new Event("beforeprint"));
          const middle = (selector) => {
            const box = document.querySelector(selector).getBoundingClientRect();
            return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
          };
          const [mark, name] = [".point.is-focus", ".label-focus"].map(middle);
          return Math.hypot(mark[0] - name[0], mark[1] - name[1]);
        }"""
    )
    assert gap < 60


@pytest.mark.thorough
def test_the_card_of_a_place_is_printed_on_the_first_sheet(turn_page, page_html, tmp_path):
    page = turn_page(page_html, "#site=shuya&theme=all&capital=berlin")
    sheets, first = printed(page, tmp_path)
    assert sheets <= 6
    assert "1853 km from Shuya" in first
    assert " ".join(headline(page).split()) in first


def test_while_it_is_printed_the_map_has_the_size_of_the_sheet(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")

    def size():
        box = page.locator("#map-frame").bounding_box()
        return box["width"], box["height"]

    before = size()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert size() == (700, 400)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert size() == before


def test_escape_closes_the_card_and_gives_the_keyboard_back(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    button = page.locator("#capital-table tr[data-capital=warsaw] button")
    button.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("region", name="Warsaw")
    assert card.is_visible()
    said = page.locator("#said")
    assert said.get_attribute("role") == "status"
    assert re.match(r"Warsaw, Poland.* km from Shuya", said.inner_text())
    page.keyboard.press("Escape")
    drawn(page)
    assert card.count() == 0
    assert "capital=" not in page.evaluate("location.hash")
    assert page.evaluate("document.activeElement.textContent") == "Warsaw"


def test_the_cross_gives_the_keyboard_back_too(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    page.locator("#capital-table tr[data-capital=warsaw] button").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Warsaw"


def test_the_finding_comes_first_for_whoever_listens(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    order = page.evaluate(
        """() => ["#headline", "#accounts", "#capital-table", ".folium-map"].map((selector) =>
          [...document.querySelectorAll("*")].indexOf(document.querySelector(selector)))"""
    )
    assert order == sorted(order)
    region = page.get_by_role("region", name="Map")
    assert region.get_attribute("aria-describedby") == "deck"
    assert page.evaluate("[...document.querySelectorAll('h1')].length") == 1


def test_the_accounts_are_one_group_that_arrows_walk_through(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    group = page.get_by_role("radiogroup", name="Whose figures")
    assert group.get_by_role("radio").count() == 4
    page.locator("input[name=account][value=all]").focus()
    page.keyboard.press("ArrowLeft")
    drawn(page)
    assert "account=independent" in page.evaluate("location.hash")
    shown = page.locator(".account", has=page.locator("input:checked"))
    assert shown.get_attribute("data-account") == "independent"
    # The other columns stay, with their counts.
    assert len(page.locator(".account-count b").all_inner_texts()) == 4


# Shuya is printed with its card above, Kaliningrad in the tests of panels.
@pytest.mark.parametrize(
    "site", sampled(["mutlangen", "deveselu", "lebedin", "northern-territory"], 1)
)
def test_the_page_prints_in_six_sheets_with_its_finding_on_the_first(
    turn_page, page_html, tmp_path, site
):
    page = turn_page(page_html, f"#site={site}&theme=all")
    sheets, first = printed(page, tmp_path)
    assert sheets <= 6
    assert " ".join(headline(page).split()) in first


def test_what_an_address_asks_for_in_vain_is_said(turn_page, page_html):
    page = turn_page(page_html, "#site=nonsense&theme=foo")
    said = page.locator("#unknown")
    assert said.get_attribute("role") == "status"
    assert 'site "nonsense"' in said.inner_text()
    turn(page, "#site=shuya")
    assert said.inner_text() == ""


def test_a_frame_in_an_article_shows_finding_counts_map_and_a_way_on(
    open_page, page_html, tmp_path
):
    (tmp_path / "inner.html").write_text(page_html, "utf-8")
    for width, layout in ((800, "embed"), (600, "strip")):
        frame = f'<iframe src="inner.html#site=shuya" width="{width}" height="500"></iframe>'
        page = open_page(f'<h1 id="headline">x</h1>{frame}', width=1200)
        inner = page.frames[1]
        inner.wait_for_selector("#headline:not(:empty)")
        assert inner.evaluate("document.body.dataset.layout") == layout
        for selector in ("#headline", ".account-count b", ".folium-map"):
            assert inner.locator(selector).first.is_visible()
        for selector in (".masthead", "#controls", "#timeline", "#capital-table"):
            assert not inner.locator(selector).is_visible()
        inner.get_by_role("button", name="Table").click()
        assert inner.locator("#capital-table").is_visible()
        inner.get_by_role("button", name="Tools").click()
        assert inner.locator("#controls").is_visible()


def test_a_wheel_over_a_framed_map_scrolls_the_article(open_page, page_html, tmp_path):
    (tmp_path / "inner.html").write_text(page_html, "utf-8")
    host = (
        '<h1 id="headline">x</h1><iframe src="inner.html#site=shuya" width="800" height="500">'
        '</iframe><p style="height:3000px"></p>'
    )
    page = open_page(host, width=1000)
    inner = page.frames[1]
    inner.wait_for_selector("#headline:not(:empty)")
    before = inner.evaluate("location.hash")
    page.mouse.move(600, 250)
    page.mouse.wheel(0, 200)
    inner.locator(".gesture-hint").wait_for()
    until(page, "scrollY")
    still(page)
    assert page.evaluate("scrollY") == 200
    assert inner.evaluate("location.hash") == before


def test_a_place_chosen_on_a_phone_brings_sheet_and_map_into_view(open_page, page_html):
    page = open_page(page_html, "#site=shuya", width=390, height=844)
    page.locator("#capital-table tr[data-capital=berlin] button").scroll_into_view_if_needed()
    page.locator("#capital-table tr[data-capital=berlin] button").click()
    drawn(page)
    [name] = page.evaluate(SEEN, "#card-name")
    assert name == {"words": "Berlin", "seen": True}
    [mark] = page.evaluate(SEEN, ".folium-map .point[data-capital=berlin]")
    assert mark["seen"]
    card = page.locator("#card")
    box = card.bounding_box()
    assert (box["height"], box["y"] + box["height"]) == (258, 844)
    page.get_by_role("button", name="Make larger").click()
    assert card.bounding_box()["height"] > 800
    page.get_by_role("button", name="Close").click()
    assert not card.is_visible()
