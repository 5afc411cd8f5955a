"""Looks up a place: a position, a place of the catalogue, a country or any bundled city.

A warning says how a name was read that is not the catalogue's. An ambiguous name is refused.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from infmap.arguments import is_truth
from infmap.catalogue.cells import slug
from infmap.catalogue.names.ids import Known, listed, near_ids
from infmap.catalogue.names.states import with_state
from infmap.catalogue.rows import Capital
from infmap.catalogue.sites import Site
from infmap.catalogue.values.degrees import refuse_off_earth
from infmap.catalogue.values.named import in_order
from infmap.catalogue.values.refused import RefusedError
from infmap.errors import InfmapError, UnknownIdError, shorten, tell_reading

if TYPE_CHECKING:
    from shapely import Point

    from infmap.catalogue.names.cities import City

#: A name, a position as text, two numbers, a mapping with ``lat`` and ``lon``, a point; a place or
#: site of infmap's.
Target: TypeAlias = "str | Sequence[float] | Mapping[str, float] | Point | Capital | Site"

#: A longer text is neither a name nor a position.
_LONGEST = 300
_REMEDY = "write another name, or its position as lat,lon, such as 54.71,20.51"


def find_place(
    target: Target,
    rows: Sequence[Capital],
    names: Known,
    *,
    bundled: bool,
    taken: Collection[str] = (),
) -> Capital:
    """Return the place that a name or position means.

    Raises `UnknownIdError` if the target means no place, or several: the message says what to
    write.

    Parameters
    ----------
    target : str, (float, float), mapping, Point, Capital or Site
        A place, which is returned, or a site, for its position.
        A position in any form that a table may have, or two numbers, longitude and latitude, or
        what names them: a mapping, a row of a table. Or the id or name of a place of the catalogue;
        the name of a capital or city, in any language and with its country or US state (``London,
        Canada``); a country, for its capital.
    rows : sequence of Capital
        The catalogue's places.
    names : Known
        Their ids and names.
    bundled : bool
        Whether they are infmap's own capitals.
    taken : collection of str
        Further ids that a new row may not have: those of capitals of other days.
    """
    if isinstance(target, Capital):
        return target
    position = _position(target)
    if position is not None:
        return position
    text = " ".join(str(target).split())
    ids = names.exact(text) if bundled else names.spelled(text)
    if len(ids) > 1:
        raise UnknownIdError(f"place {text!r} may be {listed(ids)}; write one of these")
    by_id = {row.id: row for row in rows}
    return by_id[ids[0]] if ids else _of_gazetteer(text, _Own(by_id, names, bundled, taken))


# --- Positions -------------------------------------------------------------------------------


def _position(target: Any) -> Capital | None:
    """Return a row for a position, None if the target does not look like a position."""
    if not isinstance(target, str):
        return _at(*_pair(target))
    if not target.strip() or len(target) > _LONGEST:
        problem = "is blank" if not target.strip() else "is too long for one"
        raise UnknownIdError(f"a place's name {problem} ({shorten(target.strip())!r}); {_REMEDY}")
    lat, comma, lon = target.partition(",")
    try:
        pair = (float(lon), float(lat)) if comma else None
    except ValueError:
        pair = None
    if pair is None and any(map(str.isdecimal, target)):
        pair = _read(target)
    return None if pair is None else _at(*pair)


def _read(text: str) -> tuple[float, float] | None:
    """Return the position in a text, None if it does not look like one."""
    from infmap.catalogue.values.coordinates import has_height, looks_like_position, read_position

    if not looks_like_position(text):
        return None
    try:
        position = read_position(text)
    except RefusedError as error:
        problem = f"position {shorten(text)!r}: {error.problem}"
        raise InfmapError(f"{problem}; {error.remedy}") from None
    if has_height(text):
        tell_reading(f"{shorten(text)!r}: what follows latitude and longitude is read as a height")
    return position


def _pair(target: Any) -> tuple[float, float]:
    """Return longitude and latitude of two numbers, of what has them, or of a shapely Point."""
    if isinstance(target, Site):
        return target.lon, target.lat
    try:
        is_point = getattr(target, "geom_type", None) == "Point" and not target.is_empty
        lon, lat = (target.x, target.y) if is_point else in_order(target, "lon", "lat")
        if is_truth(lon) or is_truth(lat):
            raise TypeError
        return float(lon), float(lat)
    except (TypeError, ValueError, ArithmeticError):
        shown = shorten(repr(target))
        raise InfmapError(
            f"a place is a name, 'lat,lon', (lon, lat) or has lat and lon (got {shown}); {_REMEDY}"
        ) from None


def _at(lon: float, lat: float) -> Capital:
    refuse_off_earth(lon, lat)
    name = f"{abs(lat):g}{'N' if lat >= 0 else 'S'} {abs(lon):g}{'E' if lon >= 0 else 'W'}"
    return Capital(id="position", name=name, lon=lon, lat=lat)


# --- The gazetteer ---------------------------------------------------------------------------


class _Own(NamedTuple):
    """The catalogue's places, and whether they are infmap's own capitals."""

    by_id: dict[str, Capital]
    names: Known
    bundled: bool
    taken: Collection[str]


def _of_gazetteer(text: str, own: _Own) -> Capital:
    """Return the place of a name that the catalogue does not have."""
    from infmap.catalogue.names.cities import cities_named, likeliest
    from infmap.catalogue.names.countries import countries_with

    name, cities = text, cities_named(text)
    capital = _capital_of(text, cities, own.by_id if own.bundled else ())
    if capital:
        place = _row(capital, own)
        _say(text, place, "its capital, ")
        return place
    if not cities and "," in text:
        name, cities = _in_areas(text)
    if not cities:
        states = countries_with(text)
        if len(states) > 1:
            raise UnknownIdError(f"{text!r} may be {listed(states)}; write one of these")
        raise UnknownIdError(f"no place {shorten(text)!r}; {_near(name, states, own)}")
    chosen = likeliest(cities)
    if chosen is None:
        raise UnknownIdError(f"{text!r} may be {_choices(name, cities)}; write one of these")
    place = _row(chosen, own)
    others = [city for city in cities if city is not chosen]
    if others or not (own.bundled and chosen.capital in own.by_id and chosen.is_own):
        # For "London, Canada" the London of the United Kingdom is not mentioned.
        also = "" if not others else f"; also in {_elsewhere(name, others, cities)}"
        _say(text, place, also=also)
    return place


def _capital_of(text: str, cities: Sequence["City"], among: Collection[str]) -> "City | None":
    """Return the capital of the country that a text names, None if it names none."""
    from infmap.catalogue.names.cities import capital_of, written
    from infmap.catalogue.names.countries import country_code

    code = country_code(text)
    capital = None if code is None else capital_of(code, among)
    if capital is None:
        if code and not cities:
            raise UnknownIdError(f"no capital of {text!r} is on file; {_REMEDY}")
        return None
    # Two letters may be a country's code or a city: LA is Laos or Los Angeles.
    if len(text) == 2 and cities and capital.capital not in {city.capital for city in cities}:
        choices = [*(written(text, city, cities) for city in cities), f"'{capital.name}'"]
        raise UnknownIdError(f"{text!r} may be {listed(choices)}; write one of these")
    return capital


def _in_areas(text: str) -> tuple[str, list["City"]]:
    """Return the name in "name, area, ...", and the cities of that name in all the areas."""
    from infmap.catalogue.names.cities import cities_named, in_area

    name, *areas = (part.strip() for part in text.split(","))
    cities = cities_named(name)
    for area in filter(None, areas):
        inside = in_area(cities, area)
        if cities and not inside:
            what = f"no {name!r} in" if inside is not None else "no country or US state"
            raise UnknownIdError(f"{what} {shorten(area)!r}; write {_choices(name, cities)}")
        cities = inside or []
    return name, cities


def _choices(name: str, cities: Sequence["City"]) -> str:
    from infmap.catalogue.names.cities import written

    return listed([written(name, city, cities) for city in cities])


def _elsewhere(name: str, others: Sequence["City"], cities: Sequence["City"]) -> str:
    """Return the countries of the other cities, and how to write the first of these."""
    from infmap.catalogue.names.cities import written

    countries = list(dict.fromkeys(city.country for city in others))
    return f"{listed(countries)}: write {written(name, others[0], cities)}"


def _say(text: str, place: Capital, what: str = "", also: str = "") -> None:
    """Tell as what a name was read: as it is called on the catalogue's day."""
    where = f"{abs(place.lat):.2f}{'N' if place.lat >= 0 else 'S'} "
    where += f"{abs(place.lon):.2f}{'E' if place.lon >= 0 else 'W'}"
    tell_reading(f"{text!r} read as {what}{place.name}, {place.country} ({where}){also}")


