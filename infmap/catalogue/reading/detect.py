"""Detects by its columns which table a file holds."""

from pathlib import Path

from infmap.catalogue.reading.faults import Reading
from infmap.catalogue.reading.heads.checks import is_value, lay_out
from infmap.catalogue.reading.holds import MODELS, TABLES, Content, Holds, content_of
from infmap.catalogue.reading.opening import open_sheet
from infmap.catalogue.rows import Row


def table_of(path: Path) -> Content:
    """Return the kind of table that a file holds, by its columns.

    A file that cannot be read counts as a table of systems, or of the first kind that cannot read
    it either, so that its faults are reported.
    """
    by_name = next((holds for holds, table in TABLES.items() if table == path.name), None)
    sheet = open_sheet(Reading(path), *MODELS.values())
    if sheet is None:
        kinds = (by_name or Holds.SYSTEMS, *MODELS)
        return Content(next((holds for holds in kinds if _refuses(path, MODELS[holds])), kinds[0]))
    content = content_of(sheet)
    if content.holds is not None:
        return content
    # Without a header, the first row stands in its place.
    return Content(by_name, tuple(sheet.heads[:12]) if any(map(is_value, sheet.heads)) else ())


def _refuses(path: Path, model: type[Row]) -> bool:
    """Return whether a file is refused as a table of this kind, before its rows are read."""
    reading = Reading(path)
    sheet = open_sheet(reading, model)
    return sheet is None or lay_out(reading, sheet, model) is None or reading.fault_count > 0
