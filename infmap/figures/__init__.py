"""Maps for print: the rings of one site as SVG, PDF or PNG, drawn without a browser.

The map stands on the focus site: in its azimuthal equidistant view every ring is a circle and
every distance from the site is true. Under it, a close-up of the nearest thousand kilometres and
a key that names whose figure each ring is. Text is measured with the font that prints it, so
labels never collide; what finds no room is left out, the least important first.
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
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import Filters
from infmap.catalogue.focus import focus_of
from infmap.catalogue.names.ids import folded
from infmap.catalogue.shorten import with_short_texts
from infmap.errors import InfmapError, shorten
from infmap.figures.content import Content
from infmap.figures.marks import FONT, STYLES
from infmap.figures.sheet import SIZES, compose, draw_alone
from infmap.figures.view import view_maker
from infmap.io.files import write_whole
from infmap.io.formats import FigureFormat
from infmap.treaty import INF_BAND_TO_KM

__all__ = ["figure_bytes", "plot_map", "save_figure"]

# Paths in an SVG carry a hundredth of a point, four thousandths of a millimetre, and no more.
_PATH_DATA = re.compile(rb' d="[^"]*"')
_LONG_DECIMAL = re.compile(rb"(\.\d\d)\d+")
PNG_DPI = 300
T = TypeVar("T")
#: Beyond this an azimuthal map is all edge.
MOST_EXTENT_KM = 15_500.0


def plot_map(
    cat: Catalogue,
    *,
    focus: str | None = None,
    projection: str = "equidistant",
    size: str = "page",
    style: str = "light",
    extent_km: float | None = None,
    ax: Axes | None = None,
    **only: Unpack[Filters],
) -> Axes:
    """Draw the map of one site: the treaty's band, the rings of each account, the capitals.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str, optional
        The site's id or name; of a catalogue cut down to several sites, it must be named. Without
        it Kaliningrad, or the first site that the filters leave.
    projection : str, default "equidistant"
        ``equidistant`` or ``equal-area``, both azimuthal on the site, or the name of any
        projection that PROJ knows (``EPSG:3035``, ``+proj=lcc ...``).
    size : {"page", "column", "slide"}
        180 mm wide, 88 mm wide, or 960 by 540 points (16:9).
    style : {"light", "grey"}
        ``grey`` holds in print without colour.
    extent_km : float, optional
        How far from the site the map looks; by default past the band's outer edge.
    ax : Axes, optional
        Draw the map alone into this; without it a figure with close-up, key and sources.
    site, system, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    Axes
        The map; its ``figure`` is what `save_figure` writes. Rings have the gid
        ``ring-<km>-<account>``, of other than a maximum with what it is behind (``lower``, ``far``,
        ``open``); capitals ``capitals-<band>-<reach>``.

    Raises
    ------
    InfmapError
        If a name is unknown, nothing is left after the filters, several sites are asked for, or the
        projection is not one.

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
    if extent_km is None:
        extent_km = INF_BAND_TO_KM
    elif not 0 < extent_km <= MOST_EXTENT_KM:
        raise InfmapError(f"extent_km must be above 0, at most {MOST_EXTENT_KM:g} ({extent_km:g})")
    content = Content(site_answer(cat, site), palette)
    make_view = view_maker(site, projection)
    with _own_look():
        if ax is not None:
            draw_alone(ax, content, make_view, extent_km, paper)
            return ax
        return compose(content, make_view, extent_km, paper)


def map_of(answer: SiteAnswer) -> Axes:
    """Return the map of an answer as it stands in a brief: a page wide, in colour.

    Examples
    --------
    >>> import infmap
    >>> cat = infmap.load()
    >>> map_of(site_answer(cat, cat.site("shuya"))).get_title(loc="left")
    'Shuya, Ivanovo Oblast'
    """
    content = Content(answer, STYLES["light"])
    with _own_look():
        make_view = view_maker(answer.site, "equidistant")
        return compose(content, make_view, INF_BAND_TO_KM, SIZES["page"])


def save_figure(figure: Axes | Figure, path: str | FilePath, *, dpi: float = PNG_DPI) -> None:
    """Write a figure as SVG, PDF or PNG by its suffix, whole or not at all.

    Parameters
    ----------
    figure : Axes or Figure
        From `plot_map`.
    path : path
        Ends in ``.svg``, ``.pdf`` or ``.png``.
    dpi : float, default 300
        Dots per inch of a PNG; the others are lines, without a resolution.

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
    # No dates and no program names: they would make equal pictures unequal files.
    metadata: dict[FigureFormat, dict[str, str | None]] = {
        FigureFormat.SVG: {"Date": None, "Title": "infmap"},
        FigureFormat.PDF: {"CreationDate": None, "Title": "infmap"},
        FigureFormat.PNG: {"Software": None},
    }
    form = FigureFormat.of(suffix)
    if not 10 <= dpi <= 2400:
        raise InfmapError(f"dpi must be within 10 and 2400 (got {dpi:g}); print takes 300")
    whole = figure.get_figure(root=True)
    assert isinstance(whole, Figure)
    settings: dict[Any, Any] = {
        **mpl.rcParamsDefault,
        "svg.hashsalt": "infmap",
        # Letters as outlines: an SVG cannot carry the font its labels were measured with, and
        # with another font on the newspaper's machine they would run into each other.
        "svg.fonttype": "path",
        # Hinting widens letters by whole pixels, past what was measured.
        "text.hinting": "none",
        "pdf.fonttype": 42,  # TrueType, embedded: text stays text, for search and for editors
        "savefig.bbox": None,
    }
    buffer = io.BytesIO()
    with mpl.rc_context(settings), _boxes(told=True):
        whole.savefig(buffer, format=form[1:], dpi=dpi, metadata=metadata[form])
    data = buffer.getvalue()
    return _PATH_DATA.sub(_short_path, data) if form is FigureFormat.SVG else data


@contextmanager
def _own_look() -> Iterator[None]:
    # The caller's own rc settings are for the caller's charts; this look is infmap's.
    with mpl.rc_context(mpl.rcParamsDefault), _boxes(told=False):
        yield


@contextmanager
def _boxes(*, told: bool) -> Iterator[None]:
    """Say in one warning, or not yet, which letters the font lacks; matplotlib has one for each."""
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


def _short_path(match: re.Match[bytes]) -> bytes:
    return _LONG_DECIMAL.sub(rb"\1", match[0])


def _choice(text: str, known: Mapping[str, T], what: str) -> T:
    if folded(text) not in known:
        raise InfmapError(f"no {what} {text!r}; write {', '.join(known)}")
    return known[folded(text)]
