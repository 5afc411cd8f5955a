"""Run the campaigns and write ``docs/reliability.md``: ``python -m reliability [NAME...]``.

Rows of the full size are kept under ``build/reliability``, and the page is made of them once every
campaign has some; with names only these run. Rows of a smaller size are only printed.
"""

import argparse
import json
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from reliability.outcome import Outcome

#: The campaigns, in the order of the page; each module has ``run(size) -> list[Outcome]``.
CAMPAIGNS = (
    *("spreadsheets", "agreement", "fuzz", "payloads", "stories", "faults", "hostile_files"),
    *(
        "load",
        "numbers",
        "openings",
        "map_labels",
        "map_areas",
        "print_names",
        "same_words",
        "tables",
        "strokes",
    ),
)
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"
KEPT = ROOT / "build" / "reliability"
INTRODUCTION = """\
# What was tried, and what was lost

A page of infmap's is mailed around and embedded by others; its data comes from strangers'
spreadsheets. So everything that reads, writes or draws is tried with what should break it. This
page is made by `python -m reliability`; the same trials run small in the tests. Every defect that
they found is a test named for what went wrong. What the page may do and who controls what is in
[SECURITY.md](../SECURITY.md).
"""


@dataclass(frozen=True)
class Run:
    """A campaign that ran: when, for how long, on what, and its rows."""

    day: str
    minutes: float
    software: str
    rows: tuple[Outcome, ...]


def main() -> None:
    """Run what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *CAMPAIGNS], help="only these")
    parser.add_argument("--size", type=float, default=1.0, help="a share of the full size")
    options = parser.parse_args()
    lost = False
    for name in options.names or CAMPAIGNS:
        start = time.monotonic()
        rows = tuple(import_module(f"reliability.{name}").run(options.size))
        minutes = (time.monotonic() - start) / 60
        for row in rows:
            print(f"{row.what}: {row.extent}: {len(row.lost):,} of {row.tried:,} lost", flush=True)
            print(*row.lost, sep="\n", end="\n" if row.lost else "")
            lost |= bool(row.lost)
        if options.size == 1:
            keep(name, Run(f"{date.today():%d %B %Y}", minutes, software(), rows))
    if options.size == 1 and all(map(kept, CAMPAIGNS)):
        PAGE.write_text(page([run for name in CAMPAIGNS if (run := kept(name))]), "utf-8")
    sys.exit(lost)


def software() -> str:
    """Return what the campaigns run on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pyproj", "shapely"))
    return f"infmap {version('infmap')} on Python {platform.python_version()} with {libraries}"


def keep(name: str, run: Run) -> None:
    """Keep a campaign's rows, in place of older ones."""
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.json").write_text(json.dumps(asdict(run), indent=1), "utf-8")


def kept(name: str) -> Run | None:
    """Return a campaign's last rows, if it ever ran at full size."""
    path = KEPT / f"{name}.json"
    if not path.exists():
        return None
    told = json.loads(path.read_text("utf-8"))
    return Run(**{**told, "rows": tuple(Outcome(**row) for row in told["rows"])})


def page(runs: Sequence[Run]) -> str:
    """Return the page: the table, what was lost, and when and on what it was tried."""
    head = "| tried | extent | trials | lost | on |\n| --- | --- | ---: | ---: | --- |"
    table = [
        f"| {row.what} | {row.extent} | {row.tried:,} | {len(row.lost):,} | {run.day} |"
        for run in runs
        for row in run.rows
    ]
    lost = [f"- {line}" for run in runs for row in run.rows for line in row.lost]
    took = sum(run.minutes for run in runs)
    on = "; ".join(dict.fromkeys(run.software for run in runs))
    made = f"All of it took {took:.0f} minutes, with {on}."
    return "\n".join([INTRODUCTION, head, *table, "", *([*lost, ""] if lost else []), made, ""])


if __name__ == "__main__":
    main()
