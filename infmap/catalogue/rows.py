"""One pydantic model per table: the fields of its rows and the rules that they keep.

The reader checks every row against these models, and the codebook is made from them. The rules
for single cells are in `infmap.catalogue.cells`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from infmap.catalogue.cells import (
    DistanceKm,
    Id,
    Latitude,
    Longitude,
    OptionalCount,
    OptionalPositiveRangeKm,
    OptionalRangeKm,
    OptionalText,
    People,
    Text,
    Texts,
    TreatyListing,
    Weight,
    as_word,
    as_word_or_none,
    as_words,
    fail,
)
from infmap.catalogue.date_cells import MissileDate, PartialDate, RequiredDate
from infmap.catalogue.statuses import EARLIER, refuse_open_end
from infmap.catalogue.statuses import Status as Status
from infmap.catalogue.values.dates import earliest_day, is_by, latest_day
from infmap.treaty import LISTED_TYPES, Basing, Kind, Measure, Purpose, is_strike


class Account(StrEnum):
    """Whose figure it is, seen from the system."""

    OPERATOR = "operator"
    OPPONENT = "opponent"
    INDEPENDENT = "independent"
    USER = "user"


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


class Row(BaseModel):
    """Base of all row models: immutable, and validated when made."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=False)


class System(Row):
    """A missile, launcher, interceptor or drone."""

    id: Id = Field(description="Short id of the system.")
    name: Text = Field(description="Name as shown.")
    designations: Texts = Field((), description="Other names: NATO, GRAU index, service names.")
    operator: Texts = Field((), description="State or states that hold it.")
    kind: Annotated[Kind | None, BeforeValidator(as_word_or_none(Kind))] = Field(
        None,
        description="What it is, in the treaty's words where it has one: GLBM and GLCM are ground-"
        "launched ballistic and cruise missiles, SLBM and SLCM those launched at sea, ALCM from "
        "the air; an ICBM is ballistic and flies beyond 5500 km; a UAV is a drone.",
    )
    basing: Annotated[tuple[Basing, ...], BeforeValidator(as_words(Basing))] = Field(
        (), description="Where it is launched from."
    )
    treaty_listing: TreatyListing = Field(
        "",
        description="Its name in Article III or the Memorandum of Understanding, or blank: "
        f"{', '.join(sorted(LISTED_TYPES))}.",
    )
    purpose: Annotated[Purpose, BeforeValidator(as_word(Purpose))] = Field(
        Purpose.WEAPON_DELIVERY, description="What it is for."
    )
    eliminated_count: OptionalCount = Field(
        None, description="Missiles destroyed under the treaty, by its record."
    )
    source_ids: Texts = Field((), description="Publications the row rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")

    @property
    def strike(self) -> bool:
        """Whether its kind can strike a place on the ground, on figures of a strike."""
        return is_strike(self.kind, self.purpose)

    @property
    def short_name(self) -> str:
        """The name up to the first bracket."""
        return self.name.partition(" (")[0]


class OwnSystem(System):
    """A system of a user's own file, which may have a range of its own."""

    range_km: OptionalPositiveRangeKm = Field(
        None, description="Short for the upper end of one claim of account user."
    )
    at_least_km: OptionalPositiveRangeKm = Field(
        None, description="The lower end of that claim, where it has one."
    )


class Claim(Row):
    """One party's figure for the range of one system: an interval, open where it gives no end."""

    system_id: Id = Field(description="The system it speaks of.")
    account: Annotated[Account, BeforeValidator(as_word(Account))] = Field(
        description="operator holds or makes the system, opponent is any other state, independent "
        "is no state."
    )
    claimant: Text = Field(description="Who gives the figure, as shown on the ring.")
    at_least_km: OptionalRangeKm = Field(None, description="Lower end in kilometres, or blank.")
    up_to_km: OptionalRangeKm = Field(
        None,
        description="Upper end in kilometres; blank where no maximum is given. 0 denies that the "
        "weapon is there.",
    )
    measure: Annotated[Measure | None, BeforeValidator(as_word_or_none(Measure))] = Field(
        None,
        description="declared by the holder, tested in flight, assessed by anybody, or an "
        "engagement reach against targets in the air, in space or at sea.",
    )
    as_of: MissileDate = Field(None, description="When it was stated.")
    source_id: OptionalText = Field("", description="The publication that carries it.")
    note: OptionalText = Field("", description="What the columns cannot say.")

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if None not in (self.at_least_km, self.up_to_km) and self.at_least_km > self.up_to_km:  # type: ignore[operator]
            fail("at_least_km is above up_to_km", "swap the two, or leave one empty")
        return self

    @property
    def lower_end_km(self) -> float | None:
        """The lower end of the range, or its upper end where no lower one is given."""
        return self.at_least_km if self.at_least_km is not None else self.up_to_km


class Deployment(Row):
    """One system reported at one site by one report."""

    id: Id = Field(description="Short id of the report.")
    site_id: Id = Field(description="Short id of the place, shared by all that is reported there.")
    site: Text = Field(description="The place's name as shown.")
    country: OptionalText = Field("", description="The state whose territory it is.")
    status: Annotated[Status, BeforeValidator(as_word(Status))] = Field(
        Status.REPORTED, description="How sure the report is, and whether it still holds."
    )
    system_id: Id = Field(description="The system reported.")
    operator: OptionalText = Field(
        "",
        description="The state that holds it there, or states with semicolons between; blank means "
        "the system's operators.",
    )
    theme: Annotated[Theme | None, BeforeValidator(as_word_or_none(Theme))] = Field(
        None, description="Part of the story; blank belongs to every theme."
    )
    first_reported: MissileDate = Field(None, description="First day, month or year reported.")
    until: Annotated[MissileDate, BeforeValidator(refuse_open_end)] = Field(
        None,
        description="Last day, month or year there; blank if open, but never of what is ended or "
        "cancelled.",
        validate_default=True,
    )
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

    def while_it_held(self) -> Self:
        """Return the report with its earlier status: not yet ended, or not yet cancelled."""
        status = EARLIER.get(self.status, self.status)
        return self if status is self.status else self.model_copy(update={"status": status})

    def stands_on(self, day: date) -> bool:
        """Return whether the report holds on a day; a missing date leaves that end open."""
        begun = self.first_reported is None or is_by(self.first_reported, day)
        return begun and (self.until is None or day <= latest_day(self.until))


