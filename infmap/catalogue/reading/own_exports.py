"""Recovers reports and figures from infmap's own exports.

A layer of rings was made from reports and figures, a list of sites from reports.
"""

from dataclasses import replace

from infmap.catalogue.cells import is_empty, slug
from infmap.catalogue.over import status_told
from infmap.catalogue.reading.reports import OWN_RANGE
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Account, Claim, OwnDeployment, Row
from infmap.looks.lines import End

#: The columns of an exported layer of rings.
_RINGS = {"site_id", "site", "system_id", "account", "claimant", "bound", "range_km", "lon", "lat"}
#: The columns of an exported list of sites.
_LISTING = {"id", "name", "lon", "lat", "systems", "themes", "statuses"}
_REPORT = ("site_id", "site", "system_id", "status", "first_reported", "until", "lon", "lat")
#: The ends of a range that stood in a table of sites or systems, by the ring's bound.
_OWN_ENDS = {"up_to": "range_km", "at_least": "at_least_km"}
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
    # The area of a band is nobody's figure.
    rows = [row for row in rows if not all(is_empty(row[1].get(name)) for name in _FIGURE[:3])]
    # Without a measure the reader of heads says what is lost of a figure that is of no strike.
    said = [*_FIGURE, "measure" if "measure" in sheet.heads else "strike"]
    kept = _figures(rows, said) if model is Claim else _reports(rows)
    ends = ["at_least_km", "up_to_km"] if model is Claim else [*_OWN_ENDS.values()]
    heads = [*(said if model is Claim else _REPORT), *ends]
    return Sheet(
        heads,
        [(number, [cells.get(head) for head in heads]) for number, cells in kept],
        head_row=sheet.head_row,
        separator=sheet.separator,
        typed=sheet.typed,
    )


def holds_own_ranges(sheet: Sheet) -> bool:
    """Return whether a table is a layer of rings, some of them of ranges of the caller's own."""
    if not {*sheet.heads} >= _RINGS:
        return False
    return any(_is_own(dict(zip(sheet.heads, row, strict=False))) for _, row in sheet.rows)


def _is_own(cells: dict[str, object]) -> bool:
    is_users = cells.get("account") == cells.get("claimant") == Account.USER
    return is_users and str(cells.get("bound")) in _OWN_ENDS


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
    reports: dict[tuple[str, str], tuple[int, dict[str, object]]] = {}
    for number, cells in rows:
        # A cell may list the statuses of several reports: which is whose is not known.
        status = cells.get("status") if "," not in str(cells.get("status")) else None
        status = status_told(status) if isinstance(status, str) else status
        report = {**cells, "status": status, "range_km": None}
        key = str(cells.get("site_id")), str(cells.get("system_id"))
        _, report = reports.setdefault(key, (number, report))
        if _is_own(cells):
            report[_OWN_ENDS[str(cells.get("bound"))]] = cells.get("range_km")
            report["system_id"] = _own_system(cells)
    return list(reports.values())


def _own_system(cells: dict[str, object]) -> object:
    """Return the system of an own range as the caller wrote it, where that can be told."""
    ident, name = cells.get("system_id"), cells.get("system")
    if not isinstance(name, str) or slug(name) != ident:
        return ident
    return None if name.startswith(OWN_RANGE) else name


def _figures(
    rows: list[tuple[int, dict[str, object]]], said: list[str]
) -> list[tuple[int, dict[str, object]]]:
    figures: list[tuple[int, dict[str, object]]] = []
    last: dict[tuple[str, ...], dict[str, object]] = {}
    site_of: dict[tuple[str, ...], object] = {}
    for number, cells in rows:
        end, is_interval = f"{cells.get('bound')}_km", cells.get("ring_end") in (End.FAR, End.LOWER)
        key = (*(str(cells.get(name)) for name in said), str(is_interval or cells.get("ring_end")))
        # A figure is repeated at every site: the rows of the first site are enough.
        if site_of.setdefault(key, cells.get("site_id")) != cells.get("site_id"):
            continue
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
