"""The records that results are made of, row by row: what each key holds, and in which unit."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict  # pydantic reads no other on Python 3.11

#: A date of CSL-JSON: ``date-parts`` hold a year, a month and a day as far as they are known.
CslParts: TypeAlias = dict[str, object]


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


class AnswerRow(TypedDict):
    """One party's figure at one site and what it says of one place: a row of `infmap.answers`."""

    site_id: str
    target_id: str
    target: str
    country: str
    distance_km: float
    azimuth_deg: float
    band: str
    #: Of the place as a whole, by the words of `infmap.analysis.reach.Reach`.
    reach: str
    near_edge: bool
    #: Of no figure: nothing from here on; ``strike`` and ``in_range`` then say nothing either.
    system_id: str
    account: str
    claimant: str
    at_least_km: float | None
    up_to_km: float | None
    strike: bool | None
    in_range: bool | None
    margin_km: float | None
    source_id: str


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


class AreaHead(TypedDict):
    """Which ring or band of one site is meant, and whose figure a ring is."""

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


class ExposureRow(AreaHead):
    """The people and countries within one ring or band of one site: a row of `infmap.exposure`."""

    min_km: float
    #: None beyond the last limit.
    max_km: float | None
    cities: int
    people: int
    countries: list[CountryShare]


class StrikeRing(RingRow):
    """A ring, and whether it is of a weapon."""

    #: Whether the system strikes targets on the ground.
    strike: bool


class ScreenedRing(StrikeRing):
    """A ring, and what a screening counts in it: a row of `infmap.screen`."""

    #: How many places lie within.
    places: int
    #: The sum of their weights; None, and no column of the table, where none is asked for.
    weight: float | None


class SiteRow(TypedDict):
    """A site with what is reported there: a row of the list of sites."""

    id: str
    name: str
    country: str
    #: Degrees east and north, WGS 84.
    lon: float
    lat: float
    #: Ids.
    systems: list[str]
    #: By the words of `infmap.catalogue.rows.Theme` and of `Status`, each once.
    themes: list[str]
    statuses: list[str]


class VerdictRecord(TypedDict):
    """What the treaty said of a figure, in somebody's hands."""

    #: By the words of `infmap.treaty.Outcome`.
    outcome: str
    #: By the words of `infmap.treaty.RangeBand`; None where no figure settles it.
    range_class: str | None
    #: Article and paragraph relied on, such as ``II(6)``.
    article: str
    #: One line.
    reason: str
    #: Who holds what, where the parties to the treaty disagreed.
    positions: list[list[str]]


class HeldVerdict(VerdictRecord):
    """A verdict, and in whose hands."""

    holders: list[str]


class ClaimRecord(TypedDict):
    """One party's figure for one system: a row of the table of claims."""

    system_id: str
    #: By the words of `infmap.catalogue.rows.Account`.
    account: str
    claimant: str
    #: The ends of the interval; None is an end that the party does not give.
    at_least_km: float | None
    up_to_km: float | None
    #: By the words of `infmap.treaty.Measure`.
    measure: str | None
    #: When it was stated: a day, a month or a year, as ISO 8601 has them.
    as_of: str | None
    #: Nothing where no publication is named.
    source_id: str
    note: str


class ReportRecord(TypedDict):
    """One system reported at a site, without where that is."""

    #: By the words of `infmap.catalogue.rows.Status`.
    status: str
    system_id: str
    #: Who holds it there; nothing where that is left to the system's row.
    operator: str
    #: By the words of `infmap.catalogue.rows.Theme`; None belongs to every one.
    theme: str | None
    #: The first and the last day, month or year; None where it is not told.
    first_reported: str | None
    until: str | None
    reported_by: str
    source_ids: Sequence[str]
    note: str


class ChargeRecord(TypedDict):
    """One side's charge against another, and the answer: a row of the table of allegations."""

    id: str
    accuser: str
    accused: str
    #: Of every system that it speaks of.
    system_id: Sequence[str]
    charge: str
    answer: str
    #: The articles that the two sides rely on.
    article: str
    #: When it was first made: a day, a month or a year.
    date: str
    source_ids: Sequence[str]
    note: str


class Citation(TypedDict):
    """A publication that a card cites."""

    id: str
    #: Title, publisher and date in one line.
    citation: str
    #: Nothing where it has no address.
    URL: str


