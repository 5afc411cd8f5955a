"""infmap's own files: which there are, where they lie, and of which day they are."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

#: The day that the bundled tables were last revised; they change apart from the code.
DATA_VERSION = "2026.11.28"


class Table(StrEnum):
    """The tables, each by the file that holds it."""

    SYSTEMS = "systems.csv"
    CLAIMS = "range_claims.csv"
    DEPLOYMENTS = "deployments.geojson"
    CAPITALS = "capitals.csv"
    ALLEGATIONS = "allegations.csv"
    EVENTS = "events.csv"
    SOURCES = "sources.json"


#: The outlines of countries, cities with their people, and what cities and countries are called.
OUTLINES = "countries.geojson"
CITIES = "cities.parquet"
CITY_NAMES = "city_names.parquet"
COUNTRY_NAMES = "country_names.csv"


def data_path(name: str) -> Path:
    """Return where a bundled table lies: inside the installed package, or in the checkout."""
    installed = Path(str(files("infmap"))) / "data" / name
    return installed if installed.exists() else Path(__file__).parents[2] / "data" / name
