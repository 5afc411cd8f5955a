"""Strangers' spreadsheets: each gets the lines that it must, or is read as what it says.

The files and what must come of them are in ``tests/data/spreadsheets/``; ``expected.json`` there
has an entry a file: the argument that takes it, and the lines, or the fields of the rows read.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

import infmap
from infmap.catalogue.rows import Row
from infmap.cli import app
from infmap.errors import DataError
from reliability.outcome import Outcome

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "spreadsheets"
#: What stands for the path in the lines expected.
FILE = "FILE"
CHECK = "check"
PLACES = "places"


@dataclass(frozen=True)
class Sheet:
    """A file as somebody has it, and what must come of it.

    Attributes
    ----------
    file : str
        Its path in the folder.
    argument : str
        What takes it: an argument of `infmap.load`, ``places`` for `infmap.load_places`, or
        ``check`` for `infmap.check` alone.
    lines : tuple of str
        The lines that it must get; none if it must be read.
    read : tuple of dict
        Fields of the rows that it must be read as.
    check : bool
        Whether `infmap.check`, which is told no argument, must say the same.
    """

    file: str
    argument: str
    lines: tuple[str, ...] = ()
    read: tuple[dict[str, Any], ...] = ()
    check: bool = True

    @property
    def path(self) -> Path:
        """Where it lies."""
        return FOLDER / self.file


def sheets() -> list[Sheet]:
    """Return every file of the manifest."""
    entries = json.loads((FOLDER / "expected.json").read_text("utf-8"))
    return [
        Sheet(
            entry["file"],
            entry["argument"],
            tuple(entry.get("lines", ())),
            tuple(entry.get("read", ())),
            entry.get("check", True),
        )
        for entry in entries
    ]


def run(size: float) -> list[Outcome]:
    """Return what came of every file, in Python and on the command line, at a share of them."""
    step = math.ceil(1 / size)
    chosen = sheets()[::step]
    refused = [sheet for sheet in chosen if sheet.lines]
    return [
        Outcome(
            "strangers' spreadsheets, read or refused line by line",
            f"{len(refused)} to refuse, {len(chosen) - len(refused)} to read",
            len(chosen),
            tuple(line for sheet in chosen for line in lost(sheet)),
        ),
        Outcome(
            "the same on the command line: the lines, exit 1 and nothing on standard output",
            "`infmap check` and `infmap coverage`",
            len(refused),
            tuple(line for sheet in refused for line in lost_in_the_terminal(sheet)),
        ),
    ]


def lost(sheet: Sheet) -> list[str]:
    """Return what went wrong with one file, a line each."""
    wrong = []
    if sheet.argument != CHECK:
        wrong += _differences(sheet, f"as {sheet.argument}", _loaded)
    if sheet.check:
        wrong += _differences(sheet, "checked", _checked)
    return wrong


def lost_in_the_terminal(sheet: Sheet) -> list[str]:
    """Return what went wrong with one faulty file on the command line, a line each."""
    commands = [[CHECK, str(sheet.path)]] if sheet.check else []
    if sheet.argument != CHECK:
        option = "--targets" if sheet.argument == PLACES else f"--{sheet.argument}"
        commands.append(["coverage", option, str(sheet.path)])
    wrong = []
    for command in commands:
        result = CliRunner().invoke(app, command, prog_name="infmap")
        told = (result.exit_code, result.stdout, _told(sheet, result.stderr))
        if told != (1, "", sheet.lines):
            wrong.append(f"{sheet.file}: {command[0]}: {told!r:.300}")
    return wrong


def _differences(sheet: Sheet, how: str, read: Any) -> list[str]:
    try:
        rows: Sequence[Row] | None = read(sheet)
    except DataError as error:
        told = _told(sheet, str(error))
        return [] if told == sheet.lines else [f"{sheet.file}: {how}: {told!r:.500}"]
    except Exception as error:
        return [f"{sheet.file}: {how}: {type(error).__name__}: {error}"]
    if sheet.lines:
        return [f"{sheet.file}: {how}: read, and not refused"]
    if rows is None:
        return []
    found = [row.model_dump(mode="json") for row in rows]
    cut = tuple(
        {field: row[field] for field in expected}
        for row, expected in zip(found, sheet.read, strict=False)
    )
    if len(found) != len(sheet.read) or cut != sheet.read:
        return [f"{sheet.file}: {how}: read as {found!r:.500}"]
    return []


def _loaded(sheet: Sheet) -> Sequence[Row]:
    if sheet.argument == PLACES:
        return infmap.load_places(sheet.path)
    cat = infmap.load(**{sheet.argument: sheet.path})
    return {
        "deployments": cat.deployment_rows,
        "systems": cat.system_rows,
        "claims": cat.claim_rows,
        "capitals": cat.capital_rows,
    }[sheet.argument]


def _checked(sheet: Sheet) -> None:
    infmap.check([sheet.path])


def _told(sheet: Sheet, text: str) -> tuple[str, ...]:
    return tuple(text.replace(str(sheet.path), FILE).splitlines())
