"""The files that the page gives by its own buttons: hostile text in them, and in their names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import infmap
from reliability.payload_browser import new_shapes, watched
from reliability.payload_outputs import Seen, csv_seen, xml_seen
from reliability.payload_page import HARMLESS_STEPS, READY
from reliability.payload_tables import Hostile

#: Chooses a site, or a mode of the map.
SITE = "(k) => document.querySelectorAll('.site')[k].click()"
MODE = "(mode) => document.querySelector(`input[name=mode][value=${mode}]`).click()"
#: Presses a button, and returns the name, the kind and the text of the file it gives.
TAKE = """async (kind) => {
  if (!window.__given) {
    const given = (window.__given = []);
    const blobs = new Map();
    const address = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      const made = address.call(URL, blob);
      blobs.set(made, blob);
      return made;
    };
    HTMLAnchorElement.prototype.click = function () {
      given.push([this.download, blobs.get(this.href)]);
    };
  }
  const before = window.__given.length;
  document.querySelector(`[data-take=${kind}]`).click();
  for (let k = 0; k < 1000 && window.__given.length === before; k += 1) {
    await new Promise((done) => setTimeout(done, 10));
  }
  const [name, blob] = window.__given[before];
  return [name, blob.type, await blob.text()];
}"""
TYPES = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}


def taken_lost(
    browser: Any, folder: Path, hostile: Hostile, harmless: Hostile
) -> tuple[int, list[str]]:
    """Take every file of every site, of two sides and of all sites; return files and losses."""
    plain, _ = _taken(browser, folder, harmless, steps=HARMLESS_STEPS)
    seen, files = _taken(browser, folder, hostile)
    assert not plain.lost, plain.lost
    return files, [
        *dict.fromkeys(seen.lost),
        *new_shapes(seen.shapes, plain.shapes),
        *(
            f"{cell.payload} in {cell.table}.{cell.name} is gone"
            for cell in hostile.cells
            # Of all sites one holder's are counted, and whose depends on the names.
            if cell.name != "operator"
            and cell.tag in plain.texts
            and cell.tag not in seen.texts
        ),
        *(
            f"{cell.payload} in {cell.table}.{cell.name} is changed in the CSV"
            for cell in hostile.cells
            if (told := seen.texts.get(cell.tag))
            and not any(cell.value in text for text in told)
        ),
    ]  # fmt: skip


def _taken(browser: Any, folder: Path, hostile: Hostile, *, steps: int = 1000) -> tuple[Seen, int]:
    path = folder / "taken.html"
    path.write_text(infmap.make_map(hostile.cat, theme="all").get_root().render(), "utf-8")
    seen, files = Seen(), 0
    with watched(browser) as page:
        page.page.set_default_timeout(600_000)
        page.open(path, READY)
        for kinds in _views(page.page, steps):
            for kind in kinds:
                name, given, text = page.page.evaluate(TAKE, kind)
                files += 1
                if not re.fullmatch(rf"infmap[a-z0-9-]{{0,80}}\.{kind}", name):
                    seen.lost.append(f"a file is called {name[:120]!r}")
                if given.partition(";")[0] != TYPES[kind]:
                    seen.lost.append(f"a {kind} is given as {given[:80]!r}")
                _add(seen, kind, text)
        page.gather()
        page.take()
        seen.lost += page.lost
    return seen, files


def _views(page: Any, steps: int) -> Iterator[tuple[str, ...]]:
    """Turn the page to each site, then to two sides of one, and to all; yield what to take."""
    for k in range(min(steps, page.locator(".site").count())):
        page.evaluate(SITE, k)
        yield ("csv", "svg")
    for mode in ("compare", "overview"):
        page.evaluate(MODE, mode)
        yield (*TYPES,)


def _add(seen: Seen, kind: str, text: str) -> None:
    """Add what a file shows."""
    if kind == "png":
        return
    found = csv_seen(text) if kind == "csv" else xml_seen(text.encode())
    seen.lost += found.lost
    if kind == "csv":
        for texts in found.texts.values():
            for one in texts:
                seen.note(one)
        return
    # The lines of a picture are broken, and long ones cut: it must only have no other elements.
    seen.shapes |= found.shapes
