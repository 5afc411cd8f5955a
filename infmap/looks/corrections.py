"""What a figure's row is called, and where an error in it is reported."""

from collections.abc import Mapping

#: Where errors are reported: a web or mail address. While it is empty, no output asks for reports.
ADDRESS = ""
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


def report_text(rows: str) -> str:
    """Return where an error in rows is reported, by their names; nothing without an address.

    Examples
    --------
    >>> report_text("ss-4, opponent, CIA")
    ''
    """
    return f"Report an error in a figure at {ADDRESS}, with its row: {rows}" if ADDRESS else ""