def _row(city: "City", own: _Own) -> Capital:
    """Return the catalogue's row of a capital, or a new row of a city with an unused id."""
    if own.bundled:
        # On another day the same city may have another id, as the capital of another state.
        here = (city.lon, city.lat)
        rows = (row for row in own.by_id.values() if (row.lon, row.lat) == here)
        if capital := own.by_id.get(city.capital) or next(rows, None):
            return capital
    ids = (slug(city.name), slug(f"{city.name} {city.country}"))
    by_place = f"{slug(city.name)}-{city.lat:g}-{city.lon:g}".replace(".", "-").replace("--", "-")
    unused = (ident for ident in ids if ident and ident not in {*own.by_id, *own.taken})
    return with_state(
        Capital(
            id=next(unused, by_place),
            name=city.name,
            country=city.country,
            iso_a3=city.iso_a3,
            lon=city.lon,
            lat=city.lat,
        )
    )


def _near(text: str, states: list[str], own: _Own) -> str:
    """Return suggestions for an unknown name, the states first, or else what to write."""
    from infmap.catalogue.names.cities import nearest_cities

    near = [*states, *near_ids(text, own.names)]
    for city in nearest_cities(text):
        is_own = own.bundled and city.capital in own.by_id
        near.append(city.capital if is_own else f"{city.name}, {city.country}")
    near = list(dict.fromkeys(near))[:3]
    return f"did you mean {listed(near)}?" if near else _REMEDY


def refuse_within(text: str, sites: Sequence[Site]) -> None:
    """Refuse the name of a city that is no site, but lies within the precision of one.

    Raises `UnknownIdError` with these sites. Any other name passes.
    """
    from infmap.catalogue.names.cities import cities_named, likeliest

    city = likeliest(cities_named(text)) if len(text) <= _LONGEST else None
    if city is None:
        return
    from infmap.geodesy import inverse

    lons, lats = [site.lon for site in sites], [site.lat for site in sites]
    distances_km, _ = inverse(city.lon, city.lat, lons, lats)
    by_distance = sorted(zip(distances_km, sites, strict=True), key=lambda pair: pair[0])
    around = [
        site.id for distance_km, site in by_distance if distance_km <= site.position_precision_km
    ]
    if around:
        raise UnknownIdError(
            f"no site {text!r}; {city.name}, {city.country} lies within that of {around[0]}: "
            f"did you mean {listed(around)}?"
        )
