"""Which places a state of the tables puts in reach of each site, and where two states differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infmap.analysis.counts import REACHED
from infmap.analysis.coverage import refuse_too_many, site_coverage
from infmap.analysis.reach import Reach, overall_reach
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.bundled import Table
from infmap.catalogue.names.systems import known_systems
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.reader import read_deployments, read_table
from infmap.catalogue.rows import Account, Capital, Claim, System
from infmap.changes.record import AccountChange, AnswerChange, SiteChange
from infmap.errors import DataError
from infmap.looks.rows import CoverageRow

#: Of a place or site that a state lacks: on all accounts together, then on each.
_NOWHERE = (str(Reach.NONE),) * (1 + len(Account))
#: The tables that answers come of.
ANSWERING = (Table.SYSTEMS, Table.CLAIMS, Table.DEPLOYMENTS, Table.CAPITALS)


@dataclass(frozen=True)
class Answers:
    """The answers of a state: by site and place, how sure the place is in reach.

    On all accounts together, then on each alone, in the order of `Account`.
    """

    reaches: Mapping[str, Mapping[str, tuple[str, ...]]]
    sites: Mapping[str, str]
    places: Mapping[str, Capital]


def catalogue_of(folder: str | Path) -> Catalogue:
    """Return the catalogue of a state alone: nothing of infmap's own tables is added.

    Columns of other versions are read as a caller's are: what is not known is left out, what is not
    there is blank. Raises `DataError` with every fault of the tables that answers come of.
    """
    read = {table: Reading(Path(folder) / table, own=True) for table in ANSWERING}
    systems = [row for _, row in read_table(read[Table.SYSTEMS], System)]
    known = known_systems(systems)
    claims = read_table(read[Table.CLAIMS], Claim, system_ids=known)
    reports, _ = read_deployments(read[Table.DEPLOYMENTS], known)
    capitals = read_table(read[Table.CAPITALS], Capital)
    faults = [fault for reading in read.values() for fault in reading.faults]
    if faults:
        raise DataError(faults)
    return Catalogue(
        system_rows=tuple(systems),
        claim_rows=tuple(row for _, row in claims),
        deployment_rows=tuple(row for _, row in reports),
        capital_rows=tuple(row for _, row in capitals),
        source_rows=(),
    ).with_capitals_of(None)


def answers_of(cat: Catalogue) -> Answers:
    """Return the answers of a catalogue for its capitals of today."""
    places = cat.capital_rows
    refuse_too_many(cat, [(site, len(places)) for site in cat.sites], "compare fewer rows")
    return Answers(
        {
            site.id: {row["target_id"]: reach for row, reach in _reaches(cat, site, places)}
            for site in cat.sites
        },
        {site.id: site.name for site in cat.sites},
        {place.id: place for place in places},
    )


def _reaches(
    cat: Catalogue, site: Site, places: Sequence[Capital]
) -> Iterator[tuple[CoverageRow, tuple[str, ...]]]:
    # A site's figures are the same for every place, so few patterns of their answers recur.
    known: dict[tuple[bool | None, ...], tuple[str, ...]] = {}
    for row in site_coverage(cat, site, places):
        said = tuple(entry["in_range"] for entry in row["accounts"])
        if said not in known:
            alone = ([e for e in row["accounts"] if e["account"] == account] for account in Account)
            known[said] = (row["reach"], *(str(overall_reach(entries)) for entries in alone))
        yield row, known[said]


def answers_between(
    old: Answers, new: Answers, sites: Mapping[str, str], places: Mapping[str, str]
) -> tuple[list[AnswerChange], list[SiteChange], list[AccountChange]]:
    """Return the places whose answer differs, and the sites that have one, came or went.

    Then the sites of both states where it differs on one account. Sites and places that were
    renamed come by their old ids.
    """
    came = {now: was for was, now in sites.items() if was not in new.sites and now not in old.sites}
    called = {now: was for was, now in places.items()}
    every_place = [*new.places, *(p for p in old.places if p not in new.places and p not in places)]
    changes: list[AnswerChange] = []
    found: list[SiteChange] = []
    on_one: list[AccountChange] = []
    for site in [
        *new.sites,
        *(s for s in old.sites if s not in new.sites and s not in came.values()),
    ]:
        before, after = old.reaches.get(came.get(site, site)), new.reaches.get(site)
        name = new.sites.get(site) or old.sites[site]
        reaches = [
            (
                (before or {}).get(called.get(ident, ident), _NOWHERE),
                (after or {}).get(ident, _NOWHERE),
            )
            for ident in every_place
        ]
        changed = []
        for ident, ((was, *_), (now, *_)) in zip(every_place, reaches, strict=True):
            if was != now:
                place = new.places.get(ident) or old.places[ident]
                texts = {"target": place.name, "country": place.country or ""}
                changed.append(
                    AnswerChange(site_id=site, target_id=ident, **texts, old=was, new=now)
                )
        if changed or before is None or after is None:
            counts = {"old": _count(before), "new": _count(after)}
            found.append(SiteChange(id=site, site=name, **counts))
        changes += changed
        if before is not None and after is not None:
            for k, account in enumerate(Account, 1):
                if places_of := sum(was[k] != now[k] for was, now in reaches):
                    counts = {"old": _count(before, k), "new": _count(after, k)}
                    told = {"id": site, "site": name, "account": account, "places": places_of}
                    on_one.append(AccountChange(**told, **counts))
    return changes, found, on_one


def _count(reaches: Mapping[str, tuple[str, ...]] | None, k: int = 0) -> int | None:
    return None if reaches is None else sum(reach[k] in REACHED for reach in reaches.values())
