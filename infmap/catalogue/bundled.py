"""infmap's own data files: their names, folder and version."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

#: The day that the bundled tables were last revised, independently of the code.
DATA_VERSION = "2026.11.30"
#: How far the sources reach: the newest that is cited, and the newest that a search came upon.
SOURCES_REACH = "The sources reach to 28 May 2026; nothing later than 3 July 2026 was found."


class Table(StrEnum):
    """The tables, each with the name of its file."""

    SYSTEMS = "systems.csv"
    CLAIMS = "range_claims.csv"
    DEPLOYMENTS = "deployments.geojson"
    CAPITALS = "capitals.csv"
    ALLEGATIONS = "allegations.csv"
    EVENTS = "events.csv"
    SOURCES = "sources.json"


#: The outlines of countries, the cities with their population, and names of both.
OUTLINES = "countries.geojson"
CITIES = "cities.parquet"
CITY_NAMES = "city_names.parquet"
COUNTRY_NAMES = "country_names.csv"


def data_path(name: str) -> Path:
    """Return the path of a bundled file, in the installed package or in the checkout."""
    installed = Path(str(files("infmap"))) / "data" / name
    return installed if installed.exists() else Path(__file__).parents[2] / "data" / name
