"""What tables and rings are written as: one list each, which help, errors and tests read."""

from enum import StrEnum


class RingsFormat(StrEnum):
    """What rings are written as, each by its suffix."""

    GEOJSON = ".geojson"
    GEOPACKAGE = ".gpkg"
    KML = ".kml"
    GEOPARQUET = ".parquet"


#: The suffixes in a sentence.
RINGS_SUFFIXES = " or ".join([", ".join([*RingsFormat][:-1]), [*RingsFormat][-1]])


class TableFormat(StrEnum):
    """How a table is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"
    LATEX = "latex"
