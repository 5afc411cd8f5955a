"""Tables of short texts for the terminal, fast for hundreds of lines."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text

#: A cell; a plain string is never read as markup.
Cell: TypeAlias = str | Text

GAP = "  "
#: A column that may be wrapped keeps so many cells; and where words are cut, so many.
LEAST_WRAPPED, LEAST_CUT = 12, 6
#: A number or a date: cut in two, it would be read as another.
_FIGURE = re.compile(r"[+-]?\d[\d,.:-]*")
HEADER_STYLE = "dim"
TITLE_STYLE = "bold"


class Grid:
    """A table without rules.

    If every cell fits on one line, the lines are built here: the same bytes as a Rich table, much
    faster. Else columns that may be left out go, a line says which, and what is still too wide is
    wrapped by Rich.

    Parameters
    ----------
    *columns : str
        Headings.
    right : collection of str
        The headings of columns aligned right, such as numbers.
    title : str, optional
        A line above.
    drop : sequence of str
        Headings of columns to leave out where there is no room, the first of them first.
    wrap : collection of str
        Headings of columns that may be wrapped; without it all may.
    short : mapping of str to str
        Shorter headings for where there is no room.

    Examples
    --------
    >>> grid = Grid("Site", "km", "Azimuth", right=["km", "Azimuth"], drop=["Azimuth"])
    >>> grid.add_row("Shuya", "263.3", "67.1")
    >>> Console(width=40).print(grid)
    Site      km  Azimuth
    Shuya  263.3     67.1
    >>> Console(width=20).print(grid)
    Site      km
    Shuya  263.3
    No room for: azimuth
    """

    def __init__(
        self,
        *columns: str,
        right: Collection[str] = (),
        title: str | None = None,
        drop: Sequence[str] = (),
        wrap: Collection[str] = (),
        short: Mapping[str, str] | None = None,
    ) -> None:
        self.columns = columns
        self.right = right
        self.title = title
        self.drop = drop
        self.wrap = wrap or columns
        self.short = short or {}
        self.rows: list[Sequence[Cell]] = []

    def add_row(self, *cells: Cell) -> None:
        """Add a line, with a cell for each column."""
        self.rows.append(cells)

    def fits(self, width: int) -> bool:
        """Return whether every line of the whole table is at most so wide."""
        return _Sheet(self, [*range(len(self.columns))], {}).width <= width

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table for a console of this width."""
        kept = [*range(len(self.columns))]
        sheet = _Sheet(self, kept, {})
        left_out: list[str] = []
        if sheet.width > options.max_width:
            sheet = _Sheet(self, kept, self.short)
            for column in self.drop:
                if sheet.least_width <= options.max_width:
                    break
                left_out.append(column.lower())
                kept = [k for k in kept if self.columns[k] != column]
                sheet = _Sheet(self, kept, self.short)
        # No address is cut, though its line be longer.
        width = max(options.max_width, sheet.least_width if sheet.holds_address else 0)
        title_fits = cell_len(self.title or "") <= sheet.width
        if title_fits and sheet.width <= width and sheet.is_printable:
            yield from sheet.segments(console)
        else:
            yield sheet.wrapped(width, is_wider=width > options.max_width)
        if left_out:
            words = f"No room for: {', '.join(left_out)}"
            yield Text(words, style="dim")


