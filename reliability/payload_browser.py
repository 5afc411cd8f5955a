"""A browser that records every text shown, and every effect that hostile text must not have."""

import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reliability.payload_tables import TAG, Cell, Hostile

CHROMIUM = Path("/usr/bin/chromium")
#: Without the last option, Chromium throttles a page whose address changes hundreds of times.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-ipc-flooding-protection"]
DESK = (1400, 900)
PHONE = (390, 844)

#: Runs before the page's scripts: records what its policy refused, and what it copies.
WATCH = """
window.__refused = [];
window.__copied = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.__refused.push(`${event.violatedDirective} ${event.blockedURI}`));
Object.defineProperty(navigator, "clipboard",
  { value: { writeText: async (text) => { window.__copied.push(text); } } });
"""

#: Collects every text and attribute with a tag, and the shape of every element: its name and the
#: names of its attributes. If data becomes an element, a new shape appears.
GATHER = """(root) => {
  root ??= document;
  const found = (window.__found ??= new Map());
  const shapes = (window.__shapes ??= new Set());
  const note = (text) => {
    if (text.length > 100000) return;  // a whole page, in the attribute of a frame
    for (const [tag] of text.matchAll(/TAG/g)) {
      if (!found.has(tag)) found.set(tag, new Set());
      found.get(tag).add(text);
    }
  };
  note(document.title);
  for (const element of root.querySelectorAll("*")) {
    const names = element.getAttributeNames();
    shapes.add(`${element.localName} ${names.sort()}`);
    if (element.closest("script, style")) continue;
    for (const name of names) note(element.getAttribute(name));
    if (typeof element.value === "string") note(element.value);
    for (const child of element.childNodes) if (child.nodeType === 3) note(child.data);
  }
}""".replace("TAG", TAG)
#: A story makes its steps ready in idle moments: until it has. A frame off the screen has none, and
#: is not waited for; a page is, as on a busy machine those of its own come late.
RESTED = """async (longest_ms) => {
  const moments = 1 + document.querySelectorAll(".step").length;
  const idle = (done) => requestIdleCallback(done, { timeout: longest_ms });
  for (let k = 0; k < moments; k += 1) await new Promise(idle);
}"""
TAKE = """() => ({
  found: [...window.__found].map(([tag, texts]) => [tag, [...texts]]),
  shapes: [...window.__shapes],
  copied: window.__copied, refused: window.__refused, owned: window.__pwned !== undefined,
})"""


class Watched:
    """A page in its own browser context; `lost` lists what went wrong on it."""

    def __init__(self, browser: Any, size: tuple[int, int] = DESK, *, offline: bool = True) -> None:
        width, height = size
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, offline=offline
        )
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.lost: list[str] = []
        note = self.lost.append
        self.page.on("console", lambda message: note(f"console: {message.text[:200]}"))
        self.page.on("pageerror", lambda error: note(f"error: {str(error)[:200]}"))
        self.page.on("dialog", lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self._note_request)
        self.context.on("page", lambda page: note(f"a new window: {page.url}"))

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "about:", "http://127.0.0.1:")):
            self.lost.append(f"a request: {request.url[:200]}")

    def open(self, path: Path, ready: str | None = None) -> None:
        """Open a file; `ready` is a selector to wait for."""
        self.page.goto(path.as_uri())
        if ready:
            self.page.wait_for_selector(ready, state="attached")

    def gather(self) -> None:
        """Record every text and element that the page shows once it has come to rest."""
        self.page.evaluate(RESTED, 10_000)
        self.page.evaluate(GATHER)

    def take(self) -> dict[str, Any]:
        """Return what was recorded, and add what should not be there to `lost`."""
        taken: dict[str, Any] = self.page.evaluate(TAKE)
        taken["found"] = {tag: set(texts) for tag, texts in taken["found"]}
        taken["shapes"] = set(taken["shapes"])
        self.lost += [f"refused by the policy: {line}" for line in taken["refused"]]
        if taken["owned"]:
            self.lost.append("a script of the data ran")
        return taken


@contextmanager
def watched(
    browser: Any, size: tuple[int, int] = DESK, *, offline: bool = True
) -> Iterator[Watched]:
    """Yield a watched page, and close it afterwards."""
    page = Watched(browser, size, offline=offline)
    try:
        yield page
    finally:
        page.context.close()


@contextmanager
def chromium() -> Iterator[Any]:
    """Start Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def new_shapes(shapes: set[str], harmless: set[str]) -> list[str]:
    """Return a line for each element shape that a page of harmless text does not have."""
    return [f"an element of the data: <{shape}>" for shape in sorted(shapes - harmless)]


def not_as_itself(hostile: Hostile, texts: dict[str, set[str]]) -> list[str]:
    """Return a line for each text that is shown, but nowhere in full and unchanged."""
    return [
        f"{cell.payload} in {cell.table}.{cell.name} shows as "
        f"{min(texts[cell.tag], key=len)[:120]!r}"
        for cell in hostile.cells
        if cell.tag in texts and not any(holds(text, cell) for text in texts[cell.tag])
    ]


def not_shown(hostile: Hostile, shown: Collection[str], wanted: Collection[str]) -> list[str]:
    """Return a line for each missing text, whose tag is shown with harmless text."""
    return [
        f"{cell.payload} in {cell.table}.{cell.name} is gone"
        for cell in hostile.cells
        if cell.tag in wanted and cell.tag not in shown
    ]


def holds(text: str, cell: Cell) -> bool:
    """Return whether a text contains a cell's text, in full or from a bracket on (as in names).

    Line breaks and the composition of accents may differ.
    """
    wanted, shown = _letters(cell.value), _letters(text)
    return wanted in shown or ("(" in wanted and wanted.rpartition("(")[2] in shown)


def _letters(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


def field_of(tag: str) -> str:
    """Return the part of a tag that names its field."""
    return tag.partition("x")[0]
