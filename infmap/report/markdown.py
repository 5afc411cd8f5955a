"""The brief as Markdown: pandoc's and Quarto's, with pipe tables and a picture a chapter."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from infmap.io.escaping import is_web_address, markdown_text
from infmap.report.record import (
    HEADINGS,
    OVERVIEW,
    Brief,
    Chapter,
    Line,
    Table,
    joined,
    notes_text,
    plain,
)

#: A line that begins with this would be a list, a definition or a title.
LINE_MARKS = re.compile(r"[-+:=%]|\(?(\d+|[a-z]|[ivxlcdm]+)(?=[.)])", re.IGNORECASE)
#: The widest column, in dashes: they give pandoc the relative widths.
MOST_DASHES = 32


def as_markdown(brief: Brief, pictures: Sequence[str]) -> str:
    """Return the brief as Markdown.

    Pictures are paths relative to the text.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.report.brief import write_brief
    >>> cat = infmap.load()
    >>> brief = write_brief([site_answer(cat, cat.site("shuya"))])
    >>> as_markdown(brief, []).splitlines()[0][:23]
    "# By Russia's figure th"
    """
    is_several = len(brief.chapters) > 1
    parts = [f"# {markdown_text(brief.title)}"]
    paths = iter(pictures)
    if brief.sites is not None:
        parts += [_paragraph(brief.deck), f"## {HEADINGS['sites']}", _table(brief.sites)]
    if brief.overview is not None:
        parts.append(_picture(OVERVIEW, next(paths)))
    for chapter in brief.chapters:
        if is_several:
            parts.append(f"## {markdown_text(chapter.title)}")
        path = next(paths, None) if chapter.picture else None
        parts += _chapter(chapter, path, "###" if is_several else "##")
    parts += [
        f"## {HEADINGS['method']}",
        *map(_paragraph, brief.method),
        f"## {HEADINGS['sources']}" if brief.sources else "",
        _sources(brief),
        f"*{markdown_text(brief.colophon)}*",
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _chapter(chapter: Chapter, picture: str | None, mark: str) -> Iterator[str]:
    yield f"*{markdown_text(chapter.where)}*"
    yield from map(_line, chapter.summary)
    if picture is not None:
        yield _picture(chapter.caption, picture)
    yield f"{mark} {markdown_text(chapter.heading('reports'))}"
    yield _list(chapter.reports)
    if chapter.question:
        yield f"{mark} {markdown_text(chapter.question.title)}"
        yield from map(_line, chapter.question.lines)
    if chapter.figures:
        yield f"{mark} {markdown_text(chapter.heading('figures'))}"
        yield _line(chapter.key)
        yield from map(_table, chapter.figures)
        yield _list(chapter.groups)
        yield "Why:" if chapter.reasons else ""
        yield _list(chapter.reasons)
    if chapter.charges or chapter.told:
        yield f"{mark} {markdown_text(chapter.heading('charges'))}"
        yield _table(chapter.charges) if chapter.charges else ""
        if chapter.told:
            yield _paragraph(f"Told above: {'; '.join(chapter.told)}.")


def _picture(caption: str, path: str) -> str:
    return f"![{markdown_text(caption)}]({quote(os.fsencode(path))})"


def _paragraph(text: str) -> str:
    return _beginning(markdown_text(text))


def _line(text: Line) -> str:
    """Return a line as a paragraph."""
    return _beginning(_inline(text))


def _inline(text: Line) -> str:
    return " ".join("".join(_runs(text)).split())


def _runs(text: Line) -> Iterator[str]:
    """Yield the pieces of a line; a mark of bold stands at a letter, never at a space."""
    for run in text:
        words = run.text.strip()
        before, after = (" " if run.text[at:][:1].isspace() else "" for at in (0, -1))
        mark = "**" if run.strong and words else ""
        piece = f"{before}{mark}{markdown_text(words)}{mark}{after}"
        yield f"[{piece}]({run.leads_to})" if run.leads_to else piece
        if run.notes:
            yield f" {markdown_text(notes_text(run.notes))}"


def _table(table: Table) -> str:
    """Return a pipe table; the number of dashes gives pandoc the relative column widths."""
    rows: list[Sequence[Line]] = []
    for part in table.parts:
        if part.head:
            rows.append([part.head, *[()] * (len(table.columns) - 1)])
        rows += part.rows
    widths = [
        max(5, min(MOST_DASHES, max(len(plain(cell)) for cell in column)))
        for column in zip(table.columns, *rows, strict=True)
    ]
    lines = [
        _cells(_inline(joined((run,) for run in head)) for head in table.columns),
        _cells("-" * width for width in widths),
        *(_cells(map(_inline, row)) for row in rows),
    ]
    return "\n".join(lines)


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list(lines: Iterable[Line]) -> str:
    return "\n".join(f"- {_line(text)}" for text in lines)


def _sources(brief: Brief) -> str:
    lines = []
    for number, (source, read) in enumerate(zip(brief.sources, brief.read, strict=True), 1):
        address = f" <{source.URL}>" if is_web_address(source.URL) else ""
        how = f" ({markdown_text(read)})" if read else ""
        lines.append(f"{number}. {_paragraph(source.citation)}.{address}{how}")
    return "\n".join(lines)


def _beginning(text: str) -> str:
    r"""Return a line's text, escaped if its beginning would make it a list or a title.

    >>> _beginning("- x"), _beginning("1. x"), _beginning("(a) x")
    ('\\- x', '1\\. x', '(a\\) x')
    """
    mark = LINE_MARKS.match(text)
    if mark is None:
        return text
    at = mark.end() - (mark[0] in set("-+:=%"))
    return f"{text[:at]}\\{text[at:]}"
