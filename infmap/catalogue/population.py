"""Places with people: the bundled cities, or a caller's own grid of population.

A Parquet file is read as bare arrays and batch by batch, so that ten million cells of a grid are
no more than their numbers in memory; any other table as all tables are.
"""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from infmap.catalogue.bundled import CITIES, data_path
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.meanings import POSITIONS, meaning_of
from infmap.catalogue.reading.heads.words import plain_words
from infmap.catalogue.reading.reader import read_table
from infmap.catalogue.rows import Capital, Person
from infmap.errors import DataError, Fault, InfmapError, ReadingNote, shorten
from infmap.geodesy.arrays import Floats

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["Population", "load_population"]


#: Each column of the file, the least and the most it may hold, and what to do otherwise.
COLUMNS = {
    "lon": (-180.0, 180.0, "write degrees east, -180 to 180"),
    "lat": (-90.0, 90.0, "write degrees north, -90 to 90"),
    # Far above all who live, and far below where sums of them overflow.
    "population": (0.0, 1e11, "write people, 0 to 100 billion"),
}
_BATCH_ROWS = 1 << 20
_REMEDY = "give a whole Parquet file with lon, lat and population"
_PARQUET = b"PAR1"
#: A grid of so many places takes 0.6 GB. A file of a few bytes may say that it holds any number.
MAX_PLACES = 25_000_000


