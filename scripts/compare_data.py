"""Say which sites' answers differ between two folders of data.

Run with ``python scripts/compare_data.py OLD NEW``, each a folder like ``data/``. There is a line
for each site of both whose capitals are in reach on other accounts than before, and a count.
"""

import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

import infmap
from infmap.analysis.coverage import coverage_rows
from infmap.analysis.reach import Reach

#: A site's answer: how sure each capital is in reach, by the capital's name.
Answers = Mapping[str, Mapping[str, Reach]]


def answers(folder: Path) -> Answers:
    """Return for each site of a folder which capitals are in reach, on all accounts or on some."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", infmap.ReadingNote)
        cat = infmap.load(
            systems=folder / "systems.csv",
            claims=folder / "range_claims.csv",
            deployments=folder / "deployments.geojson",
            capitals=folder / "capitals.csv",
            sources=folder / "sources.json",
            only_own=True,
        )
    found: dict[str, dict[str, Reach]] = {site.id: {} for site in cat.sites}
    for row in coverage_rows(cat):
        if row["reach"] in {Reach.ALL, Reach.SOME}:
            found[row["site_id"]][row["target"]] = Reach(row["reach"])
    return found


def differences(old: Answers, new: Answers) -> list[str]:
    """Return a line for each site of both folders whose answer differs.

    Examples
    --------
    >>> differences({"a": {"Oslo": Reach.ALL}, "b": {}}, {"a": {"Bern": Reach.SOME}, "b": {}})
    ['a: new Bern; gone Oslo']
    """
    lines = []
    for site in sorted(old.keys() & new.keys()):
        before, after = old[site], new[site]
        kinds = {
            "new": sorted(after.keys() - before.keys()),
            "gone": sorted(before.keys() - after.keys()),
            "surer": [
                a for a in sorted(before) if (before[a], after.get(a)) == (Reach.SOME, Reach.ALL)
            ],
            "less sure": [
                a for a in sorted(before) if (before[a], after.get(a)) == (Reach.ALL, Reach.SOME)
            ],
        }
        parts = [f"{kind} {', '.join(names)}" for kind, names in kinds.items() if names]
        if parts:
            lines.append(f"{site}: {'; '.join(parts)}")
    return lines


def main() -> None:
    """Print what differs, and how many sites are in one folder only."""
    old, new = (answers(Path(name)) for name in sys.argv[1:3])
    lines = differences(old, new)
    print(*lines, sep="\n")
    both = len(old.keys() & new.keys())
    print(
        f"{len(lines)} of {both} sites of both answer otherwise; {len(new) - both} are new, ",
        end="",
    )
    print(f"{len(old) - both} are gone")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("give two folders of data, the old one first")
    main()
