"""Heavy work, small: the campaign's own checks, and that it notices what is lost."""

import pytest

from infmap.errors import InfmapError
from infmap.maps import make_map
from infmap.maps.opening import MOST_SITES
from reliability import load, load_page
from reliability.payload_browser import watched


@pytest.mark.parametrize("name", load.WORKS)
def test_work_is_done_or_refused_with_a_remedy(name, tmp_path):
    load.WORKS[name](200, 4_000, tmp_path)


def test_work_that_is_not_refused_is_noticed():
    with pytest.raises(AssertionError, match="not refused"):
        load.refused(lambda: None, "screen")


def test_a_page_of_too_many_sites_is_refused_in_one_line():
    with pytest.raises(InfmapError) as refusal:
        make_map(load.own_sites(MOST_SITES + 1), theme="all")
    assert str(refusal.value) == (
        "a page holds up to 2,500 sites (got 2,501); choose some by site, system or theme, or "
        "write all their rings for a GIS with infmap rings"
    )


@pytest.mark.thorough
def test_a_page_of_many_sites_opens_and_answers(browser, tmp_path):
    path = tmp_path / "page.html"
    make_map(load.own_sites(200), theme="all").save(str(path))
    with watched(browser) as page:
        waits, lost = load_page.ask(page, path)
    assert lost == []
    assert list(waits) == ["open", *load_page.QUESTIONS]


@pytest.mark.thorough
def test_a_page_without_an_answer_or_a_slow_one_is_noticed(browser, tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    make_map(load.own_sites(20), theme="all").save(str(path))
    monkeypatch.setattr(load_page, "MOST_SECONDS", 0.0)
    with watched(browser) as page:
        _, lost = load_page.ask(page, path)
    assert any(line.startswith("#site=site-41: the page says ") for line in lost)
    assert any(line.startswith("open: ") for line in lost)
