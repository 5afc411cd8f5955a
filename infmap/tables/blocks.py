"""Lines of the terminal that are wrapped under themselves, and tables that become such lines."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from infmap.tables.grid import Grid


class Line:
    """A line that is set in; where it is wrapped, what follows is set in further.

    Examples
    --------
    >>> Console(width=25).print(Line("up to 480 km, Russian MoD"))
      up to 480 km, Russian
        MoD
    """

    def __init__(self, text: str, indent: int = 2) -> None:
        self.text = text
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line for a console of this width."""
        # What follows is narrower, and must not be wrapped once more.
        width = max(1, options.max_width - self.indent - 2)
        first, *more = Text(self.text).wrap(console, width) or [Text()]
        yield Text.assemble(" " * self.indent, first.plain.rstrip())
        for line in more:
            yield Text.assemble(" " * (self.indent + 2), line.plain.rstrip())


class Blocks:
    """A grid, or where it finds no room a heading and indented lines for each block."""

    def __init__(self, grid: Grid, blocks: Sequence[tuple[str, Sequence[str]]]) -> None:
        self.grid = grid
        self.blocks = blocks

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the form that a console of this width has room for."""
        if self.grid.fits(options.max_width):
            yield self.grid
            return
        for heading, lines in self.blocks:
            yield Text(heading, style="bold")
            for line in lines:
                yield Line(line)