@dataclass(frozen=True, eq=False)
class Population:
    """Where people are: one position and one number of people a place.

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

    def __len__(self) -> int:
        """Return the number of places."""
        return self.people.size


def load_population(path: str | Path | None = None) -> Population:
    """Read where people are: the cities of 15,000 and more, or a caller's own grid.

    Parameters
    ----------
    path : path, optional
        A table with a position and ``population``, people: any kind of file that infmap reads; as
        Parquet of up to 25 million rows, with numbers in ``lon`` and ``lat``. Other columns are
        ignored, and no row is a fault. Without it infmap's own cities, from GeoNames (CC BY 4.0).

    Returns
    -------
    Population

    Raises
    ------
    DataError
        If it is no such file: a line for each fault, with its row.

    Examples
    --------
    >>> cities = load_population()
    >>> len(cities) > 20_000, int(cities.people.min()) >= 15_000
    (True, True)
    """
    if not isinstance(path, str | Path | None):
        raise InfmapError(f"people come from a file (got {type(path).__name__}); give its path")
    source = data_path(CITIES) if path is None else Path(path)
    if path is None or source.suffix.lower() == ".parquet" or _is_parquet(source):
        return _of_parquet(source, told=path is not None)
    reading = Reading(source)
    rows = [row for _, row in read_table(reading, Person)]
    if reading.faults:
        raise DataError(reading.faults)
    for note in reading.notes:
        warnings.warn(str(note), ReadingNote, stacklevel=2)
    return Population(
        np.array([row.lon for row in rows]),
        np.array([row.lat for row in rows]),
        np.array([row.population for row in rows]),
    )


def is_of_people(path: Path) -> bool:
    """Return whether a table is one of people to count, and not of places: it has no names.

    What cannot be read is none.
    """
    if not _is_parquet(path):
        from infmap.catalogue.reading.detect import Holds, table_of

        return table_of(path).holds is Holds.PEOPLE
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        heads = [str(name) for name in pq.read_schema(path).names]
    except (OSError, ValueError, pa.ArrowException):
        return True  # to be told what is wrong with it
    counted = {meaning.what for head in heads if (meaning := meaning_of(head, Person))}
    named = {meaning.what for head in heads if (meaning := meaning_of(head, Capital))}
    # A grid that lacks a column is still a grid, and is told so.
    return (
        "name" not in named
        and not POSITIONS & named
        and "geometry" not in heads
        and ("population" in counted or not {"lon", "lat"} <= named)
    )


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PARQUET)) == _PARQUET
    except (OSError, ValueError):
        return False


def _of_parquet(source: Path, *, told: bool) -> Population:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with source.open("rb") as stream, pq.ParquetFile(stream) as file:
            named = _named_columns(source, file.schema_arrow)
            people = _checked(source, _columns(source, file, named), named)
    except FileNotFoundError:
        fault = Fault(str(source), None, None, "file not found", None, "check the path")
    except IsADirectoryError:
        fault = Fault(str(source), None, None, "is a folder", None, "give the path of a file")
    except DataError:
        raise
    # ValueError: names of columns that are no UTF-8, and paths that are none.
    except (OSError, ValueError, pa.ArrowException) as error:
        refused = getattr(error, "strerror", None)  # by the system; other errors are Parquet's
        reason = refused or " ".join(str(error).split())
        problem = "cannot be read" if refused else "not Parquet that can be read"
        remedy = "check the path" if refused else _REMEDY
        fault = Fault(str(source), None, None, problem, reason, remedy)
    else:
        renamed = [
            f"{shorten(head)} read as {name}"
            for name, head in named.items()
            if plain_words(head) != [name]
        ]
        if told and renamed:
            warnings.warn(f"{source}: {'; '.join(renamed)}", ReadingNote, stacklevel=3)
        return people
    raise DataError([fault])


def _named_columns(path: Path, schema: "pa.Schema") -> dict[str, str]:
    """Return by our columns what the file calls them."""
    import pyarrow as pa

    faults = []
    named = {}
    meant = [meaning_of(str(head), Person) for head in schema.names]
    for name in COLUMNS:
        found = sorted(
            (meaning.rank, head)
            for head, meaning in zip(schema.names, meant, strict=True)
            if meaning is not None and meaning.what == name
        )
        if not found or (len(found) > 1 and found[0][0] == found[1][0]):
            problem = "column is missing" if not found else "column is there more than once"
            faults.append(Fault(str(path), None, name, problem, None, f"give one column {name}"))
            continue
        head = named[name] = found[0][1]
        kind = schema.field(schema.get_field_index(head)).type
        if not (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        ):
            faults.append(
                Fault(str(path), None, head, "column must be numeric", str(kind), "write numbers")
            )
    if faults:
        raise DataError(faults)
    return named


def _columns(path: Path, file: "pq.ParquetFile", named: dict[str, str]) -> dict[str, Floats]:
    """Return the three columns as floats; a cell without a value is NaN."""
    import pyarrow as pa

    rows = file.metadata.num_rows
    if rows > MAX_PLACES:
        problem = f"holds more than {MAX_PLACES:,} places"
        remedy = "cut it to the region, or sum them with infmap screen --weight population"
        raise DataError([Fault(str(path), None, None, problem, f"{rows:,}", remedy)])
    columns = {name: np.empty(max(0, rows)) for name in COLUMNS}
    start = 0
    for batch in file.iter_batches(_BATCH_ROWS, columns=list(named.values())):
        stop = start + batch.num_rows
        if stop > rows:
            break
        for name, column in columns.items():
            # Integers beyond 2**53 lose what no count of people has.
            cells = batch.column(named[name]).cast(pa.float64(), safe=False)
            column[start:stop] = cells.to_numpy(zero_copy_only=False)
        start = stop
    if start != rows:
        # A damaged file may hold fewer rows than it says, and be read without complaint.
        problem = "does not hold as many rows as it says"
        raise DataError([Fault(str(path), None, None, problem, f"{rows:,}", _REMEDY)])
    return columns


def _checked(path: Path, columns: dict[str, Floats], named: dict[str, str]) -> Population:
    faults = []
    for name, (least, most, remedy) in COLUMNS.items():
        cells = columns[name]
        sound = (cells >= least) & (cells <= most)  # NaN is neither
        if not sound.all():
            row = int(np.argmin(sound))
            value = "no value" if np.isnan(cells[row]) else f"{cells[row]:g}"
            faults.append(
                Fault(str(path), row + 1, named[name], "not a number in range", value, remedy)
            )
    if faults:
        raise DataError(faults)
    return Population(columns["lon"], columns["lat"], columns["population"])
