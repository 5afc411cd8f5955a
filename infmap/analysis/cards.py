"""Cards: everything that the catalogue holds on one system, site, capital or other entry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Unpack, cast

from infmap.analysis.answer import figures_at
from infmap.analysis.claimants import charges_about
from infmap.analysis.left import FITTING, capitals_left, left_by, refuse_unfit
from infmap.analysis.listing import rows_left
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import Filters, filters_given, is_of_states
from infmap.catalogue.names.anything import nothing_of
from infmap.catalogue.names.countries import country_code
from infmap.catalogue.names.given import Asked, name_of, names_asked
from infmap.catalogue.names.ids import Known, match_id, suggestion
from infmap.catalogue.names.places import Target
from infmap.catalogue.publications import Source
from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Deployment,
    Event,
    Row,
    System,
    place_word,
)
from infmap.catalogue.striking import is_strike_system
from infmap.errors import (
    CombinationError,
    InfmapError,
    NothingLeftError,
    UnknownIdError,
    shorten,
)
from infmap.looks.corrections import figure_name, report_text
from infmap.looks.listings import Listing
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

#: Figures on the cards of systems and sites are of accounts.
_WITH_FIGURES = (Listing.SYSTEMS, Listing.SITES)


@checks_kinds
def show(cat: Catalogue, text: "Target | System", **only: Unpack[Filters]) -> list[Card]:
    """Return a card of everything that has this id or name, as filters leave it.

    What is asked for is looked up before anything is filtered. A system is shown on a day on which
    it is reported nowhere too, with the verdicts of that day.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    text : str, (lon, lat), mapping, Point, Capital, Site or System
        What infmap gave, or an id or a name: of a system, a site, a capital, an allegation, an
        event or a source; a place by any name or position that `Catalogue.place` takes.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`. What says nothing of the thing is refused, as in `list_table`.

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
        If filters leave nothing of it, or it is a site at which nothing is reported on the day.
    CombinationError
        If a filter says nothing of it.

    Examples
    --------
    >>> import infmap
    >>> (card,) = infmap.show(infmap.load(), "9m729")
    >>> claim = card["claims"][0]
    >>> claim["figure"], [verdict["outcome"] for verdict in claim["verdicts"]]
    ('up to 480 km', ['below'])
    """
    text = name_of(text) if isinstance(text, Site | System) else text
    if not isinstance(text, str):
        return [_anywhere(cat, _place(cat, text, only), only)]
    kinds = _kinds(cat)
    for names in (Known.exact, Known.spelled):
        found = [(kind, ident) for kind in kinds for ident in names(kind.known, text)]
        if found:
            return _cards(cat, found, only)
    for kind in kinds[:2]:
        if kind.known.find(text):
            return _cards(cat, [(kind, match_id(text, kind.known, "id"))], only)
    try:
        # Trident is a missile's family before it is Trento; a country is itself.
        if cat.known_systems.family(text) and not country_code(text):
            raise UnknownIdError
        place = _place(cat, text, only)
    except UnknownIdError:
        everything = Known(*(kind.known.names for kind in kinds))
        raise UnknownIdError(f"no id {shorten(text)!r}; {suggestion(text, everything)}") from None
    return [_anywhere(cat, place, only)]


class _Kind(NamedTuple):
    """A kind of thing to show: its table, the ids and names, and what makes a card of it."""

    table: Listing
    known: Known
    card: Callable[[Catalogue, str, Filters], Card]


def _kinds(cat: Catalogue) -> list[_Kind]:
    """Return the kinds in the order in which a name is looked up: systems and sites first."""
    rows: dict[Listing, Sequence[Allegation | Event | Source]] = {
        Listing.ALLEGATIONS: cat.allegation_rows,
        Listing.EVENTS: cat.event_rows,
        Listing.SOURCES: cat.source_rows,
    }
    return [
        _Kind(Listing.SYSTEMS, cat.known_systems, _system),
        _Kind(Listing.SITES, cat.known_uncut_sites, _site),
        _Kind(Listing.CAPITALS, cat.known_capitals, _capital),
        *(_Kind(table, *_of_rows(table, some)) for table, some in rows.items()),
    ]


def _cards(cat: Catalogue, found: Iterable[tuple[_Kind, str]], only: Filters) -> list[Card]:
    """Return the cards of what was found, without what the filters leave out."""
    cards: list[Card] = []
    refused: list[InfmapError] = []
    for kind, ident in found:
        try:
            more = ("account",) if kind.table in _WITH_FIGURES else ()
            refuse_unfit(kind.table, only, (*FITTING[kind.table], *more))
            cards.append(kind.card(cat, ident, only))
        except (NothingLeftError, CombinationError) as error:
            refused.append(error)
    if not cards:
        raise refused[0]
    return cards


def _of_rows(
    table: Listing, rows: Sequence[Allegation | Event | Source]
) -> tuple[Known, Callable[[Catalogue, str, Filters], Card]]:
    """Return the ids of a table's rows, and the function that makes a row's card."""
    by_id = {row.id: row for row in rows}

    def card(cat: Catalogue, ident: str, only: Filters) -> Card:
        if filters_given(only):
            _refuse_unlisted(cat, table, ident, only)
        return _plain(cat, table.removesuffix("s"), by_id[ident])

    return Known({ident: () for ident in by_id}), card


def _refuse_unlisted(cat: Catalogue, table: Listing, ident: str, only: Filters) -> None:
    if ident not in {getattr(row, "id", None) for row in rows_left(cat, table, only)}:
        raise nothing_of(_words(only), f"of {ident}", "id")


def _words(only: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """Return filters as the catalogue keeps them, as they were written."""
    return [
        (name, (str(asked),) if isinstance(asked, date) else tuple(names_asked(asked, name)))
        for name, asked in cast("dict[str, Asked | date]", filters_given(only)).items()
    ]


def _capital(cat: Catalogue, ident: str, only: Filters) -> Card:
    rows = {row.id: row for row in capitals_left(cat, **only)}
    if ident not in rows:
        raise nothing_of(_words(only), f"of {ident}", "place")
    return _plain(cat, place_word(cat.capital_rows), rows[ident])


def _place(cat: Catalogue, target: Target, only: Filters) -> Capital:
    """Return a place by any name of it, as of the day."""
    day = only.get("as_of")
    return (cat.with_capitals_of(day) if day else cat).place(target)


def _anywhere(cat: Catalogue, place: Capital, only: Filters) -> Card:
    """Return the card of a place that need not be on file."""
    refuse_unfit("places", only, FITTING[Listing.CAPITALS])
    countries = filters_given(only).get("country")
    if countries and not is_of_states(place.country, countries, "country"):
        raise nothing_of(_words(only), f"of {place.name}", "place")
    return _plain(cat, place_word([place]), place)


def _plain(cat: Catalogue, what: str, row: Row) -> Card:
    """Return the card of a row, with its sources written out."""
    shown = row.model_dump(mode="json", exclude_none=True)
    card = {"card": what, **shown, "sources": _citations(cat, shown.get("source_ids", []))}
    return cast(Card, card)


def _system(cat: Catalogue, ident: str, only: Filters) -> Card:
    row = cat.system_by_id[ident]
    cat = _cut_for(cat, row, only)
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


def _cut_for(cat: Catalogue, row: System, only: Filters) -> Catalogue:
    """Return the catalogue to show a system of, which filters but the day must leave."""
    undated = Filters(**{**only, "as_of": None})
    rows = (*cat.deployment_rows, *cat.other_deployment_rows)
    left = left_by(replace(cat, as_of=None, deployment_rows=rows), **undated)
    if row.id not in left.systems:
        raise nothing_of([*cat.filters, *_words(undated)], f"of {row.name}", "system")
    return cat.select(**only) if cat.as_of or only.get("as_of") else left.cat


def _site(cat: Catalogue, ident: str, only: Filters) -> Card:
    cat = cat.select(**only)
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
