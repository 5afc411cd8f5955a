"""Which capitals lie within reach of a site, and what reaches a capital: on whose account.

Membership is decided by the geodesic distance on WGS 84, never by a drawn polygon. Every
party's figure is kept apart: a claim is an interval, and where it leaves a distance open the
answer is None, not a guess.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Any

import numpy as np

from infmap.analysis.nato import nato_of
from infmap.analysis.relations import Relation, relations
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Capital, Claim, Role, are_capitals
from infmap.catalogue.values.bands import Band, read_band
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import InfmapError
from infmap.geodesy import inverse
from infmap.treaty import LIMITS_KM, RangeBand, band_of, in_inf_band

#: Beside the site's own precision: what a capital's extent and its one point leave open.
EDGE_ALLOWANCE_KM = 5.0

#: A table of more rows than this is refused: at two or three kilobytes a row, computers run out
#: of memory. Ten thousand sites and all capitals still fit.
MAX_ROWS = 2_500_000

#: No geodesic on the ellipsoid is so long, so a band without end may as well end here.
BEYOND_EVERY_PLACE_KM = 20_004.0

COVERAGE_COLUMNS = [
    "site_id",
    "target_id",
    "target",
    "country",
    "distance_km",
    "azimuth_deg",
    "band",
    "in_inf_band",
    "reach",
    "near_edge",
    "near_band_edge",
    "relation",
    "accounts",
]


class Reach(StrEnum):
    """Whether a site's strike systems reach a place."""

    ALL = "all"
    SOME = "some"
    UNKNOWN = "unknown"
    NONE = "none"


def in_range(claim: Claim, distance_km: float) -> bool | None:
    """Return whether one party's figure puts a distance in range.

    Parameters
    ----------
    claim : Claim
        An interval; its lower end is `at_least_km`, or `up_to_km` where that stands alone.
    distance_km : float
        Geodesic distance in kilometres.

    Returns
    -------
    bool or None
        True up to the lower end, False beyond the upper end, None where the claim is silent.

    Examples
    --------
    >>> claim = Claim(system_id="9m729", account="opponent", claimant="USA", at_least_km=500)
    >>> in_range(claim, 480), in_range(claim, 2000)
    (True, None)
    """
    if claim.up_to_km == 0:
        return False  # it denies any reach
    if claim.lower_end_km is not None and distance_km <= claim.lower_end_km:
        return True
    if claim.up_to_km is not None and distance_km > claim.up_to_km:
        return False
    return None


def margin_km(claim: Claim, distance_km: float) -> float | None:
    """Return how far the figure reaches beyond a distance; negative falls short.

    Measured from the upper end of the claim, else from the lower; None without a figure.

    Examples
    --------
    >>> claim = Claim(system_id="9m729", account="operator", claimant="Russia", up_to_km=480)
    >>> margin_km(claim, 500)
    -20.0
    """
    end = claim.up_to_km if claim.up_to_km is not None else claim.at_least_km
    return None if end is None else end - distance_km


def edges_km(claim: Claim) -> set[float]:
    """Return the distances where a figure's answer turns: the ends of its interval.

    Examples
    --------
    >>> edges_km(Claim(system_id="9m729", account="opponent", claimant="USA", at_least_km=500))
    {500.0}
    """
    if claim.up_to_km == 0:
        return set()  # it denies any reach, at every distance
    return {end_km for end_km in (claim.at_least_km, claim.up_to_km) if end_km is not None}


def overall_reach(accounts: Collection[dict[str, Any]]) -> Reach:
    """Return what the accounts of a site's strike systems add up to for one place.

    Parameters
    ----------
    accounts : collection of dict
        Entries with ``system_id``, ``strike`` and ``in_range``, as `site_coverage` gives them.

    Returns
    -------
    Reach
        ``all`` if some system is in range on every account of it, ``some`` if one is on at
        least one account, ``unknown`` if no account says yes and one leaves it open.

    Examples
    --------
    >>> yes = {"system_id": "9m729", "strike": True, "in_range": True}
    >>> print(overall_reach([yes, {**yes, "in_range": None}]))
    some
    """
    by_system: dict[str, list[bool | None]] = {}
    for entry in accounts:
        if entry["strike"]:
            by_system.setdefault(entry["system_id"], []).append(entry["in_range"])
    answers = [answer for system in by_system.values() for answer in system]
    if any(all(system) for system in by_system.values()):
        return Reach.ALL
    if any(answers):
        return Reach.SOME
    return Reach.UNKNOWN if None in answers else Reach.NONE


