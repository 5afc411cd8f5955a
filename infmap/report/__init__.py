"""The brief: one site's figure, tables, verdicts, charges and citations, as HTML or Markdown."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from infmap.catalogue import Catalogue
from infmap.errors import InfmapError
from infmap.files import write_whole
from infmap.report.brief import Brief, write_brief
from infmap.report.html import as_html
from infmap.report.markdown import as_markdown

#: The picture in a Markdown brief: sharp in print at the width of a page.
PICTURE_DPI = 200


def make_report(
    cat: Catalogue,
    *,
    focus: str | None = None,
    system: str | Sequence[str] = (),
    theme: str | None = None,
    account: str | None = None,
    as_of: date | None = None,
) -> Brief:
    """Return a brief on one site: who is in range, on whose account, and what the treaty said.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str, optional
        The site's id or name. Without it Kaliningrad, or the first site that the filters leave.
    system, theme, account, as_of
        As in `infmap.coverage`.

    Returns
    -------
    Brief
        Its parts as data; `save_report` writes it.

    Raises
    ------
    InfmapError
        If an id is unknown or nothing is left after the filters.

    Examples
    --------
    >>> import infmap
    >>> brief = infmap.make_report(infmap.load(), focus="deveselu")
    >>> brief.title
    'Deveselu (NSF Deveselu), Romania: who is in range, and on whose account'
    """
    from infmap.figures import figure_bytes, plot_map

    cat = cat.select(systems=system, theme=theme, account=account, as_of=as_of)
    site = cat.first_site if focus is None else cat.site(focus)
    figure = plot_map(cat, focus=site.id)
    return write_brief(
        cat,
        site,
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
        Ends in ``.html`` or ``.md``. Beside ``brief.md`` goes ``brief_files/map.png``.

    Raises
    ------
    InfmapError
        If the suffix names no format or a file cannot be written.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "brief.md")
    >>> infmap.save_report(infmap.make_report(infmap.load(), focus="shuya"), path)
    >>> [file.name for file in sorted(path.parent.rglob("*"))]
    ['brief.md', 'brief_files', 'map.png']
    """
    path = Path(path)
    form = path.suffix.lower()
    if form in {".html", ".htm"}:
        write_whole(path, as_html(brief))
    elif form in {".md", ".qmd"}:
        _write_markdown(brief, path)
    else:
        raise InfmapError(f"no format for the suffix {path.suffix!r}; write .html or .md")


def _write_markdown(brief: Brief, path: Path) -> None:
    """Write the text last: where it stands, its picture does too."""
    folder = path.with_name(f"{path.stem}_files")
    is_new = not folder.exists()
    try:
        if is_new and path.parent.is_dir():
            folder.mkdir()
        write_whole(folder / "map.png", brief.picture)
        write_whole(path, as_markdown(brief, f"{folder.name}/map.png"))
    except (OSError, InfmapError) as error:
        if is_new and folder.is_dir():
            (folder / "map.png").unlink(missing_ok=True)
            folder.rmdir()
        if isinstance(error, InfmapError):
            raise
        reason = error.strerror or error
        raise InfmapError(f"{folder}: cannot be made ({reason}); choose another path") from None
