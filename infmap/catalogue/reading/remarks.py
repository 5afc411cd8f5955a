"""Refuses rows that are none of the table's: totals, averages, headings, notes, rows left out."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from infmap.catalogue.cells import is_empty, stray_problem
from infmap.catalogue.columns import full_names, needed_columns
from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.heads.likely import units_named
from infmap.catalogue.reading.heads.meanings import has_figure, means
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Capital, OwnSystem, Row
from infmap.errors import shorten

#: The first word of a row with totals, alone or with others after it.
_TOTALS = {"total", "totals", "sum", "summe", "gesamt", "insgesamt", "итого", "всего", "\u03c3"}
_TOTALS |= {"subtotal", "totaux", "totale", "razem", "suma", "ogółem", "toplam", "celkem"}
#: That of a row with averages.
_AVERAGES = {
    "average",
    "averages",
    "avg",
    "mean",
    "median",
    "durchschnitt",
    "mittelwert",
    "moyenne",
}
_AVERAGES |= {"médiane", "promedio", "mediana", "среднее", "медиана", "średnia", "ortalama"}
#: Finds each first cell for which `is_left_out` may hold, in a syntax that is Arrow's too.
MAY_BE_LEFT_OUT = r"^\s*(?:#|//)"
#: A row that lacks this many of the required cells may be a heading or a remark.
_FEW = 2
#: What a row begins with that people left out and did not delete.
_LEFT_OUT = re.compile(r"(#|//)\s*[^\W\d_]")
#: A cell of the line under the heads of a table drawn with letters, as Markdown has it.
_RULE = re.compile(r":?[-=_+\u2013\u2014\u2500]{2,}:?")
#: What a footnote begins with, where its mark stands before it.
_MARKED = re.compile(r"[*\u2020\u2021\u00a7\u00b9\u00b2\u00b3]")


def leave_out_remarks(reading: Reading, sheet: Sheet, layout: Layout, model: type[Row]) -> None:
    """Remove the rows that are none of a sheet's table, with a fault for each."""
    full = full_names(model)
    needed = [
        layout.columns[full.get(name, name)]
        for name in needed_columns(model)
        if full.get(name, name) in layout.columns
    ]
    if layout.position is not None:
        needed.append(layout.position[0])
    is_named = 0 in layout.columns.values() or _names(sheet.heads[0])
    closing = closing_sums(sheet.rows)
    kept = []
    for number, row in sheet.rows:
        empty = [place for place in needed if place >= len(row) or is_empty(row[place])]
        filled = [_text(cell) for cell in row if not is_empty(cell)]
        first = filled[0] if filled else ""
        in_first = bool(row) and not is_empty(row[0])
        alone = len(filled) == 1 and in_first
        # A system needs its name alone, which is then where the word stands. In a row that is
        # full the word may be a name, or what its column sorts rows by, unless it is the last.
        lacks = bool(empty) or model is OwnSystem
        sums = _sums(first, alone=False) if lacks else closing.get(number, "")
        if sums:
            _refuse_sums(reading, number, sums, first)
        elif len(filled) > 1 and all(map(_RULE.fullmatch, filled)):
            reading.fault(number, None, "is a line of dashes", first, "delete it")
        elif alone and (
            len(empty) >= _FEW
            or (len(sheet.heads) > _FEW and empty)
            or (len(sheet.heads) > 1 and _is_remark(first, model))
        ):
            problem = "has its first cell filled alone"
            reading.fault(number, None, problem, first, _remedy(first, model))
        elif is_named and in_first and _is_left_out(first, sheet.heads[0]):
            mark = first[: 1 + first.startswith("//")]
            problem = f"begins with {mark}, as rows do that are left out"
            reading.fault(number, None, problem, first, f"delete the row, or the {mark}")
        else:
            kept.append((number, row))
    sheet.rows[:] = kept


