"""The options that commands share: which sites, figures and day, and how a table is written."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infmap.files import refuse_inputs
from infmap.formats import TableFormat

if TYPE_CHECKING:
    from infmap.catalogue import Catalogue


#: The word for every theme; the catalogue, which has it too, is loaded later.
ALL = "all"
#: The shared options that name files.
OWN = ("deployments", "systems", "claims", "capitals", "sources")


@dataclass(frozen=True)
class Choice:
    """What the shared options say: which sites, figures and day, with whose own files."""

    site: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this site; repeatable.")
    ] = None
    system: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this system; repeatable.")
    ] = None
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="THEME",
            help="debate, eliminated, third-parties, after-inf or all. Default: debate, or all "
            "where a site or system is named, or the focus has no part in the debate; list and "
            "show: all.",
        ),
    ] = None
    account: Annotated[
        str | None,
        typer.Option(
            metavar="ACCOUNT",
            help="Only figures of operator, opponent, independent or (your own) user.",
        ),
    ] = None
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="As it stood on YYYY-MM-DD."),
    ] = None
    deployments: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your own sites, in place of infmap's: any table."),
    ] = None
    systems: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own systems, beside infmap's.")
    ] = None
    claims: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own range figures, beside infmap's.")
    ] = None
    capitals: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own places, in place of the capitals.")
    ] = None
    sources: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own publications, beside infmap's.")
    ] = None
    only_own: Annotated[bool, typer.Option("--only-own", help="Leave infmap's figures out.")] = (
        False
    )

    def theme_in(self, cat: "Catalogue", focus: str | None) -> str:
        """Return the theme asked for; who names a site or a system wants all of it."""
        if self.theme:
            return self.theme
        if self.site or self.system:
            return ALL
        return cat.opening_theme(focus)


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
    shared = inspect.signature(Choice).parameters

    @functools.wraps(command)
    def run(**options: Any) -> None:
        import infmap

        choice = Choice(**{name: options.pop(name) for name in shared})
        files = {name: getattr(choice, name) for name in OWN}
        if options.get("output") is not None:
            refuse_inputs(options["output"], _files_of([*files.values(), options.get("targets")]))
        cat = infmap.load(**files, only_own=choice.only_own)
        theme = choice.theme if every_theme else choice.theme_in(cat, options.get("focus"))
        day = choice.as_of and choice.as_of.date()
        cat = cat.select(site=choice.site, system=choice.system)
        if opens_on:
            command(cat, **options, theme=theme, account=choice.account, as_of=day)
        else:
            command(cat.select(theme=theme, account=choice.account, as_of=day), **options)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in [*own, *shared.values()]
    ]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _files_of(given: list[Path | None]) -> list[Path | None]:
    """Return the files of inputs, of which some name a sheet or layer behind their path."""
    from infmap.catalogue.reading.opening import split_part

    return [None if path is None else split_part(path)[0] for path in given]


Format = Annotated[TableFormat, typer.Option("--format", help="How to write the table.")]
AsJson = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
TableFile = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file.")
]
