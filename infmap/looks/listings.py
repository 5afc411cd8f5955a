"""Which of the catalogue's tables are listed."""

from enum import StrEnum


class Listing(StrEnum):
    """Which of the catalogue's tables to list."""

    SITES = "sites"
    SYSTEMS = "systems"
    CLAIMS = "claims"
    CAPITALS = "capitals"
    CITIES = "cities"
    ALLEGATIONS = "allegations"
    EVENTS = "events"
    SOURCES = "sources"
