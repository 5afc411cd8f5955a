"""Write the reference pages from the code: the commands and the public Python names.

Run with ``python scripts/build_reference.py``; needs ``griffelib``. A test fails while either
page is out of date.
"""

import inspect
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple, get_args

import griffe
from typer.models import ArgumentInfo, OptionInfo, ParamMeta
from typer.utils import get_params_from_function

import infmap
import infmap.geodesy
import infmap.proximity
from infmap.cli import app

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made from the code by scripts/build_reference.py; do not edit by hand. -->"
#: The filters stand in docstrings by their names, in signatures as one bundle.
READ: dict[str, Any] = {
    "search_paths": [str(ROOT)],
    "docstring_parser": "numpy",
    "docstring_options": {"warn_unknown_params": False, "warn_missing_types": False},
}
#: A signature that is longer than this gets a line for each parameter.
LINE_WIDTH = 88


# --- Commands -------------------------------------------------------------------------------


class Parameter(NamedTuple):
    """One option or argument of a command, in words."""

    names: str
    default: str
    meaning: str
    is_option: bool
    required: bool


def cli_page() -> str:
    """Return the reference of the commands."""
    commands = {
        info.name or info.callback.__name__: info.callback
        for info in app.registered_commands
        if info.callback
    }
    found = {name: parameters(callback) for name, callback in commands.items()}
    uses = Counter(one for several in found.values() for one in several)
    shared = [one for one, count in uses.items() if count > len(found) / 2]
    callback = app.registered_callback
    assert callback is not None
    assert callback.callback is not None
    lines = [
        MADE,
        "# Commands",
        str(app.info.help),
        "| command | does |\n| --- | --- |\n"
        + "\n".join(
            f"| [`infmap {name}`](#infmap-{name}) | {first_line(callback)} |"
            for name, callback in commands.items()
        ),
        "`infmap --help` and `infmap COMMAND --help` say the same in the terminal.",
        option_table(parameters(callback.callback)),
        "## Exit status",
        "0: done. 1: bad data, or a file that could not be written; a line for each fault on "
        "standard error, and nothing half-written. 2: wrong usage. Tables go to standard output, "
        "so pipes work; `NO_COLOR` is obeyed.",
        "## Which sites, figures and day",
        "Every command but "
        + listed([name for name in found if not {*found[name]} & {*shared}])
        + " takes these options. How files of your own must look: "
        "[your own data](../how-to/own-data.md).",
        option_table(shared),
    ]
    for name, several in found.items():
        lines += command_section(name, commands[name], several, shared)
    return "\n\n".join(lines) + "\n"


def command_section(
    name: str,
    callback: Callable[..., Any],
    several: Sequence[Parameter],
    shared: Sequence[Parameter],
) -> list[str]:
    """Return the paragraphs on one command."""
    own = [one for one in several if one.is_option and one not in shared]
    arguments = [one for one in several if not one.is_option]
    words = [one.names.replace(", --output", "") for one in own if one.required]
    words += ["[OPTIONS]"] if len(several) > len(arguments) else []
    words += [one.names for one in arguments]
    usage = " ".join(["infmap", name, *words])
    lines = [
        f"## infmap {name}",
        inspect.cleandoc(callback.__doc__ or ""),
        f"```text\n{usage}\n```",
    ]
    if arguments:
        lines.append(
            "| argument | meaning |\n| --- | --- |\n"
            + "\n".join(f"| `{cell(one.names)}` | {cell(one.meaning)} |" for one in arguments)
        )
    if own:
        lines.append(option_table(own))
    if {*several} & {*shared}:
        lines.append(
            "And the options that say [which sites, figures and day](#which-sites-figures-and-day)."
        )
    return lines


def parameters(callback: Callable[..., Any]) -> list[Parameter]:
    """Return the options and arguments of a command, as its signature declares them."""
    return [one_parameter(meta) for meta in get_params_from_function(callback).values()]


def one_parameter(meta: ParamMeta) -> Parameter:
    """Return one option or argument in words."""
    info = meta.default
    assert isinstance(info, OptionInfo | ArgumentInfo)
    required = info.default is ...
    kind = next((one for one in get_args(meta.annotation) if one is not NoneType), meta.annotation)
    is_choice = isinstance(kind, type) and issubclass(kind, StrEnum)
    choices = "|".join(kind) if is_choice else ""
    if isinstance(info, ArgumentInfo):
        names = info.metavar or choices or meta.name.upper()
        return Parameter(names, "", str(info.help), False, required)
    names = ", ".join(info.param_decls or [f"--{meta.name.replace('_', '-')}"])
    value = "" if kind is bool else info.metavar or choices or kind.__name__.upper()
    default = "" if info.default in (None, False) else f"`{info.default}`"
    return Parameter(
        f"{names} {value}".strip(),
        "required" if required else default,
        str(info.help),
        True,
        required,
    )


