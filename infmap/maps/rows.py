"""Records as rows of JSON, in which a value that many rows share stands once."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

#: An object of JSON: the data in a page's file, a table or a row of it.
Json = dict[str, Any]
#: Between two sentences, or the halves of one.
BETWEEN = re.compile(r"(?<=[.;]) ")
_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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


class Sentences:
    """Texts of which a sentence that stands in several, or more than once in one, stands once.

    Examples
    --------
    >>> sentences = Sentences(["Read. No figure.", "Title; no figure. Read.", "Undated."])
    >>> sentences.rows, sentences.told("Title; no figure. Read."), sentences.told("Undated.")
    (['Read.'], ['Title; no figure.', 0], 'Undated.')
    """

    def __init__(self, texts: Iterable[str]) -> None:
        times = Counter(chain.from_iterable(map(BETWEEN.split, texts)))
        self.rows = [text for text, n in times.most_common() if text and n > 1]
        self._numbers = {text: number for number, text in enumerate(self.rows)}

    def told(self, text: str) -> str | list[int | str]:
        """Return a text as it is, or in parts: words, and numbers of `rows`."""
        parts: list[int | str] = []
        for number, group in groupby(BETWEEN.split(text), self._numbers.get):
            some = [*group]
            parts += [" ".join(some)] if number is None else [number] * len(some)
        return text if all(isinstance(part, str) for part in parts) else parts


def said(told: str | list[int | str], sentences: Sequence[str]) -> str:
    """Return the text that `Sentences.told` tells."""
    if isinstance(told, str):
        return told
    return " ".join(part if isinstance(part, str) else sentences[part] for part in told)


def table(records: Sequence[Mapping[str, object]]) -> Json:
    """Return records as rows; one that lacks a field of another's is an error.

    Where it makes them shorter, the values of a field that several rows share stand once, the most
    frequent first, and a row holds the number of its value. There every number stands once. The
    zeros at the end of a row are left out.

    Examples
    --------
    >>> [*table([{"by": "Soviet Union" if k else "Iran"} for k in range(3)]).values()]
    [['by'], {'by': ['Soviet Union']}, [['Iran'], [], []]]
    """
    fields = [*dict.fromkeys(chain.from_iterable(records))]
    columns = [[record[name] for record in records] for name in fields]
    values: dict[str, list[object]] = {}
    for at, name in enumerate(fields):
        known, column = _told_once(columns[at])
        if len(_text([known, column])) + len(name) < len(_text(columns[at])):
            values[name], columns[at] = known, column
    return {
        "fields": fields,
        "values": values,
        "rows": [_without_zeros(row) for row in zip(*columns, strict=True)],
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
    fields, values = table["fields"], table["values"]
    whole = [*row, *[0] * (len(fields) - len(row))]
    return {
        name: values[name][value] if name in values and type(value) is int else value
        for name, value in zip(fields, whole, strict=True)
    }


def _without_zeros(row: Sequence[object]) -> list[object]:
    ends = (k + 1 for k, value in enumerate(row) if value != 0 or type(value) is not int)
    return [*row[: max(ends, default=0)]]


def _told_once(column: Sequence[object]) -> tuple[list[object], list[object]]:
    """Return what stands once of a column, and the column with the numbers of that."""
    texts = [*map(_text, column)]
    times = Counter(texts)
    values = dict(zip(texts, column, strict=True))
    once = [text for text, n in times.most_common() if n > 1 or type(values[text]) in (int, float)]
    numbers: dict[str, object] = {text: number for number, text in enumerate(once)}
    return [values[text] for text in once], [numbers.get(t, values[t]) for t in texts]
