"""What is over: the one rule for what is told as past, by a report's status and its end.

A report is over if it says so (``ended``, ``cancelled``), or if its `until` lies before the day
asked about. Without a day every end closes a report, as it does a capital: nobody asks what day is
today, so that the same tables give the same words in every year. On a day the catalogue holds what
stood on it, with the status of then, and nothing of that is over.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from infmap.catalogue.rows import Deployment, Status
from infmap.catalogue.values.dates import latest_day

#: The surest status first.
SUREST = (
    Status.CONFIRMED,
    Status.REPORTED,
    Status.ALLEGED,
    Status.PLANNED,
    Status.ENDED,
    Status.CANCELLED,
)
_SAID_TO_BE = (Status.ENDED, Status.CANCELLED)
_AND_ENDED = " and ended"
_NO_PLAN = "once planned"


def is_over(row: Deployment, day: date | None) -> bool:
    """Return whether what is reported is over, in a catalogue on a day or without one.

    Examples
    --------
    >>> import infmap
    >>> (launch,) = infmap.load().site("kim-chaek").deployments
    >>> str(launch.status), launch.until
    ('confirmed', '2023-02-23')
    >>> is_over(launch, None), is_over(launch, date(2023, 2, 23)), is_over(launch, date(2023, 3, 1))
    (True, False, True)
    """
    if row.status in _SAID_TO_BE:
        return True
    return row.until is not None and (day is None or latest_day(row.until) < day)


def told_status(row: Deployment, day: date | None) -> Status:
    """Return the status to tell a report by: what was there and is over has ended.

    A plan stays one: what it was of was never there.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [str(told_status(row, None)) for row in cat.site("kim-chaek").deployments]
    ['ended']
    >>> [str(told_status(row, None)) for row in cat.site("kanoya").deployments]
    ['planned', 'planned']
    """
    is_plan = row.status in (Status.PLANNED, Status.CANCELLED)
    return Status.ENDED if is_over(row, day) and not is_plan else row.status


def surest(rows: Iterable[Deployment], day: date | None) -> Deployment:
    """Return the report that rows are told by: the surest of what is not over, else of the rest.

    Examples
    --------
    >>> import infmap
    >>> str(surest(infmap.load().site("redzikowo").deployments, None).status)
    'confirmed'
    """
    return min(rows, key=lambda row: rank(row, day))


def rank(row: Deployment, day: date | None) -> tuple[bool, bool, int, int]:
    """Return what reports are sorted by, the surest first: what was there comes before a plan."""
    told = told_status(row, day)
    is_plan = told is Status.PLANNED
    return is_over(row, day), is_plan, SUREST.index(told), SUREST.index(row.status)


def standing_words(row: Deployment, day: date | None) -> str:
    """Return how sure a report is, and that it is over: its status alone reads as if it held.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> ids = ("qianshan", "shuya", "rize", "kanoya")
    >>> [standing_words(cat.site(ident).deployments[0], None) for ident in ids]
    ['alleged and ended', 'reported', 'ended', 'once planned']
    >>> standing_words(cat.site("qianshan").deployments[0], date(1995, 7, 22))
    'alleged'
    """
    if row.status in _SAID_TO_BE or not is_over(row, day):
        return str(row.status)
    return _NO_PLAN if row.status is Status.PLANNED else f"{row.status}{_AND_ENDED}"


def status_told(words: str) -> str:
    """Return the status that `standing_words` tell: what is over is read as ended.

    Examples
    --------
    >>> status_told("alleged and ended"), status_told("once planned"), status_told("alleged")
    ('ended', 'planned', 'alleged')
    """
    if words.endswith(_AND_ENDED):
        return str(Status.ENDED)
    return str(Status.PLANNED) if words == _NO_PLAN else words


def name_with_end(name: str, rows: Sequence[Deployment], day: date | None) -> str:
    """Return a site's name, and that all that was reported there is over.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> for ident in ("qianshan", "kaliningrad", "woensdrecht"):
    ...     site = cat.site(ident)
    ...     print(name_with_end(site.name, site.deployments, None))
    Qianshan (Yanshan), Jiangxi: ended
    Kaliningrad Oblast (site not named)
    Woensdrecht air base: cancelled
    """
    if not rows or not all(is_over(row, day) for row in rows):
        return name
    told = told_status(surest(rows, day), day)
    return f"{name}: {_NO_PLAN if told is Status.PLANNED else told}"
