"""Write the reference pages: the commands by Typer's generator, the Python names by griffe.

Run with ``python scripts/build_reference.py``; needs ``griffelib``. A test fails while a page is
out of date.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe
import typer
from typer.cli import get_docs_for_click

import infmap
from infmap.cli import app

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made from the code by scripts/build_reference.py; do not edit by hand. -->\n\n"
COMMANDS = """`infmap --help` and `infmap COMMAND --help` say the same in the terminal. How files of
your own must look: [your own data](../how-to/own-data.md).

Exit status 0: done. 1: what was asked cannot be done: bad data, a name that is not known (a site,
a place, a theme, an account, a mode), a value out of bounds, a suffix that the command does not
write, a file that could not be written. 2: the words are no such command: an unknown command or
option, one missing or given twice, options that exclude each other or say nothing of what is asked
for, a word that is no number, day, unit, format or list. With 1 and 2 there is a line for each
fault on standard error, and nothing half-written. Tables go to standard output, so pipes work;
`NO_COLOR` is obeyed."""
#: Sections of a docstring that list names or types, each with what it is.
LISTED = {"Parameters", "Returns", "Raises", "Warns", "Attributes"}


def cli_page() -> Iterator[str]:
    """Yield the paragraphs on the commands."""
    group = typer.main.get_group(app)
    context = typer.Context(group)
    told = {name: str(command.help).partition("\n")[0] for name, command in group.commands.items()}
    lines = [f"- [`infmap {name}`](#infmap-{name}): {line}" for name, line in told.items()]
    yield from ("# Commands", str(group.help), "\n".join(lines), COMMANDS)
    for command in group.commands.values():
        yield get_docs_for_click(obj=command, ctx=context, indent=1, call_prefix="infmap").strip()


def python_page(package: griffe.Module) -> Iterator[str]:
    """Yield the paragraphs on the public Python names."""
    found = {name: target(package[name]) for name in infmap.__all__}
    lines = [f"- [`{name}`](#{name.lower()}): {summary(one)}" for name, one in found.items()]
    assert package.docstring is not None
    yield from ("# Python", markdown(package.docstring.value), "\n".join(lines))
    for name, one in found.items():
        yield from section(f"## {name}", f"infmap.{name}", one)
    lines = [f"- `{one.name}`: {summary(one)}" for one in package["errors"].classes.values()]
    yield from ("## infmap.errors", "\n".join(lines))


def geometry_page(package: griffe.Module) -> Iterator[str]:
    """Yield the paragraphs on the rooms that know no missile."""
    yield "# Geometry"
    for room in (package["geodesy"], package["proximity"]):
        yield from (f"## {room.path}", markdown(room.docstring.value))
        for name in map(str, room.exports):
            if room[name].has_docstring:
                yield from section(f"### {name}", f"{room.path}.{name}", target(room[name]))


def section(heading: str, path: str, one: Any) -> Iterator[str]:
    """Yield the paragraphs on a function, or on a class with its attributes and methods."""
    yield heading
    if one.is_function:
        line = one.signature(name=path).replace("'", '"')
        if len(line) > 88:  # a line for each parameter
            line = re.sub(r"(\(|, )(?=\*|\w+: )", lambda mark: f"{mark[0].strip()}\n    ", line)
            line = line.replace(") ->", ",\n) ->")
        yield f"```py\n{line}\n```"
    yield markdown(one.docstring.value)
    if one.is_class:
        members = [m for m in one.all_members.values() if m.has_docstring and m.is_public]
        fields = [m for m in members if m.is_attribute]
        if fields:
            lines = [f"- `{one.name} : {one.annotation}`: {summary(one)}" for one in fields]
            yield from ("**Attributes**", "\n".join(lines))
        for member in members:
            if member.is_function:
                name = f"{one.name}.{member.name}"
                yield from section(f"### {name}", name, target(member))


def target(one: Any) -> Any:
    """Return what a name stands for."""
    return one.final_target if one.is_alias else one


def summary(one: Any) -> str:
    """Return the first line of a docstring."""
    return markdown(one.docstring.value.partition("\n")[0])


def markdown(docstring: str) -> str:
    """Return a numpy docstring as Markdown."""
    text, *sections = re.split(r"^([A-Z][\w ]+)\n-{3,}\n", docstring, flags=re.MULTILINE)
    parts = [prose(text)]
    for head, body in zip(sections[::2], sections[1::2], strict=True):
        if head in LISTED:
            entries = re.findall(r"^(\S.*)((?:\n+ .*)*)", body, flags=re.MULTILINE)
            lines = [f"- `{name}`: {prose(' '.join(told.split()))}" for name, told in entries]
            blocks = ["\n".join(line.removesuffix(": ") for line in lines)]
        else:
            blocks = [
                f"```pycon\n{block}\n```" if block.startswith(">>> ") else prose(block)
                for block in body.strip().split("\n\n")
            ]
        parts += [f"**{head}**", *blocks]
    return "\n\n".join(parts)


def prose(text: str) -> str:
    """Return reStructuredText as Markdown, with links to the names that have a section."""
    text = re.sub(r":\w+:(?=`)", "", text.strip())
    # In single backticks stands a name that is meant; in double ones, any literal text.
    names = rf"(?<!`)`(?:infmap\.)?((?:{'|'.join(infmap.__all__)})\b[\w.]*)`(?!`)"
    return re.sub(names, link, text).replace("``", "`")


def link(name: re.Match[str]) -> str:
    """Return a name as a link to its section."""
    return f"[`{name[1]}`](python.md#{name[1].lower().replace('.', '')})"


def texts() -> dict[str, str]:
    """Return the text of each page made here, by its name in ``docs/reference/``."""
    package = griffe.load("infmap", search_paths=[str(ROOT)])
    assert isinstance(package, griffe.Module)
    pages = {"cli": cli_page(), "python": python_page(package), "geometry": geometry_page(package)}
    return {f"{name}.md": MADE + "\n\n".join(parts) + "\n" for name, parts in pages.items()}


if __name__ == "__main__":
    for name, text in texts().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
