"""The outputs into which hostile text is followed, each with its reader."""

import html
import re
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np

import infmap
from infmap.catalogue import Catalogue
from infmap.catalogue.population import Population
from infmap.io.formats import RingsFormat, TableFormat
from infmap.looks.listings import Listing
from reliability.payload_browser import watched
from reliability.payload_outputs import (
    Seen,
    at_one_site,
    csv_seen,
    html_seen,
    json_seen,
    latex_lost,
    markdown_seen,
    printed,
    seen_in,
    terminal_seen,
    workbook_seen,
    xml_seen,
)
from reliability.payload_tables import TAG

#: Above this length an attribute of a frame is a page, not a title.
SHORTER_THAN_A_PAGE = 100_000

if TYPE_CHECKING:
    import pandas as pd

#: A payload without spaces, so that it can be found in the lines of a PDF.
MATHEMATICS = r"$\frac{1}{0}$"
#: Markdown dialects in which a brief may be read, without their curly quotes.
DIALECTS = ("markdown-smart", "markdown-smart-raw_html", "gfm", "commonmark_x-smart", "markdown-it")


@dataclass
class Try:
    """A catalogue of hostile or harmless text, and the folder of its outputs."""

    cat: Catalogue
    folder: Path
    browser: Any

    def written(self, name: str, *arguments: object, one_site: bool = False) -> Path:
        """Return the path of a file, after running the command that writes it if missing."""
        path = self.folder / name
        if not path.exists():
            printed(at_one_site(self.cat) if one_site else self.cat, *arguments, "-o", path)
        return path

    @cached_property
    def people(self) -> "pd.DataFrame":
        """The population of each ring: 0 everywhere, but with every name."""
        return infmap.exposure(self.cat, population=Population(*(np.empty(0) for _ in range(3))))

    @property
    def ids(self) -> list[str]:
        """The ids of every row that has one."""
        rows: list[Any] = [*self.cat.sites, *self.cat.system_rows, *self.cat.capital_rows]
        rows += [*self.cat.allegation_rows, *self.cat.event_rows, *self.cat.source_rows]
        return [row.id for row in rows]


def _table(form: str, read: Callable[[str], Seen], *arguments: str) -> Callable[[Try], Seen]:
    return lambda run: read(printed(run.cat, *arguments, "--format", form))


def _workbooks(run: Try) -> Seen:
    seen = Seen()
    for what in Listing:
        workbook = workbook_seen(run.written(f"{what}.xlsx", "list", what))
        seen.lost += workbook.lost
        for texts in workbook.texts.values():
            for text in texts:
                seen.note(text)
    return seen


def _latex(text: str) -> Seen:
    seen = seen_in(())
    seen.lost += latex_lost(text)
    return seen


def _people(form: str, read: Callable[[str], Seen]) -> Callable[[Try], Seen]:
    def count(run: Try) -> Seen:
        # Counted once: it takes longer than all outputs of it.
        with patch("infmap.exposure", return_value=run.people):
            return read(printed(run.cat, "coverage", "--targets", "cities", "--format", form))

    return count


def _cards(run: Try) -> Seen:
    return terminal_seen("".join(printed(run.cat, "show", ident) for ident in run.ids))


def _cards_json(run: Try) -> Seen:
    seen = Seen()
    for ident in run.ids:
        card = json_seen(printed(run.cat, "show", ident, "--json"))
        for texts in card.texts.values():
            for text in texts:
                seen.note(text)
    return seen


def _lists(run: Try) -> Seen:
    return terminal_seen("".join(printed(run.cat, "list", what) for what in Listing))


def _lists_json(run: Try) -> Seen:
    return json_seen(
        "[" + ",".join(printed(run.cat, "list", what, "--json") for what in Listing) + "]"
    )


def _markdown_brief(dialect: str) -> Callable[[Try], Seen]:
    def read(run: Try) -> Seen:
        path = run.written("brief.md", "report", one_site=True)
        return markdown_seen(path.read_text("utf-8"), dialect, run.folder)

    return read


#: The line of sources of a figure, and of those in a story.
FOOT = re.compile(rb'<g id="sources[-\d]*">.*?</g>', re.DOTALL)
FEET = re.compile(rb'<text id="step-\d+-sources[-\d]*".*?</text>', re.DOTALL)


def _in_browser(run: Try, path: Path) -> Seen:
    """Return the content of a document as Chromium shows it."""
    with watched(run.browser) as page:
        page.open(path)
        page.gather()
        taken = page.take()
        return Seen(taken["found"], taken["shapes"], page.lost)


