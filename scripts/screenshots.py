"""Take the pictures of the page that the documentation shows, in Debian's Chromium.

Run with ``python scripts/screenshots.py``; needs the ``test`` extra and ``/usr/bin/chromium``.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import infmap

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
VIEWS = {"desk": (1400, 900), "phone": (390, 844)}


def main() -> None:
    """Write one PNG a view of the bundled debate."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "infmap.html")
        file.write_text(infmap.make_map(infmap.load(), theme="debate").get_root().render(), "utf-8")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (width, height) in VIEWS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(file.as_uri())
            page.wait_for_selector(".label-focus")
            page.screenshot(path=IMAGES / f"infmap-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
