"""The range rings of a catalogue: one for each party's figure at each site."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Unpack

from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import Filters
from infmap.catalogue.rows import Claim
from infmap.catalogue.striking import strikes, why_not
from infmap.catalogue.values.bands import Band, drawn_bands
from infmap.geodesy import DEFAULT_TOLERANCE_KM, MIN_RANGE_KM, range_band, range_ring
from infmap.looks.lines import End
from infmap.looks.rows import RingRow
from infmap.treaty import Bands, outcomes_text, provisos_text

if TYPE_CHECKING:
    import geopandas as gpd


class Bound(StrEnum):
    """Which end of a party's figure a ring draws."""

    UP_TO = "up_to"
    AT_LEAST = "at_least"


RING_COLUMNS = [
    *RingRow.__annotations__,
    *("lon", "lat", "as_of", "status", "verdict", "source_id", "source"),
    *("strike", "ring_end", "source_read", "proviso", "first_reported", "until", "measure"),
]

#: From when to when the system is reported at the site.
_PERIOD = ("first_reported", "until")
#: In place of a ring's end: the area of a band that was asked for.
BAND_AREA = "band"
#: A smaller uncertainty of position would be hidden by the site's own mark.
DRAWN_DOUBT_KM = 20.0


@dataclass(frozen=True)
class RingSpec:
    """One ring to draw: its site, the party's figure, and its radius."""

    site: Site
    claim: Claim
    bound: Bound
    range_km: float
    strike: bool
    #: Whether nobody read the publication that the figure stands in.
    unread: bool = False
    #: In words why it is of no strike on the ground; empty where it is.
    why_not: str = ""

    @property
    def end(self) -> End:
        """What the ring is to the figure: maximum, open bound, lower or far end."""
        if self.claim.up_to_km is None:
            return End.OPEN
        if self.claim.at_least_km in (None, self.claim.up_to_km):
            return End.MOST
        return End.FAR if self.bound is Bound.UP_TO else End.LOWER


def ring_specs(cat: Catalogue, site: Site) -> Iterator[RingSpec]:
    """Yield a ring for each end of each party's figure at a site.

    A lower bound alone gives one ring, at the bound and marked as such: no outer ring is
    invented. A figure of 0 km, which denies a reach, gives none.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load().select(account="operator", system=["9m729"])
    >>> [(spec.range_km, str(spec.bound)) for spec in ring_specs(cat, cat.site("shuya"))]
    [(480.0, 'up_to')]
    """
    for claim in cat.claims_at(site):
        yield from figure_rings(cat, site, claim)


def figure_rings(cat: Catalogue, site: Site, claim: Claim) -> Iterator[RingSpec]:
    """Yield the rings of one party's figure at a site, the farther end first.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> claims = [claim for claim in cat.claims_by_system["9m729"] if claim.at_least_km == 2000]
    >>> [str(spec.end) for spec in figure_rings(cat, cat.site("shuya"), claims[0])]
    ['open']
    """
    ends = {Bound.UP_TO: claim.up_to_km, Bound.AT_LEAST: claim.at_least_km}
    if claim.at_least_km == claim.up_to_km:
        del ends[Bound.AT_LEAST]
    for bound, range_km in ends.items():
        if range_km is not None and range_km >= MIN_RANGE_KM:
            strike = strikes(cat, claim)
            yield RingSpec(
                site, claim, bound, range_km, strike, cat.is_unread(claim), why_not(cat, claim)
            )


def ring_fields(cat: Catalogue, spec: RingSpec) -> RingRow:
    """Return the fields of a ring in every table of rings: its site, system, account and range.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load().select(account="operator", system=["9m729"])
    >>> [ring_fields(cat, spec)["claimant"] for spec in ring_specs(cat, cat.site("shuya"))]
    ['Russian MoD']
    """
    return {
        "site_id": spec.site.id,
        "site": spec.site.name,
        "system_id": spec.claim.system_id,
        "system": cat.system_by_id[spec.claim.system_id].name,
        "account": str(spec.claim.account),
        "claimant": spec.claim.claimant,
        "bound": str(spec.bound),
        "range_km": spec.range_km,
    }


