"""The typed records of infmap's results: what each key holds, and in which unit."""

from collections.abc import Sequence
from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict  # pydantic reads no other on Python 3.11

#: A date of CSL-JSON: ``date-parts`` hold a year, a month and a day as far as they are known, of a
#: span two; or ``literal`` or ``raw`` hold words.
CslParts: TypeAlias = dict[str, object]


class SiteRow(TypedDict):
    """A site with what is reported there: a row of the list of sites."""

    id: str
    name: str
    country: str
    #: Degrees east and north, WGS 84.
    lon: float
    lat: float
    #: Ids of systems.
    systems: list[str]
    #: Values of `infmap.catalogue.rows.Theme`, each once.
    themes: list[str]
    #: How sure its reports are, and what is over, each once: ``alleged``, ``confirmed and ended``.
    statuses: list[str]
    #: From when to when anything is reported there; None of an open end.
    first_reported: str | None
    until: str | None


class VerdictRecord(TypedDict):
    """The treaty's verdict on a figure."""

    #: A value of `infmap.treaty.Outcome`.
    outcome: str
    #: A value of `infmap.treaty.RangeBand`; None where no figure settles it.
    range_class: str | None
    #: Article and paragraph relied on, such as ``II(6)``.
    article: str
    #: One line.
    reason: str
    #: Party and position, where the parties to the treaty disagreed.
    positions: list[list[str]]


class HeldVerdict(VerdictRecord):
    """A verdict, and the holders that it applies to."""

    holders: list[str]
    #: What the outcome hangs on, where it held on no day on which the system is reported.
    proviso: str


class ClaimRecord(TypedDict):
    """One party's figure for one system: a row of the table of claims."""

    system_id: str
    #: A value of `infmap.catalogue.rows.Account`.
    account: str
    claimant: str
    #: The ends of the interval; None is an end that the party does not give.
    at_least_km: float | None
    up_to_km: float | None
    #: A value of `infmap.treaty.Measure`.
    measure: str | None
    #: When it was stated: a day, a month or a year, as ISO 8601 has them.
    as_of: str | None
    #: Empty where no publication is named.
    source_id: str
    note: str


class ReportRecord(TypedDict):
    """A report of one system at a site, without the site's own fields."""

    #: A value of `infmap.catalogue.rows.Status`.
    status: str
    system_id: str
    #: Who holds it there; empty where the system's row says it.
    operator: str
    #: A value of `infmap.catalogue.rows.Theme`; None belongs to every theme.
    theme: str | None
    #: The first and the last day, month or year; None where unknown.
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
    #: The ids of the systems concerned.
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
    #: Empty where it has no address.
    URL: str
    #: How far it was read, as in its table: empty where nobody says.
    read: str


class ClaimCard(ClaimRecord):
    """A figure in words and numbers, with the verdicts on it."""

    #: Such as ``up to 480 km``.
    figure: str
    verdicts: list[HeldVerdict]
    #: Where an error in it is reported, where there is an address for that.
    report: NotRequired[str]


class ReportCard(ReportRecord):
    """A report with its site."""

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
    #: A value of `infmap.treaty.Kind`.
    kind: str | None
    #: Values of `infmap.treaty.Basing`.
    basing: Sequence[str]
    #: Its name in the treaty, or empty.
    treaty_listing: str
    #: A value of `infmap.treaty.Purpose`.
    purpose: str
    #: Missiles destroyed under the treaty, by its record.
    eliminated_count: int | None
    source_ids: Sequence[str]
    note: str


class SystemCard(SystemRecord):
    """Everything that the catalogue holds on one system."""

    card: Literal["system"]
    #: Whether it strikes targets on the ground: not if its figures are engagement reaches alone.
    strike: bool
    claims: list[ClaimCard]
    deployments: list[ReportCard]
    allegations: list[ChargeRecord]
    sources: list[Citation]


class SiteCard(TypedDict):
    """Everything that the catalogue holds on one site."""

    card: Literal["site"]
    id: str
    name: str
    country: str
    #: Degrees east and north, WGS 84.
    lon: float
    lat: float
    #: How far the true position may lie from the given one.
    position_precision_km: float
    deployments: list[ReportCard]
    claims: list[ClaimCard]
    sources: list[Citation]


class PlaceFields(TypedDict):
    """The fields of every capital or other place."""

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

    #: A value of `infmap.catalogue.rows.Role`.
    role: str | None
    #: The first and the last day, month or year that it was a capital.
    since: str | None
    until: str | None
    #: A value of `infmap.catalogue.rows.UnStatus`.
    un_status: str | None
    #: The day that the state joined NATO, and its last day in the Warsaw Pact.
    nato_since: str | None
    warsaw_pact_until: str | None


class PlaceCard(PlaceFields):
    """A capital or any other place; unknown fields are left out."""

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


class CityRecord(TypedDict):
    """A city of 15,000 people and more."""

    name: str
    country: str
    iso_a3: str
    #: Degrees east and north.
    lon: float
    lat: float
    population: int


class SourceFields(TypedDict):
    """The fields of every publication, as in CSL-JSON."""

    id: str
    #: A type of CSL.
    type: str
    title: str
    publisher: str
    container_title: str
    #: When it was published, or read if it bears no date.
    issued: CslParts
    accessed: CslParts
    #: Web address, or empty.
    URL: str
    note: str
    #: How far it was read, or empty.
    read: str


#: A publication in CSL-JSON: a row of the table of sources, without its empty fields. ``genre`` is
#: a value of `infmap.catalogue.publications.Genre`.
SourceRecord = TypedDict(
    "SourceRecord",
    {
        "id": str,
        "type": str,
        "title": str,
        "genre": NotRequired[str],
        "publisher": NotRequired[str],
        "container-title": NotRequired[str],
        "issued": NotRequired[CslParts],
        "accessed": NotRequired[CslParts],
        "URL": NotRequired[str],
        "note": NotRequired[str],
        "read": NotRequired[str],
    },
)


class SourceCard(SourceFields):
    """A publication, as its row has it."""

    card: Literal["source"]
    genre: NotRequired[str]
    #: Always empty.
    sources: list[Citation]


#: An item of `infmap.show`; ``card`` names its kind.
Card: TypeAlias = SystemCard | SiteCard | PlaceCard | ChargeCard | EventCard | SourceCard
#: A row of `infmap.list_table`.
ListRow: TypeAlias = (
    SiteRow
    | SystemRecord
    | ClaimRecord
    | PlaceRecord
    | CityRecord
    | ChargeRecord
    | EventRecord
    | SourceRecord
)
