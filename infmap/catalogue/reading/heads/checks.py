"""Checks the heads of a table: required ones are there, none is misspelt or there twice.

A note says how unusual heads were read, and which columns are ignored. A misspelt head is refused,
since its column would be lost.
"""

from collections import Counter
from collections.abc import Sequence

from infmap.catalogue.cells import is_empty
from infmap.catalogue.columns import full_names, known_columns, needed_columns
from infmap.catalogue.publications import Source
from infmap.catalogue.reading.datums import Datum, datum_of, datums_in
from infmap.catalogue.reading.faults import Frame, Reading
from infmap.catalogue.reading.heads.layout import (
    SAME_DEGREES,
    Layout,
    arranged,
    missing_in,
)
from infmap.catalogue.reading.heads.likely import SIDES, axes_named
from infmap.catalogue.reading.heads.meanings import (
    PLANE_RANK,
    Meaning,
    Part,
    meaning_of,
    means,
    order_of_lists,
    shown_name,
)
from infmap.catalogue.reading.heads.unread import refuse_what_may_be_meant
from infmap.catalogue.reading.heads.words import phrases, phrases_of, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Capital, Claim, OwnDeployment, OwnSystem, Row
from infmap.catalogue.values.coordinates import looks_like_position
from infmap.catalogue.values.units import Unit
from infmap.errors import shorten
from infmap.looks.lists import first_of

NO_HEADER = "the table has no header"
#: The most unread heads that a note names.
_NAMED = 12
#: The least similarity of a misspelt head to a word.
_NEAR = 0.8
#: A head with no more letters is no misspelt word: the letter may be of a side.
_SHORT = 5


def lay_out(reading: Reading, sheet: Sheet, model: type[Row]) -> Layout | None:
    """Return where a table has infmap's columns, or None if its heads say nothing of its cells.

    Faults of the heads go to `reading`, or notes on how unusual ones were read and which columns
    are ignored. The rows below can be checked all the same, so that their faults come as well.
    """
    where = None if isinstance(reading.source, Frame) else sheet.head_row
    if not reading.has_columns(len(sheet.heads), where):
        return None
    before = reading.fault_count
    firsts = [cell for cell in sheet.filled(0) if isinstance(cell, str)]
    if is_on_its_side(sheet.heads[1:], firsts):
        remedy = "turn it round: write the heads in one row, and a row for each thing"
        reading.fault(None, None, "has its heads in the first column", ", ".join(firsts), remedy)
        return None
    layout = arranged(reading, sheet, model)
    is_read = _refuse_what_is_missing(reading, sheet, model, layout, where)
    refuse_what_may_be_meant(reading, sheet, model, layout, where)
    for name, count in Counter(sheet.heads).items():
        if name and count > 1:
            kind = "" if name in known_columns(model) else "column appears twice"
            reading.fault(
                where, name, "column appears twice", name, "delete or rename one", kind=kind
            )
    if reading.fault_count == before:
        _tell(reading, sheet, model, layout)
    return layout if is_read else None


def is_on_its_side(others: Sequence[str], firsts: Sequence[str]) -> bool:
    """Return whether the first cells of a table's rows are heads, and none of its other heads is.

    Examples
    --------
    >>> is_on_its_side(["Alpha", "Beta"], ["Range (km)", "Payload", "Operator"])
    True
    >>> is_on_its_side(["Alpha"], ["Alpha", "Reach"]), is_on_its_side(["kind"], ["range", "note"])
    (False, False)
    """
    models = (OwnDeployment, OwnSystem, Claim, Capital, Source)
    if not others or any(meaning_of(head, model) for head in others for model in models):
        return False
    for model in models:
        meant = {meaning.what: meaning for text in firsts if (meaning := meaning_of(text, model))}
        # A site may be called X, and another Y.
        found = [meaning for meaning in meant.values() if meaning.rank < PLANE_RANK]
        if len(found) > 1 or any(meaning.unit for meaning in found):
            return True
    return False