@checks_kinds
def range_rings(
    cat: Catalogue,
    *,
    tolerance_km: float = DEFAULT_TOLERANCE_KM,
    band: Band | None = None,
    **only: Unpack[Filters],
) -> "gpd.GeoDataFrame":
    """Return the area within each party's figure at each site.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    tolerance_km : float, default 1
        Kilometres that an outline may stray from the true ring between its vertices; 0.001 or more.
    band : (float, float) or str, optional
        A band whose area is added for each site, in kilometres, or as a text in any unit. Its row
        has ``ring_end`` ``band``, its words as `system`, its outer edge as `range_km`, and no
        figure; verdicts stay the treaty's.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, cut at the antimeridian and closed over the poles; a row a ring with
        ``site_id, site, system_id, system, account, claimant, bound, range_km, lon, lat``
        (the centre), ``as_of, status, verdict, source_id, source``, ``strike``, ``ring_end``,
        ``source_read``, ``proviso``, ``first_reported``, ``until`` and ``measure``.
        `bound` is ``up_to`` or ``at_least``, `status` how sure every report of the system there
        is and what is over (``confirmed and ended``), `verdict` the treaty's on the system in the
        hands of those who hold it there,
        `ring_end` what the ring is of its figure: ``most``, ``open`` (a lower bound without a
        maximum), ``lower`` or ``far`` (the ends of an interval), `source_read` how far its source
        was read: ``whole``, ``the passage``, ``not``, or ``quoted by`` another one's id, `proviso`
        what the verdict hangs on where it held on no day on which the system is reported there, as
        ``were the treaty in force``, `first_reported` and `until` from when to when it is reported
        there, `measure` how the figure was obtained, as in the table of figures.

    Raises
    ------
    InfmapError
        If an id is unknown or nothing is left after the filters.

    References
    ----------
    C. F. F. Karney, "Algorithms for geodesics", Journal of Geodesy 87 (2013), 43-55: distances and
    rings, by PROJ.

    Examples
    --------
    >>> import infmap
    >>> rings = infmap.range_rings(infmap.load(), system="9m729", account="operator")
    >>> sorted(set(rings["range_km"]))
    [480.0]
    """
    return ring_layer(ring_rows(cat, tolerance_km=tolerance_km, band=band, **only))


def ring_layer(rows: Sequence[Mapping[str, object]]) -> "gpd.GeoDataFrame":
    """Return the rows of rings as a layer."""
    from infmap.catalogue.layer import Layer

    geometry = [row["geometry"] for row in rows]
    return Layer(rows, columns=[*RING_COLUMNS], geometry=geometry, crs="EPSG:4326")


def ring_rows(
    cat: Catalogue,
    *,
    tolerance_km: float = DEFAULT_TOLERANCE_KM,
    band: Band | None = None,
    **only: Unpack[Filters],
) -> list[dict[str, object]]:
    """Return what `range_rings` does, a record for each row: its columns, then its ``geometry``."""
    cat = cat.select(**only)
    specs = [spec for site in cat.sites for spec in ring_specs(cat, site)]
    # Parties that agree on a figure share a ring.
    radii = list(dict.fromkeys((spec.site.lon, spec.site.lat, spec.range_km) for spec in specs))
    lons, lats, ranges_km = zip(*radii, strict=True) if radii else ((), (), ())
    shapes = range_ring(lons, lats, ranges_km, tolerance_km=tolerance_km)
    areas = dict(zip(radii, shapes, strict=True))
    rows = [
        {
            **ring_fields(cat, spec),
            "lon": spec.site.lon,
            "lat": spec.site.lat,
            "as_of": spec.claim.as_of,
            "status": ", ".join(spec.site.statuses(cat.as_of)[spec.claim.system_id]),
            "verdict": outcomes_text(held),
            "source_id": spec.claim.source_id,
            "source": cat.source(spec.claim.source_id).citation,
            "strike": spec.strike,
            "ring_end": str(spec.end),
            "source_read": cat.source(spec.claim.source_id).read,
            "proviso": provisos_text(held),
            **dict(zip(_PERIOD, spec.site.period(spec.claim.system_id), strict=True)),
            "measure": str(spec.claim.measure or ""),
            "geometry": areas[spec.site.lon, spec.site.lat, spec.range_km],
        }
        for spec in specs
        for held in [cat.verdicts(spec.claim, at=spec.site)]
    ]
    if band is not None:
        bands = drawn_bands(band)
        where = [site.lon for site in cat.sites], [site.lat for site in cat.sites]
        shapes = range_band(*where, *bands.edges_km, tolerance_km=tolerance_km)
        rows += [
            {**_band_fields(site, bands), "geometry": area}
            for site, area in zip(cat.sites, shapes, strict=True)
        ]
    return rows


def _band_fields(site: Site, bands: Bands) -> dict[str, object]:
    """Return the row of a band's area at a site: it is nobody's figure."""
    return {
        "site_id": site.id,
        "site": site.name,
        "system_id": "",
        "system": f"{bands.whose}, {bands.span}",
        "account": "",
        "claimant": "",
        "bound": str(Bound.UP_TO),
        "range_km": bands.edges_km[1],
        "lon": site.lon,
        "lat": site.lat,
        "as_of": None,
        "status": "",
        "verdict": "",
        "source_id": "",
        "source": "",
        "strike": False,
        "ring_end": BAND_AREA,
        "source_read": "",
        "proviso": "",
        **dict.fromkeys(_PERIOD),
        "measure": "",
    }
