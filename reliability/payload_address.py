"""The fragment of the page's address: what the sender of a link may write after ``#``."""

import math
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import infmap
from infmap.catalogue import Catalogue
from infmap.errors import shorten
from reliability.payload_browser import Watched, watched
from reliability.payload_tables import short_payloads

READY = "#headline:not(:empty)"
NAMES = ("site", "theme", "account", "date", "capital", "mode", "pin", "view")
NUMBERS = ("NaN", "Infinity", "-Infinity", "1e999", "-1e999", "0x10", "1e-400", "-0", "", "1_0")
WORDS = ("__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "[x]")
DAYS = ("0000-00-00", "9999-99-99", "2019-02-30", "1987-12-08T00:00", "-000001-01-01", "20190202")
#: The valid part of a fragment, which must still work beside any invalid part.
SOUND = "site=shuya&account=operator"
USABLE = """() => {
  document.querySelector("#capital-table tbody button").click();
  const text = document.body.innerText;
  return {
    kicker: document.getElementById("kicker").textContent,
    headline: document.getElementById("headline").innerText,
    broken: text.match(/.{0,40}(NaN|Infinity|undefined|\\[object).{0,40}/)?.[0] ?? null,
    card: document.querySelectorAll(".card").length,
    marks: document.querySelectorAll(".point").length,
  };
}"""
#: Returns whether the account of the valid part is still chosen.
KEPT = "() => document.querySelector('input[name=account]:checked').value === 'operator'"


def fragments() -> list[str]:
    """Return the strange fragments, without their ``#``: the oddest first."""
    odd = ["%", "%E0%A4%A", "%00", "%u0041", "&&&===", "=", "#", "##site=shuya", "?site=shuya"]
    odd += ["site", "site=", "site=&site=shuya", "site[]=shuya", "site[__proto__]=x", "{}", "[[["]
    odd += ["site=SHUYA", "%73ite=shuya&x=%F0%9F%98", "site=shuya%00", "a=1&" * 5000]
    odd += ["&".join(f"k{k}=v" for k in range(5000)), "site=" + "x" * 1_000_000, "%41" * 200_000]
    odd += ["pin=" + "1," * 100_000, "view=" + "1/" * 100_000, "date=" + "9" * 100_000]
    pins = ["pin=", "pin=,,", "pin=1,2", "pin=1,2,3,4,5", "pin=1/2/3", "pin=181,0,5", "pin=0,-91,5"]
    pins += ["pin=180,90,19900", "pin=-180,-90,0.1&view=0/-90/-540", "pin=0,90,5&view=12/90/540"]
    pins += [f"pin=20,50,{word}" for word in WORDS]
    views = ["view=///", "view=4", "view=4/50/20/1", "view=99/50/20", "view=-4/50/20"]
    for k, number in enumerate(NUMBERS):
        places = [number if place == k % 3 else "20" for place in range(3)]
        pins.append(f"pin={','.join(places)}")
        views.append(f"view={'/'.join(places)}")
    words = [f"{NAMES[k % len(NAMES)]}={word}" for k, word in enumerate(WORDS * 3)]
    words += [f"date={day}" for day in DAYS] + [f"{word}=1" for word in WORDS]
    texts = [
        f"{NAMES[k % len(NAMES)]}={quote(payload.text.encode('utf-8', 'replace'))}"
        for k, payload in enumerate(short_payloads(0.5))
    ]
    # The page uses a pin only with the site "what-if".
    return [*odd, *(f"site=what-if&{pin}" for pin in pins), *views, *words, *texts]


def address_lost(
    browser: Any,
    folder: Path,
    cat: Catalogue,
    chosen: Sequence[str],
    *,
    patience_s: float = math.inf,
) -> tuple[list[str], float]:
    """Open a page afresh with each fragment.

    Returns
    -------
    list of str
        A line for each fragment on which the page failed.
    float
        The seconds that the slowest fragment took.
    """
    path = folder / "address.html"
    path.write_text(infmap.make_map(cat).get_root().render(), "utf-8")
    sound = {site.name for site in cat.sites}
    lost: list[str] = []
    slowest_s = 0.0
    with watched(browser) as seen:
        for k, fragment in enumerate(chosen):
            # Every second fragment follows a valid part, which must still work.
            keeps = k % 2 == 1
            seen.lost.clear()
            whole = f"{SOUND}&{fragment}" if keeps else fragment
            wrong, taken_s = _opened(seen, path, whole, sound)
            slowest_s = max(slowest_s, taken_s)
            if taken_s > patience_s:
                wrong.append(f"answers after {taken_s:.1f} s")
            wrong += ["loses the account"] if keeps and not seen.page.evaluate(KEPT) else []
            lost += [f"#{shorten(fragment)}: {line}" for line in [*seen.lost, *wrong]]
    return lost, slowest_s


def _opened(seen: Watched, path: Path, fragment: str, sound: set[str]) -> tuple[list[str], float]:
    """Return what is wrong with the page for a fragment, and the seconds it took."""
    # Open another document in between: the same page would not load again for a new fragment.
    seen.page.goto("about:blank")
    start = time.monotonic()
    seen.page.goto(f"{path.as_uri()}#{fragment}")
    seen.page.wait_for_selector(READY)
    facts = seen.page.evaluate(USABLE)
    taken = time.monotonic() - start
    # The kicker names the site, and where it lies; of all sites the headline gives the number.
    kicker, head = facts["kicker"], facts["headline"]
    known = kicker.startswith(
        ("Hypothetical launcher at ", *(f"{name}{end}" for name in sound for end in (", ", " · ")))
    ) or re.search(r" of \d+ sites?$", head)
    wrong = [] if known else [f"opens on {kicker!r}, {head!r}"]
    if facts["broken"]:
        wrong.append(f"shows {facts['broken']!r}")
    if not facts["marks"]:
        wrong.append("has no marks")
    return wrong, taken
