"""Take the pictures of the page that the documentation shows, in Debian's Chromium.

Run with ``python scripts/screenshots.py``; needs the ``test`` extra and ``/usr/bin/chromium``.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import infmap

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
DESK, PHONE = (1400, 900), (390, 844)
#: Name, state of the page, size of the window, colours.
STATES = [
    ("default", "", DESK, "light"),
    ("account", "site=shuya&account=opponent", DESK, "light"),
    ("1987", "theme=eliminated&date=1987-12-08&site=greenham-common", DESK, "light"),
    ("capital", "site=shuya&capital=berlin", DESK, "light"),
    ("what-if", "site=what-if&pin=5,35,1500", DESK, "light"),
    ("true-distance", "site=shuya&mode=true-distance", DESK, "light"),
    ("dark", "site=deveselu", DESK, "dark"),
    ("phone", "", PHONE, "light"),
]


def main() -> None:
    """Write one PNG a state of the page."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "infmap.html")
        file.write_text(infmap.make_map(infmap.load()).get_root().render(), "utf-8")
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, state, (width, height), scheme in STATES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(f"{file.as_uri()}#{state}")
            page.wait_for_selector("#headline:not(:empty)")
            page.wait_for_timeout(400)
            page.screenshot(path=IMAGES / f"infmap-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
