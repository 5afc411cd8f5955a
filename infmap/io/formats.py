"""The file formats of infmap's results; help, errors and tests read these lists."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from infmap.errors import CombinationError, InfmapError, shorten

#: Other suffixes accepted, for formats that have no format of that suffix themselves.
OTHER_SUFFIXES = {".json": ".geojson", ".htm": ".html", ".qmd": ".md"}

#: More rows nobody reads, and setting them takes minutes and gigabytes.
MOST_READ_ROWS = 50_000


class FileFormat(StrEnum):
    """The formats of a kind of result, by suffix."""

    @property
    def suffix(self) -> str:
        """The suffix of such a file."""
        return self.value

    @classmethod
    def of(cls, suffix: str) -> Self:
        """Return the format of a suffix, in upper or lower case.

        Raises `InfmapError` if there is none; the message lists those there are.

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
        """Return the format to write a file in, by its suffix or as asked for.

        A path may lack its suffix where a format is asked for. Raises `InfmapError` if neither
        names a format, or the two name different ones.

        Examples
        --------
        >>> print(TableFormat.for_file("table.csv"), TableFormat.for_file("x", TableFormat.MD))
        csv md
        >>> print(DiffFormat.for_file("new.json"), DiffFormat.for_file("new.feed.json"))
        json feed
        >>> TableFormat.for_file("a.csv", TableFormat.JSON)
        Traceback (most recent call last):
        infmap.errors.CombinationError: json is asked for, and a.csv is another format; write \
a.json, or ask for no format
        """
        path = Path(path)
        of_two_parts = "".join(path.suffixes[-2:])
        is_known = of_two_parts.lower() in [known.suffix for known in cls]
        suffix = of_two_parts if is_known else path.suffix
        if form is None:
            return cls.of(suffix)
        if suffix and cls.of(suffix) is not form:
            raise CombinationError(
                f"{form.removeprefix('.')} is asked for, and {path} is another format; write "
                f"{path.with_suffix(form.suffix)}, or ask for no format"
            )
        return form


class RingsFormat(FileFormat):
    """Formats of range rings."""

    GEOJSON = ".geojson"
    GEOPACKAGE = ".gpkg"
    KML = ".kml"
    GEOPARQUET = ".parquet"


class FigureFormat(FileFormat):
    """Formats of a map for print."""

    SVG = ".svg"
    PDF = ".pdf"
    PNG = ".png"


class ReportFormat(FileFormat):
    """Formats of a brief."""

    HTML = ".html"
    MARKDOWN = ".md"
    WORD = ".docx"


class PageFormat(FileFormat):
    """Formats of the interactive page, and of the snippet that embeds it."""

    HTML = ".html"


class CardFormat(FileFormat):
    """Formats of cards."""

    TEXT = ".txt"
    JSON = ".json"

    @property
    def is_for_people(self) -> bool:
        """Whether people read it; programs read the others."""
        return self is CardFormat.TEXT


class WordFormat(FileFormat):
    """Formats by the words of ``--format``."""

    @property
    def suffix(self) -> str:
        """The suffix of such a file; a table for the terminal is a text file."""
        return {"table": ".txt", "latex": ".tex", "feed": ".feed.json"}.get(self, f".{self}")

    @classmethod
    def named(cls, word: str) -> Self:
        """Return the format of a word, or of a suffix with or without its point.

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


class TableFormat(WordFormat):
    """Formats of tables."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    HTML = "html"
    LATEX = "latex"
    XLSX = "xlsx"

    @property
    def is_for_people(self) -> bool:
        """Whether people read it; programs read the others."""
        return self not in (TableFormat.CSV, TableFormat.JSON, TableFormat.XLSX)


class DiffFormat(WordFormat):
    """Formats of what differs between two states of the tables."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MD = "md"
    FEED = "feed"
    ATOM = "atom"

    @property
    def is_for_people(self) -> bool:
        """Whether people read it; programs read the others."""
        return self in (DiffFormat.TABLE, DiffFormat.MD)

    @property
    def has_day(self) -> bool:
        """Whether it tells of which day the new state is."""
        return self in (DiffFormat.JSON, DiffFormat.FEED, DiffFormat.ATOM)


def _either(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def refuse_unreadable(n_rows: int, form: str) -> None:
    """Raise an error if a format that people read is asked for more rows than they do.

    Examples
    --------
    >>> refuse_unreadable(50_000, "table")
    """
    if n_rows > MOST_READ_ROWS:
        raise InfmapError(
            f"{form} is read by people, up to {MOST_READ_ROWS:,} rows (got {n_rows:,}); write .csv "
            "or .json, or ask for less"
        )
