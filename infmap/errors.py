"""The errors that infmap raises for faulty input.

Each prints as lines that a person can act on. An exception that is not an :class:`InfmapError` is a
bug in infmap and keeps its traceback.

Text quoted from the caller's file is untrusted: control characters in it are escaped.
"""

import os
import sys
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")

#: Messages, and the parts of a fault, are cut in the middle to this many characters.
LONGEST_MESSAGE = 1000
LONGEST_PART = 300


class InfmapError(Exception):
    """Base of every error that infmap raises on purpose."""

    def __str__(self) -> str:
        return _cut(printable(super().__str__()), LONGEST_MESSAGE)

    def _render_traceback_(self) -> list[str]:
        """Return what IPython and notebooks show in place of a traceback: the message alone."""
        return str(self).splitlines() or [type(self).__name__]


class GeodesyError(InfmapError, ValueError):
    """A position, distance or tolerance outside what the ellipsoid allows."""


class UnknownIdError(InfmapError, LookupError):
    """A site, system, theme, account or capital that the catalogue does not hold."""


class NothingLeftError(InfmapError):
    """Filters that leave no report of any system at any site, or none that holds on the day."""

    def __init__(
        self,
        told: str = "no deployment is left after the filters; ask for another site, system, theme "
        "or date",
    ) -> None:
        super().__init__(told)


class CombinationError(InfmapError, ValueError):
    """Arguments that cannot be given together, whatever their values."""


class OutputError(InfmapError, OSError):
    """A file that could not be written; nothing of it was left behind."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one cell of a file, or of a DataFrame, which is named by its argument.

    `index` is the label of the row in the caller's DataFrame; a file has none.

    Examples
    --------
    >>> print(Fault("systems.csv", 14, "range_km", "not a number", "2,500", "write 2500"))
    systems.csv:14: range_km: not a number ('2,500'); write 2500
    >>> print(Fault("systems", 3, "range_km", "not a number", "2,500", "write 2500", index="17"))
    systems: row 3 (index 17): range_km: not a number ('2,500'); write 2500
    """

    path: str
    row: int | None
    field: str | None
    problem: str
    value: str | None
    remedy: str
    index: str | None = None

    def __str__(self) -> str:
        value = "" if self.value is None else f" ({shorten(self.value)!r})"
        problem, remedy = (_cut(part, LONGEST_PART) for part in (self.problem, self.remedy))
        return line_of(self.path, self.row, self.index, self.field, f"{problem}{value}; {remedy}")


def reason_of(error: BaseException) -> str:
    """Return why something failed, on one line: in the system's words if they are its own.

    Examples
    --------
    >>> reason_of(PermissionError(13, "Permission denied", "sites.csv"))
    'Permission denied'
    """
    return " ".join(str(getattr(error, "strerror", None) or error).split())


def unread(path: object, error: OSError | ValueError) -> Fault:
    """Return what is wrong with a file that could not be opened.

    Examples
    --------
    >>> print(unread("sites.csv", FileNotFoundError()))
    sites.csv: file not found; check the path
    """
    name = str(path)
    problem, reason, remedy = "cannot be read", None, "check the path and its permissions"
    if isinstance(error, FileNotFoundError):
        problem, remedy = "file not found", "check the path"
        if "://" in name or name.startswith(("http:/", "https:/")):
            remedy = "download the file, and give its path: nothing is fetched"
    elif isinstance(error, IsADirectoryError):
        problem, remedy = "is a folder", "give the path of a file"
    else:
        reason = reason_of(error)
    return Fault(name, None, None, problem, reason, remedy)


def line_of(path: str, row: int | None, index: str | None, field: str | None, message: str) -> str:
    """Return the line of a fault or note: file, row, field and message.

    Examples
    --------
    >>> line_of("sites.csv", 2, None, "lon", "is missing; write a value")
    'sites.csv:2: lon: is missing; write a value'
    """
    where = _cut(path, LONGEST_PART)
    if row is not None:
        where += f": row {row} (index {index})" if index is not None else f":{row}"
    head = "" if field is None else f"{shorten(field)}: "
    return printable(f"{where}: {head}{message}")


class ReadingNote(UserWarning):
    """A note on how a caller's table was read where it could be written more plainly; no fault.

    To silence them: ``warnings.simplefilter("ignore", infmap.ReadingNote)``.
    """


#: Where the files of this package lie.
_PACKAGE = str(Path(__file__).parent) + os.sep


def tell_reading(note: object) -> None:
    """Warn by a `ReadingNote` that points to the line which called infmap, however deep this is.

    Examples
    --------
    >>> with warnings.catch_warnings(record=True) as told:
    ...     warnings.simplefilter("always")
    ...     tell_reading("lng read as lon")
    >>> str(told[0].message), told[0].filename.startswith("<doctest")
    ('lng read as lon', True)
    """
    # Others' code may lie between, as a context's end does: what counts is the outermost call.
    depth = outermost = 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        depth += 1
        if frame.f_code.co_filename.startswith(_PACKAGE):
            outermost = depth
        frame = frame.f_back
    warnings.warn(str(note), ReadingNote, stacklevel=outermost + 1)


class DataError(InfmapError, ValueError):
    """Every fault found in the files read, one line each."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


def all_of(calls: Iterable[Callable[[], Result]]) -> list[Result]:
    """Return what each call returns; the faults of all that raise `DataError` come together.

    Examples
    --------
    >>> all_of([lambda: 1, lambda: 2])
    [1, 2]
    """
    results: list[Result] = []
    faults: list[Fault] = []
    for call in calls:
        try:
            results.append(call())
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return results


def shorten(text: str, limit: int = 60) -> str:
    """Return `text` cut to `limit` characters, so that a fault stays one readable line.

    Examples
    --------
    >>> shorten("Kaliningrad", 6)
    'Kalin…'
    """
    return text if len(text) <= limit else text[: limit - 1] + "…"


def printable(text: str) -> str:
    r"""Return `text` on one line, with unprintable characters escaped as Python does.

    Escape sequences, line breaks and overrides of the reading direction would change what a
    terminal shows of the rest of the line.

    Examples
    --------
    >>> print(printable("North\x1b[2J\u202ecamp"))
    North\x1b[2J\u202ecamp
    """
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else repr(mark)[1:-1] for mark in text)


def _cut(text: str, limit: int) -> str:
    """Return `text` cut in its middle, so that both the problem and the remedy stay."""
    return text if len(text) <= limit else f"{text[: limit * 2 // 3]} … {text[-limit // 3 :]}"
