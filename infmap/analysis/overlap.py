"""How many of a holder's deployments reach a place on a day, on every account and on some.

A deployment is one system at one place, as reported on that day. Holders and days are never added
up. What is planned is not yet there, and what strikes nothing on the ground reaches nobody.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from infmap.analysis.counts import Counted
from infmap.analysis.reach import in_range
from infmap.analysis.relations import Relation, relations
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.given import one_asked
from infmap.catalogue.names.places import Target
from infmap.catalogue.names.states import tell_divided
from infmap.catalogue.rows import Capital, Claim, Status
from infmap.catalogue.sites import reported_text
from infmap.catalogue.striking import strike_claims
from infmap.catalogue.values.date_texts import as_day
from infmap.catalogue.values.dates import earliest_day
from infmap.errors import InfmapError, NothingLeftError
from infmap.geodesy import distance_km
from infmap.looks.sentences import count_text

#: A place that is one of these to a site is not reached from there.
OWN = (Relation.HOLDER, Relation.HOST)


@dataclass(frozen=True)
class OverlapRow:
    """One deployment, and what it is to a place.

    Attributes
    ----------
    site_id, site, system_id : str
        Where it is reported, and what.
    distance_km : float
        From there to the place.
    reading : str
        ``every`` if every figure puts the place in range, ``some`` if one does, else ``none``.
    margin_km : float
        How far the lowest figure reaches beyond the place where every one does, else the highest;
        negative falls short.
    low_km, high_km : float
        As far as every figure says yes, and as far as one does. Of an interval this is the lower
        end: what lies beyond is left open.
    left_open : bool
        Whether no figure puts the place in range, and one leaves it open.
    """

    site_id: str
    site: str
    system_id: str
    distance_km: float
    reading: str
    margin_km: float
    low_km: float
    high_km: float
    left_open: bool = False


@dataclass(frozen=True)
class Overlap:
    """How many of a holder's deployments reach a place on a day.

    Attributes
    ----------
    target, holder : str
        The place and whose missiles are counted, as the tables call them.
    day : date or None
        None where nothing on file has a date.
    every, some, of : int
        How many reach it on every account, how many on one at least, and of how many.
    rows : tuple of OverlapRow
        Those that reach it, the surest and then the nearest first; then the others. What stands in
        the place's own state, or is its own, is left out, but counts in `of`.
    """

    target: str
    holder: str
    day: date | None
    every: int
    some: int
    of: int
    rows: tuple[OverlapRow, ...]

    def __repr__(self) -> str:
        """Return one line: a notebook and a log show it."""
        day = "" if self.day is None else f" on {self.day.isoformat()}"
        reach = f"{self.every} on every account, {self.some} on one at least"
        what = count_text(self.of, "deployment")
        return f"<Overlap at {self.target}{day}: of {what} of {self.holder}, {reach}>"


@dataclass(frozen=True)
class Tally:
    """How many of a holder's deployments reach a capital, on every account and on some."""

    place: Capital
    every: int
    some: int


@dataclass(frozen=True)
class Tallies:
    """How many of a holder's deployments reach each capital on a day."""

    #: Whose missiles are counted, as the tables call it.
    holder: str
    #: None where nothing on file has a date.
    day: date | None
    #: What is counted, and as far as every figure of it says yes and as one does, in kilometres.
    deployments: tuple[tuple[Site, float, float], ...]
    #: Of each capital that is not its own side's everywhere, the most first.
    rows: tuple[Tally, ...]

    @property
    def of(self) -> int:
        """How many deployments are counted."""
        return len(self.deployments)

    @property
    def sites(self) -> int:
        """At how many places they stand."""
        return len({site.id for site, *_ in self.deployments})


