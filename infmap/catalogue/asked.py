"""The arguments of a filter: a name, several names, or None."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, TypedDict, cast

from infmap.catalogue.names.given import Asked, names_asked
from infmap.catalogue.names.ids import Known, listed, one_of
from infmap.catalogue.rows import Account
from infmap.errors import UnknownIdError, shorten, tell_reading
from infmap.treaty import Kind

#: The word for every account.
ALL_ACCOUNTS = "all"
#: The word for every theme.
ALL_THEMES = "all"


class Named(TypedDict, total=False):
    """The keywords of `Catalogue.select` that name sites and systems."""

    site: Asked
    system: Asked
    operator: Asked
    kind: Asked
    country: Asked


class Filters(Named, total=False):
    """The keywords of `Catalogue.select`, for functions that pass them on to it."""

    theme: str | None
    account: Asked
    as_of: date | str | None


def filters_given(only: Filters) -> Filters:
    """Return the filters that ask for something: neither left blank nor for all there is.

    Examples
    --------
    >>> filters_given({"site": ["shuya"], "system": [], "theme": "all", "as_of": None})
    {'site': ['shuya']}
    """
    for name in only:
        if name not in Filters.__annotations__:
            raise TypeError(f"got an unexpected keyword argument {name!r}")
    keeping_all = {"theme": ALL_THEMES, "account": ALL_ACCOUNTS}

    def is_given(name: str, asked: Any) -> bool:
        if isinstance(asked, str | date):
            return asked != keeping_all.get(name, "")
        return bool(names_asked(asked, name))

    given = {name: asked for name, asked in only.items() if is_given(name, asked)}
    return cast(Filters, given)


def ids_asked(asked: Asked, find: Callable[[str], str], what: str) -> tuple[str, ...]:
    """Return the ids that a filter asks for, each once; `find` returns the id of a name.

    Examples
    --------
    >>> ids_asked(["Shuya", "shuya"], str.lower, "site")
    ('shuya',)
    """
    return _distinct(find(name) for name in names_asked(asked, what))


#: What people call kinds of missiles, beside the words of the tables.
KIND_WORDS: dict[str, tuple[Kind, ...]] = {
    "ballistic": (Kind.GLBM, Kind.ICBM, Kind.SLBM),
    "cruise": (Kind.GLCM, Kind.SLCM, Kind.ALCM),
    "glide": (Kind.BOOST_GLIDE,),
    "hypersonic glide": (Kind.BOOST_GLIDE,),
    "drone": (Kind.UAV,),
    "missile defence": (Kind.INTERCEPTOR,),
}


def kinds_asked(asked: Asked) -> tuple[Kind, ...]:
    """Return the kinds of systems that a filter asks for, each once.

    Examples
    --------
    >>> [str(kind) for kind in kinds_asked(["cruise", "GLBM"])]
    ['GLCM', 'SLCM', 'ALCM', 'GLBM']
    >>> kinds_asked("ballistic missiles") == kinds_asked("ballistic")
    True
    """
    words: dict[str, tuple[Kind, ...]] = {kind: (kind,) for kind in Kind} | KIND_WORDS
    known = Known(dict.fromkeys(words, ()))
    names = (
        (name, re.sub(r"(?i)(\s+missile)?s?$", "", name.strip()))
        for name in names_asked(asked, "kind")
    )
    found = (words[one_of(one if one in known else name, words, "kind")] for name, one in names)
    return tuple(dict.fromkeys(kind for kinds in found for kind in kinds))


def states_asked(asked: Asked, present: Iterable[str], what: str) -> tuple[str, ...]:
    """Return the states that a filter asks for, as the tables spell them.

    Names may be in any language, or ISO codes. `what` a state is to the rows is for the message.

    Examples
    --------
    >>> states_asked(["USA", "Deutschland"], ["Germany", "United States"], "country")
    ('United States', 'Germany')
    >>> states_asked("Frence", ["France"], "country")
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no country 'Frence'; did you mean France?
    >>> states_asked("DDR", ["Germany"], "country")
    Traceback (most recent call last):
    infmap.errors.UnknownIdError: no country 'DDR': a country is that of today; write Germany
    """
    names = names_asked(asked, what)
    if not names:
        return ()
    present = sorted({*present})
    by_state = {state: name for name in present if (state := _state(name))}
    return _distinct(
        by_state.get(_state(name) or "") or _one_present(name, present, what) for name in names
    )


def _one_present(name: str, present: Sequence[str], what: str) -> str:
    """Return the state of a name that may be one of before: a country is that of today's."""
    from infmap.catalogue.names.countries import country_code
    from infmap.catalogue.names.territories import land_codes

    try:
        return one_of(name, present, what)
    except UnknownIdError:
        land, code = land_codes(name), country_code(name)
        later = [state for state in present if country_code(state) in land]
        if what != "country" or not later:
            raise
    if code and country_code(later[0]) == code:
        # BRD and FRG: Germany is called so to this day.
        tell_reading(f"country {shorten(name)!r} read as {later[0]}: a country is that of today")
        return later[0]
    raise UnknownIdError(
        f"no country {shorten(name)!r}: a country is that of today; write {listed(later)}"
    )


def is_of_states(state: str, asked: Asked, what: str) -> bool:
    """Return whether a state is one of those that a filter asks for, by any name of it.

    Examples
    --------
    >>> is_of_states("Germany", ["Deutschland", "PL"], "country"), is_of_states("", "PL", "country")
    (True, False)
    """
    return bool(state) and _state(state) in {_state(name) for name in names_asked(asked, what)}


def _state(text: str) -> str | None:
    """Return the same text for every name of a state: its code, or else what the tables call it."""
    from infmap.catalogue.names.countries import country_code
    from infmap.catalogue.names.holders import state_called

    name = state_called(text)
    return name and (country_code(name) or name)


def accounts_asked(asked: Asked) -> tuple[str, ...]:
    """Return the accounts that a filter asks for; an empty tuple stands for all.

    Examples
    --------
    >>> accounts_asked(["Operator", "opponent"]), accounts_asked("all")
    (('operator', 'opponent'), ())
    """
    known = [*Account, ALL_ACCOUNTS]
    accounts = _distinct(one_of(name, known, "account") for name in names_asked(asked, "account"))
    return () if ALL_ACCOUNTS in accounts else accounts


def _distinct(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str, ids)))
