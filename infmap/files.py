"""Writing a file whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infmap.errors import OutputError


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a file so that it is there in full or not at all.

    The content goes to a hidden file beside it, which takes the name in one step; an older
    file stays untouched until then.

    Parameters
    ----------
    path : path
        Where to write. Its folder must exist.
    content : str or bytes
        Text is written as UTF-8.

    Raises
    ------
    OutputError
        If it cannot be written; nothing is left behind.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> write_whole(f"{folder}/note.txt", "whole")
    >>> Path(folder, "note.txt").read_text()
    'whole'
    """
    path = Path(path)
    data = content.encode() if isinstance(content, str) else content
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; give the path of a file")
    target = path.resolve()
    if not target.parent.is_dir():
        raise OutputError(f"{path}: its folder does not exist; make it, or choose another path")
    try:
        with taking_the_place_of(target) as hidden, hidden.open("wb") as file:
            file.write(data)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{path}: cannot be written ({reason}); choose another path") from error


@contextmanager
def taking_the_place_of(target: Path) -> Iterator[Path]:
    """Give a hidden file beside a target to write to; it becomes the target if all goes well.

    Raises
    ------
    OSError
        If it cannot be made or take the target's place; nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    hidden = Path(name)
    try:
        yield hidden
        with hidden.open("rb") as file:
            os.fsync(file.fileno())
        hidden.chmod(_mode_of(target))
        hidden.replace(target)
    finally:
        hidden.unlink(missing_ok=True)


def _mode_of(target: Path) -> int:
    """Return the permissions a new file would get, or those of the file replaced."""
    if target.exists():
        return target.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
