"""Refuses columns that are not read and may be a range, a position, a date or a misspelt word."""

from collections.abc import Iterator, Sequence
from typing import Any

from infmap.catalogue.columns import FILLED_IN
from infmap.catalogue.reading.datums import datums_in
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.layout import Layout, is_position, meanings_of
from infmap.catalogue.reading.heads.likely import (
    is_of_file,
    is_other_length,
    may_be_date,
    may_be_figure,
    units_named,
)
from infmap.catalogue.reading.heads.meanings import (
    Part,
    has_dates,
    has_figure,
    has_position,
    means,
    shown_name,
    split_unit,
)
from infmap.catalogue.reading.heads.periods import (
    YEARS,
    is_span,
    may_end_period,
    names_service,
    tells_when,
)
from infmap.catalogue.reading.heads.pieces import may_be_piece, pieces_of
from infmap.catalogue.reading.heads.qualified import may_be_bound, may_be_measure
from infmap.catalogue.reading.heads.words import phrase_of, phrases, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Claim, OwnDeployment, Row
from infmap.catalogue.values.date_texts import read_date
from infmap.catalogue.values.dates import PARTIAL_DATE
from infmap.catalogue.values.numbers import read_range
from infmap.catalogue.values.refused import RefusedError
from infmap.catalogue.values.units import Unit, unit_of
from infmap.errors import shorten
from infmap.looks.lists import first_of

#: So many cells that could be years are years.
_SEVERAL = 3
#: The most heads that a line names.
_NAMED = 12
#: The least similarity of a misspelt head to a word.
_NEAR = 0.8
#: The least kilometres for which a length under any head may be a range.
_LEAST_KM = 5
#: What to do about columns that may be ranges, where several may.
_OF_SEVERAL = (
    "write the figures of one such column in kilometres under the head range_km, or each figure as "
    "a row of a table of figures, with its claimant, and delete the others"
)
#: The ends of a row's figure.
_FIGURE = {"range_km", "up_to_km", "at_least_km"}
#: Columns that no misspelt head is taken for: figures are matched by other rules, short words are
#: similar to many, and the names of other codes to a code's, as iso_n3.
_NEVER_MEANT = {
    *("at_least_km", "up_to_km", "range_km", "id", "URL", "role", "theme", "un_status", "iso_a3")
}


def refuse_what_may_be_meant(
    reading: Reading,
    sheet: Sheet,
    model: type[Row],
    layout: Layout,
    where: int | None,
) -> None:
    """Refuse unread columns that may be a misspelt column, a figure, a position or a date."""
    from difflib import get_close_matches

    named = {fault.remedy.split("'")[1] for fault in reading.faults if "rename '" in fault.remedy}
    optional = [
        shown_name(name, model)
        for name in model.model_fields
        if name not in layout.columns and name not in _NEVER_MEANT
    ]
    filled_in = [name for name in FILLED_IN.get(model, ()) if name in {"name"}]
    # What is absent is refused with a remedy already; a coordinate that is not has another column.
    settled = {"lon", "lat", *(shown_name(name, model) for name in layout.absent)}
    unread = [*layout.unread, *(at for at, head in enumerate(sheet.heads) if not head)]
    told = _refuse_pieces(reading, sheet, model, layout, where, unread)
    told += _refuse_years(reading, sheet, model, layout, where)
    figures = {at: figure for at in unread if (figure := _may_be_figure(sheet, at, model))}
    are_several = sum(at in figures for at in layout.unread) > 1
    for place in unread:
        head = sheet.heads[place]
        if place in told:
            continue
        if head in named or head in sheet.dropped or shorten(head) in named or head[:1] == "@":
            continue
        if head and sheet.heads.count(head) > 1:  # `lay_out` refuses it
            continue
        words = "_".join(plain_words(head))
        near = next(iter(get_close_matches(words, [*optional, *filled_in], 1, _NEAR)), None)
        if near is not None and near not in settled:
            reading.fault(where, head, "unknown column", head, f"rename it to {near}")
            continue
        figure = _two_meanings(head, model) or figures.get(place)
        if figure and are_several and head and place in figures:
            figure = figure[0], _OF_SEVERAL
        if figure:
            layout.absent |= _FIGURE  # so that a system of the caller's own is not unknown
        problem = (
            figure
            or _may_be_unit(sheet, place, layout)
            or may_be_bound(sheet, place, layout)
            or may_be_measure(sheet, place, model, layout)
            or _may_be_status(sheet, place, model, layout)
            or _may_be_position_or_date(sheet, place, model, layout)
        )
        if problem:
            reading.fault(where, head or "(blank)", problem[0], None, problem[1])
    noted = layout.columns.get("note")
    if noted is not None and _may_be_unit(sheet, noted, layout):
        as_notes = "may be the unit of the range, and is read as notes"
        remedy = "rename it to unit, or delete it"
        reading.fault(where, sheet.heads[noted], as_notes, None, remedy)
    _refuse_without_unit(reading, sheet, model, layout, where)
    if model is Claim and not layout.figures and not layout.absent >= _FIGURE:
        layout.absent |= _FIGURE
        shown = ", ".join(name or "(blank)" for name in sheet.heads)
        remedy = "add a column up_to_km, or at_least_km"
        reading.fault(where, "up_to_km", "column is missing", shown, remedy)