@checks_kinds
def overlap(
    cat: Catalogue,
    target: Target,
    *,
    holder: str | Collection[str],
    theme: str | None = None,
    as_of: date | str | None = None,
) -> Overlap:
    """Return how many of a holder's deployments reach a place on a day, and which.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    target : str, (lon, lat), mapping, Point, Capital or Site
        As in `infmap.reach`.
    holder : str
        A state, by any name: its missiles are counted, and nobody else's.
    theme : str, optional
        As in `Catalogue.select`.
    as_of : date or str, optional
        The day; without one the last on which something on file begins or happens.

    Returns
    -------
    Overlap
        With ``every``, ``some``, ``of`` and ``rows``. A figure whose publication nobody read is
        not counted; one that names no number leaves every place open. A system that has no others
        is not counted.

    Raises
    ------
    InfmapError
        If the target is no place, or the holder has nothing there on that day.

    Examples
    --------
    >>> import infmap
    >>> found = infmap.overlap(infmap.load(), "Warsaw", holder="Russia", as_of="2019-02-10")
    >>> found.every, found.some, found.of
    (3, 6, 14)
    >>> found.rows[0].site_id, found.rows[0].reading
    ('chernyakhovsk', 'every')
    """
    cut = _held(cat, holder, theme, as_of)
    place = cut.place(target)
    tell_divided([place], cut.as_of)
    deployed = [*_deployed(cut)]
    rows = sorted(
        (
            _row(cut, place, site, system_id, *ends)
            for site, system_id, ends in deployed
            if relations(cut, site, [place])[0] not in OWN
        ),
        key=lambda row: (["every", "some", "none"].index(row.reading), row.distance_km),
    )
    readings = [row.reading for row in rows]
    return Overlap(
        place.name,
        _holder(cut),
        cut.as_of,
        readings.count("every"),
        len(readings) - readings.count("none"),
        len(deployed),
        tuple(rows),
    )


def tallies(
    cat: Catalogue,
    *,
    holder: str | Collection[str],
    theme: str | None = None,
    as_of: date | str | None = None,
) -> Tallies:
    """Return how many of a holder's deployments reach each capital on a day.

    What `overlap` counts for one place, for all of them at once. A state counts once, by its
    capital. Raises `InfmapError` if the holder has nothing there on that day.

    Examples
    --------
    >>> import infmap
    >>> found = tallies(infmap.load(), holder="Russia", as_of="2019-02-10")
    >>> [(row.place.name, row.every, row.some) for row in found.rows][:2], found.of
    ([('Vilnius', 3, 7), ('Warsaw', 3, 6)], 14)
    """
    cut = _held(cat, holder, theme, as_of)
    counted = Counted(cut.capital_rows, cut.as_of)
    places = [row for row in cut.capital_rows if row.id not in counted.second_seats]
    lons, lats = [row.lon for row in places], [row.lat for row in places]
    deployed = [*_deployed(cut)]
    readings: list[list[str]] = [[] for _ in places]
    for site, _, ends in deployed:
        away = distance_km(site.lon, site.lat, lons, lats)
        for relation, km, said in zip(relations(cut, site, places), away, readings, strict=True):
            if relation not in OWN:
                said.append(reading_at(float(km), *ends))
    rows = [
        Tally(place, said.count("every"), len(said) - said.count("none"))
        for place, said in zip(places, readings, strict=True)
        if said
    ]
    return Tallies(
        _holder(cut),
        cut.as_of,
        tuple((site, *ends) for site, _, ends in deployed),
        tuple(sorted(rows, key=lambda row: (-row.every, -row.some, row.place.name))),
    )


def holders_on(cat: Catalogue, as_of: date | None = None) -> tuple[str, ...]:
    """Return who has deployments that are counted on a day, the most first.

    Examples
    --------
    >>> import infmap
    >>> holders_on(infmap.load(), date(1987, 12, 8))[:2]
    ('Soviet Union', 'United States')
    """
    try:
        cut = cat.select(as_of=as_of or cat.as_of or last_day(cat))
    except NothingLeftError:
        return ()
    names = Counter(
        name for site, system, _ in _deployed(cut) for name in cut.holders(system, site)
    )
    return tuple(name for name, _ in names.most_common())


