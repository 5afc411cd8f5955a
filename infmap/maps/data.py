"""What the page's JSON block holds, field by field: the page's script reads no other data.

Lengths are kilometres, positions degrees on WGS 84, days ISO 8601 (``2019-02-02``). What may
be given to the month or year alone is called a date. Lists by capital are in the order of
``capitals``, numbers of claims and verdicts are places in ``claims`` and ``verdicts``, from 0.
"""

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from infmap.looks.records import ChargeRecord, ClaimRecord, ReportRecord, VerdictRecord


class StrokesData(TypedDict):
    """How rings are drawn beside each other."""

    #: Whose a line may be, in the order of strokes from the inside out.
    looks: list[str]
    #: What a line may say of a figure.
    ends: list[str]
    #: So many strokes of one radius are drawn at most.
    most: int
    #: From the middle of a stroke to that of the next, in pixels.
    pitch_px: float


class SystemData(TypedDict):
    """A system that is reported somewhere, or that a hypothetical launcher may have."""

    name: str
    #: What it is called at a ring.
    label: str
    #: Other names.
    designations: Sequence[str]
    #: States that hold it.
    operator: Sequence[str]
    #: A value of `infmap.treaty.Kind`; None where it is not known.
    kind: str | None
    #: Whether it strikes targets on the ground.
    strike: bool
    note: str


class ClaimData(ClaimRecord):
    """One party's figure for one system."""

    #: In words, such as ``up to 480 km``.
    figure: str
    #: By holder, the number of the verdict without a date, then on each of ``verdict_days``; the
    #: holder is an empty text where the tables name none.
    verdicts: dict[str, list[int]]


class HolderData(TypedDict):
    """A state or alliance that holds a system somewhere."""

    #: What its places are known by (``state`` of a capital), those of its successor among them.
    states: Sequence[str]
    #: The date that it joined NATO; None where it did not.
    nato_since: str | None
    #: Its last date in the Warsaw Pact; None where it was no member.
    pact_until: str | None


class ReportData(ReportRecord):
    """One system reported at a site."""

    #: In whose hands it is there.
    holders: Sequence[str]
    #: The first and the last day that the dates allow; None is an open end.
    from_day: str | None
    to_day: str | None


class SiteData(TypedDict):
    """A site, with what is reported there and the answer for every capital."""

    id: str
    name: str
    country: str
    #: Degrees east and north.
    lon: float
    lat: float
    #: How far the true place may lie from the point.
    position_precision_km: float
    deployments: list[ReportData]
    #: What the state is known by whose territory it is, and who is no guest there but an occupier;
    #: empty where there is none.
    host: tuple[str, str]
    #: Numbers of the figures for what is reported there.
    claims: list[int]
    #: To each capital, geodesic.
    distance_km: list[float]
    #: A letter a capital, of `infmap.maps.content.BAND_LETTERS`: in which band it lies.
    band: str
    #: By each of ``claims``, the capitals that the doubt about the place could move over an end of
    #: the figure, by their places in ``capitals``.
    near_edge: list[list[int]]
    #: Those that it could move over a limit of the band.
    near_band_edge: list[int]
    #: By each of ``claims``, a letter a capital: ``y`` in range, ``n`` not, ``?`` left open.
    in_range: list[str]


class CapitalData(TypedDict):
    """A capital of any day, or a caller's own place."""

    id: str
    name: str
    country: str
    #: Degrees east and north.
    lon: float
    lat: float
    #: A value of `infmap.catalogue.rows.Role`; None of what is no capital.
    role: str | None
    #: What its state is known by: a code of ISO 3166-1, or a name in small letters.
    state: str
    #: The same of the state that went on in the place of one of the past; else empty.
    later_state: str
    #: Whether it is known if its state is in NATO.
    nato_known: bool
    #: The date that its state joined NATO, and its last in the Warsaw Pact.
    nato_since: str | None
    pact_until: str | None
    note: str
    #: The first and the last day that it was so; None is an open end.
    from_day: str | None
    to_day: str | None


class EventData(TypedDict):
    """A day to step to."""

    #: As it is written: to the day, the month or the year.
    date: str
    title: str
    #: The day that is stepped to.
    day: str


class SourceData(TypedDict):
    """A publication that the page cites."""

    #: Title, publisher and date in one line.
    citation: str
    #: Empty where it has no address.
    url: str
    note: str


class CountryNames(TypedDict):
    """Which country an outline is of."""

    name: str
    #: ISO 3166-1 alpha-3.
    iso_a3: str
    note: str


class PolygonData(TypedDict):
    """An outline in one piece."""

    type: Literal["Polygon"]
    #: Rings of (longitude, latitude).
    coordinates: list[list[list[float]]]


class MultiPolygonData(TypedDict):
    """An outline in several pieces."""

    type: Literal["MultiPolygon"]
    #: Polygons, each of rings of (longitude, latitude).
    coordinates: list[list[list[list[float]]]]


class CountryData(TypedDict):
    """The outline of a country, a feature of GeoJSON."""

    type: Literal["Feature"]
    properties: CountryNames
    geometry: PolygonData | MultiPolygonData


class CountriesData(TypedDict):
    """The outlines of the countries, as GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[CountryData]


class PageData(TypedDict):
    """Everything that the page shows."""

    #: Of infmap, and of its tables.
    version: str
    data_version: str
    #: Id of the site to open on where nothing else is asked for.
    first_site: str
    #: The state to open on, in the words of the page's own address fragment.
    fragment: str
    #: The limits of the treaty's bands, from the nearest out.
    limits_km: tuple[float, float, float]
    #: The least and the greatest range that a ring is drawn for.
    range_km: tuple[float, float]
    #: Beside a site's own precision, what a capital's extent and its one point leave open.
    edge_allowance_km: float
    #: The least and the greatest zoom, latitude and longitude of the map.
    view_bounds: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    #: A smaller doubt about a site's place is not drawn.
    drawn_doubt_km: float
    strokes: StrokesData
    #: A spreadsheet takes a cell that begins with one of these for a formula.
    formula_starts: Sequence[str]
    #: What a place is called: ``capital``, or ``place`` where not every one is a capital.
    place: str
    #: The parts of the story to choose from, the word for all of them last.
    themes: list[str]
    #: The accounts to choose from, the word for all of them first.
    accounts: list[str]
    #: Days on which a verdict changes; the first stands for the time before the treaty.
    verdict_days: list[str]
    #: By id.
    systems: dict[str, SystemData]
    claims: list[ClaimData]
    verdicts: list[VerdictRecord]
    #: By name.
    holders: dict[str, HolderData]
    sites: list[SiteData]
    capitals: list[CapitalData]
    allegations: list[ChargeRecord]
    events: list[EventData]
    #: By id.
    sources: dict[str, SourceData]
    #: None where an online basemap takes their place.
    countries: CountriesData | None
