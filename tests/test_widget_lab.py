"""The widget in JupyterLab itself, where that is installed: a round trip, and what is saved."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("jupyterlab")
pytestmark = pytest.mark.filterwarnings("default")

CELLS = (
    "import infmap\nw = infmap.Widget(infmap.load(), site='shuya')\nw",
    "w.site = 'kaliningrad'\nw.site = 'crimea'\nw.site = 'deveselu'\nw.account = 'operator'",
    "print('now', w.site, w.account, len(w.coverage) > 0)",
)
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A server of JupyterLab with a notebook, for this machine alone."""
    folder = tmp_path_factory.mktemp("lab")
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "widget.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    root = str(Path(__file__).parents[1])
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token="),
            f"--notebook-dir={folder}",
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": root, "JUPYTER_CONFIG_DIR": str(folder / "config")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            break
        except OSError:
            time.sleep(0.5)
    yield address, folder
    server.terminate()
    server.wait(20)


def test_python_and_page_follow_each_other_in_jupyterlab(lab, browser):
    address, folder = lab
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.goto(f"{address}/lab/tree/widget.ipynb")
    cells = page.locator(".jp-CodeCell")
    cells.first.wait_for(timeout=WAIT_MS)

    def run(k):
        cells.nth(k).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")

    def wait_for(words):
        page.wait_for_timeout(100)
        # In a low frame the table takes the headline's place while it is open.
        live.locator("#headline", has_text=words).wait_for(timeout=WAIT_MS, state="attached")

    page.wait_for_timeout(3000)
    run(0)
    element = cells.first.locator(".jp-OutputArea iframe:visible").last
    element.wait_for(timeout=WAIT_MS)
    live = cells.first.locator("iframe:visible").last.content_frame
    wait_for("Shuya")
    # The copy is hidden: one page is seen.
    assert cells.first.locator("iframe:visible").count() == 1
    run(1)
    wait_for("Deveselu")
    page.wait_for_timeout(1500)
    run(2)
    said = cells.nth(2).locator(".jp-OutputArea-output")
    said.get_by_text("now deveselu operator True").wait_for(timeout=WAIT_MS)
    live.get_by_role("button", name="Table", exact=True).click()
    live.locator("#sites button:visible", has_text="Crimea").first.click()
    wait_for("Crimea")
    page.wait_for_timeout(1500)
    run(2)
    said.get_by_text("now crimea operator True").wait_for(timeout=WAIT_MS)
    cells.nth(2).locator(".cm-content").click()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3000)
    context.close()
    saved = json.loads((folder / "widget.ipynb").read_text("utf-8"))
    [note] = [
        "".join(output["data"].get("text/html", ""))
        for output in saved["cells"][0]["outputs"]
        if "data-infmap-state" in "".join(output["data"].get("text/html", ""))
        and "data-infmap-still" not in "".join(output["data"].get("text/html", ""))
    ]
    assert "site=crimea" in note
