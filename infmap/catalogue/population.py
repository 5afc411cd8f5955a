"""Places with people: the bundled cities, or a caller's own grid of population.

Read as bare arrays and batch by batch, so that ten million cells of a grid are no more than
their numbers in memory.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from infmap.arrays import Floats
from infmap.catalogue.bundled import CITIES, data_path
from infmap.errors import DataError, Fault, InfmapError

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
        A Parquet file with the columns ``lon`` and ``lat``, degrees, and ``population``,
        people; all three numeric. Other columns are ignored, and no row is a fault. At most
        25 million rows. Without it infmap's own cities, from GeoNames (CC BY 4.0).

    Returns
    -------
    Population

    Raises
    ------
    DataError
        If it is no such file: a line for each column, with the first row at fault, counted
        from 1.

    Examples
    --------
    >>> cities = load_population()
    >>> len(cities) > 20_000, int(cities.people.min()) >= 15_000
    (True, True)
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not isinstance(path, str | Path | None):
        raise InfmapError(
            f"people come from a Parquet file (got {type(path).__name__}); give its path"
        )
    source = data_path(CITIES) if path is None else Path(path)
    try:
        with source.open("rb") as stream, pq.ParquetFile(stream) as file:
            _check_columns(source, file.schema_arrow)
            return _checked(source, _columns(source, file))
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
    raise DataError([fault])


def _check_columns(path: Path, schema: "pa.Schema") -> None:
    import pyarrow as pa

    faults = []
    for name in COLUMNS:
        found = schema.get_all_field_indices(name)
        if len(found) != 1:
            problem = "column is missing" if not found else "column is there more than once"
            faults.append(Fault(str(path), None, name, problem, None, f"give one column {name}"))
            continue
        kind = schema.field(found[0]).type
        if not (
            pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        ):
            faults.append(
                Fault(str(path), None, name, "column must be numeric", str(kind), "write numbers")
            )
    if faults:
        raise DataError(faults)


def _columns(path: Path, file: "pq.ParquetFile") -> dict[str, Floats]:
    """Return the three columns as floats; a cell without a value is NaN."""
    import pyarrow as pa

    rows = file.metadata.num_rows
    if rows > MAX_PLACES:
        problem = f"holds more than {MAX_PLACES:,} places"
        remedy = "cut it to the region, or sum them with infmap screen --weight population"
        raise DataError([Fault(str(path), None, None, problem, f"{rows:,}", remedy)])
    columns = {name: np.empty(max(0, rows)) for name in COLUMNS}
    start = 0
    for batch in file.iter_batches(_BATCH_ROWS, columns=list(COLUMNS)):
        stop = start + batch.num_rows
        if stop > rows:
            break
        for name, column in columns.items():
            # Integers beyond 2**53 lose what no count of people has.
            cells = batch.column(name).cast(pa.float64(), safe=False)
            column[start:stop] = cells.to_numpy(zero_copy_only=False)
        start = stop
    if start != rows:
        # A damaged file may hold fewer rows than it says, and be read without complaint.
        problem = "does not hold as many rows as it says"
        raise DataError([Fault(str(path), None, None, problem, f"{rows:,}", _REMEDY)])
    return columns


def _checked(path: Path, columns: dict[str, Floats]) -> Population:
    faults = []
    for name, (least, most, remedy) in COLUMNS.items():
        cells = columns[name]
        sound = (cells >= least) & (cells <= most)  # NaN is neither
        if not sound.all():
            row = int(np.argmin(sound))
            value = "no value" if np.isnan(cells[row]) else f"{cells[row]:g}"
            faults.append(Fault(str(path), row + 1, name, "not a number in range", value, remedy))
    if faults:
        raise DataError(faults)
    return Population(columns["lon"], columns["lat"], columns["population"])
