"""Cards: everything that the catalogue holds on one system, site, capital or other entry."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, cast

from infmap.analysis.answer import figures_at
from infmap.analysis.claimants import charges_about
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue
from infmap.catalogue.names.countries import country_code
from infmap.catalogue.names.ids import Known, match_id, suggestion
from infmap.catalogue.names.places import Target
from infmap.catalogue.publications import Source
from infmap.catalogue.rows import Allegation, Claim, Deployment, Event, Row, place_word
from infmap.catalogue.striking import is_strike_system
from infmap.errors import UnknownIdError, shorten
from infmap.looks.corrections import figure_name, report_text
from infmap.looks.records import (
    Card,
    ChargeRecord,
    Citation,
    ClaimCard,
    ClaimRecord,
    ReportCard,
    ReportRecord,
    SystemRecord,
    VerdictRecord,
)
from infmap.looks.words import range_text
from infmap.treaty import Held, Verdict

_CardMaker: TypeAlias = Callable[[Catalogue, str], Card]


@checks_kinds
def show(cat: Catalogue, text: Target) -> list[Card]:
    """Return a card of everything that has this id or name.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    text : str, (lon, lat), mapping or Point
        An id or a name: of a system, a site, a capital, an allegation, an event or a source; a
        place by any name or position that `Catalogue.place` takes.

    Returns
    -------
    list of dict
        JSON-ready; ``card`` names the kind of each. A system's card has every party's figure with
        its verdicts, its sites and the charges about it; on a day those made by then.

    Raises
    ------
    UnknownIdError
        If nothing has this id or name; the message names the nearest ids.
    NothingLeftError
        If it is a site at which nothing is reported on the catalogue's day.

    Examples
    --------
    >>> import infmap
    >>> (card,) = infmap.show(infmap.load(), "9m729")
    >>> claim = card["claims"][0]
    >>> claim["figure"], [verdict["outcome"] for verdict in claim["verdicts"]]
    ('up to 480 km', ['below'])
    """
    if not isinstance(text, str):
        place = cat.place(text)
        return [_plain(cat, place_word([place]), place)]
    kinds: list[tuple[Known, _CardMaker]] = [
        (cat.known_systems, _system),
        (cat.known_sites, _site),
        (cat.known_capitals, _known_place),
        _row_kind("allegation", cat.allegation_rows),
        _row_kind("event", cat.event_rows),
        _row_kind("source", cat.source_rows),
    ]
    for names in (Known.exact, Known.spelled):
        cards = [make(cat, ident) for known, make in kinds for ident in names(known, text)]
        if cards:
            return cards
    for known in (cat.known_systems, cat.known_sites):
        if known.find(text):
            return show(cat, match_id(text, known, "id"))
    cat.refuse_of_other_day(text)
    try:
        # Trident is a missile's family before it is Trento; a country is itself.
        if cat.known_systems.family(text) and not country_code(text):
            raise UnknownIdError
        place = cat.place(text)
    except UnknownIdError:
        everything = Known(*(known.names for known, _ in kinds))
        raise UnknownIdError(f"no id {shorten(text)!r}; {suggestion(text, everything)}") from None
    return [_plain(cat, place_word([place]), place)]


def _row_kind(what: str, rows: Sequence[Allegation | Event | Source]) -> tuple[Known, _CardMaker]:
    """Return the ids of a table's rows, and the function that makes a row's card."""
    by_id = {row.id: row for row in rows}
    return Known({ident: () for ident in by_id}), lambda cat, ident: _plain(cat, what, by_id[ident])


def _known_place(cat: Catalogue, ident: str) -> Card:
    return _plain(cat, place_word(cat.capital_rows), cat.capital(ident))


def _plain(cat: Catalogue, what: str, row: Row) -> Card:
    """Return the card of a row, with its sources written out."""
    shown = row.model_dump(mode="json", exclude_none=True)
    card = {"card": what, **shown, "sources": _citations(cat, shown.get("source_ids", []))}
    return cast(Card, card)


def _system(cat: Catalogue, ident: str) -> Card:
    row = cat.system_by_id[ident]
    claims = cat.claims_by_system[ident]
    reports = [report for report in cat.deployment_rows if report.system_id == ident]
    charges = charges_about(cat, [ident])
    cited = [*row.source_ids, *(claim.source_id for claim in claims)]
    cited += [source for report in reports for source in report.source_ids]
    cited += [source for charge in charges for source in charge.source_ids]
    return {
        "card": "system",
        **cast(SystemRecord, row.model_dump(mode="json")),
        "strike": is_strike_system(cat, ident),
        "claims": [claim_card(claim, cat.verdicts(claim)) for claim in claims],
        "deployments": [_report_card(report) for report in reports],
        "allegations": [charge_record(charge) for charge in charges],
        "sources": _citations(cat, cited),
    }


def _site(cat: Catalogue, ident: str) -> Card:
    site = cat.site(ident)
    figures = figures_at(cat, site)
    cited = [source for report in site.deployments for source in report.source_ids]
    return {
        "card": "site",
        "id": site.id,
        "name": site.name,
        "country": site.country,
        "lon": site.lon,
        "lat": site.lat,
        "position_precision_km": site.position_precision_km,
        "deployments": [_report_card(report) for report in site.deployments],
        "claims": [claim_card(figure.claim, figure.verdicts) for figure in figures],
        "sources": _citations(cat, [*cited, *(figure.claim.source_id for figure in figures)]),
    }


def claim_card(claim: Claim, verdicts: Iterable[Held]) -> ClaimCard:
    """Return one party's figure, in words and numbers, with the treaty's verdicts on it.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> claim = cat.claims_by_system["9m729"][0]
    >>> claim_card(claim, cat.verdicts(claim))["verdicts"][0]["article"]
    'II(6)'
    """
    record = claim_record(claim)
    told = report_text(figure_name(record))
    card = {
        **record,
        "figure": range_text(claim.at_least_km, claim.up_to_km),
        "verdicts": [
            {"holders": [*holders], **verdict_record(verdict), "proviso": verdict.proviso}
            for holders, verdict in verdicts
        ],
        **({"report": told} if told else {}),
    }
    return cast(ClaimCard, card)


def verdict_record(verdict: Verdict) -> VerdictRecord:
    """Return a verdict as a JSON-ready record.

    Examples
    --------
    >>> from infmap.treaty import Kind, verdict
    >>> verdict_record(verdict(holder="Russia", kind=Kind.GLCM, up_to_km=480))["outcome"]
    'below'
    """
    return {
        "outcome": str(verdict.outcome),
        "range_class": verdict.range_class and str(verdict.range_class),
        "article": verdict.article,
        "reason": verdict.reason,
        "positions": [list(position) for position in verdict.positions],
    }


def claim_record(claim: Claim) -> ClaimRecord:
    """Return a figure as a JSON-ready record, with the fields of its table.

    Examples
    --------
    >>> import infmap
    >>> claim_record(infmap.load().claims_by_system["9m729"][0])["account"]
    'operator'
    """
    return cast(ClaimRecord, claim.model_dump(mode="json"))


def report_record(row: Deployment) -> ReportRecord:
    """Return a report as a JSON-ready record, without the fields of its site.

    Examples
    --------
    >>> import infmap
    >>> report_record(infmap.load().site("shuya").deployments[0])["system_id"]
    'iskander-m'
    """
    return cast(ReportRecord, row.model_dump(mode="json", include={*ReportRecord.__annotations__}))


def charge_record(row: Allegation) -> ChargeRecord:
    """Return a charge as a JSON-ready record, with the fields of its table.

    Examples
    --------
    >>> import infmap
    >>> charge_record(infmap.load().allegation_rows[0])["accuser"]
    'Soviet Union'
    """
    return cast(ChargeRecord, row.model_dump(mode="json"))


def _report_card(row: Deployment) -> ReportCard:
    where = {"id": row.id, "site_id": row.site_id, "site": row.site, "country": row.country}
    return cast(ReportCard, {**where, **report_record(row)})


def _citations(cat: Catalogue, ids: Iterable[str]) -> list[Citation]:
    """Return each cited publication once, in the order of first mention."""
    return [
        {"id": ident, "citation": source.citation, "URL": source.URL, "read": source.read}
        for ident in dict.fromkeys(filter(None, ids))
        for source in [cat.source(ident)]
    ]
