"""The page as an instrument: accounts, days, the question turned round, what if, and links."""

import datetime
import json

import numpy as np
import pandas as pd
import pytest

import infmap
from infmap.geodesy import WGS84, inverse
from infmap.maps import Mode
from infmap.maps.content import ANSWER_LETTERS
from infmap.membership import coverage_rows
from infmap.rings import ring_specs
from infmap.treaty import LIMITS_KM, RangeBand
from infmap.words import ANSWERS, BAND_CLASSES, LOOK_WORDS, REACH_WORDS, distance_text
from reliability.ring_judge import hostile_rings

pytestmark = pytest.mark.browser


def marks(page):
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".point[data-capital]")]
          .map((e) => [e.dataset.capital, e.dataset.reach ?? e.dataset.count]))"""
    )


def open_at(open_page, html, fragment):
    page = open_page(html)
    page.evaluate("(f) => { window.location.hash = f; }", fragment)
    page.wait_for_timeout(100)
    return page


def test_the_geodesic_agrees_with_pyproj_to_a_millimetre(module):
    random = np.random.default_rng(7)
    lons, to_lons = random.uniform(-180, 180, (2, 4000))
    lats, to_lats = np.degrees(np.arcsin(random.uniform(-1, 1, (2, 4000))))
    lats[:20], to_lats[20:40] = 90, 0
    azimuths, _, metres = WGS84.inv(lons, lats, to_lons, to_lats)
    near = metres < 10_000_000
    assert near.sum() > 1000
    cases = np.column_stack([lons, lats, to_lons, to_lats, azimuths, metres / 1000])[near].tolist()
    found = module("geodesic")(
        """(cases) => cases.map(([lon, lat, toLon, toLat, azimuth, km]) => {
          const one = module.inverse([lon, lat], [toLon, toLat]);
          return [one.km, one.azimuth, ...module.direct([lon, lat], azimuth, km)];
        })""",
        cases,
    )
    km, turned, ends_lon, ends_lat = np.array(found).T
    assert np.abs(km - metres[near] / 1000).max() < 1e-6
    off = np.abs((turned - azimuths[near] + 180) % 360 - 180)
    assert (off * np.sin(np.minimum(km, 9000) / 6371) * 111).max() < 1e-6
    _, _, missed = WGS84.inv(ends_lon, ends_lat, to_lons[near], to_lats[near])
    assert missed.max() < 0.001


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(20.5, 54.7), (179.9, 51.4), (-179, -17), (0, 89), (0, -88), (30, 0)],
    ids=["europe", "antimeridian", "fiji", "north-pole", "south-pole", "equator"],
)
@pytest.mark.parametrize("km", [0.1, 480, 2500, 5500, 12000, 19900])
def test_a_circle_of_the_page_holds_what_lies_within_its_radius(module, lon, lat, km):
    """Counted by rays in Web Mercator, in the copy of the world drawn round the centre."""
    random = np.random.default_rng(3)
    lons = random.uniform(lon - 180, lon + 180, 600)
    lats = random.uniform(-85, 85, 600)
    distances, _ = inverse(lon, lat, (lons + 180) % 360 - 180, lats)
    clear = np.abs(distances - km) > max(2, 0.002 * km)
    points = np.column_stack([lons, lats])[clear].tolist()
    inside = module("circle")(
        """({ centre, km, points }) => {
          const height = (lat) => Math.asinh(Math.tan((Math.max(-89.99, Math.min(89.99, lat))
            * Math.PI) / 180));
          const rings = module.circle(centre, km).areas.flat()
            .map((ring) => ring.map(([x, lat]) => [x, height(lat)]));
          const crosses = ([x, y], a, b) => (a[1] > y) !== (b[1] > y)
            && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0];
          return points.map(([x, lat]) => [-360, 0, 360].some((shift) => {
            const y = height(lat);
            let odd = false;
            for (const ring of rings) {
              for (let i = 0; i < ring.length; i += 1) {
                const a = ring[i], b = ring[(i + 1) % ring.length];
                if (crosses([x + shift, y], a, b)) odd = !odd;
              }
            }
            return odd;
          }));
        }""",
        {"centre": [lon, lat], "km": km, "points": points},
    )
    np.testing.assert_array_equal(inside, (distances <= km)[clear])


def test_rings_of_the_page_stay_within_a_kilometre_as_drawn_however_near_a_pole(module, cat):
    """Near the last parallel that Web Mercator shows, a line at the frame stands for the rest."""
    rings = [(s.lon, s.lat, spec.range_km) for s in cat.sites for spec in ring_specs(cat, s)]
    rings = [*dict.fromkeys(rings), *hostile_rings(300, 8)]
    lines = module("circle")(
        "(rings) => rings.map(([lon, lat, km]) => module.circle([lon, lat], km).lines[0])", rings
    )
    along = np.linspace(0, 1, 11)[1:-1]
    for (lon, lat, km), line in zip(rings, lines, strict=True):
        edges = np.stack([line[:-1], line[1:]], axis=1)
        heights = np.arctanh(np.sin(np.radians(np.clip(edges[:, :, 1], -85.05, 85.05))))
        heights = heights[:, :1] + np.diff(heights) * along
        lats = np.degrees(np.arcsin(np.tanh(heights)))
        shown = np.abs(lats) < 85.03
        lons = (edges[:, 0, 0, None] + np.diff(edges[:, :, 0]) * along)[shown]
        away_km, _ = inverse(lon, lat, (lons + 180) % 360 - 180, lats[shown])
        assert np.abs(away_km - km).max(initial=0) < 1, (lon, lat, km)


@pytest.mark.parametrize("account", ["all", "operator", "opponent", "independent"])
@pytest.mark.parametrize("day", [None, "2018-10-20"])
def test_reach_on_the_page_is_reach_in_python(module, page_html, cat, account, day):
    found = module("coverage")(
        """([text, state]) => {
          const data = JSON.parse(text);
          const { stands, coverage } = window.module;
          return data.sites.map((site) => [site.id, coverage(data, site, state).reach
            .filter((_, k) => stands(data.capitals[k], state.date)).join("")]);
        }""",
        [data_text(page_html), {"theme": "all", "account": account, "date": day}],
    )
    chosen = cat.select(account=account, as_of=day and datetime.date.fromisoformat(day))
    words = {(row["site_id"], row["target_id"]): row["reach"] for row in coverage_rows(chosen)}
    standing = {site.id for site in chosen.sites}
    for site, letters in found:
        ours = [words[site, row.id][0] for row in chosen.capital_rows if site in standing]
        assert letters == ("".join(ours) or "n" * len(chosen.capital_rows))


def test_on_a_day_the_page_has_the_capitals_of_that_day(open_page, page_html, cat):
    page = open_at(open_page, page_html, "site=waldheide&theme=all")
    shown = "() => [...document.querySelectorAll('#capital-table tbody tr')]"
    ids = f"{shown}.map((row) => row.dataset.capital)".replace("() => ", "() => ", 1)
    for day, there, gone in (
        ("1987-12-08", "bonn", "kyiv"),
        ("1991-12-26", "kyiv", "sarajevo"),
        (None, "kyiv", "bonn"),
    ):
        date = f"&date={day}" if day else ""
        for mode in ("focus", "overview"):
            state = f"site=waldheide&theme=all{date}&mode={mode}"
            page.evaluate("(f) => { window.location.hash = f; }", state)
            page.wait_for_timeout(150)
            rows = cat.with_capitals_of(day and datetime.date.fromisoformat(day)).capital_rows
            expected = {row.id for row in rows}
            assert set(page.evaluate(ids)) == expected == set(marks(page))
            assert there in expected
            assert gone not in expected
            labels = page.locator(".label-capital").all_text_contents()
            assert (gone.title() in " ".join(labels)) is False
        assert f" of {len(expected)} capitals and seats" in page.locator("#deck").inner_text()
    # A capital of another day is none that can be chosen, nor stays chosen.
    page.evaluate("window.location.hash = 'site=waldheide&theme=all&date=1987-12-08&capital=kyiv'")
    page.wait_for_timeout(150)
    assert page.locator(".leaflet-popup").count() == 0
    assert page.locator(".reach-sum").count() == 0
    page.evaluate("window.location.hash = 'site=waldheide&theme=all&date=1987-12-08&capital=bonn'")
    page.wait_for_timeout(150)
    assert "Bonn" in page.locator(".reach-sum").inner_text()
    page.get_by_label("What reaches this capital").fill("ky")
    offered = page.locator("#capital-names option").evaluate_all("(all) => all.map((o) => o.value)")
    assert "Kyiv" not in offered
    assert page.complaints == []


@pytest.mark.parametrize("day", [None, "1987-12-08", "2018-10-20"])
def test_whose_a_place_is_and_what_is_near_a_limit_is_the_same_on_the_page(
    module, page_html, cat, day
):
    found = module("coverage")(
        """([text, state]) => {
          const data = JSON.parse(text);
          return data.sites.map((site) => {
            const { relation, nearLimit } = window.module.coverage(data, site, state);
            return [site.id, relation, nearLimit];
          });
        }""",
        [data_text(page_html), {"theme": "all", "account": "all", "date": day}],
    )
    chosen = cat.select(as_of=day and datetime.date.fromisoformat(day))
    rows = {(row["site_id"], row["target_id"]): row for row in coverage_rows(chosen)}
    standing = {site.id for site in chosen.sites}
    assert standing
    # The page has the capitals of any day; those of the day are compared.
    ids = [row["id"] for row in json.loads(data_text(page_html))["capitals"]]
    for site, relation, near in found:
        if site in standing:
            there = [k for k, one in enumerate(ids) if (site, one) in rows]
            assert len(there) > 150
            for k in there:
                row = rows[site, ids[k]]
                assert (relation[k], near[k]) == (row["relation"], row["near_band_edge"])


def data_text(html):
    """Return the page's block of data, as it stands there."""
    return html.partition('id="infmap-data">')[2].partition("</script>")[0]


