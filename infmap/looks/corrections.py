"""What a figure's row is called, and where an error in it is reported."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import metadata

#: The columns that name a row of figures, which has no id.
FIGURE_NAMES = ("system_id", "account", "claimant", "as_of")


def figure_name(row: Mapping[str, object]) -> str:
    """Return what a row of figures is called: of what, whose it is, and when it was stated.

    Examples
    --------
    >>> figure_name({"system_id": "ss-4", "account": "opponent", "claimant": "CIA", "as_of": None})
    'ss-4, opponent, CIA'
    """
    return ", ".join(str(row[name]) for name in FIGURE_NAMES if row.get(name))


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
    return f"{place}{'&' if '?' in place else '?'}title="


def report_text(rows: str) -> str:
    """Return where an error in rows is reported, by their names; nothing without an address.

    Examples
    --------
    >>> report_text("ss-4, opponent, CIA")
    ''
    """
    place = address()
    return f"Report an error in a figure at {place}, with its row: {rows}" if place else ""
