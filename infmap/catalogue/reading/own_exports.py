"""Recovers reports and figures from infmap's own exports.

A layer of rings was made from reports and figures, a list of sites from reports.
"""

from dataclasses import replace
from typing import Any

from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Claim, OwnDeployment, Row

#: The columns of an exported layer of rings.
_RINGS = {"site_id", "site", "system_id", "account", "claimant", "bound", "range_km", "lon", "lat"}
#: The columns of an exported list of sites.
_LISTING = {"id", "name", "lon", "lat", "systems", "themes", "statuses"}
_REPORT = ("site_id", "site", "system_id", "status", "lon", "lat")
_FIGURE = ("system_id", "account", "claimant", "as_of", "source_id")


def undone(sheet: Sheet, model: type[Row]) -> Sheet:
    """Return the reports or figures of an exported table; any other table as it is.

    A ring stands for one end of one figure at one site, so that each report and each figure is in
    several rows.
    """
    if model is OwnDeployment and {*sheet.heads} >= _LISTING:
        return _listed(sheet)
    if not {*sheet.heads} >= _RINGS or model not in {OwnDeployment, Claim}:
        return sheet
    rows = [(number, dict(zip(sheet.heads, row, strict=False))) for number, row in sheet.rows]
    kept = _figures(rows) if model is Claim else _reports(rows)
    heads = [*_FIGURE, "at_least_km", "up_to_km"] if model is Claim else [*_REPORT]
    return Sheet(
        heads,
        [(number, [cells.get(head) for head in heads]) for number, cells in kept],
        head_row=sheet.head_row,
        separator=sheet.separator,
        typed=sheet.typed,
    )


def _listed(sheet: Sheet) -> Sheet:
    """Return an exported list of sites with the heads of a table of sites."""
    renamed = {"id": "site_id", "systems": "system"}
    kept = [place for place, head in enumerate(sheet.heads) if head not in {"themes", "statuses"}]
    return replace(
        sheet,
        heads=[renamed.get(sheet.heads[place], sheet.heads[place]) for place in kept],
        rows=[
            (number, [row[place] if place < len(row) else None for place in kept])
            for number, row in sheet.rows
        ],
    )


def _reports(rows: list[tuple[int, dict[str, object]]]) -> list[tuple[int, dict[str, object]]]:
    reports: dict[tuple[Any, Any], tuple[int, dict[str, object]]] = {}
    for number, cells in rows:
        # A cell may list the statuses of several reports: which is whose is not known.
        single = cells if "," not in str(cells.get("status")) else {**cells, "status": None}
        reports.setdefault((cells.get("site_id"), cells.get("system_id")), (number, single))
    return list(reports.values())


def _figures(rows: list[tuple[int, dict[str, object]]]) -> list[tuple[int, dict[str, object]]]:
    figures: dict[tuple[Any, ...], tuple[int, dict[str, object]]] = {}
    site_of: dict[tuple[Any, ...], Any] = {}
    for number, cells in rows:
        key = tuple(cells.get(name) for name in _FIGURE)
        _, figure = figures.setdefault(key, (number, {name: cells.get(name) for name in _FIGURE}))
        # A figure is repeated at every site: the rows of the first site are enough.
        if site_of.setdefault(key, cells.get("site_id")) == cells.get("site_id"):
            figure[f"{cells.get('bound')}_km"] = cells.get("range_km")
    return list(figures.values())