def _brief(run: Try) -> Seen:
    path = run.written("brief.html", "report", one_site=True)
    seen, text = _in_browser(run, path), path.read_text("utf-8")
    # A place has its name on the brief's figure only where there is room for it.
    beside = re.sub("<svg.*?</svg>", "", text, flags=re.DOTALL)
    seen.in_room |= {*re.findall(TAG, text)} - {*re.findall(TAG, beside)}
    return seen


def _story(run: Try) -> Seen:
    """Open a story that shows each site and cites each publication.

    The feet of its figures tell sources in short, as that of a figure does.
    """
    path = run.folder / "story.md"
    steps = "".join(f"## Step {{site={site.id} theme=all}}\n\n" for site in run.cat.sites)
    cited = " ".join(f"[@{source.id}]" for source in run.cat.source_rows)
    path.write_text(f"# Story\n\n{steps}{cited}\n", "utf-8")
    whole = run.written("story.html", "story", str(path))
    shown = _in_browser(run, whole)
    rest = run.folder / "rest.html"
    rest.write_bytes(FEET.sub(b"", whole.read_bytes()))
    return Seen(_in_browser(run, rest).texts, shown.shapes, shown.lost)


def _brief_as_others_set_it(run: Try) -> Seen:
    """Open the page that pandoc makes of the Markdown brief; it has no policy."""
    path = run.written("brief.md", "report", one_site=True)
    out = run.folder / "pandoc.html"
    subprocess.run(
        ["pandoc", "-s", "-f", DIALECTS[0], "--wrap=none", "-M", "title=x", path, "-o", out],
        cwd=run.folder,
        check=True,
    )
    seen = _in_browser(run, out)
    # pandoc gives a table widths only if one of its cells is long.
    seen.shapes -= {"table style", "colgroup ", "col style"}
    return seen


def _picture(run: Try) -> Seen:
    """Read a figure as XML, and open it in Chromium.

    Its foot tells sources in short, the first of them, cut: those texts are nowhere whole. Places
    out of reach are named where their map has room.
    """
    path = run.written("figure.svg", "figure", "--size", "column", one_site=True)
    seen = xml_seen(FOOT.sub(b"", path.read_bytes()))
    shown = _in_browser(run, path)
    seen.shapes |= shown.shapes
    seen.lost += shown.lost
    if re.search(rb"<(script|foreignObject|image|a)\b|xlink:href=\"(?!#)", path.read_bytes()):
        seen.lost.append("the figure holds what draws nothing")
    places = infmap.coverage(at_one_site(run.cat))
    beyond = " ".join(places.loc[places["reach"] == "none", "target"])
    seen.in_room |= {*re.findall(TAG, beyond)}
    return seen


def _print(run: Try) -> Seen:
    """Read the text of a PDF; it is broken into lines, so only the letters are compared."""
    path = run.written("figure.pdf", "figure", "--size", "column", one_site=True)
    # Compressed streams may contain any letters by chance.
    data = re.sub(rb"\bstream\r?\n.*?endstream", b"", path.read_bytes(), flags=re.DOTALL)
    seen = Seen()
    for mark in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/EmbeddedFile", b"/OpenAction"):
        if mark in data:
            seen.lost.append(f"the PDF has {mark.decode()}")
    done = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)
    letters = "".join(done.stdout.split())
    names = "".join(site.name for site in run.cat.sites)
    if MATHEMATICS in names and MATHEMATICS not in letters:
        seen.lost.append("mathematics is set")
    return seen


def _geojson(run: Try) -> Seen:
    return json_seen(run.written("rings.geojson", "rings").read_text("utf-8"))


def _kml(run: Try) -> Seen:
    from fastkml.validator import validate

    path = run.written("rings.kml", "rings")
    seen = xml_seen(path.read_bytes())
    if not validate(file_to_validate=path):
        seen.lost.append("no KML by its schema")
    if b"<description>" in path.read_bytes():
        seen.lost.append("a balloon, which is read as HTML")
    return seen


def _geopackage(run: Try) -> Seen:
    """Read every text of every table, and the styles as XML."""
    path = run.written("rings.gpkg", "rings")
    seen = Seen()
    with closing(sqlite3.connect(path)) as database:
        names = [row[0] for row in database.execute("SELECT table_name FROM gpkg_contents")]
        for name in names:
            for row in database.execute(f'SELECT * FROM "{name}"'):
                for value in row:
                    if isinstance(value, str):
                        seen.note(value)
        for (style,) in database.execute("SELECT styleQML FROM layer_styles"):
            seen.lost += xml_seen(style.encode()).lost
    return seen


