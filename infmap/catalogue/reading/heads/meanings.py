"""Finds the meaning of a head in many spellings: the column of infmap's, and its unit."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from infmap.catalogue.columns import SHORT_NAMES, full_names, known_columns
from infmap.catalogue.reading.heads.forms import without_form
from infmap.catalogue.reading.heads.periods import end_of_period
from infmap.catalogue.reading.heads.words import (
    phrase_of,
    phrases,
    phrases_of,
    plain_words,
)
from infmap.catalogue.rows import Claim, OwnDeployment, OwnSystem, Row
from infmap.catalogue.values.footnote_marks import without_letter
from infmap.catalogue.values.units import Unit, unit_of

#: The rank of a head that equals infmap's column.
EXACT = 0
#: The rank of plane coordinates, after that of every word for degrees.
PLANE_RANK = 500
#: The rank of a head that names the end of a period in two words, after those that say it in one.
PERIOD_RANK = 200
#: The most words of a head that its unit may have.
UNIT_WORDS = 3
#: Words that may mean a range or a distance in a table of sites.
DISTANCE = {"distance", "dist", "entfernung", "distancia"}
#: A single capital M, which may be nautical miles, miles or metres.
_CAPITAL_M = re.compile(r"(?<![^\W_])[M\u041c](?![^\W_])")


class Part(StrEnum):
    """Meanings of a head that are not simply a column of infmap's."""

    #: A whole position, by its order.
    LAT_LON = "lat,lon"
    LON_LAT = "lon,lat"
    #: A figure, or one end of it.
    RANGE = "range"
    AT_LEAST = "at_least"
    UP_TO = "up_to"
    #: Reported as unread, or refused.
    MINIMUM = "minimum"
    LOWER_OR_MINIMUM = "lower end or minimum range"
    RANGE_OR_DISTANCE = "range or distance"
    PROJECTED = "projected"
    #: A head for west or south, whose degrees may count that way or be signed as usual.
    OTHER_SIDE = "other side"
    #: Minutes, seconds or the side of a coordinate whose degrees stand in another column.
    PIECE = "piece of a coordinate"
    #: The unit of the row's figure.
    UNIT = "unit"


POSITIONS = {Part.LAT_LON, Part.LON_LAT}
FIGURES = {Part.RANGE, Part.AT_LEAST, Part.UP_TO}


@dataclass(frozen=True)
class Meaning:
    """What a head means."""

    #: The full name of one of infmap's columns, or a `Part`.
    what: str
    #: The distance from infmap's own word: of two heads with one meaning the lower rank counts.
    rank: int = EXACT
    #: The unit in the head.
    unit: Unit | None = None
    #: The column that it means if no cell is a position: a ``location`` may be a name. Of degrees
    #: of the other side, their axis.
    or_name: str = ""


@lru_cache(maxsize=4096)
def meaning_of(head: str, model: type[Row]) -> Meaning | None:
    """Return the meaning of a head in a table of this model, or None.

    Examples
    --------
    >>> meaning_of("Max range (mi)", OwnSystem)
    Meaning(what=<Part.RANGE: 'range'>, rank=1, unit=<Unit.MI: 'mi'>, or_name='')
    >>> meaning_of("Länge", OwnDeployment).what, meaning_of("Payload", OwnSystem)
    ('lon', None)
    """
    if head in known_columns(model):
        return _own_word(head, model)
    if head.startswith("@"):
        return None  # metadata that a program added
    words = plain_words(head)
    if phrase_of(words) in phrases("unit") and has_figure(model):
        column = _phrase(words, model)
        return Meaning(Part.UNIT, or_name="" if column is None else column.what)
    if _CAPITAL_M.search(head) and not head.isupper():
        words = [f"{word}?" if word == "m" else word for word in words]
    return (
        _coordinate(words, model)
        or _figure(words, model)
        or _with_unit(words, model)
        or _phrase(words, model)
        or _beside_letter(head, model)
    )


def _beside_letter(head: str, model: type[Row]) -> Meaning | None:
    """Return the meaning of a head whose last letter in brackets is a footnote, as in Site[d]."""
    bare = without_letter(head)
    return None if bare == head else meaning_of(bare, model)


