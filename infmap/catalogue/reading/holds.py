"""Tells by its columns which kind of table a sheet is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from infmap.catalogue.bundled import Table
from infmap.catalogue.publications import Source
from infmap.catalogue.reading.heads.checks import is_value
from infmap.catalogue.reading.heads.layout import is_position, meanings_of
from infmap.catalogue.reading.heads.likely import SIDES, axes_named, names_position, says_range
from infmap.catalogue.reading.heads.meanings import (
    FIGURES,
    POSITIONS,
    Meaning,
    Part,
    has_figure,
    split_unit,
)
from infmap.catalogue.reading.heads.words import phrase_of, phrases, plain_words
from infmap.catalogue.reading.own_exports import holds_own_ranges
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
)
from infmap.catalogue.values.coordinates import as_written


class Holds(StrEnum):
    """The kinds of table that a caller's file may hold, as the documentation names them."""

    SITES = "sites"
    SYSTEMS = "systems"
    FIGURES = "figures"
    PLACES = "places"
    PEOPLE = "people"
    SOURCES = "sources"
    ALLEGATIONS = "allegations"
    EVENTS = "events"


#: The table of infmap's that each kind replaces or adds to.
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
#: Columns that are recognised even if they are slightly misspelt.
_RECOGNISED_MISSPELT = ("system", "claimant")
_NEAR = 0.8
#: Heads for the title of a publication, as opposed to a name.
_TITLE = {"title", "titel", "titre", "titulo", "заголовок"}
#: Keys of heads that are not read, and may be a range or a position.
_MAY_BE_RANGE = "may be a range"
_MAY_BE_POSITION = "may be a position"
#: For each kind of table, the file's head for each column.
_Meant = Mapping[Holds, Mapping[str, str]]


@dataclass(frozen=True)
class Content:
    """The kind of table that a file holds, and the heads that show it."""

    #: None where its columns are of no table of infmap's.
    holds: Holds | None
    #: The heads; for None, the cells of the first row if they are no header.
    by: tuple[str, ...] = ()


def is_rather_another(sheet: Sheet, models: Sequence[type[Row]]) -> bool:
    """Return whether a table that can be read as the only one of these models is of another kind.

    Examples
    --------
    >>> sheet = Sheet(["id", "name", "range_km"], [])
    >>> is_rather_another(sheet, [Source]), is_rather_another(sheet, [OwnSystem])
    (True, False)
    """
    holds = content_of(sheet).holds
    return len(models) == 1 and holds is not None and MODELS[holds] not in models


def content_of(sheet: Sheet) -> Content:
    """Return the kind of table that a sheet is, with the heads that show it, or none."""
    if holds_own_ranges(sheet):
        return Content(Holds.SITES, ("site", "system_id", "lon", "lat"))  # only they bring these
    meant = {holds: _meant(sheet, model) for holds, model in MODELS.items()}
    for holds, by in _RULES:
        heads = by(meant)
        if heads and all(heads):
            return Content(holds, tuple(dict.fromkeys(heads)))
    return Content(None)


def _meant(sheet: Sheet, model: type[Row]) -> dict[str, str]:
    """Return the file's head for each column of a model that it has, and for its position."""
    head_of = {}
    by_words = {"_".join(plain_words(head)): head for head in sheet.heads[:200]}
    for name in _RECOGNISED_MISSPELT:
        for words in get_close_matches(name, by_words, 1, _NEAR):
            if {name, f"{name}_id"} & {*model.model_fields}:
                head_of[f"{name}_id" if name == "system" else name] = by_words[words]
    meanings = meanings_of(sheet, model)
    for head, meaning in zip(sheet.heads, meanings, strict=True):
        if meaning is not None:
            of_position, of_figure = meaning.what in POSITIONS, meaning.what in FIGURES
            name = "position" if of_position else "range" if of_figure else str(meaning.what)
            # Degrees of the other side are refused, and by what is said of a position.
            head_of.setdefault(meaning.or_name if meaning.what is Part.OTHER_SIDE else name, head)
        elif says_range(head) and has_figure(model):
            head_of.setdefault(_MAY_BE_RANGE, head)
    has_points = any(isinstance(place, tuple) for place in sheet.places or ())
    if has_points or (sheet.places is not None and not {"lon", "lat"} <= head_of.keys()):
        head_of["position"] = "geometry"
    if not _placed(head_of) and (
        heads := _heads_of_positions(sheet) or _named_axes(sheet, meanings)
    ):
        head_of[_MAY_BE_POSITION] = heads[0]
    return head_of


