"""One model per table: what a row of infmap's data may hold, each rule stated once.

The reader checks every cell against these models and the codebook is made from them.
A rule that a cell breaks says what is wrong and what to write instead; the reader adds
the file, the row and the field.
"""

import math
import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NoReturn, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from infmap.geodesy import MAX_RANGE_KM
from infmap.treaty import LISTED_TYPES, Basing, Kind, Purpose, is_strike

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Account(StrEnum):
    """Whose figure it is, seen from the system."""

    OPERATOR = "operator"
    OPPONENT = "opponent"
    INDEPENDENT = "independent"
    USER = "user"


class Measure(StrEnum):
    """How the figure came about."""

    DECLARED = "declared"
    TESTED = "tested"
    ASSESSED = "assessed"
    ENGAGEMENT = "engagement"


class Status(StrEnum):
    """How sure the report of a deployment is, and whether it still holds."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ALLEGED = "alleged"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    ENDED = "ended"


class Theme(StrEnum):
    """Which part of the treaty's story a deployment belongs to."""

    DEBATE = "debate"
    ELIMINATED = "eliminated"
    THIRD_PARTIES = "third-parties"
    AFTER_INF = "after-inf"


class Role(StrEnum):
    """What a city is to its state."""

    CAPITAL = "capital"
    SEAT_OF_GOVERNMENT = "seat-of-government"


class UnStatus(StrEnum):
    """A state's standing in the United Nations."""

    MEMBER = "member"
    OBSERVER = "observer"
    NONE = "none"


class Genre(StrEnum):
    """How near to the fact a publication stands."""

    PRIMARY = "primary document"
    REFERENCE = "reference work"
    PRESS = "press"


def fail(problem: str, remedy: str) -> NoReturn:
    """Refuse a value: the two halves of the line that the reader prints."""
    raise PydanticCustomError(
        "fault", "{problem}; {remedy}", {"problem": problem, "remedy": remedy}
    )


