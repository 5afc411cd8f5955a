"""How many people live within a ring or a band, and which countries it touches.

People are counted by the geodesic distance of the place they live at, never by a drawn polygon.
The number covers the places counted, by default cities of 15,000 and more, and not the whole
population.
"""

from typing import TYPE_CHECKING, Unpack

from infmap.analysis.country_shares import country_shares
from infmap.analysis.coverage import BEYOND_EVERY_PLACE_KM
from infmap.analysis.people import BANDS, Limit, Zone, people_within
from infmap.analysis.rings import RingSpec, ring_fields, ring_specs
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import Filters
from infmap.catalogue.frames import frame_of
from infmap.catalogue.population import Population, load_population
from infmap.catalogue.values.bands import Band, edges_of
from infmap.errors import InfmapError
from infmap.looks.rows import AreaHead, CountryShare, ExposureRow

if TYPE_CHECKING:
    import pandas as pd


@checks_kinds
def exposure(
    cat: Catalogue,
    *,
    band: Band | None = None,
    population: Population | None = None,
    **only: Unpack[Filters],
) -> "pd.DataFrame":
    """Return how many people live within each ring and band of each site, and in which countries.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    band : (float, float) or str, optional
        Count in this one band, kilometres, both edges included, in place of the treaty's four; as
        a text also in other units.
    population : Population, optional
        Where people are, from `infmap.load_population`; without it the cities of 15,000 and more.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    DataFrame
        For each site a row for each ring, as `infmap.range_rings` draws them, then a row for
        each band: ``site_id, site, area`` (``ring`` or ``band``), ``band`` (the treaty's band in
        a word), ``system_id, system, account, claimant, bound, strike, min_km, max_km, cities,
        people`` and ``countries``. A ring begins at 0 km; the band beyond 5500 km has no
        `max_km` (NaN). `strike` tells a weapon's nominal range from the reach of an interceptor
        or an unarmed drone, or against ships, and is None for a band, where no system is meant.
        `cities` is the number of places, `people` who live there. `countries` is a list of
        ``{"iso_a3", "country", "share"}``, largest share first: the part of the country's own area
        that lies within, above 0 and up to 1.

    Raises
    ------
    InfmapError
        If an id is unknown, nothing is left after the filters, or the band is invalid.

    Notes
    -----
    A range is nominal, on somebody's account, and no capability. The people of a city are GeoNames'
    number, whose year differs, at one point of the city. People elsewhere are not counted, so no
    number here is the whole population. Areas are geodesic on WGS 84, of outlines
    simplified from Natural Earth 1:50m.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.exposure(infmap.load(), site="shuya", system="9m729", account="operator")
    >>> table["max_km"].tolist()
    [480.0, 500.0, 1000.0, 5500.0, nan]
    >>> table.iloc[0]["countries"][0]["country"]
    'Russia'
    """
    cat = cat.select(**only)
    bands = {str(word): zone for word, zone in BANDS.items()} if band is None else _asked(band)
    places = load_population() if population is None else population
    if not isinstance(places, Population):
        raise InfmapError(
            "people are counted where infmap.load_population reads them; give it the file"
        )
    rows = [row for site in cat.sites for row in _site_rows(cat, site, bands, places)]
    return frame_of(rows, ExposureRow)


def _asked(band: Band) -> dict[str, Zone]:
    nearest, farthest = edges_of(band)
    if nearest == farthest:
        raise InfmapError(
            "a band runs from the nearer to the farther edge, and people live in an area "
            f"(got {nearest:g} {farthest:g}); write 500-5500"
        )
    inner = Limit(nearest, included=False) if nearest else None
    return {"": Zone(inner, None if farthest >= BEYOND_EVERY_PLACE_KM else Limit(farthest))}


def _site_rows(
    cat: Catalogue, site: Site, bands: dict[str, Zone], places: Population
) -> list[ExposureRow]:
    specs = list(ring_specs(cat, site))
    zones = [*(Zone(None, Limit(spec.range_km)) for spec in specs), *bands.values()]
    limits = {limit for zone in zones for limit in (zone.inner, zone.outer)}
    counts = people_within(site.lon, site.lat, places, limits)
    shares: dict[Zone, list[CountryShare]] = {}
    heads = [_ring_head(cat, spec) for spec in specs]
    heads += [_band_head(site, word) for word in bands]
    rows: list[ExposureRow] = []
    for head, zone in zip(heads, zones, strict=True):
        inner_km = None if zone.inner is None else zone.inner.km
        outer_km = None if zone.outer is None else zone.outer.km
        # Parties that agree on a figure share a ring.
        if zone not in shares:
            shares[zone] = country_shares(site.lon, site.lat, inner_km, outer_km)
        outer_cities, outer_people = counts[zone.outer]
        inner_cities, inner_people = (0, 0.0) if zone.inner is None else counts[zone.inner]
        rows.append(
            {
                **head,
                "min_km": inner_km or 0.0,
                "max_km": outer_km,
                "cities": outer_cities - inner_cities,
                "people": round(outer_people - inner_people),
                "countries": shares[zone],
            }
        )
    return rows


def _ring_head(cat: Catalogue, spec: RingSpec) -> AreaHead:
    ring = ring_fields(cat, spec)
    return {
        "site_id": ring["site_id"],
        "site": ring["site"],
        "area": "ring",
        "band": "",
        "system_id": ring["system_id"],
        "system": ring["system"],
        "account": ring["account"],
        "claimant": ring["claimant"],
        "bound": ring["bound"],
        "strike": spec.strike,
    }


def _band_head(site: Site, word: str) -> AreaHead:
    return {
        "site_id": site.id,
        "site": site.name,
        "area": "band",
        "band": word,
        "system_id": "",
        "system": "",
        "account": "",
        "claimant": "",
        "bound": "",
        "strike": None,
    }
