"""Maps for print: the rings of one site as SVG, PDF or PNG, drawn without a browser.

The map is centred on the focus site: in its azimuthal equidistant projection every range ring is a
circle and every distance from the site is true. Below it are a close-up of the nearest thousand
kilometres and a key that says whose figure each ring is. Text is measured with the font that prints
it, so labels never overlap; a label without room is left out, the least important first.
"""

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import Any, TypeVar, Unpack

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from infmap.analysis.answer import SiteAnswer, site_answer
from infmap.analysis.finding import Finding
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.focus import focus_of
from infmap.catalogue.names.ids import folded
from infmap.catalogue.shorten import with_short_texts
from infmap.catalogue.values.bands import Band, drawn_bands
from infmap.catalogue.values.units import read_units
from infmap.errors import InfmapError, shorten
from infmap.figures.content import Content
from infmap.figures.marks import FONT, STYLES
from infmap.figures.sheet import SIZES, Paper, compose, draw_alone
from infmap.figures.view import view_maker
from infmap.io.files import write_whole
from infmap.io.formats import FigureFormat
from infmap.looks.distances import Units

__all__ = ["figure_bytes", "plot_map", "save_figure"]

# Coordinates of paths in an SVG are cut to a hundredth of a point (0.004 mm).
_PATH_DATA = re.compile(rb' d="[^"]*"')
_LONG_DECIMAL = re.compile(rb"(\.\d\d)\d+")
PNG_DPI = 300
T = TypeVar("T")
#: Beyond this the edge of an azimuthal map is too distorted.
MOST_EXTENT_KM = 15_500.0


def plot_map(
    cat: Catalogue,
    *,
    focus: str | None = None,
    projection: str = "equidistant",
    size: str = "page",
    style: str = "light",
    extent_km: float | None = None,
    band: Band | None = None,
    units: str = Units.KM,
    ax: Axes | None = None,
    **only: Unpack[Filters],
) -> Axes:
    """Draw the map of one site: a band, the rings of each account, the capitals.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str, optional
        The site's id or name. Required if the site filter names several. By default Kaliningrad,
        or the first site that the filters leave.
    projection : str, default "equidistant"
        ``equidistant`` or ``equal-area``, both azimuthal on the site, or the name of any
        projection that PROJ knows (``EPSG:3035``, ``+proj=lcc ...``).
    size : {"page", "column", "slide"}
        180 mm wide, 88 mm wide, or 960 by 540 points (16:9).
    style : {"light", "grey"}
        ``grey`` is for print without colour.
    extent_km : float, optional
        How far from the site the map extends; by default past the band's outer edge.
    band : (float, float) or str, optional
        Another band than the treaty's 500 to 5500 km, in kilometres, or as a text in any unit. It
        is shaded, and places are told by it; verdicts stay the treaty's.
    units : {"km", "mi", "nmi"}
        What distances are written in; what is in range is decided in kilometres.
    ax : Axes, optional
        Draw only the map, into these axes; by default a figure with close-up, key and sources.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    Axes
        The map; `save_figure` writes its ``figure``. Rings have the gid ``ring-<km>-<account>``;
        if the ring is not a maximum, its end follows (``lower``, ``far``, ``open``). Capitals have
        ``capitals-<band>-<reach>``.

    Raises
    ------
    InfmapError
        If a name or the projection is unknown, the filters leave nothing, or `focus` is missing
        where several sites are named.

    Examples
    --------
    >>> import infmap
    >>> ax = infmap.plot_map(infmap.load(), focus="deveselu")
    >>> ax.get_title(loc="left"), ax.figure.get_size_inches()[0].round(2).item()
    ('Deveselu (NSF Deveselu)', 7.09)
    """
    paper = _choice(size, SIZES, "size")
    palette = _choice(style, STYLES, "style")
    cat = with_short_texts(cat.select(**only))
    site = focus_of(cat, focus, "a figure")
    bands = drawn_bands(band).in_units(read_units(units))
    if extent_km is not None and not 0 < extent_km <= MOST_EXTENT_KM:
        raise InfmapError(f"extent_km must be above 0, at most {MOST_EXTENT_KM:g} ({extent_km:g})")
    return map_of(site_answer(cat, site, bands), projection, paper, palette, extent_km, ax)


