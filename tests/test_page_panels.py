"""What is compared, all sites and the doubt about a place, as their panels tell of them."""

import re
from itertools import product

import pytest
from page_steps import drawn, fragment_of, headline, printed, turn
from sample import sampled

import infmap

#: Compared, all sites, the doubt: each with something chosen.
VIEWS = [
    "#site=shuya&mode=compare",
    "#site=shuya&mode=compare&left=2015-01-01&right=2019-02-10",
    "#site=shuya&mode=compare&left=shuya&right=kaliningrad",
    "#mode=overview&capital=warsaw",
    "#site=kaliningrad&capital=minsk",
]
SIZES = [(1400, 900), (1024, 768), (800, 500), (390, 844)]
SCREENS = list(product(SIZES, VIEWS))
#: Of the doubt with all that is reported there, which is the longest.
SHEETS = [*VIEWS[:-1], f"{VIEWS[-1]}&theme=all"]


def listed(page):
    """Return the capitals in the blocks of what changes hands, and the words beside them."""
    ids = page.evaluate(
        "[...document.querySelectorAll('.block li')].map((item) => item.dataset.capital)"
    )
    return ids, page.locator("#comparing").text_content()


@pytest.mark.parametrize(
    ("site", "left", "right"),
    [
        ("shuya", "operator", "independent"),
        ("shuya", "operator", "all"),
        ("kaliningrad", "opponent", "operator"),
        ("deveselu", "operator", "opponent"),
    ],
)
def test_what_changes_hands_is_what_infmap_compares(turn_page, page_html, cat, site, left, right):
    page = turn_page(page_html, f"#site={site}&theme=all&mode=compare&left={left}&right={right}")
    ids, words = listed(page)
    rows = infmap.compare(cat, left, right, site=site)
    assert len(ids) == len(set(ids))
    assert set(ids) <= set(rows["target_id"])
    # What is not counted is named beside the blocks.
    aside = rows[~rows["target_id"].isin(ids)]["target"]
    assert [name for name in aside if name not in words] == []


