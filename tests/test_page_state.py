"""The page as an instrument: accounts, days, the question turned round, what if, and links."""

import datetime

import pandas as pd
import pytest
from page_steps import (
    choose_site,
    copied_table,
    drawn,
    fragment_of,
    go_back,
    headline,
    marks,
    switch,
    table,
    turn,
    violations,
    wordless,
)
from sample import sampled

import infmap
from infmap.analysis.coverage import coverage_rows, row_distance_text
from infmap.analysis.overlap import last_day
from infmap.geodesy import inverse
from infmap.looks.words import EDGE_WORDS, REACH_WORDS, RELATION_WORDS, SEAT

#: Site, theme, account and day: each account, days of three treaties' times, every kind of host.
STATES = [
    ("shuya", "debate", "all", None),
    ("kaliningrad", "debate", "operator", None),
    ("deveselu", "debate", "independent", None),
    ("crimea", "all", "opponent", "2018-10-20"),
    ("waldheide", "all", "all", "1987-12-08"),
    ("hranice", "eliminated", "all", "1987-12-08"),
    ("lewis-mcchord", "after-inf", "all", None),
]


def row_as_it_reads(row, capital, day):
    """Return a row of the page's table, as Python has it."""
    since = capital.nato_since
    member = since is not None and (day is None or since <= day)
    seat = SEAT if capital.role == "seat-of-government" else ""
    notes = [RELATION_WORDS.get(row["relation"], "")]
    notes += [words for name, words in EDGE_WORDS.items() if row[name]]
    whole, point, rest = row_distance_text(row, 0).partition(".")
    # Four digits stand together.
    grouped = f"{int(whole):,}".replace(",", "\u202f") if len(whole) > 4 else whole
    return [
        row["target_id"],
        row["target"],
        " · ".join(filter(None, [capital.country, seat, "NATO" if member else ""])),
        ", ".join(filter(None, notes)),
        f"{grouped}{point}{rest}",
        row["band"],
        row["reach"],
    ]


def test_the_table_reads_as_python_has_it_and_so_do_marks_and_what_is_copied(
    turn_page, page_html, cat
):
    page = turn_page(page_html, "")
    for site, theme, account, day in sampled(STATES, 1, always=[STATES[1], STATES[3], STATES[5]]):
        date = f"&date={day}" if day else ""
        turn(page, f"site={site}&theme={theme}&account={account}{date}&doubt=off")
        chosen = cat.select(
            theme=theme, account=account, as_of=day and datetime.date.fromisoformat(day)
        )
        rows = [row for row in coverage_rows(chosen) if row["site_id"] == site]
        capitals = {capital.id: capital for capital in chosen.capital_rows}
        rows.sort(key=lambda row: row["distance_km"])
        expected = [row_as_it_reads(row, capitals[row["target_id"]], day) for row in rows]
        assert sorted(table(page)) == sorted(expected)
        distances = [float(row[4].replace("\u202f", "")) for row in table(page)]
        assert distances == sorted(distances)
        assert marks(page) == {row["target_id"]: row["reach"] for row in rows}
        csv = {(row["capital"], row["distance_km"]): row for row in copied_table(page)}
        for row in rows:
            copied = csv[row["target"], row_distance_text(row, 1)]
            said = [copied[name] for name in ("country", "band", "in_reach_on", "relation")]
            assert said == [
                row["country"], row["band"], REACH_WORDS[row["reach"]], row["relation"],
            ]  # fmt: skip
            near = [copied[name] == "yes" for name in EDGE_WORDS]
            assert near == [row[name] for name in EDGE_WORDS]
    assert page.complaints == []