class OwnDeployment(Deployment):
    """A report of a user's own file, which may have a range for its system."""

    range_km: OptionalPositiveRangeKm = Field(
        None, description="Short for the upper end of one claim of account user, of this system."
    )
    at_least_km: OptionalPositiveRangeKm = Field(
        None, description="The lower end of that claim, where it has one."
    )


#: A text, or an empty one for any other cell.
_TextOrNone: TypeAlias = Annotated[
    str, BeforeValidator(lambda cell: cell if isinstance(cell, str) else "")
]


class Position(Row):
    """A place of a table to screen; the other columns are passed on unread."""

    lon: Longitude = Field(description="Degrees east, WGS 84.")
    lat: Latitude = Field(description="Degrees north, WGS 84.")
    country: _TextOrNone = Field(
        "", description="The state whose territory it is, by which a swapped pair is told."
    )
    iso_a3: _TextOrNone = Field("", description="ISO code of that state, if its name is not known.")


class WeighedPosition(Position):
    """A place with a weight, such as its population."""

    weight: Weight = Field(description="What it counts for.")


class Person(Row):
    """People at one place: a city, or a cell of a grid."""

    lon: Longitude = Field(description="Degrees east, WGS 84.")
    lat: Latitude = Field(description="Degrees north, WGS 84.")
    population: People = Field(description="How many people.")
    year: OptionalText = Field("", description="The year or day of that number.")


class Capital(Row):
    """A capital or seat of government; in a user's own file, any place."""

    id: Id = Field(description="Short id of the place.")
    name: Text = Field(description="The place's name as shown.")
    country: OptionalText = Field("", description="The state it belongs to.")
    iso_a3: OptionalText = Field("", description="ISO 3166-1 alpha-3 code of the state.")
    lon: Longitude = Field(description="Degrees east, WGS 84.")
    lat: Latitude = Field(description="Degrees north, WGS 84.")
    role: Annotated[Role | None, BeforeValidator(as_word_or_none(Role))] = Field(
        None, description="Whether it is the capital or only where the government sits."
    )
    since: PartialDate = Field(
        None,
        description="First day, month or year that it was so; blank if before what the table tells "
        "of, which begins in 1972. Of a new state the day of the independence that lasted, as it "
        "declared it; of the Baltic states the day that the Soviet Union recognised it.",
    )
    until: PartialDate = Field(
        None, description="Last day, month or year that it was so; blank if it still is."
    )
    un_status: Annotated[UnStatus | None, BeforeValidator(as_word_or_none(UnStatus))] = Field(
        None, description="Its state's standing in the United Nations."
    )
    nato_since: PartialDate = Field(None, description="Day the state joined NATO, or blank.")
    warsaw_pact_until: PartialDate = Field(
        None, description="Last day of the state in the Warsaw Pact, which it joined in 1955."
    )
    source_ids: Texts = Field((), description="Publications the row rests on.")
    note: OptionalText = Field("", description="What the columns cannot say.")

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.since and self.until and earliest_day(self.since) > latest_day(self.until):
            fail("until lies before since", "swap the two, or correct one")
        return self

    @property
    def is_capital(self) -> bool:
        """Whether the place is a capital or seat of government."""
        return self.role is not None

    def stands_on(self, day: date | None) -> bool:
        """Return whether the row holds on a day, or at present if `day` is None.

        Examples
        --------
        >>> bonn = Capital(id="bonn", name="Bonn", lon=7.1, lat=50.7, until="1990-10-02")
        >>> bonn.stands_on(date(1987, 12, 8)), bonn.stands_on(None)
        (True, False)
        """
        if day is None:
            return self.until is None
        begun = self.since is None or is_by(self.since, day)
        return begun and (self.until is None or day <= latest_day(self.until))

    def in_nato(self, day: date | None) -> bool | None:
        """Return whether its state belongs to NATO on a day, or at present if `day` is None.

        None where its state is not known, as of a caller's place without a country.
        """
        if self.nato_since is None:
            return None if self.un_status is None else False
        return is_by(self.nato_since, day)

    def in_warsaw_pact(self, day: date | None) -> bool | None:
        """Return whether its state belongs to the Warsaw Pact on a day, or at present.

        None where its state is not known. The Pact was founded in 1955, before the first day that
        the tables cover, so that no first day is needed.
        """
        if self.warsaw_pact_until is None:
            return None if self.un_status is None else False
        return day is not None and day <= latest_day(self.warsaw_pact_until)


def are_capitals(places: Sequence[Capital]) -> bool:
    """Return whether there are places and all of them are capitals.

    Examples
    --------
    >>> import infmap
    >>> are_capitals(infmap.load().capital_rows)
    True
    """
    return bool(places) and all(row.is_capital for row in places)


def place_word(places: Sequence[Capital]) -> str:
    """Return the word for these places: "capital" if all of them are, else "place".

    Examples
    --------
    >>> import infmap
    >>> place_word(infmap.load().capital_rows), place_word([])
    ('capital', 'place')
    """
    return "capital" if are_capitals(places) else "place"


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
