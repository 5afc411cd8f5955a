"""Which mark a table has before decimals, as far as its cells show it."""

import re

from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.numbers import COUNTS, holds_numbers
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.values.numbers import has_decimal_comma

#: A comma in a coordinate marks decimals; in a pair of them, one may also stand between the two.
COMMA, COMMAS = r"\d,\d", r"\d,\d.*\d,\d"


def has_decimal_commas(sheet: Sheet, layout: Layout) -> bool:
    """Return whether a table writes numbers with decimal commas, as its cells or separator show.

    That matters for counts alone, such as a population of 470.907.
    """
    if not COUNTS & layout.columns.keys():
        return False
    degrees = {layout.columns[axis] for axis in ("lon", "lat") if axis in layout.columns}
    degrees |= {place for places in layout.again.values() for place in places}
    degrees |= {place for pieces in layout.pieces.values() for place in pieces.places}
    numbers = {place for name, place in layout.columns.items() if holds_numbers(name)} - degrees
    numbers |= {place for place, _ in layout.figures}
    pair = None if layout.position is None else layout.position[0]
    return sheet.separator == ";" or any(
        (place in degrees and re.search(COMMA, cell) is not None)
        or (place == pair and re.search(COMMAS, cell) is not None)
        or (place in numbers and has_decimal_comma(cell))
        for _, row in sheet.rows
        for place, cell in enumerate(row)
        if isinstance(cell, str)
    )
