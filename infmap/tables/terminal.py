"""Printing of views for the terminal."""

import io
import os

from rich.console import Console, RenderableType

#: Where the output is no terminal, and COLUMNS is not set, lines are this wide.
PLAIN_WIDTH = 160


def show(view: RenderableType) -> None:
    """Print a view on standard output; colour only where a terminal wants it."""
    console = Console(highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS", "").isdigit():
        console = Console(highlight=False, width=PLAIN_WIDTH)
    # What is longer is an address, which nothing may break.
    console.print(view, crop=False)


def plain_text(view: RenderableType) -> str:
    """Return a view as plain text."""
    file = io.StringIO()
    Console(file=file, highlight=False, width=PLAIN_WIDTH, no_color=True).print(view, crop=False)
    return file.getvalue()
