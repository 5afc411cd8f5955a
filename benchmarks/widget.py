"""The widget's round trip in JupyterLab: Python asks for a site, the page shows it and answers.

Run with ``python benchmarks/widget.py`` (needs ``jupyterlab``, ``playwright``, ``chromium`` and
the extra ``widget``). A site is assigned in the kernel; when the page has drawn it, a script in the
page opens a capital, as a click does, and the kernel stops the clock when it hears of that capital.
That is two changes of the page and both ways through JupyterLab.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from measuring import here, print_table

CHANGES = 16
WAIT_MS = 120_000
#: In the kernel: it turns the widget, and waits without holding up what comes from the page.
OPENING = "import infmap\nw = infmap.Widget(infmap.load(), site='shuya')\nw"
TURNING = f"""import asyncio, time
sites = ["kaliningrad", "shuya", "crimea", "deveselu"] * {CHANGES // 4}
took = []
async def turn():
    for site in sites:
        heard = asyncio.Event()
        w.observe(lambda change: change.new and heard.set(), "capital")
        start = time.perf_counter()
        w.show(site=site, capital=None)
        await asyncio.wait_for(heard.wait(), 60)
        took.append((time.perf_counter() - start) * 1000)
        w.unobserve_all("capital")
        # The class's own observers are gone with them; they follow assignments, not `show`.
        await asyncio.sleep(0.3)
    print("took", *(f"{{ms:.1f}}" for ms in took))
turning = asyncio.get_running_loop().create_task(turn())"""
#: In the page: each time another site has been drawn, the first capital of its table is opened.
ANSWERING = """() => {
  let shown = document.querySelector("#headline").textContent;
  new MutationObserver(() => {
    const now = document.querySelector("#headline").textContent;
    if (now === shown) return;
    shown = now;
    requestAnimationFrame(() => document.querySelector("tr[data-capital] button").click());
  }).observe(document.querySelector("#headline"), {subtree: true, childList: true,
    characterData: true});
}"""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """Run JupyterLab for this machine alone, with a notebook; give its address."""
    import nbformat

    cells = [nbformat.v4.new_code_cell(source) for source in (OPENING, TURNING)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "widget.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            *("--ip=127.0.0.1", f"--port={port}", "--IdentityProvider.token="),
            f"--notebook-dir={folder}",
        ],
        cwd=folder,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "config")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def round_trips(address: str, chromium: str) -> list[float]:
    """Return the milliseconds of each round trip."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{address}/lab/tree/widget.ipynb")
        cells = page.locator(".jp-CodeCell")
        cells.first.wait_for(timeout=WAIT_MS)
        page.wait_for_timeout(5000)
        cells.nth(0).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        live = cells.first.locator(".jp-OutputArea iframe:visible").last
        live.wait_for(timeout=WAIT_MS)
        frame = cells.first.locator("iframe:visible").last.content_frame
        frame.locator("#headline", has_text="Shuya").wait_for(timeout=WAIT_MS)
        page.wait_for_timeout(2000)
        frame.locator("body").evaluate(ANSWERING)
        cells.nth(1).locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        said = cells.nth(1).locator(".jp-OutputArea-output").get_by_text("took")
        said.wait_for(timeout=WAIT_MS)
        words = (said.text_content() or "").split()
        browser.close()
    return [float(word) for word in words[1:]]


def main(argv: Sequence[str] | None = None) -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    if not (here("playwright") and here("jupyterlab") and here("anywidget")):
        return
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not here.")
        return
    with tempfile.TemporaryDirectory() as name, lab(Path(name)) as address:
        taken = round_trips(address, chromium)
    figures = (statistics.median(taken), min(taken), max(taken))
    row = [f"{len(taken)} changes of site", *(f"{figure:.0f}" for figure in figures)]
    print_table(["round trip", "median ms", "least", "most"], [row])


if __name__ == "__main__":
    main()
