"""The page with other people's data: it opens on their sites and speaks of nothing else."""

import csv
import io
import re
import warnings

import pandas as pd
import pytest
from page_steps import turn
from pyproj import Geod
from sample import sampled

import infmap
from infmap.errors import InfmapError, ReadingNote
from infmap.maps.content import page_data
from infmap.maps.opening import MANY_PLACES
from reliability import openings

CAMPS = pd.DataFrame(
    {
        "name": ["North camp", "East camp", "South camp"],
        "lon": [10.2, 24.5, 25.0],
        "lat": [54.1, 52.0, 46.0],
        "range_km": [1200.0, 1200.0, 400.0],
        "status": ["reported", "alleged", "confirmed"],
        "first_reported": ["2024-05", "2024-09", "2023"],
        "until": [None, None, "2024-06"],
    }
)
#: In NATO since the year, or never.
PLACES = {
    "Gdansk": ("Poland", 18.65, 54.35, 1999),
    "Ramstein": ("Germany", 7.60, 49.44, 1955),
    "Tallinn port": ("Estonia", 24.75, 59.45, 2004),
    "Basel": ("Switzerland", 7.59, 47.56, None),
}
WORDS_OF_THE_STORY = (
    *("Operator", "Opponent", "Independent", "opponent", "debate", "Eliminated"),
    *("Part of the story", "Whose figures", "several accounts agree", "II(", "Article"),
    *("9M729", "Iskander", "interceptor", "ended", "planned", "Charges", "signed", "apital"),
)


def places(names=tuple(PLACES), *, country=True):
    return pd.DataFrame(
        [
            {"name": name, "lon": lon, "lat": lat, **({"country": state} if country else {})}
            for name, (state, lon, lat, _) in PLACES.items()
            if name in names
        ]
    )


def page_of(**own):
    return infmap.make_map(infmap.load(**own), focus="east-camp").get_root().render()


def everything(page):
    """Return every word on the page, also what is folded away or only read aloud."""
    return page.evaluate(
        """() => [document.title, document.body.innerText,
          ...[...document.querySelectorAll("main *")].flatMap((one) => [one.textContent,
            one.title, one.ariaLabel, one.placeholder])].join("\\n")"""
    )


def test_the_site_in_focus_is_in_view_when_a_page_opens(browser):
    # At the poles and beside the antimeridian.
    windows = sampled(openings.WINDOWS, 1, always=[(390, 844)])
    assert list(openings.openings(browser, openings.scattered(4), windows)) == []


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("lat", [81.0, -81.0])
def test_a_site_far_north_or_south_is_in_view_though_its_rings_are_taller_than_the_map(
    open_page, lat
):
    site = pd.DataFrame({"name": ["Camp"], "lon": [20.0], "lat": [lat], "range_km": [13000.0]})
    html = infmap.make_map(infmap.load(deployments=site)).get_root().render()
    page = open_page(html, "#projection=mercator", width=1400, height=500)
    mark, frame = (
        page.locator(name).bounding_box() for name in (".point.is-focus", ".folium-map:not(.twin)")
    )
    assert frame["y"] < mark["y"] + mark["height"] / 2 < frame["y"] + frame["height"]
    assert frame["x"] < mark["x"] + mark["width"] / 2 < frame["x"] + frame["width"]


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_a_page_of_own_sites_and_places_speaks_of_nothing_else(open_page, width, height):
    html = page_of(deployments=CAMPS, capitals=places(country=False))
    page = open_page(html, width=width, height=height)
    # South camp has ended.
    said = everything(page).replace("confirmed and ended", "").replace("site: ended", "")
    for word in (*WORDS_OF_THE_STORY, "NATO", "state is not known"):
        assert word not in said, word
    assert page.locator("#theme, input[name=account], #nato-only").count() == 0
    assert "East camp" in page.locator("#headline").inner_text()
    assert re.search(r"reach\w* 2 places", page.locator("#headline").inner_text())
    assert page.locator(".account-count b").all_inner_texts() == ["2"]
    assert page.locator("#capitals-title").inner_text() == "Places"
    assert page.locator("#reach-title").inner_text() == "What reaches a place"
    assert page.locator("thead th").first.inner_text().startswith("Place")
    assert page.complaints == []


@pytest.mark.thorough
def test_the_days_of_own_sites_are_those_of_their_reports(open_page):
    page = open_page(page_of(deployments=CAMPS), "#mode=overview")
    words = page.locator(".timeline-words")
    # All sites have always a day: the first is the slider's own.
    page.get_by_role("slider").press("Home")
    told = [words.inner_text()]
    for _ in range(3):
        page.get_by_role("button", name="Next event").click()
        told.append(words.inner_text())
    for line, (day, what) in zip(
        told,
        [
            ("2023-01-01", "South camp, Own range 400 km: first reported"),
            ("2024-05-01", "North camp, Own range 1200 km: first reported"),
            ("2024-07-01", "South camp, Own range 400 km: last report of 2024-06"),
            ("2024-09-01", "East camp, Own range 1200 km: first reported"),
        ],
        strict=True,
    ):
        assert line == f"{day}: {what}"
    assert page.locator(".tick").count() == 4
    # About one site, its own days alone.
    turn(page, "site=east-camp&mode=focus")
    assert page.locator(".tick").count() == 1
    undated = CAMPS.drop(columns=["first_reported", "until"])
    assert not open_page(page_of(deployments=undated)).locator("#timeline").is_visible()


