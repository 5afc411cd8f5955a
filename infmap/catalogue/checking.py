"""Checking tables in full: a caller's own, told apart by their columns, or infmap's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from infmap.catalogue.bundled import Table
from infmap.catalogue.gathering import gather, tell
from infmap.catalogue.population import load_population
from infmap.catalogue.reading.faults import Note
from infmap.catalogue.reading.heads.checks import NO_HEADER
from infmap.errors import DataError, Fault

_NAMES = (
    "name its columns: id, name for systems; name, system, lon, lat for sites; system_id, account, "
    "claimant for figures; name, lon, lat for places; lon, lat, population for people; id, title "
    "for sources"
)
#: What to write where there is no header.
_HEADERS = (
    "write a row above it that names its columns, such as name,system,lon,lat for sites or "
    "name,lon,lat for places"
)


@dataclass(frozen=True)
class Checked:
    """A file that is right: what it holds, by which heads that was told, and how many rows."""

    path: str
    rows: int
    holds: str
    by: tuple[str, ...] = ()


def check(paths: str | Path | Sequence[str | Path] = ()) -> dict[str, int]:
    """Check tables in full: every cell, every id, every cited source.

    Parameters
    ----------
    paths : path or sequence of path, optional
        The caller's own files, told apart by their columns; without them infmap's own tables.

    Returns
    -------
    dict of str to int
        How many rows each file holds.

    Raises
    ------
    DataError
        With every fault of every file, one line each.

    Warns
    -----
    ReadingNote
        How a file was read, where it can be written otherwise.

    Examples
    --------
    >>> import infmap
    >>> sorted(infmap.check().values())[-1] > 200
    True
    """
    return {one.path: one.rows for one in check_files(paths)}


def check_files(paths: str | Path | Sequence[str | Path] = ()) -> list[Checked]:
    """Check tables as `check` does, and return what each file was taken for.

    Examples
    --------
    >>> check_files()[0].holds
    'systems'
    """
    from infmap.catalogue.reading.detect import TABLES, Holds, table_of

    given = list(map(Path, [paths] if isinstance(paths, str | Path) else paths))
    told = {path: table_of(path) for path in given}
    faults = [
        Fault(str(path), 1, None, NO_HEADER, ", ".join(found.by), _HEADERS)
        if found.by
        else Fault(str(path), None, None, "holds no table of infmap's", None, _NAMES)
        for path, found in told.items()
        if found.holds is None
    ]
    notes: list[Note] = []
    counts: dict[str, int] = {}
    for path in (path for path in told if told[path].holds is Holds.PEOPLE):
        try:
            counts[str(path)] = len(load_population(path))
        except DataError as error:
            faults += error.faults
    tables = {
        path: None if found.holds is None else TABLES.get(found.holds)
        for path, found in told.items()
    }
    # A file is checked with each other one that it may refer to, and is right if it is with one.
    found_in: dict[str, list[Fault]] = {}
    said_in: dict[str, list[Note]] = {}
    for own in _together(tables):
        read = gather(own, every_reference=True)
        faults += [] if own else read.faults
        for name in map(str, own.values()):
            wrong = [fault for fault in read.faults if fault.path == name]
            if name not in found_in or len(wrong) < len(found_in[name]):
                found_in[name] = wrong
                said_in[name] = [note for note in read.notes if note.path == name]
        # A row that names several systems is several reports.
        counts |= {
            str(path): len({number for number, _ in read.rows(table)})
            for table, path in own.items()
        }
        if not told:
            names = {table: str(holds) for holds, table in TABLES.items()}
            all_own = [Checked(table, len(read.tables[table]), names[table]) for table in Table]
    faults += [fault for name in map(str, told) for fault in found_in.get(name, ())]
    notes += [note for name in map(str, told) for note in said_in.get(name, ())]
    if faults:
        raise DataError(faults)
    tell(notes)
    if not told:
        return all_own
    return [
        Checked(str(path), counts[str(path)], str(found.holds), found.by)
        for path, found in told.items()
    ]


def _together(tables: Mapping[Path, Table | None]) -> list[dict[Table, Path]]:
    """Return files as they are checked with each other: of each table one at a time.

    A file is checked with the first one of every other table.
    """
    by_table: dict[Table, list[Path]] = {}
    for path, table in tables.items():
        if table is not None:
            by_table.setdefault(table, []).append(path)
    first = {table: paths[0] for table, paths in by_table.items()}
    rest = [{**first, table: path} for table, paths in by_table.items() for path in paths[1:]]
    return [first, *rest] if first or not tables else []
