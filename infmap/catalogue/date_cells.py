"""What a cell with a date may hold: the parser and the types for the fields of the row models."""

import math
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from infmap.catalogue.cells import as_text, fail, holds_nothing, tell
from infmap.catalogue.values.date_texts import NOT_A_DATE, read_date
from infmap.catalogue.values.dates import is_partial_date
from infmap.catalogue.values.doubtful_dates import NUMBERS, UNKNOWN, Habit
from infmap.catalogue.values.refused import NO_VALUE, RefusedError

#: The years in which a missile may have stood somewhere or been spoken of, with much to spare.
_IN_TIME = range(1900, 2101)


def as_partial_date(value: Any, info: ValidationInfo) -> str:
    """Return a date as YYYY, YYYY-MM or YYYY-MM-DD.

    The context's ``habits`` has how each column writes its dates.
    """
    habit: Habit = (info.context or {}).get("habits", {}).get(info.field_name, UNKNOWN)
    # A data frame may hold days as dates, and years as floats (2018.0 in a column with gaps).
    if isinstance(value, datetime) and value.tzinfo and value.time() != time():
        # Another zone may have another day, as midnight in Berlin is of the day before in UTC.
        value = value.isoformat(" ", "minutes")
    elif isinstance(value, date):
        value = value.isoformat()[:10]
    elif type(value) is int or (type(value) is float and value.is_integer()):
        value = str(int(value))
    elif type(value) is float and math.isfinite(value):
        value, habit = f"{value:.7g}", NUMBERS
    text = as_text(value)
    # A year and month of ISO may be a span of years, in a column that has such spans.
    if is_partial_date(text) and text[4:5] not in habit.of_spans:
        return text
    if text.casefold() in NO_VALUE:
        fail("stands for no value", "leave the cell empty")
    try:
        read = read_date(text, habit)
    except RefusedError as error:
        goes_on = info.field_name == "until" and error.problem == NOT_A_DATE
        or_empty = ", or leave it empty if it goes on" if goes_on else ""
        fail(error.problem, error.remedy + or_empty)
    if read != text:
        tell(info, f"{text!r} read as {read}", "date")
    return read


def as_optional_date(value: Any, info: ValidationInfo) -> str | None:
    """Return a date as `as_partial_date` does, or None for an empty cell."""
    return None if holds_nothing(value) else as_partial_date(value, info)


def in_time(day: str | None, info: ValidationInfo) -> str | None:
    """Return a date of missiles; refuse a slip, another calendar, and 9999 for what goes on."""
    if day is not None and int(day[:4]) not in _IN_TIME:
        goes_on = ", or leave it empty if it goes on" if info.field_name == "until" else ""
        remedy = f"write a year of the Gregorian calendar, {_IN_TIME[0]} to {_IN_TIME[-1]}{goes_on}"
        fail("is no year that a missile can be of", remedy)
    return day


RequiredDate = Annotated[str, BeforeValidator(as_partial_date)]
PartialDate = Annotated[str | None, BeforeValidator(as_optional_date)]
#: A date when a missile stood somewhere or was spoken of. Places and publications may be older.
MissileDate = Annotated[PartialDate, AfterValidator(in_time)]