def means(head: str, model: type[Row]) -> str | None:
    """Return what a head means, without its unit, or None."""
    meaning = meaning_of(head, model)
    return None if meaning is None else meaning.what


def _own_word(head: str, model: type[Row]) -> Meaning:
    full = full_names(model)
    if head in {"range_km", "up_to_km", "at_least_km"} and has_figure(model):
        part = {"range_km": Part.RANGE, "up_to_km": Part.UP_TO, "at_least_km": Part.AT_LEAST}
        return Meaning(part[head], EXACT, Unit.KM)
    aliases = {field.alias: name for name, field in model.model_fields.items() if field.alias}
    return Meaning(
        aliases.get(head) or full.get(head, head), EXACT, Unit.KM if head.endswith("_km") else None
    )


def has_figure(model: type[Row]) -> bool:
    """Return whether rows of a table may have a range."""
    return model in {OwnSystem, OwnDeployment, Claim}


def has_position(model: type[Row]) -> bool:
    """Return whether rows of a table have a position."""
    return "lon" in model.model_fields


def _phrase(words: list[str], model: type[Row]) -> Meaning | None:
    """Return the column that a head's words name, as infmap does or by ``words.toml``."""
    phrase = phrase_of(words)
    own = next((name for name in known_columns(model) if plain_words(name) == words), None)
    if own is not None:
        return _own_word(own, model)
    if phrase not in phrases_of(model):
        end = end_of_period(words) if "first_reported" in model.model_fields else None
        if end is None:
            return None
        return Meaning("first_reported" if end == "start" else "until", PERIOD_RANK)
    field, rank = phrases_of(model)[phrase]
    field = "container_title" if field == "container-title" else field
    return Meaning(field, rank + 1)


def _with_unit(words: list[str], model: type[Row]) -> Meaning | None:
    """Return the column of a length, such as the precision of a position, with its unit."""
    rest, unit = split_unit(words)
    meaning = _phrase(rest, model) if unit is not None and rest else None
    if meaning is None or unit is None or not meaning.what.endswith("_km"):
        return None
    return Meaning(meaning.what, meaning.rank + 1, unit)


def _coordinate(words: list[str], model: type[Row]) -> Meaning | None:
    """Return the meaning of a head for a coordinate, a position or plane coordinates."""
    if not has_position(model):
        return None
    written, words = words, without_form(words)
    phrase = phrase_of(words)
    core = [word for word in words if word not in phrases("around_coordinates")]
    bare = phrase_of(core)
    rank = 1 + len(written) - len(core)
    for axis, negative, positive in (("lon", "west", "east"), ("lat", "south", "north")):
        if bare in phrases(axis):
            if {*words} & phrases(negative) and not {*words} & phrases(positive):
                return Meaning(Part.OTHER_SIDE, or_name=axis)
            return Meaning(axis, rank)
    axes = [axis for word in core for axis in ("lon", "lat") if word in phrases(axis)]
    beside = [word for word in core if word not in phrases("lon") | phrases("lat")]
    if len(axes) == 2 and (not beside or phrase_of(beside) in phrases("position")):
        return Meaning(Part.LON_LAT if axes == ["lon", "lat"] else Part.LAT_LON, rank)
    rest, unit = split_unit(words)
    if phrase in phrases("projected") or (
        unit is not None and phrase_of(rest) in phrases("projected")
    ):
        return Meaning(Part.PROJECTED)
    said = (("lon_first", Part.LON_LAT), ("lat_first", Part.LAT_LON), ("position", Part.LAT_LON))
    for order, part in said:
        if {phrase, bare} & phrases(order):
            column = _phrase(words, model)
            return Meaning(part, rank, or_name="" if column is None else column.what)
    if phrase in phrases("easting"):
        return Meaning("lon", PLANE_RANK)
    if phrase in phrases("northing"):
        return Meaning("lat", PLANE_RANK)
    return None


def says_order(head: str) -> bool:
    """Return whether a head says which of two numbers is the longitude, however they are written.

    Examples
    --------
    >>> says_order("coords [lng,lat]"), says_order("coordinates"), says_order("location")
    (True, False, False)
    """
    return order_of_lists(head, Part.LAT_LON) is not order_of_lists(head, Part.LON_LAT)


