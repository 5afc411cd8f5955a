"""The page's data: one typed JSON block that a reader of the file can follow.

What depends on distance is decided here, in Python, for every site, capital and figure. The page's
script filters, draws and lists the results, and works out the distances that it tells.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import version

import numpy as np

from infmap.analysis.cards import charge_record, claim_record, report_record, verdict_record
from infmap.analysis.claimants import state_in
from infmap.analysis.doubt import DOUBTED_KM
from infmap.analysis.reach import EDGE_ALLOWANCE_KM, doubt_km, edges_km, in_range
from infmap.analysis.relations import States, host_keys
from infmap.analysis.rings import DRAWN_DOUBT_KM
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import ALL_ACCOUNTS, ALL_THEMES
from infmap.catalogue.bundled import DATA_VERSION, OUTLINES, SOURCES_REACH, data_path
from infmap.catalogue.names.cities import people_at
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.names.states import past_of
from infmap.catalogue.rows import Account, Allegation, Claim, Deployment, Theme, place_word
from infmap.catalogue.shorten import with_short_texts
from infmap.catalogue.values.dates import earliest_day, is_by, latest_day
from infmap.geodesy import MAX_RANGE_KM, MIN_RANGE_KM, distance_km
from infmap.io.escaping import FORMULA_STARTS
from infmap.looks import corrections
from infmap.looks.lines import DASHES, MOST_STROKES, PITCH, End
from infmap.looks.sentences import site_name
from infmap.looks.words import claimant_text, range_text, system_label
from infmap.maps.around import Around
from infmap.maps.cases import case_data
from infmap.maps.data import (
    CountriesData,
    HolderData,
    PageData,
    PastData,
    ReportData,
    SiteData,
    SourceData,
)
from infmap.maps.events import event_data
from infmap.maps.state import VIEW_BOUNDS, Projection
from infmap.maps.words import band_words
from infmap.treaty import TREATY_BANDS, TURNING_DAYS, Bands, Verdict

#: A verdict changes on these days; the first stands for the time before the treaty.
VERDICT_DAYS = (date(1, 1, 1), *TURNING_DAYS)
#: The holder where the tables name none.
NOBODY = ""

#: Width of a ring's line, in pixels.
LINE_WIDTH = 2.2

#: What a figure says of a place, in the order of its digits: one each, so that the block is small.
ANSWERS = {True: "yes", False: "no", None: "open"}


def page_data(
    cat: Catalogue,
    first_site: str,
    fragment: str,
    *,
    launcher: str | None = None,
    bands: Bands = TREATY_BANDS,
    online_basemap: bool = False,
) -> PageData:
    """Return everything the page shows, as JSON-ready data.

    Parameters
    ----------
    cat : Catalogue
        Uncut: it holds every theme and day that the page can show.
    first_site : str
        Id of the site that the page opens on by default.
    fragment : str
        The state that it opens on, as a URL fragment.
    launcher : str, optional
        Id of the system of a hypothetical launcher that it opens on.
    bands : Bands
        What distances are told by.
    online_basemap : bool
        Whether tiles take the place of the bundled outlines.

    Returns
    -------
    PageData
        ``sites`` with their reports and, for each capital of any day, distance, band and every
        figure's answer; ``systems``, ``claims``, ``verdicts``, ``allegations``, ``events``,
        ``capitals``, ``sources`` and ``countries``. Texts too long for a page are cut. Left
        out are the treaty's events if no site belongs to its story, and accounts that give no
        figure.
    """
    cat = with_short_texts(cat)
    used = {system for site in cat.sites for system in site.system_ids}
    systems = {
        row.id: row
        for row in cat.system_rows
        if row.id in used or row.id == launcher or _may_be_launched(cat, row.id)
    }
    claims = [claim for claim in cat.claim_rows if claim.system_id in systems]
    states = States(cat)
    charges = [row for row in cat.allegation_rows if used & set(row.system_id)]
    # The numbers of each system's claims, in the order of `Catalogue.claims_by_system`.
    numbers: dict[str, list[int]] = {system_id: [] for system_id in systems}
    for number, claim in enumerate(claims):
        numbers[claim.system_id].append(number)
    verdicts: dict[Verdict, int] = {}
    holders = _holders(cat)
    return {
        "version": version("infmap"),
        "data_version": DATA_VERSION,
        "first_site": first_site,
        "fragment": fragment,
        "projection": str(Projection.TRUE_DISTANCE),
        "cases": case_data(cat),
        "limits_km": bands.limits_km,
        "band_km": bands.edges_km,
        "bands": [str(zone.name) for zone in bands.zones],
        "band_words": band_words(bands),
        "answers": list(ANSWERS.values()),
        "range_km": (MIN_RANGE_KM, MAX_RANGE_KM),
        "edge_allowance_km": EDGE_ALLOWANCE_KM,
        "view_bounds": VIEW_BOUNDS,
        "drawn_doubt_km": DRAWN_DOUBT_KM,
        "doubted_km": DOUBTED_KM,
        "strokes": {
            "looks": list(DASHES),
            "ends": list(End),
            "most": MOST_STROKES,
            "pitch_px": PITCH * LINE_WIDTH,
        },
        "formula_starts": FORMULA_STARTS,
        "place": place_word(cat.capital_rows),
        "themes": themes_of(cat),
        "accounts": _accounts(claim for claim in claims if claim.system_id in used),
        "verdict_days": [day.isoformat() for day in VERDICT_DAYS],
        "systems": {
            row.id: {
                "name": row.name,
                "label": system_label(row.short_name),
                "designations": row.designations,
                "operator": row.operator,
                "kind": row.kind,
                "strike": row.strike,
                "note": row.note,
            }
            for row in systems.values()
        },
        "claims": [
            {
                **claim_record(claim),
                "state": state_in(claim.claimant, holders[claim.system_id])
                if claim.account is Account.OPERATOR
                else "",
                "who": claimant_text(claim.claimant),
                "figure": range_text(claim.at_least_km, claim.up_to_km),
                "verdicts": {
                    holder: _verdict_numbers(cat, claim, holder, verdicts)
                    for holder in holders[claim.system_id]
                },
            }
            for claim in claims
        ],
        "verdicts": [verdict_record(verdict) for verdict in verdicts],
        # The keys of each holder's states, and its dates in NATO and the Warsaw Pact.
        "holders": _holders_of_sites(cat, states),
        "past": _past(cat, states),
        "sites": [
            _site(cat, site, Around(far, doubt_km(site)), numbers, states, bands)
            for site, far in zip(cat.sites, _distances_km(cat), strict=True)
        ],
        "capitals": [
            {
                "id": row.id,
                "name": row.name,
                "country": row.country,
                "lon": row.lon,
                "lat": row.lat,
                "role": row.role,
                "state": states.key(row.country, row.iso_a3),
                "later_state": states.later(row.country),
                "nato_known": row.in_nato(None) is not None,
                "nato_since": row.nato_since,
                "pact_until": _last_day(row.warsaw_pact_until),
                "note": row.note,
                "from_day": row.since and earliest_day(row.since).isoformat(),
                "to_day": _last_day(row.until),
                "people": people and round(people / 1000),
            }
            for row, people in zip(
                cat.capitals_of_any_day,
                people_at((row.lon, row.lat) for row in cat.capitals_of_any_day),
                strict=True,
            )
        ],
        "allegations": [charge_record(row) for row in charges],
        "events": event_data(cat, systems.values()),
        "sources": _sources(cat, claims, charges),
        "sources_reach": SOURCES_REACH if cat.tells_the_story else "",
        "corrections": corrections.asking_address() if cat.tells_the_story else "",
        "countries": None if online_basemap else _countries(),
    }


def _may_be_launched(cat: Catalogue, system_id: str) -> bool:
    """Return whether a launcher may have a system: any with figures, in own tables the own ones."""
    claims = cat.claims_by_system[system_id]
    return bool(claims) and (
        cat.tells_the_story or any(claim.account is Account.USER for claim in claims)
    )


def themes_of(cat: Catalogue) -> list[str]:
    """Return the parts of the story to choose from: those that have a report, and all of them."""
    reported = {row.theme for row in cat.deployment_rows}
    return [*(theme for theme in Theme if theme in reported), ALL_THEMES]


def _accounts(claims: Iterable[Claim]) -> list[str]:
    """Return the accounts to choose from: those that give a figure for what is reported."""
    known = {claim.account for claim in claims}
    return [ALL_ACCOUNTS, *(account for account in Account if account in known)]


def _holders(cat: Catalogue) -> dict[str, list[str]]:
    """Return, by system, every holder that the page may show for it."""
    named = {row.id: [*(cat.holders(row.id) or [NOBODY])] for row in cat.system_rows}
    for site in cat.sites:
        for system_id in site.system_ids:
            named[system_id] += cat.holders(system_id, site)
    return {system_id: list(dict.fromkeys(names)) for system_id, names in named.items()}


def _holders_of_sites(cat: Catalogue, states: States) -> dict[str, HolderData]:
    """Return the holders of the reported systems, each once, in the order of the sites."""
    names = dict.fromkeys(
        name
        for site in cat.sites
        for system_id in site.system_ids
        for name in cat.holders(system_id, site)
    )
    return {
        name: {
            "states": states.keys(name),
            "nato_since": states.nato_since(name),
            "pact_until": _last_day(states.pact_until(name)),
        }
        for name in names
    }


def _past(cat: Catalogue, states: States) -> dict[str, PastData]:
    """Return which states had the land of those of the holders, sites and places before."""
    names = (*(site.country for site in cat.sites), *_holders_of_sites(cat, states))
    asked = {*map(states.key, names)}
    for row in cat.capitals_of_any_day:
        past = past_of(key := states.key(row.country, row.iso_a3))
        # A capital that came with its state has no other before.
        if past and (row.since is None or is_by(row.since, past.until)):
            asked.add(key)
    return {
        key: {
            "state": folded(past.state),
            "until": past.until.isoformat(),
            "pact_until": _last_day(past.pact_until),
        }
        for key in sorted(asked)
        if (past := past_of(key))
    }


def _verdict_numbers(
    cat: Catalogue, claim: Claim, holder: str, verdicts: dict[Verdict, int]
) -> list[int]:
    """Return the number of the claim's verdict without a date, then on each verdict day."""
    held = holder if holder != NOBODY else ()
    return [
        verdicts.setdefault(cat.verdicts(claim, holder=held, on=day)[0].verdict, len(verdicts))
        for day in (None, *VERDICT_DAYS)
    ]


