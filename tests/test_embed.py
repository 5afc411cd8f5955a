import pytest
from typer.testing import CliRunner

from infmap.cli import app
from infmap.embed import embed_snippet
from infmap.errors import InfmapError


@pytest.fixture
def page_file(tmp_path, page_html):
    path = tmp_path / "map.html"
    path.write_text(page_html, encoding="utf-8")
    return path


def test_the_snippet_is_titled_and_keeps_the_state(page_file):
    snippet = embed_snippet(f"{page_file}#site=shuya&account=operator")
    assert f'src="{page_file}#site=shuya&amp;account=operator"' in snippet
    assert 'title="Within range of Kaliningrad Oblast (site not named) - infmap"' in snippet


def test_what_is_no_page_is_refused_in_one_line(tmp_path):
    with pytest.raises(InfmapError, match=r"none\.html: cannot be read"):
        embed_snippet(str(tmp_path / "none.html"))
    (tmp_path / "other.html").write_text("<p>")
    with pytest.raises(InfmapError, match="not a page of infmap's"):
        embed_snippet(str(tmp_path / "other.html"))
    with pytest.raises(InfmapError, match="only a file can be put inline"):
        embed_snippet("https://example.org/map.html", inline=True)


def test_an_address_cannot_break_out_of_the_snippet():
    snippet = embed_snippet('https://example.org/"><script>alert(1)</script>')
    assert "<script>" not in snippet


@pytest.mark.browser
@pytest.mark.parametrize("inline", [False, True], ids=["file", "srcdoc"])
def test_a_host_page_shows_the_map_in_its_sandboxed_frame(browser, tmp_path, page_file, inline):
    result = CliRunner().invoke(
        app, ["embed", f"{page_file}#site=shuya", *(["--inline"] if inline else [])]
    )
    assert result.exit_code == 0
    host = tmp_path / "host.html"
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self' file: data:"
    head = '<!DOCTYPE html><meta charset="utf-8">' + (
        "" if inline else f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    )
    host.write_text(f"{head}<h1>Report</h1>{result.stdout}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 900, "height": 900}, offline=True)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(host.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#headline:not(:empty)").wait_for()
    assert frame.locator("#headline").inner_text().startswith("Shuya")
    frame.locator(".site").nth(1).click()
    assert frame.locator("#headline").inner_text().startswith("Chernyakhovsk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 900
    assert complaints == []
    context.close()
