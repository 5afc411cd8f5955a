"""A state of the tables: a folder with some of infmap's files."""

import errno
import json
import os
import re
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from infmap.catalogue.bundled import Table
from infmap.changes.record import MOST_BYTES
from infmap.errors import DataError, Fault, InfmapError, all_of, printable, unread

#: A version that is a day.
_DAY = re.compile(r"(\d{4})[.-](\d\d)[.-](\d\d)")


def read_folder(folder: str | Path) -> dict[str, bytes]:
    """Return the bytes of each table in a folder, by the name of the file.

    Raises `InfmapError` if it is no folder, or holds none of infmap's tables. Raises `DataError` if
    a table cannot be read, or is too large.
    """
    path = Path(folder)
    try:
        names = {*os.listdir(path)}
    except FileNotFoundError:
        raise InfmapError(f"{path}: folder not found; check the path") from None
    except NotADirectoryError:
        raise InfmapError(f"{path}: is no folder; give a folder of tables, such as data") from None
    except (OSError, ValueError) as error:
        raise DataError([unread(path, error)]) from None
    tables = [str(table) for table in Table if table in names]
    if not tables:
        remedy = f"it needs one of {', '.join(Table)}"
        remedy = f"did you mean {path / 'data'}?" if "data" in names else remedy
        raise InfmapError(f"{path}: holds no table of infmap's; {remedy}")
    contents = all_of(partial(read_file, path / table) for table in tables)
    return dict(zip(tables, contents, strict=True))


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of a file; raises `DataError` if it cannot be read, or is too large."""
    try:
        with _opened(path) as file:
            data = file.read(most + 1)
        if len(data) <= most:
            return data
    except (OSError, ValueError) as error:
        raise DataError([unread(path, error)]) from None
    problem = f"is larger than {most / 1e6:.0f} MB"
    raise DataError([Fault(str(path), None, None, problem, None, "cut it to what you need")])


def _opened(path: Path) -> BinaryIO:
    """Open a file; a pipe would be waited for, though nobody may ever write to it."""
    if path.is_fifo():
        raise OSError(errno.EINVAL, "is a pipe")
    return path.open("rb")


def version_of(folder: str | Path) -> str:
    """Return the version of a state by its ``datapackage.json``, or else the folder's name."""
    with suppress(OSError, ValueError, RecursionError, LookupError, TypeError):
        with _opened(Path(folder) / "datapackage.json") as file:
            version = json.loads(file.read(MOST_BYTES))["version"]
        if isinstance(version, str) and version and version.isprintable():
            return version
    return printable(Path(folder).resolve().name)


def day_of(version: str) -> str:
    """Return the day that a version is, as YYYY-MM-DD, or nothing.

    Examples
    --------
    >>> day_of("2026.11.28"), day_of("1.0")
    ('2026-11-28', '')
    """
    found = _DAY.fullmatch(version)
    return "-".join(found.groups()) if found else ""
