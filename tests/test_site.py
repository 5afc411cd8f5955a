"""The documentation as a site: complete, from disk, without a network, found by its search."""

import re
from pathlib import Path

import build_site as build
import pytest
from sample import sampled

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the front page of the site, built where nothing else builds it."""
    folder = tmp_path_factory.mktemp("site")
    return build.build(folder) / "index.html"


@pytest.fixture
def tab(browser, site):
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.as_uri())
    yield page
    assert [
        address for address in asked if not address.startswith(("file:", "data:", "blob:"))
    ] == []
    page.close()


def test_every_page_of_the_documentation_is_in_its_menu(site):
    menu = site.read_text("utf-8")
    for page in ROOT.glob("docs/**/*.md"):
        place = page.relative_to(ROOT).with_suffix(".html").as_posix()
        # A folder's README is its index.
        assert f'href="./{place.replace("README", "index")}"' in menu, place


WAYS = [
    (["Your own sites, figures and places"], "workbook"),
    (["A map in a page, blog, Quarto or Jupyter"], "<iframe"),
    (["Glossary", "What a figure says of a place"], "The figure says neither yes nor no."),
]


@pytest.mark.parametrize(("clicks", "says"), sampled(WAYS, 0, always=WAYS[-1:]))
def test_in_three_clicks_from_the_front_page(tab, clicks, says):
    for words in clicks:
        tab.get_by_role("link", name=words, exact=True).first.click()
        tab.wait_for_load_state()
    assert says in tab.locator("article").inner_text()


def test_the_search_works_from_disk(tab):
    tab.keyboard.press("Control+k")
    tab.get_by_role("combobox").or_(tab.locator("input[type=text], input[type=search]")).first.fill(
        "left open"
    )
    found = tab.get_by_text(re.compile("What a figure says of a place|neither yes nor no"))
    found.first.wait_for()


def test_a_link_that_leads_nowhere_stops_it(tmp_path, monkeypatch):
    plain = build.shown()
    monkeypatch.setattr(build, "shown", lambda: [name for name in plain if "glossary" not in name])
    with pytest.raises(SystemExit, match=r"docs/README\.md"):
        build.build(tmp_path)
