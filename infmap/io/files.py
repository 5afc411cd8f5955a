"""Writing files whole or not at all."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

from infmap.errors import InfmapError, OutputError, reason_of

#: Characters of a file's name kept in its temporary name: names have 255 bytes at most.
NAME_LETTERS = 40
#: Python's errors for a path that the system refuses; before 3.13 circular links are a
#: RuntimeError.
PATH_FAULTS = (OSError, RuntimeError, ValueError)
#: What is written into a file: a long text may come in pieces.
Content: TypeAlias = str | bytes | Iterable[str]


def write_whole(path: str | Path, content: Content) -> None:
    """Write a file atomically: in full or not at all.

    The content goes to a hidden file beside it, which is then renamed; an older file stays
    untouched until then. A link is kept and its target is written. A device or pipe is written
    directly. A run that is killed outright (`kill -9`) may leave the hidden file. Raises
    `OutputError` if it cannot be written, or is write-protected; nothing is left behind.

    Its folder must exist; text is written as UTF-8.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> write_whole(f"{folder}/note.txt", "whole")
    >>> Path(folder, "note.txt").read_text()
    'whole'
    """
    write_together([(path, content)])


def write_together(files: Sequence[tuple[str | Path, Content]]) -> None:
    """Write files that belong together; a file that names the others comes last.

    All are written to hidden files first, as by `write_whole`, and then renamed in the order given.
    Raises `OutputError` if one cannot be written; nothing is left behind.
    """
    with ExitStack() as stack:
        prepared = []
        for name, content in files:
            path = Path(name)
            prepared.append((path, stack.enter_context(_prepared(path, content))))
        for path, take_place in prepared:
            with in_one_line(path, faults=PATH_FAULTS):
                take_place()


def is_stream(path: Path) -> bool:
    """Return whether a path is a device, a pipe or the like, which cannot be replaced.

    Examples
    --------
    >>> is_stream(Path(os.devnull)), is_stream(Path("table.csv"))
    (True, False)
    """
    try:
        return _is_stream(path)
    except PATH_FAULTS:
        return False  # the fault is reported when the path is written


def refuse_inputs(output: str | Path, inputs: Iterable[str | Path | None]) -> None:
    """Raise an error if an output is one of the files read, which it would replace.

    None and missing files are skipped. Raises `OutputError` if the output is one of them, by
    whatever name.

    Examples
    --------
    >>> refuse_inputs("map.html", ["sites.csv", None])
    """
    for path in inputs:
        try:
            same = path is not None and os.path.samefile(output, path)
        except (OSError, ValueError):
            continue
        if same:
            raise OutputError(f"{output}: is an input and would be replaced; choose another path")


@contextmanager
def taking_the_place_of(target: Path) -> Iterator[Path]:
    """Yield a hidden file to write to; it replaces the target unless an error is raised.

    Raises `OSError` if it cannot be made or take the target's place; nothing is left behind.
    """
    with _hidden_beside(target) as hidden:
        yield hidden
        _see_on_disk(hidden)
        _take_place(hidden, target)


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Lock a folder for this run; a second run waits, or is refused.

    A system or file system without locks keeps nobody out. A killed run releases its lock. Raises
    `OutputError` if another run holds it, and this one is not to wait.
    """
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise OutputError(
            f"{folder}: another run is writing to it; wait for it, or choose another folder"
        ) from None
    except OSError:
        pass
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def in_one_line(
    path: Path,
    remedy: str = "choose another path",
    *,
    faults: tuple[type[Exception], ...] = (OSError,),
) -> Iterator[None]:
    """Turn the system's error about a path into an error of one line.

    Raises `OutputError` in place of the `faults`; infmap's own errors stay as they are.

    Examples
    --------
    >>> with in_one_line(Path("out"), "choose another folder"):
    ...     raise PermissionError(13, "Permission denied")
    Traceback (most recent call last):
    infmap.errors.OutputError: out: cannot be written (Permission denied); choose another folder
    """
    try:
        yield
    except InfmapError:
        raise
    except faults as error:
        raise OutputError(f"{path}: cannot be written ({reason_of(error)}); {remedy}") from None


@contextmanager
def _prepared(path: Path, content: Content) -> Iterator[Callable[[], object]]:
    """Write the content to a hidden file, and yield the function that puts it in place."""
    with in_one_line(path, faults=PATH_FAULTS):
        if _is_stream(path):
            yield partial(_write, path, content)
            return
        target = _target(path)
        with _hidden_beside(target) as hidden:
            _write(hidden, content)
            _see_on_disk(hidden)
            yield partial(_take_place, hidden, target)


def _write(path: Path, content: Content) -> None:
    with path.open("wb") as file:
        for piece in [content] if isinstance(content, str | bytes) else content:
            file.write(piece.encode() if isinstance(piece, str) else piece)


def _target(path: Path) -> Path:
    """Return the file that a path leads to; raise an error if it cannot be replaced."""
    target = path.resolve()
    if target.is_dir():
        raise OutputError(f"{path}: is a folder; give the path of a file")
    if not target.parent.is_dir():
        raise OutputError(f"{path}: its folder does not exist; make it, or choose another path")
    if target.exists() and not os.access(target, os.W_OK):
        raise OutputError(f"{path}: cannot be written (it is write-protected); choose another path")
    return target


@contextmanager
def _hidden_beside(target: Path) -> Iterator[Path]:
    hidden = target.with_name(f".{target.name[:NAME_LETTERS]}.{os.urandom(4).hex()}")
    mode = _mode_of(target) if target.exists() else 0o666
    try:
        os.close(os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode | stat.S_IWUSR))
        yield hidden
    finally:
        hidden.unlink(missing_ok=True)


def _see_on_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _take_place(hidden: Path, target: Path) -> None:
    if target.exists():
        hidden.chmod(_mode_of(target))
    hidden.replace(target)


def _mode_of(target: Path) -> int:
    return target.stat().st_mode & 0o777


def _is_stream(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
