"""Which table a file holds, told by its columns."""

import json
from pathlib import Path

from infmap.catalogue.bundled import Table
from infmap.catalogue.reading.delimited import find_head, rows_below, table_text
from infmap.catalogue.reading.heads import MOST_COLUMNS, our_name
from infmap.catalogue.reading.inputs import Reading
from infmap.catalogue.reading.texts import is_json
from infmap.catalogue.rows import (
    Allegation,
    Capital,
    Claim,
    Deployment,
    Event,
    OwnSystem,
    known_columns,
)

#: The columns by which a table is told from the others, the surest first.
_MARKS = (
    ({"charge"}, Table.ALLEGATIONS),
    ({"claimant"}, Table.CLAIMS),
    ({"system"}, Table.DEPLOYMENTS),
    ({"system_id", "lon"}, Table.DEPLOYMENTS),
    ({"lon"}, Table.CAPITALS),
    ({"title"}, Table.EVENTS),
)
_COLUMNS = {
    name
    for model in (OwnSystem, Claim, Deployment, Capital, Allegation, Event)
    for name in known_columns(model)
}


def table_of(path: Path) -> Table | None:
    """Tell by its columns which table a file holds, if it has any of ours.

    What cannot be read is taken for a table, to be told what is wrong with it.
    """
    if path.name in set(Table):
        return Table(path.name)
    text = table_text(Reading(path), path, _COLUMNS) or ""
    if is_json(path, text):
        return Table.SOURCES if _is_list(text) else Table.DEPLOYMENTS
    first = find_head(text, _COLUMNS)
    heads = [] if first is None else [first.cut, *(head.cells for head in rows_below(text))]
    renamed = [[our_name(one, _COLUMNS) for one in heads[0][:MOST_COLUMNS]]] if heads else []
    for columns in [*heads[:1], *renamed, *heads[1:]]:
        for marks, table in _MARKS:
            if marks <= {*columns}:
                return table
    return Table.SYSTEMS if not heads or _COLUMNS & {*renamed[0]} else None


def _is_list(text: str) -> bool:
    try:
        return isinstance(json.loads(text), list)
    except (ValueError, RecursionError):
        return False
