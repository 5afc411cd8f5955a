"""Which table a file holds, told by its columns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

from infmap.catalogue.bundled import Table
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.checks import is_value
from infmap.catalogue.reading.heads.layout import meanings_of
from infmap.catalogue.reading.heads.meanings import FIGURES, POSITIONS
from infmap.catalogue.reading.heads.words import plain_words
from infmap.catalogue.reading.opening import open_sheet
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Event,
    OwnDeployment,
    OwnSystem,
    Person,
    Row,
    Source,
)


class Holds(StrEnum):
    """What a file of a caller's may hold, in the words of the documentation."""

    SITES = "sites"
    SYSTEMS = "systems"
    FIGURES = "figures"
    PLACES = "places"
    PEOPLE = "people"
    SOURCES = "sources"
    ALLEGATIONS = "allegations"
    EVENTS = "events"


#: What takes the place of which of infmap's tables, or adds to it.
TABLES = {
    Holds.SITES: Table.DEPLOYMENTS,
    Holds.SYSTEMS: Table.SYSTEMS,
    Holds.FIGURES: Table.CLAIMS,
    Holds.PLACES: Table.CAPITALS,
    Holds.SOURCES: Table.SOURCES,
    Holds.ALLEGATIONS: Table.ALLEGATIONS,
    Holds.EVENTS: Table.EVENTS,
}
MODELS: dict[Holds, type[Row]] = {
    Holds.SITES: OwnDeployment,
    Holds.FIGURES: Claim,
    Holds.SYSTEMS: OwnSystem,
    Holds.PLACES: Capital,
    Holds.PEOPLE: Person,
    Holds.SOURCES: Source,
    Holds.ALLEGATIONS: Allegation,
    Holds.EVENTS: Event,
}
#: Words that a table is told by although a letter of them is wrong.
_FORGIVEN = ("system", "claimant")
_NEAR = 0.8
#: A title of a publication is called so; a name is not.
_TITLE = {"title", "titel", "titre", "titulo", "заголовок"}
#: By table, what its heads mean: the meaning, and the head.
_Meant = Mapping[Holds, Mapping[str, str]]


@dataclass(frozen=True)
class Told:
    """Which table a file holds, and by which heads that is told.

    Attributes
    ----------
    holds : Holds or None
        None where its columns are of no table of infmap's.
    by : tuple of str
        The heads; of none, the cells of the first row where there is no header.
    """

    holds: Holds | None
    by: tuple[str, ...] = ()


def table_of(path: Path) -> Told:
    """Tell by its columns which table a file holds, if it has any of ours.

    What cannot be read is taken for a table, to be told what is wrong with it.
    """
    by_name = next((holds for holds, table in TABLES.items() if table == path.name), None)
    sheet = open_sheet(Reading(path), *MODELS.values())
    if sheet is None:
        return Told(by_name or Holds.SYSTEMS)
    meant = {holds: _meant(sheet, model) for holds, model in MODELS.items()}
    for holds, by in _RULES:
        heads = by(meant)
        if heads and all(heads):
            return Told(holds, tuple(dict.fromkeys(heads)))
    # Of a table without a header, what stands in its place.
    return Told(by_name, tuple(sheet.heads[:12]) if any(map(is_value, sheet.heads)) else ())


def _meant(sheet: Sheet, model: type[Row]) -> dict[str, str]:
    """Return what the heads of a table mean, each with its head."""
    found = {}
    named = {"_".join(plain_words(head)): head for head in sheet.heads[:200]}
    for name in _FORGIVEN:
        for word in get_close_matches(name, named, 1, _NEAR):
            if {name, f"{name}_id"} & {*model.model_fields}:
                found[f"{name}_id" if name == "system" else name] = named[word]
    for head, meaning in zip(sheet.heads, meanings_of(sheet, model), strict=True):
        if meaning is not None:
            position = meaning.what in POSITIONS
            what = "position" if position else "range" if meaning.what in FIGURES else meaning.what
            found.setdefault(str(what), head)
    points = any(isinstance(place, tuple) for place in sheet.places or ())
    if points or (sheet.places is not None and not {"lon", "lat"} <= found.keys()):
        found["position"] = "geometry"
    return found


def _placed(meant: Mapping[str, str]) -> tuple[str, ...]:
    """Return the heads of the position that a table has, or none."""
    if "position" in meant:
        return (meant["position"],)
    return (meant["lon"], meant["lat"]) if {"lon", "lat"} <= meant.keys() else ()


def _charges(meant: _Meant) -> tuple[str, ...]:
    return _named(meant[Holds.ALLEGATIONS], "charge")


def _named(meant: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """Return the heads of all these meanings, or none."""
    return tuple(meant[name] for name in names) if {*names} <= meant.keys() else ()


def _figures(meant: _Meant) -> tuple[str, ...]:
    claims = meant[Holds.FIGURES]
    placed = _placed(meant[Holds.SITES])
    return _named(claims, "claimant") or (
        () if placed else _named(claims, "account", "range", "system_id")
    )


def _sites(meant: _Meant) -> tuple[str, ...]:
    sites = meant[Holds.SITES]
    of = _named(sites, "system_id") or _named(sites, "range")
    return (*of, *_placed(sites)) if of and _placed(sites) else ()


def _people(meant: _Meant) -> tuple[str, ...]:
    counted = _named(meant[Holds.PEOPLE], "population")
    placed = _placed(meant[Holds.PLACES])
    return (*counted, *placed) if counted and placed and "name" not in meant[Holds.PLACES] else ()


def _sources(meant: _Meant) -> tuple[str, ...]:
    found = meant[Holds.SOURCES]
    title = found.get("title", "")
    if " ".join(plain_words(title)) not in _TITLE:
        return ()
    known = [found[name] for name in ("URL", "publisher", "issued", "type") if name in found]
    of_event = _named(meant[Holds.EVENTS], "date") and len(known) < 2
    return () if of_event else (title, *known) if known else ()


def _sites_without_position(meant: _Meant) -> tuple[str, ...]:
    sites, systems = meant[Holds.SITES], meant[Holds.SYSTEMS]
    has_name = "site" in sites or {"lon", "lat"} & sites.keys()
    return _named(sites, "system_id") if has_name and not {"range", "id"} & systems.keys() else ()


def _half_a_position(meant: _Meant) -> tuple[str, ...]:
    places = meant[Holds.PLACES]
    return _named(places, "lon") or _named(places, "lat")


def _systems(meant: _Meant) -> tuple[str, ...]:
    systems = meant[Holds.SYSTEMS]
    return tuple(
        systems[name] for name in ("id", "name", "range", "kind", "basing") if name in systems
    )


#: Which table it is: the first whose columns are there.
_RULES: tuple[tuple[Holds, Callable[[_Meant], tuple[str, ...]]], ...] = (
    (Holds.ALLEGATIONS, _charges),
    (Holds.FIGURES, _figures),
    (Holds.SITES, _sites),
    (Holds.PEOPLE, _people),
    (Holds.PLACES, lambda meant: _placed(meant[Holds.PLACES])),
    (Holds.SOURCES, _sources),
    (Holds.EVENTS, lambda meant: _named(meant[Holds.EVENTS], "title", "date")),
    (Holds.SITES, _sites_without_position),
    (Holds.PLACES, _half_a_position),
    (Holds.SYSTEMS, _systems),
)
