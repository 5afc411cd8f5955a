"""The terminal views of ``infmap coverage`` and ``infmap reach``."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.analysis.counts import is_reached, site_counts
from infmap.analysis.coverage import row_distance_text
from infmap.analysis.nato import nato_of
from infmap.analysis.reach import Reach
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Capital, place_word
from infmap.looks.records import Answer, AnswerRow, CoverageRow
from infmap.looks.words import (
    EDGE_WORDS,
    NO_FIGURE,
    RELATION_WORDS,
    answer_text,
    distance_text,
    range_text,
    reach_text,
    status_text,
    where_text,
    whose_text,
)
from infmap.tables.grid import Grid
from infmap.treaty import LIMITS_KM, RangeBand

REACH_STYLE = {
    Reach.ALL: "bold",
    Reach.SOME: "bold yellow",
    Reach.UNKNOWN: "cyan",
    Reach.NONE: "dim",
}


def coverage_view(
    rows: Sequence[CoverageRow],
    cat: Catalogue,
    targets: Sequence[Capital] | None = None,
    *,
    in_band: bool = False,
) -> Group:
    """Return the summary of each site, then the places: all for one site, else those in reach."""
    what = place_word(cat.capital_rows if targets is None else targets)
    where = " at this distance" if in_band else ""
    parts: list[RenderableType] = [_summary(rows, cat, targets)]
    sites = cat.sites
    shown: dict[str, list[CoverageRow]] = {site.id: [] for site in sites}
    for row in rows:
        if len(sites) == 1 or is_reached(row):
            shown[row["site_id"]].append(row)
    for site in sites:
        parts.append(Text())
        parts.append(Text(where_text(site.name, site.country), style="bold"))
        parts += [Text(f"  {line}") for line in _reported(cat, site)]
        if shown[site.id]:
            parts.append(_places(shown[site.id], what))
        elif len(sites) == 1:
            parts.append(Text(f"  No {what}{where}."))
        elif not cat.claims_at(site):
            parts.append(Text(f"  {NO_FIGURE.capitalize()}."))
        else:
            words = f"  No {what}{where} in reach of a strike system on any account."
            parts.append(Text(words))
    if len(sites) > 1:
        parts.append(Text())
        parts.append(
            Text(
                f"Only {what}s in reach are listed. Every {what} of a site: --site ID; "
                "everything: --format csv.",
                style="dim",
            )
        )
    return Group(*parts)


def reach_view(rows: Sequence[CoverageRow], cat: Catalogue) -> Group:
    """Return what reaches one place: a line for each party's figure at each site."""
    first = rows[0]
    title = where_text(first["target"], first["country"])
    columns = ("Site", "km", "Azimuth", "System", "Figure", "Whose", "In range", "Margin km")
    view = Grid(*columns, right=("km", "Azimuth", "Margin km"))
    names = {site.id: site.name for site in cat.sites}
    for row in rows:
        head = [
            names[row["site_id"]],
            row_distance_text(row, 1),
            f"{row['azimuth_deg']:.1f}",
        ]
        if not row["accounts"]:
            view.add_row(*head, "", NO_FIGURE, "", "", "")
        for entry in row["accounts"]:
            view.add_row(*head, *_answer(cat, entry))
            head = ["", "", ""]
    return Group(Text(f"What reaches {title}", style="bold"), view)


def answers_view(rows: Sequence[AnswerRow], cat: Catalogue) -> Grid:
    """Return a line for each party's figure at each site, and what it says of each place."""
    columns = ("Site", "Place", "km", "System", "Figure", "Whose", "In range", "Margin km")
    view = Grid(*columns, right=("km", "Margin km"))
    names = {site.id: site.name for site in cat.sites}
    before: tuple[str, str] | None = None
    for row in rows:
        turns = [end for end in (row["at_least_km"], row["up_to_km"]) if end is not None]
        km = distance_text(row["distance_km"], 1, [*LIMITS_KM, *turns])
        here = (row["site_id"], row["target_id"])
        head = ["", "", ""] if here == before else [names[row["site_id"]], row["target"], km]
        before = here
        view.add_row(
            *head, *(_answer(cat, row) if row["system_id"] else ("", NO_FIGURE, "", "", ""))
        )
    return view


def _answer(cat: Catalogue, entry: Answer | AnswerRow) -> list[str]:
    km = entry["margin_km"]
    margin = "" if km is None else f"{'+' if km >= 0 else ''}{distance_text(km, 0, [0])}"
    return [
        cat.system_by_id[entry["system_id"]].short_name,
        range_text(entry["at_least_km"], entry["up_to_km"]),
        whose_text(entry["claimant"], entry["account"]),
        answer_text(entry),
        margin,
    ]


def _summary(
    rows: Sequence[CoverageRow], cat: Catalogue, targets: Sequence[Capital] | None
) -> Grid:
    heads = [*map(str, RangeBand), "foreign in reach, all accounts", "some accounts"]
    places = cat.capital_rows if targets is None else targets
    nato = nato_of(places, cat.as_of)
    title = f"{place_word(places).capitalize()}s by distance from each site"
    if nato.is_known:
        heads.append("of these NATO")
        title += f" ({nato.unknown_text})" if nato.unknown else ""
    view = Grid("Site", *heads, right=heads, title=title)
    names = {site.id: site.name for site in cat.sites}
    for site_id, counts in site_counts(rows, cat, targets).items():
        view.add_row(
            names[site_id],
            *(str(counts.by_band[band]) for band in RangeBand),
            str(counts.reached[Reach.ALL]),
            str(counts.reached[Reach.SOME]),
            *([str(counts.nato_reached)] if nato.is_known else []),
        )
    return view


def _reported(cat: Catalogue, site: Site) -> list[str]:
    """Return a line for each system reported at a site: its status, and every party's figure."""
    lines = []
    for system_id in site.system_ids:
        reports = [row for row in site.deployments if row.system_id == system_id]
        words = "; ".join(
            dict.fromkeys(status_text(row.status, row.first_reported, row.until) for row in reports)
        )
        figures = "; ".join(
            f"{range_text(claim.at_least_km, claim.up_to_km)} ({claim.claimant})"
            for claim in cat.claims_by_system[system_id]
        )
        lines.append(f"{cat.system_by_id[system_id].name} ({words}): {figures or NO_FIGURE}")
    return lines


def _remarks(row: CoverageRow) -> list[str]:
    """Return remarks on a place: its relation to the site, and whether it lies near an edge."""
    remarks = [RELATION_WORDS.get(row["relation"], "")]
    remarks += [EDGE_WORDS["near_edge"]] * row["near_edge"]
    remarks += [EDGE_WORDS["near_band_edge"]] * row["near_band_edge"]
    return [*filter(None, remarks)]


def _places(rows: Sequence[CoverageRow], what: str) -> Grid:
    columns = (what.capitalize(), "Country", "km", "Azimuth", "Band", "Reach", "")
    view = Grid(*columns, right=("km", "Azimuth"))
    for row in rows:
        view.add_row(
            row["target"],
            row["country"],
            row_distance_text(row, 1),
            f"{row['azimuth_deg']:.1f}",
            row["band"],
            Text(reach_text(row["reach"], row["accounts"]), style=REACH_STYLE[Reach(row["reach"])]),
            "; ".join(_remarks(row)),
        )
    return view
