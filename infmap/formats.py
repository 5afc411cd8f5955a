"""What infmap's results are written as: one list each, which help, errors and tests read."""

from enum import StrEnum
from typing import Self

from infmap.errors import InfmapError

#: Other names of a suffix.
OTHER_SUFFIXES = {".json": ".geojson", ".htm": ".html", ".qmd": ".md"}


class FileFormat(StrEnum):
    """What a file may be, by its suffix."""

    @classmethod
    def of(cls, suffix: str) -> Self:
        """Return the format that a suffix names, in letters of either case.

        Raises
        ------
        InfmapError
            If there is none; the message says which there are.

        Examples
        --------
        >>> print(FigureFormat.of(".PNG"), RingsFormat.of(".json"))
        .png .geojson
        """
        named = suffix.lower()
        try:
            return cls(OTHER_SUFFIXES.get(named, named))
        except ValueError:
            problem = f"no format for the suffix {suffix!r}"
            raise InfmapError(f"{problem}; write {cls.suffixes()}") from None

    @classmethod
    def suffixes(cls) -> str:
        """Return the suffixes in a sentence.

        Examples
        --------
        >>> FigureFormat.suffixes()
        '.svg, .pdf or .png'
        """
        *most, last = cls
        return f"{', '.join(most)} or {last}"


class RingsFormat(FileFormat):
    """What rings are written as."""

    GEOJSON = ".geojson"
    GEOPACKAGE = ".gpkg"
    KML = ".kml"
    GEOPARQUET = ".parquet"


class FigureFormat(FileFormat):
    """What a map for print is written as."""

    SVG = ".svg"
    PDF = ".pdf"
    PNG = ".png"


class ReportFormat(FileFormat):
    """What a brief is written as."""

    HTML = ".html"
    MARKDOWN = ".md"


class TableFormat(StrEnum):
    """How a table is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"
    LATEX = "latex"
