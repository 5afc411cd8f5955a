"""The terminal views of ``infmap coverage`` and ``infmap reach``."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.analysis.answer import SiteAnswer, site_answers
from infmap.analysis.counts import REACHED, is_reached
from infmap.analysis.coverage import row_distance_text
from infmap.analysis.reach import Reach
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Capital
from infmap.looks.records import Answer, CoverageRow
from infmap.looks.words import (
    EDGE_WORDS,
    NO_FIGURE,
    RELATION_WORDS,
    answer_text,
    distance_text,
    range_text,
    reach_text,
    where_text,
    whose_text,
)
from infmap.tables.grid import Grid
from infmap.treaty import RangeBand

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
    answers = site_answers(rows, cat, targets)
    what = answers[0].place_word
    where = " at this distance" if in_band else ""
    parts: list[RenderableType] = [_summary(answers)]
    for answer in answers:
        parts.append(Text())
        parts.append(Text(where_text(answer.site.name, answer.site.country), style="bold"))
        parts += [Text(f"  {line}") for line in _reported(answer)]
        is_alone = len(answers) == 1
        if shown := [row for row in answer.coverage if is_alone or is_reached(row)]:
            parts.append(_places(shown, what))
        elif is_alone:
            parts.append(Text(f"  No {what}{where}."))
        elif not answer.figures:
            parts.append(Text(f"  {NO_FIGURE.capitalize()}."))
        else:
            words = f"  No {what}{where} in reach of a strike system on any account."
            parts.append(Text(words))
    if len(answers) > 1:
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


def _answer(cat: Catalogue, entry: Answer) -> list[str]:
    km = entry["margin_km"]
    margin = "" if km is None else f"{'+' if km >= 0 else ''}{distance_text(km, 0, [0])}"
    return [
        cat.system_by_id[entry["system_id"]].short_name,
        range_text(entry["at_least_km"], entry["up_to_km"]),
        whose_text(entry["claimant"], entry["account"]),
        answer_text(entry),
        margin,
    ]


def _summary(answers: Sequence[SiteAnswer]) -> Grid:
    heads = [*map(str, RangeBand), "foreign in reach, all accounts", "some accounts"]
    nato = answers[0].nato
    title = f"{answers[0].place_word.capitalize()}s by distance from each site"
    if nato.is_known:
        heads.append("of these NATO")
        title += f" ({nato.unknown_text})" if nato.unknown else ""
    view = Grid("Site", *heads, right=heads, title=title)
    for answer in answers:
        if answer.rows:
            view.add_row(
                answer.site.name,
                *(str(answer.by_band[band]) for band in RangeBand),
                *(str(len(answer.foreign(reach))) for reach in REACHED),
                *([str(nato.count(answer.foreign(*REACHED)))] if nato.is_known else []),
            )
    return view


def _reported(answer: SiteAnswer) -> list[str]:
    """Return a line for each system reported at a site: its status, and every party's figure."""
    lines = []
    for system_id in answer.site.system_ids:
        reports = [report for report in answer.reports if report.system.id == system_id]
        words = "; ".join(dict.fromkeys(report.status for report in reports))
        figures = "; ".join(
            f"{range_text(claim.at_least_km, claim.up_to_km)} ({claim.claimant})"
            for claim in answer.cat.claims_by_system[system_id]
        )
        lines.append(f"{reports[0].system.name} ({words}): {figures or NO_FIGURE}")
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