def test_on_a_day_the_page_has_the_capitals_of_that_day(turn_page, page_html, cat):
    page = turn_page(page_html, "#site=waldheide&theme=all")
    shown = "() => [...document.querySelectorAll('#capital-table tbody tr')]"
    ids = f"{shown}.map((row) => row.dataset.capital)".replace("() => ", "() => ", 1)
    for day, there, gone in (
        ("1987-12-08", "bonn", "kyiv"),
        ("1991-12-26", "kyiv", "sarajevo"),
        (None, "kyiv", "bonn"),
    ):
        date = f"&date={day}" if day else ""
        for mode in ("focus", "overview") if day != "1991-12-26" else ("focus",):
            state = f"site=waldheide&theme=all{date}&mode={mode}"
            turn(page, state)
            rows = cat.with_capitals_of(day and datetime.date.fromisoformat(day)).capital_rows
            expected = {row.id for row in rows}
            assert set(marks(page)) == expected
            if mode == "focus":
                assert set(page.evaluate(ids)) == expected
            assert there in expected
            assert gone not in expected
            labels = page.locator(".label-capital").all_text_contents()
            assert (gone.title() in " ".join(labels)) is False
    # A capital of another day is none that can be chosen, nor stays chosen.
    turn(page, "site=waldheide&theme=all&date=1987-12-08&capital=kyiv")
    assert not page.locator("#card").is_visible()
    assert page.locator(".reach-sum").count() == 0
    turn(page, "site=waldheide&theme=all&date=1987-12-08&capital=bonn")
    assert "Bonn" in page.locator(".reach-sum").inner_text()
    page.get_by_label("What reaches this capital").fill("ky")
    offered = page.locator("#capital-names option").evaluate_all("(all) => all.map((o) => o.value)")
    assert "Kyiv" not in offered
    assert page.complaints == []


