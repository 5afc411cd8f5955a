"""Tables of short texts for the terminal, fast for hundreds of lines."""

from collections.abc import Collection, Iterator, Sequence
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
HEADER_STYLE = "dim"
TITLE_STYLE = "bold"


class Grid:
    """A table without rules.

    If every cell fits on one line, the lines are built here: the same bytes as a Rich table, much
    faster. If cells must be wrapped, Rich does it.

    Parameters
    ----------
    *columns : str
        Headings.
    right : collection of str
        The headings of columns aligned right, such as numbers.
    title : str, optional
        A line above.

    Examples
    --------
    >>> grid = Grid("Site", "km", right=["km"])
    >>> grid.add_row("Shuya", "263.3")
    >>> Console(width=40).print(grid)
    Site      km
    Shuya  263.3
    """

    def __init__(
        self, *columns: str, right: Collection[str] = (), title: str | None = None
    ) -> None:
        self.columns = columns
        self.is_right = [column in right for column in columns]
        self.title = title
        self.rows: list[Sequence[Cell]] = []

    def add_row(self, *cells: Cell) -> None:
        """Add a line, with a cell for each column."""
        self.rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table for a console of this width."""
        lines = [[_plain(cell) for cell in line] for line in (self.columns, *self.rows)]
        widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
        width = sum(widths) + len(GAP) * (len(widths) - 1)
        title = self.title or ""
        fits = cell_len(title) <= width <= options.max_width
        if not fits or not all(text.isprintable() for line in lines for text in line):
            yield self._wrapped()
            return
        if title:
            yield Segment(title + " " * (width - cell_len(title)), Style.parse(TITLE_STYLE))
            yield Segment.line()
        head, *lines = [self._padded(line, widths) for line in lines]
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

    def _padded(self, texts: Sequence[str], widths: Sequence[int]) -> list[str]:
        padded = []
        for text, width, is_right in zip(texts, widths, self.is_right, strict=True):
            blank = " " * (width - cell_len(text))
            padded.append(blank + text if is_right else text + blank)
        return padded

    def _head(self, texts: Sequence[str], style: Style) -> Iterator[Segment]:
        for k, text in enumerate(texts):
            yield from [Segment(space, style) for space in GAP if k]
            yield Segment(text, style)
        yield Segment.line()

    def _wrapped(self) -> Table:
        table = Table(
            box=None,
            title=self.title,
            title_justify="left",
            title_style=TITLE_STYLE,
            pad_edge=False,
        )
        for column, is_right in zip(self.columns, self.is_right, strict=True):
            table.add_column(
                column, justify="right" if is_right else "left", header_style=HEADER_STYLE
            )
        for row in self.rows:
            table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
        return table


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.plain
