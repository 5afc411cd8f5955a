"""What the page lists of a comparison, of all sites and of a doubt is what Python says."""

import pytest
from page_steps import headline, switch, turn

import infmap
from infmap.analysis.overlap import tallies
from infmap.errors import NothingLeftError

BLOCKS = """() => [...document.querySelectorAll("#comparing [data-capital]")]
  .map((item) => item.dataset.capital)"""
TALLIES = """() => Object.fromEntries(
  [...document.querySelectorAll("#everywhere .tallies tr[data-capital]")].map((row) => [
    row.dataset.capital, [...row.querySelectorAll(".tile")].map((one) => +one.textContent)]))"""
PAIRS = [("operator", "opponent"), ("operator", "independent"), ("opponent", "independent")]


@pytest.fixture
def page(turn_page, page_html):
    opened = turn_page(page_html, "#site=shuya&theme=all&mode=compare")
    yield opened
    assert opened.complaints == []


def differing(cat, left, right, **only):
    """Return the ids of the places of `infmap.compare`."""
    try:
        return {row["target_id"] for row in infmap.compare_rows(cat, left, right, **only)}
    except NothingLeftError:
        return set()


def test_the_list_of_a_comparison_is_that_of_infmap_compare(page, cat):
    names = {row.id: row.name for row in cat.capitals_of_any_day}
    seen = 0
    for site, day in (("shuya", None), ("kapustin-yar", None), ("mutlangen", "1987-12-08")):
        for left, right in PAIRS:
            date = f"&date={day}" if day else ""
            turn(page, f"site={site}&theme=all{date}&mode=compare&left={left}&right={right}")
            listed = page.evaluate(BLOCKS)
            expected = differing(cat, left, right, site=site, theme="all", as_of=day)
            assert len(listed) == len(set(listed))
            assert set(listed) <= expected
            # Those that are not counted stand in words beside the list.
            words = page.locator("#comparing").text_content()
            assert all(names[ident] in words for ident in expected - set(listed))
            seen += len(listed)
    assert seen > 200


def test_two_days_systems_and_sites_are_compared_as_well(page, cat):
    for left, right, only in (
        ("1987-12-08", "2019-08-02", {"site": "hmeimim"}),
        ("iskander-m", "9m729", {"site": "shuya"}),
        ("shuya", "kaliningrad", {}),
    ):
        site = only.get("site", "shuya")
        turn(page, f"site={site}&theme=all&mode=compare&left={left}&right={right}")
        listed = set(page.evaluate(BLOCKS))
        assert listed
        assert listed <= differing(cat, left, right, theme="all", **only)


def test_a_comparison_opens_on_the_accounts_that_differ_most(page):
    assert headline(page) == (
        "Between the operator's figures and the independent figures, "
        "40 foreign capitals change hands"
    )
    assert page.title() == "Operator and Independent compared - infmap"


def test_all_sites_count_what_infmap_overlap_counts(page, cat):
    for holder, day in (("Russia", None), ("Soviet Union", "1987-12-08")):
        date = f"&date={day}" if day else ""
        turn(page, f"mode=overview&holder={holder.replace(' ', '+')}{date}")
        counts = page.evaluate(TALLIES)
        assert len(counts) > 30
        for ident in list(counts)[::12]:
            found = infmap.overlap(cat, ident, holder=holder, as_of=day)
            assert counts[ident] == [found.every, found.some], (holder, ident)
        others = page.locator("#everywhere > .note").text_content()
        of_none = [row for row in tallies(cat, holder=holder, as_of=day).rows if not row.some]
        assert others == f"{len(of_none)} others are reached by none."


def test_no_two_holders_nor_two_eras_are_in_one_sum(page):
    turn(page, "mode=overview&date=1987-12-08&site=mutlangen&at=21.0122,52.2297")
    assert "US deployments" in headline(page)
    systems = page.locator(".reaching tbody tr td:nth-child(2)").all_text_contents()
    assert systems
    assert all("Pershing" in text or "BGM" in text for text in systems)
    turn(page, "mode=overview&site=mutlangen&at=21.0122,52.2297")
    systems = page.locator(".reaching tbody tr td:nth-child(2)").all_text_contents()
    assert not any("Pershing" in text for text in systems)


def test_a_doubt_counts_what_infmap_doubt_says(page, cat):
    turn(page, "site=kaliningrad&theme=all&mode=focus")
    found = infmap.doubt(cat, "kaliningrad")
    for word in ("in", "depends"):
        number = page.locator(f".sure-count.is-{word} b").first.inner_text()
        # Foreign capitals are counted, each once: no seat of government is as near.
        expected = [row for row in found.rows if row.certainty == word and row.target != "Moscow"]
        assert int(number) == len(expected)
    switch(page, "Independent")
    assert "Vilnius" in headline(page)
