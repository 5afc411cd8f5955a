"""Finds the header of a grid of cells, and returns a sheet with the rows below it."""

import re
from collections.abc import Sequence
from typing import Any, TypeAlias

from infmap.catalogue.cells import is_empty
from infmap.catalogue.columns import fits_exactly
from infmap.catalogue.reading.faults import Reading, uneven
from infmap.catalogue.reading.heads.checks import NO_HEADER, is_value
from infmap.catalogue.reading.heads.layout import meanings_of, missing
from infmap.catalogue.reading.heads.meanings import (
    FIGURES,
    PLANE_RANK,
    Part,
    meaning_of,
    means,
)
from infmap.catalogue.reading.heads.merged import fill_merged
from infmap.catalogue.reading.heads.words import phrases, plain_words
from infmap.catalogue.reading.sheet import Grid, Sheet
from infmap.catalogue.rows import Capital, Claim, OwnDeployment, OwnSystem, Row
from infmap.catalogue.values.units import unit_of
from infmap.errors import shorten

#: The number of rows in which a header is looked for.
TITLE_ROWS = 20
#: The fewest heads of a table below another.
_FEWEST = 2
#: The kinds of faults of rows that `is_row` finds.
OF_ROWS = TORN, AGAIN = "has more cells than there are columns", "is the header once more"
#: The tables that people write below each other.
COMMON_TABLES = (OwnDeployment, OwnSystem, Claim, Capital)
#: What the lower row of a head may name.
_AXES = {"lon", "lat"}
_LOWER = {*_AXES, *FIGURES, Part.MINIMUM}
#: The row models that a table may fit.
Models: TypeAlias = Sequence[type[Row]]
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
#: The line in which Excel declares the cell separator, above the table.
_SEP_ROW = re.compile(r"sep=.?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def sheet_of(reading: Reading, grid: Grid, models: Models) -> Sheet | None:
    """Return the table in a grid of cells, or None after a fault.

    The header is the first row that is not empty; or, if that lacks required columns, a row below
    it that has them all. A note then lists the rows above.
    """
    if not grid.rows:
        reading.fault(None, None, "the table is empty", None, "write a header row and the rows")
        return None
    at = _header_at(grid, models)
    number, cells = grid.rows[at]
    heads = [_as_head(cell) for cell in cells]
    while heads and not heads[-1] and grid.typed:
        heads.pop()
    above = grid.rows[:at]
    shown = " ".join(_line(row) for _, row in above)
    if above and not _SEP_ROW.fullmatch(shown):
        upto = f"row {above[0][0]}" if len(above) == 1 else f"rows {above[0][0]} to {above[-1][0]}"
        text = f"row {number} read as the header; {upto} above it not read"
        reading.note(None, None, f"{text} ({shorten(shown)!r})")
    sheet = Sheet(
        heads, [], head_row=number, separator=grid.separator, typed=grid.typed, outside=shown
    )
    is_sound = len(heads) <= reading.most_columns  # or all of it is refused further on
    first_rows = grid.rows[at + 1 :][:TITLE_ROWS]
    if reading.own and is_sound and _refuse_other_forms(reading, sheet, first_rows):
        return None
    fill_merged(reading, sheet, grid, at + 1, models)
    last = number
    for below, row in grid.rows[at + 1 :]:
        apart, last = below > last + 1, below
        if reading.own and _heads_another(sheet, row, apart=apart):
            remedy = "put that table into a sheet or file of its own"
            problem = "seems to be the header of another table"
            reading.fault(below, None, problem, _line(row), remedy)
            break  # what stands below it cannot be told by these heads
        if is_row(reading, sheet, below, row):
            sheet.rows.append((below, row))
    if not sheet.rows:
        if any(map(is_value, heads)):
            remedy = "write a row above it that names its columns"
            reading.fault(number, None, NO_HEADER, ", ".join(heads), remedy)
        elif not reading.fault_count:
            reading.fault(None, None, "has a header but no rows", None, "add at least one row")
        return None
    return sheet


def _refuse_other_forms(
    reading: Reading, sheet: Sheet, below: Sequence[tuple[int, list[Any]]]
) -> bool:
    """Refuse a head of two rows, and a table whose heads stand in its first column."""
    number, row = next(iter(below), (0, []))
    cells = enumerate(row[: len(sheet.heads)])
    said = {at: _as_head(cell) for at, cell in cells if not is_empty(cell)}
    # A head over several columns is written over the first of them.
    over = {at: next(filter(None, sheet.heads[at::-1]), "") for at in said}
    heads = {
        at: text if _means(text) & _AXES else f"{over[at]} {text}" for at, text in said.items()
    }
    lower = [at for at, head in heads.items() if _is_unit(said[at]) or _means(head) & _LOWER]
    is_lower_row = lower == [*said] and (len(said) > 1 or lower > [0])
    has_units = any(unit_of(_bare(text)) and _means(over[at]) & _LOWER for at, text in said.items())
    if is_lower_row or (has_units and not any(map(_DIGIT.search, said.values()))):
        remedy = (
            f"write the head in one row, such as {', '.join(shorten(heads[at]) for at in lower)}"
        )
        reading.fault(number, None, "belongs to the head", _line(row), remedy)
        return True
    firsts = [_as_head(row[0]) for _, row in below if row]
    found = (meaning_of(head, OwnDeployment) for head in firsts)
    if {one.what for one in found if one is not None and one.rank < PLANE_RANK} >= _AXES:
        remedy = "turn it round: write the heads in one row, and a row for each thing"
        reading.fault(None, None, "has its heads in the first column", ", ".join(firsts), remedy)
        return True
    return False


def _bare(text: str) -> str:
    return text.strip("()[] ")


def _is_unit(text: str) -> bool:
    """Return whether a cell is a unit of length or of degrees, and nothing else."""
    words = plain_words(text)
    is_degrees = bool(words) and {*words} <= phrases("degrees_piece")
    return _bare(text) == "°" or is_degrees or unit_of(_bare(text)) is not None


def _means(head: str) -> set[str | None]:
    """Return what a head means in the tables that people write."""
    return {means(head, model) for model in COMMON_TABLES}


def fits(sheet: Sheet, models: Models) -> bool:
    """Return whether a table has all required columns of one of the models."""
    return any(not missing(meanings_of(sheet, model), sheet, model) for model in models)


def _as_head(cell: Any) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _line(row: list[Any]) -> str:
    return " ".join(_as_head(cell) for cell in row if not is_empty(cell))


def _is_word(cell: Any) -> bool:
    return isinstance(cell, str) and _DIGIT.search(cell) is None


def _heads_another(sheet: Sheet, row: list[Any], *, apart: bool) -> bool:
    """Return whether a row below the header is the header of another table.

    It has nothing but words, and two that a table may have as heads: beside one of this table, or
    all of them in a row that stands apart, behind an empty one.
    """
    # Numbers, dates and names of systems are no heads.
    if any(cell is not None and not _is_word(cell) for cell in row):
        return False
    heads = [_as_head(cell) for cell in row]
    filled = [head.casefold() for head in heads if head]
    again = not {*filled}.isdisjoint(head.casefold() for head in sheet.heads if head)
    if len(filled) < _FEWEST or not (again or apart) or heads == sheet.heads:
        return False
    least = _FEWEST if again else len(filled)
    return any(
        sum(map(bool, meanings_of(Sheet(heads, []), model))) >= least for model in COMMON_TABLES
    )


def _header_at(grid: Grid, models: Models) -> int:
    """Return the index of the header: the first row, unless only a row below it fits."""
    first = _sheet_with_header(grid, 0)
    if any(fits_exactly(first.heads, model) for model in models) or fits(first, models):
        return 0
    for at in range(1, min(TITLE_ROWS, len(grid.rows))):
        if fits(_sheet_with_header(grid, at), models):
            return at
    # A header that lacks a column has at least two known heads; a title above it has not.
    for at in range(min(TITLE_ROWS, len(grid.rows))):
        sheet = _sheet_with_header(grid, at)
        if max(sum(map(bool, meanings_of(sheet, model))) for model in models) > 1:
            return at
    return 0


def _sheet_with_header(grid: Grid, at: int) -> Sheet:
    heads = [_as_head(cell) for cell in grid.rows[at][1]]
    return Sheet(heads, grid.rows[at + 1 : at + 1 + TITLE_ROWS])


def is_row(reading: Reading, sheet: Sheet, number: int, row: list[Any]) -> bool:
    """Return whether a row belongs to the table; too long a row or a second header is a fault."""
    if len(row) > len(sheet.heads):
        rest = row[len(sheet.heads) :]
        if sheet.typed:
            if all(is_empty(cell) for cell in rest):
                del row[len(sheet.heads) :]
                return True
            remedy = "write a head above each column that is filled"
        else:
            remedy = f"put texts that hold a {SEPARATOR_NAMES[sheet.separator]} in double quotes"
            if all(is_empty(cell) for cell in rest):
                remedy += ", or delete the empty cells at the end"
        reading.fault(
            number,
            None,
            uneven(len(row), len(sheet.heads)),
            None,
            remedy,
            kind=TORN,
        )
        return False
    if reading.own and [_as_head(cell) for cell in row] == sheet.heads:
        reading.fault(number, None, AGAIN, None, "delete the row")
        return False
    return True
