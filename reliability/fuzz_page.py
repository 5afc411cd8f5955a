"""The page's fragment: strange ones by the thousand are read, and shown on one living page."""

import json
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from reliability.fuzz_mutate import TOKENS, mutated_text
from reliability.outcome import Outcome

#: For each fragment that is shown so many are only read: to show one takes a hundred times as long.
SHOWN_AT_A_TIME, READ_FOR_EACH = 10, 50
NAMES = ["site", "theme", "account", "date", "capital", "mode", "pin", "view"]
VALUES = {
    "site": ["shuya", "kaliningrad", "deveselu", "what-if", "hypothetical"],
    "theme": ["debate", "eliminated", "third-parties", "after-inf", "all"],
    "account": ["all", "operator", "opponent", "independent", "user"],
    "date": ["1987-12-08", "2019-08-02", "0000-00-00", "9999-99-99", "2018-02-30", "2018-1-1"],
    "capital": ["warsaw", "london", "washington-d-c"],
    "mode": ["focus", "overview", "true-distance"],
    "pin": ["21,52.2,1000", "180,90,0.1", "-180,-90,19900", "0,0,9m729", "0,0,hypothetical",
            "0,0,__proto__", "1,1,constructor", "0,-0,1e-1", "0,90,19900", "179.9999,1,5500"],
    "view": ["3/52/21", "0/90/540", "12/-90/-540", "4.5/1/181", "1e-9/0/0", "-0/-0/-0", "9/85.1/0"],
}  # fmt: skip
#: Sets each fragment, waits until the page has answered, and tells what is no longer as it was.
TRY = """async (fragments) => {
  const wrong = [];
  for (const fragment of fragments) {
    const start = performance.now();
    const before = window.location.href;
    window.location.hash = fragment;
    if (window.location.href !== before) {
      await new Promise((done) => {
        window.addEventListener("hashchange", done, { once: true });
        setTimeout(done, 5000);
      });
    }
    const panel = document.querySelector(".panel").textContent;
    if (!document.getElementById("headline").textContent) wrong.push([fragment, "no headline"]);
    if (/NaN|undefined|Infinity|\\[object/.test(panel)) {
      wrong.push([fragment, "a panel with no words for a value"]);
    }
    if (document.querySelector(".folium-map [d*=NaN], .folium-map [style*=NaN]")) {
      wrong.push([fragment, "a map with a position that is none"]);
    }
    if (performance.now() - start > 10000) wrong.push([fragment, "took more than 10 s"]);
  }
  await new Promise(requestAnimationFrame);
  return wrong;
}"""


#: Reads each fragment, and tells which state is not the same from its own link.
READ = """([fragments, data]) => fragments.flatMap((fragment) => {
  const { readState, writeState } = window.state;
  const link = writeState(data, readState(data, `#${fragment}`));
  const again = writeState(data, readState(data, link));
  return again === link ? [] : [[fragment, `${link} opens as ${again}`]];
})"""


def fragment(rng: Random) -> str:
    """Return the fragment of a link, with something strange in it."""
    names = rng.sample(NAMES, rng.randrange(1, len(NAMES) + 1))
    if rng.random() < 0.1:
        names.append(rng.choice((*NAMES, *TOKENS)))
    parts = []
    for name in names:
        value = rng.choice(VALUES.get(name, [""]))
        if rng.random() < 0.3:
            value = mutated_text(rng, value)
        parts.append(f"{name}{rng.choice(('=', '=', '=', '=', '', '=='))}{value}")
    text = rng.choice(("&", "&", "&", "&", ";", "&&")).join(parts)
    text = mutated_text(rng, text) if rng.random() < 0.1 else text
    # A message to the browser is UTF-8, which has no lone surrogates.
    return text.encode("utf-8", "replace").decode()[:20_000]


def fragments(seconds: float, most: int | None = None) -> Outcome:
    """Return what came of strange fragments, in so many seconds or of so many at most."""
    import infmap
    from reliability.payload_browser import chromium

    page_html = infmap.make_map(infmap.load()).get_root().render()
    with chromium() as browser:
        return on_pages(browser.new_page(), browser.new_page(), page_html, seconds, most)


def on_pages(
    page: Any, empty: Any, page_html: str, seconds: float, most: int | None = None
) -> Outcome:
    """Return what came of strange fragments on a page; an empty one is for reading them alone."""
    from infmap.maps.bundle import program

    said: list[str] = []
    _listen(page, said)
    _open(page, page_html)
    said.clear()  # of the page's own address
    data = json.loads(page.locator("#infmap-data").text_content())
    empty.evaluate(f"window.state = {program('state')}; 0")
    lost: list[str] = []
    shown = read = 0
    start = time.monotonic()
    while time.monotonic() - start < seconds and (most is None or shown < most):
        batch = [fragment(Random(f"fragment {shown + k}")) for k in range(SHOWN_AT_A_TIME)]
        rng = Random(f"batch {shown}")
        more = [fragment(rng) for _ in range(READ_FOR_EACH * SHOWN_AT_A_TIME)]
        wrong = page.evaluate(TRY, batch) + empty.evaluate(READ, [[*batch, *more], data])
        lost += [f"#{text[:300]!r}: {what}" for text, what in wrong]
        lost += [f"fragments {shown} to {shown + len(batch)}: {words}" for words in said]
        said.clear()
        shown += len(batch)
        read += len(more) + len(batch)
    page.evaluate(TRY, ["site=shuya&theme=debate&mode=focus"])
    if not page.locator("#headline").inner_text().startswith("Shuya"):
        lost.append("the page no longer turns to another site")
    extent = f"{time.monotonic() - start:.0f} s, {read:,} fragments, {shown:,} of them shown"
    return Outcome("fragment of the page", extent, read, tuple(lost))


def _listen(page: Any, said: list[str]) -> None:
    """Note what a page complains of, asks for or asks the reader."""
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda request: said.append(f"asks for {request.url[:100]}"))


def _open(page: Any, page_html: str) -> None:
    page.set_default_timeout(120_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page_html, "utf-8")
        page.goto(path.as_uri())
        page.wait_for_selector("#headline:not(:empty)")