def _sums(text: str, *, alone: bool) -> str:
    """Return what a row with this first text sums up others to, or an empty text.

    In a row that is full the word stands alone: a place may be called Total Refinery.

    Examples
    --------
    >>> [_sums(text, alone=False) for text in ("Total (2 sites)", "Sub-total:", "Grand Forks")]
    ['a total', 'a total', '']
    >>> _sums("Average", alone=True), _sums("Total Refinery", alone=True)
    ('an average', '')
    """
    words = re.findall(r"\w+", text.casefold().replace("sub-total", "subtotal"))
    is_grand = words[:1] == ["grand"]
    if alone and len(words) > 1 + is_grand:
        return ""
    words = words[: 1 + is_grand]
    if not _TOTALS.isdisjoint(words):
        return "a total"
    return "" if _AVERAGES.isdisjoint(words) else "an average"


def closing_sums(rows: Sequence[tuple[int, Sequence[Any]]]) -> dict[int, str]:
    """Return the rows at the end of a table, by their numbers, that sum up all others, and what.

    Where rows above begin with such a word too, it is what a column sorts them by.

    Examples
    --------
    >>> closing_sums([(2, ["Gdansk", 54.4]), (3, ["Average", 54.1])])
    {3: 'an average'}
    >>> closing_sums([(2, ["total", 54.4]), (3, ["women", 54.4]), (4, ["total", 54.1])])
    {}
    """
    if not (rows and _sums_of(rows[-1][1])):
        return {}
    sums = {number: what for number, row in rows if (what := _sums_of(row))}
    last = {number for number, _ in rows[-len(sums) :]}
    return sums if {*sums} == last and len(sums) < len(rows) else {}


def _sums_of(row: Sequence[Any]) -> str:
    return _sums(_text(row[0]), alone=True) if row and not is_empty(row[0]) else ""


def refuse_closing_sums(reading: Reading, rows: Iterable[tuple[int, Sequence[Any]]]) -> None:
    """Refuse the rows at the end of a whole table that sum up all others."""
    listed = [*rows]
    closing = closing_sums(listed)
    for number, row in listed:
        if number in closing:
            _refuse_sums(reading, number, closing[number], _text(row[0]))


def _refuse_sums(reading: Reading, number: int, sums: str, first: str) -> None:
    reading.fault(number, None, f"looks like {sums} row", first, "delete it")


def _is_left_out(text: str, head: str) -> bool:
    """Return whether a row is marked as left out, as in scripts; an error of a sheet is no mark.

    Examples
    --------
    >>> [_is_left_out(text, "name") for text in ("#North camp", "// North camp", "#3", "#REF!")]
    [True, True, False, False]
    """
    return head[:1] != "#" and bool(_LEFT_OUT.match(text)) and stray_problem(text) is None


def _names(head: str) -> bool:
    return means(head, Capital) == "name"


def is_left_out(text: str, head: str) -> bool:
    """Return whether a row that is full is marked as left out, by its first cell and that's head.

    Examples
    --------
    >>> is_left_out("# Gdansk", "City"), is_left_out("#ff0000", "colour")
    (True, False)
    """
    return _is_left_out(text.strip(), head) and _names(head)


def _is_remark(text: str, model: type[Row]) -> bool:
    """Return whether a text that stands alone in a row is of the whole table, and no name.

    It begins with the mark of a footnote or with a word for notes or sources, or is a sentence.

    Examples
    --------
    >>> [_is_remark(text, OwnSystem) for text in ("* estimated", "Source: CSIS", "My missile")]
    [True, True, False]
    >>> _is_remark("Ranges are in nautical miles.", OwnSystem)
    True
    """
    before, colon, _ = text.partition(":")
    is_named = bool(colon) and means(before, model) in {"note", "source_ids"}
    is_sentence = text.endswith(".") and len(text.split()) > 3
    return bool(_MARKED.match(text)) or is_named or is_sentence


def _remedy(text: str, model: type[Row]) -> str:
    """Return what to do about a row that stands alone; what it says of units must not be lost.

    Examples
    --------
    >>> _remedy("Russia", OwnSystem), _remedy("All ranges in miles", OwnSystem)
    ('fill the row, or delete it', 'write mi into the head of what is in miles, and delete the row')
    """
    units = units_named(text) if has_figure(model) else []
    if not units:
        return "fill the row, or delete it"
    return f"write {units[0]} into the head of what is in {units[0].plural}, and delete the row"


def _text(cell: Any) -> str:
    return shorten(" ".join(str(cell).split()))