class _Sheet:
    """A grid with some of its columns, and the width that each needs."""

    def __init__(self, grid: Grid, kept: Sequence[int], short: Mapping[str, str]) -> None:
        self.title = grid.title
        self.rows = [[row[k] for k in kept] for row in grid.rows]
        columns = [grid.columns[k] for k in kept]
        self.heads = [short.get(column, column) for column in columns]
        self.is_right = [column in grid.right for column in columns]
        self.is_wrapping = [column in grid.wrap for column in columns]
        self.lines = [self.heads, *([_plain(cell) for cell in row] for row in self.rows)]
        self.widths = [max(map(cell_len, column)) for column in zip(*self.lines, strict=True)]

    @property
    def width(self) -> int:
        """The width without wrapping."""
        return sum(self.widths) + len(GAP) * (len(self.widths) - 1)

    @property
    def least_width(self) -> int:
        """The width with every column wrapped that may be, but no word."""
        return sum(map(self._least, range(len(self.widths)))) + len(GAP) * (len(self.widths) - 1)

    def _least(self, k: int) -> int:
        if not self.is_wrapping[k]:
            return self.widths[k]
        return min(self.widths[k], max(LEAST_WRAPPED, self._longest_word(k)))

    def _longest_word(self, k: int) -> int:
        return max((cell_len(word) for line in self.lines for word in line[k].split()), default=0)

    def _least_cut(self, k: int) -> int:
        """Return the width of a column whose words are cut, but no number or date."""
        words = (word for line in self.lines for word in line[k].split())
        figure = max((len(word) for word in words if _FIGURE.fullmatch(word)), default=0)
        return max(figure, min(self._least(k), LEAST_CUT))

    @property
    def holds_address(self) -> bool:
        """Whether any cell holds an address of the web."""
        return any(holds_address(text) for line in self.lines for text in line)

    @property
    def is_printable(self) -> bool:
        """Whether every cell is of one line."""
        return all(text.isprintable() for line in self.lines for text in line)

    def segments(self, console: Console) -> Iterator[Segment]:
        """Yield the table without wrapping."""
        title = self.title or ""
        if title:
            blank = " " * (self.width - cell_len(title))
            yield Segment(title + blank, Style.parse(TITLE_STYLE))
            yield Segment.line()
        padded = [self._padded(line) for line in self.lines]
        head, lines = padded[0], padded[1:]
        yield from self._head(head, console.get_style("table.header") + Style.parse(HEADER_STYLE))
        for row, line in zip(self.rows, lines, strict=True):
            plain = ""
            for k, (cell, text) in enumerate(zip(row, line, strict=True)):
                plain += GAP if k else ""
                if isinstance(cell, Text) and cell.style:
                    yield Segment(plain)
                    yield Segment(text, console.get_style(cell.style))
                    plain = ""
                else:
                    plain += text
            yield Segment(f"{plain}\n")

    def _padded(self, texts: Sequence[str]) -> list[str]:
        padded = []
        for text, width, is_right in zip(texts, self.widths, self.is_right, strict=True):
            blank = " " * (width - cell_len(text))
            padded.append(blank + text if is_right else text + blank)
        return padded

    def _head(self, texts: Sequence[str], style: Style) -> Iterator[Segment]:
        for k, text in enumerate(texts):
            yield from [Segment(space, style) for space in GAP if k]
            yield Segment(text, style)
        yield Segment.line()

    def _narrowed(self, max_width: int) -> list[int] | None:
        """Return widths that fit: of those that may give way, the widest does first.

        First words are kept whole, then numbers and dates; None where these have no room either.
        """
        columns, widths = range(len(self.widths)), [*self.widths]
        excess = self.width - max_width
        for least in ([*map(self._least, columns)], [*map(self._least_cut, columns)]):
            for _ in range(min(excess, sum(widths) - sum(least))):
                k = max(columns, key=lambda k: (widths[k] > least[k], widths[k]))
                widths[k] -= 1
                excess -= 1
        return widths if excess <= 0 else None

    def wrapped(self, max_width: int, *, is_wider: bool = False) -> Table:
        """Return the table for Rich to wrap, with no word cut if there is room, nor a number.

        It may be wider than the console.
        """
        narrowed = self._narrowed(max_width) if max_width < self.width else None
        widths: Sequence[int | None] = narrowed or [None] * len(self.widths)
        table = Table(
            box=None,
            title=self.title,
            title_justify="left",
            title_style=TITLE_STYLE,
            pad_edge=False,
            width=max_width if is_wider else None,
        )
        for head, is_right, width in zip(self.heads, self.is_right, widths, strict=True):
            table.add_column(
                head,
                justify="right" if is_right else "left",
                header_style=HEADER_STYLE,
                # Nothing of an id or a name is lost: a word without room goes on below.
                overflow="fold",
                width=width,
            )
        for row in self.rows:
            table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        return table


def holds_address(text: str) -> bool:
    """Return whether a text holds an address of the web.

    Examples
    --------
    >>> holds_address("see https://example.org"), holds_address("up to 480 km")
    (True, False)
    """
    return "://" in text


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.plain
