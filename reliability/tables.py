"""Tables of every site as programs read them: short cells, true counts, a workbook like its CSV."""

import csv
import io
import random
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl  # type: ignore[import-untyped]

import infmap
from infmap.catalogue import Catalogue
from infmap.io.formats import MOST_READ_ROWS
from reliability.outcome import Outcome

SEED = 1987
#: Cells of prose are in the catalogue's own tables alone, which are read back as they are.
LONGEST = 120
TABLES = ("coverage", "coverage long", "reach", "reach long", "compare", "people")
FORMS = ("csv", "md", "latex", "xlsx")
#: Columns of numbers, beside those whose head ends in a unit.
NUMBERS = {"figures", "figures_in_range", "figures_left_open", "cities", "people"}
#: Sites with many systems, accounts and places near the limits.
ALWAYS = ("shuya", "kaliningrad", "crimea", "deveselu", "abdul-kalam")


class Tables:
    """Tables of some sites, each made and written once."""

    def __init__(self, cat: Catalogue, sites: Sequence[str]) -> None:
        self.cat = cat
        self.sites = [*sites]
        self.rows = cache(self._rows)
        self.written = cache(self._written)
        self.sheet = cache(self._sheet)

    def _rows(self, name: str) -> tuple[Sequence[Any], list[str] | None]:
        """Return a table, and its columns."""
        if name == "people":
            return infmap.exposure(self.cat, site=self.sites), None
        if name == "compare":
            rows = infmap.compare_rows(self.cat.select(site=self.sites), "operator", "opponent")
            return rows, [*infmap.CompareRow.__annotations__]
        if name.startswith("coverage"):
            covered = infmap.coverage_rows(self.cat, site=self.sites)
        else:
            covered = infmap.reach_rows(self.cat, "Berlin", theme="all")
        if name.endswith("long"):
            return infmap.answer_rows(covered), [*infmap.AnswerRow.__annotations__]
        return covered, [*infmap.CoverageRow.__annotations__]

    def _written(self, name: str, form: str) -> Any:
        rows, columns = self.rows(name)
        if form in ("md", "latex"):
            rows = rows[:MOST_READ_ROWS]  # people read no more
        return infmap.format_table(rows, form, columns=columns, name="table")

    def _sheet(self, name: str) -> Any:
        """Return a table's workbook as another program reads it."""
        return openpyxl.load_workbook(io.BytesIO(self.written(name, "xlsx"))).active

    def cells(self, name: str, form: str) -> list[list[Any]]:
        """Return the cells of a table as a reader of its format has them."""
        if form == "xlsx":
            values = self.sheet(name).values
            return [[cell for cell in row if cell is not None] for row in values]
        text = self.written(name, form)
        if form == "csv":
            return [*csv.reader(io.StringIO(text))]
        if form == "md":
            return [re.split(r" *(?<!\\)\| *", line) for line in text.splitlines()]
        lines = [line for line in text.splitlines() if " & " in line]
        return [line.removesuffix(r" \\").split(" & ") for line in lines]


def run(size: float) -> list[Outcome]:
    """Return the outcomes of writing every table of every site in each format."""
    cat = infmap.load()
    tables = Tables(cat, some_sites(cat, max(8, round(len(cat.sites) * size))))
    lost = [
        f"{name} as {form}: {cell!r:.200}"
        for name in TABLES
        for form in FORMS
        for cell in prose(tables.cells(name, form))
    ]
    lost += [line for name in TABLES for line in workbook_lost(tables, name)]
    lost += counts_lost(tables)
    extent = f"{len(TABLES)} tables of {len(tables.sites)} sites, {len(FORMS)} formats"
    what = "no cell is prose, counts are those of the answers, a workbook has its CSV's cells"
    return [Outcome(what, extent, len(TABLES) * len(FORMS), tuple(lost))]


def some_sites(cat: Catalogue, count: int) -> list[str]:
    """Return the sites that are always taken, and a sample of the others."""
    others = [site.id for site in cat.sites if site.id not in ALWAYS]
    wanted = max(0, min(count - len(ALWAYS), len(others)))
    return [*ALWAYS, *random.Random(SEED).sample(others, wanted)]


def prose(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return the cells that are too long."""
    return [str(cell) for row in rows for cell in row if len(str(cell).replace("\\", "")) > LONGEST]


def is_numeric(column: str) -> bool:
    """Return whether a column is of numbers."""
    return column.endswith(("_km", "_deg")) or column in NUMBERS


def workbook_lost(tables: Tables, name: str) -> Iterator[str]:
    """Yield a line for each cell of a workbook that is not that of the CSV, as what it is."""
    sheet = tables.sheet(name)
    head, *rows = sheet.values
    in_csv = tables.cells(name, "csv")
    if sheet.merged_cells.ranges or [*head] != in_csv[0] or len(rows) != len(in_csv) - 1:
        yield f"{name}: {len(rows)} rows under {head}, not {len(in_csv) - 1} under {in_csv[0]}"
        return
    for number, (row, cells) in enumerate(zip(rows, in_csv[1:], strict=True), start=2):
        for column, value, cell in zip(head, row, cells, strict=True):
            if not (_is_number_of(value, cell) if is_numeric(column) else _is_text(value)):
                yield f"{name}:{number}: {column} is {value!r} in the workbook and {cell!r} in CSV"


def _is_number_of(value: Any, cell: str) -> bool:
    if value is None:
        return cell == ""
    return isinstance(value, int | float) and cell != "" and Decimal(repr(value)) == Decimal(cell)


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def counts_lost(tables: Tables) -> Iterator[str]:
    """Yield a line for each row of coverage whose counts are not those of its answers."""
    told = csv.DictReader(io.StringIO(tables.written("coverage", "csv")))
    for row, cells in zip(tables.rows("coverage")[0], told, strict=True):
        striking = [one for one in row["accounts"] if one["strike"]]
        yes = [one["in_range"] for one in striking]
        counts = [len(striking), yes.count(True), yes.count(None)]
        shown = [cells[head] for head in ("figures", "figures_in_range", "figures_left_open")]
        words = dict(part.split(": ") for part in filter(None, cells["accounts"].split("; ")))
        accounts = [*dict.fromkeys(one["account"] for one in striking)]
        if [*map(str, counts)] != shown or [*words] != accounts:
            yield f"{row['site_id']}, {row['target']}: {shown}, {words}; not {counts}, {accounts}"