def _refuse_what_is_missing(
    reading: Reading,
    sheet: Sheet,
    model: type[Row],
    layout: Layout,
    where: int | None,
) -> bool:
    """Refuse a table without a required column; return whether any of its heads is known."""
    absent = missing_in(layout, sheet, model)
    if not absent:
        return True
    full = full_names(model)
    layout.absent |= {full.get(name, name) for name in absent}
    heads = [sheet.heads[place] for place in layout.unread]
    shown = ", ".join(name or "(blank)" for name in sheet.heads)
    remedies = {name: _remedy(name, heads, model) for name in absent}
    nothing_read = len(heads) == len([name for name in sheet.heads if name])
    if nothing_read and not any(remedies.values()):
        names = ",".join(name for name in needed_columns(model) if name in absent)
        if any(map(is_value, sheet.heads)):
            remedy = f"write {names} in a row above it, as its cells are meant"
            reading.fault(where, None, NO_HEADER, shown, remedy)
        else:
            remedy = f"name the columns {names.replace(',', ', ')}"
            reading.fault(where, None, "has none of the columns that it must have", shown, remedy)
        return False
    for name, remedy in remedies.items():
        reading.fault(where, name, "column is missing", shown, remedy or f"add a column {name}")
    return True


def is_value(head: str) -> bool:
    """Return whether a head is a number, a position or a piece of JSON: the row is no header."""
    return head.startswith(('"', "{")) or (
        any(letter.isdigit() for letter in head)
        and (not any(map(str.isalpha, head)) or looks_like_position(head))
    )


def _remedy(name: str, unread: list[str], model: type[Row]) -> str:
    """Return the remedy for a missing column if an unread head may be meant, else ""."""
    if name in SIDES:
        for head in unread:
            if meaning_of(head, model) == Meaning(Part.OTHER_SIDE, or_name=name):
                return (
                    f"{shorten(head)!r} may hold degrees of that side, or signed ones: write "
                    f"degrees {SIDES[name]} under the head {name}, the other side with a minus"
                )
        plane = [head for head in unread if means(head, model) is Part.PROJECTED]
        if plane:
            shown = " and ".join(map(shorten, plane[:2]))
            return (
                f"{shown} do not say which projection they are of: export the points in degrees "
                "(EPSG:4326), or as a GeoPackage, which says it"
            )
    meant = _near(name, unread, model)
    if meant and name in SIDES and _says_more(meant, name):
        degrees = f"degrees {SIDES[name]}"
        if datum_of(meant) is Datum.OTHER:
            return (
                f"convert {shorten(meant)!r} to WGS 84 (EPSG:4326), and write {degrees} as {name}"
            )
        return (
            f"rename {shorten(meant)!r} to {name} if it holds {degrees}, or write {degrees} under "
            f"the head {name}"
        )
    if meant and name == "population" and len(plain_words(meant)) > 1:
        return "write the number of people under the head population"  # no share, nor thousands
    if meant:
        return f"rename {shorten(meant)!r} to {name}"
    may_be = [
        head
        for head in unread
        if name == "system" and " ".join(plain_words(head)) in phrases("may_be_system")
    ]
    return f"rename {shorten(may_be[0])!r} to {name}, if it is that" if may_be else ""


def _near(name: str, heads: list[str], model: type[Row]) -> str | None:
    """Return the head that is a misspelt name of a column (sytem, Lattitude), or None."""
    from difflib import get_close_matches

    full = full_names(model).get(name, name)
    known = {phrase for phrase, (field, _) in phrases_of(model).items() if field == full}
    known |= {name, *(phrases(name) if name in {"lon", "lat"} else ())}
    heads = [head for head in heads if not is_value(head)]
    for head in heads:
        words = " ".join(plain_words(head))
        if words.startswith(f"{name} ") or get_close_matches(words, known, 1, _NEAR):
            return head
    return next((head for head in heads if name in axes_named(head)), None)


def _says_more(head: str, axis: str) -> bool:
    """Return whether a head is a word for a coordinate and more, or too short to be a misspelt one.

    The rest may say that the numbers are no degrees, or count the other way: ``lon_rad``, ``lonw``.
    """
    words = " ".join(plain_words(head))
    known = (phrase for phrase in phrases(axis) if len(phrase) > _SHORT)
    return axis in axes_named(head) or len(words) <= _SHORT or words.startswith(tuple(known))


