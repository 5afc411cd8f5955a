"""Converts the rows of a table to records.

A note says how an unusual cell was read. A cell that cannot be read, or is ambiguous, is a fault.
"""

from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.datums import check_datums
from infmap.catalogue.reading.faults import Reading, Record
from infmap.catalogue.reading.footnotes import take_marks_off
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.holders import tell_states
from infmap.catalogue.reading.lengths import take_figures, take_length, tell_units
from infmap.catalogue.reading.marks import has_decimal_commas
from infmap.catalogue.reading.points import (
    plane_in_degrees,
    points_in_degrees,
    take_coordinates,
    take_point,
)
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import OwnDeployment, OwnSystem, Row
from infmap.catalogue.values.units import Unit


def records_of(reading: Reading, sheet: Sheet, layout: Layout, model: type[Row]) -> list[Record]:
    """Return the records of a sheet; faults go to `reading`."""
    refused = {*layout.absent}
    is_plane = layout.plane and {"lon", "lat"} <= layout.columns.keys()
    if (layout.by_geometry and not sheet.crs_said and not points_in_degrees(reading, sheet)) or (
        is_plane and not plane_in_degrees(reading, sheet, layout)
    ):
        refused |= {"lon", "lat"}
    reading.comma |= has_decimal_commas(sheet, layout)
    called = {
        name: sheet.heads[place]
        for name, place in layout.columns.items()
        if sheet.heads[place] != name
    }
    tell_units(reading, sheet, layout)
    lengths = {name: place for name, place in layout.columns.items() if name.endswith("_km")}
    records = []
    for index, (number, row) in enumerate(sheet.rows):
        cells = {
            name: row[place] if place < len(row) else None for name, place in layout.columns.items()
        }
        record = Record(number, cells, called, refused={*refused})
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
            take_point(reading, record, place)
        if "lon" in model.model_fields:
            take_coordinates(reading, record, sheet, layout, row)
            check_datums(reading, number, sheet, layout, row)
        for name, column in lengths.items():
            unit = layout.units.get(column, Unit.KM)
            take_length(reading, record, sheet.heads[column], name, unit)
        if layout.figures:
            take_figures(reading, record, sheet, layout, row, model)
        take_marks_off(reading, record)
        if model in (OwnDeployment, OwnSystem):
            tell_states(reading, record)
        records.append(record)
    return records