def _named_axes(sheet: Sheet, meanings: Sequence[Meaning | None]) -> list[str]:
    """Return the heads that name both coordinates, misspelt or beside other words, over numbers."""
    named: dict[str, str] = {}
    for place, (head, meaning) in enumerate(zip(sheet.heads, meanings, strict=True)):
        words, unit = split_unit(plain_words(head))
        filled = sheet.filled(place)
        are_numbers = filled and all(any(map(str.isdigit, str(cell))) for cell in filled)
        if unit or not are_numbers or is_value(head):
            continue
        near = {
            axis
            for axis in SIDES
            if meaning is None and get_close_matches(" ".join(words), phrases(axis), 1, _NEAR)
        }
        named |= dict.fromkeys(axes_named(head) | near, head)
    return list(named.values()) if len(named) > 1 else []


def _heads_of_positions(sheet: Sheet) -> list[str]:
    """Return the heads of columns that hold positions alone.

    Bare numbers are one only where the head names it, and a code by its name alone.
    """
    heads = []
    for place, head in enumerate(sheet.heads):
        if phrase_of(plain_words(head)) in phrases("position_code"):
            heads.append(head)
        filled = [as_written(cell) for cell in sheet.filled(place) if isinstance(cell, str | dict)]
        if filled and all(
            is_position(cell)
            and (names_position(head) or any(map(str.isalpha, cell.replace("\u00b0", "d"))))
            for cell in filled
        ):
            heads.append(head)
    return heads


def _placed(meant: Mapping[str, str]) -> tuple[str, ...]:
    """Return the heads of a table's position, or of what may be one, or an empty tuple.

    What may be one, such as eastings, is not read; the table is one of places all the same, and the
    fault says so. As a table of systems it would be told as unread.
    """
    if "position" in meant:
        return (meant["position"],)
    return (
        _named(meant, "lon", "lat")
        or _named(meant, Part.PROJECTED)
        or _named(meant, _MAY_BE_POSITION)
    )


def _named(meant: Mapping[str, str], *names: str) -> tuple[str, ...]:
    """Return the heads of some columns, or an empty tuple if one of them is missing."""
    return tuple(meant[name] for name in names) if {*names} <= meant.keys() else ()


def _figures(meant: _Meant) -> tuple[str, ...]:
    claims = meant[Holds.FIGURES]
    placed = _placed(meant[Holds.SITES])
    return _named(claims, "claimant") or (
        () if placed else _named(claims, "account", "range", "system_id")
    )


def _sites(meant: _Meant) -> tuple[str, ...]:
    sites = meant[Holds.SITES]
    of = _named(sites, "system_id") or _named(sites, "range") or _named(sites, _MAY_BE_RANGE)
    return (*of, *_placed(sites)) if of and _placed(sites) else ()


def _people(meant: _Meant) -> tuple[str, ...]:
    counted = _named(meant[Holds.PEOPLE], "population")
    placed = _placed(meant[Holds.PLACES])
    return (*counted, *placed) if counted and placed and "name" not in meant[Holds.PLACES] else ()


def _sources(meant: _Meant) -> tuple[str, ...]:
    sources = meant[Holds.SOURCES]
    title = sources.get("title", "")
    if " ".join(plain_words(title)) not in _TITLE:
        return ()
    known = [sources[name] for name in ("URL", "publisher", "issued", "type") if name in sources]
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


#: The kind of table is the first whose function returns heads.
_RULES: tuple[tuple[Holds, Callable[[_Meant], tuple[str, ...]]], ...] = (
    (Holds.ALLEGATIONS, lambda meant: _named(meant[Holds.ALLEGATIONS], "charge")),
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
