"""How much the main thread of a browser works for each step of a story, in Debian's Chromium.

Run with ``python benchmarks/story_speed.py`` (needs ``playwright`` and ``chromium``). Steps are
gone to in order, twice, as by a reader who asked for no movement: the first time a step's map is
new, the second time the script is warm. Printed is what the main thread works in all, by its own
clock: script, style, layout and paint, less what it works in the same time without a step; medians.
"""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from measuring import number, print_table

import infmap

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

STORY = Path(__file__).resolve().parents[1] / "docs" / "stories" / "inf-treaty.md"
ROUNDS = 4
#: Milliseconds in which all that a step asks for is done.
REST_MS = 900
#: As long as a reader needs for the title: the other steps are made ready in it.
OPEN_MS = 4000


def busy_ms(session: "CDPSession") -> float:
    """Return how long the main thread has worked so far: to wait for a processor is no work."""
    told = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in told if one["name"] == "TaskDuration")


def taken_ms(page: "Page", session: "CDPSession", step: int | None) -> float:
    """Return how long the main thread works while a step is gone to, or none."""
    before = busy_ms(session)
    page.evaluate("(id) => document.querySelector(`#story-rail a[href='#${id}']`)?.click()",
                  f"step-{step}")  # fmt: skip
    page.wait_for_timeout(REST_MS)
    return busy_ms(session) - before


def main(rounds: int) -> None:
    """Print what each step takes."""
    from playwright.sync_api import sync_playwright

    first: dict[int, list[float]] = defaultdict(list)
    again: dict[int, list[float]] = defaultdict(list)
    rest: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "story.html")
        infmap.save_story(STORY, file)
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(rounds):
            page = browser.new_page(
                viewport={"width": 1400, "height": 900}, reduced_motion="reduce"
            )
            page.goto(file.as_uri())
            page.wait_for_timeout(OPEN_MS)
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            rest.append(taken_ms(page, session, None))
            steps = page.locator("#story-rail a").count()
            for times in (first, again):
                for step in range(1, steps + 1):
                    times[step].append(taken_ms(page, session, step))
            page.close()
        browser.close()
    # The first step is there when the story opens.
    print_table(
        ["step", "first: ms", "again: ms"],
        [
            [
                str(step),
                number(median(first[step]) - median(rest)) if step > 1 else "",
                number(median(again[step]) - median(rest)),
            ]
            for step in sorted(again)
        ],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    main(parser.parse_args().rounds)
