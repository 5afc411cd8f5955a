"""The command line: arguments in, one public call, an exit status out.

Heavy imports stay inside the commands, so that ``infmap --help`` answers at once.
"""

import functools
import inspect
import os
import sys
import webbrowser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from infmap.errors import InfmapError
from infmap.tables import (
    Listing,
    TableFormat,
    as_json_text,
    format_coverage,
    format_exposure,
    listing,
)

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Group

    from infmap.catalogue import Catalogue


#: The word for the bundled cities, where a file of places is asked for.
CITIES = "cities"


class _Commands(TyperGroup):
    """The commands, with infmap's own errors as one line each and exit status 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except InfmapError as error:
            print(error, file=sys.stderr)
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # The reader has seen enough; keep Python from complaining again as it shuts down.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Range rings, capitals in reach and INF Treaty verdicts: on whose account, from which "
    "source.",
)


def _choose(
    site: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this site; repeatable.")
    ] = None,
    system: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this system; repeatable.")
    ] = None,
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="THEME",
            help="debate, eliminated, third-parties, after-inf or all. Default: debate, or all "
            "where a site or system is named.",
        ),
    ] = None,
    account: Annotated[
        str | None,
        typer.Option(metavar="ACCOUNT", help="Only figures of operator, opponent or independent."),
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="As it stood on YYYY-MM-DD."),
    ] = None,
    deployments: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own sites (CSV or GeoJSON).")
    ] = None,
    systems: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own systems (CSV).")
    ] = None,
    claims: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own range figures (CSV).")
    ] = None,
    capitals: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own places (CSV).")
    ] = None,
) -> "Catalogue":
    """Return the catalogue that the shared options ask for."""
    import infmap

    cat = infmap.load(deployments=deployments, systems=systems, claims=claims, capitals=capitals)
    if theme is None:
        theme = "all" if site or system else "debate"
    return cat.select(
        sites=site or (),
        systems=system or (),
        theme=theme,
        account=account,
        as_of=as_of and as_of.date(),
    )


def _on_catalogue(
    command: Callable[..., None], *, every_theme: bool = False, opens_on: bool = False
) -> Callable[..., None]:
    """Give a command the shared options; it is called with the catalogue they choose.

    With `every_theme`, a command that is not told a theme sees them all, not the debate alone.
    With `opens_on`, theme, account and day do not filter: the command is called with them.
    """
    own = [
        parameter
        for parameter in list(inspect.signature(command).parameters.values())[1:]
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    shared = inspect.signature(_choose).parameters

    @functools.wraps(command)
    def run(**options: Any) -> None:
        chosen = {name: options.pop(name) for name in shared}
        if every_theme:
            chosen["theme"] = chosen["theme"] or "all"
        if opens_on:
            named = chosen["site"] or chosen["system"]
            options["theme"] = chosen["theme"] or ("all" if named else "debate")
            options["account"] = chosen["account"] or "all"
            options["as_of"] = chosen["as_of"] and chosen["as_of"].date()
            chosen |= {"theme": "all", "account": None, "as_of": None}
        command(_choose(**chosen), **options)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in [*own, *shared.values()]
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


Format = Annotated[TableFormat, typer.Option("--format", help="How to write the table.")]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
TableFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")
]


@app.callback(invoke_without_command=True)
def main(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Take the options that stand before a command."""
    if show_version:
        from importlib.metadata import version

        from infmap.catalogue.loading import DATA_VERSION

        print(f"infmap {version('infmap')}, data {DATA_VERSION}")
        raise typer.Exit


@app.command("map")
@functools.partial(_on_catalogue, opens_on=True)
def map_command(
    cat: "Catalogue",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the page.")
    ] = Path("infmap.html"),
    focus: Annotated[
        str | None, typer.Option(metavar="ID", help="The site that the page opens on.")
    ] = None,
    capital: Annotated[
        str | None, typer.Option(metavar="ID", help="A capital to open on: what reaches it.")
    ] = None,
    mode: Annotated[
        str, typer.Option(metavar="MODE", help="focus, overview or true-distance.")
    ] = "focus",
    what_if: Annotated[
        str | None,
        typer.Option(
            metavar="LAT,LON,KM", help="Open on a hypothetical launcher; KM may be a system's id."
        ),
    ] = None,
    view: Annotated[
        tuple[float, float, float] | None,
        typer.Option(metavar="ZOOM LAT LON", help="Where the map stands."),
    ] = None,
    tiles: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="An online basemap; the page then needs the network."),
    ] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page when it is written.")
    ] = False,
    **opens_on: Any,
) -> None:
    """Write the interactive map: one HTML file that needs no network.

    --theme, --account and --as-of say what the page opens on; it can be turned to the others.
    """
    import infmap
    from infmap.files import write_whole

    pin = None if what_if is None else _launcher(what_if)
    m = infmap.make_map(
        cat,
        focus=focus,
        capital=capital,
        mode=mode,
        pin=pin,
        view=view,
        tiles=tiles,
        **opens_on,
    )
    page = m.get_root().render().encode()
    write_whole(output, page)
    print(f"{output}: {len(cat.sites)} sites, {len(page) / 1e6:.1f} MB; open it in a browser")
    if tiles:
        print(f"the basemap {tiles} is online: the page needs the network", file=sys.stderr)
    if open_page:
        webbrowser.open(output.resolve().as_uri())


