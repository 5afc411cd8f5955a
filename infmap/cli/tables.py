"""Commands that answer with a table: coverage, reach, list, show."""

import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from infmap.cli.options import AsJson, Format, Json, TableFile, on_catalogue
from infmap.formats import TableFormat
from infmap.listing import Listing, listing

if TYPE_CHECKING:
    from rich.console import Group

    from infmap.catalogue import Catalogue

#: The word for the bundled cities, where a file of places is asked for.
CITIES = "cities"


@on_catalogue
def coverage_command(
    cat: "Catalogue",
    band: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="MIN MAX", help="Only places at this distance in km."),
    ] = None,
    targets: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Places to test, not the capitals: any table. Or count people in each ring and "
            "band, and the countries touched: cities, for those of 15,000 and more, or a table of "
            "lon, lat, population without names.",
        ),
    ] = None,
    form: Format = TableFormat.TABLE,
    as_json: AsJson = False,
    output: TableFile = None,
) -> None:
    """Say which capitals each site reaches, and on whose account."""
    import infmap
    from infmap.membership import coverage_rows
    from infmap.tables import format_coverage, format_exposure

    form = TableFormat.JSON if as_json else form
    if targets is not None and _counts_people(targets):
        grid = None if str(targets) == CITIES else infmap.load_population(targets)
        counts = infmap.exposure(cat, band=band, population=grid)
        if form is TableFormat.TABLE:
            from infmap.terminal.exposure import exposure_view

            _put_view(exposure_view(counts, cat, of_cities=grid is None), output)
        else:
            _put_text(format_exposure(counts, form), output)
        return
    places = None if targets is None else infmap.load_places(targets)
    rows = coverage_rows(cat, band=band, targets=places)
    if form is TableFormat.TABLE:
        from infmap.terminal.coverage import coverage_view

        _put_view(coverage_view(rows, cat, places, in_band=band is not None), output)
    else:
        _put_text(format_coverage(rows, form), output)


def _counts_people(targets: Path) -> bool:
    """Tell whether the places to test are people to count, by the word or by the table's heads."""
    if str(targets) == CITIES:
        return True
    from infmap.catalogue.population import is_of_people

    return is_of_people(targets)


@on_catalogue
def reach_command(
    cat: "Catalogue",
    target: Annotated[str, typer.Argument(help='A capital or city by any name, or "lat,lon".')],
    form: Format = TableFormat.TABLE,
    as_json: AsJson = False,
    output: TableFile = None,
) -> None:
    """Say what reaches a capital, and on whose account."""
    from infmap.membership import reach_rows
    from infmap.tables import format_coverage

    rows = reach_rows(cat, target)
    form = TableFormat.JSON if as_json else form
    if form is TableFormat.TABLE:
        from infmap.terminal.coverage import reach_view

        _put_view(reach_view(rows, cat), output)
    else:
        _put_text(format_coverage(rows, form), output)


@functools.partial(on_catalogue, every_theme=True)
def list_command(
    cat: "Catalogue",
    what: Annotated[Listing, typer.Argument(help="Which table.")],
    as_json: Json = False,
) -> None:
    """List sites, systems, claims, allegations, events or sources."""
    rows = listing(cat, what)
    if as_json:
        from infmap.tables import as_json_text

        print(as_json_text(rows))
    else:
        from infmap.terminal import show
        from infmap.terminal.cards import listing_view

        show(listing_view(rows, what))


@functools.partial(on_catalogue, every_theme=True)
def show_command(
    cat: "Catalogue",
    ident: Annotated[str, typer.Argument(metavar="ID", help="A system, site, capital, ...")],
    as_json: Json = False,
) -> None:
    """Show all there is on one thing: a system with every party's figure and verdict, ..."""
    import infmap

    cards = infmap.show(cat, ident)
    if as_json:
        from infmap.tables import as_json_text

        print(as_json_text(cards))
    else:
        from infmap.terminal import show
        from infmap.terminal.cards import card_view

        for card in cards:
            show(card_view(card))


def _put_view(view: "Group", output: Path | None) -> None:
    """Print what a person reads, or write it to a file without colour."""
    from infmap.terminal import plain_text, show

    if output is None:
        show(view)
    else:
        _put_text(plain_text(view), output)


def _put_text(text: str, output: Path | None) -> None:
    from infmap.files import write_whole

    if output is None:
        sys.stdout.write(text)
    else:
        write_whole(output, text)
