"""The page with hostile text: visited card by card in Chromium, beside a harmless page."""

import csv
import io
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import infmap
from reliability.payload_browser import (
    DESK,
    GATHER,
    PHONE,
    field_of,
    new_shapes,
    not_as_itself,
    not_shown,
    watched,
)
from reliability.payload_outputs import FORMULA_STARTS
from reliability.payload_tables import Hostile, Payload, hostile_catalogue

READY = "#headline:not(:empty)"
#: This many sites and capitals show every part of a page; the last site has a vague position.
HARMLESS_STEPS = 26
#: The shape of the card's element for a capital near an edge; few capitals have it.
NEAR_EDGE = "em "
#: The start of the page's table when it is copied; citations are copied as well.
CSV_HEAD = ("capital,country,", "place,country,")

#: The parts of the page that a click on a site, a capital or a day may change.
CHANGING = "head, .finding, #accounts, #reported, #reach, #what-if, #card, #timeline"
#: A tour: every site, capital, event and launcher, every switch, list, tooltip and button.
TOUR = """async ({ gather, texts, steps }) => {
  const look = eval(`(${gather})`);
  const frame = () => new Promise(requestAnimationFrame);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const unfold = () => all("details").forEach((one) => { one.open = true; });
  const shown = async () => { await frame(); unfold(); look(); };
  const changed = async () => {
    await frame();
    unfold();
    for (const part of all(CHANGING)) look(part);
  };
  const set = async (element, value, event) => {
    element.value = value;
    element.dispatchEvent(new Event(event, { bubbles: true }));
    await frame();
  };
  await shown();
  for (const theme of all("#theme")) await set(theme, "all", "change");
  for (let k = 0; k < Math.min(steps, all(".site").length); k += 1) {
    all(".site")[k].click();
    await changed();
    for (const button of all("tr:has(.row-note:not([hidden])) button").slice(0, 1)) {
      button.click();
      await changed();
    }
  }
  for (const more of all("#capital-table .tool")) more.click();
  await shown();
  for (let k = 0; k < Math.min(steps, all("#capital-table tbody button").length); k += 1) {
    all("#capital-table tbody button")[k].click();
    await changed();
  }
  const [next] = all("[aria-label='Next event']");
  for (let k = 0; k < Math.min(steps, all(".tick").length); k += 1) {
    next.click();
    await changed();
  }
  all(".timeline .tool")[0].click();
  for (const name of ["account", "mode", "projection", "fit", "units", "case"]) {
    for (const input of all(`input[name=${name}]`)) {
      input.click();
      await shown();
    }
    for (const input of all(`input[name=${name}]`).slice(0, 1)) input.click();
  }
  all("#what-if .tool")[0].click();
  await changed();
  const system = document.getElementById("pin-system");
  for (let k = 0; k < Math.min(steps, system.options.length); k += 1) {
    await set(system, system.options[k].value, "change");
    await changed();
  }
  all("#what-if .tool")[0].click();
  for (const text of texts) {
    await set(document.getElementById("site-search"), text, "input");
    await set(document.getElementById("capital-search"), text, "input");
    await set(document.querySelector("#reach input"), text, "change");
  }
  await set(document.getElementById("site-search"), "", "input");
  await set(document.getElementById("capital-search"), "", "input");
  all(".copy").forEach((button) => button.click());
  window.dispatchEvent(new Event("beforeprint"));
  await shown();
}""".replace("CHANGING", json.dumps(CHANGING))


#: Chooses a site and a capital, and checks what a reader needs: no horizontal scrolling; clock,
#: switches, table and sites within reach; a fast answer.
LAYOUT = """async (k) => {
  const start = performance.now();
  document.querySelectorAll(".site")[k].click();
  document.querySelectorAll("#capital-table tbody button")[k].click();
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const root = document.documentElement;
  const panel = document.querySelector(".panel");
  const { innerWidth: wide, innerHeight: high } = window;
  // Beside the map stands a link to their list; a phone has all of its texts above that link.
  const isPhone = document.body.dataset.layout === "phone";
  const toSites = isPhone ? "#find input" : "[data-to=sites-title]";
  const top = (selector) => document.querySelector(selector).getBoundingClientRect().top
    - document.querySelector(".masthead").getBoundingClientRect().top;
  return {
    "the page's width": root.scrollWidth / wide,
    "the panel's width": panel.scrollWidth / (panel.clientWidth + 1),
    "the clock's height": document.getElementById("timeline").offsetHeight / (0.35 * high),
    "the way to the switches": top("#controls") / (0.75 * high),
    "the way to the table": top("#capitals") / (1.1 * high),
    "the way to the sites": top(toSites) / (1.3 * high),
    seconds: (performance.now() - start) / 1000,
  };
}"""


