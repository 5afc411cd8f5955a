"""The terminal views of ``infmap coverage`` and ``infmap reach``."""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.analysis.answer import SiteAnswer, site_answers
from infmap.analysis.counts import REACHED, is_reached
from infmap.analysis.coverage import row_distance_text, row_distance_words
from infmap.analysis.reach import Reach
from infmap.analysis.relations import relation_words
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.over import name_with_end
from infmap.catalogue.rows import Capital, Claim
from infmap.catalogue.striking import why_none, why_not
from infmap.looks.distances import Units, distance_text, distance_words, head_in
from infmap.looks.rows import Answer, AnswerRow, CoverageRow
from infmap.looks.words import (
    EDGE_WORDS,
    ENGAGEMENT,
    NO_FIGURE,
    SEAT,
    UNREAD,
    answer_text,
    figure_text,
    reach_text,
    turns_km,
    where_text,
    whose_text,
)
from infmap.tables.blocks import Blocks, Line
from infmap.tables.grid import Grid
from infmap.treaty import LIMITS_KM, TREATY_BANDS, Bands, RangeBand

#: Magenta is read on white and on black; yellow and cyan are not.
REACH_STYLE = {
    Reach.ALL: "bold",
    Reach.SOME: "bold magenta",
    Reach.UNKNOWN: "",
    Reach.NONE: "dim",
}
#: Headings of the summary where there is no room for whole ones.
SHORT_HEADS = {
    RangeBand.BELOW: "<500",
    RangeBand.SHORTER: "to 1000",
    RangeBand.INTERMEDIATE: "to 5500",
    RangeBand.BEYOND: ">5500",
    "foreign in reach, all accounts": "reached: all",
    "in reach, all accounts": "reached: all",
    "some accounts": "some",
    "of these NATO": "NATO",
}
#: Of more sites than this only the summary is shown.
MOST_LISTED = 3


def coverage_view(
    rows: Sequence[CoverageRow],
    cat: Catalogue,
    targets: Sequence[Capital] | None = None,
    *,
    bands: Bands = TREATY_BANDS,
    in_band: bool = False,
) -> Group:
    """Return the summary of each site, then of few sites the places, of one all, else in reach.

    With `in_band`, the rows are of the places in the band alone.
    """
    answers = site_answers(rows, cat, targets, bands)
    what = answers[0].place_word
    where = " at this distance" if in_band else ""
    parts: list[RenderableType] = [_summary(answers)]
    if len(answers) > MOST_LISTED:
        more = f"The {what}s of a site: --site ID, its id by infmap list sites; everything: "
        return Group(*parts, Text(), Text(f"{more}--format csv.", style="dim"))
    for answer in answers:
        parts.append(Text())
        parts.append(Text(where_text(answer.site.name, answer.site.country), style="bold"))
        parts += map(Line, _reported(answer))
        is_alone = len(answers) == 1
        if shown := [row for row in answer.coverage if is_alone or is_reached(row)]:
            parts.append(_places(shown, answer))
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


def reach_view(rows: Sequence[CoverageRow], cat: Catalogue, units: Units = Units.KM) -> Group:
    """Return what reaches one place: a line for each party's figure at each site."""
    first = rows[0]
    title = where_text(first["target"], first["country"])
    margin, bands = head_in("Margin km", units), TREATY_BANDS.in_units(units)
    columns = ("Site", str(units), "Azimuth", "System", "Figure", "Whose", "In range", margin)
    grid = Grid(*columns, right=(units, "Azimuth", margin))
    by_id = {site.id: site for site in cat.sites}
    names = {ident: _name_with_end(site, cat) for ident, site in by_id.items()}
    blocks: list[tuple[str, list[str]]] = []
    for row in rows:
        distance, azimuth = row_distance_text(row, 1, bands), f"{row['azimuth_deg']:.1f}"
        head, lines = [names[row["site_id"]], distance, azimuth], []
        answers = [_answer(cat, entry, row["distance_km"], units) for entry in row["accounts"]]
        silent = [one for one in by_id[row["site_id"]].system_ids if not cat.claims_by_system[one]]
        for cells in (*answers, *(_no_answer(cat, system_id) for system_id in silent)):
            grid.add_row(*head, *cells)
            head = ["", "", ""]
            lines.append(_line(cells, units))
        heading = f"{names[row['site_id']]}, {row_distance_words(row, 1, bands)}"
        blocks.append((f"{heading}, azimuth {azimuth}°", lines))
    return Group(Text(f"What reaches {title}", style="bold"), Blocks(grid, blocks))


def _name_with_end(site: Site, cat: Catalogue) -> str:
    return name_with_end(site.name, site.deployments, cat.as_of)


def answers_view(rows: Sequence[AnswerRow], cat: Catalogue, units: Units = Units.KM) -> Blocks:
    """Return a line for each party's figure at each site, and what it says of each place."""
    margin = head_in("Margin km", units)
    columns = ("Site", "Place", str(units), "System", "Figure", "Whose", "In range", margin)
    grid = Grid(*columns, right=(units, margin))
    names = {site.id: _name_with_end(site, cat) for site in cat.sites}
    over = {site.id for site in cat.sites if names[site.id] != site.name}
    blocks: list[tuple[str, list[str]]] = []
    for (site_id, _), of_place in groupby(rows, itemgetter("site_id", "target_id")):
        figures = [*of_place]
        first = figures[0]
        here_km = first["distance_km"]
        # On its side of every figure that stands beside it.
        cut = (here_km, 1, turns_km(figures, LIMITS_KM), units)
        head = [names[site_id], first["target"], distance_text(*cut)]
        lines = []
        for row in figures:
            has_figure = bool(row["account"])
            cells = (
                _answer(cat, row, here_km, units)
                if has_figure
                else _no_answer(cat, row["system_id"])
            )
            grid.add_row(*head, *cells)
            lines.append(_line(cells, units))
            head = ["", "", ""]
        to = f"to {first['target']}, {distance_words(*cut)}"
        blocks.append((f"{names[site_id]}{';' if site_id in over else ''} {to}", lines))
    return Blocks(grid, blocks)


