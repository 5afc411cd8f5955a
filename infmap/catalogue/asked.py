"""The arguments of a filter: a name, several names, or None."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TypedDict

from infmap.catalogue.names.ids import one_of
from infmap.catalogue.rows import Account

#: The word for every account.
ALL_ACCOUNTS = "all"
#: The word for every theme.
ALL_THEMES = "all"
#: The argument of a filter: a name, several names, or None to keep all.
Asked = str | Collection[str] | None


class Filters(TypedDict, total=False):
    """The keywords of `Catalogue.select`, for functions that pass them on to it."""

    site: Asked
    system: Asked
    theme: str | None
    account: Asked
    as_of: date | str | None


def ids_asked(asked: Asked, find: Callable[[str], str]) -> tuple[str, ...]:
    """Return the ids that a filter asks for, each once; `find` returns the id of a name.

    Examples
    --------
    >>> ids_asked(["Shuya", "shuya"], str.lower)
    ('shuya',)
    """
    return _distinct(find(name) for name in _names(asked))


def accounts_asked(asked: Asked) -> tuple[str, ...]:
    """Return the accounts that a filter asks for; an empty tuple stands for all.

    Examples
    --------
    >>> accounts_asked(["Operator", "opponent"]), accounts_asked("all")
    (('operator', 'opponent'), ())
    """
    known = [*Account, ALL_ACCOUNTS]
    accounts = _distinct(one_of(name, known, "account") for name in _names(asked))
    return () if ALL_ACCOUNTS in accounts else accounts


def _names(asked: Asked) -> Collection[str]:
    return [asked] if isinstance(asked, str) else asked or ()


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, ids)))
