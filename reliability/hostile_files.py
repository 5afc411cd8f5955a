"""Files made to do harm when they are read: bombs, links, scripts, triggers, other files.

Each is given to every command that reads files. It is lost if a command shows a traceback, prints
more than lines, requests an address, opens or changes another file, or takes more than a minute or
a gigabyte. ``python -m reliability.hostile_files NAME`` tries a file and shows the output.
"""

import ctypes
import multiprocessing
import os
import resource
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

from reliability.fuzz import most_bytes
from reliability.hostile_makers import FILES, Bait
from reliability.outcome import Outcome
from reliability.readers import LONGEST_LINE

#: The content of the watched file; no output may contain it.
SECRET = "x2secret7"
#: The commands tried with each file; FILE stands for its path, OUT for that of the output.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "FILE"),
    ("coverage", "--deployments", "FILE", "--format", "csv"),
    ("coverage", "--targets", "FILE", "--site", "shuya"),
    ("coverage", "--systems", "FILE", "--site", "shuya"),
    ("screen", "FILE", "--site", "shuya", "-o", "OUT/screened"),
    ("map", "--deployments", "FILE", "-o", "OUT/map.html"),
)
#: Loaded once for the processes of all files.
LOADED = (__name__, "typer.testing", "infmap.cli", "geopandas", "pyarrow.parquet", "rich.table")
SECONDS = 60.0
MEMORY_BYTES = 1_000_000_000
ADDRESS_BYTES = 4_000_000_000
#: Linux inotify events in a watched folder: a file is read, opened, changed, made or deleted.
WATCHED = 0x1 | 0x2 | 0x20 | 0x100 | 0x200


def run(size: float) -> list[Outcome]:
    """Return the outcome for a share of the files."""
    chosen = list(FILES)[:: max(1, round(1 / size))]
    lost = [line for name in chosen for line in file_lost(name)]
    return [
        Outcome(
            "hostile files: workbooks, files of maps, databases and archives that are bombs, or "
            "point to addresses and to other files",
            f"{len(chosen)} files in {len(COMMANDS)} commands; requests and opened files counted",
            len(chosen) * len(COMMANDS),
            tuple(lost),
        )
    ]


def file_lost(name: str) -> list[str]:
    """Give a file to every command, and return a line for each thing that went wrong."""
    with tempfile.TemporaryDirectory() as folder, counted() as (address, asked):
        for part in ("bait", "given", "out"):
            (Path(folder) / part).mkdir()
        bait = Bait(address, Path(folder) / "bait" / "secret.csv")
        bait.path.write_text(f"name,system,lon,lat\n{SECRET},9m729,20.5,54.7\n", "utf-8")
        path = Path(folder) / "given" / name
        content = FILES[name](bait)
        path.write_bytes(content)
        with opened(bait.path.parent) as touched:
            lost = _said(path, Path(folder) / "out")
            lost += ["another file is opened or changed"] if touched() else []
        lost += [f"asks {request}" for request in asked]
        lost += ["the file is changed"] if path.read_bytes() != content else []
        beside = [neighbour.name for neighbour in path.parent.iterdir() if neighbour != path]
        lost += [f"{', '.join(beside)} lies beside it"] if beside else []
        lost += [
            f"what the other file holds stands in {output.name}"
            for output in (Path(folder) / "out").rglob("*")
            if output.is_file() and SECRET.encode() in output.read_bytes()
        ]
    return [f"{name}: {line}" for line in lost]


def _said(path: Path, out: Path) -> list[str]:
    """Give a file to every command in a process of its own, and return what is wrong."""
    # The server forks before any thread is started; it has loaded what every command needs.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*LOADED])
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=work, args=(str(path), str(out), there), daemon=True)
    worker.start()
    there.close()
    lost: list[str] = []
    try:
        for command in ((), *COMMANDS):
            if not here.poll(SECONDS):
                return [*lost, f"{command[0]}: takes more than {SECONDS:g} s"]
            lost += here.recv()
    except EOFError:
        worker.join()
        lost.append(f"the process died ({worker.exitcode})")
    finally:
        worker.kill()
        worker.join()
        here.close()
    return lost


def work(path: str, out: str, connection: Connection) -> None:
    """Run the commands in turn, and send what is wrong with each."""
    from typer.testing import CliRunner

    from infmap.cli import app

    CliRunner().invoke(app, ["coverage", "--site", "shuya"])
    resource.setrlimit(resource.RLIMIT_DATA, (ADDRESS_BYTES, -1))
    connection.send([])
    base = most_bytes()
    for command in COMMANDS:
        words = [word.replace("FILE", path).replace("OUT", out) for word in command]
        result = CliRunner().invoke(app, words, prog_name="infmap")
        error = result.exception
        lost = []
        if error is not None and not isinstance(error, SystemExit):
            lost.append(f"{type(error).__name__}: {error!s:.200}")
        lost += lines_lost(result.exit_code, result.stdout, result.stderr)
        grown = most_bytes() - base
        if grown > MEMORY_BYTES:
            lost.append(f"takes {grown / 1e6:.0f} MB")
        connection.send([f"{' '.join(command[:2])}: {line}" for line in lost])


def lines_lost(status: int, printed: str, told: str) -> list[str]:
    """Return what is wrong with a command's status and output."""
    lost = []
    lines = told.splitlines()
    if status not in {0, 1}:
        lost.append(f"status {status}")
    if status == 1 and not lines:
        lost.append("refuses it without a line")
    if SECRET in printed + told:
        lost.append("says what another file holds")
    for line in lines:
        if not line.isprintable() or len(line) > LONGEST_LINE or "Traceback" in line:
            lost.append(f"no line: {line[:200]!r}")
    return lost


class _Counting(BaseHTTPRequestHandler):
    """Answers nothing, and records the requests."""

    asked: list[str]

    def do_GET(self) -> None:
        """Record the request."""
        self.asked.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def counted() -> Iterator[tuple[str, list[str]]]:
    """Serve an address on this machine; yield it, and the list of requests to it."""
    asked: list[str] = []
    handler = type("_Here", (_Counting,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def opened(folder: Path) -> Iterator[Callable[[], bool]]:
    """Watch a folder; yield a function that returns whether any file in it was opened."""
    system = ctypes.CDLL(None, use_errno=True)
    if not hasattr(system, "inotify_init1"):
        yield lambda: False  # not on Linux
        return
    watch = system.inotify_init1(os.O_NONBLOCK)
    if system.inotify_add_watch(watch, str(folder).encode(), WATCHED) < 0:
        raise OSError(ctypes.get_errno(), "a folder cannot be watched")

    def touched() -> bool:
        try:
            return bool(os.read(watch, 4096))
        except BlockingIOError:
            return False

    try:
        yield touched
    finally:
        os.close(watch)


def main(names: Sequence[str]) -> None:
    """Try the given files."""
    for name in names:
        print(name, *file_lost(name), sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:] or list(FILES))
