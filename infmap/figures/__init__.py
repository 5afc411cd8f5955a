"""Figures for print: the rings of one site or of several as SVG, PDF or PNG, without a browser.

A sheet has the finding as its title, the map, what each account has in reach, a key and the
sources in short. The map is centred on the site: in its azimuthal equidistant projection every
range ring is a circle and every distance from the site is true. Text is measured with the font that
prints it, so labels never overlap; a label without room is left out, the least important first.
"""

from collections.abc import Collection, Mapping, Set
from typing import TypeVar, Unpack

from matplotlib.axes import Axes

from infmap.analysis.answer import SiteAnswer, site_answer
from infmap.analysis.finding import Finding, finding_of
from infmap.arguments import checks_kinds, unfit
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.asked import Filters
from infmap.catalogue.focus import focus_of, sites_asked
from infmap.catalogue.names.spelling import folded
from infmap.catalogue.shorten import with_short_texts
from infmap.catalogue.values.bands import Band, drawn_bands
from infmap.catalogue.values.units import read_units
from infmap.errors import CombinationError, InfmapError, printable
from infmap.figures.content import Content
from infmap.figures.crop import MOST_EXTENT_KM
from infmap.figures.marks import STYLES
from infmap.figures.own_axes import draw_alone
from infmap.figures.papers import MM, SIZES
from infmap.figures.sheet import compose
from infmap.figures.sources import source_table
from infmap.figures.texts import reports_text
from infmap.figures.view import view_maker
from infmap.figures.written import describe, figure_bytes, own_look, save_figure
from infmap.looks.distances import Units

__all__ = ["figure_bytes", "plot_map", "save_figure"]

T = TypeVar("T")
#: The heights that a sheet may have, millimetres.
HEIGHTS_MM = (50.0, 1200.0)