def _refuse_pieces(
    reading: Reading,
    sheet: Sheet,
    model: type[Row],
    layout: Layout,
    where: int | None,
    unread: Sequence[int],
) -> list[int]:
    """Refuse, and return, unread columns that may belong to the degrees in other columns."""
    coordinates = {layout.columns[axis] for axis in ("lon", "lat") if axis in layout.columns}
    if layout.by_geometry or len(coordinates) < 2:
        return []
    found = pieces_of(sheet, meanings_of(sheet, model))
    pieces = [at for at in unread if may_be_piece(sheet, at, found, coordinates)]
    if pieces:
        several = len(pieces) > 1
        reading.fault(
            where,
            first_of([shorten(sheet.heads[at]) or "(blank)" for at in pieces], _NAMED),
            f"may be {'pieces' if several else 'a piece'} of the coordinates, and "
            f"{'are' if several else 'is'} not read",
            None,
            "write each coordinate in one cell, such as 48\u00b025'12\"N, or delete "
            f"{'them' if several else 'it'}",
        )
    return pieces


def _refuse_years(
    reading: Reading, sheet: Sheet, model: type[Row], layout: Layout, where: int | None
) -> list[int]:
    """Refuse, and return, columns of single years: they say when something stood at a site."""
    if "first_reported" not in model.model_fields:
        return []
    years = [at for at in layout.unread if _is_year_alone(sheet.heads[at]) and sheet.filled(at)]
    if years:
        reading.fault(
            where,
            first_of([shorten(sheet.heads[at]) for at in years], _NAMED),
            "may say when something stood there, and is not read",
            None,
            "write the first year under first_reported and the last under until, or delete "
            f"{'them' if len(years) > 1 else 'it'}",
        )
    return years


def _is_year_alone(head: str) -> bool:
    return head.isdecimal() and int(head) in YEARS


def _two_meanings(head: str, model: type[Row]) -> tuple[str, str] | None:
    """Return the problem and remedy of an ambiguous head, or None."""
    meaning = means(head, model)
    unit = split_unit(plain_words(head))[1] or Unit.KM
    if meaning is Part.LOWER_OR_MINIMUM:
        return (
            "may be the lower end of the figure, or the nearest that the missile can hit",
            f"rename it to at_least_{unit}, or delete it",
        )
    if meaning is Part.RANGE_OR_DISTANCE:
        return (
            "may be the range of what stands there, or a distance from elsewhere",
            f"rename it to range_{unit}, or delete it",
        )
    return None


def _may_be_figure(sheet: Sheet, place: int, model: type[Row]) -> tuple[str, str] | None:
    """Return the problem and remedy of an unread column that may hold ranges, or None."""
    head, filled = sheet.heads[place], sheet.filled(place)
    meaning = means(head, model) if head else None
    if not has_figure(model) or meaning is Part.MINIMUM:
        return None
    by_cells = meaning is None and not is_other_length(head) and any(map(_may_be_range, filled))
    if not by_cells and not (may_be_figure(head) and any(map(_is_number, filled))):
        return None
    name = "up_to_km" if model is Claim else "range_km"
    words = {*plain_words(head)} - phrases("leading_to")
    if words & phrases("at_least") - phrases("around_range") and not words & phrases("up_to"):
        name = "at_least_km"
    remedy = f"write its figures in kilometres under the head {name}, or delete it"
    return "may be a range, and is not read", remedy


def _may_be_range(cell: object) -> bool:
    """Return whether a cell is a length with its unit, as long as a range."""
    km = _with_its_unit(cell)
    return km is not None and km >= _LEAST_KM


def _with_its_unit(cell: object) -> float | None:
    """Return the kilometres of a cell that says in which unit it is, or None."""
    if not isinstance(cell, str):
        return None
    try:
        length = read_range(cell)
        if length != read_range(cell, unit=Unit.MI):
            return None
    except RefusedError:
        return None
    return length.up_to_km if length.up_to_km is not None else length.at_least_km


def _may_be_unit(sheet: Sheet, place: int, layout: Layout) -> tuple[str, str] | None:
    """Return the problem and remedy of an unread column that may say units of ranges, or None."""
    units = {unit_of(str(cell).strip().removeprefix("in ")) for cell in sheet.filled(place)}
    if layout.unit is not None or not layout.figures or not units or None in units:
        return None
    read_as = {layout.units.get(at, Unit.KM) for at, _ in layout.figures}
    if units == read_as or is_other_length(sheet.heads[place]):
        return None
    return "may be the unit of the range, and is not read", "rename it to unit, or delete it"


