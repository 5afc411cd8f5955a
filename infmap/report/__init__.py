"""The brief: a figure, names, tables, verdicts and sources, as HTML, Markdown or for Word."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from infmap.analysis.answer import SiteAnswer, site_answer
from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import Filters
from infmap.catalogue.focus import sites_asked
from infmap.catalogue.names.places import Target
from infmap.catalogue.names.states import tell_divided
from infmap.catalogue.shorten import with_short_texts
from infmap.catalogue.values.bands import Band, drawn_bands
from infmap.catalogue.values.units import read_units
from infmap.errors import OutputError, reason_of
from infmap.io.files import locked, write_together, write_whole
from infmap.io.formats import OTHER_SUFFIXES, ReportFormat
from infmap.looks.distances import Units
from infmap.report.brief import write_brief
from infmap.report.docx import as_docx
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown
from infmap.report.record import Brief, Picture
from infmap.report.word_styles import WIDTH_MM

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: So many sites stand beside each other in a picture.
MOST_MAPS = 6
ON_ONE_SCALE = "The sites on one scale"
#: Suffixes of texts that may name a picture: Markdown, and what is made of it.
TEXTS = {
    *(".md", ".qmd", ".rmd", ".html", ".htm", ".xhtml", ".tex", ".typ", ".rst", ".adoc", ".org"),
    *(".ipynb", ".txt", ".xml"),
    *(name for name, means in OTHER_SUFFIXES.items() if means == ".md"),
}


@checks_kinds
def make_report(
    cat: Catalogue,
    *,
    focus: str | Site | None = None,
    target: "Target | None" = None,
    band: Band | None = None,
    units: str = Units.KM,
    **only: Unpack[Filters],
) -> Brief:
    """Return a brief on one site or several: who is in range, on whose account.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str or Site, optional
        The site's id or name. Without it the brief has a chapter for each site named by `site`,
        with a summary first; or is of Kaliningrad, or the first site that the filters leave.
    target : str, (lon, lat), mapping, Point, Capital or Site, optional
        A place, as in `reach`: who would have to be right for it to be in range. By default the
        first that the accounts of a site dispute.
    band : (float, float) or str, optional
        Another band than the treaty's 500 to 5500 km to tell distances by, in kilometres, or as a
        text in any unit; verdicts stay the treaty's.
    units : {"km", "mi", "nmi"}
        What distances are written in. Verdicts stay in the treaty's kilometres.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    Brief
        Its parts as data; `save_report` writes it.

    Raises
    ------
    InfmapError
        If an id is unknown, or nothing is left after the filters.

    Examples
    --------
    >>> import infmap
    >>> brief = infmap.make_report(infmap.load(), site=["shuya", "deveselu"])
    >>> brief.title, len(brief.chapters)
    ('Foreign capitals in range: 0 to 40 or more at Shuya, 0 to 56 at Deveselu', 2)
    """
    cat = with_short_texts(cat.select(**only))
    bands = drawn_bands(band).in_units(read_units(units))
    asked = None if target is None else cat.place(target)
    tell_divided([asked] if asked else [], cat.as_of)
    answers = [site_answer(cat, site, bands) for site in sites_asked(cat, focus)]
    pictures = [Picture(partial(_map, answer)) for answer in answers]
    has_overview = 1 < len(answers) <= MOST_MAPS
    overview = Picture(partial(_overview, answers)) if has_overview else None
    return write_brief(answers, pictures, target=asked, overview=overview)


# Functions of the module, so that a brief can be pickled before its pictures are drawn.


def _map(answer: SiteAnswer) -> "Figure":
    """Return the map of a chapter, as wide as an A4 page between the brief's margins."""
    from infmap.figures.content import Content
    from infmap.figures.marks import STYLES
    from infmap.figures.papers import MM, SIZES
    from infmap.figures.sheet import compose_map

    paper = replace(SIZES["page"], name="brief", width=WIDTH_MM * MM, map_height=72 * MM)
    return compose_map(Content(answer, STYLES["light"]), paper)


