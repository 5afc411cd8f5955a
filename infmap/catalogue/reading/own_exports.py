"""Recovers reports and figures from infmap's own exports.

A layer of rings was made from reports and figures, a list of sites from reports.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

from infmap.catalogue.cells import is_empty
from infmap.catalogue.over import status_told
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Account, Claim, OwnDeployment, Row
from infmap.looks.lines import End

#: The columns of an exported layer of rings.
_RINGS = {"site_id", "site", "system_id", "account", "claimant", "bound", "range_km", "lon", "lat"}
#: The columns of an exported list of sites.
_LISTING = {"id", "name", "lon", "lat", "systems", "themes", "statuses"}
_REPORT = ("site_id", "site", "system_id", "status", "first_reported", "until", "lon", "lat")
_FIGURE = ("system_id", "account", "claimant", "as_of", "source_id")
#: Rows with their numbers, each by the heads of its cells.
Cells: TypeAlias = list[tuple[int, dict[str, object]]]


def undone(sheet: Sheet, model: type[Row]) -> Sheet:
    """Return the reports or figures of an exported table; any other table as it is.

    A ring stands for one end of one figure at one site, so that each report and each figure is in
    several rows.
    """
    if model is OwnDeployment and {*sheet.heads} >= _LISTING:
        return _listed(sheet)
    if not is_of_rings(sheet) or model not in {OwnDeployment, Claim}:
        return sheet
    # The area of a band is nobody's figure.
    rows = [
        (number, cells)
        for number, cells in _numbered_cells(sheet)
        if not all(is_empty(cells.get(name)) for name in _FIGURE[:3])
    ]
    # Without a measure the reader of heads says what is lost of a figure that is of no strike.
    said = [*_FIGURE, "measure" if "measure" in sheet.heads else "strike"]
    kept = _figures(rows, said) if model is Claim else _reports(rows)
    heads = [*said, "at_least_km", "up_to_km"] if model is Claim else [*_REPORT]
    return Sheet(
        heads,
        [(number, [cells.get(head) for head in heads]) for number, cells in kept],
        head_row=sheet.head_row,
        separator=sheet.separator,
        typed=sheet.typed,
    )


def is_of_rings(sheet: Sheet) -> bool:
    """Return whether a table is a layer of rings."""
    return {*sheet.heads} >= _RINGS


def holds_own_ranges(sheet: Sheet) -> bool:
    """Return whether a table is a layer of rings, some of them of ranges of the caller's own."""
    return is_of_rings(sheet) and any(map(_is_own, _numbered_cells(sheet)))


def names_of_systems(rings: Sheet) -> dict[str, str]:
    """Return the names of the systems in a layer of rings, by id."""
    return {
        str(cells.get("system_id")): str(cells.get("system") or cells.get("system_id"))
        for _, cells in _numbered_cells(rings)
    }


def own_and_others(rings: Sheet, infmaps: Collection[str]) -> tuple[Sheet, Cells]:
    """Return the rings of a caller's own systems and ranges, and those of infmap's systems.

    `infmaps` holds the ids of infmap's systems.
    """
    others = [
        (number, cells)
        for number, cells in _numbered_cells(rings)
        if str(cells.get("system_id")) in infmaps and not _is_own((number, cells))
    ]
    numbers = {number for number, _ in others}
    return replace(rings, rows=[row for row in rings.rows if row[0] not in numbers]), others


def _numbered_cells(sheet: Sheet) -> Cells:
    return [(number, dict(zip(sheet.heads, row, strict=False))) for number, row in sheet.rows]


def _is_own(row: tuple[int, Mapping[str, object]]) -> bool:
    return row[1].get("account") == Account.USER


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


def _reports(rows: Cells) -> Cells:
    reports: dict[tuple[str, str], tuple[int, dict[str, object]]] = {}
    for number, cells in rows:
        # A cell may list the statuses of several reports: which is whose is not known.
        status = cells.get("status") if "," not in str(cells.get("status")) else None
        status = status_told(status) if isinstance(status, str) else status
        key = str(cells.get("site_id")), str(cells.get("system_id"))
        reports.setdefault(key, (number, {**cells, "status": status}))
    return list(reports.values())


def _figures(rows: Cells, said: list[str]) -> Cells:
    figures: Cells = []
    last: dict[tuple[str, ...], dict[str, object]] = {}
    site_of: dict[tuple[str, ...], object] = {}
    seen: set[tuple[object, ...]] = set()
    for number, cells in rows:
        end, is_interval = f"{cells.get('bound')}_km", cells.get("ring_end") in (End.FAR, End.LOWER)
        key = (*(str(cells.get(name)) for name in said), str(is_interval or cells.get("ring_end")))
        # A figure is repeated at every site: the rows of the first one are enough, unless edited.
        given = (key, end, str(cells.get("range_km")))
        is_first = site_of.setdefault(key, cells.get("site_id")) == cells.get("site_id")
        if given in seen and not is_first:
            continue
        seen.add(given)
        if key not in last or end in last[key]:
            last[key] = {name: cells.get(name) for name in said}
            figures.append((number, last[key]))
        last[key][end] = cells.get("range_km")
        last[key]["from_0"] = is_interval
    # A lower end of 0 has no ring.
    return [
        (number, {"at_least_km": 0, **figure} if figure["from_0"] else figure)
        for number, figure in figures
    ]
