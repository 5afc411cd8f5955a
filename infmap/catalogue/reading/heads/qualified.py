"""Tells of columns that are not read and change what the figures beside them mean."""

from infmap.catalogue.reading.heads.layout import Layout
from infmap.catalogue.reading.heads.words import phrase_of, phrases, phrases_of, plain_words
from infmap.catalogue.reading.sheet import Sheet
from infmap.catalogue.rows import Claim, Row
from infmap.catalogue.values.numbers import read_range
from infmap.catalogue.values.refused import RefusedError
from infmap.treaty import Measure


def may_be_bound(sheet: Sheet, place: int, layout: Layout) -> tuple[str, str] | None:
    """Return the problem and remedy of an unread column that may make figures lower bounds."""
    head = sheet.heads[place]
    if layout.figures and any(is_lower_bound(head, cell) for cell in sheet.filled(place)):
        return (
            "may say which figures are bounds, and is not read",
            "write it into the cells of the range, such as >500, or delete it",
        )
    return None


def is_lower_bound(head: str, cell: object) -> bool:
    """Return whether a cell is a sign or a word that makes a number beside it a lower bound.

    It may do so together with its head.

    Examples
    --------
    >>> [is_lower_bound("bound", cell) for cell in ("at_least", "or more", "low", "up_to")]
    [True, True, True, False]
    >>> is_lower_bound("Confidence", "low"), is_lower_bound("Borne", "inférieure")
    (False, True)
    >>> is_lower_bound("Nuclear", "+"), is_lower_bound("+/-", "+")
    (False, True)
    """
    if not isinstance(cell, str) or any(map(str.isdigit, cell)):
        return False
    said, asked = plain_words(cell), plain_words(head)
    if {*map(phrase_of, (said, said + asked, asked + said))} & phrases("lower_end"):
        return True
    if cell.strip() == "+" and asked:  # it may say yes, as of a warhead
        return False
    words = {cell, " ".join(said)} - {""}
    return any(_is_open(text) for word in words for text in (f"{word} 500", f"500 {word}"))


def _is_open(text: str) -> bool:
    try:
        return read_range(text).up_to_km is None
    except RefusedError:
        return False


def may_be_measure(
    sheet: Sheet, place: int, model: type[Row], layout: Layout
) -> tuple[str, str] | None:
    """Return the problem and remedy of an unread column that may say how figures were obtained.

    An engagement reach makes no strike, and a test decides a verdict.
    """
    if not layout.figures or "measure" in layout.columns:
        return None
    head = phrase_of(plain_words(sheet.heads[place]))
    said = {phrase_of(plain_words(str(cell))) for cell in sheet.filled(place)}
    is_measure = phrases_of(Claim).get(head, ("", 0))[0] == "measure" and said & {*Measure}
    if is_measure or Measure.ENGAGEMENT in said:
        remedy = (
            "rename it to measure, or delete it"
            if model is Claim
            else "write each figure as a row of a table of figures, with its account, claimant and "
            "measure, or delete it"
        )
        return "may say how figures were obtained, and is not read", remedy
    if head == "strike" and said & phrases("no"):
        return (
            "may say which figures are of no strike, and is not read",
            f"write {Measure.ENGAGEMENT} under the head measure in a table of figures where it is "
            "a reach against targets in the air, in space or at sea, or delete it",
        )
    return None