def test_the_account_switch_changes_rings_and_capitals(open_page, page_html):
    page = open_at(open_page, page_html, "site=shuya")
    before = marks(page)
    assert page.locator(".claims > li").count() > 10
    page.get_by_role("radio", name="Operator").check(force=True)
    assert marks(page) != before
    assert "operator" in page.evaluate("window.location.hash")
    page.evaluate("new Promise(requestAnimationFrame)")
    labels = page.locator(".label-ring").all_text_contents()
    assert labels
    assert not any("FAZ" in label for label in labels)
    assert page.complaints == []


def test_the_clock_moves_by_event_and_changes_verdicts(open_page, page_html):
    page = open_at(open_page, page_html, "site=shuya&date=2019-08-01&theme=all")
    assert "undetermined" in page.locator(".claims").first.inner_text()
    assert "banned" in page.locator(".claims").nth(1).inner_text()
    page.get_by_role("button", name="Next event").click()
    assert page.locator(".timeline-words b").inner_text() == "2019-08-02"
    assert "no longer in force" in page.locator(".claims").first.inner_text()
    page.get_by_role("slider").press("ArrowLeft")
    assert page.locator(".timeline-words b").inner_text() == "2019-08-01"
    page.get_by_role("button", name="Any date").click()
    assert "date=" not in page.evaluate("window.location.hash")


