"""The days to step through on the page, and the systems that they are of."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from infmap.catalogue import Catalogue
from infmap.catalogue.rows import System
from infmap.catalogue.values.dates import earliest_day, latest_day
from infmap.looks.words import system_label
from infmap.maps.data import EventData

#: A type number: so many letters tell one system from all others.
_LEAST_LETTERS = 4


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
    names = _names(list(systems))

    def named(title: str) -> list[str]:
        return [
            ident for ident, some in names.items() if any(_names_it(one, title) for one in some)
        ]

    return [
        {
            "date": row.date,
            "title": row.title,
            "day": earliest_day(row.date).isoformat(),
            "systems": named(row.title),
        }
        for row in cat.event_rows
    ]


def _names(systems: list[System]) -> dict[str, set[str]]:
    """Return what each system is called in a title: its names, or a part that is its alone."""
    whole = {row.id: {system_label(row.short_name), *row.designations} for row in systems}
    parts = {
        ident: {part for name in names for part in _parts(name)} for ident, names in whole.items()
    }
    known = Counter(part for some in parts.values() for part in some)
    return {
        ident: names | {part for part in parts[ident] if known[part] == 1}
        for ident, names in whole.items()
    }


def _names_it(name: str, title: str) -> bool:
    """Return whether a title has a name as a word of its own."""
    # Most titles do not have it at all, which costs nothing to see.
    return name in title and bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", title))


def _parts(name: str) -> set[str]:
    """Return the parts of a name that may stand alone: numbers of types, such as SS-20."""
    return {
        part
        for part in name.split()
        if len(part) >= _LEAST_LETTERS and any(letter.isdigit() for letter in part)
    }


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
