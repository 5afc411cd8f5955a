"""How sure the report of a deployment is, and the days of one that no longer holds."""

from enum import StrEnum
from typing import Any

from pydantic import ValidationInfo

from infmap.catalogue.cells import fail, is_empty
from infmap.catalogue.values.refused import NO_VALUE


class Status(StrEnum):
    """How sure the report of a deployment is, and whether it still holds."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    ALLEGED = "alleged"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    ENDED = "ended"


#: What a report was while it held.
EARLIER = {Status.ENDED: Status.REPORTED, Status.CANCELLED: Status.PLANNED}
#: What to write for the end of one that holds no longer.
_LAST = {
    Status.ENDED: "write the last day, month or year there, or at the latest when it was gone",
    Status.CANCELLED: "write the day, month or year when it was dropped",
}


def refuse_open_end(until: Any, info: ValidationInfo) -> Any:
    """Return the cell of a report's last day; refuse an empty one of what holds no longer.

    With an open end it would stand on every later day, though it is gone.

    Examples
    --------
    >>> from infmap.catalogue.rows import Deployment
    >>> site = {"id": "a", "site_id": "a", "site": "A", "system_id": "b", "lon": 10, "lat": 50}
    >>> Deployment(**site, status="ended", until="1990").until
    '1990'
    >>> Deployment(**site, status="ended")
    Traceback (most recent call last):
    pydantic_core._pydantic_core.ValidationError: 1 validation error for Deployment
    until
      is missing, and the status is ended; write the last day, month or year there, or at the \
latest when it was gone [type=fault, input_value=None, input_type=NoneType]
    """
    status = (info.data or {}).get("status")  # none where a column is validated alone
    nothing = is_empty(until) or (isinstance(until, str) and until.strip().casefold() in NO_VALUE)
    if nothing and status in _LAST:
        fail(f"is missing, and the status is {status}", _LAST[status])
    return until