def test_deployments_and_nato_members_come_and_go_with_the_day(open_page, page_html, cat):
    page = open_at(open_page, page_html, "theme=eliminated&date=1987-12-08")
    shown = set(page.locator(".site-name").all_inner_texts())
    standing = cat.select(theme="eliminated", as_of=datetime.date(1987, 12, 8)).sites
    assert shown == {site.name for site in standing}
    page.get_by_label("NATO members only").check()
    states = page.locator("#capital-table tbody th button").all_inner_texts()
    assert "Warsaw" not in states
    assert "Madrid" in states


def test_a_capital_is_asked_what_reaches_it(open_page, page_html, cat):
    page = open_page(page_html)
    page.get_by_label("What reaches this capital").fill("Berlin")
    page.get_by_label("What reaches this capital").press("Enter")
    table = infmap.reach(cat, "Berlin", theme="debate")
    reached = int(table["reach"].isin(["all", "some"]).sum())
    assert page.locator(".reach-sum").inner_text().startswith(f"{reached} of {len(table)} sites")
    assert page.locator("path.reach-line").count() == reached
    nearest = table[table["reach"] == "all"].iloc[0]
    assert f"{nearest['distance_km']:.1f}" in page.locator(
        ".reach-list li"
    ).first.inner_text().replace("\u202f", "")
    page.locator(".reach-list button").first.click()
    assert (
        page.locator(".site[aria-pressed=true] .site-name").inner_text()
        == cat.site(nearest["site_id"]).name
    )


def test_a_hypothetical_launcher_has_rings_and_a_table_at_once(open_page, page_html, cat):
    page = open_page(page_html)
    page.get_by_role("button", name="Drop a launcher").click()
    page.get_by_label("Latitude of the launcher").fill("52.23")
    page.get_by_label("Longitude of the launcher").fill("21.01")
    page.get_by_label("Range in kilometres").fill("550")
    page.get_by_label("Range in kilometres").press("Enter")
    assert page.locator("#headline").inner_text().startswith("Hypothetical")
    assert page.locator(".stamp").is_visible()
    berlin = cat.capital("berlin")
    km, _ = inverse(21.01, 52.23, berlin.lon, berlin.lat)
    row = page.locator("tr[data-capital=berlin]")
    assert f"{km:.1f} km" in row.inner_text()
    assert "all accounts" in row.inner_text()
    assert "pin=21.0100,52.2300,550" in page.evaluate("window.location.hash")
    page.locator("#pin-system").select_option("9m729")
    assert "some accounts" in page.locator("tr[data-capital=london]").inner_text()
    page.get_by_role("button", name="Take the launcher away").click()
    assert not page.locator(".stamp").is_visible()
    assert page.complaints == []


