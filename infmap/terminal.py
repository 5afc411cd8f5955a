"""The tables as a person reads them in a terminal."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Status
from infmap.membership import Reach, band_counts
from infmap.tables import Listing, account_text, country_text, range_text
from infmap.terminal_grid import Grid
from infmap.treaty import RangeBand

if TYPE_CHECKING:
    import pandas as pd

#: Where the output is no terminal, lines are this wide and nothing is cut.
PLAIN_WIDTH = 160
REACH_STYLE = {
    Reach.ALL: "bold",
    Reach.SOME: "bold yellow",
    Reach.UNKNOWN: "cyan",
    Reach.NONE: "dim",
}


def show(view: RenderableType) -> None:
    """Print a view on standard output; colour only where a terminal wants it."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=PLAIN_WIDTH)
    console.print(view)


def plain_text(view: RenderableType) -> str:
    """Return a view as plain text."""
    file = io.StringIO()
    Console(file=file, highlight=False, width=PLAIN_WIDTH, no_color=True).print(view)
    return file.getvalue()


def coverage_view(rows: Sequence[dict[str, Any]], cat: Catalogue) -> Group:
    """Return the summary of each site, then the places: all for one site, else those in reach."""
    parts: list[RenderableType] = [_summary(rows, cat)]
    sites = cat.sites
    shown: dict[str, list[dict[str, Any]]] = {site.id: [] for site in sites}
    for row in rows:
        if len(sites) == 1 or row["reach"] in (Reach.ALL, Reach.SOME):
            shown[row["site_id"]].append(row)
    for site in sites:
        parts.append(Text())
        parts.append(Text(", ".join(filter(None, (site.name, site.country))), style="bold"))
        parts += [Text(f"  {line}") for line in _reported(cat, site)]
        if shown[site.id]:
            parts.append(_places(shown[site.id]))
        else:
            parts.append(Text("  No capital in reach of a strike system on any account."))
    if len(sites) > 1:
        parts.append(Text())
        parts.append(
            Text(
                "Only capitals in reach are listed. Every capital of a site: --site ID; "
                "everything: --format csv.",
                style="dim",
            )
        )
    return Group(*parts)


def reach_view(rows: Sequence[dict[str, Any]], cat: Catalogue) -> Group:
    """Return what reaches one place: a line for each party's figure at each site."""
    first = rows[0]
    title = ", ".join(part for part in (first["target"], first["country"]) if part)
    view = _grid("Site", "km", "Azimuth", "System", "Figure", "Whose", "In range", "Margin km")
    names = {site.id: site.name for site in cat.sites}
    for row in rows:
        head = [names[row["site_id"]], f"{row['distance_km']:.1f}", f"{row['azimuth_deg']:.1f}"]
        for entry in row["accounts"] or [None]:
            view.add_row(*head, *_answer(cat, entry))
            head = ["", "", ""]
    return Group(Text(f"What reaches {title}", style="bold"), view)


#: So many countries of an area are named, and the others counted.
COUNTRIES_NAMED = 6
CITIES_ONLY = "People in cities of 15,000 and more only (GeoNames), not the population."
GRID_ONLY = "People as the given grid has them."
NOMINAL = "A ring is a nominal range on somebody's account, not a capability."


def exposure_view(table: "pd.DataFrame", cat: Catalogue, *, of_cities: bool = True) -> Group:
    """Return people, places and countries in each ring and band, site by site.

    Rings of systems that strike nothing on the ground are marked. `of_cities` says whether the
    people are those of the bundled cities.
    """
    parts: list[RenderableType] = [
        Text("People in each ring and band, and countries touched", style="bold"),
        Text(f"{CITIES_ONLY if of_cities else GRID_ONLY} {NOMINAL}", style="dim"),
    ]
    counted = "Cities" if of_cities else "Places"
    for site in cat.sites:
        rows = table[table["site_id"] == site.id].to_dict("records")
        counts = _grid("Ring or band", "km", "Whose", counted, "People")
        for row in rows:
            counts.add_row(*_area_cells(cat, row))
        touched = _grid("km", "Countries touched")
        # Parties that agree on a figure share a ring.
        named = {_distances(row): _named(row["countries"]) for row in rows}
        for distances, countries in sorted(named.items()):
            touched.add_row(_distance_text(*distances), countries)
        head = ", ".join(filter(None, (site.name, site.country)))
        parts += [Text(), Text(head, style="bold"), counts, Text(), touched]
    return Group(*parts)


