"""What a figure's row is called, and where an error in it is reported."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import metadata
from urllib.parse import quote

#: The columns that name a row of figures, which has no id.
FIGURE_NAMES = ("system_id", "account", "claimant", "as_of")
#: What a web address is made of; a mark left out could end a link that it stands in.
ADDRESS_MARKS = "%/:?&=#+,~@"
#: The link of a figure.
REPORT_WORDS = "Report an error in this figure"


def figure_name(row: Mapping[str, object]) -> str:
    """Return what a row of figures is called: of what, whose it is, and when it was stated.

    A row of a table that has no dates is called by the figure's publication in place of its day.

    Examples
    --------
    >>> figure_name({"system_id": "ss-4", "account": "opponent", "claimant": "CIA", "as_of": None})
    'ss-4, opponent, CIA'
    """
    names = FIGURE_NAMES if "as_of" in row else (*FIGURE_NAMES, "source_id")
    return ", ".join(filter(None, (_text(row, name) for name in names)))


def _text(row: Mapping[str, object], name: str) -> str:
    """Return a cell's text; a missing one is none, whatever a table has in its place."""
    cell = row.get(name)
    return cell if isinstance(cell, str) else ""


@cache
def address() -> str:
    """Return where errors are reported: ``Corrections`` of the package's ``[project.urls]``.

    While it is not set there, no output asks for reports.
    """
    urls = dict(url.split(", ", 1) for url in metadata("infmap").get_all("Project-URL") or ())
    return str(urls.get("Corrections", ""))


def asking_address() -> str:
    """Return what a row's name is written behind, percent-encoded, to report an error in it.

    The name becomes the title of what is reported, as trackers of faults read it. Empty where there
    is no address, or one that is not of the web.

    Examples
    --------
    >>> asking_address()
    ''
    """
    place = address().partition("#")[0]
    if not place.startswith(("https://", "http://")):
        return ""
    return f"{quote(place, ADDRESS_MARKS)}{'&' if '?' in place else '?'}title="


def report_address(row: Mapping[str, object]) -> str:
    """Return the web address where an error in a row is reported, with the row's name in it.

    Empty where there is no `asking_address`, where the row is of no figure, and for a figure of the
    reader's own.

    Examples
    --------
    >>> report_address({"system_id": "ss-4", "account": "opponent", "claimant": "CIA"})
    ''
    """
    asking = asking_address()
    is_figure = all(_text(row, name) for name in FIGURE_NAMES[:3])
    if not asking or not is_figure or row["account"] == "user":
        return ""
    return f"{asking}{quote(figure_name(row), '')}"


def report_text(rows: str) -> str:
    """Return where an error in rows is reported, by their names; nothing without an address.

    Examples
    --------
    >>> report_text("ss-4, opponent, CIA")
    ''
    """
    place = address()
    return f"Report an error in a figure at {place}, with its row: {rows}" if place else ""
