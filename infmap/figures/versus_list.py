"""The list of what changes hands between two accounts, in columns of kilometres and names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import NamedTuple

from matplotlib.figure import Figure

from infmap.analysis.versus import Versus
from infmap.figures.faces import Weight
from infmap.figures.lettering import text_width
from infmap.figures.papers import Paper
from infmap.figures.paragraphs import Run, set_runs, write_runs
from infmap.figures.parts import RULE, Part, rule
from infmap.looks.distances import Units, in_units, length_words
from infmap.looks.rows import CoverageRow
from infmap.looks.sentences import count_text
from infmap.looks.words import SEAT

#: A longer list stands in two columns.
MOST_IN_COLUMN = 26
#: Width of the line over a head that has no ring's, points.
HEAD_LINE = 1.0


class SheetType(NamedTuple):
    """Sizes of type, points: of heads, of numerals, and of a list in one column and in several."""

    head: float
    numeral: float
    list: float
    dense: float


TYPE = {
    "column": SheetType(7, 11, 6.6, 6.4),
    "page": SheetType(8, 15, 7.3, 6.6),
    "slide": SheetType(12, 24, 11, 9.5),
}


@dataclass(frozen=True)
class _Group:
    """Places of the list under one head."""

    head: str
    color: str
    every: Sequence[CoverageRow]
    #: So many of them are named.
    most: int | None = None
    #: What stands in place of places.
    words: str = ""

    @property
    def rows(self) -> Sequence[CoverageRow]:
        """Those that are named."""
        return self.every[: self.most]


@dataclass(frozen=True)
class HandsList:
    """What changes hands, to be set in a width."""

    #: The two accounts.
    found: Versus
    #: Its colours.
    palette: dict[str, str]
    #: The sheet's format.
    paper: Paper
    #: What distances are told in.
    units: Units
    #: So many places a group names; how many more there are is told.
    most: int | None = None

    @cached_property
    def nato(self) -> frozenset[str]:
        """The ids of the places in bold."""
        return frozenset(self.found.both.nato.members)

    @property
    def sort(self) -> SheetType:
        """Its sizes of type."""
        return TYPE[self.paper.name]

    @property
    def rows(self) -> list[CoverageRow]:
        """All the places that it names."""
        return [row for group in self.groups for row in group.rows]

    @property
    def least_columns(self) -> int:
        """In how many columns it stands at least."""
        return 1 if len(self.rows) <= MOST_IN_COLUMN else 2

    def width(self, across: int) -> float:
        """Return the width that so many columns take, points."""
        size = self.sort.dense
        return across * self._entry(size) + size * 1.4 * (across - 1)

    @cached_property
    def groups(self) -> list[_Group]:
        """What changes hands, by who has it in range; where nothing does, what both have."""
        found, ink = self.found, self.palette["ink"]
        speaking = [side for side in found.sides if side.count]
        groups = [
            _Group(
                f"{'Only on' if len(speaking) > 1 else 'In range on'} {found.whose(side)}",
                self.palette[side.account],
                rows,
                self.most,
            )
            for side in found.sides
            if (rows := found.only(side))
        ]
        if groups:
            return groups
        shared = found.shared
        if shared:
            return [_Group("Nothing changes hands: in range on both", ink, shared, self.most)]
        words = "None in range on either." if len(speaking) > 1 else "None in range."
        return [_Group("Nothing changes hands", ink, (), words=words if speaking else "")]

    def between(self, width: float, height: float, across: int) -> Part | None:
        """Return the list set between two maps; None if it needs more height than there is.

        Its rows stand apart as far as the height lets them.
        """
        part = self._set(width, across, self.sort.list if across == 1 else self.sort.dense, height)
        return part if part.height <= height + 1e-6 else None

    def cut(self, width: float, height: float, across: int) -> Part | None:
        """Return as much of it as has room, the nearest places first; None if there is none."""
        longest = max((len(group.rows) for group in self.groups), default=0)
        for most in range(longest - 1, 0, -1):
            if part := replace(self, most=most).between(width, height, across):
                return part
        return None

    def below(self, width: float) -> Part:
        """Return the list set below the maps, in as many columns as a width has."""
        size = self.sort.dense
        return self._set(width, self._columns(width, size), size, 0.0)

    def _columns(self, width: float, size: float) -> int:
        """Return how many columns of names a width has."""
        return max(1, int((width + size * 1.2) / (self._entry(size) + size * 1.2)))

    def _entry(self, size: float) -> float:
        """Return the width of an entry: kilometres and name."""
        names = (text_width(row["target"], size, "bold") for row in self.rows)
        return self._gutter(size) + max(names, default=0.0)

    def _gutter(self, size: float) -> float:
        kms = (text_width(self._km(row), size) for row in self.rows)
        return max(kms, default=0.0) + size * 0.6

    def _km(self, row: CoverageRow) -> str:
        return f"{in_units(row['distance_km'], self.units):.0f}"

    def _set(self, width: float, across: int, size: float, room: float) -> Part:
        """Return the groups one below the other, each in so many columns."""
        sort = self.sort
        heads = [self._list_head(group, width) for group in self.groups]
        notes = set_runs([Run(self._note())], width, self.paper.lists) if self._note() else []
        fixed = sum(map(len, heads)) * sort.head * 1.2 + sort.head * 0.5 * len(heads)
        fixed += size * 0.8 * len(heads) + len(notes) * self.paper.lists * 1.2
        deep = [-(-len(group.rows) // across) for group in self.groups]
        least, most = size * 1.2, size * 1.5
        pitch = min(max((room - fixed) / max(sum(deep), 1), least), most)
        gap = size * 1.2
        wide = (width - gap * (across - 1)) / across
        gutter, hair = self._gutter(size), {"color": self.palette["line"], "linewidth": RULE}

        def draw(figure: Figure, left: float, top: float) -> None:
            y = top
            for group, head, rows in zip(self.groups, heads, deep, strict=True):
                rule(figure, left, left + width, y, color=group.color, linewidth=HEAD_LINE)
                y = write_runs(
                    figure, head, left, y + sort.head * 0.5, sort.head,
                    leading=1.2, color=self.palette["ink"], gid="list-head",
                )  # fmt: skip
                y += size * 0.3
                for nth, row in enumerate(group.rows):
                    x = left + nth // rows * (wide + gap)
                    down = y + nth % rows * pitch
                    self._draw_row(figure, row, x, down, gutter, size, pitch)
                    if nth % rows < rows - 1:
                        rule(figure, x, x + wide, down + pitch, "hair", **hair)
                y += rows * pitch + size * 0.5
            write_runs(
                figure, notes, left, y, self.paper.lists,
                leading=1.2, color=self.palette["quiet"], gid="list-note",
            )  # fmt: skip

        return Part(fixed + sum(deep) * pitch, draw)

    def _list_head(self, group: _Group, width: float) -> list[list[Run]]:
        """Return the lines over a group: who has it in range, and what is bold."""
        size, quiet = self.sort.head, self.palette["quiet"]
        lines = set_runs([Run(group.head, "bold", group.color)], width, size)
        inside = sum(row["target_id"] in self.nato for row in group.every)
        if not group.rows:
            words = [Run(group.words, color=quiet)] if group.words else []
            return lines + (set_runs(words, width, size) if words else [])
        told: list[tuple[Weight, str]] = [("normal", str(self.units))]
        if inside:
            nato = f": NATO ({inside} of {len(group.every)})"
            told = [("normal", f"{self.units}; "), ("bold", "bold"), ("normal", nato)]
        return lines + set_runs([Run(text, face, quiet) for face, text in told], width, size)

    def _draw_row(
        self, figure: Figure, row: CoverageRow, x: float, y: float,
        gutter: float, size: float, pitch: float,
    ) -> None:  # fmt: skip
        km = self._km(row)
        at = x + gutter - size * 0.6 - text_width(km, size)
        write = partial(write_runs, figure, leading=pitch / size, color=self.palette["quiet"])
        ident = row["target_id"]
        write([[Run(km)]], at, y, size, gid=f"km-{ident}")
        name = Run(row["target"], "bold" if ident in self.nato else "normal", self.palette["ink"])
        write([[name]], x + gutter, y, size, gid=f"hand-{ident}")

    def _note(self) -> str:
        """Return what is told below the list: what both have, and what nobody read would add."""
        found = self.found
        left_out = [row for group in self.groups for row in group.every[len(group.rows) :]]
        told = []
        if left_out:
            far = max(row["distance_km"] for row in left_out)
            told.append(f"And {len(left_out)} more, up to {length_words(round(far), self.units)}.")
        if found.hands and found.shared:
            told.append(f"{len(found.shared)} more in range on both.")
        if found.unread:
            place = f"{'more ' if found.hands else ''}{found.both.place_word}"
            told.append(
                f"{count_text(found.unread, place)} would change hands, on figures alone "
                "whose source nobody read."
            )
        if found.seats:
            told.append(f"Not counted, as a {SEAT}: {', '.join(found.seats)}.")
        return " ".join(told)
