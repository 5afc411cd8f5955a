"""Pages of Markdown of which some parts are made by a script, each between two comments."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

BEGINNING, END = "<!-- {}: made by scripts/{} -->", "<!-- end -->"


def table(rows: Iterable[Sequence[str]], numbers: bool = False) -> str:
    """Return rows as a table of Markdown, the first its head; numbers stand right of a first."""
    head, *body = rows
    line = ["---", *["---:" if numbers else "---"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, line, *body))


def with_parts(written: str, script: str, parts: Mapping[str, str]) -> str:
    """Return a page with the parts that a script makes, by their names, as they are now."""
    for name, text in parts.items():
        beginning = re.escape(BEGINNING.format(name, Path(script).name))
        written, count = re.subn(
            rf"(?s)({beginning}\n).*?({re.escape(END)}\n)",
            lambda found, text=text: f"{found[1]}\n{text}\n\n{found[2]}",  # type: ignore[misc]
            written,
        )
        if count != 1:
            raise SystemExit(f"{Path(script).stem}: no place for {name!r}, or several")
    return written
