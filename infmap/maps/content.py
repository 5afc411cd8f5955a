"""What the page holds, as plain data: one typed JSON block that a reader of the file can follow.

Every rule is applied here, in Python; the page's script draws and lists what it is given.
"""

import json
from importlib.metadata import version
from typing import Any

import numpy as np
from shapely.geometry import MultiPolygon, Polygon

from infmap.cards import claim_card
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.loading import DATA_VERSION, data_path
from infmap.geodesy import MIN_RANGE_KM, MIN_TOLERANCE_KM, range_ring
from infmap.membership import Reach, claims_at, site_coverage
from infmap.rings import ring_specs
from infmap.treaty import INF_BAND_TO_KM, INTERMEDIATE_RANGE_ABOVE_KM, SHORTER_RANGE_FROM_KM

#: The treaty's limits, drawn around every site.
LIMITS_KM = (SHORTER_RANGE_FROM_KM, INTERMEDIATE_RANGE_ABOVE_KM, INF_BAND_TO_KM)

# Three decimals of a degree are 56 m at most; with the rings' own 0.9 km the page holds 1 km.
# A small ring is drawn finer: it is looked at from near.
RING_TOLERANCE_KM = 0.9
RING_TOLERANCE_SHARE = 0.001
RING_DECIMALS = 3
DISTANCE_DECIMALS = 1

#: One letter a capital, so that the block stays small.
REACH_LETTERS = {Reach.ALL: "a", Reach.SOME: "s", Reach.UNKNOWN: "u", Reach.NONE: "n"}
ANSWER_LETTERS = {True: "y", False: "n", None: "?"}


def page_data(cat: Catalogue, focus: Site, *, online_basemap: bool = False) -> dict[str, Any]:
    """Return everything the page shows, as JSON-ready data.

    Parameters
    ----------
    cat : Catalogue
        Already cut down to what the page is about.
    focus : Site
        The site that the page opens on.
    online_basemap : bool
        Whether tiles take the place of the bundled outlines.

    Returns
    -------
    dict
        ``sites`` with their rings as multipolygons (lon, lat; cut at the antimeridian, closed
        over the poles) by radius in km; ``systems``, ``claims`` with verdicts, ``capitals``;
        ``coverage`` by site with a value a capital; ``sources`` and ``countries``.
    """
    claims = {id(claim): index for index, claim in enumerate(cat.claim_rows)}
    used = {system for site in cat.sites for system in site.system_ids}
    return {
        "version": version("infmap"),
        "data_version": DATA_VERSION,
        "focus": focus.id,
        "as_of": cat.as_of.isoformat() if cat.as_of else None,
        "limits_km": LIMITS_KM,
        "systems": {
            row.id: {
                "name": row.name,
                "designations": row.designations,
                "operator": row.operator,
                "kind": row.kind,
                "strike": row.strike,
                "note": row.note,
            }
            for row in cat.system_rows
            if row.id in used
        },
        "claims": [claim_card(cat, claim) for claim in cat.claim_rows],
        "sites": [
            {
                "id": site.id,
                "name": site.name,
                "country": site.country,
                "lon": site.lon,
                "lat": site.lat,
                "position_precision_km": site.position_precision_km,
                "claims": [claims[id(claim)] for claim in claims_at(cat, site)],
                "deployments": [
                    row.model_dump(
                        mode="json",
                        include={
                            "system_id",
                            "status",
                            "operator",
                            "first_reported",
                            "until",
                            "reported_by",
                            "source_ids",
                            "note",
                        },
                    )
                    for row in site.deployments
                ],
                "rings": _rings(cat, site),
            }
            for site in cat.sites
        ],
        "capitals": [
            {
                "id": row.id,
                "name": row.name,
                "country": row.country,
                "lon": row.lon,
                "lat": row.lat,
                "role": row.role,
                "nato": row.in_nato(cat.as_of),
                "note": row.note,
            }
            for row in cat.capital_rows
        ],
        "coverage": _coverage(cat),
        "sources": _sources(cat),
        "countries": None if online_basemap else _countries(),
    }


def _rings(cat: Catalogue, site: Site) -> dict[str, Any]:
    """Return the site's rings by radius: the treaty's limits, every figure, the place's doubt."""
    radii = {*LIMITS_KM, *(spec.range_km for spec in ring_specs(cat, site))}
    if site.position_precision_km >= MIN_RANGE_KM:
        radii.add(site.position_precision_km)
    return {
        f"{range_km:g}": _coordinates(
            range_ring(
                site.lon,
                site.lat,
                range_km,
                tolerance_km=np.clip(
                    RING_TOLERANCE_SHARE * range_km, MIN_TOLERANCE_KM, RING_TOLERANCE_KM
                ),
            )
        )
        for range_km in sorted(radii)
    }


def _coordinates(area: Polygon | MultiPolygon) -> list[Any]:
    polygons = area.geoms if isinstance(area, MultiPolygon) else [area]
    return [
        [
            [[round(lon, RING_DECIMALS), round(lat, RING_DECIMALS)] for lon, lat in line.coords]
            for line in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in polygons
    ]


def _coverage(cat: Catalogue) -> dict[str, Any]:
    """Return each site's answers, a value for each capital in the capitals' order."""
    answers = {}
    for site in cat.sites:
        rows = site_coverage(cat, site, cat.capital_rows)
        answers[site.id] = {
            "distance_km": [round(row["distance_km"], DISTANCE_DECIMALS) for row in rows],
            "azimuth_deg": [round(row["azimuth_deg"], DISTANCE_DECIMALS) for row in rows],
            "band": [row["band"] for row in rows],
            "reach": "".join(REACH_LETTERS[Reach(row["reach"])] for row in rows),
            "near_edge": "".join("y" if row["near_edge"] else "n" for row in rows),
            "in_range": [
                "".join(ANSWER_LETTERS[row["accounts"][index]["in_range"]] for row in rows)
                for index in range(len(claims_at(cat, site)))
            ],
        }
    return answers


def _sources(cat: Catalogue) -> dict[str, Any]:
    """Return the publications that the page cites, by id."""
    cited = {claim.source_id for site in cat.sites for claim in claims_at(cat, site)}
    cited |= {source for row in cat.deployment_rows for source in row.source_ids}
    cited |= {source for row in cat.capital_rows for source in row.source_ids}
    cited |= {"inf-treaty", "natural-earth"}
    return {
        source.id: {"citation": source.citation, "url": source.URL, "note": source.note}
        for source in cat.source_rows
        if source.id in cited
    }


def _countries() -> dict[str, Any]:
    countries: dict[str, Any] = json.loads(data_path("countries.geojson").read_text("utf-8"))
    return countries
