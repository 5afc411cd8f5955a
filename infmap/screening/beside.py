"""What the cells beside the positions of a batch say of them.

Each distinct text of a batch is looked up once, however many rows have it.
"""

from typing import Any

import numpy as np

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.reading.datums import is_refused
from infmap.catalogue.reading.lands import Land, lands_of, swapped
from infmap.catalogue.values.footnote_marks import without_marks
from infmap.geodesy.arrays import Flags, Floats, Ints
from infmap.screening.cells import plain


def only_if_swapped(columns: list[Any], lons: Floats, lats: Floats, sound: Flags) -> Flags:
    """Return which sound points lie only if swapped in the country that a cell of theirs names.

    Of several columns the first counts that names a known country.
    """
    known = lands_of(data_path(OUTLINES))
    lands: list[Land | None] = []
    which = np.full(lons.size, -1)
    for cells in columns:
        names, at = _categories(cells)
        found = [known.get(without_marks(name)) for name in names]
        # The last place, -1, is of a cell without a name.
        places = [-1 if land is None else len(lands) + place for place, land in enumerate(found)]
        which = np.where(which < 0, np.array([*places, -1])[at], which)
        lands += found
    return swapped(lons, lats, lands, np.where(sound, which, -1))


def on_refused_datum(cells: Any) -> Flags:
    """Return which cells name a datum on which degrees are refused."""
    names, at = _categories(cells)
    return np.array([*map(is_refused, names), False])[at]


def _categories(cells: Any) -> tuple[list[str], Ints]:
    """Return the distinct texts of a column, and for each cell the place of its own, or -1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        if not pa.types.is_dictionary(cells.type):
            cells = pc.dictionary_encode(pc.cast(cells, pa.string()))
    except pa.ArrowException:
        return [], np.full(len(cells), -1)  # no texts
    at = np.asarray(np.from_dlpack(pc.fill_null(pc.cast(cells.indices, pa.int64()), -1)))
    return [str(plain(name) or "") for name in cells.dictionary], at