def option_table(options: Sequence[Parameter]) -> str:
    """Return a table of options."""
    return "| option | default | meaning |\n| --- | --- | --- |\n" + "\n".join(
        f"| `{cell(one.names)}` | {one.default} | {cell(one.meaning)} |" for one in options
    )


def cell(text: str) -> str:
    """Return text for a cell of a table."""
    return text.replace("|", "\\|")


def first_line(callback: Callable[..., Any]) -> str:
    """Return what a command does, in a line."""
    return cell(inspect.cleandoc(callback.__doc__ or "").partition("\n")[0])


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them."""
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} and {last}" if first else last


# --- Python ---------------------------------------------------------------------------------


def python_page() -> str:
    """Return the reference of the public Python names."""
    package = griffe.load("infmap", **READ)
    assert isinstance(package, griffe.Module)
    found: dict[str, Any] = {name: target(package[name]) for name in infmap.__all__}
    lines = [
        MADE,
        "# Python",
        "`import infmap` gives these names and no others; they load what they need when first "
        "used. Tables are pandas DataFrames, or geopandas GeoDataFrames (EPSG:4326) where a row "
        "has a place. Distances are kilometres on WGS 84.",
        "| name | is |\n| --- | --- |\n"
        + "\n".join(
            f"| [`{name}`](#{name.lower()}) | {cell(summary(one))} |" for name, one in found.items()
        ),
    ]
    for name, one in found.items():
        if one.is_function:
            lines += function_section(f"## {name}", f"infmap.{name}", one, getattr(infmap, name))
        else:
            lines += class_section(name, one)
    return "\n\n".join(lines) + "\n"


def geometry_page() -> str:
    """Return the reference of the rooms that know no missile: numbers in, numbers out."""
    lines = [
        MADE,
        "# Geometry",
        "Two rooms know no missile and can be used alone: numbers in, numbers and shapely "
        "geometries out. Scalars give a result, arrays give arrays of results.",
    ]
    for room in (infmap.geodesy, infmap.proximity):
        package = griffe.load(room.__name__, **READ)
        lines += [f"## {room.__name__}", prose(inspect.cleandoc(room.__doc__ or ""))]
        for name in room.__all__:
            running, one = getattr(room, name), target(package[name])
            if inspect.isfunction(running):
                lines += function_section(f"### {name}", f"{room.__name__}.{name}", one, running)
    return "\n\n".join(lines) + "\n"


def target(one: Any) -> Any:
    """Return what a name stands for."""
    return one.final_target if one.is_alias else one


def summary(one: Any) -> str:
    """Return the first line of a docstring."""
    return prose(one.docstring.value.partition("\n")[0])


def function_section(heading: str, path: str, function: Any, running: Any) -> list[str]:
    """Return the paragraphs on a function."""
    return [heading, signature(path, function, running), *docstring_parts(function.docstring)]


def class_section(name: str, one: Any) -> list[str]:
    """Return the paragraphs on a class: what it is, its tables, its methods."""
    lines = [f"## {name}", *docstring_parts(one.docstring)]
    members = [
        member
        for member in one.all_members.values()
        if member.has_docstring and not member.name.startswith("_")
    ]
    attributes = [member for member in members if member.is_attribute]
    if attributes:
        lines.append(
            "| attribute | type | holds |\n| --- | --- | --- |\n"
            + "\n".join(
                f"| `{row.name}` | `{cell(annotation(row.annotation))}` | {cell(summary(row))} |"
                for row in attributes
            )
        )
    for member in members:
        if member.is_function:
            path = f"{name}.{member.name}"
            running = getattr(getattr(infmap, name), member.name)
            lines += function_section(f"### {path}", path, member, running)
    kinds = [kind for kind in vars(infmap.errors).values() if is_kind_of(kind, name)]
    if kinds:
        lines.append("In `infmap.errors`, each a kind of it:")
        lines.append(
            "\n".join(
                f"- `{kind.__name__}`: {prose(inspect.cleandoc(kind.__doc__ or ''))}"
                for kind in kinds
            )
        )
    return lines


def is_kind_of(kind: Any, name: str) -> bool:
    """Return whether something is an error of infmap's below the one of this name."""
    above = getattr(infmap, name)
    return (
        isinstance(kind, type)
        and issubclass(above, Exception)
        and issubclass(kind, above)
        and kind is not above
    )