def _line(cells: Sequence[str], units: Units) -> str:
    system, figure, whose, answer, margin = cells
    said = f"{whose}: {answer}{f', margin {margin} {units}' if margin else ''}"
    return ", ".join(filter(None, (system, figure, said if whose else "")))


def _no_answer(cat: Catalogue, system_id: str) -> list[str]:
    """Return the cells of a system of which nobody whose account is asked gives a figure."""
    return [cat.system_by_id[system_id].short_name, NO_FIGURE, "", "", ""]


def _answer(
    cat: Catalogue, entry: Answer | AnswerRow, distance_km: float, units: Units
) -> list[str]:
    km = entry["margin_km"]
    whose = whose_text(entry["claimant"], entry["account"])
    unread = UNREAD if cat.source(entry["source_id"]).is_unread else ""
    margin = "" if km is None else f"{'+' if km >= 0 else ''}{distance_text(km, 0, [0], units)}"
    return [
        cat.system_by_id[entry["system_id"]].short_name,
        figure_text(entry["at_least_km"], entry["up_to_km"], units, [distance_km]),
        ", ".join(filter(None, (whose, unread))),
        answer_text(entry, why_none(cat, entry["system_id"])),
        margin,
    ]


def _summary(answers: Sequence[SiteAnswer]) -> Grid:
    bands = answers[0].bands
    # With a band of their own only the places in it are there to count.
    zones = bands.zones if bands.is_treatys else bands.inside
    names = [zone.name if bands.is_treatys else zone.long for zone in zones]
    is_foreign = answers[0].place_word == "capital" or any(answer.has_own for answer in answers)
    foreign = "foreign " if is_foreign else ""
    heads = [*names, f"{foreign}in reach, all accounts", "some accounts"]
    nato = answers[0].nato
    title = f"{answers[0].place_word.capitalize()}s by distance from each site"
    if answers[0].counted.second_seats:
        title += f"; no {SEAT} is counted"
    if nato.is_known:
        heads.append("of these NATO")
        title += f" ({nato.unknown_text})" if nato.unknown else ""
    view = Grid("Site", *heads, right=heads, title=title, wrap=["Site"], short=SHORT_HEADS)
    for answer in answers:
        view.add_row(
            _name_with_end(answer.site, answer.cat),
            *(str(answer.by_band[zone.name]) for zone in zones),
            *(str(len(answer.foreign(reach))) for reach in REACHED),
            *([str(nato.count(answer.foreign(*REACHED)))] if nato.is_known else []),
        )
    return view


def _reported(answer: SiteAnswer) -> list[str]:
    """Return a line for each system reported at a site: its status, and every party's figure."""
    lines, units = [], answer.bands.units
    shown_km = [row["distance_km"] for row in answer.coverage]
    for system_id in answer.site.system_ids:
        reports = [report for report in answer.reports if report.system.id == system_id]
        words = "; ".join(dict.fromkeys(report.status for report in reports))
        figures = "; ".join(
            f"{figure_text(claim.at_least_km, claim.up_to_km, units, shown_km)} "
            f"({', '.join((claim.claimant, *_marks(answer.cat, claim)))})"
            for claim in answer.cat.claims_by_system[system_id]
        )
        lines.append(f"{reports[0].system.name} ({words}): {figures or NO_FIGURE}")
    return lines


def _marks(cat: Catalogue, claim: Claim) -> list[str]:
    """Return what is to be known of a figure: that nobody read it, or an engagement reach."""
    is_engagement = why_not(cat, claim) == ENGAGEMENT
    return [UNREAD] * cat.is_unread(claim) + [ENGAGEMENT] * is_engagement


def _remarks(row: CoverageRow, answer: SiteAnswer) -> list[str]:
    """Return remarks on a place: what it is to its state and the site, and what edge is near."""
    remarks = [SEAT] * (row["target_id"] in answer.counted.second_seats)
    remarks += [relation_words(answer.cat, answer.site, row["relation"])]
    remarks += [EDGE_WORDS["near_edge"]] * row["near_edge"]
    remarks += [EDGE_WORDS["near_band_edge"]] * row["near_band_edge"]
    return [*filter(None, remarks)]


def _places(rows: Sequence[CoverageRow], answer: SiteAnswer) -> Grid:
    bands = answer.bands
    # With a band of their own all the places are in it.
    band = ("Band",) if bands.is_treatys else ()
    units, what = str(bands.units), answer.place_word
    columns = (what.capitalize(), "Country", units, "Azimuth", *band, "Reach", "")
    view = Grid(
        *columns,
        right=(units, "Azimuth"),
        drop=("Azimuth", *band),
        wrap=(what.capitalize(), "Country", ""),
    )
    for row in rows:
        view.add_row(
            row["target"],
            row["country"],
            row_distance_text(row, 1, bands),
            f"{row['azimuth_deg']:.1f}",
            *([row["band"]] if band else []),
            Text(reach_text(row["reach"], row["accounts"]), style=REACH_STYLE[Reach(row["reach"])]),
            "; ".join(_remarks(row, answer)),
        )
    return view
