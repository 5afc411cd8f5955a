"""The options that commands share: which sites, figures and day, and how a table is written."""

import functools
import inspect
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infmap.files import keep_inputs
from infmap.tables import TableFormat

if TYPE_CHECKING:
    from infmap.catalogue import Catalogue


#: The word for every theme and every account; the catalogue, which has it too, is loaded later.
ALL = "all"
#: The shared options that name files.
OWN = ("deployments", "systems", "claims", "capitals")


def choose(
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
        typer.Option(
            metavar="ACCOUNT",
            help="Only figures of operator, opponent, independent or (your own) user.",
        ),
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
    return cat.select(
        sites=site or (),
        systems=system or (),
        theme=theme or _theme_of(site, system),
        account=account,
        as_of=as_of and as_of.date(),
    )


def _theme_of(site: list[str] | None, system: list[str] | None) -> str:
    """Return the theme where none is asked for: who names a site or a system wants all of it."""
    return ALL if site or system else "debate"


def on_catalogue(
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
    shared = inspect.signature(choose).parameters

    @functools.wraps(command)
    def run(**options: Any) -> None:
        chosen = {name: options.pop(name) for name in shared}
        if options.get("output") is not None:
            keep_inputs(
                options["output"], [chosen[name] for name in OWN] + [options.get("targets")]
            )
        if every_theme:
            chosen["theme"] = chosen["theme"] or ALL
        if opens_on:
            options["theme"] = chosen["theme"] or _theme_of(chosen["site"], chosen["system"])
            options["account"] = chosen["account"] or ALL
            options["as_of"] = chosen["as_of"] and chosen["as_of"].date()
            chosen |= {"theme": ALL, "account": None, "as_of": None}
        command(choose(**chosen), **options)

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
