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
from infmap.io.files import Content, is_stream
from infmap.io.formats import (
    CardFormat,
    DiffFormat,
    FileFormat,
    TableFormat,
    WordFormat,
    refuse_unreadable,
)
from infmap.looks.distances import Units
from infmap.looks.sentences import count_text

if TYPE_CHECKING:
    from rich.console import RenderableType

F = TypeVar("F", TableFormat, CardFormat, DiffFormat)
T = TypeVar("T", TableFormat, DiffFormat)
W = TypeVar("W", bound=FileFormat)


def _units(text: str) -> Units:
    from infmap.catalogue.values.units import read_units

    return read_units(text, "--units")


#: The unit that people are shown distances in.
UnitsWord = Annotated[
    Units,
    typer.Option(
        "--units",
        parser=reading(_units),
        autocompletion=lambda: list(Units),
        metavar="UNIT",
        help="What distances are shown in: km, mi or nmi (nautical miles). What programs read "
        "stays in km.",
    ),
]


@dataclass(frozen=True)
class Answer(Generic[F]):
    """The format of an answer, where it goes (a file, or else the screen), and its units."""

    form: F
    file: Path | None
    units: Units

    def __post_init__(self) -> None:
        """Refuse another unit where programs read."""
        if self.units is not Units.KM and not self.form.is_for_people:
            remedy = "leave --units out, or write a format that people read"
            raise MisuseError(f"--units {self.units}: {self.form.suffix[1:]} stays in km; {remedy}")

    def put(
        self,
        view: "Callable[[], RenderableType]",
        text: Callable[[], Content],
        size: int,
        word: str = "row",
    ) -> None:
        """Print or write the answer, as the terminal view or in another format.

        `size` is how many rows it has, or of what the `word` says.
        """
        is_view = self.form in (TableFormat.TABLE, CardFormat.TEXT)
        if is_view:
            refuse_unreadable(size, self.form)
        if self.file is None and is_view:
            from infmap.tables.terminal import show

            show(view())
        elif self.file is None:
            pieces = text()
            sys.stdout.writelines([pieces] if isinstance(pieces, str) else map(str, pieces))
        else:
            content = _plain(view()) if is_view else text()
            write_told(self.file, content, count_text(size, word))


def _plain(view: "RenderableType") -> str:
    from infmap.tables.terminal import plain_text

    return plain_text(view)


def write_told(file: Path, content: Content, what: str) -> None:
    """Write a file and print a line about it, except for a device or a pipe."""
    from infmap.io.files import write_whole

    write_whole(file, content)
    if not is_stream(file):
        print(printable(f"{file}: {what}"))


def format_of(formats: type[W], file: Path, form: W | None = None) -> W:
    """Return the format to write a file in; a device or a pipe needs no suffix."""
    if is_stream(file):
        return form or next(iter(formats))
    if os.path.isdir(file):
        raise InfmapError(f"{file}: is a folder; give the path of a file")
    return formats.for_file(file, form)


def in_words(
    formats: type[T], form: T | None, as_json: bool, output: Path | None, units: Units = Units.KM
) -> Answer[T]:
    """Return how an answer is given whose format a word of ``--format`` names."""
    if as_json and form not in (None, "json"):
        raise MisuseError(f"--json and --format {form} are two formats; write one of them")
    form = formats("json") if as_json else form
    if output is not None:
        return Answer(format_of(formats, output, form), output, units)
    if form == "xlsx":
        raise MisuseError("a workbook is not printed; write it to a file, as in -o table.xlsx")
    return Answer(form or formats("table"), None, units)


def _of_table(
    form: TableFormat | None, as_json: bool, output: Path | None, units: Units
) -> Answer[TableFormat]:
    return in_words(TableFormat, form, as_json, output, units)


def _of_cards(as_json: bool, output: Path | None, units: Units) -> Answer[CardFormat]:
    form = CardFormat.JSON if as_json else None
    if output is not None:
        return Answer(format_of(CardFormat, output, form), output, units)
    return Answer(form or CardFormat.TEXT, None, units)


def form_option(formats: type[WordFormat]) -> Any:
    """Return the option that names a format."""
    return typer.Option(
        "--format",
        parser=reading(formats.named),
        autocompletion=lambda: list(formats),
        metavar="FORMAT",
        help=f"{', '.join(formats)}; else by the file's suffix.",
    )


def file_option(formats: type[FileFormat]) -> Any:
    """Return the option that names the file to write."""
    words = f"Write to a {formats.suffixes()} file."
    return typer.Option("-o", "--output", metavar="FILE", help=words)


JSON_OPTION = typer.Option("--json", help="Short for --format json.")


@dataclass(frozen=True)
class Kind:
    """A kind of answer: the options for format and file, and the function that reads them."""

    options: dict[str, tuple[Any, Any]]
    choose: Callable[..., Answer[Any]]


#: A table, in many formats.
TABLE = Kind(
    {
        "form": (
            Annotated[TableFormat | None, form_option(TableFormat)],
            None,
        ),
        "as_json": (
            Annotated[bool, JSON_OPTION],
            False,
        ),
        "output": (Annotated[Path | None, file_option(TableFormat)], None),
        "units": (UnitsWord, Units.KM),
    },
    _of_table,
)
#: Cards, as text or as JSON.
CARDS = Kind(
    {
        "as_json": (Annotated[bool, typer.Option("--json", help="Print JSON.")], False),
        "output": (Annotated[Path | None, file_option(CardFormat)], None),
        "units": (UnitsWord, Units.KM),
    },
    _of_cards,
)
