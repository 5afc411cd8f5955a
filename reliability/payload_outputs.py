"""The output of every command with hostile text, read back."""

import csv
import io
import json
import re
import string
import unicodedata
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import typer.main
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from infmap.catalogue import Catalogue
from infmap.cli import app
from reliability.payload_browser import new_shapes, not_as_itself, not_shown
from reliability.payload_tables import TAG, Hostile

FORMULA_STARTS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
#: Made once, since the runner would make it again for each run.
COMMAND = typer.main.get_command(app)
#: Columns of a terminal so wide that no line is broken.
WIDE = 50_000
#: TeX commands that pandas writes for special characters.
LATEX_WORDS = "text(backslash|asciitilde|asciicircum|less|greater|bar|quotedbl)|space"
#: Addresses that are allowed in a link or a picture.
SOUND_ADDRESS = re.compile(r"(https?:|mailto:|#|data:image/)|[^:]*$", re.IGNORECASE)


@dataclass
class Seen:
    """The content of an output: its texts by tag, its element shapes, and what is wrong."""

    texts: dict[str, set[str]] = field(default_factory=dict)
    shapes: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    #: The tags of texts that are shown only where there is room for them.
    in_room: set[str] = field(default_factory=set)

    def note(self, text: str) -> None:
        """Record a text under every tag in it."""
        for tag in re.findall(TAG, text):
            self.texts.setdefault(tag, set()).add(text)


def seen_in(texts: Iterable[str]) -> Seen:
    """Return the tagged texts among these."""
    seen = Seen()
    for text in texts:
        seen.note(text)
    return seen


def compared(hostile: Hostile, seen: Seen, harmless: Seen) -> list[str]:
    """Return a line for each effect of hostile text in an output, other than being shown."""
    return [
        *dict.fromkeys(seen.lost),
        *new_shapes(seen.shapes, harmless.shapes),
        *not_as_itself(hostile, seen.texts),
        *not_shown(hostile, seen.texts, harmless.texts.keys() - harmless.in_room),
    ]


def at_one_site(cat: Catalogue) -> Catalogue:
    """Return a catalogue with all reports at a single site, which has the names of all sites."""
    first = cat.deployment_rows[0]
    alike = {
        "site_id": first.site_id,
        "site": " ".join(row.site for row in cat.deployment_rows),
        "country": " ".join(row.country for row in cat.deployment_rows),
        "lon": first.lon,
        "lat": first.lat,
        "position_precision_km": first.position_precision_km,
    }
    return replace(
        cat, deployment_rows=tuple(row.model_copy(update=alike) for row in cat.deployment_rows)
    )


def command(cat: Catalogue, *arguments: object) -> Result:
    """Run an infmap command on a catalogue."""
    with (
        patch("infmap.load", return_value=cat),
        patch("infmap.tables.terminal.PLAIN_WIDTH", WIDE),
        patch("typer.testing._get_command", return_value=COMMAND),
    ):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])


def printed(cat: Catalogue, *arguments: object) -> str:
    """Return what a command prints; raise an error if it fails."""
    result = command(cat, *arguments)
    if result.exit_code:
        raise AssertionError(f"{arguments}: {result.output}") from result.exception
    return result.stdout


def csv_seen(text: str) -> Seen:
    """Return the content of a CSV; a cell that a spreadsheet would calculate is lost."""
    seen = Seen()
    for row in csv.reader(io.StringIO(text, newline=""), strict=True):
        for cell in row:
            seen.note(cell)
            seen.note(cell.removeprefix("'"))
            if cell.lstrip(" ").startswith(FORMULA_STARTS) and not _is_number(cell):
                seen.lost.append(f"a formula: {cell[:80]!r}")
    return seen