def _area_cells(cat: Catalogue, row: dict[str, Any]) -> list[str]:
    if row["area"] == "ring":
        system = cat.system_by_id[row["system_id"]].short_name
        name = system if row["strike"] else f"{system} (not a strike system)"
        km = f"{row['bound'].replace('_', ' ')} {row['max_km']:g}"
        whose = f"{row['claimant']} ({row['account']})"
    else:
        name, km, whose = row["band"] or "band", _distance_text(*_distances(row)), ""
    return [name, km, whose, f"{row['cities']:,}", f"{row['people']:,}"]


def _distances(row: dict[str, Any]) -> tuple[float, float]:
    """Return the edges of a ring or a band; the outer of one without end is infinite."""
    without_end = row["max_km"] != row["max_km"]
    return row["min_km"], float("inf") if without_end else row["max_km"]


def _distance_text(min_km: float, max_km: float) -> str:
    return f"{min_km:g} and more" if max_km == float("inf") else f"{min_km:g} to {max_km:g}"


def _named(countries: Sequence[dict[str, Any]]) -> str:
    named = ", ".join(map(country_text, countries[:COUNTRIES_NAMED]))
    others = len(countries) - COUNTRIES_NAMED
    return f"{named}, and {others} more" if others > 0 else named


#: The columns of each list, by the field that fills them.
LIST_COLUMNS = {
    Listing.SITES: ["id", "name", "country", "systems", "statuses", "themes"],
    Listing.SYSTEMS: ["id", "name", "designations", "operator", "kind", "basing"],
    Listing.CLAIMS: ["system_id", "account", "claimant", "figure", "measure", "as_of", "source_id"],
    Listing.ALLEGATIONS: ["id", "date", "accuser", "accused", "system_id", "article", "charge"],
    Listing.EVENTS: ["date", "title", "note"],
    Listing.SOURCES: ["id", "title", "publisher", "genre"],
}


def listing_view(rows: Sequence[dict[str, Any]], what: Listing) -> Grid:
    """Return a list of one table's rows."""
    view = _grid(*(column.replace("_", " ") for column in LIST_COLUMNS[what]))
    for row in rows:
        if what is Listing.CLAIMS:
            row = {**row, "figure": range_text(row["at_least_km"], row["up_to_km"])}
        view.add_row(*(_cell(row[column]) for column in LIST_COLUMNS[what]))
    return view


def card_view(card: dict[str, Any]) -> Group:
    """Return all there is on one thing, as `infmap.show` gives it."""
    title = card.get("name") or card.get("title") or card["id"]
    parts: list[RenderableType] = [
        Text(),
        Text(f"{title}  ({card['card']} {card['id']})", style="bold"),
    ]
    parts += [
        Text(f"  {field.replace('_', ' ')}: {_cell(value)}")
        for field, value in card.items()
        if field not in CARD_PARTS and _cell(value)
    ]
    if card.get("claims"):
        parts += [Text(), _claims(card["claims"], with_system=card["card"] == "site")]
        parts += [Text(f"  {line}") for line in _positions(card["claims"])]
    if card.get("deployments"):
        parts += [Text(), _deployments(card["deployments"], card["card"])]
    for charge in card.get("allegations", []):
        parts += [
            Text(),
            Text(
                f"{charge['accuser']} against {charge['accused']}, {charge['date']}", style="bold"
            ),
            Text(f"  Charge: {charge['charge']}"),
            Text(f"  Answer: {charge['answer']}"),
        ]
        if charge["article"]:
            parts.append(Text(f"  Articles: {charge['article']}"))
    if card.get("sources"):
        parts += [Text(), Text("Sources", style="bold")]
        for source in card["sources"]:
            parts.append(Text(f"  {source['id']}: {source['citation']}"))
            if source["URL"]:
                parts.append(Text(f"    {source['URL']}", style="dim"))
    return Group(*parts)


#: What a card shows in a way of its own.
CARD_PARTS = frozenset(
    {"card", "id", "name", "title", "claims", "deployments", "allegations", "sources"}
    | {"source_ids"}
)


def _claims(claims: Sequence[dict[str, Any]], *, with_system: bool) -> Grid:
    columns = ["Figure", "Whose", "Account", "Measure", "As of", "Verdict", "Article", "Source"]
    view = _grid(*(["System"] if with_system else []), *columns, title="Accounts, side by side")
    for claim in claims:
        verdict = claim["verdict"]
        cells = [
            *([claim["system_id"]] if with_system else []),
            claim["figure"],
            claim["claimant"],
            claim["account"],
            _cell(claim["measure"]),
            _cell(claim["as_of"]),
            verdict["outcome"],
            verdict["article"],
            claim["source_id"],
        ]
        view.add_row(*cells)
    return view