class ClaimCard(ClaimRecord):
    """A figure in words and numbers, with the verdicts on it."""

    #: Such as ``up to 480 km``.
    figure: str
    verdicts: list[HeldVerdict]


class ReportCard(ReportRecord):
    """A report with the site that it is of."""

    id: str
    site_id: str
    site: str
    country: str


class SystemRecord(TypedDict):
    """A missile, launcher, interceptor or drone: a row of the table of systems."""

    id: str
    name: str
    #: Other names.
    designations: Sequence[str]
    #: States that hold it.
    operator: Sequence[str]
    #: By the words of `infmap.treaty.Kind`.
    kind: str | None
    #: By the words of `infmap.treaty.Basing`.
    basing: Sequence[str]
    #: Its name in the treaty, or nothing.
    treaty_listing: str
    #: By the words of `infmap.treaty.Purpose`.
    purpose: str
    #: Missiles destroyed under the treaty, by its record.
    eliminated_count: int | None
    source_ids: Sequence[str]
    note: str


class SystemCard(SystemRecord):
    """All there is on one system."""

    card: Literal["system"]
    #: Whether it strikes targets on the ground.
    strike: bool
    claims: list[ClaimCard]
    deployments: list[ReportCard]
    allegations: list[ChargeRecord]
    sources: list[Citation]


class SiteCard(TypedDict):
    """All there is on one site."""

    card: Literal["site"]
    id: str
    name: str
    country: str
    #: Degrees east and north, WGS 84.
    lon: float
    lat: float
    #: How far the true place may lie from the point.
    position_precision_km: float
    deployments: list[ReportCard]
    claims: list[ClaimCard]
    sources: list[Citation]


class PlaceFields(TypedDict):
    """What is known of every capital, and of any other place."""

    id: str
    name: str
    country: str
    #: ISO 3166-1 alpha-3.
    iso_a3: str
    #: Degrees east and north, WGS 84.
    lon: float
    lat: float
    source_ids: Sequence[str]
    note: str


class PlaceRecord(PlaceFields):
    """A capital or any other place: a row of the table of capitals."""

    #: By the words of `infmap.catalogue.rows.Role`.
    role: str | None
    #: The first and the last day, month or year that it was a capital.
    since: str | None
    until: str | None
    #: By the words of `infmap.catalogue.rows.UnStatus`.
    un_status: str | None
    #: The day that the state joined NATO, and its last in the Warsaw Pact.
    nato_since: str | None
    warsaw_pact_until: str | None


class PlaceCard(PlaceFields):
    """A capital or any other place, as its row has it; what is not known of it is left out."""

    card: Literal["capital", "place"]
    role: NotRequired[str]
    since: NotRequired[str]
    until: NotRequired[str]
    un_status: NotRequired[str]
    nato_since: NotRequired[str]
    warsaw_pact_until: NotRequired[str]
    sources: list[Citation]


class ChargeCard(ChargeRecord):
    """A charge with its publications."""

    card: Literal["allegation"]
    sources: list[Citation]


class EventRecord(TypedDict):
    """A dated event of the treaty's life: a row of the table of events."""

    id: str
    #: A day, a month or a year.
    date: str
    title: str
    source_ids: Sequence[str]
    note: str


class EventCard(EventRecord):
    """An event with its publications."""

    card: Literal["event"]
    sources: list[Citation]


class SourceFields(TypedDict):
    """What is told of every publication, in the fields of CSL-JSON."""

    id: str
    #: As CSL names it.
    type: str
    title: str
    publisher: str
    container_title: str
    #: When it was published, or read if it bears no date.
    issued: CslParts
    accessed: CslParts
    #: Address, or nothing.
    URL: str
    note: str


class SourceRecord(SourceFields):
    """A publication: a row of the table of sources."""

    #: By the words of `infmap.catalogue.rows.Genre`.
    genre: str | None


class SourceCard(SourceFields):
    """A publication, as its row has it."""

    card: Literal["source"]
    genre: NotRequired[str]
    #: It cites nothing itself.
    sources: list[Citation]


#: What `infmap.show` gives, told apart by ``card``.
Card: TypeAlias = SystemCard | SiteCard | PlaceCard | ChargeCard | EventCard | SourceCard
#: What `infmap.list_table` gives: rows of one of these.
ListRow: TypeAlias = (
    SiteRow | SystemRecord | ClaimRecord | PlaceRecord | ChargeRecord | EventRecord | SourceRecord
)
