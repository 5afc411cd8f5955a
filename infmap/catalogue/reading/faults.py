"""One table being read: where it comes from, and the faults found in it so far."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from infmap.catalogue.names.ids import Known
from infmap.catalogue.rows import Row
from infmap.errors import Fault, line_of, shorten

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Frame:
    """A caller's DataFrame, under the name of the argument that it was given as."""

    name: str
    data: "pd.DataFrame"

    def index_label(self, row: int) -> str:
        """Return the label of a row, counted from 1, on one line."""
        index = getattr(self.data, "index", None)
        if index is None or callable(index):  # a list, a dict or an Arrow table has none
            return str(row - 1)
        label = index[row - 1]
        return shorten(repr(label) if isinstance(label, str) else " ".join(str(label).split()))


#: So many rows with the same fault are told one by one: enough to see what it is.
TOLD_ROWS = 5
#: How a cell was read is told of so many: of a table that a person can look through, of each.
FEW_NOTES = 20
#: A table of more is refused: as rows it would take gigabytes, and minutes.
MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 200_000, 4_000_000, 1000
#: What is unpacked of a file, or read out of a database, at the most: what it says of its own size
#: may be a lie, and a long text that it holds once may stand in each row.
MOST_UNPACKED_BYTES = 200_000_000
CUT_IT = "cut it to what you need, or take infmap screen for a long table of places"

R = TypeVar("R", bound=Row)
#: Checked rows with the number that a fault is reported by.
Numbered: TypeAlias = list[tuple[int, R]]
#: Where a table may come from.
Input: TypeAlias = Path | Frame


def as_input(given: Any, name: str) -> Input:
    """Return what a caller gave for a table: a path, or else a frame under its argument's name.

    Examples
    --------
    >>> as_input("sites.csv", "deployments").name
    'sites.csv'
    """
    return Path(given) if isinstance(given, str | os.PathLike) else Frame(name, given)


@dataclass
class Record:
    """A row under our own columns.

    Attributes
    ----------
    row : int
        Its number.
    cells : dict of str to object
        What stands in it, by column.
    called : dict of str to str
        What the table calls a column, where it is called otherwise.
    written : dict of str to object
        What the table has in a cell that was read as a number.
    refused : set of str
        Columns of which something wrong is told already.
    """

    row: int
    cells: dict[str, object]
    called: dict[str, str] = field(default_factory=dict)
    written: dict[str, object] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Note:
    """How something was read that can be written in more than one way; no fault.

    Examples
    --------
    >>> print(Note("systems.csv", 2, "range_km", "'2,500 km' read as 2500 km"))
    systems.csv:2: range_km: '2,500 km' read as 2500 km
    """

    path: str
    row: int | None
    field: str | None
    text: str
    index: str | None = None

    def __str__(self) -> str:
        return line_of(self.path, self.row, self.index, self.field, self.text)


Told = TypeVar("Told", Fault, Note)


class _Alike(Generic[Told]):
    """What is told of one kind in one column: the first of it, and how much there is."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Told] = []
        self.last_row: int | None = None


class _Telling(Generic[Told]):
    """What there is to tell of a table: a few of a kind one by one; of many the first and a count.

    Parameters
    ----------
    most : int
        So many of one kind are told one by one; of more, the first `TOLD_ROWS`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.count = 0
        self._alike: dict[tuple[str | None, str], _Alike[Told]] = {}

    def add(self, key: tuple[str | None, str], row: int | None, make: Callable[[], Told]) -> None:
        """Add one; it is only made where it may be told."""
        alike = self._alike.setdefault(key, _Alike())
        self.count += 1
        alike.count += 1
        alike.last_row = row
        if len(alike.first) < self._most:
            alike.first.append(make())

    def take(self, other: "_Telling[Told]") -> None:
        """Take what another has to tell, of kinds of its own."""
        self._alike |= other._alike
        self.count += other.count

    def all(self, sum_up: Callable[[Told, str | None, str, str], Told]) -> list[Told]:
        """Return all, from the top row down; what is too much of one kind is summed up last."""
        told: list[Told] = []
        rest: list[Told] = []
        for (column, kind), alike in self._alike.items():
            if alike.count <= self._most:
                told += alike.first
                continue
            told += alike.first[:TOLD_ROWS]
            next_one = alike.first[TOLD_ROWS]
            more, first, last = alike.count - TOLD_ROWS, next_one.row, alike.last_row
            if first != last:
                where = f"in {more:,} more rows, {first} to {last}"
            else:
                where = f"{more:,} times more" + ("" if first is None else f" in row {first}")
            rest.append(sum_up(next_one, column, kind, where))
        told.sort(key=lambda one: one.row or 0)
        return told + rest