def test_of_a_missile_that_nobody_described_no_verdict_is_shown(open_page):
    page = open_page(page_of(deployments=CAMPS))
    assert page.locator(".verdict").count() == 0
    page.locator(".claims summary").first.click()
    assert page.locator(".claims").inner_text().endswith(
        "The table does not state the operator, kind and basing, so no verdict is given.\n\n"
        "No publication is given for this figure."
    )  # fmt: skip


def test_own_sites_of_known_missiles_have_their_accounts_and_charges(open_page):
    known = pd.DataFrame({"name": ["Camp"], "lon": [20.5], "lat": [54.7], "system": ["9M729"]})
    cat = infmap.load(deployments=known)
    page = open_page(infmap.make_map(cat).get_root().render())
    values = page.eval_on_selector_all("input[name=account]", "all => all.map((one) => one.value)")
    assert values == ["operator", "opponent", "independent", "all"]
    assert page.locator(".charges").count() == 1
    assert page.locator("#theme").count() == 0
    assert "banned" in page.locator("#reported").inner_text()
    with pytest.raises(InfmapError, match="no figure of account user is on this page"):
        infmap.make_map(cat, account="user")


OWN_THEMES = [(None, "all"), ("eliminated", "eliminated or all")]


@pytest.mark.parametrize("mode", ["focus", "overview", "compare"])
@pytest.mark.parametrize(("theme", "there"), OWN_THEMES)
def test_a_page_opens_on_no_part_of_the_story_that_it_has_not(mode, theme, there):
    camp = {"name": "Camp", "lon": 20.5, "lat": 54.7, "range_km": 500}
    themed = camp | {"name": "Base", "lon": 25, "theme": theme}
    cat = infmap.load(deployments=[camp, themed] if theme else [camp])
    assert "theme=all&" in infmap.make_map(cat, mode=mode).page.opened.data["fragment"]
    with pytest.raises(InfmapError) as refused:
        infmap.make_map(cat, theme="debate", mode=mode)
    assert str(refused.value) == (f"nothing of the theme debate is on this page; write {there}")


NAMES = [["Gdansk", "Ramstein", "Tallinn port"], ["Basel"], ["Gdansk", "Basel"]]


@pytest.mark.parametrize("names", sampled(NAMES, 1, always=NAMES[:1]), ids=str)
def test_the_page_counts_nato_by_country_and_day(open_page, names):
    undated = CAMPS.drop(columns=["first_reported", "until"])
    page = open_page(page_of(deployments=undated, capitals=places(names)))
    for day in (None, "1991-01-01", "2000-01-01"):
        if day:
            turn(page, f"site=east-camp&date={day}")
        year = int(day[:4]) if day else 9999
        inside = [name for name in names if name != "Gdansk"]  # 470 km from East camp
        lie = "1 place lies" if len(inside) == 1 else f"{len(inside)} places lie"
        deck = page.locator("#deck").inner_text()
        assert deck.startswith(f"{lie} 500 to 5500 km away.")
        # All but Ramstein, Basel: Gdansk and Tallinn port are in reach.
        reached = [name for name in names if name in ("Gdansk", "Tallinn port")]
        assert page.locator(".account-count b").inner_text() == str(len(reached))
        members = sorted(name for name in names if (PLACES[name][3] or 9999) < year)
        marked = page.eval_on_selector_all(
            "#capital-table tbody tr",
            """rows => rows.filter((row) => row.innerText.includes("NATO"))
              .map((row) => row.querySelector("button").innerText)""",
        )
        assert sorted(marked) == members
    has_members = any(PLACES[name][3] for name in names)
    assert page.locator("#nato-only").count() == has_members


def test_a_launcher_brings_its_system_and_no_account():
    cat = infmap.load(deployments=CAMPS)
    data = page_data(cat, "east-camp", "", launcher="iskander-m")
    assert data["accounts"] == page_data(cat, "east-camp", "")["accounts"] == ["all", "user"]
    assert set(data["systems"]) - set(page_data(cat, "east-camp", "")["systems"]) == {"iskander-m"}


def test_a_city_to_open_on_is_a_place_among_the_capitals_whose_state_is_known():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReadingNote)
        m = infmap.make_map(infmap.load(), capital="Danzig")
    data = m.get_root().opened.data
    (city,) = (row for row in data["capitals"] if row["id"] == "gdansk")
    assert (city["country"], city["nato_known"], city["nato_since"]) == (
        "Poland",
        True,
        "1999-03-12",
    )
    assert data["place"] == "place"
    assert all(row["nato_known"] for row in data["capitals"])