def _distances_km(cat: Catalogue) -> list[list[float]]:
    """Return the distances of the capitals of any day from each site."""
    sites = np.array([(site.lon, site.lat) for site in cat.sites]).reshape(-1, 2, 1)
    places = [(row.lon, row.lat) for row in cat.capitals_of_any_day]
    lons, lats = np.array(places).reshape(-1, 2).T
    distances: list[list[float]] = distance_km(sites[:, 0], sites[:, 1], lons, lats).tolist()
    return distances


def _site(
    cat: Catalogue,
    site: Site,
    around: Around,
    numbers: Mapping[str, Sequence[int]],
    states: States,
    bands: Bands,
) -> SiteData:
    claims = cat.claims_at(site)
    zones, answers = list(bands.zones), list(ANSWERS)

    def answers_of(claim: Claim) -> Callable[[float], int]:
        return lambda km: answers.index(in_range(claim, km))

    return {
        "id": site.id,
        "name": site_name(site.name),
        "country": site.country,
        "lon": site.lon,
        "lat": site.lat,
        "position_precision_km": site.position_precision_km,
        "deployments": [_deployment(cat, row) for row in site.deployments],
        # The state whose territory it is; its occupier and its successor, if there is one.
        "host": host_keys(states, site),
        "claims": [number for system_id in site.system_ids for number in numbers[system_id]],
        # By capital, in the capitals' order; `in_range` by claim first.
        "band": around.digits(lambda km: zones.index(bands.zone_of(km))),
        # For each figure, the capitals that an error of position could move over its edge.
        "near_edge": [around.near(edges_km(claim)) for claim in claims],
        # The capitals that such an error could move over a limit of the band.
        "near_band_edge": around.near(bands.limits_km),
        "in_range": [around.digits(answers_of(claim)) for claim in claims],
    }


def _deployment(cat: Catalogue, row: Deployment) -> ReportData:
    return {
        **report_record(row),
        "holders": cat.holders_by(row),
        "from_day": row.first_reported and earliest_day(row.first_reported).isoformat(),
        "to_day": _last_day(row.until),
    }


def _last_day(until: str | None) -> str | None:
    return until and latest_day(until).isoformat()


def _sources(
    cat: Catalogue, claims: list[Claim], charges: list[Allegation]
) -> dict[str, SourceData]:
    """Return the publications that the page cites, by id."""
    cited = {claim.source_id for claim in claims} | {"inf-treaty", "natural-earth"}
    events = cat.event_rows if cat.tells_the_story else ()
    for rows in (cat.deployment_rows, cat.capitals_of_any_day, charges, events):
        cited |= {source for row in rows for source in row.source_ids}
    cited |= {source.quoted_by for source in cat.source_rows if source.id in cited}
    return {
        source.id: {
            "citation": source.citation,
            "url": source.URL,
            "note": source.note,
            "read": source.read,
        }
        for source in cat.source_rows
        if source.id in cited
    }


@cache
def _countries() -> CountriesData:
    countries: CountriesData = json.loads(data_path(OUTLINES).read_text("utf-8"))
    return countries
