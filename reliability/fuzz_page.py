"""Strange URL fragments for the page: all are parsed, and some are shown on an open page."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, seed, settings

import infmap
from infmap.maps.packed import block_in, unpacked
from reliability import page_module
from reliability.outcome import Outcome
from reliability.strategies import DRAWN
from reliability.strategies_texts import fragments

#: One of this many fragments is shown, which takes a hundred times as long as parsing it.
SHOWN = 50
#: Sets a fragment, waits until the page has responded, and returns what has changed.
TRY = """async (fragment) => {
  const start = performance.now();
  const before = window.location.href;
  window.location.hash = fragment;
  if (window.location.href !== before) {
    await new Promise((done) => {
      window.addEventListener("hashchange", done, { once: true });
      setTimeout(done, 5000);
    });
  }
  await new Promise(requestAnimationFrame);
  const panel = document.querySelector(".panel").textContent;
  if (!document.getElementById("headline").textContent) return "no headline";
  if (/NaN|undefined|Infinity|\\[object/.test(panel)) return "a panel with no words for a value";
  if (document.querySelector(".folium-map [d*=NaN], .folium-map [style*=NaN]")) {
    return "a map with a position that is none";
  }
  return performance.now() - start > 10000 ? "took more than 10 s" : "";
}"""
#: Parses a fragment, and returns whether its state changes when parsed from its own link.
READ = """(fragment) => {
  const { data, state: { readState, writeState } } = window;
  const link = writeState(data, readState(data, `#${fragment}`));
  const again = writeState(data, readState(data, link));
  return again === link ? "" : `${link} opens as ${again}`;
}"""


def campaign(start: int, inputs: int) -> Outcome:
    """Return the outcome of strange fragments, of which every fiftieth is also shown."""
    from reliability.payload_browser import chromium

    page_html = infmap.make_map(infmap.load()).get_root().render()
    with chromium() as browser:
        return on_pages(browser.new_page(), browser.new_page(), page_html, start, inputs)


def on_pages(page: Any, empty: Any, page_html: str, start: int, inputs: int) -> Outcome:
    """Return the outcome of strange fragments on a page; an empty page only parses them."""
    said: list[str] = []
    _listen(page, said)
    _open(page, page_html)
    data = unpacked(block_in(page_html))
    state = page_module.expression("model/state")
    empty.evaluate(f"data => {{ window.data = data; window.state = {state}; }}", data)

    def read(fragment: str) -> None:
        wrong = empty.evaluate(READ, fragment)
        assert not wrong, wrong

    def show(fragment: str) -> None:
        said.clear()
        wrong = page.evaluate(TRY, fragment) or said
        assert not wrong, wrong

    lost: list[str] = []
    shown = max(1, inputs // SHOWN)
    for what, most in ((read, inputs), (show, shown)):
        try:
            seed(start)(settings(**DRAWN, max_examples=most)(given(fragments())(what)))()
        except Exception as error:
            lost.append(" ".join([str(error), *getattr(error, "__notes__", [])])[:1000])
    page.evaluate(TRY, "site=shuya&theme=debate&mode=focus")
    if "Shuya" not in page.locator("#headline").inner_text():
        lost.append("the page no longer turns to another site")
    extent = f"seed {start}, {shown:,} of them shown"
    return Outcome("fragment of the page", extent, inputs, tuple(lost))


def _listen(page: Any, said: list[str]) -> None:
    """Record a page's errors, requests and dialogs."""

    def refuse(dialog: Any) -> None:
        said.append("a dialog")
        dialog.dismiss()

    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", refuse)
    page.on("request", lambda request: said.append(f"asks for {request.url[:100]}"))


def _open(page: Any, page_html: str) -> None:
    page.set_default_timeout(120_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page_html, "utf-8")
        page.goto(path.as_uri())
        page.wait_for_selector("#headline:not(:empty)")
