"""Words on the map: each lies on the map, on its ring and over nothing, wherever the site lies."""

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import infmap
from reliability.openings import WINDOWS, scattered
from reliability.outcome import Outcome
from reliability.payload_browser import chromium

SITES = 400
#: Of the bundled sites: a desk's window and a phone's.
SIZES = (WINDOWS[0], WINDOWS[3])
PROJECTIONS = ("mercator", "true-distance", "globe")
#: Goes to an address and waits until the map's words are placed: a headline of another height makes
#: the map another size, of which a busy machine tells it some frames later.
GO = """async (fragment) => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const arrived = new Promise((done) => addEventListener("hashchange", done, { once: true }));
  const words = () => [...document.querySelectorAll("[data-label]")]
    .map((element) => element.outerHTML).join();
  location.hash = fragment;
  await arrived;
  let [before, since, calm] = ["", 0, 0];
  while (calm < 6 || performance.now() - since < 250) {
    await frame();
    const now = words();
    calm += 1;
    if (now !== before) [before, since, calm] = [now, performance.now(), 0];
  }
}"""
#: Returns a line for each word on the map that is not where it should be. The boxes of words on an
#: arc are those of their letters; a letter's box that stands aslant is larger than the letter.
CHECK = """() => {
  const SLACK = 2, ASLANT = 4, NEAR_RING = 13, BASE = 5, ROW = 12, BUNDLE = 14;
  const container = document.querySelector(".folium-map");
  const map = container.getBoundingClientRect();
  const lost = [];
  const smaller = ({ left, top, right, bottom }, by) =>
    ({ left: left + by, top: top + by, right: right - by, bottom: bottom - by });
  const meet = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;

  const letters = (text) => {
    const matrix = text.getScreenCTM();
    return Array.from({ length: text.getNumberOfChars() }, (_, k) => {
      const { x, y, width, height } = text.getExtentOfChar(k);
      const corner = new DOMPoint(x, y).matrixTransform(matrix);
      return { left: corner.x, top: corner.y, right: corner.x + width, bottom: corner.y + height };
    }).filter(({ left, right }) => right > left);
  };
  const labels = [...document.querySelectorAll("[data-label]")].map((element) => {
    const texts = [...element.querySelectorAll("text")];
    return {
      element,
      texts,
      name: element.dataset.label.replaceAll("\\n", " / "),
      boxes: texts.length
        ? texts.flatMap(letters).map((box) => smaller(box, ASLANT / 2))
        : [element.getBoundingClientRect()],
    };
  });

  // The site in focus.
  const focus = document.querySelector(".is-focus");
  const isSingle = document.body.dataset.mode !== "overview";
  const eye = focus?.querySelector(".site-mark").getBoundingClientRect();
  if (!eye) lost.push("the site in focus has no mark");
  else {
    const [x, y] = [(eye.left + eye.right) / 2, (eye.top + eye.bottom) / 2];
    const seen = document.elementFromPoint(x, y);
    if (!seen || !focus.contains(seen)) lost.push(`the site in focus is hidden at ${x}, ${y}`);
    // On a small globe there may be no room beside the marks of a crowded half of the Earth.
    const mayBeMute = !isSingle || document.body.dataset.projection === "globe";
    if (!mayBeMute && !document.querySelector(".label-focus")) lost.push("the site has no name");
    for (const { name, boxes } of labels) {
      if (boxes.some((box) => meet(smaller(box, 0), smaller(eye, SLACK)))) {
        lost.push(`"${name}" lies over the site in focus`);
      }
    }
  }

  // Over each other, over marks, off the map.
  const marks = [...document.querySelectorAll(".point .mark, .point .site-mark")]
    .map((mark) => ({ mark, box: smaller(mark.getBoundingClientRect(), 3) }))
    .filter(({ box }) => meet(box, map));
  labels.forEach(({ name, boxes }, k) => {
    for (const box of boxes) {
      if (box.left < map.left || box.right > map.right || box.top < map.top
        || box.bottom > map.bottom) lost.push(`"${name}" hangs over the map's edge`);
      if (marks.some((one) => meet(box, one.box))) lost.push(`"${name}" lies over a mark`);
    }
    for (const other of labels.slice(k + 1)) {
      if (boxes.some((box) => other.boxes.some((its) => meet(smaller(box, SLACK / 2), its)))) {
        lost.push(`"${name}" lies over "${other.name}"`);
      }
    }
  });

  // On their rings, and upright.
  const drawn = document.querySelectorAll("path.ring, path.limit, path.outline");
  const lines = [...drawn].map((path) => {
    const matrix = path.getScreenCTM();
    const runs = (path.getAttribute("d") ?? "").split("M").filter(Boolean).map((run) =>
      run.replace(/z/gi, "").split("L").map((pair) => {
        const [x, y] = pair.trim().split(/[ ,]+/).map(Number);
        return new DOMPoint(x, y).matrixTransform(matrix);
      }));
    return { path, runs };
  });
  const offRun = ({ x, y }, run) => {
    let least = Infinity;
    for (let k = 1; k < run.length; k += 1) {
      const [from, to] = [run[k - 1], run[k]];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const share = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
      const held = Math.max(0, Math.min(1, share));
      least = Math.min(least, Math.hypot(from.x + held * dx - x, from.y + held * dy - y));
    }
    return least;
  };
  for (const { element, texts, name } of labels) {
    texts.forEach((text, row) => {
      const matrix = text.getScreenCTM();
      const look = text.getAttribute("class").replace("label-", "");
      const own = { limit: ".limit", several: ".ring", doubt: ".outline" }[look] ?? `.ring-${look}`;
      const runs = lines.filter(({ path }) => path.matches(own)).flatMap((line) => line.runs);
      const count = text.getNumberOfChars();
      for (const k of [0, Math.floor(count / 2), count - 1]) {
        const turn = ((text.getRotationOfChar(k) % 360) + 360) % 360;
        if (turn > 93 && turn < 267) lost.push(`"${name}" stands on its head`);
        const [from, to] = [text.getStartPositionOfChar(k), text.getEndPositionOfChar(k)];
        const middle = new DOMPoint((from.x + to.x) / 2, (from.y + to.y) / 2)
          .matrixTransform(matrix);
        const off = Math.min(...runs.map((run) => offRun(middle, run)));
        // A letter stands on its base line, off the middle of the row by a third of it; and the
        // rows of rings that stand together lie beside all of them.
        const bundle = texts.length > 1 || look === "several" ? BUNDLE : 0;
        if (off > NEAR_RING + BASE + ROW * row + bundle) {
          lost.push(`"${name}" lies ${off.toFixed()} px off its ring`);
        }
      }
    });
  }
  return [...new Set(lost)];
}"""


