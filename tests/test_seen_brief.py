"""What a brief on a made-up site says, to the last word and number."""

import re

import pytest


@pytest.mark.parametrize("site", ["north-camp", "south-camp", "west-camp"])
def test_a_brief_says_what_was_read_before(infmap_says, reads_as, tmp_path, site):
    path = tmp_path / "brief.md"
    infmap_says("report", "--site", site, "-o", str(path))
    # The picture is named by its bytes, which differ from one version of matplotlib to another.
    text = re.sub(r"map-\w{8}", "map-of-it", path.read_text("utf-8"))
    reads_as(text, f"brief-{site}.md")


def test_a_brief_in_html_says_what_it_says_in_markdown(infmap_says, reads_as, tmp_path):
    path = tmp_path / "brief.html"
    infmap_says("report", "--site", "north-camp", "-o", str(path))
    page = re.sub(r"(?s)<(style|svg)\b.*?</\1>|data:[^\"]*", "", path.read_text("utf-8"))
    reads_as(page, "brief.html")
