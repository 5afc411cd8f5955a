"""Converts the rows of a table to records: positions to degrees, figures to kilometres.

A note says how an unusual cell was read. A cell that cannot be read, or is ambiguous, is a fault.
"""

import math
import re
from typing import Any, cast

from infmap.catalogue.cells import is_as_usual, is_empty, stray_problem
from infmap.catalogue.reading.faults import Frame, Reading, Record
from infmap.catalogue.reading.formats.projections import OUTSIDE_CRS
from infmap.catalogue.reading.heads.layout import SAME_DEGREES, Layout
from infmap.catalogue.reading.heads.meanings import Part, shown_name
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Claim, Row
from infmap.catalogue.values.coordinates import read_degrees, read_position
from infmap.catalogue.values.numbers import Range, in_words, read_range
from infmap.catalogue.values.refused import NO_VALUE, RefusedError
from infmap.catalogue.values.units import Unit, unit_of
from infmap.treaty import band_of

#: Two columns for one length may differ by this share, as each is rounded in its own unit.
SAME_WITHIN = 0.02
#: Kilometres at the end of a cell.
_KM = re.compile(r"\s*km\.?\s*$", re.IGNORECASE)
#: How to get the centre of an area in common programs.
TO_A_CENTRE = (
    "give its centre: in QGIS Vector > Geometry Tools > Centroids (or Point on Surface), in Python "
    "frame.set_geometry(frame.representative_point())"
)


def records_of(reading: Reading, sheet: Sheet, layout: Layout, model: type[Row]) -> list[Record]:
    """Return the records of a sheet; faults go to `reading`."""
    if layout.by_geometry and not sheet.crs_said and not _in_degrees(reading, sheet):
        return []
    if layout.plane and not _plane_in_degrees(reading, sheet, layout):
        return []
    called = {
        name: sheet.heads[place]
        for name, place in layout.columns.items()
        if sheet.heads[place] != name
    }
    _tell_units(reading, sheet, layout)
    lengths = {name: place for name, place in layout.columns.items() if name.endswith("_km")}
    records = []
    for index, (number, row) in enumerate(sheet.rows):
        cells = {
            name: row[place] if place < len(row) else None for name, place in layout.columns.items()
        }
        record = Record(number, cells, called)
        for name, fallbacks in layout.instead.items():
            for column in fallbacks:
                if is_empty(cells[name]) and column < len(row) and not is_empty(row[column]):
                    cells[name] = row[column]
                    record.called = {**record.called, name: sheet.heads[column]}
        if layout.by_geometry:
            assert sheet.places is not None
            place = sheet.places[index]
            if place is None and all(is_empty(cell) for cell in row):
                continue
            _take_point(reading, record, place)
        elif "lon" in model.model_fields:
            _take_coordinates(reading, record, sheet, layout, row)
        for name, column in lengths.items():
            unit = layout.units.get(column, Unit.KM)
            _take_length(reading, record, sheet.heads[column], name, unit)
        if layout.figures:
            _take_figures(reading, record, sheet, layout, row, model)
        records.append(record)
    return records


# --- Positions ------------------------------------------------------------------------------


def _in_degrees(reading: Reading, sheet: Sheet) -> bool:
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
    lon, lat = _as_float(point[0]), _as_float(point[1])
    return (lon is not None and abs(lon) > 180) or (lat is not None and abs(lat) > 90)


def _plane_in_degrees(reading: Reading, sheet: Sheet, layout: Layout) -> bool:
    """Return whether the columns X and Y can be degrees; refuse them if any cell is too large."""
    places = layout.columns["lon"], layout.columns["lat"]
    for _, row in sheet.rows:
        pair = [_as_float(row[place]) if place < len(row) else None for place in places]
        if any(
            value is not None and abs(value) > most
            for value, most in zip(pair, (180, 90), strict=True)
        ):
            heads = ", ".join(sheet.heads[place] for place in places)
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


def _as_float(cell: Any) -> float | None:
    try:
        return float(cell)
    except (TypeError, ValueError, OverflowError):
        return None


def _take_point(reading: Reading, record: Record, place: Any) -> None:
    if isinstance(place, tuple):
        record.cells["lon"], record.cells["lat"] = place
        return
    record.refused |= {"lon", "lat"}
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