def test_the_account_switch_changes_rings_and_capitals(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya")
    before = marks(page)
    assert page.locator(".claims > li").count() > 10
    switch(page, "Operator")
    assert marks(page) != before
    assert "operator" in fragment_of(page)
    drawn(page)
    labels = page.locator(".label-ring").all_text_contents()
    assert labels
    assert not any("FAZ" in label for label in labels)
    assert page.complaints == []


def test_the_clock_moves_by_event_and_changes_verdicts(turn_page, page_html):
    page = turn_page(page_html, "#site=shuya&date=2019-08-01&theme=all")
    assert "undetermined" in page.locator(".claims").first.inner_text()
    assert "banned" in page.locator(".claims").nth(1).inner_text()
    page.get_by_role("button", name="Next event").click()
    assert page.locator(".timeline-words b").inner_text() == "2019-08-02"
    assert "no longer in force" in page.locator(".claims").first.inner_text()
    page.get_by_role("slider").press("ArrowLeft")
    assert page.locator(".timeline-words b").inner_text() < "2019-08-01"
    page.get_by_role("slider").press("PageUp")
    assert page.locator(".timeline-words b").inner_text().startswith("2020-")
    page.get_by_role("button", name="Any date").click()
    assert "date=" not in fragment_of(page)


def test_deployments_and_nato_members_come_and_go_with_the_day(open_page, page_html, cat):
    page = open_page(page_html, "#theme=eliminated&date=1987-12-08")
    shown = set(page.locator(".site-name").all_inner_texts())
    standing = cat.select(theme="eliminated", as_of=datetime.date(1987, 12, 8)).sites
    assert shown == {site.name for site in standing}
    page.get_by_label("NATO only").check()
    drawn(page)
    states = page.locator("#capital-table tbody th button").all_inner_texts()
    assert "Warsaw" not in states
    assert "Madrid" in states


def test_a_capital_is_asked_what_reaches_it(turn_page, page_html, cat):
    page = turn_page(page_html, "")
    page.get_by_label("What reaches this capital").fill("Berlin")
    page.get_by_label("What reaches this capital").press("Enter")
    table = infmap.reach(cat, "Berlin", theme="debate")
    reached = int(table["reach"].isin(["all", "some"]).sum())
    assert page.locator(".reach-sum").inner_text().startswith(f"{reached} of {len(table)} sites")
    # The lines belong to the map of all sites: about one, its own line is enough.
    assert page.locator("path.reach-line").count() == 0
    switch(page, "All sites")
    assert page.locator("path.reach-line").count() == reached
    switch(page, "One site")
    nearest = table[table["reach"] == "all"].iloc[0]
    assert f"{nearest['distance_km']:.0f} km" in page.locator(".reach-list li").first.inner_text()
    page.locator(".reach-list button").first.click()
    assert (
        page.locator(".site[aria-pressed=true] .site-name").inner_text()
        == cat.site(nearest["site_id"]).name
    )


def test_a_hypothetical_launcher_has_rings_and_a_table_at_once(turn_page, page_html, cat):
    page = turn_page(page_html, "")
    page.get_by_role("button", name="Drop a launcher").click()
    page.get_by_label("Latitude of the launcher").fill("52.23")
    page.get_by_label("Longitude of the launcher").fill("21.01")
    page.get_by_label("Range in kilometres").fill("550")
    page.get_by_label("Range in kilometres").press("Enter")
    drawn(page)
    assert headline(page).startswith("By your own figure")
    assert page.locator(".stamp").is_visible()
    berlin = cat.capital("berlin")
    km, _ = inverse(21.01, 52.23, berlin.lon, berlin.lat)
    row = page.locator("tr[data-capital=berlin]")
    assert f"{km:.0f}" in row.text_content()
    assert row.get_attribute("title") == "In reach on all accounts"
    assert "pin=21.0100,52.2300,550" in fragment_of(page)
    page.locator("#pin-system").select_option("9m729")
    drawn(page)
    assert "some accounts" in page.locator("tr[data-capital=london]").get_attribute("title")
    page.get_by_role("button", name="Take the launcher away").click()
    assert not page.locator(".stamp").is_visible()
    assert page.complaints == []


def test_a_link_opens_as_it_was_left_and_back_goes_back(open_page, page_html):
    page = open_page(page_html)
    choose_site(page, "shuya")
    switch(page, "Opponent")
    page.locator("tr[data-capital=berlin] button").click()
    drawn(page)
    fragment = fragment_of(page)
    before = (headline(page), marks(page))
    page.reload()
    page.wait_for_selector("#headline:not(:empty)")
    assert fragment_of(page) == fragment
    assert (headline(page), marks(page)) == before
    assert page.locator("#card-name").inner_text() == "Berlin"
    choose_site(page, "deveselu")
    go_back(page)
    assert "Shuya" in headline(page)


def test_a_hostile_fragment_shows_the_page_as_if_it_were_not_there(turn_page, page_html):
    page = turn_page(page_html, "")
    for fragment in (
        "site=nowhere&theme=x&account=%3Cb%3E&date=1987&capital=atlantis&mode=z",
        "pin=1e99,0,5&view=NaN/0/0&site=what-if",
        "pin=<img src=x onerror=alert(1)>,2,constructor",
        "pin=5,35,__proto__&site=what-if",
        "%E0%A4%A&&&===",
    ):
        turn(page, "site=deveselu")
        assert "Deveselu" in headline(page)
        turn(page, fragment)
        assert "Shuya" in headline(page)
    assert page.complaints == []


def test_the_overview_counts_what_reaches_a_capital_on_some_account(turn_page, page_html, cat):
    page = turn_page(page_html, "")
    switch(page, "All sites")
    switch(page, "Some")
    counts = {k: int(v) for k, v in marks(page).items()}
    for ident in ("warsaw", "kyiv", "berlin", "tehran", "minsk", "moscow", "lisbon", "tokyo"):
        assert counts[ident] == infmap.overlap(cat, ident, holder="Russia").some, ident


MODES = ["focus", "focus&doubt=on", "compare", "overview"]
THEMES = ["all", "debate", "after-inf", "eliminated"]
DAYS = ["", "&date=1987-12-08", "&date=2019-02-01"]
LISTED = [f"#mode={mode}&theme={theme}{day}" for mode in MODES for theme in THEMES for day in DAYS]


def test_whatever_is_asked_every_value_has_its_words(turn_page, whole):
    opened_on = [f"#mode={mode}&theme=debate" for mode in MODES]
    for fragment in sampled(LISTED, 6, always=opened_on):
        assert wordless(turn_page(whole, fragment)) == [], fragment


def test_all_sites_are_listed_with_what_they_have_in_every_part_of_the_story(turn_page, whole, cat):
    page = turn_page(whole, "#mode=overview&theme=debate")
    listed = page.locator("#sites .site-name").all_inner_texts()
    there = cat.select(as_of=last_day(cat)).sites
    assert sorted(listed) == sorted(site.name.removesuffix(" (site not named)") for site in there)


def test_the_true_distance_view_draws_circles(turn_page, page_html):
    page = turn_page(page_html, "")
    switch(page, "True distance")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".leaflet-limits-pane path.limit")].map((path) => {
          const { width, height } = path.getBBox();
          return [width, height];
        })"""
    )
    assert len(boxes) == 3
    for width, height in boxes:
        assert width == pytest.approx(height, rel=0.02)
    assert page.complaints == []


WINDOWS = [(1400, 900, "light"), (390, 844, "dark")]


@pytest.mark.parametrize(
    ("width", "height", "scheme"), sampled(WINDOWS, 0, always=[(1400, 900, "light")])
)
def test_axe_finds_no_violation(open_page, page_html, width, height, scheme):
    page = open_page(page_html, width=width, height=height, scheme=scheme)
    page.locator("tr[data-capital=berlin] button").click()
    page.get_by_role("button", name="Drop a launcher").click()
    assert violations(page) == []


LOOKS = [("dark", "Mercator"), ("light", "True distance")]


@pytest.mark.thorough
@pytest.mark.parametrize(("scheme", "projection"), sampled(LOOKS, 0, always=LOOKS[:1]))
def test_axe_finds_no_violation_in_the_other_views(open_page, page_html, scheme, projection):
    page = open_page(page_html, "#mode=overview", scheme=scheme)
    switch(page, projection)
    assert violations(page) == []


@pytest.mark.thorough
def test_axe_finds_no_violation_on_paper_and_the_paper_holds_it_all(open_page, page_html):
    page = open_page(page_html)
    page.emulate_media(media="print")
    assert violations(page) == []
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for part in (".folium-map", "#legend", ".claims", "#capital-table", "#reported .citation"):
        assert page.locator(part).first.is_visible()
    assert not page.locator("#controls").is_visible()


def test_everything_is_reached_and_worked_by_keyboard(open_page, page_html):
    page = open_page(page_html)
    reached = set()
    name_of = "() => { const e = document.activeElement; return e.id || e.name || e.className; }"
    # What lies far down the panel is reached past the rows of the table.
    for start in (".skip", "#reach input", ".site >> nth=-1"):
        page.locator(start).focus()
        for _ in range(24):
            page.keyboard.press("Tab")
            reached.add(page.evaluate(name_of))
    assert {"theme", "site-search", "site", "capital-search", "find-text"} <= reached
    assert {"nato-only", "tool", "case", "units"} <= reached
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.name")
        )
    assert {"mode", "projection", "fit", "Zoom in", "Back to the first view"} <= reached

    def press(locator, *keys):
        page.locator(locator).first.focus()
        for key in keys:
            page.keyboard.press(key)
        return fragment_of(page)

    assert "account=operator" in press("input[name=account]:checked", "ArrowRight")
    assert "date=" in press(".track input", "ArrowLeft")
    assert "date=" not in press(".timeline .tool", "Enter")
    assert "mode=overview" in press("input[name=mode]:checked", "ArrowRight")
    assert "mode=focus" in press("input[name=mode]:checked", "ArrowLeft")
    assert "site=chernyakhovsk" in press(".site >> nth=1", "Enter")
    press("thead button", "Enter")
    assert page.locator("th[aria-sort]").inner_text().startswith("Capital")
    assert "units=mi" in press("input[name=units]:checked", "ArrowRight")
    press("#nato-only", " ")
    assert page.locator("#nato-only").is_checked()
    assert "capital=ankara" in press("tr[data-capital=ankara] button", "Enter")
    assert "pin=" in press("#what-if .tool", "Enter")
    page.locator("#pin-km").focus()
    page.keyboard.press("ArrowUp")
    assert headline(page).startswith("By your own figure")
    assert "theme=eliminated" in press("#theme", "ArrowDown")
    assert page.complaints == []


def test_a_tour_of_every_control_makes_no_request_and_no_complaint(open_page, page_html):
    page = open_page(page_html)
    for theme in ("eliminated", "third-parties", "after-inf", "all", "debate"):
        page.locator("#theme").select_option(theme)
    for name in ("Operator", "Opponent", "Independent", "All"):
        switch(page, name)
    for name in ("All sites", "Globe", "One site", "Mercator", "Globe", "True distance"):
        switch(page, name)
    for name in ("Whole band", "Rings", "mi", "nmi", "km"):
        switch(page, name)
    for name in ("Event before", "Next event", "Any date", "Play", "Pause", "Any date"):
        page.get_by_role("button", name=name).click()
    for k in range(2):
        page.locator(".site").nth(k).click()
    for details in page.locator(".panel details summary").all()[:12]:
        details.click()
    page.get_by_role("button", name="Copy citation").first.click()
    page.get_by_role("button", name="Copy table as CSV").click()
    # Of each frame of a zoom the map is painted anew; here it jumps.
    page.emulate_media(reduced_motion="reduce")
    for name in ("Zoom in", "Zoom out", "Back to the first view"):
        page.get_by_role("button", name=name).click()
    for name in ("Kaliningrad", "Deveselu", "1987", "Shuya"):
        switch(page, name)
    page.locator(".legend summary").click()
    page.get_by_role("button", name="Drop a launcher").click()
    pin = page.locator(".pin").bounding_box()
    page.mouse.move(pin["x"] + 10, pin["y"] + 10)
    page.mouse.down()
    page.mouse.move(pin["x"] + 80, pin["y"] + 60, steps=5)
    page.mouse.up()
    drawn(page)
    assert headline(page).startswith("By your own figure")
    page.locator("tr[data-capital=berlin] button").click()
    page.get_by_role("button", name="Clear").click()
    assert page.complaints == []
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []


def test_own_figures_are_an_account_of_their_own_on_the_page_as_in_python(open_page):
    cat = infmap.load(
        systems=pd.DataFrame({"id": ["9m729"], "name": ["9M729"], "range_km": [900.0]}),
        deployments=pd.DataFrame(
            {"name": ["Camp"], "system": ["9m729"], "lon": [20.0], "lat": [54.0]}
        ),
    )
    page = open_page(infmap.make_map(cat, theme="all", account="user").get_root().render())
    assert page.locator("input[name=account]:checked").get_attribute("value") == "user"
    assert page.locator(".leaflet-pane path.ring-user").count() > 0
    switch(page, "Operator")
    assert page.locator(".leaflet-pane path.ring-user").count() == 0
    assert page.complaints == []


def test_a_page_without_own_figures_offers_no_such_account(turn_page, page_html):
    page = turn_page(page_html, "")
    values = page.eval_on_selector_all("input[name=account]", "all => all.map((one) => one.value)")
    assert values == ["operator", "opponent", "independent", "all"]


def test_choosing_a_capital_keeps_the_keyboard_and_what_was_opened(turn_page, page_html):
    page = turn_page(page_html, "")
    page.locator("#reported details summary").first.click()
    button = page.locator("tr[data-capital=berlin] button")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#card:not([hidden])")
    drawn(page)
    focused = "document.activeElement.closest('tr')?.dataset.capital"
    assert page.evaluate(focused) == "berlin"
    assert page.locator("#reported details[open]").count() == 1
    assert page.locator("tr.is-chosen").get_attribute("data-capital") == "berlin"


def test_a_slide_through_the_days_is_one_step_to_go_back(open_page, page_html):
    page = open_page(page_html)
    before = page.evaluate("history.length")
    slide = """(value) => {
      const slider = document.querySelector("#timeline input[type=range]");
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    for day in (14000, 15000, 16000, 15000):
        page.evaluate(slide, str(day))
    assert page.evaluate("history.length") == before + 1
    assert "date=2011-01-26" in fragment_of(page)
    go_back(page)
    assert "date=" not in fragment_of(page)
    assert page.complaints == []


@pytest.mark.thorough
def test_figures_of_another_day_have_its_answers(turn_page, open_page, tabs, page_html):
    # A row is written again: it says what it would say on a page that is opened there.
    seen = """() => [...document.querySelectorAll("#capital-table tbody tr")].map((row) => [
      row.dataset.capital,
      ...[...row.querySelectorAll("td.answers-of")].filter((cell) => cell.offsetWidth).map((cell) =>
        [...cell.querySelectorAll(".dot")].map((dot) => dot.getAttribute("class")).join()
          + cell.textContent),
      row.querySelector(".mark").getAttribute("class"),
    ])"""
    fragments = [
        "site=shuya&theme=all",
        "site=shuya&theme=all&account=operator",
        "site=shuya&theme=all&account=opponent&date=2019-02-10",
        "site=shuya&theme=all&date=2019-08-02",
        "site=kaliningrad&theme=all&date=2019-08-02",
        "site=luga&theme=all",
        "site=mozdok&theme=all",
    ]
    tried = sampled(fragments, 0, always=[fragments[2], fragments[4]])
    kept = turn_page(page_html, f"#{fragments[-1]}")
    for fragment in fragments:
        turn(kept, fragment)
        if fragment not in tried:
            continue
        fresh = open_page(page_html, f"#{fragment}")
        drawn(fresh)
        rows, wanted = kept.evaluate(seen), fresh.evaluate(seen)
        assert rows == wanted
        assert rows
        tabs.give_back(fresh)