def last_day(cat: Catalogue) -> date | None:
    """Return the last day on which something on file begins or happens: never by the clock.

    Examples
    --------
    >>> import infmap
    >>> last_day(infmap.load().select(site="crimea")) >= date(2026, 3, 1)
    True
    """
    begun = [row.first_reported for row in cat.deployment_rows if row.first_reported]
    events = [row.date for row in cat.event_rows] if cat.tells_the_story else []
    return max(map(earliest_day, begun + events), default=None)


def reaches_km(claims: Sequence[Claim]) -> tuple[float, float]:
    """Return as far as every figure says yes, and as far as one does; 0 is nowhere.

    Examples
    --------
    >>> import infmap
    >>> reaches_km(infmap.load().claims_by_system["iskander-m"])
    (480.0, 500.0)
    """
    # One that denies any reach says no at its own end.
    ends = [end if in_range(claim, end := claim.lower_end_km or 0.0) else 0.0 for claim in claims]
    return min(ends, default=0.0), max(ends, default=0.0)


def heard(cat: Catalogue, system_id: str) -> list[Claim]:
    """Return a system's strike figures whose publication was read, with or without a number.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> len(heard(cat, "iskander-m")) > 0, heard(cat, "sm-3-ib")
    (True, [])
    """
    return [one for one in strike_claims(cat, system_id) if not cat.is_unread(one)]


def counting(cat: Catalogue, system_id: str) -> list[Claim]:
    """Return a system's strike figures that name a number and whose publication was read.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> [len(figures(cat, "zircon-ground")) for figures in (heard, counting)]
    [3, 2]
    """
    return [one for one in heard(cat, system_id) if one.lower_end_km is not None]


def reading_at(km: float, low_km: float, high_km: float) -> str:
    """Return whether every figure, some or none puts a distance in range; 0 denies any reach.

    Examples
    --------
    >>> reading_at(480, 480, 500), reading_at(481, 480, 500), reading_at(0, 0, 0)
    ('every', 'some', 'none')
    """
    if low_km > 0 and km <= low_km:
        return "every"
    return "some" if high_km > 0 and km <= high_km else "none"


def _held(
    cat: Catalogue, holder: str | Collection[str], theme: str | None, as_of: date | str | None
) -> Catalogue:
    """Return the catalogue of what a holder has on a day."""
    holder = one_asked(holder, "holder", "write a state's name, and ask of each alone")
    given = as_day(as_of) or cat.as_of
    day = given or last_day(cat)
    try:
        return cat.select(operator=holder, theme=theme, as_of=day)
    except NothingLeftError:
        usual = "" if given else ", the last day on file, which is taken where none is named"
        reported = reported_text(cat.select(operator=holder, theme=theme).deployment_rows)
        raise InfmapError(
            f"nothing of {holder} is on file on {day}{usual}: it is {reported}; name another day, "
            "or another holder"
        ) from None


def _holder(cut: Catalogue) -> str:
    (name,) = dict(cut.filters)["operator"]
    return name


def _deployed(cut: Catalogue) -> Iterator[tuple[Site, str, tuple[float, float]]]:
    """Yield each system at each site, with how far it reaches on the figures that make a number."""
    for site in cut.sites:
        for system_id in site.system_ids:
            reports = tuple(row for row in site.deployments if row.system_id == system_id)
            is_there = any(row.status is not Status.PLANNED for row in reports)
            if is_there and counting(cut, system_id):
                ends = reaches_km(heard(cut, system_id))
                yield replace(site, deployments=reports), system_id, ends


def _row(
    cut: Catalogue, place: Capital, site: Site, system_id: str, low_km: float, high_km: float
) -> OverlapRow:
    km = float(distance_km(site.lon, site.lat, [place.lon], [place.lat])[0])
    reading = reading_at(km, low_km, high_km)
    margin_km = (low_km if reading == "every" else high_km) - km
    is_open = reading == "none" and any(
        in_range(claim, km) is None for claim in heard(cut, system_id)
    )
    return OverlapRow(
        site.id, site.name, system_id, km, reading, margin_km, low_km, high_km, is_open
    )