def _take_coordinates(
    reading: Reading, record: Record, sheet: Sheet, layout: Layout, row: list[Any]
) -> None:
    """Fill in longitude and latitude of a record, from two columns or from one for both."""
    for axis in ("lon", "lat"):
        if axis in layout.columns:
            head = sheet.heads[layout.columns[axis]]
            cell = record.written[axis] = record.cells[axis]
            record.cells[axis] = _degrees(reading, record, head, cell, axis)
            for place in layout.again.get(axis, ()):
                _agree(reading, record, sheet, layout, row, axis, place)
    if layout.position is not None:
        place, order = layout.position
        head = sheet.heads[place]
        cell = row[place] if place < len(row) else None
        pair = _pair(reading, record, head, cell, order)
        if "lon" not in layout.columns or "lat" not in layout.columns:
            record.cells["lon"], record.cells["lat"] = pair or (None, None)
            if is_empty(cell):
                reading.fault(record.row, head, "is missing", None, "write a position")
                record.refused |= {"lon", "lat"}
        elif pair and not record.refused & {"lon", "lat"}:
            # These cells are numbers or empty: any other cell was refused above.
            lon, lat = (cast("float | None", record.cells[name]) for name in ("lon", "lat"))
            separate = None if lon is None or lat is None else (lon, lat)
            if separate and max(map(_apart, pair, separate)) > SAME_DEGREES:
                _refuse_another(reading, record, head, cell, "lon and lat say another position")


def _apart(first: float, second: float) -> float:
    gap = abs(first - second)
    return min(gap, abs(gap - 360))


def _refuse_another(
    reading: Reading, record: Record, head: str, cell: object, problem: str
) -> None:
    reading.fault(record.row, head, problem, cell, "correct one, or delete one of the columns")
    record.refused |= {"lon", "lat"}


def _degrees(reading: Reading, record: Record, head: str, cell: Any, axis: str) -> Any:
    """Return the cell of a coordinate as a number; None after a fault.

    Cells that are empty, no text or a stray of a spreadsheet are left to the row model.
    """
    if not isinstance(cell, str) or not cell.strip():
        return cell
    number = _as_float(cell)
    if number is not None and not math.isnan(number):
        return number
    if stray_problem(cell):
        return cell
    if number is not None or cell.strip().casefold() in NO_VALUE:
        reading.fault(
            record.row, head, "stands for no value", cell, "write where it is, or delete the row"
        )
        record.refused.add(axis)
        return None
    try:
        value = read_degrees(cell, "lon" if axis == "lon" else "lat")
    except RefusedError as error:
        reading.fault(record.row, head, error.problem, cell, error.remedy)
        record.refused.add(axis)
        return None
    if not is_as_usual(cell, reading.separator):
        reading.note(record.row, head, f"{cell.strip()!r} read as {_short(value)}", kind="degrees")
    return value


def _agree(
    reading: Reading,
    record: Record,
    sheet: Sheet,
    layout: Layout,
    row: list[Any],
    axis: str,
    place: int,
) -> None:
    """Take a coordinate from a second column if the first is blank; else refuse a difference."""
    cell = row[place] if place < len(row) else None
    if is_empty(cell):
        return
    value = _degrees(reading, record, sheet.heads[place], cell, axis)
    own = record.cells[axis]
    if is_empty(own):
        record.cells[axis] = value
    elif (
        isinstance(value, int | float)
        and isinstance(own, int | float)
        and _apart(value, own) > SAME_DEGREES
    ):
        head = sheet.heads[layout.columns[axis]]
        _refuse_another(reading, record, sheet.heads[place], cell, f"{head} says {_short(own)}")


