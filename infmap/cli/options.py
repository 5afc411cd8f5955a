"""The options that commands share: sites, figures, day and the user's own files."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from infmap.cli.answers import Kind, format_of
from infmap.cli.usage import day_of, told_of
from infmap.io.files import refuse_inputs
from infmap.io.formats import FileFormat

if TYPE_CHECKING:
    from infmap.catalogue.asked import Filters, Named


#: The shared options that name files.
OWN = ("deployments", "systems", "claims", "capitals", "sources")


#: In which unit the edges of a band are.
BAND_UNITS = "A unit at one edge holds for both; without one it is km."
#: The band of a product, in place of the treaty's.
BandWords = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--band",
        metavar="LOW HIGH",
        help="Another band than 500 5500 to tell distances by: 300 3000, 300-3000, 300-3000mi. "
        f"{BAND_UNITS} Verdicts stay the treaty's.",
    ),
]


def band_of(words: tuple[str, str] | None) -> tuple[float, float] | None:
    """Return the edges of a band in kilometres, from one word or two."""
    if words is None:
        return None
    from infmap.catalogue.values.bands import read_band

    near, far = words
    try:
        return float(near), float(far)
    except ValueError:
        text = f"{near}-{far}" if far else near
    with told_of("--band", " ".join(filter(None, words))):
        return read_band(text, "--band")


@dataclass(frozen=True)
class Choice:
    """The values of the shared options: sites, figures, day and the user's own files."""

    site: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this site; repeatable.")
    ] = None
    system: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this system; repeatable.")
    ] = None
    operator: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help="Only what this state holds; repeatable."),
    ] = None
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help="Only ballistic, cruise, glide, or GLBM and the like; repeatable."
        ),
    ] = None
    country: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STATE",
            help="Only sites in this country; capitals and cities of it in list; repeatable.",
        ),
    ] = None
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="THEME",
            help="debate, eliminated, third-parties, after-inf or all. Default: debate, or all "
            "where a site, system, operator, kind or country is named, or the focus has no part in "
            "the debate; reach, list and show: all.",
        ),
    ] = None
    account: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ACCOUNT",
            help="Only figures of operator, opponent, independent or (your own) user; repeatable.",
        ),
    ] = None
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=day_of("--as-of"),
            metavar="DATE",
            help="As it stood on a day: 2019-02-10, 10 Feb 2019; 2019 is its last day.",
        ),
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


def on_catalogue(
    *,
    every_theme: bool = False,
    opens_on: bool = False,
    asks: bool = False,
    filters: bool = True,
    answers: Kind | None = None,
    writes: type[FileFormat] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the shared options; it is called with the catalogue that they select.

    Without `filters` it has those of the user's own files alone, and gets all that is there. With
    `every_theme`, a command without a theme sees all of them, not the debate alone. With
    `opens_on`, theme, account and day do not filter but are passed on; with `asks`, no option
    filters, and all are passed on. With `answers` it gets the options of that kind of answer too,
    and is called with the `Answer`. With `writes`, as with answers, an impossible output file is
    refused before any work. The user's own files are read and checked whatever is asked for.
    """
    shared = {
        name: option
        for name, option in inspect.signature(Choice).parameters.items()
        if filters or name in (*OWN, "only_own")
    }
    of_answer = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)
        for name, (option, default) in (answers.options if answers else {}).items()
    ]

    def give(command: Callable[..., None]) -> Callable[..., None]:
        own = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for parameter in inspect.signature(command).parameters.values()
            if parameter.name not in ("cat", "answer")
            and parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]

        @functools.wraps(command)
        def run(**options: Any) -> None:
            import infmap
            from infmap.catalogue.asked import ALL_THEMES
            from infmap.catalogue.opening import select_opening

            choice = Choice(**{name: options.pop(name) for name in shared})
            files = {name: getattr(choice, name) for name in OWN}
            output = options.get("output")
            for written in filter(None, (output, options.get("sources_out"))):
                refuse_inputs(
                    written,
                    _files_of([*files.values(), options.get("targets"), options.get("story")]),
                )
            if writes is not None and output is not None:
                format_of(writes, output)
            if answers is not None:
                asked = {parameter.name: options.pop(parameter.name) for parameter in of_answer}
                options["answer"] = answers.choose(**asked)
            cat = infmap.load(**files, only_own=choice.only_own)
            if not filters:
                command(cat, **options)
                return
            named: Named = {
                "site": choice.site,
                "system": choice.system,
                "operator": choice.operator,
                "kind": choice.kind,
                "country": choice.country,
            }
            only: Filters = {
                "theme": choice.theme,
                "account": choice.account,
                "as_of": choice.as_of,
            }
            if asks:
                command(cat, **{**options, **named, **only})
                return
            usual = ALL_THEMES if every_theme else cat.opening_theme(options.get("focus"), **named)
            cat = cat.select(**named)
            if opens_on:
                if usual == ALL_THEMES:
                    only["theme"] = choice.theme or usual
                command(cat, **options, **only)
            else:
                cut = select_opening(
                    cat,
                    usual,
                    theme=choice.theme,
                    focus=options.get("focus"),
                    account=choice.account,
                    as_of=choice.as_of,
                )
                command(cut, **options)

        parameters = [
            *own,
            *of_answer,
            *(option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in shared.values()),
        ]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return give


def _files_of(given: list[Path | None]) -> list[Path | None]:
    """Return the files of inputs, without the sheet or layer that a path may name."""
    from infmap.catalogue.reading.opening import split_part

    return [None if path is None else split_part(path)[0] for path in given]
