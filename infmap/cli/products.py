"""Commands that write what is published: maps, layers for other programs, briefs, snippets."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infmap.cli.answers import UnitsWord, format_of, write_told
from infmap.cli.options import BandWords, band_of, on_catalogue
from infmap.cli.usage import number_of, told_of
from infmap.errors import printable
from infmap.io.formats import FigureFormat, PageFormat, ReportFormat, RingsFormat, TableFormat
from infmap.looks.distances import Units
from infmap.looks.sentences import count_text

if TYPE_CHECKING:
    from infmap.catalogue import Catalogue
    from infmap.catalogue.values.launchers import Launcher
    from infmap.maps.opening import Opened

OpenPage = Annotated[bool, typer.Option("--open", help="Open the page when it is written.")]


@on_catalogue(opens_on=True, writes=PageFormat)
def map_command(
    cat: "Catalogue",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write the page: .html.")
    ] = Path("infmap.html"),
    focus: Annotated[
        str | None, typer.Option(metavar="ID", help="The site that the page opens on.")
    ] = None,
    capital: Annotated[
        str | None,
        typer.Option(metavar="PLACE", help="A place to open on: what reaches it."),
    ] = None,
    mode: Annotated[
        str | None,
        typer.Option(metavar="MODE", help="focus on one site, overview of all, or compare."),
    ] = None,
    projection: Annotated[
        str | None,
        typer.Option(metavar="PROJECTION", help="mercator, true-distance or globe."),
    ] = None,
    what_if: Annotated[
        str | None,
        typer.Option(
            metavar="LAT,LON,RANGE",
            help="Open on a hypothetical launcher; its range, in km or any unit, or a system's id.",
        ),
    ] = None,
    view: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="ZOOM LAT LON", help="Where the map stands."),
    ] = None,
    band: BandWords = None,
    units: UnitsWord = Units.KM,
    tiles: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="An online basemap; the page then needs the network."),
    ] = None,
    preview: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The page's address on the web: it says what a link to it shows, and a picture is "
            "written beside it.",
        ),
    ] = None,
    open_page: OpenPage = False,
    **opens_on: Any,
) -> None:
    """Write the interactive map: one HTML file that needs no network.

    --theme, --account and --as-of say what the page opens on; it can be turned to the others.
    """
    from infmap.io.files import write_together
    from infmap.maps import page_text
    from infmap.maps.opening import opened

    opens = opened(
        cat,
        focus=focus,
        capital=capital,
        mode=mode,
        projection=projection,
        pin=None if what_if is None else _launcher(what_if),
        view=None if view is None else _view(*view),
        band=band_of(band),
        units=units,
        tiles=tiles,
        preview=preview,
        **opens_on,
    )
    page = page_text(opens).encode()
    pictures: list[tuple[Path, bytes]] = []
    if opens.preview is not None:
        pictures.append((output.with_name(opens.preview.file), _picture(opens)))
    write_together([*pictures, (output, page)])
    _tell(output, count_text(len(cat.sites), "site"), len(page))
    for picture, _ in pictures:
        print(printable(f"{picture}: what a link to the page shows; put both into one folder"))
    if tiles:
        print(
            printable(f"the basemap {tiles} is online: the page needs the network"), file=sys.stderr
        )
    if open_page:
        _open(output)


def _tell(page: Path, what: str, size: int) -> None:
    """Print what a page holds, and what to do with it."""
    print(printable(f"{page}: {what}, {size / 1e6:.1f} MB; open it in a browser"))


def _open(page: Path) -> None:
    import webbrowser

    webbrowser.open(page.resolve().as_uri())


def _picture(opens: "Opened") -> bytes:
    """Return the picture of what a page opens on, for a link to it."""
    from infmap.analysis.finding import finding_of
    from infmap.figures import preview_bytes
    from infmap.maps.picture import extent_km

    _keep_matplotlib_quiet()
    found = finding_of(opens.answer, is_launcher=opens.is_launcher)
    return preview_bytes(opens.answer, found, extent_km(opens.answer))


def _view(*words: str) -> tuple[float, float, float]:
    zoom, lat, lon = map(number_of("--view"), words)
    return zoom, lat, lon


def _launcher(text: str) -> "Launcher":
    """Return the launcher that an option describes."""
    from infmap.catalogue.values.launchers import read_launcher

    with told_of("--what-if", text):
        return read_launcher(text, "--what-if")


@on_catalogue(writes=RingsFormat)
def rings_command(
    cat: "Catalogue",
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help=f"A {RingsFormat.suffixes()} file."),
    ],
    band: BandWords = None,
) -> None:
    """Write the range rings for QGIS, Google Earth, ArcGIS."""
    from infmap.export import write_rings

    edges = band_of(band)
    rings = write_rings(cat, output, band=edges)
    sites = len({ring["site_id"] for ring in rings})
    areas = "" if edges is None else f" and {count_text(sites, 'area')} of the band"
    n_rings = len(rings) - (0 if edges is None else sites)
    print(
        printable(f"{output}: {count_text(n_rings, 'ring')} of {count_text(sites, 'site')}{areas}")
    )


@on_catalogue(writes=FigureFormat)
def figure_command(
    cat: "Catalogue",
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help=f"A {FigureFormat.suffixes()} file."),
    ],
    focus: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The site it is of; several --site make a map of each."),
    ] = None,
    versus: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="A B",
            help="Two accounts beside each other, such as operator opponent.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="TEXT", help="A title in place of the finding.")
    ] = None,
    projection: Annotated[
        str, typer.Option(metavar="NAME", help="equidistant, equal-area, or any EPSG or PROJ text.")
    ] = "equidistant",
    size: Annotated[str, typer.Option(metavar="SIZE", help="column, page or slide.")] = "page",
    height: Annotated[
        float | None,
        typer.Option(
            parser=number_of("--height"),
            metavar="MM",
            help="The sheet's height; the map takes what the rest leaves.",
        ),
    ] = None,
    style: Annotated[str, typer.Option(metavar="STYLE", help="light or grey.")] = "light",
    close_up: Annotated[
        bool, typer.Option("--close-up", help="Add a map of the nearest thousand kilometres.")
    ] = False,
    no_key: Annotated[bool, typer.Option("--no-key", help="Leave the key away.")] = False,
    sources_out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the sources in full to a table, such as sources.csv, .md or .xlsx.",
        ),
    ] = None,
    band: BandWords = None,
    units: UnitsWord = Units.KM,
    dpi: Annotated[
        float | None,
        typer.Option(
            parser=number_of("--dpi"), metavar="N", help="Dots an inch, for PNG; 300 without it."
        ),
    ] = None,
) -> None:
    """Write a figure for print: SVG, PDF or PNG, without a browser.

    Its title is the finding, its foot names the sources in short.
    """
    import infmap
    from infmap.figures import figure_bytes, figure_sources
    from infmap.figures.written import dots_per_inch
    from infmap.io.files import write_together

    _keep_matplotlib_quiet()
    form = None if sources_out is None else format_of(TableFormat, sources_out)
    suffix = format_of(FigureFormat, output)
    dots = dots_per_inch(suffix, dpi)
    figure = infmap.plot_map(
        cat,
        focus=focus,
        versus=versus,
        title=title,
        projection=projection,
        size=size,
        height_mm=height,
        style=style,
        close_up=close_up,
        key=not no_key,
        band=band_of(band),
        units=units,
    )
    files: list[tuple[Path, str | bytes]] = [(output, figure_bytes(figure, suffix, dpi=dots))]
    if sources_out is not None and form is not None:
        cited = figure_sources(cat, focus=focus)
        files.append((sources_out, infmap.format_table(cited, form, name="sources")))
    write_together(files)
    print(printable(f"{output}: written"))
    if sources_out is not None:
        print(printable(f"{sources_out}: {count_text(len(cited), 'source')}"))


@on_catalogue(writes=ReportFormat)
def report_command(
    cat: "Catalogue",
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help=f"A {ReportFormat.suffixes()} file."),
    ],
    focus: Annotated[
        str | None, typer.Option(metavar="ID", help="The one site that the brief is about.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE", help="As in reach: who would have to be right for it to be in range."
        ),
    ] = None,
    band: BandWords = None,
    units: UnitsWord = Units.KM,
) -> None:
    """Write a brief: figure, names, tables, verdicts and sources, for print or Word.

    Of several sites (--site, repeated) it has a chapter each and a summary first. HTML is one file
    and prints on A4; Markdown has its pictures in a folder beside it; .docx needs pandoc.
    """
    import infmap

    _keep_matplotlib_quiet()

    brief = infmap.make_report(cat, focus=focus, target=target, band=band_of(band), units=units)
    infmap.save_report(brief, output)
    print(printable(f"{output}: {brief.title}; {len(brief.sources)} sources"))


@on_catalogue(filters=False, writes=PageFormat)
def story_command(
    cat: "Catalogue",
    story: Annotated[
        Path, typer.Argument(metavar="FILE.md", help="The story, in Markdown; pictures beside it.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE.html", help="Where to write the page.")
    ],
    units: UnitsWord = Units.KM,
    open_page: OpenPage = False,
) -> None:
    """Write a story: one HTML file whose map follows its text, and which prints as an article.

    A heading of the second level may end in what the map shows there, as in ## The charge
    {site=shuya account=opponent date=2019-02-10}. [@id] cites a source of infmap list sources.
    """
    from infmap.io.files import write_whole
    from infmap.story.document import story_text
    from infmap.story.reading import read_story

    _keep_matplotlib_quiet()
    told = read_story(story, cat, units)
    page = story_text(told).encode()
    write_whole(output, page)
    _tell(output, count_text(len(told.steps), "step"), len(page))
    if open_page:
        _open(output)


def _keep_matplotlib_quiet() -> None:
    """Silence its message about the font cache, which it prints without a writable home."""
    import logging

    logging.getLogger("matplotlib").setLevel(logging.ERROR)


def embed_command(
    page: Annotated[
        str, typer.Argument(metavar="MAP.html", help="A page's file or address; #state is kept.")
    ],
    compact: Annotated[
        bool, typer.Option("--compact", help="Finding, counts and map alone, for an article.")
    ] = False,
    inline: Annotated[
        bool, typer.Option("--inline", help="Put the whole page into the snippet.")
    ] = False,
    script: Annotated[
        bool,
        typer.Option("--script", help="Add the script that gives the frame the map's own height."),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write to a .html file."),
    ] = None,
) -> None:
    """Print the snippet that shows a map in a report or a blog."""
    import infmap
    from infmap.io.files import refuse_inputs

    if output is not None:
        refuse_inputs(output, [page.partition("#")[0]])
        format_of(PageFormat, output)
    snippet = infmap.embed_snippet(page, compact=compact, inline=inline, script=script)
    if output is None:
        sys.stdout.write(snippet)
    else:
        write_told(output, snippet, f"snippet that shows {page}")
