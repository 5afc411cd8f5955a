"""Hostile messages: to a framed page or story from the page around it, and to that from a frame.

A message may turn the map as the frame's address could, and do nothing else; whatever a frame asks
of the article around it, its height stays within limits.
"""

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from infmap.maps.embed import embed_snippet
from reliability.payload_browser import RESTED, Watched, watched
from reliability.payload_frames import embed_address, served

#: Messages as JavaScript: what a port expects, nearly; and what it does not.
MESSAGES = (
    *("null", "undefined", "0", "-1n", "''", "'port'", "[]", "[[]]", "{}", "true", "NaN"),
    *("new Date(NaN)", "/x/g", "new Map([['infmap', 'port']])", "new Set([1])", "new Error('x')"),
    *("new ArrayBuffer(8)", "new Blob(['x'])", "(() => { const a = {}; a.a = a; return a; })()"),
    *("{ infmap: 'port' }", "{ infmap: 'ready' }", "{ infmap: 'hello' }", "{ infmap: ['port'] }"),
    *("{ infmap: { toString: 1 } }", 'JSON.parse(\'{"__proto__": {"infmap": "port"}}\')'),
    *("{ revision: 1 }", "{ fragment: '#site=shuya' }", "{ revision: 1, fragment: null }"),
    *("{ revision: NaN, fragment: 'x' }", "{ revision: Infinity, fragment: 'x' }"),
    *("{ revision: 1e300, fragment: 'x' }", "{ revision: '1', fragment: '#site=deveselu' }"),
    *("{ revision: 1, fragment: ['#site=deveselu'] }", "{ revision: 1, fragment: { a: 1 } }"),
    *("{ height: 1e9 }", "{ height: -1 }", "{ height: NaN }", "{ height: '500' }"),
    *("{ revision: -1, fragment: '' }", "{ revision: 0, fragment: 'x'.repeat(5e6) }"),
    *("'x'.repeat(5e6)", "Array(1e5).fill({ revision: 1 })"),
    *(
        f"{{ revision: 2, fragment: {json.dumps(text)} }}"
        for text in (
            *("#<img src=x onerror=alert(1)>", "javascript:alert(1)", "#site=<script>", "#step-99"),
            *("#step-__proto__", "#site=__proto__&account=constructor", "#%E0%A4%A", "#\0\u202e"),
            *(
                "#view=NaN/0/0",
                "#pin=1,2,constructor&site=what-if",
                "#date=9999-99-99",
                "#a=" * 999,
            ),
            *("data:text/html,<script>1</script>", "//pwned.example/", "#step-1/../../x", "\ud800"),
        )
    ),
)
#: Sends a message to a frame: as the page around it, and by the port that the page handed over.
SEND = """(text) => {
  const message = eval(`(${text})`);
  const frame = frames[0];
  const { port1, port2 } = new MessageChannel();
  for (const ports of [[], [port2]]) {
    try { frame.postMessage(message, "*", ports); } catch (error) { void error; }
  }
  port1.postMessage({ revision: 7, fragment: "#site=deveselu" });
  window.taken?.postMessage(message);
}"""
#: Keeps the port that the article's script hands to its frame, so that the article can misuse it.
KEEP = """const { port1, port2 } = new MessageChannel();
  addEventListener("message", ({ data, source }) => {
    if (data?.infmap !== "ready" || window.taken) return;
    window.taken = port1;
    window.told = [];
    port1.onmessage = ({ data }) => window.told.push(data);
    source.postMessage({ infmap: "port" }, "*", [port2]);
  }, true);"""
