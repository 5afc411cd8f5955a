"""The state that a page is in, as Python and the page's URL fragment have it."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from infmap.arguments import is_number, unfit
from infmap.catalogue import Catalogue
from infmap.catalogue.asked import ALL_ACCOUNTS, ALL_THEMES, accounts_asked
from infmap.catalogue.names.ids import listed, match_id, one_of
from infmap.catalogue.rows import System, Theme
from infmap.catalogue.striking import strike_claims
from infmap.catalogue.values.degrees import refuse_off_earth
from infmap.catalogue.values.launchers import Launcher
from infmap.catalogue.values.named import in_order
from infmap.errors import CombinationError, InfmapError
from infmap.geodesy import MAX_RANGE_KM, MIN_RANGE_KM
from infmap.looks.distances import Units, limit_text

MOST_ZOOM = 9
#: Bounds of zoom, latitude and longitude; longitudes reach into the copies of the world beside it.
VIEW_BOUNDS = ((0, MOST_ZOOM), (-90, 90), (-540, 540))
#: The page's word for a hypothetical launcher, and the key of its place and range.
WHAT_IF, PIN = "what-if", "pin"
#: The other keys of a state, in the order of the page's address.
KEYS = (
    *("site", "theme", "account", "date", "capital", "mode", "projection", "fit", "units", "view"),
    *("system", "left", "right", "doubt", "holder", "count", "at"),
)


class Mode(StrEnum):
    """How the page looks at the sites."""

    FOCUS = "focus"
    OVERVIEW = "overview"
    COMPARE = "compare"


class Projection(StrEnum):
    """How the page draws the Earth."""

    MERCATOR = "mercator"
    TRUE_DISTANCE = "true-distance"
    GLOBE = "globe"


#: Keys whose value is one of a few words.
WORDS: Mapping[str, tuple[str, ...]] = {
    "mode": tuple(Mode),
    "projection": tuple(Projection),
    "fit": ("rings", "band"),
    "doubt": ("on", "off"),
    "count": ("every", "some", "both"),
}


def write_fragment(state: Mapping[str, str | None]) -> str:
    """Return a state as a URL fragment; what is empty is left out.

    Examples
    --------
    >>> write_fragment({"site": "what-if", "date": None, "pin": "20.5,54.7,500"})
    'site=what-if&pin=20.5,54.7,500'
    """
    return urlencode({name: value for name, value in state.items() if value}, safe=",/")


def read_fragment(fragment: str) -> dict[str, str]:
    """Return the fields of a URL fragment, not yet compared with any page.

    Of a field that stands there twice the first counts, as on the page.

    Examples
    --------
    >>> read_fragment("#site=shuya&date=2019-02-10&site=crimea")
    {'site': 'shuya', 'date': '2019-02-10'}
    >>> read_fragment("mode=true-distance")
    {'mode': 'focus', 'projection': 'true-distance'}
    """
    fields: dict[str, str] = {}
    for name, value in parse_qsl(fragment.removeprefix("#")):
        fields.setdefault(name, value)
    mode, projection = look_of(fields.get("mode"), fields.get("projection"))
    looks = {"mode": mode, "projection": projection}
    return fields | {name: word for name, word in looks.items() if word}


def look_of(mode: str | None, projection: str | None) -> tuple[str | None, str | None]:
    """Return a mode and a projection; ``true-distance`` was a mode of its own in version 0.1.

    Examples
    --------
    >>> look_of("true-distance", None)
    ('focus', 'true-distance')
    """
    if mode != Projection.TRUE_DISTANCE:
        return mode, projection
    return str(Mode.FOCUS), projection or str(Projection.TRUE_DISTANCE)


def pin_of(text: str) -> dict[str, float | str]:
    """Return the launcher of a fragment as a mapping, as `make_map` takes one.

    Examples
    --------
    >>> pin_of("20.5,54.7,500"), pin_of("20.5,54.7,iskander-m")["system"]
    ({'lat': 54.7, 'lon': 20.5, 'range_km': 500.0}, 'iskander-m')
    """
    try:
        lon, lat, reach = text.split(",")
        pin: dict[str, float | str] = {"lat": float(lat), "lon": float(lon)}
    except ValueError:
        raise InfmapError(f"no launcher {text!r}; write LON,LAT,RANGE") from None
    try:
        return pin | {"range_km": float(reach)}
    except ValueError:
        return pin | {"system": reach}


def account_of(asked: str | Collection[str] | None) -> str:
    """Return the one account that a page opens on, or the word for all."""
    accounts = accounts_asked(asked)
    if len(accounts) > 1:
        raise CombinationError(
            f"a page opens on one account (got {', '.join(accounts)}); name one, or none: the "
            "page can be turned to each"
        )
    return accounts[0] if accounts else ALL_ACCOUNTS


def account_on(accounts: Collection[str], asked: str | Collection[str] | None) -> str:
    """Return the one account asked for, which a page with these accounts must have."""
    account = account_of(asked)
    if account not in accounts:
        raise InfmapError(
            f"no figure of account {account} is on this page; write one of {', '.join(accounts)}"
        )
    return account


def theme_on(themes: Collection[str], asked: str) -> str:
    """Return the part of the story asked for, which a page with these parts must have.

    Examples
    --------
    >>> print(theme_on(["eliminated", "all"], "Eliminated"))
    eliminated
    >>> theme_on(["eliminated", "all"], "debate")
    Traceback (most recent call last):
    infmap.errors.InfmapError: nothing of the theme debate is on this page; write eliminated or all
    """
    theme = one_of(asked, (*Theme, ALL_THEMES), "theme")
    if theme not in themes:
        raise InfmapError(f"nothing of the theme {theme} is on this page; write {listed(themes)}")
    return theme


def pin_text(cat: Catalogue, launcher: Launcher) -> str:
    """Return a hypothetical launcher as the page's URL fragment has it."""
    lon, lat, reach = launcher
    refuse_off_earth(lon, lat)
    if isinstance(reach, str):
        system = cat.system_by_id[match_id(reach, cat.known_systems, "system")]
        if not strike_claims(cat, system.id):
            raise InfmapError(
                f"no launcher of {system.id}, which {_lack(cat, system)}; name another "
                "system, or write a range in kilometres"
            )
        return f"{lon:g},{lat:g},{system.id}"
    if not MIN_RANGE_KM <= reach <= MAX_RANGE_KM:
        raise InfmapError(
            f"a launcher's range is {MIN_RANGE_KM:g} to {MAX_RANGE_KM:g} km "
            f"(got {limit_text(reach, Units.KM)})"
        )
    return f"{lon:g},{lat:g},{limit_text(reach, Units.KM)}"


