"""The interactive page: a folium map with everything inside one file."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from infmap.arguments import checks_kinds
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.bands import Band
from infmap.catalogue.values.launchers import Launcher
from infmap.looks.distances import Units
from infmap.maps.document import document_text
from infmap.maps.opening import Opened, opened

if TYPE_CHECKING:
    from infmap.maps.page import SealedMap


def page_text(page: Opened) -> str:
    """Return the HTML of a page to which nothing was added: what its map would save.

    folium, which takes half a second to import, is asked where it draws something: a basemap.
    """
    if page.tiles is None:
        return document_text(page)
    from infmap.maps.page import SealedMap

    return SealedMap(page).get_root().render()


@checks_kinds
def make_map(
    cat: Catalogue,
    *,
    focus: str | Site | None = None,
    theme: str | None = None,
    account: str | Collection[str] | None = None,
    as_of: date | str | None = None,
    capital: str | Capital | None = None,
    mode: str | None = None,
    projection: str | None = None,
    pin: Launcher | Mapping[str, float | str] | str | None = None,
    view: tuple[float, float, float] | None = None,
    tiles: str | None = None,
    band: Band | None = None,
    units: str = Units.KM,
    preview: str | None = None,
) -> "SealedMap":
    """Return the interactive page as a folium map.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`: what the page holds and can be turned to.
    focus : str or Site, optional
        Id or name of the site that the page opens on; Shuya, or else the first one.
    theme : str, optional
        What the page opens on: a theme or ``all``; the debate, or all where that lacks the site.
    account : str, optional
        What it opens on: one account that gives a figure; without it, or with ``all``, every one.
    as_of : date or str, optional
        The day that it opens on; without it every report is shown, whatever its date.
    capital : str or Capital, optional
        A place to open on: what reaches it. What `Catalogue.place` finds; one that the catalogue
        does not have is added to the page's.
    mode : str, optional
        How it looks at the sites: ``focus`` on one, ``overview`` of all, or ``compare``; without it
        ``focus``.
    projection : str, optional
        How it draws the Earth: ``mercator``, ``true-distance`` or ``globe``. Without it one site is
        drawn with true distances, but in Mercator where something was added to the map, and so are
        all sites.
    pin : mapping, (lon, lat, range_km or system) or str, optional
        A hypothetical launcher to open on, with a range in kilometres or the figures for a system
        that strikes the ground: ``{"lat": 54.7, "lon": 20.5, "range_km": 500}``, the same with
        ``system``, a row of a table with these columns, or a text with the latitude first, such as
        ``54.7N 20.5E, 300 mi``.
    view : (zoom, lat, lon), optional
        Where the map stands, within `VIEW_BOUNDS`; without it the band around the site.
    tiles : str, optional
        Name of an online basemap (xyzservices), such as ``OpenStreetMap Mapnik``. The page then
        needs the network, and its policy names that host alone.
    band : (float, float) or str, optional
        Another band than the treaty's 500 to 5500 km, in kilometres, or as a text in any unit. It
        is shaded, and places are told by it; verdicts stay the treaty's.
    units : {"km", "mi", "nmi"}
        What the page opens on to show distances in; its data stay in kilometres.
    preview : str, optional
        The page's address on the web, for what a link to it shows: its headline, and a picture that
        lies beside it under the same name, as ``infmap map --preview`` writes it.

    Returns
    -------
    SealedMap
        A `folium.Map`: it shows in a notebook, and ``save`` writes it. What is added to it with
        folium (markers, popups, tooltips, pins, lines, areas, `GeoJson`, groups, tiles, pictures)
        is in the file; what brings scripts or styles from elsewhere (clusters, heat maps, colour
        scales, frames) is refused by an `InfmapError` as the page is saved or shown.

    Raises
    ------
    InfmapError
        If an id or the basemap is unknown, the page would open on nothing or on what it cannot
        show, or there is more than a page holds: `MOST_SITES`, `MOST_RINGS`, `MOST_ANSWERS`.

    Warns
    -----
    ReadingNote
        If there are more places than `MANY_PLACES`, with which a page opens more slowly.

    Examples
    --------
    >>> import infmap
    >>> m = infmap.make_map(infmap.load(), theme="debate", focus="deveselu")
    >>> "https://" in m.get_root().header.render()
    False
    """
    from infmap.maps.page import SealedMap

    return SealedMap(
        opened(
            cat,
            focus=focus,
            theme=theme,
            account=account,
            as_of=as_of,
            capital=capital,
            mode=mode,
            projection=projection,
            pin=pin,
            view=view,
            tiles=tiles,
            band=band,
            units=units,
            preview=preview,
        )
    )
