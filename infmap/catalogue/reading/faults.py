"""The state of reading one table: its source, and the faults and notes so far."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from infmap.catalogue.names.ids import Known
from infmap.catalogue.rows import Row
from infmap.errors import Fault, line_of, shorten
from infmap.looks.sentences import count_text

if TYPE_CHECKING:
    import pandas as pd

    from infmap.catalogue.reading.sheet import Sheet


@dataclass(frozen=True)
class Frame:
    """A caller's DataFrame or other table in memory, with the name of its argument."""

    name: str
    data: "pd.DataFrame"

    def index_label(self, row: int) -> str:
        """Return the index label of a row, counted from 1, on one line."""
        index = getattr(self.data, "index", None)
        if index is None or callable(index):  # a list, a dict or an Arrow table has none
            return str(row - 1)
        try:
            label = index[row - 1]
        except (OverflowError, ValueError):  # a day beyond Python's years
            return str(row - 1)
        return shorten(repr(label) if isinstance(label, str) else " ".join(str(label).split()))


#: The number of faults of one kind that are reported singly if there are many.
TOLD_ROWS = 5
#: The number of notes of one kind that are reported singly.
FEW_NOTES = 20
#: A larger table is refused: its rows would take gigabytes of memory, and minutes.
MOST_ROWS, MOST_CELLS, MOST_COLUMNS = 200_000, 4_000_000, 1000
#: The most that is unpacked from a file or read from a database. The size that a file declares may
#: be wrong, and a long text that is stored once may be in every row.
MOST_UNPACKED_BYTES = 200_000_000
CUT_IT = "cut it to what you need, or take infmap screen for a long table of places"

R = TypeVar("R", bound=Row)
#: Checked rows, each with its row number for reports.
Numbered: TypeAlias = list[tuple[int, R]]
#: The source of a table.
Input: TypeAlias = Path | Frame


def as_input(given: Any, name: str) -> Input:
    """Return a caller's argument as a path, or else as a frame with the argument's name.

    Examples
    --------
    >>> as_input("sites.csv", "deployments").name
    'sites.csv'
    """
    return Path(given) if isinstance(given, str | os.PathLike) else Frame(name, given)


@dataclass
class Record:
    """A row with its cells by infmap's columns, not yet checked."""

    #: The row number.
    row: int
    #: The cells by column.
    cells: dict[str, object]
    #: The table's own head for a column, where it differs.
    called: dict[str, str] = field(default_factory=dict)
    #: The original of a cell that was converted to a number.
    written: dict[str, object] = field(default_factory=dict)
    #: Columns for which a fault is reported already.
    refused: set[str] = field(default_factory=set)


def uneven(cells: int, heads: int) -> str:
    """Return the problem of a row that has not one cell a column.

    Examples
    --------
    >>> uneven(3, 1)
    'has 3 cells under 1 column'
    """
    return f"has {count_text(cells, 'cell')} under {count_text(heads, 'column')}"


@dataclass(frozen=True)
class Note:
    """How an unusual cell or column was read; not a fault.

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


Entry = TypeVar("Entry", Fault, Note)


class _Group(Generic[Entry]):
    """The faults or notes of one kind in one column: the first of them, and their count."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Entry] = []
        self.last_row: int | None = None


