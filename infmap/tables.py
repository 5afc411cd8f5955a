"""Tables as text: coverage and people in every format."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from infmap.escaping import inert_cell, markdown_text
from infmap.formats import TableFormat
from infmap.words import YES_NO, accounts_text, country_text

if TYPE_CHECKING:
    import pandas as pd

#: Metres: finer than any position is known.
DISTANCE_DECIMALS = 3
AZIMUTH_DECIMALS = 3


def format_coverage(rows: Sequence[Mapping[str, Any]], form: TableFormat) -> str:
    """Return the coverage table as text, every cell escaped for the format.

    Parameters
    ----------
    rows : sequence of mapping
        From `infmap.membership.coverage_rows` or `reach_rows`, or the records of such a table.
    form : TableFormat
        Any but ``table``, which is the terminal's.

    Returns
    -------
    str
        JSON keeps the accounts as objects; the other formats say them in words.

    Examples
    --------
    >>> import infmap
    >>> from infmap.membership import coverage_rows
    >>> rows = coverage_rows(infmap.load().select(site="deveselu"))
    >>> print(format_coverage(rows, TableFormat.CSV).splitlines()[0])
    site_id,target_id,target,country,distance_km,azimuth_deg,band,in_inf_band,reach,near_edge,accounts
    """
    if form is TableFormat.JSON:
        from pydantic_core import to_json

        # What `as_json_text` gives, in a tenth of the time: it indents in Python.
        return to_json([_rounded(row) for row in rows], indent=1).decode() + "\n"
    from infmap.membership import COVERAGE_COLUMNS

    cells = (
        {
            **row,
            "distance_km": f"{row['distance_km']:.{DISTANCE_DECIMALS}f}",
            "azimuth_deg": f"{row['azimuth_deg']:.{AZIMUTH_DECIMALS}f}",
            "in_inf_band": YES_NO[row["in_inf_band"]],
            "near_edge": YES_NO[row["near_edge"]],
            "accounts": accounts_text(row["accounts"]),
        }
        for row in rows
    )
    return _escaped(COVERAGE_COLUMNS, cells, form)


def format_exposure(table: "pd.DataFrame", form: TableFormat) -> str:
    """Return the exposure table as text, every cell escaped for the format.

    Parameters
    ----------
    table : DataFrame
        From `infmap.exposure`.
    form : TableFormat
        Any but ``table``, which is the terminal's.

    Returns
    -------
    str
        JSON keeps the countries as objects; the other formats say them in words.

    Examples
    --------
    >>> import infmap
    >>> table = infmap.exposure(infmap.load(), site="deveselu", band=(0.0, 100.0))
    >>> print(format_exposure(table, TableFormat.CSV).splitlines()[-1].partition(",100,")[2])
    16,823336,"Romania 9 %, Bulgaria 8 %"
    """
    rows = [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
    if form is TableFormat.JSON:
        return as_json_text([{**row, "max_km": _or_none(row["max_km"])} for row in rows]) + "\n"
    cells = (
        {
            **row,
            "strike": "" if row["strike"] is None else YES_NO[row["strike"]],
            "min_km": f"{row['min_km']:g}",
            "max_km": "" if _or_none(row["max_km"]) is None else f"{row['max_km']:g}",
            "cities": str(row["cities"]),
            "people": str(row["people"]),
            "countries": ", ".join(map(country_text, row["countries"])),
        }
        for row in rows
    )
    return _escaped(list(table.columns), cells, form)


def _escaped(columns: Sequence[str], rows: Iterable[Mapping[str, str]], form: TableFormat) -> str:
    lines = ([row[column] for column in columns] for row in rows)
    if form is TableFormat.CSV:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(inert_cell, line) for line in lines)
        return text.getvalue()
    import pandas as pd

    flat = pd.DataFrame(lines, columns=list(columns), dtype=str)
    if form is TableFormat.HTML:
        return str(flat.to_html(index=False, border=0, escape=True)) + "\n"
    if form is TableFormat.LATEX:
        return str(flat.to_latex(index=False, escape=True, longtable=True))
    return str(flat.map(markdown_text).to_markdown(index=False, disable_numparse=True)) + "\n"


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
        "distance_km": round(row["distance_km"], DISTANCE_DECIMALS),
        "azimuth_deg": round(row["azimuth_deg"], AZIMUTH_DECIMALS),
        "accounts": [
            {
                **entry,
                "margin_km": None
                if entry["margin_km"] is None
                else round(entry["margin_km"], DISTANCE_DECIMALS),
            }
            for entry in row["accounts"]
        ],
    }


def _or_none(km: float) -> float | None:
    return None if km != km else km
