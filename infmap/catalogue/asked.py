"""What a filter asks for: one name or several, each of them once."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TypedDict

from infmap.catalogue.names.ids import one_of
from infmap.catalogue.rows import Account

#: The word for every account.
ALL_ACCOUNTS = "all"
#: The word for every theme.
ALL_THEMES = "all"
#: What a filter is given: a name, several, or none for every one.
Asked = str | Collection[str] | None


class Filters(TypedDict, total=False):
    """What a catalogue may be cut down to: the keywords of `Catalogue.select`.

    Whatever works on a part of a catalogue takes them too, and leaves to that what they mean.
    """

    site: Asked
    system: Asked
    theme: str | None
    account: Asked
    as_of: date | str | None


def ids_asked(asked: Asked, find: Callable[[str], str]) -> tuple[str, ...]:
    """Return the ids that a filter asks for, each once, as `find` knows them by a name.

    Examples
    --------
    >>> ids_asked(["Shuya", "shuya"], str.lower)
    ('shuya',)
    """
    return _each(find(one) for one in _several(asked))


def accounts_asked(asked: Asked) -> tuple[str, ...]:
    """Return the accounts that a filter asks for; none stands for every one.

    Examples
    --------
    >>> accounts_asked(["Operator", "opponent"]), accounts_asked("all")
    (('operator', 'opponent'), ())
    """
    known = [*Account, ALL_ACCOUNTS]
    accounts = _each(one_of(one, known, "account") for one in _several(asked))
    return () if ALL_ACCOUNTS in accounts else accounts


def _several(asked: Asked) -> Collection[str]:
    return [asked] if isinstance(asked, str) else asked or ()


def _each(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, ids)))
