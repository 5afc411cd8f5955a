"""The records that results are made of, row by row: what each key holds, and in which unit."""

from typing import TypedDict


class Answer(TypedDict):
    """One party's figure for one system, and what it says of one place."""

    system_id: str
    account: str
    claimant: str
    at_least_km: float | None
    up_to_km: float | None
    #: Whether the system strikes targets on the ground.
    strike: bool
    #: None where the figure leaves it open.
    in_range: bool | None
    #: How far the figure reaches beyond the place; negative falls short.
    margin_km: float | None
    source_id: str


class CoverageRow(TypedDict):
    """One place seen from one site: a row of `infmap.coverage`."""

    site_id: str
    target_id: str
    target: str
    country: str
    distance_km: float
    azimuth_deg: float
    #: By the words of `infmap.treaty.RangeBand`.
    band: str
    in_inf_band: bool
    #: By the words of `infmap.analysis.reach.Reach`.
    reach: str
    near_edge: bool
    near_band_edge: bool
    #: By the words of `infmap.analysis.relations.Relation`.
    relation: str
    accounts: list[Answer]


class CountryShare(TypedDict):
    """A country and how much of its area lies within."""

    iso_a3: str
    country: str
    #: Above 0 and up to 1.
    share: float


class RingRow(TypedDict):
    """What a ring is in every table of rings: where, of what, and whose figure."""

    site_id: str
    site: str
    system_id: str
    system: str
    account: str
    claimant: str
    bound: str
    range_km: float


class ExposureRow(TypedDict):
    """The people and countries within one ring or band of one site: a row of `infmap.exposure`."""

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
    #: None for a band, where no system is meant.
    strike: bool | None
    min_km: float
    #: None beyond the last limit.
    max_km: float | None
    cities: int
    people: int
    countries: list[CountryShare]