def _positions(claims: Sequence[dict[str, Any]]) -> list[str]:
    """Return the reasons for the verdicts, and both sides' positions, each once."""
    lines = [f"{claim['figure']}: {claim['verdict']['reason']}" for claim in claims]
    lines += [f"{who}: {what}" for claim in claims for who, what in claim["verdict"]["positions"]]
    return list(dict.fromkeys(lines))


def _deployments(reports: Sequence[dict[str, Any]], card: str) -> Grid:
    where = "site" if card == "system" else "system_id"
    view = _grid(where.partition("_")[0].title(), "Status", "From", "Until", "Reported by", "Note")
    for row in reports:
        fields = [where, "status", "first_reported", "until", "reported_by", "note"]
        view.add_row(*(_cell(row[field]) for field in fields))
    return view


def _cell(value: Any) -> str:
    """Return any cell in words; what is empty is blank."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        return "-".join(str(part) for part in value.get("date-parts", [[]])[0])
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return str(value)


def _answer(cat: Catalogue, entry: dict[str, Any] | None) -> list[str]:
    if entry is None:
        return ["no figure for what is reported here", "", "", "", ""]
    answer = account_text(entry).rpartition(": ")[2]
    margin = "" if entry["margin_km"] is None else f"{entry['margin_km']:+.0f}"
    return [
        cat.system_by_id[entry["system_id"]].short_name,
        range_text(entry["at_least_km"], entry["up_to_km"]),
        f"{entry['claimant']} ({entry['account']})",
        answer,
        margin,
    ]


def _summary(rows: Sequence[dict[str, Any]], cat: Catalogue) -> Grid:
    view = _grid(
        "Site",
        *(f"{band}" for band in RangeBand),
        "in reach, all accounts",
        "some accounts",
        title="Capitals by distance from each site (of these, NATO members')",
    )
    names = {site.id: site.name for site in cat.sites}
    for row in band_counts(rows, cat):
        view.add_row(
            names[row["site_id"]],
            *(f"{row[band]} ({row[f'{band} NATO']})" for band in map(str, RangeBand)),
            str(row[f"reach {Reach.ALL}"]),
            str(row[f"reach {Reach.SOME}"]),
        )
    return view


def _reported(cat: Catalogue, site: Site) -> list[str]:
    """Return a line for each system reported at a site: how sure, and every party's figure."""
    lines = []
    for system_id in site.system_ids:
        reports = [row for row in site.deployments if row.system_id == system_id]
        words = ", ".join(dict.fromkeys(_report(row.status, row.first_reported) for row in reports))
        figures = "; ".join(
            f"{range_text(claim.at_least_km, claim.up_to_km)} ({claim.claimant})"
            for claim in cat.claims_by_system[system_id]
        )
        lines.append(f"{cat.system_by_id[system_id].name} ({words}): {figures or 'no figure'}")
    return lines


def _report(status: Status, first_reported: str | None) -> str:
    return f"{status} {first_reported}" if first_reported else str(status)


def _places(rows: Sequence[dict[str, Any]]) -> Grid:
    view = _grid("Capital", "Country", "km", "Azimuth", "Band", "Reach", "")
    for row in rows:
        view.add_row(
            row["target"],
            row["country"],
            f"{row['distance_km']:.1f}",
            f"{row['azimuth_deg']:.1f}",
            row["band"],
            Text(row["reach"], style=REACH_STYLE[Reach(row["reach"])]),
            "near the edge" if row["near_edge"] else "",
        )
    return view


def _grid(*columns: str, title: str | None = None) -> Grid:
    numbers = {"km", "Azimuth", "Margin km", "Cities", "Places", "People", *map(str, RangeBand)}
    numbers |= {column for column in columns if column.endswith("accounts")}
    return Grid(*columns, right=numbers, title=title)


class ScreeningBar:
    """A bar on standard error: how far a screening is, how fast, and how long it still takes."""

    def __init__(self) -> None:
        from rich.progress import (
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self.measured = 0
        console = Console(stderr=True)
        self._progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]} places, {task.fields[rate]}/s"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, rows=0, rate="0")

    def __enter__(self) -> "ScreeningBar":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, size: int) -> None:
        """Take how many bytes of input there are."""
        self._progress.update(self._task, total=size)

    def advance(self, rows: int, size: int) -> None:
        """Take how many rows, of about how many bytes, were measured since the last call."""
        self.measured += rows
        elapsed = self._progress.tasks[0].elapsed or 1.0
        self._progress.update(
            self._task, advance=size, rows=self.measured, rate=f"{self.measured / elapsed:,.0f}"
        )
