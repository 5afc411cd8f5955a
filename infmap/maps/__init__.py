"""The interactive page: a folium map with everything inside one file."""

from datetime import date

import folium

from infmap.catalogue import Catalogue, Site
from infmap.errors import InfmapError
from infmap.maps.content import page_data
from infmap.maps.page import Page, SealedMap
from infmap.treaty import INF_BAND_KM

#: The site that the page opens on, where the catalogue has it.
FIRST_FOCUS = "kaliningrad"


def make_map(
    cat: Catalogue,
    *,
    theme: str | None = None,
    account: str | None = None,
    as_of: date | None = None,
    focus: str | None = None,
    tiles: str | None = None,
) -> SealedMap:
    """Return the interactive page as a folium map.

    Parameters
    ----------
    cat : Catalogue
        From `infmap.load`.
    theme, account, as_of
        As in `Catalogue.select`.
    focus : str, optional
        Id or name of the site that the page opens on; Kaliningrad, or else the first one.
    tiles : str, optional
        Name of an online basemap (xyzservices), such as ``OpenStreetMap Mapnik``. The page then
        needs the network, and its policy names that host alone.

    Returns
    -------
    SealedMap
        A `folium.Map`: it shows in a notebook, ``save`` writes it, and anything of folium's can
        be added to it.

    Raises
    ------
    InfmapError
        If an id or the basemap is unknown, or nothing is left after the filters.

    Examples
    --------
    >>> import infmap
    >>> m = infmap.make_map(infmap.load(), theme="debate", focus="deveselu")
    >>> "https://" in m.get_root().header.render()
    False
    """
    cat = cat.select(theme=theme, account=account, as_of=as_of)
    site = _focus(cat, focus)
    page = Page(
        title=f"Within range of {site.name} - infmap",
        description=(
            f"Which capitals lie within {INF_BAND_KM[0]:g} to {INF_BAND_KM[1]:g} km of "
            f"{site.name} and {len(cat.sites) - 1} other sites, and within reach of what is "
            "reported there: on whose account, from which source."
        ),
        data=page_data(cat, site, online_basemap=tiles is not None),
    )
    m = SealedMap(
        page,
        location=[site.lat, site.lon],
        zoom_start=3,
        tiles=None if tiles is None else _tile_layer(tiles),
        zoom_control="topright",
        zoom_snap=0.25,
        min_zoom=0,
        max_zoom=9,
        world_copy_jump=True,
    )
    return m


def _focus(cat: Catalogue, focus: str | None) -> Site:
    if focus is not None:
        return cat.site(focus)
    return next((site for site in cat.sites if site.id == FIRST_FOCUS), cat.sites[0])


def _tile_layer(name: str) -> folium.TileLayer:
    import xyzservices.providers

    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError:
        raise InfmapError(
            f"no online basemap {name!r}; write a name such as 'OpenStreetMap Mapnik' or "
            "'OpenTopoMap'"
        ) from None
    if provider.requires_token():
        raise InfmapError(
            f"the basemap {provider.name} asks for a key of its provider's; choose one without, "
            "such as 'OpenStreetMap Mapnik'"
        )
    return folium.TileLayer(tiles=provider, max_zoom=9)
