"""Feeds of corrections, for readers who follow the data: JSON Feed 1.1 and Atom."""

import json
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID, uuid5
from xml.etree import ElementTree

from infmap.changes.matching import named
from infmap.changes.record import KINDS, Diff
from infmap.errors import InfmapError, printable
from infmap.tables.diff_words import answers_sentence, by_row

#: The title of a feed.
TITLE = "infmap: corrections of the data"
#: What ids are made in, so that the same correction has the same id in every feed.
_SPACE = UUID("8a1c1a52-6d3c-5d0e-9f4e-6f1d5f0f6a3b")
_ATOM = "http://www.w3.org/2005/Atom"


class Item(NamedTuple):
    """One entry of a feed."""

    id: str
    title: str
    text: str


def items(diff: Diff) -> list[Item]:
    """Return an entry on the whole, and one for each row changed, renamed or withdrawn."""
    return [Item(_urn(diff.day, *key), _seen(head), _seen(text)) for key, head, text in _told(diff)]


def _seen(text: str) -> str:
    """Return lines without what a reader does not see; XML can hold no control character."""
    return "\n".join(map(printable, text.split("\n")))


def _told(diff: Diff) -> Iterator[tuple[tuple[str, ...], str, str]]:
    lines = [
        f"{name}: " + ", ".join(f"{n} {kind}" for n, kind in zip(t.counts, KINDS, strict=True))
        for name, t in diff.tables.items()
        if not t.is_same
    ]
    whole = "\n".join([*lines, answers_sentence(diff)])
    yield (diff.new,), f"Data of {diff.day}", "No difference." if diff.is_same else whole
    for name, table in diff.tables.items():
        for row in table.renamed:
            text = f"id: {row.old} → {row.new}"
            yield (name, "renamed", row.new), f"{name}: {row.new} renamed", text
        for ident, cells in by_row(table):
            changes = (
                f"{cell.field}: {cell.old or '(blank)'} → {cell.new or '(blank)'}" for cell in cells
            )
            yield (name, "changed", ident), f"{name}: {ident} changed", "\n".join(changes)
        for gone in table.withdrawn:
            ident, text = named(name, gone), "\n".join(f"{k}: {v}" for k, v in gone.items())
            # What has no id is told apart by its text.
            yield (name, "withdrawn", ident, text), f"{name}: {ident} withdrawn", text


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid5(_SPACE, json.dumps(parts))}"


def _moment(diff: Diff) -> str:
    if not diff.day:
        raise InfmapError(
            f"a feed needs the day of the new state ({diff.new}); name it, as in 2026-11-28, or "
            "give its datapackage.json a version that is a day"
        )
    return f"{diff.day}T00:00:00Z"


def json_feed(diff: Diff) -> str:
    """Return a JSON Feed 1.1.

    Raises `InfmapError` if the day is not known.

    Examples
    --------
    >>> feed = json_feed(Diff(old="a", new="b", day="2026-11-28", tables={}))
    >>> json.loads(feed)["items"][0]["date_published"]
    '2026-11-28T00:00:00Z'
    """
    moment = _moment(diff)
    told = [
        {"id": item.id, "title": item.title, "content_text": item.text, "date_published": moment}
        for item in items(diff)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": TITLE, "items": told}
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def atom(diff: Diff) -> str:
    """Return an Atom feed.

    Raises `InfmapError` if the day is not known.

    Examples
    --------
    >>> feed = atom(Diff(old="a", new="b", day="2026-11-28", tables={}))
    >>> feed.count("<entry>"), feed.count("<updated>2026-11-28T00:00:00Z</updated>")
    (1, 2)
    """
    moment = _moment(diff)
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, id=_urn("feed"), title=TITLE, updated=moment)
    _add(ElementTree.SubElement(feed, "author"), name="infmap")
    for item in items(diff):
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, id=item.id, title=item.title, updated=moment, content=item.text)
    ElementTree.indent(feed, " ")
    text = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _add(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text
