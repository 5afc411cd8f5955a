"""Positions of records: points and coordinates, converted to degrees on WGS 84."""

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from infmap.catalogue.cells import is_as_usual, is_empty, stray_problem
from infmap.catalogue.reading.faults import Frame, Reading, Record
from infmap.catalogue.reading.formats.projections import OUTSIDE_CRS
from infmap.catalogue.reading.heads.forms import form_of
from infmap.catalogue.reading.heads.layout import SAME_DEGREES, Layout
from infmap.catalogue.reading.heads.meanings import Part, order_of_lists, says_order
from infmap.catalogue.reading.joined import joined, plain_digits
from infmap.catalogue.reading.numbers import as_float
from infmap.catalogue.reading.sheet import TOLD, Sheet
from infmap.catalogue.values.coordinates import Order, as_written, read_degrees, read_position
from infmap.catalogue.values.degrees import AXES, EXAMPLES, Axis, Position
from infmap.catalogue.values.footnote_marks import without_marks_of_position
from infmap.catalogue.values.refused import A_DATE, NO_DATE, NO_VALUE, RefusedError
from infmap.catalogue.values.unmarked_degrees import read_unmarked, refuse_unmarked
from infmap.errors import shorten

T = TypeVar("T")
#: How to get the centre of an area in common programs.
TO_A_CENTRE = (
    "give its centre: in QGIS Vector > Geometry Tools > Centroids (or Point on Surface), in Python "
    "frame.set_geometry(frame.representative_point())"
)


def points_in_degrees(reading: Reading, sheet: Sheet) -> bool:
    """Return whether points without a reference system can be degrees; note or refuse them."""
    points = [place for place in sheet.places or () if isinstance(place, tuple)]
    beyond = next((point for point in points if _is_beyond(point)), None)
    if beyond is not None:
        _refuse_plane(reading, "geometry", beyond)
        return False
    if points:
        text = "no reference system is declared; read as degrees on WGS 84"
        reading.note(None, "geometry", text)
    return True


def _is_beyond(point: tuple[Any, Any]) -> bool:
    """Return whether a point is out of bounds for degrees."""
    lon, lat = as_float(point[0]), as_float(point[1])
    return (lon is not None and abs(lon) > 180) or (lat is not None and abs(lat) > 90)


def plane_in_degrees(reading: Reading, sheet: Sheet, layout: Layout) -> bool:
    """Return whether the columns X and Y can be degrees; refuse them if any cell is too large."""
    places = layout.columns["lon"], layout.columns["lat"]
    for _, row in sheet.rows:
        pair = [as_float(row[place]) if place < len(row) else None for place in places]
        if any(
            value is not None and abs(value) > most
            for value, most in zip(pair, (180, 90), strict=True)
        ):
            heads = ", ".join(shorten(sheet.heads[place]) for place in places)
            _refuse_plane(reading, heads, tuple(row[place] for place in places))
            return False
    return True


def _refuse_plane(reading: Reading, column: str, shown: object) -> None:
    remedy = "export in degrees on WGS 84 (EPSG:4326), or as a GeoPackage or Shapefile with its CRS"
    if isinstance(reading.source, Frame):
        remedy = 'say which it is in, such as sites.set_crs("EPSG:3857")'
    reading.fault(
        None,
        column,
        "are no degrees, and the file does not say of which reference system (CRS) they are",
        ", ".join(map(str, shown)) if isinstance(shown, tuple) else shown,
        remedy,
    )


def take_point(reading: Reading, record: Record, place: Any) -> None:
    """Fill in the position of a record from its geometry."""
    if isinstance(place, tuple):
        record.cells["lon"], record.cells["lat"] = place
        return
    record.refused |= {"lon", "lat"}
    if place == TOLD:
        return
    if place is None:
        remedy = "give it a Point, or delete the row"
        reading.fault(record.row, "geometry", "has no geometry", None, remedy)
        return
    problem = "must be one Point"
    if place == OUTSIDE_CRS:
        remedy = "correct the point, or the CRS"
        reading.fault(record.row, "geometry", "lies outside its CRS", None, remedy)
    elif place == "MultiPoint":
        reading.fault(record.row, "geometry", problem, place, "give each point a row of its own")
    elif place in {"Polygon", "MultiPolygon"}:
        reading.fault(record.row, "geometry", problem, place, TO_A_CENTRE)
    else:
        reading.fault(record.row, "geometry", problem, place, "give each row one point")


