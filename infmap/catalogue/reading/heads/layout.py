"""Matches the columns of a table with infmap's columns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from infmap.catalogue.cells import is_empty
from infmap.catalogue.columns import full_names, needed_columns
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.meanings import (
    FIGURES,
    PLANE_RANK,
    POSITIONS,
    Meaning,
    Part,
    has_position,
    meaning_of,
)
from infmap.catalogue.reading.heads.pieces import Pieces, bounds_in, degrees_with_pieces, pieces_of
from infmap.catalogue.reading.heads.words import phrase_of, phrases, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import OwnDeployment, OwnSystem, Row
from infmap.catalogue.values.coordinates import as_written, looks_like_position
from infmap.catalogue.values.degrees import Axis
from infmap.catalogue.values.footnote_marks import without_marks_of_position
from infmap.catalogue.values.units import Unit, unit_of

#: Two columns for one coordinate may differ by this many degrees.
SAME_DEGREES = 0.02


@dataclass
class Layout:
    """The place (index in a row) of each of infmap's columns."""

    #: The places of texts and coordinates, by infmap's column.
    columns: dict[str, int] = field(default_factory=dict)
    #: The places that repeat a coordinate, and must agree with it.
    again: dict[str, list[int]] = field(default_factory=dict)
    #: By the place of a coordinate's degrees, what belongs to them in other columns.
    pieces: dict[int, Pieces] = field(default_factory=dict)
    #: The places of a text if its own cell is empty.
    instead: dict[str, list[int]] = field(default_factory=dict)
    #: The place of a whole position, and the order of its numbers.
    position: tuple[int, Part] | None = None
    #: Those of further ones, which must agree with it or with the geometry.
    positions_again: list[tuple[int, Part]] = field(default_factory=list)
    #: The places of figures, and the end that each gives.
    figures: list[tuple[int, Part]] = field(default_factory=list)
    #: The units in heads, by place.
    units: dict[int, Unit] = field(default_factory=dict)
    #: The place of the unit of the row's figure.
    unit: int | None = None
    #: Whether positions are taken from the rows' geometry.
    by_geometry: bool = False
    #: Whether the heads of coordinates, such as X and Y, do not say that they are degrees.
    plane: bool = False
    #: The places that may say on which datum the coordinates are: of the unread, or of none.
    datums: list[int] = field(default_factory=list)
    #: The places that are not read, in order.
    unread: list[int] = field(default_factory=list)
    #: The fields of a row that no column is read for, each a fault already.
    absent: set[str] = field(default_factory=set)


def arranged(reading: Reading, sheet: Sheet, model: type[Row]) -> Layout:
    """Return the layout of a table: the places of infmap's columns, and those not read."""
    meanings = meanings_of(sheet, model)
    if not any(meaning is not None and meaning.what == "system_id" for meaning in meanings):
        _find_systems(reading, sheet, model, meanings)
    return _arranged(meanings, sheet, model)


def meanings_of(sheet: Sheet, model: type[Row]) -> list[Meaning | None]:
    """Return the meaning of each head; for an ambiguous head, the cells below decide."""
    meanings = [meaning_of(head, model) if head else None for head in sheet.heads]
    columns = {meaning.what for meaning in meanings if meaning is not None}
    has_place = {"lon", "lat"} <= columns or sheet.places is not None
    for place, meaning in enumerate(meanings):
        if meaning is None or not (meaning.what in POSITIONS or meaning.what is Part.UNIT):
            continue
        filled = sheet.filled(place)
        if meaning.what is Part.UNIT:
            if meaning.or_name and not any(unit_of(str(cell)) for cell in filled):
                meanings[place] = Meaning(meaning.or_name, 1)
        # The only column for a position stays one, so that its faults are reported.
        elif filled and not any(map(is_position, filled)) and (has_place or meaning.or_name):
            meanings[place] = Meaning(meaning.or_name, 1) if meaning.or_name else None
    if has_position(model):
        for place in bounds_in(sheet):
            meanings[place] = None
        for place in pieces_of(sheet, meanings):
            meanings[place] = Meaning(Part.PIECE)
    return meanings


def _find_systems(
    reading: Reading, sheet: Sheet, model: type[Row], meanings: list[Meaning | None]
) -> None:
    """Match a column with systems by its cells: its head may mean one, and all are known names."""
    if model is not OwnDeployment or not reading.systems:
        return
    for place, head in enumerate(sheet.heads):
        cells = [row[place] for _, row in sheet.rows if place < len(row)]
        filled = [cell for cell in cells if not is_empty(cell)]
        if (
            filled
            and " ".join(plain_words(head)) in phrases("may_be_system")
            and all(isinstance(cell, str) and cell in reading.systems for cell in filled)
        ):
            meanings[place] = Meaning("system_id", PLANE_RANK)
            return


