"""Which capitals lie within reach of a site, and what reaches a capital: on whose account.

Membership is decided by the geodesic distance on WGS 84, never by a drawn polygon. Every
party's figure is kept apart: a claim is an interval, and where it leaves a distance open the
answer is None, not a guess.
"""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Capital, Claim, Role
from infmap.errors import InfmapError
from infmap.geodesy import inverse
from infmap.treaty import RangeBand, band_of, in_inf_band

if TYPE_CHECKING:
    import pandas as pd

#: Beside the site's own precision: what a capital's extent and its one point leave open.
EDGE_ALLOWANCE_KM = 5.0

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


def overall_reach(accounts: Collection[dict[str, Any]]) -> Reach:
    """Return what the accounts of a site's strike systems add up to for one place.

    Parameters
    ----------
    accounts : collection of dict
        Entries with ``system_id``, ``strike`` and ``in_range``, as `coverage` gives them.

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


def coverage(
    cat: Catalogue,
    *,
    site: str | Sequence[str] = (),
    system: str | Sequence[str] = (),
    theme: str | None = None,
    account: str | None = None,
    as_of: date | None = None,
    band: tuple[float, float] | None = None,
    targets: Sequence[Capital] | None = None,
) -> "pd.DataFrame":
    """Return which capitals lie within reach of each site, on whose account.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    site, system : str or sequence of str, optional
        Ids or names to keep; without them every site and system of the theme.
    theme, account, as_of
        As in `Catalogue.select`.
    band : (float, float), optional
        Keep only the places at this distance in kilometres, both edges included.
    targets : sequence of Capital, optional
        Places to test in place of the capitals, from `infmap.load_places`.

    Returns
    -------
    DataFrame
        One row a site and target, nearest first within a site: ``site_id, target_id, target,
        country, distance_km, azimuth_deg, band, in_inf_band, reach, near_edge`` and
        ``accounts``, a list with a dict for each party's figure for each system there.
        Distances are geodesic on WGS 84, azimuths leave the site clockwise from true north. A
        notebook shows it in words; it is a DataFrame like any other.

    Raises
    ------
    InfmapError
        If an id is unknown or nothing is left after the filters.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.coverage(infmap.load(), site="deveselu")
    >>> print(f"{table.set_index('target_id').loc['london', 'distance_km']:.0f} km to London")
    2003 km to London
    """
    from infmap.coverage_table import CoverageTable

    cat = cat.select(sites=site, systems=system, theme=theme, account=account, as_of=as_of)
    places = cat.capital_rows if targets is None else tuple(targets)
    rows = [
        row
        for one in cat.sites
        for row in sorted(site_coverage(cat, one, places), key=lambda row: row["distance_km"])
    ]
    if band is not None:
        nearest, farthest = band
        if not 0 <= nearest <= farthest:
            raise InfmapError(
                f"a band runs from the nearer to the farther edge (got {nearest:g} {farthest:g}); "
                "write --band 500 5500"
            )
        rows = [row for row in rows if nearest <= row["distance_km"] <= farthest]
    return CoverageTable(rows, columns=COVERAGE_COLUMNS)


def reach(
    cat: Catalogue,
    target: str,
    *,
    site: str | Sequence[str] = (),
    system: str | Sequence[str] = (),
    theme: str | None = None,
    account: str | None = None,
    as_of: date | None = None,
) -> "pd.DataFrame":
    """Return what reaches one place: every site of the theme, nearest first.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    target : str
        A capital's id or name, or ``lat,lon`` in degrees.
    site, system, theme, account, as_of
        As in `coverage`.

    Returns
    -------
    DataFrame
        The columns of `coverage`, with the azimuth from the site to the place.

    Raises
    ------
    InfmapError
        If the target is neither a capital nor a position; near misses are named.

    Examples
    --------
    >>> import infmap
    >>> infmap.reach(infmap.load(), "Warsaw", theme="debate").iloc[0]["site_id"]
    'chernyakhovsk'
    """
    table = coverage(
        cat,
        site=site,
        system=system,
        theme=theme,
        account=account,
        as_of=as_of,
        targets=[place(cat, target)],
    )
    return table.sort_values("distance_km", kind="stable", ignore_index=True)


def place(cat: Catalogue, target: str) -> Capital:
    """Return the capital, or the bare position, that a person means by a text.

    Examples
    --------
    >>> import infmap
    >>> place(infmap.load(), "52.23,21.01").lon
    21.01
    """
    lat, comma, lon = target.partition(",")
    try:
        position = (float(lon), float(lat)) if comma else None
    except ValueError:
        position = None
    if position is None:
        return cat.capital(target)
    east, north = position
    if not (abs(east) <= 180 and abs(north) <= 90):
        raise InfmapError(f"no such position ({target}); write latitude,longitude in degrees")
    name = f"{abs(north):g}{'N' if north >= 0 else 'S'} {abs(east):g}{'E' if east >= 0 else 'W'}"
    return Capital(id="position", name=name, lon=east, lat=north)


def claims_at(cat: Catalogue, site: Site) -> list[Claim]:
    """Return every party's figure for every system reported at a site."""
    return [claim for system in site.system_ids for claim in cat.claims_by_system[system]]


