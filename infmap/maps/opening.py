"""What a page opens on: everything that is decided before it is written, or is a folium map."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from infmap.analysis.answer import SiteAnswer
from infmap.analysis.coverage import answer_count
from infmap.analysis.finding import answer_about
from infmap.catalogue import Catalogue, Site
from infmap.catalogue.names.ids import one_of
from infmap.catalogue.opening import select_opening
from infmap.catalogue.rows import Capital
from infmap.catalogue.values.bands import Band, drawn_bands
from infmap.catalogue.values.date_texts import as_day
from infmap.catalogue.values.launchers import Launcher, launcher_of
from infmap.catalogue.values.units import read_units
from infmap.errors import InfmapError, shorten, tell_reading
from infmap.looks.distances import Units
from infmap.looks.sentences import site_name
from infmap.maps.cases import opening_site
from infmap.maps.content import page_data, themes_of
from infmap.maps.data import PageData
from infmap.maps.launched import launched as launched_alone
from infmap.maps.preview import Preview, preview_of
from infmap.maps.state import (
    WHAT_IF,
    Mode,
    Projection,
    account_of,
    account_on,
    look_of,
    pin_of,
    pin_text,
    theme_on,
    units_text,
    view_text,
    write_fragment,
)
from infmap.maps.titles import page_title, title_of

if TYPE_CHECKING:
    from xyzservices import TileProvider

#: Longest name of a site in the browser's tab, in characters.
TITLE_LETTERS = 200
#: With more places a page opens noticeably more slowly, and a note says so.
MANY_PLACES = 1_500
#: The most answers in a page, one for each figure of a site and each place.
MOST_ANSWERS = 1_000_000
#: Beyond these latitudes a mark lies at the edge of the Mercator map, hidden in a small window.
SHOWN_LATS = (-70.0, 80.0)
#: The most sites in a page that stays usable, with some seconds for an overview; and the most
#: rings, one for each figure of a site, about 50 bytes each.
MOST_SITES, MOST_RINGS = 2_500, 20_000


@dataclass(frozen=True)
class Opened:
    """A page's content, and what it opens on."""

    #: For the browser's tab, and for search engines and previews of links.
    title: str
    description: str
    #: What `infmap.maps.content.page_data` returns.
    data: PageData
    #: About the site that it opens on: what it shows where scripts are switched off.
    answer: SiteAnswer
    #: Whether that is a hypothetical launcher.
    is_launcher: bool
    #: What a link to it shows, where its address is known.
    preview: Preview | None
    #: The latitude and longitude of that site.
    location: tuple[float, float]
    #: The online basemap in place of the page's own land.
    tiles: "TileProvider | None"


