"""What a brief on a made-up site says, to the last word and number."""

import re

import pytest

from infmap.analysis.answer import site_answer
from infmap.report import save_report
from infmap.report.brief import write_brief
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown


def brief_on(site, cat):
    return write_brief([site_answer(cat, cat.site(site))])


def lasting(text):
    """Leave out what changes with the next data or style sheet."""
    return re.sub(r"(?s)<style>.*?</style>|(sha256-)[^&]+|(data )[\d.]{10}", r"\1\2...", text)


@pytest.mark.parametrize("site", ["north-camp", "south-camp", "west-camp"])
def test_a_brief_says_what_was_read_before(made_up, reads_as, site):
    reads_as(lasting(as_markdown(brief_on(site, made_up), [])), f"brief-{site}.md")


def test_a_brief_on_several_sites_says_what_was_read_before(made_up, reads_as):
    sites = [site_answer(made_up, made_up.site(site)) for site in ("north-camp", "south-camp")]
    reads_as(lasting(as_markdown(write_brief(sites), [])), "brief-sites.md")
    heads = re.findall(r"<caption>(?:<[^>]+>)*([^<]+)", as_html(write_brief(sites)))
    assert heads[0] == "How many capitals abroad each account has in reach"


def test_a_brief_in_html_brings_its_style(made_up):
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", as_html(brief_on("north-camp", made_up)))
    assert "@page" in style
    assert len(style) > 1_000


def test_a_brief_in_html_says_what_it_says_in_markdown(made_up, reads_as):
    reads_as(lasting(as_html(brief_on("north-camp", made_up))), "brief.html")


def test_a_brief_is_written_though_an_old_picture_of_it_cannot_be_deleted(made_up, tmp_path):
    old = tmp_path / "brief_files" / "map-00000000.png"
    old.mkdir(parents=True)
    save_report(brief_on("west-camp", made_up), tmp_path / "brief.md")
    assert (tmp_path / "brief.md").read_text("utf-8").startswith("# ")
    assert old.exists()
