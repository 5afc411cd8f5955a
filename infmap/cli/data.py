"""Commands for tables themselves: screen, check, new and diff."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infmap.cli.answers import JSON_OPTION, file_option, form_option, in_words
from infmap.cli.options import on_catalogue
from infmap.cli.usage import MisuseError, day_of, reading
from infmap.errors import InfmapError, printable, shorten
from infmap.io.files import refuse_inputs
from infmap.io.formats import DiffFormat
from infmap.looks.sentences import count_text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from infmap.catalogue import Catalogue


def _workers(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InfmapError(
            f"--workers: not a whole number ({shorten(text)!r}); write one such as 4"
        ) from None


@on_catalogue()
def screen_command(
    cat: "Catalogue",
    places: Annotated[
        str,
        typer.Argument(
            metavar="PLACES",
            help="Any table of places; of any length as CSV or Parquet, also a folder or a glob.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the parts go.")
    ],
    weight: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="A column to sum within each ring.")
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            parser=reading(_workers), metavar="N", help="Local processes (needs infmap[dask])."
        ),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster, tcp://host:port.")
    ] = None,
) -> None:
    """Measure a table of places, however long, against every site and ring.

    Each place gets its nearest site, the distance and by how many strike systems it is reached;
    each ring how many places lie within. A run that was stopped goes on where it stood.
    """
    from infmap.cli.progress import ScreeningBar
    from infmap.screening.run import screened

    with ScreeningBar() as bar:
        rings = screened(
            cat, places, output, weight=weight, workers=workers, scheduler=scheduler, progress=bar
        )
    places_rings = f"{count_text(bar.measured, 'place')}, {count_text(len(rings), 'ring')}"
    print(printable(f"{output}: {places_rings}; sums in {output / 'rings.csv'}"))


def check_command(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Default: infmap's own tables.")
    ] = None,
    sources: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Publications that the files cite.")
    ] = None,
) -> None:
    """Check tables in full: every fault at once, by file, row and field.

    Each file is told by its columns for what it is, and checked with the others given.
    """
    from infmap.catalogue.checking import check_files

    given = [*(files or ()), *([sources] if sources is not None else ())]
    for file in check_files(given):
        by = f", by {', '.join(map(shorten, file.by))}" if file.by else ""
        rows = count_text(file.rows, "row")
        print(printable(f"{file.path}: {rows}, no fault; {file.holds}{by}"))


def new_command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="What to write: sites, systems, claims, places, people or sources, such as "
            "sites.csv; also .tsv, .geojson (sites, places), .json.",
        ),
    ],
) -> None:
    """Write a table to begin your own with: its columns, and rows to write over."""
    from infmap.catalogue.templates import write_template

    what = write_template(file)
    print(printable(f"{file}: {what} to write over; infmap check {file} reads it"))


def diff_command(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="A folder of tables, as infmap's data.")
    ],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another, of a later day.")],
    form: Annotated[DiffFormat | None, form_option(DiffFormat)] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
    output: Annotated[Path | None, file_option(DiffFormat)] = None,
    day: Annotated[
        date | None,
        typer.Option(
            parser=day_of("--day"),
            metavar="DATE",
            help="The day of NEW, for json, feed and atom. Default: its version, if it is a day.",
        ),
    ] = None,
) -> None:
    """Say what changed between two states of the tables: rows, and which places' answers.

    JSON has all of it, and infmap.Diff.read(FILE).apply(OLD) makes NEW's tables of it. CSV has a
    line for each change of a row, md a section for a changelog; feed (JSON Feed) and atom are feeds
    of corrections. The exit status is 0 with and without a difference.
    """
    import infmap
    from infmap.catalogue.bundled import Table
    from infmap.tables.diff_text import diff_text

    if output is not None:
        refuse_inputs(output, [folder / table for folder in (old, new) for table in Table])
    answer = in_words(DiffFormat, form, as_json, output)
    if day is not None and not answer.form.has_day:
        raise MisuseError(
            f"--day: a {answer.form} tells no day; leave it out, or write json, feed or atom"
        )
    found = infmap.diff(old, new, day=day)

    def view() -> "RenderableType":
        from infmap.tables.diff_view import diff_view

        return diff_view(found)

    answer.put(view, lambda: diff_text(found, answer.form), len(found.rows()), "change")
