"""Commands that answer with a table: coverage, reach, list, show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Unpack

import typer

from infmap.cli.answers import CARDS, TABLE, Answer
from infmap.cli.options import BAND_UNITS, band_of, on_catalogue
from infmap.cli.usage import MisuseError, reading
from infmap.errors import NothingLeftError
from infmap.io.formats import CardFormat, TableFormat
from infmap.looks.listings import Listing

if TYPE_CHECKING:
    from rich.console import RenderableType

    from infmap.catalogue import Catalogue
    from infmap.catalogue.asked import Filters
    from infmap.looks.rows import CoverageRow

#: The word for the bundled cities in place of a file of places.
CITIES = "cities"

LongForm = Annotated[
    bool, typer.Option("--long", help="A line for each party's figure, with its answer and margin.")
]


@on_catalogue(answers=TABLE)
def coverage_command(
    cat: "Catalogue",
    answer: Answer[TableFormat],
    band: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="LOW HIGH",
            help=f"Only places at this distance: 500 5500, 500-5500, 300-3000mi. {BAND_UNITS}",
        ),
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
    in_long: LongForm = False,
) -> None:
    """Say which capitals each site reaches, and on whose account."""
    import infmap
    from infmap.analysis.coverage import places_asked

    edges = band_of(band)
    if targets is not None and _counts_people(targets):
        grid = None if str(targets) == CITIES else infmap.load_population(targets)
        counts = infmap.exposure(cat, band=edges, population=grid)

        def people() -> "RenderableType":
            from infmap.tables.exposure_view import exposure_view

            return exposure_view(counts, cat, of_cities=grid is None, units=answer.units)

        if in_long:
            raise MisuseError("--long is of figures, one by one; leave it out where people count")
        answer.put(
            people,
            lambda: infmap.format_table(counts, answer.form, name="people", units=answer.units),
            len(counts),
        )
        return
    places = None if targets is None else places_asked(cat, targets)
    rows = infmap.coverage_rows(cat, band=edges, targets=places)

    def view() -> "RenderableType":
        from infmap.catalogue.values.bands import bands_of
        from infmap.tables.coverage_view import coverage_view

        bands = bands_of(edges).in_units(answer.units)
        return coverage_view(rows, cat, places, bands=bands, in_band=edges is not None)

    _put_rows(answer, rows, cat, view, in_long=in_long, name="coverage")


def _put_rows(
    answer: Answer[TableFormat],
    rows: "list[CoverageRow]",
    cat: "Catalogue",
    view: "Callable[[], RenderableType]",
    *,
    in_long: bool,
    name: str,
) -> None:
    """Print or write rows of coverage, as they are or a line for each figure."""
    import infmap

    if not in_long:
        _put(answer, rows, infmap.CoverageRow, view, name)
        return
    long = infmap.answer_rows(rows, cat)

    def view_long() -> "RenderableType":
        from infmap.tables.coverage_view import answers_view

        return answers_view(long, cat, answer.units)

    _put(answer, long, infmap.AnswerRow, view_long, name)


def _put(
    answer: Answer[TableFormat],
    rows: "Sequence[Mapping[str, object]]",
    kind: type,
    view: "Callable[[], RenderableType]",
    name: str,
) -> None:
    def pieces() -> "Iterable[str] | bytes":
        from infmap.tables.text import table_pieces

        columns = [*kind.__annotations__]
        return table_pieces(rows, answer.form, columns=columns, name=name, units=answer.units)

    answer.put(view, pieces, len(rows))


def _counts_people(targets: Path) -> bool:
    """Return whether the targets are people to count, by the word or by the table's heads."""
    if str(targets) == CITIES:
        return True
    from infmap.catalogue.population import is_of_people

    return is_of_people(targets)


@on_catalogue(every_theme=True, answers=TABLE)
def reach_command(
    cat: "Catalogue",
    answer: Answer[TableFormat],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET", help='A capital or city by any name, a country, or "lat,lon".'
        ),
    ],
    in_long: LongForm = False,
) -> None:
    """Say what reaches a capital, and on whose account."""
    import infmap

    rows = infmap.reach_rows(cat, target)

    def view() -> "RenderableType":
        from infmap.tables.coverage_view import reach_view

        return reach_view(rows, cat, answer.units)

    _put_rows(answer, rows, cat, view, in_long=in_long, name="reach")


@on_catalogue(asks=True, answers=TABLE)
def compare_command(
    cat: "Catalogue",
    answer: Answer[TableFormat],
    left: Annotated[
        str, typer.Argument(metavar="A", help="An account, a day, a system or a site.")
    ],
    right: Annotated[str, typer.Argument(metavar="B", help="Another of the same kind.")],
    **only: "Unpack[Filters]",
) -> None:
    """Say which places change hands between two accounts, days, systems or sites."""
    import infmap
    from infmap.analysis.compare import sides_of
    from infmap.catalogue.asked import ALL_THEMES, Named
    from infmap.catalogue.opening import nothing_of_usual
    from infmap.catalogue.values.date_texts import as_day

    # Read once, so that how a day was read is told once.
    sides = sides_of(cat, left, right)
    given = only["theme"]
    names_a_thing = sides.are_things or any(only.get(name) for name in Named.__annotations__)
    usual = ALL_THEMES if names_a_thing else cat.opening_theme()
    only["theme"] = given or usual
    try:
        rows = infmap.compare_rows(cat, sides.left, sides.right, **only)
    except NothingLeftError:
        days = sides.days or [day for day in [as_day(only["as_of"])] if day]
        if given or usual == ALL_THEMES or not days:
            raise
        raise nothing_of_usual(cat, usual, days) from None

    def view() -> "RenderableType":
        from infmap.tables.compare_view import compare_view

        return compare_view(rows, cat, sides, answer.units)

    _put(answer, rows, infmap.CompareRow, view, "compare")


def _listing(word: str) -> Listing:
    from infmap.catalogue.names.ids import one_of

    return Listing(one_of(word, Listing, "table"))


@on_catalogue(asks=True, answers=TABLE)
def list_command(
    cat: "Catalogue",
    answer: Answer[TableFormat],
    what: Annotated[
        Listing,
        typer.Argument(
            parser=reading(_listing),
            autocompletion=lambda: list(Listing),
            metavar="TABLE",
            help=f"{', '.join(Listing)}.",
        ),
    ],
    **only: "Unpack[Filters]",
) -> None:
    """List sites, systems, claims, capitals, cities, allegations, events or sources."""
    import infmap

    rows = infmap.list_table(cat, what, **only)

    def view() -> "RenderableType":
        from infmap.tables.cards_view import listing_view

        return listing_view(rows, what, answer.units)

    answer.put(
        view,
        lambda: infmap.format_table(rows, answer.form, name=what, units=answer.units),
        len(rows),
    )


@on_catalogue(asks=True, answers=CARDS)
def show_command(
    cat: "Catalogue",
    answer: Answer[CardFormat],
    ident: Annotated[str, typer.Argument(metavar="ID", help="A system, site, capital, ...")],
    **only: "Unpack[Filters]",
) -> None:
    """Show all there is on one thing: a system with every party's figure and verdict, ..."""
    import infmap

    cards = infmap.show(cat, ident, **only)

    def view() -> "RenderableType":
        from rich.console import Group

        from infmap.tables.cards_view import card_view

        return Group(*(card_view(card, answer.units) for card in cards))

    answer.put(view, lambda: infmap.format_table(cards, "json"), len(cards), "card")