class Reading:
    """One table being read, with the faults found so far, and how it was read.

    Rows count from 1: a spreadsheet's and a text's as the spreadsheet shows them, the header
    among them; the features of a GeoJSON or a layer, and a frame's rows, from the first. `own`
    tells a caller's table from infmap's, `separator` what stands between the cells of a text.
    """

    def __init__(self, source: Input, *, own: bool = True) -> None:
        self.source = source
        self.own = own
        self.separator = ","
        #: To tell what each head means takes time, and no table of sites has so many.
        self.most_columns = MOST_COLUMNS
        #: The systems by any name, where the table speaks of them.
        self.systems = Known()
        #: Whether its rows are cells of a sheet, where what is merged leaves blanks.
        self.in_cells = False
        #: Whether the kind of file leaves it to each row which columns it has.
        self.loose = False
        self._faults: _Telling[Fault] = _Telling(TOLD_ROWS + 1)
        self._notes: _Telling[Note] = _Telling(FEW_NOTES)

    @property
    def name(self) -> str:
        """What the table is called in what is told of it."""
        return self.source.name if isinstance(self.source, Frame) else str(self.source)

    def _index(self, row: int | None) -> str | None:
        in_frame = isinstance(self.source, Frame) and row is not None
        return self.source.index_label(row) if in_frame else None  # type: ignore[union-attr, arg-type]

    def fault(
        self,
        row: int | None,
        column: str | None,
        problem: str,
        value: object,
        remedy: str | Callable[[], str],
        *,
        kind: str = "",
    ) -> None:
        """Note one thing that is wrong.

        Of one problem in one column the first `TOLD_ROWS` are told, and the rest are counted; a
        remedy that takes time to find may be a function, called for what is told. Problems that
        are worded apart are counted together, whatever the column, where they are given one
        `kind`.
        """

        def make() -> Fault:
            written = remedy if isinstance(remedy, str) else remedy()
            shown = _shown(value)
            return Fault(self.name, row, column, problem, shown, written, self._index(row))

        self._faults.add((None, kind) if kind else (column, problem), row, make)

    def note(self, row: int | None, column: str | None, text: str, *, kind: str = "") -> None:
        """Note how something was read: the first `TOLD_ROWS` of a kind, and how many more."""
        self._notes.add(
            (column, kind or text),
            row,
            lambda: Note(self.name, row, column, text, self._index(row)),
        )

    def put_aside(self) -> "Reading":
        """Return what there is to tell so far, and begin anew."""
        aside = Reading(self.source, own=self.own)
        aside._faults, self._faults = self._faults, aside._faults
        aside._notes, self._notes = self._notes, aside._notes
        return aside

    def take(self, other: "Reading") -> None:
        """Take what there is to tell of the same table, read apart."""
        self._faults.take(other._faults)
        self._notes.take(other._notes)

    def has_columns(self, columns: int, row: int | None) -> bool:
        """Return whether a table of so many columns is read; that it has too many is a fault."""
        if columns <= self.most_columns:
            return True
        problem = f"has more than {self.most_columns:,} columns"
        self.fault(row, None, problem, f"{columns:,}", "delete those not needed")
        return False

    def has_room(self, rows: int, columns: int = 1) -> bool:
        """Return whether a table of so many rows is read; that it is too long is a fault."""
        if rows <= MOST_ROWS and rows * columns <= MOST_CELLS:
            return True
        most = min(MOST_ROWS, MOST_CELLS // max(1, columns))
        self.fault(None, None, f"holds more than {most:,} rows", None, CUT_IT)
        return False

    @property
    def fault_count(self) -> int:
        """How many faults there are so far."""
        return self._faults.count

    @property
    def faults(self) -> list[Fault]:
        """What is wrong, from the top row down; what is too often wrong is summed up at the end."""
        return self._faults.all(_fault_summed_up)

    @property
    def notes(self) -> list[Note]:
        """How the table was read, where that is worth a line, in the order of `faults`."""
        return self._notes.all(_note_summed_up)


def _shown(value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value):
        return None
    try:
        return str(value)
    except Exception:  # a cell of a frame may be any object, and some have no words
        return f"a {type(value).__name__}"


def _fault_summed_up(fault: Fault, column: str | None, kind: str, where: str) -> Fault:
    return replace(
        fault,
        row=None,
        field=column and fault.field,
        problem=f"{kind}, {where}",
        value=None,
        remedy="mend them like those above",
        index=None,
    )


def _note_summed_up(note: Note, column: str | None, kind: str, where: str) -> Note:
    return replace(note, row=None, index=None, text=f"the like {where}")
