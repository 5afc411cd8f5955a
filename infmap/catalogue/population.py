"""Places with people: the bundled cities, or a caller's own grid of population.

A Parquet file is read into arrays in batches, so that a grid of ten million cells fits in memory.
Any other table is read by the common reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from infmap.arguments import checks_kinds
from infmap.catalogue.bundled import CITIES, data_path
from infmap.catalogue.cells import MOST_PEOPLE
from infmap.catalogue.reading.faults import TOLD_ROWS, Reading
from infmap.catalogue.reading.formats.parquet import batches_of, open_parquet
from infmap.catalogue.reading.heads.meanings import POSITIONS, meaning_of, means
from infmap.catalogue.reading.heads.pieces import pieces_of
from infmap.catalogue.reading.heads.words import plain_words
from infmap.catalogue.reading.reader import read_table
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Capital, Person
from infmap.errors import DataError, Fault, InfmapError, shorten, tell_reading
from infmap.geodesy.arrays import Floats
from infmap.looks.sentences import count_text

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

__all__ = ["Population", "load_population"]


#: Each column of the file: its lowest and highest value, and the remedy for any other.
COLUMNS = {
    "lon": (-180.0, 180.0, "write degrees east, -180 to 180"),
    "lat": (-90.0, 90.0, "write degrees north, -90 to 90"),
    "population": (0.0, MOST_PEOPLE, "write people, 0 to 100 billion"),
}
_BATCH_ROWS = 1 << 20
_PARQUET = b"PAR1"
#: A grid of this size takes 0.6 GB. A small file may claim any number of rows.
MAX_PLACES = 25_000_000


@dataclass(frozen=True, eq=False)
class Population:
    """Where people are: for each place a position and a number of people.

    Attributes
    ----------
    lons, lats : ndarray of float
        Positions, degrees east and north.
    people : ndarray of float
        People at each position, 0 or more.
    """

    lons: Floats
    lats: Floats
    people: Floats

    def __repr__(self) -> str:
        """Return one line: a notebook and a log show it."""
        return f"<Population: {self.people.sum():,.0f} people at {len(self):,} places>"

    def __len__(self) -> int:
        """Return the number of places."""
        return self.people.size


@checks_kinds
def load_population(path: str | Path | None = None) -> Population:
    """Read where people are: the cities of 15,000 and more, or a caller's own grid.

    Parameters
    ----------
    path : path, optional
        A table with a position and ``population``, in any kind of file that infmap reads. A
        Parquet file has numbers in ``lon`` and ``lat`` and up to 25 million rows; an empty one is
        valid. Other columns are ignored. Default: infmap's cities, from GeoNames (CC BY 4.0).

    Returns
    -------
    Population

    Raises
    ------
    DataError
        If the file is not such a table: a line for each fault, with its row.

    Examples
    --------
    >>> import infmap
    >>> cities = infmap.load_population()
    >>> len(cities) > 20_000, int(cities.people.min()) >= 15_000
    (True, True)
    """
    if not isinstance(path, str | Path | None):
        raise InfmapError(f"people come from a file (got {type(path).__name__}); give its path")
    source = data_path(CITIES) if path is None else Path(path)
    if path is None or source.suffix.lower() == ".parquet" or _is_parquet(source):
        return _of_parquet(source, own=path is not None)
    reading = Reading(source)
    numbered = read_table(reading, Person)
    rows = [row for _, row in numbered]
    people = Population(
        np.array([row.lon for row in rows]),
        np.array([row.lat for row in rows]),
        np.array([row.population for row in rows]),
    )
    years, codes = np.unique([row.year for row in rows], return_inverse=True)
    shown = reading.called.get("year", "year")
    numbers = [number for number, _ in numbered]
    _refuse_other_years(reading, shown, people, codes, years.tolist(), numbers)
    if again := len(rows) - len({(row.lon, row.lat) for row in rows}):
        text = f"{count_text(again, 'row')} at the position of another; the people of all are added"
        reading.note(None, None, text)
    if reading.faults:
        raise DataError(reading.faults)
    for note in reading.notes:
        tell_reading(str(note))
    return people


def is_of_people(path: Path) -> bool:
    """Return whether a table holds numbers of people, and not places with names.

    A table that cannot be read holds none, unless it is a Parquet file.
    """
    if not _is_parquet(path):
        from infmap.catalogue.reading.detect import table_of
        from infmap.catalogue.reading.holds import Holds

        return table_of(path).holds is Holds.PEOPLE
    try:
        with open_parquet(path) as file:
            heads = [str(name) for name in file.schema_arrow.names]
    except DataError:
        return True  # `load_population` says what is wrong with the file
    of_people = {meaning.what for head in heads if (meaning := meaning_of(head, Person))}
    of_places = {meaning.what for head in heads if (meaning := meaning_of(head, Capital))}
    # A grid that lacks a column is still a grid: `load_population` says which one it lacks.
    return (
        "name" not in of_places
        and not POSITIONS & of_places
        and "geometry" not in heads
        and ("population" in of_people or not {"lon", "lat"} <= of_places)
    )


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PARQUET)) == _PARQUET
    except (OSError, ValueError):
        return False


def _of_parquet(source: Path, *, own: bool) -> Population:
    with open_parquet(source) as file:
        named = _named_columns(source, file.schema_arrow)
        people = _checked(source, _columns(source, file, named), named)
        _refuse_years_of_parquet(source, file, people)
    renamed = [
        f"{shorten(head)} read as {name}"
        for name, head in named.items()
        if plain_words(head) != [name]
    ]
    if own and renamed:
        tell_reading(f"{source}: {'; '.join(renamed)}")
    return people


def _named_columns(path: Path, schema: "pa.Schema") -> dict[str, str]:
    """Return the file's name for each of `COLUMNS`."""
    import pyarrow as pa

    faults = []
    named = {}
    meant = [meaning_of(str(head), Person) for head in schema.names]
    for name in COLUMNS:
        ranked = sorted(
            (meaning.rank, head)
            for head, meaning in zip(schema.names, meant, strict=True)
            if meaning is not None and meaning.what == name
        )
        if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
            problem = "column is missing" if not ranked else "column is there more than once"
            faults.append(Fault(str(path), None, name, problem, None, f"give one column {name}"))
            continue
        head = named[name] = ranked[0][1]
        kind = schema.field(schema.get_field_index(head)).type
        if not (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        ):
            faults.append(
                Fault(str(path), None, head, "column must be numeric", str(kind), "write numbers")
            )
    # Of millions of rows degrees alone are read.
    pieces = pieces_of(Sheet([str(head) for head in schema.names], []), meant)
    if said := [str(schema.names[place]) for place, piece in pieces.items() if piece.axis]:
        problem = "not read together with degrees"
        remedy = "write each coordinate in one column, as degrees"
        faults.append(Fault(str(path), None, ", ".join(map(shorten, said)), problem, None, remedy))
    if faults:
        raise DataError(faults)
    return named


