"""Write the tables of verdicts of the page *Method* from what infmap says of its own tables.

Run with ``python scripts/build_verdicts.py``. Every combination that occurs is judged by infmap
itself. A test fails while the page is out of date.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from made_parts import table, with_parts

import infmap
from infmap.catalogue.rows import Claim, System
from infmap.treaty import (
    PARTIES,
    TURNING_DAYS,
    Kind,
    Measure,
    RangeBand,
    Verdict,
    band_of,
    verdict,
)

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "method.md"

#: Paragraphs that were not read in a copy of the treaty, nor in an official's or institute's
#: account of them; what they say is known from the literature.
NOT_READ = {"II(4)", "VII(3)", "VII(4)", "VII(12)", "XVII"}
#: Read in part.
READ_IN_PART = {"III(1)", "III(2)", "MoU"}

_BANDS = {
    RangeBand.BELOW: "below 500 km",
    RangeBand.SHORTER: "500 to 1000 km",
    RangeBand.INTERMEDIATE: "1000 to 5500 km",
    RangeBand.BEYOND: "beyond 5500 km",
}


def marked(articles: str) -> str:
    """Return articles with a mark behind those that were not read, or only in part.

    Examples
    --------
    >>> print(marked("III(2), V(1)"))
    III(2)†, V(1)
    """
    return ", ".join(
        one + ("\\*" if one in NOT_READ else "†" if one in READ_IN_PART else "")
        for one in articles.split(", ")
    )


def days() -> Iterator[Sequence[str]]:
    """Yield what a day changes, for what the treaty names and for what it does not."""
    # Nobody held an SS-20 in 2019; the law of each day is told all the same.
    held: dict[str, dict[str, Any]] = {
        "named in III(1)": {"kind": Kind.GLBM, "treaty_listing": "SS-20"},
        "named in III(2)": {"kind": Kind.GLBM, "treaty_listing": "SS-23"},
        "not named, in the band": {"kind": Kind.GLCM, "up_to_km": 2000},
    }
    yield "from", *(f"a party's missile, {what}" for what in held), "anybody else's"
    for day in (date.min, *TURNING_DAYS):
        found = [verdict(holder="Soviet Union", on=day, **about) for about in held.values()]
        found.append(verdict(holder="China", on=day, kind=Kind.GLCM, up_to_km=2000))
        cells = (f"{one.outcome}, {marked(one.article)}" for one in found)
        first = "before" if day == date.min else f"{day.day} {day:%B %Y}"
        suspended = "; the reason says who had suspended the treaty"
        is_suspended = any("suspended" in one.reason for one in found)
        yield first + (suspended if is_suspended else ""), *cells


def in_force() -> Iterator[Sequence[str]]:
    """Yield every combination of infmap's tables that a party has held, judged as in force."""
    yield "what", "based", "figure", "such as", "verdict", "article", "why"
    cat = infmap.load()
    rows: dict[tuple[str, str], dict[str, tuple[str, Verdict]]] = {}
    for claim in cat.claim_rows:
        system = cat.system_by_id[claim.system_id]
        bound = [name for name in cat.holders(system.id) if name in PARTIES]
        if not bound:
            continue
        found = cat.verdict(claim, holder=bound[0])
        place = rows.setdefault((_what(system), "; ".join(system.basing)), {})
        place.setdefault(_figure(claim), (system.short_name, found))
    for (what, based), figures in sorted(rows.items()):
        name, found = next(iter(figures.values()))
        said = {(one.outcome, one.article, one.reason) for _, one in figures.values()}
        # Of what is named, or judged by its kind, the reason speaks of no figure.
        if len(said) == 1 and not re.search(r"\d km", found.reason):
            figures = {"any, or none": (name, found)}
        for figure, (name, found) in sorted(figures.items()):
            yield (
                *(what, based, figure, name, str(found.outcome)),
                *(marked(found.article), found.reason),
            )


def _what(system: System) -> str:
    if system.treaty_listing:
        return f"{system.kind}, named as {system.treaty_listing}"
    purpose = "" if system.purpose == "weapon-delivery" else f", {system.purpose}"
    return f"{system.kind}{purpose}"


def _figure(claim: Claim) -> str:
    """Return where a figure lies, and how it came about where it has one."""
    low, high = claim.at_least_km, claim.up_to_km
    if low is None and high is None:
        return "none"
    basis = "tested" if claim.measure is Measure.TESTED else "declared or assessed"
    if high is None:
        return f"at least: {_BANDS[band_of(low or 0)]}; {basis}"
    if high == 0:
        return "0 km"
    bands = dict.fromkeys(_BANDS[band_of(km)] for km in (low, high) if km is not None)
    return f"{' and '.join(bands)}; {basis}"


def page(written: str) -> str:
    """Return the page with its made parts as they are now."""
    return with_parts(written, __file__, {"days": table(days()), "in force": table(in_force())})


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), encoding="utf-8")