def _may_be_status(
    sheet: Sheet, place: int, model: type[Row], layout: Layout
) -> tuple[str, str] | None:
    """Return the problem and remedy of an unread column that may say what stands there no longer.

    Each of its cells is a word for that, or is yes or no under a head that is such a word.
    """
    if model is not OwnDeployment or "status" in layout.columns:
        return None
    cells = [row[place] if place < len(row) else None for _, row in sheet.rows]
    said = {phrase_of(plain_words("" if cell is None else str(cell))) for cell in cells}
    filled = said - {""}
    gone, words = phrases("status_not"), phrases("status_not") | phrases("status_now")
    by_cells = filled <= words and filled & gone
    asks = {phrase_of(plain_words(sheet.heads[place]))} & (words | phrases("status_asked"))
    if by_cells or (asks and len(said) > 1 and filled and filled <= phrases("yes_or_no")):
        return (
            "may be the status, and is not read",
            "write ended, planned or reported under the head status, or delete it",
        )
    return None


def _refuse_without_unit(
    reading: Reading, sheet: Sheet, model: type[Row], layout: Layout, where: int | None
) -> None:
    """Refuse lengths without a unit where the file may give another than kilometres."""
    for place, name in _without_unit(sheet, model, layout):
        head = sheet.heads[place]
        if head in sheet.cut:
            reading.fault(
                where,
                head,
                "may have lost its unit, as a Shapefile cuts heads to 10 letters",
                None,
                "save it as a GeoPackage, which keeps heads whole, or give it a shorter head with "
                "its unit, such as range_mi",
            )
        elif units := units_named(sheet.outside):
            unit, short = units[0], name.removesuffix("_km")
            reading.fault(
                where,
                head,
                f"may be in {unit.plural}, by what stands outside the table",
                sheet.outside,
                f"rename it to {short}_{unit}, or to {short}_km if it is in kilometres",
            )


def _without_unit(sheet: Sheet, model: type[Row], layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield the place and name of each length that is read as kilometres with nothing saying so."""
    lengths = [(at, name) for name, at in layout.columns.items() if name.endswith("_km")]
    figures = [(at, shown_name(part, model)) for at, part in layout.figures]
    for place, name in lengths + (figures if layout.unit is None else []):
        head, filled = sheet.heads[place], sheet.filled(place)
        # What is cut to "range in m" was of metres or of miles.
        unit = layout.units.get(place)
        is_said = unit is not None and not (unit is Unit.M and head in sheet.cut)
        if not is_said and not all(_with_its_unit(cell) is not None for cell in filled):
            yield place, name


def _may_be_position_or_date(
    sheet: Sheet, place: int, model: type[Row], layout: Layout
) -> tuple[str, str] | None:
    """Return the problem and remedy of an unread column that may tell where or when, or None."""
    head, filled = sheet.heads[place], sheet.filled(place)
    if not filled or means(head, model) is Part.MINIMUM:
        return None
    placed = layout.by_geometry or "lon" in layout.columns or layout.position is not None
    if has_position(model) and not placed and all(map(is_position, filled)):
        return (
            "may be a position, and is not read",
            "write latitude,longitude under the head position",
        )
    fields = model.model_fields
    if place in layout.datums and datums_in(sheet, place):
        return None
    says_date = may_be_date(head) and any(map(_is_date, filled))
    says_end = not is_other_length(head) and may_end_period(plain_words(head))
    says_end = says_end and all(map(_is_day_or_year, filled))
    says_end |= "first_reported" in fields and _may_be_when(head, filled)
    if has_dates(model) and (says_date or says_end):
        return "may be a date, and is not read", _where_dates_go(filled, model, layout)
    return None


def _where_dates_go(filled: list[Any], model: type[Row], layout: Layout) -> str:
    """Return what to do with a column of dates: under a head that is there they would be twice."""
    dates = [name for name in ("first_reported", "until", "as_of") if name in model.model_fields]
    free = [name for name in dates if name not in layout.columns]
    if len(free) > 1 and any(map(is_span, filled)):
        return f"write the first date under {free[0]} and the last under {free[1]}, or delete it"
    if not free:
        return "delete it"
    of_these = "" if free == dates else " if it holds that"
    return f"rename it to {' or '.join(free)}{of_these}, or delete it"


def _may_be_when(head: str, filled: list[Any]) -> bool:
    """Return whether a column may tell when something stood there: by its head, or by each cell.

    A number such as 2000 alone may count something, until there are several of them.
    """
    words = plain_words(head)
    if names_service(words):
        return any(map(tells_when, filled))
    if is_of_file({*words}) or is_other_length(head) or not all(map(tells_when, filled)):
        return False
    return len(filled) >= _SEVERAL or not all(str(cell).strip().isdecimal() for cell in filled)


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return any(map(str.isdigit, cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_day_or_year(cell: object) -> bool:
    """Return whether a cell is a day, a month or a year of the time of missiles."""
    text = str(cell)
    try:
        written = text if PARTIAL_DATE.fullmatch(text) else read_date(text)
    except RefusedError:
        return False
    return int(written[:4]) in YEARS


def _is_date(cell: object) -> bool:
    from datetime import date

    return isinstance(cell, date) or (
        isinstance(cell, str | int) and any(map(str.isdigit, str(cell)))
    )