def take_coordinates(
    reading: Reading, record: Record, sheet: Sheet, layout: Layout, row: list[Any]
) -> None:
    """Fill in longitude and latitude of a record, from two columns or from one for both.

    Whatever else says where it is must agree with these, or with its geometry.
    """
    said = "lon and lat say"
    if layout.by_geometry:
        said = "the geometry says"
        row = [None if _stands_for_none(cell) else cell for cell in row]
    for axis in AXES:
        if axis in layout.columns:
            place = layout.columns[axis]
            record.cells[axis] = _coordinate(reading, record, sheet, layout, row, axis, place)
        for place in layout.again.get(axis, ()):
            _agree(reading, record, sheet, layout, row, axis, place)
    alone = not layout.by_geometry and not {"lon", "lat"} <= layout.columns.keys()
    positions = [*([layout.position] if layout.position else []), *layout.positions_again]
    for nth, (place, order) in enumerate(positions):
        head = sheet.heads[place]
        cell = row[place] if place < len(row) else None
        pair = _pair(reading, record, head, cell, order)
        if alone and nth == 0:
            record.cells["lon"], record.cells["lat"] = pair or (None, None)
            said = f"{shorten(head)} says"
            if is_empty(cell):
                reading.fault(record.row, head, "is missing", None, "write a position")
                record.refused |= {"lon", "lat"}
        elif pair and not record.refused & {"lon", "lat"}:
            # These cells are numbers or empty: any other cell was refused above.
            lon, lat = (as_float(record.cells[axis]) for axis in AXES)
            if (
                lon is not None
                and lat is not None
                and max(map(_apart, pair, (lon, lat))) > SAME_DEGREES
            ):
                _refuse_another(reading, record, layout, head, cell, f"{said} another position")


def _apart(first: float, second: float) -> float:
    gap = abs(first - second)
    return min(gap, abs(gap - 360))


def _refuse_another(
    reading: Reading, record: Record, layout: Layout, head: str, cell: object, problem: str
) -> None:
    which = "the column" if layout.by_geometry else "one of the columns"
    reading.fault(record.row, head, problem, cell, f"correct one, or delete {which}")
    record.refused |= {"lon", "lat"}


def _coordinate(
    reading: Reading,
    record: Record,
    sheet: Sheet,
    layout: Layout,
    row: list[Any],
    axis: Axis,
    place: int,
) -> Any:
    """Return a coordinate as a number, joined of several columns if it is spread over them."""
    head, cell = sheet.heads[place], row[place] if place < len(row) else None
    if place in layout.pieces:
        degrees = cell
        try:
            cell = joined(
                place,
                layout.pieces[place],
                lambda at: row[at] if at < len(row) else None,
                axis,
            )
        except RefusedError as error:
            reading.fault(record.row, head, error.problem, degrees, error.remedy)
            record.refused.add(axis)
            return None
    if place == layout.columns.get(axis):
        record.written[axis] = cell
    return _degrees(reading, record, head, cell, axis, is_joined=place in layout.pieces)


def _degrees(
    reading: Reading, record: Record, head: str, cell: Any, axis: Axis, *, is_joined: bool
) -> Any:
    """Return the cell of a coordinate as a number; None after a fault.

    That cells are joined is said of their heads, and how each was read only of packed minutes.

    Cells that are empty, no text or a stray of a spreadsheet are left to the row model.
    """
    form = form_of(head)
    if form is not None:
        try:
            unmarked = read_unmarked(cell, axis, form)
        except RefusedError as error:
            reading.fault(record.row, head, error.problem, cell, error.remedy)
            record.refused.add(axis)
            return None
        if unmarked is not None:
            if unmarked != int(unmarked):
                text = f"{str(cell).strip()!r} read as decimal degrees"
                reading.note(record.row, head, text, kind="decimal degrees")
            return unmarked
    if isinstance(cell, date):
        reading.fault(record.row, head, A_DATE, cell, f"{EXAMPLES[axis]} {NO_DATE}")
        record.refused.add(axis)
        return None
    if not isinstance(cell, str) or not cell.strip():
        return cell
    number = as_float(cell)
    if number is not None and not math.isnan(number):
        return number
    if stray_problem(cell):
        return cell
    if number is not None or _stands_for_none(cell):
        reading.fault(
            record.row, head, "stands for no value", cell, "write where it is, or delete the row"
        )
        record.refused.add(axis)
        return None
    try:
        value = degrees_in(cell, axis)
    except RefusedError as error:
        reading.fault(record.row, head, error.problem, cell, error.remedy)
        record.refused.add(axis)
        return None
    if not (is_as_usual(cell, reading.separator) or (is_joined and not _is_packed(cell))):
        reading.note(record.row, head, f"{cell.strip()!r} read as {_short(value)}", kind="degrees")
    return value