def _pair(
    reading: Reading, record: Record, head: str, cell: Any, order: Part
) -> tuple[float, float] | None:
    """Return the position in a cell as longitude and latitude."""
    if isinstance(cell, list | tuple):
        # Lists of numbers have the order of GeoJSON, as is usual in Python.
        if len(cell) in {2, 3} and all(isinstance(number, int | float) for number in cell[:2]):
            reading.note(None, head, "lists of numbers read as longitude, latitude")
            return float(cell[0]), float(cell[1])
        cell = str(cell)
    if is_empty(cell):
        return None
    if not isinstance(cell, str):
        reading.fault(record.row, head, "is no position", cell, "write latitude,longitude")
        record.refused |= {"lon", "lat"}
        return None
    try:
        lon, lat = read_position(cell, order="lat,lon" if order is Part.LAT_LON else "lon,lat")
    except RefusedError as error:
        reading.fault(record.row, head, error.problem, cell, error.remedy)
        record.refused |= {"lon", "lat"}
        return None
    if not _is_two_numbers(cell):
        text = f"{cell.strip()!r} read as latitude {_short(lat)}, longitude {_short(lon)}"
        reading.note(record.row, head, text, kind="position")
    return lon, lat


def _is_two_numbers(cell: str) -> bool:
    """Return whether a position is two decimal numbers; a note on the head covers their order."""
    parts = cell.replace(";", ",").split(",")
    return len(parts) == 2 and all(_as_float(part) is not None for part in parts)