def sure_reaches_km(claims: Iterable[Claim]) -> tuple[float, float]:
    """Return how far a system surely reaches on all accounts of it, and on at least one.

    Parameters
    ----------
    claims : iterable of Claim
        Every party's figure for the system: each says yes up to its lower end.

    Returns
    -------
    (float, float)
        Kilometres; 0 is nowhere.

    Examples
    --------
    >>> import infmap
    >>> sure_reaches_km(infmap.load().claims_by_system["9m729"])
    (480.0, 2500.0)
    """
    lows = [claim.lower_end_km for claim in claims]
    known = [low for low in lows if low is not None]
    return (min(known) if known and len(known) == len(lows) else 0.0), max(known, default=0.0)


def coverage_rows(
    cat: Catalogue,
    *,
    band: Band | None = None,
    targets: Sequence[Capital] | None = None,
) -> list[dict[str, Any]]:
    """Return the rows of `infmap.coverage`, for every site of a catalogue.

    The command line writes them as they are; pandas takes longer to load than they to make.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load().select(site="deveselu")
    >>> [row["target_id"] for row in coverage_rows(cat, band=(0, 200))]
    ['bucharest', 'sofia']
    """
    places = cat.capital_rows if targets is None else tuple(targets)
    return [
        row
        for site, asked in zip(cat.sites, _asked_places(cat.sites, places, band), strict=True)
        for row in sorted(site_coverage(cat, site, asked), key=itemgetter("distance_km"))
    ]


def reach_rows(cat: Catalogue, target: Any) -> list[dict[str, Any]]:
    """Return the rows of `infmap.reach`, for every site of a catalogue.

    Examples
    --------
    >>> import infmap
    >>> reach_rows(infmap.load().select(theme="debate"), "Warsaw")[0]["site_id"]
    'chernyakhovsk'
    """
    return sorted(coverage_rows(cat, targets=[cat.place(target)]), key=itemgetter("distance_km"))


def _asked_places(
    sites: Sequence[Site], places: Sequence[Capital], band: Band | None
) -> list[Sequence[Capital]]:
    """Return the places to measure from each site: all of them, or those within the band."""
    n_pairs = len(sites) * len(places)
    if band is None:
        _check_size(n_pairs, "narrow them by --site or --band")
        return [places] * len(sites)
    nearest, farthest = edges_of(band)
    from infmap.proximity import count_within, pairs_within

    pairs = (
        [site.lon for site in sites],
        [site.lat for site in sites],
        [place.lon for place in places],
        [place.lat for place in places],
        min(nearest, BEYOND_EVERY_PLACE_KM),
        min(farthest, BEYOND_EVERY_PLACE_KM),
    )
    if n_pairs > MAX_ROWS:
        _check_size(int(count_within(*pairs).places.sum()), "narrow the band, or name a --site")
    site_index, place_index = pairs_within(*pairs)
    firsts = np.searchsorted(site_index, np.arange(1, len(sites)))
    return [[places[k] for k in found] for found in np.split(place_index, firsts)]


def edges_of(band: Band) -> tuple[float, float]:
    """Return the edges of a band in kilometres, the nearer first; an error where it has none.

    Examples
    --------
    >>> edges_of((500, 5500)), edges_of("500 to 5500 km"), edges_of(("500 km", "5500 km"))
    ((500.0, 5500.0), (500.0, 5500.0), (500.0, 5500.0))
    """
    try:
        nearest, farthest = _edges_told(band)
    except RefusedError as refused:
        raise InfmapError(f"band: {refused.problem} ({band!r}); {refused.remedy}") from None
    except (TypeError, ValueError):
        raise InfmapError(
            f"a band is two distances in km (got {band!r}); write 500, 5500"
        ) from None
    if not 0 <= nearest <= farthest:
        raise InfmapError(
            f"a band runs from the nearer to the farther edge (got {nearest:g} {farthest:g}); "
            "write --band 500 5500"
        )
    return nearest, farthest


def _edges_told(band: Band) -> tuple[float, float]:
    if isinstance(band, str):
        return read_band(band)
    near, far = band
    try:
        return float(near), float(far)
    except ValueError:
        # A unit at one end is that of both.
        return read_band(f"{near}-{far}")