@dataclass(frozen=True)
class Harmless:
    """The element shapes of a page of harmless text, and the fields that it shows."""

    shapes: set[str]
    fields: set[str]


def tour(
    browser: Any, folder: Path, hostile: Hostile, texts: Sequence[str] = (), *, steps: int = 1000
) -> tuple[list[str], dict[str, Any]]:
    """Open a catalogue's page and visit all of it; return what went wrong and what was seen."""
    path = folder / "page.html"
    page = infmap.make_map(hostile.cat, theme="all").get_root().render()
    path.write_text(page, "utf-8", errors="backslashreplace")
    with watched(browser) as seen:
        seen.page.set_default_timeout(600_000)
        seen.open(path, READY)
        seen.page.evaluate(TOUR, {"gather": GATHER, "texts": list(texts), "steps": steps})
        taken = seen.take()
        return seen.lost, taken


def harmless_page(browser: Any, folder: Path, harmless: Hostile) -> Harmless:
    """Return what the same tour sees on a page of harmless text."""
    lost, taken = tour(browser, folder, harmless, steps=HARMLESS_STEPS)
    assert not lost, lost
    assert NEAR_EDGE in taken["shapes"], "no capital near an edge was opened"
    return Harmless(taken["shapes"], {field_of(tag) for tag in taken["found"]})


def page_lost(
    browser: Any, folder: Path, hostile: Hostile, harmless: Harmless, texts: Sequence[str]
) -> list[str]:
    """Return a line for each effect of hostile text on the page, other than being shown."""
    lost, taken = tour(browser, folder, hostile, texts)
    wanted = {cell.tag for cell in hostile.cells if field_of(cell.tag) in harmless.fields}
    return [
        *lost,
        *new_shapes(taken["shapes"], harmless.shapes),
        *not_as_itself(hostile, taken["found"]),
        *not_shown(hostile, taken["found"], wanted),
        *(line for text in taken["copied"] if text.startswith(CSV_HEAD) for line in formulas(text)),
    ]


def forced_lost(browser: Any, folder: Path, hostile: Hostile, harmless: Harmless) -> list[str]:
    """Return a line for each effect of refused text that is forced into the page."""
    lost, taken = tour(browser, folder, hostile)
    return [*lost, *new_shapes(taken["shapes"], harmless.shapes)]


def layout_lost(
    browser: Any, folder: Path, chosen: Sequence[Payload], *, patience_s: float = math.inf
) -> list[str]:
    """Choose each site and capital of a page of long texts; return what is out of reach."""
    hostile = hostile_catalogue(chosen)
    path = folder / "long.html"
    path.write_text(infmap.make_map(hostile.cat).get_root().render(), "utf-8")
    lost = []
    for size in (DESK, PHONE):
        with watched(browser, size) as seen:
            seen.page.set_default_timeout(600_000)
            seen.open(path, READY)
            for k, payload in enumerate(chosen):
                shares = seen.page.evaluate(LAYOUT, k)
                shares["seconds"] /= patience_s
                lost += [
                    f"{payload.name} at {size[0]} x {size[1]}: {what} is {share:.2f} of the most"
                    for what, share in shares.items()
                    if share > 1
                ]
            lost += seen.lost
    return lost


def formulas(text: str) -> list[str]:
    """Return a line for each cell of a CSV that a spreadsheet would read as a formula."""
    return [
        f"a formula in the CSV: {cell[:80]!r}"
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
        if cell.lstrip(" ").startswith(FORMULA_STARTS)
    ]
