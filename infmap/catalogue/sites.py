"""Sites: the places of the deployments, each with all reports from there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from infmap.catalogue.over import standing_words
from infmap.catalogue.rows import Deployment
from infmap.catalogue.values.dates import earliest_day, latest_day
from infmap.looks.words import period_text


@dataclass(frozen=True)
class Site:
    """A place, with all reports from there."""

    id: str
    name: str
    country: str
    lon: float
    lat: float
    position_precision_km: float
    deployments: tuple[Deployment, ...] = field(repr=False)

    @property
    def system_ids(self) -> tuple[str, ...]:
        """The systems reported here, each once, in the order of the table."""
        return tuple(dict.fromkeys(row.system_id for row in self.deployments))

    def period(self, system_id: str) -> tuple[str | None, str | None]:
        """Return from when to when a system is reported here; None of an open end."""
        return period_of([row for row in self.deployments if row.system_id == system_id])

    def statuses(self, day: date | None) -> dict[str, list[str]]:
        """Return by system how sure the reports of it here are, and what is over, each once."""
        words: dict[str, dict[str, None]] = {}
        for row in self.deployments:
            words.setdefault(row.system_id, {})[standing_words(row, day)] = None
        return {system_id: list(statuses) for system_id, statuses in words.items()}


def sites_of(rows: Iterable[Deployment]) -> tuple[Site, ...]:
    """Return the sites of the reports, in the order of the table."""
    reports: dict[str, list[Deployment]] = {}
    for row in rows:
        reports.setdefault(row.site_id, []).append(row)
    return tuple(
        Site(
            id=site_id,
            name=here[0].site,
            country=here[0].country,
            lon=here[0].lon,
            lat=here[0].lat,
            position_precision_km=here[0].position_precision_km,
            deployments=tuple(here),
        )
        for site_id, here in reports.items()
    )


def reported_text(rows: Collection[Deployment]) -> str:
    """Return in words from when to when reports hold, the first to the last of them.

    Examples
    --------
    >>> import infmap
    >>> reported_text(infmap.load().site("mutlangen").deployments)
    'reported 1983 to 1990-11'
    """
    return f"reported {period_text(*period_of(rows)) or 'on other days'}"


def period_of(rows: Collection[Deployment]) -> tuple[str | None, str | None]:
    """Return when the first of some reports began and the last ended; None of an open end.

    Examples
    --------
    >>> import infmap
    >>> period_of(infmap.load().site("mutlangen").deployments)
    ('1983', '1990-11')
    """
    begun = {earliest_day(text): text for row in rows if (text := row.first_reported)}
    ended = {latest_day(text): text for row in rows if (text := row.until)}
    return (
        begun[min(begun)] if begun and all(row.first_reported for row in rows) else None,
        ended[max(ended)] if ended and all(row.until for row in rows) else None,
    )
