"""Load on the page: with thousands of sites it must open, and answer a reader's questions."""

import tempfile
import time
from pathlib import Path
from typing import Any

import infmap
from reliability.outcome import Outcome
from reliability.payload_browser import chromium, watched

SITES = 2_000
#: Longest time to open the page, and for any answer: a reader waits no longer.
MOST_SECONDS = 15.0
#: A question as a URL fragment, the element with its answer, and words it must contain.
QUESTIONS = {
    "#site=site-7": ("#headline", "Site 7"),
    "#site=site-41": ("#headline", "Site 41"),
    "#site=site-41&mode=true-distance": ("#headline", "Site 41"),
    "#capital=warsaw": ("#reach", "Warsaw"),
    "#mode=overview": ("#headline", "deployments"),
    "#site=site-12&date=2019-08-02": ("#headline", "Site 12"),
}


def run(cat: infmap.Catalogue) -> Outcome:
    """Return the outcomes of opening and asking the page of a catalogue of own sites."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        infmap.make_map(cat, theme="all").save(str(path))
        with chromium() as browser, watched(browser) as page:
            waits, lost = ask(page, path)
        size_mb = path.stat().st_size / 1e6
    extent = (
        f"{len(cat.deployment_rows):,} sites, {size_mb:.1f} MB: opened in {waits['open']:.1f} s, "
        f"{len(QUESTIONS)} questions answered in up to {max(waits.values()):.1f} s, each below "
        f"{MOST_SECONDS:g} s"
    )
    return Outcome("a page of many sites, in Chromium", extent, len(waits), tuple(lost))


def ask(watched_page: Any, path: Path) -> tuple[dict[str, float], list[str]]:
    """Return the seconds that each answer of a page took, and what went wrong."""
    page, lost, waits = watched_page.page, watched_page.lost, {}
    start = time.monotonic()
    watched_page.open(path, "#headline:not(:empty)")
    waits["open"] = time.monotonic() - start
    for question, (selector, words) in QUESTIONS.items():
        start = time.monotonic()
        page.evaluate("question => { location.hash = question; }", question)
        # The second animation frame comes after the first was drawn.
        page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        waits[question] = time.monotonic() - start
        said = page.inner_text(selector)
        if words not in said:
            lost.append(f"{question}: the page says {said[:200]!r}")
    lost += [f"{name}: {wait:.1f} s" for name, wait in waits.items() if wait > MOST_SECONDS]
    return waits, lost
