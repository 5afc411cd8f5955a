"""Records as rows of JSON, in which a value that many rows share stands once."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

#: An object of JSON: the data in a page's file, a table or a row of it.
Json = dict[str, Any]


class Once:
    """Values that stand once, each in the row of its number."""

    def __init__(self) -> None:
        self.rows: list[object] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: object) -> int:
        """Return the number of a value's row."""
        number = self._numbers.setdefault(_text(value), len(self.rows))
        if number == len(self.rows):
            self.rows.append(value)
        return number


def table(records: Sequence[Mapping[str, object]]) -> Json:
    """Return records as rows; one that lacks a field of another's is an error.

    Where most rows share their value of a field and it makes them shorter, its values stand once,
    the most frequent first, and a row holds the number of its value.

    Examples
    --------
    >>> table([{"id": k, "by": "Soviet Union"} for k in (7, 8)])
    {'fields': ['id', 'by'], 'values': {'by': ['Soviet Union']}, 'rows': [[7, 0], [8, 0]]}
    """
    fields = [*dict.fromkeys(chain.from_iterable(records))]
    columns = [[record[name] for record in records] for name in fields]
    values: dict[str, list[object]] = {}
    for at, name in enumerate(fields):
        known, numbers = _numbered(columns[at])
        shared = 2 * len(known) <= len(records)
        if shared and len(_text([known, numbers])) + len(name) < len(_text(columns[at])):
            values[name], columns[at] = known, numbers
    return {
        "fields": fields,
        "values": values,
        "rows": [[*row] for row in zip(*columns, strict=True)],
    }


def records(table: Json) -> list[Json]:
    """Return the records of a `table`."""
    return [_record(table, row) for row in table["rows"]]


def table_by_id(records: Mapping[str, Mapping[str, object]]) -> Json:
    """Return a `table` whose rows stand behind their ids."""
    found = table([*records.values()])
    return found | {"rows": dict(zip(records, found["rows"], strict=True))}


def records_by_id(table: Json) -> dict[str, Json]:
    """Return the records of a `table_by_id`."""
    return {ident: _record(table, row) for ident, row in table["rows"].items()}


def _record(table: Json, row: Sequence[Any]) -> Json:
    values = table["values"]
    return {
        name: values[name][value] if name in values else value
        for name, value in zip(table["fields"], row, strict=True)
    }


def _numbered(column: Sequence[object]) -> tuple[list[object], list[object]]:
    """Return the values of a column, the most frequent first, and the number of each row's."""
    texts = [*map(_text, column)]
    numbers = {text: number for number, (text, _) in enumerate(Counter(texts).most_common())}
    known = dict(zip(texts, column, strict=True))
    return [known[text] for text in numbers], [numbers[text] for text in texts]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
