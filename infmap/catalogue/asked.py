"""What a filter asks for: one name or several, each of them once."""

from collections.abc import Collection, Iterable, Mapping

from infmap.catalogue.names import match_id, one_of
from infmap.catalogue.rows import Account

#: The word for every account.
ALL_ACCOUNTS = "all"
#: What a filter is given: a name, several, or none for every one.
Asked = str | Collection[str] | None


def ids_asked(asked: Asked, names: Mapping[str, list[str]], what: str) -> tuple[str, ...]:
    """Return the ids that a filter asks for; an error for a name of none, as of `match_id`.

    Examples
    --------
    >>> ids_asked(["Shuya", "shuya"], {"shuya": [], "crimea": []}, "site")
    ('shuya',)
    """
    return _each(match_id(one, dict(names), what) for one in _several(asked))


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