def map_of(
    answer: SiteAnswer,
    projection: str = "equidistant",
    paper: Paper = SIZES["page"],
    palette: dict[str, str] = STYLES["light"],
    extent_km: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Return the map of an answer, by default as it stands in a brief: page width, in colour.

    Parameters
    ----------
    answer : SiteAnswer
        From `infmap.analysis.answer.site_answer`.
    projection, extent_km, ax
        As in `plot_map`.
    paper : Paper
        One of `infmap.figures.sheet.SIZES`.
    palette : dict of str to str
        One of `infmap.figures.marks.STYLES`.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> map_of(site_answer(cat, cat.site("shuya"))).get_title(loc="left")
    'Shuya, Ivanovo Oblast'
    """
    content = Content(answer, palette)
    if extent_km is None:
        extent_km = min(answer.bands.edges_km[1], MOST_EXTENT_KM)
    make_view = view_maker(answer.site, projection)
    with _own_look():
        if ax is not None:
            draw_alone(ax, content, make_view, extent_km, paper)
            return ax
        return compose(content, make_view, extent_km, paper)


def preview_bytes(answer: SiteAnswer, found: Finding, extent_km: float) -> bytes:
    """Return the PNG that a link to a page shows, of 1200 by 675 pixels.

    Parameters
    ----------
    answer : SiteAnswer
        From `infmap.analysis.answer.site_answer`.
    found : Finding
        What is found about it.
    extent_km : float
        How far from the site the map extends.

    Examples
    --------
    >>> import infmap
    >>> from infmap.analysis.finding import finding_of
    >>> cat = infmap.load()
    >>> answer = site_answer(cat, cat.site("shuya"))
    >>> preview_bytes(answer, finding_of(answer), 2600)[1:4]
    b'PNG'
    """
    from infmap.figures.preview import compose_preview

    content = Content(answer, STYLES["light"])
    with _own_look():
        figure = compose_preview(
            content, found, view_maker(answer.site, "equidistant"), min(extent_km, MOST_EXTENT_KM)
        )
    return _bytes(figure, FigureFormat.PNG, 72)


def save_figure(figure: Axes | Figure, path: str | FilePath, *, dpi: float = PNG_DPI) -> None:
    """Write a figure as SVG, PDF or PNG by its suffix, completely or not at all.

    Parameters
    ----------
    figure : Axes or Figure
        From `plot_map`.
    path : path
        Ends in ``.svg``, ``.pdf`` or ``.png``.
    dpi : float, default 300
        Dots per inch of a PNG; SVG and PDF are vector graphics, without a resolution.

    Raises
    ------
    InfmapError
        If the suffix names no format or the file cannot be written.

    Examples
    --------
    >>> import infmap, pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "shuya.pdf")
    >>> infmap.save_figure(infmap.plot_map(infmap.load(), focus="shuya"), path)
    >>> path.read_bytes()[:5]
    b'%PDF-'
    """
    write_whole(path, figure_bytes(figure, FilePath(path).suffix, dpi=dpi))


def figure_bytes(figure: Axes | Figure, suffix: str, *, dpi: float = PNG_DPI) -> bytes:
    """Return a figure as the bytes of a file; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Axes or Figure
        From `plot_map`.
    suffix : str
        ``.svg``, ``.pdf`` or ``.png``.
    dpi : float, default 300
        Dots per inch of a PNG.

    Returns
    -------
    bytes

    Raises
    ------
    InfmapError
        If the suffix names no format, or `dpi` is out of bounds.

    Examples
    --------
    >>> import infmap
    >>> figure_bytes(plot_map(infmap.load(), size="column"), ".png", dpi=100)[1:4]
    b'PNG'
    """
    form = FigureFormat.of(suffix)
    if not 10 <= dpi <= 2400:
        raise InfmapError(f"dpi must be within 10 and 2400 (got {dpi:g}); print takes 300")
    whole = figure.get_figure(root=True)
    assert isinstance(whole, Figure)
    return _bytes(whole, form, dpi)


def _bytes(whole: Figure, form: FigureFormat, dpi: float) -> bytes:
    title = _title_of(whole)
    # No dates and no program names: with them, equal pictures would give different files.
    metadata: dict[FigureFormat, dict[str, str | None]] = {
        FigureFormat.SVG: {"Date": None, "Title": title},
        FigureFormat.PDF: {"CreationDate": None, "Title": title},
        FigureFormat.PNG: {"Software": None},
    }
    settings: dict[Any, Any] = {
        **mpl.rcParamsDefault,
        "svg.hashsalt": "infmap",
        # Letters as outlines: an SVG cannot contain the font that its labels were measured with,
        # and with the font of another machine they might overlap.
        "svg.fonttype": "path",
        # Hinting would make letters wider than measured, by whole pixels.
        "text.hinting": "none",
        "pdf.fonttype": 42,  # embedded TrueType: text can be searched and edited
        "savefig.bbox": None,
    }
    buffer = io.BytesIO()
    with mpl.rc_context(settings), _boxes(told=True):
        whole.savefig(buffer, format=form[1:], dpi=dpi, metadata=metadata[form])
    data = buffer.getvalue()
    if form is not FigureFormat.SVG:
        return data
    return _PATH_DATA.sub(lambda match: _LONG_DECIMAL.sub(rb"\1", match[0]), data)


@contextmanager
def _own_look() -> Iterator[None]:
    """Set matplotlib's defaults: the caller's rc settings must not change infmap's maps."""
    with mpl.rc_context(mpl.rcParamsDefault), _boxes(told=False):
        yield


@contextmanager
def _boxes(*, told: bool) -> Iterator[None]:
    """Replace matplotlib's warnings of missing letters by a single warning, or by none."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    lacking: dict[str, None] = {}
    for warning in caught:
        glyph = re.match(r"Glyph (\d+) ", str(warning.message))
        if glyph is None:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )
        else:
            lacking[repr(chr(int(glyph[1])))] = None
    if lacking and told:
        letters = shorten(", ".join(lacking))
        warnings.warn(f"{FONT} has no letter for {letters}: drawn as boxes", stacklevel=4)


def _choice(text: str, known: Mapping[str, T], what: str) -> T:
    if folded(text) not in known:
        raise InfmapError(f"no {what} {text!r}; write {', '.join(known)}")
    return known[folded(text)]


def _title_of(figure: Figure) -> str:
    """Return what a file is called in a reader's window: the titles of its maps."""
    titles = [" ".join(ax.get_title(loc="left").split()) for ax in figure.axes]
    return "; ".join(dict.fromkeys(filter(None, titles))) or "infmap"