def order_of_lists(head: str, order: Part) -> Part | None:
    """Return the order of two numbers in a list, or None if the head does not say one.

    `order` is that of two numbers in a text under the same head.

    Examples
    --------
    >>> order_of_lists("coordinates", Part.LAT_LON), order_of_lists("coords", Part.LAT_LON)
    (<Part.LON_LAT: 'lon,lat'>, None)
    """
    words = without_form(plain_words(without_letter(head)))
    if phrase_of(words) in phrases("geojson"):
        return Part.LON_LAT
    core = [word for word in words if word not in phrases("around_coordinates")]
    return None if {phrase_of(words), phrase_of(core)} & phrases("position") else order


def _figure(words: list[str], model: type[Row]) -> Meaning | None:
    """Return the meaning of a head for a figure, or for what may be confused with one."""
    if not has_figure(model):
        return None
    words = _end_first(words)
    is_minimum = any(word in phrases("minimum") for word in words)
    core, unit = split_unit(
        [word for word in words if word not in phrases("around_range") | phrases("minimum")]
    )
    is_range = phrase_of(core) in phrases("range") or ({*core} <= phrases("range") and bool(core))
    is_range = is_range or (not core and (unit is not None or is_minimum))
    rest, _ = split_unit(words)
    if model is Claim:
        figure = [word for word in rest if word not in phrases("around_range") - phrases("figure")]
        is_range = is_range or phrase_of(figure) in phrases("figure")
    is_minimum = is_minimum and not {*words} & phrases("maximum")
    ends = phrase_of([word for word in rest if word not in phrases("range")])
    named = len(ends.split()) < len(rest)
    # "de" tells an end in "portée de", none in "rayon de portée".
    if named and {rest[0], rest[-1]} <= phrases("range"):
        ends = ""
    if model is Claim or unit is not None or named or " ".join(words) in {"at least", "up to"}:
        if is_minimum and named and model is Claim:
            return Meaning(Part.LOWER_OR_MINIMUM)
        if ends in phrases("at_least") and not (is_minimum and model is not Claim):
            return Meaning(Part.AT_LEAST, 1, unit)
        if ends in phrases("up_to") and (model is Claim or not is_range):
            return Meaning(Part.UP_TO, 1, unit)
    if not is_range:
        return None
    if is_minimum:
        return Meaning(Part.MINIMUM)
    if model is OwnDeployment and DISTANCE & {*core}:
        return Meaning(Part.RANGE_OR_DISTANCE)
    return Meaning(Part.RANGE, 1, unit)


def _end_first(words: list[str]) -> list[str]:
    """Return words with an end that stands behind the unit put first, as of ``range (km), low``."""
    for count in (2, 1):
        rest, end = words[:-count], words[-count:]
        is_end = " ".join(end) in phrases("at_least") | phrases("up_to")
        if is_end and split_unit(rest)[1] is not None and rest:
            return end + rest
    return words


def split_unit(words: list[str]) -> tuple[list[str], Unit | None]:
    """Return the words of a head without its unit, and the unit.

    Examples
    --------
    >>> split_unit(["range", "naut", "miles"])
    (['range'], <Unit.NMI: 'nmi'>)
    """
    for count in range(min(UNIT_WORDS, len(words)), 0, -1):
        for rest, piece in (
            (words[:-count], words[-count:]),
            (words[count:], words[:count]),
        ):
            unit = unit_of(" ".join(piece))
            if unit is not None:
                return [word for word in rest if word != "in"], unit
    return words, None


def has_dates(model: type[Row]) -> bool:
    """Return whether rows of a table have dates."""
    return bool({"first_reported", "as_of"} & {*model.model_fields})


def shown_name(what: str, model: type[Row]) -> str:
    """Return the name of a column or `Part` for messages, the short name where it has one.

    Examples
    --------
    >>> shown_name("system_id", OwnDeployment), shown_name(Part.UP_TO, Claim)
    ('system', 'up_to_km')
    """
    figure = "up_to_km" if model is Claim else "range_km"
    parts: dict[str, str] = {
        Part.RANGE: "range" if model is Claim else figure,
        Part.UP_TO: figure,
        Part.AT_LEAST: "at_least_km",
        Part.LAT_LON: "latitude, longitude",
        Part.LON_LAT: "longitude, latitude",
    }
    return {**parts, **SHORT_NAMES.get(model, {})}.get(what, str(what))
