"""Full checks of a caller's tables, recognised by their columns, or of infmap's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from infmap.arguments import checks_kinds, unfit
from infmap.catalogue.bundled import Table
from infmap.catalogue.gathering import gather, tell
from infmap.catalogue.population import load_population
from infmap.catalogue.reading.faults import Note
from infmap.catalogue.reading.heads.checks import NO_HEADER
from infmap.errors import DataError, Fault

_NAMES = (
    "name its columns: id, name for systems; name, system, lon, lat for sites; system_id, account, "
    "claimant, up_to_km for figures; name, lon, lat for places; lon, lat, population for people; "
    "id, title, publisher for sources"
)
#: What to write where there is no header.
_HEADERS = (
    "write a row above it that names its columns, such as name,system,lon,lat for sites or "
    "name,lon,lat for places"
)


@dataclass(frozen=True)
class Checked:
    """A file without faults: its kind of table, the columns that showed it, and its rows."""

    path: str
    rows: int
    holds: str
    by: tuple[str, ...] = ()


@checks_kinds
def check(paths: str | Path | Sequence[str | Path] = ()) -> dict[str, int]:
    """Check tables in full: every cell, every id, every cited source.

    Parameters
    ----------
    paths : path or sequence of path, optional
        The caller's own files, whose columns show what they hold. Default: infmap's own tables.

    Returns
    -------
    dict of str to int
        The number of rows of each file.

    Raises
    ------
    DataError
        With every fault of every file, one line each.

    Warns
    -----
    ReadingNote
        How a cell or column was read that has an unusual spelling.

    Examples
    --------
    >>> import infmap
    >>> sorted(infmap.check().values())[-1] > 200
    True
    """
    return {file.path: file.rows for file in check_files(paths)}


def check_files(paths: str | Path | Sequence[str | Path] = ()) -> list[Checked]:
    """Check tables as `check` does, and return what each file holds.

    Examples
    --------
    >>> check_files()[0].holds
    'systems'
    """
    from infmap.catalogue.reading.detect import table_of
    from infmap.catalogue.reading.holds import TABLES, Holds

    files = _paths(paths)
    detected = {path: table_of(path) for path in files}
    faults = [
        Fault(str(path), 1, None, NO_HEADER, ", ".join(content.by), _HEADERS)
        if content.by
        else Fault(str(path), None, None, "holds no table of infmap's", None, _NAMES)
        for path, content in detected.items()
        if content.holds is None
    ]
    notes: list[Note] = []
    counts: dict[str, int] = {}
    for path in (path for path in detected if detected[path].holds is Holds.PEOPLE):
        try:
            counts[str(path)] = len(load_population(path))
        except DataError as error:
            faults += error.faults
    tables = {
        path: None if content.holds is None else TABLES.get(content.holds)
        for path, content in detected.items()
    }
    # A file may be gathered in several groups. The reading of it with the fewest faults counts.
    faults_of: dict[str, list[Fault]] = {}
    notes_of: dict[str, list[Note]] = {}
    for own in _together(tables):
        read = gather(own, every_reference=True)
        faults += [] if own else read.faults
        for name in map(str, own.values()):
            wrong = [fault for fault in read.faults if fault.path == name]
            if name not in faults_of or len(wrong) < len(faults_of[name]):
                faults_of[name] = wrong
                notes_of[name] = [note for note in read.notes if note.path == name]
        # A row that names several systems becomes several reports of one row number.
        counts |= {
            str(path): len({number for number, _ in read.rows(table)})
            for table, path in own.items()
        }
        if not files:
            names = {table: str(holds) for holds, table in TABLES.items()}
            all_own = [Checked(table, len(read.tables[table]), names[table]) for table in Table]
    faults += [fault for name in map(str, detected) for fault in faults_of.get(name, ())]
    notes += [note for name in map(str, detected) for note in notes_of.get(name, ())]
    if faults:
        raise DataError(faults)
    tell(notes)
    if not files:
        return all_own
    return [
        Checked(str(path), counts[str(path)], str(content.holds), content.by)
        for path, content in detected.items()
    ]


def _paths(given: object) -> list[Path]:
    """Return the paths that an argument holds: a table yields its heads, which are none."""
    if isinstance(given, str | PathLike):
        return [Path(given)]
    is_table = isinstance(given, Mapping) or getattr(given, "ndim", 1) > 1
    read = []
    for path in given if isinstance(given, Collection) and not is_table else [given]:
        if not isinstance(path, str | PathLike):
            raise unfit(
                "paths",
                "a path, or a collection of paths",
                path,
                "give files; infmap.load and load_places check a table in memory",
            )
        read.append(Path(path))
    return read


def _together(tables: Mapping[Path, Table | None]) -> list[dict[Table, Path]]:
    """Return groups of files to check together: each file with the first of each other table."""
    by_table: dict[Table, list[Path]] = {}
    for path, table in tables.items():
        if table is not None:
            by_table.setdefault(table, []).append(path)
    first = {table: paths[0] for table, paths in by_table.items()}
    rest = [{**first, table: path} for table, paths in by_table.items() for path in paths[1:]]
    return [first, *rest] if first or not tables else []
