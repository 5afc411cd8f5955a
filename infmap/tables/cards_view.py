"""The terminal views of ``infmap list`` and ``infmap show``."""

from collections.abc import Mapping, Sequence
from typing import cast

from rich.console import Group, RenderableType
from rich.text import Text

from infmap.catalogue.publications import csl_date
from infmap.catalogue.rows import Role
from infmap.looks.distances import Units, head_in, length_text
from infmap.looks.listings import Listing
from infmap.looks.records import Card, ClaimCard, ClaimRecord, HeldVerdict, ListRow, ReportCard
from infmap.looks.words import SEAT, range_text, read_text, whose_text
from infmap.tables.blocks import Blocks, Line
from infmap.tables.grid import Grid

#: The fields shown as columns of each list.
LIST_COLUMNS = {
    Listing.SITES: ["id", "name", "country", "lon", "lat", "systems", "statuses", "themes"],
    Listing.SYSTEMS: ["id", "name", "designations", "operator", "kind", "basing"],
    Listing.CLAIMS: ["system_id", "account", "claimant", "figure", "measure", "as_of", "source_id"],
    Listing.CAPITALS: ["id", "name", "country", "lon", "lat", "role", "nato_since"],
    Listing.CITIES: ["name", "country", "lon", "lat", "population"],
    Listing.ALLEGATIONS: ["id", "date", "accuser", "accused", "system_id", "article", "charge"],
    Listing.EVENTS: ["date", "title", "note"],
    Listing.SOURCES: ["id", "title", "publisher", "genre", "read"],
}
#: Which of them go first where there is no room, and which may be wrapped.
DROPPED = {
    Listing.SITES: ["lat", "lon", "themes", "statuses"],
    Listing.SYSTEMS: ["basing", "designations"],
    Listing.CLAIMS: ["source id", "measure"],
    Listing.CAPITALS: ["nato since", "role"],
    Listing.ALLEGATIONS: ["article", "system id"],
    Listing.SOURCES: ["genre", "read"],
}
WRAPPED = {
    Listing.SITES: ["name", "systems", "statuses"],
    Listing.SYSTEMS: ["name", "designations", "operator", "basing"],
    Listing.CLAIMS: ["claimant"],
    Listing.CAPITALS: ["name", "country"],
    Listing.CITIES: ["name", "country"],
    Listing.ALLEGATIONS: ["accuser", "accused", "system id", "article", "charge"],
    Listing.EVENTS: ["title", "note"],
    Listing.SOURCES: ["title", "publisher"],
}


def listing_view(rows: Sequence[ListRow], what: Listing, units: Units = Units.KM) -> Grid:
    """Return the rows of one table as a grid, figures in a unit."""
    view = Grid(
        *(column.replace("_", " ") for column in LIST_COLUMNS[what]),
        drop=DROPPED.get(what, ()),
        wrap=WRAPPED.get(what, ()),
    )
    for row in rows:
        cells: dict[str, object] = dict(row.items())
        if what is Listing.CLAIMS:
            claim = cast(ClaimRecord, row)
            cells["figure"] = range_text(claim["at_least_km"], claim["up_to_km"], units)
        view.add_row(*(_cell(cells.get(column)) for column in LIST_COLUMNS[what]))
    return view


def card_view(card: Card, units: Units = Units.KM) -> Group:
    """Return the view of a card from `infmap.show`, figures in a unit.

    A verdict and its reason are in the treaty's kilometres, so figures keep theirs in brackets.
    """
    if card["card"] == "event" or card["card"] == "source":
        title = card["title"]
    elif card["card"] == "allegation":
        title = ""
    else:
        title = card["name"]
    title = title or card["id"]
    what = SEAT if card.get("role") == Role.SEAT_OF_GOVERNMENT else card["card"]
    parts: list[RenderableType] = [
        Text(),
        Text(f"{title}  ({what} {card['id']})", style="bold"),
    ]
    parts += [
        Line(_field(field, value, units))
        for field, value in card.items()
        if field not in CARD_PARTS and _cell(value)
        if (field, value) != ("position_precision_km", 0)  # as where nobody states one
    ]
    if card["card"] == "system" or card["card"] == "site":
        if card["claims"]:
            with_system = card["card"] == "site"
            parts += [Text(), _claims(card["claims"], units, with_system=with_system)]
            parts += map(Line, _positions(card["claims"], units))
        if card["deployments"]:
            parts += [Text(), _deployments(card["deployments"], card["card"])]
    for charge in card["allegations"] if card["card"] == "system" else []:
        parts += [
            Text(),
            Text(
                f"{charge['accuser']} against {charge['accused']}, {charge['date']}", style="bold"
            ),
            Line(f"Charge: {charge['charge']}"),
            Line(f"Answer: {charge['answer']}"),
        ]
        if charge["article"]:
            parts.append(Line(f"Articles: {charge['article']}"))
    if card["sources"]:
        parts += [Text(), Text("Sources", style="bold")]
    for source in card["sources"]:
        how = f" ({read_text(source['read'])})" if source["read"] else ""
        parts.append(Line(f"{source['id']}: {source['citation']}{how}"))
        if source["URL"]:
            parts.append(Line(source["URL"], indent=4, style="dim"))
    if card["card"] == "system" or card["card"] == "site":
        parts += (Line(claim["report"]) for claim in card["claims"] if "report" in claim)
    return Group(*parts)


