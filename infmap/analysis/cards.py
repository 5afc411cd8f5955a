"""What the catalogue holds on one thing, put together: a system, a site, a capital and the rest."""

from collections.abc import Callable, Iterable
from typing import Any

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.ids import Known, match_id, suggestion
from infmap.catalogue.rows import Allegation, Claim, Deployment, Event, Row, Source, place_word
from infmap.errors import UnknownIdError, shorten
from infmap.looks.words import range_text
from infmap.treaty import Verdict

_Maker = Callable[[Catalogue, str], dict[str, Any]]


def show(cat: Catalogue, text: str) -> list[dict[str, Any]]:
    """Return everything that answers to an id or a name, each with what belongs to it.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    text : str
        An id or a name: of a system, a site, a capital, an allegation, an event or a source; a
        place by any name that `Catalogue.place` knows.

    Returns
    -------
    list of dict
        JSON-ready; ``card`` says what each one is. A system's card has every party's figure
        with its verdict for each holder that gets another, its sites and the charges about it.

    Raises
    ------
    UnknownIdError
        If nothing answers to it; the nearest ids are named.

    Examples
    --------
    >>> import infmap
    >>> (card,) = infmap.show(infmap.load(), "9m729")
    >>> claim = card["claims"][0]
    >>> claim["figure"], [verdict["outcome"] for verdict in claim["verdicts"]]
    ('up to 480 km', ['below'])
    """
    text = str(text)
    rooms: dict[str, tuple[Known, _Maker]] = {
        "system": (cat.known_systems, _system),
        "site": (cat.known_sites, _site),
        place_word(cat.capital_rows): (
            cat.known_capitals,
            lambda cat, ident: _plain(cat, cat.capital(ident)),
        ),
        "allegation": _plain_room(cat.allegation_rows),
        "event": _plain_room(cat.event_rows),
        "source": _plain_room(cat.source_rows),
    }
    for names in (Known.exact, Known.spelled):
        found = [
            {"card": what, **make(cat, ident)}
            for what, (known, make) in rooms.items()
            for ident in names(known, text)
        ]
        if found:
            return found
    named = Known(cat.known_systems.names, cat.known_sites.names)
    if named.find(text):
        return show(cat, match_id(text, named, "id"))
    try:
        place = cat.place(text)
    except UnknownIdError:
        everything = Known(*(known.names for known, _ in rooms.values()))
        raise UnknownIdError(f"no id {shorten(text)!r}; {suggestion(text, everything)}") from None
    return [{"card": "capital" if place.is_capital else "place", **_plain(cat, place)}]


def _plain_room(
    rows: tuple[Allegation, ...] | tuple[Event, ...] | tuple[Source, ...],
) -> tuple[Known, _Maker]:
    by_id: dict[str, Row] = {row.id: row for row in rows}
    return Known({ident: () for ident in by_id}), lambda cat, ident: _plain(cat, by_id[ident])


def _plain(cat: Catalogue, row: Row) -> dict[str, Any]:
    """Return a row with its sources written out."""
    shown = row.model_dump(mode="json", exclude_none=True)
    return {**shown, "sources": _citations(cat, shown.get("source_ids", []))}


def _system(cat: Catalogue, ident: str) -> dict[str, Any]:
    row = cat.system_by_id[ident]
    claims = cat.claims_by_system[ident]
    reports = [one for one in cat.deployment_rows if one.system_id == ident]
    charges = [one for one in cat.allegation_rows if ident in one.system_id]
    cited = [*row.source_ids, *(one.source_id for one in claims)]
    cited += [source for report in reports for source in report.source_ids]
    cited += [source for charge in charges for source in charge.source_ids]
    return {
        **row.model_dump(mode="json"),
        "strike": row.strike,
        "claims": [claim_card(cat, claim) for claim in claims],
        "deployments": [_report(one) for one in reports],
        "allegations": [one.model_dump(mode="json") for one in charges],
        "sources": _citations(cat, cited),
    }


def _site(cat: Catalogue, ident: str) -> dict[str, Any]:
    site = cat.site(ident)
    claims = cat.claims_at(site)
    cited = [source for row in site.deployments for source in row.source_ids]
    return {
        "id": site.id,
        "name": site.name,
        "country": site.country,
        "lon": site.lon,
        "lat": site.lat,
        "position_precision_km": site.position_precision_km,
        "deployments": [_report(one) for one in site.deployments],
        "claims": [claim_card(cat, claim, site) for claim in claims],
        "sources": _citations(cat, [*cited, *(claim.source_id for claim in claims)]),
    }


def claim_card(cat: Catalogue, claim: Claim, site: Site | None = None) -> dict[str, Any]:
    """Return one party's figure, in words and numbers, with the treaty's verdicts on it.

    Those of a site are for whoever holds the system there, else for the system's operators.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> claim_card(cat, cat.claims_by_system["9m729"][0])["verdicts"][0]["article"]
    'II(6)'
    """
    return {
        **claim.model_dump(mode="json"),
        "figure": range_text(claim.at_least_km, claim.up_to_km),
        "verdicts": [
            {"holders": [*holders], **verdict_card(verdict)}
            for holders, verdict in cat.verdicts(claim, at=site)
        ],
    }


def verdict_card(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON-ready words.

    Examples
    --------
    >>> from infmap.treaty import Kind, verdict
    >>> verdict_card(verdict(holder="Russia", kind=Kind.GLCM, up_to_km=480))["outcome"]
    'below'
    """
    return {
        "outcome": str(verdict.outcome),
        "range_class": verdict.range_class and str(verdict.range_class),
        "article": verdict.article,
        "reason": verdict.reason,
        "positions": [list(position) for position in verdict.positions],
    }


def _report(row: Deployment) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"lon", "lat", "position_precision_km"})


def _citations(cat: Catalogue, ids: Iterable[str]) -> list[dict[str, str]]:
    """Return each cited publication once, in the order of first mention."""
    return [
        {"id": ident, "citation": source.citation, "URL": source.URL}
        for ident in dict.fromkeys(filter(None, ids))
        for source in [cat.source(ident)]
    ]