#: A frame that is no map: it announces itself, and sends its messages to the page around it.
STRANGER = """<!DOCTYPE html><meta charset=utf-8><p>x</p><script>
  window.ports = [];
  onmessage = ({ ports: [port] }) => { if (port) window.ports.push(port); };
  parent.postMessage({ infmap: "ready" }, "*");
  function send(text) {
    const message = eval(`(${text})`);
    for (const to of [parent, ...window.ports]) {
      try { to === parent ? to.postMessage(message, "*") : to.postMessage(message); }
      catch (error) { void error; }
    }
  }
</script>"""
#: The policy of a page that keeps nothing from its frames.
ANY = "default-src * data: 'unsafe-inline' 'unsafe-eval'"
#: The beginning of a page that asks for no icon.
HEAD = "<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,>"
#: A story is ready when it shows a step.
STORY_READY = "#strip .is-shown"
LEAST_PX, MOST_PX = 240, 1300


def page_told_lost(
    browser: Any,
    folder: Path,
    path: Path,
    ready: str,
    turn: str,
    chosen: Sequence[str] = MESSAGES,
) -> list[str]:
    """Send messages to a framed page or story; return a line for each that does harm.

    Afterwards it must still hear by its port, and answer, that it is to turn elsewhere.
    """
    snippet = embed_snippet(str(path)).replace(embed_address(path), path.name)
    host = f"{HEAD}<script>{KEEP}</script>{snippet}"
    (folder / "host.html").write_text(host, "utf-8")
    with served(folder, ANY) as address, watched(browser, offline=False) as seen:
        seen.page.goto(f"{address}/host.html")
        inner = seen.page.frames[1]
        inner.wait_for_selector(ready, state="attached")
        seen.page.wait_for_function("() => window.taken")
        shapes = _shapes(inner)
        lost = _harm_of(chosen, partial(seen.page.evaluate, SEND), path.stem, seen, address)
        if lost:
            return lost
        lost += [f"{path.stem}: an element <{one}>" for one in _shapes(inner) - shapes]
        seen.page.evaluate(f"() => taken.postMessage({{ revision: 99, fragment: '{turn}' }})")
        seen.page.wait_for_function("() => told.some(({ revision }) => revision === 99)")
    return lost


def article_told_lost(
    browser: Any, folder: Path, path: Path, chosen: Sequence[str] = MESSAGES
) -> list[str]:
    """Let a frame that is no map send messages to the article's script; return what does harm."""
    (folder / "stranger.html").write_text(STRANGER, "utf-8")
    snippet = embed_snippet(str(path), script=True).replace(embed_address(path), "stranger.html")
    host = f"{HEAD}{snippet}"
    (folder / "host.html").write_text(host, "utf-8")
    with served(folder, ANY) as address, watched(browser, offline=False) as seen:
        seen.page.goto(f"{address}/host.html")
        inner = seen.page.frames[1]
        inner.wait_for_selector("p")
        inner.wait_for_function("() => window.ports.length")
        lost = _harm_of(chosen, partial(inner.evaluate, "send"), "article", seen, address)
        height = seen.page.locator("iframe").bounding_box()["height"]
        if not LEAST_PX <= height <= MOST_PX:
            lost.append(f"article: the frame is {height} px high")
    return lost


def _harm_of(
    chosen: Sequence[str], send: Callable[[str], Any], whom: str, seen: Watched, address: str
) -> list[str]:
    """Send messages; return a line for each harm, and for what comes a little later."""
    lost = []
    for text in chosen:
        send(text)
        lost += [f"{whom}, {text[:80]}: {line}" for line in harm(seen, address)]
    seen.page.wait_for_timeout(500)
    return [*lost, *(f"{whom}, afterwards: {line}" for line in harm(seen, address))]


def _shapes(frame: Any) -> set[str]:
    frame.evaluate(RESTED, 100)
    return {
        *frame.evaluate("() => [...document.querySelectorAll('*')].map((one) => one.localName)")
    }


def harm(seen: Watched, address: str) -> list[str]:
    """Return, once, what a page complained of, and where its frames have gone."""
    lost, seen.lost[:] = [*seen.lost], []
    away = [frame.url for frame in seen.page.frames if not frame.url.startswith(address)]
    return [*lost, *(f"a frame is led to {url[:80]}" for url in away)]