def _overview(answers: Sequence[SiteAnswer]) -> "Figure":
    """Return the maps of several sites beside each other, as wide as those of the chapters."""
    from infmap.analysis.finding import finding_of
    from infmap.figures.content import Content
    from infmap.figures.papers import MM, SIZES
    from infmap.figures.several import compose_several
    from infmap.looks.palette import LIGHT

    contents = [Content(answer, LIGHT) for answer in answers]
    founds = [finding_of(answer) for answer in answers]
    paper = replace(SIZES["page"], width=WIDTH_MM * MM)
    return compose_several(contents, founds, "equidistant", paper, title=ON_ONE_SCALE)


@checks_kinds
def save_report(brief: Brief, path: str | Path) -> None:
    """Write a brief by its suffix: an HTML file, a Word file, or Markdown with its pictures.

    Parameters
    ----------
    brief : Brief
        From `make_report`.
    path : path
        Ends in ``.html``, ``.md`` or ``.docx``; the last needs pandoc. Beside ``brief.md`` goes
        ``brief_files/map-1a2b3c4d.png``, its picture, named by its hash.

    Raises
    ------
    InfmapError
        If the suffix names no format, a file cannot be written, or there is no pandoc for Word.

    Notes
    -----
    Text and pictures match even if the run is stopped: pictures are put in place before the text
    that names them, and older ones that no text there names any more are deleted last. If a run is
    killed before that, the next deletes them. What infmap has not written is left alone, and so is
    all that lies behind a link.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "brief.md")
    >>> infmap.save_report(infmap.make_report(infmap.load(), focus="shuya"), path)
    >>> [file.name.split("-")[0] for file in sorted(path.parent.rglob("*"))]
    ['brief.md', 'brief_files', 'map']
    """
    path = Path(path)
    match ReportFormat.of(path.suffix):
        case ReportFormat.HTML:
            write_whole(path, as_html(brief))
        case ReportFormat.WORD:
            write_whole(path, as_docx(brief))
        case ReportFormat.MARKDOWN:
            _write_markdown(brief, path)


def _write_markdown(brief: Brief, path: Path) -> None:
    """Write the pictures, then the text that names them; then delete pictures no longer used."""
    folder = path.with_name(f"{path.stem}_files")
    drawn = [picture.png for picture in brief.pictures]
    pictures = [(folder / _picture_name(data), data) for data in drawn]
    text = as_markdown(brief, [f"{folder.name}/{file.name}" for file, _ in pictures])
    try:
        folder.mkdir(exist_ok=True)
    except FileNotFoundError:
        raise OutputError(
            f"{path}: its folder does not exist; make it, or choose another path"
        ) from None
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be made ({reason_of(error)}); choose another path"
        ) from None
    with locked(folder):
        try:
            write_together([*dict(pictures).items(), (path, text)])
        finally:
            with suppress(OSError):  # Not empty, unless nothing could be written.
                folder.rmdir()
        with suppress(OSError):  # A picture left over is no reason to fail.
            _delete_unused(folder, {file for file, _ in pictures})


def _picture_name(data: bytes) -> str:
    """Return a picture's name, by its bytes: an older text keeps its own until it is replaced."""
    return f"map-{sha256(data).hexdigest()[:8]}.png"


def _delete_unused(folder: Path, pictures: Iterable[Path]) -> None:
    """Delete the other pictures that were written into a folder and that no text beside it names.

    That the name is still the one of the bytes tells that infmap wrote the picture.
    """
    if folder.is_symlink():
        return
    beside = (file for file in folder.parent.iterdir() if file.suffix.lower() in TEXTS)
    named = b"".join(file.read_bytes() for file in beside if file.is_file())
    for file in {*folder.glob("map-????????.png")} - {*pictures}:
        is_named = file.name.encode() in named
        if not is_named and not file.is_symlink() and file.name == _picture_name(file.read_bytes()):
            file.unlink()
