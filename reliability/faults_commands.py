"""The commands that write, as real processes, and the files they may leave in their folders."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infmap.catalogue.bundled import Table, data_path
from infmap.io.formats import RingsFormat
from reliability.forked import forked_command

INFMAP = (sys.executable, "-m", "infmap")
#: Trials that run at once: as many as a small machine has cores.
AT_ONCE = 2
#: Long enough for any command on a busy machine; a command that takes longer hangs.
PATIENCE_S = 120
SCREENED_ROWS = 30_000
#: Whether commands are forks of this process, as in the tests. A campaign starts Python anew.
FORKED = False

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Command:
    """A command that writes, and the files it is expected to leave.

    Attributes
    ----------
    arguments : tuple of str
        The command and its options; the output is named within its folder.
    main : str
        The main file: if it is there, all the others are.
    older : mapping of str to bytes
        Files that an earlier run may have left, by path within the folder.
    new : mapping of str to bytes
        Files that an undisturbed run writes.
    seconds : float
        How long an undisturbed run takes.
    """

    arguments: tuple[str, ...]
    main: str
    older: Files = field(default_factory=dict)
    new: Files = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """The name of the command in a report."""
        return f"{self.arguments[0]} {self.main.partition('/')[0]}"


@dataclass(frozen=True)
class Trial:
    """A folder for output, another for temporary files, and the environment of the process."""

    folder: Path
    temporary: Path

    def environment(self, **changes: str | None) -> dict[str, str]:
        """Return the environment of a process, with changes; None removes a variable."""
        variables = {**os.environ, "TMPDIR": str(self.temporary), **changes}
        return {name: value for name, value in variables.items() if value is not None}

    def run(
        self, *arguments: str, through: Sequence[str] = (), **options: Any
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run infmap in the folder, if wished through another program; capture its output."""
        options = self._started(arguments, through, options)
        return subprocess.run(**{"capture_output": True, **options}, timeout=PATIENCE_S)

    def start(
        self, *arguments: str, through: Sequence[str] = (), **options: Any
    ) -> "subprocess.Popen[bytes]":
        """Start infmap in the folder."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(**{**quiet, **self._started(arguments, through, options)})

    def _started(
        self, arguments: Sequence[str], through: Sequence[str], options: dict[str, Any]
    ) -> dict[str, Any]:
        """Return what starts the command: a new Python, or a fork of this one."""
        options = {"cwd": self.folder, "env": self.environment(), **options}
        if FORKED and not through:
            return options | forked_command(*arguments, environment=options["env"])
        return options | {"args": [*through, *INFMAP, *arguments]}

    def put(self, files: Files) -> None:
        """Write files into the folder."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def left_temporary(self) -> int:
        """Return the number of entries in the temporary folder."""
        return len(list(self.temporary.iterdir()))


@contextmanager
def trial() -> Iterator[Trial]:
    """Yield a new trial, and remove its folders afterwards."""
    with tempfile.TemporaryDirectory(prefix="fault-") as name:
        made = Trial(Path(name, "work"), Path(name, "temporary"))
        made.folder.mkdir()
        made.temporary.mkdir()
        # Readable also for trials as another user.
        Path(name).chmod(0o755)
        made.temporary.chmod(0o777)
        yield made


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files under a folder by path, including hidden files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def is_hidden(path: str) -> bool:
    """Return whether the last part of a path starts with a dot."""
    return path.rpartition("/")[2].startswith(".")


def what_is_broken(command: Command, files: Files, *, had_older: bool) -> str | None:
    """Return how the files match neither the old state nor the new, or None."""
    older = command.older if had_older else {}
    visible = {path: content for path, content in files.items() if not is_hidden(path)}
    for path, content in visible.items():
        if content not in (older.get(path), command.new.get(path)):
            return f"{path} is neither the old file nor the new"
    main = visible.get(command.main)
    if main is None:
        whole: Files = {}
        if command.main in older:
            return f"the old {command.main} is gone"
    else:
        whole = command.new if main == command.new[command.main] else older
    for path in whole:
        if visible.get(path) != whole[path]:
            return f"{command.main} is there without its {path}"
    return None