def _lack(cat: Catalogue, system: System) -> str:
    """Return why no launcher may have a system."""
    if not system.strike:
        return "strikes nothing on the ground"
    if cat.claims_by_system[system.id]:
        return "has only engagement figures, against targets in the air, in space or at sea"
    return "has no figure"


def view_text(view: Any) -> str:
    """Return a view of the map as the page's URL fragment has it.

    Examples
    --------
    >>> view_text((4, 54.7, 20.5)), view_text({"lat": 54.7, "lon": 20.5, "zoom": 4})
    ('4/54.7/20.5', '4/54.7/20.5')
    >>> view_text("4,50,10")
    Traceback (most recent call last):
    infmap.errors.InfmapError: view must be a zoom of 0 to 9, a latitude and a longitude in \
degrees (got '4,50,10'); write numbers, as in (4, 55, 20)
    """
    try:
        numbers = [] if isinstance(view, str) else [*in_order(view, "zoom", "lat", "lon")]
    except TypeError:
        numbers = []
    if len(numbers) != len(VIEW_BOUNDS) or not all(
        is_number(number) and low <= number <= high
        for number, (low, high) in zip(numbers, VIEW_BOUNDS, strict=True)
    ):
        raise unfit(
            "view",
            f"a zoom of 0 to {MOST_ZOOM}, a latitude and a longitude in degrees",
            view,
            "write numbers, as in (4, 55, 20)",
        )
    return "/".join(f"{number:g}" for number in numbers)


def units_text(units: Units) -> str | None:
    """Return what the page shows distances in as its fragment has it: without a word kilometres.

    Examples
    --------
    >>> units_text(Units.KM), units_text(Units.NMI)
    (None, 'nmi')
    """
    return None if units is Units.KM else str(units)
