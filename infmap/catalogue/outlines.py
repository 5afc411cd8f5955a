"""The outlines of countries, as the bundled GeoJSON has them."""

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
    """Return the outlines in a GeoJSON of countries, in its order.

    Examples
    --------
    >>> from infmap.catalogue.bundled import OUTLINES, data_path
    >>> {one.country: one.iso_a3 for one in read_countries(data_path(OUTLINES))}["Ukraine"]
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
