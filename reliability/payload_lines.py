"""Hostile text that readers and commands refuse: each refusal must be a harmless line."""

import contextlib
import csv
import inspect
import io
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, get_type_hints

import infmap
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.rows import Capital, Claim, Deployment, Row, System
from infmap.errors import InfmapError
from reliability.payload_outputs import command, terminal_seen
from reliability.payload_tables import Payload

#: Longest line of a message that a person can read.
LONGEST_LINE = 1200
HERE = {"lon": 20, "lat": 50}
#: A valid row of each table that a user may supply, by the argument of `infmap.load`.
SOUND: dict[str, tuple[type[Row], dict[str, object]]] = {
    "systems": (System, {"id": "mine", "name": "Mine", "range_km": 1200}),
    "claims": (
        Claim,
        {"system_id": "9m729", "account": "operator", "claimant": "Me", "up_to_km": 480},
    ),
    "deployments": (
        Deployment,
        {"id": "here", "site_id": "here", "site": "Here", "system_id": "9m729", **HERE},
    ),
    "capitals": (Capital, {"id": "there", "name": "There", "lon": 21, "lat": 52}),
}
#: Arguments that each command needs beside the option tried; a new command must be added here.
COMMANDS: dict[str, list[str]] = {
    "map": ["-o", "out.html"],
    "coverage": [],
    "reach": ["Warsaw"],
    "compare": ["operator", "opponent"],
    "rings": ["-o", "out.geojson"],
    "figure": ["-o", "out.svg", "--size", "column"],
    "report": ["-o", "out.html"],
    "story": ["story.md", "-o", "out.html"],
    "screen": ["places.csv", "-o", "out"],
    "list": ["sites"],
    "show": ["9m729"],
    "embed": ["page.html"],
    "check": [],
    "diff": ["old", "new"],
    "new": ["sites.csv"],
}
#: Options with which a picture is drawn for any value, which is slow.
SLOW = {("figure", "output"), ("report", "output"), ("screen", "output"), ("map", "output")}
#: Options that commands share and read in the same way; they are tried in two commands.
SHARED = {"site", "system", "theme", "account", "as_of", *SOUND}
SHARED_TRIED_IN = {"map", "coverage"}
#: Not tried: the address of a Dask cluster, which would be looked up on the network.
UNTRIED = {"scheduler"}
WRONG_USAGE = 2
#: Kinds of payload that have a meaning in a file name or on a terminal.
NAMING = {"ansi", "bidi", "control", "path", "format", "name", "invisible"}


def line_lost(text: str) -> list[str]:
    """Return what is wrong with an error message."""
    lost = [line for line in terminal_seen(text).lost]
    if "Traceback" in text:
        lost.append(text[text.index("Traceback") :][:250])
    longest = max((len(line) for line in text.splitlines()), default=0)
    if longest > LONGEST_LINE:
        lost.append(f"a line of {longest} characters")
    return lost


def readers_lost(folder: Path, chosen: Sequence[Payload]) -> tuple[int, int, list[str]]:
    """Read each payload in each column of each table; return trials, refusals and losses."""
    tried, refused, lost = 0, 0, []
    for argument, (model, sound) in SOUND.items():
        for column in {**model.model_fields, **sound}:
            rows = [{**sound, column: payload.text} for payload in chosen]
            if "id" in sound and column != "id":
                rows = [{**row, "id": f"row-{k}"} for k, row in enumerate(rows)]
            if "site_id" in sound and column != "site_id":
                rows = [{**row, "site_id": f"row-{k}"} for k, row in enumerate(rows)]
            for form, table in _forms(folder, argument, column, rows).items():
                said = _said(partial(_loaded, argument, table))
                tried += len(rows)
                refused += said.count("\n") + 1 if said else 0
                lost += [f"{argument}.{column} from {form}: {line}" for line in line_lost(said)]
    return tried, refused, lost


