"""Tables in every format: coverage, people and lists, as text or as a workbook."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from infmap.io.escaping import inert_cell, markdown_text
from infmap.io.formats import TableFormat
from infmap.looks.words import YES_NO, accounts_text, country_text, distance_text, turns_km
from infmap.treaty import LIMITS_KM

if TYPE_CHECKING:
    import pandas as pd

#: Metres: finer than any position is known.
DISTANCE_DECIMALS = 3
AZIMUTH_DECIMALS = 3
#: A number carries the decimals that it is shown with.
Cell: TypeAlias = str | int | Decimal | None


class Table(NamedTuple):
    """A table in words and numbers, ready for any format."""

    #: What a workbook's sheet is called.
    name: str
    columns: Sequence[str]
    #: A cell a column.
    lines: Iterable[Sequence[Cell]]
    #: The same for JSON, which keeps lists and objects.
    records: Iterable[Mapping[str, Any]]


def _written(table: Table, form: TableFormat) -> str | bytes:
    if form is TableFormat.JSON:
        from pydantic_core import to_json

        # What `as_json_text` gives, in a tenth of the time: it indents in Python.
        return to_json([*table.records], indent=1).decode() + "\n"
    if form is TableFormat.XLSX:
        from infmap.tables.workbook import workbook_bytes

        return workbook_bytes(table.name, table.columns, table.lines)
    if form is TableFormat.CSV:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows(
            [inert_cell(cell) if isinstance(cell, str) else cell for cell in line]
            for line in table.lines
        )
        return text.getvalue()
    import pandas as pd

    lines = [["" if cell is None else str(cell) for cell in line] for line in table.lines]
    flat = pd.DataFrame(lines, columns=list(table.columns), dtype=str)
    if form is TableFormat.HTML:
        return str(flat.to_html(index=False, border=0, escape=True)) + "\n"
    if form is TableFormat.LATEX:
        return str(flat.to_latex(index=False, escape=True, longtable=True))
    return str(flat.map(markdown_text).to_markdown(index=False, disable_numparse=True)) + "\n"


def format_coverage(
    rows: Sequence[Mapping[str, Any]], form: TableFormat, *, name: str = "coverage"
) -> str | bytes:
    """Return the coverage table in a format, every cell escaped for it.

    Parameters
    ----------
    rows : sequence of mapping
        From `infmap.analysis.coverage.coverage_rows` or `reach_rows`, or the records of such a
        table.
    form : TableFormat
        Any but ``table``, which is the terminal's.
    name : str, default "coverage"
        What a workbook's sheet is called.

    Returns
    -------
    str or bytes
        JSON keeps the accounts as objects; the other formats say them in words. A workbook is
        bytes.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.coverage import coverage_rows
    >>> rows = coverage_rows(infmap.load().select(site="deveselu"))
    >>> print(format_coverage(rows, TableFormat.CSV).splitlines()[0])
    site_id,target_id,target,country,distance_km,azimuth_deg,band,in_inf_band,reach,near_edge,near_band_edge,relation,accounts
    """
    from infmap.analysis.coverage import COVERAGE_COLUMNS

    cells = (
        {
            **row,
            "distance_km": Decimal(_distance(row)),
            "azimuth_deg": Decimal(f"{row['azimuth_deg']:.{AZIMUTH_DECIMALS}f}"),
            "in_inf_band": YES_NO[row["in_inf_band"]],
            "near_edge": YES_NO[row["near_edge"]],
            "near_band_edge": YES_NO[row["near_band_edge"]],
            "accounts": accounts_text(row["accounts"]),
        }
        for row in rows
    )
    records = map(_rounded, rows)
    return _written(Table(name, COVERAGE_COLUMNS, _lines(COVERAGE_COLUMNS, cells), records), form)


def format_exposure(table: "pd.DataFrame", form: TableFormat) -> str | bytes:
    """Return the table of people in a format, every cell escaped for it.

    Parameters
    ----------
    table : DataFrame
        From `infmap.exposure`.
    form : TableFormat
        Any but ``table``, which is the terminal's.

    Returns
    -------
    str or bytes
        JSON keeps the countries as objects; the other formats say them in words. A workbook is
        bytes.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.exposure(infmap.load(), site="deveselu", band=(0.0, 100.0))
    >>> print(format_exposure(table, TableFormat.CSV).splitlines()[-1].partition(",100,")[2])
    16,823336,"Romania 9 %, Bulgaria 8 %"
    """
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    cells = (
        {
            **row,
            "strike": "" if row["strike"] is None else YES_NO[row["strike"]],
            "min_km": Decimal(f"{row['min_km']:g}"),
            "max_km": None if _or_none(row["max_km"]) is None else Decimal(f"{row['max_km']:g}"),
            "cities": int(row["cities"]),
            "people": int(row["people"]),
            "countries": ", ".join(map(country_text, row["countries"])),
        }
        for row in rows
    )
    columns = list(table.columns)
    records = ({**row, "max_km": _or_none(row["max_km"])} for row in rows)
    return _written(Table("people", columns, _lines(columns, cells), records), form)


def format_listing(
    rows: Sequence[Mapping[str, Any]], form: TableFormat, *, name: str
) -> str | bytes:
    """Return one of the catalogue's tables in a format, every cell escaped for it.

    Parameters
    ----------
    rows : sequence of mapping
        From `infmap.analysis.listing.listing`.
    form : TableFormat
        Any but ``table``, which is the terminal's.
    name : str
        What a workbook's sheet is called.

    Returns
    -------
    str or bytes
        In JSON lists are lists; elsewhere they are written as in infmap's own tables, so that
        what is written is read back.

    Examples
    --------
    >>> rows = [{"id": "a", "lon": -2.5, "systems": ["9m728", "9m729"], "note": None}]
    >>> print(format_listing(rows, TableFormat.CSV, name="sites"))
    id,lon,systems,note
    a,-2.5,9m728; 9m729,
    <BLANKLINE>
    """
    columns = list(dict.fromkeys(column for row in rows for column in row))
    cells = ({column: _plain(row.get(column)) for column in columns} for row in rows)
    return _written(Table(name, columns, _lines(columns, cells), rows), form)


def _plain(value: Any) -> Cell:
    """Return a value of a row as one cell."""
    if isinstance(value, dict):
        from infmap.catalogue.cells import csl_date

        return csl_date(value)
    if isinstance(value, list):
        return "; ".join(str(_plain(one)) for one in value)
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, float):
        return Decimal(repr(value).removesuffix(".0"))
    return value if value is None or isinstance(value, int) else str(value)


def _lines(columns: Sequence[str], cells: Iterable[Mapping[str, Any]]) -> Iterable[list[Cell]]:
    return ([row[column] for column in columns] for row in cells)


def as_json_text(value: Any) -> str:
    """Return JSON as a person can read it.

    Examples
    --------
    >>> print(as_json_text(["Mirosławiec"]))
    [
     "Mirosławiec"
    ]
    """
    import json

    return json.dumps(value, ensure_ascii=False, indent=1)


def _rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "distance_km": float(_distance(row)),
        "azimuth_deg": round(row["azimuth_deg"], AZIMUTH_DECIMALS),
        "accounts": [
            {
                **entry,
                "margin_km": None
                if entry["margin_km"] is None
                else float(distance_text(entry["margin_km"], DISTANCE_DECIMALS, [0])),
            }
            for entry in row["accounts"]
        ],
    }


def _distance(row: Mapping[str, Any]) -> str:
    return distance_text(
        row["distance_km"], DISTANCE_DECIMALS, turns_km(row["accounts"], LIMITS_KM)
    )


def _or_none(km: float) -> float | None:
    return None if km != km else km
