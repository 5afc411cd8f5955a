"""The fields of the page's JSON block: the page's script reads no other data.

Lengths are kilometres, positions degrees on WGS 84, days ISO 8601 (``2019-02-02``). A date may be
given to the month or year alone. Lists by capital are in the order of ``capitals``; the numbers of
claims and verdicts are indices into ``claims`` and ``verdicts``.
"""

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from infmap.looks.records import ChargeRecord, ClaimRecord, ReportRecord, VerdictRecord


class StrokesData(TypedDict):
    """How rings are drawn beside each other."""

    #: Palette names of lines, in the order of strokes from the inside out.
    looks: list[str]
    #: Values of `infmap.looks.lines.End`.
    ends: list[str]
    #: The most strokes drawn at one radius.
    most: int
    #: Distance between the middles of neighbouring strokes, in pixels.
    pitch_px: float


class SystemData(TypedDict):
    """A system that is reported somewhere, or that a hypothetical launcher may have."""

    name: str
    #: Its label at a ring.
    label: str
    #: Other names.
    designations: Sequence[str]
    #: States that hold it.
    operator: Sequence[str]
    #: A value of `infmap.treaty.Kind`; None where it is not known.
    kind: str | None
    #: Whether its kind strikes targets on the ground, on figures that are no engagement reach.
    strike: bool
    note: str


class ClaimData(ClaimRecord):
    """One party's figure for one system."""

    #: Which state that holds the system gives it itself; empty where it is somebody else.
    state: str
    #: The claimant in a word or two, for where there is little room.
    who: str
    #: In words, such as ``up to 480 km``.
    figure: str
    #: By holder, the number of the verdict without a date, then on each of ``verdict_days``; the
    #: holder is an empty text where the tables name none.
    verdicts: dict[str, list[int]]


class PastData(TypedDict):
    """The state that had the land of a present one before."""

    #: Its key; empty where it was one of two, and which is not known.
    state: str
    #: Its last day there, and its last in the Warsaw Pact.
    until: str
    pact_until: str | None


class HolderData(TypedDict):
    """A state or alliance that holds a system somewhere."""

    #: The keys of its states (``state`` of a capital), with that of its successor.
    states: Sequence[str]
    #: The date that it joined NATO; None where it did not.
    nato_since: str | None
    #: Its last date in the Warsaw Pact; None where it was not a member.
    pact_until: str | None


class ReportData(ReportRecord):
    """One system reported at a site."""

    #: Who holds it there.
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
    #: How far the true position may lie from the given one.
    position_precision_km: float
    deployments: list[ReportData]
    #: The keys of the state whose territory it is, of its occupier and of its successor.
    host: tuple[str, str, str]
    #: Numbers of the claims for the systems reported there.
    claims: list[int]
    #: A digit for each capital: the index of its band in ``bands``.
    band: str
    #: For each of ``claims``, the capitals (as indices) that an error in the site's position could
    #: move over an end of the figure.
    near_edge: list[list[int]]
    #: The capitals that such an error could move over a limit of the band.
    near_band_edge: list[int]
    #: For each of ``claims``, a digit by capital: the index of its answer in ``answers``.
    in_range: list[str]


class CapitalData(TypedDict):
    """A capital of any day, or a caller's own place."""

    id: str
    name: str
    country: str
    #: Degrees east and north.
    lon: float
    lat: float
    #: A value of `infmap.catalogue.rows.Role`; None for other places.
    role: str | None
    #: The key of its state: an ISO 3166-1 code, or a name in small letters.
    state: str
    #: The key of a former state's successor; else empty.
    later_state: str
    #: Whether its state is known, and so whether it is in NATO.
    nato_known: bool
    #: The date that its state joined NATO, and its last in the Warsaw Pact.
    nato_since: str | None
    pact_until: str | None
    note: str
    #: The first and the last day that it was a capital; None is an open end.
    from_day: str | None
    to_day: str | None
    #: How many people live there, in thousands; None where that is not known.
    people: int | None


class CaseData(TypedDict):
    """A view that is one click away."""

    name: str
    #: Id of its site.
    site: str
    #: The state that it is, as a URL fragment.
    fragment: str
    #: Ids of the places that its headline names first, in this order.
    named: list[str]


class EventData(TypedDict):
    """A day to step to."""

    #: As written: to the day, the month or the year.
    date: str
    title: str
    #: The day to step to.
    day: str
    #: Ids of the page's systems that its title names.
    systems: list[str]


class SourceData(TypedDict):
    """A publication that the page cites."""

    #: Title, publisher and date in one line.
    citation: str
    #: Empty where it has no address.
    url: str
    note: str
    #: How far it was read: whole, the passage, not, or quoted by another's id; or empty.
    read: str


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


class BandWords(TypedDict):
    """What the page says of the band: the treaty's, or another."""

    #: By zone, in the order of ``bands``: with its distances, and in a word.
    zones: list[str]
    short: list[str]
    #: Its edges.
    span: str
    #: Above the name of the site.
    kicker: str
    #: At each of ``limits_km``.
    limits: list[str]
    #: Under the map, behind the name of the site.
    caption: str
    #: In the key, as heading and below.
    shaded: str
    shaded_means: str
    #: What the table's caption calls it.
    table: str


class PageData(TypedDict):
    """Everything that the page shows."""

    #: The versions of infmap and of its tables.
    version: str
    data_version: str
    #: Id of the site to open on by default.
    first_site: str
    #: The state to open on, as a URL fragment.
    fragment: str
    #: The projection that one site opens in: one of `infmap.maps.state.Projection`.
    projection: str
    #: Views that are one click away; only of infmap's own reports.
    cases: list[CaseData]
    #: The limits that distances are told by, the treaty's or a caller's, from the nearest out.
    limits_km: Sequence[float]
    #: The band's own edges, which both belong to it.
    band_km: tuple[float, float]
    #: The zones that the limits part: values of `infmap.treaty.RangeBand`, or of
    #: `infmap.treaty.bands.OwnBand` where another band was asked for.
    bands: list[str]
    band_words: BandWords
    #: What a figure can say of a place: in range, out of range, left open.
    answers: list[str]
    #: The least and the greatest range that a ring is drawn for.
    range_km: tuple[float, float]
    #: Added to a site's own precision, since a capital has an extent but is stored as one point.
    edge_allowance_km: float
    #: The least and the greatest zoom, latitude and longitude of the map.
    view_bounds: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    #: A smaller uncertainty of a site's position is not drawn.
    drawn_doubt_km: float
    #: Of a site known to no better than this the doubt is shown unless the reader says otherwise.
    doubted_km: float
    strokes: StrokesData
    #: A spreadsheet reads a cell that begins with one of these as a formula.
    formula_starts: Sequence[str]
    #: The word for a place: ``capital``, or ``place`` if not all are capitals.
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
    #: By the key of a present state.
    past: dict[str, PastData]
    sites: list[SiteData]
    capitals: list[CapitalData]
    allegations: list[ChargeRecord]
    events: list[EventData]
    #: By id.
    sources: dict[str, SourceData]
    #: How far infmap's sources reach, in a sentence; empty where its reports are not shown.
    sources_reach: str
    #: What a figure's row is written behind to report an error in it; empty where nobody is asked.
    corrections: str
    #: None where an online basemap takes their place.
    countries: CountriesData | None
