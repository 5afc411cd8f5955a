"""Publications that rows rest on: what they are, and how far they were read."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, cast

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo

from infmap.catalogue.cells import (
    SLUG,
    Id,
    OptionalText,
    Text,
    as_text,
    as_word_or_none,
    fail,
    is_empty,
)
from infmap.catalogue.date_cells import as_partial_date
from infmap.catalogue.rows import Row


class Genre(StrEnum):
    """How near to the fact a publication stands."""

    PRIMARY = "primary document"
    REFERENCE = "reference work"
    PRESS = "press"


class HowRead(StrEnum):
    """How far a publication was read for the tables, from best to worst."""

    WHOLE = "whole"
    PASSAGE = "the passage"
    QUOTED = "quoted"
    NOT = "not"


#: What stands in the cell of a publication known by another one's words, before that one's id.
QUOTED_BY = "quoted by "


def _as_read(value: Any) -> str:
    """Return how far a publication was read, or an empty text."""
    text = "" if is_empty(value) else as_text(value).lower()
    quoted = text.startswith(QUOTED_BY) and SLUG.fullmatch(text.removeprefix(QUOTED_BY))
    if text and not quoted and text not in {HowRead.WHOLE, HowRead.PASSAGE, HowRead.NOT}:
        fail("not one of the allowed words", "write whole, the passage, not, or quoted by ID")
    return text


#: What a date of CSL-JSON may be instead of parts: words, shown as they stand.
_CSL_WORDS = ("literal", "raw")
_SEASONS = ("spring", "summer", "autumn", "winter")


def as_csl_date(value: Any, info: ValidationInfo) -> dict[str, object]:
    """Return a date of CSL-JSON: parts as far as known, of a span two, or else its words."""
    if is_empty(value):
        return {}
    if isinstance(value, str | date | int | float):
        text = as_partial_date(value, info)
        return {"date-parts": [[int(part) for part in text.split("-")]]}
    if isinstance(value, dict):
        try:
            if not any(value.values()):
                return {}
            for ends in value.get("date-parts") or []:
                parts = [int(part) for part in ends]
                date(*parts, *[1] * (3 - len(parts)))
            words = [as_text(value[key]) for key in _CSL_WORDS if value.get(key)]
            if (words or value.get("date-parts")) and not as_text(_season(value)).isdecimal():
                return value
        except (ValueError, TypeError, LookupError, OverflowError):
            pass
    fail("not a CSL date", 'write {"date-parts": [[2018, 2, 10]]}')


def csl_date(value: Mapping[str, object]) -> str:
    """Return a date of CSL-JSON as YYYY, YYYY-MM or YYYY-MM-DD, with what else it says of it.

    Examples
    --------
    >>> csl_date({"date-parts": [[2018, 2], [2018, 4]]}), csl_date({"literal": "Spring 2020"})
    ('2018-02 to 2018-04', 'Spring 2020')
    >>> csl_date({"date-parts": [[1987]], "season": 2, "circa": True})
    'about summer 1987'
    """
    for key in _CSL_WORDS:
        if value.get(key):
            return str(value[key])
    ends = cast("list[list[int]]", value.get("date-parts") or [])
    told = " to ".join(
        "-".join(f"{int(part):0{2 if k else 4}d}" for k, part in enumerate(parts)) for parts in ends
    )
    is_about = str(value.get("circa") or "0").lower() not in ("0", "false")
    return " ".join(part for part in ("about" * is_about, _season(value), told) if part)


def _season(value: Mapping[str, object]) -> str:
    """Return the season of a CSL date, which is a number or a word."""
    season = str(value.get("season") or "")
    return _SEASONS[int(season) - 1] if season.isdecimal() and 1 <= int(season) <= 4 else season


CslDate = Annotated[dict[str, object], BeforeValidator(as_csl_date)]


class Source(Row):
    """A publication, in the fields of CSL-JSON that a citation needs."""

    model_config = ConfigDict(populate_by_name=True)

    id: Id = Field(description="Short id of the publication.")
    type: Text = Field(description="CSL type, such as report or article-newspaper.")
    title: Text = Field(description="Title; in [brackets] where it describes or translates.")
    genre: Annotated[Genre | None, BeforeValidator(as_word_or_none(Genre))] = Field(
        None, description="How near to the fact it stands."
    )
    publisher: OptionalText = Field("", description="Who published it.")
    container_title: OptionalText = Field(
        "", alias="container-title", description="The journal, newspaper or series it is in."
    )
    issued: CslDate = Field({}, description="When it was published.")
    accessed: CslDate = Field({}, description="When it was read, if it bears no date.")
    URL: OptionalText = Field("", description="Address of the original, where there is one.")
    note: OptionalText = Field("", description="What the reader should know of it.")
    read: Annotated[str, BeforeValidator(_as_read)] = Field(
        "",
        description="How far it was read for these tables: `whole`; `the passage` that its rows "
        "rest on, or its opening; `not`; or `quoted by` another source, with that one's id, where "
        "only what that one prints of it was read.",
    )

    @property
    def quoted_by(self) -> str:
        """The id of the source that it was quoted by, or an empty text if it was not."""
        return self.read.removeprefix(QUOTED_BY) if self.read.startswith(QUOTED_BY) else ""

    @property
    def how_read(self) -> HowRead | None:
        """How far it was read, or None where nobody says.

        Examples
        --------
        >>> Source(id="a", type="report", title="A", read="quoted by b").how_read
        <HowRead.QUOTED: 'quoted'>
        """
        if self.quoted_by:
            return HowRead.QUOTED
        return HowRead(self.read) if self.read else None

    @property
    def is_unread(self) -> bool:
        """Whether nobody read it; False where nobody says."""
        return self.how_read is HowRead.NOT

    @property
    def date(self) -> str:
        """The date of publication, or for an undated page the day on which it was read."""
        issued, accessed = csl_date(self.issued), csl_date(self.accessed)
        return issued or (accessed and f"undated, read {accessed}")

    @property
    def citation(self) -> str:
        """One line: title, publisher and date."""
        publisher = self.publisher or self.container_title
        return ", ".join(part for part in (self.title, publisher, self.date) if part)
