"""Hostile text in two states of the tables: what `infmap diff` makes of rows that came and went.

Tables are compared as text, before anything is refused in them: a payload stands in a cell, an id,
the name of a column, and the version of a state.
"""

import csv
import io
import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from infmap.catalogue.bundled import Table
from infmap.changes import diff
from infmap.changes.record import Diff
from infmap.io.formats import DiffFormat
from reliability.payload_browser import new_shapes
from reliability.payload_outputs import (
    Seen,
    command,
    csv_seen,
    json_seen,
    markdown_seen,
    terminal_seen,
    xml_seen,
)
from reliability.payload_tables import Payload

#: Markdown dialects in which a changelog may be read.
DIALECTS = ("gfm", "markdown-smart", "markdown-it")
HEADS = ("id", "name", "note")


def _atom_seen(text: str) -> Seen:
    seen = xml_seen(text.encode())
    # A reader of feeds may take HTML for HTML: what stands there must be plain text.
    if 'type="html"' in text or 'type="xhtml"' in text:
        seen.lost.append("a text that is read as HTML")
    return seen


def _feed_seen(text: str) -> Seen:
    items = json.loads(text)["items"]
    seen = terminal_seen("\n".join(item["title"] + "\n" + item["content_text"] for item in items))
    if any("content_html" in item for item in items):
        seen.lost.append("a text that is read as HTML")
    return seen


#: The readers of each format's text.
READERS: dict[DiffFormat, dict[str, Callable[[str, Path], Seen]]] = {
    DiffFormat.TABLE: {"table": lambda text, _: terminal_seen(text)},
    DiffFormat.CSV: {"csv": lambda text, _: csv_seen(text)},
    DiffFormat.JSON: {"json": lambda text, _: json_seen(text)},
    DiffFormat.MD: {
        "md in a terminal": lambda text, _: terminal_seen(text),
        **{
            dialect: partial(lambda text, folder, to: markdown_seen(text, to, folder), to=dialect)
            for dialect in DIALECTS
        },
    },
    DiffFormat.FEED: {"feed": lambda text, _: _feed_seen(text)},
    DiffFormat.ATOM: {"atom": lambda text, _: _atom_seen(text)},
}


def put_states(folder: Path, texts: Sequence[str]) -> tuple[Path, Path]:
    """Write two states in which each text comes, goes, changes, and is what an id was or is."""
    old: list[list[str]] = [[*HEADS]]
    new: list[list[str]] = [[*HEADS]]
    for k, text in enumerate(texts):
        told = f"{text} {tag(k)}"
        old += [[f"gone-{k}", told, told], [f"kept-{k}", "a", told], [f"called-{k}", "a", "b"]]
        new += [[f"came-{k}", told, told], [f"kept-{k}", told, "b"], [told, "a", "b"]]
        old.append([f"{told} gone", "c", "d"])
        new.append([f"{told} came", "e", "f"])
    # The names of columns: each of the first texts, over blank cells.
    new[0] += [f"{text} {tag(k)}" for k, text in enumerate(texts[:50])]
    for name, rows in (("old", old), ("new", new)):
        state = folder / name
        state.mkdir(parents=True)
        file = io.StringIO()
        wide = [row + [""] * (len(rows[0]) - len(row)) for row in rows]
        csv.writer(file).writerows(wide)
        (state / Table.SYSTEMS).write_bytes(file.getvalue().encode("utf-8", "replace"))
        items: list[dict[str, Any]] = [
            {"id": f"{name}-{k}", "title": f"{text} {tag(k)}", "author": [{"family": text}]}
            for k, text in enumerate(texts)
        ]
        (state / Table.SOURCES).write_text(json.dumps(items), "utf-8")
    return folder / "old", folder / "new"


def tag(k: int) -> str:
    """Return a mark by which a text is found again."""
    return f"zq90x{k:03d}"


def states_lost(folder: Path, chosen: Sequence[Payload]) -> tuple[int, list[str]]:
    """Compare states of hostile texts, in every format; return the trials and the losses."""
    hostile = put_states(folder / "hostile", [payload.text for payload in chosen])
    plain = put_states(folder / "plain", ["plain" for _ in chosen])
    found = diff(*hostile)
    lost = applied_lost(found, hostile)
    tried = 0
    for form, readers in READERS.items():
        told, harmless = (printed(*states, form) for states in (hostile, plain))
        for name, read in readers.items():
            seen, bare = read(told, folder), read(harmless, folder)
            tried += len(chosen)
            lost += [f"diff as {name}: {line}" for line in dict.fromkeys(seen.lost)]
            lost += [f"diff as {name}: {line}" for line in new_shapes(seen.shapes, bare.shapes)]
            lost += [
                f"diff as {name}: {payload.name} is gone"
                for k, payload in enumerate(chosen)
                if tag(k) in bare.texts and tag(k) not in seen.texts
            ]
    return tried, lost


def printed(old: Path, new: Path, form: DiffFormat) -> str:
    """Return what `infmap diff` prints; a refusal is a loss like any other."""
    from infmap.catalogue import load

    day = ("--day", "2026-11-28") if form.has_day else ()
    options = ("--format", form, *day)
    result = command(load(), "diff", old, new, *options)
    if result.exit_code:
        raise AssertionError(f"diff as {form}: {result.output}") from result.exception
    return result.stdout


def applied_lost(found: Diff, states: tuple[Path, Path]) -> list[str]:
    """Return whether a diff, kept as JSON, no longer makes the new state of the old one."""
    old, new = states
    kept = Diff.model_validate_json(found.to_json())
    made = kept.apply(old)
    return [
        f"the diff applied makes another {name}"
        for name, data in made.items()
        if data != (new / name).read_bytes()
    ]
