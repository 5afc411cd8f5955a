"""Which capitals lie within reach of a site, and what reaches a capital: row by row."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Unpack

import numpy as np

from infmap.analysis.reach import (
    doubt_km,
    edges_km,
    in_range,
    is_near,
    margin_km,
    overall_reach,
)
from infmap.analysis.relations import relations
from infmap.arguments import checks_kinds, unfit
from infmap.catalogue import Catalogue, Site, load_places
from infmap.catalogue.asked import Filters
from infmap.catalogue.names.places import Target
from infmap.catalogue.names.states import tell_divided
from infmap.catalogue.rows import Capital, Claim
from infmap.catalogue.striking import strikes
from infmap.catalogue.values.bands import Band, bands_of
from infmap.errors import InfmapError
from infmap.geodesy import inverse
from infmap.looks.distances import distance_text, distance_words
from infmap.looks.rows import Answer, AnswerRow, CoverageRow
from infmap.looks.words import turns_km
from infmap.treaty import TREATY_BANDS, Bands, band_of, in_inf_band

if TYPE_CHECKING:
    from infmap.catalogue.loading import Given

#: The most answers, one for each figure of a site and each place: one to three gigabytes, with the
#: rows that they stand in. Ten thousand sites with a figure each and all capitals still fit.
MOST_ANSWERS = 2_500_000

#: Longer than any geodesic on the ellipsoid: the outer edge of a band without one.
BEYOND_EVERY_PLACE_KM = 20_004.0

#: The columns of a table of coverage.
COVERAGE_COLUMNS = [*CoverageRow.__annotations__]


@checks_kinds
def coverage_rows(
    cat: Catalogue,
    *,
    band: Band | None = None,
    targets: "Given | Sequence[Capital] | None" = None,
    **only: Unpack[Filters],
) -> list[CoverageRow]:
    """Return the rows of `coverage` as dicts, without the time that pandas takes to load.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    band, targets
        As in `coverage`.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    list of CoverageRow
        Site by site, nearest first. `format_table` writes it; name the columns of a list that may
        be empty by ``columns=[*infmap.CoverageRow.__annotations__]``.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.coverage_rows(infmap.load(), site="deveselu", band=(0, 200))
    >>> [row["target_id"] for row in rows]
    ['bucharest', 'sofia']
    """
    cat = cat.select(**only)
    places = places_asked(cat, targets)
    bands = bands_of(band)
    edges_km = None if band is None else bands.edges_km
    return [
        row
        for site, of_site in zip(cat.sites, _asked_places(cat, places, edges_km), strict=True)
        for row in sorted(site_coverage(cat, site, of_site, bands), key=itemgetter("distance_km"))
    ]


def places_asked(
    cat: Catalogue, targets: "Given | Sequence[Capital] | None"
) -> tuple[Capital, ...]:
    """Return the capitals of a catalogue, or those of the targets that stand on its day.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> former = {"name": "Bonn", "lon": 7.1, "lat": 50.7, "until": "1990-10-02"}
    >>> [len(places_asked(cat, [former])) for cat in (cat, cat.select(as_of="1987-12-08"))]
    [0, 1]
    """
    if targets is None:
        return cat.capital_rows
    places = tuple(place for place in load_places(targets) if place.stands_on(cat.as_of))
    tell_divided(places, cat.as_of)
    return places


@checks_kinds
def answer_rows(rows: Iterable[CoverageRow], cat: Catalogue | None = None) -> list[AnswerRow]:
    """Return rows of coverage in long form: a row for each site, place and figure.

    Parameters
    ----------
    rows : iterable of CoverageRow
        From `coverage_rows` or `reach_rows`. A row without a figure gives one row without one.
    cat : Catalogue, optional
        Whose rows they are. With it a row without a figure gives one for each system reported at
        its site, with that one's id.

    Returns
    -------
    list of AnswerRow
        With the keys that are the columns of `answers`.

    Examples
    --------
    >>> import infmap
    >>> rows = infmap.reach_rows(infmap.load(), "Berlin", site="shuya")
    >>> told = infmap.answer_rows(rows)
    >>> [(row["claimant"], row["in_range"]) for row in told if row["up_to_km"] == 480]
    [('Russian senator V. Bondarev', False), ('Russian MoD', False)]
    """
    listed = [*rows] if isinstance(rows, Iterable) else [rows]
    fields = CoverageRow.__annotations__.keys()
    if not all(isinstance(row, Mapping) and row.keys() >= fields for row in listed):
        raise unfit("rows", "rows of coverage", rows, "give what infmap.coverage_rows returns")
    systems = {} if cat is None else {site.id: site.system_ids for site in cat.sites}
    return [
        _long(row, entry)
        for row in listed
        for entry in row["accounts"]
        or [{**_NO_ANSWER, "system_id": ident} for ident in systems.get(row["site_id"], [""])]
    ]


_NO_ANSWER: Answer = {
    "system_id": "",
    "account": "",
    "claimant": "",
    "at_least_km": None,
    "up_to_km": None,
    "strike": False,
    "in_range": None,
    "margin_km": None,
    "source_id": "",
}


def _long(row: CoverageRow, entry: Answer) -> AnswerRow:
    return {
        "site_id": row["site_id"],
        "target_id": row["target_id"],
        "target": row["target"],
        "country": row["country"],
        "distance_km": row["distance_km"],
        "azimuth_deg": row["azimuth_deg"],
        "band": row["band"],
        "reach": row["reach"],
        "near_edge": row["near_edge"],
        **entry,
        "strike": entry["strike"] if entry["account"] else None,
    }


def row_distance_text(row: CoverageRow, decimals: int, bands: Bands = TREATY_BANDS) -> str:
    """Return a row's distance as a number, on its side of all that is said beside it.

    Examples
    --------
    >>> import infmap
    >>> row_distance_text(reach_rows(infmap.load().select(site="shuya"), "Berlin")[0], 0)
    '1853'
    """
    turns = turns_km(row["accounts"], bands.limits_km)
    return distance_text(row["distance_km"], decimals, turns, bands.units)


def row_distance_words(row: CoverageRow, decimals: int, bands: Bands) -> str:
    """Return a row's distance as `row_distance_text` does, with its unit.

    Examples
    --------
    >>> import infmap
    >>> from infmap.looks.distances import Units
    >>> row = reach_rows(infmap.load().select(site="shuya"), "Berlin")[0]
    >>> row_distance_words(row, 0, TREATY_BANDS.in_units(Units.MI))
    '1151 mi'
    """
    turns = turns_km(row["accounts"], bands.limits_km)
    return distance_words(row["distance_km"], decimals, turns, bands.units)


@checks_kinds
def reach_rows(cat: Catalogue, target: Target, **only: Unpack[Filters]) -> list[CoverageRow]:
    """Return the rows of `reach` as dicts, without the time that pandas takes to load.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    target : str, (lon, lat), mapping, Point, Capital or Site
        As in `reach`.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    list of CoverageRow
        A row for each site, nearest first.

    Examples
    --------
    >>> import infmap
    >>> infmap.reach_rows(infmap.load(), "Warsaw", theme="debate")[0]["site_id"]
    'chernyakhovsk'
    """
    cat = cat.select(**only)
    return sorted(coverage_rows(cat, targets=[cat.place(target)]), key=itemgetter("distance_km"))


def _asked_places(
    cat: Catalogue, places: Sequence[Capital], edges_km: tuple[float, float] | None
) -> list[Sequence[Capital]]:
    """Return the places to measure from each site: all, or those within the band."""
    sites = cat.sites
    every = [(site, len(places)) for site in sites]
    if edges_km is None:
        refuse_too_many(cat, every, "narrow them by site, system or band")
        return [places] * len(sites)
    nearest, farthest = edges_km
    from infmap.proximity import count_within, pairs_within

    pairs = (
        [site.lon for site in sites],
        [site.lat for site in sites],
        [place.lon for place in places],
        [place.lat for place in places],
        min(nearest, BEYOND_EVERY_PLACE_KM),
        min(farthest, BEYOND_EVERY_PLACE_KM),
    )
    if answer_count(cat, every) > MOST_ANSWERS:
        counts = count_within(*pairs).places.tolist()  # it holds no pair
        remedy = "narrow the band, or name a site or a system"
        refuse_too_many(cat, zip(sites, counts, strict=True), remedy)
    site_index, place_index = pairs_within(*pairs)
    firsts = np.searchsorted(site_index, np.arange(1, len(sites)))
    return [[places[k] for k in of_site] for of_site in np.split(place_index, firsts)]


def answer_count(cat: Catalogue, asked: Iterable[tuple[Site, int]]) -> int:
    """Return the answers for so many places of each site: one a figure, or one without any."""
    return sum(count * max(1, len(cat.claims_at(site))) for site, count in asked)


def refuse_too_many(cat: Catalogue, asked: Iterable[tuple[Site, int]], remedy: str) -> None:
    """Raise an error if answers for so many places of each site would not fit into memory."""
    n_answers = answer_count(cat, asked)
    if n_answers > MOST_ANSWERS:
        raise InfmapError(
            f"a table of sites and places holds {MOST_ANSWERS:,} answers, one for each figure and "
            f"place (got {n_answers:,}); {remedy}, or take infmap screen for a long table of places"
        )


def site_coverage(
    cat: Catalogue, site: Site, places: Sequence[Capital], bands: Bands = TREATY_BANDS
) -> list[CoverageRow]:
    """Return one site's rows of the coverage table, in the order of the places.

    ``band`` and ``in_inf_band`` stay the treaty's, whatever the bands.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> site_coverage(cat, cat.site("deveselu"), [cat.capital("sofia")])[0]["band"]
    'below-500'
    """
    figures = [(claim, _figure(claim, strike=strikes(cat, claim))) for claim in cat.claims_at(site)]
    distances_km, azimuths_deg = inverse(
        site.lon, site.lat, [place.lon for place in places], [place.lat for place in places]
    )
    site_doubt_km = doubt_km(site)
    ends_km = {end_km for claim, _ in figures for end_km in edges_km(claim)}
    place_relations = relations(cat, site, places)
    # Many places share the same answers, so each overall reach is worked out once.
    reaches: dict[tuple[bool | None, ...], str] = {}
    rows: list[CoverageRow] = []
    for target, relation, distance_km, azimuth_deg in zip(
        places, place_relations, distances_km.tolist(), azimuths_deg.tolist(), strict=True
    ):
        accounts: list[Answer] = [
            {
                **figure,
                "in_range": in_range(claim, distance_km),
                "margin_km": margin_km(claim, distance_km),
            }
            for claim, figure in figures
        ]
        answers = tuple([entry["in_range"] for entry in accounts])
        if answers not in reaches:
            reaches[answers] = str(overall_reach(accounts))
        rows.append(
            {
                "site_id": site.id,
                "target_id": target.id,
                "target": target.name,
                "country": target.country,
                "distance_km": distance_km,
                "azimuth_deg": azimuth_deg,
                "band": str(band_of(distance_km)),
                "in_inf_band": in_inf_band(distance_km),
                "in_band": bands.holds(distance_km),
                "reach": reaches[answers],
                "near_edge": is_near(ends_km, distance_km, site_doubt_km),
                "near_band_edge": is_near(bands.limits_km, distance_km, site_doubt_km),
                "relation": str(relation),
                "accounts": accounts,
            }
        )
    return rows


def _figure(claim: Claim, *, strike: bool) -> Answer:
    """Return the fields of an answer that are the same for every place."""
    return {
        "system_id": claim.system_id,
        "account": str(claim.account),
        "claimant": claim.claimant,
        "at_least_km": claim.at_least_km,
        "up_to_km": claim.up_to_km,
        "strike": strike,
        "in_range": None,
        "margin_km": None,
        "source_id": claim.source_id,
    }