@checks_kinds
def plot_map(
    cat: Catalogue,
    *,
    focus: str | Site | None = None,
    projection: str = "equidistant",
    size: str = "page",
    style: str = "light",
    extent_km: float | None = None,
    band: Band | None = None,
    units: str = Units.KM,
    ax: Axes | None = None,
    title: str | None = None,
    versus: tuple[str, str] | None = None,
    height_mm: float | None = None,
    close_up: bool = False,
    key: bool = True,
    **only: Unpack[Filters],
) -> Axes:
    """Draw a figure of one site, of several on one scale, or of two accounts beside each other.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    focus : str or Site, optional
        The site's id or name. By default the sites that the site filter names: with several of
        them, a map of each on one scale. Without any, Kaliningrad or the first that is left.
    projection : str, default "equidistant"
        ``equidistant`` or ``equal-area``, both azimuthal on the site, or the name of any
        projection that PROJ knows (``EPSG:3035``, ``+proj=lcc ...``).
    size : {"page", "column", "slide"}
        180 mm wide, 88 mm wide, or 960 by 540 points (16:9).
    style : {"light", "grey"}
        ``grey`` is for print without colour.
    extent_km : float, optional
        How far from the site the map extends; by default to the capitals in dispute.
    band : (float, float) or str, optional
        Another band than the treaty's 500 to 5500 km, in kilometres, or as a text in any unit. It
        is shaded, and places are told by it; verdicts stay the treaty's.
    units : {"km", "mi", "nmi"}
        What distances are written in; what is in range is decided in kilometres.
    ax : Axes, optional
        Draw only the map, into these axes, with a line of sources below; by default a sheet.
    title : str, optional
        In place of the finding.
    versus : (str, str), optional
        Two accounts: their maps stand beside each other, with what changes hands between them.
    height_mm : float, optional
        The sheet's height; the map takes what the rest leaves. By default as high as it needs.
    close_up : bool, default False
        Whether a map of the nearest thousand kilometres is added.
    key : bool, default True
        Whether the sheet has a key.
    site, system, operator, kind, country, theme, account, as_of
        As in `Catalogue.select`.

    Returns
    -------
    Axes
        The map, or the first; `save_figure` writes its ``figure``. Rings have the gid
        ``ring-<km>-<account>``; if the ring is not a maximum, its end follows (``lower``, ``far``,
        ``open``). Capitals have ``capitals-<band>-<reach>``.

    Raises
    ------
    InfmapError
        If a name or the projection is unknown, the filters leave nothing, or the sheet has no room
        for its map.

    Examples
    --------
    >>> import infmap
    >>> ax = infmap.plot_map(infmap.load(), focus="deveselu")
    >>> ax.get_title(loc="left").split(";")[0], ax.figure.get_size_inches()[0].round(2).item()
    ('Deveselu holds interceptors', 7.09)
    """
    paper = _choice(size, SIZES, "size").of_height(_height(height_mm))
    palette = _choice(style, STYLES, "style")
    bands = drawn_bands(band).in_units(read_units(units))
    if extent_km is not None and not 0 < extent_km <= MOST_EXTENT_KM:
        raise InfmapError(f"extent_km must be above 0, at most {MOST_EXTENT_KM:g} ({extent_km:g})")
    is_ordered = isinstance(versus, Collection) and not isinstance(versus, str | Set | Mapping)
    if versus is not None and not (is_ordered and len(versus) == 2):
        raise unfit("versus", "two accounts", versus, "write names, as in ('operator', 'opponent')")
    cat = with_short_texts(cat.select(**only))
    title = title and printable(" ".join(title.split()))
    sites = sites_asked(cat, focus)
    if versus is not None or len(sites) > 1:
        given = {"ax": ax is not None, "extent_km": extent_km is not None, "close_up": close_up}
        if name := next((name for name, is_given in given.items() if is_given), None):
            raise CombinationError(
                f"{name} is of a figure of one site; leave it out, or name one site"
            )
    if versus is not None:
        from infmap.figures.versus import compose_versus

        site = focus_of(cat, focus, "a figure")
        with own_look():
            figure = compose_versus(
                cat, site, *versus, bands, palette, projection, paper, title=title, key=key
            )
        return figure.axes[0]
    contents = [Content(site_answer(cat, site, bands), palette) for site in sites]
    founds = [finding_of(content.answer) for content in contents]
    if len(sites) > 1:
        from infmap.figures.several import compose_several

        with own_look():
            figure = compose_several(contents, founds, projection, paper, title=title, key=key)
        return figure.axes[0]
    made = view_maker(sites[0], projection)
    with own_look():
        if ax is not None:
            draw_alone(ax, contents[0], made, paper, extent_km=extent_km, title=title, key=key)
            return ax
        figure = compose(
            contents[0],
            founds[0],
            made,
            paper,
            extent_km=extent_km,
            title=title,
            close_up=close_up,
            key=key,
        )
    words = f"{reports_text(contents[0].answer)} {founds[0].deck}"
    describe(figure, title or founds[0].title, words)
    return figure.axes[0]


def figure_sources(cat: Catalogue, focus: str | Site | None = None) -> list[dict[str, object]]:
    """Return the publications that a figure rests on, a row each.

    Examples
    --------
    >>> import infmap
    >>> len(figure_sources(infmap.load(), "shuya")) > 10
    True
    """
    cat = with_short_texts(cat)
    sites = sites_asked(cat, focus)
    return source_table(cat, [site_answer(cat, site) for site in sites])


def preview_bytes(answer: SiteAnswer, found: Finding, extent_km: float) -> bytes:
    """Return the PNG that a link to a page shows, of 1200 by 675 pixels.

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
    with own_look():
        figure = compose_preview(
            content, found, view_maker(answer.site, "equidistant"), min(extent_km, MOST_EXTENT_KM)
        )
    return figure_bytes(figure, ".png", dpi=72)


def _choice(text: str, known: Mapping[str, T], what: str) -> T:
    if folded(text) not in known:
        raise InfmapError(f"no {what} {text!r}; write {', '.join(known)}")
    return known[folded(text)]


def _height(height_mm: float | None) -> float | None:
    """Return a sheet's height in points."""
    least, most = HEIGHTS_MM
    if height_mm is not None and not least <= height_mm <= most:
        raise InfmapError(f"height_mm must be within {least:g} and {most:g} (got {height_mm:g})")
    return None if height_mm is None else height_mm * MM
