"""What differs between two states of the tables: a record, to be kept as JSON and applied."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from infmap.catalogue.frames import frame_of
from infmap.changes.pieces import Edits, pieces_of
from infmap.errors import InfmapError
from infmap.looks.sentences import count_text

if TYPE_CHECKING:
    import pandas as pd

#: The largest file that is read or made.
MOST_BYTES = 20_000_000
#: The largest diff that is read: it may hold the tables of both states.
MOST_DIFF_BYTES = 100_000_000
#: What rows may have gone through.
KINDS = ("added", "changed", "renamed", "withdrawn")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cell(_Record):
    """A cell that reads otherwise; a blank one is an empty text."""

    id: str
    field: str
    old: str
    new: str


class Renamed(_Record):
    """A row that has another id and is otherwise the same."""

    old: str
    new: str


class TableDiff(_Record):
    """What differs in one table, and how its new file is made of the old one."""

    #: SHA-256 of the files; None where a state has none.
    old_sha256: str | None = None
    new_sha256: str | None = None
    columns_added: list[str]
    columns_withdrawn: list[str]
    #: Rows in full, without blank cells.
    added: list[dict[str, str]]
    changed: list[Cell]
    renamed: list[Renamed]
    withdrawn: list[dict[str, str]]
    #: Rows that stand elsewhere among the others.
    moved: list[str]
    edits: Edits

    @property
    def is_same(self) -> bool:
        """Whether the file is the same, to the byte."""
        return self.old_sha256 == self.new_sha256

    @property
    def counts(self) -> list[int]:
        """How many rows were added, changed, renamed and withdrawn, in the order of `KINDS`."""
        changed = {cell.id for cell in self.plainly_changed}
        return [len(self.added), len(changed), len(self.renamed), len(self.withdrawn)]

    @property
    def plainly_changed(self) -> list[Cell]:
        """The changed cells of columns that are in both states."""
        other = {*self.columns_added, *self.columns_withdrawn}
        return [cell for cell in self.changed if cell.field not in other]


class AnswerChange(_Record):
    """A place that a site reaches on other accounts than before."""

    site_id: str
    target_id: str
    target: str
    country: str
    #: Values of `infmap.analysis.reach.Reach`; ``none`` also where site or place are not there.
    old: str
    new: str


class SiteChange(_Record):
    """A site with such a place, and how many it has in reach; None where a state lacks the site."""

    id: str
    site: str
    old: int | None
    new: int | None


class AccountChange(SiteChange):
    """A site of both states that answers otherwise on one account alone."""

    account: str
    #: For how many places.
    places: int


class RowChange(TypedDict):
    """One change of one table, for a table of them: a cell's, or a whole row's."""

    table: str
    #: One of `KINDS`.
    change: str
    id: str
    field: str
    old: str
    new: str


class Diff(_Record):
    """What differs between two states of the tables, from `infmap.diff`.

    Attributes
    ----------
    old, new : str
        The version of each state by its ``datapackage.json``, or its folder's name.
    day : str
        The day of the new state, as YYYY-MM-DD; empty where it is not known.
    tables : dict of str to TableDiff
        By the name of the file: rows added, changed, renamed and withdrawn.
    answers : list of AnswerChange
        Which places each site reaches on other accounts than before, all of them together.
    sites : list of SiteChange
        The sites with such a place.
    sites_of_both : int
        How many sites are in both states.
    not_compared : str
        Why answers were not compared, or empty.
    by_account : list of AccountChange
        The sites of both states that answer otherwise on one account, and on which.

    Examples
    --------
    >>> import infmap
    >>> from infmap.catalogue.bundled import data_path
    >>> data = data_path("systems.csv").parent
    >>> same = infmap.diff(data, data)
    >>> same.is_same, same.apply(data)["events.csv"] == data_path("events.csv").read_bytes()
    (True, True)
    """

    old: str
    new: str
    day: str
    tables: dict[str, TableDiff]
    answers: list[AnswerChange] = Field(default_factory=list)
    sites: list[SiteChange] = Field(default_factory=list)
    sites_of_both: int = 0
    not_compared: str = ""
    by_account: list[AccountChange] = Field(default_factory=list)

    def __repr__(self) -> str:
        sums = map(sum, zip(*(table.counts for table in self.tables.values()), strict=True))
        rows = ", ".join(f"{n} {kind}" for n, kind in zip(sums, KINDS, strict=False))
        return f"<Diff {self.old} to {self.new}: rows {rows or 'none'}; {self.answers_text}>"

    __str__ = __repr__

    @property
    def answers_text(self) -> str:
        """How many sites answer otherwise, or why that is not known."""
        if self.not_compared:
            return f"answers were not compared: {self.not_compared}"
        came = sum(site.old is None for site in self.sites)
        went = sum(site.new is None for site in self.sites)
        otherwise = len(self.sites) - came - went
        if not self.sites and not self.by_account:
            return "every site answers as before, on all accounts together and on each alone"
        both = count_text(self.sites_of_both, "site")
        together = f"{otherwise} of {both} of both answer otherwise, {came} came, {went} went"
        if not self.sites:
            together = "every site answers as before"
        alone = Counter(site.account for site in self.on_one_alone)
        more = ", ".join(f"{account} {count_text(n, 'site')}" for account, n in alone.items())
        more = f"; otherwise on one account alone: {more}" if more else ""
        return f"on all accounts together {together}{more}"

    @property
    def on_one_alone(self) -> list[AccountChange]:
        """The sites that answer otherwise on one account, though not on all of them together."""
        told = {site.id for site in self.sites}
        return [site for site in self.by_account if site.id not in told]

    @property
    def is_same(self) -> bool:
        """Whether all tables are the same, to the byte."""
        return all(table.is_same for table in self.tables.values())

    def rows(self) -> list[RowChange]:
        """Return all changes one by one: each changed cell, and each row that came or went.

        Examples
        --------
        >>> import infmap
        >>> infmap.Diff(old="a", new="b", day="", tables={}).rows()
        []
        """
        from infmap.changes.matching import named

        found: list[RowChange] = []
        for name, table in self.tables.items():
            found += [
                *(_change(name, "added", named(name, row)) for row in table.added),
                *(
                    _change(name, "renamed", row.new, "id", row.old, row.new)
                    for row in table.renamed
                ),
                *(
                    _change(name, "changed", cell.id, cell.field, cell.old, cell.new)
                    for cell in table.changed
                ),
                *(_change(name, "withdrawn", named(name, row)) for row in table.withdrawn),
            ]
        return found

    @property
    def rows_table(self) -> "pd.DataFrame":
        """The changes of `rows` as a DataFrame."""
        return frame_of(self.rows(), RowChange)

    @property
    def answers_table(self) -> "pd.DataFrame":
        """The changed answers as a DataFrame."""
        rows = [answer.model_dump() for answer in self.answers]
        return frame_of(rows, AnswerChange)

    def to_json(self) -> str:
        """Return the whole as JSON, which `read` reads."""
        return self.model_dump_json(indent=1) + "\n"

    @classmethod
    def read(cls, path: str | Path) -> "Diff":
        """Read a diff from a JSON file that ``infmap diff`` wrote.

        Raises
        ------
        DataError
            If the file cannot be read, or is larger than 100 MB.
        InfmapError
            If it holds no diff.
        """
        from infmap.changes.folders import read_file

        try:
            return cls.model_validate_json(read_file(Path(path), MOST_DIFF_BYTES))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise InfmapError(
                f"{path}: no diff of infmap's ({where and f'{where}: '}{first['msg']}); "
                "write one by infmap diff OLD NEW -o diff.json"
            ) from None

    def apply(self, folder: str | Path) -> dict[str, bytes]:
        """Return the new tables, made of the old ones, to the byte.

        Parameters
        ----------
        folder : path
            The old state.

        Returns
        -------
        dict of str to bytes
            The content of each file of the new state, by its name. Nothing is written.

        Raises
        ------
        InfmapError
            If the folder is not the old state, or the diff does not lead to the new one.
        """
        from infmap.changes.folders import read_folder

        old = read_folder(folder)
        made = {name: _applied(name, table, old) for name, table in self.tables.items()}
        return {name: data for name, data in made.items() if data is not None}


def digest(data: bytes | None) -> str | None:
    """Return the SHA-256 of a file's bytes; None where there is no file."""
    return None if data is None else sha256(data).hexdigest()


def _applied(name: str, table: TableDiff, old: Mapping[str, bytes]) -> bytes | None:
    if digest(old.get(name)) != table.old_sha256:
        raise InfmapError(
            f"{name}: is not the file that the diff was made from; give the folder of the old state"
        )
    if table.new_sha256 is None:
        return None
    texts = pieces_of(name, old[name]).texts if name in old else ()
    made: list[str] = []
    size = 0
    for edit in table.edits:
        part = [edit] if isinstance(edit, str) else texts[slice(*edit)]
        size += sum(map(len, part))
        if size > MOST_BYTES:
            break
        made += part
    data = "".join(made).encode("utf-8", "replace")
    if digest(data) != table.new_sha256:
        raise InfmapError(f"{name}: the diff does not lead to its new state; make the diff again")
    return data


def _change(
    table: str, change: str, ident: str, field: str = "", old: str = "", new: str = ""
) -> RowChange:
    return {
        "table": table,
        "change": change,
        "id": ident,
        "field": field,
        "old": old,
        "new": new,
    }
