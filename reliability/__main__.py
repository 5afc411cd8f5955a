"""Run the campaigns and write ``docs/reliability.md``: ``python -m reliability [NAME...]``.

With names only these run, and their rows are printed and not written. A smaller size is said on
the page.
"""

import argparse
import platform
import sys
import time
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from reliability.outcome import Outcome

#: The campaigns, in the order of the page; each module has ``run(size) -> list[Outcome]``.
CAMPAIGNS = (
    *("spreadsheets", "agreement", "fuzz", "payloads", "faults", "hostile_files", "load"),
    *(
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
PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
INTRODUCTION = """\
# What was tried, and what was lost

A page of infmap's is mailed around and embedded by others; its data comes from strangers'
spreadsheets. So everything that reads, writes or draws is tried with what should break it. This
page is made by `python -m reliability`; the same trials run small in the tests. Every defect that
they found is a test named for what went wrong. What the page may do and who controls what is in
[SECURITY.md](../SECURITY.md).
"""


def main() -> None:
    """Run what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *CAMPAIGNS], help="only these")
    parser.add_argument("--size", type=float, default=1.0, help="a share of the full size")
    options = parser.parse_args()
    rows: list[Outcome] = []
    taken: list[float] = []
    for name in options.names or CAMPAIGNS:
        start = time.monotonic()
        outcomes = import_module(f"reliability.{name}").run(options.size)
        rows += outcomes
        taken.append(time.monotonic() - start)
        for row in outcomes:
            print(row_text(row), flush=True)
            print(*row.lost, sep="\n", end="\n" if row.lost else "")
    if not options.names:
        PAGE.write_text(page(rows, sum(taken), options.size), "utf-8")
    sys.exit(1 if any(row.lost for row in rows) else 0)


def row_text(row: Outcome) -> str:
    """Return a row of the table in Markdown."""
    return f"| {row.what} | {row.extent} | {row.tried:,} | {len(row.lost):,} |"


def page(rows: list[Outcome], seconds: float, size: float) -> str:
    """Return the page: the table, and on what it was made."""
    table = "\n".join(
        ["| tried | extent | trials | lost |", "| --- | --- | ---: | ---: |", *map(row_text, rows)]
    )
    lost = "\n".join(f"- {line}" for row in rows for line in row.lost)
    share = "" if size == 1.0 else f" at {size:.0%} of the full size"
    made = (
        f"Made on {date.today():%d %B %Y} in {seconds / 60:.0f} minutes{share}, with infmap "
        f"{version('infmap')} on Python {platform.python_version()} with "
        + ", ".join(f"{name} {version(name)}" for name in ("numpy", "pyproj", "shapely"))
        + "."
    )
    return "\n".join([INTRODUCTION, table, "", *([lost, ""] if lost else []), made, ""])


if __name__ == "__main__":
    main()
