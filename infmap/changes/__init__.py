"""Two states of the tables: which rows differ, and which places' answers with them."""

from datetime import date
from functools import partial
from pathlib import Path

from infmap.arguments import checks_kinds
from infmap.catalogue.bundled import Table
from infmap.changes.folders import day_of, read_folder, version_of
from infmap.changes.matching import table_diff
from infmap.changes.pieces import Pieces, pieces_of
from infmap.changes.record import Diff, TableDiff, digest
from infmap.errors import InfmapError, all_of


@checks_kinds
def diff(old: str | Path, new: str | Path, *, day: date | str | None = None) -> Diff:
    """Return what differs between two states of the tables: rows, and answers.

    Parameters
    ----------
    old, new : path
        Folders as infmap's ``data``, with some of its tables. Columns may differ; other files are
        left alone.
    day : date or str, optional
        The day of the new state. By default its version, where that is a day.

    Returns
    -------
    Diff

    Raises
    ------
    InfmapError
        If one is no such folder, or the day cannot be read.
    DataError
        If a table is no CSV, JSON or GeoJSON in UTF-8, or larger than 20 MB: every fault of both.

    Notes
    -----
    Rows are compared as text. Those of one id are one row; a figure, which has none, is known by
    system, account, claimant and day, or by its publication. A row that differs in its id alone was
    renamed. Answers are for the capitals of each state's table that stand today, on all accounts
    together and on each alone; where a state cannot be read as a catalogue, ``not_compared`` says
    why.

    Examples
    --------
    >>> import infmap
    >>> from infmap.catalogue.bundled import data_path
    >>> data = data_path("systems.csv").parent
    >>> infmap.diff(data, data).rows()
    []
    """
    from infmap.catalogue.values.date_texts import as_day

    olds, news = all_of(partial(read_folder, folder) for folder in (old, new))
    names = [str(table) for table in Table if table in olds or table in news]
    read = all_of(
        partial(_pieces, folder, name, state.get(name))
        for name in names
        for folder, state in ((old, olds), (new, news))
    )
    pieces = zip(read[::2], read[1::2], strict=True)
    tables = {
        name: _table(name, before, after, olds.get(name), news.get(name))
        for name, (before, after) in zip(names, pieces, strict=True)
    }
    asked = as_day(day, "day")
    told = {"old": version_of(old), "new": version_of(new)}
    rows = Diff(**told, day=asked.isoformat() if asked else day_of(told["new"]), tables=tables)
    return _with_answers(rows, Path(old), Path(new))


def _pieces(folder: str | Path, name: str, data: bytes | None) -> Pieces:
    return Pieces() if data is None else pieces_of(str(Path(folder) / name), data)


def _table(
    name: str, before: Pieces, after: Pieces, was: bytes | None, now: bytes | None
) -> TableDiff:
    found = table_diff(name, before, after)
    return found.model_copy(update={"old_sha256": digest(was), "new_sha256": digest(now)})


def _with_answers(rows: Diff, old: Path, new: Path) -> Diff:
    from infmap.changes.answers import ANSWERING, answers_between, answers_of, catalogue_of

    tables = rows.tables
    if all(table not in tables or tables[table].is_same for table in ANSWERING):
        return rows
    try:
        before, after = (answers_of(catalogue_of(folder)) for folder in (old, new))
    except InfmapError as error:
        first, *more = str(error).splitlines()
        and_more = f" (and {len(more)} more)" if more else ""
        return rows.model_copy(update={"not_compared": f"{first}{and_more}"})
    sites = {
        cell.old: cell.new for cell in tables[Table.DEPLOYMENTS].changed if cell.field == "site_id"
    }
    places = {row.old: row.new for row in tables[Table.CAPITALS].renamed}
    answers, changed, by_account = answers_between(before, after, sites, places)
    both = len({*before.sites} & {*after.sites})
    told = {"answers": answers, "sites": changed, "by_account": by_account}
    return rows.model_copy(update={**told, "sites_of_both": both})
