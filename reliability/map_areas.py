"""The areas of the map of all sites: each place is as deep as Python counts what reaches it."""

import math
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import infmap
from reliability.outcome import Outcome
from reliability.payload_browser import chromium

PLACES = 300
#: Holders on days: the last on file, and one when there were two.
DAYS = (
    ("Russia", "2026-05-24"),
    ("Soviet Union", "1987-12-08"),
    ("United States", "1987-12-08"),
)
PROJECTIONS = ("mercator", "true-distance", "globe")
COUNTS = ("every", "some")
#: From which number on each step of the key counts.
LEAST = """() => [...document.querySelectorAll("#key-line [class*=step-]")].map((swatch) => {
  let item = swatch;
  while (!/\\d/.test(item.textContent)) item = item.parentElement;
  return Number(item.textContent.match(/\\d+/)[0]);
})"""
#: At places of the map: where they are, and which step of the areas they have, 0 for none; null
#: at an edge between steps.
STEPS = """(places) => {
  const map = window[document.querySelector(".folium-map:not(.twin)").id];
  const canvas = document.querySelector("canvas.areas");
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  const steps = [1, 2, 3, 4, 5].map((k) => style.getPropertyValue(`--step-${k}`).trim());
  const box = canvas.getBoundingClientRect();
  const frame = map.getContainer().getBoundingClientRect();
  const ratio = canvas.width / box.width;
  const size = map.getSize();
  return places.map(([east, south]) => {
    const at = [east * size.x, south * size.y];
    const place = map.containerPointToLatLng(at);
    // Beside a globe there is none: what is given is at its rim.
    const there = map.latLngToContainerPoint(place);
    if (there.distanceTo(at) > 2) return [null, null, null];
    const { lat, lng } = place;
    const near = Math.ceil(3 * ratio);
    const { data } = pen.getImageData(Math.round((at[0] + frame.left - box.left) * ratio) - near,
      Math.round((at[1] + frame.top - box.top) * ratio) - near, 2 * near, 2 * near);
    const seen = new Set();
    for (let k = 0; k < data.length; k += 4) {
      const hex = "#" + [0, 1, 2].map((n) => data[k + n].toString(16).padStart(2, "0")).join("");
      seen.add(data[k + 3] ? steps.indexOf(hex) + 1 : 0);
    }
    return [lng, lat, seen.size === 1 ? [...seen][0] : null];
  });
}"""


@dataclass(frozen=True)
class View:
    """A map of all sites: whose, on which day, how it is drawn and what is counted."""

    holder: str
    day: str
    projection: str
    count: str


def run(size: float) -> list[Outcome]:
    """Return the outcome of comparing places of every map, seen at random."""
    places = max(10, round(PLACES * size))
    views = [View(*of, *how) for of, *how in product(DAYS, PROJECTIONS, COUNTS)]
    with chromium() as browser:
        found = list(_shown(browser, views, places))
    return [
        Outcome(
            "a place of the map of all sites is as deep as Python counts",
            f"{len(DAYS)} holders on days, {len(PROJECTIONS)} projections, {len(COUNTS)} counts, "
            f"{places} places each",
            sum(compared for compared, _ in found),
            tuple(line for _, lost in found for line in lost),
        )
    ]


def _shown(browser: Any, views: list[View], places: int) -> Iterator[tuple[int, list[str]]]:
    cat = infmap.load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        infmap.make_map(cat).save(str(path))
        for view in views:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(
                f"{path.as_uri()}#mode=overview&theme=all&projection={view.projection}"
                f"&count={view.count}&date={view.day}&holder={quote_plus(view.holder)}"
            )
            page.wait_for_selector("#headline:not(:empty)")
            # The map is painted a frame after the words.
            page.wait_for_timeout(300)
            yield compared(page, cat, view, places)
            page.close()


def compared(page: Any, cat: infmap.Catalogue, view: View, places: int) -> tuple[int, list[str]]:
    """Return how many places of an open map were compared, and a line for each that is wrong."""
    froms = page.evaluate(LEAST)
    if len(froms) < 2 or froms[0] != 1 or froms != sorted(set(froms)):
        return 0, [f"{view}: the key counts from {froms}"]
    dice = random.Random(repr(view))
    asked = [[dice.random(), dice.random()] for _ in range(places)]
    tried, lost = 0, []
    for lon, lat, step in page.evaluate(STEPS, asked):
        if step is None or not math.isfinite(lon) or abs(lat) > 84:
            continue
        at = ((lon + 540) % 360 - 180, lat)
        found = infmap.overlap(cat, at, holder=view.holder, as_of=view.day)
        number = getattr(found, view.count)
        if step != sum(number >= least for least in froms):
            lost.append(f"{view}: step {step} at {at}, where {number} reach")
        tried += 1
    return tried, lost
