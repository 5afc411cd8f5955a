"""Spreadsheets as strangers make them: each is refused with the expected lines, or read correctly.

The files and their expected results are in ``tests/data/spreadsheets/``. ``expected.json`` there
has an entry for each file, sheet or layer: the argument that takes it, and either the lines of its
refusal, or the fields of the rows read and the lines that say how they were read.
"""

import json
import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from typer.testing import CliRunner

import infmap
from infmap.catalogue.rows import OwnSystem
from infmap.cli import app
from infmap.errors import DataError, ReadingNote
from reliability.outcome import Outcome

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "spreadsheets"
#: Placeholder for the path in the expected lines.
FILE = "FILE"
CHECK = "check"
PLACES = "places"
PEOPLE = "people"
#: Command-line options for tables, if not named after the argument.
OPTIONS = {PLACES: "--targets", PEOPLE: "--targets"}
Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class Sheet:
    """A file as a user may have it, and the expected result.

    Attributes
    ----------
    file : str
        Its path in the folder, with ``#name`` appended for a sheet or layer.
    argument : str
        The argument of `infmap.load` that takes it, ``places`` for `infmap.load_places`,
        ``people`` for `infmap.load_population`, or ``check`` for `infmap.check` alone.
    lines : tuple of str
        The lines of its refusal; none if it must be read.
    read : tuple of dict
        Fields of the rows that must be read.
    notes : tuple of str
        The lines that say how it was read, no more and no fewer.
    check : bool
        Whether `infmap.check`, which is told no argument, must say the same.
    """

    file: str
    argument: str
    lines: tuple[str, ...] = ()
    read: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()
    check: bool = True

    @property
    def path(self) -> Path:
        """The path of the file."""
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
            tuple(entry.get("notes", ())),
            entry.get("check", True),
        )
        for entry in entries
    ]


def run(size: float) -> list[Outcome]:
    """Return the outcomes for a share of the files, in Python and on the command line."""
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
            "the same on the command line: the lines, exit 1 and nothing on standard output; or "
            "exit 0, and on standard error how it was read",
            "`infmap check` and `infmap coverage`",
            len(chosen),
            tuple(line for sheet in chosen for line in lost_in_the_terminal(sheet)),
        ),
    ]


def lost(sheet: Sheet) -> list[str]:
    """Return a line for each fault with a file."""
    wrong = []
    if sheet.argument != CHECK:
        wrong += _differences(sheet, f"as {sheet.argument}", _loaded)
    if sheet.check:
        wrong += _differences(sheet, "checked", _checked)
    return wrong


def lost_in_the_terminal(sheet: Sheet) -> list[str]:
    """Return a line for each fault with a file on the command line."""
    commands = [[CHECK, str(sheet.path)]] if sheet.check else []
    if sheet.argument != CHECK:
        option = OPTIONS.get(sheet.argument, f"--{sheet.argument}")
        commands.append(["coverage", option, str(sheet.path)])
    wrong = []
    for command in commands:
        result = CliRunner().invoke(app, command, prog_name="infmap")
        told = (result.exit_code, bool(result.stdout), _told(sheet, result.stderr))
        if told != ((1, False, sheet.lines) if sheet.lines else (0, True, sheet.notes)):
            wrong.append(f"{sheet.file}: {command[0]}: {told!r:.400}")
    return wrong


def _differences(sheet: Sheet, how: str, read: Callable[[Sheet], Rows | None]) -> list[str]:
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always")
        try:
            rows = read(sheet)
        except DataError as error:
            told = _told(sheet, str(error))
            return [] if told == sheet.lines else [f"{sheet.file}: {how}: {told!r:.500}"]
        except Exception as error:
            return [f"{sheet.file}: {how}: {type(error).__name__}: {error}"]
    if sheet.lines:
        return [f"{sheet.file}: {how}: read, and not refused"]
    wrong = []
    notes = tuple(line for warning in noted for line in _told(sheet, str(warning.message)))
    if notes != sheet.notes or any(warning.category is not ReadingNote for warning in noted):
        wrong.append(f"{sheet.file}: {how}: noted {notes!r:.500}")
    if rows is None:
        return wrong
    cut = tuple(
        {field: row[field] for field in expected}
        for row, expected in zip(rows, sheet.read, strict=False)
    )
    if len(rows) != len(sheet.read) or cut != sheet.read:
        wrong.append(f"{sheet.file}: {how}: read as {cut or rows!r:.500}")
    return wrong


def _loaded(sheet: Sheet) -> Rows:
    """Return the rows read from a file, without infmap's own rows."""
    if sheet.argument == PLACES:
        return [row.model_dump(mode="json") for row in infmap.load_places(sheet.path)]
    if sheet.argument == PEOPLE:
        people = infmap.load_population(sheet.path)
        columns = people.lons.tolist(), people.lats.tolist(), people.people.tolist()
        return [
            {"lon": lon, "lat": lat, "population": count}
            for lon, lat, count in zip(*columns, strict=True)
        ]
    cat = infmap.load(**{sheet.argument: sheet.path}, only_own=sheet.argument == "claims")
    rows = {
        "deployments": cat.deployment_rows,
        "systems": tuple(row for row in cat.system_rows if isinstance(row, OwnSystem)),
        "claims": cat.claim_rows,
        "capitals": cat.capital_rows,
    }[sheet.argument]
    values = [row.model_dump(mode="json") for row in rows]
    if sheet.argument == "deployments":
        for row in values:
            row["figures"] = _figures_of(cat, row["system_id"])
    return values


def _figures_of(cat: infmap.Catalogue, system_id: str) -> list[list[float | None]]:
    """Return the figures that a site's own file gives for its system, the lower end first."""
    return [
        [row.at_least_km, row.up_to_km]
        for row in cat.claim_rows
        if row.system_id == system_id and row.account == "user"
    ]


def _checked(sheet: Sheet) -> None:
    infmap.check([sheet.path])


def _told(sheet: Sheet, text: str) -> tuple[str, ...]:
    return tuple(text.replace(str(sheet.path), FILE).splitlines())