@pytest.mark.parametrize(
    ("own", "nato"),
    [
        (places(["Ramstein", "Basel"]), {"Ramstein": "yes", "Basel": "no"}),
        (
            pd.concat([places(["Ramstein"]), places(["Basel"], country=False)]),
            {"Ramstein": "yes", "Basel": ""},
        ),
        (places(["Basel"], country=False), None),
    ],
    ids=["known", "in part", "not known"],
)
def test_the_copied_table_says_what_the_table_says(open_page, own, nato):
    page = open_page(page_of(deployments=CAMPS, capitals=own))
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard",
          { value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    page.get_by_role("button", name="Copy table as CSV").click()
    rows = list(csv.DictReader(io.StringIO(page.evaluate("window.copied"))))
    columns = ["place", "country", "distance_km", "band", "in_reach_on", "near_edge"]
    columns += ["near_band_edge", "relation"]
    assert list(rows[0]) == [*columns, *(["nato"] if nato else [])]
    assert {row["place"] for row in rows} == set(own["name"])
    if nato:
        assert {row["place"]: row["nato"] for row in rows} == nato


def test_a_distance_in_the_table_stays_on_its_side_of_a_limit(open_page):
    [lon], [lat], _ = Geod(ellps="WGS84").fwd([24.5], [52.0], [60.0], [1000_030.0])
    edge = pd.DataFrame({"name": ["Edge"], "lon": [lon], "lat": [lat]})
    page = open_page(page_of(deployments=CAMPS, capitals=edge))
    assert page.locator("#capital-table td.number").inner_text() == "1000.03"


def test_of_how_many_places_the_state_is_not_known_is_said_on_the_page(open_page):
    both = pd.concat([places(["Ramstein", "Basel"]), places(["Tallinn port"], country=False)])
    page = open_page(page_of(deployments=CAMPS, capitals=both))
    said = "3 places lie 500 to 5500 km away (of 1 the state is not known)."
    assert said in page.locator("#deck").inner_text()


@pytest.mark.thorough
def test_a_page_of_many_places_opens_and_shows_all_when_asked(open_page):
    many = pd.DataFrame(
        {
            "name": [f"Place {k}" for k in range(4000)],
            "lon": [(k * 0.37) % 360 - 180 for k in range(4000)],
            "lat": [(k * 0.11) % 140 - 60 for k in range(4000)],
        }
    )
    with pytest.warns(ReadingNote, match=f"4,000 places: up to {MANY_PLACES:,} a page opens as"):
        html = page_of(deployments=CAMPS, capitals=many)
    page = open_page(html)
    rows = page.locator("#capital-table tbody tr")
    assert (rows.count(), page.locator(".count").inner_text()) == (250, "4000 places of 4000")
    assert page.locator("#capital-table svg.mark").count() == 250
    assert page.locator(".point[data-capital]").count() == 4000
    page.get_by_role("button", name="Show all 4000").click()
    assert rows.count() == 4000
    page.locator("#capital-search").fill("place 399")
    assert rows.count() == 11
    page.locator("#reach input").fill("place 39")
    assert page.locator("#capital-names option").count() == 40
    assert page.complaints == []


def test_more_than_a_page_holds_is_refused():
    sites = pd.DataFrame(
        {
            "name": [f"Site {k}" for k in range(1001)],
            "lon": [k * 0.1 for k in range(1001)],
            "lat": 50.0,
            "range_km": 500.0,
            "system": "own",
        }
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReadingNote)
        cat = infmap.load(deployments=sites, capitals=sites[["name", "lon", "lat"]].head(1000))
    with pytest.raises(InfmapError) as refused:
        infmap.make_map(cat)
    assert str(refused.value) == (
        "a page holds up to 1,000,000 answers, one for each figure of a site and each place (got "
        "1,001,000); choose some by site, system or theme, or take infmap screen for a long table "
        "of places"
    )


def test_a_page_counts_the_figures_of_its_sites_and_what_they_hold(monkeypatch):
    """Few sites may have more to draw, and more to say, than thousands."""
    systems = [{"id": f"own-{k}", "name": f"Own {k}", "range_km": 300 + k} for k in range(50)]
    sites = [
        {"name": f"Site {k}", "lon": k * 0.1, "lat": 50.0, "system": system["id"], "note": "long"}
        for k in range(20)
        for system in systems
    ]
    places = [{"name": f"Place {k}", "lon": k, "lat": 50} for k in range(8)]
    cat = infmap.load(deployments=sites, systems=systems, capitals=places, only_own=True)
    monkeypatch.setattr("infmap.maps.opening.MOST_ANSWERS", 7_999)
    with pytest.raises(InfmapError, match=r"up to 7,999 answers, .* \(got 8,000\); choose"):
        infmap.make_map(cat)
    monkeypatch.setattr("infmap.maps.opening.MOST_ANSWERS", 8_000)
    html = infmap.make_map(cat).get_root().render()
    monkeypatch.setattr("infmap.maps.document.MOST_LETTERS", len(html) // 10)
    with pytest.raises(InfmapError, match=r"letters of data \(got [\d,]+\); .* shorten"):
        infmap.make_map(cat).get_root().render()
    monkeypatch.setattr("infmap.maps.opening.MOST_RINGS", 999)
    with pytest.raises(InfmapError, match=r"up to 999 figures, each counted .* \(got 1,000\)"):
        infmap.make_map(cat)
