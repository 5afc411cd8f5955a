"""Which places a state of the tables puts in reach of each site, and where two states differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infmap.analysis.counts import REACHED
from infmap.analysis.coverage import refuse_too_many, site_coverage
from infmap.analysis.reach import Reach
from infmap.catalogue import Catalogue
from infmap.catalogue.bundled import Table
from infmap.catalogue.names.ids import Known
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.reader import read_deployments, read_table
from infmap.catalogue.rows import Capital, Claim, System
from infmap.changes.record import AnswerChange, SiteChange
from infmap.errors import DataError

#: The tables that answers come of.
ANSWERING = (Table.SYSTEMS, Table.CLAIMS, Table.DEPLOYMENTS, Table.CAPITALS)


@dataclass(frozen=True)
class Answers:
    """The answers of a state: by site and place, how sure the place is in reach."""

    reaches: Mapping[str, Mapping[str, str]]
    sites: Mapping[str, str]
    places: Mapping[str, Capital]


def catalogue_of(folder: str | Path) -> Catalogue:
    """Return the catalogue of a state alone: nothing of infmap's own tables is added.

    Columns of other versions are read as a caller's are: what is not known is left out, what is not
    there is blank. Raises `DataError` with every fault of the tables that answers come of.
    """
    read = {table: Reading(Path(folder) / table, own=True) for table in ANSWERING}
    systems = [row for _, row in read_table(read[Table.SYSTEMS], System)]
    known = Known({row.id: [row.name, *row.designations] for row in systems})
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
    """Return the answers of a catalogue, on all accounts, for its capitals of today."""
    places = cat.capital_rows
    refuse_too_many(cat, [(site, len(places)) for site in cat.sites], "compare fewer rows")
    return Answers(
        {
            site.id: {row["target_id"]: row["reach"] for row in site_coverage(cat, site, places)}
            for site in cat.sites
        },
        {site.id: site.name for site in cat.sites},
        {place.id: place for place in places},
    )


def answers_between(
    old: Answers, new: Answers, sites: Mapping[str, str], places: Mapping[str, str]
) -> tuple[list[AnswerChange], list[SiteChange]]:
    """Return the places whose answer differs, and the sites that have one, came or went.

    Sites and places that were renamed come by their old ids.
    """
    came = {now: was for was, now in sites.items() if was not in new.sites and now not in old.sites}
    called = {now: was for was, now in places.items()}
    every_place = [*new.places, *(p for p in old.places if p not in new.places and p not in places)]
    changes: list[AnswerChange] = []
    found: list[SiteChange] = []
    for site in [
        *new.sites,
        *(s for s in old.sites if s not in new.sites and s not in came.values()),
    ]:
        before, after = old.reaches.get(came.get(site, site)), new.reaches.get(site)
        changed = []
        for ident in every_place:
            was = (before or {}).get(called.get(ident, ident), str(Reach.NONE))
            now = (after or {}).get(ident, str(Reach.NONE))
            if was != now:
                place = new.places.get(ident) or old.places[ident]
                texts = {"target": place.name, "country": place.country or ""}
                changed.append(
                    AnswerChange(site_id=site, target_id=ident, **texts, old=was, new=now)
                )
        if changed or before is None or after is None:
            name = new.sites.get(site) or old.sites[site]
            counts = {"old": _count(before), "new": _count(after)}
            found.append(SiteChange(id=site, site=name, **counts))
        changes += changed
    return changes, found


def _count(reaches: Mapping[str, str] | None) -> int | None:
    return None if reaches is None else sum(reach in REACHED for reach in reaches.values())
