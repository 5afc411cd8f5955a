"""Which rows of two states of a table are the same row, and what was done to it."""

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial

from infmap.catalogue.bundled import Table
from infmap.changes.pieces import Cells, Pieces, edits_between
from infmap.changes.record import Cell, Renamed, TableDiff
from infmap.looks.corrections import FIGURE_NAMES, figure_name

#: The columns that name a row of figures, which has no id: the narrowest first. A claimant or an
#: account that is mended leaves the publication.
_OF_CLAIMS = (
    FIGURE_NAMES,
    ("system_id", "account", "claimant"),
    ("system_id", "source_id"),
)


def named(table: str, cells: Cells) -> str:
    """Return what a row is called: its id, or for a figure what `figure_name` says.

    Examples
    --------
    >>> named("range_claims.csv", {"system_id": "ss-4", "account": "opponent", "claimant": "CIA"})
    'ss-4, opponent, CIA'
    """
    return figure_name(cells) if table == Table.CLAIMS else cells.get("id", "")


def table_diff(table: str, old: Pieces, new: Pieces) -> TableDiff:
    """Return what was added, changed and withdrawn between two states of a table.

    Rows belong together that are the same, else those of one id (figures: of one system, account,
    claimant and day, or of one publication), in their order; else those that differ in the id only.
    """
    pairs = _pairs(table, old, new)
    changed: list[Cell] = []
    renamed: list[Renamed] = []
    for k, m in pairs:
        was, now = old.rows[k], new.rows[m]
        is_renamed = table != Table.CLAIMS and was.get("id") != now.get("id")
        if is_renamed:
            renamed.append(Renamed(old=named(table, was), new=named(table, now)))
        for field in dict.fromkeys((*new.columns, *old.columns)):
            if was.get(field) != now.get(field) and not (is_renamed and field == "id"):
                cell = {"old": was.get(field, ""), "new": now.get(field, "")}
                changed.append(Cell(id=named(table, now), field=field, **cell))
    kept_old, kept_new = ({pair[side] for pair in pairs} for side in (0, 1))
    stayed = _rising([k for k, _ in pairs])
    return TableDiff(
        columns_added=[name for name in new.columns if old.texts and name not in old.columns],
        columns_withdrawn=[name for name in old.columns if new.texts and name not in new.columns],
        added=[dict(row) for m, row in enumerate(new.rows) if m not in kept_new],
        changed=changed,
        renamed=renamed,
        withdrawn=[dict(row) for k, row in enumerate(old.rows) if k not in kept_old],
        moved=[named(table, new.rows[m]) for k, m in pairs if k not in stayed],
        edits=edits_between(old.texts, new.texts),
    )


def _pairs(table: str, old: Pieces, new: Pieces) -> list[tuple[int, int]]:
    """Return the indices of rows that belong together, in the new order."""
    left_old, left_new = [*range(len(old.rows))], [*range(len(new.rows))]
    found: list[tuple[int, int]] = []
    for key_of in _keys(table, {*old.columns} & {*new.columns}):
        waiting: dict[Hashable, deque[int]] = {}
        for k in left_old:
            waiting.setdefault(key_of(old.rows[k]), deque()).append(k)
        waiting.pop(None, None)
        met = {
            m: of_key.popleft() for m in left_new if (of_key := waiting.get(key_of(new.rows[m])))
        }
        found += [(k, m) for m, k in met.items()]
        taken = {*met.values()}
        left_old = [k for k in left_old if k not in taken]
        left_new = [m for m in left_new if m not in met]
    return sorted(found, key=lambda pair: pair[1])


def _keys(table: str, shared: set[str]) -> Iterator[Callable[[Cells], Hashable]]:
    """Yield what rows are matched by, one after the other; None matches no row."""
    yield lambda cells: frozenset(cells.items())
    for columns in _OF_CLAIMS if table == Table.CLAIMS else (("id",),):
        yield partial(_key, columns)
    if table != Table.CLAIMS:
        rest = shared - {"id"}
        yield lambda cells: frozenset(item for item in cells.items() if item[0] in rest) or None


def _key(columns: Sequence[str], cells: Cells) -> Hashable:
    return tuple(cells[name] for name in columns) if cells.keys() >= {*columns} else None


def _rising(numbers: Sequence[int]) -> set[int]:
    """Return the most of some different numbers that rise from first to last."""
    ends: list[int] = []  # the least number that a run of each length ends in
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept
