"""Looks up the bundled cities by any name: also in other languages and scripts, and former names.

The tables are read at the first look-up. This module does not depend on a catalogue.
"""

import csv
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from infmap.catalogue.bundled import CITIES, CITY_NAMES, Table, data_path
from infmap.catalogue.names.countries import country_code, meant
from infmap.catalogue.names.holders import WITHOUT_CODE
from infmap.catalogue.names.spelling import plain
from infmap.catalogue.names.territories import land_codes
from infmap.geodesy.arrays import Floats

if TYPE_CHECKING:
    import pyarrow as pa

    from infmap.looks.records import CityRecord

#: A city with this many times the people of every other city of its name is the one meant. A
#: city's own name also outweighs an alternative name of another city by this factor.
_FAR_LARGER = 10
_STATES = (
    "AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, "
    "DE Delaware, DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, "
    "IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, "
    "MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, "
    "MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, "
    "NY New York, NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, "
    "PA Pennsylvania, RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, "
    "TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, "
    "WY Wyoming"
)
#: The states of the United States: code and name.
US_STATES = dict(entry.split(" ", 1) for entry in _STATES.split(", "))
_STATE_CODES = {plain(text): code for code, name in US_STATES.items() for text in (code, name)}


@dataclass(frozen=True)
class City:
    """A city or capital found by a name."""

    name: str
    country: str
    iso_a3: str
    lon: float
    lat: float
    population: int
    #: Its id in ``capitals.csv``; blank for any other city.
    capital: str
    #: The code of its US state; blank outside the United States.
    state: str
    #: Whether the name that it was found by is its main name, and not an alternative one.
    is_own: bool

    @property
    def weight(self) -> float:
        """The score of this city among several of one name: the highest is the likeliest."""
        return self.population * (_FAR_LARGER if self.is_own else 1)


def cities_named(text: str) -> list[City]:
    """Return the cities and capitals of a name, the likeliest first.

    Examples
    --------
    >>> [(city.name, city.country) for city in cities_named("Königsberg")]
    [('Kaliningrad', 'Russia')]
    >>> [city.country for city in cities_named("london")][:2]
    ['United Kingdom', 'Canada']
    """
    name, (names, table) = plain(text), _names()
    first, end = bisect_left(names, name), bisect_right(names, name)
    rows = table.slice(first, end - first).to_pylist()
    cities = [_city(row["city"], row["capital"], row["state"], row["is_own"]) for row in rows]
    return sorted(cities, key=lambda city: (-city.weight, city.country, city.lon))


def likeliest(cities: Sequence[City]) -> City | None:
    """Return the city that is most likely meant among several of one name, None if unclear.

    It is the only capital with this main name, or else the city with by far the most people.

    Examples
    --------
    >>> likeliest(cities_named("London")).country, likeliest(cities_named("Birmingham"))
    ('United Kingdom', None)
    """
    by_main_name = [city for city in cities if city.is_own] or cities
    capitals = [city for city in by_main_name if city.capital]
    if len(capitals) == 1:
        return capitals[0]
    if len(cities) == 1 or (
        len(cities) > 1 and cities[0].weight >= _FAR_LARGER * max(cities[1].weight, 1)
    ):
        return cities[0]
    return None


def in_area(cities: Iterable[City], area: str) -> list[City] | None:
    """Return the cities in a country, of today or before, or US state; None if `area` is neither.

    Examples
    --------
    >>> [city.state for city in in_area(cities_named("Portland"), "Oregon")]
    ['OR']
    >>> [city.country for city in in_area(cities_named("Dresden"), "DDR")]
    ['East Germany']
    >>> in_area(cities_named("Portland"), "Narnia") is None
    True
    """
    if (former := meant(area, WITHOUT_CODE)) and (codes := land_codes(area)):
        return [replace(city, country=former) for city in cities if city.iso_a3 in codes]
    code, state = country_code(area), _STATE_CODES.get(plain(area))
    if code is None and state is None:
        return None
    return [city for city in cities if city.iso_a3 == code or (state and city.state == state)]


def written(name: str, city: City, others: Iterable[City]) -> str:
    """Return how to write a name so that it means one city and none of the others.

    Examples
    --------
    >>> cities = cities_named("Portland")
    >>> [written("Portland", city, cities) for city in cities]
    ["'Portland, Oregon'", "'Portland, Maine'", "'Portland, Texas'"]
    """
    compatriots = [
        namesake for namesake in others if namesake.iso_a3 == city.iso_a3 and namesake is not city
    ]
    if not compatriots:
        return f"'{name}, {city.country}'"
    if city.state and city.state not in {namesake.state for namesake in compatriots}:
        return f"'{name}, {US_STATES[city.state]}'"
    return f"'{city.lat:g},{city.lon:g}' ({city.country})"


def nearest_cities(text: str) -> list[City]:
    """Return the capitals and cities whose names are similar to a misspelt one.

    Examples
    --------
    >>> [city.name for city in nearest_cities("Kalinigrad")]
    ['Kaliningrad']
    """
    from infmap.catalogue.names.near import nearest

    cities: dict[tuple[str, float], City] = {}
    for name in nearest(plain(text), _names()[0]):
        for city in cities_named(name)[:1]:
            cities.setdefault((city.name, city.lon), city)
    return list(cities.values())


@lru_cache(maxsize=1)
def _names() -> tuple[list[str], "pa.Table"]:
    """Return the sorted names, as `plain` makes them, and the table with their cities."""
    table = _read(CITY_NAMES)
    return table["name"].to_pylist(), table


def every_city() -> "list[CityRecord]":
    """Return the bundled cities of 15,000 people and more, in the order of their table.

    Examples
    --------
    >>> every_city()[0]["name"], len(every_city()) > 27_000
    ('Oranjestad', True)
    """
    rows: list[CityRecord] = _cities().to_pylist()
    return rows


def people_at(positions: Iterable[tuple[float, float]]) -> list[int | None]:
    """Return how many people live in the bundled city at each position, where there is one.

    The capitals stand where these cities do.

    Positions are longitude and latitude in degrees.

    Examples
    --------
    >>> people_at([(13.41053, 52.52437), (0.0, 0.0)])
    [3426354, None]
    """
    spots, people = _people()
    asked = _spots(np.reshape([*positions], (-1, 2)))
    places = np.searchsorted(spots, asked, side="right") - 1
    there = (places >= 0) & (spots[places] == asked)
    return [
        many if is_city else None
        for many, is_city in zip(people[places].tolist(), there, strict=True)
    ]


@lru_cache(maxsize=1)
def _people() -> tuple[npt.NDArray[np.complex128], npt.NDArray[np.int64]]:
    """Return the position of each bundled city, in order, and its people."""
    names = ["lon", "lat", "population"]
    cities = _read(CITIES, names)
    # Arrow itself would import pandas to make arrays of them.
    lons, lats, people = (np.from_dlpack(cities[name].combine_chunks()) for name in names)
    spots = _spots(np.column_stack([lons, lats]))
    order = np.argsort(spots, kind="stable")
    return spots[order], people[order].astype(np.int64)


def _spots(positions: Floats) -> npt.NDArray[np.complex128]:
    """Return positions to some ten metres, each as one number."""
    return np.round(positions, 4).view(complex).ravel()


@lru_cache(maxsize=1)
def _cities() -> "pa.Table":
    return _read(CITIES)


def _read(name: str, columns: list[str] | None = None) -> "pa.Table":
    import pyarrow.parquet as pq

    with data_path(name).open("rb") as stream, pq.ParquetFile(stream) as file:
        # Threads take longer to start than to read.
        return file.read(columns=columns, use_threads=False)


@lru_cache(maxsize=1)
def capitals_by_id() -> dict[str, dict[str, str]]:
    """Return the cells of infmap's capitals of every day, by id."""
    with data_path(Table.CAPITALS).open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def capital_of(iso_a3: str, among: Collection[str] = ()) -> City | None:
    """Return the capital of a country: the one among some ids, or the present one.

    Only rows with the role of capital count, and not mere seats of government.

    Examples
    --------
    >>> capital_of("NLD").name, capital_of("GRL")
    ('Amsterdam', None)
    >>> capital_of("DEU", {"bonn"}).name
    'Bonn'
    """
    ids = (
        ident
        for ident, row in capitals_by_id().items()
        if row["iso_a3"] == iso_a3
        and row["role"] == "capital"
        and (ident in among if among else not row["until"])
    )
    return next((_city(None, ident, None, is_own=False) for ident in ids), None)


def _city(row: int | None, capital: str | None, state: str | None, is_own: bool) -> City:
    """Return the city of a row of cities and an id of a capital, whose columns take precedence."""
    of_city = {} if row is None else _cities().slice(row, 1).to_pylist()[0]
    columns = {**of_city, **({} if capital is None else capitals_by_id()[capital])}
    return City(
        name=columns["name"],
        country=columns["country"],
        iso_a3=columns["iso_a3"],
        lon=float(columns["lon"]),
        lat=float(columns["lat"]),
        population=columns.get("population", 0),
        capital=capital or "",
        state=state or "",
        is_own=is_own,
    )