def _geoparquet(run: Try) -> Seen:
    import geopandas as gpd

    table = gpd.read_parquet(run.written("rings.parquet", "rings"))
    return seen_in(str(value) for name in table for value in table[name] if name != "geometry")


def _reprs(run: Try) -> Seen:
    """Open a page with the notebook views of all objects; MathJax must not change them."""
    table = infmap.coverage(run.cat)
    named = table.rename(columns={"country": run.cat.sites[0].name}).set_index("target")
    parts = [run.cat._repr_html_(), table._repr_html_(), named._repr_html_()]
    path = run.folder / "notebook.html"
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{''.join(map(str, parts))}", "utf-8")
    seen = _in_browser(run, path)
    seen.lost += [
        "MathJax would set what is in it" for part in parts if "mathjax_ignore" not in str(part)
    ]
    seen.lost += [f"{text} is more than a line" for text in [repr(run.cat)] if "\n" in text]
    return seen


def _map_repr(run: Try) -> Seen:
    """Open the map as a notebook shows it: in a frame with the page in an attribute."""
    path = run.folder / "frame.html"
    shown = infmap.make_map(run.cat)._repr_html_()
    path.write_text(f"<!DOCTYPE html><meta charset=utf-8>{shown}", "utf-8")
    with watched(run.browser) as page:
        page.open(path)
        page.page.frame_locator("iframe").locator("#headline:not(:empty)").wait_for()
        page.gather()
        taken = page.take()
        shapes = taken["shapes"]
        return Seen({}, shapes, page.lost)


def _embedded(run: Try) -> Seen:
    """Read the embedding snippets of pages of each site; the frame's title is its name."""
    page = infmap.make_map(run.cat).get_root().render()
    seen = Seen()
    for number, site in enumerate(run.cat.sites):
        path = run.folder / "page.html"
        path.write_text(_titled(page, f"Within range of {site.name} - infmap"), "utf-8")
        for inline in ([], ["--inline"]) if number == 0 else ([],):
            snippet = html_seen(printed(run.cat, "embed", path, *inline))
            seen.shapes |= snippet.shapes
            seen.lost += snippet.lost
            for text in {text for texts in snippet.texts.values() for text in texts}:
                if len(text) < SHORTER_THAN_A_PAGE:
                    seen.note(text)
    return seen


def _titled(page: str, title: str) -> str:
    element = f"<title>{html.escape(title)}</title>"
    return re.sub("<title>.*?</title>", lambda _: element, page, count=1)


def _coverage_in(run: Try, to: str) -> Seen:
    return markdown_seen(printed(run.cat, "coverage", "--format", "md"), to, run.folder)


def _people_in(run: Try, to: str) -> Seen:
    return _people("md", lambda text: markdown_seen(text, to, run.folder))(run)


#: The printed outputs. Markdown has a reader for each of its dialects.
TABLES: dict[TableFormat, Callable[[str], Seen]] = {
    TableFormat.TABLE: terminal_seen,
    TableFormat.CSV: csv_seen,
    TableFormat.JSON: json_seen,
    TableFormat.HTML: html_seen,
    TableFormat.LATEX: _latex,
}
RINGS: dict[RingsFormat, Callable[[Try], Seen]] = {
    RingsFormat.GEOJSON: _geojson,
    RingsFormat.GEOPACKAGE: _geopackage,
    RingsFormat.KML: _kml,
    RingsFormat.GEOPARQUET: _geoparquet,
}
SINKS: dict[str, Callable[[Try], Seen]] = {
    **{f"coverage as {form}": _table(form, read, "coverage") for form, read in TABLES.items()},
    "reach as csv": _table("csv", csv_seen, "reach", "capital-0"),
    "reach as table": _table("table", terminal_seen, "reach", "capital-0"),
    **{f"people as {form}": _people(form, read) for form, read in TABLES.items()},
    "cards in the terminal": _cards,
    "cards as JSON": _cards_json,
    "lists in the terminal": _lists,
    "lists as JSON": _lists_json,
    "lists as workbooks": _workbooks,
    **{f"rings as {form}": read for form, read in RINGS.items()},
    "brief as HTML": _brief,
    "story": _story,
    "brief through pandoc": _brief_as_others_set_it,
    **{f"brief as {dialect}": _markdown_brief(dialect) for dialect in DIALECTS},
    "figure as SVG": _picture,
    "figure as PDF": _print,
    "notebook tables": _reprs,
    "notebook map": _map_repr,
    "embedding": _embedded,
}
for _dialect in DIALECTS:
    SINKS[f"coverage as {_dialect}"] = partial(_coverage_in, to=_dialect)
    SINKS[f"people as {_dialect}"] = partial(_people_in, to=_dialect)
