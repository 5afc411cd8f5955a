"""Lines of the terminal that are wrapped under themselves, and tables that become such lines."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, OverflowMethod, RenderResult
from rich.text import Text

from infmap.tables.grid import Grid, holds_address


class Line:
    """A line that is set in; where it is wrapped, what follows is set in further.

    An address is never broken: it stands on a line of its own, however long, for whoever copies it.

    Examples
    --------
    >>> Console(width=25).print(Line("up to 480 km, Russian MoD"))
      up to 480 km, Russian
        MoD
    >>> Console(width=25).print(Line("see https://example.org/a-long-way"), crop=False)
      see
        https://example.org/a-long-way
    """

    def __init__(self, text: str, indent: int = 2, style: str = "") -> None:
        self.text = text
        self.indent = indent
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the line for a console of this width."""
        # What follows is narrower, and must not be wrapped once more.
        width = max(1, options.max_width - self.indent - 2)
        overflow: OverflowMethod = "ignore" if holds_address(self.text) else "fold"
        first, *more = Text(self.text, overflow=overflow).wrap(console, width) or [Text()]
        yield self._set_in(first, self.indent)
        for line in more:
            yield self._set_in(line, self.indent + 2)

    def _set_in(self, line: Text, indent: int) -> Text:
        text = " " * indent + line.plain.rstrip()
        return Text(text, style=self.style, no_wrap=True, overflow="ignore")


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
