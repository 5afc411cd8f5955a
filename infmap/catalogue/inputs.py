"""One table being read: where it comes from, and the faults found in it so far."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

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


@dataclass
class Reading:
    """One table being read, with the faults found so far.

    Rows count from 1: a CSV's header is row 1, a GeoJSON's first feature and a frame's first
    row are row 1.
    """

    source: Input
    faults: list[Fault] = field(default_factory=list)

    def fault(
        self, row: int | None, column: str | None, problem: str, value: object, remedy: str
    ) -> None:
        """Note one thing that is wrong."""
        shown = None if value is None or value == "" else str(value)
        name, index = str(self.source), None
        if isinstance(self.source, Frame):
            name = self.source.name
            index = None if row is None else self.source.index_label(row)
        self.faults.append(Fault(name, row, column, problem, shown, remedy, index))