class _Report(Generic[Entry]):
    """The faults or notes of a table, in groups of one kind and column.

    Parameters
    ----------
    most : int
        The largest group that is reported singly. A larger group is reported by its first
        `TOLD_ROWS` and a summary.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self.count = 0
        self._groups: dict[tuple[str | None, str], _Group[Entry]] = {}

    def add(
        self,
        key: tuple[str | None, str],
        row: int | None,
        make: Callable[[], Entry],
        times: int = 1,
    ) -> None:
        """Add a fault or note to a group; `make` is only called if it may be reported singly."""
        group = self._groups.setdefault(key, _Group())
        self.count += times
        group.count += times
        group.last_row = row
        if len(group.first) < self._most:
            group.first.append(make())

    def leave(self, kind: str) -> None:
        """Take the entries of a kind away."""
        group = self._groups.pop((None, kind), None)
        self.count -= group.count if group else 0

    def take(self, report: "_Report[Entry]") -> None:
        """Add the groups of another report, which replace groups of the same key."""
        self._groups |= report._groups
        self.count += report.count

    def all(self, sum_up: Callable[[Entry, str | None, str, str], Entry]) -> list[Entry]:
        """Return single entries sorted by row, then the summaries of large groups."""
        singles: list[Entry] = []
        summaries: list[Entry] = []
        for (column, kind), group in self._groups.items():
            if group.count <= self._most:
                singles += group.first
                continue
            singles += group.first[:TOLD_ROWS]
            next_entry = group.first[TOLD_ROWS]
            more, first, last = group.count - TOLD_ROWS, next_entry.row, group.last_row
            if first != last:
                where = f"in {more:,} more rows, {first} to {last}"
            else:
                where = f"{more:,} times more" + ("" if first is None else f" in row {first}")
            summaries.append(sum_up(next_entry, column, kind, where))
        singles.sort(key=lambda entry: entry.row or 0)
        return singles + summaries


class Reading:
    """A table being read, with its faults and notes so far.

    Row numbers start at 1. In a spreadsheet or text the header counts too, as spreadsheets show
    it; features of a layer and rows of a frame are counted alone. `own` is True for a caller's
    table and False for infmap's; `separator` is the cell separator of a text.
    """

    def __init__(self, source: Input, *, own: bool = True) -> None:
        self.source = source
        self.own = own
        self.separator = ","
        #: Whether the table has decimal commas, so that 470.907 may be 470907.
        self.comma = False
        #: Matching the heads takes time, and no table of sites has so many.
        self.most_columns = MOST_COLUMNS
        #: The systems by any name, if the table refers to systems.
        self.systems = Known()
        #: Whether its rows come from a sheet, where merged cells leave blanks.
        self.in_cells = False
        #: Whether each row may have columns of its own, as in KML.
        self.loose = False
        #: The table as it was opened, if it is a layer of rings read as sites.
        self.rings: Sheet | None = None
        #: The table's own heads for infmap's columns, as its first row has them.
        self.called: dict[str, str] = {}
        #: Cells, by row and head, of which a fault says all: what else is wrong follows from it.
        self.settled: set[tuple[int | None, str | None]] = set()
        self._faults: _Report[Fault] = _Report(TOLD_ROWS + 1)
        self._notes: _Report[Note] = _Report(FEW_NOTES)

    @property
    def name(self) -> str:
        """The table's path or argument name, for reports."""
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
        times: int = 1,
    ) -> None:
        """Add a fault.

        Of the faults with one problem in one column, the first `TOLD_ROWS` are reported singly and
        the rest are counted. Faults with the same `kind` are counted together, whatever their
        column and problem. A remedy that takes time to compute may be a function. `times` counts
        this fault for so many rows, the last of them this one.
        """
        if (row, column) in self.settled:
            return

        def make() -> Fault:
            to_do = remedy if isinstance(remedy, str) else remedy()
            shown = _shown(value)
            return Fault(self.name, row, column, problem, shown, to_do, self._index(row))

        self._faults.add((None, kind) if kind else (column, problem), row, make, times)

    def leave(self, *kinds: str) -> None:
        """Take away the faults of some kinds, which will be found again among those of all rows."""
        for kind in kinds:
            self._faults.leave(kind)

    def pass_on(self, faults: Iterable[Fault]) -> None:
        """Add faults that were found in another way, such as when the file was opened."""
        for fault in faults:
            self.fault(fault.row, fault.field, fault.problem, fault.value, fault.remedy)

    def note(self, row: int | None, column: str | None, text: str, *, kind: str = "") -> None:
        """Add a note on how something was read; notes of one `kind` are counted together."""
        self._notes.add(
            (column, kind or text),
            row,
            lambda: Note(self.name, row, column, text, self._index(row)),
        )

    def put_aside(self) -> "Reading":
        """Return the faults and notes so far as another reading, and go on without them."""
        aside = Reading(self.source, own=self.own)
        aside._faults, self._faults = self._faults, aside._faults
        aside._notes, self._notes = self._notes, aside._notes
        return aside

    def take(self, aside: "Reading") -> None:
        """Add the faults and notes that were put aside."""
        self._faults.take(aside._faults)
        self._notes.take(aside._notes)

    def has_columns(self, columns: int, row: int | None) -> bool:
        """Return whether a table does not have too many columns; add a fault if it does."""
        if columns <= self.most_columns:
            return True
        problem = f"has more than {self.most_columns:,} columns"
        self.fault(row, None, problem, f"{columns:,}", "delete those not needed")
        return False

    def has_room(self, rows: int, columns: int = 1) -> bool:
        """Return whether a table does not have too many rows; add a fault if it does."""
        if rows <= MOST_ROWS and rows * columns <= MOST_CELLS:
            return True
        most = min(MOST_ROWS, MOST_CELLS // max(1, columns))
        self.fault(None, None, f"holds more than {most:,} rows", None, CUT_IT)
        return False

    @property
    def fault_count(self) -> int:
        """The number of faults so far."""
        return self._faults.count

    @property
    def faults(self) -> list[Fault]:
        """The faults sorted by row, then summaries of those that are too many."""
        return self._faults.all(_fault_summed_up)

    @property
    def notes(self) -> list[Note]:
        """The notes on how the table was read, in the order of `faults`."""
        return self._notes.all(_note_summed_up)


def _shown(value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value):
        return None
    try:
        return str(value)
    except Exception:  # a cell of a frame may be any object, and its __str__ may fail
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