def test_sides_are_picked_swapped_and_never_the_same(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&mode=compare")
    first, second = page.locator(".picker select").all()
    assert [first.input_value(), second.input_value()] == ["operator", "independent"]
    page.get_by_role("button", name="Swap A and B").click()
    drawn(page)
    assert "left=independent&right=operator" in fragment_of(page)
    assert [first.input_value(), second.input_value()] == ["independent", "operator"]
    # What the other side is already changes places with it.
    first.select_option("operator")
    drawn(page)
    assert "left=operator&right=independent" in fragment_of(page)
    second.select_option("opponent")
    drawn(page)
    assert "left=operator&right=opponent" in fragment_of(page)


def test_each_kind_has_its_own_pickers(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&mode=compare")
    told = {headline(page)}
    for kind in ("Days", "Systems", "Sites", "Accounts"):
        page.get_by_role("radio", name=kind, exact=True).check(force=True)
        drawn(page)
        told.add(headline(page))
        assert page.locator(".picker input").first.is_visible() == (kind == "Days")
        # Where accounts are compared none is chosen beside them; two days have no day of the map.
        assert page.locator("#accounts").is_visible() == (kind != "Accounts")
        assert page.locator("#timeline").is_visible() == (kind != "Days")
    assert len(told) == 4


def test_any_day_is_compared(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&mode=compare&left=2015-01-01&right=2019-02-10")
    page.locator(".picker input").first.fill("2016-03-04")
    page.locator(".picker input").first.blur()
    drawn(page)
    assert "left=2016-03-04&right=2019-02-10" in fragment_of(page)
    assert "2016-03-04" in headline(page)
    assert page.locator(".picker select").first.input_value() == "2016-03-04"


def test_a_kind_of_which_there_are_no_two_is_not_offered(turn_page, page_html, cat):
    systems = {site.id: {row.system_id for row in site.deployments} for site in cat.sites}
    single = next(site for site, ids in systems.items() if len(ids) == 1)
    page = turn_page(page_html, f"#site={single}&theme=all&mode=compare")
    assert page.get_by_role("radio", name="Systems", exact=True).is_disabled()
    turn(page, "#site=shuya&theme=all&mode=compare")
    assert page.get_by_role("radio", name="Systems", exact=True).is_enabled()


def test_a_capital_of_the_list_has_both_sides_in_its_card(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&mode=compare&left=operator&right=independent")
    page.locator(".block li[data-capital=berlin] button").click()
    drawn(page)
    words = page.locator("#card").inner_text()
    assert re.search(r"A Operator, 1853 km:\s+Out of range", words)
    assert re.search(r"B Independent, 1853 km:\s+In range", words)
    looks = page.evaluate(
        "[...document.querySelectorAll('.ruler-row')]"
        ".map((row) => row.className.match(/look-(\\w+)/)[1])"
    )
    assert set(looks) == {"operator", "independent"}
    assert page.locator(".block [aria-current=true]").get_attribute("data-capital") == "berlin"


def test_the_list_of_a_capital_has_the_counts_of_its_row(turn_page, page_html):
    page = turn_page(page_html, "#mode=overview")
    rows = page.evaluate(
        """() => [...document.querySelectorAll(".tallies tbody tr")].map((row) => [
          row.dataset.capital,
          ...[...row.querySelectorAll(".tile")].map((one) => one.textContent)])"""
    )
    assert len(rows) > 20
    for capital, every, some in sampled(rows, 2, always=rows[:1]):
        page.locator(f".tallies tr[data-capital={capital}] button").click()
        drawn(page)
        assert f"capital={capital}" in fragment_of(page)
        told = page.locator(".at-sum").inner_text()
        assert told.startswith(f"{every} on every account, {some} on some, of "), capital
        readings = page.locator(".reaching td.on").all_inner_texts()
        assert (len(readings), readings.count("every account")) == (int(some), int(every))
        assert page.locator("#said").inner_text().endswith(told), capital


@pytest.mark.parametrize(("lat", "lon"), [(52.2298, 21.0118), (60.17, 24.94), (35.0, -3.4)])
def test_a_place_that_is_typed_is_told_as_infmap_tells_it(turn_page, page_html, cat, lat, lon):
    page = turn_page(page_html, "#site=shuya&theme=all&mode=overview")
    search = page.get_by_role("combobox", name="Find a site")
    search.fill(f"{lat} {lon}")
    search.press("Enter")
    drawn(page)
    assert f"at={lon:.4f},{lat:.4f}" in fragment_of(page)
    east = "E" if lon > 0 else "W"
    where = f"{lat:.1f}° N {abs(lon):.1f}° {east}"
    assert page.locator("#asked-title").inner_text().endswith(where)
    found = infmap.overlap(cat, (lon, lat), holder="Russia")
    assert page.locator(".at-sum").inner_text() == (
        f"{found.every} on every account, {found.some} on some, of {found.of}"
    )
    kms = page.locator(".reaching td.number").all_inner_texts()
    assert sorted(int(km) for km in kms) == sorted(
        round(row.distance_km) for row in found.rows if row.reading != "none"
    )
    assert page.locator("#said").inner_text().endswith(page.locator(".at-sum").inner_text())


def test_escape_takes_the_list_of_a_place_away_and_the_keyboard_to_the_map(turn_page, page_html):
    page = turn_page(page_html, "#mode=overview")
    page.locator(".tallies tbody button").first.focus()
    page.keyboard.press("Enter")
    drawn(page)
    assert page.locator(".at-place").is_visible()
    page.keyboard.press("Escape")
    drawn(page)
    assert not page.locator(".at-place").is_visible()
    assert "capital=" not in fragment_of(page)
    assert page.evaluate("document.getElementById('stage').contains(document.activeElement)")


def test_holders_are_counted_one_at_a_time_on_a_day(open_page, page_html):
    page = open_page(page_html, "#mode=overview&capital=warsaw")
    # As the page opens nothing is read out.
    assert page.locator(".at-place").is_visible()
    assert page.locator("#said").inner_text() == ""
    assert "the last day on file" in page.locator("#timeline").inner_text()
    page.get_by_role("button", name="Last day").wait_for()
    first = page.locator("#kicker").inner_text()
    turn(page, "#mode=overview&theme=all&date=1987-12-08")
    names = page.locator("input[name=holder]").evaluate_all("all => all.map((one) => one.value)")
    assert {"Soviet Union", "United States"} <= set(names)
    told = set()
    for name in names:
        # So many are a list.
        page.locator(".holders select").select_option(name)
        drawn(page)
        told.add(page.locator("#kicker").inner_text())
        assert "1987-12-08" in page.locator("#kicker").inner_text()
    assert first not in told
    assert len(told) > 1


def test_all_sites_have_tools_of_their_own(turn_page, page_html):
    page = turn_page(page_html, "#mode=overview")
    for name, is_shown in (("Every", True), ("Whole band", False), ("Globe", True)):
        assert page.get_by_role("radio", name=name, exact=True).is_visible() == is_shown, name
    assert not page.get_by_role("button", name="Doubt", exact=True).is_visible()
    page.get_by_role("radio", name="Every", exact=True).check(force=True)
    drawn(page)
    assert "count=every" in fragment_of(page)
    assert "What is counted." in page.locator("#counting").inner_text()
    assert "site: confirmed" in page.locator("#key-line").inner_text()


def test_the_doubt_is_told_in_three_counts_and_a_bar_for_each_place(turn_page, page_html, cat):
    page = turn_page(page_html, "#site=kaliningrad")
    found = infmap.doubt(cat, "kaliningrad")
    rows = infmap.coverage(cat.select(site="kaliningrad"))
    seats = {row.id for row in cat.capitals_of_any_day if row.role == "seat-of-government"}
    abroad = {*rows[~rows["relation"].isin(["holder", "host"])]["target_id"]} - seats
    counts = [int(text) for text in page.locator(".sure-count b").all_inner_texts()]
    bars = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#capital-table tbody tr")]
          .map((row) => [row.dataset.capital,
            row.querySelector(".dumbbell").className.match(/is-(\\w+)/)[1]]))"""
    )
    for row in found.rows:
        sure = row.farthest_km <= found.low_km
        out = row.nearest_km > found.high_km
        expected = "in" if sure else "out" if out else "depends"
        assert bars[row.target_id] == expected, row
    assert counts == [
        sum(bars[capital] == word for capital in abroad) for word in ("in", "depends", "out")
    ]
    # The accounts stay, each with its word and its count.
    heights = page.evaluate(
        "[...document.querySelectorAll('.account')]"
        ".map((one) => one.getBoundingClientRect().height)"
    )
    assert heights == [34, 34, 34, 34]
    assert all(one.is_visible() for one in page.locator(".account-count b").all())


def test_bars_stand_where_the_axis_says(turn_page, page_html):
    page = turn_page(page_html, "#site=kaliningrad")
    ticks, bars = page.evaluate(
        """() => {
          const x = (one) => {
            const {left, width} = one.getBoundingClientRect();
            return left + width / 2;
          };
          const km = (one) => Number(one.textContent);
          const rows = [...document.querySelectorAll("#capital-table tbody tr")].slice(0, 12);
          const ticks = [...document.querySelectorAll(".axis-tick")].slice(1);
          return [ticks.map((one) => [km(one), x(one)]), rows.map((row) => [
            km(row.querySelector(".number")), x(row.querySelector(".reach-middle"))])];
        }"""
    )
    (low, left), (high, right) = ticks[0], ticks[-1]
    for km, at in bars:
        assert at == pytest.approx(left + (km - low) * (right - left) / (high - low), abs=1)


def test_the_doubt_is_switched_off_and_on(turn_page, page_html):
    page = turn_page(page_html, "#site=kaliningrad")
    button = page.get_by_role("button", name="Doubt", exact=True)
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    drawn(page)
    assert "doubt=off" in fragment_of(page)
    assert button.get_attribute("aria-pressed") == "false"
    assert not page.locator("#doubting").is_visible()
    assert page.locator(".account-map svg").first.is_visible()
    assert page.locator(".dumbbell").count() == 0
    turn(page, "#site=shuya")
    assert not page.locator("#doubting").is_visible()


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize(("size", "fragment"), sampled(SCREENS, 2, always=SCREENS[-5:]))
def test_every_view_fits_every_size(turn_page, page_html, size, fragment):
    width, height = size
    page = turn_page(page_html, fragment, width=width, height=height)
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panel = "document.getElementById('panel')"
    assert page.evaluate(f"{panel}.scrollWidth <= {panel}.clientWidth")
    lines = page.evaluate(
        """() => {
          const range = document.createRange();
          range.selectNodeContents(document.getElementById("headline"));
          return new Set([...range.getClientRects()].map(({top}) => Math.round(top))).size;
        }"""
    )
    assert 1 <= lines <= 3
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".controls *, .masthead *, .panel-foot *, .kinds *, "
            + ".pickers *, .tallies th, .reaching thead th")]
          .filter((one) => one.checkVisibility({visibilityProperty: true}) && one.clientWidth)
          .filter((one) => !one.matches("select, input, .foot-credit, .unseen, legend"))
          .filter((one) => one.scrollWidth > one.clientWidth + 1)
          .map((one) => one.textContent)"""
    )
    assert cut == []
    assert page.locator(".folium-map").first.is_visible()
    assert page.complaints == []


@pytest.mark.thorough
@pytest.mark.parametrize("fragment", sampled(SHEETS, 0, always=SHEETS[-1:]))
def test_every_view_prints_in_six_sheets_with_its_finding_on_the_first(
    turn_page, page_html, tmp_path, fragment
):
    page = turn_page(page_html, fragment)
    sheets, first = printed(page, tmp_path)
    assert sheets <= 6
    assert " ".join(headline(page).split()) in first
