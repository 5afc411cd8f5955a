"""Rows of the tables that infmap gives: one type each, whatever the format."""

from typing_extensions import TypedDict  # pydantic reads no other on Python 3.11


class Answer(TypedDict):
    """One party's figure for one system, and its answer for one place."""

    system_id: str
    account: str
    claimant: str
    at_least_km: float | None
    up_to_km: float | None
    #: Whether the figure is of a strike on the ground.
    strike: bool
    #: None where the figure leaves it open.
    in_range: bool | None
    #: How far the figure reaches beyond the place; negative falls short.
    margin_km: float | None
    source_id: str


class PlaceHead(TypedDict):
    """A place, and how far it lies from a site: how a row of places begins."""

    site_id: str
    target_id: str
    target: str
    country: str
    distance_km: float


class CoverageRow(PlaceHead):
    """One place seen from one site: a row of `infmap.coverage`."""

    azimuth_deg: float
    #: A value of `infmap.treaty.RangeBand`.
    band: str
    in_inf_band: bool
    #: The band asked for, both edges included; without one the treaty's.
    in_band: bool
    #: A value of `infmap.analysis.reach.Reach`.
    reach: str
    near_edge: bool
    near_band_edge: bool
    #: A value of `infmap.analysis.relations.Relation`.
    relation: str
    accounts: list[Answer]


class AnswerRow(PlaceHead):
    """One party's figure at one site and what it says of one place: a row of `infmap.answers`."""

    azimuth_deg: float
    band: str
    #: On all figures together: a value of `infmap.analysis.reach.Reach`.
    reach: str
    near_edge: bool
    system_id: str
    #: Empty from here on if there is no figure; ``strike`` and ``in_range`` are then None.
    account: str
    claimant: str
    at_least_km: float | None
    up_to_km: float | None
    strike: bool | None
    in_range: bool | None
    margin_km: float | None
    source_id: str


class CompareRow(PlaceHead):
    """One place whose answer differs between two sides: a row of `infmap.compare`.

    Where two sites are compared, site and distance are those of the left one.
    """

    #: Values of `infmap.analysis.reach.Reach`; ``none`` also where nothing is reported on a side.
    left: str
    right: str


class CountryShare(TypedDict):
    """A country, and the share of its area that lies within a ring or band."""

    iso_a3: str
    country: str
    #: Above 0 and up to 1.
    share: float


class RingRow(TypedDict):
    """The fields of a ring in every table of rings: its site, system, account and range."""

    site_id: str
    site: str
    system_id: str
    system: str
    account: str
    claimant: str
    bound: str
    range_km: float


class AreaHead(TypedDict):
    """The fields that name a ring or band of one site."""

    site_id: str
    site: str
    #: ``ring`` or ``band``.
    area: str
    band: str
    system_id: str
    system: str
    account: str
    claimant: str
    bound: str
    #: None for a band, which belongs to no system.
    strike: bool | None


class ExposureRow(AreaHead):
    """The people and countries within one ring or band of one site: a row of `infmap.exposure`."""

    min_km: float
    #: None beyond the last limit.
    max_km: float | None
    cities: int
    people: int
    countries: list[CountryShare]


class StrikeRing(RingRow):
    """A ring, and whether it is of a strike."""

    #: Whether the figure is of a strike on the ground.
    strike: bool


class ScreenedRing(StrikeRing):
    """A ring, and what a screening counts in it: a row of `infmap.screen`."""

    #: How many places lie within.
    places: int
    #: The sum of their weights; without a weight column None, and no column of the table.
    weight: float | None