def _check_size(n_rows: int, remedy: str) -> None:
    if n_rows > MAX_ROWS:
        raise InfmapError(
            f"a table of sites and places has at most {MAX_ROWS:,} rows (got {n_rows:,}); "
            f"{remedy}, or take infmap screen for a long table of places"
        )


def site_coverage(cat: Catalogue, site: Site, places: Sequence[Capital]) -> list[dict[str, Any]]:
    """Return one site's rows of the coverage table, in the order of the places.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> site_coverage(cat, cat.site("deveselu"), [cat.capital("sofia")])[0]["band"]
    'below-500'
    """
    figures = [
        (claim, _figure(claim, strike=cat.system_by_id[claim.system_id].strike))
        for claim in cat.claims_at(site)
    ]
    distances_km, azimuths_deg = inverse(
        site.lon, site.lat, [place.lon for place in places], [place.lat for place in places]
    )
    allowance_km = site.position_precision_km + EDGE_ALLOWANCE_KM
    ends_km = {end_km for claim, _ in figures for end_km in edges_km(claim)}
    whose = relations(cat, site, places)
    # Few answers are possible at a site, and they are added up for each place.
    reaches: dict[tuple[bool | None, ...], str] = {}
    rows = []
    for target, relation, distance_km, azimuth_deg in zip(
        places, whose, distances_km.tolist(), azimuths_deg.tolist(), strict=True
    ):
        accounts = [
            {
                **figure,
                "in_range": in_range(claim, distance_km),
                "margin_km": margin_km(claim, distance_km),
                "source_id": claim.source_id,
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
                "reach": reaches[answers],
                "near_edge": any(abs(end_km - distance_km) < allowance_km for end_km in ends_km),
                "near_band_edge": any(
                    abs(limit_km - distance_km) < allowance_km for limit_km in LIMITS_KM
                ),
                "relation": str(relation),
                "accounts": accounts,
            }
        )
    return rows


def _figure(claim: Claim, *, strike: bool) -> dict[str, Any]:
    """Return what an account says of every place alike."""
    return {
        "system_id": claim.system_id,
        "account": str(claim.account),
        "claimant": claim.claimant,
        "at_least_km": claim.at_least_km,
        "up_to_km": claim.up_to_km,
        "strike": strike,
    }


def is_foreign(row: Mapping[str, Any]) -> bool:
    """Return whether a place is neither the holder's of what is there nor the host's.

    Examples
    --------
    >>> is_foreign({"relation": "ally"}), is_foreign({"relation": "host"})
    (True, False)
    """
    return row["relation"] not in (Relation.HOLDER, Relation.HOST)


def band_counts(
    rows: Iterable[dict[str, Any]], cat: Catalogue, targets: Sequence[Capital] | None = None
) -> list[dict[str, Any]]:
    """Return how many places, and how many of NATO's, lie in each band of each site.

    Parameters
    ----------
    rows : iterable of dict
        From `coverage_rows`.
    cat : Catalogue
        The catalogue they were made from; its date decides who was in NATO. A state counts
        once, by its capital and not again by a seat of government elsewhere. Places whose state
        is not known count among none of NATO's.
    targets : sequence of Capital, optional
        The places that the rows are of, where these are not the catalogue's capitals.

    Returns
    -------
    list of dict
        One a site: a count for each band and for each band's NATO members; how many of others
        than the holder and the host are in reach on all and on some accounts, and how many of
        these are in NATO.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load().select(site="kaliningrad")
    >>> band_counts(coverage_rows(cat), cat)[0]["shorter-range NATO"]
    9
    """
    places = cat.capital_rows if targets is None else targets
    # Of a state's places only a list of capitals leaves one out.
    capitals = are_capitals(places)
    seats = {row.id for row in places if capitals and row.role is Role.SEAT_OF_GOVERNMENT}
    nato = nato_of(places, cat.as_of).members
    words = [f"{band}{whose}" for band in RangeBand for whose in ("", " NATO")]
    words += [f"reach {word}" for word in (Reach.ALL, Reach.SOME)] + ["reach NATO"]
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        if row["target_id"] in seats:
            continue
        count = counts.setdefault(row["site_id"], dict.fromkeys(words, 0))
        count[row["band"]] += 1
        if row["target_id"] in nato:
            count[f"{row['band']} NATO"] += 1
        if row["reach"] in (Reach.ALL, Reach.SOME) and is_foreign(row):
            count[f"reach {row['reach']}"] += 1
            count["reach NATO"] += row["target_id"] in nato
    return [{"site_id": site_id, **count} for site_id, count in counts.items()]
