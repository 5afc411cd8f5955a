"""The outlines of countries, read from the bundled GeoJSON."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Country:
    """A country's outline, in longitude and latitude."""

    iso_a3: str
    country: str
    shape: BaseGeometry


@lru_cache(maxsize=1)
def read_countries(path: Path) -> tuple[Country, ...]:
    """Return the countries in a GeoJSON file, in its order.

    Examples
    --------
    >>> from infmap.catalogue.bundled import OUTLINES, data_path
    >>> countries = read_countries(data_path(OUTLINES))
    >>> {country.country: country.iso_a3 for country in countries}["Ukraine"]
    'UKR'
    """
    return tuple(
        Country(
            feature["properties"]["iso_a3"],
            feature["properties"]["name"],
            shapely.from_geojson(json.dumps(feature["geometry"])),
        )
        for feature in json.loads(path.read_text("utf-8"))["features"]
    )