def workbook_seen(path: Path) -> Seen:
    """Return the content of a workbook; a formula or a link in it is lost."""
    seen = Seen()
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            for cell in row:
                seen.note(str(cell))
    with zipfile.ZipFile(path) as parts:
        for part in parts.namelist():
            sheet = parts.read(part) if part.startswith("xl/worksheets/") else b""
            if re.search(b"<f[ >]|<hyperlink", sheet):
                seen.lost.append(f"a formula or a link in {part}")
    return seen


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def json_seen(text: str) -> Seen:
    """Return the content of a JSON text."""
    return seen_in(_strings(json.loads(text)))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield str(name)
            yield from _strings(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _strings(inside)


def html_seen(text: str) -> Seen:
    """Return the content of an HTML text, as a browser reads it without running scripts."""
    import lxml.html

    return _tree_seen(lxml.html.document_fromstring(text))


def xml_seen(data: bytes) -> Seen:
    """Return the content of an XML document; XML that is not well-formed is lost."""
    import lxml.etree

    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return _tree_seen(lxml.etree.fromstring(data, parser))
    except lxml.etree.XMLSyntaxError as error:
        return Seen(lost=[f"no XML: {error}"])


def _tree_seen(root: Any) -> Seen:
    seen = Seen()
    for element in root.iter():
        if isinstance(element.tag, str):
            name = element.tag.rpartition("}")[2]
            # pandoc gives a table widths only if one of its cells is long.
            if name not in {"table", "colgroup", "col"} and not _is_autolink(element):
                seen.shapes.add(f"{name} {','.join(sorted(element.attrib))}")
            for attribute, value in element.attrib.items():
                seen.note(value)
                is_address = attribute.rpartition("}")[2] in {"href", "src", "data", "action"}
                if is_address and not SOUND_ADDRESS.match(value):
                    seen.lost.append(f"an address: {attribute}={value[:80]!r}")
            seen.note(element.text or "")
        seen.note(element.tail or "")
    # A figure has an element for each line of a text, or of a part that is set in bold.
    seen.note(" ".join("".join(line.itertext()) for line in root.iter("{*}text")))
    # A text may be split by an entity or a line break: look at the whole text too.
    for element in root.iter("td", "th", "li", "p", "h1", "h2", "figcaption"):
        seen.note("".join(element.itertext()))
    return seen


def _is_autolink(element: Any) -> bool:
    """Return whether an element is a link that a Markdown dialect made of a bare address."""
    text = element.text or ""
    return element.tag == "a" and element.get("href") in {
        quote(start + text, safe=string.punctuation)
        for start in ("", "http://", "mailto:")
        if re.match(r"https?://", start + text) or start == "mailto:"
    }


def terminal_seen(text: str) -> Seen:
    """Return what a terminal shows; a control sequence is lost."""
    seen = seen_in(text.splitlines())
    odd = {
        letter
        for letter in text
        if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }
    seen.lost += [f"a terminal obeys {letter!r}" for letter in sorted(odd)]
    return seen


def latex_lost(text: str) -> list[str]:
    """Return a line for each row of a LaTeX table with an active TeX character."""
    lost = []
    for line in text.splitlines():
        row = line.removesuffix(r"\\").replace(" & ", " ")
        if not re.search(TAG, row):
            continue
        row = re.sub(r"(^|(?<= ))\{([\[*])\}", r"\2", row)
        plain = re.sub(rf"\\({LATEX_WORDS})( |\{{\}}|(?=\W))", "", row)
        plain = re.sub(r"\\[%$&#_{}]", "", plain)
        if mark := re.search(r"[\\%$&#_{}~^]", plain):
            lost.append(f"TeX obeys {mark[0]!r}: {row.strip()[:120]}")
    return lost


def markdown_seen(text: str, to_html: str, folder: Path) -> Seen:
    """Return what a Markdown text shows as HTML, by markdown-it or by pandoc for a dialect."""
    if to_html == "markdown-it":
        from markdown_it import MarkdownIt

        return html_seen(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))
    import subprocess

    done = subprocess.run(
        ["pandoc", "-f", to_html, "-t", "html", "--wrap=none"],
        input=text,
        capture_output=True,
        text=True,
        cwd=folder,
        check=True,
    )
    return html_seen(done.stdout)
