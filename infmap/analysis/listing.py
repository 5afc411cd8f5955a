"""The catalogue's tables as lists: sites, systems, figures, capitals, charges and the rest."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, cast

from infmap.arguments import checks_kinds

if TYPE_CHECKING:
    from datetime import date

    from infmap.catalogue import Catalogue, Site
    from infmap.catalogue.rows import Row
    from infmap.looks.records import ListRow, SiteRow


class Listing(StrEnum):
    """Which of the catalogue's tables to list."""

    SITES = "sites"
    SYSTEMS = "systems"
    CLAIMS = "claims"
    CAPITALS = "capitals"
    CITIES = "cities"
    ALLEGATIONS = "allegations"
    EVENTS = "events"
    SOURCES = "sources"


@checks_kinds
def list_table(cat: "Catalogue", what: str) -> "list[ListRow]":
    """Return one of the catalogue's tables as JSON-ready rows, as its filters leave them.

    Systems, figures and charges stay if their system is still reported somewhere. Charges and
    events stay if they are not after the day, sources if a row that stays cites them. An account
    filters no systems.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`, or what `Catalogue.select` leaves of one.
    what : str
        ``sites``, ``systems``, ``claims``, ``capitals``, ``cities``, ``allegations``, ``events``
        or ``sources``.

    Returns
    -------
    list of dict
        What ``infmap list`` writes: a dict for each row with the columns of its table; a site has
        its ``systems``, ``themes`` and ``statuses``, which say what is over ("confirmed and
        ended"); sources are CSL-JSON, which programs for citations read. ``pandas.DataFrame``
        takes it, and `infmap.format_table` writes it.

    Raises
    ------
    UnknownIdError
        If there is no such table.

    Examples
    --------
    >>> import infmap
    >>> sites = infmap.list_table(infmap.load(), "sites")
    >>> next(row for row in sites if row["id"] == "crimea")["country"]
    'Ukraine'
    """
    from infmap.catalogue.names.ids import one_of

    table = Listing(one_of(what, Listing, "table"))
    if table is Listing.SITES:
        return [_site_row(site, cat.as_of) for site in cat.sites]
    if table is Listing.CITIES:
        from infmap.catalogue.names.cities import every_city

        return [*every_city()]
    rows = (row.model_dump(mode="json", by_alias=True) for row in _kept(cat)[table])
    if table is Listing.SOURCES:
        # Programs that read CSL-JSON take an empty field for a value.
        rows = ({head: value for head, value in row.items() if value} for row in rows)
    return [cast("ListRow", row) for row in rows]


def _site_row(site: "Site", day: "date | None") -> "SiteRow":
    return {
        "id": site.id,
        "name": site.name,
        "country": site.country,
        "lon": site.lon,
        "lat": site.lat,
        "systems": list(site.system_ids),
        "themes": list(dict.fromkeys(str(row.theme) for row in site.deployments if row.theme)),
        "statuses": list(dict.fromkeys(chain(*site.statuses(day).values()))),
    }


def _kept(cat: "Catalogue") -> "dict[Listing, Sequence[Row]]":
    """Return the rows that the catalogue's filters leave, by table."""
    from infmap.analysis.claimants import charges_about
    from infmap.catalogue.values.dates import is_by

    every_id = set(cat.system_by_id)
    reported = {row.system_id for row in cat.deployment_rows}
    is_filtered = any(name != "account" for name, _ in cat.filters)
    on_any_day = reported if is_filtered else every_id
    on_the_day = on_any_day if cat.as_of is None else reported
    systems = [row for row in cat.system_rows if row.id in on_the_day]
    claims = [row for row in cat.claim_rows if row.system_id in on_the_day]
    # A charge may come before the first report of the system that it is about.
    charges = charges_about(cat, on_any_day)
    events = [row for row in cat.event_rows if is_by(row.date, cat.as_of)]
    cited = {row.source_id for row in claims}
    for rows in (systems, cat.deployment_rows, cat.capital_rows, charges, events):
        cited |= {source_id for row in rows for source_id in row.source_ids}
    return {
        Listing.SYSTEMS: systems,
        Listing.CLAIMS: claims,
        Listing.CAPITALS: cat.capital_rows,
        Listing.ALLEGATIONS: charges,
        Listing.EVENTS: events,
        Listing.SOURCES: [
            row for row in cat.source_rows if on_the_day == every_id or row.id in cited
        ],
    }