def test_a_link_opens_as_it_was_left_and_back_goes_back(open_page, page_html):
    page = open_page(page_html)
    choose = "(id) => document.querySelector(`.point[data-site=${id}]`).click()"
    page.evaluate(choose, "shuya")
    page.get_by_role("radio", name="Opponent").check(force=True)
    page.locator("tr[data-capital=berlin] button").click()
    page.wait_for_timeout(400)
    fragment = page.evaluate("window.location.hash")
    before = (page.locator("#headline").inner_text(), marks(page))
    page.reload()
    page.wait_for_selector("#headline:not(:empty)")
    assert page.evaluate("window.location.hash") == fragment
    assert (page.locator("#headline").inner_text(), marks(page)) == before
    assert page.locator(".leaflet-popup .card h3").inner_text() == "Berlin"
    page.evaluate(choose, "deveselu")
    page.go_back()
    assert page.locator("#headline").inner_text().startswith("Shuya")


@pytest.mark.parametrize(
    "fragment",
    [
        "site=nowhere&theme=x&account=%3Cb%3E&date=1987&capital=atlantis&mode=z",
        "pin=1e99,0,5&view=NaN/0/0&site=what-if",
        "pin=<img src=x onerror=alert(1)>,2,constructor",
        "pin=5,35,__proto__&site=what-if",
        "%E0%A4%A&&&===",
    ],
)
def test_a_hostile_fragment_opens_the_page_as_if_it_were_not_there(open_page, page_html, fragment):
    page = open_at(open_page, page_html, fragment)
    assert page.locator("#headline").inner_text().startswith("Kaliningrad")
    assert page.complaints == []


def test_the_overview_counts_the_sites_that_reach_a_capital(open_page, page_html, cat):
    page = open_page(page_html)
    page.get_by_role("radio", name="All sites").check(force=True)
    table = infmap.coverage(cat, theme="debate")
    counts = table[table["reach"].isin(["all", "some"])].groupby("target_id").size()
    assert {k: int(v) for k, v in marks(page).items() if int(v)} == counts.to_dict()


