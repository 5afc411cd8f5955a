"""The columns of positions and weights in a table to screen, and their numbers in a batch.

A batch is read at once if its cells are plain numbers, else cell by cell as in every other table.
Faults of rows come from the reader of all other tables: see `explain`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from infmap.catalogue.bundled import OUTLINES, data_path
from infmap.catalogue.cells import is_empty
from infmap.catalogue.reading.datums import is_refused
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.checks import lay_out
from infmap.catalogue.reading.heads.forms import form_of
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.heads.meanings import Part, meaning_of
from infmap.catalogue.reading.heads.pieces import Pieces
from infmap.catalogue.reading.heads.words import plain_words
from infmap.catalogue.reading.lands import lands_of
from infmap.catalogue.reading.marks import COMMA, COMMAS, has_decimal_commas
from infmap.catalogue.reading.numbers import as_float
from infmap.catalogue.reading.remarks import MAY_BE_LEFT_OUT, is_left_out
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Capital, Position
from infmap.catalogue.values.degrees import AXES, Axis
from infmap.catalogue.values.footnote_marks import without_marks
from infmap.catalogue.values.number_words import EITHER, PLAIN
from infmap.catalogue.values.numbers import has_decimal_comma, read_number
from infmap.errors import DataError, Fault, shorten
from infmap.geodesy.arrays import Floats
from infmap.proximity.pairs import MOST_WEIGHT
from infmap.screening.beside import on_refused_datum, only_if_swapped
from infmap.screening.cells import decoded, floats, has, has_comma, plain
from infmap.screening.coordinates import agree, degrees_of, pairs_of

if TYPE_CHECKING:
    import pyarrow as pa

#: The bounds of each coordinate.
BOUNDS = {"lon": (-180.0, 180.0), "lat": (-90.0, 90.0)}


class WrongRowsError(Exception):
    """A file has faulty rows; `explain` says what is wrong with them."""


@dataclass(frozen=True)
class Columns:
    """Where the position and the weight of a row stand.

    Attributes
    ----------
    heads : tuple of str
        All columns of the file, in order.
    lon, lat : int or None
        The columns of the coordinates.
    position : int or None
        The column that holds both coordinates.
    lon_first : bool
        Whether longitude comes first in it.
    positions_again : tuple of (int, bool)
        Further columns of both coordinates, each with whether longitude comes first; they must
        agree.
    weight : int or None
        The column of the weight.
    country, iso_a3 : int or None
        The columns of the country and its code, by which swapped positions are told.
    datums : tuple of int
        The columns that say on which datum the position is.
    again : tuple of (Axis, int)
        Further columns of a coordinate, each with its axis; they must agree.
    pieces : tuple of (int, Pieces)
        Columns of degrees whose minutes, seconds or side stand in other columns.
    plane : bool
        Whether the heads do not say that the coordinates are degrees.
    comma : bool
        Whether the start of the file shows decimal commas, so that 470.907 may be 470907.
    separator : str
        Of a text file, the mark between cells.
    encoding : str
        Of a text file.
    lines_above : int
        Of a text file, the number of lines up to and including its header.
    head_row : int
        Of a text file, the row number of the header as a spreadsheet shows it.
    """

    heads: tuple[str, ...]
    lon: int | None = None
    lat: int | None = None
    position: int | None = None
    lon_first: bool = False
    positions_again: tuple[tuple[int, bool], ...] = ()
    weight: int | None = None
    country: int | None = None
    iso_a3: int | None = None
    datums: tuple[int, ...] = ()
    again: tuple[tuple[Axis, int], ...] = ()
    pieces: tuple[tuple[int, Pieces], ...] = ()
    plane: bool = False
    comma: bool = False
    separator: str = ","
    encoding: str = "utf-8"
    lines_above: int = 0
    head_row: int = 0

    @property
    def degrees(self) -> list[int]:
        """The columns of one coordinate."""
        places = (self.lon, self.lat, *(place for _, place in self.again))
        return [place for place in places if place is not None]

    @property
    def measured(self) -> list[int | None]:
        """The columns of positions and weights."""
        return [*self.degrees, self.position, self.weight]

    @property
    def countries(self) -> list[int]:
        """The columns that tell the country, by its name and by its code."""
        return [place for place in (self.country, self.iso_a3) if place is not None]

    @property
    def layout(self) -> Layout:
        """The same columns for the reader of all other tables."""
        named = {"lon": self.lon, "lat": self.lat, "weight": self.weight}
        named |= {"country": self.country, "iso_a3": self.iso_a3}
        return Layout(
            {name: place for name, place in named.items() if place is not None},
            again={
                axis: [place for named_axis, place in self.again if named_axis == axis]
                for axis, _ in self.again
            },
            position=None if self.position is None else (self.position, _order(self.lon_first)),
            positions_again=[(place, _order(first)) for place, first in self.positions_again],
            pieces=dict(self.pieces),
            plane=self.plane,
            datums=[*self.datums],
        )


def _order(lon_first: bool) -> Part:
    """Return the order of both coordinates in one column."""
    return Part.LON_LAT if lon_first else Part.LAT_LON


def columns_of(reading: Reading, sheet: Sheet, weight: str | None) -> Columns | None:
    """Return the columns needed of a table; their faults go to `reading`."""
    sheet.dropped = frozenset(sheet.heads)  # columns that are not read pass through
    layout = lay_out(reading, sheet, Position)
    weight_place = _weight_place(reading, sheet, weight)
    if layout is None or reading.faults:
        return None
    columns = Columns(
        tuple(sheet.heads),
        layout.columns.get("lon"),
        layout.columns.get("lat"),
        None if layout.position is None else layout.position[0],
        layout.position is not None and layout.position[1] is Part.LON_LAT,
        tuple((place, order is Part.LON_LAT) for place, order in layout.positions_again),
        weight_place,
        _place_of(sheet, "country"),
        _place_of(sheet, "iso_a3"),
        tuple(layout.datums),
        tuple((axis, place) for axis in AXES for place in layout.again.get(axis, ())),
        tuple(layout.pieces.items()),
        layout.plane,
    )
    return replace(columns, comma=has_decimal_commas(sheet, columns.layout))


def _weight_place(reading: Reading, sheet: Sheet, weight: str | None) -> int | None:
    if weight is None:
        return None
    for spelling in (str, plain_words):
        for place, head in enumerate(sheet.heads):
            if spelling(head) == spelling(weight):
                return place
    known = ", ".join(map(shorten, sheet.heads[:12])) or "no columns"
    reading.fault(None, weight, "no such column", None, f"the table has {known}")
    return None


def _place_of(sheet: Sheet, what: str) -> int | None:
    """Return the column that a table of places would have for the country, or for its code."""
    meant = ((meaning_of(head, Capital), place) for place, head in enumerate(sheet.heads) if head)
    ranked = [(means.rank, place) for means, place in meant if means and means.what == what]
    return min(ranked)[1] if ranked else None


def read_numbers(
    batch: "pa.RecordBatch", columns: Columns
) -> "tuple[pa.RecordBatch, Floats, Floats, Floats | None]":
    """Return a batch without its blank rows, with longitudes, latitudes and weights.

    Raises
    ------
    WrongRowsError
        If a row is faulty.
    """
    lons, lats, weights, sound = _numbers(batch, columns)
    if not sound.all():
        kept = ~_blank(batch, np.flatnonzero(~sound))
        if not sound[kept].all():
            raise WrongRowsError
        import pyarrow as pa

        batch = batch.filter(pa.array(kept))
        lons, lats = lons[kept], lats[kept]
        weights = None if weights is None else weights[kept]
    return batch, lons, lats, weights


def wrong_rows(batch: "pa.RecordBatch", columns: Columns) -> "np.typing.NDArray[np.intp]":
    """Return which rows of a batch are faulty; blank ones are not."""
    rows = np.flatnonzero(~_numbers(batch, columns)[3])
    return rows[~_blank(batch, rows)[rows]]


def _numbers(
    batch: "pa.RecordBatch", columns: Columns
) -> "tuple[Floats, Floats, Floats | None, np.typing.NDArray[np.bool_]]":
    """Return the numbers of a batch, and which rows have all of them within their bounds."""
    positions = [(columns.position, columns.lon_first)] if columns.position is not None else []
    pairs = [
        pairs_of(batch.column(place), columns.heads[place], _order(lon_first))
        for place, lon_first in (*positions, *columns.positions_again)
    ]
    if columns.lon is None or columns.lat is None:
        lons, lats = pairs.pop(0)
    else:
        lons = _degrees(batch, columns, columns.lon, "lon")
        lats = _degrees(batch, columns, columns.lat, "lat")
    sound = _within(lons, *BOUNDS["lon"]) & _within(lats, *BOUNDS["lat"])
    for other_lons, other_lats in pairs:
        sound &= agree(other_lons, lons) & agree(other_lats, lats)
    for axis, place in columns.again:
        own = lons if axis == "lon" else lats
        again = _degrees(batch, columns, place, axis)
        sound &= agree(again, own)
    weights = None
    if columns.weight is None:
        sound &= (lons != 0) | (lats != 0)  # as `refuse_zeros` has it
    else:
        weights = _weights(batch, columns, columns.weight)
        sound &= _within(weights, 0.0, MOST_WEIGHT)
    for place in columns.datums:
        sound &= ~on_refused_datum(batch.column(place))
    if columns.head_row and 0 not in columns.measured:
        sound &= ~_are_left_out(batch.column(0), columns.heads[0])
    if columns.countries:
        sound &= ~only_if_swapped([batch.column(at) for at in columns.countries], lons, lats, sound)
    return lons, lats, weights, sound


def _are_left_out(cells: Any, head: str) -> "np.typing.NDArray[np.bool_]":
    """Return which rows are marked as left out, by their first cells."""
    found = has(cells, MAY_BE_LEFT_OUT)
    for row in np.flatnonzero(found):
        found[row] = is_left_out(str(plain(cells[int(row)])), head)
    return found


def _degrees(batch: "pa.RecordBatch", columns: Columns, place: int, axis: Axis) -> Floats:
    return degrees_of(batch, place, columns.heads[place], axis, dict(columns.pieces).get(place))


def _weights(batch: "pa.RecordBatch", columns: Columns, place: int) -> Floats:
    """Return the weights; one that is in doubt becomes NaN.

    It may be either of two numbers, or its row has the first decimal comma of the file: what is
    above, and measured already, may then have been read wrongly.
    """
    cells = decoded(batch.column(place))
    weights = floats(cells, partial(_weight, columns=columns))
    if columns.comma:
        doubtful = has(cells, f"^{EITHER.pattern}$")
    else:
        doubtful = np.zeros(batch.num_rows, dtype=bool)
        pair = [] if columns.position is None else [(columns.position, COMMAS)]
        for at, pattern in [*((at, COMMA) for at in columns.degrees), *pair]:
            held = decoded(batch.column(at))
            if has_comma(held):
                doubtful |= has(held, pattern)
    return np.where(doubtful, np.nan, weights)


def _weight(text: str, columns: Columns) -> float:
    if has_decimal_comma(text) and not columns.comma:
        return float("nan")
    return read_number(text, comma=columns.comma)


def _within(values: Floats, lower: float, upper: float) -> "np.typing.NDArray[np.bool_]":
    sound: np.typing.NDArray[np.bool_] = (values >= lower) & (values <= upper)  # NaN is neither
    return sound


def _blank(batch: "pa.RecordBatch", rows: Iterable[int]) -> "np.typing.NDArray[np.bool_]":
    """Return which of the rows asked about are blank."""
    blank = np.zeros(batch.num_rows, dtype=bool)
    for row in rows:
        blank[row] = all(is_empty(plain(column[row])) for column in batch.columns)
    return blank


def is_plainly_right(cells: list[str], columns: Columns) -> bool:
    """Return whether a quick test finds a row of texts right, as it does for nearly all."""
    if len(cells) != len(columns.heads) or columns.lon is None or columns.lat is None:
        return False
    if columns.again or columns.pieces or columns.positions_again or columns.position is not None:
        return False
    if any(form_of(columns.heads[place]) for place in columns.degrees):
        return False
    if 0 not in columns.measured and is_left_out(cells[0], columns.heads[0]):
        return False
    degrees = cells[columns.lon], cells[columns.lat]
    lon, lat = (as_float(text.replace(",", ".", 1)) for text in degrees)
    weight = "0" if columns.weight is None else cells[columns.weight].strip()
    if lon is None or lat is None or not PLAIN.fullmatch(weight):
        return False
    if columns.weight is not None and (
        EITHER.fullmatch(weight) if columns.comma else "," in "".join(degrees)
    ):
        return False
    if columns.weight is None and lon == lat == 0:
        return False
    if any(is_refused(cells[place]) for place in columns.datums):
        return False
    if columns.countries:
        lands = lands_of(data_path(OUTLINES))
        if lands.may_be_swapped(lon, lat, *(without_marks(cells[at]) for at in columns.countries)):
            return False
    return abs(lon) <= 180 and abs(lat) <= 90 and 0 <= float(weight) <= MOST_WEIGHT


def explain(path: Path, columns: Columns, rows: Iterator[tuple[int, list[Any]]]) -> DataError:
    """Return the faults of rows of a file, worded as for every other table.

    Parameters
    ----------
    path : Path
    columns : Columns
    rows : iterator of (int, list)
        Rows with their numbers; correct rows may be among them.
    """
    from itertools import islice

    from infmap.catalogue.reading.positions import check_countries
    from infmap.catalogue.reading.strangers import check_rows
    from infmap.catalogue.rows import WeighedPosition

    reading = Reading(path)
    reading.separator, reading.comma = columns.separator, columns.comma
    model = Position if columns.weight is None else WeighedPosition
    while chunk := list(islice(rows, 10_000)):
        sheet = Sheet(
            list(columns.heads),
            chunk,
            head_row=columns.head_row or None,
            separator=columns.separator,
        )
        for number, row in chunk if columns.weight is not None and not columns.comma else ():
            if has_decimal_commas(Sheet(sheet.heads, [(number, row)]), columns.layout):
                problem = "has a decimal comma, or points between thousands, as no first row has"
                reading.fault(number, None, problem, None, "write all numbers in one way")
        checked = check_rows(reading, sheet, columns.layout, model)
        check_countries(reading, checked, data_path(OUTLINES))
    problem = "a row cannot be read"
    return DataError(
        reading.faults or [Fault(str(path), None, None, problem, None, "write the file again")]
    )
