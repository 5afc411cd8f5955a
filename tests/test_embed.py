import html
import json
import re
from functools import partial

import nbclient
import nbformat
import pytest
from folder_server import served
from nbconvert import HTMLExporter
from sample import sampled
from typer.testing import CliRunner

from infmap.cli import app
from infmap.errors import InfmapError
from infmap.maps.embed import embed_snippet


@pytest.fixture
def page_file(tmp_path, page_html):
    path = tmp_path / "map.html"
    path.write_text(page_html, encoding="utf-8")
    return path


def test_the_snippet_is_titled_and_keeps_the_state(page_file):
    snippet = embed_snippet(f"{page_file}#site=shuya&account=operator")
    assert f'src="{page_file}#site=shuya&amp;account=operator"' in snippet
    assert 'title="Within range of Shuya, Ivanovo Oblast - infmap"' in snippet


def test_what_an_address_may_hold_behind_its_mark_stays_as_it_is_typed(page_file):
    address = f"{page_file}#mode=overview&holder=Soviet+Union&at=20.5,-5&view=3%2F1.5/-2"
    assert f' src="{html.escape(address)}" ' in embed_snippet(address)


def test_what_is_no_page_is_refused_in_one_line(tmp_path):
    with pytest.raises(InfmapError, match=r"none\.html: file not found; check the path$"):
        embed_snippet(str(tmp_path / "none.html"))
    (tmp_path / "other.html").write_text("<p>")
    with pytest.raises(InfmapError, match="not a page of infmap's"):
        embed_snippet(str(tmp_path / "other.html"))
    with pytest.raises(InfmapError, match="only a file can be put inline"):
        embed_snippet("https://example.org/map.html", inline=True)


def test_an_address_cannot_break_out_of_the_snippet():
    snippet = embed_snippet('https://example.org/"><script>alert(1)</script>')
    assert "<script>" not in snippet
    assert ' title="Map of range rings, made with infmap" ' in snippet


def test_a_frame_lets_files_and_links_out_and_nothing_in(page_file):
    snippet = embed_snippet(str(page_file))
    sandbox = set(re.search('sandbox="([^"]*)"', snippet)[1].split())
    assert sandbox == {
        "allow-scripts",
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-downloads",
    }
    assert 'allow="clipboard-write"' in snippet


def test_a_compact_frame_says_so_by_its_name_and_has_a_height_of_its_own(page_file):
    whole, compact = embed_snippet(str(page_file)), embed_snippet(str(page_file), compact=True)
    attributes = "src name title sandbox allow loading width height style"
    assert re.findall(' ([a-zA-Z]+)="', whole) == attributes.split()
    assert ' name="infmap" ' in whole
    assert ' name="infmap-compact" ' in compact
    assert ' height="760" ' in whole
    assert ' height="500" ' in compact
    # The address is the same: what is opened from it is the whole page.
    assert compact.split(" name=")[0] == whole.split(" name=")[0]


def test_a_frame_is_never_lower_than_it_says_where_no_style_is_allowed(page_file, tmp_path):
    story = tmp_path / "story.html"
    story.write_text(page_file.read_text("utf-8").replace("<body", '<body class="story-page"'))
    frames = [embed_snippet(str(page_file), compact=True), embed_snippet(str(story))]
    told = [re.search(r'height="(\d+)" .*height:clamp\((\d+)px,', one) for one in frames]
    assert [one.groups() for one in told] == [("500", "500"), ("600", "600")]