def _columns(path: Path, file: "ParquetFile", named: dict[str, str]) -> dict[str, Floats]:
    """Return the three columns as floats; a cell without a value is NaN."""
    import pyarrow as pa

    rows = file.metadata.num_rows
    if rows > MAX_PLACES:
        problem = f"holds more than {MAX_PLACES:,} places"
        remedy = "cut it to the region, or sum them with infmap screen --weight population"
        raise DataError([Fault(str(path), None, None, problem, f"{rows:,}", remedy)])
    columns = {name: np.empty(max(0, rows)) for name in COLUMNS}
    start = 0
    heads = list(named.values())
    for batch in batches_of(path, file, columns=heads, rows_at_once=_BATCH_ROWS):
        stop = start + batch.num_rows
        for name, column in columns.items():
            # Floats are exact up to 2**53, above any count of people.
            cells = batch.column(named[name]).cast(pa.float64(), safe=False)
            column[start:stop] = cells.to_numpy(zero_copy_only=False)
        start = stop
    return columns


def _checked(path: Path, columns: dict[str, Floats], named: dict[str, str]) -> Population:
    reading = Reading(path)
    for name, (least, most, remedy) in COLUMNS.items():
        cells = columns[name]
        wrong = np.flatnonzero(~((cells >= least) & (cells <= most)))  # a NaN is wrong too
        # Of millions those that are told are looked at, and the last one counts the rest.
        told = [*wrong[: TOLD_ROWS + 1], *wrong[TOLD_ROWS + 1 :][-1:]]
        for nth, row in enumerate(told):
            value = "no value" if np.isnan(cells[row]) else f"{cells[row]:g}"
            times = 1 if nth <= TOLD_ROWS else wrong.size - nth
            problem = "not a number in range"
            reading.fault(int(row) + 1, named[name], problem, value, remedy, times=times)
    if reading.faults:
        raise DataError(reading.faults)
    return Population(columns["lon"], columns["lat"], columns["population"])


def _refuse_years_of_parquet(source: Path, file: "ParquetFile", people: Population) -> None:
    """Refuse a grid with people of one place in several years, if a column tells them."""
    import pyarrow as pa

    reading = Reading(source)
    for head in file.schema_arrow.names:
        if means(str(head), Person) != "year":
            continue
        batches = batches_of(source, file, columns=[head], rows_at_once=_BATCH_ROWS)
        try:
            cells = [batch.column(0).cast(pa.string()).fill_null("") for batch in batches]
        except pa.ArrowException:
            continue  # a list or a picture is no year
        told = pa.chunked_array(cells, pa.string()).combine_chunks().dictionary_encode()
        codes, numbers = told.indices.to_numpy(), range(1, len(people) + 1)
        _refuse_other_years(reading, head, people, codes, told.dictionary.to_pylist(), numbers)
    if reading.faults:
        raise DataError(reading.faults)


def _refuse_other_years(
    reading: Reading,
    head: str,
    people: Population,
    codes: "np.ndarray[Any, Any]",
    years: Sequence[str],
    numbers: Sequence[int],
) -> None:
    """Refuse the first row of a place that is there in another year: they would be added up.

    Other rows of one place, such as those of women and men, are parts of its people. `codes` are
    the places in `years` of each row's.
    """
    if len(years) < 2:
        return  # most grids: millions of cells are not sorted for nothing
    order = np.lexsort((people.lats, people.lons))  # it keeps the order of equals
    before, row = order[:-1], order[1:]
    here = (people.lons[before] == people.lons[row]) & (people.lats[before] == people.lats[row])
    if not (again := np.flatnonzero(here & (codes[before] != codes[row]))).size:
        return
    first = min(again, key=lambda place: int(row[place]))
    problem = f"is another than in row {numbers[before[first]]}, of the same place"
    remedy = "keep the rows of one year: the people of all are added up"
    reading.fault(numbers[row[first]], head, problem, years[codes[row[first]]], remedy)
