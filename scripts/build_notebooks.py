"""Run the notebooks and keep what they show, small enough for a code host.

Run with ``python scripts/build_notebooks.py``; needs nbclient and Debian's chromium. A code host
shows no page in a frame: in its place stands a picture of it. Tests run each notebook and compare.
"""

import html
import io
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbclient
import nbformat
from PIL import Image
from playwright.sync_api import Page, sync_playwright

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
CHROMIUM = "/usr/bin/chromium"
FRAMED = re.compile(r'srcdoc="([^"]*)"')
#: Of a picture: enough to read it, and about 100 kB.
WIDTH_PX = 900
COLOURS = 48


def run(path: Path) -> Any:
    """Return a notebook with what it shows when it is run; nothing in it tells when or where."""
    notebook = nbformat.read(path, as_version=4)
    metadata = dict(notebook.metadata)
    with TemporaryDirectory() as folder:
        nbclient.NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            resources={"metadata": {"path": folder}},
            record_timing=False,
        ).execute()
    notebook.metadata = metadata
    return notebook


def shrink(output: Any, chromium: Page) -> None:
    """Put a picture in place of a page in a frame, and make every picture small."""
    data = output.get("data", {})
    framed = FRAMED.search(data.get("text/html", ""))
    if framed:
        del data["text/html"]
        data["image/png"] = picture(html.unescape(framed[1]), chromium)
    if "image/png" in data:
        data["image/png"] = small(data["image/png"])


def picture(page: str, chromium: Page) -> str:
    """Return a picture of a page as it opens."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text(page, "utf-8")
        chromium.goto(path.as_uri())
    chromium.wait_for_selector("#headline:not(:empty)")
    chromium.wait_for_timeout(500)
    return b64encode(chromium.screenshot()).decode()


def small(png: str) -> str:
    """Return a picture with fewer pixels and colours."""
    image = Image.open(io.BytesIO(b64decode(png))).convert("RGB")
    image.thumbnail((WIDTH_PX, WIDTH_PX))
    buffer = io.BytesIO()
    image.quantize(COLOURS).save(buffer, "PNG", optimize=True)
    return b64encode(buffer.getvalue()).decode()


@contextmanager
def opened() -> Iterator[Page]:
    """Open Chromium, offline."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(offline=True, viewport={"width": 1200, "height": 720})
        yield context.new_page()
        browser.close()


def main() -> None:
    """Build every notebook, or those that are named."""
    with opened() as chromium:
        for path in [Path(name) for name in sys.argv[1:]] or sorted(NOTEBOOKS.glob("*.ipynb")):
            notebook = run(path)
            for cell in notebook.cells:
                for output in cell.get("outputs", ()):
                    shrink(output, chromium)
            nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
