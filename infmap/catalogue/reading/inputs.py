"""One table being read: where it comes from, and the faults found in it so far."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from infmap.catalogue.rows import Row
from infmap.errors import Fault, shorten

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Frame:
    """A caller's DataFrame, under the name of the argument that it was given as."""

    name: str
    data: "pd.DataFrame"

    def index_label(self, row: int) -> str:
        """Return the label of a row, counted from 1, on one line."""
        label = self.data.index[row - 1]
        return shorten(repr(label) if isinstance(label, str) else " ".join(str(label).split()))


#: So many rows with the same fault are told one by one: enough to see what it is.
TOLD_ROWS = 5
#: A table of more is refused: as rows it would take gigabytes, and minutes.
MOST_ROWS, MOST_CELLS = 200_000, 4_000_000
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


class Record(NamedTuple):
    """A row as the table has it: its number, and its cells by column."""

    row: int
    cells: dict[str, Any]


class _Alike:
    """The faults of one kind in one column, beyond those that are told one by one."""

    def __init__(self) -> None:
        self.count = 0
        self.next: Fault | None = None
        self.last_row: int | None = None


class Reading:
    """One table being read, with the faults found so far.

    Rows count from 1: a CSV's header is row 1, a GeoJSON's first feature and a frame's first
    row are row 1. `own` tells a caller's table from infmap's, `separator` what stands between
    the cells of a text.
    """

    def __init__(self, source: Input, *, own: bool = True) -> None:
        self.source = source
        self.own = own
        self.separator = ","
        self._told: list[Fault] = []
        self._alike: dict[tuple[str | None, str], _Alike] = {}

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
        alike = self._alike.setdefault((None, kind) if kind else (column, problem), _Alike())
        alike.count += 1
        alike.last_row = row
        if alike.count > TOLD_ROWS + 1:
            return
        if isinstance(self.source, Frame):
            name = self.source.name
            index = None if row is None else self.source.index_label(row)
        else:
            name, index = str(self.source), None
        written = remedy if isinstance(remedy, str) else remedy()
        fault = Fault(name, row, column, problem, _shown(value), written, index)
        if alike.count <= TOLD_ROWS:
            self._told.append(fault)
        else:
            alike.next = fault

    def has_room(self, rows: int, columns: int = 1) -> bool:
        """Return whether a table of so many rows is read; that it is too long is a fault."""
        if rows <= MOST_ROWS and rows * columns <= MOST_CELLS:
            return True
        most = min(MOST_ROWS, MOST_CELLS // max(1, columns))
        self.fault(None, None, f"holds more than {most:,} rows", None, CUT_IT)
        return False

    @property
    def faults(self) -> list[Fault]:
        """What is wrong, from the top row down; what is too often wrong is summed up at the end."""
        told = sorted(self._told, key=lambda fault: fault.row or 0)
        return [*told, *(_summed_up(*item) for item in self._alike.items() if item[1].next)]


def _shown(value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value):
        return None
    try:
        return str(value)
    except Exception:  # a cell of a frame may be any object, and some have no words
        return f"a {type(value).__name__}"


def _summed_up(key: tuple[str | None, str], alike: _Alike) -> Fault:
    """Return the one line for what is left of a fault, which is itself if it is one more."""
    assert alike.next is not None
    more = alike.count - TOLD_ROWS
    if more == 1:
        return alike.next
    column, problem = key
    first, last = alike.next.row, alike.last_row
    if first != last:
        where = f"in {more:,} more rows, {first} to {last}"
    else:
        where = f"{more:,} times more" + ("" if first is None else f" in row {first}")
    problem = f"{problem}, {where}"
    return replace(
        alike.next,
        row=None,
        field=column and alike.next.field,
        problem=problem,
        value=None,
        remedy="mend them like those above",
        index=None,
    )
