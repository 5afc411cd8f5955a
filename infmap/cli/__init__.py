"""The command line: arguments in, one call of the library, an exit status out.

One module for each kind of command: `questions` gives answers, `products` writes maps, layers and
stories, `data` reads tables of your own, however long, and compares them. `options` has the shared
options, `answers` writes an answer, `usage` reports faults in a command line. Heavy imports stay
inside the commands, so that ``infmap --help`` answers at once.
"""

import sys
import warnings
from collections.abc import Callable
from typing import Annotated, Any

import typer

from infmap.cli.data import check_command, diff_command, new_command, screen_command
from infmap.cli.products import (
    embed_command,
    figure_command,
    map_command,
    report_command,
    rings_command,
    story_command,
)
from infmap.cli.questions import (
    compare_command,
    coverage_command,
    list_command,
    reach_command,
    show_command,
)
from infmap.cli.usage import Command, Group, one_line
from infmap.errors import ReadingNote, printable

__all__ = ["app"]


class _Commands(Group):
    """The commands; infmap's notes are printed on standard error, one line each, once."""

    def invoke(self, ctx: Any) -> Any:
        with warnings.catch_warnings(), one_line():
            warnings.simplefilter("always", ReadingNote)
            otherwise, told = warnings.showwarning, set[str]()

            def show(message: Any, category: type[Warning], *where: Any) -> None:
                if issubclass(category, ReadingNote):
                    line = printable(str(message))
                    if line not in told:
                        print(line, file=sys.stderr, flush=True)
                    told.add(line)
                else:
                    otherwise(message, category, *where)

            warnings.showwarning = show  # type: ignore[assignment]
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Range rings, capitals in reach and INF Treaty verdicts: on whose account, from which "
    "source.",
)


@app.callback(invoke_without_command=True)
def main(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Take the options that stand before a command."""
    if show_version:
        from importlib.metadata import version

        from infmap.catalogue.bundled import DATA_VERSION

        print(f"infmap {version('infmap')}, data {DATA_VERSION}")
        raise typer.Exit


#: In the order of the help.
COMMANDS: dict[str, Callable[..., None]] = {
    "map": map_command,
    "coverage": coverage_command,
    "reach": reach_command,
    "compare": compare_command,
    "rings": rings_command,
    "figure": figure_command,
    "report": report_command,
    "story": story_command,
    "screen": screen_command,
    "list": list_command,
    "show": show_command,
    "embed": embed_command,
    "check": check_command,
    "new": new_command,
    "diff": diff_command,
}
for _name, _command in COMMANDS.items():
    app.command(_name, cls=Command)(_command)