def test_the_true_distance_view_draws_circles(open_page, page_html):
    page = open_page(page_html)
    page.get_by_role("radio", name="True distance").check(force=True)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll("#true-map path.limit")].map((path) => {
          const { width, height } = path.getBBox();
          return [width, height];
        })"""
    )
    assert len(boxes) == 3
    for width, height in boxes:
        assert width == pytest.approx(height, rel=0.02)
    assert page.complaints == []


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_no_violation(open_page, page_html, scheme, width, height):
    page = open_page(page_html, width=width, height=height, scheme=scheme)
    page.locator("tr[data-capital=berlin] button").click()
    page.get_by_role("button", name="Drop a launcher").click()
    assert violations(page) == []


@pytest.mark.parametrize("mode", ["overview", "true-distance"])
def test_axe_finds_no_violation_in_the_other_views(open_page, page_html, mode):
    assert violations(open_at(open_page, page_html, f"mode={mode}")) == []


def test_axe_finds_no_violation_on_paper_and_the_paper_holds_it_all(open_page, page_html):
    page = open_page(page_html)
    page.emulate_media(media="print")
    assert violations(page) == []
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for part in (".folium-map", "#legend", ".claims", "#capital-table", "#source-list li"):
        assert page.locator(part).first.is_visible()
    assert not page.locator("#controls").is_visible()


def test_everything_is_reached_and_worked_by_keyboard(open_page, page_html):
    page = open_page(page_html)
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => { const e = document.activeElement; return e.id || e.className || e.name; }"
            )
        )
    assert {"theme", "account", "mode", "site-search", "site", "capital-search"} <= reached
    assert {"nato-only", "tool", "search", "leaflet-control-zoom-in"} <= reached

    def press(locator, *keys):
        page.locator(locator).first.focus()
        for key in keys:
            page.keyboard.press(key)
        return page.evaluate("window.location.hash")

    assert "account=operator" in press("input[name=account]:checked", "ArrowRight")
    assert "date=" in press(".track input", "ArrowLeft")
    assert "date=" not in press(".timeline .tool", "Enter")
    assert "mode=overview" in press("input[name=mode]:checked", "ArrowRight")
    assert "mode=focus" in press("input[name=mode]:checked", "ArrowLeft")
    assert "site=chernyakhovsk" in press(".site >> nth=1", "Enter")
    press("thead button", "Enter")
    assert page.locator("th[aria-sort]").inner_text().startswith("Capital")
    press("#nato-only", " ")
    assert page.locator("#nato-only").is_checked()
    assert "capital=ankara" in press("tr[data-capital=ankara] button", "Enter")
    assert "pin=" in press("#what-if .tool", "Enter")
    page.locator("#pin-km").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("#headline").inner_text().startswith("Hypothetical")
    assert "theme=eliminated" in press("#theme", "ArrowDown")
    assert page.complaints == []


def test_a_tour_of_every_control_makes_no_request_and_no_complaint(open_page, page_html):
    page = open_page(page_html)
    for theme in ("eliminated", "third-parties", "after-inf", "all", "debate"):
        page.locator("#theme").select_option(theme)
        for name in ("Operator", "Opponent", "Independent", "All"):
            page.get_by_role("radio", name=name, exact=True).check(force=True)
    for name in ("All sites", "True distance", "One site"):
        page.get_by_role("radio", name=name).check(force=True)
    for name in ("Event before", "Next event", "Play", "Pause", "Any date"):
        page.get_by_role("button", name=name).click()
    for k in range(5):
        page.locator(".site").nth(k).click()
    for details in page.locator(".panel details summary").all()[:12]:
        details.click()
    page.get_by_role("button", name="Copy citation").first.click()
    page.get_by_role("button", name="Copy table as CSV").click()
    page.locator(".leaflet-control-zoom-in").first.click()
    page.locator(".legend summary").click()
    page.get_by_role("button", name="Drop a launcher").click()
    pin = page.locator(".pin").bounding_box()
    page.mouse.move(pin["x"] + 10, pin["y"] + 10)
    page.mouse.down()
    page.mouse.move(pin["x"] + 80, pin["y"] + 60, steps=5)
    page.mouse.up()
    assert page.locator("#headline").inner_text().startswith("Hypothetical")
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
    page.get_by_role("radio", name="Operator").check(force=True)
    assert page.locator(".leaflet-pane path.ring-user").count() == 0
    assert page.complaints == []


def test_a_page_without_own_figures_offers_no_such_account(open_page, page_html):
    page = open_page(page_html)
    values = page.eval_on_selector_all("input[name=account]", "all => all.map((one) => one.value)")
    assert values == ["all", "operator", "opponent", "independent"]


def test_the_words_of_the_page_are_those_of_python(module):
    names = ["BANDS", "BAND_WORDS", "REACH_WORDS", "ANSWERS", "LOOK_WORDS"]
    words = module("words")
    found = {name: words(f"() => window.module.{name}") for name in names}
    assert found["BANDS"] == [str(band) for band in RangeBand]
    assert found["BAND_WORDS"] == {str(band): text for band, text in BAND_CLASSES.items()}
    assert found["REACH_WORDS"] == {word[0]: text for word, text in REACH_WORDS.items()}
    assert found["ANSWERS"] == {ANSWER_LETTERS[one]: text for one, text in ANSWERS.items()}
    assert found["LOOK_WORDS"] == LOOK_WORDS
    assert set(words("() => window.module.MODE_WORDS")) == set(Mode)


def test_a_distance_of_the_page_is_cut_as_pythons_are_and_stays_on_its_side(module):
    near = [(km + side, 1, [km]) for km in (*LIMITS_KM, 480) for side in (-0.02, 0, 0.004, 3)]
    margins = [(km, 0, [0]) for km in (-0.3, 0.0, 0.04, 12.4, -12.6)]
    asked = [*near, *margins]
    words = module("words")(
        "(asked) => asked.map((row) => window.module.distanceText(...row))", asked
    )
    assert words == [distance_text(*row) for row in asked]
    assert "499.98" in words
    assert "-0.3" in words


def test_choosing_a_capital_keeps_the_keyboard_and_what_was_opened(open_page, page_html):
    page = open_page(page_html)
    page.locator("#reported details summary").first.click()
    button = page.locator("tr[data-capital=berlin] button")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
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
    for day in (6000, 9000, 12000, 15000):
        page.evaluate(slide, str(day))
    assert page.evaluate("history.length") == before + 1
    assert "date=2011-01-26" in page.evaluate("window.location.hash")
    page.go_back()
    assert "date=" not in page.evaluate("window.location.hash")
    assert page.complaints == []
