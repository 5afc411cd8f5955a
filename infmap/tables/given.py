"""A table that a caller gives to be written: its heads, its rows, and which columns are asked for.

An index is written in front: what pandas groups, counts or pivots has its names there.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, TypeAlias

from infmap.catalogue.names.ids import Known, suggestion
from infmap.errors import InfmapError, UnknownIdError, shorten

if TYPE_CHECKING:
    import pandas as pd

#: A row as given; its values depend on the table.
Row: TypeAlias = Mapping[str, object]


def heads_and_rows(table: "pd.DataFrame | Sequence[Row]") -> tuple[list[str], Sequence[Row]]:
    """Return the heads of a table and its rows, without geometries; refuse what is no table.

    Examples
    --------
    >>> import pandas as pd
    >>> counts = pd.DataFrame({"n": [2, 1]}, index=pd.Index(["NASIC", "IISS"], name="claimant"))
    >>> heads_and_rows(counts)
    (['claimant', 'n'], [{'claimant': 'NASIC', 'n': 2}, {'claimant': 'IISS', 'n': 1}])
    """
    if isinstance(table, Sequence):
        if not all(isinstance(row, Mapping) for row in table):
            raise _no_table(table)
        return _heads_of(table), table
    if not hasattr(table, "dtypes") or table.ndim != 2:
        raise _no_table(table)
    columns = [
        (_head(name), table.iloc[:, k])
        for k, (name, kind) in enumerate(table.dtypes.items())
        if str(kind) != "geometry"
    ]
    levels = [
        (name, level) for name, level in _levels(table) if not _stands_in(columns, name, level)
    ]
    heads = [head for head, _ in (*levels, *columns)]
    refuse_twice(heads)
    # None for NaN, NaT and NA, whatever a column is made of.
    try:
        cells = [one.astype(object).where(one.notna(), None) for _, one in (*levels, *columns)]
    except (OverflowError, ValueError):
        raise InfmapError(
            "a column holds days or times beyond the years 1 to 9999; give it as text"
        ) from None
    lines = zip(*cells, strict=True) if cells else ([] for _ in range(len(table)))
    return heads, [dict(zip(heads, line, strict=True)) for line in lines]


def columns_asked(
    columns: Any, heads: Sequence[str], counted: Sequence[str] = (), *, is_known: bool = True
) -> list[str]:
    """Return the heads of the columns that a caller asks for; refuse those that a table has not.

    `counted` are those that are made of others. Of a table without rows the heads are not known.

    Examples
    --------
    >>> columns_asked("distance_km", ["target", "distance_km"])
    ['distance_km']
    >>> columns_asked(["distanse_km"], ["target", "distance_km"])
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no column 'distanse_km'; did you mean distance_km?
    """
    if isinstance(columns, Set):
        raise InfmapError(
            f"columns in a set have no order (got {shorten(repr(columns))}); write a list"
        )
    asked = [columns] if isinstance(columns, str) else [_head(name) for name in columns]
    refuse_twice(asked)
    known = Known(dict.fromkeys((*heads, *counted), ()))
    unknown = [head for head in asked if is_known and head not in {*heads, *counted}]
    if unknown:
        raise UnknownIdError(
            " ".join(f"no column {shorten(head)!r}; {suggestion(head, known)}" for head in unknown)
        )
    return asked


def refuse_twice(heads: Sequence[str]) -> None:
    """Raise an error if a table has two columns of one name."""
    if twice := [head for head, count in Counter(heads).items() if count > 1]:
        raise InfmapError(
            f"a table has each column once (got {shorten(', '.join(twice))} twice); rename one"
        )


def _head(name: object) -> str:
    """Return a column's head; those of several levels in one line."""
    parts = name if isinstance(name, tuple) else (name,)
    return " ".join(filter(None, map(str, parts)))


def _levels(table: "pd.DataFrame") -> list[tuple[str, "pd.Series"]]:
    """Return the levels of an index that say something: not the numbers of rows without a name."""
    import pandas as pd

    index = table.index
    levels = [index.get_level_values(k) for k in range(index.nlevels)]
    return [
        (_head("index" if level.name is None else level.name), pd.Series(level, index=table.index))
        for level in levels
        if level.name is not None or not pd.api.types.is_integer_dtype(level.dtype)
    ]


def _stands_in(columns: "Sequence[tuple[str, pd.Series]]", name: str, level: "pd.Series") -> bool:
    """Return whether a level of the index is a column too, as `set_index` may leave it."""
    return any(head == name and level.tolist() == values.tolist() for head, values in columns)


def _heads_of(rows: Sequence[Row]) -> list[str]:
    """Return the columns of rows that may lack some: each behind the one before it in its row."""
    heads: list[str] = []
    known: set[str] = set()
    for row in rows:
        if row.keys() <= known:
            continue
        before = -1
        for head in row:
            if head not in known:
                known.add(head)
                heads.insert(before + 1, head)
            before = heads.index(head)
    return heads


def _no_table(given: object) -> InfmapError:
    return InfmapError(f"no table ({shorten(repr(given))}); give a DataFrame, or rows as dicts")
