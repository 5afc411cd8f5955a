"""What infmap's results are written as: one list each, which help, errors and tests read."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from infmap.errors import InfmapError, shorten

#: Other names of a suffix, for formats that have no suffix of that name themselves.
OTHER_SUFFIXES = {".json": ".geojson", ".htm": ".html", ".qmd": ".md"}


class FileFormat(StrEnum):
    """What a file may be, by its suffix."""

    @property
    def suffix(self) -> str:
        """How the name of such a file ends."""
        return self.value

    @classmethod
    def of(cls, suffix: str) -> Self:
        """Return the format that a suffix names, in letters of either case.

        Raises
        ------
        InfmapError
            If there is none; the message says which there are.

        Examples
        --------
        >>> print(FigureFormat.of(".PNG"), RingsFormat.of(".json"), TableFormat.of(".json"))
        .png .geojson json
        """
        named = suffix.lower()
        known = {form.suffix: form for form in cls}
        form = known.get(named) or known.get(OTHER_SUFFIXES.get(named, named))
        if form is None:
            lacking = f"no format for the suffix {shorten(suffix)!r}"
            raise InfmapError(
                f"{lacking if suffix else 'no suffix tells the format'}; write {cls.suffixes()}"
            )
        return form

    @classmethod
    def suffixes(cls) -> str:
        """Return the suffixes in a sentence.

        Examples
        --------
        >>> FigureFormat.suffixes(), PageFormat.suffixes()
        ('.svg, .pdf or .png', '.html')
        """
        return _either([form.suffix for form in cls])

    @classmethod
    def for_file(cls, path: str | Path, form: Self | None = None) -> Self:
        """Return the format to write a file in: as its suffix says, or as is asked for.

        Parameters
        ----------
        path : path
            Without a suffix only where a format is asked for.
        form : FileFormat, optional
            What is asked for.

        Raises
        ------
        InfmapError
            If neither names a format, or the two name different ones.

        Examples
        --------
        >>> print(TableFormat.for_file("table.csv"), TableFormat.for_file("x", TableFormat.MD))
        csv md
        >>> TableFormat.for_file("a.csv", TableFormat.JSON)
        Traceback (most recent call last):
        infmap.errors.InfmapError: json is asked for, and a.csv is another format; write a.json, \
or ask for no format
        """
        path = Path(path)
        if form is None:
            return cls.of(path.suffix)
        if path.suffix and cls.of(path.suffix) is not form:
            raise InfmapError(
                f"{form.removeprefix('.')} is asked for, and {path} is another format; write "
                f"{path.with_suffix(form.suffix)}, or ask for no format"
            )
        return form


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


class PageFormat(FileFormat):
    """What the interactive page, and the snippet that shows it, are written as."""

    HTML = ".html"


class CardFormat(FileFormat):
    """What all there is on one thing is written as."""

    TEXT = ".txt"
    JSON = ".json"


class TableFormat(FileFormat):
    """How a table is written, by the words of ``--format``."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"
    LATEX = "latex"
    XLSX = "xlsx"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends; a table as the terminal shows it is a text."""
        return {TableFormat.TABLE: ".txt", TableFormat.LATEX: ".tex"}.get(self, f".{self}")

    @classmethod
    def named(cls, word: str) -> Self:
        """Return the format of a word, or of the suffix without its point.

        Examples
        --------
        >>> print(TableFormat.named("CSV"), TableFormat.named("tex"))
        csv latex
        """
        asked = word.strip().casefold().removeprefix(".")
        for form in cls:
            if asked in (form, form.suffix[1:]):
                return form
        raise InfmapError(f"no format {shorten(word)!r}; write {_either(list(cls))}")


def _either(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last
