"""A notebook with a widget, saved and turned into HTML, shows the page in the state that it had."""

import copy
import re

import nbclient
import nbconvert
import nbformat
import pytest

# The kernel's own machinery may warn.
pytestmark = pytest.mark.filterwarnings("default")

CELLS = (
    "import infmap\nw = infmap.Widget(infmap.load(), site='shuya')\nw",
    "w.show(site='deveselu', account='operator', date='2019-02-10')",
)
STATE = "application/vnd.jupyter.widget-state+json"


@pytest.fixture(scope="module")
def ran():
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS]
    )
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def exported(notebook, tmp_path):
    html, _ = nbconvert.HTMLExporter().from_notebook_node(copy.deepcopy(notebook))
    path = tmp_path / "notebook.html"
    path.write_text(html, encoding="utf-8")
    return path


def assert_one_page(path, browser, words):
    """Assert that a file has one page, which says so when it is brought into view, offline."""
    context = browser.new_context(offline=True, viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="domcontentloaded")
    [element] = page.locator("iframe:visible").all()
    element.scroll_into_view_if_needed()
    element.content_frame.locator("#headline", has_text=words).wait_for()
    # What a state or a script of the notebook's would still change is changed by then.
    page.wait_for_load_state("networkidle")
    assert words in element.content_frame.locator("#headline").inner_text()
    context.close()


def test_as_jupyterlab_saves_it_without_the_widgets_state(ran, browser, tmp_path):
    notebook = copy.deepcopy(ran)
    notebook.metadata.pop("widgets", None)
    assert_one_page(exported(notebook, tmp_path), browser, "Deveselu")


@pytest.mark.thorough
def test_as_nbclient_saves_it_with_the_widgets_state(ran, browser, tmp_path):
    assert STATE in ran.metadata.widgets
    assert_one_page(exported(ran, tmp_path), browser, "Deveselu")


def test_without_the_note_it_shows_what_it_opened_on(ran, browser, tmp_path):
    path = exported(ran, tmp_path)
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"data-fragment=\"[^\"]*\"", "", text), encoding="utf-8")
    assert_one_page(path, browser, "Shuya")


@pytest.mark.thorough
def test_the_page_is_saved_once_and_the_widgets_state_without_it(ran):
    assert nbformat.writes(ran).count("&lt;!DOCTYPE html&gt;") == 1
    assert len(str(ran.metadata.widgets)) < 20_000