def _launcher(text: str) -> tuple[float, float, float | str]:
    """Return the launcher that ``LAT,LON,KM`` means, as longitude, latitude and reach."""
    parts = [part.strip() for part in text.split(",")]
    try:
        lat, lon, reach = float(parts[0]), float(parts[1]), parts[2]
    except (ValueError, IndexError):
        raise typer.BadParameter(f"{text!r}; write LAT,LON,KM, such as 52.2,21,1000") from None
    try:
        return lon, lat, float(reach)
    except ValueError:
        return lon, lat, reach


@app.command()
@_on_catalogue
def coverage(
    cat: "Catalogue",
    band: Annotated[
        tuple[float, float] | None,
        typer.Option(metavar="MIN MAX", help="Only places at this distance in km."),
    ] = None,
    targets: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Places to test, not the capitals (CSV). Or count people in each ring and band, "
            "and the countries touched: cities, for those of 15,000 and more, or a grid of "
            "lon, lat, population (.parquet).",
        ),
    ] = None,
    form: Format = TableFormat.TABLE,
    as_json: AsJson = False,
    output: TableFile = None,
) -> None:
    """Say which capitals each site reaches, and on whose account."""
    import infmap
    from infmap.terminal import coverage_view, exposure_view

    form = TableFormat.JSON if as_json else form
    if targets is not None and _counts_people(targets):
        grid = None if str(targets) == CITIES else infmap.load_population(targets)
        counts = infmap.exposure(cat, band=band, population=grid)
        view = functools.partial(exposure_view, counts, cat, of_cities=grid is None)
        _write(counts, form, output, view, format_exposure)
        return
    places = None if targets is None else infmap.load_places(targets)
    table = infmap.coverage(cat, band=band, targets=places)
    _write(table, form, output, functools.partial(coverage_view, table, cat))


def _counts_people(targets: Path) -> bool:
    """Tell whether the places to test are people to count, by the word or the kind of file."""
    return str(targets) == CITIES or targets.suffix.lower() == ".parquet"


@app.command()
@_on_catalogue
def reach(
    cat: "Catalogue",
    target: Annotated[str, typer.Argument(help='A capital, or "lat,lon" in degrees.')],
    form: Format = TableFormat.TABLE,
    as_json: AsJson = False,
    output: TableFile = None,
) -> None:
    """Say what reaches a capital, and on whose account."""
    import infmap
    from infmap.terminal import reach_view

    table = infmap.reach(cat, target)
    view = functools.partial(reach_view, table, cat)
    _write(table, TableFormat.JSON if as_json else form, output, view)


@app.command("rings")
@_on_catalogue
def rings_command(
    cat: "Catalogue",
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="FILE", help="A .geojson, .gpkg, .kml or .parquet file."
        ),
    ],
) -> None:
    """Write the range rings for QGIS, Google Earth, ArcGIS."""
    import infmap
    from infmap.export import rings_bytes, side_layers
    from infmap.files import write_whole

    rings = infmap.range_rings(cat)
    layers = side_layers(cat) if output.suffix.lower() == ".gpkg" else None
    write_whole(output, rings_bytes(rings, output.suffix, layers))
    print(f"{output}: {len(rings)} rings of {len({*rings['site_id']})} sites")