def site_coverage(cat: Catalogue, site: Site, places: Sequence[Capital]) -> list[dict[str, Any]]:
    """Return one site's rows of the coverage table, in the order of the places.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> site_coverage(cat, cat.site("deveselu"), [cat.capital("sofia")])[0]["band"]
    'below-500'
    """
    claims = [(claim, cat.system_by_id[claim.system_id].strike) for claim in claims_at(cat, site)]
    distances_km, azimuths_deg = inverse(
        site.lon, site.lat, [place.lon for place in places], [place.lat for place in places]
    )
    allowance_km = site.position_precision_km + EDGE_ALLOWANCE_KM
    rows = []
    for target, distance_km, azimuth_deg in zip(
        places, distances_km.tolist(), azimuths_deg.tolist(), strict=True
    ):
        accounts = [_account_entry(claim, strike, distance_km) for claim, strike in claims]
        margins = [entry["margin_km"] for entry in accounts if entry["margin_km"] is not None]
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
                "reach": str(overall_reach(accounts)),
                "near_edge": any(abs(margin) < allowance_km for margin in margins),
                "accounts": accounts,
            }
        )
    return rows


def _account_entry(claim: Claim, strike: bool, distance_km: float) -> dict[str, Any]:
    return {
        "system_id": claim.system_id,
        "account": str(claim.account),
        "claimant": claim.claimant,
        "at_least_km": claim.at_least_km,
        "up_to_km": claim.up_to_km,
        "strike": strike,
        "in_range": in_range(claim, distance_km),
        "margin_km": margin_km(claim, distance_km),
        "source_id": claim.source_id,
    }


def band_counts(table: "pd.DataFrame", cat: Catalogue) -> "pd.DataFrame":
    """Return how many capitals, and how many of NATO's, lie in each band of each site.

    Parameters
    ----------
    table : DataFrame
        From `coverage`.
    cat : Catalogue
        The catalogue it was made from; its date decides who was in NATO. A state counts once,
        by its capital and not again by a seat of government elsewhere.

    Returns
    -------
    DataFrame
        One row a site: a column for each band and for each band's NATO members, and how many
        are in reach on all and on some accounts.
    """
    import pandas as pd

    seats = {row.id for row in cat.capital_rows if row.role is Role.SEAT_OF_GOVERNMENT}
    nato = {row.id for row in cat.capital_rows if row.in_nato(cat.as_of)}
    table = table[~table["target_id"].isin(seats)]
    rows = []
    for site_id, group in table.groupby("site_id", sort=False):
        allied = group["target_id"].isin(nato)
        row: dict[str, Any] = {"site_id": site_id}
        for band in RangeBand:
            inside = group["band"] == band
            row[str(band)] = int(inside.sum())
            row[f"{band} NATO"] = int((inside & allied).sum())
        for word in (Reach.ALL, Reach.SOME):
            row[f"reach {word}"] = int((group["reach"] == word).sum())
        rows.append(row)
    return pd.DataFrame(rows)