def is_position(cell: object) -> bool:
    """Return whether a cell has the form of a whole position."""
    if isinstance(cell, str | dict):
        written = as_written(cell)
        bare = without_marks_of_position(written)
        return looks_like_position(written) or (bare != written and looks_like_position(bare))
    return isinstance(cell, list | tuple) and len(cell) in {2, 3}


def missing(meanings: Sequence[Meaning | None], sheet: Sheet, model: type[Row]) -> list[str]:
    """Return the required columns that no head of a table means."""
    return missing_in(_arranged(meanings, sheet, model), sheet, model)


def missing_in(layout: Layout, sheet: Sheet, model: type[Row]) -> list[str]:
    """Return the required columns that a table with this layout lacks."""
    present = {*layout.columns}
    if layout.by_geometry or layout.position is not None:
        present |= {"lon", "lat"}
    if model is OwnDeployment and (layout.figures or sheet.loose):
        present.add("system_id")
    if model is OwnSystem and "id" in layout.columns:
        present.add("name")
    full = full_names(model)
    return [name for name in needed_columns(model) if full.get(name, name) not in present]


def _arranged(meanings: Sequence[Meaning | None], sheet: Sheet, model: type[Row]) -> Layout:
    """Return the layout of a table whose heads have these meanings."""
    layout = Layout()
    plane: set[int] = set()
    unread = layout.unread = [
        place for place, meaning in enumerate(meanings) if meaning is None and sheet.heads[place]
    ]
    by_field: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, meaning in enumerate(meanings):
        if meaning is None:
            continue
        if meaning.unit is not None:
            layout.units[place] = meaning.unit
        if meaning.what is Part.UNIT:
            layout.unit = place
        elif meaning.what in FIGURES:
            layout.figures.append((place, Part(meaning.what)))
        elif meaning.what in set(Part) - POSITIONS:
            unread.append(place)
        else:
            by_field[meaning.what].append((meaning.rank, place))
    whole: list[tuple[int, int, Part]] = []
    for what, ranked in by_field.items():
        (first_rank, first), *rest = sorted(ranked)
        if what in POSITIONS:
            whole += [(rank, place, Part(what)) for rank, place in ranked]
            continue
        layout.columns[what] = first
        if what not in {"lon", "lat"} and sheet.head_row is None:
            # Rows of JSON may have different keys: name in one row, site in another.
            layout.instead[what] = [place for _, place in rest]
            continue
        if what in {"lon", "lat"}:
            layout.plane = layout.plane or first_rank >= PLANE_RANK
            if first_rank >= PLANE_RANK:
                plane.add(first)
            # Plane coordinates beside degrees are not compared: their projection is unknown.
            layout.again[what] = [place for rank, place in rest if rank < PLANE_RANK]
            rest = [(rank, place) for rank, place in rest if rank >= PLANE_RANK]
        unread += [place for _, place in rest]
    layout.positions_again = [(place, part) for _, place, part in sorted(whole)]
    layout.position = layout.positions_again.pop(0) if whole else None
    _place(layout, sheet, model)
    _join_pieces(layout, meanings, sheet)
    if layout.by_geometry:
        for axis in {"lon", "lat"} & layout.columns.keys():
            place = layout.columns.pop(axis)
            again = unread if place in plane else layout.again[axis]
            again.insert(0, place)
        if layout.position is not None:
            layout.positions_again.insert(0, layout.position)
            layout.position = None
    unread.sort()
    if has_position(model):
        layout.datums = [at for at in unread if may_name_datum(sheet.heads[at])]
    return layout


def may_name_datum(head: str) -> bool:
    """Return whether a column may say on which datum, or reference system, coordinates are.

    Examples
    --------
    >>> may_name_datum("geodeticDatum"), may_name_datum("EPSG"), may_name_datum("Datum der Meldung")
    (True, True, False)
    """
    return phrase_of(plain_words(head)) in phrases("datum_heads")


def _join_pieces(layout: Layout, meanings: Sequence[Meaning | None], sheet: Sheet) -> None:
    """Find what belongs to the degrees of each coordinate in other columns."""
    axes: tuple[Axis, Axis] = ("lon", "lat")
    degrees = {
        axis: [layout.columns[axis], *layout.again.get(axis, ())]
        for axis in axes
        if axis in layout.columns
    }
    layout.pieces = degrees_with_pieces(sheet, pieces_of(sheet, meanings), degrees)
    joined = {at for pieces in layout.pieces.values() for at in pieces.places}
    layout.unread[:] = [place for place in layout.unread if place not in joined]


def _place(layout: Layout, sheet: Sheet, model: type[Row]) -> None:
    """Set whether positions come from the rows' geometry, or from columns."""
    if not has_position(model) or sheet.places is None:
        return
    in_columns = {"lon", "lat"} <= layout.columns.keys() or layout.position is not None
    points = any(isinstance(place, tuple) for place in sheet.places)
    layout.by_geometry = points or not in_columns