def run(size: float) -> list[Outcome]:
    """Return the outcomes of naming own sites anywhere, and all bundled ones."""
    own = scattered(max(4, round(SITES * size)))
    bundled = [site.id for site in infmap.load().sites]
    bundled = bundled[:: max(1, round(1 / size))]
    with chromium() as browser:
        return [
            Outcome(
                "words on the map lie over nothing, and the site is seen",
                f"{len(own)} own sites from pole to pole, {len(WINDOWS)} windows",
                len(own) * len(WINDOWS),
                tuple(of_own(browser, own, WINDOWS)),
            ),
            Outcome(
                "rings are named on their arcs, and words lie over nothing",
                f"{len(bundled)} bundled sites, {len(SIZES)} windows, "
                f"{len(PROJECTIONS)} projections",
                len(bundled) * len(SIZES) * len(PROJECTIONS),
                tuple(of_bundled(browser, bundled, SIZES)),
            ),
        ]


def of_own(browser: Any, sites: pd.DataFrame, windows: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield a line for each word out of place on a map of own sites, each looked at in turn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        cat = infmap.load(deployments=sites)
    places = {site.id: (site.lat, site.lon) for site in cat.sites}
    for site, window, lost in _shown(browser, infmap.make_map(cat), list(places), windows, ("",)):
        yield f"{site} at {places[site]}, {window}: {lost}"


def of_bundled(
    browser: Any, sites: Sequence[str], windows: Sequence[tuple[int, int]]
) -> Iterator[str]:
    """Yield a line for each word out of place on the map of bundled sites, in each projection."""
    asked = [f"&theme=all&projection={name}" for name in PROJECTIONS]
    for site, window, lost in _shown(
        browser, infmap.make_map(infmap.load()), sites, windows, asked
    ):
        yield f"{site}, {window}: {lost}"


def _shown(
    browser: Any,
    page_map: Any,
    sites: Sequence[str],
    windows: Sequence[tuple[int, int]],
    asked: Sequence[str],
) -> Iterator[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        page_map.save(str(path))
        for width, height in windows:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(path.as_uri())
            page.wait_for_selector("#headline:not(:empty)")
            for site in sites:
                for more in asked:
                    page.evaluate(GO, f"#site={site}{more}")
                    for lost in page.evaluate(CHECK):
                        yield site, f"{width}x{height}{more}", lost
            page.close()