def degrees_in(cell: str, axis: Axis) -> float:
    """Return the coordinate in a cell, which may have a footnote.

    Examples
    --------
    >>> degrees_in("20°30'E[3]", "lon"), degrees_in("54.7†", "lat")
    (20.5, 54.7)
    """
    return _beside_marks(cell, lambda text: read_degrees(text, axis))


def _beside_marks(cell: str, read: Callable[[str], T]) -> T:
    """Return what a cell is read as: as it stands, or else without the marks of footnotes."""
    try:
        return read(cell)
    except RefusedError:
        bare = without_marks_of_position(cell)
        if bare == cell:
            raise
        return read(bare)


def _stands_for_none(cell: Any) -> bool:
    return isinstance(cell, str) and cell.strip().casefold() in NO_VALUE


def _is_packed(cell: str) -> bool:
    """Return whether minutes stand in a coordinate without a mark, as in 4825N."""
    return bool(re.match(r"\d{4}", cell))


def _agree(
    reading: Reading,
    record: Record,
    sheet: Sheet,
    layout: Layout,
    row: list[Any],
    axis: Axis,
    place: int,
) -> None:
    """Take a coordinate from a second column if the first is blank; else refuse a difference."""
    cell = row[place] if place < len(row) else None
    value = _coordinate(reading, record, sheet, layout, row, axis, place)
    if is_empty(value):
        return
    own = record.cells[axis]
    if is_empty(own):
        record.cells[axis] = value
    elif (
        isinstance(value, int | float)
        and isinstance(own, int | float)
        and _apart(value, own) > SAME_DEGREES
    ):
        first = layout.columns.get(axis)
        said = "the geometry" if first is None else shorten(sheet.heads[first])
        problem = f"{said} says {_short(own)}"
        _refuse_another(reading, record, layout, sheet.heads[place], cell, problem)


def _pair(
    reading: Reading, record: Record, head: str, cell: Any, order: Part
) -> tuple[float, float] | None:
    """Return the position in a cell as longitude and latitude."""
    if is_empty(cell):
        return None
    cell = as_written(cell) if isinstance(cell, dict) else cell
    if not isinstance(cell, str | list | tuple):
        reading.fault(record.row, head, "is no position", cell, "write latitude,longitude")
        record.refused |= {"lon", "lat"}
        return None
    try:
        lon, lat = position_in(cell, head, order)
    except RefusedError as error:
        reading.fault(record.row, head, error.problem, cell, error.remedy)
        record.refused |= {"lon", "lat"}
        return None
    if not isinstance(cell, str):
        if order_of_lists(head, order) is not None:
            return lon, lat  # which is said of the head
        cell = str(cell)
    if not _is_two_numbers(cell):
        text = f"{cell.strip()!r} read as latitude {_short(lat)}, longitude {_short(lon)}"
        reading.note(record.row, head, text, kind="position")
    return lon, lat


def position_in(cell: str | list[Any] | tuple[Any, ...], head: str, order: Part) -> Position:
    """Return the position in a text, or in a list of numbers; `order` is that of a text's numbers.

    A list has the order that its head says, and else is refused where it may have either.
    """
    # Brackets leave the order open where no head says it.
    around = "[]" if isinstance(cell, str) and says_order(head) else ""
    if not isinstance(cell, str):
        said = order_of_lists(head, order)
        if not all(isinstance(number, int | float) for number in cell[:2]):
            cell = str(cell)
        elif said is None:
            cell = f"[{'; '.join(map(plain_digits, cell))}]"  # read as a text of either order is
        else:
            cell, order = "; ".join(map(plain_digits, cell)), said
    written: Order = "lat,lon" if order is Part.LAT_LON else "lon,lat"
    form = form_of(head)

    def read(text: str) -> Position:
        position = read_position(text.strip().strip(around), order=written)
        if form is not None:
            refuse_unmarked(text, position, form)
        return position

    return _beside_marks(cell, read)


def _is_two_numbers(cell: str) -> bool:
    """Return whether a position is two decimal numbers; a note on the head covers their order."""
    parts = cell.replace(";", ",").split(",")
    return len(parts) == 2 and all(as_float(part) is not None for part in parts)


def _short(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
