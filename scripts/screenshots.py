"""Take the pictures of the page that the documentation shows, in Debian's Chromium.

Run with ``python scripts/screenshots.py``; needs the ``test`` extra and ``/usr/bin/chromium``.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

import infmap

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WINDOW: ViewportSize = {"width": 1400, "height": 900}
#: The state of the page in each picture, by its name.
STATES = {
    "default": "",
    "1987": "theme=eliminated&date=1987-12-08&site=greenham-common",
    "capital": "site=shuya&capital=berlin",
    "account": "site=shuya&account=operator&date=2019-02-10",
    "globe": "site=shuya&projection=globe&fit=band",
}


def main() -> None:
    """Write one PNG a state of the page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "infmap.html")
        file.write_text(infmap.make_map(infmap.load()).get_root().render(), "utf-8")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, state in STATES.items():
            page = browser.new_page(viewport=WINDOW)
            page.goto(f"{file.as_uri()}#{state}")
            page.wait_for_selector("#headline:not(:empty)")
            page.wait_for_timeout(400)
            page.screenshot(path=IMAGES / f"infmap-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