@app.command("figure")
@_on_catalogue
def figure_command(
    cat: "Catalogue",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A .svg, .pdf or .png file.")
    ],
    focus: Annotated[str | None, typer.Option(metavar="ID", help="The site it centres on.")] = None,
    projection: Annotated[
        str, typer.Option(metavar="NAME", help="equidistant, equal-area, or any EPSG or PROJ text.")
    ] = "equidistant",
    size: Annotated[str, typer.Option(metavar="SIZE", help="column, page or slide.")] = "page",
    style: Annotated[str, typer.Option(metavar="STYLE", help="light or grey.")] = "light",
    dpi: Annotated[float, typer.Option(help="Dots an inch, for PNG.")] = 300,
) -> None:
    """Write a map for print: SVG, PDF or PNG, without a browser."""
    import infmap

    figure = infmap.plot_map(cat, focus=focus, projection=projection, size=size, style=style)
    infmap.save_figure(figure, output, dpi=dpi)
    print(f"{output}: written")


@app.command("report")
@_on_catalogue
def report_command(
    cat: "Catalogue",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A .html or .md file.")
    ],
    focus: Annotated[
        str | None, typer.Option(metavar="ID", help="The site that the brief is about.")
    ] = None,
) -> None:
    """Write a brief: figure, tables, verdicts, charges and citations, for print or Word.

    HTML is one file and prints on A4; Markdown has its picture in a folder beside it and passes
    through pandoc or Quarto.
    """
    import infmap

    brief = infmap.make_report(cat, focus=focus)
    infmap.save_report(brief, output)
    print(f"{output}: {brief.title}; {len(brief.sources)} sources")


@app.command("screen")
@_on_catalogue
def screen_command(
    cat: "Catalogue",
    places: Annotated[
        str, typer.Argument(metavar="PLACES", help="CSV or Parquet: a file, a folder or a glob.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Where the parts go.")
    ],
    weight: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="A column to sum within each ring.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Local processes (needs infmap[dask]).")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask cluster, tcp://host:port.")
    ] = None,
) -> None:
    """Measure a table of places, however long, against every site and ring.

    Each place gets its nearest site, the distance and by how many strike systems it is reached;
    each ring how many places lie within. A run that was stopped goes on where it stood.
    """
    import infmap
    from infmap.terminal import ScreeningBar

    with ScreeningBar() as bar:
        rings = infmap.screen(
            cat, places, output, weight=weight, workers=workers, scheduler=scheduler, progress=bar
        )
    print(f"{output}: {bar.measured} places, {len(rings)} rings; sums in {output / 'rings.csv'}")


@app.command("list")
@functools.partial(_on_catalogue, every_theme=True)
def list_command(
    cat: "Catalogue",
    what: Annotated[Listing, typer.Argument(help="Which table.")],
    as_json: AsJson = False,
) -> None:
    """List sites, systems, claims, allegations, events or sources."""
    from infmap.terminal import listing_view, show

    rows = listing(cat, what)
    if as_json:
        print(as_json_text(rows))
    else:
        show(listing_view(rows, what))


@app.command("show")
@functools.partial(_on_catalogue, every_theme=True)
def show_command(
    cat: "Catalogue",
    ident: Annotated[str, typer.Argument(metavar="ID", help="A system, site, capital, ...")],
    as_json: AsJson = False,
) -> None:
    """Show all there is on one thing: a system with every party's figure and verdict, ..."""
    import infmap
    from infmap.terminal import card_view, show

    cards = infmap.show(cat, ident)
    if as_json:
        print(as_json_text(cards))
    else:
        for card in cards:
            show(card_view(card))


@app.command()
def embed(
    page: Annotated[
        str, typer.Argument(metavar="MAP.html", help="A page's file or address; #state is kept.")
    ],
    inline: Annotated[
        bool, typer.Option("--inline", help="Put the whole page into the snippet.")
    ] = False,
) -> None:
    """Print the snippet that shows a map in a report or a blog."""
    from infmap.embed import embed_snippet

    sys.stdout.write(embed_snippet(page, inline=inline))


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Default: infmap's own tables.")
    ] = None,
) -> None:
    """Check tables in full: every fault at once, by file, row and field."""
    import infmap

    for name, rows in infmap.check(files or ()).items():
        print(f"{name}: {rows} rows, no fault")


def _write(
    table: "pd.DataFrame",
    form: TableFormat,
    output: Path | None,
    view: "Callable[[], Group]",
    written: Callable[["pd.DataFrame", TableFormat], str] = format_coverage,
) -> None:
    """Write a table to a file or standard output, in the format asked for."""
    from infmap.files import write_whole
    from infmap.terminal import plain_text, show

    if output is not None:
        write_whole(
            output, plain_text(view()) if form is TableFormat.TABLE else written(table, form)
        )
    elif form is TableFormat.TABLE:
        show(view())
    else:
        sys.stdout.write(written(table, form))