def signature(path: str, function: Any, running: Any) -> str:
    """Return a call with its types and defaults, as code."""
    words = list(parameter_words(function.parameters, inspect.signature(running).parameters))
    line = f"{path}({', '.join(words)}) -> {annotation(function.returns)}"
    if len(line) > LINE_WIDTH:
        listed = "".join(f"    {word},\n" for word in words)
        line = f"{path}(\n{listed}) -> {annotation(function.returns)}"
    return f"```py\n{line}\n```"


def parameter_words(written: Any, running: Mapping[str, inspect.Parameter]) -> Iterator[str]:
    """Yield each parameter with its type and default, and the mark before those by name only."""
    marked = False
    for one in written:
        if one.name == "self":
            continue
        if one.kind is griffe.ParameterKind.keyword_only and not marked:
            marked = True
            yield "*"
        default = running[one.name].default
        if isinstance(default, StrEnum):
            default = str(default)
        end = "" if default is inspect.Parameter.empty else f" = {default!r}".replace("'", '"')
        stars = "**" if one.kind is griffe.ParameterKind.var_keyword else ""
        yield f"{stars}{one.name}: {annotation(one.annotation)}{end}"


def annotation(expression: Any) -> str:
    """Return a type as text, each name as its own module has it."""
    parts = expression.iterate(flat=True) if isinstance(expression, griffe.Expr) else [expression]
    return "".join(
        part.canonical_path.rpartition(".")[2] if isinstance(part, griffe.Expr) else str(part)
        for part in parts
    )


def docstring_parts(docstring: Any) -> Iterator[str]:
    """Yield the sections of a docstring as paragraphs of Markdown."""
    for section in docstring.parsed:
        kind = section.kind.value
        if kind == "text":
            yield prose(section.value)
        elif kind == "parameters":
            yield "**Parameters**"
            yield parameter_list(section.value, written_types(docstring.value))
        elif kind in ("returns", "raises", "warns"):
            yield f"**{kind.title()}**"
            yield "\n".join(
                entry("", annotation(one.annotation), one.description) for one in section.value
            )
        elif kind == "examples":
            yield "**Example**"
            for part, text in section.value:
                is_code = part is griffe.DocstringSectionKind.examples
                yield f"```pycon\n{text}\n```" if is_code else prose(text)
        else:  # notes and the like
            yield f"**{section.title}**"
            yield prose(section.value.contents)


def parameter_list(several: Any, types: Mapping[str, str]) -> str:
    """Return a list of parameters; those told in the same words share a line."""
    alike = groupby(several, lambda one: (types.get(one.name, ""), one.description))
    return "\n".join(
        entry(", ".join(f"`{one.name}`" for one in group), kind, text)
        for (kind, text), group in alike
    )


def written_types(docstring: str) -> dict[str, str]:
    """Return each parameter's type as the docstring words it, which may say more than the code."""
    return {
        name: re.sub(r", (optional|default.*)$", "", kind)
        for names, kind in re.findall(r"^(\w+(?:, \w+)*) : (.+)$", docstring, re.MULTILINE)
        for name in names.split(", ")
    }


def entry(names: str, kind: str, text: str) -> str:
    """Return parameters, a result or an error as a line of a list."""
    kind = linked(kind) if kind in infmap.__all__ else kind and f"`{kind}`"
    head = f"{names} ({kind})" if names and kind else names or kind
    return f"- {head}: {prose(' '.join(text.split()))}" if text else f"- {head}"


def prose(text: str) -> str:
    """Return reStructuredText as Markdown, with links to the names that have a section here."""
    text = re.sub(r":\w+:`([^`]*)`", r"`\1`", text)
    # In single backticks stands a name that is meant; in double ones, any literal text.
    text = re.sub(r"(?<!`)`(?:infmap\.)?([\w.]+)`(?!`)", lambda found: linked(found[1]), text)
    return text.replace("``", "`")


def linked(name: str) -> str:
    """Return a name as code, linked where it has a section on this page."""
    has_section = name.partition(".")[0] in infmap.__all__
    return f"[`{name}`](#{name.lower().replace('.', '')})" if has_section else f"`{name}`"


def texts() -> dict[str, str]:
    """Return the text of each page made here, by its name in ``docs/reference/``."""
    return {
        "cli.md": cli_page(),
        "python.md": python_page(),
        "geometry.md": geometry_page(),
    }


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for name, text in texts().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
