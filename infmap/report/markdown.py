"""The brief as Markdown: pandoc's and Quarto's, with pipe tables and one picture."""

import os
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from infmap.io.escaping import is_web_address, markdown_text
from infmap.report.brief import HEADINGS, Brief, Point, Table

#: A line that begins with this would be a list, a definition or a title.
LINE_MARKS = re.compile(r"[-+:=%]|\(?(\d+|[a-z]|[ivxlcdm]+)(?=[.)])", re.IGNORECASE)


def as_markdown(brief: Brief, picture: str) -> str:
    """Return the brief as Markdown.

    Parameters
    ----------
    brief : Brief
        From `infmap.make_report`.
    picture : str
        Path of the map's picture, relative to the text.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.answer import site_answer
    >>> from infmap.report.brief import write_brief
    >>> cat = infmap.load()
    >>> brief = write_brief(site_answer(cat, cat.site("shuya")), figure=b"", picture=b"")
    >>> as_markdown(brief, "map.png").splitlines()[0][:23]
    '# Shuya, Ivanovo Oblast'
    """
    parts = [
        f"# {markdown_text(brief.title)}",
        f"**{markdown_text(brief.question)}**",
        *(markdown_text(sentence) for sentence in brief.summary),
        f"![{markdown_text(brief.caption)}]({quote(os.fsencode(picture))})",
        f"## {HEADINGS['reports']}",
        _points(brief.reports),
        f"## {markdown_text(brief.bands.title)}",
        _table(brief.bands),
        *_section(brief.reached),
        f"## {markdown_text(brief.claims.title)}",
        _table(brief.claims),
        _points(brief.reasons),
        *([f"## {HEADINGS['charges']}", _points(brief.charges)] if brief.charges else []),
        f"## {HEADINGS['method']}",
        *(markdown_text(sentence) for sentence in brief.method),
        f"## {HEADINGS['sources']}",
        _sources(brief),
        f"*{markdown_text(brief.colophon)}*",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(table: Table) -> list[str]:
    return [f"## {markdown_text(table.title)}", _table(table)] if table.rows else []


def _table(table: Table) -> str:
    """Return a pipe table; the number of dashes gives pandoc the relative column widths."""
    columns = [*table.columns, *(["Source"] if table.notes else [])]
    rows = [
        [*row, *([_notes(notes)] if table.notes else [])]
        for row, notes in zip(table.rows, table.notes or [()] * len(table.rows), strict=True)
    ]
    widths = [
        max(5, min(32, max(len(cell) for cell in column)))
        for column in zip(columns, *rows, strict=True)
    ]
    lines = [
        _line(map(markdown_text, columns)),
        _line("-" * width for width in widths),
        *(_line(map(markdown_text, row)) for row in rows),
    ]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _points(points: Sequence[Point]) -> str:
    return "\n".join(
        f"- **{markdown_text(point.lead)}** {markdown_text(f'{point.text} {_notes(point.notes)}')}"
        for point in points
    )


def _notes(notes: Sequence[int]) -> str:
    return f"[{', '.join(map(str, notes))}]" if notes else ""


def _sources(brief: Brief) -> str:
    lines = []
    for number, (source, read) in enumerate(zip(brief.sources, brief.read, strict=True), 1):
        address = f" <{source.URL}>" if is_web_address(source.URL) else ""
        how = f" ({markdown_text(read)})" if read else ""
        lines.append(f"{number}. {_beginning(markdown_text(source.citation))}.{address}{how}")
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
