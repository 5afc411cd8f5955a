"""The catalogue's tables as lists: sites, systems, figures, capitals, charges and the rest."""

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Unpack, cast

from infmap.analysis.claimants import charges_about
from infmap.analysis.events import sites_named, systems_named
from infmap.analysis.left import FITTING, Left, capitals_left, left_by, refuse_unfit
from infmap.arguments import checks_kinds
from infmap.catalogue.asked import Filters, filters_given, states_asked
from infmap.catalogue.names.ids import one_of
from infmap.catalogue.values.dates import is_by
from infmap.looks.listings import Listing

if TYPE_CHECKING:
    from datetime import date

    from infmap.catalogue import Catalogue, Site
    from infmap.catalogue.rows import Allegation, Capital, Deployment, Event, Row, System
    from infmap.looks.records import CityRecord, ListRow, SiteRow


@checks_kinds
def list_table(cat: "Catalogue", what: str, **only: Unpack[Filters]) -> "list[ListRow]":
    """Return one of the catalogue's tables as JSON-ready rows, as filters leave them.

    Systems, figures and charges stay if their system is still reported somewhere; by system,
    operator and kind alone also what is reported nowhere. Events stay if their title names a
    system or site that stays; charges and events if they are not after the day; sources if a row
    that stays cites them, of an account its figures. Capitals and cities are those of a country.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`, or what `Catalogue.select` leaves of one.
    what : str
        ``sites``, ``systems``, ``claims``, ``capitals``, ``cities``, ``allegations``, ``events``
        or ``sources``.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`. What says nothing of the table is refused: capitals are of a
        country and a day, cities of a country, and an account is of figures and their sources.

    Returns
    -------
    list of dict
        What ``infmap list`` writes: a dict for each row with the columns of its table; a site has
        its ``systems``, ``themes`` and ``statuses``, which say what is over ("confirmed and
        ended"), and from when to when it is reported (``first_reported``, ``until``); sources are
        CSL-JSON, which programs for citations read. ``pandas.DataFrame`` takes it, and
        `infmap.format_table` writes it.

    Raises
    ------
    UnknownIdError
        If there is no such table, or a filter names what is not on file.
    CombinationError
        If a filter says nothing of the table.
    NothingLeftError
        If the filters leave nothing.

    Examples
    --------
    >>> import infmap
    >>> sites = infmap.list_table(infmap.load(), "sites")
    >>> next(row for row in sites if row["id"] == "crimea")["country"]
    'Ukraine'
    >>> [row["name"] for row in infmap.list_table(infmap.load(), "capitals", country="Germany")]
    ['Berlin']
    """
    table = Listing(one_of(what, Listing, "table"))
    refuse_unfit(table, only, FITTING[table])
    if table is Listing.SITES:
        chosen = cat.select(**only)
        return [_site_row(site, chosen.as_of) for site in chosen.sites]
    if table is Listing.CITIES:
        return [*_cities(only)]
    rows = (row.model_dump(mode="json", by_alias=True) for row in rows_left(cat, table, only))
    if table is Listing.SOURCES:
        # Programs that read CSL-JSON take an empty field for a value.
        rows = ({head: value for head, value in row.items() if value} for row in rows)
    return [cast("ListRow", row) for row in rows]


def _cities(only: Filters) -> "list[CityRecord]":
    from infmap.catalogue.names.cities import every_city

    cities = every_city()
    if not (asked := filters_given(only).get("country")):
        return cities
    wanted = states_asked(asked, {city["country"] for city in cities}, "country")
    return [city for city in cities if city["country"] in wanted]


def _site_row(site: "Site", day: "date | None") -> "SiteRow":
    from infmap.catalogue.sites import period_of

    first, last = period_of(site.deployments)
    return {
        "id": site.id,
        "name": site.name,
        "country": site.country,
        "lon": site.lon,
        "lat": site.lat,
        "systems": list(site.system_ids),
        "themes": list(dict.fromkeys(str(row.theme) for row in site.deployments if row.theme)),
        "statuses": list(dict.fromkeys(chain(*site.statuses(day).values()))),
        "first_reported": first,
        "until": last,
    }


def rows_left(cat: "Catalogue", table: Listing, only: Filters) -> "Sequence[Row]":
    """Return the rows of a table that filters leave."""
    if table is Listing.CAPITALS:
        return capitals_left(cat, **only)
    left = left_by(cat, **only)
    systems = [row for row in left.cat.system_rows if row.id in left.systems]
    claims = [row for row in left.cat.claim_rows if row.system_id in left.systems]
    charges, events = charges_about(left.cat, left.on_any_day), _events(left)
    kept: dict[Listing, Sequence[Row]] = {
        Listing.SYSTEMS: systems,
        Listing.CLAIMS: claims,
        Listing.ALLEGATIONS: charges,
        Listing.EVENTS: events,
    }
    if table is not Listing.SOURCES:
        return kept[table]
    if not left.names and left.cat.as_of is None:
        return cat.source_rows
    cited = {row.source_id for row in claims}
    if "account" not in left.names:
        # What is reached is told apart by the day alone.
        places = () if left.names else left.cat.capital_rows
        rows: tuple[System | Allegation | Event | Deployment | Capital, ...]
        rows = (*systems, *charges, *events, *left.cat.deployment_rows, *places)
        cited |= {source_id for row in rows for source_id in row.source_ids}
    return [row for row in cat.source_rows if row.id in cited]


def _events(left: Left) -> "list[Event]":
    """Return the events of the systems and sites that are left, or by the day alone."""
    by_then = [row for row in left.cat.event_rows if is_by(row.date, left.cat.as_of)]
    if not left.names - {"account"}:
        return by_then
    named, sites = systems_named(left.cat.system_rows), left.cat.sites
    return [
        row
        for row in by_then
        if left.on_any_day & {*named(row.title)} or sites_named(row.title, sites)
    ]
