"""Opened pages: the site in focus must be visible, wherever it lies and in any window."""

import random
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import infmap
from reliability.outcome import Outcome
from reliability.payload_browser import chromium

SITES = 300
WINDOWS = ((1400, 900), (1024, 768), (800, 500), (390, 844))
SEED = 16
#: Returns what hides the mark of the site in focus, and where; nothing if the mark is visible.
MARK = """() => {
  const mark = document.querySelector(".is-focus .site-mark");
  if (!mark) return "no mark";
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const seen = document.elementFromPoint(x, y);
  return seen && mark.parentElement.contains(seen) ? "" : `at ${x.toFixed()}, ${y.toFixed()}: ${
    seen ? seen.tagName + " " + seen.className : "off the window"}`;
}"""


def run(size: float) -> list[Outcome]:
    """Return the outcome of opening a page on each of many sites in each window."""
    sites = scattered(max(4, round(SITES * size)))
    with chromium() as browser:
        lost = list(openings(browser, sites))
    extent = f"{len(sites)} own sites from pole to pole, {len(WINDOWS)} windows"
    tried = len(sites) * len(WINDOWS)
    return [Outcome("the site in focus is in view when a page opens", extent, tried, tuple(lost))]


def scattered(count: int) -> pd.DataFrame:
    """Return sites anywhere on the Earth, the poles and the antimeridian among them."""
    chance = random.Random(SEED)
    places = [(0.0, 90.0), (0.0, -90.0), (180.0, 80.0), (-179.9, -70.0)]
    places += [
        (round(chance.uniform(-180, 180), 3), round(chance.uniform(-90, 90), 3))
        for _ in range(count - len(places))
    ]
    lons, lats = zip(*places, strict=True)
    names = [f"Site {k}" for k in range(len(places))]
    reach = [chance.choice([300.0, 1200.0, 5000.0]) for _ in places]
    table = {"name": names, "lon": lons, "lat": lats, "system": names, "range_km": reach}
    # With a day, the map has its clock, which covers its lower edge.
    return pd.DataFrame(table).assign(first_reported="2024-05")


def openings(
    browser: Any, sites: pd.DataFrame, windows: Sequence[tuple[int, int]] = WINDOWS
) -> Iterator[str]:
    """Yield a line for each opening that does not show the site in focus."""
    with tempfile.TemporaryDirectory() as folder:
        pages = [browser.new_page(viewport={"width": w, "height": h}) for w, h in windows]
        for row in sites.to_dict("records"):
            path = Path(folder) / "page.html"
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", infmap.ReadingNote)
                cat = infmap.load(deployments=[row], capitals=[row])
            infmap.make_map(cat).save(str(path))
            for page, window in zip(pages, windows, strict=True):
                hidden = _opened(page, path)
                if hidden:
                    yield f"{row['lat']}, {row['lon']} at {window[0]}x{window[1]}: {hidden}"
        for page in pages:
            page.close()


def _opened(page: Any, path: Path) -> str:
    page.goto(path.as_uri())
    page.wait_for_selector("#headline:not(:empty)")
    return str(page.evaluate(MARK))
