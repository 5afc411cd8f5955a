"""The page in Firefox: a short walk, as the other browser tests are in Chromium."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from infmap.maps.embed import embed_snippet

FIREFOX = Path("/usr/bin/firefox-esr")
PAGE = Path(__file__).parents[1] / "page"


@pytest.mark.browser
@pytest.mark.skipif(
    not (FIREFOX.exists() or os.environ.get("CI")),
    reason=f"no {FIREFOX}; install Debian's firefox-esr to run this test",
)
def test_the_page_works_in_firefox_as_in_chromium(tmp_path, page_html):
    assert shutil.which("node"), "install Node, and run npm ci --prefix page"
    page, host = tmp_path / "page.html", tmp_path / "host.html"
    page.write_text(page_html, encoding="utf-8")
    snippet = embed_snippet(f"{page}#site=shuya")
    host.write_text(f"<!DOCTYPE html>{snippet}", encoding="utf-8")
    walk = [shutil.which("node"), PAGE / "firefox-walk.mjs", page, host]
    result = subprocess.run(walk, capture_output=True, text=True, timeout=180, check=False)
    assert (result.stdout.splitlines(), result.stderr) == (["walked"], "")
