"""Output that cannot be written undisturbed: full disks, odd folders, links, two runs at once."""

import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from pathlib import Path

from reliability.faults_commands import (
    Command,
    files_in,
    in_parallel,
    line_fault,
    trial,
    what_is_broken,
)
from reliability.outcome import Outcome

#: Disk space as shares of a command's output.
ROOM = (0.0, 0.3, 0.6, 0.97)
#: Space in the temporary folder as a share of GDAL's output.
TEMPORARY_ROOM = (0.01, 0.05, 0.15, 0.35, 0.7, 0.99)
PAGE_BYTES = 4096
NOBODY = 65534


class CannotMountError(Exception):
    """Small disks cannot be mounted here: that needs root."""


@contextmanager
def _small_disk(folder: Path, size: int) -> Iterator[None]:
    pages = max(1, size // PAGE_BYTES)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={pages * PAGE_BYTES}", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotMountError from error
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def can_mount() -> bool:
    """Return whether small disks can be mounted."""
    try:
        with trial() as made, _small_disk(made.folder, PAGE_BYTES):
            return True
    except CannotMountError:
        return False


def full_disks(commands: Sequence[Command], rooms: Sequence[float] = ROOM) -> Outcome:
    """Run each command on disks with room for only a part of its output."""
    what = "full disks"
    if not can_mount():
        return Outcome(what, "not tried: a small disk takes root's right to mount", 0, ())
    names = "; ".join(command.name for command in commands)
    cases = [
        partial(_full, command, room, had_older=bool(number % 2))
        for command in commands
        for number, room in enumerate(rooms)
    ]
    extent = f"{len(commands)} commands ({names}) x room for {_percents(rooms)} of the output"
    for command in commands:
        if command.main == "rings.gpkg":
            cases += [partial(full_temporary, command, room) for room in TEMPORARY_ROOM]
            extent += f"; rings.gpkg x room for {_percents(TEMPORARY_ROOM)} in the temporary folder"
    lost = in_parallel(lambda case: case(), cases)
    return Outcome(what, extent, len(cases), tuple(line for line in lost if line))


def _percents(shares: Sequence[float]) -> str:
    return ", ".join(f"{share:.0%}" for share in shares)


def _full(command: Command, room: float, *, had_older: bool) -> str | None:
    older = command.older if had_older else {}
    size = sum(map(len, command.new.values()))
    used = sum(-(-len(content) // PAGE_BYTES) * PAGE_BYTES for content in older.values())
    with trial() as made, _small_disk(made.folder, used + int(size * room)):
        made.put(older)
        done = made.run(*command.arguments)
        files = files_in(made.folder)
        if done.returncode == 0 and files == command.new:
            return None  # there was enough room after all
        broken = line_fault(done) or what_is_broken(command, files, had_older=had_older)
        if broken is None and command.arguments[0] == "screen":
            files = {path: data for path, data in files.items() if command.new.get(path) != data}
            older = {}
        if broken is None and files != older:
            broken = f"leaves {', '.join(sorted({*files} - {*older})) or 'less than there was'}"
        return broken and f"{command.name} with room for {room:.0%}: {broken}"


def full_temporary(command: Command, room: float) -> str | None:
    """Return what goes wrong if the temporary folder is too small for GDAL's file, or None."""
    size = sum(map(len, command.new.values()))
    with trial() as made, _small_disk(made.temporary, int(size * room)):
        done = made.run(*command.arguments)
        if done.returncode == 0 and files_in(made.folder) == command.new:
            return None  # a database has holes, which take no space
        broken = line_fault(done)
        if broken is None and (files_in(made.folder) or made.left_temporary()):
            broken = "leaves something"
        return broken and f"{command.name}, room for {room:.0%} of it in $TMPDIR: {broken}"


@dataclass(frozen=True)
class Place:
    """A path to write to, and the result expected there.

    Attributes
    ----------
    name : str
    path : str
        The path given to the command, without the suffix.
    real : str or None
        The path of the output; None if the command must refuse in one line.
    make : callable
        Prepares the place, from the folder and the path with its suffix.
    nobody : bool
        Whether to run as a user who, unlike root, may not write everywhere.
    environment : tuple of (str, str or None)
        Changed environment variables.
    """

    name: str
    path: str
    real: str | None = None
    make: Callable[[Path, str], object] = lambda folder, path: None
    nobody: bool = False
    environment: tuple[tuple[str, str | None], ...] = ()


def _file(folder: Path, path: str) -> None:
    (folder / path).write_bytes(b"mine")


def _linked_file(folder: Path, path: str) -> None:
    (folder / "real").write_bytes(b"mine")
    (folder / path).symlink_to("real")


def _closed_file(folder: Path, path: str) -> None:
    _file(folder, path)
    (folder / path).chmod(0o444)


NO_HOME = (("HOME", "/nonexistent"), ("XDG_CACHE_HOME", None), ("XDG_CONFIG_HOME", None))
PLACES = (
    Place("a folder", "x", make=lambda folder, path: (folder / path).mkdir()),
    Place("a folder that is not there", "none/x"),
    Place("a file as a folder", "file/x", make=lambda folder, _: _file(folder, "file")),
    Place("a broken link", "x", "real", lambda folder, path: (folder / path).symlink_to("real")),
    Place("a link to nowhere", "x", make=lambda folder, path: (folder / path).symlink_to("no/x")),
    Place("a link to itself", "x", make=lambda folder, path: (folder / path).symlink_to(path)),
    Place("a link to a file", "x", "real", _linked_file),
    Place("a name of 245 letters", "n" * 245, "n" * 245),
    Place("a name of 300 letters", "n" * 300),
    Place("a line break in the name", "a\nb", "a\nb"),
    Place("a line break in a name that cannot be", "none/a\nb"),
    Place("bytes that are no text in the name", os.fsdecode(b"\xff"), "\udcff"),
    Place("a leading dash", "-x", "-x"),
    Place("a read-only folder", "x", make=lambda folder, _: folder.chmod(0o555), nobody=True),
    Place("a read-only file", "x", make=_closed_file, nobody=True),
    Place("no home", "x", "x", nobody=True, environment=NO_HOME),
    Place("a read-only home", "x", "x", nobody=True, environment=(("HOME", "/"), *NO_HOME[1:])),
)
#: Commands by their arguments before ``-o``, with the suffixes they write.
WRITERS = (
    (("map",), ".html"),
    (("rings",), ".gpkg"),
    (("report",), ".md"),
    (("figure",), ".svg"),
    (("coverage", "--site", "shuya", "--format", "csv"), ".csv"),
)
#: A shell that deletes its working folder and then runs its arguments.
DELETING = ("sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh")
DEVICES = (("/dev/null", 0), ("/dev/full", 1))


def odd_places(
    places: Sequence[Place] = PLACES, writers: Sequence[tuple[tuple[str, ...], str]] = WRITERS
) -> Outcome:
    """Write to each place with each command, and return the outcome."""
    chosen = [place for place in places if not place.nobody or can_be_nobody()]
    cases = [partial(_written_to, *case) for case in product(chosen, writers)]
    cases += [partial(_deleted, writer) for writer in writers]
    cases += [partial(_written_to_device, *device) for device in DEVICES]
    lost = in_parallel(lambda case: case(), cases)
    names = "; ".join(place.name for place in chosen)
    missed = "" if len(chosen) == len(places) else "; as another user: not tried, that takes root"
    return Outcome(
        "places that cannot be written, or only just",
        f"{len(writers)} commands x {len(chosen) + 1} places ({names}, "
        f"a working folder that was deleted){missed}; /dev/null and /dev/full: written, the link "
        "kept a link, or refused in one line with nothing changed",
        len(cases),
        tuple(line for line in lost if line),
    )


@cache
def can_be_nobody() -> bool:
    """Return whether infmap can be run by a user who owns nothing."""
    with trial() as made:
        try:
            return made.run("--version", through=as_nobody()).returncode == 0
        except OSError:
            return False


def as_nobody() -> tuple[str, ...]:
    """Return a command prefix that runs a program as a user who owns nothing, if root."""
    if os.getuid():
        return ()
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


def _written_to(place: Place, writer: tuple[tuple[str, ...], str]) -> str | None:
    arguments, suffix = writer
    with trial() as made:
        path = place.path + suffix
        made.folder.chmod(0o777)
        place.make(made.folder, path)
        before = _entries(made.folder)
        through = as_nobody() if place.nobody else ()
        environment = made.environment(**dict(place.environment))
        done = made.run(*arguments, "-o", path, env=environment, through=through)
        after = _entries(made.folder)
        if place.real is None:
            broken = line_fault(done)
            if broken is None and after != before:
                broken = f"changes {sorted(after.items() ^ before.items())}"
        else:
            real = place.real if place.real == "real" else path
            broken = None if (done.returncode, done.stderr) == (0, b"") else done.stderr.decode()
            if broken is None and after.get(real, b"mine") in (b"mine", b""):
                broken = f"{real!r} is not written"
            if broken is None and real != path and after.get(path) != before[path]:
                broken = "the link is a link no more"
        return broken and f"{arguments[0]} to {place.name}: {broken}"


def _entries(folder: Path) -> dict[str, bytes | str]:
    """Return the entries of a folder: files with their bytes, links with their targets."""
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): os.readlink(path)
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else "folder"
        for path in folder.rglob("*")
    }


def _deleted(writer: tuple[tuple[str, ...], str]) -> str | None:
    arguments, suffix = writer
    with trial() as made:
        broken = line_fault(made.run(*arguments, "-o", f"x{suffix}", through=DELETING))
        return broken and f"{arguments[0]} to a working folder that was deleted: {broken}"


def _written_to_device(device: str, status: int) -> str | None:
    before = os.stat(device)
    with trial() as made:
        done = made.run("map", "-o", device)
    after = os.stat(device)
    if (before.st_mode, before.st_rdev) != (after.st_mode, after.st_rdev):
        return f"map to {device}: it is a device no more"
    if status == 0 and (done.returncode, done.stderr) == (0, b""):
        return None
    return line_fault(done, status) and f"map to {device}: {line_fault(done, status)}"


def two_at_once(pairs: int) -> Outcome:
    """Run two commands with different content on the same output at once."""
    cases = [WRITERS[number % len(WRITERS)] for number in range(pairs)]
    lost = in_parallel(_two, [(made, number) for number, made in enumerate(cases)])
    return Outcome(
        "two runs on one output at once",
        f"{pairs} pairs of map, rings, report with its picture, figure, coverage: it is one of "
        "them, whole",
        pairs,
        tuple(line for line in lost if line),
    )


def _two(case: tuple[tuple[tuple[str, ...], str], int]) -> str | None:
    (arguments, suffix), number = case
    sites = ("deveselu", "shuya")
    option = "--site" if arguments[0] in {"rings", "coverage"} else "--focus"
    base = arguments[:1] if arguments[0] == "coverage" else arguments
    with trial() as made:
        alone = []
        for site in sites:
            made.run(*base, option, site, "-o", f"x{suffix}")
            alone.append(files_in(made.folder))
        runs = [
            made.start(*base, option, site, "-o", f"x{suffix}", stderr=subprocess.PIPE)
            for site in sites
        ]
        said = [run.communicate()[1].decode() for run in runs]
        if any(run.returncode for run in runs) or any(said):
            return f"{arguments[0]}, pair {number}: {said}"
        if files_in(made.folder) not in alone:
            return f"{arguments[0]}, pair {number}: neither one nor the other"
    return None


def two_screenings(command: Command, pairs: int) -> Outcome:
    """Start two screenings into the same folder at once."""
    lost = in_parallel(lambda number: _two_screens(command, number), range(pairs))
    return Outcome(
        "two screenings into one folder at once",
        f"{pairs} pairs: whole, or one refuses in one line",
        pairs,
        tuple(line for line in lost if line),
    )


def _two_screens(command: Command, number: int) -> str | None:
    with trial() as made:
        runs = [made.start(*command.arguments, stderr=subprocess.PIPE) for _ in range(2)]
        done = [
            subprocess.CompletedProcess((), run.returncode, b"", said)
            for run, said in ((run, run.communicate()[1]) for run in runs)
        ]
        broken = [line_fault(process) for process in done if process.returncode]
        if len(broken) == len(done):
            return f"pair {number}: both refuse"
        if any(broken):
            return f"pair {number}: {broken[0]}"
        if files_in(made.folder) != command.new:
            return f"pair {number}: the folder is not what one run alone writes"
    return None
