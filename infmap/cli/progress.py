"""The progress bar of a screening."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

#: Control codes for: go to the first column, clear the line, show the cursor.
CLEARED = "\r\x1b[2K\x1b[?25h"


class ScreeningBar:
    """A bar on standard error: how far a screening is, how fast, and how long it still takes."""

    def __init__(self) -> None:
        from rich.progress import (
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self.measured = 0
        console = Console(stderr=True)
        self._progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]} places, {task.fields[rate]}/s"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            # No thread of its own draws it: one that outlives Ctrl-C would draw over what is said.
            auto_refresh=False,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, rows=0, rate="0")

    def __enter__(self) -> "ScreeningBar":
        with self._cleared_if_struck():
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._cleared_if_struck():
            self._progress.stop()

    @contextmanager
    def _cleared_if_struck(self) -> Iterator[None]:
        """Clear the line and show the cursor even if Ctrl-C interrupts the bar."""
        try:
            yield
        except BaseException:
            if self._progress.console.is_terminal:
                self._progress.console.file.write(CLEARED)
            raise

    def start(self, size: int) -> None:
        """Take how many bytes of input there are."""
        self._progress.update(self._task, total=size)

    def advance(self, rows: int, size: int) -> None:
        """Take how many rows, of about how many bytes, were measured since the last call."""
        self.measured += rows
        elapsed = self._progress.tasks[0].elapsed or 1.0
        self._progress.update(
            self._task,
            advance=size,
            rows=self.measured,
            rate=f"{self.measured / elapsed:,.0f}",
            refresh=True,
        )
