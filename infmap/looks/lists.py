"""Words in a row, as a sentence has them: the last behind an "and", or the first and a count."""

from collections.abc import Iterable, Sequence


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Return words in a row, the last two joined by a word.

    Examples
    --------
    >>> listed(["Riga"]), listed(["500", "1000", "5500"], "to")
    ('Riga', '500, 1000 to 5500')
    """
    *others, last = words
    return f"{', '.join(others)} {joint} {last}" if others else last


def first_of(names: Sequence[str], most: int, *, between: str = ", ", least_more: int = 1) -> str:
    """Return names in a row: the first, and how many more there are.

    So few more that they are under `least_more` are named too.

    Examples
    --------
    >>> first_of(["Oslo", "Bern"], 2), first_of(["Oslo", "Bern", "Riga"], 1)
    ('Oslo, Bern', 'Oslo and 2 more')
    >>> first_of(["Oslo", "Bern"], 1, least_more=2)
    'Oslo, Bern'
    """
    more = len(names) - most
    if more < least_more:
        return between.join(names)
    return f"{between.join(names[:most])} and {more} more"
