"""The terminal view of ``infmap compare``."""

from collections.abc import Collection, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.analysis.compare import Compared, Sides
from infmap.analysis.counts import REACHED, Counted
from infmap.analysis.reach import Reach
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import ALL_ACCOUNTS
from infmap.looks.distances import Units, distance_text
from infmap.looks.rows import CompareRow
from infmap.looks.words import REACH_WORDS, SEAT, where_text
from infmap.tables.coverage_view import REACH_STYLE
from infmap.tables.grid import Grid
from infmap.treaty import LIMITS_KM


def compare_view(
    rows: Sequence[CompareRow], cat: Catalogue, sides: Sides, units: Units = Units.KM
) -> Group:
    """Return how many places change hands between two sides, then each of them for one site.

    A capital of one of two days alone changes no hands: it is told apart.
    """
    names = (_name(cat, sides, sides.left), _name(cat, sides, sides.right))
    counted = Counted(cat.capitals_of_any_day, cat.as_of)
    what = counted.word
    site_ids = [*dict.fromkeys(row["site_id"] for row in rows)]
    title = f"{names[0]} against {names[1]}"
    if not rows:
        return Group(Text(f"{title}: the same answer for every {what}."))
    absent = [
        {row.id for row in cat.capitals_of_any_day if not row.stands_on(day)} for day in sides.days
    ]
    of_one_day = set().union(*absent)
    by_site = {site: [row for row in rows if row["site_id"] == site] for site in site_ids}
    if len(site_ids) > 1:
        more = f"The {what}s of a site: --site ID; everything: --format csv."
        seats = counted.second_seats
        if any(row["target_id"] in seats for row in rows):
            title += f"; {what}s alone are counted, no {SEAT}"
        by_site = {
            site_id: [row for row in its if row["target_id"] not in seats]
            for site_id, its in by_site.items()
        }
        return Group(
            _overview(by_site, cat, names, title, of_one_day), Text(), Text(more, style="dim")
        )
    site = cat.site(site_ids[0])
    where = (
        f"from {site.name}" if sides.what is Compared.SITE else where_text(site.name, site.country)
    )
    alone = [row["target_id"] for row in rows if row["target_id"] in of_one_day]
    others = [row["target_id"] for row in rows if row["target_id"] not in of_one_day]
    told = f"{title}: {counted.text(others)} with another answer"
    told += f"; {counted.text(alone)} of one day alone" if alone else ""
    parts: list[RenderableType] = [
        Text(told),
        Text(where, style="bold"),
        _places(rows, counted, names, units, absent),
    ]
    return Group(*parts)


def _name(cat: Catalogue, sides: Sides, side: str) -> str:
    """Return what a side is called, in a heading."""
    if sides.what is Compared.SYSTEM:
        return cat.system_by_id[side].short_name
    if sides.what is Compared.SITE:
        return cat.site(side).name.partition(" (")[0].partition(",")[0]
    return REACH_WORDS["all"] if side == ALL_ACCOUNTS else side


def _overview(
    by_site: dict[str, list[CompareRow]],
    cat: Catalogue,
    names: tuple[str, str],
    title: str,
    of_one_day: Collection[str],
) -> Grid:
    heads = [f"in reach only: {name}" for name in names] + ["otherwise"]
    view = Grid("Site", *heads, right=heads, title=title)
    for site_id, rows in by_site.items():
        kinds = [
            (row["left"] in REACHED, row["right"] in REACHED)
            for row in rows
            if row["target_id"] not in of_one_day
        ]
        counts = [kinds.count((True, False)), kinds.count((False, True))]
        view.add_row(cat.site(site_id).name, *map(str, [*counts, len(rows) - sum(counts)]))
    return view


def _places(
    rows: Sequence[CompareRow],
    counted: Counted,
    names: tuple[str, str],
    units: Units,
    absent: Sequence[Collection[str]],
) -> Grid:
    seats = counted.second_seats & {row["target_id"] for row in rows}
    heads = counted.word.capitalize(), "Country"
    remarks = [""] if seats else []
    view = Grid(*heads, str(units), *names, *remarks, right=(units,), wrap=(*heads, *remarks))
    for row in rows:
        is_none = [row["target_id"] in ids for ids in absent] or [False, False]
        reaches = zip((row["left"], row["right"]), is_none, strict=True)
        view.add_row(
            row["target"],
            row["country"],
            distance_text(row["distance_km"], 1, LIMITS_KM, units),
            *(Text(f"no {counted.word}") if none else _reach(reach) for reach, none in reaches),
            *([SEAT if row["target_id"] in seats else ""] if seats else []),
        )
    return view


def _reach(reach: str) -> Text:
    return Text(REACH_WORDS[reach], style=REACH_STYLE[Reach(reach)])
