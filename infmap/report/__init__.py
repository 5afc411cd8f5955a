"""The brief: one site's figure, tables, verdicts, charges and citations, as HTML or Markdown."""

import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Unpack

from infmap.analysis.answer import site_answer
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.focus import focus_of
from infmap.catalogue.shorten import with_short_texts
from infmap.catalogue.values.bands import Band, drawn_bands
from infmap.catalogue.values.units import read_units
from infmap.errors import OutputError, reason_of
from infmap.io.files import locked, write_together, write_whole
from infmap.io.formats import OTHER_SUFFIXES, ReportFormat
from infmap.looks.distances import Units
from infmap.report.brief import Brief, write_brief
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown

#: The picture in a Markdown brief: sharp in print at the width of a page.
PICTURE_DPI = 200
#: Suffixes of Markdown files, which may share a folder of pictures.
MARKDOWN = {".md", *(name for name, means in OTHER_SUFFIXES.items() if means == ".md")}
#: The name holds a hash of the picture: an older text keeps its own until it is replaced.
PICTURE_NAME = re.compile(r"map-[0-9a-f]{8}\.png")


def make_report(
    cat: Catalogue,
    *,
    focus: str | None = None,
    band: Band | None = None,
    units: str = Units.KM,
    **only: Unpack[Filters],
) -> Brief:
    """Return a brief on one site: who is in range, on whose account, and what the treaty said.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str, optional
        The site's id or name, required if the catalogue was cut down to several sites; by default
        Kaliningrad, or the first site that the filters leave.
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
        If an id is unknown, nothing is left after the filters, or several sites are asked for.

    Examples
    --------
    >>> import infmap
    >>> brief = infmap.make_report(infmap.load(), focus="deveselu")
    >>> brief.title
    'Deveselu (NSF Deveselu), Romania: who is in range, and on whose account'
    """
    from infmap.figures import figure_bytes, map_of

    cat = with_short_texts(cat.select(**only))
    bands = drawn_bands(band).in_units(read_units(units))
    answer = site_answer(cat, focus_of(cat, focus, "a brief"), bands)
    figure = map_of(answer)
    return write_brief(
        answer,
        figure=figure_bytes(figure, ".svg"),
        picture=figure_bytes(figure, ".png", dpi=PICTURE_DPI),
    )


def save_report(brief: Brief, path: str | Path) -> None:
    """Write a brief by its suffix: one HTML file, or Markdown with its picture in a folder.

    Parameters
    ----------
    brief : Brief
        From `make_report`.
    path : path
        Ends in ``.html`` or ``.md``. Beside ``brief.md`` goes ``brief_files/map-1a2b3c4d.png``,
        its picture, named by its hash.

    Raises
    ------
    InfmapError
        If the suffix names no format or a file cannot be written.

    Notes
    -----
    Text and picture match even if the run is stopped: the picture is put in place before the text
    that names it, and pictures that no Markdown file there names any more are deleted last. If a
    run is killed before that, the next deletes them.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "brief.md")
    >>> infmap.save_report(infmap.make_report(infmap.load(), focus="shuya"), path)
    >>> [file.name.split("-")[0] for file in sorted(path.parent.rglob("*"))]
    ['brief.md', 'brief_files', 'map']
    """
    path = Path(path)
    if ReportFormat.of(path.suffix) is ReportFormat.HTML:
        write_whole(path, as_html(brief))
    else:
        _write_markdown(brief, path)


def _write_markdown(brief: Brief, path: Path) -> None:
    """Write the picture, then the text that names it; then delete pictures no longer used."""
    folder = path.with_name(f"{path.stem}_files")
    picture = folder / f"map-{sha256(brief.picture).hexdigest()[:8]}.png"
    text = as_markdown(brief, f"{folder.name}/{picture.name}")
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
            write_together([(picture, brief.picture), (path, text)])
        finally:
            with suppress(OSError):  # Not empty, unless nothing could be written.
                folder.rmdir()
        with suppress(OSError):  # A picture left over is no reason to fail.
            _delete_unused(folder, picture)


def _delete_unused(folder: Path, picture: Path) -> None:
    """Delete the other pictures in a folder that no Markdown file beside the folder names."""
    beside = (file for file in folder.parent.iterdir() if file.suffix.lower() in MARKDOWN)
    named = "".join(file.read_text("utf-8", "replace") for file in beside if file.is_file())
    for file in folder.iterdir():
        if PICTURE_NAME.fullmatch(file.name) and file != picture and file.name not in named:
            file.unlink()
