"""Where an answer goes, and in which format: on the screen or into a file."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

import typer

from infmap.cli.usage import MisuseError, reading
from infmap.errors import InfmapError, printable
from infmap.io.files import is_stream
from infmap.io.formats import CardFormat, FileFormat, TableFormat

if TYPE_CHECKING:
    from rich.console import RenderableType

F = TypeVar("F", bound=FileFormat)


@dataclass(frozen=True)
class Answer(Generic[F]):
    """The format of an answer, and where it goes: a file, or without one the screen."""

    form: F
    file: Path | None

    def put(
        self, view: "Callable[[], RenderableType]", text: Callable[[], str | bytes], what: str
    ) -> None:
        """Print or write the answer, as the terminal view or in another format.

        `what` is its size in words, for the message about a file.
        """
        is_view = self.form in (TableFormat.TABLE, CardFormat.TEXT)
        if self.file is None and is_view:
            from infmap.tables.terminal import show

            show(view())
        elif self.file is None:
            sys.stdout.write(str(text()))
        else:
            write_told(self.file, _plain(view()) if is_view else text(), what)


def _plain(view: "RenderableType") -> str:
    from infmap.tables.terminal import plain_text

    return plain_text(view)


def write_told(file: Path, content: str | bytes, what: str) -> None:
    """Write a file and print a line about it, except for a device or a pipe."""
    from infmap.io.files import write_whole

    write_whole(file, content)
    if not is_stream(file):
        print(printable(f"{file}: {what}"))


def counted(count: int, what: str) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> counted(1, "row"), counted(12, "row")
    ('1 row', '12 rows')
    """
    return f"{count} {what}{'' if count == 1 else 's'}"


def format_of(formats: type[F], file: Path, form: F | None = None) -> F:
    """Return the format to write a file in; a device or a pipe needs no suffix."""
    if is_stream(file):
        return form or next(iter(formats))
    if os.path.isdir(file):
        raise InfmapError(f"{file}: is a folder; give the path of a file")
    return formats.for_file(file, form)


def _of_table(form: TableFormat | None, as_json: bool, output: Path | None) -> Answer[TableFormat]:
    if as_json and form not in (None, TableFormat.JSON):
        raise MisuseError(f"--json and --format {form} are two formats; write one of them")
    form = TableFormat.JSON if as_json else form
    if output is not None:
        return Answer(format_of(TableFormat, output, form), output)
    if form is TableFormat.XLSX:
        raise MisuseError("a workbook is not printed; write it to a file, as in -o table.xlsx")
    return Answer(form or TableFormat.TABLE, None)


def _of_cards(as_json: bool, output: Path | None) -> Answer[CardFormat]:
    form = CardFormat.JSON if as_json else None
    if output is not None:
        return Answer(format_of(CardFormat, output, form), output)
    return Answer(form or CardFormat.TEXT, None)


def _file(formats: type[FileFormat]) -> Any:
    words = f"Write to a {formats.suffixes()} file."
    return Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=words)]


@dataclass(frozen=True)
class Kind:
    """A kind of answer: the options for format and file, and the function that reads them."""

    options: dict[str, tuple[Any, Any]]
    choose: Callable[..., Answer[Any]]


#: A table, in many formats.
TABLE = Kind(
    {
        "form": (
            Annotated[
                TableFormat | None,
                typer.Option(
                    "--format",
                    parser=reading(TableFormat.named),
                    autocompletion=lambda: list(TableFormat),
                    metavar="FORMAT",
                    help=f"{', '.join(TableFormat)}; else by the file's suffix.",
                ),
            ],
            None,
        ),
        "as_json": (
            Annotated[bool, typer.Option("--json", help="Short for --format json.")],
            False,
        ),
        "output": (_file(TableFormat), None),
    },
    _of_table,
)
#: Cards, as text or as JSON.
CARDS = Kind(
    {
        "as_json": (Annotated[bool, typer.Option("--json", help="Print JSON.")], False),
        "output": (_file(CardFormat), None),
    },
    _of_cards,
)
