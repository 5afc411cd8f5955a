"""How soon the page shows its rings, and how fast it follows a change, in Debian's Chromium.

Run with ``python benchmarks/page_speed.py`` (needs ``playwright`` and ``chromium``); medians of
several runs are printed, for the bundled data and for 500 sites of one's own.
"""

import argparse
import json
import random
import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import here, number, print_table

import infmap

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RUNS = 5
#: Milliseconds from the start of the navigation to the first ring, by the page's clock.
FIRST_RINGS = """() => new Promise((done) => {
  const look = () => (document.querySelector("path.limit") ? requestAnimationFrame(() =>
    done(performance.now())) : requestAnimationFrame(look));
  look();
})"""
#: Milliseconds until a change of state has been computed, labelled and laid out.
CHANGE = """(fragment) => new Promise((done) => {
  const start = performance.now();
  history.replaceState(null, "", `#${fragment}`);
  window.dispatchEvent(new HashChangeEvent("hashchange"));
  requestAnimationFrame(() => {
    document.body.getBoundingClientRect();
    done(performance.now() - start);
  });
})"""


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


def measure(
    browser: "Browser", name: str, file: Path, changes: dict[str, list[str]]
) -> Iterator[list[str]]:
    """Yield a row for the first rings and for each kind of change."""
    times: dict[str, list[float]] = {"first rings": []}
    for _ in range(RUNS):
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(file.as_uri(), wait_until="commit")
        times["first rings"].append(page.evaluate(FIRST_RINGS))
        page.wait_for_timeout(300)
        for what, fragments in changes.items():
            for fragment in fragments:
                times.setdefault(what, []).append(page.evaluate(CHANGE, fragment))
        page.close()
    for what, taken in times.items():
        size = number(file.stat().st_size / 1e6)
        figures = (statistics.median(taken), min(taken), max(taken))
        yield [f"{name}: {what}", size, *(f"{figure:.0f}" for figure in figures)]


def main(argv: Sequence[str] | None = None) -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args(argv)
    if not here("playwright"):
        return
    chromium = shutil.which("chromium")
    if chromium is None:
        print("Chromium is not here.")
        return
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        bundled, many = folder / "bundled.html", folder / "many.html"
        bundled.write_text(infmap.make_map(infmap.load()).get_root().render(), "utf-8")
        own = infmap.load(deployments=own_sites(folder, 500))
        many.write_text(infmap.make_map(own).get_root().render(), "utf-8")
        days = [f"date=20{year}-06-01" for year in (14, 16, 18)]
        rows = measure(
            browser,
            "bundled data",
            bundled,
            {"focus change": ["site=shuya", "site=deveselu", "site=crimea"], "date change": days},
        )
        more = measure(
            browser,
            "500 own sites",
            many,
            {
                "focus change": [f"site=site-{k}" for k in (7, 77, 377)],
                "date change": days,
                "overview": ["mode=overview"],
            },
        )
        print_table(["page, and what", "MB", "median ms", "least", "most"], [*rows, *more])
        browser.close()


if __name__ == "__main__":
    main()