def slug(text: str) -> str:
    """Return a short id made from a name.

    Examples
    --------
    >>> slug("My 2nd site (north)")
    'my-2nd-site-north'
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def earliest_day(partial: str) -> date:
    """Return the first day that a date given to the year, month or day can mean.

    Examples
    --------
    >>> print(earliest_day("2018-02"))
    2018-02-01
    """
    year, month, day = _date_parts(partial)
    return date(year, month or 1, day or 1)


def latest_day(partial: str) -> date:
    """Return the last day that a date given to the year, month or day can mean.

    Examples
    --------
    >>> print(latest_day("2016-02"))
    2016-02-29
    """
    year, month, day = _date_parts(partial)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _date_parts(partial: str) -> tuple[int, int | None, int | None]:
    match = PARTIAL_DATE.fullmatch(partial)
    if match is None:
        raise ValueError(partial)
    year, month, day = (None if part is None else int(part) for part in match.groups())
    return year or 0, month, day


def _as_text(value: Any) -> str:
    if not isinstance(value, str):
        fail("must be text", "write it as text, in quotes")
    text = " ".join(value.split())
    if not text.isprintable():
        fail("holds a control character", "remove it")
    return text


def _as_required_text(value: Any) -> str:
    return _as_text(value) or fail("is empty", "write a value")


def _as_id(value: Any) -> str:
    text = _as_required_text(value)
    if not SLUG.fullmatch(text):
        better = slug(text)
        remedy = f"write {better}" if better else "use a to z, 0 to 9 and hyphens"
        fail("an id has lower-case letters, digits and hyphens only", remedy)
    return text


def _as_list(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        fail("must be a list of texts", 'separate them with "; "')
    return tuple(text for text in map(_as_text, value) if text)


def _as_number(value: Any) -> float:
    if isinstance(value, str):
        text = value.strip()
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
            fail("not a number", _better_number(text))
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float):
        fail("not a number", "write a number such as 500")
    if not math.isfinite(value):
        fail("not a finite number", "write a number such as 500")
    return float(value)


def _better_number(text: str) -> str:
    """Guess what was meant by ``2,500`` or ``500 km``, to say it in the remedy."""
    unspaced = re.sub(r"[\s\u00a0\u2009\u202f']|km$", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", unspaced):
        return f"write {unspaced.replace(',', '')}"
    if re.fullmatch(r"-?\d+,\d+", unspaced):
        return f"write {unspaced.replace(',', '.')}"
    if re.fullmatch(r"-?\d+(\.\d+)?", unspaced):
        return f"write {unspaced}"
    return "write a number such as 500"


def _as_range_km(value: Any) -> float:
    km = _as_number(value)
    if km < 0:
        fail("cannot be negative", f"write {-km:g}, or leave it empty")
    if km > MAX_RANGE_KM:
        fail("beyond the farthest ring that can be drawn", f"write at most {MAX_RANGE_KM:g}")
    return km


def _as_positive_range_km(value: Any) -> float:
    return _as_range_km(value) or fail("a range must be above 0", "write kilometres, such as 500")


def _as_count(value: Any) -> int:
    number = _as_number(value)
    if number < 0 or number != int(number):
        fail("not a whole number", "write a count such as 846")
    return int(number)


def _as_longitude(value: Any) -> float:
    lon = _as_number(value)
    if abs(lon) > 180:
        fail("longitude must be within [-180, 180] degrees", "write degrees east of Greenwich")
    return lon


def _as_latitude(value: Any) -> float:
    lat = _as_number(value)
    if abs(lat) > 90:
        fail(
            "latitude must be within [-90, 90] degrees", "is the pair swapped? Write lon, then lat"
        )
    return lat


def _as_partial_date(value: Any) -> str:
    # A data frame may hold days as dates, and years as numbers: 2018.0 beside an empty cell.
    if isinstance(value, date):
        value = value.isoformat()[:10]
    elif type(value) in (int, float) and float(value).is_integer():
        value = f"{value:04.0f}"
    text = _as_text(value)
    try:
        earliest_day(text)
    except ValueError:
        fail("not a date", "write YYYY-MM-DD, YYYY-MM or YYYY")
    return text


def _as_listing(value: Any) -> str:
    text = _as_text(value)
    if text and text not in LISTED_TYPES:
        fail("not a type named in the treaty", f"write one of {', '.join(sorted(LISTED_TYPES))}")
    return text


def _one_of(choices: type[StrEnum]) -> Callable[[Any], StrEnum]:
    def parse(value: Any) -> StrEnum:
        text = _as_text(value)
        for choice in choices:
            if text.lower() == choice.lower():
                return choice
        fail("not one of the allowed words", f"write one of {', '.join(choices)}")

    return parse


def _several_of(choices: type[StrEnum]) -> Callable[[Any], tuple[StrEnum, ...]]:
    parse = _one_of(choices)
    return lambda value: tuple(parse(item) for item in _as_list(value))


def _or_none(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Read an empty cell as nothing."""

    def parse_or_none(value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        return parse(value)

    return parse_or_none


Id = Annotated[str, BeforeValidator(_as_id)]
Text = Annotated[str, BeforeValidator(_as_required_text)]
OptionalText = Annotated[
    str, BeforeValidator(lambda value: "" if value is None else _as_text(value))
]
Texts = Annotated[tuple[str, ...], BeforeValidator(lambda v: () if v is None else _as_list(v))]
Longitude = Annotated[float, BeforeValidator(_as_longitude)]
Latitude = Annotated[float, BeforeValidator(_as_latitude)]
OptionalRangeKm = Annotated[float | None, BeforeValidator(_or_none(_as_range_km))]
DistanceKm = Annotated[float, BeforeValidator(lambda v: _or_none(_as_range_km)(v) or 0.0)]
RequiredDate = Annotated[str, BeforeValidator(_as_partial_date)]
PartialDate = Annotated[str | None, BeforeValidator(_or_none(_as_partial_date))]


class Row(BaseModel):
    """Base of the tables' rows: frozen, and checked in full when made."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=False)


class System(Row):
    """A missile, launcher, interceptor or drone."""

    id: Id = Field(description="Short id of the system.")
    name: Text = Field(description="Name as shown.")
    designations: Texts = Field((), description="Other names: NATO, GRAU index, service names.")
    operator: Texts = Field((), description="State or states that hold it.")
    kind: Annotated[Kind | None, BeforeValidator(_or_none(_one_of(Kind)))] = Field(
        None, description="What it is, in the treaty's words where it has one."
    )
    basing: Annotated[tuple[Basing, ...], BeforeValidator(_several_of(Basing))] = Field(
        (), description="Where it is launched from."
    )
    treaty_listing: Annotated[str, BeforeValidator(lambda v: _or_none(_as_listing)(v) or "")] = (
        Field(
            "",
            description="Its name in Article III or the Memorandum of Understanding, or blank: "
            f"{', '.join(sorted(LISTED_TYPES))}.",
        )
    )
    purpose: Annotated[Purpose, BeforeValidator(_one_of(Purpose))] = Field(
        Purpose.WEAPON_DELIVERY, description="What it is for."
    )
    eliminated_count: Annotated[int | None, BeforeValidator(_or_none(_as_count))] = Field(
        None, description="Missiles destroyed under the treaty, by its record."
    )
    source_ids: Texts = Field((), description="Publications the row rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")

    @property
    def strike(self) -> bool:
        """Whether the system can strike a place on the ground."""
        return is_strike(self.kind, self.purpose)

    @property
    def short_name(self) -> str:
        """The name without what stands in brackets."""
        return self.name.partition(" (")[0]


class OwnSystem(System):
    """A system of a user's own file, which may carry one range of its own."""

    range_km: Annotated[float | None, BeforeValidator(_or_none(_as_positive_range_km))] = Field(
        None, description="Short for one claim of account user."
    )


class Claim(Row):
    """One party's figure for the range of one system: an interval, open where it gives no end."""

    system_id: Id = Field(description="The system it speaks of.")
    account: Annotated[Account, BeforeValidator(_one_of(Account))] = Field(
        description="operator holds the system, opponent accuses, independent is neither."
    )
    claimant: Text = Field(description="Who gives the figure, as shown on the ring.")
    at_least_km: OptionalRangeKm = Field(None, description="Lower end in kilometres, or blank.")
    up_to_km: OptionalRangeKm = Field(
        None, description="Upper end in kilometres; blank where no maximum is given."
    )
    measure: Annotated[Measure | None, BeforeValidator(_or_none(_one_of(Measure)))] = Field(
        None, description="How the figure came about."
    )
    as_of: PartialDate = Field(None, description="When it was stated.")
    source_id: OptionalText = Field("", description="The publication that carries it.")
    note: OptionalText = Field("", description="What the columns cannot say.")

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if None not in (self.at_least_km, self.up_to_km) and self.at_least_km > self.up_to_km:  # type: ignore[operator]
            fail("at_least_km is above up_to_km", "swap the two, or leave one empty")
        return self

    @property
    def lower_end_km(self) -> float | None:
        """How far the figure reaches for sure: its lower bound, or the maximum standing alone."""
        return self.at_least_km if self.at_least_km is not None else self.up_to_km


class Deployment(Row):
    """One system reported at one site by one report."""

    id: Id = Field(description="Short id of the report.")
    site_id: Id = Field(description="Short id of the place, shared by all that is reported there.")
    site: Text = Field(description="The place's name as shown.")
    country: OptionalText = Field("", description="The state whose territory it is.")
    status: Annotated[Status, BeforeValidator(_one_of(Status))] = Field(
        Status.REPORTED, description="How sure the report is, and whether it still holds."
    )
    system_id: Id = Field(description="The system reported.")
    operator: OptionalText = Field("", description="Whose it is there.")
    theme: Annotated[Theme | None, BeforeValidator(_or_none(_one_of(Theme)))] = Field(
        None, description="Part of the story; blank belongs to every theme."
    )
    first_reported: PartialDate = Field(None, description="First day, month or year reported.")
    until: PartialDate = Field(None, description="Last day, month or year there; blank if open.")
    reported_by: OptionalText = Field("", description="Who reports it.")
    position_precision_km: DistanceKm = Field(
        0.0, description="How far the true place may lie from the point, in kilometres."
    )
    source_ids: Texts = Field((), description="Publications the report rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")
    lon: Longitude = Field(description="Degrees east, WGS 84.")
    lat: Latitude = Field(description="Degrees north, WGS 84.")

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        starts, ends = self.first_reported, self.until
        if starts and ends and earliest_day(starts) > latest_day(ends):
            fail("until lies before first_reported", "swap the two, or correct one")
        return self

    def stands_on(self, day: date) -> bool:
        """Return whether the report holds on a day; an open end holds for ever."""
        begun = self.first_reported is None or earliest_day(self.first_reported) <= day
        return begun and (self.until is None or day <= latest_day(self.until))


class Capital(Row):
    """A capital or seat of government; in a user's own file, any place."""

    id: Id = Field(description="Short id of the place.")
    name: Text = Field(description="The place's name as shown.")
    country: OptionalText = Field("", description="The state it belongs to.")
    iso_a3: OptionalText = Field("", description="ISO 3166-1 alpha-3 code of the state.")
    lon: Longitude = Field(description="Degrees east, WGS 84.")
    lat: Latitude = Field(description="Degrees north, WGS 84.")
    role: Annotated[Role | None, BeforeValidator(_or_none(_one_of(Role)))] = Field(
        None, description="Whether it is the capital or only where the government sits."
    )
    un_status: Annotated[UnStatus | None, BeforeValidator(_or_none(_one_of(UnStatus)))] = Field(
        None, description="Its state's standing in the United Nations."
    )
    nato_since: PartialDate = Field(None, description="Day the state joined NATO, or blank.")
    source_ids: Texts = Field((), description="Publications the row rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")

    def in_nato(self, day: date | None) -> bool:
        """Return whether its state belongs to NATO, on a day or (without one) at last count."""
        if self.nato_since is None:
            return False
        return day is None or earliest_day(self.nato_since) <= day


class Allegation(Row):
    """One side's charge against another, with the answer beside it."""

    id: Id = Field(description="Short id of the charge.")
    accuser: Text = Field(description="Who makes the charge.")
    accused: Text = Field(description="Whom it is made against.")
    system_id: Texts = Field((), description="System or systems it speaks of.")
    charge: Text = Field(description="What is charged, in our own words.")
    answer: Text = Field(description="What the accused answers, in our own words.")
    article: OptionalText = Field("", description="The articles that the two sides rely on.")
    date: RequiredDate = Field(description="When it was first made.")
    source_ids: Texts = Field((), description="Publications the row rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")


class Event(Row):
    """A dated event of the treaty's life."""

    id: Id = Field(description="Short id of the event.")
    date: RequiredDate = Field(description="Day, month or year.")
    title: Text = Field(description="What happened, in one line.")
    source_ids: Texts = Field((), description="Publications the row rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")


class Source(Row):
    """A publication, in the fields of CSL-JSON that a citation needs."""

    id: Id = Field(description="Short id of the publication.")
    type: Text = Field(description="CSL type, such as report or article-newspaper.")
    title: Text = Field(description="Title; in [brackets] where it describes or translates.")
    genre: Annotated[Genre | None, BeforeValidator(_or_none(_one_of(Genre)))] = Field(
        None, description="How near to the fact it stands."
    )
    publisher: OptionalText = Field("", description="Who published it.")
    container_title: OptionalText = Field(
        "", alias="container-title", description="The journal, newspaper or series it is in."
    )
    issued: dict[str, Any] = Field({}, description="When it was published.")
    accessed: dict[str, Any] = Field({}, description="When it was read, if it bears no date.")
    URL: OptionalText = Field("", description="Address of the original, where there is one.")
    note: OptionalText = Field("", description="What the reader should know of it.")

    @property
    def date(self) -> str:
        """The date of publication as far as it is known, or when an undated page was read."""
        issued, accessed = _csl_date(self.issued), _csl_date(self.accessed)
        return issued or (accessed and f"undated, read {accessed}")

    @property
    def citation(self) -> str:
        """One line: title, publisher and date."""
        publisher = self.publisher or self.container_title
        return ", ".join(part for part in (self.title, publisher, self.date) if part)


def _csl_date(value: dict[str, Any]) -> str:
    """Return CSL date-parts as YYYY, YYYY-MM or YYYY-MM-DD."""
    parts = (value.get("date-parts") or [[]])[0]
    return "-".join(f"{int(part):0{2 if k else 4}d}" for k, part in enumerate(parts))