def _tell(reading: Reading, sheet: Sheet, model: type[Row], layout: Layout) -> None:
    """Note how unusual heads were read, and which columns are ignored."""
    read_as = []
    for place, pieces in sorted(layout.pieces.items()):
        heads = ", ".join(shorten(sheet.heads[at]) for at in (place, *pieces.places))
        is_lon = place in {layout.columns.get("lon"), *layout.again.get("lon", ())}
        axis = "lon" if is_lon else "lat"
        read_as.append(f"{heads} read together as {axis}")
    for name, place in layout.columns.items():
        shown = shown_name(name, model)
        as_named = plain_words(sheet.heads[place]) in (plain_words(name), plain_words(shown))
        if place not in layout.pieces and not as_named:
            read_as.append(f"{shorten(sheet.heads[place])} read as {shown}")
    if layout.position is not None:
        place, order = layout.position
        pairs = any(_is_two_numbers(row[place]) for _, row in sheet.rows if place < len(row))
        lists = any(
            isinstance(row[place], list | tuple) for _, row in sheet.rows if place < len(row)
        )
        of_lists = order_of_lists(sheet.heads[place], order) if lists else None
        if of_lists is not None:
            text = f"lists of numbers read as {shown_name(of_lists, model)}"
            reading.note(None, sheet.heads[place], text)
        shown = shown_name(order, model) if pairs else "position"
        if plain_words(sheet.heads[place]) != plain_words(shown):
            read_as.append(f"{shorten(sheet.heads[place])} read as {shown}")
    for place, part in layout.figures:
        shown = shown_name(part, model)
        exact = plain_words(sheet.heads[place]) == plain_words(shown)
        if layout.units.get(place, Unit.KM) is Unit.KM and not exact:
            read_as.append(f"{shorten(sheet.heads[place])} read as {shown}")
    if layout.unit is not None:
        unit = shorten(sheet.heads[layout.unit])
        read_as.append(f"{unit} read as the unit of the row's figure")
    if read_as:
        reading.note(None, None, "; ".join(read_as))
    minimums = [
        place for place in layout.unread if means(sheet.heads[place], model) is Part.MINIMUM
    ]
    for place in minimums:
        text = "is not read: infmap draws no minimum range"
        reading.note(None, sheet.heads[place], text)
    ignored = [
        sheet.heads[place]
        for place in layout.unread
        if place not in minimums
        and sheet.heads[place] not in sheet.dropped
        and _holds_something(sheet, place)
        and not _says_the_same(sheet, place, model)
        and not (place in layout.datums and datums_in(sheet, place))
    ]
    headless = [place for place, head in enumerate(sheet.heads) if not head]
    if any(_holds_something(sheet, place) for place in headless):
        ignored.append("a column without a head")
    if ignored:
        reading.note(None, None, f"not read: {first_of([*map(shorten, ignored)], _NAMED)}")


def _is_two_numbers(cell: object) -> bool:
    """Return whether a position is two bare numbers, whose order depends on the head."""
    return isinstance(cell, str) and not any(map(str.isalpha, cell))


def _says_the_same(sheet: Sheet, place: int, model: type[Row]) -> bool:
    """Return whether an unread column repeats a coordinate of the geometry."""
    axis = means(sheet.heads[place], model)
    if axis not in {"lon", "lat"} or sheet.places is None:
        return False
    for (_, row), point in zip(sheet.rows, sheet.places, strict=True):
        cell = row[place] if place < len(row) else None
        if isinstance(point, tuple) and not is_empty(cell):
            try:
                if abs(float(cell) - point[axis == "lat"]) > SAME_DEGREES:  # type: ignore[arg-type]
                    return False
            except (TypeError, ValueError):
                return False
    return True


def _holds_something(sheet: Sheet, place: int) -> bool:
    return any(place < len(row) and not is_empty(row[place]) for _, row in sheet.rows)
