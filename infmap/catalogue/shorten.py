"""Texts cut to a length that a page, a figure or a brief can show.

A table may hold a text of any length. A million letters would push everything else off the page,
or stop the browser. Data files for other programs keep the whole text.
"""

from dataclasses import fields, replace
from typing import Any

from infmap.catalogue import Catalogue
from infmap.catalogue.rows import Row
from infmap.errors import shorten

#: The longest of infmap's own texts has 242 letters.
MOST_LETTERS = 2000


def with_short_texts(cat: Catalogue) -> Catalogue:
    """Return the catalogue with every text cut after `MOST_LETTERS` letters and a "…".

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> with_short_texts(cat) == cat
    True
    """
    cut: dict[str, Any] = {
        table.name: tuple(map(_cut, getattr(cat, table.name)))
        for table in fields(cat)
        if table.name.endswith("_rows")
    }
    return replace(cat, **cut)


def _cut(row: Row) -> Row:
    cut: dict[str, object] = {}
    for name, value in row:
        if isinstance(value, str) and len(value) > MOST_LETTERS:
            cut[name] = shorten(value, MOST_LETTERS)
        elif isinstance(value, tuple) and any(len(text) > MOST_LETTERS for text in value):
            cut[name] = tuple(shorten(text, MOST_LETTERS) for text in value)
    return row.model_copy(update=cut) if cut else row
