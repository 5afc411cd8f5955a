"""The days to step through on the page, and the systems that they are of."""

from collections.abc import Callable, Iterable
from datetime import date

from infmap.analysis.events import systems_named
from infmap.catalogue import Catalogue
from infmap.catalogue.rows import System
from infmap.catalogue.values.dates import earliest_day, latest_day
from infmap.maps.data import EventData


def event_data(cat: Catalogue, systems: Iterable[System]) -> list[EventData]:
    """Return the treaty's events, or in a caller's own tables the dates of the reports.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> events = event_data(cat, cat.system_rows)
    >>> [event["systems"] for event in events if "SSC-8" in event["title"]]
    [['9m729']]
    """
    if not cat.tells_the_story:
        return _dates_of_reports(cat)
    named = systems_named(systems)
    return [
        {
            "date": row.date,
            "title": row.title,
            "day": earliest_day(row.date).isoformat(),
            "systems": named(row.title),
        }
        for row in cat.event_rows
    ]


def _dates_of_reports(cat: Catalogue) -> list[EventData]:
    days = {
        (day.isoformat(), text, row.system_id, f"{row.site}, {_short(cat, row.system_id)}: {what}")
        for row in cat.deployment_rows
        for text, what, day in (
            (row.first_reported, "first reported", _or_none(earliest_day, row.first_reported)),
            (row.until, "last there", _or_none(latest_day, row.until)),
        )
        if text is not None and day is not None
    }
    return [
        {"date": text, "title": title, "day": day, "systems": [system_id]}
        for day, text, system_id, title in sorted(days)
    ]


def _short(cat: Catalogue, system_id: str) -> str:
    return cat.system_by_id[system_id].short_name


def _or_none(read: Callable[[str], date], text: str | None) -> date | None:
    return None if text is None else read(text)