TITLES = {
    "site=kaliningrad": "Within range of Kaliningrad Oblast - infmap",
    "mode=overview&holder=Russia&count=every": "All sites - infmap",
    "mode=compare&left=operator&right=independent": "Operator and Independent compared - infmap",
    "mode=compare&left=user&right=all": None,
    "mode=compare&left=2014-01-01&right=2019-02-10": "2014-01-01 and 2019-02-10 compared - infmap",
    "mode=compare&left=iskander-m&right=9m729": "Iskander-M and 9M729 compared - infmap",
    "mode=compare&left=shuya&right=kapustin-yar": (
        "Shuya and Kapustin Yar test range compared - infmap"
    ),
    "mode=compare&site=shuya": "Two accounts of Shuya compared - infmap",
    # Without a site it is the first that has what is asked for.
    "system=sm-3-ib": "Within range of Deveselu (NSF Deveselu) - infmap",
    "theme=third-parties&date=2010-01-01": "Within range of Delingha, Qinghai - infmap",
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(("fragment", "title"), TITLES.items())
def test_the_title_is_that_of_the_state(page_file, fragment, title):
    if title is None:
        with pytest.raises(
            InfmapError, match=r"no account, system or site 'user' on .*, and no day"
        ):
            embed_snippet(f"{page_file}#{fragment}")
        return
    for inline in (False, True):
        assert f'title="{title}"' in embed_snippet(f"{page_file}#{fragment}", inline=inline)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("fragment", sampled([word for word, title in TITLES.items() if title], 4))
def test_the_page_has_the_title_that_its_frame_says(turn_page, page_html, fragment):
    if fragment == "mode=compare&site=shuya":
        pytest.skip("the page knows which two accounts differ most")
    page = turn_page(page_html, f"#{fragment}")
    assert page.title() == TITLES[fragment]


@pytest.mark.parametrize(
    ("fragment", "told"),
    [
        ("count=sum", "no count"),
        ("doubt=maybe", "no doubt"),
        ("holder=Atlantis", "no holder"),
        ("system=v-2", "no system at shuya"),
        ("site=deveselu&system=9m729", "no system at deveselu"),
        ("site=what-if", "no site"),
        ("date=2019-02-30", "no date"),
        ("pin=200,54.7,300", "no pin"),
        ("view=x", "no view"),
        ("foo=bar", "no key"),
        ("step-1", "no state"),
        ("site=shuya&site=deveselu", "site is given twice"),
        ("mode=compare&left=2019-02-31", "no account, system or site"),
        ("mode=compare&left=operator", "left 'operator' cannot be compared"),
        ("left=operator&right=opponent", "left and right without mode=compare"),
    ],
)
def test_a_state_that_the_page_has_not_is_refused_in_one_line(page_file, fragment, told):
    with pytest.raises(InfmapError) as refused:
        embed_snippet(f"{page_file}#{fragment}")
    assert str(refused.value).startswith(told)
    assert re.fullmatch("[^;\n]+; (write|known:|did you mean) [^;\n]+", str(refused.value))


def test_a_word_of_a_state_in_capitals_is_told_as_the_page_has_it(page_file):
    with pytest.raises(InfmapError, match=r"^no mode 'Compare' on .*; write compare$"):
        embed_snippet(f"{page_file}#mode=Compare")


def test_the_script_serves_all_frames_and_is_ascii(page_file):
    snippet = embed_snippet(str(page_file), compact=True, script=True)
    frame, script, rest = snippet.partition("<script>")
    assert frame == embed_snippet(str(page_file), compact=True)
    assert rest.count("</script>") == 1
    assert snippet.isascii()
    assert script
    result = CliRunner().invoke(app, ["embed", str(page_file), "--compact", "--script"])
    assert result.stdout == snippet


def opening_of(snippet):
    """Return the state that an inline page opens on."""
    page = html.unescape(re.search(r'srcdoc="([^"]*)"', snippet)[1])
    return json.loads(page.partition('id="infmap-data">')[2].partition("</script>")[0])["fragment"]


def test_an_inline_map_keeps_the_part_of_the_story_that_it_was_made_for(page_file):
    inline = partial(embed_snippet, inline=True)
    assert opening_of(inline(f"{page_file}#site=crimea")) == "site=crimea&theme=debate"
    asked = "site=crimea&theme=all"
    assert opening_of(inline(f"{page_file}#{asked}")) == asked
    # A site that has no part in it is shown with all that is reported there.
    assert opening_of(inline(f"{page_file}#site=mutlangen")) == "site=mutlangen"


@pytest.mark.parametrize("inline", sampled([False, True], 0, always=[False]))
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
    assert "Shuya" in frame.locator("#headline").inner_text()
    # In a frame the table and all below it stand behind a button.
    frame.get_by_role("button", name="Table", exact=True).click()
    frame.locator(".site").nth(1).click()
    frame.get_by_role("button", name="Table", exact=True).click()
    assert "Chernyakhovsk" in frame.locator("#headline").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 900
    assert complaints == []
    context.close()


def test_a_snippet_is_ascii_and_means_the_same(page_file, page_html):
    snippet = embed_snippet(str(page_file), inline=True)
    assert snippet.isascii()
    assert not page_html.isascii()
    srcdoc = re.search(r'srcdoc="([^"]*)"', snippet)[1]
    assert html.unescape(srcdoc) == page_html


@pytest.fixture
def server(tmp_path):
    with served(tmp_path) as address:
        yield address


@pytest.mark.thorough
def test_an_inline_map_opens_in_a_page_that_is_read_in_another_encoding(
    browser, tmp_path, page_file, server
):
    snippet = embed_snippet(f"{page_file}#site=shuya", inline=True)
    (tmp_path / "host.html").write_text(f"<h1>R\u00e9port</h1>{snippet}", encoding="utf-8")
    context = browser.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # A browser asks for the icon of a server by itself.
    page.route("**/favicon.ico", lambda route: route.fulfill(body="", content_type="image/png"))
    page.goto(f"{server}/host.html")
    assert page.evaluate("document.characterSet") == "windows-1252"
    frame = page.frame_locator("iframe")
    frame.locator("#headline:not(:empty)").wait_for()
    assert "Shuya" in frame.locator("#headline").inner_text()
    assert "\u00b7" in frame.locator(".leaflet-control-attribution").inner_text()
    assert complaints == []
    context.close()


def exported_notebook(source, folder):
    """Run a notebook of one cell in a folder, and write there what nbconvert makes of it."""
    cell = nbformat.v4.new_code_cell(source)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbclient.NotebookClient(
        notebook, timeout=60, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()
    [output] = cell.outputs  # and no warning beside it
    assert output.output_type == "execute_result"
    path = folder / "notebook.html"
    path.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    return path


# The kernel's own machinery and nbconvert's may warn.
@pytest.mark.thorough
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("inline", sampled([False, True], 0, always=[True]))
def test_an_exported_notebook_shows_the_map_in_the_state_asked_for(browser, page_file, inline):
    path = exported_notebook(
        "from IPython.display import HTML\n"
        "from infmap.maps.embed import embed_snippet\n"
        f"HTML(embed_snippet('{page_file.name}#site=shuya&account=operator', inline={inline}))",
        page_file.parent,
    )
    context = browser.new_context(viewport={"width": 1200, "height": 1000})
    page = context.new_page()
    complaints = []

    def answer(route):
        # nbconvert's page asks for scripts of its own; the map in it asks for nothing.
        if route.request.frame != page.main_frame:
            complaints.append(route.request.url)
        route.fulfill(body="", content_type="text/javascript")

    context.route(re.compile("https?:"), answer)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#headline:not(:empty)").wait_for()
    assert "Shuya" in frame.locator("#headline").inner_text()
    assert frame.locator(".leaflet-pane .ring-operator").count() > 0
    assert frame.locator(".leaflet-pane .ring-opponent").count() == 0
    box = frame.locator(".leaflet-pane .ring-operator").first.bounding_box()
    around = page.locator("iframe").bounding_box()
    assert box["width"] > 20
    assert around["x"] < box["x"] < around["x"] + around["width"]
    assert complaints == []
    context.close()
