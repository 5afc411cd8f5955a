"""Which column of a table holds what: its heads matched with our columns."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from infmap.catalogue.cells import is_empty
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
from infmap.catalogue.reading.heads.words import phrases, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import (
    SHORT_NAMES,
    OwnDeployment,
    OwnSystem,
    Row,
    needed_columns,
)
from infmap.catalogue.values.coordinates import looks_like_position
from infmap.catalogue.values.units import Unit, unit_of

#: So many rows are looked at to tell a column of positions from one of names.
LOOKED_AT = 50
#: Two columns that say one coordinate may differ by so much, in degrees.
SAME_DEGREES = 0.02


@dataclass
class Layout:
    """Where in a row the cells of each of our columns stand.

    Attributes
    ----------
    columns : dict of str to int
        Our columns, texts and coordinates, each with the number of its cell.
    again : dict of str to list of int
        Cells that say a coordinate once more, and must agree.
    instead : dict of str to list of int
        Cells that a text is taken from where its own is empty.
    position : tuple of (int, Part), optional
        The cell of a whole position, and the order of its numbers.
    figures : list of (int, Part)
        The cells of figures, and which end each is of.
    units : dict of int to Unit
        The units that heads give, by cell.
    unit : int, optional
        The cell that gives the unit of the row's figure.
    by_geometry : bool
        Whether the rows' own geometry says where they are.
    plane : bool
        Whether the coordinates stand under heads that do not say that they are degrees.
    unread : list of int
        The cells that are not read, in order.
    """

    columns: dict[str, int] = field(default_factory=dict)
    again: dict[str, list[int]] = field(default_factory=dict)
    instead: dict[str, list[int]] = field(default_factory=dict)
    position: tuple[int, Part] | None = None
    figures: list[tuple[int, Part]] = field(default_factory=list)
    units: dict[int, Unit] = field(default_factory=dict)
    unit: int | None = None
    by_geometry: bool = False
    plane: bool = False
    unread: list[int] = field(default_factory=list)


def arranged(reading: Reading, sheet: Sheet, model: type[Row]) -> Layout:
    """Return where in a table our columns stand, and which of its columns are not read."""
    meanings = meanings_of(sheet, model)
    if not any(meaning is not None and meaning.what == "system_id" for meaning in meanings):
        _find_systems(reading, sheet, model, meanings)
    return _arranged(meanings, sheet, model)


def meanings_of(sheet: Sheet, model: type[Row]) -> list[Meaning | None]:
    """Return what each head means; one that may be a position or a name, by what it holds."""
    meanings = [meaning_of(head, model) if head else None for head in sheet.heads]
    whats = {meaning.what for meaning in meanings if meaning is not None}
    placed = {"lon", "lat"} <= whats or sheet.places is not None
    for place, meaning in enumerate(meanings):
        if meaning is not None and meaning.what in POSITIONS:
            found = [row[place] for _, row in sheet.rows[:LOOKED_AT] if place < len(row)]
            filled = [cell for cell in found if not is_empty(cell)]
            # Where nothing else says a position, what is wrong with this one is to be told.
            if filled and not any(map(is_position, filled)) and (placed or meaning.or_name):
                meanings[place] = Meaning(meaning.or_name, 1) if meaning.or_name else None
        elif meaning is not None and meaning.what is Part.UNIT:
            found = [row[place] for _, row in sheet.rows[:LOOKED_AT] if place < len(row)]
            known = any(unit_of(str(cell)) for cell in found if not is_empty(cell))
            if meaning.or_name and not known:
                meanings[place] = Meaning(meaning.or_name, 1)
    return meanings


def _find_systems(
    reading: Reading, sheet: Sheet, model: type[Row], meanings: list[Meaning | None]
) -> None:
    """Take the column whose every cell names a system, where no head says which one it is."""
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
    """Return whether a cell is a whole position by its form."""
    if isinstance(cell, str):
        return looks_like_position(cell)
    return isinstance(cell, list | tuple) and len(cell) in {2, 3}


def missing(meanings: Sequence[Meaning | None], sheet: Sheet, model: type[Row]) -> list[str]:
    """Return which of the columns that a table must have none of its heads means."""
    return missing_in(_arranged(meanings, sheet, model), sheet, model)


def missing_in(layout: Layout, sheet: Sheet, model: type[Row]) -> list[str]:
    """Return which of the columns that a table must have are nowhere in it."""
    placed = layout.by_geometry or layout.position is not None
    open_system = model is OwnDeployment and (bool(layout.figures) or sheet.loose)
    short = {name: full for full, name in SHORT_NAMES.get(model, {}).items()}
    absent = []
    for name in needed_columns(model):
        full = short.get(name, name)
        found = full in layout.columns or (placed and full in {"lon", "lat"})
        found = found or (full == "system_id" and open_system)
        found = found or (full == "name" and model is OwnSystem and "id" in layout.columns)
        if not found:
            absent.append(name)
    return absent


def _arranged(meanings: Sequence[Meaning | None], sheet: Sheet, model: type[Row]) -> Layout:
    """Return which cell each column is taken from, and the cells that are not read."""
    layout = Layout()
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
    for what, found in by_field.items():
        (rank, place), *others = sorted(found)
        if what in POSITIONS:
            layout.position = layout.position or (place, Part(what))
            unread += [other for _, other in others]
            continue
        layout.columns[what] = place
        if what not in {"lon", "lat"} and sheet.head_row is None:
            # Objects have their names one by one: what one calls name, another may call site.
            layout.instead[what] = [other for _, other in others]
            continue
        if what in {"lon", "lat"}:
            layout.plane = layout.plane or rank >= PLANE_RANK
            # Plane coordinates beside degrees may be of any projection.
            layout.again[what] = [other for rank, other in others if rank < PLANE_RANK]
            others = [(rank, other) for rank, other in others if rank >= PLANE_RANK]
        unread += [other for _, other in others]
    _place(layout, sheet, model)
    if layout.by_geometry:
        unread += [layout.columns.pop(axis) for axis in ("lon", "lat") if axis in layout.columns]
        layout.again.clear()
        if layout.position is not None:
            unread.append(layout.position[0])
            layout.position = None
    unread.sort()
    return layout


def _place(layout: Layout, sheet: Sheet, model: type[Row]) -> None:
    """Tell where positions come from: the rows' geometry, or else a column or two."""
    if not has_position(model) or sheet.places is None:
        return
    in_columns = {"lon", "lat"} <= layout.columns.keys() or layout.position is not None
    points = any(isinstance(place, tuple) for place in sheet.places)
    layout.by_geometry = points or not in_columns