def _forms(
    folder: Path, argument: str, column: str, rows: list[dict[str, object]]
) -> dict[str, object]:
    """Return rows in the forms that `infmap.load` reads: CSV, frame, and for sites GeoJSON."""
    import pandas as pd

    path = folder / f"{argument}.csv"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    # A file in UTF-8 cannot contain a lone surrogate; JSON can, as an escape.
    path.write_bytes(text.getvalue().encode("utf-8", "replace"))
    forms: dict[str, object] = {"CSV": path, "DataFrame": pd.DataFrame(rows, dtype=object)}
    if argument == "deployments" and column not in HERE:
        points = [
            {
                "type": "Feature",
                "properties": {name: cell for name, cell in row.items() if name not in HERE},
                "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            }
            for row in rows
        ]
        geojson = folder / "deployments.geojson"
        geojson.write_text(json.dumps({"type": "FeatureCollection", "features": points}), "utf-8")
        forms["GeoJSON"] = geojson
    return forms


def names_lost(folder: Path, chosen: Sequence[Payload]) -> tuple[int, list[str]]:
    """Read tables whose column names or file names are payloads."""
    import pandas as pd

    lost = []
    for payload in chosen:
        for heading in (payload.text, f"name{payload.text[:2]}", f"{payload.text[:2]}range_km"):
            columns = pd.Index(["id", heading], dtype=object)
            frame = pd.DataFrame([["x", "x"]], columns=columns)
            said = _said(partial(infmap.load, systems=frame))
            path = folder / "headings.csv"
            path.write_bytes(frame.to_csv(index=False).encode("utf-8", "replace"))
            said += _said(partial(infmap.load, systems=path))
            lost += [f"{payload.name} as a heading: {line}" for line in line_lost(said)]
        missing = folder / payload.text[:100]
        said = "".join(
            _said(partial(read, missing))
            for read in (infmap.load_places, infmap.load_population, _check_file)
        )
        lost += [f"{payload.name} as a file: {line}" for line in line_lost(said)]
    return len(chosen) * 9, lost


def _check_file(path: Path) -> object:
    return infmap.check([path])


def _loaded(argument: str, table: object) -> object:
    given: dict[str, Any] = {argument: table}
    return infmap.load(**given)


def _said(call: Callable[[], object]) -> str:
    """Return the message of a call's error, marked as a traceback if not infmap's own."""
    try:
        call()
    except InfmapError as error:
        return str(error)
    except Exception as error:
        return f"Traceback: {type(error).__name__}: {ascii(str(error))[:200]}"
    return ""


def options_lost(folder: Path, cat: Catalogue, chosen: Sequence[Payload]) -> tuple[int, list[str]]:
    """Give each payload to each option and argument of each command; return the losses."""
    import typer.main

    from infmap.cli import app

    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == set(COMMANDS), "say in payload_lines what the new command needs"
    tried, lost = 0, []
    with working_in(folder):
        _small_files(cat)
        Path("page.html").write_text(infmap.make_map(cat).get_root().render(), "utf-8")
        for name, command_of in commands.items():
            for parameter in command_of.params:
                if getattr(parameter, "is_flag", False) or parameter.name in {"help", *UNTRIED}:
                    continue
                if parameter.name in SHARED and name not in SHARED_TRIED_IN:
                    continue
                slow = (name, parameter.name) in SLOW
                for payload in chosen:
                    if slow and payload.kind not in NAMING:
                        continue
                    said = _run(cat, name, parameter, payload.text)
                    tried += 1
                    lost += [
                        f"{name} {parameter.name} {payload.name}: {line}"
                        for line in line_lost(said)
                    ]
    return tried, lost


def _small_files(cat: Catalogue) -> None:
    """Write what commands read: places, a story, and two states of a table."""
    Path("story.md").write_text(f"# Told\n\n## Here {{site={cat.first_site.id}}}\n", "utf-8")
    Path("places.csv").write_text("lon,lat\n20,50\n", "utf-8")
    for folder, name in (("old", "Nine"), ("new", "Ten")):
        Path(folder).mkdir(exist_ok=True)
        Path(folder, "systems.csv").write_text(f"id,name\nmine,{name}\n", "utf-8")


def _run(cat: Catalogue, name: str, parameter: Any, text: str) -> str:
    """Run a command with a text for a parameter; return its output, or a traceback."""
    arguments = [*COMMANDS[name]]
    # The system passes no NUL to a process, and no text of a megabyte.
    value = text.replace("\0", "")[:20_000]
    if parameter.param_type_name == "argument":
        arguments = [part for part in arguments[1:]] if parameter.required else arguments
        arguments += ["--", *[value] * parameter.nargs]
    elif parameter.nargs > 1:
        arguments += [parameter.opts[-1], *[value] * parameter.nargs]
    else:
        arguments = [*_without(arguments, parameter.opts), f"{parameter.opts[-1]}={value}"]
    result = command(cat, name, *arguments)
    error = result.exception
    if error is not None and not isinstance(error, SystemExit):
        return f"Traceback: {ascii(error)[:200]}"
    if result.exit_code == WRONG_USAGE:
        # Messages of the command-line library repeat the argument, however long.
        return result.output.replace(value, "value")
    return result.output


def _without(arguments: list[str], options: list[str]) -> list[str]:
    """Return arguments without an option and its value."""
    at = next((k for k, part in enumerate(arguments) if part in options), None)
    return arguments if at is None else arguments[:at] + arguments[at + 2 :]


@contextlib.contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Work in a temporary folder so deep that no ``..`` of a payload leads out of it."""
    deep = folder / "a" / "b" / "c" / "d" / "e"
    deep.mkdir(parents=True, exist_ok=True)
    before = Path.cwd()
    os.chdir(deep)
    try:
        yield
    finally:
        os.chdir(before)


def _told_apart(parameters: Mapping[str, inspect.Parameter]) -> dict[str, object]:
    """Return the annotation of each keyword, those of the bundle of filters one by one."""
    return {
        name: annotation
        for parameter in parameters.values()
        for name, annotation in (
            get_type_hints(Filters).items()
            if parameter.kind is parameter.VAR_KEYWORD
            else [(parameter.name, parameter.annotation)]
        )
    }


def arguments_lost(
    folder: Path, cat: Catalogue, chosen: Sequence[Payload]
) -> tuple[int, list[str]]:
    """Give each payload to each argument of a public function that takes text."""
    figure = infmap.plot_map(cat, size="column")
    needs: dict[str, object] = {
        "cat": cat,
        "target": "Warsaw",
        "site": cat.first_site.id,
        "holder": "Russia",
        "left": "operator",
        "right": "opponent",
        "rows": [],
        "text": "9m729",
        "figure": figure,
        "places": "places.csv",
        "old": "old",
        "new": "new",
        "output": "out",
        "source": "story.md",
        "path": "out.svg",
        "page": "page.html",
        "table": infmap.list_table(cat, "sites"),
        "form": "csv",
        "what": "sites",
    }
    tried, lost = 0, []
    with working_in(folder):
        needs["brief"] = infmap.make_report(cat)
        _small_files(cat)
        for function in (getattr(infmap, name) for name in infmap.__all__):
            if not inspect.isfunction(function):
                continue
            parameters = inspect.signature(function).parameters
            needed = [
                name
                for name, parameter in parameters.items()
                if parameter.default is parameter.empty
                and parameter.kind is not parameter.VAR_KEYWORD
            ]
            for name, annotation in _told_apart(parameters).items():
                if "str" not in str(annotation) or name in UNTRIED:
                    continue
                given = {other: needs[other] for other in needed if other != name}
                for payload in chosen:
                    value: object = payload.text
                    if name == "pin":
                        value = (20.0, 50.0, payload.text)
                    if name == "paths":
                        value = [payload.text]
                    said = _said(lambda: function(**given, **{name: value}))  # noqa: B023
                    tried += 1
                    where = f"{function.__name__}({name}) {payload.name}"
                    lost += [f"{where}: {line}" for line in line_lost(said)]
    return tried, lost
