"""Takes the marks of footnotes off the names and dates of a caller's rows, as pages have them."""

from infmap.catalogue.reading.faults import Reading, Record
from infmap.catalogue.values.footnote_marks import without_marks
from infmap.errors import shorten

#: The columns with names and dates, and with words that a mark would make another word.
_MARKED = (
    *("name", "site", "system_id", "country", "operator", "status", "claimant"),
    *("first_reported", "until", "as_of", "since", "date", "issued", "accessed"),
    *("nato_since", "warsaw_pact_until"),
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
        if not isinstance(text, str) or not (bare := without_marks(text)).strip() or bare == text:
            continue
        record.cells[name] = bare
        note = f"{shorten(text.strip())!r} read as {shorten(bare.strip())!r}, without its footnote"
        reading.note(record.row, record.called.get(name, name), note, kind="footnote")