def opened(
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
) -> Opened:
    """Return what a page holds and opens on; the parameters and errors are those of `make_map`."""
    bands = drawn_bands(band)
    shown_in = read_units(units)
    as_of = as_day(as_of)
    of_day = cat if as_of is None else cat.with_capitals_of(as_of)
    place = None if capital is None else of_day.place(capital)
    if place is not None and place not in cat.capitals_of_any_day:
        cat = replace(cat, capital_rows=(*cat.capital_rows, place))
    n_places = len(cat.capitals_of_any_day)
    _refuse_too_many(cat, n_places)
    if n_places > MANY_PLACES:
        tell_reading(
            f"{n_places:,} places: up to {MANY_PLACES:,} a page opens as fast as with the "
            "capitals; infmap screen measures tables of any length"
        )
    usual = cat.opening_theme(focus)
    site = None if focus is None else cat.site(focus)
    shown = select_opening(cat, usual, theme=theme, focus=site.id if site else None, as_of=as_of)
    if site is not None:
        shown = shown.select(site=site.id)
    theme = theme_on(themes_of(cat), theme) if theme else usual
    site = site or opening_site(shown)
    mode, projection = look_of(mode, projection)
    launched = None if pin is None else pin_text(cat, launcher_of(pin))
    state: dict[str, str | None] = {
        "site": site.id if pin is None else WHAT_IF,
        "theme": theme,
        "account": account_of(account),
        "date": None if as_of is None else as_of.isoformat(),
        "capital": None if place is None else place.id,
        "mode": one_of(mode or Mode.FOCUS, tuple(Mode), "mode"),
        "projection": (
            one_of(projection, tuple(Projection), "projection")
            if projection
            else _polar_projection(site)
        ),
        "pin": launched,
        "view": None if view is None else view_text(view),
        "units": units_text(shown_in),
    }
    fragment = write_fragment(state)
    launcher = launched and launched.rpartition(",")[2]
    # What may be refused, before the work.
    linked = None if preview is None else preview_of(preview)
    basemap = None if tiles is None else _tiles(tiles)
    data = page_data(
        cat, site.id, fragment, launcher=launcher, bands=bands, online_basemap=tiles is not None
    )
    account_on(data["accounts"], account)
    about = launched_alone(cat, pin_of(launched)) if launched else cat
    answer = answer_about(
        about, state["site"], theme=None if launched else state["theme"], as_of=as_of
    )
    name = shorten(site_name(site.name), TITLE_LETTERS)
    return Opened(
        title=page_title(name) if state["mode"] == Mode.FOCUS else title_of(data, fragment),
        description=(
            f"Which {data['place']}s lie within {bands.in_units(shown_in).span} of "
            f"{name}{_others(len(cat.sites) - 1)}, and within reach of what is reported there: "
            "on whose account, from which source."
        ),
        data=data,
        answer=replace(answer, bands=bands.in_units(shown_in)),
        is_launcher=launched is not None,
        preview=linked,
        location=(site.lat, site.lon),
        tiles=basemap,
    )


def _refuse_too_many(cat: Catalogue, n_places: int) -> None:
    """Raise an error if a page would hold more than opens and answers in seconds."""
    sites, rings = len(cat.sites), sum(len(cat.claims_at(site)) for site in cat.sites)
    answers = answer_count(cat, ((site, n_places) for site in cat.sites))
    some = "choose some by site, system or theme"
    for most, got, what, remedy in (
        (MOST_SITES, sites, "sites", "or write all their rings for a GIS with infmap rings"),
        (MOST_RINGS, rings, "figures, each counted at each of its sites", ""),
        (
            MOST_ANSWERS,
            answers,
            "answers, one for each figure of a site and each place",
            "or take infmap screen for a long table of places",
        ),
    ):
        if got > most:
            told = ", ".join(filter(None, (f"{what} (got {got:,}); {some}", remedy)))
            raise InfmapError(f"a page holds up to {most:,} {told}")


def _polar_projection(site: Site) -> Projection | None:
    """Return what a page opens in whatever is added to it: near a pole true distances."""
    southernmost, northernmost = SHOWN_LATS
    return None if southernmost <= site.lat <= northernmost else Projection.TRUE_DISTANCE


def _others(sites: int) -> str:
    if not sites:
        return ""
    return " and 1 other site" if sites == 1 else f" and {sites:,} other sites"


def _tiles(name: str) -> "TileProvider":
    """Return an online basemap that a page can show."""
    import xyzservices.providers

    try:
        provider = xyzservices.providers.query_name(name)
    except ValueError:
        raise InfmapError(
            f"no online basemap {name!r}; write a name such as 'OpenStreetMap Mapnik' or "
            "'OpenTopoMap'"
        ) from None
    if fault := _why_not(provider):
        raise InfmapError(
            f"the basemap {provider.name} {fault}; choose another, such as 'OpenStreetMap Mapnik'"
        )
    return provider


def _why_not(provider: "TileProvider") -> str | None:
    """Return why a page cannot show a basemap, or None."""
    if provider.requires_token():
        return "asks for a key of its provider's"
    if provider.get("status") == "broken":
        return "is no longer served"
    # Sets of tiles in Mercator are called PM, for pseudo-Mercator, or after Google's map.
    tiles = provider.get("TileMatrixSet") or provider.get("tilematrixset") or "PM"
    if provider.get("crs", "EPSG:3857") != "EPSG:3857" or not tiles.startswith(("PM", "Google")):
        return "is in another projection than Mercator, the page's"
    if not provider.url.startswith("https:"):
        return "comes over http, which browsers do not show in a page of the web"
    return None