def too_many(command: Command, files: Files, *, had_older: bool) -> tuple[int, int]:
    """Return the number of hidden files in a folder, and of visible files without a use."""
    hidden = sum(map(is_hidden, files))
    visible = {path for path in files if not is_hidden(path)}
    if command.arguments[0] == "screen":
        return hidden, 0  # a later run continues from its parts
    used = command.new if files.get(command.main) == command.new[command.main] else {}
    if not used and had_older:
        used = command.older
    return hidden, len(visible - set(used))


def line_fault(done: "subprocess.CompletedProcess[bytes]", status: int = 1) -> str | None:
    """Return how a run differs from a status and a single line on standard error, or None."""
    text = done.stderr.decode("utf-8", "replace")
    if done.returncode == status and text.count("\n") == 1 and "Traceback" not in text:
        return None
    last = text.strip().splitlines()[-1:] or ["nothing"]
    return f"exit {done.returncode}, {text.count(chr(10))} lines on standard error: {last[0]}"


def all_commands(shelf: Path, names: Sequence[str] = ()) -> list[Command]:
    """Return the commands with the files they write, found by a run of each.

    Parameters
    ----------
    shelf : Path
        A folder for the places to screen, a story, and a later state of the tables.
    names : sequence of str
        Only the commands whose main file is one of these.
    """
    places = _places_to_screen(shelf)
    story = shelf / "story.md"
    story.write_text("# Told\n\n## Shuya {site=shuya}\n\nA town.\n", "utf-8")
    # Of all tables but one every row is gone, which makes the longest files.
    tables = data_path(Table.SYSTEMS).parent
    (shelf / "later").mkdir()
    (shelf / "later" / Table.SYSTEMS).write_bytes(data_path(Table.SYSTEMS).read_bytes())
    diff = ("diff", str(tables), str(shelf / "later"))
    day = ("--day", "2026-11-28")
    commands = [
        Command(("map", "-o", "map.html"), "map.html", {"map.html": b"older"}),
        *(
            Command(("rings", "-o", f"rings{form}"), f"rings{form}", {f"rings{form}": b"older"})
            for form in RingsFormat
        ),
        Command(("report", "-o", "brief.html"), "brief.html", {"brief.html": b"older"}),
        Command(("report", "-o", "brief.md"), "brief.md"),
        Command(("figure", "-o", "figure.svg"), "figure.svg", {"figure.svg": b"older"}),
        Command(("story", str(story), "-o", "story.html"), "story.html", {"story.html": b"older"}),
        *(
            Command((*diff, *told, "-o", name), name, {name: b"older"})
            for name, told in (
                *((f"diff.{form}", day) for form in ("json", "feed.json", "atom")),
                *((f"diff.{form}", ()) for form in ("csv", "md")),
            )
        ),
        Command(("screen", str(places), "-o", "out", "--weight", "people"), "out/rings.csv"),
    ]
    chosen = [command for command in commands if not names or command.main in names]
    return in_parallel(_with_what_it_writes, chosen)


def _with_what_it_writes(command: Command) -> Command:
    with trial() as made:
        start = time.monotonic()
        done = made.run(*command.arguments)
        seconds = time.monotonic() - start
        if done.returncode or done.stderr:
            raise RuntimeError(f"{command.name}: {done.stderr.decode()}")
        new = files_in(made.folder)
    return Command(command.arguments, command.main, _older(command, new), new, seconds)


def _older(command: Command, new: Files) -> Files:
    """Return files that an earlier run may have left: another brief, or half a screening."""
    if command.main == "brief.md":
        with trial() as made:
            made.run(*command.arguments, "--focus", "shuya")
            return files_in(made.folder)
    if command.arguments[0] == "screen":
        return {path: new[path] for path in ("out/plan.json", min(new))}
    return command.older


def _places_to_screen(folder: Path) -> Path:
    """Write two Parquet files of places, each of them a part."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    places = folder / "places"
    places.mkdir()
    for number in range(2):
        random = np.random.default_rng(number)
        table = pa.table(
            {
                "lon": random.uniform(-180, 180, SCREENED_ROWS),
                "lat": random.uniform(-90, 90, SCREENED_ROWS),
                "people": random.integers(0, 1000, SCREENED_ROWS),
            }
        )
        parquet.write_table(table, places / f"{number}.parquet")
    return places


def in_parallel(tried: Callable[[Any], Any], cases: Sequence[Any]) -> list[Any]:
    """Return the results of a function for each case, with a few threads."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(tried, cases))
