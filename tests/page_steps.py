"""Steps on an open page, each of which ends when the page has drawn what it asks for."""

import csv
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FRAMES = (
    "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
    # The table is written when the map has been painted.
    "await new Promise((done) => setTimeout(done));"
)


def until(page: Any, condition: str, arg: Any = None) -> None:
    """Wait until a condition on `arg` holds: an expression, asked again every 20 ms, 15 s long.

    It is evaluated once, as one script: a sealed page lets no text be evaluated by a script of its
    own, as a driver's waiting does from its second look on.
    """
    page.evaluate(
        f"""async (arg) => {{
          for (let k = 0; !({condition}); k += 1) {{
            if (k > 750) throw Error("not within 15 s: " + {json.dumps(condition)});
            await new Promise((done) => setTimeout(done, 20));
          }}
        }}""",
        arg,
    )


def drawn(page: Any) -> None:
    """Wait until names and table are written: they follow a change by a frame."""
    page.evaluate(f"async () => {{ {FRAMES} }}")


STILL = """async (count) => {
  const stands = () => JSON.stringify([scrollY, innerHeight,
    ...["iframe", ".point.is-focus", ".leaflet-pane .ring-operator"].map((name) =>
      [...document.querySelectorAll(name)].map((one) => one.getBoundingClientRect()))]);
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  let [before, kept] = [stands(), 0];
  for (let k = 0; kept < count; k += 1) {
    if (k > 40 * count) throw Error(`never still: ${before}`);
    await frame();
    const now = stands();
    kept = now === before ? kept + 1 : 0;
    before = now;
  }
}"""


def still(page: Any, count: int = 10) -> None:
    """Wait until frames keep their heights, a page its scroll and a map its place.

    They do for so many of the screen's frames. What never stands still is told.
    """
    page.evaluate(STILL, count)


def turn(page: Any, fragment: str) -> None:
    """Give an open page another address, as a link does."""
    page.evaluate(
        f"""async (fragment) => {{
          const heard = new Promise((done) => {{
            window.addEventListener("hashchange", done, {{ once: true }});
          }});
          const before = window.location.href;
          window.location.hash = fragment;
          if (window.location.href !== before) await heard;
          {FRAMES}
        }}""",
        fragment,
    )


def go_back(page: Any) -> None:
    """Take a step back, which the page hears a moment later."""
    page.evaluate(
        f"""async () => {{
          const heard = new Promise((done) => {{
            window.addEventListener("hashchange", done, {{ once: true }});
          }});
          window.history.back();
          await heard;
          {FRAMES}
        }}"""
    )


def choose_site(page: Any, site_id: str) -> None:
    """Click a site's mark on the map."""
    page.evaluate("(id) => document.querySelector(`.point[data-site=${id}]`).click()", site_id)
    drawn(page)


def switch(page: Any, name: str) -> None:
    """Turn a switch above the list."""
    page.get_by_role("radio", name=name, exact=True).check(force=True)
    drawn(page)


def violations(page: Any, within: str | None = None) -> list[tuple[str, list[str]]]:
    """Return which rules of axe a page breaks, or a part of it, and where.

    Of what is right it gives one example a rule: the rest would cost as much again.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, within, {"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]


def fragment_of(page: Any) -> str:
    """Return the state in the page's address."""
    return str(page.evaluate("window.location.hash"))


def headline(page: Any) -> str:
    """Return the words at the head of the page."""
    return str(page.locator("#headline").inner_text())


def marks(page: Any) -> dict[str, str]:
    """Return by capital what its mark on the map says: its reach, or how many reach it.

    Where two maps stand side by side, those of the first.
    """
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([
          ...document.querySelectorAll(".folium-map:not(.twin) .point[data-capital]")
        ].map((e) => [e.dataset.capital, e.dataset.reach ?? e.dataset.count]))"""
    )
    return found


def table(page: Any) -> list[list[str]]:
    """Return the rows of the page's table: place, country, notes, distance, band and reach."""
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll("#capital-table tbody tr")].map((row) => [
          row.dataset.capital, row.querySelector("button").textContent,
          row.querySelector(".country").textContent,
          [...row.querySelectorAll(".row-note")].map((note) => note.title).filter(Boolean)
            .join(", "),
          row.querySelector(".number").textContent,
          ...row.querySelector(".mark").getAttribute("class").match(/mark-(\\S+) reach-(\\S+)/)
            .slice(1)])"""
    )
    return found


def printed(page: Any, folder: Path) -> tuple[int, str]:
    """Return how many sheets a page prints, and the words of the first."""
    path = folder / "page.pdf"
    path.write_bytes(page.pdf(prefer_css_page_size=True))
    facts, first = (
        subprocess.run([*command, path, *rest], capture_output=True, text=True, check=True).stdout
        for command, rest in ((["pdfinfo"], []), (["pdftotext", "-l", "1"], ["-"]))
    )
    sheets = re.search(r"Pages:\s+(\d+)", facts)
    assert sheets
    return int(sheets[1]), " ".join(first.split())


def corners_of(page: Any, selector: str) -> npt.NDArray[np.float64]:
    """Return where the corners of paths lie on the screen."""
    return np.array(
        page.evaluate(
            """(selector) => [...document.querySelectorAll(selector)].flatMap((path) => {
              const matrix = path.getScreenCTM();
              return path.getAttribute("d").match(/-?[0-9.]+ -?[0-9.]+/g).map((corner) => {
                const point = new DOMPoint(...corner.split(" ").map(Number))
                  .matrixTransform(matrix);
                return [point.x, point.y];
              });
            })""",
            selector,
        )
    )


def copied_table(page: Any) -> list[dict[str, str]]:
    """Return the rows that the button copies for a spreadsheet."""
    page.evaluate(
        """() => Object.defineProperty(navigator, "clipboard", { configurable: true,
          value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    page.get_by_role("button", name="Copy table as CSV").click()
    until(page, "window.copied")
    return list(csv.DictReader(io.StringIO(page.evaluate("window.copied"))))


def wordless(page: Any) -> list[str]:
    """Return the texts and attributes of a page that show a value of its script for words."""
    texts: list[str] = page.evaluate("""() => {
      const wrong = /\\b(undefined|NaN|Infinity)\\b|\\[object /;
      return [...document.body.querySelectorAll("*:not(script, style)")].flatMap((element) => [
        ...[...element.attributes].map(({ value }) => value),
        ...[...element.childNodes].filter((node) => node.nodeType === 3).map(({ data }) => data),
      ]).filter((text) => wrong.test(text)).map((text) => text.slice(0, 200));
    }""")
    return texts
