"""How much a browser works to open the page and to follow a change, in Debian's Chromium.

Run with ``python benchmarks/page_speed.py`` (needs ``playwright`` and ``chromium``). Printed is the
processor time of the page's own process, with all its threads: scripts, style, layout and paint.
Other work on the machine lengthens it little. ``--beside PAGE`` measures another page of bundled
data in the same turns, as that of another version, and prints how much of its time this one takes.
"""

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import here, number, print_table

import infmap

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page

ROUNDS = 5
#: Milliseconds in which all that a change asks for is done: names, and what waits for a frame.
REST_MS = 400
OPEN_MS = 2000
#: Another address of the same page, as "back" and "forward" bring it.
CHANGE = """(fragment) => {
  history.replaceState(null, "", `#${fragment}`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
}"""
SITES = ["deveselu", "crimea", "redzikowo", "kapustin-yar", "kaliningrad", "shuya"]
ACCOUNTS = ["operator", "opponent", "independent", "all"]
YEARS = [14, 15, 16, 18, 19, 20, 21, 22]
#: What addresses change to, in words that version 0.1.0 reads too; the last is where it begins.
BUNDLED = {
    "another site": [f"site={site}" for site in SITES],
    "another account": [f"site=shuya&account={account}" for account in ACCOUNTS],
    "another day": [f"site=shuya&date=20{year}-06-01" for year in YEARS],
    "all sites, and back": ["mode=overview", "site=shuya"],
    "another site, in true distances": [f"mode=true-distance&site={site}" for site in SITES],
}
OWN = {
    "another site": [f"site=site-{k}" for k in (7, 77, 377, 78)],
    "another day": [f"site=site-7&date=20{year}-06-01" for year in YEARS],
    "all sites, and back": ["mode=overview", "site=site-7"],
}


class Opened:
    """A page in a browser of its own, whose renderers are then the page's."""

    def __init__(self, chromium: "BrowserType", program: str, file: Path) -> None:
        self.browser: Browser = chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        self.processes = self.browser.new_browser_cdp_session()
        self.file = file
        self.page: Page | None = None

    def processor_ms(self) -> float:
        """Return what the renderers that are open have worked."""
        told = self.processes.send("SystemInfo.getProcessInfo")["processInfo"]
        return 1000 * sum(float(one["cpuTime"]) for one in told if one["type"] == "renderer")

    def load(self) -> float:
        """Open the page anew, and return what that took."""
        if self.page:
            self.page.close()
        self.page = self.browser.new_page(viewport={"width": 1400, "height": 900})
        before = self.processor_ms()
        self.page.goto(self.file.as_uri())
        self.page.wait_for_timeout(OPEN_MS)
        return self.processor_ms() - before

    def change(self, fragments: list[str]) -> float:
        """Change to each address in turn, and return what one change took in the mean."""
        assert self.page is not None
        self._go(fragments[-1])
        before = self.processor_ms()
        for fragment in fragments:
            self._go(fragment)
        return (self.processor_ms() - before) / len(fragments)

    def _go(self, fragment: str) -> None:
        assert self.page is not None
        self.page.evaluate(CHANGE, fragment)
        self.page.wait_for_timeout(REST_MS)


def own_sites(folder: Path, count: int) -> Path:
    """Write a file of sites spread over the land of the northern hemisphere."""
    chance = random.Random(1)
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Site {k}", "system": chance.choice(["9m729", "iskander-m"])},
            "geometry": {
                "type": "Point",
                "coordinates": [chance.uniform(-10, 140), chance.uniform(0, 70)],
            },
        }
        for k in range(count)
    ]
    path = folder / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def least(opened: Sequence[Opened], changes: dict[str, list[str]]) -> dict[str, list[float]]:
    """Return for each kind of change what it took each page at least, in turns."""
    taken: dict[str, list[list[float]]] = {"open": [], **{what: [] for what in changes}}
    for _ in range(ROUNDS):
        taken["open"].append([one.load() for one in opened])
        for what, fragments in changes.items():
            taken[what].append([one.change(fragments) for one in opened])
    return {
        what: [min(times) for times in zip(*rounds, strict=True)] for what, rounds in taken.items()
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beside", type=Path, metavar="PAGE", help="another page to compare with")
    beside: Path | None = parser.parse_args(argv).beside
    if not here("playwright"):
        return
    program = shutil.which("chromium")
    if program is None:
        print("Chromium is not here.")
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        own = infmap.load(deployments=own_sites(folder, 500))
        for data, cat, changes in [
            ("bundled data", infmap.load(), BUNDLED),
            ("500 own sites", own, OWN),
        ]:
            file = folder / f"{data}.html"
            file.write_text(infmap.make_map(cat).get_root().render(), "utf-8")
            files = [file, *([beside.resolve()] if beside and changes is BUNDLED else [])]
            opened = [Opened(playwright.chromium, program, one) for one in files]
            rows = [
                [what, *(f"{ms:.0f}" for ms in times), *(number(times[0] / ms) for ms in times[1:])]
                for what, times in least(opened, changes).items()
            ]
            sizes = [f"{one.stem}, {number(one.stat().st_size / 1e6)} MB: ms" for one in files]
            print_table(["change", *sizes, *(["ratio"] if len(files) > 1 else [])], rows)
            for one in opened:
                one.browser.close()


if __name__ == "__main__":
    main()
