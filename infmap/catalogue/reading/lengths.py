"""Figures and other lengths of records, converted to kilometres."""

import re
from datetime import date
from typing import Any

from infmap.catalogue.cells import is_as_usual, is_empty, stray_problem
from infmap.catalogue.reading.faults import Reading, Record
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.heads.meanings import Part, shown_name
from infmap.catalogue.reading.numbers import as_float, is_finite
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Claim, Row
from infmap.catalogue.values.numbers import Range, in_words, read_range
from infmap.catalogue.values.range_figures import METRIC
from infmap.catalogue.values.refused import A_DATE, ANY_NUMBER, NO_DATE, NO_VALUE, RefusedError
from infmap.catalogue.values.units import Unit, unit_of
from infmap.errors import shorten
from infmap.treaty import INF_BAND_KM, band_of

#: Two columns for one length may differ by this share, as each is rounded in its own unit.
SAME_WITHIN = 0.02
#: Kilometres at the end of a cell.
_KM = re.compile(r"\s*km\.?\s*$", re.IGNORECASE)


def tell_units(reading: Reading, sheet: Sheet, layout: Layout) -> None:
    """Note the units in heads, each with the first number of its column as an example."""
    for place, unit in layout.units.items():
        if unit is Unit.KM:
            continue
        first = next(
            (
                value
                for _, row in sheet.rows
                if place < len(row) and (value := as_float(row[place])) is not None
            ),
            None,
        )
        example = "" if first is None else f": {first:.10g} {unit} is {_km(first * unit.km)} km"
        reading.note(None, None, f"{shorten(sheet.heads[place])} read as {unit.plural}{example}")


def _km(value: float) -> str:
    """Return kilometres rounded, but never across a limit of the treaty."""
    short = f"{value:.1f}".removesuffix(".0") if value >= 10 else f"{value:.4g}"
    return short if band_of(float(short)) is band_of(value) else f"{value:.3f}".rstrip("0")


def take_figures(
    reading: Reading,
    record: Record,
    sheet: Sheet,
    layout: Layout,
    row: list[Any],
    model: type[Row],
) -> None:
    """Fill in the two ends of a record's figure, from each column that gives one."""
    upper = "up_to_km" if model is Claim else "range_km"
    ends: dict[str, tuple[float, str, bool]] = {}
    of_row = _unit_of_row(reading, record, sheet, layout, row)
    if of_row is None:
        record.refused |= {upper, "at_least_km"}
        return
    filled = [
        (place, part, row[place], layout.units.get(place, of_row))
        for place, part in layout.figures
        if place < len(row) and not is_empty(row[place])
    ]
    # As in one cell, the kilometres count: miles may be rounded over a limit of the treaty.
    for place, part, cell, unit in sorted(filled, key=lambda one: not _is_metric(*one[2:])):
        head = sheet.heads[place]
        figure = _figure(reading, record, head, cell, part, unit, sheet)
        if figure is None:
            record.refused |= {upper, "at_least_km"}
            continue
        for name, km in (("at_least_km", figure.at_least_km), (upper, figure.up_to_km)):
            if km is None:
                continue
            if name in ends and not _agree(km, *ends[name]):
                earlier_km, earlier_head, _ = ends[name]
                problem = f"says {km:g} km, and {shorten(earlier_head)} says {earlier_km:g} km"
                remedy = "correct one, or delete one of the columns"
                reading.fault(record.row, head, problem, cell, remedy)
                record.refused |= {upper, "at_least_km"}
            elif name not in ends:
                ends[name] = km, head, _is_metric(cell, unit)
                record.written[name] = cell
                record.called = {**record.called, name: head}
    for name, (km, *_) in ends.items():
        record.cells[name] = km
    if model is not Claim and {"at_least_km", upper} <= ends.keys():
        (low, low_head, _), (high, high_head, _) = ends["at_least_km"], ends[upper]
        if low > high:
            problem = f"is above {shorten(high_head)}"
            remedy = "swap the two, or leave one empty"
            reading.fault(record.row, low_head, problem, f"{low:g} km, {high:g} km", remedy)
            record.refused |= {upper, "at_least_km"}
    if not ends:
        record.called = {**record.called, upper: sheet.heads[layout.figures[0][0]]}


def _is_metric(cell: Any, unit: Unit) -> bool:
    """Return whether a cell gives its figure in kilometres, or in kilometres too."""
    return bool((_units_in(cell) - {None} or {unit}) & METRIC)


def _agree(km: float, earlier_km: float, _: str, is_metric: bool) -> bool:
    """Return whether a figure repeats an earlier one, and none of the treaty's limits decides."""
    is_near = abs(earlier_km - km) <= SAME_WITHIN * max(km, earlier_km)
    return is_near and (is_metric or band_of(km) is band_of(earlier_km))


def take_length(reading: Reading, record: Record, head: str, name: str, unit: Unit) -> None:
    """Convert a length that is no figure, such as the precision of a position, to kilometres."""
    cell = record.cells[name]
    if is_empty(cell) or isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return
    if isinstance(cell, str) and (stray_problem(cell) or cell.strip().casefold() in NO_VALUE):
        return
    record.written[name] = cell
    if not isinstance(cell, str):
        if is_finite(cell):
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
            problem = f"says {unit}, and {shorten(sheet.heads[place])} says {next(iter(own))}"
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
    elif isinstance(cell, date):
        reading.fault(record.row, head, A_DATE, cell, f"{ANY_NUMBER} {NO_DATE}")
        return None
    else:
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not is_finite(cell):
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
        text = f"{cell.strip()!r} read as {in_words(figure)}{_at_edge(figure)}"
        reading.note(record.row, head, text, kind="figure")
    return figure


def _at_edge(figure: Range) -> str:
    """Return what to write for a bound that leaves out an edge of the band, which lies inside."""
    low, high = INF_BAND_KM
    if figure.strict and (figure.up_to_km, figure.at_least_km) == (low, None):
        return f", which is inside the treaty's band; for less write {low - 1:g}"
    if figure.strict and (figure.up_to_km, figure.at_least_km) == (None, high):
        return f", which is inside the treaty's band; for more write >= {high + 1:g}"
    return ""


def _as_lower_end(figure: Range, cell: Any, unit: Unit) -> Range | None:
    """Return a bare figure as a lower end, or None if its cell says that it is an upper end."""
    if isinstance(cell, str):
        try:
            return read_range(f"at least {cell}", unit=unit)
        except RefusedError:
            return None
    return Range(figure.up_to_km, None, figure.plain)