#: The fields that `card_view` lays out itself.
CARD_PARTS = frozenset(
    {"card", "id", "name", "title", "claims", "deployments", "allegations", "sources"}
    | {"source_ids"}
)


def _field(field: str, value: object, units: Units) -> str:
    """Return a line of a card: the name of a field, and its value."""
    if field.endswith("_km") and isinstance(value, int | float):
        return f"{head_in(field, units).replace('_', ' ')}: {length_text(value, units)}"
    return f"{field.replace('_', ' ')}: {_cell(value)}"


def _figure(claim: ClaimCard, units: Units) -> str:
    return range_text(claim["at_least_km"], claim["up_to_km"], units, with_km=True)


def _claims(claims: Sequence[ClaimCard], units: Units, *, with_system: bool) -> Blocks:
    """Return every figure, with a line for each different verdict on it."""
    by_holder = any(len(claim["verdicts"]) > 1 for claim in claims)
    columns = ["Figure", "Whose", "Account", "Measure", "As of"]
    columns += ["Held by"] if by_holder else []
    columns += ["Verdict", "Article", "Source"]
    title = "Accounts, side by side"
    view = Grid(*(["System"] if with_system else []), *columns, title=title)
    for claim in claims:
        figure = [
            *([claim["system_id"]] if with_system else []),
            _figure(claim, units),
            claim["claimant"],
            claim["account"],
            _cell(claim["measure"]),
            _cell(claim["as_of"]),
        ]
        source = claim["source_id"]
        for verdict in claim["verdicts"]:
            held = [_cell(verdict["holders"])] if by_holder else []
            view.add_row(*figure, *held, _said(verdict), verdict["article"], source)
            figure, source = [""] * len(figure), ""
    return Blocks(view, [(title, [_claim_line(claim, units, with_system) for claim in claims])])


def _claim_line(claim: ClaimCard, units: Units, with_system: bool) -> str:
    """Return a figure and the verdicts on it, for where the table has no room."""
    figure = [claim["system_id"]] if with_system else []
    figure += [_figure(claim, units), whose_text(claim["claimant"], claim["account"])]
    figure += filter(None, [f"{_cell(claim['measure'])} {_cell(claim['as_of'])}".strip()])
    verdicts = []
    for verdict in claim["verdicts"]:
        article = f", {verdict['article']}" if verdict["article"] else ""
        held = f" (held by {_cell(verdict['holders'])})" if len(claim["verdicts"]) > 1 else ""
        verdicts.append(f"{_said(verdict)}{article}{held}")
    return f"{', '.join(figure)}: {'; '.join(verdicts)}. Source: {claim['source_id']}"


def _said(verdict: HeldVerdict) -> str:
    return ", ".join(filter(None, (verdict["outcome"], verdict["proviso"])))


def _positions(claims: Sequence[ClaimCard], units: Units) -> list[str]:
    """Return the reasons for the verdicts, and both sides' positions, each once."""
    is_of_many = len({claim["system_id"] for claim in claims}) > 1
    figures: dict[str, dict[str, None]] = {}
    positions: dict[str, None] = {}
    for claim in claims:
        figure = _figure(claim, units)
        figure = f"{claim['system_id']}, {figure}" if is_of_many else figure
        for verdict in claim["verdicts"]:
            figures.setdefault(verdict["reason"], {})[figure] = None
            positions |= dict.fromkeys(f"{who}: {what}" for who, what in verdict["positions"])
    every = {figure: None for those in figures.values() for figure in those}
    reasons = (
        f"{'; '.join(those) if those != every else 'Every figure'}: {reason}"
        for reason, those in figures.items()
    )
    return [*reasons, *positions]


def _deployments(reports: Sequence[ReportCard], card: str) -> Grid:
    is_of_system = card == "system"
    where = "Site" if is_of_system else "System"
    view = Grid(where, "Status", "From", "Until", "Reported by", "Note")
    for row in reports:
        view.add_row(
            row["site"] if is_of_system else row["system_id"],
            row["status"],
            _cell(row["first_reported"]),
            _cell(row["until"]),
            row["reported_by"],
            row["note"],
        )
    return view


def _cell(value: object) -> str:
    """Return a value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return csl_date(value)
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return str(value)
