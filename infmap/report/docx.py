"""The brief for Word: its record as pandoc's own document, which pandoc sets.

No text passes through any markup: it is handed to pandoc as text, so that none can be more.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from infmap.errors import InfmapError
from infmap.io.escaping import is_web_address
from infmap.report.record import HEADINGS, OVERVIEW, Brief, Chapter, Line, Picture, Table
from infmap.report.word_styles import WIDTH_MM, reference

#: A block or an inline of pandoc's document.
Node: TypeAlias = dict[str, Any]
#: The day that the parts of a Word file bear, so that the same brief gives the same bytes.
EPOCH = "315532800"  # 1980, the first year of a ZIP file
NO_PANDOC = (
    "a brief for Word is set by pandoc, which is not there; install it from "
    "https://pandoc.org/installing.html, or write .html or .md"
)
#: Relative widths of the columns of tables; those of groups share what is left.
WIDTHS = {"charges": (0.15, 0.45, 0.4), "sites": (0.22, 0.42)}
FIGURE_WIDTHS = (0.17, 0.2, 0.09, 0.14)


def as_docx(brief: Brief) -> bytes:
    """Return the brief as a Word file; the same brief gives the same bytes.

    Raises `InfmapError` if there is no pandoc, or it fails.
    """
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        raise InfmapError(NO_PANDOC)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = {
            "pandoc-api-version": _version(pandoc, folder),
            "meta": {},
            "blocks": [*_blocks(brief, folder)],
        }
        base = _run(pandoc, ["--print-default-data-file", "reference.docx"], folder)
        (folder / "reference.docx").write_bytes(reference(base))
        options = ["-f", "json", "-t", "docx", "--reference-doc", "reference.docx", "-o", "-"]
        return _run(pandoc, options, folder, json.dumps(document).encode())


def _version(pandoc: str, folder: Path) -> list[int]:
    """Return the version of the document that this pandoc takes."""
    version: list[int] = json.loads(_run(pandoc, ["-t", "json"], folder))["pandoc-api-version"]
    return version


def _run(pandoc: str, options: Sequence[str], folder: Path, given: bytes = b"") -> bytes:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    try:
        run = subprocess.run(
            [pandoc, *options], input=given, capture_output=True, cwd=folder, env=environment
        )
    except OSError as error:
        raise InfmapError(f"{pandoc} cannot be started ({error.strerror}); {NO_PANDOC}") from None
    if run.returncode:
        said = " ".join(run.stderr.decode(errors="replace").split()) or f"exit {run.returncode}"
        raise InfmapError(f"pandoc cannot set the brief ({said}); write .html or .md")
    return run.stdout


def _blocks(brief: Brief, folder: Path) -> Iterator[Node]:
    is_several = len(brief.chapters) > 1
    yield _header(1, brief.title)
    if brief.sites is not None:
        if brief.deck:
            yield _paragraph((_text(brief.deck),))
        yield _header(2, HEADINGS["sites"])
        yield _table(brief.sites)
    if brief.overview is not None:
        yield _picture(brief.overview, OVERVIEW, folder / "maps.png")
    for k, chapter in enumerate(brief.chapters):
        if is_several:
            yield _header(2, chapter.title)
        yield _paragraph((_node("Emph", [_text(chapter.where)]),))
        yield from _chapter(chapter, folder / f"map-{k}.png", 3 if is_several else 2)
    yield _header(2, HEADINGS["method"])
    for sentence in brief.method:
        yield _paragraph((_text(sentence),))
    if brief.sources:
        yield _header(2, HEADINGS["sources"])
        yield _sources(brief)
    yield _paragraph((_node("Emph", [_text(brief.colophon)]),))


def _chapter(chapter: Chapter, file: Path, level: int) -> Iterator[Node]:
    yield from (_paragraph(_inlines(text)) for text in chapter.summary)
    if chapter.picture:
        yield _picture(chapter.picture, chapter.caption, file)
    yield _header(level, chapter.heading("reports"))
    yield from (_paragraph(_inlines(text)) for text in chapter.reports)
    if chapter.question:
        yield _header(level, chapter.question.title)
        yield from (_paragraph(_inlines(text)) for text in chapter.question.lines)
    if chapter.figures:
        yield _header(level, chapter.heading("figures"))
        yield _small(_paragraph(_inlines(chapter.key)))
        yield from map(_table, chapter.figures)
        yield from (_small(_paragraph(_inlines(text))) for text in chapter.groups)
        yield from (_small(_paragraph(_inlines(text))) for text in chapter.reasons)
    if chapter.charges or chapter.told:
        yield _header(level, chapter.heading("charges"))
        if chapter.charges:
            yield _table(chapter.charges)
        if chapter.told:
            yield _paragraph((_text(f"Told above: {'; '.join(chapter.told)}."),))


def _picture(picture: Picture, caption: str, file: Path) -> Node:
    """Return a picture, which is put into a file for pandoc."""
    file.write_bytes(picture.png)
    size = ["", [], [["width", f"{WIDTH_MM}mm"]]]
    return _paragraph((_node("Image", [size, [_text(caption)], [file.name, ""]]),))


def _node(kind: str, content: Any = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _text(text: str) -> Node:
    """Return a text as it is, without what XML cannot say."""
    return _node("Str", "".join(filter(_is_said, text)))


def _is_said(letter: str) -> bool:
    return letter >= " " and not ("\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff")


def _inlines(text: Line) -> tuple[Node, ...]:
    nodes: list[Node] = []
    for run in text:
        if run.text:
            piece = _text(run.text)
            look = [["", [], [["custom-style", f"infmap {run.account}"]]], [piece]]
            piece = _node("Span", look) if run.account else piece
            if run.leads_to:
                piece = _node("Link", [["", [], []], [piece], [run.leads_to, ""]])
            nodes.append(_node("Strong", [piece]) if run.strong else piece)
        if run.notes:
            nodes.append(_node("Superscript", [_text(", ".join(map(str, run.notes)))]))
    return tuple(nodes)


def _paragraph(inlines: Sequence[Node]) -> Node:
    return _node("Para", [*inlines])


def _small(block: Node) -> Node:
    return _node("Div", [["", [], [["custom-style", "infmap small"]]], [block]])


def _header(level: int, text: str) -> Node:
    return _node("Header", [level, ["", [], []], [_text(text)]])


def _table(table: Table) -> Node:
    """Return a table; the head of a part stands in a row of its own, over all columns."""
    columns = len(table.columns)
    rows: list[Node | list[Any]] = []
    for part in table.parts:
        if part.head:
            rows.append(_row([part.head], columns))
        rows += [_row(row) for row in part.rows]
    no_name: list[Any] = ["", [], []]
    return _node(
        "Table",
        [
            no_name,
            [None, []],
            [[{"t": "AlignDefault"}, _node("ColWidth", width)] for width in _widths(table)],
            [no_name, [_row(table.columns, is_head=True)]],
            [[no_name, 0, [], rows]],
            [no_name, []],
        ],
    )


def _widths(table: Table) -> list[float]:
    columns = len(table.columns)
    if table.name == "figures":
        first, second, people, last = FIGURE_WIDTHS
        groups = columns - len(FIGURE_WIDTHS)
        if not groups:
            return [0.3, 0.3, people, 0.31]
        return [first, second, *[(1 - sum(FIGURE_WIDTHS)) / groups] * groups, people, last]
    known = WIDTHS[table.name]
    others = columns - len(known)
    return [*known, *[(1 - sum(known)) / others] * others] if others else [*known]


def _row(cells: Iterable[Line], span: int = 1, *, is_head: bool = False) -> list[Any]:
    """Return a row; the runs of a head stand under each other."""
    between = (_node("LineBreak"),)
    name: list[Any] = ["", [], []]
    row = []
    for cell in cells:
        inlines = _inlines(cell)
        if is_head:
            inlines = tuple(node for run in cell for node in (*between, *_inlines((run,))))[1:]
        row.append([name, {"t": "AlignDefault"}, 1, span, [_node("Plain", [*inlines])]])
    return [name, row]


def _sources(brief: Brief) -> Node:
    items = []
    for source, read in zip(brief.sources, brief.read, strict=True):
        inlines = [_text(f"{source.citation}.")]
        if is_web_address(source.URL):
            link = [["", [], []], [_text(source.URL)], [source.URL, ""]]
            inlines += [_text(" "), _node("Link", link)]
        if read:
            inlines.append(_text(f" ({read})"))
        items.append([_node("Plain", inlines)])
    return _node("OrderedList", [[1, {"t": "Decimal"}, {"t": "Period"}], items])
