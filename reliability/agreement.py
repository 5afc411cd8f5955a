"""`infmap check` and the command that takes the file must not disagree.

Both accept a file, or both refuse it with the same lines. `infmap screen` reads only the positions
in a table of places: what it refuses, `check` refuses in the same words, and what `check` accepts,
it accepts.
"""

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from infmap.catalogue.reading.detect import table_of
from infmap.catalogue.reading.holds import Holds
from infmap.cli import app
from infmap.errors import DataError
from infmap.screening.places import plan_tasks
from reliability.outcome import Outcome

DATA = Path(__file__).parents[1] / "tests" / "data"
#: Larger files are left to the other campaigns.
MOST_BYTES = 300_000
#: Files that are no tables: the parts beside a .shp, and settings for how files are stored.
NO_TABLES = {".gitattributes", ".md", ".py"}
#: The commands that take a file, by its content; the file's path is appended.
COMMANDS: dict[Holds, tuple[tuple[str, ...], ...]] = {
    Holds.SITES: (("coverage", "--deployments"),),
    Holds.SYSTEMS: (("coverage", "--site", "shuya", "--systems"),),
    Holds.FIGURES: (("coverage", "--site", "shuya", "--claims"),),
    Holds.PLACES: (
        ("coverage", "--site", "shuya", "--targets"),
        ("coverage", "--site", "shuya", "--capitals"),
    ),
    Holds.PEOPLE: (("coverage", "--site", "shuya", "--targets"),),
    Holds.SOURCES: (("coverage", "--site", "shuya", "--sources"),),
}


@dataclass(frozen=True)
class Said:
    """The exit status of a command, and its lines on standard error."""

    status: int
    lines: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """The lines of its refusal; none if it succeeded."""
        return self.lines if self.status else ()


def files() -> list[Path]:
    """Return the tables among the test data, in order."""
    return [
        path
        for path in sorted(DATA.rglob("*"))
        if path.is_file()
        and path.suffix not in NO_TABLES
        and path.name not in NO_TABLES
        and path.stat().st_size <= MOST_BYTES
    ]


def run(size: float) -> list[Outcome]:
    """Return the outcome for a share of the files."""
    chosen = files()[:: max(1, round(1 / size))]
    lost = tuple(line for path in chosen for line in disagreements(path))
    what = "`infmap check` against `coverage` and `screen` on the same file: the same lines"
    return [Outcome(what, f"{len(chosen)} files of the tests", len(chosen), lost)]


def disagreements(path: Path) -> list[str]:
    """Return a line for each disagreement of two commands about a file."""
    checked = said("check", str(path))
    if checked.status not in {0, 1}:
        return [f"{path.name}: check: {checked.lines}"]
    wrong: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        holds = table_of(path).holds
    if holds is None:
        wrong += _passed(path) if checked.status else ["check passes what holds no table"]
    for command in COMMANDS.get(holds, ()) if holds else ():
        answer = said(*command, str(path))
        if answer.status != checked.status or answer.faults != checked.faults:
            wrong.append(f"{' '.join(command)}: {_apart(checked, answer)}")
    if holds in {Holds.PLACES, Holds.PEOPLE}:
        wrong += _screened(path, checked)
    return [f"{path.name} ({holds or 'nothing'}): {line}" for line in wrong]


def _passed(path: Path) -> Iterator[str]:
    """Yield a line for each command that accepts a file without a table of infmap's."""
    for command in {command for commands in COMMANDS.values() for command in commands}:
        if said(*command, str(path)).status == 0:
            yield f"{' '.join(command)} passes it, and check says that it is no table"


def _screened(path: Path, checked: Said) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        screened = said("screen", str(path), "--site", "shuya", "-o", f"{folder}/out")
    if screened.status not in {0, 1} or (screened.status and not checked.status):
        return [f"screen: {_apart(checked, screened)}"]
    # For a long table, infmap says how it is read before it reads the rows.
    strange = {*screened.faults} - {*checked.faults, *_notes_of_screening(path)}
    return [f"screen: {_apart(checked, screened)}"] if strange else []


def _notes_of_screening(path: Path) -> list[str]:
    try:
        return plan_tasks([path])[1]
    except DataError:
        return []


def said(*command: str) -> Said:
    """Run a command and return its status and lines; a traceback has the status -1."""
    result = CliRunner().invoke(app, list(command), prog_name="infmap")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return Said(-1, (f"{type(result.exception).__name__}: {result.exception}",))
    return Said(result.exit_code, tuple(result.stderr.splitlines()))


def _apart(checked: Said, answer: Said) -> str:
    """Return the differences between two commands' lines on a file."""
    mine = [line for line in checked.faults if line not in answer.faults]
    theirs = [line for line in answer.faults if line not in checked.faults]
    return f"check {checked.status} {_few(mine)}, it {answer.status} {_few(theirs)}"


def _few(lines: Sequence[str]) -> str:
    return repr([line[-160:] for line in lines[:3]])
