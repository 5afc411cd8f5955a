"""The outlines of countries, read from the bundled GeoJSON."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    told = (feature["properties"] for feature in json.loads(path.read_text("utf-8"))["features"])
    return tuple(
        Country(of["iso_a3"], of["name"], shape)
        for of, shape in zip(told, read_outlines(path), strict=True)
    )


@lru_cache(maxsize=1)
def read_outlines(path: Path) -> Any:
    """Return the shapes in a GeoJSON file as an array, in its order.

    Examples
    --------
    >>> from infmap.catalogue.bundled import OUTLINES, data_path
    >>> bool(shapely.is_valid(read_outlines(data_path(OUTLINES))).all())
    True
    """
    return shapely.get_parts(shapely.from_geojson(path.read_bytes()))
