"""Takes the marks of footnotes off the names and dates of a caller's rows, as pages have them."""

import re

from infmap.catalogue.reading.faults import Reading, Record
from infmap.errors import shorten

#: The columns with names and dates, and with words that a mark would make another word.
_MARKED = (
    *("name", "site", "system_id", "country", "operator", "status", "claimant"),
    *("first_reported", "until", "as_of", "since"),
)
_MARK = re.compile(
    r"(?:\s*(?:\[\s?(?:[a-z]|\d{1,3}|(?:note|nb|fn|ref)\.?\s?\d{1,3})\s?\]"
    r"|[*\u2020\u2021\u00a7]+|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+))+\s*$",
    re.IGNORECASE,
)


def take_marks_off(reading: Reading, record: Record) -> None:
    """Take footnotes' marks off the end of a row's names and dates, and note it.

    Examples
    --------
    >>> from pathlib import Path
    >>> reading = Reading(Path("sites.csv"))
    >>> take_marks_off(reading, record := Record(2, {"name": "DF-26[2]", "country": "China*"}, {}))
    >>> record.cells["name"], record.cells["country"]
    ('DF-26', 'China')
    """
    for name in _MARKED:
        text = record.cells.get(name)
        if not isinstance(text, str) or not (bare := _MARK.sub("", text)).strip() or bare == text:
            continue
        record.cells[name] = bare
        note = f"{shorten(text.strip())!r} read as {shorten(bare.strip())!r}, without its footnote"
        reading.note(record.row, record.called.get(name, name), note, kind="footnote")
