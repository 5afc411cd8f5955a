"""A table's file as pieces of text, one a row, which together are the file to the byte."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from infmap.catalogue.publications import csl_date
from infmap.catalogue.reading.faults import Reading, uneven
from infmap.catalogue.reading.heads.grid import SEPARATOR_NAMES
from infmap.errors import DataError, reason_of

#: A row's cells as text, by column; a blank cell is left out.
Cells: TypeAlias = Mapping[str, str]
#: How a file is made of another: pieces of that one from an index up to another, or new text.
Edits: TypeAlias = list[tuple[int, int] | str]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLANK = re.compile(r"[ \t\r\n]*")
_MARK = "\ufeff"


@dataclass(frozen=True)
class Pieces:
    """The pieces of a file in order, and the rows that some of them hold, in order too."""

    texts: Sequence[str] = ()
    rows: Sequence[Cells] = ()
    columns: Sequence[str] = ()


def pieces_of(path: str, data: bytes) -> Pieces:
    r"""Return the pieces of a CSV, a JSON list or a GeoJSON in UTF-8, told by the suffix.

    Raises `DataError` if it is no such file; the path is named.

    Examples
    --------
    >>> found = pieces_of("events.csv", b'id,note\na,"two\nlines"\n')
    >>> found.texts, found.rows
    (['id,note\n', 'a,"two\nlines"\n'], [{'id': 'a', 'note': 'two\nlines'}])
    >>> pieces_of("sources.json", b'[{"id": 1}, {"id": null}]').texts
    ['[', '{"id": 1}', ', {"id": null}', ']']
    """
    reading = Reading(Path(path))
    pieces = Pieces()
    try:
        text = data.decode()
        pieces = _of_csv(reading, text) if path.endswith(".csv") else _of_json(text)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        reading.fault(row, None, "is not UTF-8", None, "save it in UTF-8")
    except (csv.Error, ValueError, RecursionError) as error:
        kind = "CSV" if path.endswith(".csv") else "JSON of rows"
        reading.fault(None, None, f"is no {kind}", reason_of(error), "correct the file")
    if reading.faults:
        raise DataError(reading.faults)
    return pieces


def _of_csv(reading: Reading, text: str) -> Pieces:
    """Return the pieces of a CSV; faults go to `reading`."""
    lines = _LINE.findall(text)
    head = next(filter(str.strip, lines), "")
    separator = max(",;\t|", key=head.count)
    shown = (line.removeprefix(_MARK) for line in lines)
    reader = csv.reader(shown, delimiter=separator, strict=True)
    texts: list[str] = []
    rows: list[Cells] = []
    heads: list[str] = []
    begin = 0
    for cells in reader:
        texts.append("".join(lines[begin : reader.line_num]))
        begin = reader.line_num
        if not any(cells):
            continue
        if not heads:
            heads = cells
            twice, times = Counter(heads).most_common(1)[0]
            if times > 1:
                reading.fault(begin, None, "has a column twice", twice, "rename one")
            continue
        if len(cells) != len(heads):
            problem = uneven(len(cells), len(heads))
            remedy = f"put texts that hold a {SEPARATOR_NAMES[separator]} in quotes"
            reading.fault(begin, None, problem, None, remedy, kind="has cells without a column")
            continue
        rows.append({head: cell for head, cell in zip(heads, cells, strict=True) if cell})
    return Pieces(texts, rows, heads)


def _of_json(text: str) -> Pieces:
    # Numbers stay as they are written: 54.70 tells more than 54.7.
    scan = _Scan(text, json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refuse))
    # What goes before a row is a piece of its own, or the row's: then a row that stays is a piece
    # that stays, whatever comes after it.
    spans = [*scan.rows()]
    ends = [scan.first, *(end for end, _ in spans)]
    texts = [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    rows = [_cells(item) for _, item in spans]
    return Pieces(texts, rows, [*dict.fromkeys(head for row in rows for head in row)])


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


class _Scan:
    """A walk through a JSON text that stops at each row."""

    def __init__(self, text: str, decoder: json.JSONDecoder) -> None:
        self.text = text
        self.decoder = decoder
        self.at = len(_MARK) if text.startswith(_MARK) else 0
        #: Where the first row begins.
        self.first = 0

    def rows(self) -> Iterator[tuple[int, Any]]:
        """Yield each row with where it ends: of the list, or of the list of features."""
        if self._takes("["):
            yield from self._items()
        else:
            found = 0
            for key in self._keys():
                if key == "features" and self._takes("["):
                    found += 1
                    yield from self._items()
                else:
                    self._value()
            if found != 1:
                raise ValueError("no list, and no features")
        self._blank()
        if self.at < len(self.text):
            raise ValueError(f"text after the end, at character {self.at}")

    def _items(self) -> Iterator[tuple[int, Any]]:
        self._blank()
        self.first = self.at
        if self._takes("]"):
            return
        while True:
            item = self._value()
            yield self.at, item
            if not self._goes_on("]"):
                return

    def _keys(self) -> Iterator[str]:
        self._needs("{")
        if self._takes("}"):
            return
        while True:
            key = self._value()
            self._needs(":")
            yield str(key)
            if not self._goes_on("}"):
                return

    def _goes_on(self, end: str) -> bool:
        if self._takes(end):
            return False
        self._needs(",")
        return True

    def _value(self) -> Any:
        self._blank()
        value, self.at = self.decoder.raw_decode(self.text, self.at)
        return value

    def _blank(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        assert blank is not None
        self.at = blank.end()

    def _takes(self, mark: str) -> bool:
        self._blank()
        is_there = self.text.startswith(mark, self.at)
        self.at += is_there
        return is_there

    def _needs(self, mark: str) -> None:
        if not self._takes(mark):
            raise ValueError(f"no {mark} at character {self.at}")


def _cells(item: object) -> Cells:
    """Return the cells of an object; a feature gives its properties and its position."""
    match item:
        case {
            "properties": {**values},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }:
            values |= {"lon": lon, "lat": lat}
        case {"properties": {**values}, "geometry": geometry}:
            values |= {"geometry": geometry}
        case {**values}:
            pass
        case _:
            raise ValueError("a row that is no object")
    cells = {_written(head): _written(value) for head, value in values.items()}
    return {head: cell for head, cell in cells.items() if cell}


def _written(value: object) -> str:
    """Return a value as a table in CSV has it."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half a pair of surrogates is no text
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(map(_written, value))
    if isinstance(value, dict) and [*value] == ["date-parts"]:
        try:
            return csl_date(value)
        except (ValueError, TypeError, LookupError):
            pass  # it is no date, and shown as it is
    return _written(json.dumps(value, ensure_ascii=False))


def edits_between(old: Sequence[str], new: Sequence[str]) -> Edits:
    """Return how the pieces of a file are made of those of another.

    Examples
    --------
    >>> edits_between(["head", "a", "b", "c"], ["head", "a", "new", "c"])
    [(0, 2), 'new', (3, 4)]
    """
    places = {text: k for k, text in reversed([*enumerate(old)])}
    edits: Edits = []
    for text in new:
        last = edits[-1] if edits else ""
        if isinstance(last, tuple) and last[1] < len(old) and old[last[1]] == text:
            edits[-1] = (last[0], last[1] + 1)
        elif text in places:
            edits.append((places[text], places[text] + 1))
        elif isinstance(last, str) and edits:
            edits[-1] = last + text
        else:
            edits.append(text)
    return edits