def _short(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


# --- Figures --------------------------------------------------------------------------------


def _tell_units(reading: Reading, sheet: Sheet, layout: Layout) -> None:
    """Note the units in heads, each with the first number of its column as an example."""
    for place, unit in layout.units.items():
        if unit is Unit.KM:
            continue
        first = next(
            (
                value
                for _, row in sheet.rows
                if place < len(row) and (value := _as_float(row[place])) is not None
            ),
            None,
        )
        example = "" if first is None else f": {first:.10g} {unit} is {_km(first * unit.km)} km"
        reading.note(None, None, f"{sheet.heads[place]} read as {unit.plural}{example}")


def _km(value: float) -> str:
    """Return kilometres rounded, but never across a limit of the treaty."""
    short = f"{value:.1f}".removesuffix(".0") if value >= 10 else f"{value:.4g}"
    return short if band_of(float(short)) is band_of(value) else f"{value:.3f}".rstrip("0")


def _take_figures(
    reading: Reading,
    record: Record,
    sheet: Sheet,
    layout: Layout,
    row: list[Any],
    model: type[Row],
) -> None:
    """Fill in the two ends of a record's figure, from each column that gives one."""
    upper = "up_to_km" if model is Claim else "range_km"
    ends: dict[str, tuple[float, str]] = {}
    of_row = _unit_of_row(reading, record, sheet, layout, row)
    if of_row is None:
        record.refused |= {upper, "at_least_km"}
        return
    for place, part in layout.figures:
        cell = row[place] if place < len(row) else None
        if is_empty(cell):
            continue
        head = sheet.heads[place]
        unit = layout.units.get(place, of_row)
        figure = _figure(reading, record, head, cell, part, unit, sheet)
        if figure is None:
            record.refused |= {upper, "at_least_km"}
            continue
        for name, km in (("at_least_km", figure.at_least_km), (upper, figure.up_to_km)):
            if km is None:
                continue
            if name in ends and abs(ends[name][0] - km) > SAME_WITHIN * max(km, ends[name][0]):
                earlier_km, earlier_head = ends[name]
                problem = f"says {km:g} km, and {earlier_head} says {earlier_km:g} km"
                remedy = "correct one, or delete one of the columns"
                reading.fault(record.row, head, problem, cell, remedy)
                record.refused |= {upper, "at_least_km"}
            elif name not in ends:
                ends[name] = km, head
                record.written[name] = cell
                record.called = {**record.called, name: head}
    for name, (km, _) in ends.items():
        record.cells[name] = km
    if not ends:
        record.called = {**record.called, upper: sheet.heads[layout.figures[0][0]]}


def _take_length(reading: Reading, record: Record, head: str, name: str, unit: Unit) -> None:
    """Convert a length that is no figure, such as the precision of a position, to kilometres."""
    cell = record.cells[name]
    if is_empty(cell) or isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return
    if isinstance(cell, str) and (stray_problem(cell) or cell.strip().casefold() in NO_VALUE):
        return
    record.written[name] = cell
    if not isinstance(cell, str):
        if _is_finite(cell):
            record.cells[name] = cell * unit.km
        return
    try:
        length = read_range(cell, unit=unit)
    except RefusedError as error:
        reading.fault(record.row, head, error.problem, cell, error.remedy)
        record.refused.add(name)
        return
    if length.up_to_km is None or length.at_least_km is not None:
        remedy = "write the most that it can be, such as 5"
        reading.fault(record.row, head, "is no single length", cell, remedy)
        record.refused.add(name)
        return
    record.cells[name] = length.up_to_km
    if not is_as_usual(_KM.sub("", cell), reading.separator):
        text = f"{cell.strip()!r} read as {in_words(length)}"
        reading.note(record.row, head, text, kind="length")


def _unit_of_row(
    reading: Reading, record: Record, sheet: Sheet, layout: Layout, row: list[Any]
) -> Unit | None:
    """Return the unit of the row's figure: from the column of units, or kilometres without one.

    None after a fault: the cell gives no unit, or the figure's head or cell gives another.
    """
    if layout.unit is None:
        return Unit.KM
    cells = {place: row[place] if place < len(row) else None for place, _ in layout.figures}
    filled = {place: cell for place, cell in cells.items() if not is_empty(cell)}
    head = sheet.heads[layout.unit]
    cell = row[layout.unit] if layout.unit < len(row) else None
    if not filled:
        return Unit.KM
    if is_empty(cell):
        reading.fault(record.row, head, "is missing", None, f"write one of {', '.join(Unit)}")
        return None
    unit = unit_of(str(cell))
    if unit is None:
        remedy = f"write one of {', '.join(Unit)}"
        reading.fault(record.row, head, "is no unit that is read", cell, remedy)
        return None
    for place, figure in filled.items():
        own = {layout.units.get(place), *_units_in(figure)} - {None, unit}
        if own:
            problem = f"says {unit}, and {sheet.heads[place]} says {next(iter(own))}"
            reading.fault(record.row, head, problem, cell, "correct one of the two")
            return None
    return unit


def _units_in(cell: Any) -> set[Unit | None]:
    """Return the units that a cell names."""
    words = re.findall(r"[^\W\d_]+", cell) if isinstance(cell, str) else []
    return {unit_of(word) for word in words}


def _figure(
    reading: Reading, record: Record, head: str, cell: Any, part: Part, unit: Unit, sheet: Sheet
) -> Range | None:
    """Return the range in a cell, or None after a fault."""
    if isinstance(cell, str):
        stray = stray_problem(cell)
        if stray:
            reading.fault(record.row, head, *stray[:1], cell, stray[1])
            return None
        try:
            figure = read_range(cell, unit=unit)
        except RefusedError as error:
            reading.fault(record.row, head, error.problem, cell, error.remedy)
            return None
        # A plain number of kilometres needs no note.
        plain = _KM.sub("", cell) if figure.plain or figure.at_least_km is None else cell
        bare = is_as_usual(plain, sheet.separator)
    else:
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not _is_finite(cell):
            is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
            problem = "not a finite number" if is_number else "not a number"
            reading.fault(record.row, head, problem, cell, "write a number such as 500")
            return None
        if cell < 0:
            remedy = f"write {-cell:g}, or leave it empty"
            reading.fault(record.row, head, "cannot be negative", cell, remedy)
            return None
        figure, bare = Range(None, cell * unit.km, True), True
    if part is Part.AT_LEAST and figure.at_least_km is None:
        lower = _as_lower_end(figure, cell, unit)
        if lower is None:
            problem = "says an upper end, under the head of the lower"
            remedy = f"write it under {shown_name(Part.UP_TO, Claim)}"
            reading.fault(record.row, head, problem, cell, remedy)
            return None
        figure = lower
    if not bare:
        text = f"{cell.strip()!r} read as {in_words(figure)}"
        reading.note(record.row, head, text, kind="figure")
    return figure


def _as_lower_end(figure: Range, cell: Any, unit: Unit) -> Range | None:
    """Return a bare figure as a lower end, or None if its cell says that it is an upper end."""
    if isinstance(cell, str):
        try:
            return read_range(f"at least {cell}", unit=unit)
        except RefusedError:
            return None
    return Range(figure.up_to_km, None, figure.plain)


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # an integer too large for a float
        return False
